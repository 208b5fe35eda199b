//! What each command does.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::output::View;
use super::{
    Command, Duplicate, Failure, Fraction, Lang, Out, Reference as What, Refused, attachments, batch, benchmark, merge,
    own, plan, reference, rollup, savings, views,
};
use crate::audit::{Audit, Entered, KindCode, Origin, PartialDate, Scenario};
use crate::clock;
use crate::diagnosis::{Diagnosis, diagnose};
use crate::energy::Context;
use crate::exchange::{self, FractionAnswer, IGNORED, ImportOptions, OnDuplicate, Remembered};
use crate::progress::Progress;
use crate::reference::{Reference, Standard};
use crate::report::{self, ReportOptions};
use crate::retrofit;
use crate::screening;
use crate::store::{self, DataDir, Document};
use crate::worklist::worklist;

/// Runs a command; `Ok(true)` if something in the input was refused.
pub(super) fn dispatch(command: Command) -> Result<Refused, Failure> {
    match command {
        Command::New { file, enterprise, from, industry, province, date } => {
            new(&file, enterprise, from.as_deref(), industry, province, date)
        }
        Command::Import { file, ledgers, sheet, map, dry_run, on_duplicate, fraction, out } => {
            let options = import_options(sheet, &map, fraction)?;
            import(&file, &ledgers, &options, dry_run, on_duplicate, &out)
        }
        Command::Merge { file, other, take, dry_run, out } => merge::merge(&file, &other, &take, dry_run, &out),
        Command::Attach { file, files, device, shrink } => {
            attachments::attach(&file, device.as_deref(), &files, shrink)
        }
        Command::Attachments { file, folder, out } => attachments::list(&file, folder.as_deref(), &out),
        Command::Template { out } => {
            if !out.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsx")) {
                return Err(Failure::Usage("模板文件应为 .xlsx".to_owned()));
            }
            exchange::write_template(&out).map_err(|e| Failure::File(e.to_string()))?;
            eprintln!("已写出 {}", out.display());
            Ok(false)
        }
        Command::Screen { file, date, changes: true, out } => changes(&file, date, &out),
        Command::Screen { file, date, changes: false, out } => screen(&file, date, &out),
        Command::Suggest { file, apply, out } => suggest(&file, apply, &out),
        Command::Savings { file, scenario, out } => {
            let audit = read(&file)?;
            let chosen = scenario.map(|name| find_scenario(&audit, &name)).transpose()?.map(|s| s.id);
            let (diagnosis, reference) = run(&audit, None)?;
            let ctx = Context { reference: &reference, assumptions: &diagnosis.assumptions };
            let view = match diagnosis.scenarios.iter().find(|s| Some(s.id) == chosen) {
                Some(s) => savings::in_scenario(&audit, s, &ctx, out.lang, out.format),
                None => savings::alone(&audit, &diagnosis.measures, &ctx, out.lang),
            };
            if audit.measures.is_empty() {
                eprintln!("审计中没有措施；用 energy-audit suggest FILE --apply 按判定结果加入");
            }
            view.print(out.format)?;
            Ok(false)
        }
        Command::Scenarios { file, out } => {
            let audit = read(&file)?;
            if audit.scenarios.is_empty() {
                eprintln!("审计中没有方案；在工作台“改造”页编成方案后再计算合计");
            }
            let (diagnosis, reference) = run(&audit, None)?;
            let ctx = Context { reference: &reference, assumptions: &diagnosis.assumptions };
            savings::scenarios(&audit, &diagnosis.scenarios, &ctx, out.lang).print(out.format)?;
            Ok(false)
        }
        Command::Plan { file, budget, objective, target_tce, out } => {
            let audit = read(&file)?;
            plan::view(&audit, budget, objective, target_tce, out.lang)?.print(out.format)?;
            Ok(false)
        }
        Command::Benchmark { file, scenario, next_level, out } => {
            let audit = read(&file)?;
            benchmark::view(&audit, scenario.as_deref(), next_level, out.lang)?.print(out.format)?;
            Ok(false)
        }
        Command::Report { files, output, format, form, scenario, changes } => {
            let to = batch::Target { what: "报告", formats: &REPORT_FORMATS, output, format };
            let options = ReportOptions {
                form: report::Form::parse(&form).unwrap_or_default(),
                appendix_changes: changes,
                ..ReportOptions::default()
            };
            batch::each(&files, &to, &|document, output| write_report(document, output, &options, scenario.as_deref()))
        }
        Command::Export { files, output, format, missing: true } => {
            let to = batch::Target { what: "待补数据清单", formats: &MISSING_FORMATS, output, format };
            batch::each(&files, &to, &|document, output| export_missing(document.audit(), output))
        }
        Command::Export { files, output, format: Some(format), missing: false } if format == PARQUET => {
            batch::tables(&files, &output)
        }
        Command::Export { files, output, format, missing: false } => {
            let to = batch::Target { what: "导出", formats: &EXPORT_FORMATS, output, format };
            batch::each(&files, &to, &|document, output| export(document.audit(), output))
        }
        Command::Rollup { files, output, scenario, out } => rollup::rollup(&files, &output, scenario.as_deref(), &out),
        Command::Check { file, history: true, out, .. } => {
            history(&file, out.lang)?.print(out.format)?;
            Ok(false)
        }
        Command::Check { file, repair, history: false, out } => check(&file, repair, &out),
        Command::Reference { what, out } => match what {
            Some(What::Form { table, output, rows }) => own::form(&table, &output, rows),
            Some(What::Check { table }) => own::check(&table),
            Some(What::Add { file, table }) => own::add(&file, &table),
            Some(What::Remove { file, id }) => own::remove(&file, &id),
            other => {
                reference::view(other, out.lang)?.print(out.format)?;
                Ok(false)
            }
        },
    }
}

