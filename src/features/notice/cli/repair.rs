//! `contrepoids notice outbox`, `retry`, `cancel`, and `status --failed`.

use clap::Args;

use super::preview;
use crate::{
    base::{Id, Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
    },
    features::notice::actions::{
        repair::{self, Failed, Retried, Waiting},
        shown,
    },
    mail::ledger::Campaign,
    tr, trn,
};

/// Read what waits in the outbox
///
/// Lists each message that waits with its recipient; with --for, shows the message in full, from the bytes that will leave.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice outbox
  contrepoids notice outbox 3f2a --for camille")]
pub struct OutboxArgs {
    /// Campaign, by the beginning of its identifier; not needed when only one waits
    pub campaign: Option<String>,
    /// Show the message to this member: first digits of the identifier, mail address or words of the name
    #[arg(long = "for", value_name = "MEMBER")]
    pub member: Option<String>,
}

/// Put messages that were refused for good back into the outbox
///
/// Each goes to the address that the roster has now, with the same Message-ID as before. Repair the address first: `notice status
/// --failed` names them. What waits for an address that has changed since goes to the new one too; messages of unknown fate are
/// not touched.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice status 3f2a --failed
  contrepoids notice retry 3f2a
  contrepoids notice send 3f2a")]
pub struct RetryArgs {
    /// Campaign, by the beginning of its identifier; not needed when there is only one
    pub campaign: Option<String>,
}

/// Take back messages that have not been sent
///
/// Those that wait and those that failed. What was sent, or may have been, does not come back.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice cancel 3f2a
  contrepoids notice cancel 3f2a --id 91c0d2 --yes")]
pub struct CancelArgs {
    /// Campaign, by the beginning of its identifier
    pub campaign: String,
    /// Only the message to this member: first digits of the identifier, mail address or words of the name
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
}

struct Outbox<'a> {
    campaign: &'a Campaign,
    waiting: &'a [Waiting],
    whole: bool,
}

impl Show for Outbox<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        shown::outbox(self.campaign, self.waiting, self.whole)
    }

    fn text(&self, lang: Lang) -> String {
        let (id, notice, count) = (Id(self.campaign.id).short(), &self.campaign.notice, self.waiting.len());
        let mut out = vec![trn!(
            lang,
            count,
            "Envoi {id} ({notice})\u{a0}: {count} message attend",
            "Envoi {id} ({notice})\u{a0}: {count} messages attendent",
            "Campaign {id} ({notice}): {count} message waits",
            "Campaign {id} ({notice}): {count} messages wait"
        )];
        for one in self.waiting {
            if self.whole {
                out.push(String::new());
                out.extend(preview::message_lines(lang, &one.message));
            } else {
                out.push(format!("  {}  {}", one.id.short(), one.message.header("To")));
            }
        }
        lines(out)
    }
}

struct Back(Retried);

impl Show for Back {
    fn view(&self, _lang: Lang) -> impl View {
        shown::retried(self.0)
    }

    fn text(&self, lang: Lang) -> String {
        let Retried { again, readdressed, left } = self.0;
        let mut out = vec![tr!(
            lang,
            "Remis en attente\u{a0}: {again}, dont {readdressed} à une adresse corrigée. Rien n’est parti.",
            "Wait again: {again}, {readdressed} of them to a repaired address. Nothing has left."
        )];
        if left > 0 {
            out.push(tr!(
                lang,
                "Laissés de côté, sans adresse utilisable\u{a0}: {left}",
                "Left as they are, without a usable address: {left}"
            ));
        }
        lines(out)
    }
}

struct Taken(u64);

impl Show for Taken {
    fn view(&self, _lang: Lang) -> impl View {
        shown::cancelled(self.0)
    }

    fn text(&self, lang: Lang) -> String {
        let count = self.0;
        lines([trn!(
            lang,
            count,
            "Repris\u{a0}: {count} message.",
            "Repris\u{a0}: {count} messages.",
            "Taken back: {count} message.",
            "Taken back: {count} messages."
        )])
    }
}

/// What did not go through, to be repaired.
pub(super) struct Repairs(pub(super) Vec<Failed>);

impl Show for Repairs {
    fn view(&self, _lang: Lang) -> impl View {
        shown::repairs(&self.0)
    }

    fn text(&self, lang: Lang) -> String {
        if self.0.is_empty() {
            return lines([tr!(lang, "Rien à réparer.", "Nothing to repair.")]);
        }
        let mut out = Vec::new();
        for one in &self.0 {
            let answer = one.reply.as_ref().map(|r| format!("{} {}", r.code, r.text)).unwrap_or_default();
            let state = one.state.of(lang, 1);
            out.push(
                format!("{}  {} <{}>  {state}  {answer}", one.id.short(), one.name, one.address)
                    .trim_end()
                    .to_owned(),
            );
            if one.repaired {
                out.push(tr!(
                    lang,
                    "  l’adresse a été corrigée depuis\u{a0}: notice retry",
                    "  the address was repaired since: notice retry"
                ));
            }
        }
        lines(out)
    }
}

/// Runs `contrepoids notice outbox`.
///
/// # Errors
/// When the vault or the outbox cannot be opened, or no campaign or message answers to what was typed.
pub(super) fn waiting(face: &mut Face, args: &OutboxArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let (campaign, waiting) = repair::waiting(&vault, args.campaign.as_deref(), args.member.as_deref())?;
    face.show(&Outbox { campaign: &campaign, waiting: &waiting, whole: args.member.is_some() })?;
    Ok(Exit::Done)
}

/// Runs `contrepoids notice retry`.
///
/// # Errors
/// When the vault or the outbox cannot be opened, or no campaign answers to what was typed.
pub(super) fn retry(face: &mut Face, args: &RetryArgs) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let done = repair::retry(&mut vault, args.campaign.as_deref(), face.now_ms())?;
    face.show(&Back(done))?;
    Ok(Exit::Done)
}

/// Runs `contrepoids notice cancel`.
///
/// # Errors
/// When the vault or the outbox cannot be opened, or no campaign or member answers to what was typed.
pub(super) fn cancel(face: &mut Face, args: &CancelArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut vault = face.open_write()?;
    let taking = repair::to_cancel(&vault, &args.campaign, args.id.as_deref())?;
    let (id, count) = (taking.campaign().short(), taking.count());
    // What was taken back cannot be put back: its bytes are gone.
    if count > 0 {
        let question = trn!(
            lang,
            count,
            "Reprendre {count} message de l’envoi {id}, pour de bon\u{a0}?",
            "Reprendre {count} messages de l’envoi {id}, pour de bon\u{a0}?",
            "Take back {count} message of campaign {id}, for good?",
            "Take back {count} messages of campaign {id}, for good?"
        );
        face.go_on(&question)?;
    }
    let count = taking.cancel(&mut vault, face.now_ms())?;
    face.show(&Taken(count))?;
    Ok(Exit::Done)
}
