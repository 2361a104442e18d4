//! What a set of statements comes to: who holds the vault, under which keys.
//!
//! # The rules
//! 1. A statement is written in one way, within limits ([`Statement::decode`]).
//! 2. One statement founds: it admits its own signer as organizer, perhaps a recovery key, turns the keys, and the vault is
//!    named by it.
//! 3. The parents of all others are there; the depth is one more than that of the deepest.
//! 4. In the state of its own past the signer was a present organizer with a device; or a recovery key, which may only admit
//!    one device, remove itself, remove lost devices, and turn the keys.
//! 5. A removal kills each statement of who was removed that it did not know: nobody backdates. What is killed is void, and so is
//!    what rests on an admission or on a role that is void.
//! 6. A statement counts when all that would kill it is void, and what its signer rests on counts. Where two removed each other apart,
//!    nothing in the statements decides: the removals that this device counted before are taken, in their order; without
//!    them people have to speak to one another ([`Refusal::Disagree`]).
//! 7. Every statement turns the keys.
//! 8. The order is by depth, then by hash. Of roles given apart the narrower holds. The keys in use are those of the last
//!    statement that knows of every change of holders.
//! 9. There is always an organizer with a device.
//! 10. A device, a recipient, a signing key that was used does not come back.
//!
//! Rules 1 to 4, 7, 9 and 10 make a statement *invalid*, and then the set is refused whole; rules 5 and 6 make it *void*: it
//! is kept, and does not count.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::Device,
    vault::{
        Compartment,
        holders::{
            Act, Admit, Class, Departure, Hash, Role, Roles, Statement, Turn,
            graph::{Bits, Graph},
            words::{self, Six},
        },
        standing::Founding,
    },
};

pub use crate::vault::holders::{
    graph::MOST,
    refusal::{Dispute, Refusal, Rule},
};

/// The first bytes of the hash of a removal, as the memory outside the vault keeps them.
pub type Removal = [u8; 8];

/// A present holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The device.
    pub device: Device,
    /// Its name, as in its card.
    pub name: String,
    /// Its age recipient.
    pub recipient: String,
    /// Its public signing key; zeros for a bare recipient.
    pub sign_pk: [u8; 32],
    /// Its roles.
    pub roles: Roles,
    /// The kind of key.
    pub class: Class,
    /// The statement that admitted it.
    pub admitted: Hash,
    /// Who signed that.
    pub by: Device,
    /// When, by the clock of who signed, in milliseconds since 1970.
    pub since_ms: u64,
}

impl Holder {
    /// Tells whether it can make statements by itself.
    #[must_use]
    pub fn organizes(&self) -> bool {
        self.class == Class::Device && self.roles.has(Role::Organizer)
    }
}

/// Somebody who held the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// What it was.
    pub holder: Holder,
    /// Who removed it.
    pub by: Device,
    /// When.
    pub time_ms: u64,
    /// Why.
    pub why: Departure,
}

/// What a set of statements comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The vault.
    pub vault: [u8; 16],
    /// The founding.
    pub founding: Hash,
    /// Who founded.
    pub founder: Device,
    /// The present holders, in the order of their admission.
    pub holders: Vec<Holder>,
    /// The holders of before, in the order of their admission.
    pub former: Vec<Former>,
    /// The counted statements that no counted one comes after, ascending: what slots and roots name, and the parents of the
    /// next statement.
    pub heads: Vec<Hash>,
    /// The turn in use and the statement that made it; nothing when every turn is burnt and a new one must be made.
    pub turn: Option<(Turn, Hash)>,
    /// Tags of turns that must not be used: a holder came, went or changed apart from them.
    pub burnt: Vec<[u8; 4]>,
    /// The statements that count, parents first.
    pub counted: Vec<Hash>,
    /// The statements that are void, parents first.
    pub void: Vec<Hash>,
    /// Records that were erased.
    pub erased: BTreeSet<[u8; 16]>,
    /// The removals that count, in order: what a device remembers of them.
    pub removals: Vec<Removal>,
    /// The greatest depth that counts.
    pub depth: u64,
}

