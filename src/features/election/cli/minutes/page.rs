//! The minutes as we count them, as text.

use crate::{
    base::Lang,
    face::finding::{number, wrapped},
    features::election::{
        actions::MinutesFound,
        cli::words,
        rules::minutes::{Page, PageList},
    },
    law::Fraction,
    tr, trn,
};

/// Every field of the official forms, vote by vote.
pub(super) fn text(lang: Lang, found: &MinutesFound) -> String {
    let company = &found.company;
    let mut head: Vec<String> = company.name.iter().cloned().collect();
    head.extend(company.siren.as_ref().map(|siren| format!("SIREN {siren}")));
    head.extend(company.idcc.as_ref().map(|idcc| format!("IDCC {idcc}")));
    let years = found.dossier.poll.mandate_years.unwrap_or(4);
    head.push(trn!(
        lang,
        years,
        "mandats de {years} an",
        "mandats de {years} ans",
        "mandates of {years} year",
        "mandates of {years} years"
    ));
    let mut out = wrapped("", "  ", &head.join(" · "));
    for page in &found.pages {
        out.push('\n');
        out.push_str(&page_text(lang, page));
    }
    out
}

fn page_text(lang: Lang, page: &Page) -> String {
    let (title, form) = (words::vote(lang, &page.college, page.post), page.form.words(lang));
    let provisional =
        if page.complete { String::new() } else { tr!(lang, "\u{a0}– provisoire", " – provisional") };
    let mut out = wrapped("", "  ", &format!("{title} – {form}{provisional}"));
    let mut row = |name: String, value: String| {
        out.push_str(&wrapped(&format!("  {name:<22}"), &" ".repeat(24), &value));
    };
    let n = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    row(tr!(lang, "Inscrits", "Electors"), n(page.registered));
    if page.carence {
        row(tr!(lang, "Candidatures", "Candidates"), tr!(lang, "aucune (carence)", "none"));
    } else {
        row(tr!(lang, "Votants", "Voters"), n(page.voters));
        row(tr!(lang, "Bulletins blancs", "Blank ballots"), n(page.blank));
        row(tr!(lang, "Bulletins nuls", "Null ballots"), n(page.null));
        row(tr!(lang, "Suffrages valables", "Valid ballots"), n(page.valid));
    }
    if let Some(needed) = page.quorum {
        let state = match page.reached {
            Some(true) => tr!(lang, "atteint", "reached"),
            Some(false) => tr!(lang, "manqué", "missed"),
            None => tr!(lang, "des urnes sont à venir", "boxes are to come"),
        };
        row(tr!(lang, "Quorum", "Quorum"), format!("{needed} – {state}"));
    }
    let reserved = match page.reserved {
        0 => String::new(),
        n => tr!(lang, ", dont {n} réservés", ", {n} of them reserved"),
    };
    row(tr!(lang, "Sièges à pourvoir", "Seats to fill"), format!("{}{reserved}", page.seats));
    if let Some(quotient) = page.quotient {
        row(tr!(lang, "Quotient électoral", "Electoral quotient"), number(lang, quotient));
    }
    for list in &page.lists {
        out.push_str(&list_text(lang, list));
    }
    let ends = |n: Option<u32>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let (filled, vacant) = (ends(page.filled), ends(page.vacant));
    let line = tr!(
        lang,
        "Sièges pourvus {filled}, non pourvus {vacant}",
        "Seats filled {filled}, not filled {vacant}"
    );
    out.push_str(&wrapped("  ", "    ", &line));
    out
}

fn list_text(lang: Lang, list: &PageList) -> String {
    let n = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let seats = |n: Option<u32>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let exact = |f: Option<Fraction>| f.map_or_else(|| "–".to_owned(), |f| number(lang, f));
    let (name, unions) = (&list.name, list.unions.join(" + "));
    let (ballots, votes, average) = (n(list.ballots), n(list.votes), exact(list.average));
    let (all, quotient, by_average) = (seats(list.seats), seats(list.by_quotient), seats(list.by_average));
    let of = if unions.is_empty() || unions == *name { String::new() } else { format!(" ({unions})") };
    let mut out = wrapped(
        "  ",
        "    ",
        &tr!(
            lang,
            "Liste {name}{of}\u{a0}: bulletins {ballots}, voix {votes}, moyenne {average}, sièges {all} (quotient {quotient}, moyenne {by_average})",
            "List {name}{of}: ballots {ballots}, votes {votes}, average {average}, seats {all} (quotient {quotient}, average {by_average})"
        ),
    );
    for candidate in &list.candidates {
        let (place, name, votes) = (candidate.position, &candidate.name, n(candidate.votes));
        let sex = candidate.sex.map_or_else(String::new, |s| format!(" ({})", s.words(lang)));
        let elected = match candidate.elected {
            Some(true) => tr!(lang, ", élu·e", ", elected"),
            Some(false) | None => String::new(),
        };
        let line = tr!(
            lang,
            "{place}. {name}{sex}\u{a0}: voix {votes}{elected}",
            "{place}. {name}{sex}: votes {votes}{elected}"
        );
        out.push_str(&wrapped("    ", "       ", &line));
    }
    out
}
