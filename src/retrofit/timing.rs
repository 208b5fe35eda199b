//! When to act: replace at once, at the next overhaul or the end of life, or not; and the grades of measures.
//!
//! The rules, the first that applies decides:
//!
//! 1. a device that is not in use is not replaced;
//! 2. an obsolete device whose catalogue deadline has come (on the day itself too) is replaced at once;
//! 3. a device whose replacement pays back within the auditor's threshold (equal counts) is replaced at once;
//! 4. a device that is obsolete, suspected of it, or below the limit in force is replaced at the end of its life or at the
//!    next overhaul, whatever it earns;
//! 5. without such a finding it is so if the replacement's NPV is not negative, else it stays.
//!
//! Economic figures are those of the measure that replaces the device, alone; a measure on several devices has one
//! investment and so one payback for all of them.

use std::sync::Arc;

use serde::Serialize;

use super::planner::replaces_device;
use super::scenario::MeasureResult;
use crate::audit::{Audit, Equipment, Id};
use crate::energy::Context;
use crate::energy::working::{n, stated};
use crate::reference::catalogue::Deadline;
use crate::screening::{Level, Verdict};

/// Payback and threshold count as equal within this relative difference (round-off of the division).
const EQUAL: f64 = 1e-9;

/// When a device is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 立即更换
    Now,
    /// 到期或大修时更换
    AtOverhaul,
    /// 不更换
    Keep,
}

impl Act {
    /// Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Now => "立即更换",
            Self::AtOverhaul => "到期或大修时更换",
            Self::Keep => "不更换",
        }
    }

    /// English name.
    pub fn en(self) -> &'static str {
        match self {
            Self::Now => "replace now",
            Self::AtOverhaul => "replace at overhaul or end of life",
            Self::Keep => "keep",
        }
    }
}

/// What is to be done with a device, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// Which device.
    pub id: Id,
    /// When to act.
    pub act: Act,
    /// The rule that decided, in words.
    pub rule: String,
    /// The facts it rests on: what and how much.
    pub facts: Vec<(String, String)>,
}

/// The grade of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 无低费: the investment is at most the auditor's limit (0 unless set).
    NoLowCost,
    /// 短期: payback at most the limit.
    Short,
    /// 中长期: longer.
    Long,
}

impl Grade {
    /// Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::NoLowCost => "无低费",
            Self::Short => "短期",
            Self::Long => "中长期",
        }
    }

    /// English name.
    pub fn en(self) -> &'static str {
        match self {
            Self::NoLowCost => "no or low cost",
            Self::Short => "short term",
            Self::Long => "medium and long term",
        }
    }
}

fn at_most(value: f64, limit: f64) -> bool {
    value <= limit + EQUAL * limit.abs()
}

/// Grades a measure: 无低费 if its investment is at most the limit, else 短期 if its simple payback is at most the limit
/// (exactly 3 a is 短期 with a limit of 3 a), else 中长期. `Err` says why it has none.
pub fn grade(result: &MeasureResult, ctx: &Context<'_>) -> Result<Grade, String> {
    let a = ctx.assumptions;
    let investment = result.investment_yuan.ok_or_else(|| "未填投资，未分级".to_owned())?;
    let payback = result
        .economics
        .simple_payback_a
        .ok_or_else(|| "没有静态回收期(年净收益不能计算或不大于零)，未分级".to_owned())?;
    if at_most(investment, a.value("threshold_no_cost_wan").unwrap_or(0.0) * 1e4) {
        return Ok(Grade::NoLowCost);
    }
    let short = a.value("threshold_short_a").ok_or_else(|| "没有短期措施的回收期上限，未分级".to_owned())?;
    Ok(if at_most(payback, short) { Grade::Short } else { Grade::Long })
}

/// Decides for every device that is obsolete, suspected of it or below the limit, and for every other device that a
/// measure would replace. `measures` are the results of the measures alone.
pub fn decide(
    audit: &Audit,
    verdict_of: &dyn Fn(Id) -> Option<Verdict>,
    measures: &[Arc<MeasureResult>],
    ctx: &Context<'_>,
) -> Vec<Decision> {
    let mut out = Vec::new();
    let replacing: Vec<&MeasureResult> = measures
        .iter()
        .map(Arc::as_ref)
        .filter(|m| audit.measure(m.id).is_some_and(|x| replaces_device(&x.action)))
        .collect();
    let mut by_device: std::collections::HashMap<Id, Vec<&MeasureResult>> = std::collections::HashMap::new();
    for measure in replacing {
        for target in &measure.targets {
            by_device.entry(target.id).or_default().push(measure);
        }
    }
    for device in &audit.equipment {
        let verdict = verdict_of(device.id);
        let level = verdict.as_ref().map(Verdict::effective);
        let finding = matches!(level, Some(Level::Obsolete | Level::SuspectedObsolete | Level::BelowLimit));
        let options = by_device.get(&device.id).map_or(&[][..], Vec::as_slice);
        if finding || !options.is_empty() {
            out.push(one(device, verdict.as_ref(), options, ctx));
        }
    }
    out
}

