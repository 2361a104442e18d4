//! `talk person`, `hand-over`, `forget`.

use clap::Args;

use crate::{
    base::{
        Lang, View,
        word::{Category, Contract, Gender},
    },
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::talk::{
        actions::{self as app, Where},
        views,
    },
    roster::Colleague,
    tr, trn,
};

/// Note a colleague, or where somebody works
///
/// A name that nobody has is a new colleague: only for organizers, and no member. Of a member, what the roster says counts; shift and
/// organizer are kept here.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids talk person \"Lou Exemple\" --service caisse --shift matin
  contrepoids talk person lou --organizer \"Alex Modèle\"")]
pub struct PersonArgs {
    /// Who: words of the name, or the whole name of somebody new
    #[arg(value_name = "WHO")]
    who: String,
    /// Site
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// Service
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Shift
    #[arg(long, value_name = "NAME")]
    shift: Option<String>,
    /// Professional category: employee, technician, cadre
    #[arg(long, value_name = "CATEGORY", value_parser = category)]
    category: Option<Category>,
    /// Contract: cdi, cdd, apprentice, temp, seconded
    #[arg(long, value_name = "CONTRACT", value_parser = contract)]
    contract: Option<Contract>,
    /// Sex as the law counts lists: F or H
    #[arg(long, value_name = "F|H", value_parser = gender)]
    sex: Option<Gender>,
    /// Mostly works elsewhere than on a site
    #[arg(long)]
    remote: bool,
    /// The organizer whose turn it is to talk with this person
    #[arg(long, value_name = "NAME")]
    organizer: Option<String>,
}

/// Hand colleagues and waiting steps over to another organizer
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids talk hand-over alex \"Sacha Modèle\" --service caisse")]
pub struct HandOverArgs {
    /// Who looked after them
    #[arg(value_name = "NAME")]
    from: String,
    /// Who does from now on
    #[arg(value_name = "NAME")]
    to: String,
    /// Only of this site
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// Only of this service
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
}

/// Forget all that organizing keeps of somebody: conversations, acts, steps, notes
///
/// What goes is shown first. A member stays in the roster, a case stays a case; sealed notes go where they open on this device.
/// What lay there before is in no file any more once the keys are turned: contrepoids key rotate.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids talk forget lou")]
pub struct ForgetArgs {
    /// Who: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
}

fn category(typed: &str) -> Result<Category, String> {
    Category::read(typed).ok_or_else(|| Category::CODES.join(", "))
}

fn contract(typed: &str) -> Result<Contract, String> {
    Contract::read(typed).ok_or_else(|| Contract::CODES.join(", "))
}

fn gender(typed: &str) -> Result<Gender, String> {
    Gender::read(typed).ok_or_else(|| Gender::CODES.join(", "))
}

pub(super) fn person(face: &mut Face, args: &PersonArgs) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let edit = |old: Colleague| Colleague {
        site: args.site.clone().or(old.site),
        service: args.service.clone().or(old.service),
        shift: args.shift.clone().or(old.shift),
        category: args.category.or(old.category),
        contract: args.contract.or(old.contract),
        gender: args.sex.or(old.gender),
        remote: args.remote.then_some(true).or(old.remote),
        with: args.organizer.clone().or(old.with),
        ..old
    };
    let value = app::person(&mut vault, face.now_ms(), face.today, &args.who, edit)?;
    face.show(&Card { value })?;
    face.note(&tr!(face.lang, "Noté.", "Noted."));
    Ok(Exit::Done)
}

pub(super) fn hand_over(face: &mut Face, args: &HandOverArgs) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let place = Where { site: args.site.clone(), service: args.service.clone() };
    let when = (face.now_ms(), face.today);
    let value = app::hand_over(&mut vault, when, (&args.from, &args.to), &place)?;
    face.show(&Handed { value })?;
    Ok(Exit::Done)
}

