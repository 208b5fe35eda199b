//! Photos and documents into the audit and out of it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::audit::attachment::{MAX_BYTES, MAX_NAME_CHARS};
use crate::audit::{Attachment, AttachmentError, Audit, Edit, Equipment, Id, Media};
use crate::picture::{self, PictureError};
use crate::store::{Content, Reader, StoreError};

/// The long side that photos are scaled to on request: a nameplate fills the picture and stays legible.
pub const LONG_SIDE_PIXELS: u32 = 2000;

/// Why an attachment can't be taken in or written out.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// Not within the limits.
    #[error(transparent)]
    Limit(#[from] AttachmentError),
    /// The picture can't be used.
    #[error("“{name}”{why}")]
    Picture {
        /// Its name.
        name: String,
        /// Why.
        why: PictureError,
    },
    /// There already.
    #[error("“{0}”已在这里的附件中(内容相同)，没有重复加入")]
    Twice(String),
    /// The file can't be read or written.
    #[error("读写 {} 时出错：{source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The audit's file refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A file that was read, ready to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// What the audit records of it.
    pub attachment: Attachment,
    /// What goes into the file.
    pub content: Content,
}

/// Reads a file as an attachment of a device (`None`: of the audit as a whole). With `long_side` a bigger picture is
/// scaled down to it; call it from a worker.
pub fn read(path: &Path, device: Option<Id>, long_side: Option<u32>) -> Result<Taken, AttachError> {
    let io = |source| AttachError::Io { path: path.to_path_buf(), source };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let bytes = fs::metadata(path).map_err(io)?.len();
    if bytes > MAX_BYTES {
        return Err(AttachmentError::TooBig { name: name.into_owned(), mb: bytes.div_ceil(1 << 20) }.into());
    }
    take(&name, fs::read(path).map_err(io)?, device, long_side)
}

/// An attachment of given bytes.
pub fn take(name: &str, bytes: Vec<u8>, device: Option<Id>, long_side: Option<u32>) -> Result<Taken, AttachError> {
    let name = file_name(name);
    let wrong = |why| AttachError::Picture { name: name.clone(), why };
    let (media, pixels) = picture::look(&bytes).map_err(wrong)?;
    let (bytes, media, pixels) = match long_side.filter(|_| media.is_picture()) {
        Some(side) => match picture::smaller(&bytes, media, side).map_err(wrong)? {
            Some(small) => (small.bytes, small.media, Some(small.pixels)),
            None => (bytes, media, pixels),
        },
        None => (bytes, media, pixels),
    };
    let content = Content::new(bytes);
    let attachment = Attachment {
        id: Id::fresh(),
        device,
        name,
        media,
        content: content.hash(),
        bytes: content.bytes().len() as u64,
        pixels,
        caption: String::new(),
        in_report: false,
    };
    attachment.check()?;
    Ok(Taken { attachment, content })
}

