//! The devices to look at first: of those found obsolete or below a limit, the ones that use most.

use eframe::egui;

use super::Glance;
use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::numbers::{amount, grouped, maybe};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::widgets::{self, badge};
use crate::app::work::Given;
use crate::app::workbench::Workbench;
use crate::audit::{Id, KindCode};
use crate::energy::rated;
use crate::screening::Level;

/// How many are kept.
const KEPT: usize = 12;
/// How many are shown however low the window is.
const LEAST: usize = 4;

/// One of them.
pub struct Urgent {
    id: Id,
    level: Level,
    kind: KindCode,
    label: String,
    model: String,
    place: String,
    quantity: f64,
    size: Option<f64>,
    tce: Option<f64>,
}

/// The devices found obsolete, suspected obsolete or below a limit: those of known energy first, the largest users
/// leading, as many as are kept; and how many there are in all.
pub fn find(given: &Given<'_>) -> (Vec<Urgent>, usize) {
    let Some(diagnosis) = given.diagnosis else { return (Vec::new(), 0) };
    let bad = [Level::Obsolete, Level::SuspectedObsolete, Level::BelowLimit];
    let mut all = Vec::new();
    for (at, device) in given.audit.equipment.iter().enumerate().filter(|(_, d)| d.in_use()) {
        let Some(found) = diagnosis.device(device.id) else { continue };
        if bad.contains(&found.verdict.effective()) {
            all.push((found.energy.as_ref().ok().map(|_| found.tce_equivalent), at));
        }
    }
    let count = all.len();
    // Descending by energy, unknown last, ties in the order of the ledger.
    all.sort_by(|a, b| b.0.unwrap_or(-1.0).total_cmp(&a.0.unwrap_or(-1.0)).then(a.1.cmp(&b.1)));
    let of = |(tce, at): (Option<f64>, usize)| {
        let device = given.audit.equipment.get(at)?;
        let text = |v: &Option<crate::audit::Entered<String>>| v.as_ref().map_or_else(String::new, |v| v.value.clone());
        Some(Urgent {
            id: device.id,
            level: diagnosis.device(device.id)?.verdict.effective(),
            kind: device.kind.code(),
            label: device.label().to_owned(),
            model: device.model().to_owned(),
            place: text(&device.common.workshop),
            quantity: device.quantity(),
            size: rated::size(device),
            tce,
        })
    };
    (all.into_iter().take(KEPT).filter_map(of).collect(), count)
}

/// Shows them, as many as there is room for below; a click on one leads to it.
pub fn show(ui: &mut egui::Ui, wb: &mut Workbench, glance: &Glance) {
    if glance.urgent.is_empty() {
        return;
    }
    let lang = wb.lang();
    let room = ui.clip_rect().bottom() - ui.cursor().top() - 2.0 * theme::ROW - theme::HEADER - 24.0;
    let shown = ((room / theme::ROW).max(0.0) as usize).clamp(LEAST, KEPT).min(glance.urgent.len());
    let mut go = None;
    widgets::card(ui, lang.pick("先看这些设备", "Look at these first"), |ui| {
        ui.label(theme::small(ui, about(lang, shown, glance.found)));
        let head = [
            (lang.pick("判定", "Verdict"), Holds::Text),
            (lang.pick("设备", "Device"), Holds::Rest),
            (lang.pick("型号", "Model"), Holds::Text),
            (lang.pick("使用地点", "Location"), Holds::Text),
            (lang.pick("台数", "Quantity"), Holds::Number),
            (lang.pick("规格", "Size"), Holds::Number),
            (lang.pick("年用能 tce/a", "Uses tce/a"), Holds::Number),
        ];
        let row = |d: &Urgent| {
            vec![
                format!("{} {}", badge::icon(d.level), badge::word(d.level, lang)),
                d.label.clone(),
                d.model.clone(),
                d.place.clone(),
                grouped(d.quantity, 0),
                maybe(d.size, |s| format!("{} {}", amount(s), rated::unit(d.kind))),
                maybe(d.tce, amount),
            ]
        };
        let rows: Vec<Vec<String>> = glance.urgent.iter().take(shown).map(row).collect();
        // None is chosen, each can be clicked.
        let selected = Some(rows.len());
        let sheet = Sheet { id: "urgent", head: &head, rows: &rows, total: false, selected, height: None };
        go = sheet.show(ui, lang).and_then(|at| glance.urgent.get(at)).map(|d| d.id);
    });
    if let Some(id) = go {
        wb.show_device(id);
    }
}

fn about(lang: Lang, shown: usize, found: usize) -> String {
    match lang {
        Lang::Zh => format!("淘汰、疑似淘汰、低于限定值且在用的 {found} 行中，年用能最多的 {shown} 行；点一行看它"),
        Lang::En => format!(
            "The {shown} largest users of {found} rows in use that are obsolete, suspected or below a limit; click one to see it"
        ),
    }
}
