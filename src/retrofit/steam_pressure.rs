//! 降低供汽压力: indirect users whose condensate leaves as saturated water and whose flash steam is lost.
//!
//! Notes: a user takes `h″(p)−h′(p)` of each kg, the boiler gives `h″(p)−h_fw`; heat supplied for the same use goes
//! with `(h″−h_fw)/(h″−h′)`, which is smaller at lower pressure (energy balance; enthalpies by IAPWS-IF97).

use super::given::Given;
use super::{Changed, RetrofitError};
use crate::audit::Equipment;
use crate::audit::equipment::Boiler;
use crate::energy::working::{Step, put};

/// The boiler's heat with users at a lower pressure.
pub(super) fn apply(device: &Equipment, b: &Boiler, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    if b.medium.is_none() {
        given.notes.push("未填介质，按蒸汽锅炉计算".to_owned());
    }
    let before = given.number_or("before_mpa", b.pressure_mpa.as_ref())?;
    let after = given.number("after_mpa")?;
    given.within("before_mpa", before, 0.02, 10.0, "饱和蒸汽")?;
    given.within("after_mpa", after, 0.02, before, "降后不高于现供汽压力")?;
    let share = given.number("share_pct")? / 100.0;
    let feed = given.number_or("feedwater_c", b.feedwater_temp_c.as_ref())?;
    let (p1, p2) = (before + 0.1013, after + 0.1013);
    given.within("feedwater_c", feed, 0.0, seuif97::px(p2, 0.0, seuif97::OT), "不高于降后压力的饱和温度")?;
    let water = seuif97::pt(p1, feed, seuif97::OH);
    let per_use = |p: f64| {
        let (steam, liquid) = (seuif97::px(p, 1.0, seuif97::OH), seuif97::px(p, 0.0, seuif97::OH));
        ((steam - water) / (steam - liquid), steam, liquid)
    };
    let ((r1, s1, l1), (r2, s2, l2)) = (per_use(p1), per_use(p2));
    let ratio = r2 / r1;
    if !ratio.is_finite() || ratio <= 0.0 {
        return Err(given.refuse("供汽压力与给水温度不能成立"));
    }
    // Close to the feed water's own temperature round-off must not make more of it.
    let factor = 1.0 - share * (1.0 - ratio.min(1.0));
    let row = |name: &str, value: f64, steam: f64, liquid: f64| {
        Step::new(
            name,
            "r = (h″−h_fw)/(h″−h′)，焓按 IAPWS-IF97",
            format!("({}−{})/({}−{})", put(steam), put(water), put(steam), put(liquid)),
            value,
            "",
        )
    };
    let working = vec![
        row("现压力下每份用热的供热", r1, s1, l1),
        row("降压后每份用热的供热", r2, s2, l2),
        Step::new(
            "能耗比",
            "E₂/E₁ = 1−x·(1−r₂/r₁)，x 间接加热用汽份额",
            format!("1−{}×(1−{}/{})", put(share), put(r2), put(r1)),
            factor,
            "",
        ),
    ];
    given.notes.push(
        "只计凝结水带走热量的减少；二次蒸汽已利用的不能计入，排烟温度降低、泄漏和散热减少未计；须核实用户最低温度和汽水分离"
            .to_owned(),
    );
    Ok(Changed::new(given.scale(device, factor)?, working, given.notes))
}
