//! `reference`: the national data, and what a model string matches.

use std::path::Path;

use serde_json::{Value, json};

use super::output::View;
use super::readings::Readings;
use super::{Failure, Lang, Reference as What, commands};
use crate::clock;
use crate::reference::{Reference, Standing, TableInfo, Tables, catalogue, labels};

fn en(lang: Lang, zh: &str, english: &str) -> String {
    if lang == Lang::Zh { zh } else { english }.to_owned()
}

/// The view of a `reference` command.
pub(super) fn view(what: Option<What>, lang: Lang) -> Result<View, Failure> {
    let tables = Tables::embedded()?;
    match what.unwrap_or(What::List { audit: None }) {
        What::List { audit } => Ok(list(&reference(audit.as_deref())?, lang)),
        What::Show { standard, audit } => show(&reference(audit.as_deref())?.tables, &standard, lang),
        What::Find { model } => Ok(find(&tables, &model, lang)),
        // These write or check a file and print nothing to be formatted.
        What::Form { .. } | What::Check { .. } | What::Add { .. } | What::Remove { .. } => {
            Err(Failure::Usage("此命令没有可列出的数据".to_owned()))
        }
    }
}

/// The national data of today, or those of an audit with its own tables.
fn reference(audit: Option<&Path>) -> Result<Reference, Failure> {
    let Some(file) = audit else { return Ok(Reference::on(clock::today())?) };
    let audit = commands::read(file)?;
    commands::reference_on(&audit, audit.reference_date().unwrap_or_else(clock::today))
}

fn list(reference: &Reference, lang: Lang) -> View {
    let tables = &reference.tables;
    let state = |i: &TableInfo| match reference.standing(i) {
        Standing::Used => en(lang, "采用", "used"),
        Standing::Replaced => en(lang, "被自备表代替", "replaced by an own table"),
        Standing::Superseded => en(lang, "有更新版本，未采用", "not used, a newer one is"),
        Standing::NotYet => en(lang, "尚未实施", "not yet in force"),
        Standing::Ended => en(lang, "已被代替", "no longer in force"),
    };
    let rows = tables
        .index
        .iter()
        .map(|i| {
            vec![
                i.id.clone(),
                i.standard.to_string(),
                i.edition.to_string(),
                i.effective_from.to_string(),
                state(i),
                tables.raw.get(&i.id).map_or(0, crate::reference::Table::len).to_string(),
                i.review_state.zh().to_owned(),
                if lang == Lang::Zh { i.title.clone() } else { i.title_en.clone() },
            ]
        })
        .collect();
    let json = tables
        .index
        .iter()
        .map(|i| {
            json!({
                "id": i.id, "title": i.title, "title_en": i.title_en, "standard": &*i.standard, "edition": &*i.edition,
                "clause": &*i.clause, "effective_from": i.effective_from.to_string(),
                "effective_to": i.effective_to.map(|d| d.to_string()), "source": &*i.source,
                "review_state": i.review_state.zh(), "review": &*i.review, "own_form": i.own_form,
                "in_force": i.in_force(reference.date), "used": reference.standing(i) == Standing::Used,
                "rows": tables.raw.get(&i.id).map_or(0, crate::reference::Table::len),
            })
        })
        .collect();
    let header = vec![
        en(lang, "表", "Table"),
        en(lang, "标准", "Standard"),
        en(lang, "版次", "Edition"),
        en(lang, "实施日期", "From"),
        format!("{} {}", reference.date, en(lang, "的状态", "state")),
        en(lang, "行数", "Rows"),
        en(lang, "核对状态", "Review"),
        en(lang, "名称", "Title"),
    ];
    View { header, rows, json: Value::Array(json) }
}

