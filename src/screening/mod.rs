//! Device × national data → verdict with evidence.
//!
//! `obsolete` (on a list) and `below_limit` (less efficient than the limit in force) are different findings:
//! each evidence carries its own level, and the verdict's level is the gravest of them.

pub mod blower;
pub mod boiler;
pub mod changes;
pub mod chiller;
pub mod compressor;
pub mod data_centre;
pub mod fan;
pub mod furnace;
mod graded;
pub mod heat_exchanger;
pub mod motor;
mod nameplate;
pub mod obsolete;
pub mod pump;
pub mod submersible;
pub mod transformer;

use std::borrow::Cow;
use std::sync::Arc;

use crate::audit::{Equipment, Kind, Origin};
use crate::energy::Step;
use crate::reference::{Reference, Standard, TableInfo};
pub use graded::brief;
pub(crate) use graded::{Graded, Inputs, grade_of};

/// What was found, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 淘汰: on a national list, conditions satisfied.
    Obsolete,
    /// 疑似淘汰: on a list, but a condition can't be decided.
    SuspectedObsolete,
    /// 低于限定值: less efficient than the limit in force.
    BelowLimit,
    /// 3级
    Grade3,
    /// 2级
    Grade2,
    /// 1级
    Grade1,
    /// 达标: a limit without grades is met.
    Meets,
    /// 数据不足
    Insufficient,
    /// 未覆盖: no table held covers the device.
    NotCovered,
}

impl Level {
    /// All levels, gravest first.
    pub const ALL: [Self; 9] = [
        Self::Obsolete,
        Self::SuspectedObsolete,
        Self::BelowLimit,
        Self::Grade3,
        Self::Grade2,
        Self::Grade1,
        Self::Meets,
        Self::Insufficient,
        Self::NotCovered,
    ];

    /// Stable code for JSON and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Obsolete => "obsolete",
            Self::SuspectedObsolete => "suspected_obsolete",
            Self::BelowLimit => "below_limit",
            Self::Grade3 => "grade3",
            Self::Grade2 => "grade2",
            Self::Grade1 => "grade1",
            Self::Meets => "meets",
            Self::Insufficient => "insufficient_data",
            Self::NotCovered => "not_covered",
        }
    }

    /// The level of a stable code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.code() == code)
    }

    /// Chinese label.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Obsolete => "淘汰",
            Self::SuspectedObsolete => "疑似淘汰",
            Self::BelowLimit => "低于限定值",
            Self::Grade3 => "3级",
            Self::Grade2 => "2级",
            Self::Grade1 => "1级",
            Self::Meets => "达标",
            Self::Insufficient => "数据不足",
            Self::NotCovered => "未覆盖",
        }
    }

    /// English label.
    pub fn en(self) -> &'static str {
        match self {
            Self::Obsolete => "obsolete",
            Self::SuspectedObsolete => "suspected obsolete",
            Self::BelowLimit => "below limit",
            Self::Grade3 => "grade 3",
            Self::Grade2 => "grade 2",
            Self::Grade1 => "grade 1",
            Self::Meets => "meets limit",
            Self::Insufficient => "insufficient data",
            Self::NotCovered => "not covered",
        }
    }

    /// The grade 1 to 3 as a level.
    fn grade(n: usize) -> Self {
        match n {
            1 => Self::Grade1,
            2 => Self::Grade2,
            _ => Self::Grade3,
        }
    }
}

