//! Targets of nation and region, class of energy user with its duties, and the plant's lines of the summary.

use serde_json::{Value, json};

use super::standing::{self, basis};
use super::{Source, pair, text};
use crate::benchmark::{TargetFinding, TargetStanding};
use crate::report::numbers::{NONE, fixed, short};

/// Targets that apply, before and after the scenario.
pub(super) fn targets(source: &Source<'_>) -> Vec<Value> {
    let planned = !source.plan.measures.is_empty();
    source
        .standing
        .targets
        .iter()
        .map(|c| target(&c.before, c.after.as_ref().filter(|_| planned), planned && c.gained()))
        .collect()
}

fn target(t: &TargetFinding, after: Option<&TargetFinding>, gained: bool) -> Value {
    let value = |v: Option<f64>| v.map_or_else(|| NONE.to_owned(), |v| short(v, 3));
    let sign = t.row.comparison.map_or("", |c| c.sign());
    let required =
        t.required.map_or_else(|| text(&t.row.value_text), |r| format!("{sign} {} {}", short(r, 3), text(&t.unit)));
    let notes: Vec<String> =
        t.missing.iter().map(|m| format!("缺：{}", text(m))).chain(t.notes.iter().map(|n| text(n))).collect();
    json!({
        "target": text(&t.row.target),
        "of": if t.product.is_empty() { text(&t.row.scope) } else { text(&t.product) },
        "basis": basis(&t.row.document, &t.row.clause), "year": text(&t.row.year), "unreviewed": !t.row.review.is_empty(),
        "distance": value(t.actual.zip(t.required).map(|(actual, required)| actual - required)),
        "base": value(t.base), "actual": value(t.actual), "unit": text(&t.unit), "required": required,
        "standing": t.standing.zh(), "code": t.standing.code(),
        "actual_after": value(after.and_then(|a| a.actual)),
        "standing_after": after.map_or(NONE, |a| a.standing.zh()), "gained": gained,
        "notes": notes.join("；"),
    })
}

/// Classes of energy user with their duties.
pub(super) fn classes(source: &Source<'_>) -> Vec<Value> {
    let duty = |d: &crate::reference::checklist::Duty| json!({ "duty": text(&d.duty), "basis": basis(&d.document, &d.clause), "unreviewed": !d.review.is_empty() });
    source
        .standing
        .before
        .classes
        .iter()
        .map(|c| {
            json!({
                "class": text(&c.class.class), "basis": basis(&c.class.document, &c.class.clause),
                "certain": c.certain, "notes": c.notes.iter().map(|n| text(n)).collect::<Vec<_>>(),
                "unreviewed": !c.class.review.is_empty(), "duties": c.duties.iter().map(duty).collect::<Vec<_>>(),
            })
        })
        .collect()
}

/// The plant in the summary: consumption, class, level of every product, targets missed.
pub(super) fn summary(source: &Source<'_>) -> Vec<Value> {
    let mut out = Vec::new();
    match source.plant.audited() {
        Some(y) => {
            let total =
                format!("{} tce(当量值)，{} tce(等价值)", fixed(y.tce_equivalent, 2), fixed(y.tce_equal_value, 2));
            out.push(pair(&format!("{} 年综合能耗", y.year), total));
            out.push(pair("能源平衡", text(&y.balance.statement)));
        }
        None => out.push(pair("综合能耗", "没有能源消费数据")),
    }
    let before = &source.standing.before;
    let known = source.figures.current().is_some_and(|y| y.tce_equivalent.is_some() || y.tce_equal_value.is_some());
    let classes: Vec<String> = before
        .classes
        .iter()
        .map(|c| format!("{}{}", text(&c.class.class), if c.certain { "" } else { "(须确认口径)" }))
        .collect();
    out.push(pair(
        "用能单位类别",
        match (classes.is_empty(), known) {
            (false, _) => classes.join("；"),
            (true, true) => "不属于已收录的重点用能单位类别".to_owned(),
            (true, false) => "综合能耗未知，不能归类".to_owned(),
        },
    ));
    let lines = standing::lines(source);
    if lines.is_empty() {
        out.push(pair("单位产品能耗", "没有可对标的产品单耗"));
    }
    out.extend(lines);
    let missed: Vec<String> = before
        .targets
        .iter()
        .filter(|t| t.standing == TargetStanding::NotMet)
        .map(|t| {
            if t.product.is_empty() {
                text(&t.row.target)
            } else {
                format!("{}({})", text(&t.row.target), text(&t.product))
            }
        })
        .collect();
    let count = |s| before.targets.iter().filter(|t| t.standing == s).count();
    let said = if before.targets.is_empty() {
        "没有适用的已收录目标".to_owned()
    } else if missed.is_empty() {
        "没有判为未达到的".to_owned()
    } else {
        missed.join("；")
    };
    out.push(pair("未达到的目标", said));
    let (open, missing) = (count(TargetStanding::Open), count(TargetStanding::Missing));
    if open + missing > 0 {
        out.push(pair("不能判定的目标", format!("缺数据 {missing} 项，须核实 {open} 项")));
    }
    if source.standing.before.over_limit.is_empty() {
        return out;
    }
    out.push(pair(
        "超过限额",
        if before.over_limit_certain {
            "有产品单耗超过限额，后果见“单耗对标”"
        } else {
            "按现有数据有产品单耗超过限额，但单耗为估算或有未修正的条件，须先核实"
        },
    ));
    out
}
