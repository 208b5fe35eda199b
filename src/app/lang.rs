//! The two languages of the workbench. National data, evidence and working are Chinese in both.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::english::english;
use crate::audit::FieldDef;
use crate::audit::field::{ChoiceDef, Group};

/// The language of captions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// One of two captions.
    pub fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// A field's label without unit.
    pub fn field(self, def: &FieldDef) -> &'static str {
        self.pick(def.zh, def.en)
    }

    /// A field's label with unit, for column headers.
    pub fn header(self, def: &FieldDef) -> String {
        let (label, unit) = (self.field(def), self.unit(def.unit));
        if unit.is_empty() { label.to_owned() } else { format!("{label} ({unit})") }
    }

    /// What a field means, in a line.
    pub fn help(self, def: &FieldDef) -> &'static str {
        self.pick(def.help, def.help_en)
    }

    /// A unit. What is only counted (台, 人, 级) has none in English.
    pub fn unit(self, unit: &str) -> Cow<'_, str> {
        match self {
            Self::Zh => Cow::Borrowed(unit),
            Self::En => english_unit(unit),
        }
    }

    /// What the program says in Chinese whatever the language: errors, names of steps, remarks of the import.
    pub fn said(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Zh => Cow::Borrowed(text),
            Self::En => english(text),
        }
    }

    /// An option's label.
    pub fn choice(self, def: &ChoiceDef) -> &'static str {
        self.pick(def.zh, def.en)
    }

    /// What devices are counted in, behind their number.
    pub fn devices(self, count: f64) -> &'static str {
        match self {
            Self::Zh => "台",
            Self::En => plural(count, "device", "devices"),
        }
    }

    /// What rows are counted in, behind their number.
    pub fn rows(self, count: usize) -> &'static str {
        match self {
            Self::Zh => "行",
            Self::En => plural(count as f64, "row", "rows"),
        }
    }

    /// A form heading.
    pub fn group(self, group: Group) -> &'static str {
        self.pick(group.zh(), group.en())
    }
}

fn plural(count: f64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1.0 { one } else { many }
}

/// A unit of the fields and of the carrier table in English.
fn english_unit(unit: &str) -> Cow<'_, str> {
    const COUNTED: [&str; 6] = ["台", "人", "架", "处", "极", "级"];
    const WORDS: [(&str, &str); 6] =
        [("百分点", "points"), ("计量单位", "unit"), ("气体", "gas "), ("或", " or "), ("万", "10⁴ "), ("元", "yuan")];
    if COUNTED.contains(&unit) {
        return Cow::Borrowed("");
    }
    if unit.is_ascii() {
        return Cow::Borrowed(unit);
    }
    Cow::Owned(WORDS.iter().fold(unit.to_owned(), |text, (zh, en)| text.replace(zh, en)))
}
