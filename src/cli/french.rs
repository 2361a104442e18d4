//! Commands, options and values in French: one table, `i18n/words.fr.toml`. What a person typed is put into the words of the
//! program before it is read; what the program says of commands goes the other way.

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    sync::LazyLock,
};

use clap::{Arg, Command, CommandFactory as _};
use serde::Deserialize;

use crate::{
    base::{Lang, text::fold},
    cli::{Cli, help::Naming, placeholder},
    face::tongue::{Named, Tongue},
};

/// The option that every command has, which clap makes.
pub(crate) const HELP: (&str, &str) = ("help", "aide");

const WORDS: &str = include_str!("../../i18n/words.fr.toml");

/// A French word, or several: the first is shown.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Many(Vec<String>),
}

impl Names {
    fn all(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }

    fn shown(&self) -> Option<&str> {
        self.all().first().map(String::as_str)
    }

    fn mean(&self, folded: &str) -> bool {
        self.all().iter().any(|name| fold(name) == folded)
    }
}

/// French words by the word of the program.
type List = BTreeMap<String, Names>;

/// The table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    commands: List,
    options: List,
    values: BTreeMap<String, List>,
}

/// A test reads the table; where it could not be read, the program speaks English words.
static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(WORDS).unwrap_or_default());

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

impl Table {
    fn command(&self, path: &str, name: &str) -> Option<&Names> {
        self.commands.get(&joined(path, name)).or_else(|| self.commands.get(name))
    }

    fn option(&self, path: &str, name: &str) -> Option<&Names> {
        self.options.get(&format!("{path} --{name}")).or_else(|| self.options.get(name))
    }

    /// The words that an argument takes: by its name in the command, else by what stands for its value.
    fn values(&self, path: &str, arg: &Arg, at: usize) -> Option<&List> {
        let place = arg.get_long().map_or_else(|| at.to_string(), |long| format!("--{long}"));
        let list = self.values.get(&format!("{path} {place}"));
        let list = list.or_else(|| self.values.get(&placeholder::of(arg)?))?;
        match list.get("same").and_then(Names::shown) {
            Some(same) => self.values.get(same),
            None => Some(list),
        }
    }
}

/// What was said on a command line, with the path of the command that it stands behind.
#[derive(Debug, Clone)]
enum Said {
    Command(String),
    Option(String),
}

/// A command line in the words of the program.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// Its words, one for each that was typed.
    pub(crate) args: Vec<OsString>,
    /// The command, by its path.
    pub(crate) path: String,
    /// How many words the command has, with the name of the program and what stands between.
    pub(crate) depth: Vec<usize>,
    /// What was said: its name in the program, and as it was typed.
    heard: Vec<(Said, String, String)>,
}

impl Line {
    /// Tells whether a person who reads this language shall read commands in French.
    pub(crate) fn is_french(&self, lang: Lang) -> bool {
        if lang != Lang::Fr {
            return false;
        }
        let (mut french, mut english) = (false, false);
        for (what, name, typed) in &self.heard {
            let folded = fold(typed);
            let names = match what {
                Said::Command(path) => TABLE.command(path, name),
                Said::Option(path) => TABLE.option(path, name),
            };
            let is_french = names.is_some_and(|names| names.mean(&folded));
            let is_english = fold(name) == folded;
            french |= is_french && !is_english;
            english |= is_english && !is_french;
        }
        french || !english
    }

