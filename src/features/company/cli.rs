//! `contrepoids company`.

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use crate::face::error::safe::Safe;
use crate::features::company::messages::BadOption;
use crate::features::company::messages::NotTyped;
use crate::{
    bargaining::Subject,
    base::{Id, Lang, View},
    calendar::Month,
    election::Business,
    face::{
        error::Refusal,
        exit::Exit,
        finding::{self, day},
        frame::{Face, Show},
        wanted::Wanted,
        when,
    },
    features::{
        agenda::cli::tell_moved,
        company::{
            actions as app,
            records::{self as company, Company, CompanyChange, LastRound},
            views,
        },
        member::actions as member,
    },
    law::Fraction,
    tr, trn,
    vault::Vault,
};

/// What `company` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum CompanyCmd {
    Set(Box<SetArgs>),
    /// Show what is known of the company
    Show(ShowArgs),
    Headcount(HeadcountArgs),
    Sites(SitesArgs),
}

/// Record facts about the company
///
/// Only the options given change anything; --clear removes a fact. Dates are those of the last time: the next
/// ones follow from the law.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids company set --name \"Exemple SA\" --siren 732829320 --idcc 1486
  contrepoids company set --election 2023-03-13 --mandates-end 2027-03-31
  contrepoids company set --last-pay 2025-11-15 --representative-section yes
  contrepoids company set --forbid-domain example.org --clear idcc")]
pub struct SetArgs {
    /// Name of the company
    #[arg(long)]
    name: Option<String>,
    /// SIREN, nine digits
    #[arg(long)]
    siren: Option<String>,
    /// Number of the collective agreement (IDCC)
    #[arg(long)]
    idcc: Option<String>,
    /// First round of the last CSE election
    #[arg(long, value_name = "YYYY-MM-DD")]
    election: Option<NaiveDate>,
    /// End of the CSE mandates
    #[arg(long, value_name = "YYYY-MM-DD")]
    mandates_end: Option<NaiveDate>,
    /// Length of the mandates in years, where an agreement sets it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=99))]
    mandate_years: Option<u32>,
    /// Whether a representative union has a section here
    #[arg(long, value_name = "yes|no")]
    representative_section: Option<YesNo>,
    /// Whether it has a board, of directors or of supervision
    #[arg(long, value_name = "yes|no")]
    with_board: Option<YesNo>,
    /// Whether it or its group has a thousand employees or more
    #[arg(long, value_name = "yes|no")]
    large_group: Option<YesNo>,
    /// Whether an agreement sets the information, consultations and expertise of the CSE
    #[arg(long, value_name = "yes|no")]
    cse_agreement: Option<YesNo>,
    /// What the company is: ordinary, agency (temporary work), umbrella
    #[arg(long, value_name = "KIND", value_parser = business)]
    kind: Option<Business>,
    /// Engineers, heads of department and cadres at work here: 25 of them are a college of their own
    #[arg(long, value_name = "N")]
    cadres: Option<u32>,
    /// Last bargaining round on pay and working time, or never
    #[arg(long, value_name = "YYYY-MM-DD|never", value_parser = last)]
    last_pay: Option<Last>,
    /// Last bargaining round on equality and quality of working life, or never
    #[arg(long, value_name = "YYYY-MM-DD|never", value_parser = last)]
    last_equality: Option<Last>,
    /// Last bargaining round on jobs and careers, or never
    #[arg(long, value_name = "YYYY-MM-DD|never", value_parser = last)]
    last_careers: Option<Last>,
    /// Last bargaining round on experienced employees, or never
    #[arg(long, value_name = "YYYY-MM-DD|never", value_parser = last)]
    last_experienced: Option<Last>,
    /// Headcount at the last elections: rights of the whole cycle rest on it
    #[arg(long, value_name = "N")]
    voted_headcount: Option<Fraction>,
    /// Mail domain of the employer, to which nothing is sent; may be repeated
    #[arg(long, value_name = "DOMAIN")]
    forbid_domain: Vec<String>,
    /// Take a mail domain off the list of the employer's; may be repeated
    #[arg(long, value_name = "DOMAIN")]
    allow_domain: Vec<String>,
    /// Remove a fact; may be repeated
    #[arg(long, value_name = "FACT", value_enum)]
    clear: Vec<Clear>,
    /// Show which dates would move, and save nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn business(text: &str) -> Result<Business, String> {
    Business::read(text).ok_or_else(|| Business::CODES.join(", "))
}

