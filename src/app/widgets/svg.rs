//! What the screen paints, as an SVG drawing: the same shapes at the same places, text as text.

use std::fmt::Write as _;

use eframe::egui::epaint::{
    BandShape, CircleShape, ClippedShape, ColorMode, EllipseShape, PathShape, PathStroke, RectShape, TextShape,
};
use eframe::egui::text::{ByteIndex, LayoutSection};
use eframe::egui::{Color32, FontFamily, Pos2, Rect, Shape, Stroke, StrokeKind, pos2};

/// Our own face first; the others stand in where it is not installed.
const FACES: &str = "'Audit Sans SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'PingFang SC', sans-serif";

/// A drawing of `page` on a ground: 1 point is 1 px. What lies outside of the page or of a shape's own window is cut
/// off. Textured meshes and what a graphics card paints by itself can't be drawn and are left out.
pub fn document(title: &str, page: Rect, ground: Color32, shapes: &[ClippedShape]) -> String {
    let (w, h) = (number(page.width()), number(page.height()));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
         font-family=\"{FACES}\">\n<title>{}</title>\n",
        escaped(title)
    );
    let _ = writeln!(out, "<rect width=\"{w}\" height=\"{h}\"{}/>", fill(ground));
    let mut pen = Pen { out, origin: page.min };
    let mut windows: Vec<Rect> = Vec::new();
    for ClippedShape { clip_rect, shape, .. } in shapes {
        let window = clip_rect.intersect(page);
        if !window.is_positive() || !shape.visual_bounding_rect().intersects(window) {
            continue;
        }
        if window.contains_rect(shape.visual_bounding_rect().intersect(page)) {
            pen.shape(shape);
            continue;
        }
        let at = windows.iter().position(|w| *w == window).unwrap_or_else(|| {
            let place = pen.place(window);
            let _ = writeln!(pen.out, "<clipPath id=\"w{}\"><rect{place}/></clipPath>", windows.len());
            windows.push(window);
            windows.len() - 1
        });
        let _ = writeln!(pen.out, "<g clip-path=\"url(#w{at})\">");
        pen.shape(shape);
        pen.out.push_str("</g>\n");
    }
    pen.out.push_str("</svg>\n");
    pen.out
}

/// Writes shapes relative to the page's corner.
struct Pen {
    out: String,
    origin: Pos2,
}

