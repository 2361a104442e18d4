//! What is shown of sharing a vault, as data.

use crate::base::{
    Id,
    view::{data, views},
};

views! {
    "contrepoids.sync.conflicts/1" => Conflicts;
    "contrepoids.sync.join/1" => Joined;
    "contrepoids.sync.round/1" => Rounds;
    "contrepoids.sync.settle/1" => Settled;
    "contrepoids.sync.status/1" => Status;
}

data! {
    /// What came and went, place by place.
    pub struct Rounds {
        /// Who was admitted before it, if somebody was.
        admitted: Option<String>,
        /// The places.
        places: Vec<Round>,
        /// Notices that wait for a person: another device queued the same before.
        held: Vec<Held>,
        /// What two wrote without seeing each other, where that is new.
        conflicts: Vec<Conflict>,
        /// The six words of the vault from now on, where the holders have changed.
        words: Option<Words>,
    }

    /// Six words, by which two people compare by voice: in both languages, since their programs may speak another one each.
    pub struct Words {
        /// In French.
        fr: Vec<&'static str>,
        /// In English.
        en: Vec<&'static str>,
    }

    /// One place.
    pub struct Round {
        /// The place.
        place: String,
        /// Whether it was reached.
        reached: bool,
        /// What came, by device.
        from: Vec<Came>,
        /// How many of our records went.
        sent: usize,
        /// How many files were put.
        files: usize,
        /// Whether all that the vault holds went: what somebody who joins begins with.
        whole: bool,
        /// Whether keys that another device turned were taken over.
        turned: bool,
        /// Whether statements made apart were settled by a turn of keys.
        settled: bool,
        /// Whether something about the holders is told, and the rest of it is not there yet.
        waits: bool,
        /// How many names there are none of ours: conflict copies and the like.
        strangers: usize,
        /// What was refused.
        refused: Vec<Refused>,
    }

    /// A notice that waits for a person.
    pub struct Held {
        /// The campaign here.
        campaign: Id,
        /// Its notice.
        notice: String,
        /// The device that queued the same before.
        device: String,
        /// When.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        since: Option<String>,
        /// How many people would get it twice.
        people: usize,
    }

    /// Something that two wrote without seeing each other.
    pub struct Conflict {
        /// What names it.
        id: Id,
        /// `field`, `ended` (left or merged, and edited), `merged` (each into the other), `same-day` (two elections).
        what: &'static str,
        /// The record.
        record: Id,
        /// Whose it is, where it is a person's.
        who: Option<String>,
        /// The field of a person, or what kind of record it is, in words.
        field: String,
        /// The earlier writing.
        one: Side,
        /// The later one.
        two: Side,
        /// Which of the two stands in the record now, of a field.
        stays: Option<u8>,
    }

    /// What one of two wrote.
    pub struct Side {
        /// On which device.
        device: String,
        /// The field, or what kind of record.
        field: String,
        /// The value, cut where it is long; nothing where it was emptied.
        value: Option<String>,
        /// When.
        #[cfg_attr(test, schemars(with = "Option<chrono::DateTime<chrono::Utc>>"))]
        written: Option<String>,
    }

    /// What waits for a person.
    pub struct Conflicts {
        /// Each of them, the oldest first.
        conflicts: Vec<Conflict>,
    }

    /// A conflict that was settled.
    pub struct Settled {
        /// The conflict.
        conflict: Conflict,
        /// Which of the two stays, of a field.
        stays: Option<u8>,
    }

    /// What came of one device.
    pub struct Came {
        /// What it is called.
        device: String,
        /// How many objects.
        objects: usize,
        /// How many records they told of.
        records: usize,
    }

    /// Something in a place that was not taken.
    pub struct Refused {
        /// What is wrong with it.
        what: &'static str,
        /// The same in words.
        text: &'static str,
        /// The device that it is of, where that is known.
        device: Option<String>,
        /// The number of the object.
        number: u64,
        /// When something of that device was taken last.
        since: Option<String>,
    }

    /// How far the copies have come.
    pub struct Status {
        /// The places.
        places: Vec<PlaceState>,
        /// How many records wait to be sent.
        unsent: usize,
        /// The devices.
        devices: Vec<Device>,
        /// Who was erased, and on how many devices that is known.
        erasures: Vec<Erasure>,
        /// How many conflicts wait for a person.
        conflicts: usize,
        /// The six words of the vault.
        words: Words,
    }

    /// A place.
    pub struct PlaceState {
        /// Where it is.
        place: String,
        /// How many objects of this device were made and are not there yet.
        waits: u64,
        /// Whether commands have a round with it by themselves.
        auto: bool,
    }

    /// A device.
    pub struct Device {
        /// What it is called.
        device: String,
        /// Whether it is this one.
        this_device: bool,
        /// When something of it came last.
        seen: Option<String>,
        /// How many of our objects it has not acknowledged.
        behind: u64,
        /// Whether nothing came of it for 90 days.
        silent: bool,
    }

    /// An erasure.
    pub struct Erasure {
        /// How many records it names.
        records: usize,
        /// On how many devices it is known.
        known: usize,
        /// Of how many.
        of: usize,
    }

    /// A vault that was made on a device that joined.
    pub struct Joined {
        /// Its folder.
        vault: String,
        /// The six words of the vault.
        words: Words,
        /// How many people it holds.
        people: usize,
        /// The parts that this device does not open.
        closed: Vec<&'static str>,
        /// What was refused.
        refused: Vec<Refused>,
    }
}
