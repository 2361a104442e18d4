//! From the roster to recipients: who is written to, who is left out, and why.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::{
    base::{
        Device, Id,
        address::AddressFault,
        text::fold,
        word::{Lang, Reason},
    },
    features::{
        dues::{records::BookEntry, rules::remind::Alone},
        election::actions::college,
        member::actions::{
            self as member, MemberError,
            list::{self, Asked},
        },
        notice::actions::NoticeError,
    },
    mail::{Address, Forbidden, Party},
    money::EntryKind,
    render::{Notice, Purpose},
    roster::{
        Person,
        attr::Attr,
        college::UNKNOWN,
        columns::{Form, Subject, View},
        filter::{Filter, FilterError, Test},
        pick::{self, Who},
        summary::{Pieces, Summary},
    },
    vault::{Compartment, Kind, Vault},
};

/// The tags of people who want no news.
pub const NO_NEWS: [&str; 2] = ["sans-nouvelles", "no-news"];
/// The tags of people who want no mail about dues.
pub const NO_DUES: [&str; 2] = ["sans-cotisations", "no-dues"];

/// One person who is written to. It has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The member.
    pub id: Id,
    /// How the person is called in a greeting.
    pub given_name: String,
    /// Name and address, as in the header.
    pub party: Party,
    /// The language of the message.
    pub tongue: Lang,
    /// The site of the person, or nothing.
    pub site: String,
    /// The service of the person, or nothing.
    pub service: String,
    /// The day on which the membership of the person ended, if it did.
    pub left: Option<NaiveDate>,
}

/// One person who was selected and is left out.
#[derive(Clone, PartialEq, Eq)]
pub struct Excluded {
    /// The member.
    pub id: Id,
    /// The name, for the organizer.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Why somebody who was selected gets no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Why {
    /// There is no address for notices.
    NoAddress,
    /// The address is not one that is written to.
    BadAddress(AddressFault),
    /// The address takes no mail: a message came back for good.
    CameBack,
    /// The address lies in a domain of the employer.
    Employer,
    /// The roster says that the person died.
    Died,
    /// The person asked for no notices.
    OptedOut,
    /// The person asked for none of this kind.
    OptedOutOfKind,
    /// The name holds characters that do not belong into a mail.
    BadName,
    /// The notice has values for each person, and there is none for this one.
    NoValues,
    /// The notice says something that the roster does not say of this person: the name of the variable.
    NoFact(&'static str),
    /// The notice has a file for each person, and there is none for this one.
    NoFile,
    /// The person has this very notice in the outbox, sent or waiting.
    Already,
    /// The person has this very notice from another device, sent or waiting there: which one, since when (ms since 1970).
    Elsewhere(Device, u64),
    /// The notice goes to a college, and that of the person cannot be told.
    NoCollege,
    /// By the ledger of the dues the person is not to be asked, or thanked.
    Dues(Alone),
}

impl Why {
    /// Returns the code of the reason, as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoAddress => "no-address",
            Self::BadAddress(_) => "bad-address",
            Self::CameBack => "came-back",
            Self::Employer => "employer-domain",
            Self::Died => "died",
            Self::OptedOut => "opted-out",
            Self::OptedOutOfKind => "opted-out-of-kind",
            Self::BadName => "bad-name",
            Self::NoValues => "no-values",
            Self::NoFact(_) => "no-fact",
            Self::NoFile => "no-file",
            Self::Already => "already",
            Self::Elsewhere(..) => "already-elsewhere",
            Self::NoCollege => "college-unknown",
            Self::Dues(Alone::Paid) => "dues-paid",
            Self::Dues(Alone::JustPaid) => "dues-just-paid",
            Self::Dues(Alone::Free) => "dues-free",
            Self::Dues(Alone::Unknown) => "dues-unknown",
            Self::Dues(Alone::Agreed) => "dues-agreed",
            Self::Dues(Alone::Soon) => "reminded-lately",
            Self::Dues(Alone::Early) => "not-reminded-before",
            Self::Dues(Alone::Done) => "reminded-already",
            Self::Dues(Alone::NoAgreement) => "no-agreement",
            Self::Dues(Alone::NoDebit) => "no-debit",
            Self::Dues(Alone::Debited) => "dues-debit-announced",
            Self::Dues(Alone::NoPayment) => "no-new-payment",
        }
    }
}

/// Recipients and everybody who is left out.
#[derive(Clone, Default)]
pub struct Audience {
    /// Who is written to, by name.
    pub recipients: Vec<Recipient>,
    /// Who is left out.
    pub excluded: Vec<Excluded>,
    /// How the devices are called that have written to some of them.
    pub devices: BTreeMap<Device, String>,
}

