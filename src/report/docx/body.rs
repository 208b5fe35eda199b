//! The text: paragraphs, tables, pictures and fields, in sections of upright and of wide pages.

use super::parts::{HEAD, WORD};
use super::xml::{escape, twips};
use crate::report::flow::{Align, Block, Caption, Cell, Flow, Kind, Picture, Run, Table, Track, plain};

/// How wide the text of an upright A4 page is, mm.
pub(super) const UPRIGHT_MM: f64 = 166.0;
/// And of one that lies on its side.
pub(super) const WIDE_MM: f64 = 265.0;
/// A chart takes no more of a page than this, mm.
const TALLEST_MM: f64 = 150.0;
/// A row shorter than this in characters stays on one page.
const SHORT_ROW: usize = 900;
/// A table of so few rows stays on one page,
const WHOLE_ROWS: usize = 14;
/// if none has more characters than this.
const WHOLE_ROW: usize = 150;

/// Size of 估算 and 待核 in running text, in half points.
const MARK: i64 = 17;
/// And nowhere smaller than this.
const SMALLEST: i64 = 12;
/// Size of the rows of the cover.
const COVER: i64 = 24;

pub(super) struct Body {
    pub(super) xml: String,
    pub(super) pictures: Vec<Vec<u8>>,
}

/// What stands in the document one below the other.
enum Element {
    /// Properties and content of a paragraph.
    Paragraph { properties: String, content: String },
    /// A table.
    Table(String),
}

#[derive(Default)]
struct Writer {
    elements: Vec<Element>,
    pictures: Vec<Vec<u8>>,
    wide: bool,
    /// Whether the section begun has any content.
    begun: bool,
    headings: usize,
}

pub(super) fn write(flow: &Flow) -> Body {
    let mut writer = Writer::default();
    let entries = contents(flow);
    for (at, block) in flow.blocks.iter().enumerate() {
        // Nothing parts a lead sentence from its table or figure.
        let leads = matches!(flow.blocks.get(at + 1), Some(Block::Table(_) | Block::Picture(_)));
        writer.block(block, leads, &entries);
    }
    let last = writer.section(false);
    let mut xml = format!(
        r#"{HEAD}<w:document {WORD} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>"#
    );
    for element in writer.elements {
        match element {
            Element::Paragraph { properties, content } => {
                xml += &format!("<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>");
            }
            Element::Table(table) => xml += &table,
        }
    }
    xml += &last;
    xml += "</w:body></w:document>";
    Body { xml, pictures: writer.pictures }
}

/// Level, number and words of the headings that the contents list.
fn contents(flow: &Flow) -> Vec<(usize, String)> {
    let mut numbers = [0usize; 3];
    let mut out = Vec::new();
    for block in &flow.blocks {
        let Block::Heading { level, numbered, runs } = block else { continue };
        let level = (*level).clamp(1, 3);
        let mut words = plain(runs);
        if *numbered {
            numbers[level - 1] += 1;
            numbers[level..].fill(0);
            let number: Vec<String> = numbers[..level].iter().map(ToString::to_string).collect();
            words = format!("{} {words}", number.join("."));
        }
        out.push((level, words));
    }
    out
}

fn bookmark(at: usize) -> String {
    format!("_Toc{:08}", at + 1)
}

fn text(words: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escape(words))
}

fn field(instruction: &str, shown: &str) -> String {
    format!(
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
        text(shown)
    )
}

