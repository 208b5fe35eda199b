//! Rows on their way to the clipboard.

use super::{Column, Told};
use crate::app::widgets::grid::block::flat;
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;

/// Lines of a table that are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The first.
    pub(super) first: usize,
    /// The one behind the last.
    pub(super) end: usize,
    /// Whether the headings come with them.
    pub(super) heads: bool,
}

/// Up to this many rows are copied in the frame.
pub(super) const COPIED_AT_ONCE: usize = 2_000;

/// Rows on their way to the clipboard: a worker writes down what more of them say than a frame has time for.
#[derive(Default)]
pub struct Copying {
    work: Work<u64, String>,
    lines: Option<Lines>,
    asked: u64,
}

impl Copying {
    /// Takes what the table was asked for, once a frame; `cell` is the text of a line and a column. `true` when it is on
    /// the clipboard.
    pub fn follow(
        &mut self,
        wb: &mut Workbench,
        told: &Told,
        columns: &[Column<'_>],
        cell: impl Fn(Given<'_>, usize, usize) -> String + Send + 'static,
    ) -> bool {
        if told.copy.is_some() {
            self.lines = told.copy;
            self.asked += 1;
        }
        let Some(lines) = self.lines else { return false };
        let title = wb.tr("复制", "Copying");
        self.work.ask(wb, self.asked, Pace::Glance, title, |_| {
            let heads: Vec<String> = columns.iter().map(|c| c.head.to_owned()).collect();
            move |given: Given<'_>, _: &_| Ok(as_lines(lines, &heads, |line, c| cell(given, line, c)))
        });
        let Some((_, text)) = self.work.take(wb) else { return false };
        self.lines = None;
        if let Ok(text) = &text {
            wb.ctx.copy_text(text.to_string());
        }
        text.is_ok()
    }
}

/// Tab-separated lines as Excel takes them.
pub(super) fn as_lines(lines: Lines, heads: &[String], cell: impl Fn(usize, usize) -> String) -> String {
    let mut out = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        let cells: Vec<String> = cells.map(|c| flat(&c)).collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    };
    if lines.heads {
        line(&mut heads.iter().cloned());
    }
    for at in lines.first..lines.end {
        line(&mut (0..heads.len()).map(|c| cell(at, c)));
    }
    out
}
