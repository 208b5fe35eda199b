//! Sums over audits.

use std::collections::BTreeMap;

use super::{OfKind, Site};
use crate::audit::KindCode;
use crate::energy::rated;
use crate::screening::Level;

/// Audits of one city, industry or kind of device, added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// City, industry or kind; `未填` where the audit doesn't say.
    pub name: String,
    /// Number of audits.
    pub sites: usize,
    /// Devices (quantities added up).
    pub devices: f64,
    /// Devices of each level, in the order of [`Level::ALL`].
    pub levels: [f64; Level::ALL.len()],
    /// Rated size and its unit; for kinds only.
    pub size: Option<(f64, &'static str)>,
    /// Rows in use whose energy is not known: missing in the sums.
    pub unknown_rows: usize,
    /// Electricity of the listed devices in kWh/a.
    pub electricity_kwh: f64,
    /// Energy of the listed devices in tce/a at equivalent value.
    pub tce: f64,
    /// Audits with a scenario that is summed up.
    pub plans: usize,
    /// Saved by these scenarios in tce/a at equivalent value.
    pub saved_tce: f64,
    /// Avoided by them in tCO₂/a, as far as known.
    pub saved_co2_t: f64,
    /// Saved cost in yuan/a, as far as known.
    pub saved_yuan: f64,
    /// Stated investments in yuan.
    pub investment_yuan: f64,
    /// Scenarios of which a measure lacks its investment, or cost or CO₂ can't be told: the sums are too small.
    pub incomplete_plans: usize,
}

impl Group {
    fn named(name: &str) -> Self {
        Self { name: if name.is_empty() { "未填".to_owned() } else { name.to_owned() }, ..Self::default() }
    }

    fn add(&mut self, site: &Site) {
        self.sites += 1;
        self.devices += site.all_devices();
        for (sum, level) in self.levels.iter_mut().zip(Level::ALL) {
            *sum += site.devices(level);
        }
        self.unknown_rows += site.unknown_rows;
        self.electricity_kwh += site.total.electricity_kwh;
        self.tce += site.total.tce_equivalent;
        if let Some(plan) = &site.plan {
            self.plans += 1;
            self.saved_tce += plan.saving.tce_equivalent;
            self.saved_co2_t += plan.saving.co2_t.unwrap_or(0.0);
            self.saved_yuan += plan.saving.cost_yuan.unwrap_or(0.0);
            self.investment_yuan += plan.investment_yuan;
            let lacks = plan.without_investment > 0 || plan.saving.co2_t.is_none() || plan.saving.cost_yuan.is_none();
            self.incomplete_plans += usize::from(lacks);
        }
    }
}

fn group<'a>(sites: &'a [Site], key: impl Fn(&'a Site) -> &'a str) -> Vec<Group> {
    let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
    for site in sites {
        let key = key(site);
        groups.entry(key).or_insert_with(|| Group::named(key)).add(site);
    }
    groups.into_values().collect()
}

/// By city or county.
pub fn by_city(sites: &[Site]) -> Vec<Group> {
    group(sites, |s| &s.city)
}

/// By industry.
pub fn by_industry(sites: &[Site]) -> Vec<Group> {
    group(sites, |s| &s.industry)
}

/// By kind of device, in the order of the kinds. Savings are not told by kind: a measure may act on several.
pub fn by_kind(sites: &[Site]) -> Vec<Group> {
    let mut out = Vec::new();
    for kind in KindCode::ALL {
        let mut group = Group::named(kind.zh());
        let mut size = 0.0;
        for OfKind { tally, levels, .. } in sites.iter().flat_map(|s| &s.by_kind).filter(|k| k.kind == kind) {
            group.sites += 1;
            group.devices += tally.devices;
            group.unknown_rows += tally.unknown_rows;
            group.electricity_kwh += tally.electricity_kwh;
            group.tce += tally.tce;
            size += tally.size(kind).sum;
            for (sum, devices) in group.levels.iter_mut().zip(levels) {
                *sum += devices;
            }
        }
        group.size = Some((size, rated::unit(kind)));
        if group.sites > 0 {
            out.push(group);
        }
    }
    out
}

/// Enterprises that come from more than one file (told by credit code, else by name): name and files. They are in the
/// sums once per file.
pub fn repeated(sites: &[Site]) -> Vec<(String, Vec<String>)> {
    let mut found: BTreeMap<&str, Vec<&Site>> = BTreeMap::new();
    for site in sites {
        let key = if site.credit_code.is_empty() { &site.enterprise } else { &site.credit_code };
        if !key.is_empty() {
            found.entry(key).or_default().push(site);
        }
    }
    let several = found.into_values().filter(|sites| sites.len() > 1);
    several.map(|sites| (sites[0].enterprise.clone(), sites.iter().map(|s| s.file.clone()).collect())).collect()
}
