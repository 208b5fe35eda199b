//! A report as a file, in the format its name asks for.

use std::path::Path;

use super::{
    DocumentInfo, Form, ReportError, ReportOptions, Subject, docx, flow, render_with, replace, workbook, write_pdf,
};
use crate::audit::Audit;
use crate::diagnosis::Diagnosis;
use crate::progress::Progress;

/// A format that reports are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pages.
    Pdf,
    /// A Word document to be edited on.
    Docx,
    /// The report's tables as a workbook.
    Xlsx,
}

impl Format {
    /// By the file's ending.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "pdf" => Some(Self::Pdf),
            "docx" => Some(Self::Docx),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// What stands in the properties of a Word document or workbook.
pub fn info(audit: &Audit, diagnosis: &Diagnosis, options: &ReportOptions) -> DocumentInfo {
    let of = |value: Option<&crate::audit::Entered<String>>| {
        value.map(|v| v.value.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|v| !v.is_empty())
    };
    let enterprise = of(audit.enterprise.name.as_ref()).unwrap_or_else(|| "未填企业名称".to_owned());
    DocumentInfo {
        title: options.form.zh().to_owned(),
        author: of(audit.enterprise.audit_organization.as_ref()).unwrap_or_else(|| "未填诊断机构".to_owned()),
        header: format!("{} · {}", cut(&enterprise), options.form.zh()),
        date: diagnosis.date.to_string(),
    }
}

/// A header has one line.
fn cut(name: &str) -> String {
    const LONGEST: usize = 40;
    if name.chars().count() > LONGEST {
        name.chars().take(LONGEST - 1).chain(['…']).collect()
    } else {
        name.to_owned()
    }
}

/// A name for the file: enterprise and form, without what no file system or a path may have in a name.
pub fn file_name(audit: &Audit, form: Form, format: Format) -> String {
    const LONGEST: usize = 60;
    let name = audit.enterprise.name.as_ref().map_or("", |n| n.value.trim());
    let safe = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c };
    let name: String = name.trim_start_matches('.').chars().take(LONGEST).map(safe).collect();
    let ending = match format {
        Format::Pdf => "pdf",
        Format::Docx => "docx",
        Format::Xlsx => "xlsx",
    };
    format!("{}{}.{ending}", name.trim(), form.zh())
}

/// Makes the report and writes it in the format; the number of pages, where the format has pages.
pub fn write(
    path: &Path,
    format: Format,
    subject: Subject<'_>,
    options: &ReportOptions,
    progress: &Progress,
) -> Result<Option<usize>, ReportError> {
    if format == Format::Pdf {
        let rendered = render_with(subject, options, progress)?;
        write_pdf(path, &rendered)?;
        return Ok(Some(rendered.page_count()));
    }
    let parts = flow(subject, options, progress)?;
    let info = info(subject.audit, subject.diagnosis, options);
    let bytes = if format == Format::Docx { docx(&parts, &info)? } else { workbook(&parts, &info)? };
    replace(path, &bytes)?;
    Ok(None)
}
