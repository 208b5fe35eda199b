//! 设置: looks, who works here, what new audits begin with, backups.

use std::path::{Path, PathBuf};

use eframe::egui::{self, DragValue, TextEdit};

use super::Page;
use crate::app::dialogs::FileKind;
use crate::app::lang::Lang;
use crate::app::settings::{self, NewAudit, Settings, Theme};
use crate::app::theme::{self, Tone};
use crate::app::widgets::field::{self, Buffers, Line};
use crate::app::widgets::{self, parse};
use crate::app::workbench::Workbench;
use crate::audit::{Enterprise, FieldDef, Prices, Record};
use crate::exchange;

/// The page's state.
#[derive(Default)]
pub struct SettingsPage {
    buffers: Buffers,
    /// Own tables for new audits, looked up once: file, and what is read of it.
    tables: Option<Vec<(PathBuf, String)>>,
}

impl SettingsPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let kept = lang.pick("改动立即生效，保存在", "Changes apply at once and are kept in");
        let purpose = format!("{kept} {}", settings::folder(&wb.data).display());
        let back = lang.pick("返回", "Back");
        if widgets::head_of_side_page(ui, back, lang.pick("设置", "Settings"), &purpose) {
            wb.page = wb.shell.back.take().unwrap_or(Page::Start);
        }
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.columns(theme::columns(ui), |columns| {
                let (last, middle) = (columns.len() - 1, columns.len() / 2);
                let between = if columns.len() == 3 { middle } else { 0 };
                widgets::card(&mut columns[0], lang.pick("显示", "Looks"), |ui| looks(ui, wb));
                let title = lang.pick("操作者与备份", "Who and backups");
                widgets::card(&mut columns[between], title, |ui| backup_settings(ui, wb));
                let title = lang.pick("新审计加入的自备数据表", "Own tables of new audits");
                widgets::card(&mut columns[between], title, |ui| self.own_tables(ui, wb));
                let title = lang.pick("新审计预先填好", "Filled in for new audits");
                widgets::card(&mut columns[last], title, |ui| self.beginning(ui, wb));
            });
        });
    }

    /// Organisation, people and prices that new audits begin with.
    fn beginning(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let text = lang.pick(
            "只用于以后新建的审计，已有的不变。价格记为“估算”，到企业后按账单改。",
            "For audits made from now on. Prices count as estimates until replaced by the plant's bills.",
        );
        ui.add(egui::Label::new(theme::small(ui, text)).wrap());
        let mut changed = wb.settings.new_audit.clone();
        let enterprise: Vec<_> = Enterprise::defs().iter().filter(|d| NewAudit::FIELDS.contains(&d.key)).collect();
        let prices: Vec<_> = Prices::defs().iter().collect();
        let label = field::label_width(ui, lang, &[&enterprise[..], &prices].concat());
        ui.push_id("enterprise", |ui| self.lines(ui, lang, label, &enterprise, &mut changed.enterprise));
        ui.push_id("prices", |ui| self.lines(ui, lang, label, &prices, &mut changed.prices));
        wb.set(|s| s.new_audit = changed);
    }

    fn lines(
        &mut self,
        ui: &mut egui::Ui,
        lang: Lang,
        label: f32,
        defs: &[&'static FieldDef],
        record: &mut dyn Record,
    ) {
        for def in defs {
            let line = Line { def, current: record.get(def.key), default: None, missing: false, origin: false, label };
            if let Some(value) = field::line(ui, &mut self.buffers, lang, &line) {
                // The line has checked it.
                let _ = record.set(def.key, value);
            }
        }
    }

    fn own_tables(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let text = lang.pick(
            "省、企业的限值或更新版本的标准。空白表在“标准库”选一张内置表后导出；加入后，每个新审计都带上它。",
            "Limits of a province or a plant. Export an empty form from the page of standards.",
        );
        ui.add(egui::Label::new(theme::small(ui, text)).wrap());
        let tables = self.tables.get_or_insert_with(|| {
            let read = |path: &PathBuf| match exchange::read_own_table(path) {
                Ok(table) => format!("{} {}", table.standard, table.edition),
                Err(e) => e.to_string(),
            };
            settings::own_tables(&wb.data).into_iter().map(|p| (p.clone(), read(&p))).collect()
        });
        let mut gone = None;
        for (path, about) in tables.iter() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            ui.horizontal(|ui| {
                if ui.small_button(format!("{} {name}", lang.pick("去掉", "Remove"))).clicked() {
                    gone = Some(path.clone());
                }
                ui.add(egui::Label::new(theme::small(ui, about)).truncate());
            });
        }
        // In a row of its own: a column would stretch it.
        let add_one = ui.horizontal(|ui| ui.button(lang.pick("加入自备表…", "Add a table…")).clicked());
        if add_one.inner
            && let Some(path) = wb.dialogs.open(FileKind::Table)
        {
            self.tables = None;
            match add(&path, &settings::own_tables_folder(&wb.data)) {
                Ok(name) => wb.tell(
                    Tone::Good,
                    format!("以后新建的审计都带上自备数据表 {name}"),
                    format!("New audits come with the table {name}"),
                ),
                Err(e) => wb.say(Tone::Bad, e),
            }
        }
        if let Some(path) = gone {
            self.tables = None;
            if let Err(e) = std::fs::remove_file(&path) {
                wb.say(Tone::Bad, format!("{} 不能去掉：{e}", path.display()));
            }
        }
    }
}

