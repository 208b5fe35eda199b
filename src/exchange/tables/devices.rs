//! Devices, the values entered for them, and what was found about them.

use parquet::errors::ParquetError;

use super::file::Of::{Flag, Integer, Number, Text};
use super::{Cell, Rows, Source, TableDef, entered};
use crate::audit::{FieldValue, Origin};
use crate::diagnosis::Counted;
use crate::energy::rated;
use crate::screening::Level;

pub(super) const DEVICES: TableDef = (
    "devices",
    &[
        ("device_id", Integer),
        ("kind", Text),
        ("kind_zh", Text),
        ("tag", Text),
        ("name", Text),
        ("model", Text),
        ("location", Text),
        ("manufacturer", Text),
        ("made_on", Text),
        ("commissioned_on", Text),
        ("quantity", Number),
        ("in_use", Flag),
        ("rated_size", Number),
        ("rated_size_unit", Text),
        ("rated_size_total", Number),
        ("level", Text),
        ("level_zh", Text),
        ("found_level", Text),
        ("overrule_reason", Text),
        ("estimated", Flag),
        ("weakest_origin", Text),
        ("missing", Text),
        ("electricity_kwh", Number),
        ("energy_tce", Number),
        ("counted", Text),
        ("counted_electricity_kwh", Number),
        ("counted_energy_tce", Number),
        ("energy_unknown_because", Text),
    ],
);

pub(super) fn devices(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    for (device, found) in source.audit.equipment.iter().zip(&source.diagnosis.devices) {
        let (kind, common, v) = (device.kind.code(), &device.common, &found.verdict);
        let size = rated::size(device);
        let used = found.energy.as_ref().ok();
        let counted = used.filter(|_| found.counted == Counted::Own);
        let missing: Vec<&str> = v.missing.iter().map(|m| &*m.text).collect();
        row(vec![
            device.id.0.into(),
            kind.code().into(),
            kind.zh().into(),
            entered(&common.tag).into(),
            entered(&common.name).into(),
            device.model().into(),
            entered(&common.workshop).into(),
            entered(&common.manufacturer).into(),
            common.made_on.as_ref().map(|d| d.value.to_string()).into(),
            common.commissioned_on.as_ref().map(|d| d.value.to_string()).into(),
            device.quantity().into(),
            device.in_use().into(),
            size.into(),
            rated::unit(kind).into(),
            size.map(|s| s * device.quantity()).into(),
            v.effective().code().into(),
            v.effective().zh().into(),
            v.level.code().into(),
            device.overrule.as_ref().map(|o| o.reason.as_str()).into(),
            v.estimated().into(),
            v.weakest_origin().map(origin).into(),
            missing.join("；").into(),
            used.map(|u| u.electricity_kwh).into(),
            used.map(|_| found.tce_equivalent).into(),
            match found.counted {
                Counted::Own => "own",
                Counted::InDrive(_) => "in_drive",
                Counted::InDriven(_) => "in_driven",
                Counted::NotInUse => "not_in_use",
                Counted::Unknown => "unknown",
            }
            .into(),
            counted.map(|u| u.electricity_kwh).into(),
            counted.map(|_| found.tce_equivalent).into(),
            found.energy.as_ref().err().map(|gap| gap.reason.as_str()).into(),
        ])?;
    }
    Ok(())
}

pub(super) const DEVICE_FIELDS: TableDef = (
    "device_fields",
    &[
        ("device_id", Integer),
        ("kind", Text),
        ("field", Text),
        ("label_zh", Text),
        ("unit", Text),
        ("number", Number),
        ("text", Text),
        ("origin", Text),
    ],
);

pub(super) fn device_fields(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    for device in &source.audit.equipment {
        let kind = device.kind.code();
        for def in kind.fields() {
            let Some(value) = device.get(def.key) else { continue };
            let (number, text) = match &value.value {
                FieldValue::Number(n) => (Cell::from(*n), Cell::Null),
                FieldValue::Text(t) | FieldValue::Choice(t) => (Cell::Null, t.as_str().into()),
                FieldValue::Date(d) => (Cell::Null, d.to_string().into()),
            };
            row(vec![
                device.id.0.into(),
                kind.code().into(),
                def.key.into(),
                def.zh.into(),
                def.unit.into(),
                number,
                text,
                origin(value.origin).into(),
            ])?;
        }
    }
    Ok(())
}

pub(super) const EVIDENCE: TableDef = (
    "evidence",
    &[
        ("device_id", Integer),
        ("kind", Text),
        ("quantity", Number),
        ("level", Text),
        ("level_zh", Text),
        ("standard", Text),
        ("edition", Text),
        ("clause", Text),
        ("statement", Text),
        ("limit_value", Number),
        ("actual_value", Number),
        ("unit", Text),
        ("estimated", Flag),
        ("origin", Text),
        ("unreviewed", Text),
    ],
);

pub(super) fn evidence(source: &Source<'_>, row: Rows<'_>) -> Result<(), ParquetError> {
    for (device, found) in source.audit.equipment.iter().zip(&source.diagnosis.devices) {
        for e in &found.verdict.evidence {
            row(vec![
                device.id.0.into(),
                device.kind.code().code().into(),
                device.quantity().into(),
                e.level.map(Level::code).into(),
                e.level.map(Level::zh).into(),
                (&*e.standard).into(),
                (&*e.edition).into(),
                e.clause.as_str().into(),
                e.statement.as_str().into(),
                e.limit.into(),
                e.actual.into(),
                e.unit.into(),
                e.estimated.into(),
                e.origin.map(origin).into(),
                (&*e.unreviewed).into(),
            ])?;
        }
    }
    Ok(())
}

/// The code of an origin, as in JSON.
pub(super) fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Measured => "measured",
        Origin::Nameplate => "nameplate",
        Origin::Ledger => "ledger",
        Origin::Estimate => "estimate",
    }
}
