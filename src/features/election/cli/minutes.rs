//! `contrepoids election minutes`.

mod page;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Reasons, Which, reasoned};
use crate::face::explaining::Explaining;
use crate::features::election::messages::BadOptions;
use crate::features::law::messages as law;
use crate::{
    base::Lang,
    election::{self, BadFact, Fault},
    face::{
        error::Refusal,
        exit::Exit,
        finding::{self, day, number, wrapped},
        frame::Face,
    },
    features::{
        election::{
            actions as app,
            actions::{
                MinutesCollege, MinutesFile, MinutesForm, MinutesFound, MinutesList, MinutesVote, Only, shown,
            },
            cli::words,
            records::Post,
            rules::{
                Contested,
                minutes::{Contest, Said},
            },
        },
        law::{
            cli::answer,
            rules::number::{Count, Number},
        },
    },
    law::{Fraction, Step},
    tr, trn,
};

/// Show the minutes as we count them, and check the official ones
///
/// Alone, it shows every field of the official forms as we count it, to hold beside the official minutes. Type what they say,
/// for one vote by options or for all by a file: each figure is compared with our count, and with what follows by law from the
/// other figures of the minutes. What changes seats, quorum or who is representative comes first, then how the minutes were
/// made (hours, signatures, drawn up at once), which annuls whatever the result. A file may also be what the ministry
/// publishes: a page of its portal, or rows of its open data. Exit code 3 when there is something to contest.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election minutes
  contrepoids election minutes --college 1 --vote holders --voters 61 \\
    --blank 1 --null 0 --valid 60 --list CGT=40 --list FO=20 \\
    --seats CGT=2 --seats FO=2 --quotient 15
  contrepoids election minutes --vote holders --opens 9:00 \\
    --closes 16:30 --board-size 3 --signed 2 --at-once no
  contrepoids election minutes --input minutes.json

The file:
  {\"colleges\":[{\"id\":\"1\",\"registered\":100,\"holders\":{\"voters\":61,
    \"blank\":1,\"null\":0,\"valid\":60,\"quorum\":true,\"hours\":false,\"lists\":[
      {\"name\":\"CGT\",\"ballots\":40,\"average\":38.75,\"seats\":2,
       \"elected\":[\"Camille Exemple\",\"Lou Essai\"]}]}}]}")]
pub struct MinutesArgs {
    #[command(flatten)]
    which: Which,
    /// The college; not needed where there is only one
    #[arg(long, value_name = "COLLEGE")]
    college: Option<String>,
    /// Which vote: holders or substitutes
    #[arg(long, value_name = "holders|substitutes")]
    vote: Option<String>,
    #[command(flatten)]
    figures: Figures,
    #[command(flatten)]
    made: Made,
    /// File of the minutes: as typed, JSON or TOML, or as the ministry publishes them; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["registered", "voters", "blank", "null", "valid", "quorum", "quotient", "to_fill", "carence", "list", "average", "seats", "hours", "opens", "closes", "at_once", "writer", "board_size", "signed", "names", "board"])]
    input: Option<PathBuf>,
    /// The establishment of published minutes, by its SIRET
    #[arg(long, value_name = "SIRET", requires = "input")]
    siret: Option<String>,
    #[command(flatten)]
    explain: Explaining,
}

/// The figures of one vote.
#[derive(Debug, Clone, Args)]
struct Figures {
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
    /// The electoral quotient
    #[arg(long, value_name = "N")]
    quotient: Option<Fraction>,
    /// Seats to fill
    #[arg(long, value_name = "N")]
    to_fill: Option<u64>,
    /// Whether the minutes say that nobody stood
    #[arg(long, value_name = "yes|no")]
    carence: Option<YesNo>,
    /// Ballots of a list; repeated
    #[arg(long, value_name = "NAME=N", value_parser = answer::named_count)]
    list: Vec<(String, u64)>,
    /// Average of a list; repeated
    #[arg(long, value_name = "NAME=N", value_parser = answer::named_number)]
    average: Vec<(String, Fraction)>,
    /// Seats of a list; repeated
    #[arg(long, value_name = "NAME=N", value_parser = answer::named_count)]
    seats: Vec<(String, u64)>,
}

