//! The last look at a message before it leaves, by its bytes alone.
//!
//! It shares no code with the writer: what [`crate::mail::message`] builds is read here as a stranger would.

use thiserror::Error;

/// The headers that may leave. Nothing else does.
pub const HEADERS: &[&str] = &[
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "List-Unsubscribe",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

/// What is wrong with the bytes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MessageFault {
    /// A byte outside of ASCII, or a control character.
    #[error("a byte outside of printable ASCII")]
    Byte,
    /// A CR or an LF alone.
    #[error("a CR or LF alone")]
    LineEnd,
    /// A line longer than 998 bytes.
    #[error("a line longer than 998 bytes")]
    LongLine,
    /// No empty line between the headers and the body, or a line that is no header.
    #[error("headers that cannot be read")]
    Headers,
    /// A header that is not on the list.
    #[error("a header that is not on the list")]
    NotOnTheList,
    /// A header that is there twice, or missing.
    #[error("a header missing or there twice")]
    Count,
    /// The `From` or the `To` is not the one address of the envelope, or `Reply-To` is not one address.
    #[error("a From or To other than the one of the envelope, or a Reply-To that is not one address")]
    Party,
}

/// Checks the bytes of a message against the two addresses of its envelope.
///
/// # Errors
/// The first [`MessageFault`] found.
pub fn message(bytes: &[u8], from: &str, to: &str) -> Result<(), MessageFault> {
    lines(bytes)?;
    let text = std::str::from_utf8(bytes).map_err(|_| MessageFault::Byte)?;
    let (head, _) = text.split_once("\r\n\r\n").ok_or(MessageFault::Headers)?;
    let mut headers: Vec<(&str, String)> = Vec::new();
    for line in head.split("\r\n") {
        if line.starts_with([' ', '\t']) {
            headers.last_mut().ok_or(MessageFault::Headers)?.1.push_str(line);
        } else {
            let (name, value) = line.split_once(':').ok_or(MessageFault::Headers)?;
            headers.push((name, value.to_owned()));
        }
    }
    for (i, (name, _)) in headers.iter().enumerate() {
        if !HEADERS.contains(name) {
            return Err(MessageFault::NotOnTheList);
        }
        if headers.iter().skip(i.saturating_add(1)).any(|(other, _)| other == name) {
            return Err(MessageFault::Count);
        }
    }
    let one = |name: &str| {
        headers.iter().find(|(n, _)| *n == name).map(|(_, v)| v.trim()).ok_or(MessageFault::Count)
    };
    for name in ["Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"] {
        one(name)?;
    }
    if mailbox(one("From")?) != Some(from) || mailbox(one("To")?) != Some(to) {
        return Err(MessageFault::Party);
    }
    if headers.iter().any(|(name, value)| *name == "Reply-To" && mailbox(value.trim()).is_none()) {
        return Err(MessageFault::Party);
    }
    Ok(())
}

/// Looks at each byte once: printable ASCII in lines of at most 998 bytes, each with its CR and LF.
fn lines(bytes: &[u8]) -> Result<(), MessageFault> {
    if !bytes.iter().all(|b| b.is_ascii_graphic() || matches!(b, b' ' | b'\t' | b'\r' | b'\n')) {
        return Err(MessageFault::Byte);
    }
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r\n").ok_or(MessageFault::LineEnd)?;
        if line.contains(&b'\r') {
            return Err(MessageFault::LineEnd);
        }
        if line.len() > 998 {
            return Err(MessageFault::LongLine);
        }
    }
    Ok(())
}

/// Returns the address of a header that holds exactly one mailbox.
fn mailbox(value: &str) -> Option<&str> {
    let Some(rest) = value.strip_suffix('>') else {
        let bare = !value.contains(['<', '>', ',', ';', ' ', '"', '(']) && value.matches('@').count() == 1;
        return bare.then_some(value);
    };
    let (name, address) = rest.rsplit_once('<')?;
    let name = name.trim();
    let quoted =
        name.strip_prefix('"').and_then(|n| n.strip_suffix('"')).is_some_and(|n| !n.contains(['"', '\\']));
    let plain = !name.contains(['<', '>', ',', ';', ':', '"', '(', ')', '@', '[', ']', '\\', '.']);
    (quoted || plain).then_some(address).filter(|a| !a.contains([',', ' ', '<', '>']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "From: a@b.fr\r\nTo: \"C, D\"\r\n <c@d.fr>\r\nSubject: x\r\nDate: y\r\nMessage-ID: <z@b.fr>\r\n\
                        MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nbody\r\n";

    fn fault(from: &str, to: &str) -> Option<MessageFault> {
        assert!(GOOD.contains(from), "{from}");
        message(GOOD.replacen(from, to, 1).as_bytes(), "a@b.fr", "c@d.fr").err()
    }

    #[test]
    fn a_good_message_passes() {
        assert_eq!(message(GOOD.as_bytes(), "a@b.fr", "c@d.fr"), Ok(()));
    }

    #[test]
    fn each_fault_is_found() {
        assert_eq!(fault("body", "bodé"), Some(MessageFault::Byte));
        assert_eq!(fault("body", "bo\u{1b}dy"), Some(MessageFault::Byte));
        assert_eq!(fault("body", "bo\rdy"), Some(MessageFault::LineEnd));
        assert_eq!(fault("body", "bo\ndy"), Some(MessageFault::LineEnd));
        assert_eq!(fault("body\r\n", "body"), Some(MessageFault::LineEnd));
        assert_eq!(fault("body", &"a".repeat(999)), Some(MessageFault::LongLine));
        assert_eq!(fault("\r\n\r\nbody", ""), Some(MessageFault::Headers));
        assert_eq!(fault("Subject: x", "Subject"), Some(MessageFault::Headers));
        for extra in
            ["Bcc: e@f.fr", "Cc: e@f.fr", "X-Mailer: x", "Received: x", "subject: x", "User-Agent: x"]
        {
            assert_eq!(
                fault("Date: y", &format!("{extra}\r\nDate: y")),
                Some(MessageFault::NotOnTheList),
                "{extra}"
            );
        }
        assert_eq!(fault("Date: y", "To: c@d.fr\r\nDate: y"), Some(MessageFault::Count));
        assert_eq!(fault("Date: y\r\n", ""), Some(MessageFault::Count));
        assert_eq!(fault("<c@d.fr>", "<c@d.fr>, <e@f.fr>"), Some(MessageFault::Party));
        assert_eq!(fault("<c@d.fr>", "<e@f.fr>"), Some(MessageFault::Party));
        assert_eq!(fault("\"C, D\"", "e@f.fr, \"C\""), Some(MessageFault::Party));
        assert_eq!(fault("\"C, D\"", "\"C\" <e@f.fr>, \"D\""), Some(MessageFault::Party));
        assert_eq!(fault("From: a@b.fr", "From: a@b.fr, e@f.fr"), Some(MessageFault::Party));
    }
}
