//! `bargain item`, `bargain information`, `bargain demand`, `bargain answers`.

use chrono::NaiveDate;
use clap::Args;

use super::{kept, name};
use crate::{
    bargaining::room::papers::PaperState,
    base::{Lang, View, text::fold},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::bargain::{
        actions::{
            self as app, Followed,
            table::{self, DemandEdit, PaperDays},
        },
        records::room::{DemandState, ItemState},
        rules::{
            answers::{Counts, counts},
            demands::Standing,
            table::{ItemLine, PaperLine},
        },
    },
    tr,
};

/// List the points that the law puts into the subject, or mark one
///
/// Each point stands with its article. Name it by its number, its code or its French name, accents or not. What is marked is
/// treated, refused or open.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain item 3f2a91c4
  contrepoids bargain item 3f2a91c4 wages treated
  contrepoids bargain item 3f2a91c4 4 refused --note \"no figures\"")]
pub struct ItemArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// The point: its number or its name in the list
    #[arg(value_name = "POINT", requires = "state")]
    item: Option<String>,
    /// How it was dealt with: treated, refused, open
    #[arg(value_name = "STATE", value_parser = item_state)]
    state: Option<ItemState>,
    /// A note
    #[arg(long, value_name = "TEXT", requires = "item")]
    note: Option<String>,
}

fn item_state(text: &str) -> Result<ItemState, String> {
    ItemState::read(text).ok_or_else(|| "treated/traité, refused/refusé, open/ouvert".to_owned())
}

impl ItemArgs {
    /// Tells whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.item.is_none()
    }
}

/// List the information to ask the employer for, or note what was asked and what came
///
/// The list follows the subject and the headcount. What has a day that passed is late.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain information 3f2a91c4
  contrepoids bargain information 3f2a91c4 gaps --asked 2026-12-08
  contrepoids bargain information 3f2a91c4 gaps --received 2026-12-16")]
pub struct PaperArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// The piece of information: its number or its name in the list
    #[arg(value_name = "NAME")]
    paper: Option<String>,
    /// The day it was asked for
    #[arg(long, value_name = "YYYY-MM-DD", requires = "paper")]
    asked: Option<NaiveDate>,
    /// The day by which it is due
    #[arg(long, value_name = "YYYY-MM-DD", requires = "paper")]
    due: Option<NaiveDate>,
    /// The day it came
    #[arg(long, value_name = "YYYY-MM-DD", requires = "paper")]
    received: Option<NaiveDate>,
}

impl PaperArgs {
    /// Tells whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.asked.is_none() && self.due.is_none() && self.received.is_none()
    }
}

/// List our demands with the last word of each side, or note one
///
/// A demand has a short name of your own. What each side says is kept by day, and the last of it goes into the minutes of
/// disagreement: never write there what was not said at the table.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain demand 3f2a91c4 wages --text \"3 % for all\" \\
    --reason \"prices rose by 2,4 %\" --cost \"410 000 € a year\"
  contrepoids bargain demand 3f2a91c4 wages --theirs \"1 %\" --day 2027-01-12
  contrepoids bargain demand 3f2a91c4 wages --state obtained")]
pub struct DemandArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// A short name of your own
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// What is asked
    #[arg(long, value_name = "TEXT", requires = "name")]
    text: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "name")]
    reason: Option<String>,
    /// What it costs, where that is known
    #[arg(long, value_name = "TEXT", requires = "name")]
    cost: Option<String>,
    /// Where it stands: asked, offered, refused, obtained
    #[arg(long, value_name = "STATE", value_parser = demand_state, requires = "name")]
    state: Option<DemandState>,
    /// What we proposed
    #[arg(long, value_name = "TEXT", requires = "name")]
    ours: Option<String>,
    /// What the employer proposed
    #[arg(long, value_name = "TEXT", requires = "name")]
    theirs: Option<String>,
    /// The day it was said; today where it is not given
    #[arg(long, value_name = "YYYY-MM-DD", requires = "name")]
    day: Option<NaiveDate>,
    /// Take the demand off the list
    #[arg(long, requires = "name")]
    drop: bool,
}

fn demand_state(text: &str) -> Result<DemandState, String> {
    DemandState::read(text)
        .ok_or_else(|| "asked/demandée, offered/offre, refused/refusée, obtained/obtenue".to_owned())
}

