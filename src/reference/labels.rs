//! Chinese names of the tables' columns and of the codes in them, for reading: the files themselves have stable
//! English ones.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::audit::KindCode;
use crate::audit::field::FieldKind;

/// Columns that only the matching reads.
const HIDDEN: &[&str] = &[
    "axis_max",
    "axis_min",
    "b2_d2_max",
    "b2_d2_max_open",
    "b2_d2_min",
    "b2_d2_min_open",
    "carrier_code",
    "code",
    "condition_code",
    "cooling_code",
    "current_ask_above_a",
    "d2_max",
    "d2_max_open",
    "d2_min",
    "d2_min_open",
    "device_fuel",
    "drive_code",
    "fan_type_code",
    "firing",
    "follow",
    "fuel_code",
    "furnace_code",
    "gate1_field",
    "gate1_min",
    "gate1_name",
    "gate2_field",
    "gate2_min",
    "gate2_name",
    "inlet_prefix",
    "machine_no_max",
    "machine_no_max_open",
    "machine_no_min",
    "machine_no_min_open",
    "made_basis",
    "max_inclusive",
    "metric_field",
    "min_inclusive",
    "mode_code",
    "ns_max_open",
    "ns_min_open",
    "power_max_open",
    "power_min_open",
    "price_key",
    "q_max_open",
    "q_min_open",
    "quantity_code",
    "ratio_max",
    "ratio_max_open",
    "ratio_min",
    "ratio_min_open",
    "rule",
    "section_code",
    "series_code",
    "size",
    "source_code",
    "stages_max",
    "stages_max_open",
    "stages_min",
    "stages_min_open",
    "temp_max_open",
    "temp_min_open",
    "type_code",
    "type_codes",
    "v_max_open",
    "v_min_open",
    "variant_code",
    "voltage_ask_above_kv",
];

