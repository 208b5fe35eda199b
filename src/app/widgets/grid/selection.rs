//! Where the person is in a grid and what is selected, as in Excel: one current cell, and blocks one of which it is in.

use eframe::egui::{Key, Modifiers};

use super::areas::{self, Area, Band, Block, Span};

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

/// The current cell and what is selected: a block that it is part of, and others beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The current cell: what is typed goes into it.
    active: At,
    /// The block that was begun last.
    last: Area,
    /// Blocks selected before it, with Ctrl.
    others: Vec<Area>,
    /// Which block the current cell is in, the last one coming after the others.
    turn: usize,
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

    /// The far corner of the last block.
    pub fn head(&self) -> At {
        self.last.head
    }

    /// Whether a single cell is selected.
    pub fn single(&self) -> bool {
        self.others.is_empty() && self.last.anchor == self.last.head && !self.last.whole_rows
    }

    /// Whether there are blocks beside the last one.
    pub fn scattered(&self) -> bool {
        !self.others.is_empty()
    }

    /// Whether all that is selected are whole rows.
    pub fn whole_rows(&self) -> bool {
        self.areas().all(|area| area.whole_rows)
    }

    fn areas(&self) -> impl Iterator<Item = &Area> {
        self.others.iter().chain([&self.last])
    }

    /// Lines and columns of the last block, of a grid of so many columns.
    pub fn range(&self, columns: usize) -> Block {
        self.last.block(columns)
    }

    /// All blocks in the order selected; they may overlap.
    pub fn blocks(&self, columns: usize) -> Vec<Block> {
        self.areas().map(|area| area.block(columns)).collect()
    }

    /// All selected cells by lines, each once.
    pub fn bands(&self, columns: usize) -> Vec<Band> {
        areas::bands(&self.blocks(columns))
    }

    /// The lines something is selected in, from the top.
    pub fn lines(&self) -> Vec<Span> {
        areas::merged(self.areas().map(|area| area.block(1).0).collect())
    }

    /// The columns selected on a line.
    pub fn columns_on(&self, line: usize, columns: usize) -> impl Iterator<Item = Span> + '_ {
        self.areas().map(move |area| area.block(columns)).filter(move |b| b.0.contains(&line)).map(|b| b.1)
    }

    /// Whether a line is selected as a whole.
    pub fn whole_row(&self, line: usize) -> bool {
        self.areas().any(|area| area.whole_rows && area.block(1).0.contains(&line))
    }

    /// Whether a cell is selected.
    pub fn contains(&self, at: At) -> bool {
        self.columns_on(at.0, usize::MAX).any(|columns| columns.contains(&at.1))
    }

    /// Keeps it within a grid that may have become smaller.
    pub fn clamp(&mut self, size: At) {
        let last = (size.0.saturating_sub(1), size.1.saturating_sub(1));
        let within = |at: &mut At| *at = (at.0.min(last.0), at.1.min(last.1));
        within(&mut self.active);
        for area in self.others.iter_mut().chain([&mut self.last]) {
            within(&mut area.anchor);
            within(&mut area.head);
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
        *self = Self { active: at, last: Area::of(at), follow: Some(at), ..Self::default() };
    }

    /// Selects the current cell alone, where it is.
    pub fn collapse(&mut self) {
        *self = Self { active: self.active, last: Area::of(self.active), ..Self::default() };
    }

    /// Draws the last block up to a cell.
    pub fn extend(&mut self, to: At) {
        self.last.head = to;
        self.tab_from = None;
        self.follow = Some(to);
    }

    /// Selects a block. The current cell stays where it is, or goes to the block's first cell.
    pub fn cover(&mut self, rows: Span, columns: Span) {
        let inside = rows.contains(&self.active.0) && columns.contains(&self.active.1);
        let first = (*rows.start(), *columns.start());
        let active = if inside { self.active } else { first };
        let last = Area { anchor: first, head: (*rows.end(), *columns.end()), whole_rows: false };
        *self = Self { active, last, ..Self::default() };
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
        self.last.whole_rows = row;
        // It is in sight already; bringing a half-hidden cell into view would move it under the pointer.
        self.follow = None;
    }

    /// Begins another block beside those selected, at a cell or a row.
    pub fn more(&mut self, at: At, row: bool) {
        self.others.push(self.last);
        self.last = Area { whole_rows: row, ..Area::of(at) };
        (self.active, self.turn, self.tab_from, self.follow) = (at, self.others.len(), None, None);
    }

    /// A click with Ctrl: takes a cell or a row in, or out again where something else stays selected.
    pub fn toggle(&mut self, at: At, row: bool, columns: usize) {
        let selected = if row { self.whole_row(at.0) } else { self.contains(at) };
        let left = |area: &Area| area.without(at, columns);
        let mut left: Vec<Area> = if selected { self.areas().flat_map(left).collect() } else { Vec::new() };
        let Some(last) = left.pop() else {
            if !selected {
                self.more(at, row);
            }
            return;
        };
        (self.others, self.last) = (left, last);
        (self.active, self.turn, self.tab_from, self.follow) = (last.anchor, self.others.len(), None, None);
    }

    /// Selects everything; the current cell stays.
    pub fn all(&mut self, size: At) {
        let head = (size.0.saturating_sub(1), size.1.saturating_sub(1));
        let last = Area { anchor: (0, 0), head, whole_rows: false };
        *self = Self { active: self.active, last, ..Self::default() };
    }

    /// Selects the columns of the blocks from top to bottom.
    pub fn whole_columns(&mut self, size: At) {
        for area in self.others.iter_mut().chain([&mut self.last]) {
            let (_, columns) = area.block(size.1);
            area.anchor = (0, *columns.start());
            area.head = (size.0.saturating_sub(1), *columns.end());
            area.whole_rows = false;
        }
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
        let blocks = self.blocks(size.1);
        let mut turn = self.turn.min(blocks.len() - 1);
        let (forward, down) = (matches!(then, Then::Down | Then::Right), matches!(then, Then::Down | Then::Up));
        let sides = |(rows, cols): &Block| (rows.end() - rows.start() + 1, cols.end() - cols.start() + 1);
        let (high, wide) = sides(&blocks[turn]);
        let (rows, cols) = &blocks[turn];
        let (r, c) = (self.active.0.saturating_sub(*rows.start()), self.active.1.saturating_sub(*cols.start()));
        let at = if down { c * high + r } else { r * wide + c };
        let next = if forward { Some(at + 1).filter(|n| *n < high * wide) } else { at.checked_sub(1) };
        let at = next.unwrap_or_else(|| {
            // Round to the next block, which may be the same.
            turn = if forward { turn + 1 } else { turn + blocks.len() - 1 } % blocks.len();
            let (high, wide) = sides(&blocks[turn]);
            if forward { 0 } else { high * wide - 1 }
        });
        let (high, wide) = sides(&blocks[turn]);
        let (r, c) = if down { (at % high, at / high) } else { (at / wide, at % wide) };
        let (rows, cols) = &blocks[turn];
        self.active = (rows.start() + r, cols.start() + c);
        self.turn = turn;
        self.follow = Some(self.active);
    }

    /// A key that moves or selects; `false` if it is another.
    pub fn key(&mut self, key: Key, modifiers: Modifiers, room: &Room<'_>) -> bool {
        let last = (room.size.0.saturating_sub(1), room.size.1.saturating_sub(1));
        let far = modifiers.command;
        // With Shift the last block's far corner moves, else the current cell.
        let (r, c) = if modifiers.shift { self.last.head } else { self.active };
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
                self.last.whole_rows = true;
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
