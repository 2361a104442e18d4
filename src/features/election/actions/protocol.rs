//! The negotiation of the protocol: noted, looked at, and what another spread of seats would change.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    base::text::fold,
    election::{BadFact, Clause, ElectionError, Fault, Form, among},
    features::{
        company::{actions as company, rules as company_rules},
        election::{
            actions::{PollError, analysis, day_of, fault, label, lists_file::share_of, load, region},
            records::{College, Content, Invited, Known, Negotiator, Poll, Voting},
            rules::{
                Dossier, outcome,
                protocol::{self as rules, Last, Point, Question},
                simulate::{Projection, generated, project},
            },
        },
        law::rules::number::{Count, Number},
    },
    law::{Fraction, book},
    vault::Vault,
};

/// The negotiation as given. What is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtocolForm {
    /// The unions around it.
    #[serde(default)]
    pub unions: Vec<NegotiatorForm>,
    /// What the invitation says.
    #[serde(default)]
    pub says: Vec<String>,
    /// What it does not say.
    #[serde(default)]
    pub lacks: Vec<String>,
    /// What the protocol has beside the ordinary.
    #[serde(default)]
    pub clauses: Vec<String>,
    /// What it has no more.
    #[serde(default)]
    pub without: Vec<String>,
    /// How the vote is held.
    pub voting: Option<String>,
    /// Engineers, heads of department and cadres.
    pub cadres: Option<Count>,
}

/// A union around the negotiation, as given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NegotiatorForm {
    /// The union.
    pub union: String,
    /// How it was invited: `letter`, `otherwise`, `no`.
    pub invited: Option<String>,
    /// Whether it came.
    pub came: Option<bool>,
    /// Whether it signed.
    pub signed: Option<bool>,
    /// Whether it is representative here.
    pub representative: Option<bool>,
    /// Its share of the valid votes at the last elections.
    pub share: Option<Number>,
    /// Whether it has a section here.
    pub section: Option<bool>,
}

/// Reads a union as one types it: `CGT:representative=yes,share=45%,invited=letter,came=yes,signed=no`.
///
/// # Errors
/// The field that cannot be read.
pub fn negotiator_spec(text: &str) -> Result<NegotiatorForm, BadFact> {
    const FORM: Fault = Fault::Form(Form::Negotiator);
    let (union, rest) = text.split_once(':').unwrap_or((text, ""));
    let mut out = NegotiatorForm { union: union.trim().to_owned(), ..NegotiatorForm::default() };
    if out.union.is_empty() {
        return Err(BadFact::new("union", FORM));
    }
    let mut seen = BTreeSet::new();
    for part in rest.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let (name, value) = part.split_once('=').ok_or_else(|| BadFact::new("union", FORM))?;
        let (name, value) = (fold(name), value.trim());
        let field = |leaf: &str| format!("unions[\"{}\"].{leaf}", out.union);
        if !seen.insert(name.clone()) {
            return Err(BadFact::new("union", Fault::Twice));
        }
        let yes_no = |leaf: &str| match fold(value).as_str() {
            "yes" | "oui" | "true" => Ok(Some(true)),
            "no" | "non" | "false" => Ok(Some(false)),
            _ => Err(BadFact::new(field(leaf), Fault::Form(Form::YesNo))),
        };
        match name.as_str() {
            "representative" | "representatif" => out.representative = yes_no("representative")?,
            "section" => out.section = yes_no("section")?,
            "came" | "venu" => out.came = yes_no("came")?,
            "signed" | "signe" => out.signed = yes_no("signed")?,
            "invited" | "invite" => out.invited = Some(value.to_owned()),
            "share" | "part" => {
                let share = share_of(value);
                out.share =
                    Some(share.ok_or_else(|| BadFact::new(field("share"), Fault::Form(Form::Share)))?);
            }
            _ => return Err(BadFact::new("union", Fault::Unknown(name))),
        }
    }
    Ok(out)
}

