//! Blocks of cells, to and from Excel and WPS: copy, paste, clear. Each is one step that can be undone.

use super::Grid;
use crate::app::theme::Tone;
use crate::audit::{Edit, Entered, FieldDef};

/// A cell among tab-separated ones, as Excel reads it back: one that begins with a quote is put into quotes.
pub fn flat(text: &str) -> String {
    let text = text.replace(['\t', '\r', '\n'], " ");
    if text.starts_with('"') { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The cells of a pasted block. A cell in quotes may hold line ends and tabs, which become blanks.
pub fn cells(text: &str) -> Vec<Vec<String>> {
    let mut lines = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.trim_end_matches(['\r', '\n']).chars().peekable();
    while let Some(c) = chars.next() {
        let line = lines.len() - 1;
        let cell = lines[line].len() - 1;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                lines[line][cell].push('"');
            }
            '"' if quoted => quoted = false,
            // A quote that is never closed is a plain one, as in 2" pipe.
            '"' if lines[line][cell].is_empty() && closes(chars.clone()) => quoted = true,
            '\t' | '\n' | '\r' if quoted => {
                if !lines[line][cell].ends_with(' ') {
                    lines[line][cell].push(' ');
                }
            }
            '\t' => lines[line].push(String::new()),
            '\n' => lines.push(vec![String::new()]),
            '\r' => {}
            c => lines[line][cell].push(c),
        }
    }
    lines
}

/// Whether the quoted cell that begins here ends where a cell ends.
fn closes(mut rest: impl Iterator<Item = char>) -> bool {
    while let Some(c) = rest.next() {
        if c == '"' {
            match rest.next() {
                Some('"') => {}
                next => return matches!(next, None | Some('\t' | '\n' | '\r')),
            }
        }
    }
    false
}

/// Copies the selected cells, with a line of headings above them or without; what is only shown is copied, too.
pub fn copy<G: Grid>(grid: &mut G, headings: bool) {
    let columns = grid.copied_columns();
    let mut out = String::new();
    if headings {
        let names: Vec<String> = columns.clone().map(|c| flat(&grid.heading(c))).collect();
        out.push_str(&names.join("\t"));
        out.push('\n');
    }
    for row in grid.selected() {
        for column in columns.clone() {
            if column > *columns.start() {
                out.push('\t');
            }
            out.push_str(&flat(&grid.copied(row, column)));
        }
        out.push('\n');
    }
    grid.wb().ctx.copy_text(out);
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

/// Pastes a block at the upper left of the selection, or by its headings where it has some. A block that goes into
/// the selection several times fills it; lines past the last row become new rows. Refused cells stay as they are, cells
/// of columns that are only shown are passed over.
pub fn paste<G: Grid>(grid: &mut G, text: &str) {
    if grid.size().0 == 0 || grid.takes(text) {
        return;
    }
    let size = grid.size();
    let (rows, cols) = grid.state().selection.range(size.1);
    let selected = grid.selected();
    let mut block = cells(text);
    let first = *cols.start();
    let mut wide = 0;
    let mut columns: Vec<Option<usize>> = (*cols.start()..size.1).map(Some).collect();
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
    let (mut edits, mut fresh, mut pasted, mut refused) = (Vec::new(), Vec::new(), 0, Vec::new());
    for at in 0..count {
        let target = targets.get(at).copied();
        let mut new = target.is_none().then(|| grid.fresh());
        let mut entered = 0;
        for (column, text) in columns.iter().zip(&block[at % block.len()]) {
            let Some(def) = column.and_then(|c| grid.def(c)) else { continue };
            let value = match grid.read(def, text, false) {
                Ok(value) => value,
                Err(reason) => {
                    refused.push(format!("第 {} 行：{reason}", at + 1));
                    continue;
                }
            };
            if let Some(row) = target {
                let old = grid.value(row, def);
                pasted += 1;
                if old.as_ref().map(|o| &o.value) != value.as_ref() {
                    let origin = grid.origin(def, old.map(|o| o.origin));
                    edits.extend(grid.field(row, def, value.map(|v| Entered::new(v, origin))));
                }
            } else if let (Some(new), Some(value)) = (&mut new, value) {
                let origin = grid.origin(def, None);
                entered += usize::from(G::put(new, def, Entered::new(value, origin)));
            }
        }
        pasted += entered;
        fresh.extend(new.filter(|_| entered > 0));
    }
    let added = fresh.len();
    if added > 0 {
        edits.push(grid.insert(fresh));
    }
    if !edits.is_empty() {
        grid.wb().edit(&format!("粘贴 {pasted} 格"), Edit::Batch(edits));
    }
    if !fills && wide > 0 {
        // What was pasted is selected, as in Excel.
        grid.state().selection.cover(*rows.start()..=last, first..=first + wide - 1);
    }
    if added > 0 {
        let said = grid.added(added);
        grid.wb().say(Tone::Good, format!("末行之后{said}"));
    }
    if let Some(first) = refused.first() {
        grid.wb().say(Tone::Bad, format!("{} 格没有粘贴，原值未动。{first}", refused.len()));
    }
}

/// Clears the selected cells.
pub fn clear_cells<G: Grid + ?Sized>(grid: &mut G) {
    let width = grid.size().1;
    let (_, cols) = grid.state().selection.range(width);
    let defs: Vec<&'static FieldDef> = cols.filter_map(|c| grid.def(c)).collect();
    let mut edits = Vec::new();
    for row in grid.selected() {
        let full = defs.iter().filter(|def| grid.value(row, def).is_some());
        edits.extend(full.filter_map(|def| grid.field(row, def, None)));
    }
    if !edits.is_empty() {
        let name = format!("清除 {} 格", edits.len());
        grid.wb().edit(&name, Edit::Batch(edits));
    }
}
