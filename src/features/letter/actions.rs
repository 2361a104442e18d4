//! Letters: filled, checked, written, kept, sent. What a letter sets into the agenda is saved with it, in one commit.

mod shelf;

pub use shelf::{Checked, OwnError, Shelf, checks, templates};

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use crate::{
    base::{Id, Kept as _, Lang},
    features::{
        agenda::{
            actions::{self as agenda, AgendaError, Pending, Told, change},
            records::Fact,
            rules::order::{self, Clash},
        },
        case::{
            actions::{self as case, CaseError},
            records::Tied,
        },
        company::actions as company,
        dues::actions as dues,
        letter::{
            records,
            rules::{self, DATE, Lack, Page, PageError, Said},
            views,
        },
        member::actions::{self as member, MemberError},
    },
    law::texts::Damaged,
    render::{Given, Letter, RenderError, ValueKind, Values, letter::How},
    roster::Person,
    vault::{Change, Identity, Kind, Vault, VaultError, Verb, file},
};

/// Why a letter is not written, or not noted as sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LetterError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The person is not found.
    #[error(transparent)]
    Member(#[from] MemberError),
    /// The agenda does not take what the letter sets into it.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// A template.
    #[error(transparent)]
    Render(RenderError),
    /// A value that is not of its type.
    #[error("the value of {name} is not of its type")]
    BadValue {
        /// The variable.
        name: String,
        /// The type.
        kind: ValueKind,
    },
    /// A value that is none of those that are taken.
    #[error("the value of {name} is none of those that are taken")]
    NotAChoice {
        /// The variable.
        name: String,
        /// Those that are taken.
        choices: Vec<String>,
    },
    /// The texts of the law.
    #[error(transparent)]
    Law(#[from] Damaged),
    /// There is no such letter.
    #[error("there is no such letter")]
    NoLetter(String),
    /// What was typed is no `NAME=VALUE`.
    #[error("not a NAME=VALUE")]
    NoValue(String),
    /// A variable that the letter does not have.
    #[error("the letter has no such variable")]
    NoVariable {
        /// What was typed.
        name: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// What it must carry and does not.
    #[error("the letter lacks what it must carry")]
    Lacks {
        /// The letter.
        letter: String,
        /// What.
        lacks: Vec<Lack>,
    },
    /// What it never says.
    #[error("the letter says what it must not")]
    Said(Box<Said>),
    /// An article that is in force no longer.
    #[error("article {0} is not in force on {1}")]
    Ended(String, NaiveDate),
    /// Several people, for a letter of one.
    #[error("this letter is of one person")]
    OnePerson,
    /// A person, for a letter that names none.
    #[error("this letter names nobody")]
    NoPerson,
    /// What came out is too long for a letter.
    #[error("what came out is no letter")]
    Draft,
    /// A file that ends neither in .html nor in .odt nor in .txt.
    #[error("the file must end in .html, .odt or .txt")]
    Ending(PathBuf),
    /// The file cannot be written.
    #[error("{0:?} cannot be written")]
    Write(PathBuf, std::io::Error),
    /// No letter that is kept has this name.
    #[error("no letter that is kept is called so")]
    None(String),
    /// Several letters that are kept are called so.
    #[error("several letters are called so")]
    Several(Vec<Id>),
    /// It has gone already.
    #[error("the letter has gone already")]
    Already(NaiveDate),
    /// How it went is not said.
    #[error("how did it go?")]
    NoHow,
    /// A day to come.
    #[error("{0} has not come yet")]
    Future(NaiveDate),
    /// Received before it was sent.
    #[error("received before it was sent")]
    Backwards,
    /// A text with a line break or a sign that does not show.
    #[error("not a text of one line")]
    Text,
    /// A letter of the section's own.
    #[error(transparent)]
    Own(Box<OwnError>),
    /// It has gone: its copy is not thrown away.
    #[error("the letter has gone, its copy stays")]
    Gone(NaiveDate),
    /// The case to which it belongs.
    #[error(transparent)]
    Case(Box<CaseError>),
}

impl From<CaseError> for LetterError {
    fn from(error: CaseError) -> Self {
        Self::Case(Box::new(error))
    }
}

impl From<OwnError> for LetterError {
    fn from(error: OwnError) -> Self {
        Self::Own(Box::new(error))
    }
}

impl From<RenderError> for LetterError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::BadValue { name, kind } => Self::BadValue { name, kind },
            RenderError::NotAChoice { name, choices } => Self::NotAChoice { name, choices },
            other => Self::Render(other),
        }
    }
}

