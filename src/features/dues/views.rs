//! What is shown of the treasury, as data. Sums are whole cents.

mod accounts;
mod mandates;

use chrono::{Datelike as _, NaiveDate};

use crate::{
    base::{
        Id,
        view::{data, views},
    },
    features::dues::{
        records::{AskState, BookEntry, Plan, Source},
        rules::{
            Account, Past, Total, Treasury, accounts as closing,
            book::{self, Fault, Flow},
            pays_nothing, reference, scales, total,
        },
    },
    money::{
        Cents, Charge, EntryKind, Open, Period, Terms, Way, bank, debit,
        matching::{Sure, Why},
    },
};

pub use accounts::{Agreements, ReconciledView, Remitted, Requests, YearView};
pub use mandates::{DebitDay, MandateView, Mandates, VoucherView, Vouchers};

views! {
    "contrepoids.dues/1" => Overview;
    "contrepoids.dues.schedule/1" => Schedule;
    "contrepoids.dues.assign/1" => Assigned;
    "contrepoids.dues.explain/1" => Owing;
    "contrepoids.dues.agree/1" => Agreements;
    "contrepoids.dues.requests/1" => Requests;
    "contrepoids.dues.remit/1" => Remitted;
    "contrepoids.dues.year/1" => YearView;
    "contrepoids.dues.reconcile/1" => ReconciledView;
    "contrepoids.dues.status/1" => Standings;
    "contrepoids.dues.record/1" => Recorded;
    "contrepoids.dues.book/1" => Book;
    "contrepoids.dues.receiver/1" => Receiver;
    "contrepoids.dues.certificate/1" => Made;
    "contrepoids.dues.import/1" => Imported;
    "contrepoids.dues.mandate/1" => MandateView;
    "contrepoids.dues.mandate.list/1" => Mandates;
    "contrepoids.dues.debit/1" => DebitDay;
    "contrepoids.dues.voucher/1" => Vouchers;
}

