//! The lists of candidates: ours from the roster, theirs as typed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    base::{
        Id, Kept as _, Record,
        text::fold,
        word::{Category, Gender},
    },
    election::{BadFact, ElectionError, Fault, Form, among},
    features::{
        election::{
            actions::{
                PollError, college_of, fault, find_list,
                frozen::{self, Why},
                label, load, post_of, save,
            },
            records::{Candidate, Correction, Known, Partner, Post, Slate},
            rules::Dossier,
        },
        law::rules::number::Number,
        member::actions as member,
    },
    law::Fraction,
    roster::Person,
    vault::{Kind, Vault, Verb},
};

/// A list as given: by options or in a file.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListForm {
    /// The college; the only one where it is not given.
    pub college: Option<String>,
    /// `holders` or `substitutes`.
    pub vote: String,
    /// The name of the list; its unions where it is not given.
    pub name: Option<String>,
    /// The unions; none for free candidates.
    #[serde(default)]
    pub unions: Vec<String>,
    /// The split of a common list, as stated when it was filed.
    #[serde(default)]
    pub split: BTreeMap<String, Number>,
    /// Who knew the split of a common list before the vote: `employer`, `electors`, both, or `none`.
    pub split_told: Option<Vec<String>>,
    /// Whether it is ours.
    #[serde(default)]
    pub ours: bool,
    /// The candidates, in order.
    #[serde(default)]
    pub candidates: Vec<CandidateForm>,
    /// The line of a table where it begins.
    #[serde(skip)]
    pub line: Option<u64>,
}

/// A candidate as given. A member of the roster brings name, sex and date of birth along.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CandidateForm {
    /// The name.
    pub name: Option<String>,
    /// `F` or `H`.
    pub sex: Option<String>,
    /// The date of birth.
    pub born: Option<NaiveDate>,
    /// Whether this is a cadre.
    #[serde(default)]
    pub cadre: bool,
    /// The professional category.
    pub category: Option<String>,
    /// A person of our roster, by identifier, name or mail address.
    pub member: Option<String>,
    /// The line of a table where it stands.
    #[serde(skip)]
    pub line: Option<u64>,
}

/// The most candidates of one list.
const CANDIDATES_MAX: usize = 200;
/// The most lists of one election.
const LISTS_MAX: usize = 500;

