//! The keyboard in the table, as in Excel.

use eframe::egui::{self, Key, Modifiers};

use super::table::TableState;
use crate::app::theme;
use crate::app::workbench::Workbench;
use crate::audit::{FieldDef, KindCode};

impl TableState {
    /// Keys while a cell (not an editor) has the focus. `true` if the selection moved.
    pub(super) fn keyboard(
        &mut self,
        ui: &egui::Ui,
        id: egui::Id,
        wb: &mut Workbench,
        kind: KindCode,
        columns: &[&'static FieldDef],
        count: usize,
    ) -> bool {
        if self.editing.is_some() || count == 0 || columns.is_empty() || !ui.memory(|m| m.has_focus(id)) {
            return false;
        }
        let page = (ui.available_height() / theme::ROW).max(2.0) as usize - 1;
        let last = (count - 1, columns.len() - 1);
        let events = ui.input(|i| i.events.clone());
        let before = (self.cursor, self.anchor);
        for event in events {
            match event {
                egui::Event::Key { key, pressed: true, modifiers, .. } => {
                    self.key(wb, columns, key, modifiers, last, page);
                }
                egui::Event::Copy => self.copy(wb, columns),
                egui::Event::Cut => {
                    self.copy(wb, columns);
                    self.clear_cells(wb, columns);
                }
                egui::Event::Paste(text) => self.paste(wb, kind, columns, &text),
                egui::Event::Text(text) if self.editing.is_none() && !text.trim().is_empty() => {
                    self.start(wb, columns, Some(text));
                }
                // An input method begins in the cell, as in Excel: the editor takes the rest of the composition.
                egui::Event::Ime(egui::ImeEvent::Preedit { text, .. })
                    if self.editing.is_none() && !text.is_empty() =>
                {
                    self.start(wb, columns, Some(String::new()));
                }
                egui::Event::Ime(egui::ImeEvent::Commit(text)) if self.editing.is_none() && !text.is_empty() => {
                    self.start(wb, columns, Some(text));
                }
                _ => {}
            }
        }
        if before != (self.cursor, self.anchor) {
            self.follow = true;
            return true;
        }
        false
    }

    fn key(
        &mut self,
        wb: &mut Workbench,
        columns: &[&'static FieldDef],
        key: Key,
        modifiers: Modifiers,
        last: (usize, usize),
        page: usize,
    ) {
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
            Key::Enter | Key::F2 => return self.start(wb, columns, None),
            Key::Delete | Key::Backspace => return self.clear(wb, columns),
            Key::A if far => {
                self.anchor = (0, 0);
                self.cursor = last;
                self.whole_rows = false;
                return;
            }
            Key::Space if modifiers.shift => {
                self.whole_rows = true;
                return self.forget_seen();
            }
            Key::D if far => return self.fill(wb, columns, false),
            Key::R if far => return self.fill(wb, columns, true),
            Key::F if far => return self.find.open(false),
            Key::H if far => return self.find.open(true),
            Key::Escape => {
                self.extra.clear();
                self.anchor = self.cursor;
                self.whole_rows = false;
                return;
            }
            _ => return,
        }
        self.cursor = (r.min(last.0), c.min(last.1));
        if !modifiers.shift || key == Key::Tab {
            self.anchor = self.cursor;
            self.whole_rows = false;
            self.extra.clear();
        }
    }
}
