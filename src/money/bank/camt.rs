//! CAMT.053 (*relevé de compte ISO 20022*), in the two versions that banks give out: .001.02 and .001.08.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use quick_xml::{
    Reader,
    escape::resolve_xml_entity,
    events::{BytesStart, Event},
};

use super::{BadLine, BadStatement, Form, MOST, Movement, Statement, beginning};
use crate::money::Cents;

/// The versions that are read.
const VERSIONS: [&str; 2] = ["camt.053.001.02", "camt.053.001.08"];
/// How deep elements may lie in each other; a statement goes down to fifteen.
const DEEP: usize = 40;

/// Tells whether a text looks like a message of the family.
pub(super) fn looks_like(text: &str) -> bool {
    text.starts_with('<') && text.chars().take(2_000).collect::<String>().contains("iso:20022")
}

/// What stands between two marks, with the currency that the mark names.
struct Leaf<'a> {
    line: u64,
    text: &'a str,
    currency: Option<&'a str>,
}

impl Leaf<'_> {
    fn bad(&self, what: BadLine) -> BadStatement {
        BadStatement::Line { line: self.line, what, cell: beginning(self.text) }
    }

    /// A sum, which the form writes without a sign and with up to five decimals.
    fn sum(&self) -> Result<Cents, BadStatement> {
        if let Some(currency) = self.currency.filter(|c| *c != "EUR") {
            return Err(BadStatement::Currency { line: self.line, currency: beginning(currency) });
        }
        let plain = match self.text.split_once('.') {
            Some((whole, part)) if part.len() > 2 => {
                let (kept, rest) = part.split_at_checked(2).ok_or_else(|| self.bad(BadLine::Amount))?;
                if rest.bytes().any(|b| b != b'0') {
                    return Err(self.bad(BadLine::Amount));
                }
                format!("{whole}.{kept}")
            }
            _ => self.text.to_owned(),
        };
        if !plain.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return Err(self.bad(BadLine::Amount));
        }
        Cents::read(&plain).map_err(|_| self.bad(BadLine::Amount))
    }

    fn day(&self) -> Result<NaiveDate, BadStatement> {
        let day = self.text.get(..10).ok_or_else(|| self.bad(BadLine::Day))?;
        day.parse().map_err(|_| self.bad(BadLine::Day))
    }

    /// Whether money came in.
    fn comes_in(&self) -> Result<bool, BadStatement> {
        match self.text {
            "CRDT" => Ok(true),
            "DBIT" => Ok(false),
            _ => Err(self.bad(BadLine::Field)),
        }
    }
}

/// A payment within an entry: a bank may book many as one.
#[derive(Default)]
struct Payment {
    amount: Option<Cents>,
    comes_in: Option<bool>,
    reference: Option<String>,
    debtor: Option<String>,
    creditor: Option<String>,
    words: Vec<String>,
    returned: Option<String>,
}

impl Payment {
    fn put(&mut self, path: &[&str], leaf: &Leaf<'_>) -> Result<(), BadStatement> {
        let text = || Some(leaf.text.to_owned()).filter(|t| !t.is_empty());
        match path {
            ["Amt"] | ["AmtDtls", "TxAmt", "Amt"] => self.amount = Some(leaf.sum()?),
            ["CdtDbtInd"] => self.comes_in = Some(leaf.comes_in()?),
            ["Refs", "EndToEndId" | "MndtId"] if leaf.text != "NOTPROVIDED" => {
                self.reference = self.reference.take().or_else(text);
            }
            ["RltdPties", "Dbtr", "Nm"] | ["RltdPties", "Dbtr", "Pty", "Nm"] => self.debtor = text(),
            ["RltdPties", "Cdtr", "Nm"] | ["RltdPties", "Cdtr", "Pty", "Nm"] => self.creditor = text(),
            ["RmtInf", "Ustrd"] | ["RmtInf", "Strd", "CdtrRefInf", "Ref"] | ["AddtlTxInf"] => {
                self.words.extend(text());
            }
            ["RtrInf", "Rsn", "Cd" | "Prtry"] => self.returned = text(),
            _ => {}
        }
        Ok(())
    }
}

/// An entry of the account.
#[derive(Default)]
struct Entry {
    line: u64,
    amount: Option<Cents>,
    comes_in: Option<bool>,
    booked: bool,
    day: Option<NaiveDate>,
    value: Option<NaiveDate>,
    number: Option<String>,
    words: Option<String>,
    payments: Vec<Payment>,
}

