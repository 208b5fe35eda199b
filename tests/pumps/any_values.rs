//! Whatever is entered within the ranges of the fields.

use energy_audit::audit::field::{FieldKind, FieldValue};
use energy_audit::audit::{Entered, Equipment, KindCode};
use energy_audit::reference::Tables;
use energy_audit::screening::{Level, Verdict, screen};

use crate::{missing, on, pump, questions};

/// Any values in range, any of them absent.
fn anything(kind: KindCode, seeds: &[(f64, bool)]) -> Equipment {
    let mut device = Equipment::new(kind);
    for (def, (u, present)) in kind.own_fields().iter().zip(seeds.iter().cycle()) {
        let value = match def.kind {
            FieldKind::Number { min, max } => {
                let low = min.max(max * 1e-9);
                FieldValue::Number((low * (max / low).powf(*u)).clamp(min, max))
            }
            FieldKind::Choice(options) => {
                let at = ((options.len() as f64 * u) as usize).min(options.len() - 1);
                FieldValue::Choice(options[at].code.to_owned())
            }
            _ => continue,
        };
        if *present {
            device.set(def.key, Some(Entered::ledger(value))).expect("in range");
        }
    }
    device
}

fn sound(v: &Verdict) {
    for e in &v.evidence {
        assert!(e.limit.is_none_or(f64::is_finite) && e.actual.is_none_or(f64::is_finite), "{e:?}");
        for s in &e.working {
            assert!(s.value.is_finite() && !s.substituted.contains("NaN") && !s.substituted.contains('—'), "{s:?}");
        }
    }
    assert!(
        v.level != Level::Insufficient || !missing(v).is_empty() || !questions(v).is_empty(),
        "insufficient without saying what is missing"
    );
}

proptest::proptest! {
    #[test]
    fn nothing_in_range_upsets_it(seeds in proptest::collection::vec((0.0..1.0f64, proptest::bool::weighted(0.9)), 25)) {
        let reference = on("2026-11-24");
        sound(&screen(&anything(KindCode::Pump, &seeds), &reference));
        sound(&screen(&anything(KindCode::Submersible, &seeds), &reference));
    }

    /// Levels are ordered from the gravest.
    #[test]
    fn a_better_pump_is_never_judged_worse(q in 4.0..4000.0f64, h in 5.0..300.0f64, n in 400.0..3000.0f64, stages in 2..9u8,
        t in 0..6usize, petrochemical: bool, suction in 0..3usize, a in 5.0..95.0f64, b in 5.0..95.0f64, p in 0.1..500.0f64, kind in 0..21usize) {
        let types = ["single_suction", "double_suction", "in_line", "multistage", "light_vertical", "light_horizontal"];
        let mut fields = format!("service={};pump_type={};flow_m3_per_h={q};head_m={h};speed_rpm={n}",
            if petrochemical { "petrochemical" } else { "clean_water" }, types[t]);
        if t > 2 {
            fields += &format!(";stages={stages}{}", ["", ";double_suction=yes", ";double_suction=no"][suction]);
        }
        let judged = |eta: f64| pump(&format!("{fields};rated_efficiency_pct={eta}")).level;
        let (worse, better) = (judged(a.min(b)), judged(a.max(b)));
        if worse != Level::Insufficient && better != Level::Insufficient {
            proptest::prop_assert!(better >= worse, "{fields}: {a} {b} {worse:?} {better:?}");
        }
        let mut s = anything(KindCode::Submersible, &[(0.5, false)]);
        let FieldKind::Choice(options) = KindCode::Submersible.field("submersible_type").expect("field").kind else { panic!("choice") };
        let mut level = |eta: f64| {
            for (key, value) in [("rated_power_kw", p), ("standard_efficiency_pct", 50.0), ("tolerance_pct", 4.0), ("rated_efficiency_pct", eta)] {
                s.set(key, Some(Entered::ledger(FieldValue::Number(value)))).expect("in range");
            }
            s.set("submersible_type", Some(Entered::ledger(FieldValue::Choice(options[kind].code.to_owned())))).expect("option");
            screen(&s, &on("2026-11-24")).level
        };
        proptest::prop_assert!(level(a.max(b)) >= level(a.min(b)));
    }
}

/// The embedded tables with one text replaced in one of them.
fn damaged(file: &str, from: &str, to: &str) -> String {
    let index = std::fs::read_to_string("assets/reference/index.toml").expect("index");
    let mut replaced = false;
    let files: Vec<(String, String)> = std::fs::read_dir("assets/reference")
        .expect("folder")
        .map(|f| f.expect("file").path())
        .filter(|p| p.extension().is_some_and(|e| e == "csv"))
        .map(|p| {
            let name = p.file_name().expect("name").to_string_lossy().into_owned();
            let mut text = std::fs::read_to_string(&p).expect("text");
            if name == file {
                replaced = text.contains(from);
                text = text.replacen(from, to, 1);
            }
            (name, text)
        })
        .collect();
    assert!(replaced, "{from} is not in {file}");
    let borrowed: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    Tables::read(&index, &borrowed).expect_err("refused").to_string()
}

#[test]
fn damaged_tables_are_refused() {
    let pumps = "pump_gb19762_2025.csv";
    for (from, to, word) in [
        // A coefficient twice, so that another is missing; not a number; constants out of order; an unknown type.
        ("清水-公式系数,单级,式(2),b", "清水-公式系数,单级,式(2),a", "重复"),
        ("4.7057338e-05", "4.7O57338e-05", "不是数字"),
        ("161.33,163.33,168.33", "164.33,163.33,168.33", "等级次序"),
        (",10,5,-4,", ",10,5,6,", "等级次序"),
        ("clean_constant,in_line", "clean_constant,inline", "泵型"),
        ("石化-Δη系数,,Δη=Σk_i·ns^i,k6,,,,,20", "石化-Δη系数,,Δη=Σk_i·ns^i,k6,,,,,21", "系数"),
    ] {
        let error = damaged(pumps, from, to);
        assert!(error.contains(pumps) && error.contains(word), "{from}: {error}");
    }
    let offsets = "submersible_gb32030_2022.csv";
    assert!(damaged(offsets, "22,100,3,1.5,", "22,100,1,1.5,").contains("等级次序"));
    assert!(damaged(offsets, "large_axial", "large_axail").contains("型式代码"));
}
