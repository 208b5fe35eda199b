//! The selected device: verdict, form, energy and measures.

use eframe::egui;

use super::told;
use crate::app::pages::Page;
use crate::app::pages::screening::overrule;
use crate::app::theme;
use crate::app::widgets::attached::Attached;
use crate::app::widgets::field::{self, Buffers, Line};
use crate::app::widgets::numbers::{amount, grouped};
use crate::app::widgets::{evidence, parse};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::field::Group;
use crate::audit::{Edit, Entered, Equipment, Id, Measure, Origin};
use crate::diagnosis::Counted;
use crate::energy;
use crate::energy::working::n;
use crate::retrofit;
use crate::screening::Verdict;

/// Width of the form's labels at most: longer ones are told in full under the pointer.
const LABEL: f32 = 128.0;

/// What measures were looked for in: generation and diagnosed revision.
type Of = (u64, Option<u64>);

/// What is kept while a device is shown.
#[derive(Default)]
pub struct Detail {
    buffers: Buffers,
    shown: Option<Id>,
    suggestions: Suggestions,
    overrule: overrule::Form,
    attached: Attached,
}

impl Detail {
    /// Shows the current device.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let Some(device) = wb.device().cloned() else {
            ui.add_space(24.0);
            ui.label(theme::weak(
                ui,
                lang.pick("选中一台设备，在这里填写铭牌并查看判定。", "Select a device to see it here."),
            ));
            return;
        };
        if self.shown != Some(device.id) {
            self.shown = Some(device.id);
            self.buffers.clear();
            self.overrule = overrule::Form::default();
            self.attached = Attached::default();
        }
        let preview = self.preview(&device);
        let verdict = wb.screen(&preview);
        let mut edits: Vec<(String, Edit)> = Vec::new();
        egui::ScrollArea::vertical().id_salt("detail").auto_shrink(false).show(ui, |ui| {
            ui.horizontal(|ui| {
                let name = device.common.name.as_ref().map_or_else(|| device.label(), |n| n.value.as_str());
                ui.add(egui::Label::new(theme::bold(name).text_style(egui::TextStyle::Button)).truncate());
                ui.label(theme::small(ui, lang.pick(device.kind.code().zh(), device.kind.code().en())));
            });
            if let Some(verdict) = &verdict {
                theme::card(ui).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = 8.0;
                    evidence::verdict(ui, verdict, lang);
                    if let Some(edit) = overrule::show(ui, &mut self.overrule, lang, &device) {
                        edits.push((lang.pick("改判", "Overrule").to_owned(), edit));
                    }
                });
            }
            for group in [Group::Identity, Group::Nameplate, Group::Operation] {
                self.form(ui, wb, (&device, &preview), group, verdict.as_ref(), &mut edits);
            }
            self.attached.show(ui, wb, Some(device.id));
            energy_card(ui, wb, &preview);
            self.measures(ui, wb, &device, &mut edits);
        });
        for (name, edit) in edits {
            wb.edit(&name, edit);
        }
    }

    /// The device with what is being typed, as far as that can be read: judged while typing.
    fn preview(&self, device: &Equipment) -> Equipment {
        let mut preview = device.clone();
        for def in device.kind.code().fields() {
            if let Some(Ok(value)) = self.buffers.typing(def.key).map(|text| parse::value(def, text)) {
                let origin = Origin::when_typed(def, device.get(def.key).map(|e| e.origin));
                // A refused value simply leaves the preview as it was.
                let _ = preview.set(def.key, value.map(|v| Entered::new(v, origin)));
            }
        }
        preview
    }

    fn form(
        &mut self,
        ui: &mut egui::Ui,
        wb: &Workbench,
        (device, preview): (&Equipment, &Equipment),
        group: Group,
        verdict: Option<&Verdict>,
        edits: &mut Vec<(String, Edit)>,
    ) {
        let lang = wb.lang();
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.label(theme::bold(lang.group(group)));
            // The same in every group, so that the fields stand in one line.
            let all: Vec<_> = device.kind.code().fields().collect();
            let label = field::label_width(ui, lang, &all).min(LABEL);
            for def in device.kind.code().fields().filter(|d| d.group == group) {
                let missing = verdict.is_some_and(|v| v.missing.iter().any(|m| m.key == Some(def.key)));
                let line = Line { def, current: device.get(def.key), default: None, missing, origin: true, label };
                ui.push_id((device.id.0, def.key), |ui| {
                    if let Some(value) = field::line(ui, &mut self.buffers, lang, &line) {
                        edits.push((format!("修改{}", def.zh), Edit::field(device.id, def.key, value)));
                    }
                });
                if def.key == "model"
                    && let Some(reference) = &wb.reference
                    && let Some(edit) = told::show(ui, lang, preview, &reference.tables)
                {
                    edits.push(("按型号填写".to_owned(), edit));
                }
            }
        });
    }

    fn measures(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, device: &Equipment, edits: &mut Vec<(String, Edit)>) {
        let lang = wb.lang();
        let suggested = self.suggestions.of_device(wb, device.id);
        let (Some(audit), Some(diagnosis)) = (wb.audit(), &wb.diagnosis) else { return };
        let planned: Vec<&Measure> = audit.measures.iter().filter(|m| m.targets.contains(&device.id)).collect();
        if planned.is_empty() && suggested.is_empty() {
            return;
        }
        let mut go = false;
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::bold(lang.pick("改造", "Retrofit")));
            for measure in planned {
                let result = diagnosis.measures.iter().find(|m| m.id == measure.id);
                let mine = result.and_then(|r| r.targets.iter().find(|t| t.id == device.id));
                ui.label(&measure.title);
                if let Some(mine) = mine {
                    let text =
                        format!("{} {} tce/a", lang.pick("本设备节能", "saves"), amount(mine.saving.tce_equivalent));
                    ui.label(theme::small(ui, text));
                }
                go |= ui.small_button(lang.pick("查看措施", "Show measure")).clicked();
            }
            for measure in suggested {
                evidence::wrapped(
                    ui,
                    egui::RichText::new(format!("{}{}", lang.pick("建议：", "Suggested: "), measure.title)),
                );
                if ui.button(lang.pick("加入改造措施", "Add measure")).clicked() {
                    let mut own = measure.clone();
                    own.id = Id::fresh();
                    own.targets = vec![device.id];
                    let at = audit.measures.len();
                    edits.push((format!("加入措施：{}", own.title), Edit::InsertMeasure(at, own)));
                }
            }
        });
        if go {
            wb.page = Page::Retrofit;
        }
    }
}

