//! Inputs of the measures on boilers, steam, furnaces and waste heat.

use super::super::equipment::{BoilerFuel, YesNo};
use crate::{choice, record};

choice! {
    /// What recovered heat is used for.
    pub enum HeatUse {
        Heat = "heat", "供热(替代锅炉供热)", "heat", ["热水", "蒸汽"];
        Power = "power", "发电", "power", ["余热发电"];
    }
}

record! {
    /// 锅炉改热泵供热
    pub struct HeatPump {
        cop: f64 = "年均制热性能系数", "Seasonal COP", "", 1, 10, Inputs, Energy, "含辅机的全年平均值", "Average of the year with auxiliaries", [];
    }
}

record! {
    /// 燃烧调整(降低排烟氧量、排烟温度)
    pub struct CombustionTuning {
        o2_before_pct: f64 = "现排烟氧量", "O₂ before", "%", 0, 20, Inputs, Optional, "不填取设备的排烟氧量", "That of the device if left empty", [];
        o2_after_pct: f64 = "调整后氧量", "O₂ after", "%", 0, 20, Inputs, Energy, "调整后能稳定保持的排烟氧量，可先试调实测", "Oxygen that can be held after tuning; can be tried and measured beforehand", [];
        exhaust_before_c: f64 = "现排烟温度", "Exhaust before", "℃", 20, 600, Inputs, Optional, "不填取设备的排烟温度", "That of the device if left empty", [];
        exhaust_after_c: f64 = "调整后排烟温度", "Exhaust after", "℃", 20, 600, Inputs, Optional, "不填为不变", "Unchanged if left empty", [];
        ambient_c: f64 = "冷空气温度", "Air temperature", "℃", -30, 50, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
        q4_pct: f64 = "固体未燃损失q4", "Unburnt loss", "%", 0, 40, Inputs, Optional, "层燃炉灰渣含碳损失；不填取默认值", "Carbon lost in the ash of grate firing; default value if left empty", [];
    }
}

record! {
    /// 加装省煤器、空气预热器或冷凝器(降低排烟温度)
    pub struct Economiser {
        exhaust_before_c: f64 = "现排烟温度", "Exhaust before", "℃", 20, 600, Inputs, Optional, "不填取设备的排烟温度", "That of the device if left empty", [];
        exhaust_after_c: f64 = "改后排烟温度", "Exhaust after", "℃", 30, 600, Inputs, Energy, "受露点限制；冷凝式可低于 60 ℃", "Limited by the dew point; condensing units may go below 60 ℃", [];
        o2_pct: f64 = "排烟氧量", "O₂", "%", 0, 20, Inputs, Optional, "不填取设备的排烟氧量", "That of the device if left empty", [];
        condensate_t_per_h: f64 = "冷凝水量", "Condensate", "t/h", 0, 100, Inputs, Optional, "冷凝式：每小时冷凝水量，全部台数合计，计潜热", "Condensing: condensate per hour, all units together; counts the latent heat", [];
        ambient_c: f64 = "冷空气温度", "Air temperature", "℃", -30, 50, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
        q4_pct: f64 = "固体未燃损失q4", "Unburnt loss", "%", 0, 40, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
    }
}

record! {
    /// 排污热回收
    pub struct BlowdownRecovery {
        blowdown_t_per_h: f64 = "排污量", "Blow-down", "t/h", 0.001, 200, Inputs, Energy, "连续排污量，全部台数合计", "Continuous blow-down, all units together", [];
        pressure_mpa: f64 = "锅炉压力", "Pressure", "MPa", 0, 20, Inputs, Optional, "表压；不填取设备的额定压力", "Gauge; the device's rated pressure if left empty", [];
        outlet_c: f64 = "回收后温度", "Outlet temperature", "℃", 10, 150, Inputs, Energy, "排污水换热后的温度", "Temperature of the blow-down after the exchanger", [];
        hours_h: f64 = "年运行小时", "Hours", "h/a", 0, 8784, Inputs, Optional, "不填取设备的年运行小时", "That of the device if left empty", [];
    }
}