impl Audience {
    /// Says that nobody is left to write to.
    pub(super) fn nobody(&self) -> NoticeError {
        let has = |why: Why| matches!(why, Why::Already | Why::Elsewhere(..));
        let already = self.excluded.iter().filter(|e| has(e.why)).count();
        NoticeError::Nobody { excluded: self.excluded.len(), already }
    }

    /// Finds somebody who is left out, as [`Audience::find`] finds a recipient; none unless one alone answers.
    #[must_use]
    pub fn left_out(&self, typed: &str) -> Option<&Excluded> {
        let all = self.excluded.iter().map(|e| Who::named(e.id, &e.name, None));
        let id = pick::one(typed, all).ok()?;
        self.excluded.iter().find(|e| e.id == id)
    }

    /// Moves those who have this very notice already to those who are left out; also who had it under a record that was merged
    /// into another since.
    ///
    /// # Errors
    /// [`NoticeError::Vault`].
    pub fn leave_out(&mut self, vault: &Vault, already: &BTreeSet<[u8; 16]>) -> Result<(), NoticeError> {
        let all = with_merged(vault, already)?;
        self.exclude(Why::Already, |r| all.contains(&r.id.0));
        Ok(())
    }

    /// Moves those who have this very notice from another device, or are about to, to those who are left out; as
    /// [`Audience::leave_out`].
    ///
    /// # Errors
    /// [`NoticeError::Vault`].
    pub fn leave_elsewhere(
        &mut self,
        vault: &Vault,
        (device, name): (Device, String),
        at_ms: u64,
        already: &BTreeSet<[u8; 16]>,
    ) -> Result<(), NoticeError> {
        let all = with_merged(vault, already)?;
        self.devices.insert(device, name);
        self.exclude(Why::Elsewhere(device, at_ms), |r| all.contains(&r.id.0));
        Ok(())
    }

    /// Moves the recipients for whom something holds to those who are left out.
    pub fn exclude(&mut self, why: Why, holds: impl Fn(&Recipient) -> bool) {
        let (out, left) = std::mem::take(&mut self.recipients).into_iter().partition(holds);
        self.recipients = left;
        self.excluded.extend(Vec::into_iter(out).map(|r: Recipient| Excluded {
            id: r.id,
            name: r.party.name().to_owned(),
            why,
        }));
    }

    /// Returns how many messages go to an address that gets another one as well: two people who share a box.
    #[must_use]
    pub fn sharing(&self) -> usize {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for recipient in &self.recipients {
            let count = seen.entry(recipient.party.address().as_str().to_ascii_lowercase()).or_default();
            *count = count.saturating_add(1);
        }
        seen.values().filter(|n| **n > 1).sum()
    }

    /// Finds one recipient by the beginning of the identifier, by the address or by words of the name.
    ///
    /// # Errors
    /// [`NoticeError::Roster`] when nobody or several answer to it.
    pub fn find(&self, typed: &str) -> Result<&Recipient, NoticeError> {
        let all = self.recipients.iter().map(|r| {
            let named = Who::named(r.id, r.party.name(), Some(r.party.address().as_str()));
            Who { site: &r.site, service: &r.service, ..named }
        });
        let id = pick::one(typed, all).map_err(MemberError::from)?;
        let found = self.recipients.iter().find(|r| r.id == id);
        Ok(found.ok_or(MemberError::Nobody)?)
    }
}

/// Adds whoever a record was merged into.
fn with_merged(vault: &Vault, already: &BTreeSet<[u8; 16]>) -> Result<BTreeSet<[u8; 16]>, NoticeError> {
    let mut all = already.clone();
    for (id, bytes) in vault.people()?.filter(|(id, _)| already.contains(&id.0)) {
        let merged = Summary::of(bytes).map_or(true, |summary| summary.is_merged());
        // A record may have been merged into one that was merged itself.
        let mut next = merged.then_some(id);
        while let Some(id) = next.take() {
            let record = vault.record(Kind::Person, &id)?;
            let into = record.and_then(|record| Person::of(&record).merged_into);
            next = into.filter(|into| all.insert(into.0));
        }
    }
    Ok(all)
}

/// The people who were selected, to be found without a look at each: for files that name many of them.
pub(super) struct Lookup {
    ids: BTreeMap<String, (Id, bool)>,
    addresses: HashMap<String, Vec<Id>>,
}

