//! The count on a terminal: each figure asked for, and saved at once.

use std::collections::BTreeMap;

use super::{CountArgs, text};
use crate::{
    app::{
        election::{self as app, EntryForm, ListFigures, PollError},
        law::number::Count,
    },
    cli::{
        commands::election::words,
        error::{CmdError, election::words as error_words},
        exit::Exit,
        face::Face,
    },
    config::Lang,
    election::poll::Dossier,
    roster::poll::Post,
    tr,
    vault::Vault,
};

/// What the program asks for, one by one.
#[derive(Clone)]
enum Question {
    Signatures,
    Voters,
    Blank,
    Null,
    List(String),
    Struck(String, usize, String),
}

fn questions(dossier: &Dossier, college: &str, post: Post) -> Vec<Question> {
    let mut out = vec![Question::Signatures, Question::Voters, Question::Blank, Question::Null];
    for (_, slate) in dossier.slates_of(college, post) {
        out.push(Question::List(slate.name.clone()));
        for (n, candidate) in (1_usize..).zip(&slate.candidates) {
            out.push(Question::Struck(slate.name.clone(), n, candidate.name.clone()));
        }
    }
    out
}

fn question_text(lang: Lang, question: &Question) -> String {
    match question {
        Question::Signatures => tr!(lang, "Émargements\u{a0}: ", "Signatures on the list: "),
        Question::Voters => tr!(lang, "Bulletins trouvés\u{a0}: ", "Ballots found: "),
        Question::Blank => tr!(lang, "Blancs\u{a0}: ", "Blank: "),
        Question::Null => tr!(lang, "Nuls\u{a0}: ", "Null: "),
        Question::List(name) => tr!(lang, "Bulletins {name}\u{a0}: ", "Ballots of {name}: "),
        Question::Struck(name, n, who) => {
            tr!(lang, "  ratures {name}, {n}. {who}\u{a0}: ", "  struck {name}, {n}. {who}: ")
        }
    }
}

fn answered(base: &EntryForm, question: &Question, n: u64) -> EntryForm {
    let mut form = EntryForm { draft: true, ..base.clone() };
    match question {
        Question::Signatures => form.signatures = Some(Count(n)),
        Question::Voters => form.voters = Some(Count(n)),
        Question::Blank => form.blank = Some(Count(n)),
        Question::Null => form.null = Some(Count(n)),
        Question::List(name) => {
            form.lists =
                vec![ListFigures { name: name.clone(), ballots: Some(Count(n)), ..ListFigures::default() }];
        }
        Question::Struck(name, place, _) => {
            let struck = BTreeMap::from([(place.to_string(), Count(n))]);
            form.lists = vec![ListFigures { name: name.clone(), ballots: None, struck }];
        }
    }
    form
}

/// Goes through the boxes that do not count yet, or the one that was named, figure by figure.
pub(super) fn ask(face: &mut Face, args: &CountArgs) -> Result<Exit, CmdError> {
    let lang = face.lang;
    let which = args.which.election.as_deref();
    let mut vault = face.open_write()?;
    let dossier = app::load(&vault, which).map_err(|e| error_words(face, e))?;
    let which = Some(dossier.id.to_string());
    let mut wanted: Vec<(String, Post, Option<String>)> = Vec::new();
    if let Some(vote) = &args.vote {
        let target = app::target(&dossier, args.college.as_deref(), vote, args.place.as_deref());
        let target = target.map_err(|e| error_words(face, e))?;
        wanted.push((target.college, target.post, Some(target.place)));
    } else {
        for (college, post) in dossier.votes().filter(|(c, p)| c.seats(*p) > 0) {
            let states = crate::election::poll::tally::boxes(&dossier, college, post);
            let open = states.iter().filter(|b| !b.stage.counts()).map(|b| Some(b.place.clone()));
            let none = states.is_empty().then_some(None);
            wanted.extend(open.chain(none).map(|place| (college.id.clone(), post, place)));
        }
    }
    for (college, post, place) in wanted {
        let base = EntryForm {
            college: Some(college.clone()),
            vote: post.code().to_owned(),
            place: place.clone(),
            entry: args.entry,
            ..EntryForm::default()
        };
        let title = words::vote(lang, &college, post);
        let title = match &place {
            Some(place) => tr!(lang, "\n{title}, urne {place}", "\n{title}, box {place}"),
            None => format!("\n{title}"),
        };
        face.note(&title);
        for question in questions(&dossier, &college, post) {
            if !answer_one(face, &mut vault, which.as_deref(), &base, &question)? {
                face.note(&tr!(lang, "Enregistré jusqu’ici.", "Saved up to here."));
                return Ok(Exit::Done);
            }
        }
        match app::count(&mut vault, face.now_ms(), which.as_deref(), &[base]) {
            Ok(entered) => {
                let said: String = entered.iter().map(|e| text(lang, e)).collect();
                face.note(said.trim_end());
            }
            Err(error) => {
                let error = error_words(face, error);
                face.note(error.lines(lang).trim_end());
            }
        }
    }
    Ok(Exit::Done)
}

/// Asks for one figure until it is one, and saves it; tells whether to go on.
fn answer_one(
    face: &mut Face,
    vault: &mut Vault,
    which: Option<&str>,
    base: &EntryForm,
    question: &Question,
) -> Result<bool, CmdError> {
    loop {
        let line = face.ask(&question_text(face.lang, question))?;
        let line_end = line.ends_with('\n');
        let text = line.trim();
        if matches!(text, "q" | "Q") || (text.is_empty() && !line_end) {
            return Ok(false);
        }
        if text.is_empty() {
            return Ok(true);
        }
        let Ok(n) = text.parse::<u64>() else {
            face.note(&tr!(face.lang, "Il faut un nombre entier.", "A whole number is needed."));
            continue;
        };
        match app::count(vault, face.now_ms(), which, &[answered(base, question, n)]) {
            Ok(_) => return Ok(true),
            Err(error @ PollError::Election(_)) => {
                let error = error_words(face, error);
                face.note(error.lines(face.lang).trim_end());
            }
            Err(error) => return Err(error_words(face, error)),
        }
    }
}
