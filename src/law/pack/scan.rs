//! Reads tables line by line, so that a start with a pack costs no parsing.

use chrono::NaiveDate;

/// Returns the latest day on which a value of the tables was read: the day of their law.
pub fn last_reading<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<NaiveDate> {
    let day =
        |line: &str| line.strip_prefix("verified_on = \"")?.strip_suffix('"')?.parse::<NaiveDate>().ok();
    texts.into_iter().flat_map(str::lines).filter_map(day).max()
}

/// Returns the names of tables with their units.
pub(in crate::law) fn heads(text: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut id = None;
    for line in text.lines() {
        let value = |key: &str| line.strip_prefix(key)?.strip_suffix('"');
        if let Some(name) = value("id = \"") {
            id = Some(name);
        } else if let (Some(name), Some(unit)) = (id, value("unit = \"")) {
            out.push((name, unit));
            id = None;
        }
    }
    out
}
