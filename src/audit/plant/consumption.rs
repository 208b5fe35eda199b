//! Energy bought, made, sold, converted and stored, by carrier and month.

use super::{Months, row, whole_year};
use crate::{choice, record};

choice! {
    /// What happened to the amount.
    pub enum Flow {
        Purchased = "purchased", "购入", "purchased", ["购进", "外购", "购入量", "购进量", "采购", "消费", "消费量"];
        SelfProduced = "self_produced", "自产一次能源", "self-produced", ["自产", "自采", "光伏发电"];
        Exported = "exported", "外供", "exported", ["外销", "销售", "外供量", "外输", "上网"];
        ConvertedIn = "converted_in", "转换投入", "into conversion", ["加工转换投入", "加工转换投入量", "投入"];
        ConvertedOut = "converted_out", "转换产出", "out of conversion", ["加工转换产出", "加工转换产出量", "产出", "回收利用"];
        ProcessUse = "process_use", "工序使用", "used by a process", ["终端消费", "工序消耗", "工序用能"];
        RawMaterial = "raw_material", "用作原料", "used as raw material", ["原料用能", "原料", "用作原材料"];
        OpeningStock = "opening_stock", "期初库存", "opening stock", ["年初库存", "年初库存量", "期初库存量"];
        ClosingStock = "closing_stock", "期末库存", "closing stock", ["年末库存", "年末库存量", "期末库存量"];
    }
}

