//! Questions about products: outputs and shares.

use std::collections::{BTreeMap, HashSet};

use super::super::Context;
use super::super::working::n;
use super::Question;
use super::check::{SUM, about_year, outliers, year_text};
use crate::audit::plant::MONTH_KEYS;
use crate::audit::{Audit, Section};

/// Outputs that can't be divided by.
pub(super) fn check(audit: &Audit, ctx: &Context<'_>, questions: &mut Vec<Question>) {
    let mut shares: BTreeMap<i16, (f64, bool)> = BTreeMap::new();
    let mut of_carriers: BTreeMap<(i16, &str), f64> = BTreeMap::new();
    let mut seen: HashSet<(i16, &str)> = HashSet::new();
    for p in &audit.products {
        let mut refuse = |field, left_out, text: String, advice: &str| {
            questions.push(Question {
                section: Section::Product,
                row: Some(p.id),
                field: Some(field),
                year: p.year(),
                left_out,
                text: format!("{}{}：{text}", year_text(p.year()), if p.name().is_empty() { "产品" } else { p.name() }),
                advice: advice.to_owned(),
            });
        };
        if p.name().is_empty() {
            refuse("name", false, "没有填产品名称".to_owned(), "请填写");
        }
        if p.unit().is_empty() {
            refuse("unit", false, "没有填计量单位".to_owned(), "请填写，如 t");
        }
        if p.year().is_none() {
            refuse("year", true, "没有填年度，或不是一个自然年".to_owned(), "请填四位年份");
        }
        let months = p.months();
        let annual = p.fields.annual.as_ref().map(|a| a.value);
        if let Some(at) = months.iter().position(|m| m.is_some_and(|v| v < 0.0 || !v.is_finite())) {
            refuse(MONTH_KEYS[at], true, format!("{} 月产量不能为负", at + 1), "请核对");
        }
        let missing: Vec<String> = (0..12).filter(|m| months[*m].is_none()).map(|m| format!("{} 月", m + 1)).collect();
        if (1..12).contains(&missing.len()) {
            let used = if annual.is_some() { "按全年产量计" } else { "按已填月份计" };
            refuse("annual", false, format!("缺 {}，{used}", missing.join("、")), "请补齐；没有生产的月份请填 0");
        }
        let sum: f64 = months.iter().flatten().sum();
        if missing.is_empty()
            && let Some(total) = annual
            && (total - sum).abs() > SUM * total.abs().max(sum)
        {
            let text = format!("12 个月之和 {} 与全年产量 {} 不符，按分月之和计", n(sum), n(total));
            refuse("annual", false, text, "请核对");
        }
        for (at, text) in outliers(&months, p.unit()) {
            refuse(MONTH_KEYS[at], false, text, "请核对这个月的产量和单位");
        }
        match p.output() {
            None => refuse("annual", true, "没有填产量，不能计算单耗".to_owned(), "请填分月或全年产量"),
            Some(0.0) => {
                let advice = "确实停产请删除这一行；否则请填产量";
                refuse("annual", true, "产量为 0，不能计算单耗".to_owned(), advice);
            }
            Some(output) => {
                if let Some(capacity) = p.fields.capacity.as_ref().filter(|c| c.value > 0.0 && output > c.value * 2.0) {
                    let text = format!(
                        "产量 {} 是生产能力 {} 的 {} 倍",
                        n(output),
                        n(capacity.value),
                        n(output / capacity.value)
                    );
                    refuse("capacity", false, text, "请核对产量、能力和单位");
                }
            }
        }
        let beside = !p.is_whole();
        if let Some(year) = p.year() {
            if !p.name().is_empty() && !seen.insert((year, p.name())) {
                refuse("name", false, "这一年填了两行，都已计入".to_owned(), "重复的请删除；不同规格请用名称区分");
            }
            for (carrier, share) in p.shares_pct.iter().filter(|_| beside) {
                *of_carriers.entry((year, carrier)).or_default() += share;
            }
            if !beside {
                continue;
            }
            let total = shares.entry(year).or_insert((0.0, true));
            match &p.fields.share_pct {
                Some(s) => total.0 += s.value,
                None => total.1 = false,
            }
        }
    }
    let mut over = |year, text: String| {
        let mut question = about_year(year, false, text, "应为 100 %(有不分摊给产品的能耗时请说明)");
        question.section = Section::Product;
        questions.push(question);
    };
    for ((year, carrier), total) in of_carriers {
        if total.is_nan() || total > 100.0 + 1e-6 {
            let name = ctx.reference.tables.carriers.get(carrier).map_or(carrier, |c| c.name.as_str());
            over(year, format!("各产品分摊{name}的比例合计 {} %", n(total)));
        }
    }
    for (year, (total, all)) in shares {
        if total > 100.0 + 1e-6 || (all && (total - 100.0).abs() > 0.5) {
            over(year, format!("各产品分摊比例合计 {} %", n(total)));
        }
    }
}
