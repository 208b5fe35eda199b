//! The list of measures: sorted by any column, figures alone or as in the chosen scenario, with that scenario's totals.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::numbers::{grouped, maybe};
use crate::app::widgets::sheet::{Holds, cell};
use crate::app::widgets::table::{self, Column, Copying, Sort, SortKey, Table, Width};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::Id;
use crate::diagnosis::Diagnosis;
use crate::energy::Context;
use crate::retrofit::timing::{Grade, grade};
use crate::retrofit::{MeasureResult, ScenarioResult};

/// What the list remembers.
#[derive(Default)]
pub struct List {
    /// The scenario whose figures and totals are shown; `None`: each measure alone.
    pub scenario: Option<Id>,
    chosen: bool,
    sort: Cell<Sort>,
    rows: Work<Of, Vec<Row>>,
    copying: Copying,
}

/// What the rows are made for: diagnosed revision, language, scenario and order.
type Of = (Option<u64>, Lang, Option<Id>, Sort);

/// One row: the figures shown, and the place in the scenario.
struct Row {
    id: Id,
    place: Option<usize>,
    cells: Vec<String>,
    figures: [Option<f64>; 11],
}

fn head(lang: Lang) -> [(&'static str, f32); 11] {
    [
        (lang.pick("措施", "Measure"), 200.0),
        (lang.pick("方案内次序", "Place"), if lang == Lang::Zh { 84.0 } else { 56.0 }),
        (lang.pick("设备数", "Devices"), 64.0),
        (lang.pick("节电 万kWh/a", "10⁴ kWh/a"), 100.0),
        (lang.pick("节能 tce/a(当量)", "tce/a, equivalent"), 116.0),
        (lang.pick("减排 tCO₂/a", "tCO₂/a"), if lang == Lang::Zh { 92.0 } else { 76.0 }),
        (lang.pick("节约 万元/a", "Saved 10⁴ yuan/a"), if lang == Lang::Zh { 92.0 } else { 118.0 }),
        (lang.pick("投资 万元", "Cost 10⁴ yuan"), if lang == Lang::Zh { 84.0 } else { 100.0 }),
        (lang.pick("静态回收期 a", "Payback a"), if lang == Lang::Zh { 98.0 } else { 80.0 }),
        (lang.pick("NPV 万元", "NPV 10⁴ yuan"), if lang == Lang::Zh { 84.0 } else { 100.0 }),
        (lang.pick("分级", "Term"), if lang == Lang::Zh { 72.0 } else { 116.0 }),
    ]
}

impl List {
    /// The scenario chosen for the totals, by default the first.
    fn chosen<'a>(&mut self, scenarios: &'a [Arc<ScenarioResult>]) -> Option<&'a ScenarioResult> {
        if !self.chosen {
            self.scenario = scenarios.first().map(|s| s.id);
        }
        scenarios.iter().map(Arc::as_ref).find(|s| Some(s.id) == self.scenario)
    }

    /// The choice of what the list shows.
    pub fn choice(&mut self, ui: &mut egui::Ui, wb: &Workbench) {
        let lang = wb.lang();
        let Some(diagnosis) = &wb.diagnosis else { return };
        let alone = lang.pick("各项单独实施", "each alone");
        let shown = self.chosen(&diagnosis.scenarios).map_or(alone, |s| s.name.as_str()).to_owned();
        let label = ui.label(theme::weak(ui, lang.pick("列表与合计", "List and totals")));
        let combo = egui::ComboBox::from_id_salt("list_scenario").selected_text(shown).width(170.0).truncate();
        let response = combo.show_ui(ui, |ui| {
            let mut pick = |ui: &mut egui::Ui, of: Option<Id>, name: &str| {
                if ui.selectable_label(self.scenario == of, name).clicked() {
                    (self.scenario, self.chosen) = (of, true);
                }
            };
            pick(ui, None, alone);
            for s in &diagnosis.scenarios {
                pick(ui, Some(s.id), &s.name);
            }
        });
        response.response.labelled_by(label.id).on_hover_text(lang.pick(
            "选了方案：方案内的措施按逐项叠加后的数值列出，合计为该方案；不在方案内的按单独实施列出，不计入合计",
            "With a scenario, its measures are shown as stacked and the totals are its own",
        ));
    }

    /// Draws the list; `Some` if a measure was clicked.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, current: Option<Id>) -> Option<Id> {
        let lang = wb.lang();
        let diagnosis = wb.diagnosis.clone()?;
        let scenario = self.chosen(&diagnosis.scenarios);
        let (shown, sort, title) = (self.scenario, self.sort.get(), lang.pick("排列措施", "Arranging the measures"));
        self.rows.ask(wb, (wb.diagnosed, lang, shown, sort), Pace::Follow, title, |wb| {
            let (reference, assumptions) = (wb.reference.clone(), wb.assumptions.clone());
            move |given: Given<'_>, _: &_| {
                let (diagnosis, reference) = given.diagnosis.zip(reference.as_ref()).ok_or_else(String::new)?;
                let ctx = Context { reference, assumptions: &assumptions };
                Ok(in_order(rows(diagnosis, shown, lang, &ctx), sort))
            }
        });
        let Some(rows) = self.rows.known().cloned() else {
            self.rows.waiting(ui, lang);
            return None;
        };
        self.rows.pale(ui);
        let p = theme::palette(ui);
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        let columns: Vec<Column<'_>> = head(lang)
            .into_iter()
            .enumerate()
            .map(|(at, (name, width))| match at {
                0 => Column::text(name, Width::Rest(width)),
                _ => Column::number(name, Width::Exact(width)),
            })
            .collect();
        let text = |row: usize, c: usize| rows.get(row).and_then(|r| r.cells.get(c)).cloned().unwrap_or_default();
        let weak = &mut |ui: &mut egui::Ui, row: usize, c: usize| {
            let outside = scenario.is_some() && rows.get(row).is_some_and(|r| r.place.is_none());
            if outside {
                table::cell(ui, c > 0, egui::RichText::new(text(row, c)).color(p.weak));
            }
            outside
        };
        // As wide as the columns need, the totals with them.
        let bar = ui.spacing().scroll.floating_allocated_width;
        let least = columns.iter().map(|c| c.width.least()).sum::<f32>() + bar;
        let told = egui::ScrollArea::horizontal()
            .id_salt("measures sideways")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_min_width(least);
                let height = Some((ui.available_height() - theme::ROW - 1.0 - theme::HEADER).max(40.0));
                let table = Table::new(lang.pick("措施", "Measures"), &columns, rows.len(), lang, &text);
                let told = Table {
                    sorted: Some(&self.sort),
                    selected: &|row| current.is_some() && rows.get(row).map(|r| r.id) == current,
                    height,
                    ..table
                }
                .show_with(ui, weak);
                self.totals(ui, lang, scenario, rows.len());
                told
            })
            .inner;
        let copied = Arc::clone(&rows);
        self.copying.follow(wb, &told, &columns, move |_, line, c| {
            copied.get(line).and_then(|row| row.cells.get(c)).cloned().unwrap_or_default()
        });
        told.chosen.and_then(|row| rows.get(row)).map(|r| r.id)
    }

    /// The totals of the chosen scenario; savings of measures alone are not added up.
    fn totals(&self, ui: &mut egui::Ui, lang: Lang, scenario: Option<&ScenarioResult>, measures: usize) {
        let p = theme::palette(ui);
        // The list keeps the room of its scroll bar free.
        let bar = ui.spacing().scroll.floating_allocated_width;
        let (whole, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), theme::ROW), egui::Sense::hover());
        let rect = whole.with_max_x(whole.right() - bar);
        ui.painter().hline(rect.x_range(), rect.top(), egui::Stroke::new(1.0, p.line));
        let cells: Vec<String> = match scenario {
            Some(s) => vec![
                format!("{}{}", lang.pick("合计：", "Total: "), s.name),
                s.measures.len().to_string(),
                s.measures.iter().map(|m| m.targets.len()).sum::<usize>().to_string(),
                grouped(s.saving.electricity_kwh / 1e4, 2),
                grouped(s.saving.tce_equivalent, 1),
                maybe(s.saving.co2_t, |t| grouped(t, 1)),
                maybe(s.saving.cost_yuan, wan2),
                wan2(s.investment_yuan),
                maybe(s.simple_payback_a, |v| grouped(v, 1)),
                maybe(s.npv_yuan, wan2),
                String::new(),
            ],
            None => {
                let text = lang.pick(
                    "项措施各自单独实施；相互影响，节能量不能相加，合计请选方案",
                    "measures, each alone: they interact and are not added up; choose a scenario",
                );
                vec![format!("{measures} {text}")]
            }
        };
        let widths: Vec<f32> = head(lang).iter().map(|h| h.1).collect();
        let first = if cells.len() == 1 { rect.width() } else { rect.width() - widths[1..].iter().sum::<f32>() };
        let mut x = rect.left();
        for (at, text) in cells.iter().enumerate() {
            let width = if at == 0 { first } else { widths[at] };
            let place = egui::Rect::from_min_size(egui::pos2(x, rect.top()), egui::vec2(width, rect.height()));
            x += width;
            let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place).id_salt(("total", at)));
            let holds = if at == 0 { Holds::Rest } else { Holds::Number };
            cell(&mut inside, holds, theme::bold(text), text);
        }
    }
}

