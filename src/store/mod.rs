//! The audit file: every edit durable and undoable, the user's file always whole.
//!
//! The user's `.audit` is never a live database. A memory stick may be pulled out or the file mailed
//! away at any moment, and a database caught between two writes is a damaged one. So [`Document::open`]
//! copies the file to a private *working copy* in the [`DataDir`]; every [`Edit`](crate::audit::Edit) is one
//! durable transaction there, and [`Document::save`] replaces the user's file whole (written beside,
//! flushed, renamed). What a crash leaves is found by [`recoverable`] and continued by [`Document::recover`].
//!
//! In reading order: `connection` (pragmas, schema, what makes a file an audit), `rows` (audit ↔ rows),
//! `content` (what is attached), `history` (undo log), `document` (the open audit), `step` (edits, undo), `target` (its
//! file), `versions` (an earlier step, a backup, taking over from another window), `reader` (what is stored beside the
//! audit, for threads), `trail` (what two files have in common), `saving` (replacing a file),
//! `backup`, `recovery`, `check`.

mod backup;
mod check;
mod connection;
mod content;
mod data_dir;
mod document;
mod error;
mod history;
mod lock;
mod reader;
mod recovery;
mod rows;
mod saving;
mod step;
mod target;
mod trail;
mod versions;
mod working;

pub use backup::{Backup, BackupPolicy, backups, is_backup};
pub use check::{CheckReport, change_log, check, repair};
pub use content::Content;
pub use data_dir::DataDir;
pub use document::Document;
pub use error::StoreError;
pub use history::{Change, HistoryStep};
pub use reader::Reader;
pub use recovery::{Recovery, recoverable};
pub use step::{StepEvent, Travel};
pub use trail::{LastChanges, Shared, Trail, shared};
