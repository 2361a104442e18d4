//! The facts about the company: read, change.

use chrono::NaiveDate;

use crate::{
    bargaining::Subject,
    base::{Id, Kept as _, Record},
    features::{
        agenda::actions::{AgendaError, Pending, Told},
        company::records::{Company, CompanyChange},
    },
    law::book,
    vault::{Change, Kind, Receipt, Vault, VaultError, Verb},
};

/// Why the facts about the company were not changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompanyError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The last election or bargaining round would lie in the future.
    #[error("{field} would lie in the future: {day}")]
    Future {
        /// The field, by its option.
        field: &'static str,
        /// The day given.
        day: NaiveDate,
    },
    /// The mandates would end before the election that began them.
    #[error("the mandates would end on {end}, before the election of {first_round}")]
    Backwards {
        /// The first round.
        first_round: NaiveDate,
        /// The end.
        end: NaiveDate,
    },
    /// The mandates would be shorter or longer than an agreement may make them.
    #[error("an agreement sets {least} to {most} years")]
    Years {
        /// The shortest, in years.
        least: i64,
        /// The longest, in years.
        most: i64,
    },
    /// No site has this name.
    #[error("there is no such site")]
    NoSite,
    /// More than one site has this name.
    #[error("several sites have this name")]
    TwoSites,
    /// This domain is not among those of the employer.
    #[error("this domain is not among those of the employer")]
    NoDomain,
    /// There would be no agenda any more.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
}

/// Reads the record of the company; where two devices made one each, the one with the smaller identifier.
fn record(vault: &Vault) -> Result<Option<(Id, Record)>, VaultError> {
    Ok(vault.records(Kind::Company)?.into_iter().min_by_key(|(id, _)| *id))
}

/// Returns what is known of the company; nothing recorded reads as nothing known.
///
/// # Errors
/// When the vault cannot be read.
pub fn company(vault: &Vault) -> Result<Company, VaultError> {
    Ok(record(vault)?.and_then(|(_, record)| Company::read(&record)).unwrap_or_default())
}

/// Returns the identifier of the company's record, if anything is recorded.
///
/// # Errors
/// When the vault cannot be read.
pub fn id(vault: &Vault) -> Result<Option<Id>, VaultError> {
    Ok(record(vault)?.map(|(id, _)| id))
}

/// Makes ready changes of the facts about the company, with what they move in the agenda. An election from before the tables
/// is a fact all the same: it is kept, and the agenda says what it lacks.
///
/// # Errors
/// [`CompanyError`].
pub fn propose(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    changes: Vec<CompanyChange>,
) -> Result<Pending<Vec<CompanyChange>>, CompanyError> {
    let after = preview(vault, now_ms, today, &changes)?;
    Ok(Pending::kept(vault, today, changes, |_, basis| basis.company = after)?)
}

/// Saves changes of which was told what they move: all of them, or none.
///
/// # Errors
/// [`CompanyError`]; nothing was changed then.
pub fn accept(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    told: Told<Vec<CompanyChange>>,
) -> Result<Company, CompanyError> {
    change(vault, now_ms, today, &told.take()).map(|(company, _)| company)
}

fn change(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    changes: &[CompanyChange],
) -> Result<(Company, Receipt), CompanyError> {
    let (id, record, verb) = changed(vault, now_ms, changes)?;
    let company = Company::read(&record).unwrap_or_default();
    check(&company, changes, today)?;
    let receipt = vault.commit(now_ms, vec![Change { kind: Kind::Company, id, verb, record }])?;
    Ok((company, receipt))
}

/// Returns the change that records the last round on a subject; nothing where a later one is recorded, but for
/// `before`: the day that the same round had given.
///
/// # Errors
/// When the vault cannot be read.
pub(crate) fn last_round(
    vault: &mut Vault,
    now_ms: u64,
    subject: &str,
    day: NaiveDate,
    before: Option<NaiveDate>,
) -> Result<Option<Change>, VaultError> {
    let known = company(vault)?.last_round(subject);
    if known == Some(day) || known > Some(day) && known != before {
        return Ok(None);
    }
    let last = CompanyChange::LastRound(subject.to_owned(), Some(day));
    let (id, record, verb) = changed(vault, now_ms, &[last])?;
    Ok(Some(Change { kind: Kind::Company, id, verb, record }))
}

/// Returns the change that sets or clears the last round on a subject.
///
/// # Errors
/// When the vault cannot be read.
pub(crate) fn set_last_round(
    vault: &mut Vault,
    now_ms: u64,
    subject: &str,
    day: Option<NaiveDate>,
) -> Result<Change, VaultError> {
    let last = CompanyChange::LastRound(subject.to_owned(), day);
    let (id, record, verb) = changed(vault, now_ms, &[last])?;
    Ok(Change { kind: Kind::Company, id, verb, record })
}

