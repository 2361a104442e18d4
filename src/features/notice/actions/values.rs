//! Values for each member, from a file: what somebody else counted, such as the amounts of a year.
//!
//! A CSV file with a line of headers. The column `id` (the identifier, or its beginning) or `email` says whose line it
//! is; every other column is a variable of the notice.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::{
    base::Id,
    features::notice::actions::{Audience, Each, audience::Lookup},
    render::{Manifest, Whence},
};

/// The most bytes of a file of values.
pub const FILE_MAX: u64 = 10 * 1024 * 1024;

/// Why a file of values is not taken. No variant holds a value of a member.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ValuesError {
    /// It is no CSV file in UTF-8, or too large.
    #[error("not a CSV file in UTF-8 of at most 10 MB")]
    Form,
    /// No column says whose line it is.
    #[error("no column `id` or `email`")]
    NoKey,
    /// A column is no variable that is given for each member.
    #[error("the column `{name}` is no variable of the notice")]
    Column {
        /// Its name.
        name: String,
        /// The variables that are given for each member.
        known: Vec<String>,
    },
    /// Nobody who was selected, or several, answer to a line.
    #[error("line {line}: nobody who gets the notice, or several people, answer to it")]
    Who {
        /// The line.
        line: u64,
    },
    /// A second line for the same person.
    #[error("line {line}: a second line for the same person")]
    Twice {
        /// The line.
        line: u64,
    },
}

/// Reads a file of values for the people of an audience.
///
/// # Errors
/// [`ValuesError`] for the first thing that is wrong.
pub fn read(bytes: &[u8], manifest: &Manifest, audience: &Audience) -> Result<Each, ValuesError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ValuesError::Form)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() as u64 > FILE_MAX {
        return Err(ValuesError::Form);
    }
    let first = text.lines().next().unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    let delimiter = [(';', b';'), ('\t', b'\t')].into_iter().find(|(c, _)| count(*c) > count(','));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter.map_or(b',', |d| d.1)).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|_| ValuesError::Form)?.clone();
    // A column may bear the French name of its variable.
    let meant = |header: &str| match header.trim() {
        "id" | "email" => header.trim().to_owned(),
        other => manifest.resolve(other).unwrap_or(other).to_owned(),
    };
    let headers: csv::StringRecord = headers.iter().map(meant).collect();
    let known = manifest.names_from(Whence::Each);
    let key = headers.iter().position(|h| matches!(h.trim(), "id" | "email")).ok_or(ValuesError::NoKey)?;
    if let Some(other) =
        headers.iter().map(str::trim).find(|h| !matches!(*h, "id" | "email") && !known.iter().any(|k| k == h))
    {
        let name = other.chars().take(60).collect();
        return Err(ValuesError::Column { name, known });
    }
    let people = Lookup::of(audience);
    let mut out = Each::new();
    for row in reader.records() {
        let row = row.map_err(|_| ValuesError::Form)?;
        let line = row.position().map_or(0, csv::Position::line);
        let who = row.get(key).unwrap_or_default().trim();
        let by_id = headers.get(key).is_some_and(|h| h.trim() == "id");
        let named = if by_id { people.by_id(who) } else { Vec::new() };
        let mut found: Vec<Id> = if by_id {
            named.iter().filter(|(_, reached)| *reached).map(|(id, _)| *id).collect()
        } else {
            people.by_address(who).to_vec()
        };
        let somebody_left_out = named.iter().any(|(_, reached)| !reached);
        match (found.pop(), found.is_empty()) {
            (Some(id), true) => {
                let values: BTreeMap<String, String> = headers
                    .iter()
                    .zip(row.iter())
                    .filter(|(h, _)| !matches!(h.trim(), "id" | "email"))
                    .map(|(h, v)| (h.trim().to_owned(), v.trim().to_owned()))
                    .collect();
                if out.insert(id, values).is_some() {
                    return Err(ValuesError::Twice { line });
                }
            }
            (None, _) if somebody_left_out => {}
            _ => return Err(ValuesError::Who { line }),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{Id, Lang},
        features::notice::actions::Recipient,
        mail::{Address, Party},
        render::Notice,
    };

    fn audience() -> Audience {
        let one = |n: u8| Recipient {
            id: Id([n; 16]),
            given_name: "Camille".into(),
            party: Party::new("Camille", Address::read(&format!("m{n}@example.net")).ok().unwrap())
                .ok()
                .unwrap(),
            tongue: Lang::Fr,
            site: String::new(),
            service: String::new(),
            left: None,
        };
        Audience { recipients: vec![one(1), one(2)], excluded: Vec::new(), ..Audience::default() }
    }

    fn reads(text: &str) -> Result<Each, ValuesError> {
        read(text.as_bytes(), &Notice::named("certificate").unwrap().manifest, &audience())
    }

    #[test]
    fn lines_find_their_people() {
        let each = reads("id;amount;number\n01010101;96,00;2026-1\n0202;12;\n").unwrap();
        assert_eq!(each[&Id([1; 16])]["amount"], "96,00");
        assert_eq!(each[&Id([2; 16])]["number"], "");
        let french = reads("id;Montant;versements\n0202;12;2026-03-05 12,00\n").unwrap();
        assert_eq!(french[&Id([2; 16])]["amount"], "12");
        assert_eq!(french[&Id([2; 16])]["payments"], "2026-03-05 12,00");
        assert_eq!(reads("email,amount\nM2@example.net,5\n").unwrap()[&Id([2; 16])]["amount"], "5");
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line() {
        assert_eq!(reads("name,amount\na,1\n"), Err(ValuesError::NoKey));
        let known = vec!["amount".into(), "number".into(), "payments".into()];
        assert_eq!(reads("id,year\n0101,1\n"), Err(ValuesError::Column { name: "year".into(), known }));
        assert_eq!(reads("id,amount\n0101,1\n0909,1\n"), Err(ValuesError::Who { line: 3 }));
        assert_eq!(reads("id,amount\n0101,1\n0101,1\n"), Err(ValuesError::Twice { line: 3 }));
        assert_eq!(reads("id,amount\n0101\n"), Err(ValuesError::Form));
        assert_eq!(
            read(&[0xff], &Notice::named("dues").unwrap().manifest, &audience()),
            Err(ValuesError::Form)
        );
    }
}
