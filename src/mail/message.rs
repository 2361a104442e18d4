//! One message to one person, as the bytes that leave.

use chrono::DateTime;
use lettre::message::{MultiPart, SinglePart};
use thiserror::Error;

use crate::{
    mail::{
        address::Address,
        attachment::Attachment,
        check::{self, MessageFault},
        header,
    },
    render::Rendered,
};

/// The most bytes of one message, without its files: a text of 200 kB, as such and as HTML.
pub const MESSAGE_MAX: usize = 1024 * 1024;
/// The most characters of a name.
pub const NAME_MAX: usize = 200;

/// A name and an address: the sender, or the one recipient.
#[derive(Clone, PartialEq, Eq)]
pub struct Party {
    name: String,
    address: Address,
}

/// Why there is no message. No variant holds a value of a member.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MessageError {
    /// The name holds control characters or is longer than 200 characters.
    #[error("the name holds characters that do not belong into a header")]
    Name,
    /// The message is too large.
    #[error("the message has {size} bytes, more than {max}")]
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The limit.
        max: usize,
    },
    /// The time is not one that a header can show.
    #[error("the time of the message is not a date")]
    Time,
    /// The finished bytes did not pass the check that they must pass before they leave.
    #[error("the finished message did not pass its check")]
    Check(#[from] MessageFault),
}

impl Party {
    /// Joins a name (which may be empty) and an address.
    ///
    /// # Errors
    /// [`MessageError::Name`] when the name holds a control character, a character that turns the direction of text
    /// or ends a line, or more than 200 characters.
    pub fn new(name: &str, address: Address) -> Result<Self, MessageError> {
        // Runs of spaces have no meaning in a header, and readers differ about them.
        let name = &name.trim().split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let clean = crate::render::values::is_clean(name) && !name.contains(['\n', '\t']);
        if !clean || name.chars().count() > NAME_MAX {
            return Err(MessageError::Name);
        }
        Ok(Self { name: name.to_owned(), address })
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the address.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }
}

/// What a message is made of. There is one recipient, and no field that could take another.
pub struct MessageParts<'a> {
    /// Who writes.
    pub from: &'a Party,
    /// Who reads.
    pub to: &'a Party,
    /// Subject, text and HTML.
    pub content: &'a Rendered,
    /// The `Date` of it, in milliseconds since 1970 UTC; [`Message::dated`] puts that of the first try in its place.
    pub at_ms: u64,
    /// The left part of the `Message-ID`: 32 hexadecimal digits, the same on every try.
    pub token: &'a str,
    /// The word by which a reply asks for no more of these; `None` for what members are owed.
    pub stop_token: Option<&'a str>,
    /// A person wrote it to one person.
    pub by_hand: Option<ByHand<'a>>,
}

/// What a message written by a person has, which one made for many has not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByHand<'a> {
    /// The `Message-ID` that it answers.
    pub answers: Option<&'a str>,
}

/// A message ready to leave: the envelope and the bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    from: Address,
    to: Address,
    token: String,
    stop: Option<String>,
    files: Files,
    bytes: Vec<u8>,
}

/// Which files go with a message; they are stored apart from it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Files {
    /// The one that goes with every message of the campaign.
    pub shared: bool,
    /// One of its own.
    pub own: bool,
}

