//! The auditor's own tables: read and checked like the embedded ones, and used beside or in place of them.
//!
//! A file has the columns of one embedded table (its form) and says in `# key = value` lines before the header what
//! it is. On a date, of the embedded table and the own ones of its form that are in force the one with the latest
//! first day is read; of several with the same first day the one added last. Own catalogues of obsolete equipment
//! are added to the national ones as a batch each, they never replace them. A table with anything wrong is left out
//! whole.
//!
//! Forms are the tables whose use is always named to the user: the grades of a standard and the catalogue (evidence
//! names standard and edition), and estimates and factors whose rows carry their source. Not so, and therefore no
//! forms: meanings of designations and marks, IE classes, structural corrections and base values that go with a
//! standard, scopes, defaults, conversions.

mod check;
mod head;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::index::{ReviewState, TableInfo};
use super::table::{Table, TableError};
use super::{Reference, Standard, Tables};
use crate::audit::{Audit, OwnTable};
use check::check;
pub use head::form;

/// Most rows of an own table.
pub const MAX_ROWS: usize = 200_000;
/// Appended to an own table's standard wherever it is named: it is no national data of the program's.
pub const MARK: &str = "〔自备〕";

const CATALOGUE: &str = "obsolete_catalogue";
const BATCHES: &str = "obsolete_batches";
/// Tables besides grades and catalogue that an own table can have the form of: their rows say where they are from.
const SOURCED: [&str; 5] = ["emission_factors", "fuels", "motor_legacy", "regional_targets", "transformer_legacy"];
/// What is read together with a table of grades and stays the embedded one.
const COMPANIONS: [(&str, &str); 3] = [
    ("blower_gb28381_2012", "blower_corrections"),
    ("fan_gb19761_2020", "fan_corrections"),
    ("submersible_gb32030_2022", "submersible_gbt25409_2010_base"),
];

/// What is wrong with an own table: nothing of it is used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("自备数据表 {file}{place}：{rule}。整张表没有采用；{advice}", place = place(self))]
pub struct OwnTableError {
    /// Name of the file.
    pub file: String,
    /// Line of the file, the first being 1, if it is one line's.
    pub line: Option<usize>,
    /// Column, if it is one cell's.
    pub column: Option<String>,
    /// What was found and what it should be.
    pub rule: String,
    /// What to do.
    pub advice: &'static str,
}

fn place(e: &OwnTableError) -> String {
    let line = e.line.map_or_else(String::new, |n| format!(" 第 {n} 行"));
    let column = e.column.as_ref().map_or_else(String::new, |c| format!(" {c} 列"));
    line + &column
}

impl OwnTableError {
    /// An error about a file as a whole.
    pub fn file(file: &str, rule: impl Into<String>, advice: &'static str) -> Self {
        Self { file: file.to_owned(), line: None, column: None, rule: rule.into(), advice }
    }

    fn of_table(file: &str, e: TableError) -> Self {
        let advice = "请改正后重新加入";
        match e {
            TableError::Cell { row, column, value, reason, .. } => {
                Self {
                    line: Some(row), column: Some(column), ..Self::file(file, format!("“{value}”{reason}"), advice)
                }
            }
            TableError::Column { column, .. } => {
                Self { column: Some(column), ..Self::file(file, "缺少此列", advice) }
            }
            TableError::Csv { reason, .. } => Self::file(file, reason, advice),
            TableError::Index(reason) => Self::file(file, reason, advice),
        }
    }
}

/// Whether own tables of a form are added to the embedded one instead of taking its place.
pub(super) fn is_added(form: &str) -> bool {
    form == CATALOGUE
}

/// The embedded tables that an own table can have the form of.
pub fn forms(tables: &Tables) -> impl Iterator<Item = &TableInfo> {
    let named = |i: &TableInfo| {
        i.id == CATALOGUE || SOURCED.contains(&i.id.as_str()) || Standard::ALL.iter().any(|s| i.is_edition_of(*s))
    };
    tables.index.iter().filter(move |i| i.own_form.is_none() && named(i))
}

/// Reads and checks an own table from a file's text.
pub fn read(file: &str, text: &str) -> Result<OwnTable, OwnTableError> {
    let tables = Tables::embedded().map_err(|e| OwnTableError::of_table(file, e))?;
    let table = head::read(file, text)?;
    check(&tables, &table)?;
    Ok(table)
}

fn no_table(id: &str) -> TableError {
    TableError::Index(format!("索引中没有表 {id}"))
}

/// An own catalogue as a line of the list of batches.
fn batch(tables: &Tables, own: &OwnTable) -> Result<Table, TableError> {
    let info = info(tables, own).ok_or_else(|| no_table(CATALOGUE))?;
    let mut line = csv::Writer::from_writer(Vec::new());
    let cells = [
        ("batch", info.id.as_str()),
        ("title", &*info.standard),
        ("document", &*info.edition),
        ("effective", &own.effective_from.to_string()),
        ("complete", "no"),
        ("note", &own.source),
        ("review", &*info.review),
    ];
    let written =
        line.write_record(cells.map(|(name, _)| name)).and_then(|()| line.write_record(cells.map(|(_, c)| c)));
    let text = written.ok().and_then(|()| line.into_inner().ok()).and_then(|bytes| String::from_utf8(bytes).ok());
    Table::read(&own.file, &text.ok_or_else(|| no_table(BATCHES))?)
}