impl Lookup {
    pub(super) fn of(audience: &Audience) -> Self {
        let mut ids = BTreeMap::new();
        let mut addresses: HashMap<String, Vec<Id>> = HashMap::new();
        for excluded in &audience.excluded {
            ids.insert(excluded.id.to_string(), (excluded.id, false));
        }
        for recipient in &audience.recipients {
            ids.insert(recipient.id.to_string(), (recipient.id, true));
            let address = recipient.party.address().as_str().to_ascii_lowercase();
            addresses.entry(address).or_default().push(recipient.id);
        }
        Self { ids, addresses }
    }

    /// Returns whose identifier begins like this (four digits or more), each with whether a message goes there.
    pub(super) fn by_id(&self, typed: &str) -> Vec<(Id, bool)> {
        let typed = typed.trim().to_ascii_lowercase();
        if typed.len() < 4 {
            return Vec::new();
        }
        let from = self.ids.range(typed.clone()..);
        from.take_while(|(id, _)| id.starts_with(&typed)).map(|(_, found)| *found).collect()
    }

    /// Returns the recipients with this address.
    pub(super) fn by_address(&self, typed: &str) -> &[Id] {
        self.addresses.get(&typed.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }
}

/// Reads the domains of the employer from the company's record.
///
/// # Errors
/// [`NoticeError::Vault`].
pub fn forbidden(vault: &Vault) -> Result<Forbidden, NoticeError> {
    Ok(Forbidden::new(member::forbidden(vault)?))
}

/// Who said to whom a notice goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// The person who writes.
    Typed {
        /// What the notice would have proposed, and does not count.
        instead_of: Option<String>,
    },
    /// The notice: its `audience`.
    Proposed(String),
}

/// What is wrong with whom a notice proposes.
#[derive(Debug, thiserror::Error)]
#[error("`{notice}` proposes `{condition}`: {why}")]
pub struct BadAudience {
    /// The notice.
    pub notice: String,
    /// Its `audience`.
    pub condition: String,
    /// Why that is no condition.
    pub why: FilterError,
}

/// Reads the `audience` of a notice as a condition of the roster.
///
/// # Errors
/// What stands there, where it is no condition.
pub fn proposed(notice: &Notice) -> Result<Option<Filter>, BadAudience> {
    let Some(condition) = &notice.manifest.audience else { return Ok(None) };
    let mut filter = Filter::default();
    match filter.add_where(condition) {
        Ok(()) => Ok(Some(filter)),
        Err(why) => Err(BadAudience { notice: notice.id.clone(), condition: condition.clone(), why }),
    }
}

/// Says to whom a notice goes: to whom the person typed, or else to whom the notice proposes.
///
/// A typed selection takes the place of the proposal. Where it does not say which standing is meant, that of the proposal
/// stays: a goodbye to one site still goes to those who left.
///
/// # Errors
/// [`NoticeError::Audience`]; [`NoticeError::NoSelection`] where neither says anything.
pub fn choose(notice: &Notice, asked: &Asked, ids: &[String]) -> Result<(Asked, Selection), NoticeError> {
    let proposal = proposed(notice)?.zip(notice.manifest.audience.clone());
    let mut asked = asked.clone();
    // Words that are blank leave everybody: an empty variable of a script is no choice.
    asked.search.retain(|words| !words.trim().is_empty());
    let lists = [
        &asked.search,
        &asked.sites,
        &asked.services,
        &asked.colleges,
        &asked.standings,
        &asked.tags,
        &asked.conditions,
    ];
    let typed = !ids.is_empty() || lists.iter().any(|list| !list.is_empty());
    let selection = match proposal {
        None if !typed => return Err(NoticeError::NoSelection { notice: notice.id.clone() }),
        None => Selection::Typed { instead_of: None },
        Some((_, condition)) if !typed => {
            asked.conditions.push(condition.clone());
            Selection::Proposed(condition)
        }
        Some((filter, condition)) => {
            let says = !asked.standings.is_empty() || typed_filter(&asked)?.asks(Attr::Standing);
            if filter.asks(Attr::Standing) && !says && ids.is_empty() {
                asked.conditions.push(condition);
                Selection::Typed { instead_of: None }
            } else {
                Selection::Typed { instead_of: Some(condition) }
            }
        }
    };
    Ok((asked, selection))
}

fn typed_filter(asked: &Asked) -> Result<Filter, NoticeError> {
    asked.filter().map_err(|error| match error {
        MemberError::Filter(error) => NoticeError::Filter(error),
        error => NoticeError::Roster(error),
    })
}

