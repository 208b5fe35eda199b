//! A cell's value for a field, or why it is refused.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::numbers::{self, Parsed, tidy};
use super::text::{folded, is_blank, is_ditto, plain};
use super::workbook::Cell;
use super::{FractionAnswer, dates, units};
use crate::audit::field::{ChoiceDef, number};
use crate::audit::{Entered, FieldDef, FieldKind, FieldValue, KindCode, Origin};

/// Why a cell is refused, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) reason: String,
    pub(super) advice: String,
    /// The cell waits for the answer to [`FractionAnswer`].
    pub(super) fraction: bool,
}

impl Refusal {
    pub(super) fn new(reason: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { reason: reason.into(), advice: advice.into(), fraction: false }
    }
}

/// What a column holds.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The field.
    pub(super) def: &'static FieldDef,
    /// The header's unit, empty if it has none (then the field's own).
    pub(super) unit: String,
    /// The header says only 容量 or 出力, which is t/h for steam and MW for hot water.
    pub(super) vague: bool,
    /// The header says no unit; our own labels do.
    pub(super) bare: bool,
    /// The second field and its unit, where the header names two: 流量/扬程.
    pub(super) second: Option<(&'static FieldDef, String)>,
}

/// What reading a cell depends on besides the column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub(super) kind: KindCode,
    pub(super) fraction_is: Option<FractionAnswer>,
    pub(super) today: jiff::civil::Date,
    pub(super) csv: bool,
    /// A hot-water boiler by name or model, rated in MW.
    pub(super) hot_water: bool,
}

/// A cell's value.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The field it belongs to: the column's, or the one for its unit.
    pub(super) def: &'static FieldDef,
    pub(super) value: Entered<FieldValue>,
    /// A second field the same cell gives: the low voltage of `10/0.4`.
    pub(super) also: Option<(&'static FieldDef, FieldValue)>,
    /// Kept, but the auditor should know.
    pub(super) note: Option<Refusal>,
}

impl Found {
    fn new(def: &'static FieldDef, value: FieldValue, estimate: bool) -> Self {
        let origin = if estimate { Origin::Estimate } else { Origin::Ledger };
        let note = estimate.then(|| Refusal::new("原文注明是约数，按估算值导入", ""));
        Self { def, value: Entered::new(value, origin), also: None, note }
    }
}

/// Reads a cell; `None` if it says nothing.
pub(super) fn read(cell: &Cell, column: &Column, context: &Context) -> Result<Option<Found>, Refusal> {
    if let Cell::Error(e) = cell {
        return Err(Refusal::new(format!("公式出错({e})"), "请在 Excel 中改正公式，或直接填数值"));
    }
    if cell.text().is_some_and(is_ditto) {
        return Err(Refusal::new("写的是“同上”，但上面没有可取的值", "请填写原值"));
    }
    let def = column.def;
    let found = match def.kind {
        FieldKind::Text { max_chars } => read_text(cell, def, max_chars)?,
        // 无 may be an option: no diffuser, no flow control.
        FieldKind::Choice(options) => read_choice(cell, def, options)?,
        _ if cell.text().is_some_and(is_blank) => None,
        FieldKind::Number { .. } => match &column.second {
            Some(second) => Some(read_pair(cell, column, second, context)?),
            None => Some(read_number(cell, column, context)?),
        },
        FieldKind::Date => {
            let read = dates::read(cell, context.today, context.csv)?;
            let mut found = Found::new(def, FieldValue::Date(read.date), read.estimate);
            found.note = read.note.or(found.note);
            Some(found)
        }
    };
    if let Some(found) = &found {
        check(found.def, &found.value.value, column)?;
        if let Some((def, value)) = &found.also {
            check(def, value, column)?;
        }
    }
    Ok(found)
}

