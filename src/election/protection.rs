//! Until when a person with a mandate is protected against dismissal.

use chrono::NaiveDate;

use crate::{
    base::word::codes,
    calendar::Span,
    election::{
        Ending,
        fault::{ElectionError, Fault, bad},
        renewal::{Mandates, mandates_end},
    },
    law::{Book, FactName, Finding, LawError, Reasoning, Remark},
};

codes! {
    /// A mandate that protects.
    Office {
        /// Elected to the CSE, full member or substitute.
        Elected = "elected", "élu·e au CSE", "elected to the CSE";
        /// Union representative at the CSE.
        Representative = "representative", "représentant·e syndical·e au CSE", "union representative at the CSE";
        /// Union delegate.
        Delegate = "delegate", "délégué·e syndical·e", "union delegate";
        /// Representative of the section.
        Section = "section", "représentant·e de la section syndicale", "representative of the section";
        /// Candidate to the CSE.
        Candidate = "candidate", "candidat·e au CSE", "candidate to the CSE";
        /// Who asked for elections.
        Requester = "requester", "a demandé les élections", "asked for elections";
        /// Employee mandated by a union to negotiate.
        Mandated = "mandated", "salarié·e mandaté·e", "mandated employee";
        /// Local representative.
        Proximity = "proximity", "représentant·e de proximité", "local representative";
    }
}

impl Office {
    /// The table of the months that follow, and of the time in office that they ask for.
    const fn rules(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Elected => ("protection.elected", None),
            Self::Representative => ("protection.representative", Some("protection.representative-years")),
            Self::Delegate | Self::Section => ("protection.delegate", Some("protection.delegate-years")),
            Self::Candidate => ("protection.candidate", None),
            Self::Requester => ("protection.requester", None),
            Self::Mandated => ("protection.mandated", None),
            Self::Proximity => ("protection.proximity", None),
        }
    }
}

/// A mandate with its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mandate {
    /// Which one.
    pub office: Office,
    /// When it began; for a candidate the sending of the candidacy, for who asks for elections the sending of the registered
    /// letter of the first union that asked for or accepted them.
    pub from: Option<NaiveDate>,
    /// When it ends or ended.
    pub to: Option<NaiveDate>,
}

/// Until when a person is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protection {
    /// Whether they are on the day asked about.
    pub protected: bool,
    /// The last day of protection; nothing while the mandate is open.
    pub until: Option<NaiveDate>,
    /// Months that follow the mandate, or run from the candidacy or the request.
    pub months: i64,
    /// What ends the mandate.
    pub ends: Vec<Ending>,
}

/// Returns until when a person is protected (*statut protecteur*), and what ends it.
///
/// # Law
/// L2411-5 (elected, six months; union representative, six months after two years), L2411-3 (delegate, twelve months
/// after one year; the representative of the section alike by L2142-1-2), L2411-7 (candidate, six months), L2411-6 (who
/// asks for elections, six months), L2411-4 (mandated, twelve months), L2411-8 (local representative, six months).
///
/// # Dates
/// The months count from the end of the mandate, or from the candidacy or the request; the last day is included. The
/// end of an elected mandate is counted from the first round where it is not given.
///
/// # Errors
/// A mandate without the date that its rule counts from; an end before the beginning; a day outside the tables.
pub fn protection(
    book: &Book,
    mandate: &Mandate,
    on: NaiveDate,
) -> Result<Finding<Protection>, ElectionError> {
    if let (Some(from), Some(to)) = (mandate.from, mandate.to)
        && to < from
    {
        return Err(bad("to", Fault::Below("from".to_owned())));
    }
    let mut why = Reasoning::new(book, on);
    let (rule, service) = mandate.office.rules();
    let months = book.whole(rule, on)?;
    if mandate.office == Office::Section {
        why.note("protection.section", vec![])?;
    }
    if mandate.office == Office::Requester {
        why.note("protection.requester-who", vec![])?;
        why.remark(Remark::RequesterLetter);
    }
    let runs_from_start = matches!(mandate.office, Office::Candidate | Office::Requester);
    let anchor = match (runs_from_start, mandate.from, mandate.to) {
        (true, Some(from), _) => Some(from),
        (true, None, _) => return Err(bad("from", Fault::Missing)),
        (false, _, Some(to)) => Some(to),
        (false, Some(from), None) if mandate.office == Office::Elected => {
            let mandates = Mandates { first_round: Some(from), ..Mandates::default() };
            mandates_end(book, mandates, on)?.map(|end| why.absorb(end))
        }
        (false, _, None) => None,
    };
    let after = match (service, anchor) {
        (Some(service), Some(end)) => served(&mut why, service, mandate.from, end)?,
        _ => true,
    };
    let mut until = anchor;
    if let (Some(day), true) = (anchor, after) {
        let span = Span::Months(u32::try_from(months).map_err(|_| LawError::Calendar)?);
        until = Some(span.after(day).ok_or(LawError::Calendar)?);
    }
    let mut facts = vec![(FactName::Months, months.into())];
    facts.extend(anchor.map(|day| (FactName::FromDay, day.into())));
    facts.extend(until.map(|day| (FactName::Until, day.into())));
    why.note(rule, facts)?;
    let begun = mandate.from.is_none_or(|from| from <= on);
    let protected = begun && until.is_none_or(|day| on <= day);
    let ends = ends(mandate.office);
    Ok(why.conclude(Protection { protected, until, months: if after { months } else { 0 }, ends }))
}

