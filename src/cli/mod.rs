//! The command line: parses, asks, shows; decides nothing.

pub mod commands;
pub mod error;
pub mod exit;
pub mod face;
pub mod finding;
pub mod help;
pub mod placeholder;
pub mod prompt;
pub mod ready;
pub mod table;
pub mod usage;
pub mod when;
pub mod words;

use std::{ffi::OsString, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{
    base::Lang,
    cli::{error::CmdError, exit::Exit, face::Face},
    config::Environment,
};

/// The organizing toolkit of a union section: roster, law, calendar, notices, exports
///
/// Everything stays in one encrypted vault on this machine. Start with `contrepoids demo`, which shows the whole
/// job on an invented section and leaves nothing behind.
#[derive(Debug, Parser)]
#[command(name = "contrepoids", version, disable_help_subcommand = true, max_term_width = 80)]
pub struct Cli {
    /// What goes before or after any command.
    #[command(flatten)]
    pub globals: Globals,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Globals {
    /// Folder of the vault (or CONTREPOIDS_VAULT)
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub vault: Option<PathBuf>,
    /// File of the identity that opens the vault (or CONTREPOIDS_IDENTITY)
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    pub identity: Option<PathBuf>,
    /// Read the passphrase of the identity from this open file descriptor
    #[arg(long, global = true, value_name = "N", help_heading = "Everywhere")]
    pub passphrase_fd: Option<i32>,
    /// Language of what is shown
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "fr|en",
        hide_possible_values = true,
        help_heading = "Everywhere"
    )]
    pub lang: Option<LangArg>,
    /// Print one JSON object instead of text
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// Take this day for today
    #[arg(long, global = true, value_name = "YYYY-MM-DD", help_heading = "Everywhere")]
    pub on: Option<NaiveDate>,
    /// Open a vault that this device does not know: the code that was shown
    #[arg(long, global = true, value_name = "CODE", help_heading = "Everywhere")]
    pub accept_new: Option<String>,
    /// Open a vault older than this device knows it: the number of its last commit
    #[arg(long, global = true, value_name = "N", help_heading = "Everywhere")]
    pub accept_older: Option<u64>,
    /// Answer yes to every question
    #[arg(long, short = 'y', global = true, help_heading = "Everywhere")]
    pub yes: bool,
}

/// The two languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// French
    Fr,
    /// English
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Fr => Self::Fr,
            LangArg::En => Self::En,
        }
    }
}

/// The commands, by group.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the whole job on an invented section, in a temporary vault
    #[command(visible_alias = "demonstration")]
    Demo(commands::demo::DemoArgs),
    /// Make the vault and the identity of this device
    #[command(visible_alias = "creer")]
    Init(commands::init::InitArgs),
    /// Show where the section stands
    #[command(visible_alias = "etat")]
    Status(commands::status::StatusArgs),
    /// Check the vault and the machine
    #[command(visible_alias = "controle")]
    Doctor(commands::doctor::DoctorArgs),
    /// Keep the roster of people
    #[command(visible_alias = "adherent", subcommand)]
    Member(commands::member::MemberCmd),
    /// Keep the facts about the company
    #[command(visible_alias = "entreprise", subcommand)]
    Company(commands::company::CompanyCmd),
    /// Keep the CSE elections: lists, count, results, minutes, scenarios
    #[command(visible_alias = "scrutin", subcommand)]
    Election(commands::election::ElectionCmd),
    /// List what is due and by when
    #[command(visible_alias = "echeances", subcommand)]
    Agenda(commands::agenda::AgendaCmd),
    /// Follow a round of mandatory bargaining
    #[command(visible_alias = "nao", subcommand)]
    Bargain(commands::bargain::BargainCmd),
    /// Write to members, one by one
    #[command(visible_alias = "avis", subcommand)]
    Notice(commands::notice::NoticeCmd),
    /// Hand over data, encrypted to its reader
    #[command(visible_alias = "exporter", subcommand)]
    Export(commands::export::ExportCmd),
    /// Compute what the law says, with its articles (no vault needed)
    ///
    /// Each answer names the article and its version; --explain shows the steps, --on asks for the law of another
    /// day. This informs; it is not legal advice.
    #[command(visible_alias = "droit", subcommand)]
    Law(commands::law::LawCmd),
    /// Show the help of a command
    #[command(visible_alias = "aide")]
    Help(commands::manual::HelpArgs),
    /// Print what lets a shell complete the commands with the tab key
    #[command(visible_alias = "completion")]
    Completions(commands::manual::CompletionsArgs),
    /// Write the manual pages, in both languages
    #[command(visible_alias = "manuel")]
    Man(commands::manual::ManArgs),
    /// (the child process of `doctor`)
    #[command(hide = true, name = "probe-store")]
    ProbeStore(commands::doctor::ProbeArgs),
    /// (the child process of `notice send`)
    #[command(hide = true, name = "deliver-mail")]
    DeliverMail,
}

/// Runs the command line and returns the exit code.
pub fn run(args: Vec<OsString>, env: &Environment) -> Exit {
    let lang = help::lang_of_args(&args).unwrap_or(env.lang);
    let typed = args.clone();
    let cli = match help::parse(lang, args) {
        Ok(cli) => cli,
        Err(error) => return usage::report(lang, &typed, &error),
    };
    let mut face = Face::new(cli.globals, env.clone(), lang);
    let result = dispatch(&mut face, &cli.command);
    match face.finish(result) {
        // What ends with another code has said enough of the disk.
        Exit::Done | Exit::Found if crate::vault::disk::closed_badly() => {
            face.finish(Err(error::open::closed_badly(lang)))
        }
        exit => exit,
    }
}

fn dispatch(face: &mut Face, command: &Command) -> Result<Exit, CmdError> {
    match command {
        Command::Demo(args) => commands::demo::run(face, args),
        Command::Init(args) => commands::init::run(face, args),
        Command::Status(args) => commands::status::run(face, args),
        Command::Doctor(args) => commands::doctor::run(face, args),
        Command::Member(cmd) => commands::member::run(face, cmd),
        Command::Company(cmd) => commands::company::run(face, cmd),
        Command::Election(cmd) => commands::election::run(face, cmd),
        Command::Agenda(cmd) => commands::agenda::run(face, cmd),
        Command::Bargain(cmd) => commands::bargain::run(face, cmd),
        Command::Notice(cmd) => commands::notice::run(face, cmd),
        Command::Export(cmd) => commands::export::run(face, cmd),
        Command::Law(cmd) => commands::law::run(face, cmd),
        Command::Help(args) => Ok(commands::manual::help(face, args)),
        Command::Completions(args) => commands::manual::completions(face, args),
        Command::Man(args) => commands::manual::man(face, args),
        Command::ProbeStore(args) => commands::doctor::probe(face, args),
        Command::DeliverMail => {
            crate::mail::smtp::apart::serve();
            Ok(Exit::Done)
        }
    }
}