fn screen(file: &Path, date: Option<jiff::civil::Date>, out: &Out) -> Result<Refused, Failure> {
    let audit = read(file)?;
    let (diagnosis, reference) = run(&audit, date)?;
    for standard in Standard::ALL {
        // Only of standards that would have judged one of the devices.
        let consulted =
            || diagnosis.devices.iter().flat_map(|d| &d.verdict.evidence).any(|e| &*e.standard == standard.number());
        if let Some(newer) = reference.newer(standard)
            && consulted()
        {
            eprintln!(
                "注意：{} 自 {} 起实施，晚于基准日 {}，未用于判定",
                newer.standard, newer.effective_from, reference.date
            );
        }
    }
    views::screening(&audit, &diagnosis, out.lang).print(out.format)?;
    Ok(false)
}

/// The verdicts that differ between the editions of the audit's own date and those of another one.
fn changes(file: &Path, date: Option<jiff::civil::Date>, out: &Out) -> Result<Refused, Failure> {
    let audit = read(file)?;
    let today = clock::today();
    let own = reference_on(&audit, audit.reference_date().unwrap_or(today))?;
    let other = Reference::for_audit(&audit, date.unwrap_or(today))?;
    // Without progress to cancel it, the comparison always ends.
    let found = screening::changes::changes(&audit.equipment, &own, &other, &Progress::new())
        .ok_or_else(|| Failure::Usage("已取消".to_owned()))?;
    eprintln!("基准日 {} 与 {} 的标准版本相比：", found.before, found.after);
    for edition in &found.editions {
        let devices = match edition.devices {
            0 => "没有设备涉及".to_owned(),
            n => format!("涉及 {n} 台"),
        };
        eprintln!("  {}；{devices}", edition.zh());
    }
    if found.editions.is_empty() {
        eprintln!("  采用的版本和目录没有变化");
    }
    eprintln!(
        "{} 台设备(行)中 {} 台判定改变，另有 {} 台级别不变但依据改变",
        audit.equipment.len(),
        found.devices.len(),
        found.same_level_by_other
    );
    views::changes(&audit, &found, out.lang).print(out.format)?;
    Ok(false)
}

