//! Filling: one value into a block, the block down or right, and the handle at its corner. Each is one step that can
//! be undone.

use std::ops::RangeInclusive;

use eframe::egui::{self, Rect, Sense, vec2};

use super::areas::Block;
use super::{At, Grid, block};
use crate::app::lang::Lang;
use crate::app::theme;
use crate::audit::field::FieldValue;
use crate::audit::{Edit, Entered, FieldDef, Origin};

/// Side of the handle, in points.
const HANDLE: f32 = 8.0;

/// Enters what was typed into one cell into all selected cells whose field takes it.
pub fn enter<G: Grid>(grid: &mut G, typed: &'static FieldDef, value: Option<&FieldValue>) {
    let takes = |def: &&FieldDef| def.key == typed.key || value.is_none_or(|v| def.check(v).is_ok());
    let mut edits = Vec::new();
    for (rows, defs) in block::chosen(grid) {
        let defs: Vec<&'static FieldDef> = defs.into_iter().filter(takes).collect();
        for row in rows {
            for def in &defs {
                let old = grid.value(row, def);
                if old.as_ref().map(|o| &o.value) != value {
                    let origin = Origin::when_typed(def, old.map(|o| o.origin));
                    edits.extend(grid.field(row, def, value.map(|v| Entered::new(v.clone(), origin))));
                }
            }
        }
    }
    if !edits.is_empty() {
        let name = format!("填入 {} 格", edits.len());
        grid.wb().edit(&name, Edit::Batch(edits));
    }
}

/// Fills each selected block down from its first row, or right from its first column where the field takes the value.
/// A block of one row, or one column, is filled from what stands before it.
pub fn fill<G: Grid>(grid: &mut G, right: bool) {
    let width = grid.size().1;
    let mut edits = Vec::new();
    for (lines, columns) in grid.state().selection.blocks(width) {
        let before = |at: usize| at.checked_sub(1);
        let mut rows: Vec<G::Row> = lines.clone().filter_map(|line| grid.row(line)).collect();
        let mut defs: Vec<&'static FieldDef> = columns.clone().filter_map(|c| grid.def(c)).collect();
        if right && defs.len() == 1 {
            defs.splice(0..0, before(*columns.start()).and_then(|column| grid.def(column)));
        } else if !right && rows.len() == 1 {
            rows.splice(0..0, before(*lines.start()).and_then(|line| grid.row(line)));
        }
        let mut put = |row: G::Row, def: &'static FieldDef, value: Option<Entered<_>>| {
            if grid.value(row, def) != value {
                edits.extend(grid.field(row, def, value));
            }
        };
        if right {
            let Some((from, others)) = defs.split_first() else { continue };
            for row in rows {
                let Some(value) = grid.value(row, from) else { continue };
                for to in others.iter().filter(|to| to.check(&value.value).is_ok()) {
                    put(row, to, Some(value.clone()));
                }
            }
        } else {
            let Some((first, rest)) = rows.split_first() else { continue };
            for def in defs {
                let value = grid.value(*first, def);
                rest.iter().for_each(|row| put(*row, def, value.clone()));
            }
        }
    }
    if !edits.is_empty() {
        let way = if right { "向右填充" } else { "向下填充" };
        let name = format!("{way} {} 格", edits.len());
        grid.wb().edit(&name, Edit::Batch(edits));
    }
}

/// What the mouse does with the handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handle {
    /// Drags it; the cell under it is for the page to find.
    Drags,
    /// Has let it go.
    LetGo,
    /// Clicked it twice: down to where the column beside it ends.
    Twice,
}

/// The handle in the lower right corner of the last cell of the block.
pub fn handle(ui: &egui::Ui, last: Rect, lang: Lang) -> Option<Handle> {
    let rect = Rect::from_min_max(last.max - vec2(HANDLE, HANDLE), last.max);
    let response = ui.interact(rect, ui.scope_id().with("fill handle"), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, lang.pick("填充柄", "Fill handle")));
    let p = theme::palette(ui);
    ui.painter().rect(rect.shrink(1.0), 0.0, p.accent, (1.0, p.surface), egui::StrokeKind::Outside);
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    }
    if response.double_clicked() {
        Some(Handle::Twice)
    } else if response.drag_stopped() {
        Some(Handle::LetGo)
    } else {
        response.dragged().then_some(Handle::Drags)
    }
}

/// The cells that the handle adds to a block when it is dragged to a cell: the lines or the columns up to there,
/// whichever are more.
pub fn reach((rows, cols): &Block, to: At) -> Option<Block> {
    let beyond = |range: &RangeInclusive<usize>, at: usize| {
        if at > *range.end() {
            Some(range.end() + 1..=at)
        } else {
            (at < *range.start()).then(|| at..=range.start() - 1)
        }
    };
    let (lines, columns) = (beyond(rows, to.0), beyond(cols, to.1));
    let many = |r: &Option<RangeInclusive<usize>>| r.as_ref().map_or(0, |r| r.end() - r.start() + 1);
    if many(&lines) >= many(&columns) { Some((lines?, cols.clone())) } else { Some((rows.clone(), columns?)) }
}

