//! `contrepoids notice send`.

use std::{path::PathBuf, rc::Rc};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use zeroize::Zeroizing;

use super::{account, later, preview};
use crate::{
    base::{Id, Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines, shown},
        when::{self, Start},
    },
    features::notice::{
        actions::{
            SendPreview,
            account::Consent,
            send::{self as app, By, Desk, Ending, SendOutcome, Sent, Way},
            shown,
        },
        messages::command::NotDone,
    },
    mail::account::Account,
    open::{Access, AskError},
    tr, trn,
    vault::{Identity, LogBook, Vault},
};

/// Above this many messages the number must be typed.
const TYPED_ABOVE: usize = 20;

/// Send what waits in the outbox; a dry run without --really
///
/// Without --really nothing leaves: no connection is opened and no file is written. Messages go one by one to the server of an
/// account (--account, or the default one), to a folder of .eml files (--eml-dir), or to a mail server by TLS
/// (--smtp URL, `smtps://name@server` or `smtp+starttls://name@server`). `smtp://127.0.0.1:PORT` is for a bridge on this machine. A process of its own, without
/// the keys of the vault and with little memory, talks to the server.
///
/// What was sent is never sent again, whatever happens in between; what may have been received is only sent again with
/// --resend-unknown and the number of those messages. Stop with Ctrl-C and start again at any time: the first lets the message that
/// is under way end, which takes up to two minutes with a slow server; the second ends at once.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice send --account section
  contrepoids notice send --account section --really
  contrepoids notice send --eml-dir mails --really
  contrepoids notice send 3f2a --at 'tomorrow 9:00'
  contrepoids notice send 3f2a --smtp \\
    smtps://team@example.org@mail.example.org --really")]
pub struct SendArgs {
    /// Campaign, by the beginning of its identifier; not needed when only one waits
    pub campaign: Option<String>,
    /// Hand each message over by this account (`notice account list`)
    #[arg(long, value_name = "NAME", conflicts_with_all = ["eml_dir", "smtp"])]
    pub account: Option<String>,
    /// Write each message to a file in this folder
    #[arg(long, value_name = "DIR", conflicts_with = "smtp")]
    pub eml_dir: Option<PathBuf>,
    /// Have each file say that it is still to be sent (`X-Unsent`): a mail program opens it to be sent
    #[arg(long, requires = "eml_dir")]
    pub unsent: bool,
    /// Hand each message to this server: `smtps://NAME@HOST`
    #[arg(long, value_name = "URL")]
    pub smtp: Option<String>,
    /// Send; without this it is a dry run
    #[arg(long)]
    pub really: bool,
    /// Read the password of the server from this open file descriptor
    #[arg(long, value_name = "N", requires = "smtp")]
    pub password_fd: Option<i32>,
    /// Trust the authority in this PEM file, and no other, instead of those that come with the program
    #[arg(long, value_name = "FILE", requires = "smtp")]
    pub ca: Option<PathBuf>,
    /// Send nothing yet: let nothing of it leave before this day and hour, `tomorrow 9:00` or `3/12 9h30`; `now` lets it go
    #[arg(long, value_name = "WHEN", value_parser = when::start, conflicts_with_all = ["really", "account", "eml_dir", "smtp"])]
    pub at: Option<Start>,
    /// Send although another device had queued the same notice before
    #[arg(long)]
    pub again: bool,
    /// Messages per minute to a server, 0 for no limit
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub pace: u32,
    /// Send the messages of unknown fate again; their number, as `notice status` shows it
    #[arg(long, value_name = "COUNT")]
    pub resend_unknown: Option<u64>,
    /// Patience with the server in milliseconds (for tests)
    #[arg(long, value_name = "MS", hide = true)]
    pub patience_ms: Option<u64>,
}

struct Dry<'a> {
    plan: &'a SendPreview,
    way: Option<String>,
}