record! {
    /// 凝结水回收
    pub struct CondensateReturn {
        flow_t_per_h: f64 = "回收凝结水量", "Condensate", "t/h", 0.001, 2000, Inputs, Energy, "每小时回收的凝结水量，实测或按用汽量估计", "Condensate returned per hour, measured or estimated from the steam used", [];
        condensate_c: f64 = "凝结水温度", "Condensate temperature", "℃", 20, 180, Inputs, Energy, "回到锅炉房时的温度", "Temperature on return to the boiler house", [];
        makeup_c: f64 = "补水温度", "Make-up temperature", "℃", 0, 60, Inputs, Energy, "原来的补水温度", "Temperature of the make-up water until now", [];
        hours_h: f64 = "年回收小时", "Hours", "h/a", 0, 8784, Inputs, Energy, "一年中有凝结水回收的小时数", "Hours in a year with condensate return", [];
        replaced_fuel: BoilerFuel = "被替代的燃料", "Fuel replaced", "", 0, 0, Inputs, Optional, "没有选锅炉作为对象时填写", "Fill in where no boiler is chosen", [];
        replaced_efficiency_pct: f64 = "被替代锅炉效率", "Replaced efficiency", "%", 20, 110, Inputs, Optional, "没有选锅炉作为对象时填写", "Fill in where no boiler is chosen", [];
    }
}

record! {
    /// 管道、罐体保温
    pub struct Insulation {
        bare_w_per_m: f64 = "现散热(每米或每平方米)", "Loss before", "W/m(W/m²)", 0, 100000, Inputs, Energy, "裸管或现状的单位散热", "Loss of the bare pipe or present state, per metre or square metre", [];
        insulated_w_per_m: f64 = "保温后散热", "Loss after", "W/m(W/m²)", 0, 100000, Inputs, Energy, "保温后的单位散热，与现散热同一单位；由保温设计给出", "Loss after insulation, in the unit of the present loss; from the insulation design", [];
        length_m: f64 = "长度或面积", "Length or area", "m(m²)", 0.1, 1000000, Inputs, Energy, "散热按每米给的填长度，按每平方米给的填面积", "Length where the loss is per metre, area where it is per square metre", [];
        hours_h: f64 = "年运行小时", "Hours", "h/a", 0, 8784, Inputs, Energy, "一年中管道或罐体处于工作温度的小时数", "Hours in a year at working temperature", [];
        replaced_fuel: BoilerFuel = "被替代的燃料", "Fuel replaced", "", 0, 0, Inputs, Optional, "没有选锅炉作为对象时填写", "Fill in where no boiler is chosen", [];
        replaced_efficiency_pct: f64 = "被替代锅炉效率", "Replaced efficiency", "%", 20, 110, Inputs, Optional, "没有选锅炉作为对象时填写", "Fill in where no boiler is chosen", [];
    }
}

record! {
    /// 疏水阀、蒸汽泄漏治理
    pub struct SteamLeaks {
        orifice_mm: f64 = "漏孔当量直径", "Orifice", "mm", 0.1, 100, Inputs, Energy, "每处漏孔的当量直径", "Equivalent diameter of each leak", [];
        count: f64 = "处数", "Number", "处", 1, 10000, Inputs, Energy, "同样大小的漏孔有几处；大小不同的分作几项措施", "Number of leaks of the same size; other sizes are measures of their own", [];
        pressure_mpa_abs: f64 = "蒸汽绝对压力", "Absolute pressure", "MPa", 0.1, 20, Inputs, Energy, "漏点处的绝对压力：表压加大气压(约 0.1 MPa)", "Absolute pressure at the leak: gauge pressure plus atmosphere (about 0.1 MPa)", [];
        discharge_coefficient: f64 = "流量系数", "Discharge coefficient", "", 0.3, 1, Inputs, Optional, "0.6～0.8；不填取默认值", "0.6 to 0.8; default value if left empty", [];
        makeup_c: f64 = "补水温度", "Make-up temperature", "℃", 0, 100, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
        hours_h: f64 = "年泄漏小时", "Hours", "h/a", 0, 8784, Inputs, Energy, "一年中带压泄漏的小时数", "Hours in a year under pressure", [];
        replaced_fuel: BoilerFuel = "被替代的燃料", "Fuel replaced", "", 0, 0, Inputs, Optional, "没有选锅炉作为对象时填写", "Fill in where no boiler is chosen", [];
        replaced_efficiency_pct: f64 = "被替代锅炉效率", "Replaced efficiency", "%", 20, 110, Inputs, Optional, "没有选锅炉作为对象时填写", "Fill in where no boiler is chosen", [];
    }
}

