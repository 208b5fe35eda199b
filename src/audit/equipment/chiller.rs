//! 冷水机组/热泵: the fields of a chiller or heat pump.

use crate::{choice, record};

choice! {
    /// Category and unit type of GB 19577-2024.
    pub enum ChillerType {
        Comfort = "comfort", "蒸气压缩冷水(热泵)机组-舒适型", "vapour compression, comfort", ["舒适型", "螺杆机组", "离心机组", "螺杆式冷水机组", "离心式冷水机组", "冷水机组"];
        DataCentre = "data_centre", "蒸气压缩冷水机组-数据中心专用", "vapour compression, data centre", ["数据中心专用", "数据中心专用型"];
        LowAmbientFloor = "low_ambient_floor", "低环温空气源热泵-地板采暖型", "low-ambient air source, floor heating", ["地板采暖型"];
        LowAmbientFanCoil = "low_ambient_fan_coil", "低环温空气源热泵-风机盘管型", "low-ambient air source, fan coil", ["风机盘管型"];
        LowAmbientRadiator = "low_ambient_radiator", "低环温空气源热泵-散热器型", "low-ambient air source, radiator", ["散热器型"];
        WaterSourceAir = "water_source_air", "水(地)源热泵-冷热风型", "water source, air", ["冷热风型"];
        WaterSourceHeating = "water_source_heating", "水(地)源热泵-冷热水型(单热)", "water source, heating only", ["单热型"];
        WaterSourceHeatPump = "water_source_heat_pump", "水(地)源热泵-冷热水型(热泵)", "water source, reversible", ["冷热水型", "水源热泵", "地源热泵"];
        AbsorptionSteam = "absorption_steam", "溴化锂吸收式-蒸汽型", "LiBr absorption, steam", ["蒸汽溴化锂", "蒸汽型溴化锂"];
        AbsorptionDirect = "absorption_direct", "溴化锂吸收式-直燃型", "LiBr absorption, direct fired", ["直燃机", "直燃型", "直燃溴化锂"];
        HighTemperature = "high_temperature", "高温热泵机组", "high-temperature heat pump", ["高温热泵"];
        Evaporative = "evaporative", "间接蒸发冷却冷水机组", "indirect evaporative", ["间接蒸发冷却"];
        Integrated = "integrated", "一体式冷水(热泵)机组", "integrated", ["一体式"];
        Other = "other", "其他制冷设备", "other", ["活塞式制冷机", "氨制冷", "单元式空调", "冷冻机"];
    }
}

choice! {
    /// Heat sink or source.
    pub enum ChillerSource {
        Water = "water", "水冷", "water cooled", ["水冷式"];
        Air = "air", "风冷/空气源", "air cooled or air source", ["风冷", "风冷式", "空气源"];
        Evaporative = "evaporative", "蒸发冷却", "evaporatively cooled", ["蒸发冷却式", "蒸发冷"];
        WaterLoop = "water_loop", "水环式", "water loop", [];
        GroundWater = "ground_water", "地下水式", "ground water", [];
        GroundLoop = "ground_loop", "地埋管/地表水式", "ground loop or surface water", ["地埋管式", "地表水式"];
    }
}

choice! {
    /// Working condition or execution that picks the row inside a table of GB 19577-2024.
    pub enum ChillerVariant {
        Steam04 = "steam_04", "饱和蒸汽 0.4 MPa", "steam 0.4 MPa", ["0.4MPa"];
        Steam06 = "steam_06", "饱和蒸汽 0.6 MPa", "steam 0.6 MPa", ["0.6MPa"];
        Steam08 = "steam_08", "饱和蒸汽 0.8 MPa", "steam 0.8 MPa", ["0.8MPa"];
        H1a = "h1a", "H1a", "H1a", [];
        H2a = "h2a", "H2a", "H2a", [];
        H3a = "h3a", "H3a", "H3a", [];
        H4a = "h4a", "H4a", "H4a", [];
        H5a = "h5a", "H5a", "H5a", [];
        H1b = "h1b", "H1b", "H1b", [];
        H2b = "h2b", "H2b", "H2b", [];
        H3b = "h3b", "H3b", "H3b", [];
        H4b = "h4b", "H4b", "H4b", [];
        H5b = "h5b", "H5b", "H5b", [];
        HotWaterLoop = "hot_water_loop", "循环供水式高温热水机组", "circulating hot water", [];
        Standard = "standard", "标准机型", "standard", [];
        LargeDifference = "large_difference", "大温差型", "large temperature difference", [];
        OuterCooled = "outer_cooled", "外冷式", "outer cooled", [];
        InnerCooled = "inner_cooled", "内冷式", "inner cooled", [];
        InnerOuter = "inner_outer", "内外冷串联式", "inner and outer in series", [];
    }
}

