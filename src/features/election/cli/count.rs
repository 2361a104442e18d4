//! `contrepoids election count`.

mod ask;

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use clap::Args;
use serde::Deserialize;

use super::{Which, plain, setup::count as number};
use crate::features::election::messages::BadOptions;
use crate::features::law::messages as law;
use crate::{
    base::Lang,
    election::Fault,
    face::{error::Refusal, exit::Exit, finding::wrapped, frame::Face},
    features::{
        election::{
            actions as app,
            actions::{Decision, Entered, EntryForm, ListFigures, shown},
            cli::words,
            rules::tally::Stage,
        },
        law::{cli::answer, messages::field::Typed, rules::number::Count},
    },
    tr,
    vault::Vault,
};

/// Enter the count, ballot box by ballot box, twice
///
/// Two people enter each box on their own, as at the counting table; a box counts once both say the same, or once a
/// person has decided (--decide). Each run saves what it was given: an entry is finished when its figures are whole, and
/// goes on later otherwise. Without figures, on a terminal, the program asks for them one by one and saves each; an empty
/// answer leaves a figure as it is, `back` goes one question back, q stops. The second entry never sees the first.
///
/// A saved figure is corrected by giving it again with --entry 1 or 2; what it replaces is shown.
///
/// Blank and null ballots are taken off; the ballots of the lists then add up to the valid ones. Exit code 3 when the
/// entries of a box differ.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election count
  contrepoids election count --college 1 --vote holders --box Lyon \\
    --voters 61 --blank 1 --null 0 --list CGT=40 --list FO=20 \\
    --struck CGT/2=5
  contrepoids election count --college 1 --vote holders --box Lyon \\
    --entry 1 --blank 2
  contrepoids election count --college 1 --vote holders --box Lyon \\
    --decide 2
  contrepoids election count --input count.json

