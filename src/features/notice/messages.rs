//! The words for notices that cannot be written, queued or sent.

pub mod account;
pub mod attach;
pub mod audience;
pub mod command;
pub mod create;

use crate::{
    base::{Id, Lang, address::AddressFault},
    calendar::rule,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding,
        when::moment,
    },
    features::notice::actions::{MemberError, NoticeError, others::Held},
    mail::{
        MessageError,
        bounce::Reason,
        ledger::LedgerError,
        send::Ended,
        smtp::BadServer,
        transport::{Distrust, Trouble},
    },
    render::{FileProblem, Problem, RenderError, french::shown, manifest::OF_MEMBER, markdown::Dropped},
    tr, trn,
    vault::VaultError,
};

impl Explain for NoticeError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        match self {
            Self::Vault(error) => error.explain(t),
            Self::Ledger(error) => error.explain(t),
            Self::Outbox(error) => command::outbox(t, error),
            Self::NoWay => command::no_way(lang),
            Self::Forgotten { at_ms } => command::forgotten(lang, *at_ms),
            Self::Unsure { at_ms } => command::unsure(lang, *at_ms),
            Self::Telling(found) => command::telling(lang, found),
            Self::Folder { path, why } => command::unwritable(t, path, why),
            Self::Unreadable { path, why } => command::unreadable(t, path, why),
            Self::Password(why) => command::password(t, why),
            Self::Program(why) => command::program(t, why),
            Self::Render(error) => error.explain(t),
            Self::Filter(error) => error.explain(t),
            Self::Audience(why) => audience::proposed(lang, why),
            Self::NoSelection { notice } => audience::nobody_named(lang, notice),
            Self::SetForMany { names, count } => audience::set_for_many(lang, names, *count),
            Self::Roster(why) => why.explain(t),
            Self::NoSender => CmdError::refused(tr!(lang, "il manque l’expéditeur.", "there is no sender."))
                .hint(tr!(
                    lang,
                    "--from 'L’équipe <equipe@example.org>'",
                    "--from 'The team <team@example.org>'"
                )),
            Self::Sender(why) => CmdError::refused(tr!(
                lang,
                "l’adresse de l’expéditeur ne convient pas.",
                "the sender's address is not usable."
            ))
            .hint(tr!(lang, "--from nom@domaine, en lettres simples", "--from name@domain, in plain letters"))
            .because(t, why),
            Self::SenderName => CmdError::refused(tr!(
                lang,
                "le nom de l’expéditeur ne convient pas.",
                "the sender's name is not usable."
            )),
            Self::SenderForbidden => CmdError::refused(tr!(
                lang,
                "l’expéditeur est dans un domaine de l’employeur.",
                "the sender is in a domain of the employer."
            ))
            .hint(tr!(
                lang,
                "écrivez d’une adresse que l’employeur ne peut pas lire",
                "write from an address that the employer cannot read"
            )),
            Self::ServerForbidden => CmdError::refused(tr!(
                lang,
                "le serveur est chez l’employeur.",
                "the server is the employer's."
            )),
            Self::QueuedForbidden { members } => {
                let count = members.len();
                let ids = members.iter().take(10).map(Id::short).collect::<Vec<_>>().join(", ");
                CmdError::refused(trn!(
                    lang,
                    count,
                    "{count} message en attente irait chez l’employeur, ou en viendrait ({ids}).",
                    "{count} messages en attente iraient chez l’employeur, ou en viendraient ({ids}).",
                    "{count} waiting message would go to the employer, or come from there ({ids}).",
                    "{count} waiting messages would go to the employer, or come from there ({ids})."
                ))
                .hint("contrepoids notice status")
                .hint(tr!(
                    lang,
                    "reprenez chacun d’eux\u{a0}: contrepoids notice cancel ENVOI --id FICHE",
                    "take back each of them: contrepoids notice cancel CAMPAIGN --id RECORD"
                ))
            }
            Self::Server(why) => why.explain(t),
            Self::Attach(why) => why.explain(t),
            Self::Account(why) => why.explain(t),
            Self::SelfTest(why) => self_test(t, why),
            Self::Member { id, why } => member(t, &id.short(), why),
            Self::Values(why) => why.explain(t),
            Self::Create(why) => why.explain(t),
            Self::NoDraft { kept, free } => audience::no_draft(lang, kept, *free),
            Self::NoAnswer { asked, near } => audience::no_answer(lang, asked, near),
            Self::Suggestion { count } => suggestion(lang, *count),
            Self::Unfinished => unfinished(lang),
            Self::Written(problem) => written(lang, problem),
            Self::Nobody { excluded, already } => nobody(lang, *excluded, *already),
            Self::UnknownCount { typed, unknown } => unknown_count(lang, *typed, *unknown),
            Self::Campaign { found } => campaign(lang, found),
            Self::Outdated { campaign, moved, unwanted, paid } => {
                outdated(lang, campaign, moved, unwanted, paid)
            }
            Self::Later(held) => later(lang, held),
            Self::NotYet { campaign, after_ms } => command::not_yet(lang, campaign, *after_ms),
            Self::Past { at_ms } => command::past(lang, *at_ms),
            Self::Changed => CmdError::refused(tr!(
                lang,
                "la boîte d’envoi a changé entre-temps\u{a0}: ce ne sont plus les messages montrés.",
                "the outbox has changed meanwhile: these are not the messages that were shown."
            ))
            .safe(tr!(lang, "Rien n’est parti.", "Nothing has left."))
            .hint("contrepoids notice status"),
        }
    }
}

