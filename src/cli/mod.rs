//! The command line: parses, asks, shows; decides nothing.

pub mod demo;
pub mod french;
pub mod help;
pub mod manual;
mod meaning;
pub mod messages;
pub mod placeholder;
pub mod shell;
pub mod usage;

use std::ffi::OsString;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::{
    config::Environment,
    face::{
        error::{self, Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::Face,
        globals::Globals,
        when::Understood,
        words::clean,
    },
    features::law::{actions, cli::LawCmd, messages::pack::not_used, rules::pack::own_day},
    features::sync::cli as sync,
    law::pack,
    platform::buffer,
    tr,
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
    /// How days typed without a year were understood.
    #[arg(skip)]
    pub understood: Understood,
}

/// The commands, by group.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum Command {
    Demo(crate::cli::demo::DemoArgs),
    Init(crate::features::house::cli::init::InitArgs),
    Status(crate::features::house::cli::status::StatusArgs),
    Destroy(crate::features::house::cli::destroy::DestroyArgs),
    Doctor(crate::features::house::cli::doctor::DoctorArgs),
    Shell(crate::cli::shell::ShellArgs),
    Unlock(crate::features::house::cli::unlock::UnlockArgs),
    Lock(crate::features::house::cli::unlock::LockArgs),
    /// Keep the keys of this device and of the vault
    #[command(subcommand)]
    Key(crate::features::key::cli::KeyCmd),
    /// Keep backups of the vault: make one, check it, restore it
    #[command(subcommand)]
    Backup(crate::features::backup::cli::BackupCmd),
    Sync(crate::features::sync::cli::SyncArgs),
    /// Keep the roster of people
    #[command(subcommand)]
    Member(MemberLine),
    /// Let people join by a form that only the section can read
    #[command(subcommand)]
    Join(crate::features::join::cli::JoinCmd),
    /// Ask colleagues what they think, so that nobody can be told from the answers
    #[command(subcommand)]
    Survey(crate::features::survey::cli::SurveyCmd),
    /// Keep the facts about the company
    #[command(subcommand)]
    Company(crate::features::company::cli::CompanyCmd),
    /// Keep the CSE elections: lists, count, results, minutes, scenarios
    #[command(subcommand)]
    Election(crate::features::election::cli::ElectionCmd),
    Agenda(crate::features::agenda::cli::AgendaArgs),
    /// Follow a round of mandatory bargaining
    #[command(subcommand)]
    Bargain(crate::features::bargain::cli::BargainCmd),
    /// Write to members, one by one
    #[command(subcommand)]
    Notice(crate::features::notice::cli::NoticeCmd),
    Dues(crate::features::dues::cli::DuesArgs),
    #[command(subcommand)]
    Letter(crate::features::letter::cli::LetterCmd),
    Handover(crate::features::handover::cli::HandoverArgs),
    /// Keep the record of what is done with the data of people
    #[command(subcommand)]
    Privacy(crate::features::privacy::cli::PrivacyCmd),
    /// Prove to the judge that the section exists, without telling the employer who is in it
    #[command(subcommand)]
    Proof(crate::features::proof::cli::ProofCmd),
    #[command(subcommand)]
    Talk(crate::features::talk::cli::TalkCmd),
    #[command(subcommand)]
    Action(crate::features::action::cli::ActionCmd),
    #[command(subcommand)]
    Group(crate::features::group::cli::GroupCmd),
    #[command(subcommand)]
    Meeting(crate::features::meeting::cli::MeetingCmd),
    #[command(subcommand)]
    Training(crate::features::training::cli::TrainingCmd),
    #[command(subcommand)]
    Experience(crate::features::experience::cli::ExperienceCmd),
    #[command(subcommand)]
    Case(crate::features::case::cli::CaseCmd),
    /// Hand over data, encrypted to its reader
    #[command(subcommand)]
    Export(crate::features::export::cli::ExportCmd),
    /// Compute what the law says, with its articles (no vault needed)
    ///
    /// Each answer names the article and its version; --explain shows the steps, --on asks for the law of another
    /// day. This informs; it is not legal advice.
    ///
    /// It is about companies of the private sector and their CSE. Out of scope: the public service (CST, CAP), the chambers of
    /// agriculture, the ballot of very small companies (TPE), the colleges of journalists and of flying staff.
    #[command(subcommand)]
    Law(crate::features::law::cli::LawCmd),
    /// Show the help of a command
    Help(crate::cli::manual::HelpArgs),
    Completions(crate::cli::manual::CompletionsArgs),
    Man(crate::cli::manual::ManArgs),
    /// (the child process of `doctor`)
    #[command(hide = true, name = "probe-store")]
    ProbeStore(crate::features::house::cli::doctor::ProbeArgs),
    /// (the child process of `notice send`)
    #[command(hide = true, name = "deliver-mail")]
    DeliverMail,
    /// (the child process that reads a spreadsheet)
    #[command(hide = true, name = "read-sheet")]
    ReadSheet,
}

impl Cli {
    /// Tells whether the prompt is asked for.
    fn is_shell(&self) -> bool {
        matches!(self.command, Command::Shell(_))
    }
}

