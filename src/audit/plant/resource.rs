//! Waste heat, waste pressure and by-product gas (form 表8).

use super::row;
use crate::{choice, record};

choice! {
    /// What kind of resource it is.
    pub enum ResourceKind {
        FlueGas = "flue_gas", "烟气余热", "flue gas", ["烟气"];
        HotProduct = "hot_product", "产品、炉渣显热", "hot product or slag", ["产品余热", "炉渣"];
        CoolingWater = "cooling_water", "冷却水余热", "cooling water", ["冷却水"];
        Condensate = "condensate", "凝结水、乏汽", "condensate", ["凝结水", "乏汽"];
        CompressorHeat = "compressor_heat", "空压机余热", "compressor heat", [];
        Pressure = "pressure", "余压", "pressure", ["差压", "煤气余压"];
        Gas = "gas", "可燃副产气", "by-product gas", ["可燃气", "副产煤气"];
        Other = "other", "其他", "other", [];
    }
}

record! {
    /// 余热余压资源(表8)的一行
    pub struct ResourceFields {
        name: String = "来源", "Source", "", 0, 120, Findings, Optional, "设备或工序", "Equipment or process", ["余热来源"];
        kind: ResourceKind = "种类", "Kind", "", 0, 0, Findings, Optional, "余热、余压属于哪一种；决定怎样计算", "Kind of waste heat or pressure; decides how it is calculated", ["类型"];
        medium: String = "介质", "Medium", "", 0, 60, Findings, Optional, "如烟气、热水", "E.g. flue gas, hot water", [];
        gas_flow_m3_per_h: f64 = "气体流量", "Gas flow", "Nm³/h", 0, 1e8, Findings, Energy, "标准状态；液体和固体填质量流量", "Standard state; mass flow for liquids and solids", ["流量"];
        mass_flow_t_per_h: f64 = "质量流量", "Mass flow", "t/h", 0, 1e6, Findings, Energy, "液体、固体的质量流量；气体填气体流量", "Mass flow of liquids and solids; gas flow for gases", [];
        heat_capacity: f64 = "比热容", "Heat capacity", "kJ/(Nm³·K)或kJ/(kg·K)", 0.1, 20, Findings, Energy, "气体按标准体积，液体、固体按质量；烟气约 1.38，水 4.19", "By standard volume for gas, by mass for liquids and solids; about 1.38 for flue gas, 4.19 for water", [];
        temperature_c: f64 = "温度", "Temperature", "℃", -50, 2000, Findings, Energy, "排出处的实测或设计温度", "Measured or design temperature where it leaves", ["排放温度"];
        lowest_c: f64 = "可利用下限温度", "Lowest usable temperature", "℃", -50, 1500, Findings, Energy, "受露点或用户限制", "Limited by the dew point or by the users", ["利用后温度"];
        pressure_mpa: f64 = "压力(表压)", "Pressure", "MPa", 0, 50, Findings, Optional, "余压利用前的表压", "Gauge pressure before use", ["压力"];
        ncv_kj_per_m3: f64 = "低位热值", "NCV", "kJ/m³", 0, 60000, Findings, Optional, "可燃副产气填写", "For combustible by-product gas", ["热值"];
        hours_h: f64 = "年运行时间", "Hours", "h/a", 0, 8784, Findings, Energy, "一年中排出的小时数", "Hours in a year that it is given off", ["年时间", "年运行小时"];
        recovered_tce: f64 = "已回收", "Recovered", "tce/a", 0, 1e8, Findings, Optional, "现在已经利用的量，折标准煤", "What is used already, as standard coal", ["已回收量"];
        use_for: String = "建议用途", "Proposed use", "", 0, 200, Findings, Optional, "如预热助燃空气、产热水、发电", "E.g. preheating air, hot water, power generation", ["用途"];
        remark: String = "备注", "Remark", "", 0, 500, Findings, Optional, "数据来源、测试日期", "Source of the data, date of measurement", ["说明"];
    }
}

row!(
    /// A source of waste heat, pressure or gas.
    Resource,
    ResourceFields
);
