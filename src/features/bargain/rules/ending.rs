//! Whether an agreement is valid by who signed it, and from which days on it can be attacked.

use chrono::NaiveDate;

use crate::{
    base::{text::fold, word::codes},
    calendar::{
        kinds,
        rule::{self, Facts, RuleError},
    },
    election::{
        Audience, Clocks, ElectionError, Signatures, Terms, Validity, agreement_with, audience::UnionAudience,
    },
    features::bargain::records::Round,
    law::{Book, Finding, Fraction},
};

codes! {
    /// What would settle whether the agreement is valid.
    Gap {
        NoSignature = "no-signature",
            "qui a signé (bargain signatures ID --signed SYNDICAT)",
            "who signed (bargain signatures ID --signed UNION)";
        Day = "day", "le jour de la signature (bargain close ID --agreement --day)", "the day of signature (bargain close ID --agreement --day)";
        NoElection = "no-election",
            "les dernières élections (contrepoids election new, ou law agreement)",
            "the last elections (contrepoids election new, or law agreement)";
        Uncounted = "uncounted",
            "les résultats du premier tour des titulaires (election count ou minutes)",
            "the results of the first round of full members (election count or minutes)";
        Establishments = "establishments",
            "l’audience de tous les établissements ensemble (law audience, puis law agreement)",
            "the audience of all establishments together (law audience, then law agreement)";
        UnknownUnion = "unknown-union",
            "un signataire que ces élections ne connaissent pas\u{a0}: vérifiez son nom",
            "a signatory that these elections do not know: check its name";
    }
}

/// A union with its votes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnionShare {
    /// Its name.
    pub name: String,
    /// Its share of the votes for representative unions; nothing where it is not representative or not known.
    pub share: Option<Fraction>,
    /// Whether it is representative; nothing where these elections do not know it.
    pub representative: Option<bool>,
    /// Whether it signed.
    pub signed: bool,
}

/// What is said of the end of a round by an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The unions.
    pub unions: Vec<UnionShare>,
    /// Valid, open to a vote of the staff, or not valid; nothing where that is not settled.
    pub verdict: Option<Validity>,
    /// The share of the signatories.
    pub share: Option<Fraction>,
    /// The days of the staff vote.
    pub clocks: Option<Clocks>,
    /// What would settle it.
    pub missing: Vec<Gap>,
    /// The day the agreement was notified.
    pub notified: Option<NaiveDate>,
    /// Until when a union with a section may ask the court for nullity.
    pub nullity_until: Option<NaiveDate>,
}

