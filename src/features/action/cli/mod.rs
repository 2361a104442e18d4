//! `contrepoids action`.

mod show;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::{
    base::text::fold,
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::Face,
    },
    features::{
        action::{
            actions::{self as app, Doing, shown},
            rules::map::Axis,
        },
        talk::actions::Where,
    },
    tr,
};

/// Note who did what for the section, where each stands by that, where nobody was reached
///
/// Support is what people did, with its day: the level from 1 to 5 follows from acts by a rule that the section sets. All of it is for
/// organizers: who keeps the dues reads none of it.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  contrepoids action note lou signed --day 2026-11-20
  contrepoids action show lou
  contrepoids action map --by service
  contrepoids action next")]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum ActionCmd {
    /// Note what somebody did
    Note(NoteArgs),
    /// List what was done, the latest first
    List(ListArgs),
    /// Show where somebody stands, by which acts, and how that moves
    Show(ShowArgs),
    /// Take an act back
    Remove(RemoveArgs),
    Rule(RuleArgs),
    Test(TestArgs),
    /// Note who is asked for the act of a test
    Ask(AskArgs),
    Map(MapArgs),
    Next(NextArgs),
    /// Note how many work in each group
    Workforce(WorkforceArgs),
    Representation(RepresentationArgs),
}

/// Note what somebody did
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action note lou signed --day 2026-11-20
  contrepoids action note camille recruited --whom lou")]
pub struct NoteArgs {
    /// Who: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
    /// What: signed, came, wore, spoke, struck, recruited, declined, opposed, or a word of your own
    #[arg(value_name = "ACT")]
    kind: String,
    /// The day; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// The structure test in which it was asked
    #[arg(long, value_name = "NAME")]
    test: Option<String>,
    /// Who was brought along
    #[arg(long, value_name = "WHO")]
    whom: Option<String>,
    /// In your words
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// List what was done, the latest first
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action list --who lou
  contrepoids action list --kind struck")]
pub struct ListArgs {
    /// Only of this person
    #[arg(long, value_name = "WHO")]
    who: Option<String>,
    /// Only this act
    #[arg(long, value_name = "ACT")]
    kind: Option<String>,
}

/// Show where somebody stands, by which acts, and how that moves
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action show lou")]
pub struct ShowArgs {
    /// Who: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
}

/// Take an act back
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action remove 3f2a91c4")]
pub struct RemoveArgs {
    /// The digits of the act in `action list`
    #[arg(value_name = "ID")]
    id: String,
}

/// Show the rule of the levels, or set one
///
/// 1 brings others along, 2 stands up in public, 3 agrees, 4 declines, 5 works against us. Among what one did, the strongest act counts;
/// between yes and no, the last word. No text fixes this: it is a rule of the house.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action rule
  contrepoids action rule 2 --acts struck,wore --months 6
  contrepoids action rule 2 --default")]
pub struct RuleArgs {
    /// The level to set
    #[arg(value_name = "N", value_parser = clap::value_parser!(u8).range(1..=5))]
    level: Option<u8>,
    /// The acts that put somebody there
    #[arg(long, value_name = "ACTS", value_delimiter = ',', requires_all = ["level", "months"])]
    acts: Vec<String>,
    /// For how many months an act counts
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=120), requires = "acts")]
    months: Option<u32>,
    /// As the program has it
    #[arg(long, requires = "level", conflicts_with = "acts")]
    default: bool,
}

/// Begin a structure test, show who was asked and who did it
///
/// One act that is asked of many by a day shows what support there is: who does it, in which services. Without a name all tests are listed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action test pétition --kind signed --day 2026-12-04
  contrepoids action test pétition")]
pub struct TestArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The act that is asked
    #[arg(long, value_name = "ACT", requires = "name")]
    kind: Option<String>,
    /// The day by which
    #[arg(long, value_name = "YYYY-MM-DD", requires = "name")]
    day: Option<NaiveDate>,
}

/// Note who is asked for the act of a test
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action ask pétition lou noa
  contrepoids action ask pétition --service caisse")]
