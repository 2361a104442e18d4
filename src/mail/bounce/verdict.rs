//! One verdict for what a server says, in a report or while a message is sent to it.
//!
//! An address is dead only on evidence about the recipient: a status that says so, or words of an unknown box, an
//! unknown domain or a closed account. What a server says of the sender is the sender's. Where status, statuses within
//! the words and the words disagree, the one that is not dead wins; what is general (`5.0.0`, "rejected") undoes nothing.

use super::{
    Class, Reason,
    words::{
        AUTHENTICATION, CLOSED, FAULT, FULL, MOVED, NO_BOX, NO_DOMAIN, POLICY, RATE, REPUTATION, Said,
        TOO_LARGE, TRIED, WEAK_FULL, WEAK_POLICY,
    },
};
use crate::mail::Address;

/// A status: class, subject, detail.
pub(super) type Status = (u8, u16, u16);

/// What a server said about one recipient.
pub(super) struct Heard<'a> {
    /// The status of the report, where it has one.
    pub(super) status: Option<Status>,
    /// The three digits, where they are known apart from the words.
    pub(super) code: Option<u16>,
    /// The words.
    pub(super) words: &'a str,
    /// The addresses that the message came from.
    pub(super) ours: &'a [Address],
    /// The addresses that it was for.
    pub(super) theirs: &'a [Address],
}

/// Makes the verdict: class, reason, and the status or digits to be shown.
pub(super) fn judge(heard: &Heard<'_>) -> (Class, Reason, String) {
    let own: Vec<Status> = statuses(heard.words).into_iter().filter(|s| s.0 != 2).collect();
    let given = heard.status.filter(|s| s.0 != 2);
    let code = heard.code.or_else(|| codes(heard.words).first().copied());
    let said = Said::of(heard.words);
    let (class, reason) = class_of(heard, given, &own, code, &said);
    (class, reason, shown(given, &own, code))
}

fn class_of(
    heard: &Heard<'_>,
    given: Option<Status>,
    own: &[Status],
    code: Option<u16>,
    said: &Said,
) -> (Class, Reason) {
    let all: Vec<Status> = own.iter().copied().chain(given).collect();
    if let Some(reason) = of_sender(heard, said).or_else(|| living_words(said)) {
        return (Class::Soft, reason);
    }
    if let Some(reason) = all.iter().find_map(|s| living(*s)) {
        return (Class::Soft, reason);
    }
    let words = dead_words(said);
    let transient = all.iter().any(|s| s.0 == 4) || code.is_some_and(|c| c < 500);
    let by_status = by_status(given, own);
    let reason = match (words, by_status) {
        // "Closed" says less than words that name the box or the domain.
        (Some(words), _) => Some(words),
        (None, Some(status)) => Some(status),
        (None, None) => None,
    };
    match reason {
        Some(reason) if !transient => (Class::Hard, reason),
        Some(reason) => (Class::Soft, reason),
        None => (Class::Soft, vague(&all, transient, said)),
    }
}

/// The reason where nothing is dead and nothing is clear.
fn vague(all: &[Status], transient: bool, said: &Said) -> Reason {
    if said.has(WEAK_FULL) {
        Reason::Full
    } else if said.has(WEAK_POLICY) || all.iter().any(|s| s.1 == 7) {
        Reason::Policy
    } else if let Some(reason) = all.iter().find_map(|s| dead(*s)) {
        reason
    } else if transient {
        Reason::Tried
    } else {
        Reason::Other
    }
}

/// Evidence about the sender.
fn of_sender(heard: &Heard<'_>, said: &Said) -> Option<Reason> {
    if said.has(AUTHENTICATION) {
        return Some(Reason::Authentication);
    }
    (said.of_sender() || names_us(heard)).then_some(Reason::Sender)
}

/// Tells whether the words name our address or domain and not the recipient's.
fn names_us(heard: &Heard<'_>) -> bool {
    let words = heard.words.to_ascii_lowercase();
    let has = |name: &str| {
        let name = name.to_ascii_lowercase();
        words.match_indices(&name).any(|(at, _)| {
            let inner = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_');
            let before = words.get(..at).and_then(|w| w.chars().next_back());
            let mut after = words.get(at.saturating_add(name.len())..).unwrap_or_default().chars();
            let next = after.next();
            let more = next == Some('.') && inner(after.next());
            // The domain of another's address is not ours to be named.
            let whole = before != Some('@') || name.contains('@');
            whole && !inner(before) && before != Some('.') && !inner(next) && !more
        })
    };
    let domain = |a: &Address| a.domain().to_owned();
    if heard.theirs.iter().any(|a| has(a.as_str())) {
        return false;
    }
    let their_domains: Vec<String> = heard.theirs.iter().map(domain).collect();
    heard
        .ours
        .iter()
        .filter(|a| !heard.theirs.contains(a))
        .any(|a| has(a.as_str()) || (!their_domains.contains(&domain(a)) && has(&domain(a))))
}

