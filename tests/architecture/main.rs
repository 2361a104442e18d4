//! The rules of `docs/architecture.md`, as a test: who may use whom by rank, and who may do what by role.
//!
//! It reads text, so a macro could hide an edge: a fence, not a proof. The last tests feed it violations of each kind.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "a test may stop"
)]

mod circles;
mod crates;
mod duties;
mod ladders;
mod source;
mod views;

use std::{collections::BTreeSet, fs, path::Path};

use source::{code, files, module, names, paths};

/// The ranks: (module, modules it may use). A module that is not listed fails the test.
const RANKS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("law", &["base"]),
    ("calendar", &["base", "law"]),
    ("roster", &["base"]),
    ("election", &["base", "law", "calendar"]),
    ("bargaining", &["base", "law", "calendar"]),
    ("money", &["base"]),
    ("render", &["base"]),
    ("clock", &["platform"]),
    ("config", &["base"]),
    ("platform", &[]),
    ("vault", &["base", "roster", "clock", "config", "platform"]),
    ("mail", &["base", "render", "clock", "platform"]),
    ("sync", &["base", "vault", "clock", "platform"]),
    ("open", &["base", "vault", "mail", "clock", "platform"]),
    ("face", BELOW_FACES),
    // By role: see `ROLES`.
    ("features", &[]),
    (
        "cli",
        &[
            "face",
            "features",
            "base",
            "law",
            "calendar",
            "roster",
            "election",
            "bargaining",
            "money",
            "render",
            "clock",
            "config",
            "platform",
            "open",
            "vault",
            "mail",
            "sync",
        ],
    ),
    ("main", &[]),
];

/// What a face may name, to read what it shows; what it may do is said by `ACTS`.
const BELOW_FACES: &[&str] = &[
    "base",
    "law",
    "calendar",
    "roster",
    "election",
    "bargaining",
    "money",
    "render",
    "clock",
    "config",
    "open",
    "platform",
    "vault",
    "mail",
    "sync",
];
const PURE_RANKS: &[&str] =
    &["base", "law", "calendar", "roster", "election", "bargaining", "money", "render"];

/// A role of a noun, by the name of its file or folder.
struct Role {
    name: &'static str,
    pure: bool,
    /// Ranks it may use.
    ranks: &'static [&'static str],
    /// Roles of its own noun that it may use, besides itself.
    own: &'static [&'static str],
    /// Roles of the nouns listed in `NOUNS` that it may use.
    others: &'static [&'static str],
}

const ROLES: &[Role] = &[
    Role { name: "records", pure: true, ranks: PURE_RANKS, own: &[], others: &["records"] },
    Role { name: "rules", pure: true, ranks: PURE_RANKS, own: &["records"], others: &["records", "rules"] },
    Role {
        name: "views",
        pure: true,
        ranks: PURE_RANKS,
        own: &["records", "rules"],
        others: &["records", "rules", "views"],
    },
    Role {
        name: "actions",
        pure: false,
        ranks: &[
            "base",
            "law",
            "calendar",
            "roster",
            "election",
            "bargaining",
            "money",
            "render",
            "clock",
            "config",
            "platform",
            "open",
            "vault",
            "mail",
            "sync",
        ],
        own: &["records", "rules", "views"],
        others: &["records", "rules", "views", "actions"],
    },
    Role {
        name: "messages",
        pure: true,
        ranks: &[
            "face",
            "base",
            "law",
            "calendar",
            "roster",
            "election",
            "bargaining",
            "money",
            "render",
            "open",
            "platform",
            "vault",
            "mail",
            "sync",
        ],
        own: &["records", "rules", "views", "actions"],
        others: &["records", "rules", "views", "actions", "messages"],
    },
    Role {
        name: "cli",
        pure: false,
        ranks: &[
            "face",
            "base",
            "law",
            "calendar",
            "roster",
            "election",
            "bargaining",
            "money",
            "render",
            "clock",
            "config",
            "platform",
            "open",
            "vault",
            "mail",
            "sync",
        ],
        own: &["records", "rules", "views", "actions", "messages"],
        others: &["records", "rules", "views", "actions", "messages", "cli"],
    },
];

