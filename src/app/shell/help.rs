//! Help: the menu, the page of keys, and which program this is.

use eframe::egui::{self, Button, Grid, Modal, RichText};

use super::command::Command;
use super::palette::Palette;
use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::workbench::Workbench;

/// A heading and the keys below it, each with what it does.
pub type Keys = (&'static str, &'static str, &'static [(&'static str, &'static str, &'static str)]);

/// The keys, by where they work.
pub const KEYS: [Keys; 5] = [
    (
        "随处可用",
        "Everywhere",
        &[
            ("Ctrl+K", "搜索设备、页面、命令、标准", "Search devices, pages, commands, standards"),
            ("Ctrl+S", "立即写入文件", "Write the file at once"),
            ("Ctrl+Shift+S", "另存为", "Save as"),
            ("Ctrl+Z / Ctrl+Y", "撤销 / 重做(Ctrl+Shift+Z 也是重做)", "Undo / redo (also Ctrl+Shift+Z)"),
            ("Ctrl+N / Ctrl+O", "新建 / 打开审计", "New / open audit"),
            ("Ctrl++ / Ctrl+− / Ctrl+0", "放大 / 缩小 / 还原界面", "Zoom in / out / reset"),
            ("Ctrl+,", "设置", "Settings"),
            ("Tab / Space", "到下一个控件、按空格按下它", "To the next control; press it with Space"),
            ("F1", "本页", "This page"),
        ],
    ),
    (
        "表格",
        "Tables",
        &[
            ("← → ↑ ↓", "移动一格，按住 Shift 扩大选区", "Move; with Shift extend the selection"),
            ("Ctrl+← → ↑ ↓", "到连续内容的边上", "To the edge of what is filled in"),
            (
                "Home / End / Ctrl+Home / Ctrl+End",
                "到行首、行尾、表首、表尾",
                "To the ends of the row and of the table",
            ),
            ("PageUp / PageDown", "上下一屏；加 Alt 左右一屏", "One screen up or down; with Alt left or right"),
            (
                "Enter / Shift+Enter",
                "下移 / 上移；一串 Tab 之后回到开始的列",
                "Down / up; after Tabs back to their column",
            ),
            ("Tab / Shift+Tab", "右移 / 左移一格；有选区时在其中轮转", "Right / left; within a selection round in it"),
            ("F2", "编辑本格；输入中改由方向键在格内移动", "Edit the cell; while typing, arrows move within it"),
            (
                "A … Z, 0 … 9",
                "直接打字代替本格内容，方向键或 Enter 采用",
                "Typing replaces the cell; arrows or Enter take it",
            ),
            (
                "输入时",
                "补全本列已有的内容和选项，拼音首字母也行；Backspace 不要",
                "Completed from the column and the options; Backspace refuses it",
            ),
            ("Esc", "放弃正在输入的内容；取消选区", "Give up what is being typed, or the selection"),
            ("Delete", "清除选中的格；选中整行时删除设备", "Clear cells; with whole rows remove devices"),
            (
                "Ctrl+D / Ctrl+R",
                "向下 / 向右填充；单格取上方、左方的值",
                "Fill down / right; one cell from above, from the left",
            ),
            ("Ctrl+Enter", "把输入的内容填入选中的各格", "Enter what is typed into all selected cells"),
            (
                "拖动选区右下角",
                "填充：编号依次递增，其余照样重复；按住 Ctrl 只复制，双击填到底",
                "Fill: tags count on, all else repeats; Ctrl copies, two clicks fill down",
            ),
            (
                "拖动选区边框",
                "移动到别处，按住 Ctrl 是复制；Esc 作罢",
                "Move the cells, with Ctrl copy them; Esc gives up",
            ),
            (
                "Ctrl+点击、Ctrl+拖动",
                "再选一处或去掉一格；复制、清除、填充、合计都算各处",
                "Select another place too, or take a cell out again",
            ),
            (
                "Alt+↓",
                "列出本格的选项或该列已填的值，没有时打开该列的菜单",
                "Options of the cell or values of its column, else the column's menu",
            ),
            (
                "Ctrl+C / Ctrl+X / Ctrl+V",
                "与 Excel、WPS 互相复制粘贴；清单也可复制",
                "Copy and paste with Excel and WPS; lists too",
            ),
            (
                "Ctrl+Shift+V / Ctrl+Alt+V",
                "选择性粘贴：转置、只填空格、与原来的数加减乘除",
                "Paste special: transpose, only empty cells, add or multiply",
            ),
            ("F4", "重复上一个操作", "Do the last thing again"),
            ("Ctrl+; / Ctrl+'", "输入今天的日期 / 上方一格的内容", "Enter today's date / what stands above"),
            ("Ctrl+Shift+L", "打开本列的筛选菜单", "Open the menu of the column"),
            ("Shift+Space / Ctrl+Space", "选中整行 / 整列", "Select whole rows / columns"),
            ("Shift+F10", "本格的菜单：插入、复制、删除行等", "Menu of the cell: insert, duplicate, remove rows"),
            ("Ctrl+PageUp / PageDown", "前一个 / 后一个标签", "Previous / next tab"),
            ("Ctrl+A", "全选", "Select all"),
            ("Ctrl+F / Ctrl+H", "查找 / 替换", "Find / replace"),
            ("F6 / Shift+F6", "离开表格，到下一个 / 上一个控件", "Out of the table to the next / previous control"),
        ],
    ),
    (
        "表单",
        "Forms",
        &[
            ("Tab / Shift+Tab", "下一项 / 上一项", "Next / previous field"),
            ("Enter", "采用输入的值", "Take the value"),
            ("Esc", "恢复原值", "Back to the old value"),
        ],
    ),
    (
        "搜索框",
        "Search box",
        &[
            ("↑ ↓ PageUp PageDown", "选择", "Choose"),
            ("Enter", "打开所选", "Open the chosen one"),
            ("Esc", "关闭", "Close"),
        ],
    ),
    ("报告预览", "Report preview", &[("PageUp / PageDown", "上一页 / 下一页", "Previous / next page")]),
];