impl DemandArgs {
    /// Tells whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.name.is_none()
    }
}

/// Count what members answered, by theme
///
/// Only numbers are kept, never who answered. Groups below five are hidden, with what would give them away, unless the
/// organizers look (--organizers). A theme that is given 0 goes.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain answers 3f2a91c4 wages 42
  contrepoids bargain answers 3f2a91c4")]
pub struct AnswersArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// The theme, in your own words
    #[arg(value_name = "THEME", requires = "count")]
    theme: Option<String>,
    /// How many answered for it
    #[arg(value_name = "N")]
    count: Option<u32>,
    /// Show small groups too: for the organizers only
    #[arg(long)]
    organizers: bool,
}

impl AnswersArgs {
    /// Tells whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.theme.is_none()
    }
}

pub(super) fn saved(face: &mut Face) {
    face.note(&tr!(face.lang, "Enregistré.", "Saved."));
}

/// Runs `contrepoids bargain item`.
pub(super) fn item(face: &mut Face, args: &ItemArgs) -> Result<Exit, Refusal> {
    let followed = match (&args.item, args.state) {
        (Some(item), Some(state)) => {
            let note = kept(args.note.as_ref())?;
            let mut vault = face.open_write()?;
            let (now, today) = (face.now_ms(), face.today);
            let found = table::mark_item(&mut vault, now, today, &args.id, (item, state, note))?;
            saved(face);
            found
        }
        _ => app::show(&face.open_read()?, face.today, &args.id)?,
    };
    face.show(&Items(followed))?;
    Ok(Exit::Done)
}

/// Runs `contrepoids bargain information`.
pub(super) fn information(face: &mut Face, args: &PaperArgs) -> Result<Exit, Refusal> {
    let followed = match &args.paper {
        Some(paper) if !args.shows() => {
            let days = PaperDays { asked: args.asked, due: args.due, received: args.received };
            let mut vault = face.open_write()?;
            let (now, today) = (face.now_ms(), face.today);
            let found = table::mark_paper(&mut vault, now, today, &args.id, paper, days)?;
            saved(face);
            found
        }
        _ => app::show(&face.open_read()?, face.today, &args.id)?,
    };
    face.show(&Papers(followed))?;
    Ok(Exit::Done)
}

/// Runs `contrepoids bargain demand`.
pub(super) fn demand(face: &mut Face, args: &DemandArgs) -> Result<Exit, Refusal> {
    let followed = match &args.name {
        Some(_) => {
            let name = kept(args.name.as_ref())?.unwrap_or_default();
            let edit = DemandEdit {
                text: kept(args.text.as_ref())?,
                reason: kept(args.reason.as_ref())?,
                cost: kept(args.cost.as_ref())?,
                state: args.state,
                ours: kept(args.ours.as_ref())?,
                theirs: kept(args.theirs.as_ref())?,
                day: args.day,
                drop: args.drop,
            };
            let mut vault = face.open_write()?;
            let (now, today) = (face.now_ms(), face.today);
            let found = table::note_demand(&mut vault, now, today, &args.id, &name, edit)?;
            saved(face);
            found
        }
        None => app::show(&face.open_read()?, face.today, &args.id)?,
    };
    face.show(&Demands(followed))?;
    Ok(Exit::Done)
}

/// Runs `contrepoids bargain answers`.
pub(super) fn answers(face: &mut Face, args: &AnswersArgs) -> Result<Exit, Refusal> {
    let followed = match (&args.theme, args.count) {
        (Some(_), Some(count)) => {
            let theme = kept(args.theme.as_ref())?.unwrap_or_default();
            let mut vault = face.open_write()?;
            let (now, today) = (face.now_ms(), face.today);
            let found = table::note_answers(&mut vault, now, today, &args.id, (theme, count))?;
            saved(face);
            found
        }
        _ => app::show(&face.open_read()?, face.today, &args.id)?,
    };
    let counts = counts(&followed.round, args.organizers);
    face.show(&Answers { followed, counts, hidden: !args.organizers })?;
    Ok(Exit::Done)
}

pub(super) fn head(lang: Lang, followed: &Followed) -> String {
    let title = format!("{} [{}]", name(lang, &followed.round), followed.id.short());
    finding::wrapped("", "  ", &title)
}

