//! Which bodies are elected in which perimeter: one CSE, those of establishments with a central one, that of a unit.

use chrono::NaiveDate;

use crate::{
    base::word::{codes, synonyms},
    election::{
        fault::{ElectionError, Fault, bad, is_too_many, too_many},
        rights::reached,
    },
    law::{Answer, Book, FactName, Finding, Fraction, LawError, Open, Reasoning},
};

codes! {
    /// How an economic and social unit (UES) was recognised.
    Recognised {
        /// By a collective agreement.
        Agreement = "agreement", "accord collectif", "collective agreement";
        /// By a court.
        Judgment = "judgment", "décision de justice", "judgment of a court";
        /// By the protocol of an election.
        Protocol = "protocol", "protocole préélectoral", "protocol of an election";
    }
}

synonyms! {
    Recognised {
        Agreement ["accord"];
        Judgment ["jugement", "court"];
        Protocol ["protocole", "pap"];
    }
}

codes! {
    /// What is elected.
    Bodies {
        /// Nothing: too few employees.
        Nothing = "none", "aucun comité", "no committee";
        /// One committee.
        Single = "single", "un seul CSE", "one CSE";
        /// One for each distinct establishment, and a central one.
        Sites = "sites-and-central",
            "un CSE par établissement distinct, et un CSE central",
            "one CSE for each distinct establishment, and a central one";
        /// The unit is not recognised: each company by itself.
        NoUnit = "unit-not-recognised",
            "pas d’unité économique et sociale\u{a0}: chaque entreprise a son comité",
            "no economic and social unit: each company has its committee";
    }
}

codes! {
    /// What is wrong with a spread of the seats of a central committee.
    Misspread {
        TooMany = "too-many",
            "plus de vingt-cinq titulaires ou suppléants\u{a0}: il faut l’accord de toutes les organisations représentatives",
            "more than twenty-five full members or substitutes: all representative unions have to agree";
        TooManyOfSite = "too-many-of-a-site",
            "un établissement a plus d’un ou deux titulaires et d’un ou deux suppléants\u{a0}: même accord unanime",
            "an establishment has more than one or two full members and one or two substitutes: the same agreement of all";
        OneSided = "one-sided",
            "un établissement a plusieurs délégué·e·s d’une seule sorte",
            "an establishment has several delegates of one sort alone";
        Unequal = "unequal",
            "autant de titulaires que de suppléants sont dus",
            "as many full members as substitutes are due";
        NoDelegate = "no-delegate", "un établissement n’a pas de délégué·e", "an establishment has no delegate";
    }
}

/// A distinct establishment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteFacts {
    /// Its name.
    pub name: String,
    /// Its headcount, where it is known.
    pub headcount: Option<Fraction>,
    /// Its cadres, where they are known.
    pub cadres: Option<u64>,
    /// Whether it has three colleges.
    pub three_colleges: bool,
    /// Its delegates at the central committee: full members, substitutes; or one delegate of either sort.
    pub delegates: Option<Delegates>,
}

/// The delegates of an establishment at the central committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delegates {
    /// Full members and substitutes.
    Of(u32, u32),
    /// One delegate, full member or substitute.
    One,
}

/// A company or a unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PerimeterFacts {
    /// The headcount of the whole.
    pub headcount: Fraction,
    /// Of a unit of several companies: how it was recognised.
    pub unit: Option<Recognised>,
    /// The distinct establishments; one alone where there is one, none where that is not known.
    pub sites: Vec<SiteFacts>,
    /// All representative unions agreed on the spread of the central committee.
    pub unanimous: bool,
}

/// What is elected in which perimeter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Perimeter {
    /// The bodies.
    pub bodies: Bodies,
    /// The central committee, where there is one.
    pub central: Option<Central>,
    /// The headcounts of the establishments together, where each is known.
    pub sites: Option<Fraction>,
}