/// The last round on a subject: a day, or never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// On a day.
    On(NaiveDate),
    /// There was none.
    Never,
}

fn last(text: &str) -> Result<Last, Wanted> {
    match text.trim().to_lowercase().as_str() {
        "never" | "jamais" => Ok(Last::Never),
        _ => when::read(text).map(Last::On),
    }
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes
    #[value(alias = "oui")]
    Yes,
    /// No
    #[value(alias = "non")]
    No,
}

impl YesNo {
    /// Tells whether it is yes.
    pub(crate) fn is_yes(self) -> bool {
        self == Self::Yes
    }
}

/// A fact that can be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub enum Clear {
    Name,
    Siren,
    Idcc,
    Election,
    MandatesEnd,
    MandateYears,
    RepresentativeSection,
    WithBoard,
    LargeGroup,
    CseAgreement,
    Kind,
    Cadres,
    VotedHeadcount,
    LastPay,
    LastEquality,
    LastCareers,
    LastExperienced,
}

impl Clear {
    fn change(self) -> CompanyChange {
        let last = |subject: Subject| CompanyChange::LastRound(subject.code().to_owned(), None);
        match self {
            Self::Name => CompanyChange::Name(None),
            Self::Siren => CompanyChange::Siren(None),
            Self::Idcc => CompanyChange::Idcc(None),
            Self::Election => CompanyChange::FirstRound(None),
            Self::MandatesEnd => CompanyChange::MandatesEnd(None),
            Self::MandateYears => CompanyChange::MandateYears(None),
            Self::RepresentativeSection => CompanyChange::RepresentativeSection(None),
            Self::WithBoard => CompanyChange::Board(None),
            Self::LargeGroup => CompanyChange::LargeGroup(None),
            Self::CseAgreement => CompanyChange::CseAgreement(None),
            Self::Kind => CompanyChange::Business(None),
            Self::Cadres => CompanyChange::Cadres(None),
            Self::VotedHeadcount => CompanyChange::VotedHeadcount(None),
            Self::LastPay => last(Subject::Pay),
            Self::LastEquality => last(Subject::Equality),
            Self::LastCareers => last(Subject::Careers),
            Self::LastExperienced => last(Subject::Experienced),
        }
    }
}

/// Show what is known of the company
#[derive(Debug, Clone, Args)]
pub struct ShowArgs {}

/// Record or list the headcount of each month
///
/// Exact fractions are kept exact: 49.5 or 99/2. Headcounts are never rounded up; twelve months in a row decide
/// whether a threshold is crossed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids company headcount 2026-10 720
  contrepoids company headcount 2026-09=718.5 2026-10=720
  contrepoids company headcount --remove 2026-09
  contrepoids company headcount")]
pub struct HeadcountArgs {
    /// Month and headcount: 2026-10 720, or 2026-09=718.5 2026-10=720
    #[arg(value_name = "MONTH N")]
    months: Vec<String>,
    /// Forget the headcount of a month; may be repeated
    #[arg(long, value_name = "MONTH")]
    remove: Vec<Month>,
}

/// Reads months and headcounts, joined by `=` or one after the other; the first text that is neither is refused.
fn months(texts: &[String]) -> Result<Vec<(Month, Fraction)>, &str> {
    let mut words = texts.iter().flat_map(|t| t.split('='));
    let mut out = Vec::new();
    while let Some(month) = words.next() {
        let read = when::month(month).map_err(|_| month)?;
        let number = words.next().ok_or(month)?;
        out.push((read, number.parse().map_err(|_| number)?));
    }
    Ok(out)
}

/// Record or list the sites
///
/// The department decides the public holidays of a site: Alsace-Moselle (57, 67, 68) and overseas have their own.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids company sites --add Strasbourg --department 67
  contrepoids company sites --remove Strasbourg
  contrepoids company sites")]
