//! One signed statement about the holders: what it says, its bytes, its hash.
//!
//! A statement names what it comes after (its parents), so that two that were made apart are seen to be apart. What a
//! chain of them comes to is another question than whether one is well-formed; here only the second is asked.

use minicbor::{Decoder, Encoder};

use crate::{
    base::Device,
    vault::{
        Compartment,
        holders::{
            Card, Class, Hash, Malformed, Roles, Signer, What, card, derive,
            sign::{self, SIGNATURE},
        },
        key::SecretKey,
    },
};

/// A statement has at most this many parents.
pub const PARENTS_MOST: usize = 8;
/// A statement has at most this many acts.
pub const ACTS_MOST: usize = 64;
/// A removal names at most this many replicas.
pub const CUT_MOST: usize = 64;
/// A statement tells at most this many erased records.
pub const ERASED_MOST: usize = 1_000;
/// A statement is never longer.
pub const BYTES_MOST: usize = 64 * 1024;

const LAYOUT: u64 = 1;

/// Makes an enumeration of numbers, 1 and up, in the order written.
macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident { $( $(#[$mdoc:meta])* $member:ident = $number:literal ),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$mdoc])* $member ),* }

        impl $name {
            /// Every member.
            pub const ALL: &'static [Self] = &[$(Self::$member),*];

            /// Returns the number in a statement.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self { $(Self::$member => $number),* }
            }

            /// Returns the member of a number.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$member),)* _ => None }
            }
        }
    };
}

numbered! {
    /// Why a statement was made. For people: no rule hangs on it, but that the first one, and only it, founds.
    Reason {
        /// The vault was made.
        Found = 1,
        /// A holder was admitted.
        Admit = 2,
        /// A holder was removed.
        Retire = 3,
        /// Roles were changed.
        Roles = 4,
        /// The keys were turned, and nothing else.
        Rotate = 5,
        /// Somebody was erased.
        Erase = 6,
        /// A new device from the recovery key.
        Recover = 7,
        /// New keys after statements that were made apart.
        Settle = 8,
    }
}

numbered! {
    /// Why a holder was removed.
    Departure {
        /// The person left the section or the role.
        Left = 1,
        /// The device was lost or stolen.
        Lost = 2,
        /// The device has another key now.
        Replaced = 3,
        /// A recovery key that was used.
        Spent = 4,
    }
}

/// A holder admitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admit {
    /// The card; of a bare recipient only the name and the recipient, the rest zeros.
    pub card: Card,
    /// The roles.
    pub roles: Roles,
    /// The kind of key.
    pub class: Class,
}

impl Admit {
    /// Returns the device that is admitted.
    #[must_use]
    pub fn device(&self) -> Device {
        self.card.device()
    }

    /// Admits a recipient without a card: it can only read the roster.
    #[must_use]
    pub fn bare(name: &str, recipient: &str) -> Self {
        let (name, recipient) = (name.to_owned(), recipient.to_owned());
        let card = Card { name, recipient, sign_pk: [0; 32], signature: [0; SIGNATURE] };
        Self { card, roles: Roles::READER, class: Class::Bare }
    }

    fn check(&self) -> Result<(), Malformed> {
        match self.class {
            Class::Device => self.card.check(),
            Class::Recovery if self.roles == Roles::ORGANIZER => self.card.check(),
            Class::Bare
                if self.roles == Roles::READER
                    && self.card.sign_pk == [0; 32]
                    && self.card.signature == [0; SIGNATURE] =>
            {
                card::named(&self.card.name)?;
                card::age_recipient(&self.card.recipient)
            }
            Class::Recovery | Class::Bare => Err(Malformed("these roles do not fit this kind of key")),
        }
    }
}

/// Up to where the objects of a removed device are taken: of one of its replicas, its last object that was merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    /// The replica.
    pub replica: [u8; 8],
    /// The number of the object.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

/// A turn of the keys: the new data keys of all three compartments, as commitments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Turn {
    /// Names the turn: the folder, and in each sealed value.
    pub tag: [u8; 4],
    /// The commitments to the keys of roster, dues and organizing.
    pub commitments: [Hash; 3],
}

