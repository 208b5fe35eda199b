//! Several devices in one cell: `2用1备`, `1#、2#、3#`, `1#-3#`, `P-101A/B`.
//!
//! A row stays one device with a 台数 as long as all of them are alike. Only a standby share becomes a row of its own,
//! because devices on standby take no part in energy totals.

use super::columns::Table;
use super::import::Reader;
use super::numbers;
use super::text::plain;
use super::values::Refusal;
use super::workbook::Row;
use crate::audit::equipment::Status;
use crate::audit::field::{Choice as _, Group, number};
use crate::audit::{Entered, Equipment, KindCode, Origin};

/// More in one cell is a typing error or a range of something else.
const MOST: u32 = 200;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Count(f64),
    InUse,
    Standby,
}

/// How many are in use and how many on standby: `2用1备`, `两用一备`, `3台(2用1备)`, `开2备1`; `None` for anything else,
/// or if the total contradicts them.
pub(super) fn with_standby(text: &str) -> Option<(f64, f64)> {
    use Token::{Count, InUse, Standby};
    let text: String = plain(text).chars().filter(|c| !c.is_whitespace()).collect();
    let mut rest = text.as_str();
    let mut tokens = Vec::new();
    while let Some(c) = rest.chars().next() {
        let words = [
            ("备用", Some(Standby)),
            ("备", Some(Standby)),
            ("在用", Some(InUse)),
            ("使用", Some(InUse)),
            ("运行", Some(InUse)),
            ("用", Some(InUse)),
            ("开", Some(InUse)),
            ("运", Some(InUse)),
            ("主", Some(InUse)),
            ("其中", None),
            ("共", None),
        ];
        if let Some((word, token)) = words.iter().find(|(w, _)| rest.starts_with(w)) {
            tokens.extend(*token);
            rest = &rest[word.len()..];
        } else if matches!(c, '台' | '套' | '组' | '(' | ')' | '、' | ',' | ';' | ':' | '/' | '+') {
            rest = &rest[c.len_utf8()..];
        } else {
            let (n, after) = numbers::leading(rest).ok()?.or_else(|| numbers::chinese(rest))?;
            tokens.push(Count(n));
            rest = after;
        }
    }
    let (total, in_use, standby) = match tokens.as_slice() {
        [Count(u), InUse, Count(s), Standby] | [InUse, Count(u), Standby, Count(s)] => (None, *u, *s),
        [Count(t), Count(u), InUse, Count(s), Standby] => (Some(*t), *u, *s),
        // 3台,在用2,备用1; 2用1备共3台
        [Count(t), InUse, Count(u), Standby, Count(s)] if *t == u + s => (None, *u, *s),
        [Count(u), InUse, Count(s), Standby, Count(t)] => (Some(*t), *u, *s),
        _ => return None,
    };
    let whole = |n: f64| n >= 1.0 && n.fract() == 0.0 && n <= f64::from(MOST);
    let sound = whole(in_use) && whole(standby) && total.is_none_or(|t| t == in_use + standby);
    sound.then_some((in_use, standby))
}

/// How many devices a tag or a name lists; `None` if it names one, or if a dash may be part of a single number
/// (`1-3#` may be the third of workshop 1).
pub(super) fn listed(text: &str) -> Option<u32> {
    let text = plain(text).replace('号', "#").replace(['至', '到', '～'], "~").to_uppercase();
    let of_list = |c: char| c.is_ascii_alphanumeric() || "#、,;/&~-_\n和及 ".contains(c);
    let mut pieces: Vec<&str> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (of_list(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                pieces.push(&text[from..at]);
                start = None;
            }
            _ => {}
        }
    }
    pieces.extend(start.map(|from| &text[from..]));
    let mut counts = pieces.into_iter().filter_map(count);
    // Two lists in a text: which of them counts the devices can't be told.
    counts.next().filter(|_| counts.next().is_none())
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    letters: String,
    number: Option<u32>,
    last: Option<char>,
    marked: bool,
}

fn item(text: &str) -> Option<Item> {
    let text = text.trim();
    let (bare, marked) = match (text.strip_suffix('#'), text.strip_prefix('#')) {
        (Some(bare), _) | (None, Some(bare)) => (bare, true),
        _ => (text, false),
    };
    let digits = bare.find(|c: char| c.is_ascii_digit()).unwrap_or(bare.len());
    let (letters, rest) = bare.split_at(digits);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, last) = rest.split_at(end);
    let mut last = last.chars();
    let found = Item {
        letters: letters.trim_end_matches(['-', '_', ' ']).to_owned(),
        number: if number.is_empty() { None } else { Some(number.parse().ok().filter(|_| number.len() <= 5)?) },
        last: last.next().filter(char::is_ascii_uppercase),
        marked,
    };
    let sound = last.next().is_none() && (rest.len() == end || found.last.is_some());
    (sound && found.letters.bytes().all(|b| b.is_ascii_alphabetic())).then_some(found)
}

