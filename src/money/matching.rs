//! Which member a payment is of: proposed with its reasons, confirmed by a person.

use std::collections::BTreeSet;

use super::{Cents, bank::Movement};
use crate::base::{date, shape::coded, text::fold, word::codes};

codes! {
    /// What speaks for a member.
    Why {
        Reference = "reference", "référence de la personne", "the reference of the member";
        Seen = "seen", "déjà confirmé pour la même origine", "confirmed before for the same origin";
        Name = "full-name", "prénom et nom", "given and family name";
        Family = "family-name", "nom de famille", "family name";
        Sum = "sum", "somme attendue", "sum that is expected";
    }
}

coded!(Why);

codes! {
    /// How sure a proposal is.
    Sure {
        Certain = "certain", "certaine", "certain";
        Strong = "strong", "sûre", "strong";
        Likely = "likely", "vraisemblable", "likely";
        Weak = "weak", "à vérifier", "weak";
    }
}

coded!(Sure);

/// Somebody who may have paid. No `Debug`: it holds names.
pub struct Payer<T> {
    /// Who.
    pub who: T,
    /// What they were told to write with a payment, in small letters and digits.
    pub reference: String,
    /// The given names by which they are known.
    pub given: Vec<Words>,
    /// The family names by which they are known: of use, of birth.
    pub family: Vec<Words>,
    /// The sums that are expected of them.
    pub sums: Vec<Cents>,
    /// The origins from which they paid before.
    pub seen: BTreeSet<String>,
}

/// Somebody who is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<T> {
    /// Who.
    pub who: T,
    /// What speaks for them.
    pub why: Vec<Why>,
    /// How sure it is.
    pub sure: Sure,
}

/// Words that banks write before who paid.
const OF_BANKS: &[&str] = &[
    "virement",
    "vir",
    "virt",
    "sepa",
    "recu",
    "inst",
    "instantane",
    "de",
    "en",
    "votre",
    "faveur",
    "prlv",
    "prelevement",
    "cheque",
    "chq",
    "remise",
    "cotisation",
    "cotis",
    "syndicale",
    "m",
    "mme",
    "mr",
    "mlle",
    "ref",
    "motif",
    "emetteur",
];

/// The words of a name, folded once: a statement asks for each of them thousands of times.
#[derive(Clone, PartialEq, Eq)]
pub struct Words(BTreeSet<String>);

impl Words {
    /// Returns the words of a name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self(words(name))
    }

    /// Tells whether all of them stand in a text.
    fn stand_in(&self, there: &BTreeSet<String>) -> bool {
        // A name of one letter stands in too many words of banks.
        self.0.iter().map(String::len).sum::<usize>() >= 2 && self.0.is_subset(there)
    }
}

/// The words of a movement: what the bank writes, and whom it names.
fn said(movement: &Movement) -> BTreeSet<String> {
    let parts = [Some(&movement.label), movement.name.as_ref(), movement.reference.as_ref()];
    words(&parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" "))
}

/// Tells whether a movement has one of these names, whole.
#[must_use]
pub fn named(movement: &Movement, names: &[String]) -> bool {
    let there = said(movement);
    names.iter().any(|name| Words::of(name).stand_in(&there))
}

fn words(text: &str) -> BTreeSet<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Returns where a movement comes from, as far as the bank says it: a name, or the words that stay the same from month to month.
/// Nothing when too little stays.
#[must_use]
pub fn origin(movement: &Movement) -> Option<String> {
    let text = movement.name.as_deref().unwrap_or(&movement.label);
    let kept = |w: &String| {
        !w.chars().any(|c| c.is_ascii_digit()) && !OF_BANKS.contains(&w.as_str()) && !date::is_month(w)
    };
    let words: Vec<String> = words(text).into_iter().filter(kept).collect();
    (words.iter().map(String::len).sum::<usize>() >= 4).then(|| words.join(" "))
}

