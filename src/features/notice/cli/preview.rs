//! `contrepoids notice preview` and `contrepoids notice queue`.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;

use super::{Wanted, outbox, words};
use crate::face::words::size;
use crate::features::notice::views;
use crate::{
    base::{Lang, View},
    face::{
        error::CmdError,
        exit::Exit,
        frame::{Face, Show, lines, shown},
        when::moment,
    },
    features::notice::actions::{
        Audience, Composed, Excluded, NoticeError, Queued, Selection, Why, bounces, compose, post,
    },
    law::cited::Known,
    mail::{eml, read::Shown},
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
    /// Show the message to this member: an identifier, or words of the name
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
/// is what `notice send` is for. Whoever has this very notice already is left out, unless --again says otherwise.
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
}

struct Preview<'a> {
    composed: &'a Composed,
    audience: &'a Audience,
    selection: &'a Selection,
    message: Shown,
    telling: Vec<&'static str>,
    articles: Vec<(String, Known)>,
}

/// Returns the reason in words.
fn why(lang: Lang, why: Why) -> String {
    match why {
        Why::NoAddress => tr!(lang, "pas d’adresse", "no address"),
        Why::BadAddress(_) => tr!(lang, "adresse inutilisable", "address not usable"),
        Why::CameBack => tr!(
            lang,
            "l’adresse ne prend plus de courrier (contrepoids notice bounces list)",
            "the address takes no mail (contrepoids notice bounces list)"
        ),
        Why::Employer => tr!(lang, "adresse chez l’employeur", "address at the employer's"),
        Why::Died => tr!(lang, "décès noté dans la fiche", "the record says that they died"),
        Why::OptedOut => tr!(lang, "ne veut pas d’avis", "wants no notices"),
        Why::OptedOutOfKind => {
            tr!(lang, "ne veut pas d’avis de cette sorte", "wants no notices of this kind")
        }
        Why::BadName => tr!(lang, "nom inutilisable dans un message", "name not usable in a mail"),
        Why::NoFact("left") => {
            tr!(lang, "pas de jour de départ dans le fichier", "no day of leaving in the roster")
        }
        Why::NoFact(name) => {
            tr!(lang, "le fichier ne dit rien\u{a0}: {name}", "the roster says nothing: {name}")
        }
        Why::NoFile => tr!(lang, "pas de fichier pour cette personne", "no file for this person"),
        Why::NoValues => tr!(lang, "pas de valeurs pour cette personne", "no values for this person"),
        Why::NoCollege => {
            tr!(lang, "collège inconnu (notez la catégorie)", "college unknown (note the category)")
        }
        _ => tr!(lang, "a déjà cet avis", "has this notice already"),
    }
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

fn selection(selection: &Selection) -> views::Selection {
    match selection {
        Selection::Proposed(condition) => {
            views::Selection::Proposed { by: "notice", condition: condition.clone() }
        }
        Selection::Typed { instead_of } => {
            views::Selection::Typed { by: "person", instead_of: instead_of.clone() }
        }
    }
}

/// Lists those who are left out, by reason.
fn excluded(lang: Lang, audience: &Audience) -> Vec<String> {
    let mut by_reason: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in &audience.excluded {
        by_reason.entry(why(lang, one.why)).or_default().push(format!("{} ({})", one.name, one.id.short()));
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

fn excluded_view(audience: &Audience) -> Vec<views::Excluded> {
    let one = |e: &crate::features::notice::actions::Excluded| views::Excluded {
        id: e.id,
        name: e.name.clone(),
        why: e.why.code(),
    };
    audience.excluded.iter().map(one).collect()
}

/// Returns a message as JSON.
pub(super) fn message_view(message: &Shown) -> views::Message {
    let file = |(name, bytes): &(String, usize)| views::File { name: name.clone(), bytes: *bytes };
    views::Message {
        from: message.header("From").to_owned(),
        to: message.header("To").to_owned(),
        subject: message.header("Subject").to_owned(),
        text: Some(message.text.clone()),
        files: message.files.iter().map(file).collect(),
        html: Some(message.html.clone()),
    }
}

/// Returns a message as lines.
pub(super) fn message_lines(lang: Lang, message: &Shown) -> Vec<String> {
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
    out.extend(message.text.lines().map(|l| format!("  {l}").trim_end().to_owned()));
    out
}

impl Preview<'_> {
    fn languages(&self) -> BTreeMap<&'static str, usize> {
        let mut out = BTreeMap::new();
        for recipient in &self.audience.recipients {
            let count: &mut usize = out.entry(recipient.tongue.code()).or_default();
            *count = count.saturating_add(1);
        }
        out
    }
}

impl Show for Preview<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        views::Preview {
            notice: self.composed.notice.id.clone(),
            selection: selection(self.selection),
            messages: self.audience.recipients.len(),
            languages: self.languages(),
            sharing_an_address: self.audience.sharing(),
            excluded: excluded_view(self.audience),
            telling_words: self.telling.clone(),
            files_bytes: self.composed.files.leaving(self.audience),
            articles: self.articles.iter().map(article).collect(),
            message: message_view(&self.message),
        }
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
fn articles(lang: Lang, found: &[(String, Known)]) -> Vec<String> {
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
                let day = match lang {
                    Lang::Fr => day.format("%d/%m/%Y"),
                    Lang::En => day.format("%Y-%m-%d"),
                };
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

fn article((article, known): &(String, Known)) -> views::Article {
    let verified_on = match known {
        Known::Read(day) => *day,
        _ => None,
    };
    views::Article { article: article.clone(), standing: known.code(), verified_on }
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

/// Says that PDFs name their author: whoever opens one can read that.
fn warn_of_author(face: &mut Face, composed: &Composed, audience: &Audience) -> Result<(), CmdError> {
    let named = composed.files.with_author(audience).map_err(|e| words(face, e.into()))?;
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
pub(super) fn preview(face: &mut Face, args: &PreviewArgs) -> Result<Exit, CmdError> {
    let vault = face.open_read()?;
    let (composed, mut audience, selection) = args.wanted.compose(face, &vault)?;
    let post = outbox(face, &vault)?;
    let already = post.already(&post.likeness(&composed.content())).map_err(|e| words(face, e.into()))?;
    audience.leave_out(&vault, &already).map_err(|e| words(face, e))?;
    bounces::leave_out(&post, &mut audience).map_err(|e| words(face, e))?;
    if let (None, true) = (&args.member, audience.recipients.is_empty()) {
        nobody(face, &selection, &audience);
    }
    let message =
        post::preview(&composed, &audience, args.member.as_deref(), face.now_ms()).map_err(|e| {
            let out = args.member.as_deref().and_then(|typed| audience.left_out(typed));
            match (e, out) {
                (NoticeError::Which { count: 0 }, Some(out)) => left_out(face.lang, out),
                (other, _) => words(face, other),
            }
        })?;
    if let Some(path) = &args.eml {
        eml::write_new(path, message.bytes())
            .map_err(|e| crate::features::notice::messages::file(face.lang, path, e))?;
    }
    let message = Shown::of(&message);
    if let Some(path) = &args.html {
        eml::write_new(path, message.html.as_bytes())
            .map_err(|e| crate::features::notice::messages::file(face.lang, path, e))?;
    }
    let telling = composed.telling(message.header("Subject"));
    let articles = compose::cited(&message.text, face.today)
        .map_err(|e| crate::features::law::messages::words(face.lang, e))?;
    face.show(&Preview {
        composed: &composed,
        audience: &audience,
        selection: &selection,
        message,
        telling: telling.clone(),
        articles,
    })?;
    warn(face, &telling);
    warn_of_author(face, &composed, &audience)?;
    for path in [&args.eml, &args.html].into_iter().flatten() {
        let path = shown(path);
        let text = tr!(face.lang, "Message écrit dans {path}.", "Message written to {path}.");
        face.note(&text);
    }
    Ok(Exit::Done)
}

/// Says that a like notice was sent so long ago that nobody knows to whom.
fn forgotten(lang: Lang, at_ms: u64) -> CmdError {
    let at = moment(lang, at_ms);
    let what = tr!(
        lang,
        "cet avis a déjà été préparé le {at}, et à qui\u{a0}: cela a été effacé après six mois.",
        "this notice was queued before, on {at}, and to whom was erased after six months."
    );
    CmdError::new(Exit::Refused, what).safe(tr!(lang, "Rien n’a été préparé.", "Nothing was queued.")).hint(
        tr!(
            lang,
            "pour l’écrire de nouveau à tous, ajoutez --again",
            "to write it to everybody once more, add --again"
        ),
    )
}

/// Says that the outbox was lost or put back, so that nobody knows whether this notice was sent.
fn unsure(lang: Lang, at_ms: u64) -> CmdError {
    let at = moment(lang, at_ms);
    let what = tr!(
        lang,
        "la boîte d’envoi a été perdue ou remise en arrière (réparée le {at})\u{a0}: on ne sait pas si cet avis\n  est déjà parti, ni à qui.",
        "the outbox was lost or put back (repaired on {at}): whether this notice was sent already,\n  and to whom, is not known."
    );
    CmdError::new(Exit::Refused, what).safe(tr!(lang, "Rien n’a été préparé.", "Nothing was queued.")).hint(
        tr!(
            lang,
            "s’il n’est pas parti, ou pour l’écrire de nouveau à tous, ajoutez --again",
            "if it was not, or to write it to everybody once more, add --again"
        ),
    )
}

/// Says that somebody would get no message, and why.
fn left_out(lang: Lang, out: &Excluded) -> CmdError {
    let (id, why) = (out.id.short(), why(lang, out.why));
    let what =
        tr!(lang, "la fiche {id} est laissée de côté\u{a0}: {why}.", "record {id} is left out: {why}.");
    CmdError::new(Exit::Refused, what)
        .safe(tr!(lang, "Rien n’est parti.", "Nothing has left."))
        .hint(format!("contrepoids member show {id}"))
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

struct Stored<'a> {
    selection: &'a Selection,
    composed: &'a Composed,
    queued: Queued,
    audience: &'a Audience,
}

impl Show for Stored<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        views::Queued {
            campaign: self.queued.id,
            selection: selection(self.selection),
            queued: self.queued.count,
            files_bytes: self.composed.files.leaving(self.audience),
            excluded: excluded_view(self.audience),
        }
    }

    fn text(&self, lang: Lang) -> String {
        let (id, count) = (self.queued.id.short(), self.queued.count);
        let mut out = vec![trn!(
            lang,
            count,
            "Envoi {id}\u{a0}: {count} message écrit, vérifié et scellé. Rien n’est parti.",
            "Envoi {id}\u{a0}: {count} messages écrits, vérifiés et scellés. Rien n’est parti.",
            "Campaign {id}: {count} message written, checked and sealed. Nothing has left.",
            "Campaign {id}: {count} messages written, checked and sealed. Nothing has left."
        )];
        out.extend(selected(lang, self.selection));
        out.extend(leaving(lang, self.composed.files.leaving(self.audience)));
        out.extend(excluded(lang, self.audience));
        out.push(tr!(
            lang,
            "Ensuite\u{a0}: contrepoids notice send {id} (--account COMPTE, --eml-dir DOSSIER ou --smtp smtps://nom@serveur)",
            "Next: contrepoids notice send {id} (--account NAME, --eml-dir DIR or --smtp smtps://name@server)"
        ));
        lines(out)
    }
}

/// Runs `contrepoids notice queue`.
///
/// # Errors
/// As [`preview`]; and when one message cannot be written, in which case none is stored.
pub(super) fn queue(face: &mut Face, args: &QueueArgs) -> Result<Exit, CmdError> {
    let mut vault = face.open_write()?;
    let (composed, mut audience, selection) = args.wanted.compose(face, &vault)?;
    let mut post = outbox(face, &vault)?;
    if !args.again {
        let likeness = post.likeness(&composed.content());
        if let Some(at_ms) = post.forgotten(&likeness).map_err(|e| words(face, e.into()))? {
            return Err(forgotten(face.lang, at_ms));
        }
        if let Some(at_ms) = post.unsure(&likeness).map_err(|e| words(face, e.into()))? {
            return Err(unsure(face.lang, at_ms));
        }
        let already = post.already(&likeness).map_err(|e| words(face, e.into()))?;
        audience.leave_out(&vault, &already).map_err(|e| words(face, e))?;
    }
    bounces::leave_out(&post, &mut audience).map_err(|e| words(face, e))?;
    let mut telling = Vec::new();
    let first = audience.recipients.first().map(|first| {
        let id = first.id.to_string();
        post::preview(&composed, &audience, Some(&id), face.now_ms())
    });
    if let Some(first) = first {
        let subject = Shown::of(&first.map_err(|e| words(face, e))?).header("Subject").to_owned();
        telling = composed.telling(&subject);
        if !telling.is_empty() && !args.telling {
            return Err(crate::features::notice::messages::telling(face.lang, &telling));
        }
        warn(face, &telling);
    } else {
        nobody(face, &selection, &audience);
    }
    warn_of_author(face, &composed, &audience)?;
    let queued = post::queue(&mut vault, &mut post, &composed, &audience, &telling, face.now_ms())
        .map_err(|e| words(face, e))?;
    face.show(&Stored { selection: &selection, composed: &composed, queued, audience: &audience })?;
    Ok(Exit::Done)
}
