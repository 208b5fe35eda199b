//! Why a file can't be read or written at all.

use std::path::Path;

/// Why a file can't be read or written. What is wrong with single cells is a [`Complaint`](super::Complaint).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// No such file.
    #[error("找不到文件 {0}。请检查路径和文件名")]
    NotFound(String),
    /// The system doesn't let us read it.
    #[error("读不了文件 {file}：{why}。请检查权限，或先在 Excel/WPS 中关闭它")]
    Unreadable {
        /// Which file.
        file: String,
        /// What the system says.
        why: String,
    },
    /// Nothing in it.
    #[error("{0} 是空文件(0 字节)。请向提供者重新索取")]
    Empty(String),
    /// Too large to be a ledger.
    #[error("{file} 有 {megabytes} MB，超过 {limit} MB 的上限。请删去图片等附件，或拆成几个文件")]
    TooBig {
        /// Which file.
        file: String,
        /// Its size.
        megabytes: u64,
        /// The limit.
        limit: u64,
    },
    /// Unpacks to far more than a ledger can be.
    #[error(
        "{file} 解压后至少 {megabytes} MB，超过 {limit} MB 的上限，可能是恶意构造的文件，未导入。请向提供者核实，或在 Excel/WPS 中只保留台账后另存"
    )]
    Bomb {
        /// Which file.
        file: String,
        /// What it unpacks to.
        megabytes: u64,
        /// The limit.
        limit: u64,
    },
    /// Protected by a password.
    #[error("{0} 已加密(受密码保护)，读不出内容。请在 Excel/WPS 中用密码打开，取消密码后另存再导入")]
    Encrypted(String),
    /// Another kind of file under a spreadsheet's name.
    #[error("{file} 其实是{actual}，不是电子表格。请在相应软件中打开，把表格另存为 .xlsx 或 .csv 后再导入")]
    NotASpreadsheet {
        /// Which file.
        file: String,
        /// What it is.
        actual: &'static str,
    },
    /// Not a format we read.
    #[error("不认识 {0} 的格式。可以导入 .xlsx、.xls、.ods、.csv")]
    UnknownFormat(String),
    /// A spreadsheet that can't be read.
    #[error("{file} 已损坏或不是有效的电子表格：{why}。请在 Excel/WPS 中打开并另存为 .xlsx 后再试")]
    Damaged {
        /// Which file.
        file: String,
        /// What the reader says.
        why: String,
    },
    /// Text in an encoding we don't know.
    #[error("{0} 的文字编码不认识。请在 Excel/WPS 中另存为“CSV UTF-8”")]
    Encoding(String),
    /// The asked-for sheet isn't there.
    #[error("{file} 中没有工作表“{sheet}”。有：{available}")]
    NoSuchSheet {
        /// Which file.
        file: String,
        /// The sheet asked for.
        sheet: String,
        /// The sheets there are.
        available: String,
    },
    /// No table in any sheet.
    #[error(
        "{file} 中没有找到表头：{why}。表头应在同一行，至少有“名称、型号、编号”之一，以及“额定功率(kW)、额定容量(kVA)、台数、出厂日期”等列名；也可先用“导出模板”得到空白台账"
    )]
    NoHeader {
        /// Which file.
        file: String,
        /// What was found instead.
        why: String,
    },
    /// A mapping names a field that doesn't exist.
    #[error("没有字段 {0}，请检查列对应关系中等号左边的字段代号")]
    NoSuchField(String),
    /// A mapping names a column that doesn't exist.
    #[error("{file} 的表头中没有列“{column}”，请检查列对应关系中等号右边的列名")]
    NoSuchColumn {
        /// Which file.
        file: String,
        /// The column asked for.
        column: String,
    },
    /// The output's extension isn't one we write.
    #[error("不能写成 {0}。可以导出 .xlsx、.csv、.json")]
    UnknownOutput(String),
    /// Writing failed; nothing is left behind.
    #[error("写不了文件 {file}：{why}。原文件未改动；请检查磁盘空间和权限，或先在 Excel/WPS 中关闭它")]
    Unwritable {
        /// Which file.
        file: String,
        /// What the system says.
        why: String,
    },
    /// The user stopped it.
    #[error("已取消")]
    Cancelled,
}

/// The file's name as shown in messages.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
