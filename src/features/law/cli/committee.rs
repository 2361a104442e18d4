//! `contrepoids law committee`.

use clap::Args;

use super::answer;
use crate::{
    base::Lang,
    election::{Bodies, Perimeter, PerimeterFacts, Recognised},
    face::{
        error::Refusal,
        exit::Exit,
        explaining::Explaining,
        finding::{number, wrapped},
        frame::Face,
    },
    features::law::{
        messages::BadOptions,
        rules::{self as law, envoy_spec, site_spec},
        views,
    },
    law::{Answer, Finding, Fraction},
    tr,
};

/// Tell which body is elected in which perimeter
///
/// --site gives each distinct establishment: NAME: HEADCOUNT, cadres=N, colleges=3, delegates=2+2 (full members and
/// substitutes at the central CSE; delegates=1 for one of either sort); one alone where there is one. --unit says how an economic
/// and social unit (UES) was recognised. --vote and --seats tell whom the committee of an establishment elected to the central
/// one. The headcount is taken as reached for twelve months. What is not known is undetermined (exit code 21).
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law committee --headcount 60 --site 'North: 40' --site 'South: 20'
  contrepoids law committee --headcount 40 --unit judgment \\
    --site 'A: 25, delegates=1+1' --site 'B: 15, delegates=1+1'
  contrepoids law committee --seats 1 --vote 'Ada;1980-01-31=4' \\
    --vote 'Bo;1970-01-31=4'")]
pub struct CommitteeArgs {
    /// Headcount of the company or of the unit: 720, 49.5 or 99/2
    #[arg(long, value_name = "N")]
    headcount: Option<Fraction>,
    /// A unit of several companies, recognised by: agreement, judgment, protocol
    #[arg(long, value_name = "HOW", value_parser = recognised, requires = "headcount")]
    unit: Option<Recognised>,
    /// A distinct establishment; repeated
    #[arg(long, value_name = "SITE", requires = "headcount")]
    site: Vec<String>,
    /// All representative unions agreed on the spread of the central CSE
    #[arg(long, requires = "headcount")]
    unanimous: bool,
    /// A candidate of a committee for the central one: NAME=VOTES or NAME;YYYY-MM-DD=VOTES; repeated
    #[arg(long, value_name = "CANDIDATE", requires = "seats")]
    vote: Vec<String>,
    /// Seats that this vote fills
    #[arg(long, value_name = "N", requires = "vote")]
    seats: Option<u32>,
    #[command(flatten)]
    explain: Explaining,
}

fn recognised(text: &str) -> Result<Recognised, String> {
    Recognised::read(text).ok_or_else(|| Recognised::CODES.join(", "))
}

/// Runs `contrepoids law committee`.
pub(super) fn run(face: &mut Face, args: &CommitteeArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    if args.headcount.is_none() && args.seats.is_none() {
        return Err(BadOptions::Needed("--headcount").into());
    }
    let mut all = Finding { value: (), because: Vec::new(), caveats: Vec::new() };
    let perimeter = match args.headcount {
        None => None,
        Some(headcount) => {
            let sites = args.site.iter().map(|s| site_spec(s)).collect::<Result<_, _>>()?;
            let facts = PerimeterFacts { headcount, unit: args.unit, sites, unanimous: args.unanimous };
            Some(all.and(law::perimeter(&facts, face.today)?))
        }
    };
    let sent = match args.seats {
        None => None,
        Some(seats) => {
            let candidates = args.vote.iter().map(|v| envoy_spec(v)).collect::<Result<Vec<_>, _>>()?;
            let name = |place: usize| candidates.get(place).map(|c| c.name.clone()).unwrap_or_default();
            Some(match all.and(law::envoys(&candidates, seats, face.today)?) {
                Answer::Known(places) => Answer::Known(places.into_iter().map(name).collect::<Vec<_>>()),
                Answer::Undetermined { why, options } => Answer::Undetermined { why, options },
            })
        }
    };
    let mut text = text(lang, perimeter.as_ref(), sent.as_ref());
    if let (Some(Answer::Known(Perimeter { sites: Some(sum), .. })), Some(whole)) =
        (&perimeter, args.headcount)
    {
        text.push_str(&sites_text(lang, *sum, whole, args.site.len()));
    }
    let view = views::Committee::of(lang, perimeter.as_ref(), sent.as_ref());
    answer::known(face, args.explain, &all, view, &text)?;
    let open = matches!(perimeter, Some(Answer::Undetermined { .. }))
        || matches!(sent, Some(Answer::Undetermined { .. }));
    Ok(if open { Exit::Undetermined } else { Exit::Done })
}

