//! 通风机: the fields of a fan.

use super::{Coupling, FlowControl, YesNo};
use crate::{choice, record};

choice! {
    /// Kind of fan; GB 19761 has tables for the first three.
    pub enum FanType {
        Centrifugal = "centrifugal", "离心式", "centrifugal", ["离心", "离心风机", "离心通风机"];
        Axial = "axial", "轴流式", "axial", ["轴流", "轴流风机", "轴流通风机"];
        ExternalRotor = "external_rotor", "外转子电机直联前向多翼离心", "external-rotor forward-curved centrifugal", ["外转子", "外转子前向多翼", "前向多翼"];
        MixedFlow = "mixed_flow", "混流/斜流式", "mixed flow", ["混流", "斜流"];
        Other = "other", "其他型式", "other", ["屋顶", "射流", "横流"];
    }
}

record! {
    /// 通风机
    pub struct Fan {
        fan_type: FanType = "风机型式", "Fan type", "", 0, 0, Nameplate, Screening, "离心、轴流或外转子前向多翼；GB 19761 按型式选表", "Centrifugal, axial or forward-curved with external rotor; GB 19761 chooses the table by type", ["型式", "类型", "风机类型", "结构型式"];
        machine_no_dm: f64 = "机号", "Machine number", "№(dm)", 0.5, 80, Nameplate, Screening, "叶轮直径的分米数，如 №8 为叶轮直径 800 mm；型号中 № 后的数字", "Impeller diameter in decimetres, №8 is 800 mm; the number behind № in the model", ["机号No", "机号№", "叶轮直径(dm)"];
        speed_rpm: f64 = "主轴转速", "Speed", "r/min", 30, 30000, Nameplate, Screening, "铭牌转速；皮带传动时是风机转速，不是电机转速", "Speed on the nameplate; with a belt the speed of the fan, not of the motor", ["转速", "额定转速", "风机转速"];
        flow_m3_per_h: f64 = "额定流量", "Rated flow", "m³/h", 1, 20000000, Nameplate, Screening, "最高效率点(铭牌或样本)的进口容积流量", "Inlet volume flow at best efficiency, from nameplate or catalogue", ["流量", "风量", "额定风量", "设计风量"];
        pressure_pa: f64 = "额定压力", "Rated pressure", "Pa", 1, 200000, Nameplate, Screening, "通风机压力(全压)；铭牌写静压的先换算为全压", "Fan (total) pressure; convert static pressure on the nameplate first", ["全压", "风压", "压力", "额定风压", "额定全压", "设计风压"];
        inlet_density_kg_per_m3: f64 = "进口密度", "Inlet density", "kg/m³", 0.05, 10, Nameplate, Optional, "进口气体密度；不填按标准空气 1.2，引风机、高海拔应填", "Density of the gas at the inlet; standard air of 1.2 if left empty; enter it for induced-draught fans and at high altitude", ["介质密度", "气体密度", "密度"];
        compressibility_factor: f64 = "压缩性修正系数kp", "Compressibility factor", "", 0.5, 1, Nameplate, Optional, "试验报告或样本给出的 kp；不填按 1，压力高时另按等熵压缩估算复核判定", "kp of the test report or catalogue; 1 if left empty, and at high pressure the verdict is checked again with an isentropic estimate", ["kp", "压缩性修正系数"];
        rated_efficiency_pct: f64 = "最高风机效率", "Peak fan efficiency", "%", 5, 95, Nameplate, Screening, "最高效率点的通风机效率；外转子直联机组填机组效率", "Fan efficiency at best point; for fans with built-in external-rotor motor that of the unit", ["效率", "风机效率", "额定效率", "全压效率", "机组效率"];
        shaft_power_kw: f64 = "轴功率(叶轮功率)", "Shaft power", "kW", 0.001, 60000, Nameplate, Screening, "额定点叶轮功率；没有效率时由流量、压力、轴功率计算效率，不能用电机额定功率代替", "Impeller power at the rated point; without an efficiency it is calculated from flow, pressure and shaft power; the motor's rated power will not do", ["轴功率", "叶轮功率", "所需功率", "内功率"];
        hub_ratio: f64 = "轮毂比", "Hub ratio", "", 0.05, 0.95, Nameplate, Screening, "轴流风机：轮毂直径与叶轮直径之比", "Axial fans: hub diameter over impeller diameter", ["轮毂比γ"];
        double_inlet: YesNo = "是否双吸", "Double inlet", "", 0, 0, Nameplate, Screening, "离心双吸：计算比转速时流量取一半，并有结构修正", "Centrifugal double inlet: half the flow counts for the specific speed, with a correction for construction", ["双吸", "吸入方式"];
        inlet_box: YesNo = "是否带进气箱", "Inlet box", "", 0, 0, Nameplate, Screening, "带进气箱的有结构修正", "Correction for fans with inlet box", ["进气箱"];
        diffuser: YesNo = "是否带扩散筒", "Diffuser", "", 0, 0, Nameplate, Screening, "轴流风机的结构修正", "Correction for axial fans of this construction", ["扩散筒"];
        adjustable_blades: YesNo = "动叶是否可调", "Adjustable blades", "", 0, 0, Nameplate, Screening, "轴流风机的结构修正", "Correction for axial fans of this construction", ["动叶可调"];
        reversible: YesNo = "是否可逆转", "Reversible", "", 0, 0, Nameplate, Screening, "轴流风机的结构修正", "Correction for axial fans of this construction", ["可逆转", "可逆"];
        hvac: YesNo = "是否暖通空调用", "For HVAC", "", 0, 0, Nameplate, Screening, "暖通空调用离心风机有结构修正", "Correction for centrifugal fans of ventilation and air conditioning", ["暖通空调用", "暖通用"];
        motor_power_kw: f64 = "配套电机功率", "Motor power", "kW", 0.01, 60000, Nameplate, Optional, "铭牌上配套电动机的额定功率", "Rated power of the motor on its nameplate", ["电机功率", "功率", "配用功率", "装机功率", "额定功率"];
        motor_efficiency_pct: f64 = "电机效率", "Motor efficiency", "%", 20, 99.9, Nameplate, Optional, "所配电动机的效率；由流量、压力计算用电时需要", "Efficiency of the driving motor; needed to calculate electricity from flow and pressure", ["配套电机效率"];
        coupling: Coupling = "传动方式", "Coupling", "", 0, 0, Nameplate, Optional, "直联、联轴器或皮带", "Direct, coupling or belt", ["传动形式", "传动型式"];
        operating_flow_m3_per_h: f64 = "运行流量", "Operating flow", "m³/h", 0, 20000000, Operation, Optional, "实际运行的平均流量", "Average flow in operation", ["实际流量", "实测流量", "运行风量", "实测风量"];
        operating_pressure_pa: f64 = "运行压力", "Operating pressure", "Pa", 0, 200000, Operation, Optional, "实际运行的平均全压", "Average total pressure in operation", ["实际压力", "实测压力", "运行风压", "实测全压"];
        operating_efficiency_pct: f64 = "运行效率", "Operating efficiency", "%", 1, 95, Operation, Optional, "运行工况点的风机效率(测试)", "Fan efficiency at the operating point (measured)", ["实测效率"];
        load_factor_pct: f64 = "平均负载率", "Load factor", "%", 0, 150, Operation, Energy, "电机平均输出功率与额定功率之比", "Average output of the motor as a share of its rated power", ["负载率", "负荷率"];
        measured_input_kw: f64 = "实测输入功率", "Measured input power", "kW", 0, 60000, Operation, Energy, "运行时的平均电动机输入功率", "Average input of the motor while running", ["输入功率", "实测功率", "运行功率"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Energy, "一年内实际运转小时", "Hours of actual running in a year", ["年运行时间", "运行小时", "年运行小时数", "运行时间"];
        annual_electricity_kwh: f64 = "年用电量", "Annual electricity", "kWh/a", 0, 20000000000.0, Operation, Optional, "全部台数合计的一年用电；有此值时不再由功率计算", "Electricity of a year, all machines together; if given, it is not calculated from power", ["年耗电量", "年用电", "年电耗"];
        flow_control: FlowControl = "流量调节方式", "Flow control", "", 0, 0, Operation, Optional, "挡板、变频、液耦等", "Damper, variable speed, fluid coupling and the like", ["调节方式", "控制方式", "调速方式", "是否变频"];
    }
}
