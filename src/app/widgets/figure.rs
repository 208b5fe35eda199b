//! The frame of every chart: its title, and the menu that saves it as a picture or copies it.
//!
//! The picture is what is seen, but on white whatever the theme: the chart is drawn once more, on a pass that is never
//! shown, and its shapes are written as SVG; the PNG is made from that drawing on a worker.

use eframe::egui::containers::menu::MenuButton;
use eframe::egui::{self, Align, Button, Color32, ColorImage, Id, Layout, Rect};

use super::svg;
use crate::app::dialogs::FileKind;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::workbench::Workbench;
use crate::exchange::{safe_name, write_whole};
use crate::report;

/// Ground around the chart in a picture, in points.
const MARGIN: f32 = 12.0;
/// Pixels of a PNG for a point of the screen: sharp in print at the size seen.
const SCALE: f32 = 3.0;

/// What is made of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Png,
    Svg,
    Copy,
}

/// A figure asked for, until it is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Wanted {
    figure: Id,
    how: How,
}

/// A figure that was drawn, until it is saved.
#[derive(Clone)]
struct Drawn {
    title: String,
    size: egui::Vec2,
    svg: String,
    how: How,
}

fn wanted_place() -> Id {
    Id::unique("figure wanted")
}

fn drawn_place() -> Id {
    Id::unique("figure drawn")
}

/// Shows a chart under its title. `add` draws it; it is told whether it draws for a picture, where what can be typed
/// or pressed has no place.
pub fn show(ui: &mut egui::Ui, lang: Lang, title: &str, add: impl FnOnce(&mut egui::Ui, bool)) {
    under(ui, lang, title, true, add);
}

/// [`show`] where the page has said what the chart is of: only the picture bears the title.
pub fn untitled(ui: &mut egui::Ui, lang: Lang, title: &str, add: impl FnOnce(&mut egui::Ui, bool)) {
    under(ui, lang, title, false, add);
}

fn under(ui: &mut egui::Ui, lang: Lang, title: &str, titled: bool, add: impl FnOnce(&mut egui::Ui, bool)) {
    let figure = ui.make_persistent_id(("figure", title));
    let wanted = ui.data(|d| d.get_temp::<Wanted>(wanted_place())).filter(|w| w.figure == figure);
    let Some(Wanted { how, .. }) = wanted else {
        if titled {
            ui.scope(|ui| {
                ui.horizontal(|ui| {
                    ui.label(theme::bold(title));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| menu(ui, lang, title, figure));
                });
                add(ui, false);
            });
        } else {
            // At the end of the chart's last line, its legend.
            let chart = ui.scope(|ui| add(ui, false)).response.rect;
            let middle = chart.bottom() - ui.text_style_height(&egui::TextStyle::Small) / 2.0;
            let size = egui::vec2(96.0, theme::HEADER);
            let line = Rect::from_center_size(egui::pos2(chart.right() - size.x / 2.0, middle), size);
            let layout = Layout::right_to_left(Align::Center);
            let mut end = ui.new_child(egui::UiBuilder::new().max_rect(line).layout(layout).id_salt(figure));
            menu(&mut end, lang, title, figure);
        }
        return;
    };
    ui.data_mut(|d| d.remove::<Wanted>(wanted_place()));
    let layer = ui.layer_id();
    let before = ui.ctx().graphics(|g| g.get(layer).map_or(0, |list| list.next_idx().0));
    let place = ui.scope(|ui| {
        let mut style = (*ui.ctx().style_of(egui::Theme::Light)).clone();
        // The pointer lights nothing up in a picture, and nothing is faded for it.
        style.visuals.disabled_alpha = 1.0;
        ui.set_style(style);
        ui.set_clip_rect(Rect::EVERYTHING);
        ui.disable();
        ui.horizontal(|ui| ui.label(theme::bold(title)));
        add(ui, true);
    });
    let shapes: Vec<_> = ui
        .ctx()
        .graphics(|g| g.get(layer).map_or_else(Vec::new, |list| list.all_entries().skip(before).cloned().collect()));
    let page = place.response.rect.expand(MARGIN);
    let drawn = Drawn {
        title: title.to_owned(),
        size: page.size(),
        svg: svg::document(title, page, Color32::WHITE, &shapes),
        how,
    };
    ui.data_mut(|d| d.insert_temp(drawn_place(), Some(drawn)));
    ui.ctx().request_discard("a figure was drawn for a picture");
}

