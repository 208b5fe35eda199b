//! 鼓风机: the fields of a blower.

use super::{FlowControl, YesNo};
use crate::{choice, record};

choice! {
    /// Kind of blower; GB 28381-2012 covers centrifugal ones.
    pub enum BlowerType {
        SingleLow = "single_low", "单级双支撑低速离心", "single-stage, low speed", ["单级低速", "单级双支撑低速"];
        MultiLow = "multi_low", "多级低速离心", "multi-stage, low speed", ["多级低速", "多级离心"];
        SingleHigh = "single_high", "单级双支撑高速离心", "single-stage, high speed", ["单级高速", "单级双支撑高速"];
        MultiHigh = "multi_high", "多级高速离心", "multi-stage, high speed", ["多级高速"];
        Roots = "roots", "罗茨", "Roots", ["罗茨鼓风机", "罗茨风机", "三叶罗茨"];
        Suspension = "suspension", "空气/磁悬浮离心", "air or magnetic bearing", ["磁悬浮", "空气悬浮", "磁悬浮鼓风机"];
        Other = "other", "其他型式", "other", ["旋涡", "轴流"];
    }
}

record! {
    /// 鼓风机
    pub struct Blower {
        blower_type: BlowerType = "鼓风机型式", "Blower type", "", 0, 0, Nameplate, Screening, "GB 28381-2012 按单级/多级、低速/高速分表", "GB 28381-2012 has tables for single-stage and multistage, low and high speed", ["型式", "类型", "结构型式"];
        stages: f64 = "级数", "Stages", "级", 1, 20, Nameplate, Screening, "叶轮级数", "Number of impeller stages", ["叶轮级数"];
        impeller_outlet_width_mm: f64 = "叶轮出口宽度b2", "Impeller outlet width", "mm", 0.5, 1000, Nameplate, Screening, "第一级叶轮出口宽度，样本或制造厂提供", "Outlet width of the first-stage impeller, from the catalogue or the maker", ["b2", "出口宽度"];
        impeller_diameter_mm: f64 = "叶轮直径D2", "Impeller diameter", "mm", 20, 5000, Nameplate, Screening, "叶轮外径", "Outer diameter of the impeller", ["D2", "叶轮外径"];
        three_dimensional_impeller: YesNo = "是否三元流动叶轮", "Three-dimensional impeller", "", 0, 0, Nameplate, Screening, "三元流动叶轮的指标提高", "The limits are higher for three-dimensional impellers", ["三元叶轮", "三元流"];
        overhung: YesNo = "是否悬臂单级", "Overhung single stage", "", 0, 0, Nameplate, Screening, "悬臂单级的指标修正", "Correction of the limits for overhung single-stage blowers", ["悬臂"];
        polytropic_efficiency_pct: f64 = "多变效率", "Polytropic efficiency", "%", 5, 95, Nameplate, Screening, "设计点多变效率；多级为各级平均", "Polytropic efficiency at the design point; average of the stages of a multistage blower", ["效率", "额定效率", "设计效率"];
        flow_m3_per_min: f64 = "额定流量", "Rated flow", "m³/min", 0.01, 100000, Nameplate, Optional, "进口容积流量", "Volume flow at the inlet", ["流量", "风量", "额定风量"];
        pressure_rise_kpa: f64 = "升压", "Pressure rise", "kPa", 0.1, 1000, Nameplate, Optional, "出口与进口压力之差", "Outlet pressure less inlet pressure", ["压力", "风压", "全压", "出口压力"];
        speed_rpm: f64 = "转速", "Speed", "r/min", 30, 100000, Nameplate, Optional, "主轴转速", "Speed of the main shaft", ["额定转速", "主轴转速"];
        motor_power_kw: f64 = "配套电机功率", "Motor power", "kW", 0.01, 60000, Nameplate, Optional, "配套电动机额定功率", "Rated power of the motor", ["电机功率", "功率", "配用功率", "装机功率", "额定功率"];
        motor_efficiency_pct: f64 = "电机效率", "Motor efficiency", "%", 20, 99.9, Nameplate, Optional, "所配电动机的效率", "Efficiency of the driving motor", ["配套电机效率"];
        load_factor_pct: f64 = "平均负载率", "Load factor", "%", 0, 150, Operation, Energy, "电机平均输出功率与额定功率之比", "Average output of the motor as a share of its rated power", ["负载率", "负荷率"];
        measured_input_kw: f64 = "实测输入功率", "Measured input power", "kW", 0, 60000, Operation, Energy, "运行时的平均电动机输入功率", "Average input of the motor while running", ["输入功率", "实测功率", "运行功率"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Energy, "一年内实际运转小时", "Hours of actual running in a year", ["年运行时间", "运行小时", "年运行小时数", "运行时间"];
        annual_electricity_kwh: f64 = "年用电量", "Annual electricity", "kWh/a", 0, 20000000000.0, Operation, Optional, "全部台数合计的一年用电；有此值时不再由功率计算", "Electricity of a year, all machines together; if given, it is not calculated from power", ["年耗电量", "年用电", "年电耗"];
        flow_control: FlowControl = "流量调节方式", "Flow control", "", 0, 0, Operation, Optional, "导叶、变频、放空等", "Guide vanes, variable speed, blow-off and the like", ["调节方式", "控制方式", "是否变频"];
    }
}
