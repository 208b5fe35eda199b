//! Efficiency of chillers and heat pumps: GB 19577-2024.
//!
//! Where the standard offers two ways of judging a unit (tables 1 and 2 for comfort units: the seasonal figure with
//! a gate on COPc, or COPc with a gate on the seasonal figure), either suffices, so the better one counts.

use super::{Evidence, Findings, Graded, Inputs, Level, grade_of};
use crate::audit::equipment::{Chiller, ChillerSource, ChillerType};
use crate::audit::field::Choice as _;
use crate::audit::{Entered, Equipment};
use crate::energy::Step;
use crate::energy::working::{n, put, stated};
use crate::reference::chillers::{Capacity, Figure, Gate, Path, Unit};
use crate::reference::{Reference, Standard, TableInfo};

/// The unit's figures, with COP as entered or as the quotient of capacity and input.
#[derive(Clone, Copy)]
struct Figures {
    seasonal: Option<f64>,
    cop: Option<f64>,
    cop_low: Option<f64>,
    heat_source: Option<f64>,
}

impl Figures {
    fn get(&self, figure: Figure) -> Option<f64> {
        match figure {
            Figure::Seasonal => self.seasonal,
            Figure::Cop => self.cop,
            Figure::CopLowTemperature => self.cop_low,
            Figure::HeatSource => self.heat_source,
        }
    }
}

/// What one way of judging says.
#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Level(Level),
    /// A figure is missing without which nothing is decided.
    Unknown,
}

fn passes(gate: &Gate, value: f64) -> bool {
    value >= gate.min - 1e-9
}

/// The gate that is not met, if one is known not to be.
fn failing<'a>(path: &'a Path, figures: &Figures) -> Option<(&'a Gate, f64)> {
    path.gates.iter().find_map(|g| figures.get(g.figure).filter(|v| !passes(g, *v)).map(|v| (g, v)))
}

fn by_path(path: &Path, figures: &Figures) -> Outcome {
    let level = figures.get(path.figure).map(|v| grade_of(v, path.grades.map(Some), path.lower_is_better));
    if failing(path, figures).is_some() || level == Some(Level::BelowLimit) {
        return Outcome::Level(Level::BelowLimit);
    }
    match level {
        Some(level) if path.gates.iter().all(|g| figures.get(g.figure).is_some()) => Outcome::Level(level),
        _ => Outcome::Unknown,
    }
}

/// The better of the ways of judging, with the way.
fn by_unit<'a>(unit: &'a Unit, figures: &Figures) -> (Outcome, Option<&'a Path>) {
    let mut best: Option<(Level, &Path)> = None;
    let mut unknown = false;
    for path in &unit.paths {
        match by_path(path, figures) {
            Outcome::Unknown => unknown = true,
            Outcome::Level(level) if best.is_none_or(|(b, _)| level > b) => best = Some((level, path)),
            Outcome::Level(_) => {}
        }
    }
    match best {
        // A way still open could lead higher.
        Some((level, _)) if unknown && level != Level::Grade1 => (Outcome::Unknown, None),
        Some((level, path)) => (Outcome::Level(level), Some(path)),
        None => (Outcome::Unknown, None),
    }
}

/// Capacity over electric input, where the nameplate's input is that of the rated condition the COP is meant for.
fn quotient(d: &Chiller, kind: ChillerType) -> Option<(f64, f64, f64, Inputs)> {
    let capacity = match kind {
        ChillerType::Comfort | ChillerType::DataCentre | ChillerType::Evaporative | ChillerType::Integrated => {
            &d.cooling_capacity_kw
        }
        ChillerType::WaterSourceHeating | ChillerType::HighTemperature => &d.heating_capacity_kw,
        // Fuel or steam takes part, or the input may be that of another condition.
        _ => return None,
    };
    let mut inputs = Inputs::default();
    let (q, p) = inputs.take(capacity).zip(inputs.take(&d.input_power_kw))?;
    Some((q / p, q, p, inputs))
}

/// The classes of units that agree with what is known.
fn candidates<'a>(d: &Chiller, units: &'a [Unit]) -> Vec<&'a Unit> {
    let value = |e: &Option<Entered<f64>>| e.as_ref().map(|e| e.value);
    let source = d.source_side.as_ref().map(|s| s.value);
    let variant = d.variant.as_ref().map(|v| v.value);
    let (cooling, heating) = (value(&d.cooling_capacity_kw), value(&d.heating_capacity_kw));
    let fits = |u: &&Unit| {
        let capacity = match u.capacity {
            Some(Capacity::Cooling) => cooling,
            Some(Capacity::Heating) => heating,
            None => None,
        };
        (u.sources.is_empty() || source.is_none_or(|s| u.sources.contains(&s)))
            && (u.variant.is_none() || variant.is_none_or(|v| u.variant == Some(v)))
            && capacity.is_none_or(|c| u.band.contains(c))
    };
    units.iter().filter(fits).collect()
}

