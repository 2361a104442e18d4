//! `contrepoids backup`: one sealed file to all who hold the vault; checked, and made a vault again.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    clock,
    face::{
        error::{Refusal, known, safe::Safe},
        exit::Exit,
        frame::{Face, Show, lines, shown},
        when,
        words::{part, size},
    },
    features::backup::{
        actions::{self as backup, BackupFault, Created, Restored, Verified},
        messages::{NotTaken, vault_of},
    },
    open::{self, Place},
    tr, trn,
    vault::{Access, VaultError, backup::Facts, standing::Standing},
};

/// What `backup` can do.
#[derive(Debug, Subcommand)]
pub enum BackupCmd {
    /// Write a backup of the vault into a file
    ///
    /// One encrypted file that opens for all who hold the vault, each for the parts of their role, and for the recovery key.
    /// It is signed, read again before it is written, and can be read without this program, with age: docs/format.md says
    /// how. The file is no use to anybody else; keep it away from this machine.
    ///
    /// The agenda reminds you when the last one is older than a month.
    #[command(after_help = "Example:
  contrepoids backup create /media/stick/section-2026-11.backup")]
    Create(CreateArgs),
    /// Check a backup, on any machine
    ///
    /// Opens the file, checks the signature and who holds the vault, and recomputes everything: every record, every entry of
    /// the log. Says how it stands to what this device knows of the vault. Needs no vault, only the identity (--identity FILE,
    /// or the one of this device); the recovery key in a file does as well. Nothing is written.
    #[command(after_help = "Examples:
  contrepoids backup verify section-2026-11.backup
  contrepoids backup verify section-2026-11.backup --identity recovery.txt")]
    Verify(VerifyArgs),
    /// Make a vault from a backup, in an empty folder
    ///
    /// The new vault has the same keys; it is another copy of the vault, and goes on from there. A backup that is older than
    /// what this device knows is taken only after you have typed its number; one of a vault that this device does not know,
    /// after you have compared it. What waited in the outbox may have left since: it is never sent again by itself.
    ///
    /// Afterwards the vault in the folder of before is the older one.
    #[command(after_help = "Example:
  contrepoids backup restore section-2026-11.backup section.vault")]
    Restore(RestoreArgs),
}

/// The arguments of `backup create`.
#[derive(Debug, Clone, Args)]
pub struct CreateArgs {
    /// File to write; it must not exist
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// The arguments of `backup verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// The backup
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// The arguments of `backup restore`.
#[derive(Debug, Clone, Args)]
pub struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Folder of the new vault; it must not exist, or be empty
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

impl BackupCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Create(_) => Safe::Export,
            Self::Verify(_) => Safe::Read,
            Self::Restore(_) => Safe::Write,
        }
    }

    /// Whether it opens the vault.
    #[must_use]
    pub fn opens_the_vault(&self) -> bool {
        matches!(self, Self::Create(_))
    }
}

/// Runs `contrepoids backup …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &BackupCmd) -> Result<Exit, Refusal> {
    match cmd {
        BackupCmd::Create(args) => create(face, args),
        BackupCmd::Verify(args) => verify(face, args),
        BackupCmd::Restore(args) => restore(face, args),
    }
}

/// Says what a backup holds, and for whom.
fn held(lang: Lang, facts: &Facts) -> Vec<String> {
    let (by, when) = (&facts.by, when::moment(lang, facts.time_ms));
    let mut out = vec![tr!(
        lang,
        "Faite le {when} par l’appareil «\u{a0}{by}\u{a0}».",
        "Made on {when} by the device “{by}”."
    )];
    for each in &facts.parts {
        let (name, records, commit) = (part(lang, each.part), each.records, each.commit);
        out.push(if each.opened {
            trn!(
                lang,
                records,
                "  {name}\u{a0}: {records} fiche, enregistrement {commit}",
                "  {name}\u{a0}: {records} fiches, enregistrement {commit}",
                "  {name}: {records} record, commit {commit}",
                "  {name}: {records} records, commit {commit}"
            )
        } else {
            tr!(
                lang,
                "  {name}\u{a0}: n’est pas de votre rôle, reste fermé",
                "  {name}: not part of your role, stays closed"
            )
        });
    }
    if !facts.may_write {
        out.push(tr!(
            lang,
            "Cet appareil n’a pas le droit d’écrire tout cela\u{a0}: lui seul peut en refaire son coffre.",
            "That device may not write all of this: it alone can make its vault anew from it."
        ));
    }
    let holders = facts.holders.join(", ");
    out.push(tr!(lang, "S’ouvre pour\u{a0}: {holders}.", "Opens for: {holders}."));
    let six = known::six(lang, &facts.words);
    out.push(tr!(lang, "Les six mots du coffre\u{a0}: {six}", "The six words of the vault: {six}"));
    out
}

impl Show for Created {
    fn view(&self, lang: Lang) -> impl View {
        self.view(lang, when::rfc3339)
    }

    fn text(&self, lang: Lang) -> String {
        let (out, size) = (shown(&self.out), size(lang, self.bytes));
        let mut all = vec![tr!(
            lang,
            "Sauvegarde écrite et relue\u{a0}: {out} ({size}).",
            "Backup written and read again: {out} ({size})."
        )];
        all.extend(held(lang, &self.facts));
        all.push(tr!(
            lang,
            "Rangez-la loin de cette machine.\nPour la contrôler\u{a0}:  contrepoids backup verify FICHIER",
            "Keep it away from this machine.\nTo check it:  contrepoids backup verify FILE"
        ));
        lines(all)
    }
}

