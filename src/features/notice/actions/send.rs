//! Sending what waits in the outbox: the guard of the way out, the order in which roster and outbox are opened, the pace, the
//! ending. A face asks and shows; it has no say in any of this.

use std::{
    path::PathBuf,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use zeroize::Zeroizing;

use crate::{
    base::Id,
    clock,
    features::{
        member::actions::import,
        notice::actions::{
            NoticeError, OpenOutbox, SendPreview,
            account::{self, Consent},
            at_work, audience, others, post,
        },
    },
    mail::{
        account as mail_account,
        account::Account,
        eml::Folder,
        send::{self, Due, Ended, SendRun, Surroundings},
        smtp::{Limits, Server, Smtp},
        transport::Transport,
    },
    open::AskError,
    vault::{Identity, LogBook, Recall, Told, Vault, outbox::OutboxTicket},
};

/// What is asked of a run.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The campaign, by the beginning of its identifier; not needed when only one waits.
    pub campaign: Option<String>,
    /// By what the messages go.
    pub by: By,
    /// Whether they go: without it nothing leaves, no connection is opened and no file is written.
    pub really: bool,
    /// Whether they go although another device had queued the same before.
    pub again: bool,
    /// Messages per minute, 0 for no limit.
    pub pace: u32,
    /// The number of messages of unknown fate, where they are to be sent again.
    pub resend_unknown: Option<u64>,
    /// Patience with the server in milliseconds.
    pub patience_ms: Option<u64>,
}

/// By what messages are to go, as typed.
#[derive(Debug, Clone)]
pub enum By {
    /// Files in a folder, and whether each says that it is still to be sent.
    Folder(PathBuf, bool),
    /// A server, and the authority that alone is trusted for it.
    Server {
        /// `smtps://NAME@HOST`.
        url: String,
        /// A PEM file.
        authority: Option<PathBuf>,
    },
    /// The account of this name, or the default one.
    Account(Option<String>),
}

/// The way out that was found, to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Files in a folder.
    Folder(PathBuf),
    /// A server, by its host.
    Server(String),
    /// An account.
    Account {
        /// Its name.
        name: String,
        /// The host of its server.
        host: String,
    },
}

/// What a run asks of the face that began it.
pub trait Desk: Consent {
    /// Gives the key of the vault.
    ///
    /// # Errors
    /// When there is none.
    fn key(&mut self) -> Result<Rc<Identity>, Self::No>;
    /// Opens the vault to read.
    ///
    /// # Errors
    /// When it stays closed.
    fn vault(&mut self, key: &Identity) -> Result<Vault, Self::No>;
    /// Opens the log of the vault to write.
    ///
    /// # Errors
    /// When it stays closed.
    fn log(&mut self, key: &Identity) -> Result<LogBook, Self::No>;
    /// Forgets the key: what follows takes long and needs it no more.
    fn forget_key(&mut self);
    /// Asks whether so many messages shall leave.
    ///
    /// # Errors
    /// When they shall not.
    fn agree_to_leave(&mut self, count: usize, list: &str) -> Result<(), Self::No>;
    /// Asks for the password of a server.
    ///
    /// # Errors
    /// Why none came.
    fn password(&mut self, host: &str) -> Result<Zeroizing<String>, AskError>;
    /// Hears how many of how many messages were worked through.
    fn progress(&mut self, done: u64, of: u64);
}

/// What a run came to.
pub enum SendOutcome {
    /// A dry run: what would leave, and by what.
    Dry(Box<SendPreview>, Option<Way>),
    /// A run.
    Sent(Sent),
}

/// A run that went to its end, or was ended.
pub struct Sent {
    /// The campaign.
    pub campaign: Id,
    /// How it went.
    pub run: SendRun,
}

/// How a run ended, as the exit code says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Every message is sent, or given up by a person.
    Whole,
    /// Messages are left that were not sent.
    Unsent,
    /// The person stopped it.
    Interrupted,
}