/// The central committee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Central {
    /// Full members and substitutes, as many as the establishments are given; nothing where one is not.
    pub seats: Option<(u32, u32)>,
    /// Seats of full members and of substitutes that cadres have to have; nothing where that is not known.
    pub cadres: Option<(u32, u32)>,
    /// What is wrong with the spread.
    pub faults: Vec<Misspread>,
    /// The length of the office in years.
    pub years: i64,
}

/// Returns which bodies are elected in which perimeter (*cadre de mise en place*).
///
/// The headcount is taken as reached for the twelve months that the law asks.
///
/// # Law
/// L2311-2 (eleven), L2313-1 (from fifty, two distinct establishments: their committees and a central one), L2313-8 (a unit:
/// from eleven, two establishments), recognised by collective agreement or a court and not by a protocol (Cass. soc.
/// 22-13.672). The central committee: L2316-4, R2316-1 (how many), L2316-5, L2316-6 (cadres), L2316-10 (four years).
///
/// # Errors
/// Two establishments of one name; a day outside the tables.
pub fn perimeter(
    book: &Book,
    facts: &PerimeterFacts,
    on: NaiveDate,
) -> Result<Finding<Answer<Perimeter>>, ElectionError> {
    if is_too_many(facts.sites.len()) {
        return Err(too_many("sites"));
    }
    for (at, site) in facts.sites.iter().enumerate() {
        if facts.sites.iter().take(at).any(|other| other.name == site.name) {
            return Err(bad(format!("sites[{at}].name"), Fault::Twice));
        }
    }
    let mut why = Reasoning::new(book, on);
    let sum = |sum: Option<Fraction>, site: &SiteFacts| sum?.checked_add(site.headcount?);
    let sites = facts.sites.iter().fold(Some(Fraction::ZERO), sum).filter(|_| !facts.sites.is_empty());
    let known = |bodies, central| Answer::Known(Perimeter { bodies, central, sites });
    let (most, several) = match facts.unit {
        None => ("sites.headcount", "sites.count"),
        Some(unit) => {
            why.note("unit.recognised", vec![])?;
            if unit == Recognised::Protocol {
                why.note("unit.not-protocol", vec![])?;
                return Ok(why.conclude(known(Bodies::NoUnit, None)));
            }
            if unit == Recognised::Agreement {
                why.note("unit.invited", vec![])?;
            }
            ("unit.headcount", "unit.count")
        }
    };
    if !reached(&mut why, "threshold.cse", facts.headcount)? {
        return Ok(why.conclude(known(Bodies::Nothing, None)));
    }
    if !reached(&mut why, most, facts.headcount)? {
        return Ok(why.conclude(known(Bodies::Single, None)));
    }
    let count = facts.sites.len();
    let needed = why.whole(several, vec![(FactName::Establishments, count.into())])?;
    if count == 0 {
        let options = vec!["single".to_owned(), "sites-and-central".to_owned()];
        return Ok(why.conclude(Answer::Undetermined { why: Open::SitesNotKnown, options }));
    }
    if usize::try_from(needed).is_ok_and(|needed| count < needed) {
        return Ok(why.conclude(known(Bodies::Single, None)));
    }
    let central = central(&mut why, facts)?;
    Ok(why.conclude(known(Bodies::Sites, Some(central))))
}

fn central(why: &mut Reasoning<'_>, facts: &PerimeterFacts) -> Result<Central, LawError> {
    why.note("central.elected", vec![])?;
    let mut faults = Vec::new();
    let mut seats = None;
    if facts.sites.iter().all(|s| s.delegates.is_some()) {
        seats = Some(spread(why, facts, &mut faults)?);
    }
    let cadres = cadres(why, facts)?;
    let years = why.whole("central.term", vec![])?;
    why.note("central.ends", vec![])?;
    why.note("central.no-revocation", vec![])?;
    Ok(Central { seats, cadres, faults, years })
}

