//! Options that several kinds share.

use crate::choice;

choice! {
    /// Yes or no.
    pub enum YesNo {
        Yes = "yes", "是", "yes", ["有", "带", "√", "Y"];
        No = "no", "否", "no", ["无", "不带", "×", "N"];
    }
}

choice! {
    /// How the flow of a fan, blower or pump is controlled.
    pub enum FlowControl {
        None = "none", "不调节", "none", ["无", "不调", "工频", "工频运行", "全开"];
        Throttle = "throttle", "阀门/挡板", "valve or damper", ["阀门", "阀门调节", "挡板", "挡板调节", "风门", "风门调节", "节流", "导叶", "进口导叶"];
        Bypass = "bypass", "旁通/回流", "by-pass", ["旁通", "回流", "放空", "回流调节"];
        Inverter = "inverter", "变频", "variable speed", ["变频调速", "变频器", "是"];
        FluidCoupling = "fluid_coupling", "液力耦合器", "fluid coupling", ["液耦", "液力偶合器"];
        PermanentMagnetCoupling = "pm_coupling", "永磁调速", "permanent-magnet coupling", ["永磁耦合"];
        OnOff = "on_off", "启停/台数控制", "on/off", ["启停", "间歇运行", "台数控制"];
    }
}

choice! {
    /// How the machine is coupled to its motor.
    pub enum Coupling {
        Direct = "direct", "直联", "direct", ["直连", "电机直联", "A", "A式"];
        Shaft = "shaft_coupling", "联轴器", "shaft coupling", ["D", "D式", "F", "F式"];
        Belt = "belt", "皮带", "belt", ["皮带传动", "三角带", "C", "C式", "B", "B式", "E", "E式"];
    }
}