/// Words of a clear reason that leaves the address alive.
fn living_words(said: &Said) -> Option<Reason> {
    let tests: [(&[&str], Reason); 7] = [
        (RATE, Reason::Rate),
        (TOO_LARGE, Reason::TooLarge),
        (FULL, Reason::Full),
        (REPUTATION, Reason::Reputation),
        (POLICY, Reason::Policy),
        (FAULT, Reason::Other),
        (TRIED, Reason::Tried),
    ];
    tests.iter().find(|(words, _)| said.has(words)).map(|(_, reason)| *reason)
}

fn dead_words(said: &Said) -> Option<Reason> {
    let tests: [(&[&str], Reason); 4] = [
        (CLOSED, Reason::Closed),
        (NO_DOMAIN, Reason::NoDomain),
        (NO_BOX, Reason::NoBox),
        (MOVED, Reason::Moved),
    ];
    tests.iter().find(|(words, _)| said.has(words)).map(|(_, reason)| *reason)
}

/// A status of a clear reason that leaves the address alive.
const fn living(status: Status) -> Option<Reason> {
    Some(match status {
        (_, 1, 7..=9) | (_, 7, 27) => Reason::Sender,
        (_, 2, 2) => Reason::Full,
        (_, 2, 3) | (_, 3, 4) => Reason::TooLarge,
        (_, 4, 6) => Reason::Other,
        (_, 4, 7) => Reason::Tried,
        (_, 7, 20..=24 | 26 | 29 | 30 | 509 | 515) => Reason::Authentication,
        (_, 7, 25) => Reason::Reputation,
        (_, 2, 121 | 122) | (_, 7, 28) => Reason::Rate,
        (_, 7, 2..) => Reason::Policy,
        _ => return None,
    })
}

/// A status that says that the address is dead.
const fn dead(status: Status) -> Option<Reason> {
    match status {
        (_, 1, 2) => Some(Reason::NoDomain),
        (_, 1, 1 | 3 | 10) => Some(Reason::NoBox),
        (_, 1, 6) => Some(Reason::Moved),
        (_, 2, 1) => Some(Reason::Closed),
        _ => None,
    }
}

/// Compares the status of the report with those of the server's own words, which say more.
fn by_status(given: Option<Status>, own: &[Status]) -> Option<Reason> {
    if own.is_empty() {
        return given.and_then(dead);
    }
    let general = |s: &Status| dead(*s).is_some() || s.1 == 0;
    let agrees = own.iter().all(general) && given.is_none_or(|s| dead(s).is_some() || s.2 == 0);
    own.iter().copied().chain(given).find_map(dead).filter(|_| agrees)
}

fn shown(given: Option<Status>, own: &[Status], code: Option<u16>) -> String {
    let telling = own.iter().chain(&given).find(|s| s.1 != 0);
    match (telling.or(own.first()).or(given.as_ref()), code) {
        (Some((class, subject, detail)), _) => format!("{class}.{subject}.{detail}"),
        (None, Some(code)) => code.to_string(),
        (None, None) => String::new(),
    }
}

/// Reads `5.1.1` wherever it stands in a text, but not a piece of a longer number.
pub(super) fn statuses(text: &str) -> Vec<Status> {
    let bytes = text.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    let in_number = |b: u8| b.is_ascii_digit() || b == b'.';
    let mut out = Vec::new();
    for (start, first) in bytes.iter().enumerate() {
        let before = start.checked_sub(1).map_or(b' ', at);
        if !matches!(first, b'2' | b'4' | b'5') || before.is_ascii_alphanumeric() || before == b'.' {
            continue;
        }
        let most = bytes.get(start..).unwrap_or_default().iter().take(16);
        let length = most.take_while(|b| in_number(**b)).count();
        let word = text.get(start..start.saturating_add(length)).unwrap_or_default().trim_end_matches('.');
        let numbers: Vec<u16> =
            word.split('.').map_while(|n| (n.len() <= 3).then(|| n.parse::<u16>().ok()).flatten()).collect();
        if let ([class, subject, detail], 3) = (numbers.as_slice(), word.split('.').count())
            && let Ok(class @ (2 | 4 | 5)) = u8::try_from(*class)
            && out.len() < 64
        {
            out.push((class, *subject, *detail));
        }
    }
    out
}

/// Reads the first status of a text.
pub(super) fn status(text: &str) -> Option<Status> {
    statuses(text).first().copied()
}

/// Reads the three digits of answers: at the start of a line, or after a mark that an answer follows. A lone number within
/// a sentence is none.
pub(super) fn codes(text: &str) -> Vec<u16> {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut before: Option<char> = None;
        for (at, c) in line.char_indices() {
            let here = line.get(at..).unwrap_or_default();
            if c.is_ascii_digit() && before.is_none_or(|b| ";:<>(\"'#,*".contains(b)) {
                let digits = here.chars().take_while(char::is_ascii_digit).count();
                let next = here.chars().nth(digits);
                let number: Option<u16> = here.get(..digits).and_then(|n| n.parse().ok());
                if let Some(number) = number.filter(|n| digits == 3 && (400..600).contains(n))
                    && next.is_none_or(|n| n.is_whitespace() || "-#(:".contains(n))
                    && out.len() < 64
                {
                    out.push(number);
                }
            }
            if !c.is_whitespace() {
                before = Some(c);
            }
        }
    }
    out
}
