//! 对标: every product against quota and benchmark levels, its distance to the next ones, before and after the scenario.

use serde_json::{Value, json};

use super::{Source, review, text};
use crate::benchmark::change::ProductChange;
use crate::benchmark::{BenchmarkStanding, Judged, LevelFinding, Outcome, QuotaFinding, QuotaLevel};
use crate::energy::working::n;
use crate::report::numbers::{NONE, fixed, optional, short, wan};

/// The chapter's products.
pub(super) fn products(source: &Source<'_>) -> Value {
    let found = &source.standing;
    let before = &found.before;
    let products: Vec<Value> = before
        .quotas
        .iter()
        .zip(&before.levels)
        .enumerate()
        .map(|(at, (quota, levels))| product(source, quota, levels, found.products.get(at)))
        .collect();
    let over: Vec<Value> = before
        .over_limit
        .iter()
        .map(|d| json!({ "duty": text(&d.duty), "basis": basis(&d.document, &d.clause), "review": review(&d.review), "unreviewed": !d.review.is_empty() }))
        .collect();
    json!({
        "year": source.figures.year,
        "plan": if source.plan.measures.is_empty() { Value::Null } else { source.plan.name.clone().into() },
        "alone": source.plan.alone,
        "products": products,
        "over_limit": over,
        "over_limit_certain": before.over_limit_certain,
        "questions": source.figures.questions.iter().map(|q| text(q)).collect::<Vec<_>>(),
    })
}

/// Document and clause in one text.
pub(super) fn basis(document: &str, clause: &str) -> String {
    text(&format!("{document} {clause}"))
}

/// A level, with a star if conditions left uncorrected may change it.
pub(super) fn outcome(q: &QuotaFinding) -> String {
    let star = if q.provisional() && q.outcome.level().is_some() { "*" } else { "" };
    format!("{}{star}", q.outcome.zh())
}

fn product(source: &Source<'_>, q: &QuotaFinding, levels: &[LevelFinding], change: Option<&ProductChange>) -> Value {
    let u = &q.figure;
    let after = change.filter(|_| !source.plan.measures.is_empty());
    let rows: Vec<Value> = q.rows.iter().map(judged).collect();
    let gaps: Vec<Value> = q.rows.iter().filter(|_| q.outcome.level().is_some()).flat_map(|r| gaps(q, r)).collect();
    let mut notes: Vec<String> = Vec::new();
    let mut say = |note: &str| {
        let note = text(note);
        if !note.is_empty() && !notes.contains(&note) {
            notes.push(note);
        }
    };
    q.missing.iter().for_each(|m| say(&format!("缺：{m}")));
    q.rows.iter().flat_map(|r| &r.uncorrected).for_each(|u| say(u));
    q.notes.iter().for_each(|n| say(n));
    for r in &q.rows {
        // Corrections speak for themselves, used or not.
        if r.row.corrections.is_empty() {
            say(&r.row.condition);
        }
        if !r.unreviewed.is_empty() {
            say(&format!("{} 待核：{}", r.row.standard, review(&r.unreviewed)));
        }
    }
    levels.iter().flat_map(|l| &l.notes).for_each(|n| say(n));
    let steps: Vec<Value> =
        u.working.iter().chain(q.rows.iter().flat_map(|r| &r.working)).map(super::energy::step).collect();
    json!({
        "product": text(&u.product),
        "indicator": q.rows.first().map_or_else(|| text(&u.indicator), |r| text(&r.row.indicator)),
        "output": u.output.as_ref().map_or_else(|| NONE.to_owned(), |o| format!("{} {}", short(o.quantity, 2), o.unit)),
        "value": figure(u.value), "unit": text(&u.unit), "estimated": q.estimated(),
        "level": outcome(q), "code": q.outcome.code(), "over": q.outcome == Outcome::Level(QuotaLevel::Over),
        "rows": rows, "levels": levels.iter().map(level).collect::<Vec<_>>(), "gaps": gaps,
        "chart": chart(q, levels, after),
        "steps": steps, "notes": notes,
        "after": after.map(|c| change_row(q, levels, c)),
    })
}

/// A unit consumption: as many digits as a limit has, and not fewer than the figure needs.
fn figure(value: f64) -> String {
    if value.is_finite() { short(value, 3) } else { NONE.to_owned() }
}

/// Standard, edition and clause; the edition only where the number does not end with it.
fn standard(r: &Judged) -> String {
    let edition =
        if r.row.standard.ends_with(&*r.row.edition) { String::new() } else { format!("({}版)", r.row.edition) };
    text(&format!("{}{edition} {}", r.row.standard, r.row.clause))
}

