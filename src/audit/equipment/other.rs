//! 其他: any other device. Only the catalogue of obsolete equipment judges it.

use crate::record;

record! {
    /// 其他设备
    pub struct Other {
        category: String = "类别名称", "Category", "", 0, 60, Nameplate, Optional, "如车床、断路器、破碎机；目录中的短代号要靠名称或类别才能判定", "Such as lathe, circuit breaker, crusher; short codes of the catalogues can be judged only with a name or category", ["具体类别", "品种"];
        rated_power_kw: f64 = "额定功率", "Rated power", "kW", 0.001, 1000000, Nameplate, Energy, "电功率", "Electric power", ["功率", "装机功率", "电机功率", "总功率"];
        specification: String = "规格参数", "Specification", "", 0, 200, Nameplate, Optional, "其他铭牌参数", "Other nameplate data", ["规格", "技术参数", "主要参数"];
        load_factor_pct: f64 = "平均负载率", "Load factor", "%", 0, 150, Operation, Energy, "平均输入功率与额定功率之比", "Average input as a share of the rated power", ["负载率", "负荷率"];
        measured_input_kw: f64 = "实测输入功率", "Measured input power", "kW", 0, 1000000, Operation, Energy, "运行时的平均输入功率", "Average input while running", ["输入功率", "实测功率", "运行功率"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Energy, "一年内实际运行小时", "Hours of actual operation in a year", ["年运行时间", "运行小时", "年运行小时数", "运行时间"];
        annual_electricity_kwh: f64 = "年用电量", "Annual electricity", "kWh/a", 0, 20000000000.0, Operation, Optional, "全部台数合计的一年用电", "Electricity of a year, all machines together", ["年耗电量", "年用电", "年电耗"];
    }
}
