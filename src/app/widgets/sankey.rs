//! Flows from column to column, from the engine's nodes and links.
//!
//! A link that skips columns gets a lane of its own in each of them, so that it passes between the nodes instead of
//! behind them; lanes and nodes are ordered so that few links cross.

use std::cmp::Ordering;

use eframe::egui::epaint::{BandPoint, BandShape};
use eframe::egui::{self, Align2, Color32, Pos2, Rect, Sense, Stroke, TextStyle, pos2, vec2};

use super::numbers::{amount, grouped};
use crate::app::lang::Lang;
use crate::app::theme::{self, Palette, Tone};
use crate::energy::plant::{FlowNode, Flows, NodeKind};

/// Width of a node.
const NODE: f32 = 12.0;
/// Least room between nodes of a column, so that their labels don't meet.
const GAP: f32 = 20.0;
/// Room on either side of a lane.
const LANE_GAP: f32 = 8.0;
/// How finely a link is bent.
const STEPS: usize = 24;
/// How often the columns are put in order anew, from the left and from the right in turn.
const SWEEPS: usize = 8;

/// Where everything is drawn.
pub struct Placed {
    /// The node's boxes, in the order of the nodes.
    pub boxes: Vec<Rect>,
    /// The links' bands, in the order of the links.
    pub bands: Vec<Band>,
}

/// A link as drawn: points of its middle line where it runs level, and its width.
pub struct Band {
    stops: Vec<Pos2>,
    width: f32,
}

/// The height that suits the flows, in points.
pub fn height(flows: &Flows) -> f32 {
    let columns = columns(flows);
    let need = |c: usize| {
        let nodes = flows.nodes.iter().filter(|n| n.column == c).count();
        let lanes = flows.links.iter().filter(|l| spans(flows, l.from, l.to).contains(&c)).count();
        nodes as f32 * 42.0 + lanes as f32 * 18.0
    };
    (0..columns).map(need).fold(0.0, f32::max).clamp(180.0, 560.0)
}

/// Draws the diagram in the width there is; hovering names what is under the pointer.
pub fn show(ui: &mut egui::Ui, flows: &Flows, lang: Lang) {
    let p = theme::palette(ui);
    let dark = ui.visuals().dark_mode;
    let (place, response) = ui.allocate_exact_size(vec2(ui.available_width(), height(flows)), Sense::hover());
    let name = |at: usize| flows.nodes.get(at).map_or("".into(), |n| lang.said(&n.label));
    response.widget_info(|| {
        let links = flows.links.iter().map(|l| format!("{} → {} {} tce", name(l.from), name(l.to), amount(l.tce)));
        let title = lang.pick("能流图", "Energy flows");
        egui::WidgetInfo::labeled(egui::Role::Image, true, format!("{title}：{}", links.collect::<Vec<_>>().join("；")))
    });
    let font = TextStyle::Small.resolve(ui.style());
    let label = |node: &FlowNode| {
        let text = format!("{}  {}", lang.said(&node.label), amount(node.tce));
        ui.painter().layout_no_wrap(text, font.clone(), p.text)
    };
    let labels: Vec<_> = flows.nodes.iter().map(label).collect();
    let last = columns(flows) - 1;
    let room = labels.iter().zip(&flows.nodes).filter(|(_, n)| n.column == last).map(|(l, _)| l.size().x);
    let mut inner = place.shrink2(vec2(0.0, 12.0));
    inner.set_right(inner.right() - room.fold(0.0, f32::max) - 10.0);
    let Placed { boxes, bands } = placed(flows, inner);
    let pointer = response.hover_pos();
    let over_node = pointer.and_then(|at| boxes.iter().position(|b| b.expand(4.0).contains(at)));
    let over_link = pointer.filter(|_| over_node.is_none()).and_then(|at| bands.iter().position(|b| b.holds(at)));
    let painter = ui.painter_at(place.expand(2.0));
    for (at, (band, link)) in bands.iter().zip(&flows.links).enumerate() {
        let lit = over_link == Some(at) || over_node.is_some_and(|n| link.from == n || link.to == n);
        let color = flows.nodes.get(link.to).map_or(p.accent, |n| color(n, p, dark));
        painter.add(band.shape(color.gamma_multiply(if lit { 0.6 } else { 0.3 })));
    }
    for ((node, rect), galley) in flows.nodes.iter().zip(&boxes).zip(labels) {
        painter.rect_filled(*rect, 2.0, color(node, p, dark));
        let at = Align2::LEFT_CENTER.anchor_size(rect.right_center() + vec2(6.0, 0.0), galley.size());
        // A ground of its own keeps the label readable on a band.
        painter.rect_filled(at.expand2(vec2(3.0, 0.0)), 3.0, p.surface.gamma_multiply(0.85));
        painter.galley(at.min, galley, p.text);
    }
    let whole: f64 = flows.nodes.iter().filter(|n| n.column == 0).map(|n| n.tce).sum();
    let share =
        |tce: f64| if whole > 0.0 { format!("，{} %", grouped(tce / whole * 100.0, 1)) } else { String::new() };
    let told = match (over_node.and_then(|n| flows.nodes.get(n)), over_link.and_then(|l| flows.links.get(l))) {
        (Some(node), _) => Some(format!("{} {} tce{}", lang.said(&node.label), amount(node.tce), share(node.tce))),
        (None, Some(link)) => {
            Some(format!("{} → {}：{} tce{}", name(link.from), name(link.to), amount(link.tce), share(link.tce)))
        }
        (None, None) => None,
    };
    if let Some(text) = told {
        response.on_hover_text_at_pointer(text);
    }
}

