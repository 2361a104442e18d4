//! What a form of joining asks, and what may come back in it.
//!
//! Who writes into a form is not known: what comes back is read as something that anybody may have made up.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::LazyLock,
};

use chrono::{Days, NaiveDate};
use serde::{
    Deserialize,
    de::{Deserializer, MapAccess, Visitor},
};

use crate::{
    base::{
        Fault, Id, Lang,
        word::{Category, Contract, Gender},
    },
    features::join::records::{Form, FormKey},
    render::{
        form::{Entry, Field, FormPage, PAD},
        manifest::Both,
    },
    roster::{attr::Attr, check},
};

/// For how many days a key that was replaced still opens.
pub const KEPT_DAYS: u64 = 90;
/// The most bytes of a file with a sealed text: a mail around it fits.
pub const FILE_MOST: usize = 256 * 1_024;
/// The most bytes of what was sealed.
pub const PLAIN_MOST: usize = 64 * 1_024;
/// The most answers that are looked at.
const ANSWERS_MOST: usize = 200;
/// The name of the box by which one agrees.
pub const CONSENT: &str = "consent";
/// What stands on record as the source of the consent.
pub const SOURCE: &str = "formulaire";

/// What every form asks.
pub const ALWAYS: [Attr; 3] = [Attr::Given, Attr::Family, Attr::Email];
/// What a form asks where nothing is said.
pub const USUAL: [Attr; 4] = [Attr::Phone, Attr::Site, Attr::Language, Attr::Notices];
/// What a form may ask, in the order in which it does.
pub const OFFERED: [Attr; 21] = [
    Attr::Given,
    Attr::Family,
    Attr::Preferred,
    Attr::BirthName,
    Attr::Gender,
    Attr::Birth,
    Attr::Email,
    Attr::Phone,
    Attr::Street,
    Attr::Postcode,
    Attr::Town,
    Attr::Country,
    Attr::Language,
    Attr::Site,
    Attr::Service,
    Attr::Job,
    Attr::Category,
    Attr::Contract,
    Attr::Share,
    Attr::Hired,
    Attr::Notices,
];

/// The text that whoever joins agrees to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    version: String,
    title: Both,
    intro: Vec<Both>,
    consent: Vec<Both>,
    agree: Both,
    email: Both,
    notices: Both,
}

/// Read once; the tests find a fault in the embedded file.
static TEXTS: LazyLock<Option<Texts>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../templates/form/join.toml")).ok());

/// Returns the version of the text that whoever joins agrees to.
#[must_use]
pub fn version() -> &'static str {
    TEXTS.as_ref().map_or("", |texts| texts.version.as_str())
}

/// A text that somebody agreed to before, as it stood.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agreed {
    version: String,
    consent: Vec<Both>,
    agree: Both,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgreedFile {
    #[serde(default)]
    agreed: Vec<Agreed>,
}

/// The texts of before; a test finds a fault in the embedded file.
static BEFORE: LazyLock<AgreedFile> =
    LazyLock::new(|| toml::from_str(include_str!("../../../templates/form/agreed.toml")).unwrap_or_default());

/// Returns the text that whoever joined by this version agreed to, in its paragraphs: the wording of that day, not of today.
#[must_use]
pub fn agreed(version: &str) -> Option<Vec<Both>> {
    let now = TEXTS.iter().map(|texts| (&texts.version, &texts.consent, &texts.agree));
    let before = BEFORE.agreed.iter().map(|text| (&text.version, &text.consent, &text.agree));
    let (_, consent, agree) = now.chain(before).find(|(known, ..)| *known == version)?;
    Some(consent.iter().chain([agree]).cloned().collect())
}

/// Reads which fields a form asks besides those that every form asks: names of fields, in either language.
///
/// # Errors
/// What was typed and is no field that a form may ask.
pub fn fields(typed: &[String]) -> Result<BTreeSet<Attr>, String> {
    let mut out = BTreeSet::from(ALWAYS);
    for name in typed {
        let attr = Attr::read(name).filter(|attr| OFFERED.contains(attr));
        out.insert(attr.ok_or_else(|| name.clone())?);
    }
    if typed.is_empty() {
        out.extend(USUAL);
    }
    Ok(out)
}

/// Returns the page of a form.
#[must_use]
pub fn page(asked: &BTreeSet<Attr>, key: &str, words: Both, form: Id) -> Option<FormPage> {
    let texts = TEXTS.as_ref()?;
    let mut fields: Vec<Field> =
        OFFERED.iter().filter(|attr| asked.contains(attr)).map(|attr| field(*attr, texts)).collect();
    fields.push(Field {
        name: CONSENT.to_owned(),
        label: texts.agree.clone(),
        hint: texts.consent.clone(),
        required: true,
        entry: Entry::Agree(texts.version.clone()),
    });
    Some(FormPage {
        title: texts.title.clone(),
        intro: texts.intro.clone(),
        key: key.to_owned(),
        words,
        form: form.to_string(),
        pad: PAD,
        fields,
    })
}

