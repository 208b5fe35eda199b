//! 年度指标, 余热资源, 计量: plain lists of rows.

use eframe::egui::{self, Button};

use super::{carrier_code, carrier_names};
use super::{columns, questions, summaries};
use crate::app::lang::Lang;
use crate::app::plant::PlantFound;
use crate::app::theme::{self, Tone};
use crate::app::widgets::cells::{Codes, Column, Look, Sheet, View, height_of};
use crate::app::widgets::numbers::{amount, grouped, maybe};
use crate::app::widgets::{self, evidence};
use crate::app::workbench::Workbench;
use crate::audit::field::Choice as _;
use crate::audit::plant::{MeterCoverage, MeterLevel, PlantYear};
use crate::audit::{Edit, Entered, Id, Row, Section};
use crate::benchmark::management::MeterRate;
use crate::energy::plant::{Question, ResourceHeat};
use crate::energy::working::n;

/// A list's state.
#[derive(Default)]
pub struct ListTab {
    /// The sheet.
    pub sheet: Sheet,
}

impl ListTab {
    /// Shows one of the lists.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound, section: Section, year: i16) {
        let lang = wb.lang();
        let rows = wb.audit().map_or_else(Vec::new, |a| a.row_ids(section));
        ui.horizontal_wrapped(|ui| {
            let (name, key) = match section {
                Section::Year => (lang.pick("＋ 添加年度", "＋ Add a year"), "output_value_wan"),
                Section::Meter => (lang.pick("＋ 添加一行", "＋ Add a row"), "carrier"),
                _ => (lang.pick("＋ 添加余热余压", "＋ Add waste heat"), "name"),
            };
            if ui.button(name).clicked() {
                self.sheet.add(wb, fresh(wb, section, year), key);
            }
            if ui.add_enabled(!rows.is_empty(), Button::new(lang.pick("删除行", "Remove"))).clicked() {
                self.sheet.remove(wb, section, &rows);
            }
            if section == Section::Meter {
                every_level(ui, wb, found, year);
            }
        });
        if rows.is_empty() {
            let (title, hint) = nothing(section, lang);
            widgets::empty(ui, title, hint);
            return;
        }
        let asked: Vec<&Question> = found.energy.questions.iter().filter(|q| q.section == section).collect();
        egui::ScrollArea::vertical().id_salt(section.code()).auto_shrink(false).show(ui, |ui| {
            let most = (ui.available_height() * 0.62).max(180.0);
            let room = egui::vec2(ui.available_width(), height_of(rows.len()).min(most));
            ui.allocate_ui(room, |ui| {
                ui.set_min_size(room);
                self.sheet(ui, wb, found, section, &rows, &asked, year);
            });
            if let Some((_, row, key)) = questions::show(ui, lang, &asked) {
                self.sheet.reveal(row, key);
            }
            match section {
                Section::Year => summaries::years(ui, lang, &found.energy.figures),
                Section::Meter => {
                    summaries::levels(ui, lang, &found.meters);
                    summaries::requirement(ui, wb, &found.management.meters);
                }
                Section::Resource => self.heat(ui, lang, found, &rows),
                _ => {}
            }
        });
    }

    #[expect(clippy::too_many_arguments, reason = "one call, and a struct for it would only rename them")]
    fn sheet(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        found: &PlantFound,
        section: Section,
        rows: &[Id],
        asked: &[&Question],
        year: i16,
    ) {
        let lang = wb.lang();
        let Some(reference) = wb.reference.clone() else { return };
        let carriers = &reference.tables.carriers;
        let mut columns = columns::fields(lang, section, &[]);
        if section == Section::Meter {
            let at = columns.iter().position(|c| c.key == "accuracy").unwrap_or(columns.len());
            columns.splice(at..at, meter_columns(lang));
        }
        if section == Section::Resource {
            let at = columns.iter().position(|c| c.key == "medium").unwrap_or(columns.len());
            // The long units are said over the header.
            for column in columns.iter_mut().filter(|c| c.key == "heat_capacity") {
                column.header = column.def.map_or(String::new(), |d| lang.field(d).to_owned());
                column.width = 76.0;
            }
            columns.splice(at..at, heat_columns(lang));
        }
        let captions: Vec<String> = rows.iter().map(|id| caption(wb, section, *id)).collect();
        let place = |id: Id| rows.iter().position(|r| *r == id);
        let first = columns.first().map_or("", |c| c.key);
        let look = |id: Id, column: &Column| {
            let mut look =
                Look { mark: questions::mark(asked, id, column.key, column.key == first), ..Look::default() };
            if let (Section::Meter, Some(rate)) = (section, place(id).and_then(|at| found.management.meters.get(at))) {
                meter(&mut look, column.key, rate, lang);
            }
            if let Some(heat) = found.resources.iter().find(|h| section == Section::Resource && h.row == id) {
                resource(&mut look, column.key, heat);
            }
            look
        };
        let list = carrier_names(carriers, lang);
        let find = |name: &str| carrier_code(carriers, &list, name);
        let codes = Codes { key: "carrier", list: &list, find: &find };
        let start = fresh(wb, section, year);
        let view = View {
            name: lang.pick(section.zh(), section.en()),
            section,
            rows,
            columns: &columns,
            frozen: if section == Section::Meter { 2 } else { 1 },
            caption: &|id| place(id).and_then(|at| captions.get(at)).cloned().unwrap_or_default(),
            look: &look,
            codes: (section == Section::Meter).then_some(&codes),
            fresh: &|| again(&start),
        };
        self.sheet.show(ui, wb, &view);
    }
}

