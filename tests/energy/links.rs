//! Devices and the motors that drive them: every kilowatt-hour once.

use energy_audit::audit::{Audit, Equipment, KindCode};
use energy_audit::diagnosis::{Counted, Diagnosis, diagnose};

use super::{close, device, reference};

/// A motor that uses 100 000 kWh: measured 20 kW, 5000 h.
const KNOWN: &str = "rated_power_kw=30;rated_efficiency_pct=93;measured_input_kw=!20;annual_hours_h=5000";
/// A motor without hours.
const UNKNOWN: &str = "rated_power_kw=30;rated_efficiency_pct=93";

fn motor(tag: &str, fields: &str) -> Equipment {
    device(KindCode::Motor, &format!("tag={tag};{fields}"))
}

/// A pump that names its motor and, by its own data, uses `kwh`; unknown if negative.
fn pump(tag: &str, fed_by: &str, kwh: f64) -> Equipment {
    let energy = if kwh < 0.0 { String::new() } else { format!(";annual_electricity_kwh={kwh}") };
    device(KindCode::Pump, &format!("tag={tag};fed_by={fed_by}{energy}"))
}

fn found(devices: &[Equipment]) -> Diagnosis {
    diagnose(&Audit { equipment: devices.iter().cloned().collect(), ..Audit::default() }, &reference())
}

fn counted(devices: &[Equipment]) -> Vec<Counted> {
    found(devices).devices.iter().map(|d| d.counted).collect()
}

fn links(devices: &[Equipment]) -> Vec<String> {
    found(devices).devices.iter().map(|d| d.link.as_ref().map_or_else(String::new, ToString::to_string)).collect()
}

#[test]
fn a_plant_of_pairs_adds_up_by_hand() {
    let off = ";status=standby";
    let plant = vec![
        // Both known: the motor's 100 000 counts, not the pump's 90 000.
        motor("M-1", KNOWN),
        pump("P-1", "M-1", 90_000.0),
        // Only the motor known: 100 000; the pump is no gap.
        motor("M-2", KNOWN),
        pump("P-2", "M-2", -1.0),
        // Only the pump known: 70 000; the motor is no gap.
        motor("M-3", UNKNOWN),
        pump("P-3", "M-3", 70_000.0),
        // Neither known: two gaps.
        motor("M-4", UNKNOWN),
        pump("P-4", "M-4", -1.0),
        // The motor stands by, the pump runs (by another motor): the pump's own 50 000.
        motor("M-5", &format!("{KNOWN}{off}")),
        pump("P-5", "M-5", 50_000.0),
        // The pump stands by, the motor runs: 100 000.
        motor("M-6", KNOWN),
        device(KindCode::Pump, "tag=P-6;fed_by=M-6;annual_electricity_kwh=1000;status=standby"),
        // No link: both count, 100 000 + 30 000.
        motor("M-7", KNOWN),
        device(KindCode::Pump, "tag=P-7;annual_electricity_kwh=30000"),
        // One motor, two pumps, one of them unknown; the motor unknown too: the known 20 000 and two gaps.
        motor("M-8", UNKNOWN),
        pump("P-8a", "M-8", 20_000.0),
        pump("P-8b", "M-8", -1.0),
    ];
    let id = |tag: &str| plant.iter().find(|e| e.common.tag.as_ref().is_some_and(|t| t.value == tag)).expect("tag").id;
    use Counted::*;
    let expected = vec![
        Own,
        InDrive(id("M-1")),
        Own,
        InDrive(id("M-2")),
        InDriven(id("P-3")),
        Own,
        Unknown,
        Unknown,
        NotInUse,
        Own,
        Own,
        NotInUse,
        Own,
        Own,
        Unknown,
        Own,
        Unknown,
    ];
    assert_eq!(counted(&plant), expected);
    let d = found(&plant);
    // Motors 4 × 100 000; pumps 70 000 + 50 000 + 30 000 + 20 000.
    close(d.total.electricity_kwh, 400_000.0 + 170_000.0);
    let kind = |kind: KindCode| d.by_kind.iter().find(|(k, _)| *k == kind).expect("kind").1;
    close(kind(KindCode::Motor).electricity_kwh, 400_000.0);
    close(kind(KindCode::Pump).electricity_kwh, 170_000.0);
    assert_eq!((kind(KindCode::Motor).unknown_rows, kind(KindCode::Pump).unknown_rows), (2, 2));
    // 570 000 kWh × 0.1229 kgce.
    close(kind(KindCode::Motor).tce + kind(KindCode::Pump).tce, 570.0 * 0.1229);
    close(d.by_level.iter().map(|(_, t)| t.electricity_kwh).sum(), 570_000.0);
    // What is not counted is still shown.
    close(d.devices[1].energy.as_ref().expect("pump's own").electricity_kwh, 90_000.0);
    assert!(links(&plant)[9].contains("不在用"), "{:?}", links(&plant)[9]);
}

