//! The words for what the treasury did not do.

use chrono::NaiveDate;

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling, file},
        exit::Exit,
        finding::day,
    },
    features::{
        dues::actions::{DuesError, certificate::Lacks, voucher::VoucherError},
        member::messages as roster,
    },
    money::{
        BadScale, EntryKind,
        bank::{self, BadStatement},
    },
    tr,
};

mod debit;

impl Explain for DuesError {
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that the treasury does not do")]
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let (what, hint) = match self {
            Self::Vault(error) => return error.explain(t),
            Self::Member(error) => return error.explain(t),
            Self::Law(error) => return error.explain(t),
            Self::Write(path, error) => return file::not_written(t, path, error),
            Self::File(error) => return error.explain(t),
            Self::Read(path, error) => return file::not_read(t, path, error),
            Self::Statement(error) => (statement(lang, error), "contrepoids dues import --help"),
            Self::Scale(error) => (scale(lang, error), "contrepoids dues schedule --help"),
            Self::NoScale { name, known } => (no_scale(lang, name, known), "contrepoids dues schedule"),
            Self::Before { from, last } => (before(lang, *from, *last), "contrepoids dues schedule"),
            Self::Nothing => (
                tr!(lang, "la somme doit être supérieure à zéro.", "the sum must be above zero."),
                "contrepoids dues record --help",
            ),
            Self::Future(when) => {
                let when = day(lang, *when);
                let what = tr!(
                    lang,
                    "le {when} n’est pas encore venu\u{a0}: une écriture dit ce qui a eu lieu.",
                    "{when} has not come yet: an entry says what has happened."
                );
                (what, "contrepoids dues record --help")
            }
            Self::Whose(kind) => (whose(lang, *kind), "contrepoids dues record --help"),
            Self::Nobody(kind) => (nobody(lang, *kind), "contrepoids dues record --help"),
            Self::NoEntry => (
                tr!(lang, "aucune écriture ne porte ce numéro.", "no entry has this number."),
                "contrepoids dues book",
            ),
            Self::Reversed(number) => {
                let what = tr!(
                    lang,
                    "l’écriture {number} est déjà annulée, ou en annule une autre.",
                    "the entry {number} is reversed already, or reverses another one."
                );
                (what, "contrepoids dues book")
            }
            Self::Backwards => (
                tr!(lang, "--until précède --from.", "--until lies before --from."),
                "contrepoids dues assign --help",
            ),
            Self::Text => (
                tr!(
                    lang,
                    "un texte d’une ligne, sans caractère invisible, est attendu.",
                    "a text of one line without invisible characters is expected."
                ),
                "contrepoids dues --help",
            ),
            Self::Share => (
                tr!(
                    lang,
                    "une part du temps plein est attendue\u{a0}: 80\u{a0}%, 4/5, 0,8.",
                    "a share of full time is expected: 80%, 4/5, 0.8."
                ),
                "contrepoids dues assign --help",
            ),
            Self::NoPlan => (
                tr!(
                    lang,
                    "aucun barème n’est encore fixé\u{a0}: commencez par là.",
                    "no scale is set yet: begin there."
                ),
                "contrepoids dues schedule --help",
            ),
            Self::NotOver(year) => {
                let what = tr!(
                    lang,
                    "l’exercice {year} n’est pas fini\u{a0}: il se clôt après le 31 décembre.",
                    "the year {year} is not over: it is closed after 31 December."
                );
                (what, "contrepoids dues year")
            }
            Self::YearClosed(year) => {
                let what = tr!(
                    lang,
                    "l’exercice {year} est clos\u{a0}: rien n’y est plus noté, et il ne se rouvre pas. Ce qui manque se note à la date \
                     d’aujourd’hui.",
                    "the year {year} is closed: nothing is written into it any more, and it is not opened again. What is missing is \
                     written on today’s date."
                );
                (what, "contrepoids dues year --help")
            }
            Self::NotClosed(year) => {
                let what = tr!(
                    lang,
                    "l’exercice {year} n’est pas clos par deux personnes.",
                    "the year {year} is not closed by two people."
                );
                (what, "contrepoids dues year --help")
            }
            Self::SamePerson => (
                tr!(
                    lang,
                    "vous avez déjà clos cet exercice\u{a0}: une autre personne le confirme, sur son appareil.",
                    "you closed this year already: another person confirms it, on their own device."
                ),
                "contrepoids dues year",
            ),
            Self::NotFollowing => (
                tr!(
                    lang,
                    "le livre ne se suit pas\u{a0}: il ne se clôt pas ainsi.",
                    "the book does not follow: it is not closed like this."
                ),
                "contrepoids dues book",
            ),
            Self::Debit(error) => debit::words(lang, error),
            Self::Voucher(error) => (voucher(lang, error), "contrepoids dues voucher show"),
            Self::TooMany => (
                tr!(lang, "un classeur n’a pas autant de lignes.", "a workbook does not have so many rows."),
                "contrepoids dues book --form csv --out FILE",
            ),
            Self::NoYear => {
                (tr!(lang, "ce n’est pas une année.", "this is no year."), "contrepoids dues year --help")
            }
            Self::NotLate => (
                tr!(
                    lang,
                    "rien n’est en retard\u{a0}: pas de radiation pour impayés.",
                    "nothing is late: nobody lapses for arrears."
                ),
                "contrepoids dues status --late",
            ),
            Self::NoRule => (
                tr!(
                    lang,
                    "ce que les statuts prévoient pour les impayés n’est pas noté (--lapse-rule).",
                    "what the statutes say of arrears is not noted (--lapse-rule)."
                ),
                "contrepoids dues receiver --help",
            ),
            Self::NoAddress => (
                tr!(lang, "la nouvelle adresse manque (--to).", "the new address is missing (--to)."),
                "contrepoids dues requests --help",
            ),
            Self::NotAsked => (
                tr!(
                    lang,
                    "rien de tel n’est demandé pour cette personne.",
                    "nothing of the kind is asked for about this member."
                ),
                "contrepoids dues requests",
            ),
            Self::NoShare => (
                tr!(
                    lang,
                    "aucune part n’est fixée\u{a0}: dites ce qui revient à chaque niveau.",
                    "no share is set: say what goes to each level."
                ),
                "contrepoids dues remit --help",
            ),
            Self::UpShare => (
                tr!(
                    lang,
                    "une part de 0 à 100\u{a0}%, ou un prix qui n’est pas inférieur à zéro, est attendue.",
                    "a part from 0 to 100%, or a price that is not below zero, is expected."
                ),
                "contrepoids dues remit --help",
            ),
            Self::NoLevel { name, known } => (no_level(lang, name, known), "contrepoids dues remit"),
            Self::Declared(last) => {
                let last = day(lang, *last);
                let what = tr!(
                    lang,
                    "c’est déjà déclaré jusqu’au {last}\u{a0}: ce qui change depuis est repris dans le relevé suivant.",
                    "it is declared until {last} already: what changes since is made good by the next statement."
                );
                (what, "contrepoids dues remit")
            }
            Self::OtherSum(number) => {
                let what = tr!(
                    lang,
                    "l’écriture {number} n’a pas la somme de ce mouvement\u{a0}: elle ne peut être ce qui revient.",
                    "the entry {number} has not the sum of this movement: it cannot be what came back."
                );
                (what, "contrepoids dues book")
            }
            Self::NoDebt => (
                tr!(
                    lang,
                    "il n’y a rien à répartir\u{a0}: rien d’échu n’est impayé. Sinon, dites la somme (--amount).",
                    "there is nothing to cut up: nothing that fell due is unpaid. Otherwise say the sum (--amount)."
                ),
                "contrepoids dues agree --help",
            ),
            Self::FirstPast(when) => {
                let when = day(lang, *when);
                let what = tr!(
                    lang,
                    "le {when} est passé\u{a0}: la première échéance est aujourd’hui ou plus tard.",
                    "{when} has passed: the first instalment is today or later."
                );
                (what, "contrepoids dues agree --help")
            }
            Self::NoAgreement => (
                tr!(
                    lang,
                    "aucun paiement en plusieurs fois n’est en cours pour cette personne.",
                    "no instalments are agreed with this member."
                ),
                "contrepoids dues agree",
            ),
            Self::Certificate(lack) => {
                let (lack, option) = lack_text(lang, *lack);
                let what = tr!(
                    lang,
                    "une attestation doit dire {lack}, qui n’est pas noté ({option}).",
                    "a certificate has to say {lack}, which is not noted ({option})."
                );
                (what, "contrepoids dues receiver --help")
            }
            Self::NothingReceived(year) => {
                let what = tr!(
                    lang,
                    "rien n’a été reçu en {year}, d’après le livre\u{a0}: pas d’attestation.",
                    "nothing was received in {year} by the book: no certificate."
                );
                (what, "contrepoids dues book")
            }
        };
        CmdError::new(Exit::Refused, what).hint(hint)
    }
}