/// Says that another device queued the same notice before.
fn later(lang: Lang, held: &Held) -> CmdError {
    let (id, device, people) = (held.campaign.short(), &held.device, held.people);
    let since = moment(lang, held.since_ms);
    CmdError::refused(trn!(
        lang,
        people,
        "le même avis attendait déjà sur «\u{a0}{device}\u{a0}» depuis le {since}\u{a0}: {people} personne l’aurait deux fois.",
        "le même avis attendait déjà sur «\u{a0}{device}\u{a0}» depuis le {since}\u{a0}: {people} personnes l’auraient deux fois.",
        "the same notice was queued before on “{device}”, on {since}: {people} person would get it twice.",
        "the same notice was queued before on “{device}”, on {since}: {people} people would get it twice."
    ))
    .safe(tr!(lang, "Rien n’est parti.", "Nothing has left."))
    .hint(tr!(lang, "pour y renoncer\u{a0}:  contrepoids notice cancel {id}", "to drop it:  contrepoids notice cancel {id}"))
    .hint(tr!(
        lang,
        "pour l’envoyer quand même\u{a0}:  contrepoids notice send {id} --again …",
        "to send it all the same:  contrepoids notice send {id} --again …"
    ))
}

/// Says that messages were written to where the roster does not write any more.
fn outdated(lang: Lang, campaign: &Id, moved: &[Id], unwanted: &[Id], paid: &[Id]) -> CmdError {
    let campaign = campaign.short();
    let count = moved.len().saturating_add(unwanted.len()).saturating_add(paid.len());
    let all = moved.iter().chain(unwanted).chain(paid);
    let ids = all.take(10).map(Id::short).collect::<Vec<_>>().join(", ");
    let mut out = CmdError::refused(trn!(
        lang,
        count,
        "le fichier a changé depuis la préparation\u{a0}: {count} message n’irait plus où il faut ({ids}).",
        "le fichier a changé depuis la préparation\u{a0}: {count} messages n’iraient plus où il faut ({ids}).",
        "the roster has changed since: {count} message would not go where it should ({ids}).",
        "the roster has changed since: {count} messages would not go where they should ({ids})."
    ));
    if !moved.is_empty() {
        out = out.hint(tr!(
            lang,
            "vers les nouvelles adresses\u{a0}: contrepoids notice retry {campaign}",
            "to the new addresses: contrepoids notice retry {campaign}"
        ));
    }
    for id in unwanted.iter().take(10).map(Id::short) {
        out = out.hint(tr!(
            lang,
            "plus d’adresse, ou plus d’avis\u{a0}: contrepoids notice cancel {campaign} --id {id}",
            "no address or no notices any more: contrepoids notice cancel {campaign} --id {id}"
        ));
    }
    for id in paid.iter().take(10).map(Id::short) {
        out = out.hint(tr!(
            lang,
            "a payé depuis\u{a0}: contrepoids notice cancel {campaign} --id {id}",
            "paid since: contrepoids notice cancel {campaign} --id {id}"
        ));
    }
    out
}

