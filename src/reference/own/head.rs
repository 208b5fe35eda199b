//! The lines before an own table's header, which say what it is.

use std::collections::HashMap;

use jiff::civil::Date;

use super::super::Tables;
use super::super::table::{Table, TableError};
use super::{OwnTableError, forms};
use crate::audit::{Id, OwnTable};

/// The keys of the head, their Chinese names and whether they must be there.
const HEAD: [(&str, &str, bool); 8] = [
    ("form", "表式", true),
    ("standard", "标准", true),
    ("edition", "版次", true),
    ("clause", "条款", true),
    ("effective_from", "实施日期", true),
    ("effective_to", "废止日期", false),
    ("source", "来源", true),
    ("review", "核对情况", true),
];

/// The start of an own table: head with empty values, the form's columns and, if wanted, its rows.
/// `None` if there is no such form.
pub fn form(tables: &Tables, id: &str, with_rows: bool) -> Option<String> {
    let info = forms(tables).find(|i| i.id == id)?;
    let table = tables.raw.get(id)?;
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(table.header()).ok()?;
    if with_rows {
        for at in 0..table.len() {
            out.write_record(table.cells(at)).ok()?;
        }
    }
    let body = String::from_utf8(out.into_inner().ok()?).ok()?;
    // The mark lets Excel read UTF-8.
    let mut text = format!("\u{feff}# 自备数据表，表式与“{}”相同；填好下面各项和表中各行后加入审计\n", info.title);
    for (key, zh, needed) in HEAD {
        let hint = match key {
            "effective_from" => "，如 2026-01-01",
            "effective_to" => "，没有废止就空着",
            _ => "",
        };
        let value = if key == "form" { id } else { "" };
        let needed = if needed { "" } else { "(可空)" };
        text.push_str(&format!("# {zh}{needed}{hint}\n# {key} = {value}\n"));
    }
    Some(text + &body)
}

/// Reads the lines before the header.
pub(super) fn read(file: &str, text: &str) -> Result<OwnTable, OwnTableError> {
    let fix = "请在文件最前面按“# 键 = 值”逐行写明，空白表用 energy-audit reference form 或标准库页得到";
    let mut values: HashMap<&str, (usize, String)> = HashMap::new();
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(OwnTableError::file(file, "是空的", "请选择填好的 CSV 表"));
    }
    for (at, line) in head_lines(text) {
        let Some((key, value)) = line.split_once('=') else { continue };
        let key = key.trim();
        let Some((key, _, _)) = HEAD.iter().find(|(k, zh, _)| *k == key || *zh == key) else {
            let known: Vec<&str> = HEAD.iter().map(|(k, _, _)| *k).collect();
            let rule = format!("表前说明中的“{key}”不认识，可用的有 {}", known.join("、"));
            return Err(OwnTableError { line: Some(at), ..OwnTableError::file(file, rule, fix) });
        };
        let value = value.trim().trim_matches('"').trim().to_owned();
        if let Some((first, _)) = values.insert(key, (at, value)) {
            let rule = format!("{key} 与第 {first} 行重复");
            return Err(OwnTableError { line: Some(at), ..OwnTableError::file(file, rule, "请只留一处") });
        }
    }
    let missing: Vec<String> = HEAD
        .iter()
        .filter(|(key, _, needed)| *needed && values.get(key).is_none_or(|(_, v)| v.is_empty()))
        .map(|(key, zh, _)| format!("{key}({zh})"))
        .collect();
    if !missing.is_empty() {
        return Err(OwnTableError::file(file, format!("表前说明缺少 {}", missing.join("、")), fix));
    }
    let date = |key: &str| -> Result<Option<Date>, OwnTableError> {
        let Some((at, value)) = values.get(key).filter(|(_, v)| !v.is_empty()) else { return Ok(None) };
        value.parse().map(Some).map_err(|_| OwnTableError {
            line: Some(*at),
            ..OwnTableError::file(file, format!("{key} 的“{value}”不是日期"), "请写作 2026-01-31 的样子")
        })
    };
    let (from, to) = (date("effective_from")?, date("effective_to")?);
    let effective_from = from.unwrap_or(Date::MIN);
    if to.is_some_and(|to| to < effective_from) {
        return Err(OwnTableError::file(file, "effective_to(废止日期)早于 effective_from(实施日期)", "请改正日期"));
    }
    let text_of = |key: &str| values.get(key).map_or_else(String::new, |(_, v)| v.clone());
    Ok(OwnTable {
        id: Id::fresh(),
        form: text_of("form"),
        file: file.to_owned(),
        standard: text_of("standard"),
        edition: text_of("edition"),
        clause: text_of("clause"),
        effective_from,
        effective_to: to,
        source: text_of("source"),
        review: text_of("review"),
        text: text.into(),
    })
}

/// The comment lines before the header: number and text without its mark. Excel puts such a line in quotes if it
/// holds a comma, and commas behind it.
fn head_lines(text: &str) -> impl Iterator<Item = (usize, String)> {
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    lines.take_while(|(_, l)| is_head(l)).filter_map(|(at, line)| {
        let line = line.trim();
        let line = match line.strip_prefix('"') {
            Some(quoted) => quoted.trim_end_matches(',').trim_end_matches('"').replace("\"\"", "\""),
            None => line.trim_end_matches([',', ';', '\t']).to_owned(),
        };
        line.strip_prefix('#').map(|l| (at + 1, l.to_owned()))
    })
}

fn is_head(line: &str) -> bool {
    let line = line.trim_start();
    line.trim_matches([',', ';', '\t', ' ', '\r']).is_empty() || line.starts_with('#') || line.starts_with("\"#")
}

/// The table without its head, whose lines stay as blank ones so that numbers of lines stay right.
pub(super) fn body(own: &OwnTable) -> Result<Table, TableError> {
    let text = own.text.trim_start_matches('\u{feff}');
    let mut rest = text;
    let mut lines = 0;
    while let Some((line, after)) = rest.split_once('\n') {
        if !is_head(line) {
            break;
        }
        lines += 1;
        rest = after;
    }
    Table::read(&own.file, &("\n".repeat(lines) + rest))
}
