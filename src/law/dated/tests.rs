//! Each refusal fed the thing it refuses.

use crate::law::dated::*;

const GOOD: &str = r#"
subject = "sample"
[[table]]
id = "sample.threshold"
label = { fr = "Exemple de seuil", en = "Sample threshold" }
unit = "employees"
[[table.value]]
from = "2018-01-01"
to = "2019-12-31"
value = 10
article = "X1"
version = "LEGIARTI000000000001"
source = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000000000001"
standing = "verified"
[[table.value]]
from = "2020-01-01"
value = 11
article = "X1"
version = "LEGIARTI000000000002"
source = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000000000002"
verified_on = "2026-08-20"
standing = "verified"
"#;

fn problem(text: &str) -> Problem {
    read("sample", text).unwrap_err().problem
}

/// Replaces one passage that must be there.
fn with(old: &str, new: &str) -> String {
    assert!(GOOD.contains(old), "{old}");
    GOOD.replacen(old, new, 1)
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn reads_a_table_in_order() {
    let tables = read("sample", GOOD).unwrap();
    let [table] = tables.as_slice() else { panic!("one table") };
    assert_eq!(table.id, "sample.threshold");
    assert_eq!(table.label.fr, "Exemple de seuil");
    let amounts: Vec<_> = table.entries.iter().map(|e| e.amount.clone()).collect();
    assert_eq!(amounts, [Amount::Whole(10), Amount::Whole(11)]);
    assert_eq!(table.entries[1].citation.verified_on, Some(date("2026-08-20")));
}

#[test]
fn refuses_an_unknown_field_with_its_place() {
    let text = with("unit = \"employees\"", "unit = \"employees\"\nnotes = \"x\"");
    let Problem::Form(why) = problem(&text) else { panic!() };
    assert!(why.contains("notes"), "{why}");
    let text = with("value = 10", "value = 10\nvaleu = 11");
    assert!(matches!(problem(&text), Problem::Form(why) if why.contains("valeu")));
    assert!(matches!(problem(&with("subject", "objet")), Problem::Form(_)));
    assert!(matches!(problem("not toml ["), Problem::Form(_)));
}

#[test]
fn refuses_a_missing_standing_and_an_unknown_unit() {
    let text = with("verified_on = \"2026-08-20\"\nstanding = \"verified\"", "verified_on = \"2026-08-20\"");
    assert!(matches!(problem(&text), Problem::Form(why) if why.contains("standing")));
    assert!(matches!(problem(&with("\"employees\"", "\"salaries\"")), Problem::Form(_)));
}

#[test]
fn refuses_a_gap() {
    let text = with("2019-12-31", "2019-12-30");
    assert_eq!(problem(&text), Problem::Gap(date("2019-12-30"), date("2020-01-01")));
}

#[test]
fn refuses_an_overlap_and_values_out_of_order() {
    assert_eq!(problem(&with("2019-12-31", "2020-01-01")), Problem::Overlap(date("2020-01-01")));
    let text = with("from = \"2020-01-01\"", "from = \"2017-01-01\"");
    assert_eq!(problem(&text), Problem::Overlap(date("2017-01-01")));
}

#[test]
fn refuses_an_open_value_inside_and_a_closed_last_one() {
    let text = with("to = \"2019-12-31\"\n", "verified_on = \"2019-01-01\"\n");
    assert_eq!(problem(&text), Problem::OpenInside(date("2018-01-01")));
    let text = with("from = \"2020-01-01\"\n", "from = \"2020-01-01\"\nto = \"2030-12-31\"\n");
    assert_eq!(problem(&text), Problem::ClosedLast(date("2020-01-01")));
}

#[test]
fn refuses_an_open_value_that_does_not_say_when_it_was_verified() {
    let text = with("verified_on = \"2026-08-20\"\n", "");
    assert_eq!(problem(&text), Problem::NotDated(date("2020-01-01")));
}

#[test]
fn refuses_a_source_elsewhere_or_of_another_version() {
    let text = with("https://www.legifrance.gouv.fr/", "https://www.legifrance.example/");
    assert!(matches!(problem(&text), Problem::Host(_)));
    let text = with("article_lc/LEGIARTI000000000001", "article_lc/LEGIARTI000000000009");
    assert_eq!(problem(&text), Problem::SourceVersion("LEGIARTI000000000001".to_owned()));
    let text = with("LEGIARTI000000000001\"\nstanding", "LEGIARTI000000000001/2018-01-01\"\nstanding");
    assert!(matches!(problem(&text), Problem::SourceVersion(_)));
}

#[test]
fn refuses_a_version_that_is_none() {
    let text = GOOD.replace("LEGIARTI000000000001", "JORFARTI000000000001");
    assert_eq!(problem(&text), Problem::Version("JORFARTI000000000001".to_owned()));
}

#[test]
fn only_an_unverified_value_may_lack_its_version() {
    let version = "version = \"LEGIARTI000000000001\"\n";
    let source = "source = \"https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000000000001\"\n";
    assert_eq!(problem(&with(version, "")), Problem::NoVersion(date("2018-01-01")));
    assert_eq!(problem(&with(source, "")), Problem::NoVersion(date("2018-01-01")));
    let neither = GOOD.replacen(version, "", 1).replacen(source, "", 1);
    assert_eq!(problem(&neither), Problem::NoVersion(date("2018-01-01")));
    let standing = "standing = \"unverified\"\nreason = { fr = \"pas lu\", en = \"not read\" }";
    let unverified = neither.replacen("standing = \"verified\"", standing, 1);
    assert_eq!(read("sample", &unverified).unwrap()[0].entries[0].citation.standing, Standing::Unverified);
    let known = neither.replacen("standing = \"verified\"", "standing = \"version-known\"", 1);
    assert_eq!(problem(&known), Problem::NoVersion(date("2018-01-01")));
    let both = with("standing = \"verified\"", standing);
    assert_eq!(problem(&both), Problem::VersionHere(date("2018-01-01")));
    let silent = neither.replacen("standing = \"verified\"", "standing = \"unverified\"", 1);
    assert_eq!(problem(&silent), Problem::Reason(date("2018-01-01")));
    let verified = with("standing = \"verified\"", &standing.replace("unverified", "verified"));
    assert_eq!(problem(&verified), Problem::Reason(date("2018-01-01")));
}

#[test]
fn a_secondary_source_has_a_name_and_nothing_else_has() {
    let from = date("2018-01-01");
    let standing = |to: &str| with("standing = \"verified\"", to);
    assert_eq!(problem(&standing("standing = \"secondary-source\"")), Problem::Through(from));
    let named = |name: &str| standing(&format!("standing = \"secondary-source\"\nthrough = \"{name}\""));
    assert_eq!(problem(&named(" ")), Problem::Through(from));
    let read = read("sample", &named("a-page.example")).unwrap();
    assert_eq!(read[0].entries[0].citation.through.as_deref(), Some("a-page.example"));
    let verified = standing("standing = \"verified\"\nthrough = \"a-page.example\"");
    assert_eq!(problem(&verified), Problem::Through(from));
}

#[test]
fn a_house_rule_has_no_text() {
    let version = "version = \"LEGIARTI000000000001\"\n";
    let source = "source = \"https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000000000001\"\n";
    let house = with("standing = \"verified\"", "standing = \"house-rule\"");
    let text = Problem::HouseText(date("2018-01-01"));
    assert_eq!(problem(&house), text);
    let house = house.replacen(version, "", 1).replacen(source, "", 1);
    assert_eq!(problem(&house), text, "an article alone");
    let house = house.replacen("article = \"X1\"\n", "", 1);
    let entry = &read("sample", &house).unwrap()[0].entries[0];
    assert_eq!((entry.citation.standing, entry.citation.article.as_str()), (Standing::House, "usage"));
    assert_eq!(problem(&with("article = \"X1\"\n", "")), Problem::NoArticle(date("2018-01-01")));
}

#[test]
fn refuses_a_quotation_that_is_empty_or_a_passage() {
    let unit = "unit = \"employees\"";
    for key in ["quote", "otherwise", "starts"] {
        for bad in ["", " ", &"mot ".repeat(16)] {
            let beside = with(unit, &format!("{unit}\n{key} = \"{bad}\""));
            assert_eq!(problem(&beside), Problem::Quote(bad.to_owned()));
            let own = with("value = 10", &format!("value = 10\n{key} = \"{bad}\""));
            assert_eq!(problem(&own), Problem::Quote(bad.to_owned()));
        }
    }
    assert_eq!(
        problem(&with(unit, &format!("{unit}\nconditions = [\"un\", \"\"]"))),
        Problem::Quote(String::new())
    );
    let quoted = with(unit, &format!("{unit}\nquote = \"dix salariés\""));
    let quoted = quoted.replacen("value = 11", "value = 11\nquote = \"onze salariés\"", 1);
    let entries = &read("sample", &quoted).unwrap()[0].entries;
    let said: Vec<_> = entries.iter().map(|e| e.quotes.quote.as_deref()).collect();
    assert_eq!(said, [Some("dix salariés"), Some("onze salariés")]);
    let gone = quoted.replacen("value = 11\nquote = \"onze salariés\"", "value = \"none\"", 1);
    let unread = quoted.replacen("value = 11\nquote = \"onze salariés\"", "value = 11", 1);
    let at = unread.rfind("verified\"").unwrap();
    let unread = format!("{}version-known\"{}", &unread[..at], &unread[at + 9..]);
    for text in [gone, unread] {
        let entries = &read("sample", &text).unwrap()[0].entries;
        assert_eq!(entries[1].quotes, Quotes::default(), "the quote of the table was not read there");
        assert_eq!(entries[0].quotes.quote.as_deref(), Some("dix salariés"));
    }
}

#[test]
fn refuses_days_that_are_none() {
    for bad in ["2018-02-30", "2018-1-1", "01/01/2018", "+2018-01-01", ""] {
        let text = with("from = \"2018-01-01\"", &format!("from = \"{bad}\""));
        assert_eq!(problem(&text), Problem::Date(bad.to_owned()), "{bad}");
    }
    let text = with("to = \"2019-12-31\"", "to = \"2017-12-31\"");
    assert_eq!(problem(&text), Problem::Backwards(date("2018-01-01")));
}

#[test]
fn refuses_names_that_are_none_or_twice() {
    assert_eq!(problem(&with("sample.threshold", "Seuil")), Problem::Name);
    assert_eq!(problem(&with("sample.threshold", "seuil")), Problem::Name);
    let second = GOOD.split_once("[[table]]").unwrap().1;
    assert_eq!(problem(&format!("{GOOD}\n[[table]]{second}")), Problem::Name);
    assert_eq!(read("other", GOOD).unwrap_err().problem, Problem::Name);
}

#[test]
fn refuses_values_of_another_kind() {
    let kind = Problem::Kind(date("2018-01-01"));
    for bad in ["-1", "1.5", "true", "\"10\"", "[]"] {
        assert_eq!(problem(&with("value = 10", &format!("value = {bad}"))), kind, "{bad}");
    }
    let share = GOOD.replace("\"employees\"", "\"share\"").replace("value = 11", "value = \"1/2\"");
    assert_eq!(problem(&share), kind);
    let share = share.replace("value = 10", "value = \"3/10\"");
    let amount = read("sample", &share).unwrap()[0].entries[0].amount.clone();
    assert_eq!(amount, Amount::Share(Fraction::new(3, 10).unwrap()));
}

#[test]
fn refuses_an_empty_table_and_an_article_that_is_blank() {
    let head = GOOD.split_once("[[table.value]]").unwrap().0;
    assert_eq!(problem(&format!("{head}value = []")), Problem::Empty);
    assert_eq!(problem(&with("article = \"X1\"", "article = \" \"")), Problem::NoArticle(date("2018-01-01")));
}

fn rows(value: &str) -> Result<Vec<Table>, Problem> {
    let text =
        GOOD.replace("\"employees\"", "\"rows\"").replace("value = 11", "value = [{ from = 0, seats = 1 }]");
    read("sample", &text.replace("value = 10", &format!("value = {value}"))).map_err(|e| e.problem)
}

#[test]
fn rows_go_on_without_gap_to_an_open_end() {
    let good = "[{ from = 11, to = 24, seats = 1 }, { from = 25, seats = 2 }]";
    let tables = rows(good).unwrap();
    let Amount::Rows(read) = &tables[0].entries[0].amount else { panic!() };
    assert_eq!(read[0].get(&Column::To), Some(&24));
    assert_eq!(read[1].get(&Column::To), None);
    for (bad, row) in [
        ("[{ from = 11, to = 24, seats = 1 }, { from = 26, seats = 2 }]", 2),
        ("[{ from = 11, to = 24, seats = 1 }, { from = 24, seats = 2 }]", 2),
        ("[{ from = 11, to = 24, seats = 1 }, { from = 25, to = 30, seats = 2 }]", 2),
        ("[{ from = 11, seats = 1 }, { from = 25, seats = 2 }]", 1),
        ("[{ from = 11, to = 10, seats = 1 }, { from = 11, seats = 2 }]", 1),
        ("[{ from = 11, to = 24, seats = 1 }, { from = 25, hours = 2 }]", 2),
        ("[{ from = 11, to = 24, seats = \"1\" }, { from = 25, seats = 2 }]", 1),
        ("[{ to = 24, seats = 1 }, { from = 25, seats = 2 }]", 1),
        ("[{ from = 11, seats = 1, chairs = 1 }]", 1),
        ("[3]", 1),
    ] {
        assert_eq!(rows(bad), Err(Problem::Rows(row)), "{bad}");
    }
}
