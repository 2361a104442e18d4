//! The head of a pack: the day of its law, and its parts with their lengths and sums.

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{PackError, Part, TEXTS};
use crate::base::{hex, text::one_line};

/// The most parts.
const PARTS_MOST: usize = 64;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    law: String,
    program: String,
    part: Vec<PartForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartForm {
    name: String,
    length: usize,
    blake3: String,
}

pub(super) struct Head {
    pub(super) law: NaiveDate,
    pub(super) program: String,
    pub(super) parts: Vec<PartHead>,
}

/// A part as the head lists it.
pub(super) struct PartHead {
    pub(super) name: String,
    pub(super) length: usize,
    pub(super) hash: [u8; 32],
}

/// Tells whether a part is no text.
pub(super) fn is_raw(name: &str) -> bool {
    name == TEXTS
}

/// Reads a head; its signature holds, and it is still refused where it is not of the form.
pub(super) fn read(bytes: &[u8]) -> Result<Head, PackError> {
    let bad = |why: &str| PackError::Head(one_line(why));
    let text = std::str::from_utf8(bytes).map_err(|_| bad("not UTF-8"))?;
    let form: Form = toml::from_str(text).map_err(|e| bad(e.message()))?;
    let law = form.law.parse::<NaiveDate>().map_err(|_| bad("no day"))?;
    let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
    if form.program.is_empty() || form.program.len() > 40 || !form.program.chars().all(usable) {
        return Err(bad("no version"));
    }
    if form.part.len() > PARTS_MOST {
        return Err(bad("too many parts"));
    }
    let mut parts: Vec<PartHead> = Vec::with_capacity(form.part.len());
    for part in form.part {
        let hash = hex::read(&part.blake3).ok_or_else(|| bad("no sum"))?;
        let usable = |c: char| c.is_ascii_lowercase() || matches!(c, '-' | '/');
        let named = !part.name.is_empty() && part.name.chars().all(usable);
        // In the order of the names: the same parts have one head, and no name stands twice.
        if !named || parts.last().is_some_and(|before| before.name >= part.name) {
            return Err(bad("the names of the parts"));
        }
        parts.push(PartHead { name: part.name, length: part.length, hash });
    }
    Ok(Head { law, program: form.program, parts })
}

/// Writes a head, the parts in the order of their names.
pub(super) fn write(law: NaiveDate, program: &str, parts: &[Part<'_>]) -> String {
    let mut out = format!("law = \"{law}\"\nprogram = \"{program}\"\n");
    for (name, content) in parts {
        let (length, sum) = (content.len(), blake3::hash(content).to_hex());
        let _ = write!(out, "\n[[part]]\nname = \"{name}\"\nlength = {length}\nblake3 = \"{sum}\"\n");
    }
    out
}
