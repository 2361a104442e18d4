//! Debits of the single euro area (*prélèvements SEPA*): numbers of accounts and of creditors, the file for the bank, what it refused.
//!
//! The crate `sepa` writes and reads the messages; what it lacks for France stands here: the key of a French account, `Œ` written OE.

use chrono::{Datelike as _, NaiveDate};
use sepa::{
    CharsetPolicy, DirectDebitEntry, DirectDebitGroup, DirectDebitSchema, IsoDate, IsoDateTime,
    Pain008Builder, SequenceType, Transliteration, parse_pain002, validate_creditor_id, validate_iban,
};

use crate::money::Cents;

/// How many days before a debit the member is told, where nothing else is agreed.
pub const NOTICE_DAYS: u64 = 14;
/// After how many months without a debit a mandate is void.
pub const VOID_AFTER: u32 = 36;
/// A reference of a mandate is never longer.
const REFERENCE_MOST: usize = 35;
/// A name is never longer.
const NAME_MOST: usize = 70;
/// An answer of a bank that is read is never longer.
const ANSWER_MOST: usize = 8 * 1024 * 1024;

/// The countries of the European economic area: from an account in one of them a debit needs no address.
const AREA: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Why a text is not the number of an account that can be debited. The number itself is kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAccount {
    /// It has not the form of an IBAN of its country.
    #[error("not the form of an IBAN")]
    Form,
    /// The check digits do not fit (modulo 97).
    #[error("the check digits of the IBAN do not fit")]
    Check,
    /// The key of the French account does not fit (*clé RIB*).
    #[error("the key of the French account does not fit")]
    Key,
    /// An account outside of the European economic area, of which the bank wants an address.
    #[error("an account outside of the European economic area")]
    Outside,
}

/// Why a text is no creditor identifier (*identifiant créancier SEPA*, ICS).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCreditor {
    /// It has not the form of one.
    #[error("not the form of a creditor identifier")]
    Form,
    /// The check digits do not fit (modulo 97).
    #[error("the check digits of the creditor identifier do not fit")]
    Check,
}

/// Why there is no file for the bank.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadBatch {
    /// Nothing is to be debited.
    #[error("nothing is to be debited")]
    Empty,
    /// An account.
    #[error(transparent)]
    Account(#[from] BadAccount),
    /// The creditor.
    #[error(transparent)]
    Creditor(#[from] BadCreditor),
    /// A name that no bank takes: nothing of it is left in the letters that banks use.
    #[error("a name that no bank takes")]
    Name,
    /// Another thing that a bank would refuse: a sum, a reference, a day.
    #[error("the bank would refuse it: {0}")]
    Refused(String),
}

/// Why a text is no answer of a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an answer of a bank (pain.002)")]
pub struct NoAnswer;

/// Which version of the message a bank takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// pain.008.001.08, that of the rules of today.
    V08,
    /// pain.008.001.02, the one before.
    V02,
}

/// Reads the number of an account that can be debited: without spaces, in capitals, its check digits and its French key right.
///
/// # Errors
/// [`BadAccount`].
pub fn account(text: &str) -> Result<String, BadAccount> {
    let iban = validate_iban(text).map_err(|error| match error {
        sepa::IbanError::InvalidChecksum { .. } => BadAccount::Check,
        _ => BadAccount::Form,
    })?;
    if iban.country_code() == "FR" && !french_key(iban.bban()) {
        return Err(BadAccount::Key);
    }
    if !AREA.contains(&iban.country_code()) {
        return Err(BadAccount::Outside);
    }
    Ok(iban.as_str().to_owned())
}

/// Tells whether the key of a French account fits: 97 less the rest of 89 × bank + 15 × branch + 3 × account.
fn french_key(bban: &str) -> bool {
    let digits: Option<String> = bban.chars().map(digit).collect();
    let Some(digits) = digits else { return false };
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<u64>().ok());
    let (Some(bank), Some(branch), Some(account), Some(key)) =
        (part(0, 5), part(5, 10), part(10, 21), part(21, 23))
    else {
        return false;
    };
    let sum = bank
        .saturating_mul(89)
        .saturating_add(branch.saturating_mul(15))
        .saturating_add(account.saturating_mul(3));
    97_u64.saturating_sub(sum % 97) == key
}

