//! Hybrid logical clock: which of two writes on two laptops came later.
//!
//! A stamp is the wall clock in milliseconds, a counter for writes within one millisecond or behind a clock
//! that stands still, and the device that wrote. The order is total, so that a merge never asks.

/// The device that wrote a field: the first 8 bytes of the hash of its public key.
pub type Device = [u8; 8];

/// When and where a field was written. Ordered by time, then counter, then device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Milliseconds since 1970 in the upper 48 bits, the counter in the lower 16.
    pub time: u64,
    /// The writing device.
    pub device: Device,
}

impl Stamp {
    /// Returns the wall-clock part in milliseconds since 1970.
    #[must_use]
    pub fn wall_ms(&self) -> u64 {
        self.time >> 16
    }
}

/// Hands out stamps that only ever grow.
#[derive(Debug, Clone)]
pub struct Hlc {
    last: u64,
    device: Device,
}

impl Hlc {
    /// Continues after `last`, the latest time seen in the vault (0 for a new one).
    #[must_use]
    pub fn new(last: u64, device: Device) -> Self {
        Self { last, device }
    }

    /// Returns a stamp later than each one before, whatever the wall clock says.
    ///
    /// A wall clock behind the last stamp (set back, or another device ran ahead) only moves the counter; a
    /// full counter moves on into the next millisecond.
    pub fn tick(&mut self, now_ms: u64) -> Stamp {
        let wall = now_ms.min(u64::MAX >> 16) << 16;
        self.last = wall.max(self.last.saturating_add(1));
        Stamp { time: self.last, device: self.device }
    }

    /// Takes note of a stamp of another device: what is written from here on is later.
    pub fn see(&mut self, time: u64) {
        self.last = self.last.max(time);
    }

    /// Returns the latest time handed out, to be kept for the next run.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_clock_set_back_does_not_go_back() {
        let mut clock = Hlc::new(0, [1; 8]);
        let first = clock.tick(5_000);
        let second = clock.tick(4_000);
        assert!(second > first);
        assert_eq!(second.wall_ms(), 5_000);
        assert_eq!(clock.tick(6_000).wall_ms(), 6_000);
    }

    #[test]
    fn the_far_end_of_time_neither_wraps_nor_panics() {
        let mut clock = Hlc::new(u64::MAX - 1, [1; 8]);
        assert_eq!(clock.tick(u64::MAX).time, u64::MAX);
        assert_eq!(clock.tick(0).time, u64::MAX);
    }

    proptest! {
        #[test]
        fn always_later(walls in proptest::collection::vec(0_u64..1 << 40, 2..50)) {
            let mut clock = Hlc::new(0, [7; 8]);
            let stamps: Vec<_> = walls.iter().map(|w| clock.tick(*w)).collect();
            prop_assert!(stamps.windows(2).all(|w| w[0] < w[1]));
        }
    }
}
