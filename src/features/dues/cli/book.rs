//! Entries: written, reversed, listed, handed to another program.

use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate};
use clap::{Args, ValueEnum};

use super::{row, text, word};
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
        wanted,
    },
    features::{
        dues::{
            actions::{
                self as app, DuesError, NewEntry,
                certificate::{may_be, write},
                export,
            },
            records::BookEntry,
            rules::book::{self, Fault, Flow},
            views,
        },
        member::actions as member,
    },
    money::{Cents, EntryKind, Way},
    tr,
};

/// Write an entry into the book: a payment, a refund, an expense…
///
/// Kinds: payment, refund, write-off (a debt that is given up), correction (above zero: less is owed; below: more), receipt
/// and expense (what is no dues). An entry is never changed: `dues reverse` writes another one against it.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues record payment 12 --member \"Camille Exemple\" --way cheque
  contrepoids dues record expense 48,90 --label \"leaflets\" --category print")]
pub struct RecordArgs {
    /// The kind: payment, refund, write-off, correction, receipt, expense
    #[arg(value_name = "KIND", value_parser = kind)]
    kind: EntryKind,
    /// The sum
    #[arg(value_name = "AMOUNT", value_parser = wanted::amount, allow_hyphen_values = true)]
    amount: Cents,
    /// Whose: first digits of the identifier, mail address or words of the name
    #[arg(long, value_name = "WHO")]
    member: Option<String>,
    /// The day; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// How: transfer, debit, cheque, cash, card, payroll, other
    #[arg(long, value_name = "WAY", value_parser = way)]
    way: Option<Way>,
    /// Number of the cheque, reference of the transfer
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// What it was for
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    /// Category of what is no dues
    #[arg(long, value_name = "TEXT")]
    category: Option<String>,
}

fn kind(typed: &str) -> Result<EntryKind, String> {
    word(EntryKind::ALL, |k| [k.code(), k.words(Lang::Fr), k.words(Lang::En)], typed)
}

fn way(typed: &str) -> Result<Way, String> {
    word(Way::ALL, |w| [w.code(), w.words(Lang::Fr), w.words(Lang::En)], typed)
}

pub(super) fn record(face: &mut Face, args: &RecordArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let (reference, label, category) =
        (text(args.reference.as_ref())?, text(args.label.as_ref())?, text(args.category.as_ref())?);
    let mut vault = face.open_write()?;
    let person = args.member.as_ref().map(|who| member::find_id(&vault, who)).transpose()?;
    let day = args.day.unwrap_or(face.today);
    let new = NewEntry {
        kind: args.kind,
        amount: args.amount,
        day,
        person,
        way: args.way,
        reference,
        label,
        category,
    };
    if let Some(there) = app::double(&vault, &new)? {
        let number = there.receipt();
        let question = tr!(
            lang,
            "La même écriture est déjà là ({number})\u{a0}; en noter une autre\u{a0}?",
            "The same entry is there already ({number}); write another one?"
        );
        face.go_on(&question)?;
    }
    let entry = app::enter(&mut vault, face.now_ms(), face.today, &new)?;
    let number = entry.receipt();
    face.note(&tr!(lang, "Noté sous {number}.", "Written as {number}."));
    shown(face, &vault, entry, None)
}

/// Shows an entry that was written, with what the account of its member comes to.
fn shown(
    face: &mut Face,
    vault: &crate::vault::Vault,
    entry: BookEntry,
    reverses: Option<String>,
) -> Result<Exit, Refusal> {
    let treasury = app::read(vault).map_err(DuesError::from)?;
    let account = entry.person.and_then(|id| treasury.account_of(treasury.whose(id), face.today));
    face.show(&Written { entry, reverses, balance: account.map(|a| (a.name, a.standing.balance)) })?;
    Ok(Exit::Done)
}

struct Written {
    entry: BookEntry,
    reverses: Option<String>,
    balance: Option<(String, Cents)>,
}

impl Show for Written {
    fn view(&self, _lang: Lang) -> impl View {
        views::Recorded::of(&self.entry, self.reverses.clone(), self.balance.as_ref().map(|(_, b)| *b))
    }

    fn text(&self, lang: Lang) -> String {
        let Some((name, balance)) = &self.balance else { return String::new() };
        let sum = balance.abs().text(lang);
        let line = match balance.cmp(&Cents::ZERO) {
            std::cmp::Ordering::Less => tr!(lang, "{name}\u{a0}: reste dû {sum}", "{name}: still owes {sum}"),
            std::cmp::Ordering::Greater => {
                tr!(lang, "{name}\u{a0}: {sum} payés d’avance", "{name}: {sum} paid in advance")
            }
            std::cmp::Ordering::Equal => tr!(lang, "{name}\u{a0}: à jour", "{name}: nothing is owed"),
        };
        finding::wrapped("", "  ", &line)
    }
}

/// Reverse an entry by another one; both stay
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids dues reverse A-0007 --reason \"cheque returned\"")]
pub struct ReverseArgs {
    /// Number of the entry
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

pub(super) fn reverse(face: &mut Face, args: &ReverseArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let reason = text(args.reason.as_ref())?;
    let mut vault = face.open_write()?;
    let (_, old) = app::find(&vault, &args.number)?;
    if face.somebody_there() {
        let (day, kind, sum) = (finding::day(lang, old.day), old.kind.words(lang), old.amount.text(lang));
        let question =
            tr!(lang, "Annuler «\u{a0}{kind}, {sum}, {day}\u{a0}»\u{a0}?", "Reverse “{kind}, {sum}, {day}”?");
        face.go_on(&question)?;
    }
    let (old, made) = app::reverse(&mut vault, face.now_ms(), face.today, &args.number, reason)?;
    let (was, number) = (old.receipt(), made.receipt());
    face.note(&tr!(lang, "{was} est annulée par {number}.", "{was} is reversed by {number}."));
    shown(face, &vault, made, Some(was))
}

/// Which form the book is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum BookForm {
    /// A table for a spreadsheet
    Csv,
    /// A workbook
    Xlsx,
    /// A journal of hledger, by identifiers without names
    Hledger,
}