pub struct SitesArgs {
    /// Name of a site to add, or to change
    #[arg(long, value_name = "NAME")]
    add: Option<String>,
    /// Number of its department
    #[arg(long, value_name = "NN", requires = "add")]
    department: Option<String>,
    /// Its own headcount, where it is a distinct establishment
    #[arg(long, value_name = "N", requires = "add")]
    headcount: Option<Fraction>,
    /// Whether it is a nuclear or a high-risk chemical site (Seveso)
    #[arg(long, value_name = "yes|no", requires = "add")]
    hazardous: Option<YesNo>,
    /// Name of a site to remove
    #[arg(long, value_name = "NAME", conflicts_with = "add")]
    remove: Option<String>,
}

/// What is known of the company; after a change, what it was before.
struct CompanyCard(Company, Option<Company>);

impl Show for CompanyCard {
    fn view(&self, _lang: Lang) -> impl View {
        views::Company::of(&self.0)
    }

    fn text(&self, lang: Lang) -> String {
        let rows = rows(lang, &self.0);
        let row = |name: &str, value: &str| finding::wrapped(&format!("{name:<24}"), &" ".repeat(24), value);
        let Some(before) = &self.1 else {
            return rows.iter().map(|(name, value)| row(name, value)).collect();
        };
        // What changed, and what it was.
        let was = self::rows(lang, before);
        let changed = rows.iter().zip(&was).filter(|(is, was)| is != was);
        changed
            .map(|((name, is), (_, was))| match was.as_str() {
                "–" => row(name, is),
                _ => row(name, &tr!(lang, "{is} (avant\u{a0}: {was})", "{is} (before: {was})")),
            })
            .collect()
    }
}

/// What the card shows, row by row; always the same rows.
fn rows(lang: Lang, c: &Company) -> Vec<(String, String)> {
    let none = || "–".to_owned();
    let text = |t: &Option<String>| t.clone().unwrap_or_else(none);
    let date = |d: Option<NaiveDate>| d.map_or_else(none, |d| day(lang, d));
    let yes_no = |yes: bool| if yes { tr!(lang, "oui", "yes") } else { tr!(lang, "non", "no") };
    let list = |l: Vec<String>| if l.is_empty() { none() } else { l.join(", ") };
    let exact = |n: &String| n.parse().map_or_else(|_| n.clone(), |exact| finding::number(lang, exact));
    let sites = c.sites.iter().map(|s| {
        let mut facts: Vec<String> = s.department.clone().into_iter().collect();
        facts.extend(s.headcount.as_ref().map(|n| {
            let n = exact(n);
            tr!(lang, "{n}\u{a0}salariés", "{n} employees")
        }));
        facts.extend(s.hazardous.filter(|yes| *yes).map(|_| tr!(lang, "site à risques", "hazardous site")));
        if facts.is_empty() { s.name.clone() } else { format!("{} ({})", s.name, facts.join(", ")) }
    });
    let round = |subject: Subject| match c.rounds.get(subject.code()) {
        Some(LastRound::Never(_)) => tr!(lang, "jamais", "never"),
        Some(LastRound::On(day)) => date(Some(*day)),
        None => none(),
    };
    let headcounts = c.headcounts.iter().rev().take(12).map(|(m, n)| {
        let n = n.parse().map_or_else(|_| n.clone(), |exact| finding::number(lang, exact));
        format!("{m}\u{a0}{n}")
    });
    // What only some duties depend on is shown once it was said.
    let more = [
        (tr!(lang, "Conseil (CA, CS)", "Board"), c.board),
        (tr!(lang, "1\u{a0}000 ou plus (groupe)", "1,000 or more (group)"), c.large_group),
        (tr!(lang, "Accord sur le CSE", "Agreement on the CSE"), c.cse_agreement),
    ];
    let more = more.into_iter().filter_map(|(name, said)| Some((name, yes_no(said?))));
    let mut out = vec![
        (tr!(lang, "Nom", "Name"), text(&c.name)),
        ("SIREN".to_owned(), text(&c.siren)),
        ("IDCC".to_owned(), text(&c.idcc)),
        (tr!(lang, "Sites", "Sites"), list(sites.collect())),
        (tr!(lang, "Domaines interdits", "Forbidden domains"), list(c.domains.iter().cloned().collect())),
        (tr!(lang, "Effectifs", "Headcounts"), list(headcounts.collect())),
        (
            tr!(lang, "Effectif au vote", "Headcount at the vote"),
            c.voted_headcount.as_ref().map_or_else(none, exact),
        ),
        (tr!(lang, "Dernier premier tour", "Last first round"), date(c.first_round)),
        (tr!(lang, "Terme des mandats", "End of mandates"), date(c.mandates_end)),
        (
            tr!(lang, "Durée convenue", "Agreed length"),
            c.mandate_years.map_or_else(none, |n| tr!(lang, "{n} ans", "{n} years")),
        ),
        (
            tr!(lang, "Section représentative", "Representative section"),
            c.representative_section.map_or_else(none, yes_no),
        ),
        (
            tr!(lang, "Sorte", "Kind"),
            c.business.as_deref().and_then(Business::read).map_or_else(none, |b| b.words(lang).to_owned()),
        ),
        (tr!(lang, "Cadres", "Cadres"), c.cadres.map_or_else(none, |n| n.to_string())),
        (tr!(lang, "Négo. rémunération", "Round on pay"), round(Subject::Pay)),
        (tr!(lang, "Négo. égalité", "Round on equality"), round(Subject::Equality)),
        (tr!(lang, "Négo. emplois", "Round on careers"), round(Subject::Careers)),
        (tr!(lang, "Négo. expérimentés", "Round on experienced"), round(Subject::Experienced)),
    ];
    out.extend(more);
    out
}

