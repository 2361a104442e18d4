//! The words of commands as a person types them: what the program says of commands is put into the words of the line that
//! it answers.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthStr as _;

use crate::{
    base::text::fold,
    face::words::{COLUMNS, fitted},
};

/// The French word of an option, and of the words that it takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The option, without its dashes; empty for what has a place and no name.
    pub french: String,
    /// The words that it takes, each with its French.
    pub values: BTreeMap<String, String>,
    /// Whether a value follows.
    pub takes: bool,
}

/// French words for commands, for a person who typed French; English ones as they stand otherwise.
#[derive(Debug, Clone, Default)]
pub struct Tongue {
    /// The last word of each command, by its path in English.
    pub commands: BTreeMap<String, String>,
    /// The English path of each command by the path above it and its French word, folded.
    pub known: BTreeMap<String, String>,
    /// Options by `path --name`, arguments by `path 0`.
    pub options: BTreeMap<String, Named>,
    /// The command that was typed, by its path in English.
    pub here: String,
}

/// What may stand around a word of a command.
const AROUND: &[char] =
    &['(', ')', '[', ']', '«', '»', '“', '”', '`', '\'', '’', ',', ';', ':', '.', '…', '?', '!', '\u{a0}'];

impl Tongue {
    /// Tells whether there is nothing to put into other words.
    fn is_english(&self) -> bool {
        self.commands.is_empty()
    }

    /// Puts the commands and options that a message names into the words of the person; an option that stands alone is one
    /// of this command.
    #[must_use]
    pub fn put(&self, text: &str, here: &str) -> String {
        self.by(Walk { here, ..Walk::of(self) }, text)
    }

    /// Does so on a page of the help, where no quotation is a value: « status » is a command too.
    #[must_use]
    pub fn page(&self, text: &str, here: &str) -> String {
        self.by(Walk { here, page: true, ..Walk::of(self) }, text)
    }

    fn by(&self, mut walk: Walk<'_>, text: &str) -> String {
        if self.is_english() || !(text.contains("contrepoids ") || text.contains("--") || text.contains('«'))
        {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let body = line.trim_end_matches('\n');
            out.push_str(&walk.line(body));
            out.push_str(line.get(body.len()..).unwrap_or_default());
            // A command goes on below only where its line says so.
            if !body.ends_with('\\') {
                walk.end();
            }
        }
        out
    }

    /// Does so in an answer to the command that was typed; a line that grows too wide is fitted.
    #[must_use]
    pub fn answer(&self, text: &str) -> String {
        if self.is_english() {
            return text.to_owned();
        }
        let text = whole_commands(text);
        let said = self.put(&text, &self.here);
        let lines = text.split_inclusive('\n').zip(said.split_inclusive('\n'));
        let fit = |(was, is): (&str, &str)| {
            let wide = is.trim_end().width() > COLUMNS;
            if wide && (was != is || is.contains("contrepoids ")) { fitted(is) } else { is.to_owned() }
        };
        lines.map(fit).collect()
    }

    /// Returns the words of a command line, the name of the program first, in the words of the person.
    #[must_use]
    pub fn command(&self, words: &[String]) -> Vec<String> {
        let mut walk = Walk { path: Some(String::new()), ..Walk::of(self) };
        let said = |(place, word): (usize, &String)| if place == 0 { word.clone() } else { walk.typed(word) };
        words.iter().enumerate().map(said).collect()
    }

    /// Returns a word that an argument takes as the person would type it; the argument by `path --name` or `path 0`.
    #[must_use]
    pub fn value(&self, place: &str, code: &str) -> String {
        let word = || self.options.get(place)?.values.get(code);
        word().map_or(code, String::as_str).to_owned()
    }

    fn option(&self, path: &str, name: &str) -> Option<&Named> {
        self.options.get(&format!("{path} --{name}")).or_else(|| self.options.get(&format!(" --{name}")))
    }

    /// Finds an option that stands alone in a sentence: of the command that was typed, or the same wherever it is known.
    fn alone(&self, here: &str, name: &str) -> Option<&Named> {
        self.option(here, name).or_else(|| {
            let end = format!(" --{name}");
            let all = || self.options.iter().filter(|(key, _)| key.ends_with(&end)).map(|(_, named)| named);
            let words: BTreeSet<&str> = all().map(|named| named.french.as_str()).collect();
            all().next().filter(|_| words.len() == 1)
        })
    }
}

/// Joins a line that ends within a command and the line where it goes on.
fn whole_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut piece = 0;
    for line in text.split_inclusive('\n') {
        let last = out.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
        let command = last.rsplit_once("contrepoids ").map(|(_, command)| command);
        let open = command.is_some_and(|command| !command.contains(['.', ';', '»', ')', ',', '\\']));
        // Only what was broken because it was wide, and goes on two columns further in.
        if open && piece > BROKEN && line.starts_with("  ") && !last.starts_with("  ") {
            out.truncate(out.trim_end_matches('\n').len());
            out.push(' ');
            out.push_str(line.trim_start());
        } else {
            out.push_str(line);
        }
        piece = line.trim_end().width();
    }
    out
}

