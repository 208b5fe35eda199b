//! Is the device on a list? By model with the catalogue's conditions, or by parameters.

use super::{CatalogueSearch, Cited, Evidence, Findings, Level, Missing};
use crate::audit::equipment::{BoilerFuel, Combustion, TransformerDuty};
use crate::audit::field::number;
use crate::audit::{Equipment, Kind};
use crate::energy;
use crate::reference::catalogue::{Deadline, Hit, Item, Matched, Rule};
use crate::reference::{Reference, designation};

/// How a condition of the catalogue stands.
enum Condition {
    Satisfied,
    Unsatisfied(String),
    Unknown(Missing),
}

fn need(device: &Equipment, key: &'static str) -> Condition {
    let text = device.kind.code().field(key).map_or(key, |d| d.zh);
    Condition::Unknown(Missing { key: Some(key), text: text.into() })
}

fn ask(question: String) -> Condition {
    Condition::Unknown(Missing { key: None, text: question.into() })
}

/// Searches the catalogues for the device.
pub(super) fn search(device: &Equipment, reference: &Reference, findings: &mut Findings) -> CatalogueSearch {
    let catalogue = &reference.tables.catalogue;
    let kinds = device.kind.code().catalogue_kinds();
    let mut any = false;
    let in_force = |item: &Item| catalogue.batch(item).effective.is_none_or(|d| d <= reference.date);
    let cleaned = designation::clean(device.model());
    for hit in catalogue.find(Some(kinds), &cleaned) {
        if in_force(hit.item) {
            any = true;
            judge(device, &cleaned, &hit, reference, findings);
        }
    }
    for item in catalogue.by_rule(kinds) {
        if in_force(item)
            && let Some(conditions) = by_rule(device, item)
        {
            any = true;
            conclude(item, None, conditions, reference, findings);
        }
    }
    if any {
        CatalogueSearch::Hit
    } else if cleaned.is_empty() {
        findings.missing_field(device, "model");
        CatalogueSearch::NoModel
    } else {
        CatalogueSearch::NoHit
    }
}

/// Rules by parameters; `None` where the item plainly doesn't speak of the device.
fn by_rule(device: &Equipment, item: &Item) -> Option<Vec<Condition>> {
    if let Rule::Name(words) = &item.rule {
        let name = device.common.name.as_ref()?;
        return words.iter().any(|w| name.value.contains(w.as_str())).then(|| vec![ask(item.ask.to_string())]);
    }
    let Kind::Boiler(b) = &device.kind else { return None };
    let fuel = energy::boiler::fuel(b);
    let coal = fuel.map(|f| {
        matches!(
            f,
            BoilerFuel::Bituminous | BoilerFuel::Lean | BoilerFuel::Anthracite | BoilerFuel::Lignite | BoilerFuel::Coal
        )
    });
    let solid_firing =
        b.combustion.as_ref().is_some_and(|c| !matches!(c.value, Combustion::Chamber | Combustion::Electric));
    let burns = |wanted: Option<bool>| match wanted {
        Some(true) => Some(Condition::Satisfied),
        Some(false) => None,
        // A grate or bed burns coal or biomass; which, must be said.
        None if solid_firing => Some(need(device, "fuel")),
        None => None,
    };
    match item.rule {
        Rule::FixedGrateCoal => {
            let fixed = b.combustion.as_ref().is_some_and(|c| c.value == Combustion::FixedGrate);
            fixed.then(|| burns(coal)).flatten().map(|c| vec![c])
        }
        Rule::CoalUpTo | Rule::BiomassUpTo => {
            let wanted = if item.rule == Rule::CoalUpTo { coal } else { fuel.map(|f| f == BoilerFuel::Biomass) };
            let fuel = burns(wanted)?;
            match (energy::boiler::capacity_tph(b), item.tph.1) {
                (Some(tph), Some(max)) if tph > max => None,
                (Some(_), _) => Some(vec![fuel, Condition::Satisfied]),
                (None, _) => Some(vec![fuel, need(device, "capacity_tph")]),
            }
        }
        _ => None,
    }
}

