//! What a letter lacks, what it may not say, on which versions of the law it rests; the page, the text and the document to edit.

pub mod own;

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::NaiveDate;

use crate::{
    base::{Lang, date, text::fold},
    law::{
        cited,
        texts::{Damaged, Texts},
    },
    render::{
        Given, Letter, RenderError, Values, engine, escape_html as html, fragment,
        letter::{self, How, Mention, Need, Never, Records, Seen},
        manifest::Both,
        odt::{Looks, Odt},
        sheet,
    },
    tr,
};

/// The variable of the day that stands on a letter.
pub const DATE: &str = "date";
/// The variable of the place.
const PLACE: &str = "place";

/// Something that a letter lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The variable.
    pub name: String,
    /// What it is.
    pub about: Both,
    /// The article or the ruling; empty where only the sentence needs it.
    pub ground: String,
    /// A value as one would type it.
    pub sample: String,
}

/// Words that a letter never says, as they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The variable in which they stand.
    pub name: String,
    /// The words.
    pub quote: String,
    /// Why they are never said.
    pub never: Never,
}

/// An article on which a letter rests, on the day of the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resting {
    /// Its number as the code writes it.
    pub number: String,
    /// The version in force, and its first day; nothing where that is not known.
    pub version: Option<(String, NaiveDate)>,
    /// Whether it is in force no longer.
    pub ended: bool,
    /// Whether the letter names it.
    pub named: bool,
}

/// A letter as it is printed and kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its subject.
    pub subject: String,
    /// The whole as text.
    pub text: String,
    /// The whole as a page to print.
    pub html: String,
    /// The whole as a document to edit.
    pub odt: Vec<u8>,
    /// What it rests on.
    pub articles: Vec<Resting>,
}

/// Returns the ground of a mention in one text: article, ruling with its day, another text.
#[must_use]
pub fn ground(mention: &Mention) -> String {
    let ruling = mention.ruling.as_ref().map(|number| {
        let day = letter::ruling(number).and_then(|r| r.day);
        let day = day.map(|day| format!(" {}", date::shown(Lang::Fr, day))).unwrap_or_default();
        format!("Cass. soc.{day}, {number}")
    });
    let article = mention.article.as_deref().map(spaced);
    [article, ruling, mention.other.clone()].into_iter().flatten().collect::<Vec<_>>().join("\u{a0}; ")
}

/// Returns how the ground of a mention is known.
#[must_use]
pub fn seen(mention: &Mention) -> Seen {
    let of_ruling = mention.ruling.as_ref().and_then(|number| letter::ruling(number)).map(|r| r.seen);
    mention.seen.or(of_ruling).unwrap_or(Seen::Text)
}

fn is_nothing(values: &Values, name: &str) -> bool {
    matches!(values.get(name), None | Some(Given::Nothing))
}

/// Tells whether variables have these values.
fn have(values: &Values, wanted: &BTreeMap<String, String>) -> bool {
    wanted.iter().all(|(name, value)| values.get(name).is_some_and(|given| given.plain(Lang::Fr) == *value))
}

fn lack(letter: &Letter, name: &str, about: &Both, ground: String) -> Lack {
    let sample = letter.variable(name).map(|v| v.sample.typed().join(", ")).unwrap_or_default();
    Lack { name: name.to_owned(), about: about.clone(), ground, sample }
}

/// Returns what a letter lacks: what it must have, then what it usually has.
#[must_use]
pub fn lacks(letter: &Letter, values: &Values) -> [Vec<Lack>; 2] {
    let [mut required, mut usual] = [Vec::<Lack>::new(), Vec::new()];
    for mention in &letter.mentions {
        let Some(name) = mention.variable.as_deref() else { continue };
        let excused = !mention.unless.is_empty() && have(values, &mention.unless);
        if !is_nothing(values, name) || excused {
            continue;
        }
        let one = lack(letter, name, &mention.about, ground(mention));
        match mention.need {
            Need::Required if required.iter().all(|l| l.name != name) => required.push(one),
            Need::Usual => usual.push(one),
            Need::Required => {}
        }
    }
    // What no text asks for, and no sentence can do without.
    for (name, variable) in &letter.manifest.variables {
        let known = required.iter().any(|l| l.name == *name);
        if !variable.optional && !known && is_nothing(values, name) {
            required.push(lack(letter, name, &variable.about, String::new()));
        }
    }
    [required, usual]
}

