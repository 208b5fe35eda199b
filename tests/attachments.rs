//! Photos and documents from outside: taken in, refused, scaled, written out, printed.

use std::io::Cursor;
use std::path::Path;

use energy_audit::audit::{Attachment, Audit, Equipment, Id, KindCode, Media};
use energy_audit::diagnosis::diagnose;
use energy_audit::exchange::attachments::{AttachError, addition, file_name, read, take, write_out};
use energy_audit::exchange::{export_json, from_json};
use energy_audit::picture::{self, PictureError};
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::report::{self, ReportOptions};
use energy_audit::store::{DataDir, Document};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder as _, Rgb, RgbImage};

/// A JPEG, red in its left half and blue in its right, with the camera's note how it was held.
fn photo(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let half = |x| if x < width / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) };
    let picture = RgbImage::from_fn(width, height, |x, _| half(x));
    // TIFF 6.0: little endian, one directory of one entry, tag 0x0112 (orientation), a short.
    let note = [73, 73, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 90);
    encoder.set_exif_metadata(note.to_vec()).expect("a note");
    picture.write_with_encoder(encoder).expect("a photo");
    out
}

/// A PNG's head that claims a size; CRC-32 over its chunk as the PNG specification has it.
fn png_head(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 2, 0, 0, 0]);
    let crc = chunk.iter().fold(!0_u32, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
        crc
    });
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    out.extend(chunk);
    out.extend((!crc).to_be_bytes());
    out.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    out
}

#[test]
fn a_photo_is_known_by_its_content_and_shown_upright() {
    // Held on its side (6: to be turned by 90 degrees clockwise): 80 by 40 is shown as 40 by 80, its left half on top.
    let taken = take("铭牌.doc", photo(80, 40, 6), None, None).expect("taken");
    assert_eq!((taken.attachment.media, taken.attachment.pixels), (Media::Jpeg, Some((40, 80))));
    let shown = picture::for_screen(taken.content.bytes(), Media::Jpeg, 1000).expect("shown");
    assert_eq!((shown.width, shown.height), (40, 80));
    let at = |x: u32, y: u32| &shown.rgba[((y * shown.width + x) * 4) as usize..][..3];
    assert!(at(20, 10)[0] > 200 && at(20, 10)[2] < 60, "red on top: {:?}", at(20, 10));
    assert!(at(20, 70)[2] > 200 && at(20, 70)[0] < 60, "blue below: {:?}", at(20, 70));
}

#[test]
fn scaling_keeps_the_sides_and_turns_once() {
    let original = photo(400, 200, 6);
    let taken = take("a.jpg", original.clone(), None, Some(100)).expect("taken");
    assert_eq!(taken.attachment.pixels, Some((50, 100)));
    assert!(taken.content.bytes().len() < original.len());
    // What was written says of itself that it is upright.
    assert_eq!(picture::look(taken.content.bytes()), Ok((Media::Jpeg, Some((50, 100)))));
    assert_eq!(picture::smaller(&photo(60, 30, 1), Media::Jpeg, 100), Ok(None), "never made bigger");
}

