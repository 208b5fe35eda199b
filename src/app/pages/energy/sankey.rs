//! The energy's way through the plant, drawn from the engine's nodes and links.

use eframe::egui::{self, Align2, Color32, Pos2, Rect, Sense, Stroke, TextStyle, epaint, pos2, vec2};

use crate::app::lang::Lang;
use crate::app::theme::{self, Palette, Tone};
use crate::app::widgets::numbers::{amount, grouped};
use crate::energy::plant::{FlowNode, Flows, NodeKind};

/// Width of a node.
const NODE: f32 = 12.0;
/// Least room between nodes of a column, so that their labels don't meet.
const GAP: f32 = 20.0;
/// Room for labels at the right of the last column.
const LABELS: f32 = 150.0;
/// How finely a link is bent.
const STEPS: usize = 24;

/// A link as drawn: the middle of its ends and its width.
struct Band {
    from: Pos2,
    to: Pos2,
    width: f32,
}

/// Draws the diagram in the width there is; hovering names what is under the pointer.
pub fn show(ui: &mut egui::Ui, flows: &Flows, lang: Lang) {
    let p = theme::palette(ui);
    let columns = flows.nodes.iter().map(|n| n.column).max().unwrap_or(0) + 1;
    let most = (0..columns).map(|c| flows.nodes.iter().filter(|n| n.column == c).count()).max().unwrap_or(1);
    let size = vec2(ui.available_width(), (most as f32 * 42.0).clamp(180.0, 460.0));
    let (place, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        let links = flows.links.iter().map(|l| {
            let name = |at: usize| flows.nodes.get(at).map_or("", |n| n.label.as_str());
            format!("{} → {} {} tce", name(l.from), name(l.to), amount(l.tce))
        });
        let title = lang.pick("能流图", "Energy flows");
        egui::WidgetInfo::labeled(egui::Role::Image, true, format!("{title}：{}", links.collect::<Vec<_>>().join("；")))
    });
    let boxes = nodes(flows, columns, place.shrink2(vec2(0.0, 12.0)));
    let bands = bands(flows, &boxes);
    let pointer = response.hover_pos();
    let over_node = pointer.and_then(|at| boxes.iter().position(|b| b.expand(4.0).contains(at)));
    let over_link = pointer.filter(|_| over_node.is_none()).and_then(|at| bands.iter().position(|b| b.holds(at)));
    let painter = ui.painter_at(place.expand(2.0));
    for (at, (band, link)) in bands.iter().zip(&flows.links).enumerate() {
        let lit = over_link == Some(at) || over_node.is_some_and(|n| link.from == n || link.to == n);
        let color = flows.nodes.get(link.to).map_or(p.accent, |n| color(n, p, ui.visuals().dark_mode));
        painter.add(band.shape(color.gamma_multiply(if lit { 0.6 } else { 0.28 })));
    }
    let font = TextStyle::Small.resolve(ui.style());
    for (node, rect) in flows.nodes.iter().zip(&boxes) {
        painter.rect_filled(*rect, 2.0, color(node, p, ui.visuals().dark_mode));
        let text = format!("{}  {}", node.label, amount(node.tce));
        let galley = painter.layout_no_wrap(text, font.clone(), p.text);
        let at = Align2::LEFT_CENTER.anchor_size(rect.right_center() + vec2(6.0, 0.0), galley.size());
        // A ground of its own keeps the label readable on a band.
        painter.rect_filled(at.expand2(vec2(3.0, 0.0)), 3.0, p.surface.gamma_multiply(0.75));
        painter.galley(at.min, galley, p.text);
    }
    let whole: f64 = flows.nodes.iter().filter(|n| n.column == 0).map(|n| n.tce).sum();
    let share =
        |tce: f64| if whole > 0.0 { format!("，{} %", grouped(tce / whole * 100.0, 1)) } else { String::new() };
    let told = match (over_node.and_then(|n| flows.nodes.get(n)), over_link.and_then(|l| flows.links.get(l))) {
        (Some(node), _) => Some(format!("{} {} tce{}", node.label, amount(node.tce), share(node.tce))),
        (None, Some(link)) => {
            let name = |at: usize| flows.nodes.get(at).map_or("", |n| n.label.as_str());
            Some(format!("{} → {}：{} tce{}", name(link.from), name(link.to), amount(link.tce), share(link.tce)))
        }
        (None, None) => None,
    };
    if let Some(text) = told {
        response.on_hover_text_at_pointer(text);
    }
}

/// Losses and what nothing explains stand out; the rest are of the accent's family.
fn color(node: &FlowNode, p: Palette, dark: bool) -> Color32 {
    match &node.kind {
        NodeKind::Unexplained | NodeKind::Lacking => Tone::Warn.colors(dark).0,
        NodeKind::Loss => Tone::Bad.colors(dark).0,
        NodeKind::Use(_) | NodeKind::UseBy(_) => Tone::Good.colors(dark).0,
        NodeKind::Exported | NodeKind::StockAdded => Tone::Quiet.colors(dark).0,
        _ => p.accent,
    }
}

