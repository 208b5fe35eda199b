//! Where the person is in a grid and what is selected, as in Excel: one current cell, and a block that it is part of.

use std::ops::RangeInclusive;

use eframe::egui::{Key, Modifiers};

/// Line and column.
pub type At = (usize, usize);

/// Where an entered cell leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nowhere.
    Stay,
    /// Enter.
    Down,
    /// Shift+Enter.
    Up,
    /// Tab.
    Right,
    /// Shift+Tab.
    Left,
    /// An arrow key: so many lines and columns on, whatever is selected.
    Step(isize, isize),
    /// Ctrl+Enter: into every selected cell, and nowhere on.
    All,
}

/// What the keys that move need to know of the grid.
pub struct Room<'a> {
    /// Lines and columns; neither is zero.
    pub size: At,
    /// Lines in sight.
    pub page: usize,
    /// Whether something is in a cell: Ctrl+arrow goes to the edge of what is filled in.
    pub filled: &'a dyn Fn(At) -> bool,
}

/// The current cell and the block around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The current cell: what is typed goes into it.
    active: At,
    /// Two opposite corners of the block.
    anchor: At,
    head: At,
    /// Whether the block takes in all columns.
    pub whole_rows: bool,
    /// The column in which a run of Tabs began: Enter returns to it.
    tab_from: Option<usize>,
    /// The cell to be brought into view.
    follow: Option<At>,
}

impl Selection {
    /// The current cell.
    pub fn active(&self) -> At {
        self.active
    }

    /// Whether the block is a single cell.
    pub fn single(&self) -> bool {
        self.anchor == self.head && !self.whole_rows
    }

    /// Lines and columns of the block, of a grid of so many columns.
    pub fn range(&self, columns: usize) -> (RangeInclusive<usize>, RangeInclusive<usize>) {
        let rows = self.anchor.0.min(self.head.0)..=self.anchor.0.max(self.head.0);
        if self.whole_rows {
            return (rows, 0..=columns.saturating_sub(1));
        }
        (rows, self.anchor.1.min(self.head.1)..=self.anchor.1.max(self.head.1))
    }

    /// Keeps it within a grid that may have become smaller.
    pub fn clamp(&mut self, size: At) {
        let last = (size.0.saturating_sub(1), size.1.saturating_sub(1));
        for at in [&mut self.active, &mut self.anchor, &mut self.head] {
            *at = (at.0.min(last.0), at.1.min(last.1));
        }
    }

    /// The cell to be brought into view, once.
    pub fn followed(&mut self) -> Option<At> {
        self.follow.take()
    }

    /// Brings the current cell into view.
    pub fn show(&mut self) {
        self.follow = Some(self.active);
    }

    /// Goes to a cell and selects it alone.
    pub fn put(&mut self, at: At) {
        *self = Self { active: at, anchor: at, head: at, follow: Some(at), ..Self::default() };
    }

    /// Selects the current cell alone, where it is.
    pub fn collapse(&mut self) {
        *self = Self { active: self.active, anchor: self.active, head: self.active, ..Self::default() };
    }

    /// Draws the block up to a cell.
    pub fn extend(&mut self, to: At) {
        self.head = to;
        self.tab_from = None;
        self.follow = Some(to);
    }

    /// Selects a block. The current cell stays where it is, or goes to the block's first cell.
    pub fn cover(&mut self, rows: RangeInclusive<usize>, columns: RangeInclusive<usize>) {
        let inside = rows.contains(&self.active.0) && columns.contains(&self.active.1);
        let first = (*rows.start(), *columns.start());
        let active = if inside { self.active } else { first };
        *self = Self { active, anchor: first, head: (*rows.end(), *columns.end()), ..Self::default() };
    }

    /// Brings a cell into view, whatever is selected.
    pub fn look_at(&mut self, at: At) {
        self.follow = Some(at);
    }

    /// A click on a cell, or on the number of a row.
    pub fn click(&mut self, at: At, shift: bool, row: bool) {
        if shift {
            self.extend(at);
        } else {
            self.put(at);
        }
        self.whole_rows = row;
        // It is in sight already; bringing a half-hidden cell into view would move it under the pointer.
        self.follow = None;
    }

    /// Selects everything; the current cell stays.
    pub fn all(&mut self, size: At) {
        self.anchor = (0, 0);
        self.head = (size.0.saturating_sub(1), size.1.saturating_sub(1));
        self.whole_rows = false;
        self.tab_from = None;
    }

    /// Selects the columns of the block from top to bottom.
    pub fn whole_columns(&mut self, size: At) {
        let (_, columns) = self.range(size.1);
        self.anchor = (0, *columns.start());
        self.head = (size.0.saturating_sub(1), *columns.end());
        self.whole_rows = false;
        self.tab_from = None;
    }

