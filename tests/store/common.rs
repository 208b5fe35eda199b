//! A plant to work on, and edits at random.

use std::path::{Path, PathBuf};

use energy_audit::audit::equipment::{BoilerFuel, Condensing, CoreMaterial, Overrule};
use energy_audit::audit::measure::Contract;
use energy_audit::audit::{
    Action, Audit, Cost, Edit, Entered, Equipment, FieldDef, FieldKind, FieldValue, Id, KindCode, Measure, Origin,
    OwnText, PartialDate, Record, ReportEdit, Row, Scenario, Section, Target,
};
use energy_audit::store::{DataDir, Document};

/// A temporary folder with a data folder in it.
pub struct Place {
    _dir: tempfile::TempDir,
    pub dir: PathBuf,
    pub data: DataDir,
}

pub fn place() -> Place {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::at(dir.path().join("data"));
    let path = dir.path().join("诊断 项目");
    std::fs::create_dir(&path).unwrap();
    Place { dir: path, data, _dir: dir }
}

impl Place {
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Names of everything in the user's folder, sorted.
    pub fn listing(&self) -> Vec<String> {
        names(&self.dir)
    }

    /// Names of everything in the data folder but the folder of backups, sorted.
    pub fn working(&self) -> Vec<String> {
        names(self.data.path()).into_iter().filter(|n| n != "backups").collect()
    }

    /// A saved file with the sample plant, closed again.
    pub fn saved(&self, name: &str) -> PathBuf {
        let path = self.file(name);
        Document::create(&path, plant(), &self.data).unwrap().close(true).unwrap();
        path
    }
}

