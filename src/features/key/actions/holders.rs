//! Who holds the vault: shown, admitted, given other roles, removed. Each change turns the keys.

use std::collections::BTreeSet;

use crate::{
    base::{Device, Lang, date, hex, text::fold},
    features::key::{
        actions::KeyError,
        views::{self, Done, HolderRow, Holders, Why},
    },
    vault::{
        Turning, Vault,
        holders::{
            Act, Admit, Card, Class, Departure, Holder, Reason, Role, Roles, State, card,
            words::{self, Six},
        },
    },
};

impl From<Departure> for Why {
    fn from(why: Departure) -> Self {
        match why {
            Departure::Left => Self::Left,
            Departure::Lost => Self::Lost,
            Departure::Replaced => Self::Replaced,
            Departure::Spent => Self::Spent,
        }
    }
}

impl From<Why> for Departure {
    fn from(why: Why) -> Self {
        match why {
            Why::Left => Self::Left,
            Why::Lost => Self::Lost,
            Why::Replaced => Self::Replaced,
            Why::Spent => Self::Spent,
        }
    }
}

/// A kind of key that cannot hold a vault, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherKey {
    /// `age1pq1…`, `age1tagpq1…`: after the age of quantum computers; the library of today cannot seal to it.
    PostQuantum,
    /// `age1tag1…`, `age1yubikey1…` and other plugins: a key in a device.
    Hardware,
    /// `ssh-…`: a key of another program.
    Ssh,
    /// `AGE-SECRET-KEY-1…`: a secret key, which nobody should hand over.
    Secret,
}

/// Who shall be admitted, as it was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// A card: name, recipient, signing key, signed together.
    Card(Card),
    /// A public key alone, which can only read.
    Bare(String),
}

/// Reads what was handed over: a card, or a public key alone.
///
/// # Errors
/// [`KeyError::Other`] for a kind of key that cannot hold a vault, [`KeyError::NoCard`].
pub fn handed(text: &str) -> Result<Handed, KeyError> {
    let card = card_within(text);
    let text = card.as_deref().unwrap_or(text).trim();
    let lower = text.to_ascii_lowercase();
    let begins = |with: &[&str]| with.iter().any(|begin| lower.starts_with(begin));
    if begins(&[card::PREFIX]) {
        return Card::from_text(text).map(Handed::Card).map_err(|_| KeyError::NoCard);
    }
    if begins(&["age1pq1", "age1tagpq1"]) {
        return Err(KeyError::Other(OtherKey::PostQuantum));
    }
    if begins(&["ssh-", "ecdsa-", "sk-ssh-"]) {
        return Err(KeyError::Other(OtherKey::Ssh));
    }
    if begins(&["age-secret-key-", "age-plugin-"]) {
        return Err(KeyError::Other(OtherKey::Secret));
    }
    if card::age_recipient(text).is_ok() {
        return Ok(Handed::Bare(text.to_owned()));
    }
    // A name between "age1" and the last "1" is that of a plugin.
    let plugin = lower.strip_prefix("age1").and_then(|rest| rest.rsplit_once('1'));
    let is_plugin = plugin.is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-._".contains(&b))
    });
    Err(if is_plugin { KeyError::Other(OtherKey::Hardware) } else { KeyError::NoCard })
}

/// Takes the card out of a text that says more: what `key show` prints, a mail with a greeting.
fn card_within(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).skip_while(|line| !line.contains(card::PREFIX));
    let first = lines.next()?;
    let mut out = first.get(first.find(card::PREFIX)?..)?.to_owned();
    let goes_on = |line: &&str| {
        !line.is_empty() && line.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    lines.take_while(goes_on).for_each(|line| out.push_str(line));
    Some(out)
}

/// Returns who would be admitted, if that can be.
///
/// # Errors
/// [`KeyError::Present`], [`KeyError::Former`]: a key that was used does not come back; [`KeyError::ReadsOnly`] for a public
/// key alone with another role than to read; [`KeyError::Name`].
pub fn newcomer(state: &State, handed: &Handed, name: Option<&str>, roles: Roles) -> Result<Admit, KeyError> {
    let admit = match handed {
        Handed::Card(card) => Admit { card: card.clone(), roles, class: Class::Device },
        Handed::Bare(_) if roles != Roles::READER => return Err(KeyError::ReadsOnly),
        Handed::Bare(recipient) => Admit::bare(&super::name(name.unwrap_or_default())?, recipient),
    };
    let same = |holder: &Holder| {
        holder.device == admit.device()
            || holder.recipient == admit.card.recipient
            || (admit.class == Class::Device && holder.sign_pk == admit.card.sign_pk)
    };
    if let Some(holder) = state.holders.iter().find(|holder| same(holder)) {
        return Err(KeyError::Present(holder.name.clone()));
    }
    match state.former.iter().find(|former| same(&former.holder)) {
        Some(former) => Err(KeyError::Former(former.holder.name.clone(), former.time_ms)),
        None => Ok(admit),
    }
}

