//! Photos and documents that travel with the audit.
//!
//! The audit knows what they are; their contents lie in the file once each, under their [`ContentHash`].

use serde::{Deserialize, Serialize};

use super::edit::{Edit, EditError};
use super::{Audit, ContentHash, Id};

/// Most bytes of one attachment.
pub const MAX_BYTES: u64 = 50 << 20;
/// Most bytes of all attachments together: the file is written whole with every save.
pub const MAX_TOTAL_BYTES: u64 = 500 << 20;
/// Most attachments of an audit.
pub const MAX_COUNT: usize = 5_000;
/// Most characters of a name.
pub const MAX_NAME_CHARS: usize = 120;
/// Most characters of a caption.
pub const MAX_CAPTION_CHARS: usize = 200;

/// What an attachment is, found from its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// A photo.
    Jpeg,
    /// A picture without loss.
    Png,
    /// A picture.
    Webp,
    /// Anything else; kept as it is.
    Document,
}

impl Media {
    /// Whether it can be shown and printed.
    pub fn is_picture(self) -> bool {
        self != Self::Document
    }
}

/// A photo or document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Stable id.
    pub id: Id,
    /// The device it belongs to; `None` for the audit as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Id>,
    /// File name without folders.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// Its content.
    pub content: ContentHash,
    /// Size of the content.
    pub bytes: u64,
    /// Width and height of a picture as it is shown, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<(u32, u32)>,
    /// What it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// Whether it is printed in the report; pictures only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_report: bool,
}

/// Why an attachment can't be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentError {
    /// One is too big.
    #[error("“{name}”有 {mb} MB，一个附件最多 50 MB；请先缩小或拆分")]
    TooBig {
        /// Its name.
        name: String,
        /// Its size.
        mb: u64,
    },
    /// Nothing in it.
    #[error("“{0}”是空文件(0 字节)，没有加入")]
    Empty(String),
    /// All together are too big.
    #[error("加入“{name}”后附件共 {mb} MB，超过 500 MB 的上限；请先缩小照片，或把大文件放在审计文件之外")]
    TotalTooBig {
        /// Of the one that doesn't fit.
        name: String,
        /// What it would be.
        mb: u64,
    },
    /// Too many.
    #[error("附件已达 5000 个的上限，“{0}”没有加入")]
    TooMany(String),
}

impl Attachment {
    /// Checks one attachment against its limits.
    pub fn check(&self) -> Result<(), AttachmentError> {
        match self.bytes {
            0 => Err(AttachmentError::Empty(self.name.clone())),
            1..=MAX_BYTES => Ok(()),
            bytes => Err(AttachmentError::TooBig { name: self.name.clone(), mb: mb(bytes) }),
        }
    }
}

/// Megabytes, rounded up.
fn mb(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

impl Audit {
    /// The attachments of a device, or with `None` those of the audit as a whole and of devices that are gone.
    pub fn attachments_of(&self, device: Option<Id>) -> impl Iterator<Item = &Attachment> {
        let mut devices = std::collections::HashSet::new();
        if device.is_none() {
            // Of many devices few have attachments.
            let named: std::collections::HashSet<Id> = self.attachments.iter().filter_map(|a| a.device).collect();
            if !named.is_empty() {
                devices.extend(self.equipment.iter().map(|e| e.id).filter(|id| named.contains(id)));
            }
        }
        self.attachments.iter().filter(move |a| match device {
            Some(_) => a.device == device,
            None => a.device.is_none_or(|d| !devices.contains(&d)),
        })
    }

    /// Bytes of all contents, each counted once.
    pub fn attached_bytes(&self) -> u64 {
        let mut seen = std::collections::HashSet::new();
        self.attachments.iter().filter(|a| seen.insert(a.content)).map(|a| a.bytes).sum()
    }

    /// Whether one more attachment is within the limits.
    pub fn has_room_for(&self, new: &Attachment) -> Result<(), AttachmentError> {
        new.check()?;
        if self.attachments.len() >= MAX_COUNT {
            return Err(AttachmentError::TooMany(new.name.clone()));
        }
        let known = self.attachments.iter().any(|a| a.content == new.content);
        let total = self.attached_bytes() + if known { 0 } else { new.bytes };
        if total > MAX_TOTAL_BYTES {
            return Err(AttachmentError::TotalTooBig { name: new.name.clone(), mb: mb(total) });
        }
        Ok(())
    }
}

/// The edit that removes devices with their attachments.
pub fn remove_devices(audit: &Audit, ids: Vec<Id>) -> Edit {
    let gone: std::collections::HashSet<Id> = ids.iter().copied().collect();
    let mut edits: Vec<Edit> = audit
        .attachments
        .iter()
        .filter(|a| a.device.is_some_and(|d| gone.contains(&d)))
        .map(|a| Edit::RemoveAttachment(a.id))
        .collect();
    if edits.is_empty() {
        return Edit::RemoveEquipment(ids);
    }
    edits.push(Edit::RemoveEquipment(ids));
    Edit::Batch(edits)
}

/// The edit that moves an attachment before (`earlier`) or behind its neighbour of the same device; `None` at the end.
pub fn shift(audit: &Audit, id: Id, earlier: bool) -> Option<Edit> {
    let at = audit.attachments.iter().position(|a| a.id == id)?;
    let moved = audit.attachments.get(at)?;
    let same = |a: &&Attachment| a.device == moved.device;
    let (before, after) = (audit.attachments.get(..at)?, audit.attachments.get(at + 1..)?);
    let neighbour = if earlier { before.iter().rev().find(same) } else { after.iter().find(same) }?;
    let to = audit.attachments.iter().position(|a| a.id == neighbour.id)?;
    Some(Edit::Batch(vec![Edit::RemoveAttachment(id), Edit::InsertAttachment(to, moved.clone())]))
}

/// Applies an edit of the list; the inverse.
pub(super) fn insert(audit: &mut Audit, at: usize, new: Attachment) -> Result<Edit, EditError> {
    if audit.attachments.iter().any(|a| a.id == new.id) {
        return Err(EditError::Duplicate);
    }
    let id = new.id;
    audit.attachments.insert(at.min(audit.attachments.len()), new);
    Ok(Edit::RemoveAttachment(id))
}

pub(super) fn replace(audit: &mut Audit, new: Attachment) -> Result<Edit, EditError> {
    let slot = audit.attachments.iter_mut().find(|a| a.id == new.id).ok_or(EditError::Gone)?;
    Ok(Edit::ReplaceAttachment(std::mem::replace(slot, new)))
}

pub(super) fn remove(audit: &mut Audit, id: Id) -> Result<Edit, EditError> {
    let at = audit.attachments.iter().position(|a| a.id == id).ok_or(EditError::Gone)?;
    Ok(Edit::InsertAttachment(at, audit.attachments.remove(at)))
}
