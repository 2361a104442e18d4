//! `contrepoids help`, `contrepoids completions` and `contrepoids man`: the command tree as help, for shells and as pages.
//! None of them opens the vault.

pub mod pages;

use std::path::PathBuf;

use clap::{Arg, ArgGroup, Args, Command, ValueEnum};
use clap_complete::aot;

use crate::cli::messages::NoPages;
use crate::{
    base::{
        Lang, View,
        view::{data, views},
    },
    cli::{
        french,
        help::{self, Naming},
        manual::pages as folder,
    },
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines, shown},
    },
    trn,
};

/// Show the help of a command
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids help
  contrepoids help member add")]
pub struct HelpArgs {
    /// The command
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
}

/// Print what lets a shell complete the commands with the tab key
///
/// The vault is never read for it. Where to put it: bash, into ~/.local/share/bash-completion/completions/contrepoids;
/// zsh, into a folder of $fpath as _contrepoids; fish, into ~/.config/fish/completions/contrepoids.fish; powershell,
/// into a file that $PROFILE names.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids completions bash > contrepoids.bash
  contrepoids completions fish > contrepoids.fish")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// The shells that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
}

/// Write the manual pages, in both languages
///
/// One page for each command: English in man1, French in fr/man1. Pages that are there already are replaced.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids man --out ~/.local/share/man
  man contrepoids-member-add")]
pub struct ManArgs {
    /// The folder
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Shows the help of a command, as `--help` behind it does.
pub(crate) fn help(face: &Face, args: &HelpArgs) -> Exit {
    let line = ["contrepoids".to_owned()].into_iter().chain(args.command.iter().cloned());
    let line: Vec<_> = line.chain(["--help".to_owned()]).map(Into::into).collect();
    match help::parse(face.lang, line.clone()) {
        Err(error) => crate::cli::usage::report(face.lang, &line, &error),
        Ok(_) => Exit::Done,
    }
}

/// Lets an option be completed letter by letter, by both its names.
fn unaccented(arg: Arg) -> Arg {
    let Some(long) = arg.get_long().map(french::plain) else { return arg };
    let english: Vec<String> = arg.get_all_aliases().into_iter().flatten().map(str::to_owned).collect();
    arg.long(long).visible_aliases(english)
}

/// Returns the commands without the hidden ones, which are no business of a person's.
fn visible(command: &Command) -> Command {
    let hidden = |id: &clap::Id| command.get_arguments().any(|a| a.get_id() == id && a.is_hide_set());
    let group = |group: &ArgGroup| {
        ArgGroup::new(group.get_id().clone()).args(group.get_args().filter(|id| !hidden(id)).cloned())
    };
    let mut out = Command::new(command.get_name().to_owned())
        .disable_help_subcommand(true)
        .visible_aliases(command.get_visible_aliases().map(str::to_owned).collect::<Vec<_>>())
        .args(command.get_arguments().filter(|a| !a.is_hide_set()).cloned().map(unaccented))
        .groups(command.get_groups().map(group))
        .subcommands(command.get_subcommands().filter(|c| !c.is_hide_set()).map(visible));
    if let Some(about) = command.get_about() {
        out = out.about(about.clone());
    }
    if let Some(version) = command.get_version() {
        out = out.version(version.to_owned());
    }
    // Ours say it in the language; clap adds its own where there is none.
    let has = |id: &str| out.get_arguments().any(|a| a.get_id() == id);
    let (help, version) = (has("help"), has("version"));
    out.disable_help_flag(help).disable_version_flag(version)
}

/// Returns what a shell reads.
fn completions_for(shell: Shell, lang: Lang) -> Vec<u8> {
    let shell = match shell {
        Shell::Bash => aot::Shell::Bash,
        Shell::Zsh => aot::Shell::Zsh,
        Shell::Fish => aot::Shell::Fish,
        Shell::PowerShell => aot::Shell::PowerShell,
    };
    let mut tree = visible(&help::named(lang, Naming::Both));
    let mut out = Vec::new();
    aot::generate(shell, &mut tree, "contrepoids", &mut out);
    out
}

/// Prints what a shell reads to complete commands.
pub(crate) fn completions(face: &mut Face, args: &CompletionsArgs) -> Result<Exit, Refusal> {
    let text = completions_for(args.shell, face.lang);
    face.raw(&text)?;
    Ok(Exit::Done)
}

/// What stands over the parts of a page, in French where it is another word.
const HEADINGS: &[(&str, &str)] =
    &[(".SH NAME", ".SH NOM"), (".SH SUBCOMMANDS", ".SH COMMANDES"), (".SH EXTRA", ".SH EXEMPLES\n.nf")];
const EXAMPLES: (&str, &str) = (".SH EXTRA", ".SH EXAMPLES\n.nf");

/// Writes one page, and those of the commands below it.
fn pages(command: &Command, lang: Lang, out: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    for sub in command.get_subcommands().filter(|c| !c.is_hide_set()) {
        pages(sub, lang, out)?;
    }
    let page = clap_mangen::Man::new(command.clone());
    let mut bytes = Vec::new();
    page.render(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let heading = |line: &str| match lang {
        Lang::Fr => HEADINGS.iter().find(|(en, _)| *en == line).map(|(_, fr)| *fr),
        // Examples are commands to copy: their lines stay as they are, without a second heading.
        Lang::En => (line == EXAMPLES.0).then_some(EXAMPLES.1),
    };
    let lines_of = text.lines().filter(|line| !matches!(*line, "Exemples :" | "Examples:"));
    let text: Vec<&str> = lines_of.map(|line| heading(line).unwrap_or(line)).collect();
    let folder = match lang {
        Lang::Fr => "fr/man1",
        Lang::En => "man1",
    };
    let text = match lang {
        Lang::Fr => help::in_french(&lines(text)),
        Lang::En => lines(text),
    };
    out.push((format!("{folder}/{}", page.get_filename()), text.into_bytes()));
    Ok(())
}

/// Returns every page in both languages, with its place below the folder of the manual.
fn manual() -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut out = Vec::new();
    for lang in [Lang::En, Lang::Fr] {
        let mut tree = help::named(lang, Naming::Both);
        tree.build();
        pages(&tree, lang, &mut out)?;
    }
    Ok(out)
}

data! {
    /// The pages of the manual.
    pub struct Written {
        /// Their folder.
        folder: String,
        /// How many there are.
        pages: usize,
    }
}

views! {
    "contrepoids.man/1" => Written;
}

impl Show for Written {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let (n, folder) = (self.pages, &self.folder);
        lines([trn!(
            lang,
            n,
            "{n} page écrite dans {folder}.",
            "{n} pages écrites dans {folder}.",
            "{n} page written to {folder}.",
            "{n} pages written to {folder}."
        )])
    }
}

