//! `agenda record`, `facts`, `change`, `remove`, `add`.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;

use super::{full_title, load, missing, words::hour};
use crate::{
    base::{Id, Lang, View, text::fold},
    calendar::{Region, kinds, rule::Expert},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
        when,
    },
    features::agenda::messages::order_text,
    features::agenda::{
        actions::{
            AgendaError, Diary,
            change::{self, Recording, TooLate},
            hours::number,
        },
        records::{self as diary, Fact, OWN},
        rules::{
            apart::{APART, Apart, PREPARED},
            ledger::{self, GIVEN, MANDATE, OFFICER, TAKEN},
            ripple::Moved,
        },
        views,
    },
    features::member::actions as member,
    law::Fraction,
    tr,
};

/// What a fact says beside its day.
#[derive(Debug, Clone, Args)]
pub(super) struct Details {
    /// Of whom or what, in your words
    #[arg(long, value_name = "TEXT")]
    about: Option<String>,
    /// Headcount, where it is not the company's
    #[arg(long, value_name = "N")]
    headcount: Option<Fraction>,
    /// Dismissals planned
    #[arg(long, value_name = "N")]
    dismissals: Option<u64>,
    /// Expert at work: none, one or several; of a named expert pse or other
    #[arg(long, value_name = "WORD", value_parser = expert)]
    expert: Option<Expert>,
    /// Length in years that an agreement sets
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=99))]
    years: Option<u32>,
    /// Days of a course of union training, in halves
    #[arg(long, value_name = "N")]
    days: Option<Fraction>,
    /// Whose course: first digits of the identifier, mail address or words of the name
    #[arg(long, value_name = "WHO")]
    member: Option<String>,
    /// The course is taken as a trainer or union officer: eighteen days a year
    #[arg(long)]
    officer: bool,
    /// What an agreement sets for each subject of bargaining, in months: pay=24,equality=36; of a request its subject
    #[arg(long, value_name = "TERMS")]
    terms: Option<String>,
    /// Number of the department, where it is not the company's
    #[arg(long, value_name = "NN", value_parser = region)]
    department: Option<Region>,
    /// Show what would move, and save nothing
    #[arg(long)]
    dry_run: bool,
}

fn region(text: &str) -> Result<Region, String> {
    Region::read(text).ok_or_else(|| "67, 974, …".to_owned())
}

/// Record a fact: its dates follow
///
/// A letter received, a round held, a meeting planned. What it sets going is shown, then saved. --list names the kinds
/// of facts.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda record --list
  contrepoids agenda record designation --day 2026-11-20 --about \"RSS CFDT\"
  contrepoids agenda record pse-first-meeting --day 2026-11-30 --dismissals 120")]
pub struct RecordArgs {
    /// The kind of fact, as --list names it
    #[arg(value_name = "KIND", required_unless_present = "list")]
    kind: Option<String>,
    /// The day it happened or is planned
    #[arg(long, value_name = "YYYY-MM-DD", required_unless_present = "list", conflicts_with = "list")]
    day: Option<NaiveDate>,
    /// List the kinds of facts and the rules they set going
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    details: Details,
}

impl RecordArgs {
    /// Whether the kinds of facts are listed and nothing is recorded.
    pub(super) fn lists(&self) -> bool {
        self.day.is_none()
    }
}

/// List what was recorded
///
/// Each fact with its day, and the eight digits that name it for `change` and `remove`.
#[derive(Debug, Clone, Args)]
pub struct FactsArgs {}

/// Change a recorded fact: what moves is shown first
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda change 3f2a91c4 --day 2026-11-23 --dry-run
  contrepoids agenda change 3f2a91c4 --about \"RSS FO\"")]
pub struct ChangeArgs {
    /// The digits that name the fact in `agenda facts`
    #[arg(value_name = "ID")]
    id: String,
    /// Its day
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    details: Details,
}

/// Take back a recorded fact or an own date
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda remove 3f2a91c4")]
pub struct RemoveArgs {
    /// The digits that name it in `agenda facts` or `agenda list`
    #[arg(value_name = "ID")]
    id: String,
    /// Show what would fall away, and save nothing
    #[arg(long)]
    dry_run: bool,
}

/// Add a date of your own
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda add \"Réunion de section\" --day 2026-12-03
  contrepoids agenda add \"Audience\" --day 2026-12-10 --at 14h30 --place tribunal")]
pub struct AddArgs {
    /// What it is
    #[arg(value_name = "TEXT")]
    title: String,
    /// The day: 2026-12-03, 3/12 or \"jeudi 3 décembre\"
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: NaiveDate,
    #[command(flatten)]
    when: WhenArgs,
}

