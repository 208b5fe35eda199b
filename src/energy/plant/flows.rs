//! Nodes and links of the energy's way through the plant, for a Sankey diagram; nothing is drawn here.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Balance, CarrierYear, Line};
use crate::audit::{Flow, KindCode};

/// What a node stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// 购入
    Purchased,
    /// 自产一次能源
    SelfProduced,
    /// 库存减少
    StockDrawn,
    /// 余热等回收 (conversions that give more than is recorded to go in)
    Recovered,
    /// 来源不足 (more goes out or is used than is there)
    Lacking,
    /// A carrier, by code.
    Carrier(String),
    /// A conversion, by name.
    Process(String),
    /// 外供
    Exported,
    /// 库存增加
    StockAdded,
    /// 转换损失
    Loss,
    /// Listed devices of a kind.
    Use(KindCode),
    /// A process that uses energy beside the listed devices, or raw material, by name.
    UseBy(String),
    /// 未列明
    Unexplained,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FlowNode {
    /// What it stands for.
    pub kind: NodeKind,
    /// Chinese label.
    pub label: String,
    /// What goes through it, tce: the larger of inflow and outflow.
    pub tce: f64,
    /// Column from the left, 0 for sources: behind everything that flows into it.
    pub column: usize,
}

/// A link between two nodes, by their positions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FlowLink {
    /// Position of the node it comes from.
    pub from: usize,
    /// Position of the node it goes to.
    pub to: usize,
    /// tce, equivalent value, positive.
    pub tce: f64,
}

/// Nodes and links. What flows into a carrier or conversion flows out of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Flows {
    /// Nodes.
    pub nodes: Vec<FlowNode>,
    /// Links.
    pub links: Vec<FlowLink>,
}

/// Below this, tce is rounding.
const NOTHING: f64 = 1e-9;

#[derive(Default)]
struct Builder {
    links: BTreeMap<(NodeKind, NodeKind), f64>,
}

impl Builder {
    fn add(&mut self, from: NodeKind, to: NodeKind, tce: f64) {
        if tce > NOTHING {
            *self.links.entry((from, to)).or_default() += tce;
        }
    }
}

/// The flows of a year.
pub(super) fn of(carriers: &[CarrierYear], lines: &[Line], balance: &Balance) -> Flows {
    let mut b = Builder::default();
    for c in carriers {
        let node = || NodeKind::Carrier(c.code.clone());
        let of = |flow: Flow| {
            lines.iter().filter(|l| l.carrier == c.code && l.flow == flow).map(|l| l.tce_equivalent).sum::<f64>()
        };
        b.add(NodeKind::Purchased, node(), of(Flow::Purchased));
        b.add(NodeKind::SelfProduced, node(), of(Flow::SelfProduced));
        b.add(node(), NodeKind::Exported, of(Flow::Exported));
        let drawn = of(Flow::OpeningStock) - of(Flow::ClosingStock);
        b.add(NodeKind::StockDrawn, node(), drawn);
        b.add(node(), NodeKind::StockAdded, -drawn);
        b.add(NodeKind::Lacking, node(), -c.available_tce);
    }
    for p in &balance.processes {
        let node = || NodeKind::Process(p.name.clone());
        p.inputs.iter().for_each(|(code, tce)| b.add(NodeKind::Carrier(code.clone()), node(), *tce));
        p.outputs.iter().for_each(|(code, tce)| b.add(node(), NodeKind::Carrier(code.clone()), *tce));
        b.add(node(), NodeKind::Loss, p.in_tce - p.out_tce);
        b.add(NodeKind::Recovered, node(), p.out_tce - p.in_tce);
    }
    for pool in &balance.pools {
        let left = |c: &&CarrierYear| c.available_tce > 0.0 && pool.carriers.contains(&c.code);
        let left: Vec<&CarrierYear> = carriers.iter().filter(left).collect();
        let there: f64 = left.iter().map(|c| c.available_tce).sum();
        // What the devices use beyond what is there comes from nowhere.
        let covered = if pool.used_tce > there && pool.used_tce > 0.0 { there / pool.used_tce } else { 1.0 };
        let kinds = pool.used.iter().map(|(kind, tce)| (NodeKind::Use(*kind), *tce));
        let uses: Vec<(NodeKind, f64)> =
            kinds.chain(pool.by_process.iter().map(|(name, tce)| (NodeKind::UseBy(name.clone()), *tce))).collect();
        for (to, tce) in &uses {
            b.add(NodeKind::Lacking, to.clone(), tce * (1.0 - covered));
        }
        for c in &left {
            let share = c.available_tce / there;
            let node = || NodeKind::Carrier(c.code.clone());
            uses.iter().for_each(|(to, tce)| b.add(node(), to.clone(), tce * covered * share));
            b.add(node(), NodeKind::Unexplained, c.available_tce - pool.used_tce * covered * share);
        }
    }
    lay_out(b, carriers)
}

fn label(kind: &NodeKind, carriers: &[CarrierYear]) -> String {
    match kind {
        NodeKind::Purchased => "购入",
        NodeKind::SelfProduced => "自产一次能源",
        NodeKind::StockDrawn => "库存减少",
        NodeKind::Recovered => "余热等回收",
        NodeKind::Lacking => "来源不足",
        NodeKind::Carrier(code) => carriers.iter().find(|c| c.code == *code).map_or(code, |c| &c.name),
        NodeKind::Process(name) if name.is_empty() => "转换(未填环节)",
        NodeKind::Process(name) => name,
        NodeKind::Exported => "外供",
        NodeKind::StockAdded => "库存增加",
        NodeKind::Loss => "转换损失",
        NodeKind::Use(kind) => kind.zh(),
        NodeKind::UseBy(name) => name,
        NodeKind::Unexplained => "未列明",
    }
    .to_owned()
}

fn lay_out(b: Builder, carriers: &[CarrierYear]) -> Flows {
    let mut kinds: Vec<NodeKind> = b.links.keys().flat_map(|(from, to)| [from.clone(), to.clone()]).collect();
    kinds.sort();
    kinds.dedup();
    let at = |kind: &NodeKind| kinds.binary_search(kind).unwrap_or_default();
    let links: Vec<FlowLink> =
        b.links.iter().map(|((from, to), tce)| FlowLink { from: at(from), to: at(to), tce: *tce }).collect();
    let mut columns = vec![0_usize; kinds.len()];
    // Longest way from the sources; a conversion that feeds itself in a circle must not move on forever.
    for _ in 0..kinds.len().min(8) {
        for link in &links {
            columns[link.to] = columns[link.to].max((columns[link.from] + 1).min(7));
        }
    }
    let last = columns.iter().copied().max().unwrap_or(0);
    let nodes = kinds
        .iter()
        .enumerate()
        .map(|(i, kind)| {
            let sum = |f: fn(&FlowLink) -> usize| links.iter().filter(|l| f(l) == i).map(|l| l.tce).sum::<f64>();
            let end = !links.iter().any(|l| l.from == i);
            FlowNode {
                kind: kind.clone(),
                label: label(kind, carriers),
                tce: sum(|l| l.from).max(sum(|l| l.to)),
                column: if end { last } else { columns[i] },
            }
        })
        .collect();
    Flows { nodes, links }
}
