//! Reports that are only words, and what a status or words mean.

use super::{Class, MOST, Reason, Verdict, mime::Part};
use crate::mail::Address;

/// A status: class, subject, detail.
pub(super) type Status = (u8, u16, u16);

/// Senders that only report.
const DAEMONS: &[&str] =
    &["mailer-daemon", "mail-daemon", "postmaster", "mailerdaemon", "mdaemon", "no-reply-mailer"];
/// Where the copy of the message begins.
const COPY: &[&str] = &[
    "--- below this line is a copy",
    "this is a copy of the message",
    "original message follows",
    "----- original message",
    "--- forwarded message",
    "message headers follow",
];
const NO_BOX: &[&str] = &[
    "user unknown",
    "unknown user",
    "no such user",
    "no such recipient",
    "no mailbox",
    "no such mailbox",
    "unknown recipient",
    "recipient unknown",
    "invalid recipient",
    "unknown address",
    "address unknown",
    "does not exist",
    "doesn't exist",
    "doesn't have",
    "mailbox unavailable",
    "mailbox not found",
    "user not found",
    "recipient not found",
    "not a valid mailbox",
    "address rejected",
    "addresses failed",
    "utilisateur inconnu",
    "adresse inconnue",
    "destinataire inconnu",
    "adresse d au moins un destinataire invalide",
    "n'existe pas",
    "boite inexistante",
];
const NO_DOMAIN: &[&str] = &[
    "domain not found",
    "host not found",
    "host unknown",
    "unknown host",
    "unrouteable",
    "unroutable",
    "no mx",
    "nxdomain",
    "bad destination system",
    "couldn't find any host",
    "domaine inconnu",
];
const CLOSED: &[&str] = &[
    "disabled",
    "inactive",
    "account closed",
    "suspended",
    "deactivated",
    "desactive",
    "no longer",
    "n'est plus",
];
const FULL: &[&str] = &["full", "quota", "over limit", "insufficient storage", "pleine", "saturee"];
const TOO_LARGE: &[&str] = &["too large", "too big", "size limit", "exceeds size", "trop volumineux"];
const POLICY: &[&str] = &[
    "spam",
    "blocked",
    "blacklist",
    "blocklist",
    "block list",
    "reputation",
    "policy",
    "dmarc",
    "spf",
    "denied",
    "rejected for",
    "listed",
];
const TRIED: &[&str] = &[
    "retry time",
    "retry timeout",
    "too long",
    "expired",
    "timed out",
    "giving up",
    "greylist",
    "try again",
];

/// Reads `5.1.1` wherever it stands in a text, but not a piece of a longer number.
pub(super) fn status(text: &str) -> Option<Status> {
    let bytes = text.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    let in_number = |b: u8| b.is_ascii_digit() || b == b'.';
    for (start, first) in bytes.iter().enumerate() {
        let before = start.checked_sub(1).map_or(b' ', at);
        if !matches!(first, b'2' | b'4' | b'5') || before.is_ascii_alphanumeric() || before == b'.' {
            continue;
        }
        let end = bytes
            .iter()
            .skip(start)
            .position(|b| !in_number(*b))
            .map_or(bytes.len(), |n| start.saturating_add(n));
        let word = text.get(start..end).unwrap_or_default().trim_end_matches('.');
        let numbers: Vec<u16> =
            word.split('.').map_while(|n| (n.len() <= 3).then(|| n.parse().ok()).flatten()).collect();
        if let ([class, subject, detail], 3) = (numbers.as_slice(), word.split('.').count())
            && let Ok(class @ (2 | 4 | 5)) = u8::try_from(*class)
        {
            return Some((class, *subject, *detail));
        }
    }
    None
}

/// Reads the three digits of an answer wherever they stand in a text.
fn code(text: &str) -> Option<u16> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    words.filter(|w| w.len() == 3).filter_map(|w| w.parse().ok()).find(|n| (400..600).contains(n))
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

/// Says what words mean.
fn reason(text: &str) -> Option<Reason> {
    let tests: [(&[&str], Reason); 7] = [
        (FULL, Reason::Full),
        (TOO_LARGE, Reason::TooLarge),
        (CLOSED, Reason::Closed),
        (NO_BOX, Reason::NoBox),
        (NO_DOMAIN, Reason::NoDomain),
        (POLICY, Reason::Policy),
        (TRIED, Reason::Tried),
    ];
    tests.iter().find(|(words, _)| has(text, words)).map(|(_, reason)| *reason)
}

