//! What the agenda shows, as data.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::NaiveDate;

use crate::{
    bargaining::Missing,
    base::{
        Id,
        view::{data, views},
        word::RoleKind,
    },
    calendar::{DutyState, Month, Param, kinds, rule::scope::Open},
    election,
    features::{
        agenda::{
            records::{self, LineState},
            rules::{
                Line, MissingFact,
                apart::{self, Apart},
                ledger, ripple,
            },
        },
        law::views::HoursMonth,
    },
    law::{Because, Beware, Fraction, Label},
};

views! {
    "contrepoids.agenda/1" => AgendaNow;
    "contrepoids.agenda.change/1" => Changed;
    "contrepoids.agenda.facts/1" => Facts;
    "contrepoids.agenda.hours/1" + reasons => HoursLedger;
    "contrepoids.agenda.hours.list/1" => Ledgers;
    "contrepoids.agenda.hours.section/1" + reasons => SectionHours;
    "contrepoids.agenda.ics/1" => Written;
    "contrepoids.agenda.kinds/1" => Kinds;
    "contrepoids.agenda.list/1" => AgendaList;
    "contrepoids.agenda.mark/1" => Marked;
    "contrepoids.agenda.month/1" => Sheet;
    "contrepoids.agenda.plan/1" => Countdown;
    "contrepoids.agenda.show/1" => DutyLine;
    "contrepoids.agenda.training/1" + reasons => Training;
}