impl HeadcountArgs {
    /// Whether there is nothing to record.
    fn shows(&self) -> bool {
        self.months.is_empty() && self.remove.is_empty()
    }
}

impl SitesArgs {
    /// Whether there is nothing to record.
    fn shows(&self) -> bool {
        self.add.is_none() && self.remove.is_none()
    }
}

impl CompanyCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Show(_) => Safe::Read,
            Self::Headcount(args) if args.shows() => Safe::Read,
            Self::Sites(args) if args.shows() => Safe::Read,
            Self::Set(_) | Self::Headcount(_) | Self::Sites(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids company …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &CompanyCmd) -> Result<Exit, Refusal> {
    match cmd {
        CompanyCmd::Set(args) => {
            let changes = set_changes(args, face.today)?;
            save(face, args.dry_run, |_, _| Ok(changes))
        }
        CompanyCmd::Show(_) => show(face),
        CompanyCmd::Headcount(args) if args.shows() => show(face),
        CompanyCmd::Headcount(args) => {
            let month = |m: &Month, n: Option<String>| CompanyChange::Headcount(m.to_string(), n);
            let mut changes: Vec<_> = args.remove.iter().map(|m| month(m, None)).collect();
            let read = months(&args.months).map_err(|word| NotTyped::Month(word.to_owned()))?;
            changes.extend(read.iter().map(|(m, n)| month(m, Some(number(*n)))));
            save(face, false, |_, _| Ok(changes))
        }
        CompanyCmd::Sites(args) => sites(face, args),
    }
}

/// Returns the text to keep of a headcount: decimal where that is exact, else the fraction.
fn number(n: Fraction) -> String {
    let decimal = n.decimal();
    if decimal.parse() == Ok(n) { decimal } else { n.to_string() }
}

