//! The letters that come with the program: `letter.toml` says what each must carry, `fr.md` is the letter, `en.md` a gloss of it.
//!
//! What several letters share (who sends, who gets it, what a letter to the employer never says) stands in `common.toml`.

use std::{collections::BTreeMap, sync::OnceLock};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    base::{Lang, word::codes},
    render::{
        Compiled, Manifest, Purpose, RenderError, Values, Variable,
        built::{self, Built, built},
        manifest::Both,
        values,
    },
};

codes! {
    /// How a letter goes.
    How {
        /// *Lettre recommandée avec avis de réception*.
        Registered = "registered", "recommandé", "registered letter";
        /// *Remise en main propre contre décharge*.
        Hand = "hand", "main-propre", "handed over";
        /// By electronic mail.
        Email = "email", "courriel", "email";
        /// At the registry of a court (*greffe*).
        Registry = "registry", "greffe", "registry";
        /// On a board (*panneau*).
        Board = "board", "panneau", "on the board";
        /// In whatever way.
        Free = "free", "libre", "any way";
    }
}

codes! {
    /// The moment in the life of a section to which a letter belongs.
    Moment {
        /// The section is made.
        Foundation = "foundation", "création de la section", "the section is made";
        /// Somebody gets or leaves a mandate.
        Mandate = "mandate", "mandats", "mandates";
        /// Elections of the CSE.
        Election = "election", "élections", "elections";
        /// Bargaining.
        Bargaining = "bargaining", "négociation", "bargaining";
        /// Leave and hours.
        Leave = "leave", "congés et heures", "leave and hours";
        /// Questions, alerts and strikes.
        Alert = "alert", "alertes et grève", "alerts and strikes";
        /// Life inside the union.
        Inside = "inside", "vie du syndicat", "inside the union";
        /// Rights of people over their data.
        Data = "data", "données personnelles", "personal data";
    }
}

codes! {
    /// How much a mention is needed.
    Need {
        /// A text or a ruling asks for it: without it there is no letter.
        Required = "required", "obligatoire", "required";
        /// It is usual or serves as proof: without it there is a warning.
        Usual = "usual", "d’usage", "usual";
    }
}

codes! {
    /// How a ruling or another text is known.
    Seen {
        /// The text itself, or its official summary, was read.
        Text = "text", "texte lu", "text read";
        /// A page quotes it; the text itself was not read.
        Page = "page", "d’après une page", "by a page";
    }
}

/// A ruling that a letter rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// Its day, where it is known.
    #[serde(default)]
    pub day: Option<NaiveDate>,
    /// How it is known.
    pub seen: Seen,
}

/// Something that a letter carries.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    /// The variable that holds it.
    #[serde(default)]
    pub variable: Option<String>,
    /// The words of the letter itself that are it.
    #[serde(default)]
    pub words: Option<String>,
    /// Whether the letter is none without it.
    pub need: Need,
    /// The article of the Code du travail, as `L2142-1`.
    #[serde(default)]
    pub article: Option<String>,
    /// The number of a ruling of the Cour de cassation.
    #[serde(default)]
    pub ruling: Option<String>,
    /// Another text.
    #[serde(default)]
    pub other: Option<String>,
    /// How the other text is known.
    #[serde(default)]
    pub seen: Option<Seen>,
    /// What it is.
    pub about: Both,
    /// Other variables and the values with which it is not needed.
    #[serde(default)]
    pub unless: BTreeMap<String, String>,
}

/// Words that a letter never says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Never {
    /// The beginnings of words, or several words.
    pub words: Vec<String>,
    /// Why.
    pub why: Both,
    /// The article or the ruling.
    pub ground: String,
}

/// What makes a letter void, or is dangerous.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Danger {
    /// What.
    pub about: Both,
    /// The article or the ruling.
    pub ground: String,
}

/// A fact that enters the agenda when a letter has gone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Records {
    /// The kind of fact.
    pub code: String,
    /// Its day: `sent`, `received`, or a variable that is a date.
    pub day: String,
    /// The variables that say what it is about.
    #[serde(default)]
    pub about: Vec<String>,
    /// The variable that is the subject of bargaining.
    #[serde(default)]
    pub terms: Option<String>,
    /// Other variables and the values with which it is recorded.
    #[serde(default)]
    pub when: BTreeMap<String, String>,
}

/// What several letters share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    #[serde(default)]
    from: Vec<String>,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    sign: Vec<String>,
    /// Whether it is of one person, so that nothing of it is taken to the next letter.
    #[serde(default)]
    of_person: bool,
    #[serde(default)]
    never: Vec<String>,
    #[serde(default)]
    mention: Vec<Mention>,
    #[serde(default)]
    variable: BTreeMap<String, Variable>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    ruling: BTreeMap<String, Ruling>,
    group: BTreeMap<String, Group>,
    never: BTreeMap<String, Never>,
}

