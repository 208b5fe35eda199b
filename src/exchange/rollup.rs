//! Many audits as one workbook.

mod standing;

use std::path::Path;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use super::error::file_name;
use super::template::{header_format, printable, width};
use super::{ExchangeError, files};
use crate::energy::rated;
use crate::rollup::{Group, Site, by_city, by_industry, by_kind};
use crate::screening::Level;

/// What stands in a cell.
enum Cell {
    Text(String),
    /// A number and its decimals.
    Number(f64, usize),
    Nothing,
}

impl Cell {
    fn maybe(value: Option<f64>, decimals: usize) -> Self {
        value.map_or(Self::Nothing, |v| Self::Number(v, decimals))
    }
}

/// A column: its header, and whether the last row adds it up.
struct Column(String, bool);

/// The widest column that is not text.
const NUMBER_WIDTH: f64 = 13.0;

/// Writes .xlsx: the plants, sums by city, industry and kind of device, the devices to be replaced, targets missed,
/// products against the quota, what verdicts rest on, and the files that could not be read (name and reason). Sums are formulas over the filtered rows.
pub fn write_rollup(path: &Path, sites: &[Site], unread: &[(String, String)]) -> Result<(), ExchangeError> {
    let bytes =
        build(sites, unread).map_err(|e| ExchangeError::Unwritable { file: file_name(path), why: e.to_string() })?;
    files::write_whole(path, &bytes)
}

fn build(sites: &[Site], unread: &[(String, String)]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (columns, rows) = plants(sites);
    sheet(book.add_worksheet(), "企业", &columns, &rows, 2)?;
    for (name, groups) in [("按市县", by_city(sites)), ("按行业", by_industry(sites))] {
        let (columns, rows) = sums(name.trim_start_matches('按'), &groups, true);
        sheet(book.add_worksheet(), name, &columns, &rows, 1)?;
    }
    let (columns, rows) = sums("设备种类", &by_kind(sites), false);
    sheet(book.add_worksheet(), "按设备种类", &columns, &rows, 1)?;
    let (columns, rows) = findings(sites);
    sheet(book.add_worksheet(), "淘汰与低效设备", &columns, &rows, 3)?;
    for (name, (columns, rows)) in [
        ("未达到的目标", standing::targets(sites)),
        ("产品单耗", standing::products(sites)),
        ("依据", standing::basis(sites)),
    ] {
        sheet(book.add_worksheet(), name, &columns, &rows, 1)?;
    }
    let columns = [Column("文件".to_owned(), false), Column("未汇总的原因".to_owned(), false)];
    let rows: Vec<_> = unread.iter().map(|(f, why)| vec![Cell::Text(f.clone()), Cell::Text(why.clone())]).collect();
    sheet(book.add_worksheet(), "未汇总的文件", &columns, &rows, 1)?;
    book.save_to_buffer()
}

fn text(header: &str) -> Column {
    Column(header.to_owned(), false)
}

fn sum(header: impl Into<String>) -> Column {
    Column(header.into(), true)
}

/// Columns of the levels: devices of each.
fn level_columns() -> impl Iterator<Item = Column> {
    Level::ALL.iter().map(|l| sum(format!("{}(台)", l.zh())))
}

