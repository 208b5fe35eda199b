//! The list of devices. Each lies in memory once and is shared by every copy of the list, so that a worker's copy of
//! 100 000 devices, or that of an edit made while a worker reads them, costs a reference each; a device that is changed
//! is copied first if somebody else holds it.

use std::ops::{Index, IndexMut};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::equipment::Equipment;

/// Devices in the auditor's order; reads as a list of [`Equipment`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Devices(Vec<Arc<Equipment>>);

impl Devices {
    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The device at a position.
    pub fn get(&self, at: usize) -> Option<&Equipment> {
        self.0.get(at).map(|device| &**device)
    }

    /// The first device.
    pub fn first(&self) -> Option<&Equipment> {
        self.get(0)
    }

    /// The last device.
    pub fn last(&self) -> Option<&Equipment> {
        self.0.last().map(|device| &**device)
    }

    /// All devices in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter(self.0.iter())
    }

    /// All devices in order, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Equipment> {
        self.0.iter_mut().map(Arc::make_mut)
    }

    /// Adds a device at the end.
    pub fn push(&mut self, device: impl Into<Arc<Equipment>>) {
        self.0.push(device.into());
    }

    /// The devices as they are shared.
    pub fn shared(&self) -> &[Arc<Equipment>] {
        &self.0
    }

    /// The devices as they are shared, to insert, remove and reorder.
    pub fn shared_mut(&mut self) -> &mut Vec<Arc<Equipment>> {
        &mut self.0
    }
}

/// The devices of a list in order.
#[derive(Clone, Debug)]
pub struct Iter<'a>(std::slice::Iter<'a, Arc<Equipment>>);

impl<'a> Iterator for Iter<'a> {
    type Item = &'a Equipment;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|device| &**device)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }

    fn nth(&mut self, n: usize) -> Option<Self::Item> {
        self.0.nth(n).map(|device| &**device)
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|device| &**device)
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl<'a> IntoIterator for &'a Devices {
    type Item = &'a Equipment;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl IntoIterator for Devices {
    type Item = Arc<Equipment>;
    type IntoIter = std::vec::IntoIter<Arc<Equipment>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Index<usize> for Devices {
    type Output = Equipment;

    fn index(&self, at: usize) -> &Equipment {
        &self.0[at]
    }
}

impl IndexMut<usize> for Devices {
    fn index_mut(&mut self, at: usize) -> &mut Equipment {
        Arc::make_mut(&mut self.0[at])
    }
}

impl<E: Into<Arc<Equipment>>> FromIterator<E> for Devices {
    fn from_iter<I: IntoIterator<Item = E>>(devices: I) -> Self {
        Self(devices.into_iter().map(Into::into).collect())
    }
}

impl<E: Into<Arc<Equipment>>> Extend<E> for Devices {
    fn extend<I: IntoIterator<Item = E>>(&mut self, devices: I) {
        self.0.extend(devices.into_iter().map(Into::into));
    }
}

impl From<Vec<Equipment>> for Devices {
    fn from(devices: Vec<Equipment>) -> Self {
        devices.into_iter().collect()
    }
}

/// A list of devices in a file, whoever shares them here.
impl Serialize for Devices {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for Devices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<One>::deserialize(deserializer)?.into_iter().map(|one| one.0).collect())
    }
}

/// A device read straight to where it stays.
struct One(Arc<Equipment>);

impl<'de> Deserialize<'de> for One {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Equipment::deserialize(deserializer).map(|device| Self(Arc::new(device)))
    }
}

/// Devices with the positions at which they are inserted, in the edits of a file.
pub(super) mod placed {
    use super::*;

    pub fn serialize<S: Serializer>(items: &[(usize, Arc<Equipment>)], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(items.iter().map(|(at, device)| (at, &**device)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(usize, Arc<Equipment>)>, D::Error> {
        Ok(Vec::<(usize, One)>::deserialize(deserializer)?.into_iter().map(|(at, one)| (at, one.0)).collect())
    }
}
