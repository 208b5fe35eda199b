//! The one figure that tells a device's size, so that plants can be summed up kind by kind.

use super::{boiler, transformer};
use crate::audit::{Equipment, Kind, KindCode};

/// What a kind's size is measured in.
pub fn unit(kind: KindCode) -> &'static str {
    match kind {
        KindCode::Transformer | KindCode::Welder => "kVA",
        KindCode::Boiler => "t/h",
        KindCode::HeatExchanger => "m²",
        KindCode::Motor
        | KindCode::Fan
        | KindCode::Blower
        | KindCode::Pump
        | KindCode::Submersible
        | KindCode::Compressor
        | KindCode::Chiller
        | KindCode::Furnace
        | KindCode::Lighting
        | KindCode::DataCentre
        | KindCode::Other => "kW",
    }
}

/// What a kind's size is, in words.
pub fn name(kind: KindCode) -> &'static str {
    match kind {
        KindCode::Motor | KindCode::Submersible | KindCode::Furnace | KindCode::Other => "额定功率",
        KindCode::Transformer => "容量",
        KindCode::Boiler => "额定出力",
        KindCode::Fan | KindCode::Blower | KindCode::Pump | KindCode::Compressor => "电机功率",
        KindCode::Chiller => "制冷量",
        KindCode::HeatExchanger => "换热面积",
        KindCode::Welder => "输入容量",
        KindCode::Lighting => "灯功率",
        KindCode::DataCentre => "IT 功率",
    }
}

/// The size of one of the alike devices, in the kind's [`unit`]; `None` if it was not entered.
///
/// Boilers: 0.7 MW count as 1 t/h. Lamps: with ballast or driver, as far as entered.
pub fn size(device: &Equipment) -> Option<f64> {
    let field = match &device.kind {
        Kind::Transformer(t) => return transformer::capacity_kva(device, t),
        Kind::Boiler(b) => return boiler::capacity_tph(b),
        Kind::Lighting(l) => {
            let ballast = l.ballast_power_w.as_ref().map_or(0.0, |b| b.value);
            return l.lamp_power_w.as_ref().map(|p| (p.value + ballast) / 1000.0);
        }
        Kind::Motor(m) => &m.rated_power_kw,
        Kind::Fan(f) => &f.motor_power_kw,
        Kind::Blower(b) => &b.motor_power_kw,
        Kind::Pump(p) => &p.motor_power_kw,
        Kind::Submersible(s) => &s.rated_power_kw,
        Kind::Compressor(c) => &c.motor_power_kw,
        Kind::Chiller(c) => &c.cooling_capacity_kw,
        Kind::Furnace(f) => &f.rated_power_kw,
        Kind::HeatExchanger(x) => &x.area_m2,
        Kind::Welder(w) => &w.rated_input_kva,
        Kind::DataCentre(d) => &d.it_power_kw,
        Kind::Other(o) => &o.rated_power_kw,
    };
    field.as_ref().map(|e| e.value)
}
