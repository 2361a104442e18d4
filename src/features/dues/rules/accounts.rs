//! A year of the book by a short plan of accounts (*plan comptable*): what came in and went out, beside the budget; what the law asks
//! by the size of the receipts; and the mark by which a closed year is known.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};

use super::book;
use crate::{
    base::{Id, shape::coded, text::fold, word::codes},
    features::dues::records::{BookEntry, BudgetLine, Closed, Plan},
    law::{LawError, book as tables},
    money::{Cents, EntryKind, Way},
};

codes! {
    /// An account of the plan.
    Account {
        /// What was there before the book began: no receipt of any year.
        Opening = "110", "report à nouveau", "brought forward";
        Supplies = "606", "fournitures", "supplies";
        Printing = "623", "impression et communication", "printing";
        Fees = "622", "honoraires et expertises", "fees";
        Travel = "625", "déplacements et réunions", "travel and meetings";
        Post = "626", "poste et télécommunications", "post and telephone";
        Bank = "627", "frais bancaires", "bank charges";
        Solidarity = "6571", "solidarité", "solidarity";
        Upward = "657", "cotisations reversées", "dues passed on";
        OtherExpenses = "658", "autres dépenses", "other expenses";
        Subsidies = "74", "subventions", "subsidies";
        Gifts = "754", "dons", "gifts";
        Dues = "756", "cotisations", "dues";
        OtherReceipts = "758", "autres recettes", "other receipts";
        Interest = "768", "produits financiers", "interest";
    }
}

coded!(Account);

/// Words of a category by which its account is known; a number of the plan is itself.
const WORDS: &[(Account, &[&str])] = &[
    (Account::Opening, &["report a nouveau", "solde initial", "brought forward", "opening balance"]),
    (Account::Upward, &["remit", "reversement", "reversements"]),
    (
        Account::Printing,
        &["impression", "imprimerie", "tracts", "tract", "affiches", "printing", "communication"],
    ),
    (Account::Supplies, &["fournitures", "materiel", "papeterie", "supplies"]),
    (Account::Fees, &["honoraires", "avocat", "expert", "expertise", "fees"]),
    (
        Account::Travel,
        &["deplacement", "deplacements", "train", "transport", "repas", "reunion", "salle", "travel"],
    ),
    (Account::Post, &["poste", "timbres-poste", "telephone", "internet", "hebergement", "post"]),
    (Account::Bank, &["banque", "frais bancaires", "frais de tenue de compte", "bank"]),
    (Account::Solidarity, &["solidarite", "greve", "caisse de greve", "solidarity"]),
    (Account::Subsidies, &["subvention", "subventions", "subsidy"]),
    (Account::Gifts, &["don", "dons", "gift", "gifts", "collecte"]),
    (Account::Interest, &["interets", "interest"]),
];

/// Returns the account of an entry; nothing of one that moves no money.
#[must_use]
pub fn account(entry: &BookEntry) -> Option<Account> {
    let other = match entry.kind {
        EntryKind::Payment | EntryKind::Refund => return Some(Account::Dues),
        EntryKind::WriteOff | EntryKind::Correction => return None,
        EntryKind::Receipt => Account::OtherReceipts,
        EntryKind::Expense => Account::OtherExpenses,
    };
    let category = fold(entry.category.as_deref().unwrap_or_default());
    let first = category.split(' ').next().unwrap_or_default();
    let found =
        Account::ALL.iter().find(|a| a.code() == first || fold(a.words(crate::base::Lang::Fr)) == category);
    let by_word =
        WORDS.iter().find(|(_, words)| words.contains(&category.as_str()) || words.contains(&first));
    Some(found.copied().or(by_word.map(|(account, _)| *account)).unwrap_or(other))
}

/// What came in and went out in a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Yearly {
    /// What was there on the first day.
    pub before: Cents,
    /// Receipts by account, less what was given back.
    pub receipts: BTreeMap<&'static str, (Account, Cents)>,
    /// What of the receipts came in cash.
    pub cash: Cents,
    /// Expenses by account.
    pub expenses: BTreeMap<&'static str, (Account, Cents)>,
    /// What was there on the last day.
    pub after: Cents,
}

impl Yearly {
    /// The sum of a side.
    #[must_use]
    pub fn sum(side: &BTreeMap<&'static str, (Account, Cents)>) -> Cents {
        side.values().map(|(_, sum)| *sum).sum()
    }

