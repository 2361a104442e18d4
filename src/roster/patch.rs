//! Changes to a person: read and checked first, written second; only what differs is written.
//!
//! `add`, `edit` and `import` all make a [`Patch`] out of names and texts and apply it to a record.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use crate::base::pen::{Draft, Pen};
use crate::{
    base::{
        cell, date,
        fault::Fault,
        field,
        pen::write,
        record::{FieldKey, Record, Value},
        text::{fold, is_richer, tidy},
        word::{Category, Contract, Gender, Lang, Reason, RoleKind, Stage, Standing},
    },
    roster::{
        attr::{Attr, Check, Key},
        check, membership,
        person::{Person, Role, element_text},
    },
};

/// What a check depends on.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Today; dates far from it are refused.
    pub today: NaiveDate,
    /// The employer's mail domains: no address may lie there.
    pub forbidden: &'a [String],
}

/// What is done with the value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// The field holds this, and nothing else; an empty text clears it.
    Set,
    /// Added to a field that holds several.
    Add,
    /// Taken from a field that holds several.
    Remove,
}

/// A value was refused, and whose.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {fault}", .key.code())]
pub struct Refused {
    /// The attribute.
    pub key: Key,
    /// Why.
    pub fault: Fault,
}

/// Changes to a list of texts: addresses, tags.
#[derive(Clone, Default, PartialEq, Eq)]
struct Texts {
    replace: bool,
    add: Vec<String>,
    remove: Vec<String>,
}

/// What is told of a day: the day, or that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Day(NaiveDate),
    None,
}

impl Told {
    fn read(text: &str, today: NaiveDate) -> Result<Self, Fault> {
        if text.trim().is_empty() { Ok(Self::None) } else { date::event(text, today).map(Self::Day) }
    }

    const fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::None => None,
        }
    }
}

/// Checked changes to one person. No `Debug`: it holds personal values.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Patch {
    single: BTreeMap<u16, Option<Value>>,
    emails: Texts,
    tags: Texts,
    notice: Option<String>,
    roles: Vec<Role>,
    roles_gone: Vec<RoleKind>,
    roles_replace: bool,
    free: BTreeMap<String, Option<String>>,
    consent: BTreeMap<u8, Option<Value>>,
    standing: Option<Standing>,
    /// Without a day: the last membership was a mistake.
    joined: Option<Told>,
    /// Without a day: it did not end.
    left: Option<Told>,
    left_reason: Option<Reason>,
}

impl Patch {
    /// Reads and checks one value.
    ///
    /// # Errors
    /// The [`Fault`] of the value; the patch is as it was.
    pub fn put(&mut self, key: &Key, op: Op, text: &str, rules: &Rules<'_>) -> Result<(), Fault> {
        let attr = match key {
            Key::Free(name) => {
                let value = match (op, text.trim().is_empty()) {
                    (Op::Add, _) => return Err(Fault::SingleValue),
                    (Op::Remove, _) | (Op::Set, true) => None,
                    (Op::Set, false) => Some(check::line(text, check::FREE_MAX)?),
                };
                self.free.insert(name.clone(), value);
                return Ok(());
            }
            Key::Attr(attr) => *attr,
        };
        match attr {
            Attr::Email | Attr::Emails => return self.put_emails(op, text, rules),
            Attr::Tags => {
                let tags = split(text, &[';', ',', '|']).map(check::name).collect::<Result<Vec<_>, _>>()?;
                return put_texts(&mut self.tags, op, tags);
            }
            Attr::Roles => return self.put_roles(op, text, rules),
            _ => {}
        }
        if op != Op::Set {
            return Err(Fault::SingleValue);
        }
        self.set_single(attr, text, rules)
    }

