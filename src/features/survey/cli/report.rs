//! The results as a page: a bar for each answer, and the same numbers in a table beside it. No script, nothing from elsewhere.

use std::fmt::Write as _;

use crate::{
    base::Lang,
    features::survey::{cli::count, views},
    render::{escape_html as html, sheet},
    tr,
};

const STYLE: &str = "\
@page { size: A4; margin: 15mm }
body { font: 11pt/1.4 sans-serif; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; color: #111; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 1.6rem 0 .4rem } p { margin: .4rem 0 }
section { break-inside: avoid }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
caption { text-align: left; font-weight: bold; padding: .2rem 0 }
th, td { border-bottom: 1px solid #999; padding: .2rem .5rem; text-align: right }
th:first-child, td:first-child { text-align: left }
svg { display: block; width: 100%; height: auto; max-width: 34rem }
.small { font-size: .85rem; color: #333 }
";
/// How wide the longest bar is.
const WIDE: u64 = 500;
const HIGH: usize = 22;

/// What a dash stands for.
pub(super) fn hidden(lang: Lang) -> String {
    tr!(
        lang,
        "«\u{a0}–\u{a0}»\u{a0}: moins de cinq personnes, ou ce qui les ferait connaître.",
        "“–”: fewer than five people, or what would give them away."
    )
}

/// Returns the page.
pub(super) fn page(lang: Lang, results: &views::Results) -> String {
    let (heading, answers) = (html(&results.title), results.answers);
    let all = tr!(lang, "{answers} réponses.", "{answers} answers.");
    let mut body = format!("<h1>{heading}</h1>\n<p>{all}</p>\n");
    for question in &results.questions {
        let _ = writeln!(body, "<section><h2>{}</h2>", html(&question.text));
        if question.choices.is_empty() {
            texts(lang, &mut body, question);
        } else {
            body.push_str(&bars(results, question));
            body.push_str(&table(lang, question));
        }
        body.push_str("</section>\n");
    }
    let _ = writeln!(body, "<p class=\"small\">{}</p>", html(&hidden(lang)));
    sheet(lang, &tr!(lang, "Tableau de chiffres", "Table of figures"), STYLE, &body)
}

fn texts(lang: Lang, body: &mut String, question: &views::QuestionResult) {
    if question.texts.is_empty() {
        let none = tr!(
            lang,
            "Moins de cinq réponses\u{a0}: rien n’est montré.",
            "Fewer than five answers: nothing is shown."
        );
        let _ = writeln!(body, "<p>{}</p>", html(&none));
        return;
    }
    body.push_str("<ul>\n");
    for text in &question.texts {
        let _ = writeln!(body, "<li>{}</li>", html(text));
    }
    body.push_str("</ul>\n");
}

/// A bar for each answer, in the measure of all who answered; none where the number is hidden.
fn bars(results: &views::Results, question: &views::QuestionResult) -> String {
    let whole = u64::try_from(results.answers).unwrap_or(u64::MAX).max(1);
    let high = question.choices.len().saturating_mul(HIGH);
    let mut out = format!("<svg viewBox=\"0 0 560 {high}\" aria-hidden=\"true\">\n");
    for (row, choice) in question.choices.iter().enumerate() {
        let top = row.saturating_mul(HIGH).saturating_add(3);
        let wide = choice.count.map_or(0, |n| n.saturating_mul(WIDE).checked_div(whole).unwrap_or(0));
        let _ = writeln!(out, "<rect x=\"0\" y=\"{top}\" width=\"{wide}\" height=\"16\" fill=\"#1f4e7a\"/>");
        let (at, base, text) = (wide.saturating_add(6), top.saturating_add(12), count(choice.count));
        let _ = writeln!(out, "<text x=\"{at}\" y=\"{base}\" font-size=\"12\">{text}</text>");
    }
    out.push_str("</svg>\n");
    out
}

fn table(lang: Lang, question: &views::QuestionResult) -> String {
    let (caption, answer) = (html(&question.text), tr!(lang, "réponse", "answer"));
    let people = tr!(lang, "personnes", "people");
    let mut out = format!(
        "<table>\n<caption>{caption}</caption>\n<thead><tr><th scope=\"col\">{answer}</th><th scope=\"col\">{people}</th></tr></thead>\n<tbody>\n"
    );
    let open = tr!(lang, "sans réponse", "no answer");
    let rows = question.choices.iter().map(|choice| (choice.text.as_str(), choice.count));
    for (text, number) in rows.chain([(open.as_str(), question.open)]) {
        let _ = writeln!(out, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", html(text), count(number));
    }
    out.push_str("</tbody>\n</table>\n");
    out
}
