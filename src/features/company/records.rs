//! The company as the section knows it: a record of kind company, read and written field by field.
//!
//! Texts are kept as typed once checked; exact numbers are kept as text (`49.5`, `99/2`), because this module
//! knows no law and does no arithmetic. A field that a newer program wrote in another form reads as absent and
//! stays in the record.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::{
    record::{FieldKey, Record, Value},
    stamp::Stamp,
};

/// The numbers of the fields; never reused for another meaning.
mod field {
    pub(crate) const NAME: u16 = 1;
    pub(crate) const SIREN: u16 = 2;
    pub(crate) const IDCC: u16 = 3;
    pub(crate) const SITE: u16 = 4;
    pub(crate) const DOMAIN: u16 = 5;
    pub(crate) const HEADCOUNT: u16 = 6;
    pub(crate) const FIRST_ROUND: u16 = 7;
    pub(crate) const MANDATES_END: u16 = 8;
    pub(crate) const MANDATE_YEARS: u16 = 9;
    pub(crate) const LAST_ROUND: u16 = 10;
    pub(crate) const REPRESENTATIVE: u16 = 11;
    pub(crate) const CADRES: u16 = 12;
    pub(crate) const BUSINESS: u16 = 13;
}

/// What stands for the day of a round that never was, before the day on which that was said. A program that does not know it
/// reads no day at all.
const NEVER: &str = "never ";

/// The parts of a site.
mod part {
    pub(crate) const NAME: u8 = 0;
    pub(crate) const DEPARTMENT: u8 = 1;
}

/// A workplace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The element of the record that holds it.
    pub element: [u8; 8],
    /// Its name.
    pub name: String,
    /// The number of its department (`67`, `2A`, `974`), which decides its public holidays.
    pub department: Option<String>,
}

/// What is known of the company.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Company {
    /// Its name.
    pub name: Option<String>,
    /// Its SIREN, nine digits.
    pub siren: Option<String>,
    /// The number of its collective agreement (IDCC), four digits.
    pub idcc: Option<String>,
    /// Its sites, by name.
    pub sites: Vec<Site>,
    /// Mail domains of the employer, to which nothing is sent, in order.
    pub domains: Vec<String>,
    /// Headcounts by month (`2026-10`), exact, as text.
    pub headcounts: BTreeMap<String, String>,
    /// The first round of the last election of the CSE.
    pub first_round: Option<NaiveDate>,
    /// The end of the mandates.
    pub mandates_end: Option<NaiveDate>,
    /// The length of the mandates in years, where an agreement set one.
    pub mandate_years: Option<u32>,
    /// The day of the last bargaining round, by the code of the subject.
    pub last_rounds: BTreeMap<String, NaiveDate>,
    /// The subjects on which there was never a round, by code, with the day on which that was said.
    pub never_rounds: BTreeMap<String, NaiveDate>,
    /// Whether a representative union has a section here.
    pub representative_section: Option<bool>,
    /// How many engineers, heads of department and cadres work here: from a number on they are a college of their own.
    pub cadres: Option<u32>,
    /// What the company is, by its code: ordinary, agency, umbrella.
    pub business: Option<String>,
}

/// One change to the company; `None` deletes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompanyChange {
    /// The name.
    Name(Option<String>),
    /// The SIREN.
    Siren(Option<String>),
    /// The number of the collective agreement.
    Idcc(Option<String>),
    /// A site, new or known by its element.
    Site([u8; 8], Option<(String, Option<String>)>),
    /// A mail domain of the employer, or its removal.
    Domain(String, bool),
    /// The headcount of a month, as text that was checked.
    Headcount(String, Option<String>),
    /// The first round of the last election.
    FirstRound(Option<NaiveDate>),
    /// The end of the mandates.
    MandatesEnd(Option<NaiveDate>),
    /// The length of the mandates in years.
    MandateYears(Option<u32>),
    /// The last round on a subject, by its code.
    LastRound(String, Option<NaiveDate>),
    /// There was never a round on a subject, by its code, as said on a day.
    NeverRound(String, NaiveDate),
    /// Whether a representative union has a section here.
    RepresentativeSection(Option<bool>),
    /// How many cadres work here.
    Cadres(Option<u32>),
    /// What the company is, by its code.
    Business(Option<String>),
}

