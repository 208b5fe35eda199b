//! Unit consumption against 标杆水平 and 基准水平 of key industries.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::quota::QuotaFinding;
use super::select::{factor, same_indicator};
use crate::energy::working::n;
use crate::reference::Reference;
use crate::reference::intensity::IntensityUnit;
use crate::reference::levels::LevelRow;

/// Where a figure stands, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BenchmarkStanding {
    /// 低于基准水平
    BelowBaseline,
    /// 达到基准水平，未达标杆水平
    Baseline,
    /// 达到标杆水平
    Benchmark,
}

impl BenchmarkStanding {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::BelowBaseline => "below_baseline",
            Self::Baseline => "baseline",
            Self::Benchmark => "benchmark",
        }
    }

    /// Chinese label.
    pub fn zh(self) -> &'static str {
        match self {
            Self::BelowBaseline => "低于基准水平",
            Self::Baseline => "基准水平以上",
            Self::Benchmark => "达到标杆水平",
        }
    }

    /// English label.
    pub fn en(self) -> &'static str {
        match self {
            Self::BelowBaseline => "below baseline",
            Self::Baseline => "baseline reached",
            Self::Benchmark => "benchmark reached",
        }
    }

    /// Of a figure; both levels belong to what reaches them.
    pub fn of(actual: f64, benchmark: f64, baseline: f64, lower_is_better: bool) -> Self {
        let reaches = |limit: f64| {
            let slack = 1e-9 * limit.abs().max(1.0);
            if lower_is_better { actual <= limit + slack } else { actual >= limit - slack }
        };
        if reaches(benchmark) {
            Self::Benchmark
        } else if reaches(baseline) {
            Self::Baseline
        } else {
            Self::BelowBaseline
        }
    }
}

/// A figure against one row of an edition.
#[derive(Clone, Debug)]
pub struct LevelFinding {
    /// The row.
    pub row: Arc<LevelRow>,
    /// The figure in the row's unit; limits are not corrected, the documents hold no corrections here.
    pub actual: f64,
    /// Where it stands; `None` if the values are not held, or whether the edition is in force is open and matters.
    pub standing: Option<BenchmarkStanding>,
    /// What the auditor must know.
    pub notes: Vec<String>,
}

impl LevelFinding {
    /// In words.
    pub fn statement(&self) -> String {
        let values = self.row.values.map_or_else(
            || "数值未收录".to_owned(),
            |(best, base)| format!("标杆 {} / 基准 {} {}", n(best), n(base), self.row.unit_text),
        );
        let standing = self.standing.map_or("未判定", BenchmarkStanding::zh);
        format!("{} {}：{values}；{standing}", self.row.product, self.row.indicator)
    }

    /// Distance of the figure to 标杆水平 in the row's unit, if it is not reached.
    pub fn to_benchmark(&self) -> Option<f64> {
        let (best, _) = self.row.values?;
        (self.standing? < BenchmarkStanding::Benchmark).then_some(self.actual - best)
    }
}

/// The rows for what a figure was found to be of. A value of one edition is never used as another's: where only the
/// older edition's values are held it says so.
pub fn judge(finding: &QuotaFinding, reference: &Reference) -> Vec<LevelFinding> {
    let u = &finding.figure;
    let Some(unit) = IntensityUnit::parse(&u.unit) else { return Vec::new() };
    if !u.value.is_finite() {
        return Vec::new();
    }
    // The row's indicator where one was found: the figure's own may be empty.
    let indicator = finding.rows.first().map_or(u.indicator.as_str(), |r| &r.row.indicator);
    let applies = |r: &&Arc<LevelRow>| {
        r.objects.iter().any(|o| finding.objects.iter().any(|f| **f == **o))
            && factor(&unit, &r.unit).is_some()
            && (indicator.is_empty() || same_indicator(indicator, &r.indicator))
            && r.maybe_in_force(reference.date)
    };
    let rows: Vec<&Arc<LevelRow>> = reference.tables.levels.iter().filter(applies).collect();
    let levels = reference.tables.levels.iter();
    let latest = levels.filter(|r| r.maybe_in_force(reference.date)).map(|r| r.edition).max();
    let mut products: Vec<&str> = Vec::new();
    let mut out = Vec::new();
    for row in &rows {
        // A row of one of several objects that the figure may be of says nothing of the others.
        let Some(object) = row.objects.first().filter(|o| !products.contains(&o.as_str())) else { continue };
        products.push(object);
        let mut editions: Vec<&Arc<LevelRow>> =
            rows.iter().filter(|r| r.objects.first() == row.objects.first()).copied().collect();
        editions.sort_by_key(|r| std::cmp::Reverse(r.edition));
        if let (Some(newest), Some(by)) = (editions.first(), factor(&unit, &row.unit)) {
            out.push(edition(newest, &editions, u.value * by, reference.date, latest));
        }
    }
    // The figure is of one of them: without knowing of which there is a standing only if it is the same for all.
    if out.windows(2).any(|w| w[0].standing != w[1].standing) {
        for found in &mut out {
            found.notes.push(match found.standing.take() {
                Some(standing) => format!("如属“{}”则{}；须明确是哪一种", found.row.product, standing.zh()),
                None => format!("须明确是否属“{}”", found.row.product),
            });
        }
    }
    out
}

fn standing(row: &LevelRow, actual: f64) -> Option<BenchmarkStanding> {
    row.values.map(|(best, base)| BenchmarkStanding::of(actual, best, base, row.lower_is_better))
}

/// Of several editions the one in force, and what is open about it; `latest` is the newest that is or may be.
fn edition(
    newest: &Arc<LevelRow>,
    all: &[&Arc<LevelRow>],
    actual: f64,
    date: Date,
    latest: Option<i16>,
) -> LevelFinding {
    let mut out =
        LevelFinding { row: Arc::clone(newest), actual, standing: standing(newest, actual), notes: Vec::new() };
    if let Some(later) = latest.filter(|later| newest.edition < *later) {
        out.notes.push(format!("用的是{}年版数值；{later}年版的数值未收录，待核，不能当作{later}年版", newest.edition));
    }
    let older = all.iter().find(|r| r.edition < newest.edition);
    if let (Some(older), false) = (older, newest.surely_in_force(date)) {
        let other = standing(older, actual);
        if other == out.standing {
            out.notes.push(format!("{}年版的施行日期未收录；两版结论相同", newest.edition));
        } else {
            out.notes.push(format!(
                "{}年版的施行日期未收录，基准日 {date} 适用哪一版未定：{}年版为{}，{}年版为{}",
                newest.edition,
                older.edition,
                other.map_or("未判定", BenchmarkStanding::zh),
                newest.edition,
                out.standing.map_or("未判定", BenchmarkStanding::zh)
            ));
            out.standing = None;
        }
    }
    if let (Some(BenchmarkStanding::BelowBaseline), Some(by)) = (out.standing, newest.deadline) {
        out.notes.push(format!("低于基准水平：原则上 {by} 前完成技术改造或淘汰退出(以文件原文和地方要求为准)"));
    }
    if !newest.review.is_empty() {
        out.notes.push(format!("{}：{}", newest.document, newest.review));
    }
    out
}