impl Turn {
    /// Returns the turn to new data keys.
    #[must_use]
    pub fn of(roster: &SecretKey, dues: &SecretKey, organizing: &SecretKey) -> Self {
        Self::of_commitments([
            commitment(Compartment::Roster, roster),
            commitment(Compartment::Dues, dues),
            commitment(Compartment::Organizing, organizing),
        ])
    }

    /// Returns the turn that these commitments make.
    #[must_use]
    pub fn of_commitments(commitments: [Hash; 3]) -> Self {
        let hash = blake3::hash(commitments.as_flattened());
        Self { tag: hash.as_bytes().first_chunk().copied().unwrap_or([0; 4]), commitments }
    }

    /// Tells whether a data key is the one that was committed to.
    #[must_use]
    pub fn fits(&self, compartment: Compartment, key: &SecretKey) -> bool {
        let [roster, dues, organizing] = &self.commitments;
        let kept = match compartment {
            Compartment::Roster => roster,
            Compartment::Dues => dues,
            Compartment::Organizing => organizing,
        };
        commitment(compartment, key) == *kept
    }
}

/// Commits to a data key: whoever has the key can check it, nobody finds the key or another one that fits.
#[must_use]
pub fn commitment(compartment: Compartment, key: &SecretKey) -> Hash {
    let mut input = zeroize::Zeroizing::new([0_u8; 33]);
    let [first, rest @ ..] = &mut *input;
    *first = compartment.number();
    rest.copy_from_slice(key.bytes());
    derive("contrepoids vault format 2 commitment", &*input)
}

/// One thing that a statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A holder is admitted.
    Admit(Admit),
    /// A holder is removed.
    Retire {
        /// Which.
        device: Device,
        /// Why.
        why: Departure,
        /// Up to where its objects are taken; empty without sync.
        cut: Vec<Cut>,
    },
    /// A holder has other roles from now on.
    Roles {
        /// Which.
        device: Device,
        /// The roles.
        roles: Roles,
    },
    /// The keys are turned.
    Turn(Turn),
    /// Records that are erased everywhere.
    Erased(Vec<[u8; 16]>),
}

impl Act {
    /// Returns the device that the act is about.
    #[must_use]
    pub fn about(&self) -> Option<Device> {
        match self {
            Self::Admit(admit) => Some(admit.device()),
            Self::Retire { device, .. } | Self::Roles { device, .. } => Some(*device),
            Self::Turn(_) | Self::Erased(_) => None,
        }
    }

    fn check(&self) -> Result<(), Malformed> {
        let ordered =
            |fine: bool| if fine { Ok(()) } else { Err(Malformed("a list out of its order or limits")) };
        match self {
            Self::Admit(admit) => admit.check(),
            Self::Retire { cut, .. } => {
                ordered(cut.len() <= CUT_MOST && cut.is_sorted_by(|a, b| a.replica < b.replica))
            }
            Self::Roles { .. } => Ok(()),
            Self::Turn(turn) if Turn::of_commitments(turn.commitments) == *turn => Ok(()),
            Self::Turn(_) => Err(Malformed("the tag of a turn does not fit its keys")),
            Self::Erased(ids) => {
                ordered((1..=ERASED_MOST).contains(&ids.len()) && ids.is_sorted_by(|a, b| a < b))
            }
        }
    }

    fn encode<'e, 'v>(
        &self,
        e: &'e mut Encoder<&'v mut Vec<u8>>,
    ) -> Result<&'e mut Encoder<&'v mut Vec<u8>>, minicbor::encode::Error<std::convert::Infallible>> {
        match self {
            Self::Admit(Admit { card, roles, class }) => e
                .array(7)?
                .u8(1)?
                .str(&card.name)?
                .str(&card.recipient)?
                .bytes(&card.sign_pk)?
                .u8(roles.bits())?
                .u8(class.number())?
                .bytes(&card.signature),
            Self::Retire { device, why, cut } => {
                e.array(4)?.u8(2)?.bytes(device)?.u8(why.number())?.array(count(cut.len()))?;
                for Cut { replica, seq, hash } in cut {
                    e.array(3)?.bytes(replica)?.u64(*seq)?.bytes(hash)?;
                }
                Ok(e)
            }
            Self::Roles { device, roles } => e.array(3)?.u8(3)?.bytes(device)?.u8(roles.bits()),
            Self::Turn(Turn { tag, commitments: [roster, dues, organizing] }) => {
                e.array(3)?.u8(4)?.bytes(tag)?.array(3)?.bytes(roster)?.bytes(dues)?.bytes(organizing)
            }
            Self::Erased(ids) => {
                e.array(2)?.u8(5)?.array(count(ids.len()))?;
                for id in ids {
                    e.bytes(id)?;
                }
                Ok(e)
            }
        }
    }

