//! The words for mandates and debits that are not made. The number of an account is never repeated.

use crate::{
    base::Lang,
    face::finding::day,
    features::{dues::actions::DebitError, member::messages as roster},
    money::debit::{BadAccount, BadBatch, BadCreditor},
    tr,
};

const MANDATE: &str = "contrepoids dues mandate new --help";
const DEBIT: &str = "contrepoids dues debit --help";
const RECEIVER: &str = "contrepoids dues receiver --help";

/// Says what keeps a mandate or a debit from being made, and what to type.
pub(super) fn words(lang: Lang, error: &DebitError) -> (String, &'static str) {
    match error {
        DebitError::Account(bad) | DebitError::Batch(BadBatch::Account(bad)) => {
            (account(lang, *bad), MANDATE)
        }
        DebitError::Creditor(bad) | DebitError::Batch(BadBatch::Creditor(bad)) => {
            (creditor(lang, *bad), RECEIVER)
        }
        DebitError::Batch(BadBatch::Empty) | DebitError::NothingToDebit => (
            tr!(
                lang,
                "rien n’est à prélever ce jour-là\u{a0}: aucun mandat en cours pour une somme due, ou rien d’annoncé.",
                "nothing is to be debited on that day: no mandate in force for a sum that is due, or nothing announced."
            ),
            "contrepoids dues mandate list",
        ),
        DebitError::Batch(BadBatch::Name) => (
            tr!(
                lang,
                "un nom n’a aucune lettre que les banques acceptent\u{a0}: notez --holder.",
                "a name has no letter that banks take: note --holder."
            ),
            MANDATE,
        ),
        DebitError::Batch(BadBatch::Refused(why)) => {
            let why = roster::quoted(lang, why);
            (
                tr!(
                    lang,
                    "la banque refuserait le fichier\u{a0}: {why}.",
                    "the bank would refuse the file: {why}."
                ),
                DEBIT,
            )
        }
        DebitError::NoAccount => {
            (tr!(lang, "il manque l’IBAN du compte.", "the IBAN of the account is missing."), MANDATE)
        }
        DebitError::MandateThere(reference) => {
            let reference = roster::quoted(lang, reference);
            let what = tr!(
                lang,
                "il y a déjà un mandat\u{a0}: {reference}\u{a0}; terminez-le d’abord (dues mandate end).",
                "there is a mandate already: {reference}; end it first (dues mandate end)."
            );
            (what, "contrepoids dues mandate list")
        }
        DebitError::Reference => (
            tr!(
                lang,
                "une référence de mandat a 35 signes au plus\u{a0}: lettres sans accent, chiffres, + ? / - : ( ) . ,",
                "a reference of a mandate has at most 35 signs: letters without accents, digits, + ? / - : ( ) . ,"
            ),
            MANDATE,
        ),
        DebitError::NoCreditor => (
            tr!(
                lang,
                "qui prélève n’est pas noté\u{a0}: nom du syndicat, identifiant créancier (--creditor), compte (--iban).",
                "who collects is not noted: name of the union, creditor identifier (--creditor), account (--iban)."
            ),
            RECEIVER,
        ),
        DebitError::TooSoon(from) => {
            let from = day(lang, *from);
            let what = tr!(
                lang,
                "un prélèvement s’annonce quatorze jours avant\u{a0}: au plus tôt le {from}.",
                "a debit is announced fourteen days before: {from} at the earliest."
            );
            (what, DEBIT)
        }
        DebitError::DayPast(when) => {
            let when = day(lang, *when);
            let what = tr!(
                lang,
                "le {when} est venu\u{a0}: la banque veut le fichier avant. Annoncez un autre jour.",
                "{when} has come: the bank wants the file before. Announce another day."
            );
            (what, DEBIT)
        }
        DebitError::Answer => (
            tr!(
                lang,
                "ce fichier n’est pas la réponse d’une banque à des prélèvements (pain.002).",
                "this file is no answer of a bank to debits (pain.002)."
            ),
            "contrepoids dues debit refused --help",
        ),
        DebitError::NotOurs => (
            tr!(
                lang,
                "cette réponse ne parle d’aucun prélèvement écrit ici.",
                "this answer speaks of no debit that was written here."
            ),
            "contrepoids dues mandate list",
        ),
        DebitError::NoMandate => {
            (tr!(lang, "il n’y a pas de mandat.", "there is no mandate."), "contrepoids dues mandate list")
        }
    }
}

fn account(lang: Lang, bad: BadAccount) -> String {
    match bad {
        BadAccount::Form => tr!(
            lang,
            "ce n’est pas un IBAN\u{a0}: pays, clé, puis le nombre de signes de ce pays (27 en France).",
            "this is no IBAN: country, check digits, then as many signs as that country has (27 in France)."
        ),
        BadAccount::Check => tr!(
            lang,
            "la clé de l’IBAN ne va pas\u{a0}: un signe est faux ou deux sont échangés.",
            "the check digits of the IBAN do not fit: a sign is wrong, or two are exchanged."
        ),
        BadAccount::Key => tr!(
            lang,
            "la clé RIB, les deux derniers chiffres, ne va pas avec le compte.",
            "the key of the French account, its last two digits, does not fit."
        ),
        BadAccount::Outside => tr!(
            lang,
            "ce compte est hors de l’Espace économique européen\u{a0}: la banque voudrait une adresse. Demandez un virement.",
            "this account lies outside of the European economic area: the bank would want an address. Ask for a transfer."
        ),
    }
}

fn creditor(lang: Lang, bad: BadCreditor) -> String {
    match bad {
        BadCreditor::Form => tr!(
            lang,
            "ce n’est pas un identifiant créancier\u{a0}: FR, deux chiffres, ZZZ, six signes.",
            "this is no creditor identifier: FR, two digits, ZZZ, six signs."
        ),
        BadCreditor::Check => tr!(
            lang,
            "les deux chiffres de l’identifiant créancier ne vont pas\u{a0}: recopiez-le de la lettre de la banque.",
            "the two digits of the creditor identifier do not fit: copy it from the letter of the bank."
        ),
    }
}
