//! `contrepoids dues`.

mod account;
mod agree;
mod book;
mod certificate;
mod debit;
mod import;
mod mandate;
mod remit;
mod request;
mod schedule;
mod voucher;
mod year;

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View, text::fold},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::{
        agenda::records as agenda,
        dues::{
            actions::{self as app, DuesError},
            views,
        },
    },
    money::Cents,
    tr, trn,
};

/// Keep the dues: scales, who owes what and why, payments, the book, certificates
///
/// Alone it shows what came in this month, what is due and late, and what to do next. What is owed is computed from the
/// scales and never stored; what was paid is an entry that is never changed, only reversed.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  contrepoids dues schedule ordinary --flat 12 --from 2026-01-01
  contrepoids dues record payment 12 --member \"Camille Exemple\" --way cheque
  contrepoids dues")]
pub struct DuesArgs {
    /// What else can be done.
    #[command(subcommand)]
    cmd: Option<DuesCmd>,
}

/// What `dues` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum DuesCmd {
    Schedule(schedule::ScheduleArgs),
    Assign(schedule::AssignArgs),
    Explain(account::ExplainArgs),
    /// List where members stand: who is late, who paid too much
    Status(account::StatusArgs),
    Agree(agree::AgreeArgs),
    Requests(request::RequestsArgs),
    Remit(remit::RemitArgs),
    Year(year::YearArgs),
    Reconcile(year::ReconcileArgs),
    Record(book::RecordArgs),
    /// Reverse an entry by another one; both stay
    Reverse(book::ReverseArgs),
    Import(import::ImportArgs),
    Book(book::BookArgs),
    Voucher(voucher::VoucherArgs),
    Mandate(mandate::MandateArgs),
    Debit(debit::DebitArgs),
    Receiver(certificate::ReceiverArgs),
    Certificate(certificate::CertificateArgs),
}

impl DuesArgs {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match &self.cmd {
            None | Some(DuesCmd::Explain(_) | DuesCmd::Status(_)) => Safe::Read,
            Some(DuesCmd::Schedule(args)) if args.shows() => Safe::Read,
            Some(DuesCmd::Receiver(args)) if args.shows() => Safe::Read,
            Some(DuesCmd::Agree(args)) if args.shows() => Safe::Read,
            Some(DuesCmd::Requests(args)) if args.shows() => Safe::Read,
            Some(DuesCmd::Remit(args)) if args.shows() => Safe::Read,
            Some(DuesCmd::Mandate(args)) => args.safe(),
            Some(DuesCmd::Debit(args)) => args.safe(),
            Some(DuesCmd::Voucher(args)) => args.safe(),
            Some(DuesCmd::Year(args)) if args.writes() => Safe::Export,
            Some(DuesCmd::Year(args)) if args.shows() => Safe::Read,
            Some(DuesCmd::Book(args)) if !args.writes() => Safe::Read,
            Some(DuesCmd::Book(_) | DuesCmd::Certificate(_)) => Safe::Export,
            Some(
                DuesCmd::Schedule(_)
                | DuesCmd::Assign(_)
                | DuesCmd::Agree(_)
                | DuesCmd::Requests(_)
                | DuesCmd::Remit(_)
                | DuesCmd::Year(_)
                | DuesCmd::Reconcile(_)
                | DuesCmd::Record(_)
                | DuesCmd::Reverse(_)
                | DuesCmd::Import(_)
                | DuesCmd::Receiver(_),
            ) => Safe::Write,
        }
    }
}

/// Runs `contrepoids dues …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, args: &DuesArgs) -> Result<Exit, Refusal> {
    match &args.cmd {
        None => overview(face),
        Some(DuesCmd::Schedule(args)) => schedule::schedule(face, args),
        Some(DuesCmd::Assign(args)) => schedule::assign(face, args),
        Some(DuesCmd::Explain(args)) => account::explain(face, args),
        Some(DuesCmd::Status(args)) => account::status(face, args),
        Some(DuesCmd::Agree(args)) => agree::agree(face, args),
        Some(DuesCmd::Requests(args)) => request::requests(face, args),
        Some(DuesCmd::Remit(args)) => remit::remit(face, args),
        Some(DuesCmd::Year(args)) => year::year(face, args),
        Some(DuesCmd::Reconcile(args)) => year::reconcile(face, args),
        Some(DuesCmd::Record(args)) => book::record(face, args),
        Some(DuesCmd::Reverse(args)) => book::reverse(face, args),
        Some(DuesCmd::Import(args)) => import::import(face, args),
        Some(DuesCmd::Book(args)) => book::book(face, args),
        Some(DuesCmd::Mandate(args)) => mandate::run(face, args),
        Some(DuesCmd::Debit(args)) => debit::run(face, args),
        Some(DuesCmd::Voucher(args)) => voucher::run(face, args),
        Some(DuesCmd::Receiver(args)) => certificate::receiver(face, args),
        Some(DuesCmd::Certificate(args)) => certificate::certificate(face, args),
    }
}

/// A text of one line, as it was typed.
fn text(typed: Option<&String>) -> Result<Option<String>, DuesError> {
    typed.map(|t| agenda::text(t).ok_or(DuesError::Text)).transpose()
}