fn lack_text(lang: Lang, lack: Lacks) -> (String, &'static str) {
    match lack {
        Lacks::Receiver => {
            (tr!(lang, "quel syndicat a reçu la cotisation", "which union received the dues"), "--name")
        }
        Lacks::Address => (tr!(lang, "l’adresse du syndicat", "the address of the union"), "--address"),
        Lacks::Signatory => (tr!(lang, "qui la signe", "who signs it"), "--signatory"),
    }
}

fn scale(lang: Lang, error: &BadScale) -> String {
    match error {
        BadScale::Share => tr!(
            lang,
            "la part du revenu doit être supérieure à 0 et de 10\u{a0}% au plus.",
            "the share of income must be above 0 and 10% at most."
        ),
        BadScale::Negative => {
            tr!(lang, "une cotisation n’est pas inférieure à zéro.", "dues are not below zero.")
        }
        BadScale::Bands => tr!(
            lang,
            "les tranches doivent monter, et la dernière n’a pas de plafond\u{a0}: 1500:8 2500:12 plus:18.",
            "bands must rise, and the last one has no upper end: 1500:8 2500:12 more:18."
        ),
        BadScale::NoBand => tr!(lang, "aucune tranche n’est donnée.", "no band is given."),
        BadScale::Form(text) => {
            let text = roster::quoted(lang, text);
            tr!(lang, "{text} ne se lit pas comme un barème.", "{text} does not read as a scale.")
        }
    }
}

