//! The count on a terminal: each figure asked for, and saved at once.

use std::collections::{BTreeMap, BTreeSet};

use super::{CountArgs, text, unequal};
use crate::features::election::messages::BadAnswer;
use crate::{
    base::{Id, Lang},
    face::{error::Refusal, exit::Exit, finding::wrapped, frame::Face},
    features::{
        election::{
            actions as app,
            actions::{EntryForm, ListFigures, PollError, Target},
            cli::words,
            records::{Element, Figures, Post},
            rules::{Dossier, tally::Stage},
        },
        law::rules::number::Count,
    },
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
    List(Id, String),
    Struck(Struck),
}

/// How often one candidate was struck.
#[derive(Clone)]
struct Struck {
    list: Id,
    name: String,
    place: usize,
    who: String,
    element: Element,
}

fn questions(dossier: &Dossier, college: &str, post: Post) -> Vec<Question> {
    let mut out = vec![Question::Signatures, Question::Voters, Question::Blank, Question::Null];
    for (list, slate) in dossier.slates_of(college, post) {
        out.push(Question::List(*list, slate.name.clone()));
        for (place, candidate) in (1_usize..).zip(&slate.candidates) {
            let (name, who) = (slate.name.clone(), candidate.name.clone());
            out.push(Question::Struck(Struck { list: *list, name, place, who, element: candidate.element }));
        }
    }
    out
}

/// Returns what an entry says already.
fn known(figures: &Figures, question: &Question) -> Option<u64> {
    match question {
        Question::Signatures => figures.signatures,
        Question::Voters => figures.voters,
        Question::Blank => figures.blank,
        Question::Null => figures.null,
        Question::List(list, _) => figures.ballots.get(list).copied(),
        Question::Struck(struck) => figures.struck.get(&struck.element).copied(),
    }
}

/// A list without ballots has no erasures to ask for.
fn needless(figures: &Figures, question: &Question) -> bool {
    matches!(question, Question::Struck(struck) if figures.ballots.get(&struck.list) == Some(&0))
}

fn question_text(lang: Lang, question: &Question, known: Option<u64>) -> String {
    let text = match question {
        Question::Signatures => tr!(lang, "Émargements", "Signatures on the list"),
        Question::Voters => tr!(lang, "Bulletins trouvés", "Ballots found"),
        Question::Blank => tr!(lang, "Blancs", "Blank"),
        Question::Null => tr!(lang, "Nuls", "Null"),
        Question::List(_, name) => tr!(lang, "Bulletins {name}", "Ballots of {name}"),
        Question::Struck(Struck { name, place, who, .. }) => {
            tr!(lang, "  ratures {name}, {place}. {who}", "  struck {name}, {place}. {who}")
        }
    };
    let known = known.map_or_else(String::new, |n| format!(" [{n}]"));
    tr!(lang, "{text}{known}\u{a0}: ", "{text}{known}: ")
}

fn help(lang: Lang) -> String {
    let text = tr!(
        lang,
        "Entrée garde ce qui est entre crochets\u{a0}; r\u{a0}: retour à la question d’avant\u{a0}; q\u{a0}: arrêter, tout est gardé. Aux ratures, n\u{a0}: plus personne n’est rayé sur cette liste.",
        "Enter keeps what stands in brackets; b: back to the question before; q: stop, all is kept. For struck names, n: nobody else is struck on this list."
    );
    wrapped("", "", &text).trim_end().to_owned()
}

/// What was typed.
enum Typed {
    Stop,
    Back,
    Keep,
    NoneStruck,
    Number(u64),
}

fn typed(lang: Lang, text: &str) -> Result<Typed, String> {
    let folded = crate::base::text::fold(text);
    match folded.as_str() {
        "" => Ok(Typed::Keep),
        "q" | "quit" | "quitter" => Ok(Typed::Stop),
        "retour" | "r" | "back" | "b" => Ok(Typed::Back),
        "n" | "aucune" | "none" | "0 partout" | "0 everywhere" => Ok(Typed::NoneStruck),
        // What was typed itself: folding leaves signs out.
        _ => number(text.trim()).map(Typed::Number).ok_or_else(|| {
            tr!(lang, "Il faut un nombre entier, retour ou q.", "A whole number is needed, or back, or q.")
        }),
    }
}

