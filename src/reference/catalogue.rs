//! The catalogues of obsolete equipment: items, their evaluable conditions, and how a model finds them.
//!
//! A series is not a string prefix: what may follow a series code is decided by [`follows`].

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::designation;
use super::table::{Row, Table, TableError};

/// A published batch of the catalogue.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Stable code: `1` to `4`, `industry2024`.
    pub code: Arc<str>,
    /// Title.
    pub title: Arc<str>,
    /// Document number.
    pub document: Arc<str>,
    /// First day in force; `None` if only roughly known.
    pub effective: Option<Date>,
    /// How complete our copy is: `no`, `counts` or `subset`.
    pub complete: String,
    /// What is missing.
    pub note: Arc<str>,
    /// Review state.
    pub review: Arc<str>,
}

/// When use must have stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// At once.
    Immediate,
    /// By a day.
    By(Date),
}

/// A rule by parameters instead of a model.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The model decides.
    Model,
    /// 中小型配电变压器: ask only when the device's duty is not distribution.
    AskIfNotDistribution,
    /// The device's name contains one of these words.
    Name(Vec<String>),
    /// 固定炉排燃煤锅炉.
    FixedGrateCoal,
    /// Coal boilers up to `tph_max`.
    CoalUpTo,
    /// Biomass boilers up to `tph_max`.
    BiomassUpTo,
}

/// One row of the catalogue.
#[derive(Clone, Debug)]
pub struct Item {
    /// Position in the table.
    pub row: usize,
    /// Which batch, an index into [`Catalogue::batches`].
    pub batch: usize,
    /// Item number in the batch.
    pub item_no: Arc<str>,
    /// Kind code: `motor`, `transformer`, `boiler`, `pump` ...
    pub kind: Arc<str>,
    /// Product name.
    pub product: Arc<str>,
    /// Original wording.
    pub model_text: Arc<str>,
    /// Models or series as transcribed (`JO2*`).
    pub models: Vec<String>,
    /// Original condition.
    pub condition: Arc<str>,
    /// The original wording about each model of `models` (the whole wording for series and rules).
    pub wordings: Vec<Arc<str>>,
    /// Doubts about this row; empty if none.
    pub review: Arc<str>,
    /// Only if made in or before this year.
    pub made_until_year: Option<i16>,
    /// Whether that year also bounds commissioning (生产投运).
    pub commissioned_too: bool,
    /// When use must have stopped.
    pub deadline: Option<Deadline>,
    /// The power the catalogue lists, per model, in kW.
    pub listed_power_kw: Vec<Option<f64>>,
    /// Power range in kW.
    pub power_kw: (Option<f64>, Option<f64>),
    /// Capacity range in kVA.
    pub capacity_kva: (Option<f64>, Option<f64>),
    /// Highest voltage in kV.
    pub voltage_max_kv: Option<f64>,
    /// The catalogue names no voltage but means a class: ask above this voltage in kV.
    pub voltage_ask_above_kv: Option<f64>,
    /// Exact voltages in kV; empty for any.
    pub voltage_is_kv: Vec<f64>,
    /// Frame range in mm.
    pub frame_mm: (Option<f64>, Option<f64>),
    /// Boiler output range in t/h.
    pub tph: (Option<f64>, Option<f64>),
    /// How it is matched.
    pub rule: Rule,
    /// A condition only a person can judge, as a question; empty if none.
    pub ask: Arc<str>,
}

impl Item {
    /// The original wording about one of the item's models, or the whole.
    pub fn wording(&self, model: Option<usize>) -> &str {
        model.and_then(|n| self.wordings.get(n)).unwrap_or(&self.model_text)
    }
}

/// How a model hit an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matched {
    /// The very model.
    Exact(usize),
    /// The very model with a suffix that may make it a derived series.
    Suffix(usize, String),
    /// The series.
    Series(usize),
}

/// A catalogue row hit by a model.
#[derive(Clone, Debug)]
pub struct Hit<'a> {
    /// The row.
    pub item: &'a Item,
    /// How.
    pub matched: Matched,
}

/// All batches with an index for matching.
#[derive(Debug)]
pub struct Catalogue {
    /// The batches.
    pub batches: Vec<Batch>,
    /// The rows.
    pub items: Vec<Item>,
    exact: HashMap<String, Vec<(usize, usize)>>,
    series: HashMap<u8, Vec<(String, usize, usize)>>,
    by_rule: HashMap<Arc<str>, Vec<usize>>,
}

