//! Scales, and who is on which.

use chrono::NaiveDate;
use clap::{ArgGroup, Args};

use super::{sum, text, word};
use crate::{
    base::{Lang, View, text::fold},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
        wanted,
    },
    features::dues::{
        actions::{self as app, DuesError, NewScale, Said},
        records::{Plan, ScaleVersion},
        rules::{Past, scales},
        views,
    },
    law::Fraction,
    money::{BadScale, Band, Cents, Period, Terms, Version},
    tr, trn,
};

/// Show the scales, or set what one is from a day on
///
/// Without a name the scales are listed. A scale is a share of the declared monthly income (--percent 1), bands
/// (--bands "1500:8 2500:12 more:18": up to 1,500 a month 8 euros, and so on), the same sum for all (--flat 12) or what
/// one wants to give (--free). A new version counts from its day on and leaves what was before as it is; where that day
/// has passed, what it changes is said first. The first scale is that of everybody who is put on none.
#[derive(Debug, Clone, Args)]
#[command(group = ArgGroup::new("terms").args(["percent", "bands", "flat", "free"]))]
#[command(after_help = "Examples:
  contrepoids dues schedule
  contrepoids dues schedule ordinary --flat 12 --from 2026-01-01
  contrepoids dues schedule \"1 %\" --percent 1 --minimum 5 --from 2026-01-01
  contrepoids dues schedule retired --flat 30 --per year --from 2026-01-01")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
pub struct ScheduleArgs {
    /// Name of the scale
    #[arg(value_name = "NAME", requires = "terms")]
    name: Option<String>,
    /// A share of the declared monthly income, in percent
    #[arg(long, value_name = "N", requires = "name")]
    percent: Option<Fraction>,
    /// Bands of the declared monthly income, each with its sum
    #[arg(long, value_name = "BANDS", requires = "name")]
    bands: Option<String>,
    /// The same sum for all
    #[arg(long, value_name = "AMOUNT", requires = "name", value_parser = wanted::amount)]
    flat: Option<Cents>,
    /// What one wants to give: nothing is owed
    #[arg(long, requires = "name")]
    free: bool,
    /// How often dues fall due: month, quarter, year
    #[arg(long, value_name = "PERIOD", value_parser = period, requires = "terms")]
    per: Option<Period>,
    /// From which day on; the first of the month otherwise
    #[arg(long, value_name = "YYYY-MM-DD", requires = "terms")]
    from: Option<NaiveDate>,
    /// The least for a whole period
    #[arg(long, value_name = "AMOUNT", value_parser = wanted::amount, requires = "terms")]
    minimum: Option<Cents>,
    /// Whoever works part time owes in proportion
    #[arg(long, requires = "terms")]
    part_time: bool,
    /// A period that was begun is owed whole, and not by days of membership
    #[arg(long, requires = "terms")]
    whole: bool,
    /// The sum falls due at the end of the period
    #[arg(long, requires = "terms")]
    in_arrears: bool,
    /// The scale of everybody who is put on none
    #[arg(long, requires = "terms")]
    usual: bool,
}

impl ScheduleArgs {
    /// Whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.name.is_none()
    }
}

fn period(text: &str) -> Result<Period, String> {
    let year = (fold(text) == "an").then_some(Period::Year);
    year.map_or_else(|| word(Period::ALL, |p| [p.code(), p.words(Lang::Fr), p.words(Lang::En)], text), Ok)
}

/// Reads bands: `1500:8 2500:12 more:18`.
fn bands(typed: &str) -> Result<Terms, DuesError> {
    let bad = || BadScale::Form(typed.to_owned());
    let one = |word: &str| -> Result<Band, BadScale> {
        let (upto, sum) = word.split_once(':').ok_or_else(bad)?;
        let cents = |t: &str| Cents::read(t).map_err(|_| bad());
        let last = matches!(fold(upto).as_str(), "more" | "plus" | "");
        Ok(Band { upto: if last { None } else { Some(cents(upto)?) }, amount: cents(sum)? })
    };
    let words = typed.split(|c: char| c.is_whitespace() || c == ';').filter(|w| !w.is_empty());
    Ok(Terms::Bands(words.map(one).collect::<Result<_, _>>()?).checked()?)
}

