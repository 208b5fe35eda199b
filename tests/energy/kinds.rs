//! Every kind by hand; published examples are those of the engineering handbook the formulas come from.

use energy_audit::audit::{KindCode, Origin};
use energy_audit::energy::FuelUse;
use proptest::prelude::*;

use super::{close, device, energy};

#[test]
fn electricity_by_hand() {
    use KindCode::*;
    let cases: Vec<(KindCode, &str, f64)> = vec![
        // P_u = 1000·9.81·200·32/3.6e6 = 17.44 kW; 17.44/0.78 = 22.36 kW of 30 kW: above half load.
        (
            Pump,
            "operating_flow_m3_per_h=200;operating_head_m=32;operating_efficiency_pct=78;motor_power_kw=30;motor_efficiency_pct=93;annual_hours_h=6000",
            17.44 / 0.78 / 0.93 * 6000.0,
        ),
        // Brine of 1150 kg/m³, two pumps, motor power not entered: 1150·9.81·200·32/3.6e6 = 20.056 kW.
        (
            Pump,
            "quantity=2;density_kg_per_m3=1150;operating_flow_m3_per_h=200;operating_head_m=32;operating_efficiency_pct=78;motor_efficiency_pct=93;annual_hours_h=6000",
            20.056 / 0.78 / 0.93 * 6000.0 * 2.0,
        ),
        // No efficiency, but rated point 250 m³/h, 32 m, 27.25 kW: 21.8/27.25 = 0.8.
        (
            Pump,
            "flow_m3_per_h=250;head_m=32;shaft_power_kw=27.25;operating_flow_m3_per_h=200;operating_head_m=32;motor_power_kw=30;motor_efficiency_pct=93;annual_hours_h=6000",
            17.44 / 0.8 / 0.93 * 6000.0,
        ),
        // By load: 30·0.7/0.93 kW.
        (
            Pump,
            "motor_power_kw=30;motor_efficiency_pct=93;load_factor_pct=70;annual_hours_h=6000",
            30.0 * 0.7 / 0.93 * 6000.0,
        ),
        // Measured power goes before everything but the meter.
        (
            Pump,
            "measured_input_kw=!24;motor_power_kw=30;motor_efficiency_pct=93;load_factor_pct=70;annual_hours_h=6000;quantity=3",
            24.0 * 6000.0 * 3.0,
        ),
        // The meter's reading is that of all three.
        (Pump, "annual_electricity_kwh=400000;measured_input_kw=!24;annual_hours_h=6000;quantity=3", 400_000.0),
        // P_u = 36 000·2500/3.6e6 = 25 kW; 25/0.8 = 31.25 kW of 37 kW.
        (
            Fan,
            "operating_flow_m3_per_h=36000;operating_pressure_pa=2500;operating_efficiency_pct=80;motor_power_kw=37;motor_efficiency_pct=93;annual_hours_h=7000;quantity=2",
            31.25 / 0.93 * 7000.0 * 2.0,
        ),
        // The same on a motor of 75 kW: β = 0.416667, δ_N = 0.0752688, δ₀ = 0.0250896,
        // losses δ₀ + β²·0.0501792 = 0.0338013; input 75·(0.4166667 + 0.0338013) = 33.78510 kW.
        (
            Fan,
            "operating_flow_m3_per_h=36000;operating_pressure_pa=2500;operating_efficiency_pct=80;motor_power_kw=75;motor_efficiency_pct=93;annual_hours_h=7000",
            75.0 * (31.25 / 75.0 + 0.025_089_606 + (31.25_f64 / 75.0).powi(2) * 0.050_179_211) * 7000.0,
        ),
        // External rotor: the efficiency is that of fan and motor together, 25/0.6 kW.
        (
            Fan,
            "fan_type=external_rotor;operating_flow_m3_per_h=36000;operating_pressure_pa=2500;rated_efficiency_pct=60;annual_hours_h=7000",
            25.0 / 0.6 * 7000.0,
        ),
        (
            Blower,
            "motor_power_kw=90;motor_efficiency_pct=94;load_factor_pct=80;annual_hours_h=5000",
            90.0 * 0.8 / 0.94 * 5000.0,
        ),
        // 40 %: δ_N = 1/0.85−1 = 0.1764706, δ₀ = 0.0588235; losses 0.0588235 + 0.16·0.1176471 = 0.0776471.
        (
            Submersible,
            "rated_power_kw=22;motor_efficiency_pct=85;load_factor_pct=40;annual_hours_h=3000",
            22.0 * (0.4 + 0.058_823_529 + 0.16 * 0.117_647_059) * 3000.0,
        ),
        // A load of nothing uses nothing.
        (Submersible, "rated_power_kw=22;motor_efficiency_pct=85;load_factor_pct=0;annual_hours_h=3000", 0.0),
        (Compressor, "input_power_kw=132;load_factor_pct=72;annual_hours_h=5000", 132.0 * 0.72 * 5000.0),
        (
            Compressor,
            "motor_power_kw=75;motor_efficiency_pct=94;load_factor_pct=80;annual_hours_h=5000",
            75.0 * 0.8 / 0.94 * 5000.0,
        ),
        (Chiller, "input_power_kw=180;load_factor_pct=65;annual_hours_h=3000", 351_000.0),
        (Furnace, "fuel=electricity;annual_electricity_kwh=800000", 800_000.0),
        // An induction furnace need not say that it is electric.
        (Furnace, "furnace_type=induction;measured_input_kw=!200;annual_hours_h=6000", 1_200_000.0),
        (Welder, "measured_input_kw=!8;annual_hours_h=1500;quantity=4", 48_000.0),
        (Lighting, "lamp_power_w=250;ballast_power_w=25;annual_hours_h=4000;quantity=1000", 1_100_000.0),
        (DataCentre, "annual_electricity_kwh=30000000;annual_it_electricity_kwh=20000000", 30_000_000.0),
        (Other, "rated_power_kw=45;load_factor_pct=60;annual_hours_h=4000", 108_000.0),
        (HeatExchanger, "area_m2=50", 0.0),
    ];
    for (kind, fields, expected) in cases {
        let used = energy(&device(kind, fields)).unwrap_or_else(|gap| panic!("{kind:?} {fields}: {gap}"));
        close(used.electricity_kwh, expected);
        assert!(used.fuels.is_empty(), "{kind:?} {fields}: {:?}", used.fuels);
        if kind != HeatExchanger {
            let last = used.working.last().unwrap_or_else(|| panic!("{kind:?} {fields}: no working"));
            assert_eq!((last.value, last.unit.as_str()), (used.electricity_kwh, "kWh/a"), "{kind:?} {fields}");
        }
    }
}