/// What `member` can do: its own verbs, and what looks at everything that is held of a person.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum MemberLine {
    /// The verbs of the roster.
    #[command(flatten)]
    Own(crate::features::member::cli::MemberCmd),
    AccessRequest(crate::features::privacy::cli::AccessArgs),
}

impl Command {
    /// Tells whether the law of this device is wanted: not by help, by a child process, nor by what looks after the pack.
    fn rests_on_law(&self) -> bool {
        !matches!(
            self,
            Self::Help(_)
                | Self::Completions(_)
                | Self::Man(_)
                | Self::ProbeStore(_)
                | Self::DeliverMail
                | Self::ReadSheet
                | Self::Shell(_)
                | Self::Unlock(_)
                | Self::Lock(_)
                | Self::Law(LawCmd::Pack(_))
        )
    }

    /// Tells whether the command opens the vault, so that `shell` asks for the passphrase before it; one that asks for
    /// itself all the same is not wrong.
    fn opens_the_vault(&self) -> bool {
        match self {
            Self::Status(_)
            | Self::Doctor(_)
            | Self::Destroy(_)
            | Self::Member(_)
            | Self::Privacy(_)
            | Self::Handover(_)
            | Self::Proof(_)
            | Self::Join(_)
            | Self::Survey(_)
            | Self::Company(_)
            | Self::Election(_)
            | Self::Agenda(_)
            | Self::Bargain(_)
            | Self::Dues(_)
            | Self::Talk(_)
            | Self::Action(_)
            | Self::Group(_)
            | Self::Meeting(_)
            | Self::Training(_)
            | Self::Experience(_)
            | Self::Export(_) => true,
            Self::Notice(cmd) => cmd.opens_the_vault(),
            Self::Backup(cmd) => cmd.opens_the_vault(),
            Self::Sync(args) => args.opens_the_vault(),
            Self::Letter(cmd) => cmd.opens_the_vault(),
            Self::Case(cmd) => cmd.opens_the_vault(),
            _ => false,
        }
    }

    /// Whether a round with the places that are used without being asked goes before and after it.
    fn shares_by_itself(&self) -> bool {
        self.opens_the_vault()
            && !matches!(self, Self::Sync(_) | Self::Destroy(_) | Self::Doctor(_) | Self::Backup(_))
    }

    /// Returns what is safe when the command is refused: each declares it, once.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Demo(_)
            | Self::Init(_)
            | Self::Destroy(_)
            | Self::Man(_)
            | Self::DeliverMail
            | Self::ReadSheet => Safe::Write,
            Self::Status(_)
            | Self::Shell(_)
            | Self::Unlock(_)
            | Self::Lock(_)
            | Self::Help(_)
            | Self::Completions(_)
            | Self::ProbeStore(_) => Safe::Read,
            Self::Doctor(args) => args.safe(),
            Self::Key(cmd) => cmd.safe(),
            Self::Backup(cmd) => cmd.safe(),
            Self::Member(MemberLine::Own(cmd)) => cmd.safe(),
            Self::Member(MemberLine::AccessRequest(args)) => args.safe(),
            Self::Privacy(cmd) => cmd.safe(),
            Self::Handover(args) => args.safe(),
            Self::Sync(args) => args.safe(),
            Self::Join(cmd) => cmd.safe(),
            Self::Survey(cmd) => cmd.safe(),
            Self::Company(cmd) => cmd.safe(),
            Self::Election(cmd) => cmd.safe(),
            Self::Agenda(cmd) => cmd.safe(),
            Self::Bargain(cmd) => cmd.safe(),
            Self::Notice(cmd) => cmd.safe(),
            Self::Dues(args) => args.safe(),
            Self::Letter(cmd) => cmd.safe(),
            Self::Proof(cmd) => cmd.safe(),
            Self::Talk(cmd) => cmd.safe(),
            Self::Case(cmd) => cmd.safe(),
            Self::Action(cmd) => cmd.safe(),
            Self::Group(cmd) => cmd.safe(),
            Self::Meeting(cmd) => cmd.safe(),
            Self::Training(cmd) => cmd.safe(),
            Self::Experience(cmd) => cmd.safe(),
            Self::Export(cmd) => cmd.safe(),
            Self::Law(cmd) => cmd.safe(),
        }
    }
}

/// Runs the command line and returns the exit code.
pub fn run(args: Vec<OsString>, env: &Environment) -> Exit {
    run_by(args, env, pack::keeper())
}