/// Adds the delegates up, and says what is wrong with them.
fn spread(
    why: &mut Reasoning<'_>,
    facts: &PerimeterFacts,
    faults: &mut Vec<Misspread>,
) -> Result<(u32, u32), LawError> {
    let most = why.whole("college.central-max", vec![])?;
    let each = why.whole("central.each", vec![])?;
    why.note("central.equal", vec![])?;
    let (mut holders, mut substitutes, mut either) = (0_u32, 0_u32, 0_u32);
    let mut add = |fault| {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    };
    for site in &facts.sites {
        match site.delegates {
            None => {}
            Some(Delegates::One) => either = either.saturating_add(1),
            Some(Delegates::Of(0, 0)) => add(Misspread::NoDelegate),
            Some(Delegates::Of(full, other)) => {
                holders = holders.saturating_add(full);
                substitutes = substitutes.saturating_add(other);
                let alone = full.saturating_add(other) == 1;
                if !facts.unanimous && (i64::from(full) > each || i64::from(other) > each) {
                    add(Misspread::TooManyOfSite);
                } else if !facts.unanimous && !alone && (full == 0 || other == 0) {
                    add(Misspread::OneSided);
                }
            }
        }
    }
    // Those of either sort level the two, as far as they go.
    let whole = holders.saturating_add(substitutes).saturating_add(either);
    if holders.abs_diff(substitutes) > either || !whole.is_multiple_of(2) {
        add(Misspread::Unequal);
    }
    let (full, other) =
        if either == 0 { (holders, substitutes) } else { level(holders, substitutes, either) };
    if !facts.unanimous && (i64::from(full) > most || i64::from(other) > most) {
        add(Misspread::TooMany);
    }
    Ok((full, other))
}

/// Spreads delegates of either sort so that both numbers come as near as they can.
fn level(holders: u32, substitutes: u32, either: u32) -> (u32, u32) {
    let whole = holders.saturating_add(substitutes).saturating_add(either);
    let full = whole.div_ceil(2).clamp(holders, holders.saturating_add(either));
    (full, whole.saturating_sub(full))
}

/// How many seats cadres have to have.
fn cadres(why: &mut Reasoning<'_>, facts: &PerimeterFacts) -> Result<Option<(u32, u32)>, LawError> {
    if facts.sites.iter().any(|s| s.three_colleges) {
        why.note("central.three-colleges", vec![])?;
        return Ok(Some((1, 1)));
    }
    let most = why.book().whole("central.headcount", why.on())?;
    let least = why.book().whole("central.cadres", why.on())?;
    let cadres: u64 = facts.sites.iter().filter_map(|s| s.cadres).fold(0, u64::saturating_add);
    let told = facts.sites.iter().all(|s| s.cadres.is_some());
    let many = facts.headcount >= Fraction::whole(most);
    let enough = i64::try_from(cadres).is_ok_and(|n| n >= least);
    why.note(
        "central.headcount",
        vec![(FactName::Headcount, facts.headcount.into()), (FactName::Reached, many.into())],
    )?;
    why.note("central.cadres", vec![(FactName::Cadres, cadres.into()), (FactName::Reached, enough.into())])?;
    Ok(match (many || enough, told) {
        (true, _) => Some((1, 0)),
        (false, true) => Some((0, 0)),
        (false, false) => None,
    })
}

/// Returns what is wrong with a spread of the seats of a central committee.
///
/// # Law
/// L2316-4 (as many substitutes as full members), R2316-1 (twenty-five, one or two of each establishment).
///
/// # Errors
/// A day outside the tables.
pub fn spread_of(book: &Book, facts: &PerimeterFacts, on: NaiveDate) -> Result<Vec<Misspread>, LawError> {
    let mut faults = Vec::new();
    spread(&mut Reasoning::new(book, on), facts, &mut faults)?;
    Ok(faults)
}

/// A candidate of a committee of an establishment for the central one.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Envoy {
    /// The name.
    pub name: String,
    /// The votes.
    pub votes: u64,
    /// The date of birth.
    pub born: Option<NaiveDate>,
}

