//! What kind of device a row is: by the 设备类别 column, the sheet, the name and the model.

pub(super) use super::models::{is_hot_water, modelled};
use super::text::folded;
pub(super) use super::vocabulary::words;
use super::vocabulary::{Sense, ending, without_places, without_tail};
use crate::audit::KindCode;

/// What is known of a row's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A kind.
    Kind(KindCode),
    /// Only a class of thing: …机, …炉.
    Loose(KindCode),
    /// A name that several kinds share.
    Unclear(&'static str),
    /// Nothing.
    Nothing,
}

/// What a name says. In Chinese the head noun comes last: 锅炉引风机 is a fan, 风机电机 a motor.
pub(super) fn named(name: &str) -> Named {
    let text = without_brackets(&folded(name));
    let boiler = text.contains("锅炉") && !["罗茨", "离心", "多级", "悬浮"].iter().any(|w| text.contains(w));
    let text = without_places(&text);
    // 水泵机组 and 水泵1# are pumps; only when no such ending names a kind does 粉碎机 count as a machine.
    let (mut at, mut loose) = (Some(text.as_str()), Named::Nothing);
    while let Some(text) = at {
        // 空压机组 is 空压机 + 组, 水泵机组 is 水泵 + 机组.
        let machine = || {
            text.strip_suffix('组').and_then(ending).filter(|(word, _)| word.len() > "机".len() && word.ends_with('机'))
        };
        match ending(text).or_else(machine) {
            // The fan that blows a boiler's fire is called 鼓风机, and is none in the standards' sense.
            Some(("鼓风机", _)) if boiler => return Named::Kind(KindCode::Fan),
            Some((_, Sense::Kind(kind))) => return Named::Kind(kind),
            Some((_, Sense::Unclear(word))) => return Named::Unclear(word),
            Some((word, Sense::Loose(kind))) if loose == Named::Nothing => {
                // 3号机 and 2#炉 say nothing.
                let stem = text.strip_suffix(word).unwrap_or("").trim_end_matches('号');
                if !stem.is_ascii() && without_tail(text).is_none() {
                    loose = Named::Loose(kind);
                }
            }
            _ => {}
        }
        at = without_tail(text);
    }
    loose
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

/// The kinds a text mentions anywhere: where the mention starts and ends.
fn mentions(text: &str) -> Vec<(usize, usize, KindCode)> {
    let mut found = Vec::new();
    let mut end = text.len();
    while end > 0 {
        let head = &text[..end];
        match ending(head) {
            Some((word, Sense::Kind(kind))) => {
                found.push((end - word.len(), end, kind));
                end -= word.len();
            }
            _ => end -= head.chars().last().map_or(1, char::len_utf8),
        }
    }
    found.reverse();
    found
}

/// Whether a piece of a header speaks of another kind: 水泵型号 is no motor's model.
pub(super) fn speaks_of_another(text: &str, kind: KindCode) -> bool {
    mentions(text).iter().any(|(_, _, k)| *k != kind)
}

/// What is left of a title when names of firms and forms are gone.
fn bare_title(title: &str) -> String {
    let mut pieces = Vec::new();
    for piece in title.split_whitespace() {
        let piece = without_brackets(&folded(piece));
        // 填报单位：…, 说明：… say nothing of what is listed.
        if piece.contains(':') {
            continue;
        }
        let firm = ["公司", "集团", "研究院", "学校", "医院"]
            .iter()
            .filter_map(|w| piece.rfind(w).map(|at| at + w.len()))
            .max();
        let mut rest = piece[firm.unwrap_or(0)..].to_owned();
        if let Some(at) = rest.find('厂') {
            let after = &rest[at + '厂'.len_utf8()..];
            if !after.is_empty() && !after.starts_with(['变', '用', '房', '区', '内']) {
                rest = after.to_owned();
            }
        }
        pieces.push(rest);
    }
    without_places(&pieces.join(" "))
}

const DRIVEN: [KindCode; 4] = [KindCode::Fan, KindCode::Blower, KindCode::Pump, KindCode::Submersible];

/// The kind a sheet's name or title announces: only if it speaks of exactly one, or of one that belongs to another
/// (锅炉引风机, 水泵电机).
pub(super) fn titled(title: &str) -> Option<KindCode> {
    let title = bare_title(title);
    let all = mentions(&title);
    let others = title.contains("其他设备") || title.contains("其它设备");
    let ours: Vec<_> = all.iter().filter(|(_, _, k)| *k != KindCode::Other).collect();
    let (Some((first, ..)), Some((start, end, head))) = (ours.first(), ours.last()) else {
        let other = others || matches!(title.as_str(), "其他" | "其它");
        let form = ["台账", "一览表", "清单", "登记表", "统计表", "明细表", "汇总表", "表"];
        let subject = form.iter().fold(title.as_str(), |t, w| t.strip_suffix(w).unwrap_or(t));
        return (other || named(subject) == Named::Kind(KindCode::Other)).then_some(KindCode::Other);
    };
    let several = title[*first..*end].contains(['、', '，', ',', '和', '及', '与', '/', '&', '+', ' ']);
    let belongs = |owners: &[KindCode]| ours.iter().all(|(_, _, k)| k == head || owners.contains(k));
    let owned = match head {
        KindCode::Motor if title[..*start].ends_with("配套") => true,
        _ if several => belongs(&[]),
        KindCode::Motor => !ours.iter().any(|(_, _, k)| *k == KindCode::Transformer),
        k if DRIVEN.contains(k) => belongs(&[
            KindCode::Boiler,
            KindCode::Furnace,
            KindCode::Chiller,
            KindCode::Compressor,
            KindCode::Transformer,
        ]),
        _ => belongs(&[]),
    };
    // 锅炉水处理设备 is none of ours.
    let last = all.last().filter(|(_, e, k)| *k == KindCode::Other && e > end);
    match last {
        _ if !owned || others => None,
        Some((at, ..)) if *head != KindCode::Motor => {
            let listed = title[*end..*at].contains(['、', '，', ',', '和', '及', '与', '/', ' ']);
            if listed { None } else { Some(KindCode::Other) }
        }
        _ => Some(*head),
    }
}

/// What is known about a row when its kind is to be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clues<'a> {
    /// The 设备类别 column.
    pub(super) column: Option<&'a str>,
    /// What the heading above the row, the sheet's name or its title announces.
    pub(super) sheet: Option<KindCode>,
    pub(super) name: &'a str,
    pub(super) model: &'a str,
}