    /// Returns the receipts as the law counts them: dues passed on are taken away.
    #[must_use]
    pub fn resources(&self) -> Cents {
        let passed_on = self.expenses.get(Account::Upward.code()).map_or(Cents::ZERO, |(_, sum)| *sum);
        Self::sum(&self.receipts).minus(passed_on)
    }
}

/// Adds up a year of the book.
#[must_use]
pub fn yearly(entries: &[(Id, BookEntry)], year: i32) -> Yearly {
    let mut out = Yearly::default();
    for (_, entry) in entries {
        let Some(account) = account(entry) else { continue };
        let money = entry.counted().money();
        let of = entry.day.year();
        if of < year || (account == Account::Opening && of == year) {
            out.before = out.before.plus(money);
        }
        if of <= year {
            out.after = out.after.plus(money);
        }
        if of != year || account == Account::Opening {
            continue;
        }
        let spent = entry.kind == EntryKind::Expense;
        let (side, sum) =
            if spent { (&mut out.expenses, money.negated()) } else { (&mut out.receipts, money) };
        let slot = side.entry(account.code()).or_insert((account, Cents::ZERO));
        slot.1 = slot.1.plus(sum);
        if !spent && entry.way == Some(Way::Cash) {
            out.cash = out.cash.plus(money);
        }
    }
    out
}

/// Returns what the budget of a year says of an account.
#[must_use]
pub fn budget(plan: &Plan, year: i32, account: Account) -> Option<Cents> {
    let of = |line: &&BudgetLine| i64::from(line.year) == i64::from(year) && line.account == account.code();
    plan.budget.iter().find(of).map(|line| line.amount)
}

codes! {
    /// What accounts a union keeps, by its receipts.
    Keeping {
        /// Below the first threshold.
        Book = "book", "un livre chronologique suffit, avec un total par an", "a chronological book will do, with a yearly total";
        /// Up to the second one.
        Simplified = "simplified", "bilan, compte de résultat et annexe, simplifiés", "simplified balance sheet, result and annex";
        /// Above it.
        Full = "full", "bilan, compte de résultat et annexe ; commissaire aux comptes", "balance sheet, result and annex; an auditor";
    }
}

coded!(Keeping);

/// What the law asks for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The receipts that count.
    pub resources: Cents,
    /// What accounts are kept.
    pub keeping: Keeping,
    /// Whether an auditor is named.
    pub auditor: bool,
    /// The last day to publish the accounts, once they are approved.
    pub publish_by: Option<NaiveDate>,
}

/// Returns what the law asks for a year.
///
/// # Law
/// L. 2135-1, L. 2135-4 to L. 2135-6, D. 2135-2 to D. 2135-4, D. 2135-7 and D. 2135-9 of the Code du travail: by the receipts at the end
/// of the year, without the dues that were passed on; published within three months of the approval.
///
/// # Errors
/// A day that the tables do not cover.
pub fn asked(yearly: &Yearly, year: i32, approved: Option<NaiveDate>) -> Result<Asked, LawError> {
    let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX);
    let euros = |id: &str| Ok::<Cents, LawError>(Cents::new(tables().whole(id, end)?.saturating_mul(100)));
    let (book, simplified, auditor) =
        (euros("accounts.book")?, euros("accounts.simplified")?, euros("accounts.auditor")?);
    let months = tables().whole("accounts.publish", end)?;
    // By whom they are approved is a rule without a number: a year that it does not cover is told.
    tables().at("accounts.approved", end)?;
    let resources = yearly.resources();
    let keeping = match resources {
        sum if sum < book => Keeping::Book,
        sum if sum <= simplified => Keeping::Simplified,
        _ => Keeping::Full,
    };
    let publish_by =
        approved.and_then(|day| day.checked_add_months(Months::new(u32::try_from(months).ok()?)));
    Ok(Asked { resources, keeping, auditor: resources > auditor, publish_by })
}

/// Returns the mark of a year: of every entry that counts in it, whatever its order.
#[must_use]
pub fn mark(entries: &[(Id, BookEntry)], year: i32) -> (String, u32) {
    let mut all: Vec<String> =
        entries.iter().filter(|(_, e)| e.day.year() == year).map(|(_, e)| e.mark()).collect();
    all.sort_unstable();
    let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 year of the book");
    for mark in &all {
        hasher.update(mark.as_bytes());
    }
    let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
    (hasher.finalize().to_hex().chars().take(32).collect(), count)
}

