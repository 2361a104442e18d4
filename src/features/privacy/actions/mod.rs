//! Gathers all that is held of a person; makes the record of processing.

pub mod breach;
pub mod review;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use crate::{
    base::{Id, Kind, Lang, date},
    calendar::kinds,
    features::{
        action::rules::ActKind,
        agenda::records::Fact,
        dues::actions as dues,
        election::{actions::college, records::Slate},
        group::records::Group,
        join::rules as forms,
        letter::records::Letter,
        meeting::records::Meeting,
        member::actions::{self as member, MemberError, twice},
        notice::actions::{NoticeError, post},
        privacy::{
            rules::{self, Part},
            views::{Copy, PartView, Processing},
        },
        talk::{
            actions::{self as talk, TalkError},
            records::{Act, Sealed, Talk},
        },
        training::records::Training,
    },
    roster::{
        Colleague,
        attr::{Attr, Key},
        columns::{Form, Subject, View},
        retention::{self, Kept},
    },
    tr,
    vault::{Compartment, Vault, VaultError, file},
};

/// A day, in milliseconds.
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PrivacyError {
    /// The person is not found.
    #[error(transparent)]
    Member(#[from] MemberError),
    /// The outbox.
    #[error(transparent)]
    Notice(Box<NoticeError>),
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The file cannot be written.
    #[error("{0:?} cannot be written")]
    Write(PathBuf, std::io::Error),
}

impl From<NoticeError> for PrivacyError {
    fn from(error: NoticeError) -> Self {
        Self::Notice(Box::new(error))
    }
}

/// What the record of a person says, but what only repeats other fields.
fn person(vault: &Vault, id: Id, today: NaiveDate, lang: Lang) -> Result<(String, Part), PrivacyError> {
    let (_, person) = member::show(vault, &id.to_string())?;
    let colleges = college::of(vault, today)?;
    let view = View { on: today, form: Form::Words(lang), colleges: &colleges };
    let name = person.display_name();
    let free: Vec<Key> = person.free.iter().map(|(_, name, _)| Key::Free(name.clone())).collect();
    let mut rows = Vec::new();
    for (_, span) in &person.spans {
        let day = |day: Option<NaiveDate>| day.map_or_else(|| "?".to_owned(), |day| date::shown(lang, day));
        let end = span.end.map_or_else(String::new, |(end, why)| {
            format!("{} ({})", date::shown(lang, end), why.words(lang))
        });
        rows.push((tr!(lang, "période d’adhésion", "membership"), format!("{} → {end}", day(span.start))));
    }
    let agreed = person.consent.version.as_deref().map(|version| text_of_consent(version, lang));
    let subject = Subject::Person(id, Box::new(person));
    let own = Attr::shown().map(Key::Attr);
    for key in own.chain(free) {
        let value = subject.show(&key, view);
        if !value.is_empty() {
            rows.push((key.label(lang), value.into_owned()));
        }
    }
    rows.extend(agreed);
    Ok((name, Part::new("roster", tr!(lang, "Fiche", "Record"), rows)))
}

/// The words to which somebody agreed, as they stood in that version.
fn text_of_consent(version: &str, lang: Lang) -> (String, String) {
    let label = tr!(lang, "texte de l’accord", "text agreed to");
    let text = forms::agreed(version).map(|all| {
        let all: Vec<_> = all.iter().map(|paragraph| paragraph.get(lang)).collect();
        all.join(" ")
    });
    let unknown = || {
        tr!(
            lang,
            "version {version}, dont le programme n’a pas le texte",
            "version {version}, of which the program has no text"
        )
    };
    (label, text.unwrap_or_else(unknown))
}

/// What organizing knows of a colleague who is not in the roster.
fn colleague(vault: &Vault, who: &str, lang: Lang) -> Result<(Id, String, Part), PrivacyError> {
    let id = match talk::find(vault, who) {
        Ok(id) => id,
        Err(TalkError::Member(error)) => return Err(error.into()),
        Err(TalkError::Vault(error)) => return Err(error.into()),
        Err(_) => return Err(MemberError::Nobody.into()),
    };
    let one = vault.get::<Colleague>(&id)?.ok_or(MemberError::Nobody)?;
    let rows = [
        (tr!(lang, "nom", "name"), Some(one.name.clone())),
        (tr!(lang, "site", "site"), one.site),
        (tr!(lang, "service", "service"), one.service),
        (tr!(lang, "équipe", "shift"), one.shift),
        (tr!(lang, "catégorie", "category"), one.category.map(|c| c.words(lang).to_owned())),
        (tr!(lang, "contrat", "contract"), one.contract.map(|c| c.words(lang).to_owned())),
        (
            tr!(lang, "sexe, pour les listes", "sex, as lists count it"),
            one.gender.map(|g| g.words(lang).to_owned()),
        ),
        (tr!(lang, "à distance", "remote"), one.remote.filter(|r| *r).map(|_| tr!(lang, "oui", "yes"))),
        (tr!(lang, "suivi·e par", "looked after by"), one.with),
    ];
    let rows = rows.into_iter().filter_map(|(name, value)| Some((name, value?)));
    Ok((id, one.name, Part::new("colleague", tr!(lang, "Fiche de collègue", "Record of a colleague"), rows)))
}

/// The log: what was done with the record, and to whom it was handed over.
fn history(vault: &Vault, ids: &[Id], lang: Lang) -> Result<Part, PrivacyError> {
    let mut rows = Vec::new();
    for entry in vault.log()? {
        for (verb, _) in entry.changes.iter().filter(|(_, changed)| ids.contains(changed)) {
            let when = date::day_of(entry.time_ms).map(|day| date::shown(lang, day)).unwrap_or_default();
            let mut what = twice::deed(*verb).words(lang).to_owned();
            if !entry.readers.is_empty() {
                what.push_str(&format!(" ({})", entry.readers.join(", ")));
            }
            rows.push((when, what));
        }
    }
    Ok(Part::new(
        "log",
        tr!(lang, "Ce qui a été fait de cette fiche", "What was done with this record"),
        rows,
    ))
}

/// The dues: what they follow from, and each entry.
fn money(vault: &Vault, id: Id, today: NaiveDate, lang: Lang) -> Result<Part, PrivacyError> {
    let treasury = dues::read(vault)?;
    let mut rows = Vec::new();
    let day = |day: NaiveDate| date::shown(lang, day);
    let payer = treasury.payer(id);
    for scale in &payer.scales {
        rows.push((day(scale.from), tr!(lang, "barème", "scale") + " " + &scale.scale));
    }
    for base in &payer.bases {
        rows.push((
            day(base.from),
            tr!(lang, "base déclarée", "declared base") + " " + &base.amount.text(lang),
        ));
    }
    for share in &payer.shares {
        rows.push((day(share.from), tr!(lang, "temps de travail", "working time") + " " + &share.share));
    }
    for exempt in &payer.exempt {
        rows.push((day(exempt.from), tr!(lang, "sans cotisation", "no dues") + ": " + &exempt.reason));
    }
    if !payer.origins.is_empty() {
        let count = payer.origins.len();
        rows.push((
            tr!(lang, "comptes d’où viennent les paiements", "accounts that payments came from"),
            tr!(
                lang,
                "{count}, en empreintes\u{a0}: aucun numéro n’est gardé",
                "{count}, as hashes: no number is kept"
            ),
        ));
    }
    if let Some(account) = treasury.account_of(id, today) {
        for (_, entry) in &account.entries {
            let (kind, amount, receipt) = (entry.kind.words(lang), entry.amount.text(lang), entry.receipt());
            let more =
                [entry.way.map(|w| w.words(lang).to_owned()), entry.reference.clone(), entry.label.clone()];
            let all =
                std::iter::once(format!("{receipt}: {kind} {amount}")).chain(more.into_iter().flatten());
            rows.push((day(entry.day), all.collect::<Vec<_>>().join(", ")));
        }
    }
    Ok(Part::new("dues", tr!(lang, "Cotisations", "Dues"), rows))
}

/// What the agenda holds that is theirs, the letters that are of them, the lists on which they stand.
fn organizing(vault: &Vault, ids: &[Id], lang: Lang) -> Result<Vec<Part>, PrivacyError> {
    let day = |day: Option<NaiveDate>| day.map(|day| date::shown(lang, day)).unwrap_or_default();
    let mine = |of: Option<Id>| of.is_some_and(|of| ids.contains(&of));
    let facts = vault.all::<Fact>()?.into_iter().filter(|(_, fact)| mine(fact.of) || mine(fact.to));
    let facts = facts.map(|(_, fact)| {
        let label = kinds::of(&fact.code).ok().flatten();
        let label = label.map_or_else(
            || fact.code.clone(),
            |kind| if lang == Lang::Fr { kind.label.fr.clone() } else { kind.label.en.clone() },
        );
        let more = [fact.about, fact.amount, fact.place].into_iter().flatten();
        (day(fact.day), std::iter::once(label).chain(more).collect::<Vec<_>>().join(", "))
    });
    let letters = vault.all::<Letter>()?.into_iter().filter(|(_, letter)| mine(letter.person));
    let letters = letters.map(|(_, letter)| {
        let text = letter.text.or(letter.subject).unwrap_or(letter.name);
        (day(letter.sent.or(letter.dated)), text)
    });
    let mut lists = Vec::new();
    for (_, slate) in vault.all::<Slate>()? {
        for one in slate.candidates.iter().filter(|one| mine(one.member)) {
            let known = [one.sex.map(|s| s.words(lang).to_owned()), one.born.map(|b| date::shown(lang, b))];
            let all = std::iter::once(one.name.clone()).chain(known.into_iter().flatten());
            lists.push((slate.name.clone(), all.collect::<Vec<_>>().join(", ")));
        }
    }
    // Who had a conversation, who was brought along: these are others, and stay out.
    let talks = vault.all::<Talk>()?.into_iter().filter(|(_, talk)| mine(talk.with) && !talk.removed);
    let talks = talks.map(|(_, talk)| {
        let answer = talk.answer.map(|answer| answer.words(lang).to_owned());
        let themes = talk.themes.into_iter().collect::<Vec<_>>().join(", ");
        let said = [Some(themes), Some(talk.asked), answer, talk.said, Some(talk.step)];
        let said: Vec<String> = said.into_iter().flatten().filter(|text| !text.is_empty()).collect();
        (day(talk.day), said.join("\u{a0}; "))
    });
    let acts = vault.all::<Act>()?.into_iter().filter(|(_, act)| mine(act.person) && !act.removed);
    let acts = acts.map(|(_, act)| {
        let more = act.note.map(|note| format!(", {note}")).unwrap_or_default();
        let kind =
            ActKind::read(&act.kind).map_or_else(|| act.kind.clone(), |kind| kind.words(lang).to_owned());
        // Who was only asked did nothing.
        let what = if act.day.is_some() {
            kind.clone()
        } else {
            tr!(lang, "{kind}\u{a0}: demandé, pas fait", "{kind}: asked, not done")
        };
        (day(act.day.or(act.asked)), format!("{what}{more}"))
    });
    let groups = vault.all::<Group>()?.into_iter().filter(|(_, group)| {
        group.members.iter().any(|one| mine(Some(one.person)))
            || group.tasks.iter().any(|task| mine(task.person))
    });
    let groups = groups.map(|(_, group)| {
        let theirs = group.tasks.iter().filter(|task| mine(task.person)).map(|task| task.what.clone());
        let said: Vec<String> = std::iter::once(group.aim.clone()).chain(theirs).collect();
        (group.name, said.join("\u{a0}; "))
    });
    let meetings = vault.all::<Meeting>()?.into_iter().filter_map(|(_, meeting)| {
        let guest = meeting.guests.iter().find(|one| mine(Some(one.person)))?;
        let said = [
            Some(meeting.name.clone()),
            guest.answer.map(|answer| answer.words(lang).to_owned()),
            guest.presence.map(|presence| presence.words(lang).to_owned()),
        ];
        Some((day(meeting.day), said.into_iter().flatten().collect::<Vec<_>>().join("\u{a0}; ")))
    });
    let courses = vault.all::<Training>()?.into_iter().filter_map(|(_, training)| {
        let own = training.replies.iter().filter(|reply| mine(reply.person));
        let answers: Vec<String> = own
            .flat_map(|reply| [reply.reaction, reply.learning, reply.usage])
            .flatten()
            .map(|n| n.to_string())
            .collect();
        let takes = training.participants.iter().any(|one| mine(Some(one.person)));
        let said: Vec<String> = std::iter::once(training.title.clone()).chain(answers).collect();
        (takes || said.len() > 1).then(|| (day(training.day), said.join("\u{a0}; ")))
    });
    // About whom they are stands inside them.
    let sealed = vault.all::<Sealed>()?.len();
    let sealed = (sealed > 0).then(|| {
        (
            tr!(lang, "dans ce coffre", "in this vault"),
            tr!(
                lang,
                "{sealed}\u{a0}: de qui ils parlent est scellé\u{a0}; cherchez-y cette personne (contrepoids talk notes, contrepoids case list)",
                "{sealed}: of whom they speak is sealed; look for this person in them (contrepoids talk notes, contrepoids case list)"
            ),
        )
    });
    Ok(vec![
        Part::new("talks", tr!(lang, "Conversations", "Conversations"), talks),
        Part::new("acts", tr!(lang, "Actes", "Acts"), acts),
        Part::new("groups", tr!(lang, "Groupes", "Groups"), groups),
        Part::new("courses", tr!(lang, "Formations", "Courses"), courses),
        Part::new("meetings", tr!(lang, "Réunions et grèves", "Meetings and strikes"), meetings),
        Part::new(
            "sealed",
            tr!(lang, "Écrits scellés, pas dans cette copie", "Sealed writings, not in this copy"),
            sealed,
        ),
        Part::new("agenda", tr!(lang, "Agenda et heures", "Agenda and hours"), facts),
        Part::new("letters", tr!(lang, "Courriers", "Letters"), letters),
        Part::new("lists", tr!(lang, "Listes de candidat·e·s", "Lists of candidates"), lists),
    ])
}

/// The messages that were written to them, with the text as long as it is kept.
fn messages(vault: &Vault, ids: &[Id], lang: Lang) -> Result<Part, PrivacyError> {
    let post = post::look(vault)?;
    let mut rows = Vec::new();
    for campaign in post.campaigns().map_err(NoticeError::from)? {
        let members = post.members(&campaign.id).map_err(NoticeError::from)?;
        for member in members.iter().filter(|member| ids.iter().any(|id| id.0 == **member)) {
            let entry = post.queue_entry(&campaign.id, member).map_err(NoticeError::from)?;
            let when = date::day_of(entry.at_ms).map(|day| date::shown(lang, day)).unwrap_or_default();
            let to = post
                .envelope(&campaign.id, member)
                .ok()
                .map(|(_, to)| to.as_str().to_owned())
                .unwrap_or_default();
            let state = entry.state.fate().words(lang);
            rows.push((when, format!("{}, {to}: {state}", campaign.notice)));
        }
    }
    Ok(Part::new("messages", tr!(lang, "Messages", "Messages"), rows))
}

/// A copy of all that is held of a person, ready to be shown or written. No `Debug`: it holds what is private.
pub struct Ready {
    id: Id,
    name: String,
    made: NaiveDate,
    parts: Vec<Part>,
    closed: Vec<&'static str>,
}

/// Gathers all that this device can read of a person: the record and those merged into it, the log, dues, agenda, letters, lists,
/// messages. Nothing of anybody else.
///
/// # Errors
/// A person who is not found; what the vault could not give.
pub fn copy(vault: &Vault, who: &str, today: NaiveDate, lang: Lang) -> Result<Ready, PrivacyError> {
    let (id, ids, name, own) = match member::find_id(vault, who) {
        Err(MemberError::Nobody) if vault.opens(Compartment::Organizing) => {
            let (id, name, own) = colleague(vault, who, lang)?;
            (id, vec![id], name, own)
        }
        found => {
            let id = found?;
            let (name, own) = person(vault, id, today, lang)?;
            (id, twice::with_merged(vault, id)?, name, own)
        }
    };
    let mut parts = vec![own];
    let mut closed = Vec::new();
    for compartment in [Compartment::Dues, Compartment::Organizing] {
        if !vault.opens(compartment) {
            closed.push(compartment.name());
        }
    }
    if vault.opens(Compartment::Dues) {
        parts.push(money(vault, id, today, lang)?);
    }
    if vault.opens(Compartment::Organizing) {
        parts.extend(organizing(vault, &ids, lang)?);
    }
    parts.push(messages(vault, &ids, lang)?);
    parts.push(history(vault, &ids, lang)?);
    parts.retain(|part| !part.rows.is_empty());
    parts.push(rules::beside(lang, retention::months(&retention::table(), Kept::Former, today)));
    Ok(Ready { id, name, made: today, parts, closed })
}

impl Ready {
    /// Returns it as data, with the file that was written.
    #[must_use]
    pub fn view(&self, out: Option<&Path>) -> Copy {
        Copy {
            id: self.id,
            name: self.name.clone(),
            made: self.made,
            answer_by: rules::answer_by(self.made),
            parts: self.parts.iter().map(PartView::of).collect(),
            closed: self.closed.clone(),
            out: out.map(|path| path.display().to_string()),
        }
    }

    /// Returns the title of the copy.
    #[must_use]
    pub fn title(&self, lang: Lang) -> String {
        let name = &self.name;
        tr!(lang, "Copie des données\u{a0}: {name}", "Copy of the data of {name}")
    }

    /// Writes it for its owner alone.
    ///
    /// # Errors
    /// [`PrivacyError::Write`].
    pub fn write(&self, path: &Path, force: bool, lang: Lang) -> Result<(), PrivacyError> {
        write(path, &self.title(lang), self.made, &self.parts, force, lang)
    }
}

/// Writes a page, or text where the file ends in `.txt`.
fn write(
    path: &Path,
    title: &str,
    made: NaiveDate,
    parts: &[Part],
    force: bool,
    lang: Lang,
) -> Result<(), PrivacyError> {
    let plain = file::ending(path, &["html", "htm", "txt"])
        .map_err(|error| PrivacyError::Write(path.to_owned(), error))?
        == "txt";
    let text = if plain { rules::text(title, parts) } else { rules::page(lang, title, made, parts) };
    file::write_whole(path, text.as_bytes(), force)
        .map_err(|error| PrivacyError::Write(path.to_owned(), error))
}

/// Makes the record of processing, and writes it where a file is named.
///
/// # Errors
/// What the vault could not give; [`PrivacyError::Write`].
pub fn record(
    vault: &Vault,
    today: NaiveDate,
    out: Option<(&Path, bool)>,
    lang: Lang,
) -> Result<Processing, PrivacyError> {
    let controller = if vault.opens(Compartment::Dues) { dues::plan(vault)?.1.receiver } else { None };
    let mut parts = rules::activities(
        lang,
        retention::months(&retention::table(), Kept::Former, today),
        post::KEPT_MS / DAY_MS,
    );
    let state = vault.holders();
    let holders: BTreeSet<String> = state.holders.iter().map(|holder| holder.name.clone()).collect();
    let who = controller.clone().unwrap_or_else(|| tr!(lang, "à compléter", "to be completed"));
    let people = vault.records(Kind::Person)?.len();
    parts.insert(
        0,
        Part::new(
            "head",
            tr!(lang, "Responsable", "Controller"),
            [
                (tr!(lang, "organisation", "organisation"), who),
                (
                    tr!(lang, "qui ouvre le coffre", "who opens the vault"),
                    holders.into_iter().collect::<Vec<_>>().join(", "),
                ),
                (tr!(lang, "fiches", "records"), people.to_string()),
            ],
        ),
    );
    if let Some((path, force)) = out {
        let title = tr!(
            lang,
            "Registre des traitements (article 30 du RGPD)",
            "Record of processing (article 30 of the GDPR)"
        );
        write(path, &title, today, &parts, force, lang)?;
    }
    Ok(Processing {
        controller,
        made: today,
        parts: parts.iter().map(PartView::of).collect(),
        out: out.map(|(path, _)| path.display().to_string()),
    })
}