impl Sent {
    /// Returns how it ended.
    #[must_use]
    pub fn ending(&self) -> Ending {
        if self.run.ended == Some(Ended::Interrupted) {
            Ending::Interrupted
        } else if self.run.counts.keys().any(|fate| fate.is_unsent()) {
            Ending::Unsent
        } else {
            Ending::Whole
        }
    }
}

/// The way out, checked against the domains of the employer.
enum Open {
    Folder(PathBuf, bool),
    Server(Server, Option<PathBuf>),
    /// An account, this device, and what it remembers.
    Account(Box<Account>, String, Option<Recall>),
}

impl Open {
    fn shown(&self) -> Way {
        match self {
            Self::Folder(path, _) => Way::Folder(path.clone()),
            Self::Server(server, _) => Way::Server(server.host()),
            Self::Account(account, ..) => {
                Way::Account { name: account.name.clone(), host: account.server.host() }
            }
        }
    }
}

/// Sends what waits in a campaign, or says what would be sent.
///
/// # Errors
/// When the campaign or the way is not clear, when the way or a message lies at the employer's, when the person does not agree,
/// or when the outbox fails.
///
/// # Durability
/// As [`send::these`]. The roster knows of the run before a message can leave in it.
pub fn send<D: Desk>(desk: &mut D, wanted: &Wanted) -> Result<SendOutcome, D::No> {
    // Roster and outbox are never open together: each takes memory, and the roster is free for others while a person
    // thinks and while the mails go out.
    let key = desk.key()?;
    let vault = desk.vault(&key)?;
    let looked = look(&vault, wanted).map_err(D::No::from)?;
    let mut ticket = vault.outbox_ticket();
    let looked_at = ticket.roster_stamp();
    drop(vault);
    let plan = planned(&ticket, wanted, &looked).map_err(D::No::from)?;
    let way = looked.way;
    if !wanted.really {
        return Ok(SendOutcome::Dry(Box::new(plan), way.as_ref().map(Open::shown)));
    }
    let way = way.ok_or(NoticeError::NoWay).map_err(D::No::from)?;
    if !plan.due.is_empty() {
        desk.agree_to_leave(plan.due.len(), &plan.list)?;
    }
    // Nothing is waited for between two files.
    let pace = if matches!(way, Open::Folder(..)) { 0 } else { wanted.pace };
    let mut transport = transport(desk, wanted, way)?;
    let again = wanted.resend_unknown.is_some();
    let mut told = None;
    if !plan.due.is_empty() {
        // The roster is told of the run before a message can leave in it: an outbox from before is known for that.
        let now = post::by_ticket(&ticket)
            .and_then(|mut post| post::prepare(&mut post, &plan, again, clock::now_ms()))
            .map_err(D::No::from)?;
        // Whoever wrote the roster while a person thought may have forbidden what waits. What opening it mends itself, a journal
        // that was put back, is no such change.
        if ticket.roster_stamp() != looked_at {
            return Err(D::No::from(NoticeError::Changed));
        }
        let mut log = desk.log(&key)?;
        post::note_sent(&mut log, &plan, now, clock::now_ms()).map_err(D::No::from)?;
        (ticket, told) = (ticket.at_least(now), Some(now));
    }
    drop(key);
    desk.forget_key();
    let known = ticket.roster_stamp();
    let (mut post, due) = due(&ticket, &plan, again, told).map_err(D::No::from)?;
    let campaign = Id(plan.campaign.id);
    drop(plan);
    let written = || ticket.roster_stamp() != known;
    let run = paced(desk, &mut post, &due, transport.as_mut(), (pace, &written)).map_err(D::No::from)?;
    Ok(SendOutcome::Sent(Sent { campaign, run }))
}

/// What the roster says before the outbox is opened.
struct Looked {
    way: Option<Open>,
    forbidden: crate::mail::Forbidden,
    reach: audience::Reach,
    others: others::All,
}

