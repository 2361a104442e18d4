//! Vouchers of the book (*justificatifs*): kept in sealed pieces, the same file once, given back whole or not at all.

use std::{collections::BTreeMap, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::{DuesError, find};
use crate::{
    base::{Id, Kept as _, Record, hex, text::tidy},
    features::dues::{
        records::{BookEntry, Voucher},
        views,
    },
    platform::input,
    vault::{Change, Vault, Verb, file},
};

/// A file is never larger.
pub const FILE_MOST: u64 = 2 * 1024 * 1024;
/// All files together are never larger.
pub const ALL_MOST: u64 = 128 * 1024 * 1024;
/// What is in a piece: as text and sealed it stays below what a store takes.
const PIECE: usize = 40 * 1024;
/// A name is never longer, in characters.
const NAME_MOST: usize = 120;

/// Why a voucher is not kept, or not given back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VoucherError {
    /// The file is empty.
    #[error("the file is empty")]
    Empty,
    /// The file is too large.
    #[error("the file is too large")]
    Large,
    /// There is no room for another one.
    #[error("there is no room for another voucher")]
    Many,
    /// The entry has no such voucher.
    #[error("there is no such voucher")]
    None,
    /// The entry has several; the digits that they are named by.
    #[error("there are several vouchers")]
    Several(Vec<String>),
    /// A piece is missing, or another one.
    #[error("the voucher is not whole")]
    Broken,
}

/// A voucher, without what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The hash of the file.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub length: u32,
    /// The numbers of the entries that it is of.
    pub entries: Vec<String>,
}

/// Returns what is shown of vouchers.
#[must_use]
pub fn view(all: &[Listed]) -> views::Vouchers {
    views::Vouchers {
        vouchers: all
            .iter()
            .map(|v| views::VoucherView::of(&v.file, &v.name, v.length, &v.entries))
            .collect(),
    }
}

/// The key of a piece: the same on every device, so that the same file is there once.
fn key(hash: &[u8; 32], place: u32) -> Id {
    let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-12 voucher");
    hasher.update(hash).update(&place.to_be_bytes());
    Id(hasher.finalize().as_bytes().first_chunk::<16>().copied().unwrap_or_default())
}

/// The change that makes a piece another one.
fn changed(vault: &mut Vault, now_ms: u64, id: Id, piece: &Voucher) -> Result<Change, DuesError> {
    let old = vault.record(Voucher::KIND, &id)?;
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let mut record = old.unwrap_or_else(Record::default);
    let stamp = vault.stamp(now_ms);
    piece.write(&mut record, stamp);
    Ok(Change { kind: Voucher::KIND, id, verb, record })
}

/// Lists the vouchers, of one entry where a number is given, by name.
///
/// # Errors
/// [`DuesError::NoEntry`]; when the vault cannot be read.
pub fn list(vault: &Vault, number: Option<&str>) -> Result<Vec<Listed>, DuesError> {
    let only = number.map(|number| find(vault, number)).transpose()?.map(|(id, _)| id.to_string());
    let receipts: BTreeMap<String, String> =
        vault.all::<BookEntry>()?.into_iter().map(|(id, e)| (id.to_string(), e.receipt())).collect();
    let first = vault.all::<Voucher>()?.into_iter().filter(|(_, v)| v.place == 0);
    let of = |(_, v): &(Id, Voucher)| only.as_ref().is_none_or(|id| v.entries.contains(id));
    let mut out: Vec<Listed> = first
        .filter(of)
        .map(|(_, v)| {
            let mut entries: Vec<String> =
                v.entries.iter().filter_map(|id| receipts.get(id).cloned()).collect();
            entries.sort();
            Listed { file: v.file, name: v.name.unwrap_or_default(), length: v.length, entries }
        })
        .collect();
    out.sort_by(|a, b| (&a.name, &a.file).cmp(&(&b.name, &b.file)));
    Ok(out)
}

