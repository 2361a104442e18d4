//! Mail that came back: the bytes of a stranger, alone or in a mailbox file.
#![no_main]

use contrepoids::mail::bounce::{Incoming, Mark, mails, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let all = mails(data);
    assert_eq!(all.iter().map(|m| m.len()).sum::<usize>(), data.len(), "bytes of a mailbox are lost or doubled");
    for mail in all.into_iter().take(20) {
        let Incoming::Returned(verdicts) = read(mail) else { continue };
        assert!(!verdicts.is_empty() && verdicts.len() <= 50);
        for verdict in &verdicts {
            assert!(verdict.tokens.len() <= 50 && verdict.addresses.len() <= 50);
            // Nothing of a report is shown but what cannot say anything.
            assert!(verdict.status.bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{}", verdict.status);
            let mark = Mark::after(None, verdict, [0; 8], 0).unwrap();
            assert!(Mark::decode(&mark.encode()).is_ok());
            assert!(Mark::after(Some(&mark), verdict, [0; 8], 1).is_none(), "one report counts twice");
        }
    }
});
