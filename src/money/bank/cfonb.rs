//! CFONB 120 (*relevé de compte*): records of 120 characters at fixed places.

use chrono::NaiveDate;

use super::{BadLine, BadStatement, Form, Movement, Statement, beginning};
use crate::money::Cents;

const LENGTH: usize = 120;

/// Tells whether a text begins with a record of the form.
pub(super) fn looks_like(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.chars().count() >= LENGTH && first.starts_with("01") && !first.contains(';')
}

/// The records, whether lines end or stand one behind the other; spaces that were cut at the end come back.
fn records(text: &str) -> Result<Vec<(u64, Vec<char>)>, BadStatement> {
    let mut out = Vec::new();
    for (number, line) in (1_u64..).zip(text.lines()) {
        let chars: Vec<char> = line.trim_end_matches(['\r', '\u{1a}']).chars().collect();
        if chars.iter().all(|c| c.is_whitespace()) {
            continue;
        }
        if chars.len() <= LENGTH {
            if chars.len() < 34 {
                let cell = beginning(line);
                return Err(BadStatement::Line { line: number, what: BadLine::Length, cell });
            }
            let mut chars = chars;
            chars.resize(LENGTH, ' ');
            out.push((number, chars));
            continue;
        }
        for piece in chars.chunks(LENGTH) {
            if piece.len() != LENGTH {
                let cell = piece.iter().take(40).collect();
                return Err(BadStatement::Line { line: number, what: BadLine::Length, cell });
            }
            out.push((number, piece.to_vec()));
        }
    }
    Ok(out)
}

fn text(record: &[char], from: usize, to: usize) -> String {
    let piece: String = record.get(from..=to).unwrap_or_default().iter().collect();
    piece.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads an amount: fourteen digits of which the last holds the sign, and how many of them are decimals.
fn amount(record: &[char], line: u64) -> Result<Cents, BadStatement> {
    let raw: String = record.get(90..=103).unwrap_or_default().iter().collect();
    let bad = || BadStatement::Line { line, what: BadLine::Amount, cell: raw.clone() };
    let last = raw.chars().last().ok_or_else(bad)?;
    let (digit, negative) = match last {
        '{' => ('0', false),
        'A'..='I' => (
            char::from(u8::try_from(last).map_err(|_| bad())?.saturating_sub(b'A').saturating_add(b'1')),
            false,
        ),
        '}' => ('0', true),
        'J'..='R' => (
            char::from(u8::try_from(last).map_err(|_| bad())?.saturating_sub(b'J').saturating_add(b'1')),
            true,
        ),
        '0'..='9' => (last, false),
        _ => return Err(bad()),
    };
    let head = raw.strip_suffix(last).unwrap_or_default();
    let number: i64 = format!("{head}{digit}").trim().parse().map_err(|_| bad())?;
    // Some banks leave currency and decimals blank: euros and two.
    let decimals = match record.get(19).copied().unwrap_or(' ') {
        ' ' => 2,
        digit => digit.to_digit(10).ok_or_else(bad)?,
    };
    let cents = match decimals {
        0 => number.checked_mul(100),
        1 => number.checked_mul(10),
        2 => Some(number),
        _ => None,
    };
    let cents = cents.ok_or_else(bad)?;
    Ok(Cents::new(if negative { cents.saturating_neg() } else { cents }))
}

/// Reads a day as `JJMMAA`: 60 and less are of this century.
fn day(record: &[char], line: u64) -> Result<NaiveDate, BadStatement> {
    let raw: String = record.get(34..=39).unwrap_or_default().iter().collect();
    let bad = || BadStatement::Line { line, what: BadLine::Day, cell: raw.clone() };
    let part = |from: usize| raw.get(from..from.saturating_add(2)).and_then(|t| t.parse::<u32>().ok());
    let (Some(day), Some(month), Some(year)) = (part(0), part(2), part(4)) else { return Err(bad()) };
    let year = if year > 60 { year.saturating_add(1900) } else { year.saturating_add(2000) };
    NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or_default(), month, day).ok_or_else(bad)
}

pub(super) fn read(source: &str) -> Result<Statement, BadStatement> {
    let mut account: Option<String> = None;
    let (mut old, mut new, mut movements): (Option<Cents>, Option<Cents>, Vec<Movement>) =
        (None, None, Vec::new());
    let mut begun = std::collections::BTreeSet::new();
    for (line, record) in records(source)? {
        let number = format!("{}{}{}", text(&record, 2, 6), text(&record, 11, 15), text(&record, 21, 31));
        let currency = text(&record, 16, 18);
        if !currency.is_empty() && currency != "EUR" {
            return Err(BadStatement::Currency { line, currency });
        }
        match text(&record, 0, 1).as_str() {
            "01" => {
                match &account {
                    Some(known) if *known != number => return Err(BadStatement::Accounts),
                    _ => account = Some(number),
                }
                // A file of several days has a block for each; the same block again is a file put twice.
                if !begun.insert(day(&record, line)?) {
                    return Err(BadStatement::Doubled);
                }
                old = old.or(Some(amount(&record, line)?));
            }
            "04" => {
                if account.as_ref().is_some_and(|known| *known != number) {
                    return Err(BadStatement::Accounts);
                }
                let reference = Some(text(&record, 104, 119)).filter(|t| !t.is_empty());
                movements.push(Movement {
                    line,
                    day: day(&record, line)?,
                    amount: amount(&record, line)?,
                    label: text(&record, 48, 78),
                    name: None,
                    reference,
                    number: None,
                    returned: Some(text(&record, 40, 41)).filter(|t| !t.is_empty() && t != "00"),
                });
            }
            "05" => {
                let Some(last) = movements.last_mut() else {
                    return Err(BadStatement::Line { line, what: BadLine::Field, cell: "05".to_owned() });
                };
                detail(last, &text(&record, 45, 47), &text(&record, 48, 117));
            }
            "07" => new = Some(amount(&record, line)?),
            other => return Err(BadStatement::Line { line, what: BadLine::Field, cell: beginning(other) }),
        }
    }
    let (Some(old), Some(new)) = (old, new) else { return Err(BadStatement::Cut) };
    let moved: Cents = movements.iter().map(|m| m.amount).sum();
    if old.plus(moved) != new {
        return Err(BadStatement::Balance);
    }
    Ok(Statement { form: Form::Cfonb, bank: None, account, movements })
}

/// What a line of detail says of the movement before it.
fn detail(of: &mut Movement, qualifier: &str, text: &str) {
    match qualifier {
        "NPY" | "NBE" => of.name = Some(text.to_owned()),
        "RCN" | "REF" | "LCS" => of.reference = Some(text.to_owned()),
        "LCC" | "LC2" | "LIB" => {
            let label = format!("{} {text}", of.label);
            label.trim().clone_into(&mut of.label);
        }
        _ => {}
    }
}
