//! What kind of device a row is: by words and by model.

use super::text::folded;
use crate::audit::KindCode;

/// What a name or model says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// One of our kinds.
    Kind(KindCode),
    /// Plainly something else: a pump, a fan.
    Other(&'static str),
    /// Nothing.
    Nothing,
}

/// What plants call a kind, longest first.
pub(super) fn words(kind: KindCode) -> &'static [&'static str] {
    match kind {
        KindCode::Motor => &["电动机", "电机", "马达"],
        KindCode::Transformer => &["变压器", "主变", "配变", "厂变", "干变"],
        KindCode::Boiler => &["导热油炉", "热水炉", "蒸汽炉", "锅炉"],
        _ => &[],
    }
}

/// Equipment that isn't one of our kinds.
const OTHERS: &[&str] = &[
    "发电机",
    "泵",
    "风机",
    "鼓风机",
    "引风机",
    "空压机",
    "压缩机",
    "冷却塔",
    "除尘",
    "皮带机",
    "输送机",
    "破碎机",
    "球磨机",
    "磨机",
    "立磨",
    "回转窑",
    "搅拌",
    "提升机",
    "起重机",
    "行车",
    "天车",
    "空调",
    "冷水机",
    "制冷机",
    "冷冻机",
    "离心机",
    "干燥机",
    "电梯",
    "电焊机",
    "车床",
    "给煤机",
    "给料机",
    "减速机",
    "变频器",
    "电炉",
    "整流柜",
    "开关柜",
    "收尘",
    "软水器",
    "除氧器",
    "换热器",
    "省煤器",
    "水箱",
];

