//! The texts of the law themselves: the Code du travail since 2018, version by version. Pure.
//!
//! One compact file, `data/law/code-travail.texts`, is embedded; `data/law/README.md` says its source, its licence, how
//! it is made and its format. It is opened only when a text is asked for, and then no more of it than is needed: the
//! catalogue of the articles, and the one block in which a text lies.
//!
//! Invariants: a file that is cut, changed or of another format is refused in words, never half read; what is not held
//! is said to be not held.

mod article;
mod block;
mod bytes;
mod catalogue;
mod index;
mod number;
mod write;

use std::{borrow::Cow, sync::OnceLock};

use chrono::NaiveDate;

use crate::law::pack;

pub use self::{
    article::{Article, Later, State, Version, VersionId},
    index::{Hit, Hits},
    number::{Found, canonical, identifier},
    write::{Draft, DraftArticle, DraftVersion},
};
use self::{block::Parts, catalogue::Catalogue, index::Index};

/// Why a file of texts is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damaged {
    /// It does not begin as such a file does.
    #[error("this is not a file of texts of the law")]
    Foreign,
    /// Its format is newer than the program.
    #[error("the file of texts has format {0}, this program reads format {FORMAT}")]
    Format(u8),
    /// It ends too early.
    #[error("the file of texts is cut short")]
    Short,
    /// A part is not what its check sum says.
    #[error("a part of the file of texts was changed")]
    Sum,
    /// A number is out of range.
    #[error("a number in the file of texts is out of range")]
    Number,
    /// A text is no text.
    #[error("a text in the file of texts is not readable")]
    Text,
    /// More than is expected.
    #[error("the file of texts holds more than it says")]
    Long,
}

/// The format that this program reads and writes.
pub(super) const FORMAT: u8 = 1;

/// Where the texts come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// The code, by its title.
    pub code: String,
    /// Who published it, and under which licence.
    pub licence: String,
    /// The releases that were read, the oldest first: number, and the day of the code in it.
    pub releases: Vec<(String, NaiveDate)>,
    /// The day on which the versions in force were last compared with the official list; from the day of the newest
    /// release to this one a change is known by its identifier alone.
    pub compared_on: Option<NaiveDate>,
}

impl Source {
    /// Returns the day up to which it is known what is in force.
    #[must_use]
    pub fn known_on(&self) -> Option<NaiveDate> {
        self.compared_on.max(self.texts_of())
    }

    /// Returns the day of the newest texts.
    #[must_use]
    pub fn texts_of(&self) -> Option<NaiveDate> {
        self.releases.iter().map(|(_, day)| *day).max()
    }
}

/// The program's own texts.
pub const OWN: &[u8] = include_bytes!("../../../data/law/code-travail.texts");

/// A file of texts, opened.
#[derive(Debug)]
pub struct Texts {
    parts: Parts<'static>,
    catalogue: Catalogue,
    /// The blocks that were unpacked.
    blocks: Vec<OnceLock<Result<String, Damaged>>>,
    index: OnceLock<Result<Index, Damaged>>,
}

