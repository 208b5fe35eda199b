//! Years side by side: consumption, intensity, water and waste, and the change from year to year.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::working::n;
use super::{PlantEnergy, Question};
use crate::audit::{Audit, Entered, PlantYear, Section};

/// Calculated and stated totals may differ by this share of the stated: rounding of factors.
const STATED: f64 = 0.01;

/// What a year's consumption rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Calculated from the carriers.
    Calculated,
    /// As the plant states it: there are no carriers for that year.
    Stated,
}

/// One year's figures; every ratio is `None` if a part of it is missing or its base is not positive.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct YearFigures {
    /// The year.
    pub year: i16,
    /// 综合能耗 in tce, equivalent value.
    pub tce_equivalent: Option<f64>,
    /// 综合能耗 in tce, equal value.
    pub tce_equal_value: Option<f64>,
    /// What these rest on.
    pub basis: Option<Basis>,
    /// Calculated against stated total in %, where both are known.
    pub stated_difference_pct: Option<f64>,
    /// 工业总产值 in 万元.
    pub output_value_wan: Option<f64>,
    /// 工业增加值 in 万元.
    pub value_added_wan: Option<f64>,
    /// tce (equivalent value) per 万元 of output value.
    pub tce_per_wan_output: Option<f64>,
    /// tce (equivalent value) per 万元 of value added.
    pub tce_per_wan_added: Option<f64>,
    /// tce (equal value) per 万元 of value added.
    pub tce_equal_per_wan_added: Option<f64>,
    /// Water intake in m³.
    pub water_m3: Option<f64>,
    /// m³ of water per 万元 of value added.
    pub water_m3_per_wan_added: Option<f64>,
    /// Reused water / (intake + reused) in %.
    pub water_reuse_pct: Option<f64>,
    /// Solid waste used / produced in %.
    pub solid_waste_used_pct: Option<f64>,
    /// The year before it in this list.
    pub previous: Option<i16>,
    /// Change of the consumption (equivalent value) from that year in %.
    pub change_pct: Option<f64>,
    /// Change of tce per value added from that year in %; `None` if the price bases differ.
    pub intensity_change_pct: Option<f64>,
    /// Price base of value added.
    pub price_base: String,
}

/// `a / b` if both are there and b is positive.
fn ratio(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    let (a, b) = (a?, b.filter(|b| *b > 0.0)?);
    Some(a / b).filter(|r| r.is_finite())
}

fn change(from: Option<f64>, to: Option<f64>) -> Option<f64> {
    ratio(to, from).map(|r| (r - 1.0) * 100.0)
}

/// Figures of all years, ascending.
pub(super) fn figures(audit: &Audit, years: &[PlantEnergy], questions: &mut Vec<Question>) -> Vec<YearFigures> {
    let mut rows: BTreeMap<i16, Option<&PlantYear>> = years.iter().map(|y| (y.year, None)).collect();
    for row in &audit.years {
        let refuse = |text: String, advice: &str| Question {
            section: Section::Year,
            row: Some(row.id),
            field: Some("year"),
            year: row.year(),
            left_out: true,
            text,
            advice: advice.to_owned(),
        };
        match row.year() {
            None => questions.push(refuse("有一行没有填年度，或不是一个自然年".to_owned(), "请填四位年份")),
            Some(y) if rows.get(&y).is_some_and(Option::is_some) => {
                questions.push(refuse(format!("{y} 年填了两行"), "请合并成一行"));
            }
            Some(y) => drop(rows.insert(y, Some(row))),
        }
    }
    let mut out: Vec<YearFigures> = Vec::new();
    for (year, row) in rows {
        let mut f = one(year, row, years.iter().find(|y| y.year == year), questions);
        if let Some(before) = out.last() {
            f.previous = Some(before.year);
            f.change_pct = change(before.tce_equivalent, f.tce_equivalent);
            if before.price_base == f.price_base {
                f.intensity_change_pct = change(before.tce_per_wan_added, f.tce_per_wan_added);
            }
        }
        out.push(f);
    }
    out
}

fn one(year: i16, row: Option<&PlantYear>, energy: Option<&PlantEnergy>, questions: &mut Vec<Question>) -> YearFigures {
    let value = |get: fn(&PlantYear) -> &Option<Entered<f64>>| {
        row.and_then(|r| get(r).as_ref()).map(|e| e.value).filter(|v| v.is_finite())
    };
    let stated = value(|r| &r.fields.stated_tce_equivalent);
    let stated_equal = value(|r| &r.fields.stated_tce_equal_value);
    let mut f = YearFigures { year, ..YearFigures::default() };
    match energy {
        Some(e) => {
            f.tce_equivalent = Some(e.tce_equivalent);
            f.tce_equal_value = Some(e.tce_equal_value);
            f.basis = Some(Basis::Calculated);
            f.stated_difference_pct = change(stated, Some(e.tce_equivalent));
            let told = [("当量值", stated, e.tce_equivalent), ("等价值", stated_equal, e.tce_equal_value)];
            for (name, stated, found) in told {
                if let (Some(stated), Some(row)) = (stated, row)
                    && (found - stated).abs() > STATED * stated.abs()
                {
                    questions.push(Question {
                        section: Section::Year,
                        row: Some(row.id),
                        field: Some("stated_tce_equivalent"),
                        year: Some(year),
                        left_out: false,
                        text: format!(
                            "{year} 年自报综合能耗({name}) {} tce，按分品种计算为 {} tce",
                            n(stated),
                            n(found)
                        ),
                        advice: "请核对统计口径、折标系数和漏填的品种；与统计部门数据不一致常被退回".to_owned(),
                    });
                }
            }
        }
        None if stated.is_some() || stated_equal.is_some() => {
            (f.tce_equivalent, f.tce_equal_value, f.basis) = (stated, stated_equal, Some(Basis::Stated));
        }
        None => {}
    }
    f.output_value_wan = value(|r| &r.fields.output_value_wan);
    f.value_added_wan = value(|r| &r.fields.value_added_wan);
    f.tce_per_wan_output = ratio(f.tce_equivalent, f.output_value_wan);
    f.tce_per_wan_added = ratio(f.tce_equivalent, f.value_added_wan);
    f.tce_equal_per_wan_added = ratio(f.tce_equal_value, f.value_added_wan);
    f.water_m3 = value(|r| &r.fields.water_m3);
    f.water_m3_per_wan_added = ratio(f.water_m3, f.value_added_wan);
    let reused = value(|r| &r.fields.water_reused_m3);
    f.water_reuse_pct = ratio(reused, f.water_m3.zip(reused).map(|(a, b)| a + b)).map(|r| r * 100.0);
    let used = value(|r| &r.fields.solid_waste_used_t);
    f.solid_waste_used_pct = ratio(used, value(|r| &r.fields.solid_waste_t)).map(|r| r * 100.0);
    f.price_base = row.and_then(|r| r.fields.price_base.as_ref()).map_or(String::new(), |p| p.value.trim().to_owned());
    if let (Some(row), Some(added)) = (row, f.value_added_wan)
        && added <= 0.0
    {
        questions.push(Question {
            section: Section::Year,
            row: Some(row.id),
            field: Some("value_added_wan"),
            year: Some(year),
            left_out: false,
            text: format!("{year} 年工业增加值 {} 万元不为正，单位增加值能耗不适用", n(added)),
            advice: "请核对".to_owned(),
        });
    }
    f
}