/// Finds the first words in what was typed that the letter never says. Names of who sends and who gets it are left alone.
#[must_use]
pub fn said(letter: &Letter, typed: &BTreeMap<String, Vec<String>>) -> Option<Said> {
    let own = typed.iter().filter(|(name, _)| !letter.shared.contains(name));
    let texts = own.flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
    texts.into_iter().find_map(|(name, value)| {
        letter.never.iter().find_map(|never| {
            let quote = never.words.iter().find_map(|word| quoted(value, word))?;
            Some(Said { name: name.clone(), quote, never: never.clone() })
        })
    })
}

/// Finds words that begin as these do, and returns them as they were typed.
fn quoted(text: &str, stem: &str) -> Option<String> {
    let wanted = fold(stem);
    let count = wanted.split(' ').count();
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '·').filter(|w| !w.is_empty()).collect();
    let found = parts.windows(count).find(|window| fold(&window.join(" ")).starts_with(&wanted))?;
    Some(found.join(" "))
}

/// Returns the articles on which a letter rests, each with its version of a day.
///
/// # Errors
/// [`Damaged`] texts of the law.
pub fn articles(letter: &Letter, on: NaiveDate, text: &str) -> Result<Vec<Resting>, Damaged> {
    let texts = Texts::held()?;
    let mut numbers: Vec<&String> =
        letter.mentions.iter().filter_map(|m| m.article.as_ref()).chain(&letter.articles).collect();
    numbers.sort();
    numbers.dedup();
    let named = cited::articles(text);
    let one = |number: &String| {
        let article = texts.article(number);
        let version = article.and_then(|a| a.on(on)).map(|v| (v.id.to_string(), v.from));
        let doubt = article.and_then(|a| a.doubt(on)).is_some();
        let ended = version.is_none() && !doubt;
        Resting { number: number.clone(), ended, version, named: named.contains(number) }
    };
    Ok(numbers.into_iter().map(one).collect())
}

/// Returns the number of an article as people write it: `L. 2143-3`.
#[must_use]
pub fn spaced(number: &str) -> String {
    let mut chars = number.chars();
    let first = chars.next().map(String::from).unwrap_or_default();
    format!("{first}. {}", chars.as_str())
}

/// How a letter goes, as it stands on it.
fn way(lang: Lang, how: How) -> Option<String> {
    Some(match how {
        How::Registered => {
            tr!(lang, "Lettre recommandée avec avis de réception", "Registered letter with notice of receipt")
        }
        How::Hand => tr!(lang, "Remise en main propre contre décharge", "Handed over against a receipt"),
        How::Email => tr!(
            lang,
            "Par courriel, avec demande d’accusé de réception",
            "By email, with a request of acknowledgement"
        ),
        How::Registry => tr!(lang, "Remise ou adressée au greffe", "Handed or sent to the registry"),
        How::Board | How::Free => return None,
    })
}

/// The lines of a block: the variables that are there.
fn block(values: &Values, names: &[String], lang: Lang) -> Vec<String> {
    let lines = names.iter().filter(|name| !is_nothing(values, name));
    lines.filter_map(|name| values.get(name)).map(|given| given.plain(lang)).collect()
}

/// Writes a letter: the French is what is sent, the English a gloss of it.
///
/// # Errors
/// What is wrong with a template, never a value; a text of the law that is damaged.
pub fn page(
    letter: &Letter,
    values: &Values,
    (how, on): (How, NaiveDate),
    lang: Lang,
) -> Result<Page, PageError> {
    let (subject, body) = letter.compile(lang)?.draft(values)?;
    let written = engine::written(&subject, &body, lang).map_err(|_| PageError::Draft)?;
    let parts = Parts {
        sender: block(values, &letter.sender, lang),
        to: block(values, &letter.addressee, lang),
        dated: dated(lang, values),
        way: way(lang, how),
        signed: block(values, &letter.signed, lang),
        receipt: how == How::Hand,
        articles: articles(letter, on, &format!("{subject}\n{}", written.text))?,
        on,
    };
    Ok(Page {
        text: parts.text(lang, &written.subject, &written.text),
        html: parts.html(lang, &written.subject, &fragment(&body, lang)),
        odt: parts.odt(lang, &written.subject, &body)?,
        subject: written.subject,
        articles: parts.articles,
    })
}

/// Why a page is not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// A template.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The texts of the law.
    #[error(transparent)]
    Law(#[from] Damaged),
    /// What came out is no letter: too long, or with signs that do not show.
    #[error("what came out is no letter")]
    Draft,
}

/// What stands around the body.
struct Parts {
    sender: Vec<String>,
    to: Vec<String>,
    dated: String,
    way: Option<String>,
    signed: Vec<String>,
    receipt: bool,
    articles: Vec<Resting>,
    on: NaiveDate,
}

