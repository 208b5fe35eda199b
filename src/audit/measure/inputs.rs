//! Inputs of the measures: what the auditor states about each, one declaration per input; those of heat in
//! [`heat_inputs`](super::heat_inputs).
//!
//! Inputs left empty take the device's own values or the sourced default of `measure_defaults.csv`, and are shown so.

use super::super::equipment::BoilerFuel;
pub use super::heat_inputs::*;
use crate::{choice, record};

choice! {
    /// How the torque of a load depends on speed.
    pub enum TorqueType {
        Square = "square", "平方转矩(风机、泵)", "square torque", ["风机水泵"];
        Linear = "linear", "转矩随转速成正比", "linear torque", [];
        Constant = "constant", "恒转矩(输送、压缩)", "constant torque", ["恒转矩"];
    }
}

record! {
    /// 更换永磁同步电动机
    pub struct PermanentMagnet {
        efficiency_pct: f64 = "新电动机效率", "New efficiency", "%", 20, 99.9, Inputs, Energy, "永磁电动机样本的额定效率", "Rated efficiency in the catalogue of the permanent-magnet motor", [];
    }
}

record! {
    /// 电动机降容更换
    pub struct RightSizeMotor {
        new_power_kw: f64 = "新额定功率", "New rated power", "kW", 0.01, 60000, Inputs, Energy, "按最大轴功率留余量选定；小于实际轴功率时拒绝", "From the largest shaft power with a margin; refused if below the actual shaft power", [];
        efficiency_pct: f64 = "新电动机效率", "New efficiency", "%", 20, 99.9, Inputs, Optional, "不填按 2 级能效取值", "The value of grade 2 if left empty", [];
    }
}

record! {
    /// 变频调速(按转矩型式)
    pub struct MotorSpeed {
        torque: TorqueType = "转矩型式", "Torque type", "", 0, 0, Inputs, Energy, "恒转矩功率随转速成正比，平方转矩随转速三次方", "Power goes with speed at constant torque, with its cube at square-law torque", [];
        speed_pct: f64 = "平均转速比", "Average speed", "%", 10, 100, Inputs, Energy, "调速后的平均转速与额定转速之比", "Average controlled speed as a share of the rated speed", [];
        hours_share_pct: f64 = "可调速时间占比", "Share of hours", "%", 1, 100, Inputs, Optional, "可以降速运行的时间占年运行时间的比例；不填为全部", "Time that can run slower as a share of the annual hours; all of them if left empty", [];
        drive_efficiency_pct: f64 = "变频器效率", "Drive efficiency", "%", 80, 99.5, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
    }
}

record! {
    /// 停止空载运行
    pub struct StopIdle {
        idle_hours_h: f64 = "可停空载小时", "Idle hours stopped", "h/a", 0, 8784, Inputs, Energy, "一年中可以停机的空载时间", "Idle hours a year that can be stopped", [];
        idle_power_kw: f64 = "空载输入功率", "Idle input power", "kW", 0, 60000, Inputs, Energy, "空载时的实测输入功率(每台)", "Measured input when idling (each machine)", [];
    }
}

record! {
    /// 缩短运行时间
    pub struct FewerHours {
        new_hours_h: f64 = "改后年运行小时", "New annual hours", "h/a", 0, 8784, Inputs, Energy, "改造后的年运行小时", "Annual operating hours afterwards", [];
    }
}

record! {
    /// 更换高效风机、水泵
    pub struct ReplaceMachine {
        efficiency_pct: f64 = "新设备效率", "New efficiency", "%", 5, 95, Inputs, Energy, "同一工况点新风机或新泵的效率(样本或标准 2 级值)", "Efficiency of the new fan or pump at the same duty (catalogue, or grade 2 of the standard)", [];
        present_efficiency_pct: f64 = "现有运行效率", "Present efficiency", "%", 1, 95, Inputs, Optional, "不填取设备的运行效率，再取额定效率", "The device's operating efficiency, else its rated efficiency, if left empty", [];
    }
}

