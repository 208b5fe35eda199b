//! 报告: what is missing, the very pages as they will be printed, and the export.

mod settings;
mod texts;

use std::sync::Arc;

use eframe::egui::{self, ColorImage, TextureHandle, TextureOptions, Vec2};

use crate::app::dialogs::FileKind;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::{self, evidence, field};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::Audit;
use crate::report::{self, Form, Format, Gap, Photo, Rendered, ReportOptions};
use crate::store::{Change, Reader};

/// Pixels per point of a page image at zoom 1: sharp enough to read, small enough to be quick.
const PIXELS_PER_PT: f32 = 1.6;

/// The smallest zoom.
const LEAST_ZOOM: f32 = 0.4;
/// Widest a choice beside the preview is.
const CHOICE: f32 = 260.0;

/// The page's state.
#[derive(Default)]
pub struct ReportPage {
    options: ReportOptions,
    rendered: Option<Arc<Rendered>>,
    /// Revision and options that `rendered` belongs to.
    made_for: Option<(u64, ReportOptions)>,
    under_way: Option<(u64, ReportOptions, u64)>,
    gaps: Work<Option<u64>, Vec<Gap>>,
    failed: Option<String>,
    page: usize,
    /// How large the page is shown; without, as wide as there is room.
    zoom: Option<f32>,
    /// What fits the room.
    fitting: f32,
    texture: Option<(usize, u64, TextureHandle)>,
    made: u64,
    texts: texts::Texts,
    typing: field::Buffers,
    /// The audit that is shown.
    generation: u64,
}

/// Where a worker leaves a finished report for the page to pick up.
pub type Delivery = Option<(u64, ReportOptions, Result<Arc<Rendered>, String>)>;

/// What the report prints besides the audit.
fn attached(audit: &Audit, stored: &Reader, options: &ReportOptions) -> Result<(Vec<Photo>, Vec<Change>), String> {
    let photos = report::photos(audit, stored).map_err(|e| e.to_string())?;
    Ok((photos, report::changes(audit, stored, options).map_err(|e| e.to_string())?))
}

