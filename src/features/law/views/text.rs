//! The texts of the law, what rests on them and what a search finds, as data.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    base::word::codes,
    features::law::rules::text::{
        Aside, At, Compared, Kind, Mark, OfCode, Query, Resting, Text, TextError, Trust,
    },
    law::{
        Label, Standing,
        texts::{Article, Later, Source, Version},
    },
};

/// The official page of a version.
#[must_use]
pub fn page(version: &Version) -> String {
    format!("https://www.legifrance.gouv.fr/codes/article_lc/{}", version.id)
}

/// A text.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum AText {
    /// An article of the Code du travail.
    Code(Box<AnArticle>),
    /// A text beside it.
    Beside(OtherText),
}

codes! {
    /// How an article stands on a day.
    ArticleState {
        InForce = "in-force", "en vigueur", "in force";
        NotInForce = "not-in-force", "pas en vigueur", "not in force";
        /// Between two looks at the official list, the second of which saw a change.
        Changed = "changing", "modifié ou abrogé vers ce jour", "changed or repealed about that day";
        /// On a day that is not known.
        Ended = "ended-since", "abrogé ou renuméroté depuis", "repealed or renumbered since";
    }
}

/// An article of the Code du travail on a day.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnArticle {
    /// Its number.
    pub article: String,
    /// The titles of the sections around it, the widest first.
    pub sections: Vec<String>,
    /// The day asked about.
    pub on: NaiveDate,
    /// How it stands on that day.
    pub state: ArticleState,
    /// The version in force on that day; where the article had ended, or perhaps changed, on a day that is not known, the
    /// version of before.
    pub version: Option<AVersion>,
    /// The version of before, where the text of the one in force is not held.
    pub before: Option<AVersion>,
    /// The change on a day that is not known with which the version begins, by which the article had ended, or that had
    /// perhaps come.
    pub change: Option<AChange>,
    /// The day up to which it is known what is in force, where it lies more than a year before the day asked about.
    pub not_verified_since: Option<NaiveDate>,
    /// Every version since 2018, the oldest first.
    pub versions: Vec<Known>,
    /// The comparison with another day, where it was asked for.
    pub diff: Option<ADiff>,
    /// Where the texts come from.
    pub source: ASource,
}

/// What is known of a version.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Known {
    /// Its identifier on Légifrance.
    pub version: String,
    /// The first day; the first one on which it was seen, where `begins` says so.
    pub from: NaiveDate,
    /// The last day; the last one on which it was seen, where `ends` says so; nothing while no end is known.
    pub to: Option<NaiveDate>,
    /// The two looks between which it began, where its first day is not known.
    pub begins: Option<Between>,
    /// The two looks between which it ended, where its last day is not known.
    pub ends: Option<Between>,
    /// What the official source says of it, in its own code (`VIGUEUR`, `MODIFIE`); nothing where it ended since it said so,
    /// or is known by its number alone.
    pub status: Option<&'static str>,
    /// Whether its text is held.
    pub held: bool,
    /// Whether its text is held and was read in a copy of Légifrance (`data/law/read.toml`), not in a release of the source.
    pub copy: bool,
    /// The official page.
    pub page: String,
}

/// Two looks at the official list of what is in force.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Between {
    /// The day of the last look that saw what was before.
    pub after: NaiveDate,
    /// The day of the first look that saw the change.
    pub by: NaiveDate,
}

impl From<Later> for Between {
    fn from(later: Later) -> Self {
        Self { after: later.after, by: later.by }
    }
}

/// A version with its text.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AVersion {
    #[serde(flatten)]
    pub(crate) known: Known,
    /// The text, a paragraph or a row of a table in each line; nothing where it is not held.
    pub text: Option<String>,
    /// The note of the publisher.
    pub note: Option<String>,
}

/// A change on a day that is not known.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AChange {
    /// The version in force afterwards; nothing where there is none.
    pub version: Option<String>,
    /// The days between which it came.
    #[serde(flatten)]
    pub between: Between,
}

/// Two versions word by word.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ADiff {
    /// The older version.
    pub before: Known,
    /// The newer version.
    pub after: Known,
    /// The pieces in their order.
    pub pieces: Vec<APiece>,
}

/// A piece of one text or of both.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct APiece {
    /// In both texts, in the older alone, in the newer alone.
    pub kind: PieceKind,
    /// The piece.
    pub text: String,
}

codes! {
    /// Where a piece stands.
    PieceKind {
        Same = "same", "inchangé", "unchanged";
        Removed = "removed", "supprimé", "no longer there";
        Added = "added", "ajouté", "new";
    }
}