/// Judges the unit's performance.
pub(super) fn grade(device: &Equipment, d: &Chiller, reference: &Reference, findings: &mut Findings) {
    let Some(info) = findings.edition(reference, Standard::Gb19577) else { return };
    let mut inputs = Inputs::default();
    let Some(kind) = inputs.take(&d.chiller_type) else {
        findings.needs(device, "chiller_type");
        return;
    };
    let all = reference.tables.chillers.units(kind);
    let units = candidates(d, all);
    if units.is_empty() {
        let text = if all.is_empty() {
            format!("{}不在 GB 19577-2024 已收录的类型内，不作判定", kind.zh())
        } else {
            let chosen = [d.source_side.as_ref().map(|s| s.value.zh()), d.variant.as_ref().map(|v| v.value.zh())];
            let chosen = chosen.into_iter().flatten().collect::<Vec<_>>().join("、");
            format!("表中没有{}与所填的{chosen}相符的一档，不作判定", kind.zh())
        };
        findings.not_covered(&info.standard, &info.edition, text);
        return;
    }
    let value = |e: &Option<Entered<f64>>| e.as_ref().map(|e| e.value);
    let entered = value(&d.cop);
    let quotient = quotient(d, kind);
    let figures = Figures {
        seasonal: value(&d.seasonal),
        cop: entered.or(quotient.map(|q| q.0)),
        cop_low: value(&d.cop_low_temperature),
        heat_source: value(&d.heat_source_kg_per_kwh),
    };
    let (first, path) = by_unit(units[0], &figures);
    let same = units.iter().all(|u| by_unit(u, &figures).0 == first);
    let (Outcome::Level(level), Some(path), true) = (first, path, same) else {
        undecided(device, d, &units, &figures, findings);
        hint(&units, &figures, info, findings);
        return;
    };
    // The entered COP and the one that capacity and input give must not lead to different verdicts.
    let apart = entered.zip(quotient.map(|q| q.0)).filter(|(e, q)| (e - q).abs() > 0.01 * e.max(*q));
    if let Some((e, q)) = apart {
        let other = Figures { cop: Some(q), ..figures };
        if units.iter().any(|u| by_unit(u, &other).0 != first) {
            findings.ask(format!(
                "性能系数填 {}，而名义容量与输入功率之比为 {}，两者判定不同，须核对",
                stated(e),
                n(q)
            ));
            findings.insufficient = true;
            return;
        }
    }
    inputs.take(&d.source_side);
    let mut remarks = Vec::new();
    if let Some((e, q)) = apart {
        remarks.push(format!("按所填性能系数 {} 判定；名义容量与输入功率之比为 {}，请核对", stated(e), n(q)));
    }
    if units.len() > 1 {
        remarks.push("容量、热源方式或工况未填全，可能的各档判定相同，所列为其中一档".to_owned());
    }
    let case = Case { d, figures: &figures, quotient: quotient.filter(|_| entered.is_none()), inputs, info };
    let paths = &units[0].paths;
    if paths.len() > 1 {
        remarks.push("两条指标路径任选其一，按较好的一条判定".to_owned());
    }
    for other in paths {
        // Below the limit means below it on every path; otherwise the path not chosen says nothing.
        let counts = level == Level::BelowLimit || std::ptr::eq(other, path);
        let stated = case.state(other, if counts { &remarks } else { &[] }, findings);
        if stated
            && !counts
            && let Some(e) = findings.evidence.last_mut()
        {
            e.level = None;
            e.statement.push_str("；另一条指标路径较好，本条不作为判定依据");
        }
    }
}

/// What the statement of a path needs.
struct Case<'a> {
    d: &'a Chiller,
    figures: &'a Figures,
    /// COP, capacity and input where the COP was calculated.
    quotient: Option<(f64, f64, f64, Inputs)>,
    inputs: Inputs,
    info: &'a TableInfo,
}