data! {
    /// A line of the agenda.
    pub struct DutyLine {
        /// What names it; for one of several of a recorded fact, its own name.
        id: Id,
        /// The digits that the commands take.
        handle: String,
        /// Its name in a calendar file.
        uid: String,
        /// The rule that made it.
        rule: String,
        /// What it is about: a code, the identifier of a fact, or a text.
        subject: String,
        /// The section's own words for that, or the title of an own date.
        about: Option<String>,
        /// The role that it is about.
        role: Option<RoleKind>,
        /// The name of the person that it is about.
        person: Option<String>,
        /// What it belongs to.
        kind: &'static str,
        /// Whose turn it is.
        who: &'static str,
        /// What follows where the day passes without the act, in both languages, where a text or a ruling says it.
        silence: Option<&'static Label>,
        /// What to do, in both languages.
        act: Option<&'static Label>,
        /// The day to keep.
        on: NaiveDate,
        /// The day by bare count, where it is another.
        raw: Option<NaiveDate>,
        /// The next open day, where no text extends a day that is none.
        extended: Option<NaiveDate>,
        /// The hour of an own date, `14:30`.
        at: Option<String>,
        /// The place of an own date.
        place: Option<String>,
        /// Who of the section does it, by name.
        by: Option<String>,
        /// The part of the agenda it stands in today: `late`, `week`, `month`, `later`, `under-way`, `check`; nothing where it
        /// is done, put off or history.
        section: Option<&'static str>,
        /// Since when a representative union may demand in writing what the employer owes, where that has not begun.
        demand_from: Option<NaiveDate>,
        /// The hours that are left, where it is about them.
        hours_left: Option<Fraction>,
        /// Those that are lost at the end of the month.
        hours_at_risk: Option<Fraction>,
        /// The first day of the window that ends on the day.
        window_from: Option<NaiveDate>,
        /// What its day means.
        nature: &'static str,
        /// What has to hold for it to be owed, where that is not known.
        conditions: Vec<Condition>,
        /// The same in words of the language of the run.
        condition: Option<String>,
        /// The months in which there was none, of something that is owed again and again.
        without: Option<String>,
        /// Where the duty stands today.
        state: DutyState,
        /// Whether it is late.
        overdue: bool,
        /// The day it was done.
        done: Option<NaiveDate>,
        /// The day it was put off to.
        snoozed: Option<NaiveDate>,
        /// The note of the section.
        note: Option<String>,
        /// The line in words of the language of the run.
        title: String,
        /// The steps that led to the day.
        because: Vec<Because>,
        /// What to beware of.
        caveats: Vec<Beware>,
    }

    /// What has to hold for a line to be owed.
    pub struct Condition {
        /// What.
        code: &'static str,
        /// For a headcount: from how many on.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Option<i64>>,
        /// For a headcount: up to how many.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Option<i64>>,
    }

    /// A fact without which a line cannot be told.
    pub struct Lack {
        /// What is missing: `mandates`, `headcount`, `last-round`, `role-start`, `lists-sent`, `election-kind`, or a
        /// parameter of `law deadline`.
        code: &'static str,
        /// The person, the election or the recorded fact that lacks it.
        of: Option<Id>,
        /// The role whose beginning is missing.
        role: Option<RoleKind>,
        /// The subject of bargaining, or the rule, that needs it.
        about: Option<String>,
    }

    /// The agenda.
    pub struct AgendaList {
        /// Its lines, in the order of their days.
        lines: Vec<DutyLine>,
        /// What is missing to tell more.
        missing: Vec<Lack>,
        /// `nothing`, `part` or `whole`: how much is known of what could be due.
        known: &'static str,
    }

    /// The agenda as it is read on a morning.
    pub struct AgendaNow {
        /// What somebody still owes whose day has gone: our own acts first, then the longest late.
        late: Vec<DutyLine>,
        /// From today to Sunday; what is owed without a day set by a text comes last.
        week: Vec<DutyLine>,
        /// After that Sunday, to the end of the month.
        month: Vec<DutyLine>,
        /// After that.
        later: Vec<DutyLine>,
        /// What has begun: nobody is late with it.
        under_way: Vec<DutyLine>,
        /// What may have been owed, or cannot be made up for.
        check: Vec<DutyLine>,
        /// What is missing to tell more.
        missing: Vec<Lack>,
        /// `nothing`, `part` or `whole`: how much is known of what could be due.
        known: &'static str,
    }

    /// A line after it was marked.
    pub struct Marked {
        /// What names it.
        id: Id,
        /// The day it was done.
        done: Option<NaiveDate>,
        /// The day it was put off to.
        snoozed: Option<NaiveDate>,
        /// The note.
        note: Option<String>,
    }

    /// A date that a change moves.
    pub struct Moved {
        /// The rule that made it.
        rule: String,
        /// The line in words of the language of the run.
        title: String,
        /// The day before; nothing where it is new.
        from: Option<NaiveDate>,
        /// The day after; nothing where it falls away.
        to: Option<NaiveDate>,
    }

    /// A fact that was recorded, changed or taken back.
    pub struct Changed {
        /// What names it.
        id: Id,
        /// Whether it was saved; `--dry-run` only tells.
        saved: bool,
        /// What it moves.
        moved: Vec<Moved>,
    }

    /// The recorded facts.
    pub struct Facts {
        /// Each of them.
        facts: Vec<Fact>,
    }

    /// A recorded fact.
    pub struct Fact {
        /// What names it.
        id: Id,
        /// Its kind, as `agenda record` takes it.
        kind: String,
        /// Its day.
        day: Option<NaiveDate>,
        /// What it is about.
        about: Option<String>,
        /// The headcount on that day.
        headcount: Option<String>,
        /// The dismissals it is about.
        dismissals: Option<u64>,
        /// `none`, `one` or `several` experts.
        expert: Option<String>,
        /// The years that an agreement sets.
        years: Option<u32>,
        /// Whose public holidays count.
        territory: Option<String>,
        /// The months between two rounds that an agreement sets, by subject.
        terms: Option<String>,
        /// Hours or days.
        amount: Option<String>,
        /// The person, or the mandate, it is of.
        of: Option<Id>,
        /// The mandate that hours were given to.
        to: Option<Id>,
        /// The office.
        office: Option<String>,
        /// The hour of an own date, `14:30`.
        at: Option<String>,
        /// The place of an own date.
        place: Option<String>,
    }

    /// The kinds of facts.
    pub struct Kinds {
        /// Each of them.
        kinds: Vec<FactKind>,
    }

    /// A kind of fact.
    pub struct FactKind {
        /// Its name.
        id: &'static str,
        /// What it belongs to.
        kind: &'static str,
        /// What it is, in both languages.
        label: Label,
        /// The rules that it sets going, one after the other.
        rules: Vec<Vec<String>>,
        /// What else it takes.
        parameters: Vec<&'static str>,
    }

    /// The ledgers of delegation hours.
    pub struct Ledgers {
        /// Each of them.
        ledgers: Vec<HoursLedger>,
        /// The hours of the section to prepare bargaining, where it has some.
        section: Option<SectionHours>,
    }

    /// The hours a year of a section to prepare bargaining.
    pub struct SectionHours {
        /// The year.
        year: i32,
        /// What the law gives.
        allowed: i64,
        /// What was taken.
        used: Fraction,
        /// What is left.
        left: Fraction,
        /// What goes beyond.
        over: Fraction,
        /// What was taken.
        entries: Vec<Entry>,
    }

    /// What a mandate spent in a year that does not come off its hours.
    pub struct Beside {
        /// The year.
        year: i32,
        /// By kind.
        spent: Vec<Spent>,
        /// Hours a year that all meetings of the committee and its commissions may last together, where they are limited.
        limit: Option<i64>,
        /// What this mandate alone has beyond it.
        over: Fraction,
    }

    /// Time of one kind.
    pub struct Spent {
        /// Which.
        kind: Apart,
        /// The hours.
        hours: Fraction,
    }

    /// The ledger of a mandate.
    pub struct HoursLedger {
        /// The mandate.
        id: Id,
        /// The office.
        office: &'static str,
        /// What it is about.
        about: Option<String>,
        /// The name of the person.
        person: Option<String>,
        /// Hours a month.
        credit: Fraction,
        /// Whether what is left carries over.
        carries_over: bool,
        /// The first month.
        from: Month,
        /// The month asked about.
        month: Month,
        /// What is left then.
        left: Fraction,
        /// What is lost at its end.
        at_risk: Fraction,
        /// Month by month.
        months: Vec<SharedMonth>,
        /// What was taken, given and received, and what is not deducted.
        entries: Vec<Entry>,
        /// What was spent in the year of the month and is not deducted.
        not_deducted: Option<Beside>,
    }

    /// A month of the ledger of a mandate.
    pub struct SharedMonth {
        /// What holds for every ledger.
        #[serde(flatten)]
        month: HoursMonth,
        /// Hours a month.
        credit: Fraction,
        /// Given to others.
        given: Fraction,
        /// Received from others.
        received: Fraction,
    }

    /// What was taken, given or received.
    pub struct Entry {
        /// The recorded fact.
        id: Id,
        /// Its kind, `hours-received` on the side that receives.
        kind: Cow<'static, str>,
        /// The day.
        day: Option<NaiveDate>,
        /// The hours.
        hours: Option<String>,
        /// What for.
        about: Option<String>,
        /// Which time, where it is not deducted.
        apart: Option<String>,
    }

    /// Union training of a year.
    pub struct Training {
        /// The people who took courses.
        people: Vec<Trained>,
    }

    /// The courses of a person.
    pub struct Trained {
        /// Their name.
        person: Option<String>,
        /// What was written in place of a person.
        about: Option<String>,
        /// The year.
        year: i32,
        /// The days that they may take.
        allowed: i64,
        /// Whether as a trainer or an officer.
        officer: bool,
        /// The days taken.
        used: Fraction,
        /// The days left.
        left: Fraction,
        /// The days beyond.
        over: Fraction,
        /// Each course.
        courses: Vec<Course>,
    }

    /// A course.
    pub struct Course {
        /// The recorded fact.
        id: Id,
        /// Its first day.
        day: Option<NaiveDate>,
        /// Its days.
        days: Option<String>,
    }

    /// A month of the agenda.
    pub struct Sheet {
        /// The month.
        month: Month,
        /// Its public holidays.
        holidays: Vec<NaiveDate>,
        /// Its lines.
        lines: Vec<DutyLine>,
    }

    /// The way to an event.
    pub struct Countdown {
        /// The kind of the lines.
        kind: &'static str,
        /// Today.
        today: NaiveDate,
        /// The lines.
        lines: Vec<Planned>,
    }

    /// A line of a plan.
    pub struct Planned {
        /// The line.
        #[serde(flatten)]
        line: DutyLine,
        /// The days until it; below zero once it is past.
        days: i64,
    }

    /// A calendar file.
    pub struct Written {
        /// The events in it.
        events: usize,
        /// The file, where one was named.
        file: Option<String>,
        /// The calendar, where none was.
        calendar: Option<String>,
        /// What moved since the last file.
        since: Vec<Moved>,
    }
}

