//! What a model designation says, as values of the kind's fields.

use super::told::{Reading, Teller, Told};
use super::{boiler, compressor, fan, motor, pump, submersible, transformer, welder};
use crate::audit::{FieldValue, KindCode};
use crate::reference::Tables;

/// A value that a designation gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Key of the kind's field, with the field's unit.
    pub key: &'static str,
    /// The value, within the field's range.
    pub value: FieldValue,
    /// Which part of the designation or which row of a table says it, in Chinese.
    pub why: String,
    /// Whether the designation says exactly this; else it's what such designations usually mean.
    pub certain: bool,
}

/// What a model says of a device of a kind; nothing where its grammar isn't that of the kind.
pub fn facts(kind: KindCode, model: &str, tables: &Tables) -> Vec<Fact> {
    let cleaned = super::cleaned(model);
    let mut out: Vec<Fact> = Vec::new();
    read(kind, &cleaned, tables, &mut |reading: Reading<'_>| {
        let value = match reading.told {
            Told::Number(n) => FieldValue::Number(n),
            Told::Choice(code) => FieldValue::Choice(code.to_owned()),
        };
        let fits = kind.field(reading.key).is_some_and(|def| def.check(&value).is_ok());
        if fits && !out.iter().any(|f| f.key == reading.key) {
            let certain = reading.trust == super::told::Trust::Sure;
            out.push(Fact { key: reading.key, value, why: reading.why.sentence(), certain });
        }
    });
    out
}

/// Reads a cleaned designation by the grammar of a kind.
pub(super) fn read<'a>(kind: KindCode, cleaned: &'a str, tables: &'a Tables, tell: &mut dyn FnMut(Reading<'a>)) {
    let mut t = Teller(tell);
    match kind {
        KindCode::Motor => motor::read(cleaned, tables, &mut t),
        KindCode::Transformer => transformer::read(cleaned, &mut t),
        KindCode::Boiler => boiler::read(cleaned, &mut t),
        KindCode::Fan => fan::read(cleaned, &mut t),
        KindCode::Pump => pump::read(cleaned, &mut t),
        KindCode::Submersible => submersible::read(cleaned, &mut t),
        KindCode::Compressor => compressor::read(cleaned, &mut t),
        KindCode::Welder => welder::read(cleaned, &mut t),
        KindCode::Blower
        | KindCode::Chiller
        | KindCode::Furnace
        | KindCode::HeatExchanger
        | KindCode::Lighting
        | KindCode::DataCentre
        | KindCode::Other => {}
    }
}