/// How the minutes were made.
#[derive(Debug, Clone, Args)]
struct Made {
    /// Whether they state the hours of opening and closing
    #[arg(long, value_name = "yes|no")]
    hours: Option<YesNo>,
    /// The hour of opening, such as 9:00
    #[arg(long, value_name = "HH:MM")]
    opens: Option<String>,
    /// The hour of closing
    #[arg(long, value_name = "HH:MM")]
    closes: Option<String>,
    /// Whether they were drawn up at once after the count, in the polling room
    #[arg(long, value_name = "yes|no")]
    at_once: Option<YesNo>,
    /// Who wrote them: board, elector or other
    #[arg(long, value_name = "WHO")]
    writer: Option<String>,
    /// Members of the polling board
    #[arg(long, value_name = "N", requires = "signed")]
    board_size: Option<u64>,
    /// How many of them signed
    #[arg(long, value_name = "N", requires = "board_size")]
    signed: Option<u64>,
    /// Whether the elected are named with their votes
    #[arg(long, value_name = "yes|no")]
    names: Option<YesNo>,
    /// Whether the board proclaimed the results, and not the employer
    #[arg(long, value_name = "yes|no")]
    board: Option<YesNo>,
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

fn yes(answer: Option<YesNo>) -> Option<bool> {
    answer.map(|a| a == YesNo::Yes)
}

fn lists(figures: &Figures) -> Vec<MinutesList> {
    let mut out: Vec<MinutesList> = Vec::new();
    let mut named = |name: &str, change: &dyn Fn(&mut MinutesList)| {
        if let Some(list) = out.iter_mut().find(|l| l.name == name) {
            change(list);
            return;
        }
        let mut list = MinutesList { name: name.to_owned(), ..MinutesList::default() };
        change(&mut list);
        out.push(list);
    };
    figures.list.iter().for_each(|(name, n)| named(name, &|list| list.ballots = Some(Count(*n))));
    figures.average.iter().for_each(|(name, n)| named(name, &|list| list.average = Some(Number(*n))));
    figures.seats.iter().for_each(|(name, n)| named(name, &|list| list.seats = Some(Count(*n))));
    out
}

fn by_options(args: &MinutesArgs) -> Result<MinutesForm, Refusal> {
    let (figures, made) = (&args.figures, &args.made);
    let n = |n: Option<u64>| n.map(Count);
    let vote = MinutesVote {
        voters: n(figures.voters),
        blank: n(figures.blank),
        null: n(figures.null),
        blank_null: None,
        valid: figures.valid.map(|n| Number(n.into())),
        quorum: yes(figures.quorum),
        quotient: figures.quotient.map(Number),
        seats: n(figures.to_fill),
        carence: yes(figures.carence),
        hours: yes(made.hours),
        opens: made.opens.clone(),
        closes: made.closes.clone(),
        at_once: yes(made.at_once),
        writer: made.writer.clone(),
        board_size: n(made.board_size),
        signed: n(made.signed),
        names: yes(made.names),
        board: yes(made.board),
        lists: lists(figures),
    };
    let nothing = vote == MinutesVote::default() && figures.registered.is_none();
    if nothing && args.vote.is_none() && args.college.is_none() {
        return Ok(MinutesForm::default());
    }
    let Some(post) = &args.vote else { return Err(law::BadOptions::Needed("--vote, --input").into()) };
    let post = Post::read(post).ok_or(BadOptions::Vote)?;
    let vote = Some(vote);
    let (holders, substitutes) = if post == Post::Holders { (vote, None) } else { (None, vote) };
    let id = args.college.clone().unwrap_or_default();
    Ok(MinutesForm {
        colleges: vec![MinutesCollege { id, registered: n(figures.registered), holders, substitutes }],
    })
}

fn by_file(face: &mut Face, args: &MinutesArgs, path: &Path) -> Result<MinutesFound, Refusal> {
    let post = match &args.vote {
        Some(vote) => Post::read(vote).ok_or(BadOptions::Vote)?,
        None => Post::Holders,
    };
    let bytes = app::read_bytes(path)?;
    let file = app::parse_minutes(path, &bytes, post)?;
    let which = args.which.election.as_deref();
    match file {
        MinutesFile::Typed(form) => {
            let named = [
                ("vote", args.vote.is_some()),
                ("college", args.college.is_some()),
                ("siret", args.siret.is_some()),
            ];
            if let Some((name, _)) = named.into_iter().find(|(_, there)| *there) {
                return Err(BadFact::new(name, Fault::Conflict("input".to_owned())).into());
            }
            let vault = face.open_read()?;
            Ok(app::minutes(&vault, face.today, which, form)?)
        }
        MinutesFile::Published(all) => {
            let vault = face.open_read()?;
            let only = Only { college: args.college.as_deref(), siret: args.siret.as_deref() };
            Ok(app::published(&vault, face.today, which, all, only)?)
        }
    }
}

/// Runs `contrepoids election minutes`.
pub(super) fn run(face: &mut Face, args: &MinutesArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let found = if let Some(path) = &args.input {
        by_file(face, args, path)?
    } else {
        let form = by_options(args)?;
        let vault = face.open_read()?;
        app::minutes(&vault, face.today, args.which.election.as_deref(), form)?
    };
    let mut reasons = Reasons::default();
    found.checked.contests.iter().for_each(|c| reasons.add(&c.law));
    reasons.add(&found.checked.until);
    let because = |steps: &[Step]| finding::because(steps, args.explain);
    let (view, text) = (shown::minutes(lang, &found, because, finding::articles), text(lang, &found));
    reasoned(face, args.explain, &reasons.whole(), view, &text)?;
    Ok(if found.checked.contests.is_empty() { Exit::Done } else { Exit::Found })
}

fn said_text(lang: Lang, what: Contested, of: &Said) -> String {
    match of {
        Said::Number(n) => n.to_string(),
        Said::Exact(n) => number(lang, *n),
        Said::Flag(true) if what == Contested::Quorum => tr!(lang, "atteint", "reached"),
        Said::Flag(false) if what == Contested::Quorum => tr!(lang, "manqué", "missed"),
        Said::Flag(true) => tr!(lang, "oui", "yes"),
        Said::Flag(false) => tr!(lang, "non", "no"),
        Said::Names(names) => names.join(", "),
        Said::Numbers(numbers) => numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", "),
    }
}