/// What names a line in the list: its number and its short name.
fn numbered(number: usize, name: &str) -> String {
    format!("{number:>3}  {name:<22}")
}

/// Where the text of a list begins.
const INDENT: usize = 27;

fn line(number: usize, name: &str, text: &str) -> String {
    finding::wrapped(&numbered(number, name), &" ".repeat(INDENT), text)
}

struct Items(Followed);

impl Show for Items {
    fn view(&self, lang: Lang) -> impl View {
        table::items(lang, &self.0)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = head(lang, &self.0);
        let mut last = None;
        for one in &self.0.table.items {
            let group = one.point.group;
            if last != Some(&group.article) {
                let article = finding::article(lang, &group.article);
                let mut title = finding::capital(&article);
                if let Some(when) = group.when {
                    title = format!("{title}, {}", when.words(lang));
                }
                if group.optional {
                    title = format!("{title}{}", tr!(lang, ", facultatif", ", optional"));
                }
                out.push_str(&finding::wrapped("", "  ", &tr!(lang, "{title}\u{a0}:", "{title}:")));
                last = Some(&group.article);
            }
            out.push_str(&item_line(lang, one));
        }
        if self.0.table.items.is_empty() {
            out.push_str(&finding::wrapped("  ", "  ", &nothing(lang)));
        }
        out
    }
}

fn nothing(lang: Lang) -> String {
    tr!(
        lang,
        "aucun texte lu ne donne de liste à cette date",
        "no text that was read gives a list on this day"
    )
}

fn item_line(lang: Lang, one: &ItemLine) -> String {
    let (item, state) = (one.point.item, one.state.words(lang));
    let note = one.note.as_ref().map(|n| format!(" \u{2013} {n}")).unwrap_or_default();
    let text = format!("{}, {} \u{2013} {state}{note}", item.point, item.words(lang));
    line(one.point.number, item.short(lang), &text)
}

struct Papers(Followed);

impl Show for Papers {
    fn view(&self, lang: Lang) -> impl View {
        table::papers(lang, &self.0)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = head(lang, &self.0);
        for one in &self.0.table.papers {
            out.push_str(&paper_line(lang, one));
        }
        let open = self.0.table.papers.iter().any(|p| p.owing.open);
        if open {
            let what = tr!(
                lang,
                "L’effectif n’est pas noté\u{a0}: ce qui en dépend est marqué «\u{a0}selon l’effectif\u{a0}» (contrepoids company headcount).",
                "The headcount is not recorded: what depends on it says so (contrepoids company headcount)."
            );
            out.push_str(&finding::wrapped("", "  ", &what));
        }
        out
    }
}

fn paper_line(lang: Lang, one: &PaperLine) -> String {
    let paper = one.owing.paper;
    let mut text = format!("{} \u{2013} {}", paper.words(lang), one.state.words(lang));
    let day = match one.state {
        PaperState::Received => one.received,
        PaperState::Late | PaperState::Asked => one.due,
        PaperState::ToAsk => None,
    };
    if let Some(day) = day {
        let day = finding::day(lang, day);
        text.push_str(&match one.state {
            PaperState::Late => tr!(lang, " depuis le {day}", " since {day}"),
            PaperState::Received => tr!(lang, " le {day}", " on {day}"),
            _ => tr!(lang, " pour le {day}", " for {day}"),
        });
    }
    match &paper.article {
        Some(article) => text.push_str(&format!(" ({})", finding::short_article(lang, article))),
        None => text.push_str(&tr!(
            lang,
            " (aucun texte lu\u{a0}: à vérifier avant de l’invoquer)",
            " (no text was read: to be checked before it is invoked)"
        )),
    }
    if one.owing.open {
        text.push_str(&tr!(lang, ", selon l’effectif", ", depending on the headcount"));
    }
    line(one.owing.number, paper.short(lang), &text)
}

struct Demands(Followed);

impl Show for Demands {
    fn view(&self, _: Lang) -> impl View {
        table::demands(&self.0)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = head(lang, &self.0);
        for one in &self.0.table.demands {
            out.push_str(&demand_lines(lang, one));
        }
        if self.0.table.demands.is_empty() {
            let none = tr!(lang, "aucune revendication notée", "no demand is recorded");
            out.push_str(&finding::wrapped("  ", "  ", &none));
        }
        out
    }
}

