//! Pasting a block of cells: found out first, so that it can be told what it comes to, then done as one step.

use super::areas::Block;
use super::{Grid, block};
use crate::app::theme::Tone;
use crate::app::widgets::parse;
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{Edit, Entered, FieldDef};

/// What is done with a pasted number and the one that is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Operation {
    /// It takes its place.
    #[default]
    Replace,
    /// Added.
    Add,
    /// Taken off.
    Subtract,
    /// Multiplied.
    Multiply,
    /// Divided by.
    Divide,
}

impl Operation {
    /// All of them, in the order offered.
    pub const ALL: [Self; 5] = [Self::Replace, Self::Add, Self::Subtract, Self::Multiply, Self::Divide];

    /// Chinese and English name.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Replace => ("无", "None"),
            Self::Add => ("加", "Add"),
            Self::Subtract => ("减", "Subtract"),
            Self::Multiply => ("乘", "Multiply"),
            Self::Divide => ("除", "Divide"),
        }
    }

    /// The result for a cell; `None` where there is nothing to reckon with: what is not filled in is no zero.
    fn of(self, def: &FieldDef, old: Option<&FieldValue>, text: &str) -> Result<Option<FieldValue>, String> {
        if !matches!(def.kind, FieldKind::Number { .. }) {
            return Err(format!("{}不是数字栏，不能运算", def.zh));
        }
        let Some(FieldValue::Number(old)) = old else { return Ok(None) };
        if text.trim().is_empty() {
            return Ok(None);
        }
        let by = parse::plain_number(text).ok_or_else(|| format!("“{}”不是数字，不能运算", text.trim()))?;
        let result = match self {
            Self::Replace => by,
            Self::Add => old + by,
            Self::Subtract => old - by,
            Self::Multiply => old * by,
            Self::Divide if by == 0.0 => return Err("除数是零".to_owned()),
            Self::Divide => old / by,
        };
        let value = FieldValue::Number(parse::settled(result));
        def.check(&value).map_err(|e| e.to_string())?;
        Ok(Some(value))
    }
}

/// How a block is pasted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// Its lines become columns.
    pub transposed: bool,
    /// Only into cells that are not filled in.
    pub only_empty: bool,
    /// Its empty cells leave what is there.
    pub skip_blanks: bool,
    /// What is done with numbers.
    pub with: Operation,
}

/// What pasting comes to.
#[derive(Default)]
pub struct Plan {
    edits: Vec<Edit>,
    /// Cells that get a value, whether it is another one or not.
    pub pasted: usize,
    /// Cells that change.
    pub changed: usize,
    /// Rows added below the last one.
    pub added: usize,
    /// Cells left as they are, as they are filled in.
    pub kept: usize,
    /// Why cells were refused, one by one.
    pub refused: Vec<String>,
    covers: Option<Block>,
}

/// The columns that a first line of headings speaks of, if every cell of it is one; an empty one stands for none.
fn headed<G: Grid>(grid: &G, line: &[String]) -> Option<Vec<Option<usize>>> {
    let names: Vec<String> = (0..grid.size().1).map(|c| grid.heading(c)).collect();
    let column = |text: &str| {
        let field = |c: &usize| grid.def(*c).is_some_and(|d| d.zh == text || d.en == text || d.header() == text);
        names.iter().position(|n| n == text).or_else(|| (0..names.len()).find(field))
    };
    let mut found = Vec::with_capacity(line.len());
    for text in line {
        match text.trim() {
            "" => found.push(None),
            text => found.push(Some(column(text)?)),
        }
    }
    found.iter().any(Option::is_some).then_some(found)
}

/// Lines as columns.
fn turned(block: &[Vec<String>]) -> Vec<Vec<String>> {
    let wide = block.iter().map(Vec::len).max().unwrap_or(0);
    let column = |c: usize| block.iter().map(|line| line.get(c).cloned().unwrap_or_default()).collect();
    (0..wide).map(column).collect()
}

