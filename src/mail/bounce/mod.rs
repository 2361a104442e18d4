//! Mail that came back, read as the bytes of a stranger.
//!
//! Reports in the form of RFC 3464 first; then those of old servers, which only say it in words. Nothing of a report
//! is shown or kept but a code, a class and a reason of our own words. A report is believed where it names a message
//! of ours (its `Message-ID` is a keyed hash that only the recipient and the servers on the way know) and, more
//! weakly, an address that somebody of ours has.

mod mime;
mod odd;
pub mod typo;

use crate::mail::{
    Address,
    record::{Fields, RecordError},
};
use mime::Part;

/// The most bytes of a file that is looked at; of a larger one, only these.
pub const FILE_MAX: usize = 10 * 1024 * 1024;
/// The most bytes in which names of messages of ours are looked for.
const SEARCHED: usize = 1024 * 1024;
/// The most verdicts of one report, and the most names and addresses of one verdict.
const MOST: usize = 50;

/// Whether an address is dead or only did not take this message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// This message, or for a time.
    Soft,
    /// The address takes no mail.
    Hard,
}

/// Why a message came back, as far as the report says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// There is no such box.
    NoBox,
    /// There is no such domain, or it takes no mail.
    NoDomain,
    /// The box is closed.
    Closed,
    /// The box is full.
    Full,
    /// The message is too large.
    TooLarge,
    /// The server takes it for junk, or its rules refuse it.
    Policy,
    /// The sender's address is refused.
    Sender,
    /// It was tried for too long.
    Tried,
    /// It does not say.
    Other,
}

impl Reason {
    /// Every reason, with its code.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::NoBox, "no-box"),
        (Self::NoDomain, "no-domain"),
        (Self::Closed, "closed"),
        (Self::Full, "full"),
        (Self::TooLarge, "too-large"),
        (Self::Policy, "policy"),
        (Self::Sender, "sender"),
        (Self::Tried, "tried"),
        (Self::Other, "other"),
    ];

    /// Returns the code, as stored and as in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(reason, _)| *reason == self).map_or("other", |(_, code)| code)
    }

    fn of_code(code: &str) -> Self {
        Self::ALL.iter().find(|(_, c)| *c == code).map_or(Self::Other, |(reason, _)| *reason)
    }
}

/// What a report says of one recipient. It has no `Debug`: it holds addresses.
#[derive(Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The left parts of `Message-ID`s that the report names: perhaps one of ours.
    pub tokens: Vec<String>,
    /// The addresses that it names as those that failed.
    pub addresses: Vec<Address>,
    /// The address that the returned message was written to, if it came back.
    pub written_to: Option<Address>,
    /// Dead, or not this time.
    pub class: Class,
    /// Why.
    pub reason: Reason,
    /// The status, such as `5.1.1`, or the three digits; only digits and dots.
    pub status: String,
}

/// What one mail is.
#[derive(Clone, PartialEq, Eq)]
pub enum Incoming {
    /// Messages came back.
    Returned(Vec<Verdict>),
    /// A server is still trying, or says that it delivered.
    Notice,
    /// Somebody asks for no more: the words that may be the one of a message.
    Stop(String),
    /// Anything else.
    Other,
}

/// What is kept of an address: dead or not, why, since when, how often. The address is in the name of the record.
#[derive(Clone, PartialEq, Eq)]
pub struct Mark {
    /// Dead, or not this time.
    pub class: Class,
    /// Why.
    pub reason: Reason,
    /// The status.
    pub status: String,
    /// When the last report was read, in milliseconds since 1970 UTC.
    pub at_ms: u64,
    /// How many reports said so.
    pub count: u64,
    /// Short hashes of the last reports, so that none counts twice.
    pub seen: Vec<[u8; 8]>,
}

const CLASS: u64 = 1;
const REASON: u64 = 2;
const STATUS: u64 = 3;
const AT: u64 = 4;
const COUNT: u64 = 5;
const SEEN: u64 = 6;
/// How many reports are remembered for an address.
const REMEMBERED: usize = 32;