/// Keeps a file as a voucher of an entry. A file that is there already is not kept twice: it is of this entry, too.
///
/// # Errors
/// [`DuesError::NoEntry`], [`DuesError::Read`], [`VoucherError::Empty`], [`VoucherError::Large`],
/// [`VoucherError::Many`]; when the vault cannot be written.
pub fn add(vault: &mut Vault, now_ms: u64, number: &str, path: &Path) -> Result<Listed, DuesError> {
    let (entry, _) = find(vault, number)?;
    let bytes = input::read(path, FILE_MOST)
        .map(Zeroizing::new)
        .map_err(|error| DuesError::Read(path.to_owned(), error))?;
    // It reads one byte more than asked for, so that what is larger is seen.
    let length = u32::try_from(bytes.len()).map_err(|_| VoucherError::Large)?;
    if u64::from(length) > FILE_MOST {
        return Err(VoucherError::Large.into());
    }
    if bytes.is_empty() {
        return Err(VoucherError::Empty.into());
    }
    let hash = *blake3::hash(&bytes).as_bytes();
    let there = list(vault, None)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let name: String = tidy(&name).chars().take(NAME_MOST).collect();
    let first = vault.record(Voucher::KIND, &key(&hash, 0))?.as_ref().and_then(Voucher::read);
    let mut changes = Vec::new();
    if let Some(mut known) = first {
        known.entries.insert(entry.to_string());
        changes.push(changed(vault, now_ms, key(&hash, 0), &known)?);
    } else {
        let all: u64 = there.iter().map(|v| u64::from(v.length)).sum();
        if all.saturating_add(u64::from(length)) > ALL_MOST {
            return Err(VoucherError::Many.into());
        }
        let pieces = u32::try_from(bytes.chunks(PIECE).len()).map_err(|_| VoucherError::Large)?;
        for (place, part) in (0_u32..).zip(bytes.chunks(PIECE)) {
            let whole = place == 0;
            let piece = Voucher {
                file: hex::write(&hash),
                place,
                pieces,
                text: STANDARD.encode(part),
                name: whole.then(|| name.clone()),
                length: if whole { length } else { 0 },
                entries: whole.then(|| entry.to_string()).into_iter().collect(),
                removed: false,
            };
            changes.push(changed(vault, now_ms, key(&hash, place), &piece)?);
        }
    }
    vault.commit(now_ms, changes)?;
    let file = hex::write(&hash);
    list(vault, None)?.into_iter().find(|v| v.file == file).ok_or_else(|| VoucherError::None.into())
}

/// Returns the one voucher of an entry, or that of whose hash the first digits are given.
fn one(vault: &Vault, number: &str, which: Option<&str>) -> Result<Listed, DuesError> {
    let mut all = list(vault, Some(number))?;
    if let Some(which) = which {
        let which = which.trim().to_lowercase();
        all.retain(|v| !which.is_empty() && v.file.starts_with(&which));
    }
    match all.len() {
        0 => Err(VoucherError::None.into()),
        1 => all.pop().ok_or_else(|| VoucherError::None.into()),
        _ => Err(VoucherError::Several(all.iter().map(|v| short(&v.file)).collect()).into()),
    }
}

/// The first digits of a hash, by which people name a voucher.
#[must_use]
pub fn short(file: &str) -> String {
    file.chars().take(8).collect()
}

/// Writes a voucher of an entry into a new file, whole or not at all, for its owner alone.
///
/// # Errors
/// [`VoucherError::None`], [`VoucherError::Several`]; [`VoucherError::Broken`] for one of which a piece is missing or another;
/// [`DuesError::Write`]; when the vault cannot be read.
pub fn write(
    vault: &Vault,
    number: &str,
    which: Option<&str>,
    (out, force): (&Path, bool),
) -> Result<Listed, DuesError> {
    let found = one(vault, number, which)?;
    let hash = hex::read::<32>(&found.file).ok_or(VoucherError::Broken)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(found.length).unwrap_or_default()));
    let (mut place, mut pieces) = (0_u32, 1_u32);
    while place < pieces {
        let record = vault.record(Voucher::KIND, &key(&hash, place))?;
        let piece = record.as_ref().and_then(Voucher::read).ok_or(VoucherError::Broken)?;
        let part = STANDARD.decode(piece.text).map_err(|_| VoucherError::Broken)?;
        bytes.extend_from_slice(&part);
        if bytes.len() as u64 > FILE_MOST {
            return Err(VoucherError::Broken.into());
        }
        (place, pieces) = (place.saturating_add(1), piece.pieces);
    }
    if *blake3::hash(&bytes).as_bytes() != hash {
        return Err(VoucherError::Broken.into());
    }
    file::write_whole(out, &bytes, force).map_err(|error| DuesError::Write(out.to_owned(), error))?;
    Ok(found)
}

/// Takes a voucher away from an entry; one that is of no entry any more is removed with all its pieces.
///
/// # Errors
/// [`VoucherError::None`], [`VoucherError::Several`]; when the vault cannot be written.
pub fn remove(
    vault: &mut Vault,
    now_ms: u64,
    number: &str,
    which: Option<&str>,
) -> Result<Listed, DuesError> {
    let (entry, _) = find(vault, number)?;
    let found = one(vault, number, which)?;
    let hash = hex::read::<32>(&found.file).ok_or(VoucherError::Broken)?;
    let id = key(&hash, 0);
    let record = vault.record(Voucher::KIND, &id)?.ok_or(VoucherError::None)?;
    let mut first = Voucher::read(&record).ok_or(VoucherError::None)?;
    first.entries.remove(&entry.to_string());
    let mut changes = Vec::new();
    if first.entries.is_empty() {
        for place in 0..first.pieces {
            let id = key(&hash, place);
            let Some(mut record) = vault.record(Voucher::KIND, &id)? else { continue };
            let stamp = vault.stamp(now_ms);
            Voucher::remove(&mut record, stamp);
            changes.push(Change { kind: Voucher::KIND, id, verb: Verb::Removed, record });
        }
    } else {
        changes.push(changed(vault, now_ms, id, &first)?);
    }
    vault.commit(now_ms, changes)?;
    Ok(found)
}
