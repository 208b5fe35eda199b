//! The start page: new, open, recent files, what was left unsaved, samples.

use std::path::PathBuf;

use eframe::egui::{self, RichText};

use super::super::samples::{Sample, samples};
use super::super::theme::{self, Tone};
use super::super::widgets::{self, badge, shorten};
use super::super::workbench::Workbench;
use super::Page;
use crate::clock::local_time;
use crate::store::{self, Recovery};

/// The page's state: what the disk holds, looked up once, not every frame.
pub struct Start {
    recent: Vec<(PathBuf, bool)>,
    left: Vec<Recovery>,
    samples: Vec<Sample>,
    known: Vec<PathBuf>,
}

impl Start {
    /// Looks at recent files and working copies.
    pub fn new(wb: &Workbench) -> Self {
        let mut page = Self { recent: Vec::new(), left: Vec::new(), samples: samples(), known: Vec::new() };
        page.look(wb);
        page
    }

    fn look(&mut self, wb: &Workbench) {
        self.known = wb.settings.recent.clone();
        self.recent = self.known.iter().map(|p| (p.clone(), p.exists())).collect();
        self.left = store::recoverable(&wb.data);
    }

    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        if self.known != wb.settings.recent {
            self.look(wb);
        }
        let lang = wb.lang();
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let width = ui.available_width().min(1120.0);
            let margin = ((ui.available_width() - width) / 2.0).max(0.0);
            ui.horizontal_top(|ui| {
                ui.add_space(margin);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.add_space(16.0);
                    ui.label(theme::title(lang.pick("节能诊断工作台", "Energy audit workbench")));
                    ui.label(theme::weak(
                        ui,
                        lang.pick(
                            "台账导入 → 对标国家标准与淘汰目录 → 改造方案与经济性 → 诊断报告，全程离线",
                            "Ledger in → judged against national data → retrofit and economics → report, all offline",
                        ),
                    ));
                    ui.add_space(8.0);
                    damaged(ui, wb);
                    self.unfinished(ui, wb);
                    let columns = if width < theme::TWO_COLUMNS { 1 } else { 2 };
                    ui.columns(columns, |columns| {
                        let last = columns.len() - 1;
                        self.begin(&mut columns[0], wb);
                        self.recent(&mut columns[0], wb);
                        steps(&mut columns[0], wb);
                        self.samples(&mut columns[last], wb);
                    });
                });
            });
        });
    }

    fn begin(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        widgets::card(ui, lang.pick("开始", "Begin"), |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            ui.horizontal(|ui| {
                if widgets::primary(ui, true, lang.pick("新建审计", "New audit")).clicked() {
                    wb.new_audit();
                }
                if ui.button(lang.pick("打开审计…", "Open audit…")).clicked() {
                    wb.open_dialog();
                }
            });
            let text = lang.pick(
                "也可以把 .audit 文件或 Excel、CSV 台账拖到窗口里",
                "Or drop an .audit or a ledger on the window",
            );
            ui.add(egui::Label::new(theme::small(ui, text)).wrap());
        });
    }

    fn samples(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let mut chosen = None;
        widgets::card(ui, lang.pick("示例审计", "Sample audits"), |ui| {
            for sample in &self.samples {
                let (name, about) = (lang.pick(sample.zh, sample.en), lang.pick(sample.about_zh, sample.about_en));
                if choice(ui, name, about) {
                    chosen = Some(sample.audit(&wb.data));
                }
            }
        });
        match chosen {
            Some(Ok(audit)) => wb.untitled(audit, Page::Overview),
            Some(Err(e)) => wb.say(Tone::Bad, format!("示例不能打开：{e}")),
            None => {}
        }
    }

    fn recent(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let mut open = None;
        let mut forget = None;
        widgets::card(ui, lang.pick("最近的文件", "Recent files"), |ui| {
            if self.recent.is_empty() {
                ui.label(theme::weak(ui, lang.pick("还没有打开过文件", "None yet")));
            }
            for (path, there) in &self.recent {
                ui.horizontal(|ui| {
                    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    let button = egui::Button::new(shorten(&name, 22)).frame(false);
                    if ui.add_enabled(*there, button).on_hover_text(path.display().to_string()).clicked() {
                        open = Some(path.clone());
                    }
                    if *there {
                        let folder = path.parent().map_or_else(String::new, |p| p.display().to_string());
                        ui.add(egui::Label::new(theme::small(ui, folder)).truncate());
                    } else {
                        ui.label(theme::small(ui, lang.pick("文件不在原处", "missing")));
                        // Looked up when asked for only.
                        ui.menu_button(lang.pick("备份", "Backups"), |ui| {
                            let kept = store::backups(path, &wb.data);
                            if kept.is_empty() {
                                ui.label(lang.pick("没有备份", "None"));
                            }
                            for backup in kept {
                                if ui.button(local_time(&backup.made.to_string())).clicked() {
                                    open = Some(backup.path);
                                    ui.close();
                                }
                            }
                        });
                        if ui.button(lang.pick("移除", "Forget")).clicked() {
                            forget = Some(path.clone());
                        }
                    }
                });
            }
        });
        if let Some(path) = forget {
            wb.settings.recent.retain(|p| *p != path);
            wb.store_settings();
        }
        if let Some(path) = open {
            wb.open(&path);
        }
    }

    fn unfinished(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        if self.left.is_empty() {
            return;
        }
        let lang = wb.lang();
        let mut recover = None;
        let mut discard = None;
        let mut repair = None;
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                badge::status(ui, Tone::Warn, "▲", lang.pick("未完成", "Unfinished"));
                ui.label(theme::bold(lang.pick("上次没有保存到文件的修改", "Edits not yet saved to a file")));
            });
            for (at, left) in self.left.iter().enumerate() {
                ui.horizontal(|ui| {
                    let name =
                        left.enterprise.clone().unwrap_or_else(|| lang.pick("未命名审计", "Untitled audit").to_owned());
                    ui.label(shorten(&name, 24));
                    let edited = left.edited.as_deref().map_or_else(String::new, local_time);
                    let mut about = format!("{} {} · {edited}", left.devices, lang.pick("行设备", "devices"));
                    if let Some(target) = &left.target {
                        about.push_str(&format!(" · {}", target.display()));
                    }
                    if left.target_changed {
                        about.push_str(lang.pick(" · 原文件已另有改动", " · the file was changed meanwhile"));
                    }
                    if let Some(problem) = &left.problem {
                        about = lang.said(problem).into_owned();
                    }
                    ui.label(theme::small(ui, shorten(&about, 80))).on_hover_text(about);
                    if left.problem.is_none() && ui.button(lang.pick("恢复", "Recover")).clicked() {
                        recover = Some(left.clone());
                    }
                    if left.problem.is_some()
                        && ui.button(lang.pick("另存能读出的内容…", "Save what can be read…")).clicked()
                    {
                        repair = Some(left.working_copy.clone());
                    }
                    if ui.button(lang.pick("丢弃", "Discard")).clicked() {
                        discard = Some(at);
                    }
                });
            }
        });
        if let Some(at) = discard {
            let left = self.left.remove(at);
            if let Err(e) = left.discard() {
                wb.say(Tone::Bad, e.to_string());
            }
        }
        if let Some(left) = recover {
            wb.recover(&left);
        }
        if let Some(damaged) = repair {
            wb.repair(&damaged);
        }
    }
}

