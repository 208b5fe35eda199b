//! Bringing another audit in: what is taken, what is asked, and that nothing is lost.

mod common;
mod files;
mod properties;

use common::*;
use energy_audit::audit::equipment::Overrule;
use energy_audit::audit::{Action, Audit, Edit, FieldValue, Id, KindCode, Origin, Row, Scenario, Section};
use energy_audit::merge::{Merge, Side, Subject, merge};

fn merged(m: &Merge, mine: &Audit, side: Side) -> Audit {
    let mut audit = mine.clone();
    m.edit(mine, |_| side).apply(&mut audit).expect("the merge applies");
    audit
}

/// With a common start, what only one side changed needs no question; what both changed differently does.
#[test]
fn three_ways_of_one_field() {
    let mut start = Audit::default();
    let id = device(&mut start, KindCode::Motor, "M-1");
    for (key, n) in
        [("rated_power_kw", 75.0), ("poles", 4.0), ("rated_efficiency_pct", 90.0), ("load_factor_pct", 60.0)]
    {
        set(&mut start, id, key, n, Origin::Ledger);
    }
    let (mut mine, mut theirs) = (start.clone(), start.clone());
    set(&mut theirs, id, "rated_power_kw", 90.0, Origin::Nameplate); // only they
    set(&mut mine, id, "poles", 6.0, Origin::Nameplate); // only I
    set(&mut mine, id, "rated_efficiency_pct", 92.0, Origin::Nameplate); // both, differently
    set(&mut theirs, id, "rated_efficiency_pct", 93.5, Origin::Measured);
    for side in [&mut mine, &mut theirs] {
        set(side, id, "load_factor_pct", 70.0, Origin::Measured); // both alike
    }
    let m = merge(Some(&start), &mine, &theirs);
    assert!(m.with_start && m.added.is_empty() && m.notes.is_empty());
    assert_eq!(m.taken.iter().map(|t| t.part.key).collect::<Vec<_>>(), ["rated_power_kw"]);
    let [question] = m.questions.as_slice() else { panic!("{:?}", m.questions) };
    assert_eq!(
        (question.subject, question.part.key, question.name.as_str()),
        (Subject::Equipment(id), "rated_efficiency_pct", "M-1")
    );
    assert_eq!((question.mine.text.as_str(), question.mine.origin), ("92", Some(Origin::Nameplate)));
    assert_eq!((question.theirs.text.as_str(), question.theirs.origin), ("93.5", Some(Origin::Measured)));
    assert_eq!(question.before.as_ref().map(|b| b.text.as_str()), Some("90"));
    assert_eq!(question.key(), format!("equipment/{}/rated_efficiency_pct", id.0));
    for (side, efficiency) in [(Side::Mine, 92.0), (Side::Theirs, 93.5)] {
        let result = merged(&m, &mine, side);
        let numbers: Vec<f64> = ["rated_power_kw", "poles", "rated_efficiency_pct", "load_factor_pct"]
            .iter()
            .map(|key| number(&result, id, key).unwrap())
            .collect();
        assert_eq!(numbers, [90.0, 6.0, efficiency, 70.0]);
    }
    // What one side cleared and the other left as it was is cleared.
    let mut cleared = start.clone();
    Edit::field(id, "poles", None).apply(&mut cleared).unwrap();
    let m = merge(Some(&start), &start, &cleared);
    assert_eq!((m.questions.len(), m.taken.len()), (0, 1));
    assert_eq!(number(&merged(&m, &start, Side::Mine), id, "poles"), None);
}

