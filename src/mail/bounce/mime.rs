//! The parts of a mail from a stranger, read within fixed bounds.
//!
//! Whatever the bytes are, there is an answer: at most [`PARTS`] parts, [`DEPTH`] levels deep, the headers of each at
//! most [`HEAD_MAX`] bytes, the text of each at most [`TEXT_MAX`].

use std::borrow::Cow;

use crate::mail::read::{base64, quoted_printable};

/// The most parts that are looked at.
pub(super) const PARTS: usize = 64;
/// The most levels of parts within parts.
pub(super) const DEPTH: usize = 8;
/// The most bytes of headers of one part.
pub(super) const HEAD_MAX: usize = 64 * 1024;
/// The most bytes of text that are read of one part, before and after decoding.
pub(super) const TEXT_MAX: usize = 256 * 1024;

/// One part: its headers with small names, and its bytes as they came.
pub(super) struct Part<'a> {
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Cow<'a, [u8]>,
}

impl<'a> Part<'a> {
    /// Reads headers and body.
    pub(super) fn read(bytes: &'a [u8]) -> Self {
        let (head, body) = split(bytes);
        Self { headers: headers(head), body: Cow::Borrowed(body) }
    }

    /// Returns the first header of this name.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// Returns the type in small letters, without parameters.
    pub(super) fn kind(&self) -> String {
        let kind = self.header("content-type").split(';').next().unwrap_or_default().trim();
        if kind.is_empty() { "text/plain".to_owned() } else { kind.to_ascii_lowercase() }
    }

    /// Returns a parameter of the type, such as the boundary.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let mut rest = self.header("content-type").split_once(';')?.1;
        loop {
            let (key, value) = rest.split_once('=')?;
            let key = key.rsplit(';').next().unwrap_or(key).trim();
            let value = value.trim_start();
            let (text, after) = match value.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => value.split_at(value.find([';', ' ', '\t']).unwrap_or(value.len())),
            };
            if key.eq_ignore_ascii_case(name) {
                return (!text.is_empty() && text.len() <= 200).then(|| text.to_owned());
            }
            rest = after;
        }
    }

    /// Returns the decoded bytes.
    pub(super) fn bytes(&self) -> Cow<'_, [u8]> {
        let coding = self.header("content-transfer-encoding").trim().to_ascii_lowercase();
        let raw = || String::from_utf8_lossy(&self.body);
        match coding.as_str() {
            "base64" => Cow::Owned(base64(&raw())),
            "quoted-printable" => {
                Cow::Owned(quoted_printable(&raw().replace("=\r\n", "").replace("=\n", "")))
            }
            _ => Cow::Borrowed(&self.body),
        }
    }

    /// Returns the decoded beginning of the text; of a page, its words.
    pub(super) fn text(&self) -> String {
        let bytes = self.body.get(..self.body.len().min(TEXT_MAX)).unwrap_or_default();
        let short = Part { headers: self.headers.clone(), body: Cow::Borrowed(bytes) };
        let bytes = short.bytes();
        let label = self.parameter("charset").unwrap_or_default();
        let text = match encoding_rs::Encoding::for_label(label.as_bytes()) {
            Some(coding) => coding.decode_without_bom_handling(&bytes).0.into_owned(),
            // What is no UTF-8 is what servers of Western Europe write without saying so.
            None => match std::str::from_utf8(&bytes) {
                Ok(text) => text.to_owned(),
                Err(e) if e.error_len().is_none() => String::from_utf8_lossy(&bytes).into_owned(),
                Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned(),
            },
        };
        if self.kind() == "text/html" { words_of_page(&text) } else { text }
    }
}

/// Decodes the encoded words of a header, in any charset.
pub(super) fn decoded(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    let mut after_word = false;
    while let Some((before, word)) = rest.split_once("=?") {
        let mut fields = word.splitn(4, '?');
        let (charset, coding, text, after) =
            (fields.next(), fields.next(), fields.next(), fields.next().and_then(|a| a.strip_prefix('=')));
        let (Some(charset), Some(coding), Some(text), Some(after)) = (charset, coding, text, after) else {
            break;
        };
        if !(after_word && before.trim().is_empty()) {
            out.push_str(before);
        }
        let bytes = if coding.eq_ignore_ascii_case("b") {
            base64(text)
        } else {
            quoted_printable(&text.split('_').collect::<Vec<_>>().join(" "))
        };
        let label = charset.split('*').next().unwrap_or_default();
        let coding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        out.push_str(&coding.decode_without_bom_handling(&bytes).0);
        (rest, after_word) = (after, true);
    }
    out.push_str(rest);
    out
}

