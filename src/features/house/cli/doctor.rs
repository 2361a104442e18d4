//! `contrepoids doctor`.

use std::path::PathBuf;

use clap::Args;

use crate::face::error::safe::Safe;
use crate::{
    base::{Lang, View},
    clock,
    face::{
        error::{self, Refusal, known},
        exit::Exit,
        frame::{Face, Show, lines, shown},
        when::moment,
        words::part as called,
    },
    features::house::actions::doctor::{self, CopySource, DoctorFinding, Report, Settled},
    platform::machine::Sign,
    tr, trn,
    vault::{
        Compartment, Flaw,
        check::{self, JournalState},
        standing::Standing,
    },
};

/// Check the vault and the machine
///
/// Opens every record, recomputes what must be there, walks the chain of the log, looks at the files, the disk, the swap
/// and the folder. Ends with exit code 3 when something calls for action. Nothing is changed without --repair.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids doctor
  contrepoids doctor --repair")]
pub struct DoctorArgs {
    /// Put a whole copy in the place of a damaged store, after a question
    #[arg(long)]
    pub repair: bool,
}

impl DoctorArgs {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        if self.repair { Safe::Write } else { Safe::Read }
    }
}

/// The arguments of the child process.
#[derive(Debug, Clone, Args)]
pub struct ProbeArgs {
    /// The copy of the store
    #[arg(hide = true)]
    pub copy: PathBuf,
}

struct DoctorScreen<'a>(&'a Report);

impl Show for DoctorScreen<'_> {
    fn view(&self, lang: Lang) -> impl View {
        self.0.view(lang, |finding| text(lang, finding))
    }

    fn text(&self, lang: Lang) -> String {
        let mut out: Vec<String> = self
            .0
            .findings
            .iter()
            .map(|f| format!("{} {}", if f.is_serious() { "✗" } else { "·" }, text(lang, f)))
            .collect();
        let partly = self.0.findings.iter().any(|f| matches!(f, DoctorFinding::NotHeld(_)));
        match (self.0.serious(), partly) {
            (true, _) => {}
            (false, true) => out.push(tr!(
                lang,
                "✓ Ce que cette identité ouvre est entier.",
                "✓ What this identity opens is whole."
            )),
            (false, false) => out.push(tr!(lang, "✓ Le coffre est entier.", "✓ The vault is whole.")),
        }
        if let Some(words) = &self.0.words {
            let words = known::six(lang, words);
            out.push(tr!(
                lang,
                "Les six mots de ce coffre, à comparer sur un autre appareil\u{a0}:\n  {words}",
                "The six words of this vault, to be compared on another device:\n  {words}"
            ));
        }
        if self.0.repairable() && self.0.ours() {
            out.push(tr!(
                lang,
                "À faire\u{a0}: contrepoids doctor --repair",
                "Hint: contrepoids doctor --repair"
            ));
        }
        lines(out)
    }
}