/// Runs the command line with law packs of this keeper, and no other.
pub fn run_by(args: Vec<OsString>, env: &Environment, keeper: Option<pack::Key>) -> Exit {
    let tree = Cli::command();
    let line = french::read(&tree, &args);
    let lang = help::lang_of_args(&line.args).unwrap_or(env.lang);
    let typed = args;
    let cli = match help::parse_line(lang, tree, &line) {
        Ok(cli) => cli,
        Err(error) => {
            let exit = usage::report(lang, &typed, &error);
            return match shell::offer(lang, &typed, &error, env) {
                Some(args) => run_by(args, env, keeper),
                None => exit,
            };
        }
    };
    let mut face = Face::new(cli.globals, env.clone(), lang, cli.command.safe());
    face.keeper = keeper;
    if line.is_french(lang) {
        face.tongue = french::tongue(&Cli::command(), &line.path);
    }
    for (typed, day) in &cli.understood {
        let (weekday, day) = (finding::weekday(lang, *day), finding::day(lang, *day));
        let typed = clean(typed, false);
        face.note(&tr!(
            lang,
            "«\u{a0}{typed}\u{a0}» est lu comme {weekday} {day}.",
            "“{typed}” is read as {weekday} {day}."
        ));
    }
    if !matches!(cli.command, Command::ProbeStore(_) | Command::DeliverMail | Command::ReadSheet) {
        // What an editor had open when the program was killed.
        buffer::sweep_all(face.runtime_dir.as_deref());
    }
    if cli.command.rests_on_law()
        && let Err(fault) = actions::pack::start(&env.config_dir, keeper.as_ref())
    {
        face.note(&not_used(lang, &fault, own_day()));
    }
    let shares = cli.command.shares_by_itself();
    let before = if shares { sync::by_itself(&mut face, false) } else { Ok(()) };
    let result = before.and_then(|()| dispatch(&mut face, &cli.command));
    if shares && result.is_ok() {
        // Nothing that was done is undone by it.
        let _ = sync::by_itself(&mut face, true);
    }
    match face.finish(result) {
        // What ends with another code has said enough of the disk.
        Exit::Done | Exit::Found if crate::vault::disk::closed_badly() => {
            face.finish(Err(error::open::closed_badly()))
        }
        exit => exit,
    }
}

fn dispatch(face: &mut Face, command: &Command) -> Result<Exit, Refusal> {
    match command {
        Command::Demo(args) => crate::cli::demo::run(face, args),
        Command::Init(args) => crate::features::house::cli::init::run(face, args),
        Command::Status(args) => crate::features::house::cli::status::run(face, args),
        Command::Destroy(args) => crate::features::house::cli::destroy::run(face, args),
        Command::Doctor(args) => crate::features::house::cli::doctor::run(face, args),
        Command::Shell(args) => crate::cli::shell::run(face, args),
        Command::Unlock(args) => crate::features::house::cli::unlock::unlock(face, args),
        Command::Lock(args) => crate::features::house::cli::unlock::lock(face, args),
        Command::Key(cmd) => crate::features::key::cli::run(face, cmd),
        Command::Backup(cmd) => crate::features::backup::cli::run(face, cmd),
        Command::Member(MemberLine::Own(cmd)) => crate::features::member::cli::run(face, cmd),
        Command::Member(MemberLine::AccessRequest(args)) => crate::features::privacy::cli::access(face, args),
        Command::Privacy(cmd) => crate::features::privacy::cli::run(face, cmd),
        Command::Handover(args) => crate::features::handover::cli::run(face, args),
        Command::Sync(args) => crate::features::sync::cli::run(face, args),
        Command::Join(cmd) => crate::features::join::cli::run(face, cmd),
        Command::Survey(cmd) => crate::features::survey::cli::run(face, cmd),
        Command::Company(cmd) => crate::features::company::cli::run(face, cmd),
        Command::Election(cmd) => crate::features::election::cli::run(face, cmd),
        Command::Agenda(cmd) => crate::features::agenda::cli::run(face, cmd),
        Command::Bargain(cmd) => crate::features::bargain::cli::run(face, cmd),
        Command::Notice(cmd) => crate::features::notice::cli::run(face, cmd),
        Command::Dues(args) => crate::features::dues::cli::run(face, args),
        Command::Letter(cmd) => crate::features::letter::cli::run(face, cmd),
        Command::Proof(cmd) => crate::features::proof::cli::run(face, cmd),
        Command::Talk(cmd) => crate::features::talk::cli::run(face, cmd),
        Command::Group(cmd) => crate::features::group::cli::run(face, cmd),
        Command::Meeting(cmd) => crate::features::meeting::cli::run(face, cmd),
        Command::Training(cmd) => crate::features::training::cli::run(face, cmd),
        Command::Experience(cmd) => crate::features::experience::cli::run(face, cmd),
        Command::Case(cmd) => crate::features::case::cli::run(face, cmd),
        Command::Action(cmd) => crate::features::action::cli::run(face, cmd),
        Command::Export(cmd) => crate::features::export::cli::run(face, cmd),
        Command::Law(cmd) => crate::features::law::cli::run(face, cmd),
        Command::Help(args) => Ok(crate::cli::manual::help(face, args)),
        Command::Completions(args) => crate::cli::manual::completions(face, args),
        Command::Man(args) => crate::cli::manual::man(face, args),
        Command::ProbeStore(args) => crate::features::house::cli::doctor::probe(args),
        Command::DeliverMail => {
            crate::mail::smtp::apart::serve();
            Ok(Exit::Done)
        }
        Command::ReadSheet => {
            let done = crate::features::member::actions::import::serve_sheet();
            Ok(if done.is_ok() { Exit::Done } else { Exit::Bug })
        }
    }
}
