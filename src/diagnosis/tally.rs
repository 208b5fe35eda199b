//! Numbers of one level or kind.

use super::{Counted, DeviceDiagnosis};
use crate::audit::{Equipment, KindCode};
use crate::energy::rated;
use crate::screening::Level;

const KINDS: usize = KindCode::ALL.len();

/// The sizes of devices of one kind, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Sum over the devices whose size was entered, in [`rated::unit`].
    pub sum: f64,
    /// Rows without a size; the sum is without them.
    pub unknown_rows: usize,
}

/// Numbers of one level or kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Rows of the ledger.
    pub rows: usize,
    /// Devices (quantities added up).
    pub devices: f64,
    /// Electricity (transformers: losses) in kWh/a, of what is counted in the totals.
    pub electricity_kwh: f64,
    /// Energy of fuels and electricity at equivalent value in tce/a, of what is counted in the totals.
    pub tce: f64,
    /// Rows in use whose energy is not known.
    pub unknown_rows: usize,
    sizes: [Size; KINDS],
}

impl Tally {
    /// Energy in tce/a; `None` where it is known of no row: a sum of nothing is not a use of nothing.
    pub fn known_tce(&self) -> Option<f64> {
        (self.unknown_rows == 0 || self.tce != 0.0).then_some(self.tce)
    }

    /// The sizes of a kind added up.
    pub fn size(&self, kind: KindCode) -> Size {
        self.sizes[kind as usize]
    }

    /// The kinds of which some size is known, with the sum and its unit.
    pub fn sizes(&self) -> impl Iterator<Item = (KindCode, f64, &'static str)> {
        KindCode::ALL.into_iter().map(|k| (k, self.size(k).sum, rated::unit(k))).filter(|(_, sum, _)| *sum > 0.0)
    }

    pub(super) fn add(&mut self, share: &Share) {
        self.rows += 1;
        self.devices += share.quantity;
        self.electricity_kwh += share.electricity_kwh;
        self.tce += share.tce;
        self.unknown_rows += usize::from(share.unknown);
        let size = &mut self.sizes[share.kind as usize];
        match share.size {
            Some(one) => size.sum += one * share.quantity,
            None => size.unknown_rows += 1,
        }
    }
}

/// What one device adds to the tallies: small and together, so that adding up 100,000 again takes no time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Share {
    pub level: Level,
    pub kind: KindCode,
    pub quantity: f64,
    pub in_use: bool,
    pub size: Option<f64>,
    pub electricity_kwh: f64,
    pub tce: f64,
    /// In use, but its energy is not known.
    pub unknown: bool,
    /// Whether it burns fuels that are counted.
    pub fuels: bool,
}

impl Share {
    pub fn of(device: &Equipment, found: &DeviceDiagnosis) -> Self {
        let counted = found.energy.as_ref().ok().filter(|_| found.counted == Counted::Own);
        Self {
            level: found.verdict.effective(),
            kind: device.kind.code(),
            quantity: device.quantity(),
            in_use: device.in_use(),
            size: rated::size(device),
            electricity_kwh: counted.map_or(0.0, |u| u.electricity_kwh),
            tce: counted.map_or(0.0, |_| found.tce_equivalent),
            unknown: found.counted == Counted::Unknown,
            fuels: counted.is_some_and(|u| !u.fuels.is_empty()),
        }
    }
}