fn look(vault: &Vault, wanted: &Wanted) -> Result<Looked, NoticeError> {
    let forbidden = audience::forbidden(vault)?;
    let way = match &wanted.by {
        By::Folder(dir, unsent) => Some(Open::Folder(dir.clone(), *unsent)),
        By::Server { url, authority } => {
            let server = Server::read(url)?;
            if forbidden.holds_host(&server.host()) {
                return Err(NoticeError::ServerForbidden);
            }
            Some(Open::Server(server, authority.clone()))
        }
        By::Account(name) => match account::chosen(vault, name.as_deref())? {
            None => None,
            Some(account) => {
                account::check(&account, &forbidden)?;
                let device = mail_account::device(vault.device());
                Some(Open::Account(Box::new(account), device, vault.recall().cloned()))
            }
        },
    };
    let (reach, others) = (audience::Reach::of(vault)?, others::All::of(vault)?);
    Ok(Looked { way, forbidden, reach, others })
}

/// Says what a run would do, once nothing of it is for the employer's or against what the roster says now.
fn planned(ticket: &OutboxTicket, wanted: &Wanted, looked: &Looked) -> Result<SendPreview, NoticeError> {
    let post = post::look_by(ticket)?;
    let campaign = post::find(&post, wanted.campaign.as_deref(), post::WAITING)?;
    let now_ms = clock::now_ms();
    if let Some(after_ms) = campaign.after_ms.filter(|after| wanted.really && *after > now_ms) {
        return Err(NoticeError::NotYet { campaign: Id(campaign.id), after_ms });
    }
    let plan = post::plan(&post, campaign, wanted.resend_unknown)?;
    at_work::refuse(&post, &plan, &looked.forbidden, &looked.reach)?;
    if let Some(held) = looked.others.held(&post, &plan.campaign)?.filter(|_| !wanted.again) {
        return Err(NoticeError::Later(held));
    }
    Ok(plan)
}

/// Opens the outbox again, which was closed while a person thought, to send what was shown and no more.
fn due(
    ticket: &OutboxTicket,
    plan: &SendPreview,
    again: bool,
    told: Option<Told>,
) -> Result<(OpenOutbox, Due), NoticeError> {
    let mut post = post::by_ticket(ticket)?;
    let due = post::planned(&mut post, plan, again, clock::now_ms())?;
    if told.is_some_and(|told| told != post.shelf().now()) {
        return Err(NoticeError::Changed);
    }
    Ok((post, due))
}

fn transport<D: Desk>(desk: &mut D, wanted: &Wanted, way: Open) -> Result<Box<dyn Transport>, D::No> {
    match way {
        Open::Folder(path, unsent) => match Folder::open(&path) {
            Ok(folder) => Ok(Box::new(folder.unsent(unsent))),
            Err(why) => Err(NoticeError::Folder { path, why }.into()),
        },
        Open::Account(account, device, recall) => {
            let here = (device.as_str(), recall.as_ref());
            let smtp = account::opened(desk, &account, here, wanted.patience_ms)?;
            Ok(Box::new(hurried(smtp, wanted.pace)))
        }
        Open::Server(server, authority) => {
            let password = match &server.user {
                Some(_) => {
                    let asked = desk.password(&server.host()).map_err(NoticeError::Password);
                    Some(asked.map_err(D::No::from)?)
                }
                None => None,
            };
            let smtp = by_server(server, password, authority, wanted.patience_ms).map_err(D::No::from)?;
            Ok(Box::new(hurried(smtp, wanted.pace)))
        }
    }
}

fn by_server(
    server: Server,
    password: Option<Zeroizing<String>>,
    authority: Option<PathBuf>,
    patience_ms: Option<u64>,
) -> Result<Smtp, NoticeError> {
    let smtp = Smtp::new(server, password, Limits::of(patience_ms));
    let smtp = match authority {
        Some(path) => match import::read(&path) {
            Ok(pem) => smtp.pinned(pem)?,
            Err(why) => return Err(NoticeError::Unreadable { path, why }),
        },
        None => smtp,
    };
    Ok(smtp.apart(post::program().map_err(NoticeError::Program)?))
}

