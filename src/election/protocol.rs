//! The protocol before the election (*protocole d'accord préélectoral*): whether its signatures are enough, what takes all
//! representative unions, whether each college keeps its hours.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    base::word::{codes, synonyms},
    election::{
        fault::{ElectionError, Fault, bad, is_too_many, too_many},
        seats::seats,
    },
    law::{Book, FactName, Finding, Fraction, LawError, Reasoning},
};

/// A union, as far as the protocol asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Negotiator {
    /// Its name.
    pub name: String,
    /// Whether it is representative in the company, where it is known.
    pub representative: Option<bool>,
    /// Its share of all valid votes at the last elections, where it is known.
    pub share: Option<Fraction>,
    /// Whether it took part in the negotiation, even if it left.
    pub came: Option<bool>,
    /// Whether it signed.
    pub signed: bool,
}

/// A negotiation, with what is known of each union.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Negotiation {
    /// The unions, those that did not come too.
    pub unions: Vec<Negotiator>,
    /// Whether there are no results of last elections to weigh them by.
    pub no_results: bool,
}

codes! {
    /// What the signatures of a protocol come to.
    Signing {
        /// Both majorities are there.
        Valid = "valid", "signatures suffisantes", "the signatures are enough";
        /// One of them is not.
        Invalid = "invalid", "signatures insuffisantes", "the signatures are not enough";
        /// A fact is missing that decides it.
        Open = "open", "indéterminé\u{a0}: un fait manque", "undetermined: a fact is missing";
        /// No representative union took part: there is no protocol to sign, the employer decides.
        Employer = "employer",
            "aucun syndicat représentatif à la négociation\u{a0}: l’employeur répartit le personnel et les sièges",
            "no representative union at the negotiation: the employer spreads staff and seats";
    }
}

/// Whether the signatures are enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What they come to.
    pub outcome: Signing,
    /// How many unions took part, as far as it is known.
    pub came: usize,
    /// How many signed.
    pub signed: usize,
    /// Whether more than half of those that took part signed.
    pub number: Option<bool>,
    /// Whether the representative ones among them have more than half of the valid votes; without results, whether they are
    /// more than half of the representative unions.
    pub weight: Option<bool>,
    /// The share of the representative signatories in the valid votes, as far as it is known.
    pub share: Fraction,
    /// The smallest sets of unions that are enough, where every fact is known.
    pub enough: Vec<Vec<String>>,
    /// The smallest sets of further signatures that make it enough, where every fact is known and it is not yet.
    pub more: Vec<Vec<String>>,
    /// The unions of which a fact is missing.
    pub unknown: Vec<String>,
}

/// Beyond so many unions nobody lists sets of them.
const SETS_MOST: usize = 12;

/// Returns whether a protocol is signed by enough unions.
///
/// # Law
/// L2314-6: signed by the majority of the unions that took part, among them the representative ones with the majority of the
/// votes cast at the last elections (all valid ones, not those for representative unions alone); where these results are not
/// available, by the majority of the representative unions. A majority is more than half. L2314-14: without a representative
/// union at the negotiation the employer spreads staff and seats.
///
/// # Errors
/// A union given twice, more than a hundred per cent; a day outside the tables.
pub fn protocol(
    book: &Book,
    negotiation: &Negotiation,
    on: NaiveDate,
) -> Result<Finding<Signed>, ElectionError> {
    validate(negotiation)?;
    let all = &negotiation.unions;
    let mut why = Reasoning::new(book, on);
    let took_part: Vec<&Negotiator> = all.iter().filter(|u| u.came == Some(true) || u.signed).collect();
    let signed = all.iter().filter(|u| u.signed).count();
    let open = all.iter().filter(|u| u.came.is_none() && !u.signed).count();
    let number =
        between(twice(signed) > took_part.len().saturating_add(open), twice(signed) > took_part.len());
    let share = sum(all.iter().filter(|u| u.signed && u.representative == Some(true)));
    let weight = if negotiation.no_results { heads(all) } else { weighed(all, share) };
    let nobody = took_part.iter().all(|u| u.representative == Some(false)) && open == 0;
    let outcome = match (number, weight) {
        _ if nobody && !all.is_empty() => Signing::Employer,
        (Some(false), _) | (_, Some(false)) => Signing::Invalid,
        (Some(true), Some(true)) => Signing::Valid,
        _ => Signing::Open,
    };
    let unknown = unknown(negotiation);
    let (mut enough, mut more) = (Vec::new(), Vec::new());
    if unknown.is_empty() && outcome != Signing::Employer {
        enough = sets(negotiation, &took_part, &[]);
        if outcome == Signing::Invalid {
            let there: Vec<&str> = all.iter().filter(|u| u.signed).map(|u| u.name.as_str()).collect();
            more = sets(negotiation, &took_part, &there);
        }
    }
    let facts = vec![
        (FactName::Negotiators, took_part.len().into()),
        (FactName::Signatories, signed.into()),
        (FactName::SignedVotes, share.into()),
    ];
    why.note("election.protocol", facts)?;
    if outcome == Signing::Employer {
        why.note("college.employer", vec![])?;
    }
    Ok(why.conclude(Signed {
        outcome,
        came: took_part.len(),
        signed,
        number,
        weight,
        share,
        enough,
        more,
        unknown,
    }))
}

