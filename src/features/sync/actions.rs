//! Shares a vault: places, rounds, who joins. What is not here: questions and words.

pub mod conflicts;

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::{
    base::{Device, Id, Kind, Lang},
    clock,
    features::{
        notice::actions::{
            NoticeError, audience,
            others::{self, Held},
        },
        sync::views,
    },
    open::{self, Access, AskError, OpenError, Place},
    sync::{
        Address, BadAddress, Carrier, CarrierError, Folder, Memory, Refusal, Refused, WebDav, pack,
        places::{self, Place as Shared, Places},
        reader::From as CameFrom,
        session::{self, Found, Round, SILENT_MS, SyncError},
    },
    vault::{
        Accept, Arriving, Compartment, Due, Identity, Vault, VaultError, arrive, file,
        holders::{
            Act, Class, Hash, Holder, State,
            words::{self, Six},
        },
    },
};

/// A round is begun again at most so often because the keys were turned elsewhere.
const TURNS: usize = 16;
/// The folder of sealed objects beside the vault.
const MIRROR: &str = "sync";

/// Why nothing was shared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyncFault {
    /// The place is no folder that is there.
    #[error("there is no folder of that name")]
    NoFolder(PathBuf),
    /// The place lies in the vault, or the vault in it.
    #[error("the place and the vault lie in one another")]
    Inside(PathBuf),
    /// The address of a server is not taken.
    #[error("the address is not taken")]
    Address(PathBuf, #[source] BadAddress),
    /// The server is of the employer.
    #[error("the server lies in a domain of the employer")]
    Employer(PathBuf),
    /// The domains of the employer cannot be read.
    #[error(transparent)]
    Domains(Box<NoticeError>),
    /// The name of the place is no text.
    #[error("the name of the place cannot be kept")]
    Name(PathBuf),
    /// A file cannot be read, is there already, or cannot be written.
    #[error("the file cannot be used")]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file holds no objects.
    #[error("the file holds nothing that is shared")]
    NoObjects(PathBuf),
    /// No place was added.
    #[error("no place was added")]
    NoPlace,
    /// The round came to nothing.
    #[error("the place could not be used")]
    Sync {
        /// The place.
        place: PathBuf,
        /// Why.
        #[source]
        source: SyncError,
    },
    /// The password of the server did not come.
    #[error("the password of the server is missing")]
    Password(#[source] AskError),
    /// No conflict has this name, or several have.
    #[error("no conflict has this name")]
    NoConflict(String),
    /// Neither of the two values of a field was named.
    #[error("one of the two values is needed")]
    Choose(String),
    /// Another copy writes under the name of this one.
    #[error("another copy of this vault writes under its name")]
    Copied(PathBuf),
    /// The list of places cannot be read or written.
    #[error("the list of places cannot be used")]
    Places(#[source] io::Error),
    /// The identity does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The vault, or the folder where it is to be made.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// How a moment is written for machines.
pub type Moment = fn(u64) -> Option<String>;

/// What came and went in one place.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is said by itself")]
pub struct Rounded {
    /// The place.
    pub place: PathBuf,
    /// Why it was not reached.
    pub away: Option<CarrierError>,
    /// From whom something came.
    pub from: Vec<CameFrom>,
    /// What was refused in the end.
    pub refused: Vec<Refused>,
    /// Names that are none of ours.
    pub strangers: usize,
    /// How many of our records went.
    pub sent: usize,
    /// How many files were put.
    pub files: usize,
    /// Whether all that the vault holds went.
    pub whole: bool,
    /// Keys of another device were taken over.
    pub turned: bool,
    /// Statements made apart were settled.
    pub settled: bool,
    /// Something about the holders is not there yet.
    pub waits: bool,
}

/// All places.
pub struct Rounds {
    /// Place by place.
    pub rounds: Vec<Rounded>,
    /// Who holds the vault in the end.
    pub state: State,
    /// Whether that has changed.
    pub changed: bool,
    /// Campaigns of this device that wait for a person.
    pub held: Vec<Held>,
    /// What two wrote without seeing each other, and was not told before.
    pub conflicts: Vec<views::Conflict>,
}

/// What was known before a round.
struct Before {
    heads: Vec<Hash>,
    conflicts: BTreeSet<Id>,
}

impl Before {
    fn of(vault: &Vault) -> Self {
        Self { heads: vault.holders().heads.clone(), conflicts: conflicts::known(vault) }
    }
}

impl Rounds {
    /// What the rounds came to, once what the others told of their outboxes is taken over.
    fn of(how: Opening<'_>, rounds: Vec<Rounded>, before: &Before, vault: &mut Vault) -> Self {
        // Another process may be sending: the next round does it. Nothing of it undoes what was merged.
        let _ = others::take_over(vault, clock::now_ms());
        let held = others::held(vault).unwrap_or_default();
        let conflicts = conflicts::list(vault, how.lang, how.moment, &before.conflicts).unwrap_or_default();
        let state = vault.holders().clone();
        Self { rounds, changed: state.heads != before.heads, state, held, conflicts }
    }
}

/// How the vault is opened again and again.
#[derive(Clone, Copy)]
pub struct Opening<'a> {
    /// Where.
    pub place: &'a Place,
    /// By which key.
    pub key: &'a Identity,
    /// What a person agreed to take.
    pub accept: &'a Accept,
    /// Whether what a place lacks is put there again.
    pub again: bool,
    /// The language of what is shown.
    pub lang: Lang,
    /// How a moment is written.
    pub moment: Moment,
}

impl Opening<'_> {
    fn open(&self) -> Result<Vault, SyncFault> {
        Ok(open::vault(self.place, self.key, Access::Write, self.accept, clock::random)?)
    }

    fn places(&self, vault: &[u8; 16]) -> Result<Places, SyncFault> {
        Places::load(&self.place.config, vault, self.key, clock::random).map_err(SyncFault::Places)
    }
}

fn mirror(place: &Place) -> Folder {
    Folder::own(&place.vault.join(MIRROR))
}

/// Takes a folder as a place: it must be there, and apart from the vault; or the address of one on a server.
///
/// # Errors
/// [`SyncFault::Address`]; [`SyncFault::NoFolder`], [`SyncFault::Inside`], [`SyncFault::Name`].
pub fn look(place: &Place, typed: &Path) -> Result<PathBuf, SyncFault> {
    if let Some(text) = typed.to_str().filter(|text| Address::is_meant(text)) {
        let address = Address::read(text).map_err(|source| SyncFault::Address(typed.to_owned(), source))?;
        return Ok(PathBuf::from(address.text()));
    }
    let folder = fs::canonicalize(typed).ok().filter(|path| path.is_dir());
    let folder = folder.ok_or_else(|| SyncFault::NoFolder(typed.to_owned()))?;
    if let Ok(vault) = fs::canonicalize(&place.vault)
        && (folder.starts_with(&vault) || vault.starts_with(&folder))
    {
        return Err(SyncFault::Inside(typed.to_owned()));
    }
    if folder.to_str().is_none() {
        return Err(SyncFault::Name(typed.to_owned()));
    }
    Ok(folder)
}

/// What carries to and from a place.
fn carrier(shared: &Shared, hurried: bool) -> Result<Box<dyn Carrier>, SyncFault> {
    let path = || shared.path.clone();
    let Some(text) = shared.path.to_str().filter(|text| Address::is_meant(text)) else {
        return Ok(Box::new(Folder::at(&shared.path)));
    };
    let address = Address::read(text).map_err(|source| SyncFault::Address(path(), source))?;
    let login = shared.login.as_ref().map(|(name, password)| (name.as_str(), password.as_str()));
    let dav = WebDav::new(address, login);
    let dav = dav.map_err(|source| SyncFault::Sync { place: path(), source: source.into() })?;
    Ok(Box::new(dav.hurried(hurried)))
}

/// Refuses a server of the employer: whoever runs it sees that there is something to hide, and from whom.
fn not_of_the_employer(vault: &Vault, shared: &Shared) -> Result<(), SyncFault> {
    let address = shared.path.to_str().filter(|text| Address::is_meant(text)).map(Address::read);
    let forbidden = audience::forbidden(vault).map_err(|error| SyncFault::Domains(Box::new(error)))?;
    match address {
        Some(Ok(address)) if forbidden.holds_host(address.host()) => {
            Err(SyncFault::Employer(shared.path.clone()))
        }
        _ => Ok(()),
    }
}

/// What is asked of a place that is added.
pub struct Wanted<'a> {
    /// The place, as [`look`] returns it.
    pub place: &'a Path,
    /// Who signs in there, and the password.
    pub login: Option<(String, Zeroizing<String>)>,
    /// Whether commands have rounds with it by themselves.
    pub auto: bool,
}

