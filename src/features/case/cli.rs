//! `contrepoids case`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::{
        case::{
            actions::{self as app, Entry, Opened},
            views,
        },
        company::cli::YesNo,
    },
    tr, trn,
};

/// Keep cases: what happened and when, until when one can act, who follows it
///
/// A case is sealed to this device and to those that you name: the other organizers see that something sealed is there. Its limits enter
/// the agenda without a word of what it is about.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  contrepoids case new \"licenciement de l’atelier\" --who lou
  contrepoids case event licenciement 2026-11-10 --kind dismissal-notified
  contrepoids case list")]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum CaseCmd {
    /// Open a case
    New(NewArgs),
    /// List the cases that open on this device, by their next limit
    List(ListArgs),
    /// Show a case, with its limits and their articles
    Show(ShowArgs),
    /// Note what happened, and from which fact the law counts
    Event(EventArgs),
    /// Note whom to turn to: lawyer, inspector, doctor
    Contact(ContactArgs),
    /// Note hours spent, as an adviser of the employee too
    Hours(HoursArgs),
    /// Seal a document into a case, or take one out
    Document(DocumentArgs),
    Share(ShareArgs),
    /// Close a case with what came of it
    Close(CloseArgs),
    Remove(RemoveArgs),
    /// List the facts from which the law counts in a case
    Kinds(KindsArgs),
}

/// Open a case
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids case new \"licenciement de l’atelier\" --who lou
  contrepoids case new \"prime\" --follower Alex --for \"portable alex\"")]
pub struct NewArgs {
    /// What it is about
    #[arg(value_name = "TEXT")]
    title: String,
    /// Whose it is: a member or a colleague
    #[arg(long, value_name = "WHO")]
    who: Option<String>,
    /// Who of the section follows it; who works on this device otherwise
    #[arg(long, value_name = "NAME")]
    follower: Option<String>,
    /// Another device that opens it, by words of its name in `key list`
    #[arg(long = "for", value_name = "NAME")]
    readers: Vec<String>,
}

/// List the cases that open on this device, by their next limit
#[derive(Debug, Clone, Args)]
pub struct ListArgs {}

/// Show a case, with its limits and their articles
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids case show licenciement")]
pub struct ShowArgs {
    /// Words of its title, or its digits in `case list`
    #[arg(value_name = "CASE")]
    case: String,
}

/// Note what happened, and from which fact the law counts
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids case event 3f2a91c4 2026-11-10 --kind dismissal-notified
  contrepoids case event 3f2a91c4 2026-11-12 --what \"entretien avec l’avocate\"")]
pub struct EventArgs {
    /// Words of its title, or its digits in `case list`
    #[arg(value_name = "CASE")]
    case: String,
    /// The day
    #[arg(value_name = "YYYY-MM-DD")]
    day: NaiveDate,
    /// The fact from which the law counts, as `case kinds` names it
    #[arg(long, value_name = "FACT", required_unless_present = "what")]
    kind: Option<String>,
    /// In your words
    #[arg(long, value_name = "TEXT")]
    what: Option<String>,
}

/// Note whom to turn to: lawyer, inspector, doctor
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids case contact 3f2a91c4 avocate \"Me Exemple, 04 00 00 00 00\"")]
pub struct ContactArgs {
    /// Words of its title, or its digits in `case list`
    #[arg(value_name = "CASE")]
    case: String,
    /// What the person is
    #[arg(value_name = "WHAT")]
    role: String,
    /// Name, and how to reach
    #[arg(value_name = "TEXT")]
    name: String,
}

/// Note hours spent, as an adviser of the employee too
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids case hours 3f2a91c4 2.5 \"assistance à l’entretien\"")]
pub struct HoursArgs {
    /// Words of its title, or its digits in `case list`
    #[arg(value_name = "CASE")]
    case: String,
    /// How many
    #[arg(value_name = "N")]
    hours: String,
    /// For what
    #[arg(value_name = "TEXT")]
    what: String,
    /// The day; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
}

/// Seal a document into a case, or take one out
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids case document 3f2a91c4 lettre.pdf
  contrepoids case document 3f2a91c4 lettre.pdf --out copie.pdf")]
