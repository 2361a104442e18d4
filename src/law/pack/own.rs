//! What a pack is measured by: the program's own tables. Read line by line, so that a start costs no parsing.

use chrono::NaiveDate;

use crate::law::book::FILES;

/// Returns the program's own files of tables, each with its subject.
#[must_use]
pub const fn own_tables() -> &'static [(&'static str, &'static str)] {
    FILES
}

/// Returns the latest day on which a value of the tables was read: the day of their law.
pub fn last_reading<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<NaiveDate> {
    let day =
        |line: &str| line.strip_prefix("verified_on = \"")?.strip_suffix('"')?.parse::<NaiveDate>().ok();
    texts.into_iter().flat_map(str::lines).filter_map(day).max()
}

/// The names of tables with their units.
fn heads(text: &str) -> Vec<(&str, &str)> {
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

/// Returns the first table of the program's own that other files of tables lack, or have in another unit.
pub fn lacks<'a>(tables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let mut there: Vec<(&str, &str)> = tables.into_iter().flat_map(|(_, text)| heads(text)).collect();
    there.sort_unstable();
    let asked = FILES.iter().flat_map(|(_, text)| heads(text));
    let mut missing = asked.filter(|head| there.binary_search(head).is_err());
    missing.next().map(|(id, unit)| format!("{id} ({unit})"))
}
