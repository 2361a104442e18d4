//! The words for a law that gives no answer.

pub(crate) mod field;

use std::path::Path;

use crate::{
    base::Lang,
    calendar::RuleError,
    election::{ElectionError, Fault},
    face::{error::CmdError, exit::Exit, finding::day, frame::shown, words::clean},
    features::law::{
        actions::input::{InputError, Wrong},
        messages::field::Typed,
    },
    law::LawError,
    tr, trn,
};

/// Says why the law gives no answer.
pub(crate) fn words(lang: Lang, error: LawError) -> CmdError {
    match &error {
        LawError::NotCovered { table, on, first, last } => {
            let (on, first, last) = (day(lang, *on), day(lang, *first), day(lang, *last));
            CmdError::new(
                Exit::NotCovered,
                tr!(
                    lang,
                    "les tables du droit ne couvrent pas le {on}\u{a0}: «\u{a0}{table}\u{a0}» va du {first} au {last}.",
                    "the law tables do not cover {on}: `{table}` goes from {first} to {last}."
                ),
            )
            .hint(tr!(
                lang,
                "nommez un jour couvert\u{a0}: --on AAAA-MM-JJ\u{a0}; après cette période, installez la nouvelle version",
                "name a day that is covered: --on YYYY-MM-DD; past that time, install the new version"
            ))
        }
        LawError::Unknown { id } => CmdError::new(
            Exit::Refused,
            tr!(lang, "il n’y a pas de table «\u{a0}{id}\u{a0}».", "there is no table `{id}`."),
        )
        .hint("contrepoids law list"),
        LawError::TooLarge { field } => CmdError::new(
            Exit::Refused,
            tr!(
                lang,
                "le nombre donné pour {field} est trop grand pour un calcul exact.",
                "the number given for {field} is too large to compute exactly."
            ),
        ),
        LawError::Calendar => CmdError::new(
            Exit::Refused,
            tr!(lang, "la date sort du calendrier.", "the date is out of the range of the calendar."),
        ),
        _ => CmdError::new(
            Exit::Bug,
            tr!(lang, "les tables du droit sont inutilisables.", "the law tables are not usable."),
        )
        .because(error),
    }
}

/// Says why a rule gives no date from the day that was typed as `--from`.
pub(crate) fn from_words(lang: Lang, error: RuleError) -> CmdError {
    let not_covered = matches!(error, RuleError::Law(LawError::NotCovered { .. }));
    let mut out = rule_words(lang, error);
    if not_covered {
        out.hints = vec![tr!(
            lang,
            "donnez à --from un jour de cette période\u{a0}; ce qui courait avant relève d’un droit plus ancien",
            "give --from a day of that period; what ran before is under an older law"
        )];
    }
    out
}

/// Says why a rule gives no date.
pub(crate) fn rule_words(lang: Lang, error: RuleError) -> CmdError {
    let list = "contrepoids law deadline --list";
    match error {
        RuleError::Law(error) => words(lang, error),
        RuleError::Unknown { id, near } => {
            let id = clean(&id, false);
            let what = tr!(lang, "il n’y a pas de règle «\u{a0}{id}\u{a0}».", "there is no rule `{id}`.");
            let error = CmdError::new(Exit::Refused, what);
            if near.is_empty() {
                return error.hint(list);
            }
            let near = near.join(", ");
            error.hint(tr!(lang, "proches\u{a0}: {near}", "near: {near}")).hint(list)
        }
        RuleError::Missing { rule, param } => {
            let option = param.code();
            let what = tr!(lang, "la règle {rule} demande --{option}.", "the rule {rule} needs --{option}.");
            CmdError::new(Exit::Usage, what)
        }
        RuleError::NotTaken { rule, param } => {
            let option = param.code();
            let what = tr!(
                lang,
                "la règle {rule} ne prend pas --{option}.",
                "the rule {rule} does not take --{option}."
            );
            CmdError::new(Exit::Usage, what).hint(list)
        }
        RuleError::Below { rule, param, least } => {
            let option = param.code();
            let what = tr!(
                lang,
                "la règle {rule} ne s’applique pas avec --{option} sous {least}.",
                "the rule {rule} does not apply with --{option} below {least}."
            );
            CmdError::new(Exit::Refused, what)
        }
        RuleError::Gone { rule, on } => {
            let on = day(lang, on);
            let what =
                tr!(lang, "la règle {rule} n’existait pas le {on}.", "there was no rule {rule} on {on}.");
            CmdError::new(Exit::Refused, what)
        }
    }
}

/// Says why a calculator has no answer.
pub(crate) fn election_words(lang: Lang, error: ElectionError) -> CmdError {
    fact_words(lang, Typed::Law, error)
}

