//! The things of an audit as parts.

use std::sync::Arc;

use serde_json::json;

use super::Added;
use super::compare::Found;
use super::part::{Part, Subject, Value};
use crate::audit::field::{FieldError, number};
use crate::audit::measure::Contract;
use crate::audit::{
    Action, Attachment, Audit, Cost, Enterprise, Equipment, Factors, Finance, Id, Imprint, KindCode, Measure, OwnTable,
    Prices, Record, Row, Scenario, Section,
};

/// A thing whose parts are compared and taken over one by one.
pub(super) trait Thing: Clone + PartialEq {
    /// Its id; that of a head section means nothing.
    fn id(&self) -> Id;
    /// What it is.
    fn subject(&self) -> Subject;
    /// What it is called.
    fn name(&self) -> String;
    /// The parts in which it may differ from another.
    fn parts(&self, other: &Self) -> Vec<Part>;
    /// What a part holds.
    fn get(&self, part: &Part) -> Value;
    /// Takes a part from another. Fields refuse values they don't accept.
    fn put(&mut self, part: &Part, from: &Self) -> Result<(), FieldError>;
    /// Puts a list of ids into a part that is one.
    fn put_ids(&mut self, _part: &Part, _ids: Vec<Id>) {}
}

fn fields_of(record: &dyn Record) -> Vec<Part> {
    record.fields().iter().map(Part::field).collect()
}

fn field(record: &dyn Record, part: &Part) -> Value {
    record.get(part.key).map_or(Value::Empty, Value::Field)
}

macro_rules! head {
    ($($name:ident),+) => { $(
        impl Thing for $name {
            fn id(&self) -> Id {
                Id(0)
            }
            fn subject(&self) -> Subject {
                Subject::$name
            }
            fn name(&self) -> String {
                String::new()
            }
            fn parts(&self, _: &Self) -> Vec<Part> {
                fields_of(self)
            }
            fn get(&self, part: &Part) -> Value {
                field(self, part)
            }
            fn put(&mut self, part: &Part, from: &Self) -> Result<(), FieldError> {
                self.set(part.key, Record::get(from, part.key))
            }
        }
    )+ };
}
head!(Enterprise, Prices, Factors, Finance, Imprint);

const KIND: Part = Part::named("kind", "设备种类及全部参数", "Kind and all data");
const OVERRULE: Part = Part::named("overrule", "人工判定", "Overruled verdict");

impl Thing for Arc<Equipment> {
    fn id(&self) -> Id {
        self.id
    }
    fn subject(&self) -> Subject {
        Subject::Equipment(self.id)
    }
    fn name(&self) -> String {
        self.label().to_owned()
    }
    fn parts(&self, other: &Self) -> Vec<Part> {
        if self.kind.code() != other.kind.code() {
            return vec![KIND];
        }
        self.kind.code().fields().map(Part::field).chain([OVERRULE]).collect()
    }
    fn get(&self, part: &Part) -> Value {
        match part.key {
            "kind" => Value::Other(self.kind.code().zh().to_owned(), json!([self.common, self.kind, self.overrule])),
            "overrule" => self.overrule.as_ref().map_or(Value::Empty, |o| {
                let level = crate::screening::Level::from_code(&o.level).map_or(o.level.as_str(), |l| l.zh());
                Value::Other(format!("{level}：{}", o.reason), json!(o))
            }),
            key => Equipment::get(self, key).map_or(Value::Empty, Value::Field),
        }
    }
    fn put(&mut self, part: &Part, from: &Self) -> Result<(), FieldError> {
        match part.key {
            "kind" => *self = Self::new(Equipment { id: self.id, ..Equipment::clone(from) }),
            "overrule" => Self::make_mut(self).overrule.clone_from(&from.overrule),
            key => return Self::make_mut(self).set(key, Equipment::get(from, key)),
        }
        Ok(())
    }
}

const QUOTAS: Part = Part::named("quotas", "对照的限额行", "Quota rows");
const CONDITIONS: Part = Part::named("conditions", "限额的条件", "Conditions of the quota");
const SHARES: Part = Part::named("shares_pct", "分品种的分摊比例(%)", "Shares by carrier (%)");