/// Makes the filter: notices go to members unless somebody else is asked for.
fn filter(asked: &Asked, ids: &[String]) -> Result<Filter, NoticeError> {
    let mut filter = typed_filter(asked)?;
    if asked.standings.is_empty() && ids.is_empty() && !filter.asks(Attr::Standing) {
        filter.add(Attr::Standing.into(), Test::Is, &["member".to_owned()])?;
    }
    Ok(filter)
}

/// Selects members and sorts them into recipients and those who are left out, both by name.
///
/// # Errors
/// [`NoticeError::Filter`] for a condition that is not understood, [`NoticeError::Roster`] where nobody or several answer
/// to a name, [`NoticeError::Vault`].
pub fn select(
    vault: &Vault,
    asked: &Asked,
    ids: &[String],
    purpose: Purpose,
    today: NaiveDate,
) -> Result<Audience, NoticeError> {
    let mut filter = filter(asked, ids)?;
    let listed = listed(vault, ids)?;
    let forbidden = forbidden(vault)?;
    list::readable(vault, &filter)?;
    let colleges = college::of(vault, today)?;
    let mut out = Audience::default();
    for (id, bytes) in vault.people()? {
        if !ids.is_empty() && !listed.contains(&id) {
            continue;
        }
        let Some(subject) = subject(vault, id, bytes, filter.needs_record())? else { continue };
        let facts = Facts::of(&subject);
        if facts.merged {
            continue;
        }
        if !filter.passes(&subject, today, &colleges) {
            if filter.undecided(&subject, today, &colleges) {
                out.excluded.push(Excluded { id, name: facts.name, why: Why::NoCollege });
            }
            continue;
        }
        match recipient(id, &facts, &subject, purpose, &forbidden, today) {
            Ok(recipient) => out.recipients.push(recipient),
            Err(why) => out.excluded.push(Excluded { id, name: facts.name, why }),
        }
    }
    out.recipients.sort_by(|a, b| (a.party.name(), a.id).cmp(&(b.party.name(), b.id)));
    out.excluded.sort_by(|a, b| (a.why, &a.name, a.id).cmp(&(b.why, &b.name, b.id)));
    Ok(out)
}

/// Finds the people who were named, each by the first digits, the address or words of the name.
fn listed(vault: &Vault, named: &[String]) -> Result<BTreeSet<Id>, NoticeError> {
    named.iter().map(|typed| Ok(member::find_id(vault, typed)?)).collect()
}

/// What a notice needs of a person beyond what every list shows.
struct Facts {
    name: String,
    given_name: String,
    english: bool,
    takes_notices: bool,
    merged: bool,
}

impl Facts {
    fn of(subject: &Subject<'_>) -> Self {
        let (name, preferred, language, takes_notices, merged) = match subject {
            Subject::Summary(_, s) => {
                (s.display_name(), s.preferred().to_owned(), s.language(), s.takes_notices(), s.is_merged())
            }
            Subject::Person(_, p) => (
                p.display_name(),
                p.preferred.clone().unwrap_or_default(),
                p.language,
                p.notices.0,
                p.merged_into.is_some(),
            ),
        };
        let called = [preferred.as_str(), subject.given()].into_iter().find(|n| !n.is_empty());
        let given_name = called.unwrap_or(&name).to_owned();
        Self { given_name, english: language == Some(Lang::En), takes_notices, merged, name }
    }
}

fn has(subject: &Subject<'_>, tags: &[&str]) -> bool {
    subject.tags().iter().any(|tag| tags.iter().any(|t| fold(t) == fold(tag)))
}

/// Reads a person from what every list shows, or from the record.
fn subject<'a>(
    vault: &Vault,
    id: Id,
    bytes: Pieces<'a>,
    whole: bool,
) -> Result<Option<Subject<'a>>, NoticeError> {
    // A summary of another layout: the record says the same, only slower.
    Ok(match Summary::of(bytes) {
        Ok(summary) if !whole => Some(Subject::Summary(id, summary)),
        _ => {
            vault.record(Kind::Person, &id)?.map(|record| Subject::Person(id, Box::new(Person::of(&record))))
        }
    })
}

/// What a person refuses.
#[derive(Clone, Copy)]
struct Refusals {
    notices: bool,
    news: bool,
    dues: bool,
}

impl Refusals {
    fn of(subject: &Subject<'_>, facts: &Facts) -> Self {
        let (news, dues) = (has(subject, &NO_NEWS), has(subject, &NO_DUES));
        Self { notices: !facts.takes_notices, news, dues }
    }

