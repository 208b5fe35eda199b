//! Equipment: the common nameplate and one record per kind.
//!
//! To add a kind: a file here with its [`record!`], a line in [`kinds!`], and its part in
//! `energy`, `screening` and `retrofit`. To add a field: one line in the kind's `record!`.

mod blower;
mod boiler;
mod chiller;
mod compressor;
mod data_centre;
mod fan;
mod furnace;
mod heat_exchanger;
mod lighting;
mod motor;
mod other;
mod pump;
mod shared;
mod submersible;
mod transformer;
mod welder;

use serde::{Deserialize, Serialize};

pub use blower::{Blower, BlowerType};
pub use boiler::{Boiler, BoilerFuel, BoilerMedium, Combustion, Condensing};
pub use chiller::{Chiller, ChillerSource, ChillerType, ChillerVariant};
pub use compressor::{Compressor, CompressorCooling, CompressorDrive, CompressorType};
pub use data_centre::DataCentre;
pub use fan::{Fan, FanType};
pub use furnace::{Furnace, FurnaceType};
pub use heat_exchanger::{FlowArrangement, HeatExchanger, HeatExchangerType};
pub use lighting::{LampType, Lighting};
pub use motor::{DriveMode, Motor, MotorCooling, MotorMark, MotorType};
pub use other::Other;
pub use pump::{Pump, PumpService, PumpType};
pub use shared::{Coupling, FlowControl, YesNo};
pub use submersible::{Submersible, SubmersibleType};
pub use transformer::{
    Connection, CoreMaterial, InsulationClass, TapChanging, Transformer, TransformerDuty, TransformerMedium, Windings,
};
pub use welder::{Welder, WelderType};

use super::Id;
use super::date::PartialDate;
use super::field::{Entered, FieldDef, FieldError, FieldValue, Record};
use crate::{choice, record};

choice! {
    /// Whether the device is in use. Only devices in use take part in energy totals.
    pub enum Status {
        InUse = "in_use", "在用", "in use", ["使用", "运行", "正常", "完好", "良好"];
        Standby = "standby", "备用", "standby", ["备", "热备", "冷备"];
        Idle = "idle", "停用", "out of use", ["停运", "闲置", "封存", "停"];
        Scrapped = "scrapped", "已报废", "scrapped", ["报废", "拆除", "已拆除", "已淘汰"];
    }
}