fn validate(negotiation: &Negotiation) -> Result<(), ElectionError> {
    if is_too_many(negotiation.unions.len()) {
        return Err(too_many("unions"));
    }
    let mut names = BTreeSet::new();
    for (index, union) in negotiation.unions.iter().enumerate() {
        if !names.insert(union.name.as_str()) {
            return Err(bad(format!("unions[{index}]"), Fault::Twice));
        }
        if union.share.is_some_and(|s| s > Fraction::ONE || s < Fraction::ZERO) {
            return Err(bad(format!("unions[{index}].share"), Fault::Above("100 %".to_owned())));
        }
    }
    if sum(&negotiation.unions) > Fraction::ONE {
        return Err(bad("unions", Fault::Above("100 %".to_owned())));
    }
    Ok(())
}

const fn twice(n: usize) -> usize {
    n.saturating_mul(2)
}

/// Surely, surely not, or open.
const fn between(surely: bool, perhaps: bool) -> Option<bool> {
    match (surely, perhaps) {
        (true, _) => Some(true),
        (false, false) => Some(false),
        (false, true) => None,
    }
}

fn sum<'u>(unions: impl IntoIterator<Item = &'u Negotiator>) -> Fraction {
    let all = unions.into_iter().filter_map(|u| u.share);
    all.fold(Fraction::ZERO, |sum, share| sum.checked_add(share).unwrap_or(sum))
}

/// More than half of the valid votes.
fn weighed(all: &[Negotiator], sure: Fraction) -> Option<bool> {
    let open = |u: &&Negotiator| {
        u.signed
            && u.representative != Some(false)
            && (u.representative.is_none() || u.share.is_none())
            && u.share != Some(Fraction::ZERO)
    };
    let half = is_more_than_half(sure);
    if half || all.iter().filter(open).count() == 0 {
        return Some(half);
    }
    // What the others have cannot be theirs.
    let theirs = sum(all.iter().filter(|u| !u.signed || u.representative == Some(false)));
    let most = Fraction::ONE.checked_sub(theirs).unwrap_or(Fraction::ONE);
    between(false, is_more_than_half(most))
}

fn is_more_than_half(share: Fraction) -> bool {
    Fraction::new(1, 2).is_some_and(|half| share > half)
}

/// More than half of the representative unions.
fn heads(all: &[Negotiator]) -> Option<bool> {
    let count = |is: &dyn Fn(&Negotiator) -> bool| all.iter().filter(|u| is(u)).count();
    let representative = count(&|u| u.representative == Some(true));
    let signed = count(&|u| u.representative == Some(true) && u.signed);
    let open = count(&|u| u.representative.is_none() && !u.signed);
    let open_signed = count(&|u| u.representative.is_none() && u.signed);
    let surely = twice(signed) > representative.saturating_add(open);
    let perhaps = twice(signed.saturating_add(open_signed)) > representative.saturating_add(open_signed);
    between(surely, perhaps)
}

/// The unions of which a fact is missing that may decide.
fn unknown(negotiation: &Negotiation) -> Vec<String> {
    let lacks = |u: &&Negotiator| {
        let came = u.came.is_none() && !u.signed;
        let share = u.share.is_none() && !negotiation.no_results && u.representative != Some(false);
        let there = u.came != Some(false) || negotiation.no_results;
        came || (there && (u.representative.is_none() || share))
    };
    negotiation.unions.iter().filter(lacks).map(|u| u.name.clone()).collect()
}