The file:
  {\"sheets\":[{\"college\":\"1\",\"vote\":\"holders\",\"box\":\"Lyon\",
    \"entry\":1,\"voters\":61,\"blank\":1,\"null\":0,\"lists\":[
      {\"name\":\"CGT\",\"ballots\":40,\"struck\":{\"2\":5}},
      {\"name\":\"FO\",\"ballots\":20}]}]}")]
pub struct CountArgs {
    #[command(flatten)]
    which: Which,
    /// The college; the only one when left out
    #[arg(long, value_name = "COLLEGE")]
    college: Option<String>,
    /// Which vote: holders or substitutes
    #[arg(long, value_name = "holders|substitutes")]
    vote: Option<String>,
    /// The ballot box; the only one when left out
    #[arg(long = "box", value_name = "BOX")]
    place: Option<String>,
    /// Which entry: 1 or 2; the first that is not finished when left out
    #[arg(long, value_name = "N")]
    entry: Option<u32>,
    /// Electors of this box, where the list is split by box
    #[arg(long, value_name = "N")]
    registered: Option<u64>,
    /// Signatures on the electoral list
    #[arg(long, value_name = "N")]
    signatures: Option<u64>,
    /// Ballots found in the box
    #[arg(long, value_name = "N")]
    voters: Option<u64>,
    /// Blank ballots
    #[arg(long, value_name = "N")]
    blank: Option<u64>,
    /// Null ballots
    #[arg(long, value_name = "N")]
    null: Option<u64>,
    /// Ballots of a list; repeated
    #[arg(long, value_name = "NAME=N", value_parser = answer::named_count)]
    list: Vec<(String, u64)>,
    /// How often a candidate was struck, by the position on the list; repeated
    #[arg(long, value_name = "NAME/POSITION=N", value_parser = answer::named_count)]
    struck: Vec<(String, u64)>,
    /// Leave the entry open even when its figures are whole
    #[arg(long)]
    draft: bool,
    /// Decide where entries differ: 1, 2, or new with the figures counted again
    #[arg(long, value_name = "1|2|new", conflicts_with_all = ["entry", "draft", "input"])]
    decide: Option<String>,
    /// Throw an entry of the box away: 1 or 2
    #[arg(long, value_name = "N", conflicts_with_all = ["entry", "draft", "input", "decide"])]
    forget: Option<u32>,
    /// File of entries, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["vote", "college", "place", "entry"])]
    input: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    sheets: Vec<EntryForm>,
}

impl CountArgs {
    fn has_figures(&self) -> bool {
        let numbers = [self.registered, self.signatures, self.voters, self.blank, self.null];
        numbers.iter().any(Option::is_some) || !self.list.is_empty() || !self.struck.is_empty()
    }

    fn form(&self) -> Result<EntryForm, Refusal> {
        let Some(vote) = self.vote.clone() else {
            return Err(law::BadOptions::Needed("--vote").into());
        };
        let mut lists: BTreeMap<String, ListFigures> = BTreeMap::new();
        let named = |name: &str| ListFigures { name: name.to_owned(), ..ListFigures::default() };
        for (name, n) in &self.list {
            let list = lists.entry(name.clone()).or_insert_with(|| named(name));
            if list.ballots.replace(Count(*n)).is_some() {
                return Err(BadOptions::Twice(name.clone()).into());
            }
        }
        for (text, n) in &self.struck {
            let Some((name, place)) = text.rsplit_once('/') else {
                return Err(BadOptions::Struck.into());
            };
            let list = lists.entry(name.trim().to_owned()).or_insert_with(|| named(name.trim()));
            list.struck.insert(place.trim().to_owned(), Count(*n));
        }
        Ok(EntryForm {
            college: self.college.clone(),
            vote,
            place: self.place.clone(),
            entry: self.entry,
            registered: number(self.registered),
            signatures: number(self.signatures),
            voters: number(self.voters),
            blank: number(self.blank),
            null: number(self.null),
            lists: lists.into_values().collect(),
            draft: self.draft,
        })
    }
}

/// Runs `contrepoids election count`.
pub(super) fn run(face: &mut Face, args: &CountArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let which = args.which.election.as_deref();
    if let Some(entry) = args.forget {
        return forget(face, args, entry);
    }
    if let Some(choice) = &args.decide {
        return decide(face, args, choice);
    }
    let forms = match &args.input {
        Some(path) => answer::read::<FileForm>(path)?.sheets,
        None if !args.has_figures() => {
            if face.somebody_there() {
                return ask::ask(face, args);
            }
            return Err(law::BadOptions::Needed("--voters, --list, --input").into());
        }
        None => vec![args.form()?],
    };
    let mut vault = face.open_write()?;
    let entered = app::count(&mut vault, face.now_ms(), which, &forms)?;
    face.note(&tr!(lang, "Enregistré.", "Saved."));
    show(face, &entered)
}

fn target(args: &CountArgs, vault: &Vault) -> Result<app::Target, Refusal> {
    let Some(vote) = &args.vote else { return Err(law::BadOptions::Needed("--vote").into()) };
    let dossier = app::load(vault, args.which.election.as_deref())?;
    Ok(app::target(&dossier, args.college.as_deref(), vote, args.place.as_deref())?)
}

fn forget(face: &mut Face, args: &CountArgs, entry: u32) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let target = target(args, &vault)?;
    let which = args.which.election.as_deref();
    let dossier = app::forget(&mut vault, face.now_ms(), which, &target, entry)?;
    let vote = words::vote(lang, &target.college, target.post);
    let place = &target.place;
    let text = tr!(
        lang,
        "{vote}, urne {place}\u{a0}: saisie {entry} jetée.\n",
        "{vote}, box {place}: entry {entry} thrown away.\n"
    );
    plain(face, shown::forgotten(&dossier, &target, entry), &text)?;
    Ok(Exit::Done)
}

