//! How charts look: axes at round steps with their unit, lines told apart by pattern, parts told apart by hatching, and
//! a legend with samples of both.

use eframe::egui::{self, Color32, Painter, Rect, Sense, Shape, Stroke, pos2, vec2};
use egui_plot::{GridInput, GridMark, HLine, Line, LineStyle, Plot, PlotPoints, PlotUi};

use super::numbers::grouped;
use crate::app::theme::{self, Tone};

/// Marks of an axis at round steps, about `wanted` of them, all alike.
pub fn marks(input: GridInput, wanted: f64, least: f64) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    let rough = ((high - low) / wanted).max(least);
    if !(rough.is_finite() && rough > 0.0) {
        return Vec::new();
    }
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|f| f * power).into_iter().find(|s| *s >= rough * 0.999).unwrap_or(rough);
    let (from, to) = ((low / step).ceil() as i64, (high / step).floor() as i64);
    (from..=to).map(|at| GridMark { value: at as f64 * step, step_size: step }).collect()
}

/// A number at a mark, with a place after the point where the steps are small.
pub fn mark_text(mark: GridMark) -> String {
    grouped(mark.value, if mark.step_size < 1.0 { 1 } else { 0 })
}

/// A plot that stands still: no moving or zooming, marks at round steps, the unit at the upper axis.
pub fn still<'a>(ui: &egui::Ui, id: &'a str, height: f32, x: &str, y: &str) -> Plot<'a> {
    let p = theme::palette(ui);
    // A label every 90 points: closer ones are not drawn.
    let labels = f64::from(ui.available_width() / 90.0).clamp(2.0, 12.0);
    let plot = Plot::new(id)
        .height(height)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .show_grid([false, true])
        .grid_color(p.weak)
        .set_margin_fraction(vec2(0.02, 0.1))
        .include_y(0.0)
        .x_grid_spacer(move |input| marks(input, labels, 0.0))
        .y_grid_spacer(|input| marks(input, 4.0, 0.0))
        .x_axis_formatter(|mark, _| mark_text(mark))
        .y_axis_formatter(|mark, _| mark_text(mark))
        .y_axis_label(theme::small(ui, y));
    if x.is_empty() { plot } else { plot.x_axis_label(theme::small(ui, x)) }
}

/// The line at zero.
pub fn zero(ui: &egui::Ui) -> HLine {
    HLine::new("", 0.0).color(theme::palette(ui).weak).width(1.0).allow_hover(false)
}

/// How an entry of a legend looks.
#[derive(Clone, Copy)]
pub enum Sample {
    /// As bars.
    Bar(Color32),
    /// As a line.
    Line(Color32, LineStyle),
    /// As a part of a whole, by its place.
    Part(usize),
}

/// The look of the line of a place: colour and pattern.
pub fn sample(ui: &egui::Ui, at: usize) -> Sample {
    let dark = ui.visuals().dark_mode;
    let p = theme::palette(ui);
    let colours = [p.accent, Tone::Warn.colors(dark).0, Tone::Good.colors(dark).0, Tone::Bad.colors(dark).0, p.weak];
    let style = match at % 3 {
        0 => LineStyle::Solid,
        1 => LineStyle::dashed_loose(),
        _ => LineStyle::dotted_dense(),
    };
    Sample::Line(colours[at % 5], style)
}

/// A line of values over the years 0, 1, …
pub fn line<'a>(name: impl Into<String>, values: impl Iterator<Item = f64>, sample: Sample) -> Line<'a> {
    let points: PlotPoints<'a> = values.enumerate().map(|(year, y)| [year as f64, y]).collect();
    let line = Line::new(name, points).width(2.0).allow_hover(false);
    match sample {
        Sample::Bar(colour) => line.color(colour),
        Sample::Line(colour, style) => line.color(colour).style(style),
        Sample::Part(_) => line,
    }
}