/// The earliest deadline of the rows that make the device obsolete.
pub(super) fn deadline(device: &Equipment, verdict: &Verdict, ctx: &Context<'_>) -> Option<(Deadline, String)> {
    let made = device.common.made_on.as_ref().map(|d| d.value.year());
    let catalogue = &ctx.reference.tables.catalogue;
    let mut found: Option<(Deadline, String)> = None;
    for evidence in verdict.of(Level::Obsolete) {
        let Some(item) = evidence.cited.as_ref().and_then(|c| catalogue.items.get(c.item)) else { continue };
        let Some(deadline) = item.deadline.map(|d| d.settled(made)) else { continue };
        let earlier = match (&found, deadline) {
            (None, _) | (Some((Deadline::By(_), _)), Deadline::Immediate) => true,
            (Some((Deadline::By(old), _)), Deadline::By(new)) => new < *old,
            _ => false,
        };
        if earlier {
            found = Some((deadline, format!("{} {}", evidence.standard, evidence.clause)));
        }
    }
    found
}

fn one(device: &Equipment, verdict: Option<&Verdict>, options: &[&MeasureResult], ctx: &Context<'_>) -> Decision {
    let mut facts: Vec<(String, String)> = Vec::new();
    let level = verdict.map(Verdict::effective);
    if let Some(level) = level {
        facts.push(("判定".to_owned(), level.zh().to_owned()));
    }
    let decision = |act, rule: String, facts| Decision { id: device.id, act, rule, facts };
    if !device.in_use() {
        return decision(Act::Keep, "设备不在用，没有更换的需要".to_owned(), facts);
    }
    let limit = verdict.filter(|_| level == Some(Level::Obsolete)).and_then(|v| deadline(device, v, ctx));
    if let Some((deadline, source)) = &limit {
        let text = deadline.zh(None);
        let reached = match deadline {
            Deadline::By(day) => *day <= ctx.reference.date,
            _ => true,
        };
        facts.push(("目录规定的停止使用期限".to_owned(), format!("{text}({source})")));
        facts.push(("判定基准日".to_owned(), ctx.reference.date.to_string()));
        if reached {
            return decision(Act::Now, "列入淘汰目录，规定的停止使用期限已到".to_owned(), facts);
        }
    }
    // The replacement that pays back soonest speaks for the device.
    let best =
        options.iter().filter_map(|m| Some((*m, m.economics.simple_payback_a?))).min_by(|a, b| a.1.total_cmp(&b.1));
    let threshold = ctx.assumptions.get("threshold_act_now_a");
    if let Some((m, payback)) = best {
        let of = if m.targets.len() > 1 {
            format!("(措施含 {} 项设备，按整体)", m.targets.len())
        } else {
            String::new()
        };
        facts.push((format!("静态回收期{of}"), format!("{} a", n(payback))));
        if let Some(t) = threshold {
            let origin = if t.is_default { "(默认值)" } else { "" };
            facts.push(("立即更换的回收期上限".to_owned(), format!("{} a{origin}", stated(t.value))));
            if at_most(payback, t.value) {
                return decision(Act::Now, "更换的静态回收期不大于设定的上限".to_owned(), facts);
            }
        }
    } else {
        let why = match options.first() {
            None => "没有可计算的更换措施",
            Some(m) if m.investment_yuan.is_none() => "更换措施未填投资",
            Some(_) => "更换措施的年净收益不能计算或不大于零",
        };
        facts.push(("静态回收期".to_owned(), format!("无({why})")));
    }
    let rule = match level {
        Some(Level::Obsolete) => Some(match &limit {
            Some((Deadline::By(day), _)) => format!("列入淘汰目录，须在 {day} 前停止使用，不晚于该日更换"),
            _ => "列入淘汰目录，停止使用期限未收录，须核对目录；期限已到的立即更换".to_owned(),
        }),
        Some(Level::SuspectedObsolete) => Some("疑似淘汰：先查明目录条件；属于淘汰的按目录期限更换".to_owned()),
        Some(Level::BelowLimit) => Some("低于现行能效限定值，经济上未达到立即更换的上限".to_owned()),
        _ => None,
    };
    if let Some(rule) = rule {
        return decision(Act::AtOverhaul, rule, facts);
    }
    match best.map(|(m, _)| m).or(options.first().copied()).and_then(|m| m.economics.npv_yuan) {
        Some(npv) => {
            facts.push(("净现值".to_owned(), format!("{} 万元", n(npv / 1e4))));
            if npv >= 0.0 {
                let rule = "没有淘汰或低于限定值的判定，寿命期内可收回投资，但未达到立即更换的上限".to_owned();
                decision(Act::AtOverhaul, rule, facts)
            } else {
                decision(Act::Keep, "没有淘汰或低于限定值的判定，寿命期内不能收回投资".to_owned(), facts)
            }
        }
        None => decision(Act::Keep, "没有淘汰或低于限定值的判定，也没有可计算的经济性".to_owned(), facts),
    }
}
