//! Why a vault could not do what was asked. Holds identifiers, never a value of a member or a secret.

use std::io;

use crate::{
    base::{Id, record::RecordError},
    vault::{holders::chain::Dispute, seal::Unsealable, standing::Standing, store::StoreError},
};

/// Why a vault could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no vault in the folder.
    #[error("there is no vault here")]
    NoVault,
    /// A vault is there already.
    #[error("there is a vault already")]
    Exists,
    /// The header is not one of ours.
    #[error("the header of the vault cannot be read")]
    BadHeader,
    /// The vault was made by a newer program.
    #[error("the vault has format {found}, this program knows format {known}")]
    Newer {
        /// The format found.
        found: u64,
        /// The newest format known.
        known: u64,
    },
    /// The vault has a format of before, which is not read any more.
    #[error("the vault has format {found}, this program reads format {known}")]
    Earlier {
        /// The format found.
        found: u64,
        /// The one that is read.
        known: u64,
    },
    /// Something in the folder of the vault does not belong there, or is missing.
    #[error("the folder of the vault is not as it was left: {0}")]
    Folder(&'static str),
    /// Others may write into the folder.
    #[error("other users of this machine can change the vault")]
    Loose,
    /// The folder is one that a program copies to a server or to other machines by itself.
    #[error("the vault lies in a synchronised folder ({0})")]
    Synced(String),
    /// Another process is using the vault.
    #[error("another process is using the vault")]
    InUse {
        /// What it left in the lock: its number and its command.
        holder: String,
    },
    /// A key slot cannot be read.
    #[error("the key slot of the compartment {0} is damaged")]
    Slot(&'static str),
    /// The statements about the holders are damaged, or not what a program of ours writes.
    #[error("the list of who holds the vault is damaged")]
    Members,
    /// Holders removed each other apart, and nothing says who was first.
    #[error("the holders of the vault disagree")]
    Disagree(Vec<Dispute>),
    /// This device was removed from the holders.
    #[error("this device does not hold the vault any more")]
    Retired {
        /// What who removed it is called; empty when that is not known.
        by: String,
        /// When, in milliseconds since 1970.
        time_ms: u64,
    },
    /// The key opens the vault and does not write in it: a public key alone.
    #[error("this key reads the vault and does not write in it")]
    ReadsOnly,
    /// The key opened this vault before, and does not any more: it was removed, or the vault exchanged.
    #[error("this identity opened the vault before, and does not any more")]
    Shut,
    /// A recovery key: it makes another device, and writes nothing itself.
    #[error("a recovery key reads the vault and writes nothing in it")]
    Recovery,
    /// The outbox here is that of devices with another role.
    #[error("the outbox here is that of devices with another role")]
    OutboxElsewhere,
    /// The holder reads this compartment and does not write in it.
    #[error("the role of this device does not write in the compartment {0}")]
    Role(&'static str),
    /// A name that cannot stand in a card.
    #[error("this name cannot be given to a device")]
    Name,
    /// A key slot was not written by a holder.
    #[error("the key slot of the compartment {0} was not written by who holds the vault")]
    SlotForged(&'static str),
    /// The identity opens no key slot.
    #[error("this identity does not open the vault")]
    WrongKey,
    /// The compartment's key is not held by this identity.
    #[error("this identity does not open the compartment {0}")]
    Closed(&'static str),
    /// No key of that generation.
    #[error("a data key is missing")]
    NoKey,
    /// The root record is missing.
    #[error("the root record is missing")]
    NoRoot,
    /// The root record does not open.
    #[error("the root record does not open")]
    Root,
    /// The root record was not signed by who may write there, or rests on other statements.
    #[error("the root record was not written by who may write there")]
    RootForged,
    /// The records do not fit the root.
    #[error("the records are not the ones last written")]
    Records,
    /// The store has seen fewer commits than its journal.
    #[error("the store is older than its journal")]
    Older,
    /// A record is missing.
    #[error("record {id} is missing")]
    Missing {
        /// The record.
        id: Id,
    },
    /// A record is not the one last written.
    #[error("record {id} is not the one last written")]
    Record {
        /// The record.
        id: Id,
    },
    /// A record opens but is not well-formed.
    #[error("record {id} cannot be read")]
    Layout {
        /// The record.
        id: Id,
        /// Why.
        #[source]
        source: RecordError,
    },
    /// An entry of the log is missing or out of its chain.
    #[error("entry {number} of the log is missing or was changed")]
    Log {
        /// The entry.
        number: u64,
    },
    /// A record above the limit.
    #[error("record {id} would have {len} bytes, the limit is 64 KiB")]
    TooLarge {
        /// The record.
        id: Id,
        /// Its length.
        len: usize,
    },
    /// A summary above the limit.
    #[error("the summary of record {id} is too long")]
    TooLong {
        /// The record.
        id: Id,
    },
    /// The journal cannot stand in: it is missing, damaged or of another vault.
    #[error("the journal cannot be read")]
    Journal,
    /// The run file of the outbox is missing or damaged: what was sent last is not known.
    #[error("the run file of the outbox is missing or damaged")]
    Run,
    /// The outbox has seen less than the roster was told of it: it was put back, exchanged, or has lost its last commit.
    #[error("the outbox is older than what the roster says of it")]
    OutboxOlder,
    /// This is not the vault, or not the state, that this device remembers, and nobody agreed to take it.
    #[error("this is not the vault that this device remembers")]
    Strange(Standing),
    /// What this device remembers cannot be read or written.
    #[error("what this device remembers of the vault cannot be {}", if *writing { "written" } else { "read" })]
    Memory {
        /// Whether it was to be written.
        writing: bool,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A value could not be sealed.
    #[error(transparent)]
    Seal(#[from] Unsealable),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        Self::Store(error.into())
    }
}
