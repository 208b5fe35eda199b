//! `attach` and `attachments`: photos and documents into an audit, listed, and out of it.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::output::View;
use super::{Failure, Lang, Out, Refused};
use crate::audit::Id;
use crate::exchange::attachments::{self, LONG_SIDE_PIXELS};
use crate::store::{DataDir, Document};

/// Adds files to a device, or to the audit as a whole; one step.
pub(super) fn attach(file: &Path, device: Option<&str>, files: &[PathBuf], shrink: bool) -> Result<Refused, Failure> {
    let mut document = super::commands::open(file)?;
    let device = device.map(|tag| find(&document, tag)).transpose()?;
    let side = shrink.then_some(LONG_SIDE_PIXELS);
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for path in files {
        match attachments::read(path, device, side) {
            Ok(one) => taken.push(one),
            Err(e) => refused.push(e),
        }
    }
    let (edit, contents, more) = attachments::addition(document.audit(), taken);
    refused.extend(more);
    for e in &refused {
        eprintln!("{e}");
    }
    if let Some(edit) = edit {
        document.apply_with(&format!("加入 {} 个附件", contents.len()), edit, &contents)?;
    }
    document.close(true)?;
    eprintln!("已加入 {} 个附件，没有加入 {} 个", contents.len(), refused.len());
    Ok(!refused.is_empty())
}

fn find(document: &Document, tag: &str) -> Result<Id, Failure> {
    let has = |e: &&crate::audit::Equipment| e.common.tag.as_ref().is_some_and(|t| t.value.trim() == tag.trim());
    let found: Vec<Id> = document.audit().equipment.iter().filter(has).map(|e| e.id).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Failure::Usage(format!("审计中没有编号为 {tag} 的设备"))),
        more => Err(Failure::Usage(format!("有 {} 行设备的编号都是 {tag}，不能确定是哪一台", more.len()))),
    }
}

/// Lists the attachments, and writes them into a folder if one is given.
pub(super) fn list(file: &Path, folder: Option<&Path>, out: &Out) -> Result<Refused, Failure> {
    let document = Document::open_read_only(file, &DataDir::default_location())?;
    let audit = document.audit();
    let header = match out.lang {
        Lang::Zh => ["设备", "文件", "大小(字节)", "像素", "说明", "入报告"],
        Lang::En => ["Device", "File", "Bytes", "Pixels", "Caption", "In the report"],
    };
    let row = |a: &crate::audit::Attachment| {
        let device = a.device.and_then(|id| audit.device(id)).map_or("", |e| e.label());
        let pixels = a.pixels.map_or_else(String::new, |(w, h)| format!("{w}×{h}"));
        let printed = if a.in_report { "✔" } else { "" };
        vec![device.to_owned(), a.name.clone(), a.bytes.to_string(), pixels, a.caption.clone(), printed.to_owned()]
    };
    let rows = audit.attachments.iter().map(row).collect();
    let json = json!({"attachments": audit.attachments, "total_bytes": audit.attached_bytes()});
    View { header: header.map(str::to_owned).to_vec(), rows, json }.print(out.format)?;
    if let Some(folder) = folder {
        let files = attachments::write_out(audit, &document.reader(), &audit.attachments, folder)
            .map_err(|e| Failure::File(e.to_string()))?;
        eprintln!("已把 {} 个附件存到 {}", files.len(), folder.display());
    }
    document.close(false)?;
    Ok(false)
}
