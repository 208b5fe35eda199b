//! `report` and `export` over one audit or many: one output each.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{Failure, Refused, commands};
use crate::audit::Audit;
use crate::exchange;
use crate::store::{DataDir, Document};

/// Where the outputs go.
pub(super) struct Target<'a> {
    /// What is written, for messages.
    pub what: &'a str,
    /// Endings that can be written, the usual one first.
    pub formats: &'a [&'a str],
    /// The file, or the folder of the files.
    pub output: PathBuf,
    /// The ending chosen for files in a folder.
    pub format: Option<String>,
}

/// Writes one audit.
pub(super) type Write<'a> = &'a dyn Fn(&Document, &Path) -> Result<Refused, Failure>;

/// Opens an audit for reading, without changing it or its folder's lock, and closes it.
fn opened(file: &Path, then: impl FnOnce(&Document) -> Result<Refused, Failure>) -> Result<Refused, Failure> {
    let document = Document::open_read_only(file, &DataDir::default_location())?;
    let done = then(&document);
    document.close(false)?;
    done
}

/// A file's ending in small letters; empty without one.
pub(super) fn ending(path: &Path) -> String {
    path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase())
}

/// Writes each audit to its own file. One that can't be read or written is told and keeps no other out; only if none
/// could be written is that a failure.
pub(super) fn each(files: &[PathBuf], target: &Target<'_>, write: Write<'_>) -> Result<Refused, Failure> {
    if let Some(format) = target.format.as_deref().filter(|f| !target.formats.contains(f)) {
        return Err(Failure::Usage(format!(
            "{}不能写成 .{format}，可以写成 .{}",
            target.what,
            target.formats.join("、.")
        )));
    }
    if !target.is_folder(files) {
        return target.single(files, write);
    }
    let files = audits(files)?;
    let format = target.format.as_deref().or(target.formats.first().copied()).unwrap_or_default();
    std::fs::create_dir_all(&target.output)
        .map_err(|e| Failure::File(format!("建不了文件夹 {}：{e}", target.output.display())))?;
    let mut taken = HashSet::new();
    let (mut refused, mut failed) = (false, 0);
    for (at, file) in files.iter().enumerate() {
        eprintln!("[{}/{}] {}", at + 1, files.len(), file.display());
        let done = opened(file, |document| {
            let name = free_name(&output_name(file, document.audit()), &mut taken);
            write(document, &target.output.join(format!("{name}.{format}")))
        });
        match done {
            Ok(of_one) => refused |= of_one,
            Err(failure) => {
                eprintln!("  未写出：{failure}");
                failed += 1;
            }
        }
    }
    eprintln!("写出 {} 份到 {}，未写出 {failed} 份", files.len() - failed, target.output.display());
    if failed == files.len() {
        return Err(Failure::File(format!("没有一个审计文件能写出{}", target.what)));
    }
    Ok(refused || failed > 0)
}

/// Writes all audits into one folder of Parquet tables. One that can't be read is told and keeps no other out.
pub(super) fn tables(files: &[PathBuf], folder: &Path) -> Result<Refused, Failure> {
    if !ending(folder).is_empty() && !folder.is_dir() {
        return Err(Failure::Usage(format!("parquet 是一组表，-o 应为文件夹，不是文件 {}", folder.display())));
    }
    let files = audits(files)?;
    let file_failure = |e: exchange::ExchangeError| Failure::File(e.to_string());
    let mut tables = exchange::ParquetTables::create(folder).map_err(file_failure)?;
    let mut taken = HashSet::new();
    let mut failed = 0;
    for (at, file) in files.iter().enumerate() {
        eprintln!("[{}/{}] {}", at + 1, files.len(), file.display());
        let read = commands::read(file).and_then(|audit| Ok((commands::run(&audit, None)?, audit)));
        match read {
            Ok(((diagnosis, reference), audit)) => {
                let id = free_name(&output_name(file, &audit), &mut taken);
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                tables.add(&id, &name, &audit, &diagnosis, &reference).map_err(file_failure)?;
            }
            Err(failure) => {
                eprintln!("  未写出：{failure}");
                failed += 1;
            }
        }
    }
    if failed == files.len() {
        return Err(Failure::File("没有一个审计文件能读出，未写 parquet 表".to_owned()));
    }
    let written = tables.finish().map_err(file_failure)?;
    eprintln!("写出 {} 个审计，{} 张表到 {}", files.len() - failed, written.len(), folder.display());
    Ok(failed > 0)
}

impl Target<'_> {
    fn known(&self) -> bool {
        self.formats.contains(&ending(&self.output).as_str())
    }

    /// Whether the output is a folder: written with a stroke at the end, there already, or meant for several audits.
    fn is_folder(&self, files: &[PathBuf]) -> bool {
        let written = self.output.as_os_str().to_string_lossy();
        let several = files.len() > 1 || files.iter().any(|f| f.is_dir());
        written.ends_with(['/', std::path::MAIN_SEPARATOR]) || (!self.known() && (several || self.output.is_dir()))
    }

    fn single(&self, files: &[PathBuf], write: Write<'_>) -> Result<Refused, Failure> {
        let endings = self.formats.join("、.");
        if !self.known() {
            return Err(Failure::Usage(format!("{}文件应为 .{endings}；多个审计请用 -o 文件夹/", self.what)));
        }
        let [file] = files else {
            return Err(Failure::Usage(format!(
                "{} 个审计不能写进一个文件 {}；请用 -o 文件夹/",
                files.len(),
                self.output.display()
            )));
        };
        if let Some(format) = self.format.as_deref().filter(|f| *f != ending(&self.output)) {
            return Err(Failure::Usage(format!("--format {format} 与文件名 {} 不符", self.output.display())));
        }
        opened(file, |document| write(document, &self.output))
    }
}

/// The audits named on the command line: a folder stands for all .audit files in it and below, in order of their names.
pub(super) fn audits(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut out = Vec::new();
    for path in named {
        if path.is_dir() {
            let before = out.len();
            gather(path, &mut out).map_err(|e| Failure::File(format!("读不了文件夹 {}：{e}", path.display())))?;
            if out.len() == before {
                return Err(Failure::File(format!("文件夹 {} 中没有审计文件(.audit)", path.display())));
            }
        } else {
            out.push(path.clone());
        }
    }
    Ok(out)
}

/// Folders reached by a link are left out, so that none is read twice or without end.
fn gather(folder: &Path, out: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            gather(&path, out)?;
        } else if ending(&path) == "audit" && path.is_file() {
            out.push(path);
        }
    }
    Ok(())
}

/// Enterprise and file name, one of them alone if it holds the other; never with a path in it.
fn output_name(file: &Path, audit: &Audit) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let enterprise = audit.enterprise.name.as_ref().map_or("", |n| n.value.trim());
    let name = match &*stem {
        stem if stem.contains(enterprise) => stem.to_owned(),
        stem if enterprise.starts_with(stem) => enterprise.to_owned(),
        stem => format!("{enterprise}-{stem}"),
    };
    exchange::safe_name(&name, "未命名")
}

/// The name, or the name with a number if it is taken; systems that don't tell capitals apart are thought of.
fn free_name(name: &str, taken: &mut HashSet<String>) -> String {
    let mut free = name.to_owned();
    let mut n = 1;
    while !taken.insert(free.to_lowercase()) {
        n += 1;
        free = format!("{name}({n})");
    }
    free
}
