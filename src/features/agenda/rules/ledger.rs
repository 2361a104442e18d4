//! Ledgers: the delegation hours of each mandate, the days of training leave of each person.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{
    Agenda, Basis, Left, Line, Subject, Whom,
    apart::{self, APART, Beside, PREPARED, amount},
    ground::Ground,
};
use crate::{
    base::{Id, word::RoleKind},
    calendar::{Month, RuleError},
    election::{self, Credit, Flow, HoursMonth, rights::SectionStanding},
    features::agenda::records::Fact,
    law::{Finding, Fraction, LawError, Reasoning, book},
};

/// A mandate with hours.
pub const MANDATE: &str = "hours-mandate";
/// Hours taken.
pub const TAKEN: &str = "hours-taken";
/// Hours given to another mandate.
pub const GIVEN: &str = "hours-given";
/// A course of union training, its days from the allowance of the year.
pub const COURSE: &str = "training-course";
/// A course of economic training of a full member, whose days come off the same allowance (L2315-63).
pub const ECONOMIC: &str = "cse-economic-course";

/// Tells whether the days of a fact come off the training leave of the year.
#[must_use]
pub fn is_course(code: &str) -> bool {
    [COURSE, ECONOMIC].contains(&code)
}

/// Hours that are used after their month, or by another.
const USED_LATER: &str = "hours-used-later";

/// Tells whether a fact belongs to a ledger of hours.
#[must_use]
pub fn is_of_hours(code: &str) -> bool {
    [MANDATE, TAKEN, GIVEN, APART, PREPARED].contains(&code)
}

/// Recorded facts by name and day.
type Entries = Vec<(Id, Fact)>;

/// The ledger of one mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursLedger {
    /// The name of the mandate.
    pub id: Id,
    /// Which office.
    pub office: RoleKind,
    /// Whose, in the section's words.
    pub about: Option<String>,
    /// Whose, where it is somebody of the roster.
    pub whom: Option<Whom>,
    /// Hours a month.
    pub credit: Fraction,
    /// Whether they carry over.
    pub carries: bool,
    /// The first month.
    pub first: Month,
    /// The last month told.
    pub last: Month,
    /// The months, with their steps.
    pub hours: Finding<election::Hours>,
    /// What was taken, given and received, and what is not deducted, by name and day.
    pub entries: Vec<(Id, Fact)>,
    /// What was spent in the year of the month and is not deducted.
    pub beside: Option<Beside>,
}

/// The offices that have hours of their own or receive some.
pub const OFFICES: [RoleKind; 6] = [
    RoleKind::CseFull,
    RoleKind::CseSubstitute,
    RoleKind::CseUnionRepresentative,
    RoleKind::Delegate,
    RoleKind::CentralDelegate,
    RoleKind::SectionRepresentative,
];

const fn carries(office: RoleKind) -> bool {
    matches!(office, RoleKind::CseFull | RoleKind::CseSubstitute | RoleKind::CseUnionRepresentative)
}

/// Returns the hours a month that the law gives an office at a headcount; nothing where it gives none.
///
/// # Errors
/// A day outside the tables.
pub fn legal_credit(
    office: RoleKind,
    headcount: Fraction,
    on: NaiveDate,
) -> Result<Option<Fraction>, LawError> {
    let book = book();
    let representative = office != RoleKind::SectionRepresentative;
    let standing = SectionStanding {
        headcount,
        representative,
        seats_won: None,
        won_across: None,
        // There is a central delegate only where there are establishments.
        establishments: if office == RoleKind::CentralDelegate { 2 } else { 1 },
        hazardous: false,
        payroll: None,
    };
    let rights = match election::rights(book, &standing, on) {
        Ok(found) => found.value,
        Err(election::ElectionError::Law(error)) => return Err(error),
        Err(_) => return Ok(None),
    };
    let hours = match office {
        RoleKind::CseFull => rights.seats.hours_each,
        RoleKind::CseSubstitute => return Ok(Some(Fraction::ZERO)),
        RoleKind::CseUnionRepresentative => rights.hours_at_cse,
        RoleKind::Delegate => rights.hours_delegate,
        // Below that headcount one of the delegates is the central one, and has no more hours for it.
        RoleKind::CentralDelegate if !rights.central => return Ok(None),
        RoleKind::CentralDelegate => book.whole("delegate.central-hours", on)?,
        RoleKind::SectionRepresentative => rights.rss_hours,
        _ => 0,
    };
    Ok((hours > 0).then(|| Fraction::whole(hours)))
}

