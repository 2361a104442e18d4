//! What a section, its delegates and the CSE are entitled to at a headcount.

use chrono::NaiveDate;

use crate::{
    election::{
        Commission,
        fault::{ElectionError, Fault, bad},
        seats::{Seats, seats},
    },
    law::{Book, Column, FactName, Finding, Fraction, LawError, Reasoning, Remark},
};

/// Where the section stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionStanding {
    /// The headcount.
    pub headcount: Fraction,
    /// Whether the union is representative here.
    pub representative: bool,
    /// Seats that it won at the CSE.
    pub seats_won: Option<u32>,
    /// Whether it has one elected in the college of workers and employees and one in another.
    pub won_across: Option<bool>,
    /// Distinct establishments of at least fifty.
    pub establishments: u32,
    /// The gross payroll of the year, to compute the budget.
    pub payroll: Option<Fraction>,
    /// Whether it is a nuclear or a high-risk chemical site (Seveso).
    pub hazardous: bool,
}

/// How a union is represented at the CSE beside the elected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtCse {
    /// By a representative distinct from the delegate.
    Separate,
    /// By its delegate, by right.
    Delegate,
    /// Not at all.
    None,
}

impl AtCse {
    /// Returns the stable code, nothing where there is none.
    #[must_use]
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Self::Separate => Some("separate"),
            Self::Delegate => Some("delegate"),
            Self::None => None,
        }
    }
}

/// The premises of the section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Premises {
    /// None by law.
    None,
    /// Shared by all sections.
    Shared,
    /// Its own.
    Own,
}

impl Premises {
    /// Returns the stable code, nothing where there are none.
    #[must_use]
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Shared => Some("shared"),
            Self::Own => Some("own"),
        }
    }
}

/// Days of health and safety training, at least; nothing where the law of the day sets none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SafetyTraining {
    /// Of each of the elected in a first mandate.
    pub first: Option<i64>,
    /// Of each of the elected in a renewed mandate.
    pub renewed: Option<i64>,
    /// Of a member of the health, safety and working conditions commission: in a renewed mandate, and in any before
    /// 31 March 2022.
    pub commission: Option<i64>,
}

/// What the law gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    /// Union delegates of the section.
    pub delegates: i64,
    /// Delegation hours a month of each.
    pub hours_delegate: i64,
    /// Hours a year of the section to prepare bargaining.
    pub pool_hours: i64,
    /// Whether a supplementary delegate may be named; nothing where the results are not known.
    pub supplementary: Option<bool>,
    /// Whether the central delegate is distinct.
    pub central: bool,
    /// Whether below fifty an elected member may be named delegate, or representative of the section.
    pub from_elected: bool,
    /// Whether a representative of the section may be named.
    pub rss: bool,
    /// Their hours a month.
    pub rss_hours: i64,
    /// How the union is represented at the CSE.
    pub at_cse: AtCse,
    /// Hours a month of a separate representative, at most.
    pub hours_at_cse: i64,
    /// The premises.
    pub premises: Premises,
    /// Meetings of members a month in the company.
    pub section_meetings: i64,
    /// The seats and hours of the CSE.
    pub seats: Seats,
    /// Meetings of the CSE a year, receptions below fifty.
    pub meetings_per_year: i64,
    /// Of which on health and safety, at least.
    pub safety_meetings: i64,
    /// Meeting time a year that is not deducted from hours; nothing where no limit is set.
    pub meeting_hours: Option<i64>,
    /// The commissions.
    pub commissions: Vec<Commission>,
    /// The operating budget of the CSE, as a part of the payroll.
    pub budget_rate: Option<Fraction>,
    /// The budget itself, where the payroll is known.
    pub budget: Option<Fraction>,
    /// Days of health and safety training.
    pub safety_training: SafetyTraining,
    /// Days of economic training of a full member elected for the first time.
    pub economic_training: Option<i64>,
    /// Days a year of union training leave, and for officers and trainers.
    pub union_training: (i64, i64),
}

