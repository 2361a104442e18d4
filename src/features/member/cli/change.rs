//! `member add`, `edit`, `leave`, `rejoin`.

use std::io::Read as _;

use clap::{Args, ValueEnum};

use super::labels;
use crate::features::member::messages::NotTyped;
use crate::{
    base::{Id, date, word::Reason},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, lines},
        words::clean,
    },
    features::{
        agenda::cli::tell_moved,
        member::actions::{self as member, Assignment, Caution, Changed, MemberError},
    },
    roster::{
        attr::{Attr, Key},
        patch::{Op, Refused},
    },
    tr,
    vault::Vault,
};

/// Add a person
///
/// Fields are written FIELD=VALUE, in French or in English; only a name is needed. What stands on the command line stays
/// in the history of your shell: with `-` the fields are read from standard input, one on each line, and without any field
/// the program asks.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member add
  contrepoids member add - < person.txt")]
pub struct AddArgs {
    /// Fields, or - to read them from standard input
    #[arg(value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
}

/// Change fields of a person
///
/// FIELD=VALUE sets a field and FIELD= clears it; fields that hold several values (email, tags, roles) also take
/// FIELD+=VALUE and FIELD-=VALUE. Only fields that differ are written.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member edit 1a2b site=Lyon service=
  contrepoids member edit 1a2b - < changes.txt
  contrepoids member edit 1a2b roles+=ds:2026-01-15 tags-=canteen
  contrepoids member edit 1a2b free:size=XL")]
pub struct EditArgs {
    /// The person: first digits of the identifier (4 at least), mail address or words of the name
    #[arg(value_name = "WHO")]
    pub who: String,
    /// Fields, or - to read them from standard input
    #[arg(value_name = "FIELD=VALUE", required = true)]
    pub fields: Vec<String>,
}

/// Why a membership ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LeaveReason {
    /// Left
    #[value(alias = "depart")]
    Left,
    /// Went to another section
    #[value(alias = "transfert")]
    Transferred,
    /// Died
    #[value(alias = "deces")]
    Died,
    /// Was excluded
    #[value(alias = "exclusion")]
    Excluded,
}

/// End a membership
///
/// The last day is itself a day of membership. Nothing else of the record changes.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member leave 1a2b
  contrepoids member leave 1a2b --date 31/12/2026 --reason transferred")]
pub struct LeaveArgs {
    /// The person: first digits of the identifier (4 at least), mail address or words of the name
    #[arg(value_name = "WHO")]
    pub who: String,
    /// The last day (today)
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Why
    #[arg(long, value_enum, default_value = "left", value_name = "REASON")]
    pub reason: LeaveReason,
}

/// Begin a new membership for a person who had left
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member rejoin 1a2b
  contrepoids member rejoin 1a2b --date 01/02/2026")]
pub struct RejoinArgs {
    /// The person: first digits of the identifier (4 at least), mail address or words of the name
    #[arg(value_name = "WHO")]
    pub who: String,
    /// The first day (today)
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Came from another section
    #[arg(long)]
    pub transferred: bool,
}

/// Says what to look at, on standard error.
fn notices(face: &mut Face, changed: &Changed) {
    let lang = face.lang;
    let ids = |list: &[Id]| list.iter().take(8).map(Id::short).collect::<Vec<_>>().join(", ");
    for notice in &changed.notices {
        let line = match notice {
            Caution::SharedAddress(list) => tr!(
                lang,
                "À voir\u{a0}: même adresse que {}. Deux personnes peuvent en partager une\u{a0}; sinon\u{a0}: contrepoids member merge",
                "Look: same address as {}. Two people may share one; if not: contrepoids member merge",
                ids(list)
            ),
            Caution::Namesakes(list) => tr!(
                lang,
                "À voir\u{a0}: même nom que {}. Si c’est la même personne\u{a0}: contrepoids member merge",
                "Look: same name as {}. If it is the same person: contrepoids member merge",
                ids(list)
            ),
            Caution::Replaced(attr, gone) => {
                let (label, gone) = (attr.label(lang), gone.join(", "));
                tr!(
                    lang,
                    "À voir\u{a0}: {label} en avait plusieurs, et n’a plus {gone}. Pour en ajouter, écrivez += et non =\u{a0}; pour revenir\u{a0}: contrepoids member undo",
                    "Look: {label} held several, and does not hold {gone} any more. To add one write += and not =; to go back: contrepoids member undo"
                )
            }
        };
        face.note(&line);
    }
}