pub(super) fn schedule(face: &mut Face, args: &ScheduleArgs) -> Result<Exit, Refusal> {
    let Some(name) = text(args.name.as_ref())? else { return list(face) };
    let terms = match (args.percent, &args.bands, args.flat) {
        (Some(percent), ..) => Terms::Share(percent.checked_div(Fraction::whole(100)).unwrap_or_default()),
        (_, Some(typed), _) => bands(typed)?,
        (.., Some(flat)) => Terms::Flat(flat),
        _ => Terms::Free,
    };
    let terms = terms.checked().map_err(DuesError::from)?;
    let version = ScaleVersion {
        scale: name,
        from: args.from.unwrap_or_else(|| Period::Month.around(face.today).0),
        period: args.per.unwrap_or(Period::Month),
        terms: terms.to_stored(),
        minimum: args.minimum,
        part_time: args.part_time,
        whole: args.whole,
        in_arrears: args.in_arrears,
    };
    let mut vault = face.open_write()?;
    let ready = app::propose_scale(&vault, face.today, NewScale { version, usual: args.usual })?;
    let past = ready.past;
    ask_of_the_past(face, past)?;
    let plan = app::save_scale(&mut vault, face.now_ms(), &ready)?;
    face.note(&tr!(face.lang, "Enregistré.", "Saved."));
    face.show(&Scales { plan, past })?;
    Ok(Exit::Done)
}

/// Asks before sums that have fallen due change.
fn ask_of_the_past(face: &mut Face, past: Option<Past>) -> Result<(), Refusal> {
    let Some(Past { people: count, by }) = past else { return Ok(()) };
    let (lang, by) = (face.lang, by.text(face.lang));
    let question = trn!(
        lang,
        count,
        "Ce qui est déjà échu change pour {count} personne, de {by} en tout. Continuer\u{a0}?",
        "Ce qui est déjà échu change pour {count} personnes, de {by} en tout. Continuer\u{a0}?",
        "What has fallen due changes for {count} person, by {by} in all. Go on?",
        "What has fallen due changes for {count} people, by {by} in all. Go on?"
    );
    face.go_on(&question)
}

fn list(face: &mut Face) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let plan = app::read(&vault).map_err(DuesError::from)?.plan;
    if plan.scales.is_empty() && !face.json {
        face.note(&tr!(face.lang, "Aucun barème n’est fixé.", "No scale is set."));
    }
    face.show(&Scales { plan, past: None })?;
    Ok(Exit::Done)
}

struct Scales {
    plan: Plan,
    past: Option<Past>,
}

impl Show for Scales {
    fn view(&self, _lang: Lang) -> impl View {
        views::Schedule::of(&self.plan, self.past)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for scale in scales::scales(&self.plan) {
            let usual = self
                .plan
                .usual
                .as_deref()
                .is_some_and(|u| scales::find(std::slice::from_ref(&scale), u).is_some());
            let mark = if usual {
                tr!(lang, " (celui de toutes et tous, sauf indication)", " (everybody’s, unless said)")
            } else {
                String::new()
            };
            out.push_str(&finding::wrapped("", "  ", &format!("{}{mark}", scale.name)));
            for version in &scale.versions {
                let from = finding::day(lang, version.from);
                let head = tr!(lang, "  depuis le {from}  ", "  since {from}  ");
                out.push_str(&finding::wrapped(
                    &head,
                    &" ".repeat(head.chars().count()),
                    &terms_text(lang, version),
                ));
            }
        }
        out
    }
}

