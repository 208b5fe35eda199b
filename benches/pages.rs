//! Every frame of every page with 100,000 devices: when a page or tab is opened, while it is shown, sorted, filtered,
//! clicked, and after an edit.
//!
//! `cargo bench --bench pages`, or with parts of names: `cargo bench --bench pages -- 导入,筛查`. Limits of a release
//! build: 16 ms for the first frame, 10 ms for the longest later one, 4 ms for the one in the middle, without painting
//! but with the tree of accessibility. What is over is said at the end, and the bench fails.

mod frames;
mod plant;

use eframe::egui::{Key, Modifiers};
use energy_audit::app::lang::Lang;
use energy_audit::app::pages::Page;
use energy_audit::audit::equipment::Overrule;
use energy_audit::audit::field::FieldValue;
use energy_audit::audit::{Action, Cost, Devices, Edit, Entered, Id, KindCode, Measure, Row, Section, Target};
use frames::Window;

const DEVICES: usize = 100_000;
/// A step that changes many devices.
const MANY: usize = 10_000;

/// A plant of 60 workshops.
fn devices() -> Devices {
    let mut all = plant::plant(DEVICES).equipment;
    for (n, device) in all.iter_mut().enumerate() {
        device.id = Id(1_000_000 + n as u64);
        let text = |text: String| Some(Entered::ledger(FieldValue::Text(text)));
        let named = device
            .set("workshop", text(format!("{}号车间", n % 60 + 1)))
            .and_then(|_| device.set("name", text(format!("第{n}台{}", device.kind.code().zh()))));
        named.unwrap_or_else(|e| panic!("{e}"));
    }
    all
}

/// What is measured: a part of a name leaves out the rest.
struct Run {
    window: Window,
    only: Option<String>,
}

impl Run {
    fn of(&mut self, name: &str, act: impl FnOnce(&mut Window)) {
        if self.only.as_ref().is_none_or(|parts| parts.split(',').any(|part| name.contains(part))) {
            self.window.measure(name, act);
        }
    }

    /// Goes to a page without measuring it.
    fn at(&mut self, page: Page) {
        self.window.page(page);
        for _ in 0..3 {
            self.window.frame();
        }
    }

    fn click(&mut self, page: &str, names: &[&str]) {
        for name in names {
            self.of(&format!("{page}：{name}"), |w| w.click(name));
        }
    }

    fn edit(&mut self, name: &str, edit: impl FnOnce(&mut Window) -> Option<Edit>) {
        let Some(edit) = edit(&mut self.window) else {
            return self.window.over.push(format!("{name}: nothing to edit"));
        };
        self.of(name, |w| {
            w.with_frame(|wb| {
                wb.edit("测速", edit);
            });
        });
    }
}

fn number(value: f64) -> Option<Entered<FieldValue>> {
    Some(Entered::ledger(FieldValue::Number(value)))
}

fn main() {
    let only = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    let file = folder.path().join("大厂.audit");
    std::fs::copy("audits/云冈示例水泥有限公司.audit", &file).unwrap_or_else(|e| panic!("{e}"));
    let mut run = Run { window: Window::new(), only };
    run.window.with_frame(|wb| wb.open(&file));
    run.of("打开样例", |_| {});
    let all = devices().into_iter().map(|d| (usize::MAX, d)).collect();
    run.edit("导入 100,000 台(一步)", |_| Some(Edit::InsertEquipment(all)));
    for page in Page::NAVIGATION {
        let name = page.name(Lang::Zh);
        run.of(&format!("打开{name}"), |w| w.page(page));
        run.of(&format!("打开{name}，第二次"), |w| w.page(page));
    }
    overview(&mut run);
    equipment(&mut run);
    screening(&mut run);
    retrofit(&mut run);
    others(&mut run);
    everywhere(&mut run);
    large_steps(&mut run);
    import(&mut run);
    println!("{} over their limit", run.window.over.len());
    for line in &run.window.over {
        println!("  {line}");
    }
    if !run.window.over.is_empty() {
        std::process::exit(1);
    }
}

/// The n-th device of the plant.
fn device(window: &mut Window, n: usize) -> Option<Id> {
    window.wb().audit()?.equipment.iter().filter(|d| d.kind.code() == KindCode::Motor).nth(n).map(|d| d.id)
}

fn power(window: &mut Window, n: usize, kw: f64) -> Option<Edit> {
    Some(Edit::field(device(window, n)?, "rated_power_kw", number(kw)))
}

fn overview(run: &mut Run) {
    run.at(Page::Overview);
    run.edit("概览：改一台设备", |w| power(w, 900, 18.5));
    run.edit("概览：改企业名称", |_| {
        let value = Some(Entered::ledger(FieldValue::Text("大厂".to_owned())));
        Some(Edit::Field { target: Target::Enterprise, key: "name".to_owned(), value })
    });
    run.edit("概览：改电价(全部重算)", |_| {
        Some(Edit::Field { target: Target::Prices, key: "electricity_yuan_per_kwh".to_owned(), value: number(0.71) })
    });
}

