//! The audits, and each plant's energy, products and targets.

use parquet::errors::ParquetError;

use super::devices::origin;
use super::file::Of::{Flag, Integer, Number, Text};
use super::{Cell, Rows, Source, TableDef, entered};
use crate::audit::field::Choice as _;
use crate::benchmark::{Benchmark, PlantFigures, benchmark};
use crate::energy::Context;
use crate::energy::plant::{Basis, Plant, account};
use crate::reference::targets::{Comparison, TargetLevel};
use crate::screening::Level;

pub(super) const AUDITS: TableDef = (
    "audits",
    &[
        ("period", Text),
        ("audit_organization", Text),
        ("reference_date_entered", Flag),
        ("program_version", Text),
        ("ledger_rows", Integer),
        ("devices", Number),
        ("obsolete_devices", Number),
        ("suspected_obsolete_devices", Number),
        ("below_limit_devices", Number),
        ("grade3_devices", Number),
        ("grade2_devices", Number),
        ("grade1_devices", Number),
        ("meets_devices", Number),
        ("insufficient_data_devices", Number),
        ("not_covered_devices", Number),
        ("listed_electricity_kwh", Number),
        ("listed_energy_tce", Number),
        ("listed_energy_equal_value_tce", Number),
        ("listed_co2_t", Number),
        ("listed_cost_yuan", Number),
        ("energy_unknown_rows", Integer),
    ],
);

pub(super) fn audits(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    let (e, d) = (&source.audit.enterprise, source.diagnosis);
    let rows = source.audit.equipment.len();
    let unknown: usize = d.by_kind.iter().map(|(_, t)| t.unknown_rows).sum();
    let total = d.known_total();
    let levels = Level::ALL.into_iter().map(|l| Cell::from(d.tally(l).devices));
    let first: [Cell; 6] = [
        entered(&e.audit_period).into(),
        entered(&e.audit_organization).into(),
        e.reference_date.is_some().into(),
        env!("CARGO_PKG_VERSION").into(),
        rows.into(),
        d.by_level.iter().map(|(_, t)| t.devices).sum::<f64>().into(),
    ];
    let last: [Cell; 6] = [
        total.map(|t| t.electricity_kwh).into(),
        total.map(|t| t.tce_equivalent).into(),
        total.map(|t| t.tce_equal_value).into(),
        total.and_then(|t| t.co2_t).into(),
        total.and_then(|t| t.cost_yuan).into(),
        unknown.into(),
    ];
    row(first.into_iter().chain(levels).chain(last).collect())
}

fn plant(source: &Source<'_>) -> Plant {
    let ctx = Context { reference: source.reference, assumptions: &source.diagnosis.assumptions };
    account(source.audit, source.diagnosis.used_by_kind(), &ctx)
}

fn standing(source: &Source<'_>) -> (PlantFigures, Benchmark) {
    let ctx = Context { reference: source.reference, assumptions: &source.diagnosis.assumptions };
    let obsolete = source.diagnosis.obsolete_in_use(source.audit);
    let figures = crate::benchmark::plant::figures(source.audit, &plant(source), obsolete, &ctx);
    let found = benchmark(&figures, source.reference);
    (figures, found)
}

pub(super) const ENERGY: TableDef = (
    "energy",
    &[
        ("row_id", Integer),
        ("year", Integer),
        ("carrier", Text),
        ("carrier_zh", Text),
        ("flow", Text),
        ("flow_zh", Text),
        ("process", Text),
        ("amount", Number),
        ("amount_unit", Text),
        ("sign", Number),
        ("energy_tce", Number),
        ("energy_equal_value_tce", Number),
        ("heat_gj", Number),
        ("cost_yuan", Number),
        ("price_is_default", Flag),
        ("weakest_origin", Text),
        ("month_01_amount", Number),
        ("month_02_amount", Number),
        ("month_03_amount", Number),
        ("month_04_amount", Number),
        ("month_05_amount", Number),
        ("month_06_amount", Number),
        ("month_07_amount", Number),
        ("month_08_amount", Number),
        ("month_09_amount", Number),
        ("month_10_amount", Number),
        ("month_11_amount", Number),
        ("month_12_amount", Number),
    ],
);

pub(super) fn energy(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    for year in plant(source).years {
        for line in &year.lines {
            let first: [Cell; 16] = [
                line.row.0.into(),
                year.year.into(),
                line.carrier.as_str().into(),
                line.name.as_str().into(),
                line.flow.def().code.into(),
                line.flow.zh().into(),
                line.process.as_str().into(),
                line.amount.into(),
                line.unit.as_str().into(),
                line.sign().into(),
                line.tce_equivalent.into(),
                line.tce_equal_value.into(),
                line.heat_gj.into(),
                line.cost_yuan.into(),
                line.price_is_default.into(),
                line.weakest.map(origin).into(),
            ];
            row(first.into_iter().chain(line.months.iter().map(|m| Cell::from(*m))).collect())?;
        }
    }
    Ok(())
}

