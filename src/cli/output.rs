//! Rows on stdout: as a table, JSON or CSV.

use std::io::Write as _;

use clap::ValueEnum;
use serde_json::Value;

use super::Failure;
use crate::exchange::csv_cell;

/// How data is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 对齐的表
    #[default]
    Table,
    /// JSON
    Json,
    /// CSV
    Csv,
}

/// A table for people (header and rows) and the same as JSON.
pub(super) struct View {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub json: Value,
}

/// Columns that are cut on a terminal, so that long evidence doesn't break the table.
const MAX_WIDTH: usize = 64;

impl View {
    /// Prints to stdout.
    pub fn print(&self, format: Format) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        let done = match format {
            Format::Json => serde_json::to_string_pretty(&self.json)
                .map_err(std::io::Error::other)
                .and_then(|text| writeln!(out, "{text}")),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(&mut out);
                writer
                    .write_record(&self.header)
                    .and_then(|()| {
                        self.rows
                            .iter()
                            .try_for_each(|r| writer.write_record(r.iter().map(|c| csv_cell(c).into_owned())))
                    })
                    .map_err(std::io::Error::other)
                    .and_then(|()| writer.flush())
            }
            Format::Table => self.table(&mut out),
        };
        match done {
            // A reader that has seen enough (`| head`) is no failure.
            Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(|e| Failure::File(format!("不能写标准输出：{e}"))),
        }
    }

    fn table(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        let cut = |text: &str| {
            let mut width = 0;
            let mut kept = String::new();
            for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
                width += char_width(c);
                if width > MAX_WIDTH {
                    kept.push('…');
                    break;
                }
                kept.push(c);
            }
            kept
        };
        let rows: Vec<Vec<String>> =
            std::iter::once(&self.header).chain(&self.rows).map(|r| r.iter().map(|c| cut(c)).collect()).collect();
        let widths: Vec<usize> = (0..self.header.len())
            .map(|i| rows.iter().filter_map(|r| r.get(i)).map(|c| text_width(c)).max().unwrap_or(0))
            .collect();
        for (at, row) in rows.iter().enumerate() {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', width - text_width(cell) + 2));
            }
            writeln!(out, "{}", line.trim_end())?;
            if at == 0 {
                writeln!(out, "{}", "─".repeat(widths.iter().map(|w| w + 2).sum::<usize>().min(160)))?;
            }
        }
        Ok(())
    }
}

/// Chinese characters and full-width signs take two columns.
fn char_width(c: char) -> usize {
    if matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{1F300}'..='\u{1FAFF}')
    {
        2
    } else {
        1
    }
}

fn text_width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}
