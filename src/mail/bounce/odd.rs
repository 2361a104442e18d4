//! Reports that are only words.
//!
//! A mail is taken for one only on positive evidence: a server names the addresses that failed in a header, or a daemon
//! writes, with the answer of a server. What a person or an answering machine writes is none, whatever numbers are in it.

use super::{
    MOST, Verdict,
    mime::Part,
    verdict::{Heard, codes, judge, statuses},
    words::{FAILED, RETURNED, SHAPES, Said, TRYING, known},
};
use crate::mail::Address;

/// Senders that no person has.
const MACHINES: &[&str] =
    &["mailer-daemon", "mail-daemon", "mailerdaemon", "mdaemon", "mail.delivery.system", "no-reply-mailer"];
/// Senders of reports that a person may have too.
const PERHAPS: &[&str] =
    &["postmaster", "post_master", "root", "sysadmin", "no-reply", "noreply", "bounce", "bounces"];
/// Where the copy of the message begins in a report, but not in the answer of a person.
const COPY_OF_MACHINE: &[&str] = &[
    "original message follows",
    "--- below this line is a copy",
    "this is a copy of the message",
    "------- returned message",
    "--- returned mail follows",
];
/// Where the copy of the message begins.
const COPY: &[&str] = &[
    "--- below this line is a copy",
    "this is a copy of the message",
    "original message follows",
    "----- original message",
    "--- forwarded message",
    "message headers follow",
    "the header of the original message is following",
    "original message:",
    "--- message header follows",
    "----- unsent message",
    "--- returned mail follows",
    "------- returned message",
];

/// What a mail in words is.
pub(super) enum Odd {
    /// A server is still trying.
    Trying,
    /// Messages came back.
    Returned(Vec<Verdict>),
}

/// Tells whether an answering machine, a receipt or a guard at the door of a person writes.
pub(super) fn is_answer(outer: &Part<'_>) -> bool {
    let names = ["x-autoreply", "x-autorespond", "x-auto-response-suppress", "x-vacation"];
    let guards = ["x-mailinblack", "x-boxbe", "x-tmda", "x-spamarrest", "x-challenge", "x-mib-"];
    names.iter().any(|n| !outer.header(n).is_empty())
        || outer.headers.iter().any(|(n, _)| guards.iter().any(|g| n.starts_with(g)))
}

/// Who writes: whether it is a machine for sure, and whether it may be one.
fn daemon(outer: &Part<'_>) -> (bool, bool) {
    let from = outer.header("from").to_ascii_lowercase();
    let address = from.rsplit_once('<').map_or(from.as_str(), |(_, a)| a);
    let local = address.split(['@', '>', ' ', '(']).next().unwrap_or_default().trim_matches(['"', ' ']);
    let name = from.split('<').next().unwrap_or_default().trim_matches(['"', ' ']);
    let machine = MACHINES.contains(&local)
        || local.is_empty() && (name.is_empty() || MACHINES.contains(&name))
        || outer.parameter("report-type").is_some_and(|kind| kind.eq_ignore_ascii_case("delivery-status"))
        || ["mail delivery sys", "mail deliver sys", "mail delivery subsystem", "mailer daemon"]
            .iter()
            .any(|n| from.contains(n));
    let perhaps = PERHAPS.contains(&local);
    let machine = (machine || perhaps && nobody_answers(outer)) && !from.trim().is_empty();
    (machine, machine || perhaps)
}

/// Tells whether the mail came with no address to answer to, as reports do and the mail of people does not.
fn nobody_answers(outer: &Part<'_>) -> bool {
    let answered = outer.header("auto-submitted").to_ascii_lowercase().starts_with("auto-replied");
    let mut paths = outer.headers.iter().filter(|(name, _)| name == "return-path");
    let empty = |path: &str| {
        let local = path.trim().trim_matches(['<', '>', ' ']).to_ascii_lowercase();
        let local = local.split('@').next().unwrap_or_default();
        local.is_empty() || MACHINES.contains(&local)
    };
    !answered && paths.next().is_some_and(|(_, path)| empty(path))
}

/// Tells whether a mail has the form of a report: its subject says that something came back, and the copy is there.
fn has_form(outer: &Part<'_>, parts: &[Part<'_>], text: &str) -> bool {
    let subject = super::mime::decoded(outer.header("subject"));
    let answer = subject.split_once(':').is_some_and(|(mark, _)| mark.trim().chars().count() <= 4);
    let small = text.to_ascii_lowercase();
    let copy = parts.iter().any(|p| p.kind() == "message/rfc822")
        || COPY_OF_MACHINE.iter().any(|mark| small.contains(mark));
    !answer && copy && Said::of(&subject).has(RETURNED)
}

/// Reads a report that is not in the form of RFC 3464; nothing when the mail is no report.
pub(super) fn read(outer: &Part<'_>, parts: &[Part<'_>], ours: &[Address]) -> Option<Odd> {
    let named = outer.header("x-failed-recipients");
    let (machine, perhaps) = daemon(outer);
    let answered = outer.header("auto-submitted").to_ascii_lowercase().starts_with("auto-replied");
    if named.is_empty() && (is_answer(outer) || !perhaps || (answered && !machine)) {
        return None;
    }
    let text = text(parts);
    let machine = machine || (!answered && has_form(outer, parts, &text));
    let words = before_copy(&text);
    let failed: Vec<Address> = named.split(',').take(MOST).filter_map(super::address).collect();
    let blocks = blocks(words, &failed, ours);
    let all = Said::of(words);
    if machine && all.has(TRYING) {
        return Some(Odd::Trying);
    }
    let finer = machine && statuses(words).iter().any(|s| s.0 != 2);
    let shaped = machine || (all.has(SHAPES) && heads(words));
    let told = shaped && blocks.iter().any(|b| known(&Said::of(&b.words)))
        || machine && (all.has(SHAPES) || all.has(FAILED));
    if named.is_empty() && !answers(words) && !finer && !told {
        return None;
    }
    if blocks.is_empty() {
        let addresses = copied_to(&text).into_iter().collect();
        return Some(Odd::Returned(vec![verdict_of(addresses, words, ours)]));
    }
    Some(Odd::Returned(blocks.into_iter().map(|b| verdict_of(vec![b.address], &b.words, ours)).collect()))
}