fn text(lang: Lang, perimeter: Option<&Answer<Perimeter>>, sent: Option<&Answer<Vec<String>>>) -> String {
    let mut out = String::new();
    match perimeter {
        None => {}
        Some(Answer::Undetermined { why, options }) => {
            let word =
                |code: &String| Bodies::from_code(code).map_or(code.as_str(), |b| b.words(lang)).to_owned();
            let options: Vec<String> = options.iter().map(word).collect();
            out.push_str(&answer::undetermined_text(lang, *why, &options));
        }
        Some(Answer::Known(known)) => {
            let bodies = known.bodies.words(lang);
            out.push_str(&wrapped("", "  ", &tr!(lang, "On élit\u{a0}: {bodies}", "Elected: {bodies}")));
            if let Some(central) = &known.central {
                out.push_str(&central_text(lang, central));
            }
        }
    }
    match sent {
        None => {}
        Some(Answer::Undetermined { why, options }) => {
            out.push_str(&answer::undetermined_text(lang, *why, options));
        }
        Some(Answer::Known(names)) => {
            let names = names.join(", ");
            let line =
                tr!(lang, "Élu·e·s au CSE central\u{a0}: {names}", "Elected to the central CSE: {names}");
            out.push_str(&wrapped("", "  ", &line));
        }
    }
    out
}

/// The headcounts of the establishments together, beside that of the whole.
fn sites_text(lang: Lang, sum: Fraction, whole: Fraction, count: usize) -> String {
    let (added, of) = (number(lang, sum), number(lang, whole));
    let line = if sum == whole {
        tr!(
            lang,
            "Établissements ({count})\u{a0}: {added} en tout, comme l’ensemble",
            "Establishments ({count}): {added} together, like the whole"
        )
    } else {
        tr!(
            lang,
            "Établissements ({count})\u{a0}: {added} en tout, et l’ensemble {of}\u{a0}: en manque-t-il un, ou l’un compte-t-il deux fois\u{a0}?",
            "Establishments ({count}): {added} together, and the whole {of}: is one missing, or counted twice?"
        )
    };
    wrapped("", "  ", &line)
}

fn central_text(lang: Lang, central: &crate::election::Central) -> String {
    let mut out = String::new();
    if let Some((holders, substitutes)) = central.seats {
        out.push_str(&tr!(
            lang,
            "CSE central\u{a0}: {holders} titulaires, {substitutes} suppléant·e·s\n",
            "Central CSE: {holders} full members, {substitutes} substitutes\n"
        ));
    }
    out.push_str(&match central.cadres {
        Some((0, _)) => tr!(lang, "Aucun siège réservé aux cadres\n", "No seat reserved for cadres\n"),
        Some((_, 0)) => tr!(lang, "Au moins un titulaire cadre\n", "At least one full member a cadre\n"),
        Some(_) => tr!(
            lang,
            "Au moins un titulaire et un suppléant cadres\n",
            "At least one full member and one substitute cadres\n"
        ),
        None => tr!(
            lang,
            "Sièges réservés aux cadres\u{a0}: il faut leur nombre par établissement\n",
            "Seats reserved for cadres: their number in each establishment is needed\n"
        ),
    });
    let years = central.years;
    out.push_str(&tr!(
        lang,
        "Mandat\u{a0}: {years} ans, après l’élection des établissements\n",
        "Office: {years} years, after the election of the establishments\n"
    ));
    for fault in &central.faults {
        out.push_str(&wrapped("- ", "  ", fault.words(lang)));
    }
    out
}
