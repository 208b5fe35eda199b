//! 锅炉: the fields of an industrial boiler.

use crate::{choice, record};

choice! {
    /// What the boiler heats.
    pub enum BoilerMedium {
        Steam = "steam", "蒸汽", "steam", ["蒸汽锅炉", "饱和蒸汽", "过热蒸汽"];
        HotWater = "hot_water", "热水", "hot water", ["热水锅炉"];
        ThermalOil = "thermal_oil", "导热油", "thermal oil", ["有机热载体", "导热油锅炉", "有机热载体锅炉"];
    }
}

choice! {
    /// How it burns; GB 24500 groups grates (层燃), fluidised beds (流化床) and chambers (室燃).
    pub enum Combustion {
        ChainGrate = "chain_grate", "层燃-链条炉排", "chain grate", ["链条", "链条炉", "链条炉排"];
        ReciprocatingGrate = "reciprocating_grate", "层燃-往复炉排", "reciprocating grate", ["往复", "往复炉排"];
        FixedGrate = "fixed_grate", "层燃-固定炉排", "fixed grate", ["固定炉排", "手烧", "手烧炉"];
        Stoker = "stoker", "层燃-抛煤机/振动炉排", "spreader or vibrating stoker", ["抛煤机", "振动炉排"];
        Grate = "grate", "层燃(炉排型式未明)", "grate, type unknown", ["层燃", "层燃炉"];
        FluidisedBed = "fluidised_bed", "流化床", "fluidised bed", ["循环流化床", "CFB", "沸腾炉", "流化床燃烧"];
        Chamber = "chamber", "室燃", "chamber firing", ["煤粉", "煤粉炉", "室燃炉", "燃烧器"];
        Electric = "electric", "电加热", "electric", ["电热", "电锅炉", "电极"];
    }
}

choice! {
    /// What it burns.
    pub enum BoilerFuel {
        Bituminous = "bituminous", "烟煤", "bituminous coal", ["Ⅱ类烟煤", "Ⅲ类烟煤", "二类烟煤", "三类烟煤", "AⅡ", "AⅢ"];
        Lean = "lean_coal", "贫煤", "lean coal", [];
        Anthracite = "anthracite", "无烟煤", "anthracite", [];
        Lignite = "lignite", "褐煤", "lignite", [];
        Coal = "coal", "煤(煤种未明)", "coal, kind unknown", ["煤", "燃煤", "原煤", "混煤", "煤炭"];
        Biomass = "biomass", "生物质", "biomass", ["生物质颗粒", "成型燃料", "秸秆", "木屑"];
        NaturalGas = "natural_gas", "天然气", "natural gas", ["燃气", "气", "管道天然气"];
        Diesel = "diesel", "柴油", "diesel", ["轻油", "0#柴油", "燃油"];
        FuelOil = "fuel_oil", "重油(燃料油)", "fuel oil", ["重油", "燃料油"];
        CokeOvenGas = "coke_oven_gas", "焦炉煤气", "coke-oven gas", ["煤气"];
        Electricity = "electricity", "电", "electricity", ["电力"];
    }
}

choice! {
    /// Whether latent heat of the flue gas is used.
    pub enum Condensing {
        Yes = "yes", "冷凝", "condensing", ["是", "冷凝式", "冷凝锅炉"];
        No = "no", "非冷凝", "non-condensing", ["否", "普通"];
    }
}

