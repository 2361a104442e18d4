//! `member show`.

use clap::Args;

use super::{colleges, view};
use crate::{
    base::{Id, Lang},
    face::{
        error::Refusal,
        exit::Exit,
        finding::day,
        frame::{Face, Show},
        table::Table,
    },
    features::member::{actions as member, views},
    roster::{
        Person,
        attr::{Attr, Key},
        columns::{Form, Subject, View},
    },
    tr,
    vault::Compartment,
};

/// Show all that is known of a person
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member show 1a2b
  contrepoids member show 1a2b --on 2025-12-31")]
pub struct ShowArgs {
    /// The person: first digits of the identifier (4 at least), mail address or words of the name
    #[arg(value_name = "WHO")]
    pub who: String,
}

struct PersonCard<'c> {
    id: Id,
    person: Person,
    view: View<'c>,
}

impl PersonCard<'_> {
    fn keys(&self) -> Vec<Key> {
        let free = self.person.free.iter().map(|(_, name, _)| Key::Free(name.clone()));
        // Spans are shown one by one.
        let spans = [Attr::Joined, Attr::Left, Attr::LeftReason];
        Attr::shown().filter(|a| !spans.contains(a)).map(Key::Attr).chain(free).collect()
    }
}

impl Show for PersonCard<'_> {
    fn view(&self, _lang: Lang) -> impl crate::base::View {
        views::Person::of(self.id, &self.person, &self.keys(), View { form: Form::Codes, ..self.view })
    }

    fn text(&self, lang: Lang) -> String {
        let subject = Subject::Person(self.id, Box::new(self.person.clone()));
        let mut table = Table::new(["", &self.person.display_name()]).uncut();
        for key in self.keys() {
            let text = subject.show(&key, self.view);
            let plain = matches!(key, Key::Attr(Attr::Notices)) && self.person.notices.0;
            if !text.is_empty() && !plain {
                table.row([key.label(lang).as_str(), &text]);
            }
        }
        let unknown = tr!(lang, "date inconnue", "unknown date");
        for (_, span) in &self.person.spans {
            let start = span.start.map_or_else(|| unknown.clone(), |start| day(lang, start));
            let began = span.began.words(lang);
            let text = match span.end {
                None => format!("{start} ({began}) →"),
                Some((end, why)) => {
                    format!("{start} ({began}) → {} ({})", day(lang, end), why.words(lang))
                }
            };
            table.row([tr!(lang, "période d’adhésion", "membership").as_str(), &text]);
        }
        table.text()
    }
}

/// Runs `member show`.
pub(super) fn run(face: &mut Face, args: &ShowArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let (id, person) = member::show(&vault, &args.who)?;
    let colleges = colleges(face, &vault)?;
    let view = view(face, Form::Words(face.lang), &colleges);
    face.show(&PersonCard { id, person, view })?;
    if !vault.opens(Compartment::Organizing) {
        face.note(&tr!(
            face.lang,
            "Étiquettes et champs libres ne font pas partie du rôle de cet appareil\u{a0}: il peut y en avoir.",
            "Tags and free fields are not part of the role of this device: there may be some."
        ));
    }
    Ok(Exit::Done)
}