fn names(dir: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A value the field accepts, different for different `n`.
pub fn value(def: &FieldDef, n: u64) -> FieldValue {
    match def.kind {
        FieldKind::Number { min, max } => {
            let wanted = min + (n % 97) as f64 * 0.125;
            FieldValue::Number(if wanted <= max { wanted } else { max })
        }
        FieldKind::Text { max_chars } => {
            FieldValue::Text(format!("{n}号 “引号” 'q' null \n👷").chars().take(max_chars).collect())
        }
        FieldKind::Choice(options) => FieldValue::Choice(options[n as usize % options.len()].code.to_owned()),
        FieldKind::Date => FieldValue::Date(
            match n % 3 {
                0 => PartialDate::year_only(1990 + (n % 30) as i16),
                1 => PartialDate::new(2003, Some(5), None),
                _ => PartialDate::new(2003, Some(5), Some(31)),
            }
            .unwrap(),
        ),
    }
}

fn fill(record: &mut dyn Record, n: u64) {
    for (i, def) in record.fields().iter().enumerate() {
        let origin = Origin::ALL[(n as usize + i) % 4];
        record.set(def.key, Some(Entered::new(value(def, n + i as u64), origin))).unwrap();
    }
}

/// A row with every field entered.
pub fn full_row(section: Section, n: u64) -> Row {
    let mut row = section.empty();
    fill(row.fields_mut(), n);
    if let Row::Product(p) = &mut row {
        p.quotas = vec![format!("GB 16780-2021/{n}")];
        p.conditions.insert("海拔".to_owned(), "1060 m".to_owned());
        p.shares_pct.insert("electricity".to_owned(), 33.3 + n as f64 / 7.0);
    }
    row
}

/// A device with every field entered.
pub fn full_device(kind: KindCode, n: u64) -> Equipment {
    let mut device = Equipment::new(kind);
    for (i, def) in kind.fields().enumerate() {
        let origin = Origin::ALL[(n as usize + i) % 4];
        device.set(def.key, Some(Entered::new(value(def, n + i as u64), origin))).unwrap();
    }
    device
}

pub fn measure(targets: Vec<Id>, action: Action) -> Measure {
    Measure {
        id: Id::fresh(),
        title: "更换 \"高效\" 设备".to_owned(),
        targets,
        action,
        cost: Cost {
            investment_yuan: Some(125_000.5),
            subsidy_yuan: None,
            annual_cost_yuan: Some(-12.25),
            life_a: Some(15.0),
            source: "询价".to_owned(),
            subsidy_share_pct: Some(12.5),
            subsidy_yuan_per_tce: Some(240.0),
            subsidy_cap_yuan: Some(1e6),
            downtime_cost_yuan: Some(3_000.0),
            credit_investment_yuan: Some(90_000.0),
            contract: Some(Contract::Shared { provider_share_pct: 80.0, years_a: 5.0, provider_upkeep: true }),
        },
        note: "备注".to_owned(),
        requires: vec![Id::fresh()],
    }
}

/// Devices of [`plant`]: 13 of each kind.
pub const PLANT: usize = 13 * KindCode::ALL.len();

/// Every section filled: all kinds with all fields and all options, measures with each action, scenarios.
pub fn plant() -> Audit {
    let mut audit = Audit::default();
    fill(&mut audit.enterprise, 1);
    fill(&mut audit.prices, 2);
    fill(&mut audit.factors, 3);
    fill(&mut audit.finance, 4);
    for kind in KindCode::ALL {
        audit.equipment.extend((0..12).map(|n| full_device(kind, n)));
        audit.equipment.push(Equipment::new(kind));
    }
    audit.equipment[1].overrule = Some(Overrule { level: "obsolete".to_owned(), reason: "现场核实".to_owned() });
    let ids: Vec<Id> = audit.equipment.iter().map(|e| e.id).collect();
    audit.measures = vec![
        measure(vec![ids[0], ids[1]], Action::ReplaceMotor { grade: 2, efficiency_pct: Some(95.25) }),
        measure(vec![], Action::ReplaceMotor { grade: 1, efficiency_pct: None }),
        measure(
            vec![ids[13]],
            Action::ReplaceTransformer {
                grade: 1,
                core: Some(CoreMaterial::Amorphous),
                capacity_kva: Some(630.0),
                no_load_loss_w: Some(320.0),
                load_loss_w: Some(5860.0),
                no_load_current_pct: Some(0.3),
            },
        ),
        measure(
            vec![ids[26]],
            Action::ReplaceBoiler {
                fuel: Some(BoilerFuel::NaturalGas),
                efficiency_pct: 98.5,
                condensing: Some(Condensing::Yes),
                fuel_ncv: Some(35_544.0),
            },
        ),
    ];
    audit.scenarios = vec![
        Scenario {
            id: Id::fresh(),
            name: "推荐方案".to_owned(),
            measures: audit.measures.iter().map(|m| m.id).collect(),
        },
        Scenario { id: Id::fresh(), name: "空方案".to_owned(), measures: vec![] },
    ];
    for section in Section::ALL {
        for row in [full_row(section, 5), section.empty()] {
            Edit::InsertRow(usize::MAX, row).apply(&mut audit).unwrap();
        }
    }
    audit
}

/// Numbers that look random and are the same every time.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }
}

