//! Where the section stands: seats, thresholds, members, what is due next.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{Id, Lang, Record, date, word::Standing},
    calendar::Month,
    election::{self, Crossing, Seats},
    features::{
        agenda::{
            actions::{
                self as agenda, AgendaError, Diary,
                lines::{self, Now},
            },
            rules::{Agenda, Basis, Wanted, powers},
            views::{AgendaNow, Lack},
        },
        company::{
            records::Company,
            rules::{headcounts, last_headcount},
        },
        house::views,
        law::views as law,
    },
    law::{Finding, Fraction, book},
    roster::summary::{Summary, summarise},
    vault::{
        Compartment, Kind, Recall, Vault, VaultError,
        holders::words::{self, Six},
    },
};

/// Where the section stands.
#[derive(Debug, Clone)]
pub struct Status {
    /// The company.
    pub company: Company,
    /// The last headcount known, and its month.
    pub headcount: Option<(Month, Fraction)>,
    /// The seats at that headcount.
    pub seats: Option<Finding<Seats>>,
    /// The thresholds crossed, where months are recorded.
    pub crossings: Option<Finding<Vec<Crossing>>>,
    /// How many people stand where.
    pub people: BTreeMap<Standing, usize>,
    /// The agenda, with what it is made of.
    pub diary: Diary,
    /// The parts of the vault that are not of the role of this device.
    pub closed: Vec<&'static str>,
    /// What is known of the vault.
    pub vault: OfVault,
}

/// What `status` says of the vault itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfVault {
    /// Its six words.
    pub words: Six,
    /// What this device knows of its backups.
    pub backup: Backup,
}

/// What a device knows of the backups of a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backup {
    /// Nothing: it remembers no vault.
    Unknown,
    /// None was made here.
    None,
    /// The last one was made then, in milliseconds since 1970.
    Last(u64),
}

/// Returns what is known of an open vault.
///
/// # Errors
/// When what this device remembers cannot be read.
pub fn of_vault(vault: &Vault) -> Result<OfVault, VaultError> {
    let backup = match vault.recall().map(Recall::last_backup).transpose()? {
        None => Backup::Unknown,
        Some(None) => Backup::None,
        Some(Some(last)) => Backup::Last(last),
    };
    Ok(OfVault { words: vault.holders().words(), backup })
}

/// What is due, without the names of people: the page is one to show.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn now(status: &Status, today: NaiveDate) -> Result<Now, AgendaError> {
    Ok(lines::now(&status.diary, &Wanted::default(), today)?.without_names())
}

impl Status {
    /// Returns what is shown of it, with what is due as the agenda shows it.
    #[must_use]
    pub fn view(&self, lang: Lang, agenda: AgendaNow) -> views::Status {
        let coming = [&agenda.late, &agenda.week, &agenda.month, &agenda.later];
        let next = coming.into_iter().flatten().take(NEXT).cloned().collect();
        views::Status {
            company: self.company.name.clone(),
            headcount: self.headcount.map(|(month, headcount)| views::Headcount { month, headcount }),
            seats: self.seats.as_ref().map(|f| f.value),
            thresholds: self.crossings.iter().flat_map(|f| &f.value).map(law::Crossing::of).collect(),
            people: self.people.clone(),
            next,
            agenda,
            missing: self.diary.agenda.missing.iter().map(Lack::of).collect(),
            closed: self.closed.clone(),
            words: words::say(lang, &self.vault.words),
            last_backup: match self.vault.backup {
                Backup::Last(last) => date::rfc3339(last),
                Backup::None | Backup::Unknown => None,
            },
        }
    }
}

/// How many lines `next` holds.
const NEXT: usize = 5;

/// Returns where the section stands.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn status(
    diary: Diary,
    people: BTreeMap<Standing, usize>,
    vault: OfVault,
    today: NaiveDate,
) -> Result<Status, AgendaError> {
    let company = diary.basis.company.clone();
    let headcount = last_headcount(&company, today);
    let seats = headcount.map(|(_, number)| election::seats(book(), number, today)).transpose()?;
    let months = headcounts(&company);
    let crossings = if months.is_empty() {
        None
    } else {
        let found = election::crossings(book(), &months, today)?;
        Some(powers::settled(&diary.basis, found, today)?)
    };
    Ok(Status { company, headcount, seats, crossings, people, diary, vault, closed: Vec::new() })
}

