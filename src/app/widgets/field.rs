//! A line of a form, from the field's one declaration: label, editor, unit, origin, and the reason when a value is refused.

use std::collections::HashMap;

use eframe::egui::{self, Align, Layout, RichText, TextEdit};

use super::super::lang::Lang;
use super::super::theme::{self, Tone};
use super::{badge, hint, parse};
use crate::audit::FieldDef;
use crate::audit::field::{Entered, FieldKind, FieldValue, Origin};

/// Width of the origin selector.
fn origin_width(lang: Lang) -> f32 {
    match lang {
        Lang::Zh => 62.0,
        Lang::En => 96.0,
    }
}
/// Width kept for the mark of a default.
const MARK: f32 = 52.0;

/// Text being typed, by field. Kept outside the widget, as rows come and go.
#[derive(Default)]
pub struct Buffers(HashMap<String, Buffer>);

#[derive(Clone, Default)]
struct Buffer {
    text: String,
    error: Option<String>,
}

impl Buffers {
    /// What is being typed into a field.
    pub fn typing(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|b| b.text.as_str())
    }

    /// Forgets what was being typed.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// What a line of a form is about.
pub struct Line<'a> {
    /// The declaration.
    pub def: &'static FieldDef,
    /// The value entered.
    pub current: Option<Entered<FieldValue>>,
    /// The default used while nothing is entered, and where it is from.
    pub default: Option<(String, &'a str)>,
    /// Whether a verdict waits for it.
    pub missing: bool,
    /// Whether to offer the origin.
    pub origin: bool,
    /// Width of the form's labels.
    pub label: f32,
}

/// Width for the labels of a form: of its longest, unless that would leave the fields too little room.
pub fn label_width(ui: &egui::Ui, lang: Lang, defs: &[&'static FieldDef]) -> f32 {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let width = |def: &&'static FieldDef| {
        let text = lang.field(def).to_owned();
        ui.painter().layout_no_wrap(text, font.clone(), egui::Color32::PLACEHOLDER).size().x
    };
    let longest = defs.iter().map(width).fold(0.0, f32::max);
    (longest + 4.0).clamp(theme::LABEL, (ui.available_width() * 0.45).max(theme::LABEL)).ceil()
}

/// Draws the line; `Some` if the person entered (or cleared) a value.
pub fn line(
    ui: &mut egui::Ui,
    buffers: &mut Buffers,
    lang: Lang,
    line: &Line<'_>,
) -> Option<Option<Entered<FieldValue>>> {
    let def = line.def;
    let origin = Origin::when_typed(def, line.current.as_ref().map(|c| c.origin));
    let mut out = None;
    ui.horizontal(|ui| {
        let label = label(ui, lang, line);
        // Kept free in every line, so that the fields of a form end at one edge.
        let beside = if line.origin { origin_width(lang) } else { MARK };
        let width = (ui.available_width() - beside - 8.0).clamp(80.0, 420.0);
        match &def.kind {
            FieldKind::Choice(options) => {
                let chosen = line.current.as_ref().map(|c| c.value.clone());
                let shown = match &chosen {
                    Some(FieldValue::Choice(code)) => {
                        options.iter().find(|o| o.code == code).map_or(code.as_str(), |o| lang.choice(o)).to_owned()
                    }
                    _ => String::new(),
                };
                let combo = egui::ComboBox::from_id_salt(def.key).selected_text(shown).width(width).truncate();
                let response = combo.show_ui(ui, |ui| {
                    if ui.selectable_label(chosen.is_none(), lang.pick("(未填)", "(empty)")).clicked() {
                        out = Some(None);
                    }
                    for option in *options {
                        let value = FieldValue::Choice(option.code.to_owned());
                        let on = chosen.as_ref() == Some(&value);
                        if ui.selectable_label(on, lang.choice(option)).clicked() && !on {
                            out = Some(Some(Entered::new(value, origin)));
                        }
                    }
                });
                response.response.labelled_by(label).on_hover_ui(|ui| hint::show(ui, def, lang));
            }
            _ => {
                if let Some(value) = text(ui, buffers, lang, line, label, width) {
                    out = Some(value.map(|v| Entered::new(v, origin)));
                }
            }
        }
        if let Some((_, source)) = &line.default
            && line.current.is_none()
        {
            badge::status(ui, Tone::Quiet, "", lang.pick("默认", "default")).on_hover_text(*source);
        }
        if let (true, Some(current)) = (line.origin, &line.current)
            && let Some(origin) = origin_selector(ui, lang, def, current.origin)
        {
            out = Some(Some(Entered::new(current.value.clone(), origin)));
        }
    });
    if let Some(error) = buffers.0.get(def.key).and_then(|b| b.error.clone()) {
        ui.horizontal(|ui| {
            ui.add_space(line.label + 8.0);
            ui.add(
                egui::Label::new(RichText::new(format!("✖ {}", lang.said(&error))).color(ui.visuals().error_fg_color))
                    .wrap(),
            );
        });
    }
    out
}

fn label(ui: &mut egui::Ui, lang: Lang, line: &Line<'_>) -> egui::Id {
    let size = egui::vec2(line.label, ui.spacing().interact_size.y);
    let response = ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(line.label);
        let color = if line.missing { Tone::Warn.colors(ui.visuals().dark_mode).0 } else { theme::palette(ui).weak };
        let response = ui.add(egui::Label::new(RichText::new(lang.field(line.def)).color(color)).truncate());
        if line.missing {
            ui.label(RichText::new("▲").color(color))
                .on_hover_text(lang.pick("判定需要此项", "Needed for the verdict"));
        }
        response.on_hover_ui(|ui| hint::show(ui, line.def, lang))
    });
    response.inner.id
}

