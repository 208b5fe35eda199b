//! The header of a column: sorting by a click, and a menu to filter by it, group by it, move it and keep it in sight.

use eframe::egui::{self, Color32, CursorIcon, Popup, PopupCloseBehavior, Rect, Sense, Stroke, TextStyle, pos2, vec2};

use super::columns::{Change, columns};
use super::filter::{ColumnFilter, caption, values};
use super::order::By;
use super::table::{TableState, by};
use crate::app::theme;
use crate::app::widgets::grid::paint;
use crate::app::widgets::{self, parse};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::field::FieldKind;
use crate::audit::{FieldDef, KindCode};

/// What was asked for in the headers.
pub(super) enum Asked {
    /// By a click: once more the other way round.
    Sort(By, bool),
    SortBy(By, bool),
    Filter(By, ColumnFilter),
    Group(Option<&'static str>),
    Layout(Change),
    /// As wide as the widest text in it.
    Fit(&'static str),
    /// All its cells selected.
    Select(&'static str),
}

/// What the open menu offers and what was typed in it.
pub(super) struct Menu {
    by: By,
    values: Work<(), Vec<(String, usize)>>,
    /// Opened by the keyboard: its first entry takes the focus.
    by_key: bool,
    search: String,
    from: String,
    to: String,
}

impl TableState {
    pub(super) fn header(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        kind: KindCode,
        def: Option<&'static FieldDef>,
        rect: Rect,
        asked: &mut Vec<Asked>,
    ) {
        if !ui.clip_rect().intersects(rect) {
            return;
        }
        let (lang, p, by) = (wb.lang(), theme::palette(ui), by(def));
        let name = def.map_or_else(|| lang.pick("判定", "Verdict").to_owned(), |d| lang.header(d));
        let response = ui.interact(rect, ui.scope_id().with(("header", by_key(by))), Sense::click_and_drag());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, &name));
        if response.clicked() {
            asked.push(Asked::Sort(by, ui.input(|i| i.modifiers.shift)));
        }
        if let (true, Some(def)) = (response.drag_started(), def) {
            self.dragged = Some(def.key);
        }
        let hint =
            lang.pick("点击排序，按住 Shift 再点其他列按多列排序；拖动换位置", "Click to sort, Shift+click for more");
        let help = def.map_or("", |d| lang.help(d));
        let help = if help.is_empty() { hint.to_owned() } else { format!("{help}\n{hint}") };
        let response = response.on_hover_text(help);
        let filtered = self.order.wish.filters.contains_key(&by);
        let button = Rect::from_min_max(pos2(rect.right() - 24.0, rect.top()), rect.max - vec2(4.0, 0.0));
        let text = rect.with_max_x(button.left() + 3.0);
        let mark = self.sorted(by).map(|(down, place)| {
            let arrow = if down { "▼" } else { "▲" };
            place.map_or_else(|| arrow.to_owned(), |n| format!("{arrow}{n}"))
        });
        let text_end =
            mark.as_ref().map_or(text, |m| text.with_max_x(text.right() - 8.0 - 7.0 * m.chars().count() as f32));
        let color = if filtered || mark.is_some() { p.accent } else { p.weak };
        let font = TextStyle::Small.resolve(ui.style());
        paint::text(ui, text_end, &name, false, color, &font);
        if let Some(mark) = mark {
            paint::text(ui, text.with_max_x(text.right() + 4.0), &mark, true, p.accent, &font);
        }
        if let Some(def) = def {
            self.edge(ui, def, rect, asked);
        }
        let opener = ui.interact(button, ui.scope_id().with(("menu", by_key(by))), Sense::click());
        opener.widget_info(|| {
            let label = format!("{name} {}", lang.pick("筛选与排序", "filter and sort"));
            egui::WidgetInfo::selected(egui::Role::Button, true, filtered, label)
        });
        if filtered {
            ui.painter().rect_filled(button.shrink2(vec2(1.0, 5.0)), 3.0, p.selected);
        }
        let strong = filtered || opener.hovered() || response.hovered();
        funnel(ui, button, if strong { p.accent } else { p.weak.gamma_multiply(0.55) });
        let by_key = def.is_some_and(|d| self.open_menu.take_if(|key| *key == d.key).is_some());
        if by_key {
            Popup::open_id(ui.ctx(), Popup::default_response_id(&opener));
        }
        let popup = Popup::menu(&opener).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        if popup.is_open() && self.menu.as_ref().is_none_or(|m| m.by != by) {
            let filter = self.order.wish.filters.get(&by).cloned().unwrap_or_default();
            let show = |n: Option<f64>| n.map_or(String::new(), crate::audit::field::number);
            let (from, to) = (show(filter.from), show(filter.to));
            let mut listed = Work::default();
            let title = wb.tr("列出各列的值", "Listing values");
            listed.ask(wb, (), Pace::Glance, title, |_| {
                move |given: Given<'_>, _: &_| Ok(values(given.audit, given.diagnosis, kind, def))
            });
            self.menu = Some(Menu { by, values: listed, by_key, search: String::new(), from, to });
        } else if !popup.is_open() {
            self.menu = self.menu.take_if(|m| m.by != by);
        }
        popup.show(|ui| {
            ui.set_min_width(230.0);
            self.menu(ui, wb, kind, def, asked);
        });
    }

    /// The right edge, dragged to make the column wider; clicked twice to make it fit.
    fn edge(&mut self, ui: &mut egui::Ui, def: &'static FieldDef, rect: Rect, asked: &mut Vec<Asked>) {
        let edge = Rect::from_min_max(pos2(rect.right() - 4.0, rect.top()), rect.max);
        let response = ui.interact(edge, ui.scope_id().with(("edge", def.key)), Sense::CLICK | Sense::DRAG);
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        let color = theme::palette(ui).line;
        ui.painter().vline(rect.right() - 0.5, rect.shrink2(vec2(0.0, 7.0)).y_range(), Stroke::new(1.0, color));
        if response.double_clicked() {
            asked.push(Asked::Fit(def.key));
        } else if let (true, Some(pointer)) = (response.dragged(), response.interact_pointer_pos()) {
            asked.push(Asked::Layout(Change::Width(def.key, pointer.x - rect.left())));
        }
    }

    fn menu(
        &mut self,
        ui: &mut egui::Ui,
        wb: &Workbench,
        kind: KindCode,
        def: Option<&'static FieldDef>,
        asked: &mut Vec<Asked>,
    ) {
        let lang = wb.lang();
        let by = by(def);
        let Some(menu) = &mut self.menu else { return };
        let mut close = false;
        let mut focus = std::mem::take(&mut menu.by_key);
        let mut item = |ui: &mut egui::Ui, text: &str| {
            let button = ui.button(text);
            if std::mem::take(&mut focus) {
                button.request_focus();
            }
            let clicked = button.clicked();
            close |= clicked;
            clicked
        };
        if item(ui, lang.pick("▲ 升序", "▲ Ascending")) {
            asked.push(Asked::SortBy(by, false));
        }
        if item(ui, lang.pick("▼ 降序", "▼ Descending")) {
            asked.push(Asked::SortBy(by, true));
        }
        if let Some(def) = def {
            let grouped = self.order.wish.group == Some(def.key);
            if grouped && item(ui, lang.pick("取消分组", "Ungroup")) {
                asked.push(Asked::Group(None));
            }
            if !grouped
                && matches!(def.kind, FieldKind::Text { .. } | FieldKind::Choice(_))
                && item(ui, lang.pick("按此列分组", "Group by this column"))
            {
                asked.push(Asked::Group(Some(def.key)));
            }
            if item(ui, lang.pick("选中整列", "Select column")) {
                asked.push(Asked::Select(def.key));
            }
            let columns = columns(wb, kind);
            let at = columns.iter().position(|d| d.key == def.key).unwrap_or(0);
            // In pairs: below them the values need their room, in a small window or a large type, too.
            ui.horizontal(|ui| {
                if item(ui, lang.pick("冻结到此列", "Freeze up to here")) {
                    asked.push(Asked::Layout(Change::Freeze(at + 1)));
                }
                if item(ui, lang.pick("不冻结", "Freeze none")) {
                    asked.push(Asked::Layout(Change::Freeze(0)));
                }
            });
            ui.horizontal(|ui| {
                if at > 0 && item(ui, lang.pick("左移一列", "Move left")) {
                    asked.push(Asked::Layout(Change::Move(def.key, Some(columns[at - 1].key))));
                }
                if at + 1 < columns.len() && item(ui, lang.pick("右移一列", "Move right")) {
                    asked.push(Asked::Layout(Change::Move(def.key, columns.get(at + 2).map(|d| d.key))));
                }
            });
            if columns.len() > 1 && item(ui, lang.pick("隐藏此列", "Hide column")) {
                asked.push(Asked::Layout(Change::Hide(def.key)));
            }
        }
        if close {
            ui.close();
        }
        ui.separator();
        widgets::as_form(ui);
        let mut filter = self.order.wish.filters.get(&by).cloned().unwrap_or_default();
        let before = filter.clone();
        if def.is_some_and(|d| matches!(d.kind, FieldKind::Number { .. } | FieldKind::Date)) {
            let year = def.is_some_and(|d| matches!(d.kind, FieldKind::Date));
            ui.horizontal(|ui| {
                let label = if year { lang.pick("年份", "Years") } else { lang.pick("范围", "Range") };
                ui.label(label);
                widgets::search(ui, &mut menu.from, lang.pick("不小于", "from"), 66.0);
                ui.label("～");
                widgets::search(ui, &mut menu.to, lang.pick("不大于", "to"), 66.0);
            });
            filter.from = parse::number(&menu.from);
            filter.to = parse::number(&menu.to);
        }
        ui.horizontal(|ui| {
            widgets::search(ui, &mut menu.search, lang.pick("查找值", "Find values"), 110.0);
            if ui.small_button(lang.pick("全部", "All")).clicked() {
                filter.values = None;
            }
            if ui.small_button(lang.pick("只看未填", "Only empty")).clicked() {
                filter.values = Some([String::new()].into());
            }
        });
        menu.values.poll(wb);
        if menu.values.known().is_none() {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(theme::weak(ui, lang.pick("正在列出…", "Listing…")));
            });
        }
        let wanted = parse::normal(&menu.search).to_lowercase();
        // Within the window, whatever its size and scale.
        let room = (ui.ctx().content_rect().height() - ui.min_rect().height() - 40.0).clamp(80.0, 240.0);
        egui::ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
            for (value, count) in menu.values.known().into_iter().flat_map(|v| v.iter()) {
                let text = caption(wb, def, value);
                if !wanted.is_empty() && !parse::normal(&text).to_lowercase().contains(&wanted) {
                    continue;
                }
                let mut on = filter.values.as_ref().is_some_and(|v| v.contains(value));
                if ui.checkbox(&mut on, format!("{text}  ({count})")).changed() {
                    let mut wanted = filter.values.take().unwrap_or_default();
                    if on {
                        wanted.insert(value.clone());
                    } else {
                        wanted.remove(value);
                    }
                    // Nothing ticked is no filter.
                    filter.values = Some(wanted).filter(|v| !v.is_empty());
                }
            }
        });
        if filter != before {
            asked.push(Asked::Filter(by, filter));
        }
    }
}

fn by_key(by: By) -> &'static str {
    match by {
        By::Verdict => "verdict",
        By::Field(key) => key,
    }
}

/// The sign of a filter.
fn funnel(ui: &egui::Ui, rect: Rect, color: Color32) {
    let c = rect.center();
    let at = |x: f32, y: f32| c + vec2(x, y);
    let cone = vec![at(-4.5, -4.0), at(4.5, -4.0), at(1.2, 0.5), at(1.2, 4.5), at(-1.2, 3.3), at(-1.2, 0.5)];
    ui.painter().add(egui::Shape::closed_line(cone, Stroke::new(1.2, color)));
}
