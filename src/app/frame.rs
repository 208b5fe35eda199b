//! The frame around the pages: navigation, top bar, foot, messages, shortcuts, dropped files.

use eframe::egui::{self, Align, Button, Key, KeyboardShortcut, Layout, Margin, Modifiers, RichText, Stroke};

use super::lang::Lang;
use super::pages::settings::TEXT_SIZES;
use super::pages::{Page, Pages};
use super::settings::Theme;
use super::shell::command::Command;
use super::shell::{self, help};
use super::theme::{self, Tone};
use super::widgets::{self, badge};
use super::workbench::Workbench;
use crate::screening::Level;
use crate::store::Document;

/// Draws the whole window.
pub fn show(ui: &mut egui::Ui, wb: &mut Workbench, pages: &mut Pages) {
    shortcuts(ui.ctx(), wb);
    dropped(ui.ctx(), wb);
    shell::closing::requested(ui.ctx(), wb);
    let p = theme::palette(ui);
    let bar = egui::Frame::new().fill(p.surface).inner_margin(Margin::symmetric(12, 6));
    egui::Panel::top("top").frame(bar).exact_size(44.0).show(ui, |ui| top(ui, wb));
    let foot = egui::Frame::new().fill(p.surface).inner_margin(Margin::symmetric(12, 3));
    egui::Panel::bottom("foot").frame(foot).exact_size(30.0).show(ui, |ui| foot_bar(ui, wb));
    if wb.document.is_some() || wb.page == Page::Reference {
        let nav = egui::Frame::new().fill(p.surface).inner_margin(Margin::symmetric(8, 12));
        egui::Panel::left("navigation")
            .frame(nav)
            .exact_size(if wb.lang() == Lang::Zh { 132.0 } else { 164.0 })
            .resizable(false)
            .show(ui, |ui| navigation(ui, wb));
    }
    let central = egui::Frame::new().fill(p.ground).inner_margin(Margin::symmetric(16, 12));
    egui::CentralPanel::default().frame(central).show(ui, |ui| pages.show(ui, wb));
    shell::show(ui.ctx(), wb);
}

fn navigation(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    let p = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    for page in Page::NAVIGATION {
        if page.needs_audit() && wb.document.is_none() {
            continue;
        }
        let here = wb.page == page || (page == Page::Equipment && wb.page == Page::Import);
        let count = count(wb, page);
        let name = page.name(lang);
        let text = if here { theme::bold(name).color(p.accent) } else { RichText::new(name).color(p.text) };
        let button = Button::new(text)
            .fill(if here { p.selected } else { p.surface })
            .stroke(Stroke::NONE)
            .min_size(egui::vec2(ui.available_width(), 34.0));
        let response = ui.add(button.right_text(count.map_or(RichText::new(""), |(n, tone)| {
            RichText::new(widgets::grouped(n as f64, 0))
                .color(tone.colors(ui.visuals().dark_mode).0)
                .text_style(egui::TextStyle::Small)
        })));
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, here, name));
        let response = match page {
            Page::Screening => response
                .on_hover_text(lang.pick("淘汰、疑似淘汰与低于限定值的台账行数", "Rows found obsolete or below limit")),
            Page::Energy if count.is_some() => {
                response.on_hover_text(lang.pick("能源、产量数据有待核对", "Energy and output to be checked"))
            }
            _ => response,
        };
        if response.clicked() {
            wb.page = page;
        }
    }
    if wb.document.is_none() {
        ui.add_space(8.0);
        if ui.button(lang.pick("← 返回开始", "← Back to start")).clicked() {
            wb.page = Page::Start;
        }
    }
}

