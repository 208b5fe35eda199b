//! One definition per field: what a field is called, its unit and range, and how its value is kept.
//!
//! Every device kind (and the enterprise, prices and factors pages) declares its fields once with
//! [`record!`](crate::record). Forms, tables, templates, import, export, "missing" messages and the
//! report all read that one declaration.

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use crate::numbers::grouped;

/// Where an entered value comes from. Verdicts and savings inherit the weakest of their inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// 测试: measured on site.
    Measured,
    /// 铭牌: read from the nameplate.
    Nameplate,
    /// 台账: taken from the plant's ledger.
    #[default]
    Ledger,
    /// 估算: an estimate.
    Estimate,
}

impl Origin {
    /// All origins, strongest first.
    pub const ALL: [Self; 4] = [Self::Measured, Self::Nameplate, Self::Ledger, Self::Estimate];

    /// The origin of a value typed in place of one with `current`: a nameplate value is taken to be read off the
    /// nameplate, unless another origin was chosen; what the plant records about operation stays a ledger value.
    pub fn when_typed(def: &FieldDef, current: Option<Self>) -> Self {
        match current {
            Some(chosen @ (Self::Measured | Self::Nameplate | Self::Estimate)) => chosen,
            _ if def.group == Group::Nameplate => Self::Nameplate,
            _ => Self::Ledger,
        }
    }

    /// Chinese label.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Measured => "测试",
            Self::Nameplate => "铭牌",
            Self::Ledger => "台账",
            Self::Estimate => "估算",
        }
    }

    /// English label.
    pub fn en(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Nameplate => "nameplate",
            Self::Ledger => "ledger",
            Self::Estimate => "estimate",
        }
    }
}

/// A value together with where it is from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entered<T> {
    /// The value, in the field's own unit.
    #[serde(rename = "v")]
    pub value: T,
    /// Where it is from.
    #[serde(rename = "o", default)]
    pub origin: Origin,
}

impl<T> Entered<T> {
    /// A value with its origin.
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// A value read from the plant's ledger, the usual case.
    pub fn ledger(value: T) -> Self {
        Self::new(value, Origin::Ledger)
    }
}

/// A field's value, whatever its type: what edits, import and forms carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// A finite number in the field's unit.
    Number(f64),
    /// Free text.
    Text(String),
    /// The stable code of one of the field's options.
    Choice(String),
    /// A date known to the year, month or day.
    Date(PartialDate),
}

/// One option of a choice field.
#[derive(Debug, PartialEq, Eq)]
pub struct ChoiceDef {
    /// Stable code, used in files and JSON.
    pub code: &'static str,
    /// Chinese label.
    pub zh: &'static str,
    /// English label.
    pub en: &'static str,
    /// Other ways plants write it.
    pub names: &'static [&'static str],
}

/// A closed list of options.
pub trait Choice: Copy + PartialEq + 'static {
    /// The options, in the order shown.
    const OPTIONS: &'static [ChoiceDef];
    /// This option's definition.
    fn def(self) -> &'static ChoiceDef;
    /// The option of a stable code.
    fn from_code(code: &str) -> Option<Self>;
    /// Chinese label.
    fn zh(self) -> &'static str {
        self.def().zh
    }
}

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// A number within `min..=max`.
    Number {
        /// Smallest accepted value.
        min: f64,
        /// Largest accepted value.
        max: f64,
    },
    /// Free text of at most this many characters.
    Text {
        /// Longest accepted text, in characters.
        max_chars: usize,
    },
    /// One of the options.
    Choice(&'static [ChoiceDef]),
    /// A date known to the year, month or day.
    Date,
}

/// Under which heading the form shows a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// 基本信息
    Identity,
    /// 铭牌参数
    Nameplate,
    /// 运行参数
    Operation,
    /// 单位信息 (enterprise page)
    Enterprise,
    /// 能源价格
    Prices,
    /// 折算与排放系数
    Factors,
    /// 财务参数
    Finance,
    /// 措施参数
    Inputs,
    /// 能源与产量
    Amounts,
    /// 核查结果
    Findings,
}

