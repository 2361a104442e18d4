//! A year of the book: the statement for the assembly, the budget, the closing, the bank.

use std::{fmt::Write as _, path::PathBuf};

use chrono::{Datelike as _, NaiveDate};
use clap::Args;

use super::{row, word};
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
        wanted,
    },
    features::dues::{
        actions::{
            certificate::{self, PAGE},
            closing::{self as app, Year},
        },
        rules::accounts::{self, Account, Reconciled, Yearly},
        views,
    },
    money::Cents,
    render::{escape_html as html, sheet},
    tr,
};

/// Show a year of the book on one page, with what the law asks of it; close it
///
/// What came in and went out by a short plan of accounts (from the categories of the entries), beside the budget. Two people close a
/// year, each on their own device; nothing is written into it any more, and it is not opened again. --html writes the page for the
/// assembly.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues year
  contrepoids dues year 2025 --html accounts.html
  contrepoids dues year 2026 --budget 623=400 --budget dues=2400
  contrepoids dues year 2025 --close
  contrepoids dues year 2025 --approved 2026-03-14")]
pub struct YearArgs {
    /// The year; this one otherwise
    #[arg(value_name = "YEAR")]
    year: Option<i32>,
    /// What is planned for an account, by its number or name; several times for several
    #[arg(long, value_name = "ACCOUNT=AMOUNT", value_parser = line, group = "act")]
    budget: Vec<(Account, Cents)>,
    /// Close the year: two people, each on their own device
    #[arg(long, group = "act", requires = "year")]
    close: bool,
    /// The day on which the assembly, or whom the statutes name, approved the accounts
    #[arg(long, value_name = "YYYY-MM-DD", requires = "year", conflicts_with_all = ["budget", "close"])]
    approved: Option<NaiveDate>,
    /// The day on which the accounts were published
    #[arg(long, value_name = "YYYY-MM-DD", requires = "year", conflicts_with_all = ["budget", "close"])]
    published: Option<NaiveDate>,
    /// Write the page for the assembly to this new file
    #[arg(long, value_name = "FILE", conflicts_with = "act")]
    html: Option<PathBuf>,
}

/// Reads `623=400`, `dues=2400`.
fn line(text: &str) -> Result<(Account, Cents), String> {
    let (name, sum) = text.split_once('=').ok_or_else(|| "623=400".to_owned())?;
    let account = word(Account::ALL, |a| [a.code(), a.words(Lang::Fr), a.words(Lang::En)], name)?;
    Ok((account, Cents::read(sum).map_err(|_| "623=400".to_owned())?))
}

impl YearArgs {
    /// Whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.budget.is_empty() && !self.close && self.approved.is_none() && self.published.is_none()
    }

    /// Whether it writes a file.
    pub(super) const fn writes(&self) -> bool {
        self.html.is_some()
    }
}

pub(super) fn year(face: &mut Face, args: &YearArgs) -> Result<Exit, Refusal> {
    let (now, today, lang) = (face.now_ms(), face.today, face.lang);
    let number = args.year.unwrap_or_else(|| today.year());
    if let Some(path) = &args.html {
        certificate::may_be(path, PAGE)?;
    }
    let found = if args.shows() {
        let vault = face.open_read()?;
        app::year(&vault, number)?
    } else {
        let mut vault = face.open_write()?;
        if args.close {
            let question = tr!(
                lang,
                "Clore l’exercice {number}\u{a0}? Plus rien n’y sera noté, et il ne se rouvre pas.",
                "Close the year {number}? Nothing is written into it any more, and it is not opened again."
            );
            face.go_on(&question)?;
            let closed = app::close(&mut vault, now, today, number)?;
            let whole = accounts::is_closed(&closed.plan, number);
            face.note(&if whole {
                tr!(lang, "Clos par deux personnes.", "Closed by two people.")
            } else {
                tr!(
                    lang,
                    "Une personne l’a dit\u{a0}: une autre le confirme sur son appareil.",
                    "One person said so: another one confirms it on their own device."
                )
            });
            closed
        } else if args.budget.is_empty() {
            app::note(&mut vault, now, today, number, (args.approved, args.published))?
        } else {
            app::budget(&mut vault, now, number, &args.budget)?;
            app::year(&vault, number)?
        }
    };
    if let Some(path) = &args.html {
        certificate::write(path, page(lang, &found).as_bytes(), false)?;
        let path = crate::face::frame::shown(path);
        face.note(&tr!(lang, "Page écrite dans {path}.", "Page written to {path}."));
    }
    face.show(&Shown { found })?;
    Ok(Exit::Done)
}

struct Shown {
    found: Year,
}

/// The lines of a side: the name of the account, the sum, the budget.
fn side(lang: Lang, found: &Year, receipts: bool) -> Vec<(String, Cents, Option<Cents>)> {
    let there = if receipts { &found.yearly.receipts } else { &found.yearly.expenses };
    let is_receipt = |a: Account| a.code().starts_with('7');
    let mut out = Vec::new();
    for account in
        Account::ALL.iter().copied().filter(|a| *a != Account::Opening && is_receipt(*a) == receipts)
    {
        let sum = there.get(account.code()).map(|(_, sum)| *sum);
        let planned = accounts::budget(&found.plan, found.year, account);
        if sum.is_some() || planned.is_some() {
            let name = format!("{} {}", account.code(), account.words(lang));
            out.push((name, sum.unwrap_or_default(), planned));
        }
    }
    out
}