data! {
    /// The treasury at a glance.
    pub struct Overview {
        /// The day for which it is told.
        on: NaiveDate,
        /// What came in and went out since the first of the month.
        month: Sums,
        /// What came in and went out since the first of January.
        year: Sums,
        /// Where all stand.
        total: Totals,
        /// How many entries the book has.
        entries: usize,
        /// How many requests to the organizers are not answered.
        requests: usize,
        /// How many entries were typed and are to be confirmed by a statement of the bank, where statements are taken in.
        to_confirm: usize,
        /// What is left to do for the accounts of the year before, where the book has one.
        last_year: Option<LastYear>,
        /// What is wrong with the book: numbers that are missing, twice, or do not follow; a year that is not what was closed.
        faults: Vec<String>,
        /// What to do next, as a command; none where nothing is to be done.
        next: Option<&'static str>,
    }

    /// The accounts of the year before.
    pub struct LastYear {
        /// The year.
        year: i32,
        /// Whether two people closed it.
        closed: bool,
        /// The day on which they were approved.
        approved_on: Option<NaiveDate>,
        /// The last day to publish them.
        publish_by: Option<NaiveDate>,
        /// The day on which they were published.
        published_on: Option<NaiveDate>,
    }

    /// What came in and went out.
    pub struct Sums {
        /// Dues, less those given back.
        dues: Cents,
        /// Other money that came in.
        receipts: Cents,
        /// Money that was spent.
        expenses: Cents,
        /// What is left of it.
        balance: Cents,
    }

    /// Where all stand.
    pub struct Totals {
        /// How many owe, paid or are members.
        people: usize,
        /// How many are late.
        late_people: usize,
        /// What is late.
        late: Cents,
        /// What has fallen due and is not paid, late or not.
        unpaid: Cents,
        /// What is paid in advance.
        ahead: Cents,
        /// Unpaid for up to 30 days.
        up_to_30_days: Cents,
        /// Unpaid for 31 to 90 days.
        up_to_90_days: Cents,
        /// Unpaid for 91 to 180 days.
        up_to_180_days: Cents,
        /// Unpaid for longer.
        longer: Cents,
        /// How many have a sum that cannot be told.
        open: usize,
        /// How many members paid nothing and are neither exempt nor free to give what they want.
        pay_nothing: usize,
    }

    /// The scales.
    pub struct Schedule {
        /// The scales, by name.
        scales: Vec<ScaleView>,
        /// The scale of whoever was put on none.
        usual: Option<String>,
        /// What the change did to sums that have fallen due.
        past: Option<PastView>,
    }

    /// A scale.
    pub struct ScaleView {
        /// Its name.
        name: String,
        /// What it is from which day on.
        versions: Vec<VersionView>,
    }

    /// What a scale is from a day on.
    pub struct VersionView {
        /// The first day.
        from: NaiveDate,
        /// How often dues fall due.
        period: Period,
        /// How a sum is found: `share`, `bands`, `flat` or `free`.
        kind: &'static str,
        /// The terms, as they are stored: `share 1/100`, `flat 1200`, `bands 150000:800,:1200` in cents, `free`.
        terms: String,
        /// The least for a whole period.
        minimum: Option<Cents>,
        /// Whether whoever works part time owes in proportion.
        part_time: bool,
        /// Whether a period that was begun is owed whole.
        whole: bool,
        /// Whether the sum falls due at the end of the period.
        in_arrears: bool,
    }

    /// What a change did to sums that had fallen due.
    pub struct PastView {
        /// How many members.
        people: usize,
        /// By how much what is owed rose, or fell.
        by: Cents,
    }

    /// What was said of the dues of a member.
    pub struct Assigned {
        /// The member.
        id: Id,
        /// What they owe for each period that has begun this year.
        charges: Vec<ChargeView>,
    }

    /// What a member owes, and why.
    pub struct Owing {
        /// The member.
        id: Id,
        /// What they write with a payment so that it is known for theirs.
        reference: String,
        /// The day for which it is told.
        on: NaiveDate,
        /// Each period that has begun.
        charges: Vec<ChargeView>,
        /// Their entries.
        entries: Vec<EntryView>,
        /// What has fallen due.
        owed: Cents,
        /// What was paid, given up or corrected.
        credit: Cents,
        /// Paid too much (above zero) or still owed (below).
        balance: Cents,
        /// What is late.
        late: Cents,
        /// How many sums that have fallen due cannot be told.
        open: u32,
    }

    /// What is owed for a period.
    pub struct ChargeView {
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
        /// When it falls due.
        due: NaiveDate,
        /// The scale.
        scale: Option<String>,
        /// The sum; none where it cannot be told.
        amount: Option<Cents>,
        /// What is not paid of it on the day.
        unpaid: Option<Cents>,
        /// How it was found.
        pieces: Vec<PieceView>,
    }

    /// A part of a period in which nothing changed.
    pub struct PieceView {
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
        /// How many days it has.
        days: u32,
        /// How many days the period has.
        of: u32,
        /// The sum that a whole period would be, in cents.
        whole: Option<crate::law::Fraction>,
        /// The declared monthly base.
        base: Option<Cents>,
        /// The share of working time, where it counts.
        share: Option<crate::law::Fraction>,
        /// Whether the minimum is what is owed.
        at_minimum: bool,
        /// Why nothing is owed.
        exempt: Option<String>,
        /// Why the sum cannot be told.
        open: Option<Open>,
    }

    /// Where members stand.
    pub struct Standings {
        /// The day for which it is told.
        on: NaiveDate,
        /// The members, by name.
        members: Vec<StandingView>,
        /// All together.
        total: Totals,
    }

    /// Where a member stands.
    pub struct StandingView {
        /// The member.
        id: Id,
        /// The name; empty for somebody who was erased.
        name: String,
        /// Whether they are a member on the day.
        member: bool,
        /// What has fallen due.
        owed: Cents,
        /// What was paid, given up or corrected.
        credit: Cents,
        /// Paid too much (above zero) or still owed (below).
        balance: Cents,
        /// What is late.
        late: Cents,
        /// Since when something is unpaid.
        unpaid_since: Option<NaiveDate>,
        /// How many sums that have fallen due cannot be told.
        open: u32,
        /// Whether they pay nothing and are neither exempt nor free to give what they want.
        pays_nothing: bool,
    }

    /// An entry that was written.
    pub struct Recorded {
        /// The entry.
        entry: EntryView,
        /// The entry that it reverses.
        reverses: Option<String>,
        /// What the member's account comes to afterwards.
        balance: Option<Cents>,
    }

    /// An entry of the book.
    pub struct EntryView {
        /// Its number.
        number: String,
        /// The day on which it counts.
        day: NaiveDate,
        /// What it is.
        kind: EntryKind,
        /// The amount.
        amount: Cents,
        /// The member.
        person: Option<Id>,
        /// How the money went.
        way: Option<Way>,
        /// What it is found by elsewhere.
        reference: Option<String>,
        /// What it was for.
        label: Option<String>,
        /// The category of what is no dues.
        category: Option<String>,
        /// Where it comes from.
        source: Source,
    }

    /// The book of a time.
    pub struct Book {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
        /// The entries, by day.
        entries: Vec<EntryView>,
        /// What came in and went out.
        sums: Sums,
        /// What was left before the first day.
        before: Cents,
        /// What is wrong with the series: numbers that are missing, twice, or do not follow.
        faults: Vec<String>,
    }

    /// Who receives the dues.
    pub struct Receiver {
        /// Its name.
        name: Option<String>,
        /// Its address.
        address: Option<String>,
        /// What it is affiliated to.
        affiliation: Option<String>,
        /// Since when it is representative.
        representative_since: Option<NaiveDate>,
        /// Who signs certificates.
        signatory: Option<String>,
        /// In which office.
        office: Option<String>,
        /// After how many days a sum is late.
        grace_days: Option<u32>,
        /// How many days lie between two reminders at least.
        gap_days: Option<u32>,
        /// What the statutes say of members who do not pay.
        lapse_rule: Option<String>,
        /// The creditor identifier, by which debits are collected.
        creditor: Option<String>,
        /// The account on which debits come in: its country and its last digits.
        account: Option<String>,
    }

    /// A statement of the bank.
    pub struct Imported {
        /// Its form.
        form: bank::Form,
        /// The bank, where its columns are known.
        bank: Option<String>,
        /// Whether what was confirmed is written.
        applied: bool,
        /// Whether files of other accounts were taken in before, and none of this one.
        other_account: bool,
        /// How many entries were written.
        written: usize,
        /// The movements, in the order of the file.
        movements: Vec<MovementView>,
    }

    /// A movement of the account.
    pub struct MovementView {
        /// The line of the file.
        line: u64,
        /// The day.
        day: NaiveDate,
        /// The sum; below zero where money went out.
        amount: Cents,
        /// What the bank writes of it.
        label: String,
        /// `known` (in the book already), `double` (probably written by hand) or `new`.
        state: &'static str,
        /// The entry that is probably the same.
        double: Option<String>,
        /// The entries that it may undo, where a payment came back.
        undoes: Vec<String>,
        /// The entry that it was written against.
        reverses: Option<String>,
        /// Who it may be of, the surest first.
        proposals: Vec<ProposalView>,
        /// Whose dues it was written as.
        of: Option<Id>,
        /// The category it was set aside under.
        aside: Option<String>,
    }

    /// Somebody who is proposed.
    pub struct ProposalView {
        /// Who.
        person: Id,
        /// What speaks for them.
        why: Vec<Why>,
        /// How sure it is.
        sure: Sure,
    }

    /// The certificates of a year.
    pub struct Made {
        /// The year.
        year: i32,
        /// How many there are.
        certificates: usize,
        /// Their sum.
        total: Cents,
        /// How many got more back than they paid, and get none.
        left_out: usize,
        /// The page that was written.
        html: Option<String>,
        /// The table for the notice that was written.
        values: Option<String>,
    }
}