pub(super) const ENERGY_YEARS: TableDef = (
    "energy_years",
    &[
        ("year", Integer),
        ("audited", Flag),
        ("basis", Text),
        ("energy_tce", Number),
        ("energy_equal_value_tce", Number),
        ("output_value_wan_yuan", Number),
        ("value_added_wan_yuan", Number),
        ("price_base", Text),
        ("tce_per_wan_yuan_added", Number),
        ("water_m3", Number),
        ("solid_waste_used_pct", Number),
        ("listed_devices_share_pct", Number),
    ],
);

pub(super) fn energy_years(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    let plant = plant(source);
    for f in &plant.figures {
        let audited = plant.audited == Some(f.year);
        let share = f.tce_equivalent.filter(|t| audited && *t > 0.0 && source.diagnosis.total.tce_equivalent > 0.0);
        row(vec![
            f.year.into(),
            audited.into(),
            f.basis
                .map(|b| match b {
                    Basis::Calculated => "calculated",
                    Basis::Stated => "stated",
                })
                .into(),
            f.tce_equivalent.into(),
            f.tce_equal_value.into(),
            f.output_value_wan.into(),
            f.value_added_wan.into(),
            f.price_base.as_str().into(),
            f.tce_per_wan_added.into(),
            f.water_m3.into(),
            f.solid_waste_used_pct.into(),
            share.map(|t| source.diagnosis.total.tce_equivalent / t * 100.0).into(),
        ])?;
    }
    Ok(())
}

pub(super) const PRODUCTS: TableDef = (
    "products",
    &[
        ("year", Integer),
        ("product", Text),
        ("indicator", Text),
        ("output", Number),
        ("output_unit", Text),
        ("unit_consumption", Number),
        ("unit_consumption_unit", Text),
        ("estimated", Flag),
        ("origin", Text),
        ("level", Text),
        ("level_zh", Text),
        ("provisional", Flag),
        ("compared_value", Number),
        ("compared_unit", Text),
        ("grade1_limit", Number),
        ("grade2_limit", Number),
        ("grade3_limit", Number),
        ("standard", Text),
        ("edition", Text),
        ("clause", Text),
        ("unreviewed", Text),
        ("missing", Text),
    ],
);

pub(super) fn products(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    let (figures, found) = standing(source);
    for q in &found.quotas {
        let (u, r) = (&q.figure, q.deciding());
        let limit = |grade: usize| Cell::from(r.and_then(|r| r.limits.get(grade).copied().flatten()));
        row(vec![
            figures.year.into(),
            u.product.as_str().into(),
            r.map_or(u.indicator.as_str(), |r| &r.row.indicator).into(),
            u.output.as_ref().map(|o| o.quantity).into(),
            u.output.as_ref().map(|o| o.unit.as_str()).into(),
            u.value.into(),
            u.unit.as_str().into(),
            q.estimated().into(),
            u.origin.map(origin).into(),
            q.outcome.code().into(),
            q.outcome.zh().into(),
            q.provisional().into(),
            r.map(|r| r.actual).into(),
            r.map(|r| &*r.row.unit_text).into(),
            limit(0),
            limit(1),
            limit(2),
            r.map(|r| &*r.row.standard).into(),
            r.map(|r| &*r.row.edition).into(),
            r.map(|r| &*r.row.clause).into(),
            r.map(|r| &*r.unreviewed).into(),
            q.missing.join("；").into(),
        ])?;
    }
    Ok(())
}

pub(super) const TARGETS: TableDef = (
    "targets",
    &[
        ("year", Integer),
        ("target", Text),
        ("scope", Text),
        ("for_enterprise", Flag),
        ("product", Text),
        ("standing", Text),
        ("standing_zh", Text),
        ("comparison", Text),
        ("required", Number),
        ("actual", Number),
        ("unit", Text),
        ("document", Text),
        ("clause", Text),
        ("unreviewed", Text),
        ("missing", Text),
        ("notes", Text),
    ],
);

pub(super) fn targets(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    let (figures, found) = standing(source);
    for t in &found.targets {
        row(vec![
            figures.year.into(),
            (&*t.row.target).into(),
            (&*t.row.scope).into(),
            (t.row.level == TargetLevel::Enterprise).into(),
            t.product.as_str().into(),
            t.standing.code().into(),
            t.standing.zh().into(),
            t.row.comparison.map(Comparison::sign).into(),
            t.required.into(),
            t.actual.into(),
            t.unit.as_str().into(),
            (&*t.row.document).into(),
            (&*t.row.clause).into(),
            (&*t.row.review).into(),
            t.missing.join("；").into(),
            t.notes.join("；").into(),
        ])?;
    }
    Ok(())
}
