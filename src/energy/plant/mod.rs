//! The plant's energy of a year: 综合能耗 by GB/T 2589-2020 from what was bought, produced, sold, converted and stored.
//!
//! `E = Σ(Eᵢ×kᵢ)` over what crosses the plant's boundary: bought + own primary energy + stock drawn − sold. What is
//! converted inside (coal → steam → electricity) is in none of these terms, so nothing is counted twice, and losses of
//! conversion stay in. Two totals are kept apart: electricity at its equivalent value (当量值, 3600 kJ/kWh) and at its
//! equal value (等价值, coal per kWh supplied). Media (water, air, oxygen) count only if bought.
//!
//! What can't be true or can't be told is a [`Question`]; what is left out because of it says so.

mod balance;
mod carbon;
mod check;
mod factor;
mod flows;
mod lines;
mod products;
mod site;
mod years;

use serde::Serialize;

use super::working::{Step, n, put};
use super::{Context, FuelUse};
use crate::audit::plant::Months;
use crate::audit::{Audit, Flow, Id, KindCode, Origin, Section};
use crate::reference::carriers::CarrierGroup;

pub use balance::{Balance, BalanceVerdict, Coverage, Pool, Process};
pub(crate) use balance::{fuel_pool, pool_of};
pub use carbon::Carbon;
pub use factor::Coefficient;
pub use flows::{FlowLink, FlowNode, Flows, NodeKind};
pub use site::{MeterRate, ResourceHeat, meters, resources};
pub use years::{Basis, YearFigures};

/// Largest imbalance in % of the input that needs no explanation (企业节能诊断服务指南, 数据闭合).
pub const IMBALANCE_LIMIT_PCT: f64 = 5.0;

/// What the listed devices of one kind use in a year, each counted once; the caller has it from the diagnosis.
#[derive(Clone, Debug, PartialEq)]
pub struct KindUse {
    /// The kind.
    pub kind: KindCode,
    /// kWh/a.
    pub electricity_kwh: f64,
    /// Fuels per year.
    pub fuels: Vec<FuelUse>,
    /// Rows in use whose energy is not known.
    pub unknown_rows: usize,
}

/// Something the auditor is asked: where it is, what was found, what to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    /// Which list.
    pub section: Section,
    /// Which row, if it is one row's.
    pub row: Option<Id>,
    /// Key of the field, if it is one field's.
    pub field: Option<&'static str>,
    /// The year, if it is one year's.
    pub year: Option<i16>,
    /// The amount is not counted until it is answered.
    pub left_out: bool,
    /// What was found.
    pub text: String,
    /// What to do.
    pub advice: String,
}

impl std::fmt::Display for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}：{}", self.section.zh(), self.text)?;
        if self.left_out {
            f.write_str("，未计入")?;
        }
        if !self.advice.is_empty() {
            write!(f, "。{}", self.advice)?;
        }
        Ok(())
    }
}

/// One row of consumption, converted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// The row.
    pub row: Id,
    /// Code of the carrier.
    pub carrier: String,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// What happened to the amount.
    pub flow: Flow,
    /// Name of the conversion, empty if none.
    pub process: String,
    /// Months as entered.
    pub months: Months,
    /// Amount of the year in the unit.
    pub amount: f64,
    /// kgce per unit, equivalent value.
    pub kgce: Coefficient,
    /// kgce per unit, equal value.
    pub kgce_equal: Coefficient,
    /// tce, equivalent value (not signed).
    pub tce_equivalent: f64,
    /// tce, equal value (not signed).
    pub tce_equal_value: f64,
    /// Heat in GJ of the equivalent value.
    pub heat_gj: f64,
    /// yuan; of what is sold the revenue. `None` without a price.
    pub cost_yuan: Option<f64>,
    /// Whether the price is the program's default.
    pub price_is_default: bool,
    /// The weakest origin of the amounts.
    pub weakest: Option<Origin>,
}

impl Line {
    /// How the amount enters the total: +1, −1, or 0 for what is converted or used inside.
    pub fn sign(&self) -> f64 {
        match self.flow {
            Flow::Purchased | Flow::SelfProduced | Flow::OpeningStock => 1.0,
            Flow::Exported | Flow::ClosingStock => -1.0,
            Flow::ConvertedIn | Flow::ConvertedOut | Flow::ProcessUse | Flow::RawMaterial => 0.0,
        }
    }
}