/// Returns the words of a page: without its marks, with a line for each block.
fn words_of_page(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, next) = after.split_once('>').unwrap_or((after, ""));
        let name = tag.trim_start_matches('/').split([' ', '\t', '\n', '\r', '/']).next().unwrap_or_default();
        rest = next;
        match name.to_ascii_lowercase().as_str() {
            "style" | "script" if !tag.starts_with('/') => {
                rest = next.split_once("</").map_or("", |(_, r)| r.split_once('>').map_or("", |(_, r)| r));
            }
            "b" | "i" | "u" | "a" | "em" | "strong" | "span" | "font" | "tt" | "code" => {}
            _ => out.push('\n'),
        }
    }
    out.push_str(rest);
    let named = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&eacute;", "é"),
        ("&egrave;", "è"),
        ("&agrave;", "à"),
        ("&icirc;", "î"),
        ("&amp;", "&"),
    ];
    named.iter().fold(out, |text, (name, sign)| text.replace(name, sign))
}

/// Returns the parts of a mail, outer before inner: a mail of one part has one.
pub(super) fn parts(bytes: &[u8]) -> Vec<Part<'_>> {
    let mut out = vec![Part::read(bytes)];
    walk(0, 0, &mut out);
    out
}

/// Adds the parts within the part at `index`.
fn walk(index: usize, depth: usize, out: &mut Vec<Part<'_>>) {
    if depth >= DEPTH || out.len() >= PARTS {
        return;
    }
    let Some(part) = out.get(index) else { return };
    let inner = match (part.kind().starts_with("multipart/"), part.parameter("boundary")) {
        (true, Some(boundary)) => cut(&part.body, &boundary, PARTS.saturating_sub(out.len())),
        _ => return,
    };
    for part in inner {
        let at = out.len();
        out.push(part);
        walk(at, depth.saturating_add(1), out);
        if out.len() >= PARTS {
            break;
        }
    }
}

/// Cuts a body at its boundary.
fn cut<'a>(body: &Cow<'a, [u8]>, boundary: &str, most: usize) -> Vec<Part<'a>> {
    let Cow::Borrowed(body) = body else { return Vec::new() };
    let mark = format!("--{boundary}").into_bytes();
    let (mut out, mut start, mut at) = (Vec::new(), None, 0_usize);
    for line in body.split_inclusive(|b| *b == b'\n') {
        let end = at.saturating_add(line.len());
        if line.starts_with(&mark) {
            if let Some(start) = start.take()
                && let Some(part) = body.get(start..at)
            {
                out.push(Part::read(part));
            }
            if out.len() >= most || line.get(mark.len()..).is_some_and(|rest| rest.starts_with(b"--")) {
                return out;
            }
            start = Some(end);
        }
        at = end;
    }
    // The end was cut off.
    if let Some(part) = start.and_then(|start| body.get(start..)) {
        out.push(Part::read(part));
    }
    out
}

/// Splits headers from the body at the first empty line.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0_usize;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let end = at.saturating_add(line.len());
        if matches!(line, b"\n" | b"\r\n") {
            return (bytes.get(..at).unwrap_or_default(), bytes.get(end..).unwrap_or_default());
        }
        at = end;
    }
    (bytes, &[])
}

/// Reads headers, unfolded, at most [`HEAD_MAX`] bytes of them.
pub(super) fn headers(head: &[u8]) -> Vec<(String, String)> {
    let head = head.get(..head.len().min(HEAD_MAX)).unwrap_or_default();
    let text = String::from_utf8_lossy(head);
    let mut out: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = out.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':').filter(|_| !line.starts_with("From ")) {
            out.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    out
}
