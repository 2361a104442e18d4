//! `agenda hours` and `agenda training`: what is left of delegation hours and of training leave.

use chrono::{Datelike as _, NaiveDate};
use clap::{Args, Subcommand};

use super::{edit, load};
use crate::face::error::safe::Safe;
use crate::face::explaining::Explaining;
use crate::{
    base::{Id, Lang, View, word::RoleKind},
    calendar::Month,
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
        months,
        wanted::Wanted,
        when,
    },
    features::agenda::{
        actions::{
            AgendaError, Diary,
            hours::{self, BadHours, Length, Opened},
        },
        records::Fact,
        rules as app,
        rules::{
            apart::{self, APART, Apart, Beside, Pool},
            ledger::{self, GIVEN, HoursLedger, Leave},
        },
        views,
    },
    law::{Finding, Fraction, Reasons},
    tr,
};

/// What `agenda hours` can do.
#[derive(Debug, Subcommand)]
pub enum HoursCmd {
    New(NewArgs),
    Take(TakeArgs),
    Give(GiveArgs),
    /// List the ledgers with what is left
    List(ListArgs),
    Show(ShowArgs),
}

/// Open the ledger of a mandate
///
/// Offices: cse (full member), cse-substitute, rs-cse, ds, dsc, rss. The hours a month are those of the law at the last
/// headcount, unless an agreement gives more. With --member the first day is that of the role in the roster.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda hours new ds --member 1a2b
  contrepoids agenda hours new cse --from 2026-06-16 --credit 24")]
pub struct NewArgs {
    /// The office: cse, cse-substitute, rs-cse, ds, dsc, rss
    #[arg(value_name = "OFFICE", value_parser = office)]
    office: RoleKind,
    /// Whose: first digits of the identifier, mail address or words of the name
    #[arg(long, value_name = "WHO")]
    member: Option<String>,
    /// Whose, in your words
    #[arg(long, value_name = "TEXT")]
    about: Option<String>,
    /// First day of the mandate
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// Hours a month, where they are not those of the law
    #[arg(long, value_name = "N")]
    credit: Option<Fraction>,
    /// Show what would move, and save nothing
    #[arg(long)]
    dry_run: bool,
}

fn office(text: &str) -> Result<RoleKind, String> {
    let found = RoleKind::read(text).filter(|r| ledger::OFFICES.contains(r));
    found.ok_or_else(|| ledger::OFFICES.map(RoleKind::code).join(", "))
}

/// Enter hours that were taken, or will be
///
/// Hours of the elected carry over for twelve months, to at most one and a half times the credit in one month; eight
/// days before hours beyond the credit of the month are used, the employer is told: that line enters the agenda.
/// Whoever works by days a year takes half-days of four hours. --not-deducted enters time that does not come off the hours
/// (meetings, inquiries, journeys): it is shown beside them. `section` in place of the digits: the hours a year of the
/// section to prepare bargaining.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda hours take 3f2a91c4 3.5 --day 2026-11-20
  contrepoids agenda hours take 3f2a91c4 1dj
  contrepoids agenda hours take 3f2a91c4 2h --not-deducted commission
  contrepoids agenda hours take section 3h --about pay")]
pub struct TakeArgs {
    /// The digits that name the mandate in `agenda hours list`; section for its hours to prepare bargaining
    #[arg(value_name = "ID")]
    id: String,
    /// How many hours: 3.5 or 3h30; half-days: 1dj
    #[arg(value_name = "HOURS", value_parser = length)]
    hours: Length,
    /// Time that does not come off the hours: committee, commission, safety, employer, urgent, inquiry, travel
    #[arg(long, value_name = "TIME", value_parser = aside)]
    not_deducted: Option<Apart>,
    /// The day (today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// What for, in your words
    #[arg(long, value_name = "TEXT")]
    about: Option<String>,
    /// Show what would move, and save nothing
    #[arg(long)]
    dry_run: bool,
}

fn length(text: &str) -> Result<Length, Wanted> {
    when::half_days(text).map_or_else(|| when::hours(text).map(Length::Hours), |n| Ok(Length::HalfDays(n)))
}