/// One carrier in one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CarrierYear {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Unit of the amounts.
    pub unit: String,
    /// How it is accounted for.
    #[serde(skip)]
    pub group: CarrierGroup,
    /// Bought.
    pub purchased: f64,
    /// Own primary energy.
    pub self_produced: f64,
    /// Sold.
    pub exported: f64,
    /// Put into conversions.
    pub converted_in: f64,
    /// Got out of conversions.
    pub converted_out: f64,
    /// Stock drawn: opening − closing.
    pub stock_drawn: f64,
    /// What crosses the boundary: bought + own primary + stock drawn − sold.
    pub net: f64,
    /// What is left for use: net + out of conversions − into conversions.
    pub available: f64,
    /// tce of the net amount, equivalent value.
    pub tce_equivalent: f64,
    /// tce of the net amount, equal value.
    pub tce_equal_value: f64,
    /// tce of what is left for use, equivalent value.
    pub available_tce: f64,
    /// Share of the total at equivalent value in %; `None` if the total is not positive.
    pub share_pct: Option<f64>,
    /// yuan paid; `None` if a bought amount has no price.
    pub cost_yuan: Option<f64>,
}

/// One month's totals over the carriers with monthly amounts; stock is not in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct MonthTotal {
    /// tce, equivalent value.
    pub tce_equivalent: f64,
    /// tce, equal value.
    pub tce_equal_value: f64,
    /// Bought and own electricity less what is sold, kWh.
    pub electricity_kwh: f64,
}

/// The plant's energy of one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlantEnergy {
    /// The year.
    pub year: i16,
    /// Rows as converted.
    pub lines: Vec<Line>,
    /// Carriers, in the order of the table.
    pub carriers: Vec<CarrierYear>,
    /// Months with any amount, January first.
    pub months: [Option<MonthTotal>; 12],
    /// Rows of what crosses the boundary that have no twelve months: the months are less than the year by these.
    pub lines_without_months: usize,
    /// 综合能耗 in tce, electricity at equivalent value.
    pub tce_equivalent: f64,
    /// 综合能耗 in tce, electricity at equal value.
    pub tce_equal_value: f64,
    /// Thereof bought media, tce.
    pub media_tce: f64,
    /// Thereof own renewable electricity, tce.
    pub renewable_tce: f64,
    /// Thereof used as raw material, tce, equivalent value.
    pub raw_material_tce: f64,
    /// yuan paid; `None` if anything bought has no price.
    pub cost_yuan: Option<f64>,
    /// yuan received for what is sold, as far as stated.
    pub revenue_yuan: f64,
    /// CO₂.
    pub carbon: Carbon,
    /// Where it went.
    pub balance: Balance,
    /// How much of electricity and fuels the listed devices explain.
    pub coverage: Vec<Coverage>,
    /// Nodes and links for a Sankey diagram, in tce.
    pub flows: Flows,
    /// The calculation.
    pub working: Vec<Step>,
    /// Defaults in use and what else the auditor must know.
    pub notes: Vec<String>,
}

/// All years.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Plant {
    /// Years with consumption, ascending.
    pub years: Vec<PlantEnergy>,
    /// Every year with consumption or figures, ascending, with intensities and change.
    pub figures: Vec<YearFigures>,
    /// The year under audit: the one named in the audited period, else the last with consumption.
    pub audited: Option<i16>,
    /// What the auditor is asked.
    pub questions: Vec<Question>,
}

impl Plant {
    /// The energy of a year.
    pub fn year(&self, year: i16) -> Option<&PlantEnergy> {
        self.years.iter().find(|y| y.year == year)
    }

    /// The energy of the year under audit.
    pub fn audited(&self) -> Option<&PlantEnergy> {
        self.year(self.audited?)
    }

    /// The figures of a year.
    pub fn figures(&self, year: i16) -> Option<&YearFigures> {
        self.figures.iter().find(|f| f.year == year)
    }
}

/// Accounts for all years. `used` is what the listed devices use in a year, as they are now; the balance of every year
/// is drawn with it.
pub fn account(audit: &Audit, used: &[KindUse], ctx: &Context<'_>) -> Plant {
    let mut questions = Vec::new();
    let lines = lines::read(audit, ctx, &mut questions);
    let mut numbers: Vec<i16> = lines.iter().map(|(year, _)| *year).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let audited = audited_year(audit, &numbers);
    let years: Vec<PlantEnergy> = numbers
        .iter()
        .map(|year| {
            let own = lines.iter().filter(|(y, _)| y == year).map(|(_, line)| line.clone()).collect();
            one_year(audit, *year, own, used, audited == Some(*year), ctx, &mut questions)
        })
        .collect();
    products::check(audit, ctx, &mut questions);
    let figures = years::figures(audit, &years, &mut questions);
    Plant { years, figures, audited, questions }
}

