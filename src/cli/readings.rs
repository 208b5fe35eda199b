//! What a model says by the grammar of every kind that accepts it.

use serde_json::{Value, json};

use super::Lang;
use crate::audit::{FieldDef, FieldValue, KindCode};
use crate::reference::Tables;
use crate::reference::designation::{Fact, facts};

/// The kinds whose grammar accepts a model, with what it says.
pub(super) struct Readings(Vec<(KindCode, Vec<Fact>)>);

impl Readings {
    /// Reads a model as that of every kind.
    pub fn of(model: &str, tables: &Tables) -> Self {
        let all = KindCode::ALL.into_iter().map(|kind| (kind, facts(kind, model, tables)));
        Self(all.filter(|(_, facts)| !facts.is_empty()).collect())
    }

    fn each(&self) -> impl Iterator<Item = (KindCode, &'static FieldDef, &Fact)> {
        let told = self.0.iter().flat_map(|(kind, facts)| facts.iter().map(move |f| (*kind, f)));
        told.filter_map(|(kind, fact)| Some((kind, kind.field(fact.key)?, fact)))
    }

    /// As rows behind those of the catalogue: origin, field, kind, value, certainty, reason.
    pub fn rows(&self, lang: Lang) -> impl Iterator<Item = Vec<String>> {
        let pick = move |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
        self.each().map(move |(kind, def, fact)| {
            vec![
                pick("型号命名", "designation").to_owned(),
                pick(def.zh, def.en).to_owned(),
                kind.code().to_owned(),
                format!("{} {}", def.show(&fact.value), def.unit).trim_end().to_owned(),
                if fact.certain { pick("确定", "certain") } else { pick("估计", "usual") }.to_owned(),
                fact.why.clone(),
                String::new(),
            ]
        })
    }

    /// As JSON: one object per kind.
    pub fn json(&self) -> Value {
        let value = |v: &FieldValue| match v {
            FieldValue::Number(n) => json!(n),
            FieldValue::Text(t) | FieldValue::Choice(t) => json!(t),
            FieldValue::Date(d) => json!(d.to_string()),
        };
        let fact = |kind: KindCode, f: &Fact| {
            kind.field(f.key).map(|def| {
                json!({
                    "key": f.key, "field": def.zh, "value": value(&f.value), "shown": def.show(&f.value),
                    "unit": def.unit, "why": f.why, "certain": f.certain,
                })
            })
        };
        self.0
            .iter()
            .map(|(kind, facts)| {
                json!({"kind": kind.code(), "facts": facts.iter().filter_map(|f| fact(*kind, f)).collect::<Vec<_>>()})
            })
            .collect()
    }
}
