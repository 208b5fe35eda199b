//! What a measure costs: investment, subsidies, standstill, tax credit, contract, and what it needs first.

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::typed::Typed;
use crate::audit::measure::Contract;
use crate::audit::{Audit, Cost, Id, Measure};

/// The amounts; a grid with two columns.
pub fn amounts(ui: &mut egui::Ui, lang: Lang, typed: &mut Typed, cost: &mut Cost) {
    let most = 0.0..=1e7;
    typed.wan(
        ui,
        lang.pick("投资(万元)", "Investment (10⁴ yuan)"),
        "investment",
        &mut cost.investment_yuan,
        most.clone(),
    );
    typed.wan(ui, lang.pick("补助(万元)", "Subsidy (10⁴ yuan)"), "subsidy", &mut cost.subsidy_yuan, most.clone());
    typed.wan(
        ui,
        lang.pick("年运维费(万元)", "Yearly cost (10⁴ yuan)"),
        "yearly",
        &mut cost.annual_cost_yuan,
        -1e7..=1e7,
    );
    typed.number(ui, lang.pick("寿命(a)", "Life (a)"), "life", &mut cost.life_a, 1.0..=60.0);
    typed.text(ui, lang.pick("金额来源", "Source of amounts"), "source", &mut cost.source);
}

/// The amounts that few measures have; a grid with two columns.
pub fn more(ui: &mut egui::Ui, lang: Lang, typed: &mut Typed, cost: &mut Cost) {
    let most = 0.0..=1e7;
    let share = lang.pick("补助比例(%)", "Subsidy share (%)");
    typed.number(ui, share, "subsidy_share", &mut cost.subsidy_share_pct, 0.0..=100.0);
    let per_tce = lang.pick("按节能量补助(元/tce)", "Subsidy per tce (yuan)");
    typed.number(ui, per_tce, "subsidy_tce", &mut cost.subsidy_yuan_per_tce, 0.0..=1e6);
    let cap = lang.pick("补助上限(万元)", "Subsidy cap (10⁴ yuan)");
    typed.wan(ui, cap, "subsidy_cap", &mut cost.subsidy_cap_yuan, most.clone());
    let downtime = lang.pick("停产损失(万元)", "Standstill (10⁴ yuan)");
    typed.wan(ui, downtime, "downtime", &mut cost.downtime_cost_yuan, most.clone());
    let credit = lang.pick("专用设备投资额(万元)", "Credit investment (10⁴ yuan)");
    typed.wan(ui, credit, "credit", &mut cost.credit_investment_yuan, most);
}

/// Kinds of contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    None,
    Shared,
    Guaranteed,
}

impl Form {
    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::None => lang.pick("无(企业自己投资)", "none"),
            Self::Shared => lang.pick("节能效益分享型", "shared savings"),
            Self::Guaranteed => lang.pick("节能量保证型", "guaranteed savings"),
        }
    }
}

/// A contract while it is being entered: it counts once every figure it needs is there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Draft {
    form: Form,
    share_pct: Option<f64>,
    years_a: Option<f64>,
    upkeep: bool,
    price_yuan: Option<f64>,
    guaranteed_yuan: Option<f64>,
    surplus_pct: Option<f64>,
}

impl Draft {
    /// Of what is recorded.
    pub fn of(contract: Option<&Contract>) -> Self {
        match contract {
            None => Self::default(),
            Some(Contract::Shared { provider_share_pct, years_a, provider_upkeep }) => Self {
                form: Form::Shared,
                share_pct: Some(*provider_share_pct),
                years_a: Some(*years_a),
                upkeep: *provider_upkeep,
                ..Self::default()
            },
            Some(Contract::Guaranteed { price_yuan, guaranteed_yuan, years_a, provider_surplus_pct }) => Self {
                form: Form::Guaranteed,
                years_a: Some(*years_a),
                price_yuan: Some(*price_yuan),
                guaranteed_yuan: Some(*guaranteed_yuan),
                surplus_pct: Some(*provider_surplus_pct),
                ..Self::default()
            },
        }
    }

    /// The contract, if every figure it needs is there.
    pub fn contract(&self) -> Option<Contract> {
        let years_a = self.years_a?;
        match self.form {
            Form::None => None,
            Form::Shared => {
                Some(Contract::Shared { provider_share_pct: self.share_pct?, years_a, provider_upkeep: self.upkeep })
            }
            Form::Guaranteed => Some(Contract::Guaranteed {
                price_yuan: self.price_yuan?,
                guaranteed_yuan: self.guaranteed_yuan?,
                years_a,
                provider_surplus_pct: self.surplus_pct.unwrap_or(0.0),
            }),
        }
    }