fn text(lang: Lang, finding: &DoctorFinding) -> String {
    match finding {
        DoctorFinding::Store => {
            tr!(lang, "La base ne peut pas être lue telle quelle.", "The store cannot be read as it is.")
        }
        DoctorFinding::Closed(lock) => {
            let why = error::vault::fragment(lang, &(*lock).into());
            tr!(lang, "Le coffre reste fermé ({why}).", "The vault stays closed ({why}).")
        }
        DoctorFinding::Flaw(part, flaw) => flaw_text(lang, called(lang, *part), *flaw),
        DoctorFinding::Journal(JournalState::Behind) => tr!(
            lang,
            "Le journal est en retard\u{a0}; le prochain enregistrement le remet à jour.",
            "The journal is behind; the next save brings it up to date."
        ),
        DoctorFinding::Journal(JournalState::Ahead) => tr!(
            lang,
            "La base est plus ancienne que son journal\u{a0}: des enregistrements lui manquent.",
            "The store is older than its journal: saved changes are missing from it."
        ),
        DoctorFinding::Journal(JournalState::Torn) => tr!(
            lang,
            "Le journal est coupé au milieu d’un enregistrement, qui manque aussi à la base.",
            "The journal breaks off in the middle of a save, which is missing from the store too."
        ),
        DoctorFinding::Journal(_) => tr!(
            lang,
            "Le journal manque ou ne peut pas être lu\u{a0}: rien ne dit que la base est la dernière enregistrée.",
            "The journal is missing or cannot be read: nothing says that the store is the last one saved."
        ),
        DoctorFinding::Foreign(paths) => {
            let names = paths.iter().map(|p| shown(p)).collect::<Vec<_>>().join("\n    ");
            tr!(
                lang,
                "Ce qui suit n’a rien à faire dans le coffre (copie en conflit, lien\u{a0}?), qui reste fermé\u{a0}:\n    {names}\n  À faire\u{a0}: sortez-le du dossier sans le détruire, puis\u{a0}: contrepoids doctor\n  D’ici là, rien d’autre n’a été contrôlé.",
                "These do not belong into the vault (a conflicted copy, a link?), which stays closed:\n    {names}\n  Hint: move them out of the folder, keep them, then: contrepoids doctor\n  Until then nothing else was looked at."
            )
        }
        DoctorFinding::Outbox => tr!(
            lang,
            "La boîte d’envoi manque, est endommagée ou n’est pas la dernière enregistrée\u{a0}: on ne sait plus\n  à qui on a écrit.",
            "The outbox is missing, damaged or not the one last written: who was written to is no\n  longer known."
        ),
        DoctorFinding::OutboxRun => tr!(
            lang,
            "Le fichier de l’envoi en cours (run) manque ou est endommagé\u{a0}: on ne sait plus\n  tout ce qui est parti en dernier.",
            "The file of the running campaign (run) is missing or damaged: not all that left\n  last is known."
        ),
        DoctorFinding::OutboxOlder => tr!(
            lang,
            "La boîte d’envoi est plus ancienne que ce que le registre en dit (remise en arrière, échangée,\n  endommagée)\u{a0}: des messages qu’elle croit en attente sont peut-être partis.",
            "The outbox is older than what the log says of it (put back, exchanged, damaged): messages that\n  it takes for waiting may have left."
        ),
        DoctorFinding::Modes(paths) => {
            let first = paths.first().map(|p| shown(p)).unwrap_or_default();
            let count = paths.len();
            trn!(
                lang,
                count,
                "D’autres peuvent lire ou changer un fichier, {first}.\n  À faire\u{a0}: chmod -R go= DOSSIER",
                "D’autres peuvent lire ou changer {count} fichiers, dont {first}.\n  À faire\u{a0}: chmod -R go= DOSSIER",
                "Others can read or change one file, {first}.\n  Hint: chmod -R go= DIR",
                "Others can read or change {count} files, among them {first}.\n  Hint: chmod -R go= DIR"
            )
        }
        DoctorFinding::Strange(standing) => strange_text(lang, standing),
        DoctorFinding::Memory { readable: false } => tr!(
            lang,
            "Ce que cet appareil a noté du coffre, dans le dossier de ses réglages, ne peut pas être lu.",
            "What this device has noted of the vault, in the folder of its settings, cannot be read."
        ),
        DoctorFinding::Memory { .. } => tr!(
            lang,
            "Le dossier des réglages de cet appareil ne peut pas être écrit\u{a0}: rien ne pourra être enregistré.",
            "The folder of the settings of this device cannot be written: nothing can be saved."
        ),
        DoctorFinding::ClockBehind { saved_ms } => {
            let when = moment(lang, *saved_ms);
            tr!(
                lang,
                "L’horloge de cette machine est en retard sur le dernier enregistrement, daté du {when}\u{a0}: réglez-la. Le registre se suit par numéros, rien n’est perdu.",
                "The clock of this machine is behind the last save, dated {when}: set it. The log goes by numbers, nothing is lost."
            )
        }
        DoctorFinding::Machine(sign) => sign_text(lang, sign),
        DoctorFinding::NotHeld(parts) => not_held(lang, parts),
        DoctorFinding::Damaged(parts) => key_damaged(lang, parts),
        DoctorFinding::Copies(paths) => copy_damaged(lang, paths),
    }
}

fn names(lang: Lang, parts: &[Compartment]) -> String {
    parts.iter().map(|p| called(lang, *p)).collect::<Vec<_>>().join(", ")
}

fn not_held(lang: Lang, parts: &[Compartment]) -> String {
    let parts = names(lang, parts);
    tr!(
        lang,
        "Cette identité n’ouvre pas\u{a0}: {parts}. Rien n’y a été contrôlé.",
        "This identity does not open: {parts}. Nothing was checked there."
    )
}

