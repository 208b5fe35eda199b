//! The sample plants: their messy ledgers import as a careful person would read them.

use std::path::Path;

use energy_audit::audit::KindCode;
use energy_audit::exchange::{self, Import, ImportOptions};
use energy_audit::progress::Progress;

fn import(name: &str) -> Import {
    let path = Path::new("audits").join(name);
    let options = ImportOptions::new(jiff::civil::date(2026, 11, 24));
    exchange::read(&path, &options, &Progress::new()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn count(import: &Import, kind: KindCode) -> usize {
    import.rows.iter().filter(|r| r.equipment.kind.code() == kind).count()
}

fn refused(import: &Import) -> Vec<(String, u32, String)> {
    import.complaints.iter().map(|c| (c.sheet.clone(), c.row, c.value.clone())).collect()
}

fn debug(import: &Import) {
    for s in &import.sheets {
        println!("{} header {} kind {:?} devices {} {}", s.sheet, s.header_row, s.kind, s.devices, s.note);
        for c in &s.columns {
            println!(
                "   {} {:?} -> {:?} unit {} x{} {} {}",
                c.letter, c.header, c.key, c.unit, c.factor, c.doubtful, c.note
            );
        }
    }
    for c in &import.complaints {
        println!("C {c}");
    }
    for c in &import.notes {
        println!("N {c}");
    }
}

#[test]
fn cement() {
    let i = import("云冈示例水泥有限公司.xlsx");
    debug(&i);
    assert_eq!(count(&i, KindCode::Motor), 126);
    assert_eq!(count(&i, KindCode::Transformer), 33);
    assert_eq!(count(&i, KindCode::Boiler), 4);
    let _ = refused(&i);
}

#[test]
fn pharma() {
    let i = import("平城示例制药有限公司.xlsx");
    debug(&i);
    assert_eq!(count(&i, KindCode::Motor), 53);
    assert_eq!(count(&i, KindCode::Transformer), 11);
    assert_eq!(count(&i, KindCode::Boiler), 8);
}

#[test]
fn heating() {
    let i = import("御河示例供热站.xlsx");
    debug(&i);
    assert_eq!(count(&i, KindCode::Motor), 29);
    assert_eq!(count(&i, KindCode::Transformer), 7);
    assert_eq!(count(&i, KindCode::Boiler), 15);
}
