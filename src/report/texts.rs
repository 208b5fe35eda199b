//! The report's running texts: what the program writes from the content, and what the auditor put in its place.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::numbers::NONE;
use crate::audit::OwnText;

/// A running text of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Stable key, under which the audit keeps the auditor's wording.
    pub key: &'static str,
    /// Chinese title, led by the chapter.
    pub title: &'static str,
    /// What the program writes now; a line is a paragraph.
    pub generated: String,
    /// The auditor's wording, if there is one.
    pub own: Option<OwnText>,
}

impl Passage {
    /// What is printed.
    pub fn text(&self) -> &str {
        self.own.as_ref().map_or(&self.generated, |own| &own.text)
    }

    /// Whether the program would write something else now than when the auditor put it in own words.
    pub fn outdated(&self) -> bool {
        self.own.as_ref().is_some_and(|own| own.generated != self.generated)
    }
}

type Writer = fn(&Value) -> Vec<String>;

const PASSAGES: [(&str, &str, Writer); 16] = [
    ("statement", "声明", statement),
    ("summary", "诊断结论：摘要", summary),
    ("plant", "企业概况：企业简介", plant),
    ("process", "企业概况：主要生产工艺", process),
    ("task", "诊断任务：对象与范围", task),
    ("instruments", "诊断任务：测试仪器", instruments),
    ("energy", "能源利用诊断：评价", energy),
    ("benchmark", "单耗对标与目标：评价", benchmark),
    ("devices", "设备概况：评价", devices),
    ("management", "能源管理诊断：评价", management),
    ("measures", "节能改造措施：说明", measures),
    ("untouched", "节能改造措施：没有措施的设备", untouched),
    ("overall", "结论与建议：总体评价", overall),
    ("targets", "结论与建议：与目标的差距", targets),
    ("order", "结论与建议：实施次序", order),
    ("policy", "结论与建议：资金与政策", policy),
];

/// All passages of a report's content, in the order of the report.
pub(super) fn passages(content: &Value, own: &BTreeMap<String, OwnText>) -> Vec<Passage> {
    PASSAGES
        .into_iter()
        .map(|(key, title, write)| Passage {
            key,
            title,
            generated: write(content).into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("\n"),
            own: own.get(key).cloned(),
        })
        .collect()
}

/// The passages as the templates take them: paragraphs by key.
pub(super) fn content(passages: &[Passage]) -> Value {
    let one = |p: &Passage| {
        let paragraphs: Vec<String> = p.text().lines().map(super::model::printable).collect();
        (p.key.to_owned(), json!({ "title": p.title, "paragraphs": paragraphs, "own": p.own.is_some() }))
    };
    Value::Object(passages.iter().map(one).collect())
}

/// A text of the content, empty for what isn't there.
fn s<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

fn n(value: &Value, path: &str) -> u64 {
    value.pointer(path).and_then(Value::as_u64).unwrap_or_default()
}

fn rows<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    value.pointer(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The value beside a label in a list of pairs.
fn labelled<'a>(list: &'a [Value], label: &str) -> &'a str {
    list.iter().find(|r| s(r, "/label") == label).map_or("", |r| s(r, "/value"))
}