fn key_damaged(lang: Lang, parts: &[Compartment]) -> String {
    let parts = names(lang, parts);
    tr!(
        lang,
        "Cette partie est à vous et ne s’ouvre pas\u{a0}: {parts}. Les deux exemplaires de sa clé sont endommagés\u{a0}; le\n  reste du coffre s’ouvre.\n  À faire\u{a0}: remettez le dossier keys d’une copie du coffre",
        "This part is yours and does not open: {parts}. Both copies of its key are damaged; the rest of the vault\n  opens.\n  Hint: put the folder keys back from a copy of the vault"
    )
}

fn copy_damaged(lang: Lang, paths: &[PathBuf]) -> String {
    let names = paths.iter().map(|p| shown(p)).collect::<Vec<_>>().join("\n    ");
    tr!(
        lang,
        "Ce qui suit est endommagé\u{a0}; l’autre exemplaire est entier, et c’est lui qui est lu\u{a0}:\n    {names}",
        "These are damaged; the other copy of each is whole, and is what is read:\n    {names}"
    )
}

fn strange_text(lang: Lang, standing: &Standing) -> String {
    let of = tr!(lang, "le coffre", "the vault");
    let what = known::what(lang, &of, standing);
    let mut letters = what.chars();
    let what =
        letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect::<String>());
    let mut out = vec![what];
    out.extend(
        known::strange(lang, &of, standing)
            .hints
            .iter()
            .map(|hint| tr!(lang, "  À faire\u{a0}: {hint}", "  Hint: {hint}")),
    );
    out.join("\n")
}

fn flaw_text(lang: Lang, part: &str, flaw: Flaw) -> String {
    match flaw {
        Flaw::Missing(id) => tr!(lang, "La fiche {id} ({part}) manque.", "Record {id} ({part}) is missing."),
        Flaw::Changed(id) => tr!(
            lang,
            "La fiche {id} ({part}) n’est pas celle qui a été enregistrée en dernier.",
            "Record {id} ({part}) is not the one last written."
        ),
        Flaw::Extra(id) => tr!(
            lang,
            "La fiche {id} ({part}) n’a jamais été enregistrée ici.",
            "Record {id} ({part}) was never written here."
        ),
        Flaw::Log(number) => tr!(
            lang,
            "L’entrée {number} du registre ({part}) manque ou a été changée.",
            "Entry {number} of the log ({part}) is missing or was changed."
        ),
        Flaw::LogExtra => tr!(
            lang,
            "Le registre ({part}) a des entrées qui n’ont jamais été écrites ici.",
            "The log ({part}) has entries that were never written here."
        ),
        Flaw::Projection => tr!(
            lang,
            "L’extrait des listes ({part}) manque\u{a0}; le prochain enregistrement le réécrit.",
            "The extract for lists ({part}) is absent; the next save writes it anew."
        ),
        _ => tr!(
            lang,
            "Les fiches ({part}) ne sont pas celles qui ont été enregistrées en dernier.",
            "The records ({part}) are not the ones last written."
        ),
    }
}

fn sign_text(lang: Lang, sign: &Sign) -> String {
    match sign {
        Sign::Synced(name) => tr!(
            lang,
            "Le coffre est dans un dossier synchronisé ({name})\u{a0}: sortez-le de là.",
            "The vault is in a folder that is synchronised ({name}): move it away."
        ),
        Sign::Remote(kind) => tr!(
            lang,
            "Le coffre est sur un disque du réseau ({kind})\u{a0}: mettez-le sur cette machine.",
            "The vault is on a network disk ({kind}): put it on this machine."
        ),
        Sign::Full(free) => {
            let mib = free / 1_048_576;
            tr!(
                lang,
                "Le disque est presque plein ({mib}\u{a0}Mio libres)\u{a0}: faites de la place.",
                "The disk is nearly full ({mib} MiB left): make room."
            )
        }
        Sign::Swap { .. } => tr!(
            lang,
            "La mémoire d’échange (swap) n’est pas chiffrée\u{a0}; les clés n’y vont pas si elles peuvent être verrouillées.",
            "The swap is not encrypted; keys stay out of it where they can be locked."
        ),
        Sign::Core => tr!(
            lang,
            "Un arrêt brutal pourrait laisser une image de la mémoire (core).",
            "A crash could leave an image of the memory (core)."
        ),
        Sign::NoLock => tr!(
            lang,
            "Les clés ne peuvent pas être verrouillées en mémoire (ulimit -l).",
            "Keys cannot be locked in memory (ulimit -l)."
        ),
        Sign::NotAsked => tr!(
            lang,
            "Ce que le programme ne sait pas demander à ce système\u{a0}: si d’autres comptes lisent ces fichiers, si le disque est chiffré \
            (BitLocker), la place qui reste. Gardez le coffre dans votre profil, et chiffrez le disque.",
            "What the program does not know how to ask of this system: whether other accounts read these files, whether the disk is \
            encrypted (BitLocker), the room that is left. Keep the vault in your profile, and encrypt the disk."
        ),
        Sign::PlainDisk => tr!(
            lang,
            "Le disque n’a pas l’air chiffré\u{a0}: chiffrez-le si vous le pouvez.",
            "The disk does not look encrypted: encrypt it if you can."
        ),
    }
}

