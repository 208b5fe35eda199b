//! 照明: the fields of a group of lamps.

use crate::{choice, record};

choice! {
    /// Kind of lamp.
    pub enum LampType {
        Led = "led", "LED", "LED", ["LED灯", "发光二极管", "LED工矿灯", "LED灯管", "LED面板灯", "LED路灯", "LED投光灯"];
        Incandescent = "incandescent", "白炽灯", "incandescent", ["普通照明白炽灯", "钨丝灯"];
        Halogen = "halogen", "卤钨灯", "halogen", ["碘钨灯"];
        HighPressureMercury = "high_pressure_mercury", "高压汞灯", "high-pressure mercury", ["汞灯", "自镇流高压汞灯"];
        HighPressureSodium = "high_pressure_sodium", "高压钠灯", "high-pressure sodium", ["钠灯"];
        MetalHalide = "metal_halide", "金属卤化物灯", "metal halide", ["金卤灯"];
        FluorescentT8 = "fluorescent_t8", "直管荧光灯(T8/T12)", "fluorescent T8, T12", ["荧光灯", "日光灯", "T8", "T12", "T8荧光灯", "T8日光灯", "T8灯管"];
        FluorescentT5 = "fluorescent_t5", "直管荧光灯(T5)", "fluorescent T5", ["T5", "T5荧光灯", "T5灯管"];
        Compact = "compact", "紧凑型荧光灯(节能灯)", "compact fluorescent", ["节能灯"];
        Induction = "induction", "无极灯", "induction", ["电磁感应灯"];
    }
}

record! {
    /// 照明
    pub struct Lighting {
        lamp_type: LampType = "光源种类", "Lamp type", "", 0, 0, Nameplate, Optional, "LED、金卤灯、荧光灯等", "LED, metal halide, fluorescent and the like", ["光源", "灯具类型", "类型", "光源类型"];
        lamp_power_w: f64 = "单灯功率", "Power per lamp", "W", 0.5, 20000, Nameplate, Energy, "每盏灯的光源功率", "Power of the light source of each lamp", ["功率", "灯具功率", "光源功率", "额定功率"];
        ballast_power_w: f64 = "镇流器或驱动功耗", "Ballast power", "W", 0, 2000, Nameplate, Optional, "每盏灯的附件功耗；不填不计，并注明", "Power of the control gear of each lamp; not counted if left empty, and this is said", ["镇流器功耗", "附件功率"];
        floor_area_m2: f64 = "照明面积", "Lit area", "m²", 0.1, 10000000, Nameplate, Optional, "用于照明功率密度", "Area lit, for the lighting power density", ["面积", "场所面积"];
        luminous_efficacy_lm_per_w: f64 = "光效", "Luminous efficacy", "lm/W", 1, 400, Nameplate, Optional, "灯具或光源的初始光效", "Initial luminous efficacy of luminaire or source", ["初始光效", "灯具效能"];
        illuminance_lx: f64 = "实测照度", "Measured illuminance", "lx", 0, 100000, Operation, Optional, "工作面平均照度", "Average illuminance on the working plane", ["照度"];
        annual_hours_h: f64 = "年点灯小时", "Annual burning hours", "h/a", 0, 8784, Operation, Energy, "一年内点灯小时", "Hours lit in a year", ["年运行小时", "年照明时间", "年运行时间"];
        annual_electricity_kwh: f64 = "年用电量", "Annual electricity", "kWh/a", 0, 20000000000.0, Operation, Optional, "全部灯具合计的一年用电", "Electricity of a year, all lamps together", ["年耗电量", "年用电"];
    }
}
