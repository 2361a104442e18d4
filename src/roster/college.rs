//! The electoral college of a person: one answer for lists, filters, merges, notices and elections.
//!
//! How many colleges there are is a fact of the protocol or of the law; this module is told, and knows no law.

use crate::base::{text::fold, word::Category};

/// Which colleges a committee is elected by, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rooms {
    /// Nobody recorded what decides it.
    #[default]
    Unknown,
    /// One for everybody.
    One,
    /// Workers and employees; technicians, supervisors and cadres.
    Two,
    /// As two, with the cadres in a third.
    Three,
    /// Two or three: the number of cadres is not recorded.
    TwoOrThree,
}

impl Rooms {
    /// Returns the college of a category; nothing where it cannot be told.
    #[must_use]
    pub const fn college(self, category: Option<Category>) -> Option<&'static str> {
        match (self, category) {
            // Workers and employees are in the first college, whatever others there are.
            (Self::One, _) | (_, Some(Category::Employee)) => Some("1"),
            (Self::Two | Self::Three | Self::TwoOrThree, Some(Category::Technician))
            | (Self::Two, Some(Category::Cadre)) => Some("2"),
            (Self::Three, Some(Category::Cadre)) => Some("3"),
            _ => None,
        }
    }

    /// Returns the colleges of a protocol by their names; not known where they have others than numbers.
    #[must_use]
    pub fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut names: Vec<&str> = names.into_iter().map(str::trim).collect();
        names.sort_unstable();
        match names.as_slice() {
            [_] => Self::One,
            ["1", "2"] => Self::Two,
            ["1", "2", "3"] => Self::Three,
            _ => Self::Unknown,
        }
    }
}

/// The colleges of the company, and of establishments with a committee of their own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Colleges {
    /// Of everybody whose site has no committee of its own.
    pub whole: Rooms,
    /// By establishment, its name folded.
    pub places: Vec<(String, Rooms)>,
}

/// Nothing is known; for views that show no college.
pub static UNKNOWN: Colleges = Colleges { whole: Rooms::Unknown, places: Vec::new() };

impl Colleges {
    /// Returns the college of a person by their category and site; nothing where it cannot be told.
    #[must_use]
    pub fn of(&self, category: Option<Category>, site: &str) -> Option<&'static str> {
        let place = if self.places.is_empty() { String::new() } else { fold(site) };
        let here = self.places.iter().find(|(name, _)| *name == place);
        here.map_or(self.whole, |(_, rooms)| *rooms).college(category)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_category_has_its_college_and_what_is_not_known_has_none() {
        use Category::{Cadre, Employee, Technician};
        let all = [Some(Employee), Some(Technician), Some(Cadre), None];
        let table = [
            (Rooms::One, [Some("1"), Some("1"), Some("1"), Some("1")]),
            (Rooms::Two, [Some("1"), Some("2"), Some("2"), None]),
            (Rooms::Three, [Some("1"), Some("2"), Some("3"), None]),
            (Rooms::TwoOrThree, [Some("1"), Some("2"), None, None]),
            (Rooms::Unknown, [Some("1"), None, None, None]),
        ];
        for (rooms, expected) in table {
            assert_eq!(all.map(|c| rooms.college(c)), expected, "{rooms:?}");
        }
    }

    #[test]
    fn a_protocol_is_read_by_its_numbers() {
        assert_eq!(Rooms::named(["2", "1"]), Rooms::Two);
        assert_eq!(Rooms::named(["1", "2", "3"]), Rooms::Three);
        assert_eq!(Rooms::named(["unique"]), Rooms::One);
        assert_eq!(Rooms::named(["1", "2", "pilots"]), Rooms::Unknown);
        assert_eq!(Rooms::named([]), Rooms::Unknown);
    }

    #[test]
    fn an_establishment_has_its_own() {
        let colleges = Colleges { whole: Rooms::Two, places: vec![("lyon".to_owned(), Rooms::Three)] };
        assert_eq!(colleges.of(Some(Category::Cadre), "LYON"), Some("3"));
        assert_eq!(colleges.of(Some(Category::Cadre), "Nantes"), Some("2"));
    }
}