/// Asks, and repairs what was agreed to: the store or its journal, then the outbox.
fn repair(face: &mut Face, report: &Report) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let place = face.place().clone();
    let mut refused = false;
    if report.copies_lost() {
        let question = tr!(
            lang,
            "Réécrire ce qui est endommagé à partir de l’autre exemplaire, qui est entier\u{a0}?",
            "Write what is damaged anew from its other copy, which is whole?"
        );
        if agreed(face, &question)? {
            doctor::mend(&place, report)?;
            face.note(&tr!(lang, "Réécrit.", "Written anew."));
        } else {
            refused = true;
        }
    }
    if let (Some(source), false) = (report.repair_from, refused) {
        if agreed(face, &question(lang, source, report))? {
            doctor::repair(&place, report)?;
            face.note(&repaired(lang, source));
        } else {
            refused = true;
        }
    }
    let question = outbox_question(lang, report);
    if let (Some(question), false) = (question, refused) {
        if agreed(face, &question)? {
            let settled = doctor::settle_outbox(&place, report, clock::random)?;
            tell_settled(face, report, settled);
        } else {
            refused = true;
        }
    }
    Ok(if refused { Exit::Found } else { Exit::Done })
}

/// Says what was repaired, and what that does not say.
fn repaired(lang: Lang, source: CopySource) -> String {
    match source {
        CopySource::Store => tr!(
            lang,
            "Le journal est réécrit à partir de la base. Rien ne dit que cette base est la dernière\u{a0}: ce qui a pu être enregistré après elle est perdu. Vérifiez le nombre de personnes et la dernière date (contrepoids member history).",
            "The journal is written anew from the store. Nothing says that this store is the last one: what may have been saved after it is lost. Look at the number of people and the last date (contrepoids member history)."
        ),
        CopySource::Journal | CopySource::WithoutSnapshot => tr!(
            lang,
            "Réparé. Vérifiez le nombre de personnes\u{a0}; une ancienne base est gardée jusqu’à la prochaine écriture.",
            "Repaired. Look at the number of people; an old store is kept until the next write."
        ),
    }
}

/// Says what would be done with the outbox, if anything is to be.
fn outbox_question(lang: Lang, report: &Report) -> Option<String> {
    if report.outbox_lost() {
        return Some(tr!(
            lang,
            "Recommencer une boîte d’envoi vide\u{a0}? Le programme ne saura plus à qui il a déjà écrit\u{a0}: un avis qui a pu\npartir ne se préparera alors qu’avec --again.",
            "Begin an empty outbox? The program will no longer know to whom it has written already: a notice\nthat may have been sent is then queued with --again alone."
        ));
    }
    if report.outbox_older() {
        return Some(tr!(
            lang,
            "Donner à tout message en attente ou refusé un sort inconnu\u{a0}? Rien ne repart alors sans un oui tapé, et un\navis qui a pu partir ne se prépare qu’avec --again.",
            "Give every message that waits or was refused an unknown fate? Nothing of it leaves again without a\ntyped yes, and a notice that may have been sent is queued with --again alone."
        ));
    }
    report.run_lost().then(|| {
        tr!(
            lang,
            "Donner à tout message en attente un sort inconnu\u{a0}? Rien ne repart alors sans un oui tapé.",
            "Give every message that waits an unknown fate? Nothing of it leaves again without a typed yes."
        )
    })
}