/// Reads assignments from the command line, or from standard input for `-`.
fn assignments(fields: &[String]) -> Result<Vec<Assignment>, Refusal> {
    let lines = if fields == ["-"] { from_stdin()? } else { fields.to_vec() };
    Ok(lines.iter().map(|text| Assignment::read(text)).collect::<Result<_, _>>()?)
}

fn from_stdin() -> Result<Vec<String>, Refusal> {
    let mut text = String::new();
    std::io::stdin().lock().take(1 << 20).read_to_string(&mut text).map_err(NotTyped::Input)?;
    Ok(text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect())
}

/// What a person is asked for: the fields that matter most, and what the check of an election needs.
const ASKED: [Attr; 12] = [
    Attr::Family,
    Attr::Given,
    Attr::Gender,
    Attr::Birth,
    Attr::Email,
    Attr::Phone,
    Attr::Site,
    Attr::Service,
    Attr::Category,
    Attr::Contract,
    Attr::Hired,
    Attr::Joined,
];

/// What an answer to a question of the dialogue comes to.
enum Step {
    /// It is taken: the next question.
    Next,
    /// The question before, once more.
    Back,
    /// Nothing is kept.
    Stop,
}

/// What is typed to come back to the question before.
const BACK: &str = "<";
/// What is typed to empty a field that was answered.
const NOTHING: &str = "-";

/// Asks for a field until its value is one that can be taken; what is empty stays as it was: unsaid, or what was said before.
fn ask_field(
    face: &mut Face,
    vault: &Vault,
    attr: Attr,
    found: &mut Vec<Assignment>,
) -> Result<Step, Refusal> {
    let (lang, today) = (face.lang, face.today);
    let label = attr.label(lang);
    let before = found.iter().find(|a| a.key == attr.into()).map(|a| a.value.clone());
    let example = match (&before, attr) {
        (Some(said), _) => format!(" [{}]", clean(said, false)),
        (None, Attr::Gender) => tr!(lang, " (F ou H)", " (F or H)"),
        (None, Attr::Birth | Attr::Hired | Attr::Joined) => tr!(lang, " (31/12/1980)", " (1980-12-31)"),
        _ => String::new(),
    };
    let question = tr!(lang, "{label}{example}\u{a0}: ", "{label}{example}: ");
    loop {
        let Some(value) = face.ask(&question)? else { return Ok(Step::Stop) };
        match value.as_str() {
            "" => return Ok(Step::Next),
            BACK => return Ok(Step::Back),
            NOTHING => {
                found.retain(|a| a.key != attr.into());
                return Ok(Step::Next);
            }
            _ => {}
        }
        let said = Assignment { key: attr.into(), op: Op::Set, value };
        match member::check(vault, today, std::slice::from_ref(&said)) {
            Ok(()) => {
                found.retain(|a| a.key != attr.into());
                found.push(said);
                return Ok(Step::Next);
            }
            Err(MemberError::Refused(refused)) => {
                let why = crate::features::member::messages::fault(lang, &refused.fault);
                face.note(&tr!(lang, "Pas pris\u{a0}: {why}.", "Not taken: {why}."));
            }
            Err(other) => return Err(other.into()),
        }
    }
}

/// Asks for a person, each value checked when it is given. `None` to stop.
fn asked(face: &mut Face, vault: &mut Vault) -> Result<Option<Vec<Assignment>>, Refusal> {
    let lang = face.lang;
    face.note(&tr!(
        lang,
        "Entrée laisse un champ vide\u{a0}; {BACK} revient à la question d’avant\u{a0}; Ctrl-D arrête, rien n’est alors gardé.",
        "Enter leaves a field empty; {BACK} goes back to the question before; Ctrl-D stops, and nothing is kept then."
    ));
    let mut found = Vec::new();
    let mut questions = ASKED.to_vec();
    let mut at = 0_usize;
    while let Some(attr) = questions.get(at).copied() {
        match ask_field(face, vault, attr, &mut found)? {
            Step::Stop => return Ok(None),
            Step::Back => {
                at = at.saturating_sub(1);
                continue;
            }
            Step::Next => at = at.saturating_add(1),
        }
        let named = found.iter().any(|a| [Attr::Family, Attr::Given].map(Key::Attr).contains(&a.key));
        if attr == Attr::Given && !named {
            face.note(&tr!(lang, "Il faut un nom ou un prénom.", "A family name or a given name is needed."));
            at = 0;
        }
        // What only shows when all is said together is asked for again, and nothing else.
        if at == questions.len()
            && let Err(error) = member::draft(vault, face.today, face.now_ms(), None, &found)
        {
            match error {
                MemberError::Refused(Refused { key: Key::Attr(again), fault }) if ASKED.contains(&again) => {
                    let (label, why) =
                        (again.label(lang), crate::features::member::messages::fault(lang, &fault));
                    face.note(&tr!(lang, "{label}\u{a0}: {why}.", "{label}: {why}."));
                    questions.push(again);
                }
                other => return Err(other.into()),
            }
        }
    }
    Ok(Some(found))
}

