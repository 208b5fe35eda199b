//! The only place that reads the clock and the time zone; everything else is told the date.

/// Today's civil date here.
pub fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

/// The current instant.
pub fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// The current instant as RFC 3339 text, for logs.
pub fn timestamp() -> String {
    now().to_string()
}