/// Returns the company as the changes would make it; nothing is saved.
fn preview(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    changes: &[CompanyChange],
) -> Result<Company, CompanyError> {
    let company = Company::read(&changed(vault, now_ms, changes)?.1).unwrap_or_default();
    check(&company, changes, today)?;
    Ok(company)
}

fn changed(
    vault: &mut Vault,
    now_ms: u64,
    changes: &[CompanyChange],
) -> Result<(Id, Record, Verb), VaultError> {
    let (id, mut record, verb) = match record(vault)? {
        Some((id, record)) => (id, record, Verb::Edited),
        None => (vault.new_id(), Record::default(), Verb::Added),
    };
    for change in changes {
        let stamp = vault.stamp(now_ms);
        change.apply(&mut record, stamp);
    }
    Ok((id, record, verb))
}

fn check(company: &Company, changes: &[CompanyChange], today: NaiveDate) -> Result<(), CompanyError> {
    for change in changes {
        let (field, day) = match change {
            CompanyChange::FirstRound(Some(day)) => ("--election", *day),
            CompanyChange::LastRound(subject, Some(day)) => (last_round_option(subject), *day),
            _ => continue,
        };
        if day > today {
            return Err(CompanyError::Future { field, day });
        }
    }
    years(company, changes, today)?;
    match (company.first_round, company.mandates_end) {
        (Some(first_round), Some(end)) if end < first_round => {
            Err(CompanyError::Backwards { first_round, end })
        }
        _ => Ok(()),
    }
}

/// Checks the length of the mandates that an agreement sets.
///
/// # Law
/// L2314-34, as it stood on the day of the election; for one before the tables, as it stands today.
fn years(company: &Company, changes: &[CompanyChange], today: NaiveDate) -> Result<(), CompanyError> {
    let given = changes.iter().find_map(|c| if let CompanyChange::MandateYears(n) = c { *n } else { None });
    let Some(given) = given.map(i64::from) else { return Ok(()) };
    let bound = |rule: &str, on: NaiveDate| book().whole(rule, on).ok();
    let both = |on| bound("mandate.length-min", on).zip(bound("mandate.length-max", on));
    match company.first_round.and_then(both).or_else(|| both(today)) {
        Some((least, most)) if !(least..=most).contains(&given) => Err(CompanyError::Years { least, most }),
        _ => Ok(()),
    }
}

fn last_round_option(subject: &str) -> &'static str {
    match Subject::from_code(subject) {
        Some(Subject::Equality) => "--last-equality",
        Some(Subject::Careers) => "--last-careers",
        Some(Subject::Experienced) => "--last-experienced",
        Some(Subject::Pay) | None => "--last-pay",
    }
}

/// Returns the changes that add a site, or give the one of this name its department, its headcount, and whether it is hazardous;
/// what is not given stays.
pub fn add_site(
    vault: &mut Vault,
    company: &Company,
    name: String,
    department: Option<String>,
    (headcount, hazardous): (Option<String>, Option<bool>),
) -> Vec<CompanyChange> {
    let same = company.sites.iter().find(|s| s.name == name);
    let element = same.map_or_else(|| vault.new_element(), |s| s.element);
    let department = department.or_else(|| same.and_then(|s| s.department.clone()));
    vec![
        CompanyChange::Site(element, Some((name, department))),
        CompanyChange::SiteFacts(element, headcount, hazardous),
    ]
}