/// Notes what is given of a negotiation.
pub(super) fn apply(form: &ProtocolForm, poll: &mut Poll) -> Result<(), PollError> {
    for (index, given) in form.unions.iter().enumerate() {
        let at = |part: &str| format!("unions[{index}].{part}");
        let union = label(&at("union"), &given.union)?;
        let there = poll.negotiators.iter().position(|n| fold(&n.union) == fold(&union));
        let known = match there {
            Some(place) => poll.negotiators.remove(place),
            None => Negotiator { union, ..Negotiator::default() },
        };
        let invited = match &given.invited {
            Some(text) => {
                let read = Invited::read(text);
                Some(read.ok_or_else(|| fault(at("invited"), Fault::Unknown(text.clone())))?)
            }
            None => known.invited,
        };
        if given.share.as_ref().is_some_and(|n| n.0 > Fraction::ONE || n.0 < Fraction::ZERO) {
            return Err(fault(at("share"), Fault::Form(Form::Share)));
        }
        let said = |now: Option<bool>, was: Option<Known>| now.map(yes_or_no).or(was);
        let next = Negotiator {
            union: known.union,
            invited,
            came: said(given.came, known.came),
            signed: said(given.signed, known.signed),
            representative: said(given.representative, known.representative),
            share: given.share.as_ref().map(|n| n.0.to_string()).or(known.share),
            section: said(given.section, known.section),
        };
        if next.signed == Some(Known::Yes) && next.came == Some(Known::No) {
            return Err(fault(at("signed"), Fault::Conflict("came".to_owned())));
        }
        poll.negotiators.push(next);
    }
    poll.negotiators.sort_by(|a, b| a.union.cmp(&b.union));
    for (all, answer, field) in [(&form.says, Known::Yes, "says"), (&form.lacks, Known::No, "lacks")] {
        for text in all {
            let read = Content::read(text).ok_or_else(|| fault(field, among!(text, Content)))?;
            poll.invitation.insert(read, answer);
        }
    }
    let clause =
        |text: &String, field: &str| Clause::read(text).ok_or_else(|| fault(field, among!(text, Clause)));
    for text in &form.clauses {
        poll.clauses.insert(clause(text, "clauses")?, Known::Yes);
    }
    for text in &form.without {
        poll.clauses.remove(&clause(text, "without")?);
    }
    if let Some(text) = &form.voting {
        let read = Voting::read(text).ok_or_else(|| fault("voting", among!(text, Voting)))?;
        poll.voting = Some(read);
    }
    poll.cadres = form.cadres.as_ref().map(|n| n.0).or(poll.cadres);
    Ok(())
}

const fn yes_or_no(yes: bool) -> Known {
    if yes { Known::Yes } else { Known::No }
}

/// The negotiation of an election with all that is to be said of it.
pub struct Workshop {
    /// The election.
    pub dossier: Dossier,
    /// What is to be said, by subject.
    pub points: Vec<Point>,
}

/// Looks at the negotiation of the protocol: the invitation, the signatures, the colleges, the hours, the vote.
///
/// # Errors
/// As [`load`]; a day outside the tables.
pub fn workshop(vault: &Vault, today: NaiveDate, which: Option<&str>) -> Result<Workshop, PollError> {
    let dossier = load(vault, which)?;
    let last = last(vault, today, &dossier)?;
    let question = Question {
        poll: &dossier.poll,
        company: of_company(vault, today, &dossier.poll)?,
        last: last.as_ref(),
        region: region(vault, &dossier.poll)?,
        on: day_of(&dossier, today),
        today,
    };
    let points = rules::points(book(), &question)?;
    Ok(Workshop { dossier, points })
}

/// The headcount and the cadres that the company has on record for the committee that is elected.
fn of_company(
    vault: &Vault,
    today: NaiveDate,
    poll: &Poll,
) -> Result<(Option<Fraction>, Option<u64>), PollError> {
    let company = company::company(vault)?;
    Ok(match (&poll.establishment, poll.unit) {
        (Some(place), _) => {
            let site = company.sites.iter().find(|s| fold(&s.name) == fold(place));
            (site.and_then(|s| s.headcount.as_ref()?.parse().ok()), None)
        }
        // A unit is of several companies.
        (None, Some(true)) => (None, None),
        (None, _) => {
            let headcount = company_rules::last_headcount(&company, today).map(|(_, n)| n);
            (headcount, company.cadres.map(u64::from))
        }
    })
}

/// What the unions had at the last elections that were counted, where the vault has them.
fn last(vault: &Vault, today: NaiveDate, of: &Dossier) -> Result<Option<Last>, PollError> {
    let before = match analysis::earlier(vault, today, of, false) {
        Ok(before) => before,
        Err(PollError::NoEarlier) => return Ok(None),
        Err(error) => return Err(error),
    };
    let found = outcome(book(), &before, None, day_of(&before, today))?;
    let Some(audience) = found.audience.map(|f| f.value).filter(|a| a.valid > Fraction::ZERO) else {
        return Ok(None);
    };
    let unions = audience.unions.iter().map(|u| (fold(&u.name), u.share, u.representative)).collect();
    Ok(Some(Last { unions }))
}

