//! `contrepoids training`.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show},
        wanted::listed,
    },
    features::training::{
        actions::{self as app, Said, Wanted},
        records::{Factor, Stage},
        views,
    },
    law::Fraction,
    tr, trn,
};

/// Plan courses: what one can do afterwards, who takes part, on which days of leave, what came of it
///
/// The days of each come off the twelve or eighteen of the year (contrepoids agenda training), those of the economic training of a full
/// CSE member too. Questions before, after and three months later; the last ones are a line of the agenda. All of it is for organizers.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  contrepoids training new \"Premier CSE\" --aim \"lire une BDESE\" \\
    --day 2027-02-01 --days 3 --body \"Institut d’exemple\"
  contrepoids training enrol cse camille
  contrepoids training answer cse after --reaction 4 --learning 5
  contrepoids training results cse after")]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum TrainingCmd {
    /// Plan a course
    New(NewArgs),
    /// List the courses, the latest first
    List(ListArgs),
    /// Show a course: who takes part, which days of leave are left
    Show(ShowArgs),
    Enrol(EnrolArgs),
    /// Take somebody out of a course, whose days of leave come back
    Withdraw(WithdrawArgs),
    Answer(AnswerArgs),
    Results(ResultsArgs),
    /// Take a course back, with its lines of the agenda
    Remove(RemoveArgs),
}

/// Plan a course
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids training new \"Premier CSE\" --aim \"lire une BDESE\" \\
    --aim \"poser une question écrite\" --persona \"nouvel·le élu·e\" \\
    --day 2027-02-01 --days 3 --body \"Institut d’exemple\"")]
pub struct NewArgs {
    /// Its title
    #[arg(value_name = "NAME")]
    title: String,
    /// What one can do afterwards; several times for several
    #[arg(long, value_name = "TEXT", required = true)]
    aim: Vec<String>,
    /// Whom it is for; several times for several
    #[arg(long, value_name = "TEXT")]
    persona: Vec<String>,
    /// The first day
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: NaiveDate,
    /// How many days, in halves
    #[arg(long, value_name = "N")]
    days: Fraction,
    /// Who gives it, as on the list of bodies
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
    /// It is the economic training of a full CSE member
    #[arg(long)]
    economic: bool,
}

/// List the courses, the latest first
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids training list")]
pub struct ListArgs {}

/// Show a course: who takes part, which days of leave are left
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids training show cse")]
pub struct ShowArgs {
    /// The course: its title, words of it, or its first digits
    #[arg(value_name = "COURSE")]
    course: String,
}

/// Note who takes part, whose days of leave it takes
///
/// The day by which the leave is asked for enters the agenda; the letter that asks for it is shown.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids training enrol cse camille noa
  contrepoids training enrol cse lou --officer")]
pub struct EnrolArgs {
    /// The course: its title, words of it, or its first digits
    #[arg(value_name = "COURSE")]
    course: String,
    /// Who: first digits of the identifier, mail address or words of the name; several for several
    #[arg(value_name = "WHO", required = true)]
    who: Vec<String>,
    /// As a trainer or union officer: eighteen days a year
    #[arg(long)]
    officer: bool,
}

/// Take somebody out of a course, whose days of leave come back
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids training withdraw cse noa")]
pub struct WithdrawArgs {
    /// The course: its title, words of it, or its first digits
    #[arg(value_name = "COURSE")]
    course: String,
    /// Who: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
}

/// Keep what somebody answered before, after or three months later
///
/// With --who it is that person's, and the last answer counts; without it, it is nobody's, as from a sheet of paper.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids training answer cse before --learning 2
  contrepoids training answer cse after --reaction 4 --learning 5
  contrepoids training answer cse later --who camille --use 3 \\
    --helped organization --hindered management")]
pub struct AnswerArgs {
    /// The course: its title, words of it, or its first digits
    #[arg(value_name = "COURSE")]
    course: String,
    /// When it was asked: before, after, later
    #[arg(value_name = "STAGE", value_parser = stage)]
    stage: Stage,
    /// Who answered
    #[arg(long, value_name = "WHO")]
    who: Option<String>,
    /// Was it worth the time, from 1 to 5
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5))]
    reaction: Option<u32>,
    /// Can one do what the course is for, from 1 to 5
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5))]
    learning: Option<u32>,
    /// Does one do it, from 1 to 5
    #[arg(long = "use", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5))]
    usage: Option<u32>,
    /// What helped: learning, management, organization; several times for several
    #[arg(long, value_name = "WHAT", value_parser = factor)]
    helped: Vec<Factor>,
    /// What hindered: learning, management, organization; several times for several
    #[arg(long, value_name = "WHAT", value_parser = factor)]
    hindered: Vec<Factor>,
}