/// What is to be done for the year, and what was.
fn duties(lang: Lang, found: &Year) -> Vec<String> {
    let (asked, closing) = (&found.asked, accounts::closing(&found.plan, found.year));
    let (sum, keeping) = (asked.resources.text(lang), asked.keeping.words(lang));
    let mut out = vec![tr!(
        lang,
        "ressources {sum}\u{a0}: {keeping} (L.\u{a0}2135-1, D.\u{a0}2135-2 à D.\u{a0}2135-4, D.\u{a0}2135-9)",
        "receipts that count {sum}: {keeping} (L. 2135-1, D. 2135-2 to D. 2135-4, D. 2135-9)"
    )];
    out.push(match closing {
        Some(closed) if closed.second_on.is_some() => {
            let day = closed.second_on.map(|d| finding::day(lang, d)).unwrap_or_default();
            tr!(lang, "clos par deux personnes le {day}", "closed by two people on {day}")
        }
        Some(closed) => {
            let day = finding::day(lang, closed.first_on);
            tr!(
                lang,
                "clos par une personne le {day}\u{a0}; une autre confirme",
                "closed by one person on {day}; another confirms"
            )
        }
        None => tr!(lang, "pas clos", "not closed"),
    });
    out.push(match closing.and_then(|closed| closed.approved) {
        Some(day) => {
            let day = finding::day(lang, day);
            tr!(lang, "comptes approuvés le {day} (L.\u{a0}2135-4)", "accounts approved on {day} (L. 2135-4)")
        }
        None => tr!(
            lang,
            "comptes à arrêter par la direction et à approuver par l’assemblée (L.\u{a0}2135-4)",
            "accounts to be closed by the board and approved by the assembly (L. 2135-4)"
        ),
    });
    if let Some(day) = closing.and_then(|closed| closed.published) {
        let day = finding::day(lang, day);
        out.push(tr!(lang, "comptes publiés le {day}", "accounts published on {day}"));
    } else if let Some(day) = asked.publish_by {
        let day = finding::day(lang, day);
        out.push(tr!(
            lang,
            "à publier au plus tard le {day} (L.\u{a0}2135-5, D.\u{a0}2135-7, D.\u{a0}2135-8)",
            "to be published by {day} (L. 2135-5, D. 2135-7, D. 2135-8)"
        ));
    }
    if found.changed {
        out.push(tr!(
            lang,
            "CE N’EST PLUS CE QUI A ÉTÉ CLOS\u{a0}: une écriture est venue d’ailleurs.",
            "IT IS NOT ANY MORE WHAT WAS CLOSED: an entry came from elsewhere."
        ));
    }
    out
}

impl Show for Shown {
    fn view(&self, _lang: Lang) -> impl View {
        let Year { year, yearly, asked, plan, changed } = &self.found;
        views::YearView::of(*year, yearly, asked, plan, *changed)
    }

    fn text(&self, lang: Lang) -> String {
        let (found, year) = (&self.found, self.found.year);
        let mut out = tr!(lang, "Exercice {year}\n", "Year {year}\n");
        out.push_str(&row(lang, &tr!(lang, "au 1er janvier", "on 1 January"), found.yearly.before));
        for (receipts, heading) in
            [(true, tr!(lang, "Recettes", "Receipts")), (false, tr!(lang, "Dépenses", "Expenses"))]
        {
            out.push_str(&format!("{heading}\n"));
            for (name, sum, planned) in side(lang, found, receipts) {
                let budget = planned.map_or_else(String::new, |p| {
                    let planned = p.text(lang);
                    tr!(lang, "  prévu {planned}", "  planned {planned}")
                });
                out.push_str(row(lang, &name, sum).trim_end());
                out.push_str(&budget);
                out.push('\n');
            }
            let there = if receipts { &found.yearly.receipts } else { &found.yearly.expenses };
            out.push_str(&row(lang, &tr!(lang, "total", "total"), Yearly::sum(there)));
        }
        if found.yearly.cash != Cents::ZERO {
            out.push_str(&row(
                lang,
                &tr!(lang, "dont reçu en espèces", "of that received in cash"),
                found.yearly.cash,
            ));
        }
        out.push_str(&row(lang, &tr!(lang, "au 31 décembre", "on 31 December"), found.yearly.after));
        for duty in duties(lang, found) {
            out.push_str(&finding::wrapped("- ", "  ", &duty));
        }
        out
    }
}