fn judged(r: &Judged) -> Value {
    json!({
        "of": text(&r.row.label()), "indicator": text(&r.row.indicator), "actual": figure(r.actual), "unit": text(&r.row.unit_text),
        "grade1": optional_figure(r.limits[0]), "grade2": optional_figure(r.limits[1]), "grade3": optional_figure(r.limits[2]),
        "level": format!("{}{}", r.level.zh(), if r.provisional() { "*" } else { "" }),
        "over": r.level == QuotaLevel::Over,
        "standard": standard(r), "unreviewed": !r.unreviewed.is_empty(),
        "assumed": r.assumed.as_ref().map(|a| text(a)),
    })
}

fn optional_figure(value: Option<f64>) -> String {
    value.map_or_else(|| NONE.to_owned(), figure)
}

fn level(l: &LevelFinding) -> Value {
    json!({
        "of": text(&l.row.product), "indicator": text(&l.row.indicator), "actual": figure(l.actual), "unit": text(&l.row.unit_text),
        "benchmark": optional_figure(l.row.values.map(|v| v.0)), "baseline": optional_figure(l.row.values.map(|v| v.1)),
        "standing": l.standing.map_or("未判定", BenchmarkStanding::zh),
        "below": l.standing == Some(BenchmarkStanding::BelowBaseline),
        "distance": optional_figure(l.to_benchmark()),
        "document": format!("{}({}年版)", text(&l.row.document), l.row.edition), "unreviewed": !l.row.review.is_empty(),
    })
}

fn gaps(q: &QuotaFinding, r: &Judged) -> Vec<Value> {
    r.gaps
        .iter()
        .map(|g| {
            json!({
                "product": text(&q.figure.product), "indicator": text(&r.row.indicator), "actual": figure(r.actual),
                "to": g.to.zh(), "limit": figure(g.limit), "difference": figure(g.difference), "unit": text(&r.row.unit_text),
                "tce": optional(g.tce, 2), "kwh": optional(g.electricity_kwh, 0), "yuan": wan(g.yuan),
            })
        })
        .collect()
}

/// The bar with its level lines: only where one row speaks for the product. Limits of one place share a line.
fn chart(q: &QuotaFinding, levels: &[LevelFinding], change: Option<&ProductChange>) -> Value {
    let Some(r) = q.deciding().filter(|_| q.outcome.level().is_some()) else { return Value::Null };
    let mut marks: Vec<(f64, String)> = Vec::new();
    let mut mark = |name: &str, value: f64| match marks.iter_mut().find(|(v, _)| *v == value) {
        Some((_, names)) => *names = format!("{names}、{name}"),
        None => marks.push((value, name.to_owned())),
    };
    for (name, limit) in ["1级", "2级", "3级"].into_iter().zip(r.limits) {
        if let Some(limit) = limit {
            mark(name, limit);
        }
    }
    // Levels in another unit stand in the table only.
    if let [l] = levels
        && l.row.unit_text == r.row.unit_text
        && let Some((best, base)) = l.row.values
    {
        mark("标杆", best);
        mark("基准", base);
    }
    let after = change.and_then(|c| c.after.as_ref()?.deciding()).filter(|a| a.row.key == r.row.key);
    let known = marks.iter().map(|(v, _)| *v).chain([r.actual]).chain(after.map(|a| a.actual));
    // Figures below zero (converters that give energy back) have no bar from zero on.
    if known.into_iter().any(|v| !v.is_finite() || v < 0.0) {
        return Value::Null;
    }
    let marks: Vec<Value> =
        marks.into_iter().map(|(v, name)| json!({ "value": v, "label": format!("{name} {}", n(v)) })).collect();
    // PUE has no unit.
    let unit = if r.row.unit_text.is_empty() { String::new() } else { format!("({})", text(&r.row.unit_text)) };
    json!({
        "label": format!("{}　{}{unit}", text(&q.figure.product), text(&r.row.indicator)),
        "actual": r.actual, "actual_text": figure(r.actual),
        "after": after.map(|a| a.actual), "after_text": after.map(|a| figure(a.actual)),
        "marks": marks,
    })
}