record! {
    /// What every device has.
    pub struct Common {
        tag: String = "编号", "Tag", "", 0, 80, Identity, Optional, "设备位号或资产编号", "Tag of the equipment or asset number", ["设备编号", "位号", "设备位号", "资产编号", "设备代码", "固定资产编号", "单位内编号", "内部编号", "企业内部编号"];
        name: String = "名称", "Name", "", 0, 120, Identity, Optional, "设备名称", "Name of the equipment", ["设备名称", "名称及用途"];
        workshop: String = "使用地点", "Location", "", 0, 120, Identity, Optional, "车间或安装地点", "Workshop or place of installation", ["车间", "使用部门", "安装地点", "使用单位", "位置", "所在车间", "部门", "工段", "区域", "安装区域", "使用场所"];
        model: String = "型号", "Model", "", 0, 120, Identity, Screening, "铭牌型号", "Model on the nameplate", ["规格型号", "设备型号", "型号规格", "型号及规格", "规格"];
        quantity: f64 = "台数", "Quantity", "台", 1, 100000, Identity, Optional, "同型号同工况的台数，默认 1", "Number of machines of one model and duty; 1 by default", ["数量", "台(套)数", "台套", "数量(台)", "数量(台/套)"];
        manufacturer: String = "制造厂", "Manufacturer", "", 0, 120, Identity, Optional, "制造单位", "Manufacturer", ["生产厂家", "厂家", "制造单位", "生产厂", "制造商", "制造厂家", "品牌", "厂商", "生产厂商", "生产单位"];
        serial_number: String = "出厂编号", "Serial number", "", 0, 80, Identity, Optional, "铭牌出厂编号", "Serial number on the nameplate", ["出厂号", "产品编号", "制造编号"];
        made_on: PartialDate = "出厂日期", "Date of manufacture", "", 0, 0, Identity, Screening, "铭牌出厂年月；淘汰目录的年份条件按此判定", "Year and month on the nameplate; conditions of the phase-out catalogues go by it", ["制造日期", "生产日期", "出厂年月", "出厂时间", "制造年月", "出厂年份", "生产年份"];
        commissioned_on: PartialDate = "投运日期", "Commissioned", "", 0, 0, Identity, Optional, "投入使用年月", "Year and month of commissioning", ["投产日期", "投用日期", "启用日期", "投运时间", "使用日期", "投运年月", "投用时间", "购置日期", "启用年月"];
        status: Status = "状态", "Status", "", 0, 0, Identity, Optional, "在用、备用、停用；默认在用", "In use, standby or out of use; in use by default", ["设备状态", "使用状态", "运行状态", "使用情况"];
        fed_by: String = "上级设备编号", "Fed by (tag)", "", 0, 80, Identity, Optional, "拖动本设备的电动机、或向它供电的变压器的编号；填写后与该电动机的用电只计一次", "Tag of the motor that drives this device or of the transformer that feeds it; its electricity then counts once with the motor's", ["拖动电机编号", "配套电机编号", "驱动电机编号", "供电变压器", "供电变压器编号", "上级变压器", "上级设备", "电机编号"];
        remark: String = "备注", "Remark", "", 0, 500, Identity, Optional, "其他说明", "Other notes", ["说明"];
    }
}

/// Declares the kinds once: `Variant = "code", "中文", "English", [kinds of the catalogue's rows that may speak of it];`.
macro_rules! kinds {
    ($( $kind:ident = $code:literal, $zh:literal, $en:literal, [$($row:literal),*]; )+) => {
        /// A device's kind, without its data.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum KindCode {
            $( #[doc = $zh] $kind, )+
        }

        impl KindCode {
            /// All kinds, in the order of tabs and sheets.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$kind),+];

            /// Stable code for files and JSON.
            pub fn code(self) -> &'static str {
                match self { $( Self::$kind => $code, )+ }
            }

            /// The kind of a stable code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|k| k.code() == code)
            }

            /// Chinese name.
            pub fn zh(self) -> &'static str {
                match self { $( Self::$kind => $zh, )+ }
            }

            /// English name.
            pub fn en(self) -> &'static str {
                match self { $( Self::$kind => $en, )+ }
            }

            /// Values of the catalogue's `kind` column whose rows may speak of such a device.
            pub fn catalogue_kinds(self) -> &'static [&'static str] {
                match self { $( Self::$kind => &[$($row),*], )+ }
            }

            /// An empty device of this kind.
            pub fn empty(self) -> Kind {
                match self { $( Self::$kind => Kind::$kind($kind::default()), )+ }
            }

            /// The kind's own fields (without the common ones).
            pub fn own_fields(self) -> &'static [FieldDef] {
                match self { $( Self::$kind => $kind::defs(), )+ }
            }

            /// Every field of the kind: the common ones, then its own.
            pub fn fields(self) -> impl Iterator<Item = &'static FieldDef> {
                Common::defs().iter().chain(self.own_fields())
            }

            /// The declaration of a field of this kind.
            pub fn field(self, key: &str) -> Option<&'static FieldDef> {
                self.fields().find(|d| d.key == key)
            }
        }

        /// What a kind of device has besides the common nameplate.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $( #[doc = $zh] $kind($kind), )+
        }

        impl Kind {
            /// The kind's code.
            pub fn code(&self) -> KindCode {
                match self { $( Self::$kind(_) => KindCode::$kind, )+ }
            }

            fn record(&self) -> &dyn Record {
                match self { $( Self::$kind(r) => r, )+ }
            }

            fn record_mut(&mut self) -> &mut dyn Record {
                match self { $( Self::$kind(r) => r, )+ }
            }
        }
    };
}

