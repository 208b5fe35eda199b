//! The workbench: one file per page, [`widgets`] for what pages share, [`theme`] for how it looks.
//!
//! A page draws and emits edits; it computes nothing that the engine should.

pub mod crash;
pub mod dialogs;
mod english;
mod files;
mod frame;
pub mod jobs;
pub mod lang;
pub mod pages;
pub mod pictures;
pub mod plant;
pub mod samples;
pub mod saving;
pub mod settings;
pub mod shell;
pub mod theme;
mod times;
pub mod widgets;
pub mod work;
pub mod workbench;

use std::path::{Path, PathBuf};

use eframe::egui;

use dialogs::{FileDialogs, NativeDialogs};
use pages::Pages;
pub use workbench::Workbench;

use crate::store::DataDir;

/// How the window draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renderer {
    /// OpenGL.
    Glow,
    /// Vulkan, DirectX or Metal.
    Wgpu,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// No screen to draw on.
    #[error(
        "没有可用的显示器(未设置 DISPLAY 或 WAYLAND_DISPLAY)，不能打开工作台窗口；命令行可用：new、import、template、screen、suggest、savings、report、export、check、reference，用 energy-audit --help 查看"
    )]
    NoDisplay,
    /// Neither way of drawing works.
    #[error("不能打开工作台窗口：{0}")]
    Window(String),
}

/// The application that eframe runs.
pub struct App {
    /// The state.
    pub workbench: Workbench,
    pages: Pages,
    applied: Option<(settings::Theme, f32, f32)>,
    /// What the window is called.
    title: String,
    /// Whether the window is one of X11.
    x11: bool,
    times: times::Times,
}

impl App {
    /// A workbench with its start page, or with a file.
    pub fn new(ctx: &egui::Context, data: DataDir, dialogs: Box<dyn FileDialogs>, file: Option<&Path>) -> Self {
        theme::install_fonts(ctx);
        let mut workbench = Workbench::new(ctx.clone(), data, dialogs);
        let pages = Pages::new(&workbench);
        if let Some(file) = file {
            workbench.dropped(file);
        }
        Self { workbench, pages, applied: None, title: String::new(), x11: false, times: times::Times::if_asked() }
    }
}

impl App {
    /// Theme, size of text and scale follow the settings; a scale changed by Ctrl+plus and minus is remembered.
    fn looks(&mut self, ctx: &egui::Context) {
        let zoom = ctx.zoom_factor();
        if self.applied.is_some_and(|(_, _, applied)| applied == self.workbench.settings.zoom && applied != zoom) {
            self.workbench.set(|s| s.zoom = settings::Settings::scale(zoom));
        }
        let settings = &self.workbench.settings;
        let wanted = (settings.theme, settings.text_size, settings.zoom);
        if self.applied != Some(wanted) {
            theme::apply(ctx, wanted.0, wanted.1);
            ctx.set_zoom_factor(wanted.2);
            self.applied = Some(wanted);
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.looks(ui.ctx());
        widgets::grid::later::deliver(ui.ctx());
        widgets::ime::guard(ui.ctx());
        shell::focus::follow(ui.ctx());
        self.workbench.tick();
        self.times.frame(ui.ctx(), &mut self.workbench);
        frame::show(ui, &mut self.workbench, &mut self.pages);
        let title = frame::title(&self.workbench);
        if title != self.title {
            ui.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        widgets::ime::hold(ui.ctx());
        if self.x11 {
            widgets::ime::below(ui.ctx());
        }
        widgets::figure::deliver(&mut self.workbench);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.workbench.jobs.cancel_all();
        self.workbench.leave();
        self.workbench.store_settings();
    }
}

/// Opens the window, with a file or the start page. Without a choice of `renderer`, OpenGL is tried first: it is the
/// faster one without a GPU, but remote desktops and virtual machines often can't do it.
pub fn run(file: Option<PathBuf>, renderer: Option<Renderer>) -> Result<(), AppError> {
    if cfg!(target_os = "linux") && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY") {
        return Err(AppError::NoDisplay);
    }
    let data = DataDir::default_location();
    crash::watch_this_thread(&data);
    let start = |renderer: Renderer| {
        let (file, data) = (file.clone(), data.clone());
        // The app is made inside: it is made again when the first renderer does not start.
        let make = Box::new(move |cc: &eframe::CreationContext<'_>| {
            let mut app = App::new(&cc.egui_ctx, data, Box::new(NativeDialogs::of(cc)), file.as_deref());
            app.x11 = cfg!(target_os = "linux") && !is_set("WAYLAND_DISPLAY") && !is_set("WAYLAND_SOCKET");
            if app.x11 {
                cc.egui_ctx.add_plugin(widgets::ime::StaysOn::default());
            }
            Ok(Box::new(app) as Box<dyn eframe::App>)
        });
        eframe::run_native("节能诊断工作台", options(renderer), make)
    };
    let result = match renderer {
        Some(chosen) => start(chosen),
        None => start(Renderer::Glow).or_else(|_| start(Renderer::Wgpu)),
    };
    result.map_err(|e| {
        let error = AppError::Window(e.to_string());
        dialogs::tell_without_window(&error.to_string());
        error
    })
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|v| !v.is_empty())
}

fn options(renderer: Renderer) -> eframe::NativeOptions {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icons/energy-audit-128.png"));
    eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("节能诊断工作台")
            .with_app_id("energy-audit")
            .with_inner_size([1280.0, 700.0])
            .with_min_inner_size([960.0, 600.0])
            .with_drag_and_drop(true)
            .with_icon(icon.unwrap_or_default()),
        renderer: match renderer {
            Renderer::Glow => eframe::Renderer::Glow,
            Renderer::Wgpu => eframe::Renderer::Wgpu,
        },
        ..Default::default()
    }
}