/// The nouns: (noun, nouns it may use). A noun that is not listed fails the test.
const NOUNS: &[(&str, &[&str])] = &[
    ("company", &["agenda", "member"]),
    ("member", &["agenda", "company", "election", "join"]),
    ("backup", &["export"]),
    ("key", &["company"]),
    ("law", &["company"]),
    ("bargain", &["agenda", "company", "election", "law"]),
    ("election", &["agenda", "company", "law", "member"]),
    ("agenda", &["bargain", "company", "dues", "election", "law", "member"]),
    ("dues", &["agenda", "member"]),
    ("letter", &["agenda", "case", "company", "dues", "law", "member", "notice"]),
    ("notice", &["company", "dues", "election", "law", "meeting", "member"]),
    ("export", &["company", "member"]),
    ("handover", &["agenda", "notice", "privacy"]),
    (
        "privacy",
        &[
            "action", "agenda", "dues", "election", "group", "join", "letter", "meeting", "member", "notice",
            "talk", "training",
        ],
    ),
    ("proof", &["company", "dues", "export", "member"]),
    ("key", &[]),
    ("talk", &["agenda", "member"]),
    ("action", &["agenda", "member", "talk"]),
    ("group", &["agenda", "member", "talk"]),
    ("meeting", &["action", "agenda", "group", "member", "talk"]),
    ("training", &["action", "agenda", "group", "member", "talk"]),
    (
        "experience",
        &["action", "export", "group", "meeting", "member", "notice", "survey", "talk", "training"],
    ),
    ("join", &["member"]),
    ("sync", &["election", "key", "notice"]),
    ("survey", &["election", "join", "member"]),
    ("case", &["agenda", "company", "member", "talk"]),
    ("house", &["agenda", "company", "law", "notice"]),
];

/// What a pure rank or role never names.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "::now(",
    "getrandom",
    "sled::",
    "age::",
    "lettre::",
    "clap::",
    "rpassword",
    "rustix",
    "tempfile",
    "println!",
    "f64",
    "f32",
];
/// The readers of JSON and TOML, whose numbers come as floats, and the writer of workbooks, which have no other ones.
const FLOATS_IN: &[&str] = &["features/law/rules/number", "features/law/rules/form/vote", "render/workbook"];
/// What an action never names: it has no terminal.
const TERMINAL: &[&str] = &["clap::", "rpassword", "println!", "io::stdin(", "io::stdout(", "io::stderr("];
/// The one file that may name a crate or an act.
const ONLY: &[(&str, &[&str])] = &[
    ("sled::", &["vault/disk.rs"]),
    (
        ".flush()",
        &[
            "vault/disk.rs",
            "face/frame.rs",
            "vault/dump.rs",
            "vault/frame.rs",
            "vault/journal.rs",
            "cli/help.rs",
            "platform/apart.rs",
            "mail/smtp/line.rs",
            "sync/carrier/webdav.rs",
        ],
    ),
    // What a child needs of Windows, and nothing else.
    ("std::env::var", &["config.rs", "platform/windows.rs"]),
    // The systems differ in one room.
    ("rustix::", &["platform/unix.rs"]),
    ("std::os::", &["platform/unix.rs", "platform/windows.rs"]),
    ("close_fds::", &["platform/unix.rs"]),
    ("cfg(unix)", &["platform/mod.rs"]),
    ("cfg(windows)", &["platform/mod.rs"]),
    ("cfg(target", &["platform/unix.rs"]),
    ("cfg(not(target", &["platform/unix.rs", "platform/mod.rs"]),
    ("SystemTime", &["clock.rs"]),
    ("getrandom::", &["clock.rs"]),
    ("dangerous", &[]),
    // A no ends a command by `go_on`, always in the same way; these go on without what was refused.
    (".confirm(", &["face/frame.rs", "features/house/cli/doctor.rs", "features/key/cli/recover.rs"]),
    // One and many are told apart by `trn!`, in which zero is singular in French; these are no counts.
    ("1 => tr!(", &["features/key/cli/recovery.rs", "features/election/cli/words.rs"]),
];
/// An act of the store or the network belongs to a use case; a face only shows.
const ACTS: &[&str] = &["Vault::open", "DiskStore", "std::net", "SmtpConnection", "Identity::read"];
/// The files of a face that may.
const MAY_ACT: &[&str] = &["face/frame.rs"];
/// What a use case does in its own order and no face does for it: it writes the vault or the outbox, tells the one of the
/// other, opens one after the other, guards against the employer, hands over a message, waits for the pace.
const ORDER: &[&str] = &[
    // The vault.
    ".commit(",
    ".stamp(",
    ".new_id(",
    ".new_element(",
    "vault::Change",
    "vault::Outbox",
    "vault::outbox",
    "outbox_ticket",
    ".log_by(",
    "forget_key",
    // What saves without the ripple that a `Pending` tells.
    "member::add(",
    "member::edit(",
    "company::change(",
    // The outbox.
    "VaultShelf",
    ".apply(",
    ".apply_all(",
    ".set_mark(",
    ".came_back(",
    ".put_file(",
    ".keep_draft(",
    ".forget_draft(",
    ".keep_reply(",
    ".begin_run(",
    ".end_run(",
    ".tidy(",
    "post::open(",
    "post::by_ticket(",
    "post::tell(",
    "post::queue(",
    "post::prepare(",
    "post::planned(",
    "post::note_sent(",
    // The guard, the way out, the pace.
    "holds_host",
    ".deliver(",
    "transport::Transport",
    "send::these",
    "Smtp::new",
    "Folder::open",
    "signal_hook",
    "std::thread",
    "clock::now_ms",
    "clock::instant",
];
/// Where a face may: it hands its key and its log to the run that asks for them, and decides nothing of when. This list
/// only ever shrinks.
const HANDS_OVER: &[(&str, &[&str])] = &[("features/notice/cli/send.rs", &[".log_by(", "forget_key"])];

