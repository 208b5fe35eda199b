//! 设置: looks, who works here, what new audits begin with, backups.

use std::path::{Path, PathBuf};

use eframe::egui::{self, DragValue, TextEdit};

use super::Page;
use crate::app::dialogs::FileKind;
use crate::app::lang::Lang;
use crate::app::settings::{self, NewAudit, Settings, Theme};
use crate::app::theme::{self, Tone};
use crate::app::widgets::field::{self, Buffers, Line};
use crate::app::widgets::parse;
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
        ui.horizontal(|ui| {
            if ui.button(lang.pick("← 返回", "← Back")).clicked() {
                wb.page = wb.shell.back.take().unwrap_or(Page::Start);
            }
            ui.label(theme::title(lang.pick("设置", "Settings")));
        });
        let folder = settings::folder(&wb.data);
        let kept = lang.pick("改动立即生效，保存在", "Changes apply at once and are kept in");
        ui.add(egui::Label::new(theme::weak(ui, format!("{kept} {}", folder.display()))).truncate());
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let columns = if ui.available_width() > 860.0 { 2 } else { 1 };
            ui.columns(columns, |columns| {
                let last = columns.len() - 1;
                section(&mut columns[0], lang.pick("显示", "Looks"), |ui| looks(ui, wb));
                section(&mut columns[0], lang.pick("操作者与备份", "Who and backups"), |ui| {
                    backup_settings(ui, wb)
                });
                section(
                    &mut columns[0],
                    lang.pick("新审计加入的自备数据表", "Own tables of new audits"),
                    |ui| {
                        self.own_tables(ui, wb);
                    },
                );
                section(&mut columns[last], lang.pick("新审计预先填好", "Filled in for new audits"), |ui| {
                    self.beginning(ui, wb);
                });
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
        let enterprise = Enterprise::defs().iter().filter(|d| NewAudit::FIELDS.contains(&d.key));
        ui.push_id("enterprise", |ui| self.lines(ui, lang, enterprise, &mut changed.enterprise));
        ui.push_id("prices", |ui| self.lines(ui, lang, Prices::defs().iter(), &mut changed.prices));
        wb.set(|s| s.new_audit = changed);
    }

    fn lines(
        &mut self,
        ui: &mut egui::Ui,
        lang: Lang,
        defs: impl Iterator<Item = &'static FieldDef>,
        record: &mut dyn Record,
    ) {
        for def in defs {
            let line =
                Line { def, current: record.get(def.key), default: None, missing: false, origin: false, label: 152.0 };
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

fn section(ui: &mut egui::Ui, title: &str, add: impl FnOnce(&mut egui::Ui)) {
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(theme::bold(title));
        add(ui);
    });
    ui.add_space(4.0);
}

fn looks(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    let before = wb.settings.clone();
    let s = &mut wb.settings;
    let row = |ui: &mut egui::Ui, name: &str, add: &mut dyn FnMut(&mut egui::Ui)| {
        ui.horizontal_wrapped(|ui| {
            ui.allocate_ui(egui::vec2(90.0, 24.0), |ui| {
                ui.set_min_width(90.0);
                ui.label(theme::weak(ui, name));
            });
            add(ui);
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
    ui.horizontal(|ui| {
        let label = ui.label(lang.pick("操作者姓名", "Your name"));
        ui.add(TextEdit::singleline(&mut wb.settings.author).desired_width(140.0)).labelled_by(label.id);
        ui.label(theme::small(ui, lang.pick("记入修改记录，可不填", "for the change log; may stay empty")));
    });
    let b = &mut wb.settings.backups;
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(lang.pick("每个文件保留备份", "Backups of a file"));
        ui.add(count(&mut b.keep).range(0..=100)).labelled_by(label.id);
        let label = ui.label(lang.pick("份，最长(天)", "at most, days"));
        ui.add(count(&mut b.days).range(1..=3650)).labelled_by(label.id);
        let label = ui.label(lang.pick("，间隔(分钟)", ", minutes apart"));
        ui.add(count(&mut b.minutes_apart).range(0..=1440)).labelled_by(label.id);
    });
    if before != wb.settings {
        wb.store_settings();
        let settings = wb.settings.clone();
        if let Some(document) = &mut wb.document {
            settings.apply_to(document);
        }
    }
}

/// A number that takes full-width digits and arithmetic, as everywhere.
fn count<N: egui::emath::Numeric>(value: &mut N) -> DragValue<'_> {
    DragValue::new(value).custom_parser(parse::number)
}