/// Says that nobody is left to write to.
fn nobody(lang: Lang, excluded: usize, already: usize) -> CmdError {
    if already > 0 {
        return CmdError::refused(tr!(
            lang,
            "il n’y a personne à qui écrire\u{a0}: cet avis est déjà dans la boîte d’envoi, envoyé ou non.",
            "there is nobody to write to: this notice is in the outbox already, sent or not."
        ))
        .hint("contrepoids notice status")
        .hint(tr!(
            lang,
            "pour l’écrire une seconde fois aux mêmes, ajoutez --again",
            "to write it to the same people once more, add --again"
        ));
    }
    CmdError::refused(trn!(
        lang,
        excluded,
        "il n’y a personne à qui écrire ({excluded} laissé de côté).",
        "il n’y a personne à qui écrire ({excluded} laissés de côté).",
        "there is nobody to write to ({excluded} left out).",
        "there is nobody to write to ({excluded} left out)."
    ))
    .hint(tr!(
        lang,
        "élargissez le choix, ou complétez les adresses\u{a0}: contrepoids member edit",
        "widen the selection, or add addresses: contrepoids member edit"
    ))
}

/// Says that the number typed is not that of the messages of unknown fate.
fn unknown_count(lang: Lang, typed: u64, unknown: u64) -> CmdError {
    CmdError::refused(trn!(
        lang,
        unknown,
        "{unknown} message a un sort inconnu, et non {typed}.",
        "{unknown} messages ont un sort inconnu, et non {typed}.",
        "{unknown} message has an unknown fate, not {typed}.",
        "{unknown} messages have an unknown fate, not {typed}."
    ))
    .hint("contrepoids notice status")
}

/// Says that one of several suggestions has to be picked.
fn self_test(t: &Telling<'_>, why: &crate::mail::MessageError) -> CmdError {
    CmdError::refused(tr!(
        t.lang,
        "le message d’essai ne peut pas être écrit.",
        "the test message cannot be written."
    ))
    .because(t, why)
}

fn suggestion(lang: Lang, count: usize) -> CmdError {
    CmdError::refused(trn!(
        lang,
        count,
        "il y a {count} proposition\u{a0}; choisissez-en une par son numéro.",
        "il y a {count} propositions\u{a0}; choisissez-en une par son numéro.",
        "there is {count} suggestion; pick one by its number.",
        "there are {count} suggestions; pick one by its number."
    ))
    .hint("--pick 1")
}

/// Says that a reply still has blanks.
fn unfinished(lang: Lang) -> CmdError {
    CmdError::refused(tr!(
        lang,
        "il reste des blancs entre ‹ et ›\u{a0}: remplissez-les ou ôtez-les.",
        "there are still blanks between ‹ and ›: fill them or take them out."
    ))
}

/// Says that a day contradicts the one that the law reckons.
fn against(lang: Lang, name: &str, of: &str, id: &str) -> CmdError {
    let label = rule::known(id).map_or("", |rule| finding::label(lang, &rule.label));
    let (name, of) = (shown(lang, name), shown(lang, of));
    CmdError::refused(tr!(
        lang,
        "«\u{a0}{name}\u{a0}» ne va pas avec «\u{a0}{of}\u{a0}»\u{a0}: {label} (contrepoids law deadline {id}).",
        "`{name}` does not fit `{of}`: {label} (contrepoids law deadline {id})."
    ))
    .hint(tr!(
        lang,
        "sans --set {name}, le jour que donne la loi est mis",
        "without --set {name} the day that the law gives is put in"
    ))
}