fn text(
    ui: &mut egui::Ui,
    buffers: &mut Buffers,
    lang: Lang,
    line: &Line<'_>,
    label: egui::Id,
    width: f32,
) -> Option<Option<FieldValue>> {
    let def = line.def;
    let shown = line.current.as_ref().map_or_else(String::new, |c| def.show(&c.value));
    let mut buffer = buffers.0.get(def.key).cloned().unwrap_or_else(|| Buffer { text: shown.clone(), error: None });
    let hint = match (&line.default, &def.kind) {
        (Some((value, _)), _) => value.clone(),
        (None, FieldKind::Date) => lang.pick("如 2003-05", "e.g. 2003-05").to_owned(),
        _ => String::new(),
    };
    let mut edit = TextEdit::singleline(&mut buffer.text).hint_text(hint).desired_width(width);
    let unit = lang.unit(def.unit);
    if !unit.is_empty() {
        edit = edit.suffix(theme::small(ui, unit));
    }
    if buffer.error.is_some() {
        edit = edit.text_color(ui.visuals().error_fg_color);
    }
    let response = ui.add(edit).labelled_by(label);
    let response = response.on_hover_ui(|ui| hint::show(ui, def, lang));
    if response.changed() {
        buffer.error = None;
    }
    let escaped = ui.input(|i| i.key_pressed(egui::Key::Escape));
    if response.lost_focus() && escaped {
        buffers.0.remove(def.key);
        return None;
    }
    if response.has_focus() {
        buffers.0.insert(def.key.to_owned(), buffer);
        return None;
    }
    if !response.lost_focus() {
        // Only a refused text outlives the focus.
        if buffer.error.is_none() {
            buffers.0.remove(def.key);
        }
        return None;
    }
    match parse::value(def, &buffer.text) {
        Ok(value) => {
            buffers.0.remove(def.key);
            (value != line.current.as_ref().map(|c| c.value.clone())).then_some(value)
        }
        Err(error) => {
            buffers.0.insert(def.key.to_owned(), Buffer { text: buffer.text, error: Some(error) });
            None
        }
    }
}

fn origin_selector(ui: &mut egui::Ui, lang: Lang, def: &FieldDef, origin: Origin) -> Option<Origin> {
    let mut out = None;
    let combo = egui::ComboBox::from_id_salt((def.key, "origin"))
        .selected_text(theme::small(ui, lang.pick(origin.zh(), origin.en())))
        .width(origin_width(lang))
        .truncate();
    let response = combo.show_ui(ui, |ui| {
        for other in Origin::ALL {
            if ui.selectable_label(other == origin, lang.pick(other.zh(), other.en())).clicked() && other != origin {
                out = Some(other);
            }
        }
    });
    let name = format!("{}{}", lang.field(def), lang.pick("来源", " origin"));
    response
        .response
        .on_hover_text(lang.pick("数据来源：铭牌、测试、台账或估算", "Where the value is from"))
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
    out
}
