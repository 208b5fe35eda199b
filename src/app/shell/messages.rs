//! What the program says: at the lower right for some seconds, and in a list that keeps it.

use std::time::{Duration, Instant};

use eframe::egui::{self, Align, Align2, Button, Layout, RichText, Stroke};

use crate::app::pages::Page;
use crate::app::theme::{self, Tone};
use crate::app::workbench::Workbench;
use crate::audit::Id;
use crate::clock;

/// Messages that are kept.
const KEPT: usize = 300;
/// What a message has beside its words: margins, sign and cross.
const BESIDE: f32 = 72.0;
/// Messages shown at once at the lower right.
const AT_ONCE: usize = 5;

/// Something said to the person until it is closed or has been read.
#[derive(Clone, Debug)]
pub struct Message {
    /// Good, warning or error.
    pub tone: Tone,
    /// In words.
    pub text: String,
    /// Said when.
    pub at: Instant,
}

impl Message {
    /// How long it stays.
    fn life(&self) -> Duration {
        Duration::from_secs(if self.tone == Tone::Bad { 60 } else { 6 })
    }
}

/// A message in the list.
#[derive(Clone, Debug)]
pub struct Said {
    /// Good, warning or error.
    pub tone: Tone,
    /// In words.
    pub text: String,
    /// Local time of day.
    pub time: String,
    /// Where the person was, and with which device.
    pub place: (Page, Option<Id>),
    /// In which audit.
    generation: u64,
}

/// What was said since the start.
#[derive(Default)]
pub struct List {
    /// Whether it is shown.
    pub open: bool,
    /// The latest last.
    pub said: Vec<Said>,
    /// Said since the list was last open.
    pub unread: usize,
}

impl List {
    /// Keeps a message.
    pub fn keep(&mut self, tone: Tone, text: &str, place: (Page, Option<Id>), generation: u64) {
        let time = clock::now().to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%H:%M:%S").to_string();
        if self.said.len() >= KEPT {
            self.said.remove(0);
        }
        self.said.push(Said { tone, text: text.to_owned(), time, place, generation });
        self.unread += 1;
    }
}

/// Once a frame: takes away what has been shown long enough and wakes up when the next one has.
pub fn expire(wb: &mut Workbench) {
    let now = Instant::now();
    wb.messages.retain(|m| now.duration_since(m.at) < m.life());
    let next = wb.messages.iter().map(|m| (m.at + m.life()).saturating_duration_since(now)).min();
    if let Some(next) = next {
        wb.ctx.request_repaint_after(next + Duration::from_millis(20));
    }
}

/// At the lower right; errors stay longer, each can be closed.
pub fn toasts(ctx: &egui::Context, wb: &mut Workbench) {
    if wb.messages.is_empty() || wb.shell.messages.open {
        return;
    }
    let lang = wb.lang();
    let mut close = None;
    egui::Area::new(egui::Id::unique("messages"))
        .anchor(Align2::RIGHT_BOTTOM, [-16.0, -44.0])
        .order(egui::Order::Foreground)
        .show(ctx, |ui| {
            // All as wide as the longest needs and no wider: they lie over what is below.
            let font = egui::TextStyle::Body.resolve(ui.style());
            let wide = |text: &str| {
                ui.painter().layout_no_wrap(text.to_owned(), font.clone(), egui::Color32::PLACEHOLDER).size().x
            };
            let longest = wb.messages.iter().rev().take(AT_ONCE).map(|m| wide(&m.text)).fold(0.0, f32::max);
            let width = (longest.ceil() + BESIDE + 1.0).min(440.0).min(ctx.content_rect().width() - 64.0);
            ui.set_width(width);
            for (at, message) in wb.messages.iter().enumerate().rev().take(AT_ONCE) {
                let (fg, bg) = message.tone.colors(ui.visuals().dark_mode);
                let frame = egui::Frame::new().fill(bg).stroke(Stroke::new(1.0, fg)).corner_radius(6).inner_margin(12);
                frame.show(ui, |ui| {
                    // As high as its words: the row of a form would leave room below them.
                    ui.spacing_mut().interact_size.y = 20.0;
                    ui.horizontal_top(|ui| {
                        ui.label(RichText::new(message.tone.icon()).color(fg));
                        ui.scope(|ui| {
                            // All alike wide, with the cross at their right end.
                            ui.set_width(width - BESIDE);
                            ui.add(egui::Label::new(RichText::new(&message.text).color(fg)).wrap());
                        });
                        let response = ui.add(Button::new(RichText::new("×").color(fg)).frame(false));
                        let name = lang.pick("关闭消息", "Close message");
                        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
                        if response.clicked() {
                            close = Some(at);
                        }
                    });
                });
            }
        });
    if let Some(at) = close {
        wb.messages.remove(at);
    }
}

