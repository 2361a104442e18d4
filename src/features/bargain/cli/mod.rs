//! `contrepoids bargain`.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::face::error::safe::Safe;
use crate::face::explaining::Explaining;
use crate::{
    bargaining::{Stage, Subject, claim::Clock},
    base::{Id, Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::{
        agenda::cli::{edit::kept, tell_moved},
        bargain::{
            actions as app,
            actions::{BargainError, Followed},
            records::{Meeting, Round, RoundEnd},
            views::{self, Removed},
        },
    },
    law::Reasons,
    tr,
};

mod ending;
mod guide;
mod subjects;
mod table;
mod words;

/// What `bargain` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum BargainCmd {
    New(NewArgs),
    /// List the rounds
    List(ListArgs),
    /// Show where a round stands, what the employer owes next and what to ask
    Show(ShowArgs),
    Open(OpenArgs),
    /// Record a meeting with its offers and demands
    Meeting(MeetingArgs),
    Item(table::ItemArgs),
    Information(table::PaperArgs),
    Demand(table::DemandArgs),
    Answers(table::AnswersArgs),
    Delegation(guide::DelegationArgs),
    Minutes(ending::MinutesArgs),
    Disagreement(ending::DisagreementArgs),
    Signatures(ending::SignaturesArgs),
    Guide(guide::GuideArgs),
    Close(CloseArgs),
    Remove(RemoveArgs),
    Subjects(subjects::SubjectsArgs),
    Method(subjects::MethodArgs),
}

/// Begin a round of bargaining
///
/// Subjects: pay, equality, careers, experienced. The union's request starts two clocks, eight days to pass it on and
/// fifteen to convene the parties, where a representative union has a section and the last round lies more than twelve
/// months back (thirty-six for careers and experienced), or beyond what an agreement sets. `bargain show` says so.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain new pay --requested 2026-11-17
  contrepoids bargain new equality --title \"Égalité 2027\"")]
pub struct NewArgs {
    /// The subject: pay, equality, careers, experienced
    #[arg(value_name = "SUBJECT", value_parser = subject)]
    subject: Subject,
    /// A title of your own
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The day the employer received the union's request
    #[arg(long, value_name = "YYYY-MM-DD")]
    requested: Option<NaiveDate>,
    /// Show what would move, and save nothing
    #[arg(long)]
    dry_run: bool,
}

fn subject(text: &str) -> Result<Subject, String> {
    Subject::read(text).ok_or_else(|| {
        "pay/rémunération, equality/égalité, careers/emplois, experienced/expérimentés".to_owned()
    })
}

/// List the rounds
#[derive(Debug, Clone, Args)]
pub struct ListArgs {}

/// Show where a round stands, what the employer owes next and what to ask
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain show 3f2a91c4 --explain")]
pub struct ShowArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    explain: Explaining,
}

/// Record what the employer did, and the first meeting
///
/// The first meeting sets the place, the calendar, the information and its date; from then on the employer takes no
/// unilateral decision on its matters, but for urgency.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain open 3f2a91c4 --forwarded 2026-11-20 --convened 2026-11-27
  contrepoids bargain open 3f2a91c4 --day 2026-12-08 --place Siège \\
    --calendar --information-due 2026-12-15")]
pub struct OpenArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// The day of the first meeting
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// The day the employer received the union's request
    #[arg(long, value_name = "YYYY-MM-DD")]
    requested: Option<NaiveDate>,
    /// The day the employer passed the request on
    #[arg(long, value_name = "YYYY-MM-DD")]
    forwarded: Option<NaiveDate>,
    /// The day the employer convened the parties
    #[arg(long, value_name = "YYYY-MM-DD")]
    convened: Option<NaiveDate>,
    /// The place that was set
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,
    /// The calendar of meetings was set
    #[arg(long)]
    calendar: bool,
    /// The day by which information was promised
    #[arg(long, value_name = "YYYY-MM-DD")]
    information_due: Option<NaiveDate>,
    /// The day the information came
    #[arg(long, value_name = "YYYY-MM-DD")]
    information: Option<NaiveDate>,
    /// Show what would move, and save nothing
    #[arg(long)]
    dry_run: bool,
}

/// Record a meeting with its offers and demands
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain meeting 3f2a91c4 --day 2027-01-12 --offer \"1 %\" \\
    --demand \"4 %\"")]