impl Thing for Row {
    fn id(&self) -> Id {
        self.id()
    }
    fn subject(&self) -> Subject {
        Subject::Row(self.section(), self.id())
    }
    fn name(&self) -> String {
        let section = self.section();
        let shown = |key: &&str| {
            let def = section.fields().iter().find(|d| d.key == *key)?;
            self.fields().get(key).map(|e| def.show(&e.value))
        };
        let parts: Vec<String> = naming(section).iter().filter_map(shown).collect();
        if parts.is_empty() { "未命名".to_owned() } else { parts.join(" ") }
    }
    fn parts(&self, _: &Self) -> Vec<Part> {
        let mut parts = fields_of(self.fields());
        if matches!(self, Self::Product(_)) {
            parts.extend([QUOTAS, CONDITIONS, SHARES]);
        }
        parts
    }
    fn get(&self, part: &Part) -> Value {
        let Self::Product(p) = self else { return field(self.fields(), part) };
        let pairs = |pairs: Vec<String>, exact: serde_json::Value| {
            if pairs.is_empty() { Value::Empty } else { Value::Other(pairs.join("；"), exact) }
        };
        match part.key {
            "quotas" => pairs(p.quotas.clone(), json!(p.quotas)),
            "conditions" => pairs(p.conditions.iter().map(|(k, v)| format!("{k} {v}")).collect(), json!(p.conditions)),
            "shares_pct" => {
                pairs(p.shares_pct.iter().map(|(k, v)| format!("{k} {}", number(*v))).collect(), json!(p.shares_pct))
            }
            _ => field(&p.fields, part),
        }
    }
    fn put(&mut self, part: &Part, from: &Self) -> Result<(), FieldError> {
        if let (Self::Product(p), Self::Product(other)) = (&mut *self, from) {
            match part.key {
                "quotas" => p.quotas.clone_from(&other.quotas),
                "conditions" => p.conditions.clone_from(&other.conditions),
                "shares_pct" => p.shares_pct.clone_from(&other.shares_pct),
                key => return p.fields.set(key, other.fields.get(key)),
            }
            return Ok(());
        }
        self.fields_mut().set(part.key, from.fields().get(part.key))
    }
}

/// The fields by which a row of the plant's data is known: two rows that agree in them speak of the same.
pub(super) fn naming(section: Section) -> &'static [&'static str] {
    match section {
        Section::Consumption => &["carrier", "flow", "process", "year"],
        Section::Product => &["name", "year"],
        Section::Year => &["year"],
        Section::Management => &["item"],
        Section::Meter => &["carrier", "level"],
        Section::Resource => &["name"],
    }
}

const MEASURE: [Part; 11] = [
    Part::named("title", "名称", "Title"),
    Part::named("action", "内容与参数", "What is done"),
    Part::named("targets", "对象设备", "Devices"),
    Part::named("investment_yuan", "投资(元)", "Investment (yuan)"),
    Part::named("subsidy_yuan", "补助(元)", "Subsidy (yuan)"),
    Part::named("annual_cost_yuan", "年增加费用(元)", "Added yearly cost (yuan)"),
    Part::named("life_a", "寿命(年)", "Life (years)"),
    Part::named("terms", "其他补助与合同条件", "Other terms"),
    Part::named("source", "金额来源", "Source of the amounts"),
    Part::named("note", "备注", "Remarks"),
    Part::named("requires", "前置措施", "Required measures"),
];

