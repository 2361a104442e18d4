//! Who may vote and who may stand, on the day of the first round.

use chrono::NaiveDate;

use crate::{
    base::word::{codes, synonyms},
    calendar::Span,
    election::Bar,
    law::{Book, Fact, FactName, Finding, Fraction, LawError, Reasoning, Remark},
};

/// How a person works here, as far as voting asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub enum Link {
    /// Employee of the company, whatever the contract.
    #[default]
    Employee,
    /// Temporary worker of this agency.
    Agency,
    /// Employee of this umbrella company (*portage salarial*).
    Umbrella,
    /// Seconded here by an outside company.
    Seconded,
    /// Temporary worker of an agency on a mission here.
    UserCompany,
    /// Employee of an umbrella company who works on the premises here.
    Hosted,
    /// No employee: an officer without a contract of employment, an intern.
    Stranger,
}

codes! {
    /// What our company is: what the contract of a temporary or umbrella worker means depends on it.
    #[derive(Default)]
    Business {
        /// Neither of the others.
        #[default]
        Ordinary = "ordinary", "ordinaire", "ordinary";
        /// A temporary work agency (*entreprise de travail temporaire*).
        Agency = "agency", "entreprise de travail temporaire", "temporary work agency";
        /// An umbrella company (*entreprise de portage salarial*).
        Umbrella = "umbrella", "entreprise de portage salarial", "umbrella company";
    }
}

synonyms! {
    Business {
        Agency ["interim", "ett"];
        Umbrella ["portage"];
    }
}

codes! {
    /// The contract of a person, as far as voting asks.
    #[derive(Default)]
    Contract {
        /// Of this company, permanent staff of an agency too.
        #[default]
        Employee = "employee", "salarié·e de l’entreprise", "employee of the company";
        /// Temporary work.
        Temp = "temp", "intérimaire", "temporary worker";
        /// Umbrella employment (*portage salarial*).
        Umbrella = "umbrella", "porté·e", "umbrella employee";
        /// Seconded by another company.
        Seconded = "seconded", "mis·e à disposition", "seconded here";
        /// None: an officer of the company without one, an intern.
        Stranger = "no-contract", "sans contrat de travail", "no contract of employment";
    }
}

synonyms! {
    Contract {
        Employee ["cdi", "cdd", "apprentice", "apprenti", "salarie", "permanent"];
        Temp ["temporary", "agency", "interim"];
        Umbrella ["portage", "porté"];
        Seconded ["mad", "mis-a-disposition", "détaché"];
        Stranger ["intern", "stagiaire", "stage", "mandataire"];
    }
}

impl Contract {
    /// Returns how a person of this contract works in a company of that kind: the one place that tells.
    #[must_use]
    pub const fn at(self, business: Business) -> Link {
        match (self, business) {
            (Self::Employee, _) => Link::Employee,
            (Self::Stranger, _) => Link::Stranger,
            (Self::Seconded, _) => Link::Seconded,
            (Self::Temp, Business::Agency) => Link::Agency,
            (Self::Temp, _) => Link::UserCompany,
            (Self::Umbrella, Business::Umbrella) => Link::Umbrella,
            (Self::Umbrella, _) => Link::Hosted,
        }
    }

    /// Tells whether what the contract means depends on what the company is.
    #[must_use]
    pub const fn depends(self) -> bool {
        matches!(self, Self::Temp | Self::Umbrella)
    }
}

