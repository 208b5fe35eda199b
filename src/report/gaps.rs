//! What is missing before the report is exported: listed before, not discovered after.

use crate::audit::{Audit, Equipment, Id};
use crate::diagnosis::{Counted, Diagnosis};
use crate::energy::Context;
use crate::reference::Reference;
use crate::retrofit::plant_use::PlantUse;

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
pub fn gaps(audit: &Audit, diagnosis: &Diagnosis) -> Vec<Gap> {
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
    for m in &diagnosis.measures {
        // Refused devices carry no id; their order is that of the measure's targets.
        let ids: Vec<Id> = audit.measure(m.id).map_or_else(Vec::new, |measure| {
            measure.targets.iter().copied().filter(|id| m.targets.iter().all(|t| t.id != *id)).collect()
        });
        for (at, (label, reason)) in m.refused.iter().enumerate() {
            let id = ids.get(at).copied().filter(|id| ids.len() == m.refused.len() && audit.device(*id).is_some());
            say(GapGroup::Refused, format!("措施“{}”未计入 {label}：{reason}", m.title), id, Some(m.id));
        }
    }
    for m in diagnosis.measures.iter().filter(|m| m.investment_yuan.is_none()) {
        say(GapGroup::Investment, format!("措施“{}”未填投资，没有回收期和净现值", m.title), None, Some(m.id));
    }
    let mut notes: Vec<&String> = Vec::new();
    for note in diagnosis.total.notes.iter().chain(diagnosis.measures.iter().flat_map(|m| &m.saving.notes)) {
        if !notes.contains(&note) {
            notes.push(note);
            say(GapGroup::Prices, note.clone(), None, None);
        }
    }
    out
}

/// Measures and scenarios that save more of a carrier than the plant used: to be asked after [`gaps`].
pub fn beyond_plant(audit: &Audit, diagnosis: &Diagnosis, reference: &Reference) -> Vec<Gap> {
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
