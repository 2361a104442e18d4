//! `contrepoids destroy`.

use clap::Args;

use crate::{
    base::{Lang, View},
    clock,
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines, shown},
    },
    features::house::{actions::destroy as app, messages::NoWord, views},
    tr, trn,
    vault::Access,
};

/// Destroy the vault on this machine, for good
///
/// The keys are overwritten first, then everything is removed. The identity of this device stays: other vaults may need it. What lies
/// elsewhere is not touched: backups, exports, copies on other devices.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids destroy")]
pub struct DestroyArgs {
    /// The word that a person types: destroy. For scripts
    #[arg(long, value_name = "WORD")]
    word: Option<String>,
}

impl Show for views::Destroyed {
    fn view(&self, _lang: Lang) -> impl View {
        self.clone()
    }

    fn text(&self, lang: Lang) -> String {
        let vault = &self.vault;
        lines([tr!(
            lang,
            "Coffre détruit\u{a0}: {vault}.\nLes sauvegardes, les exports et les copies sur d’autres appareils existent encore.",
            "Vault destroyed: {vault}.\nBackups, exports and copies on other devices still exist."
        )])
    }
}

/// Returns how many people are in the vault; nothing for who was removed from it, which is said.
fn held(face: &mut Face) -> Result<Option<usize>, Refusal> {
    let key = face.key()?;
    if let Some(why) = app::shut(face.place(), &key, face.accepted(), clock::random) {
        let why = face.explain(&why).what;
        face.note(&why);
        return Ok(None);
    }
    let vault = face.open_by(&key, Access::Read)?;
    Ok(Some(app::people(&vault, face.today)?))
}

/// Runs `contrepoids destroy`.
///
/// # Errors
/// What kept the vault from being destroyed.
pub fn run(face: &mut Face, args: &DestroyArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let path = shown(&face.place().vault);
    match held(face)? {
        Some(people) => face.note(&trn!(
            lang,
            people,
            "Coffre {path}\u{a0}: {people} personne. Rien ne le ramènera, sauf une sauvegarde.",
            "Coffre {path}\u{a0}: {people} personnes. Rien ne le ramènera, sauf une sauvegarde.",
            "Vault {path}: {people} person. Nothing brings it back but a backup.",
            "Vault {path}: {people} people. Nothing brings it back but a backup."
        )),
        None => face.note(&tr!(
            lang,
            "Coffre {path}\u{a0}: vous pouvez détruire cet exemplaire. Ceux des autres restent.",
            "Vault {path}: you may destroy this copy. Those of others stay."
        )),
    }
    let word = tr!(lang, "détruire", "destroy");
    let typed = match (&args.word, face.somebody_there()) {
        (Some(word), _) => Some(word.clone()),
        (None, true) => face.ask(&tr!(
            lang,
            "Pour le détruire, tapez «\u{a0}{word}\u{a0}»\u{a0}: ",
            "To destroy it, type “{word}”: "
        ))?,
        (None, false) => None,
    };
    if !typed.is_some_and(|typed| app::is_word(&typed)) {
        return Err(NoWord.into());
    }
    let key = face.key()?;
    let done = app::destroy(face.place(), &key, clock::random)?;
    face.show(&done)?;
    Ok(Exit::Done)
}