#[test]
fn what_cannot_be_shown_is_refused_with_what_to_do() {
    let refused = |name: &str, bytes: Vec<u8>| take(name, bytes, None, None).expect_err(name).to_string();
    let heic = refused("IMG_0001.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec());
    assert!(heic.contains("HEIC") && heic.contains("JPEG") && heic.contains("IMG_0001.HEIC"), "{heic}");
    for (width, height) in [(60_000, 60_000), (20_000, 20_000), (40_000, 10)] {
        let bomb = refused("炸弹.png", png_head(width, height));
        assert!(bomb.contains(&format!("{width}×{height}")) && bomb.contains("上限"), "{bomb}");
        let bytes = png_head(width, height);
        assert!(matches!(picture::for_screen(&bytes, Media::Png, 100), Err(PictureError::TooLarge { .. })));
        assert!(matches!(picture::for_print(&bytes, Media::Png, 100), Err(PictureError::TooLarge { .. })));
    }
    assert!(refused("断.jpg", b"\xFF\xD8\xFF\xE0".to_vec()).contains("损坏"));
    assert!(refused("空.pdf", Vec::new()).contains("0 字节"));
    let cut = photo(200, 200, 1);
    for length in 3..cut.len().min(700) {
        // Whatever is cut off, there is an answer.
        let _ = take("断.jpg", cut[..length].to_vec(), None, Some(50));
        let _ = picture::for_screen(&cut[..length], Media::Jpeg, 50);
    }
    let document = take("说明.pdf", b"%PDF-1.7".to_vec(), None, Some(50)).expect("any file");
    assert_eq!((document.attachment.media, document.attachment.pixels), (Media::Document, None));
}

#[test]
fn limits_hold_for_one_for_all_and_for_the_number() {
    let folder = tempfile::tempdir().expect("folder");
    let big = folder.path().join("大.bin");
    std::fs::File::create(&big).and_then(|f| f.set_len((50 << 20) + 1)).expect("a sparse file");
    let e = read(&big, None, None).expect_err("too big").to_string();
    assert!(e.contains("大.bin") && e.contains("51 MB") && e.contains("最多 50 MB"), "{e}");

    let one = |name: &str, n: u8| take(name, vec![n; 2], None, None).expect("taken");
    let mut audit = Audit::default();
    for n in 0..10 {
        audit.attachments.push(Attachment { bytes: 50 << 20, ..one("大.pdf", n).attachment });
    }
    let (edit, _, refused) = addition(&audit, vec![one("小.pdf", 100)]);
    assert!(edit.is_none() && refused[0].to_string().contains("500 MB"), "{refused:?}");
    audit.attachments = vec![one("同.pdf", 1).attachment; 4999];
    let (edit, contents, refused) = addition(&audit, vec![one("二.pdf", 2), one("三.pdf", 3)]);
    assert!(edit.is_some() && contents.len() == 1 && refused[0].to_string().contains("5000"), "{refused:?}");
    let (edit, _, refused) = addition(&audit, vec![one("同.pdf", 1)]);
    assert!(edit.is_none() && matches!(refused[0], AttachError::Twice(_)), "{refused:?}");
}

#[test]
fn no_name_leads_out_of_the_folder() {
    for (hostile, name) in [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\System32\\evil.dll", "evil.dll"),
        ("/etc/shadow", "shadow"),
        ("C:\\autoexec.bat", "autoexec.bat"),
        ("照片.jpg:隐藏", "照片.jpg隐藏"),
        ("..", "附件"),
        ("", "附件"),
        ("  . ", "附件"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.jpg", "_com1.jpg"),
        ("Lpt9", "_Lpt9"),
        ("com10.jpg", "com10.jpg"),
        ("铭牌\u{202e}gpj.exe", "铭牌gpj.exe"),
        ("a\0b\n<c>|d?*\".txt", "abcd.txt"),
        ("末尾. . ", "末尾"),
    ] {
        assert_eq!(file_name(hostile), name, "{hostile:?}");
    }
    let long = file_name(&format!("{}.jpg", "铭".repeat(500)));
    assert!(long.len() <= 200 && long.ends_with("铭.jpg"), "{long}");
}

/// A document with photos whose names a stranger chose.
fn hostile(folder: &Path) -> (Document, Vec<Attachment>) {
    let data = DataDir::at(folder.join("data"));
    let mut audit = Audit::default();
    audit.equipment.push(Equipment::new(KindCode::Motor));
    let device = audit.equipment[0].id;
    let mut document = Document::untitled(audit, &data).expect("document");
    for (n, name) in ["../../外面.jpg", "CON", "同名.jpg", "同名.jpg", "/etc/passwd"].into_iter().enumerate() {
        let mut taken = take("x", vec![n as u8 + 1; 9], Some(device).filter(|_| n > 1), None).expect("taken");
        taken.attachment.name = name.to_owned();
        let (edit, contents, _) = addition(document.audit(), vec![taken]);
        document.apply_with("加入", edit.expect("an edit"), &contents).expect("applied");
    }
    let list = document.audit().attachments.clone();
    (document, list)
}

#[test]
fn writing_out_stays_in_the_folder_and_replaces_nothing() {
    let folder = tempfile::tempdir().expect("folder");
    let (document, list) = hostile(folder.path());
    let out = folder.path().join("导出").join("照片");
    std::fs::create_dir_all(&out).expect("folder");
    std::fs::write(out.join("外面.jpg"), "precious").expect("written");
    let files = write_out(document.audit(), &document.reader(), &list, &out).expect("written out");
    let mut names: Vec<String> =
        files.iter().map(|f| f.file_name().expect("a name").to_string_lossy().into_owned()).collect();
    assert!(files.iter().all(|f| f.parent() == Some(out.as_path()) && f.is_file()));
    names.sort();
    let expected = ["_CON", "外面(2).jpg", "未命名 _etc_passwd", "未命名 同名(2).jpg", "未命名 同名.jpg"];
    assert_eq!(names, expected);
    assert_eq!(std::fs::read(out.join("外面.jpg")).expect("still there"), b"precious");
    assert_eq!(std::fs::read(out.join("外面(2).jpg")).expect("written"), [1; 9]);
    assert!(!folder.path().join("外面.jpg").exists());
}

#[test]
fn json_lists_attachments_and_says_that_their_contents_stay_behind() {
    let folder = tempfile::tempdir().expect("folder");
    let (document, list) = hostile(folder.path());
    let json = export_json(document.audit()).expect("json");
    assert!(json.contains(&list[0].content.to_string()));
    let read = from_json("a.json", &json).expect("read");
    assert!(read.audit.attachments.is_empty());
    let told: Vec<_> = read.complaints.iter().filter(|c| c.sheet == "attachments").collect();
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told.iter().all(|c| c.reason.contains("没有附件的内容")));
}

#[test]
fn chosen_photos_are_printed_and_kept_small() {
    let folder = tempfile::tempdir().expect("folder");
    let mut audit = Audit::default();
    audit.equipment.push(Equipment::new(KindCode::Motor));
    let device: Id = audit.equipment[0].id;
    let mut document = Document::untitled(audit, &DataDir::at(folder.path().join("data"))).expect("document");
    let mut chosen = take("铭牌.jpg", photo(3000, 1500, 6), Some(device), None).expect("taken");
    chosen.attachment.in_report = true;
    chosen.attachment.caption = "一号电机 #铭牌 [x] \"y\"".to_owned();
    let other = take("别的.jpg", photo(64, 64, 1), None, None).expect("taken");
    let (edit, contents, _) = addition(document.audit(), vec![chosen, other]);
    document.apply_with("加入", edit.expect("an edit"), &contents).expect("applied");
    let photos = report::photos(document.audit(), &document.reader()).expect("photos");
    assert_eq!(photos.len(), 1, "only what was chosen");
    let reference = Reference::on(jiff::civil::date(2026, 11, 24)).expect("reference");
    let diagnosis = diagnose(document.audit(), &reference);
    let options = ReportOptions::default();
    let render = |photos: &[report::Photo]| {
        let subject = report::Subject {
            audit: document.audit(),
            diagnosis: &diagnosis,
            reference: &reference,
            photos,
            changes: &[],
        };
        let made = report::render_with(subject, &options, &Progress::new());
        made.expect("rendered").pdf().expect("a PDF")
    };
    let (with, without) = (render(&photos), render(&[]));
    // The photo lies in the PDF as a JPEG, upright and scaled: 1000 pixels are its long side.
    let jpeg = with.windows(3).position(|w| w == b"\xFF\xD8\xFF").expect("a JPEG in the PDF");
    let picture = image::ImageReader::with_format(Cursor::new(&with[jpeg..]), image::ImageFormat::Jpeg);
    assert_eq!(picture.into_dimensions().expect("readable"), (500, 1000));
    assert!(!without.windows(3).any(|w| w == b"\xFF\xD8\xFF"));
    assert!(with.len() < without.len() + 200_000, "{} {}", with.len(), without.len());

    // In the Word document the photo is one picture more, with what was typed under it.
    let pictures = |photos: &[report::Photo]| {
        let subject = report::Subject {
            audit: document.audit(),
            diagnosis: &diagnosis,
            reference: &reference,
            photos,
            changes: &[],
        };
        let flow = report::flow(subject, &options, &Progress::new()).expect("parts");
        flow.blocks
            .iter()
            .filter_map(|b| match b {
                report::flow::Block::Picture(p) => p.caption.as_ref().map(|c| report::flow::plain(&c.runs)),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    let (with, without) = (pictures(&photos), pictures(&[]));
    assert_eq!(with.len(), without.len() + 1);
    assert!(with.iter().any(|c| c.contains("一号电机 #铭牌 [x] \"y\"")), "{with:?}");
}

#[test]
fn a_merge_brings_the_photos_of_the_other_laptop_in() {
    let folder = tempfile::tempdir().expect("folder");
    let data = DataDir::at(folder.path().join("data"));
    let mut start = Audit::default();
    start.equipment.push(Equipment::new(KindCode::Motor));
    let device = start.equipment[0].id;
    let (mut mine, mut theirs) = (
        Document::untitled(start.clone(), &data).expect("mine"),
        Document::untitled(start.clone(), &data).expect("theirs"),
    );
    let attach = |document: &mut Document, bytes: Vec<u8>| {
        let taken = take("铭牌.bin", bytes, Some(device), None).expect("taken");
        let (edit, contents, _) = addition(document.audit(), vec![taken]);
        document.apply_with("加入", edit.expect("an edit"), &contents).expect("applied");
    };
    attach(&mut mine, vec![1; 100]);
    // The same photo on both laptops, and one that only the other has.
    attach(&mut theirs, vec![1; 100]);
    attach(&mut theirs, vec![2; 200]);
    let merge = energy_audit::merge::merge(Some(&start), mine.audit(), theirs.audit());
    assert!(merge.questions.is_empty(), "{:?}", merge.questions);
    let contents = theirs.contents_beyond(mine.audit()).expect("contents");
    assert_eq!(contents.len(), 1);
    let edit = merge.edit(mine.audit(), |_| energy_audit::merge::Side::Mine);
    mine.apply_with("合并", edit, &contents).expect("merged");
    let sizes: Vec<u64> = mine.audit().attachments_of(Some(device)).map(|a| a.bytes).collect();
    assert_eq!(sizes, [100, 200]);
    assert_eq!(mine.content(mine.audit().attachments[1].content).expect("there"), [2; 200]);
    mine.undo().expect("undone");
    assert_eq!(mine.audit().attachments.len(), 1);
}
