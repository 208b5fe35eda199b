//! Screening runs on every keystroke: time per device over 100,000 synthetic devices on one thread.
//!
//! `cargo bench --bench screening`. The mix is that of a plant: mostly motors, some transformers and boilers, old
//! and new models, with holes.

use std::hint::black_box;
use std::time::Instant;

use energy_audit::audit::field::{FieldKind, FieldValue};
use energy_audit::audit::{Audit, Entered, Equipment, KindCode, PartialDate};
use energy_audit::diagnosis::diagnose;
use energy_audit::reference::Reference;
use energy_audit::screening::screen;

const SPECIMENS: &[(KindCode, &str)] = &[
    (KindCode::Motor, "model=Y160M-4;rated_power_kw=11;rated_voltage_v=380;rated_efficiency_pct=88.4;load_factor_pct=70;annual_hours_h=6000"),
    (KindCode::Motor, "model=Y2-160M-4;rated_power_kw=11;rated_efficiency_pct=88;made_on=2006"),
    (KindCode::Motor, "model=JO2-72-4;rated_power_kw=30;poles=4"),
    (KindCode::Motor, "model=YE3-280S-4;rated_power_kw=75;rated_efficiency_pct=95;load_factor_pct=60;annual_hours_h=7200"),
    (KindCode::Motor, "model=YE4-132M-4;rated_power_kw=7.5"),
    (KindCode::Motor, "model=YKK450-4;rated_power_kw=500;rated_voltage_v=10000;rated_efficiency_pct=94.6;load_factor_pct=75;annual_hours_h=7500"),
    (KindCode::Motor, "model=Ｙ２２５Ｍ－４;rated_power_kw=45"),
    (KindCode::Motor, "model=YVF2-160L-4;rated_power_kw=15"),
    (KindCode::Transformer, "model=S9-500/10;made_on=1996;load_factor_pct=50;energized_hours_h=8760"),
    (KindCode::Transformer, "model=SCB12-1000/10;no_load_loss_w=1415;load_loss_w=8130;insulation_class=f;load_factor_pct=40;energized_hours_h=8760"),
    (KindCode::Transformer, "model=S7-315/10"),
    (KindCode::Boiler, "model=SZL10-1.25-AⅡ;fuel=bituminous;combustion=chain_grate;capacity_tph=10;design_efficiency_pct=78;fuel_ncv_kj_per_kg=20934;annual_fuel_t=7000;measured_efficiency_pct=72"),
    (KindCode::Boiler, "model=WNS6-1.25-Q;fuel=natural_gas;capacity_tph=6;condensing=no;design_efficiency_pct=92"),
];

fn specimen(kind: KindCode, fields: &str) -> Equipment {
    let mut device = Equipment::new(kind);
    for pair in fields.split(';') {
        let Some((key, text)) = pair.split_once('=') else { continue };
        let value = match kind.field(key).map(|d| d.kind) {
            Some(FieldKind::Number { .. }) => text.parse().map(FieldValue::Number).ok(),
            Some(FieldKind::Choice(_)) => Some(FieldValue::Choice(text.to_owned())),
            Some(FieldKind::Date) => PartialDate::parse(text).map(FieldValue::Date),
            _ => Some(FieldValue::Text(text.to_owned())),
        };
        if let Some(value) = value {
            device.set(key, Some(Entered::ledger(value))).unwrap_or_else(|e| panic!("{pair}: {e}"));
        }
    }
    device
}

fn main() {
    let specimens: Vec<Equipment> = SPECIMENS.iter().map(|(k, f)| specimen(*k, f)).collect();
    let audit = Audit {
        equipment: (0..100_000)
            .map(|i| {
                let mut e = specimens[i % specimens.len()].clone();
                e.id = energy_audit::audit::Id(i as u64 + 1);
                e
            })
            .collect(),
        ..Audit::default()
    };
    let reference = Reference::on(jiff::civil::date(2026, 11, 24)).unwrap_or_else(|e| panic!("{e}"));
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        for device in &audit.equipment {
            black_box(screen(black_box(device), &reference));
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("screen: {:.2} µs per device (best of 5 over 100000 devices, one thread)", best * 1e6 / 1e5);
    let start = Instant::now();
    black_box(diagnose(&audit, &reference));
    println!("diagnose: {:.2} s for 100000 devices (screening, energy, totals; one thread)", start.elapsed().as_secs_f64());
}
