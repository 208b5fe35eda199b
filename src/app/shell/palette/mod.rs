//! Ctrl+K: any device, page, command, standard or catalogue item by a few letters of it.

mod results;

use eframe::egui::{self, Align, Align2, Key, Layout, Modal, Modifiers, RichText, Sense, TextEdit};

use super::command::Command;
use super::index::{Index, Raw, Search, What};
use crate::app::lang::Lang;
use crate::app::pages::Page;
use crate::app::theme;
use crate::app::workbench::Workbench;
use crate::clock;
use crate::reference::Reference;

/// Entries looked at in one frame; the rest follow in the next ones.
const STEP: usize = 8_000;
/// Height of a result.
const LINE: f32 = 30.0;
/// How much further ahead a thing stands than its fit alone says: the plant's own devices before the catalogue, pages
/// and commands before a device that fits as well.
fn ahead(what: What) -> u32 {
    match what {
        What::Action(_) => 22,
        What::Device(..) => 21,
        What::Table(_) => 10,
        What::Item(_) => 0,
    }
}

/// The search box and what it found.
#[derive(Default)]
pub struct Palette {
    /// Whether it is shown.
    pub open: bool,
    text: String,
    searched: Option<String>,
    actions: Vec<Action>,
    action_index: Index,
    data: Index,
    reference: Option<Reference>,
    made_for: Option<MadeFor>,
    searches: [Search; 2],
    done: bool,
    chosen: usize,
    composing: bool,
    follow: bool,
}

/// Which audit, in which state, with which national data the index was made for.
type MadeFor = (u64, u64, usize, Option<jiff::civil::Date>);

/// What the program itself offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Page(Page),
    Command(Command),
}

/// A result as shown.
struct Line {
    kind: &'static str,
    title: String,
    about: String,
    keys: &'static str,
    what: What,
}

impl Palette {
    /// Opens the box; what it searches is brought up to date on a worker.
    pub fn show_box(wb: &mut Workbench) {
        let this = &mut wb.shell.palette;
        this.open = true;
        this.text.clear();
        this.searched = None;
        this.chosen = 0;
        this.composing = false;
        let pages =
            Page::NAVIGATION.into_iter().chain([Page::Start]).filter(|p| !p.needs_audit() || wb.document.is_some());
        let commands = Command::ALL.into_iter().filter(|c| c.possible(wb)).map(Action::Command);
        let actions: Vec<Action> = pages.map(Action::Page).chain(commands).collect();
        let names = actions.iter().map(|action| match action {
            Action::Page(page) => vec![page.name(Lang::Zh), page.name(Lang::En)],
            Action::Command(c) => [c.names().0, c.names().1].into_iter().chain(c.also().iter().copied()).collect(),
        });
        let index = Index::of_actions(names);
        let this = &mut wb.shell.palette;
        (this.actions, this.action_index) = (actions, index);
        Self::bring_up_to_date(wb);
    }

    fn key(wb: &Workbench) -> MadeFor {
        let tables = wb.reference.as_ref().map_or(0, |r| r.tables.index.len());
        (wb.generation, wb.revision(), tables, wb.reference.as_ref().map(|r| r.date))
    }

    fn bring_up_to_date(wb: &mut Workbench) {
        let key = Self::key(wb);
        if wb.shell.palette.made_for == Some(key) {
            return;
        }
        let raw = wb.audit().map(Raw::of);
        let known = wb.reference.clone();
        let title = wb.tr("建立搜索索引", "Indexing for the search");
        wb.jobs.start(&wb.ctx.clone(), title, true, move |progress| {
            // Without an audit the national data is that of today.
            let reference = known.or_else(|| Reference::on(clock::today()).ok());
            let raw = raw.unwrap_or_else(|| Raw::of(&crate::audit::Audit::default()));
            let index = Index::of_data(&raw, reference.as_ref(), || progress.cancelled());
            Box::new(move |wb: &mut Workbench| {
                let Some(index) = index else { return };
                let this = &mut wb.shell.palette;
                (this.data, this.reference, this.made_for) = (index, reference, Some(key));
                // The text is looked for again, now in everything.
                this.searched = None;
                wb.ctx.request_repaint();
            })
        });
    }

    /// Whether everything has been searched for what is typed.
    pub fn settled(&self) -> bool {
        self.searched.as_deref() == Some(&*self.text) && self.done
    }

    /// Draws the box while it is open.
    pub fn show(ctx: &egui::Context, wb: &mut Workbench) {
        if !wb.shell.palette.open {
            return;
        }
        let mut this = std::mem::take(&mut wb.shell.palette);
        let go = this.draw(ctx, wb);
        wb.shell.palette = this;
        if let Some(what) = go {
            wb.shell.palette.open = false;
            Self::go(wb, what);
        }
    }