impl ListTab {
    /// How much heat the chosen source holds.
    fn heat(&self, ui: &mut egui::Ui, lang: Lang, found: &PlantFound, rows: &[Id]) {
        let chosen = self.sheet.selected(rows);
        for heat in found.resources.iter().filter(|h| chosen.first() == Some(&h.row)) {
            for note in &heat.notes {
                evidence::wrapped(ui, theme::weak(ui, format!("▲ {note}")));
            }
            if !heat.working.is_empty() {
                theme::card(ui).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.label(theme::bold(lang.pick("计算过程", "Calculation")));
                    evidence::steps(ui, &heat.working);
                });
            }
        }
    }
}

/// A new row: of the years the first that is missing before or after those there are.
fn fresh(wb: &Workbench, section: Section, year: i16) -> Row {
    let mut row = section.empty();
    if let (Row::Year(y), Some(audit)) = (&mut row, wb.audit()) {
        let taken: Vec<i16> = audit.years.iter().filter_map(PlantYear::year).collect();
        let next = std::iter::once(year).chain((1..30).map(|back| year - back)).find(|y| !taken.contains(y));
        y.fields.year = next.map(|y| Entered::ledger(f64::from(y)));
    }
    row
}

/// The same row once more, with an id of its own; years are told apart by what is pasted.
fn again(row: &Row) -> Row {
    row.section().empty()
}

/// A row in words.
fn caption(wb: &Workbench, section: Section, id: Id) -> String {
    let (Some(audit), lang) = (wb.audit(), wb.lang()) else { return String::new() };
    match section {
        Section::Year => {
            let year = audit.years.iter().find(|y| y.id == id).and_then(PlantYear::year);
            year.map_or(String::new(), |y| y.to_string())
        }
        Section::Meter => audit.meters.iter().find(|m| m.id == id).map_or(String::new(), |m| {
            let code = m.fields.carrier.as_ref().map_or("", |c| c.value.as_str());
            let known = wb
                .reference
                .as_ref()
                .and_then(|r| r.tables.carriers.get(code))
                .map(|c| lang.said(&c.name).into_owned());
            let level = m.fields.level.as_ref().map_or("", |l| lang.choice(l.value.def()));
            format!("{} {level}", known.unwrap_or_else(|| code.to_owned()))
        }),
        _ => {
            let name = audit.resources.iter().find(|r| r.id == id).and_then(|r| r.fields.name.as_ref());
            name.map_or(String::new(), |n| n.value.clone())
        }
    }
}

fn nothing(section: Section, lang: Lang) -> (&'static str, &'static str) {
    match section {
        Section::Year => (
            lang.pick("还没有年度指标", "No yearly figures yet"),
            lang.pick(
                "诊断年、对比年和目标的基期(如 2020 年)各填一行：产值、增加值、取水量、固废；没有分品种数据的年份填自报综合能耗。",
                "A row for the audited year, the year before and the base year of the targets.",
            ),
        ),
        Section::Meter => (
            lang.pick("还没有计量器具数据", "No meters yet"),
            lang.pick(
                "点“按用能品种列出三级”，再填写应配、实配、完好和检定有效的台数。",
                "List the three levels for the carriers in use and fill in the numbers.",
            ),
        ),
        _ => (
            lang.pick("还没有余热余压资源", "No waste heat yet"),
            lang.pick("逐项填写来源、流量、温度和年运行时间(表8)。", "Fill in source, flow, temperature and hours."),
        ),
    }
}

