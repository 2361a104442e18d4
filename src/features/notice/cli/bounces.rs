//! `contrepoids notice bounces`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::library;
use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        frame::{Face, Show, lines},
        when::moment,
    },
    features::notice::actions::{
        audience::NO_NEWS,
        bounces as app,
        bounces::{Applied, Asking, BouncePlan, Folder, Found, Marked, Repair, Tie},
        shown,
    },
    mail::bounce::Class,
    tr, trn,
};

/// Read mail that came back, and what to repair
#[derive(Debug, Args)]
pub struct BouncesArgs {
    /// What to do.
    #[command(subcommand)]
    pub verb: BouncesCmd,
}

/// What `notice bounces` can do.
#[derive(Debug, Subcommand)]
pub enum BouncesCmd {
    Import(ImportArgs),
    /// List the addresses that have a mark
    List,
    /// Take the mark off the addresses of a person
    Clear(ClearArgs),
}

/// Read a folder of mail that came back; changes nothing without --apply
///
/// Save the reports of what was not delivered, from the box of the sender, into a folder (.eml files, or a maildir). Each is
/// tied to a message, or to the address of a person; the address is marked as dead or as only refused this time. Whoever has a
/// dead address gets no more messages and is listed as unreachable. A reply that asks for no more sets the tag that says so. A
/// report that was counted counts once.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids notice bounces import returned
  contrepoids notice bounces import returned --apply")]
pub struct ImportArgs {
    /// Folder of .eml files, or a maildir
    pub folder: PathBuf,
    /// Mark the addresses and keep who wants no more
    #[arg(long)]
    pub apply: bool,
    /// Folder of the section's own notices
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

/// One person.
#[derive(Debug, Clone, Args)]
pub struct ClearArgs {
    /// The person: an identifier, an address or a name
    pub who: String,
}

fn class(lang: Lang, class: Class) -> String {
    match class {
        Class::Hard => tr!(lang, "morte", "dead"),
        Class::Soft => tr!(lang, "refusée cette fois", "refused this time"),
    }
}

fn repair(lang: Lang, found: &Found) -> String {
    let id = found.id.short();
    match &found.repair {
        Repair::Domain(address) => tr!(
            lang,
            "faute de frappe\u{a0}? contrepoids member edit {id} email={address}",
            "a slip of the finger? contrepoids member edit {id} email={address}"
        ),
        Repair::Other(address) => tr!(
            lang,
            "une autre adresse est connue\u{a0}: contrepoids member edit {id} notice-email={address}",
            "another address is known: contrepoids member edit {id} notice-email={address}"
        ),
        Repair::Ask => tr!(
            lang,
            "demandez une adresse\u{a0}: contrepoids member edit {id} email=…",
            "ask for an address: contrepoids member edit {id} email=…"
        ),
        Repair::Later => {
            tr!(lang, "prévenez autrement, réessayez plus tard", "tell in another way, try again later")
        }
        Repair::Smaller => {
            tr!(lang, "un message plus petit, sans pièce jointe", "a smaller message, without attachment")
        }
        Repair::Rules => tr!(
            lang,
            "un texte plus simple ou un autre compte\u{a0}; sinon prévenez autrement",
            "a plainer text or another account; or tell in another way"
        ),
        Repair::Provider => tr!(
            lang,
            "demandez à l’hébergeur du compte\u{a0}: SPF, DKIM et DMARC du domaine",
            "ask the provider of the account: SPF, DKIM and DMARC of the domain"
        ),
        Repair::Account => {
            tr!(lang, "envoyez par un autre compte (--account)", "send by another account (--account)")
        }
        Repair::Pace => tr!(
            lang,
            "moins de messages à la fois (--pace), ou attendez demain",
            "fewer messages at a time (--pace), or wait until tomorrow"
        ),
        Repair::Sender => tr!(
            lang,
            "voyez l’expéditeur du compte\u{a0}: contrepoids notice account list",
            "look at the sender of the account: contrepoids notice account list"
        ),
    }
}

struct Read<'a> {
    folder: &'a Folder,
    plan: &'a BouncePlan,
    applied: Option<Applied>,
}