    fn decode(d: &mut Decoder<'_>) -> Option<Self> {
        let parts = d.array().ok()??;
        Some(match (d.u8().ok()?, parts) {
            (1, 7) => {
                let (name, recipient) = (d.str().ok()?.to_owned(), d.str().ok()?.to_owned());
                let sign_pk = fixed(d)?;
                let (roles, class) = (Roles::from_bits(d.u8().ok()?)?, Class::from_number(d.u8().ok()?)?);
                let card = Card { name, recipient, sign_pk, signature: fixed(d)? };
                Self::Admit(Admit { card, roles, class })
            }
            (2, 4) => Self::Retire {
                device: fixed(d)?,
                why: Departure::from_number(d.u8().ok()?)?,
                cut: list(d, CUT_MOST, |d| {
                    (d.array().ok()?? == 3).then_some(())?;
                    Some(Cut { replica: fixed(d)?, seq: d.u64().ok()?, hash: fixed(d)? })
                })?,
            },
            (3, 3) => Self::Roles { device: fixed(d)?, roles: Roles::from_bits(d.u8().ok()?)? },
            (4, 3) => {
                let tag = fixed(d)?;
                (d.array().ok()?? == 3).then_some(())?;
                Self::Turn(Turn { tag, commitments: [fixed(d)?, fixed(d)?, fixed(d)?] })
            }
            (5, 2) => Self::Erased(list(d, ERASED_MOST, fixed)?),
            _ => return None,
        })
    }
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The vault.
    pub vault: [u8; 16],
    /// What it comes after, in ascending order; nothing for the founding alone.
    pub parents: Vec<Hash>,
    /// One more than the deepest of its parents; 0 for the founding.
    pub depth: u64,
    /// When, by the clock of who signed, in milliseconds since 1970. No rule rests on it.
    pub time_ms: u64,
    /// Who signed.
    pub signer: Device,
    /// Why.
    pub reason: Reason,
    /// What; each device is the subject of one act at most, and exactly one act is a turn.
    pub acts: Vec<Act>,
}

impl Body {
    /// Makes the founding: the founder is the first organizer, perhaps with a recovery key. Its vault follows from it.
    #[must_use]
    pub fn found(founder: Card, recovery: Option<Card>, turn: Turn, time_ms: u64) -> Self {
        let signer = founder.device();
        let admit = |card, class| Act::Admit(Admit { card, roles: Roles::ORGANIZER, class });
        let mut acts = vec![admit(founder, Class::Device)];
        acts.extend(recovery.map(|card| admit(card, Class::Recovery)));
        acts.push(Act::Turn(turn));
        let reason = Reason::Found;
        let mut body = Self { vault: [0; 16], parents: vec![], depth: 0, time_ms, signer, reason, acts };
        body.vault = body.founded();
        body
    }

    /// Returns the vault that this body would found: the identifier certifies the founder.
    #[must_use]
    pub fn founded(&self) -> [u8; 16] {
        let body = Self { vault: [0; 16], ..self.clone() };
        derive("contrepoids vault format 2 vault", &body.encode())
    }

    /// Returns the turn, if there is exactly one.
    #[must_use]
    pub fn turn(&self) -> Option<&Turn> {
        let mut turns = self.acts.iter().filter_map(|act| match act {
            Act::Turn(turn) => Some(turn),
            _ => None,
        });
        let first = turns.next()?;
        turns.next().is_none().then_some(first)
    }

