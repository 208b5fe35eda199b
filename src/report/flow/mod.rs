//! The report's parts one after the other: what Word documents and workbooks are made of.
//!
//! They come from the very templates that lay out the PDF, run so that they give elements instead of pages
//! (`flow` in style.typ). Chapters, headings, tables and notes are therefore the same in every format.

mod read;

use super::ReportError;

/// A document's parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// In the order of the report.
    pub blocks: Vec<Block>,
}

/// A part.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// From here on pages lie on their side, or stand.
    Turn {
        /// Whether they lie on their side.
        wide: bool,
    },
    /// The cover.
    Cover {
        /// Whom the report is about.
        subject: Vec<Run>,
        /// What it is.
        title: Vec<Run>,
        /// Label and value.
        rows: Vec<Vec<Cell>>,
    },
    /// The contents, with their heading.
    Contents(Vec<Run>),
    /// A heading.
    Heading {
        /// From 1.
        level: usize,
        /// Whether it has a number.
        numbered: bool,
        /// Its text.
        runs: Vec<Run>,
    },
    /// A paragraph.
    Paragraph(Kind, Vec<Run>),
    /// A table.
    Table(Table),
    /// A chart or photo.
    Picture(Picture),
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Ordinary text.
    Body,
    /// Without the indent of ordinary text: the numbered points of the statement.
    Item,
    /// A bullet.
    Bullet,
    /// Small print under a table.
    Note,
    /// That there is nothing, and what is missing.
    Notice,
}

/// A piece of text of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Text.
    Text {
        /// As it is read.
        text: String,
        /// Bold.
        bold: bool,
        /// Framed: 估算, 待核.
        mark: bool,
    },
    /// A new line.
    Break,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Number and words above it.
    pub caption: Option<Caption>,
    /// How wide its columns are.
    pub columns: Vec<Track>,
    /// The text's size in pt.
    pub size_pt: f64,
    /// The rows repeated on every page.
    pub head: Vec<Vec<Cell>>,
    /// The other rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A table's or figure's caption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// Chapter and number: `3-1`, `附-2`.
    pub number: String,
    /// The words.
    pub runs: Vec<Run>,
}

/// A column's width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Track {
    /// So many mm.
    Fixed(f64),
    /// So large a share of what the fixed ones leave.
    Share(f64),
}

/// Where a cell's text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// Right: figures.
    Right,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text.
    pub runs: Vec<Run>,
    /// Where it stands.
    pub align: Align,
    /// How it is shaded, from black 0 to white 255.
    pub grey: Option<u8>,
    /// How many columns it takes.
    pub span: usize,
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Number and words below it.
    pub caption: Option<Caption>,
    /// The picture as PNG.
    pub png: Vec<u8>,
    /// How wide it is on the page, mm.
    pub width_mm: f64,
    /// How tall.
    pub height_mm: f64,
}

/// Text without its look; a new line is `\n`.
pub fn plain(runs: &[Run]) -> String {
    runs.iter()
        .map(|r| match r {
            Run::Text { text, .. } => text.as_str(),
            Run::Break => "\n",
        })
        .collect()
}

impl Flow {
    /// Reads the elements that the templates gave.
    pub(super) fn read(document: &typst_html::HtmlDocument) -> Result<Self, ReportError> {
        read::read(document.root())
    }
}