impl Group {
    /// Chinese heading.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Identity => "基本信息",
            Self::Nameplate => "铭牌参数",
            Self::Operation => "运行参数",
            Self::Enterprise => "单位信息",
            Self::Prices => "能源价格",
            Self::Factors => "折算与排放系数",
            Self::Finance => "财务参数",
            Self::Inputs => "措施参数",
            Self::Amounts => "能源与产量",
            Self::Findings => "核查结果",
        }
    }

    /// English heading.
    pub fn en(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::Nameplate => "Nameplate",
            Self::Operation => "Operation",
            Self::Enterprise => "Enterprise",
            Self::Prices => "Prices",
            Self::Factors => "Factors",
            Self::Finance => "Finance",
            Self::Inputs => "Inputs",
            Self::Amounts => "Energy and output",
            Self::Findings => "Findings",
        }
    }
}

/// What can't be done without the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing needs it.
    Optional,
    /// Screening needs it.
    Screening,
    /// The energy calculation needs it.
    Energy,
    /// Both need it.
    Both,
}

/// The one declaration of a field.
#[derive(Debug)]
pub struct FieldDef {
    /// Stable key with the unit in the name, e.g. `rated_power_kw`.
    pub key: &'static str,
    /// Chinese label, without unit.
    pub zh: &'static str,
    /// English label, without unit.
    pub en: &'static str,
    /// Unit as shown, empty for none.
    pub unit: &'static str,
    /// Value type and range.
    pub kind: FieldKind,
    /// Heading in the form.
    pub group: Group,
    /// What needs it.
    pub need: Need,
    /// One-line help: meaning, where on the nameplate.
    pub help: &'static str,
    /// The same in English.
    pub help_en: &'static str,
    /// Other names plants use for the column.
    pub names: &'static [&'static str],
}

impl FieldDef {
    /// Chinese label with unit, as a column header: `额定功率(kW)`.
    pub fn header(&self) -> String {
        if self.unit.is_empty() { self.zh.to_owned() } else { format!("{}({})", self.zh, self.unit) }
    }

    /// Checks a value against the field's type and range.
    pub fn check(&self, value: &FieldValue) -> Result<(), FieldError> {
        match (&self.kind, value) {
            (FieldKind::Number { min, max }, FieldValue::Number(n)) => {
                if n.is_finite() && *n >= *min && *n <= *max {
                    Ok(())
                } else {
                    Err(FieldError::OutOfRange {
                        field: self.zh.to_owned(),
                        value: grouped(&number(*n)),
                        min: grouped(&number(*min)),
                        max: grouped(&number(*max)),
                        unit: self.unit.to_owned(),
                    })
                }
            }
            (FieldKind::Text { max_chars }, FieldValue::Text(t)) => {
                if t.chars().count() <= *max_chars {
                    Ok(())
                } else {
                    Err(FieldError::TooLong { field: self.zh.to_owned(), max: *max_chars, len: t.chars().count() })
                }
            }
            (FieldKind::Choice(options), FieldValue::Choice(code)) => {
                if options.iter().any(|o| o.code == code) {
                    Ok(())
                } else {
                    Err(FieldError::NotAnOption {
                        field: self.zh.to_owned(),
                        value: code.clone(),
                        options: options.iter().map(|o| o.zh).collect::<Vec<_>>().join("、"),
                    })
                }
            }
            (FieldKind::Date, FieldValue::Date(_)) => Ok(()),
            _ => Err(FieldError::WrongType { field: self.zh.to_owned() }),
        }
    }

    /// The value as shown in Chinese: options by label, numbers without needless zeros.
    pub fn show(&self, value: &FieldValue) -> String {
        match (&self.kind, value) {
            (FieldKind::Choice(options), FieldValue::Choice(code)) => {
                options.iter().find(|o| o.code == code).map_or_else(|| code.clone(), |o| o.zh.to_owned())
            }
            (_, FieldValue::Number(n)) => number(*n),
            (_, FieldValue::Text(t) | FieldValue::Choice(t)) => t.clone(),
            (_, FieldValue::Date(d)) => d.to_string(),
        }
    }
}

