//! The content of `members`: all statements, those that count and those that are void, as the vault keeps them.

use minicbor::{Decoder, Encoder};

use crate::vault::holders::{
    Hash, Malformed, Statement,
    chain::{self, MOST, Refusal, Removal, State},
};

/// The content is never longer.
pub const BYTES_MOST: usize = 1024 * 1024;

/// The statements of a vault, each list by depth, then by hash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    counted: Vec<Statement>,
    void: Vec<Statement>,
}

impl Members {
    /// Splits a set as it was evaluated.
    #[must_use]
    pub fn of(set: &[Statement], state: &State) -> Self {
        let listed = |hashes: &[Hash]| -> Vec<Statement> {
            hashes.iter().filter_map(|hash| set.iter().find(|s| s.hash() == *hash)).cloned().collect()
        };
        Self { counted: listed(&state.counted), void: listed(&state.void) }
    }

    /// Returns all statements, those that count first.
    #[must_use]
    pub fn all(&self) -> Vec<Statement> {
        [self.counted.as_slice(), &self.void].concat()
    }

    /// Returns the statements that count, parents first.
    #[must_use]
    pub fn counted(&self) -> &[Statement] {
        &self.counted
    }

    /// Returns the statements that are void, parents first.
    #[must_use]
    pub fn void(&self) -> &[Statement] {
        &self.void
    }

    /// Evaluates them; they must come to what is written. See [`chain::evaluate_kept`].
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn evaluate(&self, removals: &[Removal]) -> Result<State, Refusal> {
        chain::evaluate_kept(&self.counted, &self.void, removals)
    }

    /// Adds a statement and evaluates all of them anew.
    ///
    /// # Errors
    /// [`Refusal`]; nothing was added then.
    pub fn with(&self, statement: Statement, removals: &[Removal]) -> Result<(Self, State), Refusal> {
        let mut all = self.all();
        all.push(statement);
        let state = chain::evaluate(&all, removals)?;
        Ok((Self::of(&all, &state), state))
    }

    /// Returns the bytes to be sealed.
    ///
    /// # Errors
    /// [`Malformed`] above the limits: then a vault has seen thousands of changes, and takes no further one.
    pub fn encode(&self) -> Result<Vec<u8>, Malformed> {
        if self.counted.len().saturating_add(self.void.len()) > MOST {
            return Err(Malformed("too many statements"));
        }
        let mut out = Vec::new();
        let mut e = Encoder::new(&mut out);
        let lists = [&self.counted, &self.void];
        // The writer is a vector, so there is no error to report.
        let _ = e.array(2);
        for list in lists {
            let _ = e.array(u64::try_from(list.len()).unwrap_or(u64::MAX));
            for statement in list {
                let _ = e.bytes(&statement.encode());
            }
        }
        if out.len() > BYTES_MOST {
            return Err(Malformed("too long"));
        }
        Ok(out)
    }