    fn set_single(&mut self, attr: Attr, text: &str, rules: &Rules<'_>) -> Result<(), Fault> {
        let today = rules.today;
        match attr {
            Attr::Name | Attr::NameFamilyFirst => {
                let (family, given) = split_name(text, attr == Attr::NameFamilyFirst)?;
                self.single.insert(field::FAMILY, Some(Value::text(&family)));
                self.single.insert(field::GIVEN, Some(Value::text(&given)));
                return Ok(());
            }
            Attr::NoticeEmail => {
                self.notice = Some(check::address(text)?);
                return Ok(());
            }
            Attr::Standing => {
                self.standing = Some(word(Standing::read(text), Standing::CODES)?);
                return Ok(());
            }
            Attr::Joined => {
                self.joined = Some(Told::read(text, today)?);
                return Ok(());
            }
            Attr::Left => {
                self.left = Some(Told::read(text, today)?);
                return Ok(());
            }
            Attr::LeftReason => {
                let reason = Reason::read(text).filter(|r| r.ends());
                self.left_reason = Some(word(reason, Reason::CODES)?);
                return Ok(());
            }
            Attr::ConsentSource | Attr::ConsentDate | Attr::ConsentVersion => {
                let (part, check) = match attr {
                    Attr::ConsentSource => (1, Check::Line),
                    Attr::ConsentDate => (2, Check::Day),
                    _ => (3, Check::Line),
                };
                self.consent.insert(part, checked(check, text, today)?);
                return Ok(());
            }
            _ => {}
        }
        let (number, check) = attr.kept().ok_or(Fault::ReadOnly)?;
        self.single.insert(number, checked(check, text, today)?);
        Ok(())
    }

    fn put_emails(&mut self, op: Op, text: &str, rules: &Rules<'_>) -> Result<(), Fault> {
        let mut list = Vec::new();
        for part in split(text, &[';', ',', '|', '\n', ' ']) {
            let address = check::address(part)?;
            if op != Op::Remove && check::in_domains(&address, rules.forbidden) {
                return Err(Fault::EmployerDomain);
            }
            list.push(address);
        }
        put_texts(&mut self.emails, op, list)
    }

    fn put_roles(&mut self, op: Op, text: &str, rules: &Rules<'_>) -> Result<(), Fault> {
        let read = |part| role(part, rules.today);
        let list: Vec<Role> = split(text, &[';', ',', '|']).map(read).collect::<Result<_, _>>()?;
        if op == Op::Remove {
            self.roles_gone.extend(list.iter().map(|r| r.kind));
            return Ok(());
        }
        self.roles_replace |= op == Op::Set;
        self.roles.extend(list);
        Ok(())
    }

    /// Writes the changes into a record, and returns the attributes that changed; nothing else is touched.
    ///
    /// # Errors
    /// [`Refused`] when the outcome makes no sense (no name left, an end before its start); the record may
    /// then hold a part of the changes and must be thrown away.
    pub fn apply(&self, record: &mut Record, pen: &mut dyn Pen) -> Result<BTreeSet<Key>, Refused> {
        let mut changed = BTreeSet::new();
        for (number, value) in &self.single {
            if write(record, FieldKey::single(*number), value.clone(), pen) {
                changed.extend(attr_of(*number).map(Key::Attr));
            }
        }
        let noticed = crate::roster::person::emails(record).into_iter().next().map(|(_, address)| address);
        if apply_texts(&self.emails, field::EMAIL, record, pen) {
            changed.insert(Attr::Emails.into());
            self.keep_notices_where_they_were(noticed.as_ref(), record, pen);
        }
        if apply_texts(&self.tags, field::TAG, record, pen) {
            changed.insert(Attr::Tags.into());
        }
        if self.apply_roles(record, pen) {
            changed.insert(Attr::Roles.into());
        }
        if self.apply_notice(record, pen)? {
            changed.insert(Attr::NoticeEmail.into());
        }
        self.apply_free(record, pen, &mut changed);
        self.apply_consent(record, pen, &mut changed);
        self.apply_membership(record, pen, &mut changed)?;
        if record.text(field::FAMILY).is_none() && record.text(field::GIVEN).is_none() {
            return Err(Refused { key: Attr::Family.into(), fault: Fault::NoName });
        }
        Ok(changed)
    }

    fn apply_roles(&self, record: &mut Record, pen: &mut dyn Pen) -> bool {
        if self.roles.is_empty() && self.roles_gone.is_empty() && !self.roles_replace {
            return false;
        }
        let mut changed = false;
        let there = Person::of(record).roles;
        for (element, role) in &there {
            let gone = self.roles_gone.contains(&role.kind)
                || (self.roles_replace && !self.roles.iter().any(|r| r == role));
            changed |= gone && write(record, FieldKey::element(field::ROLE, *element), None, pen);
        }
        for role in &self.roles {
            let same = there.iter().any(|(_, r)| r == role);
            // The same role with more known of its days is the same mandate, not a second one.
            let less = there.iter().find(|(_, r)| {
                r.kind == role.kind
                    && (r.from == role.from || r.from.is_none() || role.from.is_none())
                    && r.to.is_none()
            });
            match less {
                _ if same => {}
                Some((element, r)) if !self.roles_replace => {
                    let whole = Role { from: role.from.or(r.from), ..*role };
                    changed |=
                        write(record, FieldKey::element(field::ROLE, *element), Some(whole.to_value()), pen);
                }
                _ => {
                    let key = FieldKey::element(field::ROLE, pen.element());
                    changed |= write(record, key, Some(role.to_value()), pen);
                }
            }
        }
        changed
    }

