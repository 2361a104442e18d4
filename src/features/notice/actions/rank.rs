//! How well each answer, reply of the past and notice fits a question: BM25 over stems and over words that stand for one
//! another, French and English, with errors of typing made good and a cut-off below which nothing fits.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use bm25::{Document, SearchEngineBuilder, Tokenizer};
use rust_stemmers::{Algorithm, Stemmer};

use crate::{
    base::{Lang, stems::EMPTY, text::fold},
    features::notice::{
        actions::{Library, library::Origin},
        rules::answers::{self, Answer},
    },
    mail::ledger::{PastReply, Picked},
    render::Notice,
};

/// The most suggestions that are shown.
pub const SHOWN: usize = 8;
/// Of a hundred parts of what a question says, how many must be found in what answers it.
const ENOUGH: u64 = 22;
/// Of a hundred parts of the best score, how many what is shown beside it must have.
const NEAR: u64 = 35;

/// Words of a question that say nothing of its subject, besides those of [`EMPTY`].
const ASKING: &[&str] = &[
    "ai",
    "aurais",
    "avez",
    "avons",
    "ont",
    "avoir",
    "suis",
    "es",
    "etes",
    "sommes",
    "etre",
    "etait",
    "fait",
    "faire",
    "faut",
    "veux",
    "veut",
    "veulent",
    "voudrais",
    "voulais",
    "vais",
    "va",
    "vont",
    "viens",
    "vient",
    "viennent",
    "peux",
    "peut",
    "peuvent",
    "pouvez",
    "puis",
    "dois",
    "doit",
    "quoi",
    "comment",
    "quand",
    "combien",
    "pourquoi",
    "ca",
    "cela",
    "svp",
    "merci",
    "bonjour",
    "bonsoir",
    "salut",
    "tout",
    "tous",
    "toute",
    "tres",
    "bien",
    "aussi",
    "alors",
    "donc",
    "quel",
    "quelle",
    "quels",
    "quelles",
    "y",
    "deja",
    "encore",
    "apres",
    "avant",
    "depuis",
    "pendant",
    "chez",
    "sans",
    "sous",
    "dit",
    "dire",
    "moi",
    "toi",
    "eux",
    "soi",
    "was",
    "jaimerai",
    "jaimerais",
    "aimerais",
    "gens",
    "chose",
    "truc",
    "fois",
    "jamais",
    "toujours",
    "how",
    "what",
    "when",
    "where",
    "who",
    "whom",
    "which",
    "why",
    "i",
    "me",
    "they",
    "them",
    "he",
    "she",
    "his",
    "her",
    "their",
    "would",
    "could",
    "should",
    "will",
    "am",
    "been",
    "no",
    "there",
    "im",
    "ve",
    "don",
    "doesn",
    "didn",
    "isn",
    "please",
    "hello",
    "hi",
    "thanks",
    "did",
    "does",
    "had",
    "get",
    "got",
    "any",
    "some",
    "about",
    "so",
    "but",
    "much",
    "many",
    "up",
    "out",
    "over",
    "than",
    "then",
    "too",
    "un",
    "deux",
    "one",
    "two",
    "oui",
    "nous",
    "faites",
    "entre",
    "elles",
    "cet",
    "ni",
    "c",
    "d",
    "j",
    "l",
    "m",
    "n",
    "s",
    "t",
];

/// What asks, after a word of [`WISHING`].
const KNOWING: &[&str] = &["savoir", "know"];
const WISHING: &[&str] = &[
    "jaimerai",
    "jaimerais",
    "aimerai",
    "aimerais",
    "voudrais",
    "veux",
    "voulais",
    "pour",
    "to",
    "souhaite",
    "souhaiterais",
];

/// Something that may answer.
#[derive(Clone, PartialEq, Eq)]
pub enum AnswerSource {
    /// A short answer, by its name.
    Answer(String),
    /// A notice, by its name.
    Notice(String),
    /// A reply of the past.
    Reply(Box<PastReply>),
}

/// Something that may answer, with the words of the question that it answers.
#[derive(Clone, PartialEq, Eq)]
pub struct Suggested {
    /// What it is.
    pub source: AnswerSource,
    /// The words of the question that are found in it, as they were typed.
    pub matched: Vec<String>,
}

/// Cuts texts into stems and into the words that stand for one another.
struct Lexer {
    french: Stemmer,
    english: Stemmer,
    /// Phrases by the stem of their first word: all their stems in one language, and what they stand for.
    phrases: BTreeMap<String, Vec<(Vec<String>, usize)>>,
}

