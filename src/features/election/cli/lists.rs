//! `contrepoids election lists`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{Which, plain};
use crate::face::error::safe::Safe;
use crate::features::election::messages::BadOptions;
use crate::features::election::views;
use crate::features::law::messages as law;
use crate::{
    base::{Lang, View},
    face::{error::Refusal, exit::Exit, finding::day, frame::Face, table::Table, when},
    features::{
        election::{
            actions as app,
            actions::{CandidateForm, ListForm, shown},
            cli::words,
            records::Slate,
            rules::Dossier,
        },
        law::rules::number::Number,
        member::actions::{
            MemberError,
            list::{Asked, list as people},
        },
    },
    law::Fraction,
    roster::{attr::Attr, filter::Order, import::decode::decode},
    tr,
    vault::Verb,
};

/// What `election lists` can do.
#[derive(Debug, Subcommand)]
pub enum ListsCmd {
    Add(Box<AddArgs>),
    /// Show the lists
    Show(ShowArgs),
    Remove(RemoveArgs),
    Import(ImportArgs),
}

/// Add a list: ours from the roster, theirs as typed
///
/// With --ours the candidates are people of the roster, in the order of --member; --search, --tag and --where take those whom
/// they find, by name or in the order of a field (--order). Names typed on the command line stay in the history of your shell:
/// --from reads them from a file or from standard input, one candidate on each line. Positions count from 1.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election lists add --college 1 --vote holders --ours \\
    --member 1a2b --member 3c4d
  contrepoids election lists add --college 1 --vote holders --ours \\
    --where 'free:List=1T' --order free:Rank
  contrepoids election lists add --college 1 --vote holders --union FO \\
    --from - < candidates.txt
  contrepoids election lists add --college 2 --vote holders \\
    --union CFDT=60% --union UNSA=40%")]
pub struct AddArgs {
    #[command(flatten)]
    which: Which,
    /// The college; the only one when left out
    #[arg(long, value_name = "COLLEGE")]
    college: Option<String>,
    /// Which vote: holders or substitutes
    #[arg(long, value_name = "holders|substitutes")]
    vote: String,
    /// Name of the list; its unions when left out
    #[arg(long)]
    name: Option<String>,
    /// A union of the list, with its part of a common list: CFDT=60%; repeated; none for free candidates
    #[arg(long, value_name = "UNION")]
    union: Vec<String>,
    /// Who knew the split of a common list before the vote: employer, electors (both: employer,electors), or none
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    split_told: Vec<String>,
    /// The list is ours
    #[arg(long)]
    ours: bool,
    /// A candidate of our roster, by identifier, name or mail address; repeated, in order
    #[arg(long, value_name = "WHO")]
    member: Vec<String>,
    /// Candidates of our roster whom these words find, by name
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,
    /// Candidates of our roster with this tag, by name
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Candidates of our roster where a field compares: field=value, field~part; repeated, all of them
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<String>,
    /// The order of those who are found, by a field; by name when left out
    #[arg(long, value_name = "FIELD")]
    order: Option<String>,
    /// Candidates of a file, or - for standard input: NAME;SEX;BIRTH;CATEGORY on each line, in order
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// A candidate as NAME;SEX;BIRTH;CATEGORY; repeated, in order
    #[arg(long, value_name = "CANDIDATE")]
    candidate: Vec<String>,
    /// Replace the list that has this name already
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    corrects: super::Corrects,
}

/// Show the lists
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election lists show
  contrepoids election lists show 1a2b3c4d --json")]
pub struct ShowArgs {
    #[command(flatten)]
    which: Which,
}

/// Remove a list
///
/// A list for which ballots were counted stays.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election lists remove --list FO --college 1 --vote holders")]
pub struct RemoveArgs {
    #[command(flatten)]
    which: Which,
    /// The list: its name or the first digits of its identifier
    #[arg(long, value_name = "LIST")]
    list: String,
    /// The college, where several have a list of this name
    #[arg(long, value_name = "COLLEGE")]
    college: Option<String>,
    /// Which vote, where both have a list of this name
    #[arg(long, value_name = "holders|substitutes")]
    vote: Option<String>,
    #[command(flatten)]
    corrects: super::Corrects,
}

/// Add lists from a file: CSV, JSON or TOML
///
/// All lists are added, or none. A table has the columns vote, list (or unions), name, and as they are known college,
/// unions (CGT or CFDT:60% + UNSA:40%), position, sex, born, cadre, category; French headers work too.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election lists import lists.csv
  contrepoids election lists import - < lists.json

The table:
  college;vote;unions;position;name;sex;born
  1;holders;FO;1;Dominique Exemple;F;1980-01-31