impl Condition {
    /// Returns a condition of which it is not known whether it is met.
    #[must_use]
    pub fn of(open: Open) -> Self {
        let (from, to) = match open {
            Open::Headcount { from, to } => (Some(from), Some(to)),
            Open::Other(_) => (None, None),
        };
        Self { code: open.code(), from, to }
    }
}

impl Marked {
    /// Returns what is shown of a line after it was marked.
    #[must_use]
    pub fn of(id: Id, state: &LineState) -> Self {
        Self { id, done: state.done, snoozed: state.snoozed, note: state.note.clone() }
    }
}

impl Changed {
    /// Returns what is shown of a change; `title` says a line in words of the language of the run.
    #[must_use]
    pub fn of(id: Id, saved: bool, moved: &[ripple::Moved], title: impl Fn(&Line) -> String) -> Self {
        let one = |m: &ripple::Moved| Moved {
            rule: m.line.rule.id().to_owned(),
            title: title(&m.line),
            from: m.from,
            to: m.to,
        };
        Self { id, saved, moved: moved.iter().map(one).collect() }
    }
}

impl Facts {
    /// Returns what is shown of the recorded facts.
    #[must_use]
    pub fn of(recorded: &BTreeMap<Id, records::Fact>) -> Self {
        let one = |(id, f): (&Id, &records::Fact)| Fact {
            id: *id,
            kind: f.code.clone(),
            day: f.day,
            about: f.about.clone(),
            headcount: f.headcount.clone(),
            dismissals: f.dismissals,
            expert: f.expert.clone(),
            years: f.years,
            territory: f.territory.clone(),
            terms: f.terms.clone(),
            amount: f.amount.clone(),
            of: f.of,
            to: f.to,
            office: f.office.clone(),
            at: f.at.clone(),
            place: f.place.clone(),
        };
        Self { facts: recorded.iter().map(one).collect() }
    }
}