/// Finds the holder that somebody means: by the device, or by any part of its name.
///
/// # Errors
/// [`KeyError::Nobody`] with the names there are, [`KeyError::Several`] with those that fit.
pub fn pick<'a>(state: &'a State, typed: &str) -> Result<&'a Holder, KeyError> {
    let wanted = fold(typed.trim());
    let device = |holder: &&Holder| hex::write(&holder.device) == wanted;
    if let Some(holder) = state.holders.iter().find(device) {
        return Ok(holder);
    }
    let exact: Vec<&Holder> = state.holders.iter().filter(|h| fold(&h.name) == wanted).collect();
    let near = || state.holders.iter().filter(|h| !wanted.is_empty() && fold(&h.name).contains(&wanted));
    let fit = if exact.is_empty() { near().collect() } else { exact };
    match fit.as_slice() {
        [one] => Ok(one),
        [] => {
            let names = state.holders.iter().map(|holder| holder.name.clone()).collect();
            Err(KeyError::Nobody(typed.to_owned(), names))
        }
        several => {
            let told = |h: &&Holder| format!("{} ({})", h.name, hex::write(&h.device));
            Err(KeyError::Several(typed.to_owned(), several.iter().map(told).collect()))
        }
    }
}

/// Tells whether somebody may be removed.
///
/// # Errors
/// [`KeyError::LastOrganizer`]; [`KeyError::Oneself`].
pub fn may_go(state: &State, me: Device, who: &Holder) -> Result<(), KeyError> {
    if state.last_organizers(&[who.device]) {
        return Err(KeyError::LastOrganizer(who.name.clone()));
    }
    if who.device == me { Err(KeyError::Oneself) } else { Ok(()) }
}

/// Tells whether somebody may have these roles.
///
/// # Errors
/// [`KeyError::LastOrganizer`]; [`KeyError::ReadsOnly`] for a public key alone; [`KeyError::RecoveryRoles`];
/// [`KeyError::SameRoles`]: the keys are not turned for nothing.
pub fn may_have(state: &State, who: &Holder, roles: Roles) -> Result<(), KeyError> {
    match who.class {
        Class::Bare => return Err(KeyError::ReadsOnly),
        Class::Recovery => return Err(KeyError::RecoveryRoles),
        Class::Device => {}
    }
    if !roles.has(Role::Organizer) && state.last_organizers(&[who.device]) {
        return Err(KeyError::LastOrganizer(who.name.clone()));
    }
    if roles == who.roles { Err(KeyError::SameRoles(who.name.clone())) } else { Ok(()) }
}

/// Refuses early what only an organizer's device does.
///
/// # Errors
/// [`KeyError::NoOrganizer`].
pub fn may_change(vault: &Vault) -> Result<(), KeyError> {
    let me = vault.holders().holder(&vault.device());
    if me.is_some_and(Holder::organizes) { Ok(()) } else { Err(KeyError::NoOrganizer) }
}

/// What changes among the holders.
pub enum Change {
    /// Somebody is admitted.
    Add(Admit),
    /// Somebody is removed.
    Remove(Device, Why),
    /// Somebody has other roles.
    Roles(Device, Roles),
    /// Nothing but the keys.
    Rotate,
    /// Another recovery key, in the place of those there are.
    Recovery(Card),
}

/// What was changed among the holders.
pub struct Changed {
    /// What was done.
    pub done: Done,
    /// To whom, where it is about one.
    pub holder: Option<String>,
    /// The six words of the vault from now on.
    pub words: Six,
}

impl Changed {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self, lang: Lang) -> views::Changed {
        views::Changed { done: self.done, holder: self.holder.clone(), words: words::say(lang, &self.words) }
    }
}

