//! One table as a Parquet file: typed columns that are filled row by row and written group by group.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

/// What a column holds; every one may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Text,
    Number,
    Integer,
    Flag,
    Date,
}

/// A column: name (with the unit), what it holds.
pub(super) type Column = (&'static str, Of);

/// A value of a row. What was not entered or can't be told is `Null`, never 0.
pub(super) enum Cell {
    Text(ByteArray),
    Number(f64),
    Integer(i64),
    Flag(bool),
    /// Days since 1970-01-01.
    Date(i32),
    Null,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Null } else { Self::Text(text.into()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<f64> for Cell {
    fn from(n: f64) -> Self {
        if n.is_finite() { Self::Number(n) } else { Self::Null }
    }
}

impl From<usize> for Cell {
    fn from(n: usize) -> Self {
        i64::try_from(n).map_or(Self::Null, Self::Integer)
    }
}

impl From<u64> for Cell {
    fn from(n: u64) -> Self {
        i64::try_from(n).map_or(Self::Null, Self::Integer)
    }
}

impl From<i16> for Cell {
    fn from(n: i16) -> Self {
        Self::Integer(n.into())
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<jiff::civil::Date> for Cell {
    fn from(date: jiff::civil::Date) -> Self {
        let days = date.duration_since(jiff::civil::date(1970, 1, 1)).as_secs() / 86_400;
        i32::try_from(days).map_or(Self::Null, Self::Date)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

enum Values {
    Text(Vec<ByteArray>),
    Number(Vec<f64>),
    Integer(Vec<i64>),
    Flag(Vec<bool>),
    Date(Vec<i32>),
}

/// The rows of a column that are not yet written.
struct Buffer {
    values: Values,
    /// 1 for a value, 0 for null.
    levels: Vec<i16>,
}

impl Buffer {
    fn of(what: Of) -> Self {
        let values = match what {
            Of::Text => Values::Text(Vec::new()),
            Of::Number => Values::Number(Vec::new()),
            Of::Integer => Values::Integer(Vec::new()),
            Of::Flag => Values::Flag(Vec::new()),
            Of::Date => Values::Date(Vec::new()),
        };
        Self { values, levels: Vec::new() }
    }

    fn push(&mut self, cell: Cell) {
        let there = !matches!(cell, Cell::Null);
        match (&mut self.values, cell) {
            (Values::Text(v), Cell::Text(t)) => v.push(t),
            (Values::Number(v), Cell::Number(n)) => v.push(n),
            (Values::Integer(v), Cell::Integer(n)) => v.push(n),
            (Values::Flag(v), Cell::Flag(f)) => v.push(f),
            (Values::Date(v), Cell::Date(d)) => v.push(d),
            // A level without its value would be refused when the group is written.
            _ => {}
        }
        self.levels.push(i16::from(there));
    }

    fn clear(&mut self) {
        self.levels.clear();
        match &mut self.values {
            Values::Text(v) => v.clear(),
            Values::Number(v) => v.clear(),
            Values::Integer(v) => v.clear(),
            Values::Flag(v) => v.clear(),
            Values::Date(v) => v.clear(),
        }
    }
}

/// Rows of a group: large enough for an engine to read at a time, small enough to be held.
const GROUP_ROWS: usize = 100_000;

/// A table being written beside its place; it comes there only when it is whole.
pub(super) struct TableFile {
    path: PathBuf,
    beside: PathBuf,
    writer: Option<SerializedFileWriter<File>>,
    columns: Vec<Buffer>,
    rows: usize,
}

impl TableFile {
    /// Begins `<folder>/<name>.parquet`. The first columns are the same in every table.
    pub fn create(folder: &Path, name: &str, columns: &[Column]) -> Result<Self, ParquetError> {
        let fields = columns
            .iter()
            .map(|(name, of)| {
                let (physical, logical) = match of {
                    Of::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
                    Of::Number => (Physical::DOUBLE, None),
                    Of::Integer => (Physical::INT64, None),
                    Of::Flag => (Physical::BOOLEAN, None),
                    Of::Date => (Physical::INT32, Some(LogicalType::Date)),
                };
                let field = Type::primitive_type_builder(name, physical)
                    .with_repetition(Repetition::OPTIONAL)
                    .with_logical_type(logical);
                field.build().map(Arc::new)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let schema = Arc::new(Type::group_type_builder(name).with_fields(fields).build()?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("energy-audit version ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let beside = folder.join(format!(".{name}.parquet.{}.tmp", std::process::id()));
        let writer = SerializedFileWriter::new(File::create(&beside)?, schema, Arc::new(properties))?;
        Ok(Self {
            path: folder.join(format!("{name}.parquet")),
            beside,
            writer: Some(writer),
            columns: columns.iter().map(|(_, of)| Buffer::of(*of)).collect(),
            rows: 0,
        })
    }

    /// Adds a row: a cell for each column, in their order.
    pub fn push(&mut self, mut row: impl Iterator<Item = Cell>) -> Result<(), ParquetError> {
        for column in &mut self.columns {
            column.push(row.next().unwrap_or(Cell::Null));
        }
        self.rows += 1;
        if self.rows >= GROUP_ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        let Some(writer) = self.writer.as_mut().filter(|_| self.rows > 0) else { return Ok(()) };
        let mut group = writer.next_row_group()?;
        for column in &mut self.columns {
            let Some(mut out) = group.next_column()? else { break };
            let levels = Some(column.levels.as_slice());
            match &column.values {
                Values::Text(v) => out.typed::<ByteArrayType>().write_batch(v, levels, None)?,
                Values::Number(v) => out.typed::<DoubleType>().write_batch(v, levels, None)?,
                Values::Integer(v) => out.typed::<Int64Type>().write_batch(v, levels, None)?,
                Values::Flag(v) => out.typed::<BoolType>().write_batch(v, levels, None)?,
                Values::Date(v) => out.typed::<Int32Type>().write_batch(v, levels, None)?,
            };
            out.close()?;
            column.clear();
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }

    /// Writes what is left and puts the file in its place.
    pub fn finish(mut self) -> Result<PathBuf, ParquetError> {
        self.flush()?;
        if let Some(writer) = self.writer.take() {
            writer.into_inner()?.sync_all()?;
            crate::placing::replace(&self.beside, &self.path)?;
        }
        Ok(self.path.clone())
    }
}

impl Drop for TableFile {
    fn drop(&mut self) {
        // Nothing half-written stays; there is nothing to remove once it is in its place.
        let _ = std::fs::remove_file(&self.beside);
    }
}
