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
        /// Row in the file, the header being row 1.
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
}

impl Table {
    /// Reads CSV text with a header line.
    pub fn read(name: &str, text: &str) -> Result<Self, TableError> {
        let fail = |e: csv::Error| TableError::Csv { table: name.to_owned(), reason: e.to_string() };
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let header: Vec<String> = reader.headers().map_err(fail)?.iter().map(str::to_owned).collect();
        let columns = header.iter().cloned().enumerate().map(|(i, c)| (c, i)).collect();
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(fail)?;
        Ok(Self { name: name.to_owned(), header, columns, rows })
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
            row: self.at + 2,
            column: column.to_owned(),
            value: self.text(column).unwrap_or("").to_owned(),
            reason: reason.to_owned(),
        }
    }

    /// Position in the table, from 0.
    pub fn index(&self) -> usize {
        self.at
    }
}
