//! The keyboard in a sheet, as in Excel.

use eframe::egui::{self, Key, Modifiers};

use super::{Sheet, View};
use crate::app::theme;
use crate::app::workbench::Workbench;

impl Sheet {
    /// Keys while a cell (not an editor) has the focus.
    pub(super) fn keyboard(&mut self, ui: &egui::Ui, id: egui::Id, wb: &mut Workbench, view: &View<'_>) {
        if self.editing.is_some() || view.columns.is_empty() || !ui.memory(|m| m.has_focus(id)) {
            return;
        }
        let page = (ui.available_height() / theme::ROW).max(2.0) as usize - 1;
        let before = (self.cursor, self.anchor);
        for event in ui.input(|i| i.events.clone()) {
            match event {
                egui::Event::Key { key, pressed: true, modifiers, .. } => self.key(wb, view, key, modifiers, page),
                egui::Event::Copy => self.copy(wb, view),
                egui::Event::Cut => {
                    self.copy(wb, view);
                    self.clear(wb, view);
                }
                egui::Event::Paste(text) => self.paste(wb, view, &text),
                egui::Event::Text(text) if self.editing.is_none() && !text.trim().is_empty() => {
                    self.start(wb, view, Some(text));
                }
                _ => {}
            }
        }
        self.follow |= before != (self.cursor, self.anchor);
    }

    fn key(&mut self, wb: &mut Workbench, view: &View<'_>, key: Key, modifiers: Modifiers, page: usize) {
        let last = (view.rows.len().saturating_sub(1), view.columns.len().saturating_sub(1));
        let (mut r, mut c) = self.cursor;
        let far = modifiers.command;
        match key {
            Key::ArrowUp => r = if far { 0 } else { r.saturating_sub(1) },
            Key::ArrowDown => r = if far { last.0 } else { r + 1 },
            Key::ArrowLeft => c = if far { 0 } else { c.saturating_sub(1) },
            Key::ArrowRight => c = if far { last.1 } else { c + 1 },
            Key::PageUp => r = r.saturating_sub(page),
            Key::PageDown => r += page,
            Key::Home => (r, c) = if far { (0, 0) } else { (r, 0) },
            Key::End => (r, c) = if far { last } else { (r, last.1) },
            Key::Tab if modifiers.shift => c = c.saturating_sub(1),
            Key::Tab => c += 1,
            Key::Enter | Key::F2 => return self.start(wb, view, None),
            Key::Delete | Key::Backspace => return self.clear(wb, view),
            Key::A if far => {
                self.anchor = (0, 0);
                self.cursor = last;
                return;
            }
            Key::D if far => return self.fill_down(wb, view),
            Key::Escape => {
                self.anchor = self.cursor;
                return;
            }
            _ => return,
        }
        self.cursor = (r.min(last.0), c.min(last.1));
        if !modifiers.shift || key == Key::Tab {
            self.anchor = self.cursor;
        }
    }
}