/// Adds what is missing of carriers in use × three levels.
fn every_level(ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound, year: i16) {
    let lang = wb.lang();
    let used = found.energy.year(year).map_or(&[][..], |e| &e.carriers);
    let Some(audit) = wb.audit() else { return };
    let have = |code: &str, level: MeterLevel| {
        audit.meters.iter().any(|m| {
            m.fields.carrier.as_ref().is_some_and(|c| c.value == code)
                && m.fields.level.as_ref().is_some_and(|l| l.value == level)
        })
    };
    let mut edits = Vec::new();
    for code in used.iter().map(|c| &c.code) {
        for level in [MeterLevel::Plant, MeterLevel::Unit, MeterLevel::Device] {
            if !have(code, level) {
                let mut row = MeterCoverage::empty();
                row.fields.carrier = Some(Entered::ledger(code.clone()));
                row.fields.level = Some(Entered::ledger(level));
                edits.push(Edit::InsertRow(usize::MAX, Row::Meter(row)));
            }
        }
    }
    let button = Button::new(lang.pick("按用能品种列出三级", "List three levels of the carriers in use"));
    let response = ui.add_enabled(!edits.is_empty(), button);
    let why = lang.pick("用能品种已经都列出，或还没有填能源消费", "All are listed, or there is no consumption");
    if response.on_disabled_hover_text(why).clicked() {
        wb.edit(&format!("列出计量三级 {} 行", edits.len()), Edit::Batch(edits));
    }
}

fn meter_columns(lang: Lang) -> Vec<Column> {
    vec![
        columns::shown(
            "equipped",
            lang.pick("配备率 %", "Equipped %"),
            lang.pick("实配 ÷ 应配", "installed / required"),
            76.0,
        ),
        columns::shown("wanted", lang.pick("要求 %", "Required %"), "GB 17167", 66.0),
        columns::words("met", lang.pick("判定", "Verdict"), "", 92.0),
        columns::shown(
            "in_order",
            lang.pick("完好率 %", "In order %"),
            lang.pick("完好 ÷ 实配", "in order / installed"),
            76.0,
        ),
        columns::shown(
            "valid",
            lang.pick("检定率 %", "Calibrated %"),
            lang.pick("检定有效 ÷ 实配", "calibrated / installed"),
            80.0,
        ),
    ]
}

fn heat_columns(lang: Lang) -> Vec<Column> {
    let shown = columns::shown;
    vec![
        shown(
            "heat",
            lang.pick("资源量 tce/a", "Heat tce/a"),
            lang.pick("高于可利用下限温度的热量", "usable heat"),
            104.0,
        ),
        shown(
            "left",
            lang.pick("尚可回收 tce/a", "Left tce/a"),
            lang.pick("资源量减已回收", "less what is recovered"),
            112.0,
        ),
    ]
}

fn resource(look: &mut Look, key: &str, heat: &ResourceHeat) {
    let (value, steps) = match key {
        "heat" => (heat.tce, &heat.working[..]),
        "left" => (heat.left_tce, &[][..]),
        _ => return,
    };
    look.text = Some(maybe(value, amount));
    let steps = steps.iter().map(|s| format!("{}：{} = {} {}", s.step, s.substituted, n(s.value), s.unit));
    look.help = steps.chain(heat.notes.iter().cloned()).collect::<Vec<_>>().join("\n");
    if !heat.notes.is_empty() && key == "heat" {
        look.mark = Some((Tone::Quiet, heat.notes.join("\n")));
    }
}

fn meter(look: &mut Look, key: &str, rate: &MeterRate, lang: Lang) {
    let percent = |v: Option<f64>| Some(maybe(v, |p| grouped(p, 1)));
    match key {
        "equipped" => look.text = percent(rate.equipped_pct),
        "wanted" => {
            look.text = percent(rate.required_pct);
            look.help = rate.notes.join("\n");
        }
        "in_order" => look.text = percent(rate.in_order_pct),
        "valid" => look.text = percent(rate.calibrated_pct),
        "met" => {
            look.text = Some(match rate.met {
                Some(true) => format!("✔ {}", lang.pick("达到", "met")),
                Some(false) => format!("▼ {}", lang.pick("未达到", "not met")),
                None => lang.pick("○ 待核", "○ open").to_owned(),
            });
            look.help = rate.notes.join("\n");
            if rate.met == Some(false) {
                look.mark = Some((Tone::Warn, lang.pick("配备率低于要求", "below the requirement").to_owned()));
            }
        }
        _ => {}
    }
}
