//! Lines of a form whose values are not fields of a record: text and numbers, taken over when the focus leaves them.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use eframe::egui;

use super::parse;
use crate::app::lang::Lang;
use crate::app::theme::Tone;
use crate::audit::field::number as plain;
use crate::energy::working::stated;

/// What is being typed, by line, and what was refused.
#[derive(Default)]
pub struct Typed {
    /// The language a refusal is shown in.
    pub lang: Lang,
    texts: HashMap<&'static str, String>,
    refused: HashMap<&'static str, String>,
}

impl Typed {
    /// Forgets what was typed but not what was refused: the values have changed.
    pub fn refresh(&mut self) {
        self.texts.retain(|key, _| self.refused.contains_key(key));
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// A line of text of a grid with two columns.
    pub fn text(&mut self, ui: &mut egui::Ui, label: &str, key: &'static str, value: &mut String) {
        let name = ui.label(label);
        let buffer = self.texts.entry(key).or_insert_with(|| value.clone());
        let edit = egui::TextEdit::singleline(buffer).desired_width(f32::INFINITY).char_limit(200);
        if ui.add(edit).labelled_by(name.id).lost_focus() {
            *value = buffer.clone();
        }
        ui.end_row();
    }

    /// A number of a grid with two columns, empty for none. `true` if it was changed.
    pub fn number(
        &mut self,
        ui: &mut egui::Ui,
        label: &str,
        key: &'static str,
        value: &mut Option<f64>,
        range: RangeInclusive<f64>,
    ) -> bool {
        let name = ui.label(label);
        let changed = ui.vertical(|ui| self.box_for(ui, name.id, label, key, value, range)).inner;
        ui.end_row();
        changed
    }

    /// An amount of yuan entered in 万元.
    pub fn wan(
        &mut self,
        ui: &mut egui::Ui,
        label: &str,
        key: &'static str,
        yuan: &mut Option<f64>,
        range: RangeInclusive<f64>,
    ) -> bool {
        let mut wan = yuan.map(|y| y / 10_000.0);
        let changed = self.number(ui, label, key, &mut wan, range);
        if changed {
            // Rounded, so that 12.3 万元 is 123000 yuan and not 123000.00000000001.
            *yuan = wan.map(|w| (w * 1e10).round() / 1e6);
        }
        changed
    }

    /// The box of a number, with its refusal under it. `true` if the value was changed.
    pub fn box_for(
        &mut self,
        ui: &mut egui::Ui,
        labelled_by: egui::Id,
        label: &str,
        key: &'static str,
        value: &mut Option<f64>,
        range: RangeInclusive<f64>,
    ) -> bool {
        let buffer = self.texts.entry(key).or_insert_with(|| value.map_or_else(String::new, plain));
        let mut edit = egui::TextEdit::singleline(buffer).desired_width(120.0);
        if self.refused.contains_key(key) {
            edit = edit.text_color(ui.visuals().error_fg_color);
        }
        let response = ui.add(edit).labelled_by(labelled_by);
        let mut changed = false;
        if response.changed() {
            self.refused.remove(key);
        }
        if response.lost_focus() {
            let text = parse::normal(buffer);
            let parsed = if text.is_empty() { Some(None) } else { parse::number_in(&text, unit(label)).map(Some) };
            match parsed {
                Some(new) if new.is_none_or(|n| range.contains(&n)) => {
                    self.refused.remove(key);
                    changed = *value != new;
                    *value = new;
                    // What is shown follows the value, not what was typed.
                    self.texts.remove(key);
                }
                _ => {
                    let (low, high) = (stated(*range.start()), stated(*range.end()));
                    let text = format!("✖ {label}应是 {low}～{high} 之间的数，“{text}”没有采用");
                    self.refused.insert(key, text);
                }
            }
        } else if !response.has_focus() && !self.refused.contains_key(key) {
            self.texts.remove(key);
        }
        if let Some(reason) = self.refused.get(key) {
            let color = Tone::Bad.colors(ui.visuals().dark_mode).0;
            ui.add(egui::Label::new(egui::RichText::new(self.lang.said(reason)).color(color)).wrap());
        }
        changed
    }
}

/// The unit in a label such as `投资(万元)`; empty without one.
fn unit(label: &str) -> &str {
    label.rsplit_once('(').and_then(|(_, unit)| unit.strip_suffix(')')).unwrap_or_default()
}
