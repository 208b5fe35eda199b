//! Charts saved as pictures, driven through their labels; the energy flow chart's layout; shapes as SVG.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eframe::egui;
use egui::accesskit::Role;
use egui::epaint::{ClippedShape, RectShape};
use egui::{Color32, Rect, Shape, Stroke, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::App;
use energy_audit::app::dialogs::{FileDialogs, FileKind};
use energy_audit::app::pages::Page;
use energy_audit::app::settings::Theme;
use energy_audit::app::shell::tour::Tour;
use energy_audit::app::theme::{self, Tone};
use energy_audit::app::widgets::{sankey, svg};
use energy_audit::audit::KindCode;
use energy_audit::energy::plant::{FlowLink, FlowNode, Flows, NodeKind};
use energy_audit::store::DataDir;

const SAMPLE: &str = "audits/云冈示例水泥有限公司.audit";

/// Answers every question for a file with one in a folder, and keeps the name that was proposed.
struct Folder {
    path: PathBuf,
    asked: Arc<Mutex<Vec<String>>>,
}

impl FileDialogs for Folder {
    fn open(&self, _: FileKind) -> Option<PathBuf> {
        None
    }
    fn save(&self, _: FileKind, suggestion: &str) -> Option<PathBuf> {
        self.asked.lock().expect("names").push(suggestion.to_owned());
        Some(self.path.join(suggestion))
    }
}

struct Bench {
    harness: Harness<'static, App>,
    folder: tempfile::TempDir,
    asked: Arc<Mutex<Vec<String>>>,
}

/// The sample plant, in dark colours.
fn bench() -> Bench {
    let folder = tempfile::tempdir().expect("folder");
    let asked = Arc::new(Mutex::new(Vec::new()));
    let file = folder.path().join("云冈示例水泥有限公司.audit");
    std::fs::copy(SAMPLE, &file).expect("sample");
    let data = DataDir::at(folder.path().join("data"));
    let dialogs = Folder { path: folder.path().to_path_buf(), asked: asked.clone() };
    let harness = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_theme(egui::Theme::Dark)
        .with_step_dt(1.0 / 30.0)
        .with_max_steps(60)
        .build_eframe(move |cc| {
            let mut app = App::new(&cc.egui_ctx, data, Box::new(dialogs), Some(&file));
            app.workbench.settings.theme = Theme::Dark;
            app.workbench.shell.tour = Tour::default();
            app
        });
    Bench { harness, folder, asked }
}

impl Bench {
    fn settle(&mut self) {
        for _ in 0..600 {
            self.harness.run_steps(3);
            let wb = &self.harness.state().workbench;
            if wb.jobs.running().is_empty() && wb.up_to_date() {
                self.harness.run_steps(6);
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("a worker never ends");
    }

    fn press(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click();
        self.settle();
    }

    /// Presses the menu of a figure and an entry; the bytes of the file that came of it.
    fn save(&mut self, figure: &str, entry: &str) -> Vec<u8> {
        self.press(Role::Button, &format!("导出图：{figure}"));
        self.press(Role::Button, entry);
        let name = self.asked.lock().expect("names").pop().expect("a name was asked for");
        std::fs::read(self.folder.path().join(name)).expect("the file")
    }
}

#[test]
fn a_chart_is_saved_as_drawing_and_as_picture_on_white() {
    let mut b = bench();
    b.settle();
    b.harness.state_mut().workbench.page = Page::Energy;
    b.settle();
    b.press(Role::Tab, "平衡");
    let svg = String::from_utf8(b.save("能流图(tce，当量值)", "存为 SVG 矢量图…")).expect("text");
    // The names of the nodes are text that can be found and edited; the ground is white although the theme is dark.
    let flows = b.harness.state_mut().workbench.plant().expect("plant").energy.audited().expect("year").flows.clone();
    assert!(flows.nodes.len() > 5);
    for node in &flows.nodes {
        assert!(svg.contains(&node.label), "{} is missing", node.label);
    }
    assert!(svg.contains("<title>能流图(tce，当量值)</title>"));
    let ground = svg.lines().find(|l| l.starts_with("<rect")).expect("ground");
    assert!(ground.contains("fill=\"#ffffff\""), "{ground}");
    let size = |name: &str| -> f64 {
        let at = svg.find(&format!(" {name}=\"")).expect("size") + name.len() + 3;
        svg[at..].split('"').next().expect("number").parse().expect("number")
    };
    let (width, height) = (size("width"), size("height"));
    assert!(width > 500.0 && height > 180.0, "{width} × {height}");

    let png = image::load_from_memory(&b.save("能流图(tce，当量值)", "存为 PNG 图片…")).expect("a picture").into_rgb8();
    // Three pixels a point, the last one rounded up.
    assert!((f64::from(png.width()) - width * 3.0).abs() <= 1.0, "{} for {width}", png.width());
    assert!((f64::from(png.height()) - height * 3.0).abs() <= 1.0);
    let share = |of: &dyn Fn(&image::Rgb<u8>) -> bool| {
        png.pixels().filter(|p| of(p)).count() as f64 / f64::from(png.width() * png.height())
    };
    let white = share(&|p| p.0 == [255; 3]);
    let dark = share(&|p| p.0.iter().all(|c| *c < 80));
    assert!((0.2..0.97).contains(&white), "{white} of the picture is white");
    assert!((0.002..0.2).contains(&dark), "{dark} of the picture is letters");
    let said = &b.harness.state().workbench.messages;
    assert!(said.iter().any(|m| m.text.contains("图已存到") && m.text.contains(".png")), "{said:?}");
    // On the screen everything is as it was: the theme is dark, and the button is there.
    assert!(b.harness.query_by_role_and_label(Role::Button, "导出图：能流图(tce，当量值)").is_some());
}

#[test]
fn a_figure_that_cannot_be_written_is_told_and_leaves_nothing() {
    let mut b = bench();
    b.settle();
    b.harness.state_mut().workbench.page = Page::Energy;
    b.settle();
    b.press(Role::Tab, "平衡");
    // A folder stands where the file is to go.
    let name = "云冈示例水泥有限公司（示例）-能流图(tce，当量值).svg";
    std::fs::create_dir(b.folder.path().join(name)).expect("folder in the way");
    b.press(Role::Button, "导出图：能流图(tce，当量值)");
    b.press(Role::Button, "存为 SVG 矢量图…");
    let said = &b.harness.state().workbench.messages;
    assert!(said.iter().any(|m| m.text.contains(name)), "{said:?}");
    let left = std::fs::read_dir(b.folder.path()).expect("folder").filter_map(Result::ok);
    assert!(left.map(|e| e.file_name().to_string_lossy().into_owned()).all(|n| !n.ends_with(".tmp")));
}

#[test]
fn verdicts_are_charted_by_workshop_and_kind() {
    let mut b = bench();
    b.settle();
    b.harness.state_mut().workbench.page = Page::Screening;
    b.settle();
    b.press(Role::Tab, "图表");
    let audit = b.harness.state().workbench.audit().expect("audit").clone();
    let motors = audit.equipment.iter().filter(|d| d.kind.code() == KindCode::Motor);
    let count: f64 = motors.map(|d| d.quantity()).sum();
    assert!(count > 0.0);
    // Every device of the kind is in one of the parts that the row names.
    let start = "各类设备的判定(台)，电动机：";
    let row = b.harness.get_by_label_contains(start);
    let told = egui_kittest::kittest::NodeT::accesskit_node(&row).label().expect("label");
    let parts = told.trim_start_matches(start).split('、');
    let sum: f64 =
        parts.map(|p| p.split(' ').nth(1).expect("number").replace(',', "").parse::<f64>().expect("n")).sum();
    assert_eq!(sum, count, "{told}");
}

/// Relative luminance and contrast as WCAG 2.1 defines them; black on white is 21.
fn contrast(a: Color32, b: Color32) -> f64 {
    let luminance = |c: Color32| {
        let part = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.03928 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(c.r()) + 0.7152 * part(c.g()) + 0.0722 * part(c.b())
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// WCAG 2.1, 1.4.3: 4.5 for text of usual size.
#[test]
fn letters_stand_out_in_both_themes() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
    let ctx = egui::Context::default();
    for (dark, which) in [(false, egui::Theme::Light), (true, egui::Theme::Dark)] {
        ctx.set_theme(which);
        let p = theme::palette_of(&ctx);
        let mut pairs = vec![("on accent", p.on_accent, p.accent)];
        for (name, ground) in
            [("ground", p.ground), ("surface", p.surface), ("selected", p.selected), ("stripe", p.stripe)]
        {
            pairs.extend([(name, p.text, ground), (name, p.weak, ground), (name, p.accent, ground)]);
        }
        for tone in [Tone::Bad, Tone::Warn, Tone::Good, Tone::Quiet] {
            let (letters, ground) = tone.colors(dark);
            pairs.push(("tone", letters, ground));
        }
        for at in 0..8 {
            let (ground, letters) = theme::series(dark, at);
            pairs.push(("series", letters, ground));
        }
        for (name, letters, ground) in pairs {
            let found = contrast(letters, ground);
            assert!(found >= 4.5, "{which:?} {name}: {letters:?} on {ground:?} is {found:.2}");
        }
    }
}

fn node(label: &str, tce: f64, column: usize) -> FlowNode {
    FlowNode { kind: NodeKind::UseBy(label.to_owned()), label: label.to_owned(), tce, column }
}

fn link(from: usize, to: usize, tce: f64) -> FlowLink {
    FlowLink { from, to, tce }
}

/// Coal to a boiler and past it to the kiln; electricity past the boiler and the steam; a link that leads back.
fn flows() -> Flows {
    Flows {
        nodes: vec![
            node("煤", 100.0, 0),
            node("电", 60.0, 0),
            node("锅炉", 40.0, 1),
            node("蒸汽", 30.0, 2),
            node("窑", 60.0, 3),
            node("干燥", 30.0, 3),
            node("电机", 60.0, 3),
            node("损失", 10.0, 3),
        ],
        links: vec![
            link(0, 2, 40.0),
            link(0, 4, 60.0),
            link(1, 6, 60.0),
            link(2, 3, 30.0),
            link(2, 7, 10.0),
            link(3, 5, 30.0),
            link(3, 2, 1.0),
        ],
    }
}

#[test]
fn flows_pass_between_the_nodes_not_behind_them() {
    let flows = flows();
    let place = Rect::from_min_size(pos2(10.0, 20.0), vec2(900.0, 320.0));
    let placed = sankey::placed(&flows, place);
    assert_eq!((placed.boxes.len(), placed.bands.len()), (8, 7));
    for (at, one) in placed.boxes.iter().enumerate() {
        assert!(place.expand(0.5).contains_rect(*one), "{} stands outside", flows.nodes[at].label);
        for other in &placed.boxes[at + 1..] {
            assert!(!one.intersects(*other), "two nodes overlap");
        }
    }
    // All to one scale.
    let scale = placed.boxes[0].height() / 100.0;
    for (node, place) in flows.nodes.iter().zip(&placed.boxes) {
        assert!((place.height() - node.tce as f32 * scale).abs() < 0.01, "{}", node.label);
    }
    for (band, link) in placed.bands.iter().zip(&flows.links) {
        for (at, place) in placed.boxes.iter().enumerate().filter(|(at, _)| *at != link.from && *at != link.to) {
            for x in [place.left() + 0.1, place.center().x, place.right() - 0.1] {
                let Some(y) = band.at(x) else { continue };
                let apart = y.max <= place.top() || y.min >= place.bottom();
                assert!(apart, "{} → {} passes behind {}", link.from, link.to, flows.nodes[at].label);
            }
        }
        if flows.nodes[link.from].column < flows.nodes[link.to].column {
            // It begins and ends within its nodes, as wide as it is large.
            let (from, to) = (placed.boxes[link.from], placed.boxes[link.to]);
            let (start, end) = (band.at(from.right()).expect("start"), band.at(to.left()).expect("end"));
            assert!(start.min >= from.top() - 0.01 && start.max <= from.bottom() + 0.01);
            assert!(end.min >= to.top() - 0.01 && end.max <= to.bottom() + 0.01);
            assert!((start.span() - link.tce as f32 * scale).abs() < 0.01);
        }
    }
}

#[test]
fn flows_of_nothing_are_drawn_as_nothing() {
    let placed = sankey::placed(&Flows::default(), Rect::from_min_size(pos2(0.0, 0.0), vec2(300.0, 200.0)));
    assert!(placed.boxes.is_empty() && placed.bands.is_empty());
    let one = Flows { nodes: vec![node("电", 0.0, 0)], links: Vec::new() };
    let placed = sankey::placed(&one, Rect::from_min_size(pos2(0.0, 0.0), vec2(300.0, 200.0)));
    assert!(placed.boxes[0].is_finite());
}

/// A page from (10, 20): everything is counted from its corner.
#[test]
fn shapes_become_a_drawing() {
    let page = Rect::from_min_size(pos2(10.0, 20.0), vec2(100.0, 50.0));
    let within = |clip_rect: Rect, shape: Shape| {
        let transform_after_tessellation = egui::emath::TSTransform::IDENTITY;
        ClippedShape { clip_rect, shape, transform_after_tessellation }
    };
    let shape = |shape: Shape| within(Rect::EVERYTHING, shape);
    let square = Rect::from_min_size(pos2(15.0, 25.0), vec2(10.0, 10.0));
    let half = Rect::from_min_size(pos2(10.0, 20.0), vec2(10.0, 50.0));
    let shapes = [
        shape(Shape::Rect(RectShape::filled(square, 2.0, Color32::from_rgb(255, 0, 128)))),
        shape(Shape::line_segment([pos2(10.0, 20.0), pos2(110.0, 70.0)], Stroke::new(1.5, Color32::BLACK))),
        within(half, Shape::circle_filled(pos2(20.0, 30.0), 4.0, Color32::from_black_alpha(128))),
        // Outside of the page, and without anything to see.
        shape(Shape::circle_filled(pos2(300.0, 300.0), 4.0, Color32::BLACK)),
        shape(Shape::Rect(RectShape::filled(square, 0.0, Color32::TRANSPARENT))),
    ];
    let drawn = svg::document("煤 <A&B>", page, Color32::WHITE, &shapes);
    let lines: Vec<&str> = drawn.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "<title>煤 &lt;A&amp;B&gt;</title>",
            "<rect width=\"100\" height=\"50\" fill=\"#ffffff\"/>",
            "<rect x=\"5\" y=\"5\" width=\"10\" height=\"10\" rx=\"2\" fill=\"#ff0080\"/>",
            "<path d=\"M0 0L100 50\" fill=\"none\" stroke=\"#000000\" stroke-width=\"1.5\"/>",
            "<clipPath id=\"w0\"><rect x=\"0\" y=\"0\" width=\"10\" height=\"50\"/></clipPath>",
            "<g clip-path=\"url(#w0)\">",
            "<circle cx=\"10\" cy=\"10\" r=\"4\" fill=\"#000000\" fill-opacity=\"0.5\"/>",
            "</g>",
            "</svg>",
        ]
    );
    // It has a head that says how large it is and which faces its text has.
    let head = drawn.lines().next().expect("head");
    assert!(head.contains("viewBox=\"0 0 100 50\"") && head.contains("Audit Sans SC"), "{head}");
}