/// Says why a question about an election has no answer, naming the fields as they were typed.
pub(crate) fn fact_words(lang: Lang, typed: Typed, error: ElectionError) -> CmdError {
    match error {
        ElectionError::Law(error) => words(lang, error),
        ElectionError::Fact(fact) => {
            let what = fault_words(lang, &fact.fault);
            if matches!(fact.fault, Fault::Short { .. }) {
                return CmdError::new(Exit::Refused, what);
            }
            let field = field::words(lang, typed, &fact.field);
            CmdError::new(Exit::Refused, tr!(lang, "{field}\u{a0}: {what}", "{field}: {what}"))
        }
    }
}

fn fault_words(lang: Lang, fault: &Fault) -> String {
    match fault {
        Fault::Zero => tr!(lang, "doit être au-dessus de zéro.", "must be above zero."),
        Fault::Above(other) => {
            let other = field::other(lang, other);
            tr!(lang, "dépasse ce qui est permis\u{a0}: {other}.", "is above {other}.")
        }
        Fault::Exceeds { found, other, limit } => {
            let (other, more) = (field::other(lang, other), found.saturating_sub(*limit));
            tr!(
                lang,
                "{found}, soit {more} de plus que permis ({other}\u{a0}: {limit}).",
                "is above {other} ({limit}): {found}, {more} too many."
            )
        }
        Fault::Short { wanted, found } => {
            let lack = wanted.saturating_sub(*found);
            trn!(
                lang,
                lack,
                "il manque {lack} bulletin\u{a0}: {wanted} suffrages exprimés, {found} comptés.",
                "il manque {lack} bulletins\u{a0}: {wanted} suffrages exprimés, {found} comptés.",
                "{lack} ballot is missing: {wanted} valid, {found} counted.",
                "{lack} ballots are missing: {wanted} valid, {found} counted."
            )
        }
        Fault::Below(other) => {
            let other = field::other(lang, other);
            tr!(lang, "est sous ce qui est permis\u{a0}: {other}.", "is below {other}.")
        }
        Fault::Missing => tr!(lang, "manque et ne se devine pas.", "is missing and cannot be guessed."),
        Fault::Twice => tr!(lang, "est là deux fois.", "is there twice."),
        Fault::Unknown(name) => tr!(
            lang,
            "«\u{a0}{name}\u{a0}» n’est pas parmi ce qui est donné ou permis.",
            "`{name}` is not among what is given or allowed."
        ),
        Fault::Parts => {
            tr!(lang, "les parts ne font pas un en tout.", "the parts do not add up to one.")
        }
        Fault::Conflict(other) => {
            let other = field::other(lang, other);
            tr!(lang, "ne va pas avec ceci\u{a0}: {other}.", "does not go with {other}.")
        }
        Fault::TooLarge => {
            tr!(lang, "est trop grand pour un calcul exact.", "is too large to compute exactly.")
        }
        Fault::Form(form) => {
            let form = form.words(lang);
            tr!(lang, "n’a pas la forme voulue ({form}).", "must be {form}.")
        }
    }
}

/// The name of a file of facts; `-` is standard input.
fn named(lang: Lang, file: &Path) -> String {
    if file == Path::new("-") { tr!(lang, "entrée standard", "standard input") } else { shown(file) }
}

/// Says why a file of facts was not taken.
pub(crate) fn input_words(lang: Lang, error: InputError) -> CmdError {
    match error {
        InputError::Form { file, line, field, wrong } => {
            let file = named(lang, &file);
            let at = if line == 0 { file } else { tr!(lang, "{file}, ligne {line}", "{file}, line {line}") };
            let (field, what) =
                (field::words(lang, Typed::File, &field), clean(&wrong_words(lang, &wrong), false));
            CmdError::new(Exit::Refused, tr!(lang, "{at}, {field}\u{a0}: {what}", "{at}, {field}: {what}"))
        }
        InputError::Unreadable { file, source } => {
            let file = named(lang, &file);
            let what = tr!(lang, "{file} ne peut pas être lu.", "{file} cannot be read.");
            CmdError::new(Exit::Refused, what).because(source)
        }
        InputError::TooLong { file } => {
            let file = named(lang, &file);
            CmdError::new(
                Exit::Refused,
                tr!(lang, "{file} dépasse 32\u{a0}Mio.", "{file} is longer than 32 MiB."),
            )
        }
        InputError::NotText { file } => {
            let file = named(lang, &file);
            let what = tr!(lang, "{file} n’est pas du texte UTF-8.", "{file} is not UTF-8 text.");
            CmdError::new(Exit::Refused, what)
        }
    }
}

