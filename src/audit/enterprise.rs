//! The enterprise page: who is audited, and the prices, factors and finance settings the numbers rest on.
//!
//! A field left empty takes the sourced default of `assets/reference/defaults.csv` and is shown as a default.

use super::date::PartialDate;
use crate::{choice, record};

record! {
    /// 企业与诊断信息
    pub struct Enterprise {
        name: String = "企业名称", "Enterprise", "", 0, 120, Enterprise, Optional, "营业执照上的全称", "Full name as on the business licence", ["单位名称"];
        credit_code: String = "统一社会信用代码", "Credit code", "", 0, 18, Enterprise, Optional, "营业执照上的 18 位代码", "The 18-character code on the business licence", [];
        industry_code: String = "行业代码", "Industry code", "", 0, 8, Enterprise, Optional, "GB/T 4754 小类代码，如 3011 水泥制造", "GB/T 4754 class code, e.g. 3011 for cement manufacture", ["行业"];
        industry: String = "行业名称", "Industry", "", 0, 60, Enterprise, Optional, "GB/T 4754 中与行业代码对应的名称", "Name that GB/T 4754 gives to the industry code", [];
        province: String = "省份", "Province", "", 0, 20, Enterprise, Optional, "决定默认的省级电力排放因子", "Decides the default grid emission factor of the province", [];
        city: String = "市县", "City", "", 0, 40, Enterprise, Optional, "所在的市或县；用来找当地的节能目标", "City or county of the plant; used to find the local energy-saving targets", [];
        address: String = "地址", "Address", "", 0, 200, Enterprise, Optional, "生产厂区的地址；有几处厂区时写主要的", "Address of the production site; the main one if there are several", [];
        legal_representative: String = "法定代表人", "Legal representative", "", 0, 60, Enterprise, Optional, "营业执照上的法定代表人", "Legal representative on the business licence", ["法人", "法人代表"];
        contact: String = "联系人", "Contact", "", 0, 60, Enterprise, Optional, "企业能源管理负责人或联系人", "The plant's energy manager or contact person", ["企业联系人"];
        phone: String = "联系电话", "Telephone", "", 0, 40, Enterprise, Optional, "联系人的电话", "Telephone of the contact", ["电话"];
        employees: f64 = "从业人数", "Employees", "人", 0, 10000000, Enterprise, Optional, "统计期末在岗人数", "Staff at the end of the audited period", ["职工人数", "从业人员"];
        products: String = "主要产品", "Products", "", 0, 200, Enterprise, Optional, "主要产品名称，用顿号隔开", "Names of the main products, separated by commas", [];
        audit_period: String = "统计期", "Audited period", "", 0, 60, Enterprise, Optional, "如 2025年1月～12月", "E.g. January to December 2025", [];
        audit_organization: String = "诊断机构", "Audit organisation", "", 0, 120, Enterprise, Optional, "出具诊断报告的单位全称，印在封面", "Full name of the organisation that issues the report; printed on the cover", [];
        audit_team: String = "诊断人员", "Audit team", "", 0, 200, Enterprise, Optional, "参加诊断的人员，用顿号隔开，印在报告中", "People who carry out the audit, separated by commas; printed in the report", [];
        reference_date: PartialDate = "判定基准日", "Reference date", "", 0, 0, Enterprise, Optional, "按此日有效的标准判定；不填为今天", "Verdicts go by the standards in force on this day; today if left empty", ["基准日期"];
    }
}

record! {
    /// 能源价格(含税)
    pub struct Prices {
        electricity_yuan_per_kwh: f64 = "电价", "Electricity", "元/kWh", 0, 10, Prices, Optional, "到户平均电价，含税：全年电费除以全年用电量", "Average price delivered, with tax: electricity bill of the year divided by the year's consumption", ["平均电价"];
        coal_yuan_per_t: f64 = "煤价", "Coal", "元/t", 0, 10000, Prices, Optional, "到厂煤价，含税和运费", "Price of coal delivered, with tax and freight", ["原煤价格"];
        natural_gas_yuan_per_m3: f64 = "天然气价", "Natural gas", "元/m³", 0, 50, Prices, Optional, "到户气价，含税，按标准立方米", "Price of gas delivered, with tax, per standard cubic metre", [];
        diesel_yuan_per_t: f64 = "柴油价", "Diesel", "元/t", 0, 50000, Prices, Optional, "到厂柴油价，含税；按升计价的先按密度换算成吨", "Price of diesel delivered, with tax; if priced by the litre, convert by density to tonnes first", [];
        fuel_oil_yuan_per_t: f64 = "重油价", "Fuel oil", "元/t", 0, 50000, Prices, Optional, "到厂重油价，含税", "Price of fuel oil delivered, with tax", [];
        biomass_yuan_per_t: f64 = "生物质燃料价", "Biomass", "元/t", 0, 10000, Prices, Optional, "到厂生物质燃料价，含税，按收到的质量", "Price of biomass fuel delivered, with tax, by mass as received", [];
        coke_oven_gas_yuan_per_m3: f64 = "焦炉煤气价", "Coke-oven gas", "元/m³", 0, 50, Prices, Optional, "外购价或企业内部结算价，按标准立方米", "Purchase price or the plant's internal price, per standard cubic metre", [];
    }
}