fn dated(lang: Lang, values: &Values) -> String {
    let plain = |name: &str| values.get(name).map(|given| given.plain(lang)).unwrap_or_default();
    let (place, date) = (plain(PLACE), plain(DATE));
    // The day of the week stands on no letter.
    let date = date.split_once(' ').map_or(date.as_str(), |(_, rest)| rest);
    if place.is_empty() {
        return tr!(lang, "Le {date}", "{date}");
    }
    tr!(lang, "{place}, le {date}", "{place}, {date}")
}

impl Parts {
    /// What whoever receives the letter writes on the copy.
    fn receipt(lang: Lang) -> [String; 4] {
        [
            tr!(lang, "Reçu le (jour, heure)", "Received on (day, hour)"),
            tr!(lang, "Nom", "Name"),
            tr!(lang, "Fonction", "Office"),
            tr!(lang, "Signature, cachet", "Signature, stamp"),
        ]
    }

    /// The versions of the articles that the letter names.
    fn foot(&self, lang: Lang) -> Option<String> {
        let one = |a: &Resting| {
            let (number, version) = (spaced(&a.number).replace(' ', "\u{a0}"), a.version.as_ref()?);
            let id = &version.0;
            Some(format!("{number} ({id})"))
        };
        let all: Vec<String> = self.articles.iter().filter(|a| a.named).filter_map(one).collect();
        let on = date::shown(lang, self.on);
        let list = all.join(", ");
        (!all.is_empty()).then(|| {
            tr!(
                lang,
                "Code du travail, versions en vigueur au {on}\u{a0}: {list}.",
                "Code du travail, versions in force on {on}: {list}."
            )
        })
    }

    fn gloss(lang: Lang) -> Option<String> {
        (lang == Lang::En)
            .then(|| "A gloss to understand the letter by; the French text is what is sent.".to_owned())
    }

    fn text(&self, lang: Lang, subject: &str, body: &str) -> String {
        let mut out = String::new();
        let mut part = |lines: &[String]| {
            if !lines.is_empty() {
                let _ = writeln!(out, "{}\n", lines.join("\n"));
            }
        };
        part(&Self::gloss(lang).into_iter().collect::<Vec<_>>());
        part(&self.sender);
        part(&self.to);
        part(std::slice::from_ref(&self.dated));
        part(&self.way.iter().cloned().collect::<Vec<_>>());
        part(&[tr!(lang, "Objet\u{a0}: {subject}", "Subject: {subject}")]);
        part(&[body.trim().to_owned()]);
        part(&self.signed);
        if self.receipt {
            let lines = Self::receipt(lang).map(|name| tr!(lang, "{name}\u{a0}:", "{name}:"));
            part(&lines);
        }
        part(&self.foot(lang).into_iter().collect::<Vec<_>>());
        format!("{}\n", out.trim_end())
    }

    fn odt(&self, lang: Lang, subject: &str, body: &str) -> Result<Vec<u8>, PageError> {
        let mut out = Odt::new(lang);
        out.lines(Looks::Small, &Self::gloss(lang).into_iter().collect::<Vec<_>>());
        out.lines(Looks::Plain, &self.sender);
        out.lines(Looks::Right, &self.to);
        out.lines(Looks::End, std::slice::from_ref(&self.dated));
        out.lines(Looks::Bold, &self.way.iter().cloned().collect::<Vec<_>>());
        out.heading(&tr!(lang, "Objet\u{a0}: {subject}", "Subject: {subject}"));
        out.markdown(body);
        out.lines(Looks::Right, &self.signed);
        if self.receipt {
            out.to_fill(&Self::receipt(lang).map(|name| tr!(lang, "{name}\u{a0}:", "{name}:")));
        }
        out.lines(Looks::Small, &self.foot(lang).into_iter().collect::<Vec<_>>());
        out.packed(&tr!(lang, "Lettre", "Letter")).map_err(|_| PageError::Draft)
    }