    /// Lists the words that an argument takes, in French; the argument as an error names it.
    pub(crate) fn listed<'a>(&self, named: &str, codes: impl Iterator<Item = &'a String>) -> String {
        let tree = Cli::command();
        let mut here = &tree;
        for name in self.path.split(' ') {
            here = here.find_subcommand(name).unwrap_or(here);
        }
        let french = self.is_french(Lang::Fr);
        // `--name <VALUE>`, `<VALUE>` or `[VALUE]...`
        let meant = |arg: &&Arg| match (arg.get_long(), named.strip_prefix("--")) {
            (Some(long), Some(said)) => {
                let shown = TABLE.option(&self.path, long).and_then(Names::shown).filter(|_| french);
                said.split([' ', '=', '[', '<']).next() == Some(shown.unwrap_or(long))
            }
            (None, None) => placeholder::of(arg).is_some_and(|value| {
                let value = placeholder::french(&value).unwrap_or(&value);
                named.trim_start_matches(['<', '[']).split(['>', ']']).next() == Some(value)
            }),
            _ => false,
        };
        let found = here.get_arguments().find(meant);
        let place = |arg: &Arg| here.get_positionals().position(|p| p.get_id() == arg.get_id()).unwrap_or(0);
        let values = found.map(|arg| shown_values(&self.path, arg, place(arg))).unwrap_or_default();
        codes.map(|taken| values.get(taken).unwrap_or(taken).as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Puts a command line into the words of the program; what it does not know stays as it is.
pub(crate) fn read(tree: &Command, typed: &[OsString]) -> Line {
    let mut reader = Reader { tree, here: tree, out: Line::default(), at: 0, waits: None, rest: false };
    for (place, word) in typed.iter().enumerate() {
        let word = if place == 0 { word.clone() } else { reader.word(place, word) };
        reader.out.args.push(word);
    }
    reader.out
}

struct Reader<'a> {
    tree: &'a Command,
    here: &'a Command,
    out: Line,
    /// How many arguments have gone by.
    at: usize,
    /// The option whose value comes next.
    waits: Option<&'a Arg>,
    /// Behind `--`, or behind the first argument of a command without others below.
    rest: bool,
}

impl<'a> Reader<'a> {
    fn word(&mut self, place: usize, typed: &OsStr) -> OsString {
        let Some(word) = typed.to_str() else {
            self.waits = None;
            return typed.to_owned();
        };
        if let Some(arg) = self.waits.take()
            && !(optional(arg) && word.starts_with('-'))
        {
            return self.value(arg, word).into();
        }
        if word == "--" {
            self.rest = true;
        }
        if self.rest || word == "-" {
            return typed.to_owned();
        }
        if let Some(long) = word.strip_prefix("--") {
            return self.option(long).into();
        }
        if word.starts_with('-') {
            return typed.to_owned();
        }
        if let Some(below) = self.below(word) {
            let name = below.get_name();
            self.heard(Said::Command(self.out.path.clone()), name, word);
            self.out.path = joined(&self.out.path, name);
            self.out.depth.push(place);
            self.here = below;
            return name.into();
        }
        if self.out.path.is_empty() && self.here.has_subcommands() {
            // No command at all: what comes behind belongs to none.
            self.rest = true;
        }
        let arg = self.here.get_positionals().nth(self.at).or_else(|| self.here.get_positionals().last());
        let said = arg.map_or_else(|| word.to_owned(), |arg| self.value(arg, word));
        self.at = self.at.saturating_add(1);
        said.into()
    }

    fn below(&self, word: &str) -> Option<&'a Command> {
        if self.at > 0 {
            return None;
        }
        if let Some(exact) = self.here.get_subcommands().find(|c| c.get_name() == word) {
            return Some(exact);
        }
        let folded = fold(word);
        let visible = || self.here.get_subcommands().filter(|c| !c.is_hide_set());
        let meant = |c: &&Command| {
            let french = TABLE.command(&self.out.path, c.get_name());
            fold(c.get_name()) == folded || french.is_some_and(|names| names.mean(&folded))
        };
        visible().find(meant)
    }

    fn option(&mut self, long: &str) -> String {
        let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        let Some(arg) = self.named(name) else {
            let helps = value.is_none() && fold(name) == HELP.1;
            return format!("--{}", if helps { HELP.0 } else { long });
        };
        let english = arg.get_long().unwrap_or(name);
        // What goes before any command may come from the prompt.
        if !arg.is_global_set() {
            self.heard(Said::Option(self.out.path.clone()), english, name);
        }
        if let Some(value) = value {
            return format!("--{english}={}", self.value(arg, value));
        }
        self.waits = arg.get_action().takes_values().then_some(arg);
        format!("--{english}")
    }

    fn named(&self, name: &str) -> Option<&'a Arg> {
        let all = || {
            let globals = self.tree.get_arguments().filter(|a| a.is_global_set());
            self.here.get_arguments().chain(globals).filter(|a| a.get_long().is_some())
        };
        if let Some(exact) = all().find(|a| a.get_long() == Some(name)) {
            return Some(exact);
        }
        let folded = fold(name);
        let meant = |a: &&Arg| {
            let long = a.get_long().unwrap_or_default();
            let french = TABLE.option(&self.out.path, long);
            fold(long) == folded || french.is_some_and(|names| names.mean(&folded))
        };
        all().filter(|a| !a.is_hide_set()).find(meant)
    }

    fn value(&mut self, arg: &Arg, word: &str) -> String {
        // A number, a day or a sum is no word: nothing is looked up for it.
        if !word.chars().any(char::is_alphabetic) {
            return word.to_owned();
        }
        let Some(list) = TABLE.values(&self.out.path, arg, self.at) else { return word.to_owned() };
        let one = |part: &str| {
            let (said, rest) = part.find('=').map_or((part, ""), |at| part.split_at(at));
            let folded = fold(said);
            let exact = list.keys().find(|code| *code == said);
            let code =
                exact.or_else(|| list.iter().find(|(_, names)| names.mean(&folded)).map(|(code, _)| code));
            format!("{}{rest}", code.map_or(said, String::as_str))
        };
        word.split(',').map(one).collect::<Vec<_>>().join(",")
    }

    /// Notes that something was said, to be asked later in whose words.
    fn heard(&mut self, what: Said, english: &str, typed: &str) {
        self.out.heard.push((what, english.to_owned(), typed.to_owned()));
    }
}

