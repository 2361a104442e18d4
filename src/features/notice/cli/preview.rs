//! `contrepoids notice preview` and `contrepoids notice queue`.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;

use super::{Wanted, later, look_at_outbox};
use crate::face::words::size;
use crate::features::notice::messages::{self, command::NotDone};
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding::{self, wrapped},
        frame::{Face, Show, lines, shown},
        when::{self, Start},
    },
    features::{
        member::actions::MemberError,
        notice::actions::{
            Audience, Composed, NoticeError, Queued, Selection, Why, compose, post, queue,
            shown::{Previewed, Stored},
        },
    },
    law::cited::Known,
    mail::{eml, read::ReadMessage},
    render::{When, french},
    tr, trn,
};

/// How many people are named on a screen before the rest is only counted.
const NAMED: usize = 20;

/// Show who gets what, and the first message in full
///
/// Nothing is stored and nothing leaves. Everybody who was selected and gets no message is listed with the reason.
/// What is shown is read from the bytes that would leave.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice preview welcome --from 'The team <team@example.org>'
  contrepoids notice preview meeting --from team@example.org --set \\
    date=2026-12-03 \\
      --set 'place=Room 2' --site Lyon --for camille")]
pub struct PreviewArgs {
    /// What and to whom.
    #[command(flatten)]
    pub wanted: Wanted,
    /// Show the message to this member: first digits of the identifier, mail address or words of the name
    #[arg(long = "for", value_name = "MEMBER")]
    pub member: Option<String>,
    /// Write the message that is shown to this new file
    #[arg(long, value_name = "FILE")]
    pub eml: Option<PathBuf>,
    /// Write the page of HTML of the message that is shown to this new file
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// Write every message and store it sealed in the outbox
///
/// Every message is written and checked before the first is stored: when one cannot be, none is. Nothing leaves; that
/// is what `notice send` is for. Whoever has this very notice already, from here or from another device, is left out, unless --again says
/// otherwise.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice queue meeting --from team@example.org --set \\
    date=2026-12-03 \\
      --set 'place=Room 2' --site Lyon
  contrepoids notice send")]
pub struct QueueArgs {
    /// What and to whom.
    #[command(flatten)]
    pub wanted: Wanted,
    /// Write also to those who have this very notice already
    #[arg(long)]
    pub again: bool,
    /// Queue although the subject or the sender tells what it is about; the campaign remembers it
    #[arg(long)]
    pub telling: bool,
    /// Let nothing of it leave before this day and hour: `tomorrow 9:00`, `3/12 9h30`
    #[arg(long, value_name = "WHEN", value_parser = when::start)]
    pub at: Option<Start>,
}

/// Says by whose choice people were selected, where the notice has one.
fn selected(lang: Lang, selection: &Selection) -> Option<String> {
    match selection {
        Selection::Proposed(condition) => Some(tr!(
            lang,
            "Proposé par l’avis\u{a0}: {condition}\u{a0}; --where … pour changer",
            "Proposed by the notice: {condition}; --where … to change it"
        )),
        Selection::Typed { instead_of: Some(condition) } => Some(tr!(
            lang,
            "L’avis propose {condition}\u{a0}; votre choix prend sa place.",
            "The notice proposes {condition}; your choice takes its place."
        )),
        Selection::Typed { instead_of: None } => None,
    }
}

/// Lists those who are left out, by reason.
pub(super) fn excluded(lang: Lang, audience: &Audience) -> Vec<String> {
    let mut by_reason: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in &audience.excluded {
        let mut why = messages::audience::why(lang, one.why);
        if let Why::Elsewhere(device, _) = one.why
            && let Some(name) = audience.devices.get(&device)
        {
            why = format!("{why} ({name})");
        }
        by_reason.entry(why).or_default().push(format!("{} ({})", one.name, one.id.short()));
    }
    let mut out = Vec::new();
    if !audience.excluded.is_empty() {
        let count = audience.excluded.len();
        out.push(tr!(lang, "Sans message\u{a0}: {count}", "Without a message: {count}"));
    }
    for (reason, names) in by_reason {
        let count = names.len();
        out.push(tr!(lang, "  {reason}\u{a0}: {count}", "  {reason}: {count}"));
        out.extend(names.iter().take(NAMED).map(|n| format!("    {n}")));
        if let Some(more) = count.checked_sub(NAMED).filter(|m| *m > 0) {
            out.push(trn!(
                lang,
                more,
                "    et {more} autre (--json)",
                "    et {more} autres (--json)",
                "    and {more} more (--json)",
                "    and {more} more (--json)"
            ));
        }
    }
    out
}

/// Returns a message as lines.
pub(super) fn message_lines(lang: Lang, message: &ReadMessage) -> Vec<String> {
    let (from, to, subject) = (message.header("From"), message.header("To"), message.header("Subject"));
    let mut out = vec![
        tr!(lang, "  De\u{a0}: {from}", "  From: {from}"),
        tr!(lang, "  À\u{a0}: {to}", "  To: {to}"),
        tr!(lang, "  Objet\u{a0}: {subject}", "  Subject: {subject}"),
    ];
    for (name, bytes) in &message.files {
        let size = size(lang, *bytes as u64);
        out.push(tr!(lang, "  Pièce jointe\u{a0}: {name} ({size})", "  Attachment: {name} ({size})"));
    }
    out.push(String::new());
    // A paragraph is one line of the mail, and as many of the screen as it takes.
    out.extend(message.text.lines().map(|l| wrapped("  ", "  ", l).trim_end().to_owned()));
    out
}

impl Show for Previewed<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        self.view()
    }

    fn text(&self, lang: Lang) -> String {
        let count = self.audience.recipients.len();
        let languages: Vec<String> =
            self.languages().into_iter().map(|(code, count)| format!("{code} {count}")).collect();
        let languages = languages.join(", ");
        let mut out = vec![tr!(
            lang,
            "Messages\u{a0}: {count} ({languages}), un par personne",
            "Messages: {count} ({languages}), one per person"
        )];
        out.extend(selected(lang, self.selection));
        let other = self.in_another_language();
        if other > 0 {
            out.push(trn!(
                lang,
                other,
                "Une seule langue\u{a0}: {other} personne le reçoit dans une autre que la sienne",
                "Une seule langue\u{a0}: {other} personnes le reçoivent dans une autre que la leur",
                "One language only: {other} person gets it in one that is not theirs",
                "One language only: {other} people get it in one that is not theirs"
            ));
        }
        let sharing = self.audience.sharing();
        if sharing > 0 {
            out.push(trn!(
                lang,
                sharing,
                "Adresse partagée\u{a0}: {sharing} personne a une boîte commune avec une autre\u{a0}; elle a son message",
                "Adresses partagées\u{a0}: {sharing} personnes ont une boîte commune avec une autre\u{a0}; chacune a son message",
                "Shared address: {sharing} person shares a box with somebody; they get a message",
                "Shared addresses: {sharing} people share a box with somebody; each gets a message"
            ));
        }
        out.extend(excluded(lang, self.audience));
        out.extend(leaving(lang, self.composed.files.leaving(self.audience)));
        out.push(String::new());
        out.extend(message_lines(lang, &self.message));
        out.push(String::new());
        out.extend(articles(lang, &self.articles));
        out.push(tr!(
            lang,
            "Rien n’est parti, rien n’est enregistré.",
            "Nothing has left, nothing is stored."
        ));
        lines(out)
    }
}