/// What an own table that is used does to the embedded one, for whoever adds it: what it doesn't list is no longer
/// judged. `None` for lists, which are added.
pub fn replaces(reference: &Reference, own: &OwnTable) -> Option<String> {
    let tables = &reference.tables;
    let (form, this) = (tables.info(&own.form)?, tables.info(&table_id(own))?);
    if is_added(&own.form) || reference.standing(this) != super::Standing::Used {
        return None;
    }
    let rows = |id: &str| tables.raw.get(id).map_or(0, Table::len);
    Some(format!(
        "自 {} 起此表({} 行)整张代替内置的“{}”({} 行)：它没有列出的规格不再按内置表判定",
        own.effective_from,
        rows(&this.id),
        form.title,
        rows(&form.id)
    ))
}

/// The id of an own table among the others.
pub fn table_id(own: &OwnTable) -> String {
    format!("own-{}", own.id.0)
}

/// What an own table is, in the words that evidence is written with.
fn info(tables: &Tables, own: &OwnTable) -> Option<TableInfo> {
    let form = tables.info(&own.form)?;
    let method = match COMPANIONS.iter().find(|(id, _)| *id == form.id).and_then(|(_, with)| tables.info(with)) {
        Some(with) => format!("计算方法按 {}，与它同用的“{}”仍取内置表；", form.standard, with.title),
        None if form.grades.is_some() => format!("计算方法按 {}；", form.standard),
        None => String::new(),
    };
    let until = own.effective_to.map_or_else(String::new, |to| format!("，{to} 止"));
    let (title, title_en) = if is_added(&own.form) {
        (format!("{}(自备淘汰目录)", own.standard), format!("{} (own catalogue)", own.standard))
    } else {
        (format!("{}(自备)", form.title), format!("{} (own table)", form.title_en))
    };
    Some(TableInfo {
        id: table_id(own),
        file: own.file.clone(),
        title,
        title_en,
        standard: format!("{}{MARK}", own.standard).into(),
        edition: own.edition.as_str().into(),
        clause: own.clause.as_str().into(),
        effective_from: own.effective_from,
        effective_to: own.effective_to,
        source: own.source.as_str().into(),
        review_state: ReviewState::Own,
        review: format!(
            "自备数据表“{}”，不是程序收录的国家数据，按表中所写采用({} 起{until})；{method}核对情况：{}",
            own.file, own.effective_from, own.review
        )
        .into(),
        grades: form.grades.clone(),
        own_form: Some(own.form.clone()),
    })
}

/// The rows of an own table with their source marked, where it is all that is said of them.
fn sourced(own: &OwnTable, rows: &Table) -> Table {
    if !SOURCED.contains(&own.form.as_str()) {
        return rows.clone();
    }
    rows.mapped(|column, cell| {
        let source = matches!(column, "source" | "ncv_source" | "co2_source" | "publisher");
        if source { format!("{}{MARK}{cell}", own.file) } else { cell.to_owned() }
    })
}

/// The embedded tables with own ones as of a date. Own ones that can't be used are named in `left_out`.
fn compose(base: &Tables, own: &[OwnTable], date: Date) -> Result<Tables, TableError> {
    let (mut index, mut raw) = (base.index.clone(), base.raw.clone());
    let mut left_out = Vec::new();
    let mut in_place: HashMap<String, usize> = HashMap::new();
    let mut instead: HashMap<String, Table> = HashMap::new();
    let mut lists = Vec::new();
    for table in own {
        let (rows, about) = match (check(base, table), info(base, table)) {
            (Ok(rows), Some(about)) => (rows, about),
            (Err(e), _) => {
                left_out.push(e);
                continue;
            }
            (Ok(_), None) => continue,
        };
        let at = index.len();
        if table.in_force(date) {
            if is_added(&table.form) {
                lists.push((table, rows.clone()));
            } else {
                let rival = in_place.get(&table.form).and_then(|at| index.get(*at)).or_else(|| base.info(&table.form));
                if rival.is_none_or(|r| !r.in_force(date) || r.effective_from <= table.effective_from) {
                    in_place.insert(table.form.clone(), at);
                    instead.insert(table.form.clone(), sourced(table, &rows));
                }
            }
        }
        raw.insert(about.id.clone(), rows);
        index.push(about);
    }
    for (table, rows) in lists {
        let code = table_id(table);
        for (id, more) in [(BATCHES, batch(base, table)?), (CATALOGUE, rows)] {
            let known = instead.get(id).or_else(|| base.raw.get(id)).ok_or_else(|| no_table(id))?;
            let joined = known.extended(&more, "batch", &code);
            instead.insert(id.to_owned(), joined);
        }
    }
    let mut tables = Tables::of(index, raw, &instead)?;
    tables.in_place = in_place;
    tables.left_out = left_out;
    Ok(tables)
}

/// Keeps what was read of an audit's own tables, for callers that ask after every edit.
#[derive(Clone, Debug, Default)]
pub struct OwnTables {
    last: Option<(Vec<OwnTable>, Date, Arc<Tables>)>,
}

impl OwnTables {
    /// The national data in force on a date with the audit's own tables.
    pub fn reference(&mut self, audit: &Audit, date: Date) -> Result<Reference, TableError> {
        if audit.own_tables.is_empty() {
            self.last = None;
            return Reference::on(date);
        }
        if let Some((own, day, tables)) = &self.last
            && *day == date
            && *own == audit.own_tables
        {
            return Ok(Reference::with(tables.clone(), date));
        }
        let tables = Arc::new(compose(&*Tables::embedded()?, &audit.own_tables, date)?);
        self.last = Some((audit.own_tables.clone(), date, tables.clone()));
        Ok(Reference::with(tables, date))
    }
}