/// Losses and what nothing explains stand out; the rest are of the accent's family.
fn color(node: &FlowNode, p: Palette, dark: bool) -> Color32 {
    match &node.kind {
        NodeKind::Unexplained | NodeKind::Lacking => Tone::Warn.colors(dark).0,
        NodeKind::Loss => Tone::Bad.colors(dark).0,
        NodeKind::Use(_) | NodeKind::UseBy(_) => Tone::Good.colors(dark).0,
        NodeKind::Exported | NodeKind::StockAdded => Tone::Quiet.colors(dark).0,
        _ => p.accent,
    }
}

fn columns(flows: &Flows) -> usize {
    flows.nodes.iter().map(|n| n.column).max().unwrap_or(0) + 1
}

/// The columns strictly between two nodes; none for a link that leads back.
fn spans(flows: &Flows, from: usize, to: usize) -> std::ops::Range<usize> {
    flows.nodes[from].column + 1..flows.nodes[to].column
}

/// What takes room in a column: a node, or the lane of a link that passes.
struct Slot {
    column: usize,
    tce: f64,
    /// Whether it stands at the foot: the eye finds losses and what nothing explains in the same place.
    foot: bool,
    lane: bool,
}

/// The slots (nodes first), the links cut at the columns they pass, and each link's tce with the slots it goes through.
struct Graph {
    slots: Vec<Slot>,
    pieces: Vec<(usize, usize, f64)>,
    ways: Vec<(Vec<usize>, f64)>,
}

fn graph(flows: &Flows) -> Graph {
    let foot = |n: &FlowNode| matches!(n.kind, NodeKind::Unexplained | NodeKind::Loss);
    let node = |n: &FlowNode| Slot { column: n.column, tce: n.tce, foot: foot(n), lane: false };
    let mut slots: Vec<Slot> = flows.nodes.iter().map(node).collect();
    let (mut pieces, mut ways) = (Vec::new(), Vec::new());
    for link in &flows.links {
        let mut way = vec![link.from];
        for column in spans(flows, link.from, link.to) {
            way.push(slots.len());
            slots.push(Slot { column, tce: link.tce, foot: false, lane: true });
        }
        way.push(link.to);
        pieces.extend(way.windows(2).map(|w| (w[0], w[1], link.tce)));
        ways.push((way, link.tce));
    }
    Graph { slots, pieces, ways }
}