/// A spread of seats to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// As it was typed.
    pub name: String,
    /// The colleges with their seats, and their electors where they are others.
    pub colleges: Vec<(String, u32, Option<u64>)>,
}

/// Reads a spread as one types it: `1=6,2=3`, or `1=6/120` with the electors of the college.
///
/// # Errors
/// [`Form::Variant`].
pub fn variant_spec(text: &str) -> Result<Variant, BadFact> {
    let bad = || BadFact::new("variant", Fault::Form(Form::Variant));
    let mut colleges: Vec<(String, u32, Option<u64>)> = Vec::new();
    for part in text.split(',') {
        let (college, rest) = part.split_once('=').ok_or_else(bad)?;
        let (seats, electors) = match rest.split_once('/') {
            Some((seats, electors)) => (seats, Some(electors.trim().parse().map_err(|_| bad())?)),
            None => (rest, None),
        };
        let college = college.trim().to_owned();
        if colleges.iter().any(|(known, ..)| *known == college) {
            return Err(BadFact::new("variant", Fault::Twice));
        }
        let seats = seats.trim().parse().ok().filter(|n| *n <= crate::election::fault::MOST);
        colleges.push((college, seats.ok_or_else(bad)?, electors));
    }
    Ok(Variant { name: text.trim().to_owned(), colleges })
}

/// What a spread would come to with the votes of last time.
pub struct Supposed {
    /// The spread.
    pub variant: Variant,
    /// What it comes to; nothing where no college can be compared with the last time.
    pub projection: Option<Projection>,
    /// The colleges that nothing is known of: their electors are not noted, or they were not counted last time.
    pub unknown: Vec<String>,
    /// The colleges without a seat: no protocol may have one.
    pub empty: Vec<String>,
}

/// Compares spreads of seats over the colleges by the votes of the last counted election.
///
/// # Errors
/// [`PollError::NoEarlier`]; a variant whose figures do not hold together.
pub fn compare(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    variants: Vec<Variant>,
) -> Result<(Dossier, Vec<Supposed>), PollError> {
    let dossier = load(vault, which)?;
    let before = analysis::earlier(vault, today, &dossier, true)?;
    let found = outcome(book(), &before, None, day_of(&before, today))?;
    let on = day_of(&dossier, today);
    // The spread that is noted comes first.
    let noted = Variant {
        name: String::new(),
        colleges: dossier.poll.colleges.iter().map(|c| (c.id.clone(), c.holders, None)).collect(),
    };
    let mut out = Vec::new();
    for variant in std::iter::once(noted).chain(variants) {
        let mut next = dossier.clone();
        next.poll.colleges = variant.colleges.iter().map(|v| college(&dossier.poll, v)).collect();
        let projection = match generated(&next, &before, &found).into_iter().next() {
            Some(scenario) => Some(project(book(), &next, &scenario, on).map_err(within)?),
            None => None,
        };
        let known = |id: &String| {
            projection.as_ref().is_some_and(|p| p.colleges.iter().any(|c| c.supposed.college == *id))
        };
        let unknown = variant.colleges.iter().map(|v| v.0.clone()).filter(|id| !known(id)).collect();
        let empty = variant.colleges.iter().filter(|v| v.1 == 0).map(|v| v.0.clone()).collect();
        out.push(Supposed { variant, projection, unknown, empty });
    }
    Ok((dossier, out))
}

fn within(error: ElectionError) -> PollError {
    match error {
        ElectionError::Fact(fact) => fault("variant", fact.fault),
        law @ ElectionError::Law(_) => law.into(),
    }
}

/// A college with other seats, and other electors where they are given.
fn college(poll: &Poll, (id, seats, electors): &(String, u32, Option<u64>)) -> College {
    let known = poll.college(id).cloned().unwrap_or_else(|| College { id: id.clone(), ..College::default() });
    let mut out = College { holders: *seats, substitutes: *seats, reserved: 0, ..known };
    if electors.is_some() {
        (out.registered, out.women, out.men) = (*electors, None, None);
    }
    out
}
