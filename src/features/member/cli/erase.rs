//! `contrepoids member erase|purge`: people who are forgotten for good.

use clap::Args;

use crate::{
    base::{Kind, Lang, View},
    face::{
        error::{Refusal, known},
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
        when::moment,
    },
    features::member::actions::{
        erase::{self, Erasure, Forgotten, Overdue},
        sealed,
    },
    roster::retention::Kept,
    tr, trn,
};

/// Erase a person for good: from records, log and outbox
///
/// Everything is written anew under other keys, without the person: nothing of the files brings them back, and undo does not
/// either. What may still hold the person is listed: exports, backups, other devices, names typed in elections.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids member erase 1a2b")]
pub struct EraseArgs {
    /// The person: first digits of the identifier (4 at least), mail address or words of the name
    #[arg(value_name = "WHO")]
    pub who: String,
}

/// Erase whoever is past the time of keeping
///
/// Former members three years after their last day, contacts three years after the last change of their record; who has a role
/// that goes on stays. No text fixes these periods: the section may choose others. The list is shown first.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member purge
  contrepoids member purge --months 24")]
pub struct PurgeArgs {
    /// Keep for so many months in place of those of the table
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=600))]
    pub months: Option<u32>,
}

fn kind(lang: Lang, kind: Kind, count: usize) -> String {
    match kind {
        Kind::Slate => trn!(
            lang,
            count,
            "{count} liste de candidat·e·s",
            "{count} listes de candidat·e·s",
            "{count} list of candidates",
            "{count} lists of candidates"
        ),
        Kind::Poll | Kind::Sheet => trn!(
            lang,
            count,
            "{count} élection",
            "{count} élections",
            "{count} election",
            "{count} elections"
        ),
        Kind::Round => trn!(
            lang,
            count,
            "{count} négociation",
            "{count} négociations",
            "{count} round of bargaining",
            "{count} rounds of bargaining"
        ),
        Kind::Company
        | Kind::Person
        | Kind::Fact
        | Kind::Line
        | Kind::Account
        | Kind::Before
        | Kind::Plan
        | Kind::Payer
        | Kind::Entry
        | Kind::Mandate
        | Kind::Voucher
        | Kind::Talk
        | Kind::Colleague
        | Kind::Sealed
        | Kind::Act
        | Kind::Test
        | Kind::Ground
        | Kind::FormKey
        | Kind::Form
        | Kind::Survey
        | Kind::Answer
        | Kind::Posted
        | Kind::Group
        | Kind::Meeting
        | Kind::Training
        | Kind::Experience
        | Kind::Conflict => {
            trn!(
                lang,
                count,
                "{count} autre fiche",
                "{count} autres fiches",
                "{count} other record",
                "{count} other records"
            )
        }
    }
}

/// What an erasure takes with it, and what may still hold the person.
fn preview(lang: Lang, erasure: &Erasure) -> String {
    let name = &erasure.name;
    let records = erasure.ids.len();
    let mut out = vec![trn!(
        lang,
        records,
        "À effacer\u{a0}: {name} ({records} fiche).",
        "À effacer\u{a0}: {name} ({records} fiches, doublons compris).",
        "To be erased: {name} ({records} record).",
        "To be erased: {name} ({records} records, doubles included)."
    )];
    let belongings = erasure.belongings.len();
    if belongings > 0 {
        out.push(trn!(
            lang,
            belongings,
            "Avec elle\u{a0}: {belongings} fiche qui lui appartient (agenda, cotisations, conversations, actes, notes).",
            "Avec elle\u{a0}: {belongings} fiches qui lui appartiennent (agenda, cotisations, conversations, actes, notes).",
            "With them: {belongings} record that is theirs (agenda, dues, conversations, acts, notes).",
            "With them: {belongings} records that are theirs (agenda, dues, conversations, acts, notes)."
        ));
    }
    out.push(tr!(lang, "Ce qui peut encore en garder la trace\u{a0}:", "What may still hold the person:"));
    for (of, count) in &erasure.mentions {
        let what = kind(lang, *of, *count);
        out.push(tr!(
            lang,
            "- son nom, écrit dans {what}\u{a0}: rien n’y est changé",
            "- the name, typed in {what}: nothing is changed there"
        ));
    }
    let (cases, closed) = (erasure.cases, erasure.closed);
    if cases > 0 {
        out.push(trn!(
            lang,
            cases,
            "- {cases} affaire scellée qui en parle\u{a0}: rien n’y est changé",
            "- {cases} affaires scellées qui en parlent\u{a0}: rien n’y est changé",
            "- {cases} sealed case that speaks of them: nothing is changed there",
            "- {cases} sealed cases that speak of them: nothing is changed there"
        ));
    }
    if closed > 0 {
        out.push(trn!(
            lang,
            closed,
            "- {closed} écrit scellé qui ne s’ouvre pas ici, peut-être",
            "- {closed} écrits scellés qui ne s’ouvrent pas ici, peut-être",
            "- {closed} sealed record that does not open here, perhaps",
            "- {closed} sealed records that do not open here, perhaps"
        ));
    }
    for (time_ms, readers) in &erasure.exports {
        let (when, to) = (moment(lang, *time_ms), readers.join(" "));
        out.push(tr!(lang, "- l’export du {when}, remis à {to}", "- the export of {when}, handed to {to}"));
    }
    for holder in &erasure.holders {
        out.push(tr!(lang, "- la copie de «\u{a0}{holder}\u{a0}»", "- the copy of “{holder}”"));
    }
    out.push(tr!(
        lang,
        "- les sauvegardes faites jusqu’ici, et les mails déjà partis",
        "- the backups made until now, and the mails that have left"
    ));
    let wrapped: String = out.iter().map(|line| finding::wrapped("", "  ", line)).collect();
    wrapped.trim_end().to_owned()
}