/// Returns the ledgers as they stand in a month; mandates that begin later are left out.
///
/// # Errors
/// A month outside the tables; numbers too large.
pub fn ledgers(basis: &Basis, month: Month, today: NaiveDate) -> Result<Vec<HoursLedger>, LawError> {
    let mandates: Vec<_> = basis.recorded.iter().filter(|(_, f)| f.code == MANDATE).collect();
    if mandates.is_empty() {
        return Ok(Vec::new());
    }
    let mut flows: BTreeMap<Id, (BTreeMap<Month, Flow>, Entries)> = BTreeMap::new();
    let large = || LawError::TooLarge { field: "hours" };
    for (id, fact) in basis.recorded.iter().filter(|(_, f)| f.code == TAKEN || f.code == GIVEN) {
        let (Some(day), Some(of)) = (fact.day, fact.of) else { continue };
        let mut add = |ledger: Id, field: fn(&mut Flow) -> &mut Fraction| {
            let (months, entries) = flows.entry(ledger).or_default();
            let cell = field(months.entry(Month::of(day)).or_default());
            *cell = cell.checked_add(amount(fact)).ok_or_else(large)?;
            entries.push((*id, fact.clone()));
            Ok::<_, LawError>(())
        };
        match (fact.code.as_str(), fact.to) {
            (GIVEN, Some(to)) => {
                add(of, |f| &mut f.given)?;
                add(to, |f| &mut f.received)?;
            }
            _ => add(of, |f| &mut f.taken)?,
        }
    }
    let headcount = Ground::of(&basis.company, today).headcount();
    let full = headcount.and_then(|n| legal_credit(RoleKind::CseFull, n, today).ok().flatten());
    let mut out = Vec::new();
    for (id, fact) in mandates {
        let (Some(day), Some(office)) = (fact.day, fact.office.as_deref().and_then(RoleKind::from_code))
        else {
            continue;
        };
        let first = Month::of(day);
        if first > month {
            continue;
        }
        let (months, mut entries) = flows.remove(id).unwrap_or_default();
        let own = |(_, f): &(&Id, &Fact)| f.code == APART && f.of == Some(*id);
        let spent: Vec<_> = basis.recorded.iter().filter(own).collect();
        entries.extend(spent.iter().map(|(id, f)| (**id, (*f).clone())));
        let spent: Vec<_> = spent.into_iter().map(|(_, f)| f).collect();
        entries.sort_by_key(|(id, f)| (f.day, *id));
        let each = amount(fact);
        let base = if office == RoleKind::CseSubstitute { full.unwrap_or(each) } else { each };
        let credit = Credit { each, full: base, carries: carries(office) };
        let hours = election::ledger(book(), &credit, first, month, &months)?;
        let (hours, beside) = apart::beside(hours, (office, month), &spent, headcount)?;
        out.push(HoursLedger {
            id: *id,
            office,
            about: fact.about.clone(),
            whom: fact.of.and_then(|p| basis.names.get(&p).cloned()),
            credit: each,
            carries: carries(office),
            first,
            last: month,
            hours,
            entries,
            beside,
        });
    }
    Ok(out)
}

impl HoursLedger {
    /// Returns the last month of the ledger.
    #[must_use]
    pub fn now(&self) -> Option<&HoursMonth> {
        self.hours.value.months.last()
    }
}

/// The days of training leave of one person in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    /// Who, where it is somebody of the roster.
    pub whom: Option<Whom>,
    /// Who, in the section's words.
    pub about: Option<String>,
    /// The year.
    pub year: i32,
    /// Days that the law gives.
    pub allowed: i64,
    /// Whether as a trainer or union officer.
    pub officer: bool,
    /// Days of the courses.
    pub used: Fraction,
    /// Days left.
    pub left: Fraction,
    /// Days beyond what the law gives.
    pub over: Fraction,
    /// The courses.
    pub courses: Vec<(Id, Fact)>,
}

/// The word by which a course is one of a trainer or union officer.
pub const OFFICER: &str = "officer";

