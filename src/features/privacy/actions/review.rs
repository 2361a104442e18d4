//! Looks through what is kept: what is past its time, whom nobody wrote to or spoke with, what could go.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};

use crate::{
    base::{Id, Kind, Lang, date, word::Standing},
    features::{
        join::rules as forms,
        member::actions::erase,
        notice::actions::{NoticeError, post},
        privacy::{
            actions::PrivacyError,
            rules::Part,
            views::{PartView, Reviewed},
        },
        talk::records::Talk,
    },
    mail::outbox::Fate,
    roster::{Person, retention},
    tr,
    vault::{Compartment, Recall, Vault, Verb},
};

/// Whoever was not reached for this long counts as not contacted.
const SILENT: Months = Months::new(12);

/// Whom a message reached, as long as the outbox keeps the names, or somebody spoke with in the last twelve months.
fn reached(vault: &Vault, today: NaiveDate) -> Result<BTreeSet<Id>, PrivacyError> {
    let since = today.checked_sub_months(SILENT).unwrap_or(today);
    let mut out = BTreeSet::new();
    let post = post::look(vault)?;
    for campaign in post.campaigns().map_err(NoticeError::from)? {
        for member in post.members(&campaign.id).map_err(NoticeError::from)? {
            let entry = post.queue_entry(&campaign.id, &member).map_err(NoticeError::from)?;
            if entry.state.fate() == Fate::Sent && date::day_of(entry.at_ms).is_some_and(|day| day >= since) {
                out.insert(Id(member));
            }
        }
    }
    if vault.opens(Compartment::Organizing) {
        let talks = vault.all::<Talk>()?.into_iter().map(|(_, talk)| talk);
        out.extend(
            talks.filter(|talk| talk.day.is_some_and(|day| day >= since)).filter_map(|talk| talk.with),
        );
    }
    Ok(out)
}

/// Exports that were handed over: the day, how many people, for whom.
///
/// # Errors
/// When the log cannot be read.
pub fn exports(vault: &Vault, lang: Lang) -> Result<Vec<(String, String)>, PrivacyError> {
    let mut rows = Vec::new();
    for entry in vault.log()? {
        let count = entry.changes.iter().filter(|(verb, _)| *verb == Verb::Exported).count();
        if count > 0 {
            let readers = entry.readers.join(", ");
            let day = date::day_of(entry.time_ms).map(|day| date::shown(lang, day)).unwrap_or_default();
            rows.push((day, tr!(lang, "{count} personnes, pour {readers}", "{count} people, for {readers}")));
        }
    }
    Ok(rows)
}

/// The day of the last backup, in words.
///
/// # Errors
/// When the memory of this device cannot be read.
pub fn last_backup(vault: &Vault, lang: Lang) -> Result<String, PrivacyError> {
    let last = vault.recall().map(Recall::last_backup).transpose()?.flatten();
    let day = last.and_then(date::day_of).map(|day| date::shown(lang, day));
    Ok(day.unwrap_or_else(|| tr!(lang, "aucune connue ici", "none known here")))
}

/// Looks through the roster.
///
/// # Errors
/// What the vault could not give.
pub fn review(vault: &Vault, today: NaiveDate, lang: Lang) -> Result<Reviewed, PrivacyError> {
    let table = retention::table();
    let reached = reached(vault, today)?;
    let (mut past, mut silent, mut empty, mut consent) = (vec![], vec![], vec![], vec![]);
    for (id, record) in vault.records(Kind::Person)? {
        let person = Person::of(&record);
        if !person.is_there() {
            continue;
        }
        let who = || format!("{} ({})", person.display_name(), id.short());
        let changed = erase::changed(&record, today);
        let since = date::shown(lang, changed);
        let standing = person.standing(today);
        if let Some(found) = retention::past(&person, changed, today, &table, None) {
            let until = date::shown(lang, found.until);
            past.push((who(), tr!(lang, "à garder jusqu’au {until}", "to be kept until {until}")));
        } else if standing != Standing::Former && !reached.contains(&id) {
            silent.push((who(), tr!(lang, "fiche changée le {since}", "record changed on {since}")));
        }
        if standing == Standing::Prospect {
            if person.emails.is_empty() && person.phone.is_none() && person.street.is_none() {
                let why = tr!(lang, "ni courriel, ni téléphone, ni adresse", "no mail, no phone, no address");
                empty.push((who(), why));
            }
            if person.consent.source.is_none() {
                consent.push((who(), tr!(lang, "aucun accord noté", "no consent on record")));
            }
        }
        // What was agreed to by a form of before says less than that of today.
        if let Some(version) = person.consent.version.as_deref().filter(|v| *v != forms::version()) {
            consent.push((who(), tr!(lang, "accord à la version {version}", "consent to version {version}")));
        }
    }
    let months = SILENT.as_u32();
    let parts = [
        Part::new(
            "past",
            tr!(
                lang,
                "Au-delà de leur durée\u{a0}: contrepoids member purge",
                "Past their time: contrepoids member purge"
            ),
            past,
        ),
        Part::new(
            "silent",
            tr!(
                lang,
                "Ni message ni conversation depuis {months} mois",
                "No message and no conversation for {months} months"
            ),
            silent,
        ),
        Part::new(
            "empty",
            tr!(lang, "Contacts qu’on ne peut pas joindre", "Contacts who cannot be reached"),
            empty,
        ),
        Part::new(
            "consent",
            tr!(lang, "Accords à demander ou à redemander", "Consent to ask for, or again"),
            consent,
        ),
        Part::new("exports", tr!(lang, "Exports remis", "Exports handed over"), exports(vault, lang)?),
        Part::new(
            "backup",
            tr!(lang, "Sauvegarde", "Backup"),
            [(tr!(lang, "la dernière", "the last"), last_backup(vault, lang)?)],
        ),
    ];
    let talks_closed = !vault.opens(Compartment::Organizing);
    let parts = parts.iter().filter(|part| !part.rows.is_empty()).map(PartView::of).collect();
    Ok(Reviewed { made: today, talks_closed, parts })
}