/// Checks every condition of a row that the model hit.
fn judge(device: &Equipment, cleaned: &str, hit: &Hit<'_>, reference: &Reference, findings: &mut Findings) {
    let item = hit.item;
    let mut conditions = Vec::new();
    let nth = match &hit.matched {
        Matched::Exact(n) | Matched::Series(n) => *n,
        Matched::Suffix(n, suffix) => {
            let model = item.models.get(*n).map_or("", String::as_str);
            conditions.push(ask(format!(
                "型号中的“{}”是否表示派生系列，设备是否仍属目录所列 {}",
                suffix.trim_matches('-'),
                model.trim_end_matches(['*', '-'])
            )));
            *n
        }
    };
    if let Some(year) = item.made_until_year {
        conditions.push(made(device, year, item.commissioned_too));
    }
    match &device.kind {
        Kind::Motor(m) => {
            let power = m.rated_power_kw.as_ref().map(|p| p.value);
            if let (Some(Some(listed)), Some(power)) = (item.listed_power_kw.get(nth), power)
                && (listed - power).abs() > 0.011 * listed
            {
                conditions.push(ask(format!(
                    "目录所列额定功率 {} kW 与登记的 {} kW 不一致，请核对铭牌型号与功率",
                    number(*listed),
                    number(power)
                )));
            }
            range(device, "rated_power_kw", power, item.power_kw, "kW", &mut conditions);
            let kv = m.rated_voltage_v.as_ref().map(|v| v.value / 1000.0);
            voltage(device, "rated_voltage_v", kv, item, &mut conditions);
            let (min, max) = item.frame_mm;
            if min.is_some() || max.is_some() {
                match designation::motor(cleaned).and_then(|d| d.frame).map(f64::from) {
                    Some(frame) => range(device, "model", Some(frame), item.frame_mm, "mm 机座号", &mut conditions),
                    None => conditions.push(ask("铭牌机座号是多少".to_owned())),
                }
            }
        }
        Kind::Transformer(t) => {
            let capacity = energy::transformer::capacity_kva(device, t);
            range(device, "capacity_kva", capacity, item.capacity_kva, "kVA", &mut conditions);
            let kv = t
                .high_voltage_kv
                .as_ref()
                .map(|v| v.value)
                .or_else(|| designation::transformer(cleaned).and_then(|d| d.voltage_kv));
            voltage(device, "high_voltage_kv", kv, item, &mut conditions);
            if item.rule == Rule::AskIfNotDistribution {
                let duty = t.duty.as_ref().map(|d| d.value);
                conditions.push(match (kv, capacity) {
                    _ if duty == Some(TransformerDuty::Other) => ask(item.ask.to_string()),
                    (None, _) => need(device, "high_voltage_kv"),
                    (_, None) => need(device, "capacity_kva"),
                    (Some(kv), Some(kva))
                        if kv <= reference.tables.scope.distribution_max_kv
                            && kva <= reference.tables.scope.distribution_max_kva =>
                    {
                        Condition::Satisfied
                    }
                    _ => ask(item.ask.to_string()),
                });
            }
        }
        Kind::Boiler(b) => {
            range(device, "capacity_tph", energy::boiler::capacity_tph(b), item.tph, "t/h", &mut conditions);
        }
        _ => {}
    }
    if item.rule == Rule::Model && !item.ask.is_empty() {
        conditions.push(ask(item.ask.to_string()));
    }
    conclude(item, Some(nth), conditions, reference, findings);
}

/// 生产年份 condition; commissioning proves manufacture, not the other way round.
fn made(device: &Equipment, year: i16, commissioned_too: bool) -> Condition {
    let made = device.common.made_on.as_ref().map(|d| d.value.year());
    let commissioned = device.common.commissioned_on.as_ref().map(|d| d.value.year());
    match (made, commissioned) {
        (Some(m), _) if m > year => Condition::Unsatisfied(format!("出厂年份 {m} 年，晚于 {year} 年")),
        (_, Some(c)) if c <= year => Condition::Satisfied,
        (_, Some(c)) if commissioned_too => Condition::Unsatisfied(format!("投运年份 {c} 年，晚于 {year} 年")),
        (Some(_), None) if commissioned_too => need(device, "commissioned_on"),
        (Some(_), _) => Condition::Satisfied,
        (None, _) if commissioned_too => need(device, "commissioned_on"),
        (None, _) => need(device, "made_on"),
    }
}