/// A number without needless zeros: `15`, `18.5`, `0.1229`.
pub fn number(n: f64) -> String {
    if !n.is_finite() {
        return "—".to_owned();
    }
    // The shortest text of the rounded number is the same one, found faster; above 1e15 no digit behind the point is left.
    if n.abs() < 1e9 {
        let rounded = (n * 1e6).round() / 1e6;
        return if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() };
    }
    if n.abs() >= 1e15 {
        return format!("{n:e}");
    }
    let text = format!("{n:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Why a field doesn't take a value. The message is for the auditor, in Chinese.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FieldError {
    /// Outside the field's range.
    #[error("{field}的值 {value} 超出允许范围 {min}～{max} {unit}")]
    OutOfRange {
        /// Chinese label.
        field: String,
        /// The refused value.
        value: String,
        /// Smallest accepted.
        min: String,
        /// Largest accepted.
        max: String,
        /// The field's unit.
        unit: String,
    },
    /// Text too long.
    #[error("{field}有 {len} 个字，最多 {max} 个字")]
    TooLong {
        /// Chinese label.
        field: String,
        /// Longest accepted.
        max: usize,
        /// Length given.
        len: usize,
    },
    /// Not one of the options.
    #[error("{field}没有“{value}”这个选项，可选：{options}")]
    NotAnOption {
        /// Chinese label.
        field: String,
        /// The refused value.
        value: String,
        /// The options' labels.
        options: String,
    },
    /// A value of another type.
    #[error("{field}的值类型不对")]
    WrongType {
        /// Chinese label.
        field: String,
    },
    /// The record has no such field.
    #[error("没有字段 {0}")]
    NoSuchField(String),
}

/// How a Rust type is kept in a field.
pub trait FieldType: Sized {
    /// The value type, with the range declared for the field.
    fn kind(min: f64, max: f64) -> FieldKind;
    /// To the common form.
    fn to_value(&self) -> FieldValue;
    /// From the common form.
    fn from_value(value: FieldValue) -> Option<Self>;
    /// The stable code, for options.
    fn code(&self) -> Option<&'static str> {
        None
    }
}

impl FieldType for f64 {
    fn kind(min: f64, max: f64) -> FieldKind {
        FieldKind::Number { min, max }
    }
    fn to_value(&self) -> FieldValue {
        FieldValue::Number(*self)
    }
    fn from_value(value: FieldValue) -> Option<Self> {
        match value {
            FieldValue::Number(n) => Some(n),
            _ => None,
        }
    }
}

impl FieldType for String {
    fn kind(_min: f64, max: f64) -> FieldKind {
        FieldKind::Text { max_chars: max as usize }
    }
    fn to_value(&self) -> FieldValue {
        FieldValue::Text(self.clone())
    }
    fn from_value(value: FieldValue) -> Option<Self> {
        match value {
            FieldValue::Text(t) => Some(t),
            _ => None,
        }
    }
}

impl FieldType for PartialDate {
    fn kind(_min: f64, _max: f64) -> FieldKind {
        FieldKind::Date
    }
    fn to_value(&self) -> FieldValue {
        FieldValue::Date(*self)
    }
    fn from_value(value: FieldValue) -> Option<Self> {
        match value {
            FieldValue::Date(d) => Some(d),
            _ => None,
        }
    }
}

impl<C: Choice> FieldType for C {
    fn kind(_min: f64, _max: f64) -> FieldKind {
        FieldKind::Choice(C::OPTIONS)
    }
    fn to_value(&self) -> FieldValue {
        FieldValue::Choice(self.def().code.to_owned())
    }
    fn from_value(value: FieldValue) -> Option<Self> {
        match value {
            FieldValue::Choice(code) => C::from_code(&code),
            _ => None,
        }
    }
    fn code(&self) -> Option<&'static str> {
        Some(self.def().code)
    }
}

/// A record whose fields are declared once: read and written by key.
pub trait Record {
    /// The declarations, in the order shown.
    fn fields(&self) -> &'static [FieldDef];
    /// The value of a field, `None` if not entered or no such field.
    fn get(&self, key: &str) -> Option<Entered<FieldValue>>;
    /// The stable code entered into a field of options, `None` for other fields and empty ones.
    fn choice(&self, key: &str) -> Option<&'static str>;
    /// Enters (or with `None` clears) a field after checking type and range.
    fn set(&mut self, key: &str, value: Option<Entered<FieldValue>>) -> Result<(), FieldError>;
}