impl Thing for Measure {
    fn id(&self) -> Id {
        self.id
    }
    fn subject(&self) -> Subject {
        Subject::Measure(self.id)
    }
    fn name(&self) -> String {
        self.title.clone()
    }
    fn parts(&self, _: &Self) -> Vec<Part> {
        MEASURE.to_vec()
    }
    fn get(&self, part: &Part) -> Value {
        match part.key {
            "title" => Value::words(&self.title),
            "action" => Value::Other(action(&self.action), json!(self.action)),
            "targets" => Value::Devices(self.targets.clone()),
            "investment_yuan" => Value::number(self.cost.investment_yuan),
            "subsidy_yuan" => Value::number(self.cost.subsidy_yuan),
            "annual_cost_yuan" => Value::number(self.cost.annual_cost_yuan),
            "life_a" => Value::number(self.cost.life_a),
            "terms" => terms(&self.cost),
            "source" => Value::words(&self.cost.source),
            "note" => Value::words(&self.note),
            _ => Value::Measures(self.requires.clone()),
        }
    }
    fn put(&mut self, part: &Part, from: &Self) -> Result<(), FieldError> {
        match part.key {
            "title" => self.title.clone_from(&from.title),
            "action" => self.action = from.action.clone(),
            "targets" => self.targets.clone_from(&from.targets),
            "investment_yuan" => self.cost.investment_yuan = from.cost.investment_yuan,
            "subsidy_yuan" => self.cost.subsidy_yuan = from.cost.subsidy_yuan,
            "annual_cost_yuan" => self.cost.annual_cost_yuan = from.cost.annual_cost_yuan,
            "life_a" => self.cost.life_a = from.cost.life_a,
            "terms" => {
                self.cost = Cost {
                    investment_yuan: self.cost.investment_yuan,
                    subsidy_yuan: self.cost.subsidy_yuan,
                    annual_cost_yuan: self.cost.annual_cost_yuan,
                    life_a: self.cost.life_a,
                    source: std::mem::take(&mut self.cost.source),
                    ..from.cost.clone()
                }
            }
            "source" => self.cost.source.clone_from(&from.cost.source),
            "note" => self.note.clone_from(&from.note),
            _ => self.requires.clone_from(&from.requires),
        }
        Ok(())
    }
    fn put_ids(&mut self, part: &Part, ids: Vec<Id>) {
        match part.key {
            "targets" => self.targets = ids,
            _ => self.requires = ids,
        }
    }
}

/// What a measure does, with its inputs.
fn action(action: &Action) -> String {
    let optional = |name: &str, n: &Option<f64>| n.map(|n| format!("{name} {}", number(n)));
    let grade = |g: &u8| Some(format!("{g} 级能效"));
    let inputs: Vec<String> = match action {
        Action::ReplaceMotor { grade: g, efficiency_pct } => {
            [grade(g), optional("效率(%)", efficiency_pct)].into_iter().flatten().collect()
        }
        Action::ReplaceTransformer {
            grade: g,
            core,
            capacity_kva,
            no_load_loss_w,
            load_loss_w,
            no_load_current_pct,
        } => {
            use crate::audit::field::Choice as _;
            let core = core.map(|c| format!("铁心 {}", c.zh()));
            let numbers = [
                optional("容量(kVA)", capacity_kva),
                optional("空载损耗(W)", no_load_loss_w),
                optional("负载损耗(W)", load_loss_w),
                optional("空载电流(%)", no_load_current_pct),
            ];
            [grade(g), core].into_iter().chain(numbers).flatten().collect()
        }
        Action::ReplaceBoiler { fuel, efficiency_pct, condensing, fuel_ncv } => {
            use crate::audit::field::Choice as _;
            let words = [fuel.map(|f| f.zh().to_owned()), condensing.map(|c| format!("冷凝 {}", c.zh()))];
            let numbers = [optional("效率(%)", &Some(*efficiency_pct)), optional("燃料低位热值", fuel_ncv)];
            words.into_iter().chain(numbers).flatten().collect()
        }
        recorded => {
            let Some(record) = recorded.inputs() else { return recorded.zh().to_owned() };
            let shown = |def: &crate::audit::FieldDef| {
                record.get(def.key).map(|e| format!("{} {}", def.header(), def.show(&e.value)))
            };
            record.fields().iter().filter_map(shown).collect()
        }
    };
    if inputs.is_empty() { action.zh().to_owned() } else { format!("{}：{}", action.zh(), inputs.join("，")) }
}