/// Whether a mandate lasted as long as the months after it ask for.
fn served(
    why: &mut Reasoning<'_>,
    rule: &'static str,
    from: Option<NaiveDate>,
    to: NaiveDate,
) -> Result<bool, ElectionError> {
    let from = from.ok_or_else(|| bad("from", Fault::Missing))?;
    let years = why.book().whole(rule, why.on())?;
    let span = Span::Years(u32::try_from(years).map_err(|_| LawError::Calendar)?);
    let served = span.after(from).ok_or(LawError::Calendar)? <= to;
    why.note(
        rule,
        vec![
            (FactName::FromDay, from.into()),
            (FactName::ToDay, to.into()),
            (FactName::Reached, served.into()),
        ],
    )?;
    Ok(served)
}

fn ends(office: Office) -> Vec<Ending> {
    match office {
        Office::Elected | Office::Proximity => {
            vec![
                Ending::EndOfMandate,
                Ending::Resignation,
                Ending::EndOfContract,
                Ending::LossOfEligibility,
                Ending::Annulment,
            ]
        }
        Office::Representative => {
            vec![Ending::RenewalOfCse, Ending::WithdrawalByUnion, Ending::Resignation, Ending::EndOfContract]
        }
        Office::Delegate => vec![
            Ending::FirstRoundOfRenewal,
            Ending::LossOfRepresentativeness,
            Ending::WithdrawalByUnion,
            Ending::Resignation,
            Ending::EndOfContract,
        ],
        Office::Section => vec![
            Ending::FirstElectionsAfterDesignation,
            Ending::RepresentativenessGained,
            Ending::WithdrawalByUnion,
            Ending::Resignation,
            Ending::EndOfContract,
        ],
        Office::Candidate | Office::Requester => vec![Ending::EndOfPeriod],
        Office::Mandated => vec![Ending::SignatureOrFailure, Ending::WithdrawalByUnion],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Caveat, book};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn mandate(office: Office, from: &str, to: &str) -> Mandate {
        Mandate { office, from: from.parse().ok(), to: to.parse().ok() }
    }

    fn ask(mandate: Mandate, on: &str) -> Finding<Protection> {
        protection(book(), &mandate, day(on)).unwrap()
    }

    fn until(office: Office, from: &str, to: &str) -> Option<String> {
        ask(mandate(office, from, to), "2026-11-21").value.until.map(|d| d.to_string())
    }

    #[test]
    fn six_months_after_an_elected_mandate() {
        assert_eq!(until(Office::Elected, "2023-03-13", "2027-03-31").as_deref(), Some("2027-09-30"));
        assert_eq!(until(Office::Elected, "", "2027-08-31").as_deref(), Some("2028-02-29"));
        assert_eq!(until(Office::Proximity, "", "2027-03-31").as_deref(), Some("2027-09-30"));
    }

    #[test]
    fn an_elected_mandate_without_an_end_is_counted_from_the_first_round() {
        let found = ask(mandate(Office::Elected, "2026-06-16", ""), "2026-11-21");
        assert_eq!(found.value.until, Some(day("2030-12-16")));
        assert!(found.caveats.contains(&Caveat::Remark(Remark::MandatesFromProclamation)));
    }

    #[test]
    fn a_delegate_of_a_year_has_twelve_months_more() {
        assert_eq!(until(Office::Delegate, "2025-03-01", "2026-03-01").as_deref(), Some("2027-03-01"));
        assert_eq!(until(Office::Delegate, "2025-03-02", "2026-03-01").as_deref(), Some("2026-03-01"));
        assert_eq!(until(Office::Section, "2024-01-01", "2026-03-01").as_deref(), Some("2027-03-01"));
        let short = ask(mandate(Office::Delegate, "2025-03-02", "2026-03-01"), "2026-11-21");
        assert_eq!((short.value.months, short.value.protected), (0, false));
    }

    #[test]
    fn a_representative_at_the_cse_needs_two_years() {
        assert_eq!(until(Office::Representative, "2024-03-01", "2026-03-01").as_deref(), Some("2026-09-01"));
        assert_eq!(until(Office::Representative, "2024-03-02", "2026-03-01").as_deref(), Some("2026-03-01"));
    }

    #[test]
    fn candidates_and_requesters_count_from_the_letter() {
        assert_eq!(until(Office::Candidate, "2026-08-31", "").as_deref(), Some("2027-02-28"));
        assert_eq!(until(Office::Requester, "2026-06-01", "").as_deref(), Some("2026-12-01"));
    }

    #[test]
    fn an_open_mandate_protects_without_end() {
        let found = ask(mandate(Office::Delegate, "2025-03-01", ""), "2026-11-21").value;
        assert_eq!((found.protected, found.until), (true, None));
    }

    #[test]
    fn the_last_day_is_included() {
        let given = mandate(Office::Elected, "2023-03-13", "2027-03-31");
        assert!(ask(given, "2027-09-30").value.protected);
        assert!(!ask(given, "2027-10-01").value.protected);
        assert!(!ask(given, "2023-03-12").value.protected);
    }

    #[test]
    fn what_was_read_brings_no_caveat() {
        let found = ask(mandate(Office::Mandated, "2026-08-31", "2026-09-30"), "2026-11-21");
        assert!(found.caveats.is_empty() && found.because.iter().any(|s| s.citation.article == "L2411-4"));
        assert!(ask(mandate(Office::Elected, "", "2027-03-31"), "2026-11-21").caveats.is_empty());
    }

    #[test]
    fn what_cannot_be_is_named() {
        let fails = |m| protection(book(), &m, day("2026-11-21")).unwrap_err();
        assert_eq!(fails(mandate(Office::Candidate, "", "")), bad("from", Fault::Missing));
        assert_eq!(fails(mandate(Office::Delegate, "", "2026-03-01")), bad("from", Fault::Missing));
        let backwards = mandate(Office::Elected, "2026-03-02", "2026-03-01");
        assert_eq!(fails(backwards), bad("to", Fault::Below("from".to_owned())));
    }

    #[test]
    fn every_office_has_a_code_and_an_end() {
        for office in Office::ALL {
            assert!(!ends(*office).is_empty());
        }
    }

    proptest! {
        #[test]
        fn protection_never_ends_before_the_mandate(n in 0_u64..3000, days in 0_u64..3000, which in 0_usize..8) {
            let from = day("2018-01-01").checked_add_days(chrono::Days::new(n)).unwrap();
            let to = from.checked_add_days(chrono::Days::new(days)).unwrap();
            let office = Office::ALL[which];
            prop_assume!(!matches!(office, Office::Candidate | Office::Requester));
            let found = ask(Mandate { office, from: Some(from), to: Some(to) }, "2026-11-21").value;
            prop_assert!(found.until >= Some(to));
        }
    }
}
