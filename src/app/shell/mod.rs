//! What is at hand on every page: the search, the list of messages, help, and what is asked when the window closes.

pub mod closing;
pub mod command;
pub mod focus;
pub mod help;
pub mod index;
pub mod messages;
pub mod palette;
pub mod tour;
pub(in crate::app) mod words;

use eframe::egui::{self, Key, Modifiers};

use self::command::Command;
use self::palette::Palette;
use super::crash;
use super::pages::Page;
use super::settings::Settings;
use super::theme::Tone;
use super::widgets::SumsOf;
use super::work::Work;
use super::workbench::Workbench;

/// A thing on the page of standards that another place asks it to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A table, by id.
    Table(String),
    /// A model string, looked up.
    Model(String),
}

/// The state of all of it.
#[derive(Default)]
pub struct Shell {
    /// Ctrl+K.
    pub palette: Palette,
    /// What the selected devices come to.
    pub selection: Work<SumsOf, String>,
    /// What was said.
    pub messages: messages::List,
    /// Whether the page of keys is shown.
    pub keys: bool,
    /// Whether it is said which program this is.
    pub about: bool,
    /// The first-use tour.
    pub tour: tour::Tour,
    /// What is asked before the window closes.
    pub closing: closing::Closing,
    /// What the page of standards is to show.
    pub wanted: Option<Wanted>,
    /// The page that the settings were opened from.
    pub back: Option<Page>,
}

/// Draws what lies over the page.
pub fn show(ctx: &egui::Context, wb: &mut Workbench) {
    tour::show(ctx, wb);
    messages::toasts(ctx, wb);
    messages::list(ctx, wb);
    help::keys(ctx, wb);
    help::about(ctx, wb);
    closing::ask(ctx, wb);
    Palette::show(ctx, wb);
    focus::ring(ctx);
}

/// Keys that work on every page.
pub fn shortcuts(ctx: &egui::Context, wb: &mut Workbench) {
    let pressed = |modifiers, key| ctx.input_mut(|i| i.consume_shortcut(&egui::KeyboardShortcut::new(modifiers, key)));
    if pressed(Modifiers::COMMAND, Key::K) {
        if wb.shell.palette.open {
            wb.shell.palette.open = false;
        } else {
            Palette::show_box(wb);
        }
    }
    if pressed(Modifiers::COMMAND, Key::Comma) {
        Command::Settings.run(wb);
    }
    if pressed(Modifiers::NONE, Key::F1) {
        wb.shell.keys = !wb.shell.keys;
    }
}

impl Workbench {
    /// A program that ended unexpectedly left a report; that is said once.
    pub(in crate::app) fn tell_last_end(&mut self) {
        let Some(report) = crash::untold(&self.data, &self.settings.told_report) else { return };
        let text = format!("上次程序意外结束，错误报告在 {}；没有写入文件的修改可在开始页恢复", report.display());
        self.say(Tone::Warn, text);
        let name = report.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.set(|s| s.told_report = name);
    }

    /// Remembers the settings.
    pub fn store_settings(&self) {
        self.settings.store(&self.data);
    }

    /// Changes the settings and remembers them.
    pub fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        let before = self.settings.clone();
        change(&mut self.settings);
        if before != self.settings {
            self.store_settings();
        }
    }

    /// Shows the settings; they lead back to the page that is shown now.
    pub fn show_settings(&mut self) {
        if self.page != Page::Settings {
            self.shell.back = Some(self.page);
        }
        self.page = Page::Settings;
    }
}
