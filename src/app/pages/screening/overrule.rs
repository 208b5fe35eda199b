//! The auditor's own level in place of the program's, with a reason that the report shows.

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::{self, badge, evidence};
use crate::audit::equipment::Overrule;
use crate::audit::{Edit, Equipment};
use crate::screening::Level;

/// What is being filled in.
#[derive(Default)]
pub struct Form {
    open: bool,
    /// Opened in this frame: it is brought into sight once it is drawn.
    fresh: bool,
    level: Option<Level>,
    reason: String,
}

/// The overruling of a device, or the form for one.
pub fn show(ui: &mut egui::Ui, form: &mut Form, lang: Lang, device: &Equipment) -> Option<Edit> {
    let mut out = None;
    if let Some(overrule) = &device.overrule {
        let text = format!("{}{}", lang.pick("改判理由：", "Reason: "), overrule.reason);
        evidence::wrapped(ui, egui::RichText::new(text));
        if ui.button(lang.pick("撤回改判", "Take back")).clicked() {
            out = Some(Edit::Overrule(device.id, None));
        }
        return out;
    }
    if !form.open {
        let help = lang.pick("不同意程序的判定时改判，理由写入报告", "Set another level; the report shows the reason");
        form.open = ui.button(lang.pick("改判…", "Overrule…")).on_hover_text(help).clicked();
        form.fresh = form.open;
        return None;
    }
    ui.horizontal(|ui| {
        let label = ui.label(theme::weak(ui, lang.pick("改判为", "Level")));
        let shown = form.level.map_or(lang.pick("请选择", "choose"), |l| badge::word(l, lang));
        let combo = egui::ComboBox::from_id_salt("overrule level").selected_text(shown).width(140.0);
        let response = combo.show_ui(ui, |ui| {
            for level in Level::ALL {
                ui.selectable_value(&mut form.level, Some(level), badge::word(level, lang));
            }
        });
        response.response.labelled_by(label.id);
    });
    let hint = lang.pick("理由(必填)，如：铭牌照片核对为 YE3", "Reason (required)");
    let edit = egui::TextEdit::multiline(&mut form.reason)
        .desired_rows(2)
        .desired_width(f32::INFINITY)
        .hint_text(hint)
        .char_limit(500);
    let response = ui.add(edit);
    let name = lang.pick("改判理由", "Reason of the overruling");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, name));
    let buttons = ui.horizontal(|ui| {
        let reason = form.reason.trim();
        let ready = form.level.is_some() && !reason.is_empty();
        if widgets::primary(ui, ready, lang.pick("确定改判", "Overrule")).clicked()
            && let Some(level) = form.level
        {
            let overrule = Overrule { level: level.code().to_owned(), reason: reason.to_owned() };
            out = Some(Edit::Overrule(device.id, Some(overrule)));
            *form = Form::default();
        }
        if ui.button(lang.pick("取消", "Cancel")).clicked() {
            *form = Form::default();
        }
    });
    if std::mem::take(&mut form.fresh) {
        // At once: what is pressed next must not move away.
        let still = egui::style::ScrollAnimation::none();
        buttons.response.scroll_to_me_animation(Some(egui::Align::Center), still);
    }
    out
}