/// Saves a person who is added or changed; what a change of roles moves in the agenda is told before.
fn saved(
    face: &mut Face,
    vault: &mut Vault,
    who: Option<&str>,
    list: Vec<Assignment>,
) -> Result<Changed, Refusal> {
    let (today, now_ms) = (face.today, face.now_ms());
    let pending = member::propose(vault, today, now_ms, who, list)?;
    let told = pending.tell(|moved| tell_moved(face, moved));
    Ok(member::accept(vault, today, now_ms, told)?)
}

/// Runs `member add`.
pub(super) fn add(face: &mut Face, args: &AddArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let given =
        if args.fields.is_empty() && face.somebody_there() { None } else { Some(assignments(&args.fields)?) };
    let mut vault = face.open_write()?;
    let found = match given {
        Some(list) => Some(list),
        None => asked(face, &mut vault)?,
    };
    let Some(list) = found else {
        return Err(NotTyped::Stopped.into());
    };
    let changed = saved(face, &mut vault, None, list)?;
    let id = changed.id.short();
    let done = tr!(lang, "Ajouté\u{a0}: {id}", "Added: {id}");
    notices(face, &changed);
    face.answer(changed.added(), None, &lines([done]))?;
    Ok(Exit::Done)
}

/// Runs `member edit`.
pub(super) fn edit(face: &mut Face, args: &EditArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let list = assignments(&args.fields)?;
    let mut vault = face.open_write()?;
    let changed = saved(face, &mut vault, Some(&args.who), list)?;
    let (id, fields) = (changed.id.short(), labels(lang, changed.fields.iter().cloned()));
    let done = if changed.fields.is_empty() {
        tr!(lang, "{id}\u{a0}: rien à changer.", "{id}: nothing to change.")
    } else {
        tr!(lang, "{id}\u{a0}: changé\u{a0}: {fields}", "{id}: changed: {fields}")
    };
    notices(face, &changed);
    face.answer(changed.edited(), None, &lines([done]))?;
    Ok(Exit::Done)
}

/// Reads a day of the command line; today without one.
fn day(face: &Face, text: Option<&str>) -> Result<chrono::NaiveDate, Refusal> {
    let Some(text) = text else { return Ok(face.today) };
    Ok(date::event(text, face.today).map_err(NotTyped::Day)?)
}

/// Runs `member leave`.
pub(super) fn leave(face: &mut Face, args: &LeaveArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let day = day(face, args.date.as_deref())?;
    let reason = match args.reason {
        LeaveReason::Left => Reason::Left,
        LeaveReason::Transferred => Reason::Transferred,
        LeaveReason::Died => Reason::Died,
        LeaveReason::Excluded => Reason::Excluded,
    };
    let mut vault = face.open_write()?;
    let written = finding::day(lang, day);
    let left = member::leave(&mut vault, face.now_ms(), &args.who, day, reason)?;
    let (short, why) = (left.0.id.short(), reason.words(lang));
    let done = tr!(
        lang,
        "{short}\u{a0}: adhésion terminée le {written} ({why}).",
        "{short}: membership ended on {written} ({why})."
    );
    face.answer(left, None, &lines([done]))?;
    Ok(Exit::Done)
}

/// Runs `member rejoin`.
pub(super) fn rejoin(face: &mut Face, args: &RejoinArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let day = day(face, args.date.as_deref())?;
    let reason = if args.transferred { Reason::Transferred } else { Reason::Joined };
    let mut vault = face.open_write()?;
    let written = finding::day(lang, day);
    let back = member::rejoin(&mut vault, face.now_ms(), &args.who, day, reason)?;
    let short = back.0.id.short();
    let done = tr!(
        lang,
        "{short}\u{a0}: adhérent·e de nouveau depuis le {written}.",
        "{short}: a member again since {written}."
    );
    face.answer(back, None, &lines([done]))?;
    Ok(Exit::Done)
}
