//! What is missing before the report is exported: listed before, not discovered after.

use std::collections::HashSet;

use crate::audit::{Audit, Equipment, Id};
use crate::benchmark;
use crate::diagnosis::{Counted, Diagnosis};
use crate::energy::Context;
use crate::energy::plant::account;
use crate::reference::Reference;
use crate::retrofit::plant_use::PlantUse;
use crate::retrofit::timing::{Grade, grade};

/// What a gap concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapGroup {
    /// 企业与诊断信息
    Enterprise,
    /// 设备与措施
    Content,
    /// 判定所缺数据
    Screening,
    /// 能耗计算所缺数据
    Energy,
    /// 上级设备编号
    Links,
    /// 措施未计入的设备
    Refused,
    /// 投资
    Investment,
    /// 价格与系数
    Prices,
    /// 能源、产量与管理
    Plant,
    /// 节能量与全厂用能
    PlantUse,
}

impl GapGroup {
    /// Chinese heading.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Enterprise => "企业与诊断信息",
            Self::Content => "报告内容",
            Self::Screening => "判定所缺数据",
            Self::Energy => "能耗计算所缺数据",
            Self::Links => "上级设备编号",
            Self::Refused => "措施未计入的设备",
            Self::Investment => "投资",
            Self::Prices => "价格与系数",
            Self::Plant => "能源、产量与管理",
            Self::PlantUse => "节能量与全厂用能",
        }
    }
}

/// Something missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Under which heading.
    pub group: GapGroup,
    /// One Chinese sentence.
    pub text: String,
    /// The device to go to, if one is concerned.
    pub device: Option<Id>,
    /// The measure to go to, if one is concerned.
    pub measure: Option<Id>,
}

/// Everything missing, in the order of [`GapGroup`].
pub fn gaps(audit: &Audit, diagnosis: &Diagnosis, reference: &Reference) -> Vec<Gap> {
    let mut out = Vec::new();
    let mut say = |group, text: String, device, measure| out.push(Gap { group, text, device, measure });
    let e = &audit.enterprise;
    let filled = |v: &Option<crate::audit::Entered<String>>| v.as_ref().is_some_and(|v| !v.value.trim().is_empty());
    for (value, text) in [
        (filled(&e.name), "未填企业名称，封面和页眉将显示“未填企业名称”"),
        (filled(&e.audit_period), "未填统计期"),
        (filled(&e.audit_organization), "未填诊断机构"),
        (filled(&e.audit_team), "未填诊断人员"),
        (e.reference_date.is_some(), "未填判定基准日，按生成报告当天有效的标准判定"),
    ] {
        if !value {
            say(GapGroup::Enterprise, text.to_owned(), None, None);
        }
    }
    if audit.equipment.is_empty() {
        say(GapGroup::Content, "没有设备，各清单将为空".to_owned(), None, None);
    }
    if audit.measures.is_empty() {
        say(GapGroup::Content, "没有节能改造措施，报告没有计算书".to_owned(), None, None);
    }
    let ctx = Context { reference, assumptions: &diagnosis.assumptions };
    if !diagnosis.measures.is_empty() && !diagnosis.measures.iter().any(|m| grade(m, &ctx) == Ok(Grade::NoLowCost)) {
        let text = "没有判为无低费的措施，诊断指南整理稿(待核)要求至少提出一项；无低费的投资上限见财务参数";
        say(GapGroup::Content, text.to_owned(), None, None);
    }
    let found = |e: &Equipment| diagnosis.device(e.id);
    for device in &audit.equipment {
        if let Some(d) = found(device).filter(|d| !d.verdict.missing.is_empty()) {
            let missing: Vec<&str> = d.verdict.missing.iter().map(|m| &*m.text).collect();
            let text = format!("{}：判定缺少 {}", device.label(), missing.join("、"));
            say(GapGroup::Screening, text, Some(device.id), None);
        }
    }
    for device in &audit.equipment {
        if let Some((Counted::Unknown, Err(gap))) = found(device).map(|d| (d.counted, &d.energy)) {
            say(GapGroup::Energy, format!("{}：年用能不能计算，{}", device.label(), gap.reason), Some(device.id), None);
        }
    }
    for device in &audit.equipment {
        if let Some(note) = found(device).and_then(|d| d.link.as_ref()) {
            say(GapGroup::Links, format!("{}：{note}", device.label()), Some(device.id), None);
        }
    }
    let listed: HashSet<Id> = audit.equipment.iter().map(|e| e.id).collect();
    for m in &diagnosis.measures {
        // Refused devices carry no id; their order is that of the measure's targets.
        let ids: Vec<Id> = audit.measure(m.id).map_or_else(Vec::new, |measure| {
            let counted: HashSet<Id> = m.targets.iter().map(|t| t.id).collect();
            measure.targets.iter().copied().filter(|id| !counted.contains(id)).collect()
        });
        for (at, (label, reason)) in m.refused.iter().enumerate() {
            let id = ids.get(at).copied().filter(|id| ids.len() == m.refused.len() && listed.contains(id));
            say(GapGroup::Refused, format!("措施“{}”未计入 {label}：{reason}", m.title), id, Some(m.id));
        }
    }
    for m in diagnosis.measures.iter().filter(|m| m.investment_yuan.is_none()) {
        say(GapGroup::Investment, format!("措施“{}”未填投资，没有回收期和净现值", m.title), None, Some(m.id));
    }
    let mut notes: HashSet<&String> = HashSet::new();
    for note in diagnosis.total.notes.iter().chain(diagnosis.measures.iter().flat_map(|m| &m.saving.notes)) {
        if notes.insert(note) {
            say(GapGroup::Prices, note.clone(), None, None);
        }
    }
    for text in plant(audit, diagnosis, reference) {
        say(GapGroup::Plant, text, None, None);
    }
    out.extend(beyond_plant(audit, diagnosis, reference));
    out
}