/// Show what was answered in sum
///
/// All of it, for organizers; with --share as others may see it: small groups are hidden, and with them what would give them away. From
/// then on no answer is taken at that stage.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids training results cse after
  contrepoids training results cse later --share")]
pub struct ResultsArgs {
    /// The course: its title, words of it, or its first digits
    #[arg(value_name = "COURSE")]
    course: String,
    /// When it was asked: before, after, later
    #[arg(value_name = "STAGE", value_parser = stage)]
    stage: Stage,
    /// As others may see it
    #[arg(long)]
    share: bool,
}

/// Take a course back, with its lines of the agenda
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids training remove cse")]
pub struct RemoveArgs {
    /// The course: its title, words of it, or its first digits
    #[arg(value_name = "COURSE")]
    course: String,
}

fn stage(typed: &str) -> Result<Stage, String> {
    listed(typed, Stage::ALL, |one| (one.code(), one.words(Lang::Fr), one.words(Lang::En)))
}

fn factor(typed: &str) -> Result<Factor, String> {
    listed(typed, Factor::ALL, |one| (one.code(), one.words(Lang::Fr), one.words(Lang::En)))
}

impl TrainingCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        match self {
            Self::List(_) | Self::Show(_) => Safe::Read,
            Self::Results(args) if !args.share => Safe::Read,
            Self::New(_)
            | Self::Enrol(_)
            | Self::Withdraw(_)
            | Self::Answer(_)
            | Self::Results(_)
            | Self::Remove(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids training …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &TrainingCmd) -> Result<Exit, Refusal> {
    let (when, lang) = ((face.now_ms(), face.today), face.lang);
    let value = match cmd {
        TrainingCmd::List(_) => {
            let value = app::list(&face.open_read()?)?;
            if value.trainings.is_empty() {
                face.note(&tr!(lang, "Aucune formation n’est notée.", "No course is noted."));
            }
            face.show(&List { value })?;
            return Ok(Exit::Done);
        }
        TrainingCmd::Remove(args) => {
            app::remove(&mut face.open_write()?, when.0, &args.course)?;
            face.note(&tr!(lang, "Retirée, avec ses jours de congé.", "Taken back, with its days of leave."));
            return Ok(Exit::Done);
        }
        TrainingCmd::Results(args) => {
            let value = if args.share {
                app::share(&mut face.open_write()?, when.0, &args.course, args.stage)?
            } else {
                app::results(&face.open_read()?, &args.course, args.stage)?
            };
            face.show(&Results { value })?;
            return Ok(Exit::Done);
        }
        TrainingCmd::Enrol(args) => return enrol(face, when, args),
        TrainingCmd::Show(args) => app::show(&face.open_read()?, face.today, &args.course)?,
        TrainingCmd::New(args) => {
            let wanted = Wanted {
                title: args.title.clone(),
                aims: args.aim.clone(),
                personas: args.persona.clone(),
                day: args.day,
                days: args.days,
                body: args.body.clone(),
                economic: args.economic,
            };
            let duty = |title: &str| {
                tr!(
                    lang,
                    "{title}\u{a0}: questions trois mois après",
                    "{title}: questions three months later"
                )
            };
            app::plan(&mut face.open_write()?, when, &wanted, duty)?
        }
        TrainingCmd::Withdraw(args) => app::withdraw(&mut face.open_write()?, when, &args.course, &args.who)?,
        TrainingCmd::Answer(args) => {
            let said = Said {
                who: args.who.clone(),
                reaction: args.reaction,
                learning: args.learning,
                usage: args.usage,
                helped: args.helped.clone(),
                hindered: args.hindered.clone(),
            };
            app::answer(&mut face.open_write()?, when, &args.course, (args.stage, &said))?
        }
    };
    face.show(&Page { value })?;
    Ok(Exit::Done)
}

fn enrol(face: &mut Face, when: (u64, NaiveDate), args: &EnrolArgs) -> Result<Exit, Refusal> {
    let value = app::enrol(&mut face.open_write()?, when, &args.course, (&args.who, args.officer))?;
    let course = &value.training;
    let name = if course.economic { "cse-training-leave" } else { "training-leave" };
    let from = course.day.map(|day| format!(" --set from={day}")).unwrap_or_default();
    let body = course.body.as_ref().map(|body| format!(" --set \"body={}\"", body.replace('"', "’")));
    // The letter takes whole days: half ones are left for who writes it to say.
    let days = if course.days.contains('/') { String::new() } else { format!(" --set days={}", course.days) };
    let rest = format!("{from}{days}{}", body.unwrap_or_default());
    let next: Vec<String> = value
        .participants
        .iter()
        .map(|one| format!("contrepoids letter write {name} --who {}{rest}", one.id.short()))
        .collect();
    face.show(&Page { value })?;
    for next in next {
        face.note(&tr!(face.lang, "La demande de congé\u{a0}: {next}", "The request of leave: {next}"));
    }
    Ok(Exit::Done)
}

struct List {
    value: views::Trainings,
}

impl Show for List {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        self.value.trainings.iter().map(|one| head(lang, one)).collect()
    }
}