/// Makes a verdict of a status and of the words of the server.
///
/// An address is dead when the status says so, or when it only says "for good" and the words do not tell another
/// reason: what a server's rules refuse is not the fault of the address.
pub(super) fn verdict(given: Option<Status>, words: &str) -> (Class, Reason, String) {
    let words = plain(words);
    // The server's own status says more than the general one of the report.
    let own = status(&words).filter(|(class, ..)| *class != 2);
    let status = match (given, own) {
        (Some((class, 0, _)), Some(own)) if own.0 == class => Some(own),
        (given, own) => given.or(own),
    };
    let digits = code(&words);
    let shown = match (status, digits) {
        (Some((class, subject, detail)), _) => format!("{class}.{subject}.{detail}"),
        (None, Some(code)) => code.to_string(),
        (None, None) => String::new(),
    };
    let permanent = match (status, digits) {
        (Some((class, ..)), _) => class == 5,
        (None, Some(code)) => code >= 500,
        (None, None) => false,
    };
    let said = reason(&words);
    let reason = match status {
        Some((_, 1, 2) | (5, 4, 4)) => Reason::NoDomain,
        Some((_, 1, 7 | 8)) => Reason::Sender,
        Some((_, 1, _)) => Reason::NoBox,
        Some((_, 2, 1)) => Reason::Closed,
        Some((_, 2, 2)) => Reason::Full,
        Some((_, 2, 3) | (_, 3, 4)) => Reason::TooLarge,
        Some((_, 4, 7)) => Reason::Tried,
        Some((_, 7, _)) => match said {
            // Some servers refuse an unknown box under their rules.
            Some(Reason::NoBox) => Reason::NoBox,
            _ => Reason::Policy,
        },
        _ => said.unwrap_or(if permanent { Reason::Other } else { Reason::Tried }),
    };
    let dead = match reason {
        Reason::NoBox | Reason::NoDomain | Reason::Closed => {
            permanent || status.is_none() && digits.is_none()
        }
        Reason::Other => permanent,
        _ => false,
    };
    (if dead { Class::Hard } else { Class::Soft }, reason, shown)
}

/// Brings words into small letters without accents.
fn plain(text: &str) -> String {
    let short: String = text.chars().take(64 * 1024).collect();
    short
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'é' | 'è' | 'ê' => 'e',
            'à' | 'â' => 'a',
            'î' => 'i',
            'ç' => 'c',
            '’' => '\'',
            '\n' | '\r' | '\t' => ' ',
            c => c,
        })
        .collect()
}

/// Reads a report that is not in the form of RFC 3464; nothing when the mail is no report.
pub(super) fn read(outer: &Part<'_>, parts: &[Part<'_>]) -> Option<Vec<Verdict>> {
    let from = outer.header("from").rsplit('<').next().unwrap_or_default();
    let local = from.split('@').next().unwrap_or_default().trim().to_ascii_lowercase();
    let daemon = DAEMONS.contains(&local.as_str());
    let named = outer.header("x-failed-recipients");
    let answered = outer.header("auto-submitted").to_ascii_lowercase().starts_with("auto-replied");
    let silent = outer.header("return-path").replace(' ', "") == "<>" && !answered;
    let text = parts.iter().find(|p| p.kind().starts_with("text/plain")).map(Part::text).unwrap_or_default();
    let words = before_copy(&text);
    let (found, digits) = (status(words), code(words));
    let speaks = found.is_some_and(|(class, ..)| class != 2) || digits.is_some();
    let is_report = !named.is_empty() || (daemon && !answered) || (silent && speaks);
    if !is_report {
        return None;
    }
    let mut addresses: Vec<Address> = named.split(',').take(MOST).filter_map(super::address).collect();
    if addresses.is_empty() {
        let signs = |c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c);
        for word in words.split(signs).filter(|w| w.contains('@')).take(MOST) {
            if let Ok(address) = Address::read(word.trim_end_matches('.'))
                && !addresses.contains(&address)
            {
                addresses.push(address);
            }
        }
    }
    if addresses.is_empty() && !speaks && reason(&plain(words)).is_none() {
        return None;
    }
    let (class, reason, status) = verdict(found.filter(|(class, ..)| *class != 2), words);
    // One verdict for each: of several addresses in one text, those of nobody fall away later.
    let one = |addresses: Vec<Address>| Verdict {
        tokens: Vec::new(),
        addresses,
        written_to: None,
        class,
        reason,
        status: status.clone(),
    };
    Some(if addresses.is_empty() {
        vec![one(addresses)]
    } else {
        addresses.into_iter().map(|a| one(vec![a])).collect()
    })
}

/// Returns the words of a report before the copy of the message.
fn before_copy(text: &str) -> &str {
    let small = text.to_ascii_lowercase();
    let end = COPY.iter().filter_map(|mark| small.find(mark)).min().unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}
