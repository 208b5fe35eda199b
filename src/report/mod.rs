//! Diagnosis → PDF (and page images for the preview).
//!
//! [`data`] turns audit and diagnosis into the report's content, with every number already formatted; the Typst
//! templates of `assets/report` only lay it out. User text reaches them as JSON strings, never as source, so no
//! name can break or change the document. Same input, same bytes: the document's date is the diagnosis's.

mod changes;
mod docx;
mod figure;
pub mod flow;
mod form;
mod gaps;
mod logo;
mod model;
mod numbers;
mod options;
mod output;
mod pack;
mod photos;
mod rollup;
mod tables;
mod texts;
mod worklist;
mod world;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use typst::foundations::{Datetime, Output, Smart};
use typst_html::HtmlDocument;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_render::RenderOptions;

use crate::audit::Audit;
use crate::diagnosis::Diagnosis;
use crate::progress::Progress;
use crate::reference::Reference;
use crate::store::Change;

pub use changes::changes;
pub use docx::{DocumentInfo, docx};
pub use figure::figure;
pub use flow::Flow;
pub use form::Form;
pub use gaps::{Gap, GapGroup, gaps};
pub use logo::{LogoError, read_logo};
pub use model::data;
pub use options::{CHANGES, Chapters, LEDGER, ReportOptions};
pub use output::{Format, file_name, info, write};
use pack::pack;
pub use photos::{Photo, photos};
pub use rollup::{render_rollup, rollup_data};
pub use tables::workbook;
pub use texts::Passage;
pub use worklist::{render_worklist, worklist_data};
use world::Target;
pub use world::{FONT_BOLD, FONT_REGULAR};

/// Rows of devices that a report lists at most. Typesetting took 2.7 GB for 2,000 and 10 GB for 8,000: more than a laptop
/// has for it, and a program that the system ends for want of memory takes the session with it.
pub const MOST_DEVICES: usize = 3_000;

/// Why there is no report. The message is for the auditor.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The chosen scenario is gone.
    #[error("所选的改造方案已不在本次诊断中，请重新选择方案")]
    NoScenario,
    /// More devices than can be typeset in the memory of a laptop.
    #[error(
        "台账有 {0} 台(行)设备，报告最多排 {MOST_DEVICES} 行：排版约需每千行 1.3 GB 内存。请改用“两页摘要”(--form summary)，全部设备与判定用“导出”写成工作簿(export -o 台账.xlsx)，或按车间分开审计"
    )]
    TooManyDevices(usize),
    /// Cancelled by the user.
    #[error("已取消生成报告")]
    Cancelled,
    /// The content could not be handed to the templates.
    #[error("报告内容无法转换：{0}；请把诊断文件交给软件维护人员")]
    Data(String),
    /// The templates did not compile.
    #[error("报告排版失败：{0}；请把诊断文件交给软件维护人员")]
    Layout(String),
    /// The PDF could not be made.
    #[error("生成 PDF 失败：{0}")]
    Pdf(String),
    /// The file could not be written.
    #[error(
        "无法写入 {}：{}；请检查磁盘空间和写入权限，或关闭正在打开该文件的程序后重试",
        path.display(),
        crate::exchange::reason_of(source)
    )]
    Write {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// A finished document, ready to be shown page by page or written as PDF.
pub struct Rendered {
    document: PagedDocument,
    date: jiff::civil::Date,
    passages: Vec<Passage>,
}

/// A page as an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageImage {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Rows of premultiplied RGBA, 4 bytes a pixel.
    pub rgba_premultiplied: Vec<u8>,
}

/// What a report is of.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The audit.
    pub audit: &'a Audit,
    /// Its diagnosis.
    pub diagnosis: &'a Diagnosis,
    /// By which tables.
    pub reference: &'a Reference,
    /// The photos to print, as [`photos`] gives them.
    pub photos: &'a [Photo],
    /// The change log to print, as [`changes`] gives it.
    pub changes: &'a [Change],
}

/// What the templates get.
struct Content {
    data: serde_json::Value,
    files: Files,
    passages: Vec<Passage>,
}

/// Pictures by the names that the templates know.
type Files = Vec<(String, Vec<u8>)>;

fn content(of: Subject<'_>, options: &ReportOptions, progress: &Progress) -> Result<Content, ReportError> {
    if options.scenario.is_some_and(|id| of.diagnosis.scenarios.iter().all(|s| s.id != id)) {
        return Err(ReportError::NoScenario);
    }
    check(progress, 0)?;
    let (mut data, passages) = model::content(of, options, progress);
    let (rows, mut files) = photos::prepare(of.audit, of.photos, progress);
    data["photos"] = rows;
    if let Some(logo) = of.audit.report.logo.as_ref().filter(|_| !data["meta"]["logo"].is_null()) {
        files.push((logo::NAME.to_owned(), logo.bytes.to_vec()));
    }
    Ok(Content { data, files, passages })
}

/// Makes the report without photos and change log.
///
/// Takes a fraction of a second for a plant of 300 devices; call it from a worker. Cancelling works between the
/// steps (content, layout), not within the layout.
pub fn render(
    audit: &Audit,
    diagnosis: &Diagnosis,
    reference: &Reference,
    options: &ReportOptions,
    progress: &Progress,
) -> Result<Rendered, ReportError> {
    render_with(Subject { audit, diagnosis, reference, photos: &[], changes: &[] }, options, progress)
}

