//! A command line that was not understood, in words, with what to type to see how it goes.

use std::{ffi::OsString, io::Write};

use clap::{
    Arg, Command, CommandFactory,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    base::Lang,
    cli::{Cli, help, placeholder},
    face::{error::CmdError, exit::Exit, wanted::Wanted, words::clean},
    tr,
};

/// Prints what clap has to say: the help on standard output, an error on standard error.
pub fn report(lang: Lang, args: &[OsString], error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has gone away is not an error.
            let _ = write!(std::io::stdout().lock(), "{}", help::text(lang, error));
            Exit::Done
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(std::io::stderr().lock(), "{}", help::text(lang, error));
            Exit::Usage
        }
        _ => {
            let json = args.iter().take_while(|a| *a != "--").any(|a| a == "--json");
            let error = told(lang, args, error);
            let text = if json { error.json_line() } else { error.lines(lang) };
            let _ = write!(std::io::stderr().lock(), "{text}");
            Exit::Usage
        }
    }
}

/// Says what is wrong with a command line, and which help shows how it goes.
fn told(lang: Lang, args: &[OsString], error: &clap::Error) -> CmdError {
    let what = match lang {
        Lang::En => in_english(error),
        Lang::Fr => in_french(error),
    };
    let mut out = CmdError::new(Exit::Usage, what);
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        let near = context(error, kind);
        if !near.is_empty() {
            let near = clean(&near, false);
            out = out.hint(tr!(lang, "vouliez-vous dire {near}\u{a0}?", "did you mean {near}?"));
        }
    }
    out.hint(format!("{} --help", typed(args)))
}

/// Returns the command as it was typed, without its options and values: `contrepoids adherent list`.
pub(crate) fn typed(args: &[OsString]) -> String {
    let root = Cli::command();
    let mut command = &root;
    let mut out = vec!["contrepoids"];
    let mut words = args.iter().skip(1).map(|a| a.to_str().unwrap_or_default());
    while let Some(word) = words.next() {
        if word == "--" {
            break;
        }
        if word.starts_with('-') {
            let takes = !word.contains('=') && option(&root, command, word).is_some_and(takes_value);
            if takes {
                words.next();
            }
            continue;
        }
        let Some(below) = command.find_subcommand(word).filter(|c| !c.is_hide_set()) else { break };
        command = below;
        out.push(word);
    }
    out.join(" ")
}

fn option<'a>(root: &'a Command, command: &'a Command, word: &str) -> Option<&'a Arg> {
    let fits = |arg: &&Arg| match word.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long),
        None => arg.get_short().is_some_and(|short| word.strip_prefix('-') == Some(&short.to_string())),
    };
    command.get_arguments().find(fits).or_else(|| root.get_arguments().find(fits))
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values() && arg.get_num_args().is_none_or(|n| n.min_values() > 0)
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(s)) => s.join(", "),
        _ => String::new(),
    }
}

/// What clap says, without its usage and its tips.
fn in_english(error: &clap::Error) -> String {
    if is_twice(error) {
        return format!("{} is there twice.", context(error, ContextKind::InvalidArg));
    }
    // Clap lists every name here, the hidden ones too; the help says what there is.
    if error.kind() == ErrorKind::MissingSubcommand {
        return "a command is missing.".to_owned();
    }
    let text = error.render().to_string();
    let said = text.split("\n\n").next().unwrap_or_default();
    let said: Vec<&str> = said.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let said = said.join(" ");
    format!("{}.", said.strip_prefix("error: ").unwrap_or(&said).trim_end_matches('.'))
}

/// An option that is there twice is in conflict with itself.
fn is_twice(error: &clap::Error) -> bool {
    error.kind() == ErrorKind::ArgumentConflict
        && context(error, ContextKind::PriorArg) == context(error, ContextKind::InvalidArg)
}

