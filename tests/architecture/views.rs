//! A view is made where the answer is made, by the use case or beside its type: a face writes its text.

use crate::source::{code, keep_to, module, paths};

/// Faces that still make views themselves. This list only ever shrinks.
const STILL: &[&str] = &[];

/// What a file of a face makes itself: a view written out, or its constructor handed over.
fn made(rel: &str, src: &str) -> Vec<String> {
    let (path, code) = (module(rel), code(src));
    if path[0] != "features" || path.get(2) != Some(&"cli") {
        return vec![];
    }
    let mut heads: Vec<String> = vec!["views::".to_owned()];
    for (at, _) in code.match_indices("views as ") {
        heads.push(format!("{}::", word(&code[at + "views as ".len()..])));
    }
    for named in paths(&path, &code) {
        if let [first, _, views, name] = named.as_slice()
            && (first.as_str(), views.as_str()) == ("features", "views")
        {
            heads.push(name.clone());
        }
    }
    let code = without_imports(&code);
    let mut out = Vec::new();
    for head in heads {
        for (at, _) in code.match_indices(&head) {
            let (before, mut rest) = (&code[..at], &code[at + head.len()..]);
            let within = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let behind = before.ends_with("::") && !before.ends_with("features::");
            let mut name = head.clone();
            if head.ends_with("::") {
                let own = word(rest);
                (name, rest) = (format!("{head}{own}"), &rest[own.len()..]);
            } else if within || behind || rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            if within {
                continue;
            }
            // A member of an enumeration.
            if let Some(member) = rest.strip_prefix("::").filter(|r| r.starts_with(char::is_uppercase)) {
                rest = &member[word(member).len()..];
            }
            let before = before.trim_end();
            let typed = ["->", " for", "impl", "struct"].iter().any(|w| before.ends_with(w));
            let rest = rest.trim_start();
            let written = rest.starts_with('{') && !typed || rest.starts_with('(');
            let handed = before.ends_with(['(', ',', '=']) && rest.starts_with([',', ')']);
            if written || handed {
                out.push(format!("`{rel}` makes `{name}` itself; the answer does"));
            }
        }
    }
    out
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn without_imports(code: &str) -> String {
    let code = format!("\n{code}");
    let mut parts = code.split("\nuse ");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |out, part| out + part.split_once(';').map_or("", |(_, rest)| rest))
}

#[test]
fn no_face_makes_a_view() {
    keep_to(made, STILL, "makes no view any more");
}

#[test]
fn the_check_sees_a_view_made_by_a_face() {
    let here = "features/company/cli.rs";
    let bad = |code: &str| made(here, code).len();
    let uses = "use crate::features::company::{actions, views::{self, Company, Kind}};\n";
    assert_eq!(bad("fn view(&self) -> impl View { views::Company { name: None } }"), 1);
    assert_eq!(bad("let one = |s: &Site| views::Site { name: s.name.clone() };"), 1);
    assert_eq!(bad("face.show(&views::Added(changed))?;"), 1);
    assert_eq!(bad("shown(face, views::Made, &saved)"), 1);
    assert_eq!(bad("views::Counted::Forgotten(view)"), 1);
    assert_eq!(bad("use crate::features::company::views as data;\nlet x = data::Company { name };"), 1);
    assert_eq!(bad(&format!("{uses}fn f() {{ let x = Company {{ name }}; }}")), 1);
    assert_eq!(bad(&format!("{uses}fn f() {{ g(Kind::Other(1)); }}")), 1);
    // What the answer makes, and what only names a type.
    assert_eq!(bad(&format!("{uses}views::Company::of(&company)")), 0);
    assert_eq!(bad(&format!("{uses}impl Show for Company {{ fn view(&self) -> impl View {{ self }} }}")), 0);
    assert_eq!(bad(&format!("{uses}fn f(found: &Company) -> Company {{ found.clone() }}")), 0);
    assert_eq!(bad("fn f(list: Vec<views::Site>) -> views::Company { actions::company(list) }"), 0);
    // The use case beside it makes just that.
    assert!(made("features/company/actions.rs", "views::Company { name: None }").is_empty());
}