/// Says what a message does not hold, and what does instead.
fn dropped(lang: Lang, what: Dropped) -> String {
    match what {
        Dropped::Image => tr!(
            lang,
            "une image ne part pas avec un avis\u{a0}; joignez un fichier (--attach) ou mettez un lien.",
            "an image does not go with a notice; attach a file (--attach) or write a link."
        ),
        Dropped::Link => {
            tr!(lang, "un lien commence par https:// ou mailto:.", "a link begins with https:// or mailto:.")
        }
        Dropped::Strike => tr!(
            lang,
            "le texte barré ne se voit pas partout\u{a0}; ôtez-le.",
            "words struck through are not seen everywhere; take them out."
        ),
        Dropped::Task => tr!(
            lang,
            "une case à cocher ne se coche pas dans un message\u{a0}; écrivez une liste.",
            "a box cannot be ticked in a message; write a list."
        ),
        Dropped::Html => tr!(
            lang,
            "le HTML n’est pas suivi, et se verrait tel quel\u{a0}; écrivez en Markdown.",
            "HTML is not followed and would be seen as it is; write Markdown."
        ),
    }
}

/// Says what is wrong with a reply that was written.
fn written(lang: Lang, problem: &Problem) -> CmdError {
    if *problem == Problem::NoSubject {
        return CmdError::refused(tr!(
            lang,
            "la première ligne doit être «\u{a0}Objet\u{a0}: …\u{a0}».",
            "the first line must be `Subject: …`."
        ));
    }
    CmdError::refused(tr!(
        lang,
        "le texte ne convient pas\u{a0}: l’objet est vide ou trop long, ou il y a des caractères de contrôle.",
        "the text does not fit: the subject is empty or too long, or there are control characters."
    ))
}

fn campaign(lang: Lang, found: &[String]) -> CmdError {
    if found.is_empty() {
        return CmdError::refused(tr!(
            lang,
            "il n’y a pas d’envoi de ce nom, ou aucun où il y ait à faire.",
            "there is no such campaign, or none with anything to do."
        ))
        .hint("contrepoids notice status");
    }
    let list = found.join(", ");
    CmdError::refused(tr!(
        lang,
        "plusieurs envois conviennent\u{a0}: {list}.",
        "several campaigns fit: {list}."
    ))
    .hint(tr!(lang, "nommez-en un", "name one"))
}

fn member(t: &Telling<'_>, id: &str, why: &MemberError) -> CmdError {
    let lang = t.lang;
    let error = match why {
        // The roster's own values; one that was typed says its name itself.
        MemberError::Render(RenderError::BadValue { name, .. }) if OF_MEMBER.contains(&name.as_str()) => {
            CmdError::refused(tr!(
                lang,
                "le nom de la fiche {id} ne peut pas figurer dans un message.",
                "the name on record {id} cannot stand in a message."
            ))
        }
        MemberError::Render(error) => {
            return render(lang, error).hint(format!("contrepoids member show {id}"));
        }
        MemberError::Message(MessageError::TooLarge { size, max }) => CmdError::refused(tr!(
            lang,
            "le message pour la fiche {id} est trop long\u{a0}: {size} octets, {max} au plus.",
            "the message for record {id} is too long: {size} bytes, {max} at most."
        ))
        .hint(tr!(
            lang,
            "raccourcissez les textes donnés par --set",
            "shorten the texts given by --set"
        )),
        MemberError::Message(why) => CmdError::refused(tr!(
            lang,
            "le message pour la fiche {id} ne peut pas être écrit.",
            "the message for record {id} cannot be written."
        ))
        .because(t, why),
    };
    error.hint(format!("contrepoids member show {id}"))
}
impl Explain for LedgerError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        match self {
            Self::Shelf(error) => match error.downcast_ref::<VaultError>() {
                Some(error) => error.explain(t),
                None => damaged(lang),
            },
            Self::Record(crate::mail::record::RecordError::Newer(_)) => CmdError::new(
                Exit::Newer,
                tr!(
                    lang,
                    "la boîte d’envoi a été écrite par un programme plus récent.",
                    "the outbox was written by a newer program."
                ),
            )
            .hint(tr!(
                lang,
                "installez la nouvelle version du programme",
                "install the new version of the program"
            )),
            Self::Record(_) | Self::Missing | Self::Message(_) | Self::Move(_) => damaged(lang),
        }
    }
}