/// Where a refusal is put into words: beside `Explain`, at the edge, and in the messages of a noun.
const WORDS: &[&str] = &["face/error/", "face/frame.rs", "cli/messages.rs", "cli/usage.rs"];

/// What makes words of an error elsewhere: until the edge it is data.
const MAKES_WORDS: &[&str] = &["CmdError", ".explain(t", "Telling::new", "impl Explain"];

/// Sees words made of a refusal outside the messages: by name, in a `map_err`, or by a function of the old kind.
fn check_words(rel: &str, code: &str, bad: &mut Vec<String>) {
    if WORDS.iter().any(|w| rel.starts_with(w)) || module(rel).get(2) == Some(&"messages") {
        return;
    }
    bad.extend(MAKES_WORDS.iter().filter(|w| names(code, w)).map(|w| format!("`{rel}` makes words: `{w}`")));
    for (at, _) in code.match_indices("map_err(") {
        let inner = parenthesis(&code[at + "map_err(".len()..]);
        // What lets the error go says what an answer must be, not what went wrong.
        if !inner.starts_with("|_|") && ["lang", "tr!", "words"].iter().any(|w| names(inner, w)) {
            bad.push(format!("`{rel}` makes words of an error: `map_err({inner})`"));
        }
    }
    for (at, _) in code.match_indices("fn words(") {
        let line = code[at..].split('{').next().unwrap_or("");
        if line.contains("Error") || line.contains("Refusal") {
            bad.push(format!("`{rel}` makes words of an error: `{}`", line.trim()));
        }
    }
}

/// The text up to the parenthesis that closes it.
fn parenthesis(text: &str) -> &str {
    let mut open = 1;
    let end = text.find(|c| {
        open += i32::from(c == '(') - i32::from(c == ')');
        open == 0
    });
    text[..end.unwrap_or(text.len())].trim()
}