record! {
    /// 冷水机组/热泵
    pub struct Chiller {
        chiller_type: ChillerType = "机组类型", "Unit type", "", 0, 0, Nameplate, Screening, "GB 19577-2024 按类型选表", "GB 19577-2024 chooses the table by type", ["类型", "型式", "机组型式"];
        source_side: ChillerSource = "冷却/热源方式", "Source side", "", 0, 0, Nameplate, Screening, "水冷、风冷、蒸发冷却或热源方式", "Water-cooled, air-cooled, evaporatively cooled or heat source", ["冷却方式", "热源形式", "热源方式"];
        variant: ChillerVariant = "工况或机型", "Condition or variant", "", 0, 0, Nameplate, Screening, "溴化锂蒸汽压力、高温热泵工况、间接蒸发冷却机型；其他机组不必填", "Steam pressure of lithium bromide units, condition of high-temperature heat pumps, variant of indirect evaporative units; not needed for others", ["工况"];
        cooling_capacity_kw: f64 = "名义制冷量", "Cooling capacity", "kW", 0.5, 50000, Nameplate, Screening, "铭牌制冷量；冷吨、万大卡先换算(1 冷吨 = 3.517 kW)", "Cooling capacity on the nameplate; convert refrigeration tons and 10⁴ kcal/h first (1 RT = 3.517 kW)", ["制冷量", "冷量", "额定制冷量", "名义冷量"];
        heating_capacity_kw: f64 = "名义制热量", "Heating capacity", "kW", 0.5, 50000, Nameplate, Optional, "热泵的铭牌制热量", "Heating capacity on the nameplate of a heat pump", ["制热量", "额定制热量"];
        input_power_kw: f64 = "额定输入功率", "Rated input power", "kW", 0.1, 20000, Nameplate, Both, "名义工况输入电功率", "Electric input at nominal conditions", ["输入功率", "功率", "额定功率", "电机功率"];
        cop: f64 = "性能系数COP", "COP", "", 0.3, 30, Nameplate, Screening, "名义工况性能系数 COPc；热泵按类型为 COPh", "Coefficient of performance COPc at nominal conditions; COPh for heat pumps as their type says", ["COP", "性能系数", "EER", "能效比"];
        seasonal: f64 = "综合/季节性能指标", "Seasonal performance", "", 0.3, 40, Nameplate, Screening, "IPLV、CSPF、HSPF、APF、ACOP、ACCOP 或 AEER，按该类型标准规定的一种", "IPLV, CSPF, HSPF, APF, ACOP, ACCOP or AEER, the one the standard asks of the type", ["IPLV", "CSPF", "HSPF", "APF", "ACOP", "ACCOP", "综合部分负荷性能系数"];
        cop_low_temperature: f64 = "低温性能系数COPdh", "Low-temperature COP", "", 0.3, 10, Nameplate, Optional, "低环境温度热泵的门槛指标", "Threshold value of heat pumps for low ambient temperature", ["COPdh"];
        heat_source_kg_per_kwh: f64 = "单位制冷量蒸汽耗量", "Steam per cooling", "kg/(kW·h)", 0.3, 5, Nameplate, Optional, "蒸汽型溴化锂机组", "Lithium bromide units driven by steam", ["蒸汽单耗", "单位冷量蒸汽耗量"];
        load_factor_pct: f64 = "平均负载率", "Load factor", "%", 0, 150, Operation, Energy, "平均输入功率与额定输入功率之比", "Average input as a share of the rated input", ["负载率", "负荷率"];
        measured_input_kw: f64 = "实测输入功率", "Measured input power", "kW", 0, 20000, Operation, Energy, "运行时的平均输入功率", "Average input while running", ["实测功率", "运行功率"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Energy, "一年内实际运转小时", "Hours of actual running in a year", ["年运行时间", "运行小时", "年运行小时数", "运行时间"];
        annual_electricity_kwh: f64 = "年用电量", "Annual electricity", "kWh/a", 0, 20000000000.0, Operation, Optional, "全部台数合计的一年用电；有此值时不再由功率计算", "Electricity of a year, all machines together; if given, it is not calculated from power", ["年耗电量", "年用电", "年电耗"];
        annual_gas_10k_m3: f64 = "年耗气量(直燃机)", "Annual gas, direct-fired", "万m³/a", 0, 1000000, Operation, Optional, "直燃型溴化锂机组一年消耗的天然气，全部台数合计", "Natural gas burnt in a year by direct-fired lithium bromide units, all units together", ["年耗气量", "年用气量", "年耗天然气"];
    }
}