/// Says what keeps a voucher from being kept or given back.
fn voucher(lang: Lang, error: &VoucherError) -> String {
    match error {
        VoucherError::Empty => {
            tr!(lang, "ce fichier est vide\u{a0}: rien n’est gardé.", "this file is empty: nothing is kept.")
        }
        VoucherError::Large => tr!(
            lang,
            "un justificatif a 2\u{a0}Mio au plus\u{a0}: enregistrez-le plus petit, en noir et blanc par exemple.",
            "a voucher has 2 MiB at most: save it smaller, in black and white for instance."
        ),
        VoucherError::Many => tr!(
            lang,
            "les justificatifs ont 128\u{a0}Mio en tout\u{a0}: retirez-en d’abord.",
            "the vouchers have 128 MiB in all: remove some first."
        ),
        VoucherError::Several(all) => {
            let all = all.join(", ");
            tr!(
                lang,
                "il y en a plusieurs\u{a0}; dites lequel\u{a0}: --which {all}",
                "there are several; say which: --which {all}"
            )
        }
        VoucherError::Broken => tr!(
            lang,
            "un morceau de ce justificatif manque, ou n’est pas le bon\u{a0}: rien n’a été écrit. Après un partage, recommencez\u{a0}; \
             sinon une sauvegarde l’a.",
            "a piece of this voucher is missing, or is another one: nothing was written. After sharing, try again; otherwise a backup has it."
        ),
        VoucherError::None => {
            tr!(lang, "cette écriture n’a pas ce justificatif.", "this entry has no such voucher.")
        }
    }
}