/// What a letter of a section's own need not say: it belongs to the life of the union, and goes in whatever way.
const fn inside() -> Moment {
    Moment::Inside
}

const fn nobody() -> Both {
    Both { fr: String::new(), en: String::new() }
}

fn any_way() -> Vec<How> {
    vec![How::Free]
}

/// A `letter.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Both,
    #[serde(default = "inside")]
    moment: Moment,
    #[serde(default = "nobody")]
    from: Both,
    #[serde(default = "nobody")]
    to: Both,
    #[serde(default = "any_way")]
    forms: Vec<How>,
    #[serde(default)]
    form_why: Option<Both>,
    #[serde(default)]
    uses: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
    #[serde(default)]
    articles: Vec<String>,
    #[serde(default)]
    after: Option<Both>,
    #[serde(default)]
    fact: Vec<Records>,
    #[serde(default)]
    mention: Vec<Mention>,
    #[serde(default)]
    danger: Vec<Danger>,
    #[serde(default)]
    variable: BTreeMap<String, Variable>,
}

/// A letter: what it must carry, and its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its name, as typed.
    pub id: String,
    /// What it is.
    pub title: Both,
    /// When in the life of a section.
    pub moment: Moment,
    /// Who sends it.
    pub from: Both,
    /// Who gets it.
    pub to: Both,
    /// How it goes, the best way first.
    pub forms: Vec<How>,
    /// Why in no other way.
    pub form_why: Option<Both>,
    /// The variables of the block of the sender, in lines.
    pub sender: Vec<String>,
    /// The variables of the block of who gets it, in lines.
    pub addressee: Vec<String>,
    /// The variables below it, in lines: who signs.
    pub signed: Vec<String>,
    /// What it carries.
    pub mentions: Vec<Mention>,
    /// What it never says.
    pub never: Vec<Never>,
    /// What makes it void, or is dangerous.
    pub dangers: Vec<Danger>,
    /// Articles on which it rests beside those of its mentions.
    pub articles: Vec<String>,
    /// What to do once it has gone.
    pub after: Option<Both>,
    /// The facts that it records.
    pub facts: Vec<Records>,
    /// Its variables, those of its groups with them.
    pub manifest: Manifest,
    /// The variables of its groups: who sends, who gets it.
    pub shared: Vec<String>,
    /// Those of them that stay the same from letter to letter.
    pub stays: Vec<String>,
    french: String,
    /// The gloss; none for a letter of a section's own that has none.
    english: Option<String>,
    /// Whether the section wrote it.
    pub own: bool,
}

/// In the order of a section's life.
const BUILT: &[Built] = built![
    "letters", "letter.toml":
    "section-created",
    "statutes-filing",
    "means-request",
    "poster-sent",
    "designation-rss",
    "designation-ds",
    "renunciation",
    "designation-ds-extra",
    "designation-ds-central",
    "designation-rs",
    "inspector-copy",
    "board-notice",
    "imminence",
    "mandate-interview",
    "mandate-ended",
    "elections-asked",
    "invitation-answer",
    "negotiation-mandate",
    "protocol-counter",
    "reserves",
    "dreets-referral",
    "electors-request",
    "candidate-consent",
    "list-filing",
    "minutes-remark",
    "minutes-copy",
    "replacement-told",
    "petition",
    "bargaining-request",
    "information-request",
    "demands",
    "delegation-told",
    "disagreement-minutes",
    "employer-default",
    "agreement-notified",
    "filing-request",
    "names-removal",
    "referendum-request",
    "denunciation",
    "revision-request",
    "accession",
    "express-mandate",
    "training-leave",
    "cse-training-leave",
    "attendance-paper",
    "refusal-contest",
    "hours-carried",
    "hours-given",
    "delegates-hours",
    "questions-note",
    "meeting-request",
    "danger-alert",
    "rights-alert",
    "environment-alert",
    "economic-alert",
    "precarious-alert",
    "expert-vote",
    "strike-demands",
    "notice-of-strike",
    "assembly-call",
    "assembly-minutes",
    "resignation-receipt",
    "confidentiality",
    "data-information",
    "data-access",
    "data-correction",
    "data-erasure",
    "data-objection",
    "data-refusal",
    "breach-authority",
    "breach-members",
];

/// What several letters share.
const COMMON: &str = include_str!("../../templates/letters/common.toml");

/// Returns what several letters share; nothing where the file is not of the form, which a test excludes.
fn common() -> Result<&'static Common, String> {
    static HELD: OnceLock<Result<Common, String>> = OnceLock::new();
    let read = || toml::from_str(COMMON).map_err(|e| e.message().to_owned());
    HELD.get_or_init(read).as_ref().map_err(Clone::clone)
}

/// Returns a ruling by its number.
#[must_use]
pub fn ruling(number: &str) -> Option<Ruling> {
    common().ok()?.ruling.get(number).copied()
}

