//! The two languages of the workbench. National data and messages of the engine are Chinese in both.

use serde::{Deserialize, Serialize};

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
        let label = self.field(def);
        if def.unit.is_empty() { label.to_owned() } else { format!("{label} ({})", def.unit) }
    }

    /// An option's label.
    pub fn choice(self, def: &ChoiceDef) -> &'static str {
        self.pick(def.zh, def.en)
    }

    /// A form heading.
    pub fn group(self, group: Group) -> &'static str {
        self.pick(group.zh(), group.en())
    }
}
