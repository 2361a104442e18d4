//! The help in both languages: English from the doc comments of the arguments, French from `i18n/help.fr.toml`.

use std::{any::TypeId, collections::BTreeMap, ffi::OsString};

use chrono::NaiveDate;
use clap::{Command, CommandFactory, FromArgMatches, error::ErrorKind};
use serde::Deserialize;
use unicode_width::UnicodeWidthStr as _;

use crate::{
    base::{Lang, date},
    calendar::Month,
    cli::{Cli, french, placeholder},
    clock,
    face::{finding, tongue::Tongue, when},
};

const FRENCH: &str = include_str!("../../i18n/help.fr.toml");

/// The French words of one command; its key is the path of the command, `member add`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The line in a list of commands.
    #[serde(default)]
    pub about: String,
    /// The paragraphs of `--help`; the line alone where there are none.
    #[serde(default)]
    pub long: Option<String>,
    /// The examples behind the options.
    #[serde(default)]
    pub after: Option<String>,
    /// The help of each argument, by its identifier.
    #[serde(default)]
    pub args: BTreeMap<String, String>,
}

/// Reads the French help.
///
/// # Errors
/// When the embedded file is not what it should be, which a test rules out.
pub fn french_help() -> Result<BTreeMap<String, Words>, toml::de::Error> {
    toml::from_str(FRENCH)
}

/// Finds the day that is taken for today before the command line is parsed: days without a year lie near it.
fn named_day(args: &[OsString]) -> Option<NaiveDate> {
    let mut words = args.iter().filter_map(|a| a.to_str()).take_while(|word| *word != "--");
    let mut found = None;
    while let Some(word) = words.next() {
        let value = if word == "--on" { words.next() } else { word.strip_prefix("--on=") };
        found = value.and_then(|text| date::read(text).ok()).or(found);
    }
    found
}

/// Finds `--lang` before the command line is parsed, since help and errors need it.
#[must_use]
pub fn lang_of_args(args: &[OsString]) -> Option<Lang> {
    let mut found = None;
    let mut words = args.iter().filter_map(|a| a.to_str());
    while let Some(word) = words.next() {
        let value = match word {
            "--" => break,
            "--lang" => words.next(),
            _ => word.strip_prefix("--lang="),
        };
        match value {
            Some("fr") => found = Some(Lang::Fr),
            Some("en") => found = Some(Lang::En),
            _ => {}
        }
    }
    found
}

/// Whose words the commands and options of a French help have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// French ones.
    French,
    /// Options in French, commands by both names: for pages and completions, whose names stay.
    Both,
    /// English ones, for a person who typed those.
    English,
}

/// Returns the command line in a language.
#[must_use]
pub fn localised(lang: Lang) -> Command {
    named(lang, Naming::French)
}

/// Returns the command line in a language, its commands and options in the words that are wanted.
pub(crate) fn named(lang: Lang, naming: Naming) -> Command {
    let command = readers(Cli::command());
    match lang {
        Lang::Fr => match french_help() {
            Ok(words) => {
                let tongue = match naming {
                    Naming::English => Tongue::default(),
                    Naming::French | Naming::Both => french::tongue(&command, ""),
                };
                translate(command, "", &Page { words, naming, tongue })
            }
            Err(_) => command,
        },
        Lang::En => command,
    }
}

/// What a French page is made of.
struct Page {
    words: BTreeMap<String, Words>,
    naming: Naming,
    tongue: Tongue,
}

/// Reads a command line. What is asked for and what is wrong is told in the language; a line that is right costs no
/// translation, since both trees read the same.
///
/// # Errors
/// What is wrong, or the help that is asked for.
pub fn parse(lang: Lang, args: Vec<OsString>) -> Result<Cli, clap::Error> {
    let tree = Cli::command();
    let line = french::read(&tree, &args);
    drop(args);
    parse_line(lang, tree, &line)
}

/// Reads a command line that is in the words of the program already, by the tree that put it into them.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_line(lang: Lang, tree: Command, line: &french::Line) -> Result<Cli, clap::Error> {
    let today = named_day(&line.args).unwrap_or_else(clock::today);
    let read = |tree: Command, args| {
        let (found, understood) = when::reading(today, || tree.try_get_matches_from(args));
        let cli = found.and_then(|matches| Cli::from_arg_matches(&matches))?;
        Ok(Cli { understood, ..cli })
    };
    let found: Result<Cli, clap::Error> = read(readers(tree), line.args.clone());
    match (lang, found) {
        (Lang::Fr, Err(error)) => {
            let helps = matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
            );
            let naming = if helps || line.is_french(lang) { Naming::French } else { Naming::English };
            // Commands have other names there: it tells what is wrong, and reads nothing.
            read(named(Lang::Fr, naming), line.args.clone()).and(Err(error))
        }
        (_, found) => found,
    }
}

