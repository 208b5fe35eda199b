//! `merge`: another audit brought in.

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Value, json};

use super::output::View;
use super::{Failure, Lang, Out, Refused};
use crate::merge::{self, Merge, Question, Side, Told};
use crate::store::{self, Change, DataDir, Document, Shared};

/// Merges `other` into `file`. While a question is open nothing is written: what was decided and what was not is one
/// step, so that it can be undone as one.
pub(super) fn merge(file: &Path, other: &Path, take: &[String], dry_run: bool, out: &Out) -> Result<Refused, Failure> {
    let answers = Answers::read(take)?;
    if same_file(file, other) {
        return Err(Failure::Usage("两个文件是同一个；请给出另一份审计".to_owned()));
    }
    let data = DataDir::default_location();
    let theirs = Document::open_read_only(other, &data)?;
    let mut mine = super::commands::open(file)?;
    let (here, there) = (mine.trail()?, theirs.trail()?);
    let shared = store::shared(&here, &there)?;
    let merge = merge::merge(shared.start.as_ref(), here.audit(), there.audit());
    let contents = theirs.contents_beyond(here.audit())?;
    drop((here, there));
    theirs.close(false)?;
    if let Some(unknown) = answers.single.keys().find(|key| !merge.questions.iter().any(|q| q.key() == **key)) {
        mine.close(false)?;
        return Err(Failure::Usage(format!("没有要决定的项 {unknown}；不带 --take 运行可列出全部")));
    }

    for note in &merge.notes {
        eprintln!("注意：{note}");
    }
    let open: Vec<&Question> = merge.questions.iter().filter(|q| answers.of(q).is_none()).collect();
    view(&merge, &shared, &answers, out.lang).print(out.format)?;
    let counts = format!("加入 {}，采用 {}，两方不同 {}", merge.added.len(), merge.taken.len(), merge.questions.len());
    if !open.is_empty() {
        mine.close(false)?;
        eprintln!(
            "{counts}；还有 {} 项没有决定，没有写入。用 --take mine 或 --take theirs 一并决定，用 --take 项=mine 逐项决定",
            open.len()
        );
        return Ok(true);
    }
    if dry_run || merge.nothing() {
        mine.close(false)?;
        let written = if merge.nothing() { "对方没有本方所没有的内容" } else { "只比较，没有写入" };
        eprintln!("{counts}；{written}");
        return Ok(false);
    }
    let edit = merge.edit(mine.audit(), |q| answers.of(q).unwrap_or(Side::Mine));
    let name = other.file_name().unwrap_or_default().to_string_lossy().into_owned();
    mine.apply_with(&format!("合并 {name}"), edit, &contents)?;
    mine.close(true)?;
    eprintln!("{counts}；已写入 {}", file.display());
    Ok(false)
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// What `--take` says.
#[derive(Default)]
struct Answers {
    all: Option<Side>,
    single: HashMap<String, Side>,
}

impl Answers {
    fn read(take: &[String]) -> Result<Self, Failure> {
        let side = |word: &str| match word {
            "mine" => Ok(Side::Mine),
            "theirs" => Ok(Side::Theirs),
            _ => Err(Failure::Usage(format!("--take 应为 mine、theirs 或 项=mine、项=theirs，不是“{word}”"))),
        };
        let mut answers = Self::default();
        for said in take {
            match said.rsplit_once('=') {
                Some((key, word)) => drop(answers.single.insert(key.to_owned(), side(word)?)),
                None => answers.all = Some(side(said)?),
            }
        }
        Ok(answers)
    }

    fn of(&self, question: &Question) -> Option<Side> {
        self.single.get(&question.key()).copied().or(self.all)
    }
}

fn view(merge: &Merge, shared: &Shared, answers: &Answers, lang: Lang) -> View {
    let zh = lang == Lang::Zh;
    let pick = |a: &str, b: &str| if zh { a } else { b }.to_owned();
    let shown = |told: &Told, by: Option<&Change>| {
        let origin = told.origin.map(|o| format!("[{}]", if zh { o.zh() } else { o.en() })).unwrap_or_default();
        let by = by.map(|c| format!("（{} {}）", c.who, c.at).replace("（ ", "（")).unwrap_or_default();
        format!("{}{origin}{by}", told.text)
    };
    let kind = |s: merge::Subject| if zh { s.zh() } else { s.en() };
    let label = |p: &merge::Part| if zh { p.header() } else { p.en.to_owned() };
    let mut rows = Vec::new();
    for a in &merge.added {
        let thing = format!("{} {}", kind(a.subject), a.name);
        rows.push(vec![pick("加入", "added"), thing, String::new(), String::new(), String::new(), a.subject.code()]);
    }
    for t in &merge.taken {
        let thing = format!("{} {}", kind(t.subject), t.name);
        rows.push(vec![
            pick("采用对方", "taken"),
            thing,
            label(&t.part),
            shown(&t.mine, None),
            shown(&t.theirs, None),
            format!("{}/{}", t.subject.code(), t.part.key),
        ]);
    }
    let mut questions = Vec::new();
    for q in &merge.questions {
        let mine = shared.mine.of(q.subject, q.part.key);
        let theirs = shared.theirs.of(q.theirs_subject, q.part.key);
        let state = match answers.of(q) {
            Some(Side::Mine) => pick("取本方", "mine"),
            Some(Side::Theirs) => pick("取对方", "theirs"),
            None => pick("待决定", "open"),
        };
        rows.push(vec![
            state,
            format!("{} {}", kind(q.subject), q.name),
            label(&q.part),
            shown(&q.mine, mine),
            shown(&q.theirs, theirs),
            q.key(),
        ]);
        questions.push(json!({
            "item": q.key(), "name": q.name, "field": q.part.zh,
            "mine": side(&q.mine, mine), "theirs": side(&q.theirs, theirs),
            "before": q.before.as_ref().map(|b| &b.text),
            "take": answers.of(q).map(|s| if s == Side::Mine { "mine" } else { "theirs" }),
        }));
    }
    let changed: Vec<Value> = merge
        .taken
        .iter()
        .map(|t| json!({"item": format!("{}/{}", t.subject.code(), t.part.key), "name": t.name, "mine": t.mine.text, "theirs": t.theirs.text}))
        .collect();
    let added: Vec<Value> = merge.added.iter().map(|a| json!({"item": a.subject.code(), "name": a.name})).collect();
    View {
        header: vec![
            pick("结果", "Result"),
            pick("对象", "Of"),
            pick("字段", "Field"),
            pick("本方", "Mine"),
            pick("对方", "Theirs"),
            pick("项", "Item"),
        ],
        rows,
        json: json!({
            "common_start": merge.with_start, "added": added, "taken": changed, "questions": questions, "notes": merge.notes,
        }),
    }
}

fn side(told: &Told, by: Option<&Change>) -> Value {
    json!({"value": told.text, "origin": told.origin, "at": by.map(|c| &c.at), "who": by.map(|c| &c.who)})
}
