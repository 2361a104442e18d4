//! Which person a row speaks of. The rule, in this order:
//!
//! 1. a column with identifiers: that person;
//! 2. same folded full name and a mail address in common;
//! 3. same folded full name and same date of birth;
//! 4. same folded full name, when nothing speaks against it: not both with an address, not both with a date of
//!    birth;
//!
//! Dates of birth that differ always speak against. More than one person left at a step is a refused row, unless
//! the row says nothing new of one of them; nobody left is a new person. A namesake with another address is a new
//! person too, with a warning.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::{
    base::{
        date,
        field::{BIRTH, BIRTH_NAME, EMAIL, FAMILY, GIVEN},
        id::Id,
        record::Record,
    },
    roster::person::{name_key, texts},
};

/// What a row says of who it is about.
pub struct Wanted<'a> {
    /// Key of the full name.
    pub name: &'a str,
    /// Mail addresses.
    pub addresses: &'a [String],
    /// Date of birth.
    pub birth: Option<NaiveDate>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nobody: a new person.
    Nobody,
    /// Nobody, but there is a namesake.
    Namesake,
    /// This one, by its place.
    One(usize),
    /// This one, by its place, and only because the name is the same.
    ByName(usize),
    /// More than one, by their places.
    Many(Vec<usize>),
}

struct Entry {
    addresses: Vec<String>,
    birth: Option<NaiveDate>,
}

/// The people known so far, by name and by address.
#[derive(Default)]
pub struct Index {
    entries: Vec<Entry>,
    ids: Vec<Id>,
    by_name: HashMap<String, Vec<usize>>,
    by_address: HashMap<String, usize>,
}

impl Index {
    /// Adds a person at the next place.
    pub fn push(&mut self, id: Id, record: &Record) {
        let at = self.entries.len();
        self.entries.push(Entry { addresses: Vec::new(), birth: None });
        self.ids.push(id);
        let given = record.text(GIVEN).unwrap_or_default();
        let family = name_key(record.text(FAMILY).unwrap_or_default(), given);
        // Who took another name is found under both.
        let birth = record.text(BIRTH_NAME).map(|name| name_key(name, given)).filter(|key| *key != family);
        for key in birth.into_iter().chain([family]) {
            self.by_name.entry(key).or_default().push(at);
        }
        self.learn(at, record);
    }

    /// Takes up what a person's record says after a change. The name stays as it was: it is how it was found.
    pub fn learn(&mut self, at: usize, record: &Record) {
        let Some(entry) = self.entries.get_mut(at) else { return };
        entry.birth = record.text(BIRTH).and_then(date::from_stored);
        entry.addresses = texts(record, EMAIL).into_iter().map(|(_, a)| a.to_ascii_lowercase()).collect();
        for address in &entry.addresses {
            self.by_address.entry(address.clone()).or_insert(at);
        }
    }

    /// Returns another person with the same address.
    #[must_use]
    pub fn shares_address(&self, at: usize) -> Option<usize> {
        let entry = self.entries.get(at)?;
        entry.addresses.iter().filter_map(|a| self.by_address.get(a)).copied().find(|n| *n != at)
    }

    /// Finds people by the start of an identifier.
    #[must_use]
    pub fn by_id(&self, prefix: &str) -> Vec<usize> {
        self.ids.iter().enumerate().filter(|(_, id)| id.starts_with(prefix)).map(|(n, _)| n).collect()
    }

