//! `contrepoids notice status`.

use std::collections::BTreeMap;

use clap::Args;

use super::look_at_outbox;
use crate::{
    base::{Device, Id, Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
        when::moment,
    },
    features::notice::actions::{
        NoticeError, Status,
        others::{All, Held, Told},
        post, repair as app_repair,
        shown::{self, reply},
    },
    mail::outbox::{Class, Counts, Fate, State},
    tr, trn,
};

/// Say where each message stands
///
/// Without a campaign, every campaign with its counts; with one, also each message that was not sent and does not
/// wait: refused, or of unknown fate. With --each every message: whose, where it stands, since when, the server's answer.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice status
  contrepoids notice status 3f2a
  contrepoids notice status 3f2a --each
  contrepoids notice status 3f2a --failed")]
pub struct StatusArgs {
    /// Campaign, by the beginning of its identifier
    pub campaign: Option<String>,
    /// List what did not go through, with names, addresses and the server's answers, to be repaired
    #[arg(long)]
    pub failed: bool,
    /// Every message of a campaign: whose, where it stands, since when, the server's answer
    #[arg(long, conflicts_with = "failed", requires = "campaign")]
    pub each: bool,
}

struct MessageCard {
    all: Vec<Status>,
    names: BTreeMap<Id, String>,
    detailed: bool,
    elsewhere: Vec<Told>,
    held: Vec<Held>,
    others: All,
}

impl MessageCard {
    /// Names a member: the identifier, and the name where the roster has one.
    fn member(&self, id: &Id) -> String {
        let name = self.names.get(id).map(|name| format!("  {name}")).unwrap_or_default();
        format!("{}{name}", id.short())
    }
}

/// Writes counts on one line.
pub(super) fn counts(lang: Lang, counts: &Counts) -> String {
    counts.iter().map(|(fate, n)| format!("{n} {}", fate.of(lang, *n))).collect::<Vec<_>>().join(", ")
}