/// Reads a whole number: digits alone, or in groups of three as people write 1 250.
fn number(text: &str) -> Option<u64> {
    let mut groups = text.split([' ', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || first.len() <= 3 && rest.iter().all(|g| g.len() == 3 && digits(g));
    if !digits(first) || !grouped {
        return None;
    }
    format!("{first}{}", rest.concat()).parse().ok()
}

fn answered(base: &EntryForm, question: &Question, n: u64) -> EntryForm {
    let mut form = EntryForm { draft: true, ..base.clone() };
    let n = Some(Count(n));
    match question {
        Question::Signatures => form.signatures = n,
        Question::Voters => form.voters = n,
        Question::Blank => form.blank = n,
        Question::Null => form.null = n,
        Question::List(_, name) => {
            form.lists = vec![ListFigures { name: name.clone(), ballots: n, ..ListFigures::default() }];
        }
        Question::Struck(Struck { name, place, .. }) => {
            let struck = n.map(|n| (place.to_string(), n)).into_iter().collect();
            form.lists = vec![ListFigures { name: name.clone(), ballots: None, struck }];
        }
    }
    form
}

/// Nobody of a list was struck, from this candidate on: what was answered before stays.
fn none_struck(base: &EntryForm, from: &Struck, all: &[Question]) -> EntryForm {
    let mut form = EntryForm { draft: true, ..base.clone() };
    for question in all {
        let Question::Struck(Struck { list, name, place, .. }) = question else { continue };
        if *list != from.list || *place < from.place {
            continue;
        }
        if form.lists.is_empty() {
            form.lists.push(ListFigures { name: name.clone(), ballots: None, struck: BTreeMap::new() });
        }
        if let Some(figures) = form.lists.first_mut() {
            figures.struck.insert(place.to_string(), Count(0));
        }
    }
    form
}

/// The boxes that do not count yet, or the one that was named.
fn wanted(args: &CountArgs, dossier: &Dossier) -> Result<Vec<Target>, Refusal> {
    if let Some(vote) = &args.vote {
        let target = app::target(dossier, args.college.as_deref(), vote, args.place.as_deref());
        return Ok(vec![target?]);
    }
    let mut out = Vec::new();
    for (college, post) in dossier.votes().filter(|(c, p)| c.seats(*p) > 0) {
        let states = crate::features::election::rules::tally::boxes(dossier, college, post);
        let open = states.iter().filter(|b| !b.stage.counts()).map(|b| Some(b.place.clone()));
        let none = states.is_empty().then_some(None);
        for place in open.chain(none) {
            let target = app::target(dossier, Some(&college.id), post.code(), place.as_deref());
            out.push(target?);
        }
    }
    Ok(out)
}

/// Goes through the boxes that do not count yet, or the one that was named, figure by figure.
pub(super) fn ask(face: &mut Face, args: &CountArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let dossier = app::load(&vault, args.which.election.as_deref())?;
    let targets = wanted(args, &dossier)?;
    for (n, target) in targets.iter().enumerate() {
        if n == 0 {
            let help = help(lang);
            face.note(&help);
        }
        let (title, place) = (words::vote(lang, &target.college, target.post), &target.place);
        face.note(&tr!(lang, "\n{title}, urne {place}", "\n{title}, box {place}"));
        let mut work = Work { face, vault: &mut vault, which: dossier.id.to_string(), target };
        if !work.one_box(args)? {
            face.note(&tr!(lang, "Enregistré jusqu’ici.", "Saved up to here."));
            break;
        }
    }
    Ok(Exit::Done)
}

/// One ballot box, while it is asked about.
struct Work<'a> {
    face: &'a mut Face,
    vault: &'a mut Vault,
    which: String,
    target: &'a Target,
}

impl Work<'_> {
    /// Asks for every figure of the box until the entry is finished; tells whether to go on with the next box.
    fn one_box(&mut self, args: &CountArgs) -> Result<bool, Refusal> {
        let dossier = app::load(self.vault, Some(&self.which))?;
        let Some(entry) = self.entry(args, &dossier)? else { return Ok(false) };
        if entry == 0 {
            return Ok(true);
        }
        if entry == 2 {
            let lang = self.face.lang;
            self.face.note(&tr!(
                lang,
                "Seconde saisie\u{a0}: par une autre personne, depuis les bulletins, sans la première.",
                "Second entry: by another person, from the ballots, without the first one."
            ));
        }
        let base = EntryForm {
            college: Some(self.target.college.clone()),
            vote: self.target.post.code().to_owned(),
            place: Some(self.target.place.clone()),
            entry: Some(entry),
            ..EntryForm::default()
        };
        let all = questions(&dossier, &self.target.college, self.target.post);
        let there = app::standing(&dossier, self.target, Some(entry));
        let mut figures = there?.figures;
        loop {
            if !self.walk(&base, &all, &mut figures)? {
                return Ok(false);
            }
            let lang = self.face.lang;
            match app::count(self.vault, self.face.now_ms(), Some(&self.which), std::slice::from_ref(&base)) {
                Ok(entered) => {
                    let said: String = entered.iter().map(|e| text(lang, e)).collect();
                    self.face.note(said.trim_end());
                    if entered.iter().all(|e| e.done) {
                        return Ok(true);
                    }
                }
                Err(PollError::Election(error)) => {
                    let said = self.face.explain(&BadAnswer(error)).what;
                    self.face.note(&said);
                }
                Err(error) => return Err(error.into()),
            }
            self.face.note(&tr!(
                lang,
                "Encore une fois depuis le début\u{a0}: Entrée garde, q arrête.",
                "Once more from the start: Enter keeps, q stops."
            ));
        }
    }

    /// Which entry is asked for; where both are finished and differ, the person says which to correct. 0 for none of
    /// them, `None` to stop.
    fn entry(&mut self, args: &CountArgs, dossier: &Dossier) -> Result<Option<u32>, Refusal> {
        let lang = self.face.lang;
        let there = app::standing(dossier, self.target, args.entry);
        let there = there?;
        if let Some(entry) = there.entry {
            return Ok(Some(entry));
        }
        if there.state.stage == Stage::Agreed {
            return Err(PollError::BothDone.into());
        }
        let differ = words::differences_text(lang, dossier, &there.state);
        self.face.note(&tr!(lang, "Les deux saisies diffèrent\u{a0}:", "The two entries differ:"));
        self.face.note(differ.trim_end());
        let question = tr!(
            lang,
            "Laquelle corriger, 1 ou 2 (Entrée\u{a0}: aucune)\u{a0}? ",
            "Correct which, 1 or 2 (Enter: none)? "
        );
        self.face.ask_until(&question, |typed| match typed {
            "" => Ok(0),
            "1" => Ok(1),
            "2" => Ok(2),
            _ => Err(tr!(lang, "Il faut 1, 2 ou Entrée.", "1, 2 or Enter is needed.")),
        })
    }

    /// Asks the questions in order, back and forth; tells whether their end was reached.
    fn walk(&mut self, base: &EntryForm, all: &[Question], figures: &mut Figures) -> Result<bool, Refusal> {
        let lang = self.face.lang;
        let mut at = 0_usize;
        let mut asked = Vec::new();
        let mut passed: BTreeSet<Id> = BTreeSet::new();
        while let Some(question) = all.get(at) {
            let skip = needless(figures, question)
                || matches!(question, Question::Struck(s) if passed.contains(&s.list));
            if skip {
                at = at.saturating_add(1);
                continue;
            }
            let text = question_text(lang, question, known(figures, question));
            let Some(answer) = self.face.ask_until(&text, |t| typed(lang, t))? else { return Ok(false) };
            let form = match (answer, question) {
                (Typed::Stop, _) => return Ok(false),
                (Typed::Back, _) => {
                    at = asked.pop().unwrap_or(at);
                    if let Some(Question::Struck(struck)) = all.get(at) {
                        passed.remove(&struck.list);
                    }
                    continue;
                }
                (Typed::Keep, _) => None,
                (Typed::NoneStruck, Question::Struck(struck)) => {
                    passed.insert(struck.list);
                    Some(none_struck(base, struck, all))
                }
                (Typed::NoneStruck, _) => {
                    self.face.note(&tr!(lang, "Il faut un nombre entier.", "A whole number is needed."));
                    continue;
                }
                (Typed::Number(n), _) => Some(answered(base, question, n)),
            };
            if let Some(form) = form
                && !self.save(form, figures)?
            {
                continue;
            }
            asked.push(at);
            at = at.saturating_add(1);
        }
        Ok(true)
    }

    /// Saves an answer; says why when it cannot be.
    fn save(&mut self, form: EntryForm, figures: &mut Figures) -> Result<bool, Refusal> {
        let entry = form.entry;
        let tells = form.signatures.is_some() || form.voters.is_some();
        match app::count(self.vault, self.face.now_ms(), Some(&self.which), &[form]) {
            Ok(entered) => {
                // Said once, where both figures are known and the list and the box are still there.
                let said = entered.first().and_then(|e| unequal(self.face.lang, e.unequal)).filter(|_| tells);
                if let Some(said) = said {
                    self.face.note(wrapped("", "", &said).trim_end());
                }
                let dossier = entered.into_iter().next().map(|e| e.dossier);
                let there = dossier.map(|d| app::standing(&d, self.target, entry)).transpose();
                if let Some(there) = there? {
                    *figures = there.figures;
                }
                Ok(true)
            }
            Err(PollError::Election(error)) => {
                let lang = self.face.lang;
                let said = self.face.explain(&BadAnswer(error)).what;
                self.face.note(&said);
                self.face.note(&tr!(
                    lang,
                    "Cette réponse n’est pas gardée. Un autre nombre, ou «\u{a0}retour\u{a0}».",
                    "This answer is not kept. Another number, or “back”."
                ));
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sign, a decimal or a space out of place is no number: a teller who types one is asked again.
    #[test]
    fn nothing_but_a_whole_number_is_one() {
        for (text, read) in
            [("0", 0), ("12", 12), ("1250", 1250), ("1 250", 1250), ("1\u{202f}250\u{a0}000", 1_250_000)]
        {
            assert_eq!(number(text), Some(read), "{text}");
        }
        for bad in [
            "", "-1", "+1", "- 2", "1 0", "10 25", "1.0", "5,5", "1e1", "\u{ff19}", "1  250", "1250 000",
            "0x1",
        ] {
            assert_eq!(number(bad), None, "{bad}");
            assert!(typed(Lang::Fr, bad).is_err() || bad.is_empty(), "{bad}");
        }
        assert_eq!(number("99999999999999999999"), None);
    }
}