/// Without a common start only gaps are filled; what both entered differently is asked.
#[test]
fn two_ways_by_tag() {
    let (mut mine, mut theirs) = (Audit::default(), Audit::default());
    let a = device(&mut mine, KindCode::Motor, "M-1");
    let b = device(&mut theirs, KindCode::Motor, "M-1");
    let pump = device(&mut theirs, KindCode::Pump, "M-1");
    assert_ne!(a, b);
    set(&mut mine, a, "rated_power_kw", 75.0, Origin::Ledger);
    set(&mut theirs, b, "rated_power_kw", 55.0, Origin::Nameplate);
    set(&mut theirs, b, "poles", 4.0, Origin::Nameplate);
    set(&mut mine, a, "rated_efficiency_pct", 90.0, Origin::Ledger);
    set(&mut mine, a, "load_factor_pct", 60.0, Origin::Ledger); // the same value, better known by them
    set(&mut theirs, b, "load_factor_pct", 60.0, Origin::Measured);
    let m = merge(None, &mine, &theirs);
    assert!(!m.with_start);
    assert_eq!(
        m.added.iter().map(|a| a.subject).collect::<Vec<_>>(),
        [Subject::Equipment(pump)],
        "another kind is another device"
    );
    assert_eq!(m.taken.iter().map(|t| t.part.key).collect::<Vec<_>>(), ["poles", "load_factor_pct"]);
    let [question] = m.questions.as_slice() else { panic!("{:?}", m.questions) };
    assert_eq!((question.subject, question.theirs_subject), (Subject::Equipment(a), Subject::Equipment(b)));
    let result = merged(&m, &mine, Side::Theirs);
    assert_eq!(result.equipment.len(), 2);
    assert_eq!(number(&result, a, "rated_power_kw"), Some(55.0));
    assert_eq!(number(&result, a, "rated_efficiency_pct"), Some(90.0), "what they left empty stays");
    assert_eq!(result.device(a).unwrap().get("load_factor_pct").unwrap().origin, Origin::Measured);

    // A tag that is there twice tells nothing: all stay.
    device(&mut theirs, KindCode::Motor, "M-1");
    let m = merge(None, &mine, &theirs);
    assert_eq!(merged(&m, &mine, Side::Mine).equipment.len(), 1 + 3);
    assert!(m.questions.is_empty() && m.notes.iter().any(|n| n.contains("编号在一方重复")), "{:?}", m.notes);
}

/// Removing is always asked, whichever side did it, and the answer is carried out.
#[test]
fn removed_on_one_side() {
    let mut start = Audit::default();
    let (a, b) = (device(&mut start, KindCode::Motor, "M-1"), device(&mut start, KindCode::Motor, "M-2"));
    let (mut mine, mut theirs) = (start.clone(), start.clone());
    Edit::RemoveEquipment(vec![a]).apply(&mut mine).unwrap();
    Edit::RemoveEquipment(vec![b]).apply(&mut theirs).unwrap();
    let m = merge(Some(&start), &mine, &theirs);
    let told: Vec<(Option<Id>, &str, &str)> =
        m.questions.iter().map(|q| (q.subject.id(), q.mine.text.as_str(), q.theirs.text.as_str())).collect();
    assert_eq!(told, [(Some(b), "保留", "已删除"), (Some(a), "已删除", "保留")]);
    let ids = |audit: &Audit| audit.equipment.iter().map(|d| d.id).collect::<Vec<_>>();
    assert_eq!(ids(&merged(&m, &mine, Side::Mine)), [b]);
    assert_eq!(ids(&merged(&m, &mine, Side::Theirs)), [a]);
}

/// A measure keeps its devices: those matched by tag are mine now.
#[test]
fn measures_follow_their_devices() {
    let (mut mine, mut theirs) = (Audit::default(), Audit::default());
    let a = device(&mut mine, KindCode::Motor, "M-1");
    let b = device(&mut theirs, KindCode::Motor, "M-1");
    let new = device(&mut theirs, KindCode::Motor, "M-9");
    let first = measure("更换电动机", vec![b, new], Action::ReplaceMotor { grade: 2, efficiency_pct: None });
    let mut second = measure("更换变压器", vec![new], Action::ReplaceMotor { grade: 1, efficiency_pct: None });
    second.requires = vec![first.id];
    theirs.scenarios =
        vec![Scenario { id: Id::fresh(), name: "推荐方案".to_owned(), measures: vec![first.id, second.id] }];
    theirs.measures = vec![first.clone(), second.clone()];
    let m = merge(None, &mine, &theirs);
    let result = merged(&m, &mine, Side::Mine);
    assert_eq!(result.measure(first.id).unwrap().targets, [a, new]);
    assert_eq!(result.measure(second.id).unwrap().requires, [first.id]);
    assert_eq!(result.scenarios[0].measures, [first.id, second.id]);

    // The same deed to the same device, suggested on both laptops, is one measure.
    let ours = measure("电动机改造", vec![a, new], Action::ReplaceMotor { grade: 1, efficiency_pct: None });
    let mut mine = mine.clone();
    Edit::InsertEquipment(vec![(9, theirs.device(new).unwrap().clone().into())]).apply(&mut mine).unwrap();
    mine.measures = vec![ours.clone()];
    mine.scenarios = vec![Scenario { id: Id::fresh(), name: "推荐方案".to_owned(), measures: vec![ours.id] }];
    let m = merge(None, &mine, &theirs);
    let result = merged(&m, &mine, Side::Theirs);
    assert_eq!(result.measures.len(), 2, "{:?}", m.added);
    assert_eq!(result.measure(ours.id).unwrap().action, first.action);
    assert_eq!(result.measure(second.id).unwrap().requires, [ours.id]);
    // Two scenarios of one name are two scenarios.
    let names: Vec<&str> = result.scenarios.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["推荐方案", "推荐方案(对方)"]);
    assert_eq!(result.scenarios[1].measures, [ours.id, second.id]);
    // Merging the same file again brings nothing more.
    let again = merge(None, &result, &theirs);
    assert!(again.added.is_empty() && again.taken.is_empty(), "{:?} {:?}", again.added, again.taken);
    assert!(again.questions.iter().all(|q| q.part.key != "name"), "{:?}", again.questions);
}

