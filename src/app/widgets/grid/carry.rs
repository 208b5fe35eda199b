//! Moving a block by dragging its edge, or copying it with Ctrl, as one step that can be undone.

use std::collections::BTreeMap;

use eframe::egui::{self, CursorIcon, Pos2, Rect, Stroke, StrokeKind};

use super::areas::Block;
use super::{At, Grid, State};
use crate::app::theme::{self, Tone};
use crate::audit::field::FieldValue;
use crate::audit::{Edit, Entered, FieldDef};

/// How near the edge the pointer takes hold of it, in points.
const NEAR: f32 = 3.0;

/// The edge of a block of several cells, within what is seen of the cells.
pub fn outline(ui: &egui::Ui, seen: Rect, block: Rect, single: bool) {
    if !single && block.is_positive() {
        let stroke = Stroke::new(1.0, theme::palette(ui).accent);
        ui.painter().with_clip_rect(seen.intersect(ui.clip_rect())).rect_stroke(block, 0.0, stroke, StrokeKind::Inside);
    }
}

/// A block on its way: the cell it was taken hold of at, and the one it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Where it was taken hold of.
    pub from: At,
    /// Where the pointer is.
    pub to: At,
}

/// Whether a point is on the edge of a block, where it can be taken hold of.
pub fn on_edge(block: Rect, at: Pos2) -> bool {
    block.is_positive() && block.expand(NEAR).contains(at) && !block.shrink(NEAR).contains(at)
}

impl State {
    /// Whether the mouse that is being dragged selects.
    pub fn may_extend(&self) -> bool {
        self.editing.is_none() && !self.given_up
    }

    /// Whether the selected cells can be taken by their edge: one block of cells, none being edited.
    pub fn can_be_carried(&self) -> bool {
        self.editing.is_none() && !self.selection.scattered() && !self.selection.whole_rows()
    }

    /// Takes hold of the block if the mouse was pressed on its edge; `at` is the cell there, or the nearest one.
    pub fn grab(&mut self, block: Rect, pressed: Pos2, at: At, columns: usize) -> bool {
        if !self.can_be_carried() || !on_edge(block, pressed) {
            return false;
        }
        // The edge may be taken from outside.
        let (rows, cols) = self.selection.range(columns);
        let at = (at.0.clamp(*rows.start(), *rows.end()), at.1.clamp(*cols.start(), *cols.end()));
        self.carrying = Some(Carried { from: at, to: at });
        true
    }

    /// Where the carried block would go, in a grid of such a size.
    pub fn carried(&self, size: At) -> Option<Block> {
        let carried = self.carrying?;
        let (rows, cols) = self.selection.range(size.1);
        let moved = |first: usize, last: usize, from: usize, to: usize, all: usize| {
            let long = last - first;
            let start = (first + to).saturating_sub(from).min(all.saturating_sub(long + 1));
            start..=start + long
        };
        let lines = moved(*rows.start(), *rows.end(), carried.from.0, carried.to.0, size.0);
        Some((lines, moved(*cols.start(), *cols.end(), carried.from.1, carried.to.1, size.1)))
    }

    /// The pointer over a block that can be taken hold of, or with one.
    pub fn cursor(&self, over: bool, copies: bool) -> Option<CursorIcon> {
        match self.carrying {
            Some(_) if copies => Some(CursorIcon::Copy),
            Some(_) => Some(CursorIcon::Move),
            None => (over && self.can_be_carried()).then_some(CursorIcon::Move),
        }
    }
}

/// Lets the carried block go: moves its values, or copies them. Where a cell can't take its value nothing is done, and
/// the cell is named.
pub fn let_go<G: Grid>(grid: &mut G, copies: bool) {
    let size = grid.size();
    let to = grid.state().carried(size);
    grid.state().carrying = None;
    grid.state().take_focus = true;
    let from = grid.state().selection.range(size.1);
    let Some(to) = to.filter(|to| *to != from) else { return };
    match moved(grid, &from, &to, copies) {
        Err(why) => {
            let verb = if copies { "没有复制" } else { "没有移动" };
            grid.wb().say(Tone::Warn, format!("{verb}：{why}"));
        }
        Ok((edits, replaced)) => {
            let verb = if copies { "拖动复制" } else { "移动" };
            let count = (from.0.end() - from.0.start() + 1) * (from.1.end() - from.1.start() + 1);
            grid.state().selection.cover(to.0, to.1);
            let name = format!("{verb} {count} 格");
            let done = edits.is_empty() || grid.wb().edit(&name, Edit::Batch(edits));
            if done && replaced > 0 {
                grid.wb()
                    .say(Tone::Quiet, format!("已{verb} {count} 格，代替了 {replaced} 格原有的内容，Ctrl+Z 可撤销"));
            }
        }
    }
}

type Value = Option<Entered<FieldValue>>;

/// The edits that bring the values of a block to another place, and how many filled cells they replace there.
fn moved<G: Grid>(grid: &G, from: &Block, to: &Block, copies: bool) -> Result<(Vec<Edit>, usize), String> {
    let mut cells: BTreeMap<At, (G::Row, &'static FieldDef, Value)> = BTreeMap::new();
    let mut refused = Vec::new();
    for (line, target) in from.0.clone().zip(to.0.clone()) {
        // The head of a group is no row.
        let Some(row) = grid.row(line) else { continue };
        let Some(into) = grid.row(target) else {
            return Err("放下的地方有分组的标题行；请先取消分组或放在组内".to_owned());
        };
        for (column, place) in from.1.clone().zip(to.1.clone()) {
            let Some(new) = grid.def(place) else {
                refused.push(format!("“{}”只显示，不能填写", grid.heading(place)));
                continue;
            };
            let Some(old) = grid.def(column) else {
                refused.push(format!("“{}”只显示，不能移动", grid.heading(column)));
                continue;
            };
            let value = grid.value(row, old);
            let value = match value {
                Some(value) if old.key != new.key => match grid.read(new, &grid.written(row, old), false) {
                    Ok(read) => read.map(|v| Entered::new(v, value.origin)),
                    Err(why) => {
                        refused.push(why);
                        continue;
                    }
                },
                value => value,
            };
            cells.insert((target, place), (into, new, value));
            if !copies {
                cells.entry((line, column)).or_insert((row, old, None));
            }
        }
    }
    if let Some(first) = refused.first() {
        let more = if refused.len() > 1 { format!("(共 {} 格)", refused.len()) } else { String::new() };
        return Err(format!("{first}{more}"));
    }
    let inside = |block: &Block, at: &At| block.0.contains(&at.0) && block.1.contains(&at.1);
    let (mut edits, mut replaced) = (Vec::new(), 0);
    for (at, (row, def, value)) in cells {
        let old = grid.value(row, def);
        if old == value {
            continue;
        }
        replaced += usize::from(old.is_some() && inside(to, &at) && !inside(from, &at));
        edits.extend(grid.field(row, def, value));
    }
    Ok((edits, replaced))
}
