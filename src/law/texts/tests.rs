use std::io::Write as _;

use super::*;

/// Packs as the maker does.
pub(crate) fn pack(raw: &[u8]) -> Vec<u8> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 12, 5, 22);
    writer.write_all(raw).unwrap();
    writer.into_inner()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn small() -> Vec<u8> {
    let version = |id: u64, from: &str, to: Option<&str>, state, text: Option<&str>| DraftVersion {
        id: VersionId(id),
        from: day(from),
        to: to.map(day),
        state,
        text: text.map(|t| (t.to_owned(), "Note.".to_owned())),
    };
    let article = |num: &str, versions| DraftArticle {
        num: num.to_owned(),
        cid: VersionId(7),
        titles: vec!["Partie".to_owned(), format!("Titre de {num}")],
        later: None,
        versions,
    };
    let draft = Draft {
        source: Source {
            code: "Code".to_owned(),
            licence: "Licence".to_owned(),
            releases: vec![("1.0".to_owned(), day("2020-01-01"))],
            compared_on: None,
        },
        articles: vec![
            article("L2-10", vec![version(3, "2018-01-01", None, State::InForce, None)]),
            article(
                "L2-9",
                vec![
                    version(1, "2018-01-01", Some("2020-01-01"), State::Changed, Some("Avant.")),
                    version(2, "2020-01-01", None, State::InForce, Some("Après.")),
                    version(4, "2020-01-01", None, State::Stillborn, Some("Jamais.")),
                ],
            ),
        ],
    };
    draft.write(pack)
}

#[test]
fn what_is_written_is_read() {
    let texts = Texts::open(small()).unwrap();
    texts.check().unwrap();
    let nums: Vec<_> = texts.all().iter().map(|a| a.num.as_str()).collect();
    assert_eq!(nums, ["L2-9", "L2-10"]);
    let nine = texts.article("L2-9").unwrap();
    let on = |d: &str| nine.on(day(d)).map(|v| texts.text(v).unwrap().unwrap());
    assert_eq!(on("2017-12-31"), None);
    assert_eq!(on("2019-12-31"), Some("Avant."));
    assert_eq!(on("2020-01-01"), Some("Après."));
    assert_eq!(texts.titles(nine), ["Partie", "Titre de L2-9"]);
    let ten = texts.article("L2-10").unwrap().on(day("2019-01-01")).unwrap();
    assert!(!ten.is_held());
    assert_eq!((texts.text(ten).unwrap(), texts.nota(ten).unwrap()), (None, None));
    assert_eq!(texts.nota(&nine.versions[0]).unwrap(), Some("Note."));
    assert_eq!(texts.source().texts_of(), Some(day("2020-01-01")));
}

#[test]
fn what_is_taken_apart_is_written_the_same() {
    let file = small();
    assert_eq!(Draft::of(&Texts::open(file.clone()).unwrap()).unwrap().write(pack), file);
}

/// Each byte of a small file changed, and the file cut after each: refused in words, never read otherwise.
#[test]
fn a_changed_or_cut_file_is_refused() {
    let good = small();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x41;
        let refused = Texts::open(bad).and_then(|t| t.check());
        assert!(refused.is_err(), "byte {at}");
        let refused = Texts::open(good[..at].to_vec()).and_then(|t| t.check());
        assert!(refused.is_err(), "cut at {at}");
    }
    let mut longer = good.clone();
    longer.push(0);
    assert_eq!(Texts::open(longer).unwrap_err(), Damaged::Long);
    let mut future = good;
    future[8] = 9;
    let words = Texts::open(future).unwrap_err().to_string();
    assert_eq!(words, "the file of texts has format 9, this program reads format 1");
    assert_eq!(Texts::open(b"PK\x03\x04".to_vec()).unwrap_err(), Damaged::Foreign);
    assert_eq!(Texts::open(Vec::new()).unwrap_err(), Damaged::Foreign);
}

/// A file whose sums fit, and whose catalogue lies.
#[test]
fn a_catalogue_that_lies_is_refused() {
    for raw in
        [&[0_u8][..], &[0, 0, 0, 0, 1, 1, 0], &[0, 0, 0, 0, 0, 1, 9, 0], &[0xff; 40], &[0, 0, 0, 0, 0, 0, 0]]
    {
        let parts = [raw.to_vec(), vec![]];
        assert!(Texts::open(write::file(&parts, pack)).is_err(), "{raw:?}");
    }
}

#[test]
fn what_is_held_is_whole() {
    let texts = Texts::held().unwrap();
    texts.check().unwrap();
    assert!(texts.all().len() > 11_000, "{}", texts.all().len());
    let mandates = texts.article("L2314-33").unwrap();
    let text = |d: &str| texts.text(mandates.on(day(d)).unwrap()).unwrap();
    assert_eq!(text("2018-02-01"), None);
    assert!(text("2025-10-25").unwrap().contains("limité à trois"));
    assert!(!text("2025-10-26").unwrap().contains("limité à trois"));
    assert_eq!(mandates.on(day("2026-01-01")).unwrap().id.to_string(), "LEGIARTI000052437191");
    assert_eq!(texts.titles(mandates).last().copied(), Some("Section 3 : Durée et fin du mandat."));
}

#[test]
fn a_bare_number_names_its_candidates() {
    let texts = Texts::held().unwrap();
    for typed in ["L. 2314-33", "L2314-33", "l2314-33", "article L.2314-33"] {
        assert!(matches!(texts.find(typed), Found::One(a) if a.num == "L2314-33"), "{typed}");
    }
    let Found::Several(all) = texts.find("2314-1") else { panic!("{:?}", texts.find("2314-1")) };
    let nums: Vec<_> = all.iter().map(|a| a.num.as_str()).collect();
    assert_eq!(nums, ["L2314-1", "R2314-1"]);
    let Found::None(near) = texts.find("L2314-99") else { panic!("found") };
    assert!(near.iter().any(|a| a.num == "L2314-9"), "{near:?}");
    assert!(matches!(texts.find("bonjour"), Found::None(near) if near.is_empty()));
}