/// One comparison with one clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What this clause says of the device; `None` where it says nothing (a condition not satisfied, a hint).
    pub level: Option<Level>,
    /// Standard or catalogue.
    pub standard: Arc<str>,
    /// Edition.
    pub edition: Arc<str>,
    /// Clause, table row or item.
    pub clause: String,
    /// In words.
    pub statement: String,
    /// The limit, if a number.
    pub limit: Option<f64>,
    /// The actual value, if a number.
    pub actual: Option<f64>,
    /// Unit of both.
    pub unit: &'static str,
    /// Whether the actual value is a typical one, not the device's own.
    pub estimated: bool,
    /// The weakest origin among the inputs; `None` where no entered value took part.
    pub origin: Option<Origin>,
    /// How the actual value or the limit was calculated; empty where both were read off.
    pub working: Vec<Step>,
    /// What of the national data is still to be checked; empty if nothing.
    pub unreviewed: Arc<str>,
    /// The catalogue row, for findings from a list.
    pub cited: Option<Cited>,
}

/// The catalogue row that an evidence rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Cited {
    /// Position in `Catalogue::items`.
    pub item: usize,
    /// Which of the item's models was hit, if by model.
    pub model: Option<usize>,
    /// What must be found out before the item can be judged; empty if nothing.
    pub asked: Vec<Missing>,
}

/// A fact without which something could not be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The field to fill in, if a field answers it.
    pub key: Option<&'static str>,
    /// The field's label or the question to ask.
    pub text: Cow<'static, str>,
}

/// How the search in the catalogues ended. "No hit" is never "not obsolete".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatalogueSearch {
    /// No model entered: not searched.
    NoModel,
    /// Nothing found in the (incomplete) catalogues held.
    NoHit,
    /// Found; the evidence says whether the conditions are satisfied.
    Hit,
}

impl CatalogueSearch {
    /// The sentence shown with a verdict.
    pub fn zh(self) -> &'static str {
        match self {
            Self::NoModel => "未填型号，未能对照淘汰目录",
            Self::NoHit => "已收录的淘汰目录中未查到此型号；目录收录不完整，未查到不等于不属于淘汰设备",
            Self::Hit => "在淘汰目录中查到，见依据",
        }
    }
}

/// What screening found about a device.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The gravest finding.
    pub level: Level,
    /// Every comparison, deciding ones first.
    pub evidence: Vec<Evidence>,
    /// What was missing.
    pub missing: Vec<Missing>,
    /// How the search in the catalogues ended.
    pub catalogue: CatalogueSearch,
    /// The level the auditor set instead, with the reason in the device.
    pub overruled: Option<Level>,
}

impl Verdict {
    /// The level in effect: the auditor's, else the found one.
    pub fn effective(&self) -> Level {
        self.overruled.unwrap_or(self.level)
    }

    /// Evidence of one level.
    pub fn of(&self, level: Level) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(move |e| e.level == Some(level))
    }

    /// Whether some evidence has this level (a device may be obsolete and below the limit at once).
    pub fn has(&self, level: Level) -> bool {
        self.of(level).next().is_some()
    }

    /// Whether typical values took part in the finding.
    pub fn estimated(&self) -> bool {
        self.evidence.iter().any(|e| e.estimated && e.level.is_some())
    }

    /// The weakest origin among the inputs of the evidence that decided.
    pub fn weakest_origin(&self) -> Option<Origin> {
        self.of(self.level).filter_map(|e| e.origin).max()
    }

    /// The evidence that decided.
    pub fn deciding(&self) -> Option<&Evidence> {
        self.of(self.level).next()
    }
}

/// Findings while they are gathered.
#[derive(Default)]
pub(crate) struct Findings {
    pub evidence: Vec<Evidence>,
    pub missing: Vec<Missing>,
    /// The efficiency part could not be judged for want of data.
    pub insufficient: bool,
}

impl Findings {
    fn missing_field(&mut self, device: &Equipment, key: &'static str) {
        if self.missing.iter().any(|m| m.key == Some(key)) {
            return;
        }
        let text = device.kind.code().field(key).map_or(key, |d| d.zh);
        self.missing.push(Missing { key: Some(key), text: Cow::Borrowed(text) });
    }

    fn ask(&mut self, question: impl Into<Cow<'static, str>>) {
        self.missing.push(Missing { key: None, text: question.into() });
    }