impl Show for Dry<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        shown::send_plan(self.plan, self.way.clone())
    }

    fn text(&self, lang: Lang) -> String {
        let (id, notice) = (Id(self.plan.campaign.id).short(), &self.plan.campaign.notice);
        let (due, list) = (self.plan.due.len(), &self.plan.list);
        let counts = super::outbox::counts(lang, &self.plan.counts);
        let mut out = vec![
            tr!(lang, "Envoi {id} ({notice})\u{a0}: {counts}", "Campaign {id} ({notice}): {counts}"),
            tr!(
                lang,
                "Partiraient\u{a0}: {due} messages, liste {list}",
                "Would leave: {due} messages, list {list}"
            ),
        ];
        out.extend(preview::leaving(lang, self.plan.files));
        out.extend(self.plan.campaign.after_ms.map(|after| later::until(lang, after)));
        if let Some(way) = &self.way {
            out.push(tr!(lang, "Par\u{a0}: {way}", "By: {way}"));
        }
        if let Some(first) = &self.plan.first {
            out.push(tr!(lang, "Le premier\u{a0}:", "The first:"));
            out.push(String::new());
            out.extend(preview::message_lines(lang, first));
            out.push(String::new());
        }
        out.push(tr!(
            lang,
            "Essai à blanc\u{a0}: rien n’est parti. Pour envoyer\u{a0}: --really",
            "Dry run: nothing has left. To send: --really"
        ));
        lines(out)
    }
}

/// What a run did; where it wrote files, into which folder.
struct Done(Sent, Option<String>);

impl Show for Done {
    fn view(&self, lang: Lang) -> impl View {
        shown::sent(&self.0, |ended| crate::features::notice::messages::ended(lang, ended))
    }

    fn text(&self, lang: Lang) -> String {
        let id = self.0.campaign.short();
        let reached = &self.0.run.reached;
        let run = match &self.1 {
            Some(_) => super::outbox::as_files(lang, reached),
            None => super::outbox::counts(lang, reached),
        };
        let run = if run.is_empty() { tr!(lang, "rien", "nothing") } else { run };
        let all = super::outbox::counts(lang, &self.0.run.counts);
        let dead = self.0.run.dead;
        let mut out = vec![
            tr!(lang, "Cette fois\u{a0}: {run}", "This time: {run}"),
            tr!(lang, "Envoi {id} en tout\u{a0}: {all}", "Campaign {id} in all: {all}"),
        ];
        if let Some(folder) = &self.1 {
            out.push(tr!(
                lang,
                "Rien n’est parti par le réseau\u{a0}: à ouvrir et à envoyer depuis {folder}",
                "Nothing has left over the network: to be opened and sent from {folder}"
            ));
        }
        if dead > 0 {
            out.push(trn!(
                lang,
                dead,
                "{dead} adresse morte d’après le serveur, marquée\u{a0}: notice bounces list",
                "{dead} adresses mortes d’après le serveur, marquées\u{a0}: notice bounces list",
                "{dead} address dead as the server says, marked: notice bounces list",
                "{dead} addresses dead as the server says, marked: notice bounces list"
            ));
        }
        lines(out)
    }
}

/// Says by what messages go.
fn by(way: &Way) -> String {
    match way {
        Way::Folder(path) => shown(path),
        Way::Server(host) => host.clone(),
        Way::Account { name, host } => format!("{name} ({host})"),
    }
}

/// What a run asks of a person and of the terminal.
struct Counter<'a> {
    face: &'a mut Face,
    password_fd: Option<i32>,
    bar: Option<ProgressBar>,
}

impl Consent for Counter<'_> {
    type No = Refusal;

    fn agree_to_run(&mut self, account: &Account) -> Result<(), Refusal> {
        account::agreed(self.face, account)
    }
}