fn new(
    file: &Path,
    enterprise: Option<String>,
    from: Option<&Path>,
    industry: Option<String>,
    province: Option<String>,
    date: Option<jiff::civil::Date>,
) -> Result<Refused, Failure> {
    let read = from.map(exchange::read_json).transpose().map_err(|e| Failure::File(e.to_string()))?.unwrap_or_default();
    for complaint in &read.complaints {
        eprintln!("{complaint}");
    }
    let mut audit = read.audit;
    let text = |value: String| Entered::new(value, Origin::Ledger);
    let target = &mut audit.enterprise;
    // What is said here comes before what the JSON says.
    target.name = enterprise.map(text).or(target.name.take());
    target.industry_code = industry.map(text).or(target.industry_code.take());
    target.province = province.map(text).or(target.province.take());
    if let Some(d) = date {
        let date = PartialDate::new(d.year(), Some(d.month()), Some(d.day()));
        let date = date.ok_or_else(|| Failure::Usage("判定基准日应在 1900 年到 2100 年之间".to_owned()))?;
        target.reference_date = Some(Entered::ledger(date));
    }
    check_fields(&audit)?;
    Document::create(file, audit, &DataDir::default_location())?.close(true)?;
    eprintln!("已新建 {}", file.display());
    Ok(!read.complaints.is_empty())
}

/// Values from the command line obey the same ranges as those typed in a form.
fn check_fields(audit: &Audit) -> Result<(), Failure> {
    use crate::audit::Record as _;
    for def in audit.enterprise.fields() {
        if let Some(entered) = audit.enterprise.get(def.key) {
            def.check(&entered.value).map_err(|e| Failure::Usage(e.to_string()))?;
        }
    }
    Ok(())
}

fn import_options(sheet: Option<String>, map: &[String], fraction: Option<Fraction>) -> Result<ImportOptions, Failure> {
    let mut options = ImportOptions::new(clock::today());
    options.sheet = sheet;
    for pair in map {
        let (key, column) =
            pair.split_once('=').ok_or_else(|| Failure::Usage(format!("--map 应写作 字段键=列名，不是“{pair}”")))?;
        if !matches!(key, "kind" | IGNORED) && !KindCode::ALL.iter().any(|k| k.field(key).is_some()) {
            return Err(Failure::Usage(format!("没有字段 {key}，字段键见 energy-audit export 的 JSON")));
        }
        options.map.push((key.to_owned(), column.to_owned()));
    }
    options.fraction_is = fraction.map(|f| match f {
        Fraction::Fraction => FractionAnswer::AsFraction,
        Fraction::Literal => FractionAnswer::Literal,
    });
    Ok(options)
}