/// Says why a file is no statement; a cell is quoted on the terminal.
fn statement(lang: Lang, error: &BadStatement) -> String {
    match error {
        BadStatement::Form => tr!(
            lang,
            "ce n’est pas un relevé que ce programme sait lire\u{a0}: CSV d’une banque française, CFONB 120, OFX ou CAMT.053.",
            "this is no statement that this program reads: CSV of a French bank, CFONB 120, OFX or CAMT.053."
        ),
        BadStatement::Columns(line) => {
            let (line, known) = (roster::quoted(lang, line), bank::banks().join("\u{a0}; "));
            tr!(
                lang,
                "ces colonnes ne sont celles d’aucune banque connue\u{a0}: {line}. Connues\u{a0}: {known}. Sinon, demandez à la \
                 banque un fichier OFX ou CFONB.",
                "these columns are those of no bank that is known: {line}. Known: {known}. Otherwise ask the bank for an OFX or \
                 CFONB file."
            )
        }
        BadStatement::Line { line, what, cell } => {
            let (what, cell) = (what.words(lang), roster::quoted(lang, cell));
            tr!(lang, "ligne {line}\u{a0}: {what}\u{a0}: {cell}", "line {line}: {what}: {cell}")
        }
        BadStatement::Currency { line, currency } => {
            let currency = roster::quoted(lang, currency);
            tr!(
                lang,
                "ligne {line}\u{a0}: {currency}\u{a0}; seuls les comptes en euros sont lus.",
                "line {line}: {currency}; only accounts in euros are read."
            )
        }
        BadStatement::Accounts => tr!(
            lang,
            "ce fichier contient plusieurs comptes\u{a0}: un fichier par compte.",
            "this file holds several accounts: one file for each account."
        ),
        BadStatement::Cut => tr!(
            lang,
            "ce fichier est coupé\u{a0}: il finit au milieu de quelque chose. Téléchargez-le de nouveau.",
            "this file is cut off: it ends in the middle of something. Download it again."
        ),
        BadStatement::Version(found) => {
            let found = roster::quoted(lang, found);
            tr!(
                lang,
                "{found} n’est pas un relevé lu ici\u{a0}: demandez à la banque un CAMT.053, version 02 ou 08.",
                "{found} is no statement that is read here: ask the bank for CAMT.053, version 02 or 08."
            )
        }
        BadStatement::Doubled => tr!(
            lang,
            "le même relevé s’y trouve deux fois\u{a0}: téléchargez le fichier de nouveau.",
            "the same statement is in it twice: download the file again."
        ),
        BadStatement::Empty => {
            tr!(lang, "ce relevé ne contient aucun mouvement.", "this statement holds no movement.")
        }
        BadStatement::Many => tr!(
            lang,
            "plus de 50\u{202f}000 mouvements\u{a0}: prenez le relevé par années.",
            "more than 50,000 movements: take the statement by years."
        ),
        BadStatement::Balance => tr!(
            lang,
            "les mouvements ne mènent pas de l’ancien solde au nouveau\u{a0}: il en manque, ou le fichier a été changé.",
            "the movements do not lead from the old balance to the new one: some are missing, or the file was changed."
        ),
    }
}

fn no_scale(lang: Lang, name: &str, known: &[String]) -> String {
    let (name, known) = (roster::quoted(lang, name), known.join(", "));
    tr!(
        lang,
        "aucun barème ne s’appelle {name}\u{a0}; il y a\u{a0}: {known}.",
        "no scale is called {name}; there are: {known}."
    )
}

fn no_level(lang: Lang, name: &str, known: &[String]) -> String {
    let (name, known) = (roster::quoted(lang, name), known.join(", "));
    tr!(
        lang,
        "aucune part n’est fixée pour {name}\u{a0}; il y a\u{a0}: {known}.",
        "no share is set for {name}; there are: {known}."
    )
}

fn before(lang: Lang, from: NaiveDate, last: NaiveDate) -> String {
    let (from, last) = (day(lang, from), day(lang, last));
    tr!(
        lang,
        "le {from} précède le {last}, à partir duquel ce barème est déjà fixé autrement\u{a0}: un barème ne change \
         que pour la suite.",
        "{from} lies before {last}, from which this scale is already set otherwise: a scale changes only for what \
         comes."
    )
}

fn whose(lang: Lang, kind: EntryKind) -> String {
    let kind = kind.words(lang);
    tr!(
        lang,
        "de qui\u{a0}? Une écriture de ce genre ({kind}) est celle d’une personne\u{a0}: --member NOM.",
        "whose? An entry of this kind ({kind}) is of a member: --member NAME."
    )
}

fn nobody(lang: Lang, kind: EntryKind) -> String {
    let kind = kind.words(lang);
    tr!(
        lang,
        "une écriture de ce genre ({kind}) n’est celle de personne\u{a0}: retirez --member.",
        "an entry of this kind ({kind}) is of no member: leave --member out."
    )
}
