//! Elements → parts.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbaImage};
use typst::foundations::{Content, Smart};
use typst::layout::Sides;
use typst_html::{HtmlAttr, HtmlElement, HtmlFrame, HtmlNode};
use typst_layout::Page;
use typst_render::RenderOptions;

use super::{Align, Block, Caption, Cell, Flow, Kind, Picture, Run, Table, Track, plain};
use crate::report::ReportError;

/// Fine enough for print: 220 dots an inch.
const PIXELS_PER_PT: f64 = 220.0 / 72.0;
const MM_PER_PT: f64 = 25.4 / 72.0;

pub(super) fn read(root: &HtmlElement) -> Result<Flow, ReportError> {
    let mut reader = Reader::default();
    reader.children(root)?;
    reader.flush();
    Ok(Flow { blocks: reader.blocks })
}

/// Goes through the elements.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The paragraph so far.
    line: Vec<Run>,
    kind: Option<Kind>,
    bold: bool,
    mark: bool,
}

fn attribute<'a>(element: &'a HtmlElement, name: &str) -> &'a str {
    HtmlAttr::intern(name).ok().and_then(|key| element.attrs.get(key)).map_or("", |value| value.as_str())
}

fn elements(element: &HtmlElement) -> impl Iterator<Item = &HtmlElement> {
    element.children.iter().filter_map(|node| match node {
        HtmlNode::Element(child) => Some(child),
        _ => None,
    })
}

fn is(element: &HtmlElement, tag: &str) -> bool {
    element.tag.resolve().as_str() == tag
}

/// The first element below of that kind.
fn find<'a>(element: &'a HtmlElement, wanted: &dyn Fn(&HtmlElement) -> bool) -> Option<&'a HtmlElement> {
    elements(element).find_map(|child| if wanted(child) { Some(child) } else { find(child, wanted) })
}

impl Reader {
    fn children(&mut self, element: &HtmlElement) -> Result<(), ReportError> {
        element.children.iter().try_for_each(|node| self.node(node))
    }

    fn node(&mut self, node: &HtmlNode) -> Result<(), ReportError> {
        match node {
            HtmlNode::Tag(_) => Ok(()),
            HtmlNode::Text(text, _) => {
                self.text(text);
                Ok(())
            }
            HtmlNode::Frame(frame) => {
                self.flush();
                let picture = picture(frame)?;
                self.blocks.push(Block::Picture(picture));
                Ok(())
            }
            HtmlNode::Element(element) => self.element(element),
        }
    }

    fn element(&mut self, element: &HtmlElement) -> Result<(), ReportError> {
        let class = attribute(element, "class");
        match element.tag.resolve().as_str() {
            "head" | "figcaption" => {}
            "br" => self.line.push(Run::Break),
            "strong" | "b" => {
                let before = std::mem::replace(&mut self.bold, true);
                self.children(element)?;
                self.bold = before;
            }
            "mark" => {
                let before = std::mem::replace(&mut self.mark, true);
                self.children(element)?;
                self.mark = before;
            }
            "section" => {
                self.flush();
                self.blocks.push(Block::Turn { wide: class == "wide" });
                self.children(element)?;
                self.flush();
                self.blocks.push(Block::Turn { wide: false });
            }
            "header" => self.cover(element)?,
            "nav" => {
                self.flush();
                let runs = line(element)?;
                self.blocks.push(Block::Contents(runs));
            }
            "h1" | "h2" | "h3" => {
                self.flush();
                let level = element.tag.resolve().as_str().bytes().last().map_or(1, |digit| usize::from(digit - b'0'));
                let runs = line(element)?;
                self.blocks.push(Block::Heading { level, numbered: class == "numbered", runs });
            }
            "p" => {
                let kind = match class {
                    "note" => Kind::Note,
                    "notice" => Kind::Notice,
                    "item" => Kind::Item,
                    _ => Kind::Body,
                };
                self.paragraph(element, kind)?;
            }
            "li" => self.paragraph(element, Kind::Bullet)?,
            "figure" => self.figure(element)?,
            "div" if class == "table" => {
                self.flush();
                let table = table(element)?;
                self.blocks.push(Block::Table(table));
            }
            "html" | "body" | "div" | "ul" => {
                self.flush();
                self.children(element)?;
                self.flush();
            }
            _ => self.children(element)?,
        }
        Ok(())
    }

    fn text(&mut self, raw: &str) {
        let text = raw.replace('\u{200b}', "");
        if text.is_empty() {
            return;
        }
        if let Some(Run::Text { text: last, bold, mark }) = self.line.last_mut()
            && (*bold, *mark) == (self.bold, self.mark)
        {
            last.push_str(&text);
        } else {
            self.line.push(Run::Text { text, bold: self.bold, mark: self.mark });
        }
    }

    fn paragraph(&mut self, element: &HtmlElement, kind: Kind) -> Result<(), ReportError> {
        self.flush();
        let before = self.kind.replace(kind);
        self.children(element)?;
        self.flush();
        self.kind = before;
        Ok(())
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        let runs = trimmed(std::mem::take(&mut self.line));
        if !runs.is_empty() {
            self.blocks.push(Block::Paragraph(self.kind.unwrap_or(Kind::Body), runs));
        }
    }

    /// The caption is the first table's or picture's within.
    fn figure(&mut self, element: &HtmlElement) -> Result<(), ReportError> {
        self.flush();
        let from = self.blocks.len();
        self.children(element)?;
        self.flush();
        let words = find(element, &|e| is(e, "figcaption")).map(caption).transpose()?;
        for block in &mut self.blocks[from..] {
            let place = match block {
                Block::Table(t) => &mut t.caption,
                Block::Picture(p) => &mut p.caption,
                _ => continue,
            };
            *place = words;
            break;
        }
        Ok(())
    }