fn import(
    file: &Path,
    ledgers: &[PathBuf],
    options: &ImportOptions,
    dry_run: bool,
    on_duplicate: Duplicate,
    out: &Out,
) -> Result<Refused, Failure> {
    let data = DataDir::default_location();
    let mut document = open(file)?;
    let mut remembered = Remembered::load(data.path());
    let options = &ImportOptions { remembered: remembered.of(&document.audit().enterprise), ..options.clone() };
    let on_duplicate = match on_duplicate {
        Duplicate::Skip => OnDuplicate::Skip,
        Duplicate::Replace => OnDuplicate::Replace,
        Duplicate::Both => OnDuplicate::Both,
    };
    let mut refused = false;
    let mut complaints = Vec::new();
    let mut apart = Vec::new();
    let mut summary = Vec::new();
    for ledger in ledgers {
        let read = match exchange::read(ledger, options, &Progress::new()) {
            Ok(read) => read,
            Err(error) => {
                // One unreadable ledger doesn't keep the others out.
                eprintln!("{error}");
                refused = true;
                continue;
            }
        };
        for sheet in &read.sheets {
            let note = if sheet.note.is_empty() { String::new() } else { format!("（{}）", sheet.note) };
            match sheet.header_row {
                0 => eprintln!("{}〔{}〕{}", read.file, sheet.sheet, sheet.note),
                row => eprintln!("{}〔{}〕表头第 {row} 行，{} 台设备{note}", read.file, sheet.sheet, sheet.devices),
            }
        }
        for column in read.sheets.iter().flat_map(|s| &s.columns).filter(|c| c.remembered) {
            let field = column.key.map_or(column.note.as_str(), |key| key);
            eprintln!("{}：按上次为本企业指定的，列“{}”：{field}", read.file, column.header);
        }
        for complaint in read.complaints.iter().chain(&read.notes) {
            eprintln!("{complaint}");
        }
        for line in left_out(&read) {
            eprintln!("{line}");
        }
        refused |= !read.complaints.is_empty();
        let (edit, counts) = read.edit(document.audit(), on_duplicate);
        if !dry_run {
            document.apply(&format!("导入 {}", read.file), edit)?;
        }
        summary.push((read.file.clone(), counts, read.complaints.len()));
        complaints.extend(read.complaints);
        apart.extend(read.left_out);
    }
    if !dry_run && !summary.is_empty() && remembered.keep(&document.audit().enterprise, &options.map) {
        remembered.store(data.path());
    }
    document.close(!dry_run)?;
    let view = View {
        header: ["台账", "新增", "更新", "跳过", "拒收单元格"].map(str::to_owned).to_vec(),
        rows: summary
            .iter()
            .map(|(f, c, n)| {
                vec![f.clone(), c.added.to_string(), c.replaced.to_string(), c.skipped.to_string(), n.to_string()]
            })
            .collect(),
        json: json!({
            "dry_run": dry_run,
            "files": summary.iter().map(|(f, c, n)| json!({"file": f, "added": c.added, "replaced": c.replaced, "skipped": c.skipped, "refused_cells": n})).collect::<Vec<_>>(),
            "refused": complaints,
            "left_out": apart,
        }),
    };
    view.print(out.format)?;
    Ok(refused)
}

/// One line for every reason why rows are no devices, with their numbers.
fn left_out(import: &exchange::Import) -> Vec<String> {
    let mut groups: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for row in &import.left_out {
        match groups.iter_mut().find(|(sheet, reason, _)| *sheet == row.sheet && *reason == row.reason) {
            Some((.., rows)) => rows.push(row.row.to_string()),
            None => groups.push((&row.sheet, &row.reason, vec![row.row.to_string()])),
        }
    }
    let line = |(sheet, reason, rows): (&str, &str, Vec<String>)| {
        let more = if rows.len() > SHOWN { format!(" 等 {} 行", rows.len()) } else { " 行".to_owned() };
        let shown = rows.get(..SHOWN.min(rows.len())).unwrap_or_default().join("、");
        format!("{}〔{sheet}〕不是设备：第 {shown}{more}({reason})", import.file)
    };
    groups.into_iter().map(line).collect()
}

/// How many row numbers a line names; JSON has them all.
const SHOWN: usize = 30;

/// Reads an audit without changing it or its folder's lock: for the reading commands.
pub(super) fn read(file: &Path) -> Result<Audit, Failure> {
    let document = Document::open_read_only(file, &DataDir::default_location())?;
    let audit = document.audit().clone();
    document.close(false)?;
    Ok(audit)
}

pub(super) fn run(audit: &Audit, date: Option<jiff::civil::Date>) -> Result<(Diagnosis, Reference), Failure> {
    let date = date.or_else(|| audit.reference_date()).unwrap_or_else(clock::today);
    let reference = reference_on(audit, date)?;
    Ok((diagnose(audit, &reference), reference))
}