/// Returns what is noted of the closing of a year.
#[must_use]
pub fn closing(plan: &Plan, year: i32) -> Option<&Closed> {
    plan.closed.iter().find(|closed| i64::from(closed.year) == i64::from(year))
}

/// Tells whether two people closed a year.
#[must_use]
pub fn is_closed(plan: &Plan, year: i32) -> bool {
    closing(plan, year).is_some_and(|closed| closed.second.is_some())
}

/// Returns the years that were closed by two people and are not any more what they closed.
#[must_use]
pub fn changed_since(plan: &Plan, entries: &[(Id, BookEntry)]) -> Vec<u32> {
    let moved = |closed: &&Closed| {
        let year = i32::try_from(closed.year).unwrap_or_default();
        closed.second.is_some() && mark(entries, year).0 != closed.mark
    };
    plan.closed.iter().filter(moved).map(|closed| closed.year).collect()
}

/// What is left to be done for the accounts of a year that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearDuty {
    /// The year.
    pub year: i32,
    /// What the law asks.
    pub asked: Asked,
    /// The day on which two people closed it.
    pub closed: Option<NaiveDate>,
    /// The day on which the accounts were approved.
    pub approved: Option<NaiveDate>,
}

/// Returns the years that are over, that the book or the closing knows, and whose accounts are not published.
///
/// # Errors
/// A day that the tables do not cover.
pub fn duties(plan: &Plan, entries: &[(Id, BookEntry)], today: NaiveDate) -> Result<Vec<YearDuty>, LawError> {
    let of_plan = plan.closed.iter().filter_map(|c| i32::try_from(c.year).ok());
    let years: std::collections::BTreeSet<i32> = entries
        .iter()
        .map(|(_, e)| e.day.year())
        .chain(of_plan)
        .filter(|year| *year < today.year())
        .collect();
    let mut out = Vec::new();
    for year in years {
        let noted = closing(plan, year);
        if noted.is_some_and(|c| c.published.is_some()) {
            continue;
        }
        let approved = noted.and_then(|c| c.approved);
        let asked = asked(&yearly(entries, year), year, approved)?;
        out.push(YearDuty { year, asked, closed: noted.and_then(|c| c.second_on), approved });
    }
    Ok(out)
}

/// What the bank says beside the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// What the book says is in the bank: everything but cash.
    pub book: Cents,
    /// What the bank says.
    pub bank: Cents,
    /// Entries that were typed and that no statement has confirmed.
    pub unseen: Vec<BookEntry>,
}

impl Reconciled {
    /// Returns what the bank has more than the book.
    #[must_use]
    pub const fn difference(&self) -> Cents {
        self.bank.minus(self.book)
    }
}

