//! What pages share.

pub mod arithmetic;
pub mod attached;
pub mod badge;
pub mod cells;
pub mod evidence;
pub mod field;
pub mod figure;
pub mod grid;
pub mod hint;
pub mod ime;
pub mod numbers;
pub mod parse;
pub mod plot;
pub mod popup;
pub mod sankey;
pub mod shares;
pub mod sheet;
pub mod stacked;
pub mod svg;
pub mod table;
pub mod typed;

use eframe::egui;

use super::lang::Lang;
use super::theme;
use super::work::{Given, Pace};
use super::workbench::Workbench;
use crate::audit::{Id, KindCode};
use crate::diagnosis::Counted;
use crate::energy::rated;
use numbers::amount;
pub use numbers::grouped;

/// At most `max` characters of a text.
pub fn shorten(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    text.chars().take(max.saturating_sub(1)).chain(['…']).collect()
}

/// What the selected devices come to is asked for: revision, diagnosed revision, language, how many, the first and the
/// last of them.
pub type SumsOf = (u64, Option<u64>, Lang, (usize, Id, Id));

/// Numbers of the selected devices: how many, their rated sizes, their electricity. Added up when the selection or
/// the audit changes, not every frame: 100 000 devices may be selected.
pub fn selection_numbers(wb: &mut Workbench) -> Option<String> {
    let ends = (wb.selection.len(), *wb.selection.first()?, *wb.selection.last()?);
    let (lang, key) = (wb.lang(), (wb.revision(), wb.diagnosed, wb.lang(), ends));
    let mut sums = std::mem::take(&mut wb.shell.selection);
    let title = wb.tr("合计所选设备", "Adding up the selection");
    sums.ask(wb, key, Pace::Follow, title, |wb| {
        let chosen = wb.selection.clone();
        move |given: Given<'_>, _: &_| Ok(add_up(given, &chosen, lang))
    });
    let text = sums.known().map(|text| text.to_string());
    wb.shell.selection = sums;
    text
}

fn add_up(given: Given<'_>, chosen: &[Id], lang: Lang) -> String {
    let chosen: std::collections::HashSet<_> = chosen.iter().copied().collect();
    let (mut rows, mut devices, mut kwh) = (0, 0.0, 0.0);
    let mut sizes = [0.0; KindCode::ALL.len()];
    for device in given.audit.equipment.iter().filter(|d| chosen.contains(&d.id)) {
        rows += 1;
        devices += device.quantity();
        sizes[device.kind.code() as usize] += rated::size(device).unwrap_or(0.0) * device.quantity();
        let found = given.diagnosis.and_then(|d| d.device(device.id));
        // What a selected motor drives is in the motor's figure.
        let twice = matches!(found.map(|f| f.counted), Some(Counted::InDrive(motor)) if chosen.contains(&motor));
        let used = found.and_then(|f| f.energy.as_ref().ok()).filter(|_| !twice);
        kwh += used.map_or(0.0, |e| e.electricity_kwh);
    }
    let mut parts = vec![
        format!("{} {rows} {}", lang.pick("选中", "Selected"), lang.rows(rows)),
        format!("{} {}", grouped(devices, 0), lang.devices(devices)),
    ];
    let some: Vec<(KindCode, f64)> = KindCode::ALL.into_iter().zip(sizes).filter(|(_, sum)| *sum > 0.0).collect();
    for (kind, sum) in &some {
        let name = if some.len() > 1 { lang.pick(kind.zh(), kind.en()) } else { "" };
        parts.push(format!("{name} {} {}", amount(*sum), rated::unit(*kind)).trim().to_owned());
    }
    if kwh > 0.0 {
        parts.push(format!("{} {} kWh", lang.pick("年用电", "annual electricity"), grouped(kwh, 0)));
    }
    parts.join(" · ")
}

/// What a page says when there is nothing yet: what it is for and what to do.
pub fn empty(ui: &mut egui::Ui, title: &str, hint: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(48.0);
        ui.label(theme::bold(title).text_style(egui::TextStyle::Body));
        ui.add_space(4.0);
        ui.label(theme::weak(ui, hint));
    });
}

/// The head of a page, alike on all: its title, one line on what it is for, and at the right end what it is there to
/// do, the main thing drawn first.
pub fn head(ui: &mut egui::Ui, title: &str, purpose: &str, actions: impl FnOnce(&mut egui::Ui)) {
    ui.horizontal(|ui| {
        ui.set_min_height(theme::HEAD);
        let title = ui.add(egui::Label::new(theme::title(title)).truncate());
        let room = egui::Layout::right_to_left(egui::Align::Center);
        ui.with_layout(room, |ui| {
            actions(ui);
            if purpose.is_empty() || ui.available_width() < theme::LABEL {
                title.on_hover_text(purpose);
                return;
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add_space(theme::TIGHT);
                ui.add(egui::Label::new(theme::weak(ui, purpose)).truncate());
            });
        });
    });
}

/// [`head`] of a page that another one leads to, with the way back before its title; `true` if that was taken.
pub fn head_of_side_page(ui: &mut egui::Ui, back: &str, title: &str, purpose: &str) -> bool {
    ui.horizontal(|ui| {
        ui.set_min_height(theme::HEAD);
        let back = ui.button(format!("← {back}")).clicked();
        ui.label(theme::title(title));
        ui.add(egui::Label::new(theme::weak(ui, purpose)).truncate());
        back
    })
    .inner
}

/// A card as wide as its place, under its title.
pub fn card<R>(ui: &mut egui::Ui, title: &str, add: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let frame = theme::card(ui);
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = theme::TIGHT;
        // A column would stretch what stands in it.
        let inside = ui.vertical(|ui| {
            ui.label(theme::bold(title));
            add(ui)
        });
        inside.inner
    });
    shown.inner
}