impl Sums {
    /// Returns what came in and went out.
    #[must_use]
    pub const fn of(flow: &Flow) -> Self {
        Self { dues: flow.dues, receipts: flow.receipts, expenses: flow.expenses, balance: flow.balance() }
    }
}

impl Totals {
    /// Returns where all stand.
    #[must_use]
    pub const fn of(total: &Total) -> Self {
        Self {
            people: total.people,
            late_people: total.late_people,
            late: total.late,
            unpaid: total.unpaid,
            ahead: total.ahead,
            up_to_30_days: total.ages.month,
            up_to_90_days: total.ages.quarter,
            up_to_180_days: total.ages.half_year,
            longer: total.ages.longer,
            open: total.open,
            pay_nothing: total.nothing,
        }
    }
}

impl Schedule {
    /// Returns the scales of a plan.
    #[must_use]
    pub fn of(plan: &Plan, past: Option<Past>) -> Self {
        let version = |v: &crate::money::Version| VersionView {
            from: v.from,
            period: v.period,
            kind: kind(&v.terms),
            terms: v.terms.to_stored(),
            minimum: v.minimum,
            part_time: v.part_time,
            whole: v.whole,
            in_arrears: v.in_arrears,
        };
        let scales = scales::scales(plan).into_iter();
        Self {
            scales: scales
                .map(|s| ScaleView { name: s.name, versions: s.versions.iter().map(version).collect() })
                .collect(),
            usual: plan.usual.clone(),
            past: past.map(|p| PastView { people: p.people, by: p.by }),
        }
    }
}