impl Message {
    /// Writes a letter as bytes and checks them.
    ///
    /// The headers are From, To, Subject (and Reply-To, [`Message::answered_at`]), Date (UTC), Message-ID, Auto-Submitted, perhaps List-Unsubscribe,
    /// MIME-Version and Content-Type: nothing tells the program, the machine or the user.
    ///
    /// # Errors
    /// [`MessageError::TooLarge`], [`MessageError::Time`], or [`MessageError::Check`] if the bytes are not what they
    /// must be.
    pub fn write(letter: &MessageParts<'_>) -> Result<Self, MessageError> {
        let date = date(letter.at_ms)?;
        let from = letter.from.address.as_str();
        let mut head = String::new();
        let mut put = |name: &str, value: &str| {
            head.push_str(name);
            head.push_str(": ");
            head.push_str(value);
            head.push_str("\r\n");
        };
        put("From", &header::mailbox(&letter.from.name, from));
        put("To", &header::mailbox(&letter.to.name, letter.to.address.as_str()));
        put("Subject", &header::unstructured(&letter.content.subject));
        put("Date", &date);
        put("Message-ID", &format!("<{}@{}>", letter.token, letter.from.address.domain()));
        match letter.by_hand {
            // Keeps automatic replies ("I am away") from answering, and from leaving traces elsewhere.
            None => put("Auto-Submitted", "auto-generated"),
            Some(ByHand { answers: Some(id) }) => {
                put("In-Reply-To", id);
                put("References", id);
            }
            Some(ByHand { answers: None }) => {}
        }
        if let Some(stop) = letter.stop_token {
            put("List-Unsubscribe", &format!("<mailto:{}?subject={stop}>", escaped_for_url(from)));
        }
        put("MIME-Version", "1.0");
        let body = MultiPart::alternative()
            .boundary(format!("=_{}", letter.token))
            .singlepart(SinglePart::plain(letter.content.text.clone()))
            .singlepart(SinglePart::html(letter.content.html.clone()));
        let mut bytes = head.into_bytes();
        bytes.extend(body.formatted());
        if bytes.len() > MESSAGE_MAX {
            return Err(MessageError::TooLarge { size: bytes.len(), max: MESSAGE_MAX });
        }
        let message = Self {
            from: letter.from.address.clone(),
            to: letter.to.address.clone(),
            token: letter.token.to_owned(),
            stop: letter.stop_token.map(str::to_owned),
            files: Files::default(),
            bytes,
        };
        message.check()?;
        Ok(message)
    }

    /// Takes a message back from its stored parts and checks it again.
    ///
    /// # Errors
    /// [`MessageError::Check`] when the parts are not a message that may leave.
    pub fn stored(from: Address, to: Address, token: &str, bytes: Vec<u8>) -> Result<Self, MessageError> {
        let files = Files::default();
        let message = Self { from, to, token: token.to_owned(), stop: None, files, bytes };
        message.check()?;
        Ok(message)
    }

    /// Says which files go with the message; [`Message::with`] puts them in.
    #[must_use]
    pub fn for_files(mut self, files: Files) -> Self {
        self.files = files;
        self
    }

    /// Returns which files go with the message.
    #[must_use]
    pub fn files(&self) -> Files {
        self.files
    }

    /// Returns the message with files in it; the text and its HTML stay as they are, as the first part.
    ///
    /// # Errors
    /// [`MessageError::Check`] when the result is not a message that may leave.
    pub fn with(&self, files: &[&Attachment]) -> Result<Self, MessageError> {
        if files.is_empty() {
            return Ok(self.clone());
        }
        let text = std::str::from_utf8(&self.bytes).map_err(|_| MessageFault::Byte)?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or(MessageFault::Headers)?;
        let (above, kind) = head.split_once("\r\nContent-Type: ").ok_or(MessageFault::Headers)?;
        let mark = format!("=-{}", self.token);
        let mut out = format!(
            "{above}\r\nContent-Type: multipart/mixed;\r\n boundary=\"{mark}\"\r\n\r\n\
             --{mark}\r\nContent-Type: {kind}\r\n\r\n{body}\r\n"
        );
        for file in files {
            out.push_str(&format!("--{mark}\r\n"));
            out.push_str(&file.part());
        }
        out.push_str(&format!("--{mark}--\r\n"));
        let message = Self { bytes: out.into_bytes(), ..self.clone() };
        message.check()?;
        Ok(message)
    }

    /// Returns the same message, with the same `Message-ID`, with the time of its first try as its `Date`: readers sort by it,
    /// and filters take a `Date` of days ago for a sign of junk.
    ///
    /// # Errors
    /// [`MessageError::Time`], [`MessageError::Check`].
    pub fn dated(&self, at_ms: u64) -> Result<Self, MessageError> {
        let text = std::str::from_utf8(&self.bytes).map_err(|_| MessageFault::Byte)?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or(MessageFault::Headers)?;
        let date = date(at_ms)?;
        let mut out = String::with_capacity(text.len());
        for line in head.split("\r\n") {
            match line.strip_prefix("Date: ") {
                Some(_) => out.push_str(&format!("Date: {date}")),
                None => out.push_str(line),
            }
            out.push_str("\r\n");
        }
        out.push_str("\r\n");
        out.push_str(body);
        let message = Self { bytes: out.into_bytes(), ..self.clone() };
        message.check()?;
        Ok(message)
    }

