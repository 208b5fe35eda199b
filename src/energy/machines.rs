//! Which values of each kind its electricity is calculated from.

use super::electric::Machine;
use super::{Context, EnergyGap, EnergyUse};
use crate::audit::{Equipment, Kind};

/// Electricity and fuels of the kinds other than motors, transformers and boilers.
pub(super) fn annual(device: &Equipment, kind: &Kind, ctx: &Context<'_>) -> Result<EnergyUse, EnergyGap> {
    match kind {
        Kind::Fan(f) => Machine {
            annual_kwh: f.annual_electricity_kwh.as_ref(),
            input_kw: f.measured_input_kw.as_ref(),
            rated_kw: f.motor_power_kw.as_ref(),
            load_factor_pct: f.load_factor_pct.as_ref(),
            motor_efficiency_pct: f.motor_efficiency_pct.as_ref(),
            hours: f.annual_hours_h.as_ref(),
            needs: &["measured_input_kw"],
            ..Machine::default()
        }
        .annual(device, ctx),
        _ => Err(EnergyGap { missing: Vec::new(), reason: "本类设备的能耗计算未完成".to_owned() }),
    }
}
