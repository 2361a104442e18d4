//! `contrepoids election minutes`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Reasons, Which, reasoned};
use crate::face::explaining::Explaining;
use crate::features::election::messages::BadOptions;
use crate::features::law::messages as law;
use crate::{
    base::Lang,
    face::{
        error::Refusal,
        exit::Exit,
        finding::{self, day, number, wrapped},
        frame::Face,
    },
    features::{
        election::{
            actions as app,
            actions::{MinutesCollege, MinutesForm, MinutesList, MinutesVote, shown},
            cli::words,
            records::Post,
            rules::{
                Dossier,
                minutes::{Minutes, Said},
            },
        },
        law::{cli::answer, rules::number::Count},
    },
    law::Step,
    tr, trn,
};

/// Check the official minutes: what to contest, by which article, until when
///
/// Type what the minutes say, for one vote by options or for all by a file: each figure is compared with our count, and
/// with what follows by law from the other figures of the minutes. What changes seats, quorum or who is representative
/// comes first. Exit code 3 when there is something to contest.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election minutes --college 1 --vote holders --voters 61 \\
    --blank 1 --null 0 --valid 60 --list CGT=40 --list FO=20 \\
    --seats CGT=2 --seats FO=2
  contrepoids election minutes --input minutes.json

The file:
  {\"colleges\":[{\"id\":\"1\",\"registered\":100,\"holders\":{\"voters\":61,
    \"blank\":1,\"null\":0,\"valid\":60,\"quorum\":true,\"lists\":[
      {\"name\":\"CGT\",\"ballots\":40,\"average\":38.75,\"seats\":2,
       \"elected\":[\"Camille Exemple\",\"Lou Essai\"]}]}}]}")]