/// Compares the book with what the bank says it holds on a day.
#[must_use]
pub fn reconcile(entries: &[(Id, BookEntry)], bank: Cents, on: NaiveDate) -> Reconciled {
    let at_bank = |e: &BookEntry| e.day <= on && e.way != Some(Way::Cash) && e.kind.moves_money();
    let here: Vec<&(Id, BookEntry)> = entries.iter().filter(|(_, e)| at_bank(e)).collect();
    let sum = here.iter().map(|(_, e)| e.counted().money()).sum();
    let undone = |id: Id, e: &BookEntry| e.reverses.is_some() || book::reversed(entries, id);
    let unseen = here
        .iter()
        .filter(|(id, e)| e.line.is_none() && account(e) != Some(Account::Opening) && !undone(*id, e))
        .map(|(_, e)| e.clone())
        .collect();
    Reconciled { book: sum, bank, unseen }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::dues::records::Source;

    fn entry(day: &str, kind: EntryKind, cents: i64, category: &str) -> (Id, BookEntry) {
        let entry = BookEntry {
            day: day.parse().unwrap(),
            kind,
            amount: Cents::new(cents),
            person: None,
            way: None,
            reference: None,
            label: None,
            series: "A".to_owned(),
            number: 1,
            before: None,
            reverses: None,
            source: Source::Typed,
            line: None,
            category: Some(category.to_owned()),
            noted: 0,
        };
        (Id([1; 16]), entry)
    }

    #[test]
    fn a_year_is_added_up_by_accounts_and_the_law_asks_by_its_receipts() {
        let mut all = vec![
            entry("2025-01-01", EntryKind::Receipt, 50_000, "report à nouveau"),
            entry("2026-02-01", EntryKind::Payment, 250_000, ""),
            entry("2026-02-02", EntryKind::Refund, 10_000, ""),
            entry("2026-03-01", EntryKind::Receipt, 20_000, "don anonyme"),
            entry("2026-03-02", EntryKind::Receipt, 5_000, "quelque chose"),
            entry("2026-04-01", EntryKind::Expense, 100_000, "remit federation"),
            entry("2026-04-02", EntryKind::Expense, 4_890, "tracts"),
            entry("2026-04-03", EntryKind::Expense, 100, "627"),
        ];
        let year = yearly(&all, 2026);
        let of = |side: &BTreeMap<_, (Account, Cents)>| {
            side.iter().map(|(c, (_, s))| (*c, s.get())).collect::<Vec<_>>()
        };
        assert_eq!(of(&year.receipts), [("754", 20_000), ("756", 240_000), ("758", 5_000)]);
        assert_eq!(of(&year.expenses), [("623", 4_890), ("627", 100), ("657", 100_000)]);
        assert_eq!((year.before.get(), year.after.get()), (50_000, 210_010));
        assert_eq!(year.resources().get(), 165_000, "what was passed on does not count");
        // 1,999.99, 2,000, 230,000, 230,000.01 euros.
        for (more, keeping, auditor) in [
            (199_999 - 165_000, Keeping::Book, false),
            (1, Keeping::Simplified, false),
            (23_000_000 - 200_000, Keeping::Simplified, false),
            (1, Keeping::Full, true),
        ] {
            all.push(entry("2026-05-01", EntryKind::Payment, more, ""));
            let found = asked(&yearly(&all, 2026), 2026, Some("2027-01-31".parse().unwrap())).unwrap();
            assert_eq!((found.keeping, found.auditor), (keeping, auditor), "{}", found.resources.get());
            assert_eq!(found.publish_by.unwrap().to_string(), "2027-04-30");
        }
    }

    #[test]
    fn what_is_left_of_the_accounts_goes_step_by_step() {
        let all = vec![entry("2025-02-01", EntryKind::Payment, 1_000, "")];
        let mut plan = Plan::default();
        let left = |plan: &Plan, today: &str| duties(plan, &all, today.parse().unwrap()).unwrap();
        assert!(left(&plan, "2025-12-31").is_empty());
        let first = left(&plan, "2026-01-01");
        assert_eq!((first.len(), first[0].year, first[0].asked.keeping), (1, 2025, Keeping::Book));
        assert_eq!((first[0].closed, first[0].asked.publish_by), (None, None));
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        plan.closed.push(Closed {
            year: 2025,
            mark: String::new(),
            entries: 1,
            left: Cents::ZERO,
            first: "a".to_owned(),
            first_on: day("2026-01-10"),
            second: Some("b".to_owned()),
            second_on: Some(day("2026-01-12")),
            approved: Some(day("2026-02-01")),
            published: None,
        });
        let then = left(&plan, "2026-03-01");
        assert_eq!(
            (then[0].closed, then[0].asked.publish_by),
            (Some(day("2026-01-12")), Some(day("2026-05-01")))
        );
        plan.closed[0].published = Some(day("2026-04-01"));
        assert!(left(&plan, "2026-05-01").is_empty());
    }

    #[test]
    fn the_bank_is_compared_with_what_is_not_cash() {
        let mut cash = entry("2026-02-01", EntryKind::Payment, 1_200, "");
        cash.1.way = Some(Way::Cash);
        let mut seen = entry("2026-02-02", EntryKind::Payment, 3_000, "");
        seen.1.line = Some("x".to_owned());
        let all = vec![cash, seen, entry("2026-02-03", EntryKind::Expense, 500, "tracts")];
        let found = reconcile(&all, Cents::new(3_000), "2026-02-28".parse().unwrap());
        assert_eq!((found.book.get(), found.difference().get(), found.unseen.len()), (2_500, 500, 1));
    }
}