impl Catalogue {
    /// Reads batches and rows.
    pub fn read(batches: &Table, table: &Table) -> Result<Self, TableError> {
        let batches = batches
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
            .collect::<Result<Vec<_>, TableError>>()?;
        let items = table.rows().map(|r| item(r, &batches)).collect::<Result<Vec<_>, _>>()?;
        let mut catalogue =
            Self { batches, items, exact: HashMap::new(), series: HashMap::new(), by_rule: HashMap::new() };
        for (at, item) in catalogue.items.iter().enumerate() {
            if matches!(item.rule, Rule::Name(_) | Rule::FixedGrateCoal | Rule::CoalUpTo | Rule::BiomassUpTo) {
                catalogue.by_rule.entry(item.kind.clone()).or_default().push(at);
            }
            for (n, model) in item.models.iter().enumerate() {
                match model.strip_suffix('*') {
                    Some(prefix) => {
                        let dash = prefix.ends_with('-');
                        let mut key = designation::match_key(&designation::clean(prefix));
                        if dash {
                            key.push('-');
                        }
                        if let Some(first) = key.bytes().next() {
                            catalogue.series.entry(first).or_default().push((key, at, n));
                        }
                    }
                    None => {
                        let key = designation::match_key(&designation::clean(model));
                        catalogue.exact.entry(key).or_default().push((at, n));
                    }
                }
            }
        }
        Ok(catalogue)
    }

    /// The batch of an item.
    pub fn batch(&self, item: &Item) -> &Batch {
        &self.batches[item.batch]
    }

    /// Items of these kinds that are matched by parameters or name.
    pub fn by_rule<'a>(&'a self, kinds: &'a [&str]) -> impl Iterator<Item = &'a Item> {
        kinds.iter().filter_map(|k| self.by_rule.get(*k)).flatten().map(|at| &self.items[*at])
    }

    /// The rows that a model hits. `kinds` restricts to rows of these kinds; without it all are searched.
    pub fn find(&self, kinds: Option<&[&str]>, cleaned: &str) -> Vec<Hit<'_>> {
        let mut hits: Vec<Hit<'_>> = Vec::new();
        if cleaned.is_empty() {
            return hits;
        }
        let key = designation::match_key(cleaned);
        let wanted = |at: usize| kinds.is_none_or(|k| k.contains(&&*self.items[at].kind));
        self.exact_hits(&key, "", &wanted, &mut hits);
        // The same model with codes behind it: `Y160M-4-B3`, `S9-500/10`.
        if wanted_kind(kinds, "motor")
            && let Some(m) = designation::motor(cleaned)
            && m.core.len() < cleaned.len()
        {
            let suffix = if designation::is_mounting_suffix(m.suffix) { "" } else { m.suffix };
            self.exact_hits(
                &designation::match_key(m.core),
                suffix,
                &|at| wanted(at) && &*self.items[at].kind == "motor",
                &mut hits,
            );
        }
        let mut transformer_key = None;
        if wanted_kind(kinds, "transformer")
            && let Some(t) = designation::transformer(cleaned)
            && let Some(capacity) = t.capacity_kva
        {
            let core = designation::match_key(&format!("{}-{}", t.series, crate::audit::field::number(capacity)));
            if core != key {
                self.exact_hits(
                    &core,
                    t.structure,
                    &|at| wanted(at) && &*self.items[at].kind == "transformer",
                    &mut hits,
                );
            }
            transformer_key = Some((core, t.structure.to_owned()));
        }
        if let Some(list) = key.bytes().next().and_then(|first| self.series.get(&first)) {
            for (prefix, at, n) in list {
                if !wanted(*at) || hits.iter().any(|h| h.item.row == self.items[*at].row) {
                    continue;
                }
                let item = &self.items[*at];
                if let Some(rest) = key.strip_prefix(prefix.as_str())
                    && follows(&item.kind, prefix, rest)
                {
                    hits.push(Hit { item, matched: Matched::Series(*n) });
                } else if &*item.kind == "transformer"
                    && let Some((core, structure)) = &transformer_key
                    && let Some(rest) = core.strip_prefix(prefix.as_str())
                    && follows(&item.kind, prefix, rest)
                {
                    let matched =
                        if structure.is_empty() { Matched::Series(*n) } else { Matched::Suffix(*n, structure.clone()) };
                    hits.push(Hit { item, matched });
                }
            }
        }
        hits
    }

    fn exact_hits<'a>(&'a self, key: &str, suffix: &str, wanted: &dyn Fn(usize) -> bool, hits: &mut Vec<Hit<'a>>) {
        for (at, n) in self.exact.get(key).into_iter().flatten() {
            if wanted(*at) && !hits.iter().any(|h| h.item.row == self.items[*at].row) {
                let matched =
                    if suffix.is_empty() { Matched::Exact(*n) } else { Matched::Suffix(*n, suffix.to_owned()) };
                hits.push(Hit { item: &self.items[*at], matched });
            }
        }
    }
}

