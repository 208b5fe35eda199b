//! 工业炉窑/热处理炉: the fields of an industrial furnace.

use super::BoilerFuel;
use crate::{choice, record};

choice! {
    /// Kind of furnace; the first ones are those of GB/T 36561-2018 (heat treatment).
    pub enum FurnaceType {
        Conveyor = "conveyor", "传送式连续炉", "conveyor", ["网带炉", "传送带式"];
        ShakerHearth = "shaker_hearth", "震底式连续炉", "shaker hearth", ["震底炉"];
        Pusher = "pusher", "推送式连续炉", "pusher", ["推杆炉", "推盘炉"];
        RotaryDrum = "rotary_drum", "滚筒式连续炉", "rotary drum", ["滚筒炉"];
        SealedBox = "sealed_box", "箱式多用炉", "sealed quench", ["多用炉"];
        PitMedium = "pit_medium", "井式炉-中温炉", "pit, medium temperature", ["井式炉", "井式电阻炉"];
        PitTempering = "pit_tempering", "井式炉-回火炉", "pit, tempering", ["井式回火炉"];
        PitCarburizing = "pit_carburizing", "井式炉-气体渗碳(氮)炉", "pit, gas carburizing", ["井式渗碳炉", "井式气体渗碳炉", "渗氮炉"];
        Box = "box", "箱式炉", "box", ["箱式电阻炉"];
        Bogie = "bogie", "台车炉", "bogie hearth", ["台车式炉", "台车式电阻炉"];
        SaltBath = "salt_bath", "热处理电热浴炉", "salt bath", ["盐浴炉", "电极盐浴炉", "铅浴炉"];
        RollerHearth = "roller_hearth", "辊底炉", "roller hearth", ["辊底式炉"];
        Bell = "bell", "罩式炉", "bell", ["罩式退火炉"];
        Induction = "induction", "感应炉", "induction", ["中频炉", "工频炉", "感应熔炼炉", "中频感应炉"];
        Arc = "arc", "电弧炉/矿热炉", "arc or submerged arc", ["电弧炉", "矿热炉", "电石炉"];
        Reheating = "reheating", "加热炉(轧钢)", "reheating", ["加热炉", "步进式加热炉", "推钢式加热炉"];
        Kiln = "kiln", "窑炉(水泥、陶瓷、石灰)", "kiln", ["回转窑", "隧道窑", "石灰窑", "窑"];
        Other = "other", "其他炉窑", "other", ["熔化炉", "坩埚炉", "烘干炉", "热风炉"];
    }
}

record! {
    /// 工业炉窑/热处理炉
    pub struct Furnace {
        furnace_type: FurnaceType = "炉型", "Furnace type", "", 0, 0, Nameplate, Screening, "热处理炉按 GB/T 36561-2018 表8 的炉型；其他炉窑由单位产品能耗限额管", "Heat-treatment furnaces by the types of table 8 of GB/T 36561-2018; other furnaces fall under the limits per unit of product", ["类型", "型式", "炉窑类型", "炉窑名称"];
        fuel: BoilerFuel = "能源", "Energy carrier", "", 0, 0, Nameplate, Both, "电或所用燃料", "Electricity or the fuel used", ["燃料", "燃料种类", "加热方式", "能源种类"];
        rated_power_kw: f64 = "额定功率", "Rated power", "kW", 0.5, 200000, Nameplate, Screening, "电炉额定功率；热处理炉按功率分档", "Rated power of electric furnaces; heat-treatment furnaces are graded by power", ["功率", "电功率", "装机功率"];
        working_temperature_c: f64 = "工作温度", "Working temperature", "℃", 50, 2500, Nameplate, Screening, "电热浴炉按温度分档", "Electric salt-bath furnaces are graded by temperature", ["温度", "额定温度", "炉温", "最高工作温度"];
        comparable_kwh_per_t: f64 = "可比单耗(电)", "Comparable consumption", "kWh/t", 1, 20000, Operation, Screening, "按 GB/T 36561 折算后的可比单位电耗；由检测报告给出", "Comparable electricity per tonne, converted by GB/T 36561; from the test report", ["可比单耗", "可比电耗", "可比用电单耗"];
        comparable_kgce_per_t: f64 = "可比单耗(燃料)", "Comparable consumption, fuel", "kgce/t", 1, 5000, Operation, Screening, "燃料炉折算后的可比单耗", "Comparable consumption of fuel-fired furnaces, converted", ["可比煤耗", "可比燃料单耗"];
        annual_output_t: f64 = "年处理量", "Annual output", "t/a", 0, 100000000, Operation, Optional, "一年处理或生产的合格品", "Good product treated or made in a year", ["年产量", "年加工量", "产量", "年处理能力"];
        thermal_efficiency_pct: f64 = "热效率", "Thermal efficiency", "%", 1, 99, Operation, Optional, "热平衡测试的热效率", "Thermal efficiency from the heat balance test", ["炉窑热效率", "效率"];
        exhaust_temp_c: f64 = "排烟温度", "Exhaust gas temperature", "℃", 20, 1600, Operation, Optional, "离开炉窑(余热回收后)的烟温", "Flue gas temperature after the furnace and its heat recovery", ["烟温"];
        surface_temp_c: f64 = "炉体表面温度", "Shell temperature", "℃", 0, 800, Operation, Optional, "外壁平均温度", "Average temperature of the outer wall", ["外壁温度", "表面温度", "炉壁温度"];
        measured_input_kw: f64 = "实测输入功率", "Measured input power", "kW", 0, 200000, Operation, Optional, "电炉运行时的平均输入功率", "Average input of an electric furnace while running", ["输入功率", "实测功率", "运行功率"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Energy, "一年内实际运行小时", "Hours of actual operation in a year", ["年运行时间", "运行小时", "年运行小时数", "运行时间"];
        annual_electricity_kwh: f64 = "年用电量", "Annual electricity", "kWh/a", 0, 20000000000.0, Operation, Energy, "全部台数合计的一年用电(电炉或辅机)", "Electricity of a year, all furnaces together (electric furnace or auxiliaries)", ["年耗电量", "年用电", "年电耗"];
        annual_fuel_t: f64 = "年耗燃料(固液体)", "Annual fuel, solid or liquid", "t/a", 0, 20000000, Operation, Energy, "一年消耗的煤或油", "Coal or oil burnt in a year", ["年耗煤量", "年燃料消耗量", "年耗燃料"];
        annual_gas_10k_m3: f64 = "年耗气量", "Annual gas", "万m³/a", 0, 1000000, Operation, Energy, "一年消耗的燃气", "Gas burnt in a year", ["年用气量", "年耗天然气", "年煤气消耗量"];
        fuel_ncv_kj_per_kg: f64 = "燃料低位热值", "Fuel net calorific value", "kJ/kg(气体kJ/m³)", 1000, 60000, Operation, Optional, "收到基低位发热量；气体按 kJ/m³", "Net calorific value as received; kJ/m³ for gas", ["低位热值", "低位发热量", "热值"];
    }
}