/// The button at the foot.
pub fn button(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    let list = &wb.shell.messages;
    let name = lang.pick("消息", "Messages");
    let text = if list.unread > 0 { format!("{name} {}", list.unread) } else { name.to_owned() };
    let response = ui.add(Button::new(theme::small(ui, text)).frame_when_inactive(false));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, list.open, name));
    if response
        .on_hover_text(lang.pick("程序说过的话，连同时间和当时的页面", "What the program said, when and where"))
        .clicked()
    {
        wb.shell.messages.open = !wb.shell.messages.open;
    }
}

/// Everything that was said, the latest first.
pub fn list(ctx: &egui::Context, wb: &mut Workbench) {
    if !wb.shell.messages.open {
        return;
    }
    wb.shell.messages.unread = 0;
    let lang = wb.lang();
    let mut open = true;
    let mut go = None;
    let mut forget = false;
    let room = ctx.content_rect().size();
    egui::Window::new(lang.pick("消息列表", "Messages so far"))
        .id(egui::Id::unique("message list"))
        .anchor(Align2::RIGHT_BOTTOM, [-16.0, -44.0])
        .fixed_size([(room.x - 64.0).min(520.0), (room.y - 180.0).min(420.0)])
        .title_bar(false)
        .resizable(false)
        .show(ctx, |ui| {
            let list = &wb.shell.messages.said;
            ui.horizontal(|ui| {
                ui.label(theme::bold(lang.pick("消息列表", "Messages so far")));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let response = ui.add(Button::new("×").frame(false));
                    let name = lang.pick("关闭消息列表", "Close the messages");
                    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
                    open = !response.clicked();
                });
            });
            if list.is_empty() {
                let text = lang.pick(
                    "还没有消息。保存、导入、撤销、出错时说的话都留在这里，关掉程序才清空。",
                    "None yet. What is said on saving, importing, undoing and errors stays here until the program ends.",
                );
                ui.add(egui::Label::new(theme::weak(ui, text)).wrap());
                return;
            }
            ui.horizontal(|ui| {
                forget = ui.small_button(lang.pick("清空列表", "Clear the list")).clicked();
                if ui.small_button(lang.pick("复制全部", "Copy all")).clicked() {
                    let lines: Vec<String> = list.iter().map(|s| format!("{} {}", s.time, s.text)).collect();
                    ui.ctx().copy_text(lines.join("\n"));
                }
            });
            egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                for (at, said) in list.iter().enumerate().rev() {
                    ui.push_id(at, |ui| {
                        let color = said.tone.colors(ui.visuals().dark_mode).0;
                        ui.horizontal(|ui| {
                            ui.label(RichText::new(said.tone.icon()).color(color));
                            ui.label(theme::small(ui, &said.time));
                            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                                let name = format!("{} {}", lang.pick("去", "To"), said.place.0.name(lang));
                                if ui.small_button(name).clicked() {
                                    go = Some((said.place, said.generation));
                                }
                            });
                        });
                        ui.add(egui::Label::new(&said.text).wrap().selectable(true));
                        ui.separator();
                    });
                }
            });
        });
    if forget {
        wb.shell.messages.said.clear();
    }
    if let Some(((page, device), generation)) = go {
        let here = wb.generation == generation;
        match device.filter(|id| here && page == Page::Equipment && wb.audit().is_some_and(|a| a.device(*id).is_some()))
        {
            Some(id) => wb.show_device(id),
            None => wb.page = page,
        }
    }
    wb.shell.messages.open &= open;
}
