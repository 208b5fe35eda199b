//! The report's tables as a workbook: every numbered table on a sheet, tables of one form in a chapter on one sheet.
//!
//! What a chapter says in place of a table that has no data stands on a sheet of its own.
//! Figures are numbers as printed, with their decimals and marks in the number's format; text is only ever text, so
//! that no name can become a formula.

use std::collections::HashSet;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};

use super::ReportError;
use super::docx::DocumentInfo;
use super::flow::{Align, Block, Cell, Flow, Kind, Run, Table, plain};

/// Excel's limit for a sheet's name.
const LONGEST_NAME: usize = 31;

/// The sheet that says which parts of the report have no table, and why.
const MISSING: &str = "没有数据的部分";

/// A sheet to be.
struct Sheet {
    name: String,
    chapter: String,
    /// Number and words of the tables on it.
    tables: Vec<String>,
    columns: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    cells: Vec<Cell>,
    /// A total: bold and outside the filter.
    total: bool,
}

/// The workbook's bytes; the same for the same report.
pub fn workbook(flow: &Flow, info: &DocumentInfo) -> Result<Vec<u8>, ReportError> {
    build(&sheets(flow), info).map_err(|e| ReportError::Data(format!("工作簿无法生成：{e}")))
}

fn words(text: impl Into<String>) -> Cell {
    let text = text.into();
    Cell { runs: vec![Run::Text { text, bold: false, mark: false }], span: 1, ..Cell::default() }
}

/// A table without a head is pairs of label (shaded) and value, or cards of label, figure and note.
fn listed(table: &Table) -> (Vec<String>, Vec<Row>) {
    let row = |cells: Vec<Cell>| Row { cells, total: false };
    if let Some(head) = table.head.last() {
        let mut columns: Vec<String> = head.iter().map(|c| plain(&c.runs).replace('\n', "")).collect();
        // A row across the whole table is a heading within it.
        let phased = table.rows.iter().any(|r| r.len() == 1 && r[0].span > 1);
        if !phased {
            let total = |r: &[Cell]| r.iter().all(|c| c.grey.is_some_and(|g| g < 240));
            let rows = table.rows.iter().map(|r| Row { cells: r.clone(), total: total(r) }).collect();
            return (columns, rows);
        }
        columns.insert(0, "阶段".to_owned());
        let mut phase = String::new();
        let mut rows = Vec::new();
        for r in &table.rows {
            match r.as_slice() {
                [only] if only.span > 1 => phase = plain(&only.runs),
                cells => rows.push(row([words(phase.clone())].into_iter().chain(cells.iter().cloned()).collect())),
            }
        }
        return (columns, rows);
    }
    let cells = || table.rows.iter().flatten();
    if cells().any(|c| c.grey.is_some()) {
        let all: Vec<&Cell> = cells().collect();
        let pairs = all.chunks(2).filter(|p| p.iter().any(|c| !c.runs.is_empty()));
        let rows = pairs.map(|p| row(p.iter().map(|c| Cell { grey: None, ..(*c).clone() }).collect())).collect();
        return (vec!["项目".to_owned(), "内容".to_owned()], rows);
    }
    let lines = |c: &Cell| row(plain(&c.runs).splitn(3, '\n').map(|l| words(l.trim())).collect());
    (vec!["项目".to_owned(), "数值".to_owned(), "说明".to_owned()], cells().map(lines).collect())
}

