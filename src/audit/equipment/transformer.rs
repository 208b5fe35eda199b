//! 变压器: the fields of a transformer.

use crate::{choice, record};

choice! {
    /// Insulation medium.
    pub enum TransformerMedium {
        Oil = "oil", "油浸式", "oil-immersed", ["油浸", "油变", "油式", "ONAN", "ONAF", "OFAF", "ODAF", "油浸自冷", "油浸风冷", "油浸自冷式", "油浸风冷式"];
        Dry = "dry", "干式", "dry-type", ["干变", "环氧浇注", "树脂浇注", "AN", "AF", "AN/AF", "ANAF", "干式自冷", "干式风冷"];
    }
}

choice! {
    /// Core material.
    pub enum CoreMaterial {
        Silicon = "silicon", "电工钢带", "silicon steel", ["硅钢", "硅钢片", "电工钢", "取向硅钢"];
        Amorphous = "amorphous", "非晶合金", "amorphous alloy", ["非晶"];
    }
}

choice! {
    /// Vector group, as far as GB 20052 tells them apart.
    pub enum Connection {
        Yyn0 = "yyn0", "Yyn0", "Yyn0", ["Y/Y0-12", "Y,yn0", "YYN0", "Y/YN0"];
        Dyn11 = "dyn11", "Dyn11", "Dyn11", ["D,yn11", "D/Y0-11", "DYN11", "Δ/Yn-11"];
        Yzn11 = "yzn11", "Yzn11", "Yzn11", ["Y,zn11", "YZN11"];
        Yd11 = "yd11", "Yd11", "Yd11", ["Y,d11", "YD11", "Ynd11", "YNd11"];
    }
}

choice! {
    /// Insulation system of dry-type transformers.
    pub enum InsulationClass {
        B = "b", "B(100℃)", "B (100 °C)", ["B级", "B"];
        F = "f", "F(120℃)", "F (120 °C)", ["F级", "F"];
        H = "h", "H(145℃)", "H (145 °C)", ["H级", "H"];
    }
}

choice! {
    /// Number of windings.
    pub enum Windings {
        Two = "two", "双绕组", "two-winding", ["双圈"];
        Three = "three", "三绕组", "three-winding", ["三圈"];
        Auto = "auto", "自耦", "auto", ["自耦变压器"];
    }
}

choice! {
    /// Tap changing.
    pub enum TapChanging {
        OffCircuit = "off_circuit", "无励磁调压", "off-circuit", ["无励磁", "无载调压", "无载"];
        OnLoad = "on_load", "有载调压", "on-load", ["有载"];
    }
}

choice! {
    /// Duty that selects the tables of GB 20052.
    pub enum TransformerDuty {
        Network = "network", "配电/电力变压器", "distribution or power", ["配电", "电力", "配电变压器", "电力变压器"];
        NewEnergy = "new_energy", "新能源发电侧(光伏、风电、储能)", "generation side of PV, wind, storage", ["光伏", "风电", "储能", "新能源"];
        Other = "other", "整流、电炉等特种变压器", "rectifier, furnace and other special", ["整流", "电炉", "特种", "隔离", "控制", "照明"];
    }
}

