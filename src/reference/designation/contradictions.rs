//! Where what a designation says and what was entered can't both be right.

use super::told::{Reading, Told, Trust};
use crate::audit::field::number;
use crate::audit::{Equipment, FieldDef, FieldValue};
use crate::reference::Tables;

/// An entered value that the designation contradicts.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// Key of the field.
    pub key: &'static str,
    /// The entered value as shown, with its unit.
    pub entered: String,
    /// The designation's value as shown, with its unit.
    pub told: String,
    /// The question to ask, in Chinese.
    pub question: String,
}

/// Entered values that the device's model contradicts beyond rounding. Guesses never contradict.
pub fn contradictions(device: &Equipment, tables: &Tables) -> Vec<Contradiction> {
    let mut out = Vec::new();
    if device.model().is_empty() {
        return out;
    }
    let cleaned = super::cleaned(device.model());
    super::facts::read(device.kind.code(), &cleaned, tables, &mut |reading: Reading<'_>| {
        if reading.trust != Trust::Guess
            && let Some((key, entered)) = opposed(device, &reading)
            && let Some(found) = worded(device, &reading, key, entered)
        {
            out.push(found);
        }
    });
    out
}

/// What was entered.
#[derive(Clone, Copy)]
enum Value {
    Number(f64),
    Choice(&'static str),
}

/// The field whose entered value the reading opposes.
fn opposed(device: &Equipment, reading: &Reading<'_>) -> Option<(&'static str, Value)> {
    match reading.told {
        Told::Choice(code) => {
            let entered = device.choice(reading.key)?;
            (!agree(reading.key, reading.trust, code, entered)).then_some((reading.key, Value::Choice(entered)))
        }
        Told::Number(n) => {
            if let Some(entered) = entered_number(device, reading.key) {
                return (!near(n, entered, tolerance(reading.key))).then_some((reading.key, Value::Number(entered)));
            }
            // 1 t/h counts as 0.7 MW; the round steps of both differ by up to 4 %.
            let (other, expected) = match reading.key {
                "capacity_mw" => ("capacity_tph", n / 0.7),
                "capacity_tph" => ("capacity_mw", n * 0.7),
                _ => return None,
            };
            let entered = entered_number(device, other)?;
            (!near(expected, entered, 0.05)).then_some((other, Value::Number(entered)))
        }
    }
}

fn entered_number(device: &Equipment, key: &str) -> Option<f64> {
    match device.get(key)?.value {
        FieldValue::Number(n) => Some(n),
        _ => None,
    }
}

fn near(told: f64, entered: f64, tolerance: f64) -> bool {
    (told - entered).abs() <= tolerance * told.abs() + 1e-9
}

/// By how much a value may differ from the designation's: rounding, and the rated voltages of one class.
fn tolerance(key: &str) -> f64 {
    match key {
        "rated_power_kw" | "motor_power_kw" => 0.011,
        "rated_voltage_v" | "high_voltage_kv" | "low_voltage_kv" => 0.105,
        "pressure_mpa" | "discharge_pressure_mpa" => 0.05,
        _ => 0.02,
    }
}

/// Whether two options can both be meant: a general one includes the special ones.
fn agree(key: &str, trust: Trust, told: &str, entered: &str) -> bool {
    if told == entered {
        return true;
    }
    let general = match key {
        "combustion" => is_grate(told) && is_grate(entered) && (told == "grate" || entered == "grate"),
        "fuel" => is_coal(told) && is_coal(entered) && (told == "coal" || entered == "coal"),
        _ => false,
    };
    general || (trust == Trust::Class && class(told) == class(entered))
}

fn is_grate(code: &str) -> bool {
    matches!(code, "grate" | "chain_grate" | "reciprocating_grate" | "fixed_grate" | "stoker")
}

fn is_coal(code: &str) -> bool {
    matches!(code, "coal" | "bituminous" | "lean_coal" | "anthracite" | "lignite")
}

/// The class that a code which stands for one of several belongs to.
fn class(code: &str) -> &str {
    match code {
        "natural_gas" | "coke_oven_gas" => "gas",
        "diesel" | "fuel_oil" => "oil",
        "ic611" | "ic616" => "air to air",
        "reciprocating" | "oil_free_reciprocating" | "portable" | "process_gas" => "piston",
        "oil_injected" | "oil_free_rotary" => "screw",
        "sewage_vortex" | "sewage_mixed" | "sewage_axial" | "sewage_other" => "sewage",
        other => other,
    }
}

/// The contradiction in words; `None` where the designation's value isn't one that the field takes.
fn worded(device: &Equipment, reading: &Reading<'_>, key: &'static str, entered: Value) -> Option<Contradiction> {
    let code = device.kind.code();
    let (told_def, def) = (code.field(reading.key)?, code.field(key)?);
    let told = match reading.told {
        Told::Number(n) => FieldValue::Number(n),
        Told::Choice(c) => FieldValue::Choice(c.to_owned()),
    };
    told_def.check(&told).ok()?;
    let told = with_unit(told_def, &told_def.show(&told));
    let entered = with_unit(
        def,
        &match entered {
            Value::Number(n) => number(n),
            Value::Choice(c) => def.show(&FieldValue::Choice(c.to_owned())),
        },
    );
    let other = if key == reading.key { String::new() } else { def.zh.to_owned() };
    let question = format!(
        "型号 {} 的{}为 {told}{}，{other}登记为 {entered}，请核对铭牌",
        device.model(),
        told_def.zh,
        reading.why.cited()
    );
    Some(Contradiction { key, entered, told, question })
}

fn with_unit(def: &FieldDef, shown: &str) -> String {
    match def.unit {
        "" => shown.to_owned(),
        // The machine number's unit says what it is.
        "№(dm)" => format!("№{shown}"),
        unit => format!("{shown} {unit}"),
    }
}
