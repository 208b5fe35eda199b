//! What is missing, by place: a list for the next walk through the plant.

use std::cell::Cell;
use std::sync::Arc;

use eframe::egui;

use super::rows::{Filters, Key, Row};
use crate::app::dialogs::FileKind;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets;
use crate::app::widgets::table::{Column, Copying, Sort, Table, Width};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::{Equipment, Id};
use crate::diagnosis::DeviceDiagnosis;
use crate::exchange;
use crate::progress::Progress;
use crate::report;
use crate::worklist;

/// A device that lacks something, with the cells of its row.
struct Line {
    id: Id,
    cells: [String; 4],
}

/// The list.
#[derive(Default)]
pub struct Todo {
    sort: Cell<Sort>,
    lines: Work<Key, Vec<Line>>,
    copying: Copying,
    /// The button asked for the whole list, which is said when it is there.
    whole: bool,
}

impl Todo {
    /// Shows the list for the devices that pass.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, filters: &Filters) {
        let lang = wb.lang();
        let sort = self.sort.get();
        let title = lang.pick("列出待补数据", "Listing what is missing");
        self.lines.ask(wb, filters.key(wb, sort), Pace::Follow, title, |_| {
            let filters = filters.clone();
            move |given: Given<'_>, progress: &_| {
                Ok(sort.rows(lines(&filters, given, lang, progress), |line, column| line.cells[column].clone()))
            }
        });
        let Some(lines) = self.lines.known().cloned() else {
            return self.lines.waiting(ui, lang);
        };
        self.lines.pale(ui);
        if lines.is_empty() {
            widgets::empty(
                ui,
                lang.pick("没有待补的数据", "Nothing is missing"),
                lang.pick("所选设备的判定和能耗计算都有了需要的数据", "All data are there"),
            );
            return;
        }
        let columns = [
            Column::text(lang.pick("使用地点", "Place"), Width::Initial(140.0)),
            Column::text(lang.pick("设备", "Device"), Width::Initial(170.0)),
            Column::text(lang.pick("型号", "Model"), Width::Initial(150.0)),
            Column::text(lang.pick("需要补充", "Missing"), Width::Rest(200.0)),
        ];
        let text = |row: usize, c: usize| lines.get(row).map_or_else(String::new, |line| line.cells[c].clone());
        let name = lang.pick("待补数据清单", "Missing data");
        let table = Table { sorted: Some(&self.sort), ..Table::new(name, &columns, lines.len(), lang, &text) };
        let mut whole = None;
        ui.horizontal(|ui| {
            ui.label(theme::weak(
                ui,
                format!(
                    "{} {}",
                    widgets::grouped(lines.len() as f64, 0),
                    lang.pick("台设备缺数据，按使用地点排列，下次进车间时逐台补齐", "devices lack data")
                ),
            ));
            if ui
                .button(lang.pick("复制清单", "Copy list"))
                .on_hover_text(lang.pick("可粘贴到 Excel", "Paste into Excel"))
                .clicked()
            {
                whole = Some(table.whole());
                self.whole = true;
            }
            if ui
                .button(lang.pick("打印清单(PDF)…", "Print list (PDF)…"))
                .on_hover_text(
                    lang.pick(
                        "全厂的清单，按使用地点分页，每项留有填写栏",
                        "The whole plant's list, with room to write",
                    ),
                )
                .clicked()
            {
                write(wb, Output::Pdf);
            }
            if ui
                .button(lang.pick("导出填报表(Excel)…", "Export form (Excel)…"))
                .on_hover_text(lang.pick(
                    "黄色格填好后用“导入台账”导回，只补这些格",
                    "Fill in the yellow cells and import the file again",
                ))
                .clicked()
            {
                write(wb, Output::Workbook);
            }
        });
        let told = theme::framed(ui, |ui| Table { height: Some(ui.available_height()), ..table }.show(ui));
        let all = Arc::clone(&lines);
        let copied = self.copying.follow(wb, whole.as_ref().unwrap_or(&told), &columns, move |_, line, c| {
            all.get(line).map_or_else(String::new, |line| line.cells[c].clone())
        });
        if copied && std::mem::take(&mut self.whole) {
            wb.say(Tone::Good, "清单已复制，可粘贴到 Excel");
        }
        if let Some(line) = told.clicked.and_then(|row| lines.get(row)) {
            wb.show_device(line.id);
        }
    }
}

/// Which file the list goes into.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Output {
    /// To print, with room to write.
    Pdf,
    /// To fill in and import again.
    Workbook,
}

/// The whole plant's list as a file.
fn write(wb: &mut Workbench, output: Output) {
    let (Some(document), Some(diagnosis)) = (&wb.document, wb.diagnosis.clone()) else { return };
    let audit = document.shared();
    let (kind, name) = match output {
        Output::Pdf => (FileKind::Pdf, wb.tr("待补数据清单.pdf", "missing data.pdf")),
        Output::Workbook => (FileKind::Workbook, wb.tr("待补数据清单.xlsx", "missing data.xlsx")),
    };
    let Some(path) = wb.dialogs.save(kind, name) else { return };
    let title = wb.tr("写出待补数据清单", "Writing the list");
    wb.jobs.start(&wb.ctx.clone(), title, false, move |progress| {
        let written = match output {
            Output::Pdf => report::render_worklist(&audit, &diagnosis, progress)
                .and_then(|rendered| report::write_pdf(&path, &rendered))
                .map_err(|e| e.to_string()),
            Output::Workbook => {
                exchange::write_worklist(&path, &audit, &diagnosis).map(|_| ()).map_err(|e| e.to_string())
            }
        };
        Box::new(move |wb: &mut Workbench| match written {
            Ok(()) => wb.say(Tone::Good, format!("已导出 {}", path.display())),
            Err(e) => wb.say(Tone::Bad, e),
        })
    });
}

fn lines(filters: &Filters, given: Given<'_>, lang: Lang, progress: &Progress) -> Vec<Line> {
    let line = |(row, device, found): (Row, &Equipment, &DeviceDiagnosis)| {
        let wanted = worklist::wanted(row.at, device, found)?;
        let fields = wanted.fields.iter().map(|d| lang.pick(d.zh, d.en).to_owned());
        let missing: Vec<String> = fields.chain(wanted.questions.iter().cloned()).collect();
        let cells =
            [wanted.place().to_owned(), name(device), device.model().to_owned(), missing.join(lang.pick("、", ", "))];
        Some((found.verdict.effective() as usize, Line { id: device.id, cells }))
    };
    let mut out: Vec<(usize, Line)> = filters.pick(given, progress).filter_map(line).collect();
    out.sort_by(|(a, one), (b, other)| {
        let place = |line: &Line| line.cells[0].is_empty();
        (place(one), &one.cells[0], a).cmp(&(place(other), &other.cells[0], b))
    });
    out.into_iter().map(|(_, line)| line).collect()
}

fn name(device: &Equipment) -> String {
    let tag = device.common.tag.as_ref().map_or("", |t| &t.value);
    let name = device.common.name.as_ref().map_or("", |t| &t.value);
    [tag, name].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
}