/// The measures suggested for the whole plant, of which the device's are shown.
#[derive(Default)]
struct Suggestions {
    all: Work<Of, Vec<Measure>>,
    mine: Option<(Of, Id, Vec<Measure>)>,
}

impl Suggestions {
    /// Those for a device; none while they are looked for.
    fn of_device(&mut self, wb: &mut Workbench, device: Id) -> &[Measure] {
        let of = (wb.generation, wb.diagnosed);
        let title = wb.tr("查找改造建议", "Looking for measures");
        self.all.ask(wb, of, Pace::Follow, title, |wb| {
            let reference = wb.reference.clone();
            move |given: Given<'_>, _: &_| {
                let known = given.diagnosis.zip(reference);
                Ok(known.map_or_else(Vec::new, |(d, r)| retrofit::suggest(given.audit, &|id| d.level(id), &r)))
            }
        });
        if let Some(Ok(all)) = self.all.found(&of)
            && self.mine.as_ref().is_none_or(|(found, id, _)| (*found, *id) != (of, device))
        {
            let mine = all.iter().filter(|m| m.targets.contains(&device)).cloned().collect();
            self.mine = Some((of, device, mine));
        }
        match &self.mine {
            Some((found, id, mine)) if (*found, *id) == (of, device) => mine,
            _ => &[],
        }
    }
}

fn energy_card(ui: &mut egui::Ui, wb: &Workbench, device: &Equipment) {
    let lang = wb.lang();
    let Some(ctx) = wb.context() else { return };
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::bold(lang.pick("年能耗", "Annual energy")));
        match energy::annual(device, &ctx) {
            Ok(used) => {
                if used.electricity_kwh > 0.0 {
                    ui.label(format!("{} kWh", grouped(used.electricity_kwh, 0)));
                }
                for fuel in &used.fuels {
                    use crate::audit::field::Choice as _;
                    let unit = energy::FuelUse::unit(fuel.fuel);
                    ui.label(format!("{} {} {unit}", lang.said(fuel.fuel.zh()), n(fuel.quantity)));
                }
                for note in &used.notes {
                    evidence::wrapped(ui, theme::small(ui, note));
                }
                if !used.working.is_empty() {
                    evidence::working(ui, &used.working, false, lang);
                }
            }
            Err(gap) => evidence::wrapped(ui, theme::weak(ui, lang.said(&gap.reason))),
        }
        // Of the audit as it was last judged; what is being typed shows there with the next judging.
        let (Some(audit), Some(found)) = (wb.audit(), wb.diagnosis.as_ref().and_then(|d| d.device(device.id))) else {
            return;
        };
        let label = |id: Id| audit.device(id).map_or("", Equipment::label);
        let elsewhere = match found.counted {
            Counted::InDrive(motor) => {
                Some(format!("{} {}", lang.pick("已计入电动机", "Counted in the motor"), label(motor)))
            }
            Counted::InDriven(driven) => {
                Some(format!("{} {}", lang.pick("已计入所拖动的", "Counted in what it drives,"), label(driven)))
            }
            _ => None,
        };
        for text in elsewhere.into_iter().chain(found.link.as_ref().map(ToString::to_string)) {
            evidence::wrapped(ui, theme::small(ui, text));
        }
    });
}
