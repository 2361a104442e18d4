//! What is shown of mandates, debits and vouchers, as data. Of an account its country and last digits alone.

use chrono::NaiveDate;

use crate::{
    base::{Id, view::data},
    features::dues::{
        records::{Collected, DebitState, Mandate},
        rules::{
            Treasury,
            mandate::{self as rules, Left, Stands},
        },
    },
    money::{Cents, debit},
};

data! {
    /// A mandate of debit.
    pub struct MandateView {
        /// The reference.
        reference: String,
        /// The member.
        person: Option<Id>,
        /// The name; empty for somebody who is erased.
        name: String,
        /// The account: its country and its last digits.
        account: String,
        /// Who holds the account, where it is somebody else.
        holder: Option<String>,
        /// Where it stands.
        stands: Stands,
        /// The day on which it was signed.
        signed: Option<NaiveDate>,
        /// The last day on which something was debited by it.
        last: Option<NaiveDate>,
        /// The day from which it is void where nothing is debited by it.
        void_from: Option<NaiveDate>,
        /// The day on which it ended.
        ended: Option<NaiveDate>,
        /// Why it ended.
        reason: Option<String>,
        /// Its debits, by day.
        debits: Vec<DebitView>,
    }

    /// A debit.
    pub struct DebitView {
        /// The day on which the account is debited.
        day: NaiveDate,
        /// The sum.
        amount: Cents,
        /// What the bank knows it by.
        end_to_end: String,
        /// What became of it.
        state: DebitState,
        /// The day on which it was announced.
        told: NaiveDate,
        /// Why it was refused, by the code of the bank.
        reason: Option<String>,
    }

    /// Mandates.
    pub struct Mandates {
        /// The mandates, by name.
        mandates: Vec<MandateView>,
    }

    /// The debits of a day.
    pub struct DebitDay {
        /// The day.
        day: NaiveDate,
        /// Whose account is debited.
        debits: Vec<DebitOf>,
        /// The sum.
        total: Cents,
        /// Who has a mandate and is left out.
        left_out: Vec<LeftOut>,
        /// The file that was written.
        file: Option<String>,
    }

    /// A debit of somebody.
    pub struct DebitOf {
        /// The member.
        person: Option<Id>,
        /// The name.
        name: String,
        /// The reference of the mandate.
        reference: String,
        /// The debit.
        debit: DebitView,
    }

    /// A voucher of the book.
    pub struct VoucherView {
        /// The BLAKE3 hash of the file, 64 hexadecimal digits.
        file: String,
        /// Its name.
        name: String,
        /// Its length in bytes.
        length: u32,
        /// The numbers of the entries that it is of.
        entries: Vec<String>,
    }

    /// Vouchers of the book.
    pub struct Vouchers {
        /// The vouchers, by name.
        vouchers: Vec<VoucherView>,
    }

    /// Who is not debited.
    pub struct LeftOut {
        /// The member.
        person: Id,
        /// The name.
        name: String,
        /// Why.
        why: Left,
    }
}

/// The name of a member; empty for somebody who is erased.
fn name(treasury: &Treasury, person: Option<Id>) -> String {
    let known = person.and_then(|id| treasury.people.get(&treasury.whose(id)));
    known.map(|p| p.name.clone()).unwrap_or_default()
}

impl VoucherView {
    /// Returns what is shown of a voucher.
    #[must_use]
    pub fn of(file: &str, name: &str, length: u32, entries: &[String]) -> Self {
        Self { file: file.to_owned(), name: name.to_owned(), length, entries: entries.to_vec() }
    }
}

impl DebitView {
    fn of(one: &Collected) -> Self {
        Self {
            day: one.day,
            amount: one.amount,
            end_to_end: one.end_to_end.clone(),
            state: one.state,
            told: one.told,
            reason: one.reason.clone(),
        }
    }
}

impl MandateView {
    /// Returns what is shown of a mandate.
    #[must_use]
    pub fn of(treasury: &Treasury, mandate: &Mandate, on: NaiveDate) -> Self {
        let mut debits: Vec<DebitView> = mandate.debits.iter().map(DebitView::of).collect();
        debits.sort_by_key(|d| d.day);
        Self {
            reference: mandate.reference.clone(),
            person: mandate.person,
            name: name(treasury, mandate.person),
            account: debit::masked(&mandate.account),
            holder: mandate.holder.clone(),
            stands: rules::stands(mandate, on),
            signed: mandate.signed,
            last: rules::last_use(mandate),
            void_from: rules::void_from(mandate),
            ended: mandate.ended,
            reason: mandate.reason.clone(),
            debits,
        }
    }
}

impl Mandates {
    /// Returns what is shown of all mandates.
    #[must_use]
    pub fn of(treasury: &Treasury, on: NaiveDate) -> Self {
        let all = treasury.mandates.iter().map(|(_, m)| MandateView::of(treasury, m, on));
        let mut mandates: Vec<MandateView> = all.collect();
        mandates.sort_by(|a, b| (&a.name, &a.reference).cmp(&(&b.name, &b.reference)));
        Self { mandates }
    }
}

impl DebitDay {
    /// Returns what is shown of the debits of a day.
    #[must_use]
    pub fn of(
        treasury: &Treasury,
        day: NaiveDate,
        debits: &[(Mandate, Collected)],
        left: &[(Id, Left)],
        file: Option<String>,
    ) -> Self {
        let one = |(mandate, debit): &(Mandate, Collected)| DebitOf {
            person: mandate.person,
            name: name(treasury, mandate.person),
            reference: mandate.reference.clone(),
            debit: DebitView::of(debit),
        };
        let out = |(person, why): &(Id, Left)| LeftOut {
            person: *person,
            name: name(treasury, Some(*person)),
            why: *why,
        };
        Self {
            day,
            debits: debits.iter().map(one).collect(),
            total: debits.iter().map(|(_, d)| d.amount).sum(),
            left_out: left.iter().map(out).collect(),
            file,
        }
    }
}
