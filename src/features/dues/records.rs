//! What the treasury keeps: the plan (scales, who signs), what dues of each member follow from, the entries of the book.

use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::{
        Id,
        kept::{parts, record},
        shape::{Element, Member, coded, element_of},
        word::codes,
    },
    money::{Cents, EntryKind, Period, Way},
};

parts! {
    /// What a scale is from a day on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    ScaleVersion {
        /// The name of the scale.
        0 scale: String,
        /// The first day.
        1 from: NaiveDate,
        /// How often dues fall due.
        2 period: Period,
        /// How a sum is found: `share 1/100`, `flat 1200`, `bands 150000:800,:1200` in cents, `free`.
        3 terms: String,
        /// The least for a whole period, in cents.
        4 minimum: Option<Cents>,
        /// Whether whoever works part time owes in proportion.
        5 part_time: bool,
        /// Whether a period that was begun is owed whole.
        6 whole: bool,
        /// Whether the sum falls due at the end of the period.
        7 in_arrears: bool,
    }
}

impl Member for ScaleVersion {
    fn element(&self) -> Element {
        element_of(&format!("{} {}", crate::base::text::fold(&self.scale), self.from))
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.scale, self.from).cmp(&(&other.scale, other.from))
    }
}

parts! {
    /// What goes to a level from a day on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    ShareUp {
        /// The level: federation, department, local union, confederation, a magazine.
        0 level: String,
        /// The first day.
        1 from: NaiveDate,
        /// The scale whose members it is of; of all others without one.
        2 scale: Option<String>,
        /// How it is found: `part 1/4` of what was received, or `price 350` for each stamp, in cents.
        3 terms: String,
        /// The same for the first stamp of a member, where it is another.
        4 first: Option<String>,
    }
}

impl Member for ShareUp {
    fn element(&self) -> Element {
        let scale = self.scale.as_deref().map(crate::base::text::fold).unwrap_or_default();
        element_of(&format!("{} {} {scale}", crate::base::text::fold(&self.level), self.from))
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.level, self.from, &self.scale).cmp(&(&other.level, other.from, &other.scale))
    }
}

parts! {
    /// What was declared to a level, from the first day until one.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Declared {
        /// The level.
        0 level: String,
        /// The last day.
        1 to: NaiveDate,
        /// What was due from the first day on, in cents.
        2 amount: Cents,
        /// What was received from the first day on, in cents.
        3 received: Cents,
        /// How many stamps were paid from the first day on.
        4 stamps: u32,
        /// How many of them were the first of a member.
        5 first: u32,
        /// The day on which it was declared.
        6 on: NaiveDate,
    }
}

impl Member for Declared {
    fn element(&self) -> Element {
        element_of(&format!("{} {}", crate::base::text::fold(&self.level), self.to))
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.level, self.to).cmp(&(&other.level, other.to))
    }
}

parts! {
    /// What is planned for an account in a year.
    #[derive(Debug, Clone, PartialEq, Eq)]
    BudgetLine {
        /// The year.
        0 year: u32,
        /// The number of the account.
        1 account: String,
        /// The sum, in cents.
        2 amount: Cents,
    }
}

impl Member for BudgetLine {
    fn element(&self) -> Element {
        element_of(&format!("{} {}", self.year, self.account))
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.year, &self.account).cmp(&(other.year, &other.account))
    }
}

parts! {
    /// What the bank said beside the book.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Checked {
        /// The day.
        0 day: NaiveDate,
        /// What the bank said, in cents.
        1 bank: Cents,
        /// What it had more than the book, in cents.
        2 difference: Cents,
    }
}

impl Member for Checked {
    fn element(&self) -> Element {
        element_of(&self.day.to_string())
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.day.cmp(&other.day)
    }
}

parts! {
    /// A year that was closed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Closed {
        /// The year.
        0 year: u32,
        /// The mark of its entries, 32 hexadecimal digits.
        1 mark: String,
        /// How many there were.
        2 entries: u32,
        /// What was left on its last day, in cents.
        3 left: Cents,
        /// The device of the first person, 16 hexadecimal digits.
        4 first: String,
        /// On which day.
        5 first_on: NaiveDate,
        /// The device of the second person.
        6 second: Option<String>,
        /// On which day.
        7 second_on: Option<NaiveDate>,
        /// The day on which the accounts were approved.
        8 approved: Option<NaiveDate>,
        /// The day on which they were published.
        9 published: Option<NaiveDate>,
    }
}

impl Member for Closed {
    fn element(&self) -> Element {
        element_of(&self.year.to_string())
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.year.cmp(&other.year)
    }
}

