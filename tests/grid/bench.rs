//! A table of devices without a window, worked in through its labels and keys.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use energy_audit::app::App;
use energy_audit::app::dialogs::NoDialogs;
use energy_audit::app::pages::Page;
use energy_audit::audit::field::number;
use energy_audit::audit::{Edit, Entered, Equipment, FieldValue, KindCode};
use energy_audit::store::DataDir;

pub struct Grid {
    pub harness: Harness<'static, App>,
    pub folder: tempfile::TempDir,
}

/// Tag, workshop, model, power. What is empty is not filled in.
pub const PLANT: [(&str, &str, &str, Option<f64>); 6] = [
    ("M-1", "一车间", "Y160M-4", Some(11.0)),
    ("M-10", "二车间", "Y160M-4", Some(75.0)),
    ("M-2", "一车间", "YE3-160M-4", None),
    ("M-3", "", "JO2-72-4", Some(30.0)),
    ("M-4", "二车间", "YE3-280S-4", Some(75.0)),
    ("M-5", "一车间", "YE4-132M-4", Some(7.5)),
];

pub fn motor((tag, workshop, model, power): (&str, &str, &str, Option<f64>)) -> Equipment {
    let mut motor = Equipment::new(KindCode::Motor);
    for (key, text) in [("tag", tag), ("workshop", workshop), ("model", model)] {
        if !text.is_empty() {
            motor.set(key, Some(Entered::ledger(FieldValue::Text(text.to_owned())))).expect("text");
        }
    }
    motor.set("rated_power_kw", power.map(|p| Entered::ledger(FieldValue::Number(p)))).expect("power");
    motor
}

/// The table of [`PLANT`], at 编号 of the first device.
pub fn grid() -> Grid {
    grid_of(PLANT.into_iter().map(motor).collect())
}

pub fn grid_of(devices: Vec<Equipment>) -> Grid {
    let folder = tempfile::tempdir().expect("folder");
    let data = DataDir::at(folder.path().join("data"));
    let harness = Harness::builder()
        .with_size([1600.0, 900.0])
        .with_theme(egui::Theme::Light)
        .with_step_dt(1.0 / 30.0)
        .with_max_steps(60)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, data, Box::new(NoDialogs), None));
    let mut grid = Grid { harness, folder };
    let wb = &mut grid.harness.state_mut().workbench;
    wb.new_audit();
    wb.edit("添加设备", Edit::InsertEquipment(devices.into_iter().map(|d| (usize::MAX, d.into())).collect()));
    wb.page = Page::Equipment;
    for _ in 0..200 {
        grid.harness.run_steps(2);
        if grid.harness.state().workbench.up_to_date() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    grid.harness.run_steps(3);
    grid
}