/// The smallest sets of those that took part which, beside those that signed, are enough.
fn sets(negotiation: &Negotiation, took_part: &[&Negotiator], signed: &[&str]) -> Vec<Vec<String>> {
    let free: Vec<&&Negotiator> = took_part.iter().filter(|u| !signed.contains(&u.name.as_str())).collect();
    if free.len() > SETS_MOST {
        return Vec::new();
    }
    let bit =
        |set: u32, at: usize| u32::try_from(at).is_ok_and(|at| set.checked_shr(at).unwrap_or(0) & 1 == 1);
    let members = |set: u32| -> Vec<&str> {
        free.iter().enumerate().filter(|(at, _)| bit(set, *at)).map(|(_, u)| u.name.as_str()).collect()
    };
    let passes = |set: u32| {
        let chosen = members(set);
        let all: Vec<Negotiator> = negotiation
            .unions
            .iter()
            .map(|u| Negotiator {
                signed: signed.contains(&u.name.as_str()) || chosen.contains(&u.name.as_str()),
                ..u.clone()
            })
            .collect();
        let mine = all.iter().filter(|u| u.signed).count();
        let share = sum(all.iter().filter(|u| u.signed && u.representative == Some(true)));
        let weight = if negotiation.no_results { heads(&all) } else { weighed(&all, share) };
        twice(mine) > took_part.len() && weight == Some(true)
    };
    let all = 1_u32.checked_shl(u32::try_from(free.len()).unwrap_or(0)).unwrap_or(0);
    let mut passing: Vec<u32> = (0..all).filter(|set| passes(*set)).collect();
    passing.sort_by_key(|set| (set.count_ones(), *set));
    let mut smallest: Vec<u32> = Vec::new();
    for set in passing {
        if !smallest.iter().any(|known| known & set == *known) {
            smallest.push(set);
        }
    }
    smallest.into_iter().map(|set| members(set).into_iter().map(str::to_owned).collect()).collect()
}

codes! {
    /// What a protocol may say beside the ordinary.
    Clause {
        Colleges = "colleges",
            "autre nombre ou autre composition des collèges",
            "another number or composition of the colleges";
        NoThirdCollege = "no-third-college",
            "pas de troisième collège malgré vingt-cinq cadres",
            "no third college in spite of twenty-five cadres";
        OutsideHours = "outside-hours", "vote hors du temps de travail", "vote outside working time";
        Extension = "extension", "mandats prorogés", "mandates extended";
        CentralMore = "central-more",
            "plus de vingt-cinq titulaires au CSE central",
            "more than twenty-five full members of the central CSE";
        SeatsAndHours = "seats-and-hours", "autre nombre de sièges ou d’heures", "another number of seats or hours";
        Spread = "spread", "répartition du personnel et des sièges", "spread of staff and seats";
        Modalities = "modalities", "organisation du vote", "how the vote is held";
        Shifts = "shifts",
            "représentation des équipes et des personnes isolées",
            "representation of shifts and of isolated staff";
        MandateLength = "mandate-length", "durée des mandats de deux à quatre ans", "mandates of two to four years";
        Electronic = "electronic", "vote électronique", "electronic vote";
    }
}

synonyms! {
    Clause {
        Colleges ["college", "collèges"];
        OutsideHours ["hors-temps", "hors-temps-de-travail"];
        Extension ["prorogation"];
        SeatsAndHours ["sièges-et-heures", "sièges", "heures"];
        Spread ["répartition"];
        Modalities ["modalités"];
        Shifts ["équipes"];
        MandateLength ["durée-des-mandats", "durée"];
        Electronic ["électronique"];
    }
}

codes! {
    /// Who has to agree to a clause.
    Needs {
        All = "all", "tous les syndicats représentatifs", "all representative unions";
        Double = "double", "la double majorité du protocole", "the double majority of the protocol";
        Company = "company",
            "un accord d’entreprise, de groupe ou de branche, pas le protocole",
            "an agreement of the company, the group or the branch, not the protocol";
        Employer = "agreement-or-employer",
            "un accord d’entreprise ou de groupe, à défaut l’employeur",
            "an agreement of the company or the group, failing one the employer";
        Never = "never", "personne\u{a0}: la clause est nulle", "nobody: the clause is void";
    }
}

impl Clause {
    /// Returns the rule that says who has to agree, and who.
    const fn rule(self) -> (&'static str, Needs) {
        match self {
            Self::Colleges => ("college.agreement", Needs::All),
            Self::NoThirdCollege => ("college.agreement", Needs::Never),
            Self::OutsideHours => ("election.working-time", Needs::All),
            Self::Extension => ("mandate.extension", Needs::All),
            Self::CentralMore => ("college.central-max", Needs::All),
            Self::SeatsAndHours => ("seats.protocol", Needs::Double),
            Self::Spread => ("college.spread", Needs::Double),
            Self::Modalities => ("protocol.modalities", Needs::Double),
            Self::Shifts => ("protocol.shifts", Needs::Double),
            Self::MandateLength => ("mandate.length-min", Needs::Company),
            Self::Electronic => ("electronic.agreement", Needs::Employer),
        }
    }
}

