//! Notices: who gets one, what it says, the outbox, the sending.
//!
//! - [`account`]: the mail accounts of the section;
//! - [`attach`]: files that go with a notice;
//! - [`audience`]: from the roster to recipients, with everybody who is left out and why;
//! - [`bounces`]: mail that came back, and replies that ask for no more;
//! - [`compose`]: a notice with its values and its sender, written for one recipient after the other;
//! - [`create`]: a notice that a section makes of a text;
//! - [`free`]: a text that a person writes to a selection;
//! - [`ledger`]: who is asked for dues, where they are kept here;
//! - [`library`]: the notices that come with the program, and those of the section;
//! - [`others`]: what the devices tell each other of their outboxes;
//! - [`post`]: the outbox of the vault: queue, plan, status.
//! - [`queue`]: a notice checked, then stored in the outbox;
//! - [`hold`]: later sending;
//! - [`rank`]: which answer, reply or notice fits a question;
//! - [`repair`]: what failed and why, trying again, taking back;
//! - [`send`]: the run that hands over what waits;
//! - [`shown`]: the views of all that;
//! - [`suggest`]: which notice or past reply answers a question; a reply written by a person;
//! - [`values`]: values for each member, from a file.
//!
//! Only [`send`] sends.

pub mod account;
pub mod at_work;
pub mod attach;
pub mod audience;
pub mod bounces;
pub mod compose;
pub mod create;
pub mod free;
pub mod hold;
pub mod ledger;
pub mod library;
pub mod meetings;
pub mod others;
pub mod post;
pub mod queue;
pub mod rank;
pub mod repair;
pub mod send;
pub mod shown;
pub mod suggest;
pub mod values;

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::{
    base::{Id, address::AddressFault},
    mail::{MessageError, ledger::LedgerError, smtp::BadServer},
    open::AskError,
    render::{Problem, RenderError},
    roster::filter::FilterError,
    vault::VaultError,
};

pub use crate::open::shelf::VaultShelf;
pub use audience::{Audience, Excluded, Recipient, Selection, Why};
pub use compose::{Composed, Each, Request};
pub use library::Library;
pub use post::{OpenOutbox, Queued, SendPreview, Status};

