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

/// RFC 3339 → date and minute here; what is no such text stays as it is.
pub fn local_time(text: &str) -> String {
    match text.parse::<jiff::Timestamp>() {
        Ok(at) => at.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string(),
        Err(_) => text.to_owned(),
    }
}