fn statement(c: &Value) -> Vec<String> {
    let of = |key: &str| n(c, &format!("/statement/{key}"));
    let entered = c.pointer("/meta/date_is_entered").and_then(Value::as_bool).unwrap_or_default();
    let unless =
        |count: u64, what: &str| if count > 0 { format!("{what} {count} 项设备的判定") } else { String::new() };
    vec![
        "本报告由诊断机构根据企业提供的设备台账、铭牌、测试和能源统计数据编制。阅读和引用本报告的结论时，应了解其依据和局限：".to_owned(),
        format!(
            "1. 判定基准日。全部判定按 {} 有效的标准和目录作出{}。此后发布或生效的标准可能改变结论。",
            s(c, "/meta/date"),
            if entered { "" } else { "(未填基准日，取编制日期)" }
        ),
        format!(
            "2. 淘汰目录收录不完整。本次对照的淘汰目录(见“依据与数据来源”)由公开资料整理，尚未与公告原文逐条核对，部分批次有缺项。未查到不等于不属于淘汰设备：{} 项设备在已收录的目录中未查到其型号；{} 项设备未填型号，没有对照。",
            of("no_hit"),
            of("no_model")
        ),
        "3. 淘汰与低于限定值是两件事。“淘汰”指列入国家淘汰目录并满足其条件；“低于能效限定值”指效率低于现行能效标准的最低等级。两者依据不同、处置要求不同，本报告分列两张清单，同一设备可能同时列入。".to_owned(),
        "4. 疑似淘汰不是结论。型号在目录中，但出厂年份、机座号、用途等条件不能确定的，列为“疑似淘汰”，并写明须查明的事实。".to_owned(),
        format!(
            "5. 估算。带“估算”的数值采用了同系列典型值、默认值或估计值，不是设备本身的实测或铭牌数据{}。",
            unless(of("estimated"), "；涉及")
        ),
        format!(
            "6. 待核。带“待核”的结论采用的国家数据尚未与标准或公告原文全部核对{}。用于行政决定前应查对原文。",
            unless(of("unreviewed"), "；涉及")
        ),
        format!(
            "7. 节能量与经济性。节能量按所列公式和输入数据计算，经济评价使用 {} 项默认参数(见“依据与数据来源”)；实际效果取决于设备选型、负荷和能源价格。",
            of("defaults")
        ),
    ]
}

/// The number of a card of the summary, with what it counts.
fn card(c: &Value, label: &str) -> u64 {
    rows(c, "/summary/findings").iter().find(|f| s(f, "/label") == label).map_or(0, |f| n(f, "/value"))
}

fn found(c: &Value) -> String {
    if n(c, "/devices/rows") == 0 {
        return "台账中没有设备，没有设备判定。".to_owned();
    }
    format!(
        "登记设备 {} 项 {} 台，判为淘汰 {} 项、疑似淘汰 {} 项、低于能效限定值 {} 项；{} 项数据不足，不能判定。",
        n(c, "/devices/rows"),
        s(c, "/devices/devices"),
        card(c, "淘汰设备"),
        card(c, "疑似淘汰设备"),
        card(c, "低于能效限定值"),
        card(c, "数据不足"),
    )
}

fn saved(c: &Value) -> String {
    let savings = rows(c, "/summary/savings");
    if savings.is_empty() {
        return "没有登记节能改造措施。".to_owned();
    }
    let parts: Vec<String> = savings
        .iter()
        .filter(|f| s(f, "/value") != NONE)
        .map(|f| {
            let note = s(f, "/note");
            let note = if note.is_empty() { String::new() } else { format!("({note})") };
            format!("{} {} {}{note}", s(f, "/label"), s(f, "/value"), s(f, "/unit"))
        })
        .collect();
    let (number, means, plan) = (n(c, "/summary/measures"), s(c, "/means"), s(c, "/summary/plan"));
    format!("提出节能改造措施 {number} 项({means}；{plan})：{}。", parts.join("，"))
}

fn consumption(c: &Value) -> String {
    if c.pointer("/energy/year").is_none_or(Value::is_null) {
        return "没有能源消费数据，综合能耗未知。".to_owned();
    }
    format!(
        "{} 年综合能耗 {} tce(当量值)、{} tce(等价值)。",
        n(c, "/energy/year"),
        s(c, "/energy/total/equivalent"),
        s(c, "/energy/total/equal")
    )
}

fn levels(c: &Value) -> String {
    let products: Vec<String> = rows(c, "/benchmark/products")
        .iter()
        .map(|p| {
            let estimated = p.pointer("/estimated").and_then(Value::as_bool).unwrap_or_default();
            let note = if estimated { "(估算)" } else { "" };
            format!("{} {} {}{note}，{}", s(p, "/product"), s(p, "/value"), s(p, "/unit"), s(p, "/level"))
        })
        .collect();
    if products.is_empty() {
        "没有可对标的产品单耗。".to_owned()
    } else {
        format!("单位产品能耗：{}。", products.join("；"))
    }
}

