//! OFX 1 (SGML without closing tags) and OFX 2 (XML): one reader of tags and what follows them.

use chrono::NaiveDate;

use super::{BadLine, BadStatement, Form, Movement, Statement, beginning};
use crate::money::Cents;

/// A tag and the text behind it, with its line.
struct Tag<'a> {
    line: u64,
    name: &'a str,
    text: String,
}

/// Cuts a text into tags; attributes and comments do not occur in the form.
fn tags(source: &str) -> Vec<Tag<'_>> {
    let (mut out, mut line, mut rest) = (Vec::new(), 1_u64, source);
    let lines = |text: &str| u64::try_from(text.matches('\n').count()).unwrap_or(0);
    while let Some(at) = rest.find('<') {
        let (before, after) = rest.split_at(at);
        line = line.saturating_add(lines(before));
        let Some(end) = after.find('>') else { break };
        let name = after.get(1..end).unwrap_or_default();
        let behind = after.get(end.saturating_add(1)..).unwrap_or_default();
        let text = behind.split('<').next().unwrap_or_default();
        out.push(Tag { line, name: name.trim(), text: unescaped(text.trim()) });
        line = line.saturating_add(lines(after.get(..end).unwrap_or_default()));
        rest = behind;
    }
    out
}

fn unescaped(text: &str) -> String {
    let plain =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    let out = plain.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn read(source: &str) -> Result<Statement, BadStatement> {
    let (mut account, mut movements): (Option<String>, Vec<Movement>) = (None, Vec::new());
    let mut open: Option<Fields> = None;
    let mut closed = false;
    for tag in tags(source) {
        match tag.name.to_ascii_uppercase().as_str() {
            "CURDEF" if !tag.text.eq_ignore_ascii_case("EUR") => {
                return Err(BadStatement::Currency { line: tag.line, currency: beginning(&tag.text) });
            }
            "ACCTID" if open.is_none() => match &account {
                Some(known) if *known != tag.text => return Err(BadStatement::Accounts),
                _ => account = Some(tag.text),
            },
            "STMTTRN" => {
                if let Some(fields) = open.take() {
                    movements.push(fields.movement()?);
                }
                open = Some(Fields { line: tag.line, ..Fields::default() });
            }
            "/STMTTRN" | "/BANKTRANLIST" => {
                if let Some(fields) = open.take() {
                    movements.push(fields.movement()?);
                }
            }
            // Somebody put two files, or one twice, into one.
            "OFX" if closed => return Err(BadStatement::Doubled),
            "/OFX" => closed = true,
            name => {
                if let Some(fields) = &mut open {
                    fields.put(name, tag.text);
                }
            }
        }
    }
    if !closed || open.is_some() {
        return Err(BadStatement::Cut);
    }
    Ok(Statement { form: Form::Ofx, bank: None, account, movements })
}

#[derive(Default)]
struct Fields {
    line: u64,
    day: Option<String>,
    amount: Option<String>,
    number: Option<String>,
    name: Option<String>,
    memo: Option<String>,
    reference: Option<String>,
}

impl Fields {
    fn put(&mut self, name: &str, text: String) {
        let slot = match name {
            "DTPOSTED" => &mut self.day,
            "TRNAMT" => &mut self.amount,
            "FITID" => &mut self.number,
            "NAME" => &mut self.name,
            "MEMO" => &mut self.memo,
            "REFNUM" | "CHECKNUM" => &mut self.reference,
            _ => return,
        };
        *slot = Some(text).filter(|t| !t.is_empty());
    }

    fn movement(self) -> Result<Movement, BadStatement> {
        let line = self.line;
        let bad = |what: BadLine, cell: Option<&String>| BadStatement::Line {
            line,
            what,
            cell: cell.map(|c| beginning(c)).unwrap_or_default(),
        };
        let day = self.day.as_ref().ok_or_else(|| bad(BadLine::Field, None))?;
        let digits = day.get(..8).ok_or_else(|| bad(BadLine::Day, Some(day)))?;
        let posted = NaiveDate::parse_from_str(digits, "%Y%m%d").map_err(|_| bad(BadLine::Day, Some(day)))?;
        let amount = self.amount.as_ref().ok_or_else(|| bad(BadLine::Field, None))?;
        let cents = Cents::read(amount).map_err(|_| bad(BadLine::Amount, Some(amount)))?;
        let label: Vec<_> = [self.name.as_deref(), self.memo.as_deref()].into_iter().flatten().collect();
        Ok(Movement {
            line,
            day: posted,
            amount: cents,
            label: label.join(" "),
            name: self.name.clone(),
            reference: self.reference,
            number: self.number,
            returned: None,
        })
    }
}
