//! What the numbers in the selected cells come to, as Excel says it at its foot.

use super::areas::Band;
use super::{Grid, Selection, block};
use crate::app::lang::Lang;
use crate::app::widgets::numbers;
use crate::audit::field::FieldValue;

/// Cells looked at for it: as many as one frame can.
const MOST: usize = 20_000;

/// What was added up last, and for what.
#[derive(Default)]
pub struct Tally {
    of: Option<(Selection, (u64, u64, Lang), usize)>,
    text: Option<String>,
}

/// Tells the workbench what the selected numbers come to; added up when the selection or the audit has changed.
pub fn tell<G: Grid>(grid: &mut G) {
    if !grid.state().focused {
        return;
    }
    let lang = grid.wb().lang();
    let at = (grid.wb().generation, grid.wb().revision(), lang);
    let size = grid.size();
    let of = Some((grid.state().selection.clone(), at, size.0));
    if grid.state().tally.of != of {
        let text = add_up(grid, lang);
        grid.state().tally = Tally { of, text };
    }
    let text = grid.state().tally.text.clone();
    grid.wb().tally = text;
}

fn add_up<G: Grid>(grid: &mut G, lang: Lang) -> Option<String> {
    let width = grid.size().1;
    let bands = grid.state().selection.bands(width);
    if bands.iter().map(Band::cells).fold(0, usize::saturating_add) > MOST {
        return None;
    }
    let (mut count, mut sum) = (0, 0.0);
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for (rows, defs) in block::chosen(grid) {
        for (row, def) in rows.iter().flat_map(|row| defs.iter().map(|def| (*row, *def))) {
            if let Some(FieldValue::Number(n)) = grid.value(row, def).map(|v| v.value) {
                count += 1;
                sum += n;
                (least, most) = (least.min(n), most.max(n));
            }
        }
    }
    if count < 2 {
        return None;
    }
    let show = |n: f64| numbers::entered((n * 1e6).round() / 1e6);
    let mean = sum / f64::from(count);
    Some(format!(
        "{} {count} · {} {} · {} {} · {} {}～{}",
        lang.pick("数值", "Numbers"),
        lang.pick("合计", "sum"),
        show(sum),
        lang.pick("平均", "mean"),
        show((mean * 1e3).round() / 1e3),
        lang.pick("范围", "range"),
        show(least),
        show(most)
    ))
}
