//! The fields that the calculators name, in the words of a person: the option typed, or the list, line and column of a file.

use crate::{
    base::Lang,
    face::words::clean,
    features::law::rules::names::{Item, Leaf},
    tr,
};

/// Where a field was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typed {
    /// In a file.
    File,
    /// Behind `law …`.
    Law,
    /// Behind `election …`.
    Election,
    /// As an answer to a question: nothing was named by a code.
    Answer,
}

/// Fields whose option has another name, and where it has; a field named like an option (`mandate_years`) needs no line.
const OPTIONS: &[(&str, &str, &[Typed])] = &[
    ("colleges", "college", &[Typed::Election]),
    ("lists", "list", &[Typed::Law, Typed::Election]),
    ("unions", "union", &[Typed::Law, Typed::Election]),
    ("months", "month", &[Typed::Law]),
    ("dates", "date", &[Typed::Election]),
    ("who", "who", &[Typed::Law]),
];

/// Options that a calculator or an election takes, as its field is called.
const SAME: &[&str] = &[
    "against",
    "all-struck",
    "approved",
    "at-once",
    "back",
    "blank",
    "board",
    "board-size",
    "born",
    "box",
    "by",
    "cadres",
    "candidate",
    "candidates",
    "carence",
    "category",
    "cause",
    "closes",
    "college",
    "credit",
    "date",
    "decide",
    "delegation",
    "dismissals",
    "draft",
    "elected",
    "entry",
    "establishment",
    "establishments",
    "extended-until",
    "extension",
    "first-meeting",
    "follows",
    "for",
    "from",
    "headcount",
    "hired",
    "hours",
    "information",
    "input",
    "invitation",
    "kind",
    "left",
    "list",
    "list-published",
    "lists-due",
    "mandate-years",
    "mandates-end",
    "meeting",
    "meetings",
    "member",
    "men",
    "name",
    "names",
    "null",
    "office",
    "opens",
    "order",
    "over-three-months",
    "over-year",
    "payroll",
    "person",
    "proclaimed",
    "protocol",
    "quorum",
    "quotient",
    "registered",
    "represents-employer",
    "round",
    "seats",
    "share",
    "signatures",
    "signed",
    "siret",
    "site",
    "staff",
    "struck",
    "taken",
    "term",
    "to",
    "turnout",
    "union",
    "valid",
    "vote",
    "voters",
    "with",
    "women",
    "writer",
];

/// Returns the option that a field is typed with.
fn option(typed: Typed, field: &str) -> Option<String> {
    if matches!(typed, Typed::File | Typed::Answer) {
        return None;
    }
    let dashed = field.replace('_', "-");
    if SAME.contains(&dashed.as_str()) {
        return Some(format!("--{dashed}"));
    }
    let fits = |(name, _, there): &&(&str, &str, &[Typed])| *name == field && there.contains(&typed);
    OPTIONS.iter().find(fits).map(|(_, option, _)| format!("--{option}"))
}

/// Says which field it is: the option for one alone, the way to it for one of a file. Places count from one.
///
/// `lists[1].candidates[0].votes` is “list 2, candidate 1, votes”; `colleges["2"].men` names the college.
pub(crate) fn words(lang: Lang, typed: Typed, path: &str) -> String {
    if let Some((line, rest)) = path.strip_prefix("line ").and_then(|rest| rest.split_once(": ")) {
        let line = tr!(lang, "ligne {line}", "line {line}");
        return if rest == "." { line } else { format!("{line}, {}", words(lang, Typed::File, rest)) };
    }
    if let Some(name) = path.strip_prefix("header.") {
        return tr!(lang, "colonne «\u{a0}{name}\u{a0}»", "column “{name}”");
    }
    if let (Typed::Election, Some(step)) = (typed, path.strip_prefix("dates.")) {
        return format!("--{}", step.replace('_', "-"));
    }
    if let (Typed::Election, Some(union)) = (typed, path.strip_prefix("categorical.")) {
        return format!("--categorical ({union})");
    }
    let parts = parts(path);
    let alone = parts.len() == 1;
    let mut out = Vec::new();
    for (name, places) in &parts {
        if places.is_empty() {
            out.push(if alone {
                option(typed, name).unwrap_or_else(|| leaf(lang, typed, name))
            } else {
                leaf(lang, typed, name)
            });
            continue;
        }
        // A list that no form has goes by the name that its author gave it.
        let item = Item::from_code(name).map_or(*name, |item| item.words(lang));
        for place in places {
            out.push(one(lang, item, name, place));
        }
    }
    if out.is_empty() { tr!(lang, "le tout", "the whole") } else { clean(&out.join(", "), false) }
}

fn one(lang: Lang, item: &str, name: &str, place: &str) -> String {
    match (place.trim_matches('"'), place.parse::<u32>()) {
        // Where a candidate stands is a number of the ballot paper.
        (place, Ok(_)) if name == "struck" => {
            tr!(lang, "{item} n°\u{a0}{place}", "{item} {place}")
        }
        (_, Ok(index)) => {
            let number = index.saturating_add(1);
            tr!(lang, "{item} n°\u{a0}{number}", "{item} {number}")
        }
        (place, Err(_)) => tr!(lang, "{item} «\u{a0}{place}\u{a0}»", "{item} “{place}”"),
    }
}

