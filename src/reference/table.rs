//! Reading a CSV table of national data, with errors that name table, row and column.

use std::collections::HashMap;

/// What is wrong with a table.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TableError {
    /// Not readable as CSV.
    #[error("数据表 {table} 不能读取：{reason}")]
    Csv {
        /// Table file.
        table: String,
        /// Reader's message.
        reason: String,
    },
    /// A column is missing.
    #[error("数据表 {table} 缺少列 {column}")]
    Column {
        /// Table file.
        table: String,
        /// Column name.
        column: String,
    },
    /// A cell can't be read.
    #[error("数据表 {table} 第 {row} 行 {column} 列的“{value}”{reason}")]
    Cell {
        /// Table file.
        table: String,
        /// Line of the file, the first being 1.
        row: usize,
        /// Column name.
        column: String,
        /// The cell's text.
        value: String,
        /// What is wrong.
        reason: String,
    },
    /// The index is not readable.
    #[error("数据索引 index.toml 不能读取：{0}")]
    Index(String),
}

/// A table as text, cells by column name.
#[derive(Clone, Debug)]
pub struct Table {
    name: String,
    header: Vec<String>,
    columns: HashMap<String, usize>,
    rows: Vec<csv::StringRecord>,
    /// Line of the file that each row begins on, the first being 1.
    lines: Vec<usize>,
}

impl Table {
    /// Reads CSV text with a header line.
    pub fn read(name: &str, text: &str) -> Result<Self, TableError> {
        let fail = |e: csv::Error| TableError::Csv { table: name.to_owned(), reason: reason(&e) };
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().map_err(fail)?.iter().map(str::to_owned).collect();
        let columns = header.iter().cloned().enumerate().map(|(i, c)| (c, i)).collect();
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(fail)?;
        let lines = rows.iter().map(|r: &csv::StringRecord| r.position().map_or(0, |at| line(text, at))).collect();
        Ok(Self { name: name.to_owned(), header, columns, rows, lines })
    }

    /// The table with the rows of another one behind its own, their cells put under the same column names and one
    /// column of them given a fixed text.
    pub(super) fn extended(&self, more: &Self, column: &str, text: &str) -> Self {
        let mut out = self.clone();
        for (row, line) in more.rows.iter().zip(&more.lines) {
            out.rows.push(self.cells_of(more, row, column, text));
            out.lines.push(*line);
        }
        out
    }

    /// The table with its cells changed, told by column and text.
    pub(super) fn mapped(&self, change: impl Fn(&str, &str) -> String) -> Self {
        let row =
            |r: &csv::StringRecord| self.header.iter().zip(r).map(|(column, cell)| change(column, cell)).collect();
        Self {
            name: self.name.clone(),
            header: self.header.clone(),
            columns: self.columns.clone(),
            rows: self.rows.iter().map(row).collect(),
            lines: self.lines.clone(),
        }
    }

    fn cells_of(&self, of: &Self, row: &csv::StringRecord, column: &str, text: &str) -> csv::StringRecord {
        let cell = |name: &String| {
            let at = of.columns.get(name).copied();
            if name == column { text } else { at.and_then(|at| row.get(at)).unwrap_or("") }
        };
        self.header.iter().map(cell).collect()
    }

    /// Column names.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).map(|at| Row { table: self, at })
    }

    /// The cells of one row, for browsing.
    pub fn cells(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows.get(at).into_iter().flat_map(|r| r.iter())
    }
}

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    at: usize,
}

impl<'a> Row<'a> {
    /// A cell's text, trimmed.
    pub fn text(&self, column: &str) -> Result<&'a str, TableError> {
        let at = *self
            .table
            .columns
            .get(column)
            .ok_or_else(|| TableError::Column { table: self.table.name.clone(), column: column.to_owned() })?;
        Ok(self.table.rows[self.at].get(at).unwrap_or("").trim())
    }

    /// A cell's number, `None` if empty.
    pub fn maybe_number(&self, column: &str) -> Result<Option<f64>, TableError> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(n) if n.is_finite() => Ok(Some(n)),
            _ => Err(self.error(column, "不是数字")),
        }
    }

    /// A cell's number, which must be there.
    pub fn number(&self, column: &str) -> Result<f64, TableError> {
        self.maybe_number(column)?.ok_or_else(|| self.error(column, "为空，应为数字"))
    }

    /// An error about a cell of this row.
    pub fn error(&self, column: &str, reason: &str) -> TableError {
        TableError::Cell {
            table: self.table.name.clone(),
            row: self.line(),
            column: column.to_owned(),
            value: self.text(column).unwrap_or("").to_owned(),
            reason: reason.to_owned(),
        }
    }

    /// Line of the file, from 1.
    pub fn line(&self) -> usize {
        self.table.lines.get(self.at).copied().unwrap_or(0)
    }

    /// Position in the table, from 0.
    pub fn index(&self) -> usize {
        self.at
    }
}

/// The line a record begins on: the reader reports where it began to look, which may be blank lines before it.
fn line(text: &str, at: &csv::Position) -> usize {
    let rest = text.as_bytes().get(at.byte() as usize..).unwrap_or_default();
    let blank = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| **b == b'\n').count();
    at.line() as usize + blank
}

/// What the reader of CSV says, in the user's language.
fn reason(e: &csv::Error) -> String {
    match e.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let row = pos.as_ref().map_or_else(String::new, |p| format!("第 {} 行附近", p.line()));
            format!("{row}一行有 {len} 格，表头有 {expected_len} 列；含逗号的内容须用英文双引号括起")
        }
        _ => e.to_string(),
    }
}
