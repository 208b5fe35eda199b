//! A city's audits as one document: the figures of the workbook (`exchange::write_rollup`), laid out to be read.

use serde_json::{Value, json};

use super::model::text;
use super::numbers::{NONE, fixed, optional, short, wan};
use super::{Rendered, ReportError};
use crate::energy::rated;
use crate::progress::Progress;
use crate::rollup::{Finding, Group, Plan, Site, by_city, by_industry, by_kind, repeated, sources};
use crate::screening::Level;

/// Devices that the document lists one by one; the workbook has them all.
const LISTED: usize = 2_000;

/// The findings that are listed, gravest first.
const LISTS: [Level; 3] = [Level::Obsolete, Level::SuspectedObsolete, Level::BelowLimit];

/// Content of the document. `unread`: files that could not be read, and why.
pub fn rollup_data(sites: &[Site], unread: &[(String, String)]) -> Value {
    let first = sites.iter().map(|s| s.date).min();
    let last = sites.iter().map(|s| s.date).max();
    let date = |d: Option<jiff::civil::Date>| {
        d.map_or_else(|| NONE.to_owned(), |d| format!("{}年{}月{}日", d.year(), d.month(), d.day()))
    };
    let dates = if first == last { date(first) } else { format!("{}至{}", date(first), date(last)) };
    let title = "工业节能诊断汇总";
    let plans: Vec<(&Site, &Plan)> = sites.iter().filter_map(|s| s.plan.as_ref().map(|p| (s, p))).collect();
    let mut lists = Vec::new();
    let mut left = LISTED;
    for level in LISTS {
        let all: Vec<(&Site, &Finding)> = sites
            .iter()
            .flat_map(|s| s.findings.iter().filter(move |f| f.level == level).map(move |f| (s, f)))
            .collect();
        let shown = all.len().min(left);
        left -= shown;
        lists.push(json!({
            "level": level.zh(), "code": level.code(), "count": all.len(), "left_out": all.len() - shown,
            "rows": all.iter().take(shown).map(|(s, f)| finding(s, f)).collect::<Vec<_>>(),
        }));
    }
    json!({
        "meta": {
            "title": title, "header": format!("{} 家企业汇总", sites.len()), "date": date(last), "dates": dates,
            "organization": Value::Null,
        },
        "cards": cards(sites, &plans),
        "notes": notes(sites, unread),
        "by_city": by_city(sites).iter().map(group).collect::<Vec<_>>(),
        "by_industry": by_industry(sites).iter().map(group).collect::<Vec<_>>(),
        "by_kind": by_kind(sites).iter().map(group).collect::<Vec<_>>(),
        "plants": sites.iter().map(plant).collect::<Vec<_>>(),
        "lists": lists,
        "plans": plans.iter().map(|(s, p)| plan(s, p)).collect::<Vec<_>>(),
        "missed": sites.iter().flat_map(missed).collect::<Vec<_>>(),
        "products": sites.iter().flat_map(products).collect::<Vec<_>>(),
        "gaps": sites.iter().filter_map(gaps).collect::<Vec<_>>(),
        "sources": sources(sites).iter().map(|s| json!({
            "standard": text(&s.standard), "edition": text(&s.edition), "times": fixed(s.times as f64, 0),
            "unreviewed": text(&s.unreviewed),
        })).collect::<Vec<_>>(),
        "unread": unread.iter().map(|(f, why)| json!({ "file": text(f), "why": text(why) })).collect::<Vec<_>>(),
    })
}

/// The document. Same audits, same bytes: its date is the latest reference date.
pub fn render_rollup(
    sites: &[Site],
    unread: &[(String, String)],
    progress: &Progress,
) -> Result<Rendered, ReportError> {
    let date = sites.iter().map(|s| s.date).max().unwrap_or(jiff::civil::Date::ZERO);
    super::compile("rollup.typ", &rollup_data(sites, unread), Vec::new(), date, progress)
}

fn devices(sites: &[Site], level: Level) -> f64 {
    sites.iter().map(|s| s.devices(level)).sum()
}

