//! The inputs of one measure: what is done, what it costs.

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::field::{self, Buffers, Line};
use crate::app::workbench::Workbench;
use crate::audit::equipment::{BoilerFuel, Condensing, CoreMaterial};
use crate::audit::field::{Choice, number};
use crate::audit::{Action, Edit, Id, Measure};

/// Texts being typed, by field, until they are taken over.
#[derive(Default)]
pub struct Editor {
    of: Option<(Id, u64)>,
    texts: std::collections::HashMap<&'static str, String>,
    refused: Option<(&'static str, String)>,
    buffers: Buffers,
}

impl Editor {
    /// Shows the inputs; `true` if the measure is to be removed.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, id: Id) -> bool {
        let Some(measure) = wb.audit().and_then(|a| a.measure(id)).cloned() else { return false };
        let key = Some((id, wb.revision()));
        if self.of != key {
            if self.of.map(|o| o.0) != Some(id) {
                self.refused = None;
                self.buffers.clear();
            }
            self.of = key;
            self.texts.clear();
        }
        let lang = wb.lang();
        let mut new = measure.clone();
        egui::Grid::new("measure_inputs").num_columns(2).spacing([8.0, 6.0]).show(ui, |ui| {
            self.text(ui, lang.pick("标题", "Title"), "title", &mut new.title);
            self.action(ui, lang, &mut new);
            let cost = &mut new.cost;
            let wan = |yuan: Option<f64>| yuan.map(|y| y / 10_000.0);
            let mut investment = wan(cost.investment_yuan);
            if self.number(
                ui,
                lang.pick("投资(万元)", "Investment (10⁴ yuan)"),
                "investment",
                &mut investment,
                0.0..=1e7,
            ) {
                cost.investment_yuan = investment.map(|w| w * 10_000.0);
            }
            let mut subsidy = wan(cost.subsidy_yuan);
            if self.number(ui, lang.pick("补助(万元)", "Subsidy (10⁴ yuan)"), "subsidy", &mut subsidy, 0.0..=1e7)
            {
                cost.subsidy_yuan = subsidy.map(|w| w * 10_000.0);
            }
            let mut yearly = wan(cost.annual_cost_yuan);
            if self.number(ui, lang.pick("年运维费(万元)", "Yearly cost (10⁴ yuan)"), "yearly", &mut yearly, 0.0..=1e7)
            {
                cost.annual_cost_yuan = yearly.map(|w| w * 10_000.0);
            }
            self.number(ui, lang.pick("寿命(a)", "Life (a)"), "life", &mut cost.life_a, 1.0..=60.0);
            self.text(ui, lang.pick("金额来源", "Source of amounts"), "source", &mut cost.source);
            self.text(ui, lang.pick("备注", "Remark"), "note", &mut new.note);
        });
        self.inputs(ui, wb, &mut new);
        if let Some((_, reason)) = &self.refused {
            ui.colored_label(Tone::Bad.colors(ui.visuals().dark_mode).0, reason);
        }
        ui.add_space(4.0);
        ui.label(theme::weak(
            ui,
            lang.pick(
                "空着的年运维费、寿命取财务参数的默认值；投资不填就没有回收期。",
                "Empty yearly cost and life take the finance defaults.",
            ),
        ));
        ui.add_space(8.0);
        let remove = ui.button(lang.pick("删除此措施", "Remove this measure")).clicked();
        if new != measure {
            wb.edit("修改措施", Edit::ReplaceMeasure(new));
        }
        remove
    }

    fn action(&mut self, ui: &mut egui::Ui, lang: Lang, measure: &mut Measure) {
        match &mut measure.action {
            Action::ReplaceMotor { grade, efficiency_pct } => {
                grades(ui, lang, grade);
                self.number(
                    ui,
                    lang.pick("或新效率(%)", "or efficiency (%)"),
                    "efficiency",
                    efficiency_pct,
                    20.0..=99.9,
                );
            }
            Action::ReplaceTransformer {
                grade,
                core,
                capacity_kva,
                no_load_loss_w,
                load_loss_w,
                no_load_current_pct,
            } => {
                grades(ui, lang, grade);
                option::<CoreMaterial>(ui, lang.pick("铁芯", "Core"), lang.pick("同原来", "as before"), core);
                self.number(
                    ui,
                    lang.pick("或新容量(kVA)", "or capacity (kVA)"),
                    "capacity",
                    capacity_kva,
                    1.0..=1_500_000.0,
                );
                self.number(ui, lang.pick("或新P0(W)", "or P0 (W)"), "p0", no_load_loss_w, 1.0..=2e6);
                self.number(ui, lang.pick("或新Pk(W)", "or Pk (W)"), "pk", load_loss_w, 1.0..=1e7);
                self.number(ui, lang.pick("新I0(%)", "new I0 (%)"), "i0", no_load_current_pct, 0.01..=30.0);
            }
            Action::ReplaceBoiler { fuel, efficiency_pct, condensing, fuel_ncv } => {
                option::<BoilerFuel>(ui, lang.pick("新燃料", "New fuel"), lang.pick("同原来", "as before"), fuel);
                let mut efficiency = Some(*efficiency_pct);
                if self.number(ui, lang.pick("新热效率(%)", "New efficiency (%)"), "eta", &mut efficiency, 20.0..=110.0)
                    && let Some(pct) = efficiency
                {
                    *efficiency_pct = pct;
                }
                option::<Condensing>(ui, lang.pick("是否冷凝", "Condensing"), "—", condensing);
                self.number(
                    ui,
                    lang.pick("新燃料热值(kJ/kg、kJ/m³)", "New fuel NCV (kJ/kg, kJ/m³)"),
                    "ncv",
                    fuel_ncv,
                    1000.0..=60_000.0,
                );
            }
            _ => {}
        }
    }

