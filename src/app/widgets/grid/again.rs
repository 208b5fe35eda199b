//! What was done last in a grid, so that F4 does it again where the person is now.

use super::{Grid, block, fill, paste};
use crate::audit::FieldDef;
use crate::audit::field::FieldValue;

/// Something done to the selected cells or rows.
#[derive(Clone, Debug)]
pub enum Act {
    /// A value entered into a cell of a field.
    Enter(&'static FieldDef, Option<FieldValue>),
    /// Cells cleared, or rows removed that were selected as a whole.
    Delete,
    /// Cells cleared.
    Clear,
    /// Filled down, or right.
    Fill(bool),
    /// A block pasted.
    Paste(String),
    /// Rows inserted above, or below.
    Insert(bool),
    /// Rows duplicated.
    Duplicate,
    /// Rows removed.
    Remove,
}

/// Does something to what is selected, and remembers it.
pub fn act<G: Grid>(grid: &mut G, act: Act) {
    match &act {
        Act::Enter(def, value) => fill::enter(grid, def, value.as_ref()),
        Act::Delete => grid.delete(),
        Act::Clear => block::clear_cells(grid),
        Act::Fill(right) => fill::fill(grid, *right),
        Act::Paste(text) => paste::paste(grid, text),
        Act::Insert(below) => grid.insert_rows(*below),
        Act::Duplicate => grid.duplicate_rows(),
        Act::Remove => grid.remove_rows(),
    }
    grid.state().last_act = Some(act);
}

/// Does what was done last once more.
pub fn repeat<G: Grid>(grid: &mut G) {
    if let Some(last) = grid.state().last_act.clone() {
        act(grid, last);
    }
}