impl Texts {
    /// Returns the texts that answer: those of the law pack that was adopted, else the program's own.
    ///
    /// # Errors
    /// [`Damaged`], which a test excludes.
    pub fn held() -> Result<&'static Self, Damaged> {
        static HELD: OnceLock<Result<Texts, Damaged>> = OnceLock::new();
        let open = || Self::open(pack::active().and_then(|active| active.raw(pack::TEXTS)).unwrap_or(OWN));
        HELD.get_or_init(open).as_ref().map_err(|d| *d)
    }

    /// Opens a file of texts: the whole is checked as far as it is read.
    ///
    /// # Errors
    /// [`Damaged`] for what is no such file, is cut, or was changed.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Damaged> {
        let parts = Parts::read(bytes.into())?;
        let catalogue = Catalogue::read(&parts.unpack(0)?, parts.blocks())?;
        let blocks = (0..parts.blocks()).map(|_| OnceLock::new()).collect();
        Ok(Self { parts, catalogue, blocks, index: OnceLock::new() })
    }

    /// Unpacks and checks everything, which opening leaves until it is asked for.
    ///
    /// # Errors
    /// [`Damaged`].
    pub fn check(&self) -> Result<(), Damaged> {
        self.parts.check()?;
        self.index()?;
        for version in self.all().iter().flat_map(|a| &a.versions) {
            self.text(version)?;
            self.nota(version)?;
        }
        Ok(())
    }

    /// Returns where the texts come from.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.catalogue.source
    }

    /// Returns every article, in the order of the numbers.
    #[must_use]
    pub fn all(&self) -> &[Article] {
        &self.catalogue.articles
    }

    /// Returns the articles of a number as the code writes it: one, but for five annexes that share a name.
    #[must_use]
    pub fn named(&self, num: &str) -> &[Article] {
        let all = self.all();
        let key = number::key(num);
        let from = all.partition_point(|a| number::key(&a.num) < key);
        let len = all.iter().skip(from).take_while(|a| a.num == num).count();
        all.get(from..from.saturating_add(len)).unwrap_or_default()
    }

    /// Returns the article of a number as the code writes it, `L2314-33`.
    #[must_use]
    pub fn article(&self, num: &str) -> Option<&Article> {
        self.named(num).first()
    }

    /// Finds the article of a number as people write it: `L. 2314-33`, `l2314-33`, `2314-33`.
    #[must_use]
    pub fn find(&self, typed: &str) -> Found<'_> {
        number::find(self, typed)
    }

    /// Tells whether what people write is the number of an article, whatever article has it.
    #[must_use]
    pub fn is_number(typed: &str) -> bool {
        number::whole(typed).is_some()
    }

    /// Returns the text of a version, its paragraphs in lines and the cells of a table between ` | `; nothing where it
    /// is not held.
    ///
    /// # Errors
    /// [`Damaged`] when its block is.
    pub fn text(&self, version: &Version) -> Result<Option<&str>, Damaged> {
        let Some(place) = version.place else { return Ok(None) };
        self.piece(place.block, place.at, place.len).map(Some)
    }

    /// Returns the note of the publisher on a version; nothing where there is none.
    ///
    /// # Errors
    /// [`Damaged`] when its block is.
    pub fn nota(&self, version: &Version) -> Result<Option<&str>, Damaged> {
        let Some(place) = version.place.filter(|p| p.nota > 0) else { return Ok(None) };
        self.piece(place.block, place.at.saturating_add(place.len), place.nota).map(Some)
    }

    /// Returns the titles of the sections in which an article stands, the widest first.
    #[must_use]
    pub fn titles(&self, article: &Article) -> Vec<&str> {
        self.catalogue.titles(article.section)
    }

    /// Finds the versions in force on a day whose text, or the title of a section around it, holds one of the stems.
    ///
    /// # Errors
    /// [`Damaged`] when the index is.
    pub fn hits(&self, stems: &[String], on: NaiveDate) -> Result<Hits<'_>, Damaged> {
        self.index()?.hits(&self.catalogue, stems, on)
    }

    fn index(&self) -> Result<&Index, Damaged> {
        let read = || Index::read(self.parts.unpack(1)?);
        self.index.get_or_init(read).as_ref().map_err(|d| *d)
    }

    fn piece(&self, block: usize, at: usize, len: usize) -> Result<&str, Damaged> {
        let cell = self.blocks.get(block).ok_or(Damaged::Number)?;
        let unpack = || String::from_utf8(self.parts.unpack(Parts::block(block))?).map_err(|_| Damaged::Text);
        let whole = cell.get_or_init(unpack).as_ref().map_err(|d| *d)?;
        whole.get(at..at.saturating_add(len)).ok_or(Damaged::Short)
    }
}

#[cfg(test)]
pub(crate) mod tests;
