//! What a device says of itself, where a row counts only together with words.

use std::cell::OnceCell;

use crate::audit::field::Choice as _;
use crate::audit::{Entered, Equipment, Kind};
use crate::reference::catalogue::Item;

/// The device's words, put together when first asked for.
pub(super) struct Said<'a> {
    device: &'a Equipment,
    text: OnceCell<String>,
}

impl<'a> Said<'a> {
    pub(super) fn of(device: &'a Equipment) -> Self {
        Self { device, text: OnceCell::new() }
    }

    /// Whether a row (for one of its models) speaks of the device, as far as words decide.
    pub(super) fn speaks(&self, item: &Item, model: Option<usize>) -> bool {
        !item.asks_for_words(model) || item.speaks_of(model, self.text(), self.named())
    }

    /// Whether the device answers the row's question with yes.
    pub(super) fn answers(&self, item: &Item) -> bool {
        !item.ask_words.is_empty() && item.answered(self.text())
    }

    /// Whether the device says one of these words.
    pub(super) fn any(&self, words: &[String]) -> bool {
        crate::reference::catalogue::says_any(self.text(), words)
    }

    fn named(&self) -> bool {
        let named = |text: &Option<Entered<String>>| text.as_ref().is_some_and(|t| !t.value.is_empty());
        let category = if let Kind::Other(o) = &self.device.kind { named(&o.category) } else { false };
        category || named(&self.device.common.name)
    }

    fn text(&self) -> &str {
        self.text.get_or_init(|| words(self.device))
    }
}

/// Model as written, name, kind and type, what it drives or serves, category and specification; upper case, a line
/// each. Remarks are left out: they speak of other things too.
fn words(device: &Equipment) -> String {
    let mut parts: Vec<&str> = vec![device.model()];
    // "其他设备" says nothing.
    if !matches!(device.kind, Kind::Other(_)) {
        parts.push(device.kind.code().zh());
    }
    parts.extend(device.common.name.as_ref().map(|n| n.value.as_str()));
    let own = match &device.kind {
        Kind::Motor(m) => {
            [m.motor_type.as_ref().map(|t| t.value.zh()), m.driven_load.as_ref().map(|l| l.value.as_str())]
        }
        Kind::Transformer(t) => [t.medium.as_ref().map(|m| m.value.zh()), t.duty.as_ref().map(|d| d.value.zh())],
        Kind::Boiler(b) => [b.combustion.as_ref().map(|c| c.value.zh()), None],
        Kind::Fan(f) => [f.fan_type.as_ref().map(|t| t.value.zh()), None],
        Kind::Blower(b) => [b.blower_type.as_ref().map(|t| t.value.zh()), None],
        Kind::Pump(p) => [p.pump_type.as_ref().map(|t| t.value.zh()), p.service.as_ref().map(|s| s.value.zh())],
        Kind::Submersible(s) => [s.submersible_type.as_ref().map(|t| t.value.zh()), None],
        Kind::Compressor(c) => [c.compressor_type.as_ref().map(|t| t.value.zh()), None],
        Kind::Chiller(c) => [c.chiller_type.as_ref().map(|t| t.value.zh()), None],
        Kind::Furnace(f) => [f.furnace_type.as_ref().map(|t| t.value.zh()), None],
        Kind::Welder(w) => [w.welder_type.as_ref().map(|t| t.value.zh()), None],
        Kind::Other(o) => {
            [o.category.as_ref().map(|c| c.value.as_str()), o.specification.as_ref().map(|s| s.value.as_str())]
        }
        Kind::HeatExchanger(_) | Kind::Lighting(_) | Kind::DataCentre(_) => [None, None],
    };
    parts.extend(own.into_iter().flatten());
    parts.join("\n").to_uppercase()
}