fn aside(text: &str) -> Result<Apart, String> {
    Apart::from_code(text).ok_or_else(|| Apart::CODES.join(", "))
}

/// Enter hours that one mandate gives to another
///
/// Full members of the CSE share with each other and with substitutes, delegates with delegates; the employer is told
/// in writing eight days before.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda hours give 3f2a91c4 77c09b12 4 --day 2026-12-10")]
pub struct GiveArgs {
    /// The mandate that gives
    #[arg(value_name = "ID")]
    id: String,
    /// The mandate that receives
    #[arg(value_name = "TO")]
    to: String,
    /// How many hours: 3.5 or 3h30
    #[arg(value_name = "HOURS", value_parser = when::hours)]
    hours: Fraction,
    /// The day they are to be used (today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// Show what would move, and save nothing
    #[arg(long)]
    dry_run: bool,
}

/// List the ledgers with what is left
#[derive(Debug, Clone, Args)]
pub struct ListArgs {
    /// The month; this one where none is given
    #[arg(long, value_name = "MONTH")]
    month: Option<Month>,
}

/// Show one ledger, month by month
///
/// To correct an entry: `agenda remove` with the digits shown, then enter it again.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda hours show 3f2a91c4 --explain")]
pub struct ShowArgs {
    /// The digits that name the mandate in `agenda hours list`; section for its hours to prepare bargaining
    #[arg(value_name = "ID")]
    id: String,
    /// Up to this month; this one where none is given
    #[arg(long, value_name = "MONTH")]
    month: Option<Month>,
    #[command(flatten)]
    explain: Explaining,
}

/// Show what is left of union training leave: twelve or eighteen days a year
///
/// Courses are entered with `agenda record training-course --day … --days N --member WHO`. Who holds a union role in the
/// roster, or is entered with --officer, has eighteen days, the others twelve.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda record training-course --day 2027-02-10 --days 3 \\
    --member 1a2b
  contrepoids agenda training --year 2027")]
pub struct TrainingArgs {
    /// The year; this one where none is given
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1970..=2100))]
    year: Option<i32>,
    #[command(flatten)]
    explain: Explaining,
}