fn range(
    device: &Equipment,
    key: &'static str,
    value: Option<f64>,
    (min, max): (Option<f64>, Option<f64>),
    unit: &str,
    conditions: &mut Vec<Condition>,
) {
    if min.is_none() && max.is_none() {
        return;
    }
    conditions.push(match value {
        None => need(device, key),
        Some(v) if min.is_some_and(|m| v < m) || max.is_some_and(|m| v > m) => Condition::Unsatisfied(format!(
            "{} {unit} 不在目录范围 {}～{} 内",
            number(v),
            min.map_or_else(String::new, number),
            max.map_or_else(String::new, number)
        )),
        Some(_) => Condition::Satisfied,
    });
}

fn voltage(device: &Equipment, key: &'static str, kv: Option<f64>, item: &Item, conditions: &mut Vec<Condition>) {
    if !item.voltage_is_kv.is_empty() {
        // 380 and 400 V, 660 and 690 V, 6 and 6.3 kV are the same class: within 8 %.
        conditions.push(match kv {
            None => need(device, key),
            Some(v) if item.voltage_is_kv.iter().any(|k| (v / k - 1.0).abs() <= 0.08) => Condition::Satisfied,
            Some(v) => Condition::Unsatisfied(format!("额定电压 {} kV 不是目录所列电压", number(v))),
        });
    } else if let Some(max) = item.voltage_max_kv {
        conditions.push(match kv {
            None => need(device, key),
            Some(v) if v <= max * 1.08 => Condition::Satisfied,
            Some(v) => Condition::Unsatisfied(format!("额定电压 {} kV 高于目录所列 {} kV", number(v), number(max))),
        });
    } else if let (Some(above), Some(v)) = (item.voltage_ask_above_kv, kv)
        && v > above * 1.08
    {
        conditions.push(ask(format!(
            "目录所列为 {} kV 级配电变压器，本设备为 {} kV，是否仍属目录范围",
            number(above),
            number(v)
        )));
    }
}

fn conclude(
    item: &Item,
    model: Option<usize>,
    conditions: Vec<Condition>,
    reference: &Reference,
    findings: &mut Findings,
) {
    let batch = reference.tables.catalogue.batch(item);
    let mut statement = String::with_capacity(400);
    statement.push_str("目录原文：");
    statement.push_str(item.wording(model));
    if !item.condition.is_empty() {
        statement.push_str("；条件：");
        statement.push_str(&item.condition);
    }
    match item.deadline {
        Some(Deadline::Immediate) => statement.push_str("。应停止使用期限：立即"),
        Some(Deadline::By(day)) => {
            use std::fmt::Write as _;
            let _ = write!(statement, "。应停止使用期限：{day}");
        }
        None => statement.push_str("。逐项停止使用期限未收录"),
    }
    let mut unknown: Vec<Missing> = Vec::new();
    let mut unsatisfied: Option<String> = None;
    for condition in conditions {
        match condition {
            Condition::Satisfied => {}
            Condition::Unsatisfied(reason) => unsatisfied = Some(reason),
            Condition::Unknown(missing) => unknown.push(missing),
        }
    }
    let level = if let Some(reason) = unsatisfied {
        statement.push_str("。条件不满足(");
        statement.push_str(&reason);
        statement.push_str(")，不按本条判为淘汰");
        None
    } else if unknown.is_empty() {
        Some(Level::Obsolete)
    } else {
        statement.push_str("。待查明：");
        for (i, m) in unknown.iter().enumerate() {
            if i > 0 {
                statement.push('、');
            }
            statement.push_str(&m.text);
        }
        for m in &unknown {
            if !findings.missing.contains(m) {
                findings.missing.push(m.clone());
            }
        }
        Some(Level::SuspectedObsolete)
    };
    findings.evidence.push(Evidence {
        level,
        standard: batch.title.clone(),
        edition: batch.document.clone(),
        clause: item.item_no.to_string(),
        statement,
        limit: None,
        actual: None,
        unit: "",
        estimated: false,
        origin: None,
        working: Vec::new(),
        unreviewed: if item.review.is_empty() { batch.review.clone() } else { item.review.clone() },
        cited: Some(Cited { item: item.row, model, asked: unknown }),
    });
}