    /// Returns the message with where replies go, below `To`.
    ///
    /// # Errors
    /// [`MessageError::Check`] when the result is not a message that may leave.
    pub fn answered_at(&self, at: &Address) -> Result<Self, MessageError> {
        let text = std::str::from_utf8(&self.bytes).map_err(|_| MessageFault::Byte)?;
        let (above, below) = text.split_once("\r\nSubject: ").ok_or(MessageFault::Headers)?;
        let at = at.as_str();
        let bytes = format!("{above}\r\nReply-To: {at}\r\nSubject: {below}").into_bytes();
        let message = Self { bytes, ..self.clone() };
        message.check()?;
        Ok(message)
    }

    /// Returns the same message, with the same `Message-ID`, to the repaired address of its one recipient.
    ///
    /// # Errors
    /// [`MessageError::Check`] when the result is not a message that may leave.
    pub fn readdressed(&self, to: &Party) -> Result<Self, MessageError> {
        let text = String::from_utf8(self.bytes.clone()).map_err(|_| MessageFault::Byte)?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or(MessageFault::Headers)?;
        let mut out = String::with_capacity(text.len());
        let mut in_to = false;
        for line in head.split("\r\n") {
            let goes_on = line.starts_with([' ', '\t']);
            if !goes_on {
                in_to = line.starts_with("To:");
                if in_to {
                    out.push_str(&format!("To: {}\r\n", header::mailbox(&to.name, to.address.as_str())));
                }
            }
            if !in_to {
                out.push_str(line);
                out.push_str("\r\n");
            }
        }
        out.push_str("\r\n");
        out.push_str(body);
        Self::stored(self.from.clone(), to.address.clone(), &self.token, out.into_bytes())
    }

    fn check(&self) -> Result<(), MessageFault> {
        check::message(&self.bytes, self.from.as_str(), self.to.as_str())
    }

    /// Returns the sender of the envelope.
    #[must_use]
    pub fn from(&self) -> &Address {
        &self.from
    }

    /// Returns the recipient of the envelope: the only one.
    #[must_use]
    pub fn to(&self) -> &Address {
        &self.to
    }

    /// Returns the left part of the `Message-ID`.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns the word by which a reply asks for no more of these; only a message just written knows it.
    #[must_use]
    pub fn stop(&self) -> Option<&str> {
        self.stop.as_deref()
    }