fn field(dice: &mut Dice, target: Target, defs: &[&'static FieldDef]) -> Edit {
    let def = defs[dice.roll(defs.len())];
    let value = (dice.roll(4) > 0).then(|| Entered::new(value(def, dice.roll(1000) as u64), Origin::ALL[dice.roll(4)]));
    Edit::Field { target, key: def.key.to_owned(), value }
}

/// An edit that applies to the audit as it is.
pub fn random_edit(audit: &Audit, dice: &mut Dice) -> Edit {
    let devices = audit.equipment.len();
    match dice.roll(17) {
        0..=2 if devices > 0 => {
            let device = &audit.equipment[dice.roll(devices)];
            let defs: Vec<&FieldDef> = device.kind.code().fields().collect();
            field(dice, Target::Equipment(device.id), &defs)
        }
        3 => {
            let targets: [(Target, &'static [FieldDef]); 5] = [
                (Target::Enterprise, audit.enterprise.fields()),
                (Target::Prices, audit.prices.fields()),
                (Target::Factors, audit.factors.fields()),
                (Target::Finance, audit.finance.fields()),
                (Target::Imprint, audit.report.imprint.fields()),
            ];
            let (target, defs) = targets[dice.roll(5)];
            field(dice, target, &defs.iter().collect::<Vec<_>>())
        }
        4 if devices > 4 => {
            let mut ids: Vec<Id> = (0..1 + dice.roll(4)).map(|_| audit.equipment[dice.roll(devices)].id).collect();
            ids.sort();
            ids.dedup();
            Edit::RemoveEquipment(ids)
        }
        5 if devices > 0 => {
            let overrule =
                (dice.roll(2) > 0).then(|| Overrule { level: "meets".to_owned(), reason: "复核".to_owned() });
            Edit::Overrule(audit.equipment[dice.roll(devices)].id, overrule)
        }
        6 => {
            let at = dice.roll(audit.measures.len() + 1);
            Edit::InsertMeasure(at, measure(vec![], Action::ReplaceMotor { grade: 3, efficiency_pct: None }))
        }
        7 if !audit.measures.is_empty() => {
            let mut m = audit.measures[dice.roll(audit.measures.len())].clone();
            m.title = format!("改名 {}", dice.roll(100));
            Edit::ReplaceMeasure(m)
        }
        8 if !audit.measures.is_empty() => {
            energy_audit::audit::edit::remove_measure(audit, audit.measures[dice.roll(audit.measures.len())].id)
        }
        9 => {
            let measures = audit.measures.iter().map(|m| m.id).collect();
            let at = dice.roll(audit.scenarios.len() + 1);
            Edit::InsertScenario(at, Scenario { id: Id::fresh(), name: "方案".to_owned(), measures })
        }
        10 if devices > 2 => {
            // A device moved: taken out and put in elsewhere, as one step, with a field changed on the way.
            let mut device = audit.equipment[dice.roll(devices)].clone();
            let out = Edit::RemoveEquipment(vec![device.id]);
            let def = device.kind.code().fields().next().unwrap();
            device.set(def.key, Some(Entered::ledger(value(def, 7)))).unwrap();
            Edit::Batch(vec![out, Edit::InsertEquipment(vec![(dice.roll(devices), device.into())])])
        }
        // Rows of the plant's data: a field, a new row, another row in its place, none.
        11..=13 => {
            let section = Section::ALL[dice.roll(Section::ALL.len())];
            let ids = audit.row_ids(section);
            let some = ids.get(dice.roll(ids.len())).copied();
            match (dice.roll(4), some) {
                (0, Some(id)) => field(dice, Target::Row(section, id), &section.fields().iter().collect::<Vec<_>>()),
                (1, Some(id)) => {
                    let mut row = full_row(section, dice.roll(50) as u64);
                    match &mut row {
                        Row::Consumption(r) => r.id = id,
                        Row::Product(r) => r.id = id,
                        Row::Year(r) => r.id = id,
                        Row::Management(r) => r.id = id,
                        Row::Meter(r) => r.id = id,
                        Row::Resource(r) => r.id = id,
                    }
                    Edit::ReplaceRow(row)
                }
                (2, Some(id)) => Edit::RemoveRow(section, id),
                _ => Edit::InsertRow(dice.roll(ids.len() + 1), full_row(section, dice.roll(50) as u64)),
            }
        }
        14 => {
            let text = OwnText { text: format!("第 {} 稿\n二", dice.roll(100)), generated: "原".to_owned() };
            let key = format!("text{}", dice.roll(3));
            Edit::Report(match dice.roll(4) {
                0 => ReportEdit::Chapter(key, Some(false)),
                1 => ReportEdit::Text(key, None),
                _ => ReportEdit::Text(key, Some(text)),
            })
        }
        _ => {
            let mut at: Vec<usize> = (0..1 + dice.roll(5)).map(|_| dice.roll(devices + 1)).collect();
            at.sort_unstable();
            let devices = at.into_iter().map(|p| (p, full_device(KindCode::ALL[p % 3], p as u64).into())).collect();
            Edit::InsertEquipment(devices)
        }
    }
}

/// The edit that names the enterprise.
pub fn rename(name: &str) -> Edit {
    Edit::Field {
        target: Target::Enterprise,
        key: "name".to_owned(),
        value: Some(Entered::ledger(FieldValue::Text(name.to_owned()))),
    }
}

pub fn enterprise(document: &Document) -> String {
    document.audit().enterprise.name.as_ref().map(|n| n.value.clone()).unwrap_or_default()
}