fn missed(c: &Value) -> String {
    let list = rows(c, "/targets");
    let of = |code: &str| -> Vec<String> {
        let name = |t: &Value| match s(t, "/of") {
            "" => s(t, "/target").to_owned(),
            of => format!("{}({of})", s(t, "/target")),
        };
        list.iter().filter(|t| s(t, "/code") == code).map(name).collect()
    };
    if list.is_empty() {
        return "没有适用的已收录目标。".to_owned();
    }
    let (not_met, open) = (of("not_met"), list.iter().filter(|t| !matches!(s(t, "/code"), "met" | "not_met")).count());
    let mut out = match not_met.len() {
        0 => format!("对照 {} 项国家和地方目标，没有判为未达到的", list.len()),
        n => format!("对照 {} 项国家和地方目标，未达到 {n} 项：{}", list.len(), not_met.join("；")),
    };
    if open > 0 {
        out.push_str(&format!("；{open} 项因缺数据或须核实而不能判定"));
    }
    format!("{out}。")
}

fn summary(c: &Value) -> Vec<String> {
    vec![format!("{}{}", consumption(c), levels(c)), missed(c), found(c), saved(c)]
}

fn plant(c: &Value) -> Vec<String> {
    let list = rows(c, "/plant");
    let of = |label: &str| labelled(list, label);
    let place = format!("{}{}{}", of("省份"), of("市县"), of("地址"));
    let mut parts: Vec<String> = Vec::new();
    let mut say = |lead: &str, value: &str| {
        if !value.is_empty() {
            parts.push(format!("{lead}{value}"));
        }
    };
    say("位于", &place);
    say("行业为", of("行业名称"));
    say("主要产品为", of("主要产品"));
    say("从业人数 ", of("从业人数"));
    if parts.is_empty() {
        return vec!["没有填写企业的所在地、行业和主要产品。".to_owned()];
    }
    let name = if of("企业名称").is_empty() { "企业" } else { of("企业名称") };
    vec![format!("{name}{}。", parts.join("，"))]
}

fn process(_: &Value) -> Vec<String> {
    vec!["没有填写主要生产工艺流程和主要用能工序。".to_owned()]
}

fn task(c: &Value) -> Vec<String> {
    let period = s(c, "/meta/period");
    let period = if period.is_empty() { "统计期未填" } else { &format!("统计期为 {period}") };
    vec![
        "诊断包括能源利用、能源效率和能源管理三部分，查明能源用到哪里、用得好不好、管得怎样，并提出节能改造建议。"
            .to_owned(),
        format!(
            "诊断对象为台账登记的 {} 项设备，以及企业填报的能源消费、产量和管理情况；{period}；判定按 {} 有效的标准和目录。没有登记的设备和没有填报的数据不在诊断之内，见“数据缺口”。",
            n(c, "/devices/rows"),
            s(c, "/meta/date")
        ),
    ]
}

fn instruments(c: &Value) -> Vec<String> {
    let measured = n(c, "/task/measured_values");
    let used = if measured > 0 {
        format!("本次采用测试值 {measured} 个。")
    } else {
        "台账中没有来源为“测试”的数值。".to_owned()
    };
    vec![format!("{used}没有填写测试仪器的名称、型号、准确度和检定有效期。")]
}

fn energy(c: &Value) -> Vec<String> {
    if c.pointer("/energy/year").is_none_or(Value::is_null) {
        return vec!["没有能源消费数据，未作能源利用评价。".to_owned()];
    }
    let mut carriers: Vec<(f64, String)> = rows(c, "/energy/carriers")
        .iter()
        .filter_map(|r| {
            let share: f64 = s(r, "/share").replace(',', "").parse().ok()?;
            Some((share, format!("{} 占 {}%", s(r, "/name"), s(r, "/share"))))
        })
        .collect();
    carriers.sort_by(|a, b| b.0.total_cmp(&a.0));
    let first: Vec<String> = carriers.into_iter().filter(|(share, _)| *share > 0.0).take(3).map(|(_, t)| t).collect();
    let structure = if first.is_empty() { String::new() } else { format!("按当量值，{}。", first.join("，")) };
    let balance = s(c, "/energy/balance/statement");
    vec![format!("{}{structure}{balance}{}", consumption(c), if balance.is_empty() { "" } else { "。" })]
}

