//! Writes a file of texts. The packing itself is handed in: the program only unpacks.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::law::{
    cited,
    texts::{
        Damaged, FORMAT, Source, Texts,
        article::{Article, Later, State, Version, VersionId},
        block::{MAGIC, SUM, sum_of},
        bytes::Out,
        catalogue::ZERO,
        index::Collected,
        number::key,
    },
};

/// How large a block of texts is before it is packed: a compromise, measured. Larger ones pack better, and take longer to
/// unpack for one article.
const BLOCK: usize = 512 << 10;

/// What a file of texts is made from.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Where the texts come from.
    pub source: Source,
    /// The articles, in any order.
    pub articles: Vec<DraftArticle>,
}

/// An article of a draft.
#[derive(Debug, Clone)]
pub struct DraftArticle {
    /// Its number as the code writes it.
    pub num: String,
    /// Its identifier over all versions.
    pub cid: VersionId,
    /// The titles of the sections around it, the widest first.
    pub titles: Vec<String>,
    /// What changed after the texts were taken.
    pub later: Option<Later>,
    /// Its versions, the oldest first.
    pub versions: Vec<DraftVersion>,
}

/// A version of a draft.
#[derive(Debug, Clone)]
pub struct DraftVersion {
    /// Its identifier.
    pub id: VersionId,
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which it no longer holds.
    pub to: Option<NaiveDate>,
    /// What the source says of it.
    pub state: State,
    /// The text, where it is held, and the note of the publisher.
    pub text: Option<(String, String)>,
}

fn days(day: NaiveDate) -> u64 {
    u64::try_from(day.signed_duration_since(ZERO).num_days()).unwrap_or(0)
}

fn maybe_days(day: Option<NaiveDate>) -> u64 {
    day.map_or(0, |day| days(day).saturating_add(1))
}

/// Writes identifiers as differences.
#[derive(Default)]
struct Ids(i64);

impl Ids {
    fn write(&mut self, out: &mut Out, id: VersionId) {
        let id = i64::try_from(id.0).unwrap_or(i64::MAX);
        out.signed(id.saturating_sub(self.0));
        self.0 = id;
    }
}

/// The sections by what is around them and their title.
#[derive(Default)]
struct Sections {
    numbers: BTreeMap<(usize, String), usize>,
    all: Vec<(usize, String)>,
}

impl Sections {
    fn number(&mut self, titles: &[String]) -> usize {
        let mut at = 0;
        for title in titles {
            let next = self.all.len().saturating_add(1);
            let number = *self.numbers.entry((at, title.clone())).or_insert(next);
            if number == next {
                self.all.push((at, title.clone()));
            }
            at = number;
        }
        at
    }
}

impl Draft {
    /// Takes a file of texts apart again: written anew it is the same, so that what was seen since its newest release can be
    /// taken in without the releases.
    ///
    /// # Errors
    /// [`Damaged`].
    pub fn of(texts: &Texts) -> Result<Self, Damaged> {
        let version = |version: &Version| {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let (text, nota) = (owned(texts.text(version)?), owned(texts.nota(version)?));
            let text = text.map(|text| (text, nota.unwrap_or_default()));
            let Version { id, from, to, state, place: _ } = *version;
            Ok::<_, Damaged>(DraftVersion { id, from, to, state, text })
        };
        let article = |article: &Article| {
            Ok::<_, Damaged>(DraftArticle {
                num: article.num.clone(),
                cid: article.cid,
                titles: texts.titles(article).into_iter().map(str::to_owned).collect(),
                later: article.later,
                versions: article.versions.iter().map(version).collect::<Result<_, _>>()?,
            })
        };
        let articles = texts.all().iter().map(article).collect::<Result<_, _>>()?;
        Ok(Self { source: texts.source().clone(), articles })
    }

    /// Returns of each article how many others name it in their newest text.
    fn citing(&self) -> HashMap<String, usize> {
        let mut out: HashMap<String, usize> = HashMap::new();
        for article in &self.articles {
            let newest = article.versions.iter().rev().find_map(|v| v.text.as_ref());
            let cited = newest.map(|(text, _)| cited::articles(text)).unwrap_or_default();
            for num in cited.into_iter().filter(|num| *num != article.num) {
                let count = out.entry(num).or_default();
                *count = count.saturating_add(1);
            }
        }
        out
    }