record! {
    /// 变频调速代替节流
    pub struct SpeedControl {
        static_head_share_pct: f64 = "静扬程占比", "Static head share", "%", 0, 95, Inputs, Optional, "静扬程(静压)与额定扬程之比；不填取默认值", "Static head (pressure) as a share of the rated head; default value if left empty", [];
        flow1_pct: f64 = "工况1 流量比", "Flow 1", "%", 5, 100, Inputs, Energy, "第一种运行流量与额定流量之比", "First operating flow as a share of the rated flow", [];
        hours1_h: f64 = "工况1 小时", "Hours 1", "h/a", 0, 8784, Inputs, Energy, "该流量的年运行小时", "Hours a year at this flow", [];
        flow2_pct: f64 = "工况2 流量比", "Flow 2", "%", 5, 100, Inputs, Optional, "第二种运行流量与额定流量之比；没有就不填", "Second operating flow as a share of the rated flow; leave empty if there is none", [];
        hours2_h: f64 = "工况2 小时", "Hours 2", "h/a", 0, 8784, Inputs, Optional, "第二种流量的年运行小时", "Hours a year at the second flow", [];
        flow3_pct: f64 = "工况3 流量比", "Flow 3", "%", 5, 100, Inputs, Optional, "第三种运行流量与额定流量之比；没有就不填", "Third operating flow as a share of the rated flow; leave empty if there is none", [];
        hours3_h: f64 = "工况3 小时", "Hours 3", "h/a", 0, 8784, Inputs, Optional, "第三种流量的年运行小时", "Hours a year at the third flow", [];
        drive_efficiency_pct: f64 = "变频器效率", "Drive efficiency", "%", 80, 99.5, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
    }
}

record! {
    /// 切削叶轮
    pub struct TrimImpeller {
        diameter_ratio_pct: f64 = "切削后直径比", "Diameter ratio", "%", 75, 100, Inputs, Energy, "切削后与原叶轮直径之比；一般不小于 80～90 %，按比转速限定", "Impeller diameter after trimming over that before; usually at least 80 to 90 %, limited by specific speed", [];
    }
}

record! {
    /// 并联台数调整
    pub struct ParallelMachines {
        machines_before: f64 = "现运行台数", "Machines before", "台", 1, 100, Inputs, Energy, "并联同时运行的台数", "Machines running in parallel", [];
        power_before_kw: f64 = "现每台轴功率", "Power each before", "kW", 0.01, 60000, Inputs, Energy, "实测或由工作点求得；调整前后用同一种功率(轴功率或输入功率)", "Measured or from the operating point; the same kind of power before and after (shaft power or input)", [];
        machines_after: f64 = "改后运行台数", "Machines after", "台", 0, 100, Inputs, Energy, "调整后同时运行的台数", "Machines running afterwards", [];
        power_after_kw: f64 = "改后每台轴功率", "Power each after", "kW", 0, 60000, Inputs, Energy, "停一台后其余各台流量增大，须按新工作点或实测", "The others carry more flow once one stops: from the new operating point or measured", [];
        hours_h: f64 = "可少开小时", "Hours", "h/a", 0, 8784, Inputs, Optional, "一年中可以少开的时间；不填为全部运行时间", "Hours a year that can be saved; all operating hours if left empty", [];
    }
}

record! {
    /// 更换高效冷水机组
    pub struct ReplaceChiller {
        cop: f64 = "新机性能系数", "New COP", "", 0.5, 30, Inputs, Energy, "与现机同一工况的性能系数(都用名义值，或都用综合部分负荷值)", "COP at the same conditions as the present machine (both nominal, or both part-load)", [];
        present_cop: f64 = "现机性能系数", "Present COP", "", 0.5, 30, Inputs, Optional, "不填取设备的性能系数；已衰减的填实测值", "The device's COP if left empty; the measured value if it has declined", [];
    }
}

record! {
    /// 合并或停用变压器(第一台带全部负荷，其余停用)
    pub struct MergeTransformers {
        hours_h: f64 = "合并运行小时", "Hours merged", "h/a", 0, 8784, Inputs, Optional, "每年合并运行的时间；不填为全年", "Hours a year run merged; the whole year if left empty", [];
    }
}

