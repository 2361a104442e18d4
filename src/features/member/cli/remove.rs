//! `contrepoids member remove`.

use clap::Args;

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
        words::clean,
    },
    features::{
        agenda::cli::tell_moved,
        member::{
            actions::remove::{self, Removal},
            views,
        },
    },
    tr,
};

/// Remove a record that is there by mistake
///
/// A line that was no person, somebody noted twice, a trial. The record is emptied, and `undo` brings it back. A membership that ends is
/// `leave`; a person who wants nothing kept is `erase`, which nothing brings back; whoever is past the time of keeping is `purge`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids member remove 1a2b")]
pub struct RemoveArgs {
    /// The person: first digits of the identifier (4 at least), mail address or words of the name
    #[arg(value_name = "WHO")]
    pub who: String,
}

/// What is asked before.
fn question(lang: Lang, removal: &Removal) -> String {
    let mut said = vec![removal.who.name.clone(), removal.who.site.clone(), removal.who.service.clone()];
    said.retain(|t| !t.is_empty());
    let (who, id) = (clean(&said.join(", "), false), removal.id.short());
    tr!(lang, "Retirer la fiche de {who} ({id})\u{a0}?", "Remove the record of {who} ({id})?")
}

impl Show for views::Removed {
    fn view(&self, _lang: Lang) -> impl View {
        self.clone()
    }

    fn text(&self, lang: Lang) -> String {
        let id = self.id().short();
        lines([tr!(
            lang,
            "Retirée\u{a0}: {id}. Pour la faire revenir\u{a0}: contrepoids member undo {id}",
            "Removed: {id}. To bring it back: contrepoids member undo {id}"
        )])
    }
}

/// Runs `member remove`.
pub(super) fn run(face: &mut Face, args: &RemoveArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let pending = remove::prepare(&mut vault, face.today, &args.who)?;
    let removal = pending.change().clone();
    if removal.was_member {
        face.note(&tr!(
            lang,
            "Une adhésion est notée. Si la personne est partie\u{a0}: contrepoids member leave",
            "A membership is noted. If the person has left: contrepoids member leave"
        ));
    }
    if removal.merged > 0 {
        let merged = removal.merged;
        face.note(&tr!(
            lang,
            "Fiches fusionnées dans celle-ci, qui partent avec elle\u{a0}: {merged}.",
            "Records merged into this one, which go with it: {merged}."
        ));
    }
    let told = pending.tell(|moved| tell_moved(face, moved));
    face.go_on(&question(lang, &removal))?;
    let removed = remove::save(&mut vault, face.now_ms(), told)?;
    face.show(&removed)?;
    Ok(Exit::Done)
}
