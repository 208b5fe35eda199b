//! Small audits and edits at random.

use energy_audit::audit::equipment::Overrule;
use energy_audit::audit::{
    Action, Audit, Cost, Edit, Entered, Equipment, FieldDef, FieldKind, FieldValue, Id, KindCode, Measure, Origin,
    PartialDate, Scenario, Section, Target,
};

/// Adds a device with a tag.
pub fn device(audit: &mut Audit, kind: KindCode, tag: &str) -> Id {
    let mut device = Equipment::new(kind);
    device.set("tag", Some(Entered::ledger(FieldValue::Text(tag.to_owned())))).unwrap();
    let id = device.id;
    audit.equipment.push(device);
    id
}

pub fn set(audit: &mut Audit, id: Id, key: &str, n: f64, origin: Origin) {
    Edit::field(id, key, Some(Entered::new(FieldValue::Number(n), origin))).apply(audit).unwrap();
}

pub fn number(audit: &Audit, id: Id, key: &str) -> Option<f64> {
    match audit.device(id)?.get(key)?.value {
        FieldValue::Number(n) => Some(n),
        _ => None,
    }
}

pub fn enterprise(audit: &mut Audit, key: &str, value: FieldValue) {
    let value = Some(Entered::ledger(value));
    Edit::Field { target: Target::Enterprise, key: key.to_owned(), value }.apply(audit).unwrap();
}

pub fn measure(title: &str, targets: Vec<Id>, action: Action) -> Measure {
    Measure {
        id: Id::fresh(),
        title: title.to_owned(),
        targets,
        action,
        cost: Cost::default(),
        note: String::new(),
        requires: Vec::new(),
    }
}

/// Adds a row of the plant's data; values are read as what their fields hold.
pub fn row(audit: &mut Audit, section: Section, values: &[(&str, &str)]) {
    let mut row = section.empty();
    for (key, text) in values {
        let def = section.fields().iter().find(|d| d.key == *key).unwrap();
        let value = match def.kind {
            FieldKind::Number { .. } => FieldValue::Number(text.parse().unwrap()),
            FieldKind::Choice(_) => FieldValue::Choice((*text).to_owned()),
            _ => FieldValue::Text((*text).to_owned()),
        };
        row.fields_mut().set(key, Some(Entered::ledger(value))).unwrap();
    }
    Edit::InsertRow(usize::MAX, row).apply(audit).unwrap();
}

/// Numbers that look random and are the same every time.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    fn value(&mut self, def: &FieldDef) -> Option<Entered<FieldValue>> {
        let n = self.roll(6);
        let value = match def.kind {
            FieldKind::Number { min, max } => FieldValue::Number((min + n as f64).min(max)),
            FieldKind::Text { max_chars } => FieldValue::Text(format!("字{n}").chars().take(max_chars).collect()),
            FieldKind::Choice(options) => FieldValue::Choice(options[n % options.len()].code.to_owned()),
            FieldKind::Date => FieldValue::Date(PartialDate::year_only(2000 + n as i16).unwrap()),
        };
        (n > 0).then(|| Entered::new(value, Origin::ALL[self.roll(4)]))
    }
}

/// An edit at random that applies to the audit as it is. Few fields and few values, so that two sides often meet.
pub fn random_edit(audit: &Audit, dice: &mut Dice) -> Edit {
    let some = |dice: &mut Dice, n: usize| (n > 0).then(|| dice.roll(n));
    let at = some(dice, audit.equipment.len());
    let measure_at = some(dice, audit.measures.len());
    match (dice.roll(12), at, measure_at) {
        (0..=3, Some(at), _) => {
            let device = &audit.equipment[at];
            let defs: Vec<_> = device.kind.code().fields().collect();
            let def = defs[dice.roll(4) * 3 % defs.len()];
            Edit::field(device.id, def.key, dice.value(def))
        }
        (4, Some(at), _) => {
            let overrule = (dice.roll(2) > 0)
                .then(|| Overrule { level: "meets".to_owned(), reason: format!("复核{}", dice.roll(3)) });
            Edit::Overrule(audit.equipment[at].id, overrule)
        }
        (5, Some(at), _) if audit.equipment.len() > 3 => Edit::RemoveEquipment(vec![audit.equipment[at].id]),
        (6, Some(at), _) => {
            let action = Action::ReplaceMotor { grade: 1 + dice.roll(3) as u8, efficiency_pct: None };
            Edit::InsertMeasure(
                dice.roll(9),
                measure(&format!("措施{}", dice.roll(3)), vec![audit.equipment[at].id], action),
            )
        }
        (7, Some(at), Some(measure_at)) => {
            let mut changed = audit.measures[measure_at].clone();
            match dice.roll(4) {
                0 => changed.title = format!("改名{}", dice.roll(3)),
                1 => changed.cost.investment_yuan = Some(dice.roll(3) as f64),
                2 => changed.targets = vec![audit.equipment[at].id],
                _ => changed.targets.push(audit.equipment[at].id),
            }
            Edit::ReplaceMeasure(changed)
        }
        (8, _, Some(measure_at)) => energy_audit::audit::edit::remove_measure(audit, audit.measures[measure_at].id),
        (9, _, _) => match audit.scenarios.get(dice.roll(4)) {
            Some(scenario) => {
                let mut changed = scenario.clone();
                changed.measures = audit.measures.iter().map(|m| m.id).filter(|_| dice.roll(2) > 0).collect();
                Edit::ReplaceScenario(changed)
            }
            None => {
                let (id, name) = (Id::fresh(), format!("方案{}", dice.roll(2)));
                let measures = audit.measures.iter().map(|m| m.id).collect();
                Edit::InsertScenario(dice.roll(4), Scenario { id, name, measures })
            }
        },
        (10, _, _) => {
            let section = Section::ALL[dice.roll(Section::ALL.len())];
            let ids = audit.row_ids(section);
            match (dice.roll(4), ids.get(dice.roll(4))) {
                (0, Some(id)) => Edit::RemoveRow(section, *id),
                (1..=2, Some(id)) => {
                    let def = &section.fields()[dice.roll(3)];
                    Edit::Field { target: Target::Row(section, *id), key: def.key.to_owned(), value: dice.value(def) }
                }
                _ => Edit::InsertRow(dice.roll(4), section.empty()),
            }
        }
        _ => {
            let kind = KindCode::ALL[dice.roll(3)];
            let mut new = Equipment::new(kind);
            new.set("tag", Some(Entered::ledger(FieldValue::Text(format!("编号{}", dice.roll(40)))))).unwrap();
            Edit::InsertEquipment(vec![(dice.roll(9), new.into())])
        }
    }
}