/// Says what the law tables know of the articles that a message cites.
pub(super) fn articles(lang: Lang, found: &[(String, Known)]) -> Vec<String> {
    let mut out = Vec::new();
    if !found.is_empty() {
        out.push(tr!(
            lang,
            "Articles cités (contrepoids law list)\u{a0}:",
            "Articles cited (contrepoids law list):"
        ));
    }
    for (article, known) in found {
        let article = article.trim_start_matches("? ");
        let what = match known {
            Known::Read(Some(day)) => {
                let day = finding::day(lang, *day);
                tr!(lang, "texte lu, vérifié le {day}", "text read, verified on {day}")
            }
            Known::Read(None) => tr!(lang, "texte lu", "text read"),
            Known::Unread => tr!(
                lang,
                "non vérifié\u{a0}: à relire avant d’envoyer",
                "unverified: read it before you send"
            ),
            Known::NotInForce => tr!(lang, "PAS EN VIGUEUR ce jour", "NOT IN FORCE today"),
            Known::Nowhere => tr!(lang, "dans aucune table\u{a0}: à vérifier", "in no table: check it"),
        };
        out.push(format!("  {article:<18} {what}"));
    }
    if !out.is_empty() {
        out.push(String::new());
    }
    out
}

/// Says which words give membership away.
fn warn(face: &mut Face, telling: &[&'static str]) {
    if !telling.is_empty() {
        let list = telling.join(", ");
        let text = tr!(
            face.lang,
            "Attention\u{a0}: l’objet, l’expéditeur ou le nom d’une pièce dit de quoi il s’agit ({list}). Un écran verrouillé l’affiche.",
            "Warning: the subject, the sender or the name of a file tells what this is about ({list}). A lock screen shows it."
        );
        face.note(&text);
    }
}

/// Says that a day lies on the wrong side of today.
fn warn_of_time(face: &mut Face, composed: &Composed) {
    for (name, when) in composed.out_of_time() {
        let name = french::shown(face.lang, &name);
        let text = match when {
            When::Coming => tr!(
                face.lang,
                "Attention\u{a0}: «\u{a0}{name}\u{a0}» est déjà passé.",
                "Warning: `{name}` lies in the past."
            ),
            When::Gone => tr!(
                face.lang,
                "Attention\u{a0}: «\u{a0}{name}\u{a0}» n’est pas encore passé.",
                "Warning: `{name}` is still to come."
            ),
        };
        face.note(&text);
    }
}

/// Says that PDFs name their author: whoever opens one can read that.
fn warn_of_author(face: &mut Face, composed: &Composed, audience: &Audience) -> Result<(), Refusal> {
    let named = composed.files.with_author(audience)?;
    if named > 0 {
        let text = tr!(
            face.lang,
            "Attention\u{a0}: un auteur est nommé dans les propriétés du PDF ({named})\u{a0}; chacun peut le lire.",
            "Warning: the properties of the PDF name an author ({named}); everybody can read that."
        );
        face.note(&text);
    }
    Ok(())
}

/// Runs `contrepoids notice preview`.
///
/// # Errors
/// When the notice, its values, its sender or the selection is wrong, or nobody is left.
pub(super) fn preview(face: &mut Face, args: &PreviewArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let (composed, mut audience, selection) = args.wanted.compose(face, &vault)?;
    let post = look_at_outbox(&vault)?;
    queue::leave_out(&vault, &post, &composed, &mut audience)?;
    if let (None, true) = (&args.member, audience.recipients.is_empty()) {
        nobody(face, &selection, &audience);
    }
    let message =
        post::preview(&composed, &audience, args.member.as_deref(), face.now_ms()).map_err(|e| {
            let out = args.member.as_deref().and_then(|typed| audience.left_out(typed));
            match (e, out) {
                (NoticeError::Roster(MemberError::Nobody), Some(out)) => {
                    NotDone::LeftOut(out.id, out.why).into()
                }
                (other, _) => Refusal::from(other),
            }
        })?;
    if let Some(path) = &args.eml {
        eml::write_new(path, message.bytes()).map_err(|e| NotDone::Unwritable(path.clone(), e))?;
    }
    let message = ReadMessage::of(&message);
    if let Some(path) = &args.html {
        eml::write_new(path, message.html.as_bytes()).map_err(|e| NotDone::Unwritable(path.clone(), e))?;
    }
    let telling = composed.telling(&message);
    let articles = compose::cited(&message.text, face.today)?;
    face.show(&Previewed {
        composed: &composed,
        audience: &audience,
        selection: &selection,
        message,
        telling: telling.clone(),
        articles,
    })?;
    warn(face, &telling);
    warn_of_time(face, &composed);
    warn_of_author(face, &composed, &audience)?;
    for path in [&args.eml, &args.html].into_iter().flatten() {
        let path = shown(path);
        let text = tr!(face.lang, "Message écrit dans {path}.", "Message written to {path}.");
        face.note(&text);
    }
    Ok(Exit::Done)
}

/// Says how much the files of all messages come to.
pub(super) fn leaving(lang: Lang, bytes: u64) -> Option<String> {
    let size = size(lang, bytes);
    (bytes > 0).then(|| {
        tr!(lang, "Pièces jointes\u{a0}: {size} à envoyer en tout", "Attachments: {size} to send in all")
    })
}

/// Says who was selected and gets nothing, where nobody is left.
fn nobody(face: &mut Face, selection: &Selection, audience: &Audience) {
    let all = selected(face.lang, selection).into_iter().chain(excluded(face.lang, audience));
    let text = lines(all);
    face.note(text.trim_end());
}

/// Says that messages are written and wait.
pub(super) fn stored(lang: Lang, queued: &Queued) -> String {
    let (id, count) = (queued.id.short(), queued.count);
    trn!(
        lang,
        count,
        "Envoi {id}\u{a0}: {count} message écrit, vérifié et scellé. Rien n’est parti.",
        "Envoi {id}\u{a0}: {count} messages écrits, vérifiés et scellés. Rien n’est parti.",
        "Campaign {id}: {count} message written, checked and sealed. Nothing has left.",
        "Campaign {id}: {count} messages written, checked and sealed. Nothing has left."
    )
}

impl Show for Stored<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        self.view()
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = vec![stored(lang, &self.queued)];
        out.extend(selected(lang, self.selection));
        out.extend(leaving(lang, self.composed.files.leaving(self.audience)));
        out.extend(excluded(lang, self.audience));
        let id = self.queued.id.short();
        out.extend(self.after_ms.map(|after| later::until(lang, after)));
        out.push(tr!(
            lang,
            "Ensuite\u{a0}: contrepoids notice send {id}\n  (--account COMPTE, --eml-dir DOSSIER ou --smtp smtps://nom@serveur)",
            "Next: contrepoids notice send {id}\n  (--account NAME, --eml-dir DIR or --smtp smtps://name@server)"
        ));
        lines(out)
    }
}

/// Runs `contrepoids notice queue`.
///
/// # Errors
/// As [`preview`]; and when one message cannot be written, in which case none is stored.
pub(super) fn queue(face: &mut Face, args: &QueueArgs) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let (composed, mut audience, selection) = args.wanted.compose(face, &vault)?;
    let ready = queue::ready(&vault, &composed, &mut audience, (args.again, args.telling), face.now_ms())?;
    warn(face, ready.telling());
    warn_of_time(face, &composed);
    if ready.audience().recipients.is_empty() {
        nobody(face, &selection, ready.audience());
    }
    warn_of_author(face, &composed, ready.audience())?;
    let after_ms = args.at.and_then(Start::after_ms);
    let ready = ready.later(after_ms, face.now_ms())?;
    let queued = ready.queue(&mut vault, face.now_ms())?;
    face.show(&Stored { selection: &selection, composed: &composed, queued, after_ms, audience: &audience })?;
    later::remark(face, args.at);
    Ok(Exit::Done)
}