/// Adds a place and has a first round with it; of one that is known it changes how it is used.
///
/// # Errors
/// [`SyncFault`]; a place with which the round came to nothing is not added.
pub fn add(how: Opening<'_>, vault: Vault, wanted: Wanted<'_>) -> Result<Rounds, SyncFault> {
    let folder = wanted.place;
    let number = vault.number();
    let mut places = how.places(&number)?;
    let known = places.all.iter().position(|there| there.path == folder);
    let at = known.unwrap_or(places.all.len());
    if known.is_none() {
        places.all.push(Shared::new(folder.to_owned()));
    }
    let before = Before::of(&vault);
    let shared = places.all.get_mut(at).ok_or(SyncFault::NoPlace)?;
    shared.auto = wanted.auto;
    if wanted.login.is_some() {
        shared.login = wanted.login;
    }
    not_of_the_employer(&vault, shared)?;
    let place = carrier(shared, false)?;
    let (rounded, mut vault) = round(how, vault, shared, place.as_ref(), true)?;
    if let Some(source) = rounded.away {
        return Err(SyncFault::Sync { place: folder.to_owned(), source: source.into() });
    }
    places.save().map_err(SyncFault::Places)?;
    Ok(Rounds::of(how, vec![rounded], &before, &mut vault))
}

