//! Energy management: the checklist's findings and the coverage with meters.

use super::row;
use crate::{choice, record};

choice! {
    /// How far a requirement is met.
    pub enum Conformity {
        Meets = "meets", "符合", "meets", [];
        Partly = "partly", "部分符合", "partly", ["部分"];
        Fails = "fails", "不符合", "fails", ["不满足"];
        NotApplicable = "not_applicable", "不适用", "not applicable", [];
    }
}

record! {
    /// 管理核查表(表13)的一条
    pub struct ManagementFields {
        item: String = "条目", "Item", "", 0, 60, Findings, Optional, "核查表中的条目代码", "Code of the item in the checklist", ["条目代码"];
        verdict: Conformity = "判定", "Verdict", "", 0, 0, Findings, Optional, "现状是否符合该条目的要求；不适用的写明原因", "Whether the plant meets the item; state the reason where it does not apply", ["结论"];
        finding: String = "现状", "Finding", "", 0, 1000, Findings, Optional, "看到的情况", "What was seen", [];
        evidence: String = "证据", "Evidence", "", 0, 1000, Findings, Optional, "文件、记录、照片、访谈", "Documents, records, photos, interviews", [];
        advice: String = "建议", "Advice", "", 0, 1000, Findings, Optional, "不符合、部分符合时怎样改进", "What to improve where it is not met or met in part", [];
    }
}

row!(
    /// What was found about one requirement of the checklist.
    ManagementItem,
    ManagementFields
);

choice! {
    /// The three levels of GB 17167.
    pub enum MeterLevel {
        Plant = "plant", "进出用能单位", "plant boundary", ["用能单位", "一级"];
        Unit = "unit", "进出主要次级用能单位", "main sub-units", ["主要次级用能单位", "次级用能单位", "二级"];
        Device = "device", "主要用能设备", "main devices", ["用能设备", "三级"];
    }
}

record! {
    /// 计量器具配备情况(表14)的一行，GB 17167
    pub struct MeterFields {
        carrier: String = "能源品种", "Carrier", "", 0, 40, Findings, Optional, "能源品种表中的代码", "Code of the carrier table", ["能源名称", "能源种类"];
        level: MeterLevel = "级别", "Level", "", 0, 0, Findings, Optional, "GB 17167 的三级", "The three levels of GB 17167", ["计量级别"];
        required: f64 = "应配数", "Required", "台", 0, 1000000, Findings, Optional, "按 GB 17167 应配备的计量器具台数", "Meters required by GB 17167", ["应装台数", "应配备"];
        installed: f64 = "实配数", "Installed", "台", 0, 1000000, Findings, Optional, "现场实际安装的台数", "Meters found on site", ["实装台数", "实际配备"];
        working: f64 = "完好数", "In order", "台", 0, 1000000, Findings, Optional, "能正常工作的台数", "Meters that work", ["完好台数"];
        calibrated: f64 = "检定有效数", "Calibrated", "台", 0, 1000000, Findings, Optional, "在检定、校准有效期内", "Meters within their calibration period", ["检定台数"];
        accuracy: String = "准确度等级", "Accuracy class", "", 0, 40, Findings, Optional, "器具上或检定证书上的准确度等级，如 0.5S、1.0", "Accuracy class on the meter or its certificate, e.g. 0.5S, 1.0", [];
        remark: String = "备注", "Remark", "", 0, 500, Findings, Optional, "安装位置、数据采集方式、缺表的原因等", "Place, way of reading, why meters are missing", ["说明"];
    }
}

row!(
    /// Meters of one carrier on one level.
    MeterCoverage,
    MeterFields
);
