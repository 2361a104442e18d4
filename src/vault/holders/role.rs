//! Roles: what a holder may read and write, compartment by compartment.

use crate::vault::Compartment;

pub use crate::base::word::{HolderClass as Class, HolderRole as Role};

impl Role {
    const fn bit(self) -> u8 {
        match self {
            Self::Organizer => 1,
            Self::Treasurer => 2,
            Self::Reader => 4,
        }
    }

    /// Tells whether this role may read a compartment.
    #[must_use]
    pub const fn reads(self, compartment: Compartment) -> bool {
        match self {
            Self::Organizer => true,
            Self::Treasurer => !matches!(compartment, Compartment::Organizing),
            Self::Reader => matches!(compartment, Compartment::Roster),
        }
    }

    /// Tells whether this role may write a compartment.
    #[must_use]
    pub const fn writes(self, compartment: Compartment) -> bool {
        match self {
            Self::Organizer => true,
            Self::Treasurer => matches!(compartment, Compartment::Dues),
            Self::Reader => false,
        }
    }
}

impl Class {
    /// Returns the number in a statement.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Device => 0,
            Self::Recovery => 1,
            Self::Bare => 2,
        }
    }

    /// Returns the class of a number.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Device),
            1 => Some(Self::Recovery),
            2 => Some(Self::Bare),
            _ => None,
        }
    }
}

/// The roles of one holder: never none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Roles(u8);

impl Roles {
    /// An organizer, and nothing else.
    pub const ORGANIZER: Self = Self(Role::Organizer.bit());
    /// A reader, and nothing else.
    pub const READER: Self = Self(Role::Reader.bit());

    /// Returns the set of some roles, if it is not empty.
    #[must_use]
    pub fn of(roles: &[Role]) -> Option<Self> {
        Self::from_bits(roles.iter().fold(0, |bits, role| bits | role.bit()))
    }

    /// Returns the set of a number: the sum of 1 (organizer), 2 (treasurer), 4 (reader); no role and an unknown one are
    /// `None`.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Option<Self> {
        if bits >= 1 && bits <= 7 { Some(Self(bits)) } else { None }
    }

    /// Returns the number in a statement.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Tells whether a role is among them.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Returns the roles, the one with most rights first.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.has(*role))
    }

    /// Tells whether one of them may read a compartment.
    #[must_use]
    pub fn reads(self, compartment: Compartment) -> bool {
        self.iter().any(|role| role.reads(compartment))
    }

    /// Tells whether one of them may write a compartment.
    #[must_use]
    pub fn writes(self, compartment: Compartment) -> bool {
        self.iter().any(|role| role.writes(compartment))
    }

    /// Returns the most private compartment that they open: there lie the mail accounts of a device.
    #[must_use]
    pub fn most_private(self) -> Compartment {
        let order = [Compartment::Organizing, Compartment::Dues];
        order.into_iter().find(|c| self.reads(*c)).unwrap_or(Compartment::Roster)
    }

    /// Returns the narrower of two sets that were given apart: what both say, or the one with fewer rights where they
    /// share none. The rights of the roles contain one another, so the order of asking does not matter.
    #[must_use]
    pub fn narrower(self, other: Self) -> Self {
        match (self.0 & other.0, self.strongest().cmp(&other.strongest())) {
            // A smaller role has more rights.
            (_, std::cmp::Ordering::Less) => other,
            (_, std::cmp::Ordering::Greater) => self,
            (both, std::cmp::Ordering::Equal) => Self(both),
        }
    }

    fn strongest(self) -> Role {
        self.iter().next().unwrap_or(Role::Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_those_of_the_table() {
        use Compartment::{Dues, Organizing, Roster};
        let table = [
            (Role::Organizer, vec![Roster, Dues, Organizing], vec![Roster, Dues, Organizing]),
            (Role::Treasurer, vec![Roster, Dues], vec![Dues]),
            (Role::Reader, vec![Roster], vec![]),
        ];
        for (role, reads, writes) in table {
            let may = |what: fn(Role, Compartment) -> bool| {
                Compartment::ALL.into_iter().filter(|c| what(role, *c)).collect::<Vec<_>>()
            };
            assert_eq!((may(Role::reads), may(Role::writes)), (reads, writes), "{role:?}");
        }
        let two = Roles::of(&[Role::Treasurer, Role::Reader]).unwrap();
        assert!(two.writes(Dues) && !two.writes(Roster) && !two.reads(Organizing));
        let private = |roles: &[Role]| Roles::of(roles).unwrap().most_private();
        assert_eq!(private(&[Role::Reader]), Roster);
        assert_eq!(private(&[Role::Reader, Role::Treasurer]), Dues);
        assert_eq!(private(&[Role::Organizer]), Organizing);
    }

    #[test]
    fn no_role_and_unknown_roles_are_no_set() {
        assert_eq!(Roles::of(&[]), None);
        for bits in 0..=u8::MAX {
            assert_eq!(Roles::from_bits(bits).map(Roles::bits), (1..=7).contains(&bits).then_some(bits));
        }
        for number in 0..=u8::MAX {
            assert_eq!(Class::from_number(number).map(Class::number), (number < 3).then_some(number));
        }
    }

    /// Whatever order it is asked in, and never more rights than the less of the two.
    #[test]
    fn the_narrower_of_two_does_not_depend_on_the_order() {
        let all: Vec<Roles> = (1..=7).filter_map(Roles::from_bits).collect();
        for a in &all {
            assert_eq!(a.narrower(*a), *a);
            for b in &all {
                let both = a.narrower(*b);
                assert_eq!(both, b.narrower(*a));
                for c in Compartment::ALL {
                    assert!(!both.reads(c) || a.reads(c) && b.reads(c), "{a:?} {b:?}");
                    assert!(!both.writes(c) || a.writes(c) && b.writes(c), "{a:?} {b:?}");
                }
                for c in &all {
                    assert_eq!(both.narrower(*c), a.narrower(b.narrower(*c)));
                }
            }
        }
    }
}