/// Whether commands of this device have rounds by themselves.
#[must_use]
pub fn is_auto(place: &Place) -> bool {
    places::is_auto(&place.config)
}

/// Has a round with every place, or with those that are used without being asked.
///
/// # Errors
/// [`SyncFault::NoPlace`]; [`SyncFault`] when a place is not as it was left.
pub fn all(how: Opening<'_>, mut vault: Vault, only_auto: bool) -> Result<Rounds, SyncFault> {
    let mut places = how.places(&vault.number())?;
    if places.all.is_empty() {
        return Err(SyncFault::NoPlace);
    }
    let before = Before::of(&vault);
    let mut rounds = Vec::new();
    for shared in places.all.iter_mut().filter(|shared| shared.auto || !only_auto) {
        not_of_the_employer(&vault, shared)?;
        let place = carrier(shared, only_auto)?;
        let (rounded, then) = round(how, vault, shared, place.as_ref(), true)?;
        rounds.push(rounded);
        vault = then;
    }
    places.save().map_err(SyncFault::Places)?;
    Ok(Rounds::of(how, rounds, &before, &mut vault))
}

/// One round with one place: what came is merged, turns of keys are taken over, what is new goes.
fn round(
    how: Opening<'_>,
    vault: Vault,
    shared: &mut Shared,
    place: &dyn Carrier,
    push: bool,
) -> Result<(Rounded, Vault), SyncFault> {
    let mut rounded = Rounded { place: shared.path.clone(), ..Rounded::default() };
    let fault = |source| SyncFault::Sync { place: shared.path.clone(), source };
    let mirror = mirror(how.place);
    let mut vault = Some(vault);
    for _ in 0..TURNS {
        let mut open = match vault.take() {
            Some(open) => open,
            None => how.open()?,
        };
        let replica = open.replica()?;
        if shared.replica != replica {
            (shared.replica, shared.left.placed) = (replica, 0);
        }
        let round = Round {
            place,
            mirror: &mirror,
            identity: how.key,
            left: &shared.left,
            again: how.again,
            now_ms: clock::now_ms(),
            entropy: clock::random,
        };
        let pulled = match round.pull(&mut open) {
            Err(SyncError::Carrier(away @ CarrierError::Away(_))) => {
                rounded.away = Some(away);
                return Ok((rounded, open));
            }
            other => other.map_err(fault)?,
        };
        let now_ms = clock::now_ms();
        came(&mut rounded.from, pulled.from);
        (rounded.refused, rounded.strangers) = (once(pulled.refused, &mut shared.told), pulled.strangers);
        let organizes = open.holders().holder(&open.device()).is_some_and(Holder::organizes);
        match pulled.due {
            Due::Adopt => {
                open.adopt(&pulled.heard, how.key, now_ms)?;
                rounded.turned = true;
                continue;
            }
            Due::Settle if organizes => {
                open.settle(&pulled.heard, how.key, now_ms)?;
                rounded.settled = true;
                continue;
            }
            Due::Settle | Due::Wait => {
                rounded.waits = true;
                return Ok((rounded, open));
            }
            Due::Nothing => {}
        }
        let me = Some(open.device());
        let own = |what: &Refusal| rounded.refused.iter().any(|r| r.what == *what && r.device == me);
        if own(&Refusal::Fork) || own(&Refusal::RolledBack) {
            return Err(SyncFault::Copied(shared.path.clone()));
        }
        let lacks = [Refusal::PlaceEmpty, Refusal::PlaceShrunk];
        if let Some(what) = rounded.refused.iter().map(|r| r.what).find(|what| lacks.contains(what))
            && !how.again
        {
            return Err(fault(SyncError::Lacks(what)));
        }
        conflicts::keep(&mut open, now_ms, &pulled.conflicts)?;
        if !push {
            return Ok((rounded, open));
        }
        // What this device tells of its outbox goes with the rest; where it cannot be read now, the next round tells it.
        let _ = others::tell(&mut open, now_ms);
        let pushed = round.push(&mut open).map_err(fault)?;
        shared.left = pushed.left;
        rounded.refused.retain(|refused| !lacks.contains(&refused.what));
        (rounded.sent, rounded.files, rounded.whole) = (pushed.records, pushed.files, pushed.whole);
        return Ok((rounded, open));
    }
    rounded.waits = true;
    Ok((rounded, how.open()?))
}

