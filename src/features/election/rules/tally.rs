//! When a ballot box counts: two entries that say the same, or a person who decides, as in a polling station.

use std::collections::BTreeSet;

use crate::{
    base::{Id, word::codes},
    election::{BadFact, Fault},
    features::election::{
        records::{College, Element, Figures, Post, Sheet, Slate},
        rules::Dossier,
    },
};

/// One figure of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Electors of the box.
    Registered,
    /// Signatures on the electoral list.
    Signatures,
    /// Ballots found in the box.
    Voters,
    /// Blank ballots.
    Blank,
    /// Null ballots.
    Null,
    /// Ballots of a list.
    Ballots(Id),
    /// How often a candidate was struck, by the element of the candidate.
    Struck(Element),
}

/// A figure on which entries differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The figure.
    pub field: Field,
    /// What each entry says, in the order of the entries.
    pub said: Vec<Option<u64>>,
}

codes! {
    /// How far the count of a ballot box is.
    Stage {
        /// Nothing was entered.
        Missing = "missing", "rien de saisi", "nothing entered";
        /// An entry was begun.
        Begun = "begun", "saisie commencée", "entry begun";
        /// One entry is finished; the second is awaited.
        Once = "once", "une saisie, la seconde manque", "one entry, the second is awaited";
        /// The entries differ: a person has to decide.
        Differs = "differs", "les saisies diffèrent", "the entries differ";
        /// The entries agree.
        Agreed = "agreed", "compte\u{a0}: les saisies concordent", "counts: the entries agree";
        /// The entries differ and a person decided.
        Decided = "decided", "compte\u{a0}: tranché", "counts: decided";
    }
}

impl Stage {
    /// Tells whether the box counts.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Agreed | Self::Decided)
    }
}

/// One ballot box of one vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxState {
    /// Its name.
    pub place: String,
    /// How far it is.
    pub stage: Stage,
    /// Its entries by number, and whether each is finished.
    pub entries: Vec<(u32, bool)>,
    /// On what the finished entries differ.
    pub differences: Vec<Difference>,
    /// Whether somebody decided on entries that have changed since.
    pub stale: bool,
    /// The figures that count.
    pub figures: Option<Figures>,
}

/// Returns the valid ballots of figures: those found, less blank and null ones.
#[must_use]
pub fn valid(figures: &Figures) -> Option<u64> {
    let lost = figures.blank.unwrap_or(0).checked_add(figures.null.unwrap_or(0))?;
    figures.voters?.checked_sub(lost)
}

fn ballots(figures: &Figures) -> Option<u64> {
    figures.ballots.values().try_fold(0_u64, |sum, n| sum.checked_add(*n))
}

