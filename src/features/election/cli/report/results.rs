//! The page of `election show`.

use super::{
    page, paragraph,
    picture::{self, Numbers},
    table, text,
};
use crate::{
    base::{Lang, word::Gender},
    face::finding::{day, number},
    features::{
        election::{
            actions::Show,
            cli::words,
            records::Poll,
            rules::{
                VoteOutcome,
                minutes::{Page, PageList, pages},
            },
        },
        law::cli::audience::percent,
    },
    law::Fraction,
    tr, trn,
};

/// The day of an election, its round, its place and its name, as the page is headed.
pub(super) fn heading(lang: Lang, poll: &Poll) -> String {
    let mut parts =
        vec![poll.day.map_or_else(|| "–".to_owned(), |d| day(lang, d)), words::round(lang, poll.round)];
    parts.extend(poll.establishment.clone());
    parts.extend(poll.name.clone());
    let parts = parts.join(" · ");
    tr!(lang, "Résultats · {parts}", "Results · {parts}")
}

/// The page: for each vote its figures, its hemicycle and its lists; then the audience.
pub(in crate::features::election::cli) fn html(lang: Lang, found: &Show, held: bool, names: bool) -> String {
    let mut body = String::new();
    let mut all = pages(&found.dossier, &found.outcome, held);
    for page in &mut all {
        page.lists.sort_by(|a, b| b.ballots.cmp(&a.ballots).then_with(|| a.name.cmp(&b.name)));
    }
    let lists = all.iter().flat_map(|page| &page.lists).map(|l| (l.name.as_str(), l.ballots.unwrap_or(0)));
    let unions = found.outcome.audience.iter().flat_map(|f| &f.value.unions).map(|u| u.name.as_str());
    let numbers = Numbers::of(lists, unions);
    for page in &all {
        let vote = found.outcome.vote(&page.college, page.post);
        body.push_str(&vote_html(lang, page, vote, (names, &numbers)));
    }
    body.push_str(&audience(lang, found, &numbers));
    page(lang, &heading(lang, &found.dossier.poll), &body)
}

fn vote_html(
    lang: Lang,
    page: &Page,
    vote: Option<&VoteOutcome>,
    (names, numbers): (bool, &Numbers),
) -> String {
    let title = words::vote(lang, &page.college, page.post);
    let mut out = format!("<section>\n<h2>{}</h2>\n", text(&title));
    if !page.complete {
        let line = tr!(
            lang,
            "Provisoire\u{a0}: des urnes manquent encore.",
            "Provisional: boxes are still missing."
        );
        out.push_str(&paragraph(&line));
    }
    let dash = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let turnout = vote.and_then(VoteOutcome::turnout).map_or_else(|| "–".to_owned(), |t| percent(lang, t));
    let heads = [
        tr!(lang, "Inscrits", "Electors"),
        tr!(lang, "Votants", "Voters"),
        tr!(lang, "Participation", "Turnout"),
        tr!(lang, "Blancs", "Blank"),
        tr!(lang, "Nuls", "Null"),
        tr!(lang, "Exprimés", "Valid"),
        tr!(lang, "Sièges", "Seats"),
    ];
    let row = vec![
        dash(page.registered),
        dash(page.voters),
        turnout,
        dash(page.blank),
        dash(page.null),
        dash(page.valid),
        page.seats.to_string(),
    ];
    out.push_str(&table(&tr!(lang, "Participation", "Turnout"), &heads, &[row]));
    if let Some(needed) = page.quorum {
        let line = match page.reached {
            Some(true) => tr!(
                lang,
                "Quorum atteint ({needed} suffrages nécessaires).",
                "Quorum reached ({needed} valid ballots needed)."
            ),
            Some(false) => tr!(
                lang,
                "Quorum manqué ({needed} suffrages nécessaires)\u{a0}: second tour.",
                "Quorum missed ({needed} valid ballots needed): second round."
            ),
            None => tr!(
                lang,
                "Quorum\u{a0}: {needed} suffrages nécessaires, des urnes sont à venir.",
                "Quorum: {needed} valid ballots needed, boxes are to come."
            ),
        };
        out.push_str(&paragraph(&line));
    }
    let given: Vec<(String, u32, usize)> =
        page.lists.iter().map(|l| (l.name.clone(), l.seats.unwrap_or(0), numbers.get(&l.name))).collect();
    if page.lists.iter().any(|l| l.seats.is_some()) {
        let spoken: Vec<String> = given.iter().map(|(name, seats, _)| format!("{name} {seats}")).collect();
        let spoken = spoken.join(", ");
        let title = tr!(lang, "Sièges par liste\u{a0}: {spoken}", "Seats by list: {spoken}");
        out.push_str(&picture::hemicycle(&title, &given, page.seats));
    }
    let heads = [
        tr!(lang, "Liste", "List"),
        tr!(lang, "Bulletins", "Ballots"),
        tr!(lang, "Part", "Share"),
        tr!(lang, "Sièges", "Seats"),
    ];
    let number = |l: &PageList| numbers.get(&l.name).saturating_add(1);
    let rows: Vec<Vec<String>> =
        page.lists.iter().map(|l| list_row(lang, number(l), l, page.valid)).collect();
    if rows.is_empty() {
        out.push_str(&paragraph(&tr!(lang, "Aucune liste.", "No list.")));
    } else {
        out.push_str(&table(&tr!(lang, "Listes", "Lists"), &heads, &rows));
    }
    out.push_str(&elected(lang, page, names));
    if let Some(vacant) = page.vacant.filter(|n| *n > 0) {
        let line = trn!(
            lang,
            vacant,
            "{vacant} siège n’est pas pourvu.",
            "{vacant} sièges ne sont pas pourvus.",
            "{vacant} seat is not filled.",
            "{vacant} seats are not filled."
        );
        out.push_str(&paragraph(&line));
    }
    out.push_str("</section>\n");
    out
}