fn count(piece: &str) -> Option<u32> {
    let parts: Vec<&str> =
        piece.split(['、', ',', ';', '/', '&', '和', '及', '\n']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let mut total = 0;
    let mut first: Option<Item> = None;
    let mut marked = false;
    for part in &parts {
        let dashed = part.split_once('-').filter(|(l, r)| l.trim().ends_with('#') && r.trim().ends_with('#'));
        let (from, to) = match part.split_once('~').or(dashed) {
            Some((from, to)) => (item(from)?, Some(item(to)?)),
            None => (item(part)?, None),
        };
        marked |= from.marked || to.as_ref().is_some_and(|t| t.marked);
        let opening = first.get_or_insert_with(|| from.clone());
        // 1#、2#; P101、P102; P101、102; P101A/B; nothing else is a list of one sort of devices. DJ-2019/003 is one.
        let alike = |i: &Item| {
            i.letters == opening.letters && i.number.is_some()
                || opening.last.is_some() && i.number.is_none() && i.letters.len() == 1
                || i.letters.is_empty() && i.number.is_some() && (i.marked || !piece.contains('/'))
        };
        if !alike(&from) || to.as_ref().is_some_and(|t| !alike(t)) {
            return None;
        }
        total += match to {
            None => 1,
            Some(to) => match (from.number, to.number, from.last) {
                (Some(a), Some(b), _) if from.last == to.last && b > a => b - a + 1,
                (_, None, Some(a)) => to.letters.chars().next().filter(|b| *b > a).map(|b| b as u32 - a as u32 + 1)?,
                _ => return None,
            },
        };
    }
    // Bare numbers list devices only if they are marked as such (#, 号) or have a code before them.
    let coded = first.is_some_and(|i| !i.letters.is_empty() && i.number.is_some());
    ((2..=MOST).contains(&total) && (marked || coded)).then_some(total)
}

/// How many of a row are in use and on standby: by 台数, by a bracket in the name, or by 备注.
pub(super) fn share(table: &Table<'_>, kind: KindCode, row: &Row, name: &str) -> Option<(f64, f64)> {
    let columns = table.columns(kind)?;
    let cell = |key| columns.of(key).and_then(|c| row.get(c)).map(|c| c.show()).unwrap_or_default();
    let quantity = cell("quantity");
    if let Some(share) = with_standby(&quantity) {
        return Some(share);
    }
    if table.is_exported(row) {
        return None;
    }
    let name = plain(name);
    let bracket = name.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside);
    let share = bracket.and_then(with_standby).or_else(|| with_standby(&cell("remark")))?;
    // Elsewhere it only explains the number of the row's machines. Without that number it may speak of several rows:
    // three of them, each with the remark 2用1备, are three machines.
    let stated = match numbers::parse(&quantity, true) {
        Ok(parsed) => Some(parsed.value),
        Err(_) => listed(&cell("tag")).filter(|_| quantity.trim().is_empty()).map(f64::from),
    };
    (stated == Some(share.0 + share.1)).then_some(share)
}

impl Reader<'_> {
    /// `2用1备`: leaves the device what is in use and gives a second one on standby, with the nameplate but without
    /// figures of operation. A row that says it isn't in use stays one.
    pub(super) fn standby(
        &mut self,
        table: &Table<'_>,
        row: &Row,
        device: &mut Equipment,
        (in_use, standby): (f64, f64),
    ) -> Option<Equipment> {
        let column = table.columns(device.kind.code()).and_then(|c| c.of("quantity"));
        let told = format!("{} 用 {} 备", number(in_use), number(standby));
        let status = device.common.status.as_ref().map(|s| s.value).filter(|s| *s != Status::InUse);
        let (spare, reason) = match status {
            Some(status) => {
                device.common.quantity = Some(Entered::ledger(in_use + standby));
                let all = number(in_use + standby);
                (None, format!("{told}，但状态是{}：{all} 台都按{0}导入", status.def().zh))
            }
            None => {
                device.common.quantity = Some(Entered::ledger(in_use));
                device.common.status = Some(Entered::ledger(Status::InUse));
                let mut spare = Equipment::new(device.kind.code());
                for def in device.kind.code().fields().filter(|d| matches!(d.group, Group::Identity | Group::Nameplate))
                {
                    // Taken from the device itself, so it fits.
                    let _ = spare.set(def.key, device.get(def.key));
                }
                spare.common.fed_by = None;
                spare.common.quantity = Some(Entered::ledger(standby));
                spare.common.status = Some(Entered::ledger(Status::Standby));
                let rows = format!("在用 {} 台、备用 {} 台", number(in_use), number(standby));
                (Some(spare), format!("{told}：分成{rows}两行导入，运行数据归在用的一行"))
            }
        };
        let written = column.and_then(|c| row.get(c)).map(super::workbook::Cell::show).unwrap_or_default();
        let note = self.complaint(table, row, column, written, Refusal::new(reason, "请核对"));
        self.out.notes.push(note);
        spare
    }

    /// `1#、2#、3#`: the number of devices, where 台数 is empty; a 台数 that says otherwise is noted.
    pub(super) fn count_listed(&mut self, table: &Table<'_>, row: &Row, device: &mut Equipment) {
        let by = |entered: &Option<Entered<String>>| entered.as_ref().and_then(|e| listed(&e.value));
        let (count, key, origin) = match (by(&device.common.tag), by(&device.common.name)) {
            (Some(n), _) => (n, "tag", Origin::Ledger),
            (None, Some(n)) => (n, "name", Origin::Estimate),
            (None, None) => return,
        };
        let (label, sure) = if key == "tag" { ("编号", "") } else { ("名称", "(估算)") };
        let reason = match &device.common.quantity {
            None => {
                device.common.quantity = Some(Entered::new(f64::from(count), origin));
                format!("{label}里列出 {count} 台，台数没有填：按 {count} 台一行导入{sure}")
            }
            // A name may list what the device serves: 1#、2#炉引风机.
            Some(q) if key == "tag" && q.value != f64::from(count) => {
                format!("编号里列出 {count} 台，台数是 {}：按台数导入", number(q.value))
            }
            Some(_) => return,
        };
        let text = if key == "tag" { &device.common.tag } else { &device.common.name };
        let value = text.as_ref().map(|e| e.value.clone()).unwrap_or_default();
        let column = table.identity(key);
        let note = self.complaint(table, row, column, value, Refusal::new(reason, "请核对台数"));
        self.out.notes.push(note);
    }
}