record! {
    /// 一种能源在一年里的一种流向
    pub struct ConsumptionFields {
        carrier: String = "能源品种", "Carrier", "", 0, 40, Amounts, Energy, "能源品种表中的代码，如 electricity", "Code of the carrier table, e.g. electricity", ["能源名称", "能源种类", "品种", "能源"];
        flow: Flow = "流向", "Flow", "", 0, 0, Amounts, Energy, "购入、自产一次能源(自采煤、光伏等)、外供、转换投入和产出、库存；工序使用、用作原料只说明去向，不改变综合能耗；不填为购入", "Purchased, own primary energy (coal mined, photovoltaics), sold, into and out of conversion, stock; use by a process and as raw material only say where it went and leave the total as it is; purchased if left empty", ["类别", "项目"];
        process: String = "转换环节", "Conversion", "", 0, 60, Amounts, Optional, "转换投入、产出时填写，如自备电厂、锅炉房、余热发电；同名的投入和产出成一个环节。工序使用时填工序名称", "For conversion, e.g. captive power plant, boiler house, waste-heat power; input and output of one name are one conversion. For use by a process, its name", ["加工转换环节"];
        year: f64 = "年度", "Year", "", 1990, 2100, Amounts, Energy, "自然年", "Calendar year", ["年份"];
        month_01: f64 = "1月", "January", "", 0, 1e15, Amounts, Optional, "1月的数量，按能源品种表的计量单位", "Amount in January, in the unit of the carrier table", ["一月", "1月份"];
        month_02: f64 = "2月", "February", "", 0, 1e15, Amounts, Optional, "2月的数量，按能源品种表的计量单位", "Amount in February, in the unit of the carrier table", ["二月", "2月份"];
        month_03: f64 = "3月", "March", "", 0, 1e15, Amounts, Optional, "3月的数量，按能源品种表的计量单位", "Amount in March, in the unit of the carrier table", ["三月", "3月份"];
        month_04: f64 = "4月", "April", "", 0, 1e15, Amounts, Optional, "4月的数量，按能源品种表的计量单位", "Amount in April, in the unit of the carrier table", ["四月", "4月份"];
        month_05: f64 = "5月", "May", "", 0, 1e15, Amounts, Optional, "5月的数量，按能源品种表的计量单位", "Amount in May, in the unit of the carrier table", ["五月", "5月份"];
        month_06: f64 = "6月", "June", "", 0, 1e15, Amounts, Optional, "6月的数量，按能源品种表的计量单位", "Amount in June, in the unit of the carrier table", ["六月", "6月份"];
        month_07: f64 = "7月", "July", "", 0, 1e15, Amounts, Optional, "7月的数量，按能源品种表的计量单位", "Amount in July, in the unit of the carrier table", ["七月", "7月份"];
        month_08: f64 = "8月", "August", "", 0, 1e15, Amounts, Optional, "8月的数量，按能源品种表的计量单位", "Amount in August, in the unit of the carrier table", ["八月", "8月份"];
        month_09: f64 = "9月", "September", "", 0, 1e15, Amounts, Optional, "9月的数量，按能源品种表的计量单位", "Amount in September, in the unit of the carrier table", ["九月", "9月份"];
        month_10: f64 = "10月", "October", "", 0, 1e15, Amounts, Optional, "10月的数量，按能源品种表的计量单位", "Amount in October, in the unit of the carrier table", ["十月", "10月份"];
        month_11: f64 = "11月", "November", "", 0, 1e15, Amounts, Optional, "11月的数量，按能源品种表的计量单位", "Amount in November, in the unit of the carrier table", ["十一月", "11月份"];
        month_12: f64 = "12月", "December", "", 0, 1e15, Amounts, Optional, "12月的数量，按能源品种表的计量单位", "Amount in December, in the unit of the carrier table", ["十二月", "12月份"];
        annual: f64 = "全年", "Year total", "", 0, 1e16, Amounts, Optional, "没有分月数时填写；有分月数时用来核对", "Where there are no months; with months it is a check", ["合计", "全年合计", "年合计", "年消费量", "年用量", "全年用量"];
        ncv_kj: f64 = "实测低位热值", "Measured NCV", "kJ/kg(kJ/m³)", 100, 150000, Amounts, Optional, "不填取 GB/T 2589 默认值，并注明", "Default of GB/T 2589 if left empty, and this is said", ["低位发热量", "低位热值", "热值"];
        pressure_mpa: f64 = "蒸汽压力(表压)", "Steam pressure", "MPa", 0, 25, Amounts, Optional, "蒸汽：有压力(和温度)时按焓值折算，否则取低压蒸汽默认值", "Steam: with pressure (and temperature) it is converted by enthalpy, else by the default for low-pressure steam", ["蒸汽压力", "压力"];
        temperature_c: f64 = "蒸汽温度", "Steam temperature", "℃", 20, 800, Amounts, Optional, "过热蒸汽填写；只填压力按饱和蒸汽", "For superheated steam; with pressure alone it is saturated", ["温度"];
        feedwater_c: f64 = "给水(回水)温度", "Feedwater temperature", "℃", 0, 250, Amounts, Optional, "蒸汽：填写后从焓值中扣除给水的焓", "Steam: the enthalpy of the feed water is taken off", ["给水温度", "回水温度"];
        price_yuan: f64 = "单价", "Price", "元/计量单位", 0, 1000000, Amounts, Optional, "含税平均价", "Average price with tax", ["平均单价"];
        cost_yuan: f64 = "年费用", "Cost of the year", "元", 0, 1e12, Amounts, Optional, "账单金额合计；外供为收入。填写后代替单价", "Total of the bills; income for energy sold. Replaces the price", ["金额", "费用", "年费用合计", "能源费用"];
        supplier: String = "供应方", "Supplier", "", 0, 80, Amounts, Optional, "供应单位的名称，如供电公司、燃气公司", "Name of the supplier, e.g. power or gas company", ["供应商", "供货单位"];
        remark: String = "备注", "Remark", "", 0, 500, Amounts, Optional, "数据来源、票据", "Source of the data, documents", ["说明"];
    }
}

row!(
    /// An amount of one carrier in one year: what happened to it, month by month or as a total.
    Consumption,
    ConsumptionFields
);

impl Consumption {
    /// The carrier's code, empty if not entered.
    pub fn carrier(&self) -> &str {
        self.fields.carrier.as_ref().map_or("", |c| c.value.as_str())
    }

    /// What happened to it; purchased if not entered.
    pub fn flow(&self) -> Flow {
        self.fields.flow.as_ref().map_or(Flow::Purchased, |f| f.value)
    }

    /// The calendar year.
    pub fn year(&self) -> Option<i16> {
        whole_year(self.fields.year.as_ref())
    }

    /// The months as entered, in the carrier's unit.
    pub fn months(&self) -> Months {
        let f = &self.fields;
        [
            &f.month_01,
            &f.month_02,
            &f.month_03,
            &f.month_04,
            &f.month_05,
            &f.month_06,
            &f.month_07,
            &f.month_08,
            &f.month_09,
            &f.month_10,
            &f.month_11,
            &f.month_12,
        ]
        .map(|m| m.as_ref().map(|e| e.value))
    }
}
