//! Measures, each alone and in the scenarios, and the scenarios.

use parquet::errors::ParquetError;

use super::file::Of::{Flag, Integer, Number, Text};
use super::{Cell, Rows, Source, TableDef};
use crate::energy::Impact;
use crate::retrofit::MeasureResult;

/// Declares a table of measures: its own first columns, then what every measure has.
macro_rules! measure_table {
    ($name:literal, [$($first:expr),*]) => {
        (
            $name,
            &[
                $($first,)*
                ("measure_id", Integer),
                ("title", Text),
                ("action", Text),
                ("action_zh", Text),
                ("devices", Integer),
                ("refused_devices", Integer),
                ("saved_electricity_kwh", Number),
                ("saved_energy_tce", Number),
                ("saved_energy_equal_value_tce", Number),
                ("avoided_co2_t", Number),
                ("saved_cost_yuan", Number),
                ("before_energy_tce", Number),
                ("investment_yuan", Number),
                ("subsidy_yuan", Number),
                ("life_a", Number),
                ("simple_payback_a", Number),
                ("discounted_payback_a", Number),
                ("npv_yuan", Number),
                ("irr_pct", Number),
                ("abatement_cost_yuan_per_t", Number),
                ("estimated", Flag),
                ("notes", Text),
            ],
        )
    };
}

pub(super) const MEASURES: TableDef = measure_table!("measures", []);
pub(super) const SCENARIO_MEASURES: TableDef = measure_table!(
    "scenario_measures",
    [("scenario_id", Integer), ("scenario", Text), ("scenario_position", Integer), ("position", Integer)]
);

pub(super) const SCENARIOS: TableDef = (
    "scenarios",
    &[
        ("scenario_id", Integer),
        ("scenario", Text),
        ("scenario_position", Integer),
        ("measures", Integer),
        ("measures_without_investment", Integer),
        ("saved_electricity_kwh", Number),
        ("saved_energy_tce", Number),
        ("saved_energy_equal_value_tce", Number),
        ("avoided_co2_t", Number),
        ("saved_cost_yuan", Number),
        ("investment_yuan", Number),
        ("subsidy_yuan", Number),
        ("net_benefit_yuan", Number),
        ("simple_payback_a", Number),
        ("discounted_payback_a", Number),
        ("npv_yuan", Number),
        ("irr_pct", Number),
    ],
);

pub(super) fn measures(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    source.diagnosis.measures.iter().try_for_each(|m| row(measure(source, m).collect()))
}

pub(super) fn scenario_measures(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    for (at, s) in source.diagnosis.scenarios.iter().enumerate() {
        for (position, m) in s.measures.iter().enumerate() {
            let first: [Cell; 4] = [s.id.0.into(), s.name.as_str().into(), (at + 1).into(), (position + 1).into()];
            row(first.into_iter().chain(measure(source, m)).collect())?;
        }
    }
    Ok(())
}

pub(super) fn scenarios(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    for (at, s) in source.diagnosis.scenarios.iter().enumerate() {
        let first: [Cell; 5] = [
            s.id.0.into(),
            s.name.as_str().into(),
            (at + 1).into(),
            s.measures.len().into(),
            s.without_investment.into(),
        ];
        let priced = s.without_investment < s.measures.len();
        let money: [Cell; 7] = [
            // Without any stated investment the sum is not 0 but unknown.
            priced.then_some(s.investment_yuan).into(),
            priced.then_some(s.subsidy_yuan).into(),
            s.net_benefit_yuan.into(),
            s.simple_payback_a.into(),
            s.discounted_payback_a.into(),
            s.npv_yuan.into(),
            s.irr.map(|r| r * 100.0).into(),
        ];
        row(first.into_iter().chain(saved(&s.saving)).chain(money).collect())?;
    }
    Ok(())
}

fn saved(saving: &Impact) -> [Cell; 5] {
    [
        saving.electricity_kwh.into(),
        saving.tce_equivalent.into(),
        saving.tce_equal_value.into(),
        saving.co2_t.into(),
        saving.cost_yuan.into(),
    ]
}

fn measure(source: &Source<'_>, m: &MeasureResult) -> impl Iterator<Item = Cell> {
    let e = &m.economics;
    // Nothing was calculated: its saving is not known, and no 0.
    let none = m.targets.is_empty() && m.beyond.is_none();
    let first: [Cell; 6] = [
        m.id.0.into(),
        m.title.as_str().into(),
        source.audit.measure(m.id).map(|of| of.action.code()).into(),
        m.action.into(),
        m.targets.len().into(),
        m.refused.len().into(),
    ];
    let saved = if none { [(); 5].map(|()| Cell::Null) } else { saved(&m.saving) };
    let last: [Cell; 11] = [
        (!none).then_some(m.before_tce).into(),
        m.investment_yuan.into(),
        m.subsidy_yuan.into(),
        m.life_a.into(),
        e.simple_payback_a.into(),
        e.discounted_payback_a.into(),
        e.npv_yuan.into(),
        e.irr.map(|r| r * 100.0).into(),
        m.abatement_cost_yuan_per_t.into(),
        m.estimated.into(),
        m.notes.join("；").into(),
    ];
    first.into_iter().chain(saved).chain(last)
}