const COLUMNS: &[(&str, &str)] = &[
    ("add_pct", "加(百分点)"),
    ("aliases", "别名"),
    ("ask", "需人工判断"),
    ("ask_words", "写明即认定"),
    ("axis", "自变量"),
    ("axis_value", "自变量值"),
    ("b2_d2", "出口宽径比 b2/D2"),
    ("batch", "批次"),
    ("capacity_band", "容量范围"),
    ("capacity_kva", "容量(kVA)"),
    ("capacity_limit_mw", "容量界限(MW)"),
    ("capacity_limit_tph", "容量界限(t/h)"),
    ("capacity_max_kva", "容量至(kVA)"),
    ("capacity_min_kva", "容量自(kVA)"),
    ("carrier_group", "类别"),
    ("category", "类别"),
    ("class", "煤类"),
    ("clause", "条款"),
    ("co2_review", "排放因子待核"),
    ("co2_source", "排放因子来源"),
    ("co2_t_per_tj", "排放因子(tCO₂/TJ)"),
    ("coef_value", "系数"),
    ("combustion", "燃烧方式"),
    ("complete", "收录完整"),
    ("condensing", "冷凝"),
    ("condition", "条件"),
    ("connection", "联结组"),
    ("conversion", "折标系数行"),
    ("cooling", "冷却方式"),
    ("core", "铁芯"),
    ("current_max_a", "焊接电流至(A)"),
    ("current_min_a", "焊接电流自(A)"),
    ("d2_mm", "D2(mm)"),
    ("deadline", "停用期限"),
    ("direction", "方向"),
    ("discharge_pressure_mpa", "排气压力(MPa)"),
    ("disputed", "两来源不同"),
    ("document", "文号"),
    ("drive", "转速方式"),
    ("duty", "用途"),
    ("edge_max_racks", "边缘数据中心机架数至"),
    ("effective", "施行日期"),
    ("efficiency_pct", "效率(%)"),
    ("efficiency_pct_high", "效率上限(%)"),
    ("efficiency_pct_low", "效率下限(%)"),
    ("energy_saving_pct", "节能评价值(%)"),
    ("fan_type", "风机型式"),
    ("flow_m3min", "流量(m³/min)"),
    ("formula", "公式"),
    ("frame_max_mm", "机座至(mm)"),
    ("frame_min_mm", "机座自(mm)"),
    ("fuel", "燃料"),
    ("furnace", "炉型"),
    ("gap_note", "缺档说明"),
    ("gate", "同时须满足"),
    ("grade", "等级"),
    ("grade1", "1级"),
    ("grade1_max", "一等"),
    ("grade1_offset_pct", "1级偏移(百分点)"),
    ("grade1_pct", "1级(%)"),
    ("grade2", "2级"),
    ("grade2_max", "二等"),
    ("grade2_offset_pct", "2级偏移(百分点)"),
    ("grade2_pct", "2级(%)"),
    ("grade3", "3级"),
    ("grade3_max", "三等"),
    ("grade3_pct", "3级(%)"),
    ("grade3_rule", "3级(限定值)"),
    ("grade_2020", "2020 版等级"),
    ("ie1_pct", "IE1(%)"),
    ("ie2_pct", "IE2(%)"),
    ("ie3_pct", "IE3(%)"),
    ("ie4_pct", "IE4(%)"),
    ("ie_class", "IE 等级"),
    ("impedance_pct", "短路阻抗(%)"),
    ("indicator", "指标"),
    ("insulation", "绝缘系统"),
    ("issuer", "发布部门"),
    ("item_no", "项"),
    ("key", "参数"),
    ("kind", "设备"),
    ("limit_pct", "限定值(%)"),
    ("load_loss_w", "负载损耗(W)"),
    ("machine_no_range", "机号"),
    ("made_until_year", "制造年限"),
    ("mark", "标识"),
    ("matching_note", "匹配说明"),
    ("meaning", "含义"),
    ("medium", "介质"),
    ("metric", "指标"),
    ("mode", "修正方式"),
    ("model_text", "目录原文"),
    ("models", "型号"),
    ("motor_type", "电机类型"),
    ("name", "名称"),
    ("ncv_kj", "低位热值(kJ)"),
    ("ncv_review", "热值待核"),
    ("ncv_source", "热值来源"),
    ("needs_words", "须写明"),
    ("no_load_loss_w", "空载损耗(W)"),
    ("not_words", "写明即不属"),
    ("note", "说明"),
    ("ns_max", "比转速至"),
    ("ns_max_inclusive", "含比转速上端"),
    ("ns_min", "比转速自"),
    ("ns_min_inclusive", "含比转速下端"),
    ("other_factor", "另一读法系数"),
    ("p0_grade1_w", "P0 1级(W)"),
    ("p0_grade2_w", "P0 2级(W)"),
    ("p0_grade3_w", "P0 3级(W)"),
    ("p_max_kw_incl", "功率至(kW，含)"),
    ("p_min_kw_excl", "功率大于(kW)"),
    ("param", "系数符号"),
    ("phases", "相数"),
    ("pk_grade1_w", "Pk 1级(W)"),
    ("pk_grade2_w", "Pk 2级(W)"),
    ("pk_grade3_w", "Pk 3级(W)"),
    ("poles", "极数"),
    ("power_factor", "功率因数"),
    ("power_kw", "功率(kW)"),
    ("power_max_kw", "功率至(kW)"),
    ("power_min_kw", "功率自(kW)"),
    ("power_range_kw", "功率档(kW)"),
    ("pressure_coeff_or_hub_ratio", "压力系数ψ/轮毂比γ"),
    ("product_name", "产品名称"),
    ("product_standard", "产品标准"),
    ("published", "发布日期"),
    ("publisher", "发布者"),
    ("pump_type", "泵型"),
    ("q_max_inclusive", "含流量上端"),
    ("q_max_kj_per_kg", "热值至(kJ/kg)"),
    ("q_max_m3h", "流量至(m³/h)"),
    ("q_min_inclusive", "含流量下端"),
    ("q_min_kj_per_kg", "热值自(kJ/kg)"),
    ("q_min_m3h", "流量自(m³/h)"),
    ("quantity", "量"),
    ("range", "常用范围"),
    ("range_max", "容量至"),
    ("range_metric", "分档容量"),
    ("range_min", "容量自"),
    ("rated_power_kw", "额定功率(kW)"),
    ("reason", "淘汰理由"),
    ("review", "待核"),
    ("section", "部分"),
    ("series", "系列"),
    ("source", "来源"),
    ("source_ref", "条款"),
    ("source_side", "冷却/热源"),
    ("spec", "规格"),
    ("specific_speed", "比转速 ns"),
    ("stages", "级数"),
    ("standard", "标准"),
    ("subtype", "型式"),
    ("sure_machine_no", "确定的机号档"),
    ("sure_ratio", "确定的 γ 档"),
    ("table", "表"),
    ("table_eval", "评价值表"),
    ("table_limit", "限定值表"),
    ("tap_changing", "调压"),
    ("tce_factor", "折标系数"),
    ("temp_max_c", "温度至(℃)"),
    ("temp_min_c", "温度自(℃)"),
    ("temperature_c", "温度(℃)"),
    ("title", "名称"),
    ("tph_max", "出力至(t/h)"),
    ("tph_min", "出力自(t/h)"),
    ("type", "类型"),
    ("unit", "单位"),
    ("unit_factor", "系数单位"),
    ("unit_type", "机组类型"),
    ("v_max_pct", "挥发分至(%)"),
    ("v_min_pct", "挥发分自(%)"),
    ("action", "措施"),
    ("value", "值"),
    ("value_grade1", "1级值"),
    ("value_grade2", "2级值"),
    ("value_grade3", "3级值"),
    ("value_pct", "值(%)"),
    ("variant", "型式"),
    ("voltage", "电压"),
    ("voltage_is_kv", "电压(kV)"),
    ("voltage_kv", "电压(kV)"),
    ("voltage_max_kv", "电压至(kV)"),
    ("windings", "绕组"),
    ("year", "年份"),
];