/// A value that cannot be one of a company; names the field, never more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadCompany {
    /// A SIREN that is not nine digits.
    #[error("a SIREN is nine digits")]
    SirenForm,
    /// A SIREN whose last digit does not fit the others.
    #[error("the check digit of the SIREN does not fit")]
    SirenDigit,
    /// An IDCC that is not one to four digits.
    #[error("an IDCC is one to four digits")]
    Idcc,
    /// A domain that is not one (`example.org`).
    #[error("not a mail domain such as example.org")]
    Domain,
    /// A department that is none (`01` to `95`, `2A`, `2B`, `971` to `976`).
    #[error("not a department such as 67, 2A or 974")]
    Department,
    /// An empty name, or one of more than 200 characters or with control characters.
    #[error("a name is 1 to 200 characters on one line")]
    Name,
}

/// Returns a SIREN as nine digits, spaces allowed between them.
///
/// # Errors
/// [`BadCompany::SirenForm`]; [`BadCompany::SirenDigit`] when the sum of Luhn does not come out.
pub fn siren(text: &str) -> Result<String, BadCompany> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
    if digits.len() != 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadCompany::SirenForm);
    }
    // Luhn: from the right, every second digit counts double, its own digits added.
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, digit)| match (place.checked_rem(2), digit) {
            (Some(1), 5..) => digit.saturating_mul(2).saturating_sub(9),
            (Some(1), _) => digit.saturating_mul(2),
            _ => digit,
        })
        .sum();
    if sum.checked_rem(10) == Some(0) { Ok(digits) } else { Err(BadCompany::SirenDigit) }
}

/// Returns the number of a collective agreement as four digits.
///
/// # Errors
/// [`BadCompany::Idcc`].
pub fn idcc(text: &str) -> Result<String, BadCompany> {
    let text = text.trim();
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadCompany::Idcc);
    }
    Ok(format!("{text:0>4}"))
}

/// Returns a mail domain in lower case, a leading `@` taken off.
///
/// # Errors
/// [`BadCompany::Domain`].
pub fn domain(text: &str) -> Result<String, BadCompany> {
    let text = text.trim().trim_start_matches('@').to_ascii_lowercase();
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let good = text.len() <= 253 && text.contains('.') && text.split('.').all(label);
    if good { Ok(text) } else { Err(BadCompany::Domain) }
}

/// Returns the number of a department in its usual spelling.
///
/// # Errors
/// [`BadCompany::Department`].
pub fn department(text: &str) -> Result<String, BadCompany> {
    let text = text.trim().to_ascii_uppercase();
    let number: Option<u16> = text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    match (text.as_str(), text.len(), number) {
        ("2A" | "2B", ..) | (_, 3, Some(971..=976)) => Ok(text),
        (_, 1 | 2, Some(1..=95)) if number != Some(20) => Ok(format!("{text:0>2}")),
        _ => Err(BadCompany::Department),
    }
}

/// Returns a name without spaces around it.
///
/// # Errors
/// [`BadCompany::Name`].
pub fn name(text: &str) -> Result<String, BadCompany> {
    let text = text.trim();
    let good = !text.is_empty() && text.chars().count() <= 200 && !text.chars().any(char::is_control);
    if good { Ok(text.to_owned()) } else { Err(BadCompany::Name) }
}

/// Names the element of a short key (a month, a code), the same on every device: two laptops that record the
/// same month write the same element, and the later one stays.
fn element(key: &str) -> [u8; 8] {
    let mut out = [0_u8; 8];
    for (slot, byte) in out.iter_mut().zip(key.bytes()) {
        *slot = byte;
    }
    out
}