pub struct MinutesArgs {
    #[command(flatten)]
    which: Which,
    /// The college; not needed where there is only one
    #[arg(long, value_name = "COLLEGE", conflicts_with = "input")]
    college: Option<String>,
    /// Which vote: holders or substitutes
    #[arg(long, value_name = "holders|substitutes", conflicts_with = "input")]
    vote: Option<String>,
    /// Electors on the list
    #[arg(long, value_name = "N")]
    registered: Option<u64>,
    /// Voters
    #[arg(long, value_name = "N")]
    voters: Option<u64>,
    /// Blank ballots
    #[arg(long, value_name = "N")]
    blank: Option<u64>,
    /// Null ballots
    #[arg(long, value_name = "N")]
    null: Option<u64>,
    /// Valid ballots
    #[arg(long, value_name = "N")]
    valid: Option<u64>,
    /// Whether the minutes say that the quorum is reached
    #[arg(long, value_name = "yes|no")]
    quorum: Option<YesNo>,
    /// Ballots of a list; repeated
    #[arg(long, value_name = "NAME=N", value_parser = answer::named_count)]
    list: Vec<(String, u64)>,
    /// Seats of a list; repeated
    #[arg(long, value_name = "NAME=N", value_parser = answer::named_count)]
    seats: Vec<(String, u64)>,
    /// File of the minutes, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["registered", "voters", "blank", "null", "valid", "quorum", "list", "seats"])]
    input: Option<PathBuf>,
    #[command(flatten)]
    explain: Explaining,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum YesNo {
    /// Yes
    #[value(alias = "oui")]
    Yes,
    /// No
    #[value(alias = "non")]
    No,
}

fn by_options(args: &MinutesArgs) -> Result<MinutesForm, Refusal> {
    let Some(vote) = &args.vote else { return Err(law::BadOptions::Needed("--vote, --input").into()) };
    let Some(post) = Post::read(vote) else {
        return Err(BadOptions::Vote.into());
    };
    let id = args.college.clone().unwrap_or_default();
    let n = |n: Option<u64>| n.map(Count);
    let mut lists: Vec<MinutesList> = Vec::new();
    for (name, ballots) in &args.list {
        lists.push(MinutesList {
            name: name.clone(),
            ballots: Some(Count(*ballots)),
            ..MinutesList::default()
        });
    }
    for (name, seats) in &args.seats {
        let seats = Some(Count(*seats));
        match lists.iter_mut().find(|l| l.name == *name) {
            Some(list) => list.seats = seats,
            None => lists.push(MinutesList { name: name.clone(), seats, ..MinutesList::default() }),
        }
    }
    let vote = Some(MinutesVote {
        voters: n(args.voters),
        blank: n(args.blank),
        null: n(args.null),
        valid: n(args.valid),
        quorum: args.quorum.map(|q| q == YesNo::Yes),
        lists,
    });
    let (holders, substitutes) = if post == Post::Holders { (vote, None) } else { (None, vote) };
    let college = MinutesCollege { id, registered: n(args.registered), holders, substitutes };
    Ok(MinutesForm { colleges: vec![college] })
}

/// Runs `contrepoids election minutes`.
pub(super) fn run(face: &mut Face, args: &MinutesArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let form = match &args.input {
        Some(path) => answer::read(path)?,
        None => by_options(args)?,
    };
    let vault = face.open_read()?;
    let which = args.which.election.as_deref();
    let (dossier, found) = app::minutes(&vault, face.today, which, form)?;
    let mut reasons = Reasons::default();
    found.contests.iter().for_each(|c| reasons.add(&c.law));
    reasons.add(&found.until);
    let because = |steps: &[Step]| finding::because(steps, args.explain);
    let (view, text) = (shown::minutes(lang, &dossier, &found, because), text(lang, &dossier, &found));
    reasoned(face, args.explain, &reasons.whole(), view, &text)?;
    Ok(if found.contests.is_empty() { Exit::Done } else { Exit::Found })
}

fn said_text(lang: Lang, of: &Said) -> String {
    match of {
        Said::Number(n) => n.to_string(),
        Said::Exact(n) => number(lang, *n),
        Said::Flag(true) => tr!(lang, "atteint", "reached"),
        Said::Flag(false) => tr!(lang, "manqué", "missed"),
        Said::Names(names) => names.join(", "),
    }
}

fn text(lang: Lang, dossier: &Dossier, found: &Minutes) -> String {
    let mut out = format!("{}\n", words::title(lang, &dossier.id, &dossier.poll));
    let compared = found.compared;
    if compared == 0 {
        out.push_str(&tr!(
            lang,
            "Aucun chiffre n’a pu être comparé au nôtre\u{a0}: il manque dans notre dépouillement.\n",
            "No figure could be compared with ours: it is missing in our count.\n"
        ));
    } else if found.contests.is_empty() {
        out.push_str(&trn!(
            lang,
            compared,
            "Rien à contester sur {compared} chiffre comparé.\n",
            "Rien à contester sur {compared} chiffres comparés.\n",
            "Nothing to contest in {compared} figure compared.\n",
            "Nothing to contest in {compared} figures compared.\n"
        ));
    }
    for contest in &found.contests {
        let place = words::vote(lang, &contest.college, contest.post);
        let what = shown::contested(lang, contest);
        let weight =
            if contest.decisive { tr!(lang, "DÉCISIF", "DECISIVE") } else { tr!(lang, "écart", "differs") };
        let mut parts = Vec::new();
        parts.extend(contest.theirs.as_ref().map(|s| {
            let s = said_text(lang, s);
            tr!(lang, "procès-verbal {s}", "minutes {s}")
        }));
        parts.extend(contest.ours.as_ref().map(|s| {
            let s = said_text(lang, s);
            tr!(lang, "notre compte {s}", "our count {s}")
        }));
        parts.extend(contest.due.as_ref().map(|s| {
            let s = said_text(lang, s);
            tr!(lang, "d’après ses propres chiffres {s}", "by its own figures {s}")
        }));
        let (parts, articles) = (parts.join(", "), finding::articles(&contest.law.because));
        let line = tr!(
            lang,
            "{weight}\u{a0}– {place}, {what}\u{a0}: {parts} ({articles})",
            "{weight} – {place}, {what}: {parts} ({articles})"
        );
        out.push_str(&wrapped("- ", "  ", &line));
    }
    let until = day(lang, found.until.value);
    let line = if found.past {
        tr!(
            lang,
            "Le tribunal judiciaire pouvait être saisi jusqu’au {until} (R2314-24)\u{a0}: ce jour est passé.",
            "The court could be seized until {until} (R2314-24): that day is past."
        )
    } else {
        tr!(
            lang,
            "Le tribunal judiciaire peut être saisi jusqu’au {until} inclus (R2314-24).",
            "The court can be seized until {until}, that day included (R2314-24)."
        )
    };
    out.push_str(&wrapped("", "  ", &line));
    out
}