impl HoursCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub(super) fn safe(&self) -> Safe {
        match self {
            Self::List(_) | Self::Show(_) => Safe::Read,
            Self::New(_) | Self::Take(_) | Self::Give(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids agenda hours …`.
pub(super) fn run(face: &mut Face, cmd: &HoursCmd) -> Result<Exit, Refusal> {
    match cmd {
        HoursCmd::New(args) => new(face, args),
        HoursCmd::Take(args) => take(face, args),
        HoursCmd::Give(args) => give(face, args),
        HoursCmd::List(args) => list(face, args),
        HoursCmd::Show(args) => show(face, args),
    }
}

fn new(face: &mut Face, args: &NewArgs) -> Result<Exit, Refusal> {
    let person = edit::person(face, args.member.as_ref())?;
    let about = edit::kept(args.about.as_ref())?;
    let diary = load(face)?;
    let opened = Opened { about, person, from: args.from, credit: args.credit };
    let made = hours::mandate(&diary, args.office, &opened, face.today)?;
    edit::add_fact(face, made, args.dry_run)
}

/// What names the hours of the section, where a mandate is named otherwise.
const SECTION: &str = "section";

fn take(face: &mut Face, args: &TakeArgs) -> Result<Exit, Refusal> {
    let about = edit::kept(args.about.as_ref())?;
    let diary = load(face)?;
    let day = args.day.unwrap_or(face.today);
    let hours = hours::in_hours(args.hours, day)?;
    if matches!(args.hours, Length::HalfDays(_)) {
        let n = finding::number(face.lang, hours);
        face.note(&tr!(
            face.lang,
            "Une demi-journée est de quatre heures (article R.\u{a0}2315-3)\u{a0}: {n}\u{a0}h.",
            "A half-day is four hours (article R. 2315-3): {n} h."
        ));
    }
    let of_section = args.id == SECTION;
    let made = if of_section && args.not_deducted.is_none() {
        hours::prepared(&diary, hours, day, face.today)?
    } else {
        let (id, mandate) = hours::find(&diary, &args.id)?;
        if let Some(kind) = args.not_deducted {
            let spent = hours::apart(&diary, (id, &mandate), kind, hours, day, face.today)?;
            return edit::add_fact(face, Fact { about, ..spent }, args.dry_run);
        }
        hours::taken(&diary, (id, &mandate), hours, day, face.today)?
    };
    let (left, month, year) = (finding::number(face.lang, made.left), Month::of(day), day.year());
    if made.over > Fraction::ZERO {
        let over = finding::number(face.lang, made.over);
        face.note(&if of_section {
            tr!(
                face.lang,
                "Attention\u{a0}: {over}\u{a0}h au-delà des heures de l’année.",
                "Mind: {over} h beyond the hours of the year."
            )
        } else {
            tr!(
                face.lang,
                "Attention\u{a0}: {over}\u{a0}h au-delà de ce qui est utilisable ce mois-là.",
                "Mind: {over} h beyond what may be used in that month."
            )
        });
    }
    face.note(&if of_section {
        tr!(face.lang, "Il reste {left}\u{a0}h pour {year}.", "{left} h are left for {year}.")
    } else {
        tr!(face.lang, "Il reste {left}\u{a0}h en {month}.", "{left} h are left in {month}.")
    });
    edit::add_fact(face, Fact { about, ..made.fact }, args.dry_run)
}

fn give(face: &mut Face, args: &GiveArgs) -> Result<Exit, Refusal> {
    let diary = load(face)?;
    let (from, giver) = hours::find(&diary, &args.id)?;
    let (to, taker) = hours::find(&diary, &args.to)?;
    let day = args.day.unwrap_or(face.today);
    let made = hours::given(&diary, (from, &giver), (to, &taker), args.hours, day, face.today);
    edit::add_fact(face, made?, args.dry_run)
}

fn all(face: &Face, diary: &Diary, month: Option<Month>) -> Result<Vec<HoursLedger>, Refusal> {
    let month = month.unwrap_or_else(|| Month::of(face.today));
    Ok(app::ledger::ledgers(&diary.basis, month, face.today)?)
}

fn owner(lang: Lang, ledger: &HoursLedger) -> String {
    let role = ledger.office.words(lang).to_owned();
    let whom = ledger.whom.as_ref().map(|w| w.0.clone()).filter(|w| !w.is_empty());
    [Some(role), whom, ledger.about.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

struct HoursTable(Vec<HoursLedger>, Option<Finding<Pool>>);

impl Show for HoursTable {
    fn view(&self, _lang: Lang) -> impl View {
        views::Ledgers::of(&self.0, self.1.as_ref().map(|p| &p.value))
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for ledger in &self.0 {
            let (id, owner) = (ledger.id.short(), owner(lang, ledger));
            let number = |n| finding::number(lang, n);
            let (left, risk) = (number(ledger.hours.value.left), number(ledger.hours.value.at_risk));
            let credit = number(ledger.credit);
            let text = tr!(
                lang,
                "{owner}\u{a0}: il reste {left}\u{a0}h ({credit} par mois\u{a0}; {risk} se perdent à la fin du mois)",
                "{owner}: {left} h left ({credit} a month; {risk} are lost at the end of the month)"
            );
            out.push_str(&finding::wrapped(&format!("{id}  "), &" ".repeat(10), &text));
        }
        if let Some(pool) = &self.1 {
            out.push_str(&finding::wrapped("section   ", &" ".repeat(10), &pooled(lang, &pool.value)));
        }
        out
    }
}

fn pooled(lang: Lang, pool: &Pool) -> String {
    let (left, allowed, year) = (finding::number(lang, pool.left), pool.allowed, pool.year);
    let mut text = tr!(
        lang,
        "pour préparer la négociation, {year}\u{a0}: il reste {left}\u{a0}h sur {allowed}",
        "to prepare bargaining, {year}: {left} of {allowed} h left"
    );
    if pool.over > Fraction::ZERO {
        let over = finding::number(lang, pool.over);
        text.push_str(&tr!(lang, "\u{a0}; {over} de trop", "; {over} too many"));
    }
    text
}

fn list(face: &mut Face, args: &ListArgs) -> Result<Exit, Refusal> {
    let diary = load(face)?;
    let found = all(face, &diary, args.month)?;
    let year = args.month.map_or_else(|| face.today.year(), |month| month.first().year());
    let section = apart::pool(&diary.basis, year, face.today)?;
    if found.is_empty() && !face.json {
        face.note(&tr!(
            face.lang,
            "Aucun mandat avec des heures\u{a0}: contrepoids agenda hours new",
            "No mandate with hours: contrepoids agenda hours new"
        ));
    }
    face.show(&HoursTable(found, section))?;
    Ok(Exit::Done)
}

struct HoursSheet {
    ledger: HoursLedger,
    explain: Explaining,
}

impl Show for HoursSheet {
    fn view(&self, _lang: Lang) -> impl View {
        views::HoursLedger::of(&self.ledger)
    }

    fn reasons(&self, lang: Lang) -> Option<Reasons> {
        finding::reasons(lang, &self.ledger.hours, self.explain)
    }

    fn text(&self, lang: Lang) -> String {
        let ledger = &self.ledger;
        let mut out = finding::wrapped("", "  ", &format!("{} [{}]", owner(lang, ledger), ledger.id.short()));
        out.push_str(&months::rows(lang, &ledger.hours.value, true));
        let lines = |all: &[(Id, Fact)], out: &mut String| {
            for (id, fact) in all {
                out.push_str(&entry(lang, *id, fact, ledger.id));
            }
        };
        let (beside, own): (Vec<_>, Vec<_>) =
            ledger.entries.iter().cloned().partition(|(_, f)| f.code == APART);
        lines(&own, &mut out);
        out.push_str(&months::left(lang, &ledger.hours.value));
        if let Some(spent) = &ledger.beside {
            out.push_str(&not_deducted(lang, spent));
        }
        lines(&beside, &mut out);
        out.push_str(&finding::below(lang, &ledger.hours, self.explain));
        out
    }
}

/// One entry of a ledger.
fn entry(lang: Lang, id: Id, fact: &Fact, ledger: Id) -> String {
    let day = fact.day.map_or_else(String::new, |d| finding::day(lang, d));
    let apart = fact.terms.as_deref().filter(|_| fact.code == APART).and_then(Apart::from_code);
    let what = match (fact.code.as_str(), apart) {
        (_, Some(kind)) => kind.words(lang).to_owned(),
        (GIVEN, _) if fact.to == Some(ledger) => tr!(lang, "reçues", "received"),
        (GIVEN, _) => tr!(lang, "données", "given"),
        (_, None) => tr!(lang, "prises", "taken"),
    };
    let hours = fact.amount.clone().unwrap_or_default();
    let hours = hours.parse().map_or(hours, |n| finding::number(lang, n));
    let about = fact.about.as_ref().map_or_else(String::new, |a| format!(" \u{2013} {a}"));
    let text = format!("{day}  {hours}\u{a0}h {what}{about}");
    finding::wrapped(&format!("{}  ", id.short()), &" ".repeat(10), &text)
}

/// What was spent in the year and does not come off the hours.
fn not_deducted(lang: Lang, beside: &Beside) -> String {
    let number = |n| finding::number(lang, n);
    let spent: Vec<_> =
        beside.spent.iter().map(|s| format!("{} {}\u{a0}h", s.kind.words(lang), number(s.hours))).collect();
    let (year, spent) = (beside.year, spent.join(", "));
    let mut out = finding::wrapped(
        "",
        "  ",
        &tr!(lang, "Non déduit en {year}\u{a0}: {spent}.", "Not deducted in {year}: {spent}."),
    );
    if let Some(limit) = beside.limit {
        let over = number(beside.over);
        let mut text = tr!(
            lang,
            "Les réunions du comité et de ses commissions ne se déduisent pas tant qu’elles durent au plus {limit}\u{a0}h \
             dans l’année, toutes ensemble (article R.\u{a0}2315-7).",
            "Meetings of the committee and its commissions do not come off while they last at most {limit} h in the year, all \
             together (article R. 2315-7)."
        );
        if beside.over > Fraction::ZERO {
            text.push(' ');
            text.push_str(&tr!(
                lang,
                "Attention\u{a0}: {over}\u{a0}h au-delà, que l’employeur peut déduire.",
                "Mind: {over} h beyond, which the employer may deduct."
            ));
        }
        out.push_str(&finding::wrapped("  ", "  ", &text));
    }
    out
}

struct PoolSheet {
    found: Finding<Pool>,
    explain: Explaining,
}

impl Show for PoolSheet {
    fn view(&self, _lang: Lang) -> impl View {
        views::SectionHours::of(&self.found.value)
    }

    fn reasons(&self, lang: Lang) -> Option<Reasons> {
        finding::reasons(lang, &self.found, self.explain)
    }

    fn text(&self, lang: Lang) -> String {
        let pool = &self.found.value;
        let mut out = finding::wrapped("section   ", &" ".repeat(10), &pooled(lang, pool));
        for (id, fact) in &pool.entries {
            out.push_str(&entry(lang, *id, fact, *id));
        }
        out.push_str(&finding::below(lang, &self.found, self.explain));
        out
    }
}

fn show(face: &mut Face, args: &ShowArgs) -> Result<Exit, Refusal> {
    let diary = load(face)?;
    if args.id == SECTION {
        let year = args.month.map_or_else(|| face.today.year(), |month| month.first().year());
        let found = apart::pool(&diary.basis, year, face.today)?;
        let found = found.ok_or(AgendaError::from(BadHours::NoPool))?;
        face.show(&PoolSheet { found, explain: args.explain })?;
        return Ok(Exit::Done);
    }
    let (id, mandate) = hours::find(&diary, &args.id)?;
    let found = all(face, &diary, args.month)?.into_iter().find(|l| l.id == id);
    let Some(ledger) = found else {
        let from = mandate.day.map_or_else(String::new, |d| finding::day(face.lang, d));
        face.note(&tr!(face.lang, "Le mandat commence le {from}.", "The mandate begins on {from}."));
        return Ok(Exit::Done);
    };
    face.show(&HoursSheet { ledger, explain: args.explain })?;
    Ok(Exit::Done)
}

struct Training {
    found: Finding<Vec<Leave>>,
    explain: Explaining,
}

impl Show for Training {
    fn view(&self, _lang: Lang) -> impl View {
        views::Training::of(&self.found.value)
    }

    fn reasons(&self, lang: Lang) -> Option<Reasons> {
        finding::reasons(lang, &self.found, self.explain)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for l in &self.found.value {
            let whom = l.whom.as_ref().map(|w| w.0.clone()).filter(|w| !w.is_empty());
            let who = whom.or_else(|| l.about.clone()).unwrap_or_else(|| "–".to_owned());
            let number = |n| finding::number(lang, n);
            let (used, left, allowed, year) = (number(l.used), number(l.left), l.allowed, l.year);
            let mut text = tr!(
                lang,
                "{who}, {year}\u{a0}: {used}\u{a0}j pris, il en reste {left} sur {allowed}",
                "{who}, {year}: {used} d taken, {left} of {allowed} left"
            );
            if l.over > Fraction::ZERO {
                let over = number(l.over);
                text.push_str(&tr!(lang, "\u{a0}; {over} de trop", "; {over} too many"));
            }
            out.push_str(&finding::wrapped("", "  ", &text));
        }
        out.push_str(&finding::below(lang, &self.found, self.explain));
        out
    }
}

/// Runs `contrepoids agenda training`.
pub(super) fn training(face: &mut Face, args: &TrainingArgs) -> Result<Exit, Refusal> {
    let diary = load(face)?;
    let year = args.year.unwrap_or_else(|| face.today.year());
    let found = app::ledger::leaves(&diary.basis, year, face.today)?;
    if found.value.is_empty() && !face.json {
        face.note(&tr!(face.lang, "Aucun stage noté pour {year}.", "No course is recorded for {year}."));
    }
    face.show(&Training { found, explain: args.explain })?;
    Ok(Exit::Done)
}
