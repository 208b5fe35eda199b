//! Waste heat and meters.

use energy_audit::audit::{Audit, Section};
use energy_audit::energy::plant::{meters, resources};

use crate::{add, close};

#[test]
fn waste_heat_is_counted_above_what_can_be_used() {
    let mut audit = Audit::default();
    for row in [
        "kind=flue_gas gas_flow_m3_per_h=20000 heat_capacity=1.38 temperature_c=320 lowest_c=120 hours_h=7200 recovered_tce=500",
        "kind=cooling_water mass_flow_t_per_h=100 heat_capacity=4.19 temperature_c=45 lowest_c=30 hours_h=8000",
        "kind=gas gas_flow_m3_per_h=1000 ncv_kj_per_m3=3768 hours_h=8000",
        "kind=flue_gas gas_flow_m3_per_h=20000 temperature_c=320 lowest_c=120 hours_h=7200",
        "kind=flue_gas gas_flow_m3_per_h=20000 heat_capacity=1.38 temperature_c=100 lowest_c=120 hours_h=7200",
        "kind=pressure pressure_mpa=0.5",
    ] {
        add(&mut audit, Section::Resource, row);
    }
    let found = resources(&audit);
    // 20 000×1.38×200×7200/10⁶ = 39 744 GJ ÷ 29.3076 = 1356.1 tce, of which 500 are recovered.
    close(found[0].heat_gj.unwrap(), 39_744.0);
    close(found[0].left_tce.unwrap(), 39_744.0 / 29.3076 - 500.0);
    // 100 000 kg/h×4.19×15×8000/10⁶ = 50 280 GJ.
    close(found[1].heat_gj.unwrap(), 50_280.0);
    // 1000×3768×8000/10⁶ = 30 144 GJ.
    close(found[2].heat_gj.unwrap(), 30_144.0);
    for (at, words) in [(3, "缺少比热容"), (4, "没有可利用的热量"), (5, "膨胀机")] {
        assert!(found[at].tce.is_none() && found[at].notes[0].contains(words), "{:?}", found[at]);
    }
}

#[test]
fn meters_of_one_carrier_do_not_stand_for_another() {
    let mut audit = Audit::default();
    for row in [
        "carrier=electricity level=plant required=4 installed=6 working=6 calibrated=3",
        "carrier=natural_gas level=plant required=2 installed=1",
        "carrier=electricity level=device required=50 installed=40",
        "carrier=steam level=device required=3",
    ] {
        add(&mut audit, Section::Meter, row);
    }
    let [plant, device] = &meters(&audit)[..] else { panic!("two levels") };
    // 4 of 4 and 1 of 2: 5 of 6, not 7 of 6.
    close(plant.installed_pct.unwrap(), 500.0 / 6.0);
    assert_eq!((plant.working_pct, plant.calibrated_pct), (Some(100.0), Some(50.0)));
    assert_eq!((plant.required, plant.installed), (6.0, 7.0));
    close(device.installed_pct.unwrap(), 80.0);
    assert_eq!((device.incomplete_rows, device.working_pct), (1, None));
}