    /// Returns the bytes: ASCII, lines ended by CR LF.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Writes a time as a `Date`.
fn date(at_ms: u64) -> Result<String, MessageError> {
    let at = i64::try_from(at_ms).ok().and_then(DateTime::from_timestamp_millis);
    let at = at.ok_or(MessageError::Time)?;
    Ok(at.format("%a, %d %b %Y %H:%M:%S +0000").to_string())
}

/// Escapes the signs of an address that mean something in a URL.
fn escaped_for_url(address: &str) -> String {
    let mut out = String::new();
    for c in address.chars() {
        match c {
            '?' => out.push_str("%3F"),
            '#' => out.push_str("%23"),
            '&' => out.push_str("%26"),
            '+' => out.push_str("%2B"),
            '/' => out.push_str("%2F"),
            '=' => out.push_str("%3D"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn party(name: &str, address: &str) -> Result<Party, MessageError> {
        Party::new(name, Address::read(address).ok().unwrap())
    }

    fn written(name: &str, subject: &str, text: &str) -> Result<Message, MessageError> {
        let from = party("L’équipe", "avis@section.example.org")?;
        let to = party(name, "camille+x@example.net")?;
        let content = Rendered { subject: subject.into(), text: text.into(), html: format!("<p>{text}</p>") };
        Message::write(&MessageParts {
            from: &from,
            to: &to,
            content: &content,
            at_ms: 1_796_256_000_000,
            token: "0123456789abcdef0123456789abcdef",
            stop_token: Some("abc"),
            by_hand: None,
        })
    }

    fn shown(message: &Message) -> String {
        String::from_utf8(message.bytes().to_vec()).unwrap()
    }

    #[test]
    fn a_message_has_these_headers_and_no_other() {
        let text = shown(&written("Camille Exemple", "Bienvenue", "Bonjour").ok().unwrap());
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        assert_eq!(
            head,
            "From: =?utf-8?B?TOKAmcOpcXVpcGU=?=\r\n <avis@section.example.org>\r\n\
             To: Camille Exemple\r\n <camille+x@example.net>\r\n\
             Subject: Bienvenue\r\n\
             Date: Thu, 03 Dec 2026 00:00:00 +0000\r\n\
             Message-ID: <0123456789abcdef0123456789abcdef@section.example.org>\r\n\
             Auto-Submitted: auto-generated\r\n\
             List-Unsubscribe: <mailto:avis@section.example.org?subject=abc>\r\n\
             MIME-Version: 1.0\r\n\
             Content-Type: multipart/alternative;\r\n boundary=\"=_0123456789abcdef0123456789abcdef\""
        );
    }

    #[test]
    fn the_same_letter_gives_the_same_bytes() {
        let (a, b) = (written("A", "s", "é"), written("A", "s", "é"));
        assert!(a == b && a.is_ok());
    }

    #[test]
    fn control_characters_in_a_name_are_refused_before_anything_is_built() {
        for bad in [
            "a\r\nBcc: b@example.org",
            "a\rb",
            "a\nb",
            "a\0b",
            "a\tb",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{202e}b",
        ] {
            assert_eq!(party(bad, "a@example.org").err(), Some(MessageError::Name), "{bad:?}");
        }
        assert_eq!(party(&"a".repeat(201), "a@example.org").err(), Some(MessageError::Name));
    }

    #[test]
    fn a_message_above_the_limit_is_refused() {
        let error = written("A", "s", &"x".repeat(MESSAGE_MAX)).err();
        assert!(matches!(error, Some(MessageError::TooLarge { max: MESSAGE_MAX, .. })));
    }

    #[test]
    fn a_repaired_address_changes_nothing_else() {
        let one = written("Camille Exemple", "Bonjour", "To: x").ok().unwrap();
        let other = one.readdressed(&party("Élise \"x\"", "elise@example.net").ok().unwrap()).ok().unwrap();
        assert_eq!((other.to().as_str(), other.token()), ("elise@example.net", one.token()));
        let back = other.readdressed(&party("Camille Exemple", "camille+x@example.net").ok().unwrap());
        assert!(back.ok().unwrap().bytes() == one.bytes());
    }

    #[test]
    fn a_stored_message_is_checked_again() {
        let good = written("A", "s", "x").ok().unwrap();
        let other = Address::read("other@example.net").ok().unwrap();
        let bytes = good.bytes().to_vec();
        assert!(Message::stored(good.from().clone(), good.to().clone(), good.token(), bytes.clone()).is_ok());
        let wrong = Message::stored(good.from().clone(), other, good.token(), bytes);
        assert_eq!(wrong.err(), Some(MessageError::Check(MessageFault::Party)));
    }

    proptest! {
        /// Whatever the name, the subject and the text: one To, no other header, no CR or LF alone.
        #[test]
        fn any_name_gives_one_recipient(name: String, subject in "[^\\p{Cc}]{1,80}", text: String) {
            // The text and the subject come from `render`, which lets no control characters through.
            let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
            match written(&name, &subject, &text) {
                Ok(message) => {
                    let text = shown(&message);
                    let (head, _) = text.split_once("\r\n\r\n").unwrap();
                    let names: Vec<&str> = head.split("\r\n").filter(|l| !l.starts_with(' '))
                        .map(|l| l.split(':').next().unwrap()).collect();
                    prop_assert_eq!(names, ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
                        "List-Unsubscribe", "MIME-Version", "Content-Type"]);
                    prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
                    prop_assert!(message.to().as_str() == "camille+x@example.net");
                }
                Err(error) => prop_assert_eq!(error, MessageError::Name),
            }
        }

        /// Names that a roster would take always pass.
        #[test]
        fn any_clean_name_passes(name in "[^\\p{C}\\p{Zl}\\p{Zp}]{1,200}") {
            prop_assert!(written(&name, "s", "t").is_ok(), "{}", name);
        }
    }
}