record! {
    /// 变压器
    pub struct Transformer {
        capacity_kva: f64 = "额定容量", "Rated capacity", "kVA", 0.1, 1500000, Nameplate, Both, "铭牌容量", "Capacity on the nameplate", ["容量", "变压器容量", "功率"];
        high_voltage_kv: f64 = "高压侧电压", "High voltage", "kV", 0.2, 1000, Nameplate, Screening, "高压侧额定电压，选表用", "Rated voltage of the high-voltage side; chooses the table", ["电压", "额定电压", "一次电压", "电压等级", "高压侧额定电压", "一次侧电压", "高压电压"];
        low_voltage_kv: f64 = "低压侧电压", "Low voltage", "kV", 0.01, 500, Nameplate, Optional, "低压侧额定电压", "Rated voltage of the low-voltage side", ["二次电压", "二次侧电压", "低压电压", "低压侧额定电压"];
        medium: TransformerMedium = "绝缘介质", "Medium", "", 0, 0, Nameplate, Screening, "油浸式或干式", "Oil-immersed or dry-type", ["型式", "变压器型式", "类型", "油浸/干式", "冷却形式", "冷却方式"];
        core: CoreMaterial = "铁芯材料", "Core", "", 0, 0, Nameplate, Screening, "电工钢带或非晶合金；SH 系列为非晶", "Electrical steel or amorphous alloy; SH models are amorphous", ["铁芯", "铁心", "铁芯材质"];
        connection: Connection = "联结组", "Vector group", "", 0, 0, Nameplate, Screening, "铭牌联结组标号", "Vector group on the nameplate", ["联结组别", "联结组标号", "接线组别", "连接组", "连接组别", "连接组标号"];
        insulation_class: InsulationClass = "绝缘系统", "Insulation system", "", 0, 0, Nameplate, Screening, "干式变压器绝缘耐热等级", "Thermal class of the insulation of dry-type transformers", ["绝缘等级", "耐热等级"];
        windings: Windings = "绕组数", "Windings", "", 0, 0, Nameplate, Optional, "110 kV 及以上选表用", "Chooses the table from 110 kV up", ["绕组"];
        tap_changing: TapChanging = "调压方式", "Tap changing", "", 0, 0, Nameplate, Optional, "35 kV 及以上选表用", "Chooses the table from 35 kV up", ["调压"];
        duty: TransformerDuty = "用途类别", "Duty", "", 0, 0, Nameplate, Optional, "配电/电力、新能源发电侧或特种", "Distribution or power, generation side of renewables, or special", ["用途", "变压器用途"];
        no_load_loss_w: f64 = "空载损耗P0", "No-load loss P0", "W", 1, 2000000, Nameplate, Both, "铭牌或出厂试验报告的空载损耗，单位 W", "No-load loss on the nameplate or in the factory test report, in W", ["空载损耗", "P0", "铁损", "空载损耗(P0)"];
        load_loss_w: f64 = "负载损耗Pk", "Load loss Pk", "W", 1, 10000000, Nameplate, Both, "折算到参考温度的负载损耗，单位 W", "Load loss at reference temperature, in W", ["负载损耗", "Pk", "短路损耗", "铜损", "负载损耗(Pk)"];
        no_load_current_pct: f64 = "空载电流I0", "No-load current I0", "%", 0.01, 30, Nameplate, Energy, "铭牌 I0%", "I0 % on the nameplate", ["空载电流", "I0", "I0%"];
        impedance_pct: f64 = "短路阻抗Uk", "Impedance Uk", "%", 0.5, 40, Nameplate, Energy, "铭牌阻抗电压", "Impedance voltage on the nameplate", ["短路阻抗", "阻抗电压", "Uk", "Uk%"];
        load_factor_pct: f64 = "平均负载率", "Load factor", "%", 0, 150, Operation, Energy, "平均视在负荷与额定容量之比", "Average apparent load as a share of the rated capacity", ["负载率", "负荷率", "平均负荷率"];
        power_factor: f64 = "功率因数", "Power factor", "", 0.1, 1, Operation, Optional, "低压侧平均功率因数", "Average power factor of the low-voltage side", ["cosφ", "功率因素"];
        energized_hours_h: f64 = "年投运小时", "Energised hours", "h/a", 0, 8784, Operation, Energy, "一年内带电小时；长期投运为 8760", "Hours energised in a year; 8760 if always on", ["投运小时", "年运行小时", "年运行时间", "运行小时", "投运时间"];
        annual_throughput_kwh: f64 = "年通过电量", "Annual throughput", "kWh/a", 0, 20000000000.0, Operation, Optional, "一年经变压器输送的电量；无负载率时由此推算", "Electricity through the transformer in a year; gives the load factor where that is missing", ["年供电量", "年用电量", "年电量"];
    }
}
