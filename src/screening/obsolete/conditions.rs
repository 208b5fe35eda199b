//! How the conditions of a catalogue row stand for a device.

use super::super::Missing;
use super::said::Said;
use crate::audit::equipment::{BoilerFuel, Combustion, TransformerDuty};
use crate::audit::{Equipment, Kind};
use crate::energy;
use crate::energy::working::stated;
use crate::reference::catalogue::{Hit, Item, MadeBasis, Matched, Rule};
use crate::reference::{Reference, designation};

/// How a condition of the catalogue stands.
pub(super) enum Condition {
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

/// Rules by parameters; `None` where the item plainly doesn't speak of the device.
pub(super) fn by_rule(device: &Equipment, item: &Item, said: &Said<'_>) -> Option<Vec<Condition>> {
    if let Rule::Name(words) = &item.rule {
        return (said.any(words) && said.speaks(item, None)).then(|| vec![ask(item.ask.to_string())]);
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

/// Rows that differ only in the band of the rated current: the device's own band, else one row that asks for the
/// current or says that none fits.
pub(super) fn choose_bands(device: &Equipment, cleaned: &str, hits: &mut Vec<Hit<'_>>) {
    let Kind::Welder(_) = &device.kind else { return };
    let banded = |h: &Hit<'_>| h.item.current_a.0.is_some() || h.item.current_a.1.is_some();
    let inside = |h: &Hit<'_>| welding_current_a(device, cleaned, h).is_some_and(|a| within(a, h.item.current_a));
    if hits.iter().any(|h| banded(h) && inside(h)) {
        hits.retain(|h| !banded(h) || inside(h));
        return;
    }
    // The last row carries what is to be asked beyond the highest band.
    let last = hits.iter().rev().find(|h| banded(h)).map(|h| h.item.row);
    hits.retain(|h| !banded(h) || Some(h.item.row) == last);
}

/// Bands are whole amperes: 160～199 reaches to the next band's 200.
fn within(current_a: f64, (min, max): (Option<f64>, Option<f64>)) -> bool {
    min.is_none_or(|m| current_a >= m) && max.is_none_or(|m| current_a < m + 1.0)
}

/// The rated welding current: as entered, else the number behind the series in the designation (`ZX5-400`).
fn welding_current_a(device: &Equipment, cleaned: &str, hit: &Hit<'_>) -> Option<f64> {
    let Kind::Welder(w) = &device.kind else { return None };
    w.rated_current_a.as_ref().map(|c| c.value).or_else(|| {
        let code = hit.item.models.get(hit.matched.model())?.trim_end_matches('*');
        let size = cleaned.strip_prefix(code)?.trim_start_matches('-');
        size[..size.bytes().take_while(u8::is_ascii_digit).count()].parse().ok()
    })
}

/// Output in t/h: as entered, else the number behind the letters of a steam boiler's designation (`SHF20-25/400`).
fn boiler_tph(boiler: &crate::audit::equipment::Boiler, cleaned: &str) -> Option<f64> {
    energy::boiler::capacity_tph(boiler).or_else(|| {
        // Hot-water boilers state MW and two temperatures (`SHF14-1.25/130/70`).
        if cleaned.matches('/').count() > 1 {
            return None;
        }
        let size = cleaned.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        size[..size.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count()].parse().ok()
    })
}

/// The year of manufacture as far as it is known to decide about deadlines.
pub(super) fn made_year(device: &Equipment) -> Option<i16> {
    device.common.made_on.as_ref().map(|d| d.value.year())
}

/// Checks every condition of a row that the model hit.
pub(super) fn judge(
    device: &Equipment,
    cleaned: &str,
    hit: &Hit<'_>,
    said: &Said<'_>,
    reference: &Reference,
) -> Vec<Condition> {
    let item = hit.item;
    let nth = hit.matched.model();
    let mut conditions = Vec::new();
    match &hit.matched {
        Matched::Exact(_) | Matched::Series(_) => {}
        Matched::Suffix(_, suffix) => {
            let model = item.models.get(nth).map_or("", String::as_str);
            conditions.push(ask(format!(
                "型号中的“{}”是否表示派生系列，设备是否仍属目录所列 {}",
                suffix.trim_matches('-'),
                model.trim_end_matches(['*', '-'])
            )));
        }
        Matched::OtherSize(_, size) => conditions.push(ask(format!(
            "目录只列出本系列 {}，本机机号 {size} 未列出，请核对铭牌机号与传动方式",
            reference.tables.catalogue.listed_sizes(item)
        ))),
    }
    if let Some(year) = item.made_until_year {
        conditions.push(made(device, year, item));
    }
    match &device.kind {
        Kind::Motor(m) => {
            let power = m.rated_power_kw.as_ref().map(|p| p.value);
            if let (Some(Some(listed)), Some(power)) = (item.listed_power_kw.get(nth), power)
                && (listed - power).abs() > 0.011 * listed
            {
                conditions.push(ask(format!(
                    "目录所列额定功率 {} kW 与登记的 {} kW 不一致，请核对铭牌型号与功率",
                    stated(*listed),
                    stated(power)
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
            range(device, "capacity_tph", boiler_tph(b, cleaned), item.tph, "t/h", &mut conditions);
        }
        Kind::Welder(_) => current(device, cleaned, hit, &mut conditions),
        Kind::Furnace(f) => {
            if let Some(listed) = item.temperature_c {
                // The field may hold the temperature at which the furnace works, below the rated one.
                let rated = f.working_temperature_c.as_ref().is_some_and(|t| (t.value - listed).abs() < 0.5);
                conditions.push(if rated {
                    Condition::Satisfied
                } else {
                    ask(format!("额定温度是否为 {} ℃", stated(listed)))
                });
            }
        }
        _ => {}
    }
    if item.rule == Rule::Model && !item.ask.is_empty() && item.made_basis != MadeBasis::ImprovedLater {
        conditions.push(if said.answers(item) { Condition::Satisfied } else { ask(item.ask.to_string()) });
    }
    conditions
}

fn current(device: &Equipment, cleaned: &str, hit: &Hit<'_>, conditions: &mut Vec<Condition>) {
    let item = hit.item;
    let (min, max) = item.current_a;
    if min.is_none() && max.is_none() {
        return;
    }
    conditions.push(match welding_current_a(device, cleaned, hit) {
        None => need(device, "rated_current_a"),
        Some(a) if within(a, item.current_a) => Condition::Satisfied,
        Some(a) if item.current_ask_above_a.is_some_and(|above| a > above) => {
            ask(format!("额定焊接电流 {} A 的一档在所收录目录中疑缺，须核对公告原文是否列出", stated(a)))
        }
        Some(a) => Condition::Unsatisfied(format!("额定焊接电流 {} A 不在目录所列各档内", stated(a))),
    });
}

/// 生产年份 condition; commissioning proves manufacture, not the other way round.
fn made(device: &Equipment, year: i16, item: &Item) -> Condition {
    let made = device.common.made_on.as_ref().map(|d| d.value.year());
    let commissioned = device.common.commissioned_on.as_ref().map(|d| d.value.year());
    let commissioned_too = match item.made_basis {
        MadeBasis::Made => false,
        MadeBasis::MadeAndCommissioned => true,
        // Whether 2000年以后 includes the year itself is not said: only what is older is certain.
        MadeBasis::ImprovedLater => {
            return match made.or(commissioned.filter(|c| *c < year)) {
                Some(m) if m < year => Condition::Satisfied,
                Some(_) => ask(item.ask.to_string()),
                None => need(device, "made_on"),
            };
        }
    };
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
            stated(v),
            min.map_or_else(String::new, stated),
            max.map_or_else(String::new, stated)
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
            Some(v) => Condition::Unsatisfied(format!("额定电压 {} kV 不是目录所列电压", stated(v))),
        });
    } else if let Some(max) = item.voltage_max_kv {
        conditions.push(match kv {
            None => need(device, key),
            Some(v) if v <= max * 1.08 => Condition::Satisfied,
            Some(v) => Condition::Unsatisfied(format!("额定电压 {} kV 高于目录所列 {} kV", stated(v), stated(max))),
        });
    } else if let (Some(above), Some(v)) = (item.voltage_ask_above_kv, kv)
        && v > above * 1.08
    {
        conditions.push(ask(format!(
            "目录所列为 {} kV 级配电变压器，本设备为 {} kV，是否仍属目录范围",
            stated(above),
            stated(v)
        )));
    }
}