/// Says what was read, in numbers.
fn counted(lang: Lang, mails: usize, hard: usize, soft: usize) -> String {
    let mails = trn!(
        lang,
        mails,
        "{mails} message lu",
        "{mails} messages lus",
        "{mails} mail read",
        "{mails} mails read"
    );
    let hard = trn!(
        lang,
        hard,
        "{hard} adresse morte",
        "{hard} adresses mortes",
        "{hard} dead address",
        "{hard} dead addresses"
    );
    let soft = trn!(
        lang,
        soft,
        "{soft} refusée cette fois",
        "{soft} refusées cette fois",
        "{soft} refused this time",
        "{soft} refused this time"
    );
    tr!(lang, "{mails}\u{a0}: {hard}, {soft}", "{mails}: {hard}, {soft}")
}

/// Says that somebody seems to want no more, with the command that would keep it.
fn asking(lang: Lang, asking: &Asking) -> [String; 2] {
    let (id, name, [tag, _]) = (asking.id.short(), &asking.name, NO_NEWS);
    let seems = tr!(
        lang,
        "  {id}  {name} semble demander l’arrêt\u{a0}; lisez le message, puis\u{a0}:",
        "  {id}  {name} seems to ask for no more; read the message, then:"
    );
    [seems, format!("    → contrepoids member edit {id} tags+={tag}")]
}

impl Show for Read<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        shown::bounces(self.folder, self.plan, self.applied)
    }

    fn text(&self, lang: Lang) -> String {
        let (plan, mails) = (self.plan, self.folder.mails.len());
        let count = |class| plan.found.iter().filter(|f| f.class == class).count();
        let (hard, soft) = (count(Class::Hard), count(Class::Soft));
        let mut out = vec![counted(lang, mails, hard, soft)];
        for f in &plan.found {
            let (id, name, address, status) = (f.id.short(), &f.name, &f.address, &f.status);
            let (class, reason, repair) = (class(lang, f.class), f.reason.words(lang), repair(lang, f));
            out.push(format!("  {id}  {name} <{address}>"));
            let weak = match f.tie {
                Tie::Message => String::new(),
                Tie::Address => tr!(
                    lang,
                    " — reconnue par l’adresse seule, que n’importe qui peut écrire",
                    " — known by the address alone, which anybody can write"
                ),
            };
            let colon = tr!(lang, "\u{a0}:", ":");
            out.push(format!("    {class}{colon} {reason} {status}").trim_end().to_owned() + &weak);
            out.push(format!("    → {repair}"));
        }
        for stop in &plan.stops {
            let (id, name, tag) = (stop.id.short(), &stop.name, stop.tag);
            out.push(if stop.known {
                tr!(
                    lang,
                    "  {id}  {name} ne veut plus de ces avis (déjà noté)",
                    "  {id}  {name} wants no more of these (known already)"
                )
            } else {
                tr!(
                    lang,
                    "  {id}  {name} ne veut plus de ces avis\u{a0}: étiquette {tag}",
                    "  {id}  {name} wants no more of these: tag {tag}"
                )
            });
        }
        out.extend(plan.asking.iter().flat_map(|one| asking(lang, one)));
        let rest = [
            (plan.before, tr!(lang, "déjà comptés", "counted before")),
            (
                plan.changed_since,
                tr!(lang, "sur une adresse changée depuis", "about an address changed since"),
            ),
            (plan.nobody.len(), tr!(lang, "sur personne de la section", "about nobody of the section")),
            (plan.notices, tr!(lang, "encore en route ou remis", "still on the way or delivered")),
            (plan.others, tr!(lang, "autres messages", "other mails")),
            (self.folder.unreadable, tr!(lang, "illisibles", "not readable")),
            (self.folder.passed_over, tr!(lang, "d’une autre sorte, non lus", "of another kind, not read")),
            (self.folder.beyond, tr!(lang, "en trop, non lus", "too many, not read")),
        ];
        let rest: Vec<String> =
            rest.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        if !rest.is_empty() {
            let rest = rest.join(", ");
            out.push(tr!(lang, "Le reste\u{a0}: {rest}", "The rest: {rest}"));
        }
        out.push(match self.applied {
            Some(Applied { marked, stopped }) => {
                let marked = trn!(
                    lang,
                    marked,
                    "{marked} adresse marquée",
                    "{marked} adresses marquées",
                    "{marked} address marked",
                    "{marked} addresses marked"
                );
                let stopped = trn!(
                    lang,
                    stopped,
                    "{stopped} refus",
                    "{stopped} refus",
                    "{stopped} opt-out",
                    "{stopped} opt-outs"
                );
                tr!(lang, "Enregistré\u{a0}: {marked}, {stopped}.", "Saved: {marked}, {stopped}.")
            }
            None => tr!(
                lang,
                "Essai à blanc\u{a0}: rien n’est changé. Pour enregistrer\u{a0}: --apply",
                "Dry run: nothing is changed. To save: --apply"
            ),
        });
        lines(out)
    }
}