record! {
    /// 余热回收(烟气、工艺、空压机)
    pub struct HeatRecovery {
        source_flow: f64 = "余热流体流量", "Flow", "Nm³/h(t/h)", 0.001, 10000000, Inputs, Energy, "气体 Nm³/h；液体 t/h", "Nm³/h for gas, t/h for liquids", [];
        heat_capacity: f64 = "比热容", "Heat capacity", "kJ/(Nm³·K)或kJ/(kg·K)", 0.1, 10, Inputs, Energy, "烟气约 1.38，水 4.19", "About 1.38 for flue gas, 4.19 for water", [];
        liquid: YesNo = "是否液体", "Liquid", "", 0, 0, Inputs, Optional, "流量按 t/h 计", "Flow in t/h", [];
        before_c: f64 = "现温度", "Temperature before", "℃", 20, 1600, Inputs, Energy, "余热流体现在排出的温度，实测", "Temperature at which the hot fluid leaves now, measured", [];
        after_c: f64 = "回收后温度", "Temperature after", "℃", 10, 1600, Inputs, Energy, "烟气受露点限制，一般不低于 120 ℃", "Limited by the dew point for flue gas, usually not below 120 ℃", [];
        hours_h: f64 = "年利用小时", "Hours", "h/a", 0, 8784, Inputs, Energy, "有热用户的时间", "Hours with a user for the heat", [];
        loss_pct: f64 = "散热损失", "Heat loss", "%", 0, 50, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
        used_for: HeatUse = "用途", "Use", "", 0, 0, Inputs, Energy, "供热与发电只能选一种", "Either heat or power", [];
        power_efficiency_pct: f64 = "发电效率", "Power efficiency", "%", 1, 40, Inputs, Optional, "发电时必填：扣除自用电", "Required for power generation: net of own use", [];
        replaced_fuel: BoilerFuel = "被替代的燃料", "Fuel replaced", "", 0, 0, Inputs, Optional, "没有选锅炉作为对象时填写", "Fill in where no boiler is chosen", [];
        replaced_efficiency_pct: f64 = "被替代锅炉效率", "Replaced efficiency", "%", 20, 110, Inputs, Optional, "没有选锅炉作为对象时填写", "Fill in where no boiler is chosen", [];
    }
}

record! {
    /// 换热器清洗或更换
    pub struct ExchangerRenewal {
        u_after: f64 = "改后传热系数", "U after", "W/(m²·K)", 0.5, 20000, Inputs, Energy, "清洗或更换后的传热系数", "Heat transfer coefficient after cleaning or replacement", [];
        hours_h: f64 = "年运行小时", "Hours", "h/a", 0, 8784, Inputs, Optional, "不填取设备的年运行小时", "That of the device if left empty", [];
        replaced_fuel: BoilerFuel = "被替代的燃料", "Fuel replaced", "", 0, 0, Inputs, Energy, "多回收的热量替代哪种燃料", "The fuel that the additional heat replaces", [];
        replaced_efficiency_pct: f64 = "被替代锅炉效率", "Replaced efficiency", "%", 20, 110, Inputs, Energy, "少烧的那台锅炉的热效率", "Thermal efficiency of the boiler that burns less", [];
    }
}

