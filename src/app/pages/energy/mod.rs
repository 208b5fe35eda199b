//! 能源: consumption and output by month, balance, yearly figures, waste heat, meters, energy management.

mod balance;
mod columns;
mod consumption;
mod lists;
mod management;
mod products;
mod questions;
mod summaries;
mod totals;

use eframe::egui;

use self::consumption::ConsumptionTab;
use self::lists::ListTab;
use self::management::ManagementTab;
use self::products::ProductsTab;
pub use self::totals::{carrier_parts, monthly};
use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets;
use crate::app::workbench::Workbench;
use crate::audit::{Audit, Consumption, Product, Section};
use crate::clock;
use crate::reference::carriers::Carriers;

/// The carriers by code, under the names that are shown.
fn carrier_names(carriers: &Carriers, lang: Lang) -> Vec<(String, String)> {
    carriers.iter().map(|c| (c.code.to_string(), lang.said(&c.name).into_owned())).collect()
}

/// The code of a carrier: by what plants call it, or by the name that is shown.
fn carrier_code(carriers: &Carriers, shown: &[(String, String)], name: &str) -> Option<String> {
    let by_name = carriers.named(name).map(|c| c.code.to_string());
    by_name.or_else(|| shown.iter().find(|(_, n)| n.eq_ignore_ascii_case(name)).map(|(code, _)| code.clone()))
}

/// The page's state.
#[derive(Default)]
pub struct EnergyPage {
    tab: Tab,
    year: Option<i16>,
    consumption: ConsumptionTab,
    products: ProductsTab,
    years: ListTab,
    resources: ListTab,
    meters: ListTab,
    management: ManagementTab,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Consumption,
    Balance,
    Products,
    Years,
    Resources,
    Meters,
    Management,
}

impl Tab {
    const ALL: [Self; 7] = [
        Self::Consumption,
        Self::Balance,
        Self::Products,
        Self::Years,
        Self::Resources,
        Self::Meters,
        Self::Management,
    ];

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Consumption => lang.pick("用能", "Consumption"),
            Self::Balance => lang.pick("平衡", "Balance"),
            Self::Products => lang.pick("产品产量", "Products"),
            Self::Years => lang.pick("年度指标", "Years"),
            Self::Resources => lang.pick("余热资源", "Waste heat"),
            Self::Meters => lang.pick("计量", "Meters"),
            Self::Management => lang.pick("管理诊断", "Management"),
        }
    }

    fn of(section: Section) -> Self {
        match section {
            Section::Consumption => Self::Consumption,
            Section::Product => Self::Products,
            Section::Year => Self::Years,
            Section::Management => Self::Management,
            Section::Meter => Self::Meters,
            Section::Resource => Self::Resources,
        }
    }
}

impl EnergyPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        self.arrive(wb);
        let years = years(wb.audit());
        let Some(found) = wb.plant() else {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(theme::weak(ui, lang.pick("正在计算…", "Calculating…")));
            });
            return;
        };
        let audited = found.energy.audited.or(years.last().copied());
        let year = self.year.or(audited).unwrap_or_else(|| clock::today().year() - 1);
        let purpose = lang.pick(
            "全厂逐月用了什么能源、用在哪里、产出多少，以及计量和管理情况",
            "What the plant uses month by month, where it goes, what it makes; meters and management",
        );
        widgets::head(ui, lang.pick("能源与产量", "Energy and output"), purpose, |ui| {
            if matches!(self.tab, Tab::Consumption | Tab::Balance | Tab::Products) {
                self.year_chooser(ui, lang, &years, year);
            }
        });
        if let Some(tab) = widgets::turned(ui, &Tab::ALL, self.tab) {
            self.tab = tab;
        }
        ui.horizontal_wrapped(|ui| {
            for tab in Tab::ALL {
                if widgets::tab(ui, self.tab == tab, tab.name(lang)).clicked() {
                    self.tab = tab;
                }
            }
        });
        match self.tab {
            Tab::Consumption => {
                if let Some((section, row, key)) = self.consumption.show(ui, wb, &found, year) {
                    wb.show_row(section, Some((row, key)));
                }
            }
            Tab::Balance => balance::show(ui, wb, found.energy.year(year)),
            Tab::Products => self.products.show(ui, wb, &found, year),
            Tab::Years => self.years.show(ui, wb, &found, Section::Year, year),
            Tab::Resources => self.resources.show(ui, wb, &found, Section::Resource, year),
            Tab::Meters => self.meters.show(ui, wb, &found, Section::Meter, year),
            Tab::Management => self.management.show(ui, wb, &found),
        }
    }

    /// Goes where another page sent the person.
    fn arrive(&mut self, wb: &mut Workbench) {
        let Some((section, cell)) = wb.wanted_row.take() else { return };
        self.tab = Tab::of(section);
        let Some((row, key)) = cell else { return };
        let audit = wb.audit();
        let year = match section {
            Section::Consumption => {
                audit.and_then(|a| a.consumption.iter().find(|c| c.id == row)).and_then(Consumption::year)
            }
            Section::Product => audit.and_then(|a| a.products.iter().find(|p| p.id == row)).and_then(Product::year),
            _ => None,
        };
        self.year = year.or(self.year);
        match self.tab {
            Tab::Consumption => self.consumption.sheet.reveal(row, key),
            Tab::Products => self.products.sheet.reveal(row, key),
            Tab::Years => self.years.sheet.reveal(row, key),
            Tab::Resources => self.resources.sheet.reveal(row, key),
            Tab::Meters => self.meters.sheet.reveal(row, key),
            Tab::Balance | Tab::Management => {}
        }
    }

    /// The years that have something, and the years beside them.
    fn year_chooser(&mut self, ui: &mut egui::Ui, lang: Lang, years: &[i16], year: i16) {
        let mut offered: Vec<i16> = years.to_vec();
        offered.push(year);
        for y in years.iter().chain([&year]) {
            offered.extend([y - 1, y + 1]);
        }
        offered.retain(|y| (1990..=clock::today().year()).contains(y));
        offered.sort_unstable();
        offered.dedup();
        let combo = egui::ComboBox::from_id_salt("year").selected_text(year.to_string()).width(84.0);
        let response = combo.show_ui(ui, |ui| {
            for y in offered.iter().rev() {
                let mark = if years.contains(y) { "" } else { lang.pick("(空)", " (empty)") };
                if ui.selectable_label(*y == year, format!("{y}{mark}")).clicked() {
                    self.year = Some(*y);
                }
            }
        });
        let name = lang.pick("年度", "Year");
        response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name));
    }
}

/// Years with consumption or output, ascending.
fn years(audit: Option<&Audit>) -> Vec<i16> {
    let Some(audit) = audit else { return Vec::new() };
    let consumption = audit.consumption.iter().filter_map(Consumption::year);
    let mut out: Vec<i16> = consumption.chain(audit.products.iter().filter_map(Product::year)).collect();
    out.sort_unstable();
    out.dedup();
    out
}