/// The 帮助 menu.
pub fn menu(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    ui.menu_button(lang.pick("帮助", "Help"), |ui| {
        ui.set_min_width(180.0);
        for command in [Command::Keys, Command::Tour, Command::Messages] {
            let (zh, en) = command.names();
            let button = Button::new(lang.pick(zh, en));
            let button = if command.keys().is_empty() { button } else { button.shortcut_text(command.keys()) };
            let response = ui.add(button);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, lang.pick(zh, en)));
            if response.clicked() {
                command.run(wb);
                ui.close();
            }
        }
        ui.separator();
        if ui.button(lang.pick("关于本程序", "About")).clicked() {
            wb.shell.about = true;
            ui.close();
        }
    });
}

/// The button that opens the search.
pub fn search_button(ui: &mut egui::Ui, wb: &mut Workbench) {
    let name = wb.tr("搜索", "Search");
    let help = wb.tr("设备、页面、命令、标准：中文、拼音首字母、型号的一段都行", "Devices, pages, commands, standards");
    let response = ui.add(Button::new(name).shortcut_text("Ctrl+K")).on_hover_text(help);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    if response.clicked() {
        Palette::show_box(wb);
    }
}

/// Width from which the keys stand in two columns, and what the first of them takes.
const KEYS_IN_TWO: f32 = 1180.0;
const FIRST_COLUMN: f32 = 490.0;
/// Width of the keys, beside what they do: alike in all groups of a column.
const KEYS_WIDTH: [f32; 2] = [170.0, 236.0];

