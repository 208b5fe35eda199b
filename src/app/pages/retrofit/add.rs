//! Adding measures chosen from the menu.

use eframe::egui;

use crate::app::theme::{self, Tone};
use crate::app::workbench::Workbench;
use crate::audit::measure::Scope;
use crate::audit::{Action, Cost, Edit, Id, KindCode, Measure};
use crate::retrofit;

/// Adds a measure: for the devices selected on the equipment page (or the current one), or for the plant. The new one.
pub fn menu(ui: &mut egui::Ui, wb: &mut Workbench) -> Option<Id> {
    let mut added = None;
    let lang = wb.lang();
    ui.menu_button(lang.pick("添加措施…", "Add a measure…"), |ui| {
        ui.set_min_width(260.0);
        for kind in [KindCode::Motor, KindCode::Transformer, KindCode::Boiler] {
            let targets = selected(wb, &[kind]);
            let text =
                format!("{}：{}({})", lang.pick("更换", "Replace"), lang.pick(kind.zh(), kind.en()), targets.len());
            if ui.add_enabled(!targets.is_empty(), egui::Button::new(text)).clicked() {
                added = replace(wb, kind, targets);
                ui.close();
            }
        }
        ui.separator();
        let chosen = selected(wb, &KindCode::ALL).len();
        ui.label(theme::weak(
            ui,
            format!("{}({chosen})", lang.pick("“设备”页选中的设备", "rows selected on the equipment page")),
        ));
        let groups = [
            lang.pick("选中设备可用的措施", "For the selected devices"),
            lang.pick("热力系统", "Heat supply"),
            lang.pick("全厂", "The plant"),
        ];
        for (at, group) in groups.into_iter().enumerate() {
            ui.menu_button(group, |ui| {
                ui.set_min_width(240.0);
                let mut any = false;
                for action in Action::recorded() {
                    let (mine, targets, enough) = match action.scope() {
                        Scope::Each(kinds) => (0, selected(wb, kinds), 1),
                        Scope::Together(kinds) => (0, selected(wb, kinds), 2),
                        Scope::HeatSupply => (1, selected(wb, &[KindCode::Boiler]), 0),
                        Scope::Plant => (2, Vec::new(), 0),
                    };
                    if mine != at || targets.len() < enough {
                        continue;
                    }
                    any = true;
                    let number = if targets.is_empty() { String::new() } else { format!("({})", targets.len()) };
                    if ui.button(format!("{}{number}", lang.pick(action.zh(), action.en()))).clicked() {
                        added = insert(wb, action, targets);
                        ui.close();
                    }
                }
                if !any {
                    let text = lang.pick("先在“设备”页选中设备", "Select devices on the equipment page first");
                    ui.label(theme::weak(ui, text));
                }
            });
        }
    });
    added
}

/// Selected devices of these kinds; without a selection the current device.
fn selected(wb: &Workbench, kinds: &[KindCode]) -> Vec<Id> {
    let Some(audit) = wb.audit() else { return Vec::new() };
    let mut ids = wb.selection.clone();
    if ids.is_empty() {
        ids.extend(wb.current);
    }
    ids.retain(|id| audit.device(*id).is_some_and(|d| kinds.contains(&d.kind.code())));
    ids
}

/// The usual replacement of the devices.
fn replace(wb: &mut Workbench, kind: KindCode, targets: Vec<Id>) -> Option<Id> {
    let found = targets.first().and_then(|id| wb.audit()?.device(*id));
    let Some(action) = found.zip(wb.reference.as_ref()).and_then(|(d, r)| retrofit::usual(d, r)) else {
        wb.say(Tone::Warn, format!("{}缺少燃料等数据，不能确定 2 级能效；请先填写再添加措施", kind.zh()));
        return None;
    };
    insert(wb, action, targets)
}

fn insert(wb: &mut Workbench, action: Action, targets: Vec<Id>) -> Option<Id> {
    let title =
        if targets.is_empty() { action.zh().to_owned() } else { format!("{}，{} 项", action.zh(), targets.len()) };
    let measure = Measure {
        id: Id::fresh(),
        title,
        targets,
        action,
        cost: Cost::default(),
        note: String::new(),
        requires: Vec::new(),
    };
    let id = measure.id;
    let at = wb.audit()?.measures.len();
    wb.edit("添加措施", Edit::InsertMeasure(at, measure)).then_some(id)
}
