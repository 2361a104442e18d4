use super::*;
use crate::law::texts::{Later, Source, Texts};

fn tree(articles: &str) -> String {
    format!(
        r#"{{"type":"code","data":{{"id":"{CODE}","cid":"{CODE}","title":"Code du travail","dateModif":"2020-01-01"}},"children":[
        {{"type":"section","data":{{"id":"LEGISCTA1","title":"Partie  législative \r\n","dateDebut":"2008-05-01"}},"children":[{articles}]}}]}}"#
    )
}

const ONE: &str = r#"{"type":"article","data":{"id":"LEGIARTI000000000002","cid":"LEGIARTI000000000001","num":" L1-1 ",
    "texteHtml":"<p>Un.</p><p>Deux.</p>","notaHtml":"","etat":"VIGUEUR","dateDebut":1514764800000,"dateFin":32472144000000,
    "articleVersions":[{"id":"LEGIARTI000000000003","etat":"MODIFIE","dateDebut":1209600000000,"dateFin":1514764800000}]}}"#;

#[test]
fn a_release_is_read_with_its_sections_and_days() {
    let release = read(tree(ONE).as_bytes()).unwrap();
    assert_eq!(release.day.to_string(), "2020-01-01");
    let [one] = &release.articles[..] else { panic!("{release:?}") };
    assert_eq!((one.num.as_str(), one.text.as_str()), ("L1-1", "Un.\nDeux."));
    assert_eq!(one.titles, ["Partie législative"]);
    let days: Vec<_> =
        one.versions.iter().map(|v| (v.from.to_string(), v.to.map(|t| t.to_string()))).collect();
    assert_eq!(days, [("2008-05-01".into(), Some("2018-01-01".into())), ("2018-01-01".into(), None)]);
}

#[test]
fn midnight_in_france_is_the_same_day() {
    for ms in [1_514_764_800_000, 1_514_761_200_000, 1_514_757_600_000] {
        assert_eq!(day(ms).unwrap().to_string(), "2018-01-01", "{ms}");
    }
}

#[test]
fn what_is_no_release_is_refused() {
    let bad = |text: &str| read(text.as_bytes()).unwrap_err().to_string();
    assert!(bad("").contains("not the tree"));
    assert!(bad("[1,2]").contains("not the tree"));
    assert!(bad(&tree(ONE).replace(CODE, "LEGITEXT000006073189")).contains("another code"));
    assert!(bad(&tree(ONE).replace("\"2020-01-01\"", "\"hier\"")).contains("which day"));
    assert!(bad(&tree(ONE).replace("VIGUEUR", "SOMMEIL")).contains("the state of article L1-1"));
    assert!(
        bad(&tree(ONE).replace("LEGIARTI000000000002", "JORF2")).contains("an identifier of article L1-1")
    );
    assert!(
        bad(&tree(ONE).replace("32472144000000", "9223372036854775807")).contains("a day of article L1-1")
    );
    let deep = format!("{}{}", r#"{"type":"section","data":{},"children":["#.repeat(5000), "]}".repeat(5000));
    assert!(bad(&tree(&deep)).contains("not the tree"));
}

#[test]
fn releases_together_keep_the_texts_and_the_newest_days() {
    let old = read(tree(ONE).as_bytes()).unwrap();
    let newer = tree(ONE)
        .replace("2020-01-01", "2021-01-01")
        .replace("\"id\":\"LEGIARTI000000000002\"", "\"id\":\"LEGIARTI000000000009\"")
        .replace("1514764800000,\"dateFin\":32472144000000", "1600000000000,\"dateFin\":32472144000000")
        .replace(
            r#""articleVersions":["#,
            r#""articleVersions":[{"id":"LEGIARTI000000000002","etat":"MODIFIE","dateDebut":1514764800000,"dateFin":1600000000000},"#,
        )
        .replace("Un.", "Trois.");
    let newer = read(newer.as_bytes()).unwrap();
    let since = "2018-01-01".parse().unwrap();
    let id = |n: u64| VersionId::read(&format!("LEGIARTI{n:012}")).unwrap();
    let day = |text: &str| text.parse().unwrap();
    let later = |id| Later { id, after: day("2021-05-01"), by: day("2021-05-04") };
    let mut compared = Compared {
        on: day("2022-01-01"),
        changed: vec![Seen { cid: id(1), later: later(Some(id(11))) }],
        read: [(id(11), ("Quatre.".to_owned(), String::new()))].into(),
    };
    let mut draft = merge(Source::default(), vec![old.clone(), newer.clone()], since);
    let releases = draft.clone();
    compare(&mut draft, &compared);
    let texts = Texts::open(draft.clone().write(crate::law::texts::tests::pack)).unwrap();
    let article = texts.article("L1-1").unwrap();
    let text = |day: &str| article.on(day.parse().unwrap()).map(|v| texts.text(v).unwrap().unwrap());
    assert_eq!(text("2019-06-01"), Some("Un.\nDeux."));
    assert_eq!(text("2021-01-01"), Some("Trois.\nDeux."));
    // After the newest release another version was seen, whose text was read elsewhere.
    assert_eq!(text("2021-05-01"), Some("Trois.\nDeux."));
    for doubtful in ["2021-05-02", "2021-05-03"] {
        assert_eq!(text(doubtful), None, "{doubtful}");
        assert_eq!(article.doubt(day(doubtful)), article.later);
    }
    assert_eq!(text("2021-05-04"), Some("Quatre."));
    assert_eq!(article.doubt(day("2021-05-04")), None);
    let [.., before, seen] = &article.versions[..] else { panic!() };
    assert_eq!((article.begins(seen), article.ends(before)), (article.later, article.later));
    assert_eq!((article.begins(before), article.ends(seen)), (None, None));
    // Taken in twice it is there once; without its text the one of before is shown.
    compared.read.clear();
    compare(&mut draft, &compared);
    let texts = Texts::open(draft.write(crate::law::texts::tests::pack)).unwrap();
    let article = texts.article("L1-1").unwrap();
    assert_eq!(article.versions.iter().filter(|v| v.id == id(11)).count(), 1);
    let on = day("2022-01-01");
    assert!(!article.on(on).unwrap().is_held());
    assert_eq!(texts.text(article.shown(on).unwrap()).unwrap(), Some("Trois.\nDeux."));
    // One that was seen to be in force no longer is not.
    compared.changed = vec![Seen { cid: id(1), later: later(None) }];
    let mut draft = releases;
    compare(&mut draft, &compared);
    let texts = Texts::open(draft.write(crate::law::texts::tests::pack)).unwrap();
    let article = texts.article("L1-1").unwrap();
    assert_eq!((article.on(on), article.shown(on), article.ended(on)), (None, None, article.later));
    assert!(article.on(day("2021-05-01")).is_some() && article.doubt(day("2021-05-02")).is_some());
    // What a newer release no longer has ended on a day that is not known.
    let mut without = newer;
    without.articles.clear();
    let draft = merge(Source::default(), vec![old, without], since);
    let texts = Texts::open(draft.write(crate::law::texts::tests::pack)).unwrap();
    let article = texts.article("L1-1").unwrap();
    assert!(article.on("2020-01-01".parse().unwrap()).is_some());
    assert!(article.on("2020-01-02".parse().unwrap()).is_none());
    assert_eq!(article.later.unwrap().id, None);
}
