//! `member join`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use super::import;
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
        words::shown,
    },
    features::{
        join::{actions as forms, messages::fault},
        member::{
            actions::join::{self, Joining, Why},
            messages::{NotTyped, row},
            views,
        },
    },
    tr,
    vault::Vault,
};

/// Take the forms by which people join: opened, checked, asked about, added
///
/// Each file holds the encrypted text of one form, as it came: the text alone, or the mail around it. All are opened and shown; who is
/// in the roster already is shown with what would change; after one question all is saved at once, with the day and the
/// version of the consent. What is not for this section, was taken before, or does not read like one of its forms is refused, with
/// the reason. Delete the files afterwards.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member join reponse.txt
  contrepoids member join mails/*.eml --joined 2026-12-01")]
pub struct JoinArgs {
    /// The files with the encrypted texts
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The day of joining; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub joined: Option<NaiveDate>,
}

struct Screen {
    done: views::FormsTaken,
    /// The files as typed.
    files: Vec<String>,
}

impl Show for Screen {
    fn view(&self, _lang: Lang) -> impl View {
        &self.done
    }

    fn text(&self, lang: Lang) -> String {
        let done = &self.done;
        let (added, changed, same) = (done.added, done.changed, done.same);
        let mut out = vec![tr!(
            lang,
            "ajoutées {added} · changées {changed} · déjà là {same}",
            "added {added} · changed {changed} · there already {same}"
        )];
        if !done.refused.is_empty() {
            out.push(tr!(lang, "Refusés\u{a0}:", "Refused:"));
        }
        for one in &done.refused {
            let (number, why) = (one.file, &one.text);
            let file = self.files.get(number.saturating_sub(1)).map_or("", String::as_str);
            let text = tr!(lang, "{number} ({file})\u{a0}: {why}", "{number} ({file}): {why}");
            out.push(finding::wrapped("  ", "    ", &text).trim_end().to_owned());
        }
        if added.saturating_add(changed) > 0 {
            out.push(tr!(
                lang,
                "Enregistré, avec l’accord donné. Effacez maintenant ces fichiers et ces messages.",
                "Saved, with the consent given. Now delete those files and messages."
            ));
        }
        lines(out)
    }
}

fn why(lang: Lang, why: &Why) -> String {
    match why {
        Why::Form(why) => fault(lang, why),
        Why::Row(why) => row(lang, why),
        Why::Unsaid(why) => why.words(lang).to_owned(),
        Why::Twin(place) => {
            let number = place.saturating_add(1);
            tr!(
                lang,
                "parle de la même personne que le fichier {number}\u{a0}: deux personnes du même nom, ou deux fois la même\u{a0}? Prenez-les l’un après l’autre",
                "speaks of the same person as file {number}: two people of one name, or one twice? Take one after the other"
            )
        }
        Why::Nobody => tr!(lang, "ne nomme personne", "names nobody"),
    }
}

/// Shows who would be added and what would change of whom.
fn tell(face: &mut Face, vault: &Vault, joining: &Joining) -> Result<(), Refusal> {
    let lang = face.lang;
    let Some(plan) = &joining.plan else { return Ok(()) };
    let named = |line: u64| {
        let number = joining.file(line).saturating_add(1);
        tr!(lang, "formulaire {number}", "form {number}")
    };
    let told = import::changes(face, vault, plan, &named)?;
    if !told.is_empty() {
        face.note(&tr!(
            lang,
            "Déjà dans le fichier, et ce qui changerait\u{a0}:",
            "In the roster already, and what would change:"
        ));
        for line in &told {
            face.note(line);
        }
    }
    let first = import::first(face, vault, plan, usize::MAX, &named)?;
    if !first.is_empty() {
        face.note(&tr!(lang, "À ajouter\u{a0}:", "To be added:"));
        for line in &first {
            face.note(line);
        }
    }
    let alike = join::alike(vault, plan)?;
    if !alike.is_empty() {
        face.note(&tr!(
            lang,
            "Déjà là sous une autre fiche, peut-être\u{a0}:",
            "There already under another record, perhaps:"
        ));
    }
    for (line, twice) in &alike {
        let (form, why, (id, person)) = (named(*line), twice.why.words(lang), &twice.first);
        let (name, id) = (person.display_name(), id.short());
        let said = tr!(lang, "{form} et {name} ({id})\u{a0}: {why}", "{form} and {name} ({id}): {why}");
        face.note(finding::wrapped("  ", "    ", &said).trim_end());
    }
    Ok(())
}

/// Runs `member join`.
pub(super) fn run(face: &mut Face, args: &JoinArgs) -> Result<Exit, Refusal> {
    let read = |path: &PathBuf| forms::read(path).map_err(|e| NotTyped::File(path.clone(), e));
    let files = args.files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut vault = face.open_write()?;
    let (today, now) = (face.today, face.now_ms());
    let mut joining = join::prepare(&mut vault, &files, args.joined.unwrap_or(today), today, now)?;
    let lang = face.lang;
    let done = joining.view(|reason| why(lang, reason));
    let any = joining.plan.is_some();
    if any {
        tell(face, &vault, &joining)?;
        let (added, changed) = (done.added, done.changed);
        face.go_on(&tr!(
            lang,
            "Enregistrer ({added} à ajouter, {changed} à changer)\u{a0}? Une fiche qui n’est pas la bonne\u{a0}: non, puis sans son fichier.",
            "Save ({added} to add, {changed} to change)? A record that is not theirs: no, then without that file."
        ))?;
        join::save(&mut vault, now, &mut joining)?;
    }
    let bad = !done.refused.is_empty();
    let files = args.files.iter().map(|path| shown(path)).collect();
    face.show(&Screen { done, files })?;
    Ok(match (any, bad) {
        (_, false) => Exit::Done,
        (true, true) => Exit::Found,
        (false, true) => Exit::Refused,
    })
}
