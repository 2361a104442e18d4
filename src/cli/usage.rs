//! A command line that was not understood, in words, with what to type to see how it goes.

use std::{ffi::OsString, io::Write};

use clap::{
    CommandFactory,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    base::Lang,
    cli::{Cli, french, help, meaning},
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
    let line = french::read(&Cli::command(), args);
    let what = match lang {
        Lang::En => in_english(error),
        Lang::Fr => in_french(error, &line),
    };
    let mut out = CmdError::new(Exit::Usage, what);
    let meant = meant(lang, &line, error);
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        let near = match kind {
            ContextKind::SuggestedSubcommand if !meant.is_empty() => meant.join(", "),
            _ => context(error, kind),
        };
        if !near.is_empty() {
            let near = clean(&near, false);
            out = out.hint(tr!(lang, "vouliez-vous dire {near}\u{a0}?", "did you mean {near}?"));
        }
    }
    let helps = if line.is_french(lang) { french::HELP.1 } else { french::HELP.0 };
    out.hint(format!("{} --{helps}", typed(args)))
}

/// Returns the verbs that mean what was typed in place of a command.
fn meant(lang: Lang, line: &french::Line, error: &clap::Error) -> Vec<String> {
    let unknown = context(error, ContextKind::InvalidSubcommand);
    let root = Cli::command();
    let command = line.path.split(' ').fold(&root, |here, name| here.find_subcommand(name).unwrap_or(here));
    meaning::verbs(&line.path, command, &unknown, lang)
}

/// Returns the command as it was typed, without its options and values: `contrepoids adherent list`.
pub(crate) fn typed(args: &[OsString]) -> String {
    let line = french::read(&Cli::command(), args);
    let words = line.depth.iter().filter_map(|place| args.get(*place)?.to_str());
    std::iter::once("contrepoids").chain(words).collect::<Vec<_>>().join(" ")
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

fn in_french(error: &clap::Error, line: &french::Line) -> String {
    let arg = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("il manque une valeur à {arg}.")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(all)) => line.listed(&arg, all.iter()),
                _ => String::new(),
            };
            let wanted = if valid.is_empty() {
                let below = std::error::Error::source(error).and_then(|e| wanted(e, line, &arg));
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
fn wanted(error: &(dyn std::error::Error + 'static), line: &french::Line, arg: &str) -> Option<String> {
    if let Some(wanted) = Wanted::of(error) {
        return Some(wanted.words(Lang::Fr).to_owned());
    }
    let said = error.to_string();
    if let Some((least, most)) = said.split_once(" is not in ").and_then(|(_, range)| range.split_once(".."))
    {
        return Some(format!("de {least} à {}", most.trim_start_matches('=')));
    }
    let codes = said.split([',', ';', '|']).all(|code| !code.trim().contains(' '));
    if !codes || said.is_empty() {
        return None;
    }
    // `pay/rémunération`: the one of the language.
    let one = |code: &str| code.trim().rsplit('/').next().unwrap_or_default().to_owned();
    let all: Vec<String> = said.split(", ").map(one).collect();
    Some(line.listed(arg, all.iter()))
}

#[cfg(test)]
mod tests {
    use clap::Command;

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
                // A person who typed French, or nothing that is of one language.
                let french = lang == Lang::Fr && (line.contains("adherent") || line == "contrepoids foo");
                let hint = if french { hint.replace("--help", "--aide") } else { hint.to_owned() };
                assert_eq!(words.hints.last(), Some(&hint), "{line}: {}", words.what);
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
                let said = in_french(&error, &french::Line::default());
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
