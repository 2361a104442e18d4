//! `member duplicates`, `merge`, `history`.

use clap::Args;

use super::{colleges, view};
use crate::{
    base::Lang,
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show},
        table::Table,
        when::moment,
        words::clean,
    },
    features::member::{
        actions::twice::{self, History, Merge, Twice},
        views::{Apart, Merged},
    },
    roster::{
        Person,
        attr::{Attr, Key},
        columns::Form,
        columns::{Subject, View},
        pick,
    },
    tr,
};

/// Find people who may be in the roster twice
///
/// Compares names (without case and accents, also family and given name swapped, also one letter apart), mail addresses and
/// dates of birth. Two dates of birth that differ speak against. Nothing is changed; with --apart two of them are remembered as two
/// people and shown no more.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member duplicates
  contrepoids member duplicates --apart 1a2b 3c4d")]
pub struct DuplicatesArgs {
    /// These are two people: remember it
    #[arg(long, value_name = "WHO", num_args = 2)]
    pub apart: Vec<String>,
}

/// Make one record out of two of the same person
///
/// KEPT stays and takes up all that OTHER holds: addresses, tags, roles and spans of both; of a field with one value what
/// KEPT says, and what OTHER says where KEPT says nothing. What goes is shown first and asked for. The history of both stays.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids member merge 1a2b 3c4d")]
pub struct MergeArgs {
    /// The person whose record stays
    #[arg(value_name = "KEPT")]
    pub kept: String,
    /// The record that goes
    #[arg(value_name = "OTHER")]
    pub other: String,
}

/// Show what was done to a record: dates and kinds, no values
///
/// Reads the chained log. For an export the public keys that can open it are shown.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids member history 1a2b")]
pub struct HistoryArgs {
    /// The person: first digits of the identifier (4 at least), mail address or words of the name
    #[arg(value_name = "WHO")]
    pub who: String,
}

struct Pairs(Vec<Twice>);

impl Show for Pairs {
    fn view(&self, _lang: Lang) -> impl crate::base::View {
        twice::pairs(&self.0)
    }

    fn text(&self, lang: Lang) -> String {
        if self.0.is_empty() {
            return tr!(lang, "Aucun doublon en vue.\n", "No duplicates in sight.\n");
        }
        let (reason, person) = (tr!(lang, "pourquoi", "why"), tr!(lang, "personne", "person"));
        let mut table = Table::new([reason.as_str(), "id", &person, "id", &person]);
        for Twice { why: reason, first, second } in &self.0 {
            table.row([
                reason.words(lang).to_owned(),
                first.0.short(),
                first.1.display_name(),
                second.0.short(),
                second.1.display_name(),
            ]);
        }
        table.text()
    }
}

/// Runs `member duplicates`.
pub(super) fn duplicates(face: &mut Face, args: &DuplicatesArgs) -> Result<Exit, Refusal> {
    if let [one, other] = args.apart.as_slice() {
        let mut vault = face.open_write()?;
        let apart = twice::keep_apart(&mut vault, face.now_ms(), one, other)?;
        face.show(&apart)?;
        return Ok(Exit::Done);
    }
    let vault = face.open_read()?;
    let pairs = twice::duplicates(&vault)?;
    let some = !pairs.is_empty();
    super::list::may_show(face, pairs.len().saturating_mul(2))?;
    face.show(&Pairs(pairs))?;
    if some && !face.json {
        face.note(&tr!(
            face.lang,
            "Pour en faire une seule fiche\u{a0}: contrepoids member merge GARDÉE AUTRE",
            "To make one record of two: contrepoids member merge KEPT OTHER"
        ));
        face.note(&tr!(
            face.lang,
            "Si ce sont deux personnes\u{a0}: contrepoids member duplicates --apart UNE AUTRE",
            "If they are two people: contrepoids member duplicates --apart ONE OTHER"
        ));
    }
    Ok(Exit::Done)
}

impl Show for Apart {
    fn view(&self, _lang: Lang) -> impl crate::base::View {
        self.clone()
    }

