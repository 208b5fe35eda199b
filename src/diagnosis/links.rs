//! Which devices are driven by a motor that is in the ledger too: their electricity is the motor's, counted once.
//!
//! `上级设备编号` names a motor or a transformer by its tag. A transformer's row counts its losses only, so nothing
//! overlaps. A driven device and its motor overlap wholly: the motor's figure counts where it is known, else the
//! device's. A tag that is nowhere, is borne by several, names the device itself or a device of another kind is said
//! and changes nothing; since only motors drive and no motor is driven, tags that name each other in a circle change
//! nothing either.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;

use super::DeviceDiagnosis;
use crate::audit::{Audit, Entered, Equipment, Id, Kind, KindCode};
use crate::energy::working::stated;
use crate::energy::{EnergyGap, EnergyUse};

/// Where a device's energy stands in the totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Its own figure is in the totals.
    Own,
    /// 已计入电动机: the figure of the motor that drives it is in the totals.
    InDrive(Id),
    /// 已计入所拖动设备: the motor's own figure is not known, those of all devices in use that it drives are; the
    /// first of these.
    InDriven(Id),
    /// Not in use: not in the totals.
    NotInUse,
    /// In use, but its energy is not known: missing in the totals.
    Unknown,
}

impl Counted {
    /// Without regard to other devices.
    pub(super) fn alone(device: &Equipment, energy: &Result<EnergyUse, EnergyGap>) -> Self {
        match (device.in_use(), energy) {
            (false, _) => Self::NotInUse,
            (true, Ok(_)) => Self::Own,
            (true, Err(_)) => Self::Unknown,
        }
    }
}

/// What is wrong with the tag that a device names as what feeds or drives it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkNote {
    /// No device bears the tag.
    #[error("上级设备编号“{0}”不在台账中，没有关联")]
    Nowhere(String),
    /// The device bears the tag itself.
    #[error("上级设备编号“{0}”是本设备自己的编号，没有关联")]
    Itself(String),
    /// Several motors or transformers bear it.
    #[error("编号为“{tag}”的电动机或变压器有 {number} 项，不能确定是哪一项，没有关联；两者的用电可能重复计入")]
    Ambiguous {
        /// The tag.
        tag: String,
        /// How many bear it.
        number: usize,
    },
    /// It is neither motor nor transformer.
    #[error("上级设备“{tag}”是{kind}，不是电动机或变压器，没有关联")]
    NotADrive {
        /// The tag.
        tag: String,
        /// Chinese name of its kind.
        kind: &'static str,
    },
    /// Devices of this kind have no motor that drives them.
    #[error("上级设备“{tag}”是电动机，{kind}的用电不按由它拖动计，两者分别计入")]
    NotDriven {
        /// The tag.
        tag: String,
        /// Chinese name of the device's own kind.
        kind: &'static str,
    },
    /// The motor is not in use, the device is.
    #[error("拖动它的电动机“{0}”不在用，按本设备自己的数据计入；请核对状态")]
    DriveNotInUse(String),
    /// Motors and devices differ in number.
    #[error("电动机“{tag}”共 {drives} 台，所拖动设备共 {driven} 台，请核对台数")]
    Quantity {
        /// The motor's tag.
        tag: String,
        /// Number of motors.
        drives: String,
        /// Number of devices that name it.
        driven: String,
    },
}

/// How a tag is compared: without regard to case, full width and blanks around it. `None` if there is none.
fn key(tag: Option<&Entered<String>>) -> Option<Box<str>> {
    let text = tag?.value.trim();
    if text.is_empty() {
        None
    } else if text.is_ascii() {
        Some(text.to_ascii_uppercase().into_boxed_str())
    } else {
        let folded = text.nfkc().collect::<String>().to_uppercase();
        let folded = folded.trim();
        (!folded.is_empty()).then(|| folded.into())
    }
}

/// Whether a motor may drive devices of a kind. The others use their electricity themselves.
fn driven_kind(kind: KindCode) -> bool {
    match kind {
        KindCode::Fan
        | KindCode::Blower
        | KindCode::Pump
        | KindCode::Submersible
        | KindCode::Compressor
        | KindCode::Chiller
        | KindCode::Welder
        | KindCode::Other => true,
        KindCode::Motor
        | KindCode::Transformer
        | KindCode::Boiler
        | KindCode::Furnace
        | KindCode::HeatExchanger
        | KindCode::Lighting
        | KindCode::DataCentre => false,
    }
}