/// When and where an own date is, beside its day.
#[derive(Debug, Clone, Args)]
struct WhenArgs {
    /// The hour, of a date of your own: 14:30 or 14h30
    #[arg(long, value_name = "HH:MM", value_parser = when::hour)]
    at: Option<String>,
    /// The place, of a date of your own
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,
}

impl WhenArgs {
    /// Puts the hour and the place into a fact; what is not said stays.
    fn put(&self, fact: Fact) -> Result<Fact, AgendaError> {
        let place = kept(self.place.as_ref())?;
        Ok(Fact { at: self.at.clone().or(fact.at), place: place.or(fact.place), ..fact })
    }
}

/// Returns how a date moved, as a line.
pub(super) fn move_text(lang: Lang, from: Option<NaiveDate>, to: Option<NaiveDate>, title: &str) -> String {
    let day = |d: Option<NaiveDate>| d.map_or_else(|| "–".to_owned(), |d| finding::day(lang, d));
    let head = format!("  {:<10} → {:<10}  ", day(from), day(to));
    finding::wrapped(&head, &" ".repeat(27), title)
}

struct Changed {
    id: Id,
    moved: Vec<Moved>,
    saved: bool,
}

impl Show for Changed {
    fn view(&self, lang: Lang) -> impl View {
        views::Changed::of(self.id, self.saved, &self.moved, |line| full_title(lang, line))
    }

    fn text(&self, lang: Lang) -> String {
        self.moved.iter().map(|m| move_text(lang, m.from, m.to, &full_title(lang, &m.line))).collect()
    }
}

/// Shows what a fact moves, then saves it.
fn save(
    face: &mut Face,
    start: Option<&str>,
    edit: impl FnOnce(Fact) -> Fact,
    dry_run: bool,
) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let pending = change::propose(&mut vault, face.today, start, edit)?;
    let Recording { id, fact: new, diary, breaches } = pending.change().clone();
    if !new.removed {
        tell(face, &diary, id, &new)?;
    }
    for clash in &breaches {
        face.note(&order_text(lang, clash));
    }
    let what = Recorded::label(lang, &new);
    if new.removed && !dry_run && face.somebody_there() {
        let about = new.about.clone().map_or_else(String::new, |about| format!(" – {about}"));
        let question = tr!(
            lang,
            "Retirer «\u{a0}{what}{about}\u{a0}» et ses dates\u{a0}?",
            "Take back “{what}{about}” with its dates?"
        );
        face.go_on(&question)?;
    }
    // They are the result itself, and shown with it.
    let mut moved = Vec::new();
    let told = pending.tell(|all| moved = all.to_vec());
    for late in change::too_late(&new, &moved, face.today).iter().filter(|_| !new.removed) {
        face.note(&late_text(lang, late));
    }
    if !dry_run {
        change::accept(&mut vault, face.now_ms(), told)?;
    }
    face.show(&Changed { id, moved, saved: !dry_run })?;
    let short = id.short();
    face.note(&if dry_run {
        tr!(lang, "Rien n’a été enregistré.", "Nothing was saved.")
    } else if new.removed {
        tr!(lang, "Retiré\u{a0}: {what} ({short}).", "Removed: {what} ({short}).")
    } else {
        tr!(lang, "Enregistré sous {short}.", "Saved as {short}.")
    });
    Ok(Exit::Done)
}

/// Says what a fact comes too late for.
fn late_text(lang: Lang, late: &TooLate) -> String {
    match late {
        TooLate::Gone(line) => {
            let (title, day) = (full_title(lang, line), finding::day(lang, line.day));
            tr!(
                lang,
                "Trop tard\u{a0}: {title}\u{a0}; c’était le {day}.",
                "Too late: {title}; that was {day}."
            )
        }
        TooLate::Owed(line, day) => {
            let (title, day) = (full_title(lang, line), finding::day(lang, *day));
            tr!(
                lang,
                "Après le délai\u{a0}: {title}, dû le {day}.",
                "After the limit: {title}, due on {day}."
            )
        }
    }
}

