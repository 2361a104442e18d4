//! The law pack of a device: installed, looked at, removed; what is refused leaves what was there.

use std::time::{Duration, Instant};

use crate::features::law::actions::pack::*;

const SECRET: [u8; 32] = [7; 32];

fn keeper() -> Key {
    pack::public(&SECRET)
}

/// The own parts with a text of one of them replaced.
fn parts(part: &str, from: &str, to: &str) -> Vec<(String, Vec<u8>)> {
    let mut parts = own_parts();
    let (_, content) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
    let text = std::str::from_utf8(content).unwrap();
    let changed = text.replace(from, to);
    assert_ne!(changed, text, "{part}: {from}");
    *content = changed.into_bytes();
    parts
}

fn signed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let parts: Vec<_> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    Pack::make(&parts, "0.2.0", &SECRET).unwrap()
}

/// The law read up to another day.
fn read_up_to(day: &str) -> Vec<u8> {
    let own = own_day().to_string();
    let mut parts = own_parts();
    for (name, content) in &mut parts {
        if name.starts_with("tables/") {
            *content = std::str::from_utf8(content).unwrap().replace(&own, day).into_bytes();
        }
    }
    signed(&parts)
}

struct Device(tempfile::TempDir);

impl Device {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn config(&self) -> PathBuf {
        self.0.path().join("settings")
    }

