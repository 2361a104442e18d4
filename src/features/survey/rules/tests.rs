use super::*;

fn survey(set: &str) -> Survey {
    let (title, questions) = read_set(SETS.iter().find(|(name, ..)| *name == set).unwrap().2).unwrap();
    Survey { name: "s".to_owned(), fr: title.fr, en: title.en, questions, ..Survey::default() }
}

const ID: Id = Id([7; 16]);

fn one(said: &[(&str, &str)]) -> Result<Answer, BadAnswer> {
    let several = |text: &str| text.split(',').map(str::to_owned).collect();
    let said = said.iter().map(|(code, text)| {
        let said = if *code == "also" { Said::Several(several(text)) } else { Said::One((*text).to_owned()) };
        ((*code).to_owned(), said)
    });
    answered(ID, &survey("demands"), said.collect())
}

#[test]
fn the_sets_are_read_and_in_both_languages() {
    for (name, _, text) in SETS {
        let (title, questions) = read_set(text).unwrap_or_else(|bad| panic!("{name}: {bad:?}"));
        assert_ne!(title.fr, title.en, "{name}");
        assert!(questions.len() >= 4, "{name}");
        for question in &questions {
            assert_ne!(question.fr, question.en, "{name} {}", question.code);
            assert_eq!(choices(question).is_empty(), question.kind == QuestionKind::Text);
        }
        let words = Both { fr: "un".to_owned(), en: "one".to_owned() };
        let page = page(ID, &survey(name), "age1x", words);
        assert_eq!(page.fields.len(), questions.len());
        assert!(page.fields.iter().all(|field| !field.required), "a survey forces nobody");
    }
}

#[test]
fn a_set_that_is_none_is_refused_with_its_place() {
    let good = "title = { fr = \"t\", en = \"u\" }\n[[question]]\ncode = \"a\"\nkind = \"one\"\ntext = { fr = \"x\", en = \"y\" }\n\
                choices = [ { code = \"p\", fr = \"p\", en = \"q\" }, { code = \"r\", fr = \"r\", en = \"s\" } ]\n";
    assert!(read_set(good).is_ok());
    let with = |from: &str, to: &str| read_set(&good.replace(from, to)).unwrap_err();
    assert_eq!(with("\"a\"", "\"A B\""), BadSet::Code("A B".to_owned()));
    assert_eq!(with("\"one\"", "\"two\""), BadSet::Kind("two".to_owned()));
    assert_eq!(with("\"one\"", "\"text\""), BadSet::Choices("a".to_owned()));
    assert_eq!(with("code = \"r\"", "code = \"p\""), BadSet::Twice("p".to_owned()));
    assert_eq!(with("fr = \"x\"", "fr = \"\""), BadSet::Text("a".to_owned()));
    assert_eq!(with("fr = \"x\"", "fr = \"a\\u202eb\""), BadSet::Text("a".to_owned()));
    assert!(matches!(with("[[question]]", "[[questions]]"), BadSet::Toml(_)));
    assert_eq!(read_set("title = { fr = \"t\", en = \"u\" }\nquestion = []\n"), Err(BadSet::Many));
}

#[test]
fn an_answer_that_the_survey_does_not_have_is_refused() {
    let taken =
        one(&[("first", "pay"), ("also", "hours,remote"), ("words", " Plus\nde temps ")]).ok().unwrap();
    assert_eq!(taken.answers["also"], "hours,remote");
    assert_eq!(taken.answers["words"], "Plus de temps");
    assert_eq!(one(&[("name", "Noa")]).err(), Some(BadAnswer::Unasked("name".to_owned())));
    let long = "x".repeat(501);
    for (code, text, wanted) in [
        ("first", "gold", BadAnswer::NoChoice("first".to_owned())),
        ("first", "pay,hours", BadAnswer::NoChoice("first".to_owned())),
        ("also", "pay,gold", BadAnswer::NoChoice("also".to_owned())),
        ("words", &long, BadAnswer::Text("words".to_owned())),
        ("words", "a\u{7}b", BadAnswer::Text("words".to_owned())),
        ("words", "  ", BadAnswer::Empty),
    ] {
        assert_eq!(one(&[(code, text)]).err(), Some(wanted), "{code} {text}");
    }
    assert_eq!(one(&[]).err(), Some(BadAnswer::Empty));
}

#[test]
fn every_answer_fits_the_room_that_all_of_them_take() {
    for (name, ..) in SETS {
        let survey = survey(name);
        let mut longest = format!("{{\"form\":\"{ID}\",\"answers\":{{");
        for question in &survey.questions {
            let quoted = |(code, _): &(String, Both)| format!("\"{code}\"");
            let all: Vec<String> = choices(question).iter().map(quoted).collect();
            let said = match question.kind {
                QuestionKind::Text => format!("\"{}\"", "é’".repeat(250)),
                QuestionKind::Any => format!("[{}]", all.join(",")),
                _ => all.iter().max_by_key(|code| code.len()).unwrap().clone(),
            };
            longest = longest + "\"" + &question.code + "\":" + &said + ",";
        }
        assert!(longest.len() + 2 <= room(&survey.questions), "{name}");
        assert!(room(&survey.questions) <= 8_192, "{name}");
    }
}

