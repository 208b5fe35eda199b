//! 电动机: the fields of a motor.

use crate::{choice, record};

choice! {
    /// Kind of machine; GB 18613 and GB 30254 cover three-phase cage induction motors.
    pub enum MotorType {
        CageInduction = "cage_induction", "三相异步(笼型)", "cage induction", ["异步", "三相异步", "三相异步电动机", "笼型", "鼠笼", "鼠笼式", "普通"];
        WoundRotor = "wound_rotor", "三相异步(绕线转子)", "wound rotor", ["绕线", "绕线式", "绕线转子", "滑环"];
        PermanentMagnet = "permanent_magnet", "永磁同步", "permanent magnet", ["永磁", "永磁电机", "永磁同步电动机"];
        Synchronous = "synchronous", "同步(电励磁)", "synchronous", ["同步", "同步电动机"];
        DirectCurrent = "dc", "直流", "direct current", ["直流电动机", "直流电机"];
        SinglePhase = "single_phase", "单相异步", "single phase", ["单相"];
        MultiSpeed = "multi_speed", "变极多速", "multi-speed", ["双速", "多速", "变极"];
        InverterDuty = "inverter_duty", "变频专用", "inverter duty", ["变频调速专用", "变频电机"];
    }
}

choice! {
    /// Cooling code (GB/T 1993), which selects the table of GB 30254.
    pub enum MotorCooling {
        Ic01 = "ic01", "IC01", "IC01", ["开启式"];
        Ic11 = "ic11", "IC11", "IC11", [];
        Ic21 = "ic21", "IC21", "IC21", [];
        Ic31 = "ic31", "IC31", "IC31", [];
        Ic81w = "ic81w", "IC81W", "IC81W", ["空水冷", "空-水冷"];
        Ic411 = "ic411", "IC411", "IC411", ["自扇冷", "自扇冷却"];
        Ic511 = "ic511", "IC511", "IC511", [];
        Ic516 = "ic516", "IC516", "IC516", [];
        Ic611 = "ic611", "IC611", "IC611", ["空空冷", "空-空冷"];
        Ic616 = "ic616", "IC616", "IC616", [];
    }
}

choice! {
    /// The grade or class marked on nameplate or label. A bare "3级" says nothing without its edition.
    pub enum MotorMark {
        Ie1 = "ie1", "IE1", "IE1", [];
        Ie2 = "ie2", "IE2", "IE2", [];
        Ie3 = "ie3", "IE3", "IE3", [];
        Ie4 = "ie4", "IE4", "IE4", [];
        Ie5 = "ie5", "IE5", "IE5", [];
        Gb2020Grade1 = "gb18613_2020_1", "1级(GB 18613-2020)", "grade 1 (GB 18613-2020)", ["2020版1级"];
        Gb2020Grade2 = "gb18613_2020_2", "2级(GB 18613-2020)", "grade 2 (GB 18613-2020)", ["2020版2级"];
        Gb2020Grade3 = "gb18613_2020_3", "3级(GB 18613-2020)", "grade 3 (GB 18613-2020)", ["2020版3级"];
        Gb2012Grade1 = "gb18613_2012_1", "1级(GB 18613-2012)", "grade 1 (GB 18613-2012)", ["2012版1级"];
        Gb2012Grade2 = "gb18613_2012_2", "2级(GB 18613-2012)", "grade 2 (GB 18613-2012)", ["2012版2级"];
        Gb2012Grade3 = "gb18613_2012_3", "3级(GB 18613-2012)", "grade 3 (GB 18613-2012)", ["2012版3级"];
    }
}

choice! {
    /// How the motor is driven.
    pub enum DriveMode {
        Direct = "direct", "工频直驱", "direct on line", ["工频", "直驱", "直接", "直接启动", "无变频", "否"];
        SoftStart = "soft_start", "软启动", "soft starter", ["软起", "软起动", "软启"];
        Inverter = "inverter", "变频调速", "variable speed", ["变频", "变频器", "是", "变频驱动"];
        FluidCoupling = "fluid_coupling", "液力耦合器", "fluid coupling", ["液耦", "液力偶合器"];
        PermanentMagnetCoupling = "pm_coupling", "永磁调速", "permanent-magnet coupling", ["永磁耦合"];
    }
}