/// What the lines, bars and parts of a chart mean, under it, each with its sample.
pub fn legend(ui: &mut egui::Ui, entries: &[(String, Sample)]) {
    explained(ui, entries.iter().map(|(name, sample)| (name.as_str(), sample)), |ui, rect, sample| match sample {
        Sample::Bar(colour) => drop(ui.painter().rect_filled(rect.shrink2(vec2(3.0, 1.0)), 0.0, *colour)),
        Sample::Part(at) => part(ui.painter(), rect.shrink2(vec2(3.0, 0.0)), ui.visuals().dark_mode, *at),
        Sample::Line(colour, style) => {
            let line = [rect.left_center(), rect.right_center()];
            let (dash, gap) = match style {
                LineStyle::Solid => (26.0, 0.0),
                LineStyle::Dashed { .. } => (7.0, 4.0),
                LineStyle::Dotted { .. } => (2.0, 3.0),
            };
            ui.painter().extend(Shape::dashed_line(&line, Stroke::new(2.0, *colour), dash, gap));
        }
    });
}

/// A legend whose samples `draw` paints; an entry is never parted from its sample.
pub fn explained<'a, S>(
    ui: &mut egui::Ui,
    entries: impl Iterator<Item = (&'a str, S)>,
    draw: impl Fn(&egui::Ui, Rect, S),
) {
    let font = egui::TextStyle::Small.resolve(ui.style());
    let color = theme::palette(ui).weak;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        for (name, sample) in entries {
            let galley = ui.painter().layout_no_wrap(name.to_owned(), font.clone(), color);
            let size = vec2(26.0 + 6.0 + galley.size().x + 6.0, galley.size().y.max(12.0));
            if size.x > ui.available_size_before_wrap().x {
                ui.end_row();
            }
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, name));
            draw(ui, Rect::from_center_size(rect.left_center() + vec2(13.0, 0.0), vec2(26.0, 12.0)), sample);
            let at = pos2(rect.left() + 32.0, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, color);
        }
    });
}

/// A part of a whole: hue and hatching by its place, so that neighbours differ in black and white, too.
pub fn part(painter: &Painter, rect: Rect, dark: bool, at: usize) {
    let (hue, on) = theme::series(dark, at);
    painter.rect_filled(rect, 1.0, hue);
    hatch(painter, rect, (at + at / 8) % 4, on.gamma_multiply(0.45));
}

/// Lines over a rectangle: none, rising, falling, upright.
pub fn hatch(painter: &Painter, rect: Rect, pattern: usize, color: Color32) {
    if pattern == 0 || !rect.is_positive() {
        return;
    }
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let stroke = Stroke::new(1.0, color);
    let lean = if pattern == 3 { 0.0 } else { rect.height() };
    let mut x = rect.left() - lean + 3.0;
    while x < rect.right() {
        let (foot, head) = if pattern == 2 { (x + lean, x) } else { (x, x + lean) };
        painter.line_segment([pos2(foot, rect.bottom()), pos2(head, rect.top())], stroke);
        x += 6.0;
    }
}

/// What is drawn over the years.
pub struct Years<'a> {
    /// Told apart from other plots of the page.
    pub id: &'a str,
    /// What it shows, for screen readers.
    pub name: &'a str,
    /// Names of the axes with their units.
    pub axes: (&'a str, &'a str),
    /// In points.
    pub height: f32,
    /// The legend.
    pub entries: &'a [(String, Sample)],
}

impl Years<'_> {
    /// Draws it; `told` gives the figures of the year under the pointer.
    pub fn show(&self, ui: &mut egui::Ui, told: impl Fn(usize) -> Option<String>, add: impl FnOnce(&mut PlotUi<'_>)) {
        let labels = f64::from(ui.available_width() / 90.0).clamp(2.0, 12.0);
        let zero = zero(ui);
        let response = still(ui, self.id, self.height, self.axes.0, self.axes.1)
            .x_grid_spacer(move |input| marks(input, labels, 1.0))
            .show(ui, |plot| {
                plot.hline(zero);
                add(plot);
            });
        legend(ui, self.entries);
        let about = self.name.to_owned();
        response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &about));
        let hovered = response.response.hover_pos().map(|at| response.transform.value_from_position(at).x.round());
        if let Some(text) = hovered.filter(|x| *x >= 0.0).and_then(|x| told(x as usize)) {
            response.response.on_hover_text_at_pointer(text);
        }
    }
}