fn cards(sites: &[Site], plans: &[(&Site, &Plan)]) -> Vec<Value> {
    let card = |label: &str, value: String, unit: &str, note: String| json!({ "label": label, "value": value, "unit": unit, "note": note });
    let count = |level: Level| fixed(devices(sites, level), 0);
    let rows = |level: Level| sites.iter().filter(|s| s.devices(level) > 0.0).count();
    let of = |level: Level| format!("涉及 {} 家", rows(level));
    let unknown: usize = sites.iter().map(|s| s.unknown_rows).sum();
    // A sum of nothing is not a use of nothing.
    let known = sites.iter().filter_map(|s| s.known_total()).map(|t| t.tce_equivalent).reduce(|a, b| a + b);
    let unpriced: usize = plans.iter().map(|(_, p)| p.without_investment).sum();
    let sum = |of: &dyn Fn(&Plan) -> f64| plans.iter().map(|(_, p)| of(p)).sum::<f64>();
    let short_of = sites.iter().filter(|s| s.falls_short()).count();
    vec![
        card(
            "企业",
            sites.len().to_string(),
            "家",
            format!("登记设备 {} 台", fixed(sites.iter().map(Site::all_devices).sum(), 0)),
        ),
        card("淘汰设备", count(Level::Obsolete), "台", of(Level::Obsolete)),
        card(
            "疑似淘汰设备",
            count(Level::SuspectedObsolete),
            "台",
            format!("{}，须查明后判定", of(Level::SuspectedObsolete)),
        ),
        card("低于能效限定值", count(Level::BelowLimit), "台", of(Level::BelowLimit)),
        card(
            "所列设备年用能",
            optional(known, 1),
            "tce",
            if unknown > 0 { format!("当量值；另有 {unknown} 项用能未知") } else { "当量值".to_owned() },
        ),
        card("节能潜力", fixed(sum(&|p| p.saving.tce_equivalent), 1), "tce/a", format!("{} 家有方案", plans.len())),
        card(
            "投资",
            wan(Some(sum(&|p| p.investment_yuan))),
            "万元",
            if unpriced > 0 { format!("另有 {unpriced} 项措施未填投资") } else { String::new() },
        ),
        card("未达到目标或超限额", short_of.to_string(), "家", "见“目标与限额”".to_owned()),
    ]
}

fn notes(sites: &[Site], unread: &[(String, String)]) -> Vec<String> {
    let mut out = vec![
        "判定按各审计自己的基准日有效的标准和目录作出；淘汰目录收录不完整，未查到不等于不属于淘汰设备。".to_owned(),
        "“淘汰”与“低于能效限定值”依据不同；一台设备按最严重的一项计一次。".to_owned(),
        "节能潜力取每份审计的一个方案，措施逐项计算、不重复；没有方案的企业不计，也不估算。".to_owned(),
    ];
    if !unread.is_empty() {
        out.push(format!("{} 个文件读不出，没有汇总，见“数据缺口”。", unread.len()));
    }
    for (enterprise, files) in repeated(sites) {
        out.push(format!(
            "“{}”在 {} 个文件中({})，合计中重复计入。",
            text(&enterprise),
            files.len(),
            text(&files.join("、"))
        ));
    }
    out
}

fn group(g: &Group) -> Value {
    let levels = Level::ALL.iter().zip(g.levels);
    let count = |level: Level| fixed(g.levels[level as usize], 0);
    json!({
        "name": text(&g.name), "sites": g.sites, "devices": fixed(g.devices, 0),
        "obsolete": count(Level::Obsolete), "suspected": count(Level::SuspectedObsolete),
        "below_limit": count(Level::BelowLimit), "insufficient": count(Level::Insufficient),
        "parts": levels
            .filter(|(_, n)| *n > 0.0)
            .map(|(l, n)| json!({ "code": l.code(), "label": l.zh(), "rows": n.round() as i64 }))
            .collect::<Vec<_>>(),
        "size": g.size.map_or_else(|| NONE.to_owned(), |(size, unit)| format!("{} {unit}", short(size, 1))),
        "electricity": wan(Some(g.electricity_kwh)), "tce": fixed(g.tce, 1), "unknown": g.unknown_rows,
        "plans": g.plans, "incomplete": g.incomplete_plans,
        "saved_tce": if g.plans > 0 { fixed(g.saved_tce, 1) } else { NONE.to_owned() },
        "saved_co2": if g.plans > 0 { fixed(g.saved_co2_t, 1) } else { NONE.to_owned() },
        "saved_wan": if g.plans > 0 { wan(Some(g.saved_yuan)) } else { NONE.to_owned() },
        "investment": if g.plans > 0 { wan(Some(g.investment_yuan)) } else { NONE.to_owned() },
        "bar": g.saved_tce,
    })
}

