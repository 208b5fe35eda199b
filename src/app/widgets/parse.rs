//! Typed text → a field's value, refused with a reason in the language of the form.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use super::arithmetic::{self, Unread};
use crate::audit::field::{ChoiceDef, FieldKind, FieldValue};
use crate::audit::{FieldDef, PartialDate};
use crate::clock;
use crate::exchange;

/// Half-width, without blanks around.
pub fn normal(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_owned()
}

/// As [`normal`], but for the punctuation of Chinese: `某某（大同）有限公司` stays as it is written.
fn worded(text: &str) -> String {
    let han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    if !text.chars().any(han) {
        return normal(text);
    }
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(['（', '）', '，', '：', '；', '！', '？']) {
        let end = part.char_indices().next_back().filter(|(_, c)| "（），：；！？".contains(*c));
        let (words, mark) = part.split_at(end.map_or(part.len(), |(at, _)| at));
        out.extend(words.nfkc());
        out.push_str(mark);
    }
    out.trim().to_owned()
}

/// Half-width and in small letters; most text is so already.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Owned(normal(text).to_lowercase())
}

/// A text that sorts by its numbers: `M-2` before `M-10`. Each run of digits is led by how long it is.
pub fn natural(text: &str) -> String {
    let text = folded(text);
    let mut out = String::with_capacity(text.len() + 4);
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (run, after) = rest.split_at(if digits == 0 { first.len_utf8() } else { digits });
        if digits > 0 {
            let number = run.trim_start_matches('0');
            out.push('0');
            out.push(char::from(b'!' + number.len().min(90) as u8));
            out.push_str(number);
        } else {
            out.push(first);
        }
        rest = after;
    }
    out
}

/// A number as typed: full-width digits, thousands separators, arithmetic (`3*7.5`, `=(1+2)/4`).
pub fn number(text: &str) -> Option<f64> {
    read_number(&normal(text), true, |_| None).ok()
}

/// A number as typed, with its unit behind it or not.
pub fn number_in(text: &str, unit: &str) -> Option<f64> {
    let unit = normal(unit);
    read_number(&normal(text), true, |typed| typed.eq_ignore_ascii_case(&unit).then_some(1.0)).ok()
}

/// A number as pasted: nothing is calculated and no unit is read.
pub fn plain_number(text: &str) -> Option<f64> {
    read_number(&normal(text), false, |_| None).ok()
}

/// Rounded to what a double holds for sure, so that 7.7 times 1000 is 7700 and not 7700.000000000001.
pub fn settled(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// A number with what is behind it: a unit, turned into a factor by `factor`.
fn read_number(text: &str, typed: bool, factor: impl Fn(&str) -> Option<f64>) -> Result<f64, Unread> {
    let (value, unit) = if typed { arithmetic::typed(text)? } else { arithmetic::plain(text)? };
    if unit.is_empty() {
        return Ok(value);
    }
    let factor = factor(unit).ok_or_else(|| Unread::Behind(unit.to_owned()))?;
    Ok(if factor == 1.0 { value } else { settled(value * factor) })
}

fn unread(def: &FieldDef, text: &str, why: &Unread) -> String {
    let unit = def.unit;
    match why {
        Unread::Behind(behind) if def.unit.is_empty() => {
            format!("“{text}”：{}没有单位，“{behind}”不能采用；请只填数值", def.zh)
        }
        Unread::Behind(behind) => {
            format!("“{text}”：“{behind}”不能换算成 {unit}；{}", exchange::unit_advice(def, behind))
        }
        Unread::NotANumber => format!("“{text}”不是数字，请填{}的数值", def.zh),
        other => format!("“{text}”：{other}"),
    }
}

/// The value of a typed text, `None` if it is empty, or why it is refused. A number may carry a unit that converts
/// into the field's and may be a calculation.
pub fn value(def: &FieldDef, text: &str) -> Result<Option<FieldValue>, String> {
    read(def, text, true)
}

/// The value of a pasted text, as [`value`], but nothing is calculated unless it begins with `=`: `2*75` in a ledger
/// is two devices of 75 kW, not one of 150.
pub fn pasted(def: &FieldDef, text: &str) -> Result<Option<FieldValue>, String> {
    read(def, text, false)
}

fn read(def: &FieldDef, written: &str, typed: bool) -> Result<Option<FieldValue>, String> {
    let text = normal(written);
    if text.is_empty() {
        return Ok(None);
    }
    let value = match &def.kind {
        FieldKind::Number { .. } => {
            let own = |unit: &str| unit.eq_ignore_ascii_case(&normal(def.unit));
            let factor = |unit: &str| if own(unit) { Some(1.0) } else { exchange::unit_factor(def, unit) };
            let number = read_number(&text, typed, factor);
            FieldValue::Number(number.map_err(|why| unread(def, &text, &why))?)
        }
        FieldKind::Text { .. } => FieldValue::Text(worded(written)),
        FieldKind::Choice(options) => match option(options, &text) {
            Some(option) => FieldValue::Choice(option.code.to_owned()),
            None => FieldValue::Choice(text.clone()),
        },
        FieldKind::Date => {
            let date = PartialDate::parse(&text)
                .ok_or_else(|| format!("“{text}”不是日期，请写成 2003、2003-05 或 2003-05-01"))?;
            if def.key != "reference_date" && date.earliest() > clock::today() {
                return Err(format!("{}“{text}”在今天之后，请核对", def.zh));
            }
            FieldValue::Date(date)
        }
    };
    match def.check(&value) {
        Ok(()) => Ok(Some(value)),
        Err(e) => {
            let fraction = match value {
                FieldValue::Number(n) if def.unit == "%" && n > 0.0 && n <= 1.0 => {
                    format!(
                        "；{n} 如果表示百分之{}，请填 {}",
                        crate::audit::field::number(n * 100.0),
                        crate::audit::field::number(n * 100.0)
                    )
                }
                _ => String::new(),
            };
            Err(format!("{e}{fraction}"))
        }
    }
}

/// The option of a label, code or another name, whatever the case.
pub fn option<'a>(options: &'a [ChoiceDef], text: &str) -> Option<&'a ChoiceDef> {
    let same = |name: &str| normal(name).to_lowercase() == text.to_lowercase();
    options
        .iter()
        .find(|o| same(o.zh) || same(o.code) || same(o.en))
        .or_else(|| options.iter().find(|o| o.names.iter().any(|n| same(n))))
}
