//! Keeps the key of a vault between commands, and forgets it when nobody has used it for a while.

use std::time::Duration;

use crate::vault::Identity;

/// The key of a vault, for as long as it is used. It has no `Debug`.
///
/// The clock is an argument: milliseconds of a clock that runs while the machine sleeps, too.
pub struct Keeper {
    key: Option<Identity>,
    used_ms: u64,
    idle_ms: u64,
}

impl Keeper {
    /// Makes one that forgets what was not used for so long.
    #[must_use]
    pub fn new(idle: Duration) -> Self {
        Self { key: None, used_ms: 0, idle_ms: u64::try_from(idle.as_millis()).unwrap_or(u64::MAX) }
    }

    /// Takes a key.
    pub fn take(&mut self, key: Identity, now_ms: u64) {
        self.used_ms = now_ms;
        self.key = Some(key);
    }

    /// Returns the key, unless nobody has used it for too long: then it is forgotten.
    pub fn key(&mut self, now_ms: u64) -> Option<&Identity> {
        self.tick(now_ms);
        if self.key.is_some() {
            self.used_ms = now_ms;
        }
        self.key.as_ref()
    }

    /// Returns the key for a use that began in time, however long ago; the time begins anew.
    pub fn used(&mut self, now_ms: u64) -> Option<&Identity> {
        self.used_ms = now_ms;
        self.key.as_ref()
    }

    /// Tells whether there is no key.
    #[must_use]
    pub fn locked(&self) -> bool {
        self.key.is_none()
    }

    /// Forgets the key, wiped; tells whether there was one.
    pub fn lock(&mut self) -> bool {
        self.key.take().is_some()
    }

    /// Forgets the key when nobody has used it for too long; tells whether it did.
    pub fn tick(&mut self, now_ms: u64) -> bool {
        now_ms.saturating_sub(self.used_ms) >= self.idle_ms && self.lock()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000;

    fn kept(minutes: u64, at: u64) -> Keeper {
        let mut keeper = Keeper::new(Duration::from_millis(minutes.saturating_mul(MINUTE)));
        keeper.take(Identity::generate(), at);
        keeper
    }

    #[test]
    fn what_nobody_used_for_its_time_is_forgotten() {
        let mut keeper = kept(15, 1_000);
        assert!(!keeper.tick(1_000 + 15 * MINUTE - 1) && !keeper.locked());
        assert!(keeper.tick(1_000 + 15 * MINUTE), "to the moment");
        assert!(keeper.locked() && keeper.key(1_000 + 15 * MINUTE).is_none());
        assert!(!keeper.tick(1_000 + 99 * MINUTE), "once is enough");
    }

    #[test]
    fn each_use_begins_the_time_anew() {
        let mut keeper = kept(15, 0);
        for minute in [10, 20, 34] {
            assert!(keeper.key(minute * MINUTE).is_some(), "{minute}");
        }
        assert!(!keeper.tick(48 * MINUTE) && keeper.tick(49 * MINUTE));
        // It is not used once it is too late, tick or no tick.
        assert!(kept(15, 0).key(15 * MINUTE).is_none());
    }

    #[test]
    fn it_is_locked_by_hand_and_taken_again() {
        let mut keeper = kept(15, 0);
        assert!(keeper.lock() && keeper.locked() && !keeper.lock());
        keeper.take(Identity::generate(), 40 * MINUTE);
        assert!(keeper.key(54 * MINUTE).is_some());
    }

    #[test]
    fn a_clock_that_goes_back_locks_nothing_and_no_time_at_all_locks_at_once() {
        assert!(kept(15, 90 * MINUTE).key(0).is_some());
        assert!(kept(0, 5).key(5).is_none());
    }
}
