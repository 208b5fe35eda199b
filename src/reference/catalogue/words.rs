//! Whether a device says a word of itself.

/// Whether `text` contains `word`; Latin letters and digits of a word must not go on (`R12` is not said by `R123`,
/// `CFC` not by `HCFC`). Both in upper case.
pub(super) fn said(text: &str, word: &str) -> bool {
    let joins = |inner: Option<char>, outer: Option<char>| {
        inner.is_some_and(|c| c.is_ascii_alphanumeric()) && outer.is_some_and(|c| c.is_ascii_alphanumeric())
    };
    !word.is_empty()
        && text.match_indices(word).any(|(at, found)| {
            !joins(word.chars().next(), text[..at].chars().next_back())
                && !joins(word.chars().next_back(), text[at + found.len()..].chars().next())
        })
}