/// Makes options read values as people write them: days as 31/12/2026 or 3/12 too, months as 09/2026, and a number below zero as
/// a value, so that the refusal names the option and not a strange argument.
fn readers(command: Command) -> Command {
    let takes = |arg: clap::Arg| {
        let option = !arg.is_positional() && arg.get_action().takes_values();
        let arg = if option { arg.allow_negative_numbers(true) } else { arg };
        let kind = arg.get_value_parser().type_id();
        if kind == TypeId::of::<NaiveDate>() {
            arg.value_parser(when::read)
        } else if kind == TypeId::of::<Month>() {
            arg.value_parser(when::month)
        } else {
            arg
        }
    };
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let command = command.mut_args(takes);
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, readers))
}

const TEMPLATE: &str = "{about-with-newline}\nUsage : {usage}\n\n{all-args}{after-help}";

fn translate(command: Command, path: &str, page: &Page) -> Command {
    let all = &page.words;
    let helps = if page.naming == Naming::English { french::HELP.0 } else { french::HELP.1 };
    let put = |text: String| page.tongue.page(&text, path);
    let words = all.get(if path.is_empty() { "contrepoids" } else { path }).cloned().unwrap_or_default();
    let mut command =
        command.help_template(TEMPLATE).subcommand_help_heading("Commandes").disable_help_flag(true).arg(
            clap::Arg::new("help")
                .short('h')
                .long(helps)
                .aliases((helps != french::HELP.0).then_some(french::HELP.0))
                .action(clap::ArgAction::Help)
                .help(format!("Affiche l’aide (--{helps}\u{a0}: l’aide entière)"))
                .help_heading("Partout"),
        );
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help("Affiche la version")
                .help_heading("Partout"),
        );
    }
    if !words.about.is_empty() {
        let long = words.long.unwrap_or_else(|| words.about.clone());
        command = command.about(bound(&put(words.about))).long_about(bound(&put(long)));
    }
    if let Some(after) = words.after {
        let after = examples(&put(after));
        command = command.after_help(after.clone()).after_long_help(after);
    }
    let globals = all.get("contrepoids").map(|w| w.args.clone()).unwrap_or_default();
    let mut at = 0_usize;
    command = command.mut_args(|arg| {
        let id = arg.get_id().to_string();
        let arg = if arg.get_help_heading().is_some() { arg.help_heading("Partout") } else { arg };
        let value = |code: &str| french::value(path, &arg, at, code);
        let help = words.args.get(&id).or_else(|| globals.get(&id)).cloned();
        // clap writes the values with their English help: the French ones are written here.
        let shown = arg.get_possible_values().into_iter().filter(|v| !v.is_hide_set()).collect::<Vec<_>>();
        let hidden = arg.is_hide_possible_values_set() || !arg.get_action().takes_values();
        let mut said = String::new();
        if !hidden && !shown.is_empty() {
            let names: Vec<String> = shown.iter().map(|v| value(v.get_name())).collect();
            said = format!(" [possibles\u{a0}: {}]", names.join(", "));
        }
        let given: Vec<String> =
            arg.get_default_values().iter().map(|v| v.to_string_lossy().into()).collect();
        let default = given.join(" ");
        let named = value(&default);
        let hides = !default.is_empty() && named != default && !arg.is_hide_default_value_set();
        if hides {
            said.push_str(&format!(" [par défaut\u{a0}: {named}]"));
        }
        let name = placeholder::of(&arg).and_then(|name| placeholder::french(&name));
        at = at.saturating_add(usize::from(arg.is_positional()));
        let arg = if hidden || shown.is_empty() { arg } else { arg.hide_possible_values(true) };
        let arg = if hides { arg.hide_default_value(true) } else { arg };
        let arg = match page.naming {
            Naming::English => arg,
            Naming::French | Naming::Both => french::renamed_arg(path, arg),
        };
        let arg = match name {
            Some(name) => arg.value_name(name),
            None => arg,
        };
        match help {
            Some(help) => {
                let help = format!("{}{said}", bound(&put(help)));
                arg.help(help.clone()).long_help(help)
            }
            None => arg,
        }
    });
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command
            .mut_subcommand(name, |sub| french::renamed(path, translate(sub, &below, page), page.naming));
    }
    command
}