pub struct DocumentArgs {
    /// Words of its title, or its digits in `case list`
    #[arg(value_name = "CASE")]
    case: String,
    /// The file to seal; with --out the name of the document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// File to write the document into
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Say who follows a case, and which devices open it
///
/// The case and its documents are sealed again: to this device, and to those of --for, or to it alone by --alone. What a device could open
/// before it may have kept.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids case share 3f2a91c4 --for \"portable alex\" --follower Alex")]
pub struct ShareArgs {
    /// Words of its title, or its digits in `case list`
    #[arg(value_name = "CASE")]
    case: String,
    /// A device that opens it, by words of its name in `key list`; those that are not named do not any more
    #[arg(long = "for", value_name = "NAME")]
    readers: Vec<String>,
    /// This device alone opens it from now on
    #[arg(long, conflicts_with = "readers")]
    alone: bool,
    /// Who of the section follows it from now on
    #[arg(long, value_name = "NAME")]
    follower: Option<String>,
    /// Whether the person agrees that it is told without names: yes or no
    #[arg(long, value_name = "yes|no")]
    consent: Option<YesNo>,
}

/// Close a case with what came of it
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids case close 3f2a91c4 \"accord trouvé, réintégration\"")]
pub struct CloseArgs {
    /// Words of its title, or its digits in `case list`
    #[arg(value_name = "CASE")]
    case: String,
    /// What came of it
    #[arg(value_name = "TEXT")]
    outcome: String,
    /// The day; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
}

/// Take a case away: noted by mistake, or over for long
///
/// What goes is shown first: all that was sealed of it, its documents, its lines of the agenda. On a device for which it was not sealed
/// nothing of it opens either. What lay there before is in no file any more once the keys are turned: contrepoids key rotate.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids case remove 3f2a91c4")]
pub struct RemoveArgs {
    /// Words of its title, or its digits in `case list`
    #[arg(value_name = "CASE")]
    case: String,
}

/// List the facts from which the law counts in a case
#[derive(Debug, Clone, Args)]
pub struct KindsArgs {}

impl CaseCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        match self {
            Self::List(_) | Self::Show(_) | Self::Kinds(_) => Safe::Read,
            Self::Document(args) if args.out.is_some() => Safe::Export,
            Self::New(_)
            | Self::Event(_)
            | Self::Contact(_)
            | Self::Hours(_)
            | Self::Document(_)
            | Self::Share(_)
            | Self::Close(_)
            | Self::Remove(_) => Safe::Write,
        }
    }

    /// Tells whether the command opens the vault.
    #[must_use]
    pub const fn opens_the_vault(&self) -> bool {
        !matches!(self, Self::Kinds(_))
    }
}

/// Runs `contrepoids case …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &CaseCmd) -> Result<Exit, Refusal> {
    let today = face.today;
    match cmd {
        CaseCmd::New(args) => {
            let mut vault = face.open_write()?;
            let who = (args.follower.as_deref(), args.readers.as_slice());
            let when = (face.now_ms(), today);
            let opened = app::new(&mut vault, when, &args.title, args.who.as_deref(), who)?;
            card(face, opened)
        }
        CaseCmd::List(_) => {
            let key = face.key()?;
            let vault = face.open_read()?;
            let value = app::list(&vault, &key, today)?;
            face.show(&List { value })?;
            Ok(Exit::Done)
        }
        CaseCmd::Show(args) => {
            let key = face.key()?;
            let vault = face.open_read()?;
            let opened = app::show(&vault, &key, today, &args.case)?;
            card(face, opened)
        }
        CaseCmd::Event(args) => {
            let what = args.what.clone().or_else(|| args.kind.clone()).unwrap_or_default();
            add(face, &args.case, vec![Entry::Event(args.day, args.kind.clone(), what)])
        }
        CaseCmd::Contact(args) => {
            add(face, &args.case, vec![Entry::Contact(args.role.clone(), args.name.clone())])
        }
        CaseCmd::Hours(args) => {
            let day = args.day.unwrap_or(today);
            add(face, &args.case, vec![Entry::Hours(day, args.hours.clone(), args.what.clone())])
        }
        CaseCmd::Document(args) => document(face, args),
        CaseCmd::Share(args) => {
            let mut entries = Vec::new();
            if !args.readers.is_empty() || args.alone {
                entries.push(Entry::Readers(args.readers.clone()));
            }
            entries.extend(args.follower.clone().map(Entry::Follower));
            entries.extend(args.consent.map(|given| Entry::Consent(given.is_yes())));
            add(face, &args.case, entries)
        }
        CaseCmd::Close(args) => {
            let day = args.day.unwrap_or(today);
            add(face, &args.case, vec![Entry::Outcome(day, args.outcome.clone())])
        }
        CaseCmd::Remove(args) => remove(face, args),
        CaseCmd::Kinds(_) => {
            let value = app::kinds()?;
            face.show(&Kinds { value })?;
            Ok(Exit::Done)
        }
    }
}

