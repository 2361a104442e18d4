//! People who may be in the roster twice: same address, same name, near names. Says why, decides nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    base::{text::fold, word::codes},
    roster::person::Person,
};

codes! {
    /// Why two records may be one person; the surer reasons first.
    Why {
        /// Same name and same date of birth.
        NameAndBirth = "name-and-birth", "même nom, même naissance", "same name and birth";
        /// Same name and same mail address.
        NameAndAddress = "name-and-address", "même nom, même courriel", "same name and address";
        /// Same name, perhaps with family and given name the other way round.
        Name = "name", "même nom", "same name";
        /// Same mail address under another name (a couple may share one).
        Address = "address", "même courriel", "same address";
        /// Names that differ by one letter.
        NearName = "near-name", "noms proches", "near names";
        /// Addresses that look alike (`l` and `1`, `o` and `0`, `rn` and `m`).
        NearAddress = "near-address", "courriels proches", "near addresses";
    }
}

/// Two places in the list of people, and why they may be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The surest reason.
    pub why: Why,
    /// The earlier place.
    pub first: usize,
    /// The later place.
    pub second: usize,
}

/// Finds pairs of people who may be one, the surest first.
///
/// Of a group of many, each is paired with the first only, so that the answer stays short. Two dates of birth
/// that differ speak against the same or a near name.
#[must_use]
pub fn find(people: &[Person]) -> Vec<Pair> {
    let mut best: BTreeMap<(usize, usize), Why> = BTreeMap::new();
    let mut add = |a: usize, b: usize, why: Why| {
        if a != b {
            let known = best.entry((a.min(b), a.max(b))).or_insert(why);
            *known = why.min(*known);
        }
    };
    let names: Vec<String> = people.iter().map(sorted_name).collect();
    group(
        people,
        |p| p.emails.iter().map(|(_, a)| a.to_ascii_lowercase()).collect(),
        |a, b| {
            let same = names.get(a) == names.get(b);
            add(a, b, if same { Why::NameAndAddress } else { Why::Address });
        },
    );
    group(
        people,
        |p| p.emails.iter().map(|(_, a)| look_alike(a)).collect(),
        |a, b| add(a, b, Why::NearAddress),
    );
    let births =
        |a: usize, b: usize| (people.get(a).and_then(|p| p.birth), people.get(b).and_then(|p| p.birth));
    group(
        people,
        |p| [Some(sorted_name(p)), birth_name(p)].into_iter().flatten().collect(),
        |a, b| match births(a, b) {
            (Some(x), Some(y)) if x == y => add(a, b, Why::NameAndBirth),
            (Some(_), Some(_)) => {}
            _ => add(a, b, Why::Name),
        },
    );
    // Names one letter apart share a text with one letter taken out: no need to compare all with all.
    group(
        people,
        |p| shortened(&sorted_name(p)),
        |a, b| {
            let apart = match births(a, b) {
                (Some(x), Some(y)) => x != y,
                _ => false,
            };
            let near = names.get(a).zip(names.get(b)).is_some_and(|(x, y)| x != y && near(x, y));
            if near && !apart {
                add(a, b, Why::NearName);
            }
        },
    );
    let mut out: Vec<Pair> =
        best.into_iter().map(|((first, second), why)| Pair { why, first, second }).collect();
    out.sort_unstable();
    out
}

/// Calls `pair` for each person with the first one (and the one before) that has a key in common.
fn group(people: &[Person], keys: impl Fn(&Person) -> BTreeSet<String>, mut pair: impl FnMut(usize, usize)) {
    let mut seen: HashMap<String, (usize, usize)> = HashMap::new();
    for (n, person) in people.iter().enumerate() {
        for key in keys(person).into_iter().filter(|k| !k.is_empty()) {
            match seen.get_mut(&key) {
                Some((first, last)) => {
                    pair(*first, n);
                    if last != first {
                        pair(*last, n);
                    }
                    *last = n;
                }
                None => drop(seen.insert(key, (n, n))),
            }
        }
    }
}

/// Returns the folded words of the name in alphabetical order: family and given name may have been swapped.
fn sorted_name(person: &Person) -> String {
    sorted(person, person.family.as_deref().unwrap_or_default())
}

/// Returns the same with the family name of birth, where that is another.
fn birth_name(person: &Person) -> Option<String> {
    person.birth_name.as_deref().map(|family| sorted(person, family))
}