/// Boxes and bands within `place`, all to one scale; labels of the last column are beside it.
pub fn placed(flows: &Flows, place: Rect) -> Placed {
    let graph = graph(flows);
    let rows = rows(&graph, columns(flows));
    let room = |row: &[usize]| {
        let gaps = row.windows(2).map(|w| gap(&graph.slots[w[0]], &graph.slots[w[1]])).sum::<f32>();
        (row.iter().map(|s| graph.slots[*s].tce).sum::<f64>(), gaps)
    };
    let scale = rows
        .iter()
        .filter(|row| !row.is_empty())
        .map(|row| {
            let (sum, gaps) = room(row);
            f64::from((place.height() - gaps).max(1.0)) / sum.max(1e-9)
        })
        .fold(f64::INFINITY, f64::min);
    let scale = if scale.is_finite() { scale } else { 0.0 };
    let step = (place.width() - NODE).max(0.0) / (rows.len().max(2) - 1) as f32;
    let mut boxes = vec![Rect::NOTHING; graph.slots.len()];
    for (column, row) in rows.iter().enumerate() {
        let (sum, gaps) = room(row);
        let used = (sum * scale) as f32 + gaps;
        let mut top = place.top() + (place.height() - used).max(0.0) / 2.0;
        for (at, slot) in row.iter().enumerate() {
            let least = if graph.slots[*slot].lane { 0.0 } else { 2.0 };
            let high = ((graph.slots[*slot].tce * scale) as f32).max(least);
            let left = place.left() + step * column as f32;
            boxes[*slot] = Rect::from_min_size(pos2(left, top), vec2(NODE, high));
            top += high + row.get(at + 1).map_or(0.0, |next| gap(&graph.slots[*slot], &graph.slots[*next]));
        }
    }
    let bands = bands(&graph, &boxes, scale);
    boxes.truncate(flows.nodes.len());
    Placed { boxes, bands }
}

fn gap(a: &Slot, b: &Slot) -> f32 {
    if a.lane || b.lane { LANE_GAP } else { GAP }
}

/// The slots of each column from top to bottom: large ones first, then by where their links lead, the order of those
/// tried that has the least crossing.
fn rows(graph: &Graph, columns: usize) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); columns];
    for (at, slot) in graph.slots.iter().enumerate() {
        rows[slot.column].push(at);
    }
    let by_foot = |a: usize, b: usize| graph.slots[a].foot.cmp(&graph.slots[b].foot);
    for row in &mut rows {
        row.sort_by(|a, b| by_foot(*a, *b).then(graph.slots[*b].tce.total_cmp(&graph.slots[*a].tce)));
    }
    let mut best = (f64::INFINITY, rows.clone());
    for sweep in 0..SWEEPS {
        let rightward = sweep % 2 == 0;
        for step in 1..columns {
            let column = if rightward { step } else { columns - 1 - step };
            let places = heights(graph, &rows);
            let middle = |slot: usize| {
                let ends = graph.pieces.iter().filter_map(|(from, to, tce)| match rightward {
                    true if *to == slot => Some((places[*from], *tce)),
                    false if *from == slot => Some((places[*to], *tce)),
                    _ => None,
                });
                let (sum, weight) = ends.fold((0.0, 0.0), |(s, w), (y, tce)| (s + y * tce, w + tce));
                if weight > 0.0 { sum / weight } else { places[slot] }
            };
            let wanted: Vec<f64> = (0..graph.slots.len()).map(middle).collect();
            rows[column].sort_by(|a, b| by_foot(*a, *b).then(wanted[*a].total_cmp(&wanted[*b])));
        }
        let crossing = crossing(graph, &rows);
        if crossing < best.0 {
            best = (crossing, rows.clone());
        }
    }
    best.1
}

/// The middle of each slot's height, from 0 to 1, as its column is ordered.
fn heights(graph: &Graph, rows: &[Vec<usize>]) -> Vec<f64> {
    let mut out = vec![0.5; graph.slots.len()];
    for row in rows {
        let whole: f64 = row.iter().map(|s| graph.slots[*s].tce).sum();
        let mut top = 0.0;
        for slot in row {
            let high = graph.slots[*slot].tce / whole.max(1e-9);
            out[*slot] = top + high / 2.0;
            top += high;
        }
    }
    out
}