/// Makes the verdict on what is said of some addresses in words.
pub(super) fn verdict_of(addresses: Vec<Address>, words: &str, ours: &[Address]) -> Verdict {
    let heard = Heard { status: None, code: None, words, ours, theirs: &addresses };
    let (class, reason, status) = judge(&heard);
    Verdict { tokens: Vec::new(), addresses, written_to: None, class, reason, status, by: None }
}

/// Returns the recipient of a message whose copy stands in the text.
fn copied_to(text: &str) -> Option<Address> {
    let copy = text.get(before_copy(text).len()..)?;
    let to = copy.lines().find_map(|line| line.trim().strip_prefix("To:"))?;
    addresses_in(to).next()
}

/// Returns the text of a mail: the plain one, or that of its page.
pub(super) fn text(parts: &[Part<'_>]) -> String {
    let of = |kind: &str| parts.iter().find(|p| p.kind().starts_with(kind)).map(Part::text);
    // The mark between the parts is not the one that the header says.
    let bare = || parts.first().filter(|_| parts.len() == 1).map(Part::text);
    of("text/plain")
        .filter(|t| !t.trim().is_empty())
        .or_else(|| of("text/html"))
        .or_else(bare)
        .unwrap_or_default()
}

/// Tells whether the answer of a server is in a text, with words that are known or a finer status.
fn answers(words: &str) -> bool {
    let mut lines = words.lines().peekable();
    while let Some(line) = lines.next() {
        if codes(line).is_empty() {
            continue;
        }
        let next = lines.peek().copied().unwrap_or_default();
        if !statuses(line).is_empty()
            || line.contains('@')
            || known(&Said::of(line))
            || known(&Said::of(next))
        {
            return true;
        }
    }
    false
}

/// Tells whether a line begins with an address.
fn heads(words: &str) -> bool {
    words.lines().any(|line| {
        let first = line.trim_start().trim_start_matches(['<', '*', '-', ' ']).split_whitespace().next();
        first.is_some_and(|word| addresses_in(word).next().is_some() && !word.starts_with('@'))
    })
}

/// What is said of one address.
pub(super) struct Block {
    pub(super) address: Address,
    pub(super) words: String,
}

fn addresses_in(line: &str) -> impl Iterator<Item = Address> {
    let signs = |c: char| c.is_whitespace() || "<>()[]\"',;:=".contains(c);
    line.split(signs).filter(|w| w.contains('@')).filter_map(|w| Address::read(w.trim_end_matches('.')).ok())
}

/// Parts a text by the addresses in it. What stands on a line with an address, and what follows until the next or an
/// empty line, is about that address; of a single address it is the whole text.
pub(super) fn blocks(words: &str, failed: &[Address], ours: &[Address]) -> Vec<Block> {
    let same = |a: &Address, b: &Address| a.as_str().eq_ignore_ascii_case(b.as_str());
    let mut out: Vec<Block> = Vec::new();
    for address in failed {
        if !out.iter().any(|b| same(&b.address, address)) {
            out.push(Block { address: address.clone(), words: String::new() });
        }
    }
    let mut all: Vec<Address> = addresses_in(words).take(MOST.saturating_mul(4)).collect();
    // The text of a report to us names us; but it may be that we wrote to ourselves.
    if all.iter().any(|a| !ours.iter().any(|o| same(o, a))) {
        all.retain(|a| !ours.iter().any(|o| same(o, a)));
    }
    if failed.is_empty() {
        for address in all {
            if out.len() < MOST && !out.iter().any(|b| same(&b.address, &address)) {
                out.push(Block { address, words: String::new() });
            }
        }
    }
    if let [one] = out.as_mut_slice() {
        words.clone_into(&mut one.words);
        return out;
    }
    let mut current: Option<usize> = None;
    let mut gap = false;
    for line in words.lines() {
        if line.trim().is_empty() {
            gap = true;
            continue;
        }
        let here = addresses_in(line).find_map(|a| out.iter().position(|b| same(&b.address, &a)));
        let goes_on = line.starts_with([' ', '\t', '<', '>']) || !codes(line).is_empty();
        current = here.or(current.filter(|_| !gap || goes_on));
        gap = false;
        if let Some(block) = current.and_then(|at| out.get_mut(at)) {
            block.words.push_str(line);
            block.words.push('\n');
        }
    }
    let speaks = |b: &Block| {
        !codes(&b.words).is_empty() || !statuses(&b.words).is_empty() || known(&Said::of(&b.words))
    };
    if failed.is_empty() && out.iter().any(speaks) {
        out.retain(speaks);
    }
    out
}

/// Returns the words of a report before the copy of the message.
pub(super) fn before_copy(text: &str) -> &str {
    let small = text.to_ascii_lowercase();
    let end = COPY.iter().filter_map(|mark| small.find(mark)).min().unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}
