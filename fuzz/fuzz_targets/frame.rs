//! The root, and the journal with its frames: what a crash, a bad disk or a stranger left in the folder of a vault.
#![no_main]

use contrepoids::vault::{doors, root::Root};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some(root) = Root::decode(data) {
        assert_eq!(Root::decode(&root.encode()), Some(root));
    }
    // As it lies there.
    for whole in [false, true] {
        if let Some(again) = doors::journal(data, whole) {
            assert_eq!(doors::journal(&again, true).as_ref(), Some(&again), "what was read is not read again");
        }
    }
    doors::salvage(data);
    // As it would lie there with its checks right, which nobody guesses.
    if let Some(batch) = doors::batch(data) {
        let framed = doors::framed(data);
        let _ = doors::journal(&framed, false);
        doors::salvage(&framed);
        assert_eq!(doors::batch(&batch).as_ref(), Some(&batch));
    }
});