    /// Reads what was unsealed; whether it comes to what it says is asked of [`Members::evaluate`].
    ///
    /// # Errors
    /// [`Malformed`] for anything that would not be written again byte for byte, and for what is outside the limits.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        const NONE: Malformed = Malformed("not a list of statements");
        if bytes.len() > BYTES_MOST {
            return Err(Malformed("too long"));
        }
        let mut d = Decoder::new(bytes);
        if d.array().ok().flatten() != Some(2) {
            return Err(NONE);
        }
        let mut list = || -> Result<Vec<Statement>, Malformed> {
            let len = d.array().ok().flatten().and_then(|n| usize::try_from(n).ok()).filter(|n| *n <= MOST);
            (0..len.ok_or(NONE)?).map(|_| Statement::decode(d.bytes().map_err(|_| NONE)?)).collect()
        };
        let members = Self { counted: list()?, void: list()? };
        let ordered = |list: &[Statement]| {
            list.is_sorted_by(|a, b| (a.body().depth, a.hash()) < (b.body().depth, b.hash()))
        };
        if !ordered(&members.counted) || !ordered(&members.void) || members.encode()? != bytes {
            return Err(NONE);
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{
        Identity,
        holders::{Act, Admit, Body, Card, Class, Departure, Reason, Roles, Signer, Turn},
        key::SecretKey,
    };

    fn turn(n: u8) -> Turn {
        let key = SecretKey::take(&mut [n; 32]);
        Turn::of(&key, &key, &key)
    }

    /// A founding, an admission, and two things made apart: a removal, and what it kills.
    fn forked() -> (Members, Vec<Statement>) {
        let person = |name| {
            let identity = Identity::generate();
            (Signer::of(&identity), Card::make(&identity, name).unwrap())
        };
        let ((a, card_a), (b, card_b)) = (person("A"), person("B"));
        let founding = Statement::sign(Body::found(card_a.clone(), None, turn(0), 1), &a).unwrap();
        let next = |signer: &Signer, card: &Card, parent: &Statement, n, mut acts: Vec<Act>| {
            acts.push(Act::Turn(turn(n)));
            let body = Body {
                parents: vec![parent.hash()],
                depth: parent.body().depth.saturating_add(1),
                signer: card.device(),
                reason: Reason::Rotate,
                acts,
                ..founding.body().clone()
            };
            Statement::sign(body, signer).unwrap()
        };
        let (roles, class) = (Roles::ORGANIZER, Class::Device);
        let admit = Act::Admit(Admit { card: card_b.clone(), roles, class });
        let both = next(&a, &card_a, &founding, 1, vec![admit]);
        let retire = Act::Retire { device: card_b.device(), why: Departure::Lost, cut: vec![] };
        let removal = next(&a, &card_a, &both, 2, vec![retire]);
        let killed = next(&b, &card_b, &both, 3, vec![]);
        let all = vec![founding, both, removal, killed];
        let members = Members::of(&all, &chain::evaluate(&all, &[]).unwrap());
        (members, all)
    }

    #[test]
    fn reads_what_it_wrote_and_comes_to_the_same() {
        let (members, all) = forked();
        assert_eq!((members.counted().len(), members.void().len()), (3, 1));
        let bytes = members.encode().unwrap();
        let read = Members::decode(&bytes).unwrap();
        assert_eq!(read, members);
        assert_eq!(read.evaluate(&[]), chain::evaluate(&all, &[]));
        for end in 0..bytes.len() {
            assert!(Members::decode(&bytes[..end]).is_err(), "cut at {end}");
        }
        assert!(Members::decode(&[&bytes[..], &[0]].concat()).is_err());
    }

    /// Whatever bit is changed, what comes out is refused, here or where it is evaluated.
    #[test]
    fn no_bit_of_it_can_be_changed() {
        let bytes = forked().0.encode().unwrap();
        for bit in (0..bytes.len() * 8).step_by(3) {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let read = Members::decode(&changed);
            assert!(read.is_err() || read.unwrap().evaluate(&[]).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn other_orders_and_other_splits_are_refused() {
        let (members, all) = forked();
        let read = |counted: &[&Statement], void: &[&Statement]| {
            let list = |l: &[&Statement]| l.iter().map(|s| (*s).clone()).collect();
            let bytes = Members { counted: list(counted), void: list(void) }.encode().unwrap();
            Members::decode(&bytes).map(|m| m.evaluate(&[]))
        };
        let [founding, both, removal, killed] = [0, 1, 2, 3].map(|n| &all[n]);
        let mut last = [removal, killed];
        last.sort_by_key(|s| s.hash());
        assert_eq!(read(&[founding, both, removal], &[killed]), Ok(Ok(members.evaluate(&[]).unwrap())));
        assert!(read(&[both, founding, removal], &[killed]).is_err(), "out of order");
        assert!(read(&[founding, founding, both, removal], &[killed]).is_err(), "twice");
        assert!(read(&[founding, both, removal], &[killed, both]).is_err(), "in both, out of order");
        let twice = read(&[founding, both, removal], &[both, killed]);
        assert_eq!(twice, Ok(Err(Refusal::Split { statement: both.hash() })), "in both");
        assert!(matches!(read(&[founding, both], &last), Ok(Err(Refusal::Split { .. }))));
        assert!(matches!(read(&[founding, removal], &[killed]), Ok(Err(Refusal::Invalid { .. }))));
    }

    #[test]
    fn a_statement_is_added_or_nothing_is() {
        let (members, all) = forked();
        let (three, _) = all.split_at(3);
        let before = Members::of(three, &chain::evaluate(three, &[]).unwrap());
        let (after, state) = before.with(all[3].clone(), &[]).unwrap();
        assert_eq!((&after, state.void.len()), (&members, 1));
        assert!(before.with(forked().1[1].clone(), &[]).is_err());
    }
}