/// Why a notice cannot be shown, queued or sent. No variant holds a value of a member.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NoticeError {
    /// The vault does not give what is asked.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The outbox does not give what is asked.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The outbox does not open.
    #[error("the outbox does not open")]
    Outbox(#[source] VaultError),
    /// Nothing says by what messages shall go.
    #[error("there is no way to send by")]
    NoWay,
    /// The folder for the files of messages cannot be used.
    #[error("the folder cannot be written")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        why: io::Error,
    },
    /// A file that was named cannot be read.
    #[error("the file cannot be read")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        why: io::Error,
    },
    /// The password of the server did not come.
    #[error("the password of the server is missing")]
    Password(#[source] AskError),
    /// The program does not find itself, to start again as the process that talks to a server.
    #[error("the program does not find itself")]
    Program(#[source] io::Error),
    /// The notice, its values or its template is wrong.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The selection cannot be understood.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// The `audience` of a notice is no condition of the roster.
    #[error(transparent)]
    Audience(#[from] audience::BadAudience),
    /// The notice proposes nobody, and nobody was named.
    #[error("`{notice}` proposes nobody, and nobody was named")]
    NoSelection {
        /// The notice.
        notice: String,
    },
    /// Values that belong to one person were set once, for several.
    #[error("{} cannot be set once for {count} people", .names.join(", "))]
    SetForMany {
        /// The variables.
        names: Vec<String>,
        /// How many people would get the same value.
        count: usize,
    },
    /// The roster does not give what is asked.
    #[error(transparent)]
    Roster(#[from] crate::features::member::actions::MemberError),
    /// No sender was named.
    #[error("no sender was named")]
    NoSender,
    /// The address of the sender is not taken.
    #[error("the address of the sender is not taken")]
    Sender(#[source] AddressFault),
    /// The name of the sender is not taken.
    #[error("the name of the sender is not taken")]
    SenderName,
    /// The sender's address lies in a domain of the employer.
    #[error("the address of the sender lies in a domain of the employer")]
    SenderForbidden,
    /// The server lies in a domain of the employer.
    #[error("the server lies in a domain of the employer")]
    ServerForbidden,
    /// Messages that wait would go to a domain of the employer, or come from one.
    #[error("{} waiting messages have an address of the employer", .members.len())]
    QueuedForbidden {
        /// Whose they are.
        members: Vec<Id>,
    },
    /// The address of the server is not taken.
    #[error(transparent)]
    Server(#[from] BadServer),
    /// A file does not go with a notice.
    #[error(transparent)]
    Attach(#[from] attach::AttachError),
    /// A mail account cannot be made or used.
    #[error(transparent)]
    Account(#[from] account::AccountError),
    /// The test message of an account cannot be written.
    #[error("the test message cannot be written")]
    SelfTest(#[source] MessageError),
    /// The message for one member cannot be written.
    #[error("the message for member {id} cannot be written")]
    Member {
        /// The member.
        id: Id,
        /// Why.
        #[source]
        why: Box<MemberError>,
    },
    /// The file of values for each member is not taken.
    #[error(transparent)]
    Values(#[from] values::ValuesError),
    /// A notice of the section's own is not made.
    #[error(transparent)]
    Create(#[from] create::CreateError),
    /// No short answer has this name.
    #[error("there is no answer `{asked}`")]
    NoAnswer {
        /// What was asked for.
        asked: String,
        /// Those whose names or questions are near.
        near: Vec<&'static str>,
    },
    /// No suggestion has this number.
    #[error("there are {count} suggestions")]
    Suggestion {
        /// How many there are.
        count: usize,
    },
    /// No text is kept under this number, or none at all.
    #[error("no such text is kept; there are {}", .kept.len())]
    NoDraft {
        /// The numbers of those that are.
        kept: Vec<u64>,
        /// Whether a text to a selection was asked for, not a reply.
        free: bool,
    },
    /// A reply still has blanks.
    #[error("the reply still has blanks between ‹ and ›")]
    Unfinished,
    /// What a person wrote cannot be taken.
    #[error("the text is not taken: {0}")]
    Written(Problem),
    /// Such a notice was queued before, and to whom was erased.
    #[error("this notice was queued before, to whom is erased")]
    Forgotten {
        /// When.
        at_ms: u64,
    },
    /// Nobody knows whether such a notice was sent: the outbox was lost or put back.
    #[error("whether this notice was sent is not known")]
    Unsure {
        /// When the outbox was repaired.
        at_ms: u64,
    },
    /// The subject or the sender tells what it is about.
    #[error("the subject or the sender tells what it is about")]
    Telling(Vec<&'static str>),
    /// Nobody is left to write to.
    #[error("nobody is left to write to")]
    Nobody {
        /// How many were selected and left out.
        excluded: usize,
        /// How many of these have this very notice already.
        already: usize,
    },
    /// No campaign, or several, answer to what was typed.
    #[error("{} campaigns answer to that", .found.len())]
    Campaign {
        /// The campaigns that it could be, by their short identifiers.
        found: Vec<String>,
    },
    /// The number typed for messages of unknown fate is not theirs.
    #[error("{unknown} messages have an unknown fate, not {typed}")]
    UnknownCount {
        /// The number typed.
        typed: u64,
        /// How many there are.
        unknown: u64,
    },
    /// The roster has changed since messages were queued.
    #[error("waiting messages do not go where the roster says")]
    Outdated {
        /// The campaign.
        campaign: Id,
        /// Who has another address now.
        moved: Vec<Id>,
        /// Who is gone, has no address any more, or wants no such notice.
        unwanted: Vec<Id>,
        /// Who paid since they were asked to.
        paid: Vec<Id>,
    },
    /// The same notice was queued before on another device, which is told since: this one waits.
    #[error("another device queued the same notice before")]
    Later(others::Held),
    /// The campaign waits for a moment.
    #[error("the campaign waits for a moment")]
    NotYet {
        /// The campaign.
        campaign: Id,
        /// The moment.
        after_ms: u64,
    },
    /// The moment to send at has passed.
    #[error("the moment has passed")]
    Past {
        /// The moment.
        at_ms: u64,
    },
    /// Somebody else has worked with the outbox between the look at it and the sending.
    #[error("the messages to be sent are not those that were shown")]
    Changed,
}

/// Why the message for one member cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MemberError {
    /// The template failed for this member's values.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The message could not be written.
    #[error(transparent)]
    Message(#[from] MessageError),
}