/// A course in lines.
fn head(lang: Lang, one: &views::TrainingRow) -> String {
    let day = one.day.map(|day| finding::day(lang, day)).unwrap_or_default();
    let (title, days, count) = (&one.title, &one.days, one.participants);
    let body = one.body.as_ref().map(|body| format!(", {body}")).unwrap_or_default();
    let what = trn!(
        lang,
        count,
        "{title}{body}\u{a0}: {days} j, {count} personne",
        "{title}{body}\u{a0}: {days} j, {count} personnes",
        "{title}{body}: {days} d, {count} person",
        "{title}{body}: {days} d, {count} people"
    );
    finding::wrapped(&format!("{}  {day}  ", one.id.short()), &" ".repeat(22), &what)
}

struct Page {
    value: views::Page,
}

impl Show for Page {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let page = &self.value;
        let mut out = head(lang, &page.training);
        let mut part = |title: String, lines: Vec<String>| {
            if !lines.is_empty() {
                out.push_str(&title);
                out.push('\n');
                out.extend(lines.iter().map(|line| finding::wrapped("  - ", "    ", line)));
            }
        };
        part(
            tr!(lang, "Ce que l’on sait faire ensuite\u{a0}:", "What one can do afterwards:"),
            page.aims.clone(),
        );
        part(tr!(lang, "Pour\u{a0}:", "For:"), page.personas.clone());
        let one = |one: &views::ParticipantRow| {
            let name = &one.name;
            let left = one.left.as_deref().unwrap_or("–");
            let allowed = one.allowed.map_or_else(|| "–".to_owned(), |days| days.to_string());
            match &one.over {
                Some(over) => tr!(
                    lang,
                    "{name}\u{a0}: {over} j au-delà des {allowed} de l’année",
                    "{name}: {over} d beyond the {allowed} of the year"
                ),
                None => tr!(
                    lang,
                    "{name}\u{a0}: il reste {left} j sur {allowed} dans l’année",
                    "{name}: {left} of {allowed} d are left in the year"
                ),
            }
        };
        part(
            tr!(lang, "Participant·e·s\u{a0}:", "Taking part:"),
            page.participants.iter().map(one).collect(),
        );
        let stage = |one: &views::StageRow| {
            let (stage, answers) = (one.stage.words(lang), one.answers);
            format!("{stage}\u{a0}: {answers}")
        };
        part(tr!(lang, "Réponses\u{a0}:", "Answers:"), page.answers.iter().map(stage).collect());
        out
    }
}

struct Results {
    value: views::Results,
}

impl Show for Results {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let of = &self.value;
        let mut out = head(lang, &of.training);
        let (stage, answers) = (of.stage.words(lang), of.answers);
        out.push_str(&trn!(
            lang,
            answers,
            "{stage}\u{a0}: {answers} réponse\n",
            "{stage}\u{a0}: {answers} réponses\n",
            "{stage}: {answers} answer\n",
            "{stage}: {answers} answers\n"
        ));
        let shown = |n: &Option<u64>| n.map_or_else(|| tr!(lang, "(masqué)", "(hidden)"), |n| n.to_string());
        for scale in &of.scales {
            let question = match scale.question.as_str() {
                "reaction" => tr!(lang, "cela en valait la peine", "worth the time"),
                "learning" => tr!(lang, "sait le faire", "can do it"),
                _ => tr!(lang, "le fait", "does it"),
            };
            let counts: Vec<String> =
                (1..).zip(&scale.counts).map(|(n, count)| format!("{n}\u{a0}: {}", shown(count))).collect();
            let counts =
                if counts.is_empty() { tr!(lang, "(masqué)", "(hidden)") } else { counts.join(" · ") };
            out.push_str(&finding::wrapped("  ", "    ", &format!("{question}\u{a0}– {counts}")));
        }
        for factor in &of.factors {
            let (what, helped, hindered) =
                (factor.factor.words(lang), shown(&factor.helped), shown(&factor.hindered));
            out.push_str(&finding::wrapped(
                "  ",
                "    ",
                &tr!(
                    lang,
                    "{what}\u{a0}– a aidé\u{a0}: {helped}, a gêné\u{a0}: {hindered}",
                    "{what} – helped: {helped}, hindered: {hindered}"
                ),
            ));
        }
        out
    }
}
