//! Transformer tables: GB 20052-2024 and legacy series.

use std::collections::HashMap;
use std::sync::Arc;

use super::table::{Table, TableError};

/// One specification of GB 20052-2024 with the loss limits of its three grades in W.
#[derive(Clone, Debug)]
pub struct TransformerRow {
    /// Table number, e.g. 表1.
    pub table: Arc<str>,
    /// The table's title.
    pub category: Arc<str>,
    /// Core code (`silicon`, `amorphous`); empty where the table doesn't tell.
    pub core: String,
    /// Vector groups (`yyn0|dyn11`); empty where the table doesn't tell.
    pub connection: String,
    /// Insulation class code; empty where the table doesn't tell.
    pub insulation: String,
    /// `two`, `three` or `auto`.
    pub windings: String,
    /// `off_circuit` or `on_load`.
    pub tap_changing: String,
    /// Further distinction that no field carries, in words.
    pub variant: Arc<str>,
    /// No-load loss limits of grades 1 to 3 in W.
    pub no_load_w: [f64; 3],
    /// Load loss limits of grades 1 to 3 in W.
    pub load_w: [f64; 3],
    /// Short-circuit impedance in %, if given.
    pub impedance_pct: Option<f64>,
    /// Doubt about this row; empty if none.
    pub review: Arc<str>,
}

/// Dry, voltage in V, capacity in 0.1 kVA, for new energy.
type Key = (bool, u32, u64, bool);

/// GB 20052-2024.
#[derive(Debug, Default)]
pub struct Transformers {
    rows: HashMap<Key, Vec<TransformerRow>>,
    legacy: HashMap<String, Vec<LegacyTransformer>>,
    series: HashMap<String, (u8, Arc<str>)>,
}

/// Typical losses of a legacy series: an estimate.
#[derive(Clone, Debug)]
pub struct LegacyTransformer {
    /// Capacity in kVA.
    pub capacity_kva: f64,
    /// `oil` or `dry`.
    pub medium: String,
    /// No-load loss in W.
    pub no_load_loss_w: f64,
    /// Load loss in W.
    pub load_loss_w: f64,
    /// For which execution.
    pub condition: Arc<str>,
    /// Where it is from.
    pub source: Arc<str>,
}

impl Transformers {
    pub(super) fn read(table: &Table, legacy: &Table, series: &Table) -> Result<Self, TableError> {
        let mut out = Self::default();
        for r in table.rows() {
            let triple = |prefix: &str| -> Result<[f64; 3], TableError> {
                let t = [
                    r.number(&format!("{prefix}_grade1_w"))?,
                    r.number(&format!("{prefix}_grade2_w"))?,
                    r.number(&format!("{prefix}_grade3_w"))?,
                ];
                if t.is_sorted() {
                    Ok(t)
                } else {
                    Err(r.error(&format!("{prefix}_grade1_w"), "：应 1级≤2级≤3级"))
                }
            };
            let row = TransformerRow {
                table: r.text("table")?.into(),
                category: r.text("category")?.into(),
                core: r.text("core")?.to_owned(),
                connection: r.text("connection")?.to_owned(),
                insulation: r.text("insulation")?.to_owned(),
                windings: r.text("windings")?.to_owned(),
                tap_changing: r.text("tap_changing")?.to_owned(),
                variant: r.text("variant")?.into(),
                no_load_w: triple("p0")?,
                load_w: triple("pk")?,
                impedance_pct: r.maybe_number("impedance_pct")?,
                review: r.text("review")?.into(),
            };
            let key = key(r.text("medium")?, r.number("voltage_kv")?, r.number("capacity_kva")?, r.text("duty")?);
            out.rows.entry(key).or_default().push(row);
        }
        for r in legacy.rows() {
            // The 6 % impedance variants are rarer; the common execution stands for the series.
            if !r.text("variant")?.is_empty() {
                continue;
            }
            out.legacy.entry(r.text("series")?.to_owned()).or_default().push(LegacyTransformer {
                capacity_kva: r.number("capacity_kva")?,
                medium: r.text("medium")?.to_owned(),
                no_load_loss_w: r.number("no_load_loss_w")?,
                load_loss_w: r.number("load_loss_w")?,
                condition: r.text("condition")?.into(),
                source: r.text("source")?.into(),
            });
        }
        for r in series.rows() {
            let grade = r.number("grade")?;
            if ![1.0, 2.0, 3.0].contains(&grade) {
                return Err(r.error("grade", "不是 1～3 级"));
            }
            out.series.insert(r.text("series")?.to_owned(), (grade as u8, r.text("source")?.into()));
        }
        Ok(out)
    }

    /// The specifications of a medium (`oil`, `dry`), voltage class, capacity and duty.
    pub fn rows(&self, medium: &str, voltage_kv: f64, capacity_kva: f64, duty: &str) -> &[TransformerRow] {
        self.rows.get(&key(medium, voltage_kv, capacity_kva, duty)).map_or(&[], Vec::as_slice)
    }

    /// Typical losses of a legacy series (`S7`, `S9`, `SCB10`).
    pub fn legacy(&self, series: &str, capacity_kva: f64) -> Option<&LegacyTransformer> {
        self.legacy.get(series)?.iter().find(|l| (l.capacity_kva - capacity_kva).abs() < 0.05)
    }

    /// The grade a series is commonly said to have, with the source.
    pub fn series_grade(&self, series: &str) -> Option<(u8, &Arc<str>)> {
        self.series.get(series).map(|(g, s)| (*g, s))
    }
}

fn key(medium: &str, voltage_kv: f64, capacity_kva: f64, duty: &str) -> Key {
    (medium == "dry", (voltage_kv * 1000.0).round() as u32, (capacity_kva * 10.0).round() as u64, duty == "new_energy")
}