    fn apply_notice(&self, record: &mut Record, pen: &mut dyn Pen) -> Result<bool, Refused> {
        let Some(wanted) = &self.notice else { return Ok(false) };
        let found = crate::roster::person::texts(record, field::EMAIL)
            .into_iter()
            .find(|(_, address)| check::same_address(address, wanted));
        let Some((element, _)) = found else {
            return Err(Refused { key: Attr::NoticeEmail.into(), fault: Fault::NotTheirAddress });
        };
        let value = Value::text(&element_text(element));
        Ok(write(record, FieldKey::single(field::NOTICE_EMAIL), Some(value), pen))
    }

    /// A second address never takes over the notices by itself: the one that had them keeps them, and of the first
    /// ones it is the one that was named first.
    fn keep_notices_where_they_were(&self, before: Option<&String>, record: &mut Record, pen: &mut dyn Pen) {
        let there = crate::roster::person::emails(record);
        let element = |address: &String| {
            there.iter().find(|(_, a)| check::same_address(a, address)).map(|(element, _)| *element)
        };
        let wanted = before.into_iter().chain(&self.emails.add).find_map(element);
        let takes = there.first().map(|(element, _)| *element);
        if let Some(wanted) = wanted.filter(|w| Some(*w) != takes) {
            let value = Value::text(&element_text(wanted));
            write(record, FieldKey::single(field::NOTICE_EMAIL), Some(value), pen);
        }
    }

    fn apply_free(&self, record: &mut Record, pen: &mut dyn Pen, changed: &mut BTreeSet<Key>) {
        if self.free.is_empty() {
            return;
        }
        let there = Person::of(record).free;
        for (name, value) in &self.free {
            let mut same = there.iter().filter(|(_, n, _)| fold(n) == fold(name)).peekable();
            let mut differs = false;
            match value {
                None => same.for_each(|(e, _, _)| {
                    differs |= write(record, FieldKey::element(field::FREE, *e), None, pen);
                }),
                Some(value) => {
                    let element = same.peek().map_or_else(|| pen.element(), |(e, _, _)| *e);
                    let parts = BTreeMap::from([(1, Value::text(name)), (2, Value::text(value))]);
                    let key = FieldKey::element(field::FREE, element);
                    differs = write(record, key, Some(Value::parts(&parts)), pen);
                }
            }
            if differs {
                changed.insert(Key::Free(name.clone()));
            }
        }
    }

    fn apply_consent(&self, record: &mut Record, pen: &mut dyn Pen, changed: &mut BTreeSet<Key>) {
        if self.consent.is_empty() {
            return;
        }
        // One register: source, date and version belong together and are never mixed by a merge.
        let key = FieldKey::single(field::CONSENT);
        let before = record.get(key).and_then(Value::as_parts).unwrap_or_default();
        let mut after = before.clone();
        for (part, value) in &self.consent {
            match value {
                Some(value) => drop(after.insert(*part, value.clone())),
                None => drop(after.remove(part)),
            }
        }
        for (part, attr) in [(1, Attr::ConsentSource), (2, Attr::ConsentDate), (3, Attr::ConsentVersion)] {
            if before.get(&part) != after.get(&part) {
                changed.insert(attr.into());
            }
        }
        write(record, key, (!after.is_empty()).then(|| Value::parts(&after)), pen);
    }

    /// Ends the membership that runs, or puts right how the last one ended.
    fn apply_end(
        &self,
        record: &mut Record,
        pen: &mut dyn Pen,
        changed: &mut BTreeSet<Key>,
    ) -> Result<(), Refused> {
        let spans = Person::of(record).spans;
        let runs = spans.iter().any(|(_, s)| s.end.is_none());
        let ended = spans.last().and_then(|(_, s)| s.end);
        let (attr, wrote) = match (self.left, self.left_reason, ended) {
            (Some(Told::Day(end)), reason, _) if runs || ended.is_none() => {
                if spans.is_empty() {
                    // A former member of whom only the end is known.
                    membership::begin(record, None, pen)
                        .map_err(|fault| Refused { key: Attr::Left.into(), fault })?;
                }
                (Attr::Left, membership::end(record, end, reason.unwrap_or(Reason::Left), pen))
            }
            (Some(end), reason, Some(_)) => {
                (Attr::Left, membership::correct_end(record, end.day(), reason, pen))
            }
            (None, Some(reason), Some((day, _))) => {
                (Attr::LeftReason, membership::correct_end(record, Some(day), Some(reason), pen))
            }
            _ => return Ok(()),
        };
        if wrote.map_err(|fault| Refused { key: attr.into(), fault })? {
            changed.insert(attr.into());
        }
        Ok(())
    }