record! {
    /// 电动机
    pub struct Motor {
        rated_power_kw: f64 = "额定功率", "Rated power", "kW", 0.01, 60000, Nameplate, Both, "铭牌上的额定输出功率", "Rated output on the nameplate", ["功率", "电机功率", "容量", "装机功率", "配套功率", "电机额定功率"];
        poles: f64 = "极数", "Poles", "极", 2, 48, Nameplate, Screening, "磁极数(偶数)；型号末位数字，如 Y160M-4 为 4 极", "Number of poles (even); the last figure of the model, as in Y160M-4 for 4 poles", ["级数", "电机极数"];
        rated_voltage_v: f64 = "额定电压", "Rated voltage", "V", 24, 15000, Nameplate, Screening, "铭牌电压；1000 V 以上按 GB 30254 判定", "Voltage on the nameplate; above 1000 V the verdict is by GB 30254", ["电压", "电压等级", "工作电压"];
        rated_current_a: f64 = "额定电流", "Rated current", "A", 0.05, 20000, Nameplate, Optional, "铭牌电流", "Current on the nameplate", ["电流"];
        rated_speed_rpm: f64 = "额定转速", "Rated speed", "r/min", 30, 6000, Nameplate, Optional, "铭牌转速", "Speed on the nameplate", ["转速"];
        rated_efficiency_pct: f64 = "额定效率", "Rated efficiency", "%", 20, 99.9, Nameplate, Both, "铭牌或样本的额定效率，百分数(93 即 93%)", "Rated efficiency on nameplate or catalogue, in percent (93 means 93 %)", ["效率", "电机效率", "铭牌效率"];
        power_factor: f64 = "功率因数", "Power factor", "", 0.1, 1, Nameplate, Optional, "铭牌 cosφ", "cosφ on the nameplate", ["cosφ", "COSφ", "功率因素"];
        energy_mark: MotorMark = "能效等级标识", "Efficiency mark", "", 0, 0, Nameplate, Screening, "铭牌或能效标签上的等级；只写“3级”时须分清标准年份", "Grade on nameplate or energy label; a bare “grade 3” needs the year of its standard", ["能效等级", "能效标识", "IE等级", "效率等级"];
        motor_type: MotorType = "电机类型", "Motor type", "", 0, 0, Nameplate, Screening, "GB 18613、GB 30254 只管三相异步(笼型)电动机", "GB 18613 and GB 30254 cover three-phase cage induction motors only", ["类型", "电动机类型", "电机型式", "结构型式"];
        cooling: MotorCooling = "冷却方式", "Cooling", "", 0, 0, Nameplate, Screening, "高压电机按 GB 30254 判定时需要；YKK 为 IC611，YKS 为 IC81W", "Needed for high-voltage motors by GB 30254; YKK is IC611, YKS is IC81W", ["冷却型式", "IC代码"];
        load_factor_pct: f64 = "平均负载率", "Load factor", "%", 0, 150, Operation, Energy, "平均输出功率与额定功率之比", "Average output as a share of the rated power", ["负载率", "负荷率", "平均负荷率"];
        measured_input_kw: f64 = "实测输入功率", "Measured input power", "kW", 0, 60000, Operation, Optional, "运行时的平均输入电功率；有此值时不用负载率", "Average electric input while running; if given, the load factor is not used", ["输入功率", "实测功率", "运行功率", "有功功率"];
        measured_current_a: f64 = "实测电流", "Measured current", "A", 0, 20000, Operation, Optional, "运行时的平均线电流", "Average line current while running", ["运行电流", "工作电流"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Energy, "一年内实际运转小时", "Hours of actual running in a year", ["年运行时间", "运行小时", "年运行小时数", "运行时间", "年工作小时"];
        drive_mode: DriveMode = "驱动方式", "Drive mode", "", 0, 0, Operation, Optional, "工频、变频、液耦等", "Direct on line, variable speed, fluid coupling and the like", ["调速方式", "控制方式", "启动方式", "是否变频"];
        driven_load: String = "拖动设备", "Driven equipment", "", 0, 120, Operation, Optional, "所拖动的风机、水泵等", "The fan, pump or other machine driven", ["所带设备", "拖动对象", "配套设备", "负载设备", "用途"];
    }
}
