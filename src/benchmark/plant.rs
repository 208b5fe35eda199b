//! The figures of an audit: its plant's energy, output and yearly figures made into what is compared.
//!
//! A product's energy is the plant's by the auditor's shares. The standards draw their own boundary around it, so a
//! figure calculated so is marked as an estimate; a figure that the plant states by the standard's boundary goes first.

use std::collections::BTreeMap;

use super::figures::{Answer, Money, Output, PlantFigures, ProductCarbon, UnitConsumption, YearFigures};
use super::select;
use crate::audit::plant::Flow;
use crate::audit::{Audit, Entered, Origin, Product};
use crate::energy::plant::{CarrierYear, Plant, PlantEnergy};
use crate::energy::working::{n, put};
use crate::energy::{Context, Step};
use crate::reference::carriers::CarrierGroup;
use crate::reference::intensity::Counted;

/// Which part of a plant's energy is a product's.
struct Shares<'a> {
    product: &'a Product,
    /// Whether it is the only one, or contains the others.
    has_all: bool,
}

impl Shares<'_> {
    /// The part of one carrier, 0 to 1; `None` if the auditor must give it.
    fn of(&self, carrier: &str) -> Option<f64> {
        let own = self.product.shares_pct.get(carrier).copied();
        let overall = self.product.fields.share_pct.as_ref().map(|s| s.value);
        let percent = own.or(overall).or(self.has_all.then_some(100.0))?;
        (0.0..=100.0).contains(&percent).then_some(percent / 100.0)
    }

    /// An amount of each carrier by the shares; `Err` names the carrier without one.
    fn sum<'a>(
        &self,
        carriers: impl Iterator<Item = &'a CarrierYear>,
        amount: fn(&CarrierYear) -> f64,
    ) -> Result<f64, String> {
        let mut total = 0.0;
        for c in carriers.filter(|c| amount(c) != 0.0) {
            let share = self.of(&c.code);
            let share = share.ok_or_else(|| format!("“{}”没有{}的能耗分摊比例", self.product.name(), c.name))?;
            total += share * amount(c);
        }
        Ok(total)
    }
}

fn electric(c: &CarrierYear) -> bool {
    matches!(c.group, CarrierGroup::Electricity | CarrierGroup::Renewable)
}

/// Makes the figures of an audit. `plant` is its energy, `obsolete_devices` what screening found.
pub fn figures(audit: &Audit, plant: &Plant, obsolete_devices: Option<f64>, ctx: &Context<'_>) -> PlantFigures {
    let text = |e: &Option<Entered<String>>| e.as_ref().map_or_else(String::new, |e| e.value.trim().to_owned());
    let latest = audit.products.iter().filter_map(Product::year).max();
    let year = plant.audited.or(latest).or(plant.figures.last().map(|f| f.year)).unwrap_or(ctx.reference.date.year());
    let mut out = PlantFigures {
        industry_code: text(&audit.enterprise.industry_code),
        province: text(&audit.enterprise.province),
        city: text(&audit.enterprise.city),
        year,
        obsolete_devices,
        money: plant.year(year).map_or_else(Money::default, money),
        ..PlantFigures::default()
    };
    out.money.yuan_per_kwh = out.money.yuan_per_kwh.or(ctx.assumptions.value("electricity_yuan_per_kwh"));
    for f in &plant.figures {
        let figures = YearFigures {
            tce_equivalent: f.tce_equivalent,
            tce_equal_value: f.tce_equal_value,
            value_added_wan: f.value_added_wan,
            price_base: f.price_base.clone(),
            output_value_wan: f.output_value_wan,
            water_m3: f.water_m3,
            solid_waste_use_pct: f.solid_waste_used_pct,
            products: Vec::new(),
        };
        out.years.insert(f.year, figures);
    }
    let mut by_year: BTreeMap<i16, Vec<&Product>> = BTreeMap::new();
    for product in &audit.products {
        match product.year() {
            Some(year) => by_year.entry(year).or_default().push(product),
            None => out.questions.push(format!("产品“{}”没有年度，未对标", product.name())),
        }
    }
    for (at, products) in by_year {
        let mut found = Vec::new();
        for product in &products {
            let shares = Shares { product, has_all: products.len() == 1 || product.is_whole() };
            let mut questions = Vec::new();
            found.extend(of_product(product, &shares, plant.year(at), ctx, &mut questions));
            // The years compared with are asked about by the targets that need them.
            if at == year {
                out.questions.append(&mut questions);
                out.carbon.extend(plant.year(year).and_then(|energy| carbon(&shares, energy)));
            }
        }
        out.years.entry(at).or_default().products = found;
    }
    out
}

