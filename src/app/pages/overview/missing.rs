//! What is still missing in the audit: how much of what, and where it is filled in.

use super::super::Page;
use crate::app::lang::Lang;
use crate::app::plant::PlantFound;
use crate::app::widgets::grouped;
use crate::app::workbench::Workbench;
use crate::audit::{Audit, Id, Section};
use crate::benchmark::TargetStanding;
use crate::diagnosis::Diagnosis;

/// Where a link goes.
#[derive(Clone, Copy)]
pub enum Goal {
    /// A page.
    Page(Page),
    /// A list of the energy page, and a cell of it.
    Row(Section, Option<(Id, &'static str)>),
}

impl Goal {
    /// Goes there.
    pub fn go(self, wb: &mut Workbench) {
        match self {
            Self::Page(page) => wb.page = page,
            Self::Row(section, cell) => wb.show_row(section, cell),
        }
    }
}

/// The list; `wanting` are the rows of devices that lack something, once they have been counted.
pub fn list(
    lang: Lang,
    audit: &Audit,
    found: &PlantFound,
    diagnosis: &Diagnosis,
    wanting: Option<usize>,
) -> Vec<(String, Goal)> {
    let mut out: Vec<(String, Goal)> = Vec::new();
    let mut one = |missing: bool, zh: &'static str, en: &'static str, goal: Goal| {
        if missing {
            out.push((lang.pick(zh, en).to_owned(), goal));
        }
    };
    let enterprise = Goal::Page(Page::Enterprise);
    let e = &audit.enterprise;
    one(e.name.is_none(), "企业名称没有填", "Name of the enterprise", enterprise);
    let place = e.province.is_none() || e.city.is_none();
    one(place, "省份、市县没有填(决定地方目标和排放因子)", "Province and city", enterprise);
    one(audit.equipment.is_empty(), "还没有设备", "No devices yet", Goal::Page(Page::Equipment));
    let consumption = Goal::Row(Section::Consumption, None);
    one(audit.consumption.is_empty(), "能源消费没有填", "Energy consumption", consumption);
    one(audit.products.is_empty(), "产品产量没有填", "Output of products", Goal::Row(Section::Product, None));
    let asked = &found.energy.questions;
    let first = asked.iter().find_map(|q| Some(Goal::Row(q.section, Some((q.row?, q.field.unwrap_or(""))))));
    let open = found.management.scores.last().map_or(0, |s| s.open);
    let unpriced = diagnosis.measures.iter().filter(|m| m.investment_yuan.is_none()).count();
    let targets = found.benchmark.targets.iter().filter(|t| t.standing == TargetStanding::Missing).count();
    let counted = [
        (asked.len(), "项能源、产量数据须核对", "points of energy and output to check", first.unwrap_or(consumption)),
        (wanting.unwrap_or(0), "行设备有待补数据", "rows of devices lack data", Goal::Page(Page::Screening)),
        (unpriced, "项措施没有投资", "measures without investment", Goal::Page(Page::Retrofit)),
        (targets, "项目标缺数据", "targets lack data", Goal::Page(Page::Benchmark)),
        (open, "条管理核查未做", "points of the checklist open", Goal::Row(Section::Management, None)),
    ];
    for (count, zh, en, goal) in counted.into_iter().filter(|(count, ..)| *count > 0) {
        out.push((format!("{} {}", grouped(count as f64, 0), lang.pick(zh, en)), goal));
    }
    out
}