The JSON file:
  {\"lists\":[{\"college\":\"1\",\"vote\":\"holders\",\"unions\":[\"FO\"],
    \"candidates\":[{\"name\":\"Dominique Exemple\",\"sex\":\"F\",
    \"born\":\"1980-01-31\"}]}]}")]
pub struct ImportArgs {
    /// The file; - for standard input
    #[arg(value_name = "FILE", required_unless_present = "input")]
    file: Option<PathBuf>,
    /// The election: first digits of its identifier (4 at least) or its name; the only one when left out
    #[arg(value_name = "ELECTION")]
    election: Option<String>,
    /// The file, named as elsewhere
    #[arg(long, value_name = "FILE", conflicts_with = "election")]
    input: Option<PathBuf>,
    /// Replace lists that have these names already
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    corrects: super::Corrects,
}

impl ListsCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub(super) fn safe(&self) -> Safe {
        match self {
            Self::Show(_) => Safe::Read,
            Self::Add(_) | Self::Remove(_) | Self::Import(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids election lists …`.
pub(super) fn run(face: &mut Face, cmd: &ListsCmd) -> Result<Exit, Refusal> {
    match cmd {
        ListsCmd::Add(args) => add(face, args),
        ListsCmd::Show(args) => show(face, args),
        ListsCmd::Remove(args) => remove(face, args),
        ListsCmd::Import(args) => import(face, args),
    }
}

/// Reads `CFDT` or `CFDT=60%`.
fn partner(text: &str) -> Result<(String, Option<Number>), BadOptions> {
    let Some((name, share)) = text.split_once('=') else { return Ok((text.trim().to_owned(), None)) };
    let share = share.trim();
    let read: Option<Fraction> = match share.strip_suffix('%') {
        Some(percent) => {
            percent.trim().parse().ok().and_then(|p: Fraction| p.checked_div(Fraction::whole(100)))
        }
        None => share.parse().ok(),
    };
    let read = read.ok_or(BadOptions::Form { option: "--union", form: ("CFDT=60%", "CFDT=60%") })?;
    Ok((name.trim().to_owned(), Some(Number(read))))
}

/// Reads `NAME;SEX;BIRTH;CATEGORY`.
fn candidate(text: &str) -> Result<CandidateForm, BadOptions> {
    let bad = || CANDIDATE;
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|n| !n.is_empty()).ok_or_else(bad)?.to_owned();
    let sex = parts.next().filter(|s| !s.is_empty()).map(str::to_owned);
    let born = parts.next().filter(|b| !b.is_empty()).map(when::read).transpose();
    let born = born.map_err(|_| bad())?;
    let category = parts.next().filter(|c| !c.is_empty()).map(str::to_owned);
    if parts.next().is_some() {
        return Err(bad());
    }
    Ok(CandidateForm { name: Some(name), sex, born, category, ..CandidateForm::default() })
}

/// The form of a candidate in one word of the command line.
const CANDIDATE: BadOptions = BadOptions::Form {
    option: "--candidate",
    form: ("NOM;SEXE;AAAA-MM-JJ;CATÉGORIE", "NAME;SEX;YYYY-MM-DD;CATEGORY"),
};

/// Reads candidates from a file, one on each line; empty lines are passed over.
fn candidates(path: &Path) -> Result<Vec<CandidateForm>, Refusal> {
    let bytes = app::read_bytes(path)?;
    let decoded = decode(&bytes, None).map_err(MemberError::Import)?;
    let mut out = Vec::new();
    for (line, text) in (1_u64..).zip(decoded.text.lines()).filter(|(_, t)| !t.trim().is_empty()) {
        out.push(candidate(text).map_err(|_| BadOptions::Line { line })?);
    }
    Ok(out)
}

fn add(face: &mut Face, args: &AddArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut form = ListForm {
        college: args.college.clone(),
        vote: args.vote.clone(),
        name: args.name.clone(),
        ours: args.ours,
        split_told: Some(args.split_told.clone()).filter(|w| !w.is_empty()),
        ..ListForm::default()
    };
    for text in &args.union {
        let (name, share) = partner(text)?;
        form.split.extend(share.map(|s| (name.clone(), s)));
        form.unions.push(name);
    }
    let typed = match &args.from {
        Some(path) => candidates(path)?,
        None => Vec::new(),
    };
    let order = match &args.order {
        Some(text) => Order::read(text).map_err(MemberError::Filter)?,
        None => vec![Order { key: Attr::Name.into(), backwards: false }],
    };
    let mut vault = face.open_write()?;
    let member = |who: String| CandidateForm { member: Some(who), ..CandidateForm::default() };
    form.candidates.extend(args.member.iter().cloned().map(member));
    if args.search.is_some() || !args.tag.is_empty() || !args.conditions.is_empty() {
        let asked = Asked {
            search: args.search.iter().cloned().collect(),
            tags: args.tag.clone(),
            conditions: args.conditions.clone(),
            ..Asked::default()
        };
        let found = people(&vault, &asked, &order, &[], face.today)?;
        form.candidates.extend(found.list.iter().map(|p| member(p.id().to_string())));
    }
    for text in &args.candidate {
        form.candidates.push(candidate(text)?);
    }
    form.candidates.extend(typed);
    let which = args.which.election.as_deref();
    let why = args.corrects.why(face.today)?;
    let how = (args.replace, why.as_ref());
    let (dossier, ids) = app::add_list(&mut vault, face.now_ms(), which, &[form], how, Verb::Added)?;
    face.note(&tr!(lang, "Enregistré.", "Saved."));
    print::<views::ListsAdded>(face, &dossier, |id| ids.contains(id))
}

fn show(face: &mut Face, args: &ShowArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let dossier = app::load(&vault, args.which.election.as_deref())?;
    print::<views::ListsShown>(face, &dossier, |_| true)
}

fn remove(face: &mut Face, args: &RemoveArgs) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let (which, college) = (args.which.election.as_deref(), args.college.as_deref());
    let (vote, why) = (args.vote.as_deref(), args.corrects.why(face.today)?);
    let now = face.now_ms();
    let dossier = app::remove_list(&mut vault, now, which, college, vote, &args.list, why.as_ref())?;
    face.note(&tr!(face.lang, "Supprimé.", "Removed."));
    print::<views::ListsLeft>(face, &dossier, |_| true)
}

fn import(face: &mut Face, args: &ImportArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    // Behind --input the one word that is left names the election, as it does for the other commands.
    let (path, which) = match (&args.input, &args.file) {
        (Some(path), word) => (path, word.as_ref().map(|w| w.to_string_lossy().into_owned())),
        (None, Some(path)) => (path, args.election.clone()),
        (None, None) => return Err(law::BadOptions::Needed("FILE").into()),
    };
    let bytes = app::read_bytes(path)?;
    let forms = app::parse_lists(path, &bytes, face.today)?;
    let mut vault = face.open_write()?;
    let why = args.corrects.why(face.today)?;
    let how = (args.replace, why.as_ref());
    let (dossier, ids) =
        app::add_list(&mut vault, face.now_ms(), which.as_deref(), &forms, how, Verb::Imported)?;
    face.note(&tr!(lang, "Enregistré.", "Saved."));
    print::<views::ListsImported>(face, &dossier, |id| ids.contains(id))
}

fn print<V: View + From<views::Lists>>(
    face: &mut Face,
    dossier: &Dossier,
    wanted: impl Fn(&crate::base::Id) -> bool,
) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut text = String::new();
    for (id, slate) in dossier.slates.iter().filter(|(id, _)| wanted(id)) {
        text.push_str(&list_text(lang, id, slate));
    }
    if text.is_empty() {
        text = format!("{}\n", tr!(lang, "Aucune liste.", "No list."));
    }
    plain(face, V::from(shown::lists(dossier, wanted)), &text)?;
    Ok(Exit::Done)
}

fn list_text(lang: Lang, id: &crate::base::Id, slate: &Slate) -> String {
    let vote = words::vote(lang, &slate.college, slate.post);
    let ours = if slate.ours { tr!(lang, " (la nôtre)", " (ours)") } else { String::new() };
    let free = if slate.unions.is_empty() { tr!(lang, " (libre)", " (free)") } else { String::new() };
    let mut out = format!("{vote}\u{a0}– {}{ours}{free} · {}\n", slate.name, id.short());
    let shares: Vec<String> =
        slate.unions.iter().filter_map(|u| Some(format!("{} {}", u.union, u.share.as_deref()?))).collect();
    if !shares.is_empty() {
        let shares = shares.join(", ");
        out.push_str(&tr!(lang, "Partage\u{a0}: {shares}\n", "Split: {shares}\n"));
    }
    if slate.candidates.is_empty() {
        return out + "\n";
    }
    let mut table = Table::new([
        String::new(),
        tr!(lang, "Nom", "Name"),
        tr!(lang, "Sexe", "Sex"),
        tr!(lang, "Naissance", "Birth"),
    ]);
    for (n, c) in (1_usize..).zip(&slate.candidates) {
        table.row([
            n.to_string(),
            c.name.clone(),
            c.sex.map_or_else(|| "–".to_owned(), |s| s.words(lang).to_owned()),
            c.born.map_or_else(|| "–".to_owned(), |d| day(lang, d)),
        ]);
    }
    out + &table.text() + "\n"
}