fn check(def: &FieldDef, value: &FieldValue, column: &Column) -> Result<(), Refusal> {
    def.check(value).map_err(|e| {
        let advice = match def.kind {
            FieldKind::Number { .. } if !def.unit.is_empty() => {
                let unit = if column.unit.is_empty() { def.unit } else { &column.unit };
                format!("请核对数值和单位(本列按 {unit} 读)；单位不同时请在数值后写明")
            }
            FieldKind::Text { .. } => "请缩短，多余的内容放到备注".to_owned(),
            _ => "请核对原值".to_owned(),
        };
        Refusal::new(e.to_string(), advice)
    })
}

fn read_text(cell: &Cell, def: &'static FieldDef, max_chars: usize) -> Result<Option<Found>, Refusal> {
    let long = max_chars >= 200;
    let text = match cell {
        Cell::Text(t) if is_blank(t) && !(long && t.chars().any(char::is_alphabetic)) => return Ok(None),
        Cell::Text(t) if long => t.replace("\r\n", "\n"),
        Cell::Text(t) => one_line(t),
        Cell::Date(d) if !long => {
            return Err(Refusal::new(
                format!("这一格是日期({d})，多半是 Excel 把“4-72”之类的文字改成了日期"),
                "请把单元格格式设为文本后重新填写",
            ));
        }
        other => other.show(),
    };
    Ok(Some(Found::new(def, FieldValue::Text(text), false)))
}