fn plants(sites: &[Site]) -> (Vec<Column>, Vec<Vec<Cell>>) {
    let mut columns = vec![
        text("文件"),
        text("企业名称"),
        text("统一社会信用代码"),
        text("市县"),
        text("行业"),
        text("统计期"),
        text("判定基准日"),
        sum("设备(台)"),
    ];
    columns.extend(level_columns());
    columns.extend([
        sum("设备年用电(万kWh)"),
        sum("设备年用能(tce，当量值)"),
        sum("用能未知(行)"),
        text("方案"),
        sum("措施(项)"),
        sum("节能量(tce/a，当量值)"),
        sum("减排(tCO₂/a)"),
        sum("节约费用(万元/a)"),
        sum("投资(万元)"),
        sum("未填投资的措施(项)"),
        text("静态回收期(a)"),
        text("净现值(万元)"),
        text("全厂能耗年度"),
        sum("全厂综合能耗(tce，当量值)"),
        sum("全厂综合能耗(tce，等价值)"),
        sum("未达到的目标(项)"),
        sum("不能判定的目标(项)"),
        sum("超过限额的产品(个)"),
    ]);
    let rows = sites.iter().map(|s| {
        let mut row = vec![
            Cell::Text(s.file.clone()),
            Cell::Text(s.enterprise.clone()),
            Cell::Text(s.credit_code.clone()),
            Cell::Text(s.city.clone()),
            Cell::Text(s.industry.clone()),
            Cell::Text(s.period.clone()),
            Cell::Text(s.date.to_string()),
            Cell::Number(s.all_devices(), 0),
        ];
        row.extend(Level::ALL.iter().map(|l| Cell::Number(s.devices(*l), 0)));
        row.extend([
            Cell::maybe(s.known_total().map(|t| t.electricity_kwh / 1e4), 2),
            Cell::maybe(s.known_total().map(|t| t.tce_equivalent), 1),
            Cell::Number(s.unknown_rows as f64, 0),
        ]);
        match &s.plan {
            Some(p) => row.extend([
                Cell::Text(p.name.clone()),
                Cell::Number(p.measures as f64, 0),
                Cell::Number(p.saving.tce_equivalent, 1),
                Cell::maybe(p.saving.co2_t, 1),
                Cell::maybe(p.saving.cost_yuan.map(|c| c / 1e4), 2),
                Cell::Number(p.investment_yuan / 1e4, 2),
                Cell::Number(p.without_investment as f64, 0),
                Cell::maybe(p.simple_payback_a, 2),
                Cell::maybe(p.npv_yuan.map(|v| v / 1e4), 2),
            ]),
            None => {
                row.push(Cell::Text("无方案".to_owned()));
                row.extend((0..8).map(|_| Cell::Nothing));
            }
        }
        let over = s.products.iter().filter(|p| p.over()).count();
        row.extend([
            s.plant.map_or(Cell::Text("没有全厂数据".to_owned()), |p| Cell::Text(p.year.to_string())),
            Cell::maybe(s.plant.map(|p| p.tce_equivalent), 1),
            Cell::maybe(s.plant.map(|p| p.tce_equal_value), 1),
            Cell::Number(s.missed.len() as f64, 0),
            Cell::Number(s.targets_open as f64, 0),
            Cell::Number(over as f64, 0),
        ]);
        row
    });
    (columns, rows.collect())
}

fn sums(what: &str, groups: &[Group], plans: bool) -> (Vec<Column>, Vec<Vec<Cell>>) {
    let mut columns = vec![text(what), sum("企业(家)"), sum("设备(台)")];
    columns.extend(level_columns());
    columns.extend([sum("设备年用电(万kWh)"), sum("设备年用能(tce，当量值)"), sum("用能未知(行)")]);
    if plans {
        columns.extend([
            sum("有方案(家)"),
            sum("节能量(tce/a，当量值)"),
            sum("减排(tCO₂/a)"),
            sum("节约费用(万元/a)"),
            sum("投资(万元)"),
            sum("方案数据不全(家)"),
        ]);
    } else {
        columns.extend([text("额定规模"), text("规模单位")]);
    }
    let rows = groups.iter().map(|g| {
        let mut row = vec![Cell::Text(g.name.clone()), Cell::Number(g.sites as f64, 0), Cell::Number(g.devices, 0)];
        row.extend(g.levels.iter().map(|n| Cell::Number(*n, 0)));
        row.extend([
            Cell::Number(g.electricity_kwh / 1e4, 2),
            Cell::Number(g.tce, 1),
            Cell::Number(g.unknown_rows as f64, 0),
        ]);
        if plans {
            row.extend([
                Cell::Number(g.plans as f64, 0),
                Cell::Number(g.saved_tce, 1),
                Cell::Number(g.saved_co2_t, 1),
                Cell::Number(g.saved_yuan / 1e4, 2),
                Cell::Number(g.investment_yuan / 1e4, 2),
                Cell::Number(g.incomplete_plans as f64, 0),
            ]);
        } else if let Some((size, unit)) = g.size {
            row.extend([Cell::Number(size, 1), Cell::Text(unit.to_owned())]);
        }
        row
    });
    (columns, rows.collect())
}

