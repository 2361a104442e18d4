//! Whole screens, as a person sees them: `tests/screens/<noun>.txt`, in French and in English.
//!
//! A file is a list of commands (`$ contrepoids …`) with what each of them shows below it. A screen that has changed
//! fails with the difference; `CONTREPOIDS_SCREENS=overwrite cargo test --test it screens` writes all of them anew. To
//! add a screen, add its `$` line and write them anew. `@ section` stands for the commands of `section.setup`, run
//! without a word; `<id>` in a command stands for the last identifier that was shown, and `<--id-->` for any.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use snapbox::{Assert, Data, assert::Action, data::DataFormat};
use unicode_width::UnicodeWidthStr as _;

use crate::support::Env;

/// All of them together are read in one sitting.
const MOST_LINES: usize = 1_500;
/// What stands for an identifier, as wide as the digits that are shown of one.
const ID: &str = "<--id-->";

fn dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens")
}

/// The names of the files that end so, sorted.
fn names(end: &str) -> Vec<String> {
    let all = std::fs::read_dir(dir()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut out: Vec<_> = all.filter_map(|n| Some(n.strip_suffix(end)?.to_owned())).collect();
    out.sort();
    out
}

/// One person at one screen, in one language.
struct Desk {
    env: Env,
    lang: &'static str,
    /// The last identifier that was shown.
    id: String,
    /// Lines that are wider than the screen.
    wide: Vec<String>,
}

impl Desk {
    /// A home with the files that the commands name.
    fn new(lang: &'static str) -> Self {
        let env = Env::new();
        for end in [".csv", ".json", ".eml"] {
            for name in names(end) {
                let name = format!("{name}{end}");
                env.write(&name, std::fs::read(dir().join(&name)).unwrap());
            }
        }
        Self { env, lang, id: String::new(), wide: vec![] }
    }

    /// Types a command; returns what the screen shows and the exit code.
    fn run(&mut self, line: &str) -> (String, i32) {
        let screen = self.env.path("screen");
        let file = File::create(&screen).unwrap();
        // Folders as they are typed: the name of the home would be another one with each run.
        let mut command = self.env.bare();
        command.args([
            "--on",
            "2026-11-21",
            "--lang",
            self.lang,
            "--vault",
            "vault",
            "--identity",
            "key.txt",
        ]);
        command.args(words(&line.replace("<id>", &self.id)));
        // Both streams into one file, in the order in which a screen has them.
        command.env("COLUMNS", "80").stdout(file.try_clone().unwrap()).stderr(file);
        let code = command.status().unwrap().code().unwrap();
        let shown = std::fs::read_to_string(&screen).unwrap();
        for text in shown.lines() {
            assert!(
                !text.starts_with("$ ") && !text.starts_with("-- "),
                "{line}: {text:?} looks like a mark"
            );
        }
        // An object of JSON has no screen.
        let wide = shown.lines().filter(|text| text.width() > 80 && !line.contains("--json"));
        self.wide.extend(wide.map(|text| format!("{line}, {} columns:\n{text}", text.width())));
        if let Some(id) = tokens(&shown).find(|t| is_id(t)) {
            id.clone_into(&mut self.id);
        }
        (elided(&shown), code)
    }
}

/// Takes a line apart as a shell does: blanks, double quotes.
fn words(line: &str) -> Vec<String> {
    let (mut out, mut quoted) = (vec![], false);
    let mut word: Option<String> = None;
    for c in line.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => out.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    assert!(!quoted, "{line}");
    out.extend(word);
    out
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(|t| {
            let word = t.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            [word, &t[word.len()..]]
        })
        .filter(|t| !t.is_empty())
}

/// Whether this is an identifier, or the first digits of one: no number of people or of cents is.
fn is_id(token: &str) -> bool {
    let hex = token.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    matches!(token.len(), 8 | 16 | 32) && hex
}

/// Whether this is the digits of a secret key.
fn is_key(token: &str) -> bool {
    token.len() == 59 && token.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// What differs from run to run, replaced: identifiers, secret keys, the moment that is now.
fn elided(text: &str) -> String {
    let of = |token: &str| match token {
        t if is_id(t) => ID.to_owned(),
        t if is_key(t) => "<--key-->".to_owned(),
        t => t.to_owned(),
    };
    let mut out: String = tokens(text).map(of).collect();
    // A moment as people read it, and as programs do; a day alone is a day that was asked for.
    for form in ["00/00/0000 00:00", "0000-00-00 00:00", "0000-00-00T00:00:00.000+00:00"] {
        let mut at = 0;
        while let Some(start) = out[at..].find(|c: char| c.is_ascii_digit()).map(|n| at + n) {
            let shape = out.get(start..start + form.len()).unwrap_or_default();
            let shape: String = shape.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            at = start + 1;
            if shape == form {
                out.replace_range(start..start + form.len(), &format!("<{:-^1$}>", "moment", form.len() - 2));
            }
        }
    }
    // The six words of a vault, which is another one in each run.
    let mut lines: Vec<&str> = out.split('\n').collect();
    for line in &mut lines {
        let known = ["Six mots      ", "Six words     "].into_iter().find(|known| line.starts_with(known));
        *line = match known {
            Some("Six mots      ") => "Six mots      <--words-->",
            Some(_) => "Six words     <--words-->",
            None => line,
        };
    }
    lines.join("\n")
}

/// The transcript again, with what the commands show now, and the lines that are too wide.
fn again(transcript: &str) -> (String, Vec<String>) {
    let mut desks = ["fr", "en"].map(Desk::new);
    let mut out = String::new();
    for line in transcript.lines() {
        if let Some(name) = line.strip_prefix("@ ") {
            out.push_str(&format!("{line}\n"));
            let setup = std::fs::read_to_string(dir().join(format!("{name}.setup"))).unwrap();
            for command in setup.lines().filter_map(|l| l.strip_prefix("$ contrepoids ")) {
                for desk in &mut desks {
                    let (shown, code) = desk.run(command);
                    assert_eq!(code, 0, "{command}\n{shown}");
                }
            }
        }
        let Some(command) = line.strip_prefix("$ contrepoids ") else { continue };
        out.push_str(&format!("{line}\n"));
        let [french, english] = desks.each_mut().map(|desk| desk.run(command));
        // JSON is of no language.
        let screens =
            if french == english { vec![("fr, en", french)] } else { vec![("fr", french), ("en", english)] };
        for (lang, (shown, code)) in screens {
            let code = if code == 0 { String::new() } else { format!(", exit {code}") };
            out.push_str(&format!("-- {lang}{code}\n{shown}"));
            assert!(shown.is_empty() || shown.ends_with('\n'), "{command}: the last line has no end");
        }
    }
    (out, desks.into_iter().flat_map(|desk| desk.wide).collect())
}

/// Compares a transcript with what the commands show now, or writes it anew.
fn holds(noun: &str) {
    let path = dir().join(format!("{noun}.txt"));
    let (shown, wide) = again(&std::fs::read_to_string(&path).unwrap());
    let kept = Data::read_from(&path, Some(DataFormat::Text)).raw();
    Assert::new().action_env("CONTREPOIDS_SCREENS").eq(shown, kept);
    assert!(wide.is_empty(), "wider than the screen:\n{}", wide.join("\n"));
}

macro_rules! screens {
    ($($noun:ident)*) => {
        const NOUNS: &[&str] = &[$(stringify!($noun)),*];
        $(#[test]
        fn $noun() {
            holds(stringify!($noun));
        })*
    };
}

screens!(agenda bargain company election export house key law member notice);

#[test]
fn every_noun_has_a_file_and_all_of_them_are_short() {
    assert_eq!(names(".txt"), NOUNS);
    let lines =
        |noun: &&str| std::fs::read_to_string(dir().join(format!("{noun}.txt"))).unwrap().lines().count();
    let all: usize = NOUNS.iter().map(lines).sum();
    assert!(all <= MOST_LINES, "{all} lines");
}

#[test]
fn a_changed_screen_is_seen_and_what_is_elided_is_no_more_than_it_should_be() {
    assert_eq!(
        elided("3f2a91c4  720 euros, 12345, 2026-11-21 [3f2a91c4]"),
        "<--id-->  720 euros, 12345, 2026-11-21 [<--id-->]"
    );
    assert_eq!(elided("29/11/2026 09:10, 18 h 30"), "<----moment---->, 18 h 30");
    assert_eq!(elided("[2026-11-29T09:10:00.123+00:00]"), "[<----------moment----------->]");
    assert_eq!(elided("a\nSix words     a b c d e f\n"), "a\nSix words     <--words-->\n");
    assert_eq!(words("a \"b c\"=d \"\""), ["a", "b c=d", ""]);
    let asserts = Assert::new().action(Action::Verify);
    let kept = || Data::text("$ contrepoids x\n-- fr\nun\n").raw();
    assert!(asserts.try_eq(None, "$ contrepoids x\n-- fr\nun\n".into(), kept()).is_ok());
    let said = asserts.try_eq(None, "$ contrepoids x\n-- fr\ndeux\n".into(), kept()).unwrap_err().to_string();
    assert!(said.contains("un") && said.contains("deux"), "{said}");
}