/// A file that could not be opened, and what can be done about it.
fn damaged(ui: &mut egui::Ui, wb: &mut Workbench) {
    let Some((path, detail)) = wb.damaged.clone() else { return };
    let lang = wb.lang();
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            badge::status(ui, Tone::Bad, "▲", lang.pick("已损坏", "Damaged"));
            ui.add(egui::Label::new(theme::bold(path.display().to_string())).truncate());
        });
        ui.add(egui::Label::new(theme::small(ui, lang.said(&detail))).wrap());
        ui.horizontal(|ui| {
            if ui.button(lang.pick("另存能读出的内容…", "Save what can be read…")).clicked() {
                wb.repair(&path);
            }
            for backup in store::backups(&path, &wb.data).into_iter().take(3) {
                let when = local_time(&backup.made.to_string());
                if ui.button(format!("{} {when}", lang.pick("打开备份", "Open backup"))).clicked() {
                    wb.open_backup(&backup.path);
                }
            }
            if ui.button(lang.pick("不处理", "Leave it")).clicked() {
                wb.damaged = None;
            }
        });
    });
}

/// Something to be opened: its name, and on a line below what it is. `true` if it was pressed.
fn choice(ui: &mut egui::Ui, name: &str, about: &str) -> bool {
    let p = theme::palette(ui);
    let format = |style: egui::TextStyle, color| egui::TextFormat::simple(style.resolve(ui.style()), color);
    let mut job = egui::text::LayoutJob::default();
    job.append(name, 0.0, format(egui::TextStyle::Body, p.accent));
    job.append(&format!("\n{about}"), 0.0, format(egui::TextStyle::Small, p.weak));
    let button = egui::Button::new(job)
        .wrap()
        .right_text("")
        .frame_when_inactive(false)
        .min_size(egui::vec2(ui.available_width(), 0.0));
    let response = ui.add(button);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    response.clicked()
}

/// What the program does, in four lines.
fn steps(ui: &mut egui::Ui, wb: &Workbench) {
    let lang = wb.lang();
    let steps = [
        (
            "①",
            lang.pick("导入台账", "Import"),
            lang.pick(
                "Excel、CSV，表头自动识别，疑问逐格列出",
                "Excel or CSV; headers are recognised, doubts listed cell by cell",
            ),
        ),
        (
            "②",
            lang.pick("筛查", "Screen"),
            lang.pick("淘汰目录与能效标准，逐台给出依据", "Catalogues and standards, with evidence for each device"),
        ),
        (
            "③",
            lang.pick("改造", "Retrofit"),
            lang.pick("节能量、投资、回收期与计算过程", "Savings, investment and payback, with the calculation"),
        ),
        (
            "④",
            lang.pick("报告", "Report"),
            lang.pick("预览并导出 PDF 诊断报告", "Preview and export the report as PDF"),
        ),
    ];
    widgets::card(ui, lang.pick("怎样做一次诊断", "How an audit goes"), |ui| {
        let accent = theme::palette(ui).accent;
        ui.spacing_mut().interact_size.y = 22.0;
        egui::Grid::new("steps").num_columns(3).min_col_width(0.0).spacing([8.0, theme::TIGHT]).show(ui, |ui| {
            for (number, name, about) in steps {
                ui.label(RichText::new(number).color(accent));
                ui.label(theme::bold(name));
                ui.add(egui::Label::new(theme::small(ui, about)).truncate()).on_hover_text(about);
                ui.end_row();
            }
        });
    });
}
