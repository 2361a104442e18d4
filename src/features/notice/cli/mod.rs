//! `contrepoids notice`: from the template to the server.

mod account;
mod answers;
mod bounces;
mod create;
mod edit;
mod later;
pub(crate) mod outbox;
mod preview;
mod repair;
mod reply;
mod send;
mod suggest;
mod templates;
mod write;

use std::{collections::BTreeMap, path::PathBuf};

use clap::{Args, Subcommand};

use crate::face::error::safe::Safe;
use crate::features::notice::messages::command::NotDone;
use crate::{
    face::{error::Refusal, exit::Exit, frame::Face},
    features::{
        member::actions::list::Asked,
        notice::actions::{
            Audience, Composed, Library, NoticeError, OpenOutbox, Request, Selection, Why,
            account as accounts,
            attach::{AttachError, Attached},
            audience, ledger, meetings, post, values,
        },
    },
    vault::Vault,
};

/// What `notice` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum NoticeCmd {
    #[command(args_conflicts_with_subcommands = true)]
    Templates(templates::TemplatesArgs),
    New(Box<create::NewArgs>),
    Preview(Box<preview::PreviewArgs>),
    Queue(Box<preview::QueueArgs>),
    Write(Box<write::WriteArgs>),
    Send(Box<send::SendArgs>),
    Account(account::AccountArgs),
    /// Read mail that came back, and what to repair
    Bounces(bounces::BouncesArgs),
    Suggest(Box<suggest::SuggestArgs>),
    Answers(answers::AnswersArgs),
    Status(outbox::StatusArgs),
    Outbox(repair::OutboxArgs),
    Retry(repair::RetryArgs),
    Cancel(repair::CancelArgs),
}

/// What a notice says and who gets it.
#[derive(Debug, Clone, Args)]
pub struct Wanted {
    /// Name of the notice
    pub notice: String,
    /// Value of a variable; several times for a list, NAME@en for English only
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Values for each member: a CSV file with the column `id` or `email`
    #[arg(long, value_name = "FILE")]
    pub values: Option<PathBuf>,
    /// Filled from this meeting, to the members who are invited to it: its name, words of it, its day, or its first digits
    #[arg(long, value_name = "MEETING")]
    pub meeting: Option<String>,
    /// Folder of the section's own notices
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// From whom and to whom.
    #[command(flatten)]
    pub to: Recipients,
}

/// From whom messages come, what goes with them, and who gets one.
#[derive(Debug, Clone, Args)]
pub struct Recipients {
    /// Sender: an address, or `Name <address>`; the one of the default account without it
    #[arg(long, value_name = "ADDRESS")]
    pub from: Option<String>,
    /// Name of the sender for those who read English, where it is another
    #[arg(long, value_name = "NAME")]
    pub name_en: Option<String>,
    /// Where replies go: an address of the section
    #[arg(long, value_name = "ADDRESS")]
    pub reply_to: Option<String>,
    /// File that goes with every message: a PDF or an .ics calendar
    #[arg(long, value_name = "FILE")]
    pub attach: Option<PathBuf>,
    /// One file for each member: a folder of files named by identifier, or a CSV list (`id` or `email`, `file`)
    #[arg(long, value_name = "PATH")]
    pub attach_each: Option<PathBuf>,
    /// Name under which the file is seen
    #[arg(long, value_name = "NAME")]
    pub attach_name: Option<String>,
    /// Only this person: first digits of the identifier, mail address or words of the name; several times for several
    #[arg(long, value_name = "ID")]
    pub id: Vec<String>,
    /// Only people of this site
    #[arg(long, value_name = "SITE")]
    pub site: Vec<String>,
    /// Only people of this service
    #[arg(long, value_name = "SERVICE")]
    pub service: Vec<String>,
    /// Only people of this college: 1, 2, 3, unknown
    #[arg(long, value_name = "N")]
    pub college: Vec<String>,
    /// People of this standing instead of members; `all` for everybody
    #[arg(long, value_name = "STANDING")]
    pub standing: Vec<String>,
    /// Only people with this tag
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only people whose name or address has these words
    #[arg(long, value_name = "WORDS")]
    pub search: Vec<String>,
    /// Only people for whom this holds: field=value, field!=value, field~part
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: Vec<String>,
}

impl Recipients {
    /// Reads the files that go with it; who lacks one of their own is left out.
    fn attached(&self, people: &mut Audience) -> Result<Attached, AttachError> {
        let name = self.attach_name.as_deref();
        let files = match &self.attach {
            Some(path) => Attached::for_all(path, name.filter(|_| self.attach_each.is_none()))?,
            None => Attached::default(),
        };
        let files = match &self.attach_each {
            Some(path) => files.for_each(path, name, people)?,
            None => files,
        };
        people.exclude(Why::NoFile, |r| files.lacks(&r.id));
        Ok(files)
    }

    fn asked(&self) -> Asked {
        Asked {
            search: self.search.clone(),
            sites: self.site.clone(),
            services: self.service.clone(),
            colleges: self.college.clone(),
            standings: self.standing.clone(),
            tags: self.tag.clone(),
            conditions: self.condition.clone(),
        }
    }
}

