//! Mail that came back: which messages and members it is about, what to mark, what to repair, who wants no more.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    io::Read as _,
    path::Path,
};

use chrono::NaiveDate;

use crate::{
    base::{Id, text::fold},
    features::{
        member::actions::{self as member, Assignment},
        notice::actions::{
            Library, NoticeError, OpenOutbox,
            audience::{NO_DUES, NO_NEWS},
            others, post,
        },
    },
    mail::{
        Address,
        bounce::{self, Class, Incoming, Mark, Reason, Verdict, Wish, typo},
        ledger::Name,
    },
    render::Purpose,
    roster::Person,
    vault::{Kind, Vault},
};

/// The most files of a folder that are read.
pub const FILES_MAX: usize = 10_000;

/// One mail of a folder.
pub struct Mail {
    /// The name of its file.
    pub file: String,
    /// A short hash of its bytes.
    pub report: [u8; 8],
    /// What it is.
    pub incoming: Incoming,
}

/// The mails of a folder.
#[derive(Default)]
pub struct Folder {
    /// Those that were read.
    pub mails: Vec<Mail>,
    /// Files that could not be read.
    pub unreadable: usize,
    /// Files beyond the most that are read.
    pub beyond: usize,
    /// Files that are no mail by their names, and mailbox files that are too large.
    pub passed_over: usize,
}

/// Reads a folder of `.eml` files, or one with the folders `new` and `cur` of a maildir; nothing in it is changed, no
/// link is followed, and of each file at most 10 MB are read.
///
/// # Errors
/// [`NoticeError::Unreadable`] when the folder itself cannot be read.
pub fn read(dir: &Path) -> Result<Folder, NoticeError> {
    gathered(dir).map_err(|why| NoticeError::Unreadable { path: dir.to_owned(), why })
}

fn gathered(dir: &Path) -> io::Result<Folder> {
    let mut files = Vec::new();
    let mut passed_over = 0_usize;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let small = name.to_ascii_lowercase();
        if !entry.file_type()?.is_file() {
            continue;
        }
        if [".eml", ".emlx", ".txt", ".msg", ".mbox"].iter().any(|end| small.ends_with(end)) {
            files.push((name, entry.path()));
        } else {
            passed_over = passed_over.saturating_add(1);
        }
    }
    for inner in ["new", "cur"] {
        let Ok(entries) = fs::read_dir(dir.join(inner)) else { continue };
        for entry in entries.filter_map(Result::ok) {
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                files.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
            }
        }
    }
    files.sort();
    let beyond = files.len().saturating_sub(FILES_MAX);
    let mut out = Folder { beyond, passed_over, ..Folder::default() };
    for (file, path) in files.into_iter().take(FILES_MAX) {
        let mut bytes = Vec::new();
        let read =
            fs::File::open(&path).and_then(|f| f.take(bounce::FILE_MAX as u64).read_to_end(&mut bytes));
        if read.is_err() {
            out.unreadable = out.unreadable.saturating_add(1);
            continue;
        }
        let mails = bounce::mails(&bytes);
        if mails.len() > 1 && bytes.len() >= bounce::FILE_MAX {
            out.passed_over = out.passed_over.saturating_add(1);
            continue;
        }
        for mail in mails {
            let mut report = [0; 8];
            blake3::Hasher::new().update(mail).finalize_xof().fill(&mut report);
            out.mails.push(Mail { file: file.clone(), report, incoming: bounce::read(mail) });
        }
    }
    Ok(out)
}

/// How a report was tied to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// It names a message of ours, which only its recipient and the servers on the way can.
    Message,
    /// It names the address of a member, which anybody could write.
    Address,
}

/// What may help.
#[derive(Clone, PartialEq, Eq)]
pub enum Repair {
    /// The domain looks like a slip of the finger: this is the address that was probably meant.
    Domain(String),
    /// The person has another address on record.
    Other(String),
    /// Ask for a new address.
    Ask,
    /// The box is full: tell the person in another way, and try again later.
    Later,
    /// A smaller message, or a link in place of a file.
    Smaller,
    /// The server's rules: a plainer text, another way.
    Rules,
    /// The sender is not proven: a matter for the provider of the account.
    Provider,
    /// The server of the account has a bad name: another account.
    Account,
    /// Too many at a time: slower.
    Pace,
    /// The sender's address is refused: look at the account.
    Sender,
}

