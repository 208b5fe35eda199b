//! Fan models with a machine number: `Y5-47-11№8C` is series Y5-47, number 8, drive C.
//!
//! The third batch lists exact sizes of six series; plants write them with or without №, with the code of the
//! impeller (`-11`) between series and number, and with the outlet angle behind.

use std::collections::HashMap;

use super::keys::digits;
use super::{Item, Matched};
use crate::audit::field::number;

/// The size of a fan as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FanSize<'a> {
    /// `Y5-47`.
    pub series: &'a str,
    /// Machine number (impeller diameter in dm); `None` if not told from the impeller's code.
    pub number: Option<f64>,
    /// Drive letter A to F.
    pub drive: Option<char>,
}

impl FanSize<'_> {
    /// As the catalogue writes it, e.g. `No.12.4D`.
    fn written(&self) -> String {
        let drive = self.drive.map(String::from).unwrap_or_default();
        self.number.map_or_else(|| "未写明".to_owned(), |n| format!("No.{}{drive}", number(n)))
    }
}

/// Reads a cleaned fan model; `None` unless it begins like `Y5-47` or `9-35`.
pub(super) fn fan_size(cleaned: &str) -> Option<FanSize<'_>> {
    let letters = cleaned.bytes().take_while(u8::is_ascii_alphabetic).count();
    let first = digits(&cleaned[letters..]);
    let after = cleaned[letters + first..].strip_prefix('-')?;
    let second = digits(after);
    if letters > 2 || !(1..=2).contains(&first) || second != 2 {
        return None;
    }
    let series_len = letters + first + 1 + second;
    let (series, rest) = cleaned.split_at(series_len);
    let unknown = FanSize { series, number: None, drive: None };
    // With a mark the number stands behind it: NO.8C, №8C (cleaned to NO8C), N0 with a zero, #8C.
    let marked = ["NO", "N0", "-#"].iter().find_map(|mark| rest.find(mark).map(|at| &rest[at + mark.len()..]));
    let marked = marked.or_else(|| rest.strip_prefix('#'));
    if let Some(size) = marked {
        return Some(size_at(series, size.trim_start_matches(['.', '-', ':', '='])).unwrap_or(unknown));
    }
    // Without one it is the last part that ends in a drive letter or #: Y5-47-8C, Y5-47-11-8#C; a bare number may be
    // the impeller's code.
    let told = rest.split('-').filter(|part| part.contains('#') || part.ends_with(|c| ('A'..='F').contains(&c)));
    Some(told.filter_map(|part| size_at(series, part)).next_back().unwrap_or(unknown))
}

/// A number with an optional drive letter and nothing else joined to it.
fn size_at<'a>(series: &'a str, text: &str) -> Option<FanSize<'a>> {
    let len = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let number: f64 = text[..len].trim_end_matches('.').parse().ok()?;
    // `12#D` and `12-D` write the letter apart.
    let mut tail = text[len..].trim_start_matches(['#', '-']).chars();
    let (drive, next) = (tail.next().filter(|c| ('A'..='F').contains(c)), tail.next());
    let drive = drive.filter(|_| next.is_none_or(|c| !c.is_ascii_alphabetic()));
    Some(FanSize { series, number: Some(number), drive })
}

/// One listed size.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    number: f64,
    drive: Option<char>,
    at: usize,
    n: usize,
}

/// The listed sizes by series.
pub(super) type Sizes = HashMap<String, Vec<Listed>>;

/// Notes a listed model if it is a fan with a size.
pub(super) fn note(sizes: &mut Sizes, cleaned: &str, at: usize, n: usize) {
    if let Some(FanSize { series, number: Some(number), drive }) = fan_size(cleaned) {
        sizes.entry(series.to_owned()).or_default().push(Listed { number, drive, at, n });
    }
}

/// The row for a model of a series of listed sizes: the very size, else the nearest one as the series' row.
pub(super) fn find(sizes: &Sizes, cleaned: &str) -> Option<(usize, Matched)> {
    let size = fan_size(cleaned)?;
    let listed = sizes.get(size.series)?;
    let same = |l: &&Listed| size.number.is_some_and(|n| (n - l.number).abs() < 1e-9);
    if let Some(l) = listed.iter().filter(same).find(|l| l.drive == size.drive) {
        return Some((l.at, Matched::Exact(l.n)));
    }
    let distance = |l: &&Listed| size.number.map_or(0.0, |n| (n - l.number).abs());
    let nearest = listed.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    Some((nearest.at, Matched::OtherSize(nearest.n, size.written())))
}

/// The listed sizes of an item's series as the catalogue writes them, for the question.
pub(super) fn sizes_of(items: &[Item], item: &Item) -> String {
    let same = items.iter().filter(|i| i.batch == item.batch && i.item_no == item.item_no);
    let texts: Vec<&str> = same.map(|i| i.model_text.split_once("No").map_or(&*i.model_text, |(_, s)| s)).collect();
    texts.iter().map(|t| format!("No{t}")).collect::<Vec<_>>().join("、")
}