fn check(rel: &str, src: &str) -> Vec<String> {
    let path = module(rel);
    // Unit tests in a file of their own: they may open what they test, and read what it is compared with.
    if path.last() == Some(&"tests") {
        return vec![];
    }
    let code = code(src);
    let mut bad = vec![];
    if code.contains("super::super") {
        bad.push(format!("`{rel}` climbs with `super::super`; name the module from `crate::`"));
    }
    for (word, files) in ONLY {
        if names(&code, word) && !files.contains(&rel) {
            bad.push(format!("`{rel}` names `{word}`, which only {files:?} may"));
        }
    }
    if path[0] == "features" {
        check_role(&path, &code, &mut bad);
    } else {
        check_rank(&path, &code, &mut bad);
    }
    if matches!(path[0], "features" | "cli" | "face") {
        check_words(rel, &code, &mut bad);
    }
    if path[0] == "features" && path.get(2) == Some(&"cli") {
        let handed = HANDS_OVER.iter().find(|(file, _)| *file == rel).map_or(&[][..], |(_, words)| *words);
        let named = ordered(&path, &code).into_iter().filter(|w| !handed.contains(w));
        bad.extend(named.map(|w| format!("`{rel}` orders `{w}` itself; a use case does")));
    }
    let face = matches!(path[0], "face" | "cli") || path.get(2) == Some(&"cli");
    if face && !MAY_ACT.contains(&rel) {
        bad.extend(ACTS.iter().filter(|w| code.contains(**w)).map(|w| format!("`{rel}` does `{w}` itself")));
    }
    bad
}

/// The words of `ORDER` that a face names, also through a group of imports.
fn ordered(path: &[&str], code: &str) -> Vec<&'static str> {
    let imported: Vec<String> = paths(path, code).iter().map(|p| p.join("::")).collect();
    let by_path = |word: &str| {
        word.contains("::")
            && !word.ends_with('(')
            && imported.iter().any(|p| {
                p == word || p.ends_with(&format!("::{word}")) || p.starts_with(&format!("{word}::"))
            })
    };
    ORDER.iter().copied().filter(|w| names(code, w) || by_path(w)).collect()
}

fn check_rank(path: &[&str], code: &str, bad: &mut Vec<String>) {
    let name = path[0];
    if name == "lib" {
        return;
    }
    let Some((_, may)) = RANKS.iter().find(|(m, _)| *m == name) else {
        bad.push(format!("module `{name}` is not in RANKS"));
        return;
    };
    let used: BTreeSet<String> = paths(path, code).into_iter().filter_map(|p| p.into_iter().next()).collect();
    for used in used.iter().filter(|u| is_rank(u)) {
        if used != name && !may.contains(&used.as_str()) {
            bad.push(format!("`{name}` may not use `{used}`"));
        }
    }
    if PURE_RANKS.contains(&name) {
        let floats = FLOATS_IN.contains(&path.join("/").as_str());
        let named = IMPURE.iter().filter(|w| names(code, w) && !(floats && **w == "f64"));
        bad.extend(named.map(|w| format!("pure module `{name}` names `{w}`")));
    }
}

/// Macros stand at the root of the crate without being a module.
fn is_rank(name: &str) -> bool {
    !matches!(name, "tr" | "trn")
}

fn check_role(path: &[&str], code: &str, bad: &mut Vec<String>) {
    let [_, noun, rest @ ..] = path else { return };
    let Some((_, nouns)) = NOUNS.iter().find(|(n, _)| n == noun) else {
        bad.push(format!("noun `{noun}` is not in NOUNS"));
        return;
    };
    // The file of the noun itself holds its roles and nothing else.
    let Some(role) = rest.first() else {
        if code.contains("fn ") || code.contains("use ") {
            bad.push(format!("`{noun}` holds code beside its roles"));
        }
        return;
    };
    let Some(role) = ROLES.iter().find(|r| r.name == *role) else {
        bad.push(format!("`{noun}`: `{role}` is not a role"));
        return;
    };
    for used in paths(path, code) {
        let mut used = used.iter().map(String::as_str);
        match (used.next(), used.next(), used.next()) {
            // Its own role, and those above it.
            (Some("features"), Some(other), Some(part))
                if other == *noun && (part == role.name || role.own.contains(&part)) => {}
            (Some("features"), Some(other), Some(part)) if other == *noun => {
                bad.push(format!("`{noun}/{}` may not use `{noun}/{part}`", role.name));
            }
            (Some("features"), Some(other), part) => {
                if !nouns.contains(&other) {
                    bad.push(format!("noun `{noun}` may not use noun `{other}`"));
                } else if !part.is_some_and(|p| role.others.contains(&p)) {
                    bad.push(format!("`{noun}/{}` may not use `{other}/{}`", role.name, part.unwrap_or("")));
                }
            }
            (Some(rank), ..) if is_rank(rank) && !role.ranks.contains(&rank) => {
                bad.push(format!("`{noun}/{}` may not use `{rank}`", role.name));
            }
            _ => {}
        }
    }
    // What serde hands over, and what is made an exact fraction at once.
    let floats = FLOATS_IN.contains(&path.join("/").as_str());
    let never = if role.pure {
        IMPURE
    } else if role.name == "actions" {
        TERMINAL
    } else {
        &[]
    };
    let named = never.iter().filter(|w| names(code, w) && !(floats && **w == "f64"));
    bad.extend(named.map(|w| format!("`{noun}/{}` names `{w}`", role.name)));
}