/// A line that was broken is wider than this.
const BROKEN: usize = 60;

/// Where in a command a text is.
struct Walk<'a> {
    tongue: &'a Tongue,
    /// The command that the text is about.
    here: &'a str,
    /// The command so far; nothing outside of one.
    path: Option<String>,
    /// How many arguments have gone by.
    at: usize,
    /// The option whose value comes next.
    waits: Option<&'a Named>,
    /// Whether a single word between quotation marks may be a command.
    page: bool,
}

impl<'a> Walk<'a> {
    fn of(tongue: &'a Tongue) -> Self {
        Self { tongue, here: "", path: None, at: 0, waits: None, page: false }
    }

    fn end(&mut self) {
        (self.path, self.at, self.waits) = (None, 0, None);
    }

    fn line(&mut self, line: &str) -> String {
        let mut out = String::with_capacity(line.len());
        for (place, raw) in line.split(' ').enumerate() {
            if place > 0 {
                out.push(' ');
            }
            let front = raw.len().saturating_sub(raw.trim_start_matches(AROUND).len());
            let (before, rest) = raw.split_at(front);
            let word = rest.trim_end_matches(AROUND);
            let after = rest.get(word.len()..).unwrap_or_default();
            out.push_str(before);
            // A quoted command without the name of the program: « agenda list ».
            if before.ends_with(['«', '\u{a0}'])
                && before.contains('«')
                && self.tongue.commands.contains_key(word)
            {
                let quoted = line.get(offset(line, raw)..).unwrap_or_default();
                let alone = self.page && after.contains('»');
                if alone || (after.is_empty() && self.names_two(quoted, word)) {
                    self.path = Some(String::new());
                }
            }
            if word == "contrepoids" {
                self.end();
                self.path = Some(String::new());
                out.push_str(word);
            } else if word.is_empty() {
                out.push_str(word);
            } else {
                out.push_str(&self.typed(word));
            }
            out.push_str(after);
            let closes = |c: char| matches!(c, '»' | '”' | '`' | ')' | ';' | ':' | '?' | '!' | ',');
            let ends = after.contains(closes) || (after.contains('.') && !after.contains('…'));
            if ends || (after.contains('\u{a0}') && !word.is_empty()) {
                self.end();
            }
        }
        out
    }

    /// Tells whether a quotation begins with a noun and a verb of the program.
    fn names_two(&self, quoted: &str, first: &str) -> bool {
        let bare = quoted.trim_start_matches(AROUND);
        let second = bare.split(' ').nth(1).map(|w| w.trim_end_matches(AROUND)).unwrap_or_default();
        self.tongue.commands.contains_key(&format!("{first} {second}"))
    }

    /// Puts one word of a command, or an option that stands alone.
    fn typed(&mut self, word: &str) -> String {
        if let Some(named) = self.waits.take() {
            return values(named, word);
        }
        if let Some(long) = word.strip_prefix("--").filter(|long| !long.is_empty()) {
            let (name, value) =
                long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
            let found = match &self.path {
                Some(path) => self.tongue.option(path, name),
                None => self.tongue.alone(self.here, name),
            };
            let Some(named) = found else { return word.to_owned() };
            if let Some(value) = value {
                return format!("--{}={}", named.french, values(named, value));
            }
            self.waits = named.takes.then_some(named);
            return format!("--{}", named.french);
        }
        let Some(path) = &mut self.path else { return word.to_owned() };
        let below = if path.is_empty() { word.to_owned() } else { format!("{path} {word}") };
        if self.at == 0
            && let Some(french) = self.tongue.commands.get(&below)
        {
            *path = below;
            return french.clone();
        }
        if self.at == 0
            && let Some(below) = self.tongue.known.get(&format!("{path} {}", fold(word)))
        {
            path.clone_from(below);
            return word.to_owned();
        }
        let named = self.tongue.options.get(&format!("{path} {}", self.at));
        self.at = self.at.saturating_add(1);
        named.map_or_else(|| word.to_owned(), |named| values(named, word))
    }
}

/// Where a part of a line begins.
fn offset(line: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(line.as_ptr() as usize)
}

/// Puts a value, or each of several between commas, up to the sign of equality.
fn values(named: &Named, word: &str) -> String {
    if named.values.is_empty() {
        return word.to_owned();
    }
    let one = |part: &str| {
        let (code, rest) = part.find('=').map_or((part, ""), |at| part.split_at(at));
        let said = named.values.get(code).map_or(code, String::as_str);
        format!("{said}{rest}")
    };
    word.split(',').map(one).collect::<Vec<_>>().join(",")
}
