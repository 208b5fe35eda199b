//! The catalogues of obsolete equipment: items, their evaluable conditions, and how a model finds them.
//!
//! A series is not a string prefix: what may follow a series code is decided in `keys`. A code too short to
//! be told by itself counts only together with words that say what the device is ([`Item::speaks_of`]). A slip of
//! the pen finds [`candidates`], never a verdict.

mod candidates;
mod fans;
mod keys;
mod matching;
mod read;
mod requirements;
mod words;

use std::sync::Arc;

use jiff::civil::Date;

use super::table::{Table, TableError};
pub use candidates::Candidate;
pub use keys::clean;
use matching::KindIndex;
use words::said;

/// Whether a device that says this of itself (upper case) says one of the words.
pub fn says_any(device: &str, words: &[String]) -> bool {
    words.iter().any(|w| said(device, w))
}

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
    /// At once if made in or before `until`, else by `later`.
    ByYear {
        /// Last year of manufacture for which it is at once.
        until: i16,
        /// The day for those made later.
        later: Date,
    },
}

impl Deadline {
    /// The deadline of a device, with the rule about years settled; the later day where the year is not known.
    pub fn settled(self, made: Option<i16>) -> Self {
        match self {
            Self::ByYear { until, .. } if made.is_some_and(|year| year <= until) => Self::Immediate,
            Self::ByYear { later, .. } => Self::By(later),
            plain => plain,
        }
    }

    /// The deadline in words, by the year of manufacture where it matters and is known.
    pub fn zh(self, made: Option<i16>) -> String {
        match self {
            Self::Immediate => "立即".to_owned(),
            Self::By(day) => day.to_string(),
            Self::ByYear { until, later } => match made {
                Some(year) if year <= until => format!("立即({year} 年产，属 {until} 年(含)前生产)"),
                Some(year) => format!("{later}({year} 年产，属 {until} 年以后生产)"),
                None => format!("{until} 年(含)前生产的立即，以后生产的 {later}"),
            },
        }
    }
}

/// What a row's year of manufacture means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeBasis {
    /// Made in or before the year.
    Made,
    /// Made and put in service in or before the year (生产投运).
    MadeAndCommissioned,
    /// Made before the year counts; from that year on it may be an improved device of the same model, which doesn't.
    ImprovedLater,
}

/// Whether an inlet or well diameter (inches or mm) precedes a series of pumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inlet {
    /// It does not.
    None,
    /// It may (`GC-5`, `2GC-5`).
    Allowed,
    /// It must: the letters alone say nothing (`4B-20`).
    Required,
}

/// A rule by parameters instead of a model.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The model decides.
    Model,
    /// 中小型配电变压器: ask only when the device's duty is not distribution.
    AskIfNotDistribution,
    /// The device is said to be one of these.
    Name(Vec<String>),
    /// 固定炉排燃煤锅炉.
    FixedGrateCoal,
    /// Coal boilers up to `tph_max`.
    CoalUpTo,
    /// Biomass boilers up to `tph_max`.
    BiomassUpTo,
}

/// Words of which a device must say one for a row to speak of it.
#[derive(Clone, Debug, PartialEq)]
pub struct NeededWords {
    /// For which of the row's models; all if `None`.
    pub model: Option<usize>,
    /// The words.
    pub words: Vec<String>,
    /// Only if the device is named at all: a model without a name is taken as it is.
    pub if_named: bool,
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
    /// The year of manufacture that decides, if one does.
    pub made_until_year: Option<i16>,
    /// What that year means.
    pub made_basis: MadeBasis,
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
    /// Range of the rated welding current in A.
    pub current_a: (Option<f64>, Option<f64>),
    /// Bands above this current are missing from our copy: ask, in A.
    pub current_ask_above_a: Option<f64>,
    /// Rated temperature of a furnace in ℃.
    pub temperature_c: Option<f64>,
    /// Words of which the device must say one.
    pub needs_words: Vec<NeededWords>,
    /// Words with which a device says that the row doesn't speak of it.
    pub not_words: Vec<String>,
    /// Words that answer `ask` with yes.
    pub ask_words: Vec<String>,
    /// Whether an inlet or well diameter precedes the series (`4BA-12`, `12JD230`).
    pub inlet: Inlet,
    /// Whether only a dash may follow the series, so that `SX` never swallows its successor `SX2`.
    pub dash_only: bool,
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

    /// Whether any word decides about the row or its model.
    pub fn asks_for_words(&self, model: Option<usize>) -> bool {
        !self.not_words.is_empty() || !self.needs_words.is_empty() || !self.characters(model).is_empty()
    }

