//! Model designations: how the same model is written in many ways, and what a designation says.
//!
//! One file per kind holds its grammar; `facts` puts what it says into fields, `contradictions` compares it with
//! what was entered.

mod boiler;
mod compressor;
mod contradictions;
mod facts;
mod fan;
mod listed;
mod motor;
mod pump;
mod scan;
mod submersible;
mod told;
mod transformer;
mod welder;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

pub use contradictions::{Contradiction, contradictions};
pub use facts::{Fact, facts};
pub use listed::{Listed, ListedPowers};
pub use motor::{MotorModel, is_mounting_suffix, motor};
pub use transformer::{TransformerModel, transformer};

/// A designation brought to one form: half-width, upper case, one kind of dash, no Chinese words.
/// `Ⅱ` becomes `II`, `№` becomes `NO`, `×` becomes `X`; blanks are dropped, except one that stands where a dash belongs.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        // Nearly all models are plain ASCII, and screening cleans one on every keystroke.
        for b in text.bytes() {
            match b {
                b'0'..=b'9' | b'A'..=b'Z' | b'.' | b'/' | b'(' | b')' => out.push(char::from(b)),
                b'a'..=b'z' => out.push(char::from(b.to_ascii_uppercase())),
                other => push(&mut out, char::from(other)),
            }
        }
    } else {
        // `一` is often typed for a dash; as a Chinese numeral it never stands between model characters.
        text.chars().map(|c| if c == '一' { '-' } else { c }).nfkc().for_each(|c| push(&mut out, c));
    }
    while out.ends_with(['-', ' ']) {
        out.pop();
    }
    resolve_blanks(out)
}

/// As [`clean`], without allocation where the text is in that form already.
pub fn cleaned(text: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_graphic() && !b.is_ascii_lowercase() && !matches!(b, b'_' | b'*');
    let bytes = text.as_bytes();
    let dashes = bytes.first() == Some(&b'-')
        || bytes.last() == Some(&b'-')
        || bytes.windows(2).any(|pair| pair[0] == b'-' && pair[1] == b'-');
    if !dashes && bytes.iter().all(|b| plain(*b)) { Cow::Borrowed(text) } else { Cow::Owned(clean(text)) }
}

fn push(out: &mut String, c: char) {
    match c {
        // Dimensions and stages: `DG46-50×8`.
        '×' | '✕' | '╳' | '*' | '∗' => out.push('X'),
        '-' | '_' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '﹣' | '─' => {
            if out.ends_with(' ') {
                out.pop();
            }
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        }
        c if c.is_whitespace() => {
            let wanted = !out.is_empty() && !out.ends_with(['-', ' ']);
            out.extend(wanted.then_some(' '));
        }
        c if c.is_ascii_graphic() => out.push(c.to_ascii_uppercase()),
        _ => {}
    }
}

/// A blank between digits is a lost dash (`JO2 72-4`), any other blank is only spacing (`Y 160M-4`).
fn resolve_blanks(text: String) -> String {
    if !text.contains(' ') {
        return text;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (i, c) in chars.iter().enumerate() {
        if *c != ' ' {
            out.push(*c);
        } else if i > 0 && chars[i - 1].is_ascii_digit() && chars.get(i + 1).is_some_and(char::is_ascii_digit) {
            out.push('-');
        }
    }
    out
}

/// The key designations are compared by: [`clean`], with the letter O and zero told apart no longer
/// (`JO2` is often written `J02`).
pub fn match_key(cleaned: &str) -> String {
    cleaned.replace('O', "0")
}

/// Length of the leading bytes that are accepted.
fn leading(text: &str, accept: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|b| accept(*b)).count()
}
