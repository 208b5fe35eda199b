//! `benchmark`: unit consumption against quota and benchmark levels, targets, classes, before and after a scenario.

use serde_json::{Value, json};

use super::output::View;
use super::{Failure, Lang, commands, views};
use crate::audit::field::Choice as _;
use crate::audit::{Audit, Id};
use crate::benchmark::management::ManagementFindings;
use crate::benchmark::{
    BeforeAfter, LevelFinding, PlantFigures, QuotaFinding, QuotaLevel, Savings, TargetFinding, cheapest, compare,
    management, plant,
};
use crate::clock;
use crate::diagnosis::{DeviceLedger, diagnose};
use crate::energy::plant::account;
use crate::energy::working::n;
use crate::energy::{Assumptions, Context};
use crate::progress::Progress;
use crate::reference::Reference;
use crate::reference::targets::TargetRow;

/// Everything shown.
struct Shown<'a> {
    figures: PlantFigures,
    found: BeforeAfter,
    scenario: Option<&'a str>,
    next: Vec<Value>,
    management: ManagementFindings,
    lang: Lang,
}

/// Judges the plant, before and after a scenario if one is named.
pub(super) fn view(audit: &Audit, scenario: Option<&str>, next_level: bool, lang: Lang) -> Result<View, Failure> {
    let reference = commands::reference_on(audit, audit.reference_date().unwrap_or_else(clock::today))?;
    let assumptions = Assumptions::of(audit, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    let diagnosis = diagnose(audit, &reference);
    let saved = match scenario {
        Some(name) => {
            let id = commands::find_scenario(audit, name)?.id;
            let found = diagnosis.scenarios.iter().find(|s| s.id == id);
            found.map(|s| Savings::from(&**s)).unwrap_or_default()
        }
        None => Savings::default(),
    };
    let energy = account(audit, diagnosis.used_by_kind(), &ctx);
    let figures = plant::figures(audit, &energy, diagnosis.obsolete_in_use(audit), &ctx);
    for question in energy.questions.iter().map(ToString::to_string).chain(figures.questions.iter().cloned()) {
        eprintln!("{question}");
    }
    if figures.products().is_empty() {
        eprintln!("{} 年没有可对标的产品单耗：请填产品产量，和能源消费或企业自报单耗", figures.year);
    }
    let found = compare(&figures, &saved, &reference);
    let tce = figures.current().and_then(|y| y.tce_equivalent);
    let next = if next_level { next_levels(audit, &figures, &found, &ctx) } else { Vec::new() };
    let management = management::findings(audit, tce, &reference);
    Ok(Shown { figures, found, scenario, next, management, lang }.view(&reference))
}

/// The cheapest measures to each product's next level.
fn next_levels(audit: &Audit, figures: &PlantFigures, found: &BeforeAfter, ctx: &Context<'_>) -> Vec<Value> {
    let ledger = DeviceLedger::of(audit);
    let title = |id: Id| audit.measure(id).map_or("", |m| m.title.as_str());
    let one = |q: &QuotaFinding| {
        let product = &q.figure.product;
        match cheapest(q, None, figures, (audit, &ledger), ctx, &Progress::new()) {
            Ok(c) => {
                let measures: Vec<&str> = c.plan.result.measures.iter().map(|m| title(m.id)).collect();
                let after = c.after.as_ref().map(|a| a.figure.value);
                eprintln!(
                    "“{product}”到{}：年节能 {} tce，投资 {} 万元：{}{}",
                    c.to.zh(),
                    n(c.target_tce),
                    n(c.plan.result.investment_yuan / 1e4),
                    measures.join("、"),
                    c.notes.iter().map(|t| format!("；{t}")).collect::<String>()
                );
                json!({ "product": product, "to": c.to.code(), "target_tce": c.target_tce, "measures": measures,
                    "investment_yuan": c.plan.result.investment_yuan, "after": after, "notes": c.notes })
            }
            Err(e) => {
                eprintln!("“{product}”：{e}");
                json!({ "product": product, "to": null, "notes": [e.to_string()] })
            }
        }
    };
    let below_best = |q: &&QuotaFinding| q.outcome.level().is_some_and(|l| l < QuotaLevel::Grade1);
    found.before.quotas.iter().filter(below_best).map(one).collect()
}

impl Shown<'_> {
    fn pick(&self, zh: &str, en: &str) -> String {
        if self.lang == Lang::Zh { zh } else { en }.to_owned()
    }

    fn view(self, reference: &Reference) -> View {
        let pairs = [
            ("项目", "Item"),
            ("对象", "Of"),
            ("实际", "Actual"),
            ("单位", "Unit"),
            ("要求", "Required"),
            ("结论", "Finding"),
            ("距下一级(tce/a)", "To next level (tce/a)"),
            ("改造后", "After"),
            ("改造后结论", "Finding after"),
            ("依据", "Basis"),
            ("说明", "Remarks"),
        ];
        let header = pairs.iter().map(|(zh, en)| self.pick(zh, en)).collect();
        let mut rows = Vec::new();
        for (at, q) in self.found.before.quotas.iter().enumerate() {
            rows.push(self.quota_row(at, q));
            let levels = self.found.before.levels.get(at).map_or(&[][..], Vec::as_slice);
            rows.extend(levels.iter().map(|l| self.level_row(at, l)));
        }
        for t in &self.found.targets {
            rows.push(self.target_row(&t.before, t.after.as_ref()));
        }
        rows.extend(self.plant_rows());
        View { header, rows, json: self.json(reference) }
    }

    fn after(&self, at: usize) -> Option<&QuotaFinding> {
        self.scenario.and_then(|_| self.found.products.get(at)?.after.as_ref())
    }

    fn quota_row(&self, at: usize, q: &QuotaFinding) -> Vec<String> {
        let zh = self.lang == Lang::Zh;
        let label = |o: crate::benchmark::Outcome| if zh { o.zh() } else { o.en() }.to_owned();
        // Without a level the rows contradict each other: none of them speaks for the product.
        let row = q.deciding().filter(|_| q.outcome.level().is_some());
        let limits =
            row.map_or_else(String::new, |r| r.limits.map(|l| l.map_or_else(|| "—".to_owned(), n)).join(" / "));
        let next = row.and_then(|r| r.gaps.first()).and_then(|g| g.tce);
        let after = self.after(at);
        let mut remarks: Vec<String> = q.missing.iter().chain(&q.notes).cloned().collect();
        for r in q.rows.iter().take(1) {
            remarks.extend(r.uncorrected.iter().cloned());
            remarks.extend((!r.unreviewed.is_empty()).then(|| r.unreviewed.to_string()));
        }
        if self.scenario.is_some() {
            remarks.extend(self.found.products.get(at).iter().flat_map(|p| p.notes.iter().cloned()));
        }
        let mark = if q.provisional() && q.outcome.level().is_some() { "*" } else { "" };
        vec![
            self.pick("限额", "Quota"),
            q.figure.product.clone(),
            // A figure in another unit than the row's is shown as compared.
            n(row.map_or(q.figure.value, |r| r.actual)),
            row.map_or_else(|| q.figure.unit.clone(), |r| r.row.unit_text.to_string()),
            limits,
            format!("{}{mark}", label(q.outcome)),
            views::dash(next, 1),
            after.map_or_else(String::new, |a| n(a.deciding().map_or(a.figure.value, |r| r.actual))),
            after.map_or_else(String::new, |a| label(a.outcome)),
            row.map_or_else(String::new, |r| format!("{} {}", r.row.standard, r.row.clause)),
            remarks.join("；"),
        ]
    }

    fn level_row(&self, at: usize, l: &LevelFinding) -> Vec<String> {
        let zh = self.lang == Lang::Zh;
        let label = |s: Option<crate::benchmark::BenchmarkStanding>| {
            s.map_or("—", |s| if zh { s.zh() } else { s.en() }).to_owned()
        };
        let after = self.after(at).and_then(|_| {
            let found = &self.found.products.get(at)?.levels_after;
            found.iter().find(|a| a.row.key == l.row.key)
        });
        vec![
            self.pick("标杆/基准", "Benchmark/baseline"),
            l.row.product.to_string(),
            n(l.actual),
            l.row.unit_text.to_string(),
            l.row.values.map_or_else(|| "—".to_owned(), |(best, base)| format!("{} / {}", n(best), n(base))),
            label(l.standing),
            String::new(),
            after.map_or_else(String::new, |a| n(a.actual)),
            after.map_or_else(String::new, |a| label(a.standing)),
            format!("{} {}", l.row.document, self.pick("标杆/基准", "")),
            l.notes.join("；"),
        ]
    }

    fn target_row(&self, t: &TargetFinding, after: Option<&TargetFinding>) -> Vec<String> {
        let zh = self.lang == Lang::Zh;
        let label = |s: crate::benchmark::TargetStanding| if zh { s.zh() } else { s.en() }.to_owned();
        let after = after.filter(|_| self.scenario.is_some());
        let sign = t.row.comparison.map_or("", |c| c.sign());
        let of = if t.product.is_empty() { t.row.scope.to_string() } else { t.product.clone() };
        let remarks: Vec<String> = t.missing.iter().chain(&t.notes).cloned().collect();
        vec![
            t.row.target.to_string(),
            of,
            views::dash(t.actual, 3),
            t.unit.clone(),
            t.required.map_or_else(|| t.row.comparison_text.to_string(), |r| format!("{sign}{}", n(r))),
            label(t.standing),
            String::new(),
            after.map_or_else(String::new, |a| views::dash(a.actual, 3)),
            after.map_or_else(String::new, |a| label(a.standing)),
            basis(&t.row),
            remarks.join("；"),
        ]
    }

    /// Class, intensities and management.
    fn plant_rows(&self) -> Vec<Vec<String>> {
        let row =
            |item: String, of: String, actual: String, unit: &str, finding: String, basis: String, note: String| {
                let none = String::new;
                vec![item, of, actual, unit.to_owned(), none(), finding, none(), none(), none(), basis, note]
            };
        let mut out = Vec::new();
        let tce = self.figures.current().and_then(|y| y.tce_equivalent);
        for c in &self.found.before.classes {
            out.push(row(
                self.pick("用能单位类别", "Class of energy user"),
                c.class.class.to_string(),
                views::dash(tce, 1),
                "tce",
                if c.certain { self.pick("属于", "belongs") } else { self.pick("须确认", "to be confirmed") },
                format!("{} {}", c.class.document, c.class.clause),
                c.duties
                    .iter()
                    .map(|d| d.duty.to_string())
                    .chain(c.notes.iter().cloned())
                    .collect::<Vec<_>>()
                    .join("；"),
            ));
        }
        for d in &self.found.before.over_limit {
            out.push(row(
                self.pick("超限额", "Over the limit"),
                String::new(),
                String::new(),
                "",
                if self.found.before.over_limit_certain {
                    self.pick("提示", "notice")
                } else {
                    self.pick("提示(单耗或修正条件须先核实)", "notice, figure or conditions to be confirmed first")
                },
                format!("{} {}", d.document, d.clause),
                format!("{}；{}", d.duty, d.review),
            ));
        }
        for i in &self.found.before.intensities {
            out.push(row(
                self.pick("单位增加值能耗", "Energy per value added"),
                i.year.to_string(),
                views::dash(i.tce_per_wan_yuan, 4),
                "tce/万元",
                i.energy_change_pct.map_or_else(|| "—".to_owned(), |c| format!("{c:+.2} %")),
                String::new(),
                String::new(),
            ));
        }
        for c in &self.figures.carbon {
            let unit = format!("kgCO₂/{}", c.unit);
            out.push(row(
                self.pick("单位产品 CO₂", "CO₂ per unit of product"),
                c.product.clone(),
                n(c.kg_per_unit),
                &unit,
                String::new(),
                String::new(),
                self.pick("按能耗分摊比例；不含工业生产过程排放", "by shares of energy; without process emissions"),
            ));
        }
        for s in &self.management.scores {
            out.push(row(
                self.pick("能源管理", "Energy management"),
                if self.lang == Lang::Zh { s.zh.clone() } else { s.en.clone() },
                views::dash(s.score_pct, 1),
                "%",
                format!("{}/{}/{}/{}", s.meets, s.partly, s.fails, s.open),
                String::new(),
                self.pick("符合/部分/不符合/未查", "meets/partly/fails/open"),
            ));
        }
        out
    }

    fn json(&self, reference: &Reference) -> Value {
        let scenario = self.scenario;
        json!({
            "date": reference.date,
            "year": self.figures.year,
            "scenario": scenario,
            "products": self.found.before.quotas.iter().enumerate().map(|(at, q)| {
                let mut value = quota_json(q);
                value["levels"] = self.found.before.levels.get(at).iter().flat_map(|l| l.iter().map(level_json)).collect();
                if scenario.is_some() && let Some(change) = self.found.products.get(at) {
                    value["after"] = change.after.as_ref().map(quota_json).unwrap_or(Value::Null);
                    value["levels_after"] = change.levels_after.iter().map(level_json).collect();
                    value["after_notes"] = json!(change.notes);
                }
                value
            }).collect::<Vec<_>>(),
            "targets": self.found.targets.iter().map(|t| {
                let mut value = target_json(&t.before);
                if scenario.is_some() {
                    value["after"] = t.after.as_ref().map(target_json).unwrap_or(Value::Null);
                }
                value
            }).collect::<Vec<_>>(),
            "classes": self.found.before.classes.iter().map(|c| json!({
                "class": &*c.class.key, "title": &*c.class.class, "certain": c.certain, "notes": c.notes,
                "duties": c.duties.iter().map(|d| json!({ "duty": &*d.duty, "document": &*d.document, "clause": &*d.clause, "unreviewed": &*d.review })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "over_limit": self.found.before.over_limit.iter().map(|d| json!({ "text": &*d.duty, "document": &*d.document, "clause": &*d.clause, "unreviewed": &*d.review })).collect::<Vec<_>>(),
            "over_limit_certain": self.found.before.over_limit_certain,
            "intensities": self.found.before.intensities,
            "carbon": self.figures.carbon.iter().map(|c| json!({
                "product": c.product, "t": c.t, "kg_per_unit": c.kg_per_unit, "unit": c.unit, "working": c.working,
            })).collect::<Vec<_>>(),
            "management": {
                "scores": self.management.scores,
                "items": self.management.items.iter().map(|i| json!({
                    "item": &*i.item.key, "title": &*i.item.item, "requirement": &*i.item.requirement,
                    "verdict": i.verdict.map(|v| v.def().code), "finding": i.finding, "evidence": i.evidence, "advice": i.advice,
                })).collect::<Vec<_>>(),
                "meters": self.management.meters,
            },
            "next_level": self.next,
            "questions": self.figures.questions,
        })
    }
}

fn basis(row: &TargetRow) -> String {
    format!("{} {}", row.document, row.clause).trim_end().to_owned()
}

fn quota_json(q: &QuotaFinding) -> Value {
    json!({
        "product": q.figure.product, "indicator": q.figure.indicator, "value": q.figure.value, "unit": q.figure.unit,
        "origin": q.figure.origin, "estimated": q.estimated(), "working": q.figure.working,
        "level": q.outcome.code(), "provisional": q.provisional(), "missing": q.missing, "notes": q.notes,
        "rows": q.rows.iter().map(|r| json!({
            "row": &*r.row.key, "object": &*r.row.object, "standard": &*r.row.standard, "edition": &*r.row.edition,
            "clause": &*r.row.clause, "statement": r.statement(), "condition": &*r.row.condition, "actual": r.actual,
            "unit": &*r.row.unit_text, "limits": r.limits, "level": r.level.code(), "gaps": r.gaps, "working": r.working,
            "uncorrected": r.uncorrected, "assumed": r.assumed, "unreviewed": &*r.unreviewed, "source": &*r.row.source,
        })).collect::<Vec<_>>(),
    })
}

fn level_json(l: &LevelFinding) -> Value {
    json!({
        "row": &*l.row.key, "product": &*l.row.product, "document": &*l.row.document, "edition": l.row.edition,
        "actual": l.actual, "unit": &*l.row.unit_text, "benchmark": l.row.values.map(|v| v.0),
        "baseline": l.row.values.map(|v| v.1), "standing": l.standing, "statement": l.statement(), "notes": l.notes,
    })
}

fn target_json(t: &TargetFinding) -> Value {
    json!({
        "target": &*t.row.key, "title": &*t.row.target, "scope": &*t.row.scope, "document": &*t.row.document,
        "clause": &*t.row.clause, "product": t.product, "base": t.base, "actual": t.actual, "required": t.required,
        "comparison": t.row.comparison.map(|c| c.sign()), "unit": t.unit, "standing": t.standing.code(),
        "working": t.working, "missing": t.missing, "notes": t.notes,
    })
}
