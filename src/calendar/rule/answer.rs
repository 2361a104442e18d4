//! What a rule gives on a day: the deadline with its steps.

use chrono::{Datelike, NaiveDate};

use super::{Expert, Last, Param, Rule, RuleError, Which};
use crate::{
    calendar::{
        carry::{hours_kept_at_most, hours_kept_until},
        deadline::{Deadline, Direction, Period, Roll, counted},
        holiday::Holiday,
        region::Region,
        span::{Month, Span},
    },
    law::{
        Amount, Book, Caveat, Column, Fact, FactName, Finding, Fraction, LawError, Reasoning, Remark, Unit,
        Word,
    },
};

/// What is known beside the day that a rule counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// Where the act is done, as far as public holidays differ.
    pub region: Region,
    /// The headcount.
    pub headcount: Option<Fraction>,
    /// The number of dismissals.
    pub dismissals: Option<u64>,
    /// Which expert is at work.
    pub expert: Option<Expert>,
    /// The length in years that an agreement sets.
    pub years: Option<u32>,
    /// When the clock stood still.
    pub stop: Option<Stop>,
}

/// When a clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The day that stopped it.
    pub from: NaiveDate,
    /// The day from which it goes on; nothing while it stands.
    pub to: Option<NaiveDate>,
}

/// How long the period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// The number.
    pub amount: u32,
    /// What it counts.
    pub unit: Unit,
}

/// One of several readings of a rule, where law or facts do not settle which is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Which.
    pub which: Which,
    /// The day to keep under it.
    pub due: NaiveDate,
    /// The open day that it moves to.
    pub extended: NaiveDate,
}

/// What a rule gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// The rule.
    pub rule: &'static Rule,
    /// The day it counts from.
    pub from: NaiveDate,
    /// How long the period is; nothing for a day of every year.
    pub length: Option<Length>,
    /// The days.
    pub deadline: Deadline,
    /// Where.
    pub region: Region,
    /// The window that the day opens.
    pub window: Option<(NaiveDate, NaiveDate)>,
    /// The day from which something is possible.
    pub opens: Option<NaiveDate>,
    /// The readings, where there are several; the day to keep is that of the earliest.
    pub readings: Vec<Reading>,
}

/// Returns what a rule gives from a day, under the law of that day.
///
/// # Law
/// The article of the rule's table; articles 641 and 642 of the Code de procédure civile for the counting. Where no
/// text extends a period, the raw day is the one to keep and a remark says so; a period that counts backwards takes
/// the earlier open day.
///
/// # Errors
/// [`RuleError::Missing`] for a fact that the rule needs, [`RuleError::Below`] where it does not apply,
/// [`RuleError::Gone`] where it did not hold, [`RuleError::Law`] for a day outside the tables or the calendar.
pub fn answer(
    book: &Book,
    rule: &'static Rule,
    from: NaiveDate,
    facts: &Facts,
) -> Result<Finding<Ruled>, RuleError> {
    under(book, rule, from, facts, from)
}

/// Returns what a rule gives from a day; for a day to come that the tables do not cover yet, under the law of today,
/// with a remark.
///
/// # Law
/// As [`answer`].
///
/// # Errors
/// As [`answer`].
pub fn answer_ahead(
    book: &Book,
    rule: &'static Rule,
    from: NaiveDate,
    facts: &Facts,
    today: NaiveDate,
) -> Result<Finding<Ruled>, RuleError> {
    match under(book, rule, from, facts, from) {
        Err(RuleError::Law(LawError::NotCovered { .. })) if from > today => {
            let mut found = under(book, rule, from, facts, today)?;
            found.caveats.push(Caveat::Remark(Remark::LawOfToday));
            Ok(found)
        }
        other => other,
    }
}

