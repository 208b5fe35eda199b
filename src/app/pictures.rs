//! Photos and documents in the workbench: adding, saving out, and small pictures made on workers.

use std::collections::HashMap;
use std::path::PathBuf;

use eframe::egui::{ColorImage, TextureHandle, TextureOptions};

use super::theme::Tone;
use super::workbench::Workbench;
use crate::audit::{Attachment, ContentHash, Edit, Id};
use crate::exchange::attachments::{self, LONG_SIDE_PIXELS};
use crate::picture;

/// Long side of a thumbnail in pixels.
const SMALL: u32 = 160;
/// Long side of the large view in pixels.
const LARGE: u32 = 1600;
/// So many pictures are unpacked at a time.
const AT_A_TIME: usize = 2;
/// So many pictures are kept unpacked.
const KEPT: usize = 400;

/// A picture on its way to the screen.
pub enum Picture {
    /// A worker unpacks it.
    Loading,
    /// Ready.
    Ready(TextureHandle),
    /// Why it can't be shown.
    Failed(String),
}

/// The pictures kept for the screen, by content and whether large.
#[derive(Default)]
pub struct Pictures {
    known: HashMap<(ContentHash, bool), Picture>,
    /// Whether photos are scaled down when they are added.
    pub shrink: bool,
}

impl Workbench {
    /// A picture for the screen; `None` while it waits for its turn.
    pub fn picture(&mut self, a: &Attachment, large: bool) -> Option<&Picture> {
        let key = (a.content, large);
        let loading = self.pictures.known.values().filter(|p| matches!(p, Picture::Loading)).count();
        if !self.pictures.known.contains_key(&key) && loading < AT_A_TIME {
            if self.pictures.known.len() >= KEPT {
                self.pictures.known.retain(|_, p| matches!(p, Picture::Loading));
            }
            self.load(a, large);
        }
        self.pictures.known.get(&key)
    }

    fn load(&mut self, a: &Attachment, large: bool) {
        // What is just being added is there once it is kept; the frame after that asks again.
        let Some(document) = self.document.as_ref().filter(|d| d.kept()) else { return };
        let (key, stored, a) = ((a.content, large), document.reader(), a.clone());
        self.pictures.known.insert(key, Picture::Loading);
        let title = self.tr("读取照片", "Reading a photo");
        self.jobs.start(&self.ctx.clone(), title, true, move |_| {
            let made = stored.content(&a).map_err(|e| e.to_string()).and_then(|bytes| {
                let side = if large { LARGE } else { SMALL };
                picture::for_screen(&bytes, a.media, side).map_err(|e| format!("“{}”{e}", a.name))
            });
            Box::new(move |wb: &mut Self| {
                let picture = match made {
                    Ok(p) => {
                        let size = [p.width as usize, p.height as usize];
                        let image = ColorImage::from_rgba_unmultiplied(size, &p.rgba);
                        Picture::Ready(wb.ctx.load_texture(&a.name, image, TextureOptions::LINEAR))
                    }
                    Err(e) => Picture::Failed(e),
                };
                wb.pictures.known.insert(key, picture);
                wb.ctx.request_repaint();
            })
        });
    }

    /// Reads files on a worker and adds them to a device (`None`: to the audit as a whole), as one step.
    pub fn attach(&mut self, paths: Vec<PathBuf>, device: Option<Id>) {
        if self.document.is_none() || paths.is_empty() {
            return;
        }
        let (generation, side) = (self.generation, self.pictures.shrink.then_some(LONG_SIDE_PIXELS));
        let title = self.tr("加入照片和文件", "Adding photos and files");
        self.jobs.start(&self.ctx.clone(), title, false, move |_| {
            let read: Vec<_> = paths.iter().map(|path| attachments::read(path, device, side)).collect();
            Box::new(move |wb: &mut Self| {
                let Some(document) = wb.document.as_ref().filter(|_| wb.generation == generation) else { return };
                let (mut taken, mut refused) = (Vec::new(), Vec::new());
                for one in read {
                    match one {
                        Ok(one) => taken.push(one),
                        Err(e) => refused.push(e),
                    }
                }
                let (edit, contents, more) = attachments::addition(document.audit(), taken);
                if let Some(edit) = edit {
                    let n = contents.len();
                    if wb.edit_with(&format!("加入 {n} 个附件"), edit, &contents) {
                        wb.tell(Tone::Good, format!("已加入 {n} 个附件"), format!("{n} files attached"));
                    }
                }
                for e in refused.into_iter().chain(more) {
                    wb.say(Tone::Bad, e.to_string());
                }
            })
        });
    }

    /// Scales a photo down on a worker, as one step.
    pub fn shrink_photo(&mut self, a: &Attachment) {
        let Some(document) = &self.document else { return };
        let (generation, stored, a) = (self.generation, document.reader(), a.clone());
        let title = self.tr("缩小照片", "Scaling a photo down");
        self.jobs.start(&self.ctx.clone(), title, false, move |_| {
            let scaled = attachments::scaling(&stored, &a, LONG_SIDE_PIXELS).map_err(|e| e.to_string());
            Box::new(move |wb: &mut Self| {
                // It may have been changed or removed meanwhile.
                let there = wb.audit().is_some_and(|audit| audit.attachments.contains(&a));
                if wb.generation != generation || !there {
                    return;
                }
                match scaled {
                    Ok(Some((edit, content))) => {
                        if wb.edit_with("缩小照片", edit, &[content]) {
                            let text = "已缩小；撤销记录中仍保留原图，文件在“另存副本”(不带历史)后才会变小";
                            wb.say(Tone::Good, text);
                        }
                    }
                    Ok(None) => wb.say(Tone::Quiet, format!("长边不超过 {LONG_SIDE_PIXELS} 像素，不用缩小")),
                    Err(e) => wb.say(Tone::Bad, e),
                }
            })
        });
    }

    /// Removes an attachment, as one step.
    pub fn detach(&mut self, a: &Attachment) {
        if self.edit(&format!("删除附件 {}", a.name), Edit::RemoveAttachment(a.id)) {
            self.tell(Tone::Quiet, "已删除附件，Ctrl+Z 可撤销", "Attachment removed; Ctrl+Z takes it back");
        }
    }

    /// Asks for a folder and writes attachments into it, on a worker.
    pub fn save_attachments(&mut self, list: &[Attachment]) {
        let Some(folder) = self.dialogs.folder() else { return };
        let Some(document) = &self.document else { return };
        let (audit, stored, list) = (document.shared(), document.reader(), list.to_vec());
        let title = self.tr("把附件存到文件夹", "Saving files to a folder");
        self.jobs.start(&self.ctx.clone(), title, false, move |_| {
            let written = attachments::write_out(&audit, &stored, &list, &folder).map_err(|e| e.to_string());
            drop(audit);
            Box::new(move |wb: &mut Self| match written {
                Ok(files) => wb.say(Tone::Good, format!("已把 {} 个附件存到 {}", files.len(), folder.display())),
                Err(e) => wb.say(Tone::Bad, e),
            })
        });
    }
}
