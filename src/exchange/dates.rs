//! Dates as plants write them: `2003.5`, `2003年5月`, `2003-05-01`, `20030501`, Excel's day numbers.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::numbers::tidy;
use super::text::plain;
use super::values::Refusal;
use super::workbook::Cell;
use crate::audit::PartialDate;

/// Nothing in use today was made before; an earlier year is a typing error.
const FIRST_YEAR: i16 = 1950;

/// A date, and what was not certain about it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReadDate {
    pub(super) date: PartialDate,
    pub(super) estimate: bool,
    pub(super) note: Option<Refusal>,
}

/// Reads a date; a month that can't be told is left out and noted.
pub(super) fn read(cell: &Cell, today: Date, csv: bool) -> Result<ReadDate, Refusal> {
    let (mut found, mut estimate) = (None, false);
    match cell {
        Cell::Date(d) => found = Some(Guess::Date(*d)),
        Cell::Number(n) => found = number(*n),
        Cell::Text(t) => {
            let text = plain(t);
            let mut text = text.as_str();
            if let Some(rest) = ["大约", "约", "~"].iter().find_map(|w| text.strip_prefix(w)) {
                (text, estimate) = (rest, true);
            }
            if let Some(rest) = ["左右", "前后"].iter().find_map(|w| text.strip_suffix(w)) {
                (text, estimate) = (rest, true);
            }
            found = parse(text, csv);
            if found.is_none() {
                found = short_year(text, today);
            }
        }
        Cell::Percent(_) | Cell::Bool(_) | Cell::Error(_) => {}
    }
    let (date, note) = match found {
        Some(Guess::Date(date)) => (date, None),
        Some(Guess::ShortYear(date)) => {
            let note = Refusal::new(format!("年份只有两位，按 {} 年读", date.year()), "请核对");
            (date, Some(note))
        }
        Some(Guess::LostZero(date)) => {
            let note = Refusal::new(
                "分不清是 1 月还是 10 月(Excel 会去掉末尾的 0)，只取了年份",
                "请写成“2003年1月”或“2003-10”这样的格式",
            );
            (date, Some(note))
        }
        None => return Err(Refusal::new("不是日期", "请写成 2003、2003-05 或 2003-05-01")),
    };
    if date.year() < FIRST_YEAR {
        return Err(Refusal::new(format!("日期早于 {FIRST_YEAR} 年"), "请核对原值"));
    }
    if date.earliest() > today {
        return Err(Refusal::new(format!("日期晚于今天({today})"), "请核对原值"));
    }
    Ok(ReadDate { date, estimate, note })
}

enum Guess {
    Date(PartialDate),
    /// `08.5`, `98年10月`
    ShortYear(PartialDate),
    /// A number such as 2003.1, which may have been typed as 2003.10.
    LostZero(PartialDate),
}

/// A year of two digits, written with a month or with 年: between [`FIRST_YEAR`] and today there is only one it can
/// mean. As text only: a number 8.5 may be anything.
fn short_year(text: &str, today: Date) -> Option<Guess> {
    let text: String = text.trim_start_matches(['\'', '’', '‘']).chars().filter(|c| !c.is_whitespace()).collect();
    let (short, rest) = text.split_at_checked(2)?;
    let says_year =
        rest.starts_with(['年', '.', '-']) && rest.chars().count() >= if rest.starts_with('年') { 1 } else { 2 };
    if !says_year || !short.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let short: i16 = short.parse().ok()?;
    let year = if short <= today.year() % 100 { 2000 + short } else { 1900 + short };
    if year < FIRST_YEAR {
        return None;
    }
    let date = PartialDate::parse(&format!("{year}{rest}"))?;
    (date.year() == year).then_some(Guess::ShortYear(date))
}

fn parse(text: &str, csv: bool) -> Option<Guess> {
    // A time of day after the date says nothing here.
    let text = match text.find(':') {
        Some(colon) => text[..colon].rsplit_once([' ', 'T']).map_or(text, |(date, _)| date),
        None => text,
    };
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if plain_number && csv && text.len() == 6 && text.ends_with(".1") {
        return number(text.parse().ok()?);
    }
    if plain_number && !text.contains('.') && text.len() != 4 && text.len() != 8 {
        return number(text.parse().ok()?);
    }
    PartialDate::parse(&text).map(Guess::Date)
}

/// A number: a year, a year and month as decimals, all digits run together, or Excel's day number.
fn number(n: f64) -> Option<Guess> {
    if !n.is_finite() || n < 0.0 {
        return None;
    }
    let whole = n.trunc();
    let fraction = tidy(n - whole);
    if (1900.0..=2100.0).contains(&whole) {
        let year = whole as i16;
        if fraction == 0.0 {
            return PartialDate::year_only(year).map(Guess::Date);
        }
        let hundredths = tidy((n - whole) * 100.0);
        let hundredths = (hundredths * 1e6).round() / 1e6;
        return match hundredths {
            10.0 => PartialDate::year_only(year).map(Guess::LostZero),
            h if h.fract() != 0.0 => None,
            h if h <= 12.0 => PartialDate::new(year, Some(h as i8), None).map(Guess::Date),
            h if h % 10.0 == 0.0 => PartialDate::new(year, Some((h / 10.0) as i8), None).map(Guess::Date),
            _ => None,
        };
    }
    if (10_000.0..=73_050.0).contains(&whole) {
        let date = Date::constant(1899, 12, 30).checked_add((whole as i64).days()).ok()?;
        return PartialDate::new(date.year(), Some(date.month()), Some(date.day())).map(Guess::Date);
    }
    if fraction != 0.0 {
        return None;
    }
    let digits = whole as u64;
    let (year, month, day) = match digits {
        190_001..=210_012 => (digits / 100, digits % 100, None),
        19_000_101..=21_001_231 => (digits / 10_000, digits / 100 % 100, Some((digits % 100) as i8)),
        _ => return None,
    };
    PartialDate::new(year as i16, Some(month as i8), day).map(Guess::Date)
}