fn field(attr: Attr, texts: &Texts) -> Field {
    let label = match attr {
        Attr::Notices => texts.notices.clone(),
        _ => Both { fr: label(attr, Lang::Fr), en: label(attr, Lang::En) },
    };
    let hint = if attr == Attr::Email { vec![texts.email.clone()] } else { Vec::new() };
    let entry = match attr {
        Attr::Email => Entry::Email,
        Attr::Phone => Entry::Phone,
        Attr::Birth | Attr::Hired => Entry::Day,
        Attr::Gender => {
            Entry::Pick(choices(Gender::ALL, |w| (w.code(), w.words(Lang::Fr), w.words(Lang::En))))
        }
        Attr::Language => {
            Entry::Pick(choices(Lang::ALL, |w| (w.code(), w.words(Lang::Fr), w.words(Lang::En))))
        }
        Attr::Category => {
            Entry::Pick(choices(Category::ALL, |w| (w.code(), w.words(Lang::Fr), w.words(Lang::En))))
        }
        Attr::Contract => {
            Entry::Pick(choices(Contract::ALL, |w| (w.code(), w.words(Lang::Fr), w.words(Lang::En))))
        }
        Attr::Notices => Entry::One(choices(&[true, false], |yes| {
            if yes { ("oui", "oui", "yes") } else { ("non", "non", "no") }
        })),
        _ => Entry::Line(200),
    };
    Field { name: attr.code().to_owned(), label, hint, required: ALWAYS.contains(&attr), entry }
}

fn label(attr: Attr, lang: Lang) -> String {
    let mut letters = attr.label(lang).chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn choices<T: Copy>(
    all: &[T],
    said: impl Fn(T) -> (&'static str, &'static str, &'static str),
) -> Vec<(String, Both)> {
    let one = |word: &T| {
        let (code, fr, en) = said(*word);
        (code.to_owned(), Both { fr: fr.to_owned(), en: en.to_owned() })
    };
    all.iter().map(one).collect()
}

/// Tells whether a key serves no longer: a device that could read it holds this part of the vault no more.
#[must_use]
pub fn is_stale(key: &FormKey, readers: &BTreeSet<String>) -> bool {
    !key.readers.is_subset(readers)
}

/// Tells whether a key that was replaced opens no longer.
#[must_use]
pub fn is_over(key: &FormKey, today: NaiveDate) -> bool {
    let until = key.replaced.and_then(|day| day.checked_add_days(Days::new(KEPT_DAYS)));
    key.replaced.is_some() && until.is_none_or(|until| until < today)
}

/// Why a file is not taken as a form. Names of fields are quoted by the face; there is no answer in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormFault {
    /// The file is longer than a form can be.
    TooLarge,
    /// There is no sealed text in it.
    NoText,
    /// There are several.
    SeveralTexts(usize),
    /// The sealed text is not whole.
    Damaged,
    /// No key of this vault opens it.
    NotHeld,
    /// Its key was replaced too long ago.
    Expired(NaiveDate),
    /// It was taken before.
    Taken,
    /// It is the same as another file, by its place.
    Same(usize),
    /// What was sealed is nothing that a form of ours seals.
    Content,
    /// Its form was not written from this vault.
    NoForm,
    /// A field that its form does not ask.
    Unasked(String),
    /// A field that is answered twice.
    Twice(String),
    /// Several answers where there is one.
    Several(Attr),
    /// More fields than any form has.
    Stuffed,
    /// An answer that cannot stand there.
    Value(Attr, Fault),
    /// An answer that is missing.
    Missing(Attr),
    /// Nobody agreed.
    NoConsent,
    /// What was agreed to is another text than that of the form.
    OtherConsent,
}

impl FormFault {
    /// Returns its code, for JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::NoText => "no-text",
            Self::SeveralTexts(_) => "several-texts",
            Self::Damaged => "damaged",
            Self::NotHeld => "not-held",
            Self::Expired(_) => "expired",
            Self::Taken => "taken",
            Self::Same(_) => "same",
            Self::Content => "content",
            Self::NoForm => "no-form",
            Self::Unasked(_) => "unasked",
            Self::Twice(_) => "twice",
            Self::Several(_) => "several",
            Self::Stuffed => "stuffed",
            Self::Value(..) => "value",
            Self::Missing(_) => "missing",
            Self::NoConsent => "no-consent",
            Self::OtherConsent => "other-consent",
        }
    }
}

/// What came back in a form. No `Debug`: it holds personal values.
#[derive(Clone, PartialEq, Eq)]
pub struct Came {
    /// The form.
    pub form: Id,
    /// The version of the text that was agreed to.
    pub consent: String,
    /// The answers.
    pub cells: BTreeMap<Attr, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    form: String,
    answers: Answers,
}

/// One text, or several of a question with boxes.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum Said {
    /// One text.
    One(String),
    /// Several.
    Several(Vec<String>),
}

/// The answers in the order in which they came, those that come twice as well.
pub struct Answers(pub Vec<(String, Said)>);

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Answers;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("answers by the names of fields")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Answers, A::Error> {
                let mut out = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    // One more than there may be tells that there were too many.
                    if out.len() <= ANSWERS_MOST {
                        out.push(pair);
                    }
                }
                Ok(Answers(out))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// Reads what was sealed: the name of the form and its answers, each field once.