    fn html(&self, lang: Lang, subject: &str, body: &str) -> String {
        let lines = |all: &[String]| all.iter().map(|l| html(l)).collect::<Vec<_>>().join("<br>");
        let mut out = String::new();
        let mut part = |class: &str, text: &str| {
            if !text.is_empty() {
                let _ = writeln!(out, "<p class=\"{class}\">{text}</p>");
            }
        };
        part("gloss", &Self::gloss(lang).unwrap_or_default());
        part("from", &lines(&self.sender));
        part("to", &lines(&self.to));
        part("dated", &html(&self.dated));
        part("way", &html(self.way.as_deref().unwrap_or_default()));
        let subject = html(subject);
        let heading = tr!(lang, "Objet\u{a0}: {subject}", "Subject: {subject}");
        let _ = write!(out, "<h1>{heading}</h1>\n{body}");
        if !self.signed.is_empty() {
            let _ = writeln!(out, "<p class=\"sign\">{}</p>", lines(&self.signed));
        }
        if self.receipt {
            let caption = tr!(lang, "Décharge", "Receipt");
            let _ = writeln!(out, "<table>\n<caption>{caption}</caption>\n<tbody>");
            for name in Self::receipt(lang) {
                let _ = writeln!(out, "<tr><th scope=\"row\">{name}</th><td></td></tr>");
            }
            out.push_str("</tbody>\n</table>\n");
        }
        if let Some(foot) = self.foot(lang) {
            let _ = writeln!(out, "<p class=\"foot\">{}</p>", html(&foot));
        }
        sheet(lang, &tr!(lang, "Lettre", "Letter"), STYLE, &out)
    }
}

const STYLE: &str = "\
@page { size: A4; margin: 22mm }
body { font: 11pt/1.45 sans-serif; color: #111; background: #fff; margin: 0 auto; max-width: 44rem; padding: 1rem }
h1 { font-size: 1.05rem; margin: 1.8rem 0 1.2rem }
h2 { font-size: 1rem; margin: 1.2rem 0 .4rem }
p, li { orphans: 3; widows: 3 }
.to { margin: 1.5rem 0 1.5rem 55% }
.dated { text-align: right }
.way { font-weight: bold }
.sign { margin: 2.5rem 0 4rem 55%; break-inside: avoid }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; break-inside: avoid }
caption { text-align: left; font-weight: bold; padding: .2rem 0 }
th, td { border: 1px solid #767676; padding: .5rem; text-align: left }
th { width: 35%; font-weight: normal }
.foot, .gloss { font-size: .8rem; color: #333 }
@media print { body { max-width: none; padding: 0 } }
";

/// Tells whether the name, the title or the moment of a letter has each of these words, in either language.
#[must_use]
pub fn answers(letter: &Letter, words: &[String]) -> bool {
    let Both { fr, en } = &letter.title;
    let (french, english) = (letter.moment.words(Lang::Fr), letter.moment.words(Lang::En));
    let all = fold(&format!("{} {fr} {en} {french} {english}", letter.id));
    words.iter().flat_map(|typed| typed.split_whitespace()).all(|word| all.contains(&fold(word)))
}

/// A paper that another noun makes, listed among the letters so that whoever looks for it finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// What it is.
    pub title: Both,
    /// The command that makes it.
    pub command: &'static str,
}

/// Returns the papers that other nouns make.
#[must_use]
pub fn elsewhere() -> Vec<Elsewhere> {
    let both = |fr: &str, en: &str| Both { fr: fr.to_owned(), en: en.to_owned() };
    vec![
        Elsewhere {
            title: both(
                "attestation de cotisations pour les impôts, une par membre",
                "certificate of dues for the tax office, one for each member",
            ),
            command: "dues certificate",
        },
        Elsewhere {
            title: both(
                "réponse à une demande d’accès\u{a0}: la copie de ce qui est gardé",
                "answer to an access request: the copy of what is held",
            ),
            command: "member access-request",
        },
        Elsewhere {
            title: both(
                "registre des traitements, sur le modèle de la CNIL",
                "record of processing, on the model of the CNIL",
            ),
            command: "privacy record",
        },
        Elsewhere {
            title: both("preuve de deux membres, pour le juge", "proof of two members, for the judge"),
            command: "proof make",
        },
    ]
}

impl Elsewhere {
    /// Tells whether its title has each of these words, in either language.
    #[must_use]
    pub fn answers(&self, words: &[String]) -> bool {
        let all = fold(&format!("{} {} {}", self.title.fr, self.title.en, self.command));
        words.iter().flat_map(|typed| typed.split_whitespace()).all(|word| all.contains(&fold(word)))
    }
}

/// The facts that a letter sets into the agenda with these values.
#[must_use]
pub fn facts<'a>(letter: &'a Letter, values: &Values) -> Vec<&'a Records> {
    letter.facts.iter().filter(|fact| have(values, &fact.when)).collect()
}

/// Returns the name that is proposed for the file: nothing of what is in it.
#[must_use]
pub fn file_name(on: NaiveDate, lang: Lang) -> String {
    let word = tr!(lang, "lettre", "letter");
    format!("{on}-{word}.html")
}

#[cfg(test)]
mod tests;
