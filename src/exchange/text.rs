//! One spelling for what plants write in many.

use unicode_normalization::UnicodeNormalization as _;

/// Half-width, composed, trimmed; inner blanks are kept.
pub(super) fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_owned();
    }
    text.nfkc()
        .map(|c| match c {
            '－' | '‐' | '‑' | '‒' | '–' | '−' => '-',
            '∕' | '⁄' | '／' => '/',
            '﹪' => '%',
            other => other,
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// [`plain`] without any blanks and in lower case: for comparing headers, units and options.
pub(super) fn folded(text: &str) -> String {
    let plain = plain(text);
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        if !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200b}' | '\u{feff}') {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// Whether a cell says "nothing known".
pub(super) fn is_blank(text: &str) -> bool {
    matches!(
        text.trim(),
        "" | "/"
            | "\\"
            | "-"
            | "—"
            | "--"
            | "——"
            | "---"
            | "－"
            | "／"
            | "*"
            | "无"
            | "不详"
            | "未知"
            | "不明"
            | "缺"
            | "空"
            | "暂无"
            | "N/A"
            | "n/a"
            | "NA"
            | "无铭牌"
            | "铭牌不清"
            | "看不清"
            | "?"
            | "？"
    )
}

/// Whether a cell says "the same as above".
pub(super) fn is_ditto(text: &str) -> bool {
    matches!(text.trim(), "同上" | "同上。" | "同上行" | "同前" | "〃" | "″" | "\"" | "”" | "“" | "''")
}

/// `A`, `B`, … `Z`, `AA` of a column counted from 0.
pub(super) fn column_letter(mut index: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (index % 26) as u8);
        if index < 26 {
            break;
        }
        index = index / 26 - 1;
    }
    letters.iter().rev().map(|b| *b as char).collect()
}

/// Whether one edit (insert, delete or replace a character) makes the texts equal.
pub(super) fn one_edit_apart(a: &str, b: &str) -> bool {
    let (m, n) = (a.chars().count(), b.chars().count());
    if m.abs_diff(n) > 1 {
        return false;
    }
    let (mut short, mut long) = if m <= n { (a.chars(), b.chars()) } else { (b.chars(), a.chars()) };
    while short.clone().next().is_some_and(|c| long.clone().next() == Some(c)) {
        short.next();
        long.next();
    }
    long.next();
    if m == n {
        short.next();
    }
    short.as_str() == long.as_str()
}

/// A text for a CSV cell that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe in
/// front, as a person would type it. Numbers, also negative ones and percentages, stay as they are.
pub fn csv_cell(text: &str) -> std::borrow::Cow<'_, str> {
    // An apostrophe before such a text is doubled, so that taking one off gives what was written.
    let acts = text
        .trim_start_matches('\'')
        .trim_start_matches([' ', '\u{a0}', '\u{3000}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let number = text.trim_end_matches('%').replace(',', "").trim().parse::<f64>().is_ok_and(f64::is_finite);
    let dashes = text.chars().all(|c| c == '-');
    if acts && !number && !dashes { format!("'{text}").into() } else { text.into() }
}

/// What [`csv_cell`] made safe, as it was.
pub(super) fn without_guard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if matches!(csv_cell(rest), std::borrow::Cow::Owned(_)) => rest,
        _ => text,
    }
}
