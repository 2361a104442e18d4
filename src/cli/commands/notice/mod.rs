//! `contrepoids notice`: from the template to the server.

mod outbox;
mod preview;
mod send;
mod templates;

use std::collections::BTreeMap;

use clap::{Args, Subcommand};

use crate::{
    app::{member::list::Asked, notice::Request},
    cli::{
        error::{self, CmdError},
        exit::Exit,
        face::Face,
    },
    tr,
    vault::Vault,
};

/// What `notice` can do.
#[derive(Debug, Subcommand)]
pub enum NoticeCmd {
    /// List the notices, or show one with its variables
    #[command(visible_alias = "modeles")]
    Templates(templates::TemplatesArgs),
    /// Show who gets what, and the first message in full
    #[command(visible_alias = "apercu")]
    Preview(Box<preview::PreviewArgs>),
    /// Write every message and store it sealed in the outbox
    #[command(visible_alias = "preparer")]
    Queue(Box<preview::QueueArgs>),
    /// Send what waits in the outbox; a dry run without --really
    #[command(visible_alias = "envoyer")]
    Send(Box<send::SendArgs>),
    /// Say where each message stands
    #[command(visible_alias = "etat")]
    Status(outbox::StatusArgs),
}

/// What a notice says and who gets it.
#[derive(Debug, Clone, Args)]
pub struct Wanted {
    /// Name of the notice
    pub notice: String,
    /// Sender: an address, or `Name <address>`
    #[arg(long, value_name = "ADDRESS")]
    pub from: Option<String>,
    /// Value of a variable; several times for a list
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Only people of this site
    #[arg(long, value_name = "SITE")]
    pub site: Vec<String>,
    /// Only people of this service
    #[arg(long, value_name = "SERVICE")]
    pub service: Vec<String>,
    /// Only people of this college
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

impl Wanted {
    fn request(&self, face: &Face) -> Result<Request, CmdError> {
        let mut set: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for typed in &self.set {
            let (name, value) = typed.split_once('=').ok_or_else(|| {
                CmdError::new(
                    Exit::Usage,
                    tr!(
                        face.lang,
                        "--set attend NOM=VALEUR\u{a0}: il manque le signe égal.",
                        "--set takes NAME=VALUE: the equals sign is missing."
                    ),
                )
                .hint(format!("contrepoids notice templates {}", self.notice))
            })?;
            set.entry(name.trim().to_owned()).or_default().push(value.to_owned());
        }
        Ok(Request { notice: self.notice.clone(), set, from: self.from.clone() })
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

/// Runs `contrepoids notice …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &NoticeCmd) -> Result<Exit, CmdError> {
    match cmd {
        NoticeCmd::Templates(args) => templates::run(face, args),
        NoticeCmd::Preview(args) => preview::preview(face, args),
        NoticeCmd::Queue(args) => preview::queue(face, args),
        NoticeCmd::Send(args) => send::run(face, args),
        NoticeCmd::Status(args) => outbox::status(face, args),
    }
}

/// Opens the outbox of an open vault.
fn outbox(face: &Face, vault: &Vault) -> Result<crate::app::notice::Post, CmdError> {
    let outbox = vault.outbox().map_err(|e| error::mail::outbox(face.lang, face.place(), e))?;
    crate::app::notice::post::open(outbox, crate::clock::random, crate::clock::now_ms)
        .map_err(|e| words(face, e))
}

/// Puts an error into words.
fn words(face: &Face, error: crate::app::notice::NoticeError) -> CmdError {
    error::mail::words(face.lang, face.place(), error)
}