fn text(lang: Lang, found: &MinutesFound) -> String {
    let mut out = format!("{}\n", words::title(lang, &found.dossier.id, &found.dossier.poll));
    let checked = &found.checked;
    let compared = checked.compared;
    if compared == 0 && checked.contests.is_empty() {
        out.push_str(&page::text(lang, found));
    } else if checked.contests.is_empty() {
        out.push_str(&trn!(
            lang,
            compared,
            "Rien à contester sur {compared} chiffre comparé.\n",
            "Rien à contester sur {compared} chiffres comparés.\n",
            "Nothing to contest in {compared} figure compared.\n",
            "Nothing to contest in {compared} figures compared.\n"
        ));
    }
    for contest in &checked.contests {
        out.push_str(&wrapped("- ", "  ", &contest_text(lang, contest)));
    }
    if !checked.unanswered.is_empty() {
        out.push_str(&tr!(
            lang,
            "\nÀ lire aussi sur le procès-verbal\n",
            "\nTo read in the minutes as well\n"
        ));
        for (what, law) in &checked.unanswered {
            let (what, articles) = (what.words(lang), finding::articles(&law.because));
            out.push_str(&wrapped("- ", "  ", &format!("{what} ({articles})")));
        }
    }
    out.push_str(&ends(lang, found));
    out
}