impl Mark {
    /// Returns the mark after one more report; nothing when it was counted before.
    ///
    /// A dead address stays dead until the mark is taken off.
    #[must_use]
    pub fn after(before: Option<&Self>, verdict: &Verdict, report: [u8; 8], at_ms: u64) -> Option<Self> {
        let mut seen = before.map(|m| m.seen.clone()).unwrap_or_default();
        if seen.contains(&report) {
            return None;
        }
        seen.push(report);
        if seen.len() > REMEMBERED {
            seen.remove(0);
        }
        let count = before.map_or(0, |m| m.count).saturating_add(1);
        Some(match before.filter(|m| m.class > verdict.class) {
            Some(worse) => Self { at_ms, count, seen, ..worse.clone() },
            None => Self {
                class: verdict.class,
                reason: verdict.reason,
                status: verdict.status.clone(),
                at_ms,
                count,
                seen,
            },
        })
    }

    /// Reads a mark.
    ///
    /// # Errors
    /// [`RecordError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let fields = Fields::decode(bytes)?;
        let class = match fields.number(CLASS)? {
            1 => Class::Soft,
            2 => Class::Hard,
            _ => return Err(RecordError::Malformed),
        };
        let (seen, rest) = fields.bytes(SEEN)?.as_chunks::<8>();
        if !rest.is_empty() {
            return Err(RecordError::Malformed);
        }
        Ok(Self {
            class,
            reason: Reason::of_code(&fields.text(REASON)?),
            status: fields.text(STATUS)?,
            at_ms: fields.number(AT)?,
            count: fields.number(COUNT)?,
            seen: seen.to_vec(),
        })
    }

    /// Returns the bytes of the record.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut fields = Fields::default();
        let class = if self.class == Class::Hard { 2 } else { 1 };
        fields.set_number(CLASS, class).set_text(REASON, self.reason.code()).set_text(STATUS, &self.status);
        fields.set_number(AT, self.at_ms).set_number(COUNT, self.count).set_bytes(SEEN, &self.seen.concat());
        fields.encode()
    }
}

/// Reads one mail.
#[must_use]
pub fn read(bytes: &[u8]) -> Incoming {
    let bytes = bytes.get(..bytes.len().min(FILE_MAX)).unwrap_or_default();
    // A file saved as UTF-16 by a mail program of Windows.
    let decoded =
        encoding_rs::Encoding::for_bom(bytes).map(|(coding, _)| coding.decode(bytes).0.into_owned());
    let bytes = decoded.as_ref().map_or(bytes, String::as_bytes);
    // Lines of a mailbox file before the headers.
    let bytes = bytes.strip_prefix(b"From ").map_or(bytes, |rest| {
        rest.iter()
            .position(|b| *b == b'\n')
            .and_then(|at| rest.get(at.saturating_add(1)..))
            .unwrap_or_default()
    });
    let parts = mime::parts(bytes);
    let Some(outer) = parts.first() else { return Incoming::Other };
    if let Some(report) = parts
        .iter()
        .find(|p| matches!(p.kind().as_str(), "message/delivery-status" | "message/global-delivery-status"))
    {
        let tokens = tokens(bytes, &parts);
        let written_to = written_to(&parts);
        return standard(&report.text(), &tokens, written_to.as_ref());
    }
    if let Some(verdicts) = odd::read(outer, &parts) {
        let (tokens, written_to) = (tokens(bytes, &parts), written_to(&parts));
        let all = verdicts.into_iter().map(|v| Verdict {
            tokens: tokens.clone(),
            written_to: written_to.clone(),
            ..v
        });
        return Incoming::Returned(all.collect());
    }
    match stop(outer) {
        Some(word) => Incoming::Stop(word),
        None => Incoming::Other,
    }
}