/// Returns what the law gives a section at a headcount (*moyens de la section et du CSE*).
///
/// Thresholds that ask for twelve months in a row are taken as met at the headcount given.
///
/// # Law
/// L2143-3, R2143-2, L2143-13, L2143-16 (delegates), L2143-4, L2143-5 (supplementary, central), L2143-6, L2142-1-1
/// (below fifty; representative of the section), L2314-2, L2143-22, L2315-7, R2315-4 (representative at the CSE),
/// L2142-8, L2142-10 (premises, meetings), L2315-21, L2315-27, L2315-28 (meetings of the CSE), L2315-36 to -56
/// (commissions), L2315-61 (budget), L2315-18, L2315-40 (before 2022), L2315-63, L2145-7 (training).
///
/// # Errors
/// A day outside the tables; a payroll too large.
pub fn rights(
    book: &Book,
    standing: &SectionStanding,
    on: NaiveDate,
) -> Result<Finding<Rights>, ElectionError> {
    let mut why = Reasoning::new(book, on);
    let seats = why.absorb(seats(book, standing.headcount, on)?);
    let mut out = delegates(&mut why, standing, seats)?;
    at_cse(&mut why, standing, &mut out)?;
    section(&mut why, standing, &mut out)?;
    cse(&mut why, standing, &mut out)?;
    budget(&mut why, standing, &mut out)?;
    training(&mut why, standing, &mut out)?;
    Ok(why.conclude(out))
}

/// Notes a threshold of headcount, and tells whether it is reached.
pub(super) fn reached(
    why: &mut Reasoning<'_>,
    rule: &'static str,
    headcount: Fraction,
) -> Result<bool, LawError> {
    let threshold = why.book().whole(rule, why.on())?;
    let reached = headcount >= Fraction::whole(threshold);
    why.note(rule, vec![(FactName::Threshold, threshold.into()), (FactName::Reached, reached.into())])?;
    Ok(reached)
}

/// The number in one column of a graduated table, zero below its first row.
fn cell(
    why: &mut Reasoning<'_>,
    rule: &'static str,
    column: Column,
    headcount: Fraction,
) -> Result<i64, LawError> {
    let facts = vec![(FactName::Headcount, headcount.into())];
    Ok(why.row(rule, headcount, facts)?.and_then(|row| row.get(&column).copied()).unwrap_or(0))
}

fn delegates(
    why: &mut Reasoning<'_>,
    standing: &SectionStanding,
    seats: Seats,
) -> Result<Rights, ElectionError> {
    let n = standing.headcount;
    let mut out = Rights {
        delegates: 0,
        hours_delegate: 0,
        pool_hours: 0,
        supplementary: Some(false),
        central: false,
        from_elected: false,
        rss: false,
        rss_hours: 0,
        at_cse: AtCse::None,
        hours_at_cse: 0,
        premises: Premises::None,
        section_meetings: 0,
        seats,
        meetings_per_year: 0,
        safety_meetings: 0,
        meeting_hours: None,
        commissions: Vec::new(),
        budget_rate: None,
        budget: None,
        safety_training: SafetyTraining::default(),
        economic_training: None,
        union_training: (0, 0),
    };
    if !standing.representative {
        out.rss = reached(why, "rss.headcount", n)?;
        if out.rss {
            out.rss_hours = why.whole("rss.hours", vec![])?;
        } else {
            out.from_elected = seats.seats > 0 && standing.seats_won != Some(0);
        }
        return Ok(out);
    }
    if reached(why, "threshold.delegate", n)? {
        out.delegates = cell(why, "delegate.number", Column::Delegates, n)?;
        out.hours_delegate = cell(why, "delegate.hours", Column::Hours, n)?;
        out.pool_hours = cell(why, "delegate.pool", Column::Hours, n)?;
        if reached(why, "delegate.supplementary", n)? {
            out.supplementary = match standing.seats_won {
                Some(0 | 1) => Some(false),
                _ => standing.won_across,
            };
        }
        if standing.establishments > 1 {
            out.central = reached(why, "delegate.central", n)?;
        }
    } else if seats.seats > 0 {
        why.note("delegate.small", vec![])?;
        why.note("delegate.small-substitute", vec![])?;
        why.note("delegate.small-shared-hours", vec![])?;
        out.from_elected = standing.seats_won != Some(0);
    }
    Ok(out)
}

fn at_cse(
    why: &mut Reasoning<'_>,
    standing: &SectionStanding,
    out: &mut Rights,
) -> Result<(), ElectionError> {
    if out.delegates == 0 {
        return Ok(());
    }
    if reached(why, "representative.headcount", standing.headcount)? {
        why.note("representative.rule", vec![])?;
        out.at_cse = AtCse::Separate;
        if reached(why, "representative.hours-headcount", standing.headcount)? {
            out.hours_at_cse = why.whole("representative.hours", vec![])?;
        }
    } else {
        out.at_cse = AtCse::Delegate;
    }
    Ok(())
}

fn section(
    why: &mut Reasoning<'_>,
    standing: &SectionStanding,
    out: &mut Rights,
) -> Result<(), ElectionError> {
    why.note("section.members", vec![])?;
    why.note("section.board", vec![])?;
    out.section_meetings = why.whole("section.meeting", vec![])?;
    if reached(why, "premises.shared", standing.headcount)? {
        out.premises = Premises::Shared;
        if standing.representative && reached(why, "premises.own", standing.headcount)? {
            out.premises = Premises::Own;
        }
    }
    Ok(())
}

