//! Welding machines: type and rated current (GB/T 10249).

use super::scan::Scan;
use super::told::{Teller, Trust};

/// Types by code: arc welders state their current in A, resistance welders their input in kVA.
const TYPES: [(&str, &str, Trust, &str); 15] = [
    ("BX", "ac_transformer", Trust::Sure, "表示交流弧焊变压器"),
    ("AX", "rotary_generator", Trust::Sure, "表示旋转式直流弧焊发电机"),
    ("AP", "rotary_generator", Trust::Sure, "表示多站旋转式直流弧焊发电机"),
    ("ZXG", "magnetic_amplifier", Trust::Sure, "为磁放大器式系列(淘汰目录第二批 5-1 条)"),
    ("NSA", "magnetic_amplifier", Trust::Sure, "为磁放大器式系列(淘汰目录第四批 3-1 条)"),
    ("MZ", "magnetic_amplifier", Trust::Guess, "在淘汰目录第二批 5-1 条列为磁放大器式，新产品不一定"),
    ("ZX5", "thyristor", Trust::Sure, "表示晶闸管整流"),
    ("ZX6", "tapped_rectifier", Trust::Sure, "表示抽头式整流"),
    ("ZX7", "inverter", Trust::Sure, "表示逆变式"),
    ("DN", "resistance", Trust::Sure, "表示点焊机(电阻焊)"),
    ("DTN", "resistance", Trust::Sure, "表示点焊、凸焊机(电阻焊)"),
    ("FN", "resistance", Trust::Sure, "表示缝焊机(电阻焊)"),
    ("TN", "resistance", Trust::Sure, "表示凸焊机(电阻焊)"),
    ("UN", "resistance", Trust::Sure, "表示对焊机(电阻焊)"),
    ("ZX", "magnetic_amplifier", Trust::Guess, "多为磁放大器式"),
];

/// Arc welders whose code says the current but not the type of power source.
const CURRENT_ONLY: [&str; 12] = ["NB", "NBC", "NBM", "WS", "WSM", "WSE", "WSME", "MZE", "ZX3", "ZX2", "ZX1", "WSJ"];

/// Tells type and rated current, or input.
pub(super) fn read<'a>(cleaned: &'a str, t: &mut Teller<'_, 'a>) {
    let mut scan = Scan::new(cleaned);
    let letters = scan.letters();
    let digits = super::leading(scan.rest, |b| b.is_ascii_digit());
    // One digit before the dash belongs to the code (BX1, ZX7).
    let (code, rest) = cleaned.split_at(letters.len() + if digits == 1 { 1 } else { 0 });
    let mut scan = Scan::new(rest);
    if !scan.eat('-') {
        return;
    }
    let Some(size) = scan.number().filter(|n| (5.0..=3000.0).contains(&n.value)) else { return };
    let found = TYPES.iter().find(|k| k.0 == code).or_else(|| {
        // The digit of BX1, AX3, DN2 is only the build; ZX5, ZX6, ZX7 are types of their own.
        TYPES.iter().find(|k| k.0 == letters && letters != "ZX")
    });
    if let Some((_, kind, trust, says)) = found {
        t.choice("welder_type", kind, *trust, code, says);
        if *kind == "resistance" {
            t.number("rated_input_kva", size.value, Trust::Sure, size.text, "为额定输入容量(kVA)");
            return;
        }
    } else if !CURRENT_ONLY.contains(&code) && !CURRENT_ONLY.contains(&letters) {
        return;
    }
    t.number("rated_current_a", size.value, Trust::Sure, size.text, "为额定焊接电流(A)");
}
