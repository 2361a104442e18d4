//! The page *what to do when*, in both languages: each of its commands, run as it stands there.

use contrepoids::base::Lang;

use crate::{
    help_examples::words,
    support::{Env, Run},
};

/// The commands of a page, each block of them by itself: two blocks of a section are for two cases.
pub(crate) fn sections(page: &str) -> Vec<(String, Vec<Vec<String>>)> {
    let mut out: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    let (mut code, mut title) = (false, String::new());
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            heading.clone_into(&mut title);
        } else if line.starts_with("```") {
            code = !code;
            if code {
                out.push((title.clone(), Vec::new()));
            }
        } else if let Some(command) = line.strip_prefix("contrepoids ").filter(|_| code) {
            out.last_mut().unwrap().1.push(words(command));
        }
    }
    out
}

/// A section of one organizer and a second device, and the recovery key.
struct Section {
    env: Env,
    lang: &'static str,
    paper: String,
}

impl Section {
    fn new(lang: &'static str, second: &str) -> Self {
        let env = Env::new();
        let made = Self::on(&env, lang, "key.txt", &["init", "--json"]).ok().json();
        let paper = made["value"]["recovery_key"].as_str().unwrap().to_owned();
        Self::on(&env, lang, "key.txt", &["member", "add", "nom=Petit", "prénom=Alix"]).ok();
        let card = ["key", "show", "--name", second, "--out", "card.txt", "--json"];
        let card = Self::on(&env, lang, "second.txt", &card).ok().json();
        let said: Vec<&str> =
            card["value"]["words"].as_array().unwrap().iter().filter_map(|word| word.as_str()).collect();
        let said = said.join(" ");
        let add = ["key", "add", "card.txt", "--roles", "treasurer", "--words", &said, "--yes"];
        Self::on(&env, lang, "key.txt", &add).ok();
        Self { env, lang, paper }
    }

    fn on(env: &Env, lang: &str, key: &str, args: &[&str]) -> Run {
        let mut command = env.bare();
        command.args(["--on", "2026-11-21", "--lang", lang, "--vault"]).arg(env.vault());
        command.arg("--identity").arg(env.path(key));
        Run::of(command.args(args).output().unwrap())
    }

    /// Runs a command of the page: those that ask for a secret on a terminal, the others with their yes.
    fn run(&self, command: &[String]) {
        let args: Vec<&str> = command.iter().map(String::as_str).collect();
        let (key, at) = (["key", "clé"], |place: usize| args.get(place).copied().unwrap_or_default());
        if key.contains(&at(0)) && ["recover", "retrouver"].contains(&at(1)) {
            let mut t = self.env.terminal(self.lang, &[&args[..], &["--yes"]].concat());
            t.secretly(&format!("{}\n", self.paper)).ends(0);
        } else if key.contains(&at(0)) && ["passphrase", "phrase"].contains(&at(1)) {
            // It asks for the new one on a terminal: tests/it/dialogs does so.
            Self::on(&self.env, self.lang, "key.txt", &["key", "passphrase", "--help"]).ok();
        } else {
            Self::on(&self.env, self.lang, "key.txt", &[&args[..], &["--yes"]].concat()).ok();
        }
    }
}

fn walk(lang: &'static str, page: &str, second: &str, count: usize) {
    let mut ran = 0;
    for (title, commands) in sections(page) {
        assert!(!commands.is_empty(), "{title}: nothing to do");
        let section = Section::new(lang, second);
        for command in &commands {
            section.run(command);
            ran += 1;
        }
    }
    assert_eq!(ran, count, "commands of the page");
}

#[test]
fn the_french_page_does_what_it_says() {
    walk("fr", include_str!("../../docs/que-faire.md"), "portable de Lou", 15);
}

#[test]
fn the_english_page_does_what_it_says() {
    walk("en", include_str!("../../docs/what-to-do.md"), "Lou's laptop", 15);
}

#[test]
fn both_pages_have_the_same_commands() {
    let root = contrepoids::cli::help::localised(Lang::Fr);
    let path = |command: &Vec<String>| {
        let (mut here, mut out) = (&root, Vec::new());
        for word in command {
            let Some(below) = here.find_subcommand(word) else { break };
            out.push(below.get_name().to_owned());
            here = below;
        }
        out
    };
    let bare = |page: &str| {
        let all =
            sections(page).into_iter().map(|(_, commands)| commands.iter().map(path).collect::<Vec<_>>());
        all.collect::<Vec<_>>()
    };
    let french = bare(include_str!("../../docs/que-faire.md"));
    assert!(french.iter().flatten().all(|path| !path.is_empty()));
    assert_eq!(french, bare(include_str!("../../docs/what-to-do.md")));
}