/// The page of keys.
pub fn keys(ctx: &egui::Context, wb: &mut Workbench) {
    if !wb.shell.keys {
        return;
    }
    let lang = wb.lang();
    let close = dialog(ctx, "keys", 1240.0, lang, |ui| {
        ui.label(theme::title(lang.pick("快捷键", "Keyboard shortcuts")));
        let height = (ui.ctx().content_rect().height() - 200.0).max(160.0);
        egui::ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().interact_size.y = 20.0;
            let width = ui.available_width();
            if width < KEYS_IN_TWO {
                KEYS.iter().for_each(|part| key_table(ui, lang, part, KEYS_WIDTH[1]));
                return;
            }
            // The longest group, that of tables, has a column of its own.
            ui.horizontal_top(|ui| {
                for (column, room) in [FIRST_COLUMN, width - FIRST_COLUMN - 8.0].into_iter().enumerate() {
                    ui.vertical(|ui| {
                        ui.set_width(room);
                        for (_, part) in KEYS.iter().enumerate().filter(|(place, _)| usize::from(*place == 1) == column)
                        {
                            key_table(ui, lang, part, KEYS_WIDTH[column]);
                        }
                    });
                }
            });
        });
    });
    if close {
        wb.shell.keys = false;
    }
}

fn key_table(ui: &mut egui::Ui, lang: Lang, &(zh, en, keys): &Keys, keys_width: f32) {
    ui.label(theme::bold(lang.pick(zh, en)));
    let about = (ui.available_width() - keys_width - 12.0).max(120.0);
    Grid::new(en).num_columns(2).spacing([12.0, 4.0]).show(ui, |ui| {
        for (key, zh, en) in keys {
            ui.scope(|ui| {
                ui.set_width(keys_width);
                ui.label(RichText::new(lang.said(key)).color(theme::palette(ui).accent));
            });
            // Wraps where it has not the room: a line that is wider than the window would push the dialog out of it.
            ui.scope(|ui| {
                ui.set_max_width(about);
                ui.add(egui::Label::new(lang.pick(zh, en)).wrap());
            });
            ui.end_row();
        }
    });
    ui.add_space(8.0);
}

/// Which program this is and where it keeps things.
pub fn about(ctx: &egui::Context, wb: &mut Workbench) {
    if !wb.shell.about {
        return;
    }
    let lang = wb.lang();
    let folders = [
        (lang.pick("暂存副本和备份", "Working copies and backups"), wb.data.path().display().to_string()),
        (lang.pick("设置", "Settings"), crate::app::settings::folder(&wb.data).display().to_string()),
    ];
    let close = dialog(ctx, "about", 560.0, lang, |ui| {
        ui.label(theme::title(lang.pick("节能诊断工作台", "Energy audit workbench")));
        ui.label(format!("{} {}", lang.pick("版本", "Version"), env!("CARGO_PKG_VERSION")));
        let text = lang.pick(
            "离线程序：不联网，数据只在本机。国家数据的版次、来源和核对状态见“标准库”；没有一张表逐格对照过原文，正式结论前应核对原文。",
            "Works offline; data stays on this machine. Editions, sources and review state of the national data are on the page of standards; check the official texts before formal conclusions.",
        );
        ui.add(egui::Label::new(text).wrap());
        for (name, folder) in &folders {
            ui.label(theme::small(ui, *name));
            ui.add(egui::Label::new(folder).wrap().selectable(true));
        }
        let text = lang.pick(
            "代码 MIT 或 Apache-2.0；内嵌字体 Audit Sans SC 依 SIL OFL 1.1",
            "Code MIT or Apache-2.0; embedded font Audit Sans SC under SIL OFL 1.1",
        );
        ui.add(egui::Label::new(theme::small(ui, text)).wrap());
    });
    if close {
        wb.shell.about = false;
    }
}

/// A dialog in the middle with a button that closes it; `true` once it is to be closed.
fn dialog(ctx: &egui::Context, id: &str, width: f32, lang: Lang, add: impl FnOnce(&mut egui::Ui)) -> bool {
    let width = width.min(ctx.content_rect().width() - 80.0);
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20);
    let shown = Modal::new(egui::Id::unique(("dialog", id))).frame(frame).show(ctx, |ui| {
        ui.set_width(width);
        add(ui);
        ui.add_space(8.0);
        ui.button(lang.pick("关闭", "Close")).clicked()
    });
    shown.inner || shown.should_close()
}