/// Checks a table and copies it to the settings.
fn add(path: &Path, folder: &Path) -> Result<String, String> {
    let table = exchange::read_own_table(path).map_err(|e| e.to_string())?;
    std::fs::create_dir_all(folder).map_err(|e| format!("{} 不能建立：{e}", folder.display()))?;
    exchange::write_whole(&folder.join(&table.file), table.text.as_bytes()).map_err(|e| e.to_string())?;
    Ok(table.file)
}

fn looks(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    let before = wb.settings.clone();
    let s = &mut wb.settings;
    let row = |ui: &mut egui::Ui, name: &str, add: &mut dyn FnMut(&mut egui::Ui)| {
        ui.horizontal_top(|ui| {
            named(ui, name);
            // What has no room in the line goes on under its fellows, not under the name.
            ui.horizontal_wrapped(|ui| add(ui));
        });
    };
    row(ui, lang.pick("界面语言", "Language"), &mut |ui| {
        ui.selectable_value(&mut s.lang, Lang::Zh, "简体中文");
        ui.selectable_value(&mut s.lang, Lang::En, "English (captions)");
    });
    row(ui, lang.pick("颜色", "Colours"), &mut |ui| {
        ui.selectable_value(&mut s.theme, Theme::Light, lang.pick("浅色", "Light"));
        ui.selectable_value(&mut s.theme, Theme::Dark, lang.pick("深色", "Dark"));
        ui.selectable_value(&mut s.theme, Theme::System, lang.pick("跟随系统", "As the system"));
    });
    row(ui, lang.pick("文字大小", "Text size"), &mut |ui| {
        for (zh, en, size) in TEXT_SIZES {
            ui.selectable_value(&mut s.text_size, size, lang.pick(zh, en));
        }
    });
    row(ui, lang.pick("界面缩放", "Zoom"), &mut |ui| {
        for percent in [80_u16, 100, 125, 150, 175, 200] {
            let zoom = Settings::scale(f32::from(percent) / 100.0);
            ui.selectable_value(&mut s.zoom, zoom, format!("{percent} %"));
        }
    });
    ui.label(theme::small(ui, lang.pick("缩放也可按 Ctrl+加号、减号，Ctrl+0 还原", "Also Ctrl+plus, minus and 0")));
    if before != wb.settings {
        wb.store_settings();
    }
}

/// Sizes of text that are offered: name and points.
pub const TEXT_SIZES: [(&str, &str, f32); 4] =
    [("小", "S", 13.0), ("中", "M", 14.0), ("大", "L", 16.0), ("特大", "XL", 18.0)];

/// Who works here and how backups are kept; also on the page of history.
pub(in crate::app::pages) fn backup_settings(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    let before = wb.settings.clone();
    ui.horizontal_wrapped(|ui| {
        let label = named(ui, lang.pick("操作者姓名", "Your name"));
        ui.add(TextEdit::singleline(&mut wb.settings.author).desired_width(140.0)).labelled_by(label.id);
        ui.label(theme::small(ui, lang.pick("记入修改记录，可不填", "for the change log; may stay empty")));
    });
    let b = &mut wb.settings.backups;
    let mut row = |name: &str, unit: &str, value: DragValue<'_>| {
        ui.horizontal(|ui| {
            let label = named(ui, name);
            let size = egui::vec2(64.0, ui.spacing().interact_size.y);
            ui.add_sized(size, value).labelled_by(label.id);
            ui.label(theme::small(ui, unit));
        });
    };
    row(
        lang.pick("备份份数", "Backups kept"),
        lang.pick("份，每个文件", "of each file"),
        count(&mut b.keep).range(0..=100),
    );
    row(lang.pick("最长保留", "Kept at most"), lang.pick("天", "days"), count(&mut b.days).range(1..=3650));
    let apart = lang.pick("分钟，两次备份之间", "minutes between two");
    row(lang.pick("备份间隔", "At least"), apart, count(&mut b.minutes_apart).range(0..=1440));
    if before != wb.settings {
        wb.store_settings();
        let settings = wb.settings.clone();
        if let Some(document) = &mut wb.document {
            settings.apply_to(document);
        }
    }
}

/// The name of a setting, as wide as the others.
fn named(ui: &mut egui::Ui, name: &str) -> egui::Response {
    let size = egui::vec2(theme::LABEL, ui.spacing().interact_size.y);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let label = ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_width(theme::LABEL);
        ui.label(theme::weak(ui, name))
    });
    label.inner
}

/// A number that takes full-width digits and arithmetic, as everywhere.
fn count<N: egui::emath::Numeric>(value: &mut N) -> DragValue<'_> {
    DragValue::new(value).custom_parser(parse::number)
}
