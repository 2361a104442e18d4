//! A notice with its values and its sender, written for one recipient after the other.

use std::collections::BTreeMap;

use crate::{
    app::notice::{MemberError, NoticeError, audience::Recipient},
    mail::{Address, Forbidden, Letter, Message, Party, lint},
    render::{Compiled, Given, Kind, Notice, Purpose, Tongue, Values},
};

/// What the sender typed.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The name of the notice.
    pub notice: String,
    /// The variables, each with the values given for it.
    pub set: BTreeMap<String, Vec<String>>,
    /// The sender: an address, or `Name <address>`.
    pub from: Option<String>,
}

/// A notice that was checked as a whole and can be written for any recipient.
pub struct Composed {
    /// The notice.
    pub notice: Notice,
    /// The sender.
    pub from: Party,
    french: Compiled,
    english: Compiled,
    values: Values,
}

/// Reads a sender: an address, or `Name <address>`.
///
/// # Errors
/// [`NoticeError::NoSender`], [`NoticeError::Sender`], [`NoticeError::SenderName`], [`NoticeError::SenderForbidden`].
pub fn sender(typed: Option<&str>, forbidden: &Forbidden) -> Result<Party, NoticeError> {
    let typed = typed.map(str::trim).filter(|t| !t.is_empty()).ok_or(NoticeError::NoSender)?;
    let (name, address) = match typed.strip_suffix('>').and_then(|t| t.rsplit_once('<')) {
        Some((name, address)) => (name.trim().trim_matches('"'), address),
        None => ("", typed),
    };
    let address = Address::read(address).map_err(NoticeError::Sender)?;
    if forbidden.holds(&address) {
        return Err(NoticeError::SenderForbidden);
    }
    Party::new(name, address).map_err(|_| NoticeError::SenderName)
}

impl Composed {
    /// Checks a request as a whole: the notice in both languages, the values, the sender.
    ///
    /// # Errors
    /// [`NoticeError::Render`] and those of [`sender`]; no member is looked at before.
    pub fn new(request: &Request, forbidden: &Forbidden) -> Result<Self, NoticeError> {
        let notice = Notice::named(&request.notice)?;
        let french = notice.compile(Tongue::French)?;
        let english = notice.compile(Tongue::English)?;
        let mut values = notice.values(&request.set)?;
        let from = sender(request.from.as_deref(), forbidden)?;
        if values.get("sender") == Some(&Given::Nothing) && !from.name().is_empty() {
            values.insert("sender".to_owned(), Given::Line(from.name().to_owned()));
        }
        Ok(Self { notice, from, french, english, values })
    }

    /// Returns the kind of the notice.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.notice.manifest.purpose
    }

    /// Writes the message for one recipient.
    ///
    /// `token` is the left part of the `Message-ID`, `stop_token` the word by which a reply asks for no more.
    ///
    /// # Errors
    /// [`NoticeError::Member`] names the member, never a value.
    pub fn message(
        &self,
        to: &Recipient,
        at_ms: u64,
        token: &str,
        stop_token: &str,
    ) -> Result<Message, NoticeError> {
        let wrong = |why: MemberError| NoticeError::Member { id: to.id, why: Box::new(why) };
        let mut values = self.values.clone();
        for (name, text) in [("given_name", to.given_name.as_str()), ("name", to.party.name())] {
            if self.notice.from_member().iter().any(|n| n == name) {
                let given = Given::read(name, Kind::Line, &[text.to_owned()]).map_err(|e| wrong(e.into()))?;
                values.insert(name.to_owned(), given);
            }
        }
        let compiled = match to.tongue {
            Tongue::French => &self.french,
            Tongue::English => &self.english,
        };
        let content = compiled.render(&values).map_err(|e| wrong(MemberError::Render(e)))?;
        let stop_token = (self.purpose() != Purpose::Statutory).then_some(stop_token);
        let letter = Letter { from: &self.from, to: &to.party, content: &content, at_ms, token, stop_token };
        Message::write(&letter).map_err(|e| wrong(MemberError::Message(e)))
    }

    /// Returns the words of the sender and of a subject that would give membership away.
    #[must_use]
    pub fn telling(&self, subject: &str) -> Vec<&'static str> {
        let mut found = lint::telling(subject);
        for word in [self.from.name(), self.from.address().as_str()].into_iter().flat_map(lint::telling) {
            if !found.contains(&word) {
                found.push(word);
            }
        }
        found
    }

    /// Returns what makes two campaigns alike: the notice and its values, not the sender or the day.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        let mut out = self.notice.id.clone().into_bytes();
        for (name, given) in self.values.iter().filter(|(name, _)| *name != "sender") {
            for part in [name.as_str(), &given.plain(Tongue::French)] {
                out.extend((part.len() as u64).to_be_bytes());
                out.extend_from_slice(part.as_bytes());
            }
        }
        out
    }
}

/// The token of a message that is only shown: there is no campaign yet.
pub const NO_TOKEN: &str = "00000000000000000000000000000000";