impl Wanted {
    fn request(&self) -> Result<Request, Refusal> {
        let mut set: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for typed in &self.set {
            let (name, value) = typed.split_once('=').ok_or_else(|| NotDone::NoValue(self.notice.clone()))?;
            set.entry(name.trim().to_owned()).or_default().push(value.to_owned());
        }
        Ok(Request {
            notice: self.notice.clone(),
            set,
            from: self.to.from.clone(),
            name_en: self.to.name_en.clone(),
            reply_to: self.to.reply_to.clone(),
            ..Request::default()
        })
    }

    /// Checks the notice and finds who gets it, by whose choice, with which files.
    fn compose(&self, face: &Face, vault: &Vault) -> Result<(Composed, Audience, Selection), Refusal> {
        let (mut composed, mut people, selection) = self.written(face, vault)?;
        composed.files = self.to.attached(&mut people)?;
        Ok((composed, people, selection))
    }

    fn written(&self, face: &Face, vault: &Vault) -> Result<(Composed, Audience, Selection), Refusal> {
        let mut request = self.request()?;
        if request.from.is_none() {
            request.from = accounts::chosen(vault, None)?.map(|account| account.from);
        }
        if let Some(typed) = &self.to.reply_to {
            accounts::own_box(vault, request.from.as_deref(), typed)?;
        }
        let library = library(face, self.templates.as_deref())?;
        let forbidden = audience::forbidden(vault)?;
        let notice = library.named(&request.notice)?;
        let mut ids = self.to.id.clone();
        if let Some(meeting) = &self.meeting {
            meetings::fill(vault, &notice.manifest, (&mut request, &mut ids), meeting, face.today)?;
        }
        let dues = match &self.values {
            Some(_) => None,
            None => ledger::open(vault, &notice.manifest, &request)?,
        };
        request.ledger = dues.is_some();
        let composed = Composed::new(&request, &library, &forbidden, face.today)?;
        let (asked, selection) = audience::choose(&composed.notice, &self.to.asked(), &ids)?;
        let mut people = audience::select(vault, &asked, &ids, composed.purpose(), face.today)?;
        match (&dues, &self.values) {
            (Some(dues), _) => {
                request.each = dues.fill(&look_at_outbox(vault)?, &mut people, face.today)?;
            }
            (None, Some(path)) => {
                let bytes = crate::features::member::actions::import::read(path)
                    .map_err(|e| NotDone::Unreadable(path.clone(), e))?;
                request.each = values::read(&bytes, &composed.notice.manifest, &people)?;
            }
            (None, None) => {
                composed.leave_out(&mut people);
                return Ok((composed, people, selection));
            }
        }
        let composed = Composed::new(&request, &library, &forbidden, face.today)?;
        composed.leave_out(&mut people);
        Ok((composed, people, selection))
    }
}

/// Reads the notices of the program and those of the section.
fn library(face: &Face, named: Option<&std::path::Path>) -> Result<Library, Refusal> {
    let folder = named.map_or_else(|| Library::folder(&face.place().config), std::path::Path::to_path_buf);
    if named.is_some() && !folder.is_dir() {
        return Err(NotDone::Unreadable(folder, std::io::ErrorKind::NotFound.into()).into());
    }
    Ok(Library::read(&folder).map_err(|e| NotDone::Unreadable(folder, e))?)
}

impl NoticeCmd {
    /// Tells whether the command opens the vault.
    #[must_use]
    pub fn opens_the_vault(&self) -> bool {
        match self {
            Self::Templates(_) | Self::New(_) => false,
            Self::Answers(args) => !args.looks(),
            _ => true,
        }
    }

    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::New(_) => Safe::Write,
            Self::Account(args) => args.verb.safe(),
            Self::Bounces(args) => args.verb.safe(),
            Self::Suggest(args) if args.looks() => Safe::Read,
            Self::Answers(args) => {
                if args.looks() {
                    Safe::Read
                } else {
                    Safe::Write
                }
            }
            Self::Templates(_) | Self::Preview(_) | Self::Status(_) | Self::Outbox(_) => Safe::Read,
            Self::Queue(_)
            | Self::Write(_)
            | Self::Send(_)
            | Self::Suggest(_)
            | Self::Retry(_)
            | Self::Cancel(_) => Safe::Mail,
        }
    }
}

/// Runs `contrepoids notice …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &NoticeCmd) -> Result<Exit, Refusal> {
    match cmd {
        NoticeCmd::Templates(args) => templates::run(face, args),
        NoticeCmd::New(args) => create::run(face, args),
        NoticeCmd::Preview(args) => preview::preview(face, args),
        NoticeCmd::Queue(args) => preview::queue(face, args),
        NoticeCmd::Write(args) => write::run(face, args),
        NoticeCmd::Send(args) => send::run(face, args),
        NoticeCmd::Account(args) => account::run(face, args),
        NoticeCmd::Bounces(args) => bounces::run(face, args),
        NoticeCmd::Answers(args) => answers::run(face, args),
        NoticeCmd::Suggest(args) => suggest::run(face, args),
        NoticeCmd::Status(args) => outbox::status(face, args),
        NoticeCmd::Outbox(args) => repair::waiting(face, args),
        NoticeCmd::Retry(args) => repair::retry(face, args),
        NoticeCmd::Cancel(args) => repair::cancel(face, args),
    }
}

/// Opens a copy of the outbox of an open vault, to be read.
fn look_at_outbox(vault: &Vault) -> Result<OpenOutbox, NoticeError> {
    post::look(vault)
}

/// Opens the outbox of an open vault.
fn open_outbox(vault: &Vault) -> Result<OpenOutbox, NoticeError> {
    post::of(vault)
}