fn plant(s: &Site) -> Value {
    let count = |level: Level| fixed(s.devices(level), 0);
    json!({
        "enterprise": text(s.label()), "city": text(&s.city), "industry": text(&s.industry), "period": text(&s.period),
        "date": s.date.to_string(), "devices": fixed(s.all_devices(), 0),
        "obsolete": count(Level::Obsolete), "suspected": count(Level::SuspectedObsolete),
        "below_limit": count(Level::BelowLimit),
        "tce": optional(s.known_total().map(|t| t.tce_equivalent), 1), "unknown": s.unknown_rows,
        "plant_tce": optional(s.plant.map(|p| p.tce_equivalent), 1),
        "saved_tce": optional(s.plan.as_ref().map(|p| p.saving.tce_equivalent), 1),
        "investment": wan(s.plan.as_ref().map(|p| p.investment_yuan)),
        "missed": s.missed.len(), "over": s.products.iter().filter(|p| p.over()).count(),
    })
}

fn finding(s: &Site, f: &Finding) -> Value {
    let size = f.size.map_or_else(|| NONE.to_owned(), |size| format!("{} {}", short(size, 1), rated::unit(f.kind)));
    let name = [text(&f.tag), text(&f.name)].join(" ").trim().to_owned();
    let overruled =
        if f.overruled.is_empty() { String::new() } else { format!("；诊断人员判定：{}", text(&f.overruled)) };
    json!({
        "enterprise": text(s.label()), "city": text(&s.city), "kind": f.kind.zh(), "name": name,
        "model": text(&f.model), "place": text(&f.place), "quantity": short(f.quantity, 1), "size": size,
        "in_use": if f.in_use { "是" } else { "否" },
        "clauses": text(&f.clauses), "statements": format!("{}{overruled}", text(&f.statements)),
    })
}

fn plan(s: &Site, p: &Plan) -> Value {
    json!({
        "enterprise": text(s.label()), "plan": text(&p.name), "measures": p.measures,
        "tce": fixed(p.saving.tce_equivalent, 1), "electricity": wan(Some(p.saving.electricity_kwh)),
        "co2": optional(p.saving.co2_t, 1), "saved_wan": wan(p.saving.cost_yuan), "investment": wan(Some(p.investment_yuan)),
        "unpriced": p.without_investment, "payback": optional(p.simple_payback_a, 2), "npv": wan(p.npv_yuan),
        "bar": p.saving.tce_equivalent,
    })
}

fn missed(s: &Site) -> impl Iterator<Item = Value> {
    s.missed.iter().map(move |t| {
        json!({
            "enterprise": text(s.label()), "target": text(&t.target), "product": text(&t.product),
            "required": text(&t.required), "actual": t.actual.map_or_else(|| NONE.to_owned(), |a| format!("{} {}", short(a, 3), text(&t.unit))),
            "basis": text(&t.basis),
        })
    })
}

fn products(s: &Site) -> impl Iterator<Item = Value> {
    s.products.iter().map(move |p| {
        let star = if p.provisional && p.outcome.level().is_some() { "*" } else { "" };
        let limits: Vec<String> = p.limits.iter().map(|l| l.map_or_else(|| NONE.to_owned(), |l| short(l, 3))).collect();
        json!({
            "enterprise": text(s.label()), "product": text(&p.product), "indicator": text(&p.indicator),
            "value": short(p.value, 3), "unit": text(&p.unit), "limits": limits.join(" / "),
            "level": format!("{}{star}", p.outcome.zh()), "over": p.over(),
            "data": if p.estimated { "估算" } else { "" }, "basis": text(&p.basis),
        })
    })
}

/// What an audit lacks for the sums; `None` if nothing.
fn gaps(s: &Site) -> Option<Value> {
    let mut out = Vec::new();
    let insufficient = s.devices(Level::Insufficient);
    if s.all_devices() == 0.0 {
        out.push("台账中没有设备".to_owned());
    }
    if insufficient > 0.0 {
        out.push(format!("{} 台设备数据不足，没有判定", short(insufficient, 1)));
    }
    if s.unknown_rows > 0 {
        out.push(format!("{} 项在用设备用能未知，没有计入", s.unknown_rows));
    }
    match &s.plan {
        None => out.push("没有改造方案，节能潜力没有计入".to_owned()),
        Some(p) if p.without_investment > 0 => out.push(format!("{} 项措施未填投资", p.without_investment)),
        Some(_) => {}
    }
    if s.plant.is_none() {
        out.push("没有全厂能源消费数据".to_owned());
    }
    if s.targets_open > 0 {
        out.push(format!("{} 项目标缺数据或须核实", s.targets_open));
    }
    for (missing, what) in [(s.city.is_empty(), "市县"), (s.industry.is_empty(), "行业")] {
        if missing {
            out.push(format!("未填{what}"));
        }
    }
    (!out.is_empty()).then(|| json!({ "enterprise": text(s.label()), "file": text(&s.file), "gaps": out.join("；") }))
}
