//! `contrepoids member undo`.

use clap::Args;

use super::{colleges, view};

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
        when::moment,
        words::clean,
    },
    features::member::{
        actions::undo::{self, Taking},
        views,
    },
    roster::{
        Person,
        attr::{Attr, Key},
        columns::{Form, Subject},
    },
    tr,
    vault::Vault,
};

/// Take back the last change of a person
///
/// An edit, an import, the end of a membership, a merge (both records come back), a removal. What comes back is shown first, field by
/// field. Once: done again, it brings the change back. What
/// was before is kept, sealed, until the keys of the vault are turned.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids member undo 1a2b")]
pub struct UndoArgs {
    /// The person: first digits of the identifier (4 at least), mail address or words of the name
    #[arg(value_name = "WHO")]
    pub who: String,
}

impl Show for views::Undone {
    fn view(&self, _lang: Lang) -> impl View {
        self.clone()
    }

    fn text(&self, lang: Lang) -> String {
        let what = self.what.words(lang);
        let ids = self.ids.iter().map(crate::base::Id::short).collect::<Vec<_>>().join(", ");
        lines([if self.brings_back() {
            tr!(
                lang,
                "Rétabli\u{a0}: le changement annulé ({ids})",
                "Brought back: the change undone ({ids})"
            )
        } else {
            tr!(lang, "Annulé\u{a0}: {what} ({ids})", "Undone: {what} ({ids})")
        }])
    }
}

/// What would change, field by field: what is there, and what comes back.
fn moves(face: &Face, vault: &Vault, taking: &Taking) -> Result<String, Refusal> {
    let lang = face.lang;
    let colleges = colleges(face, vault)?;
    let view = view(face, Form::Words(lang), &colleges);
    let subject = |person: &Person| Subject::Person(taking.id, Box::new(person.clone()));
    let people = taking.people(vault)?;
    let [now, then] = people.each_ref().map(subject);
    let free = people.iter().flat_map(|p| p.free.iter().map(|(_, name, _)| Key::Free(name.clone())));
    let free: std::collections::BTreeSet<Key> = free.collect();
    let mut out = Vec::new();
    for key in Attr::shown().filter(|a| *a != Attr::Id).map(Key::Attr).chain(free) {
        let (is, was) = (now.show(&key, view), then.show(&key, view));
        if is != was {
            let shown = |t: &str| if t.is_empty() { "–".to_owned() } else { clean(t, false) };
            out.push(format!("  {}  {} → {}", key.label(lang), shown(&is), shown(&was)));
        }
    }
    Ok(out.join("\n"))
}

/// Runs `member undo`.
pub(super) fn run(face: &mut Face, args: &UndoArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let taking = undo::prepare(&vault, &args.who)?;
    let (what, when, id) = (taking.what.words(lang), moment(lang, taking.time_ms), taking.id.short());
    let question = if taking.brings_back() {
        tr!(
            lang,
            "Rétablir le changement de {id} annulé le {when}\u{a0}?",
            "Bring back the change of {id} that was undone {when}?"
        )
    } else {
        tr!(
            lang,
            "Annuler le dernier changement de {id}\u{a0}: {what}, le {when}\u{a0}?",
            "Undo the last change of {id}: {what}, {when}?"
        )
    };
    let moves = moves(face, &vault, &taking)?;
    if !moves.is_empty() {
        face.note(&moves);
    }
    face.go_on(&question)?;
    let undone = undo::save(&mut vault, face.now_ms(), &taking)?;
    face.show(&undone)?;
    Ok(Exit::Done)
}
