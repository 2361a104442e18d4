//! A generated year of 300 members of whom it is known who paid what: how many proposals are right, and that none that is certain
//! is wrong.

#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

use super::*;

const MEMBERS: usize = 300;

const GIVEN: [&str; 24] = [
    "Camille",
    "Dominique",
    "Lou",
    "Noa",
    "Sacha",
    "Alix",
    "Charlie",
    "Claude",
    "Eden",
    "Andrea",
    "Morgan",
    "Maxime",
    "Ange",
    "Yaël",
    "Jo",
    "Céleste",
    "Loïs",
    "Swann",
    "Éloi",
    "Maé",
    "Sam",
    "Robin",
    "Gabriel-Ange",
    "Marie-Lou",
];
const BEGIN: [&str; 20] = [
    "Exem", "Modè", "Spéci", "Proto", "Gaba", "Échan", "Maque", "Lamb", "Fict", "Inven", "Imagi", "Pseu",
    "Fact", "Simu", "Hypo", "Postu", "Théo", "Coro", "Axio", "Para",
];
const END: [&str; 25] = [
    "plard",
    "lin",
    "mel",
    "tot",
    "rit",
    "tillon",
    "tier",
    "dard",
    "if",
    "teur",
    "naud",
    "doret",
    "ticot",
    "lard",
    "thon",
    "lard-Vial",
    "ret",
    "llet",
    "man",
    "mard",
    "quet",
    "gnon",
    "vier",
    "zin",
    "chot",
];

/// A family name, now and then with a particle.
fn family(drawn: &mut Drawn) -> String {
    let particle = ["", "", "", "", "", "de La ", "Le ", "d’"][drawn.below(8)];
    format!("{particle}{}{}", BEGIN[drawn.below(BEGIN.len())], END[drawn.below(END.len())])
}

/// Words that name somebody who is no member.
fn stranger(who: usize) -> String {
    let part = |n: usize| ["BA", "CO", "DI", "FU", "GE", "HA", "JO", "KI", "LU", "ME"][n % 10];
    format!("ATELIER {}{}{}", part(who / 100), part(who / 10), part(who))
}

/// Small numbers that look drawn and are the same each time.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

struct One {
    payer: Payer<usize>,
    given: &'static str,
    family: String,
    /// How they pay: by name in one order or the other, by family name, by a partner, with the reference, by cheque.
    way: usize,
}

fn members(drawn: &mut Drawn) -> Vec<One> {
    let sums = [800, 1_000, 1_200, 1_500, 1_850];
    (0..MEMBERS)
        .map(|who| {
            let (given, family) = (GIVEN[drawn.below(GIVEN.len())], family(drawn));
            let payer = Payer {
                who,
                reference: format!("r{:08x}", who * 7_919 + 268_435_456),
                given: vec![Words::of(given)],
                family: vec![Words::of(&family)],
                sums: vec![Cents::new(sums[drawn.below(sums.len())])],
                seen: BTreeSet::new(),
            };
            // Of twenty: twelve by their names, three by the family name, two by somebody else, two with the reference, a cheque.
            let way = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5][drawn.below(20)];
            One { payer, given, family, way }
        })
        .collect()
}

fn label(one: &One, month: usize, drawn: &mut Drawn) -> String {
    let months =
        ["JANVIER", "FEVRIER", "MARS", "AVRIL", "MAI", "JUIN", "JUILLET", "AOUT", "SEPTEMBRE", "OCTOBRE"];
    let (month, number) = (months[month % months.len()], drawn.below(1_000_000));
    let (given, family) = (fold(one.given).to_uppercase(), fold(&one.family).to_uppercase());
    match one.way {
        0 => format!("VIR SEPA RECU /DE {given} {family} /MOTIF COTISATION {month}"),
        1 => format!("VIREMENT EN VOTRE FAVEUR M OU MME {family} {given} REF {number}"),
        2 => format!("VIR INST {family} {month}"),
        // A partner, a firm: a name that is nobody's here.
        3 => format!("VIR SEPA {} {number}", stranger(one.payer.who)),
        4 => format!("VIR SEPA {family} {}", one.payer.reference.to_uppercase()),
        _ => format!("REMISE CHEQUE {number:07}"),
    }
}

#[test]
fn of_a_year_of_300_members_nearly_all_proposals_are_right_and_no_certain_one_is_wrong() {
    let mut drawn = Drawn(20_261_130);
    let mut people = members(&mut drawn);
    let (mut proposed, mut right, mut certain, mut strong_wrong, mut lines) = (0, 0, 0, 0, 0);
    for month in 0..12 {
        let payers: Vec<Payer<usize>> = people
            .iter()
            .map(|one| Payer {
                who: one.payer.who,
                reference: one.payer.reference.clone(),
                given: one.payer.given.clone(),
                family: one.payer.family.clone(),
                sums: one.payer.sums.clone(),
                seen: one.payer.seen.clone(),
            })
            .collect();
        for one in &mut people {
            lines += 1;
            // Now and then somebody pays two months, or a part.
            let sum = one.payer.sums[0].get() * [1, 1, 1, 1, 1, 1, 1, 1, 2, 3][drawn.below(10)];
            let movement = Movement {
                line: lines,
                day: "2026-10-05".parse().unwrap(),
                amount: Cents::new(sum),
                label: label(one, month, &mut drawn),
                name: None,
                reference: None,
                number: None,
                returned: None,
            };
            let mark = origin(&movement);
            let found = propose(&movement, mark.as_deref(), &payers);
            if let [only] = found.as_slice() {
                proposed += 1;
                right += i32::from(only.who == one.payer.who);
                if only.sure == Sure::Certain {
                    certain += 1;
                    assert_eq!(only.who, one.payer.who, "certain and wrong: {}", movement.label);
                }
                strong_wrong += i32::from(only.sure == Sure::Strong && only.who != one.payer.who);
            }
            // A person confirms whose it is; where it came from is remembered.
            one.payer.seen.extend(mark);
        }
    }
    assert_eq!(lines, 3_600);
    assert!(certain > 200, "{certain}");
    assert!(right * 100 >= proposed * 95, "{right} of {proposed} are right");
    assert!(proposed * 100 >= 3_600 * 80, "only {proposed} of 3,600 are proposed");
    assert!(strong_wrong * 200 <= proposed, "{strong_wrong} of {proposed} strong ones are wrong");
}
