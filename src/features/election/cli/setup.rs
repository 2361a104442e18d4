//! `contrepoids election new`, `edit`, `list`, `remove`.

use std::{fmt::Write as _, path::PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::{Which, plain};
use crate::features::election::messages::BadOptions;
use crate::features::election::views;
use crate::{
    base::{Id, Lang, View},
    calendar::Deadline,
    face::{error::Refusal, exit::Exit, finding::day, frame::Face, table::Table},
    features::{
        agenda::cli::tell_moved,
        election::{
            actions as app,
            actions::{ElectionForm, Undue, college_spec},
            cli::words,
            records::Poll,
        },
        law::{
            cli::{answer, electors::yes_no},
            rules::number::{Count, Number},
        },
    },
    law::Fraction,
    tr, trn,
};

/// The facts of an election, by options or from a file.
#[derive(Debug, Clone, Args)]
pub(super) struct Facts {
    /// Day of the vote, its first day where it takes several
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// A college and its figures, such as 1:holders=4,women=60,men=40,boxes=A+B; repeated
    #[arg(long, value_name = "COLLEGE")]
    college: Vec<String>,
    /// What it is for: general, by-election, complementary, early, after-carence; after an annulment rerun or whole-rerun; designation
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Establishment, where the company has several
    #[arg(long, value_name = "SITE")]
    establishment: Option<String>,
    /// Whether the committee is that of an economic and social unit (UES)
    #[arg(long, value_name = "yes|no", value_parser = yes_no, num_args = 0..=1, default_missing_value = "yes")]
    unit: Option<bool>,
    /// Name to tell the election by
    #[arg(long)]
    name: Option<String>,
    /// Our union, as its lists name it
    #[arg(long, value_name = "UNION")]
    union: Option<String>,
    /// Headcount for the number of seats
    #[arg(long, value_name = "N")]
    headcount: Option<Fraction>,
    /// Length of the mandates in years, where an agreement sets it
    #[arg(long, value_name = "N")]
    mandate_years: Option<u32>,
    /// Why the mandates that it began are extended: agreement (of all representative unions), referral, transfer
    #[arg(long, value_name = "GROUND")]
    extension: Option<String>,
    /// Their new end
    #[arg(long, value_name = "YYYY-MM-DD")]
    extended_until: Option<NaiveDate>,
    /// A categorical union and the colleges of its statutes: CFE-CGC=2,3; repeated
    #[arg(long, value_name = "UNION=COLLEGES")]
    categorical: Vec<String>,
    /// Day the staff was told of the election
    #[arg(long, value_name = "YYYY-MM-DD")]
    information: Option<NaiveDate>,
    /// Day the invitation to negotiate arrived
    #[arg(long, value_name = "YYYY-MM-DD")]
    invitation: Option<NaiveDate>,
    /// Day of the first meeting on the protocol
    #[arg(long, value_name = "YYYY-MM-DD")]
    meeting: Option<NaiveDate>,
    /// Day the protocol was signed
    #[arg(long, value_name = "YYYY-MM-DD")]
    protocol: Option<NaiveDate>,
    /// Day the electoral list was published
    #[arg(long, value_name = "YYYY-MM-DD")]
    list_published: Option<NaiveDate>,
    /// Day the request for elections arrived, where there is no committee
    #[arg(long, value_name = "YYYY-MM-DD")]
    request: Option<NaiveDate>,
    /// Day of the minutes that said that nobody stood, at the election before
    #[arg(long, value_name = "YYYY-MM-DD")]
    carence: Option<NaiveDate>,
    /// Last day to file lists of candidates
    #[arg(long, value_name = "YYYY-MM-DD")]
    lists_due: Option<NaiveDate>,
    /// Day our lists were sent to the employer: from then on candidates are protected for six months
    #[arg(long, value_name = "YYYY-MM-DD")]
    lists_sent: Option<NaiveDate>,
    /// End of the mandates that this election renews
    #[arg(long, value_name = "YYYY-MM-DD")]
    mandates_end: Option<NaiveDate>,
    /// Day the results were proclaimed, where it is not the day of the vote
    #[arg(long, value_name = "YYYY-MM-DD")]
    proclaimed: Option<NaiveDate>,
    /// File of facts, JSON or TOML; - for standard input; options go before it
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
}

/// Record an election: day, round, colleges, seats, protocol
///
/// One record for each round and each establishment. A college has seats for full members (holders) and, unless another
/// number is given, as many for substitutes; women and men are those of the electoral list. A second round (--round 2
/// --follows ELECTION) takes over the colleges and the seats that the first one left vacant.
///
/// A by-election (--kind by-election) fills seats that fell vacant: give those. It moves no end of mandates and measures no
/// audience. After a judgment that annulled everything the new election is a whole-rerun; one that the unions agreed to hold
/// before the end of the mandates is early.
///
/// Delegates to a central CSE are a designation: each college stands for an establishment, whose committee elects them; no
/// quorum, no audience, no end of mandates moves. Candidates stand on lists as elsewhere, one for each of them or together.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election new --date 2026-12-03 --union CGT \\
    --college 1:holders=4,women=60,men=40 \\
    --college 2:holders=2,women=12,men=28,boxes=Lyon+Nantes
  contrepoids election new --date 2026-12-17 --round 2 --follows 1a2b3c4d
  contrepoids election new --input protocol.toml

The file:
  date = \"2026-12-03\"
  union = \"CGT\"
  dates = { information = \"2026-10-01\", mandates_end = \"2026-12-15\" }
  [[colleges]]
  id = \"1\"
  holders = 4
  women = 60
  men = 40")]
pub struct NewArgs {
    /// Which round: 1 or 2
    #[arg(long, value_name = "N")]
    round: Option<u32>,
    /// For a second round: the first one
    #[arg(long, value_name = "ELECTION")]
    follows: Option<String>,
    #[command(flatten)]
    facts: Facts,
}

/// Change facts of an election
///
/// Only what is given changes; a college that is named keeps the figures that are not. Once the count has begun, what the vote
/// froze changes by a correction alone, with its reason, which show tells.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election edit --list-published 2026-11-20
  contrepoids election edit 1a2b3c4d --college 1:women=61")]
pub struct EditArgs {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    facts: Facts,
    #[command(flatten)]
    corrects: super::Corrects,
}

/// List the elections that are kept
#[derive(Debug, Clone, Args)]
pub struct ListArgs {}

/// Remove an election with its lists and its count
///
/// Asks first. What was written stays in older backups.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election remove 1a2b3c4d")]
pub struct RemoveArgs {
    /// The election: first digits of its identifier (4 at least) or its name
    #[arg(value_name = "ELECTION")]
    election: String,
}

fn form(facts: &Facts) -> Result<ElectionForm, Refusal> {
    let mut out: ElectionForm = match &facts.input {
        Some(path) => answer::read(path)?,
        None => ElectionForm::default(),
    };
    out.kind = facts.kind.clone().or(out.kind);
    out.date = facts.date.or(out.date);
    out.establishment = facts.establishment.clone().or(out.establishment);
    out.unit = facts.unit.or(out.unit);
    out.name = facts.name.clone().or(out.name);
    out.union = facts.union.clone().or(out.union);
    out.headcount = facts.headcount.map(Number).or(out.headcount);
    out.extension = facts.extension.clone().or(out.extension);
    out.extended_until = facts.extended_until.or(out.extended_until);
    out.mandate_years = facts.mandate_years.or(out.mandate_years);
    for (code, day) in [
        ("information", facts.information),
        ("invitation", facts.invitation),
        ("meeting", facts.meeting),
        ("protocol", facts.protocol),
        ("list_published", facts.list_published),
        ("request", facts.request),
        ("carence", facts.carence),
        ("lists_due", facts.lists_due),
        ("lists_sent", facts.lists_sent),
        ("mandates_end", facts.mandates_end),
        ("proclaimed", facts.proclaimed),
    ] {
        out.dates.extend(day.map(|d| (code.to_owned(), d)));
    }
    for text in &facts.college {
        out.colleges.push(college_spec(text)?);
    }
    for text in &facts.categorical {
        let Some((union, colleges)) = text.split_once('=') else {
            return Err(BadOptions::Categorical.into());
        };
        let colleges = colleges.split(',').map(|c| c.trim().to_owned()).collect();
        out.categorical.insert(union.trim().to_owned(), colleges);
    }
    Ok(out)
}

pub(super) fn new(face: &mut Face, args: &NewArgs) -> Result<Exit, Refusal> {
    let mut form = form(&args.facts)?;
    form.round = args.round.or(form.round);
    form.follows = args.follows.clone().or(form.follows);
    let mut vault = face.open_write()?;
    let pending = app::propose(&mut vault, face.today, &form)?;
    let told = pending.tell(|moved| tell_moved(face, moved));
    let saved = app::accept(&mut vault, face.now_ms(), told)?;
    let told = (app::late(&vault, &saved.1)?, app::undue(&vault, face.today, &saved.1)?);
    shown::<views::Made>(face, &saved, told)
}

pub(super) fn edit(face: &mut Face, args: &EditArgs) -> Result<Exit, Refusal> {
    let form = form(&args.facts)?;
    if form == ElectionForm::default() {
        return Err(BadOptions::Nothing.into());
    }
    let mut vault = face.open_write()?;
    let which = args.which.election.as_deref();
    let why = args.corrects.why(face.today)?;
    let pending = app::propose_edit(&vault, face.today, which, &form, why.as_ref())?;
    let told = pending.tell(|moved| tell_moved(face, moved));
    let saved = app::accept(&mut vault, face.now_ms(), told)?;
    let told = (app::late(&vault, &saved.1)?, app::undue(&vault, face.today, &saved.1)?);
    shown::<views::Edited>(face, &saved, told)
}

fn shown<V: View + From<views::Election>>(
    face: &mut Face,
    saved: &(Id, Poll),
    (late, undue): (Option<Deadline>, Option<Undue>),
) -> Result<Exit, Refusal> {
    let (id, poll) = saved;
    face.note(&tr!(face.lang, "Enregistré.", "Saved."));
    if let Some(limit) = late {
        let lang = face.lang;
        let until = day(lang, limit.due);
        face.note(&tr!(
            lang,
            "Attention\u{a0}: ce second tour vient après le {until}, quinze jours après le premier (article L.\u{a0}2314-29).",
            "Beware: this second round comes after {until}, fifteen days after the first one (article L. 2314-29)."
        ));
        if poll.day.is_some_and(|day| day <= limit.extended) {
            face.note(&tr!(
                lang,
                "Aucun texte ne proroge expressément ce délai au jour ouvrable suivant.",
                "No text expressly extends this period to the next working day."
            ));
        }
    }
    if let Some(why) = undue {
        let line = undue_text(face.lang, why);
        face.note(&line);
    }
    let text = facts_text(face.lang, id, poll);
    plain(face, V::from(views::Election::of(*id, poll)), &text)?;
    Ok(Exit::Done)
}

/// Says that nothing on record calls for a by-election.
fn undue_text(lang: Lang, why: Undue) -> String {
    match why {
        Undue::NobodyLeft => tr!(
            lang,
            "Attention\u{a0}: aucun départ n’est noté (election replace). Une élection partielle suppose un collège sans élu·e ou la moitié des titulaires partie, par un départ qui ne tombe pas dans les six mois avant le terme (article L.\u{a0}2314-10)\u{a0}; sans cela elle est annulable.",
            "Beware: nobody who left is on record (election replace). A by-election takes a college without anybody left or half of the full members gone, by an event that is not in the six months before the end (article L. 2314-10); without that it can be annulled."
        ),
        Undue::Because(why) => {
            let why = why.words(lang);
            tr!(
                lang,
                "Attention\u{a0}: d’après les départs notés, pas d’élection partielle\u{a0}: {why} (article L.\u{a0}2314-10). Elle serait annulable.",
                "Beware: by those who left on record, no by-election: {why} (article L. 2314-10). It could be annulled."
            )
        }
    }
}

/// The facts of an election as text.
pub(super) fn facts_text(lang: Lang, id: &Id, poll: &Poll) -> String {
    let mut out = format!("{}\n", words::title(lang, id, poll));
    if let Some(follows) = poll.follows {
        let first = follows.short();
        let _ = writeln!(out, "{}", tr!(lang, "Suit le premier tour {first}", "Follows round 1 {first}"));
    }
    let number = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let mut table = Table::new([
        tr!(lang, "Collège", "College"),
        tr!(lang, "Titulaires", "Full members"),
        tr!(lang, "Suppléants", "Substitutes"),
        tr!(lang, "Inscrits", "Electors"),
        tr!(lang, "Femmes", "Women"),
        tr!(lang, "Hommes", "Men"),
        tr!(lang, "Urnes", "Boxes"),
    ]);
    for c in &poll.colleges {
        table.row([
            c.id.clone(),
            c.holders.to_string(),
            c.substitutes.to_string(),
            number(c.electors()),
            number(c.women),
            number(c.men),
            c.boxes.join(", "),
        ]);
    }
    out.push_str(&table.text());
    if poll.unit == Some(true) {
        let _ = writeln!(out, "{}", tr!(lang, "Unité économique et sociale", "Economic and social unit"));
    }
    for (step, on) in &poll.steps {
        let _ = writeln!(out, "{:<26}{}", step.words(lang), day(lang, *on));
    }
    if let Some(extension) = &poll.extension {
        let ground = extension.ground.words(lang);
        let until = match extension.until {
            Some(until) => day(lang, until),
            None => tr!(lang, "la proclamation des résultats", "the results are proclaimed"),
        };
        let line = tr!(
            lang,
            "Mandats prorogés jusqu’à\u{a0}: {until} ({ground})",
            "Mandates extended until: {until} ({ground})"
        );
        let _ = writeln!(out, "{line}");
    }
    out
}

/// Whose committee it is: an establishment’s, that of a unit of several companies, the company’s.
fn perimeter(lang: Lang, poll: &Poll) -> String {
    match (&poll.establishment, poll.unit) {
        (Some(place), _) => place.clone(),
        (None, Some(true)) => tr!(lang, "UES", "unit"),
        (None, _) => tr!(lang, "entreprise", "company"),
    }
}

pub(super) fn list(face: &mut Face, _args: &ListArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let vault = face.open_read()?;
    let all = app::list(&vault)?;
    let mut table = Table::new([
        tr!(lang, "Scrutin", "Election"),
        tr!(lang, "Date", "Date"),
        tr!(lang, "Tour", "Round"),
        tr!(lang, "Nature", "Kind"),
        tr!(lang, "Périmètre", "Perimeter"),
        tr!(lang, "Nom", "Name"),
        tr!(lang, "Collèges", "Colleges"),
    ]);
    for (id, poll) in &all {
        table.row([
            id.short(),
            poll.day.map_or_else(|| "–".to_owned(), |d| day(lang, d)),
            poll.round.to_string(),
            poll.nature.map_or("–", |n| n.words(lang)).to_owned(),
            perimeter(lang, poll),
            poll.name.clone().unwrap_or_default(),
            poll.colleges.iter().map(|c| c.id.as_str()).collect::<Vec<_>>().join(", "),
        ]);
    }
    let text = if all.is_empty() {
        format!("{}\n", tr!(lang, "Aucune élection.", "No election."))
    } else {
        table.text()
    };
    plain(face, views::ElectionList::of(&all), &text)?;
    Ok(Exit::Done)
}

pub(super) fn remove(face: &mut Face, args: &RemoveArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let found = app::load(&vault, Some(&args.election))?;
    let title = words::title(lang, &found.id, &found.poll);
    let (lists, sheets) = (found.slates.len(), found.sheets.len());
    let question = trn!(
        lang,
        lists,
        "Supprimer {title}, {lists} liste et {sheets} saisies\u{a0}?",
        "Supprimer {title}, {lists} listes et {sheets} saisies\u{a0}?",
        "Remove {title}, {lists} list and {sheets} entries?",
        "Remove {title}, {lists} lists and {sheets} entries?"
    );
    let pending = app::propose_removal(&vault, face.today, &args.election)?;
    let told = pending.tell(|moved| tell_moved(face, moved));
    face.go_on(&question)?;
    let removed = app::accept_removal(&mut vault, face.now_ms(), told)?;
    let short = &removed.short;
    let text = tr!(lang, "Supprimé\u{a0}: {short}\n", "Removed: {short}\n");
    plain(face, removed, &text)?;
    Ok(Exit::Done)
}

/// Makes a count of a number typed as an option.
pub(super) fn count(number: Option<u64>) -> Option<Count> {
    number.map(Count)
}