impl Repair {
    /// Returns the code, as in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Domain(_) => "domain",
            Self::Other(_) => "other-address",
            Self::Ask => "ask",
            Self::Later => "later",
            Self::Smaller => "smaller",
            Self::Rules => "rules",
            Self::Provider => "provider",
            Self::Account => "account",
            Self::Pace => "pace",
            Self::Sender => "sender",
        }
    }
}

/// One address to be marked. It has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// The member.
    pub id: Id,
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
    /// Dead, or not this time.
    pub class: Class,
    /// Why.
    pub reason: Reason,
    /// The status: digits and dots.
    pub status: String,
    /// How it was tied to the member.
    pub tie: Tie,
    /// The campaign, where the report names a message.
    pub campaign: Option<Id>,
    /// What may help.
    pub repair: Repair,
    /// How many reports said so, with those before.
    pub count: u64,
    mark: Mark,
}

/// One member who asks for no more.
#[derive(Clone, PartialEq, Eq)]
pub struct Stop {
    /// The member.
    pub id: Id,
    /// The name.
    pub name: String,
    /// The tag that says so.
    pub tag: &'static str,
    /// Whether the record says so already.
    pub known: bool,
}

/// One member who seems to ask for no more, in words: shown, not acted on.
#[derive(Clone, PartialEq, Eq)]
pub struct Asking {
    /// The member.
    pub id: Id,
    /// The name.
    pub name: String,
}

/// What a folder of mail comes to; nothing is changed yet.
#[derive(Default)]
pub struct BouncePlan {
    /// Addresses to be marked.
    pub found: Vec<Found>,
    /// Members who ask for no more.
    pub stops: Vec<Stop>,
    /// Members who seem to ask for it in words.
    pub asking: Vec<Asking>,
    /// Reports that were counted before.
    pub before: usize,
    /// Reports about an address that is no longer on record.
    pub changed_since: usize,
    /// Reports about nobody of ours, by file.
    pub nobody: Vec<String>,
    /// Reports that a server is still trying, or has delivered.
    pub notices: usize,
    /// Mails of people, and all that is no report.
    pub others: usize,
}

/// What is known of one member.
struct Known {
    name: String,
    addresses: Vec<String>,
}

/// Everything that reports are compared with.
struct Index {
    by_token: BTreeMap<String, (Name, Name)>,
    by_stop: BTreeMap<String, (Name, Name)>,
    by_address: BTreeMap<String, Vec<Id>>,
    people: BTreeMap<Id, Known>,
    notices: BTreeMap<Name, String>,
}

fn index(vault: &Vault, post: &OpenOutbox) -> Result<Index, NoticeError> {
    let mut out = Index {
        by_token: BTreeMap::new(),
        by_stop: BTreeMap::new(),
        by_address: BTreeMap::new(),
        people: BTreeMap::new(),
        notices: BTreeMap::new(),
    };
    for campaign in post.campaigns()? {
        for member in post.members(&campaign.id)? {
            let at = (campaign.id, member);
            out.by_token.insert(post.token(&campaign.id, &member), at);
            if let Some(stop) = post.queue_entry(&campaign.id, &member)?.stop() {
                out.by_stop.insert(stop, at);
            }
        }
        out.notices.insert(campaign.id, campaign.notice);
    }
    for (id, person) in vault.all::<Person>()? {
        if person.merged_into.is_some() {
            continue;
        }
        let addresses: Vec<String> = person.emails.iter().map(|(_, a)| a.clone()).collect();
        for address in &addresses {
            out.by_address.entry(address.to_ascii_lowercase()).or_default().push(id);
        }
        out.people.insert(id, Known { name: person.display_name(), addresses });
    }
    Ok(out)
}

/// Whom a verdict is about, and which of the addresses.
enum About {
    Member { id: Id, address: String, tie: Tie, campaign: Option<Name> },
    ChangedSince,
    Nobody,
}