/// Carries the block on to where the handle was dragged. Values repeat; with `counts` a number at the end of a tag
/// counts on, as each device has its own.
pub fn carry_on<G: Grid>(grid: &mut G, to: At, counts: bool) {
    let size = grid.size();
    let block = grid.state().selection.range(size.1);
    let Some(more) = reach(&block, (to.0.min(size.0.saturating_sub(1)), to.1.min(size.1.saturating_sub(1)))) else {
        return;
    };
    let down = more.1 == block.1;
    let back = if down { more.0.end() < block.0.start() } else { more.1.end() < block.1.start() };
    let order = |range: &RangeInclusive<usize>| {
        let mut all: Vec<usize> = range.clone().collect();
        if back {
            all.reverse();
        }
        all
    };
    let mut edits = Vec::new();
    let mut put = |grid: &G, row: G::Row, def: &'static FieldDef, value: Option<Entered<FieldValue>>| {
        if grid.value(row, def) != value {
            edits.extend(grid.field(row, def, value));
        }
    };
    if down {
        let rows = |grid: &G, range| -> Vec<G::Row> { order(range).into_iter().filter_map(|l| grid.row(l)).collect() };
        let (from, into) = (rows(grid, &block.0), rows(grid, &more.0));
        for def in block.1.clone().filter_map(|c| grid.def(c)) {
            let values: Vec<_> = from.iter().map(|row| grid.value(*row, def)).collect();
            let series = Series::of(&values, back).filter(|_| counts && is_its_own(def));
            for (n, row) in into.iter().enumerate() {
                let Some(old) = values.get(n % values.len().max(1)) else { continue };
                let next = series.as_ref().and_then(|s| s.after(n)).zip(old.as_ref());
                let value = next.map(|(text, old)| Entered::new(FieldValue::Text(text), old.origin));
                put(grid, *row, def, value.or_else(|| old.clone()));
            }
        }
    } else {
        let defs = |grid: &G, range| -> Vec<_> { order(range).into_iter().filter_map(|c| grid.def(c)).collect() };
        let (from, into) = (defs(grid, &block.1), defs(grid, &more.1));
        for row in block.0.clone().filter_map(|line| grid.row(line)).collect::<Vec<_>>() {
            let values: Vec<_> = from.iter().map(|def| grid.value(row, def)).collect();
            for (value, def) in values.iter().cycle().zip(&into) {
                if value.as_ref().is_none_or(|v| def.check(&v.value).is_ok()) {
                    put(grid, row, def, value.clone());
                }
            }
        }
    }
    let both = |a: &RangeInclusive<usize>, b: &RangeInclusive<usize>| *a.start().min(b.start())..=*a.end().max(b.end());
    grid.state().selection.cover(both(&block.0, &more.0), both(&block.1, &more.1));
    if !edits.is_empty() {
        let name = format!("拖动填充 {} 格", edits.len());
        grid.wb().edit(&name, Edit::Batch(edits));
    }
}

/// The last line that the column beside the block is filled in to: where a handle clicked twice fills to.
pub fn end_beside<G: Grid>(grid: &mut G) -> Option<At> {
    let size = grid.size();
    let (rows, cols) = grid.state().selection.range(size.1);
    let filled = |line: usize, column: usize| {
        let cell = grid.row(line).zip(grid.def(column));
        cell.is_some_and(|(row, def)| grid.value(row, def).is_some())
    };
    let beside = [cols.start().checked_sub(1), Some(cols.end() + 1).filter(|c| *c < size.1)];
    beside.into_iter().flatten().find_map(|column| {
        let end = (rows.end() + 1..size.0).take_while(|line| filled(*line, column)).last()?;
        Some((end, *cols.end()))
    })
}

/// What each device has of its own.
pub(super) fn is_its_own(def: &FieldDef) -> bool {
    matches!(def.key, "tag" | "serial_number")
}

/// Texts that end in numbers a step apart: `M-01`, `M-03`.
struct Series {
    head: String,
    digits: usize,
    last: i64,
    step: i64,
}

impl Series {
    fn of(values: &[Option<Entered<FieldValue>>], back: bool) -> Option<Self> {
        let mut numbers = Vec::with_capacity(values.len());
        let (mut head, mut digits) = (None, 0);
        for value in values {
            let FieldValue::Text(text) = &value.as_ref()?.value else { return None };
            let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let (before, number) = text.split_at(start);
            if head.is_some_and(|h| h != before) {
                return None;
            }
            (head, digits) = (Some(before), number.len());
            numbers.push(number.parse::<i64>().ok()?);
        }
        let step = match numbers.as_slice() {
            [_] if back => -1,
            [_] => 1,
            [a, b, ..] => b.checked_sub(*a)?,
            [] => return None,
        };
        let even = numbers.windows(2).all(|w| w[1].checked_sub(w[0]) == Some(step));
        let last = *numbers.last()?;
        even.then(|| Self { head: head.unwrap_or_default().to_owned(), digits, last, step })
    }

    /// The text so many places behind the last one; none below zero.
    fn after(&self, n: usize) -> Option<String> {
        let n = i64::try_from(n).ok()?.checked_add(1)?;
        let number = self.last.checked_add(self.step.checked_mul(n)?)?;
        (number >= 0).then(|| format!("{}{number:0digits$}", self.head, digits = self.digits))
    }
}
