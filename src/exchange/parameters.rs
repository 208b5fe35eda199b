//! Figures with their symbols in a text: `Q=50m3/h H=32m N=7.5kW`.

use super::columns::Table;
use super::numbers;
use super::text::plain;
use super::units;
use super::workbook::Row;
use crate::audit::{Entered, Equipment, FieldDef, FieldKind, FieldValue, KindCode};

/// The fields a symbol may stand for, by what they measure; the unit decides between them.
fn fields(kind: KindCode, symbol: char) -> &'static [&'static str] {
    let motor: &[&str] = &["motor_power_kw", "rated_power_kw"];
    match kind {
        KindCode::Pump | KindCode::Submersible => match symbol {
            'q' => &["flow_m3_per_h"],
            'h' => &["head_m"],
            'n' => &["motor_power_kw", "rated_power_kw", "speed_rpm"],
            'p' => motor,
            'η' => &["rated_efficiency_pct"],
            _ => &[],
        },
        KindCode::Fan | KindCode::Blower | KindCode::Compressor => match symbol {
            'q' | 'l' => &["flow_m3_per_h", "flow_m3_per_min"],
            'h' => &["pressure_pa", "pressure_rise_kpa"],
            'p' => &["pressure_pa", "pressure_rise_kpa", "discharge_pressure_mpa", "motor_power_kw"],
            'n' => &["motor_power_kw", "speed_rpm"],
            _ => &[],
        },
        _ => &[],
    }
}

/// Figures found in a text, and where the first one begins.
fn scan(text: &str, kind: KindCode) -> (Vec<(&'static FieldDef, f64)>, Option<usize>) {
    let mut found: Vec<(&'static FieldDef, f64)> = Vec::new();
    let mut start = None;
    for (at, _) in text.match_indices('=') {
        let before = text[..at].trim_end();
        let Some(symbol) = before.chars().last() else { continue };
        let begins = before.len() - symbol.len_utf8();
        // The symbol stands alone: the n of n=1450, not that of min=.
        if before[..begins].chars().last().is_some_and(char::is_alphanumeric) {
            continue;
        }
        let Ok(Some((value, rest))) = numbers::leading(text[at + 1..].trim_start()) else { continue };
        let rest = rest.trim_start();
        let symbol = symbol.to_lowercase().next().unwrap_or(symbol);
        let measured = fields(kind, symbol).iter().filter_map(|key| kind.field(key)).find_map(|def| {
            let factor = unit_at_start(rest, def)?;
            Some((def, if factor == 1.0 { value } else { numbers::tidy(value * factor) }))
        });
        if let Some((def, value)) = measured {
            start = start.or(Some(begins));
            if !found.iter().any(|(d, _)| d.key == def.key) {
                found.push((def, value));
            }
        }
    }
    (found, start)
}

/// The factor of the unit that a text begins with; the unit must end where it ends.
fn unit_at_start(text: &str, def: &FieldDef) -> Option<f64> {
    let ends: Vec<usize> = text.char_indices().map(|(i, c)| i + c.len_utf8()).take(12).collect();
    ends.into_iter().rev().find_map(|end| {
        let whole = !text[end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '~' | '-'));
        let unit = &text[..end];
        // A unit, and not a unit with the blank or comma behind it.
        let tight = !unit.ends_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | '.' | ':'));
        if whole && tight { units::factor(def, unit) } else { None }
    })
}

/// Enters the figures in the row's texts into fields that no column gives, and takes them off the model.
pub(super) fn fill(table: &Table<'_>, row: &Row, device: &mut Equipment) {
    let kind = device.kind.code();
    if fields(kind, 'q').is_empty() {
        return;
    }
    for (column, cell) in &row.cells {
        let Some(text) = cell.text().filter(|t| t.contains(['=', '＝'])) else { continue };
        if !table.is_text(kind, *column) {
            continue;
        }
        for (def, value) in scan(&plain(text), kind).0 {
            let value = FieldValue::Number(value);
            let fits = matches!(def.kind, FieldKind::Number { .. }) && def.check(&value).is_ok();
            if fits && device.get(def.key).is_none() {
                // Checked above, so it is accepted.
                let _ = device.set(def.key, Some(Entered::ledger(value)));
            }
        }
    }
    let Some(mut entered) = device.common.model.clone() else { return };
    let text = plain(&entered.value);
    if let (_, Some(start)) = scan(&text, kind) {
        let bare = text[..start]
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | '、' | '，' | '；'));
        if !bare.is_empty() {
            bare.clone_into(&mut entered.value);
            device.common.model = Some(entered);
        }
    }
}