fn tell_settled(face: &mut Face, report: &Report, settled: Settled) {
    let lang = face.lang;
    let Settled { unknown: count, written_to } = settled;
    let text = if report.outbox_lost() {
        tr!(
            lang,
            "La boîte d’envoi est vide\u{a0}; ce qui restait de l’ancienne est dans outbox.old, chiffré.",
            "The outbox is empty; what was left of the old one is in outbox.old, encrypted."
        )
    } else {
        trn!(
            lang,
            count,
            "La boîte d’envoi s’ouvre de nouveau\u{a0}: {count} message de sort inconnu en plus.",
            "La boîte d’envoi s’ouvre de nouveau\u{a0}: {count} messages de sort inconnu en plus.",
            "The outbox opens again: {count} more message of unknown fate.",
            "The outbox opens again: {count} more messages of unknown fate."
        )
    };
    face.note(&text);
    if report.outbox_lost() || report.outbox_older() {
        let text = trn!(
            lang,
            written_to,
            "D’après le registre, des messages ont été préparés ou envoyés à {written_to} personne\u{a0}: member history.",
            "D’après le registre, des messages ont été préparés ou envoyés à {written_to} personnes\u{a0}: member history.",
            "By the log, messages were queued for or sent to {written_to} person: member history.",
            "By the log, messages were queued for or sent to {written_to} people: member history."
        );
        face.note(&text);
    }
}

/// Asks; with `--yes` the question is shown all the same.
fn agreed(face: &mut Face, question: &str) -> Result<bool, Refusal> {
    if face.yes {
        face.note(question);
    }
    face.confirm(question)
}

fn question(lang: Lang, source: CopySource, report: &Report) -> String {
    match (source, report.state) {
        (_, None) => tr!(
            lang,
            "Réécrire le journal à partir de la base, qui est entière\u{a0}?",
            "Write the journal anew from the store, which is whole?"
        ),
        (CopySource::Store, Some(state)) => {
            let (number, day, people) = (state.generation, moment(lang, state.time_ms), state.people);
            trn!(
                lang,
                state.people,
                "La base est entière, mais rien ne dit que c’est la dernière\u{a0}: enregistrement {number} du {day},\n{people} personne. Si c’est la bonne, réécrire le journal à partir d’elle\u{a0}?",
                "La base est entière, mais rien ne dit que c’est la dernière\u{a0}: enregistrement {number} du {day},\n{people} personnes. Si c’est la bonne, réécrire le journal à partir d’elle\u{a0}?",
                "The store is whole, but nothing says that it is the last one: commit {number} of {day},\n{people} person. If it is the right one, write the journal anew from it?",
                "The store is whole, but nothing says that it is the last one: commit {number} of {day},\n{people} people. If it is the right one, write the journal anew from it?"
            )
        }
        (_, Some(state)) => {
            let from = match source {
                CopySource::Journal => tr!(lang, "du journal", "from the journal"),
                _ => tr!(
                    lang,
                    "de la base elle-même, sans son cache",
                    "from the store itself, without its cache"
                ),
            };
            let (number, people) = (state.generation, state.people);
            let day = moment(lang, state.time_ms);
            let torn = if report.torn {
                tr!(
                    lang,
                    "Le journal est coupé\u{a0}: ce qui a été enregistré ensuite est perdu.\n",
                    "The journal breaks off: what was saved after that is lost.\n"
                )
            } else {
                String::new()
            };
            trn!(
                lang,
                state.people,
                "{torn}Remplacer la base par une copie tirée {from}\u{a0}: enregistrement {number} du {day}, {people} personne\u{a0}?",
                "{torn}Remplacer la base par une copie tirée {from}\u{a0}: enregistrement {number} du {day}, {people} personnes\u{a0}?",
                "{torn}Replace the store by a copy taken {from}: commit {number} of {day}, {people} person?",
                "{torn}Replace the store by a copy taken {from}: commit {number} of {day}, {people} people?"
            )
        }
    }
}

/// Runs `contrepoids doctor`.
///
/// # Errors
/// When there is no vault, it is in use, or the identity does not open it.
pub fn run(face: &mut Face, args: &DoctorArgs) -> Result<Exit, Refusal> {
    let place = face.place().clone();
    let ask = face.prompt();
    let report = doctor::examine(&place, &ask, face.accepted(), clock::random)?;
    face.show(&DoctorScreen(&report))?;
    // Nothing is repaired in a vault that nobody has looked at.
    if args.repair && report.ours() && report.repairable() {
        return repair(face, &report);
    }
    Ok(if report.serious() { Exit::Found } else { Exit::Done })
}

/// Reads a copy of the store in a process of its own and writes what is in it to standard output.
///
/// # Errors
/// What the copy could not give.
pub fn probe(args: &ProbeArgs) -> Result<Exit, Refusal> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    check::dump(&args.copy, &mut out).map_err(|e| Refusal::from(e).of_vault(&args.copy))?;
    Ok(Exit::Done)
}