/// Adds lists: all of them, or none. With `replace` a list that is there under its name is replaced, and keeps the
/// candidates that have the same name, with what was counted for them.
///
/// # Durability
/// On `Ok` they are saved.
///
/// # Errors
/// What does not hold together, by its field; a person who is not in the roster.
pub fn add(
    vault: &mut Vault,
    now_ms: u64,
    which: Option<&str>,
    forms: &[ListForm],
    (replace, why): (bool, Option<&Why>),
    verb: Verb,
) -> Result<(Dossier, Vec<Id>), PollError> {
    let mut dossier = load(vault, which)?;
    let mut changes: BTreeMap<Id, Record> = BTreeMap::new();
    let mut ids = Vec::new();
    let mut corrections = Vec::new();
    for (index, form) in forms.iter().enumerate() {
        let at = |part: &str| match form.line {
            Some(line) => format!("line {line}: {part}"),
            None if forms.len() == 1 => part.to_owned(),
            None => format!("lists[{index}].{part}"),
        };
        let mut slate = slate(vault, &dossier, form, &at)?;
        let there =
            find_list(&dossier, &slate.college, slate.post, &slate.name).map(|(id, s)| (*id, s.clone()));
        if there.is_some() && !replace {
            return Err(PollError::ListThere(slate.name.clone()));
        }
        if let Some((_, before)) = &there {
            slate.told_employer = slate.told_employer.or(before.told_employer);
            slate.told_electors = slate.told_electors.or(before.told_electors);
        }
        let frozen_facts = frozen::list(&dossier, there.as_ref().map(|(_, s)| s), Some(&slate), &at("list"));
        corrections.extend(frozen::settle(vault, frozen_facts, why)?);
        let id = there.as_ref().map_or_else(|| vault.new_id(), |(id, _)| *id);
        let mut record = match &there {
            Some((id, _)) => vault.record(Kind::Slate, id)?.unwrap_or_default(),
            None => Record::default(),
        };
        if let Some((_, before)) = &there {
            for candidate in &mut slate.candidates {
                let known =
                    |c: &&Candidate| c.born.is_none() || candidate.born.is_none() || c.born == candidate.born;
                let same = before.candidates.iter().filter(|c| c.name == candidate.name).find(known);
                candidate.element = same.map_or(candidate.element, |c| c.element);
            }
            if before.candidates.iter().any(|c| {
                !slate.candidates.iter().any(|n| n.element == c.element)
                    && dossier.sheets.iter().any(|(_, s)| s.figures.struck.contains_key(&c.element))
            }) {
                return Err(PollError::Counted(before.name.clone()));
            }
        }
        slate.write(&mut record, vault.stamp(now_ms));
        dossier.slates.retain(|(other, _)| *other != id);
        dossier.slates.push((id, slate));
        changes.insert(id, record);
        ids.push(id);
    }
    if dossier.slates.len() > LISTS_MAX {
        return Err(fault("lists", Fault::Above(LISTS_MAX.to_string())));
    }
    let mut changes: Vec<_> =
        changes.into_iter().map(|(id, record)| (Kind::Slate, id, verb, record)).collect();
    changes.extend(corrected(vault, now_ms, &mut dossier, corrections)?);
    save(vault, now_ms, changes)?;
    dossier
        .slates
        .sort_by(|(x, a), (y, b)| (&a.college, a.post, &a.name, x).cmp(&(&b.college, b.post, &b.name, y)));
    Ok((dossier, ids))
}

/// Keeps corrections of lists with their election, where there are any.
fn corrected(
    vault: &mut Vault,
    now_ms: u64,
    dossier: &mut Dossier,
    corrections: Vec<Correction>,
) -> Result<Option<(Kind, Id, Verb, Record)>, PollError> {
    if corrections.is_empty() {
        return Ok(None);
    }
    dossier.poll.corrections.extend(corrections);
    let mut record = vault.record(Kind::Poll, &dossier.id)?.unwrap_or_default();
    dossier.poll.write(&mut record, vault.stamp(now_ms));
    Ok(Some((Kind::Poll, dossier.id, Verb::Edited, record)))
}

/// Reads who knew the split of a common list.
fn told(form: &ListForm, at: &dyn Fn(&str) -> String) -> Result<(Option<Known>, Option<Known>), PollError> {
    let Some(words) = &form.split_told else { return Ok((None, None)) };
    let (mut employer, mut electors) = (Known::No, Known::No);
    for word in words {
        match fold(word).as_str() {
            "employer" | "employeur" => employer = Known::Yes,
            "electors" | "electeurs" => electors = Known::Yes,
            "none" | "personne" | "no" | "non" => {}
            _ => return Err(fault(at("split_told"), Fault::Unknown(word.clone()))),
        }
    }
    Ok((Some(employer), Some(electors)))
}