    fn apply_membership(
        &self,
        record: &mut Record,
        pen: &mut dyn Pen,
        changed: &mut BTreeSet<Key>,
    ) -> Result<(), Refused> {
        let silent = self.standing.is_none() && self.joined.is_none() && self.left.is_none();
        if silent && self.left_reason.is_none() {
            return Ok(());
        }
        let refused = |attr: Attr| move |fault| Refused { key: attr.into(), fault };
        let before = Person::of(record);
        if self.joined == Some(Told::None) {
            if membership::forget_last(record, pen) {
                changed.insert(Attr::Joined.into());
            }
        } else if let Some(Told::Day(start)) = self.joined {
            if membership::begin(record, Some(start), pen).map_err(refused(Attr::Joined))? {
                changed.insert(Attr::Joined.into());
            }
        } else if matches!(self.standing, Some(Standing::Member)) && before.spans.is_empty() {
            membership::begin(record, None, pen).map_err(refused(Attr::Standing))?;
            changed.insert(Attr::Standing.into());
        }
        self.apply_end(record, pen, changed)?;
        let after = Person::of(record);
        match self.standing {
            Some(Standing::Prospect | Standing::PreMember) if after.spans.is_empty() => {
                let pre = self.standing == Some(Standing::PreMember);
                let stage = if pre { Stage::PreMember } else { Stage::Prospect };
                // A contact is what everybody is of whom nothing else is said.
                let value = (pre || before.stage.is_some()).then(|| Value::text(stage.code()));
                if write(record, FieldKey::single(field::STAGE), value, pen) {
                    changed.insert(Attr::Standing.into());
                }
            }
            Some(Standing::Prospect) => {
                let since = after.spans.iter().find_map(|(_, s)| s.start);
                return Err(refused(Attr::Standing)(Fault::MemberSince(since)));
            }
            Some(Standing::Member) if after.spans.iter().all(|(_, s)| s.end.is_some()) => {
                return Err(refused(Attr::Standing)(Fault::NotMember));
            }
            Some(Standing::Former) if !after.spans.iter().any(|(_, s)| s.end.is_some()) => {
                return Err(refused(Attr::Standing)(Fault::NeedsEnd));
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns the text that the patch sets of a field.
    fn text(&self, number: u16) -> Option<&str> {
        self.single.get(&number)?.as_ref()?.as_text()
    }

    /// Returns the family and the given name that the patch sets.
    #[must_use]
    pub fn names(&self) -> (Option<&str>, Option<&str>) {
        (self.text(field::FAMILY), self.text(field::GIVEN))
    }

    /// Returns the family name of birth that the patch sets.
    #[must_use]
    pub fn birth_name(&self) -> Option<&str> {
        self.text(field::BIRTH_NAME)
    }

    /// Settles which of the two family names is meant, for a file that has one of them, or both where they are the same:
    /// alone the name of birth is also the one of use, and never takes the place of another one that is known.
    pub fn settle_names(&mut self, record: &Record) {
        let same = |a: Option<&str>, b: Option<&str>| a.map(fold) == b.map(fold);
        let (of_use, of_birth) = (record.text(field::FAMILY), record.text(field::BIRTH_NAME));
        match (self.text(field::FAMILY), self.birth_name()) {
            (None, Some(birth)) if of_use.is_none() => {
                let family = Value::text(birth);
                self.single.insert(field::FAMILY, Some(family));
                self.single.remove(&field::BIRTH_NAME);
            }
            (None, birth @ Some(_)) if same(birth, of_use) => drop(self.single.remove(&field::BIRTH_NAME)),
            (family @ Some(_), birth @ Some(_)) if same(family, birth) => {
                self.single.insert(field::BIRTH_NAME, None);
            }
            (family @ Some(_), None) if same(family, of_birth) => drop(self.single.remove(&field::FAMILY)),
            _ => {}
        }
    }

    /// Keeps the richer of two spellings of one value: where the record says the same but for case, accents and signs, the
    /// patch says nothing, unless its spelling has all that the other has and more. Returns the fields where it has.
    pub fn keep_richer(&mut self, record: &Record) -> BTreeSet<Key> {
        let mut richer = BTreeSet::new();
        self.single.retain(|number, value| {
            let new = value.as_ref().and_then(Value::as_text);
            let (Some(new), Some(old)) = (new, record.text(*number)) else { return true };
            if new == old || fold(new) != fold(old) {
                return true;
            }
            let name = matches!(*number, field::FAMILY | field::GIVEN | field::BIRTH_NAME);
            let kept = is_richer(new, old, name);
            if kept {
                richer.extend(attr_of(*number).map(Key::Attr));
            }
            kept
        });
        let there = crate::roster::person::texts(record, field::TAG);
        let known = |tag: &String| there.iter().any(|(_, t)| t != tag && fold(t) == fold(tag));
        if !self.tags.replace {
            self.tags.add.retain(|tag| !known(tag));
        }
        richer
    }

    /// Returns the mail addresses that the patch adds.
    #[must_use]
    pub fn addresses(&self) -> &[String] {
        &self.emails.add
    }

    /// Returns the date of birth that the patch sets.
    #[must_use]
    pub fn birth(&self) -> Option<NaiveDate> {
        self.single.get(&field::BIRTH)?.as_ref()?.as_text().and_then(date::from_stored)
    }

    /// Tells whether the patch changes nothing, whatever the record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn put_texts(texts: &mut Texts, op: Op, list: Vec<String>) -> Result<(), Fault> {
    match op {
        Op::Set => *texts = Texts { replace: true, add: list, remove: Vec::new() },
        _ if list.is_empty() => return Err(Fault::Empty),
        Op::Add => texts.add.extend(list),
        Op::Remove => texts.remove.extend(list),
    }
    Ok(())
}

/// Changes a field of several texts; texts are the same by their folded form.
fn apply_texts(texts: &Texts, number: u16, record: &mut Record, pen: &mut dyn Pen) -> bool {
    let key = |t: &str| if number == field::EMAIL { t.to_ascii_lowercase() } else { fold(t) };
    let mut changed = false;
    let mut there: BTreeSet<String> = BTreeSet::new();
    for (element, text) in crate::roster::person::texts(record, number) {
        let has = |list: &[String]| list.iter().any(|t| key(t) == key(&text));
        let goes = has(&texts.remove) || (texts.replace && !has(&texts.add));
        if goes {
            changed |= write(record, FieldKey::element(number, element), None, pen);
        } else {
            there.insert(key(&text));
        }
    }
    for text in &texts.add {
        if there.insert(key(text)) {
            let element = FieldKey::element(number, pen.element());
            changed |= write(record, element, Some(Value::text(text)), pen);
        }
    }
    changed
}

fn split<'a>(text: &'a str, at: &'a [char]) -> impl Iterator<Item = &'a str> {
    text.split(at).map(str::trim).filter(|t| !t.is_empty())
}

fn word<T>(word: Option<T>, codes: &'static [&'static str]) -> Result<T, Fault> {
    word.ok_or(Fault::Word(codes))
}

fn code<T>(
    read: Option<T>,
    code: impl Fn(T) -> &'static str,
    codes: &'static [&'static str],
) -> Result<Value, Fault> {
    word(read, codes).map(|w| Value::text(code(w)))
}

/// Reads the value of a field; an empty text clears it.
fn checked(check: Check, text: &str, today: NaiveDate) -> Result<Option<Value>, Fault> {
    // Both say no value in words of their own.
    match check {
        Check::Gender => return gender(text),
        Check::Notices => return Ok((!yes(text)?).then(|| Value::int(0))),
        _ if text.trim().is_empty() => return Ok(None),
        _ => {}
    }
    let line = |text: Result<String, Fault>| text.map(|t| Value::text(&t));
    let day = |day: Result<NaiveDate, Fault>| day.map(|d| Value::text(&date::stored(d)));
    let value = match check {
        Check::Language => code(Lang::read(text), Lang::code, Lang::CODES),
        Check::Category => code(Category::read(text), Category::code, Category::CODES),
        Check::Contract => code(Contract::read(text), Contract::code, Contract::CODES),
        Check::Birth => day(date::birth(text, today)),
        Check::Day => day(date::event(text, today)),
        Check::Phone => line(check::phone(cell::restore(text))),
        Check::Share => line(check::share(text)),
        Check::Line | Check::Gender | Check::Notices => line(check::name(text)),
    };
    value.map(Some)
}

/// Reads the sex; what says "not stated" in so many words is no value. Another word is refused: it would empty the field
/// without a word.
fn gender(text: &str) -> Result<Option<Value>, Fault> {
    let not_stated =
        ["nc", "nsp", "non precise", "non precisee", "non renseigne", "non renseignee", "not stated"];
    let short = text.len() <= 200;
    // Folding leaves signs out: a sign alone says nothing, and is no way to say so.
    let said_so = matches!(text.trim(), "" | "?") || short && not_stated.contains(&fold(text).trim());
    if said_so {
        return Ok(None);
    }
    Ok(Some(Value::text(word(Gender::read(text), Gender::CODES)?.code())))
}

fn yes(text: &str) -> Result<bool, Fault> {
    let short = if text.len() <= 200 { fold(text) } else { String::new() };
    match short.as_str() {
        "oui" | "o" | "yes" | "y" | "1" | "vrai" | "true" | "x" => Ok(true),
        "non" | "n" | "no" | "0" | "faux" | "false" => Ok(false),
        _ => Err(Fault::Word(&["yes", "no"])),
    }
}

/// Reads a role: `DS`, `DS:2026-01-15`, `DS:2026-01-15..2027-01-14`.
fn role(text: &str, today: NaiveDate) -> Result<Role, Fault> {
    let (kind, days) = text.split_once(':').unwrap_or((text, ""));
    let kind = word(RoleKind::read(kind), RoleKind::CODES)?;
    let (from, to) = days.split_once("..").unwrap_or((days, ""));
    let day = |t: &str| if t.trim().is_empty() { Ok(None) } else { date::mandate(t, today).map(Some) };
    let role = Role { kind, from: day(from)?, to: day(to)? };
    match (role.from, role.to) {
        (Some(from), Some(to)) if to < from => Err(Fault::EndsBeforeStart),
        _ => Ok(role),
    }
}

/// Tells family name from given name in one text: by a comma, by capitals, by the order of two words.
///
/// # Errors
/// [`Fault::SplitName`] when there is no telling: three words or more without a comma or capitals.
pub fn split_name(text: &str, family_first: bool) -> Result<(String, String), Fault> {
    let whole = check::name(text)?;
    if let Some((family, given)) = whole.split_once(',') {
        return Ok((check::name(family)?, check::name(given)?));
    }
    let words: Vec<&str> = whole.split(' ').collect();
    let capital = |w: &&str| {
        w.chars().any(char::is_uppercase) && !w.chars().any(char::is_lowercase) && w.chars().count() > 1
    };
    let join = |list: &[&str]| tidy(&list.join(" "));
    let capitals = words.iter().filter(|w| capital(w)).count();
    let run = |list: &[&str]| list.iter().take_while(|w| capital(w)).count();
    if capitals > 0 && capitals < words.len() {
        let ahead = run(&words);
        let reversed: Vec<&str> = words.iter().rev().copied().collect();
        let behind = run(&reversed);
        let cut = words.len().saturating_sub(behind);
        return match (ahead, behind) {
            (n, 0) if n == capitals => {
                Ok((join(words.get(..n).unwrap_or_default()), join(words.get(n..).unwrap_or_default())))
            }
            (0, n) if n == capitals => {
                Ok((join(words.get(cut..).unwrap_or_default()), join(words.get(..cut).unwrap_or_default())))
            }
            _ => Err(Fault::SplitName),
        };
    }
    match (words.as_slice(), family_first) {
        ([family, given], true) | ([given, family], false) => Ok((join(&[family]), join(&[given]))),
        _ => Err(Fault::SplitName),
    }
}

/// Returns the attribute of a field.
#[must_use]
pub fn attr_of(number: u16) -> Option<Attr> {
    let whole = || Attr::ALL.iter().copied().find(|a| a.kept().is_some_and(|(n, _)| n == number));
    match number {
        field::EMAIL => Some(Attr::Emails),
        field::NOTICE_EMAIL => Some(Attr::NoticeEmail),
        field::SPAN => Some(Attr::Joined),
        field::STAGE => Some(Attr::Standing),
        field::ROLE => Some(Attr::Roles),
        field::TAG => Some(Attr::Tags),
        field::CONSENT => Some(Attr::ConsentDate),
        _ => whole(),
    }
}

#[cfg(test)]
mod tests;