    fn cover(&mut self, element: &HtmlElement) -> Result<(), ReportError> {
        self.flush();
        let words = |class: &str| find(element, &|e| attribute(e, "class") == class).map_or(Ok(Vec::new()), line);
        let rows =
            find(element, &|e| attribute(e, "class") == "table").map(table).transpose()?.unwrap_or_default().rows;
        self.blocks.push(Block::Cover { subject: words("subject")?, title: words("title")?, rows });
        Ok(())
    }
}

/// Everything within as one piece of text; what stands on lines of its own is kept on lines.
fn line(element: &HtmlElement) -> Result<Vec<Run>, ReportError> {
    let mut reader = Reader::default();
    reader.children(element)?;
    reader.flush();
    let mut out = Vec::new();
    for block in reader.blocks {
        if let Block::Paragraph(_, runs) = block {
            if !out.is_empty() {
                out.push(Run::Break);
            }
            out.extend(runs);
        }
    }
    Ok(out)
}

/// The number stands in front of the words, in an element of its own.
fn caption(element: &HtmlElement) -> Result<Caption, ReportError> {
    let mut reader = Reader::default();
    let number = find(element, &|e| is(e, "b"));
    for node in &element.children {
        if !matches!((node, number), (HtmlNode::Element(e), Some(n)) if std::ptr::eq(e, n)) {
            reader.node(node)?;
        }
    }
    let number = number.map(line).transpose()?.unwrap_or_default();
    Ok(Caption { number: plain(&number), runs: trimmed(reader.line) })
}

fn table(element: &HtmlElement) -> Result<Table, ReportError> {
    // Lengths read `8pt` or `0% + 8pt`.
    let pt = |raw: &str| {
        raw.split(' ').find_map(|part| part.strip_suffix("pt")?.parse::<f64>().ok()).filter(|v| v.is_finite())
    };
    let track = |raw: &str| match raw.strip_suffix("fr").and_then(|n| n.parse::<f64>().ok()) {
        Some(share) => Track::Share(share),
        None => pt(raw).map_or(Track::Share(1.0), |v| Track::Fixed(v * MM_PER_PT)),
    };
    let mut out = Table {
        columns: attribute(element, "data-columns").split(',').map(track).collect(),
        size_pt: pt(attribute(element, "data-size")).unwrap_or(8.0),
        ..Table::default()
    };
    rows(element, false, &mut out)?;
    Ok(out)
}

fn rows(element: &HtmlElement, head: bool, out: &mut Table) -> Result<(), ReportError> {
    for child in elements(element) {
        if is(child, "tr") {
            let cells = elements(child).map(cell).collect::<Result<_, _>>()?;
            if head { out.head.push(cells) } else { out.rows.push(cells) }
        } else {
            rows(child, head || is(child, "thead"), out)?;
        }
    }
    Ok(())
}

fn cell(element: &HtmlElement) -> Result<Cell, ReportError> {
    let look = find(element, &|e| attribute(e, "class") == "cell");
    let look_of = |name: &str| look.map_or("", |e| attribute(e, name));
    let align = match look_of("data-align").split(' ').next() {
        Some("center") => Align::Center,
        Some("right") => Align::Right,
        _ => Align::Left,
    };
    let grey = look_of("data-fill")
        .strip_prefix("luma(")
        .and_then(|rest| rest.strip_suffix("%)"))
        .and_then(|percent| percent.parse::<f64>().ok())
        .map(|percent| (percent.clamp(0.0, 100.0) * 2.55).round() as u8);
    Ok(Cell { runs: line(element)?, align, grey, span: attribute(element, "colspan").parse().unwrap_or(1) })
}

/// Without blanks and empty lines at both ends.
fn trimmed(mut runs: Vec<Run>) -> Vec<Run> {
    let blank = |r: &Run| matches!(r, Run::Break) || matches!(r, Run::Text { text, .. } if text.trim().is_empty());
    while runs.last().is_some_and(blank) {
        runs.pop();
    }
    let from = runs.iter().take_while(|r| blank(r)).count();
    runs.drain(..from);
    if let Some(Run::Text { text, .. }) = runs.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Run::Text { text, .. }) = runs.last_mut() {
        *text = text.trim_end().to_owned();
    }
    runs
}

fn picture(frame: &HtmlFrame) -> Result<Picture, ReportError> {
    let size = frame.inner.size();
    let page = Page {
        frame: frame.inner.clone(),
        bleed: Sides::default(),
        fill: Smart::Auto,
        numbering: None,
        supplement: Content::empty(),
        number: 1,
    };
    let pixmap =
        typst_render::render(&page, &RenderOptions { pixel_per_pt: PIXELS_PER_PT.into(), ..Default::default() });
    let (width, height) = (pixmap.width(), pixmap.height());
    // White paper shows nothing through, so premultiplied is as good as plain.
    let image = RgbaImage::from_raw(width, height, pixmap.take())
        .map(DynamicImage::from)
        .ok_or_else(|| ReportError::Layout("图无法转换为图片".to_owned()))?;
    let grey = image.as_rgba8().is_some_and(|i| i.pixels().all(|p| p[0] == p[1] && p[1] == p[2]));
    let image = if grey { DynamicImage::from(image.to_luma8()) } else { DynamicImage::from(image.to_rgb8()) };
    let mut png = Cursor::new(Vec::new());
    image.write_to(&mut png, ImageFormat::Png).map_err(|e| ReportError::Layout(format!("图无法转换为图片：{e}")))?;
    Ok(Picture { caption: None, png: png.into_inner(), width_mm: size.x.to_mm(), height_mm: size.y.to_mm() })
}
