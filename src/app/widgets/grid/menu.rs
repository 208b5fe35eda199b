//! The menu of the selected cells, opened by the other mouse button.

use eframe::egui::containers::menu::menu_style;
use eframe::egui::{self, Align, Button, Layout, Popup, PopupAnchor, PopupKind, SetOpenCommand, ViewportCommand};

use super::again::{self, Act};
use super::{At, Grid, block, special};

/// Takes a click of the other mouse button on a cell: outside the selection it selects the cell first.
pub fn clicked<G: Grid>(grid: &mut G, at: At, pointer: Option<egui::Pos2>) {
    let state = grid.state();
    if !state.selection.contains(at) {
        state.selection.click(at, false, false);
    }
    state.menu = pointer.unwrap_or_default();
    state.menu_asked = true;
    state.take_focus = true;
}

/// Opens the menu at the current cell, with the keyboard in it.
pub fn by_key<G: Grid>(grid: &mut G) {
    let state = grid.state();
    state.menu = state.cell.map(|cell| cell.left_bottom()).unwrap_or_default();
    state.menu_asked = true;
    state.menu_by_key = true;
}

/// The menu, while it is open.
pub fn show<G: Grid>(grid: &mut G, ui: &egui::Ui, id: egui::Id) {
    let id = id.with("cells menu");
    let at = PopupAnchor::Position(grid.state().menu);
    let asked = std::mem::take(&mut grid.state().menu_asked).then_some(SetOpenCommand::Bool(true));
    let lang = grid.wb().lang();
    let popup = Popup::new(id, ui.ctx().clone(), at, ui.layer_id()).kind(PopupKind::Menu).open_memory(asked);
    // As the menus that hang on a button.
    let popup = popup.layout(Layout::top_down_justified(Align::Min)).style(menu_style);
    popup.show(|ui| {
        ui.set_min_width(190.0);
        let mut focus = std::mem::take(&mut grid.state().menu_by_key);
        let mut item = |ui: &mut egui::Ui, text: &str, keys: &str| {
            let button = Button::new(text);
            let button = if keys.is_empty() { button } else { button.shortcut_text(keys) };
            let response = ui.add(button);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, text));
            if std::mem::take(&mut focus) {
                response.request_focus();
            }
            let clicked = response.clicked();
            if clicked {
                ui.close();
            }
            clicked
        };
        if item(ui, lang.pick("剪切", "Cut"), "Ctrl+X") {
            block::cut(grid);
        }
        if item(ui, lang.pick("复制", "Copy"), "Ctrl+C") {
            block::copy(grid, false);
        }
        if item(ui, lang.pick("连同列名复制", "Copy with headings"), "") {
            block::copy(grid, true);
        }
        if item(ui, lang.pick("粘贴", "Paste"), "Ctrl+V") {
            grid.state().take_focus = true;
            ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
        }
        if item(ui, lang.pick("选择性粘贴…", "Paste special…"), "Ctrl+Shift+V") {
            special::ask(grid);
        }
        ui.separator();
        if item(ui, lang.pick("清除内容", "Clear cells"), "Delete") {
            again::act(grid, Act::Clear);
        }
        if item(ui, lang.pick("向下填充", "Fill down"), "Ctrl+D") {
            again::act(grid, Act::Fill(false));
        }
        if item(ui, lang.pick("向右填充", "Fill right"), "Ctrl+R") {
            again::act(grid, Act::Fill(true));
        }
        ui.separator();
        if item(ui, lang.pick("在上方插入行", "Insert rows above"), "") {
            again::act(grid, Act::Insert(false));
        }
        if item(ui, lang.pick("在下方插入行", "Insert rows below"), "") {
            again::act(grid, Act::Insert(true));
        }
        if item(ui, lang.pick("复制所选行", "Duplicate rows"), "") {
            again::act(grid, Act::Duplicate);
        }
        if item(ui, lang.pick("删除所选行", "Remove rows"), "") {
            again::act(grid, Act::Remove);
        }
    });
    special::show(grid, ui.ctx());
}