/// Binds the signs before which French has a space to the word before them, so that no line begins with one; examples stay.
fn bound(text: &str) -> String {
    let bind = |line: &str| {
        if line.starts_with("  ") {
            return line.to_owned();
        }
        let signs = [
            (" :", "\u{a0}:"),
            (" ;", "\u{a0};"),
            (" ?", "\u{a0}?"),
            (" !", "\u{a0}!"),
            (" »", "\u{a0}»"),
            ("« ", "«\u{a0}"),
        ];
        signs.iter().fold(line.to_owned(), |line, (loose, tight)| line.replace(loose, tight))
    };
    text.split('\n').map(bind).collect::<Vec<_>>().join("\n")
}

/// Breaks examples that French words made too wide, as a shell reads them.
fn examples(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut rest = line.to_owned();
        while rest.width() > 80 && rest.trim_start().starts_with("contrepoids ")
            || rest.width() > 80 && !out.is_empty() && out.ends_with("\\\n")
        {
            let fits = |at: &usize| rest.get(..*at).is_some_and(|head| head.width() <= 78);
            let Some(at) = rest.match_indices(" --").map(|(at, _)| at).filter(fits).last() else { break };
            let tail = rest.split_off(at);
            out.push_str(&format!("{rest} \\\n"));
            rest = format!("     {tail}");
        }
        out.push_str(&rest);
        out.push('\n');
    }
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// Puts into French what clap itself writes into a help text or a page of the manual.
pub(super) fn in_french(text: &str) -> String {
    let line = |line: &str| match line {
        "Arguments:" | "Options:" | "Commandes:" | "Partout:" => line.replace(':', "\u{a0}:"),
        _ => line
            .replace("[alias:", "[ou\u{a0}:")
            .replace("[aliases:", "[ou\u{a0}:")
            .replace("[default:", "[par défaut\u{a0}:")
            .replace("[possible values:", "[possibles\u{a0}:")
            .replace("Possible values:", "Valeurs possibles\u{a0}:")
            .replace("<COMMAND>", "<COMMANDE>"),
    };
    text.lines().fold(String::new(), |out, l| out + &line(l) + "\n")
}

pub(super) fn text(lang: Lang, error: &clap::Error) -> String {
    shaped(lang, &error.render().to_string())
}