impl From<PageError> for LetterError {
    fn from(error: PageError) -> Self {
        match error {
            PageError::Render(error) => error.into(),
            PageError::Law(error) => Self::Law(error),
            PageError::Draft => Self::Draft,
        }
    }
}

/// What is asked of a letter.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Its name.
    pub name: String,
    /// What was typed for its variables: `NAME=VALUE`.
    pub set: Vec<String>,
    /// Of whom it is.
    pub who: Vec<String>,
    /// How it goes; the best way otherwise.
    pub how: Option<How>,
    /// Whether a copy of its own is kept beside that of one that has not gone yet, in whose place it would stand otherwise.
    pub beside: bool,
}

/// A letter that was made and not kept yet. No `Debug`: it holds names.
pub struct Made {
    /// The letter of the program.
    pub letter: Letter,
    /// What was typed, now and before.
    pub typed: BTreeMap<String, Vec<String>>,
    /// The French page.
    pub page: Page,
    /// The gloss.
    pub gloss: Page,
    /// How it goes.
    pub how: How,
    /// The day on it.
    pub dated: NaiveDate,
    /// What it usually has and lacks.
    pub usual: Vec<Lack>,
    /// What was taken from a letter before.
    pub reused: Vec<String>,
    person: Option<Id>,
    draft: Option<Id>,
}

/// Returns a letter with the articles on which it rests.
///
/// # Errors
/// [`LetterError::NoLetter`]; what is wrong with a letter of the section's own; texts of the law that are damaged.
pub fn table(shelf: &Shelf, name: &str, today: NaiveDate, lang: Lang) -> Result<views::Table, LetterError> {
    let letter = shelf.named(name)?;
    let articles = rules::articles(&letter, today, "")?;
    Ok(views::Table::of(&letter, &articles, lang))
}

/// Returns the letters that answer to words; all without words.
///
/// # Errors
/// [`LetterError::NoLetter`] where none does. A file that is not of the form, which a test excludes.
pub fn list(shelf: &Shelf, words: &[String], lang: Lang) -> Result<views::Letters, LetterError> {
    let mut all = shelf.all()?;
    all.retain(|letter| rules::answers(letter, words));
    let elsewhere: Vec<_> = rules::elsewhere().into_iter().filter(|one| one.answers(words)).collect();
    if all.is_empty() && elsewhere.is_empty() {
        return Err(LetterError::NoLetter(words.join(" ")));
    }
    Ok(views::Letters::of(&all, &elsewhere, lang))
}

/// The letters that are kept, the newest first.
fn kept(vault: &Vault) -> Result<Vec<(Id, records::Letter)>, VaultError> {
    let mut all = vault.all::<records::Letter>()?;
    all.sort_by_key(|(id, letter)| (std::cmp::Reverse(letter.noted), *id));
    Ok(all)
}

/// Makes a letter of what was typed, of the vault and of the law; nothing is kept.
///
/// # Errors
/// [`LetterError::Lacks`] for what it must carry, [`LetterError::Said`] for what it must not say, [`LetterError::Ended`]; what was
/// typed in another form.
pub fn make(vault: &Vault, shelf: &Shelf, asked: &Asked, today: NaiveDate) -> Result<Made, LetterError> {
    let letter = shelf.named(&asked.name)?;
    let people = people(vault, &letter, &asked.who)?;
    let person = people.first().map(|(id, _)| *id);
    let all = kept(vault)?;
    let draft = all.iter().find(|(_, l)| l.name == letter.id && l.sent.is_none() && l.person == person);
    let mut typed = before(&letter, &all, draft.map(|(_, l)| l));
    let own = read(&letter, &asked.set)?;
    let mut reused: Vec<String> = typed.keys().filter(|name| !own.contains_key(*name)).cloned().collect();
    reused.sort();
    typed.extend(own);
    if let Some(said) = rules::said(&letter, &typed) {
        return Err(LetterError::Said(Box::new(said)));
    }
    let mut full = filled(vault, &letter, &people, today)?;
    full.extend(typed.clone());
    let values = letter.values(&full)?;
    let [required, usual] = rules::lacks(&letter, &values);
    if !required.is_empty() {
        return Err(LetterError::Lacks { letter: letter.id, lacks: required });
    }
    let how = asked.how.or(letter.forms.first().copied()).unwrap_or(How::Free);
    let dated = date(&values, DATE).unwrap_or(today);
    let page = rules::page(&letter, &values, (how, dated), Lang::Fr)?;
    if let Some(ended) = page.articles.iter().find(|a| a.ended && a.named) {
        return Err(LetterError::Ended(ended.number.clone(), dated));
    }
    let gloss = rules::page(&letter, &values, (how, dated), Lang::En)?;
    let draft = draft.map(|(id, _)| *id).filter(|_| !asked.beside);
    Ok(Made { letter, typed, page, gloss, how, dated, usual, reused, person, draft })
}

