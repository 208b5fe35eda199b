//! Adding measures chosen from the menu.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use eframe::egui;

use crate::app::theme::{self, Tone};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::measure::Scope;
use crate::audit::{Action, Audit, Cost, Edit, Id, KindCode, Measure};
use crate::retrofit;

/// The menu, and what it knows of the selected devices.
#[derive(Default)]
pub struct Adding {
    chosen: Work<Of, Chosen>,
}

/// What was selected: revision, and a hash of the selection.
type Of = (u64, u64);

/// The selected devices by kind, or the current one without a selection; 100 000 may be selected.
#[derive(Default)]
struct Chosen {
    /// In the order selected.
    devices: Vec<(KindCode, Id)>,
    /// How many of each kind, in the order of the kinds.
    counts: [usize; KindCode::ALL.len()],
}

impl Chosen {
    fn of(audit: &Audit, ids: &[Id]) -> Self {
        let wanted: HashSet<Id> = ids.iter().copied().collect();
        let found = audit.equipment.iter().filter(|d| wanted.contains(&d.id));
        let kinds: HashMap<Id, KindCode> = found.map(|d| (d.id, d.kind.code())).collect();
        let devices: Vec<(KindCode, Id)> = ids.iter().filter_map(|id| Some((*kinds.get(id)?, *id))).collect();
        let mut counts = [0; KindCode::ALL.len()];
        devices.iter().for_each(|(kind, _)| counts[*kind as usize] += 1);
        Self { devices, counts }
    }

    fn count(&self, kinds: &[KindCode]) -> usize {
        kinds.iter().map(|kind| self.counts[*kind as usize]).sum()
    }

    fn ids(&self, kinds: &[KindCode]) -> Vec<Id> {
        self.devices.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, id)| *id).collect()
    }
}

impl Adding {
    /// Adds a measure: for the devices selected on the equipment page (or the current one), or for the plant. The new
    /// one.
    pub fn menu(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) -> Option<Id> {
        let mut added = None;
        let lang = wb.lang();
        ui.menu_button(lang.pick("添加措施…", "Add a measure…"), |ui| {
            ui.set_min_width(260.0);
            let chosen = self.chosen(wb);
            for kind in [KindCode::Motor, KindCode::Transformer, KindCode::Boiler] {
                let count = chosen.count(&[kind]);
                let text = format!("{}{}({count})", lang.pick("更换：", "Replace: "), lang.pick(kind.zh(), kind.en()));
                if ui.add_enabled(count > 0, egui::Button::new(text)).clicked() {
                    added = replace(wb, kind, chosen.ids(&[kind]));
                    ui.close();
                }
            }
            ui.separator();
            ui.label(theme::weak(
                ui,
                format!(
                    "{}({})",
                    lang.pick("“设备”页选中的设备", "rows selected on the equipment page"),
                    chosen.devices.len()
                ),
            ));
            self.chosen.waiting(ui, lang);
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
                        let (mine, kinds, enough): (_, &[KindCode], _) = match action.scope() {
                            Scope::Each(kinds) => (0, kinds, 1),
                            Scope::Together(kinds) => (0, kinds, 2),
                            Scope::HeatSupply => (1, &[KindCode::Boiler], 0),
                            Scope::Plant => (2, &[], 0),
                        };
                        if mine != at || chosen.count(kinds) < enough {
                            continue;
                        }
                        any = true;
                        let count = chosen.count(kinds);
                        let number = if count == 0 { String::new() } else { format!("({count})") };
                        if ui.button(format!("{}{number}", lang.pick(action.zh(), action.en()))).clicked() {
                            added = insert(wb, action, chosen.ids(kinds));
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

    /// The selected devices, nothing while they are looked up.
    fn chosen(&mut self, wb: &mut Workbench) -> Arc<Chosen> {
        let single = wb.current;
        let mut selected = DefaultHasher::new();
        (&wb.selection, single).hash(&mut selected);
        let of = (wb.revision(), selected.finish());
        let title = wb.tr("查看所选设备", "Looking at the selection");
        self.chosen.ask(wb, of, Pace::Glance, title, |wb| {
            let mut ids = wb.selection.clone();
            if ids.is_empty() {
                ids.extend(single);
            }
            move |given: Given<'_>, _: &_| Ok(Chosen::of(given.audit, &ids))
        });
        match self.chosen.found(&of) {
            Some(Ok(chosen)) => Arc::clone(chosen),
            _ => Arc::default(),
        }
    }
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
