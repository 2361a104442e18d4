//! What a machine that stopped in the middle leaves behind, state by state. Real kills and power cuts:
//! `tests/peers/suite_crash.py`.

use std::fs;

use contrepoids::vault::{Access, Kind};

use super::support::Home;

/// A kill while sled writes its snapshot: found by `suite_crash.py`, 1 kill in some 300.
#[test]
fn an_unfinished_snapshot_does_not_close_the_vault() {
    for content in ["", "half a snapshot"] {
        let home = Home::with_people(3);
        let left = home.store("snap.FFFFFFFFFFFFFFFF.generating");
        fs::write(&left, content).unwrap();
        assert!(home.verify().is_empty());
        assert_eq!(home.open(Access::Read).records(Kind::Person).unwrap().len(), 3);
        assert!(!left.exists());
    }
}

/// A power cut after the vault was made: the file that sled reads first was never synced by sled. Which calls are made
/// is watched by `suite_crash.py`; here, what an empty one comes to.
#[test]
fn an_empty_conf_is_refused_and_nothing_is_written() {
    let home = Home::with_people(1);
    fs::write(home.store("conf"), "").unwrap();
    let before = home.bytes();
    assert!(home.try_open(Access::Write).is_err());
    assert_eq!(home.bytes(), before);
}