pub struct AskArgs {
    /// The test
    #[arg(value_name = "NAME")]
    test: String,
    /// Who is asked
    #[arg(value_name = "WHO")]
    who: Vec<String>,
    /// Everybody of this site
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// Everybody of this service
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Everybody who is known
    #[arg(long)]
    all: bool,
}

/// Show where somebody was reached, and who brings whom
///
/// Reached is with whom somebody talked, or who did something, in the last twelve months.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action map
  contrepoids action map --by shift")]
pub struct MapArgs {
    /// By what: site, service, shift, college, remote, sex, age, contract
    #[arg(long, value_name = "AXIS", value_parser = axis, default_value = "service")]
    by: Axis,
}

/// Propose whom to talk with next, with the reason
///
/// First who acted where nobody brings others along, then who was asked and has not done it, then where nobody was reached, then with
/// whom nobody talked yet, then where it is long ago; the larger service first. Whose next step waits is not proposed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action next
  contrepoids action next --by alex --count 5")]
pub struct NextArgs {
    /// How many
    #[arg(long, value_name = "COUNT", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    count: u16,
    /// Only those whom this organizer looks after
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Note how many work in each group
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action workforce sex F=120 H=200
  contrepoids action workforce age 0-29=80 30-39=90 40-49=70 50-59=60 60-99=20")]
pub struct WorkforceArgs {
    /// By what: site, service, shift, college, remote, sex, age, contract
    #[arg(value_name = "AXIS", value_parser = axis)]
    axis: Axis,
    /// How many, group by group; 0 takes a group away
    #[arg(value_name = "NAME=N")]
    counts: Vec<String>,
}

/// Show our members beside the workforce
///
/// Organizers see all of it. With --share it is made for others: groups of fewer than five are hidden, with as many others as it takes that
/// nobody computes them from the sums; what was shown is shown again until enough has changed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids action workforce sex F=120 H=95
  contrepoids action representation sex
  contrepoids action representation sex --share")]
pub struct RepresentationArgs {
    /// By what: site, service, shift, college, remote, sex, age, contract
    #[arg(value_name = "AXIS", value_parser = axis)]
    axis: Axis,
    /// For others than organizers
    #[arg(long)]
    share: bool,
}

/// Reads by what people are put together, by its code or its French word.
fn axis(typed: &str) -> Result<Axis, String> {
    let key = fold(typed);
    let french = |one: &Axis| match one {
        Axis::Site => "site",
        Axis::Service => "service",
        Axis::Shift => "équipe",
        Axis::College => "catégorie",
        Axis::Remote => "distance",
        Axis::Sex => "sexe",
        Axis::Age => "âge",
        Axis::Contract => "contrat",
    };
    let found = Axis::ALL.iter().copied().find(|one| one.code() == key || fold(french(one)) == key);
    found.ok_or_else(|| Axis::CODES.join(", "))
}

impl ActionCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        match self {
            Self::List(_) | Self::Show(_) | Self::Map(_) | Self::Next(_) => Safe::Read,
            Self::Rule(args) if args.level.is_none() => Safe::Read,
            Self::Test(args) if args.kind.is_none() && args.day.is_none() => Safe::Read,
            Self::Workforce(args) if args.counts.is_empty() => Safe::Read,
            Self::Representation(args) if !args.share => Safe::Read,
            Self::Note(_)
            | Self::Remove(_)
            | Self::Rule(_)
            | Self::Test(_)
            | Self::Ask(_)
            | Self::Workforce(_)
            | Self::Representation(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids action …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &ActionCmd) -> Result<Exit, Refusal> {
    let today = face.today;
    match cmd {
        ActionCmd::Note(args) => note(face, args),
        ActionCmd::List(args) => {
            let vault = face.open_read()?;
            let value = app::list(&vault, today, args.who.as_deref(), args.kind.as_deref())?;
            done(face.show(&show::Acts { value }))
        }
        ActionCmd::Show(args) => {
            let vault = face.open_read()?;
            let value = app::show(&vault, today, &args.who)?;
            done(face.show(&show::Stands { value }))
        }
        ActionCmd::Remove(args) => {
            let mut vault = face.open_write()?;
            app::remove(&mut vault, face.now_ms(), &args.id)?;
            face.note(&tr!(face.lang, "L’acte est retiré.", "The act is taken back."));
            Ok(Exit::Done)
        }
        ActionCmd::Rule(args) => rule(face, args),
        ActionCmd::Test(args) => test(face, args),
        ActionCmd::Ask(args) => ask(face, args),
        ActionCmd::Map(args) => {
            let vault = face.open_read()?;
            let value = app::coverage(&vault, today, args.by)?;
            done(face.show(&show::Map { value }))
        }
        ActionCmd::Next(args) => {
            let vault = face.open_read()?;
            let value = app::next(&vault, today, usize::from(args.count), args.by.as_deref())?;
            done(face.show(&show::Proposed { value }))
        }
        ActionCmd::Workforce(args) => {
            let value = if args.counts.is_empty() {
                let vault = face.open_read()?;
                app::entered(&vault, args.axis)?
            } else {
                let mut vault = face.open_write()?;
                app::workforce(&mut vault, face.now_ms(), args.axis, &args.counts)?
            };
            done(face.show(&show::Workforce { value }))
        }
        ActionCmd::Representation(args) => {
            let value = if args.share {
                let mut vault = face.open_write()?;
                shown::share(&mut vault, face.now_ms(), today, args.axis)?
            } else {
                let vault = face.open_read()?;
                shown::representation(&vault, today, args.axis)?
            };
            done(face.show(&show::Representation { value }))
        }
    }
}

fn done(shown: Result<(), Refusal>) -> Result<Exit, Refusal> {
    shown.map(|()| Exit::Done)
}

fn note(face: &mut Face, args: &NoteArgs) -> Result<Exit, Refusal> {
    let doing = Doing {
        who: args.who.clone(),
        kind: args.kind.clone(),
        day: args.day,
        test: args.test.clone(),
        whom: args.whom.clone(),
        note: args.note.clone(),
    };
    let mut vault = face.open_write()?;
    let value = app::note(&mut vault, face.now_ms(), face.today, &doing)?;
    done(face.show(&show::Stands { value }))
}

fn rule(face: &mut Face, args: &RuleArgs) -> Result<Exit, Refusal> {
    let value = match args.level {
        Some(level) if args.default || !args.acts.is_empty() => {
            let mut vault = face.open_write()?;
            let set = args.months.filter(|_| !args.default).map(|months| (args.acts.as_slice(), months));
            app::set_level(&mut vault, face.now_ms(), level, set)?
        }
        _ => {
            let vault = face.open_read()?;
            app::rule(&vault)?
        }
    };
    done(face.show(&show::TheRule { value }))
}

fn test(face: &mut Face, args: &TestArgs) -> Result<Exit, Refusal> {
    let today = face.today;
    let Some(name) = &args.name else {
        let vault = face.open_read()?;
        let value = app::all_tests(&vault, today)?;
        return done(face.show(&show::Structures { value }));
    };
    let value = if args.kind.is_none() && args.day.is_none() {
        let vault = face.open_read()?;
        app::structure(&vault, today, name)?
    } else {
        let mut vault = face.open_write()?;
        let old = app::structure(&vault, today, name).ok().and_then(|old| old.day);
        if let (Some(old), Some(new)) = (old, args.day)
            && old != new
        {
            let old = finding::day(face.lang, old);
            face.note(&tr!(face.lang, "Le jour était le {old}.", "The day was {old}."));
        }
        app::begin(&mut vault, face.now_ms(), today, name, (args.kind.as_deref(), args.day))?
    };
    done(face.show(&show::Structure { value }))
}

fn ask(face: &mut Face, args: &AskArgs) -> Result<Exit, Refusal> {
    let place = Where { site: args.site.clone(), service: args.service.clone() };
    let some = args.all || args.site.is_some() || args.service.is_some();
    let mut vault = face.open_write()?;
    let when = (face.now_ms(), face.today);
    let (new, value) = app::ask(&mut vault, when, &args.test, &args.who, some.then_some(&place))?;
    if new == 0 {
        face.note(&tr!(
            face.lang,
            "Personne de plus\u{a0}: toutes ces personnes étaient déjà notées, ou personne ne travaille là.",
            "Nobody more: all of them were noted already, or nobody works there."
        ));
    }
    done(face.show(&show::Structure { value }))
}