/// Returns whether the agreement is valid by who signed it (*validité de l’accord*), as far as that is known.
///
/// A signatory of which nothing is known counts for nothing: what is valid without it is valid, and anything else is left open.
///
/// # Law
/// L2232-12: see [`agreement_with`]. L2262-14: two months from the notice.
///
/// # Errors
/// [`ElectionError`] for a day outside the tables; [`RuleError`] likewise.
pub fn ending(
    book: &Book,
    round: &Round,
    audience: Result<&Audience, Gap>,
    today: NaiveDate,
) -> Result<Finding<Ending>, EndingError> {
    let signed: Vec<&str> =
        round.signatures.iter().filter(|s| !s.withdrawn).map(|s| s.union.as_str()).collect();
    let signs = |name: &str| signed.iter().any(|s| fold(s) == fold(name));
    let mut out = Ending {
        unions: Vec::new(),
        verdict: None,
        share: None,
        clocks: None,
        missing: Vec::new(),
        notified: round.notified,
        nullity_until: None,
    };
    let (mut because, mut caveats) = (Vec::new(), Vec::new());
    if signed.is_empty() {
        out.missing.push(Gap::NoSignature);
    }
    if round.closed.is_none() {
        out.missing.push(Gap::Day);
    }
    let unknown = |known: bool, name: &str| UnionShare {
        name: name.to_owned(),
        share: None,
        representative: if known { Some(false) } else { None },
        signed: true,
    };
    match audience {
        Err(gap) => {
            out.missing.push(gap);
            out.unions = signed.iter().map(|name| unknown(false, name)).collect();
        }
        Ok(audience) => {
            for union in &audience.unions {
                out.unions.push(UnionShare {
                    name: union.name.clone(),
                    share: union.weight,
                    representative: Some(union.representative),
                    signed: signs(&union.name),
                });
            }
            let strangers: Vec<&str> = signed
                .iter()
                .copied()
                .filter(|s| !audience.unions.iter().any(|u| fold(&u.name) == fold(s)))
                .collect();
            out.unions.extend(strangers.iter().map(|name| unknown(false, name)));
            if !strangers.is_empty() {
                out.missing.push(Gap::UnknownUnion);
            }
            let base = audience.unions.iter().filter(|u| u.representative);
            let signatures = Signatures {
                unions: base.clone().map(|u| (u.name.clone(), u.votes)).collect(),
                signed: base.filter(|u| signs(&u.name)).map(|u| u.name.clone()).collect(),
            };
            if !signed.is_empty() && !signatures.unions.is_empty() {
                let on = round.closed.unwrap_or(today);
                // A categorical union does not sign for the whole company alone.
                let signers = audience.unions.iter().filter(|u| u.representative && signs(&u.name));
                let narrow = |u: &UnionAudience| u.in_colleges.as_ref().is_some_and(|i| !i.everywhere);
                let mut signers = signers.peekable();
                let categorical_alone = signers.peek().is_some() && signers.all(narrow);
                let terms = Terms { signed_on: round.closed, categorical_alone, ..Terms::default() };
                let found = agreement_with(book, &signatures, &terms, on)?;
                let settled = strangers.is_empty() || found.value.outcome == Validity::Valid;
                out.share = Some(found.value.share);
                out.verdict = settled.then_some(found.value.outcome);
                out.clocks = found.value.clocks.filter(|_| settled);
                because.extend(found.because);
                caveats.extend(found.caveats);
            }
        }
    }
    let nullity =
        round.notified.map(|day| Ok::<_, RuleError>((day, kinds::rules_of(NOTIFIED)?))).transpose()?;
    if let Some((day, rule)) = nullity.and_then(|(day, rules)| Some((day, rules.into_iter().next()?))) {
        let found = rule::answer_ahead(book, rule, day, &Facts::default(), today)?;
        out.nullity_until = Some(found.value.deadline.due);
        because.extend(found.because);
        caveats.extend(found.caveats);
    }
    Ok(Finding { value: out, because, caveats })
}

/// The fact from which the two months to ask for the nullity run.
const NOTIFIED: &str = "agreement-notified";

