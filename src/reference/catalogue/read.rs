//! Reading batches and rows from their tables.

use std::sync::Arc;

use super::{Batch, Deadline, Inlet, Item, MadeBasis, NeededWords, Rule};
use crate::reference::table::{Row, Table, TableError};

/// The batches.
pub(super) fn batches(table: &Table) -> Result<Vec<Batch>, TableError> {
    table
        .rows()
        .map(|r| {
            Ok(Batch {
                code: r.text("batch")?.into(),
                title: r.text("title")?.into(),
                document: r.text("document")?.into(),
                effective: r.text("effective")?.parse().ok(),
                complete: r.text("complete")?.to_owned(),
                note: r.text("note")?.into(),
                review: r.text("review")?.trim_start_matches("待核: ").into(),
            })
        })
        .collect()
}

/// One row.
pub(super) fn item(r: Row<'_>, batches: &[Batch]) -> Result<Item, TableError> {
    let code = r.text("batch")?;
    let batch = batches.iter().position(|b| &*b.code == code).ok_or_else(|| r.error("batch", "不在批次表中"))?;
    let models = list(r.text("models")?);
    let range = |min: &str, max: &str| Ok::<_, TableError>((r.maybe_number(min)?, r.maybe_number(max)?));
    Ok(Item {
        row: r.index(),
        batch,
        item_no: r.text("item_no")?.into(),
        kind: r.text("kind")?.into(),
        product: r.text("product_name")?.into(),
        wordings: models.iter().map(|m| wording(r.text("model_text").unwrap_or(""), m, &models)).collect(),
        model_text: r.text("model_text")?.into(),
        condition: r.text("condition")?.into(),
        review: r.text("review")?.into(),
        made_until_year: r.maybe_number("made_until_year")?.map(|y| y as i16),
        made_basis: match r.text("made_basis")? {
            "" | "made" => MadeBasis::Made,
            "made_and_commissioned" => MadeBasis::MadeAndCommissioned,
            "improved_later" => MadeBasis::ImprovedLater,
            _ => return Err(r.error("made_basis", "不是已知的年份依据")),
        },
        deadline: deadline(r)?,
        listed_power_kw: numbers(r, "rated_power_kw")?,
        power_kw: range("power_min_kw", "power_max_kw")?,
        capacity_kva: range("capacity_min_kva", "capacity_max_kva")?,
        voltage_max_kv: r.maybe_number("voltage_max_kv")?,
        voltage_ask_above_kv: r.maybe_number("voltage_ask_above_kv")?,
        voltage_is_kv: numbers(r, "voltage_is_kv")?.into_iter().flatten().collect(),
        frame_mm: range("frame_min_mm", "frame_max_mm")?,
        tph: range("tph_min", "tph_max")?,
        current_a: range("current_min_a", "current_max_a")?,
        current_ask_above_a: r.maybe_number("current_ask_above_a")?,
        temperature_c: r.maybe_number("temperature_c")?,
        needs_words: needs_words(r, &models)?,
        not_words: list(r.text("not_words")?),
        ask_words: list(r.text("ask_words")?),
        rule: rule(r)?,
        ask: r.text("ask")?.into(),
        inlet: match r.text("inlet_prefix")? {
            "" => Inlet::None,
            "allowed" => Inlet::Allowed,
            "required" => Inlet::Required,
            _ => return Err(r.error("inlet_prefix", "应为 allowed、required 或空")),
        },
        dash_only: match r.text("follow")? {
            "" => false,
            "dash" => true,
            _ => return Err(r.error("follow", "应为 dash 或空")),
        },
        models,
    })
}

fn list(text: &str) -> Vec<String> {
    text.split('|').filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

fn numbers(r: Row<'_>, column: &str) -> Result<Vec<Option<f64>>, TableError> {
    let text = r.text(column)?;
    if text.is_empty() {
        return Ok(Vec::new());
    }
    text.split('|')
        .map(|t| if t.is_empty() { Ok(None) } else { t.parse().map(Some).map_err(|_| r.error(column, "不是数字")) })
        .collect()
}

/// `烧结|抽风` for all models of the row, `MZ*:磁放大` for one of them; with `?` in front only where the device is
/// named at all (`?铣|机床`).
fn needs_words(r: Row<'_>, models: &[String]) -> Result<Vec<NeededWords>, TableError> {
    let text = r.text("needs_words")?;
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let (model, words) = match text.split_once(':') {
        Some((model, words)) => {
            let at = models.iter().position(|m| m == model);
            (Some(at.ok_or_else(|| r.error("needs_words", "中的型号不在本行型号之列"))?), words)
        }
        None => (None, text),
    };
    let words_if_named = words.strip_prefix('?');
    Ok(vec![NeededWords { model, words: list(words_if_named.unwrap_or(words)), if_named: words_if_named.is_some() }])
}

fn rule(r: Row<'_>) -> Result<Rule, TableError> {
    Ok(match r.text("rule")? {
        "" => Rule::Model,
        "ask_if_not_distribution" => Rule::AskIfNotDistribution,
        "boiler:fixed_grate_coal" => Rule::FixedGrateCoal,
        "boiler:coal_up_to_10_tph" => Rule::CoalUpTo,
        "boiler:biomass_up_to_2_tph" => Rule::BiomassUpTo,
        other => match other.strip_prefix("name:") {
            Some(words) => Rule::Name(list(words)),
            None => return Err(r.error("rule", "不是已知的规则")),
        },
    })
}

/// `immediate`, a day, or `immediate_until_2005|2015-12-31`: at once if made by that year, else by the day.
fn deadline(r: Row<'_>) -> Result<Option<Deadline>, TableError> {
    let wrong = || r.error("deadline", "不是日期");
    let text = r.text("deadline")?;
    Ok(match text {
        "" => None,
        "immediate" => Some(Deadline::Immediate),
        _ => Some(match text.strip_prefix("immediate_until_").and_then(|rest| rest.split_once('|')) {
            Some((year, day)) => {
                Deadline::ByYear { until: year.parse().map_err(|_| wrong())?, later: day.parse().map_err(|_| wrong())? }
            }
            None => Deadline::By(text.parse().map_err(|_| wrong())?),
        }),
    })
}

/// What the catalogue says of one of several models in a row: from the model's name to the next one's.
fn wording(text: &str, model: &str, models: &[String]) -> Arc<str> {
    if models.len() < 2 {
        return text.into();
    }
    let parts: Vec<&str> = text.split('；').collect();
    let Some(start) = parts.iter().position(|p| p.trim() == model) else { return text.into() };
    let len = parts[start + 1..].iter().take_while(|p| !models.iter().any(|m| m == p.trim())).count();
    parts[start..=start + len].join("；").into()
}