    /// Where Enter, Tab and arrows lead from an entered cell. Within a block they go round in it; after a run of Tabs
    /// Enter returns to the column in which it began.
    pub fn go(&mut self, then: Then, size: At) {
        let last = (size.0.saturating_sub(1), size.1.saturating_sub(1));
        if let Then::Step(lines, columns) = then {
            let to = |at: usize, by: isize, last: usize| at.saturating_add_signed(by).min(last);
            return self.put((to(self.active.0, lines, last.0), to(self.active.1, columns, last.1)));
        }
        if matches!(then, Then::Stay | Then::All) {
            return;
        }
        if self.single() {
            let (r, c) = self.active;
            let from = self.tab_from;
            self.put(match then {
                Then::Down => ((r + 1).min(last.0), from.unwrap_or(c).min(last.1)),
                Then::Up => (r.saturating_sub(1), from.unwrap_or(c).min(last.1)),
                Then::Right => (r, (c + 1).min(last.1)),
                _ => (r, c.saturating_sub(1)),
            });
            self.tab_from = matches!(then, Then::Right | Then::Left).then(|| from.unwrap_or(c));
            return;
        }
        let (rows, cols) = self.range(size.1);
        let (r, c) = (self.active.0 - rows.start(), self.active.1.saturating_sub(*cols.start()));
        let (high, wide) = (rows.end() - rows.start() + 1, cols.end() - cols.start() + 1);
        let all = high * wide;
        let on = |at: usize, forward: bool| if forward { (at + 1) % all } else { (at + all - 1) % all };
        let (r, c) = match then {
            Then::Down | Then::Up => {
                let at = on(c * high + r, then == Then::Down);
                (at % high, at / high)
            }
            _ => {
                let at = on(r * wide + c, then == Then::Right);
                (at / wide, at % wide)
            }
        };
        self.active = (rows.start() + r, cols.start() + c);
        self.follow = Some(self.active);
    }

    /// A key that moves or selects; `false` if it is another.
    pub fn key(&mut self, key: Key, modifiers: Modifiers, room: &Room<'_>) -> bool {
        let last = (room.size.0.saturating_sub(1), room.size.1.saturating_sub(1));
        let far = modifiers.command;
        // With Shift the block's far corner moves, else the current cell.
        let (r, c) = if modifiers.shift { self.head } else { self.active };
        let to = match key {
            Key::ArrowUp if far => edge((r, c), 0, false, room),
            Key::ArrowDown if far => edge((r, c), 0, true, room),
            Key::ArrowLeft if far => edge((r, c), 1, false, room),
            Key::ArrowRight if far => edge((r, c), 1, true, room),
            Key::ArrowUp => (r.saturating_sub(1), c),
            Key::ArrowDown => (r + 1, c),
            Key::ArrowLeft => (r, c.saturating_sub(1)),
            Key::ArrowRight => (r, c + 1),
            // With Ctrl they turn to another tab.
            Key::PageUp | Key::PageDown if far => return false,
            Key::PageUp => (r.saturating_sub(room.page), c),
            Key::PageDown => (r + room.page, c),
            Key::Home => (if far { 0 } else { r }, 0),
            Key::End => (if far { last.0 } else { r }, last.1),
            Key::Enter => {
                self.go(if modifiers.shift { Then::Up } else { Then::Down }, room.size);
                return true;
            }
            Key::Tab => {
                self.go(if modifiers.shift { Then::Left } else { Then::Right }, room.size);
                return true;
            }
            Key::A if far => {
                self.all(room.size);
                return true;
            }
            Key::Space if far && modifiers.shift => {
                self.all(room.size);
                return true;
            }
            Key::Space if far => {
                self.whole_columns(room.size);
                return true;
            }
            Key::Space if modifiers.shift => {
                self.whole_rows = true;
                return true;
            }
            _ => return false,
        };
        let to = (to.0.min(last.0), to.1.min(last.1));
        if modifiers.shift {
            self.extend(to);
        } else {
            self.put(to);
        }
        true
    }
}

/// Where Ctrl+arrow leads: to the last cell of the filled ones it is among, else to the next filled one, else to the
/// end. `axis` 0 is along the column, 1 along the line.
fn edge(from: At, axis: usize, forward: bool, room: &Room<'_>) -> At {
    let (at, end) = if axis == 0 { (from.0, room.size.0 - 1) } else { (from.1, room.size.1 - 1) };
    let cell = |n: usize| if axis == 0 { (n, from.1) } else { (from.0, n) };
    let next = |n: usize| if forward { (n < end).then(|| n + 1) } else { n.checked_sub(1) };
    let filled = |n: usize| (room.filled)(cell(n));
    let Some(mut n) = next(at) else { return from };
    let run = filled(at) && filled(n);
    while let Some(then) = next(n) {
        // A run ends before a gap, a gap ends at the next filled cell.
        let stop = if run { !filled(then) } else { filled(n) };
        if stop {
            break;
        }
        n = then;
    }
    cell(n)
}