/// What is made of the chart as a picture.
fn menu(ui: &mut egui::Ui, lang: Lang, title: &str, figure: Id) {
    let button = Button::new(theme::small(ui, lang.pick("导出图", "Save figure"))).frame_when_inactive(false);
    let (response, _) = MenuButton::from_button(button).ui(ui, |ui| {
        let entries = [
            (How::Png, lang.pick("存为 PNG 图片…", "Save as PNG…")),
            (How::Svg, lang.pick("存为 SVG 矢量图…", "Save as SVG…")),
            (How::Copy, lang.pick("复制图片", "Copy as picture")),
        ];
        for (how, name) in entries {
            if ui.button(name).clicked() {
                ui.data_mut(|d| d.insert_temp(wanted_place(), Wanted { figure, how }));
                ui.close();
            }
        }
    });
    let label = format!("{}{title}", lang.pick("导出图：", "Save figure: "));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
}

/// Saves or copies the figure that was drawn in this frame.
pub fn deliver(wb: &mut Workbench) {
    let ctx = wb.ctx.clone();
    let Some(drawn) = ctx.data_mut(|d| d.remove_temp::<Option<Drawn>>(drawn_place())).flatten() else { return };
    let name = wb.audit().and_then(|a| a.enterprise.name.as_ref()).map_or(String::new(), |n| format!("{}-", n.value));
    let name = safe_name(&format!("{name}{}", drawn.title), "图");
    let ask = |kind, ending| wb.dialogs.save(kind, &format!("{name}.{ending}"));
    match drawn.how {
        How::Svg => {
            let Some(path) = ask(FileKind::Svg, "svg") else { return };
            let said = write_whole(&path, drawn.svg.as_bytes()).map(|()| format!("图已存到 {}", path.display()));
            told(wb, said.map_err(|e| e.to_string()));
        }
        How::Png => {
            let Some(path) = ask(FileKind::Png, "png") else { return };
            let title = wb.tr("存为图片", "Saving the picture");
            wb.jobs.start(&ctx, title, false, move |_| {
                let saved = pixels(drawn)
                    .and_then(|image| png(&image))
                    .and_then(|bytes| write_whole(&path, &bytes).map_err(|e| e.to_string()));
                Box::new(move |wb: &mut Workbench| {
                    told(wb, saved.map(|()| format!("图已存到 {}", path.display())));
                })
            });
        }
        How::Copy => {
            let title = wb.tr("复制图片", "Copying the picture");
            wb.jobs.start(&ctx, title, false, move |_| {
                let image = pixels(drawn);
                Box::new(move |wb: &mut Workbench| {
                    let said = image.map(|image| {
                        let size = [image.width, image.height];
                        wb.ctx.copy_image(ColorImage::from_rgba_premultiplied(size, &image.rgba_premultiplied));
                        "图已复制，可粘贴到文档里".to_owned()
                    });
                    told(wb, said);
                })
            });
        }
    }
}

fn told(wb: &mut Workbench, said: Result<String, String>) {
    match said {
        Ok(text) => wb.say(Tone::Good, text),
        Err(text) => wb.say(Tone::Bad, text),
    }
}

fn pixels(drawn: Drawn) -> Result<report::PageImage, String> {
    report::figure(drawn.svg, drawn.size.x, drawn.size.y, SCALE).map_err(|e| e.to_string())
}

/// The ground is white and whole, so that nothing is left of premultiplying.
fn png(image: &report::PageImage) -> Result<Vec<u8>, String> {
    let (width, height) = (image.width as u32, image.height as u32);
    let pixels = image::RgbaImage::from_raw(width, height, image.rgba_premultiplied.clone());
    let pixels = pixels.ok_or_else(|| "图片大小不对".to_owned())?;
    let mut bytes = std::io::Cursor::new(Vec::new());
    let rgb = image::DynamicImage::ImageRgba8(pixels).into_rgb8();
    rgb.write_to(&mut bytes, image::ImageFormat::Png).map_err(|e| e.to_string())?;
    Ok(bytes.into_inner())
}