record! {
    /// 锅炉
    pub struct Boiler {
        medium: BoilerMedium = "介质", "Medium", "", 0, 0, Nameplate, Optional, "蒸汽、热水或导热油", "Steam, hot water or thermal oil", ["锅炉类型", "介质类型", "锅炉介质", "热媒", "类型"];
        combustion: Combustion = "燃烧方式", "Combustion", "", 0, 0, Nameplate, Screening, "链条、往复、固定炉排、流化床、室燃、电加热", "Chain grate, reciprocating grate, fixed grate, fluidised bed, suspension firing, electric", ["燃烧设备", "炉排型式", "燃烧形式"];
        fuel: BoilerFuel = "燃料", "Fuel", "", 0, 0, Nameplate, Both, "煤种不明时填“煤”，按最不利煤种范围判定", "If the kind of coal is unknown choose “coal”: judged by the least favourable kind", ["燃料种类", "燃料类型", "燃料品种", "能源种类"];
        capacity_tph: f64 = "额定蒸发量", "Rated steam output", "t/h", 0.05, 4000, Nameplate, Screening, "蒸汽锅炉铭牌蒸发量；热水锅炉填额定热功率", "Steam output on the nameplate; for hot-water boilers enter the rated heat output", ["容量", "蒸发量", "吨位", "额定出力", "出力"];
        capacity_mw: f64 = "额定热功率", "Rated heat output", "MW", 0.01, 3000, Nameplate, Screening, "热水、导热油锅炉铭牌热功率", "Heat output on the nameplate of hot-water and thermal-oil boilers", ["热功率", "供热量", "额定供热量"];
        pressure_mpa: f64 = "额定压力", "Rated pressure", "MPa", 0, 30, Nameplate, Optional, "额定工作压力(表压)", "Rated working pressure (gauge)", ["压力", "工作压力", "额定工作压力", "设计压力"];
        condensing: Condensing = "是否冷凝", "Condensing", "", 0, 0, Nameplate, Screening, "燃气锅炉选表用", "Chooses the table for gas-fired boilers", ["冷凝", "冷凝/非冷凝"];
        design_efficiency_pct: f64 = "设计热效率", "Design efficiency", "%", 20, 110, Nameplate, Both, "出厂设计热效率，按收到基低位发热量；百分数", "Design efficiency of the maker, by net calorific value as received; in percent", ["热效率", "锅炉效率", "效率", "设计效率", "锅炉热效率"];
        measured_efficiency_pct: f64 = "测试热效率", "Measured efficiency", "%", 10, 110, Operation, Energy, "能效测试报告的热效率；计算能耗时优先", "Efficiency in the energy-efficiency test report; goes first in the energy calculation", ["测试效率", "实测热效率", "运行效率", "实测效率"];
        fuel_ncv_kj_per_kg: f64 = "燃料低位热值", "Fuel net calorific value", "kJ/kg(气体kJ/m³)", 1000, 60000, Operation, Both, "收到基低位发热量；气体按 kJ/m³", "Net calorific value as received; kJ/m³ for gas", ["低位热值", "低位发热量", "热值", "燃料热值", "收到基低位发热量"];
        fuel_volatile_pct: f64 = "煤挥发分Vdaf", "Coal volatile matter", "%", 0, 80, Operation, Screening, "干燥无灰基挥发分，判断煤类用", "Volatile matter, dry ash-free; tells the kind of coal", ["挥发分", "Vdaf"];
        annual_fuel_t: f64 = "年耗燃料(固液体)", "Annual fuel, solid or liquid", "t/a", 0, 20000000, Operation, Energy, "一年消耗的煤、生物质或油", "Coal, biomass or oil burnt in a year", ["年耗煤量", "年耗煤", "年燃料消耗量", "年耗燃料", "年用煤量", "燃料消耗量", "年燃料耗量"];
        annual_gas_10k_m3: f64 = "年耗气量", "Annual gas", "万m³/a", 0, 1000000, Operation, Energy, "一年消耗的燃气", "Gas burnt in a year", ["年用气量", "年耗天然气", "年天然气消耗量"];
        annual_electricity_kwh: f64 = "年用电量(电锅炉)", "Annual electricity (electric boiler)", "kWh/a", 0, 20000000000.0, Operation, Optional, "电锅炉一年用电", "Electricity of an electric boiler in a year", ["电锅炉用电量"];
        annual_steam_t: f64 = "年产汽量", "Annual steam", "t/a", 0, 40000000, Operation, Optional, "一年产汽", "Steam produced in a year", ["年产汽", "年产蒸汽量", "产汽量", "年供汽量"];
        annual_heat_gj: f64 = "年供热量", "Annual heat", "GJ/a", 0, 200000000, Operation, Optional, "热水或导热油锅炉一年供热", "Heat supplied in a year by a hot-water or thermal-oil boiler", ["年产热", "年供热", "供热量"];
        exhaust_temp_c: f64 = "排烟温度", "Exhaust gas temperature", "℃", 20, 600, Operation, Optional, "锅炉出口烟温", "Flue gas temperature at the boiler outlet", ["排烟温度(℃)", "烟温"];
        flue_o2_pct: f64 = "排烟氧量", "Flue gas oxygen", "%", 0, 20.9, Operation, Optional, "干烟气氧含量", "Oxygen in the dry flue gas", ["氧量", "含氧量", "烟气含氧量", "O2"];
        feedwater_temp_c: f64 = "给水温度", "Feed-water temperature", "℃", 0, 250, Operation, Optional, "进省煤器前的给水温度", "Feed-water temperature before the economiser", ["给水温度(℃)", "回水温度"];
        blowdown_pct: f64 = "排污率", "Blow-down rate", "%", 0, 50, Operation, Optional, "排污量与蒸发量之比", "Blow-down as a share of the steam output", ["排污率(%)"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Optional, "一年内实际运行小时", "Hours of actual operation in a year", ["年运行时间", "运行小时", "运行时间", "年运行小时数"];
    }
}
