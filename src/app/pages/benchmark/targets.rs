//! Targets of nation and region against the plant's figures, before and after the scenario.

use eframe::egui::{self, Label, RichText};

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::table::{Column, Table, Width};
use crate::app::widgets::{self, badge};
use crate::benchmark::change::TargetChange;
use crate::benchmark::{TargetFinding, TargetStanding};
use crate::energy::working::n;

/// Height of a row: two lines.
const ROW: f32 = 46.0;

/// A standing in tone and sign.
pub fn look(standing: TargetStanding) -> (Tone, &'static str) {
    match standing {
        TargetStanding::Met => (Tone::Good, "✔"),
        TargetStanding::NotMet => (Tone::Bad, "✖"),
        TargetStanding::Missing => (Tone::Warn, "○"),
        TargetStanding::Open => (Tone::Quiet, "◐"),
    }
}

/// Draws the table.
pub fn show(ui: &mut egui::Ui, lang: Lang, targets: &[TargetFinding], changes: &[TargetChange]) {
    if targets.is_empty() {
        let hint = lang.pick(
            "没有适用的目标：请在“企业”页填写省份和市县；别的城市的目标可作为自备表加入。",
            "None applies: fill in province and city on the enterprise page.",
        );
        ui.label(theme::weak(ui, hint));
        return;
    }
    let after = !changes.is_empty();
    let exact = |name, width| Column::text(name, Width::Exact(width));
    let mut columns = vec![
        Column::text(lang.pick("目标", "Target"), Width::Rest(220.0)),
        exact(lang.pick("对象", "For"), 110.0),
        exact(lang.pick("基期", "Base"), 96.0),
        exact(lang.pick("实际", "Actual"), 96.0),
        exact(lang.pick("要求", "Required"), 110.0),
        exact(lang.pick("判定", "Standing"), 92.0),
        exact(lang.pick("依据", "Source"), 250.0),
    ];
    if after {
        columns.insert(6, exact(lang.pick("方案后", "After"), 110.0));
    }
    let source = columns.len() - 1;
    let change = |row: usize| changes.get(row).and_then(|c| c.after.as_ref());
    let text = |row: usize, c: usize| {
        targets.get(row).map_or_else(String::new, |t| match c {
            6 if c < source => change(row).map_or_else(
                || lang.pick("不能推算", "can't be told").to_owned(),
                |a| lang.pick(a.standing.zh(), a.standing.en()).to_owned(),
            ),
            c => said(lang, t, if c == source { 6 } else { c }),
        })
    };
    let cells = &mut |ui: &mut egui::Ui, row: usize, c: usize| {
        let Some(t) = targets.get(row) else { return false };
        let notes: Vec<&str> = t.missing.iter().chain(&t.notes).map(String::as_str).collect();
        ui.add_space(8.0);
        match c {
            5 => pill(ui, lang, t, notes.join("\n")),
            6 if c < source => match change(row) {
                Some(a) => {
                    let actual = a.actual.map_or(String::new(), |v| format!("{} {}", n(v), a.unit));
                    pill(ui, lang, a, actual);
                }
                None => drop(ui.label(theme::small(ui, text(row, c)))),
            },
            c => {
                let steps =
                    t.working.iter().map(|s| format!("{} = {} = {} {}", s.step, s.substituted, n(s.value), s.unit));
                let help = match c {
                    0 => format!("{}\n{}", t.row.scope, notes.join("\n")),
                    3 => steps.collect::<Vec<_>>().join("\n"),
                    c if c == source => format!("{}\n{}", text(row, c), t.row.review),
                    _ => String::new(),
                };
                let most = if c == source { 36 } else { 60 };
                let words = widgets::shorten(&text(row, c), most);
                let shown = if c == source { theme::small(ui, words) } else { RichText::new(words) };
                let response = ui.add(Label::new(shown).wrap());
                if !help.trim().is_empty() {
                    response.on_hover_text(help.trim());
                }
            }
        }
        true
    };
    let name = lang.pick("目标完成情况", "Targets");
    Table { row_height: ROW, ..Table::new(name, &columns, targets.len(), lang, &text) }.show_with(ui, cells);
}

/// What a column says of a target.
fn said(lang: Lang, t: &TargetFinding, column: usize) -> String {
    let sign = t.row.comparison.map_or("", crate::reference::targets::Comparison::sign);
    match column {
        0 => t.row.target.to_string(),
        1 if t.product.is_empty() => lang.pick("全厂", "plant").to_owned(),
        1 => t.product.to_string(),
        2 => t.base.map_or_else(|| "—".to_owned(), n),
        3 => t.actual.map_or_else(|| "—".to_owned(), |v| format!("{} {}", n(v), t.unit)),
        4 => match t.required {
            Some(r) => format!("{sign} {} {}", n(r), t.unit),
            None => t.row.value_text.to_string(),
        },
        5 => lang.pick(t.standing.zh(), t.standing.en()).to_owned(),
        _ => format!("{} {}", t.row.document, t.row.clause),
    }
}

fn pill(ui: &mut egui::Ui, lang: Lang, t: &TargetFinding, help: String) {
    let (tone, icon) = look(t.standing);
    let response = badge::status(ui, tone, icon, lang.pick(t.standing.zh(), t.standing.en()));
    if !help.is_empty() {
        response.on_hover_text(help);
    }
}
