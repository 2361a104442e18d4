//! Takes forms of joining that came back, as an import takes rows: the same checks, the same finding of doubles.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use crate::{
    base::{Id, word::Standing},
    features::{
        join::{
            actions::{self as forms, Taken},
            rules::{Came, FormFault, table},
        },
        member::{
            actions::{
                MemberError,
                import::{self, Reading},
                twice::{self, Twice},
            },
            views,
        },
    },
    roster::{
        Person,
        import::{
            RowFault,
            cells::Unsaid,
            plan::{ImportPlan, RowOutcome},
        },
    },
    vault::{Change, Kind, Vault, VaultError, Verb},
};

/// The line of the table on which the first form stands.
const FIRST_LINE: u64 = 2;
/// Nobody plans a day of joining further ahead than this.
const AHEAD: Months = Months::new(12);

/// Why a form is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The file, or what was sealed.
    Form(FormFault),
    /// What it says of the person.
    Row(RowFault),
    /// An answer of which its field would stay empty.
    Unsaid(Unsaid),
    /// It speaks of the person of another form, by the place of its file.
    Twin(usize),
    /// It names nobody.
    Nobody,
}

impl Why {
    /// Returns its code, for JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Form(why) => why.code(),
            Self::Row(_) => "value",
            Self::Unsaid(why) => why.code(),
            Self::Twin(_) => "twin",
            Self::Nobody => "nobody",
        }
    }
}

/// Forms that came back, ready to be shown and then taken. No `Debug`: it holds personal values.
pub struct Joining {
    /// Those that can be taken.
    pub taken: Vec<Taken>,
    /// Those that cannot, by the places of their files.
    pub refused: Vec<(usize, Why)>,
    /// What they come to; nothing where none can be taken.
    pub plan: Option<ImportPlan>,
}

impl Joining {
    /// Returns what is shown of it; a face lends its words for what was refused.
    #[must_use]
    pub fn view(&self, words: impl Fn(&Why) -> String) -> views::FormsTaken {
        let count = |of: fn(&ImportPlan) -> usize| self.plan.as_ref().map_or(0, of);
        let refused = self.refused.iter().map(|(file, why)| {
            let (code, text) = (why.code(), words(why));
            views::FormRefused { file: file.saturating_add(1), code, text }
        });
        views::FormsTaken {
            added: count(ImportPlan::added),
            changed: count(ImportPlan::changed),
            same: count(ImportPlan::same),
            refused: refused.collect(),
        }
    }

    /// Returns the place of the file that stands on a line of the plan.
    #[must_use]
    pub fn file(&self, line: u64) -> usize {
        at(line).and_then(|n| self.taken.get(n)).map_or(0, |taken| taken.file)
    }
}

/// Whom of the roster, or of the other forms, those that would be added resemble: the line of the plan with each.
///
/// # Errors
/// When the vault cannot be read.
pub fn alike(vault: &Vault, plan: &ImportPlan) -> Result<Vec<(u64, Twice)>, MemberError> {
    let added = plan.lines.iter().filter(|line| line.outcome == RowOutcome::Added);
    let new = added.filter_map(|line| Some((line.line, line.id, Person::of(&plan.records.get(&line.id)?))));
    let (lines, new): (Vec<u64>, Vec<(Id, Person)>) =
        new.map(|(line, id, person)| (line, (id, person))).unzip();
    let found = twice::alike(vault, &new)?.into_iter();
    Ok(found.filter_map(|(place, twice)| Some((*lines.get(place)?, twice))).collect())
}

fn at(line: u64) -> Option<usize> {
    usize::try_from(line.checked_sub(FIRST_LINE)?).ok()
}