/// A word of a question with what it is looked for as.
struct Word {
    typed: String,
    /// Whether it was taken for another, known word.
    mended: bool,
    tokens: Vec<String>,
}

impl Lexer {
    fn held() -> &'static Self {
        static HELD: OnceLock<Lexer> = OnceLock::new();
        HELD.get_or_init(|| {
            let (french, english) = (Stemmer::create(Algorithm::French), Stemmer::create(Algorithm::English));
            let mut out = Self { french, english, phrases: BTreeMap::new() };
            for (thing, group) in answers::groups().iter().enumerate() {
                for phrase in group {
                    for stems in out.columns(&split(phrase)) {
                        let Some(first) = stems.first() else { continue };
                        out.phrases.entry(first.clone()).or_default().push((stems, thing));
                    }
                }
            }
            out
        })
    }

    fn stems(&self, word: &str) -> [String; 2] {
        // Of a short word too little is left: "wife" is not "wifi".
        let whole =
            |stem: Cow<'_, str>| if stem.chars().count() < 4 { word.to_owned() } else { stem.into_owned() };
        [format!("f{}", whole(self.french.stem(word))), format!("e{}", whole(self.english.stem(word)))]
    }

    /// The stems of words, in French and in English.
    fn columns(&self, words: &[String]) -> [Vec<String>; 2] {
        let both: Vec<[String; 2]> = words.iter().map(|w| self.stems(w)).collect();
        let (french, english) = both.into_iter().map(|[f, e]| (f, e)).unzip();
        [french, english]
    }

    /// Returns each word with its stems and what it stands for, alone or with its neighbours; a word that says nothing has none.
    fn read(&self, words: &[String]) -> Vec<Word> {
        let columns = self.columns(words);
        let says: Vec<bool> = words.iter().map(|w| says(w)).collect();
        let mut out: Vec<Word> = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            let spoken = says.get(at).copied().unwrap_or_default();
            let stems = columns.iter().filter(|_| spoken).filter_map(|c| c.get(at)).cloned().collect();
            out.push(Word { typed: word.clone(), mended: false, tokens: stems });
        }
        for column in &columns {
            for (from, first) in column.iter().enumerate() {
                for (phrase, thing) in self.phrases.get(first).into_iter().flatten() {
                    let to = from.saturating_add(phrase.len());
                    let alone = phrase.len() == 1;
                    if column.get(from..to) != Some(phrase.as_slice())
                        || (alone && !says.get(from).copied().unwrap_or_default())
                    {
                        continue;
                    }
                    let token = format!("g{thing}");
                    for word in out.iter_mut().skip(from).take(phrase.len()) {
                        if !word.tokens.contains(&token) {
                            word.tokens.push(token.clone());
                        }
                    }
                }
            }
        }
        out
    }

    /// Returns the tokens of a text.
    fn tokens(&self, text: &str) -> Vec<String> {
        self.read(&split(text)).into_iter().flat_map(|word| word.tokens).collect()
    }
}

/// Tells whether a word says something of the subject.
fn says(word: &str) -> bool {
    word.chars().count() >= 2
        && !EMPTY.contains(&word)
        && !ASKING.contains(&word)
        && !word.chars().all(|c| c.is_ascii_digit())
}

