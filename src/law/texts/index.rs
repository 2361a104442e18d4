//! The index of the search: for each stem the texts and the titles of sections that hold it, and how often.

use std::{
    collections::{BTreeMap, HashSet},
    iter::Peekable,
};

use chrono::NaiveDate;

use crate::{
    base::stems::{French, words},
    law::texts::{
        Damaged,
        article::{Article, Version},
        bytes::{Bytes, Out},
        catalogue::Catalogue,
    },
};

/// How often a stem stands in a text is kept up to this; more says no more.
const MOST: usize = 4;

/// The stem that stands in each text as often as others of the code lean on its article: no word has it.
const CITED: &str = "#";

/// How many articles must cite one for each of the steps.
const CITING: [usize; MOST] = [1, 3, 6, 12];

/// A version that holds one of the stems looked for.
#[derive(Debug, Clone)]
pub struct Hit<'a> {
    /// Its article.
    pub article: &'a Article,
    /// The version.
    pub version: &'a Version,
    /// How many stems its text has in all.
    pub length: usize,
    /// How often each of the stems looked for stands in it.
    pub counts: Vec<usize>,
    /// How many sections outward the nearest one stands whose title holds the stem.
    pub above: Vec<Option<usize>>,
    /// How much other articles lean on this one, from nothing to four.
    pub cited: usize,
    /// Whether it is the first of its section in force.
    pub first: bool,
}

/// What a search finds, not ranked yet.
#[derive(Debug, Clone)]
pub struct Hits<'a> {
    /// The versions that hold one of the stems.
    pub found: Vec<Hit<'a>>,
    /// How many texts were in force on the day.
    pub texts: usize,
    /// How many stems these have in all.
    pub length: usize,
}

/// The index, unpacked.
#[derive(Debug)]
pub(super) struct Index {
    raw: Vec<u8>,
    /// How many stems each text has.
    lengths: Vec<usize>,
    /// Where the stems begin.
    stems: usize,
}

impl Index {
    pub(super) fn read(raw: Vec<u8>) -> Result<Self, Damaged> {
        let mut bytes = Bytes::new(&raw);
        let lengths = (0..bytes.list()?).map(|_| bytes.count()).collect::<Result<_, _>>()?;
        let stems = raw.len().saturating_sub(bytes.left());
        Ok(Self { raw, lengths, stems })
    }

    /// Returns where each of the stems stands: text and how often, then sections.
    fn places(&self, wanted: &[String]) -> Result<Vec<Places>, Damaged> {
        let mut out = vec![Places::default(); wanted.len()];
        let mut bytes = Bytes::new(self.raw.get(self.stems..).ok_or(Damaged::Short)?);
        let mut stem = Vec::new();
        while !bytes.is_done() {
            let kept = bytes.count()?;
            if kept > stem.len() {
                return Err(Damaged::Number);
            }
            stem.truncate(kept);
            let len = bytes.count()?;
            stem.extend_from_slice(bytes.take(len)?);
            let len = bytes.count()?;
            let data = bytes.take(len)?;
            for (place, wanted) in out.iter_mut().zip(wanted) {
                if wanted.as_bytes() == stem {
                    *place = Places::read(data)?;
                }
            }
        }
        Ok(out)
    }

    pub(super) fn hits<'a>(
        &self,
        catalogue: &'a Catalogue,
        stems: &[String],
        on: NaiveDate,
    ) -> Result<Hits<'a>, Damaged> {
        let wanted: Vec<String> = stems.iter().cloned().chain([CITED.to_owned()]).collect();
        let mut places = self.places(&wanted)?;
        let citing = places.pop().unwrap_or_default();
        let mut citing = citing.texts.into_iter().peekable();
        let under: Vec<_> = places.iter().map(|p| catalogue.under(&p.sections)).collect();
        let mut texts: Vec<_> = places.iter().map(|p| p.texts.iter().copied().peekable()).collect();
        let mut begun = HashSet::new();
        let mut lengths = self.lengths.iter().copied();
        let mut out = Hits { found: Vec::new(), texts: 0, length: 0 };
        let mut number = 0_usize;
        for article in &catalogue.articles {
            for version in article.versions.iter().filter(|v| v.is_held()) {
                let length = lengths.next().ok_or(Damaged::Short)?;
                let cited = citing.next_if(|(n, _)| *n == number).map_or(0, |(_, often)| often);
                let inside = |texts: &mut Peekable<_>| {
                    texts.next_if(|(n, _)| *n == number).map_or(0, |(_, often): (usize, usize)| often)
                };
                let counts: Vec<usize> = texts.iter_mut().map(inside).collect();
                number = number.saturating_add(1);
                if article.shown(on) != Some(version) {
                    continue;
                }
                out.texts = out.texts.saturating_add(1);
                out.length = out.length.saturating_add(length);
                let first = begun.insert(article.section);
                let above: Vec<_> =
                    under.iter().map(|under| under.get(article.section).copied().flatten()).collect();
                if counts.iter().any(|c| *c > 0) || above.iter().any(Option::is_some) {
                    out.found.push(Hit { article, version, length, counts, above, cited, first });
                }
            }
        }
        Ok(out)
    }
}