/// What a rule gives under the law of a day.
fn under(
    book: &Book,
    rule: &'static Rule,
    from: NaiveDate,
    facts: &Facts,
    on: NaiveDate,
) -> Result<Finding<Ruled>, RuleError> {
    let mut why = Reasoning::new(book, on);
    let bare = bare(book, rule, from, facts, on)?;
    let Bare { act, length, table, deadline, agreed, stopped } = bare;
    if let Some(Agreed { bound, years, least, within }) = agreed {
        why.note(bound, vec![(FactName::AgreedYears, years.into()), (FactName::Minimum, least.into())])?;
        if !within {
            why.remark(Remark::MandateLengthOutside);
        }
    }
    let mut step = vec![(FactName::FromDay, Fact::from(act))];
    step.extend(length.map(|l| (unit_name(l.unit), l.amount.into())));
    step.extend(parameter(rule, facts));
    step.push((FactName::Raw, deadline.raw.into()));
    why.note(table, step)?;
    if let (Some(stops), Some(stop)) = (&rule.stops, stopped) {
        let mut step = vec![(FactName::FromDay, Fact::from(stop.from))];
        step.extend(stop.to.map(|to| (FactName::ToDay, to.into())));
        why.note(&stops.table, step)?;
        why.remark(if stop.to.is_some() { Remark::ClockStood } else { Remark::ClockStands });
    }
    if let Some(also) = &rule.also {
        why.note(also, vec![])?;
    }
    if rule.by == Some(Param::Expert) && facts.expert.is_none() {
        why.remark(Remark::NoExpertAssumed);
    }
    if let (Some(small), Some(headcount)) = (&rule.small, facts.headcount)
        && headcount < Fraction::whole(book.whole("threshold.full-powers", on)?)
    {
        why.note(small, vec![])?;
    }
    counting(&mut why, length, rule.direction, &deadline)?;
    closed(&mut why, rule, &deadline, facts.region)?;
    match deadline.roll {
        Roll::LabourDoubt if deadline.extended != deadline.raw => why.remark(Remark::LabourExtensionDoubted),
        Roll::Limitation => why.note("time.limitation", vec![])?,
        Roll::Appeal => why.remark(Remark::AppealClear),
        _ => {}
    }
    if length.is_some_and(|l| l.unit == Unit::Hours) {
        why.remark(Remark::HourToHour);
    }
    let readings = readings(&mut why, book, rule, from, facts)?;
    if let Some(remark) = rule.remark {
        why.remark(remark);
    }
    let window = rule.window.then_some((deadline.raw, act));
    let opens = if rule.opens { opening(rule, &deadline, facts.region) } else { None };
    let region = facts.region;
    Ok(why.conclude(Ruled { rule, from, length, deadline, region, window, opens, readings }))
}

/// The first day on which something may be done: what is extended bars it up to the extended day, and who must let working
/// days pass does not act on a day that is none.
fn opening(rule: &Rule, deadline: &Deadline, region: Region) -> Option<NaiveDate> {
    let next = deadline.due.succ_opt()?;
    Some(if rule.bars { region.working_from(next) } else { next })
}

/// Returns the days alone that a rule gives: the same as [`answer_ahead`], without the steps.
///
/// # Law
/// As [`answer`].
///
/// # Errors
/// As [`answer`].
pub fn days(
    book: &Book,
    rule: &'static Rule,
    from: NaiveDate,
    facts: &Facts,
    today: NaiveDate,
) -> Result<Deadline, RuleError> {
    match bare(book, rule, from, facts, from) {
        Err(RuleError::Law(LawError::NotCovered { .. })) if from > today => {
            bare(book, rule, from, facts, today).map(|b| b.deadline)
        }
        other => other.map(|b| b.deadline),
    }
}