struct Marks(Vec<Marked>);

impl Show for Marks {
    fn view(&self, _lang: Lang) -> impl View {
        shown::marks(&self.0)
    }

    fn text(&self, lang: Lang) -> String {
        if self.0.is_empty() {
            return lines([tr!(lang, "Aucune adresse n’est marquée.", "No address has a mark.")]);
        }
        lines(self.0.iter().map(|m| {
            let (id, name, address) = (m.id.short(), &m.name, &m.address);
            let (class, reason) = (class(lang, m.mark.class), m.mark.reason.words(lang));
            let (count, at) = (m.mark.count, moment(lang, m.mark.at_ms));
            let colon = tr!(lang, "\u{a0}:", ":");
            format!("{id}  {name} <{address}>  {class}{colon} {reason}  ×{count}  {at}")
        }))
    }
}

impl BouncesCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub(super) fn safe(&self) -> Safe {
        match self {
            Self::List => Safe::Read,
            Self::Import(_) | Self::Clear(_) => Safe::Mail,
        }
    }
}

/// Runs `contrepoids notice bounces`.
///
/// # Errors
/// When the folder or the outbox cannot be read or written.
pub(super) fn run(face: &mut Face, args: &BouncesArgs) -> Result<Exit, Refusal> {
    match &args.verb {
        BouncesCmd::Import(args) => import(face, args),
        BouncesCmd::List => {
            let vault = face.open_read()?;
            let marks = app::list(&vault)?;
            face.show(&Marks(marks))?;
            Ok(Exit::Done)
        }
        BouncesCmd::Clear(args) => {
            let mut vault = face.open_write()?;
            let cleared = app::clear(&mut vault, &args.who, face.now_ms())?;
            let text = trn!(
                face.lang,
                cleared,
                "{cleared} marque ôtée.",
                "{cleared} marques ôtées.",
                "{cleared} mark taken off.",
                "{cleared} marks taken off."
            );
            face.note(&text);
            let marks = app::list(&vault)?;
            face.show(&Marks(marks))?;
            Ok(Exit::Done)
        }
    }
}

fn import(face: &mut Face, args: &ImportArgs) -> Result<Exit, Refusal> {
    let mut vault = if args.apply { face.open_write()? } else { face.open_read()? };
    let library = library(face, args.templates.as_deref())?;
    let folder = app::read(&args.folder)?;
    let (plan, applied) = app::import(&mut vault, &library, &folder, args.apply, face.today, face.now_ms())?;
    face.show(&Read { folder: &folder, plan: &plan, applied })?;
    Ok(Exit::Done)
}