record! {
    /// 无功补偿
    pub struct PowerFactor {
        active_power_kw: f64 = "平均有功功率", "Average active power", "kW", 0.1, 1000000, Inputs, Energy, "补偿点以下的平均负荷", "Average load behind the point of compensation", [];
        before: f64 = "补偿前功率因数", "Before", "", 0.2, 1, Inputs, Energy, "补偿点现在的平均功率因数，由电度表有功、无功电量求得", "Average power factor at the point of compensation now, from active and reactive meter readings", [];
        after: f64 = "补偿后功率因数", "After", "", 0.2, 1, Inputs, Energy, "补偿后要达到的功率因数", "Power factor to reach", [];
        hours_h: f64 = "年运行小时", "Hours", "h/a", 0, 8784, Inputs, Energy, "一年中带此负荷的小时数", "Hours a year at this load", [];
        capacitor_loss_kw_per_kvar: f64 = "电容器损耗", "Capacitor loss", "kW/kvar", 0, 0.05, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
        tariff_saving_yuan: f64 = "力调电费年减少", "Tariff saving", "元/a", 0, 1000000000, Inputs, Optional, "功率因数调整电费的减少；属费用，不计入节能量", "Reduction of the power-factor charge; money only, not counted as energy saved", [];
    }
}

record! {
    /// 更换空压机
    pub struct ReplaceCompressor {
        specific_power: f64 = "新机比功率", "New specific power", "kW/(m³/min)", 1, 60, Inputs, Energy, "新机的机组输入比功率", "Specific power of the new package", [];
        present_specific_power: f64 = "现机比功率", "Present specific power", "kW/(m³/min)", 1, 60, Inputs, Optional, "不填取设备的比功率(或输入功率与流量之比)", "The device's specific power if left empty (or input over flow)", [];
    }
}

record! {
    /// 空压机变频(减少卸载损失)
    pub struct CompressorSpeed {
        loaded_share_pct: f64 = "加载率", "Loaded share", "%", 1, 100, Inputs, Optional, "不填取设备的加载率", "The device's loaded share if left empty", [];
        unloaded_power_pct: f64 = "卸载功率比", "Unloaded power", "%", 5, 90, Inputs, Energy, "卸载时功率与加载时之比(实测)", "Unloaded power as a share of loaded power (measured)", [];
        drive_efficiency_pct: f64 = "变频器效率", "Drive efficiency", "%", 80, 99.5, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
    }
}

record! {
    /// 压缩空气泄漏治理
    pub struct AirLeaks {
        leak_before_pct: f64 = "现泄漏率", "Leakage before", "%", 0, 90, Inputs, Energy, "充罐法或加卸载法实测", "Measured by filling a receiver or by load and unload times", [];
        leak_after_pct: f64 = "治理后泄漏率", "Leakage after", "%", 0, 90, Inputs, Energy, "治理后能保持的泄漏率", "Leakage that can be held after repair", [];
    }
}

record! {
    /// 降低排气压力
    pub struct AirPressure {
        before_mpa: f64 = "现排气压力", "Pressure before", "MPa", 0.1, 4, Inputs, Optional, "表压；不填取设备的额定排气压力", "Gauge; the device's rated discharge pressure if left empty", [];
        after_mpa: f64 = "降后排气压力", "Pressure after", "MPa", 0.1, 4, Inputs, Energy, "表压", "Gauge", [];
    }
}

record! {
    /// 降低吸气温度
    pub struct AirIntake {
        before_c: f64 = "现吸气温度", "Intake before", "℃", -30, 80, Inputs, Energy, "现在吸气口的全年平均温度", "Present yearly average at the intake", [];
        after_c: f64 = "改后吸气温度", "Intake after", "℃", -30, 80, Inputs, Energy, "改后吸气口的全年平均温度", "Yearly average at the intake afterwards", [];
    }
}

record! {
    /// 更换 LED 与照明控制
    pub struct LightingRenewal {
        new_power_w: f64 = "新灯功率(含驱动)", "New lamp power", "W", 0.5, 20000, Inputs, Energy, "每只新灯的输入功率，含驱动电源", "Input of each new lamp with its driver", [];
        number_ratio_pct: f64 = "灯数比", "Number ratio", "%", 1, 500, Inputs, Optional, "新灯数与原灯数之比；不填为 100 %", "New lamps as a share of the old; 100 % if left empty", [];
        margin_pct: f64 = "余量", "Margin", "%", 0, 50, Inputs, Optional, "换灯节电量中不计入的份额(光衰、照度调整)；不填为 0", "Share of the saving not counted (lumen depreciation, adjusted illuminance); 0 if left empty", [];
        control_saving_pct: f64 = "控制节电率", "Control saving", "%", 0, 90, Inputs, Optional, "感应、分区控制减少的点灯电量；不填为 0", "Burning hours saved by presence detection and zoning; 0 if left empty", [];
    }
}

