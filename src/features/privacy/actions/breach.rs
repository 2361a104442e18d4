//! What to do when data got out (*violation de données*): until when, what is in there, who had it, what to write.

use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::{
    review::{exports, last_backup},
    write,
};
use crate::{
    base::{
        Lang,
        date::{self, paris},
        word::Standing,
    },
    features::{
        dues::records::BookEntry,
        privacy::{
            actions::PrivacyError,
            rules::{
                Part,
                breach::{self, Lost},
            },
            views::{BreachKit, PartView},
        },
        talk::records::{Sealed, Talk},
    },
    roster::{Colleague, Person},
    tr,
    vault::{Compartment, Vault},
};

/// What is told of a breach.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// What got out.
    pub lost: Lost,
    /// The day it was known.
    pub day: NaiveDate,
    /// The hour, in Paris.
    pub hour: Option<NaiveTime>,
}

/// Makes the kit: what there is to say and to do, in order, and writes it where a file is named. No name of a member stands in it.
///
/// # Law
/// GDPR, articles 33 (72 hours from when one knows, the authority) and 34 (the persons). Read in copies: unverified.
///
/// # Errors
/// What the vault could not give; [`PrivacyError::Write`].
pub fn kit(
    vault: &Vault,
    told: Told,
    out: Option<(&Path, bool)>,
    lang: Lang,
) -> Result<BreachKit, PrivacyError> {
    // Without an hour the day counts from its beginning: nobody is late by that.
    let known = paris::moment(told.day.and_time(told.hour.unwrap_or(NaiveTime::MIN)));
    let until = known.checked_add_signed(TimeDelta::hours(breach::HOURS)).unwrap_or(known);
    let shown = |at: NaiveDateTime| {
        let (day, hour) = (date::shown(lang, at.date()), at.format("%H:%M"));
        tr!(lang, "{day} à {hour}", "{day} at {hour}")
    };
    let (since, by) = (shown(paris::clock(known)), shown(paris::clock(until)));
    let clock = Part::new(
        "clock",
        tr!(lang, "Jusqu’à quand", "Until when"),
        [
            (tr!(lang, "su le", "known on"), since),
            (
                tr!(lang, "à la CNIL au plus tard le", "to the authority by"),
                tr!(lang, "{by} (72 heures, week-end compris)", "{by} (72 hours, weekends included)"),
            ),
        ],
    );
    let parts = vec![
        clock,
        held(vault, told.day, lang)?,
        Part::new(
            "handed",
            tr!(lang, "À qui des exports ont été remis", "To whom exports were handed"),
            exports(vault, lang)?,
        ),
        Part::new(
            "backup",
            tr!(lang, "Sauvegarde", "Backup"),
            [(tr!(lang, "la dernière", "the last"), last_backup(vault, lang)?)],
        ),
        breach::judge(lang, told.lost),
        breach::steps(lang, told.lost),
    ];
    let parts: Vec<Part> = parts.into_iter().filter(|part| !part.rows.is_empty()).collect();
    if let Some((path, force)) = out {
        let title = tr!(lang, "Violation de données\u{a0}: que faire", "Data breach: what to do");
        write(path, &title, told.day, &parts, force, lang)?;
    }
    Ok(BreachKit {
        lost: told.lost,
        known: known.to_rfc3339(),
        notify_by: until.to_rfc3339(),
        parts: parts.iter().map(PartView::of).collect(),
        out: out.map(|(path, _)| path.display().to_string()),
    })
}

/// What this vault holds, in numbers: what a notification asks for.
fn held(vault: &Vault, today: NaiveDate, lang: Lang) -> Result<Part, PrivacyError> {
    let (mut members, mut former, mut contacts, mut addresses) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (_, person) in vault.all::<Person>()?.iter().filter(|(_, person)| person.is_there()) {
        let count = match person.standing(today) {
            Standing::Member => &mut members,
            Standing::Former => &mut former,
            Standing::Prospect | Standing::PreMember => &mut contacts,
        };
        *count = count.saturating_add(1);
        addresses = addresses.saturating_add(usize::from(!person.emails.is_empty()));
    }
    let mut rows = vec![
        (tr!(lang, "adhérent·e·s", "members"), members.to_string()),
        (tr!(lang, "ancien·ne·s adhérent·e·s", "former members"), former.to_string()),
        (tr!(lang, "contacts", "contacts"), contacts.to_string()),
        (
            tr!(lang, "données", "data"),
            tr!(
                lang,
                "identité, contact, site, emploi, dates d’adhésion\u{a0}: elles disent l’appartenance syndicale (article 9)",
                "identity, contact, site, job, dates of membership: they tell of union membership (article 9)"
            ),
        ),
    ];
    let mut counted = |count: usize, name: String| {
        if count > 0 {
            rows.push((name, count.to_string()));
        }
    };
    // What was taken back holds nothing any more.
    if vault.opens(Compartment::Dues) {
        let entries = vault.all::<BookEntry>()?.len();
        counted(entries, tr!(lang, "écritures de cotisation", "entries of dues"));
    }
    if vault.opens(Compartment::Organizing) {
        let colleagues = vault.all::<Colleague>()?.iter().filter(|(_, one)| one.member.is_none()).count();
        counted(colleagues, tr!(lang, "fiches de collègues", "records of colleagues"));
        counted(vault.all::<Talk>()?.len(), tr!(lang, "conversations", "conversations"));
        counted(
            vault.all::<Sealed>()?.len(),
            tr!(lang, "notes et affaires scellées", "sealed notes and cases"),
        );
    }
    rows.push((tr!(lang, "avec une adresse mail", "with a mail address"), addresses.to_string()));
    Ok(Part::new("held", tr!(lang, "Ce que ce coffre contient", "What this vault holds"), rows))
}