/// Every reading of a rule where there are several, with the step that says why.
fn readings(
    why: &mut Reasoning<'_>,
    book: &Book,
    rule: &'static Rule,
    from: NaiveDate,
    facts: &Facts,
) -> Result<Vec<Reading>, RuleError> {
    let on = why.on();
    if rule.carry {
        let Bare { act, length, deadline, .. } = bare(book, rule, from, facts, on)?;
        let months = length.map_or(0, |l| l.amount);
        let later = hours_kept_at_most(Month::of(act), months).ok_or(LawError::Calendar)?;
        let reading = |which, due| Reading { which, due, extended: due };
        let earlier = reading(Which::WithMonth, deadline.due);
        return Ok(vec![earlier, reading(Which::WithoutMonth, later)]);
    }
    let mut out = Vec::new();
    for region in facts.region.readings() {
        let Deadline { due, extended, .. } =
            bare(book, rule, from, &Facts { region, ..*facts }, on)?.deadline;
        // One reading alone is not told.
        let without = region == Region::AlsaceMoselle { good_friday: Some(false) };
        let which = if without { Which::NoGoodFriday } else { Which::GoodFriday };
        out.push(Reading { which, due, extended });
    }
    out.sort_by_key(|r| (r.due, r.extended));
    match (out.first(), out.last()) {
        (Some(a), Some(b)) if (a.due, a.extended) != (b.due, b.extended) => {
            why.note(
                "time.alsace-moselle",
                vec![(FactName::Due, a.due.into()), (FactName::OrDue, b.due.max(b.extended).into())],
            )?;
            why.remark(Remark::GoodFridayNotKnown);
            Ok(out)
        }
        _ => Ok(Vec::new()),
    }
}

/// The days with what the steps tell of them.
struct Bare {
    act: NaiveDate,
    length: Option<Length>,
    table: &'static str,
    deadline: Deadline,
    agreed: Option<Agreed>,
    stopped: Option<Stop>,
}

/// A length that an agreement sets.
#[derive(Clone, Copy)]
struct Agreed {
    bound: &'static str,
    years: u32,
    least: u32,
    within: bool,
}

fn bare(
    book: &Book,
    rule: &'static Rule,
    from: NaiveDate,
    facts: &Facts,
    on: NaiveDate,
) -> Result<Bare, RuleError> {
    // Counting rests on its own tables too.
    book.at("time.months", on)?;
    let act = if rule.year_end { year_end(from)? } else { from };
    if rule.date.is_some() {
        if book.at(&rule.table, on)?.1.amount == Amount::Gone {
            return Err(RuleError::Gone { rule: rule.id.clone(), on });
        }
        let deadline = yearly(rule, from, facts.region)?;
        return Ok(Bare { act, length: None, table: &rule.table, deadline, agreed: None, stopped: None });
    }
    let (mut length, table) = length(book, rule, facts, on)?;
    let mut agreed = None;
    if let (Some(Param::Years), Some(years)) = (rule.by, facts.years) {
        agreed = bounds(book, rule, years, on)?;
        if let (true, Some(length)) = (agreed.is_none_or(|a| a.within), length.as_mut()) {
            length.amount = years;
        }
    }
    // A text without a number means the day itself.
    let span = length.map_or(Ok(Period::from(Span::Days(0))), period)?;
    let deadline = counted(act, span, rule.direction, rule.roll, facts.region);
    let mut deadline = deadline.ok_or(LawError::Calendar)?;
    if let Some(last) = rule.last {
        let raw = match last {
            Last::Eve => deadline.raw.pred_opt(),
            Last::MonthEnd => Month::of(deadline.raw).last(),
        };
        let raw = raw.ok_or(LawError::Calendar)?;
        deadline = Deadline { raw, due: raw, extended: facts.region.open_from(raw), ..deadline };
    }
    if let (true, Some(length)) = (rule.carry, length) {
        let end = hours_kept_until(Month::of(act), length.amount).ok_or(LawError::Calendar)?;
        (deadline.due, deadline.extended) = (end, facts.region.open_from(end));
    }
    let stopped =
        facts.stop.filter(|stop| rule.stops.is_some() && act <= stop.from && stop.from <= deadline.due);
    if let Some(to) = stopped.and_then(|stop| stop.to) {
        let moved = |day: NaiveDate| day.checked_add_signed(to.signed_duration_since(stopped?.from));
        let due = moved(deadline.due).ok_or(LawError::Calendar)?;
        deadline = Deadline { due, extended: facts.region.open_from(due), ..deadline };
    }
    Ok(Bare { act, length, table, deadline, agreed, stopped })
}