/// The national data with the audit's own tables; those that can't be used are named.
pub(super) fn reference_on(audit: &Audit, date: jiff::civil::Date) -> Result<Reference, Failure> {
    let reference = Reference::for_audit(audit, date)?;
    for left_out in &reference.tables.left_out {
        eprintln!("{left_out}");
    }
    Ok(reference)
}

fn suggest(file: &Path, apply: bool, out: &Out) -> Result<Refused, Failure> {
    let audit = read(file)?;
    let (diagnosis, reference) = run(&audit, None)?;
    let finding = |id| diagnosis.device(id).map(|d| retrofit::Finding::from(&d.verdict));
    let suggested = retrofit::suggestions(&audit, &finding, &reference);
    views::suggestions(&audit, &suggested, out.lang).print(out.format)?;
    if apply && !suggested.is_empty() {
        let measures = suggested.into_iter().map(|s| s.measure).collect();
        let mut document = open(file)?;
        let edit = retrofit::adopt(document.audit(), measures);
        document.apply("加入建议措施", edit)?;
        document.close(true)?;
        eprintln!("已写入 {}", file.display());
    }
    Ok(false)
}

pub(super) fn find_scenario<'a>(audit: &'a Audit, name: &str) -> Result<&'a Scenario, Failure> {
    audit.scenarios.iter().find(|s| s.name == name).ok_or_else(|| {
        let names: Vec<&str> = audit.scenarios.iter().map(|s| s.name.as_str()).collect();
        Failure::Usage(format!(
            "没有方案“{name}”；已有：{}",
            if names.is_empty() { "无".to_owned() } else { names.join("、") }
        ))
    })
}

/// Endings that [`write_report`] writes, the usual one first.
pub(super) const REPORT_FORMATS: [&str; 3] = ["pdf", "docx", "xlsx"];
/// Endings that [`export`] writes, the usual one first.
pub(super) const EXPORT_FORMATS: [&str; 3] = ["xlsx", "csv", "json"];
/// The format of which one folder of tables holds all audits.
pub(super) const PARQUET: &str = "parquet";
/// Endings that [`export_missing`] writes, the usual one first.
const MISSING_FORMATS: [&str; 2] = ["xlsx", "pdf"];

fn write_report(
    document: &Document,
    output: &Path,
    options: &ReportOptions,
    scenario: Option<&str>,
) -> Result<Refused, Failure> {
    let Some(format) = report::Format::of(output) else {
        return Err(Failure::Usage("报告可以输出 .pdf、.docx 或 .xlsx".to_owned()));
    };
    let audit = document.audit();
    let stored = document.reader();
    let (photos, changes) = (report::photos(audit, &stored)?, report::changes(audit, &stored, options)?);
    let (diagnosis, reference) = run(audit, None)?;
    let options = ReportOptions {
        scenario: scenario.map(|s| find_scenario(audit, s)).transpose()?.map(|s| s.id),
        ..options.clone()
    };
    for gap in report::gaps(audit, &diagnosis, &reference) {
        eprintln!("提示：{}", gap.text);
    }
    let subject =
        report::Subject { audit, diagnosis: &diagnosis, reference: &reference, photos: &photos, changes: &changes };
    let pages =
        report::write(output, format, subject, &options, &Progress::new()).map_err(|e| Failure::File(e.to_string()))?;
    match pages {
        Some(pages) => eprintln!("已写出 {}，{pages} 页", output.display()),
        None => eprintln!("已写出 {}", output.display()),
    }
    Ok(false)
}

fn export(audit: &Audit, output: &Path) -> Result<Refused, Failure> {
    let written = match batch::ending(output).as_str() {
        "xlsx" => {
            let (diagnosis, reference) = run(audit, None)?;
            exchange::write_workbook(output, audit, &diagnosis, &reference)
        }
        "csv" => exchange::write_ledger(output, audit),
        _ => exchange::export_json(audit).and_then(|text| exchange::write_whole(output, text.as_bytes())),
    };
    written.map_err(|e| Failure::File(e.to_string()))?;
    eprintln!("已写出 {}", output.display());
    Ok(false)
}