/// 40 m³/min, load 0.75, 7200 h, 7.6 → 6.4 kW/(m³/min): 259 200 kWh/a.
#[test]
fn published_compressor_example() {
    let at = |ser: &str| {
        let fields = "flow_m3_per_min=40;load_factor_pct=75;annual_hours_h=7200;specific_power_kw_per_m3_min=";
        energy(&device(KindCode::Compressor, &format!("{fields}{ser}"))).expect("energy").electricity_kwh
    };
    close(at("7.6") - at("6.4"), 259_200.0);
}

/// 1000 lamps of 250 W → 100 W, 4000 h, 5 % margin: 570 000 kWh/a.
#[test]
fn published_lighting_example() {
    let at = |watt: u32| {
        let fields = format!("lamp_power_w={watt};annual_hours_h=4000;quantity=1000");
        energy(&device(KindCode::Lighting, &fields)).expect("energy")
    };
    close((at(250).electricity_kwh - at(100).electricity_kwh) * 0.95, 570_000.0);
    assert!(at(250).notes.iter().any(|n| n.contains("镇流器")), "{:?}", at(250).notes);
}

/// 20 000 000 kWh of IT, PUE 1.50 → 1.25: 5 000 000 kWh/a.
#[test]
fn published_data_centre_example() {
    let at = |pue: &str| {
        energy(&device(KindCode::DataCentre, &format!("annual_it_electricity_kwh=20000000;pue={pue}"))).expect("energy")
    };
    close(at("1.50").electricity_kwh - at("1.25").electricity_kwh, 5_000_000.0);
}