fn damaged(lang: Lang) -> CmdError {
    CmdError::new(
        Exit::Damaged,
        tr!(lang, "une fiche de la boîte d’envoi est endommagée.", "a record of the outbox is damaged."),
    )
    .hint("contrepoids doctor")
}

/// Says what is wrong with a file of a section's own notice.
fn own_file(lang: Lang, notice: &str, file: &str, problem: FileProblem) -> CmdError {
    let path = if file.is_empty() { notice.to_owned() } else { format!("{notice}/{file}") };
    let why = match problem {
        FileProblem::Missing => tr!(lang, "le fichier manque", "the file is missing"),
        FileProblem::NotAFile => {
            tr!(lang, "ce n’est pas un fichier ordinaire", "this is not an ordinary file")
        }
        FileProblem::TooLarge => tr!(lang, "plus de 64\u{a0}Kio", "more than 64 KiB"),
        FileProblem::NotText => tr!(lang, "ce n’est pas du texte en UTF-8", "not text in UTF-8"),
        FileProblem::Name => tr!(
            lang,
            "le nom du dossier ne doit avoir que des lettres minuscules, des chiffres et des tirets",
            "the name of the folder may only have small letters, digits and hyphens"
        ),
        FileProblem::Unreadable => tr!(lang, "le fichier ne peut pas être lu", "the file cannot be read"),
    };
    CmdError::refused(tr!(lang, "{path}\u{a0}: {why}.", "{path}: {why}."))
        .hint("contrepoids notice templates check")
}

/// Names variables as people of a language know them.
fn listed(lang: Lang, names: &[String]) -> String {
    names.iter().map(|name| shown(lang, name)).collect::<Vec<_>>().join(", ")
}

