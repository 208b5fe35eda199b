//! What a designation tells: readings before they are put into words, so that comparing needs no allocation.

use std::borrow::Cow;

use super::listed::Listed;
use crate::audit::field::number;
use crate::reference::catalogue::Catalogue;

/// A value that a designation tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Told {
    Number(f64),
    /// The stable code of an option.
    Choice(&'static str),
}

/// How far a reading can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// The designation says exactly this.
    Sure,
    /// It says something of this class (`Q` is any gas): another of the class is no contradiction.
    Class,
    /// Usual, not sure: an offer, never a contradiction.
    Guess,
}

/// Which part says it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Why<'a> {
    /// A part of the designation and what it means.
    Part(&'a str, &'static str),
    /// What a table says of the series.
    Series(&'a str),
    /// A row of the catalogue.
    Listed(&'a Catalogue, Listed),
}

impl Why<'_> {
    /// As a short sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Part(part, says) => format!("型号中“{part}”{says}"),
            Self::Series(meaning) => format!("{meaning}(待核)"),
            Self::Listed(catalogue, listed) => match catalogue.items.get(listed.item) {
                Some(item) => format!(
                    "{} {} 条列 {} 为 {} kW",
                    catalogue.batch(item).title,
                    item.item_no,
                    item.models.get(listed.model).map_or("", String::as_str),
                    number(listed.kw)
                ),
                None => String::new(),
            },
        }
    }

    /// Where it stands, as a bracket behind a value; empty for the designation itself.
    pub fn cited(&self) -> Cow<'static, str> {
        match self {
            Self::Listed(catalogue, listed) => catalogue.items.get(listed.item).map_or(Cow::Borrowed(""), |item| {
                Cow::Owned(format!("({} {} 条)", catalogue.batch(item).title, item.item_no))
            }),
            _ => Cow::Borrowed(""),
        }
    }
}

/// One field told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'a> {
    pub key: &'static str,
    pub told: Told,
    pub trust: Trust,
    pub why: Why<'a>,
}

/// Receives the readings.
pub(super) struct Teller<'t, 'a>(pub &'t mut dyn FnMut(Reading<'a>));

impl<'a> Teller<'_, 'a> {
    /// A number that a part of the designation says.
    pub fn number(&mut self, key: &'static str, value: f64, trust: Trust, part: &'a str, says: &'static str) {
        (self.0)(Reading { key, told: Told::Number(value), trust, why: Why::Part(part, says) });
    }

    /// An option that a part of the designation says.
    pub fn choice(&mut self, key: &'static str, code: &'static str, trust: Trust, part: &'a str, says: &'static str) {
        (self.0)(Reading { key, told: Told::Choice(code), trust, why: Why::Part(part, says) });
    }

    /// Any reading.
    pub fn tell(&mut self, key: &'static str, told: Told, trust: Trust, why: Why<'a>) {
        (self.0)(Reading { key, told, trust, why });
    }
}