/// The words of a text, small and without accents.
fn split(text: &str) -> Vec<String> {
    fold(&text.replace(['’', '\'', '-', '‑'], " "))
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Gives the engine tokens that were cut before.
#[derive(Clone, Copy)]
struct Cut;

impl Tokenizer for Cut {
    fn tokenize(&self, text: &str) -> Vec<String> {
        text.split(' ').filter(|token| !token.is_empty()).map(str::to_owned).collect()
    }
}

/// What is ranked: its tokens, and which of them tell what it answers.
#[derive(Clone)]
struct Candidate {
    source: AnswerSource,
    tokens: Vec<String>,
    holds: BTreeSet<String>,
}

impl Candidate {
    /// Of what is asked, twice; of what is said, once. Only what is asked tells whether it fits.
    fn new(source: AnswerSource, asked: &str, said: &str) -> Self {
        let asked = Lexer::held().tokens(asked);
        let holds = asked.iter().cloned().collect();
        let tokens = [asked.clone(), asked, Lexer::held().tokens(said)].concat();
        Self { source, tokens, holds }
    }
}

/// Ranks what may answer a question, the best first: short answers and replies of the past before notices, which go to many.
#[must_use]
pub fn rank(
    library: &Library,
    replies: &[PastReply],
    picks: &BTreeMap<String, Picked>,
    question: &str,
) -> Vec<Suggested> {
    let beside = candidates(library, replies);
    let all: Vec<&Candidate> = built_in().iter().chain(&beside).collect();
    let lexer = Lexer::held();
    let typed = split(question);
    let mut meant: Vec<String> = typed.iter().map(|word| mended(word)).collect();
    for at in 1..meant.len() {
        let before = meant.get(at.saturating_sub(1)).cloned().unwrap_or_default();
        if let Some(word) =
            meant.get_mut(at).filter(|w| KNOWING.contains(&w.as_str()) && WISHING.contains(&before.as_str()))
        {
            // "I should like to know" says nothing of knowing.
            word.clear();
        }
    }
    let mut words = lexer.read(&meant);
    for (word, typed) in words.iter_mut().zip(typed) {
        // A long word is hardly ever another by accident.
        word.mended = word.typed != typed && typed.chars().count() < 9;
        word.typed = typed;
    }
    words.retain(|w| !w.tokens.is_empty());
    // What few answers hold says more; what none holds says that it may be about something else.
    let weight = |word: &Word| {
        let holders = built_in().iter().filter(|c| word.tokens.iter().any(|t| c.holds.contains(t))).count();
        let holders = u64::try_from(holders).unwrap_or(u64::MAX);
        let subject = word.tokens.iter().any(|t| t.starts_with('g'));
        match holders {
            0 => 15_u64,
            _ => 60_u64.checked_div(holders.saturating_add(2)).unwrap_or_default().max(if subject {
                8
            } else {
                2
            }),
        }
    };
    let weights: Vec<u64> = words.iter().map(weight).collect();
    let whole: u64 = weights.iter().sum();
    let documents = all.iter().enumerate().map(|(n, c)| Document::new(n, c.tokens.join(" ")));
    let engine = SearchEngineBuilder::<usize, u32, Cut>::with_tokenizer_and_documents(Cut, documents).build();
    let sought = words.iter().flat_map(|w| &w.tokens).cloned().collect::<Vec<_>>().join(" ");
    let mut found = Vec::new();
    for result in engine.search(&sought, None) {
        let n = result.document.id;
        let Some(candidate) = all.get(n) else { continue };
        let hit = |word: &Word| word.tokens.iter().any(|t| candidate.holds.contains(t));
        let part: u64 = words.iter().zip(&weights).filter(|(w, _)| hit(w)).map(|(_, weight)| weight).sum();
        // One word of many that happens to stand there tells nothing; a word of a subject does.
        let mut hits = words.iter().filter(|w| hit(w));
        let chance = words.len() >= 3
            && hits.clone().count() < 2
            && !hits.any(|w| !w.mended && w.tokens.iter().any(|t| t.starts_with('g')));
        if chance || part.saturating_mul(100) < whole.saturating_mul(ENOUGH) {
            continue;
        }
        let score = thousandths(result.score).saturating_mul(prior(&candidate.source, picks)) / 100;
        let matched = words.iter().filter(|w| hit(w)).map(|w| w.typed.clone()).collect();
        found.push((score, n, Suggested { source: candidate.source.clone(), matched }));
    }
    ordered(found)
}

/// Puts answers and replies before notices, each the best first, and leaves out what is far from the best of its kind; the two
/// best replies of the past always have room.
fn ordered(found: Vec<(u64, usize, Suggested)>) -> Vec<Suggested> {
    let (notices, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(_, _, s)| matches!(s.source, AnswerSource::Notice(_)));
    let (replies, answers): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|(_, _, s)| matches!(s.source, AnswerSource::Reply(_)));
    let best = |mut kind: Vec<(u64, usize, Suggested)>, most: usize| {
        kind.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = kind.first().map_or(0, |(score, _, _)| *score);
        kind.retain(|(score, _, _)| score.saturating_mul(100) >= best.saturating_mul(NEAR));
        kind.truncate(most);
        kind
    };
    let (notices, replies) = (best(notices, 3), best(replies, 2));
    let mut out = best(answers, SHOWN.saturating_sub(notices.len()).saturating_sub(replies.len()));
    out.extend(replies);
    out.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    out.into_iter().chain(notices).map(|(_, _, s)| s).collect()
}

/// By how much, of a hundred, a proposal counts for what became of it before.
fn prior(source: &AnswerSource, picks: &BTreeMap<String, Picked>) -> u64 {
    match source {
        AnswerSource::Answer(name) | AnswerSource::Notice(name) => picks.get(name).map_or(100, Picked::prior),
        AnswerSource::Reply(_) => 100,
    }
}