/// Says what is wrong with a notice or its values; quotes the template, never a member.
pub(crate) fn render(lang: Lang, error: &RenderError) -> CmdError {
    match error {
        RenderError::NoSuchNotice { asked, known } => {
            let known = known.join(", ");
            CmdError::refused(tr!(
                lang,
                "il n’y a pas d’avis «\u{a0}{asked}\u{a0}»\u{a0}; il y a {known}.",
                "there is no notice `{asked}`; there are {known}."
            ))
            .hint("contrepoids notice templates")
        }
        RenderError::File { notice, file, problem } => own_file(lang, notice, file, *problem),
        RenderError::Missing { notice, names } => {
            let names: Vec<&str> = names.iter().map(|name| shown(lang, name)).collect();
            let list = names.join(", ");
            let mut error = CmdError::refused(tr!(lang, "il manque\u{a0}: {list}.", "missing: {list}."));
            for name in names {
                error = error.hint(format!("--set {name}=…"));
            }
            error.hint(format!("contrepoids notice templates {notice}"))
        }
        RenderError::NotDeclared { name, known } => {
            let known = listed(lang, known);
            CmdError::refused(tr!(
                lang,
                "cet avis n’a pas de variable «\u{a0}{name}\u{a0}» à donner\u{a0}; il a {known}.",
                "this notice has no variable `{name}` to set; it has {known}."
            ))
        }
        RenderError::BadValue { name, kind } => audience::bad_value(lang, name, *kind),
        RenderError::NotAChoice { name, choices } => audience::no_choice(lang, name, choices),
        RenderError::Disagree { name, with } => audience::disagree(lang, name, with),
        RenderError::Against { name, of, rule } => against(lang, name, of, rule),
        RenderError::Template { notice, tongue, line, excerpt, problem, known, .. } => {
            let (file, known) = (format!("{notice}/{}.md", tongue.code()), listed(lang, known));
            let what = match problem {
                Problem::Unknown(name) => tr!(
                    lang,
                    "{file}, ligne {line}\u{a0}: la variable «\u{a0}{name}\u{a0}» n’existe pas\u{a0}; il y a {known}.",
                    "{file}, line {line}: there is no variable `{name}`; there are {known}."
                ),
                Problem::TooLong | Problem::OutOfFuel => tr!(
                    lang,
                    "{file}\u{a0}: le message devient trop long.",
                    "{file}: the message becomes too long."
                ),
                Problem::TooDeep => tr!(
                    lang,
                    "{file}, ligne {line}\u{a0}: trop d’opérateurs dans une accolade, ou trop de blocs les uns dans les autres.",
                    "{file}, line {line}: too many operators in one tag, or too many blocks in one another."
                ),
                Problem::Headings => tr!(
                    lang,
                    "{file}\u{a0}: un titre saute un niveau\u{a0}; commencez par un seul #.",
                    "{file}: a heading leaves out a level; begin with a single #."
                ),
                Problem::Compared(name) => tr!(
                    lang,
                    "{file}, ligne {line}\u{a0}: «\u{a0}{name}\u{a0}» est un nombre\u{a0}; comparez-le sans guillemets, comme {name} == 1.",
                    "{file}, line {line}: `{name}` is a number; compare it without quotation marks, as {name} == 1."
                ),
                Problem::Dropped(what) => {
                    let what = dropped(lang, *what);
                    tr!(
                        lang,
                        "{file}, ligne {line}, «\u{a0}{excerpt}\u{a0}»\u{a0}: {what}",
                        "{file}, line {line}, `{excerpt}`: {what}"
                    )
                }
                Problem::BadSubject => tr!(
                    lang,
                    "{file}\u{a0}: l’objet doit être une ligne de 1 à 150 caractères.",
                    "{file}: the subject must be one line of 1 to 150 characters."
                ),
                Problem::Syntax
                | Problem::NotAllowed(_)
                | Problem::Undefined
                | Problem::NoSubject
                | Problem::Control
                | Problem::Failed => tr!(
                    lang,
                    "{file}, ligne {line}, «\u{a0}{excerpt}\u{a0}»\u{a0}: le modèle ne peut pas être suivi.",
                    "{file}, line {line}, `{excerpt}`: the template cannot be followed."
                ),
            };
            CmdError::refused(what)
        }
        RenderError::Manifest { notice, detail } => CmdError::refused(tr!(
            lang,
            "{notice}/notice.toml ne peut pas être lu.",
            "{notice}/notice.toml cannot be read."
        ))
        .cause(manifest(lang, detail)),
    }
}
impl Explain for BadServer {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        let what = match self {
            Self::Password => tr!(
                lang,
                "un mot de passe n’a rien à faire dans l’adresse du serveur\u{a0}: d’autres peuvent la lire.",
                "a password does not belong into the address of the server: others can read it."
            ),
            Self::Port => tr!(
                lang,
                "ce port ne va pas avec cette adresse\u{a0}: smtps:// (465) est protégé dès le premier octet, smtp+starttls:// (587) commence en clair.",
                "the port does not go with this address: smtps:// (465) is protected from the first byte, smtp+starttls:// (587) begins in clear."
            ),
            Self::NotLoopback => tr!(
                lang,
                "smtp:// sans protection n’est permis que vers 127.0.0.1 ou [::1], écrit ainsi.",
                "smtp:// without protection is only allowed to 127.0.0.1 or [::1], spelled out."
            ),
            Self::Authority => {
                return CmdError::refused(tr!(
                    lang,
                    "le fichier de l’autorité n’a pas de certificat lisible (PEM, 16\u{a0}Kio au plus, sans clé privée).",
                    "the file of the authority holds no certificate that can be read (PEM, at most 16 KiB, no private key)."
                ));
            }
            Self::Form | Self::Host => {
                tr!(lang, "l’adresse du serveur ne convient pas.", "the address of the server is not usable.")
            }
        };
        CmdError::refused(what).hint(tr!(
            lang,
            "--smtp smtps://nom@serveur.example.org",
            "--smtp smtps://name@server.example.org"
        ))
    }
}