impl State {
    /// Returns the numbers of the six words of the vault: of its founding, which its number certifies, and its heads.
    #[must_use]
    pub fn words(&self) -> Six {
        words::of_vault(&self.vault, &self.heads)
    }

    /// Says who founded the vault, and when.
    #[must_use]
    pub fn founding_by(&self) -> Founding {
        let gone = self.gone(&self.founder).map(|former| &former.holder);
        let founder = self.holder(&self.founder).or(gone);
        founder.map_or_else(Founding::default, |f| Founding { by: f.name.clone(), time_ms: f.since_ms })
    }

    /// Returns a present holder.
    #[must_use]
    pub fn holder(&self, device: &Device) -> Option<&Holder> {
        self.holders.iter().find(|h| h.device == *device)
    }

    /// Returns a holder of before.
    #[must_use]
    pub fn gone(&self, device: &Device) -> Option<&Former> {
        self.former.iter().find(|f| f.holder.device == *device)
    }

    /// Returns who may read a compartment, in the order of admission: to these its slot is sealed.
    pub fn readers(&self, compartment: Compartment) -> impl Iterator<Item = &Holder> {
        self.holders.iter().filter(move |h| h.roles.reads(compartment))
    }

    /// Tells whether a device may sign what is written in a compartment.
    ///
    /// A recovery key may not: it makes one statement, and the device that it admits writes.
    #[must_use]
    pub fn may_write(&self, device: &Device, compartment: Compartment) -> bool {
        self.holder(device).is_some_and(|h| h.class == Class::Device && h.roles.writes(compartment))
    }

    /// Tells whether removing these devices would leave nobody who can make statements.
    #[must_use]
    pub fn last_organizers(&self, leaving: &[Device]) -> bool {
        !self.holders.iter().any(|h| h.organizes() && !leaving.contains(&h.device))
    }

    /// Returns what a device remembers of the removals it counted: those of before that still count, then the others.
    #[must_use]
    pub fn remember(&self, before: &[Removal]) -> Vec<Removal> {
        let kept = before.iter().filter(|r| self.removals.contains(r));
        let new = self.removals.iter().filter(|r| !before.contains(r));
        kept.chain(new).copied().collect()
    }
}

/// Evaluates a set of statements, which may stand in any order.
///
/// `removals`: the removals that this device counted before, in the order in which it did. They decide only where nothing
/// else does.
///
/// # Errors
/// [`Refusal`].
pub fn evaluate(set: &[Statement], removals: &[Removal]) -> Result<State, Refusal> {
    evaluate_with(set, removals, &mut Statement::is_by)
}

/// Evaluates what some statements come after, and they themselves: the state that their signers saw. A head that is not in
/// the set is refused as a parent would be.
///
/// # Errors
/// [`Refusal`].
pub fn evaluate_at(set: &[Statement], heads: &[Hash], removals: &[Removal]) -> Result<State, Refusal> {
    let by_hash: BTreeMap<Hash, &Statement> = set.iter().map(|s| (s.hash(), s)).collect();
    let (mut wanted, mut todo) = (BTreeMap::new(), heads.to_vec());
    while let Some(hash) = todo.pop() {
        let statement =
            by_hash.get(&hash).ok_or(Refusal::Invalid { statement: hash, rule: Rule::Parents })?;
        if wanted.insert(hash, (*statement).clone()).is_none() {
            todo.extend_from_slice(&statement.body().parents);
        }
    }
    let wanted: Vec<Statement> = wanted.into_values().collect();
    evaluate(&wanted, removals)
}

