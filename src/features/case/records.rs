//! What a case holds. The vault sees none of it: it lies in a sealed record of `organizing`.
//!
//! Each writing is a record of its own, which takes the place of those that its writer had read: what two wrote while apart lies side by
//! side, and is read as one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A case, as it is sealed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Case {
    /// What names it, where it is not the record that it lies in.
    pub id: Option<String>,
    /// What it is about, in the section's words.
    pub title: String,
    /// Whose it is: the key of a person or colleague, where one was named.
    pub who: Option<String>,
    /// Who of the section follows it.
    pub follower: String,
    /// When that was said, in ms since 1970.
    pub followed_ms: u64,
    /// The day it was opened.
    pub opened: Option<NaiveDate>,
    /// The day it was closed.
    pub closed: Option<NaiveDate>,
    /// What came of it.
    pub outcome: Option<String>,
    /// Whether it may be told without names.
    pub consent: Option<bool>,
    /// What happened, in the order in which it was noted.
    pub events: Vec<Event>,
    /// Lawyer, inspector, doctor.
    pub contacts: Vec<Contact>,
    /// Hours spent, as `conseiller du salarié` too.
    pub hours: Vec<Hours>,
    /// Documents, each in sealed records of its own.
    pub documents: Vec<Document>,
    /// Letters that belong to it.
    pub letters: Vec<Tied>,
    /// The devices that open it, by name.
    pub readers: Vec<String>,
    /// When that was said, in ms since 1970.
    pub shared_ms: u64,
    /// The own dates of the agenda that stand for its limits: rule, day, name of the fact.
    pub duties: Vec<(String, NaiveDate, String)>,
}

/// What happened on a day.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The day.
    pub day: NaiveDate,
    /// A kind of fact that sets a delay of the law going, where it is one.
    pub kind: Option<String>,
    /// In the section's words.
    pub what: String,
}

/// Somebody to turn to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// What the person is: lawyer, inspector, doctor.
    pub role: String,
    /// Name, and how to reach.
    pub name: String,
}

/// Hours that somebody spent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The day.
    pub day: NaiveDate,
    /// How many, an exact number as text.
    pub hours: String,
    /// For what.
    pub what: String,
}

/// A letter that belongs to a case. What ties them lies in the case alone: the letter, which others read, says nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tied {
    /// What names it among the letters that are kept.
    pub id: String,
    /// Its name among the letters that there are.
    pub name: String,
    /// Its subject.
    pub subject: String,
    /// The day that stands on it.
    pub day: Option<NaiveDate>,
}

/// A document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub length: u64,
    /// The sealed records that hold it, in order.
    pub parts: Vec<String>,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Case(…)")
    }
}