/// Reads `NAME=VALUE` of what was typed.
fn read(letter: &Letter, set: &[String]) -> Result<BTreeMap<String, Vec<String>>, LetterError> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for typed in set {
        let (name, value) = typed.split_once('=').ok_or_else(|| LetterError::NoValue(typed.clone()))?;
        let Some(name) = letter.manifest.resolve(name) else {
            let name = name.trim().to_owned();
            return Err(LetterError::NoVariable { name, known: letter.manifest.names() });
        };
        out.entry(name.to_owned()).or_default().push(value.trim().to_owned());
    }
    Ok(out)
}

/// What was typed before: for a letter that has not gone all of it, of other letters what stays the same from one to the next.
fn before(
    letter: &Letter,
    all: &[(Id, records::Letter)],
    draft: Option<&records::Letter>,
) -> BTreeMap<String, Vec<String>> {
    let mut out = BTreeMap::new();
    for (_, other) in all.iter().rev() {
        let shared = other.values.iter().filter(|(name, _)| letter.stays.contains(name));
        out.extend(shared.map(|(name, values)| (name.clone(), values.clone())));
    }
    let own = draft.iter().flat_map(|d| &d.values).filter(|(name, _)| letter.variable(name).is_some());
    out.extend(own.map(|(name, values)| (name.clone(), values.clone())));
    // A letter is of the day on which it is written.
    out.remove(DATE);
    out
}

/// Finds the people of whom a letter is.
fn people(vault: &Vault, letter: &Letter, who: &[String]) -> Result<Vec<(Id, Person)>, LetterError> {
    if who.len() > 1 && letter.variable(NAMES).is_none() {
        return Err(LetterError::OnePerson);
    }
    if !who.is_empty() && letter.variable(NAMES).is_none() && letter.variable(NAME).is_none() {
        return Err(LetterError::NoPerson);
    }
    let one = |who: &String| {
        let (id, record) = member::find(vault, who)?;
        Ok((id, Person::of(&record)))
    };
    who.iter().map(one).collect()
}

/// The variables that the roster fills.
const NAME: &str = "name";
const NAMES: &str = "names";

/// Returns what the vault knows of the variables of a letter.
fn filled(
    vault: &Vault,
    letter: &Letter,
    people: &[(Id, Person)],
    today: NaiveDate,
) -> Result<BTreeMap<String, Vec<String>>, LetterError> {
    let (_, plan) = dues::plan(vault)?;
    let company = company::company(vault)?;
    let first = people.first().map(|(_, person)| person);
    let known = [
        ("union", plan.receiver),
        ("union_address", plan.address),
        ("affiliation", plan.affiliation),
        ("signatory", plan.signatory),
        ("office", plan.office),
        ("company", company.name),
        ("siren", company.siren),
        (NAME, first.map(Person::display_name)),
        ("given_name", first.and_then(|p| p.preferred.clone().or(p.given.clone()))),
        (DATE, Some(today.to_string())),
    ];
    let known = known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), vec![value?])));
    let names: Vec<String> = people.iter().map(|(_, person)| person.display_name()).collect();
    let names = (!names.is_empty()).then(|| (NAMES.to_owned(), names));
    Ok(known.chain(names).filter(|(name, _)| letter.variable(name).is_some()).collect())
}

fn date(values: &Values, name: &str) -> Option<NaiveDate> {
    match values.get(name) {
        Some(Given::Date(day)) => Some(*day),
        _ => None,
    }
}

