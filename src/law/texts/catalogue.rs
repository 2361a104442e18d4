//! The catalogue of a file of texts: its source, the sections, the articles and where each text lies.

use chrono::{Days, NaiveDate};

use crate::law::texts::{
    Damaged, Source,
    article::{Article, Later, Place, State, Version, VersionId},
    bytes::Bytes,
};

/// The day from which days are counted.
pub(super) const ZERO: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

#[derive(Debug)]
struct Section {
    /// The number of the section around it, plus one.
    parent: usize,
    title: String,
}

/// What is known before a text is unpacked.
#[derive(Debug)]
pub(super) struct Catalogue {
    pub(super) source: Source,
    sections: Vec<Section>,
    pub(super) articles: Vec<Article>,
}

impl Catalogue {
    pub(super) fn read(raw: &[u8], blocks: usize) -> Result<Self, Damaged> {
        let mut bytes = Bytes::new(raw);
        let source = source(&mut bytes)?;
        let sections = (0..bytes.list()?)
            .map(|n| {
                let parent = bytes.count()?;
                // A section stands after the one around it, so that no walk upwards can turn in a ring.
                let title = bytes.text()?.to_owned();
                if parent > n { Err(Damaged::Number) } else { Ok(Section { parent, title }) }
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut walk = Walk { block: 0, at: 0, blocks, id: 0 };
        let mut num = String::new();
        let mut articles = Vec::new();
        for _ in 0..bytes.list()? {
            let kept = bytes.count()?;
            let head = num.get(..kept).ok_or(Damaged::Number)?;
            num = format!("{head}{}", bytes.text()?);
            articles.push(walk.article(&mut bytes, num.clone(), sections.len())?);
        }
        if bytes.is_done() { Ok(Self { source, sections, articles }) } else { Err(Damaged::Long) }
    }

    /// Tells of each section how many steps outward the nearest of `these` is: none for one of them, nothing where none is
    /// around it. The first stands for what has no section.
    pub(super) fn under(&self, these: &[usize]) -> Vec<Option<usize>> {
        let mut out = vec![None];
        for (n, section) in (1_usize..).zip(&self.sections) {
            let around =
                out.get(section.parent).copied().flatten().map(|steps: usize| steps.saturating_add(1));
            out.push(if these.binary_search(&n).is_ok() { Some(0) } else { around });
        }
        out
    }

    /// Returns the titles of a section and of those around it, the widest first.
    pub(super) fn titles(&self, section: usize) -> Vec<&str> {
        let mut out = Vec::new();
        let mut next = section;
        while let Some(section) = next.checked_sub(1).and_then(|n| self.sections.get(n)) {
            out.push(section.title.as_str());
            next = section.parent;
        }
        out.reverse();
        out
    }
}

fn day(bytes: &mut Bytes<'_>) -> Result<NaiveDate, Damaged> {
    ZERO.checked_add_days(Days::new(bytes.number()?)).ok_or(Damaged::Number)
}

/// Reads a day that may be missing: a number of days plus one, or zero.
fn maybe_day(bytes: &mut Bytes<'_>) -> Result<Option<NaiveDate>, Damaged> {
    let Some(days) = bytes.number()?.checked_sub(1) else { return Ok(None) };
    ZERO.checked_add_days(Days::new(days)).map(Some).ok_or(Damaged::Number)
}

fn source(bytes: &mut Bytes<'_>) -> Result<Source, Damaged> {
    let (code, licence) = (bytes.text()?.to_owned(), bytes.text()?.to_owned());
    let releases = (0..bytes.list()?).map(|_| Ok((bytes.text()?.to_owned(), day(bytes)?)));
    let releases = releases.collect::<Result<_, Damaged>>()?;
    Ok(Source { code, licence, releases, compared_on: maybe_day(bytes)? })
}

/// What carries over from one article to the next.
struct Walk {
    block: usize,
    at: usize,
    blocks: usize,
    id: i64,
}

impl Walk {
    /// Reads an identifier as the difference from the one before.
    fn id(&mut self, bytes: &mut Bytes<'_>) -> Result<VersionId, Damaged> {
        self.id = self.id.checked_add(bytes.signed()?).ok_or(Damaged::Number)?;
        u64::try_from(self.id).map(VersionId).map_err(|_| Damaged::Number)
    }

    fn article(&mut self, bytes: &mut Bytes<'_>, num: String, sections: usize) -> Result<Article, Damaged> {
        let cid = self.id(bytes)?;
        let section = bytes.count()?;
        if section > sections {
            return Err(Damaged::Number);
        }
        let later = match bytes.number()? {
            0 => None,
            kind @ (1 | 2) => {
                let id = if kind == 2 { Some(self.id(bytes)?) } else { None };
                Some(Later { id, after: day(bytes)?, by: day(bytes)? })
            }
            _ => return Err(Damaged::Number),
        };
        let versions = (0..bytes.list()?).map(|_| self.version(bytes)).collect::<Result<_, _>>()?;
        Ok(Article { num, cid, versions, later, section })
    }

    fn version(&mut self, bytes: &mut Bytes<'_>) -> Result<Version, Damaged> {
        let id = self.id(bytes)?;
        let (from, to) = (day(bytes)?, maybe_day(bytes)?);
        let state = *State::ALL.get(bytes.count()?).ok_or(Damaged::Number)?;
        let place = match bytes.number()? {
            0 => None,
            kind @ (1 | 2) => {
                if kind == 2 {
                    self.block = self.block.saturating_add(1);
                    self.at = 0;
                }
                let place =
                    Place { block: self.block, at: self.at, len: bytes.count()?, nota: bytes.count()? };
                let both = place.len.checked_add(place.nota).ok_or(Damaged::Number)?;
                self.at = self.at.checked_add(both).ok_or(Damaged::Number)?;
                if self.block >= self.blocks {
                    return Err(Damaged::Number);
                }
                Some(place)
            }
            _ => return Err(Damaged::Number),
        };
        Ok(Version { id, from, to, state, place })
    }
}