record! {
    /// 降低 PUE(自然冷却、冷热通道封闭等)
    pub struct PueReduction {
        pue_after: f64 = "改后PUE", "PUE after", "", 1, 5, Inputs, Energy, "全年平均", "Average of the year", [];
    }
}

record! {
    /// 移峰填谷
    pub struct LoadShift {
        shifted_kwh: f64 = "移动电量", "Shifted electricity", "kWh/a", 0, 10000000000.0, Inputs, Energy, "由峰时移到谷时的年电量", "Electricity moved from peak to valley hours in a year", [];
        peak_yuan_per_kwh: f64 = "峰电价", "Peak price", "元/kWh", 0, 10, Inputs, Energy, "电费单上的峰段电价，含税", "Peak price on the bill, with tax", [];
        valley_yuan_per_kwh: f64 = "谷电价", "Valley price", "元/kWh", 0, 10, Inputs, Energy, "电费单上的谷段电价，含税", "Valley price on the bill, with tax", [];
        loss_pct: f64 = "储能损耗", "Storage loss", "%", 0, 80, Inputs, Optional, "蓄冷、蓄热、储能的往返损耗；直接改时段为 0", "Round-trip loss of cold, heat or battery storage; 0 where hours are simply moved", [];
    }
}

record! {
    /// 屋顶光伏
    pub struct RooftopPv {
        capacity_kw: f64 = "装机容量", "Capacity", "kW", 0.1, 1000000, Inputs, Energy, "组件的峰值功率合计", "Peak power of the modules together", [];
        full_load_hours_h: f64 = "年等效利用小时", "Full-load hours", "h/a", 100, 2600, Inputs, Energy, "首年；按当地资源与组件实测", "First year; by local irradiation and measurement", [];
        own_use_pct: f64 = "自用比例", "Own use", "%", 0, 100, Inputs, Energy, "发电量中由本企业用掉的份额", "Share of the generation used by the plant", [];
        feed_in_yuan_per_kwh: f64 = "上网电价", "Feed-in price", "元/kWh", 0, 5, Inputs, Optional, "余电上网时填写", "Fill in where surplus is fed in", [];
    }
}

choice! {
    /// By what means a measure saves, as the lists of a diagnosis count them: changed operation, settings and upkeep, or
    /// devices bought and rebuilt.
    pub enum Means {
        Operation = "operation", "管理", "operation", ["管理措施", "运行管理"];
        Technical = "technical", "技术", "technical", ["技术措施", "技术改造"];
    }
}

record! {
    /// 自定措施(诊断人员给出改造前后)
    pub struct OwnMeasure {
        electricity_saved_kwh: f64 = "年节电量", "Electricity saved", "kWh/a", -10000000000.0, 10000000000.0, Inputs, Optional, "多用填负数", "Negative if more is used", [];
        fuel: BoilerFuel = "节约的燃料", "Fuel saved", "", 0, 0, Inputs, Optional, "填了节约燃料量时，说明是哪种燃料", "Which fuel, where a fuel quantity is given", [];
        fuel_saved: f64 = "年节约燃料量", "Fuel quantity", "t/a(万m³/a)", -100000000, 100000000, Inputs, Optional, "固液体 t，气体 万m³；多用填负数", "t for solids and liquids, 10⁴ m³ for gas; negative if more is used", [];
        other_saving_yuan: f64 = "其他年收益", "Other benefit", "元/a", -10000000000.0, 10000000000.0, Inputs, Optional, "节水、维护等；不计入节能量", "Water, maintenance and the like; not counted as energy saved", [];
        means: Means = "类别", "Means", "", 0, 0, Inputs, Optional, "管理：只改变运行方式、参数和维护；技术：购置或改造设备", "Management: only operation, parameters and maintenance change; technical: equipment is bought or rebuilt", [];
        explanation: String = "测算说明", "How it was found", "", 0, 500, Inputs, Energy, "改造前后怎样得到，必填", "How before and after were found; required", [];
    }
}
