//! A figure on the scale of its levels: the levels as zones and lines, the figure before and after as marks.

use eframe::egui::{self, Color32, Rect, Sense, Shape, Stroke, TextStyle, pos2, vec2};

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::benchmark::{Judged, LevelFinding, QuotaLevel};
use crate::energy::working::n;

/// What is drawn.
pub struct Scale<'a> {
    /// The figure against the row that decides.
    pub judged: &'a Judged,
    /// The figure after the scenario, in the row's unit.
    pub after: Option<f64>,
    /// 标杆 and 基准, where they are in the same unit.
    pub level: Option<&'a LevelFinding>,
}

/// A line across the bar.
struct Mark {
    value: f64,
    text: String,
    below: bool,
}

/// Draws it; for screen readers it is the numbers in words.
pub fn show(ui: &mut egui::Ui, scale: &Scale<'_>, lang: Lang) {
    let p = theme::palette(ui);
    let dark = ui.visuals().dark_mode;
    let row = &scale.judged.row;
    let names = match (row.legacy_names, lang) {
        (true, Lang::Zh) => ["先进值", "准入值", "限定值"],
        (true, Lang::En) => ["advanced", "access", "limit"],
        (false, Lang::Zh) => ["1级", "2级", "3级"],
        (false, Lang::En) => ["grade 1", "grade 2", "grade 3"],
    };
    let mut marks: Vec<Mark> = Vec::new();
    for (name, limit) in names.into_iter().zip(scale.judged.limits) {
        marks.extend(limit.map(|value| Mark { value, text: format!("{name} {}", n(value)), below: false }));
    }
    let same_unit = |l: &&LevelFinding| l.row.unit_text == row.unit_text;
    if let Some((best, base)) = scale.level.filter(same_unit).and_then(|l| l.row.values) {
        for (name, value) in [(lang.pick("标杆", "benchmark"), best), (lang.pick("基准", "baseline"), base)] {
            marks.push(Mark { value, text: format!("{name} {}", n(value)), below: true });
        }
    }
    let actual = scale.judged.actual;
    let values = marks.iter().map(|m| m.value).chain([actual]).chain(scale.after);
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let pad = ((high - low) * 0.12).max(high.abs() * 0.02).max(1e-9);
    let (low, high) = (low - pad, high + pad);
    let mut below = marks.iter().filter(|m| m.below).map(|m| m.value);
    // The names under the bar take a second line where they would meet.
    let height = match (below.next(), below.next()) {
        (Some(a), Some(b)) if (a - b).abs() / (high - low) < 110.0 / f64::from(ui.available_width()) => 94.0,
        (Some(_), _) => 80.0,
        _ => 62.0,
    };
    let (place, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| {
        let list: Vec<&str> = marks.iter().map(|m| m.text.as_str()).collect();
        let (comma, stop, and) = (lang.pick("，", ", "), lang.pick("；", "; "), lang.pick("、", ", "));
        let after = scale.after.map_or(String::new(), |a| format!("{comma}{} {}", lang.pick("改造后", "after"), n(a)));
        let now = lang.pick("现状", "now");
        let text = format!("{now} {}{after}{stop}{}", n(actual), list.join(and));
        egui::WidgetInfo::labeled(egui::Role::Image, true, text)
    });
    let bar =
        Rect::from_min_max(pos2(place.left() + 8.0, place.top() + 36.0), pos2(place.right() - 8.0, place.top() + 56.0));
    let x = |value: f64| bar.left() + ((value - low) / (high - low)) as f32 * bar.width();
    let painter = ui.painter_at(place);
    zones(&painter, bar, scale, (low, high), &x, dark);
    let font = TextStyle::Small.resolve(ui.style());
    // Labels that would meet go to a second line.
    for below in [false, true] {
        let mut mine: Vec<&Mark> = marks.iter().filter(|m| m.below == below).collect();
        mine.sort_by(|a, b| a.value.total_cmp(&b.value));
        let mut ends = [f32::NEG_INFINITY; 2];
        for mark in mine {
            let galley = painter.layout_no_wrap(mark.text.clone(), font.clone(), p.text);
            let half = galley.size().x / 2.0;
            let middle = x(mark.value).clamp(place.left() + half, (place.right() - half).max(place.left() + half));
            let line = usize::from(middle - half < ends[0] + 6.0);
            ends[line] = middle + half;
            let (from, to) = if below { (bar.top(), bar.bottom() + 4.0) } else { (bar.top() - 4.0, bar.bottom()) };
            painter.vline(x(mark.value), from..=to, Stroke::new(1.5, p.text));
            let y = match (below, line) {
                (false, 0) => bar.top() - 13.0,
                (false, _) => bar.top() - 28.0,
                (true, 0) => bar.bottom() + 13.0,
                (true, _) => bar.bottom() + 27.0,
            };
            painter.galley(pos2(middle - half, y - galley.size().y / 2.0), galley, p.text);
        }
    }
    if let Some(after) = scale.after {
        let (from, to) = (x(actual), x(after));
        painter.line_segment([pos2(from, bar.center().y), pos2(to, bar.center().y)], Stroke::new(2.0, p.text));
        painter.add(diamond(to, bar, p.surface, p.text));
    }
    painter.add(diamond(x(actual), bar, p.text, p.text));
    let now = format!("◆ {} {} {}", lang.pick("现状", "now"), n(actual), row.unit_text);
    let after = scale.after.map(|a| format!("　◇ {} {} {}", lang.pick("改造后", "after"), n(a), row.unit_text));
    ui.label(theme::small(ui, format!("{now}{}", after.unwrap_or_default())));
}

fn diamond(x: f32, bar: Rect, fill: Color32, line: Color32) -> Shape {
    let (c, r) = (pos2(x, bar.center().y), 8.0);
    let points = vec![c - vec2(0.0, r), c + vec2(r, 0.0), c + vec2(0.0, r), c - vec2(r, 0.0)];
    Shape::convex_polygon(points, fill, Stroke::new(1.5, line))
}

/// The ground of each level: from its limit to that of the better one.
fn zones(
    painter: &egui::Painter,
    bar: Rect,
    scale: &Scale<'_>,
    (low, high): (f64, f64),
    x: &dyn Fn(f64) -> f32,
    dark: bool,
) {
    let judged = scale.judged;
    let mut cuts: Vec<f64> = judged.limits.iter().flatten().copied().filter(|v| (low..=high).contains(v)).collect();
    cuts.extend([low, high]);
    cuts.sort_by(f64::total_cmp);
    for pair in cuts.windows(2) {
        let middle = f64::midpoint(pair[0], pair[1]);
        let level = crate::benchmark::quota::level_of(middle, judged.limits, judged.row.lower_is_better);
        let (tone, strength) = match level {
            QuotaLevel::Over => (Tone::Bad, 0.34),
            QuotaLevel::Grade3 => (Tone::Warn, 0.28),
            QuotaLevel::Grade2 => (Tone::Good, 0.26),
            QuotaLevel::Grade1 => (Tone::Good, 0.5),
        };
        let part = Rect::from_x_y_ranges(x(pair[0])..=x(pair[1]), bar.y_range());
        painter.rect_filled(part, 2.0, tone.colors(dark).0.gamma_multiply(strength));
    }
}