/// Puts a help text into the language and its lines of usage into eighty columns, which clap does not.
fn shaped(lang: Lang, text: &str) -> String {
    let text = match lang {
        Lang::En => text.to_owned(),
        Lang::Fr => in_french(text),
    };
    let usage = |line: &str| line.starts_with("Usage") || line.starts_with("       contrepoids ");
    text.lines().fold(String::new(), |out, line| {
        if usage(line) { out + &finding::wrapped("", "         ", line) } else { out + line + "\n" }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(command: &Command, path: &str, out: &mut Vec<(String, Command)>) {
        let key = if path.is_empty() { "contrepoids".to_owned() } else { path.to_owned() };
        out.push((key, command.clone()));
        for sub in command.get_subcommands().filter(|c| !c.is_hide_set()) {
            let below = if path.is_empty() {
                sub.get_name().to_owned()
            } else {
                format!("{path} {}", sub.get_name())
            };
            paths(sub, &below, out);
        }
    }

    /// What is missing in the French help of a command line.
    fn missing(command: &Command, words: &BTreeMap<String, Words>) -> Vec<String> {
        let mut all = Vec::new();
        paths(command, "", &mut all);
        let mut bad = Vec::new();
        let mut known = Vec::new();
        for (path, command) in &all {
            known.push(path.clone());
            let Some(french) = words.get(path) else {
                bad.push(format!("[\"{path}\"] is missing"));
                continue;
            };
            // What one language says at length, the other says too.
            if french.long.is_some() != command.get_long_about().is_some() {
                bad.push(format!("[\"{path}\"] long is in one language alone"));
            }
            if french.about.is_empty() {
                bad.push(format!("[\"{path}\"] about is missing"));
            }
            if command.get_after_help().is_some() != french.after.is_some() {
                bad.push(format!("[\"{path}\"] after: in one language only"));
            }
            for arg in command.get_arguments().filter(|a| !a.is_hide_set()) {
                let id = arg.get_id().as_str();
                if !matches!(id, "help" | "version") && !french.args.contains_key(id) {
                    bad.push(format!("[\"{path}\".args] {id} is missing"));
                }
            }
            for id in french.args.keys() {
                if !command.get_arguments().any(|a| a.get_id() == id.as_str()) {
                    bad.push(format!("[\"{path}\".args] {id} is not an argument"));
                }
            }
        }
        bad.extend(
            words.keys().filter(|k| !known.contains(k)).map(|k| format!("[\"{k}\"] is not a command")),
        );
        bad
    }

    #[test]
    fn every_command_and_option_has_french_help() {
        let bad = missing(&Cli::command(), &french_help().unwrap());
        assert!(bad.is_empty(), "{}", bad.join("\n"));
    }

    #[test]
    fn a_missing_french_text_is_seen() {
        let command = Command::new("x").arg(clap::Arg::new("site").long("site"));
        assert_eq!(missing(&command, &BTreeMap::new()), ["[\"contrepoids\"] is missing"]);
        let words =
            toml::from_str("[contrepoids]\nabout='a'\n[contrepoids.args]\nold='b'\n['gone']\nabout='c'")
                .unwrap();
        assert_eq!(
            missing(&command, &words),
            [
                "[\"contrepoids\".args] site is missing",
                "[\"contrepoids\".args] old is not an argument",
                "[\"gone\"] is not a command"
            ]
        );
    }

    /// What a person sees of the help of every command, in a language.
    fn pages(lang: Lang) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let mut root = localised(lang);
        root.build();
        paths(&root, "", &mut all);
        all.into_iter()
            .map(|(path, mut command)| {
                let text = command.render_long_help().to_string();
                (path, shaped(lang, &text))
            })
            .collect()
    }

    #[test]
    fn the_french_help_has_no_english_of_clap_in_it() {
        for (path, page) in pages(Lang::Fr) {
            for word in [
                "Usage: ",
                "Possible values",
                "possible values",
                "[default",
                "[alias",
                "<FILE>",
                "<DIR>",
                "Print ",
            ] {
                assert!(!page.contains(word), "{word:?} in the help of {path}:\n{page}");
            }
        }
    }

    #[test]
    fn commands_are_named_with_their_accents_too_and_values_keep_theirs() {
        let read = |line: &str| {
            parse(Lang::Fr, line.split(' ').map(OsString::from).collect()).map(|cli| cli.command)
        };
        for line in
            ["c scrutin dépouillement", "c Échéances list", "c scrutin vérifier", "c droit contestation"]
        {
            assert!(read(line).is_ok(), "{line}");
        }
        assert!(read("c scrutin dépouillé").is_err());
        let args: Vec<OsString> =
            ["c", "scrutin", "dépouillement", "--box", "Dépôt"].map(OsString::from).into();
        let plain = french::read(&Cli::command(), &args).args;
        assert_eq!(plain[1..], ["election", "count", "--box", "Dépôt"].map(OsString::from));
    }

    #[test]
    fn no_line_of_a_page_begins_with_a_sign_of_its_sentence() {
        let loose =
            |line: &str| [":", ";", "?", "!", "»"].iter().any(|sign| line.trim_start().starts_with(sign));
        assert!(loose("    : une autre l’annule.") && !loose("« oui »"));
        let pages = pages(Lang::Fr);
        let lines = pages.iter().flat_map(|(path, page)| page.lines().map(move |line| (path, line)));
        let found: Vec<_> = lines.filter(|(_, line)| loose(line)).collect();
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn every_page_keeps_to_eighty_columns() {
        for lang in [Lang::Fr, Lang::En] {
            let pages = pages(lang);
            assert!(pages.len() > 80, "{}", pages.len());
            let wide: Vec<String> = pages
                .iter()
                .flat_map(|(path, page)| page.lines().map(move |line| (path, line)))
                .filter(|(_, line)| line.width() > 80)
                .map(|(path, line)| format!("{path}: {line}"))
                .collect();
            assert!(wide.is_empty(), "{}", wide.join("\n"));
        }
    }

    #[test]
    fn examples_are_not_broken_by_the_width() {
        for (path, command) in {
            let mut all = Vec::new();
            paths(&Cli::command(), "", &mut all);
            all
        } {
            let french = french_help().unwrap().get(&path).and_then(|w| w.after.clone()).unwrap_or_default();
            let english = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            for line in english.lines().chain(french.lines()) {
                assert!(line.chars().count() <= 80, "{path}: {line}");
            }
        }
    }

    #[test]
    fn the_tree_is_sound_in_both_languages() {
        localised(Lang::En).debug_assert();
        localised(Lang::Fr).debug_assert();
    }

    #[test]
    fn lang_is_found_before_parsing() {
        let args = |list: &[&str]| list.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(lang_of_args(&args(&["x", "--lang", "fr", "law"])), Some(Lang::Fr));
        assert_eq!(lang_of_args(&args(&["x", "--lang=en"])), Some(Lang::En));
        assert_eq!(lang_of_args(&args(&["x", "--", "--lang=en"])), None);
        assert_eq!(lang_of_args(&args(&["x", "--lang", "de"])), None);
    }
}
