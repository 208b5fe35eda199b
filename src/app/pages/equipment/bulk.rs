//! One value for all selected devices, as one step that can be undone.

use eframe::egui::{self, Button, ComboBox};

use crate::app::theme::{self, Tone};
use crate::app::widgets::{self, parse};
use crate::app::workbench::Workbench;
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{Edit, Entered, FieldDef, Id, KindCode, Origin};

/// What is being entered.
#[derive(Default)]
pub struct Bulk {
    open: bool,
    key: Option<&'static str>,
    text: String,
    origin: Option<Origin>,
    only_empty: bool,
    error: Option<String>,
}

impl Bulk {
    /// The button.
    pub(super) fn show(&mut self, ui: &mut egui::Ui, wb: &Workbench) {
        let lang = wb.lang();
        let many = wb.selection.len() > 1;
        let button = ui.add_enabled(many, Button::new(lang.pick("批量修改", "Bulk edit")));
        let button = button.on_disabled_hover_text(lang.pick("先选中两行以上", "Select several rows first"));
        if button.clicked() {
            self.open = !self.open;
        }
    }

    /// What is entered for the selected rows, under the buttons while it is open.
    pub(super) fn bar(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, kind: KindCode) {
        if !self.open || wb.selection.len() < 2 {
            return;
        }
        theme::card(ui).show(ui, |ui| {
            if self.form(ui, wb, kind) {
                self.open = false;
            }
        });
    }

    fn form(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, kind: KindCode) -> bool {
        let lang = wb.lang();
        let count = wb.selection.len();
        ui.label(theme::bold(match lang {
            crate::app::lang::Lang::Zh => format!("修改选中的 {count} 行"),
            crate::app::lang::Lang::En => format!("Change the {count} selected rows"),
        }));
        let fields: Vec<&'static FieldDef> = kind.fields().filter(|d| !own(d)).collect();
        let chosen = fields.iter().copied().find(|d| Some(d.key) == self.key);
        let shown = chosen.map_or_else(|| lang.pick("选择字段", "Choose a field").to_owned(), |d| lang.header(d));
        let combo = ComboBox::from_id_salt("bulk field").selected_text(shown).width(280.0).height(360.0);
        let combo = combo.show_ui(ui, |ui| {
            for def in &fields {
                if ui.selectable_label(self.key == Some(def.key), lang.header(def)).clicked() {
                    *self = Self { open: true, key: Some(def.key), ..Self::default() };
                }
            }
        });
        let name = lang.pick("批量修改的字段", "Field of the bulk edit");
        combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name));
        let Some(def) = chosen else { return false };
        match &def.kind {
            FieldKind::Choice(options) => {
                let on = options.iter().find(|o| o.code == self.text);
                let combo = ComboBox::from_id_salt("bulk value").width(280.0);
                let combo = combo.selected_text(on.map_or(lang.pick("(未填)", "(empty)"), |o| lang.choice(o)));
                let combo = combo.show_ui(ui, |ui| {
                    for option in *options {
                        if ui.selectable_label(option.code == self.text, lang.choice(option)).clicked() {
                            self.text = option.code.to_owned();
                        }
                    }
                });
                let name = lang.pick("批量修改的值", "Value of the bulk edit");
                combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name));
            }
            _ => {
                let response = widgets::search(ui, &mut self.text, lang.pick("新的值", "New value"), 280.0);
                if response.changed() {
                    self.error = None;
                }
                ui.label(theme::small(ui, lang.help(def)));
            }
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(lang.pick("来源", "Origin"));
            let usual = lang.pick("照常", "as usual");
            for origin in std::iter::once(None).chain(Origin::ALL.into_iter().map(Some)) {
                let name = origin.map_or(usual, |o| lang.pick(o.zh(), o.en()));
                ui.selectable_value(&mut self.origin, origin, name);
            }
        });
        ui.checkbox(&mut self.only_empty, lang.pick("只填空着的", "Only where empty"));
        if let Some(error) = &self.error {
            let color = Tone::Bad.colors(ui.visuals().dark_mode).0;
            ui.add(egui::Label::new(egui::RichText::new(format!("✖ {}", lang.said(error))).color(color)).wrap());
        }
        let clears = self.text.trim().is_empty();
        let name = if clears { lang.pick("清空", "Clear") } else { lang.pick("应用到选中的行", "Apply") };
        if !widgets::primary(ui, !(clears && self.only_empty), name).clicked() {
            return false;
        }
        match parse::value(def, &self.text) {
            Ok(value) => {
                self.apply(wb, def, value);
                true
            }
            Err(reason) => {
                self.error = Some(reason);
                false
            }
        }
    }

    fn apply(&self, wb: &mut Workbench, def: &'static FieldDef, value: Option<FieldValue>) {
        let Some(audit) = wb.audit() else { return };
        let chosen: std::collections::HashSet<Id> = wb.selection.iter().copied().collect();
        let edits: Vec<Edit> = audit
            .equipment
            .iter()
            .filter(|d| chosen.contains(&d.id))
            .filter_map(|device| {
                let old = device.get(def.key);
                if self.only_empty && old.is_some() {
                    return None;
                }
                let origin = self.origin.unwrap_or_else(|| Origin::when_typed(def, old.as_ref().map(|o| o.origin)));
                let new = value.clone().map(|v| Entered::new(v, origin));
                (new != old).then(|| Edit::field(device.id, def.key, new))
            })
            .collect();
        let count = edits.len();
        if count == 0 {
            wb.say(Tone::Quiet, "选中的行已经是这个值");
        } else if wb.edit(&format!("批量修改{} {count} 行", def.zh), Edit::Batch(edits)) {
            wb.say(Tone::Good, format!("已修改 {count} 行的{}，Ctrl+Z 可撤销", def.zh));
        }
    }
}

/// What each device has of its own: never the same for several.
fn own(def: &FieldDef) -> bool {
    matches!(def.key, "tag" | "serial_number")
}