fn export_missing(audit: &Audit, output: &Path) -> Result<Refused, Failure> {
    let (diagnosis, _) = run(audit, None)?;
    let devices = if batch::ending(output) == "pdf" {
        let rendered = report::render_worklist(audit, &diagnosis, &Progress::new());
        rendered.and_then(|r| report::write_pdf(output, &r)).map_err(|e| Failure::File(e.to_string()))?;
        worklist(audit, &diagnosis).len()
    } else {
        exchange::write_worklist(output, audit, &diagnosis).map_err(|e| Failure::File(e.to_string()))?
    };
    eprintln!("已写出 {}，{devices} 台(组)设备待补数据", output.display());
    Ok(false)
}

/// Opens an audit to change it, with the name and the backups that the settings ask for.
pub(super) fn open(file: &Path) -> Result<Document, Failure> {
    let data = DataDir::default_location();
    let mut document = Document::open(file, &data)?;
    let (settings, broken) = crate::app::settings::Settings::load(&data);
    if let Some(text) = broken {
        eprintln!("{text}");
    }
    settings.apply_to(&mut document);
    Ok(document)
}

fn history(file: &Path, lang: Lang) -> Result<View, Failure> {
    let log = store::change_log(file)?;
    let header = if lang == Lang::Zh { ["时间(UTC)", "操作者", "操作"] } else { ["Time (UTC)", "By", "What"] };
    Ok(View {
        header: header.map(str::to_owned).to_vec(),
        rows: log.iter().map(|c| vec![c.at.clone(), c.who.clone(), c.what.clone()]).collect(),
        json: json!(log),
    })
}

fn check(file: &Path, repair: bool, out: &Out) -> Result<Refused, Failure> {
    let report = if repair {
        let target = file.with_extension("repaired.audit");
        let report = store::repair(file, &target)?;
        eprintln!(
            "已把能读出的内容写到 {}：{} 台设备、{} 项措施、{} 个方案、{} 张自备数据表；历史记录不带过去",
            target.display(),
            report.device_count(),
            report.measures,
            report.scenarios,
            report.own_tables
        );
        if !report.sound() {
            eprintln!("没有读出或有疑问的：");
        }
        report
    } else {
        store::check(file)?
    };
    let zh = out.lang == Lang::Zh;
    let name = |a: &str, b: &str| if zh { a } else { b }.to_owned();
    let mut rows = vec![
        vec![name("格式版本", "Format version"), report.version.to_string()],
        vec![name("企业", "Enterprise"), report.enterprise.clone().unwrap_or_default()],
        vec![name("设备", "Devices"), report.device_count().to_string()],
        vec![name("措施", "Measures"), report.measures.to_string()],
        vec![name("方案", "Scenarios"), report.scenarios.to_string()],
        vec![name("自备数据表", "Own tables"), report.own_tables.to_string()],
        vec![name("能源与生产数据行", "Plant data rows"), report.plant_rows.to_string()],
        vec![
            name("附件", "Attachments"),
            format!("{}({} KB)", report.attachments, report.attached_bytes.div_ceil(1024)),
        ],
        vec![name("历史记录", "History"), report.history.to_string()],
    ];
    let sound = report.sound();
    rows.push(vec![name("结论", "Result"), if sound { name("完好", "sound") } else { name("有损坏", "damaged") }]);
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    let json = json!({
        "version": report.version, "enterprise": report.enterprise, "devices": report.device_count(),
        "measures": report.measures, "scenarios": report.scenarios, "own_tables": report.own_tables,
        "plant_rows": report.plant_rows, "attachments": report.attachments, "attached_bytes": report.attached_bytes,
        "history": report.history,
        "sound": sound, "problems": report.problems,
    });
    View { header: vec![name("项目", "Item"), name("值", "Value")], rows, json }.print(out.format)?;
    Ok(!sound)
}