/// Returns the change that removes a site by its name, in any case.
///
/// # Errors
/// [`CompanyError::NoSite`], [`CompanyError::TwoSites`].
pub fn remove_site(company: &Company, name: &str) -> Result<CompanyChange, CompanyError> {
    let mut found = company.sites.iter().filter(|s| s.name.to_lowercase() == name.trim().to_lowercase());
    match (found.next(), found.next()) {
        (Some(site), None) => Ok(CompanyChange::Site(site.element, None)),
        (Some(_), Some(_)) => Err(CompanyError::TwoSites),
        (None, _) => Err(CompanyError::NoSite),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::company::rules::{last_headcount, situation};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn vault() -> Vault {
        Vault::create_in_memory(crate::clock::random).unwrap()
    }

    fn set(vault: &mut Vault, changes: &[CompanyChange]) -> Result<Company, CompanyError> {
        change(vault, 1_000, day("2026-11-21"), changes).map(|(company, _)| company)
    }

    #[test]
    fn what_is_set_is_kept_and_added_to() {
        let mut vault = vault();
        assert_eq!(company(&vault).unwrap(), Company::default());
        set(&mut vault, &[CompanyChange::Name(Some("Exemple SA".to_owned()))]).unwrap();
        set(&mut vault, &[CompanyChange::Idcc(Some("1486".to_owned()))]).unwrap();
        let kept = company(&vault).unwrap();
        assert_eq!((kept.name.as_deref(), kept.idcc.as_deref()), (Some("Exemple SA"), Some("1486")));
        assert_eq!(vault.records(Kind::Company).unwrap().len(), 1);
        let verbs: Vec<_> =
            vault.log().unwrap().iter().flat_map(|e| e.changes.clone()).map(|c| c.0).collect();
        assert_eq!(verbs, [Verb::Added, Verb::Edited]);
    }

    #[test]
    fn a_last_time_in_the_future_changes_nothing() {
        let mut vault = vault();
        let first_round = CompanyChange::FirstRound(Some(day("2026-11-22")));
        let error = set(&mut vault, &[first_round]).unwrap_err();
        assert!(matches!(error, CompanyError::Future { field: "--election", .. }));
        let last = CompanyChange::LastRound("careers".to_owned(), Some(day("2027-01-01")));
        let error = set(&mut vault, &[CompanyChange::Name(Some("x".to_owned())), last]).unwrap_err();
        assert!(matches!(error, CompanyError::Future { field: "--last-careers", .. }));
        assert_eq!(company(&vault).unwrap(), Company::default());
    }

    #[test]
    fn a_preview_saves_nothing() {
        let mut vault = vault();
        let changes = [CompanyChange::MandatesEnd(Some(day("2027-03-31")))];
        let seen = preview(&mut vault, 1_000, day("2026-11-21"), &changes).unwrap();
        assert_eq!(seen.mandates_end, Some(day("2027-03-31")));
        assert_eq!(company(&vault).unwrap(), Company::default());
        let late = [CompanyChange::FirstRound(Some(day("2027-03-31")))];
        assert!(preview(&mut vault, 1_000, day("2026-11-21"), &late).is_err());
    }

    #[test]
    fn mandates_cannot_end_before_they_began() {
        let mut vault = vault();
        set(&mut vault, &[CompanyChange::FirstRound(Some(day("2023-03-13")))]).unwrap();
        let end = CompanyChange::MandatesEnd(Some(day("2023-03-12")));
        assert!(matches!(set(&mut vault, &[end]).unwrap_err(), CompanyError::Backwards { .. }));
        set(&mut vault, &[CompanyChange::MandatesEnd(Some(day("2027-03-31")))]).unwrap();
    }

    #[test]
    fn an_agreement_sets_two_to_four_years() {
        let mut vault = vault();
        for (years, fits) in [(1, false), (2, true), (4, true), (5, false)] {
            let found = set(&mut vault, &[CompanyChange::MandateYears(Some(years))]);
            assert_eq!(found.is_ok(), fits, "{years}");
            assert!(fits || matches!(found, Err(CompanyError::Years { least: 2, most: 4 })));
        }
    }

    #[test]
    fn sites_are_removed_by_name() {
        let site = |n: u8, name: &str| CompanyChange::Site([n; 8], Some((name.to_owned(), None)));
        let mut vault = vault();
        let company = set(&mut vault, &[site(1, "Lyon"), site(2, "Nantes"), site(3, "nantes")]).unwrap();
        assert_eq!(remove_site(&company, " LYON ").unwrap(), CompanyChange::Site([1; 8], None));
        assert!(matches!(remove_site(&company, "Nantes"), Err(CompanyError::TwoSites)));
        assert!(matches!(remove_site(&company, "Paris"), Err(CompanyError::NoSite)));
    }

    #[test]
    fn the_last_headcount_is_not_of_the_future() {
        let mut vault = vault();
        let month = |m: &str, n: &str| CompanyChange::Headcount(m.to_owned(), Some(n.to_owned()));
        let months =
            [month("2026-09", "49.5"), month("2026-11", "50"), month("2026-12", "60"), month("x", "1")];
        let company = set(&mut vault, &months).unwrap();
        let last = |today| last_headcount(&company, day(today)).map(|(m, n)| (m.to_string(), n.to_string()));
        assert_eq!(last("2026-11-21"), Some(("2026-11".to_owned(), "50".to_owned())));
        assert_eq!(last("2026-10-31"), Some(("2026-09".to_owned(), "99/2".to_owned())));
        assert_eq!(last("2026-08-31"), None);
    }

    #[test]
    fn bargaining_sees_the_rounds_it_knows() {
        let mut vault = vault();
        let last = |s: &str| CompanyChange::LastRound(s.to_owned(), Some(day("2025-11-15")));
        let company = set(&mut vault, &[last("pay"), last("newer")]).unwrap();
        let situation = situation(&company, day("2026-11-21"));
        assert_eq!(situation.last.into_iter().collect::<Vec<_>>(), [(Subject::Pay, day("2025-11-15"))]);
        assert_eq!(situation.headcount, None);
    }
}