fn change_row(q: &QuotaFinding, levels: &[LevelFinding], c: &ProductChange) -> Value {
    let value = |q: &QuotaFinding| q.deciding().map_or(q.figure.value, |r| r.actual);
    let unit = q.deciding().map_or_else(|| text(&q.figure.unit), |r| text(&r.row.unit_text));
    let standings = |all: &[LevelFinding]| {
        let list: Vec<&str> = all.iter().map(|l| l.standing.map_or("未判定", BenchmarkStanding::zh)).collect();
        if list.is_empty() { NONE.to_owned() } else { list.join("；") }
    };
    let after = c.after.as_ref();
    json!({
        "product": text(&q.figure.product), "unit": unit,
        "indicator": q.rows.first().map_or_else(|| text(&q.figure.indicator), |r| text(&r.row.indicator)),
        "before": figure(value(q)), "level": outcome(q), "standing": standings(levels),
        "after": after.map_or_else(|| NONE.to_owned(), |a| figure(value(a))),
        "level_after": after.map_or_else(|| NONE.to_owned(), outcome),
        "standing_after": if after.is_some() { standings(&c.levels_after) } else { NONE.to_owned() },
        "notes": c.notes.iter().map(|n| text(n)).collect::<Vec<_>>().join("；"),
    })
}

/// Levels of the products for the summary, one line each.
pub(super) fn lines(source: &Source<'_>) -> Vec<Value> {
    let before = &source.standing.before;
    let line = |(q, levels): (&QuotaFinding, &Vec<LevelFinding>)| {
        let row = q.deciding().filter(|_| q.outcome.level().is_some());
        let (value, unit) = row.map_or((q.figure.value, text(&q.figure.unit)), |r| (r.actual, text(&r.row.unit_text)));
        let indicator = row.map_or_else(|| text(&q.figure.indicator), |r| text(&r.row.indicator));
        let mut said = format!("{} {unit}：{}", fixed(value, 2), outcome(q));
        for standing in levels.iter().filter_map(|l| l.standing) {
            said = format!("{said}，{}", standing.zh());
        }
        if let Some(r) = row {
            said = format!("{said}({})", standard(r));
        }
        if q.estimated() {
            said.push_str("；单耗为估算");
        }
        super::pair(&text(&format!("{} {indicator}", q.figure.product)), said)
    };
    before.quotas.iter().zip(&before.levels).map(line).collect()
}

/// Every product's unit consumption with its level.
pub(super) fn outcomes(source: &Source<'_>) -> Vec<String> {
    let one = |q: &QuotaFinding| {
        let row = q.deciding().filter(|_| q.outcome.level().is_some());
        let (value, unit) = row.map_or((q.figure.value, text(&q.figure.unit)), |r| (r.actual, text(&r.row.unit_text)));
        let estimate = if q.estimated() { "(估算)" } else { "" };
        format!("{} {} {unit}{estimate}，{}", text(&q.figure.product), figure(value), outcome(q))
    };
    source.standing.before.quotas.iter().map(one).collect()
}

/// Parts with how many products they are, those with none left out; a dash without products.
fn counted(parts: &[(&str, usize)]) -> String {
    let some: Vec<String> = parts.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{what} {n} 项")).collect();
    if some.is_empty() { NONE.to_owned() } else { some.join("，") }
}

/// How many products keep their limit. A level that hangs on what is still to be checked is counted apart.
pub(super) fn within_limits(source: &Source<'_>) -> String {
    let quotas = &source.standing.before.quotas;
    let of = |is: fn(&QuotaFinding) -> bool| quotas.iter().filter(|q| is(q)).count();
    let sure = |q: &QuotaFinding| !q.provisional() && !q.estimated();
    counted(&[
        (
            "达到限额",
            quotas.iter().filter(|q| sure(q) && q.outcome.level().is_some_and(|l| l != QuotaLevel::Over)).count(),
        ),
        ("超过限额", quotas.iter().filter(|q| sure(q) && q.outcome.level() == Some(QuotaLevel::Over)).count()),
        (
            "单耗为估算或有未修正的条件、须先核实",
            quotas.iter().filter(|q| !sure(q) && q.outcome.level().is_some()).count(),
        ),
        ("没有限额", of(|q| q.outcome == Outcome::NoLimit)),
        ("不能判定", of(|q| matches!(q.outcome, Outcome::Insufficient | Outcome::NotCovered))),
    ])
}

/// How many products reach the benchmark level (标杆水平) and the baseline (基准水平).
pub(super) fn at_benchmark(source: &Source<'_>) -> String {
    let of = |wanted: Option<BenchmarkStanding>| {
        source.standing.before.levels.iter().flatten().filter(|l| l.standing == wanted).count()
    };
    counted(&[
        ("达到标杆水平", of(Some(BenchmarkStanding::Benchmark))),
        ("基准水平以上、未达标杆", of(Some(BenchmarkStanding::Baseline))),
        ("低于基准水平", of(Some(BenchmarkStanding::BelowBaseline))),
        ("未判定", of(None)),
    ])
}
