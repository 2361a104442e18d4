//! The guard of work addresses: is this host the employer's, below it, or made to look like it?
//!
//! One place decides, for import, edit, sending, the sender and the server. Hosts are compared by what a reader sees:
//! case, dots at the ends, punycode and letters that look alike (`rn` and `m`, `0` and `o`, а Cyrillic а) make no
//! difference. An address that routes through another host (`camille%employeur.example@relais.example`) is read too.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Letters of other alphabets that look like a Latin letter.
const LOOK_ALIKE: &[(&str, char)] = &[
    ("аαɑạ", 'a'),
    ("ьвɓƅ68", 'b'),
    ("сϲς", 'c'),
    ("ԁđɗ", 'd'),
    ("еєε℮ҽ", 'e'),
    ("ɡց", 'g'),
    ("һհħ", 'h'),
    ("іıιΙІӏɩɪl|1!", 'i'),
    ("јϳ", 'j'),
    ("кκ", 'k'),
    ("мм", 'm'),
    ("ոпη", 'n'),
    ("оοօøσ0", 'o'),
    ("рρ", 'p'),
    ("ԛզ", 'q'),
    ("гᴦ", 'r'),
    ("ѕꜱ5$", 's'),
    ("тτ", 't'),
    ("υսցц", 'u'),
    ("νѵ", 'v'),
    ("ѡԝω", 'w'),
    ("хχ", 'x'),
    ("уγүч", 'y'),
    ("ᴢ2", 'z'),
    ("。．｡", '.'),
    ("‐‑‒–—−_", '-'),
];

/// Tells whether an address lies in one of the domains, below one, or seems to.
#[must_use]
pub fn holds_address(address: &str, domains: &[String]) -> bool {
    let Some((local, host)) = address.rsplit_once('@') else { return false };
    let routed = local.contains(['%', '=', '!', '@']);
    holds_host(host, domains)
        || (routed
            && local.split(['%', '=', '!', '@']).any(|part| part.contains('.') && holds_host(part, domains)))
}

/// Tells whether a host is one of the domains, lies below one, or seems to.
#[must_use]
pub fn holds_host(host: &str, domains: &[String]) -> bool {
    if domains.is_empty() {
        return false;
    }
    let host = seen(host);
    domains.iter().map(|d| seen(d)).any(|domain| {
        !domain.is_empty()
            && host.strip_suffix(&domain).is_some_and(|above| above.is_empty() || above.ends_with('.'))
    })
}

/// What a reader sees of a host: the same text for all that look alike.
fn seen(host: &str) -> String {
    let trimmed = host.trim().trim_start_matches(['@', '*', '.']).trim_end_matches('.');
    // Punycode is decoded even where the standard refuses what it says; what is none stays as it is.
    let label = |label: &str| {
        let coded =
            label.to_ascii_lowercase().strip_prefix("xn--").and_then(idna::punycode::decode_to_string);
        coded.unwrap_or_else(|| idna::domain_to_unicode(label).0)
    };
    let readable = trimmed.split('.').map(label).collect::<Vec<_>>().join(".");
    let mut out = String::with_capacity(readable.len());
    for c in readable.nfkd().flat_map(char::to_lowercase).nfkd() {
        let invisible = is_combining_mark(c)
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        if !invisible {
            // Most letters are what they are: no search for these.
            let plain = matches!(c, 'a'..='k' | 'm'..='z' | '.').then_some(c);
            let plain = plain.unwrap_or_else(|| {
                LOOK_ALIKE.iter().find(|(all, _)| all.contains(c)).map_or(c, |(_, plain)| *plain)
            });
            out.push(plain);
        }
    }
    // Two letters that look like one.
    out.replace("rn", "m").replace("vv", "w")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domains() -> Vec<String> {
        ["Employeur.Example", " @mail.groupe.test. ", "*.société.example", "boite.test", ""]
            .map(str::to_owned)
            .to_vec()
    }

    #[test]
    fn the_employer_is_seen_in_every_dress() {
        for host in [
            "employeur.example",
            "EMPLOYEUR.example.",
            "paris.employeur.example",
            "ernployeur.example",
            "emp1oyeur.example",
            "empl0yeur.example",
            "еmployeur.example",
            "xn--mployeur-b8g.example",
            "employeur。example",
            "mail.groupe.test",
            "xn--socit-esab.example",
            "societe.example",
            "6oite.test",
            "xn--bote-c9b.test",
            "xn--oite-z5b.test",
            "xn--oite-kcb.test",
            "xn--boite-yt3b.test",
        ] {
            assert!(holds_host(host, &domains()), "{host}");
        }
        assert!(holds_address("c%employeur.example@relais.example", &domains()));
        assert!(holds_address("c=employeur.example@liste.example", &domains()));
        assert!(holds_address("employeur.example!c@relais.example", &domains()));
    }

    #[test]
    fn neighbours_are_left_alone() {
        for host in
            ["notemployeur.example", "employeur.example.org", "employeur.test", "groupe.test", "example", ""]
        {
            assert!(!holds_host(host, &domains()), "{host}");
        }
        assert!(!holds_address("employeur.example@exemple.test", &domains()));
        assert!(!holds_address("camille", &domains()) && !holds_address("c@d.test", &[]));
    }
}
