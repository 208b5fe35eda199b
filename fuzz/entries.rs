//! What the fuzz targets and the bounded smoke test feed with bytes from anywhere. Each must return, whatever it gets:
//! a panic, an endless loop or a memory that is eaten up is a finding.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use energy_audit::audit::{Audit, KindCode};
use energy_audit::diagnosis::diagnose;
use energy_audit::exchange::{self, ImportOptions, OnDuplicate};
use energy_audit::progress::Progress;
use energy_audit::reference::designation::facts;
use energy_audit::reference::{Reference, Tables};
use energy_audit::store::{DataDir, Document, check, repair};
use energy_audit::{report, retrofit};

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("folder"));
static REFERENCE: LazyLock<Reference> =
    LazyLock::new(|| Reference::on(jiff::civil::date(2026, 11, 24)).expect("reference"));

/// The bytes as a file; each thread has its own.
fn file(name: &str, data: &[u8]) -> PathBuf {
    let folder = FOLDER.path().join(format!("{:?}", std::thread::current().id()));
    std::fs::create_dir_all(&folder).expect("folder");
    let path = folder.join(name);
    std::fs::write(&path, data).expect("file");
    path
}

fn judge(audit: &Audit) {
    let diagnosis = diagnose(audit, &REFERENCE);
    let _ = report::gaps(audit, &diagnosis, &REFERENCE);
    let _ = retrofit::suggest(audit, &|id| diagnosis.level(id), &REFERENCE);
}

/// Opens an audit, takes back and again what its history holds, judges it; checks and repairs it.
pub fn open_audit(data: &[u8]) {
    let path = file("a.audit", data);
    let folder = DataDir::at(path.with_file_name("data"));
    if let Ok(mut document) = Document::open(&path, &folder) {
        judge(document.audit());
        let _ = document.state_after(None);
        for _ in 0..3 {
            let _ = document.undo();
        }
        let _ = document.redo();
        document.close(false).expect("closed without saving");
    }
    let _ = check(&path);
    let out = path.with_file_name("out.audit");
    if repair(&path, &out).is_ok() {
        assert!(check(&out).expect("repaired").sound(), "what repair writes is sound");
        std::fs::remove_file(&out).expect("removed");
    }
}

fn import(path: &Path) {
    let options = ImportOptions::new(jiff::civil::date(2026, 11, 24));
    if let Ok(read) = exchange::read(path, &options, &Progress::new()) {
        let mut audit = Audit::default();
        let (edit, _) = read.edit(&audit, OnDuplicate::Both);
        edit.apply(&mut audit).expect("what an import gives applies to an empty audit");
        if audit.equipment.len() < 200 {
            judge(&audit);
        }
    }
}

/// Imports a workbook.
pub fn import_xlsx(data: &[u8]) {
    import(&file("a.xlsx", data));
}

/// Imports a text file.
pub fn import_csv(data: &[u8]) {
    import(&file("a.csv", data));
}

/// Reads an own table.
pub fn own_table(data: &[u8]) {
    let _ = exchange::own_table("a.csv", data);
}

/// Reads a model designation as each kind of device.
pub fn designation(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let tables = Tables::embedded().expect("tables");
    for kind in KindCode::ALL {
        let _ = facts(kind, &text, &tables);
    }
}

/// An audit as JSON, judged and looked through for the report.
pub fn report_data(data: &[u8]) {
    if let Ok(audit) = serde_json::from_slice::<Audit>(data) {
        judge(&audit);
    }
}