fn equipment(run: &mut Run) {
    run.at(Page::Equipment);
    run.click("设备", &["变压器", "电动机", "按地点分组", "按地点分组"]);
    run.of("设备：排序", |w| w.click("型号"));
    run.of("设备：筛选", |w| {
        w.click("筛选：型号、名称、车间…");
        w.type_text("12号");
    });
    run.of("设备：去掉筛选", |w| w.click("清除筛选"));
    run.edit("设备：改一台设备", |w| power(w, 901, 18.5));
    run.of("设备：全选(Ctrl+A)", |w| {
        let first = device(w, 0);
        w.with_frame(|wb| {
            first.into_iter().for_each(|id| wb.show_device(id));
        });
        w.frame();
        w.key(Modifiers::COMMAND, Key::A);
    });
    run.edit("设备：全选时改一台设备", |w| power(w, 905, 18.5));
    run.of("设备：复制全部", |w| w.copy());
    run.of("设备：放弃全选", |w| w.key(Modifiers::NONE, Key::ArrowDown));
}

fn screening(run: &mut Run) {
    run.at(Page::Screening);
    for name in ["判定", "编号", "名称", "型号", "主要依据"] {
        run.click("筛查清单", &[&format!("排序：{name}")]);
    }
    run.of("筛查清单：选中全部行并复制", |w| {
        w.key(Modifiers::COMMAND, Key::A);
        w.copy();
    });
    run.click("筛查清单", &["设备类型", "电动机", "设备类型", "全部类型", "待补数据清单"]);
    for name in ["使用地点", "设备", "型号", "需要补充"] {
        run.click("筛查待补", &[&format!("排序：{name}")]);
    }
    run.click("筛查待补", &["复制清单", "设备类型", "电动机", "设备类型", "全部类型"]);
    run.edit("筛查待补：改一台设备", |w| power(w, 906, 18.5));
    run.click("筛查", &["图表", "设备类型", "电动机", "设备类型", "全部类型"]);
    run.edit("筛查图表：改一台设备", |w| power(w, 907, 18.5));
    run.click("筛查", &["按今天的标准版本对照", "判定清单"]);
    run.of("筛查清单：输入筛选", |w| {
        w.click("筛选：编号、型号、车间…");
        w.type_text("12号");
    });
    run.of("筛查清单：删去筛选", |w| {
        for _ in 0..3 {
            w.key(Modifiers::NONE, Key::Backspace);
        }
    });
    run.edit("筛查清单：改判一台", |w| {
        Some(Edit::Overrule(device(w, 908)?, Some(Overrule { level: "meets".to_owned(), reason: "测速".to_owned() })))
    });
    run.of("筛查清单：末行(End)", |w| {
        w.click("排序：编号");
        w.key(Modifiers::NONE, Key::End);
    });
}

fn retrofit(run: &mut Run) {
    run.at(Page::Retrofit);
    run.click("改造", &["措施", "建议", "方案", "优选", "风险", "何时更换"]);
    for name in ["设备", "型号", "何时更换", "依据的规则"] {
        run.click("何时更换", &[&format!("排序：{name}")]);
    }
    run.edit("何时更换：改一台设备", |w| power(w, 909, 18.5));
    run.click("改造", &["建议"]);
    for name in ["次序", "紧迫程度", "措施与理由", "设备数", "节能 tce/a"] {
        run.click("建议", &[&format!("排序：{name}")]);
    }
    run.edit("建议：改一台设备", |w| power(w, 910, 18.5));
    run.click("建议", &["全选", "全不选", "全选"]);
    run.of("建议：采纳选中的", |w| w.click("采纳选中的"));
    run.click("采纳后", &["措施", "建议", "方案", "优选", "风险", "何时更换", "措施"]);
    for name in ["措施", "设备数", "节电 万kWh/a", "NPV 万元", "分级"] {
        run.click("措施", &[&format!("排序：{name}")]);
    }
    run.edit("措施：为 10,000 台加一项措施", |w| {
        let audit = w.wb().audit()?;
        let motors = audit.equipment.iter().filter(|d| d.kind.code() == KindCode::Motor).map(|d| d.id);
        let targets: Vec<Id> = motors.take(MANY).collect();
        let measure = Measure {
            id: Id(77),
            title: "更换 10,000 台".to_owned(),
            targets,
            action: Action::ReplaceMotor { grade: 2, efficiency_pct: None },
            cost: Cost { investment_yuan: Some(1e7), ..Cost::default() },
            note: String::new(),
            requires: Vec::new(),
        };
        Some(Edit::InsertMeasure(audit.measures.len(), measure))
    });
    run.edit("措施：改投资", |w| {
        let mut measure = w.wb().audit()?.measure(Id(77))?.clone();
        measure.cost.investment_yuan = Some(1.2e7);
        Some(Edit::ReplaceMeasure(measure))
    });
    run.edit("措施：改一台设备", |w| power(w, 911, 18.5));
    run.click("加措施后", &["方案", "优选", "风险", "措施"]);
    run.window.wb().selection =
        run.window.wb().audit().map_or_else(Vec::new, |a| a.equipment.iter().map(|d| d.id).collect());
    run.click("选中 100,000 台", &["添加措施…", "选中设备可用的措施"]);
    run.of("选中 100,000 台：关闭菜单", |w| w.key(Modifiers::NONE, Key::Escape));
    run.window.wb().selection.clear();
}