fn sorted(person: &Person, family: &str) -> String {
    let given = person.given.as_deref().unwrap_or_default();
    let folded = fold(&format!("{family} {given}"));
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// Returns the text itself and each text with one letter taken out; short names are too often near.
fn shortened(name: &str) -> BTreeSet<String> {
    let letters: Vec<char> = name.chars().take(60).collect();
    if letters.len() < 8 {
        return BTreeSet::new();
    }
    let without = |n: usize| letters.iter().enumerate().filter(|(i, _)| *i != n).map(|(_, c)| *c).collect();
    (0..letters.len()).map(without).chain([letters.iter().collect()]).collect()
}

/// Tells whether names are one letter apart. Nobody slips into a digit: numbered names were numbered to differ.
fn near(left: &str, right: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    one_apart(left, right) && letters(left) != letters(right)
}

/// Tells whether one letter put in, taken out, replaced or swapped with its neighbour makes one text the other.
fn one_apart(left: &str, right: &str) -> bool {
    // Names may be long, and each is compared with many: what both begin and end with is put aside first.
    let start: usize =
        left.chars().zip(right.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let (left, right) = (left.get(start..).unwrap_or_default(), right.get(start..).unwrap_or_default());
    let same = left.chars().rev().zip(right.chars().rev()).take_while(|(x, y)| x == y).count();
    let middle = |text: &str| text.chars().count().saturating_sub(same);
    middle(left).max(middle(right)) <= 2 && strsim::osa_distance(left, right) == 1
}

/// Returns an address with the letters that look alike made equal.
fn look_alike(address: &str) -> String {
    let lower = address.to_ascii_lowercase().replace("rn", "m").replace("vv", "w");
    lower
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | 'i' | '|' => 'l',
            '5' => 's',
            '_' | '-' => '.',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn person(family: &str, given: &str, mail: &str, birth: &str) -> Person {
        let text = |t: &str| (!t.is_empty()).then(|| t.to_owned());
        Person {
            family: text(family),
            given: text(given),
            emails: text(mail).map(|m| ([1; 8], m)).into_iter().collect(),
            birth: birth.parse().ok(),
            ..Person::default()
        }
    }

    fn why(a: &Person, b: &Person) -> Option<Why> {
        find(&[a.clone(), b.clone()]).first().map(|p| p.why)
    }

    #[test]
    fn the_surest_reason_is_given() {
        let a = person("Exemple", "Camille", "c@example.org", "1990-05-04");
        assert_eq!(
            why(&a, &person("EXEMPLE", "camille", "c@example.org", "1990-05-04")),
            Some(Why::NameAndBirth)
        );
        assert_eq!(why(&a, &person("Exemple", "Camille", "C@example.org", "")), Some(Why::NameAndAddress));
        assert_eq!(why(&a, &person("Exemple", "Camille", "", "")), Some(Why::Name));
        assert_eq!(why(&a, &person("Camille", "Exemple", "", "")), Some(Why::Name));
        assert_eq!(why(&a, &person("Modèle", "Jean", "c@example.org", "")), Some(Why::Address));
        assert_eq!(why(&a, &person("Exemple", "Camile", "", "")), Some(Why::NearName));
        assert_eq!(why(&a, &person("Exempel", "Camille", "", "")), Some(Why::NearName));
        assert_eq!(why(&a, &person("Exemple", "Camillo", "", "")), Some(Why::NearName));
        assert_eq!(
            why(&person("X", "Y", "paul.l@example.org", ""), &person("Z", "W", "pau1_l@example.org", "")),
            Some(Why::NearAddress)
        );
    }

    #[test]
    fn decomposed_names_are_the_same() {
        let a = person("Été", "Éloïse", "", "");
        assert_eq!(why(&a, &person("E\u{301}te\u{301}", "ELOISE", "", "")), Some(Why::Name));
    }

    #[test]
    fn other_people_are_left_alone() {
        let a = person("Exemple", "Camille", "c@example.org", "1990-05-04");
        // Homonyms with dates of birth that differ.
        assert_eq!(why(&a, &person("Exemple", "Camille", "", "1985-01-01")), None);
        assert_eq!(why(&a, &person("Exemple", "Camile", "", "1985-01-01")), None);
        assert_eq!(why(&a, &person("Modèle", "Jean", "j@example.org", "1990-05-04")), None);
        assert_eq!(why(&person("Li", "An", "", ""), &person("Lu", "An", "", "")), None, "too short to tell");
        assert_eq!(why(&person("Exemple19", "Sans", "", ""), &person("Exemple29", "Sans", "", "")), None);
        assert_eq!(why(&person("", "", "", ""), &person("", "", "", "")), None);
    }

    #[test]
    fn many_of_one_name_stay_few_pairs() {
        let all: Vec<Person> = (0..500).map(|_| person("Exemple", "Camille", "c@example.org", "")).collect();
        assert!(find(&all).len() < 1_000);
    }

    #[test]
    fn one_letter_apart_is_what_it_says() {
        for (a, b) in [("abc", "ab"), ("abc", "abcd"), ("abc", "axc"), ("abc", "bac"), ("aab", "ab")] {
            assert!(one_apart(a, b) && one_apart(b, a), "{a} {b}");
        }
        for (a, b) in [("abc", "abc"), ("abc", "a"), ("abc", "axy"), ("abcd", "badc"), ("", "ab")] {
            assert!(!one_apart(a, b), "{a} {b}");
        }
    }

    proptest! {
        /// A letter dropped, doubled or swapped in a long enough name is found.
        #[test]
        fn a_slip_of_the_keyboard_is_found(name in "[a-z]{8,14}", at in 0_usize..8, how in 0..3) {
            let mut letters: Vec<char> = name.chars().collect();
            match how {
                0 => drop(letters.remove(at)),
                1 => letters.insert(at, letters[at]),
                _ => letters.swap(at.saturating_sub(1), at),
            }
            let other: String = letters.into_iter().collect();
            prop_assume!(other != name && other.len() >= 8);
            prop_assert_eq!(why(&person(&name, "", "", ""), &person(&other, "", "", "")), Some(Why::NearName));
        }
    }
}