record! {
    /// 折算与排放系数
    pub struct Factors {
        electricity_equal_value_kgce_per_kwh: f64 = "电力等价折标系数", "Electricity, equal value", "kgce/kWh", 0.1229, 0.6, Factors, Optional, "上年供电标准煤耗；须注明年份", "Standard coal per kWh supplied in the previous year; state the year", [];
        grid_co2_kg_per_kwh: f64 = "电力排放因子", "Grid emission factor", "kgCO₂/kWh", 0, 2, Factors, Optional, "省级平均因子，按省份取默认", "Average factor of the province; default by province", [];
        coal_ncv_kj_per_kg: f64 = "煤低位热值(缺省)", "Coal NCV default", "kJ/kg", 5000, 35000, Factors, Optional, "设备未填热值时采用", "Used where a device has no calorific value of its own", [];
        natural_gas_ncv_kj_per_m3: f64 = "天然气低位热值(缺省)", "Natural gas NCV default", "kJ/m³", 10000, 50000, Factors, Optional, "设备未填热值时采用", "Used where a device has no calorific value of its own", [];
        reactive_equivalent_kw_per_kvar: f64 = "无功经济当量K_Q", "Reactive economic equivalent", "kW/kvar", 0, 0.2, Factors, Optional, "GB/T 13462 综合功率损耗用", "Used for the comprehensive power loss of GB/T 13462", [];
        load_shape_factor: f64 = "负载波动损耗系数K_T", "Load-shape factor", "", 1, 2, Factors, Optional, "≥1，常取 1.05", "At least 1, usually 1.05", [];
    }
}

choice! {
    /// How a loan is repaid.
    pub enum Repayment {
        EqualPrincipal = "equal_principal", "等额本金", "equal principal", [];
        Annuity = "annuity", "等额本息", "annuity", [];
    }
}