impl Desk for Counter<'_> {
    fn key(&mut self) -> Result<Rc<Identity>, Refusal> {
        self.face.key()
    }

    fn vault(&mut self, key: &Identity) -> Result<Vault, Refusal> {
        self.face.open_by(key, Access::Read)
    }

    fn log(&mut self, key: &Identity) -> Result<LogBook, Refusal> {
        self.face.log_by(key)
    }

    fn forget_key(&mut self) {
        self.face.forget_key();
    }

    fn agree_to_leave(&mut self, count: usize, list: &str) -> Result<(), Refusal> {
        agreed(self.face, count, list)
    }

    fn password(&mut self, host: &str) -> Result<Zeroizing<String>, AskError> {
        let secret = self.face.prompt().password(host, self.password_fd)?;
        Ok(Zeroizing::new(secret.text().to_owned()))
    }

    fn progress(&mut self, done: u64, of: u64) {
        if self.face.draws() {
            let lang = self.face.lang;
            self.bar.get_or_insert_with(|| ProgressBar::new(of).with_style(style(lang))).set_position(done);
        }
    }
}

/// Runs `contrepoids notice send`.
///
/// # Errors
/// When the campaign or the way is not clear, or the outbox fails. A run that leaves messages unsent ends with exit
/// code 30, an interrupted one with 130.
pub(super) fn run(face: &mut Face, args: &SendArgs) -> Result<Exit, Refusal> {
    if let Some(at) = args.at {
        return later::set(face, args.campaign.as_deref(), at);
    }
    let by = match (&args.eml_dir, &args.smtp) {
        (Some(dir), _) => By::Folder(dir.clone(), args.unsent),
        (None, Some(url)) => By::Server { url: url.clone(), authority: args.ca.clone() },
        (None, None) => By::Account(args.account.clone()),
    };
    let wanted = app::Wanted {
        campaign: args.campaign.clone(),
        by,
        really: args.really,
        pace: args.pace,
        again: args.again,
        resend_unknown: args.resend_unknown,
        patience_ms: args.patience_ms,
    };
    let mut counter = Counter { face, password_fd: args.password_fd, bar: None };
    let outcome = app::send(&mut counter, &wanted);
    if let Some(bar) = counter.bar {
        bar.finish_and_clear();
    }
    let sent = match outcome? {
        SendOutcome::Dry(plan, way) => {
            face.show(&Dry { plan: &plan, way: way.as_ref().map(self::by) })?;
            return Ok(Exit::Done);
        }
        SendOutcome::Sent(sent) => sent,
    };
    let (ended, exit) = (sent.run.ended, exit(sent.ending()));
    let folder = args.eml_dir.as_ref().map(|dir| shown(dir));
    face.show(&Done(sent, folder))?;
    if let Some(ended) = ended {
        let text = crate::features::notice::messages::ended(face.lang, ended);
        face.note(&text);
    }
    Ok(exit)
}

fn exit(ending: Ending) -> Exit {
    match ending {
        Ending::Whole => Exit::Done,
        Ending::Unsent => Exit::NotSent,
        Ending::Interrupted => Exit::Interrupted,
    }
}

/// Asks for the number of messages when there are many.
fn agreed(face: &mut Face, count: usize, list: &str) -> Result<(), Refusal> {
    if count <= TYPED_ABOVE || face.yes {
        return Ok(());
    }
    let lang = face.lang;
    let question = tr!(
        lang,
        "{count} messages vont partir (liste {list}). Tapez ce nombre pour continuer\u{a0}: ",
        "{count} messages will leave (list {list}). Type this number to go on: "
    );
    let wanted = count.to_string();
    let typed = face.ask_until(&question, |typed| match typed {
        "" => Ok(false),
        typed if typed == wanted => Ok(true),
        _ => Err(tr!(
            lang,
            "Ce n’est pas ce nombre\u{a0}: {count}. Entrée renonce.",
            "That is not this number: {count}. Enter gives up."
        )),
    })?;
    if typed == Some(true) {
        return Ok(());
    }
    Err(NotDone::NotTyped(count).into())
}

/// How far it is and how long it will take.
fn style(lang: Lang) -> ProgressStyle {
    let template =
        tr!(lang, "{{bar:30}} {{pos}}/{{len}}, encore {{eta}}", "{{bar:30}} {{pos}}/{{len}}, {{eta}} left");
    ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