/// Returns the numbers of the rulings on which letters rest.
#[must_use]
pub fn rulings() -> Vec<&'static str> {
    common().map(|common| common.ruling.keys().map(String::as_str).collect()).unwrap_or_default()
}

impl Letter {
    /// Returns the names of the letters, in the order of a section's life.
    #[must_use]
    pub fn built_in() -> Vec<&'static str> {
        built::names(BUILT)
    }

    /// Returns a letter.
    ///
    /// # Errors
    /// [`RenderError::NoSuchNotice`] with the names there are.
    pub fn named(id: &str) -> Result<Self, RenderError> {
        let built = built::named(BUILT, id)?;
        Self::from_files(built.id, built.manifest, built.french, Some(built.english))
    }

    /// Returns the files of a letter as they are: `letter.toml`, `fr.md`, `en.md`.
    ///
    /// # Errors
    /// [`RenderError::NoSuchNotice`] with the names there are.
    pub fn files(id: &str) -> Result<[&'static str; 3], RenderError> {
        let built = built::named(BUILT, id)?;
        Ok([built.manifest, built.french, built.english])
    }

    /// Returns every letter.
    ///
    /// # Errors
    /// A file that is not of the form, which a test excludes.
    pub fn all() -> Result<Vec<Self>, RenderError> {
        BUILT.iter().map(|b| Self::named(b.id)).collect()
    }

    /// Makes a letter of the content of its files.
    ///
    /// # Errors
    /// [`RenderError::Manifest`] for a file that is not of the form.
    pub fn from_files(
        id: &str,
        manifest: &str,
        french: &str,
        english: Option<&str>,
    ) -> Result<Self, RenderError> {
        let bad = |detail: String| RenderError::Manifest { notice: id.to_owned(), detail };
        let file: File = toml::from_str(manifest).map_err(|e| bad(e.message().to_owned()))?;
        let common = common().map_err(&bad)?;
        let (mut sender, mut addressee) = (Vec::new(), Vec::new());
        let mut signed = Vec::new();
        let (mut mentions, mut never) = (Vec::new(), file.never.clone());
        let (mut variables, mut shared) = (BTreeMap::new(), Vec::new());
        let mut stays = Vec::new();
        for name in &file.uses {
            let group = common.group.get(name).ok_or_else(|| bad(format!("there is no group `{name}`")))?;
            sender.extend(group.from.iter().cloned());
            addressee.extend(group.to.iter().cloned());
            signed.extend(group.sign.iter().cloned());
            mentions.extend(group.mention.iter().cloned());
            never.extend(group.never.iter().cloned());
            shared.extend(group.variable.keys().cloned());
            stays.extend(group.variable.keys().filter(|_| !group.of_person).cloned());
            variables.extend(group.variable.clone());
        }
        mentions.extend(file.mention);
        variables.extend(file.variable);
        let of = |name: &String| {
            let found = common.never.get(name).cloned();
            found.ok_or_else(|| bad(format!("there is no list `{name}` of what is never said")))
        };
        let never = never.iter().map(of).collect::<Result<_, _>>()?;
        let manifest = Manifest {
            about: file.title.clone(),
            purpose: Purpose::Statutory,
            audience: None,
            ledger: None,
            only: None,
            variables,
        };
        Ok(Self {
            id: id.to_owned(),
            title: file.title,
            moment: file.moment,
            from: file.from,
            to: file.to,
            forms: file.forms,
            form_why: file.form_why,
            sender,
            addressee,
            signed,
            mentions,
            never,
            dangers: file.danger,
            articles: file.articles,
            after: file.after,
            facts: file.fact,
            manifest,
            shared,
            stays,
            french: french.to_owned(),
            english: english.map(str::to_owned),
            own: false,
        })
    }

    /// Checks and compiles the text of one language.
    ///
    /// # Errors
    /// See [`Compiled::new`].
    pub fn compile(&self, tongue: Lang) -> Result<Compiled, RenderError> {
        match &self.english {
            Some(english) if tongue == Lang::En => Compiled::new(&self.id, tongue, &self.manifest, english),
            _ => Compiled::new(&self.id, Lang::Fr, &self.manifest, &self.french),
        }
    }

    /// Reads what was typed; what is not there is nothing, and whether it may be is another question.
    ///
    /// # Errors
    /// [`RenderError::NotDeclared`], [`RenderError::BadValue`], [`RenderError::NotAChoice`].
    pub fn values(&self, typed: &BTreeMap<String, Vec<String>>) -> Result<Values, RenderError> {
        values::read_some(&self.manifest, typed)
    }

    /// Returns the languages of its texts.
    #[must_use]
    pub const fn tongues(&self) -> &'static [Lang] {
        if self.english.is_some() { &[Lang::Fr, Lang::En] } else { &[Lang::Fr] }
    }

    /// Returns a variable.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.manifest.variables.get(name)
    }
}