fn in_french(error: &clap::Error) -> String {
    let arg = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("il manque une valeur à {arg}.")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(all)) => {
                    all.iter().map(|v| placeholder::value(v)).collect::<Vec<_>>().join(", ")
                }
                _ => String::new(),
            };
            let wanted = if valid.is_empty() {
                let below = std::error::Error::source(error).and_then(wanted);
                below.map(|w| format!(" ({w})")).unwrap_or_default()
            } else {
                format!(" (possibles\u{a0}: {valid})")
            };
            format!("«\u{a0}{value}\u{a0}» ne convient pas pour {arg}{wanted}.")
        }
        ErrorKind::UnknownArgument => format!("l’argument {arg} n’existe pas ici."),
        ErrorKind::InvalidSubcommand => {
            format!(
                "la commande «\u{a0}{}\u{a0}» n’existe pas.",
                context(error, ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {arg}."),
        ErrorKind::MissingSubcommand => "il manque une commande.".to_owned(),
        ErrorKind::ArgumentConflict if is_twice(error) => format!("{arg} est là deux fois."),
        ErrorKind::ArgumentConflict => {
            format!("{arg} ne va pas avec {}.", context(error, ContextKind::PriorArg))
        }
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("le nombre de valeurs de {arg} ne convient pas.")
        }
        ErrorKind::TooManyValues => format!("{arg} a trop de valeurs."),
        ErrorKind::InvalidUtf8 => "un argument n’est pas du texte UTF-8.".to_owned(),
        _ => "la ligne de commande ne se comprend pas.".to_owned(),
    }
}

/// Says in French what a reader of values asks for; a list of codes is one in any language.
fn wanted(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    if let Some(wanted) = Wanted::of(error) {
        return Some(wanted.words(Lang::Fr).to_owned());
    }
    let said = error.to_string();
    if let Some((least, most)) = said.split_once(" is not in ").and_then(|(_, range)| range.split_once(".."))
    {
        return Some(format!("de {least} à {}", most.trim_start_matches('=')));
    }
    let codes = said.split([',', ';', '|']).all(|code| !code.trim().contains(' '));
    (codes && !said.is_empty()).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    fn error(lang: Lang, line: &str) -> CmdError {
        let args = args(line);
        let error = help::parse(lang, args.clone()).err().unwrap();
        told(lang, &args, &error)
    }

    #[test]
    fn the_help_of_the_command_typed_is_named() {
        for (line, hint) in [
            ("contrepoids law deadline foo", "contrepoids law deadline --help"),
            ("contrepoids --vault v adherent list --foo", "contrepoids adherent list --help"),
            ("contrepoids --lang=fr member list --foo", "contrepoids member list --help"),
            ("contrepoids member foo", "contrepoids member --help"),
            ("contrepoids foo", "contrepoids --help"),
            ("contrepoids -y notice account add -- x --foo --from", "contrepoids notice account add --help"),
            ("contrepoids --json --on soon status", "contrepoids status --help"),
        ] {
            for lang in [Lang::Fr, Lang::En] {
                let words = error(lang, line);
                assert_eq!(words.hints.last().map(String::as_str), Some(hint), "{line}: {}", words.what);
            }
        }
    }

    #[test]
    fn what_was_meant_is_proposed() {
        assert!(error(Lang::En, "x member lits").hints[0].contains("list"));
        assert_eq!(error(Lang::En, "x --json").what, "a command is missing.");
        assert!(error(Lang::Fr, "x member list --standin all").hints[0].contains("--standing"));
        assert_eq!(
            error(Lang::Fr, "x status --on 2026-01-01 --on 2026-01-01").what,
            "--on <AAAA-MM-JJ> est là deux fois."
        );
    }

    /// Every option that takes a value is given one that is none: French says what is wanted, in French.
    #[test]
    fn every_refused_value_is_refused_in_french() {
        fn walk(command: &Command, path: &[String], seen: &mut u32, bad: &mut Vec<String>) {
            for arg in command.get_arguments() {
                let Some(long) = arg.get_long().filter(|_| arg.get_action().takes_values()) else { continue };
                let line: Vec<OsString> =
                    path.iter().cloned().chain([format!("--{long}=☃ ☃")]).map(OsString::from).collect();
                let Err(error) = help::parse(Lang::Fr, line) else { continue };
                if !matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation) {
                    continue;
                }
                *seen += 1;
                let said = in_french(&error);
                if !said.contains('(')
                    || said.contains(" is ")
                    || said.contains(" or ")
                    || said.contains("needed")
                {
                    let source = std::error::Error::source(&error).map(ToString::to_string);
                    bad.push(format!("{} --{long}: {said} {source:?}", path.join(" ")));
                }
            }
            for sub in command.get_subcommands().filter(|c| !c.is_hide_set()) {
                let below: Vec<String> = path.iter().cloned().chain([sub.get_name().to_owned()]).collect();
                walk(sub, &below, seen, bad);
            }
        }
        let (mut seen, mut bad) = (0, Vec::new());
        walk(&Cli::command(), &["contrepoids".to_owned()], &mut seen, &mut bad);
        assert!(bad.is_empty(), "{}", bad.join("\n"));
        assert!(seen > 100, "{seen}");
    }
}