const fn kind(terms: &Terms) -> &'static str {
    match terms {
        Terms::Share(_) => "share",
        Terms::Bands(_) => "bands",
        Terms::Flat(_) => "flat",
        Terms::Free => "free",
    }
}

impl ChargeView {
    /// Returns what is owed for a period, with what is not paid of it.
    #[must_use]
    pub fn of(charge: &Charge, account: &Account) -> Self {
        let rest = account.standing.unpaid.iter().find(|u| (u.from, u.due) == (charge.from, charge.due));
        let piece = |p: &crate::money::Piece| PieceView {
            from: p.from,
            to: p.to,
            days: p.days,
            of: charge.of,
            whole: p.whole,
            base: p.base,
            share: p.share,
            at_minimum: p.at_minimum,
            exempt: p.exempt.clone(),
            open: p.open,
        };
        Self {
            from: charge.from,
            to: charge.to,
            due: charge.due,
            scale: charge.scale.clone(),
            amount: charge.amount,
            unpaid: rest.map(|u| u.rest),
            pieces: charge.pieces.iter().map(piece).collect(),
        }
    }
}

impl Owing {
    /// Returns what a member owes, and why.
    #[must_use]
    pub fn of(account: &Account, on: NaiveDate) -> Self {
        Self {
            id: account.id,
            reference: reference(account.id),
            on,
            charges: account.charges.iter().map(|c| ChargeView::of(c, account)).collect(),
            entries: account.entries.iter().map(|(_, e)| EntryView::of(e)).collect(),
            owed: account.standing.owed,
            credit: account.standing.credit,
            balance: account.standing.balance,
            late: account.late,
            open: account.standing.open,
        }
    }
}

impl StandingView {
    /// Returns where a member stands.
    #[must_use]
    pub fn of(account: &Account) -> Self {
        Self {
            id: account.id,
            name: account.name.clone(),
            member: account.member,
            owed: account.standing.owed,
            credit: account.standing.credit,
            balance: account.standing.balance,
            late: account.late,
            unpaid_since: account.standing.unpaid.iter().map(|u| u.due).min(),
            open: account.standing.open,
            pays_nothing: pays_nothing(account),
        }
    }
}

impl EntryView {
    /// Returns an entry.
    #[must_use]
    pub fn of(entry: &BookEntry) -> Self {
        Self {
            number: entry.receipt(),
            day: entry.day,
            kind: entry.kind,
            amount: entry.amount,
            person: entry.person,
            way: entry.way,
            reference: entry.reference.clone(),
            label: entry.label.clone(),
            category: entry.category.clone(),
            source: entry.source,
        }
    }
}

impl Receiver {
    /// Returns who receives the dues.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self {
            name: plan.receiver.clone(),
            address: plan.address.clone(),
            affiliation: plan.affiliation.clone(),
            representative_since: plan.representative,
            signatory: plan.signatory.clone(),
            office: plan.office.clone(),
            grace_days: plan.grace,
            gap_days: plan.gap,
            lapse_rule: plan.lapse.clone(),
            creditor: plan.creditor.clone(),
            account: plan.account.as_deref().map(debit::masked),
        }
    }
}

