//! The lines of the prompt: typed with an editor that remembers them in memory and completes commands.

use std::{collections::BTreeSet, ffi::OsString};

use clap::{Arg, Command, CommandFactory as _};
use rustyline::{
    CompletionType, Config, Context, Editor, Helper,
    completion::{Completer, FilenameCompleter, Pair},
    error::ReadlineError,
    highlight::Highlighter,
    hint::Hinter,
    history::{History as _, MemHistory},
    validate::Validator,
};

use crate::{
    base::Lang,
    cli::{Cli, french, help},
    face::error::Refusal,
};

/// How many lines are remembered.
const REMEMBERED: usize = 200;

/// What came of a line.
pub(super) enum Line {
    /// It was typed.
    Typed(String),
    /// Ctrl-C.
    Cancelled,
    /// Ctrl-D.
    End,
}

/// The editor of lines.
pub(super) struct Lines(Editor<Commands, MemHistory>);

impl Lines {
    pub(super) fn new(lang: Lang) -> Result<Self, Refusal> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .max_history_size(REMEMBERED)
            .map_err(broken)?
            .build();
        let history = MemHistory::with_config(&config);
        let mut editor = Editor::with_history(config, history).map_err(broken)?;
        editor.set_helper(Some(Commands::of(lang)));
        Ok(Self(editor))
    }

    /// Reads the next line.
    pub(super) fn next(&mut self, prompt: &str) -> Result<Line, Refusal> {
        match self.0.readline(prompt) {
            Ok(line) => {
                // A line that begins with a space is not remembered.
                if !line.trim().is_empty() && !line.starts_with(' ') {
                    let _ = self.0.add_history_entry(line.as_str());
                }
                Ok(Line::Typed(line))
            }
            Err(ReadlineError::Interrupted) => Ok(Line::Cancelled),
            Err(ReadlineError::Eof) => Ok(Line::End),
            Err(error) => Err(broken(error)),
        }
    }

    /// Forgets what was typed.
    pub(super) fn forget(&mut self) {
        let _ = self.0.history_mut().clear();
    }
}

fn broken(error: ReadlineError) -> Refusal {
    match error {
        ReadlineError::Io(error) => Refusal::from(error),
        _ => Refusal::from(std::io::Error::from(std::io::ErrorKind::Unsupported)),
    }
}

/// The commands, to complete them.
pub(super) struct Commands {
    root: Command,
    /// The same in the words of the program.
    plain: Command,
    lang: Lang,
    files: FilenameCompleter,
}

impl Commands {
    pub(super) fn of(lang: Lang) -> Self {
        Self { root: help::localised(lang), plain: Cli::command(), lang, files: FilenameCompleter::new() }
    }

    /// What the last word of a line may become: names of commands, options, values of an option. They are those of the
    /// language, and the other ones where none of the language fits; accents need not be typed.
    pub(super) fn fitting(&self, before: &str) -> BTreeSet<String> {
        let mut words: Vec<&str> = before.split_whitespace().collect();
        let last = if before.ends_with(char::is_whitespace) { "" } else { words.pop().unwrap_or_default() };
        let typed: Vec<OsString> = std::iter::once("contrepoids").chain(words).map(OsString::from).collect();
        let line = french::read(&self.plain, &typed);
        let (mut command, mut plain) = (&self.root, &self.plain);
        for name in line.path.split(' ') {
            command = command.find_subcommand(name).unwrap_or(command);
            plain = plain.find_subcommand(name).unwrap_or(plain);
        }
        let option = line.args.last().and_then(|word| word.to_str()?.strip_prefix("--"));
        let options = plain.get_arguments().chain(self.plain.get_arguments());
        let option = option.and_then(|long| options.into_iter().find(|arg| arg.get_long() == Some(long)));
        let fits =
            |word: &str| french::plain(word).starts_with(&french::plain(last)) || word.starts_with(last);
        let one = |name: &str, others: Vec<&str>| {
            let other = || others.into_iter().find(|other| fits(other));
            if fits(name) { Some(name.to_owned()) } else { other().map(str::to_owned) }
        };
        let mut out = BTreeSet::new();
        if last.starts_with('-') {
            let long = last.trim_start_matches('-');
            let fits = |word: &str| french::plain(word).starts_with(&french::plain(long));
            let all = command.get_arguments().chain(self.root.get_arguments()).filter(|a| !a.is_hide_set());
            for arg in all {
                let names = arg.get_long().into_iter().chain(arg.get_all_aliases().into_iter().flatten());
                out.extend(names.into_iter().find(|name| fits(name)).map(|name| format!("--{name}")));
            }
            return out;
        }
        for value in option.map(|arg| self.values(&line.path, arg)).unwrap_or_default() {
            out.extend(Some(value).filter(|value| fits(value)));
        }
        for sub in command.get_subcommands().filter(|c| !c.is_hide_set()) {
            out.extend(one(sub.get_name(), sub.get_all_aliases().collect()));
        }
        out
    }

    fn values(&self, path: &str, arg: &Arg) -> Vec<String> {
        let codes: Vec<String> = arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
        match self.lang {
            Lang::En => codes,
            Lang::Fr => codes.iter().map(|code| french::value(path, arg, 0, code)).collect(),
        }
    }
}

impl Completer for Commands {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        at: usize,
        context: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = line.get(..at).unwrap_or(line);
        let found = self.fitting(before);
        if found.is_empty() {
            return self.files.complete(line, at, context);
        }
        let start = before.rfind(char::is_whitespace).map_or(0, |space| space.saturating_add(1));
        let pair = |word: String| Pair { replacement: format!("{word} "), display: word };
        Ok((start, found.into_iter().map(pair).collect()))
    }
}

impl Helper for Commands {}
impl Highlighter for Commands {}
impl Validator for Commands {}
impl Hinter for Commands {
    type Hint = String;
}