/// Models so regular that they outweigh a name: a motor's row is often named after what it drives.
fn is_sure(kind: KindCode) -> bool {
    matches!(kind, KindCode::Motor | KindCode::Transformer | KindCode::Boiler)
}

/// Kinds that names mix up and models tell apart: 鼓风机 of series 4-72 is a fan.
fn akin(a: KindCode, b: KindCode) -> bool {
    let pump = |k| matches!(k, KindCode::Pump | KindCode::Submersible);
    let fan = |k| matches!(k, KindCode::Fan | KindCode::Blower);
    a == b || (pump(a) && pump(b)) || (fan(a) && fan(b))
}

/// Model and name together, without a sheet's help.
fn settled(model: Option<KindCode>, name: Option<KindCode>) -> Option<KindCode> {
    match (model, name) {
        (Some(m), Some(n)) => Some(if is_sure(m) || akin(m, n) { m } else { n }),
        (m, n) => m.or(n),
    }
}

/// The kind of a row. A sheet's kind gives way to a model or name that is plainly something else: the 锅炉 sheet lists
/// its fans too. But rows of motors are named after what they drive, and those of pumps, fans and lamps after what
/// or where they serve.
pub(super) fn kind(clues: Clues<'_>) -> Named {
    let model = modelled(clues.model);
    let said = named(clues.name);
    let name = match said {
        Named::Kind(kind) => Some(kind),
        _ => None,
    };
    if let Some(Named::Kind(column) | Named::Loose(column)) = clues.column.map(named) {
        return Named::Kind(by_column(column, model, name));
    }
    let Some(sheet) = clues.sheet else {
        return settled(model, name).map_or(said, Named::Kind);
    };
    Named::Kind(match sheet {
        KindCode::Motor => settled(model, name.filter(|n| *n == KindCode::Motor)).unwrap_or(sheet),
        _ if model.is_some_and(is_sure) => model.unwrap_or(sheet),
        KindCode::Lighting => sheet,
        KindCode::Other => match settled(model, name) {
            Some(kind) => kind,
            None if matches!(said, Named::Unclear(_)) => return said,
            None => sheet,
        },
        _ if DRIVEN.contains(&sheet) => in_driven_sheet(sheet, model, name, clues.name),
        _ => in_main_sheet(sheet, model, said, clues.name),
    })
}

/// 类别 may be coarser than the name (风机 of a 罗茨风机), or name the system (锅炉 of an 引风机).
fn by_column(column: KindCode, model: Option<KindCode>, name: Option<KindCode>) -> KindCode {
    match (column, model, name) {
        (KindCode::Motor, ..) => column,
        (_, Some(m), _) if is_sure(m) => m,
        _ => settled(model.filter(|m| name.is_some() || column == KindCode::Other || akin(*m, column)), name)
            .unwrap_or(column),
    }
}

fn in_driven_sheet(sheet: KindCode, model: Option<KindCode>, name: Option<KindCode>, text: &str) -> KindCode {
    // Never a place that a pump or fan serves.
    const ATTACHED: [&str; 8] = ["真空泵", "变频器", "变频柜", "控制柜", "控制箱", "启动柜", "耦合器", "偶合器"];
    let machine = |k: &KindCode| DRIVEN.contains(k) || matches!(k, KindCode::Motor | KindCode::Compressor);
    // The sheet 潜水泵 calls its pumps 水泵, the sheet 鼓风机 its blowers 风机.
    let name = name
        .filter(machine)
        .filter(|n| !matches!((sheet, n), (KindCode::Submersible, KindCode::Pump) | (KindCode::Blower, KindCode::Fan)));
    if ATTACHED.iter().any(|w| text.trim_end_matches(|c: char| c.is_ascii()).ends_with(w)) {
        return KindCode::Other;
    }
    settled(model.filter(machine), name).unwrap_or(sheet)
}

fn in_main_sheet(sheet: KindCode, model: Option<KindCode>, said: Named, text: &str) -> KindCode {
    match said {
        Named::Kind(KindCode::Other) if sheet == KindCode::HeatExchanger => {
            let exchangers = ["省煤器", "空预器", "预热器", "散热器", "过热器"];
            if exchangers.iter().any(|w| text.contains(w)) { sheet } else { KindCode::Other }
        }
        Named::Kind(KindCode::Compressor) if sheet == KindCode::Chiller => sheet,
        Named::Kind(KindCode::Blower) if sheet == KindCode::Boiler && !text.contains("罗茨") => {
            settled(model, Some(KindCode::Fan)).unwrap_or(sheet)
        }
        Named::Kind(name) => settled(model, Some(name)).unwrap_or(sheet),
        // 上煤机 in the sheet 锅炉, 电抗器 in the sheet 变压器.
        Named::Loose(KindCode::Other)
            if matches!(sheet, KindCode::Boiler | KindCode::Transformer | KindCode::DataCentre) =>
        {
            model.unwrap_or(KindCode::Other)
        }
        _ => model.unwrap_or(sheet),
    }
}
