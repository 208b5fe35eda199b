//! Figures of the plant for a year.

use super::{row, whole_year};
use crate::record;

record! {
    /// 一年的产值、用水、固废与企业自报能耗
    pub struct YearFields {
        year: f64 = "年度", "Year", "", 1990, 2100, Amounts, Energy, "自然年；对比期和基期(如 2020 年)各填一行", "Calendar year; one row for each year to compare with and for the base year (e.g. 2020)", ["年份"];
        output_value_wan: f64 = "工业总产值", "Output value", "万元", 0, 1e9, Amounts, Optional, "与增加值用同一种价格", "At the same prices as the value added", ["总产值", "产值"];
        value_added_wan: f64 = "工业增加值", "Value added", "万元", -1e9, 1e9, Amounts, Optional, "单位增加值能耗、水耗的分母", "Denominator of energy and water per value added", ["增加值"];
        price_base: String = "产值价格", "Prices", "", 0, 40, Amounts, Optional, "当年价或可比价(如 2020 年价)；年份之间比较须同价", "Current or constant prices (e.g. of 2020); years are comparable at the same prices only", [];
        revenue_wan: f64 = "营业收入", "Revenue", "万元", 0, 1e9, Amounts, Optional, "财务报表中的营业收入", "Revenue in the financial statements", ["主营业务收入"];
        employees: f64 = "从业人数", "Employees", "人", 0, 1000000, Amounts, Optional, "年末从业人数", "Staff at the end of the year", ["从业人员"];
        water_m3: f64 = "取水量", "Water intake", "m³", 0, 1e11, Amounts, Optional, "新水取用量", "Fresh water taken", ["新水量", "用水量", "新鲜水量"];
        water_reused_m3: f64 = "重复利用水量", "Reused water", "m³", 0, 1e12, Amounts, Optional, "循环冷却水、回用水等重复利用的量", "Circulating cooling water, recycled water and the like", ["重复用水量"];
        solid_waste_t: f64 = "固体废物产生量", "Solid waste", "t", 0, 1e10, Amounts, Optional, "一般工业固体废物", "General industrial solid waste", ["固废产生量"];
        solid_waste_used_t: f64 = "固体废物综合利用量", "Solid waste used", "t", 0, 1e10, Amounts, Optional, "含利用往年贮存量", "Including use of earlier years' stock", ["固废利用量", "综合利用量"];
        stated_tce_equivalent: f64 = "自报综合能耗(当量值)", "Stated consumption, equivalent", "tce", 0, 1e9, Amounts, Optional, "企业上报的综合能源消费量；没有分品种数据的年份(基期)用它比较", "Comprehensive consumption reported by the plant; used to compare years without carriers (base year)", ["综合能耗", "综合能源消费量", "综合能耗当量值"];
        stated_tce_equal_value: f64 = "自报综合能耗(等价值)", "Stated consumption, equal value", "tce", 0, 1e9, Amounts, Optional, "企业上报的综合能源消费量，等价值；没有分品种数据的年份(基期)用它比较", "Comprehensive consumption reported by the plant, equal value; used to compare years without carriers (base year)", ["综合能耗等价值"];
        remark: String = "备注", "Remark", "", 0, 500, Amounts, Optional, "数据来源", "Source of the data", ["说明"];
    }
}

row!(
    /// The plant's figures of one year.
    PlantYear,
    YearFields
);

impl PlantYear {
    /// The calendar year.
    pub fn year(&self) -> Option<i16> {
        whole_year(self.fields.year.as_ref())
    }
}