/// Checks that the figures of a box hold together; `done` asks for all of them.
///
/// # Errors
/// The first figure that cannot be, by its field: voters above the electors, blank and null ones above the voters, the
/// ballots of the lists above the valid ones (once done: other than the valid ones), a candidate struck more often than
/// the list has ballots, a list or candidate that is not there.
pub fn holds(
    figures: &Figures,
    done: bool,
    electors: Option<u64>,
    slates: &[(Id, &Slate)],
) -> Result<(), BadFact> {
    let above = |field: &str, found: u64, other: &str, limit: u64| {
        Err(BadFact::new(field, Fault::Exceeds { found, other: other.to_owned(), limit }))
    };
    let missing = |field: &str| Err(BadFact::new(field, Fault::Missing));
    if let (Some(mine), Some(all)) = (figures.registered, electors)
        && mine > all
    {
        return above("registered", mine, "registered of the college", all);
    }
    let limit = figures.registered.or(electors);
    for (name, number) in [("voters", figures.voters), ("signatures", figures.signatures)] {
        if let (Some(number), Some(limit)) = (number, limit)
            && number > limit
        {
            return above(name, number, "registered", limit);
        }
    }
    for list in figures.ballots.keys() {
        if !slates.iter().any(|(id, _)| id == list) {
            return Err(BadFact::new("lists", Fault::Unknown(list.short())));
        }
    }
    for (id, slate) in slates {
        let of_list = figures.ballots.get(id).copied();
        for (place, candidate) in (1_usize..).zip(&slate.candidates) {
            let Some(struck) = figures.struck.get(&candidate.element) else { continue };
            let field = || format!("lists[{}].struck[{place}]", slate.name);
            match of_list {
                Some(of_list) if *struck > of_list => return above(&field(), *struck, "ballots", of_list),
                None if *struck > 0 && done => return above(&field(), *struck, "ballots", 0),
                _ => {}
            }
        }
    }
    let known: BTreeSet<&Element> =
        slates.iter().flat_map(|(_, s)| s.candidates.iter().map(|c| &c.element)).collect();
    if figures.struck.keys().any(|e| !known.contains(e)) {
        return Err(BadFact::new("struck", Fault::Unknown("candidate".to_owned())));
    }
    let Some(voters) = figures.voters else {
        return if done { missing("voters") } else { Ok(()) };
    };
    let (blank, null) = (figures.blank.unwrap_or(0), figures.null.unwrap_or(0));
    let Some(left) = voters.checked_sub(blank) else { return above("blank", blank, "voters", voters) };
    let Some(valid) = left.checked_sub(null) else { return above("null", null, "voters less blank", left) };
    let Some(sum) = ballots(figures) else { return Err(BadFact::new("lists", Fault::TooLarge)) };
    if sum > valid {
        return above("lists", sum, "valid", valid);
    }
    if done {
        if figures.blank.is_none() {
            return missing("blank");
        }
        if figures.null.is_none() {
            return missing("null");
        }
        if sum < valid {
            return Err(BadFact::new("lists", Fault::Short { wanted: valid, found: sum }));
        }
    }
    Ok(())
}

/// Returns the figures on which entries differ.
///
/// What nobody counted (electors of the box, signatures) differs only where one entry has it and the other has another;
/// a list without ballots and a candidate never struck are none and zero alike.
#[must_use]
pub fn differences(entries: &[&Figures]) -> Vec<Difference> {
    let mut fields: BTreeSet<Field> =
        [Field::Registered, Field::Signatures, Field::Voters, Field::Blank, Field::Null].into();
    for figures in entries {
        fields.extend(figures.ballots.keys().map(|id| Field::Ballots(*id)));
        fields.extend(figures.struck.keys().map(|e| Field::Struck(*e)));
    }
    let mut out = Vec::new();
    for field in fields {
        let said: Vec<Option<u64>> = entries.iter().map(|f| figure(f, field)).collect();
        let optional = matches!(field, Field::Registered | Field::Signatures);
        let mut values = BTreeSet::new();
        for value in &said {
            match value {
                None if optional => {}
                None => drop(values.insert(0)),
                Some(n) => drop(values.insert(*n)),
            }
        }
        if values.len() > 1 {
            out.push(Difference { field, said });
        }
    }
    out
}

fn figure(figures: &Figures, field: Field) -> Option<u64> {
    match field {
        Field::Registered => figures.registered,
        Field::Signatures => figures.signatures,
        Field::Voters => figures.voters,
        Field::Blank => figures.blank,
        Field::Null => figures.null,
        Field::Ballots(list) => figures.ballots.get(&list).copied(),
        Field::Struck(candidate) => figures.struck.get(&candidate).copied(),
    }
}

/// Returns a short text that stands for finished entries, whatever their order: a decision names the entries it settles.
#[must_use]
pub fn fingerprint(entries: &[&Figures]) -> String {
    let mut lines: Vec<String> = entries.iter().map(|f| format!("{f:?}")).collect();
    lines.sort_unstable();
    let hash = blake3::hash(lines.join("\n").as_bytes());
    hash.to_hex().chars().take(32).collect()
}

