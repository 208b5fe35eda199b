//! Energy management: how far the checklist is met, and coverage with meters.

use serde::Serialize;

use crate::audit::Audit;
use crate::audit::field::Choice as _;
use crate::audit::plant::{Conformity, MeterLevel};
use crate::reference::Reference;
use crate::reference::checklist::{AREAS, ChecklistItem};

/// A point of the checklist with what was found.
#[derive(Clone, Debug)]
pub struct ItemFinding {
    /// The point.
    pub item: ChecklistItem,
    /// How far it is met; `None` if not looked into.
    pub verdict: Option<Conformity>,
    /// What was found.
    pub finding: String,
    /// Evidence.
    pub evidence: String,
    /// Advice.
    pub advice: String,
}

/// How many points of a part are met.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AreaScore {
    /// Stable key of the part; empty for the whole.
    pub area: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// 符合
    pub meets: usize,
    /// 部分符合
    pub partly: usize,
    /// 不符合
    pub fails: usize,
    /// 不适用
    pub not_applicable: usize,
    /// Not looked into.
    pub open: usize,
    /// Met points, partly met ones half, of those looked into that apply, in %. The half is this program's convention.
    pub score_pct: Option<f64>,
}

impl AreaScore {
    fn add(&mut self, verdict: Option<Conformity>) {
        match verdict {
            Some(Conformity::Meets) => self.meets += 1,
            Some(Conformity::Partly) => self.partly += 1,
            Some(Conformity::Fails) => self.fails += 1,
            Some(Conformity::NotApplicable) => self.not_applicable += 1,
            None => self.open += 1,
        }
        let judged = self.meets + self.partly + self.fails;
        self.score_pct = (judged > 0).then(|| (self.meets as f64 + self.partly as f64 * 0.5) / judged as f64 * 100.0);
    }
}

/// Meters of one carrier on one level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeterRate {
    /// Carrier's code.
    pub carrier: String,
    /// Level in Chinese.
    pub level: &'static str,
    /// Meters installed of those required, in %; `None` without required ones.
    pub equipped_pct: Option<f64>,
    /// Meters in order of those installed, in %.
    pub in_order_pct: Option<f64>,
    /// Meters with valid calibration of those installed, in %.
    pub calibrated_pct: Option<f64>,
    /// Required share in %, if it is held.
    pub required_pct: Option<f64>,
    /// Whether it is met; `None` if the required share is not held or the rate is not known.
    pub met: Option<bool>,
    /// What the auditor must know.
    pub notes: Vec<String>,
}

/// What was found about energy management.
#[derive(Clone, Debug)]
pub struct ManagementFindings {
    /// All points, in the checklist's order.
    pub items: Vec<ItemFinding>,
    /// Per part, the whole last.
    pub scores: Vec<AreaScore>,
    /// Coverage with meters, as entered.
    pub meters: Vec<MeterRate>,
}

/// Puts the checklist and what was entered together. Of a point entered twice the last entry counts.
pub fn findings(audit: &Audit, tce: Option<f64>, reference: &Reference) -> ManagementFindings {
    let management = &reference.tables.management;
    let mut scores: Vec<AreaScore> = AREAS
        .iter()
        .map(|(key, zh, en)| AreaScore {
            area: (*key).to_owned(),
            zh: (*zh).to_owned(),
            en: (*en).to_owned(),
            ..AreaScore::default()
        })
        .collect();
    let mut whole = AreaScore { zh: "合计".to_owned(), en: "Total".to_owned(), ..AreaScore::default() };
    let applies = |i: &&ChecklistItem| i.min_tce.is_none_or(|least| tce.is_none_or(|tce| tce >= least));
    let items = management.items.iter().filter(applies).map(|item| {
        let entered = audit
            .management
            .iter()
            .rev()
            .map(|m| &m.fields)
            .find(|f| f.item.as_ref().is_some_and(|i| *i.value == *item.key));
        let verdict = entered.and_then(|f| f.verdict.as_ref()).map(|v| v.value);
        let text = |get: fn(&crate::audit::plant::ManagementFields) -> Option<&str>| {
            entered.and_then(get).unwrap_or_default().to_owned()
        };
        for score in scores.iter_mut().filter(|s| s.area == *item.area).chain([&mut whole]) {
            score.add(verdict);
        }
        ItemFinding {
            item: item.clone(),
            verdict,
            finding: text(|f| f.finding.as_ref().map(|t| t.value.as_str())),
            evidence: text(|f| f.evidence.as_ref().map(|t| t.value.as_str())),
            advice: text(|f| f.advice.as_ref().map(|t| t.value.as_str())),
        }
    });
    let items = items.collect();
    scores.push(whole);
    ManagementFindings { items, scores, meters: meters(audit, reference) }
}

fn meters(audit: &Audit, reference: &Reference) -> Vec<MeterRate> {
    let number = |e: &Option<crate::audit::Entered<f64>>| e.as_ref().map(|e| e.value);
    let share = |part: Option<f64>, of: Option<f64>| part.zip(of.filter(|o| *o > 0.0)).map(|(p, o)| p / o * 100.0);
    let rate = |m: &crate::audit::plant::MeterCoverage| {
        let f = &m.fields;
        let level = f.level.as_ref().map(|l| l.value);
        let code = level.map(|l: MeterLevel| l.def().code);
        let held = reference.tables.management.meter_levels.iter().find(|l| Some(&*l.key) == code);
        let equipped_pct = share(number(&f.installed), number(&f.required));
        let required_pct = held.and_then(|h| h.required_pct);
        let mut notes = Vec::new();
        if equipped_pct.is_some_and(|p| p > 100.0) {
            notes.push("实配数多于应配数，请核对".to_owned());
        }
        if required_pct.is_none() {
            notes.extend(held.map(|h| format!("{}：{}", h.standard, h.review)));
        }
        let exceeds = |part: Option<f64>| part.zip(number(&f.installed)).is_some_and(|(p, all)| p > all);
        if exceeds(number(&f.working)) || exceeds(number(&f.calibrated)) {
            notes.push("完好数或检定有效数多于实配数，请核对".to_owned());
        }
        MeterRate {
            carrier: f.carrier.as_ref().map_or_else(String::new, |c| c.value.clone()),
            level: level.map_or("", |l| l.def().zh),
            equipped_pct,
            in_order_pct: share(number(&f.working), number(&f.installed)),
            calibrated_pct: share(number(&f.calibrated), number(&f.installed)),
            required_pct,
            met: equipped_pct.zip(required_pct).map(|(has, wanted)| has >= wanted - 1e-9),
            notes,
        }
    };
    audit.meters.iter().map(rate).collect()
}