fn slate(
    vault: &Vault,
    dossier: &Dossier,
    form: &ListForm,
    at: &dyn Fn(&str) -> String,
) -> Result<Slate, PollError> {
    let named = |e: PollError| match e {
        PollError::Election(ElectionError::Fact(BadFact { field, fault: why })) => fault(at(&field), why),
        other => other,
    };
    let college = college_of(dossier, form.college.as_deref()).map_err(named)?;
    let post = post_of(&form.vote).map_err(named)?;
    let seats = dossier.poll.college(&college).map_or(0, |c| c.seats(post));
    if seats == 0 {
        return Err(fault(at("vote"), Fault::Unknown(post.code().to_owned())));
    }
    let mut unions = form.unions.iter().map(|u| label(&at("unions"), u)).collect::<Result<Vec<_>, _>>()?;
    if unions.is_empty() && form.ours {
        let ours = dossier.poll.ours.clone().ok_or_else(|| fault(at("unions"), Fault::Missing))?;
        unions.push(ours);
    }
    if unions.iter().collect::<BTreeSet<_>>().len() != unions.len() {
        return Err(fault(at("unions"), Fault::Twice));
    }
    // Our union’s list is ours, whoever typed it.
    let ours =
        form.ours || dossier.poll.ours.as_ref().is_some_and(|o| unions.iter().any(|u| fold(u) == fold(o)));
    let unions = partners(unions, &form.split, at)?;
    let name = match &form.name {
        Some(name) => label(&at("name"), name)?,
        None if unions.is_empty() => return Err(fault(at("name"), Fault::Missing)),
        None => unions.iter().map(|u| u.union.as_str()).collect::<Vec<_>>().join("-"),
    };
    if form.candidates.len() > CANDIDATES_MAX {
        return Err(fault(at("candidates"), Fault::Above(CANDIDATES_MAX.to_string())));
    }
    let mut candidates: Vec<Candidate> = Vec::with_capacity(form.candidates.len());
    for (place, form) in form.candidates.iter().enumerate() {
        let at = |part: &str| match form.line {
            Some(line) => format!("line {line}: {part}"),
            None => at(&format!("candidates[{place}].{part}")),
        };
        let candidate = candidate(vault, form, &at)?;
        if let (Some(born), Some(day)) = (candidate.born, dossier.poll.day)
            && born >= day
        {
            return Err(fault(at("born"), Fault::Above("date".to_owned())));
        }
        // Two births, or two people of the roster, under one name are two people.
        let apart = |c: &Candidate| {
            let differ = c.born.zip(candidate.born).is_some_and(|(a, b)| a != b);
            differ || c.member.zip(candidate.member).is_some_and(|(a, b)| a != b)
        };
        let twice = |c: &Candidate| {
            (c.name == candidate.name && !apart(c)) || (c.member.is_some() && c.member == candidate.member)
        };
        if candidates.iter().any(twice) {
            return Err(fault(at("name"), Fault::Twice));
        }
        candidates.push(candidate);
    }
    if unions.is_empty()
        && let Some(name) = form.name.as_deref().filter(|n| names_union(n, dossier))
    {
        return Err(PollError::NoUnion(name.to_owned()));
    }
    let (told_employer, told_electors) = told(form, at)?;
    let poll = dossier.id;
    Ok(Slate { poll, college, post, name, ours, unions, candidates, told_employer, told_electors })
}

/// Tells whether a list is named after a union: one of the known, ours, or one of another list.
fn names_union(name: &str, dossier: &Dossier) -> bool {
    const KNOWN: [&str; 13] =
        ["cfdt", "cfe", "cftc", "cgc", "cgt", "cnt", "fo", "fsu", "lab", "snj", "solidaires", "sud", "unsa"];
    let folded = fold(name);
    let others = dossier.slates.iter().flat_map(|(_, s)| s.unions.iter().map(|u| fold(&u.union)));
    let mut unions = dossier.poll.ours.iter().map(|o| fold(o)).chain(others);
    folded.split(' ').any(|word| KNOWN.contains(&word)) || unions.any(|union| union == folded)
}

fn partners(
    unions: Vec<String>,
    split: &BTreeMap<String, Number>,
    at: &dyn Fn(&str) -> String,
) -> Result<Vec<Partner>, PollError> {
    if let Some(other) = split.keys().find(|u| !unions.contains(u)) {
        return Err(fault(at("split"), Fault::Unknown(other.clone())));
    }
    if !split.is_empty() {
        let sum = split.values().try_fold(Fraction::ZERO, |sum, n| sum.checked_add(n.0));
        if sum != Some(Fraction::ONE) {
            return Err(fault(at("split"), Fault::Parts));
        }
    }
    let share = |union: &String| match split.get(union) {
        Some(n) => Some(n.0.to_string()),
        None if split.is_empty() => None,
        None => Some("0".to_owned()),
    };
    Ok(unions.into_iter().map(|union| Partner { share: share(&union), union }).collect())
}