pub struct MeetingArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// The day
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: NaiveDate,
    /// What the employer offered
    #[arg(long, value_name = "TEXT")]
    offer: Option<String>,
    /// What the union demanded
    #[arg(long, value_name = "TEXT")]
    demand: Option<String>,
    /// What else happened
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Close a round by an agreement or by minutes of disagreement
///
/// The round becomes the last one on its subject: the next one counts from its day.
#[derive(Debug, Clone, Args)]
#[command(group = clap::ArgGroup::new("end").required(true).args(["agreement", "disagreement", "filed"]).multiple(true))]
#[command(after_help = "Examples:
  contrepoids bargain close 3f2a91c4 --disagreement --day 2027-02-10
  contrepoids bargain close 3f2a91c4 --filed 2027-02-12")]
pub struct CloseArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// An agreement was signed
    #[arg(long, requires = "day", conflicts_with = "disagreement")]
    agreement: bool,
    /// Minutes of disagreement were drawn up
    #[arg(long, requires = "day")]
    disagreement: bool,
    /// The day of the end
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// The day the agreement or the minutes were filed
    #[arg(long, value_name = "YYYY-MM-DD")]
    filed: Option<NaiveDate>,
    /// Show what would move, and save nothing
    #[arg(long)]
    dry_run: bool,
}

/// Remove a round that was noted by mistake: what goes is shown first
///
/// Asks first. Where the round was the last one on its subject, the one before counts again. What was written stays in
/// older backups.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain remove 3f2a91c4 --dry-run
  contrepoids bargain remove 3f2a91c4")]
pub struct RemoveArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// Show what would fall away, and save nothing
    #[arg(long)]
    dry_run: bool,
}

impl BargainCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::List(_)
            | Self::Show(_)
            | Self::Subjects(_)
            | Self::Minutes(_)
            | Self::Disagreement(_)
            | Self::Guide(_) => Safe::Read,
            Self::Signatures(args) if args.shows() => Safe::Read,
            Self::Delegation(args) if args.shows() => Safe::Read,
            Self::Item(args) if args.shows() => Safe::Read,
            Self::Information(args) if args.shows() => Safe::Read,
            Self::Demand(args) if args.shows() => Safe::Read,
            Self::Answers(args) if args.shows() => Safe::Read,
            Self::New(_)
            | Self::Open(_)
            | Self::Meeting(_)
            | Self::Item(_)
            | Self::Information(_)
            | Self::Demand(_)
            | Self::Answers(_)
            | Self::Signatures(_)
            | Self::Delegation(_)
            | Self::Close(_)
            | Self::Remove(_)
            | Self::Method(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids bargain …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &BargainCmd) -> Result<Exit, Refusal> {
    match cmd {
        BargainCmd::New(args) => {
            let title = kept(args.title.as_ref())?;
            let (subject, requested) = (args.subject.code().to_owned(), args.requested);
            save(face, None, args.dry_run, |_| Ok(Round { subject, title, requested, ..Round::default() }))
        }
        BargainCmd::List(_) => list(face),
        BargainCmd::Show(args) => {
            let vault = face.open_read()?;
            let found = app::show(&vault, face.today, &args.id)?;
            tell(face, found, args.explain)
        }
        BargainCmd::Open(args) => {
            let place = kept(args.place.as_ref())?;
            save(face, Some(&args.id), args.dry_run, |old| {
                Ok(Round {
                    requested: args.requested.or(old.requested),
                    forwarded: args.forwarded.or(old.forwarded),
                    convened: args.convened.or(old.convened),
                    opened: args.day.or(old.opened),
                    place: place.or(old.place),
                    calendar: args.calendar || old.calendar,
                    information_due: args.information_due.or(old.information_due),
                    information: args.information.or(old.information),
                    ..old
                })
            })
        }
        BargainCmd::Meeting(args) => meeting(face, args),
        BargainCmd::Item(args) => table::item(face, args),
        BargainCmd::Information(args) => table::information(face, args),
        BargainCmd::Demand(args) => table::demand(face, args),
        BargainCmd::Answers(args) => table::answers(face, args),
        BargainCmd::Delegation(args) => guide::delegation(face, args),
        BargainCmd::Minutes(args) => ending::minutes(face, args),
        BargainCmd::Disagreement(args) => ending::disagreement(face, args),
        BargainCmd::Signatures(args) => ending::signatures(face, args),
        BargainCmd::Guide(args) => guide::guide(face, args),
        BargainCmd::Remove(args) => remove(face, args),
        BargainCmd::Subjects(args) => subjects::run(face, args),
        BargainCmd::Method(args) => subjects::method(face, args),
        BargainCmd::Close(args) => save(face, Some(&args.id), args.dry_run, |old| {
            let outcome = match (args.agreement, args.disagreement) {
                (true, _) => Some(RoundEnd::Agreement),
                (_, true) => Some(RoundEnd::Disagreement),
                _ => old.outcome,
            };
            if outcome.is_none() {
                return Err(BargainError::Backwards {
                    later: "--filed",
                    earlier: "--agreement, --disagreement",
                });
            }
            Ok(Round { outcome, closed: args.day.or(old.closed), filed: args.filed.or(old.filed), ..old })
        }),
    }
}