/// Both sides added to a list of a shared measure and scenario: both additions are in it.
#[test]
fn lists_of_both_sides() {
    let mut start = Audit::default();
    let ids: Vec<Id> = ["M-1", "M-2", "M-3", "M-4"].map(|tag| device(&mut start, KindCode::Motor, tag)).to_vec();
    start.measures =
        vec![measure("更换", vec![ids[0], ids[1]], Action::ReplaceMotor { grade: 2, efficiency_pct: None })];
    let change = |targets: &[Id]| {
        let mut audit = start.clone();
        audit.measures[0].targets = targets.to_vec();
        audit
    };
    let (mine, theirs) = (change(&[ids[0], ids[1], ids[2]]), change(&[ids[1], ids[3]]));
    let m = merge(Some(&start), &mine, &theirs);
    assert!(m.questions.is_empty());
    // They took the first out and put the fourth in, I put the third in.
    assert_eq!(merged(&m, &mine, Side::Mine).measures[0].targets, [ids[1], ids[2], ids[3]]);
    let m = merge(None, &mine, &theirs);
    assert_eq!(m.questions.len(), 1, "without a common start nobody knows what was taken out");
    assert_eq!(m.questions[0].mine.text, "M-1、M-2、M-3");
}

/// The same electricity bill entered on both laptops is not counted twice.
#[test]
fn plant_data() {
    let (mut mine, mut theirs) = (Audit::default(), Audit::default());
    row(&mut mine, Section::Consumption, &[("carrier", "electricity"), ("year", "2025"), ("month_01", "100")]);
    row(
        &mut theirs,
        Section::Consumption,
        &[("carrier", "electricity"), ("flow", "purchased"), ("year", "2025"), ("month_02", "110")],
    );
    row(&mut theirs, Section::Consumption, &[("carrier", "electricity"), ("year", "2024"), ("annual", "1300")]);
    row(&mut theirs, Section::Product, &[("name", "水泥"), ("year", "2025")]);
    let m = merge(None, &mine, &theirs);
    assert!(m.questions.is_empty() && m.notes.is_empty(), "{:?} {:?}", m.questions, m.notes);
    assert_eq!(m.added.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["electricity 2024", "水泥 2025"]);
    let result = merged(&m, &mine, Side::Mine);
    let months: Vec<_> = result.consumption.iter().map(|c| (c.months()[0], c.months()[1])).collect();
    assert_eq!(months, [(Some(100.0), Some(110.0)), (None, None)]);

    // Two suppliers in one year can't be told from each other: both stay, and it is said.
    row(&mut theirs, Section::Consumption, &[("carrier", "electricity"), ("year", "2025"), ("supplier", "乙")]);
    let m = merge(None, &mine, &theirs);
    assert_eq!(merged(&m, &mine, Side::Mine).consumption.len(), 4);
    assert!(m.notes.iter().any(|n| n.contains("重复计入")), "{:?}", m.notes);
}

