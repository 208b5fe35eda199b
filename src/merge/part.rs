//! What is compared: a thing of the audit, one part of it, and what a side has there.

use std::collections::HashMap;

use crate::audit::{Audit, Entered, FieldDef, FieldValue, Id, Origin, Section};

/// Whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The audit that is merged into.
    Mine,
    /// The other one.
    Theirs,
}

/// A thing of the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// Enterprise data.
    Enterprise,
    /// Energy prices.
    Prices,
    /// Conversion and emission factors.
    Factors,
    /// Finance settings.
    Finance,
    /// Who answers for the report.
    Imprint,
    /// A device.
    Equipment(Id),
    /// A row of the plant's data.
    Row(Section, Id),
    /// A measure.
    Measure(Id),
    /// A scenario.
    Scenario(Id),
    /// An own table.
    OwnTable(Id),
    /// A photo or document.
    Attachment(Id),
}

impl Subject {
    /// What kind of thing it is, in Chinese.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Enterprise => "企业信息",
            Self::Prices => "能源价格",
            Self::Factors => "折算与排放系数",
            Self::Finance => "财务参数",
            Self::Imprint => "报告署名",
            Self::Equipment(_) => "设备",
            Self::Row(section, _) => section.zh(),
            Self::Measure(_) => "措施",
            Self::Scenario(_) => "方案",
            Self::OwnTable(_) => "自备数据表",
            Self::Attachment(_) => "附件",
        }
    }

    /// What kind of thing it is, in English.
    pub fn en(self) -> &'static str {
        match self {
            Self::Enterprise => "Enterprise",
            Self::Prices => "Prices",
            Self::Factors => "Factors",
            Self::Finance => "Finance",
            Self::Imprint => "Imprint",
            Self::Equipment(_) => "Device",
            Self::Row(section, _) => section.en(),
            Self::Measure(_) => "Measure",
            Self::Scenario(_) => "Scenario",
            Self::OwnTable(_) => "Own table",
            Self::Attachment(_) => "Attachment",
        }
    }

    /// Its id, if it is one of a list.
    pub fn id(self) -> Option<Id> {
        match self {
            Self::Equipment(id)
            | Self::Row(_, id)
            | Self::Measure(id)
            | Self::Scenario(id)
            | Self::OwnTable(id)
            | Self::Attachment(id) => Some(id),
            Self::Enterprise | Self::Prices | Self::Factors | Self::Finance | Self::Imprint => None,
        }
    }

    /// The same with another id.
    pub(super) fn with_id(self, other: impl Fn(Id) -> Id) -> Self {
        match self {
            Self::Equipment(id) => Self::Equipment(other(id)),
            Self::Row(section, id) => Self::Row(section, other(id)),
            Self::Measure(id) => Self::Measure(other(id)),
            Self::Scenario(id) => Self::Scenario(other(id)),
            Self::OwnTable(id) => Self::OwnTable(other(id)),
            Self::Attachment(id) => Self::Attachment(other(id)),
            head => head,
        }
    }

    /// A stable name, such as `equipment/123`.
    pub fn code(self) -> String {
        let list = match self {
            Self::Enterprise => return "enterprise".to_owned(),
            Self::Prices => return "prices".to_owned(),
            Self::Factors => return "factors".to_owned(),
            Self::Finance => return "finance".to_owned(),
            Self::Imprint => return "imprint".to_owned(),
            Self::Equipment(_) => "equipment",
            Self::Row(section, _) => section.code(),
            Self::Measure(_) => "measures",
            Self::Scenario(_) => "scenarios",
            Self::OwnTable(_) => "own_tables",
            Self::Attachment(_) => "attachments",
        };
        format!("{list}/{}", self.id().unwrap_or(Id(0)).0)
    }
}

/// A part of a thing: a field, or what is changed as one.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Stable key; a field's own key.
    pub key: &'static str,
    /// Chinese label, without unit.
    pub zh: &'static str,
    /// English label.
    pub en: &'static str,
    /// Unit, empty for none.
    pub unit: &'static str,
    /// The field's declaration, if it is one.
    pub(super) def: Option<&'static FieldDef>,
}

impl Part {
    /// A field.
    pub(super) fn field(def: &'static FieldDef) -> Self {
        Self { key: def.key, zh: def.zh, en: def.en, unit: def.unit, def: Some(def) }
    }

    /// Something else that is compared as one.
    pub(super) const fn named(key: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self { key, zh, en, unit: "", def: None }
    }

    /// Chinese label with unit: `额定功率(kW)`.
    pub fn header(&self) -> String {
        if self.unit.is_empty() { self.zh.to_owned() } else { format!("{}({})", self.zh, self.unit) }
    }

    /// Whether the thing is there at all.
    pub(super) const PRESENCE: Self = Self::named("presence", "保留或删除", "Kept or removed");
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// What a side has, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// In words, without the unit; `未填` if there is nothing.
    pub text: String,
    /// Where an entered value comes from.
    pub origin: Option<Origin>,
}

impl Told {
    /// Plain words.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), origin: None }
    }
}

/// What a part holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing.
    Empty,
    /// An entered field.
    Field(Entered<FieldValue>),
    /// Devices.
    Devices(Vec<Id>),
    /// Measures.
    Measures(Vec<Id>),
    /// Anything else: how it is shown, and what it is exactly.
    Other(String, serde_json::Value),
}

impl Value {
    /// Words that stand for themselves.
    pub(super) fn words(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Other(text.to_owned(), serde_json::Value::Null) }
    }

    /// A number that may be missing.
    pub(super) fn number(n: Option<f64>) -> Self {
        n.map_or(Self::Empty, |n| Self::Other(crate::audit::field::number(n), serde_json::json!(n)))
    }

    /// As shown.
    pub(super) fn told(&self, part: &Part, names: &Names<'_>) -> Told {
        match self {
            Self::Empty => Told::plain("未填"),
            Self::Field(entered) => Told {
                text: part.def.map_or_else(String::new, |def| def.show(&entered.value)),
                origin: Some(entered.origin),
            },
            Self::Devices(ids) => Told::plain(names.list(&names.devices, ids)),
            Self::Measures(ids) => Told::plain(names.list(&names.measures, ids)),
            Self::Other(shown, _) => Told::plain(shown.clone()),
        }
    }
}

/// What devices and measures are called.
pub(super) struct Names<'a> {
    devices: HashMap<Id, &'a str>,
    measures: HashMap<Id, &'a str>,
}

/// So many of a list are named.
const NAMED: usize = 8;

impl<'a> Names<'a> {
    /// The names of two audits with the same ids; the first one's come first.
    pub(super) fn of(mine: &'a Audit, theirs: &'a Audit) -> Self {
        let both = |a: &'a Audit, b: &'a Audit| [b, a];
        Self {
            devices: both(mine, theirs).iter().flat_map(|a| &a.equipment).map(|d| (d.id, d.label())).collect(),
            measures: both(mine, theirs).iter().flat_map(|a| &a.measures).map(|m| (m.id, m.title.as_str())).collect(),
        }
    }

    fn list(&self, names: &HashMap<Id, &str>, ids: &[Id]) -> String {
        if ids.is_empty() {
            return "无".to_owned();
        }
        let name = |id: &Id| names.get(id).copied().unwrap_or("已删除的对象");
        let shown: Vec<&str> = ids.iter().take(NAMED).map(name).collect();
        let more = if ids.len() > NAMED { format!(" 等 {} 个", ids.len()) } else { String::new() };
        format!("{}{more}", shown.join("、"))
    }
}