impl Case<'_> {
    /// Notes where a figure is from, with the calculation of a calculated COP.
    fn origin(&self, figure: Figure, inputs: &mut Inputs, working: &mut Vec<Step>) {
        match (figure, self.quotient) {
            (Figure::Cop, Some((cop, q, p, from))) => {
                if let Some(origin) = from.weakest {
                    inputs.note(origin);
                }
                working.push(Step::new(
                    "性能系数",
                    "COP = Q/P，名义制冷(热)量与名义工况整机输入电功率",
                    format!("{}/{}", put(q), put(p)),
                    cop,
                    "",
                ));
            }
            (Figure::Cop, None) => drop(inputs.take(&self.d.cop)),
            (Figure::Seasonal, _) => drop(inputs.take(&self.d.seasonal)),
            (Figure::CopLowTemperature, _) => drop(inputs.take(&self.d.cop_low_temperature)),
            (Figure::HeatSource, _) => drop(inputs.take(&self.d.heat_source_kg_per_kwh)),
        }
    }

    /// Adds the evidence of one way of judging, if there is a figure to speak of.
    fn state(&self, path: &Path, remarks: &[String], findings: &mut Findings) -> bool {
        let (mut inputs, mut working) = (self.inputs, Vec::new());
        let mut remarks = remarks.to_vec();
        let main = self.figures.get(path.figure).map(|v| (v, grade_of(v, path.grades.map(Some), path.lower_is_better)));
        let failing = failing(path, self.figures);
        let graded = match (main, failing) {
            // Missing a gate is missing the limit, however good the graded figure.
            (Some((_, level)), Some((gate, v))) if level != Level::BelowLimit => Some((gate, v)),
            (None, Some(found)) => Some(found),
            _ => None,
        };
        for gate in &path.gates {
            let Some(v) = self.figures.get(gate.figure) else { continue };
            self.origin(gate.figure, &mut inputs, &mut working);
            if graded.is_none() {
                let met = if passes(gate, v) { "满足" } else { "不满足" };
                remarks.insert(0, format!("同时须 {}≥{}：实际 {}，{met}", gate.name, stated(gate.min), stated(v)));
            }
        }
        let (quantity, actual, limits, lower): (_, _, _, bool) = match (graded, main) {
            (Some((gate, v)), _) => {
                let level = main
                    .map_or_else(String::new, |(v, l)| format!("{} {} 本身为{}，但", path.metric, stated(v), l.zh()));
                remarks.insert(0, format!("{level}{}是同时须满足的门槛", gate.name));
                (&*gate.name, v, [None, None, Some(gate.min)], false)
            }
            (None, Some((v, _))) => (&*path.metric, v, path.grades.map(Some), path.lower_is_better),
            (None, None) => return false,
        };
        if main.is_some() {
            self.origin(path.figure, &mut inputs, &mut working);
        }
        let unit = if graded.is_none() && path.figure == Figure::HeatSource { "kg/(kW·h)" } else { "" };
        findings.graded(Graded {
            info: self.info,
            clause: path.clause.to_string(),
            quantity,
            actual,
            unit,
            limits,
            lower_is_better: lower,
            remark: remarks.join("；"),
            inputs,
            working,
            unreviewed: if path.review.is_empty() {
                "".into()
            } else {
                format!("{}；{}", path.review, self.info.review).into()
            },
        });
        true
    }
}

/// Where the class is known and only a gate is missing, says what the graded figure alone amounts to.
fn hint(units: &[&Unit], figures: &Figures, info: &TableInfo, findings: &mut Findings) {
    let [unit] = units else { return };
    for path in &unit.paths {
        let Some(v) = figures.get(path.figure) else { continue };
        let level = grade_of(v, path.grades.map(Some), path.lower_is_better);
        let missing = path.gates.iter().filter(|g| figures.get(g.figure).is_none());
        let missing = missing.map(|g| format!("{}≥{}", g.name, stated(g.min))).collect::<Vec<_>>().join("、");
        if level == Level::BelowLimit || missing.is_empty() {
            continue;
        }
        findings.evidence.push(Evidence {
            level: None,
            standard: info.standard.clone(),
            edition: info.edition.clone(),
            clause: path.clause.to_string(),
            statement: format!(
                "{} {} 单看达到{}，但同时须 {missing}，未填，不能判定",
                path.metric,
                stated(v),
                level.zh()
            ),
            limit: None,
            actual: Some(v),
            unit: "",
            estimated: false,
            origin: None,
            working: Vec::new(),
            unreviewed: info.review.clone(),
            cited: None,
        });
    }
}

/// Names the fields that would decide.
fn undecided(device: &Equipment, d: &Chiller, units: &[&Unit], figures: &Figures, findings: &mut Findings) {
    findings.insufficient = true;
    for path in units.iter().filter(|u| by_unit(u, figures).0 == Outcome::Unknown).flat_map(|u| &u.paths) {
        let needed = std::iter::once(path.figure).chain(path.gates.iter().map(|g| g.figure));
        for figure in needed.filter(|f| figures.get(*f).is_none()) {
            findings.missing_field(device, figure.key());
        }
    }
    let first = units[0];
    if d.source_side.is_none() && units.iter().any(|u| u.sources != first.sources) {
        findings.missing_field(device, "source_side");
    }
    // "Water" doesn't tell water loop, ground water and ground loop apart.
    if d.source_side.as_ref().is_some_and(|s| s.value == ChillerSource::Water)
        && units.iter().any(|u| u.sources != first.sources)
    {
        findings.ask("热源方式是水环式、地下水式还是地埋管/地表水式");
    }
    if d.variant.is_none() && units.iter().any(|u| u.variant != first.variant) {
        findings.missing_field(device, "variant");
    }
    if units.iter().any(|u| u.band != first.band) {
        for u in units {
            match u.capacity {
                Some(Capacity::Cooling) if d.cooling_capacity_kw.is_none() => {
                    findings.missing_field(device, "cooling_capacity_kw");
                }
                Some(Capacity::Heating) if d.heating_capacity_kw.is_none() => {
                    findings.missing_field(device, "heating_capacity_kw");
                }
                _ => {}
            }
        }
    }
}
