//! Whether an old .xls can be read without eating up the memory: its sectors are linked like beads, and a crafted link
//! back makes a chain without end; its cells may lie in the far corners of a sheet whose room would then be made.

use std::collections::HashMap;

use super::ExchangeError;

/// From here on a link is no sector but "end", "free" and the like.
const SPECIAL: u32 = 0xFFFF_FFFA;
/// Most cells of all sheets together, counting the empty ones between the outermost.
const MOST_CELLS: u64 = 20_000_000;

/// Refuses an .xls with endless chains or far-flung cells. What else is wrong is left to the reader.
pub(super) fn check(bytes: &[u8], file: &str) -> Result<(), ExchangeError> {
    let damaged = |why: &str| ExchangeError::Damaged { file: file.to_owned(), why: why.to_owned() };
    let Some(sectors) = Sectors::of(bytes) else { return Ok(()) };
    let small = sectors.links(&sectors.chain(word(bytes, 60).unwrap_or(SPECIAL)));
    if endless(&sectors.fat) || endless(&small) {
        return Err(damaged("扇区链首尾相接"));
    }
    let directory = sectors.chain(word(bytes, 48).unwrap_or(SPECIAL));
    for entry in directory.chunks_exact(128) {
        let name: Vec<u8> = entry[..16].iter().step_by(2).copied().collect();
        if (name.starts_with(b"Workbook") || name.starts_with(b"Book\0") || name.starts_with(b"BOOK\0"))
            && let Some(start) = word(entry, 116)
            && cells(&sectors.chain(start)) > MOST_CELLS
        {
            return Err(damaged("单元格分布在过大的区域"));
        }
    }
    Ok(())
}

struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
    /// The sector that follows each sector.
    fat: Vec<u32>,
}

impl<'a> Sectors<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let size = match half(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut this = Self { bytes, size, fat: Vec::new() };
        let most = bytes.len() / size + 1;
        let mut listed: Vec<u32> = (76..512).step_by(4).map_while(|at| word(bytes, at)).collect();
        let mut next = word(bytes, 68)?;
        for _ in 0..most {
            let Some(sector) = this.sector(next) else { break };
            listed.extend((0..sector.len() / 4).filter_map(|n| word(sector, n * 4)));
            next = listed.pop().unwrap_or(SPECIAL);
        }
        // A table that is listed twice says the same twice.
        for id in listed.into_iter().filter(|id| *id < SPECIAL).take(most) {
            if let Some(sector) = this.sector(id) {
                let links = this.links(sector);
                this.fat.extend(links);
            }
        }
        Some(this)
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        if id >= SPECIAL {
            return None;
        }
        let start = (id as usize).checked_add(1)?.checked_mul(self.size)?;
        self.bytes.get(start..(start + self.size).min(self.bytes.len()))
    }

    fn links(&self, bytes: &[u8]) -> Vec<u32> {
        (0..bytes.len() / 4).filter_map(|n| word(bytes, n * 4)).collect()
    }

    /// The contents of a chain, at most as much as the file holds.
    fn chain(&self, start: u32) -> Vec<u8> {
        let (mut out, mut id) = (Vec::new(), start);
        for _ in 0..=self.bytes.len() / self.size {
            let Some(sector) = self.sector(id) else { break };
            out.extend_from_slice(sector);
            id = self.fat.get(id as usize).copied().unwrap_or(SPECIAL);
        }
        out
    }
}

/// Whether following the links from some sector never ends.
fn endless(links: &[u32]) -> bool {
    // 0: not seen; else the walk that came by.
    let mut seen = vec![0_usize; links.len()];
    for start in 0..links.len() {
        let mut at = start;
        while let Some(mark) = seen.get_mut(at) {
            match *mark {
                0 => *mark = start + 1,
                walk if walk == start + 1 => return true,
                _ => break,
            }
            match links.get(at) {
                Some(next) if *next < SPECIAL => at = *next as usize,
                _ => break,
            }
        }
    }
    false
}

/// Cells between the outermost ones of each sheet, summed.
fn cells(stream: &[u8]) -> u64 {
    // Of each sheet: first and last row, first and last column.
    let mut sheets: HashMap<usize, [u16; 4]> = HashMap::new();
    let (mut at, mut sheet) = (0, 0);
    while let (Some(kind), Some(len)) = (half(stream, at), half(stream, at + 2)) {
        let data = stream.get(at + 4..(at + 4 + usize::from(len)).min(stream.len())).unwrap_or_default();
        at += 4 + usize::from(len);
        match kind {
            // A sheet begins.
            0x0809 => sheet += 1,
            // Formula, several or one number, text, yes or no, and shared text.
            0x0006 | 0x00BD | 0x00D6 | 0x00FD | 0x0203 | 0x0204 | 0x0205 | 0x027E => {
                let (Some(row), Some(first)) = (half(data, 0), half(data, 2)) else { continue };
                let last = if kind == 0x00BD { half(data, data.len().saturating_sub(2)) } else { None };
                let bounds = sheets.entry(sheet).or_insert([row, row, first, first]);
                bounds[0] = bounds[0].min(row);
                bounds[1] = bounds[1].max(row);
                bounds[2] = bounds[2].min(first);
                bounds[3] = bounds[3].max(first).max(last.unwrap_or(first));
            }
            _ => {}
        }
    }
    sheets
        .values()
        .map(|[top, bottom, left, right]| (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1))
        .sum()
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