/// Evaluates statements of which it is written which ones count; they must come to that.
///
/// With `removals` of this device the set is evaluated anew and must come to the same. A device that remembers nothing takes
/// the decision of who wrote where holders removed each other apart, if it is a whole one.
///
/// # Errors
/// [`Refusal`].
pub fn evaluate_kept(
    counted: &[Statement],
    void: &[Statement],
    removals: &[Removal],
) -> Result<State, Refusal> {
    let graph = Graph::of(counted.iter().chain(void))?;
    let said: BTreeSet<Hash> = counted.iter().map(Statement::hash).collect();
    if let Some(both) = void.iter().find(|s| said.contains(&s.hash())) {
        return Err(Refusal::Split { statement: both.hash() });
    }
    let chain = Chain::of(graph, &mut Statement::is_by)?;
    let standing = match chain.evaluate(removals) {
        Ok(standing) => standing,
        Err(Refusal::Disagree(_)) if removals.is_empty() => {
            let standing: Vec<Standing> =
                chain.graph.nodes.iter().map(|s| Standing::of(said.contains(&s.hash()))).collect();
            chain.is_stable(&standing)?;
            chain.is_led(&standing)?;
            standing
        }
        Err(refusal) => return Err(refusal),
    };
    let wrong = chain
        .graph
        .nodes
        .iter()
        .zip(&standing)
        .find(|(s, standing)| **standing != Standing::of(said.contains(&s.hash())));
    match wrong {
        Some((statement, _)) => Err(Refusal::Split { statement: statement.hash() }),
        None => chain.state(&standing),
    }
}

/// Returns what devices are called in a set, whatever counts: for words about a refusal.
#[must_use]
pub fn names(set: &[Statement]) -> BTreeMap<Device, String> {
    let acts = set.iter().flat_map(|s| &s.body().acts);
    acts.filter_map(|act| match act {
        Act::Admit(admit) => Some((admit.device(), admit.card.name.clone())),
        _ => None,
    })
    .collect()
}

/// [`evaluate`] with another way to check signatures, so that tests of thousands of sets check each one once.
fn evaluate_with(
    set: &[Statement],
    removals: &[Removal],
    is_by: &mut dyn FnMut(&Statement, &[u8; 32]) -> bool,
) -> Result<State, Refusal> {
    let chain = Chain::of(Graph::of(set)?, is_by)?;
    let standing = chain.evaluate(removals)?;
    chain.state(&standing)
}

/// Whether a statement counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Open,
    Counted,
    Void,
}

impl Standing {
    const fn of(counted: bool) -> Self {
        if counted { Self::Counted } else { Self::Void }
    }
}

/// A set in which every statement is valid.
struct Chain<'s> {
    graph: Graph<'s>,
    /// No removal was made apart from what its subject did: then everything counts.
    calm: bool,
}

impl<'s> Chain<'s> {
    /// Checks each statement in the state of its own past.
    fn of(graph: Graph<'s>, is_by: &mut dyn FnMut(&Statement, &[u8; 32]) -> bool) -> Result<Self, Refusal> {
        let calm = graph.devices.values().all(|about| {
            about.retires.iter().all(|r| about.signed.iter().all(|s| r == s || graph.before(*s, *r)))
        });
        let chain = Self { graph, calm };
        let mut seen: Vec<Vec<Standing>> = vec![];
        for (at, statement) in chain.graph.nodes.iter().enumerate() {
            let past = chain.own_past(at, &seen);
            chain
                .check(at, statement, &past, is_by)
                .map_err(|rule| Refusal::Invalid { statement: statement.hash(), rule })?;
            seen.push(past);
        }
        Ok(chain)
    }

    /// Returns how the statements before one stand in the state of its own past.
    fn own_past(&self, at: usize, seen: &[Vec<Standing>]) -> Vec<Standing> {
        let Some(past) = self.graph.past.get(at) else { return vec![] };
        if self.calm {
            return (0..at).map(|n| if past.has(n) { Standing::Counted } else { Standing::Open }).collect();
        }
        // After one parent nothing new was made apart: only the parent itself is to be decided.
        if let Some([parent]) = self.graph.parents.get(at).map(Vec::as_slice)
            && let Some(before) = seen.get(*parent)
        {
            let mut standing = before.clone();
            standing.resize(at, Standing::Open);
            let decided = self.decide(*parent, &standing, past);
            if let Some(place) = standing.get_mut(*parent) {
                *place = decided;
            }
            return standing;
        }
        let mut standing = vec![Standing::Open; at];
        self.settle(&mut standing, past);
        standing
    }