#[test]
fn fired_kinds_by_hand() {
    // 120 万m³ × 36 000 kJ/m³ = 43 200 GJ, with 50 000 kWh for the fans.
    let furnace = device(
        KindCode::Furnace,
        "fuel=natural_gas;annual_gas_10k_m3=120;fuel_ncv_kj_per_kg=36000;annual_electricity_kwh=50000",
    );
    let used = energy(&furnace).expect("energy");
    close(used.fuels.iter().map(FuelUse::heat_gj).sum(), 43_200.0);
    close(used.electricity_kwh, 50_000.0);
    assert!(!used.estimated);
    // Coal furnace without electricity: said.
    let coal = device(KindCode::Furnace, "fuel=bituminous;annual_fuel_t=1000;fuel_ncv_kj_per_kg=20000");
    let used = energy(&coal).expect("energy");
    close(used.fuels[0].heat_gj(), 20_000.0);
    assert!(used.notes.iter().any(|n| n.contains("未填用电")), "{:?}", used.notes);
    // Direct-fired chiller: 12 万m³ × 35 000 kJ/m³ (the audit's figure) = 4200 GJ and 15 kW·0.8·2000 h.
    let direct = device(
        KindCode::Chiller,
        "chiller_type=absorption_direct;annual_gas_10k_m3=12;input_power_kw=15;load_factor_pct=80;annual_hours_h=2000",
    );
    let used = energy(&direct).expect("energy");
    close(used.fuels[0].heat_gj(), 4_200.0);
    close(used.electricity_kwh, 24_000.0);
    assert!(used.estimated, "the heat value is not the device's own");
    // Steam is the boiler's.
    let steam = device(
        KindCode::Chiller,
        "chiller_type=absorption_steam;heat_source_kg_per_kwh=1.2;input_power_kw=15;load_factor_pct=80;annual_hours_h=2000",
    );
    let used = energy(&steam).expect("energy");
    close(used.electricity_kwh, 24_000.0);
    assert!(used.fuels.is_empty() && used.notes.iter().any(|n| n.contains("蒸汽")), "{:?}", used.notes);
}

#[test]
fn what_is_missing_is_named() {
    use KindCode::*;
    let cases: Vec<(KindCode, &str, &[&str])> = vec![
        (Pump, "", &["measured_input_kw", "annual_hours_h"]),
        (Pump, "motor_power_kw=30", &["load_factor_pct", "motor_efficiency_pct", "annual_hours_h"]),
        (Pump, "motor_power_kw=30;load_factor_pct=70;annual_hours_h=6000", &["motor_efficiency_pct"]),
        // A rated point alone does not say how the pump is run.
        (Pump, "flow_m3_per_h=200;head_m=32;rated_efficiency_pct=80;annual_hours_h=6000", &["measured_input_kw"]),
        (
            Pump,
            "operating_flow_m3_per_h=200;motor_efficiency_pct=93;annual_hours_h=6000",
            &["operating_head_m", "operating_efficiency_pct"],
        ),
        (
            Fan,
            "operating_flow_m3_per_h=200;operating_pressure_pa=900;operating_efficiency_pct=70;annual_hours_h=6000",
            &["motor_efficiency_pct"],
        ),
        (Fan, "measured_input_kw=20", &["annual_hours_h"]),
        (Blower, "load_factor_pct=70;annual_hours_h=10", &["motor_power_kw", "motor_efficiency_pct"]),
        (Submersible, "rated_power_kw=22;motor_efficiency_pct=85;annual_hours_h=10", &["load_factor_pct"]),
        // Loaded share says nothing of the power when unloaded.
        (
            Compressor,
            "flow_m3_per_min=40;specific_power_kw_per_m3_min=7.6;loaded_share_pct=70;annual_hours_h=10",
            &["load_factor_pct"],
        ),
        (Chiller, "cooling_capacity_kw=1000;cop=5;annual_hours_h=10", &["input_power_kw", "load_factor_pct"]),
        (
            Chiller,
            "chiller_type=absorption_direct;input_power_kw=15;load_factor_pct=80;annual_hours_h=10",
            &["annual_gas_10k_m3"],
        ),
        (Furnace, "annual_electricity_kwh=800000", &["fuel"]),
        (Furnace, "fuel=electricity;rated_power_kw=300;annual_hours_h=6000", &["annual_electricity_kwh"]),
        (Furnace, "fuel=diesel;annual_electricity_kwh=9", &["annual_fuel_t"]),
        (Furnace, "fuel=coke_oven_gas;annual_electricity_kwh=9", &["annual_gas_10k_m3"]),
        (Welder, "rated_input_kva=20;annual_hours_h=1500", &["measured_input_kw"]),
        (Lighting, "annual_hours_h=1500", &["lamp_power_w"]),
        (Lighting, "lamp_power_w=40", &["annual_hours_h"]),
        (DataCentre, "it_power_kw=500;pue=1.4", &["annual_electricity_kwh"]),
        (Other, "rated_power_kw=500;annual_hours_h=1", &["load_factor_pct"]),
    ];
    for (kind, fields, missing) in cases {
        let gap = energy(&device(kind, fields)).expect_err(fields);
        assert_eq!(gap.missing, missing, "{kind:?} {fields}");
        for key in missing {
            let name = kind.field(key).expect("field").zh;
            assert!(gap.reason.contains(name), "{}", gap.reason);
        }
    }
    let gap = energy(&device(Pump, "motor_power_kw=30;load_factor_pct=70")).expect_err("gap");
    assert_eq!(gap.reason, "缺少电机效率(或实测输入功率)、年运行小时");
}