/// Writes what this copy and the others have told into one file.
///
/// # Durability
/// On `Ok` the file is whole and survives a power cut.
///
/// # Errors
/// [`SyncFault::File`] for a file that is there already, or cannot be written; [`SyncFault`].
pub fn push_to(how: Opening<'_>, vault: Vault, out: &Path) -> Result<Rounds, SyncFault> {
    if out.exists() {
        let source = io::ErrorKind::AlreadyExists.into();
        return Err(SyncFault::File { file: out.to_owned(), source });
    }
    let before = Before::of(&vault);
    let (place, mut shared) = (Memory::default(), Shared::new(out.to_owned()));
    let (rounded, mut vault) = round(how, vault, &mut shared, &place, true)?;
    file::write_whole(out, &pack::pack(&place), false)
        .map_err(|source| SyncFault::File { file: out.to_owned(), source })?;
    Ok(Rounds::of(how, vec![rounded], &before, &mut vault))
}

/// Merges what a file holds; nothing goes.
///
/// # Errors
/// [`SyncFault::File`], [`SyncFault::NoObjects`]; [`SyncFault`].
pub fn pull_from(how: Opening<'_>, vault: Vault, place: &Memory, from: &Path) -> Result<Rounds, SyncFault> {
    let before = Before::of(&vault);
    let mut shared = Shared::new(from.to_owned());
    let (rounded, mut vault) = round(how, vault, &mut shared, place, false)?;
    Ok(Rounds::of(how, vec![rounded], &before, &mut vault))
}

/// Reads a file of objects.
///
/// # Errors
/// [`SyncFault::File`], [`SyncFault::NoObjects`].
pub fn read_file(from: &Path) -> Result<Memory, SyncFault> {
    let bytes = file::read(from, pack::MOST);
    let bytes = bytes.map_err(|source| SyncFault::File { file: from.to_owned(), source })?;
    pack::unpack(&bytes).ok_or_else(|| SyncFault::NoObjects(from.to_owned()))
}

/// What a removed device writes on is said once of each of its copies: nothing of it is taken, and nobody has to do anything.
fn once(refused: Vec<Refused>, told: &mut BTreeSet<String>) -> Vec<Refused> {
    let new = |one: &Refused| one.what != Refusal::AfterRemoval || told.insert(one.writer.clone());
    refused.into_iter().filter(new).collect()
}

/// Says six words in both languages.
fn in_both(six: &Six) -> views::Words {
    views::Words { fr: words::say(Lang::Fr, six), en: words::say(Lang::En, six) }
}