impl Kinds {
    /// Returns what is shown of the kinds of facts.
    #[must_use]
    pub fn of(kinds: &[&'static kinds::FactKind]) -> Self {
        let one = |k: &&'static kinds::FactKind| FactKind {
            id: &k.id,
            kind: k.kind.code(),
            label: k.label.clone(),
            rules: k.chains.clone(),
            parameters: k.params().into_iter().map(Param::code).collect(),
        };
        Self { kinds: kinds.iter().map(one).collect() }
    }
}

impl HoursLedger {
    /// Returns what is shown of the ledger of a mandate.
    #[must_use]
    pub fn of(ledger: &ledger::HoursLedger) -> Self {
        let entry = |(id, fact): &(Id, records::Fact)| {
            let received = fact.code == ledger::GIVEN && fact.to == Some(ledger.id);
            let plain = Entry::of(*id, fact);
            if received { Entry { kind: "hours-received".into(), ..plain } } else { plain }
        };
        let month = |m: &election::HoursMonth| SharedMonth {
            month: HoursMonth::of(m),
            credit: ledger.credit,
            given: m.given,
            received: m.received,
        };
        let hours = &ledger.hours.value;
        Self {
            id: ledger.id,
            office: ledger.office.code(),
            about: ledger.about.clone(),
            person: ledger.whom.as_ref().map(|w| w.0.clone()),
            credit: ledger.credit,
            carries_over: ledger.carries,
            from: ledger.first,
            month: ledger.last,
            left: hours.left,
            at_risk: hours.at_risk,
            months: hours.months.iter().map(month).collect(),
            entries: ledger.entries.iter().map(entry).collect(),
            not_deducted: ledger.beside.as_ref().map(Beside::of),
        }
    }
}

