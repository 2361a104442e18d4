//! Why a value was refused. Carries what the rule is, never the value: an error may be shown or logged.

use chrono::NaiveDate;

use crate::base::address::AddressFault;

/// Why a value cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing is left after trimming.
    #[error("empty")]
    Empty,
    /// Longer than allowed.
    #[error("longer than {0} characters")]
    TooLong(usize),
    /// A control, invisible or private-use character.
    #[error("forbidden character U+{0:04X}")]
    Character(u32),
    /// Not a plain mail address.
    #[error("not a plain mail address: {0}")]
    Address(AddressFault),
    /// An address in a domain of the employer.
    #[error("address in a domain of the employer")]
    EmployerDomain,
    /// The person has no such address.
    #[error("not an address of this person")]
    NotTheirAddress,
    /// Not a date in a form that we know.
    #[error("not a date")]
    NotADate,
    /// A date that no calendar has, such as 31 April.
    #[error("no such day")]
    NoSuchDay,
    /// A year of two digits.
    #[error("the year needs four digits")]
    ShortYear,
    /// A year, or a month of a year, without its day.
    #[error("the day is missing")]
    NoDay,
    /// The number by which spreadsheets count days.
    #[error("a number of a spreadsheet")]
    SheetNumber,
    /// A date before what makes sense here.
    #[error("before {0}")]
    Before(NaiveDate),
    /// A date after what makes sense here.
    #[error("after {0}")]
    After(NaiveDate),
    /// Not a telephone number.
    #[error("not a telephone number")]
    Phone,
    /// Not a share of working time between 0 and 1.
    #[error("not a share of working time")]
    Share,
    /// Not one of the words that this field takes.
    #[error("not one of: {}", .0.join(", "))]
    Word(&'static [&'static str]),
    /// A field that is computed, or is not written this way.
    #[error("this field cannot be written")]
    ReadOnly,
    /// This field holds one value: it can be set, neither added to nor taken from.
    #[error("this field holds one value")]
    SingleValue,
    /// A person without any name.
    #[error("a person needs a family name or a given name")]
    NoName,
    /// Family and given name cannot be told apart.
    #[error("family and given name cannot be told apart")]
    SplitName,
    /// The person is not a member on that date.
    #[error("not a member then")]
    NotMember,
    /// The person is a member already.
    #[error("a member already, since {}", .0.map_or_else(|| "an unknown date".to_owned(), |d| d.to_string()))]
    MemberSince(Option<NaiveDate>),
    /// A former member of whom no last day is known.
    #[error("a former member needs the day on which the membership ended")]
    NeedsEnd,
    /// The end lies before the start.
    #[error("ends before it starts")]
    EndsBeforeStart,
    /// Two spans of membership would overlap.
    #[error("overlaps another span of membership")]
    Overlap,
}

impl Fault {
    /// Returns the code, as in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong(_) => "too-long",
            Self::Character(_) => "character",
            Self::Address(_) => "address",
            Self::EmployerDomain => "employer-domain",
            Self::NotTheirAddress => "not-their-address",
            Self::NotADate => "not-a-date",
            Self::NoSuchDay => "no-such-day",
            Self::ShortYear => "short-year",
            Self::NoDay => "no-day",
            Self::SheetNumber => "sheet-number",
            Self::Before(_) => "before",
            Self::After(_) => "after",
            Self::Phone => "phone",
            Self::Share => "share",
            Self::Word(_) => "word",
            Self::ReadOnly => "read-only",
            Self::SingleValue => "single-value",
            Self::NoName => "no-name",
            Self::SplitName => "split-name",
            Self::NotMember => "not-member",
            Self::MemberSince(_) => "member-since",
            Self::NeedsEnd => "needs-end",
            Self::EndsBeforeStart => "ends-before-start",
            Self::Overlap => "overlap",
        }
    }
}
