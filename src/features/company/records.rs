//! The company as the section knows it: a record of kind company, read and written field by field.
//!
//! Texts are kept as typed once checked; exact numbers are kept as text (`49.5`, `99/2`), because this module
//! knows no law and does no arithmetic. A field that a newer program wrote in another form reads as absent and
//! stays in the record.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::base::{
    Value,
    kept::{Kept as _, parts, record},
    record::Record,
    shape::{Element, Key, Member, One},
    stamp::Stamp,
};

/// A short name (a month, a code) that is its own element, the same on every device: two laptops that record the same
/// month write the same element, and the later one stays.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Short(String);

impl<T: Into<String>> From<T> for Short {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl std::borrow::Borrow<str> for Short {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl One for Short {
    const LAYOUT: &'static str = "text";
    fn to_value(&self) -> Value {
        Value::text(&self.0)
    }
    fn of_value(value: &Value) -> Option<Self> {
        String::of_value(value).map(Self)
    }
    #[cfg(test)]
    fn sample(source: &mut crate::base::trial::Source) -> Self {
        Self(format!("{}-{}", source.few(), source.few()))
    }
}

impl Key for Short {
    fn element(&self) -> Element {
        let mut out = Element::default();
        for (slot, byte) in out.iter_mut().zip(self.0.bytes()) {
            *slot = byte;
        }
        out
    }
}

/// What is known of the last round on a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastRound {
    /// It ended on this day.
    On(NaiveDate),
    /// There was never one, as said on this day.
    Never(NaiveDate),
}

/// What stands before the day of a round that never was. A program that does not know it reads no day at all.
const NEVER: &str = "never ";

impl One for LastRound {
    const LAYOUT: &'static str = "text";
    fn to_value(&self) -> Value {
        match self {
            Self::On(day) => day.to_value(),
            Self::Never(said) => Value::text(&format!("{NEVER}{said}")),
        }
    }
    fn of_value(value: &Value) -> Option<Self> {
        match value.as_text()?.strip_prefix(NEVER) {
            Some(said) => said.parse().ok().map(Self::Never),
            None => NaiveDate::of_value(value).map(Self::On),
        }
    }
    #[cfg(test)]
    fn sample(source: &mut crate::base::trial::Source) -> Self {
        if source.flag() { Self::On(source.day()) } else { Self::Never(source.day()) }
    }
}

parts! {
    /// A workplace.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Site {
        /// Its name.
        0 name: String,
        /// The number of its department (`67`, `2A`, `974`), which decides its public holidays.
        1 department: Option<String>,
        /// Its own headcount, exact, as text, where it is a distinct establishment.
        2 headcount: Option<String>,
        /// Whether it is a nuclear or a high-risk chemical site (Seveso).
        3 hazardous: Option<bool>,
        element
        /// The element of the record that holds it.
        element,
    }
}

impl Member for Site {
    fn element(&self) -> Element {
        self.element
    }
    fn at(self, element: Element) -> Self {
        Self { element, ..self }
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.name, self.element).cmp(&(&other.name, other.element))
    }
}

record! {
    /// What is known of the company.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Company = Company {
        /// Its name.
        1 name: Option<String>,
        /// Its SIREN, nine digits.
        2 siren: Option<String>,
        /// The number of its collective agreement (IDCC), four digits.
        3 idcc: Option<String>,
        /// Its sites, by name.
        4 sites: Vec<Site>,
        /// Mail domains of the employer, to which nothing is sent, in order.
        5 domains: BTreeSet<String>,
        /// Headcounts by month, exact: 0 the month (`2026-10`), 1 the number as text.
        6 headcounts: BTreeMap<Short, String>,
        /// The first round of the last election of the CSE.
        7 first_round: Option<NaiveDate>,
        /// The end of the mandates.
        8 mandates_end: Option<NaiveDate>,
        /// The length of the mandates in years, where an agreement set one.
        9 mandate_years: Option<u32>,
        /// The last bargaining round on each subject: 0 the code of the subject, 1 its day, or `never ` and the day on
        /// which that was said.
        10 rounds: BTreeMap<Short, LastRound>,
        /// Whether a representative union has a section here.
        11 representative_section: Option<bool>,
        /// How many engineers, heads of department and cadres work here: from a number on they are a college of their own.
        12 cadres: Option<u32>,
        /// What the company is, by its code: ordinary, agency, umbrella.
        13 business: Option<String>,
        /// The headcount at the last elections, exact, as text: rights of the whole cycle rest on it.
        14 voted_headcount: Option<String>,
        /// Whether it has a board, of directors or of supervision.
        15 board: Option<bool>,
        /// Whether it or its group has a thousand employees or more.
        16 large_group: Option<bool>,
        /// Whether an agreement sets the information, consultations and expertise of the CSE.
        17 cse_agreement: Option<bool>,
    }
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
    /// The own headcount of a site, as text that was checked, and whether it is a hazardous one; what is not given stays.
    SiteFacts([u8; 8], Option<String>, Option<bool>),
    /// The headcount at the last elections, as text that was checked.
    VotedHeadcount(Option<String>),
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
    /// Whether it has a board.
    Board(Option<bool>),
    /// Whether it or its group has a thousand employees or more.
    LargeGroup(Option<bool>),
    /// Whether an agreement sets the consultations of the CSE.
    CseAgreement(Option<bool>),
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
    /// A department that is none (`01` to `95`, `2A`, `2B`, `971` to `978`).
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
        ("2A" | "2B", ..) | (_, 3, Some(971..=978)) => Ok(text),
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

