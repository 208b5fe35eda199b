//! How the editor of a sheet reads and what it offers: options of a choice, names of a table.

use super::View;
use crate::app::lang::Lang;
use crate::app::widgets::grid::editor::{Editing, Reads};
use crate::app::widgets::grid::{Then, complete};
use crate::app::widgets::parse::normal;
use crate::audit::FieldDef;
use crate::audit::field::FieldValue;

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
        let part = move |name: &str| name.to_lowercase().contains(&typed) || complete::spelt(name, &typed);
        codes.into_iter().flat_map(|c| c.list).filter(move |(code, name)| all || part(code) || part(name))
    }
}

impl Reads for Reader<'_, '_> {
    fn read(&self, def: &FieldDef, text: &str) -> Result<Option<FieldValue>, String> {
        self.view.parse(def, text)
    }

    fn offered(&self, editing: &Editing) -> Vec<(String, FieldValue)> {
        self.matches(editing).map(|(code, name)| (name.clone(), FieldValue::Text(code.clone()))).collect()
    }

    /// The one name that contains what is typed, if nothing is called exactly so.
    fn meant(&self, editing: &Editing) -> Option<String> {
        let exact = |codes: &super::Codes<'_>| (codes.find)(&normal(&editing.text)).is_some();
        if self.view.codes(editing.def).is_none_or(exact) {
            return None;
        }
        let mut found = self.matches(editing);
        match (found.next(), found.next()) {
            (Some((_, name)), None) => Some(name.clone()),
            _ => None,
        }
    }

    fn lang(&self) -> Lang {
        self.lang
    }

    fn chosen(&self) -> Then {
        Then::Right
    }
}