/// Whether a clause holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseFound {
    /// Who has to agree.
    pub needs: Needs,
    /// Whether they did; nothing where a fact is missing or another agreement has to be looked at.
    pub holds: Option<bool>,
    /// The representative unions that did not sign, and those of which it is not known whether they are.
    pub without: Vec<String>,
}

/// Returns whether a clause of a protocol holds by its signatures.
///
/// # Law
/// L2314-12 (colleges: all representative unions, and never against the third college), L2314-27 (outside working time: all),
/// L2314-7, L2314-13, L2314-15 and L2314-28 (as the protocol itself), L2314-34 (length of the mandates: a company agreement),
/// R2314-5 (electronic vote), R2316-1 (central committee).
///
/// # Errors
/// As [`protocol`].
pub fn clause(
    book: &Book,
    clause: Clause,
    negotiation: &Negotiation,
    on: NaiveDate,
) -> Result<Finding<ClauseFound>, ElectionError> {
    let outcome = protocol(book, negotiation, on)?.value.outcome;
    let (rule, needs) = clause.rule();
    let mut why = Reasoning::new(book, on);
    why.note(rule, vec![])?;
    let out = |u: &&Negotiator| !u.signed && u.representative != Some(false);
    let without: Vec<&Negotiator> = negotiation.unions.iter().filter(out).collect();
    let somebody = negotiation.unions.iter().any(|u| u.signed && u.representative == Some(true));
    let holds = match needs {
        Needs::All if without.iter().any(|u| u.representative == Some(true)) => Some(false),
        Needs::All => (without.is_empty() && somebody).then_some(true),
        Needs::Double => match outcome {
            Signing::Valid => Some(true),
            Signing::Invalid => Some(false),
            Signing::Open | Signing::Employer => None,
        },
        Needs::Company | Needs::Employer => None,
        Needs::Never => Some(false),
    };
    let without = match needs {
        Needs::All => without.into_iter().map(|u| u.name.clone()).collect(),
        _ => Vec::new(),
    };
    Ok(why.conclude(ClauseFound { needs, holds, without }))
}

/// The hours of a college, by law and as agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollegeHours {
    /// The college.
    pub college: String,
    /// The hours of its full members by law, a month, all together.
    pub by_law: Fraction,
    /// As agreed, where it is known.
    pub agreed: Option<Fraction>,
}

impl CollegeHours {
    /// Tells whether the college keeps the hours of the law.
    #[must_use]
    pub fn is_kept(&self) -> Option<bool> {
        self.agreed.map(|agreed| agreed >= self.by_law)
    }
}

/// Returns the hours (*heures de délégation*) of each college by law against those that a protocol agrees on.
///
/// # Law
/// L2314-7: seats and hours may be others as long as no college has fewer hours in total than by law. R2314-1: the hours of a
/// full member at this headcount. How the seats of the law spread over the colleges is for the protocol to say.
///
/// # Errors
/// A college that is not among those of the law; a day outside the tables.
pub fn college_hours(
    book: &Book,
    headcount: Fraction,
    legal: &[(String, i64)],
    agreed: &[(String, Fraction)],
    on: NaiveDate,
) -> Result<Finding<Vec<CollegeHours>>, ElectionError> {
    let mut why = Reasoning::new(book, on);
    let each = why.absorb(seats(book, headcount, on)?).hours_each;
    if let Some((other, _)) = agreed.iter().find(|(name, _)| legal.iter().all(|(known, _)| known != name)) {
        return Err(bad("hours", Fault::Unknown(other.clone())));
    }
    let mut out = Vec::new();
    for (college, seats) in legal {
        let by_law = Fraction::whole(each).checked_mul(Fraction::whole(*seats));
        let by_law = by_law.ok_or(LawError::TooLarge { field: "hours" })?;
        let known = agreed.iter().find(|(name, _)| name == college).map(|(_, hours)| *hours);
        out.push(CollegeHours { college: college.clone(), by_law, agreed: known });
    }
    why.note("seats.protocol", vec![(FactName::HoursEach, each.into())])?;
    Ok(why.conclude(out))
}

#[cfg(test)]
mod tests;
