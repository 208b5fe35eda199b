//! 容积式空压机: the fields of a positive-displacement air compressor.

use crate::{choice, record};

choice! {
    /// Kind of compressor; GB 19153-2019 has tables for the first three (held: tables 1 to 4).
    pub enum CompressorType {
        OilInjected = "oil_injected", "喷油回转(螺杆、滑片)", "oil-injected rotary", ["螺杆", "喷油螺杆", "螺杆式", "螺杆空压机", "滑片"];
        Reciprocating = "reciprocating", "往复活塞", "reciprocating", ["活塞", "活塞式", "往复式", "往复", "活塞空压机"];
        OilFreeReciprocating = "oil_free_reciprocating", "全无油润滑往复活塞", "oil-free reciprocating", ["无油活塞", "全无油活塞"];
        OilFreeRotary = "oil_free_rotary", "无油回转(干式、水润滑)", "oil-free rotary", ["无油螺杆", "干式螺杆", "水润滑"];
        Centrifugal = "centrifugal", "离心式", "centrifugal", ["离心", "离心空压机", "透平"];
        Portable = "portable", "直联便携/微型", "portable", ["便携", "微型"];
        ProcessGas = "process_gas", "工艺气体压缩机", "process gas", ["工艺", "氮氢压缩机", "煤气压缩机", "氧压机"];
    }
}

choice! {
    /// How the compressor is driven.
    pub enum CompressorDrive {
        Fixed = "fixed", "定速(工频)", "fixed speed", ["工频", "定速", "否", "定频"];
        Variable = "variable", "变转速(变频)", "variable speed", ["变频", "变转速", "是", "永磁变频"];
    }
}

choice! {
    /// How the compressor is cooled.
    pub enum CompressorCooling {
        Air = "air", "风冷", "air cooled", ["空冷"];
        Liquid = "liquid", "液冷(水冷)", "liquid cooled", ["水冷", "液冷"];
    }
}

record! {
    /// 容积式空压机
    pub struct Compressor {
        compressor_type: CompressorType = "压缩机型式", "Compressor type", "", 0, 0, Nameplate, Screening, "GB 19153 按型式选表", "GB 19153 chooses the table by type", ["型式", "类型", "空压机类型", "结构型式"];
        drive: CompressorDrive = "转速方式", "Speed control", "", 0, 0, Nameplate, Screening, "定速或变转速(变频)，选表用", "Fixed or variable speed; chooses the table", ["是否变频", "控制方式", "驱动方式"];
        cooling: CompressorCooling = "冷却方式", "Cooling", "", 0, 0, Nameplate, Screening, "风冷或液冷，选表用", "Air or liquid cooled; chooses the table", ["冷却型式", "冷却"];
        motor_power_kw: f64 = "驱动电机额定功率", "Motor power", "kW", 0.1, 30000, Nameplate, Both, "铭牌上驱动电动机的额定功率", "Rated power of the driving motor on the nameplate", ["额定功率", "电机功率", "功率", "配套电机功率", "装机功率"];
        discharge_pressure_mpa: f64 = "额定排气压力", "Discharge pressure", "MPa", 0.05, 40, Nameplate, Screening, "铭牌排气压力(表压)", "Discharge pressure on the nameplate (gauge)", ["排气压力", "压力", "额定压力", "工作压力"];
        flow_m3_per_min: f64 = "容积流量", "Volume flow", "m³/min", 0.005, 5000, Nameplate, Optional, "铭牌排气量", "Volume flow on the nameplate", ["排气量", "流量", "公称容积流量", "额定排气量"];
        specific_power_kw_per_m3_min: f64 = "机组输入比功率", "Specific power", "kW/(m³/min)", 1, 60, Nameplate, Screening, "能效标识或样本上的机组输入比功率；变转速机为标识上的加权值", "Specific power of the package on the energy label or in the catalogue; for variable speed the weighted value of the label", ["比功率", "输入比功率", "机组比功率", "能效值"];
        input_power_kw: f64 = "机组输入功率", "Package input power", "kW", 0.05, 30000, Nameplate, Optional, "额定工况的机组输入功率；与容积流量相除得比功率", "Input of the package at rated conditions; divided by the volume flow it gives the specific power", ["输入功率(额定)", "额定输入功率"];
        motor_efficiency_pct: f64 = "电机效率", "Motor efficiency", "%", 20, 99.9, Nameplate, Optional, "驱动电动机的效率", "Efficiency of the driving motor", ["配套电机效率"];
        load_factor_pct: f64 = "平均负载率", "Load factor", "%", 0, 150, Operation, Energy, "平均输出功率与额定功率之比(加载、卸载合计)", "Average output as a share of the rated power (loaded and unloaded together)", ["负载率", "负荷率"];
        loaded_share_pct: f64 = "加载率", "Loaded share", "%", 0, 100, Operation, Optional, "加载时间占运行时间的比例", "Loaded time as a share of the running time", ["加载时间比"];
        measured_input_kw: f64 = "实测输入功率", "Measured input power", "kW", 0, 30000, Operation, Energy, "运行时的平均输入功率", "Average input while running", ["输入功率", "实测功率", "运行功率"];
        annual_hours_h: f64 = "年运行小时", "Annual operating hours", "h/a", 0, 8784, Operation, Energy, "一年内实际运转小时", "Hours of actual running in a year", ["年运行时间", "运行小时", "年运行小时数", "运行时间"];
        annual_electricity_kwh: f64 = "年用电量", "Annual electricity", "kWh/a", 0, 20000000000.0, Operation, Optional, "全部台数合计的一年用电；有此值时不再由功率计算", "Electricity of a year, all machines together; if given, it is not calculated from power", ["年耗电量", "年用电", "年电耗"];
    }
}