/// Opens forms and finds out what they come to; nothing is written.
///
/// # Errors
/// When the vault cannot be read.
pub fn prepare(
    vault: &mut Vault,
    files: &[Vec<u8>],
    joined: NaiveDate,
    today: NaiveDate,
    now_ms: u64,
) -> Result<Joining, MemberError> {
    if joined > today.checked_add_months(AHEAD).unwrap_or(today) {
        return Err(MemberError::JoinedAhead(joined));
    }
    let (taken, refused) = forms::open(vault, files, today)?;
    let refused = refused.into_iter().map(|(file, why)| (file, Why::Form(why))).collect();
    let mut out = Joining { taken, refused, plan: None };
    // A form that is refused here leaves the others as they were, or is what made another one doubtful.
    while !out.taken.is_empty() {
        let plan = plan(vault, &out.taken, joined, today, now_ms)?;
        let faults = plan.refusals.iter().map(|r| (r.line, Why::Row(r.fault.clone())));
        let nobody = plan.passed.iter().map(|(line, _)| (*line, Why::Nobody));
        let unsaid = plan.remarks.iter().map(|remark| (remark.line, Why::Unsaid(remark.what)));
        let all = faults.chain(nobody).chain(unsaid).filter_map(|(line, why)| Some((at(line)?, why)));
        let mut bad: Vec<(usize, Why)> = all.chain(twins(&plan, &out.taken)).collect();
        bad.sort_by_key(|(n, _)| *n);
        bad.dedup_by_key(|(n, _)| *n);
        if bad.is_empty() {
            out.plan = Some(plan);
            break;
        }
        let refused = bad.iter().filter_map(|(n, why)| Some((out.taken.get(*n)?.file, why.clone())));
        out.refused.extend(refused.collect::<Vec<_>>());
        let gone: BTreeSet<usize> = bad.into_iter().map(|(n, _)| n).collect();
        keep(&mut out.taken, |n| !gone.contains(&n));
    }
    out.refused.sort_by_key(|(file, _)| *file);
    Ok(out)
}

/// Forms that speak of somebody of whom an earlier one does: two people of one name, or one who filled it in twice. A person tells.
fn twins(plan: &ImportPlan, taken: &[Taken]) -> Vec<(usize, Why)> {
    let mut first: BTreeMap<Id, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for row in &plan.lines {
        let Some(place) = at(row.line) else { continue };
        let earlier = *first.entry(row.id).or_insert(place);
        if let Some(other) = taken.get(earlier).filter(|_| earlier != place) {
            out.push((place, Why::Twin(other.file)));
        }
    }
    out
}

fn keep(taken: &mut Vec<Taken>, stays: impl Fn(usize) -> bool) {
    let mut place = 0_usize;
    taken.retain(|_| {
        let stay = stays(place);
        place = place.saturating_add(1);
        stay
    });
}

/// Whoever is a member already joins no second time; a contact, or somebody who left, does.
fn plan(
    vault: &mut Vault,
    taken: &[Taken],
    joined: NaiveDate,
    today: NaiveDate,
    now_ms: u64,
) -> Result<ImportPlan, MemberError> {
    let came: Vec<&Came> = taken.iter().map(|one| &one.came).collect();
    let reading = Reading {
        delimiter: Some(b';'),
        encoding: Some("utf-8".to_owned()),
        mappings: Vec::new(),
        ignore_unknown: false,
        defaults: Vec::new(),
    };
    let read = |vault: &mut Vault, days: &[Option<NaiveDate>]| {
        let bytes = zeroize::Zeroizing::new(table(&came, days, today));
        import::plan(vault, &bytes, &reading, today, now_ms, &mut |_, _| {})
    };
    let first = read(vault, &vec![None; taken.len()])?;
    let mut days = vec![Some(joined); taken.len()];
    for row in &first.lines {
        let is_known = match row.outcome {
            RowOutcome::Added => false,
            RowOutcome::Repeated(_) => true,
            RowOutcome::Changed(_) | RowOutcome::Same => {
                let record = vault.record(Kind::Person, &row.id)?;
                record.is_some_and(|record| Person::of(&record).standing(today) == Standing::Member)
            }
        };
        if let Some(day) = at(row.line).and_then(|n| days.get_mut(n)).filter(|_| is_known) {
            *day = None;
        }
    }
    read(vault, &days)
}

/// Saves what the forms come to, and that they were taken: all in one commit.
///
/// # Durability
/// On `Ok` everything is saved.
///
/// # Errors
/// When the vault cannot be written; nothing is changed then.
pub fn save(vault: &mut Vault, now_ms: u64, joining: &mut Joining) -> Result<(), VaultError> {
    let Some(plan) = &mut joining.plan else { return Ok(()) };
    let people = std::mem::take(&mut plan.records).into_iter();
    let mut changes: Vec<Change> =
        people.map(|(id, record)| Change { kind: Kind::Person, id, verb: Verb::Imported, record }).collect();
    changes.extend(forms::marked(vault, now_ms, &joining.taken.iter().collect::<Vec<_>>())?);
    vault.commit(now_ms, changes)?;
    Ok(())
}
