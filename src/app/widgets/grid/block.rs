//! Blocks of cells as Excel and WPS write them, and what is done to the selected cells: copy, cut, clear. Each is one
//! step that can be undone.

use super::Grid;
use super::areas::Band;
use crate::app::theme::Tone;
use crate::audit::{Edit, FieldDef};

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

/// The selected cells that take a value: rows with the fields selected in them, from the top, none twice.
pub fn chosen<G: Grid + ?Sized>(grid: &mut G) -> Vec<(Vec<G::Row>, Vec<&'static FieldDef>)> {
    let width = grid.size().1;
    let bands = grid.state().selection.bands(width);
    let rows = |band: &Band| band.lines.clone().filter_map(|line| grid.row(line)).collect();
    let fields = |band: &Band| band.each_column().filter_map(|column| grid.def(column)).collect();
    bands.iter().map(|band| (rows(band), fields(band))).collect()
}

/// Copies the selected cells, with a line of headings above them or without; what is only shown is copied, too. Blocks
/// beside one another or below one another are joined; others make no table, and that is said. `false` if so.
pub fn copy<G: Grid>(grid: &mut G, headings: bool) -> bool {
    let width = grid.size().1;
    let bands = grid.state().selection.bands(width);
    let Some(first) = bands.first() else { return false };
    if bands.iter().any(|band| band.columns != first.columns) {
        let why = "选中的几处不在相同的行或相同的列，不能一起复制；请分开复制";
        grid.wb().say(Tone::Warn, why);
        return false;
    }
    let columns: Vec<usize> = first.each_column().collect();
    let mut out = String::new();
    if headings {
        let names: Vec<String> = columns.iter().map(|c| flat(&grid.heading(*c))).collect();
        out.push_str(&names.join("\t"));
        out.push('\n');
    }
    for row in bands.iter().flat_map(|band| band.lines.clone()).filter_map(|line| grid.row(line)).collect::<Vec<_>>() {
        for (n, column) in columns.iter().enumerate() {
            if n > 0 {
                out.push('\t');
            }
            out.push_str(&flat(&grid.copied(row, *column)));
        }
        out.push('\n');
    }
    grid.wb().ctx.copy_text(out);
    true
}

/// Copies the selected cells and clears them, unless they can't be copied.
pub fn cut<G: Grid>(grid: &mut G) {
    if copy(grid, false) {
        clear_cells(grid);
    }
}

/// Clears the selected cells.
pub fn clear_cells<G: Grid + ?Sized>(grid: &mut G) {
    let mut edits = Vec::new();
    for (rows, defs) in chosen(grid) {
        for row in rows {
            let full = defs.iter().filter(|def| grid.value(row, def).is_some());
            edits.extend(full.filter_map(|def| grid.field(row, def, None)));
        }
    }
    if !edits.is_empty() {
        let name = format!("清除 {} 格", edits.len());
        grid.wb().edit(&name, Edit::Batch(edits));
    }
}