#[test]
fn every_file_keeps_to_its_rank_and_role() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = vec![];
    files(&root, &mut all);
    assert!(all.len() > 30);
    let bad: Vec<String> = all
        .iter()
        .flat_map(|path| {
            let rel = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            check(&rel, &fs::read_to_string(path).unwrap()).into_iter().map(move |b| format!("{rel}: {b}"))
        })
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn files_stay_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = vec![];
    files(&root, &mut all);
    for path in all {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 800, "{} has {lines} lines", path.display());
    }
}

#[test]
fn the_check_sees_a_rank_broken() {
    assert_eq!(check("law/x.rs", "use crate::vault::open;"), ["`law` may not use `vault`"]);
    assert_eq!(
        check("calendar/x.rs", "use crate::{law::{Table, LawError}, cli};"),
        ["`calendar` may not use `cli`"]
    );
    assert_eq!(check("face/x.rs", "use crate::features::law::cli;"), ["`face` may not use `features`"]);
    assert_eq!(check("newmod.rs", ""), ["module `newmod` is not in RANKS"]);
    assert_eq!(check("law/x.rs", "use super::super::vault;").len(), 1);
    assert_eq!(
        check("law/x.rs", "fn f() { let _ = std::fs::read(\"x\"); }"),
        ["pure module `law` names `std::fs`"]
    );
    assert_eq!(check("election/x.rs", "let x: f64 = y;"), ["pure module `election` names `f64`"]);
    assert!(check("law/x.rs", "// std::fs is only named in a comment").is_empty());
    assert!(check("roster/x.rs", "Language::read(text)").is_empty());
    assert_eq!(check("roster/x.rs", "Language::Fr; age::decrypt(b)"), ["pure module `roster` names `age::`"]);
}

#[test]
fn the_check_sees_a_system_that_is_asked_elsewhere() {
    for line in [
        "use std::os::unix::fs::MetadataExt;",
        "fn f() { let _ = rustix::fs::stat(path); }",
        "#[cfg(target_os = \"linux\")]\nfn f() {}",
        "#[cfg(not(target_os = \"macos\"))]\nfn f() {}",
        "#[cfg(unix)]\nfn f() {}",
        "#[cfg(windows)]\nfn f() {}",
    ] {
        assert_eq!(check("vault/x.rs", line).len(), 1, "{line}");
    }
    assert!(check("platform/unix.rs", "use std::os::unix::fs::MetadataExt;").is_empty());
}

#[test]
fn the_check_sees_a_role_broken() {
    let rules = "features/election/rules/tally.rs";
    assert!(check(rules, "use crate::features::election::records::Poll;").is_empty());
    assert_eq!(
        check(rules, "use crate::features::election::actions::load;"),
        ["`election/rules` may not use `election/actions`"]
    );
    assert_eq!(check(rules, "use crate::vault::Vault;"), ["`election/rules` may not use `vault`"]);
    assert_eq!(check(rules, "let t = Instant::now();").len(), 2);
    assert_eq!(
        check("features/election/records.rs", "use super::rules::tally;"),
        ["`election/records` may not use `election/rules`"]
    );
    assert_eq!(
        check("features/company/actions.rs", "use crate::features::notice::rules::Line;"),
        ["noun `company` may not use noun `notice`"]
    );
    assert_eq!(
        check("features/agenda/actions.rs", "use crate::features::company::cli::YesNo;"),
        ["`agenda/actions` may not use `company/cli`"]
    );
    assert_eq!(
        check("features/agenda/rules.rs", "use crate::features::company::actions::load;"),
        ["`agenda/rules` may not use `company/actions`"]
    );
    assert_eq!(check("features/company/actions.rs", "clap::Args"), ["`company/actions` names `clap::`"]);
    assert_eq!(
        check("features/company/actions.rs", "use crate::face::frame::Face;"),
        ["`company/actions` may not use `face`"]
    );
    assert_eq!(check("features/company/views.rs", "std::fs::read(x)"), ["`company/views` names `std::fs`"]);
    assert_eq!(check("features/company/helpers.rs", ""), ["`company`: `helpers` is not a role"]);
    assert_eq!(check("features/dues2/rules.rs", ""), ["noun `dues2` is not in NOUNS"]);
    assert_eq!(check("features/company/mod.rs", "fn f() {}"), ["`company` holds code beside its roles"]);
}