    fn file(&self, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join("file");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn install(&self, bytes: &[u8]) -> Result<Examined, PackFault> {
        install(&self.config(), &self.file(bytes), Some(&keeper()))
    }

    fn held(&self) -> Held {
        show(&self.config(), None, Some(&keeper())).unwrap()
    }
}

#[test]
fn two_runs_of_the_maker_give_the_same_bytes() {
    let one = make(&own_parts(), &SECRET).unwrap();
    assert_eq!(one, make(&own_parts(), &SECRET).unwrap());
    let other = make(&own_parts(), &[8; 32]).unwrap();
    assert_ne!(one, other);
}

#[test]
fn installed_shown_replaced_removed() {
    let device = Device::new();
    let none = device.held();
    assert!(none.examined.is_none() && none.own == own_day());
    assert!(matches!(remove(&device.config()), Err(PackFault::None)));
    let same = device.install(&make(&own_parts(), &SECRET).unwrap()).unwrap();
    assert_eq!(same.differences, Differences::default());
    let changed = signed(&parts("tables/thresholds", "value = 11\n", "value = 12\n"));
    let differences = device.install(&changed).unwrap().differences;
    assert!(differences.changed.contains(&"threshold.cse".to_owned()), "{differences:?}");
    assert!(differences.added.is_empty() && differences.rules.is_empty());
    assert_eq!(std::fs::read(place(&device.config())).unwrap(), changed);
    let held = device.held().examined.unwrap();
    assert_eq!((held.pack.program.as_str(), &held.differences), ("0.2.0", &differences));
    assert_eq!(remove(&device.config()).unwrap(), own_day());
    assert!(device.held().examined.is_none());
}

#[test]
fn a_rule_that_differs_is_named() {
    let device = Device::new();
    let found =
        device.install(&signed(&parts("rules", "Premier tour au plus tard", "Premier tour"))).unwrap();
    assert_eq!(
        found.differences,
        Differences { rules: vec!["first-round".to_owned()], ..Differences::default() }
    );
}

#[test]
fn an_older_law_is_refused() {
    let device = Device::new();
    let before = own_day().pred_opt().unwrap().to_string();
    let older =
        |found: Result<Examined, PackFault>| matches!(found, Err(PackFault::Pack(PackError::Older { .. })));
    assert!(older(device.install(&read_up_to(&before))));
    let later = device.install(&read_up_to("2100-01-01")).unwrap();
    assert!(!later.differences.changed.is_empty());
    assert!(older(device.install(&read_up_to("2099-01-01"))), "older than the pack that is there");
    remove(&device.config()).unwrap();
    device.install(&read_up_to("2099-01-01")).unwrap();
}

#[test]
fn what_is_refused_leaves_what_was_there() {
    let device = Device::new();
    let good = make(&own_parts(), &SECRET).unwrap();
    device.install(&good).unwrap();
    let mut changed = good.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let foreign = make(&own_parts(), &[8; 32]).unwrap();
    let future = [b"contrepoids law pack 2\n", &good[23..]].concat();
    let sourceless = signed(&parts("tables/seats", "source = \"https://www.legifrance.gouv.fr/", "# \""));
    for (bytes, wanted) in [
        (changed, PackError::Changed),
        (foreign, PackError::Foreign),
        (future, PackError::Format { found: 2 }),
        (b"%PDF-1.7".to_vec(), PackError::NotAPack),
        (vec![], PackError::NotAPack),
    ] {
        let found = device.install(&bytes).unwrap_err();
        assert!(matches!(&found, PackFault::Pack(error) if *error == wanted), "{found:?}");
    }
    assert!(matches!(device.install(&sourceless), Err(PackFault::Pack(PackError::Tables(_)))));
    let folder = install(&device.config(), device.0.path(), Some(&keeper()));
    assert!(matches!(folder, Err(PackFault::Unreadable { .. })));
    let nobody = install(&device.config(), &device.file(&good), None);
    assert!(matches!(nobody, Err(PackFault::Pack(PackError::NoKeeper))));
    assert_eq!(std::fs::read(place(&device.config())).unwrap(), good);
}

#[test]
fn rules_facts_and_lines_are_refused_as_in_the_program() {
    let device = Device::new();
    let cases = [
        ("rules", "table = \"election.information\"", "table = \"election.no-such-table\""),
        ("rules", "scope = { from = \"threshold.cse\"", "scope = { from = \"threshold.no-such\""),
        ("rules", "direction = \"after\"", "direction = \"sideways\""),
        ("rules", "id = \"first-round\"", "id = \"staff-information\""),
        ("facts", "first-round-held", "first-round-hold"),
        ("lines", "rule = \"mandate-end\"", "rule = \"mandate-ends\""),
        ("lines", "id = \"own\"", "id = \"first-round\""),
    ];
    for (part, from, to) in cases {
        let found = device.install(&signed(&parts(part, from, to))).unwrap_err();
        let refused = matches!(&found, PackFault::Pack(PackError::Unfit(_) | PackError::Lacks(_)));
        assert!(refused, "{part}: {to}: {found:?}");
    }
    for part in ["rules", "facts", "lines"] {
        let mut less = own_parts();
        less.retain(|(name, _)| name != part);
        let found = device.install(&signed(&less)).unwrap_err();
        assert!(matches!(&found, PackFault::Pack(PackError::Lacks(what)) if what == part), "{found:?}");
    }
}

/// Ten megabytes of junk, as such and behind the first line of a pack, are refused before they are read or parsed.
#[test]
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn junk_is_refused_at_once() {
    let device = Device::new();
    let mut junk = vec![0_u8; 10 << 20];
    let mut state = 1_u32;
    for byte in &mut junk {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = state.to_be_bytes()[0];
    }
    let first = b"contrepoids law pack 1\n";
    let behind = |length: usize| [first, &junk[..length]].concat();
    for (bytes, wanted) in [
        (junk.clone(), PackError::TooLong),
        (behind(10 << 20), PackError::TooLong),
        (junk[..7 << 20].to_vec(), PackError::NotAPack),
        (behind(7 << 20), PackError::Foreign),
        ([first, &keeper()[..], &junk[..7 << 20]].concat(), PackError::Changed),
    ] {
        let path = device.file(&bytes);
        let start = Instant::now();
        let found = install(&device.config(), &path, Some(&keeper())).unwrap_err();
        assert!(matches!(&found, PackFault::Pack(error) if *error == wanted), "{found:?}");
        assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    }
    let device_file = install(&device.config(), Path::new("/dev/zero"), Some(&keeper()));
    assert!(matches!(device_file, Err(PackFault::Unreadable { .. })), "no end of it is waited for");
}
