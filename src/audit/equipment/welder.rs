//! 电焊机: the fields of a welding machine.

use crate::{choice, record};

choice! {
    /// Kind of welding power source.
    pub enum WelderType {
        AcTransformer = "ac_transformer", "交流弧焊变压器", "AC transformer", ["交流", "交流弧焊机", "交流焊机"];
        RotaryGenerator = "rotary_generator", "弧焊发电机(旋转式)", "rotary generator", ["旋转式直流", "直流弧焊发电机"];
        MagneticAmplifier = "magnetic_amplifier", "磁放大器式", "magnetic amplifier", ["磁放大器"];
        Thyristor = "thyristor", "晶闸管(可控硅)整流", "thyristor", ["晶闸管", "可控硅"];
        TappedRectifier = "tapped_rectifier", "抽头式整流", "tapped rectifier", ["抽头式"];
        Inverter = "inverter", "逆变式", "inverter", ["逆变", "IGBT逆变"];
        Resistance = "resistance", "电阻焊", "resistance", ["点焊", "缝焊", "对焊", "点焊机", "对焊机"];
    }
}

record! {
    /// 电焊机
    pub struct Welder {
        welder_type: WelderType = "焊机型式", "Welder type", "", 0, 0, Nameplate, Screening, "交流、旋转式、磁放大器、晶闸管、抽头、逆变", "AC, rotary, magnetic amplifier, thyristor, tapped, inverter", ["型式", "类型", "焊机类型"];
        rated_current_a: f64 = "额定焊接电流", "Rated welding current", "A", 5, 5000, Nameplate, Screening, "铭牌额定焊接电流；淘汰目录按电流档列出", "Rated welding current on the nameplate; the phase-out catalogue lists by current", ["焊接电流", "额定电流", "电流"];
        duty_cycle_pct: f64 = "额定负载持续率", "Duty cycle", "%", 1, 100, Nameplate, Optional, "铭牌负载持续率", "Duty cycle on the nameplate", ["负载持续率", "暂载率"];
        rated_input_kva: f64 = "额定输入容量", "Rated input", "kVA", 0.1, 2000, Nameplate, Optional, "铭牌输入容量", "Input capacity on the nameplate", ["输入容量", "容量"];
        efficiency_pct: f64 = "焊机效率", "Efficiency", "%", 5, 99, Nameplate, Optional, "额定点效率", "Efficiency at the rated point", ["效率"];
        measured_input_kw: f64 = "实测输入功率", "Measured input power", "kW", 0, 2000, Operation, Energy, "使用时间内的平均输入功率", "Average input while in use", ["输入功率", "实测功率", "功率", "额定功率"];
        annual_hours_h: f64 = "年使用小时", "Annual hours", "h/a", 0, 8784, Operation, Energy, "一年内接通电源的小时", "Hours switched on in a year", ["年运行小时", "年运行时间", "运行小时"];
        annual_electricity_kwh: f64 = "年用电量", "Annual electricity", "kWh/a", 0, 20000000000.0, Operation, Optional, "全部台数合计的一年用电", "Electricity of a year, all machines together", ["年耗电量", "年用电"];
    }
}
