//! In which order the rows of a table stand.

use std::cmp::Ordering;

use crate::app::widgets::parse::natural;

/// The column that the rows are sorted by, and whether the greatest comes first; `None` as they come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort(pub Option<(usize, bool)>);

impl Sort {
    /// The places of rows in this order; `key` is what a cell is sorted by.
    pub fn order(self, rows: usize, key: impl Fn(usize, usize) -> SortKey) -> Vec<u32> {
        let mut order: Vec<u32> = (0..rows as u32).collect();
        if let Some((column, down)) = self.0 {
            let keys: Vec<SortKey> = (0..rows).map(|row| key(row, column)).collect();
            order.sort_by(|a, b| keys[*a as usize].compare(&keys[*b as usize], down));
        }
        order
    }

    /// Rows in this order, by the texts of their cells.
    pub fn rows<T>(self, rows: Vec<T>, text: impl Fn(&T, usize) -> String) -> Vec<T> {
        if self.0.is_none() {
            return rows;
        }
        let order = self.order(rows.len(), |row, column| SortKey::of(text(&rows[row], column)));
        let mut rows: Vec<Option<T>> = rows.into_iter().map(Some).collect();
        order.into_iter().filter_map(|at| rows[at as usize].take()).collect()
    }

    /// After a click on a heading. Of figures the largest are looked for, of texts the first.
    pub(super) fn toggled(self, column: usize, number: bool) -> Self {
        Self(match self.0 {
            Some((by, down)) if by == column => (down == number).then_some((column, !number)),
            _ => Some((column, number)),
        })
    }
}

/// What a row is sorted by: its figure if it has one, else its text. What has neither comes last, either way.
#[derive(Clone, Debug, PartialEq)]
pub enum SortKey {
    /// A figure.
    Number(f64),
    /// A text, figures in it counting as figures.
    Text(String),
    /// Neither.
    Missing,
}

impl SortKey {
    /// What a text is sorted by.
    pub fn of(text: String) -> Self {
        let plain: String = text.chars().filter(|c| *c != ',').collect();
        let figure = plain.split_whitespace().next().and_then(|t| t.trim_end_matches('%').parse::<f64>().ok());
        match figure.filter(|n| n.is_finite()) {
            Some(n) => Self::Number(n),
            None if matches!(text.trim(), "" | "—") => Self::Missing,
            None => Self::Text(natural(&text)),
        }
    }

    pub(super) fn compare(&self, other: &Self, down: bool) -> Ordering {
        let way = |o: Ordering| if down { o.reverse() } else { o };
        match (self, other) {
            (Self::Missing, Self::Missing) => Ordering::Equal,
            (Self::Missing, _) => Ordering::Greater,
            (_, Self::Missing) => Ordering::Less,
            (Self::Number(a), Self::Number(b)) => way(a.total_cmp(b)),
            (Self::Text(a), Self::Text(b)) => way(a.cmp(b)),
            (Self::Number(_), _) => way(Ordering::Less),
            (_, Self::Number(_)) => way(Ordering::Greater),
        }
    }
}