/// Where a stem stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Places {
    /// The number of a text, and how often.
    texts: Vec<(usize, usize)>,
    /// The numbers of sections, as the catalogue counts them from one.
    sections: Vec<usize>,
}

impl Places {
    fn read(data: &[u8]) -> Result<Self, Damaged> {
        let mut bytes = Bytes::new(data);
        let mut out = Self::default();
        let mut at = 0_usize;
        for _ in 0..bytes.list()? {
            let both = bytes.count()?;
            at = at.checked_add(both / MOST).ok_or(Damaged::Number)?;
            out.texts.push((at, (both % MOST).saturating_add(1)));
            at = at.saturating_add(1);
        }
        let mut at = 0_usize;
        while !bytes.is_done() {
            at = at.checked_add(bytes.count()?).ok_or(Damaged::Number)?;
            out.sections.push(at);
        }
        Ok(out)
    }

    fn write(&self) -> Vec<u8> {
        let mut out = Out::default();
        out.count(self.texts.len());
        let mut next = 0_usize;
        for (text, often) in &self.texts {
            let gap = text.saturating_sub(next).saturating_mul(MOST);
            out.count(gap.saturating_add((*often).clamp(1, MOST).saturating_sub(1)));
            next = text.saturating_add(1);
        }
        let mut before = 0;
        for section in &self.sections {
            out.count(section.saturating_sub(before));
            before = *section;
        }
        out.0
    }
}

/// The index in the making.
#[derive(Default)]
pub(super) struct Collected {
    french: French,
    lengths: Vec<usize>,
    stems: BTreeMap<String, Places>,
    sections: usize,
    /// The stems of words, which come again and again.
    known: BTreeMap<String, Option<String>>,
}

impl Collected {
    fn stems_of(&mut self, text: &str) -> Vec<String> {
        let mut out = Vec::new();
        for word in words(text).filter_map(|range| text.get(range)) {
            if !self.known.contains_key(word) {
                self.known.insert(word.to_owned(), self.french.stem(word));
            }
            out.extend(self.known.get(word).cloned().flatten());
        }
        out
    }

    /// Takes the next text, and how many other articles cite its own.
    pub(super) fn text(&mut self, text: &str, citing: usize) {
        let stems = self.stems_of(text);
        let number = self.lengths.len();
        self.lengths.push(stems.len());
        let often = CITING.iter().filter(|least| citing >= **least).count();
        if often > 0 {
            self.stems.entry(CITED.to_owned()).or_default().texts.push((number, often));
        }
        for stem in stems {
            let texts = &mut self.stems.entry(stem).or_default().texts;
            match texts.last_mut() {
                Some((last, often)) if *last == number => *often = often.saturating_add(1),
                _ => texts.push((number, 1)),
            }
        }
    }

    /// Takes the title of the next section.
    pub(super) fn title(&mut self, title: &str) {
        self.sections = self.sections.saturating_add(1);
        let number = self.sections;
        for stem in self.stems_of(title) {
            let sections = &mut self.stems.entry(stem).or_default().sections;
            if sections.last() != Some(&number) {
                sections.push(number);
            }
        }
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let mut out = Out::default();
        out.count(self.lengths.len());
        self.lengths.iter().for_each(|len| out.count(*len));
        let mut before: &str = "";
        for (stem, places) in &self.stems {
            let same = before.bytes().zip(stem.bytes()).take_while(|(a, b)| a == b).count();
            out.count(same);
            let rest = stem.as_bytes().get(same..).unwrap_or_default();
            out.count(rest.len());
            out.0.extend_from_slice(rest);
            let data = places.write();
            out.count(data.len());
            out.0.extend_from_slice(&data);
            before = stem;
        }
        out.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back() {
        let places = Places { texts: vec![(0, 1), (1, 4), (300, 2)], sections: vec![1, 2, 40] };
        assert_eq!(Places::read(&places.write()), Ok(places));
        assert_eq!(Places::read(&[5, 0]), Err(Damaged::Short));
    }

    #[test]
    fn stems_are_found_by_text_and_title() {
        let mut made = Collected::default();
        made.title("Élections");
        made.text("Le vote des salariés, vote secret.", 0);
        made.text("Les votes du salarié.", 7);
        let index = Index::read(made.write()).unwrap();
        assert_eq!(index.lengths, [4, 2]);
        let french = French::default();
        let stems: Vec<_> =
            ["votes", "salarie", "election", "rien"].iter().map(|w| french.stem(w).unwrap()).collect();
        let stems: Vec<_> = stems.into_iter().chain([CITED.to_owned()]).collect();
        let places = index.places(&stems).unwrap();
        assert_eq!(places[0].texts, [(0, 2), (1, 1)]);
        assert_eq!(places[1].texts.len(), 2);
        assert_eq!(places[2].sections, [1]);
        assert_eq!(places[3], Places::default());
        // Seven articles cite it: the third step of four.
        assert_eq!(places[4].texts, [(1, 3)]);
    }
}
