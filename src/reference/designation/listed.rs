//! The rated powers that the catalogues of obsolete equipment list for motor models, looked up by parts of a model.

use std::collections::HashMap;

use crate::reference::catalogue::Catalogue;

/// A power listed for a model: which row says it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listed {
    /// Rated power in kW.
    pub kw: f64,
    /// Position in `Catalogue::items`.
    pub item: usize,
    /// Which of the item's models.
    pub model: usize,
}

/// Listed powers by series (`Y2`) and size with poles (`160M-4`).
#[derive(Debug, Default)]
pub struct ListedPowers {
    series: HashMap<String, HashMap<String, Listed>>,
}

impl ListedPowers {
    /// Gathers the powers. The series listed share their sizes (GB/T 4772.1), so where rows differ about one size,
    /// in a series or between series, a misprint can't be excluded: then no power is told.
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut out = Self::default();
        let mut sizes: HashMap<String, Option<f64>> = HashMap::new();
        for (at, item) in catalogue.items.iter().enumerate().filter(|(_, i)| &*i.kind == "motor") {
            for (n, model) in item.models.iter().enumerate() {
                let Some(kw) = item.listed_power_kw.get(n).copied().flatten() else { continue };
                let cleaned = super::clean(model);
                let Some(m) = super::motor(&cleaned).filter(|m| m.poles.is_some()) else { continue };
                let size = m.size();
                let seen = sizes.entry(size.to_owned()).or_insert(Some(kw));
                if seen.is_some_and(|s| s != kw) {
                    *seen = None;
                }
                let listed = Listed { kw, item: at, model: n };
                out.series.entry(m.series.to_owned()).or_default().entry(size.to_owned()).or_insert(listed);
            }
        }
        for of_series in out.series.values_mut() {
            of_series.retain(|size, _| sizes.get(size).is_some_and(Option::is_some));
        }
        out
    }

    /// The power listed for a size of a series.
    pub fn get(&self, series: &str, size: &str) -> Option<Listed> {
        self.series.get(series)?.get(size).copied()
    }
}