impl ReportPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        if self.generation != wb.generation {
            self.generation = wb.generation;
            self.texts.clear();
            self.typing.clear();
        }
        self.collect(wb);
        self.start(wb);
        let lang = wb.lang();
        let purpose = lang.pick(
            "左边选内容，右边就是将要导出的页面；还缺什么先列出来",
            "What is chosen at the left is what is exported; what is missing is listed first",
        );
        widgets::head(ui, lang.pick("诊断报告", "Audit report"), purpose, |ui| self.exports(ui, wb));
        let side = egui::Frame::new().inner_margin(egui::Margin { right: 12, ..Default::default() });
        egui::Panel::left("report_side")
            .frame(side)
            .default_size(310.0)
            .size_range(260.0..=480.0)
            .show_separator_line(false)
            .show(ui, |ui| {
                widgets::within(ui, |ui| {
                    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| self.side(ui, wb));
                });
            });
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| self.preview(ui, wb));
    }

    fn collect(&mut self, wb: &mut Workbench) {
        let Some((revision, options, result)) = wb.report.take() else {
            // A worker that ended without a result has failed, which has been said; the same is not tried again.
            if let Some((revision, options, _)) = self.under_way.take_if(|(_, _, job)| !wb.jobs.is_running(*job)) {
                self.failed = Some(wb.tr("报告没有生成", "No report was made").to_owned());
                self.made_for = Some((revision, options));
            }
            return;
        };
        self.under_way = None;
        match result {
            Ok(rendered) => {
                self.page = self.page.min(rendered.page_count().saturating_sub(1));
                self.rendered = Some(rendered);
                self.failed = None;
                self.made += 1;
            }
            Err(e) => self.failed = Some(e),
        }
        self.made_for = Some((revision, options));
    }

    /// Renders on a worker whenever the audit, its diagnosis or the options changed.
    fn start(&mut self, wb: &mut Workbench) {
        let wanted = (wb.revision(), self.options.clone());
        if !wb.up_to_date() || self.under_way.is_some() || self.made_for.as_ref() == Some(&wanted) {
            return;
        }
        let (Some(document), Some(diagnosis), Some(reference)) = (&wb.document, &wb.diagnosis, &wb.reference) else {
            return;
        };
        let (audit, diagnosis, reference) = (document.shared(), diagnosis.clone(), reference.clone());
        if !document.kept() {
            // The frame after it is kept asks again.
            return;
        }
        let stored = document.reader();
        let generation = wb.generation;
        let title = wb.tr("生成报告", "Rendering the report");
        let asked = wanted.clone();
        let job = wb.jobs.start(&wb.ctx.clone(), title, false, move |progress| {
            let result = attached(&audit, &stored, &wanted.1).and_then(|(photos, changes)| {
                let made = {
                    let (audit, diagnosis, reference) = (&*audit, &*diagnosis, &reference);
                    let subject = report::Subject { audit, diagnosis, reference, photos: &photos, changes: &changes };
                    report::render_with(subject, &wanted.1, progress)
                };
                made.map_err(|e| e.to_string())
            });
            Box::new(move |wb: &mut Workbench| {
                if wb.generation == generation {
                    wb.report = Some((wanted.0, wanted.1, result.map(Arc::new)));
                }
                wb.ctx.request_repaint();
            })
        });
        self.under_way = Some((asked.0, asked.1, job));
    }

    /// The buttons that write the report, the PDF at the end.
    fn exports(&self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let current = self.rendered.is_some() && self.made_for.as_ref().is_some_and(|m| m.0 == wb.revision());
        if widgets::primary(ui, current, lang.pick("导出 PDF…", "Export PDF…")).clicked() {
            self.export(wb);
        }
        let word = ui.add_enabled(current, egui::Button::new(lang.pick("导出 Word…", "Export Word…")));
        if word.on_hover_text(lang.pick("可在 Word、WPS 中编辑", "To be edited in Word or WPS")).clicked() {
            self.export_parts(wb, Format::Docx);
        }
        let tables = ui.add_enabled(current, egui::Button::new(lang.pick("导出表格…", "Export tables…")));
        if tables.on_hover_text(lang.pick("报告的全部表格，Excel", "Every table of the report, Excel")).clicked()
        {
            self.export_parts(wb, Format::Xlsx);
        }
    }

    fn side(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        self.form(ui, lang);
        ui.add_space(8.0);
        let label = ui.label(theme::bold(lang.pick("方案", "Scenario")));
        let scenarios: Vec<(crate::audit::Id, String)> =
            wb.audit().map_or_else(Vec::new, |a| a.scenarios.iter().map(|s| (s.id, s.name.clone())).collect());
        // Until one is chosen the first is taken.
        let chosen = scenarios.iter().find(|(id, _)| Some(*id) == self.options.scenario).or(scenarios.first());
        let shown = chosen.map_or_else(|| lang.pick("还没有方案", "none yet").to_owned(), |(_, n)| n.clone());
        let width = (ui.available_width() - 16.0).min(CHOICE);
        let combo = egui::ComboBox::from_id_salt("report_scenario").selected_text(shown).width(width).truncate();
        let response = combo.show_ui(ui, |ui| {
            for (id, name) in &scenarios {
                if ui.selectable_label(chosen.is_some_and(|(c, _)| c == id), name).clicked() {
                    self.options.scenario = Some(*id);
                }
            }
        });
        response.response.labelled_by(label.id);
        ui.add_space(8.0);
        // Folded, so that what is missing is in sight.
        settings::chapters(ui, wb);
        settings::imprint(ui, wb, &mut self.typing);
        let rendered = self.rendered.clone();
        self.texts.list(ui, lang, rendered.as_ref().map_or(&[], |r| r.passages()));
        ui.separator();
        self.gaps(ui, wb);
    }

    fn gaps(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        if wb.up_to_date() {
            let title = lang.pick("查找缺口", "Looking for what is missing");
            self.gaps.ask(wb, wb.diagnosed, Pace::Follow, title, |wb| {
                let reference = wb.reference.clone();
                move |given: Given<'_>, _: &_| {
                    let known = given.diagnosis.zip(reference);
                    Ok(known.map_or_else(Vec::new, |(d, reference)| report::gaps(given.audit, d, &reference)))
                }
            });
        }
        self.gaps.waiting(ui, lang);
        let Some(gaps) = self.gaps.known().cloned() else { return };
        let gaps = &*gaps;
        let title = format!("{} {}", lang.pick("导出前的缺口", "Missing before export"), gaps.len());
        ui.label(theme::bold(title));
        if gaps.is_empty() {
            ui.label(theme::weak(ui, lang.pick("没有缺口", "nothing missing")));
        }
        let mut group = None;
        for gap in gaps.iter().take(200) {
            if group != Some(gap.group) {
                group = Some(gap.group);
                ui.add_space(4.0);
                ui.label(theme::weak(ui, lang.said(gap.group.zh())));
            }
            let text = egui::RichText::new(lang.said(&gap.text));
            evidence::bullet(ui, |ui| {
                let Some(id) = gap.device else { return evidence::wrapped(ui, text) };
                let label = egui::Label::new(text.color(theme::palette(ui).accent)).wrap().sense(egui::Sense::click());
                let link = ui.add(label).on_hover_cursor(egui::CursorIcon::PointingHand);
                if link.on_hover_text(lang.pick("去填写", "go to the device")).clicked() {
                    wb.show_device(id);
                }
            });
        }
        if gaps.len() > 200 {
            let more = match lang {
                Lang::Zh => format!("…共 {} 条", gaps.len()),
                Lang::En => format!("… {} in all", gaps.len()),
            };
            ui.label(theme::weak(ui, more));
        }
    }

    /// The whole report or a short form.
    fn form(&mut self, ui: &mut egui::Ui, lang: Lang) {
        let label = ui.label(theme::bold(lang.pick("报告形式", "Form of the report")));
        let name = |form: Form| lang.pick(form.zh(), form.en());
        let width = (ui.available_width() - 16.0).min(CHOICE);
        let combo = egui::ComboBox::from_id_salt("report_form").selected_text(name(self.options.form)).width(width);
        let chosen = combo.show_ui(ui, |ui| {
            for form in Form::ALL {
                ui.selectable_value(&mut self.options.form, form, name(form));
            }
        });
        chosen.response.labelled_by(label.id);
    }

    /// Word and Excel lay the report out themselves, from its parts.
    fn export_parts(&self, wb: &mut Workbench, format: Format) {
        let (Some(document), Some(diagnosis), Some(reference)) = (&wb.document, &wb.diagnosis, &wb.reference) else {
            return;
        };
        let (audit, diagnosis, reference) = (document.shared(), diagnosis.clone(), reference.clone());
        let stored = document.reader();
        let kind = if format == Format::Docx { FileKind::Word } else { FileKind::Workbook };
        let Some(path) = wb.dialogs.save(kind, &report::file_name(document.audit(), self.options.form, format)) else {
            return;
        };
        let (options, title) = (self.options.clone(), wb.tr("写出报告", "Writing the report"));
        wb.jobs.start(&wb.ctx.clone(), title, false, move |progress| {
            let written = attached(&audit, &stored, &options).and_then(|(photos, changes)| {
                let (audit, diagnosis, reference) = (&*audit, &*diagnosis, &reference);
                let subject = report::Subject { audit, diagnosis, reference, photos: &photos, changes: &changes };
                report::write(&path, format, subject, &options, progress).map_err(|e| e.to_string())
            });
            Box::new(move |wb: &mut Workbench| match written {
                Ok(_) => wb.say(Tone::Good, format!("已导出 {}", path.display())),
                Err(e) => wb.say(Tone::Bad, e.to_string()),
            })
        });
    }

    fn export(&self, wb: &mut Workbench) {
        let Some(rendered) = &self.rendered else { return };
        let Some(audit) = wb.audit() else { return };
        let name = report::file_name(audit, self.options.form, Format::Pdf);
        let Some(path) = wb.dialogs.save(FileKind::Pdf, &name) else { return };
        let (rendered, title) = (rendered.clone(), wb.tr("写出 PDF", "Writing the PDF"));
        wb.jobs.start(&wb.ctx.clone(), title, false, move |_| {
            let written = report::write_pdf(&path, &rendered);
            Box::new(move |wb: &mut Workbench| match written {
                Ok(()) => wb.say(Tone::Good, format!("已导出 {}", path.display())),
                Err(e) => wb.say(Tone::Bad, e.to_string()),
            })
        });
    }

    fn preview(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        if let Some(e) = &self.failed {
            ui.colored_label(Tone::Bad.colors(ui.visuals().dark_mode).0, e);
        }
        let Some(rendered) = self.rendered.clone() else {
            if self.failed.is_none() {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(theme::weak(ui, lang.pick("正在排版…", "Typesetting…")));
                });
            }
            return;
        };
        self.texts.editor(ui, wb, rendered.passages());
        let count = rendered.page_count();
        ui.horizontal(|ui| {
            if ui.add_enabled(self.page > 0, egui::Button::new(lang.pick("上一页", "Previous"))).clicked() {
                self.page -= 1;
            }
            ui.label(format!("{} / {count}", self.page + 1));
            if ui.add_enabled(self.page + 1 < count, egui::Button::new(lang.pick("下一页", "Next"))).clicked() {
                self.page += 1;
            }
            ui.separator();
            let zoom = self.zoom.unwrap_or(self.fitting);
            if ui.button("－").on_hover_text(lang.pick("缩小", "Zoom out")).clicked() {
                self.zoom = Some((zoom / 1.25).max(LEAST_ZOOM));
            }
            ui.label(format!("{:.0} %", zoom * 100.0));
            if ui.button("＋").on_hover_text(lang.pick("放大", "Zoom in")).clicked() {
                self.zoom = Some((zoom * 1.25).min(3.0));
            }
            let fit = egui::Button::new(lang.pick("适合宽度", "Fit the width")).selected(self.zoom.is_none());
            if ui.add(fit).clicked() {
                self.zoom = None;
            }
            if self.under_way.is_some() {
                ui.spinner();
            }
        });
        let typing = ui.ctx().memory(|m| m.focused().is_some());
        let keys = ui.input(|i| (i.key_pressed(egui::Key::PageUp), i.key_pressed(egui::Key::PageDown)));
        if keys.0 && !typing && self.page > 0 {
            self.page -= 1;
        }
        if keys.1 && !typing && self.page + 1 < count {
            self.page += 1;
        }
        if count == 0 {
            return;
        }
        if self.texture.as_ref().is_none_or(|(page, made, _)| (*page, *made) != (self.page, self.made)) {
            let image = rendered.page_image(self.page, PIXELS_PER_PT);
            let size = [image.width, image.height];
            let pixels = ColorImage::from_rgba_premultiplied(size, &image.rgba_premultiplied);
            let handle = ui.ctx().load_texture("report_page", pixels, TextureOptions::LINEAR);
            self.texture = Some((self.page, self.made, handle));
        }
        let Some((_, _, texture)) = &self.texture else { return };
        // Zoom 1 shows the page at its true size of 96 dots an inch.
        let whole: Vec2 = texture.size_vec2() / PIXELS_PER_PT * (96.0 / 72.0) * 0.8;
        self.fitting = ((ui.available_width() - 24.0) / whole.x).clamp(LEAST_ZOOM, 1.0);
        let size = whole * self.zoom.unwrap_or(self.fitting);
        egui::ScrollArea::both().auto_shrink([false, false]).id_salt(("report_page", self.page)).show(ui, |ui| {
            ui.vertical_centered(|ui| {
                let label = format!("{} {}", lang.pick("报告第几页预览：", "Preview of page"), self.page + 1);
                let page = ui.add(egui::Image::new((texture.id(), size)).alt_text(label));
                let line = egui::Stroke::new(1.0, theme::palette(ui).line);
                ui.painter().rect_stroke(page.rect, 0.0, line, egui::StrokeKind::Outside);
            });
        });
    }
}
