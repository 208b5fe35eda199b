//! 导入台账: choose a file, see how it was read, decide, and take it over as one step that can be undone.

mod columns;
mod complaints;
mod preview;

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{self, RichText};

use super::Page;
use crate::app::dialogs::FileKind;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::{self, badge, evidence, shorten};
use crate::app::work::{Given, Pace, Work, let_go};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, KindCode};
use crate::clock;
use crate::exchange::{self, FractionAnswer, Import, ImportCounts, ImportOptions, OnDuplicate, Remembered};

/// The page's state.
#[derive(Default)]
pub struct ImportPage {
    source: Option<Source>,
    answer: Option<FractionAnswer>,
    map: Vec<(String, String)>,
    /// Columns given to fields by hand with an earlier ledger of the enterprise.
    remembered: Vec<(String, String)>,
    preview: preview::Preview,
    on_duplicate: OnDuplicate,
    tab: Tab,
    job: Option<u64>,
    /// The devices of each kind, of which ledger.
    kinds: (u64, Vec<(KindCode, usize)>),
    plan: Work<Planned, (Edit, ImportCounts)>,
    /// Importing was asked for.
    wanted: bool,
}

/// Which ledger, which revision of the audit, what becomes of devices that it has.
type Planned = (u64, u64, OnDuplicate);

/// From this many rows on, a worker looks at them.
const LARGE: usize = 2_000;

/// How what is found about the rows is looked for.
fn pace(import: &Import) -> Pace {
    if import.rows.len() < LARGE { Pace::Glance } else { Pace::Quiet }
}

