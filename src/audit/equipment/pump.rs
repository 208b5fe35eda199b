//! 离心泵: the fields of a centrifugal pump.

use super::{FlowControl, YesNo};
use crate::{choice, record};

choice! {
    /// What the pump is made for; GB 19762-2025 has clean water and petrochemical service.
    pub enum PumpService {
        CleanWater = "clean_water", "清水", "clean water", ["清水泵", "清水离心泵", "循环水", "给水"];
        Petrochemical = "petrochemical", "石油化工", "petrochemical", ["石化", "石油化工泵", "化工流程泵"];
        Slurry = "slurry", "渣浆/泥浆", "slurry", ["渣浆", "渣浆泵", "泥浆"];
        Sewage = "sewage", "污水", "sewage", ["污水泵", "排污"];
        Corrosive = "corrosive", "耐腐蚀", "corrosion resistant", ["耐腐蚀泵", "化工泵"];
        Other = "other", "其他介质", "other", ["油", "其他"];
    }
}

choice! {
    /// Construction, which selects formula and constants of GB 19762-2025.
    pub enum PumpType {
        SingleSuction = "single_suction", "单级单吸", "single stage, single suction", ["单级单吸离心泵", "单吸", "IS"];
        DoubleSuction = "double_suction", "单级双吸", "single stage, double suction", ["双吸", "单级双吸离心泵", "中开双吸"];
        InLine = "in_line", "管道式", "in-line", ["管道泵", "管道", "ISG"];
        Multistage = "multistage", "多级", "multistage", ["多级泵", "多级离心泵"];
        LightVertical = "light_vertical", "轻型多级立式", "light multistage, vertical", ["轻型立式", "立式多级"];
        LightHorizontal = "light_horizontal", "轻型多级卧式", "light multistage, horizontal", ["轻型卧式", "卧式多级"];
        Other = "other", "非离心或其他", "other", ["轴流泵", "混流泵", "螺杆泵", "齿轮泵", "往复泵", "隔膜泵", "深井泵", "自吸泵"];
    }
}

record! {
    /// 离心泵
    pub struct Pump {
        service: PumpService = "用途介质", "Service", "", 0, 0, Nameplate, Screening, "清水、石油化工、渣浆、污水等；GB 19762 只管清水与石化离心泵", "Clean water, petrochemical, slurry, sewage and so on; GB 19762 covers centrifugal pumps for clean water and petrochemicals only", ["介质", "用途", "输送介质", "泵用途"];
        pump_type: PumpType = "泵型", "Pump type", "", 0, 0, Nameplate, Screening, "单级单吸、单级双吸、管道、多级等", "Single-stage single-suction, single-stage double-suction, inline, multistage and so on", ["型式", "类型", "泵类型", "结构型式"];
        double_suction: YesNo = "首级是否双吸", "Double suction", "", 0, 0, Nameplate, Optional, "石化泵计算比转速用；单级双吸泵不必填", "For the specific speed of petrochemical pumps; not needed for single-stage double-suction pumps", ["吸入方式"];
        stages: f64 = "级数", "Stages", "级", 1, 60, Nameplate, Screening, "多级泵的叶轮级数；单级泵不必填", "Impeller stages of a multistage pump; not needed for single-stage pumps", ["叶轮级数"];
        flow_m3_per_h: f64 = "额定流量", "Rated flow", "m³/h", 0.1, 200000, Nameplate, Screening, "规定点(最高效率点)流量", "Flow at the specified point (best efficiency)", ["流量", "设计流量", "额定流量Q"];
        head_m: f64 = "额定扬程", "Rated head", "m", 0.5, 5000, Nameplate, Screening, "规定点扬程；多级泵为总扬程", "Head at the specified point; total head of a multistage pump", ["扬程", "设计扬程", "额定扬程H"];
        speed_rpm: f64 = "转速", "Speed", "r/min", 50, 12000, Nameplate, Screening, "额定转速", "Rated speed", ["额定转速"];
        rated_efficiency_pct: f64 = "规定点泵效率", "Pump efficiency", "%", 5, 95, Nameplate, Screening, "规定点的泵效率(不是机组效率)", "Pump efficiency at the specified point (not of the unit)", ["效率", "泵效率", "额定效率"];
        shaft_power_kw: f64 = "轴功率", "Shaft power", "kW", 0.001, 60000, Nameplate, Optional, "规定点轴功率；没有效率时由流量、扬程、轴功率计算", "Shaft power at the specified point; without an efficiency it is calculated from flow, head and shaft power", ["泵轴功率"];
        density_kg_per_m3: f64 = "介质密度", "Density", "kg/m³", 300, 3000, Nameplate, Optional, "不填按清水 1000", "Clean water of 1000 if left empty", ["密度"];
        motor_power_kw: f64 = "配套电机功率", "Motor power", "kW", 0.01, 60000, Nameplate, Optional, "配套电动机额定功率", "Rated power of the motor", ["电机功率", "功率", "配用功率", "装机功率", "额定功率"];
        motor_efficiency_pct: f64 = "电机效率", "Motor efficiency", "%", 20, 99.9, Nameplate, Optional, "所配电动机的效率；由流量、扬程计算用电时需要", "Efficiency of the driving motor; needed to calculate electricity from flow and head", ["配套电机效率"];
        operating_flow_m3_per_h: f64 = "运行流量", "Operating flow", "m³/h", 0, 200000, Operation, Optional, "实际运行的平均流量", "Average flow in operation", ["实际流量", "实测流量"];
        operating_head_m: f64 = "运行扬程", "Operating head", "m", 0, 5000, Operation, Optional, "实际运行的平均扬程", "Average head in operation", ["实际扬程", "实测扬程"];
        operating_efficiency_pct: f64 = "运行效率", "Operating efficiency", "%", 1, 95, Operation, Optional, "运行工况点的泵效率(测试)", "Pump efficiency at the operating point (measured)", ["实测效率"];
        load_factor_pct: f64 = "平均负载率", "Load factor", "%", 0, 150, Operation, Energy, "电机平均输出功率与额定功率之比", "Average output of the motor as a share of its rated power", ["负载率", "负荷率"];
        measured_input_kw: f64 = "实测输入功率", "Measured input power", "kW", 0, 60000, Operation, Energy, "运行时的平均电动机输入功率", "Average input of the motor while running", ["输入功率", "实测功率", "运行功率"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Energy, "一年内实际运转小时", "Hours of actual running in a year", ["年运行时间", "运行小时", "年运行小时数", "运行时间"];
        annual_electricity_kwh: f64 = "年用电量", "Annual electricity", "kWh/a", 0, 20000000000.0, Operation, Optional, "全部台数合计的一年用电；有此值时不再由功率计算", "Electricity of a year, all machines together; if given, it is not calculated from power", ["年耗电量", "年用电", "年电耗"];
        flow_control: FlowControl = "流量调节方式", "Flow control", "", 0, 0, Operation, Optional, "阀门、变频、旁通等", "Throttle valve, variable speed, bypass and the like", ["调节方式", "控制方式", "调速方式", "是否变频"];
    }
}