impl LastYear {
    fn of(treasury: &Treasury, year: i32) -> Self {
        let closing = closing::closing(&treasury.plan, year);
        let approved = closing.and_then(|c| c.approved);
        let asked = closing::asked(&closing::yearly(&treasury.entries, year), year, approved);
        Self {
            year,
            closed: closing::is_closed(&treasury.plan, year),
            approved_on: approved,
            publish_by: asked.ok().and_then(|asked| asked.publish_by),
            published_on: closing.and_then(|c| c.published),
        }
    }
}

impl Overview {
    /// Returns the treasury at a glance.
    #[must_use]
    pub fn of(treasury: &Treasury, accounts: &[Account], today: NaiveDate) -> Self {
        let sum = total(accounts, today);
        let first = |month| NaiveDate::from_ymd_opt(today.year(), month, 1).unwrap_or(today);
        let entries = || treasury.entries.iter().map(|(_, e)| e);
        let last = today.year().saturating_sub(1);
        let kept_last = treasury.entries.iter().any(|(_, e)| e.day.year() == last);
        let requests =
            treasury.payers.values().flat_map(|p| &p.requests).filter(|r| r.state == AskState::Open).count();
        let unseen = closing::reconcile(&treasury.entries, Cents::ZERO, today).unseen.len();
        let to_confirm = if treasury.plan.accounts.is_empty() { 0 } else { unseen };
        let mut wrong = faults(&book::faults(&treasury.entries));
        let moved = closing::changed_since(&treasury.plan, &treasury.entries);
        wrong.extend(moved.into_iter().map(|year| format!("changed {year}")));
        let next = if treasury.plan.scales.is_empty() {
            Some("contrepoids dues schedule --help")
        } else if sum.open > 0 {
            Some("contrepoids dues status --open")
        } else if sum.late_people > 0 {
            Some("contrepoids notice preview reminder-1")
        } else if requests > 0 {
            Some("contrepoids dues requests")
        } else if kept_last && !closing::is_closed(&treasury.plan, last) {
            Some("contrepoids dues year --help")
        } else {
            None
        };
        Self {
            on: today,
            month: Sums::of(&book::flow(entries(), first(today.month()), today)),
            year: Sums::of(&book::flow(entries(), first(1), today)),
            total: Totals::of(&sum),
            entries: treasury.entries.len(),
            requests,
            to_confirm,
            last_year: kept_last.then(|| LastYear::of(treasury, last)),
            faults: wrong,
            next,
        }
    }
}

fn faults(found: &[Fault]) -> Vec<String> {
    found.iter().map(ToString::to_string).collect()
}

impl Assigned {
    /// Returns what a member owes for each period that ends in the year of the day.
    #[must_use]
    pub fn of(account: &Account, today: NaiveDate) -> Self {
        let this_year = account.charges.iter().filter(|c| c.to.year() == today.year());
        Self { id: account.id, charges: this_year.map(|c| ChargeView::of(c, account)).collect() }
    }
}

impl Standings {
    /// Returns where members stand.
    #[must_use]
    pub fn of(members: &[Account], sum: &Total, on: NaiveDate) -> Self {
        Self { on, members: members.iter().map(StandingView::of).collect(), total: Totals::of(sum) }
    }
}

impl Recorded {
    /// Returns an entry that was written.
    #[must_use]
    pub fn of(entry: &BookEntry, reverses: Option<String>, balance: Option<Cents>) -> Self {
        Self { entry: EntryView::of(entry), reverses, balance }
    }
}

impl Book {
    /// Returns the book of a time.
    #[must_use]
    pub fn of(
        (from, to): (NaiveDate, NaiveDate),
        entries: &[BookEntry],
        flow: &Flow,
        before: Cents,
        wrong: &[Fault],
    ) -> Self {
        let entries = entries.iter().map(EntryView::of).collect();
        Self { from, to, entries, sums: Sums::of(flow), before, faults: faults(wrong) }
    }
}