impl Made {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self, id: Option<Id>, file: Option<String>, gloss: bool, lang: Lang) -> views::Written {
        let page = if gloss { &self.gloss } else { &self.page };
        views::Written {
            id,
            name: self.letter.id.clone(),
            subject: page.subject.clone(),
            text: page.text.clone(),
            how: self.how,
            file,
            proposed: rules::file_name(self.dated, lang),
            lacks: self.usual.iter().map(|l| views::LackRow::of(l, lang)).collect(),
            reused: self.reused.clone(),
            articles: self.page.articles.iter().map(views::ArticleRow::of).collect(),
        }
    }
}

/// What a file holds, by its ending.
fn content<'a>(page: &'a Page, path: &Path) -> Result<&'a [u8], LetterError> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => Ok(page.html.as_bytes()),
        Some("odt") => Ok(&page.odt),
        Some("txt") => Ok(page.text.as_bytes()),
        _ => Err(LetterError::Ending(path.to_owned())),
    }
}

/// Where a letter is kept and written.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Its file.
    pub path: &'a Path,
    /// Whether a file that is there is replaced.
    pub force: bool,
    /// The case to which it belongs, with the key that opens it.
    pub case: Option<(&'a Identity, &'a str)>,
}

/// Keeps a letter in the vault, then writes its file: what was handed over is never without its copy. A case to which it belongs is
/// sealed again with it, in the same commit.
///
/// # Errors
/// [`LetterError::Ending`], [`LetterError::Case`]; when the vault or the file cannot be written.
pub fn keep(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    made: &Made,
    place: &Place<'_>,
) -> Result<Id, LetterError> {
    let (path, force) = (place.path, place.force);
    let content = content(&made.page, path)?;
    if !force && path.exists() {
        return Err(LetterError::Write(path.to_owned(), std::io::ErrorKind::AlreadyExists.into()));
    }
    let id = made.draft.unwrap_or_else(|| vault.new_id());
    let articles = made.page.articles.iter().filter(|a| a.named);
    let letter = records::Letter {
        name: made.letter.id.clone(),
        person: made.person,
        values: made.typed.clone(),
        subject: Some(made.page.subject.clone()),
        text: Some(made.page.text.clone()),
        dated: Some(made.dated),
        articles: articles.filter_map(|a| Some(format!("{} {}", a.number, a.version.as_ref()?.0))).collect(),
        how: Some(made.how),
        noted: now_ms,
        ..records::Letter::default()
    };
    let change = change_of(vault, now_ms, id, &letter)?;
    match place.case {
        Some((key, which)) => {
            let tied = Tied {
                id: id.to_string(),
                name: made.letter.id.clone(),
                subject: made.page.subject.clone(),
                day: Some(made.dated),
            };
            case::tie(vault, key, (now_ms, today), which, tied, vec![change])?;
        }
        None => drop(vault.commit(now_ms, vec![change])?),
    }
    file::write_whole(path, content, force).map_err(|error| LetterError::Write(path.to_owned(), error))?;
    Ok(id)
}

fn change_of(vault: &mut Vault, now_ms: u64, id: Id, letter: &records::Letter) -> Result<Change, VaultError> {
    let old = vault.record(Kind::Fact, &id)?;
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let mut record = old.unwrap_or_default();
    letter.write(&mut record, vault.stamp(now_ms));
    Ok(Change { kind: Kind::Fact, id, verb, record })
}

/// How and when a letter went.
#[derive(Debug, Clone, Default)]
pub struct Went {
    /// Which letter: its name among those of the program, or digits of its own.
    pub which: String,
    /// How.
    pub how: Option<How>,
    /// On which day; today otherwise.
    pub day: Option<NaiveDate>,
    /// When it was received.
    pub received: Option<NaiveDate>,
    /// The number of the proof.
    pub proof: Option<String>,
}

/// A letter that is to be noted as sent.
#[derive(Debug, Clone)]
pub struct Sending {
    /// Its name.
    pub id: Id,
    /// What is kept of it.
    pub letter: records::Letter,
    /// The facts that enter the agenda.
    pub facts: Vec<(Id, Fact)>,
    /// The kinds of facts that wait for the day of receipt.
    pub waiting: Vec<String>,
    /// The facts beside which one is a breach.
    pub breaches: Vec<Clash>,
    /// The ways that the letter takes, where it went in another one.
    pub odd_way: Vec<How>,
}

