//! What can go wrong with an audit file, told to the auditor.

use std::io;
use std::path::{Path, PathBuf};

use crate::audit::EditError;

/// Why an audit file can't be opened, changed or written. The messages are for the auditor, in Chinese.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No such file or folder.
    #[error("找不到 {}，请确认文件没有被移动、改名，U盘或网络盘已接好", .0.display())]
    Missing(PathBuf),
    /// Zero bytes.
    #[error("{} 是空文件(0 字节)，不是审计文件；请改用备份，或新建审计", .0.display())]
    Empty(PathBuf),
    /// Something else under that name.
    #[error("{} 不是审计文件：{what}", path.display())]
    NotAnAudit {
        /// The file.
        path: PathBuf,
        /// What it seems to be, and what to do.
        what: String,
    },
    /// Written by a newer version of the program.
    #[error(
        "{} 由更新版本的程序保存(格式 {version}，本程序支持到 {supported})，请升级程序后再打开",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        version: i32,
        /// The newest format this program knows.
        supported: i32,
    },
    /// Truncated or corrupted.
    #[error(
        "{} 已损坏：{detail}。文件未作任何改动；可用 energy-audit check \"{}\" --repair 另存一份能读出的内容",
        path.display(), path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is damaged.
        detail: String,
    },
    /// Open in another window or on another computer.
    #[error("{} 正在被{by}编辑，可以只读方式打开，或等对方关闭后再打开", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
        /// Who has it, as far as known.
        by: String,
    },
    /// The file or its folder can't be written.
    #[error("{} 不能写入(只读或没有权限)，请用“另存为”保存到其他位置", .0.display())]
    ReadOnly(PathBuf),
    /// Another program has it open and lets nobody else (only on Windows).
    #[error("{} 正在其他程序中打开，没有读写；请在那个程序中关闭它再试，或“另存为”其他名字", .0.display())]
    InUse(PathBuf),
    /// No space left.
    #[error("磁盘空间不足，{} 没有写入；已做的修改仍在暂存副本中，请清理磁盘或另存到其他盘", .0.display())]
    DiskFull(PathBuf),
    /// The user's file is no longer the one that was opened or saved.
    #[error(
        "{} 在打开之后被其他程序改动过，没有覆盖它；请“另存为”其他名字，或确认后覆盖保存",
        .0.display()
    )]
    ChangedElsewhere(PathBuf),
    /// A new file must not replace one.
    #[error("{} 已存在，请换一个文件名", .0.display())]
    Exists(PathBuf),
    /// A backup is never written to.
    #[error("{} 是自动备份，不能直接编辑；请在“历史与备份”中打开它，再另存为其他文件", .0.display())]
    Backup(PathBuf),
    /// An audit that has never been saved has no file name yet.
    #[error("这个审计还没有文件名，请先用“另存为”选择保存位置")]
    NoPath,
    /// The working copy to recover is gone or in use.
    #[error("暂存副本 {} 已不存在，或正在另一个窗口中使用", .0.display())]
    NotRecoverable(PathBuf),
    /// The edit doesn't apply; nothing was changed.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// A value that no file can hold (not a number, infinite, an id out of range); nothing was changed.
    #[error("{what}含有无法保存的数值(非数字或超出范围)，修改未生效；请检查后重新输入")]
    Unstorable {
        /// Of which device or section.
        what: String,
    },
    /// An attachment without its content; nothing was changed.
    #[error("附件“{name}”的内容不在审计文件中或已损坏，没有处理；请重新加入这个文件")]
    NoContent {
        /// The attachment's name.
        name: String,
    },
    /// A step of the undo log can't be read.
    #[error("历史记录“{name}”已损坏，无法撤销或重做；当前数据不受影响")]
    History {
        /// The step's name.
        name: String,
    },
    /// The system refused.
    #[error("读写 {} 时出错：{source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// SQLite refused.
    #[error("读写 {} 时数据库出错：{source}", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// Sorts a system error by what the auditor can do about it.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            _ if crate::placing::in_use(&source) => Self::InUse(path),
            io::ErrorKind::NotFound => Self::Missing(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(path),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::DiskFull(path)
            }
            io::ErrorKind::AlreadyExists => Self::Exists(path),
            _ => Self::Io { path, source },
        }
    }

    /// Sorts a database error by what the auditor can do about it.
    pub(super) fn db(path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull(path),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(path),
            Some(ErrorCode::DatabaseCorrupt) => {
                Self::Damaged { path, detail: "内容不完整或被改写".to_owned() }
            }
            Some(ErrorCode::NotADatabase) => {
                Self::NotAnAudit { path, what: "内容不是本程序的格式，请选择 .audit 文件".to_owned() }
            }
            _ => Self::Database { path, source },
        }
    }

    /// The same error about another file: what was found in a copy is told of the file it was copied from.
    pub(super) fn about(self, file: &Path) -> Self {
        let file = file.to_path_buf();
        match self {
            Self::NotAnAudit { what, .. } => Self::NotAnAudit { path: file, what },
            Self::Newer { version, supported, .. } => Self::Newer { path: file, version, supported },
            Self::Damaged { detail, .. } => Self::Damaged { path: file, detail },
            other => other,
        }
    }
}

/// Adds the file to a result of the system or of SQLite.
pub(super) trait At<T> {
    /// The error, about `path`.
    fn at(self, path: &Path) -> Result<T, StoreError>;
}

impl<T> At<T> for Result<T, io::Error> {
    fn at(self, path: &Path) -> Result<T, StoreError> {
        self.map_err(|e| StoreError::io(path, e))
    }
}

impl<T> At<T> for Result<T, rusqlite::Error> {
    fn at(self, path: &Path) -> Result<T, StoreError> {
        self.map_err(|e| StoreError::db(path, e))
    }
}