impl Company {
    /// Reads the fields that this program knows.
    #[must_use]
    pub fn read(record: &Record) -> Self {
        let text = |field| record.text(field).map(str::to_owned);
        let day = |field| record.text(field).and_then(|t| t.parse().ok());
        let keyed = |field| {
            record.elements(field).filter_map(|(_, value)| {
                let parts = value.as_parts()?;
                Some((parts.get(&0)?.as_text()?.to_owned(), parts.get(&1)?.as_text()?.to_owned()))
            })
        };
        let mut sites: Vec<_> =
            record.elements(field::SITE).filter_map(|(element, value)| site(element, value)).collect();
        sites.sort_by(|a, b| (&a.name, a.element).cmp(&(&b.name, b.element)));
        let mut domains: Vec<_> =
            record.elements(field::DOMAIN).filter_map(|(_, v)| v.as_text().map(str::to_owned)).collect();
        domains.sort_unstable();
        domains.dedup();
        let int = |field| record.get(FieldKey::single(field)).and_then(Value::as_int);
        Self {
            name: text(field::NAME),
            siren: text(field::SIREN),
            idcc: text(field::IDCC),
            sites,
            domains,
            headcounts: keyed(field::HEADCOUNT).collect(),
            first_round: day(field::FIRST_ROUND),
            mandates_end: day(field::MANDATES_END),
            mandate_years: int(field::MANDATE_YEARS).and_then(|n| u32::try_from(n).ok()),
            last_rounds: keyed(field::LAST_ROUND).filter_map(|(k, d)| Some((k, d.parse().ok()?))).collect(),
            never_rounds: keyed(field::LAST_ROUND)
                .filter_map(|(k, d)| Some((k, d.strip_prefix(NEVER)?.parse().ok()?)))
                .collect(),
            representative_section: int(field::REPRESENTATIVE).map(|n| n != 0),
            business: text(field::BUSINESS),
            cadres: int(field::CADRES).and_then(|n| u32::try_from(n).ok()),
        }
    }
}

fn site(element: [u8; 8], value: &Value) -> Option<Site> {
    let parts = value.as_parts()?;
    let text = |part| parts.get(&part).and_then(Value::as_text).map(str::to_owned);
    Some(Site { element, name: text(part::NAME)?, department: text(part::DEPARTMENT) })
}