/// Returns whom a committee of an establishment elected to the central one: the most votes, the older of two that are equal.
///
/// # Law
/// A secret ballot of one round for all seats (Cass. soc. 96-60.455, 06-60.274).
///
/// # Errors
/// No seat; a day outside the tables.
pub fn envoys(
    book: &Book,
    candidates: &[Envoy],
    seats: u32,
    on: NaiveDate,
) -> Result<Finding<Answer<Vec<usize>>>, ElectionError> {
    if seats == 0 {
        return Err(bad("seats", Fault::Zero));
    }
    if is_too_many(candidates.len()) {
        return Err(too_many("votes"));
    }
    let mut why = Reasoning::new(book, on);
    why.note("central.vote", vec![(FactName::Seats, seats.into())])?;
    why.note("central.vote-once", vec![])?;
    let mut order: Vec<(usize, &Envoy)> = candidates.iter().enumerate().collect();
    // More votes first, then the older; without a birth behind those of the same votes.
    order.sort_by(|(_, a), (_, b)| {
        b.votes.cmp(&a.votes).then((a.born.is_none(), a.born).cmp(&(b.born.is_none(), b.born)))
    });
    let seats = usize::try_from(seats).unwrap_or(usize::MAX);
    let places = |n: usize| order.iter().take(n).map(|(place, _)| *place).collect();
    let (Some((_, last)), Some((_, next))) = (order.get(seats.saturating_sub(1)), order.get(seats)) else {
        return Ok(why.conclude(Answer::Known(places(order.len()))));
    };
    let equal = || order.iter().filter(|(_, c)| c.votes == last.votes);
    let unknown = equal().any(|(_, c)| c.born.is_none());
    if last.votes == next.votes && (unknown || last.born == next.born) {
        let tied = equal().map(|(_, c)| c.name.clone()).collect();
        let open = if unknown { Open::TieAgeUnknown } else { Open::TieSameAge };
        return Ok(why.conclude(Answer::Undetermined { why: open, options: tied }));
    }
    Ok(why.conclude(Answer::Known(places(seats))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;

    fn facts(headcount: i64, sites: &[SiteFacts]) -> PerimeterFacts {
        PerimeterFacts {
            headcount: Fraction::whole(headcount),
            sites: sites.to_vec(),
            ..PerimeterFacts::default()
        }
    }

    fn found(facts: &PerimeterFacts) -> Answer<Perimeter> {
        perimeter(book(), facts, "2026-11-28".parse().unwrap()).unwrap().value
    }

    fn bodies(facts: &PerimeterFacts) -> Option<Bodies> {
        match found(facts) {
            Answer::Known(known) => Some(known.bodies),
            Answer::Undetermined { .. } => None,
        }
    }

    fn sites(count: usize, delegates: Delegates) -> Vec<SiteFacts> {
        let one = |n| SiteFacts { name: format!("E{n}"), delegates: Some(delegates), ..SiteFacts::default() };
        (0..count).map(one).collect()
    }

    fn central(facts: &PerimeterFacts) -> Central {
        match found(facts) {
            Answer::Known(Perimeter { central: Some(central), .. }) => central,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn u01_to_u04_which_bodies() {
        let two = sites(2, Delegates::Of(1, 1));
        assert_eq!(bodies(&facts(60, &two)), Some(Bodies::Sites), "U01");
        assert_eq!(bodies(&facts(48, &two)), Some(Bodies::Single), "U01, 48");
        assert_eq!(bodies(&facts(60, &two[..1])), Some(Bodies::Single));
        assert_eq!(bodies(&facts(60, &[])), None, "the establishments are not known");
        assert_eq!(bodies(&facts(10, &two)), Some(Bodies::Nothing));
        let unit = |how, n| PerimeterFacts { unit: Some(how), ..facts(n, &two) };
        assert_eq!(bodies(&unit(Recognised::Judgment, 40)), Some(Bodies::Sites), "U03");
        assert_eq!(bodies(&unit(Recognised::Agreement, 10)), Some(Bodies::Nothing));
        assert_eq!(bodies(&unit(Recognised::Protocol, 40)), Some(Bodies::NoUnit), "U04");
    }

    #[test]
    fn u05_to_u09_how_many() {
        let of = |n, delegates| central(&facts(900, &sites(n, delegates)));
        let faults = |n, delegates| of(n, delegates).faults;
        assert_eq!(
            (of(12, Delegates::Of(2, 2)).seats, faults(12, Delegates::Of(2, 2))),
            (Some((24, 24)), vec![]),
            "U05"
        );
        assert_eq!(faults(13, Delegates::Of(2, 2)), [Misspread::TooMany], "U06");
        let all = PerimeterFacts { unanimous: true, ..facts(900, &sites(13, Delegates::Of(2, 2))) };
        assert_eq!(central(&all).faults, [], "U06, all agree");
        assert_eq!(
            (of(30, Delegates::One).seats, faults(30, Delegates::One)),
            (Some((15, 15)), vec![]),
            "U07"
        );
        assert_eq!(faults(52, Delegates::One), [Misspread::TooMany], "U07, 52");
        assert_eq!(faults(31, Delegates::One), [Misspread::Unequal]);
        let mut three = sites(2, Delegates::Of(1, 1));
        three[0].delegates = Some(Delegates::Of(3, 3));
        assert_eq!(central(&facts(900, &three)).faults, [Misspread::TooManyOfSite], "U09");
        assert_eq!(faults(2, Delegates::Of(2, 0)), [Misspread::OneSided, Misspread::Unequal]);
        assert_eq!(faults(2, Delegates::Of(0, 0)), [Misspread::NoDelegate]);
    }

    #[test]
    fn u10_u11_s15_cadres_of_the_central_committee() {
        let with = |headcount, three, cadres: [Option<u64>; 2]| {
            let mut two = sites(2, Delegates::Of(1, 1));
            two[0].three_colleges = three;
            (two[0].cadres, two[1].cadres) = (cadres[0], cadres[1]);
            central(&facts(headcount, &two)).cadres
        };
        assert_eq!(with(400, true, [None, None]), Some((1, 1)), "U10");
        assert_eq!(with(501, false, [Some(1), Some(1)]), Some((1, 0)), "U11");
        assert_eq!(with(400, false, [Some(18), Some(9)]), Some((1, 0)), "S15");
        assert_eq!(with(500, false, [Some(15), Some(9)]), Some((0, 0)), "U11, 500 and 24");
        assert_eq!(with(500, false, [Some(15), None]), None);
    }

    #[test]
    fn u17_the_vote_of_delegates() {
        let one = |name: &str, votes, born: Option<&str>| Envoy {
            name: name.to_owned(),
            votes,
            born: born.map(|b| b.parse().unwrap()),
        };
        let vote =
            |all: &[Envoy], seats| envoys(book(), all, seats, "2026-11-28".parse().unwrap()).unwrap().value;
        let older = [one("A", 4, Some("1980-01-31")), one("B", 4, Some("1970-01-31"))];
        assert_eq!(vote(&older, 1), Answer::Known(vec![1]), "U17");
        assert_eq!(vote(&older, 2), Answer::Known(vec![1, 0]));
        let open = [one("A", 4, None), one("B", 4, Some("1970-01-31")), one("C", 3, None)];
        assert!(
            matches!(vote(&open, 1), Answer::Undetermined { why: Open::TieAgeUnknown, options } if options.len() == 2)
        );
        assert_eq!(vote(&open, 2), Answer::Known(vec![1, 0]));
        let twins = [one("A", 4, Some("1970-01-31")), one("B", 4, Some("1970-01-31"))];
        assert!(matches!(vote(&twins, 1), Answer::Undetermined { why: Open::TieSameAge, .. }));
        assert!(envoys(book(), &twins, 0, "2026-11-28".parse().unwrap()).is_err());
    }
}