/// A thing to contest, in a line.
fn contest_text(lang: Lang, contest: &Contest) -> String {
    let place = words::vote(lang, &contest.college, contest.post);
    let what = shown::contested(lang, contest);
    let weight = if contest.decisive {
        tr!(lang, "DÉCISIF", "DECISIVE")
    } else if contest.what.is_formal() {
        tr!(lang, "FORME", "FORM")
    } else {
        tr!(lang, "écart", "differs")
    };
    let said = |s: &Said| said_text(lang, contest.what, s);
    let mut parts = Vec::new();
    parts.extend(contest.theirs.as_ref().map(said).map(|s| tr!(lang, "procès-verbal {s}", "minutes {s}")));
    parts.extend(contest.ours.as_ref().map(said).map(|s| tr!(lang, "notre compte {s}", "our count {s}")));
    parts.extend(contest.due.as_ref().map(said).map(|s| {
        if contest.what.is_formal() {
            tr!(lang, "il faut {s}", "it must be {s}")
        } else {
            tr!(lang, "d’après ses propres chiffres {s}", "by its own figures {s}")
        }
    }));
    let (parts, articles) = (parts.join(", "), finding::articles(&contest.law.because));
    tr!(
        lang,
        "{weight}\u{a0}– {place}, {what}\u{a0}: {parts} ({articles})",
        "{weight} – {place}, {what}: {parts} ({articles})"
    )
}

/// Where the ministry shows the minutes that it got.
const PORTAL: &str = "elections-professionnelles.travail.gouv.fr";

/// Until when what is contested, to whom the minutes go, and where somebody may say that they are wrong.
fn ends(lang: Lang, found: &MinutesFound) -> String {
    let checked = &found.checked;
    let mut out = tr!(lang, "\nContester devant le tribunal judiciaire\n", "\nTo contest before the court\n");
    for ground in &checked.grounds {
        let (what, starts) = (ground.value.ground.words(lang), ground.value.starts.words(lang));
        let (event, last) = (day(lang, ground.value.event), day(lang, ground.value.last));
        let articles = finding::articles(&ground.because);
        out.push_str(&wrapped(
            "- ",
            "  ",
            &tr!(
                lang,
                "{what}\u{a0}: au plus tard le {last} – depuis\u{a0}: {starts}, le {event} ({articles})",
                "{what}: until {last}, that day included – from: {starts}, on {event} ({articles})"
            ),
        ));
    }
    if checked.awaited {
        let (what, starts) =
            (election::Dispute::Perimeter.words(lang), election::Dispute::Perimeter.starts().words(lang));
        out.push_str(&wrapped(
            "- ",
            "  ",
            &tr!(
                lang,
                "{what}\u{a0}: pas encore – depuis\u{a0}: {starts}, et un second tour est à tenir",
                "{what}: not yet – from: {starts}, and a second round is due"
            ),
        ));
    }
    if checked.past {
        out.push_str(&wrapped(
            "",
            "  ",
            &tr!(
                lang,
                "Le dernier jour pour contester qui est élu est passé.",
                "The last day to contest who is elected is past."
            ),
        ));
    }
    let sent = day(lang, checked.sent_by);
    out.push_str(&wrapped(
        "\n",
        "  ",
        &tr!(
            lang,
            "Procès-verbal à envoyer\u{a0}: au prestataire du ministère au plus tard le {sent} (R2314-22), et dans les meilleurs délais aux syndicats qui ont présenté une liste ou négocié le protocole (L2314-29).",
            "Minutes to be sent: to the ministry’s provider until {sent}, that day included (R2314-22), and without delay to the unions that filed a list or negotiated the protocol (L2314-29)."
        ),
    ));
    out.push_str(&wrapped(
        "",
        "  ",
        &tr!(
            lang,
            "S’il y est publié avec une erreur, une organisation syndicale peut y déposer une observation\u{a0}: {PORTAL}.",
            "Where it is published with an error, a union may file an observation there: {PORTAL}."
        ),
    ));
    out
}
