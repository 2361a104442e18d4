//! How far this copy of the vault has told the others, and how far it has heard them: what the root of the roster keeps.

use minicbor::{Decoder, Encoder};

use crate::{base::Device, vault::holders::Hash};

/// A vault knows of at most this many copies.
pub const PEERS_MOST: usize = 64;
/// A copy names at most this many last statements.
const HEADS_MOST: usize = 8;

/// Whether something came that others wait to see acknowledged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owes {
    /// Nothing.
    #[default]
    Nothing = 0,
    /// Changes: once a day is enough.
    Daily = 1,
    /// A turn of keys, or all that a copy holds: at once.
    Now = 2,
}

impl Owes {
    fn of(number: u8) -> Option<Self> {
        [Self::Nothing, Self::Daily, Self::Now].into_iter().find(|owes| *owes as u8 == number)
    }
}

/// How far another copy of the vault has come, as this one has merged it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// The copy.
    pub replica: [u8; 8],
    /// The device that it lies on.
    pub device: Device,
    /// The number of its last object that was merged.
    pub seq: u64,
    /// The hash of that object.
    pub hash: Hash,
    /// When that was, by the clock of this device, in milliseconds since 1970.
    pub seen_ms: u64,
    /// The last object of this copy that it has merged.
    pub acked: u64,
    /// The last statements about the holders that it knows.
    pub heads: Vec<Hash>,
}

/// How far this copy has told the others, and how far it has heard them; in the root of the roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchange {
    /// The number of its last object.
    pub seq: u64,
    /// The hash of that object.
    pub hash: Hash,
    /// When it was made, in milliseconds since 1970.
    pub sent_ms: u64,
    /// The latest stamp that was told.
    pub clock: u64,
    /// The last entries of the logs of roster, dues and organizing that were told.
    pub logs: [u64; 3],
    /// The turn of keys of which an object tells that is known to the others.
    pub told: [u8; 4],
    /// What came that others wait to see acknowledged.
    pub owes: Owes,
    /// The first object of the last telling of all that this copy holds; 0 before there was one.
    pub whole: u64,
    /// How many records were erased when that was told.
    pub erased: u64,
    /// The other copies, ascending.
    pub peers: Vec<Peer>,
}

impl Exchange {
    /// Returns what is known of another copy.
    #[must_use]
    pub fn peer(&self, replica: &[u8; 8]) -> Option<&Peer> {
        self.peers.iter().find(|peer| peer.replica == *replica)
    }

    /// Returns what a copy begins with that goes on under another name.
    #[must_use]
    pub fn renamed(&self) -> Self {
        Self { peers: self.peers.clone(), told: self.told, ..Self::default() }
    }

    /// Takes note of how far another copy has come.
    pub fn heard(&mut self, peer: Peer) {
        match self.peers.iter_mut().find(|there| there.replica == peer.replica) {
            Some(there) => *there = peer,
            None => self.peers.push(peer),
        }
        self.peers.sort_by_key(|peer| peer.replica);
    }

    pub(crate) fn encode<'e, 'v>(
        &self,
        e: &'e mut Encoder<&'v mut Vec<u8>>,
    ) -> Result<&'e mut Encoder<&'v mut Vec<u8>>, minicbor::encode::Error<std::convert::Infallible>> {
        e.array(10)?.u64(self.seq)?.bytes(&self.hash)?.u64(self.sent_ms)?.u64(self.clock)?;
        e.array(3)?;
        for log in self.logs {
            e.u64(log)?;
        }
        e.bytes(&self.told)?
            .u8(self.owes as u8)?
            .u64(self.whole)?
            .u64(self.erased)?
            .array(self.peers.len() as u64)?;
        for peer in &self.peers {
            e.array(7)?.bytes(&peer.replica)?.bytes(&peer.device)?.u64(peer.seq)?.bytes(&peer.hash)?;
            e.u64(peer.seen_ms)?.u64(peer.acked)?.array(peer.heads.len() as u64)?;
            for head in &peer.heads {
                e.bytes(head)?;
            }
        }
        Ok(e)
    }

    pub(crate) fn decode(d: &mut Decoder<'_>) -> Option<Self> {
        (d.array().ok()?? == 10).then_some(())?;
        let (seq, hash, sent_ms, clock) = (d.u64().ok()?, fixed(d)?, d.u64().ok()?, d.u64().ok()?);
        (d.array().ok()?? == 3).then_some(())?;
        let logs = [d.u64().ok()?, d.u64().ok()?, d.u64().ok()?];
        let (told, owes) = (fixed(d)?, Owes::of(d.u8().ok()?)?);
        let (whole, erased) = (d.u64().ok()?, d.u64().ok()?);
        let peers = list(d, PEERS_MOST, |d| {
            (d.array().ok()?? == 7).then_some(())?;
            Some(Peer {
                replica: fixed(d)?,
                device: fixed(d)?,
                seq: d.u64().ok()?,
                hash: fixed(d)?,
                seen_ms: d.u64().ok()?,
                acked: d.u64().ok()?,
                heads: list(d, HEADS_MOST, fixed)?,
            })
        })?;
        Some(Self { seq, hash, sent_ms, clock, logs, told, owes, whole, erased, peers })
    }
}

fn fixed<const N: usize>(d: &mut Decoder<'_>) -> Option<[u8; N]> {
    d.bytes().ok()?.try_into().ok()
}

fn list<T>(
    d: &mut Decoder<'_>,
    most: usize,
    mut each: impl FnMut(&mut Decoder<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let len = usize::try_from(d.array().ok()??).ok().filter(|len| *len <= most)?;
    (0..len).map(|_| each(d)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_is_read_as_it_was_written_and_not_cut() {
        let peer = |n: u8| Peer {
            replica: [n; 8],
            device: [n; 8],
            seq: u64::from(n),
            hash: [n; 32],
            seen_ms: 5,
            acked: 2,
            heads: vec![[n; 32]],
        };
        let mut exchange = Exchange { seq: 7, logs: [1, 2, 3], owes: Owes::Now, ..Exchange::default() };
        exchange.heard(peer(9));
        exchange.heard(peer(2));
        exchange.heard(Peer { seq: 11, ..peer(9) });
        assert_eq!(exchange.peers.iter().map(|p| p.seq).collect::<Vec<_>>(), [2, 11]);
        let mut bytes = Vec::new();
        let _ = exchange.encode(&mut Encoder::new(&mut bytes));
        assert_eq!(Exchange::decode(&mut Decoder::new(&bytes)).as_ref(), Some(&exchange));
        for end in 0..bytes.len() {
            assert!(Exchange::decode(&mut Decoder::new(&bytes[..end])).is_none(), "cut at {end}");
        }
    }
}
