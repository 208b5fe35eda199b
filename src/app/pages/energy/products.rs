//! 产品产量: output by month, what a product is compared with, its conditions and its share of the energy.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{self, Button, TextEdit};

use super::{columns, questions};
use crate::app::plant::PlantFound;
use crate::app::theme::{self, Tone};
use crate::app::widgets::cells::{Column, Look, Sheet, View, height_of};
use crate::app::widgets::numbers;
use crate::app::widgets::parse::{self, normal};
use crate::app::widgets::{self, badge, evidence};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Entered, Id, Product, Row, Section};
use crate::benchmark;
use crate::energy::plant::Question;
use crate::reference::Reference;
use crate::reference::quotas::{Correction, LimitRow, Rule};

/// Rows of the quota table listed at most.
const LISTED: usize = 40;

/// The tab's state.
#[derive(Default)]
pub struct ProductsTab {
    /// The grid.
    pub sheet: Sheet,
    search: String,
    /// Texts being typed into conditions and shares, by product and name.
    typing: HashMap<(Id, String), String>,
}

impl ProductsTab {
    /// Shows the tab.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound, year: i16) {
        let lang = wb.lang();
        let rows: Vec<Id> = wb.audit().map_or_else(Vec::new, |a| {
            a.products.iter().filter(|p| p.year().is_none_or(|y| y == year)).map(|p| p.id).collect()
        });
        ui.horizontal_wrapped(|ui| {
            if ui.button(lang.pick("＋ 添加产品", "＋ Add a product")).clicked() {
                self.sheet.add(wb, fresh(year), "name");
            }
            if ui.add_enabled(!rows.is_empty(), Button::new(lang.pick("删除行", "Remove"))).clicked() {
                self.sheet.remove(wb, Section::Product, &rows);
            }
            let help = lang.pick(
                "一行是一种产品或一道工序在一年里的产量；在下方为它选定限额标准的行",
                "A row is the output of a product or process; below choose what it is compared with",
            );
            ui.label(theme::small(ui, help));
        });
        if rows.is_empty() {
            widgets::empty(
                ui,
                &format!("{year} {}", lang.pick("年还没有产品产量", ": no output yet")),
                lang.pick("有了产量才能算单位产品能耗并与国家限额对标。", "Output is needed for unit consumption."),
            );
            return;
        }
        let asked: Vec<&Question> = found.energy.questions.iter().filter(|q| q.section == Section::Product).collect();
        egui::ScrollArea::vertical().id_salt("products").auto_shrink(false).show(ui, |ui| {
            let room = egui::vec2(ui.available_width(), height_of(rows.len()).min(260.0));
            ui.allocate_ui(room, |ui| {
                ui.set_min_size(room);
                self.grid(ui, wb, found, &rows, &asked, year);
            });
            if let Some((_, row, key)) = questions::show(ui, lang, &asked) {
                self.sheet.reveal(row, key);
            }
            let current = self.sheet.selected(&rows).first().copied();
            let product = current.and_then(|id| wb.audit()?.products.iter().find(|p| p.id == id)).cloned();
            if let (Some(product), Some(reference)) = (product, wb.reference.clone()) {
                ui.columns(2, |sides| {
                    theme::card(&sides[0]).show(&mut sides[0], |ui| {
                        ui.set_width(ui.available_width());
                        self.quotas(ui, wb, &product, &reference);
                    });
                    theme::card(&sides[1]).show(&mut sides[1], |ui| {
                        ui.set_width(ui.available_width());
                        self.standing(ui, wb, found, &product);
                        self.conditions(ui, wb, &product, &reference);
                        self.shares(ui, wb, found, &product, year);
                    });
                });
            }
        });
    }

    fn grid(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        found: &PlantFound,
        rows: &[Id],
        asked: &[&Question],
        year: i16,
    ) {
        let lang = wb.lang();
        let section = Section::Product;
        let Some(audit) = wb.audit() else { return };
        let entered: Vec<Product> = audit.products.iter().filter(|p| rows.contains(&p.id)).cloned().collect();
        let mut columns: Vec<Column> = Vec::new();
        columns.extend(columns::field(lang, section, "name", 130.0));
        columns.extend(columns::field(lang, section, "unit", 74.0));
        columns.extend(columns::months(lang, section, audit, rows));
        let sums = entered.iter().filter_map(Product::output);
        columns.extend(columns::field(lang, section, "annual", columns::width_for(sums, 84.0)));
        columns.push(columns::shown(
            "unit_energy",
            lang.pick("单位产品能耗", "Unit consumption"),
            lang.pick("按分摊比例由综合能耗算出，或企业自报", "from the plant's energy by the share, or as stated"),
            190.0,
        ));
        let mut add = |key: &'static str, width: f32| columns.extend(columns::field(lang, section, key, width));
        for (key, width) in [
            ("share_pct", 116.0),
            ("scope", 130.0),
            ("capacity", 90.0),
            ("output_value_wan", 92.0),
            ("stated_unit_kgce", 176.0),
            ("stated_unit_kwh", 176.0),
            ("remark", 160.0),
        ] {
            add(key, width);
        }
        let product = |id: Id| entered.iter().find(|p| p.id == id);
        let look = |id: Id, column: &Column| {
            let mut look =
                Look { mark: questions::mark(asked, id, column.key, column.key == "name"), ..Look::default() };
            match (column.key, product(id)) {
                ("annual", Some(p)) if p.fields.annual.is_none() => {
                    look.text = p.output().map(numbers::entered);
                    look.weak = true;
                    look.help = lang.pick("各月之和", "sum of the months").to_owned();
                }
                ("unit_energy", Some(p)) => {
                    let mine = found.of_product(p);
                    let texts =
                        mine.iter().map(|q| format!("{} {}", crate::energy::working::n(q.figure.value), q.figure.unit));
                    look.text = Some(texts.collect::<Vec<_>>().join("；")).filter(|t| !t.is_empty());
                }
                _ => {}
            }
            look
        };
        let view = View {
            name: lang.pick("产品产量表格", "Products sheet"),
            section,
            rows,
            columns: &columns,
            frozen: 1,
            caption: &|id| product(id).map_or(String::new(), |p| p.name().to_owned()),
            look: &look,
            codes: None,
            fresh: &|| fresh(year),
        };
        self.sheet.show(ui, wb, &view);
    }

    /// Which rows of the quota table it is compared with: chosen ones, and a search for others.
    fn quotas(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, product: &Product, reference: &Reference) {
        let lang = wb.lang();
        ui.label(theme::bold(format!("{}{}", lang.pick("对标的限额：", "Compared with: "), product.name())));
        let limits = reference.tables.unit_limits.rows();
        let mut change: Option<Vec<String>> = None;
        for key in &product.quotas {
            ui.horizontal(|ui| {
                let row = limits.iter().find(|r| *r.key == **key);
                let name = row.map_or_else(|| key.clone(), |r| describe(r));
                let remove = ui.small_button("×");
                remove.widget_info(|| {
                    egui::WidgetInfo::labeled(
                        egui::Role::Button,
                        true,
                        format!("{} {name}", lang.pick("不再对标", "remove")),
                    )
                });
                if remove.clicked() {
                    change = Some(product.quotas.iter().filter(|k| *k != key).cloned().collect());
                }
                ui.add(egui::Label::new(&name).truncate());
                if row.is_none() {
                    badge::status(ui, Tone::Warn, "▲", lang.pick("限额表中没有这一行", "not in the table"));
                }
            });
        }
        if product.quotas.is_empty() {
            let text = lang.pick(
                "没有选定：按产品名称在限额表中查找。名称对应几行时请选定。",
                "None chosen: found by the product's name.",
            );
            evidence::wrapped(ui, theme::weak(ui, text));
        }
        let label = lang.pick("查找限额：产品、工序、标准号…", "Find a quota: product, process, standard…");
        widgets::search(ui, &mut self.search, label, ui.available_width() - 12.0);
        let found = self.offered(wb, product, reference);
        egui::ScrollArea::vertical().id_salt("offered").max_height(230.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.spacing_mut().interact_size.y = 24.0;
            for row in found.iter().take(LISTED) {
                let on = product.quotas.iter().any(|k| **k == *row.key);
                let name = describe(row);
                // In one line; what has no room is under the pointer.
                let sign = if on { "✔" } else { "＋" };
                let button = egui::Button::selectable(on, format!("{sign} {name}")).truncate();
                let response = ui.add(button).on_hover_text(&name);
                response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, on, &name));
                let help = [&row.condition, &row.uncorrected, &row.review];
                let help: Vec<&str> = help.into_iter().map(|t| &**t).filter(|t| !t.is_empty()).collect();
                let response = if help.is_empty() { response } else { response.on_hover_text(help.join("\n")) };
                if response.clicked() {
                    let mut list = product.quotas.clone();
                    if on {
                        list.retain(|k| **k != *row.key);
                    } else {
                        list.push(row.key.to_string());
                    }
                    change = Some(list);
                }
            }
            if found.is_empty() {
                let text =
                    lang.pick("没有查到；没有查到不等于没有限额标准", "Nothing found; the table is not complete");
                ui.label(theme::weak(ui, text));
            }
        });
        if let Some(quotas) = change {
            let row = Product { quotas, ..product.clone() };
            wb.edit(&format!("选定限额 {}", product.name()), Edit::ReplaceRow(Row::Product(row)));
        }
    }

    /// Rows that contain what is typed; without it those of the product's name and the plant's industry.
    fn offered(&self, wb: &Workbench, product: &Product, reference: &Reference) -> Vec<Arc<LimitRow>> {
        let wanted = normal(&self.search).to_lowercase();
        if wanted.is_empty() {
            let code = wb.audit().and_then(|a| a.enterprise.industry_code.as_ref()).map_or("", |c| c.value.as_str());
            let name = product.name();
            if name.trim().is_empty() && code.is_empty() {
                return Vec::new();
            }
            return benchmark::offered(reference, code, name).cloned().collect();
        }
        let fits = |r: &&Arc<LimitRow>| {
            let names = r.names.iter().map(String::as_str);
            let parts = [&*r.product, &*r.process, &*r.industry, &*r.standard, &*r.indicator].into_iter().chain(names);
            wanted.split_whitespace().all(|w| parts.clone().any(|p| p.to_lowercase().contains(w)))
        };
        benchmark::offered(reference, "", "").filter(fits).cloned().collect()
    }

    /// The level found, in one line; all of it is on the benchmark page.
    fn standing(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound, product: &Product) {
        let lang = wb.lang();
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::bold(lang.pick("等级", "Level")));
            let mine = found.of_product(product);
            for q in &mine {
                let (tone, icon) = super::super::benchmark::look(q.outcome);
                let word = lang.pick(q.outcome.zh(), q.outcome.en());
                let value = format!("{} {}", crate::energy::working::n(q.figure.value), q.figure.unit);
                badge::status(ui, tone, icon, &format!("{value} {word}"))
                    .on_hover_text(format!("{} {value}", q.figure.indicator));
            }
            if mine.is_empty() {
                ui.label(theme::weak(
                    ui,
                    lang.pick("还没有单耗：需要产量和能源消费", "Output and consumption are needed"),
                ));
            } else if widgets::whole_link(ui, lang.pick("到对标页", "Benchmark page")).clicked() {
                wb.page = super::super::Page::Benchmark;
            }
        });
        let missing = found.of_product(product).into_iter().flat_map(|q| q.missing.clone()).collect::<Vec<_>>();
        for text in missing {
            evidence::wrapped(ui, theme::weak(ui, format!("▲ {text}")));
        }
    }

    /// What the rows' corrections ask for.
    fn conditions(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, product: &Product, reference: &Reference) {
        let lang = wb.lang();
        let mut asked: Vec<&Correction> = Vec::new();
        let limits = reference.tables.unit_limits.rows();
        for row in limits.iter().filter(|r| product.quotas.iter().any(|k| **k == *r.key)) {
            for c in &row.corrections {
                if !asked.iter().any(|a| a.answer == c.answer) {
                    asked.push(c);
                }
            }
        }
        if asked.is_empty() {
            return;
        }
        ui.add_space(4.0);
        ui.label(theme::bold(lang.pick("修正条件", "Conditions")));
        ui.label(theme::small(
            ui,
            lang.pick("不填的不修正，结论注明“未修正”", "What is not filled in is not corrected"),
        ));
        for c in asked {
            let yes_no = c.unit.is_empty() && matches!(c.rule, Rule::AddIf | Rule::MultiplyIf | Rule::SetIf);
            let hint = if yes_no { lang.pick("是 / 否", "yes / no").to_owned() } else { c.unit.to_string() };
            let current = product.conditions.get(&*c.answer).cloned().unwrap_or_default();
            let line = (format!("{}", c.name), hint, c.text.to_string());
            if let Some(text) = self.line(ui, product.id, &c.answer, line, &current) {
                let mut row = product.clone();
                if text.is_empty() {
                    row.conditions.remove(&*c.answer);
                } else {
                    row.conditions.insert(c.answer.to_string(), text);
                }
                wb.edit(&format!("修改{} {}", product.name(), c.name), Edit::ReplaceRow(Row::Product(row)));
            }
        }
    }

    /// Its share of single carriers, where it is not the overall one.
    fn shares(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound, product: &Product, year: i16) {
        let lang = wb.lang();
        let Some(energy) = found.energy.year(year) else { return };
        let title = lang.pick("分品种的分摊比例(%)", "Share of single carriers (%)");
        egui::CollapsingHeader::new(title).default_open(!product.shares_pct.is_empty()).show(ui, |ui| {
            for c in energy.carriers.iter().filter(|c| c.tce_equivalent != 0.0) {
                let current = product.shares_pct.get(&c.code).map_or_else(String::new, |v| numbers::entered(*v));
                let hint = product.fields.share_pct.as_ref().map_or(String::new(), |s| numbers::entered(s.value));
                let line = (
                    lang.said(&c.name).into_owned(),
                    hint,
                    lang.pick("不填按总的分摊比例", "empty: the overall share").to_owned(),
                );
                let Some(text) = self.line(ui, product.id, &format!("share {}", c.code), line, &current) else {
                    continue;
                };
                let mut row = product.clone();
                match parse::number(&text) {
                    _ if text.is_empty() => drop(row.shares_pct.remove(&c.code)),
                    Some(v) if (0.0..=100.0).contains(&v) => drop(row.shares_pct.insert(c.code.clone(), v)),
                    _ => {
                        wb.say(Tone::Bad, format!("“{text}”不是 0～100 的百分数；{} 的分摊比例未动", c.name));
                        continue;
                    }
                }
                wb.edit(&format!("修改{}分摊 {}", product.name(), c.name), Edit::ReplaceRow(Row::Product(row)));
            }
        });
    }

    /// A line with a text field; the text once it is entered.
    fn line(
        &mut self,
        ui: &mut egui::Ui,
        product: Id,
        key: &str,
        (name, hint, help): (String, String, String),
        current: &str,
    ) -> Option<String> {
        let place = (product, key.to_owned());
        let mut text = self.typing.get(&place).cloned().unwrap_or_else(|| current.to_owned());
        let response = ui
            .horizontal(|ui| {
                let size = egui::vec2(190.0, ui.spacing().interact_size.y);
                let label = ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.set_min_width(size.x);
                    ui.add(egui::Label::new(theme::weak(ui, &name)).truncate())
                });
                let label = label.inner.on_hover_text(&help);
                let edit = TextEdit::singleline(&mut text).hint_text(hint).desired_width(ui.available_width() - 16.0);
                ui.push_id(key, |ui| ui.add(edit)).inner.labelled_by(label.id)
            })
            .inner;
        let escaped = ui.input(|i| i.key_pressed(egui::Key::Escape));
        if response.has_focus() {
            self.typing.insert(place, text);
            return None;
        }
        self.typing.remove(&place);
        let text = normal(&text);
        (response.lost_focus() && !escaped && text != current).then_some(text)
    }
}

fn fresh(year: i16) -> Row {
    let mut row = Product::empty();
    row.fields.year = Some(Entered::ledger(f64::from(year)));
    Row::Product(row)
}

/// A row of limits in one line.
fn describe(row: &LimitRow) -> String {
    let n = crate::energy::working::n;
    let grades: Vec<String> = row.grades.iter().map(|g| g.map_or_else(|| "—".to_owned(), n)).collect();
    let standard = if row.standard.is_empty() { "无强制限额" } else { &*row.standard };
    format!("{}　{} {} {}　{standard}", row.label(), row.indicator, grades.join("/"), row.unit_text)
}