/// What is missing of the plant as a whole: data not entered, the questions about what is, products without a level.
fn plant(audit: &Audit, diagnosis: &Diagnosis, reference: &Reference) -> Vec<String> {
    let ctx = Context { reference, assumptions: &diagnosis.assumptions };
    let energy = account(audit, diagnosis.used_by_kind(), &ctx);
    let figures = benchmark::plant::figures(audit, &energy, diagnosis.obsolete_in_use(audit), &ctx);
    let mut out: Vec<String> = Vec::new();
    for (empty, text) in [
        (audit.consumption.is_empty(), "没有能源消费数据，没有综合能耗、能源平衡和碳排放"),
        (audit.products.is_empty(), "没有产品产量，没有单位产品能耗的对标"),
        (audit.years.is_empty(), "没有年度产值、增加值和用水，没有单位增加值能耗和比基期的下降率"),
        (audit.management.is_empty(), "没有能源管理的核查结果"),
        (audit.meters.is_empty(), "没有计量器具的配备情况"),
    ] {
        if empty {
            out.push(text.to_owned());
        }
    }
    out.extend(energy.questions.iter().map(ToString::to_string));
    out.extend(figures.questions.iter().cloned());
    for q in &benchmark::benchmark(&figures, reference).quotas {
        for missing in &q.missing {
            let text = format!("“{}”的单耗不能判定等级：{missing}", q.figure.product);
            if !out.contains(&text) {
                out.push(text);
            }
        }
    }
    out
}

/// Measures and scenarios that save more of a carrier than the plant used.
fn beyond_plant(audit: &Audit, diagnosis: &Diagnosis, reference: &Reference) -> Vec<Gap> {
    let ctx = Context { reference, assumptions: &diagnosis.assumptions };
    let Some(plant) = PlantUse::of(audit, &ctx) else { return Vec::new() };
    let gap = |text, measure| Gap { group: GapGroup::PlantUse, text, device: None, measure };
    let measures = diagnosis.measures.iter().flat_map(|m| {
        let found = plant.beyond(&m.saving, &ctx).into_iter();
        found.map(|b| gap(format!("措施“{}”{}", m.title, b.zh()), Some(m.id)))
    });
    let scenarios = diagnosis.scenarios.iter().flat_map(|s| {
        let found = plant.beyond(&s.saving, &ctx).into_iter();
        found.map(|b| gap(format!("方案“{}”{}", s.name, b.zh()), None))
    });
    measures.chain(scenarios).collect()
}
