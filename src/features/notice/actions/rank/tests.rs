use super::*;

const QUESTIONS: &str = include_str!("../../../../../tests/data/answers/questions.tsv");
const OURS: &str = include_str!("../../../../../tests/data/answers/ours.tsv");

fn name(source: &AnswerSource) -> String {
    match source {
        AnswerSource::Answer(id) => id.clone(),
        AnswerSource::Notice(id) => format!("notice {id}"),
        AnswerSource::Reply(reply) => format!("reply {}", reply.subject),
    }
}

fn ranked(words: &str, replies: &[PastReply]) -> Vec<String> {
    rank(&Library::default(), replies, &BTreeMap::new(), words).iter().map(|s| name(&s.source)).collect()
}

/// How many of a file are found first, among the first three, and what was not.
fn measured(file: &str) -> (usize, usize, usize, Vec<String>) {
    let (mut first, mut three, mut all, mut missed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for line in file.lines().filter(|l| !l.starts_with('#')) {
        let (want, question) = line.split_once('\t').unwrap();
        let found = ranked(question, &[]);
        // A notice may share words with anything: no short answer is what counts.
        let nothing = found.iter().all(|f| f.starts_with("notice "));
        let good = if want == "-" { nothing } else { found.first().is_some_and(|f| f == want) };
        all.push(question);
        first.extend(good.then_some(question));
        three.extend((good || found.iter().take(3).any(|f| f == want)).then_some(question));
        if !good {
            let words =
                rank(&Library::default(), &[], &BTreeMap::new(), question).first().map(|f| f.matched.clone());
            missed.push(format!(
                "{want}: {question}: {:?} {words:?}",
                found.iter().take(3).collect::<Vec<_>>()
            ));
        }
    }
    (first.len(), three.len(), all.len(), missed)
}

/// The questions about something of each file, and those about nothing that we answer.
fn halves(file: &str) -> (String, String) {
    let (about, beside): (Vec<&str>, Vec<&str>) = file.lines().partition(|l| !l.starts_with('-'));
    (about.join("\n"), beside.join("\n"))
}

#[test]
fn open_questions_find_their_answer_and_others_find_nothing() {
    for (file, name) in [(QUESTIONS, "questions"), (OURS, "ours")] {
        let (about, beside) = halves(file);
        let (first, three, all, missed) = measured(&about);
        println!("{name}: {first} first, {three} among three, of {all}");
        assert!(first * 100 >= all * 85, "{name}: {first} of {all}\n{}", missed.join("\n"));
        assert!(three * 100 >= all * 95, "{name}: {three} of {all}\n{}", missed.join("\n"));
        let (nothing, _, all, missed) = measured(&beside);
        assert!(nothing * 100 >= all * 85, "{name}: {nothing} of {all}\n{}", missed.join("\n"));
    }
}

#[test]
fn what_matched_is_shown_and_what_helped_counts_a_little() {
    let question = "mon patron refuse mes congés d’aout";
    let found = rank(&Library::default(), &[], &BTreeMap::new(), question);
    let first = found.first().unwrap();
    assert_eq!(name(&first.source), "holidays");
    assert!(
        first.matched.contains(&"aout".to_owned()) && first.matched.contains(&"conges".to_owned()),
        "{:?}",
        first.matched
    );
    // Errors of typing: the word is shown as it was typed.
    let found = rank(&Library::default(), &[], &BTreeMap::new(), "licensiement économique");
    assert!(found.first().unwrap().matched.contains(&"licensiement".to_owned()));
    // What was taken and helped counts more, what did not help counts less; never so much that it stands for the question.
    assert!(
        Picked { taken: 50, helped: 50, not: 0 }.prior() <= 150
            && Picked { taken: 0, helped: 0, not: 50 }.prior() >= 60
    );
    let liked = BTreeMap::from([("court".to_owned(), Picked { taken: 90, helped: 90, not: 0 })]);
    let found = rank(&Library::default(), &[], &liked, question);
    assert_eq!(name(&found.first().unwrap().source), "holidays");
}

#[test]
fn a_reply_of_the_past_is_proposed_and_notices_come_last() {
    let past = PastReply {
        asked: "rupture conventionnelle délai de rétractation".into(),
        subject: "Votre question".into(),
        body: "Vous avez quinze jours calendaires pour vous rétracter.".into(),
        at_ms: 0,
    };
    let found = ranked("peut-on se rétracter d’une rupture conventionnelle", &[past]);
    assert!(found.iter().take(2).any(|f| f == "reply Votre question"), "{found:?}");
    let found = ranked("tax certificate", &[]);
    let (at, notice) = (|f: &str| found.iter().position(|x| x == f), "notice certificate");
    assert!(at("dues-cost").unwrap() < at(notice).unwrap(), "{found:?}");
    assert!(
        ranked("zzz", &[]).is_empty()
            && ranked("", &[]).is_empty()
            && ranked("le la de à ! 1", &[]).is_empty()
    );
}

/// Every question of an answer finds it, which says no more than that the files are read.
#[test]
fn the_questions_of_an_answer_find_it() {
    let mut missed = Vec::new();
    for answer in answers::all() {
        for question in answer.fr.questions.iter().chain(&answer.en.questions).step_by(3) {
            let found = ranked(question, &[]);
            if !found.iter().take(3).any(|f| f == answer.id) {
                missed.push(format!("{}: {question}: {:?}", answer.id, found.first()));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
