//! The photos chosen for the report.

use serde_json::{Value, json};

use super::model;
use crate::audit::{Attachment, Audit, Equipment};
use crate::picture;
use crate::progress::Progress;
use crate::store::{Reader, StoreError};

/// Long side of a printed photo: about 300 dots an inch in half a page's width, so that the PDF stays small.
const PRINTED_PIXELS: u32 = 1000;

/// A photo for the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    /// What the audit says of it.
    pub attachment: Attachment,
    /// The picture's file.
    pub content: Vec<u8>,
}

/// The photos of an audit that are to be printed, in the order of the devices; those of the whole audit first.
pub fn photos(audit: &Audit, stored: &Reader) -> Result<Vec<Photo>, StoreError> {
    let place =
        |a: &Attachment| a.device.and_then(|id| audit.equipment.iter().position(|e| e.id == id).map(|at| at + 1));
    let mut chosen: Vec<(Option<usize>, &Attachment)> =
        audit.attachments.iter().filter(|a| a.in_report && a.media.is_picture()).map(|a| (place(a), a)).collect();
    chosen.sort_by_key(|(place, _)| *place);
    chosen.into_iter().map(|(_, a)| Ok(Photo { attachment: a.clone(), content: stored.content(a)? })).collect()
}

/// The photos as files for the templates, and what is said of each. A photo that can't be read is left out with the
/// reason in its place.
pub(super) fn prepare(audit: &Audit, photos: &[Photo], progress: &Progress) -> (Value, Vec<(String, Vec<u8>)>) {
    let (mut rows, mut files) = (Vec::new(), Vec::new());
    for (n, photo) in (1..).zip(photos) {
        if progress.cancelled() {
            break;
        }
        let a = &photo.attachment;
        let device = a.device.and_then(|id| audit.device(id)).map_or("", Equipment::label);
        let caption = if a.caption.is_empty() { &a.name } else { &a.caption };
        let (file, caption) = match picture::for_print(&photo.content, a.media, PRINTED_PIXELS) {
            Ok(written) => {
                let name = format!("photo-{n}.jpg");
                files.push((name.clone(), written.bytes));
                (Value::from(name), model::text(caption))
            }
            Err(e) => (Value::Null, model::text(&format!("“{}”{e}", a.name))),
        };
        rows.push(json!({"file": file, "number": n.to_string(), "device": model::text(device), "caption": caption}));
    }
    (Value::Array(rows), files)
}
