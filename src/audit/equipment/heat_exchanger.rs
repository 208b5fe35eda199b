//! 换热器: the fields of a heat exchanger, judged against its own design.

use crate::{choice, record};

choice! {
    /// Construction.
    pub enum HeatExchangerType {
        ShellTube = "shell_tube", "管壳式", "shell and tube", ["列管式", "壳管式", "U形管"];
        Plate = "plate", "板式", "plate", ["板换", "板式换热器"];
        Spiral = "spiral", "螺旋板/螺旋管", "spiral", ["螺旋板式"];
        AirCooled = "air_cooled", "空冷器", "air cooled", ["空冷式"];
        Recuperator = "recuperator", "烟气换热(空预器、省煤器)", "flue-gas recuperator", ["空气预热器", "省煤器"];
        Other = "other", "其他", "other", ["容积式", "热管"];
    }
}

choice! {
    /// Flow arrangement.
    pub enum FlowArrangement {
        Counter = "counter", "逆流", "counter-flow", ["逆流式"];
        Parallel = "parallel", "并流", "parallel flow", ["顺流"];
    }
}

record! {
    /// 换热器
    pub struct HeatExchanger {
        exchanger_type: HeatExchangerType = "换热器型式", "Exchanger type", "", 0, 0, Nameplate, Optional, "管壳、板式等", "Shell and tube, plate and the like", ["型式", "类型", "结构型式"];
        area_m2: f64 = "换热面积", "Heat transfer area", "m²", 0.01, 100000, Nameplate, Screening, "铭牌换热面积", "Heat transfer area on the nameplate", ["面积", "传热面积", "换热面积A"];
        design_heat_kw: f64 = "设计换热量", "Design heat duty", "kW", 0.1, 1000000, Nameplate, Optional, "设计换热量(热负荷)", "Design heat duty", ["换热量", "热负荷", "额定换热量"];
        design_u_w_per_m2_k: f64 = "设计传热系数", "Design heat transfer coefficient", "W/(m²·K)", 0.5, 20000, Nameplate, Screening, "设计总传热系数 K", "Design overall heat transfer coefficient K", ["传热系数", "设计K值", "K值"];
        design_approach_k: f64 = "设计端差", "Design approach temperature", "K", 0.1, 500, Nameplate, Screening, "设计的热端出口与冷端温差中较小者(趋近温度)", "The smaller of the design temperature differences at the two ends (approach)", ["端差", "设计趋近温度"];
        arrangement: FlowArrangement = "流动方式", "Flow arrangement", "", 0, 0, Nameplate, Optional, "逆流或并流；不填按逆流计算对数平均温差，并注明", "Counterflow or parallel flow; if left empty the log mean is for counterflow, and this is said", ["流型", "流程"];
        hot_in_c: f64 = "热侧进口温度", "Hot inlet", "℃", -50, 1600, Operation, Screening, "实测热流体进口温度", "Measured inlet temperature of the hot fluid", ["热介质进口温度", "一次侧供水温度", "热流体进口"];
        hot_out_c: f64 = "热侧出口温度", "Hot outlet", "℃", -50, 1600, Operation, Screening, "实测热流体出口温度", "Measured outlet temperature of the hot fluid", ["热介质出口温度", "一次侧回水温度", "热流体出口"];
        cold_in_c: f64 = "冷侧进口温度", "Cold inlet", "℃", -50, 1600, Operation, Screening, "实测冷流体进口温度", "Measured inlet temperature of the cold fluid", ["冷介质进口温度", "二次侧回水温度", "冷流体进口"];
        cold_out_c: f64 = "冷侧出口温度", "Cold outlet", "℃", -50, 1600, Operation, Screening, "实测冷流体出口温度", "Measured outlet temperature of the cold fluid", ["冷介质出口温度", "二次侧供水温度", "冷流体出口"];
        measured_heat_kw: f64 = "实测换热量", "Measured heat duty", "kW", 0.1, 1000000, Operation, Screening, "实测换热量；由流量、比热与温差得", "Measured heat duty, from flow, heat capacity and temperature difference", ["实际换热量", "运行换热量"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Optional, "一年内实际运行小时", "Hours of actual operation in a year", ["年运行时间", "运行小时"];
    }
}