fn others(run: &mut Run) {
    run.at(Page::Benchmark);
    run.edit("对标：改一台设备", |w| power(w, 912, 18.5));
    run.at(Page::Report);
    run.edit("报告：改一台设备", |w| power(w, 913, 18.5));
    run.at(Page::Enterprise);
    run.edit("企业：改一台设备", |w| power(w, 914, 18.5));
    run.at(Page::Energy);
    run.edit("能源：改一行", |w| {
        let row = w.wb().audit()?.consumption.first()?.clone();
        Some(Edit::Field {
            target: Target::Row(Section::Consumption, row.id),
            key: "month_01".to_owned(),
            value: number(1e6),
        })
    });
    run.edit("能源：加一行", |w| {
        let mut row = w.wb().audit()?.consumption.first()?.clone();
        row.id = Id(78);
        Some(Edit::InsertRow(usize::MAX, Row::Consumption(row)))
    });
    run.click("能源", &["平衡", "产品产量", "年度指标", "余热资源", "计量", "管理诊断", "用能"]);
    run.at(Page::Reference);
    run.of("标准库：查表", |w| {
        w.click("查表：标准号、名称");
        w.type_text("18613");
    });
    run.of("标准库：查型号", |w| {
        w.click("粘贴型号，如 JO2-72-4、S7-630/10");
        w.type_text("Y160M-4");
    });
    for page in [Page::History, Page::Settings] {
        run.of(&format!("打开{}", page.name(Lang::Zh)), |w| w.page(page));
    }
    run.at(Page::History);
    run.click("历史", &["修改记录"]);
    run.edit("历史：改一台设备", |w| power(w, 915, 18.5));
}

fn everywhere(run: &mut Run) {
    run.at(Page::Overview);
    run.of("搜索(Ctrl+K)：打开", |w| w.key(Modifiers::COMMAND, Key::K));
    run.of("搜索(Ctrl+K)：键入", |w| w.type_text("y160m 12号"));
    run.of("搜索(Ctrl+K)：关闭", |w| w.key(Modifiers::NONE, Key::Escape));
    run.click("消息", &["消息", "关闭消息列表"]);
    run.edit("选中 100,000 台", |w| {
        w.wb().selection = w.wb().audit()?.equipment.iter().map(|d| d.id).collect();
        power(w, 916, 18.5)
    });
    run.of("保存", |w| w.with_frame(|wb| wb.save()));
}

fn large_steps(run: &mut Run) {
    for page in [Page::Equipment, Page::Screening, Page::Retrofit] {
        let name = page.name(Lang::Zh);
        run.at(page);
        run.edit(&format!("{name}：改 10,000 台"), |w| {
            let some = w.wb().audit()?.equipment.iter().step_by(DEVICES / MANY).map(|d| d.id);
            Some(Edit::Batch(some.map(|id| Edit::field(id, "quantity", number(2.0))).collect()))
        });
        run.of(&format!("{name}：撤销改 10,000 台"), |w| w.with_frame(|wb| wb.undo()));
        run.edit(&format!("{name}：删除 10,000 台"), |w| {
            let some = w.wb().audit()?.equipment.iter().step_by(DEVICES / MANY).map(|d| d.id);
            Some(Edit::RemoveEquipment(some.collect()))
        });
        run.of(&format!("{name}：撤销删除"), |w| w.with_frame(|wb| wb.undo()));
    }
}

fn import(run: &mut Run) {
    let mut text = String::from("设备类型\t编号\t名称\t型号\t额定功率(kW)\t使用地点\n");
    for n in 0..DEVICES {
        text.push_str(&format!("电动机\tN-{n}\t第{n}台\tY160M-{}\t{}\t{}号车间\n", n % 4 * 2, n % 90, n % 50));
    }
    run.of("导入：读 100,000 行", |w| {
        w.with_frame(|wb| {
            wb.to_paste = Some(text);
            wb.page = Page::Import;
        });
    });
    let counted = |part: &str| format!("{part}  {DEVICES}");
    run.click("导入", &[&counted("预览")]);
    run.click("导入", &["表与列  1", "不是设备的行  0"]);
    run.of("导入：离开", |w| w.click("← 设备"));
}
