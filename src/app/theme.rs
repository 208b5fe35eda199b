//! The one design system: font, colours, spacing on a 4-px grid, and the colours of a finding.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Stroke, TextStyle,
    Vec2, style::WidgetVisuals,
};

use super::settings::Theme;

/// Height of a table row in points, for text of the usual size.
pub const ROW: f32 = 26.0;
/// Height of a table's header.
pub const HEADER: f32 = 30.0;
/// Height of a page's head.
pub const HEAD: f32 = 28.0;
/// Space between lines that belong together, within a card.
pub const TIGHT: f32 = 4.0;
/// Width of the labels of a form, at least.
pub const LABEL: f32 = 96.0;
/// From this width on a page's cards stand in three columns.
pub const THREE_COLUMNS: f32 = 1280.0;
/// From this width on they stand in two.
pub const TWO_COLUMNS: f32 = 800.0;

/// In how many columns the cards of a page stand.
pub fn columns(ui: &egui::Ui) -> usize {
    match ui.available_width() {
        width if width >= THREE_COLUMNS => 3,
        width if width >= TWO_COLUMNS => 2,
        _ => 1,
    }
}

/// The colours of one theme.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Behind everything.
    pub ground: Color32,
    /// Cards, tables, fields.
    pub surface: Color32,
    /// Lines.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Secondary text.
    pub weak: Color32,
    /// The one accent.
    pub accent: Color32,
    /// Behind what is selected.
    pub selected: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Every other row of a table.
    pub stripe: Color32,
}

/// How good or bad something is; never told by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Must be acted upon.
    Bad,
    /// Should be looked at.
    Warn,
    /// In order.
    Good,
    /// Says nothing yet.
    Quiet,
}

impl Tone {
    /// The sign beside the word.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Bad => "✖",
            Self::Warn => "▲",
            Self::Good => "✔",
            Self::Quiet => "ⓘ",
        }
    }

    /// Foreground and background.
    pub fn colors(self, dark: bool) -> (Color32, Color32) {
        let rgb = Color32::from_rgb;
        match (self, dark) {
            (Self::Bad, false) => (rgb(0xA8, 0x1E, 0x17), rgb(0xFC, 0xE9, 0xE7)),
            (Self::Warn, false) => (rgb(0x8F, 0x4E, 0x00), rgb(0xFD, 0xF1, 0xDC)),
            (Self::Good, false) => (rgb(0x14, 0x6C, 0x43), rgb(0xE4, 0xF4, 0xEB)),
            (Self::Quiet, false) => (rgb(0x52, 0x5E, 0x6E), rgb(0xEC, 0xEF, 0xF3)),
            (Self::Bad, true) => (rgb(0xFF, 0x9C, 0x92), rgb(0x4A, 0x1F, 0x1C)),
            (Self::Warn, true) => (rgb(0xF6, 0xC1, 0x6B), rgb(0x45, 0x33, 0x14)),
            (Self::Good, true) => (rgb(0x7F, 0xD9, 0xA8), rgb(0x17, 0x3B, 0x2A)),
            (Self::Quiet, true) => (rgb(0xA9, 0xB4, 0xC2), rgb(0x2C, 0x33, 0x3D)),
        }
    }
}

/// Hues of the parts of a chart on light ground, dark enough for white letters.
const SERIES_LIGHT: [Color32; 8] = [
    Color32::from_rgb(0x1D, 0x5F, 0xA8),
    Color32::from_rgb(0x1F, 0x7A, 0x5C),
    Color32::from_rgb(0x96, 0x5C, 0x06),
    Color32::from_rgb(0x7A, 0x4F, 0x9E),
    Color32::from_rgb(0xB0, 0x46, 0x38),
    Color32::from_rgb(0x2C, 0x70, 0x92),
    Color32::from_rgb(0x66, 0x6B, 0x18),
    Color32::from_rgb(0x62, 0x6B, 0x77),
];