    /// Whether the row speaks of a device that says this of itself (model as written, name, kind ...; upper case).
    /// `named`: whether a name or category is among it.
    pub fn speaks_of(&self, model: Option<usize>, device: &str, named: bool) -> bool {
        !says_any(device, &self.not_words)
            && self.needed(model).all(|n| (n.if_named && !named) || says_any(device, &n.words))
            && self.characters(model).iter().all(|c| device.contains(c))
    }

    fn needed(&self, model: Option<usize>) -> impl Iterator<Item = &NeededWords> {
        self.needs_words.iter().filter(move |n| n.model.is_none() || n.model == model)
    }

    /// Whether the device itself answers the row's question with yes.
    pub fn answered(&self, device: &str) -> bool {
        says_any(device, &self.ask_words)
    }

    /// The Chinese parts of a listed model (`浙农` of `浙农3-13`), without which the rest is no model.
    fn characters(&self, model: Option<usize>) -> Vec<&str> {
        let model = model.and_then(|n| self.models.get(n)).map_or("", String::as_str);
        if model.is_ascii() {
            return Vec::new();
        }
        model.split(|c: char| c.is_ascii()).filter(|part| !part.is_empty()).collect()
    }
}

/// How a model hit an item; the number says which of the item's models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matched {
    /// The very model.
    Exact(usize),
    /// The very model with a suffix that may make it a derived series.
    Suffix(usize, String),
    /// The series.
    Series(usize),
    /// The series of listed sizes, with a size (as written) that is not listed.
    OtherSize(usize, String),
}

impl Matched {
    /// Which of the item's models.
    pub fn model(&self) -> usize {
        match self {
            Self::Exact(n) | Self::Suffix(n, _) | Self::Series(n) | Self::OtherSize(n, _) => *n,
        }
    }
}

/// A catalogue row hit by a model.
#[derive(Clone, Debug)]
pub struct Hit<'a> {
    /// The row.
    pub item: &'a Item,
    /// How.
    pub matched: Matched,
}

impl Hit<'_> {
    /// How the model hit, in words.
    pub fn how(&self) -> String {
        let listed = self.item.models.get(self.matched.model()).map_or("", String::as_str);
        match &self.matched {
            Matched::Exact(_) => "型号相同".to_owned(),
            Matched::Suffix(_, suffix) => format!("型号相同但另有“{}”，须核是否派生系列", suffix.trim_matches('-')),
            Matched::Series(_) => format!("属于系列 {}", listed.trim_end_matches(['*', '-'])),
            Matched::OtherSize(_, size) => format!("系列相同，机号“{size}”未列出"),
        }
    }
}

/// All batches with an index for matching.
#[derive(Debug)]
pub struct Catalogue {
    /// The batches.
    pub batches: Vec<Batch>,
    /// The rows.
    pub items: Vec<Item>,
    kinds: Vec<KindIndex>,
}

impl Catalogue {
    /// Reads batches and rows.
    pub fn read(batches: &Table, table: &Table) -> Result<Self, TableError> {
        let batches = read::batches(batches)?;
        let items = table.rows().map(|r| read::item(r, &batches)).collect::<Result<Vec<_>, _>>()?;
        let kinds = matching::index(&items);
        Ok(Self { batches, items, kinds })
    }

    /// The batch of an item.
    pub fn batch(&self, item: &Item) -> &Batch {
        &self.batches[item.batch]
    }

    /// Items of these kinds that are matched by parameters or name.
    pub fn by_rule<'a>(&'a self, kinds: &'a [&str]) -> impl Iterator<Item = &'a Item> {
        self.indexes(Some(kinds)).flat_map(|index| index.rules.iter().map(|at| &self.items[*at]))
    }

    /// The rows that a model (see [`clean`]) hits. `kinds` restricts to rows of these kinds; without it all are
    /// searched. Words and conditions are not yet judged.
    pub fn find(&self, kinds: Option<&[&str]>, cleaned: &str) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        if !cleaned.is_empty() {
            for index in self.indexes(kinds) {
                index.find(&self.items, cleaned, &mut hits);
            }
        }
        hits
    }

    /// The sizes listed of an item's series, as the catalogue writes them.
    pub fn listed_sizes(&self, item: &Item) -> String {
        fans::sizes_of(&self.items, item)
    }

    fn indexes<'a>(&'a self, kinds: Option<&'a [&str]>) -> impl Iterator<Item = &'a KindIndex> {
        self.kinds.iter().filter(move |i| kinds.is_none_or(|k| k.contains(&&*i.kind)))
    }
}