impl Index {
    /// Tells whether a member wrote what looks like a report.
    fn wrote(&self, verdict: &Verdict) -> bool {
        verdict.by.as_ref().is_some_and(|by| self.by_address.contains_key(&by.as_str().to_ascii_lowercase()))
    }

    /// Returns the members who seem to ask for no more in words.
    fn asking(&self, wish: &Wish) -> Vec<Asking> {
        let by = wish.by.as_ref().filter(|_| wish.asks).map(|by| by.as_str().to_ascii_lowercase());
        let ids = by.and_then(|by| self.by_address.get(&by)).into_iter().flatten();
        ids.filter_map(|id| Some(Asking { id: *id, name: self.people.get(id)?.name.clone() })).collect()
    }

    fn about(&self, verdict: &Verdict) -> Vec<About> {
        let same = |a: &str, b: &Address| a.eq_ignore_ascii_case(b.as_str());
        if let Some((campaign, member)) = verdict.tokens.iter().find_map(|t| self.by_token.get(t)) {
            let id = Id(*member);
            let Some(known) = self.people.get(&id) else { return vec![About::Nobody] };
            let named = verdict.written_to.iter().chain(&verdict.addresses);
            let one = named.into_iter().find_map(|n| known.addresses.iter().find(|a| same(a, n)));
            // A forwarder names the address behind it: then the one of the record was written to.
            let address = match (one, &verdict.written_to) {
                (Some(address), _) => address,
                (None, Some(_)) => return vec![About::ChangedSince],
                (None, None) => match known.addresses.first() {
                    Some(first) => first,
                    None => return vec![About::ChangedSince],
                },
            };
            return vec![About::Member {
                id,
                address: address.clone(),
                tie: Tie::Message,
                campaign: Some(*campaign),
            }];
        }
        let mut out = Vec::new();
        for address in &verdict.addresses {
            for id in self.by_address.get(&address.as_str().to_ascii_lowercase()).into_iter().flatten() {
                let there = self.people.get(id).and_then(|k| k.addresses.iter().find(|a| same(a, address)));
                if let Some(there) = there {
                    let address = there.clone();
                    out.push(About::Member { id: *id, address, tie: Tie::Address, campaign: None });
                }
            }
        }
        if out.is_empty() { vec![About::Nobody] } else { out }
    }
}

fn repair(verdict: &Verdict, address: &str, known: &Known) -> Repair {
    match verdict.reason {
        Reason::Full | Reason::Tried => return Repair::Later,
        Reason::TooLarge => return Repair::Smaller,
        Reason::Policy => return Repair::Rules,
        Reason::Authentication => return Repair::Provider,
        Reason::Reputation => return Repair::Account,
        Reason::Rate => return Repair::Pace,
        Reason::Sender => return Repair::Sender,
        _ => {}
    }
    let (local, domain) = address.split_once('@').unwrap_or_default();
    if let Some(domain) = typo::meant(domain) {
        return Repair::Domain(format!("{local}@{domain}"));
    }
    let other = known.addresses.iter().find(|a| !a.eq_ignore_ascii_case(address));
    match other {
        Some(other) => Repair::Other(other.clone()),
        None if verdict.class == Class::Soft => Repair::Later,
        None => Repair::Ask,
    }
}