    fn draw(&mut self, ctx: &egui::Context, wb: &Workbench) -> Option<What> {
        self.search(ctx);
        let lines = self.lines(wb);
        let mut go = self.keyboard(ctx, &lines);
        if !self.open {
            return None;
        }
        let lang = wb.lang();
        let width = (ctx.content_rect().width() - 80.0).clamp(320.0, 680.0);
        let area = Modal::default_area(egui::Id::unique("palette")).anchor(Align2::CENTER_TOP, [0.0, 64.0]);
        let shown = Modal::new(egui::Id::unique("palette")).area(area).show(ctx, |ui| {
            ui.set_width(width);
            self.input(ui, lang);
            ui.add_space(4.0);
            let height = (ui.ctx().content_rect().height() - 240.0).clamp(160.0, 14.0 * LINE);
            egui::ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (at, line) in lines.iter().enumerate() {
                    if self.line(ui, line, at == self.chosen) {
                        go = Some(line.what);
                    }
                }
                self.follow = false;
            });
            self.foot(ui, wb, lines.len());
        });
        if shown.backdrop_response.clicked() {
            self.open = false;
        }
        go
    }

    fn input(&mut self, ui: &mut egui::Ui, lang: Lang) {
        let label = lang.pick("搜索设备、页面、命令、标准", "Search devices, pages, commands, standards");
        let hint = lang.pick(
            "编号、名称、型号、车间、标准号；拼音首字母也行，如 xhsb",
            "Tag, name, model, place, standard; pinyin initials too",
        );
        let edit = TextEdit::singleline(&mut self.text)
            .id(egui::Id::unique("palette text"))
            .hint_text(hint)
            .font(egui::TextStyle::Body)
            .margin(egui::Margin::symmetric(10, 8))
            .desired_width(f32::INFINITY);
        let response = ui.add(edit);
        let shown = self.text.clone();
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::Role::TextInput, true, label);
            info.current_text_value = Some(shown.clone());
            info
        });
        // Nothing else takes the keys while the box is open.
        if !response.has_focus() {
            response.request_focus();
        }
    }

    /// A result; `true` if it was clicked.
    fn line(&self, ui: &mut egui::Ui, line: &Line, here: bool) -> bool {
        let p = theme::palette(ui);
        let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), LINE), Sense::click());
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, here, &line.title));
        if here && self.follow {
            ui.scroll_to_rect(rect, None);
        }
        if !ui.is_rect_visible(rect) {
            return response.clicked();
        }
        let fill = if here {
            p.selected
        } else if response.hovered() {
            p.stripe
        } else {
            p.surface
        };
        ui.painter().rect_filled(rect, 4.0, fill);
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(egui::vec2(8.0, 0.0))));
        inside.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.allocate_ui_with_layout(egui::vec2(64.0, LINE), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(64.0);
                ui.label(theme::small(ui, line.kind));
            });
            let title = if here { theme::bold(&line.title).color(p.accent) } else { RichText::new(&line.title) };
            ui.add(egui::Label::new(title).truncate());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if !line.keys.is_empty() {
                    ui.label(theme::small(ui, line.keys));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(theme::small(ui, &line.about)).truncate());
                });
            });
        });
        response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
    }

    fn foot(&self, ui: &mut egui::Ui, wb: &Workbench, shown: usize) {
        let lang = wb.lang();
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let count: usize = self.searches.iter().map(|s| s.count).sum();
            let text = if self.made_for != Some(Self::key(wb)) {
                lang.pick("正在建立设备和标准的索引…", "Indexing devices and standards…").to_owned()
            } else if !self.settled() {
                lang.pick("正在查找…", "Searching…").to_owned()
            } else if self.text.trim().is_empty() {
                let what = lang.pick("项可搜索", "things can be found");
                format!("{} {what}", self.data.len() + self.action_index.len())
            } else if count == 0 {
                lang.pick(
                    "没有找到；可少输几个字，或只输型号的一段",
                    "Nothing found; try fewer letters or a part of a model",
                )
                .to_owned()
            } else if count > shown {
                format!("{} {count} {} {shown}", lang.pick("共", "Of"), lang.pick("项，显示最相近的", "the closest"))
            } else {
                format!("{count} {}", lang.pick("项", "found"))
            };
            ui.label(theme::small(ui, text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(theme::small(
                    ui,
                    lang.pick("↑↓ 选择 · Enter 打开 · Esc 关闭", "↑↓ choose · Enter opens · Esc closes"),
                ));
            });
        });
    }

    /// Goes on with the search, some entries a frame.
    fn search(&mut self, ctx: &egui::Context) {
        if self.searched.as_deref() != Some(&*self.text) {
            self.searched = Some(self.text.clone());
            self.searches = [Search::new(&self.text), Search::new(&self.text)];
            (self.chosen, self.done) = (0, false);
        }
        if !self.done {
            let [actions, data] = &mut self.searches;
            actions.step(&self.action_index, usize::MAX);
            self.done = data.step(&self.data, STEP);
            if !self.done {
                ctx.request_repaint();
            }
        }
    }

    fn keyboard(&mut self, ctx: &egui::Context, lines: &[Line]) -> Option<What> {
        for event in ctx.input(|i| i.events.clone()) {
            match event {
                egui::Event::Ime(egui::ImeEvent::Preedit { text, .. }) => self.composing = !text.is_empty(),
                // The Enter that ends composing belongs to it.
                egui::Event::Ime(_) => {
                    self.composing = false;
                    ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
                }
                _ => {}
            }
        }
        if self.composing {
            return None;
        }
        let pressed = |key| ctx.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let last = lines.len().saturating_sub(1);
        let before = self.chosen;
        if pressed(Key::ArrowDown) {
            self.chosen = if self.chosen >= last { 0 } else { self.chosen + 1 };
        }
        if pressed(Key::ArrowUp) {
            self.chosen = if self.chosen == 0 { last } else { self.chosen - 1 };
        }
        if pressed(Key::PageDown) {
            self.chosen += 10;
        }
        if pressed(Key::PageUp) {
            self.chosen = self.chosen.saturating_sub(10);
        }
        self.chosen = self.chosen.min(last);
        self.follow |= before != self.chosen;
        if pressed(Key::Escape) {
            self.open = false;
        }
        if pressed(Key::Enter) { lines.get(self.chosen).map(|l| l.what) } else { None }
    }
}