/// Writes the pages of the manual.
pub(crate) fn man(face: &mut Face, args: &ManArgs) -> Result<Exit, Refusal> {
    let folder = shown(&args.out);
    let written = manual().and_then(|pages| folder::write(&args.out, &pages).map(|()| pages.len()));
    let pages = written.map_err(|e| NoPages(args.out.clone(), e))?;
    face.show(&Written { folder, pages })?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHELLS: [Shell; 4] = [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell];

    #[test]
    fn every_shell_gets_the_commands_and_none_of_the_hidden_ones() {
        for shell in SHELLS {
            for lang in [Lang::Fr, Lang::En] {
                let text = String::from_utf8(completions_for(shell, lang)).unwrap();
                for word in ["allocate", "completions", "passphrase-fd"] {
                    assert!(text.contains(word), "{shell:?} {lang:?} lacks {word}");
                }
                for hidden in ["probe-store", "deliver-mail", "read-sheet"] {
                    assert!(!text.contains(hidden), "{shell:?} {lang:?} has {hidden}");
                }
            }
        }
    }

    #[test]
    fn the_words_beside_a_completion_are_in_the_language() {
        let fish = |lang| String::from_utf8(completions_for(Shell::Fish, lang)).unwrap();
        assert!(fish(Lang::Fr).contains("Langue de ce qui est affiché"));
        assert!(fish(Lang::En).contains("Language of what is shown"));
        assert!(!fish(Lang::Fr).contains("-d 'Print "));
    }

    #[test]
    fn there_is_a_page_of_each_command_in_each_language() {
        let all = manual().unwrap();
        let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        for name in ["man1/contrepoids.1", "fr/man1/contrepoids-member-add.1", "man1/contrepoids-law-seats.1"]
        {
            assert!(names.contains(&name), "{name} is not in {names:?}");
        }
        assert!(names.iter().all(|n| !n.contains("probe-store")), "{names:?}");
        for (name, page) in &all {
            let page = String::from_utf8(page.clone()).unwrap();
            let french = name.starts_with("fr/");
            assert_eq!(page.contains(".SH NOM\n"), french, "{name}");
            assert_eq!(page.contains(".SH NAME\n"), !french, "{name}");
            assert!(!page.contains(".SH EXTRA"), "{name}");
            for word in ["Possible values", "[default:", "SUBCOMMANDS", "Print "] {
                assert!(!french || !page.contains(word), "{word} in {name}:\n{page}");
            }
        }
    }
}