    /// Says why a notice of this kind is not for the person. What members are owed goes out even to those who want no news.
    fn why(self, purpose: Purpose) -> Option<Why> {
        match purpose {
            Purpose::Statutory => None,
            _ if self.notices => Some(Why::OptedOut),
            Purpose::News => self.news.then_some(Why::OptedOutOfKind),
            Purpose::Dues => self.dues.then_some(Why::OptedOutOfKind),
        }
    }
}

/// Where the roster would write to each person now, and what the person refuses: to look at messages that were written earlier.
#[derive(Default)]
pub struct Reach {
    people: HashMap<Id, Now>,
    /// When the last payment of somebody was written into the book.
    paid: HashMap<Id, u64>,
}

/// What the roster says of one person now. Of the address a hash: a large roster is held while the outbox is read.
struct Now {
    address: [u8; 8],
    refusals: Refusals,
}

fn hashed(address: &str) -> [u8; 8] {
    let hash = blake3::hash(address.trim().to_ascii_lowercase().as_bytes());
    hash.as_bytes().first_chunk::<8>().copied().unwrap_or_default()
}

impl Reach {
    /// Reads the roster.
    ///
    /// # Errors
    /// [`NoticeError::Vault`].
    pub fn of(vault: &Vault) -> Result<Self, NoticeError> {
        let mut out = HashMap::new();
        for (id, bytes) in vault.people()? {
            let Some(subject) = subject(vault, id, bytes, false)? else { continue };
            let facts = Facts::of(&subject);
            // Somebody merged is written to under the other record, which has its own message.
            if !facts.merged {
                let (address, refusals) = (hashed(subject.email()), Refusals::of(&subject, &facts));
                out.insert(id, Now { address, refusals });
            }
        }
        let mut paid: HashMap<Id, u64> = HashMap::new();
        if vault.opens(Compartment::Dues) {
            let all = vault.all::<BookEntry>()?;
            let payments = all.iter().map(|(_, e)| e).filter(|e| e.kind == EntryKind::Payment);
            for (id, entry) in payments.filter_map(|e| Some((e.person?, e))) {
                let last = paid.entry(id).or_default();
                *last = (*last).max(entry.noted);
            }
        }
        Ok(Self { people: out, paid })
    }

    /// Tells whether somebody paid since a moment, as far as the book says.
    #[must_use]
    pub fn paid_since(&self, id: &Id, at_ms: u64) -> bool {
        self.paid.get(id).is_some_and(|noted| *noted > at_ms)
    }

    /// Says how a message that was written earlier fits what the roster says now.
    #[must_use]
    pub fn fits(&self, id: &Id, address: &str, purpose: Option<Purpose>) -> Fit {
        let Some(now) = self.people.get(id) else { return Fit::Unwanted };
        let unwanted = purpose.is_some_and(|purpose| now.refusals.why(purpose).is_some());
        if unwanted || now.address == hashed("") {
            Fit::Unwanted
        } else if now.address == hashed(address) {
            Fit::Good
        } else {
            Fit::Moved
        }
    }
}

/// How a message that was written earlier fits what the roster says now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It goes where the roster says.
    Good,
    /// The roster has another address.
    Moved,
    /// The person is not in the roster any more, has no address, or wants no such notice.
    Unwanted,
}

fn recipient(
    id: Id,
    facts: &Facts,
    subject: &Subject<'_>,
    purpose: Purpose,
    forbidden: &Forbidden,
    today: NaiveDate,
) -> Result<Recipient, Why> {
    let now = View { on: today, form: Form::Codes, colleges: &UNKNOWN };
    if subject.show(&Attr::LeftReason.into(), now) == Reason::Died.code() {
        return Err(Why::Died);
    }
    let address = Address::read(subject.email()).map_err(|bad| match bad {
        AddressFault::Empty => Why::NoAddress,
        bad => Why::BadAddress(bad),
    })?;
    if forbidden.holds(&address) {
        return Err(Why::Employer);
    }
    if let Some(why) = Refusals::of(subject, facts).why(purpose) {
        return Err(why);
    }
    let party = Party::new(&facts.name, address).map_err(|_| Why::BadName)?;
    let tongue = if facts.english { Lang::En } else { Lang::Fr };
    let view = View { on: NaiveDate::MIN, form: Form::Codes, colleges: &UNKNOWN };
    let line = |attr: Attr| subject.show(&attr.into(), view).into_owned();
    let (site, service) = (line(Attr::Site), line(Attr::Service));
    let left = subject.date(Attr::Left, today);
    Ok(Recipient { id, given_name: facts.given_name.clone(), party, tongue, site, service, left })
}