    /// Rules 2, 4, 9 and 10.
    fn check(
        &self,
        at: usize,
        statement: &Statement,
        past: &[Standing],
        is_by: &mut dyn FnMut(&Statement, &[u8; 32]) -> bool,
    ) -> Result<(), Rule> {
        let body = statement.body();
        if at == 0 {
            let founder = founder(statement).ok_or(Rule::Founding)?;
            return if is_by(statement, &founder.card.sign_pk) { Ok(()) } else { Err(Rule::Signature) };
        }
        let within = self.graph.past.get(at).ok_or(Rule::Parents)?;
        let admit = self.admission(&body.signer, |n| within.has(n)).ok_or(Rule::Authority)?;
        if admit.class == Class::Bare {
            return Err(Rule::Authority);
        }
        if !is_by(statement, &admit.card.sign_pk) {
            return Err(Rule::Signature);
        }
        if self.decide(at, past, within) == Standing::Void {
            return Err(Rule::Authority);
        }
        if admit.class == Class::Recovery && !recovers(statement) {
            return Err(Rule::Recovery);
        }
        let stands = |n: usize| past.get(n).is_some_and(|s| *s != Standing::Void) && within.has(n);
        for act in &body.acts {
            match act {
                Act::Admit(admit) => self.unused(at, admit, stands)?,
                Act::Retire { device, .. } => {
                    self.admission(device, stands).ok_or(Rule::Unknown)?;
                }
                Act::Roles { device, .. } => {
                    let admitted = self.admission(device, stands).ok_or(Rule::Unknown)?;
                    let gone = self.graph.devices.get(device).is_some_and(|about| {
                        about.retires.iter().any(|n| past.get(*n) == Some(&Standing::Counted))
                    });
                    if gone || admitted.class != Class::Device {
                        return Err(Rule::Unknown);
                    }
                }
                Act::Turn(_) | Act::Erased(_) => {}
            }
        }
        let narrows = |act: &Act| matches!(act, Act::Retire { .. } | Act::Roles { .. });
        let after = |n: usize| n == at || stands(n);
        let counts = |n: usize| n == at || past.get(n) == Some(&Standing::Counted);
        if !body.acts.iter().any(narrows)
            || self.graph.devices.keys().any(|d| self.organizes(d, after, counts))
        {
            Ok(())
        } else {
            Err(Rule::LastOrganizer)
        }
    }

    /// Rule 10, for an admission at a place: nothing of it was used in what stands, nor twice in the statement itself.
    fn unused(&self, at: usize, admit: &Admit, stands: impl Fn(usize) -> bool) -> Result<(), Rule> {
        let same = |other: &Admit| {
            other.card.recipient == admit.card.recipient
                || (other.class != Class::Bare && other.card.sign_pk == admit.card.sign_pk)
        };
        let whole = |other: &Admit| {
            other.card.recipient == admit.card.recipient && other.card.sign_pk == admit.card.sign_pk
        };
        for (device, about) in &self.graph.devices {
            for (n, other) in &about.admits {
                let here = *n == at && *device != admit.device();
                // One name for two keys, made apart: nobody comes by that by chance.
                let doubled = *device == admit.device() && *n < at && !whole(other);
                if doubled || ((here || stands(*n)) && (same(other) || *device == admit.device())) {
                    return Err(Rule::UsedBefore);
                }
            }
        }
        Ok(())
    }

