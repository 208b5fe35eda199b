//! 数据中心: the fields of a data centre or server room.

use super::YesNo;
use crate::record;

record! {
    /// 数据中心
    pub struct DataCentre {
        it_power_kw: f64 = "IT 设备设计功率", "IT design power", "kW", 0.1, 1000000, Nameplate, Optional, "IT 设备的设计总功率", "Total design power of the IT equipment", ["IT功率", "IT负荷"];
        racks: f64 = "机架数", "Racks", "架", 1, 1000000, Nameplate, Optional, "标准机架数", "Standard racks", ["机柜数", "机架数量"];
        edge: YesNo = "边缘数据中心", "Edge data centre", "", 0, 0, Nameplate, Optional, "部署在网络边缘、靠近用户侧，且不超过 100 个标准机架；GB 40879 不适用", "At the edge of the network, near the users, at most 100 standard racks; GB 40879 does not apply", ["是否边缘数据中心"];
        annual_electricity_kwh: f64 = "年总用电量", "Annual total electricity", "kWh/a", 0, 20000000000.0, Operation, Both, "数据中心全年总耗电(含制冷、配电、照明)", "Electricity of the data centre in a year, with cooling, distribution and lighting", ["年用电量", "总用电量", "总耗电量", "年耗电量"];
        annual_it_electricity_kwh: f64 = "IT 年用电量", "Annual IT electricity", "kWh/a", 0, 20000000000.0, Operation, Screening, "IT 设备全年耗电", "Electricity of the IT equipment in a year", ["IT用电量", "IT设备耗电量", "IT年耗电量"];
        pue: f64 = "电能使用效率PUE", "PUE", "", 1, 10, Operation, Screening, "全年实测 PUE；有两项电量时由电量计算", "Measured PUE of the whole year; calculated if both amounts of electricity are given", ["PUE", "电能比", "EEUE"];
    }
}