fn set_changes(args: &SetArgs, today: NaiveDate) -> Result<Vec<CompanyChange>, Refusal> {
    let bad = |option| move |error| BadOption { option, error };
    let mut out: Vec<_> = args.clear.iter().map(|c| c.change()).collect();
    if let Some(name) = &args.name {
        out.push(CompanyChange::Name(Some(company::name(name).map_err(bad("--name"))?)));
    }
    if let Some(siren) = &args.siren {
        out.push(CompanyChange::Siren(Some(company::siren(siren).map_err(bad("--siren"))?)));
    }
    if let Some(idcc) = &args.idcc {
        out.push(CompanyChange::Idcc(Some(company::idcc(idcc).map_err(bad("--idcc"))?)));
    }
    out.extend(args.election.map(|d| CompanyChange::FirstRound(Some(d))));
    out.extend(args.kind.map(|b| CompanyChange::Business(Some(b.code().to_owned()))));
    out.extend(args.cadres.map(|n| CompanyChange::Cadres(Some(n))));
    out.extend(args.voted_headcount.map(|n| CompanyChange::VotedHeadcount(Some(n.to_string()))));
    out.extend(args.mandates_end.map(|d| CompanyChange::MandatesEnd(Some(d))));
    out.extend(args.mandate_years.map(|n| CompanyChange::MandateYears(Some(n))));
    out.extend(
        args.representative_section.map(|y| CompanyChange::RepresentativeSection(Some(y == YesNo::Yes))),
    );
    out.extend(args.with_board.map(|y| CompanyChange::Board(Some(y.is_yes()))));
    out.extend(args.large_group.map(|y| CompanyChange::LargeGroup(Some(y.is_yes()))));
    out.extend(args.cse_agreement.map(|y| CompanyChange::CseAgreement(Some(y.is_yes()))));
    let rounds = [
        (Subject::Pay, args.last_pay),
        (Subject::Equality, args.last_equality),
        (Subject::Careers, args.last_careers),
        (Subject::Experienced, args.last_experienced),
    ];
    for (subject, day) in rounds {
        let code = subject.code().to_owned();
        out.extend(day.map(|last| match last {
            Last::On(day) => CompanyChange::LastRound(code, Some(day)),
            Last::Never => CompanyChange::NeverRound(code, today),
        }));
    }
    for domain in &args.forbid_domain {
        out.push(CompanyChange::Domain(company::domain(domain).map_err(bad("--forbid-domain"))?, true));
    }
    for domain in &args.allow_domain {
        out.push(CompanyChange::Domain(company::domain(domain).map_err(bad("--allow-domain"))?, false));
    }
    if out.is_empty() {
        return Err(NotTyped::Nothing.into());
    }
    Ok(out)
}

fn sites(face: &mut Face, args: &SitesArgs) -> Result<Exit, Refusal> {
    if let Some(name) = &args.remove {
        return save(face, false, |_, known| {
            let change = app::remove_site(known, name)?;
            Ok(vec![change])
        });
    }
    let Some(name) = &args.add else { return show(face) };
    let bad = |option| move |error| BadOption { option, error };
    let name = company::name(name).map_err(bad("--add"))?;
    let department = args.department.as_deref().map(company::department).transpose();
    let department = department.map_err(bad("--department"))?;
    let more = (args.headcount.map(|n| n.to_string()), args.hazardous.map(YesNo::is_yes));
    save(face, false, |vault, known| Ok(app::add_site(vault, known, name, department, more)))
}

fn show(face: &mut Face) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let company = app::company(&vault)?;
    face.show(&CompanyCard(company, None))?;
    Ok(Exit::Done)
}

fn save(
    face: &mut Face,
    dry_run: bool,
    changes: impl FnOnce(&mut Vault, &Company) -> Result<Vec<CompanyChange>, Refusal>,
) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let known = app::company(&vault)?;
    let changes = changes(&mut vault, &known)?;
    let pending = app::propose(&mut vault, face.now_ms(), face.today, changes)?;
    let told = pending.tell(|moved| tell_moved(face, moved));
    if dry_run {
        face.note(&tr!(lang, "Rien n’a été enregistré.", "Nothing was saved."));
        return Ok(Exit::Done);
    }
    let company = app::accept(&mut vault, face.now_ms(), face.today, told)?;
    face.note(&tr!(lang, "Enregistré.", "Saved."));
    let at_work = member::at_work(&vault)?;
    if !at_work.is_empty() {
        let (count, ids) =
            (at_work.len(), at_work.iter().take(10).map(Id::short).collect::<Vec<_>>().join(", "));
        face.note(&trn!(lang, count, "Attention\u{a0}: {count} personne a une adresse chez l’employeur et n’aura plus d’avis\u{a0}: {ids}", "Attention\u{a0}: {count} personnes ont une adresse chez l’employeur et n’auront plus d’avis\u{a0}: {ids}", "Mind: {count} person has an address at the employer's and gets no notice any more: {ids}", "Mind: {count} people have an address at the employer's and get no notice any more: {ids}"));
    }
    face.show(&CompanyCard(company, Some(known)))?;
    Ok(Exit::Done)
}
