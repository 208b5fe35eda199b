//! 潜水电泵: the fields of a submersible motor pump (pump and motor are one).

use crate::{choice, record};

choice! {
    /// Series or kind, which selects table and row of GB 32030-2022.
    pub enum SubmersibleType {
        SmallQdx = "small_qdx", "小型 QDX、QD", "small QDX, QD", ["QDX", "QD"];
        SmallQx = "small_qx", "小型 QX、Q", "small QX, Q", ["QX", "Q"];
        SmallQy = "small_qy", "小型 QY(充油)", "small QY", ["QY"];
        SmallQs = "small_qs", "小型 QS(充水)", "small QS", ["QS"];
        SmallQxr = "small_qxr", "小型 QXR", "small QXR", ["QXR"];
        SmallQxl = "small_qxl", "小型 QXL", "small QXL", ["QXL"];
        SmallOther = "small_other", "小型其他", "small, other", [];
        LargeCentrifugal = "large_centrifugal", "大中型离心式", "large centrifugal", ["大中型离心"];
        LargeAxial = "large_axial", "大中型轴流式", "large axial", ["大中型轴流"];
        LargeMixedVolute = "large_mixed_volute", "大中型混流式(蜗壳)", "large mixed flow, volute", ["混流蜗壳"];
        LargeMixedVane = "large_mixed_vane", "大中型混流式(导叶)", "large mixed flow, vane", ["混流导叶"];
        SewageVortex = "sewage_vortex", "污水污物旋流式", "sewage vortex", ["旋流式"];
        SewageMixed = "sewage_mixed", "污水污物混流式", "sewage mixed flow", [];
        SewageAxial = "sewage_axial", "污水污物轴流式", "sewage axial", [];
        SewageOther = "sewage_other", "污水污物其他式", "sewage other", ["WQ", "潜污泵", "污水潜水电泵", "QW"];
        WellWaterFilled = "well_water", "井用充水式", "well, water filled", ["QJ", "井用潜水电泵", "深井潜水泵"];
        WellOilFilled = "well_oil", "井用充油式", "well, oil filled", ["QJY"];
        WellSinglePhase = "well_single_phase", "井用单相", "well, single phase", ["QJD"];
        WellCanned = "well_canned", "井用屏蔽式", "well, canned", ["QJP"];
        MixedVane = "mixed_vane", "混流潜水电泵(导叶式)", "mixed flow, vane", ["QHD"];
        MixedVolute = "mixed_volute", "混流潜水电泵(蜗壳式)", "mixed flow, volute", ["QHW"];
    }
}

record! {
    /// 潜水电泵
    pub struct Submersible {
        submersible_type: SubmersibleType = "系列/型式", "Series or type", "", 0, 0, Nameplate, Screening, "GB 32030-2022 按系列或型式选表", "GB 32030-2022 chooses the table by series or type", ["系列", "型式", "类型", "泵类型"];
        rated_power_kw: f64 = "额定功率", "Rated power", "kW", 0.05, 20000, Nameplate, Both, "配套潜水电动机的额定功率 P_N", "Rated power P_N of the submersible motor", ["功率", "电机功率", "配套功率", "电机额定功率", "装机功率"];
        flow_m3_per_h: f64 = "额定流量", "Rated flow", "m³/h", 0.1, 200000, Nameplate, Screening, "规定流量", "Specified flow", ["流量", "设计流量"];
        head_m: f64 = "额定扬程", "Rated head", "m", 0.5, 5000, Nameplate, Screening, "规定扬程", "Specified head", ["扬程", "设计扬程"];
        speed_rpm: f64 = "转速", "Speed", "r/min", 50, 6000, Nameplate, Optional, "额定转速", "Rated speed", ["额定转速"];
        stages: f64 = "级数", "Stages", "级", 1, 60, Nameplate, Optional, "叶轮级数；小型潜水电泵按 GB/T 25409 附录A 计算规定效率时需要", "Impeller stages; small submersible pumps need them for the prescribed efficiency of GB/T 25409 annex A", ["叶轮级数"];
        rated_efficiency_pct: f64 = "机组效率", "Unit efficiency", "%", 2, 95, Nameplate, Screening, "规定点的电泵(机组)效率", "Efficiency of the pump with its motor at the specified point", ["效率", "电泵效率", "额定效率"];
        standard_efficiency_pct: f64 = "规定效率ηDB", "Prescribed efficiency", "%", 2, 95, Nameplate, Screening, "产品标准对该规格规定的电泵效率", "Efficiency that the product standard prescribes for this size", ["规定效率", "ηDB"];
        tolerance_pct: f64 = "效率容差Δη", "Efficiency tolerance", "百分点", 0, 20, Nameplate, Screening, "产品标准规定的效率容差；限定值 = ηDB − Δη", "Tolerance of the product standard; the limit value is ηDB − Δη", ["容差"];
        load_factor_pct: f64 = "平均负载率", "Load factor", "%", 0, 150, Operation, Energy, "平均输出功率与额定功率之比", "Average output as a share of the rated power", ["负载率", "负荷率"];
        motor_efficiency_pct: f64 = "电机效率", "Motor efficiency", "%", 20, 99.9, Nameplate, Optional, "潜水电动机的效率", "Efficiency of the submersible motor", ["配套电机效率"];
        measured_input_kw: f64 = "实测输入功率", "Measured input power", "kW", 0, 60000, Operation, Energy, "运行时的平均输入功率", "Average input while running", ["输入功率", "实测功率", "运行功率"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Energy, "一年内实际运转小时", "Hours of actual running in a year", ["年运行时间", "运行小时", "年运行小时数", "运行时间"];
        annual_electricity_kwh: f64 = "年用电量", "Annual electricity", "kWh/a", 0, 20000000000.0, Operation, Optional, "全部台数合计的一年用电；有此值时不再由功率计算", "Electricity of a year, all machines together; if given, it is not calculated from power", ["年耗电量", "年用电", "年电耗"];
    }
}
