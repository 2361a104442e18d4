//! Reads a message of ours back, to show what will leave from the very bytes that will leave.
//!
//! Knows what [`crate::mail::message`] writes and nothing more: encoded words in base64, bodies as they are, in
//! quoted-printable or in base64.

use crate::mail::Message;

/// A message as a person reads it. It has no `Debug`: it holds the words and the address of a member.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadMessage {
    /// The headers, decoded and unfolded, in order.
    pub headers: Vec<(String, String)>,
    /// The plain text.
    pub text: String,
    /// The page of HTML.
    pub html: String,
    /// The files: name and number of bytes.
    pub files: Vec<(String, usize)>,
}

impl ReadMessage {
    /// Returns the value of a header, or the empty text.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// Reads a message; what cannot be read is empty.
    #[must_use]
    pub fn of(message: &Message) -> Self {
        let bytes = String::from_utf8_lossy(message.bytes());
        let (head, body) = bytes.split_once("\r\n\r\n").unwrap_or_default();
        let headers = headers(head);
        let kind = headers.iter().find(|(n, _)| n == "Content-Type").map_or("", |(_, v)| v.as_str());
        let mut out =
            Self { headers: Vec::new(), text: String::new(), html: String::new(), files: Vec::new() };
        let outer = if kind.starts_with("multipart/mixed") { boundary(kind) } else { String::new() };
        let mut parts = body.split(outer.as_str()).filter(|_| !outer.is_empty()).skip(1);
        let first = parts.next().and_then(|p| p.trim_start().split_once("\r\n\r\n"));
        let (boundary, body) = first.map_or((boundary(kind), body), |(head, body)| (boundary(head), body));
        for part in parts {
            let Some((head, content)) = part.trim_start().split_once("\r\n\r\n") else { continue };
            let name = head.split_once("filename=\"").and_then(|(_, n)| n.split_once('"'));
            out.files.push((name.map_or("", |(n, _)| n).to_owned(), base64(content).len()));
        }
        out.headers = headers;
        for part in body.split(boundary.as_str()).filter(|_| boundary.len() > 2) {
            let Some((head, content)) = part.trim_start().split_once("\r\n\r\n") else { continue };
            let content = decoded(head, content.strip_suffix("\r\n").unwrap_or(content));
            if head.contains("text/plain") {
                out.text = content;
            } else if head.contains("text/html") {
                out.html = content;
            }
        }
        out
    }
}

/// Returns the line that parts the parts.
fn boundary(kind: &str) -> String {
    let boundary = kind.split_once("boundary=\"").and_then(|(_, v)| v.split_once('"'));
    boundary.map_or_else(String::new, |(b, _)| format!("--{b}"))
}

fn headers(head: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        if let (Some(more), Some((_, value))) = (line.strip_prefix(' '), out.last_mut()) {
            // White space between two encoded words means nothing.
            if !(value.ends_with("?=") && more.starts_with("=?")) {
                value.push(' ');
            }
            value.push_str(more);
        } else {
            let (name, value) = line.split_once(": ").unwrap_or_default();
            out.push((name.to_owned(), value.to_owned()));
        }
    }
    for (_, value) in &mut out {
        *value = words(value);
    }
    out
}

/// Decodes the encoded words of a value; characters are never cut between two of them.
fn words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, word)) = rest.split_once("=?utf-8?B?") {
        let Some((code, after)) = word.split_once("?=") else { break };
        out.push_str(before);
        out.push_str(&String::from_utf8_lossy(&base64(code)));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn decoded(head: &str, content: &str) -> String {
    let head = head.to_ascii_lowercase();
    let bytes = if head.contains("quoted-printable") {
        quoted_printable(content)
    } else if head.contains("base64") {
        base64(content)
    } else {
        content.as_bytes().to_vec()
    };
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
}

pub(crate) fn base64(text: &str) -> Vec<u8> {
    let value = |b: u8| match b {
        b'A'..=b'Z' => Some(b.wrapping_sub(b'A')),
        b'a'..=b'z' => Some(b.wrapping_sub(b'a').wrapping_add(26)),
        b'0'..=b'9' => Some(b.wrapping_sub(b'0').wrapping_add(52)),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for digit in text.bytes().filter_map(value) {
        bits = (bits << 6 | u32::from(digit)) & 0xff_ffff;
        count = count.saturating_add(6);
        if count >= 8 {
            count = count.saturating_sub(8);
            out.push((bits >> count).to_le_bytes()[0]);
        }
    }
    out
}

pub(crate) fn quoted_printable(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let pair = (bytes.next().unwrap_or(b'='), bytes.next().unwrap_or(b'='));
        let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        // A `=` at the end of a line joins it to the next.
        if let (Some(high), Some(low)) = (digit(pair.0), digit(pair.1)) {
            out.push(high << 4 | low);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        mail::{Address, MessageParts, Party},
        render::Rendered,
    };

    fn read(name: &str, subject: &str, text: &str) -> ReadMessage {
        let party = |n: &str, a: &str| Party::new(n, Address::read(a).ok().unwrap()).ok().unwrap();
        let content = Rendered { subject: subject.into(), text: text.into(), html: format!("<p>{text}</p>") };
        let (from, to) = (party("N", "avis@example.org"), party(name, "c@example.net"));
        let letter = MessageParts {
            from: &from,
            to: &to,
            content: &content,
            at_ms: 0,
            token: "ab",
            stop_token: None,
            by_hand: None,
        };
        ReadMessage::of(&Message::write(&letter).ok().unwrap())
    }

    proptest! {
        #[test]
        fn reads_what_was_written(
            name in "[^\\p{C}\\p{Z}][^\\p{C}\\p{Zl}\\p{Zp}]{0,80}",
            subject in "[^\\p{C}\\p{Z}]([^\\p{C}\\p{Zl}\\p{Zp}]{0,80}[^\\p{C}\\p{Z}])?",
            text in "([^\\p{C}\\p{Zl}\\p{Zp}]{0,90}\n){0,4}",
        ) {
            let shown = read(&name, &subject, &text);
            let name = name.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
            let to = shown.header("To").replace('"', "");
            prop_assert_eq!(to, format!("{} <c@example.net>", name.trim().replace('"', "")));
            prop_assert_eq!(shown.header("Subject"), subject);
            let html = format!("<p>{text}</p>");
            prop_assert_eq!(shown.html.trim_end(), html.trim_end());
            prop_assert_eq!(shown.text, text);
        }
    }
}