/// Says what a folder of mail comes to, and changes nothing.
///
/// # Errors
/// [`NoticeError::Vault`], [`NoticeError::Ledger`].
pub fn plan(
    vault: &Vault,
    post: &OpenOutbox,
    library: &Library,
    folder: &Folder,
    now_ms: u64,
) -> Result<BouncePlan, NoticeError> {
    let index = index(vault, post)?;
    let mut out = BouncePlan::default();
    // The last mark of each address: a folder may hold several reports about one.
    let mut marks: BTreeMap<(String, Id), usize> = BTreeMap::new();
    let mut stopped: BTreeSet<(Id, &'static str)> = BTreeSet::new();
    for mail in &folder.mails {
        match &mail.incoming {
            Incoming::Notice => out.notices = out.notices.saturating_add(1),
            Incoming::Other => out.others = out.others.saturating_add(1),
            Incoming::Wish(wish) => {
                let known = wish.words.iter().find_map(|word| index.by_stop.get(word));
                let stop = match known {
                    Some(at) => asked(vault, library, &index, *at)?,
                    None => None,
                };
                match stop {
                    Some(stop) if stopped.insert((stop.id, stop.tag)) => out.stops.push(stop),
                    Some(_) => {}
                    None => {
                        let asking = index.asking(wish);
                        if asking.is_empty() {
                            out.others = out.others.saturating_add(1);
                        }
                        let new = |a: &Asking| !out.asking.iter().any(|there| there.id == a.id);
                        let asking: Vec<Asking> = asking.into_iter().filter(new).collect();
                        out.asking.extend(asking);
                    }
                }
            }
            // A member writes, whatever it looks like.
            Incoming::Returned(verdicts) if verdicts.iter().any(|v| index.wrote(v)) => {
                out.others = out.others.saturating_add(1);
            }
            Incoming::Returned(verdicts) => {
                let (mut of_ours, mut since) = (false, false);
                for verdict in verdicts {
                    for about in index.about(verdict) {
                        let About::Member { id, address, tie, campaign } = about else {
                            since |= matches!(about, About::ChangedSince);
                            continue;
                        };
                        of_ours = true;
                        let key = (address.to_ascii_lowercase(), id);
                        let there = marks.get(&key).and_then(|at| out.found.get(*at)).map(|f| f.mark.clone());
                        let stored = if there.is_some() { there } else { post.mark(&address)? };
                        let Some(mark) = Mark::after(stored.as_ref(), verdict, mail.report, now_ms) else {
                            out.before = out.before.saturating_add(1);
                            continue;
                        };
                        let Some(known) = index.people.get(&id) else { continue };
                        let found = Found {
                            id,
                            name: known.name.clone(),
                            repair: repair(verdict, &address, known),
                            address,
                            class: mark.class,
                            reason: mark.reason,
                            status: mark.status.clone(),
                            tie,
                            campaign: campaign.map(Id),
                            count: mark.count,
                            mark,
                        };
                        if let Some(slot) = marks.get(&key).and_then(|at| out.found.get_mut(*at)) {
                            *slot = Found { campaign: found.campaign.or(slot.campaign), ..found };
                        } else {
                            marks.insert(key, out.found.len());
                            out.found.push(found);
                        }
                    }
                }
                if !of_ours && since {
                    out.changed_since = out.changed_since.saturating_add(1);
                } else if !of_ours {
                    out.nobody.push(mail.file.clone());
                }
            }
        }
    }
    out.found.sort_by(|a, b| (b.class, &a.name, a.id).cmp(&(a.class, &b.name, b.id)));
    Ok(out)
}

/// Says who asks for no more, and of what.
fn asked(
    vault: &Vault,
    library: &Library,
    index: &Index,
    (campaign, member): (Name, Name),
) -> Result<Option<Stop>, NoticeError> {
    let id = Id(member);
    let Some(known) = index.people.get(&id) else { return Ok(None) };
    let purpose = index.notices.get(&campaign).and_then(|notice| library.named(notice).ok());
    let tags = match purpose.map(|notice| notice.manifest.purpose) {
        Some(Purpose::Dues) => NO_DUES,
        _ => NO_NEWS,
    };
    let Some(record) = vault.record(Kind::Person, &id)? else { return Ok(None) };
    let person = Person::of(&record);
    let has = person.tags.iter().any(|(_, tag)| tags.iter().any(|t| fold(t) == fold(tag)));
    let [tag, _] = tags;
    Ok(Some(Stop { id, name: known.name.clone(), tag, known: has || !person.notices.0 }))
}

/// What was changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Applied {
    /// Addresses marked.
    pub marked: usize,
    /// Members who get no more of a kind.
    pub stopped: usize,
}

