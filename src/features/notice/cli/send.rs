//! `contrepoids notice send`.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use zeroize::Zeroizing;

use super::{account, outbox_by, preview};
use crate::features::notice::messages::command::NotDone;
use crate::features::notice::views;
use crate::{
    base::{Id, Lang, View},
    clock,
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
    },
    features::notice::actions::{NoticeError, Plan, Post, account as app_account, at_work, audience, post},
    mail::{
        account as mail_account,
        account::Account,
        eml::Folder,
        send::{self, Due, Ended, Run, Surroundings},
        smtp::{Limits, Server, Smtp},
        transport::Transport,
    },
    open::Access,
    tr, trn,
    vault::{Recall, Vault},
};

/// Above this many messages the number must be typed.
const TYPED_ABOVE: usize = 20;

/// Send what waits in the outbox; a dry run without --really
///
/// Without --really nothing leaves: no connection is opened and no file is written. Messages go one by one to the server of an
/// account (--account, or the default one), to a folder of .eml files (--eml-dir), or to a mail server by TLS on port 465
/// (--smtp URL, `smtps://name@server`). `smtp://127.0.0.1:PORT` is for a bridge on this machine. A process of its own, without
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

/// Where messages go.
enum Way {
    Folder(PathBuf),
    Server(Server),
    /// An account, this device, and what it remembers.
    Account(Box<Account>, String, Option<Recall>),
}

struct Dry<'a> {
    plan: &'a Plan,
    way: Option<String>,
}

impl Show for Dry<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        let plan = self.plan;
        views::SendPlan {
            campaign: Id(plan.campaign.id),
            notice: plan.campaign.notice.clone(),
            due: plan.due.len(),
            unknown: plan.unknown,
            counts: plan.counts.clone(),
            list: plan.list.clone(),
            files_bytes: plan.files,
            way: self.way.clone(),
            first: plan.first.as_ref().map(preview::message_view),
        }
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

struct Done<'a> {
    campaign: Id,
    run: &'a Run,
}