/// Joins lines broken to fit a narrow column: without a blank between Chinese characters, with one otherwise.
fn one_line(text: &str) -> String {
    if !text.contains(['\n', '\r', '\t']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for part in text.split(['\n', '\r', '\t']).map(str::trim).filter(|p| !p.is_empty()) {
        let spaced = out.chars().last().is_some_and(|c| c.is_ascii())
            && part.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
        if spaced {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

/// Folded spellings of every choice field's options, by the address of the option list.
static SPELLINGS: LazyLock<HashMap<usize, HashMap<String, &'static str>>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for def in KindCode::ALL.iter().flat_map(|k| k.fields()) {
        if let FieldKind::Choice(options) = def.kind {
            let names: &mut HashMap<String, &'static str> = all.entry(options.as_ptr() as usize).or_default();
            for option in options {
                for name in [option.zh, option.en, option.code].iter().chain(option.names) {
                    names.entry(folded(name)).or_insert(option.code);
                }
            }
        }
    }
    all
});

fn read_choice(cell: &Cell, def: &'static FieldDef, options: &'static [ChoiceDef]) -> Result<Option<Found>, Refusal> {
    let shown = cell.show();
    let text = folded(&shown);
    let names = SPELLINGS.get(&(options.as_ptr() as usize));
    let code = names.and_then(|n| n.get(&text).or_else(|| n.get(text.split('(').next().unwrap_or("")))).copied();
    match code {
        Some(code) => Ok(Some(Found::new(def, FieldValue::Choice(code.to_owned()), false))),
        None if is_blank(&shown) => Ok(None),
        // 是否变频: 否 leaves open how the flow is controlled.
        None if text == "否" && def.key == "flow_control" => Ok(None),
        // 冷却方式: 自冷 is said of either sort of transformer.
        None if def.key == "medium" && matches!(text.as_str(), "自冷" | "风冷" | "自然冷却" | "强迫风冷") => {
            Ok(None)
        }
        None => {
            let list = options.iter().map(|o| o.zh).collect::<Vec<_>>().join("、");
            Err(Refusal::new(format!("{}没有这个选项", def.zh), format!("可选：{list}")))
        }
    }
}

/// `50/32` under 流量/扬程. A single number is one of the two only if its unit says which.
fn read_pair(
    cell: &Cell,
    column: &Column,
    second: &(&'static FieldDef, String),
    context: &Context,
) -> Result<Found, Refusal> {
    let one = |def: &'static FieldDef, unit: &str, text: &str| {
        let column = Column { def, unit: unit.to_owned(), vague: false, bare: unit.is_empty(), second: None };
        let found = read_number(&Cell::Text(text.trim().to_owned()), &column, context)?;
        check(found.def, &found.value.value, &column).map(|()| found)
    };
    let unclear = || {
        let both = format!("{}和{}", column.def.zh, second.0.zh);
        Refusal::new(
            format!("一列里有{both}，分不清这一格的数值各是哪一个"),
            "请分成两列，或写成“50/32”，或在数值后写明单位",
        )
    };
    let text = plain(&cell.show());
    for (at, _) in text.match_indices('/') {
        let (left, right) = (&text[..at], &text[at + 1..]);
        if let (Ok(mut found), Ok(other)) = (one(column.def, &column.unit, left), one(second.0, &second.1, right)) {
            found.also = Some((other.def, other.value.value));
            return Ok(found);
        }
    }
    let parsed = numbers::parse(&text, false).map_err(|_| unclear())?;
    let fits: Vec<&'static FieldDef> =
        [column.def, second.0].into_iter().filter(|d| units::factor(d, &parsed.unit).is_some()).collect();
    match fits.as_slice() {
        [def] if !parsed.unit.is_empty() => one(def, "", &text),
        _ => Err(unclear()),
    }
}

/// `№10`, `10D`, `10#`: the number, without the letter for the drive.
fn machine_number(text: &str) -> String {
    let text = folded(text);
    let text = text.trim_start_matches(['n', 'o', '.', '#']);
    text.strip_suffix(['a', 'b', 'c', 'd', 'e', 'f']).unwrap_or(text).to_owned()
}

fn read_number(cell: &Cell, column: &Column, context: &Context) -> Result<Found, Refusal> {
    let def = column.def;
    let parsed = match cell {
        Cell::Number(n) => Parsed { value: *n, unit: String::new(), estimate: false },
        Cell::Percent(n) => Parsed { value: tidy(n * 100.0), unit: "%".to_owned(), estimate: false },
        Cell::Text(t) if units::is_voltage(def) => {
            let text = voltage_text(t);
            if let Some((left, right)) = text.split_once('/') {
                return voltage_pair(left, right, column, context);
            }
            numbers::parse(&text, false)?
        }
        // Gauge pressure: an atmospheric boiler has none.
        Cell::Text(t) if def.unit == "MPa" && t.trim() == "常压" => {
            Parsed { value: 0.0, unit: String::new(), estimate: false }
        }
        Cell::Text(t) if def.key == "machine_no_dm" => numbers::parse(&machine_number(t), false)?,
        Cell::Text(t) => numbers::parse(t, units::is_count(def))?,
        Cell::Date(d) => {
            return Err(Refusal::new(format!("这一格是日期({d})，不是数值"), "请把单元格格式设为数值后重新填写"));
        }
        Cell::Bool(_) | Cell::Error(_) => return Err(Refusal::new("不是数值", "请填数值")),
    };
    let (def, mut value) = convert(&parsed, column, context)?;
    if parsed.unit.is_empty() && asks_fraction(def) && value > 0.0 && value <= 1.5 {
        match context.fraction_is {
            Some(FractionAnswer::AsFraction) => value = tidy(value * 100.0),
            Some(FractionAnswer::Literal) => {}
            None => {
                let shown = number(value);
                return Err(Refusal {
                    reason: format!(
                        "百分数列里写的是 {shown}，分不清是 {}% 还是 {shown}%",
                        number(tidy(value * 100.0))
                    ),
                    advice: "请确认这类小数的含义后重新导入，或改写成带 % 的数".to_owned(),
                    fraction: true,
                });
            }
        }
    }
    Ok(Found::new(def, FieldValue::Number(value), parsed.estimate))
}

/// Fields where a number up to 1.5 is more likely a fraction than a percentage. A no-load current of 1.2 % is not.
pub(super) fn asks_fraction(def: &FieldDef) -> bool {
    let high = matches!(def.kind, FieldKind::Number { min, .. } if min >= 10.0);
    units::is_percent(def)
        && (high || ["效率", "负载率", "负荷率", "持续率", "加载率"].iter().any(|w| def.zh.contains(w)))
}

/// The number in the field's unit; the field may be the one for the unit given.
fn convert(parsed: &Parsed, column: &Column, context: &Context) -> Result<(&'static FieldDef, f64), Refusal> {
    let def = column.def;
    let unit = if parsed.unit.is_empty() { &column.unit } else { &parsed.unit };
    if unit.is_empty() {
        if column.vague && context.hot_water {
            let reason = "热水锅炉的容量没有写单位，分不清是 MW 还是 t/h";
            return Err(Refusal::new(reason, "请在数值后写明 MW 或 t/h"));
        }
        if let Some(units) = units::doubtful(def, parsed.value).filter(|_| column.bare) {
            let reason = format!("{}没有写单位，分不清是 {units}", def.zh);
            return Err(Refusal::new(reason, "请在列名或数值后写明单位"));
        }
        return Ok((def, parsed.value));
    }
    let apply = |factor: f64| if factor == 1.0 { parsed.value } else { tidy(parsed.value * factor) };
    if let Some(factor) = units::factor(def, unit) {
        return Ok((def, apply(factor)));
    }
    if let Some(other) = units::sibling(context.kind.fields(), def, unit)
        && let Some(factor) = units::factor(other, unit)
    {
        return Ok((other, apply(factor)));
    }
    let own = if def.unit.is_empty() { "无单位" } else { def.unit };
    let reason = if parsed.unit.is_empty() {
        format!("表头单位 {unit} 不是{}的单位({own})", def.zh)
    } else {
        format!("“{unit}”不是{}的单位({own})", def.zh)
    };
    Err(Refusal::new(reason, units::advice(def, unit)))
}

/// Without what nameplates add to a voltage: `AC380V`, `10±5%/0.4`.
fn voltage_text(text: &str) -> String {
    let text = plain(text);
    let text = text.trim_start_matches(['~', '∼']);
    let text = text.strip_prefix("AC").or_else(|| text.strip_prefix("ac")).unwrap_or(text).trim();
    let mut out = String::with_capacity(text.len());
    let mut dropping = false;
    for c in text.chars() {
        match c {
            '±' => dropping = true,
            '/' => dropping = false,
            _ => {}
        }
        if !dropping {
            out.push(c);
        }
    }
    out
}

/// `10/0.4` is a transformer's high and low voltage; `380/660V` a motor's in delta and star, of which the first is the
/// grid's. Anything else in two parts is refused.
fn voltage_pair(left: &str, right: &str, column: &Column, context: &Context) -> Result<Found, Refusal> {
    let several = || Refusal::new("一格里有两个电压", "请只填设备实际接入的额定电压");
    let right = numbers::parse(right, false).map_err(|_| several())?;
    let mut left = numbers::parse(left, false).map_err(|_| several())?;
    if left.unit.is_empty() {
        left.unit.clone_from(&right.unit);
    }
    let (def, first) = convert(&left, column, context)?;
    let (_, second) = convert(&right, column, context)?;
    match context.kind {
        KindCode::Transformer if def.key == "high_voltage_kv" && first > second => {
            let mut found = Found::new(def, FieldValue::Number(first), left.estimate);
            found.also = context.kind.field("low_voltage_kv").map(|d| (d, FieldValue::Number(second)));
            Ok(found)
        }
        // 380/220 V: the grid's voltage between phases, and between phase and neutral; or a motor in star at 380 V.
        KindCode::Motor if first >= 380.0 && (first / second / 3_f64.sqrt() - 1.0).abs() < 0.03 => {
            Ok(Found::new(def, FieldValue::Number(first), left.estimate))
        }
        // 220/380 V is left out: such a motor runs in star at 380 V, or in delta at 220 V.
        KindCode::Motor if first >= 380.0 && (second / first / 3_f64.sqrt() - 1.0).abs() < 0.03 => {
            Ok(Found::new(def, FieldValue::Number(first), left.estimate))
        }
        _ => Err(several()),
    }
}