    /// Finds the person that a row speaks of.
    #[must_use]
    pub fn find(&self, wanted: &Wanted<'_>) -> Found {
        let all = self.by_name.get(wanted.name).map(Vec::as_slice).unwrap_or_default();
        let against = |e: &Entry| matches!((e.birth, wanted.birth), (Some(a), Some(b)) if a != b);
        let left: Vec<(usize, &Entry)> = all
            .iter()
            .filter_map(|n| Some((*n, self.entries.get(*n)?)))
            .filter(|(_, e)| !against(e))
            .collect();
        let has = |e: &Entry| {
            e.addresses.iter().any(|a| wanted.addresses.iter().any(|w| w.eq_ignore_ascii_case(a)))
        };
        let born = |e: &Entry| e.birth.is_some() && e.birth == wanted.birth;
        let open = |e: &Entry| {
            // Both with an address and none in common: perhaps another person of that name.
            e.addresses.is_empty() || wanted.addresses.is_empty()
        };
        let tests = [&has as &dyn Fn(&Entry) -> bool, &born, &open];
        for (step, test) in tests.into_iter().enumerate() {
            let fits: Vec<usize> = left.iter().filter(|(_, e)| test(e)).map(|(n, _)| *n).collect();
            // A family with one address: the date of birth tells them apart, if it can.
            let surer: Vec<usize> =
                fits.iter().copied().filter(|n| self.entries.get(*n).is_some_and(born)).collect();
            match (fits.as_slice(), surer.as_slice()) {
                ([], _) => {}
                (_, [one]) => return Found::One(*one),
                ([one], _) if step == 2 => return Found::ByName(*one),
                ([one], _) => return Found::One(*one),
                _ => return Found::Many(fits),
            }
        }
        if all.is_empty() { Found::Nobody } else { Found::Namesake }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::{
        attr::Attr,
        patch::{Draft, Op, Patch, Rules},
    };

    fn record(family: &str, given: &str, mail: &str, birth: &str) -> Record {
        let (mut record, mut patch) = (Record::default(), Patch::default());
        let rules = Rules { today: "2026-11-21".parse().unwrap(), forbidden: &[] };
        for (attr, text) in
            [(Attr::Family, family), (Attr::Given, given), (Attr::Email, mail), (Attr::Birth, birth)]
        {
            if !text.is_empty() {
                patch.put(&attr.into(), Op::Set, text, &rules).unwrap();
            }
        }
        patch.apply(&mut record, &mut Draft::default()).unwrap();
        record
    }

    fn index(list: &[(&str, &str)]) -> Index {
        let mut index = Index::default();
        for (n, (mail, birth)) in list.iter().enumerate() {
            index.push(Id([u8::try_from(n).unwrap(); 16]), &record("Exemple", "Camille", mail, birth));
        }
        index
    }

    fn find(index: &Index, mail: &str, birth: &str) -> Found {
        let addresses: Vec<String> = mail.split(' ').filter(|m| !m.is_empty()).map(str::to_owned).collect();
        index.find(&Wanted {
            name: &name_key("EXEMPLE", "camille"),
            addresses: &addresses,
            birth: birth.parse().ok(),
        })
    }

    #[test]
    fn the_rule_step_by_step() {
        let one = index(&[("c@example.org", "")]);
        assert_eq!(find(&one, "C@example.org", ""), Found::One(0));
        assert_eq!(find(&one, "C@example.org x@example.org", "1990-05-04"), Found::One(0));
        assert_eq!(find(&one, "", ""), Found::ByName(0));
        assert_eq!(find(&one, "", "1990-05-04"), Found::ByName(0));
        assert_eq!(find(&one, "d@example.org", ""), Found::Namesake);
        let born = index(&[("c@example.org", "1990-05-04")]);
        assert_eq!(find(&born, "d@example.org", "1990-05-04"), Found::One(0));
        assert_eq!(find(&born, "c@example.org", "1985-01-01"), Found::Namesake);
        assert_eq!(find(&born, "", "1985-01-01"), Found::Namesake);
        let bare = index(&[("", "")]);
        assert_eq!(find(&bare, "d@example.org", ""), Found::ByName(0));
        assert_eq!(
            Index::default().find(&Wanted { name: "x|y", addresses: &[], birth: None }),
            Found::Nobody
        );
    }

    #[test]
    fn more_than_one_is_never_chosen() {
        let two = index(&[("c@example.org", "1990-05-04"), ("d@example.org", "1985-01-01")]);
        assert_eq!(find(&two, "", ""), Found::Many(vec![0, 1]));
        assert_eq!(find(&two, "d@example.org", ""), Found::One(1));
        assert_eq!(find(&two, "c@example.org d@example.org", ""), Found::Many(vec![0, 1]));
        assert_eq!(find(&two, "", "1985-01-01"), Found::One(1));
        assert_eq!(find(&two, "e@example.org", ""), Found::Namesake);
        let same = index(&[("c@example.org", "1990-05-04"), ("c@example.org", "")]);
        assert_eq!(find(&same, "c@example.org", ""), Found::Many(vec![0, 1]));
        assert_eq!(find(&same, "c@example.org", "1990-05-04"), Found::One(0));
    }

    #[test]
    fn identifiers_and_shared_addresses_are_found() {
        let mut two = index(&[("c@example.org", ""), ("C@example.org", "")]);
        assert_eq!(two.by_id("0101"), [1]);
        assert_eq!(two.by_id("0"), [0, 1]);
        assert!(two.by_id("ff").is_empty());
        assert_eq!(two.shares_address(1), Some(0));
        assert_eq!(two.shares_address(0), None);
        two.learn(1, &record("Exemple", "Camille", "e@example.org", ""));
        assert_eq!(two.shares_address(1), None);
        assert_eq!(find(&two, "e@example.org", ""), Found::One(1));
    }
}
