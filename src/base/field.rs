//! The numbers of those fields of a person that code names. The declaration of all of them is
//! `roster::Person`; a number is never used again for another meaning.

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
/// Family name of birth, where that of use is another. Text.
pub const BIRTH_NAME: u16 = 6;
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
/// 1 for a record that was removed, and then nothing else.
pub const REMOVED: u16 = 41;
/// A record that looks like this one and is of somebody else.
pub const OTHERS: u16 = 42;