/// The same on dark ground, bright enough for dark letters.
const SERIES_DARK: [Color32; 8] = [
    Color32::from_rgb(0x6B, 0xAC, 0xF0),
    Color32::from_rgb(0x56, 0xC2, 0x9D),
    Color32::from_rgb(0xE3, 0xAD, 0x52),
    Color32::from_rgb(0xB9, 0x93, 0xDC),
    Color32::from_rgb(0xE8, 0x93, 0x86),
    Color32::from_rgb(0x84, 0xC9, 0xE6),
    Color32::from_rgb(0xC3, 0xC8, 0x60),
    Color32::from_rgb(0xA9, 0xB4, 0xC2),
];

/// The hue of a part of a chart, and of letters on it. After eight they begin again: what tells parts apart besides
/// is their pattern.
pub fn series(dark: bool, at: usize) -> (Color32, Color32) {
    if dark { (SERIES_DARK[at % 8], DARK.on_accent) } else { (SERIES_LIGHT[at % 8], Color32::WHITE) }
}

const LIGHT: Palette = Palette {
    ground: Color32::from_rgb(0xF4, 0xF6, 0xF9),
    surface: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    line: Color32::from_rgb(0xDD, 0xE2, 0xE9),
    text: Color32::from_rgb(0x1C, 0x25, 0x30),
    weak: Color32::from_rgb(0x5A, 0x66, 0x76),
    accent: Color32::from_rgb(0x1D, 0x5F, 0xA8),
    selected: Color32::from_rgb(0xDB, 0xE8, 0xF7),
    on_accent: Color32::WHITE,
    stripe: Color32::from_rgb(0xF9, 0xFA, 0xFC),
};

const DARK: Palette = Palette {
    ground: Color32::from_rgb(0x15, 0x1A, 0x21),
    surface: Color32::from_rgb(0x1C, 0x22, 0x2B),
    line: Color32::from_rgb(0x33, 0x3C, 0x48),
    text: Color32::from_rgb(0xE3, 0xE8, 0xEE),
    weak: Color32::from_rgb(0x9A, 0xA6, 0xB5),
    accent: Color32::from_rgb(0x5B, 0xA3, 0xEE),
    selected: Color32::from_rgb(0x1E, 0x35, 0x50),
    on_accent: Color32::from_rgb(0x0C, 0x14, 0x1E),
    stripe: Color32::from_rgb(0x20, 0x27, 0x31),
};

/// The colours in use.
pub fn palette(ui: &egui::Ui) -> Palette {
    if ui.visuals().dark_mode { DARK } else { LIGHT }
}

/// The colours in use, where there is no `Ui`.
pub fn palette_of(ctx: &egui::Context) -> Palette {
    if ctx.theme() == egui::Theme::Dark { DARK } else { LIGHT }
}

/// Bold text of the body size.
pub fn bold(text: impl Into<String>) -> RichText {
    RichText::new(text).family(FontFamily::Name("bold".into()))
}

/// The face of [`bold`], for what is painted.
pub fn bold_font(ui: &egui::Ui) -> FontId {
    FontId::new(TextStyle::Body.resolve(ui.style()).size, FontFamily::Name("bold".into()))
}

/// Text that steps back.
pub fn weak(ui: &egui::Ui, text: impl Into<String>) -> RichText {
    RichText::new(text).color(palette(ui).weak)
}

/// Small text that steps back.
pub fn small(ui: &egui::Ui, text: impl Into<String>) -> RichText {
    weak(ui, text).text_style(TextStyle::Small)
}

/// A page's title, or a figure that stands out.
pub fn title(text: impl Into<String>) -> RichText {
    bold(text).text_style(TextStyle::Heading).family(FontFamily::Name("bold".into()))
}

/// A white card with a hairline.
pub fn card(ui: &egui::Ui) -> egui::Frame {
    let p = palette(ui);
    egui::Frame::new()
        .fill(p.surface)
        .stroke(Stroke::new(1.0, p.line))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::same(12))
}

/// Draws a table in its frame.
pub fn framed<R>(ui: &mut egui::Ui, add: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let p = palette(ui);
    egui::Frame::new()
        .fill(p.surface)
        .stroke(Stroke::new(1.0, p.line))
        .corner_radius(4)
        .inner_margin(1)
        .show(ui, add)
        .inner
}

