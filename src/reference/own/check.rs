//! An own table's columns, codes, repetitions, and what the reader of its form says of it.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::Tables;
use super::super::table::Table;
use super::{BATCHES, CATALOGUE, MAX_ROWS, OwnTableError, batch, forms, head, no_table, table_id};
use crate::audit::OwnTable;

/// Checks an own table by the reader of its form and gives its rows.
pub(super) fn check(tables: &Tables, own: &OwnTable) -> Result<Table, OwnTableError> {
    let file = own.file.as_str();
    if !forms(tables).any(|i| i.id == own.form) {
        let known: Vec<&str> = forms(tables).map(|i| i.id.as_str()).collect();
        let rule = format!("没有表式 {}(form)，或不能自备；可用的有 {}", own.form, known.join("、"));
        return Err(OwnTableError::file(file, rule, "请改正 form 一行"));
    }
    let table = head::body(own).map_err(|e| OwnTableError::of_table(file, e))?;
    columns(tables, own, &table)?;
    if table.is_empty() {
        return Err(OwnTableError::file(file, "只有表头，没有数据行", "请填好各行再加入"));
    }
    if table.len() > MAX_ROWS {
        let rule = format!("有 {} 行，超过 {MAX_ROWS} 行的上限", table.len());
        return Err(OwnTableError::file(file, rule, "请删去无关的行或拆成几张表"));
    }
    codes(tables, own, &table)?;
    possible(tables, own, &table)?;
    repeated(file, &table)?;
    let read = (|| {
        let mut instead = HashMap::new();
        if own.form == CATALOGUE {
            let code = table_id(own);
            let known = tables.raw.get(BATCHES).ok_or_else(|| no_table(BATCHES))?;
            instead.insert(BATCHES.to_owned(), known.extended(&batch(tables, own)?, "batch", &code));
            instead.insert(
                CATALOGUE.to_owned(),
                table.mapped(|column, cell| if column == "batch" { code.clone() } else { cell.to_owned() }),
            );
        } else {
            instead.insert(own.form.clone(), table.clone());
        }
        Tables::of(tables.index.clone(), tables.raw.clone(), &instead)
    })();
    read.map_err(|e| OwnTableError::of_table(file, e))?;
    Ok(table)
}