fn save(
    face: &mut Face,
    start: Option<&String>,
    dry_run: bool,
    edit: impl FnOnce(Round) -> Result<Round, BargainError>,
) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let pending = app::propose(&mut vault, face.today, start.map(String::as_str), edit)?;
    if pending.change().turns {
        let question = tr!(
            face.lang,
            "Cette négociation est déjà close autrement\u{a0}; changer son issue\u{a0}?",
            "This round is already closed the other way; change its outcome?"
        );
        face.go_on(&question)?;
    }
    let round = (pending.change().id, pending.change().round.clone());
    let told = pending.tell(|moved| tell_moved(face, moved));
    // As it was known before what is saved here, which the round itself says.
    let mut found = app::followed(&vault, face.today, round)?;
    if dry_run {
        face.note(&tr!(face.lang, "Rien n’a été enregistré.", "Nothing was saved."));
        return tell(face, found, Explaining::default());
    }
    (found.id, found.round) = app::accept(&mut vault, face.now_ms(), told)?;
    drop(vault);
    face.note(&tr!(face.lang, "Enregistré.", "Saved."));
    tell(face, found, Explaining::default())
}

fn meeting(face: &mut Face, args: &MeetingArgs) -> Result<Exit, Refusal> {
    let (note, offer, demand) =
        (kept(args.note.as_ref())?, kept(args.offer.as_ref())?, kept(args.demand.as_ref())?);
    let mut vault = face.open_write()?;
    let made = Meeting { day: args.day, note, offer, demand, ..Meeting::default() };
    let found = app::note_meeting(&mut vault, face.now_ms(), face.today, &args.id, &made)?;
    drop(vault);
    face.note(&tr!(face.lang, "Enregistré.", "Saved."));
    tell(face, found, Explaining::default())
}

impl Show for Removed {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, _lang: Lang) -> String {
        String::new()
    }
}

fn remove(face: &mut Face, args: &RemoveArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let pending = app::propose_removal(&vault, face.today, &args.id)?;
    let (id, round, kept) = (pending.change().id, pending.change().round.clone(), pending.change().kept());
    let told = pending.tell(|moved| tell_moved(face, moved));
    if args.dry_run {
        face.note(&tr!(lang, "Rien n’a été enregistré.", "Nothing was saved."));
        face.show(&kept)?;
        return Ok(Exit::Done);
    }
    let (title, meetings) = (name(lang, &round), round.meetings.len());
    let question = tr!(
        lang,
        "Supprimer «\u{a0}{title}\u{a0}», réunions notées\u{a0}: {meetings}\u{a0}?",
        "Remove “{title}”, meetings noted: {meetings}?"
    );
    face.go_on(&question)?;
    let removed = app::accept_removal(&mut vault, face.now_ms(), told)?;
    let short = id.short();
    face.note(&tr!(lang, "Supprimé\u{a0}: {short}.", "Removed: {short}."));
    face.show(&removed)?;
    Ok(Exit::Done)
}

struct Told {
    followed: Followed,
    explain: Explaining,
}

fn tell(face: &mut Face, followed: Followed, explain: Explaining) -> Result<Exit, Refusal> {
    face.show(&Told { followed, explain })?;
    Ok(Exit::Done)
}

fn name(lang: Lang, round: &Round) -> String {
    // A newer program may know more subjects.
    let subject = Subject::from_code(&round.subject).map_or_else(
        || tr!(lang, "thème que cette version ne connaît pas", "a subject that this version does not know"),
        |subject| subject.words(lang).to_owned(),
    );
    match &round.title {
        Some(title) => format!("{title} ({subject})"),
        None => subject,
    }
}