impl Grid {
    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(3);
    }

    pub fn press_times(&mut self, modifiers: Modifiers, key: Key, times: usize) {
        (0..times).for_each(|_| self.press(modifiers, key));
    }

    pub fn event(&mut self, event: Event) {
        self.harness.event(event);
        self.harness.run_steps(3);
    }

    pub fn click(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click();
        self.harness.run_steps(4);
    }

    pub fn click_with(&mut self, modifiers: Modifiers, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click_modifiers(modifiers);
        self.harness.run_steps(4);
    }

    pub fn fill_in(&mut self, label: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, label).focus();
        self.harness.run_steps(2);
        self.harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
        self.harness.run_steps(3);
    }

    /// Types into the current cell, as a person does, and leaves it by Enter.
    pub fn type_in(&mut self, text: &str) {
        self.event(Event::Text(text.to_owned()));
        self.press(Modifiers::NONE, Key::Enter);
    }

    pub fn value(&self, row: usize, key: &str) -> Option<FieldValue> {
        self.harness.state().workbench.audit()?.equipment.get(row)?.get(key).map(|e| e.value)
    }

    pub fn texts(&self, key: &str) -> Vec<String> {
        let audit = self.harness.state().workbench.audit().expect("audit");
        let show = |value: FieldValue| match value {
            FieldValue::Number(n) => number(n),
            FieldValue::Text(t) | FieldValue::Choice(t) => t,
            FieldValue::Date(d) => d.to_string(),
        };
        audit.equipment.iter().map(|d| d.get(key).map_or(String::new(), |e| show(e.value))).collect()
    }

    /// The tags of the rows shown, from the top.
    pub fn shown(&self) -> Vec<String> {
        let cells = self.harness.get_all_by_role(Role::Cell);
        let mut tags: Vec<(i64, String)> = cells
            .filter_map(|n| Some((n.rect().top() as i64, n.accesskit_node().label()?)))
            .filter(|(_, label)| label.starts_with("M-"))
            .collect();
        tags.sort();
        tags.into_iter().map(|(_, tag)| tag).collect()
    }

    /// Everything within one frame, as when the person is faster than the screen.
    pub fn in_one_frame(&mut self, events: &[Event]) {
        self.harness.input_mut().events.extend(events.iter().cloned());
        self.harness.run_steps(6);
    }

    /// What Ctrl+C puts on the clipboard.
    pub fn copied(&mut self) -> Option<String> {
        self.harness.event(Event::Copy);
        self.harness.step();
        self.harness.output().platform_output.commands.iter().find_map(|c| match c {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    }

    pub fn click_cell(&mut self, label: &str) {
        self.click(Role::Cell, label);
    }

    pub fn editing(&self, field: &str) -> Option<String> {
        let name = format!("编辑{field}");
        let editor = self.harness.query_by_role_and_label(Role::TextInput, &name)?;
        Some(editor.accesskit_node().value().unwrap_or_default())
    }

    /// Presses the mouse at a point, moves it to another and lets it go.
    pub fn drag(&mut self, from: egui::Pos2, to: egui::Pos2, modifiers: Modifiers) {
        let button =
            |pos, pressed| Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers };
        self.harness.input_mut().events.push(Event::ModifiersChanged(modifiers));
        for step in [vec![Event::PointerMoved(from)], vec![button(from, true)]] {
            self.harness.input_mut().events.extend(step);
            self.harness.step();
        }
        for part in [0.3, 0.7, 1.0] {
            self.harness.input_mut().events.push(Event::PointerMoved(from + (to - from) * part));
            self.harness.step();
        }
        self.harness.input_mut().events.push(button(to, false));
        self.harness.step();
        self.harness.input_mut().events.push(Event::ModifiersChanged(Modifiers::NONE));
        self.harness.run_steps(4);
    }

    /// Clicks at a point with Ctrl held.
    pub fn ctrl_click_at(&mut self, at: egui::Pos2) {
        let button = egui::PointerButton::Primary;
        self.harness.input_mut().events.push(Event::ModifiersChanged(CTRL));
        for pressed in [true, false] {
            self.harness.input_mut().events.push(Event::PointerMoved(at));
            self.harness.input_mut().events.push(Event::PointerButton { pos: at, button, pressed, modifiers: CTRL });
            self.harness.step();
        }
        self.harness.input_mut().events.push(Event::ModifiersChanged(NONE));
        self.harness.run_steps(4);
    }

    pub fn undo(&mut self) {
        self.harness.state_mut().workbench.undo();
        self.harness.run_steps(3);
    }

    pub fn said(&self, part: &str) -> bool {
        self.harness.state().workbench.messages.iter().any(|m| m.text.contains(part))
    }
}

pub const NONE: Modifiers = Modifiers::NONE;
pub const SHIFT: Modifiers = Modifiers::SHIFT;
pub const CTRL: Modifiers = Modifiers::COMMAND;

/// The header of 额定功率 brings the cursor's column there: from 编号 over 名称, 使用地点, 型号, 台数.
pub fn at_power() -> Grid {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    let keys = ["tag", "name", "workshop", "model"];
    // 型号 is the fourth column; 额定功率 is reached by its label.
    g.press_times(NONE, Key::ArrowRight, keys.len() - 1);
    g.harness.get_all_by_role_and_label(Role::Cell, "11").next().expect("11 kW").click();
    g.harness.run_steps(3);
    g
}

pub fn key(key: Key, modifiers: Modifiers, pressed: bool) -> Event {
    Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }
}

pub fn text(text: &str) -> Event {
    Event::Text(text.to_owned())
}