/// The edit that adds what was read behind what is there, the contents that go with it, and why some are not added.
pub fn addition(audit: &Audit, taken: Vec<Taken>) -> (Option<Edit>, Vec<Content>, Vec<AttachError>) {
    let mut probe = Audit { attachments: audit.attachments.clone(), ..Audit::default() };
    let (mut edits, mut contents, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for Taken { attachment, content } in taken {
        let twice = |a: &Attachment| a.device == attachment.device && a.content == attachment.content;
        if probe.attachments.iter().any(twice) {
            refused.push(AttachError::Twice(attachment.name));
        } else if let Err(e) = probe.has_room_for(&attachment) {
            refused.push(e.into());
        } else {
            edits.push(Edit::InsertAttachment(probe.attachments.len(), attachment.clone()));
            probe.attachments.push(attachment);
            contents.push(content);
        }
    }
    let edit = if edits.len() > 1 { Some(Edit::Batch(edits)) } else { edits.pop() };
    (edit, contents, refused)
}

/// The edit that scales a picture of the audit down to a long side, and its content; `None` if it isn't bigger. The
/// original stays in the history. Call it from a worker.
pub fn scaling(
    stored: &Reader,
    attachment: &Attachment,
    long_side: u32,
) -> Result<Option<(Edit, Content)>, AttachError> {
    let bytes = stored.content(attachment)?;
    let wrong = |why| AttachError::Picture { name: attachment.name.clone(), why };
    let Some(small) = picture::smaller(&bytes, attachment.media, long_side).map_err(wrong)? else { return Ok(None) };
    let content = Content::new(small.bytes);
    let scaled = Attachment {
        media: small.media,
        content: content.hash(),
        bytes: content.bytes().len() as u64,
        pixels: Some(small.pixels),
        ..attachment.clone()
    };
    Ok(Some((Edit::ReplaceAttachment(scaled), content)))
}

/// Writes attachments into a folder, each under the device's label and its own name, and returns the files. Nothing
/// there is replaced, and no name in the audit leads out of the folder.
pub fn write_out(
    audit: &Audit,
    stored: &Reader,
    attachments: &[Attachment],
    folder: &Path,
) -> Result<Vec<PathBuf>, AttachError> {
    let io = |path: &Path, source| AttachError::Io { path: path.to_path_buf(), source };
    fs::create_dir_all(folder).map_err(|e| io(folder, e))?;
    let mut written = Vec::with_capacity(attachments.len());
    for a in attachments {
        let bytes = stored.content(a)?;
        let label = a.device.and_then(|d| audit.device(d)).map(Equipment::label);
        let name =
            file_name(&label.map_or_else(|| a.name.clone(), |label| format!("{} {}", flat(label), flat(&a.name))));
        let (path, mut file) = create(folder, &with_extension(&name, a.media)).map_err(|e| io(folder, e))?;
        let kept = file.write_all(&bytes).and_then(|()| file.sync_all());
        if let Err(e) = kept {
            drop(file);
            // Half a file is worse than none.
            let _ = fs::remove_file(&path);
            return Err(io(&path, e));
        }
        written.push(path);
    }
    Ok(written)
}

/// A new file of this name in the folder, numbered if there is one already.
fn create(folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
    let (stem, extension) = split(name);
    let mut n = 1;
    loop {
        let number = if n == 1 { String::new() } else { format!("({n})") };
        let path = folder.join(format!("{stem}{number}{extension}"));
        match File::create_new(&path) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && n < 10_000 => n += 1,
            other => return other.map(|file| (path, file)),
        }
    }
}

/// Folders in a label are text.
fn flat(text: &str) -> String {
    text.replace(['/', '\\'], "_")
}

/// The name with the extension that its content has: a scaled WebP is a JPEG, and a picture is nothing else.
fn with_extension(name: &str, media: Media) -> String {
    let (stem, extension) = split(name);
    let fits: &[&str] = match media {
        Media::Jpeg => &[".jpg", ".jpeg"],
        Media::Png => &[".png"],
        Media::Webp => &[".webp"],
        Media::Document => return name.to_owned(),
    };
    match fits {
        _ if fits.contains(&extension.to_lowercase().as_str()) => name.to_owned(),
        [first, ..] => format!("{stem}{first}"),
        [] => name.to_owned(),
    }
}

/// Stem and extension with its dot.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 && name.len() - at <= 12 => name.split_at(at),
        _ => (name, ""),
    }
}

/// Most bytes of a file name: file systems allow 255, and a number may follow.
const MAX_NAME_BYTES: usize = 200;

/// A file name that is one on every system and in no other folder: without folders, drive letters, control and
/// direction characters, not one of the names that Windows gives to devices, and not too long.
pub fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let allowed = |c: &char| {
        !c.is_control()
            && !"\\/:*?\"<>|".contains(*c)
            && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    let clean: String = last.chars().filter(allowed).collect();
    let clean = clean.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let (stem, extension) = split(clean);
    let room = MAX_NAME_BYTES - extension.len();
    let mut short = String::new();
    for c in stem.chars().take(MAX_NAME_CHARS) {
        if short.len() + c.len_utf8() > room {
            break;
        }
        short.push(c);
    }
    let stem = short.trim_end_matches(['.', ' ']);
    if stem.is_empty() {
        return format!("附件{extension}");
    }
    let first = stem.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|p| {
        first
            .strip_prefix(p)
            .is_some_and(|n| matches!(n, "¹" | "²" | "³") || (n.len() == 1 && n.as_bytes()[0].is_ascii_digit()))
    });
    if numbered || ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"].contains(&first.as_str()) {
        return format!("_{stem}{extension}");
    }
    format!("{stem}{extension}")
}