record! {
    /// What holds for the dues of all.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Plan = Plan {
        /// The scales, each from which day on.
        1 scales: Vec<ScaleVersion>,
        /// The scale of whoever was put on none.
        2 usual: Option<String>,
        /// The series of receipts of each device: 0 the device, 16 hexadecimal digits, 1 its letters.
        3 series: BTreeMap<String, String>,
        /// The union body that receives the dues (*syndicat*).
        4 receiver: Option<String>,
        /// Its address.
        5 address: Option<String>,
        /// What it is affiliated to.
        6 affiliation: Option<String>,
        /// The day since which it is representative, by which the tax credit is given.
        7 representative: Option<NaiveDate>,
        /// Who signs certificates.
        8 signatory: Option<String>,
        /// The office of who signs.
        9 office: Option<String>,
        /// How many days after it fell due a sum is late.
        10 grace: Option<u32>,
        /// The key under which origins of payments are kept, 64 hexadecimal digits.
        11 key: Option<String>,
        /// How many days lie between two reminders at least.
        12 gap: Option<u32>,
        /// The accounts of which statements were taken in: keyed hashes, 32 hexadecimal digits each.
        13 accounts: BTreeSet<String>,
        /// What the statutes say of members who do not pay: by which article a membership may end.
        14 lapse: Option<String>,
        /// What goes upward, each share from which day on.
        15 shares: Vec<ShareUp>,
        /// What was declared upward.
        16 declared: Vec<Declared>,
        /// What is planned for the years.
        17 budget: Vec<BudgetLine>,
        /// When the bank was compared with the book.
        18 checked: Vec<Checked>,
        /// The years that were closed.
        19 closed: Vec<Closed>,
        /// The creditor identifier of who collects debits (ICS).
        20 creditor: Option<String>,
        /// The account on which debits come in, an IBAN.
        21 account: Option<String>,
    }
}

parts! {
    /// The scale of a member from a day on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    OnScale {
        /// The first day.
        0 from: NaiveDate,
        /// The name of the scale.
        1 scale: String,
    }
}

parts! {
    /// The declared monthly base of a member from a day on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Base {
        /// The first day.
        0 from: NaiveDate,
        /// The base, in cents a month.
        1 amount: Cents,
    }
}

parts! {
    /// The share of working time of a member from a day on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Share {
        /// The first day.
        0 from: NaiveDate,
        /// The share, an exact fraction as text.
        1 share: String,
    }
}

parts! {
    /// A time without dues.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Exempt {
        /// The first day.
        0 from: NaiveDate,
        /// The last day; none while it lasts.
        1 to: Option<NaiveDate>,
        /// Why.
        2 reason: String,
    }
}

parts! {
    /// What a member agreed to pay by and by.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Agreed {
        /// The day on which it was agreed.
        0 from: NaiveDate,
        /// The instalments: `2026-12-15:2000,2027-01-15:2000`, in cents.
        1 sums: String,
        /// What had been paid, given up or corrected until then, in cents.
        2 credit: Cents,
        /// The day on which it was given up.
        3 ended: Option<NaiveDate>,
    }
}

codes! {
    /// What a treasurer asks of the organizers.
    Ask {
        Lapse = "lapse", "radiation", "a lapse for arrears";
        Leave = "leave", "départ", "a leave";
        Email = "email", "adresse électronique", "a new mail address";
        Address = "address", "adresse postale", "a new postal address";
    }
}

coded!(Ask);

codes! {
    /// What became of it.
    AskState {
        Open = "open", "sans réponse", "not answered";
        Accepted = "accepted", "accepté", "accepted";
        Refused = "refused", "refusé", "refused";
    }
}

coded!(AskState);

parts! {
    /// What a treasurer asks of the organizers about a member.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Request {
        /// The day on which it was asked.
        0 from: NaiveDate,
        /// What is asked.
        1 ask: Ask,
        /// The new address.
        2 to: Option<String>,
        /// The last day of membership.
        3 day: Option<NaiveDate>,
        /// Why.
        4 reason: Option<String>,
        /// What became of it.
        5 state: AskState,
        /// The day of the answer.
        6 answered: Option<NaiveDate>,
        /// Why it was answered so.
        7 why: Option<String>,
    }
}

impl Member for Request {
    fn element(&self) -> Element {
        element_of(&format!("{} {}", self.from, self.ask.code()))
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.from, self.ask.code()).cmp(&(other.from, other.ask.code()))
    }
}

/// What is dated by its first day: two devices that write of one day write one element.
macro_rules! by_day {
    ($($name:ident),*) => {
        $(impl Member for $name {
            fn element(&self) -> Element {
                element_of(&self.from.to_string())
            }
            fn order(&self, other: &Self) -> std::cmp::Ordering {
                self.from.cmp(&other.from)
            }
        })*
    };
}

by_day!(OnScale, Base, Share, Exempt, Agreed);

record! {
    /// What the dues of a member follow from.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Payer = Payer {
        /// The member.
        1 person: Option<Id>,
        /// The scales, each from which day on.
        2 scales: Vec<OnScale>,
        /// The declared bases, each from which day on.
        3 bases: Vec<Base>,
        /// The shares of working time, each from which day on.
        4 shares: Vec<Share>,
        /// Times without dues.
        5 exempt: Vec<Exempt>,
        /// Where payments of the member came from: keyed hashes, 32 hexadecimal digits each.
        6 origins: BTreeSet<String>,
        /// What was agreed to be paid by and by.
        7 agreed: Vec<Agreed>,
        /// What is asked of the organizers.
        8 requests: Vec<Request>,
    }
    whole |payer| payer.person.is_some();
}