/// Tells what a fact lacks, and whether it is there already.
fn tell(face: &mut Face, diary: &Diary, id: Id, made: &Fact) -> Result<(), Refusal> {
    let (lang, today) = (face.lang, face.today);
    let with = change::with(diary, today, id, made)?;
    for lack in change::lacks(&with, id) {
        face.note(&missing(lang, &lack));
    }
    let outside: Vec<_> = with.outside.iter().filter(|(of, _)| *of == id).collect();
    if !outside.is_empty() {
        let titles: Vec<_> = outside.iter().map(|(_, rule)| super::words::rule_title(lang, rule)).collect();
        let titles = titles.join("\u{a0}; ");
        face.note(&tr!(
            lang,
            "Ne s’applique pas ici, d’après l’effectif et ce qui est noté\u{a0}: {titles}.",
            "Does not apply here, by the headcount and what is recorded: {titles}."
        ));
    }
    if let Some(over) = change::beyond_leave(diary, id, made, today)? {
        let over = finding::number(lang, over);
        face.note(&tr!(
            lang,
            "Attention\u{a0}: {over}\u{a0}j au-delà du congé de formation de l’année (contrepoids agenda training).",
            "Mind: {over} d beyond the training leave of the year (contrepoids agenda training)."
        ));
    }
    if change::moves_nothing(made) {
        face.note(&tr!(
            lang,
            "Sans --terms, cet accord ne déplace aucune négociation\u{a0}: pay=24,equality=36\u{a0}; pour un accord sur un \
             thème, son nom et --years.",
            "Without --terms, this agreement moves no bargaining: pay=24,equality=36; for an agreement on one subject, its \
             name and --years."
        ));
    }
    if let Some(there) = change::double(diary, id, made) {
        let there = there.short();
        face.note(&tr!(
            lang,
            "Attention\u{a0}: le même fait est déjà noté sous {there}\u{a0}; si c’est un doublon\u{a0}: contrepoids agenda \
             remove {there}",
            "Beware: the same fact is recorded already as {there}; if this is a double: contrepoids agenda remove {there}"
        ));
    }
    Ok(())
}

/// Finds a person of the roster.
pub(super) fn person(face: &mut Face, who: Option<&String>) -> Result<Option<Id>, Refusal> {
    let Some(who) = who else { return Ok(None) };
    let vault = face.open_read()?;
    let (id, _) = member::find(&vault, who)?;
    Ok(Some(id))
}

/// Reads a text of one line.
pub(crate) fn kept(text: Option<&String>) -> Result<Option<String>, AgendaError> {
    let one = |t: &String| diary::text(t).ok_or(AgendaError::Text);
    text.map(one).transpose()
}

fn expert(text: &str) -> Result<Expert, String> {
    Expert::read(text, Expert::ALL)
}

fn with(old: Fact, details: &Details, about: Option<String>, person: Option<Id>) -> Fact {
    let officer = details.officer.then(|| OFFICER.to_owned());
    Fact {
        about: about.or(old.about),
        amount: details.days.map(number).or(old.amount),
        of: person.or(old.of),
        office: officer.or(old.office),
        headcount: details.headcount.map(number).or(old.headcount),
        dismissals: details.dismissals.or(old.dismissals),
        expert: details.expert.map(|e| e.code().to_owned()).or(old.expert),
        years: details.years.or(old.years),
        terms: details.terms.as_ref().map(|t| t.replace(' ', "")).or(old.terms),
        territory: details.department.map(|r| r.code().to_owned()).or(old.territory),
        ..old
    }
}

/// Runs `contrepoids agenda record`.
pub(super) fn record(face: &mut Face, args: &RecordArgs) -> Result<Exit, Refusal> {
    let Some(day) = args.day else {
        let kinds = crate::features::agenda::actions::fact_kinds()?;
        let filter = fold(&args.kind.clone().unwrap_or_default());
        let word = |kind: &'static kinds::FactKind| face.tongue.value("agenda record 0", &kind.id);
        let found = kinds.into_iter().map(|kind| (kind, word(kind))).filter(|(kind, word)| {
            let label = |lang| finding::label(lang, &kind.label);
            [&kind.id, word, label(Lang::Fr), label(Lang::En)].into_iter().any(|w| fold(w).contains(&filter))
        });
        let (kinds, words): (Vec<_>, Vec<_>) = found.unzip();
        face.show(&Kinds(kinds, words))?;
        return Ok(Exit::Done);
    };
    let about = kept(args.details.about.as_ref())?;
    let code = args.kind.clone().unwrap_or_default();
    let details = args.details.clone();
    let dry_run = details.dry_run;
    let person = person(face, details.member.as_ref())?;
    let edit = move |old| with(Fact { code, day: Some(day), ..old }, &details, about, person);
    save(face, None, edit, dry_run)
}

/// Saves a new fact of another command, what it moves first.
pub(crate) fn add_fact(face: &mut Face, made: Fact, dry_run: bool) -> Result<Exit, Refusal> {
    save(face, None, |_| made, dry_run)
}