/// What else the cost says.
fn terms(cost: &Cost) -> Value {
    let named = [
        ("补助占投资(%)", cost.subsidy_share_pct),
        ("补助(元/tce)", cost.subsidy_yuan_per_tce),
        ("补助上限(元)", cost.subsidy_cap_yuan),
        ("停产损失(元)", cost.downtime_cost_yuan),
        ("可抵免投资(元)", cost.credit_investment_yuan),
    ];
    let mut shown: Vec<String> =
        named.iter().filter_map(|(name, n)| n.map(|n| format!("{name} {}", number(n)))).collect();
    shown.extend(cost.contract.as_ref().map(|c| match c {
        Contract::Shared { provider_share_pct, years_a, .. } => {
            format!("节能效益分享型，节能服务公司分享 {} %，{} 年", number(*provider_share_pct), number(*years_a))
        }
        Contract::Guaranteed { price_yuan, guaranteed_yuan, years_a, .. } => format!(
            "节能量保证型，合同价 {} 元，保证 {} 元/年，{} 年",
            number(*price_yuan),
            number(*guaranteed_yuan),
            number(*years_a)
        ),
    }));
    if shown.is_empty() {
        return Value::Empty;
    }
    Value::Other(shown.join("，"), json!([named.map(|(_, n)| n), cost.contract]))
}

const SCENARIO: [Part; 2] =
    [Part::named("name", "名称", "Name"), Part::named("measures", "包含的措施及次序", "Measures in order")];

/// What a scenario that came in under a name already taken is called besides.
const OTHERS: &str = "(对方";

/// The name without what [`tell_apart`] added.
fn own_name(name: &str) -> &str {
    name.split_once(OTHERS).map_or(name, |(own, _)| own)
}

/// Scenarios from `before` on came in; one whose name is taken gets another.
pub(super) fn tell_apart(scenarios: &mut [Scenario], before: usize, found: &mut Found) {
    for at in before..scenarios.len() {
        let Some((earlier, [scenario, ..])) = scenarios.split_at_mut_checked(at) else { continue };
        let taken = |name: &str| earlier.iter().any(|s| s.name == name);
        if !taken(&scenario.name) {
            continue;
        }
        let names = (1..).map(|n| match n {
            1 => format!("{}{OTHERS})", scenario.name),
            n => format!("{}{OTHERS}{n})", scenario.name),
        });
        if let Some(name) = names.take(earlier.len() + 2).find(|name| !taken(name)) {
            found.notes.push(format!("两份审计都有方案“{}”，都保留；对方的改名为“{name}”", scenario.name));
            if let Some(added) = found.added.iter_mut().find(|a: &&mut Added| a.subject == scenario.subject()) {
                added.name.clone_from(&name);
            }
            scenario.name = name;
        }
    }
}

impl Thing for Scenario {
    fn id(&self) -> Id {
        self.id
    }
    fn subject(&self) -> Subject {
        Subject::Scenario(self.id)
    }
    fn name(&self) -> String {
        self.name.clone()
    }
    fn parts(&self, other: &Self) -> Vec<Part> {
        // A name that an earlier merge changed is not a difference.
        let renamed = self.name != other.name && own_name(&self.name) == own_name(&other.name);
        SCENARIO.into_iter().filter(|p| p.key != "name" || !renamed).collect()
    }
    fn get(&self, part: &Part) -> Value {
        match part.key {
            "name" => Value::words(&self.name),
            _ => Value::Measures(self.measures.clone()),
        }
    }
    fn put(&mut self, part: &Part, from: &Self) -> Result<(), FieldError> {
        match part.key {
            "name" => self.name.clone_from(&from.name),
            _ => self.measures.clone_from(&from.measures),
        }
        Ok(())
    }
    fn put_ids(&mut self, _: &Part, ids: Vec<Id>) {
        self.measures = ids;
    }
}

const TABLE: Part = Part::named("table", "整张表", "The whole table");

impl Thing for OwnTable {
    fn id(&self) -> Id {
        self.id
    }
    fn subject(&self) -> Subject {
        Subject::OwnTable(self.id)
    }
    fn name(&self) -> String {
        self.file.clone()
    }
    fn parts(&self, _: &Self) -> Vec<Part> {
        vec![TABLE]
    }
    fn get(&self, _: &Part) -> Value {
        let lines = self.text.lines().count();
        let shown = format!("{} {} {}，{} 起，{lines} 行", self.file, self.standard, self.edition, self.effective_from);
        Value::Other(shown, json!(self))
    }
    fn put(&mut self, _: &Part, from: &Self) -> Result<(), FieldError> {
        *self = Self { id: self.id, ..from.clone() };
        Ok(())
    }
}