fn sheets(flow: &Flow) -> Vec<Sheet> {
    /// Tables of one form in one chapter.
    struct Group {
        chapter: String,
        columns: Vec<String>,
        /// Section, number, words and rows of each.
        tables: Vec<(String, String, String, Vec<Row>)>,
    }
    let (mut chapter, mut section, mut number) = (String::new(), String::new(), 0);
    let mut groups: Vec<Group> = Vec::new();
    let mut missing: Vec<Row> = Vec::new();
    for block in &flow.blocks {
        match block {
            Block::Heading { level: 1, numbered, runs } => {
                number += usize::from(*numbered);
                chapter = if *numbered { format!("{number} {}", plain(runs)) } else { plain(runs) };
                section.clear();
            }
            Block::Heading { runs, .. } => section = plain(runs),
            Block::Table(table) => {
                let (columns, rows) = listed(table);
                let caption = table.caption.clone().unwrap_or_default();
                let entry = (section.clone(), caption.number, plain(&caption.runs), rows);
                match groups.iter_mut().find(|g| g.chapter == chapter && g.columns == columns) {
                    Some(group) => group.tables.push(entry),
                    None => groups.push(Group { chapter: chapter.clone(), columns, tables: vec![entry] }),
                }
            }
            Block::Paragraph(Kind::Notice, runs) => {
                let cells = vec![words(chapter.clone()), words(section.clone()), words(plain(runs))];
                missing.push(Row { cells, total: false });
            }
            _ => {}
        }
    }
    let mut taken: HashSet<String> = HashSet::from(["目录".to_owned()]);
    let mut out: Vec<Sheet> = groups
        .into_iter()
        .map(|g| {
            let title = |t: &(String, String, String, Vec<Row>)| {
                if t.1.is_empty() { t.0.clone() } else { format!("表{} {}", t.1, t.2) }
            };
            let tables = g.tables.iter().map(title).collect();
            // What stands before a colon is common to the tables of one form: 计算过程：M-001.
            let first = g.tables.first().map_or_else(String::new, title);
            let first = first.split(['：', ':']).next().unwrap_or_default();
            let name = sheet_name(if first.is_empty() { &g.chapter } else { first }, &mut taken);
            let several = g.tables.len() > 1;
            let mut columns = g.columns;
            if several {
                columns.splice(0..0, ["章节".to_owned(), "表".to_owned()]);
            }
            let rows = g.tables.into_iter().flat_map(|t| {
                let (section, title) = (t.0.clone(), title(&t));
                t.3.into_iter().map(move |mut row| {
                    if several {
                        row.cells.splice(0..0, [words(section.clone()), words(title.clone())]);
                    }
                    row
                })
            });
            Sheet { name, chapter: g.chapter, tables, columns, rows: rows.collect() }
        })
        .collect();
    if !missing.is_empty() {
        let name = sheet_name(MISSING, &mut taken);
        let columns = ["章节", "小节", "说明"].map(str::to_owned).to_vec();
        out.push(Sheet { name, chapter: String::new(), tables: vec![MISSING.to_owned()], columns, rows: missing });
    }
    out
}

/// Short enough, without the characters that Excel forbids, and not taken.
fn sheet_name(wanted: &str, taken: &mut HashSet<String>) -> String {
    let clean: String = wanted.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    let cut = |n: usize| clean.trim().chars().take(n).collect::<String>().trim().to_owned();
    let mut name = cut(LONGEST_NAME);
    if name.is_empty() {
        name = "表".to_owned();
    }
    let mut at = 1;
    while !taken.insert(name.to_lowercase()) {
        at += 1;
        let tail = format!("~{at}");
        name = format!("{}{tail}", cut(LONGEST_NAME - tail.len()));
    }
    name
}

/// A printed figure: its value, its format and whether it is a share.
fn figure(text: &str) -> Option<(f64, String)> {
    let (body, percent) = text.strip_suffix('%').map_or((text, false), |b| (b, true));
    let digits = body.trim_start_matches(['−', '-', '+']);
    let sign = if body.starts_with(['−', '-']) { -1.0 } else { 1.0 };
    let plain = digits.replace(',', "");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    // 007 is a name, not a number.
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    if body.chars().count() - digits.chars().count() > 1 || plain.len() > 16 {
        return None;
    }
    let value = sign * plain.parse::<f64>().ok()?;
    let decimals = if fraction.is_empty() { String::new() } else { format!(".{}", "0".repeat(fraction.len())) };
    let whole = if digits.contains(',') { "#,##0" } else { "0" };
    let (value, unit) = if percent { (value / 100.0, "%") } else { (value, "") };
    Some((value, format!("{whole}{decimals}{unit}")))
}

/// The cell's text without marks, and the marks.
fn split_marks(cell: &Cell) -> (String, Vec<&str>) {
    let marks = cell.runs.iter().filter_map(|r| match r {
        Run::Text { text, mark: true, .. } => Some(text.as_str()),
        _ => None,
    });
    let rest: Vec<Run> = cell.runs.iter().filter(|r| !matches!(r, Run::Text { mark: true, .. })).cloned().collect();
    (plain(&rest).trim().to_owned(), marks.collect())
}

fn build(sheets: &[Sheet], info: &DocumentInfo) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new().set_title(&info.title).set_author(&info.author).set_subject(&info.header);
    book.set_properties(&properties.set_creation_datetime(&ExcelDateTime::parse_from_str(&info.date)?));
    contents(book.add_worksheet(), sheets, info)?;
    for sheet in sheets {
        write(book.add_worksheet(), sheet)?;
    }
    book.save_to_buffer()
}