/// What waits on a page: a number and how much it matters.
fn count(wb: &Workbench, page: Page) -> Option<(usize, Tone)> {
    let number = match page {
        Page::Equipment => (wb.audit()?.equipment.len(), Tone::Quiet),
        Page::Screening => {
            let d = wb.diagnosis.as_ref()?;
            let bad = [Level::Obsolete, Level::SuspectedObsolete, Level::BelowLimit];
            (bad.iter().map(|l| d.tally(*l).rows).sum(), Tone::Bad)
        }
        Page::Retrofit => (wb.audit()?.measures.len(), Tone::Quiet),
        Page::Energy => (wb.plant_questions()?, Tone::Warn),
        _ => return None,
    };
    (number.0 > 0).then_some(number)
}

fn program(lang: Lang) -> &'static str {
    lang.pick("节能诊断工作台", "Energy audit workbench")
}

fn file_name(document: &Document, lang: Lang) -> String {
    let name = document.path().and_then(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned());
    name.unwrap_or_else(|| lang.pick("未命名审计", "Untitled audit").to_owned())
}

/// What the window is called in the task bar: the file, with a star while edits are not in it yet.
pub fn title(wb: &Workbench) -> String {
    let lang = wb.lang();
    match &wb.document {
        Some(document) => {
            let star = if document.saved() { "" } else { "*" };
            format!("{star}{} - {}", file_name(document, lang), program(lang))
        }
        None => program(lang).to_owned(),
    }
}

fn top(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    ui.horizontal_centered(|ui| {
        file_menu(ui, wb);
        if let Some(document) = &wb.document {
            let name = file_name(document, lang);
            let place = document.path().map_or_else(String::new, |p| p.display().to_string());
            let (tone, icon, state, help) = state(wb, lang);
            ui.add(egui::Label::new(theme::bold(widgets::shorten(&name, 28))).truncate()).on_hover_text(place);
            badge::status(ui, tone, icon, state).on_hover_text(help);
            ui.separator();
            steps(ui, wb);
        } else {
            ui.label(theme::bold(program(lang)));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            view_menu(ui, wb);
            help::menu(ui, wb);
            help::search_button(ui, wb);
        });
    });
}

/// The file's true state.
fn state(wb: &Workbench, lang: Lang) -> (Tone, &'static str, &'static str, &'static str) {
    let Some(document) = &wb.document else { return (Tone::Quiet, "", "", "") };
    if document.read_only() {
        let help = lang
            .pick("修改只在暂存副本中；请另存为自己的文件", "Edits stay in the working copy; save under another name");
        (Tone::Warn, "○", lang.pick("只读", "Read-only"), help)
    } else if !document.kept() {
        let help = lang.pick(
            "正在把刚才这一大步写入暂存副本；写完之前断电会丢失这一步",
            "The last large step is being written to the working copy; until then a power failure would lose it",
        );
        (Tone::Quiet, "…", lang.pick("正在写入", "Writing"), help)
    } else if document.saving() && wb.files.slow() {
        let help = lang.pick("正在写入文件；可以继续修改", "The file is being written; go on editing");
        (Tone::Quiet, "…", lang.pick("正在保存", "Saving"), help)
    } else if document.saved() {
        (
            Tone::Good,
            "✔",
            lang.pick("已保存", "Saved"),
            lang.pick("磁盘上的文件完整且是最新的", "The file on disk is whole and current"),
        )
    } else {
        let help = lang.pick(
            "修改已安全写入本机的暂存副本，断电也不会丢；有文件名的审计稍后自动写入文件，Ctrl+S 立即写入",
            "Edits are safe in the working copy; Ctrl+S writes the file at once",
        );
        (Tone::Quiet, "●", lang.pick("已暂存", "Kept"), help)
    }
}