impl Entry {
    fn put(&mut self, path: &[&str], leaf: &Leaf<'_>) -> Result<(), BadStatement> {
        match path {
            ["Amt"] => self.amount = Some(leaf.sum()?),
            ["CdtDbtInd"] => self.comes_in = Some(leaf.comes_in()?),
            ["Sts"] | ["Sts", "Cd"] => self.booked = leaf.text == "BOOK",
            ["BookgDt", "Dt" | "DtTm"] => self.day = Some(leaf.day()?),
            ["ValDt", "Dt" | "DtTm"] => self.value = Some(leaf.day()?),
            ["AcctSvcrRef"] => self.number = Some(leaf.text.to_owned()),
            ["AddtlNtryInf"] => self.words = Some(leaf.text.to_owned()),
            ["NtryDtls", "TxDtls", rest @ ..] => {
                if let Some(last) = self.payments.last_mut() {
                    last.put(rest, leaf)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The movements of the entry: one for each payment where all of them say their sum and they add up, otherwise one.
    fn movements(self) -> Result<Vec<Movement>, BadStatement> {
        let bad = |what| BadStatement::Line { line: self.line, what, cell: "Ntry".to_owned() };
        let amount = self.amount.ok_or_else(|| bad(BadLine::Field))?;
        let comes_in = self.comes_in.ok_or_else(|| bad(BadLine::Field))?;
        let day = self.day.or(self.value).ok_or_else(|| bad(BadLine::Field))?;
        let signed = |sum: Cents, comes_in: bool| if comes_in { sum } else { sum.negated() };
        let total = signed(amount, comes_in);
        let parts: Vec<Option<Cents>> =
            self.payments.iter().map(|p| Some(signed(p.amount?, p.comes_in.unwrap_or(comes_in)))).collect();
        let apart = self.payments.len() > 1
            && parts.iter().all(Option::is_some)
            && parts.iter().flatten().copied().sum::<Cents>() == total;
        let one = |amount: Cents, of: &[Payment]| {
            let returned = of.iter().find_map(|p| p.returned.clone());
            // Of a payment that came back the parties are those of the payment: who had to pay stays the debtor.
            let debtor_first = amount > Cents::ZERO || returned.is_some();
            let name = |p: &Payment| if debtor_first { p.debtor.clone() } else { p.creditor.clone() };
            let mut label: Vec<String> = of.iter().flat_map(|p| p.words.iter().cloned()).collect();
            label.extend(self.words.clone());
            Movement {
                line: self.line,
                day,
                amount,
                label: label.join(" ").chars().take(400).collect(),
                name: match of {
                    [only] => name(only),
                    _ => None,
                },
                reference: match of {
                    [only] => only.reference.clone(),
                    _ => None,
                },
                number: self.number.clone(),
                returned,
            }
        };
        if apart {
            return Ok(self
                .payments
                .iter()
                .zip(parts.into_iter().flatten())
                .map(|(p, sum)| one(sum, std::slice::from_ref(p)))
                .collect());
        }
        Ok(vec![one(total, &self.payments)])
    }
}

/// A balance of the account.
#[derive(Default)]
struct Balance {
    kind: String,
    amount: Option<Cents>,
    comes_in: Option<bool>,
}

/// What was read so far.
#[derive(Default)]
struct State {
    account: Option<String>,
    statements: BTreeSet<String>,
    opening: Option<Cents>,
    closing: Option<Cents>,
    balance: Option<Balance>,
    entry: Option<Entry>,
    moved: Cents,
    movements: Vec<Movement>,
}

impl State {
    fn open(&mut self, path: &[&str], line: u64) {
        match path {
            ["Ntry"] => self.entry = Some(Entry { line, ..Entry::default() }),
            ["Ntry", "NtryDtls", "TxDtls"] => {
                if let Some(entry) = &mut self.entry {
                    entry.payments.push(Payment::default());
                }
            }
            ["Bal"] => self.balance = Some(Balance::default()),
            [] => (self.opening, self.closing, self.moved) = (None, None, Cents::ZERO),
            _ => {}
        }
    }

    fn leaf(&mut self, path: &[&str], leaf: &Leaf<'_>) -> Result<(), BadStatement> {
        match path {
            ["Id"] if !self.statements.insert(leaf.text.to_owned()) => return Err(BadStatement::Doubled),
            ["Acct", "Id", "IBAN"] | ["Acct", "Id", "Othr", "Id"] => match &self.account {
                Some(known) if known != leaf.text => return Err(BadStatement::Accounts),
                _ => self.account = Some(leaf.text.to_owned()),
            },
            ["Acct", "Ccy"] if leaf.text != "EUR" => {
                return Err(BadStatement::Currency { line: leaf.line, currency: beginning(leaf.text) });
            }
            ["Bal", rest @ ..] => {
                if let Some(balance) = &mut self.balance {
                    match rest {
                        ["Tp", "CdOrPrtry", "Cd"] => leaf.text.clone_into(&mut balance.kind),
                        ["Amt"] => balance.amount = Some(leaf.sum()?),
                        ["CdtDbtInd"] => balance.comes_in = Some(leaf.comes_in()?),
                        _ => {}
                    }
                }
            }
            ["Ntry", rest @ ..] => {
                if let Some(entry) = &mut self.entry {
                    entry.put(rest, leaf)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, path: &[&str]) -> Result<(), BadStatement> {
        match path {
            ["Ntry"] => {
                let Some(entry) = self.entry.take().filter(|e| e.booked) else { return Ok(()) };
                for movement in entry.movements()? {
                    self.moved = self.moved.plus(movement.amount);
                    self.movements.push(movement);
                }
                if self.movements.len() > MOST {
                    return Err(BadStatement::Many);
                }
            }
            ["Bal"] => {
                let Some(balance) = self.balance.take() else { return Ok(()) };
                let (Some(amount), Some(comes_in)) = (balance.amount, balance.comes_in) else {
                    return Ok(());
                };
                let signed = if comes_in { amount } else { amount.negated() };
                match balance.kind.as_str() {
                    "OPBD" | "PRCD" => self.opening = self.opening.or(Some(signed)),
                    "CLBD" => self.closing = Some(signed),
                    _ => {}
                }
            }
            [] => {
                if let (Some(opening), Some(closing)) = (self.opening, self.closing)
                    && opening.plus(self.moved) != closing
                {
                    return Err(BadStatement::Balance);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// The names of the elements below a statement; nothing outside of one.
fn within(path: &[String]) -> Option<Vec<&str>> {
    match path {
        [_, family, statement, rest @ ..] if family == "BkToCstmrStmt" && statement == "Stmt" => {
            Some(rest.iter().map(String::as_str).collect())
        }
        _ => None,
    }
}

/// Says whether the root names a version that is read.
fn version(root: &BytesStart<'_>) -> Result<(), BadStatement> {
    let all = root.attributes();
    let named = all.flatten().map(|a| a.value.into_owned()).find(|value| value.contains("iso:20022"));
    let named = named.unwrap_or_default();
    let short = named.rsplit(':').next().unwrap_or_default();
    if VERSIONS.contains(&short) { Ok(()) } else { Err(BadStatement::Version(beginning(short))) }
}

/// The place that was read up to, as a line; counted on from the last one.
struct Lines<'a> {
    source: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn to(&mut self, position: u64) -> u64 {
        let position = usize::try_from(position).unwrap_or(usize::MAX).min(self.source.len());
        let count = self.source.get(self.at..position).unwrap_or_default().matches('\n').count();
        self.line = self.line.saturating_add(u64::try_from(count).unwrap_or(0));
        self.at = position;
        self.line
    }
}

pub(super) fn read(source: &str) -> Result<Statement, BadStatement> {
    let mut reader = Reader::from_str(source);
    reader.config_mut().expand_empty_elements = true;
    let mut lines = Lines { source, at: 0, line: 1 };
    let (mut state, mut path): (State, Vec<String>) = (State::default(), Vec::new());
    let (mut text, mut currency): (String, Option<String>) = (String::new(), None);
    let mut begun = false;
    loop {
        let event = reader.read_event();
        let line = lines.to(reader.buffer_position());
        let bad = |cell: &str| BadStatement::Line { line, what: BadLine::Xml, cell: beginning(cell) };
        match event {
            Ok(Event::Start(start)) => {
                if path.is_empty() {
                    if begun {
                        return Err(BadStatement::Doubled);
                    }
                    version(&start)?;
                    begun = true;
                }
                if path.len() >= DEEP {
                    return Err(bad("…"));
                }
                let mut attributes = start.attributes();
                let mut named = attributes.by_ref().flatten();
                currency = named.find(|a| a.key.as_ref() == "Ccy").map(|a| a.value.into_owned());
                path.push(start.local_name().as_ref().to_owned());
                text.clear();
                if let Some(below) = within(&path) {
                    state.open(&below, line);
                }
            }
            Ok(Event::End(_)) => {
                if let Some(below) = within(&path) {
                    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    if !plain.is_empty() {
                        let leaf = Leaf { line, text: &plain, currency: currency.as_deref() };
                        state.leaf(&below, &leaf)?;
                    }
                    state.close(&below)?;
                }
                path.pop();
                text.clear();
                currency = None;
            }
            Ok(Event::Text(piece)) => {
                if path.is_empty() && begun && !piece.trim().is_empty() {
                    return Err(bad(&piece));
                }
                text.push_str(&piece);
            }
            Ok(Event::CData(piece)) => text.push_str(&piece),
            Ok(Event::GeneralRef(name)) => match name.resolve_char_ref() {
                Ok(Some(c)) => text.push(c),
                Ok(None) => text.push_str(resolve_xml_entity(&name).ok_or_else(|| bad(&name))?),
                Err(_) => return Err(bad(&name)),
            },
            // What a document defines for itself is not followed.
            Ok(Event::DocType(_)) => return Err(bad("<!DOCTYPE")),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) if lines.at >= source.trim_end().len() => return Err(BadStatement::Cut),
            Err(_) => {
                let rest = source.get(lines.at..).unwrap_or_default();
                return Err(bad(rest));
            }
        }
    }
    if !path.is_empty() || !begun {
        return Err(BadStatement::Cut);
    }
    Ok(Statement { form: Form::Camt, bank: None, account: state.account, movements: state.movements })
}

#[cfg(test)]
pub(super) mod tests;
