//! The photos and documents of a device, or of the audit as a whole.

use std::sync::Arc;

use eframe::egui::{self, Align, Button, Image, Layout, Vec2};

use super::evidence;
use crate::app::dialogs::FileKind;
use crate::app::lang::Lang;
use crate::app::pictures::Picture;
use crate::app::theme;
use crate::app::workbench::Workbench;
use crate::audit::attachment::{MAX_CAPTION_CHARS, shift};
use crate::audit::{Attachment, Edit, Id};

/// Side of a thumbnail on the screen.
const SIDE: f32 = 72.0;

/// What is kept while the list is shown.
#[derive(Default)]
pub struct Attached {
    /// The caption being typed.
    typing: Option<(Id, String)>,
    /// The picture shown large.
    large: Option<Id>,
    /// What is listed.
    list: Option<(ListOf, Arc<[Attachment]>)>,
}

/// Opened audit, revision, device.
type ListOf = (u64, u64, Option<Id>);

enum Wish {
    Edit(&'static str, Box<Edit>),
    Shrink(Attachment),
    Save(Attachment),
    Remove(Attachment),
}

impl Attached {
    /// Shows the list with what can be done.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, device: Option<Id>) {
        let lang = wb.lang();
        let Some(audit) = wb.audit() else { return };
        let key = (wb.generation, wb.revision(), device);
        let known = self.list.take().filter(|(of, _)| *of == key);
        let (_, list) = known.unwrap_or_else(|| (key, audit.attachments_of(device).cloned().collect()));
        self.list = Some((key, Arc::clone(&list)));
        let total = audit.attached_bytes();
        let mut wish = None;
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                let title = lang.pick("照片和文件", "Photos and files");
                ui.label(theme::bold(title));
                if total > 0 {
                    let all = lang.pick("全部附件", "all attachments");
                    ui.label(theme::small(ui, format!("{all} {}", size(total))));
                }
            });
            for a in list.iter() {
                ui.push_id(a.id.0, |ui| self.row(ui, wb, a, lang, &mut wish));
            }
            ui.horizontal_wrapped(|ui| {
                if ui.button(lang.pick("加入照片或文件…", "Add photos or files…")).clicked() {
                    let chosen = wb.dialogs.open(FileKind::Attachment).into_iter().collect();
                    wb.attach(chosen, device);
                }
                let scale = lang.pick("加入时缩小到长边 2000 像素", "Scale to 2000 pixels when adding");
                ui.checkbox(&mut wb.pictures.shrink, scale);
                if !list.is_empty() && ui.button(lang.pick("存到文件夹…", "Save to a folder…")).clicked() {
                    wb.save_attachments(&list);
                }
            });
            if list.is_empty() {
                let hint = lang.pick(
                    "也可以把铭牌照片(JPEG、PNG、WebP)或文件拖到窗口上。",
                    "Photos and files can also be dropped on the window.",
                );
                evidence::wrapped(ui, theme::small(ui, hint));
            }
        });
        match wish {
            Some(Wish::Edit(name, edit)) => {
                wb.edit(name, *edit);
            }
            Some(Wish::Shrink(a)) => wb.shrink_photo(&a),
            Some(Wish::Save(a)) => wb.save_attachments(&[a]),
            Some(Wish::Remove(a)) => wb.detach(&a),
            None => {}
        }
        self.large(ui, wb, &list);
    }

    fn row(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, a: &Attachment, lang: Lang, wish: &mut Option<Wish>) {
        ui.separator();
        ui.horizontal_top(|ui| {
            if a.media.is_picture() {
                self.thumbnail(ui, wb, a, lang);
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.add(egui::Label::new(&a.name).truncate());
                let pixels = a.pixels.map_or_else(String::new, |(w, h)| format!("  {w}×{h}"));
                ui.label(theme::small(ui, format!("{}{pixels}", size(a.bytes))));
                if let Some(caption) = self.caption(ui, a, lang) {
                    *wish = Some(Wish::Edit("修改附件说明", Box::new(Edit::ReplaceAttachment(caption))));
                }
            });
        });
        ui.horizontal_wrapped(|ui| {
            if a.media.is_picture() {
                let mut on = a.in_report;
                if ui.checkbox(&mut on, lang.pick("入报告", "In the report")).changed() {
                    let changed = Attachment { in_report: on, ..a.clone() };
                    *wish = Some(Wish::Edit("照片入报告", Box::new(Edit::ReplaceAttachment(changed))));
                }
            }
            for (earlier, label) in [(true, lang.pick("上移", "Up")), (false, lang.pick("下移", "Down"))] {
                let edit = wb.audit().and_then(|audit| shift(audit, a.id, earlier));
                if ui.add_enabled(edit.is_some(), Button::new(label).small()).clicked()
                    && let Some(edit) = edit
                {
                    *wish = Some(Wish::Edit("移动附件", Box::new(edit)));
                }
            }
            if a.media.is_picture() && ui.small_button(lang.pick("缩小", "Scale down")).clicked() {
                *wish = Some(Wish::Shrink(a.clone()));
            }
            if ui.small_button(lang.pick("另存…", "Save…")).clicked() {
                *wish = Some(Wish::Save(a.clone()));
            }
            if ui.small_button(lang.pick("删除附件", "Remove")).clicked() {
                *wish = Some(Wish::Remove(a.clone()));
            }
        });
    }

    fn thumbnail(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, a: &Attachment, lang: Lang) {
        match wb.picture(a, false) {
            Some(Picture::Ready(texture)) => {
                let label = format!("{} {}", lang.pick("查看大图", "Show"), a.name);
                let image = Image::new((texture.id(), fit(texture.size_vec2(), Vec2::splat(SIDE)))).alt_text(label);
                if ui.add(image.sense(egui::Sense::click())).on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                    self.large = Some(a.id);
                }
            }
            Some(Picture::Failed(why)) => {
                let why = why.clone();
                ui.add_sized([SIDE, SIDE], egui::Label::new(lang.pick("不能显示", "not shown"))).on_hover_text(why);
            }
            _ => drop(ui.add_sized([SIDE, SIDE], egui::Spinner::new())),
        }
    }

    /// The caption's field; the attachment with the new caption once it is typed.
    fn caption(&mut self, ui: &mut egui::Ui, a: &Attachment, lang: Lang) -> Option<Attachment> {
        let mut text = match &self.typing {
            Some((id, text)) if *id == a.id => text.clone(),
            _ => a.caption.clone(),
        };
        let hint = lang.pick("说明，如“铭牌”“现场运行参数”", "Caption");
        let edit = egui::TextEdit::singleline(&mut text).hint_text(hint).char_limit(MAX_CAPTION_CHARS);
        let field = ui.add(edit.desired_width(f32::INFINITY));
        field.widget_info(|| {
            let label = format!("{} {}", lang.pick("说明", "Caption"), a.name);
            egui::WidgetInfo::labeled(egui::Role::TextInput, true, label)
        });
        if field.changed() {
            self.typing = Some((a.id, text.clone()));
        }
        if field.lost_focus() {
            self.typing = None;
            let text = text.trim();
            return (text != a.caption).then(|| Attachment { caption: text.to_owned(), ..a.clone() });
        }
        None
    }

    fn large(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, list: &[Attachment]) {
        let Some(a) = self.large.and_then(|id| list.iter().find(|a| a.id == id)) else {
            self.large = None;
            return;
        };
        let room = ui.ctx().content_rect().size() - Vec2::new(80.0, 160.0);
        let close = wb.tr("关闭大图", "Close");
        let shown = egui::Modal::new(egui::Id::unique("large picture")).show(ui.ctx(), |ui| {
            ui.label(theme::bold(if a.caption.is_empty() { &a.name } else { &a.caption }));
            match wb.picture(a, true) {
                Some(Picture::Ready(texture)) => {
                    let size = fit(texture.size_vec2(), room);
                    ui.add(Image::new((texture.id(), size)).alt_text(a.name.clone()));
                }
                Some(Picture::Failed(why)) => drop(ui.label(why.clone())),
                _ => drop(ui.spinner()),
            }
            ui.button(close).clicked()
        });
        if shown.inner || shown.should_close() {
            self.large = None;
        }
    }
}

/// As large as fits, never enlarged.
fn fit(size: Vec2, room: Vec2) -> Vec2 {
    let scale = (room.x / size.x.max(1.0)).min(room.y / size.y.max(1.0)).clamp(0.01, 1.0);
    size * scale
}

/// Bytes in the unit that suits them.
fn size(bytes: u64) -> String {
    if bytes < 1 << 20 {
        format!("{} KB", bytes.div_ceil(1024))
    } else {
        format!("{:.1} MB", bytes as f64 / f64::from(1 << 20))
    }
}
