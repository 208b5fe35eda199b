//! Typed text → a field's value, refused with a reason in the language of the form.

use unicode_normalization::UnicodeNormalization as _;

use crate::audit::field::{ChoiceDef, FieldKind, FieldValue};
use crate::audit::{FieldDef, PartialDate};
use crate::clock;

/// Half-width, without blanks around.
pub fn normal(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_owned()
}

/// A number as typed: full-width digits, thousands separators.
pub fn number(text: &str) -> Option<f64> {
    let text: String = normal(text).chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    text.parse::<f64>().ok().filter(|n| n.is_finite())
}

/// The value of a typed text, `None` if it is empty, or why it is refused.
pub fn value(def: &FieldDef, text: &str) -> Result<Option<FieldValue>, String> {
    let text = normal(text);
    if text.is_empty() {
        return Ok(None);
    }
    let value = match &def.kind {
        FieldKind::Number { .. } => {
            let unit = normal(def.unit).to_lowercase();
            let lower = text.to_lowercase();
            let bare = lower.strip_suffix(&unit).unwrap_or(&lower);
            FieldValue::Number(number(bare).ok_or_else(|| format!("“{text}”不是数字，请填{}的数值", def.zh))?)
        }
        FieldKind::Text { .. } => FieldValue::Text(text.clone()),
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
