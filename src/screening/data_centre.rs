//! Data centres: annual PUE against GB 40879-2021.

use super::{Findings, Graded, Inputs};
use crate::audit::Equipment;
use crate::audit::equipment::{DataCentre, YesNo};
use crate::energy::Step;
use crate::energy::working::{n, put, stated};
use crate::reference::{Reference, Standard};

/// Judges the annual PUE: total electricity over that of the IT equipment, else as entered.
pub(super) fn grade(device: &Equipment, d: &DataCentre, reference: &Reference, findings: &mut Findings) {
    let Some(info) = findings.edition(reference, Standard::Gb40879) else { return };
    let limits = &reference.tables.data_centres;
    let racks = d.racks.as_ref().map(|r| r.value);
    let mut remark = limits.condition.to_string();
    match d.edge.as_ref().map(|e| e.value) {
        Some(YesNo::Yes) => {
            let text = "边缘数据中心不在 GB 40879 适用范围内".to_owned();
            findings.not_covered(&info.standard, &info.edition, text);
            return;
        }
        None if racks.is_some_and(|r| r <= limits.edge_max_racks) => {
            findings.needs(device, "edge");
            return;
        }
        None => remark.push_str("；按不是边缘数据中心判定"),
        Some(YesNo::No) => {}
    }
    let mut inputs = Inputs::default();
    let entered = inputs.take(&d.pue);
    let mut measured = Inputs::default();
    let total = measured.take(&d.annual_electricity_kwh);
    let it = measured.take(&d.annual_it_electricity_kwh);
    let mut working = Vec::new();
    let pue = match (total, it) {
        (Some(total), Some(it)) => {
            // IT equipment is part of the whole.
            if it <= 0.0 || total < it {
                findings.ask(format!(
                    "年总用电量 {} kWh 应不小于 IT 年用电量 {} kWh，且后者大于零，须核对",
                    stated(total),
                    stated(it)
                ));
                findings.insufficient = true;
                return;
            }
            let pue = total / it;
            if let Some(e) = entered.filter(|e| (e - pue).abs() > 0.01 * pue) {
                findings.ask(format!("PUE 填 {}，而两项年用电量之比为 {}，须核对哪一个对", stated(e), n(pue)));
                findings.insufficient = true;
                return;
            }
            inputs = measured;
            working.push(Step::new(
                "电能比",
                "PUE = E/E_IT，E 年总用电量，E_IT IT 设备年用电量(GB 40879)",
                format!("{}/{}", put(total), put(it)),
                pue,
                "",
            ));
            pue
        }
        (total, it) => {
            let Some(pue) = entered else {
                if total.is_none() {
                    findings.needs(device, "annual_electricity_kwh");
                }
                if it.is_none() {
                    findings.needs(device, "annual_it_electricity_kwh");
                }
                return;
            };
            pue
        }
    };
    findings.graded(Graded {
        info,
        clause: limits.clause.to_string(),
        quantity: "全年 PUE",
        actual: pue,
        unit: "",
        limits: limits.grades.map(Some),
        lower_is_better: true,
        remark,
        inputs,
        working,
        unreviewed: limits.review.clone(),
    });
}
