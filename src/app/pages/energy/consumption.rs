//! 用能: consumption by carrier, flow and month; totals; what is to be checked.

use eframe::egui::{self, Button};

use super::{carrier_code, carrier_names};
use super::{columns, questions, totals};
use crate::app::lang::Lang;
use crate::app::plant::PlantFound;
use crate::app::theme;
use crate::app::widgets;
use crate::app::widgets::cells::{Codes, Column, Look, Sheet, View, height_of};
use crate::app::widgets::numbers::{self, amount};
use crate::app::widgets::parse::normal;
use crate::app::workbench::Workbench;
use crate::audit::field::Choice as _;
use crate::audit::{Consumption, Edit, Entered, Flow, Id, Row, Section};
use crate::energy::plant::{Line, PlantEnergy, Question};
use crate::reference::carriers::CarrierGroup;

/// The tab's state.
#[derive(Default)]
pub struct ConsumptionTab {
    /// The grid.
    pub sheet: Sheet,
    search: String,
}

impl ConsumptionTab {
    /// Shows the tab; the cell of another list that is to be shown.
    pub fn show(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        found: &PlantFound,
        year: i16,
    ) -> Option<(Section, Id, &'static str)> {
        let lang = wb.lang();
        let energy = found.energy.year(year);
        let rows = rows(wb, year);
        self.toolbar(ui, wb, year, &rows);
        if rows.is_empty() {
            empty(ui, wb, year);
            return None;
        }
        let asked: Vec<&Question> = found.energy.questions.iter().filter(|q| of_year(q, year)).collect();
        let most = (ui.available_height() * 0.64).max(200.0);
        let mut go = None;
        egui::ScrollArea::vertical().id_salt("consumption").auto_shrink(false).show(ui, |ui| {
            if let Some(energy) = energy {
                totals::cards(ui, lang, found, energy);
            }
            let room = egui::vec2(ui.available_width(), height_of(rows.len()).min(most));
            ui.allocate_ui(room, |ui| {
                ui.set_min_size(room);
                self.grid(ui, wb, energy, &rows, &asked, year);
            });
            go = questions::show(ui, lang, &asked);
            if let Some(energy) = energy {
                totals::below(ui, lang, energy);
            }
        });
        if let Some((Section::Consumption, row, key)) = go {
            self.sheet.reveal(row, key);
            return None;
        }
        go
    }

    fn toolbar(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, year: i16, rows: &[Id]) {
        let lang = wb.lang();
        ui.horizontal_wrapped(|ui| {
            self.add_menu(ui, wb, year);
            if ui.add_enabled(!rows.is_empty(), Button::new(lang.pick("删除行", "Remove"))).clicked() {
                self.sheet.remove(wb, Section::Consumption, rows);
            }
            if ui
                .button(lang.pick("导入账单…", "Import bills…"))
                .on_hover_text(lang.pick("Excel 或 CSV 的能源账单、统计报表", "A sheet of bills or statistics"))
                .clicked()
            {
                wb.page = super::super::Page::Import;
            }
            let help = lang.pick(
                "方向键移动，F2 或直接输入修改，Ctrl+C/V 与 Excel 互相复制",
                "Arrows move, F2 or typing edits, Ctrl+C/V with Excel",
            );
            ui.label(theme::small(ui, help));
        });
    }