fn head_format() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color("E4E4E4")
        .set_border(FormatBorder::Thin)
}

/// The first sheet: what stands where.
fn contents(out: &mut Worksheet, sheets: &[Sheet], info: &DocumentInfo) -> Result<(), XlsxError> {
    out.set_name("目录")?;
    out.write_string_with_format(0, 0, format!("{} {}", info.header, info.date), &Format::new().set_bold())?;
    for (column, (title, width)) in
        [("工作表", 34.0), ("章节", 26.0), ("表", 70.0), ("行数", 8.0)].into_iter().enumerate()
    {
        out.write_string_with_format(1, column as u16, title, &head_format())?;
        out.set_column_width(column as u16, width)?;
    }
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (at, sheet) in sheets.iter().enumerate() {
        let row = at as u32 + 2;
        let link = Url::new(format!("internal:'{}'!A1", sheet.name)).set_text(&sheet.name);
        out.write_url(row, 0, link)?;
        out.write_string_with_format(row, 1, &sheet.chapter, &wrap)?;
        out.write_string_with_format(row, 2, summed(&sheet.tables), &wrap)?;
        out.write_number(row, 3, sheet.rows.len() as f64)?;
    }
    out.set_freeze_panes(2, 1)?;
    Ok(())
}

/// Some tables' names; of many the first and the last.
fn summed(tables: &[String]) -> String {
    match tables {
        [first, .., last] if tables.len() > 4 => format!("{first} 至 {last}，共 {} 张表", tables.len()),
        _ => tables.join("；"),
    }
}

fn write(out: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    out.set_name(&sheet.name)?;
    let title = format!("{}　{}", sheet.chapter, summed(&sheet.tables));
    out.write_string_with_format(0, 0, title.trim(), &Format::new().set_bold())?;
    let mut widths: Vec<usize> = Vec::new();
    for (at, title) in sheet.columns.iter().enumerate() {
        out.write_string_with_format(1, at as u16, title, &head_format())?;
        widths.push(width(title).min(16));
    }
    let mut formats: std::collections::HashMap<(String, bool), Format> = std::collections::HashMap::new();
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    for (at, row) in sheet.rows.iter().enumerate() {
        let mut column = 0;
        for cell in &row.cells {
            let (shown, marks) = split_marks(cell);
            let counted = sheet.columns.get(column).is_some_and(|c| matches!(c.as_str(), "序号" | "年" | "年份"));
            let number = (cell.align == Align::Right || counted).then(|| figure(&shown)).flatten();
            let (line, place) = (at as u32 + 2, column as u16);
            if let Some((value, format)) = number {
                let quoted =
                    if marks.is_empty() { String::new() } else { format!("\" {}\"", marks.join(" ").replace('"', "")) };
                let format =
                    formats.entry((format!("{format}{quoted}"), row.total)).or_insert_with_key(|(code, total)| {
                        let plain = Format::new()
                            .set_num_format(code)
                            .set_align(FormatAlign::Top)
                            .set_border(FormatBorder::Thin);
                        if *total { plain.set_bold() } else { plain }
                    });
                out.write_number_with_format(line, place, value, format)?;
            } else {
                let whole = plain(&cell.runs);
                if row.total {
                    out.write_string_with_format(line, place, whole.trim(), &text.clone().set_bold())?;
                } else {
                    out.write_string_with_format(line, place, whole.trim(), &text)?;
                }
            }
            if let Some(widest) = widths.get_mut(column) {
                *widest = (*widest).max(width(&shown)).min(48);
            }
            column += cell.span.max(1);
        }
    }
    for (at, widest) in widths.iter().enumerate() {
        out.set_column_width(at as u16, (*widest + 2) as f64)?;
    }
    out.set_freeze_panes(2, if sheet.columns.len() > 4 { 1 } else { 0 })?;
    let filtered = sheet.rows.iter().take_while(|r| !r.total).count();
    if filtered > 0 && !sheet.columns.is_empty() {
        out.autofilter(1, 0, filtered as u32 + 1, sheet.columns.len() as u16 - 1)?;
    }
    Ok(())
}

/// Characters of the longest line; Han characters are two wide.
fn width(text: &str) -> usize {
    text.lines().map(|l| l.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()).max().unwrap_or(0)
}