fn benchmark(c: &Value) -> Vec<String> {
    vec![levels(c), missed(c)]
}

fn devices(c: &Value) -> Vec<String> {
    vec![found(c)]
}

fn management(c: &Value) -> Vec<String> {
    let looked = n(c, "/management/looked_into");
    let mut out = Vec::new();
    if looked == 0 {
        out.push("没有填写管理核查的结果，未作能源管理评价。".to_owned());
    } else {
        let bad: Vec<String> = rows(c, "/management/items")
            .iter()
            .filter(|i| i.pointer("/bad").and_then(Value::as_bool).unwrap_or_default())
            .map(|i| format!("{}({})", s(i, "/item"), s(i, "/verdict")))
            .collect();
        let said = if bad.is_empty() { "没有判为部分符合或不符合的".to_owned() } else { bad.join("、") };
        out.push(format!("核查 {looked} 条，未核查 {} 条；其中 {said}。", n(c, "/management/open")));
    }
    if rows(c, "/management/meters").is_empty() {
        out.push("没有填写计量器具的配备情况。".to_owned());
    }
    out
}

fn measures(c: &Value) -> Vec<String> {
    vec![saved(c)]
}

fn untouched(c: &Value) -> Vec<String> {
    if n(c, "/devices/rows") == 0 {
        return vec!["台账中没有设备，没有按设备种类查找潜力。".to_owned()];
    }
    let list = rows(c, "/untouched");
    if list.is_empty() {
        return vec!["台账中的各类设备都有措施。".to_owned()];
    }
    let one = |u: &Value| {
        format!("{}：已查 {} 项({})，没有安排措施。{}。", s(u, "/kind"), n(u, "/rows"), s(u, "/found"), s(u, "/why"))
    };
    list.iter().map(one).collect()
}

fn overall(c: &Value) -> Vec<String> {
    vec![consumption(c), levels(c), found(c), management(c).join(""), saved(c)]
}

fn targets(c: &Value) -> Vec<String> {
    vec![missed(c)]
}

fn order(c: &Value) -> Vec<String> {
    let list = rows(c, "/economics/rows");
    if list.is_empty() {
        return vec!["没有登记节能改造措施，没有实施次序。".to_owned()];
    }
    let mut out: Vec<String> = Vec::new();
    for grade in ["无低费", "短期", "中长期", "未分级"] {
        let titles: Vec<&str> = list.iter().filter(|r| s(r, "/grade") == grade).map(|r| s(r, "/title")).collect();
        if !titles.is_empty() {
            let lead = match grade {
                "无低费" => "立即实施(无低费)",
                "短期" => "短期实施",
                "中长期" => "中长期实施",
                _ => "缺少投资或费用、不能分级",
            };
            out.push(format!("{lead} {} 项：{}。", titles.len(), titles.join("；")));
        }
    }
    let counts: Vec<String> = rows(c, "/timing/counts")
        .iter()
        .filter(|t| n(t, "/rows") > 0)
        .map(|t| format!("{} {} 项", s(t, "/act"), n(t, "/rows")))
        .collect();
    if !counts.is_empty() {
        out.push(format!("设备更换时机：{}。", counts.join("，")));
    }
    out
}

fn policy(c: &Value) -> Vec<String> {
    match s(c, "/plan/total/subsidy") {
        "" | NONE | "0.00" => vec!["没有填写补助、贷款和政策资金的安排。".to_owned()],
        subsidy => vec![format!("经济评价计入补助 {subsidy} 万元。没有填写其他政策资金的安排。")],
    }
}