/// Reads a word of a closed list by its code or its words in either language.
fn word<T: Copy>(all: &[T], words: impl Fn(T) -> [&'static str; 3], typed: &str) -> Result<T, String> {
    let key = fold(typed);
    let said = |[code, french, _]: [&str; 3]| format!("{code}/{french}").replace(' ', "-");
    let found = all.iter().find(|one| words(**one).iter().any(|w| fold(w) == key));
    found.copied().ok_or_else(|| all.iter().map(|one| said(words(*one))).collect::<Vec<_>>().join(", "))
}

/// A sum, as wide as the column of sums.
fn sum(lang: Lang, cents: Cents) -> String {
    format!("{:>12}", cents.text(lang))
}

/// A line: a name and a sum.
fn row(lang: Lang, name: &str, cents: Cents) -> String {
    format!("  {name:<34}{}\n", sum(lang, cents))
}

struct Glance {
    view: views::Overview,
    empty: bool,
}

fn overview(face: &mut Face) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let treasury = app::read(&vault).map_err(DuesError::from)?;
    let view = views::Overview::of(&treasury, &treasury.accounts(face.today), face.today);
    face.show(&Glance { view, empty: treasury.plan.scales.is_empty() })?;
    Ok(Exit::Done)
}

impl Show for Glance {
    fn view(&self, _lang: Lang) -> impl View {
        &self.view
    }

    fn text(&self, lang: Lang) -> String {
        let (view, total) = (&self.view, &self.view.total);
        let on = finding::day(lang, view.on);
        let mut out = tr!(lang, "Cotisations au {on}\n", "Dues on {on}\n");
        if self.empty {
            out.push_str(&finding::wrapped(
                "  ",
                "  ",
                &tr!(
                    lang,
                    "Aucun barème n’est fixé\u{a0}: rien ne peut être dit de ce qui est dû.",
                    "No scale is set: nothing can be said of what is owed."
                ),
            ));
        }
        out.push_str(&row(lang, &tr!(lang, "reçu ce mois-ci", "received this month"), view.month.dues));
        out.push_str(&row(lang, &tr!(lang, "reçu cette année", "received this year"), view.year.dues));
        if !self.empty {
            out.push_str(&row(lang, &tr!(lang, "échu et pas payé", "due and not paid"), total.unpaid));
            let count = total.late_people;
            let late = trn!(
                lang,
                count,
                "dont en retard ({count} personne)",
                "dont en retard ({count} personnes)",
                "of that late ({count} person)",
                "of that late ({count} people)"
            );
            out.push_str(&row(lang, &late, total.late));
            if total.ahead > Cents::ZERO {
                out.push_str(&row(lang, &tr!(lang, "payé d’avance", "paid in advance"), total.ahead));
            }
        }
        if total.open > 0 {
            let count = total.open;
            let text = trn!(
                lang,
                count,
                "Pour {count} personne la somme n’est pas connue\u{a0}: barème ou revenu à noter.",
                "Pour {count} personnes la somme n’est pas connue\u{a0}: barème ou revenu à noter.",
                "Of {count} person the sum is not known: a scale or an income is to be noted.",
                "Of {count} people the sum is not known: a scale or an income is to be noted."
            );
            out.push_str(&finding::wrapped("  ", "  ", &text));
        }
        if view.to_confirm > 0 {
            let count = view.to_confirm;
            let text = trn!(
                lang,
                count,
                "{count} écriture notée à la main attend le relevé de la banque.",
                "{count} écritures notées à la main attendent le relevé de la banque.",
                "{count} entry that was typed waits for the statement of the bank.",
                "{count} entries that were typed wait for the statement of the bank."
            );
            out.push_str(&finding::wrapped("  ", "  ", &text));
        }
        if view.requests > 0 {
            let count = view.requests;
            let text = trn!(
                lang,
                count,
                "{count} demande est sans réponse (contrepoids dues requests).",
                "{count} demandes sont sans réponse (contrepoids dues requests).",
                "{count} request is not answered (contrepoids dues requests).",
                "{count} requests are not answered (contrepoids dues requests)."
            );
            out.push_str(&finding::wrapped("  ", "  ", &text));
        }
        if let Some(last) = view.last_year.as_ref().filter(|last| last.published_on.is_none()) {
            out.push_str(&finding::wrapped("  ", "  ", &last_year(lang, last)));
        }
        for fault in &view.faults {
            let text =
                tr!(lang, "Le livre ne se suit pas\u{a0}: {fault}", "The book does not follow: {fault}");
            out.push_str(&finding::wrapped("  ", "  ", &text));
        }
        if let Some(next) = view.next {
            out.push_str(&tr!(lang, "À faire\u{a0}: {next}\n", "Next: {next}\n"));
        }
        out
    }
}

/// What is left to do for the accounts of the year before.
fn last_year(lang: Lang, last: &views::LastYear) -> String {
    let year = last.year;
    match (last.closed, last.publish_by) {
        (false, _) => tr!(
            lang,
            "L’exercice {year} est à clore par deux personnes, puis à approuver (L.\u{a0}2135-4).",
            "The year {year} is to be closed by two people, then approved (L. 2135-4)."
        ),
        (true, None) => tr!(
            lang,
            "Les comptes de {year} sont à approuver (L.\u{a0}2135-4).",
            "The accounts of {year} are to be approved (L. 2135-4)."
        ),
        (true, Some(day)) => {
            let day = finding::day(lang, day);
            tr!(
                lang,
                "Les comptes de {year} sont à publier au plus tard le {day} (D.\u{a0}2135-7, D.\u{a0}2135-8).",
                "The accounts of {year} are to be published by {day} (D. 2135-7, D. 2135-8)."
            )
        }
    }
}