/// Why nothing is said of the end of a round.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EndingError {
    /// The law gives no answer on the signatures.
    #[error(transparent)]
    Election(#[from] ElectionError),
    /// The law gives no day.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

#[cfg(test)]
mod tests {
    #![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

    use proptest::prelude::*;

    use super::*;
    use crate::{
        election::audience::InColleges,
        features::bargain::records::{RoundEnd, room::Signature},
        law::book,
    };

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn audience(votes: &[(&str, i64, bool)]) -> Audience {
        let base: i64 = votes.iter().filter(|v| v.2).map(|v| v.1).sum();
        let union = |(name, votes, representative): &(&str, i64, bool)| UnionAudience {
            name: (*name).to_owned(),
            votes: Fraction::whole(*votes),
            share: Fraction::ZERO,
            representative: *representative,
            in_colleges: None,
            to_representative: 0,
            to_representative_added: None,
            weight: representative
                .then(|| Fraction::whole(*votes).checked_div(Fraction::whole(base)))
                .flatten(),
            to_sign: None,
        };
        Audience {
            valid: Fraction::whole(votes.iter().map(|v| v.1).sum()),
            unions: votes.iter().map(union).collect(),
            independents: Fraction::ZERO,
            base: Fraction::whole(base),
            candidates: vec![],
        }
    }

    fn signed(names: &[&str]) -> Round {
        let one = |name: &&str| Signature { union: (*name).to_owned(), day: None, withdrawn: false };
        Round {
            subject: "pay".to_owned(),
            outcome: Some(RoundEnd::Agreement),
            closed: Some(d("2026-11-10")),
            signatures: names.iter().map(one).collect(),
            ..Round::default()
        }
    }

    fn at(round: &Round, audience: Result<&Audience, Gap>) -> Ending {
        ending(book(), round, audience, d("2026-11-30")).unwrap().value
    }

    #[test]
    fn real_cases_of_half_and_thirty_per_cent() {
        let table = include_str!("../../../../tests/data/bargain/signatures.csv");
        let mut seen = 0;
        for line in table.lines().filter(|l| !l.starts_with('#')).skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let votes: Vec<(&str, i64, bool)> = fields[0]
                .split(' ')
                .map(|f| {
                    let (name, n) = f.split_once('=').unwrap();
                    (name, n.trim_end_matches('-').parse().unwrap(), !n.ends_with('-'))
                })
                .collect();
            let names: Vec<&str> = fields[1].split(' ').filter(|n| !n.is_empty()).collect();
            let found = at(&signed(&names), Ok(&audience(&votes)));
            let verdict = found.verdict.map_or("undetermined", Validity::code);
            assert_eq!(verdict, fields[2], "{line}");
            assert_eq!(
                found.missing.iter().map(|g| g.code()).collect::<Vec<_>>().join(" "),
                fields[3],
                "{line}"
            );
            seen += 1;
        }
        assert!(seen >= 10);
    }

    #[test]
    fn what_is_not_known_is_said_and_nothing_is_guessed() {
        let nothing = at(&Round { closed: None, ..signed(&[]) }, Err(Gap::NoElection));
        assert_eq!(nothing.missing, [Gap::NoSignature, Gap::Day, Gap::NoElection]);
        assert_eq!((nothing.verdict, nothing.share, nothing.nullity_until), (None, None, None));
        let named = at(&signed(&["CGT"]), Err(Gap::Uncounted));
        assert_eq!((named.verdict, named.unions[0].representative), (None, None));
    }

    #[test]
    fn the_clocks_of_the_vote_and_of_nullity_run_from_their_days() {
        let votes = audience(&[("CGT", 40, true), ("CFDT", 60, true)]);
        let found = at(&Round { notified: Some(d("2026-11-16")), ..signed(&["CGT"]) }, Ok(&votes));
        let clocks = found.clocks.unwrap();
        assert_eq!(
            (clocks.ask_until, clocks.sign_until, clocks.vote_until),
            (d("2026-12-10"), d("2026-12-18"), d("2027-02-18"))
        );
        // 16 January 2027 is a Saturday.
        assert_eq!(found.nullity_until, Some(d("2027-01-18")));
    }

    #[test]
    fn a_categorical_union_alone_signs_for_nobody_else() {
        let mut votes = audience(&[("CGT", 40, true), ("CFE-CGC", 60, true)]);
        let there = InColleges {
            colleges: vec!["2".to_owned()],
            votes: Fraction::whole(60),
            valid: Fraction::whole(60),
            share: Fraction::ONE,
            everywhere: false,
        };
        votes.unions[1].in_colleges = Some(there);
        assert_eq!(at(&signed(&["CFE-CGC"]), Ok(&votes)).verdict, Some(Validity::Invalid));
        assert_eq!(at(&signed(&["CFE-CGC", "CGT"]), Ok(&votes)).verdict, Some(Validity::Valid));
    }

    proptest! {
        #[test]
        fn one_more_signature_never_makes_an_agreement_less_valid(
            votes in proptest::collection::vec(1_i64..200, 2..6), pick in proptest::collection::vec(any::<bool>(), 6), more in 0_usize..6,
        ) {
            let names: Vec<String> = (0..votes.len()).map(|n| format!("U{n}")).collect();
            let all: Vec<(&str, i64, bool)> =
                names.iter().zip(&votes).map(|(n, v)| (n.as_str(), *v, true)).collect();
            let found = audience(&all);
            let first: Vec<&str> = names.iter().zip(&pick).filter(|(_, p)| **p).map(|(n, _)| n.as_str()).collect();
            let mut second = first.clone();
            second.push(&names[more % names.len()]);
            let rank = |e: &Ending| match e.verdict {
                Some(Validity::Valid) => 3,
                Some(Validity::StaffVote) => 2,
                Some(Validity::Invalid) => 1,
                None => 0,
            };
            let before = at(&signed(&first), Ok(&found));
            second.dedup();
            let after = at(&signed(&second), Ok(&found));
            prop_assert!(rank(&after) >= rank(&before));
            let sum: i64 = all.iter().filter(|(n, ..)| second.contains(n)).map(|(_, v, _)| v).sum();
            let base: i64 = votes.iter().sum();
            prop_assert_eq!(after.verdict == Some(Validity::Valid), sum * 2 > base);
            prop_assert_eq!(after.verdict == Some(Validity::StaffVote), sum * 2 <= base && sum * 10 > base * 3);
        }
    }
}