/// Tells whether a way is none that a letter takes.
#[must_use]
pub fn is_odd(forms: &[How], how: How) -> bool {
    !forms.is_empty() && !forms.contains(&how) && !forms.contains(&How::Free)
}

impl Sending {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self) -> views::Gone {
        let new = |(id, fact): &(Id, Fact)| {
            Some(views::NewFact { id: *id, kind: fact.code.clone(), day: fact.day? })
        };
        views::Gone {
            letter: views::Entry::of(self.id, &self.letter),
            facts: self.facts.iter().filter_map(new).collect(),
            waiting: self.waiting.clone(),
        }
    }
}

/// Finds the letter that is meant: of a name of the program the one that has not gone, or of which the receipt is awaited.
fn find(vault: &Vault, which: &str, receipt: bool) -> Result<(Id, records::Letter), LetterError> {
    let all = kept(vault)?;
    let wanted = which.to_lowercase();
    let open = |l: &records::Letter| l.sent.is_none() || receipt && l.received.is_none();
    let by_name = |l: &records::Letter| l.name == wanted && open(l);
    let mut found: Vec<_> =
        all.iter().filter(|(id, l)| by_name(l) || id.is_named_by(&wanted)).cloned().collect();
    match (found.pop(), found.len()) {
        (Some(one), 0) => Ok(one),
        (Some(last), _) => {
            Err(LetterError::Several(found.iter().map(|(id, _)| *id).chain([last.0]).collect()))
        }
        (None, _) => Err(LetterError::None(which.to_owned())),
    }
}

/// Makes ready a letter that has gone, with what it sets into the agenda.
///
/// # Errors
/// [`LetterError::None`], [`LetterError::Several`], [`LetterError::NoHow`], [`LetterError::Already`], a day to come, a receipt before
/// the sending; a fact that the agenda does not take.
pub fn propose(
    vault: &Vault,
    shelf: &Shelf,
    today: NaiveDate,
    went: Went,
) -> Result<Pending<Sending>, LetterError> {
    let (id, mut letter) = find(vault, &went.which, went.received.is_some())?;
    if let Some(day) = letter.sent {
        // A receipt that comes back later is noted beside the sending.
        if went.how.is_some() || went.day.is_some() || went.received.is_none() && went.proof.is_none() {
            return Err(LetterError::Already(day));
        }
    } else {
        let how = went.how.ok_or(LetterError::NoHow)?;
        let day = went.day.unwrap_or(today);
        letter.how = Some(how);
        letter.sent = Some(day);
        if matches!(how, How::Hand | How::Registry) {
            letter.received = Some(day);
        }
    }
    letter.received = went.received.or(letter.received);
    letter.proof = went.proof.or(letter.proof);
    if let Some(day) = [letter.sent, letter.received].into_iter().flatten().find(|day| *day > today) {
        return Err(LetterError::Future(day));
    }
    if letter.received.zip(letter.sent).is_some_and(|(received, sent)| received < sent) {
        return Err(LetterError::Backwards);
    }
    // A template that is there no longer, as on the laptop of somebody else, says nothing of the agenda.
    let known = match shelf.named(&letter.name) {
        Ok(known) => Some(known),
        Err(LetterError::NoLetter(_)) => None,
        Err(error) => return Err(error),
    };
    let forms = known.iter().flat_map(|known| &known.forms).copied().collect::<Vec<_>>();
    let odd_way = if went.how.is_some_and(|how| is_odd(&forms, how)) { forms } else { Vec::new() };
    let (facts, waiting) = match &known {
        Some(known) => facts(vault, known, &letter)?,
        None => (Vec::new(), Vec::new()),
    };
    letter.facts.extend(facts.iter().map(|(id, fact)| (fact.code.clone(), id.to_string())));
    let diary = agenda::diary(vault, today)?;
    let mut breaches = Vec::new();
    for (id, fact) in &facts {
        let found = order::clashes(&diary.basis, *id, fact).map_err(AgendaError::from)?;
        if let Some(clash) = found.first().filter(|clash| !clash.breach) {
            return Err(AgendaError::Order(Box::new(clash.clone())).into());
        }
        breaches.extend(found);
    }
    let made = Sending { id, letter, facts, waiting, breaches, odd_way };
    let pending = Pending::over(&diary, today, made, |made, basis| {
        made.facts.iter().for_each(|(id, fact)| change::put(basis, *id, fact));
    })?;
    Ok(pending)
}