impl Show for Told {
    fn view(&self, lang: Lang) -> impl View {
        let words = |clock: &Clock| words::clock(lang, clock);
        let Followed { id, round, found, table, today } = &self.followed;
        views::Told::of(lang, (*id, round), (&found.value, table), *today, words)
    }

    fn reasons(&self, lang: Lang) -> Option<Reasons> {
        finding::reasons(lang, &self.followed.found, self.explain)
    }

    fn text(&self, lang: Lang) -> String {
        let Followed { id, round, found, today, .. } = &self.followed;
        let (standing, id) = (&found.value, id.short());
        let mut out = finding::wrapped("", "  ", &format!("{} [{id}]", name(lang, round)));
        let mut row = |name: String, value: &str| {
            out.push_str(&finding::wrapped(&format!("  {name:<12}"), &" ".repeat(14), value));
        };
        row(tr!(lang, "étape", "stage"), standing.stage.words(lang));
        for m in &round.meetings {
            let offer = m.offer.as_ref().map(|t| tr!(lang, "offre\u{a0}: {t}", "offer: {t}"));
            let demand = m.demand.as_ref().map(|t| tr!(lang, "demande\u{a0}: {t}", "demand: {t}"));
            let parts: Vec<_> = [offer, demand, m.note.clone()].into_iter().flatten().collect();
            row(finding::day(lang, m.day), &parts.join(tr!(lang, "\u{a0}; ", "; ").as_str()));
        }
        if let Some(clock) = standing.clock.as_ref().filter(|c| **c != Clock::Runs) {
            row(tr!(lang, "délais", "periods"), &words::clock(lang, clock));
        }
        for owed in &standing.owed {
            let text = owed.what.words(lang).to_owned();
            let text = match (owed.by, owed.open) {
                (Some(by), _) if owed.late(*today) => {
                    let by = finding::day(lang, by);
                    tr!(lang, "en retard depuis le {by}\u{a0}: {text}", "late since {by}: {text}")
                }
                (Some(by), false) => {
                    let by = finding::day(lang, by);
                    tr!(lang, "{text}, au plus tard le {by}", "{text}, by {by}")
                }
                (Some(by), true) => {
                    let by = finding::day(lang, by);
                    tr!(
                        lang,
                        "si ces délais courent, {text}, au plus tard le {by}",
                        "if these periods run, {text}, by {by}"
                    )
                }
                (None, _) => text,
            };
            row(tr!(lang, "l’employeur", "employer"), &text);
        }
        if standing.owed.iter().any(|owed| owed.late(*today)) {
            row(
                tr!(lang, "que faire", "what to do"),
                &format!("contrepoids bargain guide {} --round {id}", defaulted(lang)),
            );
        }
        for (name, text) in table::rows(lang, &self.followed) {
            row(name, &text);
        }
        for code in &standing.ask {
            row(tr!(lang, "à demander", "to ask"), code.words(lang));
        }
        out.push_str(&finding::below(lang, found, self.explain));
        out
    }
}

/// How the guide for an employer who is late is named.
const fn defaulted(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "défaut",
        Lang::En => "default",
    }
}

struct RoundTable {
    rounds: Vec<(Id, Round, Option<Stage>)>,
}

fn list(face: &mut Face) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let rounds = app::list(&vault, face.today)?;
    if rounds.is_empty() && !face.json {
        face.note(&tr!(face.lang, "Aucune négociation notée.", "No round is recorded."));
    }
    face.show(&RoundTable { rounds })?;
    Ok(Exit::Done)
}

impl Show for RoundTable {
    fn view(&self, _lang: Lang) -> impl View {
        views::RoundList::of(&self.rounds)
    }

    fn text(&self, lang: Lang) -> String {
        let one = |(id, round, stage): &(Id, Round, Option<Stage>)| {
            let stage = stage.map_or_else(String::new, |s| s.words(lang).to_owned());
            let head = format!("{}  ", id.short());
            finding::wrapped(
                &head,
                &" ".repeat(10),
                &format!("{}{}{stage}", name(lang, round), tr!(lang, "\u{a0}: ", ": ")),
            )
        };
        self.rounds.iter().map(one).collect()
    }
}