///
/// # Errors
/// [`FormFault::TooLarge`], [`FormFault::Content`], [`FormFault::Stuffed`], [`FormFault::Twice`].
pub fn answers(plain: &[u8]) -> Result<(Id, Vec<(String, Said)>), FormFault> {
    if plain.len() > PLAIN_MOST {
        return Err(FormFault::TooLarge);
    }
    let sealed: Sealed = serde_json::from_slice(plain).map_err(|_| FormFault::Content)?;
    let form: Id = sealed.form.parse().map_err(|_| FormFault::Content)?;
    let answers = sealed.answers.0;
    if answers.len() > ANSWERS_MOST {
        return Err(FormFault::Stuffed);
    }
    let mut seen = BTreeSet::new();
    match answers.iter().find(|(name, _)| !seen.insert(name.as_str())) {
        Some((name, _)) => Err(FormFault::Twice(name.clone())),
        None => Ok((form, answers)),
    }
}

/// Takes the answers of a form of joining.
///
/// # Errors
/// [`FormFault`] for the first thing that its form does not ask, or that is missing.
pub fn came(id: Id, form: &Form, answers: Vec<(String, Said)>) -> Result<Came, FormFault> {
    let mut consent = None;
    let mut cells = BTreeMap::new();
    for (name, said) in answers {
        if name == CONSENT {
            consent = match said {
                Said::Several(mut boxes) if boxes.len() == 1 => boxes.pop(),
                _ => return Err(FormFault::OtherConsent),
            };
            continue;
        }
        let asked = OFFERED.iter().find(|attr| attr.code() == name && form.fields.contains(&name));
        let attr = *asked.ok_or(FormFault::Unasked(name))?;
        let Said::One(text) = said else { return Err(FormFault::Several(attr)) };
        let text = check::name(&text).map_err(|fault| FormFault::Value(attr, fault))?;
        cells.insert(attr, text);
    }
    if let Some(missing) = ALWAYS.into_iter().find(|attr| !cells.contains_key(attr)) {
        return Err(FormFault::Missing(missing));
    }
    match consent {
        None => Err(FormFault::NoConsent),
        Some(version) if version == form.consent => Ok(Came { form: id, consent: version, cells }),
        Some(_) => Err(FormFault::OtherConsent),
    }
}

const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
const END: &str = "-----END AGE ENCRYPTED FILE-----";

/// Finds the one sealed text of a file, within a mail or as it is, and takes its armor off: lines may have been broken anew, quoted
/// with `>`, or lost, as mails and scanners do.
///
/// # Errors
/// [`FormFault::TooLarge`], [`FormFault::NoText`], [`FormFault::SeveralTexts`], [`FormFault::Damaged`].
pub fn sealed(file: &[u8]) -> Result<Vec<u8>, FormFault> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    if file.len() > FILE_MOST {
        return Err(FormFault::TooLarge);
    }
    if file.starts_with(b"age-encryption.org/") {
        return Ok(file.to_vec());
    }
    let text = String::from_utf8_lossy(file);
    match text.matches(BEGIN).count() {
        0 => return Err(FormFault::NoText),
        1 => {}
        more => return Err(FormFault::SeveralTexts(more)),
    }
    let inner = text.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END)).map(|(inner, _)| inner);
    let inner = inner.ok_or(FormFault::Damaged)?;
    let kept: String = inner.chars().filter(|c| !c.is_whitespace() && *c != '>' && *c != '\u{a0}').collect();
    STANDARD.decode(kept).map_err(|_| FormFault::Damaged)
}

/// Writes what came as a table that an import reads: the same checks, the same finding of doubles.
///
/// `joined` is the day of joining of each, nothing for whoever is a member already.
#[must_use]
pub fn table(all: &[&Came], joined: &[Option<NaiveDate>], today: NaiveDate) -> Vec<u8> {
    let used: BTreeSet<Attr> = all.iter().flat_map(|came| came.cells.keys().copied()).collect();
    let mut out = Vec::new();
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(&mut out);
    let own = [Attr::Joined, Attr::ConsentSource, Attr::ConsentDate, Attr::ConsentVersion];
    let mut rows = vec![used.iter().chain(&own).map(|attr| attr.code().to_owned()).collect::<Vec<_>>()];
    for (came, joined) in all.iter().zip(joined) {
        let cell = |attr: &Attr| came.cells.get(attr).cloned().unwrap_or_default();
        let mut row: Vec<String> = used.iter().map(cell).collect();
        let source = format!("{SOURCE} {}", came.form.short());
        row.extend([
            joined.map(|day| day.to_string()).unwrap_or_default(),
            source,
            today.to_string(),
            came.consent.clone(),
        ]);
        rows.push(row);
    }
    for row in rows {
        // It is written to memory.
        let _ = writer.write_record(&row);
    }
    drop(writer);
    out
}

#[cfg(test)]
mod tests;