/// Changes the holders, and turns the keys.
///
/// # Durability
/// As [`Vault::turn`].
///
/// # Errors
/// [`KeyError::NoOrganizer`], [`KeyError::Vault`]: nothing was changed.
pub fn change(vault: Vault, change: Change, now_ms: u64) -> Result<Changed, KeyError> {
    may_change(&vault)?;
    let state = vault.holders().clone();
    let named = |device: &Device| state.holder(device).map(|holder| holder.name.clone());
    let (reason, acts, done, holder) = match change {
        Change::Add(admit) => {
            let name = admit.card.name.clone();
            (Reason::Admit, vec![Act::Admit(admit)], Done::Added, Some(name))
        }
        Change::Remove(device, why) => {
            let name = named(&device);
            let cut = vault.cut_of(&device);
            (Reason::Retire, vec![Act::Retire { device, why: why.into(), cut }], Done::Removed, name)
        }
        Change::Roles(device, roles) => {
            (Reason::Roles, vec![Act::Roles { device, roles }], Done::Roles, named(&device))
        }
        Change::Rotate => (Reason::Rotate, vec![], Done::Rotated, None),
        Change::Recovery(card) => {
            let name = card.name.clone();
            let admit = Admit { card, roles: Roles::ORGANIZER, class: Class::Recovery };
            let old = state.holders.iter().filter(|h| h.class == Class::Recovery);
            let retire = |h: &Holder| Act::Retire { device: h.device, why: Departure::Replaced, cut: vec![] };
            let acts = old.map(retire).chain([Act::Admit(admit)]).collect();
            (Reason::Admit, acts, Done::Recovery, Some(name))
        }
    };
    let words = vault.turn(&Turning { reason, acts, erased: BTreeSet::new(), writer: None, now_ms })?;
    Ok(Changed { done, holder, words })
}

/// Returns what is shown of who holds the vault.
#[must_use]
pub fn shown(state: &State, me: Device) -> Holders {
    let by = |device: &Device| {
        let known = state.holder(device).or_else(|| state.gone(device).map(|former| &former.holder));
        known.map(|holder| holder.name.clone())
    };
    let row = |holder: &Holder| HolderRow {
        name: holder.name.clone(),
        device: hex::write(&holder.device),
        public_key: holder.recipient.clone(),
        key: holder.class,
        roles: holder.roles.iter().collect(),
        since: date::day_of(holder.since_ms),
        admitted_by: by(&holder.by).filter(|_| holder.by != holder.device),
        this_device: holder.device == me,
        removed: None,
        removed_by: None,
        why: None,
    };
    let gone = state.former.iter().map(|former| HolderRow {
        removed: date::day_of(former.time_ms),
        removed_by: by(&former.by),
        why: Some(former.why.into()),
        ..row(&former.holder)
    });
    Holders { holders: state.holders.iter().map(row).collect(), former: gone.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::Identity;

    #[test]
    fn what_is_handed_over_is_told_apart() {
        let identity = Identity::generate();
        let card = Card::make(&identity, "Portable").unwrap();
        assert!(matches!(handed(&format!(" {}\n", card.text())), Ok(Handed::Card(read)) if read == card));
        assert!(matches!(handed(&identity.public()), Ok(Handed::Bare(key)) if key == identity.public()));
        for (text, kind) in [
            ("age1pq1qqqqqqqqqqqqqq", OtherKey::PostQuantum),
            ("age1tagpq1qqqqqqqqqqq", OtherKey::PostQuantum),
            ("age1yubikey1qwxyzqwxyz", OtherKey::Hardware),
            ("age1tag1qwxyzqwxyz", OtherKey::Hardware),
            ("age1fido2-hmac1qwxyz", OtherKey::Hardware),
            ("ssh-ed25519 AAAAC3Nz camille", OtherKey::Ssh),
            ("AGE-SECRET-KEY-1QQQQ", OtherKey::Secret),
            ("AGE-PLUGIN-YUBIKEY-1QQQQ", OtherKey::Secret),
        ] {
            assert!(matches!(handed(text), Err(KeyError::Other(found)) if found == kind), "{text}");
        }
        let lines: Vec<String> =
            card.text().as_bytes().chunks(70).map(|l| String::from_utf8_lossy(l).into_owned()).collect();
        let mail = format!(
            "Bonjour,\n\nma carte :\n\n  {}\n\nSix mots, à dire de vive voix :\n",
            lines.join("\n  ")
        );
        assert!(matches!(handed(&mail), Ok(Handed::Card(read)) if read == card), "a card in a mail");
        for text in ["", "cp1:", &card.text()[..100], &identity.public()[..40], "camille.txt"] {
            assert!(matches!(handed(text), Err(KeyError::NoCard)), "{text}");
        }
    }
}