/// The two tags of a device that take part in links.
#[derive(Clone, Debug, Default, PartialEq)]
struct Keys {
    /// Its own tag, if some device names it.
    tag: Option<Box<str>>,
    /// The tag it names.
    fed_by: Option<Box<str>>,
}

/// Devices (by position) that name a tag or bear one that is named.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Links {
    naming: HashMap<Box<str>, Vec<usize>>,
    bearing: HashMap<Box<str>, Vec<usize>>,
    keys: HashMap<usize, Keys>,
}

impl Links {
    pub fn of(audit: &Audit) -> Self {
        let mut out = Self::default();
        for (at, device) in audit.equipment.iter().enumerate() {
            if let Some(fed_by) = key(device.common.fed_by.as_ref()) {
                out.naming.entry(fed_by.clone()).or_default().push(at);
                out.keys.insert(at, Keys { tag: None, fed_by: Some(fed_by) });
            }
        }
        if out.naming.is_empty() {
            return out;
        }
        for (at, device) in audit.equipment.iter().enumerate() {
            if let Some(tag) = key(device.common.tag.as_ref()).filter(|t| out.naming.contains_key(t)) {
                out.bearing.entry(tag.clone()).or_default().push(at);
                out.keys.entry(at).or_default().tag = Some(tag);
            }
        }
        out
    }

    /// Whether this is still right for a device that was edited.
    pub fn fits(&self, at: usize, device: &Equipment) -> bool {
        let fed_by = key(device.common.fed_by.as_ref());
        if self.naming.is_empty() {
            return fed_by.is_none();
        }
        let tag = key(device.common.tag.as_ref()).filter(|t| self.naming.contains_key(t));
        match self.keys.get(&at) {
            Some(keys) => keys.tag == tag && keys.fed_by == fed_by,
            None => tag.is_none() && fed_by.is_none(),
        }
    }

    /// Positions of all devices that name a tag or bear one that is named.
    pub fn members(&self) -> impl Iterator<Item = usize> {
        self.keys.keys().copied()
    }

    /// Every tag that is named.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.naming.keys().map(|t| &**t)
    }

    /// The tags that tie a device to others.
    pub fn tags_of(&self, at: usize) -> impl Iterator<Item = &str> {
        self.keys.get(&at).into_iter().flat_map(|k| [&k.tag, &k.fed_by]).flatten().map(|t| &**t)
    }

    /// The motor (by position) whose electricity is that of the device at `at`, if its tag tells one.
    pub fn drive(&self, at: usize, audit: &Audit) -> Option<usize> {
        let fed_by = self.keys.get(&at)?.fed_by.as_ref()?;
        if !driven_kind(audit.equipment[at].kind.code()) {
            return None;
        }
        let bearing = self.bearing.get(fed_by)?;
        let feeding = feeding(bearing, audit);
        resolve(at, &feeding, bearing, audit).ok().filter(|to| matches!(audit.equipment[*to].kind, Kind::Motor(_)))
    }

    /// The devices (by position) that the motor at `at` drives.
    pub fn driven(&self, at: usize, audit: &Audit) -> Vec<usize> {
        let tag = self.keys.get(&at).and_then(|k| k.tag.as_ref());
        let naming = tag.and_then(|t| self.naming.get(t)).map_or(&[][..], Vec::as_slice);
        naming.iter().copied().filter(|d| self.drive(*d, audit) == Some(at)).collect()
    }

    /// The motor that drives the device at `at` (or is it) and all devices that it drives: a measure on one of them
    /// works on the figures of all.
    pub fn shaft(&self, at: usize, audit: &Audit) -> impl Iterator<Item = usize> {
        let motor = self.drive(at, audit).unwrap_or(at);
        self.driven(motor, audit).into_iter().chain([motor, at])
    }

    /// Settles, for all devices that name or bear a tag, where their energy is counted and what is wrong with the
    /// link. Adds the positions of the devices it looked at.
    pub fn settle(&self, tag: &str, audit: &Audit, found: &mut [Arc<DeviceDiagnosis>], seen: &mut BTreeSet<usize>) {
        let members = |map: &HashMap<Box<str>, Vec<usize>>| map.get(tag).cloned().unwrap_or_default();
        let (naming, bearing) = (members(&self.naming), members(&self.bearing));
        seen.extend(naming.iter().chain(&bearing));
        let device = |at: usize| &audit.equipment[at];
        let is_motor = |at: usize| matches!(device(at).kind, Kind::Motor(_));
        let feeding = feeding(&bearing, audit);
        let mut driven: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &at in &naming {
            let note = match resolve(at, &feeding, &bearing, audit) {
                Ok(drive) if is_motor(drive) && driven_kind(device(at).kind.code()) => {
                    driven.entry(drive).or_default().push(at);
                    continue;
                }
                Ok(drive) if is_motor(drive) => {
                    Some(LinkNote::NotDriven { tag: named(device(at)), kind: device(at).kind.code().zh() })
                }
                Ok(_) => None,
                Err(note) => Some(note),
            };
            set_link(&mut found[at], note);
            // Where a motor is counted depends on those who name it, not on whom it names.
            if !is_motor(at) {
                let alone = Counted::alone(device(at), &found[at].energy);
                set_counted(&mut found[at], alone);
            }
        }
        for at in feeding.into_iter().filter(|at| is_motor(*at)) {
            let counted = drive(at, driven.get(&at).map_or(&[][..], Vec::as_slice), audit, found);
            set_counted(&mut found[at], counted);
        }
    }
}

