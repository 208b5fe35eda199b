//! The fuzz targets' functions with some hundred inputs each, the same every time: small sound files and what the
//! fuzzer found (`fuzz/corpus`), bent at random.
//! `FUZZ_SECONDS=600 cargo test --test fuzz_smoke` goes on with new ones for so long.

#[path = "../fuzz/entries.rs"]
mod entries;

use std::time::{Duration, Instant};

use energy_audit::audit::{Audit, Entered, Equipment, KindCode};
use energy_audit::store::{DataDir, Document};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }
}

/// Pieces that mean something to one reader or another.
const PIECES: [&[u8]; 28] = [
    b"\0",
    b"\xFF",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"\"",
    b",",
    b"\t",
    b"\n",
    b"\r",
    b"=1+1",
    b"-",
    b"1e309",
    b"NaN",
    b"-1",
    b"0",
    b"99999999999999999999",
    b"null",
    b"[]",
    b"{}",
    b"[[[[[[[[",
    b"<",
    b"&lol;",
    b"PK\x03\x04",
    "型号".as_bytes(),
    "额定功率(kW)".as_bytes(),
    "年".as_bytes(),
    "\u{200b}".as_bytes(),
    "１２３．４％".as_bytes(),
];

/// Bends a sound input: bits, pieces, cuts, repeats.
fn bent(sound: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut data = sound.to_vec();
    for _ in 0..1 + dice.roll(8) {
        let at = dice.roll(data.len() + 1);
        match dice.roll(7) {
            0 if at < data.len() => data[at] ^= 1 << dice.roll(8),
            1 if at < data.len() => data[at] = dice.roll(256) as u8,
            2 => drop(data.splice(at..at, PIECES[dice.roll(PIECES.len())].iter().copied())),
            3 => {
                let piece = PIECES[dice.roll(PIECES.len())];
                let end = (at + piece.len()).min(data.len());
                data.splice(at..end, piece.iter().copied());
            }
            4 => drop(data.drain(at..(at + 1 + dice.roll(40)).min(data.len()))),
            5 => {
                let part = data[at..(at + 1 + dice.roll(60)).min(data.len())].to_vec();
                let to = dice.roll(data.len() + 1);
                data.splice(to..to, part);
            }
            _ if dice.roll(6) == 0 => data.truncate(at),
            _ => {}
        }
    }
    data
}

/// Inputs that the fuzzer found worth keeping, in the order of their names.
fn kept(name: &str) -> Vec<Vec<u8>> {
    let Ok(folder) = std::fs::read_dir(format!("fuzz/corpus/{name}")) else { return Vec::new() };
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("readable")).collect()
}

/// Feeds so many bent inputs; more until the time asked for is over.
fn feed(name: &str, target: fn(&[u8]), sound: &[Vec<u8>], rounds: usize) {
    let corpus: Vec<Vec<u8>> = sound.iter().cloned().chain(kept(name)).collect();
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(0);
    let (begun, wanted) = (Instant::now(), Duration::from_secs(seconds));
    let mut dice = Dice(2026);
    corpus.iter().for_each(|sound| target(sound));
    let mut fed = 0;
    while fed < rounds || begun.elapsed() < wanted {
        let data = bent(&corpus[dice.roll(corpus.len())], &mut dice);
        let longest = begun.elapsed();
        if let Err(panic) = std::panic::catch_unwind(|| target(&data)) {
            let path = std::env::temp_dir().join(format!("fuzz-finding-{}", std::process::id()));
            let _ = std::fs::write(&path, &data);
            println!("input {fed} kept as {}", path.display());
            std::panic::resume_unwind(panic);
        }
        let took = begun.elapsed() - longest;
        assert!(took < Duration::from_secs(60), "input {fed} took {took:?}: no end in sight");
        fed += 1;
    }
    println!("{fed} inputs");
}

fn device(kind: KindCode) -> Equipment {
    let mut device = Equipment::new(kind);
    for (key, model) in [("model", "Y160M-4"), ("tag", "M-1"), ("name", "循环水泵")] {
        device.set(key, Some(Entered::ledger(energy_audit::audit::FieldValue::Text(model.to_owned())))).unwrap();
    }
    device
}

#[test]
fn audits() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::at(folder.path().join("data"));
    let path = folder.path().join("a.audit");
    let equipment = [KindCode::Motor, KindCode::Transformer, KindCode::Boiler].map(device).to_vec();
    let audit = Audit { equipment: equipment.into(), ..Audit::default() };
    let mut document = Document::create(&path, audit, &data).unwrap();
    let more = energy_audit::audit::Edit::InsertEquipment(vec![(0, device(KindCode::Motor).into())]);
    document.apply("加入", more).unwrap();
    document.close(true).unwrap();
    let corpus = [std::fs::read(&path).unwrap(), std::fs::read("tests/store/format1.audit").unwrap()];
    feed("open_audit", entries::open_audit, &corpus, 60);
}

#[test]
fn workbooks() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["编号", "名称", "型号", "额定功率(kW)", "出厂日期"].iter().enumerate() {
        sheet.write(0, column as u16, *header).unwrap();
    }
    for (column, value) in ["M1", "水泵", "Y160M-4", "11", "2003年5月"].iter().enumerate() {
        sheet.write(1, column as u16, *value).unwrap();
    }
    let packed = book.save_to_buffer().unwrap();
    feed("import_xlsx", entries::import_xlsx, &[packed, std::fs::read("tests/import/old.xls").unwrap()], 300);
}

#[test]
fn text_files() {
    let utf8 =
        "电动机台账\n编号,名称,型号,功率(kW),效率(%),出厂日期\nM1,水泵,Y280S-4,\"75\",92.7,2003年5月\n".to_owned();
    let (gbk, _, _) = encoding_rs::GBK.encode(&utf8);
    let corpus = [utf8.clone().into_bytes(), gbk.into_owned(), utf8.replace(',', "\t").into_bytes()];
    feed("import_csv", entries::import_csv, &corpus, 800);
}

#[test]
fn own_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    let tables = energy_audit::reference::Tables::embedded().unwrap();
    let form = energy_audit::reference::own::form(&tables, "motor_lv_gb18613_2020", true).unwrap();
    std::fs::write(&path, &form).unwrap();
    feed("own_table", entries::own_table, &[std::fs::read(&path).unwrap().into_iter().take(6_000).collect()], 300);
}

#[test]
fn designations() {
    let corpus =
        ["Y160M-4", "YE3-315L1-2 W", "S11-M-1000/10", "IS100-80-160A", "4-72-11№8C", "SZL10-1.25-AII", "LU-75-8"];
    feed("designation", entries::designation, &corpus.map(|m| m.as_bytes().to_vec()), 2_000);
}

#[test]
fn report_data() {
    let audit = Audit { equipment: KindCode::ALL.map(device).into_iter().collect(), ..Audit::default() };
    let json = serde_json::to_vec(&audit).unwrap();
    feed("report_data", entries::report_data, &[json, b"{}".to_vec()], 800);
}