record! {
    /// 财务参数
    pub struct Finance {
        discount_rate_pct: f64 = "基准收益率", "Discount rate", "%", 0, 50, Finance, Optional, "折现率(税前)", "Discount rate before tax", ["折现率"];
        price_escalation_pct: f64 = "能源价格年上涨率", "Energy price escalation", "%", -20, 30, Finance, Optional, "能源价格每年上涨的比例；默认 0，即按现价计算", "Yearly rise of energy prices; 0 by default, that is present prices", [];
        maintenance_rate_pct: f64 = "年运行维护费率", "Maintenance rate", "%", 0, 30, Finance, Optional, "占投资的比例；措施单独填年费用时不用", "Share of the investment; not used where a measure has a yearly cost of its own", [];
        residual_rate_pct: f64 = "残值率", "Residual value", "%", 0, 100, Finance, Optional, "占投资的比例", "Share of the investment", [];
        life_motor_a: f64 = "电动机经济寿命", "Motor life", "a", 1, 50, Finance, Optional, "换电动机这类措施算到第几年；措施单独填寿命的以措施为准", "Years over which measures such as replacing motors are assessed; a measure's own life goes first", [];
        life_transformer_a: f64 = "变压器经济寿命", "Transformer life", "a", 1, 60, Finance, Optional, "换变压器这类措施算到第几年；措施单独填寿命的以措施为准", "Years over which measures such as replacing transformers are assessed; a measure's own life goes first", [];
        life_measure_a: f64 = "其他措施经济寿命", "Life of other measures", "a", 1, 60, Finance, Optional, "没有单独填寿命的措施", "For measures without a life of their own", [];
        life_boiler_a: f64 = "工业锅炉经济寿命", "Boiler life", "a", 1, 50, Finance, Optional, "换锅炉这类措施算到第几年；措施单独填寿命的以措施为准", "Years over which measures such as replacing boilers are assessed; a measure's own life goes first", [];
        carbon_price_yuan_per_t: f64 = "碳价", "Carbon price", "元/tCO₂", 0, 5000, Finance, Optional, "不填则减排量不计收益", "Emission reductions earn nothing if left empty", [];
        carbon_escalation_pct: f64 = "碳价年上涨率", "Carbon price escalation", "%", -20, 30, Finance, Optional, "不填为 0", "0 if left empty", [];
        loan_share_pct: f64 = "贷款比例", "Loan share", "%", 0, 100, Finance, Optional, "占扣除补助后投资的比例；不填为不贷款", "Share of the investment after subsidies; no loan if left empty", [];
        loan_rate_pct: f64 = "贷款年利率", "Loan rate", "%", 0, 30, Finance, Optional, "按合同利率；贷款时必填", "Rate of the loan contract; required with a loan", [];
        loan_years_a: f64 = "贷款年限", "Loan term", "a", 1, 40, Finance, Optional, "贷款时必填；每年末还款", "Required with a loan; repaid at the end of each year", [];
        loan_repayment: Repayment = "还款方式", "Repayment", "", 0, 0, Finance, Optional, "不填按等额本金", "Equal principal if left empty", [];
        income_tax_pct: f64 = "企业所得税率", "Income tax", "%", 0, 50, Finance, Optional, "企业所得税法第四条为 25 %；不填则不计所得税", "25 % by article 4 of the Enterprise Income Tax Law; no tax is counted if left empty", [];
        depreciation_a: f64 = "折旧年限", "Depreciation", "a", 1, 60, Finance, Optional, "直线法；只在计所得税时用", "Straight line; used only where income tax is counted", [];
        tax_loss_carry_a: f64 = "亏损结转年限", "Loss carried forward", "a", 0, 20, Finance, Optional, "只在计所得税时用", "Used only where income tax is counted", [];
        tax_credit_pct: f64 = "专用设备抵免率", "Special-equipment credit", "%", 0, 100, Finance, Optional, "措施填了专用设备投资额、并计所得税时用", "Used where the measure states its special equipment and income tax is counted", [];
        tax_credit_carry_a: f64 = "抵免结转年限", "Credit carried forward", "a", 0, 20, Finance, Optional, "当年不足抵免的结转年数", "Years over which a credit not used up in its year is carried forward", [];
        threshold_no_cost_wan: f64 = "无低费措施投资上限", "No-cost limit", "万元", 0, 100000, Finance, Optional, "投资不大于此值为无低费；不填时只有不需投资的为无低费", "Up to this investment a measure is no-cost or low-cost; if left empty, only those without investment", [];
        threshold_short_a: f64 = "短期措施回收期上限", "Short-term limit", "a", 0, 50, Finance, Optional, "静态回收期不大于此值为短期，否则为中长期", "Measures that pay back within this time are short-term, the others medium and long-term", [];
        threshold_act_now_a: f64 = "立即更换的回收期上限", "Act-now limit", "a", 0, 50, Finance, Optional, "静态回收期不大于此值的设备建议立即更换", "Devices whose replacement pays back within this time should be replaced now", [];
        range_price_pct: f64 = "能源价格变动范围", "Price range", "±%", 0, 100, Finance, Optional, "敏感性与风险分析中能源价格上下变动多少；不填则不变动", "How far energy prices go up and down in sensitivity and risk analysis; not varied if left empty", [];
        range_saving_pct: f64 = "节能量变动范围", "Saving range", "±%", 0, 100, Finance, Optional, "敏感性与风险分析中节能量上下变动多少；不填则不变动", "How far savings go up and down in sensitivity and risk analysis; not varied if left empty", [];
        range_hours_pct: f64 = "运行时间变动范围", "Hours range", "±%", 0, 100, Finance, Optional, "敏感性与风险分析中运行时间上下变动多少，节能量随它成正比；不填则不变动", "How far operating hours go up and down in sensitivity and risk analysis, savings in proportion; not varied if left empty", [];
        range_investment_pct: f64 = "投资变动范围", "Investment range", "±%", 0, 100, Finance, Optional, "敏感性与风险分析中投资上下变动多少；不填则不变动", "How far investments go up and down in sensitivity and risk analysis; not varied if left empty", [];
        range_life_pct: f64 = "寿命变动范围", "Life range", "±%", 0, 100, Finance, Optional, "敏感性与风险分析中寿命上下变动多少；不填则不变动", "How far lives go up and down in sensitivity and risk analysis; not varied if left empty", [];
        range_discount_points: f64 = "折现率变动范围", "Discount range", "±百分点", 0, 50, Finance, Optional, "敏感性与风险分析中在基准收益率上加减几个百分点；不填则不变动", "Percentage points added to and taken from the discount rate in sensitivity and risk analysis; not varied if left empty", [];
    }
}