/// Runs `contrepoids agenda change`.
pub(super) fn change(face: &mut Face, args: &ChangeArgs) -> Result<Exit, Refusal> {
    let about = kept(args.details.about.as_ref())?;
    let (day, details) = (args.day, args.details.clone());
    let dry_run = details.dry_run;
    let person = person(face, details.member.as_ref())?;
    let said = args.when.put(Fact::default())?;
    let edit = move |old: Fact| {
        let (at, place) = (said.at.or(old.at), said.place.or(old.place));
        with(Fact { day: day.or(old.day), at, place, ..old }, &details, about, person)
    };
    save(face, Some(&args.id), edit, dry_run)
}

/// Runs `contrepoids agenda remove`.
pub(super) fn remove(face: &mut Face, args: &RemoveArgs) -> Result<Exit, Refusal> {
    let edit = |fact: Fact| Fact { removed: true, ..fact };
    save(face, Some(&args.id), edit, args.dry_run)
}

/// Runs `contrepoids agenda add`.
pub(super) fn add(face: &mut Face, args: &AddArgs) -> Result<Exit, Refusal> {
    let about = kept(Some(&args.title))?;
    let made = args.when.put(Fact { code: OWN.to_owned(), day: Some(args.day), about, ..Fact::default() })?;
    let edit = move |_| made;
    save(face, None, edit, false)
}

/// Runs `contrepoids agenda facts`.
pub(super) fn facts(face: &mut Face) -> Result<Exit, Refusal> {
    let diary = load(face)?;
    face.show(&Recorded(diary))?;
    Ok(Exit::Done)
}

struct Recorded(Diary);

impl Recorded {
    fn label(lang: Lang, fact: &Fact) -> String {
        if fact.code == OWN {
            return tr!(lang, "date ajoutée", "own date");
        }
        match fact.code.as_str() {
            MANDATE => return tr!(lang, "crédit d’heures", "credit of hours"),
            TAKEN => return tr!(lang, "heures prises", "hours taken"),
            GIVEN => return tr!(lang, "heures données", "hours given"),
            PREPARED => {
                return tr!(lang, "heures pour préparer la négociation", "hours to prepare bargaining");
            }
            APART => {
                let kind = fact.terms.as_deref().and_then(Apart::from_code);
                let kind = kind.map_or("", |kind| kind.words(lang));
                return tr!(lang, "non déduit\u{a0}: {kind}", "not deducted: {kind}");
            }
            _ => {}
        }
        let kind = kinds::of(&fact.code).ok().flatten();
        // A newer program may know more facts.
        kind.map_or_else(
            || tr!(lang, "fait que cette version ne connaît pas", "a fact that this version does not know"),
            |kind| finding::label(lang, &kind.label).to_owned(),
        )
    }
}

impl Show for Recorded {
    fn view(&self, _lang: Lang) -> impl View {
        views::Facts::of(&self.0.basis.recorded)
    }

    fn text(&self, lang: Lang) -> String {
        let mut all: Vec<_> = self.0.basis.recorded.iter().collect();
        all.sort_by_key(|(id, fact)| (fact.day, **id));
        let mut out = String::new();
        for (id, fact) in all {
            let day = fact.day.map_or_else(String::new, |d| finding::day(lang, d));
            let unit = if ledger::is_course(&fact.code) { tr!(lang, "j", "d") } else { "h".to_owned() };
            let amount = fact.amount.as_ref().map(|n| {
                let n = n.parse().map_or_else(|_| n.clone(), |exact| finding::number(lang, exact));
                format!("{n}\u{a0}{unit}")
            });
            let whom = fact.of.and_then(|p| self.0.basis.names.get(&p)).map(|w| w.0.clone());
            let at = fact.at.as_deref().map(|at| hour(lang, at));
            let terms = fact.terms.clone().filter(|_| fact.code != APART);
            let parts: Vec<_> = [amount, terms, whom, fact.about.clone(), at, fact.place.clone()]
                .into_iter()
                .flatten()
                .collect();
            let about = if parts.is_empty() { String::new() } else { format!(" – {}", parts.join(", ")) };
            let head = format!("{}  {day}  ", id.short());
            out.push_str(&finding::wrapped(
                &head,
                &" ".repeat(22),
                &format!("{}{about}", Self::label(lang, fact)),
            ));
        }
        out
    }
}

/// The kinds, and the word for each as it is typed.
struct Kinds(Vec<&'static kinds::FactKind>, Vec<String>);

impl Show for Kinds {
    fn view(&self, _lang: Lang) -> impl View {
        views::Kinds::of(&self.0)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for (kind, word) in self.0.iter().zip(&self.1) {
            let _ = writeln!(out, "{word}");
            let rules: Vec<_> = kind.chains.iter().map(|c| c.join(" → ")).collect();
            let text = format!("{} ({})", finding::label(lang, &kind.label), rules.join(", "));
            out.push_str(&finding::wrapped("    ", "    ", &text));
        }
        out
    }
}