/// The motors and transformers among the bearers of a tag.
fn feeding(bearing: &[usize], audit: &Audit) -> Vec<usize> {
    let feeds = |at: &usize| matches!(audit.equipment[*at].kind, Kind::Motor(_) | Kind::Transformer(_));
    bearing.iter().copied().filter(feeds).collect()
}

/// The motor or transformer that a tag means to the device at `at`.
fn resolve(at: usize, feeding: &[usize], bearing: &[usize], audit: &Audit) -> Result<usize, LinkNote> {
    let tag = || named(&audit.equipment[at]);
    let own = usize::from(feeding.binary_search(&at).is_ok());
    match feeding.len() - own {
        1 => feeding.iter().copied().find(|f| *f != at).ok_or_else(|| LinkNote::Nowhere(tag())),
        0 => Err(match bearing.iter().find(|b| **b != at) {
            Some(other) => LinkNote::NotADrive { tag: tag(), kind: audit.equipment[*other].kind.code().zh() },
            None if bearing.is_empty() => LinkNote::Nowhere(tag()),
            None => LinkNote::Itself(tag()),
        }),
        number => Err(LinkNote::Ambiguous { tag: tag(), number }),
    }
}

/// Settles the devices that a motor drives, and gives where the motor itself is counted.
fn drive(at: usize, driven: &[usize], audit: &Audit, found: &mut [Arc<DeviceDiagnosis>]) -> Counted {
    let motor = &audit.equipment[at];
    let alone = Counted::alone(motor, &found[at].energy);
    let quantity: f64 = driven.iter().map(|d| audit.equipment[*d].quantity()).sum();
    for &d in driven {
        let device = &audit.equipment[d];
        let own = Counted::alone(device, &found[d].energy);
        let note = if alone == Counted::NotInUse {
            (own != Counted::NotInUse).then(|| LinkNote::DriveNotInUse(named(device)))
        } else {
            ((quantity - motor.quantity()).abs() > 1e-9).then(|| LinkNote::Quantity {
                tag: named(device),
                drives: stated(motor.quantity()),
                driven: stated(quantity),
            })
        };
        let counted = if alone == Counted::Own && own != Counted::NotInUse { Counted::InDrive(motor.id) } else { own };
        set_link(&mut found[d], note);
        set_counted(&mut found[d], counted);
    }
    let mut working = driven.iter().filter(|d| audit.equipment[**d].in_use()).peekable();
    let first = working.peek().map(|d| audit.equipment[**d].id);
    match first {
        Some(first) if alone == Counted::Unknown && working.all(|d| found[*d].energy.is_ok()) => {
            Counted::InDriven(first)
        }
        _ => alone,
    }
}

/// Takes over where a device is counted; a shared finding that stays the same is not copied.
pub(super) fn set_counted(found: &mut Arc<DeviceDiagnosis>, counted: Counted) {
    if found.counted != counted {
        Arc::make_mut(found).counted = counted;
    }
}

/// Takes over what is wrong with a device's link; a shared finding that stays the same is not copied.
pub(super) fn set_link(found: &mut Arc<DeviceDiagnosis>, link: Option<LinkNote>) {
    if found.link != link {
        Arc::make_mut(found).link = link;
    }
}

/// The tag that a device names, as it was entered.
fn named(device: &Equipment) -> String {
    device.common.fed_by.as_ref().map_or("", |t| t.value.trim()).to_owned()
}
