//! Lists of people: filtered, in order, from the summaries; a record is opened only for what they do not carry.

use std::path::Path;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    base::word::Standing,
    features::{
        election::actions::college,
        member::{
            actions::MemberError,
            views::{PeopleList, Row},
        },
    },
    roster::{
        Person, Summary,
        attr::{Attr, Key},
        college::Colleges,
        columns::{Subject, View},
        filter::{Filter, Order, Test, sort},
    },
    vault::{Compartment, Kind, Vault, VaultError, file},
};

/// What is asked of a list, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words of names and addresses.
    pub search: Vec<String>,
    /// One of these sites.
    pub sites: Vec<String>,
    /// One of these services.
    pub services: Vec<String>,
    /// One of these colleges.
    pub colleges: Vec<String>,
    /// One of these standings; `all` for everybody.
    pub standings: Vec<String>,
    /// All of these tags.
    pub tags: Vec<String>,
    /// All of these conditions.
    pub conditions: Vec<String>,
}

impl Asked {
    /// Makes the filter.
    ///
    /// # Errors
    /// [`MemberError::Filter`].
    pub fn filter(&self) -> Result<Filter, MemberError> {
        let mut filter = Filter::default();
        let lists =
            [(Attr::Site, &self.sites), (Attr::Service, &self.services), (Attr::College, &self.colleges)];
        for (attr, values) in lists {
            if !values.is_empty() {
                filter.add(attr.into(), Test::Is, values)?;
            }
        }
        if !self.standings.is_empty() && !self.everybody() {
            filter.add(Attr::Standing.into(), Test::Is, &self.standings)?;
        }
        for tag in &self.tags {
            filter.add(Attr::Tags.into(), Test::Is, std::slice::from_ref(tag))?;
        }
        for condition in &self.conditions {
            filter.add_where(condition)?;
        }
        self.search.iter().for_each(|words| filter.add_search(words));
        Ok(filter)
    }

    fn everybody(&self) -> bool {
        let all = ["all", "tous", "toutes", "tout"];
        self.standings.iter().any(|s| all.contains(&crate::base::text::fold(s).as_str()))
    }

    /// Tells whether former members are meant too: when standing, the last day or a person is asked for.
    fn means_former(&self, filter: &Filter) -> bool {
        let asks = [Attr::Standing, Attr::Left, Attr::LeftReason].iter().any(|a| filter.asks(*a));
        self.everybody() || asks || !self.search.is_empty()
    }
}

/// People in order.
pub struct People<'v> {
    /// Who is on the list.
    pub list: Vec<Subject<'v>>,
    /// Former members who would be on it, and are left out unless asked for.
    pub former: usize,
    /// People who may belong on it: a college is asked for, and theirs cannot be told.
    pub undecided: usize,
    /// The electoral colleges that it goes by.
    pub colleges: Colleges,
}

impl People<'_> {
    /// Returns what is shown of them.
    #[must_use]
    pub fn view(&self, columns: &[Key], view: View<'_>) -> PeopleList {
        PeopleList {
            people: self.list.iter().map(|subject| Row::of(subject, columns, view)).collect(),
            former_left_out: self.former,
            college_unknown_left_out: self.undecided,
        }
    }
}

/// Writes a sheet of people, whole or not at all, for the owner alone.
///
/// # Errors
/// [`MemberError::Write`]: the name is taken and `force` is off, or what the system said.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), MemberError> {
    file::write_whole(path, bytes, force).map_err(|error| MemberError::Write(path.to_owned(), error))
}

/// Looks whether the name of a file ends as what goes into it, before anything is asked.
///
/// # Errors
/// [`MemberError::Write`].
pub fn may_be(path: &Path, endings: &'static [&'static str]) -> Result<(), MemberError> {
    let found = file::ending(path, endings);
    found.map(|_| ()).map_err(|error| MemberError::Write(path.to_owned(), error))
}

/// Lists people.
///
/// # Errors
/// [`MemberError::Filter`], [`MemberError::Vault`].
pub fn list<'v>(
    vault: &'v Vault,
    asked: &Asked,
    order: &[Order],
    columns: &[Key],
    today: NaiveDate,
) -> Result<People<'v>, MemberError> {
    let mut filter = asked.filter()?;
    readable(vault, &filter)?;
    let with_former = asked.means_former(&filter);
    let whole_for_filter = filter.needs_record();
    let shown = columns.iter().chain(order.iter().map(|o| &o.key));
    let whole_for_show = shown.clone().any(|k| !matches!(k, Key::Attr(a) if a.in_summary()));
    let mut out = People { list: Vec::new(), former: 0, undecided: 0, colleges: college::of(vault, today)? };
    for (id, bytes) in vault.people()? {
        let summary = Summary::of(bytes).map_err(|_| MemberError::Projection)?;
        if summary.is_merged() {
            continue;
        }
        let mut subject = Subject::Summary(id, summary);
        if whole_for_filter {
            subject = whole(vault, &subject)?;
        }
        if !filter.passes(&subject, today, &out.colleges) {
            let counts = with_former || subject.standing(today) != Standing::Former;
            if counts && filter.undecided(&subject, today, &out.colleges) {
                out.undecided = out.undecided.saturating_add(1);
            }
            continue;
        }
        if !with_former && subject.standing(today) == Standing::Former {
            out.former = out.former.saturating_add(1);
            continue;
        }
        if whole_for_show && !whole_for_filter {
            subject = whole(vault, &subject)?;
        }
        out.list.push(subject);
    }
    sort(&mut out.list, order, today, &out.colleges);
    Ok(out)
}

/// Refuses a filter by what is not of the role of this device: nobody would pass, and that would be no answer.
pub(crate) fn readable(vault: &Vault, filter: &Filter) -> Result<(), VaultError> {
    let private = |key: &Key| matches!(key, Key::Free(_) | Key::Attr(Attr::Tags));
    if filter.keys().any(private) { vault.must_open(Compartment::Organizing) } else { Ok(()) }
}

fn whole<'v>(vault: &'v Vault, subject: &Subject<'v>) -> Result<Subject<'v>, MemberError> {
    let id = subject.id();
    let record = vault.record(Kind::Person, &id)?.ok_or(MemberError::Nobody)?;
    Ok(Subject::Person(id, Box::new(Person::of(&record))))
}