    /// The carriers of the table, by group, narrowed down by what is typed.
    fn add_menu(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, year: i16) {
        let lang = wb.lang();
        let Some(reference) = wb.reference.clone() else { return };
        let config =
            egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
        let button = egui::containers::menu::MenuButton::new(lang.pick("＋ 添加能源 ▾", "＋ Add energy ▾"));
        button.config(config).ui(ui, |ui| {
            ui.set_min_width(330.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            widgets::search(ui, &mut self.search, lang.pick("查找：电、煤、蒸汽…", "Find: coal, steam…"), 220.0);
            let wanted = normal(&self.search).to_lowercase();
            let mut chosen = None;
            egui::ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
                let mut group = None;
                let fits = |c: &&crate::reference::carriers::Carrier| {
                    wanted.is_empty()
                        || c.code.contains(&wanted)
                        || c.names().any(|n| n.to_lowercase().contains(&wanted))
                        || lang.said(&c.name).to_lowercase().contains(&wanted)
                };
                for carrier in reference.tables.carriers.iter().filter(fits) {
                    if group != Some(carrier.group) {
                        group = Some(carrier.group);
                        ui.label(theme::small(ui, group_name(carrier.group, lang)));
                    }
                    let text = format!("{} ({})", lang.said(&carrier.name), carrier.unit);
                    let response = ui.button(text);
                    let response =
                        if carrier.note.is_empty() { response } else { response.on_hover_text(&*carrier.note) };
                    if response.clicked() {
                        chosen = Some(carrier.code.to_string());
                    }
                }
            });
            if let Some(code) = chosen {
                let mut row = fresh(year);
                if let Row::Consumption(c) = &mut row {
                    c.fields.carrier = Some(Entered::ledger(code));
                }
                self.sheet.add(wb, row, "month_01");
                self.search.clear();
                ui.close();
            }
        });
    }

    fn grid(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        energy: Option<&PlantEnergy>,
        rows: &[Id],
        asked: &[&Question],
        year: i16,
    ) {
        let (Some(audit), Some(reference)) = (wb.audit(), wb.reference.clone()) else { return };
        // Taken out, as the sheet edits the audit while it shows them.
        let entered: Vec<Consumption> = audit.consumption.iter().filter(|c| rows.contains(&c.id)).cloned().collect();
        let lang = wb.lang();
        let columns = grid_columns(wb, energy, rows);
        let carriers = &reference.tables.carriers;
        let row = |id: Id| entered.iter().find(|c| c.id == id);
        let line = |id: Id| energy.and_then(|e| e.lines.iter().find(|l| l.row == id));
        let caption = |id: Id| {
            let Some(c) = row(id) else { return String::new() };
            let name = carriers.get(c.carrier()).map_or(c.carrier(), |k| &*k.name);
            let flow = c.flow().def();
            format!("{} {}", lang.said(name), lang.pick(flow.zh, flow.en))
        };
        let look = |id: Id, column: &Column| {
            let mut look =
                Look { mark: questions::mark(asked, id, column.key, column.key == "carrier"), ..Look::default() };
            let (Some(c), line) = (row(id), line(id)) else { return look };
            match column.key {
                "flow" if c.fields.flow.is_none() => {
                    look.text = Some(lang.pick(Flow::Purchased.def().zh, Flow::Purchased.def().en).to_owned());
                    look.weak = true;
                }
                "unit" => look.text = carriers.get(c.carrier()).map(|k| k.unit.to_string()),
                "annual" if c.fields.annual.is_none() => {
                    look.text = line.map(|l| numbers::entered(l.amount));
                    look.weak = true;
                    look.help = lang.pick("各月之和", "sum of the months").to_owned();
                }
                "tce" => tce(&mut look, line, lang),
                "factor" => factor(&mut look, line, lang),
                _ => {}
            }
            look
        };
        let list = carrier_names(carriers, lang);
        let find = |name: &str| carrier_code(carriers, &list, name);
        let codes = Codes { key: "carrier", list: &list, find: &find };
        let view = View {
            name: lang.pick("能源消费表格", "Energy sheet"),
            section: Section::Consumption,
            rows,
            columns: &columns,
            frozen: columns.iter().position(|c| c.key == "month_01").unwrap_or(0),
            caption: &caption,
            look: &look,
            codes: Some(&codes),
            fresh: &|| fresh(year),
        };
        self.sheet.show(ui, wb, &view);
    }
}

/// The rows of a year; rows whose year is missing are shown in every year, so that they are found.
fn rows(wb: &Workbench, year: i16) -> Vec<Id> {
    let all = wb.audit().map_or(&[][..], |a| &a.consumption);
    all.iter().filter(|c| c.year().is_none_or(|y| y == year)).map(|c| c.id).collect()
}

fn of_year(q: &Question, year: i16) -> bool {
    q.section == Section::Consumption && q.year.is_none_or(|y| y == year)
}

fn fresh(year: i16) -> Row {
    let mut row = Consumption::empty();
    row.fields.year = Some(Entered::ledger(f64::from(year)));
    row.fields.flow = Some(Entered::ledger(Flow::Purchased));
    Row::Consumption(row)
}

