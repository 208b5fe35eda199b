//! A finished PDF, packed: thousands of small objects (the tags that say what is a heading, a table, a cell) are written
//! one by one and uncompressed; together in object streams (PDF 1.5, allowed in PDF/A-2) they take a tenth of the room.

use lopdf::{Document, SaveOptions};

/// Objects per stream: more pack better, fewer are quicker to open a single page from.
const OBJECTS_PER_STREAM: usize = 500;
/// The strongest: the tags are written once and sent often.
const COMPRESSION_LEVEL: u32 = 9;

/// The same document with its objects in compressed streams; the bytes as they were if they can't be read or don't
/// get smaller, for a larger report is better than none.
pub(super) fn pack(pdf: Vec<u8>) -> Vec<u8> {
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(OBJECTS_PER_STREAM)
        .compression_level(COMPRESSION_LEVEL)
        .build();
    let mut packed = Vec::with_capacity(pdf.len() / 2);
    match Document::load_mem(&pdf).and_then(|mut document| Ok(document.save_with_options(&mut packed, options)?)) {
        Ok(()) if packed.len() < pdf.len() => packed,
        _ => pdf,
    }
}
