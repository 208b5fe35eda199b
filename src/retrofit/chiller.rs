//! 更换高效冷水机组: the same cooling from a unit of better coefficient of performance, `E₂/E₁ = COP₁/COP₂`.

use super::given::Given;
use super::{Changed, RetrofitError};
use crate::audit::equipment::{Chiller, ChillerType};
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::{Step, n, put};

/// Replaces an electric unit; a worse one gives a negative saving, with a warning.
pub(super) fn replace(device: &Equipment, c: &Chiller, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let absorption = matches!(
        c.chiller_type.as_ref().map(|t| t.value),
        Some(ChillerType::AbsorptionSteam | ChillerType::AbsorptionDirect)
    );
    if absorption || c.annual_gas_10k_m3.is_some() {
        return Err(given.refuse("只用于电驱动机组；吸收式机组改电驱动请用“自定措施”给出改造前后"));
    }
    let old = given.number_or("present_cop", c.cop.as_ref())?;
    let new = given.number("cop")?;
    let factor = old / new;
    let mut after = given.scale(device, factor)?;
    if let Kind::Chiller(c) = &mut after.kind {
        c.cop = Some(Entered::new(new, Origin::Nameplate));
        (c.seasonal, c.input_power_kw, c.measured_input_kw) = (None, None, None);
    }
    after.common.model = None;
    given.notes.push("两台机组的性能系数须是同一工况；冷却水泵、冷却塔的用电不变，未计".to_owned());
    let step = Step::new("能耗比", "E₂/E₁ = COP₁/COP₂ (同一供冷量)", format!("{}/{}", put(old), put(new)), factor, "");
    let no_better = (new <= old).then(|| format!("新机性能系数 {} 不高于现机 {}，更换不节能", n(new), n(old)));
    Ok(Changed::new(after, vec![step], given.notes).warned(no_better))
}