/// Codes that no field has as an option.
const CODES: &[(&str, &str)] = &[
    ("pump", "水泵"),
    ("fan", "风机"),
    ("compressor", "压缩机"),
    ("welder", "电焊机"),
    ("furnace", "电炉"),
    ("heating", "加热设备"),
    ("machine_tool", "机床"),
    ("other", "其他"),
    ("refrigeration", "制冷设备"),
    ("valve", "阀门"),
    ("diesel", "柴油机"),
    ("industry2024", "2024 产业目录"),
];

/// Whether a column is shown.
pub fn shown(column: &str) -> bool {
    !HIDDEN.contains(&column)
}

/// A column's name; a column without one is shown by its own.
pub fn column(name: &str) -> &str {
    COLUMNS.iter().find(|(code, _)| *code == name).map_or(name, |(_, zh)| zh)
}

/// A cell as read: codes by their label, everything else as it is.
pub fn cell(column: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    if column.ends_with("inclusive") {
        return match text {
            "1" => "是",
            "0" => "否",
            other => other,
        }
        .to_owned();
    }
    if matches!(column, "models" | "rated_power_kw" | "voltage_is_kv") {
        return text.split('|').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("、");
    }
    // Free text may happen to look like a code.
    if !CODED.contains(&column) {
        return text.to_owned();
    }
    text.split('|').map(|part| LABELS.get(part).copied().unwrap_or(part)).collect::<Vec<_>>().join("、")
}

/// Columns whose cells are codes.
const CODED: [&str; 18] = [
    "axis",
    "batch",
    "complete",
    "condensing",
    "connection",
    "cooling",
    "core",
    "deadline",
    "direction",
    "duty",
    "insulation",
    "key",
    "kind",
    "mark",
    "medium",
    "motor_type",
    "tap_changing",
    "windings",
];

static LABELS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut out: HashMap<&'static str, &'static str> = CODES.iter().copied().collect();
    let settings = [crate::audit::Prices::defs(), crate::audit::Factors::defs(), crate::audit::Finance::defs()];
    out.extend(settings.into_iter().flatten().map(|def| (def.key, def.zh)));
    for kind in KindCode::ALL {
        for def in kind.fields() {
            if let FieldKind::Choice(options) = def.kind {
                out.extend(options.iter().map(|o| (o.code, o.zh)));
            }
        }
    }
    out.extend(KindCode::ALL.map(|k| (k.code(), k.zh())));
    out.extend([("immediate", "立即"), ("flow_m3h", "流量(m³/h)"), ("specific_speed", "比转速")]);
    out.extend([("<=", "不大于"), (">=", "不小于")]);
    out.extend([("no", "不完整"), ("counts", "项数相符"), ("subset", "只收录相关项")]);
    out
});
