//! The first-use tour: a few cards at the lower left that block nothing and can be skipped.

use eframe::egui::{self, Align, Align2, Layout};

use crate::app::pages::Page;
use crate::app::theme;
use crate::app::widgets;
use crate::app::workbench::Workbench;

/// Chinese and English: title and text.
type Card = ([&'static str; 2], [&'static str; 2]);

const CARDS: [Card; 5] = [
    (
        ["从示例或台账开始", "Begin with a sample or a ledger"],
        [
            "点一个示例审计，三下就能看到完整的报告：示例、报告、导出 PDF。做自己的项目就“新建审计”，再把设备科的 Excel 台账拖进窗口；读不懂的格子会逐个列出。",
            "A sample leads to a finished report in three clicks: sample, report, export. For your own plant make a new audit and drop its Excel ledger on the window.",
        ],
    ),
    (
        ["像 Excel 那样填设备", "Fill in devices as in Excel"],
        [
            "“设备”页上面按种类分页，表格里直接打字、复制粘贴；右边是所选设备的表单和判定。鼠标停在栏目名上，会说明它是什么、从铭牌哪里读、用在哪里。改错了按 Ctrl+Z。",
            "On the page of devices type into the table or paste from Excel; the form and the verdict stand beside it. Hover over a field's name to learn what it means.",
        ],
    ),
    (
        ["每个判定都有依据", "Every verdict has its evidence"],
        [
            "“筛查”页写明哪条标准、限值多少、怎样算出来。“数据不足”的会说缺什么，可打印成到现场去抄的清单。没有一个数是猜的：估算都标明。",
            "The screening page names standard, limit and calculation. What is missing is listed for the next walk through the plant; estimates are marked.",
        ],
    ),
    (
        ["改造与报告", "Retrofit and report"],
        [
            "“改造”页按判定给出建议，填投资就得到节能量、回收期和净现值；“报告”页左边选内容，右边就是将要输出的页面。",
            "The retrofit page suggests measures; with the investment filled in it gives savings, payback and NPV. The report page shows the pages as they will be printed.",
        ],
    ),
    (
        ["找东西按 Ctrl+K", "Ctrl+K finds anything"],
        [
            "设备、页面、命令、标准都能搜，输拼音首字母也行：循环水泵输 xhsb。改动随时安全地存在本机，Ctrl+S 写入文件。快捷键按 F1；这份导览在“帮助”里可以再看。",
            "Devices, pages, commands and standards. Edits are safe on this machine at once; Ctrl+S writes the file. F1 shows the keys; this tour is under Help.",
        ],
    ),
];

/// Where in the tour the person is.
#[derive(Default)]
pub struct Tour {
    at: Option<usize>,
    /// Asked for from the menu, or gone on with: then it is shown on every page.
    wanted: bool,
}

impl Tour {
    /// Shows the first card.
    pub fn begin(&mut self) {
        (self.at, self.wanted) = (Some(0), true);
    }

    /// Offers the tour on the start page, to somebody who has not seen it.
    pub fn offer(&mut self) {
        self.at = Some(0);
    }
}

/// Draws the card.
pub fn show(ctx: &egui::Context, wb: &mut Workbench) {
    let Some(at) = wb.shell.tour.at.filter(|_| wb.shell.tour.wanted || wb.page == Page::Start) else { return };
    let Some((title, text)) = CARDS.get(at) else { return };
    let lang = wb.lang();
    let (mut to, mut ended) = (at, false);
    egui::Area::new(egui::Id::unique("tour"))
        .anchor(Align2::LEFT_BOTTOM, [16.0, -44.0])
        .order(egui::Order::Foreground)
        .show(ctx, |ui| {
            let frame = theme::card(ui).stroke(egui::Stroke::new(1.5, theme::palette(ui).accent)).inner_margin(16);
            frame.show(ui, |ui| {
                ui.set_width(380.0);
                ui.horizontal(|ui| {
                    ui.label(theme::bold(lang.pick(title[0], title[1])));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        ui.label(theme::small(ui, format!("{} / {}", at + 1, CARDS.len())));
                    });
                });
                ui.add(egui::Label::new(lang.pick(text[0], text[1])).wrap());
                ui.horizontal(|ui| {
                    let last = at + 1 == CARDS.len();
                    if last {
                        ended = widgets::primary(ui, true, lang.pick("知道了", "Done")).clicked();
                    } else if widgets::primary(ui, true, lang.pick("下一张", "Next card")).clicked() {
                        to = at + 1;
                    }
                    if ui.add_enabled(at > 0, egui::Button::new(lang.pick("上一张", "Previous card"))).clicked() {
                        to = at - 1;
                    }
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        ended |= !last && ui.button(lang.pick("跳过导览", "Skip the tour")).clicked();
                    });
                });
            });
        });
    if to != at {
        (wb.shell.tour.at, wb.shell.tour.wanted) = (Some(to), true);
    }
    if ended {
        wb.shell.tour = Tour::default();
        wb.set(|s| s.tour_seen = true);
    }
}