#[test]
fn the_check_sees_a_face_that_orders() {
    let here = "features/notice/cli/outbox.rs";
    let orders = |word: &str| vec![format!("`{here}` orders `{word}` itself; a use case does")];
    for (code, word) in [
        ("vault.commit(now, changes)?;", ".commit("),
        ("use crate::vault::{Kind, Change};", "vault::Change"),
        ("use crate::vault::outbox::OutboxTicket;", "vault::outbox"),
        ("let ticket = vault.outbox_ticket();", "outbox_ticket"),
        ("post::tell(&mut vault, &post, now);", "post::tell("),
        ("member::edit(vault, today, now, who, &list)", "member::edit("),
        ("if forbidden.holds_host(&host) {}", "holds_host"),
        ("use crate::mail::{transport::{Delivery, Transport as _}};", "transport::Transport"),
        ("way.deliver(&message, &mut || Ok(()));", ".deliver("),
        ("std::thread::sleep(pause);", "std::thread"),
        ("face.forget_key();", "forget_key"),
    ] {
        assert_eq!(check(here, code), orders(word), "{code}");
        // The use case beside it does just that.
        let action = check("features/notice/actions/outbox.rs", code);
        assert!(action.is_empty(), "{action:?}");
    }
    assert!(check("features/notice/cli/send.rs", "self.face.log_by(key)").is_empty());
    assert_eq!(check("features/notice/cli/send.rs", "log.commit(now, all)").len(), 1);
    assert!(check(here, "// vault.commit( is only named in a comment").is_empty());
    assert!(check(here, "use crate::vault::{Vault, VaultError};").is_empty());
}

#[test]
fn what_a_face_hands_over_is_still_handed_over() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (file, words) in HANDS_OVER {
        let code = code(&fs::read_to_string(root.join(file)).unwrap());
        for word in *words {
            assert!(names(&code, word), "`{file}` names `{word}` no more: take it off the list");
        }
    }
}

#[test]
fn the_check_sees_an_act_in_the_wrong_room() {
    assert_eq!(check("features/company/actions.rs", "db.flush()?;").len(), 1);
    assert_eq!(check("vault/open.rs", "sled::open(p)").len(), 1);
    assert_eq!(check("mail/smtp.rs", ".dangerous()").len(), 1);
    let here = "features/company/cli.rs";
    assert_eq!(check(here, "Vault::open(dir)"), [format!("`{here}` does `Vault::open` itself")]);
}

#[test]
fn the_check_sees_words_made_before_the_edge() {
    let here = "features/company/cli.rs";
    let bad = |code: &str| check(here, code).len();
    assert_eq!(bad("Err(CmdError::new(Exit::Refused, what))"), 1);
    assert_eq!(bad("company::name(name).map_err(|e| bad(lang, e))?"), 1);
    assert_eq!(bad("read(path).map_err(|e| tr!(face.lang, \"non {e}\", \"no {e}\"))?"), 1);
    assert_eq!(bad("fn words(lang: Lang, error: CompanyError) -> String {}"), 1);
    assert_eq!(bad("impl Explain for CompanyError {}"), 1);
    assert_eq!(check("features/company/actions.rs", "load().map_err(words(face))?").len(), 1);
    // What is data, and what is in its place.
    assert_eq!(bad("company::name(name).map_err(|error| BadOption { option, error })?"), 0);
    assert_eq!(bad("fn words(lang: Lang, code: &str) -> String {}"), 0);
    assert_eq!(bad("text.parse().map_err(|_| tr!(lang, \"un nombre\", \"a number\"))"), 0);
    assert!(check("features/company/messages.rs", "impl Explain for E { CmdError::new(k, w) }").is_empty());
}