/// What a field does not accept is not taken from a stranger's file; the rest is.
#[test]
fn a_strangers_values() {
    let mut mine = Audit::default();
    let id = device(&mut mine, KindCode::Motor, "M-1");
    let mut theirs = mine.clone();
    set(&mut theirs, id, "poles", 4.0, Origin::Ledger);
    let json = serde_json::to_string(&theirs).unwrap().replace("\"v\":4.0", "\"v\":1e300");
    let theirs: Audit = serde_json::from_str(&json).unwrap();
    let m = merge(None, &mine, &theirs);
    assert!(m.taken.is_empty() && m.questions.is_empty());
    assert!(m.notes.iter().any(|n| n.contains("M-1") && n.contains("超出允许范围")), "{:?}", m.notes);
    assert_eq!(merged(&m, &mine, Side::Theirs), mine);

    // Ids that a damaged file has twice.
    let mut theirs = Audit::default();
    device(&mut theirs, KindCode::Pump, "P-1");
    device(&mut theirs, KindCode::Pump, "P-2");
    theirs.equipment[1].id = theirs.equipment[0].id;
    let m = merge(None, &mine, &theirs);
    assert_eq!(merged(&m, &mine, Side::Mine).equipment.len(), 3);
}

/// A device made another kind, an overruled verdict, an own verdict on both sides.
#[test]
fn kinds_and_verdicts() {
    let mut start = Audit::default();
    let id = device(&mut start, KindCode::Fan, "F-1");
    let (mut mine, mut theirs) = (start.clone(), start.clone());
    mine.equipment[0].overrule = Some(Overrule { level: "meets".to_owned(), reason: "复核".to_owned() });
    theirs.equipment[0].overrule = Some(Overrule { level: "obsolete".to_owned(), reason: "看过铭牌".to_owned() });
    let m = merge(Some(&start), &mine, &theirs);
    assert_eq!(m.questions[0].theirs.text, "淘汰：看过铭牌");
    assert_eq!(merged(&m, &mine, Side::Theirs).equipment[0].overrule, theirs.equipment[0].overrule);

    theirs.equipment[0].kind = KindCode::Blower.empty();
    let m = merge(Some(&start), &mine, &theirs);
    let [question] = m.questions.as_slice() else { panic!("{:?}", m.questions) };
    assert_eq!((question.mine.text.as_str(), question.theirs.text.as_str()), ("通风机", "鼓风机"));
    let result = merged(&m, &mine, Side::Theirs);
    assert_eq!(result.device(id).unwrap(), &theirs.equipment[0]);
}

/// Another enterprise's audit is merged only knowingly.
#[test]
fn another_enterprise() {
    let (mut mine, mut theirs) = (Audit::default(), Audit::default());
    for (audit, name) in [(&mut mine, "甲厂"), (&mut theirs, "乙厂")] {
        enterprise(audit, "name", FieldValue::Text(name.to_owned()));
    }
    enterprise(&mut theirs, "city", FieldValue::Text("大同".to_owned()));
    let m = merge(None, &mine, &theirs);
    assert!(m.notes.iter().any(|n| n.contains("甲厂") && n.contains("乙厂")), "{:?}", m.notes);
    assert_eq!(m.questions[0].subject, Subject::Enterprise);
    let result = merged(&m, &mine, Side::Mine);
    let text = |e: &Option<energy_audit::audit::Entered<String>>| e.as_ref().map(|e| e.value.clone());
    assert_eq!(
        (text(&result.enterprise.name).as_deref(), text(&result.enterprise.city).as_deref()),
        (Some("甲厂"), Some("大同"))
    );
}

/// Rows that a file has in its own way keep what is not a field.
#[test]
fn what_a_product_is_compared_with() {
    let (mut mine, mut theirs) = (Audit::default(), Audit::default());
    for audit in [&mut mine, &mut theirs] {
        row(audit, Section::Product, &[("name", "水泥"), ("year", "2025")]);
    }
    theirs.products[0].quotas = vec!["甲".to_owned()];
    theirs.products[0].shares_pct.insert("electricity".to_owned(), 40.0);
    mine.products[0].shares_pct.insert("electricity".to_owned(), 35.0);
    let m = merge(None, &mine, &theirs);
    let told: Vec<_> = m.questions.iter().map(|q| (q.part.key, q.mine.text.as_str(), q.theirs.text.as_str())).collect();
    assert_eq!(told, [("shares_pct", "electricity 35", "electricity 40")]);
    let result = merged(&m, &mine, Side::Theirs);
    assert_eq!(Row::Product(result.products[0].clone()).id(), mine.products[0].id);
    assert_eq!(
        (result.products[0].quotas.as_slice(), result.products[0].shares_pct["electricity"]),
        (["甲".to_owned()].as_slice(), 40.0)
    );
}