/// Where the texts of the code come from.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ASource {
    /// Who published them, and under which licence.
    pub licence: String,
    /// The day of the newest texts.
    pub texts_of: Option<NaiveDate>,
    /// The day on which the versions in force were last compared with the official list.
    pub compared_on: Option<NaiveDate>,
}

/// A text beside the Code du travail.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OtherText {
    /// How the tables cite it.
    pub citation: String,
    /// What it is.
    pub title: String,
    /// How it is known.
    pub trust: Trust,
    /// The day asked about.
    pub on: NaiveDate,
    /// The day on which it was read, where it lies more than a year before the day asked about.
    pub not_verified_since: Option<NaiveDate>,
    /// Its version, where it is known.
    pub version: Option<String>,
    /// Since when it holds, where that is known.
    pub from: Option<NaiveDate>,
    /// The official page.
    pub page: Option<String>,
    /// Where the text was read.
    pub read_in: Option<String>,
    /// When.
    pub read_on: Option<NaiveDate>,
    /// The text, its paragraphs in lines; nothing where it is not held.
    pub text: Option<String>,
}

impl Known {
    fn of(article: &Article, version: &Version) -> Self {
        let (begins, ends) = (article.begins(version), article.ends(version));
        let to = version.to.and_then(|to| to.pred_opt());
        Self {
            version: version.id.to_string(),
            from: version.from,
            to: ends.map(|later| later.after).or(to),
            status: begins.or(ends).is_none().then(|| version.state.code()),
            begins: begins.map(Between::from),
            ends: ends.map(Between::from),
            held: version.is_held(),
            copy: begins.is_some() && version.is_held(),
            page: page(version),
        }
    }
}

impl From<&Source> for ASource {
    fn from(source: &Source) -> Self {
        Self { licence: source.licence.clone(), texts_of: source.texts_of(), compared_on: source.compared_on }
    }
}

impl AText {
    /// Returns the view of a text.
    ///
    /// # Errors
    /// [`TextError::Damaged`], which a test excludes.
    pub fn of(text: Text<'_>) -> Result<Self, TextError> {
        match text {
            Text::Code(found) => Ok(Self::Code(Box::new(AnArticle::of(&found)?))),
            Text::Beside(Aside { on, stale, found }) => Ok(Self::Beside(OtherText {
                on,
                not_verified_since: stale,
                citation: found.article,
                title: found.title,
                trust: found.trust,
                version: found.version,
                from: found.from,
                page: found.source,
                read_in: found.read_in,
                read_on: found.read_on,
                text: found.text,
            })),
        }
    }
}

impl AnArticle {
    fn of(found: &OfCode<'_>) -> Result<Self, TextError> {
        let OfCode { texts, article, on, at, stale, diff } = found;
        let with_text = |version: &Version| {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let (text, note) = (owned(texts.text(version)?), owned(texts.nota(version)?));
            Ok::<_, TextError>(AVersion { known: Known::of(article, version), text, note })
        };
        let (state, version, before, change) = match *at {
            At::InForce(version, before) => {
                (ArticleState::InForce, Some(version), before, article.begins(version))
            }
            At::NotInForce => (ArticleState::NotInForce, None, None, None),
            At::Ended(later, before) => (ArticleState::Ended, before, None, Some(later)),
            At::Changed(later, before) => (ArticleState::Changed, before, None, Some(later)),
        };
        Ok(Self {
            article: article.num.clone(),
            sections: texts.titles(article).into_iter().map(str::to_owned).collect(),
            on: *on,
            state,
            version: version.map(with_text).transpose()?,
            before: before.map(with_text).transpose()?,
            change: change
                .map(|later| AChange { version: later.id.map(|i| i.to_string()), between: later.into() }),
            not_verified_since: *stale,
            versions: article.versions.iter().map(|version| Known::of(article, version)).collect(),
            diff: diff.as_ref().map(|diff| ADiff::of(article, diff)),
            source: texts.source().into(),
        })
    }
}

impl ADiff {
    fn of(article: &Article, diff: &Compared<'_>) -> Self {
        let piece = |p: &crate::features::law::rules::text::Piece| APiece {
            kind: match p.kind {
                Kind::Same => PieceKind::Same,
                Kind::Removed => PieceKind::Removed,
                Kind::Added => PieceKind::Added,
            },
            text: p.text.clone(),
        };
        Self {
            before: Known::of(article, diff.before),
            after: Known::of(article, diff.after),
            pieces: diff.pieces.iter().map(piece).collect(),
        }
    }
}