/// A product's CO₂ by its shares; `None` if a share, a factor or the output is missing.
fn carbon(shares: &Shares<'_>, energy: &PlantEnergy) -> Option<ProductCarbon> {
    energy.carbon.total_t?;
    let output = shares.product.output().filter(|o| o.is_finite() && *o > 0.0)?;
    let mut t = 0.0;
    let mut parts = Vec::new();
    for (code, all) in energy.carbon.by_carrier.iter().filter(|(_, t)| *t != 0.0) {
        let share = shares.of(code)?;
        t += share * all;
        parts.push(format!("{}×{}", put(share), put(*all)));
    }
    let unit = shares.product.unit().to_owned();
    let text = format!("({})×1000 / {}", parts.join("+"), put(output));
    let formula = "Σ(分摊比例×各能源的 CO₂排放量(t))×1000 / 产量；不含工业生产过程排放";
    let kg_per_unit = t * 1000.0 / output;
    let step = Step::new("单位产品 CO₂排放", formula, text, kg_per_unit, &format!("kgCO₂/{unit}"));
    Some(ProductCarbon { product: shares.product.name().to_owned(), t, kg_per_unit, unit, working: vec![step] })
}

/// Mean prices of what is bought, if all of it has a price.
fn money(energy: &PlantEnergy) -> Money {
    let mean = |electricity: bool| {
        let bought = || {
            energy.lines.iter().filter(move |l| {
                l.flow == Flow::Purchased && l.amount > 0.0 && (!electricity || l.carrier == "electricity")
            })
        };
        let cost: Option<f64> = bought().map(|l| l.cost_yuan).sum();
        let amount: f64 = bought().map(|l| if electricity { l.amount } else { l.tce_equivalent }).sum();
        cost.filter(|c| amount > 0.0 && *c > 0.0).map(|c| c / amount)
    };
    Money { yuan_per_tce: mean(false), yuan_per_kwh: mean(true) }
}

