//! `contrepoids election protocol`.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::{Reasons, Which, plain, reasoned};
use crate::{
    base::{Lang, text::fold},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        explaining::Explaining,
        finding::{self, day, number, wrapped},
        frame::Face,
        table::Table,
    },
    features::{
        agenda::cli::tell_moved,
        election::{
            actions as app,
            actions::{
                ElectionForm,
                protocol::{self as action, ProtocolForm, Supposed, negotiator_spec, variant_spec},
            },
            cli::words,
            messages::BadOptions,
            rules::{
                Dossier,
                protocol::{Point, State},
            },
            views::protocol::{Compared, Noted, Spread, Workshop},
        },
        law::{cli::audience::percent, rules::number::Count},
    },
    tr,
};

/// What `election protocol` can do.
#[derive(Debug, Subcommand)]
pub enum ProtocolCmd {
    Show(ShowArgs),
    Note(Box<NoteArgs>),
    Compare(CompareArgs),
}

/// Show where the negotiation stands: what is wrong, what to verify, who has to sign
///
/// The invitation and what it has to say, whom it went to, the two majorities of a protocol, clauses that take all representative
/// unions, colleges, the reserved seat, the hours of each college, the length of the mandates, and an electronic vote as a list
/// of what to verify and by when. What is not noted is unknown, and not taken for no. Shares and representativeness come from the
/// last election that is counted in the vault where they are not noted. Exit code 3 where something is wrong.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election protocol show
  contrepoids election protocol show 1a2b3c4d --explain")]
pub struct ShowArgs {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    explain: Explaining,
}

/// Note the invitation, the unions, their signatures, the clauses
///
/// Only what is given changes. What the invitation has to say: employer, address, establishment, agreement, identifier (IDCC),
/// place, date, hour. Clauses: colleges, no-third-college, outside-hours, extension, central-more, seats-and-hours, spread,
/// modalities, shifts, mandate-length, electronic.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election protocol note --invitation 2026-10-01 \\
    --meeting 2026-10-20 --says employer,address,place,date --lacks hour
  contrepoids election protocol note --union CGT:invited=letter,came=yes \\
    --union CFDT:representative=yes,share=30%,came=yes,signed=yes
  contrepoids election protocol note --signed 2026-11-05 \\
    --clause outside-hours --voting electronic-agreement --cadres 27")]
pub struct NoteArgs {
    #[command(flatten)]
    which: Which,
    /// Day the invitation to negotiate arrived
    #[arg(long, value_name = "YYYY-MM-DD")]
    invitation: Option<NaiveDate>,
    /// Day of the first meeting on the protocol
    #[arg(long, value_name = "YYYY-MM-DD")]
    meeting: Option<NaiveDate>,
    /// Day the protocol was signed
    #[arg(long, value_name = "YYYY-MM-DD")]
    signed: Option<NaiveDate>,
    /// What the invitation says, such as employer,address,place,date,hour
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    says: Vec<String>,
    /// What the invitation does not say
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    lacks: Vec<String>,
    /// A union, such as CGT:representative=yes,share=45%,came=yes,signed=no (also section=yes, invited=letter); repeated
    #[arg(long, value_name = "UNION")]
    union: Vec<String>,
    /// What the protocol has beside the ordinary, such as outside-hours; repeated
    #[arg(long, value_name = "CLAUSE", value_delimiter = ',')]
    clause: Vec<String>,
    /// A clause that it has not; repeated
    #[arg(long, value_name = "CLAUSE", value_delimiter = ',')]
    without: Vec<String>,
    /// How the vote is held: paper, electronic-agreement, electronic-employer
    #[arg(long, value_name = "HOW")]
    voting: Option<String>,
    /// Engineers, heads of department and cadres
    #[arg(long, value_name = "N")]
    cadres: Option<u64>,
}

/// Compare spreads of seats over the colleges by the votes of the last election
///
/// The spread that is noted comes first, then each --variant: seats, and where people change college the electors too. The votes
/// are those of the last counted election, college by college, with the turnout of that day. It is a supposition, no forecast.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election protocol compare --variant 1=6,2=3 --variant 1=5,2=4
  contrepoids election protocol compare --variant 1=6/120,2=3/60")]
pub struct CompareArgs {
    #[command(flatten)]
    which: Which,
    /// Seats of each college, such as 1=6,2=3, or with its electors 1=6/120; repeated
    #[arg(long, value_name = "SEATS", required = true)]
    variant: Vec<String>,
    #[command(flatten)]
    explain: Explaining,
}

