//! Products: output by month, what they are compared with, and their share of the energy.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Months, whole_year, year_amount};
use crate::audit::Id;
use crate::{choice, record};

choice! {
    /// Whether a product stands beside the others or contains them.
    pub enum ProductScope {
        Own = "own", "本产品", "beside the others", [];
        Whole = "whole", "全流程(含中间产品)", "contains the others", ["全流程", "全厂", "含中间产品"];
    }
}

record! {
    /// 一种产品在一年里的产量
    pub struct ProductFields {
        name: String = "产品名称", "Product", "", 0, 120, Amounts, Energy, "产品或工序的名称，如 P·O 42.5 水泥、高炉炼铁", "Product or process, e.g. P·O 42.5 cement, blast-furnace iron", ["产品", "工序", "主要产品"];
        unit: String = "计量单位", "Unit", "", 0, 20, Amounts, Energy, "产量的单位，如 t、万m²、MWh", "Unit of output, e.g. t, 10⁴ m², MWh", ["单位", "产量单位"];
        year: f64 = "年度", "Year", "", 1990, 2100, Amounts, Energy, "自然年", "Calendar year", ["年份"];
        month_01: f64 = "1月", "January", "", 0, 1e15, Amounts, Optional, "1月的合格产品产量", "Good product made in January", ["一月", "1月份"];
        month_02: f64 = "2月", "February", "", 0, 1e15, Amounts, Optional, "2月的合格产品产量", "Good product made in February", ["二月", "2月份"];
        month_03: f64 = "3月", "March", "", 0, 1e15, Amounts, Optional, "3月的合格产品产量", "Good product made in March", ["三月", "3月份"];
        month_04: f64 = "4月", "April", "", 0, 1e15, Amounts, Optional, "4月的合格产品产量", "Good product made in April", ["四月", "4月份"];
        month_05: f64 = "5月", "May", "", 0, 1e15, Amounts, Optional, "5月的合格产品产量", "Good product made in May", ["五月", "5月份"];
        month_06: f64 = "6月", "June", "", 0, 1e15, Amounts, Optional, "6月的合格产品产量", "Good product made in June", ["六月", "6月份"];
        month_07: f64 = "7月", "July", "", 0, 1e15, Amounts, Optional, "7月的合格产品产量", "Good product made in July", ["七月", "7月份"];
        month_08: f64 = "8月", "August", "", 0, 1e15, Amounts, Optional, "8月的合格产品产量", "Good product made in August", ["八月", "8月份"];
        month_09: f64 = "9月", "September", "", 0, 1e15, Amounts, Optional, "9月的合格产品产量", "Good product made in September", ["九月", "9月份"];
        month_10: f64 = "10月", "October", "", 0, 1e15, Amounts, Optional, "10月的合格产品产量", "Good product made in October", ["十月", "10月份"];
        month_11: f64 = "11月", "November", "", 0, 1e15, Amounts, Optional, "11月的合格产品产量", "Good product made in November", ["十一月", "11月份"];
        month_12: f64 = "12月", "December", "", 0, 1e15, Amounts, Optional, "12月的合格产品产量", "Good product made in December", ["十二月", "12月份"];
        annual: f64 = "全年产量", "Output of the year", "", 0, 1e16, Amounts, Optional, "没有分月数时填写；有分月数时用来核对", "Where there are no months; with months it is a check", ["全年", "合计", "年产量", "产量", "全年合计"];
        capacity: f64 = "年生产能力", "Capacity", "", 0, 1e16, Amounts, Optional, "设计或核定能力，单位同产量", "Design or approved capacity, in the unit of output", ["产能", "设计产能", "生产能力"];
        output_value_wan: f64 = "产值", "Output value", "万元", 0, 1e9, Amounts, Optional, "该产品的产值", "Output value of this product", ["年产值", "产品产值"];
        share_pct: f64 = "能耗分摊比例", "Share of the energy", "%", 0, 100, Amounts, Optional, "几种产品共用能源时由诊断人员给出；单独给出某种能源的比例时以后者为准。不填：只有一种产品时为 100 %", "Given by the auditor where products share energy; a share given for one carrier goes first. If empty: 100 % where there is one product only", ["分摊比例"];
        scope: ProductScope = "能耗范围", "Scope of the energy", "", 0, 0, Amounts, Optional, "全流程：产品的能耗包含清单中的中间产品、工序(如水泥含熟料、吨钢含各工序)，分摊比例不与它们相加，不填时为 100 %", "Whole chain: the product's energy contains the listed intermediates and processes (cement its clinker, steel its processes); its share is not added to theirs, 100 % if empty", [];
        stated_unit_kgce: f64 = "企业自报单耗", "Unit consumption stated", "kgce/计量单位", -1e7, 1e7, Amounts, Optional, "企业按标准边界核算的单位产品综合能耗，回收大于消耗的(转炉)为负；填写后与计算值并列", "Comprehensive consumption per unit by the boundary of the standard, as the plant states it; negative where more is recovered than used (converters); shown beside the calculated value", ["单位产品能耗", "单位产品综合能耗"];
        stated_unit_kwh: f64 = "企业自报单位电耗", "Unit electricity stated", "kWh/计量单位", 0, 1e7, Amounts, Optional, "企业按标准边界核算的单位产品电耗；填写后与计算值并列", "Electricity per unit by the boundary of the standard, as the plant states it; shown beside the calculated value", ["单位产品电耗"];
        remark: String = "备注", "Remark", "", 0, 500, Amounts, Optional, "统计边界、数据来源", "Statistical boundary, source of the data", ["说明"];
    }
}

/// The output of one product (or process) in one year, and how it is compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Stable id.
    pub id: Id,
    /// What is entered.
    #[serde(default)]
    pub fields: ProductFields,
    /// Rows of the quota tables it is compared with, by their keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<String>,
    /// What these rows ask for (altitude, raw material ...): name → value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub conditions: BTreeMap<String, String>,
    /// Its share in % of single carriers, by carrier code, where it is not the overall one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shares_pct: BTreeMap<String, f64>,
}

impl Product {
    /// An empty row with a fresh id.
    pub fn empty() -> Self {
        Self {
            id: Id::fresh(),
            fields: ProductFields::default(),
            quotas: Vec::new(),
            conditions: BTreeMap::new(),
            shares_pct: BTreeMap::new(),
        }
    }

    /// The name, empty if not entered.
    pub fn name(&self) -> &str {
        self.fields.name.as_ref().map_or("", |n| n.value.as_str())
    }

    /// The unit of its output, empty if not entered.
    pub fn unit(&self) -> &str {
        self.fields.unit.as_ref().map_or("", |u| u.value.as_str())
    }

    /// Whether its energy contains that of the other products: cement of clinker, steel of its processes.
    pub fn is_whole(&self) -> bool {
        self.fields.scope.as_ref().is_some_and(|s| s.value == ProductScope::Whole)
    }

    /// The calendar year.
    pub fn year(&self) -> Option<i16> {
        whole_year(self.fields.year.as_ref())
    }

    /// The months as entered.
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

    /// Output of the year (see [`year_amount`]).
    pub fn output(&self) -> Option<f64> {
        year_amount(&self.months(), self.fields.annual.as_ref().map(|a| a.value))
    }
}