fn decide(face: &mut Face, args: &CountArgs, choice: &str) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let decision = match choice {
        "1" => Decision::Entry(1),
        "2" => Decision::Entry(2),
        "new" | "nouveau" => Decision::Figures(Box::new(args.form()?)),
        _ => return Err(BadOptions::Decision.into()),
    };
    let mut vault = face.open_write()?;
    let target = target(args, &vault)?;
    let which = args.which.election.as_deref();
    let entered = app::decide(&mut vault, face.now_ms(), which, &target, &decision)?;
    face.note(&tr!(lang, "Enregistré.", "Saved."));
    show(face, &[entered])
}

fn show(face: &mut Face, entered: &[Entered]) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let text: String = entered.iter().map(|e| text(lang, e)).collect();
    plain(face, shown::counted(entered, |e| missing(lang, e)), &text)?;
    let differ = entered.iter().any(|e| e.state.stage == Stage::Differs);
    Ok(if differ { Exit::Found } else { Exit::Done })
}

fn missing(lang: Lang, e: &Entered) -> Option<String> {
    e.missing.as_ref().map(|fact| law::fact(lang, Typed::Law, fact))
}

/// Says that there is not one ballot for each signature, while the box and the list are still on the table.
fn unequal(lang: Lang, figures: Option<(u64, u64)>) -> Option<String> {
    let (signed, found) = figures?;
    let by = signed.abs_diff(found);
    let line = tr!(
        lang,
        "Attention\u{a0}: {signed} émargements, {found} bulletins trouvés, {by} d’écart. Recomptez\u{a0}; s’il reste, faites-le écrire au procès-verbal.",
        "Mind: {signed} signatures, {found} ballots found, {by} apart. Count again; if it stays, have it written into the minutes."
    );
    Some(line)
}

fn text(lang: Lang, e: &Entered) -> String {
    let vote = words::vote(lang, &e.target.college, e.target.post);
    let (place, entry) = (&e.target.place, e.entry);
    let mut out = if entry == 0 {
        tr!(lang, "{vote}, urne {place}\n", "{vote}, box {place}\n")
    } else if e.done {
        tr!(
            lang,
            "{vote}, urne {place}, saisie {entry}\u{a0}: finie\n",
            "{vote}, box {place}, entry {entry}: finished\n"
        )
    } else {
        tr!(
            lang,
            "{vote}, urne {place}, saisie {entry}\u{a0}: ouverte\n",
            "{vote}, box {place}, entry {entry}: open\n"
        )
    };
    for replaced in &e.replaced {
        let (what, was) = (words::field(lang, &e.dossier, replaced.field), replaced.was);
        let now = replaced.now.map_or_else(|| "–".to_owned(), |n| n.to_string());
        out.push_str(&wrapped(
            "  ",
            "    ",
            &tr!(lang, "Remplacé\u{a0}: {what}, {was} → {now}", "Replaced: {what}, {was} → {now}"),
        ));
    }
    if let Some(line) = unequal(lang, e.unequal) {
        out.push_str(&wrapped("  ", "    ", &line));
    }
    if let Some(missing) = missing(lang, e) {
        let short = e.missing.as_ref().is_some_and(|f| matches!(f.fault, Fault::Short { .. }));
        let lacks = tr!(lang, "Il manque\u{a0}: {missing}", "To be finished: {missing}");
        out.push_str(&wrapped("  ", "    ", if short { &missing } else { &lacks }));
    }
    let stage = words::stage(lang, &e.state);
    let _ = writeln!(out, "  {stage}");
    out.push_str(&words::differences_text(lang, &e.dossier, &e.state));
    if e.state.stage == Stage::Differs {
        out.push_str(&wrapped(
            "  ",
            "    ",
            &tr!(
                lang,
                "Recomptez, puis corrigez une saisie (--entry 1 ou 2) ou tranchez (--decide 1, 2 ou new).",
                "Count again, then correct an entry (--entry 1 or 2) or decide (--decide 1, 2 or new)."
            ),
        ));
    }
    out
}
