//! The enterprise page: who is audited, and the prices, factors and finance settings the numbers rest on.
//!
//! A field left empty takes the sourced default of `assets/reference/defaults.csv` and is shown as a default.

use super::date::PartialDate;
use crate::{choice, record};

record! {
    /// 企业与诊断信息
    pub struct Enterprise {
        name: String = "企业名称", "Enterprise", "", 0, 120, Enterprise, Optional, "营业执照上的全称", ["单位名称"];
        credit_code: String = "统一社会信用代码", "Credit code", "", 0, 18, Enterprise, Optional, "营业执照上的 18 位代码", [];
        industry_code: String = "行业代码", "Industry code", "", 0, 8, Enterprise, Optional, "GB/T 4754 小类代码，如 3011 水泥制造", ["行业"];
        industry: String = "行业名称", "Industry", "", 0, 60, Enterprise, Optional, "GB/T 4754 中与行业代码对应的名称", [];
        province: String = "省份", "Province", "", 0, 20, Enterprise, Optional, "决定默认的省级电力排放因子", [];
        city: String = "市县", "City", "", 0, 40, Enterprise, Optional, "所在的市或县；用来找当地的节能目标", [];
        address: String = "地址", "Address", "", 0, 200, Enterprise, Optional, "生产厂区的地址；有几处厂区时写主要的", [];
        legal_representative: String = "法定代表人", "Legal representative", "", 0, 60, Enterprise, Optional, "营业执照上的法定代表人", ["法人", "法人代表"];
        contact: String = "联系人", "Contact", "", 0, 60, Enterprise, Optional, "企业能源管理负责人或联系人", ["企业联系人"];
        phone: String = "联系电话", "Telephone", "", 0, 40, Enterprise, Optional, "联系人的电话", ["电话"];
        employees: f64 = "从业人数", "Employees", "人", 0, 10000000, Enterprise, Optional, "统计期末在岗人数", ["职工人数", "从业人员"];
        products: String = "主要产品", "Products", "", 0, 200, Enterprise, Optional, "主要产品名称，用顿号隔开", [];
        audit_period: String = "统计期", "Audited period", "", 0, 60, Enterprise, Optional, "如 2025年1月～12月", [];
        audit_organization: String = "诊断机构", "Audit organisation", "", 0, 120, Enterprise, Optional, "出具诊断报告的单位全称，印在封面", [];
        audit_team: String = "诊断人员", "Audit team", "", 0, 200, Enterprise, Optional, "参加诊断的人员，用顿号隔开，印在报告中", [];
        reference_date: PartialDate = "判定基准日", "Reference date", "", 0, 0, Enterprise, Optional, "按此日有效的标准判定；不填为今天", ["基准日期"];
    }
}

record! {
    /// 能源价格(含税)
    pub struct Prices {
        electricity_yuan_per_kwh: f64 = "电价", "Electricity", "元/kWh", 0, 10, Prices, Optional, "到户平均电价，含税：全年电费除以全年用电量", ["平均电价"];
        coal_yuan_per_t: f64 = "煤价", "Coal", "元/t", 0, 10000, Prices, Optional, "到厂煤价，含税和运费", ["原煤价格"];
        natural_gas_yuan_per_m3: f64 = "天然气价", "Natural gas", "元/m³", 0, 50, Prices, Optional, "到户气价，含税，按标准立方米", [];
        diesel_yuan_per_t: f64 = "柴油价", "Diesel", "元/t", 0, 50000, Prices, Optional, "到厂柴油价，含税；按升计价的先按密度换算成吨", [];
        fuel_oil_yuan_per_t: f64 = "重油价", "Fuel oil", "元/t", 0, 50000, Prices, Optional, "到厂重油价，含税", [];
        biomass_yuan_per_t: f64 = "生物质燃料价", "Biomass", "元/t", 0, 10000, Prices, Optional, "到厂生物质燃料价，含税，按收到的质量", [];
        coke_oven_gas_yuan_per_m3: f64 = "焦炉煤气价", "Coke-oven gas", "元/m³", 0, 50, Prices, Optional, "外购价或企业内部结算价，按标准立方米", [];
    }
}

