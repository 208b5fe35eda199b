//! The inputs of one measure: what is done, what it costs.

use eframe::egui;

use super::cost::{self, Draft};
use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::field::{self, Buffers, Line};
use crate::app::widgets::typed::Typed;
use crate::app::workbench::Workbench;
use crate::audit::equipment::{BoilerFuel, Condensing, CoreMaterial};
use crate::audit::field::{Choice, number};
use crate::audit::{Action, Cost, Edit, Id, Measure};

/// What is being typed until it is taken over.
#[derive(Default)]
pub struct Editor {
    of: Option<(Id, u64)>,
    typed: Typed,
    draft: Draft,
    buffers: Buffers,
}

impl Editor {
    /// Shows the inputs; `true` if the measure is to be removed.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, id: Id) -> bool {
        let Some(measure) = wb.audit().and_then(|a| a.measure(id)).cloned() else { return false };
        let key = Some((id, wb.revision()));
        if self.of != key {
            if self.of.map(|o| o.0) != Some(id) {
                self.typed.clear();
                self.buffers.clear();
                self.draft = Draft::default();
            }
            self.of = key;
            self.typed.refresh();
            // What is recorded wins; a contract that is still being entered is recorded as none.
            if measure.cost.contract.is_some() || self.draft.contract().is_some() {
                self.draft = Draft::of(measure.cost.contract.as_ref());
            }
        }
        let lang = wb.lang();
        let mut new = measure.clone();
        let typed = &mut self.typed;
        typed.lang = lang;
        egui::Grid::new("measure_inputs").num_columns(2).spacing([8.0, 4.0]).show(ui, |ui| {
            typed.text(ui, lang.pick("标题", "Title"), "title", &mut new.title);
            action(ui, lang, typed, &mut new);
            cost::amounts(ui, lang, typed, &mut new.cost);
            typed.text(ui, lang.pick("备注", "Remark"), "note", &mut new.note);
        });
        self.inputs(ui, wb, &mut new);
        ui.label(theme::small(
            ui,
            lang.pick(
                "空着的年运维费、寿命取财务参数的默认值；投资不填就没有回收期。",
                "Empty yearly cost and life take the finance defaults.",
            ),
        ));
        let some = |c: &Cost| {
            c.subsidy_share_pct
                .or(c.subsidy_yuan_per_tce)
                .or(c.downtime_cost_yuan)
                .or(c.credit_investment_yuan)
                .is_some()
        };
        egui::CollapsingHeader::new(lang.pick("补助细则、停产损失、税收抵免", "Subsidy rules, standstill, tax credit"))
            .id_salt((id, "more"))
            .default_open(some(&measure.cost))
            .show(ui, |ui| {
                egui::Grid::new("cost_more").num_columns(2).spacing([8.0, 4.0]).show(ui, |ui| {
                    cost::more(ui, lang, &mut self.typed, &mut new.cost);
                });
            });
        self.draft.show(ui, lang, &mut self.typed, &mut new.cost);
        if let Some(audit) = wb.audit() {
            cost::prerequisites(ui, lang, audit, &mut new);
        }
        ui.add_space(8.0);
        let remove = ui.button(lang.pick("删除此措施", "Remove this measure")).clicked();
        if new != measure {
            wb.edit("修改措施", Edit::ReplaceMeasure(new));
        }
        remove
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
}

/// The inputs of the three replacements; a grid with two columns.
fn action(ui: &mut egui::Ui, lang: Lang, typed: &mut Typed, measure: &mut Measure) {
    match &mut measure.action {
        Action::ReplaceMotor { grade, efficiency_pct } => {
            grades(ui, lang, grade);
            typed.number(ui, lang.pick("或新效率(%)", "or efficiency (%)"), "efficiency", efficiency_pct, 20.0..=99.9);
        }
        Action::ReplaceTransformer { grade, core, capacity_kva, no_load_loss_w, load_loss_w, no_load_current_pct } => {
            grades(ui, lang, grade);
            option::<CoreMaterial>(ui, lang, lang.pick("铁芯", "Core"), lang.pick("同原来", "as before"), core);
            typed.number(
                ui,
                lang.pick("或新容量(kVA)", "or capacity (kVA)"),
                "capacity",
                capacity_kva,
                1.0..=1_500_000.0,
            );
            typed.number(ui, lang.pick("或新P0(W)", "or P0 (W)"), "p0", no_load_loss_w, 1.0..=2e6);
            typed.number(ui, lang.pick("或新Pk(W)", "or Pk (W)"), "pk", load_loss_w, 1.0..=1e7);
            typed.number(ui, lang.pick("新I0(%)", "new I0 (%)"), "i0", no_load_current_pct, 0.01..=30.0);
        }
        Action::ReplaceBoiler { fuel, efficiency_pct, condensing, fuel_ncv } => {
            option::<BoilerFuel>(ui, lang, lang.pick("新燃料", "New fuel"), lang.pick("同原来", "as before"), fuel);
            let mut efficiency = Some(*efficiency_pct);
            if typed.number(ui, lang.pick("新热效率(%)", "New efficiency (%)"), "eta", &mut efficiency, 20.0..=110.0)
                && let Some(pct) = efficiency
            {
                *efficiency_pct = pct;
            }
            option::<Condensing>(ui, lang, lang.pick("是否冷凝", "Condensing"), "—", condensing);
            typed.number(
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
fn option<C: Choice>(ui: &mut egui::Ui, lang: Lang, label: &str, none: &str, value: &mut Option<C>) {
    let name = ui.label(label);
    let shown = value.map_or(none, |v| lang.choice(v.def()));
    egui::ComboBox::from_id_salt(label)
        .selected_text(shown)
        .show_ui(ui, |ui| {
            ui.selectable_value(value, None, none);
            for def in C::OPTIONS {
                ui.selectable_value(value, C::from_code(def.code), lang.choice(def));
            }
        })
        .response
        .labelled_by(name.id);
    ui.end_row();
}