/// What is known of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the law asks about")]
pub struct Person {
    /// How they work here.
    pub link: Link,
    /// Since when, or since when on the premises for the seconded.
    pub hired: Option<NaiveDate>,
    /// The birth date.
    pub born: Option<NaiveDate>,
    /// Months under contract in the window for voting, in an agency or an umbrella company.
    pub months: Option<Fraction>,
    /// Months under contract in the longer window for standing.
    pub months_to_stand: Option<Fraction>,
    /// Whether they lost civic rights.
    pub rights_lost: bool,
    /// Whether they are a relative of the employer within the degrees of the law.
    pub relative: bool,
    /// Whether they hold a particular written delegation of authority.
    pub delegation: bool,
    /// Whether they actually represent the employer before the CSE.
    pub represents_employer: bool,
    /// Whether they exercise, for the whole company, the duties of its head towards the representatives.
    pub head_duties: bool,
    /// Whether they are the legal manager of a company of the economic and social unit.
    pub runs_company: bool,
    /// Whether they are a relative not of the employer, a legal person, but of its head.
    pub relative_of_head: bool,
    /// Whether they also work part-time in another company, and it is not known where they mean to stand.
    pub part_time_elsewhere: bool,
    /// The last day of the contract, where it is known.
    pub contract_end: Option<NaiveDate>,
    /// Months under earlier contracts here, with a gap before the present one.
    pub earlier_months: Option<Fraction>,
    /// Months on a mission here as a temporary worker, within the three months before the hiring.
    pub mission_months: Option<Fraction>,
    /// Whether the seconded person chose to vote here.
    pub votes_here: Option<bool>,
    /// Whether they stand in another company where they work part-time.
    pub stands_elsewhere: bool,
    /// Whether the agency or umbrella contract ended before the lists are made.
    pub link_ended: bool,
    /// Whether somebody without regular hours worked habitually over the last months; nothing for regular work.
    pub habitual: Option<bool>,
    /// The agency or umbrella company was founded, or its establishment opened, on this day.
    pub opened: Option<NaiveDate>,
    /// Whether our employee, lent to another company, chose to vote there.
    pub votes_at_host: bool,
    /// Months of full-time parental leave since the hiring.
    pub leave_months: Option<Fraction>,
    /// In another company of the group or unit since, before the hiring here.
    pub group_since: Option<NaiveDate>,
    /// Whether the contract here takes that time over.
    pub taken_over: bool,
    /// Whether they attend only meetings on health and safety, for the employer.
    pub safety_meetings: bool,
    /// Whether the link rests on our company being an ordinary one, which nobody recorded.
    pub business_assumed: bool,
}

/// Whether a person may vote and stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elector {
    /// Whether they may vote.
    pub may_vote: bool,
    /// Whether they may stand.
    pub may_stand: bool,
    /// Why not, in the order of the articles; the code of what bars standing alone begins with `stand:`.
    pub reasons: Vec<Bar>,
    /// The facts without which nothing can be said for sure, by field.
    pub missing: Vec<&'static str>,
}

impl Elector {
    /// Returns whether they may vote; nothing where a fact is missing that decides it.
    #[must_use]
    pub fn votes(&self) -> Option<bool> {
        self.answer(|r| !r.stands())
    }

    /// Returns whether they may stand; nothing where a fact is missing that decides it.
    #[must_use]
    pub fn stands(&self) -> Option<bool> {
        // Whoever chose to vote at a host may be eligible at home all the same: what no text settles decides.
        self.answer(|r| r != Bar::VotesAtHost)
    }

