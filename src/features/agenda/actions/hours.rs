//! Entering delegation hours: mandates, hours taken, hours given.

use chrono::NaiveDate;

use crate::features::agenda::{
    actions::{AgendaError, Diary},
    rules::{
        apart::{self, APART, Apart, PREPARED, Standing},
        ledger::{self, GIVEN, MANDATE, OFFICES, TAKEN},
    },
};
use crate::{
    base::{Id, word::RoleKind},
    calendar::Month,
    features::{agenda::records::Fact, company::rules::last_headcount},
    law::{Fraction, book},
};

/// Why hours cannot be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadHours {
    /// The office has no hours by law.
    #[error("this office has no delegation hours")]
    Office,
    /// Neither a headcount nor a credit is known.
    #[error("the hours a month are not known")]
    Credit,
    /// The first day of the mandate is not known.
    #[error("the first day of the mandate is not known")]
    Start,
    /// Not a number of hours above zero, at most those of a month.
    #[error("not a number of hours")]
    Amount,
    /// Before the first month of the mandate.
    #[error("before the mandate")]
    Before,
    /// Hours of this office are not shared, or not with that one.
    #[error("these hours are not shared")]
    NotShared,
    /// More is given than is left.
    #[error("only {0} are left")]
    TooMuch(Fraction),
    /// Whoever receives would have more in the month than the law allows: the most, and what still fits.
    #[error("at most {most} in a month, {room} still fit")]
    Cap {
        /// The most of a month.
        most: Fraction,
        /// What may still be received.
        room: Fraction,
    },
    /// Not a mandate with hours.
    #[error("not a mandate with hours")]
    NotOne,
    /// This time comes off the hours below a headcount.
    #[error("deducted below {0}")]
    Deducted(i64),
    /// No text is known by which this time would not come off the hours of this office.
    #[error("no text says so for this office")]
    NoText,
    /// The section has no hours to prepare bargaining at this headcount.
    #[error("no hours to prepare bargaining")]
    NoPool,
}

/// The hours of a month of 31 days, day and night: no figure of law, only a bound against slips of the hand.
pub const MOST: i64 = 31 * 24;

fn good(hours: Fraction) -> Result<Fraction, BadHours> {
    let fits = hours > Fraction::ZERO && hours <= Fraction::whole(MOST);
    if fits { Ok(hours) } else { Err(BadHours::Amount) }
}

/// Returns an exact number as kept: decimal where that is exact, else the fraction.
#[must_use]
pub fn number(n: Fraction) -> String {
    let decimal = n.decimal();
    if decimal.parse() == Ok(n) { decimal } else { n.to_string() }
}

/// What is said of a mandate.
#[derive(Debug, Clone, Default)]
pub struct Opened {
    /// Of whom, in the section's words.
    pub about: Option<String>,
    /// Of whom in the roster.
    pub person: Option<Id>,
    /// The first day; that of the role in the roster where it is not given.
    pub from: Option<NaiveDate>,
    /// Hours a month; those of the law at the headcount where they are not given.
    pub credit: Option<Fraction>,
}

/// Returns the fact that opens the ledger of a mandate.
///
/// # Errors
/// [`BadHours`] with what is missing.
pub fn mandate(
    diary: &Diary,
    office: RoleKind,
    opened: &Opened,
    today: NaiveDate,
) -> Result<Fact, AgendaError> {
    if !OFFICES.contains(&office) {
        return Err(BadHours::Office.into());
    }
    let role = || {
        let own = diary.basis.offices.iter().filter(|o| Some(o.person) == opened.person);
        own.filter(|o| o.role.kind == office).filter_map(|o| o.role.from).max()
    };
    let from = opened.from.or_else(role).ok_or(BadHours::Start)?;
    // The first month is one that the tables cover.
    book().at("hours.carry", from)?;
    let credit = if let Some(credit) = opened.credit {
        good(credit)?
    } else {
        let headcount = last_headcount(&diary.basis.company, today).map(|(_, n)| n);
        // A substitute has none, whatever the headcount.
        let none = (office == RoleKind::CseSubstitute).then_some(Fraction::ZERO);
        let headcount = headcount.or(none).ok_or(BadHours::Credit)?;
        ledger::legal_credit(office, headcount, from.max(today))?.ok_or(BadHours::Office)?
    };
    Ok(Fact {
        code: MANDATE.to_owned(),
        day: Some(from),
        about: opened.about.clone(),
        of: opened.person,
        amount: Some(number(credit)),
        office: Some(office.code().to_owned()),
        ..Fact::default()
    })
}