/// Text in the size of its style, or in one of its own, in half points.
fn runs(all: &[Run], half_points: Option<i64>) -> String {
    let sized = |size: i64| format!(r#"<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#);
    let mut out = String::new();
    for run in all {
        match run {
            Run::Break => out += "<w:r><w:br/></w:r>",
            Run::Text { text, bold, mark } => {
                // The order of a run's properties is the schema's.
                let style = if *mark { r#"<w:rStyle w:val="Mark"/>"# } else { "" };
                let weight = if *bold { "<w:b/>" } else { "" };
                let size = match half_points {
                    // Written at the run as well as in the style, which not every program follows.
                    _ if *mark => sized(half_points.map_or(MARK, |size| (size - 2).max(SMALLEST))),
                    Some(size) => sized(size),
                    None => String::new(),
                };
                let look = if style.len() + weight.len() + size.len() > 0 {
                    format!("<w:rPr>{style}{weight}{size}</w:rPr>")
                } else {
                    String::new()
                };
                out += &format!(r#"<w:r>{look}<w:t xml:space="preserve">{}</w:t></w:r>"#, escape(text));
            }
        }
    }
    out
}

impl Writer {
    fn paragraph(&mut self, style: &str, more: &str, content: String) {
        self.begun = true;
        let properties = format!(r#"<w:pStyle w:val="{style}"/>{more}"#);
        self.elements.push(Element::Paragraph { properties, content });
    }

    fn text_width_mm(&self) -> f64 {
        if self.wide { WIDE_MM } else { UPRIGHT_MM }
    }

    /// The properties of the section that ends here.
    fn section(&self, cover: bool) -> String {
        let (width, height, turned) =
            if self.wide { (16838, 11906, r#" w:orient="landscape""#) } else { (11906, 16838, "") };
        let header = if self.wide { "header2" } else { "header1" };
        let around = if cover {
            String::new()
        } else {
            format!(
                r#"<w:headerReference w:type="default" r:id="{header}"/><w:footerReference w:type="default" r:id="footer1"/>"#
            )
        };
        let (top, bottom, left, right) = if self.wide { (24.0, 18.0, 16.0, 16.0) } else { (28.0, 24.0, 24.0, 20.0) };
        format!(
            r#"<w:sectPr>{around}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="{}" w:footer="{}" w:gutter="0"/></w:sectPr>"#,
            twips(top),
            twips(right),
            twips(bottom),
            twips(left),
            twips(13.0),
            twips(9.0)
        )
    }

    fn end_section(&mut self, cover: bool) {
        let section = self.section(cover);
        if let Some(Element::Paragraph { properties, .. }) = self.elements.last_mut()
            && !properties.contains("<w:sectPr>")
        {
            *properties += &section;
        } else {
            // After a table the section's end needs a paragraph; it takes no room.
            let properties = format!(r#"<w:spacing w:line="20" w:lineRule="exact"/>{section}"#);
            self.elements.push(Element::Paragraph { properties, content: String::new() });
        }
        self.begun = false;
    }

    fn block(&mut self, block: &Block, leads: bool, entries: &[(usize, String)]) {
        let keep = if leads { "<w:keepNext/>" } else { "" };
        match block {
            Block::Turn { wide } => {
                if *wide != self.wide {
                    if self.begun {
                        self.end_section(false);
                    }
                    self.wide = *wide;
                }
            }
            Block::Cover { subject, title, rows } => {
                self.paragraph("Subtitle", "", runs(subject, None));
                self.paragraph("Title", "", runs(title, None));
                self.cover_rows(rows);
                self.end_section(true);
            }
            Block::Contents(title) => self.contents(title, entries),
            Block::Heading { level, numbered, runs: words } => {
                let level = (*level).clamp(1, 3);
                let plain = r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>"#;
                let (id, name) = (self.headings + 1, bookmark(self.headings));
                self.headings += 1;
                let content = format!(
                    r#"<w:bookmarkStart w:id="{id}" w:name="{name}"/>{}<w:bookmarkEnd w:id="{id}"/>"#,
                    runs(words, None)
                );
                self.paragraph(&format!("Heading{level}"), if *numbered { "" } else { plain }, content);
            }
            Block::Paragraph(kind, words) => {
                let style = match kind {
                    Kind::Body => "BodyText",
                    Kind::Item => "Item",
                    Kind::Bullet => "Bullet",
                    Kind::Note => "Note",
                    Kind::Notice => "Notice",
                };
                self.paragraph(style, keep, runs(words, None));
            }
            Block::Table(table) => self.table(table),
            Block::Picture(picture) => self.picture(picture),
        }
    }

    /// The chapters stand there from the start, as links. Their pages are only known to Word: how to have them filled
    /// in is said within the field, so that it goes when it is done. Fields that Word is told to fill in by itself
    /// (`updateFields`, `dirty`) make it ask about foreign files when the document is opened.
    fn contents(&mut self, title: &[Run], entries: &[(usize, String)]) {
        self.paragraph("ContentsHeading", "", runs(title, None));
        let start = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#;
        let hint = "页码尚未填入：在目录上按右键，选“更新域”，再选“更新整个目录”。";
        self.paragraph("Note", "", format!("{start}{}", text(hint)));
        for (heading, (level, words)) in entries.iter().enumerate().filter(|(_, e)| e.0 <= 2) {
            let link =
                format!(r#"<w:hyperlink w:anchor="{}" w:history="1">{}</w:hyperlink>"#, bookmark(heading), text(words));
            self.paragraph(&format!("TOC{level}"), "", link);
        }
        self.paragraph("Note", "", r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#.to_owned());
    }

    /// 表 or 图 with its number as fields, so that it follows when chapters are moved, and the words.
    fn caption(&mut self, word: &str, caption: &Caption, more: &str) {
        // `\s 1` begins anew in every chapter; programs that don't know it are told so at the first.
        let within = caption.number.rsplit('-').next().unwrap_or_default();
        let sequence = format!(r"SEQ {word} \* ARABIC \s 1{}", if within == "1" { r" \r 1" } else { "" });
        let number = match caption.number.split_once('-') {
            Some((chapter, n)) if chapter.bytes().all(|b| b.is_ascii_digit()) => {
                format!("{}{}{}", field(r"STYLEREF 1 \s", chapter), text("-"), field(&sequence, n))
            }
            Some((chapter, n)) => format!("{}{}", text(&format!("{chapter}-")), field(&sequence, n)),
            None => text(&caption.number),
        };
        let content = format!("{}{number}{}{}", text(&format!("{word} ")), text("　"), runs(&caption.runs, None));
        self.paragraph("Caption", more, content);
    }

    fn table(&mut self, table: &Table) {
        if let Some(caption) = &table.caption {
            self.caption("表", caption, "<w:keepNext/>");
        }
        let widths = widths(&table.columns, self.text_width_mm());
        let size = (table.size_pt * 2.0).round() as i64;
        let mut out = table_start("ReportTable", &widths, "");
        for row in &table.head {
            out += "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
            out += &cells(row, &widths, ("TableHead", ""), size, Some("E4E4E4"));
            out += "</w:tr>";
        }
        let letters = |row: &[Cell]| row.iter().map(|c| plain(&c.runs).chars().count()).sum::<usize>();
        let whole = table.rows.len() <= WHOLE_ROWS && table.rows.iter().all(|r| letters(r) <= WHOLE_ROW);
        for (at, row) in table.rows.iter().enumerate() {
            out += if letters(row) > SHORT_ROW { "<w:tr>" } else { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" };
            // Rows whose paragraphs stay with the next are not parted by the page.
            let look = if whole && at + 1 < table.rows.len() { "<w:keepNext/>" } else { "" };
            out += &cells(row, &widths, ("TableText", look), size, None);
            out += "</w:tr>";
        }
        self.elements.push(Element::Table(out + "</w:tbl>"));
        // Two tables without a paragraph between them would become one.
        self.elements.push(Element::Paragraph {
            properties: r#"<w:spacing w:line="120" w:lineRule="exact"/>"#.to_owned(),
            content: String::new(),
        });
        self.begun = true;
    }

    fn cover_rows(&mut self, rows: &[Vec<Cell>]) {
        let widths = [twips(32.0), twips(88.0)];
        let mut out = table_start("TableNormal", &widths, r#"<w:jc w:val="center"/>"#);
        for row in rows {
            out += "<w:tr>";
            out += &cells(row, &widths, ("TableText", ""), COVER, Some("auto"));
            out += "</w:tr>";
        }
        self.elements.push(Element::Table(out + "</w:tbl>"));
    }

    fn picture(&mut self, picture: &Picture) {
        self.pictures.push(picture.png.clone());
        let at = self.pictures.len();
        let scale = (self.text_width_mm() / picture.width_mm).min(TALLEST_MM / picture.height_mm).min(1.0);
        let emu = |mm: f64| (mm * scale * 36_000.0).round().max(1.0) as i64;
        let (width, height) = (emu(picture.width_mm), emu(picture.height_mm));
        let words = picture.caption.as_ref().map_or_else(|| "图".to_owned(), |c| plain(&c.runs));
        let described = escape(&words.replace('\n', " "));
        let content = format!(
            r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{at}" name="图 {at}" descr="{described}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{at}" name="image{at}.png" descr="{described}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="image{at}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
        );
        self.paragraph("Picture", "", content);
        if let Some(caption) = &picture.caption {
            self.caption("图", caption, "");
        }
    }
}

/// Column widths in twentieths of a point: the fixed ones, and what they leave shared out; together no more than the
/// page has.
fn widths(columns: &[Track], text_mm: f64) -> Vec<i64> {
    let fixed: f64 = columns.iter().map(|c| if let Track::Fixed(mm) = c { *mm } else { 0.0 }).sum();
    let shares: f64 = columns.iter().map(|c| if let Track::Share(s) = c { *s } else { 0.0 }).sum();
    // A shared column has at least 12 mm; a table of fixed columns alone keeps its width.
    let left = if shares > 0.0 { (text_mm - fixed).max(12.0 * shares) } else { 0.0 };
    let scale = (text_mm / (fixed + left).max(1.0)).min(1.0);
    columns
        .iter()
        .map(|c| match c {
            Track::Fixed(mm) => twips(mm * scale),
            Track::Share(s) => twips(left * s / shares * scale),
        })
        .collect()
}

fn table_start(style: &str, widths: &[i64], more: &str) -> String {
    let grid: String = widths.iter().map(|w| format!(r#"<w:gridCol w:w="{w}"/>"#)).collect();
    format!(
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{}" w:type="dxa"/>{more}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"#,
        widths.iter().sum::<i64>()
    )
}

fn cells(row: &[Cell], widths: &[i64], (style, more): (&str, &str), half_points: i64, fill: Option<&str>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for cell in row {
        let span = cell.span.max(1);
        let width: i64 = widths.iter().skip(at).take(span).sum();
        at += span;
        let spanned = if span > 1 { format!(r#"<w:gridSpan w:val="{span}"/>"#) } else { String::new() };
        let grey = cell.grey.map(|g| format!("{g:02X}{g:02X}{g:02X}"));
        let shading = fill
            .map(str::to_owned)
            .or(grey)
            .filter(|f| f != "auto")
            .map_or_else(String::new, |fill| format!(r#"<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>"#));
        let side = match cell.align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        };
        out += &format!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shading}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{more}<w:jc w:val="{side}"/></w:pPr>{}</w:p></w:tc>"#,
            runs(&cell.runs, Some(half_points))
        );
    }
    out
}