record! {
    /// 折算与排放系数
    pub struct Factors {
        electricity_equal_value_kgce_per_kwh: f64 = "电力等价折标系数", "Electricity, equal value", "kgce/kWh", 0.1229, 0.6, Factors, Optional, "上年供电标准煤耗；须注明年份", [];
        grid_co2_kg_per_kwh: f64 = "电力排放因子", "Grid emission factor", "kgCO₂/kWh", 0, 2, Factors, Optional, "省级平均因子，按省份取默认", [];
        coal_ncv_kj_per_kg: f64 = "煤低位热值(缺省)", "Coal NCV default", "kJ/kg", 5000, 35000, Factors, Optional, "设备未填热值时采用", [];
        natural_gas_ncv_kj_per_m3: f64 = "天然气低位热值(缺省)", "Natural gas NCV default", "kJ/m³", 10000, 50000, Factors, Optional, "设备未填热值时采用", [];
        reactive_equivalent_kw_per_kvar: f64 = "无功经济当量K_Q", "Reactive economic equivalent", "kW/kvar", 0, 0.2, Factors, Optional, "GB/T 13462 综合功率损耗用", [];
        load_shape_factor: f64 = "负载波动损耗系数K_T", "Load-shape factor", "", 1, 2, Factors, Optional, "≥1，常取 1.05", [];
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
        discount_rate_pct: f64 = "基准收益率", "Discount rate", "%", 0, 50, Finance, Optional, "折现率(税前)", ["折现率"];
        price_escalation_pct: f64 = "能源价格年上涨率", "Energy price escalation", "%", -20, 30, Finance, Optional, "能源价格每年上涨的比例；默认 0，即按现价计算", [];
        maintenance_rate_pct: f64 = "年运行维护费率", "Maintenance rate", "%", 0, 30, Finance, Optional, "占投资的比例；措施单独填年费用时不用", [];
        residual_rate_pct: f64 = "残值率", "Residual value", "%", 0, 100, Finance, Optional, "占投资的比例", [];
        life_motor_a: f64 = "电动机经济寿命", "Motor life", "a", 1, 50, Finance, Optional, "换电动机这类措施算到第几年；措施单独填寿命的以措施为准", [];
        life_transformer_a: f64 = "变压器经济寿命", "Transformer life", "a", 1, 60, Finance, Optional, "换变压器这类措施算到第几年；措施单独填寿命的以措施为准", [];
        life_measure_a: f64 = "其他措施经济寿命", "Life of other measures", "a", 1, 60, Finance, Optional, "没有单独填寿命的措施", [];
        life_boiler_a: f64 = "工业锅炉经济寿命", "Boiler life", "a", 1, 50, Finance, Optional, "换锅炉这类措施算到第几年；措施单独填寿命的以措施为准", [];
        carbon_price_yuan_per_t: f64 = "碳价", "Carbon price", "元/tCO₂", 0, 5000, Finance, Optional, "不填则减排量不计收益", [];
        carbon_escalation_pct: f64 = "碳价年上涨率", "Carbon price escalation", "%", -20, 30, Finance, Optional, "不填为 0", [];
        loan_share_pct: f64 = "贷款比例", "Loan share", "%", 0, 100, Finance, Optional, "占扣除补助后投资的比例；不填为不贷款", [];
        loan_rate_pct: f64 = "贷款年利率", "Loan rate", "%", 0, 30, Finance, Optional, "按合同利率；贷款时必填", [];
        loan_years_a: f64 = "贷款年限", "Loan term", "a", 1, 40, Finance, Optional, "贷款时必填；每年末还款", [];
        loan_repayment: Repayment = "还款方式", "Repayment", "", 0, 0, Finance, Optional, "不填按等额本金", [];
        income_tax_pct: f64 = "企业所得税率", "Income tax", "%", 0, 50, Finance, Optional, "企业所得税法第四条为 25 %；不填则不计所得税", [];
        depreciation_a: f64 = "折旧年限", "Depreciation", "a", 1, 60, Finance, Optional, "直线法；只在计所得税时用", [];
        tax_loss_carry_a: f64 = "亏损结转年限", "Loss carried forward", "a", 0, 20, Finance, Optional, "只在计所得税时用", [];
        tax_credit_pct: f64 = "专用设备抵免率", "Special-equipment credit", "%", 0, 100, Finance, Optional, "措施填了专用设备投资额、并计所得税时用", [];
        tax_credit_carry_a: f64 = "抵免结转年限", "Credit carried forward", "a", 0, 20, Finance, Optional, "当年不足抵免的结转年数", [];
        threshold_no_cost_wan: f64 = "无低费措施投资上限", "No-cost limit", "万元", 0, 100000, Finance, Optional, "投资不大于此值为无低费；不填时只有不需投资的为无低费", [];
        threshold_short_a: f64 = "短期措施回收期上限", "Short-term limit", "a", 0, 50, Finance, Optional, "静态回收期不大于此值为短期，否则为中长期", [];
        threshold_act_now_a: f64 = "立即更换的回收期上限", "Act-now limit", "a", 0, 50, Finance, Optional, "静态回收期不大于此值的设备建议立即更换", [];
        range_price_pct: f64 = "能源价格变动范围", "Price range", "±%", 0, 100, Finance, Optional, "敏感性与风险分析中能源价格上下变动多少；不填则不变动", [];
        range_saving_pct: f64 = "节能量变动范围", "Saving range", "±%", 0, 100, Finance, Optional, "敏感性与风险分析中节能量上下变动多少；不填则不变动", [];
        range_hours_pct: f64 = "运行时间变动范围", "Hours range", "±%", 0, 100, Finance, Optional, "敏感性与风险分析中运行时间上下变动多少，节能量随它成正比；不填则不变动", [];
        range_investment_pct: f64 = "投资变动范围", "Investment range", "±%", 0, 100, Finance, Optional, "敏感性与风险分析中投资上下变动多少；不填则不变动", [];
        range_life_pct: f64 = "寿命变动范围", "Life range", "±%", 0, 100, Finance, Optional, "敏感性与风险分析中寿命上下变动多少；不填则不变动", [];
        range_discount_points: f64 = "折现率变动范围", "Discount range", "±百分点", 0, 50, Finance, Optional, "敏感性与风险分析中在基准收益率上加减几个百分点；不填则不变动", [];
    }
}
