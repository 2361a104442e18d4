//! Why an object, a copy or a place is not taken: each by name, with the device and since when.

use crate::{
    base::{Device, word::codes},
    sync::name::Tag,
};

codes! {
    /// What is wrong with what lies in a place.
    Refusal {
        Gap = "gap", "il manque un objet", "an object is missing";
        Damaged = "damaged", "un objet est incomplet ou abîmé", "an object is not whole or was changed";
        Fork = "fork", "deux histoires pour un même appareil", "two histories of one device";
        RolledBack = "rolled-back", "ce qui avait été vu n’y est plus", "what was seen is not there any more";
        Moved = "moved", "un objet mis à la place d’un autre", "an object in the place of another one";
        ForeignObject = "foreign-object", "un objet qu’aucun titulaire du coffre n’a écrit", "an object that no holder of the vault wrote";
        AfterRemoval = "after-removal", "écrit après le retrait de l’appareil", "written after the device was removed";
        OutsideRole = "outside-role", "écrit hors du rôle de l’appareil", "written outside of the role of the device";
        FromTheFuture = "from-the-future", "daté de plus de deux jours dans l’avenir", "dated more than two days ahead";
        Contradiction = "contradiction", "une valeur réécrite sous la date d’une autre", "a value written anew under the stamp of another";
        NewerReader = "newer-reader", "écrit par un programme plus récent", "written by a newer program";
        LaterKeys = "later-keys", "sous des clés que cet appareil n’a pas encore", "under keys that this device does not have yet";
        Withheld = "withheld", "un autre appareil l’a vu, il n’est pas là", "another device has seen it, it is not there";
        PlaceEmpty = "place-empty", "le lieu de partage a été vidé", "the place was emptied";
        PlaceShrunk = "place-shrunk", "il manque au lieu de partage ce que cet appareil y avait mis", "the place lacks what this device had put there";
    }
}

/// Something that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong.
    pub what: Refusal,
    /// The folder of the copy in the place.
    pub writer: Tag,
    /// The device, where it is known.
    pub device: Option<Device>,
    /// The number of the object.
    pub seq: u64,
    /// When something of that copy was taken last, in milliseconds since 1970; 0 for never.
    pub since_ms: u64,
}