fn remove(face: &mut Face, args: &RemoveArgs) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    let key = face.key()?;
    let mut vault = face.open_write()?;
    let opened = app::show(&vault, &key, today, &args.case)?;
    let id = opened.id.to_string();
    face.note(Card { opened, today }.text(lang).trim_end());
    face.go_on(&tr!(
        lang,
        "Retirer cette affaire et ses pièces\u{a0}?",
        "Take this case and its documents away?"
    ))?;
    let when = (face.now_ms(), today);
    let value = app::remove(&mut vault, &key, when, &id)?;
    face.show(&Removed { value })?;
    Ok(Exit::Done)
}

struct Removed {
    value: views::Gone,
}

impl Show for Removed {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let title = &self.value.title;
        tr!(
            lang,
            "Affaire retirée\u{a0}: {title}\nDans les fichiers du coffre, elle disparaît quand les clés changent\u{a0}: contrepoids key rotate\n",
            "Case taken away: {title}\nIn the files of the vault it goes when the keys are turned: contrepoids key rotate\n"
        )
    }
}

fn add(face: &mut Face, which: &str, entries: Vec<Entry>) -> Result<Exit, Refusal> {
    let key = face.key()?;
    let mut vault = face.open_write()?;
    let when = (face.now_ms(), face.today);
    let opened = app::add(&mut vault, &key, when, which, entries)?;
    card(face, opened)
}

fn document(face: &mut Face, args: &DocumentArgs) -> Result<Exit, Refusal> {
    let key = face.key()?;
    if let Some(out) = &args.out {
        let vault = face.open_read()?;
        let name = args.file.to_string_lossy();
        let opened = app::take(&vault, &key, face.today, (&args.case, &name, out))?;
        return card(face, opened);
    }
    let mut vault = face.open_write()?;
    let when = (face.now_ms(), face.today);
    let opened = app::document(&mut vault, &key, when, &args.case, &args.file)?;
    card(face, opened)
}

fn card(face: &mut Face, opened: Opened) -> Result<Exit, Refusal> {
    let today = face.today;
    face.show(&Card { opened, today })?;
    Ok(Exit::Done)
}

struct Card {
    opened: Opened,
    today: NaiveDate,
}

impl Show for Card {
    fn view(&self, _lang: Lang) -> impl View {
        self.opened.view(self.today)
    }

    fn rests_on_law(&self) -> bool {
        true
    }