/// Reads where the section stands; of what is not of the role of this device nothing is said but that.
///
/// # Errors
/// When the vault cannot be read; a day that the law tables do not cover.
pub fn of(vault: &Vault, today: NaiveDate) -> Result<Status, AgendaError> {
    let (people, of_vault) = (people(vault, today)?, of_vault(vault)?);
    let diary = if vault.opens(Compartment::Organizing) {
        agenda::diary(vault, today)?
    } else {
        let company = crate::features::company::actions::company(vault)?;
        let basis = Basis { company, ..Basis::default() };
        Diary { basis, company_id: Id([0; 16]), states: BTreeMap::new(), agenda: Agenda::default() }
    };
    let closed = Compartment::ALL.into_iter().filter(|part| !vault.opens(*part)).map(Compartment::name);
    Ok(Status { closed: closed.collect(), ..status(diary, people, of_vault, today)? })
}

/// Counts the people of the roster by standing, without opening their records.
///
/// # Privacy
/// Counts only.
///
/// # Errors
/// When the vault cannot be read.
pub fn people(vault: &Vault, today: NaiveDate) -> Result<BTreeMap<Standing, usize>, VaultError> {
    let mut out = BTreeMap::new();
    let mut count = |summary: &Summary| {
        if !summary.is_merged() {
            let n: &mut usize = out.entry(summary.standing(today)).or_default();
            *n = n.saturating_add(1);
        }
    };
    for (id, bytes) in vault.people()? {
        if let Ok(summary) = Summary::of(bytes) {
            count(&summary);
            continue;
        }
        // A row of an older layout: the record itself knows.
        let record: Option<Record> = vault.record(Kind::Person, &id)?;
        let made = record.map(|r| summarise(&r)).unwrap_or_default();
        if let Ok(summary) = Summary::decode(&made) {
            count(&summary);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::Id,
        features::agenda::rules::{Basis, agenda},
        law::LawError,
        vault::{Change, Verb},
    };

    const UNKNOWN: OfVault = OfVault { words: [0; 6], backup: Backup::Unknown };

    fn diary(company: Company, on: &str) -> Result<Diary, AgendaError> {
        let basis = Basis { company, ..Basis::default() };
        let agenda = agenda(&basis, day(on))?;
        Ok(Diary { basis, company_id: Id([1; 16]), states: BTreeMap::new(), agenda })
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn everything_from_the_facts() {
        let first: Month = "2025-01".parse().unwrap();
        let months = (0..24).map(|n| (first.plus(n).unwrap().to_string().into(), "720".to_owned()));
        let company = Company {
            headcounts: months.collect(),
            mandates_end: Some(day("2027-03-31")),
            ..Company::default()
        };
        let diary = diary(company, "2026-11-21").unwrap();
        let found = status(diary, [(Standing::Member, 40)].into(), UNKNOWN, day("2026-11-21")).unwrap();
        let now = now(&found, day("2026-11-21")).unwrap();
        assert_eq!(now.parts().map(|(_, lines)| lines.len()).sum::<usize>(), 4);
        assert_eq!(found.headcount.unwrap().0.to_string(), "2026-11");
        assert_eq!(found.seats.unwrap().value.seats, 14);
        assert!(found.crossings.unwrap().value.iter().all(|c| c.reached));
    }

    #[test]
    fn people_are_counted_by_standing_and_only_counted() {
        let mut vault = Vault::create_in_memory(crate::clock::random).unwrap();
        assert!(people(&vault, day("2026-11-21")).unwrap().is_empty());
        let change = |vault: &Vault, kind| {
            let record = Record::default();
            Change { kind, id: vault.new_id(), verb: Verb::Added, record }
        };
        let changes = [Kind::Person, Kind::Company, Kind::Person].map(|kind| change(&vault, kind));
        vault.commit(1_000, changes.into()).unwrap();
        assert_eq!(people(&vault, day("2026-11-21")).unwrap(), [(Standing::Prospect, 2)].into());
    }

    #[test]
    fn nothing_known_is_no_error() {
        let diary = diary(Company::default(), "2026-11-21").unwrap();
        let found = status(diary, BTreeMap::new(), UNKNOWN, day("2026-11-21")).unwrap();
        assert!(found.seats.is_none() && found.crossings.is_none());
    }

    #[test]
    fn outside_the_tables_is_an_error() {
        let error = diary(Company::default(), "2017-01-01").unwrap_err();
        assert!(matches!(
            error,
            AgendaError::Rule(crate::calendar::RuleError::Law(LawError::NotCovered { .. }))
        ));
    }
}