fn columns(tables: &Tables, own: &OwnTable, table: &Table) -> Result<(), OwnTableError> {
    let wanted = tables.raw.get(&own.form).map_or(&[][..], Table::header);
    let has = table.header();
    let absent = |of: &[String], than: &[String]| -> Vec<String> {
        of.iter().filter(|c| !than.contains(c)).map(|c| format!("“{c}”")).collect()
    };
    let (missing, unknown) = (absent(wanted, has), absent(has, wanted));
    let mut seen = HashSet::new();
    let twice: Vec<String> = has.iter().filter(|c| !seen.insert(*c)).map(|c| format!("“{c}”")).collect();
    let mut wrong = Vec::new();
    for (what, list) in [("缺少列 ", missing), ("有不认识的列 ", unknown), ("有重复的列 ", twice)] {
        if !list.is_empty() {
            wrong.push(format!("{what}{}", list.join("、")));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let rule = format!("{}(表式 {} 的列须一列不多、一列不少)", wrong.join("；"), own.form);
    Err(OwnTableError::file(&own.file, rule, "请按空白表的表头改正"))
}

/// Columns that say something about a specification instead of naming it: two rows that differ in these only
/// contradict each other.
fn is_value(column: &str) -> bool {
    const VALUES: [&str; 10] =
        ["grade", "value", "p0_grade", "pk_grade", "efficiency_pct", "limit_pct", "energy_saving", "ie1", "ie2", "ie3"];
    VALUES.iter().any(|v| column.starts_with(v)) || matches!(column, "note" | "review" | "source" | "matching_note")
}

/// Columns of codes that the program compares with, besides those named `…_code` and `…_field`: a word it doesn't know
/// would never match, or match wrongly.
const CODED: [&str; 22] = [
    "axis",
    "condensing",
    "connection",
    "cooling",
    "core",
    "direction",
    "drive",
    "duty",
    "fan_type",
    "firing",
    "fuel_code",
    "insulation",
    "kind",
    "medium",
    "metric",
    "motor_type",
    "pump_type",
    "quantity",
    "size",
    "tap_changing",
    "unit",
    "windings",
];

fn codes(tables: &Tables, own: &OwnTable, table: &Table) -> Result<(), OwnTableError> {
    let Some(form) = tables.raw.get(&own.form) else { return Ok(()) };
    // Beside a column of codes the one it explains is free text.
    let coded = |c: &&str| {
        c.ends_with("_code")
            || c.ends_with("_field")
            || (CODED.contains(c) && !table.header().contains(&format!("{c}_code")))
    };
    for column in table.header().iter().map(String::as_str).filter(coded) {
        let known: BTreeSet<&str> = form.rows().flat_map(|r| r.text(column).unwrap_or("").split('|')).collect();
        for row in table.rows() {
            let cell = row.text(column).unwrap_or("");
            if cell.split('|').all(|part| known.contains(part)) {
                continue;
            }
            let list: Vec<&str> = known.iter().copied().filter(|k| !k.is_empty()).collect();
            let rule = format!("“{cell}”不是程序认识的写法，可用的有 {}", list.join("、"));
            let error = OwnTableError::file(&own.file, rule, "请改正后重新加入");
            return Err(OwnTableError { line: Some(row.line()), column: Some(column.to_owned()), ..error });
        }
    }
    Ok(())
}

/// Numbers that no device can have: a slip of the decimal point would condemn every device.
fn possible(tables: &Tables, own: &OwnTable, table: &Table) -> Result<(), OwnTableError> {
    let most = |column: &str| match column.rsplit_once('_').map(|(_, unit)| unit) {
        // Efficiencies on net calorific value exceed 100 % in condensing boilers.
        Some("pct") => Some(120.0),
        Some("kw" | "kva" | "kv" | "w" | "mm" | "tph" | "mw" | "mpa" | "year") => Some(f64::MAX),
        _ => None,
    };
    let form = tables.raw.get(&own.form);
    for (column, most) in table.header().iter().filter_map(|c| Some((c.as_str(), most(c)?))) {
        // Offsets and corrections may be negative.
        let signed = form.is_some_and(|f| f.rows().any(|r| r.text(column).is_ok_and(|c| c.starts_with('-'))));
        let least = if signed { -most } else { 0.0 };
        for row in table.rows() {
            let cell = row.text(column).unwrap_or("");
            if cell.split('|').any(|part| part.parse::<f64>().is_ok_and(|n| !(least..=most).contains(&n))) {
                let bounds =
                    if most > 1000.0 { "不应为负".to_owned() } else { format!("应在 {least}～{most} 之间") };
                let rule = format!("“{cell}”超出可能的范围，{bounds}");
                let error = OwnTableError::file(&own.file, rule, "请改正后重新加入");
                return Err(OwnTableError { line: Some(row.line()), column: Some(column.to_owned()), ..error });
            }
        }
    }
    Ok(())
}

fn repeated(file: &str, table: &Table) -> Result<(), OwnTableError> {
    let naming: Vec<&str> = table.header().iter().map(String::as_str).filter(|c| !is_value(c)).collect();
    let mut seen: HashMap<Vec<&str>, usize> = HashMap::with_capacity(table.len());
    for row in table.rows() {
        let key = naming.iter().map(|c| row.text(c).unwrap_or("")).collect();
        if let Some(first) = seen.insert(key, row.line()) {
            let rule = format!("与第 {first} 行的规格或条目完全相同");
            let error = OwnTableError::file(file, rule, "请删去其中一行，或写明两行的区别");
            return Err(OwnTableError { line: Some(row.line()), ..error });
        }
    }
    Ok(())
}