fn grid_columns(wb: &Workbench, energy: Option<&PlantEnergy>, rows: &[Id]) -> Vec<Column> {
    let lang = wb.lang();
    let section = Section::Consumption;
    let (Some(audit), Some(reference)) = (wb.audit(), &wb.reference) else { return Vec::new() };
    let here = || audit.consumption.iter().filter(|c| rows.contains(&c.id));
    let converts = here().any(|c| {
        matches!(c.flow(), Flow::ConvertedIn | Flow::ConvertedOut | Flow::ProcessUse) || c.fields.process.is_some()
    });
    let steam =
        here().any(|c| reference.tables.carriers.get(c.carrier()).is_some_and(|k| k.group == CarrierGroup::Steam));
    let mut out: Vec<Column> = Vec::new();
    let mut add = |key: &'static str, width: f32| out.extend(columns::field(lang, section, key, width));
    add("carrier", 116.0);
    add("flow", if lang == Lang::Zh { 92.0 } else { 140.0 });
    if converts {
        // As wide as the names that were typed, within bounds.
        let letters = |c: &Consumption| c.fields.process.as_ref().map_or(0, |p| p.value.chars().count());
        let longest = here().map(letters).max().unwrap_or(0);
        add("process", (longest as f32 * 14.0 + 18.0).clamp(92.0, 176.0));
    }
    out.push(columns::words("unit", lang.pick("单位", "Unit"), "", 46.0));
    out.extend(columns::months(lang, section, audit, rows));
    let sums = energy.into_iter().flat_map(|e| &e.lines).map(|l| l.amount);
    out.extend(columns::field(lang, section, "annual", columns::width_for(sums, 76.0)));
    out.push(columns::shown(
        "tce",
        lang.pick("折标 tce", "tce"),
        lang.pick("按当量值；外供和期末库存为减项，厂内转换不计入综合能耗", "equivalent value"),
        76.0,
    ));
    out.push(columns::shown(
        "factor",
        lang.pick("折标系数", "Factor"),
        lang.pick("kgce/计量单位(当量值)；灰色为默认值，鼠标停留可见出处", "kgce per unit; defaults are grey"),
        84.0,
    ));
    let mut add = |key: &'static str, width: f32| out.extend(columns::field(lang, section, key, width));
    add("ncv_kj", 190.0);
    if steam {
        add("pressure_mpa", 140.0);
        add("temperature_c", 104.0);
        add("feedwater_c", 140.0);
    }
    for (key, width) in [("price_yuan", 122.0), ("cost_yuan", 96.0), ("supplier", 110.0), ("remark", 160.0)] {
        add(key, width);
    }
    out
}

fn tce(look: &mut Look, line: Option<&Line>, lang: Lang) {
    let Some(line) = line else { return };
    let sign = if line.sign() < 0.0 { "-" } else { "" };
    look.text = Some(format!("{sign}{}", amount(line.tce_equivalent)));
    look.help = format!("{} {} tce", lang.pick("等价值", "equal value"), amount(line.tce_equal_value));
    if line.sign() == 0.0 {
        look.weak = true;
        look.help = lang.pick("厂内转换，不计入综合能耗", "converted inside, not in the total").to_owned();
    }
}

fn factor(look: &mut Look, line: Option<&Line>, lang: Lang) {
    let Some(line) = line else { return };
    look.text = Some(crate::energy::working::n(line.kgce.value));
    let default = if line.kgce.is_default { lang.pick("默认：", "default: ") } else { "" };
    look.help = format!("{default}{}", line.kgce.source);
    look.weak = line.kgce.is_default;
}

fn group_name(group: CarrierGroup, lang: Lang) -> &'static str {
    match group {
        CarrierGroup::Fuel => lang.pick("燃料", "Fuels"),
        CarrierGroup::Electricity => lang.pick("电力", "Electricity"),
        CarrierGroup::Renewable => lang.pick("可再生电力", "Own renewable electricity"),
        CarrierGroup::Heat => lang.pick("热力", "Heat"),
        CarrierGroup::Steam => lang.pick("蒸汽", "Steam"),
        CarrierGroup::Medium => lang.pick("耗能工质", "Media"),
    }
}

/// What to do when a year has no rows; the carriers of another year are taken over in one step.
fn empty(ui: &mut egui::Ui, wb: &mut Workbench, year: i16) {
    let lang = wb.lang();
    widgets::empty(
        ui,
        &format!("{year} {}", lang.pick("年还没有能源消费数据", ": no consumption yet")),
        lang.pick(
            "点“添加能源”选品种后按月填写，或导入账单；也可以从 Excel 复制“能源 流向 … 各月”整块粘贴。",
            "Add carriers and fill in the months, or import bills.",
        ),
    );
    let Some(audit) = wb.audit() else { return };
    let other = audit.consumption.iter().filter_map(Consumption::year).min_by_key(|y| (y - year).abs());
    let Some(other) = other else { return };
    let taken: Vec<Edit> = audit
        .consumption
        .iter()
        .filter(|c| c.year() == Some(other))
        .map(|c| {
            let mut row = Consumption::empty();
            row.fields.year = Some(Entered::ledger(f64::from(year)));
            row.fields.carrier.clone_from(&c.fields.carrier);
            row.fields.flow = c.fields.flow.clone();
            row.fields.process.clone_from(&c.fields.process);
            Edit::InsertRow(usize::MAX, Row::Consumption(row))
        })
        .collect();
    ui.vertical_centered(|ui| {
        ui.add_space(8.0);
        let text = match lang {
            Lang::Zh => format!("沿用 {other} 年的品种"),
            Lang::En => format!("Take over the carriers of {other}"),
        };
        if ui.button(text).clicked() {
            wb.edit(&format!("沿用 {other} 年的能源品种"), Edit::Batch(taken));
        }
    });
}
