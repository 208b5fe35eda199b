//! What would have to be true for a row to apply, for showing beside a hit.

use super::{Item, MadeBasis, Rule};
use crate::audit::field::number;

impl Item {
    /// The conditions of the row (for one of its models) that the model alone doesn't satisfy, in words.
    pub fn requirements(&self, model: Option<usize>) -> Vec<String> {
        let mut out = Vec::new();
        for needed in self.needed(model) {
            let whose = if needed.if_named { "名称或类别(如已填)" } else { "型号、名称或类别" };
            out.push(format!("{whose}中须写明：{}", needed.words.join(" 或 ")));
        }
        let characters = self.characters(model);
        if !characters.is_empty() {
            out.push(format!("型号中须有“{}”字样", characters.join("、")));
        }
        if !self.not_words.is_empty() {
            out.push(format!("不得是：{}", self.not_words.join("、")));
        }
        if let Some(year) = self.made_until_year {
            out.push(match self.made_basis {
                MadeBasis::Made => format!("{year} 年(含)前生产"),
                MadeBasis::MadeAndCommissioned => format!("{year} 年(含)前生产投运"),
                MadeBasis::ImprovedLater => format!("{year} 年以后改进升级的同型号设备除外"),
            });
        }
        let mut range = |what: &str, (min, max): (Option<f64>, Option<f64>), unit: &str| {
            if min.is_some() || max.is_some() {
                let text = |v: Option<f64>| v.map_or_else(String::new, number);
                out.push(format!("{what} {}～{} {unit}", text(min), text(max)));
            }
        };
        range("额定功率", self.power_kw, "kW");
        range("额定容量", self.capacity_kva, "kVA");
        range("机座号", self.frame_mm, "mm");
        range("出力", self.tph, "t/h");
        range("额定焊接电流", self.current_a, "A");
        if let Some(Some(kw)) = model.and_then(|n| self.listed_power_kw.get(n)) {
            out.push(format!("额定功率 {} kW", number(*kw)));
        }
        if !self.voltage_is_kv.is_empty() {
            let list: Vec<String> = self.voltage_is_kv.iter().copied().map(number).collect();
            out.push(format!("额定电压 {} kV", list.join("、")));
        } else if let Some(kv) = self.voltage_max_kv {
            out.push(format!("额定电压不高于 {} kV", number(kv)));
        }
        if let Some(t) = self.temperature_c {
            out.push(format!("额定温度 {} ℃", number(t)));
        }
        if matches!(self.rule, Rule::Model | Rule::AskIfNotDistribution) && !self.ask.is_empty() {
            out.push(self.ask.to_string());
        }
        out
    }
}