    /// Returns the file, each part packed by `pack` (brotli).
    #[must_use]
    pub fn write(mut self, pack: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
        self.articles.sort_by_cached_key(|a| (key(&a.num), a.cid));
        let mut sections = Sections::default();
        let places: Vec<usize> = self.articles.iter().map(|a| sections.number(&a.titles)).collect();
        let mut out = Out::default();
        write_source(&mut out, &self.source);
        out.count(sections.all.len());
        let mut collected = Collected::default();
        for (parent, title) in &sections.all {
            out.count(*parent);
            out.text(title);
            collected.title(title);
        }
        out.count(self.articles.len());
        let mut blocks: Vec<Vec<u8>> = vec![Vec::new()];
        let citing = self.citing();
        let (mut ids, mut before) = (Ids::default(), String::new());
        for (article, section) in self.articles.iter().zip(places) {
            let same = before.chars().zip(article.num.chars()).take_while(|(a, b)| a == b);
            let same: usize = same.map(|(c, _)| c.len_utf8()).sum();
            out.count(same);
            out.text(article.num.get(same..).unwrap_or_default());
            before.clone_from(&article.num);
            write_article(&mut out, article, section, &mut ids, &mut blocks);
            let citing = citing.get(article.num.as_str()).copied().unwrap_or(0);
            let texts = article.versions.iter().filter_map(|v| v.text.as_ref());
            texts.for_each(|(text, _)| collected.text(text, citing));
        }
        let parts: Vec<Vec<u8>> = [out.0, collected.write()].into_iter().chain(blocks).collect();
        file(&parts, pack)
    }
}

fn write_source(out: &mut Out, source: &Source) {
    out.text(&source.code);
    out.text(&source.licence);
    out.count(source.releases.len());
    for (number, day) in &source.releases {
        out.text(number);
        out.number(days(*day));
    }
    out.number(maybe_days(source.compared_on));
}

fn write_article(
    out: &mut Out,
    article: &DraftArticle,
    section: usize,
    ids: &mut Ids,
    blocks: &mut Vec<Vec<u8>>,
) {
    ids.write(out, article.cid);
    out.count(section);
    match article.later {
        None => out.number(0),
        Some(later) => {
            out.number(if later.id.is_some() { 2 } else { 1 });
            if let Some(id) = later.id {
                ids.write(out, id);
            }
            out.number(days(later.after));
            out.number(days(later.by));
        }
    }
    out.count(article.versions.len());
    for version in &article.versions {
        ids.write(out, version.id);
        out.number(days(version.from));
        out.number(maybe_days(version.to));
        out.count(State::ALL.iter().position(|s| *s == version.state).unwrap_or(0));
        let Some((text, nota)) = &version.text else {
            out.number(0);
            continue;
        };
        let full = blocks.last().is_some_and(|b| b.len() > BLOCK);
        if full {
            blocks.push(Vec::new());
        }
        out.number(if full { 2 } else { 1 });
        out.count(text.len());
        out.count(nota.len());
        if let Some(block) = blocks.last_mut() {
            block.extend_from_slice(text.as_bytes());
            block.extend_from_slice(nota.as_bytes());
        }
    }
}

/// Joins parts to a file.
pub(super) fn file(parts: &[Vec<u8>], pack: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let packed: Vec<(usize, Vec<u8>)> = parts.iter().map(|part| (part.len(), pack(part))).collect();
    let mut head = Out::default();
    for (raw, part) in &packed {
        head.count(part.len());
        head.count(*raw);
        head.0.extend_from_slice(&sum_of(part));
    }
    let mut out = Out(MAGIC.to_vec());
    out.0.push(FORMAT);
    out.count(head.0.len());
    out.0.extend_from_slice(&head.0);
    let sum: [u8; SUM] = sum_of(&out.0);
    out.0.extend_from_slice(&sum);
    for (_, part) in &packed {
        out.0.extend_from_slice(part);
    }
    out.0
}