fn year_end(day: NaiveDate) -> Result<NaiveDate, LawError> {
    NaiveDate::from_ymd_opt(day.year(), 12, 31).ok_or(LawError::Calendar)
}

/// The next day of every year that is not before the one given.
fn yearly(rule: &Rule, from: NaiveDate, region: Region) -> Result<Deadline, LawError> {
    let date = rule.date.ok_or(LawError::Calendar)?;
    let in_year = |year| NaiveDate::from_ymd_opt(year, date.month, date.day).ok_or(LawError::Calendar);
    let this = in_year(from.year())?;
    let raw = if this < from { in_year(from.year().saturating_add(1))? } else { this };
    let extended = region.open_from(raw);
    Ok(Deadline { first_day_counted: from, raw, due: raw, extended, roll: rule.roll })
}

/// The period with the table that holds it.
fn length(
    book: &Book,
    rule: &'static Rule,
    facts: &Facts,
    on: NaiveDate,
) -> Result<(Option<Length>, &'static str), RuleError> {
    let mut table = rule.table.as_str();
    if !rule.cases.is_empty() {
        let word = facts.expert.unwrap_or(Expert::None);
        let case = rule.cases.iter().find(|(when, _)| when == word.code());
        table = case.map_or(table, |(_, table)| table.as_str());
    }
    let (found, entry) = book.at(table, on)?;
    let number = match &entry.amount {
        Amount::Whole(number) => *number,
        Amount::Gone => return Err(RuleError::Gone { rule: rule.id.clone(), on }),
        Amount::Rows(_) => row(book, rule, table, on, facts)?,
        Amount::Rule => return Ok((None, table)),
        Amount::Share(_) => return Err(LawError::WrongKind { id: table.to_owned() }.into()),
    };
    let unit = if rule.column.is_some() { Unit::Months } else { found.unit };
    let amount = u32::try_from(number).map_err(|_| LawError::Calendar)?;
    Ok((Some(Length { amount, unit }), table))
}

fn row(book: &Book, rule: &Rule, table: &str, on: NaiveDate, facts: &Facts) -> Result<i64, RuleError> {
    let wrong = || LawError::WrongKind { id: table.to_owned() };
    let param = rule.by.ok_or_else(wrong)?;
    let size = match param {
        Param::Headcount => facts.headcount,
        Param::Dismissals => facts.dismissals.map(|n| Fraction::whole(i64::try_from(n).unwrap_or(i64::MAX))),
        Param::Expert | Param::Years => None,
    };
    let size = size.ok_or_else(|| RuleError::Missing { rule: rule.id.clone(), param })?;
    let column = rule.column.ok_or_else(wrong)?;
    if let Some(row) = book.row(table, on, size)? {
        return Ok(row.get(&column).copied().ok_or_else(wrong)?);
    }
    let Amount::Rows(rows) = &book.at(table, on)?.1.amount else { return Err(wrong().into()) };
    let least = rows.first().and_then(|r| r.get(&Column::From)).copied().unwrap_or_default();
    Err(RuleError::Below { rule: rule.id.clone(), param, least })
}

/// The bounds of the law around a length that an agreement sets; nothing where there are none.
fn bounds(book: &Book, rule: &'static Rule, years: u32, on: NaiveDate) -> Result<Option<Agreed>, RuleError> {
    let Some(most) = &rule.most else { return Ok(None) };
    let bound = |table: &str| u32::try_from(book.whole(table, on)?).map_err(|_| LawError::Calendar);
    let (low, high) = (rule.least.as_deref().map_or(Ok(1), bound)?, bound(most)?);
    Ok(Some(Agreed {
        bound: rule.least.as_ref().unwrap_or(most),
        years,
        least: low,
        within: (low..=high).contains(&years),
    }))
}