impl Pen {
    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Vec(all) => all.iter().for_each(|s| self.shape(s)),
            Shape::Circle(c) => self.circle(c),
            Shape::Ellipse(e) => self.ellipse(e),
            Shape::LineSegment { points, stroke } => self.path(points, false, "", *stroke),
            Shape::Path(path) => self.outline(path),
            Shape::Band(band) => self.band(band),
            Shape::Rect(rect) => self.rect(rect),
            Shape::Text(text) => self.text(text),
            Shape::QuadraticBezier(b) => self.path(&b.flatten(None), b.closed, &fill(b.fill), solid(&b.stroke)),
            Shape::CubicBezier(b) => self.path(&b.flatten(None), b.closed, &fill(b.fill), solid(&b.stroke)),
            Shape::Noop | Shape::Mesh(_) | Shape::Callback(_) => {}
        }
    }

    fn x(&self, x: f32) -> String {
        number(x - self.origin.x)
    }

    fn y(&self, y: f32) -> String {
        number(y - self.origin.y)
    }

    fn place(&self, rect: Rect) -> String {
        let (w, h) = (number(rect.width()), number(rect.height()));
        format!(" x=\"{}\" y=\"{}\" width=\"{w}\" height=\"{h}\"", self.x(rect.left()), self.y(rect.top()))
    }

    fn path(&mut self, points: &[Pos2], closed: bool, fill: &str, stroke: Stroke) {
        if points.len() < 2 || (fill.is_empty() && stroke.is_empty()) {
            return;
        }
        let mut way = String::new();
        for (at, p) in points.iter().enumerate() {
            let _ = write!(way, "{}{} {}", if at == 0 { "M" } else { "L" }, self.x(p.x), self.y(p.y));
        }
        let end = if closed { "Z" } else { "" };
        let fill = if fill.is_empty() { " fill=\"none\"" } else { fill };
        let _ = writeln!(self.out, "<path d=\"{way}{end}\"{fill}{}/>", line(stroke));
    }

    fn outline(&mut self, path: &PathShape) {
        let fill = if path.closed { fill(path.fill) } else { String::new() };
        self.path(&path.points, path.closed, &fill, solid(&path.stroke));
    }

    /// The upper edge from left to right, the lower one back.
    fn band(&mut self, band: &BandShape) {
        let upper = band.points.iter().map(|p| pos2(p.x, p.y.min));
        let lower = band.points.iter().rev().map(|p| pos2(p.x, p.y.max));
        let points: Vec<Pos2> = upper.chain(lower).collect();
        self.path(&points, true, &fill(band.fill), band.stroke);
    }

    fn rect(&mut self, shape: &RectShape) {
        let (ground, line) = (fill(shape.fill), line(shape.stroke));
        if ground.is_empty() && line.is_empty() {
            return;
        }
        // An SVG line is drawn on the edge, half of it on either side.
        let rect = shape.rect.expand(match shape.stroke_kind {
            _ if shape.stroke.is_empty() => 0.0,
            StrokeKind::Inside => -shape.stroke.width / 2.0,
            StrokeKind::Middle => 0.0,
            StrokeKind::Outside => shape.stroke.width / 2.0,
        });
        let round = match shape.corner_radius.average() {
            r if r > 0.0 => format!(" rx=\"{}\"", number(r)),
            _ => String::new(),
        };
        let ground = if ground.is_empty() { " fill=\"none\"".to_owned() } else { ground };
        let place = self.place(rect);
        let _ = writeln!(self.out, "<rect{place}{round}{ground}{line}/>");
    }

    fn circle(&mut self, c: &CircleShape) {
        let (x, y, r) = (self.x(c.center.x), self.y(c.center.y), number(c.radius));
        let ground = if c.fill.a() == 0 { " fill=\"none\"".to_owned() } else { fill(c.fill) };
        let _ = writeln!(self.out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"{ground}{}/>", line(c.stroke));
    }

    fn ellipse(&mut self, e: &EllipseShape) {
        let (x, y) = (self.x(e.center.x), self.y(e.center.y));
        let (rx, ry) = (number(e.radius.x), number(e.radius.y));
        let ground = if e.fill.a() == 0 { " fill=\"none\"".to_owned() } else { fill(e.fill) };
        let _ =
            writeln!(self.out, "<ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{rx}\" ry=\"{ry}\"{ground}{}/>", line(e.stroke));
    }

    /// A piece for each row and look; each starts where its first letter stands on the screen.
    fn text(&mut self, shape: &TextShape) {
        let turned = match shape.angle {
            0.0 => String::new(),
            angle => {
                let (x, y) = (self.x(shape.pos.x), self.y(shape.pos.y));
                format!(" transform=\"rotate({} {x} {y})\"", number(angle.to_degrees()))
            }
        };
        let job = &shape.galley.job;
        let mut byte = 0;
        for row in &shape.galley.rows {
            let mut piece = String::new();
            let mut start = None;
            let mut look: Option<&LayoutSection> = None;
            for glyph in &row.glyphs {
                let of = job.sections.iter().find(|s| s.byte_range.contains(&ByteIndex(byte))).or(job.sections.last());
                byte += glyph.chr.len_utf8();
                if look.is_some_and(|l| of.is_some_and(|o| !std::ptr::eq(l, o))) {
                    self.piece(shape, look, start.take(), &piece, &turned);
                    piece.clear();
                }
                look = of;
                start.get_or_insert(shape.pos + row.pos.to_vec2() + glyph.pos.to_vec2());
                piece.push(glyph.chr);
            }
            self.piece(shape, look, start, &piece, &turned);
            byte += usize::from(row.ends_with_newline);
        }
    }

    fn piece(&mut self, shape: &TextShape, look: Option<&LayoutSection>, at: Option<Pos2>, text: &str, turned: &str) {
        let (Some(look), Some(at)) = (look, at) else { return };
        if text.trim().is_empty() {
            return;
        }
        let own = if look.format.color == Color32::PLACEHOLDER { shape.fallback_color } else { look.format.color };
        let color = shape.override_text_color.unwrap_or(own).gamma_multiply(shape.opacity_factor);
        let bold =
            if look.format.font_id.family == FontFamily::Name("bold".into()) { " font-weight=\"bold\"" } else { "" };
        let (x, y, size) = (self.x(at.x), self.y(at.y), number(look.format.font_id.size));
        let _ = writeln!(
            self.out,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{bold}{}{turned} xml:space=\"preserve\">{}</text>",
            fill(color),
            escaped(text)
        );
    }
}

/// A length with two places at most: a hundredth of a point is not seen.
fn number(value: f32) -> String {
    let text = format!("{:.2}", if value.is_finite() { value } else { 0.0 });
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn paint(name: &str, color: Color32) -> String {
    let [r, g, b, a] = color.to_srgba_unmultiplied();
    match a {
        0 => String::new(),
        255 => format!(" {name}=\"#{r:02x}{g:02x}{b:02x}\""),
        _ => format!(" {name}=\"#{r:02x}{g:02x}{b:02x}\" {name}-opacity=\"{}\"", number(f32::from(a) / 255.0)),
    }
}

/// The attribute of a ground; nothing for one that can't be seen.
fn fill(color: Color32) -> String {
    paint("fill", color)
}

/// The attributes of a line; nothing for one that can't be seen.
fn line(stroke: Stroke) -> String {
    let color = paint("stroke", stroke.color);
    if stroke.is_empty() || color.is_empty() {
        return String::new();
    }
    format!("{color} stroke-width=\"{}\"", number(stroke.width))
}

/// The line of a path; one whose colour changes along it is drawn in none.
fn solid(stroke: &PathStroke) -> Stroke {
    match stroke.color {
        ColorMode::Solid(color) => Stroke::new(stroke.width, color),
        ColorMode::UV(_) => Stroke::NONE,
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no way to write them.
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
