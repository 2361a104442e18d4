//! `contrepoids notice answers`.

use clap::Args;

use super::{open_outbox, templates::bound};
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
    },
    features::notice::{
        actions::{shown, suggest},
        rules::answers,
        views,
    },
    tr,
};

/// Short answers to what members ask, with the law behind them
///
/// Without a name, all of them. With one, the answer in your language: the question as people ask it, what to say, what to ask
/// back, who helps, what never to promise, and how each article is known today. `notice suggest` finds the one that fits a
/// question and makes it the draft of a reply. --helped and --not-helped note what became of an answer: those that helped are
/// proposed a little sooner. Neither the question nor the person is kept with it.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice answers
  contrepoids notice answers holidays
  contrepoids notice answers holidays --helped")]
pub struct AnswersArgs {
    /// Name of one answer
    pub answer: Option<String>,
    /// It helped somebody
    #[arg(long, requires = "answer")]
    pub helped: bool,
    /// It did not help
    #[arg(long, requires = "answer", conflicts_with = "helped")]
    pub not_helped: bool,
}

impl AnswersArgs {
    /// Whether nothing is written.
    pub(super) fn looks(&self) -> bool {
        !self.helped && !self.not_helped
    }
}

impl Show for views::Answers {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = Vec::new();
        for one in &self.answers {
            let about = bound(lang, finding::label(lang, &one.about));
            let late =
                if one.overdue { tr!(lang, "  (à relire)", "  (to be read again)") } else { String::new() };
            out.push(wrapped(&format!("{:<22} ", one.name), &" ".repeat(23), &format!("{about}{late}")));
        }
        out.push(String::new());
        out.push(tr!(
            lang,
            "Une question\u{a0}: contrepoids notice suggest 'la question'",
            "A question: contrepoids notice suggest 'the question'"
        ));
        lines(out)
    }
}

impl Show for views::Answer {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let of = match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        };
        let wrap =
            |head: &str, text: &str| wrapped(head, &" ".repeat(head.chars().count()), &bound(lang, text));
        let mut out =
            vec![wrap("", &format!("{} — {}", self.name, finding::label(lang, &self.about))), String::new()];
        let asked = of.questions.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" · ");
        out.push(wrap("  ", &asked));
        for paragraph in of.text.split("\n\n") {
            out.push(String::new());
            out.push(wrap("", &paragraph.replace('\n', " ")));
        }
        for (title, items) in [
            (tr!(lang, "À demander\u{a0}:", "Ask back:"), &of.ask_back),
            (tr!(lang, "Qui aide\u{a0}:", "Who helps:"), &of.helpers),
        ] {
            out.push(String::new());
            out.push(title);
            out.extend(items.iter().map(|item| wrap("  - ", item)));
        }
        out.push(String::new());
        out.push(wrap("", &tr!(lang, "À ne pas promettre\u{a0}: {}", "Never promise: {}", of.never)));
        out.push(String::new());
        out.push(tr!(lang, "Articles\u{a0}:", "Articles:"));
        out.extend(self.articles.iter().map(|a| format!("  {:<20} {}", a.article, standing(lang, a))));
        if !self.unverified.is_empty() {
            let list = self.unverified.iter().map(|f| finding::label(lang, f)).collect::<Vec<_>>().join(", ");
            out.push(wrap("", &tr!(lang, "Lu dans aucun texte\u{a0}: {list}", "Read in no text: {list}")));
        }
        let day = finding::day(lang, self.review);
        out.push(if self.overdue {
            tr!(lang, "À RELIRE depuis le {day}.", "TO BE READ AGAIN since {day}.")
        } else {
            tr!(lang, "À relire avant le {day}.", "To be read again before {day}.")
        });
        lines(out)
    }
}

/// A text in lines, without the end of the last.
fn wrapped(head: &str, next: &str, text: &str) -> String {
    finding::wrapped(head, next, text).trim_end().to_owned()
}

/// Says how an article is known.
fn standing(lang: Lang, article: &views::Article) -> String {
    match article.standing {
        "verified" => tr!(lang, "texte lu", "text read"),
        "text-held" => {
            let article = &article.article;
            tr!(lang, "texte en vigueur\u{a0}: law text {article}", "text in force: law text {article}")
        }
        "version-known" => tr!(lang, "version connue, texte à relire", "version known, read its text"),
        "not-in-force" => tr!(lang, "PAS EN VIGUEUR ce jour", "NOT IN FORCE today"),
        _ => tr!(lang, "non vérifié", "unverified"),
    }
}

impl Show for views::Picked {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let Self { name, taken, helped, not_helped } = self;
        lines([tr!(
            lang,
            "{name}\u{a0}: reprise {taken} fois, a aidé {helped} fois, pas aidé {not_helped} fois.",
            "{name}: taken {taken} times, helped {helped} times, did not help {not_helped} times."
        )])
    }
}

/// Runs `contrepoids notice answers`.
///
/// # Errors
/// When there is no such answer, or the outbox does not open.
pub(super) fn run(face: &mut Face, args: &AnswersArgs) -> Result<Exit, Refusal> {
    let Some(asked) = &args.answer else {
        face.show(&shown::answers(answers::all(), face.today))?;
        return Ok(Exit::Done);
    };
    let answer = suggest::answer(asked)?;
    if args.looks() {
        face.show(&shown::answer(answer, face.today)?)?;
        return Ok(Exit::Done);
    }
    let vault = face.open_write()?;
    let mut outbox = open_outbox(&vault)?;
    let noted = suggest::judged(&mut outbox, answer, args.helped)?;
    face.show(&shown::picked(answer, noted))?;
    Ok(Exit::Done)
}