fn wrong_words(lang: Lang, wrong: &Wrong) -> String {
    match wrong {
        Wrong::Missing => fault_words(lang, &Fault::Missing),
        Wrong::Twice => fault_words(lang, &Fault::Twice),
        Wrong::Unknown(known) => {
            tr!(
                lang,
                "il n’y en a pas de ce nom. Il y a\u{a0}: {known}.",
                "there is none of this name. There are: {known}."
            )
        }
        Wrong::Value { found, wanted } => {
            let found = found_words(lang, found);
            match wanted_words(lang, wanted) {
                Some(wanted) => tr!(lang, "{found} n’est pas {wanted}.", "{found} is not {wanted}."),
                None => tr!(lang, "{found} ne convient pas ici.", "{found} is not {wanted}."),
            }
        }
        Wrong::Text(said) => match said_words(lang, said) {
            Some(said) => tr!(lang, "le texte ne se lit pas ({said}).", "the text cannot be read ({said})."),
            None => tr!(
                lang,
                "le texte ne se lit pas\u{a0}: ce n’est pas la forme voulue.",
                "the text cannot be read ({said})."
            ),
        },
    }
}

/// What the readers of JSON and TOML call what they found, in English and in French; the value follows it.
const FOUND: &[(&str, &str)] = &[
    ("boolean", "le oui ou non"),
    ("integer", "le nombre"),
    ("floating point", "le nombre"),
    ("character", "le signe"),
    ("string", "le texte"),
    ("unit value", "rien"),
    ("null", "rien (null)"),
    ("sequence", "une liste"),
    ("map", "une table"),
];

fn found_words(lang: Lang, found: &str) -> String {
    let known = FOUND.iter().find_map(|(en, fr)| Some((fr, found.strip_prefix(en)?)));
    match (lang, known) {
        (Lang::Fr, Some((word, value))) => format!("{word}{value}"),
        _ => found.to_owned(),
    }
}

/// What the readers of JSON and TOML say, in English and in French.
const SAID: &[(&str, &str)] = &[
    ("EOF while parsing", "il s’arrête au milieu"),
    ("expected `:`", "il manque «\u{a0}:\u{a0}»"),
    ("expected `,` or `]`", "il manque «\u{a0},\u{a0}» ou «\u{a0}]\u{a0}»"),
    ("expected `,` or `}`", "il manque «\u{a0},\u{a0}» ou «\u{a0}}\u{a0}»"),
    ("expected value", "il manque une valeur"),
    ("expected ident", "ce mot n’est pas true, false ou null"),
    ("key must be a string", "un nom doit être entre guillemets"),
    ("trailing comma", "une virgule de trop"),
    ("trailing characters", "quelque chose suit la fin"),
    ("invalid number", "ce n’est pas un nombre"),
    ("number out of range", "un nombre trop grand"),
    ("invalid escape", "une suite \\… inconnue"),
    ("control character", "un caractère de commande dans un texte"),
    ("recursion limit", "trop de niveaux"),
    ("key with no value", "un nom sans valeur\u{a0}: il manque «\u{a0}=\u{a0}»"),
    ("unclosed", "quelque chose n’est pas fermé"),
    ("unquoted", "un texte doit être entre guillemets"),
    ("string values must be quoted", "un texte doit être entre guillemets"),
];

fn said_words(lang: Lang, said: &str) -> Option<String> {
    match lang {
        Lang::En => Some(said.to_owned()),
        Lang::Fr => SAID.iter().find(|(en, _)| said.starts_with(en)).map(|(_, fr)| (*fr).to_owned()),
    }
}

/// What the forms ask for, in the language; in French nothing where it has no words.
fn wanted_words(lang: Lang, wanted: &str) -> Option<String> {
    let (french, english) = match wanted {
        "a number such as 49, 49.5 or \"99/2\", not below zero" => {
            ("un nombre comme 49, 49,5 ou \"99/2\", pas sous zéro", wanted)
        }
        "a whole number" | "u8" | "u16" | "u32" | "u64" | "usize" => {
            ("un nombre entier, pas sous zéro", "a whole number, not below zero")
        }
        "a number not below zero, or one for each candidate" => {
            ("un nombre pas sous zéro, ou un par candidature", wanted)
        }
        "how many candidates, or the candidates one by one" => {
            ("le nombre de candidatures, ou les candidatures une par une", wanted)
        }
        "a candidate with name, votes or erasures" => ("une candidature avec nom, voix ou ratures", wanted),
        "a name" => ("un nom", wanted),
        "names" => ("des noms", wanted),
        "names with values" => ("des noms avec des valeurs", wanted),
        "a sequence" => ("une liste", "a list"),
        "a string" => ("un texte", "a text"),
        "a boolean" => ("true ou false", "true or false"),
        "a map" => ("une table de champs", "a table of fields"),
        _ if wanted.starts_with("struct ") => ("une table de champs", "a table of fields"),
        _ => return (lang == Lang::En).then(|| wanted.to_owned()),
    };
    Some(if lang == Lang::Fr { french } else { english }.to_owned())
}
