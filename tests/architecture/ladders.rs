//! Where a refusal is put into words, each member of an error has its own arm: a new one does not compile without words.

use crate::source::{code, keep_to, module};

/// Rooms whose ladders still end in an arm for all the rest. This list only ever shrinks.
const STILL: &[&str] = &[];

/// What is not ours and grows without us.
const FOREIGN: &[&str] = &["ErrorKind::", "clap::", "Some(", "None", "Ok(", "Err("];

/// The arms for all the rest, `_ =>` or `other =>`, of ladders over the members of an enumeration of ours.
fn rest(rel: &str, src: &str) -> Vec<String> {
    let path = module(rel);
    let words = path.starts_with(&["face", "error"]) || path.get(2) == Some(&"messages");
    if !words || path.last() == Some(&"tests") {
        return vec![];
    }
    let code = code(src);
    let mut out = Vec::new();
    // The arms of each match that is open, and its depth.
    let mut open: Vec<(usize, Vec<String>)> = Vec::new();
    let mut depth = 0_usize;
    for line in code.lines() {
        let trimmed = line.trim();
        if let Some((at, arms)) = open.last_mut()
            && depth == *at
            && (trimmed.contains(" =>") || trimmed.starts_with(|c: char| c.is_uppercase()))
        {
            arms.push(trimmed.to_owned());
        }
        let opens = (trimmed.starts_with("match ") || trimmed.contains(" match ")) && trimmed.ends_with('{');
        depth = (depth + line.matches('{').count()).saturating_sub(line.matches('}').count());
        if opens {
            open.push((depth, vec![]));
        }
        while open.last().is_some_and(|(at, _)| depth < *at) {
            let (_, arms) = open.pop().unwrap();
            let members = arms.iter().any(|arm| member(arm));
            let all = arms.iter().filter(|arm| binds_all(arm));
            out.extend(
                all.filter(|_| members).map(|arm| format!("`{rel}` has words for all the rest: `{arm}`")),
            );
        }
    }
    out
}

/// Whether an arm is for a member of an enumeration of ours: `Self::Name`, `BadCompany::Idcc`.
fn member(arm: &str) -> bool {
    let arm = arm.trim_start_matches('|').trim_start();
    arm.starts_with(|c: char| c.is_uppercase())
        && arm.split(" =>").next().unwrap().contains("::")
        && !FOREIGN.iter().any(|word| arm.starts_with(word))
}

/// Whether an arm takes whatever comes.
fn binds_all(arm: &str) -> bool {
    let name = arm.split(" =>").next().unwrap();
    arm.contains(" =>") && name.chars().all(|c| c == '_' || c.is_ascii_lowercase())
}

#[test]
fn every_member_of_an_error_has_its_words() {
    keep_to(rest, STILL, "has such an arm no more");
}

#[test]
fn the_check_sees_words_for_all_the_rest() {
    let here = "features/company/messages.rs";
    let ladder = |last: &str| {
        format!(
            "let what = match error {{\n    BadCompany::Idcc => tr!(lang, \"a\", \"b\"),\n    {last}\n}};\n"
        )
    };
    let bad = |code: &str| rest(here, code).len();
    assert_eq!(bad(&ladder("_ => tr!(lang, \"c\", \"d\"),")), 1);
    assert_eq!(bad(&ladder("other => words(lang, other),")), 1);
    assert_eq!(bad(&ladder("_ => {\n        let x = 1;\n    }")), 1);
    assert_eq!(bad("match self {\n    Self::Full\n    | Self::Gone => a,\n    _ => b,\n}\n"), 1);
    let nested = "match self {\n    Self::Bad { why } => {\n        let why = match why {\n            Why::Kind => a,\n            _ => b,\n        };\n    }\n    Self::Good => c,\n}\n";
    assert_eq!(bad(nested), 1);
    // What is whole, what is not ours, and what is no member.
    assert_eq!(bad(&ladder("BadCompany::Name => tr!(lang, \"c\", \"d\"),")), 0);
    assert_eq!(bad("match error.kind() {\n    ErrorKind::NotFound => a,\n    _ => b,\n}\n"), 0);
    assert_eq!(bad("match count {\n    0 => a,\n    _ => b,\n}\n"), 0);
    assert_eq!(rest("face/error/open.rs", &ladder("_ => x,")).len(), 1);
    // Elsewhere a ladder need not be whole.
    assert!(rest("features/company/actions.rs", &ladder("_ => x,")).is_empty());
}
