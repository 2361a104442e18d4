//! What a device is set up with: the locale, the file of the identity, what it remembers of a vault, mail accounts, the
//! command of a password, the command line, a law pack, a packed release of the published texts.
#![no_main]

use contrepoids::{
    base::Lang,
    cli::help,
    config,
    law::{archive, pack::Pack},
    mail::{Address, command, provider, smtp::Server},
    vault::{Identity, IdentityError, doors},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // A passphrase is never typed here.
    if let Ok(identity) = Identity::read(data, || Err(IdentityError::WrongPassphrase)) {
        let again = Identity::read(identity.plain_file().as_bytes(), || Err(IdentityError::WrongPassphrase));
        assert!(again.is_ok_and(|again| again.public() == identity.public()));
    }
    if let Some(again) = doors::memory(data) {
        assert_eq!(doors::memory(&again).as_ref(), Some(&again));
    }
    // Nobody signs here: what is behind the signature has tests of its own.
    assert!(Pack::open(data, Some(&[7; 32])).is_err());
    let _ = archive::member(data, "package/data/LEGITEXT000006072050.json", 1 << 20);
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = config::lang_of(Some(text));
    if let Ok(address) = Address::read(text) {
        let _ = provider::of(&address).map(|p| (p.user_for(&address), p.server(&address)));
    }
    if let Ok(server) = Server::read(text) {
        assert!(!server.host().is_empty());
    }
    if let Ok(words) = command::words(text) {
        assert!(!command::shown(&words).contains(['\n', '\u{1b}']), "shown as more than it is");
    }
    // The tree of commands takes long to build: only for what looks like a command line.
    if let Some(line) = text.strip_prefix("contrepoids ") {
        for lang in [Lang::Fr, Lang::En] {
            let words = ["contrepoids"].into_iter().chain(line.split(' ')).map(Into::into).collect();
            let _ = help::parse(lang, words);
        }
    }
});