/// How much crosses: for each two pieces that do, the smaller of the two.
fn crossing(graph: &Graph, rows: &[Vec<usize>]) -> f64 {
    let places = heights(graph, rows);
    let mut sum = 0.0;
    for (at, a) in graph.pieces.iter().enumerate() {
        for b in &graph.pieces[at + 1..] {
            if graph.slots[a.0].column == graph.slots[b.0].column {
                let (left, right) = (places[a.0].total_cmp(&places[b.0]), places[a.1].total_cmp(&places[b.1]));
                if left != Ordering::Equal && left == right.reverse() {
                    sum += a.2.min(b.2);
                }
            }
        }
    }
    sum
}

/// The links between the boxes, side by side at each of them in the order of where they lead.
fn bands(graph: &Graph, boxes: &[Rect], scale: f64) -> Vec<Band> {
    let width = |link: usize| (graph.ways[link].1 * scale) as f32;
    // Where each link leaves its first slot and meets its last one.
    let ends = |first: bool| {
        let slot = |link: usize, from_end: usize| {
            let way = &graph.ways[link].0;
            if first { way.get(from_end).copied() } else { way.iter().rev().nth(from_end).copied() }
        };
        let mut places = vec![0.0; graph.ways.len()];
        for (at, node) in boxes.iter().enumerate() {
            let mut mine: Vec<usize> = (0..graph.ways.len()).filter(|l| slot(*l, 0) == Some(at)).collect();
            let led = |l: &usize| slot(*l, 1).map_or(0.0, |s| boxes[s].center().y);
            mine.sort_by(|a, b| led(a).total_cmp(&led(b)));
            let mut top = node.top();
            for l in mine {
                places[l] = top + width(l) / 2.0;
                top += width(l);
            }
        }
        places
    };
    let (starts, stops) = (ends(true), ends(false));
    let band = |(at, (way, _)): (usize, &(Vec<usize>, f64))| {
        let [from, lanes @ .., to] = way.as_slice() else { return Band { stops: Vec::new(), width: 0.0 } };
        let mut line = vec![pos2(boxes[*from].right(), starts[at])];
        line.extend(lanes.iter().flat_map(|lane| [boxes[*lane].left_center(), boxes[*lane].right_center()]));
        line.push(pos2(boxes[*to].left(), stops[at]));
        // One that leads back is drawn from its end.
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        Band { stops: line, width: width(at) }
    };
    graph.ways.iter().enumerate().map(band).collect()
}

impl Band {
    /// The heights that the band covers at `x`; none beside its ends.
    pub fn at(&self, x: f32) -> Option<egui::Rangef> {
        let pair = self.stops.windows(2).find(|w| (w[0].x..=w[1].x).contains(&x))?;
        let run = pair[1].x - pair[0].x;
        let t = if run > 0.0 { (x - pair[0].x) / run } else { 0.0 };
        let middle = egui::lerp(pair[0].y..=pair[1].y, t * t * (3.0 - 2.0 * t));
        Some(egui::Rangef::new(middle - self.width / 2.0, middle + self.width / 2.0))
    }

    fn holds(&self, at: Pos2) -> bool {
        self.at(at.x).is_some_and(|y| (y.center() - at.y).abs() <= (self.width / 2.0).max(3.0))
    }

    fn shape(&self, color: Color32) -> egui::Shape {
        let bent = self.stops.windows(2).flat_map(|w| {
            let steps = if w[0].y == w[1].y { 1 } else { STEPS };
            (0..=steps).map(move |i| egui::lerp(w[0].x..=w[1].x, i as f32 / steps as f32))
        });
        let mut points: Vec<BandPoint> = bent.filter_map(|x| Some(BandPoint::new(x, self.at(x)?))).collect();
        // Two points at a place would show as a seam.
        points.dedup_by(|a, b| (a.x - b.x).abs() < 0.01);
        if self.width < 1.5 {
            let middle = points.iter().map(|p| pos2(p.x, p.y.center())).collect();
            return egui::Shape::line(middle, Stroke::new(1.5, color));
        }
        egui::Shape::Band(BandShape::filled(points, color))
    }
}
