//! What the program does on a word: the same list for the search, the shortcuts and the page of keys.

use crate::app::lang::Lang;
use crate::app::pages::Page;
use crate::app::settings::{Settings, Theme};
use crate::app::workbench::{Later, Workbench};

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// A new audit.
    New,
    /// Open a file.
    Open,
    /// Write the file.
    Save,
    /// Write it under another name.
    SaveAs,
    /// One step back.
    Undo,
    /// One step forth.
    Redo,
    /// Import a ledger.
    Import,
    /// To the report, where it is exported.
    Report,
    /// Earlier states and backups.
    History,
    /// Write where another window was writing.
    TakeOver,
    /// Back to the start page.
    CloseAudit,
    /// Light colours.
    Light,
    /// Dark colours.
    Dark,
    /// Colours as the system has them.
    SystemTheme,
    /// 中文
    Chinese,
    /// English
    English,
    /// Larger text.
    Larger,
    /// Smaller text.
    Smaller,
    /// The settings.
    Settings,
    /// What was said.
    Messages,
    /// The page of keys.
    Keys,
    /// The first-use tour.
    Tour,
}

impl Command {
    /// All of them, in the order listed.
    pub const ALL: [Self; 22] = [
        Self::New,
        Self::Open,
        Self::Save,
        Self::SaveAs,
        Self::Undo,
        Self::Redo,
        Self::Import,
        Self::Report,
        Self::History,
        Self::TakeOver,
        Self::CloseAudit,
        Self::Light,
        Self::Dark,
        Self::SystemTheme,
        Self::Chinese,
        Self::English,
        Self::Larger,
        Self::Smaller,
        Self::Settings,
        Self::Messages,
        Self::Keys,
        Self::Tour,
    ];

    /// Chinese and English name.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::New => ("新建审计", "New audit"),
            Self::Open => ("打开审计…", "Open audit…"),
            Self::Save => ("保存", "Save"),
            Self::SaveAs => ("另存为…", "Save as…"),
            Self::Undo => ("撤销", "Undo"),
            Self::Redo => ("重做", "Redo"),
            Self::Import => ("导入台账…", "Import ledger…"),
            Self::Report => ("预览并导出报告", "Preview and export the report"),
            Self::History => ("历史与备份…", "History and backups…"),
            Self::TakeOver => ("取得编辑权", "Take over editing"),
            Self::CloseAudit => ("关闭审计，回到开始", "Close, back to start"),
            Self::Light => ("浅色", "Light colours"),
            Self::Dark => ("深色", "Dark colours"),
            Self::SystemTheme => ("颜色跟随系统", "Colours as the system"),
            Self::Chinese => ("界面语言：中文", "Language: Chinese"),
            Self::English => ("界面语言：English", "Language: English"),
            Self::Larger => ("放大文字", "Larger text"),
            Self::Smaller => ("缩小文字", "Smaller text"),
            Self::Settings => ("设置", "Settings"),
            Self::Messages => ("消息列表", "Messages"),
            Self::Keys => ("快捷键", "Keyboard shortcuts"),
            Self::Tour => ("快速导览", "Quick tour"),
        }
    }

    /// Other words it is found by.
    pub fn also(self) -> &'static [&'static str] {
        match self {
            Self::Report => &["PDF", "导出", "打印", "诊断报告", "export", "print"],
            Self::Import => &["Excel", "xlsx", "csv", "导入设备"],
            Self::Light | Self::Dark | Self::SystemTheme => &["主题", "颜色", "theme"],
            Self::Chinese | Self::English => &["语言", "language", "中文", "英文"],
            Self::Larger | Self::Smaller => &["字号", "字体", "font", "缩放"],
            Self::Settings => &["选项", "首选项", "偏好", "preferences", "options"],
            Self::Keys => &["键盘", "帮助", "help", "shortcut"],
            Self::Tour => &["帮助", "教程", "入门", "help"],
            Self::History => &["备份", "修改记录", "恢复"],
            _ => &[],
        }
    }

    /// The keys that do it.
    pub fn keys(self) -> &'static str {
        match self {
            Self::New => "Ctrl+N",
            Self::Open => "Ctrl+O",
            Self::Save => "Ctrl+S",
            Self::SaveAs => "Ctrl+Shift+S",
            Self::Undo => "Ctrl+Z",
            Self::Redo => "Ctrl+Y",
            Self::Settings => "Ctrl+,",
            Self::Keys => "F1",
            _ => "",
        }
    }

    /// Whether it can be done now.
    pub fn possible(self, wb: &Workbench) -> bool {
        let open = wb.document.as_ref();
        match self {
            Self::Save | Self::SaveAs | Self::Report | Self::History | Self::CloseAudit | Self::Import => {
                open.is_some()
            }
            Self::Undo => open.is_some_and(|d| d.undo_name().is_some()),
            Self::Redo => open.is_some_and(|d| d.redo_name().is_some()),
            Self::TakeOver => open.is_some_and(|d| d.read_only() && d.path().is_some()),
            Self::Light => wb.settings.theme != Theme::Light,
            Self::Dark => wb.settings.theme != Theme::Dark,
            Self::SystemTheme => wb.settings.theme != Theme::System,
            Self::Chinese => wb.lang() != Lang::Zh,
            Self::English => wb.lang() != Lang::En,
            _ => true,
        }
    }

    /// Does it.
    pub fn run(self, wb: &mut Workbench) {
        match self {
            Self::New => wb.new_audit(),
            Self::Open => wb.open_dialog(),
            // A field that is being typed in takes its value when it loses the focus, before the file is written.
            Self::Save => wb.after_typing(Later::Save),
            Self::SaveAs => wb.after_typing(Later::SaveAs),
            Self::Undo => wb.undo(),
            Self::Redo => wb.redo(),
            Self::Import => wb.page = Page::Import,
            Self::Report => wb.page = Page::Report,
            Self::History => wb.page = Page::History,
            Self::TakeOver => wb.take_over(),
            Self::CloseAudit => wb.close_audit(),
            Self::Light => wb.set(|s| s.theme = Theme::Light),
            Self::Dark => wb.set(|s| s.theme = Theme::Dark),
            Self::SystemTheme => wb.set(|s| s.theme = Theme::System),
            Self::Chinese => wb.set(|s| s.lang = Lang::Zh),
            Self::English => wb.set(|s| s.lang = Lang::En),
            Self::Larger => wb.set(|s| s.text_size = Settings::size(s.text_size + 1.0)),
            Self::Smaller => wb.set(|s| s.text_size = Settings::size(s.text_size - 1.0)),
            Self::Settings => wb.show_settings(),
            Self::Messages => wb.shell.messages.open = true,
            Self::Keys => wb.shell.keys = true,
            Self::Tour => wb.shell.tour.begin(),
        }
    }
}
