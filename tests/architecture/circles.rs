//! No file leads back to itself: what two files need of each other belongs below both.
//!
//! The file of a folder hands on what stands in the folder: that it names its own parts is no arrow.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::source::{behind, code, files, module, paths, trees};

/// A module: its path from the root of the crate.
type Name = Vec<String>;

struct House {
    /// The code of each module.
    code: BTreeMap<Name, String>,
}

impl House {
    fn of(sources: &[(&str, &str)]) -> Self {
        let one = |(rel, src): &(&str, &str)| {
            let name: Name = module(rel).into_iter().map(str::to_owned).collect();
            // Unit tests in a file of their own belong to what they test.
            (name.last().is_none_or(|n| n != "tests")).then(|| (name, code(src)))
        };
        Self { code: sources.iter().filter_map(one).collect() }
    }

    /// The module in which a path ends, through what others hand on.
    fn place(&self, path: &[String], depth: usize) -> Option<Name> {
        let at = (1..=path.len()).rev().find(|n| self.code.contains_key(&path[..*n]))?;
        let (home, rest) = path.split_at(at);
        let Some(item) = rest.first().filter(|_| depth < 8) else { return Some(home.to_vec()) };
        for word in ["pub use ", "pub(crate) use ", "pub(super) use "] {
            for mut given in trees(home, &self.code[home], word) {
                if given.last() == Some(item) && given.len() > at + 1 {
                    given.extend_from_slice(&rest[1..]);
                    return self.place(&given, depth + 1);
                }
            }
        }
        Some(home.to_vec())
    }

    fn arrows(&self) -> BTreeMap<Name, BTreeSet<Name>> {
        let mut out = BTreeMap::new();
        for (name, code) in &self.code {
            let words: Vec<&str> = name.iter().map(String::as_str).collect();
            let mut named = paths(&words, code);
            // What is reached through a module that was imported whole: `use crate::face::error;`, `error::open::words`.
            let whole: Vec<Name> = named.iter().filter(|p| self.code.contains_key(*p)).cloned().collect();
            named.extend(whole.iter().flat_map(|m| behind(m, code)));
            let to = named.into_iter().filter_map(|p| self.place(&p, 0));
            let to: BTreeSet<Name> = to.filter(|t| !t.starts_with(name)).collect();
            out.insert(name.clone(), to);
        }
        out
    }

    /// Each circle once, by its files.
    fn circles(&self) -> BTreeSet<BTreeSet<String>> {
        let arrows = self.arrows();
        let reach = |from: &Name| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
            while let Some(at) = next.pop() {
                let new = arrows.get(&at).into_iter().flatten().filter(|t| seen.insert((*t).clone()));
                next.extend(new.cloned());
            }
            seen
        };
        let all: BTreeMap<&Name, BTreeSet<Name>> = arrows.keys().map(|n| (n, reach(n))).collect();
        let round = all.iter().filter(|(n, r)| r.contains(**n));
        round.map(|(n, r)| r.iter().filter(|t| all[t].contains(*n)).map(|t| t.join("/")).collect()).collect()
    }
}

#[test]
fn no_file_leads_back_to_itself() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = vec![];
    files(&root, &mut all);
    let read = |path: &std::path::PathBuf| {
        let rel = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        (rel, fs::read_to_string(path).unwrap())
    };
    let all: Vec<(String, String)> = all.iter().map(read).collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(rel, src)| (rel.as_str(), src.as_str())).collect();
    let house = House::of(&all);
    assert!(house.arrows().values().map(BTreeSet::len).sum::<usize>() > 1000, "the arrows are read");
    let circles = house.circles();
    assert!(circles.is_empty(), "circles: {circles:#?}");
}

#[test]
fn the_check_sees_a_circle() {
    let circles = |sources: &[(&str, &str)]| House::of(sources).circles().len();
    let two = [("law/a.rs", "use super::b::B;"), ("law/b.rs", "use crate::law::a;")];
    assert_eq!(circles(&two), 1);
    let handed_on = [
        ("law/mod.rs", "pub use b::{B, C};"),
        ("law/a.rs", "use crate::law::{B, D};"),
        ("law/b.rs", "fn f() { crate::law::a::g() }"),
    ];
    assert_eq!(circles(&handed_on), 1);
    let three = [("x.rs", "use crate::y::Y;"), ("y.rs", "use crate::z;"), ("z.rs", "use crate::{x, w};")];
    assert_eq!(circles(&three), 1);
    let whole = [
        ("x/y.rs", "fn f() {}"),
        ("x.rs", "mod y;"),
        ("x/z.rs", "use crate::v;"),
        ("v.rs", "use crate::x; x::z::f();"),
    ];
    assert_eq!(circles(&whole), 1);
    let none = [
        ("law/mod.rs", "mod a; use a::A; pub struct D;"),
        ("law/a.rs", "use super::D;"),
        ("law/a/tests.rs", "use super::*; use crate::law::b;"),
        ("law/b.rs", "use super::a::A;"),
    ];
    assert_eq!(circles(&none), 0);
}