impl CompanyChange {
    /// Writes the change into a record.
    pub fn apply(&self, record: &mut Record, stamp: Stamp) {
        let single = FieldKey::single;
        let text = |t: &Option<String>| t.as_deref().map(Value::text);
        let day = |d: &Option<NaiveDate>| d.map(|d| Value::text(&d.to_string()));
        let keyed = |key: &str, value: &str| {
            Value::parts(&BTreeMap::from([(0, Value::text(key)), (1, Value::text(value))]))
        };
        match self {
            Self::Name(name) => record.set(single(field::NAME), text(name), stamp),
            Self::Siren(siren) => record.set(single(field::SIREN), text(siren), stamp),
            Self::Idcc(idcc) => record.set(single(field::IDCC), text(idcc), stamp),
            Self::Site(element, site) => {
                let value = site.as_ref().map(|(name, department)| {
                    let mut parts = BTreeMap::from([(part::NAME, Value::text(name))]);
                    parts.extend(department.as_deref().map(|d| (part::DEPARTMENT, Value::text(d))));
                    Value::parts(&parts)
                });
                record.set(FieldKey::element(field::SITE, *element), value, stamp);
            }
            Self::Domain(domain, there) => {
                // The same domain is always the same element: adding twice is adding once.
                let mut hash = [0_u8; 8];
                hash.copy_from_slice(
                    blake3::hash(domain.as_bytes()).as_bytes().first_chunk::<8>().unwrap_or(&[0; 8]),
                );
                record.set(FieldKey::element(field::DOMAIN, hash), there.then(|| Value::text(domain)), stamp);
            }
            Self::Headcount(month, headcount) => record.set(
                FieldKey::element(field::HEADCOUNT, element(month)),
                headcount.as_deref().map(|h| keyed(month, h)),
                stamp,
            ),
            Self::FirstRound(d) => record.set(single(field::FIRST_ROUND), day(d), stamp),
            Self::MandatesEnd(d) => record.set(single(field::MANDATES_END), day(d), stamp),
            Self::MandateYears(years) => {
                record.set(single(field::MANDATE_YEARS), years.map(|y| Value::int(y.into())), stamp);
            }
            Self::LastRound(subject, d) => record.set(
                FieldKey::element(field::LAST_ROUND, element(subject)),
                d.map(|d| keyed(subject, &d.to_string())),
                stamp,
            ),
            Self::Business(code) => record.set(single(field::BUSINESS), text(code), stamp),
            Self::Cadres(number) => {
                record.set(single(field::CADRES), number.map(|n| Value::int(n.into())), stamp);
            }
            Self::NeverRound(subject, said) => record.set(
                FieldKey::element(field::LAST_ROUND, element(subject)),
                Some(keyed(subject, &format!("{NEVER}{said}"))),
                stamp,
            ),
            Self::RepresentativeSection(there) => {
                record.set(single(field::REPRESENTATIVE), there.map(|t| Value::int(t.into())), stamp);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::merge;

    fn stamp(time: u64) -> Stamp {
        Stamp { time, device: [1; 8] }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn written(changes: &[CompanyChange]) -> Record {
        let mut record = Record::default();
        for (time, change) in (1..).zip(changes) {
            change.apply(&mut record, stamp(time));
        }
        record
    }

    #[test]
    fn a_siren_has_nine_digits_that_fit() {
        // 732 829 320 is the number printed in the usual explanation of the check digit.
        assert_eq!(siren("732 829 320"), Ok("732829320".to_owned()));
        assert_eq!(siren("000000000"), Ok("000000000".to_owned()));
        assert_eq!(siren("732829321"), Err(BadCompany::SirenDigit));
        assert_eq!(siren("732829302"), Err(BadCompany::SirenDigit), "two digits swapped");
        for bad in ["", "73282932", "7328293200", "73282932A", "٧٣٢٨٢٩٣٢٠", "732.829.320"] {
            assert_eq!(siren(bad), Err(BadCompany::SirenForm), "{bad}");
        }
    }

    #[test]
    fn one_wrong_digit_is_always_found() {
        for place in 0..9 {
            for digit in b'0'..=b'9' {
                let mut text = b"732829320".to_vec();
                let same = text[place] == digit;
                text[place] = digit;
                assert_eq!(siren(std::str::from_utf8(&text).unwrap()).is_ok(), same);
            }
        }
    }

    #[test]
    fn collective_agreements_have_four_digits() {
        assert_eq!(idcc("1486"), Ok("1486".to_owned()));
        assert_eq!(idcc(" 44 "), Ok("0044".to_owned()));
        for bad in ["", "14860", "14a6", "-1"] {
            assert_eq!(idcc(bad), Err(BadCompany::Idcc), "{bad}");
        }
    }

    #[test]
    fn domains_are_domains() {
        assert_eq!(domain("@Example.ORG "), Ok("example.org".to_owned()));
        assert_eq!(domain("mail.example.net"), Ok("mail.example.net".to_owned()));
        let long = format!("{}.org", "a".repeat(64));
        for bad in [
            "",
            "example",
            "a@example.org",
            "-a.org",
            "a-.org",
            "a..org",
            ".org",
            "exa mple.org",
            "é.org",
            &long,
        ] {
            assert_eq!(domain(bad), Err(BadCompany::Domain), "{bad}");
        }
    }

    #[test]
    fn departments_are_departments() {
        for (typed, kept) in [("1", "01"), ("67", "67"), ("2a", "2A"), ("974", "974"), ("95", "95")] {
            assert_eq!(department(typed), Ok(kept.to_owned()));
        }
        for bad in ["", "0", "00", "20", "96", "2C", "970", "977", "+67", "067"] {
            assert_eq!(department(bad), Err(BadCompany::Department), "{bad}");
        }
    }

    #[test]
    fn names_are_on_one_line() {
        assert_eq!(name("  Exemple SA "), Ok("Exemple SA".to_owned()));
        for bad in ["", "  ", "a\nb", &"x".repeat(201)] {
            assert_eq!(name(bad), Err(BadCompany::Name), "{bad}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let record = written(&[
            CompanyChange::Name(Some("Exemple SA".to_owned())),
            CompanyChange::Siren(Some("732829320".to_owned())),
            CompanyChange::Idcc(Some("1486".to_owned())),
            CompanyChange::Site([2; 8], Some(("Strasbourg".to_owned(), Some("67".to_owned())))),
            CompanyChange::Site([1; 8], Some(("Lyon".to_owned(), None))),
            CompanyChange::Domain("example.org".to_owned(), true),
            CompanyChange::Headcount("2026-10".to_owned(), Some("49.5".to_owned())),
            CompanyChange::FirstRound(Some(day("2023-03-13"))),
            CompanyChange::MandatesEnd(Some(day("2027-03-31"))),
            CompanyChange::MandateYears(Some(3)),
            CompanyChange::LastRound("pay".to_owned(), Some(day("2025-11-15"))),
            CompanyChange::LastRound("experienced".to_owned(), Some(day("2026-02-01"))),
            CompanyChange::RepresentativeSection(Some(true)),
        ]);
        let company = Company::read(&Record::decode(&record.encode()).unwrap());
        let sites: Vec<_> =
            company.sites.iter().map(|s| (s.name.as_str(), s.department.as_deref())).collect();
        assert_eq!(sites, [("Lyon", None), ("Strasbourg", Some("67"))]);
        assert_eq!(company.domains, ["example.org"]);
        assert_eq!(company.headcounts.get("2026-10").map(String::as_str), Some("49.5"));
        assert_eq!(company.mandate_years, Some(3));
        assert_eq!(company.mandates_end, Some(day("2027-03-31")));
        assert_eq!(company.last_rounds.get("experienced"), Some(&day("2026-02-01")));
        assert_eq!(company.representative_section, Some(true));
        assert_eq!(company.siren.as_deref(), Some("732829320"));
    }

    #[test]
    fn nothing_written_is_nothing_known() {
        assert_eq!(Company::read(&Record::default()), Company::default());
    }

    #[test]
    fn what_is_deleted_is_gone() {
        let record = written(&[
            CompanyChange::Name(Some("x".to_owned())),
            CompanyChange::Name(None),
            CompanyChange::Domain("example.org".to_owned(), true),
            CompanyChange::Domain("example.org".to_owned(), false),
            CompanyChange::Headcount("2026-10".to_owned(), Some("50".to_owned())),
            CompanyChange::Headcount("2026-10".to_owned(), None),
            CompanyChange::Site([1; 8], Some(("Lyon".to_owned(), None))),
            CompanyChange::Site([1; 8], None),
        ]);
        assert_eq!(Company::read(&record), Company::default());
    }

    #[test]
    fn two_laptops_that_record_the_same_month_keep_the_later() {
        let mut left = Record::default();
        CompanyChange::Headcount("2026-10".to_owned(), Some("50".to_owned())).apply(&mut left, stamp(1));
        let mut right = Record::default();
        let later = Stamp { time: 2, device: [2; 8] };
        CompanyChange::Headcount("2026-10".to_owned(), Some("51".to_owned())).apply(&mut right, later);
        let both = Company::read(&merge(&left, &right));
        assert_eq!(
            both.headcounts.into_iter().collect::<Vec<_>>(),
            [("2026-10".to_owned(), "51".to_owned())]
        );
    }

    #[test]
    fn a_field_of_another_form_reads_as_absent() {
        let mut record = Record::default();
        record.set(FieldKey::single(field::FIRST_ROUND), Some(Value::int(5)), stamp(1));
        record.set(FieldKey::single(field::MANDATES_END), Some(Value::text("soon")), stamp(1));
        record.set(FieldKey::element(field::HEADCOUNT, [1; 8]), Some(Value::text("x")), stamp(1));
        record.set(FieldKey::single(field::MANDATE_YEARS), Some(Value::int(-4)), stamp(1));
        assert_eq!(Company::read(&record), Company::default());
    }
}
