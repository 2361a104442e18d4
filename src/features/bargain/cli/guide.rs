//! `bargain guide` and `bargain delegation`.

use clap::Args;

use super::{
    kept,
    table::{head, saved},
};
use crate::{
    bargaining::{
        Seated,
        room::guide::{Counted, Topic},
    },
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::{
        bargain::{
            actions::{
                self as app, Followed,
                ending::{self, Guide},
                table::note_seat,
            },
            records::room::Seat,
        },
        company::cli::YesNo,
    },
    law::{Finding, Fraction},
    tr,
};

/// Show what to do, in order, with the articles: the employer defaults, an agreement, no union delegate…
///
/// Topics: default, agreement, disagreement, without-delegate, after-elections. The headcount is that of `company` unless given; what
/// depends on something that is not known says so.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain guide default --round 3f2a91c4
  contrepoids bargain guide without-delegate --headcount 35 --cse yes")]
pub struct GuideArgs {
    /// The topic: default, agreement, disagreement, without-delegate, after-elections
    #[arg(value_name = "TOPIC", value_parser = topic)]
    topic: Topic,
    /// Only what counts for the subject of this round
    #[arg(long, value_name = "ID")]
    round: Option<String>,
    /// Headcount, instead of the last one recorded
    #[arg(long, value_name = "N")]
    headcount: Option<Fraction>,
    /// Whether somebody is elected in the CSE
    #[arg(long, value_name = "yes|no")]
    cse: Option<YesNo>,
}

fn topic(text: &str) -> Result<Topic, String> {
    Topic::read(text).ok_or_else(|| {
        "default/défaut, agreement/accord, disagreement/désaccord, without-delegate/sans-délégué, after-elections/élections"
            .to_owned()
    })
}

/// Record how many sit for a union, and check it
///
/// No name is kept: the law counts. The union delegate, or two at least where the union has several; as many employees at most as
/// delegates, unless an agreement of all says more, or two where the company has one delegate only.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain delegation 3f2a91c4 CGT --delegates 1 --employees 1
  contrepoids bargain delegation 3f2a91c4 --agreed 3")]
pub struct DelegationArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// The union
    #[arg(value_name = "UNION", requires = "delegates")]
    union: Option<String>,
    /// Union delegates who sit
    #[arg(long, value_name = "N", requires = "union")]
    delegates: Option<u32>,
    /// Employees who complete them
    #[arg(long, value_name = "N", requires = "union")]
    employees: Option<u32>,
    /// Union delegates that the union has in the company
    #[arg(long, value_name = "N", requires = "union")]
    named: Option<u32>,
    /// Employees in each delegation, where an agreement with all unions sets it
    #[arg(long, value_name = "N")]
    agreed: Option<u32>,
}

impl DelegationArgs {
    /// Tells whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.union.is_none() && self.agreed.is_none()
    }
}

/// Runs `contrepoids bargain guide`.
pub(super) fn guide(face: &mut Face, args: &GuideArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let given = (args.headcount, args.cse.map(YesNo::is_yes));
    let made = ending::guide(&vault, face.today, args.topic, args.round.as_deref(), given)?;
    face.show(&Told(made))?;
    Ok(Exit::Done)
}

/// Runs `contrepoids bargain delegation`.
pub(super) fn delegation(face: &mut Face, args: &DelegationArgs) -> Result<Exit, Refusal> {
    let today = face.today;
    let (followed, headcount) = if args.shows() {
        let vault = face.open_read()?;
        (app::show(&vault, today, &args.id)?, ending::headcount(&vault, today)?)
    } else {
        let seat = kept(args.union.as_ref())?.map(|union| Seat {
            union,
            delegates: args.delegates.unwrap_or(0),
            employees: args.employees.unwrap_or(0),
            named: args.named,
        });
        let mut vault = face.open_write()?;
        let now = face.now_ms();
        let found = note_seat(&mut vault, now, today, &args.id, seat, args.agreed)?;
        saved(face);
        (found, ending::headcount(&vault, today)?)
    };
    let said = ending::delegations(&followed, headcount)?;
    face.show(&Seats { followed, said })?;
    Ok(Exit::Done)
}

struct Told(Guide);

impl Show for Told {
    fn view(&self, lang: Lang) -> impl View {
        ending::guided(lang, &self.0)
    }

    fn text(&self, lang: Lang) -> String {
        let title = finding::capital(self.0.topic.words(lang));
        let mut out = finding::wrapped("", "  ", &tr!(lang, "{title}\u{a0}:", "{title}:"));
        for (number, counted) in (1_usize..).zip(&self.0.steps) {
            out.push_str(&finding::wrapped(&format!("{number:>3}. "), "     ", &step(lang, counted)));
        }
        if self.0.steps.iter().any(|s| !s.open.is_empty()) {
            let what = tr!(
                lang,
                "Ce qui dépend de l’effectif ou du CSE\u{a0}: contrepoids company headcount, --headcount N, --cse oui|non.",
                "What depends on the headcount or the CSE: contrepoids company headcount, --headcount N, --cse yes|no."
            );
            out.push_str(&finding::wrapped("", "  ", &what));
        }
        out
    }
}

fn step(lang: Lang, counted: &Counted) -> String {
    let (words, article) = (counted.step.words(lang), finding::short_article(lang, &counted.step.article));
    let open: Vec<_> = counted.open.iter().map(|what| what.words(lang)).collect();
    let mut after = article;
    if counted.step.unverified {
        after.push_str(&tr!(lang, ", en partie non vérifié", ", in part not verified"));
    }
    if !open.is_empty() {
        after = format!("{after}, {}", open.join(", "));
    }
    format!("{words} ({after})")
}

struct Seats {
    followed: Followed,
    said: Vec<Finding<Seated>>,
}

impl Show for Seats {
    fn view(&self, lang: Lang) -> impl View {
        ending::seats(lang, &self.followed, &self.said)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = head(lang, &self.followed);
        let round = &self.followed.round;
        if round.seats.is_empty() {
            let none = tr!(lang, "aucune délégation notée", "no delegation is recorded");
            out.push_str(&finding::wrapped("  ", "  ", &none));
        }
        for (seat, found) in round.seats.iter().zip(&self.said) {
            let Seat { union, delegates, employees, .. } = seat;
            let text = tr!(
                lang,
                "{union}\u{a0}: délégué·e·s syndicaux·ales {delegates}, salarié·e·s {employees}",
                "{union}: union delegates {delegates}, employees {employees}"
            );
            out.push_str(&finding::wrapped("  ", "    ", &text));
            let mut row = |text: String| out.push_str(&finding::wrapped("      ", "      ", &text));
            for flaw in &found.value.flaws {
                let text = flaw.words(lang);
                row(tr!(lang, "à revoir\u{a0}: {text}", "to look at: {text}"));
            }
            for unsure in &found.value.unsure {
                let text = unsure.words(lang);
                row(tr!(lang, "reste à savoir\u{a0}: {text}", "still to know: {text}"));
            }
        }
        let article = finding::short_article(lang, "L2232-17");
        let what = tr!(
            lang,
            "Délégation\u{a0}: {article}\u{a0}; sans accord, pas plus de salarié·e·s que de délégué·e·s.",
            "Delegation: {article}; without an agreement, no more employees than delegates."
        );
        out.push_str(&finding::wrapped("", "  ", &what));
        out
    }
}
