//! A pack is taken whole from its keeper, or not at all.

use crate::law::pack::*;

const SECRET: [u8; 32] = [7; 32];

fn made(parts: &[Part<'_>]) -> Vec<u8> {
    Pack::make(parts, "0.1.0", &SECRET).unwrap()
}

#[test]
fn one_changed_byte_anywhere_is_seen() {
    let bytes = made(&[("tables/a", b"verified_on = \"2026-08-20\"\n"), ("texts", &[0, 255, 3])]);
    let keeper = public(&SECRET);
    assert!(Pack::open(&bytes, Some(&keeper)).is_ok());
    for place in 0..bytes.len() {
        for bit in [1_u8, 0x80] {
            let mut changed = bytes.clone();
            changed[place] ^= bit;
            let error = Pack::open(&changed, Some(&keeper)).unwrap_err();
            let wanted = match place {
                0..=20 => matches!(error, PackError::NotAPack),
                // The number and its line feed.
                21 | 22 => matches!(error, PackError::NotAPack | PackError::Format { .. }),
                23..=54 => matches!(error, PackError::Foreign),
                _ => matches!(error, PackError::Changed),
            };
            assert!(wanted, "{place}: {error}");
        }
    }
    for length in 0..bytes.len() {
        assert!(Pack::open(&bytes[..length], Some(&keeper)).is_err(), "{length}");
    }
    let longer = [bytes.as_slice(), b" "].concat();
    assert_eq!(Pack::open(&longer, Some(&keeper)), Err(PackError::Changed));
}

#[test]
fn another_key_another_form_and_no_keeper() {
    let bytes = made(&[("tables/a", b"verified_on = \"2026-08-20\"\n")]);
    assert_eq!(Pack::open(&bytes, Some(&public(&[8; 32]))), Err(PackError::Foreign));
    assert_eq!(Pack::open(&bytes, None), Err(PackError::NoKeeper));
    let later = [b"contrepoids law pack 2\n", &bytes[23..]].concat();
    assert_eq!(Pack::open(&later, Some(&public(&SECRET))), Err(PackError::Format { found: 2 }));
    assert_eq!(Pack::open(&later, None), Err(PackError::Format { found: 2 }));
    let last = [b"contrepoids law pack 4294967295\n", &bytes[23..]].concat();
    assert_eq!(Pack::open(&last, None), Err(PackError::Format { found: u32::MAX }));
    for junk in
        ["", "contrepoids law pack", "contrepoids law pack \n", "contrepoids law pack 99999999999\n", "PK"]
    {
        assert_eq!(Pack::open(junk.as_bytes(), None), Err(PackError::NotAPack), "{junk}");
    }
    assert_eq!(Pack::open(&vec![b'c'; usize::try_from(MOST).unwrap() + 1], None), Err(PackError::TooLong));
}

/// A signature by the keeper over bytes that are no head of a pack is refused all the same.
#[test]
fn what_the_keeper_signed_is_refused_where_it_is_not_of_the_form() {
    let key = SigningKey::from_bytes(&SECRET);
    let signed = |head: &str| {
        let signature = key.sign(&[PURPOSE, head.as_bytes()].concat());
        let length = u32::try_from(head.len()).unwrap().to_be_bytes();
        [
            &b"contrepoids law pack 1\n"[..],
            key.verifying_key().as_bytes(),
            &signature.to_bytes(),
            &length,
            head.as_bytes(),
        ]
        .concat()
    };
    let open = |head: &str| Pack::open(&signed(head), Some(&public(&SECRET)));
    let good = "law = \"2027-01-15\"\nprogram = \"0.2.0\"\npart = []\n";
    assert_eq!(open(good).unwrap().name.law.to_string(), "2027-01-15");
    let sum = blake3::hash(b"").to_hex();
    let part = |name: &str| format!("[[part]]\nname = \"{name}\"\nlength = 0\nblake3 = \"{sum}\"\n");
    let head = good.replace("part = []\n", "");
    assert!(open(&format!("{head}{}{}", part("tables/a"), part("tables/b"))).is_ok());
    for bad in [
        good.replace("2027", "year"),
        good.replace("0.2.0", "\\u001b[31m"),
        format!("{good}more = 1\n"),
        format!("{head}{}{}", part("tables/a"), part("tables/a")),
        format!("{head}{}", part("../a")),
        format!("{head}{}", part("a").repeat(65)),
        format!("{good}x = {}1{}", "[".repeat(10_000), "]".repeat(10_000)),
        head.clone(),
    ] {
        assert!(matches!(open(&bad), Err(PackError::Head(_))), "{bad:.80}");
    }
    // Made for another purpose, it is no signature of a pack.
    let mut other = signed(good);
    other[55..119].copy_from_slice(&key.sign(good.as_bytes()).to_bytes());
    assert_eq!(Pack::open(&other, Some(&public(&SECRET))), Err(PackError::Changed));
}

#[test]
fn a_pinned_key_is_one_line_of_hexadecimal_digits() {
    let line = "0a".repeat(32);
    assert_eq!(pinned(&format!("# a comment\n\n{line}\n")), Some([10; 32]));
    for bad in
        ["", "# only a comment", &line[1..], &format!("{line}\n{line}"), &"0x".repeat(32), &"é".repeat(32)]
    {
        assert_eq!(pinned(bad), None, "{bad}");
    }
    // None is shipped until its keeper has made one: this line changes with the file.
    assert_eq!(keeper(), None);
}

#[test]
fn nothing_is_made_that_no_reader_takes() {
    let long = vec![b' '; usize::try_from(MOST).unwrap()];
    let day = b"verified_on = \"2026-08-20\"\n";
    assert_eq!(Pack::make(&[("tables/a", day), ("texts", &long)], "0.1.0", &SECRET), Err(PackError::TooLong));
    assert!(matches!(Pack::make(&[("texts", b"")], "0.1.0", &SECRET), Err(PackError::Head(_))), "no day");
    assert!(matches!(Pack::make(&[("tables/A", day)], "0.1.0", &SECRET), Err(PackError::Head(_))));
    assert!(matches!(
        Pack::make(&[("tables/a", day), ("tables/a", day)], "0.1.0", &SECRET),
        Err(PackError::Head(_))
    ));
}