/// Declares a closed list of options: `Variant = "code", "中文", "English", ["names plants use"]`.
#[macro_export]
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident { $( $variant:ident = $code:literal, $zh:literal, $en:literal, [$($syn:literal),* $(,)?]; )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( #[doc = $zh] #[serde(rename = $code)] $variant, )+
        }
        impl $crate::audit::field::Choice for $name {
            const OPTIONS: &'static [$crate::audit::field::ChoiceDef] = &[
                $( $crate::audit::field::ChoiceDef { code: $code, zh: $zh, en: $en, names: &[$($syn),*] }, )+
            ];
            fn def(self) -> &'static $crate::audit::field::ChoiceDef {
                &Self::OPTIONS[self as usize]
            }
            fn from_code(code: &str) -> Option<Self> {
                match code { $( $code => Some(Self::$variant), )+ _ => None }
            }
        }
    };
}

/// Declares a record: one line per field,
/// `key: Type = "中文", "English", "unit", min, max, Group, Need, "help", "help in English", ["names plants use"];`
/// (for text, `max` is the longest accepted text).
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident { $( $key:ident : $ty:ty = $zh:literal, $en:literal, $unit:literal, $min:expr, $max:expr, $group:ident, $need:ident, $help:literal, $help_en:literal, [$($syn:literal),* $(,)?]; )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $( #[doc = concat!($zh, " [", $unit, "]: ", $help)]
               #[serde(default, skip_serializing_if = "Option::is_none")]
               pub $key: Option<$crate::audit::field::Entered<$ty>>, )+
        }
        impl $name {
            /// The one declaration of every field.
            pub fn defs() -> &'static [$crate::audit::field::FieldDef] {
                static DEFS: std::sync::LazyLock<Vec<$crate::audit::field::FieldDef>> = std::sync::LazyLock::new(|| vec![
                    $( $crate::audit::field::FieldDef {
                        key: stringify!($key), zh: $zh, en: $en, unit: $unit,
                        kind: <$ty as $crate::audit::field::FieldType>::kind($min as f64, $max as f64),
                        group: $crate::audit::field::Group::$group,
                        need: $crate::audit::field::Need::$need,
                        help: $help, help_en: $help_en, names: &[$($syn),*],
                    }, )+
                ]);
                &DEFS
            }
        }
        impl $crate::audit::field::Record for $name {
            fn fields(&self) -> &'static [$crate::audit::field::FieldDef] { Self::defs() }
            fn get(&self, key: &str) -> Option<$crate::audit::field::Entered<$crate::audit::field::FieldValue>> {
                match key {
                    $( stringify!($key) => self.$key.as_ref().map(|e| $crate::audit::field::Entered {
                        value: $crate::audit::field::FieldType::to_value(&e.value), origin: e.origin }), )+
                    _ => None,
                }
            }
            fn choice(&self, key: &str) -> Option<&'static str> {
                match key {
                    $( stringify!($key) => self.$key.as_ref().and_then(|e| $crate::audit::field::FieldType::code(&e.value)), )+
                    _ => None,
                }
            }
            fn set(&mut self, key: &str, value: Option<$crate::audit::field::Entered<$crate::audit::field::FieldValue>>)
                -> Result<(), $crate::audit::field::FieldError> {
                let def = Self::defs().iter().find(|d| d.key == key)
                    .ok_or_else(|| $crate::audit::field::FieldError::NoSuchField(key.to_owned()))?;
                if let Some(e) = &value { def.check(&e.value)?; }
                match key {
                    $( stringify!($key) => {
                        self.$key = match value {
                            None => None,
                            Some(e) => Some($crate::audit::field::Entered {
                                origin: e.origin,
                                value: <$ty as $crate::audit::field::FieldType>::from_value(e.value)
                                    .ok_or_else(|| $crate::audit::field::FieldError::WrongType { field: $zh.to_owned() })?,
                            }),
                        };
                    } )+
                    _ => return Err($crate::audit::field::FieldError::NoSuchField(key.to_owned())),
                }
                Ok(())
            }
        }
    };
}
