//! Columns given to fields by hand and remembered for the enterprise; blocks pasted from a spreadsheet.

use energy_audit::audit::{Entered, Enterprise};
use energy_audit::exchange::{ExchangeError, IGNORED, Remembered, has_header, read_pasted};

use super::*;

fn enterprise(name: &str, code: Option<&str>) -> Enterprise {
    let text = |t: &str| Some(Entered::ledger(t.to_owned()));
    Enterprise { name: text(name), credit_code: code.and_then(text), ..Enterprise::default() }
}

fn pair(key: &str, header: &str) -> (String, String) {
    (key.to_owned(), header.to_owned())
}

const LEDGER: &[&[V]] = &[
    &[T("名称"), T("型号"), T("P"), T("车间负责人"), T("备注")],
    &[T("排水泵电机"), T("Y160M-4"), N(11.0), T("张某"), T("在三楼")],
];

#[test]
fn columns_are_remembered_for_the_enterprise() {
    let dir = tempfile::tempdir().unwrap();
    let plant = enterprise("某某造纸有限公司", Some("91330000000000000X"));
    let mut remembered = Remembered::load(dir.path());
    assert!(remembered.of(&plant).is_empty());
    assert!(remembered.keep(&plant, &[pair("rated_power_kw", "P"), pair(IGNORED, "备注")]));
    // Nothing new the second time; nothing to go by without a name.
    assert!(!remembered.keep(&plant, &[pair("rated_power_kw", "P")]));
    assert!(!remembered.keep(&Enterprise::default(), &[pair("rated_power_kw", "P")]));
    remembered.store(dir.path());

    let remembered = Remembered::load(dir.path());
    // The credit code tells the enterprise, whatever it is called; another one has its own columns.
    let renamed = enterprise("某某纸业股份有限公司", Some("91330000000000000x"));
    assert!(remembered.of(&enterprise("另一家", None)).is_empty());
    let mut o = options();
    o.remembered = remembered.of(&renamed);
    assert_eq!(o.remembered.len(), 2);
    let import = import_with(&[("电机", LEDGER)], &o);
    clean(&import);
    assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(11.0));
    assert_eq!(txt(device(&import, 0), "remark"), "");
    let columns = &import.sheets[0].columns;
    assert_eq!(columns.iter().map(|c| c.remembered).collect::<Vec<_>>(), [false, false, true, false, true]);
    assert_eq!(columns[4].note, "指定不导入");

    // A ledger without these columns is read as ever; a column asked for now must be there.
    let other: &[&[V]] = &[&[T("名称"), T("型号")], &[T("电机"), T("Y160M-4")]];
    clean(&import_with(&[("电机", other)], &o));
    o.map = vec![pair("rated_power_kw", "P2")];
    let dir = tempfile::tempdir().unwrap();
    let error = read(&book(dir.path(), &[("电机", other)]), &o, &Progress::new()).unwrap_err();
    assert!(matches!(error, ExchangeError::NoSuchColumn { .. }), "{error}");
}

#[test]
fn what_is_said_now_comes_before_what_was_said_earlier() {
    let mut o = options();
    o.remembered = vec![pair("load_factor_pct", "P"), pair(IGNORED, "备注")];
    o.map = vec![pair("rated_power_kw", "P"), pair("remark", "备注")];
    let import = import_with(&[("电机", LEDGER)], &o);
    assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(11.0));
    assert_eq!(num(device(&import, 0), "load_factor_pct"), None);
    assert_eq!(txt(device(&import, 0), "remark"), "在三楼");
    assert!(import.sheets[0].columns.iter().all(|c| !c.remembered));
}

#[test]
fn a_broken_memory_is_none() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("columns.json"), "{\"91330\":[[\"no_such_field\",\"P\"],[\"tag\",\"牌号\"]]}")
        .unwrap();
    let plant = enterprise("甲", Some("91330"));
    assert_eq!(Remembered::load(dir.path()).of(&plant), [pair("tag", "牌号")]);
    std::fs::write(dir.path().join("columns.json"), "no JSON").unwrap();
    assert_eq!(Remembered::load(dir.path()), Remembered::default());
}

#[test]
fn a_pasted_block_with_a_header_is_read_like_a_file() {
    let text = "编号\t设备名称\t型号\t功率\t台数\r\n\
                B1\t循环水泵\tIS100-80-160\t15kW\t2用1备\r\n\
                B2\t\"引风机\n(东)\"\tY4-73-11No10D\t90\t1\r\n";
    assert!(has_header(text));
    let import = read_pasted(text, &options(), &Progress::new()).unwrap();
    clean(&import);
    let got: Vec<(&str, String, Option<f64>, Option<f64>)> = import
        .rows
        .iter()
        .map(|r| &r.equipment)
        .map(|d| (d.kind.code().code(), txt(d, "tag"), num(d, "motor_power_kw"), num(d, "quantity")))
        .collect();
    let b1 = || "B1".to_owned();
    assert_eq!(
        got,
        [
            ("pump", b1(), Some(15.0), Some(2.0)),
            ("pump", b1(), Some(15.0), Some(1.0)),
            ("fan", "B2".to_owned(), Some(90.0), Some(1.0)),
        ]
    );
    assert_eq!(txt(device(&import, 2), "name"), "引风机(东)");
}

#[test]
fn pasted_cells_without_a_header_are_only_cells() {
    for text in [
        "Y160M-4\t11\nY160L-4\t15",
        "循环水泵\t一车间\n补水泵\t二车间",
        "11\n15",
        "型号",
        // A header with nothing below.
        "编号\t型号\t功率(kW)\n",
        "",
    ] {
        assert!(!has_header(text), "{text:?}");
    }
}