fn erased(lang: Lang, count: usize) -> String {
    trn!(
        lang,
        count,
        "{count} personne effacée. Le coffre est écrit à neuf sous d’autres clés.",
        "{count} personnes effacées. Le coffre est écrit à neuf sous d’autres clés.",
        "{count} person erased. The vault is written anew under other keys.",
        "{count} people erased. The vault is written anew under other keys."
    )
}

impl Show for Forgotten {
    fn view(&self, lang: Lang) -> impl View {
        self.view(lang)
    }

    fn text(&self, lang: Lang) -> String {
        lines([erased(lang, self.erased.len()), known::new_words(lang, &self.words)])
    }
}

/// Runs `member erase`.
pub(super) fn erase(face: &mut Face, args: &EraseArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let key = face.key()?;
    let vault = face.open_write()?;
    let erasure = erase::prepare(&vault, &key, &args.who)?;
    face.note(&preview(lang, &erasure));
    let question = tr!(
        lang,
        "Effacer {} pour de bon\u{a0}? Rien ne l’annulera.",
        "Erase {} for good? Nothing brings it back.",
        erasure.name
    );
    face.go_on(&question)?;
    let done = erase::save(vault, face.now_ms(), vec![erasure])?;
    face.show(&done)?;
    Ok(Exit::Done)
}

struct Purged<'a> {
    overdue: &'a [Overdue],
    erased: bool,
}

impl Show for Purged<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        erase::shown(self.overdue, self.erased)
    }

    fn text(&self, lang: Lang) -> String {
        let count = self.overdue.len();
        lines([if count == 0 {
            tr!(
                lang,
                "Aucune fiche n’a dépassé sa durée de conservation.",
                "No record is past its time of keeping."
            )
        } else {
            erased(lang, count)
        }])
    }
}

fn line(lang: Lang, overdue: &Overdue) -> String {
    let (name, id) = (&overdue.name, overdue.id.short());
    let (since, until) = (finding::day(lang, overdue.past.since), finding::day(lang, overdue.past.until));
    match overdue.past.of {
        Kept::Former => tr!(
            lang,
            "- {name} ({id})\u{a0}: parti·e le {since}, à garder jusqu’au {until}",
            "- {name} ({id}): left on {since}, to be kept until {until}"
        ),
        Kept::Prospect => tr!(
            lang,
            "- {name} ({id})\u{a0}: fiche inchangée depuis le {since}, à garder jusqu’au {until}",
            "- {name} ({id}): record unchanged since {since}, to be kept until {until}"
        ),
    }
}

/// Runs `member purge`.
pub(super) fn purge(face: &mut Face, args: &PurgeArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let key = face.key()?;
    let vault = face.open_write()?;
    let overdue = erase::overdue(&vault, face.today, args.months)?;
    if overdue.is_empty() {
        face.show(&Purged { overdue: &overdue, erased: false })?;
        return Ok(Exit::Done);
    }
    let list: Vec<String> = overdue.iter().map(|one| line(lang, one)).collect();
    face.note(&tr!(lang, "Au-delà de leur durée de conservation\u{a0}:", "Past their time of keeping:"));
    face.note(&list.join("\n"));
    face.note(&tr!(
        lang,
        "Aucun texte ne fixe cette durée\u{a0}; le RGPD (article 5) demande de ne pas garder plus que nécessaire.\nPour une autre\u{a0}: --months N",
        "No text fixes this period; the GDPR (article 5) asks that nothing be kept longer than needed.\nFor another one: --months N"
    ));
    let count = overdue.len();
    let question = trn!(
        lang,
        count,
        "Effacer {count} personne pour de bon\u{a0}? Rien ne l’annulera.",
        "Effacer {count} personnes pour de bon\u{a0}? Rien ne l’annulera.",
        "Erase {count} person for good? Nothing brings it back.",
        "Erase {count} people for good? Nothing brings it back."
    );
    face.go_on(&question)?;
    let opened = sealed::open(&vault, &key)?;
    let prepared = overdue.iter().map(|one| erase::prepare_of(&vault, &opened, one.id));
    let erasures = prepared.collect::<Result<_, _>>()?;
    let done = erase::save(vault, face.now_ms(), erasures)?;
    face.show(&Purged { overdue: &overdue, erased: true })?;
    face.note(&known::new_words(lang, &done.words));
    Ok(Exit::Done)
}
