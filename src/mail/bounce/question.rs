//! A question that somebody sent, read from the file of a mail: who asks, what is asked, and under which `Message-ID`.

use super::{
    FILE_MAX, headed,
    mime::{self, decoded},
    odd, wish,
};
use crate::mail::Address;

/// The most characters of a question that are read.
const TEXT_MAX: usize = 4000;

/// A question. It has no `Debug`: it holds what a person wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// Who asks.
    pub by: Option<Address>,
    /// Under which name, `<…@…>`.
    pub message_id: Option<String>,
    /// The subject, without the marks of an answer.
    pub subject: String,
    /// What the person wrote, without what was quoted.
    pub text: String,
}

/// Reads a mail that somebody wrote.
#[must_use]
pub fn read(bytes: &[u8]) -> Question {
    let bytes = headed(bytes.get(..bytes.len().min(FILE_MAX)).unwrap_or_default());
    let parts = mime::parts(bytes);
    let header = |name: &str| parts.first().map_or("", |outer| outer.header(name)).to_owned();
    let text = odd::text(&parts);
    let own = text.lines().take_while(|l| !wish::begins_quote(l.trim())).filter(|l| !l.starts_with('>'));
    let own = own.collect::<Vec<_>>().join("\n");
    let clean = |text: &str| {
        text.chars().filter(|c| !c.is_control() || *c == '\n').take(TEXT_MAX).collect::<String>()
    };
    Question {
        by: super::addresses_of(&header("from")).into_iter().next(),
        message_id: named(header("message-id").trim()),
        subject: clean(wish::bare(&decoded(&header("subject")))).replace('\n', " "),
        text: clean(own.trim()),
    }
}

/// Takes a `Message-ID` that can stand in a header of ours as it is.
fn named(id: &str) -> Option<String> {
    let inner = id.strip_prefix('<')?.strip_suffix('>')?;
    let fits = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ',' | '"' | '(' | ')' | '\\');
    (inner.len() <= 200 && inner.matches('@').count() == 1 && inner.chars().all(fits)).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_read_without_what_it_quotes() {
        let mail = "From: =?utf-8?Q?Z=C3=A9?= <ze@example.net>\r\nSubject: RE : =?utf-8?Q?cong=C3=A9s?=\r\n\
                    Message-ID: <a.b@mail.example>\r\n\r\nmon chef refuse\r\n> avant\r\n\r\nL’équipe a écrit :\r\nbla\r\n";
        let question = read(mail.as_bytes());
        assert_eq!(question.by.map(|a| a.as_str().to_owned()).as_deref(), Some("ze@example.net"));
        assert_eq!(question.message_id.as_deref(), Some("<a.b@mail.example>"));
        assert_eq!((question.subject.as_str(), question.text.as_str()), ("congés", "mon chef refuse"));
    }

    #[test]
    fn a_hostile_name_or_no_mail_at_all_gives_nothing() {
        for bad in ["", "a@b", "<a>", "<a@b@c>", "<a@b\r\nBcc: x@y.z>", "<a@b> <c@d>", "<é@b>"] {
            assert!(named(bad).is_none(), "{bad}");
        }
        assert!(named(&format!("<{}@b>", "a".repeat(300))).is_none());
        let nothing = read(b"");
        assert!(nothing.by.is_none() && nothing.message_id.is_none() && nothing.text.is_empty());
        assert!(read(&[0xff; 100]).by.is_none());
    }
}