fn findings(sites: &[Site]) -> (Vec<Column>, Vec<Vec<Cell>>) {
    let columns = vec![
        text("企业名称"),
        text("市县"),
        text("判定"),
        text("设备种类"),
        text("设备编号"),
        text("设备名称"),
        text("型号"),
        text("使用地点"),
        sum("数量(台)"),
        text("单台规模"),
        text("规模单位"),
        text("在用"),
        text("依据条款"),
        text("依据内容"),
        text("人工判定理由"),
        text("文件"),
    ];
    let mut rows = Vec::new();
    for level in [Level::Obsolete, Level::SuspectedObsolete, Level::BelowLimit] {
        for site in sites {
            rows.extend(site.findings.iter().filter(|f| f.level == level).map(|f| {
                vec![
                    Cell::Text(site.enterprise.clone()),
                    Cell::Text(site.city.clone()),
                    Cell::Text(f.level.zh().to_owned()),
                    Cell::Text(f.kind.zh().to_owned()),
                    Cell::Text(f.tag.clone()),
                    Cell::Text(f.name.clone()),
                    Cell::Text(f.model.clone()),
                    Cell::Text(f.place.clone()),
                    Cell::Number(f.quantity, 0),
                    Cell::maybe(f.size, 1),
                    Cell::Text(rated::unit(f.kind).to_owned()),
                    Cell::Text(if f.in_use { "是" } else { "否" }.to_owned()),
                    Cell::Text(f.clauses.clone()),
                    Cell::Text(f.statements.clone()),
                    Cell::Text(f.overruled.clone()),
                    Cell::Text(site.file.clone()),
                ]
            }));
        }
    }
    (columns, rows)
}

/// A sheet with a frozen header, a filter, and a last row that adds up what the filter shows.
fn sheet(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[Column],
    rows: &[Vec<Cell>],
    frozen: u16,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    printable(sheet)?;
    sheet.set_freeze_panes(1, frozen)?;
    sheet.set_row_height(0, 32)?;
    let plain = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    let words = plain.clone().set_num_format("@").set_text_wrap();
    let numbers: Vec<Format> =
        ["#,##0", "#,##0.0", "#,##0.00"].iter().map(|f| plain.clone().set_num_format(*f)).collect();
    let bold: Vec<Format> = numbers.iter().map(|f| f.clone().set_bold()).collect();
    let last = columns.len().saturating_sub(1) as u16;
    for (at, Column(header, _)) in (0_u16..).zip(columns) {
        sheet.write_with_format(0, at, header, &header_format(false))?;
        let longest = rows.iter().filter_map(|r| r.get(usize::from(at))).map(|c| match c {
            Cell::Text(t) => width(t),
            _ => NUMBER_WIDTH,
        });
        sheet.set_column_width(at, longest.fold(width(header).min(16.0), f64::max))?;
    }
    for (at, row) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..=last).zip(row.iter().map(Some).chain(std::iter::repeat(None))) {
            match cell {
                // Written as text: a name that begins with = is no formula.
                Some(Cell::Text(t)) => sheet.write_string_with_format(at, column, t, &words)?,
                Some(Cell::Number(n, decimals)) => {
                    sheet.write_number_with_format(at, column, *n, &numbers[*decimals])?
                }
                Some(Cell::Nothing) | None => sheet.write_blank(at, column, &plain)?,
            };
        }
    }
    if rows.is_empty() {
        sheet.write_string(1, 0, "无")?;
        return Ok(());
    }
    let end = rows.len() as u32;
    sheet.autofilter(0, 0, end, last)?;
    if columns.iter().any(|c| c.1) {
        sheet.write_string_with_format(end + 1, 0, "合计", &words.clone().set_bold())?;
    }
    for (at, _) in (0_u16..).zip(columns).filter(|(_, c)| c.1) {
        let of = |row: &Vec<Cell>| match row.get(usize::from(at)) {
            Some(Cell::Number(n, decimals)) => Some((*n, *decimals)),
            _ => None,
        };
        let total: f64 = rows.iter().filter_map(of).map(|(n, _)| n).sum();
        let decimals = rows.iter().filter_map(of).map(|(_, d)| d).max().unwrap_or(0);
        let letter = rust_xlsxwriter::utility::column_number_to_name(at);
        let formula =
            Formula::new(format!("=SUBTOTAL(109,{letter}2:{letter}{})", end + 1)).set_result(format!("{total}"));
        sheet.write_formula_with_format(end + 1, at, formula, &bold[decimals])?;
    }
    Ok(())
}