/// What a scale asks, in words.
pub(super) fn terms_text(lang: Lang, version: &Version) -> String {
    let period = match version.period {
        Period::Month => tr!(lang, "par mois", "a month"),
        Period::Quarter => tr!(lang, "par trimestre", "a quarter"),
        Period::Year => tr!(lang, "par an", "a year"),
    };
    let mut parts = vec![match &version.terms {
        Terms::Free => tr!(lang, "libre", "free"),
        Terms::Flat(sum) => format!("{} {period}", sum.text(lang)),
        Terms::Share(share) => {
            let percent = finding::hundredths(lang, *share);
            tr!(
                lang,
                "{percent}\u{a0}% du revenu déclaré, {period}",
                "{percent}% of the declared income, {period}"
            )
        }
        Terms::Bands(bands) => {
            let one = |band: &Band| {
                let amount = band.amount.text(lang);
                match band.upto.map(|c| c.text(lang)) {
                    Some(upto) => tr!(lang, "jusqu’à {upto}\u{a0}: {amount}", "up to {upto}: {amount}"),
                    None => tr!(lang, "au-delà\u{a0}: {amount}", "above: {amount}"),
                }
            };
            let all = bands.iter().map(one).collect::<Vec<_>>().join(&tr!(lang, "\u{a0}; ", "; "));
            format!("{period}, {all}")
        }
    }];
    if let Some(least) = version.minimum {
        let least = least.text(lang);
        parts.push(tr!(lang, "{least} au moins", "{least} at least"));
    }
    if version.part_time {
        parts.push(tr!(lang, "en proportion du temps de travail", "in proportion to working time"));
    }
    if version.whole {
        parts.push(tr!(lang, "toute période commencée est due", "a period begun is owed whole"));
    }
    if version.in_arrears {
        parts.push(tr!(lang, "due à la fin de la période", "due at the end of the period"));
    }
    parts.join(", ")
}

/// Put a member on a scale, note the declared income, part time, or a time without dues
///
/// Everything counts from --from on and leaves what was before as it is; where that day has passed, what it changes is said
/// first.
#[derive(Debug, Clone, Args)]
#[command(group = ArgGroup::new("what").required(true).multiple(true).args(["scale", "income", "working_time", "exempt"]))]
#[command(after_help = "Examples:
  contrepoids dues assign \"Camille Exemple\" --scale \"1 %\" --income 1850
  contrepoids dues assign camille --exempt \"parental leave\" --until 2027-03-31")]
pub struct AssignArgs {
    /// First digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
    /// Name of the scale
    #[arg(long, value_name = "NAME")]
    scale: Option<String>,
    /// Declared monthly income
    #[arg(long, value_name = "AMOUNT", value_parser = wanted::amount)]
    income: Option<Cents>,
    /// Share of working time: 80%, 4/5
    #[arg(long, value_name = "SHARE", value_parser = wanted::share)]
    working_time: Option<Fraction>,
    /// Nothing is owed, for this reason
    #[arg(long, value_name = "TEXT")]
    exempt: Option<String>,
    /// The last day without dues
    #[arg(long, value_name = "YYYY-MM-DD", requires = "exempt")]
    until: Option<NaiveDate>,
    /// From which day on; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
}

pub(super) fn assign(face: &mut Face, args: &AssignArgs) -> Result<Exit, Refusal> {
    let said = Said {
        from: args.from,
        scale: text(args.scale.as_ref())?,
        base: args.income,
        share: args.working_time,
        exempt: text(args.exempt.as_ref())?,
        until: args.until,
    };
    let mut vault = face.open_write()?;
    let ready = app::propose_setting(&vault, face.today, &args.who, &said)?;
    let id = ready.made.id;
    ask_of_the_past(face, ready.past)?;
    app::save_setting(&mut vault, face.now_ms(), ready)?;
    face.note(&tr!(face.lang, "Enregistré.", "Saved."));
    let (_, account) = app::account(&vault, &id.to_string(), face.today)?;
    face.show(&Assigned { account, today: face.today })?;
    Ok(Exit::Done)
}

struct Assigned {
    account: crate::features::dues::rules::Account,
    today: NaiveDate,
}

impl Assigned {
    fn charges(&self) -> impl Iterator<Item = &crate::money::Charge> {
        use chrono::Datelike as _;
        self.account.charges.iter().filter(|c| c.to.year() == self.today.year())
    }
}

impl Show for Assigned {
    fn view(&self, _lang: Lang) -> impl View {
        views::Assigned::of(&self.account, self.today)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        // What holds now is what was meant; the months before are in `explain`.
        if let Some(last) = self.charges().last() {
            let (from, to) = (finding::day(lang, last.from), finding::day(lang, last.to));
            let amount = last
                .amount
                .map_or_else(|| tr!(lang, "pas connue", "not known"), |a| sum(lang, a).trim().to_owned());
            out.push_str(&finding::wrapped(
                "",
                "  ",
                &tr!(
                    lang,
                    "Cotisation du {from} au {to}\u{a0}: {amount}",
                    "Dues from {from} to {to}: {amount}"
                ),
            ));
        }
        out
    }
}
