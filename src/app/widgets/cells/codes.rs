//! How the editor of a sheet reads and what it offers: options of a choice, names of a table.

use super::View;
use crate::app::lang::Lang;
use crate::app::widgets::grid::Then;
use crate::app::widgets::grid::editor::{Editing, Reads};
use crate::app::widgets::parse::normal;
use crate::audit::FieldDef;
use crate::audit::field::{FieldKind, FieldValue};

/// The editor's view of a sheet.
pub(super) struct Reader<'a, 'v> {
    pub(super) view: &'a View<'v>,
    pub(super) lang: Lang,
}

impl Reader<'_, '_> {
    fn matches<'a>(&'a self, editing: &Editing) -> impl Iterator<Item = &'a (String, String)> {
        let typed = normal(&editing.text).to_lowercase();
        let codes = self.view.codes(editing.def);
        // The text of a cell that was opened to be changed offers all there is.
        let all = codes.is_some_and(|c| c.list.iter().any(|(_, name)| *name == editing.text));
        codes
            .into_iter()
            .flat_map(|c| c.list)
            .filter(move |(code, name)| all || code.contains(&typed) || name.to_lowercase().contains(&typed))
    }
}

impl Reads for Reader<'_, '_> {
    fn read(&self, def: &FieldDef, text: &str) -> Result<Option<FieldValue>, String> {
        self.view.parse(def, text)
    }

    fn offered(&self, editing: &Editing) -> Vec<(String, FieldValue)> {
        if let FieldKind::Choice(options) = &editing.def.kind {
            let value = |code: &str| FieldValue::Choice(code.to_owned());
            return options.iter().map(|o| (self.lang.choice(o).to_owned(), value(o.code))).collect();
        }
        self.matches(editing).map(|(code, name)| (name.clone(), FieldValue::Text(code.clone()))).collect()
    }

    /// The one name that contains what is typed, if nothing is called exactly so.
    fn meant<'a>(&'a self, editing: &'a Editing) -> &'a str {
        let exact = |codes: &super::Codes<'_>| (codes.find)(&normal(&editing.text)).is_some();
        if editing.text.trim().is_empty() || self.view.codes(editing.def).is_none_or(exact) {
            return &editing.text;
        }
        let mut found = self.matches(editing);
        match (found.next(), found.next()) {
            (Some((_, name)), None) => name,
            _ => &editing.text,
        }
    }

    fn lang(&self) -> Lang {
        self.lang
    }

    fn chosen(&self) -> Then {
        Then::Right
    }
}