fn came(all: &mut Vec<CameFrom>, more: Vec<CameFrom>) {
    for from in more {
        match all.iter_mut().find(|there| there.device == from.device) {
            Some(there) => {
                there.objects = there.objects.saturating_add(from.objects);
                there.records = there.records.saturating_add(from.records);
            }
            None => all.push(from),
        }
    }
}

/// Draws a new name for this copy of the vault, where another one writes under its name.
///
/// # Errors
/// [`SyncFault::Vault`].
pub fn rejoin(mut vault: Vault) -> Result<Vault, SyncFault> {
    vault.rejoin(clock::now_ms())?;
    Ok(vault)
}

fn called(state: &State, device: &Device) -> String {
    let gone = || state.gone(device).map(|former| &former.holder);
    let holder = state.holder(device).or_else(gone);
    holder.map_or_else(|| crate::base::hex::write(device), |holder| holder.name.clone())
}

fn refused(state: &State, all: &[Refused], lang: Lang, moment: Moment) -> Vec<views::Refused> {
    let one = |refused: &Refused| views::Refused {
        what: refused.what.code(),
        text: refused.what.words(lang),
        device: refused.device.map(|device| called(state, &device)),
        number: refused.seq,
        since: moment(refused.since_ms).filter(|_| refused.since_ms > 0),
    };
    all.iter().map(one).collect()
}

impl Rounds {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self, lang: Lang, moment: Moment, admitted: Option<String>) -> views::Rounds {
        let round = |round: &Rounded| views::Round {
            place: round.place.display().to_string(),
            reached: round.away.is_none(),
            from: round
                .from
                .iter()
                .map(|from| views::Came {
                    device: called(&self.state, &from.device),
                    objects: from.objects,
                    records: from.records,
                })
                .collect(),
            sent: round.sent,
            files: round.files,
            whole: round.whole,
            turned: round.turned,
            settled: round.settled,
            waits: round.waits,
            strangers: round.strangers,
            refused: refused(&self.state, &round.refused, lang, moment),
        };
        let six: Six = self.state.words();
        let held = |held: &Held| views::Held {
            campaign: held.campaign,
            notice: held.notice.clone(),
            device: held.device.clone(),
            since: moment(held.since_ms),
            people: held.people,
        };
        views::Rounds {
            places: self.rounds.iter().map(round).collect(),
            held: self.held.iter().map(held).collect(),
            conflicts: self.conflicts.clone(),
            words: (self.changed || admitted.is_some()).then(|| in_both(&six)),
            admitted,
        }
    }

    /// Tells whether something was refused.
    #[must_use]
    pub fn refused_some(&self) -> bool {
        self.rounds.iter().any(|round| !round.refused.is_empty())
    }
}

/// Says how far the copies have come.
///
/// # Errors
/// [`SyncFault`].
pub fn status(how: Opening<'_>, vault: &Vault, moment: Moment) -> Result<views::Status, SyncFault> {
    let (state, me) = (vault.holders(), vault.device());
    let exchange = vault.exchange().cloned().unwrap_or_default();
    let now_ms = clock::now_ms();
    let devices = state.holders.iter().filter(|holder| holder.class == Class::Device).map(|holder| {
        let peers = || exchange.peers.iter().filter(|peer| peer.device == holder.device);
        let seen = peers().map(|peer| peer.seen_ms).max();
        let acked = peers().map(|peer| peer.acked).max().unwrap_or(0);
        let mine = holder.device == me;
        views::Device {
            device: holder.name.clone(),
            this_device: mine,
            seen: seen.and_then(moment),
            behind: if mine { 0 } else { exchange.seq.saturating_sub(acked) },
            silent: seen.is_some_and(|seen| seen.saturating_add(SILENT_MS) < now_ms),
        }
    });
    let places = how.places(&vault.number())?.all;
    let replica = vault.replica()?;
    let place = |place: &Shared| views::PlaceState {
        place: place.path.display().to_string(),
        waits: exchange.seq.saturating_sub(if place.replica == replica { place.left.placed } else { 0 }),
        auto: place.auto,
    };
    Ok(views::Status {
        places: places.iter().map(place).collect(),
        conflicts: conflicts::known(vault).len(),
        words: in_both(&state.words()),
        unsent: vault.outgoing()?.records().saturating_add(others::untold(vault).unwrap_or(0)),
        devices: devices.collect(),
        erasures: erasures(vault, state, me)?,
    })
}