fn cse(why: &mut Reasoning<'_>, standing: &SectionStanding, out: &mut Rights) -> Result<(), ElectionError> {
    let n = standing.headcount;
    if out.seats.seats == 0 {
        return Ok(());
    }
    out.meetings_per_year = cell(why, "cse.meetings", Column::Meetings, n)?;
    if out.meetings_per_year == 0 {
        out.meetings_per_year = why.whole("cse.receptions", vec![])?;
    } else {
        out.safety_meetings = why.whole("cse.safety-meetings", vec![])?;
    }
    out.meeting_hours = Some(cell(why, "hours.meetings", Column::Hours, n)?).filter(|hours| *hours > 0);
    for (rule, code) in [
        ("commission.safety", Commission::Safety),
        ("commission.training", Commission::Training),
        ("commission.housing", Commission::Housing),
        ("commission.equality", Commission::Equality),
        ("commission.economic", Commission::Economic),
    ] {
        if reached(why, rule, n)? {
            out.commissions.push(code);
        }
    }
    // Such a site has its commission whatever the headcount.
    if standing.hazardous {
        why.note("commission.hazardous", vec![])?;
        if !out.commissions.contains(&Commission::Safety) {
            out.commissions.insert(0, Commission::Safety);
        }
    }
    Ok(())
}

/// What becomes of a clause on the meetings of the CSE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeetingsClause {
    /// Whether an agreement may say so.
    pub legal: bool,
    /// The meetings a year that are held then: as agreed, or by law where the clause is set aside.
    pub meetings: i64,
}

/// Returns whether an agreement may set a number of CSE meetings a year (*nombre de réunions du CSE*).
///
/// # Law
/// L2312-19: at least six. L2315-28: without a valid clause, six from fifty employees, twelve from three hundred.
///
/// # Errors
/// Below fifty employees, where the elected are received; a day outside the tables.
pub fn meetings_clause(
    book: &Book,
    headcount: Fraction,
    agreed: u32,
    on: NaiveDate,
) -> Result<Finding<MeetingsClause>, ElectionError> {
    let mut why = Reasoning::new(book, on);
    let least = why.whole("cse.meetings-min", vec![(FactName::AgreedMeetings, agreed.into())])?;
    let legal = i64::from(agreed) >= least;
    let by_law = cell(&mut why, "cse.meetings", Column::Meetings, headcount)?;
    if by_law == 0 {
        return Err(bad("headcount", Fault::Below(book.whole("threshold.full-powers", on)?.to_string())));
    }
    Ok(why.conclude(MeetingsClause { legal, meetings: if legal { agreed.into() } else { by_law } }))
}

fn budget(
    why: &mut Reasoning<'_>,
    standing: &SectionStanding,
    out: &mut Rights,
) -> Result<(), ElectionError> {
    if !reached(why, "budget.headcount", standing.headcount)? {
        if standing.payroll.is_some() {
            why.remark(Remark::NoBudgetBelow);
        }
        return Ok(());
    }
    let large = reached(why, "budget.large-headcount", standing.headcount)?;
    let rate = why.share(if large { "budget.large-rate" } else { "budget.rate" }, vec![])?;
    out.budget_rate = Some(rate);
    if let Some(payroll) = standing.payroll {
        out.budget = Some(payroll.checked_mul(rate).ok_or_else(|| bad("payroll", Fault::TooLarge))?);
    }
    Ok(())
}

fn training(
    why: &mut Reasoning<'_>,
    standing: &SectionStanding,
    out: &mut Rights,
) -> Result<(), ElectionError> {
    out.union_training =
        (why.whole("training.union", vec![])?, why.whole("training.union-officers", vec![])?);
    if out.seats.seats == 0 {
        return Ok(());
    }
    // The commission is that of the companies that must have one; below, the law of before 2022 speaks of it too.
    let large = standing.headcount >= Fraction::whole(why.book().whole("commission.safety", why.on())?);
    let commission = if large { "training.safety-commission" } else { "training.safety-commission-small" };
    out.safety_training = SafetyTraining {
        first: why.whole_or_gone("training.safety-first", vec![])?,
        renewed: why.whole_or_gone("training.safety-renewal", vec![])?,
        commission: why.whole_or_gone(commission, vec![])?,
    };
    if standing.headcount >= Fraction::whole(why.book().whole("budget.headcount", why.on())?) {
        out.economic_training = Some(why.whole("training.economic", vec![])?);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