/// A row for each measure: its figures in the scenario, or alone.
fn rows(diagnosis: &Diagnosis, scenario: Option<Id>, lang: Lang, ctx: &Context<'_>) -> Vec<Row> {
    let scenario = diagnosis.scenarios.iter().find(|s| Some(s.id) == scenario);
    let places: HashMap<Id, usize> =
        scenario.iter().flat_map(|s| s.measures.iter().enumerate()).map(|(at, m)| (m.id, at)).collect();
    let of = |alone: &Arc<MeasureResult>| {
        let place = places.get(&alone.id).copied();
        let m = place.zip(scenario).and_then(|(at, s)| s.measures.get(at)).unwrap_or(alone);
        row(m, place, lang, ctx)
    };
    diagnosis.measures.iter().map(of).collect()
}

fn in_order(rows: Vec<Row>, sort: Sort) -> Vec<Row> {
    let key = |row: usize, column: usize| match rows[row].figures[column] {
        Some(n) => SortKey::Number(n),
        None => SortKey::of(rows[row].cells[column].clone()),
    };
    let order = sort.order(rows.len(), key);
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| rows[at as usize].take()).collect()
}

/// An amount of yuan in 万元, all of a column with the same decimals.
fn wan2(yuan: f64) -> String {
    grouped(yuan / 1e4, 2)
}