    /// Returns the bytes that are signed.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        // The writer is a vector, so there is no error to report.
        let _ = self.write(&mut Encoder::new(&mut out));
        out
    }

    fn write(
        &self,
        e: &mut Encoder<&mut Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        e.array(8)?.u64(LAYOUT)?.bytes(&self.vault)?.array(count(self.parents.len()))?;
        for parent in &self.parents {
            e.bytes(parent)?;
        }
        e.u64(self.depth)?.u64(self.time_ms)?.bytes(&self.signer)?.u8(self.reason.number())?;
        e.array(count(self.acts.len()))?;
        for act in &self.acts {
            act.encode(e)?;
        }
        Ok(())
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut d = Decoder::new(bytes);
        if (d.array().ok()??, d.u64().ok()?) != (8, LAYOUT) {
            return None;
        }
        let body = Self {
            vault: fixed(&mut d)?,
            parents: list(&mut d, PARENTS_MOST, fixed)?,
            depth: d.u64().ok()?,
            time_ms: d.u64().ok()?,
            signer: fixed(&mut d)?,
            reason: Reason::from_number(d.u8().ok()?)?,
            acts: list(&mut d, ACTS_MOST, Act::decode)?,
        };
        (body.encode() == bytes).then_some(body)
    }

    /// Checks what can be seen without the other statements.
    fn check(&self) -> Result<(), Malformed> {
        if self.parents.len() > PARENTS_MOST || !self.parents.is_sorted_by(|a, b| a < b) {
            return Err(Malformed("the parents are out of their order or limits"));
        }
        if self.acts.len() > ACTS_MOST {
            return Err(Malformed("too many acts"));
        }
        if (self.reason == Reason::Found) != self.parents.is_empty() {
            return Err(Malformed("the first statement founds, and no other"));
        }
        if self.turn().is_none() {
            return Err(Malformed("a statement turns the keys exactly once"));
        }
        let mut about: Vec<Device> = self.acts.iter().filter_map(Act::about).collect();
        about.sort_unstable();
        if !about.is_sorted_by(|a, b| a < b) {
            return Err(Malformed("two acts about one device"));
        }
        if self.acts.iter().filter(|a| matches!(a, Act::Erased(_))).count() > 1 {
            return Err(Malformed("two lists of erased records"));
        }
        self.acts.iter().try_for_each(Act::check)
    }
}

/// A statement with its signature. It is well-formed by construction; whether it counts is for the chain to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    body: Body,
    signature: [u8; SIGNATURE],
    /// The signed bytes.
    signed: Vec<u8>,
    hash: Hash,
}

impl Statement {
    /// Signs a body.
    ///
    /// # Errors
    /// [`Malformed`] for a body that no reader would take.
    pub fn sign(body: Body, signer: &Signer) -> Result<Self, Malformed> {
        let signature = signer.sign(What::Statement, &body.encode());
        Self::of(body, signature)
    }

    fn of(body: Body, signature: [u8; SIGNATURE]) -> Result<Self, Malformed> {
        body.check()?;
        let signed = body.encode();
        let mut statement = Self { body, signature, signed, hash: [0; 32] };
        let bytes = statement.encode();
        if bytes.len() > BYTES_MOST {
            return Err(Malformed("too long"));
        }
        statement.hash = *blake3::hash(&bytes).as_bytes();
        Ok(statement)
    }

    /// Reads a statement: form, limits, cards; the signature is checked by [`Statement::is_by`].
    ///
    /// # Errors
    /// [`Malformed`] for anything that would not be written again byte for byte, and for what is outside the limits.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > BYTES_MOST {
            return Err(Malformed("too long"));
        }
        let parts = || {
            let mut d = Decoder::new(bytes);
            (d.array().ok()?? == 2).then_some(())?;
            let (body, signature) = (d.bytes().ok()?, fixed(&mut d)?);
            Some((Body::decode(body)?, signature))
        };
        let (body, signature) = parts().ok_or(Malformed("not a statement"))?;
        let statement = Self::of(body, signature)?;
        if statement.encode() != bytes {
            return Err(Malformed("not a statement"));
        }
        Ok(statement)
    }

    /// Returns the bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.signed.len().saturating_add(80));
        // The writer is a vector, so there is no error to report.
        let _ = Encoder::new(&mut out).array(2).and_then(|e| e.bytes(&self.signed)?.bytes(&self.signature));
        out
    }

    /// Returns what it says.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Returns its name: the hash of all its bytes.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// Tells whether the holder of a public signing key signed it.
    #[must_use]
    pub fn is_by(&self, public: &[u8; 32]) -> bool {
        sign::verifies(public, What::Statement, &self.signed, &self.signature)
    }
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// Reads bytes of one length.
fn fixed<const N: usize>(d: &mut Decoder<'_>) -> Option<[u8; N]> {
    d.bytes().ok()?.try_into().ok()
}