record! {
    /// 炉窑保温与余热利用
    pub struct FurnaceInsulation {
        area_m2: f64 = "炉体外表面积", "Shell area", "m²", 0.1, 100000, Inputs, Energy, "炉体散热的外表面积，按外形尺寸计算", "Outer surface that loses heat, from the outer dimensions", [];
        before_c: f64 = "现表面温度", "Surface before", "℃", 20, 800, Inputs, Optional, "不填取设备的炉体表面温度", "The device's shell temperature if left empty", [];
        after_c: f64 = "改后表面温度", "Surface after", "℃", 20, 800, Inputs, Energy, "改后外表面温度，由保温设计给出", "Outer temperature afterwards, from the insulation design", [];
        ambient_c: f64 = "环境温度", "Ambient", "℃", -30, 60, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
    }
}

record! {
    /// 蓄热式燃烧(按实测或保证的节能率)
    pub struct RegenerativeBurner {
        saving_pct: f64 = "节能率", "Saving", "%", 0, 70, Inputs, Energy, "设备厂保证值或同类实测值；须注明来源", "Maker's guarantee or measured on similar equipment; state the source", [];
    }
}

choice! {
    /// Shape of an insulated surface.
    pub enum SurfaceShape {
        Cylinder = "cylinder", "管道(圆筒)", "pipe (cylinder)", ["管道", "圆筒"];
        Flat = "flat", "平壁、大罐壁", "flat or large tank wall", ["平壁", "罐体", "设备"];
    }
}

record! {
    /// 加装空气预热器(用排烟加热助燃空气)
    pub struct AirPreheater {
        exhaust_before_c: f64 = "预热器前烟温", "Exhaust before", "℃", 20, 600, Inputs, Optional, "不填取设备的排烟温度；已有省煤器的填省煤器后的烟温", "The device's flue gas temperature if left empty; after the economiser if there is one", [];
        exhaust_after_c: f64 = "预热器后烟温", "Exhaust after", "℃", 30, 600, Inputs, Energy, "受酸露点限制", "Limited by the acid dew point", [];
        o2_pct: f64 = "排烟氧量", "O₂", "%", 0, 20, Inputs, Optional, "不填取设备的排烟氧量", "That of the device if left empty", [];
        ambient_c: f64 = "冷空气温度", "Air temperature", "℃", -30, 50, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
        q4_pct: f64 = "固体未燃损失q4", "Unburnt loss", "%", 0, 40, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
    }
}

record! {
    /// 加装冷凝式节能器(回收烟气显热和水蒸气潜热)
    pub struct CondensingEconomiser {
        exhaust_before_c: f64 = "冷凝器前烟温", "Exhaust before", "℃", 20, 600, Inputs, Optional, "不填取设备的排烟温度", "That of the device if left empty", [];
        exhaust_after_c: f64 = "冷凝器后烟温", "Exhaust after", "℃", 20, 70, Inputs, Energy, "须低于烟气水露点，高于进水温度", "Below the water dew point of the flue gas and above the water inlet temperature", [];
        water_in_c: f64 = "进水(回水)温度", "Water inlet", "℃", 0, 100, Inputs, Optional, "被加热水的进口温度；不填取设备的给水(回水)温度", "Inlet temperature of the water heated; the device's feed-water (return) temperature if left empty", [];
        o2_pct: f64 = "排烟氧量", "O₂", "%", 0, 20, Inputs, Optional, "不填取设备的排烟氧量", "That of the device if left empty", [];
        ambient_c: f64 = "冷空气温度", "Air temperature", "℃", -30, 50, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
    }
}

