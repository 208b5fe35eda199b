//! The pages, one file each, in the order of the work.

pub(super) mod benchmark;
mod energy;
mod enterprise;
pub mod equipment;
mod history;
mod import;
pub(super) mod merge;
mod overview;
mod reference;
pub(super) mod report;
mod retrofit;
pub(super) mod screening;
pub(super) mod settings;
mod start;

use eframe::egui;

use super::lang::Lang;
use super::workbench::Workbench;

/// A page of the workbench.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    /// 开始
    Start,
    /// 概览
    Overview,
    /// 企业
    Enterprise,
    /// 能源
    Energy,
    /// 设备
    Equipment,
    /// 导入台账, reached from 设备
    Import,
    /// 历史与备份, reached from the file menu
    History,
    /// 合并另一审计文件, reached from the file menu
    Merge,
    /// 筛查
    Screening,
    /// 改造
    Retrofit,
    /// 对标
    Benchmark,
    /// 报告
    Report,
    /// 标准库
    Reference,
    /// 设置, reached from the view menu
    Settings,
}

impl Page {
    /// The pages in the navigation.
    pub const NAVIGATION: [Self; 9] = [
        Self::Overview,
        Self::Enterprise,
        Self::Energy,
        Self::Equipment,
        Self::Screening,
        Self::Retrofit,
        Self::Benchmark,
        Self::Report,
        Self::Reference,
    ];

    /// Its name.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Start => lang.pick("开始", "Start"),
            Self::Overview => lang.pick("概览", "Overview"),
            Self::Energy => lang.pick("能源", "Energy"),
            Self::Benchmark => lang.pick("对标", "Benchmark"),
            Self::Enterprise => lang.pick("企业", "Enterprise"),
            Self::Equipment => lang.pick("设备", "Equipment"),
            Self::Import => lang.pick("导入台账", "Import ledger"),
            Self::Merge => lang.pick("合并另一审计文件", "Merge another audit"),
            Self::History => lang.pick("历史与备份", "History and backups"),
            Self::Screening => lang.pick("筛查", "Screening"),
            Self::Retrofit => lang.pick("改造", "Retrofit"),
            Self::Report => lang.pick("报告", "Report"),
            Self::Reference => lang.pick("标准库", "Standards"),
            Self::Settings => lang.pick("设置", "Settings"),
        }
    }

    /// Whether it makes sense without an open audit.
    pub fn needs_audit(self) -> bool {
        !matches!(self, Self::Start | Self::Reference | Self::Settings)
    }
}

/// What each page remembers while another is shown.
pub struct Pages {
    start: start::Start,
    overview: overview::OverviewPage,
    enterprise: enterprise::EnterprisePage,
    energy: energy::EnergyPage,
    benchmark: benchmark::BenchmarkPage,
    equipment: equipment::EquipmentPage,
    history: history::HistoryPage,
    screening: screening::ScreeningPage,
    import: import::ImportPage,
    merge: merge::MergePage,
    reference: reference::ReferencePage,
    report: report::ReportPage,
    retrofit: retrofit::RetrofitPage,
    settings: settings::SettingsPage,
    generation: u64,
}

impl Pages {
    /// Fresh pages.
    pub fn new(wb: &Workbench) -> Self {
        Self {
            start: start::Start::new(wb),
            overview: overview::OverviewPage::default(),
            enterprise: enterprise::EnterprisePage::default(),
            energy: energy::EnergyPage::default(),
            benchmark: benchmark::BenchmarkPage::default(),
            equipment: equipment::EquipmentPage::default(),
            history: history::HistoryPage::default(),
            screening: screening::ScreeningPage::default(),
            import: import::ImportPage::default(),
            merge: merge::MergePage::default(),
            reference: reference::ReferencePage::default(),
            report: report::ReportPage::default(),
            retrofit: retrofit::RetrofitPage::default(),
            settings: settings::SettingsPage::default(),
            generation: wb.generation,
        }
    }

    /// Shows the current page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        if self.generation != wb.generation {
            *self = Self::new(wb);
        }
        if wb.page.needs_audit() && wb.document.is_none() {
            wb.page = Page::Start;
        }
        match wb.page {
            Page::Start => self.start.show(ui, wb),
            Page::Overview => self.overview.show(ui, wb),
            Page::Enterprise => self.enterprise.show(ui, wb),
            Page::Energy => self.energy.show(ui, wb),
            Page::Benchmark => self.benchmark.show(ui, wb),
            Page::Equipment => self.equipment.show(ui, wb),
            Page::History => self.history.show(ui, wb),
            Page::Screening => self.screening.show(ui, wb),
            Page::Import => self.import.show(ui, wb),
            Page::Merge => self.merge.show(ui, wb),
            Page::Reference => self.reference.show(ui, wb),
            Page::Retrofit => self.retrofit.show(ui, wb),
            Page::Report => self.report.show(ui, wb),
            Page::Settings => self.settings.show(ui, wb),
        }
    }
}