    /// Evidence that a standard doesn't cover the device.
    fn not_covered(&mut self, standard: &str, edition: &str, statement: String) {
        self.evidence.push(Evidence {
            level: Some(Level::NotCovered),
            standard: standard.into(),
            edition: edition.into(),
            clause: String::new(),
            statement,
            limit: None,
            actual: None,
            unit: "",
            estimated: false,
            origin: None,
            working: Vec::new(),
            unreviewed: "".into(),
            cited: None,
        });
    }

    /// A field is missing and nothing can be judged without it.
    fn needs(&mut self, device: &Equipment, key: &'static str) {
        self.missing_field(device, key);
        self.insufficient = true;
    }

    /// No efficiency standard is held for such a device: only the catalogues judge it.
    fn catalogue_only(&mut self, statement: &str) {
        self.not_covered("能效标准", "", statement.to_owned());
    }

    /// The edition in force, or evidence that its table is not held.
    fn edition<'a>(&mut self, reference: &'a Reference, standard: Standard) -> Option<&'a TableInfo> {
        let found = reference.edition(standard);
        if found.is_none() {
            let newer = reference.newer(standard).map_or_else(String::new, |n| {
                format!("；已收录的 {} 自 {} 起实施，未用于本次判定", n.standard, n.effective_from)
            });
            self.not_covered(
                standard.number(),
                "",
                format!("基准日 {} 有效的 {} 版本未收录{newer}", reference.date, standard.number()),
            );
        }
        found
    }
}

/// Screens one device.
pub fn screen(device: &Equipment, reference: &Reference) -> Verdict {
    let mut findings = Findings::default();
    let catalogue = obsolete::search(device, reference, &mut findings);
    if nameplate::ask(device, reference, &mut findings) {
        findings.insufficient = true;
    } else {
        grade(device, reference, &mut findings);
    }
    let Findings { mut evidence, missing, insufficient } = findings;
    // Deciding evidence first; what says nothing comes last.
    evidence.sort_by_key(|e| e.level.map_or(Level::ALL.len(), |l| l as usize));
    let found = evidence.iter().filter_map(|e| e.level).min();
    let level = match found {
        Some(Level::NotCovered) | None if insufficient => Level::Insufficient,
        Some(level) => level,
        None => Level::Insufficient,
    };
    let overruled = device.overrule.as_ref().and_then(|o| Level::from_code(&o.level));
    Verdict { level, evidence, missing, catalogue, overruled }
}

/// Compares with the efficiency standards of the kind.
fn grade(device: &Equipment, reference: &Reference, findings: &mut Findings) {
    match &device.kind {
        Kind::Motor(m) => motor::grade(device, m, reference, findings),
        Kind::Transformer(t) => transformer::grade(device, t, reference, findings),
        Kind::Boiler(b) => boiler::grade(device, b, reference, findings),
        Kind::Fan(f) => fan::grade(device, f, reference, findings),
        Kind::Blower(b) => blower::grade(device, b, reference, findings),
        Kind::Pump(p) => pump::grade(device, p, reference, findings),
        Kind::Submersible(s) => submersible::grade(device, s, reference, findings),
        Kind::Compressor(c) => compressor::grade(device, c, reference, findings),
        Kind::Chiller(c) => chiller::grade(device, c, reference, findings),
        Kind::Furnace(f) => furnace::grade(device, f, reference, findings),
        Kind::HeatExchanger(x) => heat_exchanger::grade(device, x, findings),
        Kind::DataCentre(d) => data_centre::grade(device, d, reference, findings),
        Kind::Welder(_) => findings.catalogue_only("电焊机的能效标准未收录；只对照淘汰目录"),
        Kind::Lighting(_) => findings.catalogue_only("照明产品的能效标准未收录；不作等级判定"),
        Kind::Other(_) => findings.catalogue_only("本类设备没有收录能效标准；只对照淘汰目录"),
    }
}
