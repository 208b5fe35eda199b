//! Both sides' view of an energy performance contract.

use eframe::egui;

use super::plots;
use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::figure;
use crate::app::widgets::numbers::{grouped, maybe, wan};
use crate::app::widgets::plot::{self, Years};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::economics::contract::{Side, Sides};

/// Shows the sides as a table, a plot and year by year.
pub fn show(ui: &mut egui::Ui, lang: Lang, sides: &Sides) {
    ui.add_space(4.0);
    ui.label(theme::bold(
        lang.pick("合同能源管理：双方(万元，税前)", "Performance contract: both sides (10⁴ yuan, before tax)"),
    ));
    let names = [lang.pick("节能服务公司", "Provider"), lang.pick("用能单位", "Host")];
    let both = [&sides.provider, &sides.host];
    let figures = |name: &str, figure: &dyn Fn(&Side) -> String| {
        let mut row = vec![name.to_owned()];
        row.extend(both.iter().map(|s| figure(s)));
        row
    };
    let years = |v: Option<f64>| maybe(v, |v| grouped(v, 2));
    let rows = [
        figures(lang.pick("合同期内分得的节约", "Share of the saving over the contract"), &|s| {
            wan(s.settled_yuan)
        }),
        figures("NPV", &|s| wan(s.npv_yuan)),
        figures("IRR(%)", &|s| maybe(s.irr, |v| grouped(v * 100.0, 1))),
        figures(lang.pick("静态回收期(a)", "Payback (a)"), &|s| years(s.payback_a)),
        figures(lang.pick("动态回收期(a)", "Discounted payback (a)"), &|s| years(s.discounted_payback_a)),
    ];
    let head = [("", Holds::Text), (names[0], Holds::Number), (names[1], Holds::Number)];
    Sheet { id: "sides", head: &head, rows: &rows, total: false, selected: None, height: None }.show(ui, lang);
    let told = |year: usize| {
        let (provider, host) = (sides.provider.flow_yuan.get(year)?, sides.host.flow_yuan.get(year)?);
        let (head, unit) = (plots::year(lang, year), plots::unit(lang));
        Some(format!("{head}\n{} {} {unit}\n{} {} {unit}", names[0], wan(*provider), names[1], wan(*host)))
    };
    let name = lang.pick("双方逐年净现金流", "Net flows of both sides");
    figure::show(ui, lang, name, |ui, _| {
        let entries = [0, 1].map(|at| (names[at].to_owned(), plot::sample(ui, at)));
        let years = Years { id: "contract_flow", name, axes: plots::axes(lang), height: 150.0, entries: &entries };
        years.show(ui, told, |plot| {
            for ((name, look), side) in entries.iter().zip(both) {
                plot.line(plots::line(name.as_str(), &side.flow_yuan, *look));
            }
        });
    });
    egui::CollapsingHeader::new(lang.pick("双方逐年现金流表(万元)", "Both sides year by year (10⁴ yuan)")).show(
        ui,
        |ui| {
            let flows = sides.provider.flow_yuan.iter().zip(&sides.host.flow_yuan).enumerate();
            let rows: Vec<Vec<String>> = flows.map(|(year, (p, h))| vec![year.to_string(), wan(*p), wan(*h)]).collect();
            let head = [(lang.pick("年", "year"), Holds::Number), (names[0], Holds::Number), (names[1], Holds::Number)];
            Sheet { id: "sides_years", head: &head, rows: &rows, total: false, selected: None, height: None }
                .show(ui, lang);
        },
    );
}
