//! Whole files: encodings, separators, wrong formats, damaged and huge ones.

use std::fmt::Write as _;

use energy_audit::exchange::ExchangeError;

use super::*;

fn read_bytes(name: &str, bytes: &[u8]) -> Result<Import, ExchangeError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read(&path, &options(), &Progress::new())
}

const CSV: &str = "电动机台账\n\n编号,名称,型号,功率(kW),出厂日期\nM1,循环水泵,Y280S-4,\"1,600\",2003年5月\n\nM2,\"引\n风机\",Y315M-6,90,2003.1\n";

fn check_csv(import: &Import) {
    clean(import);
    assert_eq!(import.rows.iter().map(|r| r.row).collect::<Vec<_>>(), [4, 6]);
    assert_eq!(txt(device(import, 0), "name"), "循环水泵");
    assert_eq!(num(device(import, 0), "rated_power_kw"), Some(1600.0));
    assert_eq!(txt(device(import, 0), "made_on"), "2003-05");
    assert_eq!(txt(device(import, 1), "name"), "引风机");
    // Excel drops the zero of 2003.10 when it saves text.
    assert_eq!(txt(device(import, 1), "made_on"), "2003");
}

#[test]
fn csv_encodings() {
    check_csv(&import_csv(CSV.as_bytes()));
    check_csv(&import_csv(&[b"\xEF\xBB\xBF".as_slice(), CSV.as_bytes()].concat()));
    let (gbk, _, _) = encoding_rs::GBK.encode(CSV);
    check_csv(&import_csv(&gbk));
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(CSV.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    check_csv(&import_csv(&utf16));
    check_csv(&import_csv(CSV.replace('\n', "\r\n").as_bytes()));
    assert!(matches!(read_bytes("a.csv", b"\xB1\xE0\xBA\xC5,\xFF\xFF\xFE\n1,2\n"), Err(ExchangeError::Encoding(_))));
}

#[test]
fn csv_separators() {
    for separator in [";", "\t"] {
        let text = "编号,型号,功率(kW)\nM1,Y280S-4,75\n".replace(',', separator);
        let import = import_csv(text.as_bytes());
        clean(&import);
        assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(75.0));
    }
}

#[test]
fn the_content_tells_the_format() {
    let dir = tempfile::tempdir().unwrap();
    let path = book(dir.path(), &[("电机", &[&[T("编号"), T("型号")], &[T("M1"), T("Y160M-4")]])]);
    let bytes = std::fs::read(path).unwrap();
    for name in ["a.xls", "a.csv", "a.et", "a"] {
        assert_eq!(read_bytes(name, &bytes).unwrap().rows.len(), 1, "{name}");
    }
    assert_eq!(read_bytes("a.xlsx", "编号,型号,类别\nM1,Y160M-4,电机\n".as_bytes()).unwrap().rows.len(), 1);
}

#[test]
fn files_that_are_no_ledgers() {
    let zip = |name: &str| [b"PK\x03\x04\x14\0\0\0\0\0".as_slice(), &[0; 16], name.as_bytes(), &[0; 40]].concat();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let ole = |text: &str| [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 504], &utf16(text)].concat();
    for (name, bytes, expected) in [
        ("空.xlsx", Vec::new(), "空文件"),
        ("a.xlsx", zip("word/document.xml"), "Word 文档"),
        ("a.xlsx", zip("ppt/presentation.xml"), "PowerPoint"),
        ("a.xlsx", zip("readme.txt"), "压缩包"),
        ("a.xlsx", zip("xl/workbook.xml"), "已损坏"),
        ("a.xlsx", ole("EncryptedPackage"), "受密码保护"),
        ("a.xls", ole("WordDocument"), "Word 文档"),
        ("a.xls", ole("Workbook"), "已损坏"),
        ("a.xls", b"<html><table><tr><td>\xE5".to_vec(), "网页"),
        ("a.xlsx", b"%PDF-1.7".to_vec(), "PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0".to_vec(), "图片"),
        ("台账照片.xlsx", b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), "图片"),
        ("台账.xlsx", b"Rar!\x1A\x07\x01\0".to_vec(), "压缩包"),
        ("a.csv", b"\0\0\0".to_vec(), "不认识"),
        ("a.md", b"hello".to_vec(), "不认识"),
        ("a.csv", b"hello\n".to_vec(), "没有找到表头"),
        ("a.csv", b"\n\n".to_vec(), "是空的"),
    ] {
        let error = read_bytes(name, &bytes).expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
        assert!(error.contains(name), "{error}");
    }
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(
        read(&dir.path().join("没有.xlsx"), &options(), &Progress::new()),
        Err(ExchangeError::NotFound(_))
    ));
    assert!(read(dir.path(), &options(), &Progress::new()).is_err());
}

