//! Class of energy user, its duties, and energy per value added from year to year.

use serde::Serialize;

use super::figures::PlantFigures;
use crate::energy::Step;
use crate::energy::working::put;
use crate::reference::Reference;
use crate::reference::checklist::{Duty, PlantClass};

/// A class the plant belongs to.
#[derive(Clone, Debug)]
pub struct ClassFinding {
    /// The class.
    pub class: PlantClass,
    /// Its duties.
    pub duties: Vec<Duty>,
    /// Whether both ways of converting electricity put it there.
    pub certain: bool,
    /// What the auditor must know.
    pub notes: Vec<String>,
}

/// The classes of a plant; empty if it belongs to none or its energy is not known.
pub fn classes(plant: &PlantFigures, reference: &Reference) -> Vec<ClassFinding> {
    let Some(year) = plant.current() else { return Vec::new() };
    let totals: Vec<f64> =
        [year.tce_equivalent, year.tce_equal_value].into_iter().flatten().filter(|t| t.is_finite()).collect();
    let management = &reference.tables.management;
    let mut out = Vec::new();
    for class in &management.classes {
        if !class.city.is_empty() && !plant.city.contains(&*class.city) {
            continue;
        }
        let inside = |tce: &f64| *tce >= class.min_tce && class.below_tce.is_none_or(|b| *tce < b);
        if !totals.iter().any(inside) {
            continue;
        }
        let certain = totals.iter().all(inside);
        let mut notes = Vec::new();
        if !certain {
            notes.push("按当量值和等价值结论不同，须按主管部门采用的口径确认".to_owned());
        }
        notes.extend([&class.note, &class.review].into_iter().filter(|t| !t.is_empty()).map(|t| t.to_string()));
        let duties = management.duties_of(&class.key).cloned().collect();
        out.push(ClassFinding { class: class.clone(), duties, certain, notes });
    }
    out
}

/// What the law attaches to consumption above a limit, for plants of which a product is over.
pub fn over_limit(reference: &Reference) -> Vec<Duty> {
    reference.tables.management.duties_of(crate::reference::checklist::OVER_LIMIT).cloned().collect()
}

/// Energy per value added of one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearIntensity {
    /// The year.
    pub year: i16,
    /// tce per 10⁴ yuan of value added, electricity at equivalent value.
    pub tce_per_wan_yuan: Option<f64>,
    /// m³ of water per 10⁴ yuan of value added.
    pub water_m3_per_wan_yuan: Option<f64>,
    /// tce per 10⁴ yuan of output value.
    pub tce_per_wan_yuan_output: Option<f64>,
    /// Change of the energy against the year before it in the list, in %; negative is less.
    pub energy_change_pct: Option<f64>,
    /// How.
    pub working: Vec<Step>,
}

/// The intensities of all years, in order. Years without value added have none: nothing is put in its place.
pub fn intensities(plant: &PlantFigures) -> Vec<YearIntensity> {
    let mut out: Vec<YearIntensity> = Vec::new();
    for (year, f) in &plant.years {
        let per = |amount: Option<f64>, value: Option<f64>| {
            let value = value.filter(|v| *v > 0.0)?;
            amount.map(|a| a / value).filter(|r| r.is_finite())
        };
        let energy = per(f.tce_equivalent, f.value_added_wan);
        let before = out.last().filter(|b| b.year + 1 == *year).and_then(|b| b.tce_per_wan_yuan).filter(|b| *b > 0.0);
        let change = energy.zip(before).map(|(now, then)| (now / then - 1.0) * 100.0);
        let mut working = Vec::new();
        if let (Some(e), Some(tce), Some(value)) = (energy, f.tce_equivalent, f.value_added_wan) {
            let text = format!("{} / {}", put(tce), put(value));
            working.push(Step::new("单位增加值能耗", "综合能耗(当量值) / 工业增加值", text, e, "tce/万元"));
        }
        out.push(YearIntensity {
            year: *year,
            tce_per_wan_yuan: energy,
            water_m3_per_wan_yuan: per(f.water_m3, f.value_added_wan),
            tce_per_wan_yuan_output: per(f.tce_equivalent, f.output_value_wan),
            energy_change_pct: change,
            working,
        });
    }
    out
}
