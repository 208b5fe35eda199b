//! `rollup`: many audits, one workbook or document.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::output::View;
use super::{Failure, Lang, Out, Refused, batch, commands, views};
use crate::clock;
use crate::diagnosis::diagnose;
use crate::exchange;
use crate::progress::Progress;
use crate::reference::Reference;
use crate::report;
use crate::rollup::{Site, by_city, by_industry, by_kind, repeated};
use crate::screening::Level;

/// Reads one audit after the other, so that only what the tables need stays in memory.
pub(super) fn rollup(files: &[PathBuf], output: &Path, scenario: Option<&str>, out: &Out) -> Result<Refused, Failure> {
    let pdf = match batch::ending(output).as_str() {
        "pdf" => true,
        "xlsx" => false,
        _ => return Err(Failure::Usage("汇总文件应为 .xlsx 或 .pdf".to_owned())),
    };
    let files = batch::audits(files)?;
    let mut sites = Vec::new();
    let mut unread = Vec::new();
    for (at, file) in files.iter().enumerate() {
        eprintln!("[{}/{}] {}", at + 1, files.len(), file.display());
        match site(file, scenario) {
            Ok(site) => {
                if let (Some(name), None) = (scenario, &site.plan) {
                    eprintln!("  没有方案“{name}”，节能潜力不计");
                }
                sites.push(site);
            }
            Err(failure) => {
                // One unreadable audit doesn't keep the others out.
                eprintln!("  未汇总：{failure}");
                unread.push((file.display().to_string(), failure.to_string()));
            }
        }
    }
    if sites.is_empty() {
        return Err(Failure::File("没有一个审计文件能读出，未写汇总表".to_owned()));
    }
    let twice = repeated(&sites);
    for (enterprise, files) in &twice {
        eprintln!("注意：“{enterprise}”在 {} 个文件中({})，合计中重复计入", files.len(), files.join("、"));
    }
    if pdf {
        let rendered = report::render_rollup(&sites, &unread, &Progress::new());
        rendered.and_then(|r| report::write_pdf(output, &r)).map_err(|e| Failure::File(e.to_string()))?;
    } else {
        exchange::write_rollup(output, &sites, &unread).map_err(|e| Failure::File(e.to_string()))?;
    }
    eprintln!("已写出 {}，汇总 {} 个审计", output.display(), sites.len());
    view(&sites, &unread, &twice, out.lang).print(out.format)?;
    Ok(!unread.is_empty())
}

fn site(file: &Path, scenario: Option<&str>) -> Result<Site, Failure> {
    let audit = commands::read(file)?;
    let reference = Reference::for_audit(&audit, audit.reference_date().unwrap_or_else(clock::today))?;
    let name = file.file_name().map_or_else(|| file.display().to_string(), |n| n.to_string_lossy().into_owned());
    Ok(Site::of(&name, &audit, &diagnose(&audit, &reference), &reference, scenario))
}

fn view(sites: &[Site], unread: &[(String, String)], twice: &[(String, Vec<String>)], lang: Lang) -> View {
    let zh = lang == Lang::Zh;
    let name = |a: &str, b: &str| if zh { a } else { b }.to_owned();
    let header = vec![
        name("企业", "Enterprise"),
        name("市县", "City"),
        name("设备", "Devices"),
        name("淘汰", "Obsolete"),
        name("疑似淘汰", "Suspected"),
        name("低于限定值", "Below limit"),
        name("用能 tce", "Energy, tce"),
        name("节能 tce", "Saved, tce"),
        name("投资(万元)", "Investment (10⁴ yuan)"),
    ];
    let rows = sites.iter().map(|s| {
        vec![
            if s.enterprise.is_empty() { s.file.clone() } else { s.enterprise.clone() },
            s.city.clone(),
            format!("{:.0}", s.all_devices()),
            format!("{:.0}", s.devices(Level::Obsolete)),
            format!("{:.0}", s.devices(Level::SuspectedObsolete)),
            format!("{:.0}", s.devices(Level::BelowLimit)),
            views::dash(s.known_total().map(|t| t.tce_equivalent), 1),
            views::dash(s.plan.as_ref().map(|p| p.saving.tce_equivalent), 1),
            views::dash(s.plan.as_ref().map(|p| p.investment_yuan / 1e4), 2),
        ]
    });
    let levels = |of: &dyn Fn(Level) -> f64| {
        Level::ALL.iter().map(|l| (l.code().to_owned(), json!(of(*l)))).collect::<serde_json::Map<_, _>>()
    };
    let groups = |groups: Vec<crate::rollup::Group>| {
        let one = |g: &crate::rollup::Group| {
            json!({
                "name": g.name, "audits": g.sites, "devices": g.devices,
                "levels": levels(&|l| g.levels[l as usize]),
                "electricity_kwh": g.electricity_kwh, "tce_equivalent": g.tce, "unknown_rows": g.unknown_rows,
                "size": g.size.map(|(sum, unit)| json!({ "sum": sum, "unit": unit })),
                "scenarios": g.plans, "incomplete_scenarios": g.incomplete_plans,
                "saved_tce_equivalent": g.saved_tce, "saved_co2_t": g.saved_co2_t, "saved_yuan": g.saved_yuan,
                "investment_yuan": g.investment_yuan,
            })
        };
        groups.iter().map(one).collect::<Vec<_>>()
    };
    let audits: Vec<_> = sites
        .iter()
        .map(|s| {
            json!({
                "file": s.file, "enterprise": s.enterprise, "credit_code": s.credit_code, "city": s.city,
                "industry": s.industry, "period": s.period, "date": s.date,
                "devices": s.all_devices(), "levels": levels(&|l| s.devices(l)),
                "electricity_kwh": s.known_total().map(|t| t.electricity_kwh),
                "tce_equivalent": s.known_total().map(|t| t.tce_equivalent),
                "unknown_rows": s.unknown_rows,
                "plant": s.plant.map(|p| json!({
                    "year": p.year, "tce_equivalent": p.tce_equivalent, "tce_equal_value": p.tce_equal_value,
                })),
                "targets": { "met": s.targets_met, "open": s.targets_open, "missed": s.missed.iter().map(|t| json!({
                    "target": t.target, "product": t.product, "required": t.required, "actual": t.actual,
                    "unit": t.unit, "basis": t.basis,
                })).collect::<Vec<_>>() },
                "products": s.products.iter().map(|p| json!({
                    "product": p.product, "indicator": p.indicator, "value": p.value, "unit": p.unit,
                    "level": p.outcome.code(), "provisional": p.provisional, "estimated": p.estimated,
                    "limits": p.limits, "basis": p.basis,
                })).collect::<Vec<_>>(),
                "scenario": s.plan.as_ref().map(|p| json!({
                    "name": p.name, "measures": p.measures, "without_investment": p.without_investment,
                    "tce_equivalent": p.saving.tce_equivalent, "co2_t": p.saving.co2_t,
                    "cost_yuan": p.saving.cost_yuan, "investment_yuan": p.investment_yuan,
                    "simple_payback_a": p.simple_payback_a, "npv_yuan": p.npv_yuan,
                })),
            })
        })
        .collect();
    let json = json!({
        "audits": audits,
        "by_city": groups(by_city(sites)),
        "by_industry": groups(by_industry(sites)),
        "by_kind": groups(by_kind(sites)),
        "unread": unread.iter().map(|(file, reason)| json!({ "file": file, "reason": reason })).collect::<Vec<_>>(),
        "repeated": twice.iter().map(|(e, files)| json!({ "enterprise": e, "files": files })).collect::<Vec<_>>(),
    });
    View { header, rows: rows.collect(), json }
}