/// Returns the word of a subject that is nothing but such a word.
fn stop(outer: &Part<'_>) -> Option<String> {
    let subject = outer.header("subject").trim();
    let word = ["re:", "Re:", "RE:"].iter().find_map(|re| subject.strip_prefix(re)).unwrap_or(subject).trim();
    is_token(word).then(|| word.to_owned())
}

fn is_token(word: &str) -> bool {
    word.len() == 32 && word.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Finds what may be the left part of a `Message-ID` of ours: 32 hexadecimal digits before `@`.
fn tokens(bytes: &[u8], parts: &[Part<'_>]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut search = |bytes: &[u8]| {
        let bytes = bytes.get(..bytes.len().min(SEARCHED)).unwrap_or_default();
        for (at, _) in bytes.iter().enumerate().filter(|(_, b)| **b == b'@') {
            let Some(word) = at.checked_sub(32).and_then(|from| bytes.get(from..at)) else { continue };
            let before = at.checked_sub(33).and_then(|i| bytes.get(i));
            let Ok(word) = std::str::from_utf8(word) else { continue };
            let edge = before.is_none_or(|b| !b.is_ascii_alphanumeric());
            if out.len() < MOST && edge && is_token(word) && !out.iter().any(|w| w == word) {
                out.push(word.to_owned());
            }
        }
    };
    search(bytes);
    for part in parts.iter().filter(|p| p.header("content-transfer-encoding").eq_ignore_ascii_case("base64"))
    {
        search(part.text().as_bytes());
    }
    out
}

/// Returns the recipient of the message that came back.
fn written_to(parts: &[Part<'_>]) -> Option<Address> {
    let returned = parts.iter().find(|p| {
        matches!(
            p.kind().as_str(),
            "message/rfc822"
                | "text/rfc822-headers"
                | "message/global"
                | "message/global-headers"
                | "message/rfc822-headers"
        )
    })?;
    let text = returned.text();
    let inner = mime::headers(text.split("\r\n\r\n").next().unwrap_or_default().as_bytes());
    let to = inner.iter().find(|(name, _)| name == "to").map(|(_, value)| value.as_str())?;
    address(to.rsplit('<').next().unwrap_or(to))
}

/// Reads an address of a report: `rfc822;a@b`, `<a@b>`, `a@b`.
fn address(text: &str) -> Option<Address> {
    let text = text.rsplit(';').next().unwrap_or(text).trim().trim_matches(['<', '>', '"', '\'', ' ']);
    Address::read(text).ok()
}

/// Reads the part of RFC 3464.
fn standard(text: &str, tokens: &[String], written_to: Option<&Address>) -> Incoming {
    let text = text.replace("\r\n", "\n");
    let mut out = Vec::new();
    let mut said = false;
    for group in text.split("\n\n").take(MOST.saturating_mul(2)) {
        let fields = mime::headers(group.as_bytes());
        let get = |name: &str| fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
        if get("final-recipient").is_empty()
            && get("original-recipient").is_empty()
            && get("action").is_empty()
        {
            continue;
        }
        said = true;
        let action = get("action").split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        let status = odd::status(get("status"));
        let failed =
            action == "failed" || (action.is_empty() && status.is_some_and(|(class, ..)| class != 2));
        if !failed || out.len() >= MOST {
            continue;
        }
        let diagnostic = get("diagnostic-code");
        let (class, reason, status) = odd::verdict(status, diagnostic);
        let addresses = ["original-recipient", "final-recipient"].iter().filter_map(|n| address(get(n)));
        out.push(Verdict {
            tokens: tokens.to_vec(),
            addresses: addresses.collect(),
            written_to: written_to.cloned(),
            class,
            reason,
            status,
        });
    }
    match (out.is_empty(), said) {
        (false, _) => Incoming::Returned(out),
        (true, true) => Incoming::Notice,
        (true, false) => Incoming::Other,
    }
}

#[cfg(test)]
mod tests;