#[test]
fn a_transformers_losses_overlap_with_nothing() {
    let transformer = device(
        KindCode::Transformer,
        "tag=T-1;capacity_kva=1000;no_load_loss_w=1000;load_loss_w=10000;load_factor_pct=0;energized_hours_h=8000",
    );
    let fed_motor = device(KindCode::Motor, &format!("tag=M-1;fed_by=t-1 ;{KNOWN}"));
    let plant = [transformer, fed_motor, pump("P-1", "Ｍ－１", 5.0)];
    let d = found(&plant);
    // Losses 1 kW × 8000 h, the motor 100 000, the pump in the motor; case, width and blanks of tags don't matter.
    close(d.total.electricity_kwh, 108_000.0);
    assert_eq!(counted(&plant)[2], Counted::InDrive(plant[1].id));
    assert_eq!(links(&plant), ["", "", ""]);
}

#[test]
fn tags_that_lead_nowhere_are_said_and_change_nothing() {
    let twice = [motor("M-1", KNOWN), motor("M-1", KNOWN), pump("P-1", "M-1", 7.0)];
    assert_eq!(counted(&twice), [Counted::Own; 3]);
    assert!(links(&twice)[2].contains("2 项") && links(&twice)[2].contains("重复"), "{:?}", links(&twice));
    let nowhere = [motor("M-1", KNOWN), pump("P-1", "M-9", 7.0)];
    assert!(links(&nowhere)[1].contains("不在台账中"), "{:?}", links(&nowhere));
    assert_eq!(counted(&nowhere), [Counted::Own; 2]);
    let own = [pump("P-1", "P-1", 7.0)];
    assert!(links(&own)[0].contains("自己"), "{:?}", links(&own));
    // A circle: each names the other.
    let circle = [device(KindCode::Motor, &format!("tag=M-1;fed_by=P-1;{KNOWN}")), pump("P-1", "M-1", 7.0)];
    assert_eq!(counted(&circle), [Counted::Own, Counted::InDrive(circle[0].id)]);
    assert!(links(&circle)[0].contains("离心泵"), "{:?}", links(&circle));
    // Motors in a circle.
    let motors = ["M-1", "M-2"].map(|tag| {
        let other = if tag == "M-1" { "M-2" } else { "M-1" };
        device(KindCode::Motor, &format!("tag={tag};fed_by={other};{KNOWN}"))
    });
    assert_eq!(counted(&motors), [Counted::Own; 2]);
    close(found(&motors).total.electricity_kwh, 200_000.0);
    // Tag shared by a pump and its motor: the motor is meant.
    let shared = [motor("1#", KNOWN), pump("1#", "1#", 7.0)];
    assert_eq!(counted(&shared)[1], Counted::InDrive(shared[0].id));
    assert_eq!(links(&shared)[1], "");
    // A furnace's electricity is not a motor's.
    let furnace = device(KindCode::Furnace, "tag=F-1;fed_by=M-1;fuel=electricity;annual_electricity_kwh=9");
    let plant = [motor("M-1", KNOWN), furnace];
    assert_eq!(counted(&plant), [Counted::Own; 2]);
    assert!(links(&plant)[1].contains("分别计入"), "{:?}", links(&plant));
}

#[test]
fn different_numbers_of_motors_and_devices_are_questioned() {
    let three = motor("M-1", &format!("{KNOWN};quantity=3"));
    let two = device(KindCode::Fan, "tag=F-1;fed_by=M-1;quantity=2;annual_electricity_kwh=9");
    let one = device(KindCode::Fan, "tag=F-2;fed_by=M-1;annual_electricity_kwh=9");
    assert_eq!(links(&[three.clone(), two.clone(), one]), ["", "", ""]);
    let said = &links(&[three, two])[1];
    assert!(said.contains("共 3 台") && said.contains("共 2 台"), "{said}");
}

/// Ten thousand pumps on one motor are settled in one pass.
#[test]
fn many_on_one() {
    let mut plant = vec![motor("M-1", KNOWN)];
    plant.extend((0..10_000).map(|n| pump(&format!("P-{n}"), "M-1", 1.0)));
    let d = found(&plant);
    close(d.total.electricity_kwh, 100_000.0);
    assert!(d.devices[1..].iter().all(|d| d.counted == Counted::InDrive(plant[0].id)));
}

#[test]
fn sizes_are_added_up_kind_by_kind() {
    let plant = [
        motor("M-1", "rated_power_kw=30;quantity=2"),
        motor("M-2", ""),
        device(KindCode::Lighting, "quantity=100;lamp_power_w=90;ballast_power_w=10"),
        device(KindCode::Chiller, "cooling_capacity_kw=1000"),
        device(KindCode::Boiler, "capacity_mw=7"),
    ];
    let d = found(&plant);
    let size = |kind: KindCode| d.by_kind.iter().find(|(k, _)| *k == kind).expect("kind").1.size(kind);
    // Two of 30 kW; the other motor's power is not entered, which is not 0.
    assert_eq!((size(KindCode::Motor).sum, size(KindCode::Motor).unknown_rows), (60.0, 1));
    close(size(KindCode::Lighting).sum, 10.0);
    close(size(KindCode::Chiller).sum, 1000.0);
    // 0.7 MW count as 1 t/h.
    close(size(KindCode::Boiler).sum, 10.0);
}