const ATTACHMENT: [Part; 4] = [
    Part::named("content", "内容", "Content"),
    Part::named("device", "所属设备", "Device"),
    Part::named("caption", "说明", "Caption"),
    Part::named("in_report", "入报告", "In the report"),
];

impl Thing for Attachment {
    fn id(&self) -> Id {
        self.id
    }
    fn subject(&self) -> Subject {
        Subject::Attachment(self.id)
    }
    fn name(&self) -> String {
        self.name.clone()
    }
    fn parts(&self, _: &Self) -> Vec<Part> {
        ATTACHMENT.to_vec()
    }
    fn get(&self, part: &Part) -> Value {
        match part.key {
            "content" => {
                let size = self.pixels.map_or_else(String::new, |(w, h)| format!("，{w}×{h} 像素"));
                let shown = format!("{}，{} KB{size}", self.name, self.bytes.div_ceil(1024));
                Value::Other(shown, json!(self.content))
            }
            "device" => self.device.map_or(Value::Empty, |id| Value::Devices(vec![id])),
            "caption" => Value::words(&self.caption),
            _ => Value::words(if self.in_report { "是" } else { "否" }),
        }
    }
    fn put(&mut self, part: &Part, from: &Self) -> Result<(), FieldError> {
        match part.key {
            "content" => {
                let own = Self { id: self.id, device: self.device, in_report: self.in_report, ..from.clone() };
                *self = Self { caption: std::mem::take(&mut self.caption), ..own };
            }
            "device" => self.device = from.device,
            "caption" => self.caption.clone_from(&from.caption),
            _ => self.in_report = from.in_report,
        }
        Ok(())
    }
}

/// The kind and tag by which two devices with different ids are taken to be the same.
pub(super) fn tag_of(device: &Equipment) -> Option<(KindCode, &str)> {
    let tag = device.common.tag.as_ref()?.value.trim();
    (!tag.is_empty()).then_some((device.kind.code(), tag))
}

/// The fields by which a row is known, as text; `None` if the first of them is empty.
pub(super) fn key_of(row: &Row) -> Option<String> {
    let section = row.section();
    let keys = naming(section);
    row.fields().get(keys.first()?)?;
    let value = |key: &&str| match row.fields().get(key) {
        Some(e) => format!("{:?}", e.value),
        // A flow that is not stated is a purchase.
        None if *key == "flow" => format!("{:?}", crate::audit::FieldValue::Choice("purchased".to_owned())),
        None => String::new(),
    };
    Some(keys.iter().map(value).collect::<Vec<_>>().join("|"))
}

/// All lists of an audit whose ids must be unique, made so: a damaged file's second thing of an id gets its own.
pub(super) fn unique_ids(audit: &mut Audit) {
    fn each<T>(list: &mut [T], id: impl Fn(&mut T) -> &mut Id) {
        let mut seen = std::collections::HashSet::new();
        for thing in list {
            let id = id(thing);
            while !seen.insert(*id) {
                *id = Id::fresh();
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    for device in audit.equipment.shared_mut() {
        // One that keeps its id stays shared.
        while !seen.insert(device.id) {
            Arc::make_mut(device).id = Id::fresh();
        }
    }
    each(&mut audit.measures, |t| &mut t.id);
    each(&mut audit.scenarios, |t| &mut t.id);
    each(&mut audit.own_tables, |t| &mut t.id);
    each(&mut audit.consumption, |t| &mut t.id);
    each(&mut audit.products, |t| &mut t.id);
    each(&mut audit.years, |t| &mut t.id);
    each(&mut audit.management, |t| &mut t.id);
    each(&mut audit.meters, |t| &mut t.id);
    each(&mut audit.resources, |t| &mut t.id);
    each(&mut audit.attachments, |t| &mut t.id);
}
