//! Ranges of the measures' inputs. Forms check what is typed; a file may say anything.

use super::RetrofitError;
use crate::audit::equipment::BoilerFuel;
use crate::audit::field::{FieldError, FieldKind, FieldValue};
use crate::audit::measure::Action;
use crate::audit::{FieldDef, KindCode};
use crate::energy::FuelUse;
use crate::energy::working::stated;

/// Largest thermal efficiency in % on net calorific value of a boiler that uses no latent heat.
pub(super) const NOT_CONDENSING_PCT: f64 = 100.0;

/// Largest thermal efficiency in % on net calorific value of any boiler.
pub(super) const CONDENSING_PCT: f64 = 110.0;

fn refuse(action: &Action, error: &FieldError) -> RetrofitError {
    RetrofitError::Refused(format!("措施“{}”：{error}", action.zh()))
}

/// A number of a replacement, by the range of the device's own field.
fn of_device(action: &Action, kind: KindCode, key: &str, value: Option<f64>) -> Result<(), RetrofitError> {
    match (kind.field(key), value) {
        (Some(def), Some(value)) => def.check(&FieldValue::Number(value)).map_err(|e| refuse(action, &renamed(e, def))),
        _ => Ok(()),
    }
}

/// The message names the new device's value.
fn renamed(error: FieldError, def: &FieldDef) -> FieldError {
    match error {
        FieldError::OutOfRange { value, min, max, unit, .. } => {
            FieldError::OutOfRange { field: format!("新设备{}", def.zh), value, min, max, unit }
        }
        other => other,
    }
}

fn grade(action: &Action, grade: u8) -> Result<(), RetrofitError> {
    if (1..=3).contains(&grade) {
        return Ok(());
    }
    let error = FieldError::OutOfRange {
        field: "新设备能效等级".to_owned(),
        value: grade.to_string(),
        min: "1".to_owned(),
        max: "3".to_owned(),
        unit: "级".to_owned(),
    };
    Err(refuse(action, &error))
}

/// Refuses inputs outside their ranges, naming field and range.
pub(super) fn check(action: &Action) -> Result<(), RetrofitError> {
    match action {
        Action::ReplaceMotor { grade: g, efficiency_pct } => {
            grade(action, *g)?;
            of_device(action, KindCode::Motor, "rated_efficiency_pct", *efficiency_pct)
        }
        Action::ReplaceTransformer {
            grade: g,
            capacity_kva,
            no_load_loss_w,
            load_loss_w,
            no_load_current_pct,
            core: _,
        } => {
            grade(action, *g)?;
            let values = [
                ("capacity_kva", capacity_kva),
                ("no_load_loss_w", no_load_loss_w),
                ("load_loss_w", load_loss_w),
                ("no_load_current_pct", no_load_current_pct),
            ];
            values.into_iter().try_for_each(|(key, v)| of_device(action, KindCode::Transformer, key, *v))
        }
        Action::ReplaceBoiler { efficiency_pct, fuel_ncv, .. } => {
            of_device(action, KindCode::Boiler, "design_efficiency_pct", Some(*efficiency_pct))?;
            of_device(action, KindCode::Boiler, "fuel_ncv_kj_per_kg", *fuel_ncv)
        }
        _ => {
            let Some(inputs) = action.inputs() else { return Ok(()) };
            for def in action.input_fields() {
                let Some(entered) = inputs.get(def.key) else { continue };
                // Choices are closed types: only numbers and texts can be out of range.
                if matches!(def.kind, FieldKind::Number { .. } | FieldKind::Text { .. }) {
                    def.check(&entered.value).map_err(|e| refuse(action, &e))?;
                }
            }
            Ok(())
        }
    }
}

/// Refuses a thermal efficiency over 100 % where no latent heat of a gas is used.
pub(super) fn efficiency(action: &Action, pct: f64, fuel: BoilerFuel, condensing: bool) -> Result<(), RetrofitError> {
    if pct <= NOT_CONDENSING_PCT || (condensing && FuelUse::is_gas(fuel)) {
        return Ok(());
    }
    Err(RetrofitError::Refused(format!(
        "措施“{}”：热效率 {} % 不能成立，应不大于 100 %；按低位热值只有冷凝式燃气锅炉可超过(须选“冷凝”)",
        action.zh(),
        stated(pct)
    )))
}