/// The same where messages were written to files: none of them was sent by us.
pub(super) fn as_files(lang: Lang, counts: &Counts) -> String {
    let one = |(fate, n): (&Fate, &u64)| match (fate, lang) {
        (Fate::Sent, Lang::Fr) if *n > 1 => format!("{n} remis en fichiers"),
        (Fate::Sent, Lang::Fr) => format!("{n} remis en fichier"),
        (Fate::Sent, Lang::En) => format!("{n} handed over as files"),
        _ => format!("{n} {}", fate.of(lang, *n)),
    };
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Says which messages the server took and came back all the same.
fn returned(lang: Lang, status: &Status, detailed: bool) -> Vec<String> {
    let all = status.returned.len();
    if all == 0 {
        return Vec::new();
    }
    let for_good = status.returned.iter().filter(|(_, for_good)| *for_good).count();
    let mut out = vec![tr!(
        lang,
        "  revenus en retour\u{a0}: {all}, dont {for_good} définitivement (contrepoids notice bounces list)",
        "  came back: {all}, of them {for_good} for good (contrepoids notice bounces list)"
    )];
    for (member, for_good) in status.returned.iter().filter(|_| detailed) {
        let what = if *for_good {
            tr!(lang, "revenu, définitivement", "came back for good")
        } else {
            tr!(lang, "revenu, pour un temps", "came back for a time")
        };
        out.push(format!("  {}  {what}", member.short()));
    }
    out
}

impl MessageCard {
    /// Says where a campaign of another device stands; with names for who asks for one and has the roster.
    fn of_another(&self, lang: Lang, told: &Told) -> Vec<String> {
        let (id, notice, device) = (told.id.short(), &told.notice, self.others.name(&told.device));
        let (when, counts) = (moment(lang, told.queued_ms), counts(lang, &told.counts()));
        let mut out = vec![
            format!("{id}  {notice:<10} {when}  {counts}"),
            tr!(
                lang,
                "  sur «\u{a0}{device}\u{a0}», qui seul l’envoie",
                "  on “{device}”, which alone sends it"
            ),
        ];
        if !self.names.is_empty() {
            let each =
                told.members.iter().map(|(id, fate)| format!("  {}  {}", self.member(id), fate.of(lang, 1)));
            out.extend(each);
        }
        out
    }
}

impl Show for MessageCard {
    fn view(&self, _lang: Lang) -> impl View {
        let called = |device: &Device| self.others.name(device);
        shown::statuses(&self.all, &self.names, (&self.elsewhere, &self.held), called)
    }

    fn text(&self, lang: Lang) -> String {
        if self.all.is_empty() && self.elsewhere.is_empty() {
            return lines([tr!(lang, "La boîte d’envoi est vide.", "The outbox is empty.")]);
        }
        let mut out = Vec::new();
        for status in &self.all {
            let (id, notice) = (Id(status.campaign.id).short(), &status.campaign.notice);
            out.push(format!(
                "{id}  {notice:<10} {}  {}",
                moment(lang, status.campaign.at_ms),
                counts(lang, &status.counts)
            ));
            if status.erased {
                out.push(tr!(
                    lang,
                    "  destinataires et messages effacés après six mois\u{a0}; plus rien n’en partira",
                    "  recipients and messages erased after six months; nothing of it leaves any more"
                ));
            }
            if let Some(after) = status.campaign.after_ms {
                let when = moment(lang, after);
                out.push(tr!(
                    lang,
                    "  rien n’en part avant le {when} (heure de Paris)",
                    "  nothing of it leaves before {when} (Paris time)"
                ));
            }
            if !status.campaign.telling.is_empty() {
                let list = status.campaign.telling.join(", ");
                out.push(tr!(
                    lang,
                    "  avec --telling, malgré les mots\u{a0}: {list}",
                    "  with --telling, in spite of the words: {list}"
                ));
            }
            let waits = self.held.iter().find(|held| held.campaign.0 == status.campaign.id);
            out.extend(waits.into_iter().flat_map(|held| waiting(lang, held)));
            out.extend(returned(lang, status, self.detailed));
            for (member, queue_entry) in status.open.iter().filter(|_| self.detailed) {
                let what = match (&queue_entry.state, reply(&queue_entry.state)) {
                    (State::Failed { class: Class::Permanent, .. }, Some(r)) => {
                        tr!(lang, "refusé ({})", "refused ({})", r.code)
                    }
                    (State::Failed { .. }, Some(r)) => {
                        tr!(lang, "à réessayer ({})", "to be tried again ({})", r.code)
                    }
                    (State::Failed { .. }, None) => {
                        tr!(lang, "à réessayer (pas de connexion)", "to be tried again (no connection)")
                    }
                    (State::Sent { .. }, Some(r)) => {
                        tr!(lang, "envoyé ({} {})", "sent ({} {})", r.code, r.text).replace(" )", ")")
                    }
                    (State::Unknown | State::Sending, _) => tr!(lang, "sort inconnu", "fate unknown"),
                    (other, _) => other.fate().of(lang, 1).to_owned(),
                };
                out.push(format!("  {}  {what}  {}", self.member(member), moment(lang, queue_entry.at_ms)));
            }
            let n = status.counts.get(&Fate::Unknown).copied().unwrap_or_default();
            if n > 0 && self.detailed {
                out.push(tr!(
                    lang,
                    "Au sort inconnu\u{a0}: peut-être reçus, peut-être pas. Demandez, ou renvoyez-les\u{a0}:\n  contrepoids notice send {id} --resend-unknown {n} …",
                    "Of unknown fate: perhaps received, perhaps not. Ask, or send them again:\n  contrepoids notice send {id} --resend-unknown {n} …"
                ));
            }
        }
        out.extend(self.elsewhere.iter().flat_map(|told| self.of_another(lang, told)));
        lines(out)
    }
}

/// Says that a campaign waits because another device queued the same before.
pub(crate) fn waiting(lang: Lang, held: &Held) -> Vec<String> {
    let (device, people, id) = (&held.device, held.people, held.campaign.short());
    let since = moment(lang, held.since_ms);
    vec![
        trn!(
            lang,
            people,
            "  retenu\u{a0}: le même avis, pour {people} personne, sur «\u{a0}{device}\u{a0}» depuis le\n  {since}. Le lâcher ou y renoncer\u{a0}:",
            "  retenu\u{a0}: le même avis, pour {people} personnes, sur «\u{a0}{device}\u{a0}» depuis le\n  {since}. Le lâcher ou y renoncer\u{a0}:",
            "  held: the same notice, for {people} person, on “{device}” since\n  {since}. To release or to drop it:",
            "  held: the same notice, for {people} people, on “{device}” since\n  {since}. To release or to drop it:"
        ),
        format!("    contrepoids notice send {id} --again"),
        format!("    contrepoids notice cancel {id}"),
    ]
}

/// Runs `contrepoids notice status`.
///
/// # Errors
/// When the vault or the outbox cannot be opened, or no campaign answers to what was typed.
pub(super) fn status(face: &mut Face, args: &StatusArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let post = look_at_outbox(&vault)?;
    if args.failed {
        let failed = match post::find(&post, args.campaign.as_deref(), post::FAILED) {
            Ok(found) => app_repair::failed(&vault, &post, &found.id)?,
            Err(NoticeError::Campaign { found }) if args.campaign.is_none() && found.is_empty() => Vec::new(),
            Err(other) => return Err(other.into()),
        };
        face.show(&super::repair::Repairs(failed))?;
        return Ok(Exit::Done);
    }
    let others = All::of(&vault)?;
    let mut elsewhere: Vec<Told> = others.elsewhere(&post)?.into_iter().cloned().collect();
    if let Some(typed) = &args.campaign {
        elsewhere.retain(|told| told.id.starts_with(typed));
    }
    let all = match post::status(&post, args.campaign.as_deref(), args.each) {
        Err(NoticeError::Campaign { found }) if found.is_empty() && elsewhere.len() == 1 => Vec::new(),
        Ok(_) if args.campaign.is_some() => {
            elsewhere.clear();
            post::status(&post, args.campaign.as_deref(), args.each)?
        }
        other => other?,
    };
    let names = if args.each { app_repair::names(&vault)? } else { BTreeMap::new() };
    let held = others.waiting(&post)?;
    let detailed = args.campaign.is_some();
    face.show(&MessageCard { all, names, detailed, elsewhere, held, others })?;
    Ok(Exit::Done)
}