fn candidate(
    vault: &Vault,
    form: &CandidateForm,
    at: &dyn Fn(&str) -> String,
) -> Result<Candidate, PollError> {
    let mut out = Candidate {
        element: vault.new_element(),
        name: String::new(),
        sex: None,
        born: form.born,
        member: None,
        cadre: form.cadre,
        category: None,
    };
    if let Some(text) = &form.category {
        let read = Category::read(text).ok_or_else(|| fault(at("category"), among!(text, Category)))?;
        out.category = Some(read);
        out.cadre |= read == Category::Cadre;
    }
    if let Some(sex) = &form.sex {
        let read = Gender::read(sex)
            .ok_or_else(|| fault(at("sex"), Fault::Not { found: sex.clone(), form: Form::Sex }))?;
        out.sex = Some(read);
    }
    if let Some(who) = &form.member {
        let (id, record) = member::find(vault, who)?;
        let person = Person::of(&record);
        out.member = Some(id);
        out.name = person.display_name();
        out.sex = out.sex.or(person.gender);
        out.born = out.born.or(person.birth);
        out.category = out.category.or(person.category);
        out.cadre |= person.category == Some(Category::Cadre);
    }
    if let Some(name) = &form.name {
        out.name = label(&at("name"), name)?;
    }
    // A name of the roster may be longer than one of a list.
    out.name = out.name.chars().take(crate::features::election::records::NAME_MAX).collect();
    if out.name.is_empty() { Err(fault(at("name"), Fault::Missing)) } else { Ok(out) }
}

/// Removes a list.
///
/// # Errors
/// A list that is not there; [`PollError::Counted`] when ballots were counted for it.
pub fn remove(
    vault: &mut Vault,
    now_ms: u64,
    which: Option<&str>,
    college: Option<&str>,
    vote: Option<&str>,
    name: &str,
    why: Option<&Why>,
) -> Result<Dossier, PollError> {
    let mut dossier = load(vault, which)?;
    let posts: Vec<Post> = match vote {
        Some(vote) => vec![post_of(vote)?],
        None => Post::ALL.to_vec(),
    };
    let colleges: Vec<String> = match college {
        Some(_) => vec![college_of(&dossier, college)?],
        None => dossier.poll.colleges.iter().map(|c| c.id.clone()).collect(),
    };
    let pairs = colleges.iter().flat_map(|c| posts.iter().map(move |p| (c, *p)));
    let found: BTreeSet<Id> =
        pairs.filter_map(|(c, p)| find_list(&dossier, c, p, name).map(|(id, _)| *id)).collect();
    let id = match found.iter().copied().collect::<Vec<_>>().as_slice() {
        [] => {
            let there: BTreeSet<String> =
                dossier.slates.iter().map(|(_, slate)| slate.name.clone()).collect();
            let there = there.into_iter().collect();
            return Err(fault("list", Fault::NoSuch { found: name.to_owned(), there }));
        }
        [one] => *one,
        _ => return Err(fault("vote", Fault::Missing)),
    };
    if dossier.sheets.iter().any(|(_, s)| s.figures.ballots.get(&id).is_some_and(|n| *n > 0)) {
        return Err(PollError::Counted(name.to_owned()));
    }
    let there = dossier.slates.iter().find(|(other, _)| *other == id).map(|(_, s)| s.clone());
    let corrections = frozen::settle(vault, frozen::list(&dossier, there.as_ref(), None, "list"), why)?;
    let mut record = vault.record(Kind::Slate, &id)?.unwrap_or_default();
    Slate::remove(&mut record, vault.stamp(now_ms));
    let mut changes = vec![(Kind::Slate, id, Verb::Edited, record)];
    changes.extend(corrected(vault, now_ms, &mut dossier, corrections)?);
    save(vault, now_ms, changes)?;
    dossier.slates.retain(|(other, _)| *other != id);
    Ok(dossier)
}