#[test]
fn no_header_says_what_is_expected() {
    let dir = tempfile::tempdir().unwrap();
    let path = book(dir.path(), &[("Sheet1", &[&[T("Y160M-4"), N(11.0)], &[T("Y160L-4"), N(15.0)]])]);
    let error = read(&path, &options(), &Progress::new()).expect_err("no header").to_string();
    assert!(error.contains("名称、型号、编号") && error.contains("Sheet1"), "{error}");
}

#[test]
fn sheets_and_mappings_asked_for() {
    let rows: &[&[V]] = &[&[T("编号"), T("型号")], &[T("M1"), T("Y160M-4")]];
    let dir = tempfile::tempdir().unwrap();
    let path = book(dir.path(), &[("电机", rows), ("电机2", rows)]);
    let ask = |f: &dyn Fn(&mut ImportOptions)| {
        let mut o = options();
        f(&mut o);
        read(&path, &o, &Progress::new())
    };
    assert_eq!(ask(&|_| {}).unwrap().rows.len(), 2);
    assert_eq!(ask(&|o| o.sheet = Some("电机2".into())).unwrap().rows[0].sheet, "电机2");
    let error = ask(&|o| o.sheet = Some("泵".into())).expect_err("no such sheet").to_string();
    assert!(error.contains("电机、电机2"), "{error}");
    assert!(matches!(ask(&|o| o.map = vec![("nonsense".into(), "型号".into())]), Err(ExchangeError::NoSuchField(_))));
    assert!(matches!(ask(&|o| o.map = vec![("model".into(), "代号".into())]), Err(ExchangeError::NoSuchColumn { .. })));
}

#[test]
fn hidden_sheets_are_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("台账.xlsx");
    let mut book = Workbook::new();
    let rows: &[&[V]] = &[&[T("编号"), T("型号")], &[T("M1"), T("Y160M-4")]];
    fill(book.add_worksheet().set_name("电机").unwrap(), rows);
    fill(book.add_worksheet().set_name("旧电机").unwrap().set_hidden(true), rows);
    book.save(&path).unwrap();
    let import = read(&path, &options(), &Progress::new()).unwrap();
    assert_eq!(import.rows.len(), 1);
    assert!(import.sheets[1].note.contains("隐藏"));
}

#[test]
fn a_million_empty_rows() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("台账.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("电机").unwrap();
    fill(sheet, &[&[T("编号"), T("型号")], &[T("M1"), T("Y160M-4")]]);
    let border = Format::new().set_bold();
    for row in 2..1_048_576 {
        sheet.write_blank(row, 0, &border).unwrap();
    }
    book.save(&path).unwrap();
    drop(book);
    let started = std::time::Instant::now();
    let import = read(&path, &options(), &Progress::new()).unwrap();
    assert_eq!(import.rows.len(), 1);
    // Two sheets' worth of XML; seconds even without optimisation on a busy machine.
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

#[test]
fn progress_and_cancelling() {
    let mut text = String::from("编号,型号,功率\n");
    for i in 0..20_000 {
        writeln!(text, "M{i},Y160M-4,11").unwrap();
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("电机.csv");
    std::fs::write(&path, text).unwrap();
    let progress = Progress::new();
    assert_eq!(read(&path, &options(), &progress).unwrap().rows.len(), 20_000);
    assert_eq!(progress.fraction(), 1.0);
    let progress = Progress::new();
    progress.cancel();
    assert_eq!(read(&path, &options(), &progress), Err(ExchangeError::Cancelled));
}

#[test]
fn damaged_workbooks_do_not_panic() {
    let dir = tempfile::tempdir().unwrap();
    let path = book(dir.path(), &[("电机", &[&[T("编号"), T("型号")], &[T("M1"), T("Y160M-4")]])]);
    let good = std::fs::read(path).unwrap();
    for at in (0..good.len()).step_by(97) {
        let mut bytes = good.clone();
        bytes[at] ^= 0xA5;
        let _ = read_bytes("a.xlsx", &bytes);
        let _ = read_bytes("a.xlsx", &good[..at]);
    }
}

/// A ZIP archive of stored files, enough for an OpenDocument sheet.
fn stored_zip(files: &[(&str, &str)]) -> Vec<u8> {
    let crc = |data: &[u8]| {
        !data.iter().fold(u32::MAX, |mut crc, byte| {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
            }
            crc
        })
    };
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let offset = out.len() as u32;
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x58];
        common.extend(crc(text.as_bytes()).to_le_bytes());
        common.extend((text.len() as u32).to_le_bytes());
        common.extend((text.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, count) = (out.len() as u32, files.len() as u16);
    let length = directory.len() as u32;
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

#[test]
fn opendocument() {
    let text =
        |t: &str| format!("<table:table-cell office:value-type='string'><text:p>{t}</text:p></table:table-cell>");
    let value = |n: &str| {
        format!(
            "<table:table-cell office:value-type='float' office:value='{n}'><text:p>{n}</text:p></table:table-cell>"
        )
    };
    let date = "<table:table-cell office:value-type='date' office:date-value='2003-05-01'><text:p>2003-05-01</text:p></table:table-cell>";
    let content = format!(
        "<?xml version='1.0' encoding='UTF-8'?><office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
         xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'>\
         <office:body><office:spreadsheet><table:table table:name='电机'>\
         <table:table-row>{}{}{}</table:table-row><table:table-row>{}{}{date}</table:table-row>\
         </table:table></office:spreadsheet></office:body></office:document-content>",
        text("型号"),
        text("功率(kW)"),
        text("出厂日期"),
        text("Y160M-4"),
        value("11"),
    );
    let manifest =
        "<?xml version='1.0'?><manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>";
    let bytes = stored_zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ]);
    let import = read_bytes("台账.ods", &bytes).unwrap();
    clean(&import);
    assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(11.0));
    assert_eq!(txt(device(&import, 0), "made_on"), "2003-05-01");
}