/// Show the book, or write it for another program
///
/// A year, the running one otherwise: each entry with its number, what came in and went out, whether the numbers follow. --out
/// writes a file for you alone: a table for a spreadsheet, a workbook without a formula, or a journal of hledger; none names anybody.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues book
  contrepoids dues book --year 2026 --out book.xlsx --form xlsx
  contrepoids dues book --year 2026 --out book.journal --form hledger")]
pub struct BookArgs {
    /// The year
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1990..=2199))]
    year: Option<i32>,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The form of the file
    #[arg(long, value_name = "csv|xlsx|hledger", value_enum, requires = "out", default_value = "csv")]
    form: BookForm,
    /// Replace the file where there is one
    #[arg(long, requires = "out")]
    force: bool,
}

impl BookArgs {
    /// Whether it writes a file.
    pub(super) const fn writes(&self) -> bool {
        self.out.is_some()
    }
}

pub(super) fn book(face: &mut Face, args: &BookArgs) -> Result<Exit, Refusal> {
    if let (Some(path), BookForm::Xlsx) = (&args.out, args.form) {
        may_be(path, &["xlsx"])?;
    }
    let vault = face.open_read()?;
    let treasury = app::read(&vault).map_err(DuesError::from)?;
    let year = args.year.unwrap_or_else(|| face.today.year());
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(face.today);
    let (from, to) = (day(1, 1), day(12, 31));
    let all: Vec<BookEntry> = treasury.entries.iter().map(|(_, e)| e.clone()).collect();
    let entries: Vec<_> = all.iter().filter(|e| from <= e.day && e.day <= to).cloned().collect();
    let before: Cents = all.iter().filter(|e| e.day < from).map(|e| e.counted().money()).sum();
    let flow = book::flow(all.iter(), from, to);
    if let Some(path) = &args.out {
        let content = match args.form {
            BookForm::Csv => export::csv(face.lang, &entries).into_bytes(),
            BookForm::Xlsx => export::xlsx(face.lang, &entries).ok_or(DuesError::TooMany)?,
            BookForm::Hledger => export::hledger(&treasury, &entries, before, from).into_bytes(),
        };
        write(path, &content, args.force)?;
        let file = crate::face::words::shown(path);
        face.note(&tr!(face.lang, "Livre écrit\u{a0}: {file}", "Book written: {file}"));
    }
    let faults = book::faults(&treasury.entries);
    let people = treasury.people.iter().map(|(id, p)| (*id, p.name.clone())).collect();
    face.show(&Book { entries, flow, before, from, to, faults, people })?;
    Ok(Exit::Done)
}

struct Book {
    entries: Vec<BookEntry>,
    flow: Flow,
    before: Cents,
    from: NaiveDate,
    to: NaiveDate,
    faults: Vec<Fault>,
    people: std::collections::BTreeMap<crate::base::Id, String>,
}

fn fault_text(lang: Lang, fault: &Fault) -> String {
    match fault {
        Fault::Missing(number) => tr!(lang, "l’écriture {number} manque.", "the entry {number} is missing."),
        Fault::Twice(number) => {
            tr!(lang, "le numéro {number} est là deux fois.", "the number {number} is there twice.")
        }
        Fault::Broken(number) => tr!(
            lang,
            "l’écriture {number} ne suit pas celle d’avant\u{a0}: l’une des deux a été changée.",
            "the entry {number} does not follow from the one before: one of both was changed."
        ),
    }
}

impl Show for Book {
    fn view(&self, _lang: Lang) -> impl View {
        views::Book::of((self.from, self.to), &self.entries, &self.flow, self.before, &self.faults)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for entry in &self.entries {
            let (day, number) = (finding::day(lang, entry.day), entry.receipt());
            let amount = if entry.kind.moves_money() { entry.counted().money() } else { entry.amount };
            let who = entry.person.and_then(|id| self.people.get(&id)).cloned();
            let words = [
                who,
                Some(entry.kind.words(lang).to_owned()),
                entry.way.map(|w| w.words(lang).to_owned()),
                entry.reference.clone(),
                entry.category.clone(),
                entry.label.clone(),
            ];
            let words: Vec<_> = words.into_iter().flatten().collect();
            let head = format!("{number:<8}{day}{:>13}  ", amount.text(lang));
            out.push_str(&finding::wrapped(&head, &" ".repeat(33), &words.join(", ")));
        }
        out.push_str(&row(lang, &tr!(lang, "au début", "at the beginning"), self.before));
        out.push_str(&row(lang, &tr!(lang, "cotisations", "dues"), self.flow.dues));
        out.push_str(&row(lang, &tr!(lang, "autres recettes", "other money received"), self.flow.receipts));
        out.push_str(&row(lang, &tr!(lang, "dépenses", "spent"), self.flow.expenses.negated()));
        out.push_str(&row(lang, &tr!(lang, "à la fin", "at the end"), self.before.plus(self.flow.balance())));
        for fault in &self.faults {
            let text = fault_text(lang, fault);
            out.push_str(&finding::wrapped("", "  ", &tr!(lang, "Attention\u{a0}: {text}", "Mind: {text}")));
        }
        out
    }
}
