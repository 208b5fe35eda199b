//! Columns of the energy page's sheets, from the fields' declarations.

use crate::app::lang::Lang;
use crate::app::widgets::cells::{Column, width_of};
use crate::app::widgets::{hint, numbers};
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::plant::MONTH_KEYS;
use crate::audit::{Audit, FieldDef, Id, Section};

/// The column of a field.
pub fn field(lang: Lang, section: Section, key: &'static str, width: f32) -> Option<Column> {
    let def = def(section, key)?;
    let header = if MONTH_KEYS.contains(&key) { lang.field(def).to_owned() } else { lang.header(def) };
    let right = matches!(def.kind, FieldKind::Number { .. });
    Some(Column { key, header, help: hint::text(def, lang), width, def: Some(def), right })
}

/// A column of numbers that is only shown.
pub fn shown(key: &'static str, header: impl Into<String>, help: impl Into<String>, width: f32) -> Column {
    Column { key, header: header.into(), help: help.into(), width, def: None, right: true }
}

/// A column of words that is only shown.
pub fn words(key: &'static str, header: impl Into<String>, help: impl Into<String>, width: f32) -> Column {
    Column { right: false, ..shown(key, header, help, width) }
}

fn def(section: Section, key: &str) -> Option<&'static FieldDef> {
    section.fields().iter().find(|d| d.key == key)
}

/// The fields of a section in their order, without some, each as wide as its kind needs.
pub fn fields(lang: Lang, section: Section, without: &[&str]) -> Vec<Column> {
    let kept = section.fields().iter().filter(|d| !without.contains(&d.key));
    kept.filter_map(|d| field(lang, section, d.key, usual_width(lang, d))).collect()
}

/// Wide enough for the header and for what is usually entered.
fn usual_width(lang: Lang, def: &FieldDef) -> f32 {
    let header = lang.header(def).chars().map(|c| if c.is_ascii() { 7.0 } else { 13.0 }).sum::<f32>() + 18.0;
    match def.kind {
        FieldKind::Text { max_chars } if max_chars >= 200 => 200.0,
        FieldKind::Text { max_chars } if max_chars >= 80 => header.max(130.0),
        FieldKind::Choice(options) => {
            let longest = options
                .iter()
                .map(|o| lang.choice(o).chars().map(|c| if c.is_ascii() { 7.5 } else { 14.0 }).sum::<f32>());
            longest.fold(header, f32::max) + 16.0
        }
        _ if def.key == "carrier" => 110.0,
        _ if def.key == "price_base" => 130.0,
        _ => header.clamp(64.0, 230.0),
    }
}

/// The twelve months, all as wide as the longest amount among them needs.
pub fn months(lang: Lang, section: Section, audit: &Audit, rows: &[Id]) -> Vec<Column> {
    let longest = rows.iter().filter_map(|id| audit.row_fields(section, *id)).flat_map(|fields| {
        MONTH_KEYS.iter().filter_map(|key| match fields.get(key)?.value {
            FieldValue::Number(n) => Some(numbers::entered(n).len()),
            _ => None,
        })
    });
    // The English names of the months need more than small numbers.
    let least = if lang == Lang::Zh { 58.0 } else { 78.0 };
    let width = width_of(longest.max().unwrap_or(0), least, 110.0);
    MONTH_KEYS.iter().filter_map(|key| field(lang, section, key, width)).collect()
}

/// Width for the longest of some numbers.
pub fn width_for(numbers: impl Iterator<Item = f64>, least: f32) -> f32 {
    width_of(numbers.map(|n| numbers::entered(n).len()).max().unwrap_or(0), least, 140.0)
}
