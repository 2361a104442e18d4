//! The exit codes; `docs/exit-codes.md` is checked against this list. An unknown code means failure.

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The request cannot be met: the data or the choice does not allow it.
    Refused = 1,
    /// The command line was not understood.
    Usage = 2,
    /// A check ran and found something.
    Found = 3,
    /// There is no vault here.
    NoVault = 10,
    /// Another process is using the vault.
    InUse = 11,
    /// Wrong passphrase or key.
    WrongKey = 12,
    /// The vault is damaged or was changed from outside.
    Damaged = 13,
    /// The vault was written by a newer program.
    Newer = 14,
    /// The disk is full, read-only or failed.
    Disk = 15,
    /// The law tables do not cover this date.
    NotCovered = 20,
    /// A fact is missing, the law is silent or lots must be drawn.
    Undetermined = 21,
    /// Some mails were not sent.
    NotSent = 30,
    /// A fault of the program.
    Bug = 70,
    /// Interrupted.
    Interrupted = 130,
}

impl Exit {
    /// Every code with what it means, in English; the source of `docs/exit-codes.md`.
    pub const ALL: &'static [(Exit, &'static str)] = &[
        (Exit::Done, "done"),
        (Exit::Refused, "the request cannot be met: the data or the choice does not allow it"),
        (Exit::Usage, "the command line was not understood"),
        (Exit::Found, "a check ran and found something"),
        (Exit::NoVault, "there is no vault here"),
        (Exit::InUse, "another process is using the vault"),
        (Exit::WrongKey, "wrong passphrase or key"),
        (Exit::Damaged, "the vault is damaged or was changed from outside"),
        (
            Exit::Newer,
            "the vault has a format that this program does not read: a newer one, or one of before",
        ),
        (Exit::Disk, "the disk is full, read-only or failed"),
        (Exit::NotCovered, "the law tables do not cover this date"),
        (Exit::Undetermined, "a fact is missing, the law is silent or lots must be drawn"),
        (Exit::NotSent, "some mails were not sent"),
        (Exit::Bug, "a fault of the program"),
        (Exit::Interrupted, "interrupted"),
    ];

    /// Returns the name of the code in the JSON of an error.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Usage => "usage",
            Self::Found => "found",
            Self::NoVault => "no-vault",
            Self::InUse => "in-use",
            Self::WrongKey => "wrong-key",
            Self::Damaged => "damaged",
            Self::Newer => "newer",
            Self::Disk => "disk",
            Self::NotCovered => "not-covered",
            Self::Undetermined => "undetermined",
            Self::NotSent => "not-sent",
            Self::Bug => "bug",
            Self::Interrupted => "interrupted",
        }
    }
}