    fn text(&self, lang: Lang) -> String {
        let [one, other] = self.ids().map(|id| id.short());
        tr!(
            lang,
            "Deux personnes\u{a0}: {one} et {other}. Elles ne seront plus proposées.\n",
            "Two people: {one} and {other}. They are shown no more.\n"
        )
    }
}

impl Show for Merged {
    fn view(&self, _lang: Lang) -> impl crate::base::View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let (kept, other) = (self.kept.short(), self.other.short());
        tr!(
            lang,
            "Fusionné\u{a0}: {other} est maintenant dans {kept}.\n",
            "Merged: {other} is now in {kept}.\n"
        )
    }
}

/// What the merge would come to, for the person who decides.
fn preview(lang: Lang, merge: &Merge, view: View<'_>) -> String {
    let subject = Subject::Person(merge.kept, Box::new(Person::of(&merge.outcome.record)));
    let mut table = Table::new([
        tr!(lang, "champ", "field"),
        tr!(lang, "reste", "stays"),
        tr!(lang, "disparaît", "goes"),
    ])
    .uncut();
    let attrs = Attr::shown().map(Key::Attr);
    for key in attrs.filter(|k| !matches!(k, Key::Attr(Attr::Id))) {
        let stays = subject.show(&key, view);
        let goes: Vec<&str> =
            merge.outcome.differences.iter().filter(|d| d.key == key).map(|d| d.goes.as_str()).collect();
        if !stays.is_empty() || !goes.is_empty() {
            table.row([
                crate::features::member::messages::label(lang, &key),
                stays.into_owned(),
                goes.join(", "),
            ]);
        }
    }
    table.text()
}

/// Runs `member merge`.
pub(super) fn merge(face: &mut Face, args: &MergeArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let now = face.now_ms();
    let ready = twice::prepare(&mut vault, now, (&args.kept, &args.other), face.today, Form::Words(lang));
    let ready = ready?;
    let (kept, other) = (ready.kept, ready.other);
    let colleges = colleges(face, &vault)?;
    face.note(&preview(lang, &ready, view(face, Form::Words(lang), &colleges)));
    let question = tr!(lang, "Fusionner {} dans {}\u{a0}?", "Merge {} into {}?", other.short(), kept.short());
    if ready.named_apart {
        let by = pick::Apart::of(&ready.people);
        let [stays, goes] = ready.people.each_ref().map(|one| {
            let mut said = vec![one.name.clone()];
            said.extend(by.said(one, lang));
            clean(&said.join(", "), false)
        });
        face.note(&tr!(
            lang,
            "Attention, deux noms différents\u{a0}:\n  reste\u{a0}: {stays}\n  disparaît\u{a0}: {goes}",
            "Careful, two different names:\n  stays: {stays}\n  goes: {goes}"
        ));
    }
    face.go_on(&question)?;
    let merged = twice::save(&mut vault, now, ready)?;
    face.show(&merged)?;
    Ok(Exit::Done)
}

impl Show for History {
    fn view(&self, lang: Lang) -> impl crate::base::View {
        self.view(lang)
    }

    fn text(&self, lang: Lang) -> String {
        let headers = [
            tr!(lang, "n°", "no."),
            tr!(lang, "quand", "when"),
            tr!(lang, "quoi", "what"),
            tr!(lang, "fiche", "record"),
            tr!(lang, "appareil", "device"),
            tr!(lang, "remis à", "handed to"),
        ];
        let mut table = Table::new(headers);
        for e in &self.events {
            let number = e.number.to_string();
            let readers = e.readers.join(" ");
            table.row([
                number.as_str(),
                &moment(lang, e.time_ms),
                e.deed.words(lang),
                &e.id.short(),
                &e.device,
                &readers,
            ]);
        }
        table.text()
    }
}

/// Runs `member history`.
pub(super) fn history(face: &mut Face, args: &HistoryArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let history = twice::history(&vault, &args.who)?;
    face.show(&history)?;
    Ok(Exit::Done)
}
