//! What is shown of keys, as data.

use chrono::NaiveDate;

use crate::base::{
    view::{data, views},
    word::{HolderClass, HolderRole, codes},
};

views! {
    "contrepoids.key.change/1" => Changed;
    "contrepoids.key.list/1" => Holders;
    "contrepoids.key.hardware/1" => HardwareLocked;
    "contrepoids.key.passphrase/1" => PassphraseChanged;
    "contrepoids.key.recover/1" => Recovered;
    "contrepoids.key.recovery.drill/1" => Drilled;
    "contrepoids.key.recovery.new/1" => NewRecovery;
    "contrepoids.key.recovery.split/1" => Split;
    "contrepoids.key.show/1" => OwnCard;
}

codes! {
    /// Why a holder is removed (*motif du retrait*).
    Why {
        Left = "left", "départ", "left";
        Lost = "lost", "perdu ou volé", "lost or stolen";
        Replaced = "replaced", "remplacé", "replaced";
        Spent = "spent", "clé de secours utilisée", "recovery key that was used";
    }
}

codes! {
    /// What was done with the holders.
    Done {
        Added = "added", "admis", "admitted";
        Removed = "removed", "retiré", "removed";
        Roles = "roles", "rôles changés", "roles changed";
        Rotated = "rotated", "clés changées", "keys turned";
        Recovery = "recovery", "clé de secours nouvelle", "new recovery key";
        Recovered = "recovered", "accès retrouvé", "access recovered";
    }
}

data! {
    /// Who holds the vault.
    pub struct Holders {
        /// Who holds it now, in the order of admission.
        holders: Vec<HolderRow>,
        /// Who held it before.
        former: Vec<HolderRow>,
    }

    /// A holder.
    pub struct HolderRow {
        /// Its name.
        name: String,
        /// The device: 16 hexadecimal digits.
        device: String,
        /// Its public key.
        public_key: String,
        /// The kind of its key.
        key: HolderClass,
        /// Its roles.
        roles: Vec<HolderRole>,
        /// Since when, by the clock of who admitted it.
        since: Option<NaiveDate>,
        /// Who admitted it; nothing for who founded the vault.
        admitted_by: Option<String>,
        /// Whether it is this device.
        this_device: bool,
        /// When it was removed.
        removed: Option<NaiveDate>,
        /// Who removed it.
        removed_by: Option<String>,
        /// Why it was removed.
        why: Option<Why>,
    }

    /// What was changed among the holders; the keys of the vault were turned with it.
    pub struct Changed {
        /// What was done.
        done: Done,
        /// To whom, where it is about one.
        holder: Option<String>,
        /// The six words of the vault from now on, in the language of the command.
        words: Vec<&'static str>,
    }

    /// A new recovery key.
    pub struct NewRecovery {
        /// Its public key.
        public_key: String,
        /// The key, shown once.
        recovery_key: String,
        /// The sheet that was written to be printed.
        sheet: Option<String>,
    }

    /// A device made out of the recovery key.
    pub struct Recovered {
        /// Its identity file.
        identity: String,
        /// Where the identity file of before was put.
        put_aside: Option<String>,
        /// The devices that were removed as lost.
        lost: Vec<String>,
        /// The six words of the vault from now on, in the language of the command.
        words: Vec<&'static str>,
    }

    /// The card of this device.
    pub struct OwnCard {
        /// The name in it.
        name: String,
        /// The device that it is of: 16 hexadecimal digits.
        device: String,
        /// The public key, `age1…`.
        public_key: String,
        /// The card, `cp1:…`.
        card: String,
        /// The six words to compare by voice, in the language of the command.
        words: Vec<&'static str>,
        /// The file it was written to, if one was named.
        out: Option<String>,
    }

    /// A recovery key in shares.
    pub struct Split {
        /// The set: 8 hexadecimal digits. Shares of other sets do not mix with these.
        set: String,
        /// How many are needed.
        needed: u8,
        /// The shares.
        shares: Vec<ShareOfKey>,
    }

    /// One share of a recovery key.
    pub struct ShareOfKey {
        /// Which, from 1.
        number: u8,
        /// 32 words, in the language of the command.
        words: String,
    }

    /// A recovery key that was tried.
    pub struct Drilled {
        /// Its public key.
        public_key: String,
    }

    /// An identity that a hardware key locks.
    pub struct HardwareLocked {
        /// The file of the identity.
        identity: String,
        /// The program that is run for the key.
        program: String,
    }

    /// An identity that has a new passphrase.
    pub struct PassphraseChanged {
        /// The file of the identity.
        identity: String,
        /// Whether it had one before.
        had_one: bool,
    }
}
