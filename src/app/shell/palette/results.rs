//! What was found, as shown, and where it leads.

use super::{Action, Line, Palette, ahead};
use crate::app::lang::Lang;
use crate::app::pages::Page;
use crate::app::shell::Wanted;
use crate::app::shell::index::{SHOWN, What};
use crate::app::widgets::{badge, shorten};
use crate::app::workbench::Workbench;

impl Palette {
    /// The results in order.
    pub(super) fn lines(&self, wb: &Workbench) -> Vec<Line> {
        if self.text.trim().is_empty() {
            return (0..self.actions.len()).filter_map(|at| self.describe(wb, What::Action(at))).collect();
        }
        let [actions, data] = &self.searches;
        let both = actions.best().iter().chain(data.best());
        let mut all: Vec<(u32, What)> = both.map(|(fit, what)| (fit + ahead(*what), *what)).collect();
        // Stable: among equals the program's own come first, then the order of the audit.
        all.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        all.truncate(SHOWN);
        all.into_iter().filter_map(|(_, what)| self.describe(wb, what)).collect()
    }

    fn describe(&self, wb: &Workbench, what: What) -> Option<Line> {
        let lang = wb.lang();
        let line = |kind, title: String, about: String| Line { kind, title, about, keys: "", what };
        Some(match what {
            What::Action(at) => match *self.actions.get(at)? {
                Action::Page(page) => line(lang.pick("页面", "Page"), page.name(lang).to_owned(), String::new()),
                Action::Command(c) => {
                    let (zh, en) = c.names();
                    Line {
                        keys: c.keys(),
                        ..line(lang.pick("命令", "Command"), lang.pick(zh, en).to_owned(), String::new())
                    }
                }
            },
            What::Device(id, at) => {
                let audit = wb.audit()?;
                let device = audit.equipment.get(at).filter(|d| d.id == id).or_else(|| audit.device(id))?;
                let text = |field: &Option<crate::audit::Entered<String>>| {
                    field.as_ref().map_or("", |e| e.value.as_str()).to_owned()
                };
                let c = &device.common;
                let join = |parts: Vec<String>, by: &str| {
                    parts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(by)
                };
                let title = join(vec![text(&c.tag), text(&c.name)], " ");
                let model = text(&c.model);
                let (title, model) =
                    if title.is_empty() { (device.label().to_owned(), String::new()) } else { (title, model) };
                let kind = device.kind.code();
                let level = wb.verdict(id).map_or("", |v| badge::word(v.effective(), lang));
                let about =
                    vec![model, text(&c.workshop), lang.pick(kind.zh(), kind.en()).to_owned(), level.to_owned()];
                line(lang.pick("设备", "Device"), shorten(&title, 40), join(about, " · "))
            }
            What::Table(at) => {
                let info = self.reference.as_ref()?.tables.index.get(at)?;
                let title = if lang == Lang::Zh { &info.title } else { &info.title_en };
                line(lang.pick("标准", "Standard"), shorten(title, 40), info.standard.to_string())
            }
            What::Item(at) => {
                let catalogue = &self.reference.as_ref()?.tables.catalogue;
                let item = catalogue.items.get(at)?;
                let (batch, no) = (&catalogue.batch(item).title, &item.item_no);
                let about = match lang {
                    Lang::Zh => format!("{} · {batch} 第 {no} 项", item.product),
                    Lang::En => format!("{} · {batch} no. {no}", item.product),
                };
                line(lang.pick("淘汰目录", "Catalogue"), shorten(&item.model_text, 30), about)
            }
        })
    }

    pub(super) fn go(wb: &mut Workbench, what: What) {
        if let Some(id) = wb.ctx.memory(|m| m.focused()) {
            wb.ctx.memory_mut(|m| m.surrender_focus(id));
        }
        let tables = wb.shell.palette.reference.as_ref().map(|r| r.tables.clone());
        match what {
            What::Action(at) => match wb.shell.palette.actions.get(at).copied() {
                Some(Action::Page(page)) => wb.page = page,
                Some(Action::Command(command)) => command.run(wb),
                None => {}
            },
            What::Device(id, _) => wb.show_device(id),
            What::Table(at) => {
                let info = tables.as_ref().and_then(|t| t.index.get(at));
                wb.shell.wanted = info.map(|i| Wanted::Table(i.id.clone()));
                wb.page = Page::Reference;
            }
            What::Item(at) => {
                let item = tables.as_ref().and_then(|t| t.catalogue.items.get(at));
                let model = item.map(|i| i.models.first().map_or_else(|| i.model_text.to_string(), Clone::clone));
                wb.shell.wanted = model.map(Wanted::Model);
                wb.page = Page::Reference;
            }
        }
    }
}