fn wanted_kind(kinds: Option<&[&str]>, this: &str) -> bool {
    kinds.is_none_or(|k| k.contains(&this))
}

/// Whether `rest` may follow a series code, so that a short series never swallows a newer one:
/// after a code ending in a digit only a dash (`JO2-72`), after a dash only a size (`S7-500`), after letters a
/// dash or a size of two digits or more (`YB160M`, not `YB2-160M`); boiler sizes may have one digit (`SHF6-13`).
fn follows(kind: &str, prefix: &str, rest: &str) -> bool {
    let Some(first) = rest.bytes().next() else { return !prefix.ends_with('-') };
    let last = prefix.bytes().last().unwrap_or(b' ');
    if last == b'-' {
        return first.is_ascii_digit();
    }
    if last.is_ascii_digit() && !prefix.bytes().all(|b| b.is_ascii_digit()) {
        return matches!(first, b'-' | b'(');
    }
    match first {
        b'-' | b'(' => true,
        // A zero is the letter O of a newer series (JRO2 is no JR), never the first digit of a frame.
        b'0' => kind == "boiler",
        b'1'..=b'9' => kind == "boiler" || rest.bytes().take_while(u8::is_ascii_digit).count() >= 2,
        _ => false,
    }
}

fn item(r: Row<'_>, batches: &[Batch]) -> Result<Item, TableError> {
    let code = r.text("batch")?;
    let batch = batches.iter().position(|b| &*b.code == code).ok_or_else(|| r.error("batch", "不在批次表中"))?;
    let split = |column: &str| -> Result<Vec<String>, TableError> {
        Ok(r.text(column)?.split('|').filter(|t| !t.is_empty()).map(str::to_owned).collect())
    };
    let models = split("models")?;
    let numbers = |column: &str| -> Result<Vec<Option<f64>>, TableError> {
        let text = r.text(column)?;
        if text.is_empty() {
            return Ok(Vec::new());
        }
        text.split('|')
            .map(|t| if t.is_empty() { Ok(None) } else { t.parse().map(Some).map_err(|_| r.error(column, "不是数字")) })
            .collect()
    };
    let rule = match r.text("rule")? {
        "" => Rule::Model,
        "ask_if_not_distribution" => Rule::AskIfNotDistribution,
        "boiler:fixed_grate_coal" => Rule::FixedGrateCoal,
        "boiler:coal_up_to_10_tph" => Rule::CoalUpTo,
        "boiler:biomass_up_to_2_tph" => Rule::BiomassUpTo,
        other => match other.strip_prefix("name:") {
            Some(words) => Rule::Name(words.split('|').map(str::to_owned).collect()),
            None => return Err(r.error("rule", "不是已知的规则")),
        },
    };
    let deadline = match r.text("deadline")? {
        "" => None,
        "immediate" => Some(Deadline::Immediate),
        day => Some(Deadline::By(day.parse().map_err(|_| r.error("deadline", "不是日期"))?)),
    };
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
        commissioned_too: r.text("made_basis")? == "made_and_commissioned",
        voltage_ask_above_kv: r.maybe_number("voltage_ask_above_kv")?,
        made_until_year: r.maybe_number("made_until_year")?.map(|y| y as i16),
        deadline,
        listed_power_kw: numbers("rated_power_kw")?,
        power_kw: (r.maybe_number("power_min_kw")?, r.maybe_number("power_max_kw")?),
        capacity_kva: (r.maybe_number("capacity_min_kva")?, r.maybe_number("capacity_max_kva")?),
        voltage_max_kv: r.maybe_number("voltage_max_kv")?,
        voltage_is_kv: numbers("voltage_is_kv")?.into_iter().flatten().collect(),
        frame_mm: (r.maybe_number("frame_min_mm")?, r.maybe_number("frame_max_mm")?),
        tph: (r.maybe_number("tph_min")?, r.maybe_number("tph_max")?),
        rule,
        ask: r.text("ask")?.into(),
        models,
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