/// A letter of a French account as the digit that it counts as: A to I and J to R from 1, S to Z from 2.
fn digit(sign: char) -> Option<char> {
    let from = |first: char, base: u32| {
        u32::from(sign)
            .checked_sub(u32::from(first))
            .and_then(|n| char::from_digit(n.saturating_add(base), 10))
    };
    match sign {
        '0'..='9' => Some(sign),
        'A'..='I' => from('A', 1),
        'J'..='R' => from('J', 1),
        'S'..='Z' => from('S', 2),
        _ => None,
    }
}

/// Returns an account as it is shown: its country and its last four digits.
#[must_use]
pub fn masked(account: &str) -> String {
    let (head, tail) = (account.get(..4), account.get(account.len().saturating_sub(4)..));
    match (head, tail) {
        (Some(head), Some(tail)) if account.len() > 8 => format!("{head} … {tail}"),
        _ => "…".to_owned(),
    }
}

/// Reads a creditor identifier: without spaces, in capitals, its check digits right; the activity code is not checked by them.
///
/// # Errors
/// [`BadCreditor`].
pub fn creditor(text: &str) -> Result<String, BadCreditor> {
    let id = validate_creditor_id(text).map_err(|error| match error {
        sepa::CreditorIdError::InvalidChecksum { .. } => BadCreditor::Check,
        _ => BadCreditor::Form,
    })?;
    // A French one has six signs behind the activity code.
    if id.country_code() == "FR" && id.as_str().len() != 13 {
        return Err(BadCreditor::Form);
    }
    Ok(id.as_str().to_owned())
}

/// Makes a reference of a mandate (*RUM*) of random bytes: it says nothing of anybody.
#[must_use]
pub fn reference(random: &[u8; 12]) -> String {
    // Without signs that are taken for others when they are read from paper.
    const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let sign = |byte: &u8| SIGNS.get(usize::from(byte % 32)).copied().map_or('A', char::from);
    random.iter().map(sign).collect()
}

/// Tells whether a reference is one that banks take.
#[must_use]
pub fn is_reference(text: &str) -> bool {
    let known = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '+' | '?' | '/' | '-' | ':' | '(' | ')' | '.' | ',')
    };
    !text.is_empty()
        && text.len() <= REFERENCE_MOST
        && text.chars().all(known)
        && !text.starts_with('/')
        && !text.ends_with('/')
        && !text.contains("//")
}

/// A name in the letters that banks use: `Œ` is OE and `Æ` AE, accents fall, at most 70 of them.
#[must_use]
pub fn plain_name(name: &str) -> String {
    let pairs = [("Œ", "OE"), ("œ", "oe"), ("Æ", "AE"), ("æ", "ae"), ("’", "'"), ("ẞ", "SS"), ("ß", "ss")];
    let name = pairs.iter().fold(name.to_owned(), |name, (from, to)| name.replace(from, to));
    let plain = sepa::transliterate(&name, Transliteration::Epc);
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME_MOST).collect()
}

/// One debit. No `Debug`: it holds a name and an account.
#[derive(Clone)]
pub struct Debit {
    /// The reference of the mandate.
    pub reference: String,
    /// The day on which it was signed.
    pub signed: NaiveDate,
    /// Who holds the account.
    pub name: String,
    /// The account.
    pub account: String,
    /// The sum.
    pub amount: Cents,
    /// What the debit is known by until the end.
    pub end_to_end: String,
}

/// The debits of a day. No `Debug`: it holds names and accounts.
#[derive(Clone)]
pub struct Batch {
    /// What the file is known by.
    pub message: String,
    /// The day on which it is written.
    pub created: NaiveDate,
    /// Who collects.
    pub creditor: String,
    /// Their identifier.
    pub identifier: String,
    /// Their account.
    pub account: String,
    /// The day on which the accounts are debited.
    pub day: NaiveDate,
    /// The debits.
    pub debits: Vec<Debit>,
}

impl Batch {
    /// Returns the sum.
    #[must_use]
    pub fn total(&self) -> Cents {
        self.debits.iter().map(|d| d.amount).sum()
    }