fn file_menu(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    ui.menu_button(lang.pick("文件", "File"), |ui| {
        ui.set_min_width(220.0);
        let has = wb.document.is_some();
        let item = |ui: &mut egui::Ui, enabled: bool, text: &str, keys: &str| {
            let button = Button::new(text);
            let button = if keys.is_empty() { button } else { button.shortcut_text(keys) };
            let response = ui.add_enabled(enabled, button);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, text));
            let clicked = response.clicked();
            if clicked {
                ui.close();
            }
            clicked
        };
        if item(ui, true, lang.pick("新建审计", "New audit"), "Ctrl+N") {
            wb.new_audit();
        }
        if item(ui, true, lang.pick("打开…", "Open…"), "Ctrl+O") {
            wb.open_dialog();
        }
        ui.separator();
        if item(ui, has, lang.pick("保存", "Save"), "Ctrl+S") {
            wb.save();
        }
        if item(ui, has, lang.pick("另存为…", "Save as…"), "Ctrl+Shift+S") {
            wb.save_as();
        }
        if item(ui, has, lang.pick("历史与备份…", "History and backups…"), "") {
            wb.page = Page::History;
        }
        if wb.document.as_ref().is_some_and(|d| d.read_only() && d.path().is_some())
            && item(ui, true, lang.pick("取得编辑权", "Take over editing"), "")
        {
            wb.take_over();
        }
        ui.separator();
        if item(ui, has, lang.pick("导入台账…", "Import ledger…"), "") {
            wb.page = Page::Import;
        }
        if item(ui, has, lang.pick("合并另一审计文件…", "Merge another audit…"), "") {
            wb.merge_dialog();
        }
        if item(ui, has, lang.pick("关闭审计，回到开始", "Close, back to start"), "") {
            wb.close_audit();
        }
    });
}

fn steps(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    let Some(document) = &wb.document else { return };
    let (undo, redo) = (document.undo_name().map(str::to_owned), document.redo_name().map(str::to_owned));
    // What stands at the right end comes first; the names take what is left.
    let letter = egui::TextStyle::Button.resolve(ui.style()).size;
    let room = ((ui.available_width() - 26.0 * letter) / 2.0 - 70.0) / letter;
    let named = |verb: &str, name: &Option<String>| match name {
        Some(name) if room >= 4.0 => {
            format!("{verb}{}{}", lang.pick("：", ": "), widgets::shorten(&lang.said(name), (room as usize).min(14)))
        }
        _ => verb.to_owned(),
    };
    let verb = lang.pick("撤销", "Undo");
    let button = Button::new(format!("← {}", named(verb, &undo)));
    let response = ui.add_enabled(undo.is_some(), button).on_hover_text("Ctrl+Z");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, undo.is_some(), verb));
    if response.clicked() {
        wb.undo();
    }
    let verb = lang.pick("重做", "Redo");
    let button = Button::new(format!("→ {}", named(verb, &redo)));
    let response = ui.add_enabled(redo.is_some(), button).on_hover_text("Ctrl+Y");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, redo.is_some(), verb));
    if response.clicked() {
        wb.redo();
    }
}

fn view_menu(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    let before = wb.settings.clone();
    ui.menu_button(lang.pick("显示", "View"), |ui| {
        ui.set_min_width(200.0);
        ui.label(theme::small(ui, lang.pick("文字大小", "Text size")));
        ui.horizontal(|ui| {
            for (zh, en, size) in TEXT_SIZES {
                ui.selectable_value(&mut wb.settings.text_size, size, lang.pick(zh, en));
            }
        });
        ui.separator();
        ui.label(theme::small(ui, lang.pick("颜色", "Colours")));
        ui.horizontal(|ui| {
            ui.selectable_value(&mut wb.settings.theme, Theme::Light, lang.pick("浅色", "Light"));
            ui.selectable_value(&mut wb.settings.theme, Theme::Dark, lang.pick("深色", "Dark"));
            ui.selectable_value(&mut wb.settings.theme, Theme::System, lang.pick("跟随系统", "System"));
        });
        ui.separator();
        if ui.add(Button::new(lang.pick("设置…", "Settings…")).shortcut_text("Ctrl+,")).clicked() {
            wb.show_settings();
            ui.close();
        }
    });
    let other = lang.pick("English", "中文");
    if ui.button(other).on_hover_text("中文 / English").clicked() {
        wb.settings.lang = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
    }
    if before != wb.settings {
        wb.store_settings();
    }
}