/// What is imported.
#[derive(Clone)]
enum Source {
    File(PathBuf),
    /// A block of cells with its header, from the clipboard.
    Pasted(Arc<str>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Columns,
    Preview,
    Complaints,
    Notes,
    LeftOut,
}

impl ImportPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        if let Some(path) = wb.to_import.take() {
            self.choose(wb, Source::File(path));
        }
        if let Some(text) = wb.to_paste.take() {
            self.choose(wb, Source::Pasted(text.into()));
        }
        let purpose = match &self.source {
            Some(Source::File(path)) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            Some(Source::Pasted(_)) => lang.pick("粘贴的内容", "pasted cells").to_owned(),
            None => {
                lang.pick("先看清怎样读、哪里有疑问，再一步导入", "See how it is read before it is taken in").to_owned()
            }
        };
        let title = lang.pick("导入台账", "Import ledger");
        if widgets::head_of_side_page(ui, lang.pick("设备", "Equipment"), title, &purpose) {
            self.leave(wb);
        }
        ui.horizontal(|ui| {
            let first = self.source.is_none();
            let choose = lang.pick("选择台账文件…", "Choose a ledger…");
            let clicked =
                if first { widgets::primary(ui, true, choose).clicked() } else { ui.button(choose).clicked() };
            if clicked && let Some(path) = wb.dialogs.open(FileKind::Ledger) {
                self.choose(wb, Source::File(path));
            }
            if ui.button(lang.pick("下载空白模板…", "Save an empty template…")).clicked() {
                template(wb);
            }
        });
        let Some(import) = wb.import.take() else {
            if self.source.is_none() {
                widgets::empty(
                    ui,
                    lang.pick("选择设备科提供的 Excel 或 CSV 台账", "Choose the plant's ledger"),
                    lang.pick(
                        "支持 .xlsx、.xls、.ods、.csv；表头、单位、合并单元格自动识别，读不懂的单元格逐格列出，不会猜测。",
                        "Headers and units are recognised; what can't be read is listed, never guessed.",
                    ),
                );
            } else if self.job.is_some_and(|job| !wb.jobs.is_running(job)) {
                let text = lang.pick("没有读完，请重新选择文件", "Not read; choose the file again");
                ui.label(theme::weak(ui, text));
            } else {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(theme::weak(ui, lang.pick("正在读取…", "Reading…")));
                });
            }
            return;
        };
        match import {
            Err(reason) => {
                theme::card(ui).show(ui, |ui| {
                    let color = ui.visuals().error_fg_color;
                    evidence::wrapped(ui, RichText::new(format!("✖ {reason}")).color(color));
                });
                wb.import = Some(Err(reason));
            }
            Ok(import) => {
                let taken = self.mapping(ui, wb, &import);
                if !taken && wb.import.is_none() {
                    wb.import = Some(Ok(import));
                } else {
                    let_go(import);
                }
            }
        }
    }

    fn choose(&mut self, wb: &mut Workbench, source: Source) {
        let remembered = wb.audit().map(|a| Remembered::load(wb.data.path()).of(&a.enterprise)).unwrap_or_default();
        // What was found of the ledger before may be as large as the ledger.
        let_go(std::mem::replace(self, Self { source: Some(source), remembered, ..Self::default() }));
        self.read(wb);
    }

    fn leave(&mut self, wb: &mut Workbench) {
        let_go((std::mem::take(self), wb.import.take()));
        wb.page = Page::Equipment;
    }

    /// Reads the file on a worker.
    fn read(&mut self, wb: &mut Workbench) {
        let Some(source) = self.source.clone() else { return };
        wb.import.take().into_iter().for_each(let_go);
        let mut options = ImportOptions::new(clock::today());
        options.fraction_is = self.answer;
        options.map = self.map.clone();
        options.remembered = self.remembered.clone();
        let title = wb.tr("读取台账", "Reading the ledger");
        wb.imports += 1;
        let (asked, ctx) = (wb.imports, wb.ctx.clone());
        let job = wb.jobs.start(&ctx, title, false, move |progress| {
            let import = match &source {
                Source::File(path) => exchange::read(path, &options, progress),
                Source::Pasted(text) => exchange::read_pasted(text, &options, progress),
            };
            let import = import.map_err(|e| e.to_string());
            Box::new(move |wb: &mut Workbench| {
                // Only the last file asked for counts.
                if wb.imports == asked {
                    wb.import = Some(import.map(Arc::new));
                }
            })
        });
        self.job = Some(job);
    }

    /// How the file was read, and what to do with it. `true` once it was taken over.
    fn mapping(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, import: &Arc<Import>) -> bool {
        let lang = wb.lang();
        self.plan(wb, import);
        self.count(wb, import);
        let mut again = false;
        let mut taken = false;
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                badge::status(
                    ui,
                    Tone::Good,
                    "✔",
                    &format!("{} {}", import.rows.len() + import.plant.len(), lang.pick("行可导入", "rows to import")),
                );
                for (kind, n) in &self.kinds.1 {
                    ui.label(theme::weak(ui, format!("{} {n}", lang.pick(kind.zh(), kind.en()))));
                }
                if !import.complaints.is_empty() {
                    let text = format!("{} {}", import.complaints.len(), lang.pick("处没有采用", "refused"));
                    badge::status(ui, Tone::Warn, "▲", &text);
                }
            });
            if import.fraction_cells > 0 || self.answer.is_some() {
                again |= self.fraction(ui, wb, import);
            }
            again |= self.earlier(ui, wb, import);
            self.duplicates(ui, wb);
            ui.horizontal(|ui| {
                let count = import.rows.len() + import.plant.len();
                let of =
                    if import.plant.is_empty() { lang.pick("行设备", "devices") } else { lang.pick("行", "rows") };
                let text = format!("{} {count} {of}", lang.pick("导入", "Import"));
                let any = !import.rows.is_empty() || !import.plant.is_empty();
                let clicked = widgets::primary(ui, any && !self.wanted, &text).clicked();
                ui.label(theme::small(ui, lang.pick("作为一步操作，可整体撤销", "One step, can be undone")));
                self.plan.waiting(ui, lang);
                // What a click asked for is done once it is known what it does.
                self.wanted |= clicked;
                if self.wanted && self.plan.found(&self.planned(wb)).is_some() {
                    self.wanted = false;
                    taken = self.take(wb, import);
                }
            });
        });
        if taken {
            return true;
        }
        ui.horizontal(|ui| {
            let count = |name: &str, n: usize| format!("{name}  {n}");
            ui.selectable_value(
                &mut self.tab,
                Tab::Columns,
                count(lang.pick("表与列", "Sheets and columns"), import.sheets.len()),
            );
            ui.selectable_value(&mut self.tab, Tab::Preview, count(lang.pick("预览", "Preview"), import.rows.len()));
            ui.selectable_value(
                &mut self.tab,
                Tab::Complaints,
                count(lang.pick("没有采用的单元格", "Refused cells"), import.complaints.len()),
            );
            ui.selectable_value(&mut self.tab, Tab::Notes, count(lang.pick("请核对", "To check"), import.notes.len()));
            ui.selectable_value(
                &mut self.tab,
                Tab::LeftOut,
                count(lang.pick("不是设备的行", "Rows that are no devices"), import.left_out.len()),
            );
        });
        match self.tab {
            Tab::Columns => again |= self.sheets(ui, wb, &import.sheets),
            Tab::Complaints => complaints::show(ui, wb, &import.complaints, "complaints"),
            Tab::Notes => complaints::show(ui, wb, &import.notes, "notes"),
            Tab::LeftOut => complaints::show(ui, wb, &import.left_out, "left out"),
            Tab::Preview => self.preview.show(ui, wb, import),
        }
        if again {
            self.read(wb);
            // Dropped, as it is being read anew.
            return true;
        }
        false
    }

    /// The question about 0.93 in a percent column. `true` if it was answered anew.
    fn fraction(&mut self, ui: &mut egui::Ui, wb: &Workbench, import: &Import) -> bool {
        let lang = wb.lang();
        let before = self.answer;
        let n = import.fraction_cells;
        let color = Tone::Warn.colors(ui.visuals().dark_mode).0;
        if n > 0 {
            let text = match lang {
                Lang::Zh => format!(
                    "▲ 百分数列中有 {n} 格小于等于 1(如效率 0.93)。是 93 % 还是 0.93 %？回答之前这些单元格不采用。"
                ),
                Lang::En => format!(
                    "▲ {n} cells of percentages are 1 or less (an efficiency of 0.93). Is that 93 % or 0.93 %? \
                     They are left out until you say."
                ),
            };
            evidence::wrapped(ui, RichText::new(text).color(color));
        }
        ui.horizontal(|ui| {
            ui.radio_value(
                &mut self.answer,
                Some(FractionAnswer::AsFraction),
                lang.pick("0.93 表示 93 %", "0.93 means 93 %"),
            );
            ui.radio_value(
                &mut self.answer,
                Some(FractionAnswer::Literal),
                lang.pick("0.93 就是 0.93 %", "0.93 means 0.93 %"),
            );
        });
        before != self.answer
    }

    /// What is taken over from an earlier ledger of the enterprise, and a way not to. `true` if it was given up.
    fn earlier(&mut self, ui: &mut egui::Ui, wb: &Workbench, import: &Import) -> bool {
        let lang = wb.lang();
        let columns = import.sheets.iter().flat_map(|s| &s.columns).filter(|c| c.remembered).count();
        if columns == 0 {
            return false;
        }
        let mut again = false;
        ui.horizontal_wrapped(|ui| {
            let text = match lang {
                Lang::Zh => format!("有 {columns} 列按上次为本企业指定的对应关系读取"),
                Lang::En => format!("{columns} columns read as given for this enterprise before"),
            };
            ui.label(theme::weak(ui, text));
            if ui.button(lang.pick("不采用", "Don't")).clicked() {
                self.remembered.clear();
                again = true;
            }
        });
        again
    }

    /// What the edit is worked out for.
    fn planned(&self, wb: &Workbench) -> Planned {
        (wb.imports, wb.revision(), self.on_duplicate)
    }

    /// Works out what importing would do.
    fn plan(&mut self, wb: &mut Workbench, import: &Arc<Import>) {
        let (planned, title) = (self.planned(wb), wb.tr("核对台账", "Comparing the ledger"));
        let on_duplicate = self.on_duplicate;
        self.plan.ask(wb, planned, pace(import), title, |_| {
            let import = Arc::clone(import);
            move |given: Given<'_>, _: &_| Ok(import.edit(given.audit, on_duplicate))
        });
    }

    /// Counts the devices of each kind, once for a ledger.
    fn count(&mut self, wb: &Workbench, import: &Import) {
        if self.kinds.0 == wb.imports {
            return;
        }
        let mut kinds = [0; KindCode::ALL.len()];
        for row in &import.rows {
            kinds[row.equipment.kind.code() as usize] += 1;
        }
        let some = KindCode::ALL.into_iter().zip(kinds).filter(|(_, n)| *n > 0);
        self.kinds = (wb.imports, some.collect());
    }

    fn duplicates(&mut self, ui: &mut egui::Ui, wb: &Workbench) {
        let lang = wb.lang();
        if wb.audit().is_none_or(|a| a.equipment.is_empty()) {
            return;
        }
        let counts = self.plan.known().map(|plan| plan.1);
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::weak(ui, lang.pick("编号已存在的设备", "Devices whose tag exists")));
            ui.radio_value(&mut self.on_duplicate, OnDuplicate::Skip, lang.pick("跳过", "skip"));
            ui.radio_value(&mut self.on_duplicate, OnDuplicate::Replace, lang.pick("用台账更新", "update"));
            ui.radio_value(&mut self.on_duplicate, OnDuplicate::Both, lang.pick("都保留", "keep both"));
            let Some(ImportCounts { added, replaced, skipped }) = counts else { return };
            let text = match lang {
                Lang::Zh => format!("新增 {added} · 更新 {replaced} · 跳过 {skipped}"),
                Lang::En => format!("new {added} · updated {replaced} · skipped {skipped}"),
            };
            ui.label(theme::small(ui, text));
        });
    }

    fn take(&mut self, wb: &mut Workbench, import: &Import) -> bool {
        let Some(audit) = wb.audit() else { return false };
        let Some((_, Ok(plan))) = self.plan.take(wb) else { return false };
        let (edit, counts) = Arc::unwrap_or_clone(plan);
        let kind = import.rows.first().map(|r| r.equipment.kind.code());
        let before = audit.equipment.len();
        if !wb.edit(&format!("导入{}", shorten(&import.file, 20)), edit) {
            return false;
        }
        if let Some(enterprise) = wb.audit().map(|a| &a.enterprise).filter(|_| !self.map.is_empty()) {
            let mut remembered = Remembered::load(wb.data.path());
            if remembered.keep(enterprise, &self.map) {
                remembered.store(wb.data.path());
            }
        }
        let (added, replaced, skipped) = (counts.added, counts.replaced, counts.skipped);
        wb.tell(
            Tone::Good,
            format!("已导入：新增 {added} 行，更新 {replaced} 行，跳过 {skipped} 行"),
            format!("Imported: {added} rows new, {replaced} updated, {skipped} skipped"),
        );
        if !import.complaints.is_empty() {
            let n = import.complaints.len();
            wb.tell(
                Tone::Warn,
                format!("有 {n} 处没有采用，原因见导入页；这些字段留空待补"),
                format!("{n} cells were refused, the reasons are on the import page; these fields stay empty"),
            );
        }
        let first = wb.audit().and_then(|a| a.equipment.get(before)).map(|d| d.id);
        self.leave(wb);
        if let (Some(first), Some(_)) = (first, kind) {
            wb.show_device(first);
        }
        true
    }
}

fn template(wb: &mut Workbench) {
    let Some(path) = wb.dialogs.save(FileKind::Workbook, wb.tr("设备台账模板.xlsx", "ledger template.xlsx"))
    else {
        return;
    };
    match exchange::write_template(&path) {
        Ok(()) => wb.say(Tone::Good, format!("模板已保存到 {}", path.display())),
        Err(e) => wb.say(Tone::Bad, e.to_string()),
    }
}