fn create(face: &mut Face, args: &CreateArgs) -> Result<Exit, Refusal> {
    backup::look(face.place(), &args.file)?;
    let key = face.key()?;
    let vault = face.open_by(&key, Access::Read)?;
    let made = backup::create(&vault, &key, &args.file)?;
    drop(vault);
    let noted = made.noted;
    face.show(&made)?;
    if !noted {
        face.note(&tr!(
            face.lang,
            "Note\u{a0}: cet appareil n’a pas pu noter cette sauvegarde\u{a0}; l’agenda rappellera d’en faire une.",
            "Note: this device could not note this backup; the agenda will ask for one."
        ));
    }
    Ok(Exit::Done)
}

impl Show for Verified {
    fn view(&self, lang: Lang) -> impl View {
        self.view(lang, when::rfc3339)
    }

    fn text(&self, lang: Lang) -> String {
        let file = shown(&self.file);
        let mut all = vec![tr!(lang, "Sauvegarde entière\u{a0}: {file}.", "The backup is whole: {file}.")];
        all.extend(held(lang, &self.facts));
        all.push(match (&self.standing, self.behind()) {
            (Standing::Known { .. }, _) => tr!(
                lang,
                "Cet appareil ne connaît rien de plus récent de ce coffre.",
                "This device knows nothing newer of this vault."
            ),
            (Standing::Behind(behind), Some(n)) => {
                let (known, when) = (behind.known, when::moment(lang, behind.known_ms));
                tr!(
                    lang,
                    "Attention\u{a0}: elle a {n} enregistrements de retard sur ce que cet appareil connaît\n(le {known}, du {when}).",
                    "Mind: it is {n} commits older than what this device knows\n(commit {known} of {when})."
                )
            }
            (Standing::Gone { time_ms, .. }, _) => {
                let when = when::moment(lang, *time_ms);
                tr!(
                    lang,
                    "Attention\u{a0}: ce coffre a été détruit exprès sur cet appareil, le {when}.",
                    "Mind: this vault was destroyed on this device on purpose, {when}."
                )
            }
            (Standing::Behind(_), None) => tr!(
                lang,
                "Attention\u{a0}: ce n’est pas l’état que cet appareil connaît, mais un autre exemplaire du coffre.",
                "Mind: this is not the state that this device knows but another copy of the vault."
            ),
            (Standing::New { .. } | Standing::Other { .. }, _) => tr!(
                lang,
                "Cet appareil ne connaît pas ce coffre\u{a0}: comparez les six mots avec quelqu’un qui le tient.",
                "This device does not know this vault: compare the six words with somebody who holds it."
            ),
        });
        lines(all)
    }
}

fn verify(face: &mut Face, args: &VerifyArgs) -> Result<Exit, Refusal> {
    let key = open::identity(&face.place().identity_file(), &face.prompt())?;
    let verified = backup::verify(face.place(), &key, &args.file, clock::random)?;
    face.show(&verified)?;
    Ok(Exit::Done)
}

impl Show for Restored {
    fn view(&self, lang: Lang) -> impl View {
        self.view(lang, when::rfc3339)
    }

    fn text(&self, lang: Lang) -> String {
        let vault = shown(&self.vault);
        let mut all = vec![tr!(lang, "Coffre refait\u{a0}: {vault}.", "The vault is made anew: {vault}.")];
        all.extend(held(lang, &self.facts));
        all.push(if self.made.outbox {
            tr!(
                lang,
                "Ce qui attendait dans la boîte d’envoi a un sort inconnu\u{a0}: c’est peut-être parti depuis.\nVoyez\u{a0}:  contrepoids notice status",
                "What waited in the outbox has an unknown fate: it may have left since.\nSee:  contrepoids notice status"
            )
        } else {
            tr!(
                lang,
                "La boîte d’envoi est vide\u{a0}: celle de la sauvegarde n’est pas de votre rôle.",
                "The outbox is empty: the one in the backup is not part of your role."
            )
        });
        if self.in_place {
            return lines(all);
        }
        all.push(tr!(
            lang,
            "Pour travailler avec\u{a0}: déplacez ce dossier à la place du coffre d’avant, ou\nnommez-le\u{a0}: --vault DOSSIER",
            "To work with it: move this folder to where the vault of before was, or name it:\n--vault DIR"
        ));
        lines(all)
    }
}

fn restore(face: &mut Face, args: &RestoreArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let of_dir = |fault: BackupFault| Refusal::from(fault).of_vault(&args.dir);
    backup::look_for_room(&args.dir).map_err(of_dir)?;
    let key = open::identity(&face.place().identity_file(), &face.prompt())?;
    let place = Place { vault: args.dir.clone(), ..face.place().clone() };
    let made = |face: &Face| backup::restore(&place, &key, &args.file, face.accepted(), clock::random);
    let restored = match made(face) {
        Err(BackupFault::Vault(VaultError::Strange(standing))) => {
            let file = shown(&args.file);
            if !face.takes(&vault_of(lang, &file), &standing)? {
                return Err(NotTaken { file, standing }.into());
            }
            made(face)
        }
        other => other,
    };
    let mut restored = restored.map_err(of_dir)?;
    restored.in_place = backup::same(&args.dir, &face.place().vault);
    let noted = restored.made.noted;
    face.show(&restored)?;
    if !noted {
        face.note(&tr!(
            lang,
            "Note\u{a0}: cet appareil n’a pas pu noter quel coffre c’est\u{a0}; il le demandera à la prochaine ouverture.",
            "Note: this device could not note which vault this is; it asks at the next opening."
        ));
    }
    Ok(Exit::Done)
}