/// A table by id, or by standard number without regard to blanks and case.
fn show(tables: &Tables, wanted: &str, lang: Lang) -> Result<View, Failure> {
    let plain = |t: &str| t.replace([' ', '-', '_'], "").to_uppercase();
    let key = plain(wanted);
    let info = tables
        .index
        .iter()
        .find(|i| plain(&i.id) == key || plain(&i.standard) == key)
        .or_else(|| tables.index.iter().find(|i| plain(&i.standard).starts_with(&key) || i.title.contains(wanted)))
        .ok_or_else(|| Failure::Usage(format!("没有“{wanted}”这张表，用 energy-audit reference list 查看全部")))?;
    let Some(table) = tables.raw.get(&info.id) else {
        return Err(Failure::Usage(format!("没有表 {}", info.id)));
    };
    eprintln!(
        "{}（{}，版次 {}，{}，{} 起{}；{}）来源：{}。{}",
        info.title,
        info.standard,
        info.edition,
        info.clause,
        info.effective_from,
        info.effective_to.map_or_else(String::new, |d| format!("至 {d}")),
        info.review_state.zh(),
        info.source,
        info.review
    );
    let json = (0..table.len())
        .map(|at| {
            let cells = table.cells(at).map(|c| Value::String(c.to_owned()));
            Value::Object(table.header().iter().cloned().zip(cells).collect())
        })
        .collect();
    // English keeps the file's own names and codes; Chinese says what they mean and leaves out what is only for matching.
    let zh = lang == Lang::Zh;
    let columns = || table.header().iter().enumerate().filter(|(_, c)| !zh || labels::shown(c));
    let header = columns().map(|(_, c)| if zh { labels::column(c) } else { c.as_str() }.to_owned()).collect();
    let row = |at: usize| {
        let cells: Vec<&str> = table.cells(at).collect();
        let text = |n: usize| cells.get(n).copied().unwrap_or("");
        columns().map(|(n, c)| if zh { labels::cell(c, text(n)) } else { text(n).to_owned() }).collect()
    };
    let rows = (0..table.len()).map(row).collect();
    Ok(View { header, rows, json: Value::Array(json) })
}

fn find(tables: &Tables, model: &str, lang: Lang) -> View {
    let cleaned = catalogue::clean(model);
    let (mut rows, json) = hits(tables, model, &cleaned);
    if rows.is_empty() {
        eprintln!("{}", crate::screening::CatalogueSearch::NoHit.zh());
    }
    let (near_rows, near) = candidates(tables, &cleaned);
    rows.extend(near_rows);
    let readings = Readings::of(model, tables);
    rows.extend(readings.rows(lang));
    let header = vec![
        en(lang, "目录", "Catalogue"),
        en(lang, "条目", "Item"),
        en(lang, "种类", "Kind"),
        en(lang, "目录型号", "Listed"),
        en(lang, "命中方式", "How"),
        en(lang, "条件", "Condition"),
        en(lang, "须满足", "Required"),
    ];
    View { header, rows, json: json!({"matches": json, "candidates": near, "readings": readings.json()}) }
}

/// The rows that the model hits, with how and what must be true besides.
fn hits(tables: &Tables, model: &str, cleaned: &str) -> (Vec<Vec<String>>, Vec<Value>) {
    let mut rows = Vec::new();
    let mut json = Vec::new();
    for hit in tables.catalogue.find(None, cleaned) {
        let batch = tables.catalogue.batch(hit.item);
        let nth = hit.matched.model();
        let listed = hit.item.models.get(nth).cloned().unwrap_or_default();
        let required = hit.item.requirements(Some(nth));
        // A short code alone says nothing: the device's name or type must say the words.
        let needs_word = !hit.item.speaks_of(Some(nth), &model.to_uppercase(), false);
        let how = if needs_word { format!("{}，但须写明字样才算", hit.how()) } else { hit.how() };
        rows.push(vec![
            batch.title.to_string(),
            hit.item.item_no.to_string(),
            hit.item.kind.to_string(),
            listed.clone(),
            how.clone(),
            hit.item.condition.to_string(),
            required.join("；"),
        ]);
        json.push(json!({
            "batch": &*batch.title, "document": &*batch.document, "item": &*hit.item.item_no, "kind": &*hit.item.kind,
            "product": &*hit.item.product, "listed": listed, "how": how, "needs_word": needs_word,
            "wording": hit.item.wording(Some(nth)), "condition": &*hit.item.condition, "required": required,
            "deadline": hit.item.deadline.map(|d| d.zh(None)), "review": &*hit.item.review,
        }));
    }
    (rows, json)
}

/// Listed models that the written one may mean; never a hit.
fn candidates(tables: &Tables, cleaned: &str) -> (Vec<Vec<String>>, Vec<Value>) {
    let mut rows = Vec::new();
    let mut json = Vec::new();
    for c in tables.catalogue.candidates(None, cleaned) {
        let batch = &tables.catalogue.batch(c.item).title;
        rows.push(vec![
            batch.to_string(),
            c.item.item_no.to_string(),
            c.item.kind.to_string(),
            c.model.clone(),
            format!("相近(只作提示)：{}", c.reason),
            c.item.condition.to_string(),
            String::new(),
        ]);
        json.push(json!({
            "batch": &**batch, "item": &*c.item.item_no, "kind": &*c.item.kind, "candidate": c.model,
            "reason": c.reason, "distance": c.distance,
        }));
    }
    (rows, json)
}