impl Company {
    /// Returns the day of the last bargaining round on a subject, by its code.
    #[must_use]
    pub fn last_round(&self, subject: &str) -> Option<NaiveDate> {
        self.last_rounds().find(|(code, _)| *code == subject).map(|(_, day)| day)
    }

    /// Returns the days of the last bargaining rounds, by the code of the subject.
    pub fn last_rounds(&self) -> impl Iterator<Item = (&str, NaiveDate)> {
        self.rounds.iter().filter_map(|(code, round)| match round {
            LastRound::On(day) => Some((code.0.as_str(), *day)),
            LastRound::Never(_) => None,
        })
    }

    /// Returns the subjects on which there was never a round, by code, with the day on which that was said.
    pub fn never_rounds(&self) -> impl Iterator<Item = (&str, NaiveDate)> {
        self.rounds.iter().filter_map(|(code, round)| match round {
            LastRound::Never(said) => Some((code.0.as_str(), *said)),
            LastRound::On(_) => None,
        })
    }
}

fn set<V>(map: &mut BTreeMap<Short, V>, key: &str, value: Option<V>) {
    map.remove(key);
    map.extend(value.map(|value| (key.into(), value)));
}

impl CompanyChange {
    /// Writes the change into a record.
    pub fn apply(&self, record: &mut Record, stamp: Stamp) {
        let Some(mut company) = Company::read(record) else { return };
        self.make(&mut company);
        company.write(record, stamp);
    }

    fn make(&self, company: &mut Company) {
        match self.clone() {
            Self::Name(name) => company.name = name,
            Self::Siren(siren) => company.siren = siren,
            Self::Idcc(idcc) => company.idcc = idcc,
            Self::Site(element, site) => {
                let known = company.sites.iter().find(|s| s.element == element);
                let (headcount, hazardous) =
                    known.map_or((None, None), |s| (s.headcount.clone(), s.hazardous));
                company.sites.retain(|s| s.element != element);
                let of = |(name, department)| Site { name, department, headcount, hazardous, element };
                company.sites.extend(site.map(of));
            }
            Self::SiteFacts(element, headcount, hazardous) => {
                if let Some(site) = company.sites.iter_mut().find(|s| s.element == element) {
                    site.headcount = headcount.or(site.headcount.take());
                    site.hazardous = hazardous.or(site.hazardous);
                }
            }
            Self::VotedHeadcount(number) => company.voted_headcount = number,
            Self::Domain(domain, there) => {
                company.domains.remove(&domain);
                company.domains.extend(there.then_some(domain));
            }
            Self::Headcount(month, headcount) => set(&mut company.headcounts, &month, headcount),
            Self::FirstRound(day) => company.first_round = day,
            Self::MandatesEnd(day) => company.mandates_end = day,
            Self::MandateYears(years) => company.mandate_years = years,
            Self::LastRound(subject, day) => set(&mut company.rounds, &subject, day.map(LastRound::On)),
            Self::NeverRound(subject, said) => {
                set(&mut company.rounds, &subject, Some(LastRound::Never(said)));
            }
            Self::RepresentativeSection(there) => company.representative_section = there,
            Self::Board(there) => company.board = there,
            Self::LargeGroup(large) => company.large_group = large,
            Self::CseAgreement(there) => company.cse_agreement = there,
            Self::Cadres(number) => company.cadres = number,
            Self::Business(code) => company.business = code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FieldKey, merge};

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
        for bad in ["", "0", "00", "20", "96", "2C", "970", "979", "+67", "067"] {
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
        let company = Company::read(&Record::decode(&record.encode()).unwrap()).unwrap();
        let sites: Vec<_> =
            company.sites.iter().map(|s| (s.name.as_str(), s.department.as_deref())).collect();
        assert_eq!(sites, [("Lyon", None), ("Strasbourg", Some("67"))]);
        assert!(company.domains.iter().eq(["example.org"]));
        assert_eq!(company.headcounts.get("2026-10").map(String::as_str), Some("49.5"));
        assert_eq!(company.mandate_years, Some(3));
        assert_eq!(company.mandates_end, Some(day("2027-03-31")));
        assert_eq!(company.last_round("experienced"), Some(day("2026-02-01")));
        assert_eq!(company.representative_section, Some(true));
        assert_eq!(company.siren.as_deref(), Some("732829320"));
    }

    #[test]
    fn nothing_written_is_nothing_known() {
        assert_eq!(Company::read(&Record::default()), Some(Company::default()));
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
        assert_eq!(Company::read(&record), Some(Company::default()));
    }

    #[test]
    fn two_laptops_that_record_the_same_month_keep_the_later() {
        let mut left = Record::default();
        CompanyChange::Headcount("2026-10".to_owned(), Some("50".to_owned())).apply(&mut left, stamp(1));
        let mut right = Record::default();
        let later = Stamp { time: 2, device: [2; 8] };
        CompanyChange::Headcount("2026-10".to_owned(), Some("51".to_owned())).apply(&mut right, later);
        let both = Company::read(&merge(&left, &right)).unwrap();
        assert_eq!(both.headcounts.into_iter().collect::<Vec<_>>(), [("2026-10".into(), "51".to_owned())]);
    }

    #[test]
    fn a_field_of_another_form_reads_as_absent() {
        let mut record = Record::default();
        record.set(FieldKey::single(7), Some(Value::int(5)), stamp(1));
        record.set(FieldKey::single(8), Some(Value::text("soon")), stamp(1));
        record.set(FieldKey::element(6, [1; 8]), Some(Value::text("x")), stamp(1));
        record.set(FieldKey::single(9), Some(Value::int(-4)), stamp(1));
        assert_eq!(Company::read(&record), Some(Company::default()));
    }
}
