//! The Typst compiler's view of the world: our templates, our two fonts, one JSON file and pictures. No disk, no clock, no
//! network, so the report depends on nothing but the audit.

use std::collections::HashSet;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue as _};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World, WorldExt as _};

/// The embedded font, regular weight.
pub static FONT_REGULAR: &[u8] = include_bytes!("../../assets/fonts/AuditSansSC-Regular.ttf");
/// The embedded font, bold weight.
pub static FONT_BOLD: &[u8] = include_bytes!("../../assets/fonts/AuditSansSC-Bold.ttf");

const DATA: &str = "data.json";

/// Templates: name and text.
macro_rules! templates {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../../assets/report/", $file)))),*]
    };
}

const TEMPLATES: &[(&str, &str)] = templates![
    "report.typ",
    "style.typ",
    "texts.typ",
    "task.typ",
    "conclusion.typ",
    "logo.typ",
    "charts.typ",
    "front.typ",
    "sankey.typ",
    "energy.typ",
    "benchmark.typ",
    "management.typ",
    "findings.typ",
    "measures.typ",
    "plots.typ",
    "economics.typ",
    "back.typ",
    "changes.typ",
    "photos.typ",
    "figure.typ",
    "worklist.typ",
    "rollup.typ",
    "form_style.typ",
    "form_summary.typ",
    "form_obsolete.typ",
    "form_measures.typ",
    "rollup.typ"
];

/// What the templates make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Pages.
    Pages,
    /// The parts of the report one after the other, for formats that lay them out themselves.
    Flow,
}

/// What never changes between reports.
struct Shared {
    pages: LazyHash<Library>,
    flow: LazyHash<Library>,
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    sources: Vec<(FileId, Source)>,
    data: Option<FileId>,
}

fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let fonts: Vec<Font> =
        [FONT_REGULAR, FONT_BOLD].into_iter().flat_map(|data| Font::iter(Bytes::new(data))).collect();
    let sources = TEMPLATES
        .iter()
        .filter_map(|(name, text)| file_id(name).map(|id| (id, Source::new(id, (*text).to_owned()))))
        .collect();
    Shared {
        pages: LazyHash::new(Library::default()),
        flow: LazyHash::new(flow_library()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sources,
        data: file_id(DATA),
    }
});

/// The characters that the embedded font has a shape for.
static GLYPHS: LazyLock<HashSet<u32>> =
    LazyLock::new(|| SHARED.fonts.first().map_or_else(HashSet::new, |f| f.info().coverage.iter().collect()));

/// Whether the embedded font has a shape for a character.
pub(super) fn has_glyph(c: char) -> bool {
    c.is_ascii_graphic() || c == ' ' || GLYPHS.contains(&u32::from(c))
}

/// The library that tells the templates, by an input, to give parts instead of pages.
fn flow_library() -> Library {
    let mut inputs = Dict::new();
    inputs.insert("out".into(), "flow".into_value());
    Library::builder().with_inputs(inputs).with_features([Feature::Html].into_iter().collect()).build()
}

/// The world of one report.
pub struct ReportWorld {
    target: Target,
    shared: &'static Shared,
    main: FileId,
    data: Bytes,
    /// Pictures.
    files: Vec<(FileId, Bytes)>,
    today: Option<Datetime>,
}

impl ReportWorld {
    /// A template with its data; `None` only if the templates are not embedded.
    pub fn new(
        template: &str,
        target: Target,
        data: Vec<u8>,
        files: Vec<(String, Vec<u8>)>,
        date: jiff::civil::Date,
    ) -> Option<Self> {
        Some(Self {
            target,
            shared: &SHARED,
            main: file_id(template)?,
            data: Bytes::new(data),
            files: files.into_iter().filter_map(|(name, file)| Some((file_id(&name)?, Bytes::new(file)))).collect(),
            today: Datetime::from_ymd(date.year().into(), date.month() as u8, date.day() as u8),
        })
    }

    /// Where and what a diagnostic complains of.
    pub fn explain(&self, diagnostic: &SourceDiagnostic) -> String {
        let place = diagnostic.span.id().and_then(|id| {
            let range = self.range(diagnostic.span)?;
            let source = self.source(id).ok()?;
            let (line, column) = source.lines().byte_to_line_column(range.start)?;
            Some(format!("{}:{}:{}: ", id.vpath().get_without_slash(), line + 1, column + 1))
        });
        format!("{}{}", place.unwrap_or_default(), diagnostic.message)
    }
}

impl World for ReportWorld {
    fn library(&self) -> &LazyHash<Library> {
        match self.target {
            Target::Pages => &self.shared.pages,
            Target::Flow => &self.shared.flow,
        }
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.shared
            .sources
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, source)| source.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if Some(id) == self.shared.data {
            return Ok(self.data.clone());
        }
        if let Some((_, file)) = self.files.iter().find(|(known, _)| *known == id) {
            return Ok(file.clone());
        }
        self.source(id).map(|s| Bytes::from_string(s.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}
