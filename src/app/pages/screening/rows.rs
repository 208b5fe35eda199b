//! Which devices the page shows, and in which order.

use crate::app::lang::Lang;
use crate::app::widgets::badge;
use crate::app::widgets::parse::normal;
use crate::app::widgets::table::Sort;
use crate::app::work::Given;
use crate::app::workbench::Workbench;
use crate::audit::{Entered, Equipment, Id, KindCode};
use crate::diagnosis::DeviceDiagnosis;
use crate::progress::Progress;
use crate::screening::Level;

/// What the person narrowed the page down to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    /// A level in effect.
    pub level: Option<Level>,
    /// A kind of device.
    pub kind: Option<KindCode>,
    /// Text of tag, name, place or model.
    pub text: String,
}

/// What rows were picked for: diagnosed revision, structure, language, filters and order.
pub type Key = (Option<u64>, u64, Lang, Filters, Sort);

/// A device shown: its place in the ledger when it was picked, and which one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Place in the audit.
    pub at: usize,
    /// The device there.
    pub id: Id,
}

impl Row {
    /// The device, unless it has moved since: then the rows are being picked anew.
    pub fn device<'a>(&self, wb: &'a Workbench) -> Option<&'a Equipment> {
        wb.audit()?.equipment.get(self.at).filter(|d| d.id == self.id)
    }

    /// What a column of the list says, as things stand.
    pub fn cell(&self, given: Given<'_>, lang: Lang, column: usize) -> String {
        let device = given.audit.equipment.get(self.at).filter(|d| d.id == self.id);
        let found = given.diagnosis.and_then(|d| d.device(self.id));
        device.map_or_else(String::new, |d| cell(d, found, lang, column))
    }
}

impl Filters {
    /// The question for the rows as the audit stands.
    pub fn key(&self, wb: &Workbench, sort: Sort) -> Key {
        (wb.diagnosed, wb.structure, wb.lang(), self.clone(), sort)
    }

    /// The devices that pass, in the order of the ledger, each with what was found.
    /// Ends early where the question has been given up: while a text is typed, each letter asks anew.
    pub fn pick<'a>(
        &self,
        given: Given<'a>,
        progress: &'a Progress,
    ) -> impl Iterator<Item = (Row, &'a Equipment, &'a DeviceDiagnosis)> {
        let wanted = normal(&self.text).to_lowercase();
        let (level, kind) = (self.level, self.kind);
        let all = given.audit.equipment.iter().enumerate().take_while(|_| !progress.cancelled());
        let judged = all.filter_map(move |(at, d)| Some((Row { at, id: d.id }, d, given.diagnosis?.device(d.id)?)));
        judged.filter(move |(_, device, found)| {
            let c = &device.common;
            let text = || {
                let parts = [&c.tag, &c.name, &c.workshop, &c.model].into_iter().flatten().map(|e| e.value.as_str());
                normal(&parts.collect::<Vec<_>>().join(" ")).to_lowercase()
            };
            level.is_none_or(|l| l == found.verdict.effective())
                && kind.is_none_or(|k| k == device.kind.code())
                && (wanted.is_empty() || text().contains(&wanted))
        })
    }

    /// The list of findings: the gravest first, or sorted by a column.
    pub fn rows(&self, given: Given<'_>, sort: Sort, lang: Lang, progress: &Progress) -> Vec<Row> {
        let mut picked: Vec<_> = self.pick(given, progress).collect();
        if progress.cancelled() {
            return Vec::new();
        }
        picked.sort_by_key(|(_, _, found)| found.verdict.effective() as usize);
        let sorted = sort.rows(picked, |(_, device, found), column| cell(device, Some(found), lang, column));
        sorted.into_iter().map(|(row, ..)| row).collect()
    }
}

/// What a column of the list says of a device.
pub fn cell(device: &Equipment, found: Option<&DeviceDiagnosis>, lang: Lang, column: usize) -> String {
    let text = |e: &Option<Entered<String>>| e.as_ref().map_or_else(String::new, |e| e.value.clone());
    let verdict = found.map(|f| &f.verdict);
    let c = &device.common;
    match column {
        0 => verdict.map_or_else(String::new, |v| badge::word(v.effective(), lang).to_owned()),
        1 => text(&c.tag),
        2 => text(&c.name),
        3 => text(&c.model),
        _ => verdict.map_or_else(String::new, |v| match v.deciding() {
            Some(evidence) => evidence.statement.clone(),
            None => v.missing.iter().map(|m| lang.said(&m.text)).collect::<Vec<_>>().join(lang.pick("、", ", ")),
        }),
    }
}