fn list_row(lang: Lang, number_of: usize, list: &PageList, valid: Option<u64>) -> Vec<String> {
    let share =
        list.ballots.zip(valid.filter(|v| *v > 0)).and_then(|(b, v)| Fraction::new(b.into(), v.into()));
    let dash = || "–".to_owned();
    vec![
        format!("{number_of}. {}", list.name),
        list.ballots.map_or_else(dash, |n| n.to_string()),
        share.map_or_else(dash, |s| percent(lang, s)),
        list.seats.map_or_else(dash, |n| n.to_string()),
    ]
}

/// The elected: how many women and men, and who where names are wanted.
fn elected(lang: Lang, page: &Page, names: bool) -> String {
    let seated = page
        .lists
        .iter()
        .flat_map(|l| l.candidates.iter().filter(|c| c.elected == Some(true)).map(move |c| (l, c)));
    let all: Vec<_> = seated.collect();
    if all.is_empty() {
        return String::new();
    }
    let of = |sex: Gender| all.iter().filter(|(_, c)| c.sex == Some(sex)).count();
    let (women, men) = (of(Gender::Woman), of(Gender::Man));
    let mut out = paragraph(&tr!(
        lang,
        "Élu·e·s\u{a0}: femmes {women}, hommes {men}.",
        "Elected: women {women}, men {men}."
    ));
    if names {
        let heads = [tr!(lang, "Élu·e", "Elected"), tr!(lang, "Liste", "List"), tr!(lang, "Voix", "Votes")];
        let row = |(l, c): &(&PageList, &crate::features::election::rules::minutes::PageCandidate)| {
            vec![c.name.clone(), l.name.clone(), c.votes.map_or_else(|| "–".to_owned(), |n| n.to_string())]
        };
        out.push_str(&table(
            &tr!(lang, "Élu·e·s", "Elected"),
            &heads,
            &all.iter().map(row).collect::<Vec<_>>(),
        ));
    }
    out
}

/// The audience of the unions with the line of ten per cent.
fn audience(lang: Lang, found: &Show, numbers: &Numbers) -> String {
    let Some(measured) = &found.outcome.audience else { return String::new() };
    let whole = found.first.is_some() || found.outcome.complete();
    let mut title = tr!(
        lang,
        "Audience des syndicats, premier tour, titulaires",
        "Audience of the unions, first round, full members"
    );
    if !whole {
        title.push_str(&tr!(lang, " – provisoire", " – provisional"));
    }
    let unions = &measured.value.unions;
    let bars: Vec<_> =
        unions.iter().map(|u| (u.name.clone(), vec![(u.share, percent(lang, u.share))])).collect();
    let spoken: Vec<String> =
        unions.iter().map(|u| format!("{} {}", u.name, percent(lang, u.share))).collect();
    let spoken = spoken.join(", ");
    let mut out = format!("<section>\n<h2>{}</h2>\n", text(&title));
    let tenth = tr!(lang, "10\u{a0}%", "10%");
    out.push_str(&picture::bars(
        &tr!(lang, "Part de chaque syndicat\u{a0}: {spoken}", "Share of each union: {spoken}"),
        &tenth,
        &bars,
        numbers,
    ));
    let heads = [
        tr!(lang, "Syndicat", "Union"),
        tr!(lang, "Voix", "Votes"),
        tr!(lang, "Part", "Share"),
        tr!(lang, "Représentatif", "Representative"),
        tr!(lang, "Poids", "Weight"),
    ];
    let row = |u: &crate::election::audience::UnionAudience| {
        let yes = if u.representative { tr!(lang, "oui", "yes") } else { tr!(lang, "non", "no") };
        let weight = u.weight.map_or_else(|| "–".to_owned(), |w| percent(lang, w));
        vec![u.name.clone(), number(lang, u.votes), percent(lang, u.share), yes, weight]
    };
    out.push_str(&table(
        &tr!(lang, "Audience", "Audience"),
        &heads,
        &unions.iter().map(row).collect::<Vec<_>>(),
    ));
    out.push_str("</section>\n");
    out
}
