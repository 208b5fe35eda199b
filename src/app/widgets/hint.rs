//! What a field means, from its one declaration: shown where the mouse rests on its name or its editor.

use eframe::egui;

use super::super::lang::Lang;
use super::super::theme;
use crate::audit::field::{FieldKind, Group, Need};
use crate::audit::{FieldDef, KindCode};
use crate::energy::working::stated;

/// The hint as lines of text, the name first: meaning, where it is read, unit and range, what needs it.
pub fn lines(def: &FieldDef, lang: Lang) -> Vec<String> {
    let mut lines = vec![lang.header(def)];
    lines.push(lang.help(def).to_owned());
    let of_device = KindCode::ALL.into_iter().any(|kind| kind.fields().any(|d| std::ptr::eq(d, def)));
    let place = match def.group {
        Group::Nameplate if of_device => lang.pick(
            "读自铭牌；铭牌上没有的查样本、说明书或出厂试验报告",
            "Read from the nameplate, else from catalogue, manual or factory test",
        ),
        Group::Operation if of_device => {
            lang.pick("来自运行记录、仪表读数或测试报告", "From operating records, meters or a test report")
        }
        Group::Prices => {
            lang.pick("来自全年账单、发票或供货合同", "From the bills of a year, invoices or the supply contract")
        }
        Group::Factors => lang.pick(
            "来自主管部门公布的数值或实测；没有填写时采用默认值，出处停在“默认”上可见",
            "Published by the authority or measured; the default's source shows over its mark",
        ),
        Group::Finance => lang.pick("由企业财务或诊断人员给出", "Given by the plant's finance people or the auditor"),
        Group::Inputs => lang
            .pick("来自改造方案、供货商资料或现场测试", "From the design, the supplier's documents or a test on site"),
        Group::Amounts => lang
            .pick("来自能源账单、能源统计报表或生产报表", "From energy bills, energy statistics or production reports"),
        Group::Findings => lang.pick(
            "来自现场核查、企业台账、检定或测试记录",
            "From the site visit, the plant's ledgers, calibration or test records",
        ),
        Group::Nameplate | Group::Operation | Group::Identity | Group::Enterprise => "",
    };
    if !place.is_empty() {
        lines.push(place.to_owned());
    }
    match &def.kind {
        FieldKind::Number { min, max } => {
            let range = lang.pick("允许范围", "Accepted");
            lines.push(format!("{range} {}～{} {}", stated(*min), stated(*max), lang.unit(def.unit)).trim().to_owned());
        }
        FieldKind::Date => lines.push(
            lang.pick("写到年、月或日都行：2003、2003-05、2003-05-20", "Year, month or day: 2003, 2003-05, 2003-05-20")
                .to_owned(),
        ),
        FieldKind::Text { .. } | FieldKind::Choice(_) => {}
    }
    let need = match def.need {
        Need::Optional => "",
        Need::Screening => lang.pick("判定需要", "Needed for the verdict"),
        Need::Energy => lang.pick("计算年能耗需要", "Needed for the annual energy"),
        Need::Both => lang.pick("判定和计算年能耗都需要", "Needed for the verdict and the annual energy"),
    };
    if of_device && !need.is_empty() {
        lines.push(need.to_owned());
    } else if def.need != Need::Optional {
        lines.push(lang.pick("计算需要", "Needed for the calculation").to_owned());
    }
    lines
}

/// The hint in one piece, where a header has only text.
pub fn text(def: &FieldDef, lang: Lang) -> String {
    lines(def, lang).join("\n")
}

/// Draws it.
pub fn show(ui: &mut egui::Ui, def: &FieldDef, lang: Lang) {
    ui.set_max_width(360.0);
    for (at, line) in lines(def, lang).into_iter().enumerate() {
        let text = if at == 0 { theme::bold(line) } else { theme::small(ui, line) };
        ui.add(egui::Label::new(text).wrap());
    }
}