/// [`render`] with photos, scaled to what is printed, and the change log.
pub fn render_with(
    subject: Subject<'_>,
    options: &ReportOptions,
    progress: &Progress,
) -> Result<Rendered, ReportError> {
    can_be_typeset(subject, options)?;
    let made = content(subject, options, progress)?;
    let rendered = compile(options.form.template(), &made.data, made.files, subject.diagnosis.date, progress)?;
    Ok(Rendered { passages: made.passages, ..rendered })
}

/// The report's parts, for documents that lay them out themselves.
pub fn flow(subject: Subject<'_>, options: &ReportOptions, progress: &Progress) -> Result<Flow, ReportError> {
    can_be_typeset(subject, options)?;
    let Content { data, files, .. } = content(subject, options, progress)?;
    let (template, date) = (options.form.template(), subject.diagnosis.date);
    Flow::read(&evaluate::<HtmlDocument>(template, Target::Flow, &data, files, date, progress)?)
}

/// The summary names few devices, whatever their number.
fn can_be_typeset(subject: Subject<'_>, options: &ReportOptions) -> Result<(), ReportError> {
    let rows = subject.audit.equipment.len();
    let listed = options.form != Form::Summary;
    if listed && rows > MOST_DEVICES { Err(ReportError::TooManyDevices(rows)) } else { Ok(()) }
}

fn check(progress: &Progress, done: usize) -> Result<(), ReportError> {
    progress.set(done, 10);
    if progress.cancelled() { Err(ReportError::Cancelled) } else { Ok(()) }
}

/// Lays out a template with its content.
fn compile(
    template: &str,
    data: &serde_json::Value,
    files: Files,
    date: jiff::civil::Date,
    progress: &Progress,
) -> Result<Rendered, ReportError> {
    let document = evaluate::<PagedDocument>(template, Target::Pages, data, files, date, progress)?;
    Ok(Rendered { document, date, passages: Vec::new() })
}

/// Runs a template.
fn evaluate<D: Output>(
    template: &str,
    target: Target,
    data: &serde_json::Value,
    files: Files,
    date: jiff::civil::Date,
    progress: &Progress,
) -> Result<D, ReportError> {
    let json = serde_json::to_vec(data).map_err(|e| ReportError::Data(e.to_string()))?;
    check(progress, 2)?;
    let world = world::ReportWorld::new(template, target, json, files, date)
        .ok_or_else(|| ReportError::Layout("程序中没有报告模板".to_owned()))?;
    let result = typst::compile::<D>(&world).output;
    // Without this the compiler's memory of earlier reports grows as long as the window is open.
    typst::comemo::evict(5);
    let document = result.map_err(|errors| {
        let first: Vec<String> = errors.iter().take(3).map(|e| world.explain(e)).collect();
        ReportError::Layout(first.join("；"))
    })?;
    check(progress, 10)?;
    Ok(document)
}

impl Rendered {
    /// The report's running texts, in its order; none in other documents.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// The number of pages.
    pub fn page_count(&self) -> usize {
        self.document.pages().len()
    }

    /// A page (counted from 0) as an image; empty if there is no such page. `pixels_per_pt` is kept within 0.1 to 8.
    pub fn page_image(&self, page: usize, pixels_per_pt: f32) -> PageImage {
        let Some(page) = self.document.pages().get(page) else {
            return PageImage { width: 0, height: 0, rgba_premultiplied: Vec::new() };
        };
        let scale = if pixels_per_pt.is_finite() { f64::from(pixels_per_pt.clamp(0.1, 8.0)) } else { 1.0 };
        let options = RenderOptions { pixel_per_pt: scale.into(), ..Default::default() };
        let pixmap = typst_render::render(page, &options);
        PageImage {
            width: pixmap.width() as usize,
            height: pixmap.height() as usize,
            rgba_premultiplied: pixmap.data().to_vec(),
        }
    }

    /// The document as tagged PDF, with bookmarks and embedded fonts: PDF/A-2a if it can be, else plain PDF.
    pub fn pdf(&self) -> Result<Vec<u8>, ReportError> {
        let date = self.date;
        let midnight = Datetime::from_ymd_hms(date.year().into(), date.month() as u8, date.day() as u8, 0, 0, 0);
        let options = |standards| PdfOptions {
            creator: Smart::Custom(Some("节能诊断工作台".to_owned())),
            timestamp: midnight.map(Timestamp::new_utc),
            standards,
            ..Default::default()
        };
        // For the archive, where nothing in the document stands against it (a character without meaning in a name).
        if let Ok(archive) = PdfStandards::new(&[PdfStandard::A_2a])
            && let Ok(bytes) = typst_pdf::pdf(&self.document, &options(archive))
        {
            return Ok(pack(bytes));
        }
        typst_pdf::pdf(&self.document, &options(PdfStandards::default())).map(pack).map_err(|errors| {
            let first: Vec<String> = errors.iter().take(3).map(|e| e.message.to_string()).collect();
            ReportError::Pdf(first.join("；"))
        })
    }
}

/// Writes the PDF beside the target and renames it, so that no half-written report is ever left.
pub fn write_pdf(path: &Path, rendered: &Rendered) -> Result<(), ReportError> {
    replace(path, &rendered.pdf()?)
}

/// Writes beside the target and renames, so that the old file stays whole if the new one can't be written.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(name);
    let result = (|| {
        crate::exchange::not_protected(path)?;
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        crate::placing::replace(&beside, path)
    })();
    result.map_err(|source| {
        // Nothing useful can be done if the leftover can't be removed either.
        let _ = fs::remove_file(&beside);
        ReportError::Write { path: path.to_owned(), source }
    })
}
