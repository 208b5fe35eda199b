//! What the auditor records of the plant as a whole: energy and output by month, yearly figures, meters,
//! management, waste heat.
//!
//! Six lists of rows. A row is an id with a [`record!`](crate::record) of fields (and, for a product, what it is
//! compared with); it is edited field by field ([`Target::Row`](super::Target)) or as a whole.

mod consumption;
mod management;
mod product;
mod resource;
mod year;

use serde::{Deserialize, Serialize};

use super::field::{Entered, FieldDef, Record};
use super::{Audit, Id};

pub use consumption::{Consumption, ConsumptionFields, Flow};
pub use management::{Conformity, ManagementFields, ManagementItem, MeterCoverage, MeterFields, MeterLevel};
pub use product::{Product, ProductFields, ProductScope};
pub use resource::{Resource, ResourceFields, ResourceKind};
pub use year::{PlantYear, YearFields};

/// Declares the simple rows: a struct of an id and its fields.
macro_rules! row {
    ($(#[$meta:meta])* $name:ident, $fields:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            /// Stable id.
            pub id: $crate::audit::Id,
            /// What is entered.
            #[serde(default)]
            pub fields: $fields,
        }

        impl $name {
            /// An empty row with a fresh id.
            pub fn empty() -> Self {
                Self { id: $crate::audit::Id::fresh(), fields: $fields::default() }
            }
        }
    };
}
use row;

/// Declares the lists once: `Variant(Row, Fields) = list, "code", "中文", "English";`.
macro_rules! sections {
    ($( $section:ident($row:ident, $fields:ident) = $list:ident, $code:literal, $zh:literal, $en:literal; )+) => {
        /// A list of the plant's data.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Section {
            $( #[doc = $zh] $section, )+
        }

        impl Section {
            /// All lists, in the order shown.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$section),+];

            /// Stable code, also the name of its part of the file.
            pub fn code(self) -> &'static str {
                match self { $( Self::$section => $code, )+ }
            }

            /// Chinese name.
            pub fn zh(self) -> &'static str {
                match self { $( Self::$section => $zh, )+ }
            }

            /// English name.
            pub fn en(self) -> &'static str {
                match self { $( Self::$section => $en, )+ }
            }

            /// The fields of its rows.
            pub fn fields(self) -> &'static [FieldDef] {
                match self { $( Self::$section => $fields::defs(), )+ }
            }

            /// An empty row.
            pub fn empty(self) -> Row {
                match self { $( Self::$section => Row::$section($row::empty()), )+ }
            }
        }

        /// A row of any list: what edits carry.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Row {
            $( #[doc = $zh] $section($row), )+
        }

        impl Row {
            /// Which list it belongs to.
            pub fn section(&self) -> Section {
                match self { $( Self::$section(_) => Section::$section, )+ }
            }

            /// Its id.
            pub fn id(&self) -> Id {
                match self { $( Self::$section(r) => r.id, )+ }
            }

            /// Its fields.
            pub fn fields(&self) -> &dyn Record {
                match self { $( Self::$section(r) => &r.fields, )+ }
            }

            /// Its fields, to be changed.
            pub fn fields_mut(&mut self) -> &mut dyn Record {
                match self { $( Self::$section(r) => &mut r.fields, )+ }
            }

            /// Gives it another id.
            pub(crate) fn set_id(&mut self, id: Id) {
                match self { $( Self::$section(r) => r.id = id, )+ }
            }

            /// Puts it into its list, at the end if the position is past it.
            pub(super) fn insert(self, audit: &mut Audit, at: usize) {
                match self { $( Self::$section(r) => {
                    let list = &mut audit.$list;
                    list.insert(at.min(list.len()), r);
                } )+ }
            }

            /// Puts it in place of the row of the same id and returns that one.
            pub(super) fn replace(self, audit: &mut Audit) -> Option<Self> {
                match self { $( Self::$section(r) => {
                    let slot = audit.$list.iter_mut().find(|x| x.id == r.id)?;
                    Some(Self::$section(std::mem::replace(slot, r)))
                } )+ }
            }
        }

        impl Audit {
            /// The ids of a list, in its order.
            pub fn row_ids(&self, section: Section) -> Vec<Id> {
                match section { $( Section::$section => self.$list.iter().map(|r| r.id).collect(), )+ }
            }

            /// The rows of a list.
            pub fn rows(&self, section: Section) -> Vec<Row> {
                match section { $( Section::$section => self.$list.iter().cloned().map(Row::$section).collect(), )+ }
            }

            /// Puts other rows into a list; rows of other lists are left out.
            pub(crate) fn set_rows(&mut self, section: Section, rows: Vec<Row>) {
                match section { $(
                    Section::$section => {
                        let row = |r| if let Row::$section(r) = r { Some(r) } else { None };
                        self.$list = rows.into_iter().filter_map(row).collect();
                    }
                )+ }
            }

            /// A row's fields.
            pub fn row_fields(&self, section: Section, id: Id) -> Option<&dyn Record> {
                match section { $(
                    Section::$section => self.$list.iter().find(|r| r.id == id).map(|r| &r.fields as &dyn Record),
                )+ }
            }

            pub(super) fn row_fields_mut(&mut self, section: Section, id: Id) -> Option<&mut dyn Record> {
                match section { $(
                    Section::$section =>
                        self.$list.iter_mut().find(|r| r.id == id).map(|r| &mut r.fields as &mut dyn Record),
                )+ }
            }

            /// Takes a row out; with the place it had.
            pub(super) fn take_row(&mut self, section: Section, id: Id) -> Option<(usize, Row)> {
                match section { $( Section::$section => {
                    let at = self.$list.iter().position(|r| r.id == id)?;
                    Some((at, Row::$section(self.$list.remove(at))))
                } )+ }
            }
        }
    };
}

sections! {
    Consumption(Consumption, ConsumptionFields) = consumption, "consumption", "能源消费", "Energy";
    Product(Product, ProductFields) = products, "products", "产品产量", "Products";
    Year(PlantYear, YearFields) = years, "years", "年度指标", "Years";
    Management(ManagementItem, ManagementFields) = management, "management", "管理核查", "Management";
    Meter(MeterCoverage, MeterFields) = meters, "meters", "计量器具", "Meters";
    Resource(Resource, ResourceFields) = resources, "resources", "余热余压", "Waste heat";
}

/// Twelve months, January first.
pub type Months = [Option<f64>; 12];

/// Keys of the twelve month fields, January first, the same in every record that has them.
pub const MONTH_KEYS: [&str; 12] = [
    "month_01", "month_02", "month_03", "month_04", "month_05", "month_06", "month_07", "month_08", "month_09",
    "month_10", "month_11", "month_12",
];

/// The amount of a year: the months' sum if all twelve are entered, else the year's total, else the sum of the months
/// there are.
pub fn year_amount(months: &Months, annual: Option<f64>) -> Option<f64> {
    let entered: Vec<f64> = months.iter().copied().flatten().collect();
    match (entered.len(), annual) {
        (0, annual) => annual,
        (1..12, Some(annual)) => Some(annual),
        _ => Some(entered.iter().sum()),
    }
}

/// A whole calendar year, if one is entered.
fn whole_year(year: Option<&Entered<f64>>) -> Option<i16> {
    let year = year?.value;
    (year.fract() == 0.0 && (1900.0..=2100.0).contains(&year)).then_some(year as i16)
}