    fn text(&self, lang: Lang) -> String {
        let case = self.opened.view(self.today);
        let mut out = head(lang, &case);
        let indent = " ".repeat(14);
        for limit in &case.limits {
            let title = finding::label(lang, &limit.title);
            let gone = if limit.gone { tr!(lang, " (passé)", " (gone)") } else { String::new() };
            let articles: Vec<_> =
                limit.articles.iter().map(|a| finding::short_article(lang, &a.article)).collect();
            let line = format!("{title}{gone} – {}", articles.join(", "));
            out.push_str(&finding::wrapped(&format!("  {}  ", finding::day(lang, limit.on)), &indent, &line));
        }
        for limit in &self.opened.limits {
            out.push_str(&finding::caveats_text(lang, &limit.caveats));
        }
        // Without words of one’s own an event is called by the fact from which the law counts.
        let what = |one: &views::EventRow| match &one.title {
            Some(title) if one.kind.as_ref() == Some(&one.what) => finding::label(lang, title).to_owned(),
            _ => one.what.clone(),
        };
        let lines = case.events.iter().map(|one| (finding::day(lang, one.day), what(one)));
        for (day, what) in lines {
            out.push_str(&finding::wrapped(&format!("  {day}  "), &indent, &what));
        }
        for one in &case.contacts {
            out.push_str(&finding::wrapped("  ", "    ", &format!("{}\u{a0}: {}", one.role, one.name)));
        }
        for one in &case.hours {
            let (day, hours, what) = (finding::day(lang, one.day), &one.hours, &one.what);
            out.push_str(&finding::wrapped(
                &format!("  {day}  "),
                &indent,
                &format!("{hours}\u{a0}h – {what}"),
            ));
        }
        for one in &case.documents {
            let (name, length) = (&one.name, one.length);
            let said = tr!(lang, "pièce {name} ({length} octets)", "document {name} ({length} bytes)");
            out.push_str(&finding::wrapped("  ", "    ", &said));
        }
        for one in &case.letters {
            let (subject, id) = (&one.subject, one.id.get(..8).unwrap_or(&one.id));
            let day = one.day.map(|day| finding::day(lang, day)).unwrap_or_default();
            let said =
                tr!(lang, "courrier du {day}, {id}\u{a0}: {subject}", "letter of {day}, {id}: {subject}");
            out.push_str(&finding::wrapped("  ", "    ", &said));
        }
        let list = case.readers.join(", ");
        out.push_str(&finding::wrapped(
            "  ",
            "    ",
            &tr!(lang, "s’ouvre sur\u{a0}: {list}", "opens on: {list}"),
        ));
        out
    }
}

fn head(lang: Lang, case: &views::Case) -> String {
    let (title, follower) = (&case.title, &case.follower);
    let mut parts = vec![tr!(lang, "{title}, suivie par {follower}", "{title}, followed by {follower}")];
    parts.extend(case.who.clone());
    parts.extend(case.next.map(|day| {
        let day = finding::day(lang, day);
        tr!(lang, "prochain délai le {day}", "next limit on {day}")
    }));
    if let Some(day) = case.closed {
        let (day, outcome) = (finding::day(lang, day), case.outcome.clone().unwrap_or_default());
        parts.push(tr!(lang, "close le {day}\u{a0}: {outcome}", "closed on {day}: {outcome}"));
    }
    match case.consent {
        Some(true) => parts.push(tr!(lang, "peut être racontée sans noms", "may be told without names")),
        Some(false) => parts.push(tr!(lang, "n’est pas à raconter", "is not to be told")),
        None => {}
    }
    finding::wrapped(&format!("{}  ", case.id.short()), &" ".repeat(10), &parts.join("\u{a0}; "))
}

struct List {
    value: views::Cases,
}

impl Show for List {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn rests_on_law(&self) -> bool {
        true
    }

    fn text(&self, lang: Lang) -> String {
        let mut out: String = self.value.cases.iter().map(|case| head(lang, case)).collect();
        if self.value.cases.is_empty() {
            out.push_str(&tr!(
                lang,
                "Aucune affaire ne s’ouvre sur cet appareil.\n",
                "No case opens on this device.\n"
            ));
        }
        let sealed = self.value.sealed;
        if sealed > 0 {
            let said = trn!(
                lang,
                sealed,
                "{sealed} écrit scellé ne s’ouvre pas sur cet appareil.",
                "{sealed} écrits scellés ne s’ouvrent pas sur cet appareil.",
                "{sealed} sealed record does not open on this device.",
                "{sealed} sealed records do not open on this device."
            );
            out.push_str(&finding::wrapped("", "  ", &said));
        }
        out
    }
}

struct Kinds {
    value: views::Kinds,
}

impl Show for Kinds {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let one = |row: &views::KindRow| {
            finding::wrapped(&format!("{:<24}", row.kind), &" ".repeat(24), finding::label(lang, &row.title))
        };
        self.value.kinds.iter().map(one).collect()
    }
}
