//! A survey as a sheet of paper, to fill in by pen: boxes and lines. No script, nothing from elsewhere, no number on it.

use std::fmt::Write as _;

use crate::{
    base::Lang,
    features::survey::{
        records::QuestionKind,
        views::{OneQuestion, Questions},
    },
    render::{escape_html as html, sheet},
    tr,
};

const STYLE: &str = "\
@page { size: A4; margin: 15mm }
body { font: 12pt/1.5 sans-serif; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; color: #111; background: #fff }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 1.4rem 0 .3rem } p { margin: .4rem 0 }
section { break-inside: avoid }
ul { list-style: none; margin: .2rem 0; padding: 0 } li { margin: .25rem 0 }
.row li { display: inline-block; margin-right: 1.6rem }
.line { border-bottom: 1px solid #666; height: 2rem }
.small { font-size: .85rem; color: #333 }
";

/// Returns the sheet.
pub(super) fn page(lang: Lang, survey: &Questions) -> String {
    let intro = tr!(
        lang,
        "Cette feuille est anonyme\u{a0}: n’y écrivez pas de nom, pliez-la, mettez-la dans la boîte. Toute question peut rester sans réponse. Les réponses de moins de cinq personnes ne sont jamais montrées.",
        "This sheet is anonymous: write no name on it, fold it, put it into the box. Any question may be left open. Answers of fewer than five people are never shown."
    );
    let mut body = format!("<h1>{}</h1>\n<p>{}</p>\n", html(&survey.title), html(&intro));
    for (n, asked) in (1..).zip(&survey.questions) {
        let _ = writeln!(body, "<section><h2>{n}. {}</h2>", html(&asked.text));
        body.push_str(&question(lang, asked));
        body.push_str("</section>\n");
    }
    sheet(lang, &tr!(lang, "Questions", "Questions"), STYLE, &body)
}

fn question(lang: Lang, asked: &OneQuestion) -> String {
    let how = match asked.kind {
        QuestionKind::One => tr!(lang, "une seule réponse", "one answer"),
        QuestionKind::Any => tr!(lang, "plusieurs réponses possibles", "several answers are possible"),
        QuestionKind::Scale => tr!(lang, "entourez ou cochez un chiffre", "tick one figure"),
        QuestionKind::Text => tr!(lang, "avec vos mots, sans nom", "in your own words, without a name"),
    };
    let mut out = format!("<p class=\"small\">{}</p>\n", html(&how));
    if asked.kind == QuestionKind::Text {
        out.push_str(&"<div class=\"line\"></div>\n".repeat(4));
        return out;
    }
    let class = if asked.kind == QuestionKind::Scale { " class=\"row\"" } else { "" };
    let _ = writeln!(out, "<ul{class}>");
    for choice in &asked.choices {
        let _ = writeln!(out, "<li>\u{2610} {}</li>", html(&choice.text));
    }
    out.push_str("</ul>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::survey::views::OneChoice;

    #[test]
    fn a_sheet_has_boxes_and_lines_and_what_was_typed_is_text() {
        let choice = |text: &str| OneChoice { code: "a".to_owned(), text: text.to_owned() };
        let one = |kind, choices| OneQuestion {
            code: "q".to_owned(),
            kind,
            text: "Combien <b>?".to_owned(),
            choices,
        };
        let survey = Questions {
            name: "s".to_owned(),
            title: "Titre & suite".to_owned(),
            questions: vec![
                one(QuestionKind::Any, vec![choice("<script>"), choice("deux")]),
                one(QuestionKind::Text, vec![]),
            ],
        };
        let found = page(Lang::Fr, &survey);
        assert_eq!((found.matches('\u{2610}').count(), found.matches("class=\"line\"").count()), (2, 4));
        assert!(found.contains("Titre &amp; suite") && found.contains("&lt;script&gt;"), "{found}");
        for forbidden in ["<script", "<b>", "http:", "https:", "src="] {
            assert!(!found.contains(forbidden), "{forbidden}: {found}");
        }
    }
}
