//! Photos and documents in the file: kept once, undoable, found out when they were tampered with.

use std::path::Path;

use energy_audit::audit::attachment::{remove_devices, shift};
use energy_audit::audit::{Attachment, Audit, ContentHash, Edit, Id, Media};
use energy_audit::store::{Content, Document, StoreError, check, repair};
use rusqlite::Connection;

use crate::common::{place, plant, rename};

/// Bytes that look random, different for every seed.
pub fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut dice = crate::common::Dice(seed);
    (0..length).map(|_| dice.roll(256) as u8).collect()
}

/// An attachment and its content.
pub fn photo(device: Option<Id>, name: &str, bytes: Vec<u8>) -> (Attachment, Content) {
    let content = Content::new(bytes);
    let attachment = Attachment {
        id: Id::fresh(),
        device,
        name: name.to_owned(),
        media: Media::Document,
        content: content.hash(),
        bytes: content.bytes().len() as u64,
        pixels: None,
        caption: "铭牌 \"content\":\"".to_owned(),
        in_report: false,
    };
    (attachment, content)
}

fn attach(document: &mut Document, device: Option<Id>, name: &str, bytes: Vec<u8>) -> Attachment {
    let (a, content) = photo(device, name, bytes);
    let at = document.audit().attachments.len();
    document.apply_with("加入附件", Edit::InsertAttachment(at, a.clone()), &[content]).unwrap();
    a
}

fn stored(path: &Path) -> i64 {
    Connection::open(path).unwrap().query_row("SELECT count(*) FROM content", [], |r| r.get(0)).unwrap()
}