const STYLE: &str = "\
@page { size: A4; margin: 18mm }
body { font: 11pt/1.4 sans-serif; color: #111; background: #fff; margin: 0 auto; max-width: 44rem; padding: 1rem }
h1 { font-size: 1.3rem; text-align: center }
table { border-collapse: collapse; width: 100%; margin: .8rem 0 }
caption { text-align: left; font-weight: bold; padding: .2rem 0 }
th, td { border-bottom: 1px solid #999; padding: .2rem .5rem; text-align: left }
td.sum, th.sum { text-align: right }
@media print { body { max-width: none; padding: 0 } }
";

/// The page for the assembly: one table a side, no script, nothing from elsewhere, nobody's name.
fn page(lang: Lang, found: &Year) -> String {
    let year = found.year;
    let receiver = html(found.plan.receiver.as_deref().unwrap_or_default());
    let title = tr!(lang, "Comptes de l’exercice {year}", "Accounts of the year {year}");
    let mut body = format!("<h1>{title}</h1>\n<p>{receiver}</p>\n");
    let (account, sum, planned, total) = (
        tr!(lang, "compte", "account"),
        tr!(lang, "somme", "sum"),
        tr!(lang, "prévu", "planned"),
        tr!(lang, "total", "total"),
    );
    for (receipts, caption) in
        [(true, tr!(lang, "Recettes", "Receipts")), (false, tr!(lang, "Dépenses", "Expenses"))]
    {
        let _ = writeln!(
            body,
            "<table>\n<caption>{caption}</caption>\n<thead><tr><th scope=\"col\">{account}</th><th scope=\"col\" class=\"sum\">{sum}\
             </th><th scope=\"col\" class=\"sum\">{planned}</th></tr></thead>\n<tbody>"
        );
        for (name, sum, budget) in side(lang, found, receipts) {
            let (name, sum) = (html(&name), sum.text(lang));
            let budget = budget.map_or_else(String::new, |b| b.text(lang));
            let _ = writeln!(
                body,
                "<tr><th scope=\"row\">{name}</th><td class=\"sum\">{sum}</td><td class=\"sum\">{budget}</td></tr>"
            );
        }
        let there = if receipts { &found.yearly.receipts } else { &found.yearly.expenses };
        let all = Yearly::sum(there).text(lang);
        let _ = writeln!(
            body,
            "<tr><th scope=\"row\">{total}</th><td class=\"sum\">{all}</td><td></td></tr>\n</tbody>\n</table>"
        );
    }
    let (before, after) = (found.yearly.before.text(lang), found.yearly.after.text(lang));
    let line = tr!(
        lang,
        "Au 1er janvier\u{a0}: {before}. Au 31 décembre\u{a0}: {after}.",
        "On 1 January: {before}. On 31 December: {after}."
    );
    let _ = writeln!(body, "<p>{line}</p>\n<ul>");
    for duty in duties(lang, found) {
        let _ = writeln!(body, "<li>{}</li>", html(&duty));
    }
    body.push_str("</ul>\n");
    sheet(lang, &title, STYLE, &body)
}

/// Compare the book with what the bank says it holds
///
/// Everything but cash counts. Entries that were typed and that no statement has confirmed are listed: what explains a difference is
/// mostly there. That it was done is noted.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids dues reconcile 1234,56 --day 2026-11-20")]
pub struct ReconcileArgs {
    /// What the bank says
    #[arg(value_name = "AMOUNT", value_parser = wanted::amount, allow_hyphen_values = true)]
    balance: Cents,
    /// On which day; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
}

pub(super) fn reconcile(face: &mut Face, args: &ReconcileArgs) -> Result<Exit, Refusal> {
    let (now, today) = (face.now_ms(), face.today);
    let mut vault = face.open_write()?;
    let day = args.day.unwrap_or(today);
    let found = app::reconcile(&mut vault, now, today, (args.balance, day))?;
    face.show(&Compared { found, day })?;
    Ok(Exit::Done)
}

struct Compared {
    found: Reconciled,
    day: NaiveDate,
}

impl Show for Compared {
    fn view(&self, _lang: Lang) -> impl View {
        views::ReconciledView::of(&self.found, self.day)
    }

    fn text(&self, lang: Lang) -> String {
        let (found, day) = (&self.found, finding::day(lang, self.day));
        let mut out = tr!(lang, "Banque et livre au {day}\n", "Bank and book on {day}\n");
        out.push_str(&row(lang, &tr!(lang, "banque", "bank"), found.bank));
        out.push_str(&row(lang, &tr!(lang, "livre, sans les espèces", "book, without cash"), found.book));
        out.push_str(&row(lang, &tr!(lang, "écart", "difference"), found.difference()));
        if !found.unseen.is_empty() {
            out.push_str(&tr!(
                lang,
                "Notées à la main, vues sur aucun relevé\u{a0}:\n",
                "Typed, and seen on no statement:\n"
            ));
        }
        for entry in &found.unseen {
            let (number, day) = (entry.receipt(), finding::day(lang, entry.day));
            let sum = entry.counted().money().text(lang);
            let what = entry.label.as_deref().unwrap_or_else(|| entry.kind.words(lang));
            out.push_str(&finding::wrapped("  ", "    ", &format!("{number}  {day}  {sum}  {what}")));
        }
        out
    }
}