/// Says why a run ended early, and what to do.
pub(crate) fn ended(lang: Lang, ended: Ended) -> String {
    let what = match ended {
        Ended::Interrupted => tr!(lang, "Interrompu.", "Interrupted."),
        Ended::Refusals => tr!(
            lang,
            "Arrêté\u{a0}: trois refus de suite. Quelque chose ne va pas de notre côté\u{a0}: l’expéditeur, le serveur\u{a0}?",
            "Stopped: three refusals in a row. Something is wrong on our side: the sender, the server?"
        ),
        Ended::Policy(reason) => refused_by_rules(lang, reason),
        Ended::Roster => tr!(
            lang,
            "Arrêté\u{a0}: le fichier a changé pendant l’envoi\u{a0}; une adresse, un refus ou un domaine compte peut-être pour ce qui attend.",
            "Stopped: the roster was changed meanwhile; an address, an opt-out or a domain may count for what waits."
        ),
        Ended::Trouble(trouble) => stopped(lang, trouble),
    };
    let next = tr!(
        lang,
        "Ce qui attend reste dans la boîte d’envoi\u{a0}: relancez la même commande.",
        "What waits stays in the outbox: run the same command again."
    );
    format!("{what} {next}")
}

/// Says what to do where three in a row were refused for a reason that lies with us: each cause has a remedy of its own.
fn refused_by_rules(lang: Lang, reason: Reason) -> String {
    let what = reason.words(lang);
    let advice = match reason {
        Reason::Rate => tr!(
            lang,
            "Attendez quelques heures, puis envoyez moins vite (--pace 5)\u{a0}; le fournisseur compte peut-être par jour.",
            "Wait some hours, then send more slowly (--pace 5); the provider may count by the day."
        ),
        Reason::Authentication => tr!(
            lang,
            "Moins de messages n’y feront rien\u{a0}: l’hébergeur du domaine de l’expéditeur doit poser SPF et DKIM.",
            "Fewer messages cannot help: whoever hosts the sender's domain has to set SPF and DKIM."
        ),
        Reason::Reputation => tr!(
            lang,
            "Envoyez par un autre compte (contrepoids notice account list).",
            "Send by another account (contrepoids notice account list)."
        ),
        Reason::Sender => tr!(
            lang,
            "L’expéditeur doit être une adresse du compte.",
            "The sender must be an address of the account."
        ),
        Reason::Policy
        | Reason::NoBox
        | Reason::NoDomain
        | Reason::Closed
        | Reason::Moved
        | Reason::Full
        | Reason::TooLarge
        | Reason::Tried
        | Reason::Other => tr!(
            lang,
            "N’insistez pas\u{a0}: relisez l’objet, les liens et les pièces jointes, puis essayez avec une seule personne (--id).",
            "Do not insist: look at subject, links and attachments again, then try with one person (--id)."
        ),
    };
    tr!(
        lang,
        "Arrêté\u{a0}: trois refus de suite ({what}). {advice}",
        "Stopped: three refusals in a row ({what}). {advice}"
    )
}