/// Installs the embedded fonts: ours first for text, last for the typewriter face.
pub fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    fonts.font_data.insert("regular".to_owned(), Arc::new(FontData::from_static(crate::report::FONT_REGULAR)));
    fonts.font_data.insert("bold".to_owned(), Arc::new(FontData::from_static(crate::report::FONT_BOLD)));
    let proportional = fonts.families.entry(FontFamily::Proportional).or_default();
    proportional.insert(0, "regular".to_owned());
    let mut heavy = proportional.clone();
    heavy.insert(0, "bold".to_owned());
    fonts.families.entry(FontFamily::Monospace).or_default().push("regular".to_owned());
    fonts.families.insert(FontFamily::Name("bold".into()), heavy);
    ctx.set_fonts(fonts);
}

/// Applies theme and size of text.
pub fn apply(ctx: &egui::Context, theme: Theme, text_size: f32) {
    ctx.set_theme(match theme {
        Theme::Light => egui::ThemePreference::Light,
        Theme::Dark => egui::ThemePreference::Dark,
        Theme::System => egui::ThemePreference::System,
    });
    for (theme, p) in [(egui::Theme::Light, LIGHT), (egui::Theme::Dark, DARK)] {
        ctx.style_mut_of(theme, |style| {
            let body = FontFamily::Proportional;
            style.text_styles = [
                (TextStyle::Small, FontId::new(text_size - 2.0, body.clone())),
                (TextStyle::Body, FontId::new(text_size, body.clone())),
                (TextStyle::Button, FontId::new(text_size, body.clone())),
                (TextStyle::Heading, FontId::new(text_size + 6.0, body)),
                (TextStyle::Monospace, FontId::new(text_size - 1.0, FontFamily::Monospace)),
            ]
            .into();
            let s = &mut style.spacing;
            s.item_spacing = Vec2::new(8.0, 8.0);
            s.button_padding = Vec2::new(8.0, 4.0);
            s.interact_size.y = 28.0;
            s.menu_margin = Margin::same(8);
            s.window_margin = Margin::same(16);
            s.combo_width = 120.0;
            s.tooltip_width = 420.0;
            s.scroll = scroll_style();
            style.interaction.selectable_labels = false;
            style.interaction.tooltip_delay = 0.35;
            style.visuals = visuals(p, theme == egui::Theme::Dark);
        });
    }
}

/// Bars that are always there, in a grey that shows on white, and that take their own room.
fn scroll_style() -> egui::style::ScrollStyle {
    egui::style::ScrollStyle {
        bar_width: 9.0,
        floating_width: 6.0,
        floating_allocated_width: 12.0,
        handle_min_length: 28.0,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.08,
        dormant_handle_opacity: 0.2,
        active_handle_opacity: 0.3,
        interact_handle_opacity: 0.45,
        ..egui::style::ScrollStyle::floating()
    }
}

fn visuals(p: Palette, dark: bool) -> egui::Visuals {
    let mut v = if dark { egui::Visuals::dark() } else { egui::Visuals::light() };
    let radius = CornerRadius::same(4);
    let state = |fill: Color32, stroke: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, stroke),
        corner_radius: radius,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    v.widgets.noninteractive = state(p.surface, p.line, p.text);
    // Stronger than a hairline, so that boxes to tick and choices show on a card.
    v.widgets.inactive = state(p.surface, p.line.lerp_to_gamma(p.weak, 0.3), p.text);
    v.widgets.hovered = state(p.stripe, p.accent, p.text);
    v.widgets.active = state(p.selected, p.accent, p.text);
    v.widgets.open = state(p.selected, p.accent, p.text);
    v.weak_text_color = Some(p.weak);
    v.selection.bg_fill = p.selected;
    v.selection.stroke = Stroke::new(1.0, p.accent);
    v.hyperlink_color = p.accent;
    v.faint_bg_color = p.stripe;
    v.extreme_bg_color = p.surface;
    v.text_edit_bg_color = Some(p.surface);
    v.panel_fill = p.ground;
    v.window_fill = p.surface;
    v.window_stroke = Stroke::new(1.0, p.line);
    v.window_corner_radius = CornerRadius::same(8);
    v.menu_corner_radius = CornerRadius::same(6);
    v.error_fg_color = Tone::Bad.colors(dark).0;
    v.warn_fg_color = Tone::Warn.colors(dark).0;
    v.striped = false;
    v
}