    /// The recorded inputs, each from its one declaration; empty ones take the device's value or the default.
    fn inputs(&mut self, ui: &mut egui::Ui, wb: &Workbench, measure: &mut Measure) {
        let lang = wb.lang();
        let code = measure.action.code();
        let fields = measure.action.input_fields();
        let Some(inputs) = measure.action.inputs_mut() else { return };
        for def in fields {
            let default = wb
                .reference
                .as_ref()
                .and_then(|r| r.tables.measure_defaults.get(code, def.key))
                .map(|d| (number(d.value), d.source.as_str()));
            let current = inputs.get(def.key);
            let missing = current.is_none() && default.is_none() && def.need != crate::audit::field::Need::Optional;
            let line = Line { def, current, default, missing, origin: true, label: 130.0 };
            ui.push_id((measure.id.0, def.key), |ui| {
                if let Some(value) = field::line(ui, &mut self.buffers, lang, &line) {
                    // The line has checked the value against the field.
                    let _ = inputs.set(def.key, value);
                }
            });
        }
    }

    /// A line of text, taken over when the field loses the focus.
    fn text(&mut self, ui: &mut egui::Ui, label: &str, key: &'static str, value: &mut String) {
        let name = ui.label(label);
        let buffer = self.texts.entry(key).or_insert_with(|| value.clone());
        let response = ui
            .add(egui::TextEdit::singleline(buffer).desired_width(f32::INFINITY).char_limit(200))
            .labelled_by(name.id);
        if response.lost_focus() {
            *value = buffer.clone();
        }
        ui.end_row();
    }

    /// A number that may be empty; full-width digits are accepted. `true` if it was changed.
    fn number(
        &mut self,
        ui: &mut egui::Ui,
        label: &str,
        key: &'static str,
        value: &mut Option<f64>,
        range: std::ops::RangeInclusive<f64>,
    ) -> bool {
        use unicode_normalization::UnicodeNormalization as _;
        let name = ui.label(label);
        let buffer = self.texts.entry(key).or_insert_with(|| value.map_or_else(String::new, number));
        let response = ui.add(egui::TextEdit::singleline(buffer).desired_width(120.0)).labelled_by(name.id);
        ui.end_row();
        if !response.lost_focus() {
            return false;
        }
        let text: String = buffer.nfkc().filter(|c| !c.is_whitespace() && *c != ',').collect();
        let parsed = if text.is_empty() { Ok(None) } else { text.parse::<f64>().map(Some) };
        match parsed {
            Ok(new) if new.is_none_or(|n| range.contains(&n)) => {
                if self.refused.as_ref().is_some_and(|(k, _)| *k == key) {
                    self.refused = None;
                }
                let changed = *value != new;
                *value = new;
                changed
            }
            _ => {
                self.refused = Some((
                    key,
                    format!(
                        "{label}应是 {}～{} 之间的数，“{text}”没有采用",
                        number(*range.start()),
                        number(*range.end())
                    ),
                ));
                self.texts.remove(key);
                false
            }
        }
    }
}

fn grades(ui: &mut egui::Ui, lang: Lang, grade: &mut u8) {
    ui.label(lang.pick("新设备能效", "New grade"));
    ui.horizontal(|ui| {
        for n in 1..=3 {
            ui.selectable_value(grade, n, format!("{n}{}", lang.pick("级", "")));
        }
    });
    ui.end_row();
}

/// One of a closed list, or none.
fn option<C: Choice>(ui: &mut egui::Ui, label: &str, none: &str, value: &mut Option<C>) {
    let name = ui.label(label);
    let shown = value.map_or(none, |v| v.def().zh);
    egui::ComboBox::from_id_salt(label)
        .selected_text(shown)
        .show_ui(ui, |ui| {
            ui.selectable_value(value, None, none);
            for def in C::OPTIONS {
                ui.selectable_value(value, C::from_code(def.code), def.zh);
            }
        })
        .response
        .labelled_by(name.id);
    ui.end_row();
}
