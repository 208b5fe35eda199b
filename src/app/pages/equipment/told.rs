//! What the model designation gives for fields that are still empty, and where it contradicts what was entered.

use eframe::egui::{self, RichText};

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::evidence;
use crate::audit::{Edit, Entered, Equipment, FieldDef, FieldKind, FieldValue, Origin};
use crate::reference::Tables;
use crate::reference::designation::{self, Fact};

/// Offers the facts for empty fields and shows the contradictions; gives the edit that fills the fields in.
pub(super) fn show(ui: &mut egui::Ui, lang: Lang, device: &Equipment, tables: &Tables) -> Option<Edit> {
    let kind = device.kind.code();
    let mut facts = designation::facts(kind, device.model(), tables);
    facts.retain(|f| device.get(f.key).is_none());
    // Output in t/h and heat output in MW are one thing entered in either unit.
    let other = |key: &str| match key {
        "capacity_mw" => Some("capacity_tph"),
        "capacity_tph" => Some("capacity_mw"),
        _ => None,
    };
    facts.retain(|f| other(f.key).is_none_or(|o| device.get(o).is_none()));
    let told: Vec<(&'static FieldDef, &Fact)> = facts.iter().filter_map(|f| Some((kind.field(f.key)?, f))).collect();
    let mut out = None;
    if !told.is_empty() {
        let shown: Vec<String> = told.iter().map(|(def, f)| value(lang, def, f)).collect();
        let why: Vec<String> = told
            .iter()
            .map(|(def, f)| {
                let usual = if f.certain { "" } else { lang.pick("(按估算填入)", " (filled in as an estimate)") };
                format!("{}{}{}{usual}", lang.field(def), lang.pick("：", ": "), f.why)
            })
            .collect();
        let text = format!("{}{}", lang.pick("型号给出：", "The model says: "), shown.join(" · "));
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::small(ui, text)).on_hover_text(why.join("\n"));
            let button = ui.small_button(lang.pick("填入", "Fill in")).on_hover_text(lang.pick(
                "把型号给出的值填入空着的字段；来源记为铭牌，不确定的(≈)记为估算",
                "Fills what the model says into the empty fields, as nameplate values; what is unsure (≈) as estimates",
            ));
            if button.clicked() {
                out = Some(Edit::Batch(told.iter().map(|(_, f)| fill(device, f)).collect()));
            }
        });
    }
    let color = Tone::Warn.colors(ui.visuals().dark_mode).0;
    for found in designation::contradictions(device, tables) {
        evidence::wrapped(ui, RichText::new(format!("▲ {}", found.question)).color(color));
    }
    out
}

fn fill(device: &Equipment, fact: &Fact) -> Edit {
    let origin = if fact.certain { Origin::Nameplate } else { Origin::Estimate };
    Edit::field(device.id, fact.key, Some(Entered::new(fact.value.clone(), origin)))
}

/// `4 极`, `11 kW`, `№8`; for an estimate with a sign before it.
fn value(lang: Lang, def: &FieldDef, fact: &Fact) -> String {
    let shown = match (&def.kind, &fact.value) {
        // A yes says nothing without its field.
        (_, FieldValue::Choice(code)) if code == "yes" => lang.field(def).to_owned(),
        (FieldKind::Choice(options), FieldValue::Choice(code)) => {
            options.iter().find(|o| o.code == code).map_or_else(|| code.clone(), |o| lang.choice(o).to_owned())
        }
        _ if def.key == "machine_no_dm" => format!("№{}", def.show(&fact.value)),
        _ => format!("{} {}", def.show(&fact.value), lang.unit(def.unit)).trim_end().to_owned(),
    };
    if fact.certain { shown } else { format!("≈{shown}") }
}