/// What a name says. In Chinese the head noun comes last: 锅炉引风机 is a fan, 风机电机 a motor.
pub(super) fn named(name: &str) -> Named {
    let name = without_brackets(&folded(name));
    let mut best: Option<(usize, usize, Named)> = None;
    let mut consider = |word: &'static str, what: Named| {
        if let Some(at) = name.rfind(word) {
            let end = at + word.len();
            // The later word wins, of words ending together the longer (发电机 over 电机).
            if best.is_none_or(|(e, len, _)| (end, word.len()) > (e, len)) {
                best = Some((end, word.len(), what));
            }
        }
    };
    for kind in KindCode::ALL {
        for word in words(kind) {
            consider(word, Named::Kind(kind));
        }
        consider(kind.code(), Named::Kind(kind));
    }
    for word in OTHERS {
        consider(word, Named::Other(word));
    }
    best.map_or(Named::Nothing, |(_, _, what)| what)
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let out: String = text
        .chars()
        .filter(|c| match c {
            '(' | '[' | '【' => {
                depth += 1;
                false
            }
            ')' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect();
    if out.is_empty() { text.to_owned() } else { out }
}

/// The kind a sheet's name or title announces: only if it speaks of exactly one kind, and of nothing else.
pub(super) fn titled(title: &str) -> Named {
    let title = folded(title);
    let title = title.replace("锅炉房", "").replace("发电机", "");
    let mut kinds = KindCode::ALL.into_iter().filter(|k| words(*k).iter().any(|w| title.contains(w)));
    match (kinds.next(), kinds.next()) {
        (Some(kind), None) => match named(&title) {
            // 锅炉引风机台账
            Named::Other(word) if kind != KindCode::Motor => Named::Other(word),
            _ => Named::Kind(kind),
        },
        (None, _) => named(&title),
        _ => Named::Nothing,
    }
}

/// What a model says.
pub(super) fn modelled(model: &str) -> Named {
    let model: String = folded(model).to_uppercase().replace(['№', '('], "").replace(')', "");
    let digit = model.find(|c: char| c.is_ascii_digit()).unwrap_or(model.len());
    let (letters, rest) = model.split_at(digit);
    let letters = letters.trim_end_matches(['-', '_']);
    if is_transformer(letters, rest) {
        Named::Kind(KindCode::Transformer)
    } else if is_boiler(letters, rest) {
        Named::Kind(KindCode::Boiler)
    } else if is_motor(letters, rest) {
        Named::Kind(KindCode::Motor)
    } else {
        other(&model, letters).map_or(Named::Nothing, Named::Other)
    }
}

/// `S9-1000/10`, `SCB10-800/10`, `S11-M-630/10`: a capacity and a grid voltage at the end.
fn is_transformer(letters: &str, rest: &str) -> bool {
    let first = letters.starts_with(['S', 'D', 'B', 'Z', 'H', 'K', 'Q', 'Y']);
    if !first
        || letters.len() > 8
        || !letters.contains(['S', 'D'])
        || !letters.bytes().all(|b| b"SDLJCBRGFZHMPKQTOYWN-".contains(&b))
    {
        return false;
    }
    let Some((before, after)) = rest.split_once('/') else { return false };
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let capacity: f64 = before[before.len() - digits..].parse().unwrap_or(0.0);
    let end = after.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(after.len());
    let volts: f64 = after[..end].parse().unwrap_or(0.0);
    // A boiler's model has a pressure there, below 5 MPa for those with a second figure after the slash.
    let grid = [0.4, 3.0, 6.0, 6.3, 10.0, 10.5, 11.0, 20.0, 35.0, 38.5, 66.0, 110.0, 121.0, 220.0, 330.0, 500.0];
    capacity >= 5.0 && grid.contains(&volts)
}

const BOILERS: &[&str] = &[
    "SZL", "SZW", "SZG", "SZS", "SZF", "SZH", "SZX", "DZL", "DZW", "DZH", "DZG", "DZS", "DZX", "SHL", "SHW", "SHF",
    "SHX", "SHS", "SHG", "SHH", "DHL", "DHF", "DHX", "DHS", "DHW", "DHG", "WNS", "WNL", "WNG", "CWNS", "CWNL", "KZL",
    "KZG", "KZH", "KZW", "KZZ", "LSG", "LSH", "LSS", "LSW", "LSL", "LSC", "CLSG", "CLSS", "CLSH", "CLHS", "CLHG",
    "LHG", "LHL", "LHS", "LHW", "LHH", "CDZL", "CDZH", "CDZG", "QXX", "QXL", "QXS", "QXW", "QXF", "QXG", "YYL", "YYW",
    "YYQ", "YLL", "YLW", "YLQ", "YQL", "YQW", "YGL", "YGW", "YLG", "YSW", "LDR", "WDR", "LDZ", "XLG", "UG", "UHX",
    "QHX", "SZQ", "DZQ", "RSG", "RSW",
];

/// `SZL10-1.25-AⅡ`, `WNS4-1.25-Y.Q`, `DZL 4`: a known furnace and an output of at most 400 t/h.
fn is_boiler(letters: &str, rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let output: f64 = rest[..end].parse().unwrap_or(0.0);
    BOILERS.contains(&letters) && output > 0.0 && output <= 7000.0
}

/// A boiler that heats water: named so, of a hot-water series, or with supply and return temperatures in its model
/// (`SZL7-1.0/115/70-AⅡ`).
pub(super) fn is_hot_water(name: &str, model: &str) -> bool {
    let model = folded(model);
    let temperatures = model.split('/').skip(1).filter(|p| p.starts_with(|c: char| c.is_ascii_digit())).count() >= 2;
    name.contains("热水") || model.starts_with("qx") || temperatures
}

const FRAMES: [u32; 27] = [
    45, 50, 56, 63, 71, 80, 90, 100, 112, 132, 160, 180, 200, 225, 250, 280, 315, 355, 400, 450, 500, 560, 630, 710,
    800, 900, 1000,
];
const OLD_MOTORS: &[&str] = &[
    "J", "JO", "JS", "JR", "JRQ", "JSQ", "JK", "JZ", "JZR", "JZS", "JB", "JBO", "JBR", "JQ", "JQO", "JDO", "JTD",
    "JHO", "JLB", "JZT", "JE", "JOL",
];

/// `Y160M-4`, `YE3-280S-4`, `JO2-52-4`, `YKK450-4`.
fn is_motor(letters: &str, rest: &str) -> bool {
    if letters.starts_with('Y') && letters.len() <= 5
        || matches!(letters, "TYCX" | "TYC" | "TYP" | "TBYC" | "TYPX" | "TYCP")
    {
        // The frame is the first number, or the second after the series' generation.
        let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
        let first = numbers.next().unwrap_or("");
        let frame = |n: &str| n.parse().is_ok_and(|n: u32| FRAMES.contains(&n));
        let fan = rest.starts_with(['4', '5', '6', '9']) && letters == "Y";
        return frame(first) || (first.len() == 1 && !fan && numbers.next().is_some_and(frame));
    }
    if matches!(letters, "Z") && (rest.starts_with("2-") || rest.starts_with("4-")) {
        return true;
    }
    OLD_MOTORS.contains(&letters)
        && rest.rsplit_once('-').is_some_and(|(_, poles)| {
            let end = poles.find(|c: char| !c.is_ascii_digit()).unwrap_or(poles.len());
            poles[..end].parse().is_ok_and(|p: u32| p.is_multiple_of(2) && (2..=24).contains(&p))
        })
}

/// Models of pumps, fans and compressors that stand in every ledger.
fn other(model: &str, letters: &str) -> Option<&'static str> {
    const PUMPS: &[&str] = &[
        "IS", "ISG", "ISR", "ISW", "IH", "IHG", "IRG", "ISGB", "QW", "WQ", "CDLF", "CDL", "QDL", "QDLF", "DG", "MD",
        "KQL", "KQW", "KQSN", "NB", "GNL",
    ];
    const FANS: &[&str] =
        &["4-72", "4-68", "4-73", "G4-", "Y4-", "Y5-", "Y6-", "Y8-", "Y9-", "9-19", "9-26", "8-09", "6-30", "GG", "GY"];
    const COMPRESSORS: &[&str] = &["4L-", "L-2", "L-1", "3L-", "5L-", "LG-", "LG2", "GA", "OGLC", "VF-", "W-", "V-"];
    let digits = model.contains(|c: char| c.is_ascii_digit());
    if !digits {
        None
    } else if PUMPS.contains(&letters) || (model.starts_with(|c: char| c.is_ascii_digit()) && model.contains("SH-")) {
        Some("泵")
    } else if FANS.iter().any(|f| model.starts_with(f)) {
        Some("风机")
    } else if COMPRESSORS.iter().any(|c| model.starts_with(c)) {
        Some("压缩机")
    } else {
        None
    }
}

/// What is known about a row when its kind is to be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clues<'a> {
    /// The 设备类别 column.
    pub(super) column: Option<&'a str>,
    /// The heading above the row, the sheet's name or its title.
    pub(super) sheet: Named,
    pub(super) name: &'a str,
    pub(super) model: &'a str,
}

/// The kind of a row. A sheet's kind gives way to a model that is plainly something else, and (but for motors,
/// whose rows are often named after what they drive) to such a name: the 锅炉 sheet lists its fans too.
pub(super) fn kind(clues: Clues<'_>) -> Named {
    if let Some(column) = clues.column {
        match named(column) {
            Named::Nothing => {}
            said => return said,
        }
    }
    let model = modelled(clues.model);
    let name = named(clues.name);
    match (clues.sheet, model, name) {
        (_, Named::Kind(_) | Named::Other(_), _) => model,
        (Named::Kind(KindCode::Motor), ..) => clues.sheet,
        (Named::Kind(_), _, Named::Kind(_) | Named::Other(_)) => name,
        (Named::Kind(_), ..) => clues.sheet,
        (_, _, Named::Kind(_) | Named::Other(_)) => name,
        (sheet, ..) => sheet,
    }
}
