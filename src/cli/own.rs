//! `reference form`, `check`, `add`, `remove`: the auditor's own tables.

use std::path::Path;

use super::{Failure, Refused};
use crate::audit::{Edit, OwnTable};
use crate::clock;
use crate::exchange;
use crate::reference::own::{self, table_id};
use crate::reference::{Reference, Standing, Tables};

/// Writes an empty own table.
pub(super) fn form(id: &str, output: &Path, rows: bool) -> Result<Refused, Failure> {
    if !output.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        return Err(Failure::Usage("自备数据表文件应为 .csv".to_owned()));
    }
    let tables = Tables::embedded()?;
    let text = own::form(&tables, id, rows).ok_or_else(|| {
        let known: Vec<&str> = own::forms(&tables).map(|i| i.id.as_str()).collect();
        Failure::Usage(format!("没有可自备的表 {id}；可用的有 {}", known.join("、")))
    })?;
    exchange::write_whole(output, text.as_bytes()).map_err(|e| Failure::File(e.to_string()))?;
    eprintln!("已写出 {}；填好表前说明和各行后用 energy-audit reference add 加入审计", output.display());
    Ok(false)
}

/// A table's errors are input refused, not a failure of the command.
fn read(table: &Path) -> Result<Option<OwnTable>, Failure> {
    if !table.exists() {
        return Err(Failure::File(format!("找不到文件 {}。请检查路径和文件名", table.display())));
    }
    match exchange::read_own_table(table) {
        Ok(own) => Ok(Some(own)),
        Err(e) => {
            eprintln!("{e}");
            Ok(None)
        }
    }
}

fn describe(own: &OwnTable) -> String {
    let until = own.effective_to.map_or_else(String::new, |d| format!(" 至 {d}"));
    format!("{}：{} {}，{} 起{until}，表式 {}", own.file, own.standard, own.edition, own.effective_from, own.form)
}

/// Checks an own table.
pub(super) fn check(table: &Path) -> Result<Refused, Failure> {
    let Some(own) = read(table)? else { return Ok(true) };
    eprintln!("可以采用 {}", describe(&own));
    Ok(false)
}

/// Adds an own table to an audit.
pub(super) fn add(file: &Path, table: &Path) -> Result<Refused, Failure> {
    let Some(own) = read(table)? else { return Ok(true) };
    let mut document = super::commands::open(file)?;
    let (id, about) = (table_id(&own), describe(&own));
    let at = document.audit().own_tables.len();
    document.apply(&format!("加入自备数据表 {}", own.file), Edit::InsertOwnTable(at, own))?;
    let date = document.audit().reference_date().unwrap_or_else(clock::today);
    let reference = Reference::for_audit(document.audit(), date)?;
    let replaces = document.audit().own_tables.last().and_then(|own| own::replaces(&reference, own));
    document.close(true)?;
    eprintln!("已加入 {about}；表名 {id}");
    if let Some(replaces) = replaces {
        eprintln!("注意：{replaces}");
    }
    match reference.tables.info(&id).map(|i| reference.standing(i)) {
        Some(Standing::NotYet) => eprintln!("注意：判定基准日 {date} 时此表尚未实施，未用于判定"),
        Some(Standing::Ended) => eprintln!("注意：判定基准日 {date} 时此表已废止，未用于判定"),
        Some(Standing::Superseded | Standing::Replaced) => {
            eprintln!("注意：判定基准日 {date} 时另有实施日期更晚的版本，未采用此表");
        }
        _ => {}
    }
    Ok(false)
}

/// Takes an own table out of an audit.
pub(super) fn remove(file: &Path, id: &str) -> Result<Refused, Failure> {
    let mut document = super::commands::open(file)?;
    let tables = &document.audit().own_tables;
    let found = tables.iter().find(|t| table_id(t) == id || t.id.0.to_string() == id);
    let Some((id, name)) = found.map(|t| (t.id, t.file.clone())) else {
        let held: Vec<String> = tables.iter().map(|t| format!("{}({})", table_id(t), t.file)).collect();
        let held = if held.is_empty() { "无".to_owned() } else { held.join("、") };
        document.close(false)?;
        return Err(Failure::Usage(format!("审计中没有自备数据表 {id}；已有：{held}")));
    };
    document.apply(&format!("去掉自备数据表 {name}"), Edit::RemoveOwnTable(id))?;
    document.close(true)?;
    eprintln!("已去掉 {name}");
    Ok(false)
}
