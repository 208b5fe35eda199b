//! The report as a Word document: real headings, captions and contents, to be edited on in Word or WPS.
//!
//! Written as WordprocessingML (ECMA-376) by hand: the document is small in its means (paragraphs, tables, pictures,
//! fields), and repeated table heads, alternative texts and same bytes for the same report have to be right.

mod body;
mod parts;
mod styles;
mod xml;

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::ReportError;
use super::flow::Flow;

/// What stands in the file's properties and in the page's header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentInfo {
    /// The report's title.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// Left in the header of every page.
    pub header: String,
    /// Its date, `YYYY-MM-DD`.
    pub date: String,
}

/// The file's bytes; the same for the same report.
pub fn docx(flow: &Flow, info: &DocumentInfo) -> Result<Vec<u8>, ReportError> {
    let body = body::write(flow);
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".to_owned(), parts::content_types().into_bytes()),
        ("_rels/.rels".to_owned(), parts::package_relations().into_bytes()),
        ("docProps/core.xml".to_owned(), parts::core(info).into_bytes()),
        ("docProps/app.xml".to_owned(), parts::app().into_bytes()),
        ("word/document.xml".to_owned(), body.xml.into_bytes()),
        ("word/_rels/document.xml.rels".to_owned(), parts::document_relations(body.pictures.len()).into_bytes()),
        ("word/styles.xml".to_owned(), styles::styles().into_bytes()),
        ("word/numbering.xml".to_owned(), styles::numbering().into_bytes()),
        ("word/settings.xml".to_owned(), parts::settings().into_bytes()),
        ("word/header1.xml".to_owned(), parts::header(info, body::UPRIGHT_MM).into_bytes()),
        ("word/header2.xml".to_owned(), parts::header(info, body::WIDE_MM).into_bytes()),
        ("word/footer1.xml".to_owned(), parts::footer().into_bytes()),
    ];
    for (at, png) in body.pictures.into_iter().enumerate() {
        parts.push((format!("word/media/image{}.png", at + 1), png));
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let mut write = || {
        for (name, bytes) in &parts {
            zip.start_file(name, options)?;
            zip.write_all(bytes)?;
        }
        Ok(())
    };
    let written: Result<(), zip::result::ZipError> = write();
    written
        .and_then(|()| zip.finish())
        .map(Cursor::into_inner)
        .map_err(|e| ReportError::Data(format!("Word 文档无法打包：{e}")))
}
