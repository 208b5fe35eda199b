//! The sheets on targets, products and sources.

use super::{Cell, Column, sum, text};
use crate::rollup::{Site, sources};

type Sheet = (Vec<Column>, Vec<Vec<Cell>>);

fn said(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

pub(super) fn targets(sites: &[Site]) -> Sheet {
    let headers = ["企业名称", "市县", "行业", "未达到的目标", "产品", "要求", "实际值", "单位", "依据", "文件"];
    let rows = sites.iter().flat_map(|s| {
        s.missed.iter().map(move |t| {
            vec![
                said(&s.enterprise),
                said(&s.city),
                said(&s.industry),
                said(&t.target),
                said(&t.product),
                said(&t.required),
                Cell::maybe(t.actual, 2),
                said(&t.unit),
                said(&t.basis),
                said(&s.file),
            ]
        })
    });
    (headers.map(text).into(), rows.collect())
}

pub(super) fn products(sites: &[Site]) -> Sheet {
    let headers = [
        "企业名称",
        "市县",
        "产品",
        "指标",
        "单耗",
        "单位",
        "等级",
        "1级",
        "2级",
        "3级(限定值)",
        "依据",
        "数据",
        "缺",
        "文件",
    ];
    let rows = sites.iter().flat_map(|s| {
        s.products.iter().map(move |p| {
            let star =
                if p.provisional && p.outcome.level().is_some() { "(有未修正的条件，未定)" } else { "" };
            vec![
                said(&s.enterprise),
                said(&s.city),
                said(&p.product),
                said(&p.indicator),
                Cell::Number(p.value, 2),
                said(&p.unit),
                Cell::Text(format!("{}{star}", p.outcome.zh())),
                Cell::maybe(p.limits[0], 2),
                Cell::maybe(p.limits[1], 2),
                Cell::maybe(p.limits[2], 2),
                said(&p.basis),
                said(if p.estimated { "估算" } else { "" }),
                said(&p.missing),
                said(&s.file),
            ]
        })
    });
    (headers.map(text).into(), rows.collect())
}

pub(super) fn basis(sites: &[Site]) -> Sheet {
    let columns = vec![text("标准、目录或文件"), text("版次(年份)"), sum("依据(条)"), text("待核")];
    let rows = sources(sites).into_iter().map(|s| {
        vec![Cell::Text(s.standard), Cell::Text(s.edition), Cell::Number(s.times as f64, 0), Cell::Text(s.unreviewed)]
    });
    (columns, rows.collect())
}