/// `old.xls` is a BIFF8 workbook as Excel 97-2003 writes it: a title, a header, a motor with a date and a merged 车间.
#[test]
fn excel_97() {
    let import = read_bytes("台账.xls", include_bytes!("old.xls")).unwrap();
    clean(&import);
    assert_eq!(import.rows.len(), 2);
    assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(75.0));
    assert_eq!(txt(device(&import, 0), "made_on"), "2003-05-01");
    assert_eq!(txt(device(&import, 1), "workshop"), "一车间");
}

/// A workbook whose every part but one is real and one unpacks to more than a gigabyte.
#[test]
fn a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_read() {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/workbook.xml", deflated).unwrap();
    archive.write_all(b"<workbook/>").unwrap();
    archive.start_file("xl/sharedStrings.xml", deflated.large_file(true)).unwrap();
    let blanks = vec![b' '; 1 << 22];
    for _ in 0..260 {
        archive.write_all(&blanks).unwrap();
    }
    let mut bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 5_000_000, "packed it is small");
    assert!(matches!(read_bytes("弹.xlsx", &bytes), Err(ExchangeError::Bomb { limit: 1024, .. })));
    // Whatever the directory says about the size: the stated sizes (before and behind the data) are made small.
    let stated = (260_u32 << 22).to_le_bytes();
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == stated {
            bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
    }
    let e = read_bytes("弹.xlsx", &bytes).unwrap_err();
    assert!(matches!(e, ExchangeError::Bomb { .. } | ExchangeError::Damaged { .. }), "{e}");
}

/// Entities that stand for ten of the next: expanded, a gigabyte; they must not be.
#[test]
fn a_billion_laughs_are_not_expanded() {
    use std::io::Write as _;
    let dir = tempfile::tempdir().unwrap();
    let sound = std::fs::read(book(dir.path(), &[("电机", &[&[T("编号"), T("型号")], &[T("M1"), T("笑")]])])).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(sound)).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
        if name == "xl/sharedStrings.xml" {
            let mut entities = "<!DOCTYPE sst [<!ENTITY l0 \"haha\">".to_owned();
            for n in 1..10 {
                let _ = write!(entities, "<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10));
            }
            text = text.replacen("<sst", &format!("{entities}]><sst"), 1).replace('笑', "&l9;");
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    // Refused, or read as something short: both are fine, an expansion is not.
    if let Ok(import) = read_bytes("笑.xlsx", &out.finish().unwrap().into_inner()) {
        assert!(import.rows.iter().all(|r| txt(&r.equipment, "model").len() < 100));
    }
}

/// The table of links of an old workbook with one sector made to follow itself: read without a look, it has no end.
#[test]
fn an_old_workbook_whose_sectors_run_in_a_circle_is_refused() {
    let sound = std::fs::read("tests/import/old.xls").unwrap();
    assert!(read_bytes("旧.xls", &sound).is_ok());
    let first = u32::from_le_bytes(sound[76..80].try_into().unwrap()) as usize;
    let table = (first + 1) * 512;
    let mut refused = 0;
    for sector in 0..sound.len() / 512 - 1 {
        let mut bytes = sound.clone();
        bytes[table + 4 * sector..table + 4 * sector + 4].copy_from_slice(&(sector as u32).to_le_bytes());
        let e = read_bytes("旧.xls", &bytes).unwrap_err();
        assert!(matches!(&e, ExchangeError::Damaged { why, .. } if why.contains("扇区链")), "{sector}: {e}");
        refused += 1;
    }
    assert!(refused > 5);
}