impl ProtocolCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub(super) const fn safe(&self) -> Safe {
        match self {
            Self::Show(_) | Self::Compare(_) => Safe::Read,
            Self::Note(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids election protocol …`.
pub(super) fn run(face: &mut Face, cmd: &ProtocolCmd) -> Result<Exit, Refusal> {
    match cmd {
        ProtocolCmd::Show(args) => show(face, args),
        ProtocolCmd::Note(args) => note(face, args),
        ProtocolCmd::Compare(args) => compare(face, args),
    }
}

fn show(face: &mut Face, args: &ShowArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let vault = face.open_read()?;
    let found = action::workshop(&vault, face.today, args.which.election.as_deref())?;
    let reasons = |point: &Point| crate::law::Reasons {
        because: finding::because(&point.law.because, args.explain),
        caveats: finding::caveats(lang, &point.law.caveats),
    };
    let of = (found.dossier.id, &found.dossier.poll);
    let view = Workshop::of(lang, of, &found.points, reasons);
    let wrong = view.wrong;
    let text = points(lang, &found.dossier, &found.points, args.explain);
    plain(face, view, &text)?;
    Ok(if wrong > 0 { Exit::Found } else { Exit::Done })
}

fn points(lang: Lang, dossier: &Dossier, all: &[Point], explain: Explaining) -> String {
    let mut out = format!("{}\n", words::title(lang, &dossier.id, &dossier.poll));
    let count = |state: State| all.iter().filter(|p| p.state == state).count();
    let (wrong, open, todo) = (count(State::Wrong), count(State::Open), count(State::Todo));
    let _ = writeln!(
        out,
        "{}",
        tr!(
            lang,
            "À corriger\u{a0}: {wrong}, indéterminé\u{a0}: {open}, à vérifier\u{a0}: {todo}",
            "Wrong: {wrong}, undetermined: {open}, to verify: {todo}"
        )
    );
    let mut before = None;
    for point in all {
        if before != Some(point.topic) {
            before = Some(point.topic);
            let _ = writeln!(out, "\n{}", point.topic.words(lang));
        }
        out.push_str(&wrapped("- ", "  ", &line(lang, point)));
        let articles = finding::articles(&point.law.because);
        let by = point.day.map(|date| {
            let date = day(lang, date);
            tr!(lang, ", jusqu’au {date}", ", until {date}")
        });
        let state = point.state.words(lang);
        let by = by.unwrap_or_default();
        out.push_str(&wrapped("  ", "    ", &format!("{state}{by} · {articles}")));
        if explain.steps {
            out.push_str(&finding::steps_text(lang, &point.law.because, explain));
        }
    }
    let mut caveats = Vec::new();
    for caveat in all.iter().flat_map(|p| &p.law.caveats) {
        if !caveats.contains(caveat) {
            caveats.push(caveat.clone());
        }
    }
    if !caveats.is_empty() {
        out.push('\n');
        out.push_str(&finding::caveats_text(lang, &caveats));
    }
    out
}

/// What a point says, with whom and what it is about.
fn line(lang: Lang, point: &Point) -> String {
    let sep = tr!(lang, "\u{a0}: ", ": ");
    let mut parts: Vec<String> = vec![point.said.words(lang).to_owned()];
    let word = |(_, fr, en): &(&str, &'static str, &'static str)| match lang {
        Lang::Fr => *fr,
        Lang::En => *en,
    };
    let what = point.words.iter().map(word).collect::<Vec<_>>().join(", ");
    parts.extend(Some(what).filter(|w| !w.is_empty()));
    let between = if point.either { tr!(lang, " ou ", " or ") } else { tr!(lang, " et ", " and ") };
    let about = point.about.join(&between);
    parts.extend(Some(about).filter(|a| !a.is_empty()));
    parts.extend(point.number.map(|n| number(lang, n)));
    parts.join(&sep)
}

fn note(face: &mut Face, args: &NoteArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let unions = args.union.iter().map(|u| negotiator_spec(u)).collect::<Result<Vec<_>, _>>()?;
    let mut form = ElectionForm {
        protocol: ProtocolForm {
            unions,
            says: args.says.clone(),
            lacks: args.lacks.clone(),
            clauses: args.clause.clone(),
            without: args.without.clone(),
            voting: args.voting.clone(),
            cadres: args.cadres.map(Count),
        },
        ..ElectionForm::default()
    };
    for (code, day) in [("invitation", args.invitation), ("meeting", args.meeting), ("protocol", args.signed)]
    {
        form.dates.extend(day.map(|d| (code.to_owned(), d)));
    }
    if form == ElectionForm::default() {
        return Err(BadOptions::Nothing.into());
    }
    let mut vault = face.open_write()?;
    let which = args.which.election.as_deref();
    let pending = app::propose_edit(&vault, face.today, which, &form, None)?;
    let told = pending.tell(|moved| tell_moved(face, moved));
    let (id, poll) = app::accept(&mut vault, face.now_ms(), told)?;
    face.note(&tr!(lang, "Enregistré.", "Saved."));
    let mut table = Table::new([
        tr!(lang, "Syndicat", "Union"),
        tr!(lang, "Représentatif", "Representative"),
        tr!(lang, "Part", "Share"),
        tr!(lang, "Invité", "Invited"),
        tr!(lang, "Venu", "Came"),
        tr!(lang, "Signé", "Signed"),
    ]);
    let none = || "–".to_owned();
    let known = |k: Option<crate::features::election::records::Known>| {
        k.map_or_else(none, |k| match k {
            crate::features::election::records::Known::Yes => tr!(lang, "oui", "yes"),
            crate::features::election::records::Known::No => tr!(lang, "non", "no"),
        })
    };
    for n in &poll.negotiators {
        table.row([
            n.union.clone(),
            known(n.representative),
            n.share.clone().unwrap_or_else(none),
            n.invited.map_or_else(none, |i| i.words(lang).to_owned()),
            known(n.came),
            known(n.signed),
        ]);
    }
    let mut text = format!("{}\n", words::title(lang, &id, &poll));
    if !poll.negotiators.is_empty() {
        text.push_str(&table.text());
    }
    plain(face, Noted::of(id, &poll), &text)?;
    Ok(Exit::Done)
}

fn compare(face: &mut Face, args: &CompareArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let variants = args.variant.iter().map(|v| variant_spec(v)).collect::<Result<Vec<_>, _>>()?;
    let vault = face.open_read()?;
    let which = args.which.election.as_deref();
    let (dossier, all) = action::compare(&vault, face.today, which, variants)?;
    let spreads: Vec<Spread<'_>> = all.iter().map(spread).collect();
    let ours = ours(&dossier);
    let view = Compared::of(dossier.id, &spreads, &|name| ours.contains(&fold(name)));
    let mut table = Table::new([
        tr!(lang, "Répartition", "Spread"),
        tr!(lang, "Nos sièges", "Our seats"),
        tr!(lang, "Notre audience", "Our audience"),
        tr!(lang, "Listes", "Lists"),
    ]);
    let mut notes = String::new();
    for variant in &view.variants {
        let name = if variant.name.is_empty() {
            let seats: Vec<String> =
                variant.seats.iter().map(|s| format!("{}={}", s.college, s.seats)).collect();
            let seats = seats.join(",");
            tr!(lang, "{seats} (noté)", "{seats} (noted)")
        } else {
            variant.name.clone()
        };
        let lists: Vec<String> =
            variant.lists.iter().map(|l| format!("{}/{} {}", l.college, l.list, l.seats)).collect();
        table.row([
            name.clone(),
            variant.ours.map_or_else(|| "?".to_owned(), |n| n.to_string()),
            variant.audience.map_or_else(|| "?".to_owned(), |share| percent(lang, share)),
            lists.join(", "),
        ]);
        for college in &variant.unknown {
            let line = tr!(
                lang,
                "{name}\u{a0}: collège {college}, inscrits pas notés ou pas dépouillé la dernière fois",
                "{name}: college {college}, electors not noted or not counted last time"
            );
            notes.push_str(&wrapped("- ", "  ", &line));
        }
        for college in &variant.empty {
            let line = tr!(
                lang,
                "{name}\u{a0}: collège {college} sans siège, ce qu’aucun protocole ne peut",
                "{name}: college {college} without a seat, which no protocol may have"
            );
            notes.push_str(&wrapped("- ", "  ", &line));
        }
    }
    let title = words::title(lang, &dossier.id, &dossier.poll);
    let supposed = tr!(
        lang,
        "Avec les voix de la dernière élection, si chacun·e votait de même\u{a0}:",
        "With the votes of the last election, if everybody voted the same:"
    );
    let text = format!("{title}\n{supposed}\n{}{notes}", table.text());
    let mut reasons = Reasons::default();
    for projection in all.iter().filter_map(|s| s.projection.as_ref()) {
        for college in &projection.colleges {
            college.allocation.iter().for_each(|f| reasons.add(f));
        }
    }
    reasoned(face, args.explain, &reasons.whole(), view, &text)?;
    Ok(Exit::Done)
}

fn spread(of: &Supposed) -> Spread<'_> {
    Spread {
        name: &of.variant.name,
        seats: of.variant.colleges.iter().map(|(college, seats, _)| (college.as_str(), *seats)).collect(),
        projection: of.projection.as_ref(),
        unknown: &of.unknown,
        empty: &of.empty,
    }
}

/// The names of our union and of our lists, folded.
fn ours(dossier: &Dossier) -> Vec<String> {
    let lists = dossier.slates.iter().filter(|(_, s)| s.ours).map(|(_, s)| fold(&s.name));
    dossier.poll.ours.iter().map(|o| fold(o)).chain(lists).collect()
}
