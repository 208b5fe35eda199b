//! How large a packed spreadsheet really is, before anything of it is kept in memory.

use std::io::{Cursor, Read as _};

use super::ExchangeError;

/// Most bytes of a packed spreadsheet's contents. A ledger of 100,000 devices has about a tenth of this.
const LIMIT: u64 = 1 << 30;
/// The packing can't make more than this of one byte (deflate's longest match from its shortest code).
const MOST_PER_BYTE: u64 = 1032;

/// Refuses an .xlsx, .xlsb or .ods that unpacks to more than a ledger can be. The sizes that a file states about itself
/// may be lies, so it is unpacked once without keeping anything. What is no sound archive is left to the reader,
/// which says better what is wrong.
pub(super) fn check(bytes: &[u8], file: &str) -> Result<(), ExchangeError> {
    if (bytes.len() as u64).saturating_mul(MOST_PER_BYTE) < LIMIT {
        return Ok(());
    }
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let mut left = LIMIT;
    for at in 0..archive.len() {
        // Pictures and other attachments are not read.
        let Ok(entry) = archive.by_index(at) else { continue };
        let attached = |name: &str| ["xl/media/", "Pictures/"].iter().any(|folder| name.starts_with(folder));
        if entry.name().is_ok_and(|name| attached(&name)) {
            continue;
        }
        // One that breaks off counts as far as it went.
        let size = entry.size();
        let mut counted = Counter(0);
        let _ = std::io::copy(&mut entry.take(left + 1), &mut counted);
        if counted.0 > left {
            return Err(ExchangeError::Bomb {
                file: file.to_owned(),
                megabytes: size.max(LIMIT) >> 20,
                limit: LIMIT >> 20,
            });
        }
        left -= counted.0;
    }
    Ok(())
}

struct Counter(u64);

impl std::io::Write for Counter {
    fn write(&mut self, data: &[u8]) -> std::io::Result<usize> {
        self.0 += data.len() as u64;
        Ok(data.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
