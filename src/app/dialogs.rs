//! Native file dialogs behind a trait, so that tests need none.

use std::path::PathBuf;

/// What a dialog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `.audit`
    Audit,
    /// `.xlsx`, `.xls`, `.ods`, `.csv`
    Ledger,
    /// `.csv`: a table of one's own
    Table,
    /// `.xlsx` to write
    Workbook,
    /// `.png`, `.jpg`, `.svg`: the logo
    Logo,
    /// `.pdf`
    Pdf,
    /// Any file: a photo or document to attach.
    Attachment,
    /// `.docx`
    Word,
    /// `.png` to write
    Png,
    /// `.svg` to write
    Svg,
}

impl FileKind {
    /// What the dialog of the desktop calls it: the desktop has a language of its own.
    fn filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Audit => ("节能诊断审计文件 / Audit", &["audit"]),
            Self::Ledger => ("设备台账 / Ledger", &["xlsx", "xls", "xlsm", "ods", "csv"]),
            Self::Table => ("自备数据表 / Own table", &["csv"]),
            Self::Workbook => ("Excel 工作簿 / Workbook", &["xlsx"]),
            Self::Logo => ("标志图片 / Logo", &["png", "jpg", "jpeg", "svg"]),
            Self::Pdf => ("PDF", &["pdf"]),
            Self::Attachment => ("照片和文件 / Photos and files", &["*"]),
            Self::Word => ("Word 文档 / Document", &["docx"]),
            Self::Png => ("PNG", &["png"]),
            Self::Svg => ("SVG", &["svg"]),
        }
    }
}

/// Asks for a file. `None` if the person cancelled.
pub trait FileDialogs: Send + Sync {
    /// An existing file.
    fn open(&self, kind: FileKind) -> Option<PathBuf>;
    /// A file to write, which the dialog has asked to overwrite if it exists.
    fn save(&self, kind: FileKind, suggestion: &str) -> Option<PathBuf>;
    /// A folder to write into.
    fn folder(&self) -> Option<PathBuf> {
        None
    }
}

/// Dialogs that are always cancelled: for a window that a script drives.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoDialogs;

impl FileDialogs for NoDialogs {
    fn open(&self, _: FileKind) -> Option<PathBuf> {
        None
    }

    fn save(&self, _: FileKind, _: &str) -> Option<PathBuf> {
        None
    }
}

/// Says why there is no window. On Windows a program started by a double click has no other place to say it.
pub(super) fn tell_without_window(text: &str) {
    if cfg!(windows) {
        let dialog = rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error);
        dialog.set_title("节能诊断工作台").set_description(text).show();
    }
}

/// The dialogs of the desktop.
#[derive(Clone, Debug)]
pub struct NativeDialogs {
    blank: rfd::FileDialog,
}

impl NativeDialogs {
    /// The dialogs of a window that is being made. On Windows they stay in front of it and it takes no clicks meanwhile;
    /// elsewhere the desktop sees to that.
    pub fn of(window: &eframe::CreationContext<'_>) -> Self {
        let blank = rfd::FileDialog::new();
        Self { blank: if cfg!(windows) { blank.set_parent(window) } else { blank } }
    }
}

impl FileDialogs for NativeDialogs {
    fn open(&self, kind: FileKind) -> Option<PathBuf> {
        let (name, extensions) = kind.filter();
        self.blank.clone().add_filter(name, extensions).pick_file()
    }

    fn save(&self, kind: FileKind, suggestion: &str) -> Option<PathBuf> {
        let (name, extensions) = kind.filter();
        let path = self.blank.clone().add_filter(name, extensions).set_file_name(suggestion).save_file()?;
        // Some desktops return the name as typed, without the extension.
        let wanted = extensions.first().copied().unwrap_or_default();
        let has = path.extension().is_some_and(|e| extensions.iter().any(|x| e.eq_ignore_ascii_case(x)));
        if has { Some(path) } else { Some(PathBuf::from(format!("{}.{wanted}", path.display()))) }
    }

    fn folder(&self) -> Option<PathBuf> {
        self.blank.clone().pick_folder()
    }
}
