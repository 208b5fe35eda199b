//! Sample audits built into the program.

use crate::audit::field::FieldValue;
use crate::audit::{Audit, Entered, Equipment, KindCode, PartialDate, Record as _};

/// A sample: what it is called, what it shows, and its audit.
pub struct Sample {
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// What a newcomer sees in it.
    pub about_zh: &'static str,
    /// The same in English.
    pub about_en: &'static str,
    /// Makes the audit.
    pub make: fn() -> Audit,
}

/// The samples, in the order offered.
pub fn samples() -> Vec<Sample> {
    vec![Sample {
        zh: "示例机械厂",
        en: "Sample machine works",
        about_zh: "几台新旧电动机、一台变压器和一台燃煤锅炉",
        about_en: "A few motors old and new, a transformer and a coal-fired boiler",
        make: machine_works,
    }]
}

fn text(t: &str) -> FieldValue {
    FieldValue::Text(t.to_owned())
}

fn choice(t: &str) -> FieldValue {
    FieldValue::Choice(t.to_owned())
}

fn device(kind: KindCode, values: &[(&str, FieldValue)]) -> Equipment {
    let mut device = Equipment::new(kind);
    for (key, value) in values {
        // The values are written here; one that a narrower range refuses is left out, not fatal.
        let _ = device.set(key, Some(Entered::ledger(value.clone())));
    }
    device
}

fn machine_works() -> Audit {
    use FieldValue::{Date, Number};
    let mut audit = Audit::default();
    for (key, value) in [("name", text("示例机械厂")), ("province", text("山西")), ("industry", text("通用设备制造业"))]
    {
        let _ = audit.enterprise.set(key, Some(Entered::ledger(value)));
    }
    let motor = |tag: &str, name: &str, model: &str, kw: f64, poles: f64, year: i16, efficiency: Option<f64>| {
        let mut values = vec![
            ("tag", text(tag)),
            ("name", text(name)),
            ("workshop", text("动力车间")),
            ("model", text(model)),
            ("rated_power_kw", Number(kw)),
            ("poles", Number(poles)),
            ("rated_voltage_v", Number(380.0)),
            ("load_factor_pct", Number(70.0)),
            ("annual_hours_h", Number(6000.0)),
        ];
        values.extend(PartialDate::year_only(year).map(|d| ("made_on", Date(d))));
        values.extend(efficiency.map(|e| ("rated_efficiency_pct", Number(e))));
        device(KindCode::Motor, &values)
    };
    audit.equipment = vec![
        motor("M-01", "循环水泵电机", "JO2-92-4", 75.0, 4.0, 1982, None),
        motor("M-02", "引风机电机", "Y280M-4", 90.0, 4.0, 2001, Some(93.5)),
        motor("M-03", "空压机电机", "YE3-315S-4", 110.0, 4.0, 2018, Some(95.4)),
        motor("M-04", "冷却塔风机电机", "YE4-160L-6", 11.0, 6.0, 2023, Some(92.3)),
        device(
            KindCode::Transformer,
            &[
                ("tag", text("T-01")),
                ("name", text("1号配电变压器")),
                ("model", text("S7-630/10")),
                ("capacity_kva", Number(630.0)),
                ("high_voltage_kv", Number(10.0)),
                ("load_factor_pct", Number(45.0)),
                ("energized_hours_h", Number(8760.0)),
            ],
        ),
        device(
            KindCode::Boiler,
            &[
                ("tag", text("B-01")),
                ("name", text("1号蒸汽锅炉")),
                ("model", text("DZL4-1.25-AII")),
                ("medium", choice("steam")),
                ("fuel", choice("coal")),
                ("capacity_tph", Number(4.0)),
                ("design_efficiency_pct", Number(78.0)),
                ("annual_fuel_t", Number(1800.0)),
            ],
        ),
    ];
    audit
}