/// What pasting a block at the upper left of the selection comes to, or by its headings where it has some. A block that
/// goes into the selection several times fills it, a single cell fills all selected ones; lines past the last row
/// become new rows. Refused cells stay as they are, cells of columns that are only shown are passed over.
pub fn plan<G: Grid>(grid: &mut G, cells: &[Vec<String>], how: &How) -> Result<Plan, String> {
    let mut block = if how.transposed { turned(cells) } else { cells.to_vec() };
    if grid.state().selection.scattered() {
        return match block.as_slice() {
            [line] if line.len() == 1 => Ok(everywhere(grid, &line[0], how)),
            _ => Err("选中了几处时只能粘贴一格；要粘贴几格请只选一处".to_owned()),
        };
    }
    let size = grid.size();
    let (rows, cols) = grid.state().selection.range(size.1);
    let selected = grid.selected();
    let first = *cols.start();
    let mut wide = 0;
    let mut columns: Vec<Option<usize>> = (first..size.1).map(Some).collect();
    if block.len() > 1
        && let Some(found) = headed(grid, &block[0])
    {
        columns = found;
        block.remove(0);
    } else {
        let chosen = cols.count();
        for line in &mut block {
            if chosen > line.len() && chosen.is_multiple_of(line.len()) {
                *line = line.iter().cloned().cycle().take(chosen).collect();
            }
            wide = wide.max(line.len());
        }
    }
    let fills = selected.len() > block.len() && selected.len().is_multiple_of(block.len());
    let mut last = *rows.start();
    let targets: Vec<G::Row> = if fills {
        selected
    } else {
        let below = (*rows.start()..size.0).filter_map(|line| Some((line, grid.row(line)?)));
        let (lines, rows): (Vec<usize>, Vec<G::Row>) = below.take(block.len()).unzip();
        last = lines.last().map_or(last, |line| line + block.len() - lines.len());
        rows
    };
    let count = if fills { targets.len() } else { block.len() };
    let mut plan = Plan::default();
    let mut fresh = Vec::new();
    for at in 0..count {
        let target = targets.get(at).copied();
        let mut new = target.is_none().then(|| grid.fresh());
        let mut entered = 0;
        for (column, text) in columns.iter().zip(&block[at % block.len()]) {
            let Some(def) = column.and_then(|c| grid.def(c)) else { continue };
            let done = match (target, &mut new) {
                (Some(row), _) => plan.cell(grid, row, def, text, how),
                (None, Some(new)) if how.with == Operation::Replace => grid.read(def, text, false).map(|value| {
                    let value = value.map(|v| Entered::new(v, grid.origin(def, None)));
                    entered += usize::from(value.is_some_and(|v| G::put(new, def, v)));
                }),
                _ => Ok(()),
            };
            if let Err(reason) = done {
                plan.refused.push(format!("第 {} 行：{reason}", at + 1));
            }
        }
        plan.pasted += entered;
        fresh.extend(new.filter(|_| entered > 0));
    }
    plan.added = fresh.len();
    if plan.added > 0 {
        plan.edits.push(grid.insert(fresh));
    }
    // What was pasted is selected, as in Excel.
    let below = (!fills && wide > 0).then(|| -> Block { (*rows.start()..=last, first..=first + wide - 1) });
    plan.covers = below;
    Ok(plan)
}

/// One text into all selected cells.
fn everywhere<G: Grid>(grid: &mut G, text: &str, how: &How) -> Plan {
    let mut plan = Plan::default();
    for (rows, defs) in block::chosen(grid) {
        for (row, def) in rows.iter().flat_map(|row| defs.iter().map(|def| (*row, *def))) {
            if let Err(reason) = plan.cell(grid, row, def, text, how) {
                plan.refused.push(reason);
            }
        }
    }
    plan
}

impl Plan {
    fn cell<G: Grid>(
        &mut self,
        grid: &G,
        row: G::Row,
        def: &'static FieldDef,
        text: &str,
        how: &How,
    ) -> Result<(), String> {
        let old = grid.value(row, def);
        if how.only_empty && old.is_some() {
            self.kept += 1;
            return Ok(());
        }
        if how.skip_blanks && text.trim().is_empty() {
            return Ok(());
        }
        let value = if how.with == Operation::Replace {
            grid.read(def, text, false)?
        } else {
            match how.with.of(def, old.as_ref().map(|o| &o.value), text)? {
                None => return Ok(()),
                value => value,
            }
        };
        self.pasted += 1;
        if old.as_ref().map(|o| &o.value) != value.as_ref() {
            let origin = grid.origin(def, old.map(|o| o.origin));
            self.changed += 1;
            self.edits.extend(grid.field(row, def, value.map(|v| Entered::new(v, origin))));
        }
        Ok(())
    }

    /// Does it as one step, and says what was refused.
    pub fn carry_out<G: Grid>(self, grid: &mut G, step: &str) {
        if !self.edits.is_empty() {
            let name = format!("{step} {} 格", self.pasted);
            grid.wb().edit(&name, Edit::Batch(self.edits));
        }
        if let Some((lines, columns)) = self.covers {
            grid.state().selection.cover(lines, columns);
        }
        if self.added > 0 {
            let said = grid.added(self.added);
            grid.wb().say(Tone::Good, format!("末行之后{said}"));
        }
        if let Some(first) = self.refused.first() {
            grid.wb().say(Tone::Bad, format!("{} 格没有粘贴，原值未动。{first}", self.refused.len()));
        }
    }
}

/// Pastes a block as it is.
pub fn paste<G: Grid>(grid: &mut G, text: &str) {
    if grid.size().0 == 0 || grid.takes(text) {
        return;
    }
    match plan(grid, &block::cells(text), &How::default()) {
        Ok(plan) => plan.carry_out(grid, "粘贴"),
        Err(why) => grid.wb().say(Tone::Warn, why),
    }
}

/// How many lines and columns a block has.
pub fn measure(cells: &[Vec<String>]) -> (usize, usize) {
    (cells.len(), cells.iter().map(Vec::len).max().unwrap_or(0))
}
