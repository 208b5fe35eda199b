//! Insulation of pipes, tanks and equipment: from stated losses, or from thickness and conductivity.
//!
//! Notes (GB/T 8175, GB 50264; cylinder and plane wall in series with the surface): bare `q = α·πD₀·Δt` W/m and
//! `q = α·Δt` W/m²; insulated `q = Δt/[ln(D₁/D₀)/(2πλ) + 1/(α·πD₁)]` and `q = Δt/(δ/λ + 1/α)`. Heat saved in a year is
//! `(q₁−q₂)·L·h·3.6` (GB/T 4272, GB/T 8174).

use std::f64::consts::PI;

use super::RetrofitError;
use super::given::Given;
use super::steam::choice;
use crate::audit::measure::Action;
use crate::audit::measure::inputs::SurfaceShape;
use crate::energy::working::{Step, n, put};

/// Heat in GJ/a that insulation of stated losses saves.
pub(super) fn stated(given: &mut Given<'_>) -> Result<(f64, Vec<Step>), RetrofitError> {
    let (bare, insulated) = (given.number("bare_w_per_m")?, given.number("insulated_w_per_m")?);
    given.within("insulated_w_per_m", insulated, 0.0, bare, "不大于现散热")?;
    let (length, h) = (given.number("length_m")?, given.number("hours_h")?);
    let (gj, step) = saved(bare, insulated, length, h);
    Ok((gj, vec![step]))
}

fn saved(before: f64, after: f64, extent: f64, hours: f64) -> (f64, Step) {
    let gj = (before - after) * extent * hours * 3.6 / 1e6;
    let step = Step::new(
        "年减少散热",
        "Q = (q₁−q₂)·L·h·3.6 (GB/T 4272、GB/T 8174)",
        format!("({}−{})×{}×{}×3.6/10⁶", put(before), put(after), put(extent), put(hours)),
        gj,
        "GJ/a",
    );
    (gj, step)
}

/// Heat in GJ/a that insulating a bare surface by so much saves.
pub(super) fn by_thickness(action: &Action, given: &mut Given<'_>) -> Result<(f64, Vec<Step>), RetrofitError> {
    let shape = choice::<SurfaceShape>(action, "shape").ok_or_else(|| given.refuse("缺少参数：表面形状"))?;
    let (hot, ambient) = (given.number("medium_c")?, given.number("ambient_c")?);
    given.within("medium_c", hot, ambient, 600.0, "不低于环境温度")?;
    let difference = hot - ambient;
    let (thickness, lambda) = (given.number("thickness_mm")? / 1000.0, given.number("conductivity_w_per_m_k")?);
    let alpha = given.number("surface_coefficient_w_per_m2_k")?;
    let (extent, hours) = (given.number("extent")?, given.number("hours_h")?);
    // Width of the surface that gives off heat, before and after, per m of pipe or m² of wall; resistance of the layer.
    let (bare_width, width, layer, unit) = match shape {
        SurfaceShape::Cylinder => {
            let inner = given.number("outer_diameter_mm")? / 1000.0;
            let outer = inner + 2.0 * thickness;
            (PI * inner, PI * outer, (outer / inner).ln() / (2.0 * PI * lambda), "W/m")
        }
        SurfaceShape::Flat => (1.0, 1.0, thickness / lambda, "W/m²"),
    };
    let before = alpha * bare_width * difference;
    let after = difference / (layer + 1.0 / (alpha * width));
    if after > before {
        return Err(given.refuse(format!(
            "保温后散热 {} {unit} 大于裸管 {} {unit}：管径小于临界直径 2λ/α，这样保温反而多散热",
            n(after),
            n(before)
        )));
    }
    let surface = ambient + after / (alpha * width);
    let (bare, insulated) = match shape {
        SurfaceShape::Cylinder => ("q₁ = α·πD₀·Δt", "q₂ = Δt/[ln(D₁/D₀)/(2πλ)+1/(α·πD₁)] (GB/T 8175、GB 50264)"),
        SurfaceShape::Flat => ("q₁ = α·Δt", "q₂ = Δt/(δ/λ+1/α) (GB/T 8175、GB 50264)"),
    };
    let (gj, step) = saved(before, after, extent, hours);
    let working = vec![
        Step::new("裸表面散热", bare, format!("{}×{}×{}", put(alpha), put(bare_width), put(difference)), before, unit),
        Step::new(
            "保温后散热",
            insulated,
            format!("{}/({}+1/({}×{}))", put(difference), put(layer), put(alpha), put(width)),
            after,
            unit,
        ),
        Step::new(
            "保温层外表面温度",
            "t_s = t_a+q₂/(α·πD₁)，平壁 t_a+q₂/α",
            format!("{}+{}/({}×{})", put(ambient), put(after), put(alpha), put(width)),
            surface,
            "℃",
        ),
        step,
    ];
    given.notes.push("裸表面与保温层外表面用同一换热系数；裸表面温度高、辐射大，实际散热更多，节能量不高估".to_owned());
    Ok((gj, working))
}