/// Proposes who a movement is of, the surest first; several where none stands before the others.
///
/// `mark` is what [`origin`] is kept as. A sum alone speaks only for the one person of whom it is expected.
#[must_use]
pub fn propose<T: Copy>(movement: &Movement, mark: Option<&str>, payers: &[Payer<T>]) -> Vec<Proposal<T>> {
    let there = said(movement);
    let all = |name: &Words| name.stand_in(&there);
    let mut found: Vec<(u32, Proposal<T>)> = Vec::new();
    for payer in payers {
        let family = payer.family.iter().any(all);
        let given = payer.given.iter().any(all);
        let mut why = Vec::new();
        let mut points = 0_u32;
        if there.contains(&payer.reference) {
            why.push(Why::Reference);
            points = points.saturating_add(20);
        }
        if mark.is_some_and(|mark| payer.seen.contains(mark)) {
            why.push(Why::Seen);
            points = points.saturating_add(8);
        }
        if family && given {
            why.push(Why::Name);
            points = points.saturating_add(6);
        } else if family {
            why.push(Why::Family);
            points = points.saturating_add(3);
        }
        if payer.sums.contains(&movement.amount) {
            why.push(Why::Sum);
            points = points.saturating_add(1);
        }
        if points > 0 {
            found.push((points, Proposal { who: payer.who, why, sure: Sure::Weak }));
        }
    }
    let Some(best) = found.iter().map(|(points, _)| *points).max() else { return Vec::new() };
    let mut out: Vec<Proposal<T>> =
        found.into_iter().filter(|(p, _)| *p == best).map(|(_, one)| one).collect();
    if let [only] = out.as_mut_slice() {
        only.sure = match only.why.as_slice() {
            [Why::Reference, ..] => Sure::Certain,
            [Why::Seen, ..] | [Why::Name, Why::Sum] => Sure::Strong,
            [Why::Name] | [Why::Family, Why::Sum] => Sure::Likely,
            _ => Sure::Weak,
        };
    } else if out.iter().all(|one| one.why == [Why::Sum]) {
        // Of a sum that is expected of several, nothing follows.
        out.clear();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn movement(label: &str, cents: i64) -> Movement {
        let day = "2026-10-05".parse().unwrap();
        let label = label.to_owned();
        Movement {
            line: 1,
            day,
            amount: Cents::new(cents),
            label,
            name: None,
            reference: None,
            number: None,
            returned: None,
        }
    }

    fn payer(who: u8, given: &str, family: &[&str], sum: i64) -> Payer<u8> {
        let family = family.iter().map(|f| Words::of(f)).collect();
        Payer {
            who,
            reference: format!("r0000000{who}"),
            given: vec![Words::of(given)],
            family,
            sums: vec![Cents::new(sum)],
            seen: BTreeSet::new(),
        }
    }

    fn people() -> Vec<Payer<u8>> {
        vec![
            payer(1, "Camille", &["Exemple", "d’Essai"], 1200),
            payer(2, "Dominique", &["Modèle"], 1500),
            payer(3, "Lou", &["Exemple"], 900),
            payer(4, "Noa", &["Témoin"], 1200),
        ]
    }

    fn found(label: &str, cents: i64) -> Vec<(u8, Sure)> {
        let movement = movement(label, cents);
        propose(&movement, None, &people()).iter().map(|p| (p.who, p.sure)).collect()
    }

    #[test]
    fn reasons_make_a_proposal_and_none_is_made_of_nothing() {
        for (label, cents, wanted) in [
            ("VIR SEPA RECU CAMILLE EXEMPLE COTISATION", 1200, vec![(1, Sure::Strong)]),
            ("VIR EXEMPLE CAMILLE", 5000, vec![(1, Sure::Likely)]),
            // The name of birth, with its particle.
            ("VIR MME CAMILLE D'ESSAI", 1200, vec![(1, Sure::Strong)]),
            ("VIR M MODELE", 1500, vec![(2, Sure::Likely)]),
            ("VIR M MODELE", 1, vec![(2, Sure::Weak)]),
            // What we gave out stands before every name; a part of it is nothing.
            ("VIR MME CAMILLE EXEMPLE R00000004", 1200, vec![(4, Sure::Certain)]),
            ("VIR MME CAMILLE EXEMPLE XR00000004", 1200, vec![(1, Sure::Strong)]),
            // Two of a name: the sum tells them apart, or nothing does.
            ("VIR EXEMPLE", 900, vec![(3, Sure::Likely)]),
            ("VIR EXEMPLE", 1, vec![(1, Sure::Weak), (3, Sure::Weak)]),
            // A sum that one owes, a sum that two owe, and nothing at all.
            ("REMISE CHEQUE 1234", 900, vec![(3, Sure::Weak)]),
            ("REMISE CHEQUE 1234", 1200, vec![]),
            ("FRAIS DE TENUE DE COMPTE", 77, vec![]),
            // A part of a word is no name.
            ("EXEMPLEVILLE LOUPE", 77, vec![]),
        ] {
            assert_eq!(found(label, cents), wanted, "{label} {cents}");
        }
    }

    #[test]
    fn an_origin_that_was_confirmed_stands_before_names() {
        let mut people = people();
        let first = movement("VIR SEPA RECU ATELIER MODELE SARL COTISATION OCTOBRE 2026 REF 8812", 1200);
        let mark = origin(&first).unwrap();
        people[3].seen.insert(mark);
        let next = movement("VIR SEPA RECU ATELIER MODELE SARL COTISATION NOVEMBRE 2026 REF 9913", 1200);
        let mark = origin(&next).unwrap();
        let proposed = propose(&next, Some(&mark), &people);
        assert_eq!((proposed[0].who, proposed[0].sure, proposed.len()), (4, Sure::Strong, 1));
        // What banks write alone is no origin.
        assert_eq!(origin(&movement("VIR SEPA RECU 8812", 1)), None);
        assert_eq!(origin(&movement("REMISE CHEQUE 0001234", 1)), None);
    }
}

#[cfg(test)]
mod truth;