/// By which words a short answer is asked for.
fn asked(answer: &Answer) -> String {
    let asked: Vec<&str> =
        answer.fr.questions.iter().chain(&answer.en.questions).map(String::as_str).collect();
    format!("{} . {} . {} . {}", answer.about.fr, answer.about.en, answer.words, asked.join(" . "))
}

/// The short answers: they are cut once.
fn built_in() -> &'static [Candidate] {
    static HELD: OnceLock<Vec<Candidate>> = OnceLock::new();
    HELD.get_or_init(|| {
        let one = |a: &Answer| {
            let said = format!("{} . {}", a.fr.text, a.en.text);
            Candidate::new(AnswerSource::Answer(a.id.to_owned()), &asked(a), &said)
        };
        answers::all().iter().map(one).collect()
    })
}

/// What else may answer: replies of the past, and notices.
fn candidates(library: &Library, replies: &[PastReply]) -> Vec<Candidate> {
    static HELD: OnceLock<Vec<Candidate>> = OnceLock::new();
    let reply = |reply: &PastReply| {
        let asked = format!("{} . {}", reply.asked, reply.subject);
        Candidate::new(AnswerSource::Reply(Box::new(reply.clone())), &asked, &reply.body)
    };
    let mut out: Vec<Candidate> = replies.iter().map(reply).collect();
    let of_program = HELD.get_or_init(|| {
        Notice::built_in().into_iter().filter_map(|id| Some(of_notice(&Notice::named(id).ok()?))).collect()
    });
    for id in library.names() {
        let own = library.origin(&id) != Origin::Program;
        match of_program.iter().find(|c| !own && c.source == AnswerSource::Notice(id.clone())) {
            Some(held) => out.push(held.clone()),
            None => out.extend(library.named(&id).ok().map(|notice| of_notice(&notice))),
        }
    }
    out
}

fn of_notice(notice: &Notice) -> Candidate {
    let (id, about) = (&notice.id, &notice.manifest.about);
    let mut said = String::new();
    for tongue in [Lang::Fr, Lang::En] {
        said.push_str(notice.file(tongue));
        for variable in notice.manifest.variables.values() {
            said.push(' ');
            said.push_str(&variable.sample(tongue).typed().join(" "));
        }
    }
    let mut out = Candidate::new(
        AnswerSource::Notice(id.clone()),
        &format!("{id} . {} . {}", about.fr, about.en),
        &said,
    );
    // A notice is no answer: it comes last, and what it says tells what it is about.
    out.holds = out.tokens.iter().cloned().collect();
    out
}

/// The words of the short answers and their stems.
fn vocabulary() -> &'static (BTreeSet<String>, BTreeSet<String>) {
    static HELD: OnceLock<(BTreeSet<String>, BTreeSet<String>)> = OnceLock::new();
    HELD.get_or_init(|| {
        let of_answers =
            answers::all().iter().flat_map(|a| split(&format!("{} {} {}", asked(a), a.fr.text, a.en.text)));
        let of_groups = answers::groups().iter().flatten().flat_map(|w| split(w));
        let words: BTreeSet<String> = of_answers.chain(of_groups).filter(|w| says(w)).collect();
        let stems = words.iter().flat_map(|w| Lexer::held().stems(w)).collect();
        (words, stems)
    })
}

/// Returns the word that was meant: itself where it, or another form of it, is known; else the nearest known word.
fn mended(word: &str) -> String {
    let (words, stems) = vocabulary();
    let length = word.chars().count();
    let known = || Lexer::held().stems(word).iter().any(|s| stems.contains(s));
    if !says(word) || length < 6 || word.chars().any(|c| c.is_ascii_digit()) || known() {
        return word.to_owned();
    }
    let far = if length >= 8 { 2 } else { 1 };
    let begins = word.chars().next();
    let near = words.iter().filter(|k| k.chars().next() == begins && k.len().abs_diff(word.len()) <= far);
    near.map(|k| (strsim::damerau_levenshtein(k, word), k))
        .filter(|(distance, k)| *distance <= far && k.chars().count() >= 4)
        .min()
        .map_or_else(|| word.to_owned(), |(_, k)| k.clone())
}

/// A score as a whole number: the only place where one with a point is read.
fn thousandths(score: f32) -> u64 {
    format!("{score:.3}").replace('.', "").parse().unwrap_or_default()
}

#[cfg(test)]
mod tests;