/// Marks the addresses and keeps who asked for no more.
///
/// # Errors
/// [`NoticeError::Vault`], [`NoticeError::Ledger`], [`NoticeError::Roster`].
pub fn apply(
    vault: &mut Vault,
    post: &mut OpenOutbox,
    plan: &BouncePlan,
    today: NaiveDate,
    now_ms: u64,
) -> Result<Applied, NoticeError> {
    let mut out = Applied::default();
    for found in &plan.found {
        // The message first: cut off in between, the report is counted when it is read again.
        if let Some(campaign) = found.campaign {
            post.came_back(&campaign.0, &found.id.0, found.class == Class::Hard)?;
        }
        post.set_mark(&found.address, Some(&found.mark))?;
        out.marked = out.marked.saturating_add(1);
    }
    for stop in plan.stops.iter().filter(|s| !s.known) {
        let assignment = Assignment::read(&format!("tags+={}", stop.tag)).map_err(NoticeError::Roster)?;
        member::edit(vault, today, now_ms, &stop.id.to_string(), &[assignment])
            .map_err(NoticeError::Roster)?;
        out.stopped = out.stopped.saturating_add(1);
    }
    post::tell(vault, post, now_ms);
    Ok(out)
}

/// Reads a folder of mail that came back, and applies what it comes to where that is wanted.
///
/// # Errors
/// As [`plan`] and [`apply`].
pub fn import(
    vault: &mut Vault,
    library: &Library,
    folder: &Folder,
    apply_it: bool,
    today: NaiveDate,
    now_ms: u64,
) -> Result<(BouncePlan, Option<Applied>), NoticeError> {
    let mut post = if apply_it { post::of(vault)? } else { post::look(vault)? };
    let plan = plan(vault, &post, library, folder, now_ms)?;
    let applied = apply_it.then(|| apply(vault, &mut post, &plan, today, now_ms)).transpose()?;
    Ok((plan, applied))
}

/// One address that has a mark. It has no `Debug`.
pub struct Marked {
    /// The member.
    pub id: Id,
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
    /// The mark.
    pub mark: Mark,
}

/// Lists the addresses on record that have a mark.
///
/// # Errors
/// [`NoticeError::Vault`], [`NoticeError::Ledger`].
pub fn list(vault: &Vault) -> Result<Vec<Marked>, NoticeError> {
    let post = post::look(vault)?;
    let mut out = Vec::new();
    for (id, person) in vault.all::<Person>()? {
        for (_, address) in person.emails.iter().filter(|_| person.merged_into.is_none()) {
            if let Some(mark) = post.mark(address)? {
                out.push(Marked { id, name: person.display_name(), address: address.clone(), mark });
            }
        }
    }
    out.sort_by(|a, b| (b.mark.class, &a.name, a.id).cmp(&(a.mark.class, &b.name, b.id)));
    Ok(out)
}

/// Takes the marks off the addresses of a member.
///
/// # Errors
/// [`NoticeError::Roster`] when nobody, or several people, answer to what was typed; [`NoticeError::Ledger`].
pub fn clear(vault: &mut Vault, who: &str, now_ms: u64) -> Result<usize, NoticeError> {
    let mut post = post::of(vault)?;
    let (_, record) = member::find(vault, who)?;
    let mut cleared = 0_usize;
    for (_, address) in Person::of(&record).emails {
        if post.mark(&address)?.is_some() {
            post.set_mark(&address, None)?;
            others::cleared(vault, &address, now_ms)?;
            cleared = cleared.saturating_add(1);
        }
    }
    post::tell(vault, &post, now_ms);
    Ok(cleared)
}

/// Moves the recipients whose address is dead to those who are left out.
///
/// # Errors
/// [`NoticeError::Ledger`].
pub fn leave_out(
    post: &OpenOutbox,
    audience: &mut crate::features::notice::actions::Audience,
) -> Result<(), NoticeError> {
    let mut dead = BTreeSet::new();
    for recipient in &audience.recipients {
        let mark = post.mark(recipient.party.address().as_str())?;
        if mark.is_some_and(|m| m.class == Class::Hard) {
            dead.insert(recipient.id);
        }
    }
    audience.exclude(crate::features::notice::actions::Why::CameBack, |r| dead.contains(&r.id));
    Ok(())
}
