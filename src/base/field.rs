//! The numbers of a person's fields: what each means in a stored record.
//!
//! A number is never used again for another meaning. `docs/format.md` carries [`TABLE`]; a test holds the two
//! together. A field not listed here belongs to a newer program: it is kept and not looked into.

/// Family name (*nom*). Text.
pub const FAMILY: u16 = 1;
/// Given name (*prénom*). Text.
pub const GIVEN: u16 = 2;
/// Name that the person goes by. Text.
pub const PREFERRED: u16 = 3;
/// Sex for the lists of candidates: `F` or `H`; absent when not stated.
pub const GENDER: u16 = 4;
/// Date of birth. Date.
pub const BIRTH: u16 = 5;
/// Mail addresses. Several texts.
pub const EMAIL: u16 = 10;
/// Which element of [`EMAIL`] takes notices: its 16 hexadecimal digits; the first one when absent.
pub const NOTICE_EMAIL: u16 = 11;
/// Present with 0 when the person wants no notices. Integer.
pub const NOTICES: u16 = 12;
/// Telephone number, E.164. Text.
pub const PHONE: u16 = 13;
/// Street and number. Text.
pub const STREET: u16 = 14;
/// Postcode. Text.
pub const POSTCODE: u16 = 15;
/// Town. Text.
pub const TOWN: u16 = 16;
/// Country, when not France. Text.
pub const COUNTRY: u16 = 17;
/// Language of letters: `fr` or `en`.
pub const LANGUAGE: u16 = 20;
/// Site. Text.
pub const SITE: u16 = 21;
/// Service. Text.
pub const SERVICE: u16 = 22;
/// Job title. Text.
pub const JOB: u16 = 23;
/// Professional category: `employee`, `technician`, `cadre`.
pub const CATEGORY: u16 = 24;
/// Contract: `cdi`, `cdd`, `apprentice`, `temp`, `seconded`.
pub const CONTRACT: u16 = 25;
/// Share of working time, an exact reduced fraction: `4/5`, `1`.
pub const SHARE: u16 = 26;
/// Date of hire. Date.
pub const HIRED: u16 = 27;
/// Spans of membership. Several parts: 1 start date, 2 reason of the start, 3 end date, 4 reason of the end.
/// A span without 1 began on an unknown date, one without 3 is open. Both ends are days of membership.
pub const SPAN: u16 = 30;
/// What is said of a person without any span: `prospect`, `pre-member`.
pub const STAGE: u16 = 31;
/// Union roles. Several parts: 1 kind, 2 first day, 3 last day.
pub const ROLE: u16 = 32;
/// Tags. Several texts.
pub const TAG: u16 = 33;
/// Record of consent. Parts: 1 source, 2 date, 3 version of the text.
pub const CONSENT: u16 = 34;
/// Free fields. Several parts: 1 name, 2 value.
pub const FREE: u16 = 35;
/// The record that this one was merged into: its 32 hexadecimal digits. Such a record holds nothing else.
pub const MERGED_INTO: u16 = 40;

/// How the value of a field is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One text.
    Text,
    /// One text, a date `2026-12-31`.
    Date,
    /// One text out of a closed list.
    Word,
    /// One integer.
    Integer,
    /// One map of small numbers to values.
    Parts,
    /// Several elements, each a text.
    Texts,
    /// Several elements, each a map of small numbers to values.
    ManyParts,
}

/// Every field: number, layout, meaning.
pub const TABLE: &[(u16, Layout, &str)] = &[
    (FAMILY, Layout::Text, "family name"),
    (GIVEN, Layout::Text, "given name"),
    (PREFERRED, Layout::Text, "name that the person goes by"),
    (GENDER, Layout::Word, "F or H as the law counts lists; absent when not stated"),
    (BIRTH, Layout::Date, "date of birth"),
    (EMAIL, Layout::Texts, "mail addresses"),
    (NOTICE_EMAIL, Layout::Text, "element of 10 that takes notices, 16 hexadecimal digits"),
    (NOTICES, Layout::Integer, "0 when the person wants no notices"),
    (PHONE, Layout::Text, "telephone number, E.164"),
    (STREET, Layout::Text, "street and number"),
    (POSTCODE, Layout::Text, "postcode"),
    (TOWN, Layout::Text, "town"),
    (COUNTRY, Layout::Text, "country, when not France"),
    (LANGUAGE, Layout::Word, "language of letters: fr, en"),
    (SITE, Layout::Text, "site"),
    (SERVICE, Layout::Text, "service"),
    (JOB, Layout::Text, "job title"),
    (CATEGORY, Layout::Word, "professional category: employee, technician, cadre"),
    (CONTRACT, Layout::Word, "contract: cdi, cdd, apprentice, temp, seconded"),
    (SHARE, Layout::Text, "share of working time, exact fraction"),
    (HIRED, Layout::Date, "date of hire"),
    (SPAN, Layout::ManyParts, "spans of membership: 1 start, 2 its reason, 3 end, 4 its reason"),
    (STAGE, Layout::Word, "before any membership: prospect, pre-member"),
    (ROLE, Layout::ManyParts, "union roles: 1 kind, 2 first day, 3 last day"),
    (TAG, Layout::Texts, "tags"),
    (CONSENT, Layout::Parts, "consent: 1 source, 2 date, 3 version of the text"),
    (FREE, Layout::ManyParts, "free fields: 1 name, 2 value"),
    (MERGED_INTO, Layout::Text, "record that this one was merged into, 32 hexadecimal digits"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_in_order() {
        assert!(TABLE.windows(2).all(|w| w[0].0 < w[1].0));
        assert!(TABLE.iter().all(|(n, _, meaning)| *n > 0 && !meaning.is_empty()));
    }

    #[test]
    fn the_document_says_the_same() {
        let document = include_str!("../../docs/format.md");
        for (number, layout, meaning) in TABLE {
            let layout = match layout {
                Layout::Text | Layout::Date | Layout::Word => "text",
                Layout::Integer => "integer",
                Layout::Parts => "parts",
                Layout::Texts => "texts",
                Layout::ManyParts => "several parts",
            };
            let line = format!("| {number} | {layout} | {meaning} |");
            assert!(document.lines().any(|l| l == line), "docs/format.md lacks: {line}");
        }
    }

    #[test]
    fn numbers_never_change() {
        // Written once, with format 1. A change here would read old vaults wrongly.
        let numbers: Vec<u16> = TABLE.iter().map(|(n, _, _)| *n).collect();
        assert_eq!(
            numbers,
            [
                1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 25, 26, 27, 30, 31, 32,
                33, 34, 35, 40
            ]
        );
    }
}