/// A grade in English as short as a column needs it.
fn short(grade: Grade) -> &'static str {
    match grade {
        Grade::NoLowCost => "low cost",
        Grade::Short => "short",
        Grade::Long => "medium, long",
    }
}

/// The cells of a measure.
fn row(m: &MeasureResult, place: Option<usize>, lang: Lang, ctx: &Context<'_>) -> Row {
    // Why nothing is known of it is told beside the list.
    let mark = match (m.known_saving().is_some(), m.estimated) {
        (false, _) => lang.pick("〔算不出〕", " [not known]"),
        (true, true) => lang.pick("〔估算〕", " [estimated]"),
        (true, false) => "",
    };
    let graded = grade(m, ctx).ok();
    let (e, saved) = (&m.economics, m.known_saving());
    let (co2, cost) = (saved.and_then(|s| s.co2_t), saved.and_then(|s| s.cost_yuan));
    let cells = vec![
        format!("{}{mark}", m.title),
        place.map_or_else(|| "—".to_owned(), |at| (at + 1).to_string()),
        m.targets.len().to_string(),
        maybe(saved.map(|s| s.electricity_kwh / 1e4), |v| grouped(v, 2)),
        maybe(saved.map(|s| s.tce_equivalent), |t| grouped(t, 1)),
        maybe(co2, |t| grouped(t, 1)),
        maybe(cost, wan2),
        maybe(m.investment_yuan, wan2),
        maybe(e.simple_payback_a, |v| grouped(v, 1)),
        maybe(e.npv_yuan, wan2),
        graded.map_or_else(|| "—".to_owned(), |g| lang.pick(g.zh(), short(g)).to_owned()),
    ];
    let figures = [
        None,
        place.map(|at| at as f64),
        Some(m.targets.len() as f64),
        saved.map(|s| s.electricity_kwh),
        saved.map(|s| s.tce_equivalent),
        co2,
        cost,
        m.investment_yuan,
        e.simple_payback_a,
        e.npv_yuan,
        graded.map(|g| f64::from(g as u8)),
    ];
    Row { id: m.id, place, cells, figures }
}