/// Which erasures there are, and on how many devices each is known: those whose last statements come after it.
fn erasures(vault: &Vault, state: &State, me: Device) -> Result<Vec<views::Erasure>, SyncFault> {
    let members = vault.statements()?;
    let exchange = vault.exchange().cloned().unwrap_or_default();
    let devices: Vec<Device> =
        state.holders.iter().filter(|h| h.class == Class::Device).map(|h| h.device).collect();
    let mut out = Vec::new();
    for statement in members.counted() {
        let records: usize = statement
            .body()
            .acts
            .iter()
            .map(|act| match act {
                Act::Erased(ids) => ids.len(),
                _ => 0,
            })
            .sum();
        if records == 0 {
            continue;
        }
        let depth = |heads: &[crate::vault::holders::Hash]| {
            let of = |hash: &crate::vault::holders::Hash| {
                members.counted().iter().find(|s| s.hash() == *hash).map(|s| s.body().depth)
            };
            heads.iter().filter_map(of).max()
        };
        let heard_of = |device: &&Device| {
            **device == me
                || exchange
                    .peers
                    .iter()
                    .filter(|peer| peer.device == **device)
                    .any(|peer| depth(&peer.heads).is_some_and(|depth| depth >= statement.body().depth))
        };
        let known = devices.iter().filter(heard_of).count();
        out.push(views::Erasure { records, known, of: devices.len() });
    }
    Ok(out)
}

/// Reads what a place holds for the identity of this device.
///
/// # Errors
/// [`SyncFault`].
pub fn found(wanted: &Wanted<'_>, key: &Identity) -> Result<Found, SyncFault> {
    let folder = wanted.place;
    let shared = Shared { login: wanted.login.clone(), ..Shared::new(folder.to_owned()) };
    session::look(carrier(&shared, false)?.as_ref(), key, clock::now_ms())
        .map_err(|source| SyncFault::Sync { place: folder.to_owned(), source })
}

/// Looks whether a vault can be made there, before a passphrase is asked for.
///
/// # Errors
/// [`VaultError::Exists`]; what the disk said.
pub fn look_for_room(place: &Place, accept: &Accept) -> Result<(), SyncFault> {
    open::apart(place, accept)?;
    Ok(crate::vault::empty(&place.vault)?)
}

/// Makes the vault of a device that was admitted, of what a place holds; adds the place.
///
/// # Durability
/// On `Ok` the vault survives a power cut; on an error there is none.
///
/// # Errors
/// [`VaultError::Strange`] until a person agreed to take this vault; [`SyncFault`].
pub fn join(how: Opening<'_>, wanted: &Wanted<'_>, found: &Found) -> Result<(), SyncFault> {
    open::apart(how.place, how.accept)?;
    let recall = open::recall(how.place, how.key, clock::random);
    recall.ready()?;
    let arriving = Arriving {
        dir: &how.place.vault,
        identity: how.key,
        recall: &recall,
        accept: how.accept,
        now_ms: clock::now_ms(),
        entropy: clock::random,
    };
    arrive(&found.arrival, &found.records(), found.exchange(), &arriving)?;
    // What is not kept beside the vault still lies in the place.
    let _ = found.keep(&mirror(how.place));
    let mut places = how.places(&found.holders().vault)?;
    places.all.retain(|there| there.path != wanted.place);
    let (login, auto) = (wanted.login.clone(), wanted.auto);
    places.all.push(Shared { auto, login, ..Shared::new(wanted.place.to_owned()) });
    places.save().map_err(SyncFault::Places)
}

/// Returns what is shown of a vault that was made so.
#[must_use]
pub fn joined(place: &Place, key: &Identity, found: &Found, lang: Lang, moment: Moment) -> views::Joined {
    let (state, records) = (found.holders(), found.records());
    let people = records.get(&Compartment::Roster).into_iter().flatten();
    let reads = |part: &Compartment| state.holder(&key.device()).is_some_and(|h| h.roles.reads(*part));
    views::Joined {
        vault: place.vault.display().to_string(),
        words: in_both(&state.words()),
        people: people.filter(|(kind, ..)| *kind == Kind::Person.number()).count(),
        closed: Compartment::ALL.iter().filter(|part| !reads(part)).map(|part| part.name()).collect(),
        refused: refused(state, found.refused(), lang, moment),
    }
}
