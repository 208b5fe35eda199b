//! What is stored beside the audit, to be read by a thread while the window goes on.

use std::cell::OnceCell;
use std::path::PathBuf;

use rusqlite::Connection;

use super::document::Document;
use super::error::StoreError;
use super::history::{self, Change};
use super::{connection, content};
use crate::audit::Attachment;

/// The contents of attachments and the change log of an open audit, as they are in its working copy. The working copy
/// is opened by the thread that first reads.
#[derive(Debug)]
pub struct Reader {
    path: PathBuf,
    conn: OnceCell<Connection>,
}

impl Document {
    /// What is stored beside the audit. Waits for a step that is being written: a window asks
    /// [`kept`](Self::kept) first.
    pub fn reader(&self) -> Reader {
        Reader { path: self.settled().1.to_path_buf(), conn: OnceCell::new() }
    }
}

impl Reader {
    fn conn(&self) -> Result<&Connection, StoreError> {
        if let Some(conn) = self.conn.get() {
            return Ok(conn);
        }
        let conn = connection::open(&self.path, false)?;
        Ok(self.conn.get_or_init(|| conn))
    }

    /// The content of an attachment, checked against its hash.
    pub fn content(&self, attachment: &Attachment) -> Result<Vec<u8>, StoreError> {
        let found = content::get(self.conn()?, &self.path, attachment.content)?;
        found.ok_or_else(|| StoreError::NoContent { name: attachment.name.clone() })
    }

    /// Every change of the audit, the first one first.
    pub fn change_log(&self) -> Result<Vec<Change>, StoreError> {
        history::changes(self.conn()?, &self.path)
    }
}