fn period(length: Length) -> Result<Period, LawError> {
    let n = length.amount;
    Ok(match length.unit {
        Unit::Days => Span::Days(n).into(),
        // Facts have days: the hour is that of the act.
        Unit::Hours => Span::Days(n.div_ceil(24)).into(),
        Unit::Months => Span::Months(n).into(),
        Unit::Years => Span::Years(n).into(),
        Unit::WorkingDays => Period::Working(n),
        Unit::ClearDays => Period::Clear(n),
        _ => return Err(LawError::WrongKind { id: length.unit.code().to_owned() }),
    })
}

const fn unit_name(unit: Unit) -> FactName {
    match unit {
        Unit::Months => FactName::Months,
        Unit::Years => FactName::Years,
        Unit::WorkingDays => FactName::WorkingDays,
        Unit::ClearDays => FactName::ClearDays,
        Unit::Hours => FactName::Hours,
        _ => FactName::Days,
    }
}

fn parameter(rule: &Rule, facts: &Facts) -> Option<(FactName, Fact)> {
    match rule.by? {
        Param::Headcount => Some((FactName::Headcount, facts.headcount?.into())),
        Param::Dismissals => Some((FactName::Dismissals, facts.dismissals?.into())),
        Param::Expert => Some((FactName::Expert, Word::from(facts.expert.unwrap_or(Expert::None)).into())),
        Param::Years => None,
    }
}

fn counting(
    why: &mut Reasoning<'_>,
    length: Option<Length>,
    direction: Direction,
    deadline: &Deadline,
) -> Result<(), LawError> {
    let Some(length) = length else { return Ok(()) };
    let first = || vec![(FactName::FirstDayCounted, Fact::from(deadline.first_day_counted))];
    match length.unit {
        Unit::Months | Unit::Years => why.note("time.months", first())?,
        Unit::WorkingDays => why.note("time.working-days", first())?,
        Unit::ClearDays => why.note("time.clear-days", first())?,
        _ => why.note("time.act", first())?,
    }
    if direction == Direction::After && !matches!(deadline.roll, Roll::Fixed | Roll::Silence) {
        why.note("time.expiry", vec![])?;
    }
    Ok(())
}

/// What a closed last day did, and which day closed it.
fn closed(
    why: &mut Reasoning<'_>,
    rule: &'static Rule,
    deadline: &Deadline,
    region: Region,
) -> Result<(), LawError> {
    let raw = deadline.raw;
    let still = matches!(deadline.roll, Roll::Fixed | Roll::Limitation | Roll::Silence | Roll::Appeal);
    if region.is_open(raw) || still {
        return Ok(());
    }
    // Every holiday passed over on the way to the open day is named.
    let (first, last) = (raw.min(deadline.extended), raw.max(deadline.extended));
    for day in first.iter_days().take_while(|d| *d <= last) {
        let rule = match region.holiday(day) {
            None => continue,
            Some(Holiday::GoodFriday) => {
                why.remark(Remark::GoodFridayCommunes);
                "time.alsace-moselle"
            }
            Some(Holiday::SaintStephen) => "time.alsace-moselle",
            Some(Holiday::Abolition) => {
                if region == Region::SaintMartin {
                    why.remark(Remark::SaintMartinDay);
                }
                "time.overseas"
            }
            Some(_) => "time.holidays",
        };
        why.note(rule, vec![(FactName::Closed, day.into())])?;
    }
    let days = vec![(FactName::Raw, Fact::from(raw)), (FactName::Extended, deadline.extended.into())];
    match rule.extension() {
        Some(table) => why.note(table, days)?,
        None => why.remark(Remark::ExtensionNotProvided),
    }
    Ok(())
}