kinds! {
    Motor = "motor", "电动机", "Motors", ["motor"];
    Transformer = "transformer", "变压器", "Transformers", ["transformer"];
    Boiler = "boiler", "锅炉", "Boilers", ["boiler"];
    Fan = "fan", "通风机", "Fans", ["fan"];
    Blower = "blower", "鼓风机", "Blowers", ["fan"];
    Pump = "pump", "离心泵", "Pumps", ["pump"];
    Submersible = "submersible", "潜水电泵", "Submersible pumps", ["pump"];
    Compressor = "compressor", "空压机", "Air compressors", ["compressor"];
    Chiller = "chiller", "冷水机组(热泵)", "Chillers and heat pumps", ["refrigeration"];
    Furnace = "furnace", "工业炉窑", "Furnaces", ["heating"];
    HeatExchanger = "heat_exchanger", "换热器", "Heat exchangers", [];
    Welder = "welder", "电焊机", "Welders", ["welder"];
    Lighting = "lighting", "照明", "Lighting", [];
    DataCentre = "data_centre", "数据中心", "Data centres", [];
    Other = "other", "其他设备", "Other", ["other", "machine_tool", "valve"];
}

/// The auditor's own verdict in place of the program's, with the reason the report shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overrule {
    /// Stable code of the level (see `screening::Level`).
    pub level: String,
    /// Why.
    pub reason: String,
}

/// A device, or several alike ([`Common::quantity`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Equipment {
    /// Stable id.
    pub id: Id,
    /// What every device has.
    pub common: Common,
    /// What this kind has.
    pub kind: Kind,
    /// The auditor's overruling, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overrule: Option<Overrule>,
}

impl Equipment {
    /// An empty device with a fresh id.
    pub fn new(kind: KindCode) -> Self {
        Self { id: Id::fresh(), common: Common::default(), kind: kind.empty(), overrule: None }
    }

    /// The value of a field, common or own.
    pub fn get(&self, key: &str) -> Option<Entered<FieldValue>> {
        self.common.get(key).or_else(|| self.kind.record().get(key))
    }

    /// The stable code entered into a field of options, common or own.
    pub fn choice(&self, key: &str) -> Option<&'static str> {
        self.kind.record().choice(key).or_else(|| self.common.choice(key))
    }

    /// Enters or clears a field, common or own, after checking type and range.
    pub fn set(&mut self, key: &str, value: Option<Entered<FieldValue>>) -> Result<(), FieldError> {
        if Common::defs().iter().any(|d| d.key == key) {
            self.common.set(key, value)
        } else {
            self.kind.record_mut().set(key, value)
        }
    }

    /// The field's value as shown, empty if not entered.
    pub fn show(&self, def: &FieldDef) -> String {
        self.get(def.key).map_or_else(String::new, |e| def.show(&e.value))
    }

    /// The number of alike devices, 1 if not entered.
    pub fn quantity(&self) -> f64 {
        self.common.quantity.as_ref().map_or(1.0, |q| q.value)
    }

    /// In use (or not stated).
    pub fn in_use(&self) -> bool {
        self.common.status.as_ref().is_none_or(|s| s.value == Status::InUse)
    }

    /// The model text, empty if not entered.
    pub fn model(&self) -> &str {
        self.common.model.as_ref().map_or("", |m| &m.value)
    }

    /// How the device is called in lists: tag, else name, else model.
    pub fn label(&self) -> &str {
        [&self.common.tag, &self.common.name, &self.common.model]
            .into_iter()
            .flatten()
            .map(|e| e.value.as_str())
            .find(|t| !t.is_empty())
            .unwrap_or("未命名")
    }
}
