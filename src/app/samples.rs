//! Sample audits built into the program: the six invented plants of `audits/`.

use crate::audit::Audit;
use crate::store::{DataDir, Document};

/// A sample: what it is called, what it shows, and its audit file.
pub struct Sample {
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// What a newcomer sees in it.
    pub about_zh: &'static str,
    /// The same in English.
    pub about_en: &'static str,
    bytes: &'static [u8],
}

/// The samples, in the order offered.
pub fn samples() -> Vec<Sample> {
    vec![
        Sample {
            zh: "云冈示例水泥有限公司",
            en: "Yungang sample cement works",
            about_zh: "173 行台账：新旧电动机、高压磨机电机、变压器、采暖锅炉",
            about_en: "173 ledger rows: motors old and new, high-voltage mill motors, transformers, boilers",
            bytes: include_bytes!("../../audits/云冈示例水泥有限公司.audit"),
        },
        Sample {
            zh: "平城示例制药有限公司",
            en: "Pingcheng sample pharmaceutical plant",
            about_zh: "蒸汽锅炉煤改气、防爆电机、干式变压器",
            about_en: "steam boilers from coal to gas, explosion-proof motors, dry-type transformers",
            bytes: include_bytes!("../../audits/平城示例制药有限公司.audit"),
        },
        Sample {
            zh: "御河示例供热站",
            en: "Yuhe sample heating station",
            about_zh: "老燃煤热水锅炉、JS 和 JO2 电机、S7～S9 变压器",
            about_en: "old coal-fired hot-water boilers, JS and JO2 motors, S7 to S9 transformers",
            bytes: include_bytes!("../../audits/御河示例供热站.audit"),
        },
        Sample {
            zh: "十里河示例化工有限公司",
            en: "Shilihe sample chemical works",
            about_zh: "风机、水泵、空压机、冷水机组、炉窑、焊机等 13 类设备，电机与水泵、风机关联",
            about_en: "13 kinds: fans, pumps, compressors, chillers, furnaces, welders; motors linked to what they drive",
            bytes: include_bytes!("../../audits/十里河示例化工有限公司.audit"),
        },
        Sample {
            zh: "恒山示例钢铁有限公司",
            en: "Hengshan sample steel works",
            about_zh: "烧结、炼铁、炼钢、轧钢的能量平衡、煤气与工序能耗对标",
            about_en: "balance, gases and quotas of sintering, iron, steel and rolling",
            bytes: include_bytes!("../../audits/恒山示例钢铁有限公司.audit"),
        },
        Sample {
            zh: "云中示例数据中心",
            en: "Yunzhong sample data centre",
            about_zh: "PUE 对标与目标、冷水机组、水泵、配电",
            about_en: "PUE against limits and targets, chillers, pumps, distribution",
            bytes: include_bytes!("../../audits/云中示例数据中心.audit"),
        },
    ]
}

impl Sample {
    /// The sample's audit. It is opened as a copy without a file of its own, so the sample itself never changes.
    pub fn audit(&self, data: &DataDir) -> Result<Audit, String> {
        let path = data.path().join(format!("sample-{}.audit", std::process::id()));
        let read = || -> Result<Audit, String> {
            std::fs::create_dir_all(data.path()).map_err(|e| e.to_string())?;
            std::fs::write(&path, self.bytes).map_err(|e| e.to_string())?;
            let document = Document::open_read_only(&path, data).map_err(|e| e.to_string())?;
            let audit = document.audit().clone();
            document.close(false).map_err(|e| e.to_string())?;
            Ok(audit)
        };
        let result = read();
        // The temporary file has served; if it can't be removed it only takes up room.
        let _ = std::fs::remove_file(&path);
        result
    }
}