#[test]
fn estimates_and_origins_are_told() {
    // A rated head in place of the operating one is an estimate: 17.44 kW as above.
    let fields = "operating_flow_m3_per_h=!200;head_m=32;operating_efficiency_pct=!78;motor_power_kw=30;motor_efficiency_pct=93;annual_hours_h=!6000";
    let used = energy(&device(KindCode::Pump, fields)).expect("energy");
    close(used.electricity_kwh, 17.44 / 0.78 / 0.93 * 6000.0);
    assert!(used.estimated && used.notes.iter().any(|n| n.contains("按额定扬程估算")), "{:?}", used.notes);
    // All operating: no estimate; the weakest input is the nameplate.
    let fields = fields.replace(";head_m=32", ";operating_head_m=!32");
    let used = energy(&device(KindCode::Pump, &fields)).expect("energy");
    assert!(!used.estimated);
    assert_eq!(used.weakest, Some(Origin::Nameplate));
    // An estimated load makes an estimate.
    let used = energy(&device(KindCode::Other, "rated_power_kw=45;load_factor_pct=~60;annual_hours_h=!4000"));
    let used = used.expect("energy");
    assert!(used.estimated);
    assert_eq!(used.weakest, Some(Origin::Estimate));
    // Measured alone.
    let used = energy(&device(KindCode::Welder, "measured_input_kw=!8;annual_hours_h=!1500")).expect("energy");
    assert_eq!((used.weakest, used.estimated), (Some(Origin::Measured), false));
    // Losses of an inverter are not made up.
    let used = energy(&device(
        KindCode::Fan,
        "motor_power_kw=30;motor_efficiency_pct=93;load_factor_pct=70;annual_hours_h=6000;flow_control=inverter;coupling=belt",
    ))
    .expect("energy");
    close(used.electricity_kwh, 30.0 * 0.7 / 0.93 * 6000.0);
    assert!(["变频器", "皮带"].iter().all(|w| used.notes.iter().any(|n| n.contains(w))), "{:?}", used.notes);
    // A shaft power far above the motor's rating is questioned.
    let heavy = "operating_flow_m3_per_h=200;operating_head_m=32;operating_efficiency_pct=78;motor_power_kw=15;motor_efficiency_pct=93;annual_hours_h=6000";
    let used = energy(&device(KindCode::Pump, heavy)).expect("energy");
    assert!(used.notes.iter().any(|n| n.contains("超过电机额定功率")), "{:?}", used.notes);
}

/// Any device whose fields hold any values their ranges allow.
fn any_device() -> impl Strategy<Value = energy_audit::audit::Equipment> {
    use energy_audit::audit::field::{FieldKind, FieldValue};
    use energy_audit::audit::{Entered, Equipment};
    (0..KindCode::ALL.len()).prop_flat_map(|kind| {
        let kind = KindCode::ALL[kind];
        let number = kind.fields().count();
        proptest::collection::vec((0u8..6, 0.0..1.0f64, any::<u8>(), 0usize..4), number).prop_map(move |picks| {
            let mut device = Equipment::new(kind);
            for (def, (what, share, option, origin)) in kind.fields().zip(picks) {
                let value = match def.kind {
                    FieldKind::Number { min, max } => FieldValue::Number(match what {
                        0 => continue,
                        1 => min,
                        2 => max,
                        3 => min + (max - min) * share,
                        _ => (min.max(1e-3).ln() * (1.0 - share) + max.max(1e-3).ln() * share).exp().clamp(min, max),
                    }),
                    FieldKind::Choice(options) => {
                        FieldValue::Choice(options[usize::from(option) % options.len()].code.to_owned())
                    }
                    _ => continue,
                };
                let entered = Entered::new(value, Origin::ALL[origin]);
                if what > 0 {
                    device.set(def.key, Some(entered)).unwrap_or_else(|e| panic!("{}: {e}", def.key));
                }
            }
            device
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn always_a_number_or_a_named_gap(device in any_device()) {
        match energy(&device) {
            Ok(used) => {
                prop_assert!(used.electricity_kwh.is_finite() && used.electricity_kwh >= 0.0, "{used:?}");
                prop_assert!(used.fuels.iter().all(|f| f.heat_gj().is_finite() && f.quantity.is_finite()), "{used:?}");
                prop_assert!(used.working.iter().all(|s| s.value.is_finite()), "{used:?}");
            }
            Err(gap) => {
                prop_assert!(!gap.missing.is_empty() && !gap.reason.is_empty());
                for key in &gap.missing {
                    prop_assert!(device.kind.code().field(key).is_some(), "{key} is no field");
                }
            }
        }
    }
}