/// Tells whether the value of an option may be left out.
fn optional(arg: &Arg) -> bool {
    arg.get_num_args().is_some_and(|n| n.min_values() == 0)
}

/// Returns the French words of a command tree, for what the program says of commands.
pub(crate) fn tongue(tree: &Command, here: &str) -> Tongue {
    fn walk(command: &Command, path: &str, out: &mut Tongue) {
        for sub in command.get_subcommands().filter(|c| !c.is_hide_set()) {
            let below = joined(path, sub.get_name());
            let names = TABLE.command(path, sub.get_name());
            if let Some(french) = names.and_then(Names::shown) {
                out.commands.insert(below.clone(), french.to_owned());
            }
            for name in names.into_iter().flat_map(Names::all) {
                out.known.insert(format!("{path} {}", fold(name)), below.clone());
            }
            walk(sub, &below, out);
        }
        let mut at = 0_usize;
        for arg in command.get_arguments().filter(|a| !a.is_hide_set()) {
            let values = shown_values(path, arg, at);
            let takes = arg.get_action().takes_values();
            let Some(long) = arg.get_long() else {
                out.options.insert(format!("{path} {at}"), Named { french: String::new(), values, takes });
                at = at.saturating_add(1);
                continue;
            };
            let french = TABLE.option(path, long).and_then(Names::shown).unwrap_or(long).to_owned();
            out.options.insert(format!("{path} --{long}"), Named { french, values, takes });
        }
    }
    let mut out = Tongue { here: here.to_owned(), ..Tongue::default() };
    let help = Named { french: HELP.1.to_owned(), ..Named::default() };
    out.options.insert(format!(" --{}", HELP.0), help);
    walk(tree, "", &mut out);
    out
}

fn shown_values(path: &str, arg: &Arg, at: usize) -> BTreeMap<String, String> {
    let list = TABLE.values(path, arg, at).into_iter().flatten();
    list.filter_map(|(code, names)| Some((code.clone(), names.shown()?.to_owned()))).collect()
}

/// Returns how a French page shows a word that an argument takes; `at` tells which, where it has no name.
pub(crate) fn value(path: &str, arg: &Arg, at: usize, taken: &str) -> String {
    let word = || TABLE.values(path, arg, at)?.get(taken)?.shown();
    word().unwrap_or(taken).to_owned()
}

/// Returns the French name of a command below another.
pub(crate) fn command(path: &str, name: &str) -> String {
    TABLE.command(path, name).and_then(Names::shown).unwrap_or(name).to_owned()
}

/// Returns the French names of a command below another, folded.
pub(crate) fn names(path: &str, name: &str) -> Vec<String> {
    TABLE.command(path, name).into_iter().flat_map(Names::all).map(|name| fold(name)).collect()
}

/// Gives a command below another its French name; the English one is taken too.
pub(crate) fn renamed(path: &str, command: Command, naming: Naming) -> Command {
    let english = command.get_name().to_owned();
    let french = TABLE.command(path, &english).and_then(Names::shown).filter(|french| *french != english);
    match (french, naming) {
        (Some(french), Naming::French) => command.name(french.to_owned()).alias(english),
        (Some(french), Naming::Both) if plain(french) != english => command.visible_alias(plain(french)),
        _ => command,
    }
}

/// Takes the accents off a word, for shells that complete it letter by letter.
pub(crate) fn plain(word: &str) -> String {
    fold(word).replace(' ', "-")
}

/// Gives an option its French name; the English one is taken too.
pub(crate) fn renamed_arg(path: &str, arg: Arg) -> Arg {
    let Some(english) = arg.get_long().map(str::to_owned) else { return arg };
    match TABLE.option(path, &english).and_then(Names::shown) {
        Some(french) if french != english => arg.long(french.to_owned()).alias(english),
        _ => arg,
    }
}