impl Show for Done<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        let ended = |e| match e {
            Ended::Interrupted => "interrupted".to_owned(),
            Ended::Refusals => "three-refusals".to_owned(),
            Ended::Trouble(trouble) => trouble.to_string(),
        };
        views::Sent {
            campaign: self.campaign,
            this_run: self.run.reached.clone(),
            counts: self.run.counts.clone(),
            dead_addresses: self.run.dead,
            ended_early: self.run.ended.map(ended),
        }
    }

    fn text(&self, lang: Lang) -> String {
        let id = self.campaign.short();
        let run = super::outbox::counts(lang, &self.run.reached);
        let run = if run.is_empty() { tr!(lang, "rien", "nothing") } else { run };
        let all = super::outbox::counts(lang, &self.run.counts);
        let dead = self.run.dead;
        let mut out = vec![
            tr!(lang, "Cette fois\u{a0}: {run}", "This time: {run}"),
            tr!(lang, "Envoi {id} en tout\u{a0}: {all}", "Campaign {id} in all: {all}"),
        ];
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

fn way(args: &SendArgs, vault: &Vault) -> Result<Option<Way>, Refusal> {
    if let Some(dir) = &args.eml_dir {
        return Ok(Some(Way::Folder(dir.clone())));
    }
    let Some(url) = &args.smtp else {
        let Some(account) = account::chosen(vault, args.account.as_deref())? else { return Ok(None) };
        let forbidden = audience::forbidden(vault)?;
        app_account::check(&account, &forbidden)?;
        let device = mail_account::device(vault.device());
        return Ok(Some(Way::Account(Box::new(account), device, vault.recall().cloned())));
    };
    let server = Server::read(url)?;
    let forbidden = audience::forbidden(vault)?;
    if forbidden.holds_host(&server.host()) {
        return Err(NoticeError::ServerForbidden.into());
    }
    Ok(Some(Way::Server(server)))
}

impl Way {
    fn shown(&self) -> String {
        match self {
            Self::Folder(path) => crate::face::frame::shown(path),
            Self::Server(server) => server.host(),
            Self::Account(account, ..) => format!("{} ({})", account.name, account.server.host()),
        }
    }
}

/// Runs `contrepoids notice send`.
///
/// # Errors
/// When the campaign or the way is not clear, or the outbox fails. A run that leaves messages unsent ends with exit
/// code 30, an interrupted one with 130.
pub(super) fn run(face: &mut Face, args: &SendArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    // Roster and outbox are never open together: each takes memory, and the roster is free for others while a person
    // thinks and while the mails go out.
    let key = face.key()?;
    let vault = face.open_by(&key, Access::Read)?;
    let (way, mut ticket) = (way(args, &vault)?, vault.outbox_ticket());
    let forbidden = audience::forbidden(&vault)?;
    let reach = audience::Reach::of(&vault)?;
    drop(vault);
    let post = outbox_by(&ticket)?;
    let campaign = post::find(&post, args.campaign.as_deref(), post::WAITING)?;
    let plan = post::plan(&post, campaign, args.resend_unknown)?;
    at_work::refuse(&post, &plan, &forbidden, &reach)?;
    drop((post, reach));
    let shown = way.as_ref().map(Way::shown);
    if !args.really {
        face.show(&Dry { plan: &plan, way: shown })?;
        return Ok(Exit::Done);
    }
    let Some(way) = way else { return Err(NotDone::NoWay.into()) };
    if !plan.due.is_empty() {
        agreed(face, plan.due.len(), &plan.list)?;
    }
    let mut transport = transport(face, args, way)?;
    let again = args.resend_unknown.is_some();
    let mut told = None;
    if !plan.due.is_empty() {
        // The roster is told of the run before a message can leave in it: an outbox from before is known for that.
        let mut post = outbox_by(&ticket)?;
        let now = post::prepare(&mut post, &plan, again, face.now_ms())?;
        drop(post);
        let mut log = face.log_by(&key)?;
        post::note_sent(&mut log, &plan, now, face.now_ms())?;
        (ticket, told) = (ticket.at_least(now), Some(now));
    }
    drop(key);
    face.forget_key();
    let mut post = outbox_by(&ticket)?;
    let due = post::planned(&mut post, &plan, again, face.now_ms())?;
    if told.is_some_and(|told| told != post.shelf().now()) {
        return Err(NoticeError::Changed.into());
    }
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // Without the handler, a signal ends the program: the outbox stands that too. So does a second one: who does not want to
        // wait for a slow server does not have to.
        let _ = signal_hook::flag::register_conditional_default(signal, Arc::clone(&stop));
        let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
    }
    let pace = if args.eml_dir.is_none() { args.pace } else { 0 };
    let campaign = Id(plan.campaign.id);
    drop(plan);
    let run = paced(face, &mut post, &due, transport.as_mut(), pace, &stop)?;
    let done = Done { campaign, run: &run };
    face.show(&done)?;
    if let Some(ended) = run.ended {
        let text = crate::features::notice::messages::ended(lang, ended);
        face.note(&text);
    }
    let unsent = run.counts.keys().any(|w| !matches!(*w, "sent" | "cancelled" | "skipped"));
    Ok(match (run.ended, unsent) {
        (Some(Ended::Interrupted), _) => Exit::Interrupted,
        (_, true) => Exit::NotSent,
        _ => Exit::Done,
    })
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

fn transport(face: &mut Face, args: &SendArgs, way: Way) -> Result<Box<dyn Transport>, Refusal> {
    match way {
        Way::Folder(path) => {
            let folder = Folder::open(&path).map_err(|e| NotDone::Unwritable(path, e))?;
            Ok(Box::new(folder))
        }
        Way::Account(account, device, recall) => {
            let here = (device.as_str(), recall.as_ref());
            Ok(Box::new(hurried(account::opened(face, &account, here, args.patience_ms)?, args.pace)))
        }
        Way::Server(server) => {
            let password = match &server.user {
                Some(_) => {
                    let asked = face.prompt().password(&server.host(), args.password_fd);
                    let secret = asked.map_err(NotDone::Password)?;
                    Some(Zeroizing::new(secret.text().to_owned()))
                }
                None => None,
            };
            let smtp = Smtp::new(server, password, Limits::of(args.patience_ms));
            let smtp = match &args.ca {
                Some(path) => {
                    let pem = crate::features::member::actions::import::read(path);
                    let pem = pem.map_err(|e| NotDone::Unreadable(path.clone(), e))?;
                    smtp.pinned(pem)?
                }
                None => smtp,
            };
            let program = post::program().map_err(NotDone::Program)?;
            Ok(Box::new(hurried(smtp.apart(program), args.pace)))
        }
    }
}

fn hurried(smtp: Smtp, pace: u32) -> Smtp {
    if pace == 0 { smtp.ahead() } else { smtp }
}

/// How far it is and how long it will take.
fn style(lang: Lang) -> ProgressStyle {
    let template =
        tr!(lang, "{{bar:30}} {{pos}}/{{len}}, encore {{eta}}", "{{bar:30}} {{pos}}/{{len}}, {{eta}} left");
    ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn paced(
    face: &Face,
    post: &mut Post,
    due: &Due,
    transport: &mut dyn Transport,
    pace: u32,
    stop: &AtomicBool,
) -> Result<Run, Refusal> {
    let bar = face.draws().then(|| ProgressBar::new(due.members.len() as u64).with_style(style(face.lang)));
    let stopped = || stop.load(Ordering::SeqCst);
    let mut around = Surroundings {
        now_ms: &mut clock::now_ms,
        wait: &mut || {
            let Some(usual) = 60_000_u64.checked_div(u64::from(pace)) else { return };
            // From 80 to 120 % of the pace: no rhythm that tells a program.
            let mut draw = [0_u8; 1];
            clock::random(&mut draw);
            let share = 80_u64.saturating_add(u64::from(draw[0]).saturating_mul(40) / 255);
            let pause = Duration::from_millis(usual.saturating_mul(share) / 100);
            let start = clock::instant();
            while !stopped() && start.elapsed() < pause {
                std::thread::sleep(Duration::from_millis(50));
            }
        },
        stopped: &stopped,
        progress: &mut |done, _| {
            if let Some(bar) = &bar {
                bar.set_position(done);
            }
        },
        together: pace == 0,
    };
    let run = send::these(post, due, transport, &mut around);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Ok(run.map_err(|e| e.0)?)
}