/// The figures of one product: in standard coal, in electricity, as the rows it may be compared with ask.
fn of_product(
    product: &Product,
    shares: &Shares<'_>,
    energy: Option<&PlantEnergy>,
    ctx: &Context<'_>,
    questions: &mut Vec<String>,
) -> Vec<UnitConsumption> {
    let carriers = || energy.iter().flat_map(|e| &e.carriers);
    let fuels = || carriers().filter(|c| c.group == CarrierGroup::Fuel);
    let fuel_tce: f64 = fuels().map(|c| c.tce_equivalent).sum();
    let fuel_share = match shares.sum(fuels(), |c| c.tce_equivalent) {
        Ok(own) if fuel_tce > 0.0 => Some(own / fuel_tce),
        _ => shares.of(""),
    };
    let answers = product.conditions.iter().filter_map(|(k, v)| Answer::read(v).map(|a| (k.clone(), a)));
    let base = UnitConsumption {
        product: product.name().to_owned(),
        rows: product.quotas.clone(),
        output: product.output().map(|quantity| Output { quantity, unit: product.unit().to_owned() }),
        answers: answers.collect(),
        electricity_share: shares.of("electricity"),
        fuel_share: fuel_share.map(|s| s.clamp(0.0, 1.0)),
        ..UnitConsumption::default()
    };
    let wanted = select::wanted(&base, ctx.reference);
    let has = |counted: Counted| wanted.iter().any(|w| w.counted == counted);
    let all = || carriers().filter(|c| c.net != 0.0);
    let mut out = Vec::new();
    let mut take = |found: Result<Option<UnitConsumption>, String>| match found {
        Ok(figure) => out.extend(figure),
        Err(question) if !questions.contains(&question) => questions.push(question),
        Err(_) => {}
    };
    let stated = &product.fields.stated_unit_kgce;
    // A product without any row is compared by its energy, so that it is said that nothing is held for it.
    if wanted.is_empty() || wanted.iter().any(|w| w.counted == Counted::Coal && w.whole) {
        let own = || shares.sum(all(), |c| c.tce_equivalent).map(|tce| tce * 1000.0);
        take(figure(&base, product, "", ("kgce", "综合能耗"), stated.as_ref(), energy.is_some(), own));
    }
    let coal: Vec<&str> =
        wanted.iter().filter(|w| w.counted == Counted::Coal && !w.whole).map(|w| &*w.indicator).collect();
    for indicator in &coal {
        let own = || shares.sum(fuels(), |c| c.tce_equivalent).map(|tce| tce * 1000.0);
        // What the plant states is its energy as a whole where the product has such an indicator too.
        let stated = stated.as_ref().filter(|_| coal.len() == 1 && !wanted.iter().any(|w| w.whole));
        take(figure(&base, product, indicator, ("kgce", "燃料消费"), stated, energy.is_some(), own));
    }
    if has(Counted::Electricity) || has(Counted::Ratio) {
        let own = || shares.sum(carriers().filter(|c| electric(c)), |c| c.available);
        let stated = product.fields.stated_unit_kwh.as_ref();
        take(figure(&base, product, "", ("kWh", "用电量"), stated, energy.is_some(), own));
    }
    out
}

/// One figure: what the plant states, with the calculated one beside it; else the calculated one.
fn figure(
    base: &UnitConsumption,
    product: &Product,
    indicator: &str,
    (numerator, what): (&str, &str),
    stated: Option<&Entered<f64>>,
    has_energy: bool,
    own: impl Fn() -> Result<f64, String>,
) -> Result<Option<UnitConsumption>, String> {
    let output = product.output().filter(|o| o.is_finite() && *o > 0.0);
    let unit = format!("{numerator}/{}", product.unit());
    let calculated = output.filter(|_| has_energy).map(|output| {
        own().map(|energy| {
            let text = format!("{} / {}", put(energy), put(output));
            Step::new("单耗(按分摊计算)", &format!("分摊到产品的{what} / 产量"), text, energy / output, &unit)
        })
    });
    let mut out = UnitConsumption { indicator: indicator.to_owned(), unit: unit.clone(), ..base.clone() };
    if let Some(stated) = stated.filter(|s| s.value.is_finite()) {
        out.value = stated.value;
        out.origin = Some(stated.origin);
        out.estimated = stated.origin == Origin::Estimate;
        if let Some(Ok(step)) = calculated {
            let off = (stated.value != 0.0).then(|| (step.value / stated.value - 1.0) * 100.0);
            let off = off.map_or_else(String::new, |p| format!("，相差 {} %", n(p)));
            out.remarks.push(format!("采用企业自报值；按全厂能耗分摊计算为 {} {unit}{off}", n(step.value)));
            out.working.push(step);
        }
        return Ok(Some(out));
    }
    match calculated {
        Some(Ok(step)) => {
            out.value = step.value;
            out.origin = Some(Origin::Estimate);
            out.estimated = true;
            out.remarks
                .push("由全厂能耗按分摊比例除以产量得到；限额按标准规定的统计边界，须按标准核算后确认".to_owned());
            out.working.push(step);
            Ok(Some(out))
        }
        Some(Err(question)) => Err(question),
        None if output.is_none() => Err(format!("“{}”没有产量(大于零)，不能计算单耗", product.name())),
        None => Err(format!("“{}”没有当年的能源消费或自报单耗", product.name())),
    }
}
