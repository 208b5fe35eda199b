//! The verdicts of the devices listed, by workshop and by kind.

use std::collections::BTreeMap;

use eframe::egui;

use super::rows::Filters;
use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::stacked::{self, Look};
use crate::app::widgets::{badge, figure};
use crate::app::work::Given;
use crate::progress::Progress;
use crate::screening::Level;

/// Workshops that are named; the rest are one row.
const MOST: usize = 12;

/// Rows of a chart: a name with the number of devices at each level.
type Rows = Vec<(String, Vec<f64>)>;

/// The numbers.
pub struct Charts {
    by_place: Rows,
    by_kind: Rows,
}

impl Charts {
    /// Counts the devices that pass.
    pub fn of(filters: &Filters, given: Given<'_>, lang: Lang, progress: &Progress) -> Self {
        let (mut places, mut kinds) = (BTreeMap::<&str, Vec<f64>>::new(), BTreeMap::new());
        for (_, device, found) in filters.pick(given, progress) {
            let place = device.common.workshop.as_ref().map_or("", |w| w.value.trim());
            let kind = device.kind.code();
            for numbers in [
                places.entry(place).or_insert_with(|| vec![0.0; Level::ALL.len()]),
                kinds.entry(kind as usize).or_insert_with(|| (kind, vec![0.0; Level::ALL.len()])).1.as_mut(),
            ] {
                numbers[found.verdict.effective() as usize] += device.quantity();
            }
        }
        let unnamed =
            |name: &str| if name.is_empty() { lang.pick("(未填车间)", "(no workshop)") } else { name }.to_owned();
        let mut by_place: Rows = places.into_iter().map(|(name, numbers)| (unnamed(name), numbers)).collect();
        let whole = |row: &(String, Vec<f64>)| row.1.iter().sum::<f64>();
        by_place.sort_by(|a, b| whole(b).total_cmp(&whole(a)));
        if by_place.len() > MOST {
            let rest = by_place.split_off(MOST - 1);
            let sums = (0..Level::ALL.len()).map(|l| rest.iter().map(|(_, n)| n[l]).sum()).collect();
            let name = match lang {
                Lang::Zh => format!("其余 {} 个车间", rest.len()),
                Lang::En => format!("{} more", rest.len()),
            };
            by_place.push((name, sums));
        }
        let by_kind =
            kinds.into_values().map(|(kind, numbers)| (lang.pick(kind.zh(), kind.en()).to_owned(), numbers)).collect();
        Self { by_place, by_kind }
    }

    /// Shows both charts.
    pub fn show(&self, ui: &mut egui::Ui, lang: Lang) {
        let charts = [
            (lang.pick("各车间设备的判定(台)", "Verdicts by workshop (devices)"), &self.by_place),
            (lang.pick("各类设备的判定(台)", "Verdicts by kind (devices)"), &self.by_kind),
        ];
        egui::ScrollArea::vertical().id_salt("charts").auto_shrink(false).show(ui, |ui| {
            for (title, rows) in charts {
                theme::card(ui).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    let unit = lang.pick("台", "");
                    figure::show(ui, lang, title, |ui, _| stacked::show(ui, title, &looks(ui, lang), rows, unit));
                });
            }
        });
    }
}

/// A level's colour says how much it matters; levels of one colour differ by hatching.
fn looks(ui: &egui::Ui, lang: Lang) -> Vec<Look> {
    let dark = ui.visuals().dark_mode;
    let on = theme::series(dark, 0).1;
    let look = |level: Level| Look {
        name: badge::word(level, lang).to_owned(),
        fill: badge::tone(level).colors(dark).0,
        on,
        pattern: match level {
            Level::Obsolete | Level::SuspectedObsolete | Level::Grade1 | Level::NotCovered => 0,
            Level::BelowLimit | Level::Grade2 | Level::Grade3 => 1,
            Level::Insufficient => 2,
            Level::Meets => 3,
        },
    };
    Level::ALL.into_iter().map(look).collect()
}