pub(crate) fn stopped(lang: Lang, trouble: Trouble) -> String {
    match trouble {
        Trouble::Unreachable => {
            tr!(lang, "Arrêté\u{a0}: le serveur est injoignable.", "Stopped: the server cannot be reached.")
        }
        Trouble::Untrusted(why) => {
            let why = distrust(lang, why);
            tr!(
                lang,
                "Arrêté\u{a0}: le serveur n’a pas pu prouver qui il est ({why}). Aucun mot de passe n’est parti. N’envoyez pas de ce réseau.",
                "Stopped: the server could not prove who it is ({why}). No password has left. Do not send from this network."
            )
        }
        Trouble::Timeout => {
            tr!(lang, "Arrêté\u{a0}: le serveur ne répond plus.", "Stopped: the server does not answer.")
        }
        Trouble::Closed => tr!(lang, "Arrêté\u{a0}: le serveur a raccroché.", "Stopped: the server hung up."),
        Trouble::Password(code) => tr!(
            lang,
            "Arrêté\u{a0}: le serveur refuse le nom ou le mot de passe ({code}).",
            "Stopped: the server refuses the name or the password ({code})."
        ),
        Trouble::NoMechanism => tr!(
            lang,
            "Arrêté\u{a0}: le serveur n’accepte aucun mot de passe par une voie connue.",
            "Stopped: the server takes no password in a way that is known."
        ),
        Trouble::NotAvailable(code) => tr!(
            lang,
            "Arrêté\u{a0}: le serveur n’est pas disponible ({code}). Réessayez plus tard.",
            "Stopped: the server is not available ({code}). Try again later."
        ),
        Trouble::File => tr!(
            lang,
            "Arrêté\u{a0}: un fichier ne peut pas être écrit.",
            "Stopped: a file cannot be written."
        ),
        Trouble::Child => tr!(
            lang,
            "Arrêté\u{a0}: le programme n’a pas pu se relancer pour parler au serveur.",
            "Stopped: the program could not start itself again to talk to the server."
        ),
        Trouble::Nonsense => tr!(
            lang,
            "Arrêté\u{a0}: le serveur ne parle pas comme il faut.",
            "Stopped: the server does not talk as it should."
        ),
    }
}

fn distrust(lang: Lang, why: Distrust) -> String {
    match why {
        Distrust::Expired => tr!(lang, "certificat expiré", "expired certificate"),
        Distrust::NotYet => tr!(lang, "certificat pas encore valable", "certificate not valid yet"),
        Distrust::Name => tr!(lang, "certificat d’un autre nom", "certificate of another name"),
        Distrust::Issuer => {
            tr!(lang, "certificat signé par un inconnu", "certificate signed by somebody unknown")
        }
        Distrust::Purpose => tr!(lang, "certificat d’un autre usage", "certificate for another use"),
        Distrust::Weak => {
            tr!(lang, "certificat ou signature trop faible", "certificate or signature too weak")
        }
        Distrust::NoTls => tr!(lang, "il ne parle pas TLS", "it does not speak TLS"),
        Distrust::Old => tr!(lang, "TLS trop ancien", "TLS too old"),
        Distrust::Before => tr!(
            lang,
            "quelqu’un a parlé avant que la ligne soit protégée",
            "somebody spoke before the line was protected"
        ),
        Distrust::Other => tr!(lang, "ligne protégée impossible", "no protected line"),
    }
}

impl Explain for RenderError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        render(t.lang, self)
    }
}

/// Says why a `notice.toml` is not taken: what the reader of TOML says is English, the name it quotes is not.
fn manifest(lang: Lang, detail: &str) -> String {
    match (lang, detail.split('`').nth(1).filter(|name| !name.is_empty())) {
        (Lang::En, _) => detail.to_owned(),
        (Lang::Fr, Some(name)) => {
            format!("«\u{a0}{name}\u{a0}» ne convient pas ou manque (la forme est dans docs/notices.md)")
        }
        (Lang::Fr, None) => "il n’a pas la forme voulue (elle est dans docs/notices.md)".to_owned(),
    }
}

impl Explain for AddressFault {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        CmdError::refused(self.words(t.lang))
    }
}

impl Explain for MessageError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let what = match self {
            Self::Name => {
                tr!(lang, "le nom contient des signes qui n’ont rien à faire dans un en-tête", "{self}")
            }
            Self::TooLarge { size, max } => {
                tr!(lang, "le message fait {size} octets, {max} au plus", "{self}")
            }
            Self::Time => tr!(lang, "l’heure du message n’est pas une date", "{self}"),
            Self::Check(_) => tr!(lang, "le message fini n’a pas passé son contrôle", "{self}"),
        };
        CmdError::refused(what)
    }
}