fn foot_bar(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    // Within the bar's height, or what stands at its ends would be centred differently.
    ui.spacing_mut().interact_size.y = 22.0;
    ui.horizontal_centered(|ui| {
        let mut shown = false;
        for job in wb.jobs.running().iter().filter(|j| !j.quiet) {
            shown = true;
            ui.label(&job.title);
            let bar = widgets::progress(ui, job.progress.fraction(), 140.0, 8.0);
            bar.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &job.title));
            let cancel = lang.pick("取消", "Cancel");
            if ui.add_enabled(!job.progress.cancelled(), Button::new(cancel).small()).clicked() {
                job.progress.cancel();
            }
        }
        if !shown && wb.document.is_some() {
            let text = if wb.up_to_date() {
                lang.pick("诊断已是最新", "Diagnosis up to date")
            } else {
                lang.pick("正在诊断…", "Diagnosing…")
            };
            ui.label(theme::small(ui, text));
            if let Some(reference) = &wb.reference {
                let date = format!("{} {}", lang.pick("判定基准日", "Reference date"), reference.date);
                ui.label(theme::small(ui, date));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            shell::messages::button(ui, wb);
            // Where the selected devices are seen, or are what a measure is added for.
            let seen = matches!(wb.page, Page::Equipment | Page::Screening | Page::Retrofit);
            if let Some(text) = widgets::selection_numbers(wb).filter(|_| seen) {
                ui.label(theme::small(ui, text));
            }
            if let Some(text) = wb.tally.take() {
                ui.separator();
                ui.label(theme::small(ui, text));
            }
        });
    });
}

fn shortcuts(ctx: &egui::Context, wb: &mut Workbench) {
    let pressed = |modifiers, key| ctx.input_mut(|i| i.consume_shortcut(&KeyboardShortcut::new(modifiers, key)));
    let both = Modifiers::COMMAND | Modifiers::SHIFT;
    for (modifiers, key, command) in [
        (both, Key::S, Command::SaveAs),
        (Modifiers::COMMAND, Key::S, Command::Save),
        (Modifiers::COMMAND, Key::O, Command::Open),
        (Modifiers::COMMAND, Key::N, Command::New),
    ] {
        if pressed(modifiers, key) {
            command.run(wb);
        }
    }
    shell::shortcuts(ctx, wb);
    // While text is being typed these belong to the text field.
    if !ctx.text_edit_focused() {
        if pressed(both, Key::Z) || pressed(Modifiers::COMMAND, Key::Y) {
            wb.redo();
        }
        if pressed(Modifiers::COMMAND, Key::Z) {
            wb.undo();
        }
    }
}

fn dropped(ctx: &egui::Context, wb: &mut Workbench) {
    let files = ctx.input(|i| i.raw.dropped_files.clone());
    let paths: Vec<_> = files.iter().map(|f| f.path().to_path_buf()).filter(|p| !p.as_os_str().is_empty()).collect();
    if !paths.is_empty() {
        wb.dropped_all(paths);
    }
    if ctx.input(|i| !i.raw.hovered_files.is_empty()) {
        let p = theme::palette_of(ctx);
        let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop")));
        let rect = ctx.content_rect();
        painter.rect_filled(rect, 0.0, p.selected.gamma_multiply(0.9));
        let text = wb.tr(
            "松开鼠标：打开 .audit，导入 Excel 或 CSV 台账，加入照片和文件",
            "Drop to open an .audit, import a ledger or attach photos",
        );
        painter.text(
            rect.center(),
            egui::Align2::CENTER_CENTER,
            text,
            egui::TextStyle::Heading.resolve(&ctx.style_of(ctx.theme())),
            p.accent,
        );
    }
}
