//! Mail that came back, read as the bytes of a stranger.
//!
//! Reports in the form of RFC 3464 first; then those of old servers, which only say it in words. Nothing of a report
//! is shown or kept but a code, a class and a reason of our own words. A report is believed where it names a message
//! of ours (its `Message-ID` is a keyed hash that only the recipient and the servers on the way know) and, more
//! weakly, an address that somebody of ours has.

mod mime;
mod odd;
pub mod question;
pub mod typo;
mod verdict;
mod wish;
mod words;

use crate::{
    base::word::codes,
    mail::{
        Address,
        record::{Fields, RecordError},
    },
};
use mime::Part;

/// The most bytes of a file that is looked at; of a larger one, only these.
pub const FILE_MAX: usize = 10 * 1024 * 1024;
/// The most bytes in which names of messages of ours are looked for.
const SEARCHED: usize = 1024 * 1024;
/// The most mails of one mailbox file.
const MAILS: usize = 10_000;
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

codes! {
    /// Why a message came back, as far as the report says.
    Reason {
        NoBox = "no-box", "boîte inexistante", "no such box";
        NoDomain = "no-domain", "domaine inexistant", "no such domain";
        Closed = "closed", "boîte fermée", "box closed";
        Moved = "moved", "a changé d’adresse", "has another address now";
        Full = "full", "boîte pleine", "box full";
        TooLarge = "too-large", "message trop grand", "message too large";
        /// The server takes it for junk, or its rules refuse it.
        Policy = "policy", "refusé par les règles du serveur", "refused by the server's rules";
        /// The sender is not proven (SPF, DKIM, DMARC).
        Authentication = "authentication", "expéditeur non authentifié", "sender not authenticated";
        Reputation = "reputation", "serveur d’envoi mal noté", "sending server has a bad name";
        Rate = "rate", "trop de messages à la fois", "too many messages at a time";
        Sender = "sender", "expéditeur refusé", "sender refused";
        Tried = "tried", "essayé trop longtemps", "tried for too long";
        /// It does not say, or a newer program knew.
        Other = "other", "raison non dite", "no reason said";
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
    /// Who wrote the report, where that is an address.
    pub by: Option<Address>,
}

/// What one mail is.
#[derive(Clone, PartialEq, Eq)]
pub enum Incoming {
    /// Messages came back.
    Returned(Vec<Verdict>),
    /// A server is still trying, or says that it delivered.
    Notice,
    /// Somebody asks for no more, or seems to.
    Wish(Wish),
    /// Anything else.
    Other,
}

/// What somebody wrote who may want no more.
#[derive(Clone, PartialEq, Eq)]
pub struct Wish {
    /// The words that may be the one of a message, which acts.
    pub words: Vec<String>,
    /// Whether it asks so in words, which are only shown.
    pub asks: bool,
    /// Who wrote.
    pub by: Option<Address>,
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

/// Names the record by which the devices that share a vault tell each other of an address: a hash that says nothing of it to who
/// does not know it already.
#[must_use]
pub fn shared_name(vault: &[u8; 16], address: &str) -> [u8; 16] {
    let of = [vault.as_slice(), address.to_ascii_lowercase().as_bytes()].concat();
    blake3::derive_key("contrepoids 2 mark of an address", &of).first_chunk().copied().unwrap_or_default()
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
        let reason = Reason::from_code(&fields.text(REASON)?).unwrap_or(Reason::Other);
        let class = match fields.number(CLASS)? {
            1 => Class::Soft,
            // Version 0.1.0 took any refusal for good for a dead address.
            2 if reason == Reason::Other => Class::Soft,
            2 => Class::Hard,
            _ => return Err(RecordError::Malformed),
        };
        let (seen, rest) = fields.bytes(SEEN)?.as_chunks::<8>();
        if !rest.is_empty() {
            return Err(RecordError::Malformed);
        }
        Ok(Self {
            class,
            reason,
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
    let bytes = headed(bytes);
    let parts = mime::parts(bytes);
    let Some(outer) = parts.first() else { return Incoming::Other };
    if is_receipt(&parts) {
        return Incoming::Other;
    }
    if let Some(report) = report(bytes, &parts) {
        return report;
    }
    // Somebody passed a report on as it came.
    let passed_on = parts.iter().filter(|p| p.kind() == "message/rfc822");
    for inner in passed_on.take(MOST) {
        let bytes = inner.bytes();
        let bytes = headed(&bytes);
        let parts = mime::parts(bytes);
        if let Some(report) = report(bytes, &parts).filter(|_| !is_receipt(&parts)) {
            return report;
        }
    }
    wish::read(outer, &parts).map_or(Incoming::Other, Incoming::Wish)
}

/// Returns the mails of a mailbox file, at most some; any other file is one mail.
#[must_use]
pub fn mails(bytes: &[u8]) -> Vec<&[u8]> {
    if !bytes.starts_with(b"From ") {
        return vec![bytes];
    }
    let (mut out, mut start, mut at, mut empty) = (Vec::new(), 0_usize, 0_usize, false);
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if empty && line.starts_with(b"From ") && out.len() < MAILS {
            out.extend(bytes.get(start..at));
            start = at;
        }
        empty = matches!(line, b"\n" | b"\r\n");
        at = at.saturating_add(line.len());
    }
    out.extend(bytes.get(start..));
    out
}

/// Returns a mail from its first header on: without the line of a mailbox file, and without empty lines.
fn headed(mut bytes: &[u8]) -> &[u8] {
    loop {
        let line = bytes.split_inclusive(|b| *b == b'\n').next().unwrap_or_default();
        // The number of bytes that Apple Mail writes first is no header either.
        let number = line.trim_ascii();
        let number = !number.is_empty() && number.iter().all(u8::is_ascii_digit);
        if !(line.starts_with(b"From ") || number || matches!(line, b"\n" | b"\r\n")) {
            return bytes;
        }
        bytes = bytes.get(line.len()..).unwrap_or_default();
    }
}

/// Tells whether a mail only says that somebody has read or opened a message.
fn is_receipt(parts: &[Part<'_>]) -> bool {
    let outer = parts.first().map(|p| p.header("content-type").to_ascii_lowercase()).unwrap_or_default();
    let receipt = "disposition-notification";
    outer.contains(receipt) || parts.iter().any(|p| p.kind() == "message/disposition-notification")
}

/// Reads one mail as a report; nothing where it is none.
fn report(bytes: &[u8], parts: &[Part<'_>]) -> Option<Incoming> {
    let outer = parts.first()?;
    let by = addresses_of(outer.header("from")).into_iter().next();
    let written_to = written_to(parts);
    let mut ours = addresses_of(outer.header("to"));
    ours.extend(sent_by(parts));
    let kinds = ["message/delivery-status", "message/global-delivery-status"];
    let standard = parts.iter().find(|p| kinds.contains(&p.kind().as_str()));
    let found = match standard {
        Some(part) => {
            let text = odd::text(parts);
            standard_of(&part.text(), &text, &ours, written_to.as_ref()).unwrap_or_else(|| {
                // A report that names nobody is one all the same; the message that came back tells whose it is.
                Incoming::Returned(vec![odd::verdict_of(Vec::new(), odd::before_copy(&text), &ours)])
            })
        }
        None => match odd::read(outer, parts, &ours)? {
            odd::Odd::Trying => return Some(Incoming::Notice),
            odd::Odd::Returned(all) => Incoming::Returned(all),
        },
    };
    let Incoming::Returned(all) = found else { return Some(found) };
    // Nobody reports that the own box does not exist.
    let own = |v: &Verdict| by.as_ref().is_some_and(|by| v.addresses.contains(by));
    let tokens = tokens(bytes, parts);
    let all: Vec<Verdict> = all
        .into_iter()
        .filter(|v| !own(v))
        .map(|v| {
            let named = v.addresses.is_empty().then(|| written_to.iter().cloned().collect());
            let addresses = named.unwrap_or(v.addresses);
            Verdict { tokens: tokens.clone(), written_to: written_to.clone(), by: by.clone(), addresses, ..v }
        })
        .collect();
    Some(if all.is_empty() { Incoming::Other } else { Incoming::Returned(all) })
}

/// Returns the addresses of a header.
fn addresses_of(header: &str) -> Vec<Address> {
    header.split(',').take(MOST).filter_map(|one| address(one.rsplit('<').next().unwrap_or(one))).collect()
}

/// Says what a refusal means that came while a message was sent, where the server answered to its recipient.
#[must_use]
pub fn refusal(from: &Address, to: &Address, code: u16, words: &str) -> Verdict {
    let (ours, theirs) = ([from.clone()], [to.clone()]);
    let heard = verdict::Heard { status: None, code: Some(code), words, ours: &ours, theirs: &theirs };
    let (class, reason, status) = verdict::judge(&heard);
    Verdict {
        tokens: Vec::new(),
        addresses: vec![to.clone()],
        written_to: Some(to.clone()),
        class,
        reason,
        status,
        by: None,
    }
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

/// Returns the headers of the message that came back.
fn returned(parts: &[Part<'_>]) -> Option<Vec<(String, String)>> {
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
    let text = returned.text().replace("\r\n", "\n");
    Some(mime::headers(text.trim_start().split("\n\n").next().unwrap_or_default().as_bytes()))
}

/// Returns the recipient of the message that came back.
fn written_to(parts: &[Part<'_>]) -> Option<Address> {
    let inner = returned(parts)?;
    let to = inner.iter().find(|(name, _)| name == "to").map(|(_, value)| value.as_str())?;
    address(to.rsplit('<').next().unwrap_or(to))
}

/// Returns the senders of the message that came back.
fn sent_by(parts: &[Part<'_>]) -> Vec<Address> {
    let inner = returned(parts).unwrap_or_default();
    inner.iter().filter(|(name, _)| name == "from").flat_map(|(_, value)| addresses_of(value)).collect()
}

/// Reads an address of a report: `rfc822;a@b`, `<a@b>`, `a@b`.
fn address(text: &str) -> Option<Address> {
    let text = text.rsplit(';').next().unwrap_or(text).trim().trim_matches(['<', '>', '"', '\'', ' ']);
    Address::read(text).ok()
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
}

/// Reads the part of RFC 3464; the text for people helps where it gives no words of the server.
///
/// Nothing where it names nobody.
fn standard_of(text: &str, people: &str, ours: &[Address], written_to: Option<&Address>) -> Option<Incoming> {
    let text = text.replace("\r\n", "\n");
    let groups: Vec<Vec<(String, String)>> = text
        .split("\n\n")
        .take(MOST.saturating_mul(2))
        .map(|group| mime::headers(group.as_bytes()))
        .filter(|fields| {
            ["final-recipient", "original-recipient", "action"].iter().any(|n| !field(fields, n).is_empty())
        })
        .collect();
    let said = !groups.is_empty();
    let named = |fields: &[(String, String)]| -> Vec<Address> {
        let names = ["original-recipient", "final-recipient"];
        names.iter().filter_map(|n| address(field(fields, n))).collect()
    };
    let everybody: Vec<Address> = groups.iter().flat_map(|g| named(g)).take(MOST).collect();
    let blocks = odd::blocks(odd::before_copy(people), &everybody, ours);
    let mut out = Vec::new();
    for fields in &groups {
        let get = |name: &str| field(fields, name);
        let action = get("action").split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        let status = verdict::status(get("status"));
        let failed =
            action == "failed" || (action.is_empty() && status.is_some_and(|(class, ..)| class != 2));
        if !failed || out.len() >= MOST {
            continue;
        }
        let addresses = named(fields);
        let block = blocks.iter().find(|b| addresses.contains(&b.address));
        let words = match (get("diagnostic-code"), block) {
            ("", Some(block)) => block.words.as_str(),
            (diagnostic, _) => diagnostic,
        };
        let actual = address(get("x-actual-recipient"));
        let theirs: Vec<Address> = addresses.iter().chain(written_to).chain(&actual).cloned().collect();
        let heard = verdict::Heard { status, code: None, words, ours, theirs: &theirs };
        let (class, reason, status) = verdict::judge(&heard);
        out.push(Verdict {
            tokens: Vec::new(),
            addresses,
            written_to: None,
            class,
            reason,
            status,
            by: None,
        });
    }
    match (out.is_empty(), said) {
        (false, _) => Some(Incoming::Returned(out)),
        (true, true) => Some(Incoming::Notice),
        (true, false) => None,
    }
}

#[cfg(test)]
mod tests;