fn demand_lines(lang: Lang, one: &Standing) -> String {
    let demand = &one.demand;
    let title = format!("{} \u{2013} {}", demand.text, demand.state.words(lang));
    let name = &demand.name;
    let title = tr!(lang, "{name}\u{a0}: {title}", "{name}: {title}");
    let mut out = finding::wrapped("  ", "      ", &title);
    let mut row = |name: String, text: &str| {
        out.push_str(&finding::wrapped(&format!("      {name:<12}"), &" ".repeat(18), text));
    };
    if let Some(reason) = &demand.reason {
        row(tr!(lang, "motif", "reason"), reason);
    }
    if let Some(cost) = &demand.cost {
        row(tr!(lang, "coût", "cost"), cost);
    }
    for (name, said) in
        [(tr!(lang, "nous", "we"), &one.ours), (tr!(lang, "l’employeur", "employer"), &one.theirs)]
    {
        if let Some((day, text)) = said {
            row(name, &format!("{text} ({})", finding::day(lang, *day)));
        }
    }
    out
}

struct Answers {
    followed: Followed,
    counts: Counts,
    hidden: bool,
}

impl Show for Answers {
    fn view(&self, _: Lang) -> impl View {
        table::answers(&self.followed, &self.counts, self.hidden)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = head(lang, &self.followed);
        let few = || tr!(lang, "caché, petit groupe", "hidden, a small group");
        let number = |n: Option<u64>| n.map_or_else(few, |n| n.to_string());
        for (theme, count) in &self.counts.themes {
            let count = number(*count);
            let text = tr!(lang, "{theme}\u{a0}: {count}", "{theme}: {count}");
            out.push_str(&finding::wrapped("  ", "    ", &text));
        }
        let all = number(self.counts.all);
        out.push_str(&finding::wrapped("  ", "    ", &tr!(lang, "en tout\u{a0}: {all}", "in all: {all}")));
        out
    }
}

/// The rows of `bargain show` for what lies on the table: a name and its text.
pub(super) fn rows(lang: Lang, followed: &Followed) -> Vec<(String, String)> {
    let table = &followed.table;
    let mut out = Vec::new();
    let open: Vec<_> = table
        .items
        .iter()
        .filter(|i| i.state == ItemState::Open && !i.point.group.optional && i.point.group.when.is_none())
        .collect();
    if followed.round.opened.is_some() && !open.is_empty() {
        let names = names(lang, open.iter().map(|i| i.point.item.short(lang)));
        let text = tr!(lang, "pas encore traités\u{a0}: {names}", "not yet dealt with: {names}");
        out.push((tr!(lang, "points", "points"), text));
    }
    for (state, what) in [
        (PaperState::Late, tr!(lang, "en retard", "late")),
        (PaperState::Asked, tr!(lang, "attendues", "awaited")),
    ] {
        let here = table.papers.iter().filter(|p| p.state == state).map(|p| p.owing.paper.short(lang));
        let names = names(lang, here);
        if !names.is_empty() {
            out.push((
                tr!(lang, "infos", "information"),
                tr!(lang, "{what}\u{a0}: {names}", "{what}: {names}"),
            ));
        }
    }
    for one in table.demands.iter().take(SHOWN) {
        let (name, state) = (&one.demand.name, one.demand.state.words(lang));
        let said = one.theirs.as_ref().map(|(_, text)| format!(" ({text})")).unwrap_or_default();
        let text = tr!(lang, "{name}\u{a0}: {state}{said}", "{name}: {state}{said}");
        out.push((tr!(lang, "demandes", "demands"), text));
    }
    let more = table.demands.len().saturating_sub(SHOWN);
    if more > 0 {
        let id = followed.id.short();
        let text = tr!(
            lang,
            "et {more} de plus (contrepoids bargain demand {id})",
            "and {more} more (contrepoids bargain demand {id})"
        );
        out.push((String::new(), text));
    }
    out
}

/// How many demands `bargain show` names: it is one screen.
const SHOWN: usize = 6;

fn names<'a>(lang: Lang, all: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for one in all {
        if !seen.iter().any(|s| fold(s) == fold(one)) {
            seen.push(one);
        }
    }
    let more = seen.len().saturating_sub(SHOWN);
    let text = seen.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    if more == 0 { text } else { tr!(lang, "{text} et {more} de plus", "{text} and {more} more") }
}