impl Entry {
    fn of(id: Id, fact: &records::Fact) -> Self {
        Self {
            id,
            kind: fact.code.clone().into(),
            day: fact.day,
            hours: fact.amount.clone(),
            about: fact.about.clone(),
            apart: fact.terms.clone().filter(|_| fact.code == apart::APART),
        }
    }
}

impl Beside {
    fn of(beside: &apart::Beside) -> Self {
        let spent = |s: &apart::Spent| Spent { kind: s.kind, hours: s.hours };
        let (year, limit, over) = (beside.year, beside.limit, beside.over);
        Self { year, spent: beside.spent.iter().map(spent).collect(), limit, over }
    }
}

impl SectionHours {
    /// Returns what is shown of the hours of the section.
    #[must_use]
    pub fn of(pool: &apart::Pool) -> Self {
        let apart::Pool { year, allowed, used, left, over, entries } = pool;
        let entries = entries.iter().map(|(id, fact)| Entry::of(*id, fact)).collect();
        Self { year: *year, allowed: *allowed, used: *used, left: *left, over: *over, entries }
    }
}

impl Ledgers {
    /// Returns what is shown of the ledgers.
    #[must_use]
    pub fn of(ledgers: &[ledger::HoursLedger], section: Option<&apart::Pool>) -> Self {
        Self {
            ledgers: ledgers.iter().map(HoursLedger::of).collect(),
            section: section.map(SectionHours::of),
        }
    }
}

impl Training {
    /// Returns what is shown of the courses of a year.
    #[must_use]
    pub fn of(people: &[ledger::Leave]) -> Self {
        let course =
            |(id, fact): &(Id, records::Fact)| Course { id: *id, day: fact.day, days: fact.amount.clone() };
        let one = |l: &ledger::Leave| Trained {
            person: l.whom.as_ref().map(|w| w.0.clone()),
            about: l.about.clone(),
            year: l.year,
            allowed: l.allowed,
            officer: l.officer,
            used: l.used,
            left: l.left,
            over: l.over,
            courses: l.courses.iter().map(course).collect(),
        };
        Self { people: people.iter().map(one).collect() }
    }
}

impl Lack {
    /// Returns the view of a missing fact.
    #[must_use]
    pub fn of(fact: &MissingFact) -> Self {
        let (code, of, role, about) = match fact {
            MissingFact::Mandates => ("mandates", None, None, None),
            MissingFact::Bargaining(Missing::Headcount) => ("headcount", None, None, None),
            MissingFact::Bargaining(Missing::LastRound(about)) => {
                ("last-round", None, None, Some(about.code().to_owned()))
            }
            MissingFact::RoleStart(id, role) => ("role-start", Some(*id), Some(*role), None),
            MissingFact::ListsSent(id) => ("lists-sent", Some(*id), None, None),
            MissingFact::Nature(id) => ("election-kind", Some(*id), None, None),
            MissingFact::Param(id, rule, param) => {
                (param.code(), Some(*id), None, Some(rule.id().to_owned()))
            }
        };
        Self { code, of, role, about }
    }
}
