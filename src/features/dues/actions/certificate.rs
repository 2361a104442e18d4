//! Certificates of a calendar year (*attestations fiscales*): one page for each member, of what was really received.

use std::path::Path;

use chrono::{Datelike as _, NaiveDate};

use super::{DuesError, read};
use crate::{
    base::{Id, cell},
    features::{
        dues::{
            records::Plan,
            rules::year::{self, Year},
            views,
        },
        member::actions as member,
    },
    law::{Fraction, LawError, book},
    roster::Person,
    vault::{Vault, file},
};

/// What a certificate has to say and is not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// Who received the money.
    Receiver,
    /// Its address.
    Address,
    /// Who signs.
    Signatory,
}

/// A certificate. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct Certificate {
    /// The member.
    pub id: Id,
    /// The name.
    pub name: String,
    /// The address, in lines.
    pub address: Vec<String>,
    /// Its number: the year, and its place among those of the year by the day of the first payment.
    pub number: String,
    /// What was received.
    pub year: Year,
    /// Where mail reaches the member.
    pub email: Option<String>,
}

/// The certificates of a year.
#[derive(Clone)]
pub struct Certificates {
    /// The year.
    pub year: i32,
    /// The day on which they are made.
    pub issued: NaiveDate,
    /// Who received the money, and who signs.
    pub plan: Plan,
    /// Whether the receiver was representative: nothing where it is not noted since when.
    pub representative: Option<bool>,
    /// The part of the dues that is given back as a tax credit.
    pub part: Fraction,
    /// The share of income within which dues count.
    pub within: Fraction,
    /// One for each member of whom something was received.
    pub all: Vec<Certificate>,
    /// How many gave more back than they paid: they get none.
    pub left_out: usize,
}

/// Makes the certificates of a year, or the one of the person whom the words name.
///
/// # Errors
/// [`DuesError::Certificate`] for what is not noted; [`DuesError::NothingReceived`]; when the vault cannot be read.
pub fn make(
    vault: &Vault,
    year: i32,
    today: NaiveDate,
    who: Option<&str>,
) -> Result<Certificates, DuesError> {
    let only = who.map(|who| member::find_id(vault, who)).transpose()?;
    let treasury = read(vault)?;
    let plan = treasury.plan.clone();
    for (there, lack) in [
        (plan.receiver.is_some(), Lacks::Receiver),
        (plan.address.is_some(), Lacks::Address),
        (plan.signatory.is_some(), Lacks::Signatory),
    ] {
        if !there {
            return Err(DuesError::Certificate(lack));
        }
    }
    let mut all = Vec::new();
    let mut left_out = 0_usize;
    for (id, entries) in treasury.entries_by_member() {
        let found = year::received(&entries, year);
        if found.payments.is_empty() {
            continue;
        }
        if found.total <= crate::money::Cents::ZERO {
            left_out = left_out.saturating_add(1);
            continue;
        }
        let Some(record) = vault.record(crate::base::Kind::Person, &id)? else { continue };
        let person = Person::of(&record);
        all.push(Certificate {
            id,
            name: person.display_name(),
            address: address(&person),
            number: String::new(),
            year: found,
            email: person.notice_email().map(str::to_owned),
        });
    }
    // The number of a certificate is the same whoever else is asked for: it goes by all that the book has of the year.
    all.sort_by_key(|c| (c.year.payments.first().map(|p| p.day), c.id));
    for (n, one) in (1_u32..).zip(&mut all) {
        one.number = format!("{year}-{n:04}");
    }
    if let Some(only) = only {
        all.retain(|one| one.id == only);
    }
    if all.is_empty() {
        return Err(DuesError::NothingReceived(year));
    }
    let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
    let share = |table: &str| -> Result<Fraction, LawError> { book().share(table, end) };
    Ok(Certificates {
        year,
        issued: today,
        representative: plan.representative.map(|since| since.year() <= year),
        part: share("notices.tax-credit")?,
        within: share("notices.tax-credit-cap")?,
        plan,
        all,
        left_out,
    })
}

fn address(person: &Person) -> Vec<String> {
    let town = [person.postcode.as_deref(), person.town.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let lines = [person.street.clone(), (!town.is_empty()).then_some(town), person.country.clone()];
    lines.into_iter().flatten().collect()
}

impl Certificates {
    /// Returns what is shown of them, with the files that were written.
    #[must_use]
    pub fn view(&self, html: Option<String>, values: Option<String>) -> views::Made {
        views::Made {
            year: self.year,
            certificates: self.all.len(),
            total: self.all.iter().map(|c| c.year.total).sum(),
            left_out: self.left_out,
            html,
            values,
        }
    }

    /// Returns what the notice `certificate` takes for each member: a table with the identifier, the sum, each payment and the
    /// number.
    #[must_use]
    pub fn values(&self) -> String {
        let mut out = String::from("\u{feff}id;amount;payments;number\r\n");
        for one in &self.all {
            let payments: Vec<_> =
                one.year.payments.iter().map(|p| format!("{} {}", p.day, comma(p.amount))).collect();
            let cells = [one.id.to_string(), comma(one.year.total), payments.join(" | "), one.number.clone()];
            let cells: Vec<_> = cells.iter().map(|c| cell::neutralise(c).into_owned()).collect();
            out.push_str(&cells.join(";"));
            out.push_str("\r\n");
        }
        out
    }
}

fn comma(cents: crate::money::Cents) -> String {
    cents.plain().replace('.', ",")
}

/// Writes a file of the treasury, whole or not at all, for its owner alone.
///
/// # Errors
/// [`DuesError::Write`]: the name is taken and `force` is off; what the system said.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), DuesError> {
    file::write_whole(path, bytes, force).map_err(|error| DuesError::Write(path.to_owned(), error))
}

/// How the name of a page ends.
pub const PAGE: &[&str] = &["html", "htm"];

/// Looks whether the name of a file ends as what goes into it, before anything is asked.
///
/// # Errors
/// [`DuesError::Write`].
pub fn may_be(path: &Path, endings: &'static [&'static str]) -> Result<(), DuesError> {
    file::ending(path, endings).map(|_| ()).map_err(|error| DuesError::Write(path.to_owned(), error))
}