    fn answer(&self, counts: impl Fn(Bar) -> bool) -> Option<bool> {
        let mut reasons = self.reasons.iter().copied().filter(|r| counts(*r)).peekable();
        match (reasons.peek().is_none(), reasons.any(|r| !r.is_open())) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
}

/// Returns whether a person may vote (*électeur*) and stand (*éligible*) on the day of the first round.
///
/// A fact that is missing is named; what it leaves open, [`Elector::votes`] and [`Elector::stands`] tell.
///
/// # Law
/// L2314-18 (sixteen, three months, civic rights), L2314-19 (eighteen, one year, relatives, delegation, one company),
/// Cass. soc. 25-14.195 (whoever exercises the duties of the head towards the representatives), 24-16.430 (the manager of a
/// company of the unit), L1251-38 (missions before the hiring). Whether earlier contracts add up over a gap no text says.
/// L2314-20 and L2314-22 (agencies), L2314-21 and L2314-24 (umbrella companies), L2314-23 (the seconded).
/// Temporary workers vote and stand in their agency alone (Cass. soc. 07-60.287). Holders of a
/// delegation have voted again since 2022-10-31. The labour inspector may waive seniority (L2314-25).
///
/// # Dates
/// Hired on 15 September, three months are complete on 15 December.
///
/// # Errors
/// [`LawError::NotCovered`]; [`LawError::Calendar`] at the end of the calendar.
pub fn elector(book: &Book, person: &Person, on: NaiveDate) -> Result<Finding<Elector>, LawError> {
    let mut why = Reasoning::new(book, on);
    let mut out = Elector { may_vote: true, may_stand: true, reasons: Vec::new(), missing: Vec::new() };
    if person.business_assumed {
        why.remark(Remark::BusinessAssumed);
    }
    vote(&mut why, person, &mut out)?;
    out.may_vote = out.reasons.is_empty();
    stand(&mut why, person, &mut out)?;
    out.may_stand = out.reasons.is_empty();
    why.note("elector.day", vec![(FactName::FirstRound, on.into())])?;
    if out.reasons.iter().any(|r| matches!(r, Bar::Seniority | Bar::StandSeniority)) {
        why.remark(Remark::SeniorityWaiver);
    }
    Ok(why.conclude(out))
}

fn vote(why: &mut Reasoning<'_>, person: &Person, out: &mut Elector) -> Result<(), LawError> {
    age(why, person, out, "elector.age", Bar::TooYoung)?;
    if person.rights_lost {
        why.note("elector.civic", vec![(FactName::RightsLost, true.into())])?;
        out.reasons.push(Bar::CivicRights);
    }
    let delegated = person.delegation || person.represents_employer;
    if delegated && why.book().at("elector.delegation", why.on())?.1.amount == crate::law::Amount::Rule {
        why.note("elector.delegation", vec![])?;
        out.reasons.push(Bar::Delegation);
    }
    if let Some(end) = person.contract_end.filter(|end| *end < why.on()) {
        why.note("elector.months", vec![(FactName::ClosedOn, end.into())])?;
        out.reasons.push(Bar::NoContract);
    }
    if person.runs_company {
        out.reasons.push(Bar::ManagerVote);
    }
    if person.votes_at_host {
        why.note("elector.seconded-choice", vec![])?;
        out.reasons.push(Bar::VotesAtHost);
    }
    match person.link {
        // Without regular hours it is habitual work that counts, not a day of hiring.
        Link::Employee if person.habitual.is_some() => {
            why.note("elector.habitual", vec![])?;
            if person.habitual == Some(false) {
                out.reasons.push(Bar::NotHabitual);
            }
        }
        Link::Stranger => {
            why.note("elector.months", vec![])?;
            out.reasons.push(Bar::NotEmployed);
        }
        Link::Employee => {
            let months = why.book().whole("elector.months", why.on())?;
            since(why, person, out, "elector.months", Span::Months(number(months)?), Bar::Seniority)?;
        }
        Link::Seconded => {
            let months = why.book().whole("elector.seconded-months", why.on())?;
            since(
                why,
                person,
                out,
                "elector.seconded-months",
                Span::Months(number(months)?),
                Bar::Seniority,
            )?;
            why.note(
                "elector.seconded-choice",
                person.votes_here.map(|h| (FactName::VotesHere, h.into())).into_iter().collect(),
            )?;
            match person.votes_here {
                Some(true) => {}
                Some(false) => out.reasons.push(Bar::VotesElsewhere),
                None => {
                    out.reasons.push(Bar::ChoiceNotRecorded);
                    out.missing.push("votes_here");
                }
            }
        }
        Link::UserCompany => {
            why.note("elector.user-company", vec![])?;
            out.reasons.push(Bar::UserCompany);
        }
        Link::Hosted => {
            why.note("elector.seconded-months", vec![])?;
            why.remark(Remark::UmbrellaHere);
            out.reasons.push(Bar::UmbrellaHere);
        }
        Link::Agency => contract(why, person, out, ["elector.agency-months", "elector.agency-window"])?,
        Link::Umbrella => contract(why, person, out, ["elector.umbrella-months", "elector.umbrella-window"])?,
    }
    Ok(())
}

fn stand(why: &mut Reasoning<'_>, person: &Person, out: &mut Elector) -> Result<(), LawError> {
    age(why, person, out, "candidate.age", Bar::StandTooYoung)?;
    match person.link {
        Link::Employee if person.habitual.is_some() => out.reasons.push(Bar::StandIrregular),
        Link::Employee => {
            let years = why.book().whole("candidate.years", why.on())?;
            since(why, person, out, "candidate.years", Span::Years(number(years)?), Bar::StandSeniority)?;
        }
        Link::Seconded => {
            why.note("candidate.seconded", vec![])?;
            out.reasons.push(Bar::StandSeconded);
        }
        // What keeps them from voting here keeps them from standing.
        Link::UserCompany | Link::Stranger => {}
        Link::Hosted => out.reasons.push(Bar::StandUmbrella),
        Link::Agency => {
            months_to_stand(why, person, out, ["candidate.agency-months", "candidate.agency-window"])?;
        }
        Link::Umbrella => {
            months_to_stand(why, person, out, ["candidate.umbrella-months", "candidate.umbrella-window"])?;
        }
    }
    for (holds, rule, code) in [
        (person.relative, "candidate.relatives", Bar::StandRelative),
        (person.delegation, "candidate.delegation", Bar::StandDelegation),
        (person.represents_employer, "candidate.delegation", Bar::StandRepresentsEmployer),
        (person.head_duties, "candidate.head-duties", Bar::StandHeadDuties),
        (person.runs_company, "candidate.manager", Bar::StandManager),
        (person.stands_elsewhere, "candidate.one-company", Bar::StandElsewhere),
        (
            person.part_time_elsewhere && !person.stands_elsewhere,
            "candidate.one-company",
            Bar::StandChoiceNotKnown,
        ),
        (person.relative_of_head, "candidate.relatives", Bar::StandRelativeOfHead),
        (person.votes_at_host, "candidate.old-choice", Bar::StandVotesAtHost),
    ] {
        if holds {
            why.note(rule, vec![])?;
            out.reasons.push(code);
        }
    }
    if person.safety_meetings {
        why.note("candidate.safety-meetings", vec![])?;
    }
    Ok(())
}

fn number(value: i64) -> Result<u32, LawError> {
    u32::try_from(value).map_err(|_| LawError::Calendar)
}

fn age(
    why: &mut Reasoning<'_>,
    person: &Person,
    out: &mut Elector,
    rule: &'static str,
    code: Bar,
) -> Result<(), LawError> {
    let years = why.book().whole(rule, why.on())?;
    let Some(born) = person.born else {
        why.note(rule, vec![(FactName::Age, years.into())])?;
        missing(out, "born", if code.stands() { Bar::StandAgeNotKnown } else { Bar::AgeNotKnown });
        return Ok(());
    };
    let from = Span::Years(number(years)?).after(born).ok_or(LawError::Calendar)?;
    let reached = from <= why.on();
    why.note(
        rule,
        vec![
            (FactName::Born, born.into()),
            (FactName::Age, years.into()),
            (FactName::Reached, reached.into()),
        ],
    )?;
    if !reached {
        out.reasons.push(code);
    }
    Ok(())
}

/// A fact that is missing counts against the person, once for voting and once for standing.
fn missing(out: &mut Elector, field: &'static str, code: Bar) {
    if !out.missing.contains(&field) {
        out.missing.push(field);
    }
    out.reasons.push(code);
}

fn since(
    why: &mut Reasoning<'_>,
    person: &Person,
    out: &mut Elector,
    rule: &'static str,
    span: Span,
    code: Bar,
) -> Result<(), LawError> {
    let Some(hired) = person.hired else {
        why.note(rule, vec![])?;
        missing(
            out,
            "hired",
            if code.stands() { Bar::StandSeniorityNotKnown } else { Bar::SeniorityNotKnown },
        );
        return Ok(());
    };
    let counted = counted_from(why, person, hired)?;
    let from = span.after(counted).ok_or(LawError::Calendar)?;
    let reached = from <= why.on();
    let complete = |since: NaiveDate| span.after(since).is_some_and(|day| day <= why.on());
    // The time in the group counts where the contract takes it over; else no text says so.
    let in_group = person.group_since.filter(|_| !person.taken_over).is_some_and(&complete);
    // Full-time parental leave counts half for rights by seniority, and is no work: it may count less than whole.
    let leave = person.leave_months.and_then(whole_months).and_then(|n| Span::Months(n).after(counted));
    let by_leave = leave.is_some_and(|day| day > counted && !complete(day));
    let facts = vec![
        (FactName::Hired, Fact::from(hired)),
        (FactName::CompleteOn, from.into()),
        (FactName::Reached, reached.into()),
    ];
    why.note(rule, facts)?;
    if reached && by_leave {
        why.note("elector.leave", vec![(FactName::Months, person.leave_months.unwrap_or_default().into())])?;
        out.reasons.push(if code.stands() { Bar::StandSeniorityLeave } else { Bar::SeniorityLeave });
    } else if !reached && in_group {
        out.reasons.push(if code.stands() { Bar::StandSeniorityGroup } else { Bar::SeniorityGroup });
    } else if !reached {
        // With earlier contracts the months would be complete: whether they add up over a gap is not settled.
        let earlier =
            person.earlier_months.and_then(whole_months).and_then(|n| Span::Months(n).before(counted));
        let added = earlier.and_then(|day| span.after(day)).is_some_and(|day| day <= why.on());
        out.reasons.push(match (added, code.stands()) {
            (false, _) => code,
            (true, false) => Bar::SeniorityGap,
            (true, true) => Bar::StandSeniorityGap,
        });
    }
    Ok(())
}

fn whole_months(months: Fraction) -> Option<u32> {
    u32::try_from(months.floor()).ok()
}

/// The day from which seniority counts: the hiring, put back by the missions of the three months before.
///
/// # Law
/// L1251-38: the missions of the three months before the hiring count for seniority.
fn counted_from(why: &mut Reasoning<'_>, person: &Person, hired: NaiveDate) -> Result<NaiveDate, LawError> {
    if let Some(since) = person.group_since.filter(|since| person.taken_over && *since < hired) {
        return Ok(since);
    }
    let Some(months) = person.mission_months.and_then(whole_months).filter(|n| *n > 0) else {
        return Ok(hired);
    };
    let most = why.whole("elector.mission-months", vec![(FactName::Months, months.into())])?;
    Span::Months(months.min(number(most)?)).before(hired).ok_or(LawError::Calendar)
}

fn contract(
    why: &mut Reasoning<'_>,
    person: &Person,
    out: &mut Elector,
    rules: [&'static str; 2],
) -> Result<(), LawError> {
    under_contract(why, person, person.months, out, rules, ("months", Bar::Seniority))?;
    let window = u32::try_from(why.book().whole("candidate.agency-window", why.on())?).unwrap_or(u32::MAX);
    if person.opened.and_then(|day| Span::Months(window).after(day)).is_some_and(|day| day > why.on()) {
        let rule = if person.link == Link::Umbrella { "elector.umbrella-new" } else { "elector.agency-new" };
        why.whole(rule, person.opened.map(|day| (FactName::Since, day.into())).into_iter().collect())?;
    }
    if person.link_ended {
        let rule =
            if person.link == Link::Umbrella { "elector.umbrella-link" } else { "elector.agency-link" };
        why.note(rule, vec![])?;
        out.reasons.push(Bar::ContractEnded);
    }
    Ok(())
}

fn months_to_stand(
    why: &mut Reasoning<'_>,
    person: &Person,
    out: &mut Elector,
    rules: [&'static str; 2],
) -> Result<(), LawError> {
    // Months in the shorter window are months in the longer one as well.
    let months = person.months_to_stand.or(person.months);
    under_contract(why, person, months, out, rules, ("months_to_stand", Bar::StandSeniority))
}

fn under_contract(
    why: &mut Reasoning<'_>,
    person: &Person,
    months: Option<Fraction>,
    out: &mut Elector,
    [needed, window]: [&'static str; 2],
    (field, code): (&'static str, Bar),
) -> Result<(), LawError> {
    let least = why.book().whole(needed, why.on())?;
    let over = why.book().whole(window, why.on())?;
    if months.is_none() && person.hired.is_some() {
        // Only the beginning is known: the contract is taken as unbroken since, and it is said.
        why.remark(Remark::ContractUnbroken);
        return since(why, person, out, needed, Span::Months(number(least)?), code);
    }
    let mut facts = vec![(FactName::MonthsNeeded, Fact::from(least)), (FactName::OverMonths, over.into())];
    facts.extend(months.map(|m| (FactName::Months, m.into())));
    why.note(needed, facts)?;
    match months {
        Some(months) if months >= Fraction::whole(least) => {}
        Some(_) => out.reasons.push(code),
        None => missing(
            out,
            field,
            if code.stands() { Bar::StandSeniorityNotKnown } else { Bar::SeniorityNotKnown },
        ),
    }
    Ok(())
}

#[cfg(test)]
mod tests;