    /// The form of the contract.
    pub fn show(&mut self, ui: &mut egui::Ui, lang: Lang, typed: &mut Typed, cost: &mut Cost) {
        let before = *self;
        egui::Grid::new("contract").num_columns(2).spacing([8.0, 4.0]).show(ui, |ui| {
            let name = ui.label(lang.pick("合同能源管理", "Performance contract"));
            egui::ComboBox::from_id_salt("contract_form")
                .selected_text(self.form.name(lang))
                .width(160.0)
                .show_ui(ui, |ui| {
                    for form in [Form::None, Form::Shared, Form::Guaranteed] {
                        ui.selectable_value(&mut self.form, form, form.name(lang));
                    }
                })
                .response
                .labelled_by(name.id);
            ui.end_row();
            let most = 0.0..=1e7;
            match self.form {
                Form::None => {}
                Form::Shared => {
                    let share = lang.pick("服务公司分享比例(%)", "Provider's share (%)");
                    typed.number(ui, share, "share", &mut self.share_pct, 0.0..=100.0);
                    typed.number(
                        ui,
                        lang.pick("分享年限(a)", "Years of sharing"),
                        "term",
                        &mut self.years_a,
                        1.0..=60.0,
                    );
                    ui.label("");
                    ui.checkbox(&mut self.upkeep, lang.pick("运维由服务公司承担", "provider bears the upkeep"));
                    ui.end_row();
                }
                Form::Guaranteed => {
                    let price = lang.pick("合同价款(万元)", "Price (10⁴ yuan)");
                    typed.wan(ui, price, "price", &mut self.price_yuan, most.clone());
                    let saving = lang.pick("保证年节约(万元/a)", "Guaranteed saving (10⁴ yuan/a)");
                    typed.wan(ui, saving, "guaranteed", &mut self.guaranteed_yuan, most);
                    typed.number(
                        ui,
                        lang.pick("保证年限(a)", "Years of guarantee"),
                        "term",
                        &mut self.years_a,
                        1.0..=60.0,
                    );
                    let surplus = lang.pick("超额部分归服务公司(%)", "Provider's part of a surplus (%)");
                    typed.number(ui, surplus, "surplus", &mut self.surplus_pct, 0.0..=100.0);
                }
            }
        });
        let contract = self.contract();
        if self.form != Form::None && contract.is_none() {
            ui.label(theme::weak(ui, lang.pick("比例、金额、年限填齐后计入", "Counts once all figures are entered")));
        }
        if *self != before {
            cost.contract = contract;
        }
    }
}

/// What must be carried out first: chosen from the other measures.
pub fn prerequisites(ui: &mut egui::Ui, lang: Lang, audit: &Audit, measure: &mut Measure) {
    let title =
        |id: Id| audit.measure(id).map_or_else(|| lang.pick("已删除的措施", "removed").to_owned(), |m| m.title.clone());
    ui.label(lang.pick("前置措施(没有它就不能实施)", "Prerequisites"));
    let mut out = None;
    for id in &measure.requires {
        ui.horizontal(|ui| {
            let name = title(*id);
            let remove = ui.small_button("✖").on_hover_text(lang.pick("去掉此前置措施", "Remove"));
            remove.widget_info(|| {
                egui::WidgetInfo::labeled(
                    egui::Role::Button,
                    true,
                    format!("{}{name}", lang.pick("去掉前置：", "Remove: ")),
                )
            });
            if remove.clicked() {
                out = Some(*id);
            }
            ui.add(egui::Label::new(&name).truncate());
        });
    }
    if let Some(id) = out {
        measure.requires.retain(|r| *r != id);
    }
    let others: Vec<&Measure> =
        audit.measures.iter().filter(|m| m.id != measure.id && !measure.requires.contains(&m.id)).collect();
    ui.add_enabled_ui(!others.is_empty(), |ui| {
        ui.menu_button(lang.pick("加前置措施…", "Add a prerequisite…"), |ui| {
            egui::ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
                for other in others {
                    if ui.button(&other.title).clicked() {
                        measure.requires.push(other.id);
                        ui.close();
                    }
                }
            });
        });
    });
}