/// The field in words; in French with its name, as it is typed. One that no form has goes by the name that its author gave it.
fn leaf(lang: Lang, typed: Typed, name: &str) -> String {
    let word = Leaf::from_code(name).map(|leaf| leaf.words(lang));
    match (lang, word) {
        (Lang::Fr, Some(word)) if word != name && typed != Typed::Answer => format!("{word} ({name})"),
        (_, word) => word.unwrap_or(name).to_owned(),
    }
}

/// Takes a path apart: each name with the places behind it. A dot within brackets belongs to a name of a list.
fn parts(path: &str) -> Vec<(&str, Vec<&str>)> {
    let mut out = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, mut after) = rest.split_at(end);
        let mut places = Vec::new();
        while let Some(inside) = after.strip_prefix('[') {
            let quoted =
                inside.strip_prefix('"').and_then(|text| text.find("\"]")).map(|at| at.saturating_add(2));
            let Some(close) = quoted.or_else(|| inside.find(']')) else { break };
            places.push(inside.get(..close).unwrap_or_default());
            after = inside.get(close.saturating_add(1)..).unwrap_or_default();
        }
        if !name.is_empty() {
            out.push((name, places));
        }
        rest = after.strip_prefix('.').unwrap_or(if after.len() < rest.len() { after } else { "" });
    }
    out
}

/// Says the other figure, field or day that a fault names.
pub(crate) fn other(lang: Lang, typed: Typed, text: &str) -> String {
    if let Ok(day) = text.parse() {
        return crate::face::finding::day(lang, day);
    }
    clean(&leaf(lang, typed, text), false)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn options_lists_lines_and_columns_are_named_from_one() {
        for (path, french, english) in [
            ("mandate_years", "--mandate-years", "--mandate-years"),
            ("colleges", "--college", "--college"),
            ("dates.list_published", "--list-published", "--list-published"),
            ("categorical.CFE-CGC", "--categorical (CFE-CGC)", "--categorical (CFE-CGC)"),
            ("colleges[0].men", "collège n°\u{a0}1, hommes (men)", "college 1, men"),
            ("colleges[\"2\"].men", "collège «\u{a0}2\u{a0}», hommes (men)", "college “2”, men"),
            (
                "lists[1].candidates[0].votes",
                "liste n°\u{a0}2, candidature n°\u{a0}1, voix (votes)",
                "list 2, candidate 1, votes",
            ),
            (
                "lists[C.G.T].struck[2]",
                "liste «\u{a0}C.G.T\u{a0}», ratures de la candidature n°\u{a0}2",
                "list “C.G.T”, erasures of candidate 2",
            ),
            ("line 3: .", "ligne 3", "line 3"),
            ("line 3: lists[0].vote", "ligne 3, liste n°\u{a0}1, vote", "line 3, list 1, vote"),
            ("header.list", "colonne «\u{a0}list\u{a0}»", "column “list”"),
            (".", "le tout", "the whole"),
            ("", "le tout", "the whole"),
            (
                "months[0].contracts[11].legal_hours",
                "mois n°\u{a0}1, contrat n°\u{a0}12, heures légales (legal_hours)",
                "month 1, contract 12, legal hours",
            ),
        ] {
            assert_eq!(words(Lang::Fr, Typed::Election, path), french, "{path}");
            assert_eq!(words(Lang::En, Typed::Election, path), english, "{path}");
        }
    }

    #[test]
    fn a_file_has_no_options() {
        assert_eq!(words(Lang::En, Typed::File, "valid"), "valid");
        assert_eq!(words(Lang::En, Typed::Law, "valid"), "--valid");
        assert_eq!(words(Lang::En, Typed::Law, "colleges"), "colleges");
        assert_eq!(words(Lang::Fr, Typed::Law, "colleges"), "collèges (colleges)");
        assert_eq!(words(Lang::Fr, Typed::Law, "lists"), "--list");
    }

    #[test]
    fn junk_ends() {
        for path in ["[", "]", "a[", "a[0", "..", "a..b", "[0].a", "a[\"x]", "é[0]é", "a]b", "a[0]b"] {
            assert!(!words(Lang::Fr, Typed::Law, path).is_empty(), "{path}");
        }
    }

    /// Every option named here is one that can be typed.
    #[test]
    fn the_options_exist() {
        fn longs(command: &clap::Command, out: &mut Vec<String>) {
            out.extend(command.get_arguments().filter_map(|a| a.get_long().map(str::to_owned)));
            command.get_subcommands().for_each(|sub| longs(sub, out));
        }
        let mut known = Vec::new();
        longs(&Cli::command(), &mut known);
        for name in SAME.iter().chain(OPTIONS.iter().map(|(_, option, _)| option)) {
            assert!(known.iter().any(|k| k == name), "--{name}");
        }
    }
}