/// The examples of FIPS 180-2, appendix B, and the lengths around the padding (by sha256sum).
#[test]
fn contents_are_named_by_their_sha_256() {
    let of = |bytes: &[u8]| ContentHash::of(bytes).to_string();
    assert_eq!(of(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(
        of(b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    );
    assert_eq!(of(&vec![b'a'; 1_000_000]), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assert_eq!(of(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (length, hash) in SUMS {
        assert_eq!(of(&vec![b'x'; length]), hash, "{length}");
    }
    assert!("ba78".parse::<ContentHash>().is_err());
    assert!("é".repeat(32).parse::<ContentHash>().is_err(), "64 bytes, but no digits");
}

const SUMS: [(usize, &str); 4] = [
    (55, "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072"),
    (56, "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e"),
    (63, "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2"),
    (64, "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c"),
];

#[test]
fn an_attachment_is_kept_undone_and_taken_again() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    let device = document.audit().equipment[3].id;
    let bytes = noise(1, 300_000);
    let a = attach(&mut document, Some(device), "铭牌.jpg", bytes.clone());
    document.close(true).unwrap();

    let mut document = Document::open(&path, &p.data).unwrap();
    assert_eq!(document.audit().attachments, std::slice::from_ref(&a));
    assert_eq!(document.content(a.content).unwrap(), bytes);
    assert_eq!(document.undo().unwrap().as_deref(), Some("加入附件"));
    assert!(document.audit().attachments.is_empty());
    // Undo survives closing, and what redo would bring back is not thrown away.
    document.close(true).unwrap();
    let mut document = Document::open(&path, &p.data).unwrap();
    document.redo().unwrap();
    assert_eq!(document.content(document.audit().attachments[0].content).unwrap(), bytes);
    document.close(true).unwrap();
    let report = check(&path).unwrap();
    assert!(report.sound(), "{:?}", report.problems);
    assert_eq!((report.attachments, report.attached_bytes), (1, 300_000));
}

#[test]
fn the_same_content_is_kept_once_and_the_history_holds_no_bytes() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    let bytes = noise(2, 1 << 20);
    let devices: Vec<Id> = document.audit().equipment.iter().take(5).map(|e| e.id).collect();
    for device in devices {
        attach(&mut document, Some(device), "同一张.jpg", bytes.clone());
    }
    for n in 0..20 {
        let mut a = document.audit().attachments[n % 5].clone();
        a.caption = format!("说明 {n}");
        document.apply("说明", Edit::ReplaceAttachment(a)).unwrap();
    }
    assert_eq!(document.audit().attached_bytes(), 1 << 20);
    document.close(true).unwrap();
    assert_eq!(stored(&path), 1);
    // One megabyte of photo, and an audit of far less than another.
    let length = std::fs::metadata(&path).unwrap().len();
    assert!(length < 2 << 20, "{length}");
}

#[test]
fn an_attachment_without_its_content_is_refused_and_changes_nothing() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    let before = document.audit().clone();
    let (a, _) = photo(None, "没有内容.jpg", noise(3, 10));
    let e = document.apply("加入附件", Edit::InsertAttachment(0, a.clone())).unwrap_err();
    assert!(matches!(&e, StoreError::NoContent { name } if name == "没有内容.jpg"), "{e}");
    assert_eq!((document.audit(), document.undo_name()), (&before, None));
    assert!(matches!(document.content(a.content), Err(StoreError::NoContent { .. })));
    let audit = Audit { attachments: vec![a], ..Audit::default() };
    assert!(matches!(Document::untitled(audit, &p.data), Err(StoreError::NoContent { .. })));
}

#[test]
fn what_nothing_names_any_more_goes_at_the_next_opening() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    let kept = attach(&mut document, None, "留下.pdf", noise(4, 50_000));
    let removed = attach(&mut document, None, "删去.pdf", noise(5, 50_000));
    document.apply("删除附件", Edit::RemoveAttachment(removed.id)).unwrap();
    attach(&mut document, None, "反悔.pdf", noise(6, 3_000_000));
    document.undo().unwrap();
    // The undone step can no longer be taken again: its photo is named by nothing.
    document.apply("改名", rename("甲厂")).unwrap();
    document.save().unwrap();
    assert_eq!(stored(&path), 3);
    let long = std::fs::metadata(&path).unwrap().len();
    document.close(true).unwrap();

    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("乙厂")).unwrap();
    document.save().unwrap();
    assert_eq!(stored(&path), 2, "the removed one can still be brought back, the other one can't");
    assert!(std::fs::metadata(&path).unwrap().len() + 2_900_000 < long, "the room is given back");
    for _ in 0..3 {
        document.undo().unwrap();
    }
    assert_eq!(document.audit().attachments, [kept.clone(), removed.clone()]);
    assert_eq!(document.content(removed.content).unwrap(), noise(5, 50_000));

    // A copy without history has no use for what only the history names.
    document.undo().unwrap();
    let copy = p.file("交出.audit");
    document.save_copy(&copy).unwrap();
    assert_eq!(stored(&copy), 1);
    assert!(check(&copy).unwrap().sound());
    let copy = Document::open(&copy, &p.data).unwrap();
    assert_eq!(copy.content(kept.content).unwrap(), noise(4, 50_000));

    // The state after a step takes its contents along.
    let both = document.steps().unwrap()[1].seq;
    let then = p.file("当时.audit");
    document.save_state_after(Some(both), &then).unwrap();
    let then = Document::open(&then, &p.data).unwrap();
    assert_eq!(then.audit().attachments, [kept, removed.clone()]);
    assert_eq!(then.content(removed.content).unwrap(), noise(5, 50_000));
}

#[test]
fn removing_a_device_takes_its_photos_along_and_undo_brings_both_back() {
    let p = place();
    let mut document = Document::untitled(plant(), &p.data).unwrap();
    let ids: Vec<Id> = document.audit().equipment.iter().map(|e| e.id).collect();
    let one = attach(&mut document, Some(ids[0]), "一.jpg", noise(7, 100));
    let two = attach(&mut document, Some(ids[1]), "二.jpg", noise(8, 100));
    let whole = attach(&mut document, None, "全厂.pdf", noise(9, 100));
    let edit = remove_devices(document.audit(), vec![ids[0]]);
    document.apply("删除设备", edit).unwrap();
    assert_eq!(document.audit().attachments, [two.clone(), whole.clone()]);
    document.undo().unwrap();
    assert_eq!(document.audit().attachments, [one.clone(), two.clone(), whole.clone()]);
    assert_eq!(document.content(one.content).unwrap(), noise(7, 100));
    // Taken out without its photos (as another program might): they are shown with those of the whole audit.
    document.apply("删除设备", Edit::RemoveEquipment(vec![ids[1]])).unwrap();
    let listed: Vec<&Attachment> = document.audit().attachments_of(None).collect();
    assert_eq!(listed, [&two, &whole]);
}

#[test]
fn the_order_is_that_of_the_device() {
    let mut audit = plant();
    let ids: Vec<Id> = audit.equipment.iter().map(|e| e.id).collect();
    for (n, device) in [0, 1, 0, 1, 0].into_iter().enumerate() {
        audit.attachments.push(photo(Some(ids[device]), &n.to_string(), vec![1]).0);
    }
    let names = |audit: &Audit| audit.attachments.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("");
    let of = |audit: &Audit, name: &str| audit.attachments.iter().find(|a| a.name == name).map(|a| a.id).unwrap();
    let edit = shift(&audit, of(&audit, "2"), true).unwrap();
    let back = edit.apply(&mut audit).unwrap();
    assert_eq!(names(&audit), "20134", "before its neighbour of the same device");
    back.apply(&mut audit).unwrap();
    assert_eq!(names(&audit), "01234");
    shift(&audit, of(&audit, "2"), false).unwrap().apply(&mut audit).unwrap();
    assert_eq!(names(&audit), "01342");
    assert_eq!(shift(&audit, of(&audit, "0"), true), None);
    assert_eq!(shift(&audit, of(&audit, "2"), false), None);
}

/// Whatever a stranger did to the contents is told; repair keeps what is whole.
#[test]
fn contents_that_were_tampered_with_are_told() {
    for (sql, why, opens) in [
        ("UPDATE content SET bytes = zeroblob(1000)", "校验值不符", true),
        ("UPDATE content SET bytes = zeroblob(900000)", "大小不符", false),
        ("DELETE FROM content", "不在文件中", false),
        ("UPDATE content SET hash = upper(hash) || 'x'", "不在文件中", false),
        ("DROP TABLE content", "缺少数据表 content", false),
        (
            "DROP TABLE content; CREATE TABLE content (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL AS (zeroblob(9))) STRICT",
            "本程序不会写入的内容",
            false,
        ),
        ("UPDATE head SET json = '[{\"name\":1}]' WHERE section = 'attachments'", "附件清单", false),
        (
            "UPDATE head SET json = replace(json, '\"bytes\":1000', '\"bytes\":99999999999') WHERE section = 'attachments'",
            "大小不符",
            false,
        ),
    ] {
        let p = place();
        let path = p.saved("a.audit");
        let mut document = Document::open(&path, &p.data).unwrap();
        let a = attach(&mut document, None, "照片.jpg", noise(10, 1000));
        document.close(true).unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let report = check(&path).unwrap();
        assert!(report.problems.iter().any(|m| m.contains(why)), "{sql}: {:?}", report.problems);
        match Document::open(&path, &p.data) {
            Ok(document) => {
                assert!(opens, "{sql}");
                assert!(matches!(document.content(a.content), Err(StoreError::NoContent { .. })));
            }
            Err(e) => assert!(!opens && matches!(e, StoreError::Damaged { .. }), "{sql}: {e}"),
        }
        let out = p.file("修复.audit");
        if !why.contains("本程序") {
            repair(&path, &out).unwrap_or_else(|e| panic!("{sql}: {e}"));
            let report = check(&out).unwrap();
            assert!(report.sound() && report.attachments == 0, "{sql}: {:?}", report.problems);
            assert_eq!(report.device_count(), crate::common::PLANT);
        }
    }
}

#[test]
fn repair_keeps_the_contents_that_are_whole() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    let good = attach(&mut document, None, "好.jpg", noise(11, 70_000));
    let bad = attach(&mut document, None, "坏.jpg", noise(12, 70_000));
    document.close(true).unwrap();
    let conn = Connection::open(&path).unwrap();
    conn.execute("UPDATE content SET bytes = zeroblob(70000) WHERE hash = ?1", [bad.content.to_string()]).unwrap();
    conn.execute("UPDATE equipment SET json = '' WHERE ord = (SELECT min(ord) FROM equipment)", []).unwrap();
    drop(conn);
    let out = p.file("修复.audit");
    let report = repair(&path, &out).unwrap();
    assert!(report.problems.iter().any(|m| m.contains("坏.jpg")), "{:?}", report.problems);
    let document = Document::open(&out, &p.data).unwrap();
    assert_eq!(document.audit().attachments, std::slice::from_ref(&good));
    assert_eq!(document.content(good.content).unwrap(), noise(11, 70_000));
}
