//! `contrepoids election support`.

use clap::Args;

use super::{Reasons, Which, reasoned};
use crate::face::explaining::Explaining;
use crate::{
    base::Lang,
    face::{error::Refusal, exit::Exit, finding::wrapped, frame::Face, table::Table, wanted::share},
    features::{
        election::{
            actions as app,
            actions::{
                Counting, Support,
                shown::{self, missing},
            },
            cli::words,
        },
        law::cli::audience::percent,
    },
    law::Fraction,
    tr,
};

/// Show known supporters against the votes needed
///
/// Supporters are the members and pre-members of the roster today; --prospects adds contacts, --tag everybody with a
/// tag. They stand against the votes that ten per cent, one certain seat and a majority of the full members take in each
/// college, at the turnout of the last counted election (every elector where there was none) or at --turnout.
///
/// Numbers only, never a name. For eyes outside the circle of organizers use --for-others: groups below five are hidden,
/// and with them whatever would give them away. Do not hand out two such maps of different people: side by side they may
/// tell what each hides.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election support
  contrepoids election support --turnout 60% --prospects
  contrepoids election support --tag sympathisant --for-others")]
pub struct SupportArgs {
    #[command(flatten)]
    which: Which,
    /// Expected valid ballots over electors: 60% or 3/5
    #[arg(long, value_name = "SHARE", value_parser = share)]
    turnout: Option<Fraction>,
    /// Count contacts too
    #[arg(long)]
    prospects: bool,
    /// Count everybody with this tag too; repeated
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Hide groups below five, and what would give them away
    #[arg(long)]
    for_others: bool,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids election support`.
pub(super) fn run(face: &mut Face, args: &SupportArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let counting = Counting {
        prospects: args.prospects,
        tags: args.tag.clone(),
        turnout: args.turnout,
        for_others: args.for_others,
    };
    let vault = face.open_read()?;
    let which = args.which.election.as_deref();
    let found = app::support(&vault, face.today, which, &counting)?;
    let mut reasons = Reasons::default();
    found.colleges.iter().filter_map(|c| c.needs.as_ref()).for_each(|n| reasons.add(n));
    let text = text(lang, &found);
    reasoned(face, args.explain, &reasons.whole(), shown::support(&found), &text)?;
    Ok(Exit::Done)
}

fn text(lang: Lang, found: &Support) -> String {
    let mut out = format!("{}\n", words::title(lang, &found.dossier.id, &found.dossier.poll));
    let hidden = tr!(lang, "caché", "hidden");
    let shown = |n: Option<u64>| n.map_or_else(|| hidden.clone(), |n| n.to_string());
    let need = |have: Option<u64>, needed: u64| match missing(have, needed) {
        None => needed.to_string(),
        Some(0) => format!("{needed} ✓"),
        Some(n) => format!("{needed} (−{n})"),
    };
    let mut table = Table::new([
        tr!(lang, "Collège", "College"),
        tr!(lang, "Soutiens", "Supporters"),
        tr!(lang, "Exprimés attendus", "Expected valid"),
        "10\u{a0}%".to_owned(),
        tr!(lang, "Un siège", "One seat"),
        tr!(lang, "Majorité", "Majority"),
    ]);
    for c in &found.colleges {
        let dash = || "–".to_owned();
        let needs = c.needs.as_ref().map(|n| n.value);
        table.row([
            c.college.clone(),
            shown(c.supporters),
            needs.map_or_else(dash, |n| format!("{} ({})", n.valid, percent(lang, c.turnout))),
            needs.map_or_else(dash, |n| need(c.supporters, n.tenth)),
            needs.and_then(|n| n.seat).map_or_else(dash, |s| need(c.supporters, s)),
            needs.map_or_else(dash, |n| need(c.supporters, n.majority)),
        ]);
    }
    out.push_str(&table.text());
    let all = shown(found.supporters);
    let line = match found.tenth {
        Some(tenth) => {
            let tenth = need(found.supporters, tenth);
            tr!(
                lang,
                "En tout\u{a0}: {all} soutiens, 10\u{a0}% de l’audience\u{a0}: {tenth}",
                "In all: {all} supporters, 10% of the audience: {tenth}"
            )
        }
        None => tr!(lang, "En tout\u{a0}: {all} soutiens", "In all: {all} supporters"),
    };
    out.push_str(&wrapped("", "  ", &line));
    if !found.map.sites.is_empty() {
        out.push('\n');
        let unknown = tr!(lang, "inconnu", "unknown");
        let colleges = found.map.colleges.iter().map(|c| c.clone().unwrap_or_else(|| unknown.clone()));
        let heads = std::iter::once(tr!(lang, "Site", "Site"));
        let mut table = Table::new(heads.chain(colleges).chain([tr!(lang, "Total", "Total")]));
        let counts = &found.map.counts;
        for (site, (cells, total)) in found.map.sites.iter().zip(counts.cells.iter().zip(&counts.rows)) {
            let site = site.clone().unwrap_or_else(|| unknown.clone());
            let cells = cells.iter().map(|n| shown(*n));
            table.row(std::iter::once(site).chain(cells).chain([shown(*total)]));
        }
        let totals = counts.columns.iter().map(|n| shown(*n));
        table.row(std::iter::once(tr!(lang, "Total", "Total")).chain(totals).chain([shown(counts.all)]));
        out.push_str(&table.text());
    }
    if found.for_others {
        out.push_str(&tr!(
            lang,
            "Les groupes de moins de cinq personnes sont cachés.\n",
            "Groups of fewer than five people are hidden.\n"
        ));
    }
    out
}
