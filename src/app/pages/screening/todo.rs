//! What is missing, by place: a list for the next walk through the plant.

use eframe::egui;

use crate::app::dialogs::FileKind;
use crate::app::theme::{self, Tone};
use crate::app::widgets;
use crate::app::widgets::table::{Column, Table, Width};
use crate::app::workbench::Workbench;
use crate::audit::Equipment;
use crate::exchange;
use crate::report;
use crate::worklist;

/// The list, made anew when the rows change.
#[derive(Default)]
pub struct Todo {
    made_for: Option<(u64, Option<u64>, Vec<usize>)>,
    lines: Vec<(usize, [String; 4])>,
    /// Counts lists.
    made: u64,
}

impl Todo {
    /// Shows the list for some rows of the audit.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, rows: &[usize]) {
        let lang = wb.lang();
        let key = (wb.generation, wb.diagnosed, rows.to_vec());
        if self.made_for.as_ref() != Some(&key) {
            self.lines = lines(wb, rows);
            self.made_for = Some(key);
            self.made += 1;
        }
        if self.lines.is_empty() {
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
        let text = |row: usize, c: usize| self.lines.get(row).map_or_else(String::new, |(_, cells)| cells[c].clone());
        let name = lang.pick("待补数据清单", "Missing data");
        let table = Table { stamp: self.made, ..Table::new(name, &columns, self.lines.len(), lang, &text) };
        ui.horizontal(|ui| {
            ui.label(theme::weak(
                ui,
                format!(
                    "{} {}",
                    self.lines.len(),
                    lang.pick("台设备缺数据，按使用地点排列，下次进车间时逐台补齐", "devices lack data")
                ),
            ));
            if ui
                .button(lang.pick("复制清单", "Copy list"))
                .on_hover_text(lang.pick("可粘贴到 Excel", "Paste into Excel"))
                .clicked()
            {
                wb.ctx.copy_text(table.as_text());
                wb.say(Tone::Good, "清单已复制，可粘贴到 Excel");
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
        let open = told.clicked.and_then(|row| self.lines.get(row)).map(|(at, _)| *at);
        if let Some(id) = open.and_then(|at| wb.audit()?.equipment.get(at)).map(|d| d.id) {
            wb.show_device(id);
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
    let (Some(audit), Some(diagnosis)) = (wb.audit().cloned(), wb.diagnosis.clone()) else { return };
    let (kind, name) = match output {
        Output::Pdf => (FileKind::Pdf, "待补数据清单.pdf"),
        Output::Workbook => (FileKind::Workbook, "待补数据清单.xlsx"),
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

fn lines(wb: &Workbench, rows: &[usize]) -> Vec<(usize, [String; 4])> {
    let (Some(audit), Some(diagnosis)) = (wb.audit(), &wb.diagnosis) else { return Vec::new() };
    let lang = wb.lang();
    let mut out: Vec<(usize, [String; 4])> = rows
        .iter()
        .filter_map(|at| {
            let device = audit.equipment.get(*at)?;
            let wanted = worklist::wanted(*at, device, diagnosis.device(device.id)?)?;
            let fields = wanted.fields.iter().map(|d| lang.pick(d.zh, d.en).to_owned());
            let missing: Vec<String> = fields.chain(wanted.questions.iter().cloned()).collect();
            Some((*at, [wanted.place().to_owned(), name(device), device.model().to_owned(), missing.join("、")]))
        })
        .collect();
    out.sort_by(|(_, a), (_, b)| (a[0].is_empty(), &a[0]).cmp(&(b[0].is_empty(), &b[0])));
    out
}

fn name(device: &Equipment) -> String {
    let tag = device.common.tag.as_ref().map_or("", |t| &t.value);
    let name = device.common.name.as_ref().map_or("", |t| &t.value);
    [tag, name].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
}