/// Finds a mandate with hours by the first digits of its name.
///
/// # Errors
/// As [`Diary::fact`]; [`BadHours::NotOne`].
pub fn find(diary: &Diary, start: &str) -> Result<(Id, Fact), AgendaError> {
    let (id, fact) = diary.fact(start)?;
    if fact.code == MANDATE { Ok((id, fact.clone())) } else { Err(BadHours::NotOne.into()) }
}

fn after_start(mandate: &Fact, day: NaiveDate) -> Result<(), BadHours> {
    let begun = mandate.day.is_some_and(|from| Month::of(from) <= Month::of(day));
    if begun { Ok(()) } else { Err(BadHours::Before) }
}

/// Hours that are to be entered as taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The fact to save.
    pub fact: Fact,
    /// How many go beyond what could be taken in that month.
    pub over: Fraction,
    /// What is left in that month then.
    pub left: Fraction,
}

/// Returns the fact that hours were taken, and what that leaves.
///
/// # Errors
/// [`BadHours`]; a month outside the tables.
pub fn taken(
    diary: &Diary,
    mandate: (Id, &Fact),
    hours: Fraction,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<Taken, AgendaError> {
    let (id, fact) = mandate;
    good(hours)?;
    after_start(fact, day)?;
    let left = left(diary, id, day, today)?;
    let minus = |a: Fraction, b: Fraction| if a > b { a.checked_sub(b).unwrap_or(a) } else { Fraction::ZERO };
    let (over, left) = (minus(hours, left), minus(left, hours));
    let amount = Some(number(hours));
    let fact = Fact { code: TAKEN.to_owned(), day: Some(day), of: Some(id), amount, ..Fact::default() };
    Ok(Taken { fact, over, left })
}

/// How long something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// In hours.
    Hours(Fraction),
    /// In half-days, of whoever works by days a year.
    HalfDays(i64),
}

/// Returns a length in hours.
///
/// # Law
/// R2315-3, and the same words in R2315-4, L2143-13, L2143-15 and L2142-1-3: a half-day is four hours of mandate.
///
/// # Errors
/// A day outside the tables; too many.
pub fn in_hours(length: Length, day: NaiveDate) -> Result<Fraction, AgendaError> {
    match length {
        Length::Hours(hours) => Ok(hours),
        Length::HalfDays(n) => {
            let each = book().whole("hours.half-day", day)?;
            Ok(n.checked_mul(each).map(Fraction::whole).ok_or(BadHours::Amount)?)
        }
    }
}

