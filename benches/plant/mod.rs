//! A large plant for the benchmarks: every kind, old and new models, with figures and holes that vary.

use energy_audit::audit::field::{FieldKind, FieldValue};
use energy_audit::audit::{Audit, Entered, Equipment, Id, KindCode, PartialDate};

const SPECIMENS: &[(KindCode, &str)] = &[
    (
        KindCode::Motor,
        "model=Y160M-4;rated_power_kw=11;rated_voltage_v=380;rated_efficiency_pct=88.4;load_factor_pct=70;annual_hours_h=6000",
    ),
    (KindCode::Motor, "model=Y2-160M-4;rated_power_kw=11;rated_efficiency_pct=88;made_on=2006"),
    (KindCode::Motor, "model=JO2-72-4;rated_power_kw=30;poles=4"),
    (
        KindCode::Motor,
        "model=YE3-280S-4;rated_power_kw=75;rated_efficiency_pct=95;load_factor_pct=60;annual_hours_h=7200",
    ),
    (KindCode::Motor, "model=YE4-132M-4;rated_power_kw=7.5"),
    (
        KindCode::Motor,
        "model=YKK450-4;rated_power_kw=500;rated_voltage_v=10000;rated_efficiency_pct=94.6;load_factor_pct=75;annual_hours_h=7500",
    ),
    (KindCode::Motor, "model=Ｙ２２５Ｍ－４;rated_power_kw=45"),
    (KindCode::Motor, "model=YVF2-160L-4;rated_power_kw=15"),
    (KindCode::Transformer, "model=S9-500/10;made_on=1996;load_factor_pct=50;energized_hours_h=8760"),
    (
        KindCode::Transformer,
        "model=SCB12-1000/10;no_load_loss_w=1415;load_loss_w=8130;insulation_class=f;load_factor_pct=40;energized_hours_h=8760",
    ),
    (KindCode::Transformer, "model=S7-315/10"),
    (
        KindCode::Boiler,
        "model=SZL10-1.25-AⅡ;fuel=bituminous;combustion=chain_grate;capacity_tph=10;design_efficiency_pct=78;fuel_ncv_kj_per_kg=20934;annual_fuel_t=7000;measured_efficiency_pct=72",
    ),
    (KindCode::Boiler, "model=WNS6-1.25-Q;fuel=natural_gas;capacity_tph=6;condensing=no;design_efficiency_pct=92"),
    (
        KindCode::Motor,
        "model=YX3-315L1-4;rated_power_kw=160;rated_efficiency_pct=95.1;load_factor_pct=35;annual_hours_h=8000",
    ),
    (KindCode::Motor, "rated_power_kw=18.5;poles=6;rated_voltage_v=380;energy_mark=ie3"),
    (
        KindCode::Fan,
        "model=4-72-8C;fan_type=centrifugal;machine_no_dm=8;speed_rpm=1600;flow_m3_per_h=25000;pressure_pa=2200;rated_efficiency_pct=84;motor_power_kw=22;motor_efficiency_pct=92;load_factor_pct=75;annual_hours_h=6500",
    ),
    (
        KindCode::Fan,
        "model=K40-6-18;fan_type=axial;hub_ratio=0.4;machine_no_dm=18;speed_rpm=980;flow_m3_per_h=160000;pressure_pa=900;shaft_power_kw=52;operating_flow_m3_per_h=140000;operating_pressure_pa=800;motor_power_kw=75;motor_efficiency_pct=93.5;annual_hours_h=8000",
    ),
    (KindCode::Fan, "model=9-19No5A;machine_no_dm=5;flow_m3_per_h=5000;pressure_pa=7000"),
    (
        KindCode::Blower,
        "model=C120-1.5;blower_type=multi_low;stages=4;impeller_outlet_width_mm=28;impeller_diameter_mm=660;polytropic_efficiency_pct=74;motor_power_kw=185;motor_efficiency_pct=95;load_factor_pct=82;annual_hours_h=7900",
    ),
    (KindCode::Blower, "model=ARF-250;blower_type=roots;motor_power_kw=75;measured_input_kw=61;annual_hours_h=8000"),
    (
        KindCode::Pump,
        "model=IS125-100-200;service=clean_water;pump_type=single_suction;flow_m3_per_h=200;head_m=50;speed_rpm=2900;rated_efficiency_pct=78;motor_power_kw=45;motor_efficiency_pct=93;load_factor_pct=70;annual_hours_h=6000",
    ),
    (
        KindCode::Pump,
        "model=10SH-9;service=clean_water;pump_type=double_suction;flow_m3_per_h=486;head_m=38.5;speed_rpm=1470;shaft_power_kw=62;operating_flow_m3_per_h=430;operating_head_m=36;motor_power_kw=75;motor_efficiency_pct=94;annual_hours_h=7200",
    ),
    (KindCode::Pump, "model=DG46-50×8;pump_type=multistage;stages=8;flow_m3_per_h=46;head_m=400;speed_rpm=2950"),
    (
        KindCode::Submersible,
        "model=QJ200-40/40;submersible_type=well_water;rated_power_kw=7.5;flow_m3_per_h=40;head_m=40;rated_efficiency_pct=58;load_factor_pct=85;motor_efficiency_pct=77;annual_hours_h=3000",
    ),
    (
        KindCode::Submersible,
        "model=WQ50-15-4;submersible_type=sewage_other;rated_power_kw=4;flow_m3_per_h=50;head_m=15",
    ),
    (
        KindCode::Compressor,
        "model=LU75-8;compressor_type=oil_injected;drive=fixed;cooling=air;motor_power_kw=75;discharge_pressure_mpa=0.8;flow_m3_per_min=13;specific_power_kw_per_m3_min=6.9;load_factor_pct=75;annual_hours_h=7000",
    ),
    (
        KindCode::Compressor,
        "model=4L-20/8;compressor_type=reciprocating;cooling=liquid;motor_power_kw=130;discharge_pressure_mpa=0.8;flow_m3_per_min=20;input_power_kw=118",
    ),
    (
        KindCode::Chiller,
        "model=LSBLG1000;chiller_type=comfort;source_side=water;cooling_capacity_kw=1000;input_power_kw=190;cop=5.3;seasonal=6.4;load_factor_pct=60;annual_hours_h=2600",
    ),
    (
        KindCode::Chiller,
        "chiller_type=absorption_steam;variant=steam_06;cooling_capacity_kw=2300;heat_source_kg_per_kwh=1.2",
    ),
    (
        KindCode::Furnace,
        "model=RT2-180-9;furnace_type=bogie;fuel=electricity;rated_power_kw=180;comparable_kwh_per_t=420;annual_electricity_kwh=620000",
    ),
    (KindCode::Furnace, "furnace_type=reheating;fuel=natural_gas;annual_gas_10k_m3=310;annual_output_t=120000"),
    (
        KindCode::HeatExchanger,
        "exchanger_type=plate;area_m2=80;design_u_w_per_m2_k=3000;design_approach_k=5;hot_in_c=95;hot_out_c=62;cold_in_c=45;cold_out_c=60;measured_heat_kw=4100",
    ),
    (
        KindCode::Welder,
        "model=BX1-330;welder_type=ac_transformer;rated_current_a=330;measured_input_kw=9;annual_hours_h=900",
    ),
    (KindCode::Welder, "model=ZX7-400;welder_type=inverter;rated_current_a=400"),
    (KindCode::Lighting, "lamp_type=metal_halide;lamp_power_w=400;ballast_power_w=45;annual_hours_h=4200;quantity=60"),
    (KindCode::DataCentre, "it_power_kw=300;annual_electricity_kwh=3900000;annual_it_electricity_kwh=2500000"),
    (KindCode::Other, "model=C620;category=车床;rated_power_kw=7.5;load_factor_pct=40;annual_hours_h=2400"),
    (KindCode::Other, "model=DW10-1000;category=断路器"),
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

/// A plant of `number` devices; no two neighbours are alike. Every tenth device names a motor.
pub fn plant(number: usize) -> Audit {
    let specimens: Vec<Equipment> = SPECIMENS.iter().map(|(k, f)| specimen(*k, f)).collect();
    let text = |text: String| Some(Entered::ledger(FieldValue::Text(text)));
    let equipment = (0..number).map(|n| {
        let mut device = specimens[n % specimens.len()].clone();
        device.id = Id(n as u64 + 1);
        let round = n / specimens.len();
        let mut set = |key: &str, value| device.set(key, value).unwrap_or_else(|e| panic!("{key}: {e}"));
        set("tag", text(format!("E-{n}")));
        if n % 10 == 9 {
            set("fed_by", text(format!("E-{}", n - n % specimens.len())));
        }
        // Figures move by up to 10 %, so that rows and results differ.
        let shift = 1.0 + (round % 21) as f64 / 210.0;
        for def in device.kind.code().own_fields() {
            let varied = def.key.ends_with("_pct") || def.key.contains("flow") || def.key.contains("annual");
            if let (true, Some(FieldValue::Number(value))) = (varied, device.get(def.key).map(|e| e.value)) {
                // Where that leaves the field's range, the figure stays.
                let _ = device.set(def.key, Some(Entered::ledger(FieldValue::Number(value * shift))));
            }
        }
        device
    });
    Audit { equipment: equipment.collect(), ..Audit::default() }
}