record! {
    /// 管道、罐体保温(按保温厚度计算散热)
    pub struct SurfaceInsulation {
        shape: SurfaceShape = "表面形状", "Shape", "", 0, 0, Inputs, Energy, "管道按圆筒壁，大罐、箱体按平壁", "Pipes as cylinders; large tanks and casings as flat walls", [];
        outer_diameter_mm: f64 = "管道外径", "Outer diameter", "mm", 5, 5000, Inputs, Optional, "圆筒必填：未保温时的外径", "Required for cylinders: outer diameter without insulation", [];
        medium_c: f64 = "介质(壁面)温度", "Surface temperature", "℃", 20, 600, Inputs, Energy, "裸壁温度近似等于介质温度", "A bare wall is about as warm as what it holds", [];
        ambient_c: f64 = "环境温度", "Ambient", "℃", -30, 50, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
        thickness_mm: f64 = "保温厚度", "Thickness", "mm", 0, 500, Inputs, Energy, "新装保温层的厚度", "Thickness of the new insulation", [];
        conductivity_w_per_m_k: f64 = "导热系数", "Conductivity", "W/(m·K)", 0.005, 1, Inputs, Energy, "保温材料在平均温度下的导热系数(产品检验值)", "Conductivity of the insulation at mean temperature (product test)", [];
        surface_coefficient_w_per_m2_k: f64 = "表面换热系数", "Surface coefficient", "W/(m²·K)", 1, 60, Inputs, Optional, "不填取默认值", "Default value if left empty", [];
        extent: f64 = "长度或面积", "Length or area", "m(m²)", 0.1, 1000000, Inputs, Energy, "圆筒填长度 m，平壁填面积 m²", "Length in m for cylinders, area in m² for flat walls", [];
        hours_h: f64 = "年运行小时", "Hours", "h/a", 0, 8784, Inputs, Energy, "一年内通热介质的小时", "Hours hot in a year", [];
        replaced_fuel: BoilerFuel = "被替代的燃料", "Fuel replaced", "", 0, 0, Inputs, Optional, "没有选锅炉作为对象时填写", "Fill in where no boiler is chosen", [];
        replaced_efficiency_pct: f64 = "被替代锅炉效率", "Replaced efficiency", "%", 20, 110, Inputs, Optional, "没有选锅炉作为对象时填写", "Fill in where no boiler is chosen", [];
    }
}

record! {
    /// 降低供汽压力
    pub struct SteamPressure {
        before_mpa: f64 = "现供汽压力", "Pressure before", "MPa", 0.05, 10, Inputs, Optional, "表压；不填取设备的额定压力", "Gauge; the device's rated pressure if left empty", [];
        after_mpa: f64 = "降后供汽压力", "Pressure after", "MPa", 0.02, 10, Inputs, Energy, "表压；须满足用户最低温度", "Gauge; must meet the lowest temperature of the users", [];
        share_pct: f64 = "间接加热用汽份额", "Share of indirect users", "%", 1, 100, Inputs, Energy, "凝结水以饱和水排出、二次蒸汽不利用的间接加热用汽占供汽量的比例", "Indirect users whose condensate leaves saturated and whose flash steam is not used, as a share of the steam", [];
        feedwater_c: f64 = "给水温度", "Feed-water temperature", "℃", 0, 200, Inputs, Optional, "不填取设备的给水温度", "The device's feed-water temperature if left empty", [];
    }
}

record! {
    /// 空压机余热回收
    pub struct CompressorHeat {
        recovered_pct: f64 = "可回收热份额", "Recoverable share", "%", 1, 95, Inputs, Optional, "可回收热与输入电量之比；不填取默认值", "Recoverable heat as a share of the electric input; default value if left empty", [];
        exchanger_pct: f64 = "换热效率", "Exchanger efficiency", "%", 20, 100, Inputs, Optional, "不填为 100 %，即已含在可回收热份额中", "100 % if left empty, that is included in the recoverable share", [];
        used_pct: f64 = "热利用率", "Share used", "%", 0, 100, Inputs, Energy, "回收的热中确有热用户的份额", "Share of the recovered heat that has a user", [];
        replaced_fuel: BoilerFuel = "被替代的燃料", "Fuel replaced", "", 0, 0, Inputs, Energy, "回收的热替代哪种燃料", "The fuel that the recovered heat replaces", [];
        replaced_efficiency_pct: f64 = "被替代锅炉效率", "Replaced efficiency", "%", 20, 110, Inputs, Energy, "少烧的那台锅炉的热效率", "Thermal efficiency of the boiler that burns less", [];
    }
}