/// How far something is, in the accent colour on a ground that shows what is left.
pub fn progress(ui: &mut egui::Ui, fraction: f32, width: f32, height: f32) -> egui::Response {
    let p = theme::palette(ui);
    let (place, response) = ui.allocate_exact_size(egui::vec2(width, height), egui::Sense::hover());
    let radius = height / 2.0;
    ui.painter().rect_filled(place, radius, p.line);
    let done = (place.width() * fraction.clamp(0.0, 1.0)).max(if fraction > 0.0 { height } else { 0.0 });
    ui.painter().rect_filled(egui::Rect::from_min_size(place.min, egui::vec2(done, height)), radius, p.accent);
    response
}

/// A button in the accent colour, for the one thing a page is there to do.
pub fn primary(ui: &mut egui::Ui, enabled: bool, text: &str) -> egui::Response {
    let p = theme::palette(ui);
    // What can't be pressed looks like any other button that can't: letters on a faded accent can't be read.
    let button = if enabled {
        egui::Button::new(theme::bold(text).color(p.on_accent)).fill(p.accent).stroke(egui::Stroke::NONE)
    } else {
        egui::Button::new(theme::bold(text))
    };
    ui.add_enabled(enabled, button)
}

/// A tab of a page.
pub fn tab(ui: &mut egui::Ui, here: bool, name: &str) -> egui::Response {
    let p = theme::palette(ui);
    let text = if here { theme::bold(name).color(p.accent) } else { egui::RichText::new(name) };
    let fill = if here { p.selected } else { egui::Color32::TRANSPARENT };
    let response = ui.add(egui::Button::new(text).fill(fill).stroke(egui::Stroke::NONE));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, here, name));
    response
}

/// Ctrl+PageUp and Ctrl+PageDown turn to the tab before and behind, as to a sheet in Excel; `None` at the ends.
pub fn turned<T: PartialEq + Copy>(ui: &egui::Ui, tabs: &[T], here: T) -> Option<T> {
    let pressed = |key| ui.input_mut(|i| i.consume_key(egui::Modifiers::COMMAND, key));
    let (back, on) = (pressed(egui::Key::PageUp), pressed(egui::Key::PageDown));
    let at = tabs.iter().position(|t| *t == here)?;
    let to = if on { Some(at + 1) } else { at.checked_sub(1).filter(|_| back) };
    tabs.get(to?).copied()
}

/// A line of search text.
pub fn search(ui: &mut egui::Ui, text: &mut String, label: &str, width: f32) -> egui::Response {
    let edit = egui::TextEdit::singleline(text).hint_text(label.to_owned()).desired_width(width);
    let response = ui.add(edit);
    let shown = text.clone();
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::Role::TextInput, true, label);
        info.current_text_value = Some(shown.clone());
        info
    });
    response
}

/// A link in a wrapping line that goes to the next line as a whole.
pub fn whole_link(ui: &mut egui::Ui, text: &str) -> egui::Response {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let width = ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::PLACEHOLDER).size().x;
    if width > ui.available_size_before_wrap().x {
        ui.end_row();
    }
    ui.link(text)
}

/// Boxes and fields with their frames, in what opens like a menu: a menu's own look leaves them out.
pub fn as_form(ui: &mut egui::Ui) {
    let style = ui.ctx().style_of(ui.ctx().theme());
    ui.set_style(style);
}

/// Draws within the room there is and no more: without it a side panel takes the width of whatever is in it, so that
/// a short hint makes it narrow for good and a long name lets it grow frame by frame.
pub fn within<R>(ui: &mut egui::Ui, add: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let room = ui.available_rect_before_wrap();
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(room).id_salt("within"));
    inside.shrink_clip_rect(room.expand(1.0));
    let result = add(&mut inside);
    ui.advance_cursor_after_rect(room);
    result
}

/// Width of [`vertical_bar`].
pub const BAR: f32 = 12.0;

/// A scroll bar that stands where it is put: for a table wider than its place, whose own bar would be out of sight.
/// The new offset while it is dragged or clicked.
pub fn vertical_bar(ui: &egui::Ui, lang: Lang, track: egui::Rect, offset: f32, content: f32, view: f32) -> Option<f32> {
    let most = content - view;
    if most <= 0.5 || track.height() < 40.0 {
        return None;
    }
    let length = (track.height() * view / content).clamp(28.0, track.height());
    let room = track.height() - length;
    let top = track.top() + room * (offset / most).clamp(0.0, 1.0);
    let handle =
        egui::Rect::from_min_size(egui::pos2(track.left() + 3.0, top), egui::vec2(track.width() - 6.0, length));
    let response = ui.interact(track, ui.scope_id().with("bar"), egui::Sense::click_and_drag());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::ScrollBar, true, lang.pick("表格滚动条", "Scroll bar of the table"))
    });
    let strength = if response.dragged() {
        0.45
    } else if response.hovered() {
        0.3
    } else {
        0.2
    };
    ui.painter().rect_filled(handle, 3.0, theme::palette(ui).text.gamma_multiply(strength));
    if response.dragged() && response.drag_delta().y != 0.0 {
        return Some((offset + response.drag_delta().y * most / room.max(1.0)).clamp(0.0, most));
    }
    let pointer = response.interact_pointer_pos().filter(|_| response.clicked())?;
    let middle = (pointer.y - track.top() - length / 2.0) / room.max(1.0);
    Some((middle * most).clamp(0.0, most))
}