/// Returns the days of training leave of each person in a year, by name.
///
/// # Law
/// L2145-7: twelve days a year, eighteen for trainers and who has union duties; half a day at least each. L2315-63: the
/// economic training of full members comes off them.
///
/// # Errors
/// A year outside the tables; numbers too large.
pub fn leaves(basis: &Basis, year: i32, today: NaiveDate) -> Result<Finding<Vec<Leave>>, LawError> {
    let on = NaiveDate::from_ymd_opt(year, 1, 1).ok_or(LawError::Calendar)?;
    let book = book();
    // A year to come has the law as it is known today.
    let mut why = Reasoning::new(book, on.min(today));
    let (plain, officers) =
        (why.whole("training.union", vec![])?, why.whole("training.union-officers", vec![])?);
    let large = || LawError::TooLarge { field: "days" };
    let mut people: BTreeMap<(Option<Id>, Option<String>), Entries> = BTreeMap::new();
    let courses = basis.recorded.iter().filter(|(_, f)| is_course(&f.code) && f.amount.is_some());
    for (id, fact) in courses.filter(|(_, f)| f.day.is_some_and(|d| d.year() == year)) {
        // Whoever is in the roster is one person whatever was written beside.
        let about = if fact.of.is_some() { None } else { fact.about.clone() };
        people.entry((fact.of, about)).or_default().push((*id, fact.clone()));
    }
    let mut out = Vec::new();
    for ((person, about), mut courses) in people {
        courses.sort_by_key(|(id, f)| (f.day, *id));
        let mut used = Fraction::ZERO;
        for (_, fact) in &courses {
            used = used.checked_add(amount(fact)).ok_or_else(large)?;
        }
        let said = courses.iter().any(|(_, f)| f.office.as_deref() == Some(OFFICER));
        let officer = said || person.is_some_and(|p| duties(basis, p, year));
        let allowed = if officer { officers } else { plain };
        let all = Fraction::whole(allowed);
        let minus = |a: Fraction, b: Fraction| {
            if a > b { a.checked_sub(b).ok_or_else(large) } else { Ok(Fraction::ZERO) }
        };
        out.push(Leave {
            whom: person.and_then(|p| basis.names.get(&p).cloned()),
            about,
            year,
            allowed,
            officer,
            used,
            left: minus(all, used)?,
            over: minus(used, all)?,
            courses,
        });
    }
    if out.iter().any(|l| l.courses.iter().any(|(_, f)| f.code == ECONOMIC)) {
        why.note("training.economic-counted", vec![])?;
    }
    Ok(why.conclude(out))
}

/// Tells whether somebody has union duties at some time in a year.
fn duties(basis: &Basis, person: Id, year: i32) -> bool {
    use RoleKind as R;
    let union = |kind| {
        matches!(
            kind,
            R::SectionRepresentative
                | R::Delegate
                | R::CentralDelegate
                | R::CseUnionRepresentative
                | R::Treasurer
                | R::Secretary
        )
    };
    let held = |from: Option<NaiveDate>, to: Option<NaiveDate>| {
        from.is_none_or(|d| d.year() <= year) && to.is_none_or(|d| d.year() >= year)
    };
    basis.offices.iter().any(|o| o.person == person && union(o.role.kind) && held(o.role.from, o.role.to))
}

/// One line for the hours of all mandates, where some are lost at the end of the month; nothing where none are.
pub(super) fn lines(basis: &Basis, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    let month = Month::of(today);
    let all = ledgers(basis, month, today)?;
    let large = || LawError::TooLarge { field: "hours" };
    let mut left = Left { mandates: all.len(), left: Fraction::ZERO, at_risk: Fraction::ZERO };
    let mut found: Option<Finding<NaiveDate>> = None;
    for (ledger, end) in all.into_iter().filter_map(|ledger| Some((ledger, month.last()?))) {
        let hours = &ledger.hours.value;
        left.left = left.left.checked_add(hours.left).ok_or_else(large)?;
        left.at_risk = left.at_risk.checked_add(hours.at_risk).ok_or_else(large)?;
        if hours.at_risk == Fraction::ZERO {
            continue;
        }
        let own = ledger.hours.map(|_| end);
        match &mut found {
            None => found = Some(own),
            Some(found) => {
                found.because.extend(
                    own.because.into_iter().filter(|step| !found.because.contains(step)).collect::<Vec<_>>(),
                );
                found.caveats.extend(
                    own.caveats.into_iter().filter(|c| !found.caveats.contains(c)).collect::<Vec<_>>(),
                );
            }
        }
    }
    if let Some(found) = found {
        out.lines
            .push(Line { left: Some(left), ..Line::found("hours.left", Subject::Word("hours"), found)? });
    }
    notices(basis, today, out)
}

/// Hours to come that are given, or go beyond the credit of the month, are announced before.
fn notices(basis: &Basis, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    let facts = Ground::of(&basis.company, today).facts();
    for (id, fact) in basis.recorded.iter().filter(|(_, f)| f.code == TAKEN || f.code == GIVEN) {
        let (Some(day), Some(mandate)) = (fact.day, fact.of.and_then(|of| basis.recorded.get(&of))) else {
            continue;
        };
        let office = mandate.office.as_deref().and_then(RoleKind::from_code);
        if day < today || !office.is_some_and(carries) {
            continue;
        }
        let same = |f: &&Fact| {
            f.code == TAKEN
                && f.of == fact.of
                && f.day.is_some_and(|d| Month::of(d) == Month::of(day) && d <= day)
        };
        let taken = basis
            .recorded
            .values()
            .filter(same)
            .try_fold(Fraction::ZERO, |sum, f| sum.checked_add(amount(f)));
        let beyond = taken.is_none_or(|taken| taken > amount(mandate));
        if fact.code == GIVEN || beyond {
            let lines = Line::following(USED_LATER, &Subject::Fact(*id), day, facts, today)?;
            out.lines.extend(lines.into_iter().map(|l| l.about(mandate.about.clone())));
        }
    }
    Ok(())
}
