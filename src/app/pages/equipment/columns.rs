//! The columns of the table: which, in which order, how wide, and which of them stay in sight.

use super::bound::shown;
use crate::app::lang::Lang;
use crate::app::settings::TableLayout;
use crate::app::widgets::grid::paint;
use crate::app::workbench::Workbench;
use crate::audit::field::{FieldKind, Need};
use crate::audit::{Equipment, FieldDef, KindCode};

/// Narrowest and widest a column can be made.
const WIDTHS: (f32, f32) = (40.0, 600.0);

/// Columns shown at first: what screening and energy need, and how devices are told apart.
pub(super) fn shown_at_first(def: &FieldDef) -> bool {
    def.need != Need::Optional || matches!(def.key, "tag" | "name" | "workshop" | "quantity" | "status" | "driven_load")
}

/// The columns of a kind's table, in the order the person gave them.
pub(super) fn columns(wb: &Workbench, kind: KindCode) -> Vec<&'static FieldDef> {
    let hidden = wb.settings.hidden.get(kind.code());
    let shown = |d: &&FieldDef| hidden.map_or_else(|| shown_at_first(d), |h| !h.contains(d.key));
    ordered(wb, kind).into_iter().filter(shown).collect()
}

/// All fields of a kind in the order of its table.
pub(super) fn ordered(wb: &Workbench, kind: KindCode) -> Vec<&'static FieldDef> {
    let late = ["made_on", "commissioned_on", "status", "manufacturer", "serial_number", "remark"];
    let (first, last): (Vec<_>, Vec<_>) = kind.fields().partition(|d| !late.contains(&d.key));
    let mut all: Vec<&'static FieldDef> = first.into_iter().chain(last).collect();
    if let Some(layout) = layout(wb, kind) {
        let place = |d: &&FieldDef| layout.order.iter().position(|k| k == d.key).unwrap_or(usize::MAX);
        all.sort_by_key(place);
    }
    all
}

fn layout(wb: &Workbench, kind: KindCode) -> Option<&TableLayout> {
    wb.settings.tables.get(kind.code())
}

/// Where the columns are.
pub(super) struct Places {
    /// Width of the row numbers and of the verdicts, which always stay in sight.
    pub(super) lead: [f32; 2],
    /// Left edges from the first column on, and the right edge of the last.
    pub(super) lefts: Vec<f32>,
    /// How many columns stay in sight.
    pub(super) frozen: usize,
}

impl Places {
    pub(super) fn of(wb: &Workbench, kind: KindCode, columns: &[&'static FieldDef], rows: usize) -> Self {
        let lang = wb.lang();
        let layout = layout(wb, kind);
        let number = 24.0 + 8.0 * rows.max(100).to_string().len() as f32;
        let lead = [number, if lang == Lang::En { 150.0 } else { 108.0 }];
        let mut lefts = vec![0.0];
        for def in columns {
            let own = layout.and_then(|l| l.widths.get(def.key)).copied().filter(|w| w.is_finite());
            let width = own.map_or_else(|| usual_width(def, &lang.header(def)), |w| w.clamp(WIDTHS.0, WIDTHS.1));
            lefts.push(lefts[lefts.len() - 1] + width);
        }
        let frozen = layout.and_then(|l| l.frozen).unwrap_or(1).min(columns.len());
        Self { lead, lefts, frozen }
    }

    pub(super) fn width(&self, column: usize) -> f32 {
        self.lefts[column + 1] - self.lefts[column]
    }

    /// Width of what stays in sight.
    pub(super) fn still(&self) -> f32 {
        self.lead[0] + self.lead[1] + self.lefts[self.frozen]
    }

    /// Width of everything.
    pub(super) fn total(&self) -> f32 {
        self.lead[0] + self.lead[1] + self.lefts[self.lefts.len() - 1]
    }
}

/// Rows looked at to make a column as wide as its widest text.
const FITTED: usize = 5_000;

/// The width at which the header and what is in the column of some rows can be read.
pub(super) fn fitting<'a>(def: &FieldDef, lang: Lang, rows: impl Iterator<Item = &'a Equipment>) -> f32 {
    let text = |device: &Equipment| device.get(def.key).map_or(0.0, |e| paint::width(&shown(def, &e.value, lang)));
    // Room for the button of the column's menu is part of the header.
    let header = paint::width(&lang.header(def)) + 22.0;
    rows.take(FITTED).map(text).fold(header, f32::max)
}

fn usual_width(def: &FieldDef, header: &str) -> f32 {
    // Room for the button of the column's menu is part of it.
    let text = header.chars().map(|c| if c.is_ascii() { 7.0 } else { 13.0 }).sum::<f32>() + 38.0;
    match def.key {
        "name" | "model" => 140.0,
        "workshop" | "driven_load" => 124.0,
        "tag" => 88.0,
        "remark" => 180.0,
        _ => match def.kind {
            FieldKind::Choice(_) => text.clamp(104.0, 150.0),
            _ => text.clamp(76.0, 166.0),
        },
    }
}

/// A change to the columns, asked for in a header.
pub(super) enum Change {
    /// Made as wide as this.
    Width(&'static str, f32),
    /// Moved before another column, or to the end.
    Move(&'static str, Option<&'static str>),
    /// Not shown any more.
    Hide(&'static str),
    /// So many columns stay in sight.
    Freeze(usize),
}

/// Makes a change and remembers it.
pub(super) fn change(wb: &mut Workbench, kind: KindCode, change: &Change) {
    let all: Vec<&'static str> = ordered(wb, kind).iter().map(|d| d.key).collect();
    let table = wb.settings.tables.entry(kind.code().to_owned()).or_default();
    match change {
        Change::Width(key, width) => {
            table.widths.insert((*key).to_owned(), width.clamp(WIDTHS.0, WIDTHS.1));
        }
        Change::Move(key, before) => {
            let mut keys: Vec<&str> = all.into_iter().filter(|k| k != key).collect();
            let at = before.and_then(|b| keys.iter().position(|k| *k == b)).unwrap_or(keys.len());
            keys.insert(at, key);
            table.order = keys.into_iter().map(str::to_owned).collect();
        }
        Change::Freeze(count) => table.frozen = Some(*count),
        Change::Hide(key) => {
            let hidden = wb.settings.hidden.entry(kind.code().to_owned());
            hidden.or_insert_with(|| hidden_at_first(kind)).insert((*key).to_owned());
        }
    }
    wb.store_settings();
}

/// What a kind's table does not show as long as the person has chosen nothing.
pub(super) fn hidden_at_first(kind: KindCode) -> std::collections::BTreeSet<String> {
    kind.fields().filter(|d| !shown_at_first(d)).map(|d| d.key.to_owned()).collect()
}

/// What a field is called, whatever the kind.
pub(super) fn name(wb: &Workbench, key: &str) -> String {
    let def = KindCode::ALL.into_iter().find_map(|kind| kind.field(key));
    def.map_or_else(|| key.to_owned(), |d| wb.lang().field(d).to_owned())
}