/// The facts of a letter whose days are known and that are not in the agenda yet, and the kinds of those that wait.
#[expect(clippy::type_complexity, reason = "two lists, told apart by their types")]
fn facts(
    vault: &Vault,
    known: &Letter,
    letter: &records::Letter,
) -> Result<(Vec<(Id, Fact)>, Vec<String>), LetterError> {
    // What a newer program called otherwise since is left out.
    let mut typed = letter.values.clone();
    typed.retain(|name, _| known.variable(name).is_some());
    if let Some(id) = letter.person
        && let Some(record) = vault.record(Kind::Person, &id)?
        && known.variable(NAME).is_some()
    {
        typed.entry(NAME.to_owned()).or_insert_with(|| vec![Person::of(&record).display_name()]);
    }
    let values = known.values(&typed)?;
    let (mut out, mut waiting) = (Vec::new(), Vec::new());
    for records in rules::facts(known, &values) {
        if letter.facts.contains_key(&records.code) {
            continue;
        }
        let day = match records.day.as_str() {
            "sent" => letter.sent,
            "received" => letter.received,
            variable => date(&values, variable),
        };
        let Some(day) = day else {
            waiting.push(records.code.clone());
            continue;
        };
        let plain = |name: &String| values.get(name).map(|v| v.plain(Lang::Fr)).filter(|t| !t.is_empty());
        let about: Vec<String> = records.about.iter().filter_map(plain).collect();
        let about: String = about.join(" – ").chars().take(500).collect();
        let fact = Fact {
            code: records.code.clone(),
            day: Some(day),
            about: (!about.is_empty()).then_some(about),
            terms: records.terms.as_ref().and_then(plain),
            ..Fact::default()
        };
        out.push((vault.new_id(), change::check(fact)?));
    }
    Ok((out, waiting))
}

/// Saves that a letter went, with what it sets into the agenda: of which was told what it moves.
///
/// # Errors
/// When the vault cannot be written.
pub fn accept(vault: &mut Vault, now_ms: u64, told: Told<Sending>) -> Result<(), LetterError> {
    let Sending { id, letter, facts, .. } = told.take();
    let mut changes = vec![change_of(vault, now_ms, id, &letter)?];
    for (id, fact) in facts {
        let mut record = crate::base::Record::default();
        fact.write(&mut record, vault.stamp(now_ms));
        changes.push(Change { kind: Kind::Fact, id, verb: Verb::Added, record });
    }
    vault.commit(now_ms, changes)?;
    Ok(())
}

/// Throws a letter away that was written and has not gone. The file that was written stays where it is.
///
/// # Errors
/// [`LetterError::None`], [`LetterError::Several`]; [`LetterError::Gone`] for one that has gone, whose copy is the proof.
pub fn throw(vault: &mut Vault, now_ms: u64, which: &str) -> Result<views::Thrown, LetterError> {
    let (id, letter) = find(vault, which, false)?;
    if let Some(day) = letter.sent {
        return Err(LetterError::Gone(day));
    }
    let mut record = vault.record(Kind::Fact, &id)?.unwrap_or_default();
    records::Letter::remove(&mut record, vault.stamp(now_ms));
    vault.commit(now_ms, vec![Change { kind: Kind::Fact, id, verb: Verb::Removed, record }])?;
    Ok(views::Thrown { letter: views::Entry::of(id, &letter) })
}

/// Returns the letters that are kept, with the copy of the one that is asked for.
///
/// # Errors
/// [`LetterError::None`], [`LetterError::Several`].
pub fn log(vault: &Vault, which: Option<&str>) -> Result<views::Log, LetterError> {
    let mut all = kept(vault)?;
    let mut text = None;
    if let Some(which) = which {
        let wanted = which.to_lowercase();
        all.retain(|(id, letter)| letter.name == wanted || id.is_named_by(&wanted));
        if all.is_empty() {
            return Err(LetterError::None(which.to_owned()));
        }
        text = all.first().filter(|_| all.len() == 1).and_then(|(_, letter)| letter.text.clone());
    }
    let letters = all.iter().map(|(id, letter)| views::Entry::of(*id, letter)).collect();
    Ok(views::Log { letters, text })
}