/// Where the nodes stand: columns from the left, in a column the large ones first, all to one scale.
fn nodes(flows: &Flows, columns: usize, place: Rect) -> Vec<Rect> {
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); columns];
    for (at, node) in flows.nodes.iter().enumerate() {
        order[node.column].push(at);
    }
    let scale = order
        .iter()
        .filter(|c| !c.is_empty())
        .map(|c| {
            let sum: f64 = c.iter().map(|n| flows.nodes[*n].tce).sum();
            (place.height() - GAP * (c.len() - 1) as f32) / sum.max(1e-9) as f32
        })
        .fold(f32::INFINITY, f32::min);
    let scale = if scale.is_finite() { scale.max(0.0) } else { 0.0 };
    let step = (place.width() - LABELS - NODE) / (columns.max(2) - 1) as f32;
    let mut out = vec![Rect::NOTHING; flows.nodes.len()];
    for (column, list) in order.iter_mut().enumerate() {
        // Large ones first, then by where their energy comes from, so that few links cross. What nothing explains
        // stands at the foot, so that the eye finds it in the same place.
        let last = |n: &FlowNode| matches!(n.kind, NodeKind::Unexplained | NodeKind::Loss);
        let from = |node: usize| {
            let into = flows.links.iter().filter(|l| l.to == node && out[l.from].is_positive());
            let (sum, weight) =
                into.fold((0.0, 0.0), |(s, w), l| (s + f64::from(out[l.from].center().y) * l.tce, w + l.tce));
            if weight > 0.0 { sum / weight } else { f64::from(place.bottom()) }
        };
        list.sort_by(|a, b| {
            let (one, other) = (&flows.nodes[*a], &flows.nodes[*b]);
            let by_source = if column == 0 { std::cmp::Ordering::Equal } else { from(*a).total_cmp(&from(*b)) };
            last(one).cmp(&last(other)).then(by_source).then(other.tce.total_cmp(&one.tce))
        });
        let high: f32 = list.iter().map(|n| flows.nodes[*n].tce as f32 * scale).sum();
        let used = high + GAP * list.len().saturating_sub(1) as f32;
        let mut top = place.top() + (place.height() - used).max(0.0) / 2.0;
        for n in list {
            let height = (flows.nodes[*n].tce as f32 * scale).max(2.0);
            out[*n] = Rect::from_min_size(pos2(place.left() + step * column as f32, top), vec2(NODE, height));
            top += height + GAP;
        }
    }
    out
}

/// The links between the boxes, side by side at each of them in the order of the other ends.
fn bands(flows: &Flows, boxes: &[Rect]) -> Vec<Band> {
    let widths: Vec<f32> = flows
        .links
        .iter()
        .map(|l| {
            let share = |at: usize| boxes[at].height() as f64 / flows.nodes[at].tce.max(1e-9);
            (l.tce * share(l.from).min(share(l.to))) as f32
        })
        .collect();
    let ends = |start: bool| {
        let mut places = vec![0.0; flows.links.len()];
        for (at, node) in boxes.iter().enumerate() {
            let mut mine: Vec<usize> = (0..flows.links.len())
                .filter(|l| (if start { flows.links[*l].from } else { flows.links[*l].to }) == at)
                .collect();
            mine.sort_by(|a, b| {
                let other = |l: &usize| boxes[if start { flows.links[*l].to } else { flows.links[*l].from }].top();
                other(a).total_cmp(&other(b))
            });
            let mut top = node.top();
            for l in mine {
                places[l] = top + widths[l] / 2.0;
                top += widths[l];
            }
        }
        places
    };
    let (starts, stops) = (ends(true), ends(false));
    flows
        .links
        .iter()
        .enumerate()
        .map(|(i, l)| Band {
            from: pos2(boxes[l.from].right(), starts[i]),
            to: pos2(boxes[l.to].left(), stops[i]),
            width: widths[i],
        })
        .collect()
}

impl Band {
    /// A point of its middle line, `t` from 0 to 1.
    fn at(&self, t: f32) -> Pos2 {
        let bent = t * t * (3.0 - 2.0 * t);
        pos2(egui::lerp(self.from.x..=self.to.x, t), egui::lerp(self.from.y..=self.to.y, bent))
    }

    fn holds(&self, at: Pos2) -> bool {
        let (left, right) = (self.from.x.min(self.to.x), self.from.x.max(self.to.x));
        if !(left..=right).contains(&at.x) || right - left < 1.0 {
            return false;
        }
        let middle = self.at((at.x - self.from.x) / (self.to.x - self.from.x));
        (middle.y - at.y).abs() <= (self.width / 2.0).max(3.0)
    }

    fn shape(&self, color: Color32) -> epaint::Shape {
        if self.width < 1.5 {
            let points = (0..=STEPS).map(|i| self.at(i as f32 / STEPS as f32)).collect();
            return epaint::Shape::line(points, Stroke::new(1.5, color));
        }
        let mut mesh = egui::Mesh::default();
        for i in 0..=STEPS {
            let middle = self.at(i as f32 / STEPS as f32);
            for side in [-0.5, 0.5] {
                mesh.colored_vertex(middle + vec2(0.0, side * self.width), color);
            }
            if i > 0 {
                let n = (i as u32 - 1) * 2;
                mesh.add_triangle(n, n + 1, n + 2);
                mesh.add_triangle(n + 1, n + 3, n + 2);
            }
        }
        epaint::Shape::mesh(mesh)
    }
}