/// What rests on a text.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Rests {
    /// The text, as the tables cite it.
    pub article: String,
    /// The tables with their values that rest on it.
    pub tables: Vec<RestingTable>,
    /// The rules of deadlines whose period is in one of these tables.
    pub rules: Vec<Named>,
    /// The remarks that name it.
    pub remarks: Vec<Named>,
    /// The notices that name it.
    pub notices: Vec<Named>,
}

/// A table that rests on a text.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RestingTable {
    /// Its name.
    pub id: String,
    /// What it is, in both languages.
    pub label: Label,
    /// The values that rest on the text.
    pub values: Vec<RestingValue>,
}

/// A value that rests on a text.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RestingValue {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// The version of the text.
    pub version: Option<String>,
    /// How sure we are.
    pub standing: Standing,
}

/// Something with a name.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Named {
    /// Its name.
    pub id: String,
    /// What it is, in both languages.
    pub label: Label,
}

impl Rests {
    /// Returns the view of what rests on a text.
    #[must_use]
    pub fn of(found: Resting) -> Self {
        let table = |(table, entries): (&crate::law::Table, Vec<&crate::law::Entry>)| RestingTable {
            id: table.id.clone(),
            label: table.label.clone(),
            values: entries
                .into_iter()
                .map(|e| RestingValue {
                    from: e.from,
                    to: e.to,
                    version: e.citation.version.clone(),
                    standing: e.citation.standing,
                })
                .collect(),
        };
        let words = |remark: &crate::law::Remark| {
            let of = |lang| remark.words(lang).to_owned();
            Label { fr: of(crate::base::Lang::Fr), en: of(crate::base::Lang::En) }
        };
        let rules = found.rules.iter().map(|r| Named { id: r.id.clone(), label: r.label.clone() });
        let remarks = found.remarks.iter().map(|r| Named { id: r.code().to_owned(), label: words(r) });
        let notices = found.notices.into_iter().map(|(id, manifest)| Named {
            id,
            label: Label { fr: manifest.about.fr, en: manifest.about.en },
        });
        Self {
            article: found.article,
            tables: found.tables.into_iter().map(table).collect(),
            rules: rules.collect(),
            remarks: remarks.collect(),
            notices: notices.collect(),
        }
    }
}

/// What a search finds.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Searched {
    /// The day asked about.
    pub on: NaiveDate,
    /// The day up to which it is known what is in force, where it lies more than a year before the day asked about.
    pub not_verified_since: Option<NaiveDate>,
    /// How many texts hold one of the words.
    pub found: usize,
    /// What was typed in short or otherwise than the code says it, and what was looked for in its place.
    pub opened: Vec<Opened>,
    /// The words of the code that were looked for beside the typed ones.
    pub also: Vec<String>,
    /// The best, in their order.
    pub hits: Vec<AHit>,
}

impl Searched {
    /// Returns the view of what was found for a question on a day; `stale` is the day up to which it is known what is in force.
    #[must_use]
    pub fn of(on: NaiveDate, stale: Option<NaiveDate>, query: Query, found: usize, hits: Vec<AHit>) -> Self {
        let opened = query.opened.into_iter().map(|(typed, meant)| Opened { typed, meant }).collect();
        Self { on, not_verified_since: stale, found, opened, also: query.also, hits }
    }
}

/// Something typed in short, or otherwise than the code says it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Opened {
    /// As typed.
    pub typed: String,
    /// As looked for.
    pub meant: String,
}

/// A text that was found.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AHit {
    /// The article.
    pub article: String,
    /// The version in force on the day; where its text is not held, the one of before.
    pub version: String,
    /// Whether the article changed since its text, or perhaps ended, on a day that is not known.
    pub changed: bool,
    /// The titles of the sections around it, the widest first.
    pub sections: Vec<String>,
    /// A piece of the text.
    pub excerpt: Vec<Marked>,
}

/// A piece of an excerpt.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Marked {
    /// Whether it is a word that was looked for.
    pub found: bool,
    /// The piece.
    pub text: String,
}

impl AHit {
    /// Returns the view of a text that was found.
    #[must_use]
    pub fn of(
        article: &Article,
        version: &Version,
        titles: &[&str],
        excerpt: Vec<Mark>,
        on: NaiveDate,
    ) -> Self {
        Self {
            article: article.num.clone(),
            version: version.id.to_string(),
            changed: article.on(on) != Some(version),
            sections: titles.iter().map(|t| (*t).to_owned()).collect(),
            excerpt: excerpt.into_iter().map(|m| Marked { found: m.found, text: m.text }).collect(),
        }
    }
}