pub(super) fn forget(face: &mut Face, args: &ForgetArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let key = face.key()?;
    let mut vault = face.open_write()?;
    let found = app::forgetting(&vault, &key, &args.who)?;
    face.note(&tr!(lang, "À oublier de {}\u{a0}:", "To be forgotten of {}:", found.name));
    face.note(counted(lang, &found.view).trim_end());
    face.go_on(&tr!(lang, "Continuer\u{a0}?", "Go on?"))?;
    let value = app::forget(&mut vault, face.now_ms(), found)?;
    face.show(&Forgotten { value })?;
    face.note(&tr!(
        face.lang,
        "Dans les fichiers du coffre, l’ancien disparaît quand les clés changent\u{a0}: contrepoids key rotate",
        "In the files of the vault what lay there before goes when the keys are turned: contrepoids key rotate"
    ));
    Ok(Exit::Done)
}

struct Card {
    value: views::Person,
}

impl Show for Card {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        text(lang, &self.value)
    }
}

/// Who somebody is, in lines.
pub(super) fn text(lang: Lang, one: &views::Person) -> String {
    let standing =
        if one.member { tr!(lang, "adhérent·e", "member") } else { tr!(lang, "collègue", "colleague") };
    let mut parts = vec![standing];
    let texts = [&one.site, &one.service, &one.shift];
    parts.extend(texts.into_iter().flatten().cloned());
    parts.extend(one.category.map(|c| c.words(lang).to_owned()));
    parts.extend(one.contract.map(|c| c.words(lang).to_owned()));
    if one.remote == Some(true) {
        parts.push(tr!(lang, "à distance", "remote"));
    }
    if let Some(name) = &one.organizer {
        parts.push(tr!(lang, "suivi par {name}", "looked after by {name}"));
    }
    let head = format!("{}  {}\u{a0}: ", one.id.short(), one.name);
    finding::wrapped(&head, &" ".repeat(10), &parts.join(", "))
}

struct Handed {
    value: views::Handed,
}

impl Show for Handed {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let (people, steps, to) = (self.value.people, self.value.steps, &self.value.to);
        tr!(
            lang,
            "À {to}\u{a0}: {people} personnes, {steps} suites en attente.\n",
            "To {to}: {people} people, {steps} steps that wait.\n"
        )
    }
}

struct Forgotten {
    value: views::Forgotten,
}

impl Show for Forgotten {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        format!("{}\n{}", tr!(lang, "Oublié\u{a0}:", "Forgotten:"), counted(lang, &self.value))
    }
}

/// What is about somebody, a line for each kind; what stays says so.
fn counted(lang: Lang, found: &views::Forgotten) -> String {
    let (talks, acts, notes, others) = (found.talks, found.acts, found.notes, found.others);
    let mut out = vec![
        trn!(
            lang,
            talks,
            "{talks} conversation",
            "{talks} conversations",
            "{talks} conversation",
            "{talks} conversations"
        ),
        trn!(lang, acts, "{acts} acte", "{acts} actes", "{acts} act", "{acts} acts"),
        trn!(
            lang,
            notes,
            "{notes} note scellée",
            "{notes} notes scellées",
            "{notes} sealed note",
            "{notes} sealed notes"
        ),
        trn!(
            lang,
            others,
            "{others} suite ou fiche de collègue",
            "{others} suites ou fiches de collègue",
            "{others} next step or record of a colleague",
            "{others} next steps or records of a colleague"
        ),
    ];
    let (cases, closed) = (found.cases, found.closed);
    if cases > 0 {
        out.push(trn!(
            lang,
            cases,
            "{cases} affaire parle de cette personne et reste (contrepoids case list)",
            "{cases} affaires parlent de cette personne et restent (contrepoids case list)",
            "{cases} case speaks of this person and stays (contrepoids case list)",
            "{cases} cases speak of this person and stay (contrepoids case list)"
        ));
    }
    if closed > 0 {
        out.push(trn!(
            lang,
            closed,
            "{closed} écrit scellé ne s’ouvre pas ici\u{a0}: s’il parle de cette personne, c’est sur un appareil où il s’ouvre qu’il faut l’oublier",
            "{closed} écrits scellés ne s’ouvrent pas ici\u{a0}: s’ils parlent de cette personne, c’est sur un appareil où ils s’ouvrent qu’il faut l’oublier",
            "{closed} sealed record does not open here: if it speaks of this person, forget them on a device on which it opens",
            "{closed} sealed records do not open here: if they speak of this person, forget them on a device on which they open"
        ));
    }
    out.iter().map(|line| finding::wrapped("- ", "  ", line)).collect()
}
