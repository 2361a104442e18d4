//! Gathers what an outgoing organizer or treasurer hands over; writes the receipt. What is not here: questions and words.

use std::path::Path;

use chrono::{Days, NaiveDate};

use crate::{
    base::{Lang, date},
    features::{
        agenda::{
            actions::{self as agenda, AgendaError},
            rules::Wanted,
        },
        handover::views::Handover,
        notice::actions::{NoticeError, account, post},
        privacy::{
            actions::{PrivacyError, review},
            rules::{self, Part},
            views::PartView,
        },
    },
    mail::send,
    tr,
    vault::{
        Compartment, Vault, VaultError, file,
        holders::{Class, Role},
    },
};

/// So many days ahead the agenda is looked at.
const AHEAD: u64 = 90;

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HandoverError {
    /// The agenda.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// The outbox, the mail accounts, the log, the file.
    #[error(transparent)]
    Privacy(#[from] PrivacyError),
}

impl From<NoticeError> for HandoverError {
    fn from(error: NoticeError) -> Self {
        Self::Privacy(error.into())
    }
}

impl From<VaultError> for HandoverError {
    fn from(error: VaultError) -> Self {
        Self::Privacy(error.into())
    }
}

/// What is due soon, by its days: what each is stands in the agenda.
fn duties(vault: &Vault, today: NaiveDate, lang: Lang) -> Result<Part, HandoverError> {
    let to = today.checked_add_days(Days::new(AHEAD));
    let wanted = Wanted { from: None, to, kind: None, mine: false, by: None, all: false };
    let kept = agenda::diary(vault, today)?.agenda.keep(&wanted, today);
    let late = kept.lines.iter().filter(|line| line.day < today).count();
    let first = kept.lines.iter().map(|line| line.day).min().map(|day| date::shown(lang, day));
    let mut rows = vec![
        (
            tr!(lang, "échéances ouvertes sur 90 jours", "open duties of 90 days"),
            kept.lines.len().to_string(),
        ),
        (tr!(lang, "dont en retard", "late among them"), late.to_string()),
    ];
    rows.extend(first.map(|day| (tr!(lang, "la première", "the first"), day)));
    rows.push((tr!(lang, "la liste", "the list"), "contrepoids agenda".to_owned()));
    Ok(Part::new("duties", tr!(lang, "Ce qui est dû", "What is due"), rows))
}

/// What waits in the outbox, by campaign.
fn outbox(vault: &Vault, lang: Lang) -> Result<Part, HandoverError> {
    let open = post::look(vault)?;
    let mut rows = Vec::new();
    for campaign in open.campaigns().map_err(NoticeError::from)? {
        let counts = send::count(&open, &campaign.id).map_err(NoticeError::from)?;
        let waiting: u64 = counts
            .iter()
            .filter(|(fate, _)| post::FAILED.contains(fate) || post::WAITING.contains(fate))
            .map(|(_, n)| n)
            .sum();
        if waiting > 0 {
            rows.push((campaign.notice.clone(), tr!(lang, "{waiting} à décider", "{waiting} to decide")));
        }
    }
    Ok(Part::new("outbox", tr!(lang, "Ce qui attend dans l’envoi", "What waits in the outbox"), rows))
}

/// Who opens the vault, and what there is beside it.
fn keys(vault: &Vault, lang: Lang) -> (Part, String, bool) {
    let state = vault.holders();
    let me = vault.device();
    let mut rows = Vec::new();
    let (mut own, mut someone_else) = (String::new(), false);
    for holder in &state.holders {
        let organizes = holder.roles.has(Role::Organizer);
        let what = match (holder.class, organizes) {
            (Class::Recovery, _) => tr!(lang, "clé de secours", "recovery key"),
            (_, true) => tr!(lang, "organise", "organizer"),
            (_, false) => tr!(lang, "trésorerie ou lecture", "treasurer or reader"),
        };
        if holder.device == me {
            own.clone_from(&holder.name);
        } else {
            someone_else |= organizes && holder.class == Class::Device;
        }
        rows.push((holder.name.clone(), what));
    }
    (Part::new("keys", tr!(lang, "Qui ouvre le coffre", "Who opens the vault"), rows), own, someone_else)
}

/// The mail accounts, the exports given, the last backup.
fn things(vault: &Vault, lang: Lang) -> Result<Vec<Part>, HandoverError> {
    let accounts = account::list(vault)?.into_iter().map(|(_, one)| (one.name, one.from));
    let accounts = Part::new("accounts", tr!(lang, "Comptes de messagerie", "Mail accounts"), accounts);
    let exports = Part::new(
        "exports",
        tr!(lang, "Exports remis", "Exports handed over"),
        review::exports(vault, lang)?,
    );
    let backup = Part::new(
        "backup",
        tr!(lang, "Sauvegarde", "Backup"),
        [(tr!(lang, "la dernière", "the last"), review::last_backup(vault, lang)?)],
    );
    Ok(vec![accounts, exports, backup])
}

/// What to do, in order.
fn steps(lang: Lang, someone_else: bool) -> Part {
    let mut rows = vec![(
        "contrepoids backup create".to_owned(),
        tr!(lang, "une sauvegarde d’aujourd’hui", "a backup of today"),
    )];
    if !someone_else {
        rows.push((
            "contrepoids key add".to_owned(),
            tr!(
                lang,
                "admettez d’abord qui vous succède, avec les six mots entendus de vive voix\u{a0}: sans cela, personne n’ouvre plus le coffre",
                "admit your successor first, with the six words heard by voice: without that nobody opens the vault any more"
            ),
        ));
    }
    rows.push((
        "contrepoids notice account".to_owned(),
        tr!(
            lang,
            "le mot de passe de la messagerie change de mains\u{a0}: changez-le chez l’hébergeur",
            "the password of the mail changes hands: change it at the provider"
        ),
    ));
    rows.push((
        "contrepoids key remove".to_owned(),
        tr!(
            lang,
            "qui reste retire l’appareil de qui part\u{a0}: les clés tournent",
            "who stays retires the device of who leaves: the keys turn"
        ),
    ));
    rows.push((
        "contrepoids key recovery".to_owned(),
        tr!(
            lang,
            "une clé de secours neuve, si l’ancienne est partie",
            "a new recovery key, should the old one have gone"
        ),
    ));
    rows.push((
        "contrepoids destroy".to_owned(),
        tr!(
            lang,
            "qui part efface le coffre de son ordinateur, les exports et les sauvegardes",
            "who leaves destroys the vault on their laptop, the exports and the backups"
        ),
    ));
    Part::new("steps", tr!(lang, "Dans cet ordre", "In this order"), rows)
}

/// The receipt: what was handed over, to be signed by both.
fn receipt(lang: Lang) -> Part {
    let line = || "…………………………".to_owned();
    Part::new(
        "receipt",
        tr!(lang, "Reçu", "Receipt"),
        [
            (tr!(lang, "qui part (nom, signature, jour)", "who leaves (name, signature, day)"), line()),
            (
                tr!(lang, "qui reprend (nom, signature, jour)", "who takes over (name, signature, day)"),
                line(),
            ),
            (
                tr!(lang, "remis", "handed over"),
                tr!(
                    lang,
                    "☐ ouverture du coffre ☐ messagerie ☐ sauvegarde ☐ clé de secours ☐ papiers ☐ liste des exports",
                    "☐ opening of the vault ☐ mail ☐ backup ☐ recovery key ☐ papers ☐ list of exports"
                ),
            ),
            (
                tr!(lang, "effacé par qui part", "erased by who leaves"),
                tr!(
                    lang,
                    "☐ coffre ☐ exports ☐ sauvegardes ☐ mots de passe",
                    "☐ vault ☐ exports ☐ backups ☐ passwords"
                ),
            ),
        ],
    )
}

/// Lists what is to be handed over, and writes the receipt where a file is named. No name of a member stands in it.
///
/// # Errors
/// What the vault could not give; [`PrivacyError::Write`].
pub fn handover(
    vault: &Vault,
    today: NaiveDate,
    out: Option<(&Path, bool)>,
    lang: Lang,
) -> Result<Handover, HandoverError> {
    let (keys, from, someone_else) = keys(vault, lang);
    let mut parts = Vec::new();
    if vault.opens(Compartment::Organizing) {
        parts.push(duties(vault, today, lang)?);
    }
    parts.push(outbox(vault, lang)?);
    parts.push(keys);
    parts.extend(things(vault, lang)?);
    parts.retain(|part| !part.rows.is_empty());
    parts.push(steps(lang, someone_else));
    if let Some((path, force)) = out {
        let title = tr!(lang, "Passation", "Handing over");
        let with: Vec<Part> = parts.iter().cloned().chain([receipt(lang)]).collect();
        let page = rules::page(lang, &title, today, &with);
        file::write_page(path, &page, force).map_err(|error| PrivacyError::Write(path.to_owned(), error))?;
    }
    Ok(Handover {
        made: today,
        from,
        someone_else,
        parts: parts.iter().map(PartView::of).collect(),
        out: out.map(|(path, _)| path.display().to_string()),
    })
}