/// Reads a list of a known length, no longer than `most`.
fn list<T>(
    d: &mut Decoder<'_>,
    most: usize,
    mut one: impl FnMut(&mut Decoder<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let len = usize::try_from(d.array().ok()??).ok().filter(|n| *n <= most)?;
    (0..len).map(|_| one(d)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::Identity;

    fn key(n: u8) -> SecretKey {
        SecretKey::take(&mut [n; 32])
    }

    fn turn(n: u8) -> Turn {
        Turn::of(&key(n), &key(n), &key(n))
    }

    struct Founder {
        identity: Identity,
        signer: Signer,
    }

    impl Founder {
        fn new() -> Self {
            let identity = Identity::generate();
            let signer = Signer::of(&identity);
            Self { identity, signer }
        }

        fn card(&self) -> Card {
            Card::make(&self.identity, "A").unwrap()
        }

        fn founding(&self) -> Statement {
            Statement::sign(Body::found(self.card(), None, turn(1), 1), &self.signer).unwrap()
        }
    }

    /// A statement with every act.
    fn whole() -> (Founder, Statement) {
        let a = Founder::new();
        let founding = a.founding();
        let acts = vec![
            Act::Admit(Admit { card: Founder::new().card(), roles: Roles::READER, class: Class::Device }),
            Act::Admit(Admit::bare("B", &Identity::generate().public())),
            Act::Retire {
                device: [1; 8],
                why: Departure::Lost,
                cut: vec![Cut { replica: [7; 8], seq: 300, hash: [8; 32] }],
            },
            Act::Roles { device: [2; 8], roles: Roles::from_bits(6).unwrap() },
            Act::Turn(turn(2)),
            Act::Erased(vec![[1; 16], [2; 16]]),
        ];
        let body = Body {
            vault: founding.body().vault,
            parents: vec![founding.hash()],
            depth: 1,
            time_ms: 1_790_000_000_000,
            signer: a.card().device(),
            reason: Reason::Retire,
            acts,
        };
        let statement = Statement::sign(body, &a.signer).unwrap();
        (a, statement)
    }

    #[test]
    fn reads_what_it_wrote() {
        let (a, statement) = whole();
        for statement in [statement, a.founding()] {
            let bytes = statement.encode();
            let read = Statement::decode(&bytes).unwrap();
            assert_eq!(read, statement);
            assert_eq!(read.hash(), *blake3::hash(&bytes).as_bytes());
            assert!(read.is_by(a.signer.public()));
            assert!(!read.is_by(Founder::new().signer.public()));
        }
    }

    /// A changed bit is not read, or it has another name and is by nobody.
    #[test]
    fn no_bit_of_it_can_be_changed() {
        let (a, statement) = whole();
        let bytes = statement.encode();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            if let Ok(read) = Statement::decode(&changed) {
                assert!(read.hash() != statement.hash() && !read.is_by(a.signer.public()), "bit {bit}");
            }
        }
        for end in 0..bytes.len() {
            assert!(Statement::decode(&bytes[..end]).is_err(), "cut at {end}");
        }
        assert!(Statement::decode(&[&bytes[..], &[0]].concat()).is_err());
    }

    #[test]
    fn the_vault_certifies_its_founder() {
        let (a, b) = (Founder::new(), Founder::new());
        let of = |card: Card, n| Body::found(card, None, turn(n), 1).vault;
        assert_eq!(of(a.card(), 1), of(a.card(), 1));
        assert_ne!(of(a.card(), 1), of(b.card(), 1));
        assert_ne!(of(a.card(), 1), of(a.card(), 2));
        let founding = a.founding();
        assert_eq!(founding.body().founded(), founding.body().vault);
    }

    #[test]
    fn a_turn_fits_its_own_keys_in_their_own_compartments() {
        let turn = Turn::of(&key(1), &key(2), &key(3));
        for (n, compartment) in
            [(1, Compartment::Roster), (2, Compartment::Dues), (3, Compartment::Organizing)]
        {
            for other in 1..=3 {
                assert_eq!(turn.fits(compartment, &key(other)), other == n);
            }
        }
        assert_ne!(turn.tag, Turn::of(&key(1), &key(3), &key(2)).tag);
        let same = key(1);
        assert_ne!(commitment(Compartment::Roster, &same), commitment(Compartment::Dues, &same));
    }

    #[test]
    fn what_no_reader_would_take_cannot_be_signed() {
        type Change = fn(&mut Body);
        let (a, statement) = whole();
        let changes: [(&str, Change); 14] = [
            ("parents twice", |b| b.parents.push(b.parents[0])),
            ("parents out of order", |b| b.parents = vec![[2; 32], [1; 32]]),
            ("too many parents", |b| b.parents = (0..9).map(|n| [n; 32]).collect()),
            ("no parents", |b| b.parents.clear()),
            ("a second founding", |b| b.reason = Reason::Found),
            ("no turn", |b| b.acts.retain(|a| !matches!(a, Act::Turn(_)))),
            ("two turns", |b| b.acts.push(Act::Turn(turn(3)))),
            ("another tag", |b| b.acts[4] = Act::Turn(Turn { tag: [0; 4], ..turn(2) })),
            ("two acts about one device", |b| {
                b.acts.push(Act::Roles { device: [1; 8], roles: Roles::READER });
            }),
            ("erased out of order", |b| b.acts[5] = Act::Erased(vec![[2; 16], [1; 16]])),
            ("nobody erased", |b| b.acts[5] = Act::Erased(vec![])),
            ("too many erased", |b| {
                b.acts[5] = Act::Erased((0..=1_000_u128).map(u128::to_be_bytes).collect());
            }),
            ("a bare key as organizer", |b| {
                let Act::Admit(admit) = &mut b.acts[1] else { unreachable!() };
                admit.roles = Roles::ORGANIZER;
            }),
            ("a card of two", |b| {
                let Act::Admit(admit) = &mut b.acts[0] else { unreachable!() };
                admit.card.recipient = Identity::generate().public();
            }),
        ];
        for (name, change) in changes {
            let mut body = statement.body().clone();
            change(&mut body);
            assert!(Statement::sign(body, &a.signer).is_err(), "{name}");
        }
        let mut many = statement.body().clone();
        many.acts.extend(
            (0..60_u8).map(|n| Act::Roles { device: [n, 9, 9, 9, 9, 9, 9, 9], roles: Roles::READER }),
        );
        assert!(Statement::sign(many, &a.signer).is_err());
    }

    /// The same content in a longer form is not the same statement, and none.
    #[test]
    fn a_second_encoding_is_refused() {
        let (_, statement) = whole();
        let bytes = statement.encode();
        assert_eq!(bytes[0], 0x82);
        let longer = [&[0x98, 2], &bytes[1..]].concat();
        assert!(Statement::decode(&longer).is_err());
        let endless = [&[0x9f], &bytes[1..], &[0xff]].concat();
        assert!(Statement::decode(&endless).is_err());
    }

    #[test]
    fn numbers_are_those_of_the_document() {
        for number in 0..=u8::MAX {
            let reason = Reason::from_number(number).map(Reason::number);
            assert_eq!(reason, (1..=8).contains(&number).then_some(number));
            let why = Departure::from_number(number).map(Departure::number);
            assert_eq!(why, (1..=4).contains(&number).then_some(number));
        }
        assert_eq!((Reason::ALL.len(), Departure::ALL.len()), (8, 4));
    }
}