/// Returns the fact that time was spent which does not come off the hours.
///
/// # Errors
/// [`BadHours`]; a day outside the tables.
pub fn apart(
    diary: &Diary,
    mandate: (Id, &Fact),
    kind: Apart,
    hours: Fraction,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<Fact, AgendaError> {
    let (id, fact) = mandate;
    good(hours)?;
    after_start(fact, day)?;
    let office = fact.office.as_deref().and_then(RoleKind::from_code).ok_or(BadHours::NotOne)?;
    let headcount = last_headcount(&diary.basis.company, today).map(|(_, n)| n);
    match apart::standing(office, kind, headcount, day)? {
        Standing::Apart => {}
        Standing::Below(threshold) => return Err(BadHours::Deducted(threshold).into()),
        Standing::Unknown => return Err(BadHours::Credit.into()),
        Standing::NoText => return Err(BadHours::NoText.into()),
    }
    let (amount, terms) = (Some(number(hours)), Some(kind.code().to_owned()));
    Ok(Fact { code: APART.to_owned(), day: Some(day), of: Some(id), amount, terms, ..Fact::default() })
}

/// Returns the fact that hours of the section were taken to prepare a bargaining, and what that leaves in the year.
///
/// # Errors
/// [`BadHours`]; a year outside the tables.
pub fn prepared(
    diary: &Diary,
    hours: Fraction,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<Taken, AgendaError> {
    use chrono::Datelike as _;
    good(hours)?;
    if last_headcount(&diary.basis.company, today).is_none() {
        return Err(BadHours::Credit.into());
    }
    let pool = apart::pool(&diary.basis, day.year(), today)?.ok_or(BadHours::NoPool)?.value;
    let minus = |a: Fraction, b: Fraction| if a > b { a.checked_sub(b).unwrap_or(a) } else { Fraction::ZERO };
    let (over, left) = (minus(hours, pool.left), minus(pool.left, hours));
    let amount = Some(number(hours));
    let fact = Fact { code: PREPARED.to_owned(), day: Some(day), amount, ..Fact::default() };
    Ok(Taken { fact, over, left })
}

/// Returns the fact that hours were given to another mandate.
///
/// # Law
/// L2315-9 and R2315-6: full members share among themselves and with substitutes; L2143-14: delegates among themselves.
///
/// # Errors
/// [`BadHours`]; a month outside the tables.
pub fn given(
    diary: &Diary,
    from: (Id, &Fact),
    to: (Id, &Fact),
    hours: Fraction,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<Fact, AgendaError> {
    use RoleKind as R;
    good(hours)?;
    let office = |fact: &Fact| fact.office.as_deref().and_then(R::from_code);
    let shared = matches!(
        (office(from.1), office(to.1)),
        (Some(R::CseFull), Some(R::CseFull | R::CseSubstitute)) | (Some(R::Delegate), Some(R::Delegate))
    );
    if !shared || from.0 == to.0 {
        return Err(BadHours::NotShared.into());
    }
    after_start(from.1, day)?;
    after_start(to.1, day)?;
    let left = left(diary, from.0, day, today)?;
    if hours > left {
        return Err(BadHours::TooMuch(left).into());
    }
    if office(from.1) == Some(R::CseFull) {
        capped(diary, from.0, to.0, hours, day, today)?;
    }
    let amount = Some(number(hours));
    let code = GIVEN.to_owned();
    Ok(Fact { code, day: Some(day), of: Some(from.0), to: Some(to.0), amount, ..Fact::default() })
}

/// Refuses hours by which whoever receives them would have more than one and a half times the credit of a full member.
///
/// # Law
/// R2315-6.
fn capped(
    diary: &Diary,
    giver: Id,
    taker: Id,
    hours: Fraction,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<(), AgendaError> {
    let month = Month::of(day);
    let all = ledger::ledgers(&diary.basis, month, today)?;
    let of = |id| all.iter().find(|l| l.id == id);
    let (Some(full), Some(taker)) = (of(giver), of(taker)) else { return Ok(()) };
    let cap = book().share("hours.sharing-cap", month.first())?;
    let received = taker.now().map_or(Fraction::ZERO, |m| m.received);
    let has = taker.credit.checked_add(received);
    let sums = full
        .credit
        .checked_mul(cap)
        .zip(has)
        .and_then(|(most, has)| Some((most, has, has.checked_add(hours)?)));
    match sums {
        Some((most, _, then)) if then <= most => Ok(()),
        Some((most, has, _)) => {
            let room =
                if most > has { most.checked_sub(has).unwrap_or(Fraction::ZERO) } else { Fraction::ZERO };
            Err(BadHours::Cap { most, room }.into())
        }
        None => Err(BadHours::Amount.into()),
    }
}

/// What is left to a mandate in the month of a day.
fn left(diary: &Diary, id: Id, day: NaiveDate, today: NaiveDate) -> Result<Fraction, AgendaError> {
    let all = ledger::ledgers(&diary.basis, Month::of(day), today)?;
    Ok(all.iter().find(|l| l.id == id).map_or(Fraction::ZERO, |l| l.hours.value.left))
}
