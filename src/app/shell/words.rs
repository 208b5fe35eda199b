//! How texts are compared in the search: full width, case, spaces and dashes do not matter, and Chinese is found by
//! its first letters and by its pinyin.

use pinyin::{ToPinyin as _, ToPinyinMulti as _};
use unicode_normalization::UnicodeNormalization as _;

/// Ways of reading one text that are kept: `调速` is `ts` and `ds`.
const READINGS: usize = 6;

/// Adds a text in one spelling: `Ｙ160M－4` and `y 160m-4` are both `y160m4`.
pub fn squeeze(text: &str, out: &mut String) {
    let plain = |c: &char| c.is_ascii_alphanumeric() || is_han(*c);
    if text.chars().all(|c| plain(&c) || matches!(c, '-' | '.' | '/' | '(' | ')' | ' ')) {
        // Nothing to be folded but case, as in most ledgers.
        out.extend(text.chars().filter(plain).map(|c| c.to_ascii_lowercase()));
        return;
    }
    out.extend(text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()));
}

/// Adds a line per way of reading a squeezed text by first letters, letters and digits staying as they are. Nothing for
/// a text without Chinese.
pub fn initials(squeezed: &str, out: &mut String) {
    if !squeezed.chars().any(is_han) {
        return;
    }
    let first = |c: char| c.to_pinyin().and_then(|p| p.first_letter().chars().next()).unwrap_or(c);
    let start = out.len();
    out.extend(squeezed.chars().map(first));
    let usual = out[start..].to_owned();
    out.push('\n');
    let mut readings = 1;
    for (at, c) in squeezed.chars().enumerate().filter(|(_, c)| is_han(*c)) {
        let mut known = vec![first(c)];
        for other in c.to_pinyin_multi().into_iter().flatten().filter_map(|p| p.first_letter().chars().next()) {
            if known.contains(&other) || readings == READINGS {
                continue;
            }
            known.push(other);
            readings += 1;
            out.extend(usual.chars().enumerate().map(|(n, letter)| if n == at { other } else { letter }));
            out.push('\n');
        }
    }
}

/// Adds the pinyin of a squeezed text without tones. Nothing for a text without Chinese.
pub fn pinyin(squeezed: &str, out: &mut String) {
    if !squeezed.chars().any(is_han) {
        return;
    }
    for c in squeezed.chars() {
        match c.to_pinyin() {
            // ü is typed as v.
            Some(read) => out.extend(read.plain().chars().map(|l| if l == 'ü' { 'v' } else { l })),
            None => out.push(c),
        }
    }
    out.push('\n');
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}