fn hurried(smtp: Smtp, pace: u32) -> Smtp {
    if pace == 0 { smtp.ahead() } else { smtp }
}

/// Returns how long to wait between two messages: from 80 to 120 % of the pace, as drawn. No rhythm that tells a program.
fn pause(pace: u32, drawn: u8) -> Option<Duration> {
    let usual = 60_000_u64.checked_div(u64::from(pace))?;
    let share = 80_u64.saturating_add(u64::from(drawn).saturating_mul(40) / 255);
    Some(Duration::from_millis(usual.saturating_mul(share) / 100))
}

/// Has the first signal end the run after the message that is under way.
fn heard() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // Without the handler, a signal ends the program: the outbox stands that too. So does a second one: who does not want to
        // wait for a slow server does not have to.
        let _ = signal_hook::flag::register_conditional_default(signal, Arc::clone(&stop));
        let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
    }
    stop
}

fn paced<D: Desk>(
    desk: &mut D,
    post: &mut OpenOutbox,
    due: &Due,
    transport: &mut dyn Transport,
    (pace, written): (u32, &dyn Fn() -> bool),
) -> Result<SendRun, NoticeError> {
    let stop = heard();
    let stopped = || stop.load(Ordering::SeqCst) || written();
    let mut around = Surroundings {
        now_ms: &mut clock::now_ms,
        wait: &mut || {
            let mut drawn = [0_u8; 1];
            clock::random(&mut drawn);
            let Some(pause) = pause(pace, drawn[0]) else { return };
            let start = clock::instant();
            while !stopped() && start.elapsed() < pause {
                std::thread::sleep(Duration::from_millis(50));
            }
        },
        stopped: &stopped,
        progress: &mut |done, of| desk.progress(done, of),
        together: pace == 0,
    };
    let mut run = send::these(post, due, transport, &mut around).map_err(|e| e.0)?;
    if run.ended == Some(Ended::Interrupted) && !stop.load(Ordering::SeqCst) {
        run.ended = Some(Ended::Roster);
    }
    Ok(run)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::outbox::{Counts, Fate};

    fn ending(counts: &[Fate], ended: Option<Ended>) -> Ending {
        let counts: Counts = counts.iter().map(|fate| (*fate, 1)).collect();
        Sent { campaign: Id([0; 16]), run: SendRun { counts, ended, ..SendRun::default() } }.ending()
    }

    #[test]
    fn a_run_is_whole_when_nothing_is_left_unsent() {
        assert_eq!(ending(&[Fate::Sent, Fate::Cancelled, Fate::Skipped], None), Ending::Whole);
        for left in [Fate::Queued, Fate::Sending, Fate::ToRetry, Fate::Refused, Fate::Unknown] {
            assert_eq!(ending(&[Fate::Sent, left], None), Ending::Unsent, "{left:?}");
            assert_eq!(ending(&[Fate::Sent, left], Some(Ended::Refusals)), Ending::Unsent, "{left:?}");
        }
        assert_eq!(ending(&[Fate::Queued], Some(Ended::Interrupted)), Ending::Interrupted);
        assert_eq!(ending(&[], None), Ending::Whole);
    }

    #[test]
    fn the_pace_has_no_rhythm_and_none_has_no_pause() {
        let ms = |pace, drawn| pause(pace, drawn).map(|d| d.as_millis());
        assert_eq!((ms(30, 0), ms(30, 255)), (Some(1_600), Some(2_400)));
        assert!(ms(30, 128).is_some_and(|ms| (1_990..2_010).contains(&ms)));
        assert_eq!((ms(0, 77), ms(u32::MAX, 255)), (None, Some(0)));
    }
}
