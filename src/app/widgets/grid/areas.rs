//! Cells selected in several places: blocks of them, taken apart and put together.

use std::ops::RangeInclusive;

use super::selection::At;

/// Lines or columns, both ends among them.
pub type Span = RangeInclusive<usize>;
/// Lines and columns of cells.
pub type Block = (Span, Span);

/// A block of cells between two opposite corners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Where it begins.
    pub anchor: At,
    /// Where it was drawn to.
    pub head: At,
    /// Whether it takes in all columns.
    pub whole_rows: bool,
}

impl Area {
    /// A single cell.
    pub fn of(at: At) -> Self {
        Self { anchor: at, head: at, whole_rows: false }
    }

    fn of_block((rows, columns): &Block, whole_rows: bool) -> Self {
        Self { anchor: (*rows.start(), *columns.start()), head: (*rows.end(), *columns.end()), whole_rows }
    }

    /// Its lines and columns, in a grid of so many columns.
    pub fn block(&self, columns: usize) -> Block {
        let rows = self.anchor.0.min(self.head.0)..=self.anchor.0.max(self.head.0);
        if self.whole_rows {
            return (rows, 0..=columns.saturating_sub(1));
        }
        (rows, self.anchor.1.min(self.head.1)..=self.anchor.1.max(self.head.1))
    }

    /// What is left of it without a cell; of whole rows, without the cell's row.
    pub fn without(&self, at: At, columns: usize) -> Vec<Self> {
        let (rows, cols) = self.block(columns);
        if !rows.contains(&at.0) || !cols.contains(&at.1) {
            return vec![*self];
        }
        let before = |span: &Span, n: usize| (n > *span.start()).then(|| *span.start()..=n - 1);
        let behind = |span: &Span, n: usize| (n < *span.end()).then(|| n + 1..=*span.end());
        let mut out: Vec<Block> = Vec::new();
        out.extend(before(&rows, at.0).map(|lines| (lines, cols.clone())));
        if !self.whole_rows {
            let beside = [before(&cols, at.1), behind(&cols, at.1)];
            out.extend(beside.into_iter().flatten().map(|columns| (at.0..=at.0, columns)));
        }
        out.extend(behind(&rows, at.0).map(|lines| (lines, cols.clone())));
        out.iter().map(|block| Self::of_block(block, self.whole_rows)).collect()
    }
}

/// Lines that have the same columns selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// The lines.
    pub lines: Span,
    /// The columns, from the left, none twice.
    pub columns: Vec<Span>,
}

impl Band {
    /// The columns one by one.
    pub fn each_column(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        self.columns.iter().cloned().flatten()
    }

    /// How many cells it has.
    pub fn cells(&self) -> usize {
        (self.lines.end() - self.lines.start() + 1).saturating_mul(self.each_column().count())
    }
}

/// The bands that blocks come to, from the top: every cell once, however the blocks overlap.
pub fn bands(blocks: &[Block]) -> Vec<Band> {
    let mut edges: Vec<usize> = blocks.iter().flat_map(|(rows, _)| [*rows.start(), rows.end() + 1]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut out: Vec<Band> = Vec::new();
    for edge in edges.windows(2) {
        let (first, last) = (edge[0], edge[1] - 1);
        let here = blocks.iter().filter(|(rows, _)| rows.contains(&first)).map(|(_, columns)| columns.clone());
        let columns = merged(here.collect());
        match out.last_mut() {
            _ if columns.is_empty() => {}
            Some(above) if above.columns == columns && above.lines.end() + 1 == first => {
                above.lines = *above.lines.start()..=last;
            }
            _ => out.push(Band { lines: first..=last, columns }),
        }
    }
    out
}

/// Spans in order, those that touch made one.
pub fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable_by_key(|span| *span.start());
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if *span.start() <= last.end() + 1 => *last = *last.start()..=*last.end().max(span.end()),
            _ => out.push(span),
        }
    }
    out
}