codes! {
    /// What became of a debit.
    DebitState {
        Announced = "announced", "annoncé", "announced";
        Written = "written", "remis à la banque", "handed to the bank";
        Refused = "refused", "rejeté", "refused";
        Dropped = "dropped", "abandonné", "dropped";
    }
}

coded!(DebitState);

parts! {
    /// A debit by a mandate.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Collected {
        /// The day on which the account is debited.
        0 day: NaiveDate,
        /// The sum, in cents.
        1 amount: Cents,
        /// What the bank knows it by.
        2 end_to_end: String,
        /// The day on which it was announced.
        3 told: NaiveDate,
        /// What became of it.
        4 state: DebitState,
        /// What the file for the bank is known by.
        5 message: Option<String>,
        /// Why it was refused, by the code of the bank.
        6 reason: Option<String>,
    }
}

impl Member for Collected {
    fn element(&self) -> Element {
        element_of(&self.end_to_end)
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.day, &self.end_to_end).cmp(&(other.day, &other.end_to_end))
    }
}

record! {
    /// A mandate of debit (*mandat de prélèvement*).
    #[derive(Debug, Clone, PartialEq, Eq)]
    Mandate = Mandate {
        /// The member.
        1 person: Option<Id>,
        /// The reference (RUM), random.
        2 reference: String,
        /// The account, an IBAN.
        3 account: String,
        /// Who holds the account, where it is somebody else.
        4 holder: Option<String>,
        /// The day on which it was signed.
        5 signed: Option<NaiveDate>,
        /// The day on which it was made.
        6 made: NaiveDate,
        /// The day on which it ended.
        7 ended: Option<NaiveDate>,
        /// Why it ended.
        8 reason: Option<String>,
        /// The debits.
        9 debits: Vec<Collected>,
    }
}

record! {
    /// A piece of a voucher (*justificatif*). The pieces of a file bear its hash; what they are of is said by the first one.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Voucher = Voucher {
        /// The BLAKE3 hash of the file, 64 hexadecimal digits.
        1 file: String,
        /// Which piece it is, from 0.
        2 place: u32,
        /// How many pieces there are.
        3 pieces: u32,
        /// What is in the piece, in base64.
        4 text: String,
        /// The name of the file.
        5 name: Option<String>,
        /// The length of the file in bytes.
        6 length: u32,
        /// The entries of the book that it is of, by their keys.
        7 entries: BTreeSet<String>,
        /// Whether it was removed.
        8 removed: bool,
    }
    gone 8 if |voucher| voucher.removed;
    whole |voucher| !voucher.file.is_empty();
}

codes! {
    /// Where an entry comes from.
    Source {
        Typed = "typed", "saisie", "typed in";
        Bank = "bank", "relevé bancaire", "bank statement";
    }
}

coded!(Source);

record! {
    /// An entry of the book. It is never changed: another one reverses it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    BookEntry = Entry {
        /// The day on which it counts.
        1 day: NaiveDate,
        /// What it is.
        2 kind: EntryKind,
        /// The amount in cents; below zero where it reverses another one.
        3 amount: Cents,
        /// The member.
        4 person: Option<Id>,
        /// How the money went.
        5 way: Option<Way>,
        /// A number or words that it is found by elsewhere.
        6 reference: Option<String>,
        /// What it was for.
        7 label: Option<String>,
        /// The letters of its series.
        8 series: String,
        /// Its number in the series, from 1.
        9 number: u32,
        /// The mark of the entry before it in the series, 32 hexadecimal digits.
        10 before: Option<String>,
        /// The entry that it reverses.
        11 reverses: Option<Id>,
        /// Where it comes from.
        12 source: Source,
        /// What it is known by in a bank statement.
        13 line: Option<String>,
        /// The account or category of what is no dues.
        14 category: Option<String>,
        /// When it was written, in milliseconds since 1970.
        15 noted: u64,
    }
}

impl BookEntry {
    /// Returns how the entry counts.
    #[must_use]
    pub const fn counted(&self) -> crate::money::Entry {
        crate::money::Entry { day: self.day, kind: self.kind, amount: self.amount }
    }

    /// Returns the number by which people name the entry: `A-0007`.
    #[must_use]
    pub fn receipt(&self) -> String {
        format!("{}-{:04}", self.series, self.number)
    }

    /// Returns the mark of the entry, which the next one of its series bears: of all that it says.
    #[must_use]
    pub fn mark(&self) -> String {
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        let id = |i: &Option<Id>| i.map_or_else(String::new, |i| i.to_string());
        let said = [
            self.day.to_string(),
            self.kind.code().to_owned(),
            self.amount.get().to_string(),
            id(&self.person),
            self.way.map_or("", Way::code).to_owned(),
            text(&self.reference),
            self.series.clone(),
            self.number.to_string(),
            text(&self.before),
            id(&self.reverses),
            self.source.code().to_owned(),
            text(&self.line),
            text(&self.category),
            self.noted.to_string(),
        ];
        let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 entry of the book");
        for part in said {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let mark = hasher.finalize();
        mark.to_hex().chars().take(32).collect()
    }
}