    /// Returns the first admission of a device among some statements.
    fn admission(&self, device: &Device, among: impl Fn(usize) -> bool) -> Option<&'s Admit> {
        let about = self.graph.devices.get(device)?;
        about.admits.iter().find(|(n, _)| among(*n)).map(|(_, admit)| *admit)
    }

    /// Returns the roles of a device: of what sets them, the last, and of several made apart the narrower.
    fn roles(&self, device: &Device, among: impl Fn(usize) -> bool) -> Option<Roles> {
        let about = self.graph.devices.get(device)?;
        let admits = about.admits.iter().map(|(n, _)| n);
        let setters: Vec<usize> = admits.chain(&about.roles).copied().filter(|n| among(*n)).collect();
        let last = setters.iter().filter(|n| !setters.iter().any(|later| self.graph.before(**n, *later)));
        last.filter_map(|n| {
            self.graph.at(*n)?.body().acts.iter().find_map(|act| match act {
                Act::Admit(admit) if admit.device() == *device => Some(admit.roles),
                Act::Roles { device: which, roles } if which == device => Some(*roles),
                _ => None,
            })
        })
        .reduce(Roles::narrower)
    }

    /// Tells whether a device can make statements: admitted and given its role by what stands, not removed by what counts.
    fn organizes(
        &self,
        device: &Device,
        stands: impl Fn(usize) -> bool + Copy,
        counts: impl Fn(usize) -> bool,
    ) -> bool {
        let Some(about) = self.graph.devices.get(device) else { return false };
        let is_device = self.admission(device, stands).is_some_and(|a| a.class == Class::Device);
        is_device
            && !about.retires.iter().any(|n| counts(*n))
            && self.roles(device, stands).is_some_and(|r| r.has(Role::Organizer))
    }

    /// Rules 5 and 6 for one statement, as far as the others of a set are decided.
    fn decide(&self, at: usize, standing: &[Standing], within: &Bits) -> Standing {
        let Some(statement) = self.graph.at(at).filter(|_| at > 0) else { return Standing::Counted };
        let of = |n: usize| standing.get(n).copied().unwrap_or(Standing::Open);
        let signer = &statement.body().signer;
        let Some(about) = self.graph.devices.get(signer) else { return Standing::Void };
        let mut open = false;
        let kills = |r: &&usize| **r != at && within.has(**r) && !self.graph.before(at, **r);
        for removal in about.retires.iter().filter(kills) {
            match of(*removal) {
                Standing::Counted => return Standing::Void,
                Standing::Open => open = true,
                Standing::Void => {}
            }
        }
        let before = |n: &usize| self.graph.before(*n, at);
        let mut admits = about.admits.iter().map(|(n, _)| *n).filter(before).map(of);
        if admits.all(|s| s == Standing::Void) {
            return Standing::Void;
        }
        let mut setters = about.admits.iter().map(|(n, _)| n).chain(&about.roles).filter(|n| before(n));
        if setters.any(|n| of(*n) == Standing::Open) {
            return Standing::Open;
        }
        let roles = self.roles(signer, |n| before(&n) && of(n) == Standing::Counted);
        match (roles.is_some_and(|r| r.has(Role::Organizer)), open) {
            (false, _) => Standing::Void,
            (true, true) => Standing::Open,
            (true, false) => Standing::Counted,
        }
    }

    /// Decides what can be decided in a set, until nothing changes: the least fixpoint.
    fn settle(&self, standing: &mut [Standing], within: &Bits) {
        loop {
            let mut changed = false;
            for at in 0..standing.len() {
                if !within.has(at) || standing.get(at) != Some(&Standing::Open) {
                    continue;
                }
                let decided = self.decide(at, standing, within);
                if let Some(place) = standing.get_mut(at)
                    && decided != Standing::Open
                {
                    (*place, changed) = (decided, true);
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn all(&self) -> Bits {
        let mut all = Bits::default();
        (0..self.graph.nodes.len()).for_each(|n| all.add(n));
        all
    }

    /// Rule 6 for the whole set.
    fn evaluate(&self, removals: &[Removal]) -> Result<Vec<Standing>, Refusal> {
        let (all, len) = (self.all(), self.graph.nodes.len());
        let mut standing = vec![Standing::Open; len];
        self.settle(&mut standing, &all);
        for removal in removals {
            let named = |s: &&Statement| s.hash().starts_with(removal) && !removed(s).is_empty();
            let Some(at) = self.graph.nodes.iter().position(named) else { continue };
            if let Some(place) = standing.get_mut(at)
                && *place == Standing::Open
            {
                *place = Standing::Counted;
                self.settle(&mut standing, &all);
            }
        }
        if standing.contains(&Standing::Open) || self.is_stable(&standing).is_err() {
            return Err(self.disagree(|n| standing.get(n) == Some(&Standing::Open)));
        }
        self.is_led(&standing)?;
        Ok(standing)
    }

    /// Rule 9 for the whole set: two who left apart may leave nobody.
    fn is_led(&self, standing: &[Standing]) -> Result<(), Refusal> {
        let counts = |n: usize| standing.get(n) == Some(&Standing::Counted);
        if self.graph.devices.keys().any(|d| self.organizes(d, counts, counts)) {
            Ok(())
        } else {
            Err(self.disagree(counts))
        }
    }

    /// Names the removals of a disagreement: the open ones, or all where none is, or what takes the right to organize.
    fn disagree(&self, among: impl Fn(usize) -> bool) -> Refusal {
        type Whom = fn(&Statement) -> Vec<Device>;
        let disputes = |among: &dyn Fn(usize) -> bool, whom: Whom| -> Vec<Dispute> {
            let nodes = self.graph.nodes.iter().enumerate().filter(|(n, _)| among(*n));
            nodes
                .map(|(_, s)| Dispute {
                    statement: s.hash(),
                    by: s.body().signer,
                    whom: whom(s),
                    time_ms: s.body().time_ms,
                })
                .filter(|d| !d.whom.is_empty())
                .collect()
        };
        let everywhere: &dyn Fn(usize) -> bool = &|_| true;
        // Who organizes is taken from somebody by other roles as well.
        let ways = [
            (&among as &dyn Fn(usize) -> bool, removed as Whom),
            (everywhere, removed),
            (everywhere, demoted),
        ];
        let found = ways.into_iter().map(|(among, whom)| disputes(among, whom));
        Refusal::Disagree(found.into_iter().find(|some| !some.is_empty()).unwrap_or_default())
    }

    /// Checks that a whole decision contradicts itself nowhere: what counts is killed by nothing that counts and rests on what
    /// counts; what is void is killed by what counts, or rests on what is void.
    fn is_stable(&self, standing: &[Standing]) -> Result<(), Refusal> {
        let all = self.all();
        for (at, statement) in self.graph.nodes.iter().enumerate() {
            if standing.get(at) != Some(&self.decide(at, standing, &all)) {
                return Err(Refusal::Split { statement: statement.hash() });
            }
        }
        Ok(())
    }

    /// Puts together what the counted statements come to.
    fn state(&self, standing: &[Standing]) -> Result<State, Refusal> {
        let counts = |n: usize| standing.get(n) == Some(&Standing::Counted);
        let founding = self.graph.at(0).ok_or(Refusal::Empty)?;
        let counted = || self.graph.nodes.iter().enumerate().filter(|(n, _)| counts(*n));
        let (holders, former) = self.people(counts);
        let mut behind = Bits::default();
        counted().filter_map(|(n, _)| self.graph.past.get(n)).for_each(|past| behind.add_all(past));
        let mut heads: Vec<Hash> =
            counted().filter(|(n, _)| !behind.has(*n)).map(|(_, s)| s.hash()).collect();
        heads.sort_unstable();
        let changes: Vec<usize> = counted().filter(|(_, s)| changes_holders(s)).map(|(n, _)| n).collect();
        let knows_all = |n: usize| changes.iter().all(|c| *c == n || self.graph.before(*c, n));
        let burns = |n: usize| {
            changes.iter().any(|c| *c != n && !self.graph.before(*c, n) && !self.graph.before(n, *c))
        };
        let turn = counted().rfind(|(n, _)| knows_all(*n));
        let erased = counted().flat_map(|(_, s)| &s.body().acts).filter_map(|act| match act {
            Act::Erased(ids) => Some(ids),
            _ => None,
        });
        Ok(State {
            vault: founding.body().vault,
            founding: founding.hash(),
            founder: founding.body().signer,
            holders,
            former,
            heads,
            turn: turn.and_then(|(_, s)| Some((*s.body().turn()?, s.hash()))),
            burnt: counted()
                .filter(|(n, _)| burns(*n))
                .filter_map(|(_, s)| Some(s.body().turn()?.tag))
                .collect(),
            counted: counted().map(|(_, s)| s.hash()).collect(),
            void: self
                .graph
                .nodes
                .iter()
                .enumerate()
                .filter(|(n, _)| !counts(*n))
                .map(|(_, s)| s.hash())
                .collect(),
            erased: erased.flatten().copied().collect(),
            removals: counted()
                .filter(|(_, s)| !removed(s).is_empty())
                .filter_map(|(_, s)| s.hash().first_chunk().copied())
                .collect(),
            depth: counted().map(|(_, s)| s.body().depth).max().unwrap_or(0),
        })
    }

    /// Returns the present holders and those of before, each in the order of admission.
    fn people(&self, counts: impl Fn(usize) -> bool + Copy) -> (Vec<Holder>, Vec<Former>) {
        let mut all: Vec<(usize, Holder, Option<Former>)> = vec![];
        for (device, about) in &self.graph.devices {
            let Some((at, admit)) = about.admits.iter().find(|(n, _)| counts(*n)) else { continue };
            let (Some(statement), Some(roles)) = (self.graph.at(*at), self.roles(device, counts)) else {
                continue;
            };
            let holder = Holder {
                device: *device,
                name: admit.card.name.clone(),
                recipient: admit.card.recipient.clone(),
                sign_pk: admit.card.sign_pk,
                roles,
                class: admit.class,
                admitted: statement.hash(),
                by: statement.body().signer,
                since_ms: statement.body().time_ms,
            };
            let removal = about.retires.iter().find(|n| counts(**n)).and_then(|n| self.graph.at(*n));
            let former = removal.and_then(|s| {
                let why = s.body().acts.iter().find_map(|act| match act {
                    Act::Retire { device: which, why, .. } if which == device => Some(*why),
                    _ => None,
                })?;
                let body = s.body();
                Some(Former { holder: holder.clone(), by: body.signer, time_ms: body.time_ms, why })
            });
            all.push((*at, holder, former));
        }
        all.sort_by_key(|(at, holder, _)| (*at, holder.device));
        let former: Vec<Former> = all.iter().filter_map(|(_, _, former)| former.clone()).collect();
        // A key that was removed under one name does not stay under another that was given to it apart.
        let removed = |h: &Holder| {
            former.iter().any(|f| {
                f.holder.recipient == h.recipient || (h.class != Class::Bare && f.holder.sign_pk == h.sign_pk)
            })
        };
        let present = all.into_iter().filter(|(_, h, former)| former.is_none() && !removed(h));
        (present.map(|(_, holder, _)| holder).collect(), former)
    }
}

/// Returns the founder, if the statement founds as rule 2 wants it.
fn founder(statement: &Statement) -> Option<&Admit> {
    let body = statement.body();
    let (Act::Admit(founder), rest) = body.acts.split_first()? else { return None };
    let recovery = match rest {
        [Act::Turn(_)] => None,
        [Act::Admit(recovery), Act::Turn(_)] => Some(recovery),
        _ => return None,
    };
    let apart = recovery.is_none_or(|r| {
        r.class == Class::Recovery
            && r.card.recipient != founder.card.recipient
            && r.card.sign_pk != founder.card.sign_pk
    });
    let fits = founder.class == Class::Device
        && founder.roles.has(Role::Organizer)
        && founder.device() == body.signer
        && body.founded() == body.vault;
    (apart && fits).then_some(founder)
}

/// Tells whether a statement is the one that a recovery key may make.
fn recovers(statement: &Statement) -> bool {
    let body = statement.body();
    let mut admitted = 0_usize;
    let mut spent = false;
    for act in &body.acts {
        match act {
            Act::Admit(admit) if admit.class == Class::Device => admitted = admitted.saturating_add(1),
            Act::Retire { device, .. } => spent |= *device == body.signer,
            Act::Turn(_) => {}
            Act::Admit(_) | Act::Roles { .. } | Act::Erased(_) => return false,
        }
    }
    admitted == 1 && spent
}

/// Returns the devices that a statement removes.
fn removed(statement: &Statement) -> Vec<Device> {
    let acts = statement.body().acts.iter();
    acts.filter_map(|act| match act {
        Act::Retire { device, .. } => Some(*device),
        _ => None,
    })
    .collect()
}

/// Returns the devices that organize no more by a statement that gives them other roles.
fn demoted(statement: &Statement) -> Vec<Device> {
    let acts = statement.body().acts.iter();
    acts.filter_map(|act| match act {
        Act::Roles { device, roles } if !roles.has(Role::Organizer) => Some(*device),
        _ => None,
    })
    .collect()
}

/// Tells whether a statement admits, removes or changes roles.
fn changes_holders(statement: &Statement) -> bool {
    statement.body().acts.iter().any(|act| act.about().is_some())
}

#[cfg(test)]
mod tests;
