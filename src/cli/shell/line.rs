//! The lines of the prompt: typed with an editor that remembers them in memory and completes commands.

use std::collections::BTreeSet;

use clap::{Arg, Command};
use rustyline::{
    CompletionType, Config, Context, Editor, Helper,
    completion::{Completer, FilenameCompleter, Pair},
    error::ReadlineError,
    highlight::Highlighter,
    hint::Hinter,
    history::{History as _, MemHistory},
    validate::Validator,
};

use crate::face::error::Refusal;

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
    pub(super) fn new(commands: Command) -> Result<Self, Refusal> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .max_history_size(REMEMBERED)
            .map_err(broken)?
            .build();
        let history = MemHistory::with_config(&config);
        let mut editor = Editor::with_history(config, history).map_err(broken)?;
        editor.set_helper(Some(Commands { root: commands, files: FilenameCompleter::new() }));
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
    files: FilenameCompleter,
}

impl Commands {
    #[cfg(test)]
    pub(super) fn of(root: Command) -> Self {
        Self { root, files: FilenameCompleter::new() }
    }

    /// What the last word of a line may become: names of commands in each language, options, values of an option.
    pub(super) fn fitting(&self, before: &str) -> BTreeSet<String> {
        let mut words: Vec<&str> = before.split_whitespace().collect();
        let last = if before.ends_with(char::is_whitespace) { "" } else { words.pop().unwrap_or_default() };
        let mut command = &self.root;
        let mut option = None;
        for word in words {
            option = word.strip_prefix("--").and_then(|long| self.option(command, long));
            if let Some(below) = command.find_subcommand(word) {
                command = below;
            }
        }
        let values = option.map(Arg::get_possible_values).unwrap_or_default();
        let values = values.iter().map(|value| value.get_name().to_owned());
        let below = command.get_subcommands().filter(|c| !c.is_hide_set());
        let commands = below.flat_map(|c| std::iter::once(c.get_name()).chain(c.get_visible_aliases()));
        let options = command.get_arguments().chain(self.root.get_arguments()).filter(|a| !a.is_hide_set());
        let options = options.filter_map(Arg::get_long).map(|long| format!("--{long}"));
        let options = options.filter(|_| last.starts_with('-'));
        values.chain(commands.map(str::to_owned)).chain(options).filter(|w| w.starts_with(last)).collect()
    }

    fn option<'a>(&'a self, command: &'a Command, long: &str) -> Option<&'a Arg> {
        command.get_arguments().chain(self.root.get_arguments()).find(|a| a.get_long() == Some(long))
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