/// The last year with consumption that the audited period names, else the last of all.
fn audited_year(audit: &Audit, years: &[i16]) -> Option<i16> {
    let period = audit.enterprise.audit_period.as_ref().map_or("", |p| p.value.as_str());
    years.iter().rev().find(|y| period.contains(&y.to_string())).or(years.last()).copied()
}

fn one_year(
    audit: &Audit,
    year: i16,
    lines: Vec<Line>,
    used: &[KindUse],
    audited: bool,
    ctx: &Context<'_>,
    questions: &mut Vec<Question>,
) -> PlantEnergy {
    let mut working = Vec::new();
    let mut notes = Vec::new();
    let mut carriers: Vec<CarrierYear> =
        ctx.reference.tables.carriers.iter().filter_map(|c| lines::carrier(c, &lines)).collect();
    let total = |f: fn(&CarrierYear) -> f64| carriers.iter().map(f).sum::<f64>();
    let (tce_equivalent, tce_equal_value) = (total(|c| c.tce_equivalent), total(|c| c.tce_equal_value));
    for c in &mut carriers {
        c.share_pct = (tce_equivalent > 0.0).then(|| c.tce_equivalent / tce_equivalent * 100.0);
    }
    lines::explain(&lines, &carriers, &mut working, &mut notes);
    let joined = |f: fn(&CarrierYear) -> f64| {
        let parts: Vec<String> = carriers.iter().filter(|c| c.net != 0.0).map(|c| put(f(c))).collect();
        if parts.is_empty() { "0".to_owned() } else { parts.join("+") }
    };
    working.push(Step::new(
        "综合能耗(当量值)",
        "E = Σ(Eᵢ×kᵢ)，Eᵢ = 购入+自产一次能源+库存减少−外供，厂内转换不重复计 (GB/T 2589-2020)",
        joined(|c| c.tce_equivalent),
        tce_equivalent,
        "tce",
    ));
    working.push(Step::new(
        "综合能耗(等价值)",
        "E = Σ(Eᵢ×kᵢ)，电力取等价折标系数",
        joined(|c| c.tce_equal_value),
        tce_equal_value,
        "tce",
    ));
    let raw_material_tce: f64 = lines.iter().filter(|l| l.flow == Flow::RawMaterial).map(|l| l.tce_equivalent).sum();
    if raw_material_tce > 0.0 {
        working.push(Step::new(
            "扣除用作原料的能源后(当量值)",
            "综合能耗(当量值)−Σ用作原料的能源",
            format!("{}−{}", put(tce_equivalent), put(raw_material_tce)),
            tce_equivalent - raw_material_tce,
            "tce",
        ));
        notes.push(format!(
            "综合能耗含用作原料的能源 {} tce；限额分“含原料用能”“不含原料用能”的，按该行的口径核算",
            n(raw_material_tce)
        ));
    }
    check::year(year, &carriers, &lines, questions);
    let balance = balance::of(&carriers, &lines, used, ctx);
    let coverage = balance::coverage(&carriers, &lines, used, ctx);
    if audited {
        check::devices(year, &balance, &coverage, questions);
    }
    let group = |g: CarrierGroup| carriers.iter().filter(|c| c.group == g).map(|c| c.tce_equivalent).sum::<f64>();
    let costs: Option<Vec<f64>> = carriers.iter().map(|c| c.cost_yuan).collect();
    let flows = flows::of(&carriers, &lines, &balance);
    let carbon = carbon::of(audit, year, &lines, ctx);
    let sold = lines.iter().filter(|l| l.flow == Flow::Exported);
    PlantEnergy {
        year,
        months: std::array::from_fn(|m| lines::month(&lines, m)),
        lines_without_months: lines.iter().filter(|l| l.sign() != 0.0 && l.months.iter().any(Option::is_none)).count(),
        tce_equivalent,
        tce_equal_value,
        media_tce: group(CarrierGroup::Medium),
        renewable_tce: group(CarrierGroup::Renewable),
        raw_material_tce,
        cost_yuan: costs.map(|c| c.iter().sum()),
        revenue_yuan: sold.filter_map(|l| l.cost_yuan).sum(),
        carbon,
        balance,
        coverage,
        flows,
        working,
        notes,
        lines,
        carriers,
    }
}
