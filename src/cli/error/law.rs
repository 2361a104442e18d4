//! The words for a law that gives no answer.

use std::path::Path;

use crate::{
    app::law::{InputError, Wrong},
    calendar::RuleError,
    cli::{error::CmdError, exit::Exit, face::shown, finding::day, words::clean},
    config::Lang,
    election::{ElectionError, Fault},
    law::LawError,
    tr,
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

/// Says why a question about an election has no answer.
pub(crate) fn election_words(lang: Lang, error: ElectionError) -> CmdError {
    match error {
        ElectionError::Law(error) => words(lang, error),
        ElectionError::Fact(fact) => {
            let what = fault_words(lang, &fact.fault);
            let field = fact.field;
            CmdError::new(Exit::Refused, tr!(lang, "{field}\u{a0}: {what}", "{field}: {what}"))
        }
    }
}

fn fault_words(lang: Lang, fault: &Fault) -> String {
    match fault {
        Fault::Zero => tr!(lang, "doit être au-dessus de zéro.", "must be above zero."),
        Fault::Above(other) => tr!(lang, "dépasse {other}.", "is above {other}."),
        Fault::Below(other) => tr!(lang, "est sous {other}.", "is below {other}."),
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
        Fault::Conflict(other) => tr!(lang, "ne va pas avec {other}.", "does not go with {other}."),
        Fault::TooLarge => {
            tr!(lang, "est trop grand pour un calcul exact.", "is too large to compute exactly.")
        }
        Fault::Form(form) => tr!(lang, "n’a pas la forme voulue ({form}).", "must be {form}."),
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
            let (field, what) = (clean(&field, false), clean(&wrong_words(lang, &wrong), false));
            CmdError::new(
                Exit::Refused,
                tr!(lang, "{at}, champ {field}\u{a0}: {what}", "{at}, field {field}: {what}"),
            )
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
            let wanted = wanted_words(lang, wanted);
            tr!(lang, "{found} n’est pas {wanted}.", "{found} is not {wanted}.")
        }
        Wrong::Text(said) => {
            tr!(lang, "le texte ne se lit pas ({said}).", "the text cannot be read ({said}).")
        }
    }
}

/// What the forms ask for, in the language; what a library asks for stays as it is.
fn wanted_words(lang: Lang, wanted: &str) -> String {
    let french = match wanted {
        "a number such as 49, 49.5 or \"99/2\", not below zero" => {
            "un nombre comme 49, 49.5 ou \"99/2\", pas sous zéro"
        }
        "a whole number" | "u32" | "usize" => "un nombre entier, pas sous zéro",
        "a number not below zero, or one for each candidate" => {
            "un nombre pas sous zéro, ou un par candidature"
        }
        "how many candidates, or the candidates one by one" => {
            "le nombre de candidatures, ou les candidatures une par une"
        }
        "a candidate with name, votes or erasures" => "une candidature avec nom, voix ou ratures",
        "a name" => "un nom",
        "names" => "des noms",
        "names with values" => "des noms avec des valeurs",
        "a sequence" => "une liste",
        "a string" => "un texte",
        "a boolean" => "true ou false",
        other => other,
    };
    match (lang, wanted) {
        (Lang::Fr, _) => french.to_owned(),
        (Lang::En, "u32" | "usize") => "a whole number, not below zero".to_owned(),
        (Lang::En, _) => wanted.to_owned(),
    }
}
