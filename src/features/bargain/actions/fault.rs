//! Why what lies on the table of a round, or its end, is not noted or drafted.

/// Why it is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The list of the subject has no such point, or no such piece of information.
    #[error("the list has no such entry")]
    NoEntry(String),
    /// No demand has this name.
    #[error("no demand has this name")]
    NoDemand(String),
    /// A demand without its words.
    #[error("a new demand needs its words")]
    NoWords(String),
    /// The round has not ended by an agreement.
    #[error("the round has not ended by an agreement")]
    NotAgreed,
    /// The round ended by an agreement.
    #[error("the round ended by an agreement")]
    Signed,
    /// No meeting is noted on that day.
    #[error("no meeting on that day")]
    NoMeeting,
    /// A number of people that cannot be.
    #[error("no such number of people")]
    Many,
}