    /// Writes the file for the bank. No address of anybody stands in it.
    ///
    /// # Errors
    /// [`BadBatch`].
    pub fn xml(&self, schema: Schema) -> Result<String, BadBatch> {
        if self.debits.is_empty() {
            return Err(BadBatch::Empty);
        }
        let refused = |error: &dyn std::fmt::Display| BadBatch::Refused(error.to_string());
        let day = |day: NaiveDate| -> Result<IsoDate, BadBatch> {
            let year = u16::try_from(day.year()).map_err(|e| refused(&e))?;
            let number = |n: u32| u8::try_from(n).unwrap_or_default();
            IsoDate::new(year, number(day.month()), number(day.day())).map_err(|e| refused(&e))
        };
        let iban = |text: &str| -> Result<sepa::Iban, BadBatch> {
            Ok(validate_iban(&account(text)?).map_err(|_| BadAccount::Form)?)
        };
        let named = |name: &str| Some(plain_name(name)).filter(|n| !n.is_empty()).ok_or(BadBatch::Name);
        let identifier = validate_creditor_id(&creditor(&self.identifier)?).map_err(|_| BadCreditor::Form)?;
        let (own, creditor) = (iban(&self.account)?, named(&self.creditor)?);
        let created = IsoDateTime::new(day(self.created)?, 12, 0, 0).map_err(|e| refused(&e))?;
        let out = Pain008Builder::new(&creditor, &self.message)
            .created_at(created)
            .charset(CharsetPolicy::Strict)
            .schema(match schema {
                Schema::V08 => DirectDebitSchema::IsoV8,
                Schema::V02 => DirectDebitSchema::IsoV2,
            });
        // Since 2016 the first debit of a mandate, too, may be one of many (RCUR): there is one group, and a file refused is that group.
        let mut group = DirectDebitGroup::new(&creditor, &own, &identifier, day(self.day)?)
            .payment_info_id(format!("{}-1", self.message))
            .batch_booking(true)
            .sequence_type(SequenceType::Rcur);
        for one in &self.debits {
            group = group.add_entry(DirectDebitEntry::new(
                &one.reference,
                day(one.signed)?,
                named(&one.name)?,
                iban(&one.account)?,
                one.amount.get(),
                &one.end_to_end,
            ));
        }
        out.add_group(group).build().map_err(|error| refused(&error))
    }
}

/// A debit that a bank refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What the debit is known by.
    pub end_to_end: String,
    /// Why, by the code of the bank.
    pub reason: String,
}

/// What a bank answers to a file of debits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// What the file was known by.
    pub message: String,
    /// Whether it was refused whole.
    pub whole: Option<String>,
    /// The debits that were refused.
    pub refused: Vec<Refused>,
}

/// Reads what a bank answers to a file of debits (pain.002).
///
/// # Errors
/// [`NoAnswer`].
pub fn answer(xml: &str) -> Result<Answer, NoAnswer> {
    if xml.len() > ANSWER_MOST {
        return Err(NoAnswer);
    }
    let read = parse_pain002(xml).map_err(|_| NoAnswer)?;
    let first =
        |codes: &[sepa::ReasonCode]| codes.first().map_or_else(|| "?".to_owned(), |c| c.as_code().to_owned());
    let mut out = Answer { message: read.original_msg_id.clone(), ..Answer::default() };
    if read.group_status.as_ref().is_some_and(sepa::PaymentStatus::is_rejected) {
        out.whole = Some(first(&read.group_reason_codes));
    }
    for group in &read.payment_info_statuses {
        // A group that is refused whole names none of its debits: a file has one group.
        if group.status.as_ref().is_some_and(sepa::PaymentStatus::is_rejected)
            && group.transactions.is_empty()
        {
            out.whole = Some(first(&group.reason_codes));
        }
        for one in group.transactions.iter().filter(|t| t.is_rejected()) {
            if let Some(end_to_end) = &one.original_end_to_end_id {
                out.refused
                    .push(Refused { end_to_end: end_to_end.clone(), reason: first(&one.reason_codes) });
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
