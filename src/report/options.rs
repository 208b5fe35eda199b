//! What the auditor chooses before a report is made.

use super::form::Form;
use crate::audit::{Audit, Id};

/// Which report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportOptions {
    /// The whole report or a short form; a short form has no chapters to choose.
    pub form: Form,
    /// The scenario reported; `None` takes the first one, and without any scenario every measure alone.
    pub scenario: Option<Id>,
    /// The chapters included.
    pub chapters: Chapters,
    /// Whether the whole ledger is appended, with the verdict on every device.
    pub appendix_ledger: bool,
    /// Whether the change log is appended where the audit doesn't say.
    pub appendix_changes: bool,
}

impl Default for ReportOptions {
    fn default() -> Self {
        Self {
            form: Form::Full,
            scenario: None,
            chapters: Chapters::default(),
            appendix_ledger: true,
            appendix_changes: false,
        }
    }
}

/// The chapters that can be left out; cover, statement and contents are always there.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Chapters {
    /// 诊断结论
    pub summary: bool,
    /// 企业概况
    pub plant: bool,
    /// 诊断任务
    pub task: bool,
    /// 能源利用诊断
    pub energy: bool,
    /// 单耗对标与目标
    pub benchmark: bool,
    /// 设备概况
    pub devices: bool,
    /// 淘汰设备
    pub obsolete: bool,
    /// 低于能效限定值设备
    pub below_limit: bool,
    /// 能源管理诊断
    pub management: bool,
    /// 节能改造措施
    pub measures: bool,
    /// 经济评价与改造方案
    pub economics: bool,
    /// 设备更换时机
    pub timing: bool,
    /// 结论与建议
    pub conclusion: bool,
    /// 措施计算书
    pub calculations: bool,
    /// 数据缺口
    pub gaps: bool,
    /// 依据与数据来源
    pub sources: bool,
}

impl Default for Chapters {
    fn default() -> Self {
        Self {
            summary: true,
            plant: true,
            task: true,
            energy: true,
            benchmark: true,
            devices: true,
            obsolete: true,
            below_limit: true,
            management: true,
            measures: true,
            economics: true,
            timing: true,
            conclusion: true,
            calculations: true,
            gaps: true,
            sources: true,
        }
    }
}

/// Code of the appendix with the ledger among the chapters that an audit puts in or leaves out.
pub const LEDGER: &str = "ledger";
/// Code of the appendix with the change log, which is only there on request.
pub const CHANGES: &str = "changes";

impl ReportOptions {
    /// With what the audit says of its report: a chapter is there if both want it.
    pub(super) fn within(&self, audit: &Audit) -> Self {
        let chosen = &audit.report.chapters;
        let wanted = |code: &str| chosen.get(code).copied().unwrap_or(true);
        let mut out = self.clone();
        for (code, (_, on)) in Chapters::CODES.into_iter().zip(out.chapters.each()) {
            *on &= wanted(code);
        }
        out.appendix_ledger &= wanted(LEDGER);
        out.appendix_changes = chosen.get(CHANGES).copied().unwrap_or(out.appendix_changes);
        out
    }
}

impl Chapters {
    /// Stable codes of the chapters, in the order of [`each`](Self::each): what audits keep.
    pub const CODES: [&'static str; 16] = [
        "summary",
        "plant",
        "task",
        "energy",
        "benchmark",
        "devices",
        "obsolete",
        "below_limit",
        "management",
        "measures",
        "economics",
        "timing",
        "conclusion",
        "calculations",
        "gaps",
        "sources",
    ];

    /// Every chapter with its Chinese title, in the order of the report: for check boxes.
    pub fn each(&mut self) -> [(&'static str, &mut bool); 16] {
        [
            ("诊断结论", &mut self.summary),
            ("企业概况", &mut self.plant),
            ("诊断任务", &mut self.task),
            ("能源利用诊断", &mut self.energy),
            ("单耗对标与目标", &mut self.benchmark),
            ("设备概况", &mut self.devices),
            ("淘汰与疑似淘汰设备", &mut self.obsolete),
            ("低于能效限定值设备", &mut self.below_limit),
            ("能源管理诊断", &mut self.management),
            ("节能改造措施", &mut self.measures),
            ("经济评价与改造方案", &mut self.economics),
            ("设备更换时机", &mut self.timing),
            ("结论与建议", &mut self.conclusion),
            ("措施计算书", &mut self.calculations),
            ("数据缺口", &mut self.gaps),
            ("依据与数据来源", &mut self.sources),
        ]
    }
}