/// 200 surveys made up: of each question, whoever knows how many answered works out the least and the most of a hidden number.
#[test]
fn no_hidden_number_is_known_to_two() {
    let survey = survey("conditions");
    let mut state = 12_345_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let (mut hidden_ones, mut shown_ones) = (0, 0);
    for round in 0..200 {
        let people = 5 + next(40);
        let answers: Vec<Answer> = (0..people)
            .map(|_| {
                let mut answers = BTreeMap::new();
                for question in &survey.questions {
                    let choices = choices(question);
                    let skew = 1 + next(u64::try_from(choices.len().max(1)).unwrap());
                    if let Some((code, _)) =
                        choices.get(usize::try_from(next(skew)).unwrap()).filter(|_| next(6) > 0)
                    {
                        answers.insert(question.code.clone(), code.clone());
                    }
                }
                Answer { survey: Some(ID), answers, shown: None }
            })
            .collect();
        for tally in tallies(&survey, &answers, &Names::default()) {
            if tally.question.kind == QuestionKind::Text {
                continue;
            }
            let cells: Vec<Option<u64>> = tally.counts.iter().map(|(_, n)| *n).chain([tally.open]).collect();
            let shown: u64 = cells.iter().flatten().sum();
            let hidden = cells.iter().filter(|n| n.is_none()).count();
            let left = people - shown;
            // Each hidden number lies between nobody and all who are left: that is known to two where fewer than five are.
            assert!(hidden == 0 && left == 0 || hidden >= 2 && left >= 5, "{round}: {cells:?} of {people}");
            assert!(cells.iter().flatten().all(|n| *n >= 5), "{cells:?}");
            hidden_ones += hidden;
            shown_ones += cells.len() - hidden;
        }
    }
    assert!(hidden_ones > 500 && shown_ones > 500, "{hidden_ones} {shown_ones}");
}

#[test]
fn who_did_not_choose_is_hidden_as_who_did() {
    let survey = survey("demands");
    let answer = |also: &str| Answer {
        survey: Some(ID),
        answers: [("also".to_owned(), also.to_owned())].into(),
        shown: None,
    };
    // Eleven of twelve want pay: the twelfth would be known. Six of twelve want hours.
    let mut answers: Vec<Answer> = (0..6).map(|_| answer("pay,hours")).collect();
    answers.extend((0..5).map(|_| answer("pay")));
    answers.push(answer("jobs"));
    let tally = &tallies(&survey, &answers, &Names::default())[1];
    let of = |at: usize| tally.counts[at].1;
    assert_eq!((of(0), of(1), of(3)), (None, Some(6), None));
}

#[test]
fn names_of_the_roster_addresses_and_numbers_are_taken_out() {
    let person = |family: &str, given: &str| Person {
        family: Some(family.to_owned()),
        given: Some(given.to_owned()),
        ..Person::default()
    };
    let names = Names::of(&[person("D’Exemple", "Éloïse"), person("Modele-Essai", "Jo")]);
    for (text, wanted) in [
        ("Mme EXEMPLE crie", "Mme […] crie"),
        ("demandez à Eloise, vite", "demandez à […] vite"),
        ("l’avis d’Exemple", "l’avis […]"),
        ("Modele a tort", "[…] a tort"),
        ("écrire à noa@example.org ou 0601020304", "écrire à […] ou […]"),
        ("12 jours de télétravail", "12 jours de télétravail"),
    ] {
        assert_eq!(names.clean(text), wanted, "{text}");
    }
    let survey = survey("demands");
    let said = |text: &str| Answer {
        survey: Some(ID),
        answers: [("words".to_owned(), text.to_owned())].into(),
        shown: None,
    };
    let texts = ["z", "Mme Exemple", "a", "c", "b"];
    let all: Vec<Answer> = texts.iter().map(|text| said(text)).collect();
    let tally = tallies(&survey, &all, &names).pop().unwrap();
    assert_eq!(tally.texts, ["a", "b", "c", "Mme […]", "z"], "in no order of coming");
    assert!(tallies(&survey, &all[..4], &names).pop().unwrap().texts.is_empty(), "four are too few");
}

#[test]
fn a_file_of_voters_is_what_the_other_program_reads() {
    assert_eq!(
        voters(&["b@example.org", "a.b+c@ex-ample.fr"]).unwrap(),
        "a.b+c@ex-ample.fr\nb@example.org\n"
    );
    let bad = voters(&[
        "é@example.org",
        "a,b@example.org",
        "\"a\"@example.org",
        "a@b",
        "a@example.org",
        "A@example.org",
    ]);
    let bad = bad.unwrap_err();
    assert_eq!(bad.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0, 1, 2, 3, 5]);
    assert_eq!(bad.last().unwrap().1, BadVoter::Twice);
}