/// Joins entries that agree: what one has and another has not is kept.
fn joined(entries: &[&Figures]) -> Figures {
    let mut out = Figures::default();
    for figures in entries {
        out.registered = out.registered.or(figures.registered);
        out.signatures = out.signatures.or(figures.signatures);
        out.voters = out.voters.or(figures.voters);
        out.blank = out.blank.or(figures.blank);
        out.null = out.null.or(figures.null);
        out.ballots.extend(figures.ballots.iter().map(|(k, v)| (*k, *v)));
        out.struck.extend(figures.struck.iter().map(|(k, v)| (*k, *v)));
    }
    out
}

/// Returns how far one ballot box is.
#[must_use]
pub fn state(place: &str, sheets: &[&Sheet]) -> BoxState {
    let mut entries: Vec<&Sheet> = sheets.iter().filter(|s| s.entry != 0).copied().collect();
    entries.sort_by_key(|s| s.entry);
    let done: Vec<&Figures> = entries.iter().filter(|s| s.done).map(|s| &s.figures).collect();
    let decisions: Vec<&&Sheet> = sheets.iter().filter(|s| s.entry == 0).collect();
    let settles = fingerprint(&done);
    let mut fitting = decisions.iter().filter(|d| d.settles.as_deref() == Some(settles.as_str()));
    let decided = fitting.next().map(|d| d.figures.clone());
    // Two people who decided apart, and otherwise: nothing is decided.
    let decided = decided.filter(|d| fitting.all(|other| differences(&[d, &other.figures]).is_empty()));
    let differences = differences(&done);
    let (stage, figures) = match (done.len(), differences.is_empty(), decided) {
        (0, ..) if entries.is_empty() => (Stage::Missing, None),
        (0, ..) => (Stage::Begun, None),
        (_, _, Some(decided)) => (Stage::Decided, Some(decided)),
        (1, ..) => (Stage::Once, None),
        (_, true, None) => (Stage::Agreed, Some(joined(&done))),
        (_, false, None) => (Stage::Differs, None),
    };
    BoxState {
        place: place.to_owned(),
        stage,
        entries: entries.iter().map(|s| (s.entry, s.done)).collect(),
        differences,
        stale: !decisions.is_empty() && stage != Stage::Decided,
        figures,
    }
}

/// Returns every ballot box of one vote.
#[must_use]
pub fn boxes(dossier: &Dossier, college: &College, post: Post) -> Vec<BoxState> {
    let of_place = |place: &String| {
        let sheets: Vec<&Sheet> =
            dossier.sheets_of(&college.id, post).map(|(_, s)| s).filter(|s| s.place == *place).collect();
        state(place, &sheets)
    };
    dossier.boxes(college).iter().map(of_place).collect()
}

/// Adds up the boxes that count; nothing when a sum leaves the range.
#[must_use]
pub fn sum(boxes: &[BoxState]) -> Option<Figures> {
    let counted: Vec<&Figures> = boxes.iter().filter_map(|b| b.figures.as_ref()).collect();
    let add = |get: fn(&Figures) -> Option<u64>| {
        counted.iter().try_fold(0_u64, |sum, f| sum.checked_add(get(f).unwrap_or(0)))
    };
    // A sum of figures that some boxes lack would say too little.
    let whole = |get: fn(&Figures) -> Option<u64>| -> Option<Option<u64>> {
        let all = !counted.is_empty() && counted.iter().all(|f| get(f).is_some());
        if all { add(get).map(Some) } else { Some(None) }
    };
    let mut out = Figures {
        registered: whole(|f| f.registered)?,
        signatures: whole(|f| f.signatures)?,
        voters: Some(add(|f| f.voters)?),
        blank: Some(add(|f| f.blank)?),
        null: Some(add(|f| f.null)?),
        ..Figures::default()
    };
    for figures in &counted {
        for (list, n) in &figures.ballots {
            let slot = out.ballots.entry(*list).or_insert(0);
            *slot = slot.checked_add(*n)?;
        }
        for (candidate, n) in &figures.struck {
            let slot = out.struck.entry(*candidate).or_insert(0);
            *slot = slot.checked_add(*n)?;
        }
    }
    Some(out)
}
