//! The words for a law that gives no answer.

pub(crate) mod field;
pub(crate) mod pack;
mod watch;

use std::path::Path;

use chrono::NaiveDate;

use crate::calendar::Month;
use crate::{
    base::Lang,
    calendar::RuleError,
    election::{BadFact, ElectionError, Fault},
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding::day,
        words::clean,
        words::shown,
    },
    features::law::{
        actions::input::{InputError, Wrong},
        messages::field::Typed,
        rules::text::{FIRST, TextError},
    },
    law::LawError,
    tr, trn,
};

impl Explain for LawError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::NotCovered { table, on, first, last } => {
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
            Self::Unknown { id } => CmdError::refused(tr!(
                lang,
                "il n’y a pas de table «\u{a0}{id}\u{a0}».",
                "there is no table `{id}`."
            ))
            .hint("contrepoids law list"),
            Self::TooLarge { field } => CmdError::refused(tr!(
                lang,
                "le nombre donné pour {field} est trop grand pour un calcul exact.",
                "the number given for {field} is too large to compute exactly."
            )),
            Self::Calendar => CmdError::refused(tr!(
                lang,
                "la date sort du calendrier.",
                "the date is out of the range of the calendar."
            )),
            Self::Tables(_) | Self::WrongKind { .. } => CmdError::new(
                Exit::Bug,
                tr!(lang, "les tables du droit sont inutilisables.", "the law tables are not usable."),
            )
            .cause(tr!(lang, "les tables livrées avec ce programme ne se lisent pas", "{self}")),
        }
    }
}

impl Explain for TextError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let search = tr!(lang, "contrepoids law search MOTS", "contrepoids law search WORDS");
        match self {
            Self::Law(error) => error.explain(t),
            Self::Damaged(damaged) => CmdError::new(
                Exit::Bug,
                tr!(lang, "les textes du droit sont inutilisables.", "the texts of the law are not usable."),
            )
            .cause(tr!(
                lang,
                "les textes livrés avec ce programme ne se lisent pas ({damaged})",
                "{damaged}"
            )),
            Self::Unknown { typed, near } => {
                let typed = clean(typed, false);
                let error = CmdError::refused(tr!(
                    lang,
                    "il n’y a pas d’article «\u{a0}{typed}\u{a0}» dans les textes conservés.",
                    "there is no article `{typed}` in the texts that are held."
                ));
                if near.is_empty() {
                    return error.hint(search);
                }
                let near = near.join(", ");
                error.hint(tr!(lang, "proches\u{a0}: {near}", "near: {near}")).hint(search)
            }
            Self::Several { typed, choices } => {
                let typed = clean(typed, false);
                let mut nums: Vec<&str> = choices.iter().map(|c| c.num.as_str()).collect();
                nums.dedup();
                let nums = nums.join(", ");
                let error = CmdError::refused(tr!(
                    lang,
                    "«\u{a0}{typed}\u{a0}» désigne plusieurs articles\u{a0}: {nums}.",
                    "`{typed}` is several articles: {nums}."
                ));
                choices.iter().fold(error, |error, choice| {
                    let title = choice.title.as_ref().map_or_else(String::new, |title| format!(" ({title})"));
                    error.hint(format!("contrepoids law text {}{title}", choice.typed))
                })
            }
            Self::OtherDay { num, version, on } => {
                let on = day(lang, *on);
                CmdError::refused(tr!(
                    lang,
                    "la version {version} de {num} n’était pas en vigueur le {on}.",
                    "version {version} of {num} was not in force on {on}."
                ))
                .hint(tr!(
                    lang,
                    "sans --on, la version est montrée\u{a0}; contrepoids law text {num} montre celle du jour",
                    "without --on the version is shown; contrepoids law text {num} shows that of the day"
                ))
            }
            Self::Before { on } => not_covered(before(lang, *on)),
            Self::Beyond { on, known, last } => not_covered(beyond(lang, *on, *known, *last)),
            Self::NotYet { citation, first, on } => not_covered(not_yet(lang, citation, *first, *on)),
            Self::OneVersion { citation } => CmdError::refused(tr!(
                lang,
                "de {citation}, une seule version au plus est connue ici\u{a0}: rien à comparer.",
                "of {citation} one version at most is known here: nothing to compare."
            ))
            .hint(format!("contrepoids law text {citation}")),
            Self::NothingToCompare { num, on } => {
                let on = day(lang, *on);
                CmdError::refused(tr!(
                    lang,
                    "il n’y a pas de texte de {num} au {on} à comparer\u{a0}: pas en vigueur, ou non conservé.",
                    "there is no text of {num} on {on} to compare: not in force, or not held."
                ))
                .hint(format!("contrepoids law text {num}"))
            }
            Self::NoWords => CmdError::refused(tr!(
                lang,
                "il n’y a rien à chercher\u{a0}: ni chiffres ni petits mots seuls.",
                "there is nothing to look for: neither figures nor small words alone."
            ))
            .hint(search)
            .hint("contrepoids law text ARTICLE"),
        }
    }
}

/// Refuses a day for which no text answers: what is wrong, and what to do.
fn not_covered((what, hint): (String, String)) -> CmdError {
    CmdError::new(Exit::NotCovered, what).hint(hint)
}

fn since_then(lang: Lang) -> String {
    tr!(lang, "nommez un jour depuis lors", "name a day since then")
}

fn before(lang: Lang, on: NaiveDate) -> (String, String) {
    let (on, first) = (day(lang, on), day(lang, FIRST));
    let what = tr!(
        lang,
        "les textes conservés commencent le {first}, pas le {on}.",
        "the texts that are held begin on {first}, not on {on}."
    );
    (what, since_then(lang))
}

fn beyond(lang: Lang, on: NaiveDate, known: NaiveDate, last: NaiveDate) -> (String, String) {
    let (on, known, last) = (day(lang, on), day(lang, known), day(lang, last));
    (
        tr!(
            lang,
            "ce qui est en vigueur est connu ici au {known}, ce qui vaut jusqu’au {last}, pas pour le {on}.",
            "what is in force is known here as of {known}, which holds until {last}, not for {on}."
        ),
        tr!(
            lang,
            "nommez un jour couvert\u{a0}: --on AAAA-MM-JJ\u{a0}; après cette période, installez la nouvelle version",
            "name a day that is covered: --on YYYY-MM-DD; past that time, install the new version"
        ),
    )
}

fn not_yet(lang: Lang, citation: &str, first: NaiveDate, on: NaiveDate) -> (String, String) {
    let (on, first) = (day(lang, on), day(lang, first));
    let what = tr!(
        lang,
        "le texte conservé de {citation} vaut depuis le {first}, pas pour le {on}.",
        "the text of {citation} that is held is of {first} and after, not of {on}."
    );
    (what, since_then(lang))
}

/// A rule that gives no date from the day that was typed as `--from`.
pub(crate) struct FromDay(pub RuleError);

impl Explain for FromDay {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let mut out = self.0.explain(t);
        if matches!(self.0, RuleError::Law(LawError::NotCovered { .. })) {
            out.hints = vec![tr!(
                t.lang,
                "donnez à --from un jour de cette période\u{a0}; ce qui courait avant relève d’un droit plus ancien",
                "give --from a day of that period; what ran before is under an older law"
            )];
        }
        out
    }
}

impl Explain for RuleError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let list = "contrepoids law deadline --list";
        match self {
            Self::Law(error) => error.explain(t),
            Self::Unknown { id, near } => {
                let id = clean(id, false);
                let what = tr!(lang, "il n’y a pas de règle «\u{a0}{id}\u{a0}».", "there is no rule `{id}`.");
                let error = CmdError::refused(what);
                if near.is_empty() {
                    return error.hint(list);
                }
                let near = near.join(", ");
                error.hint(tr!(lang, "proches\u{a0}: {near}", "near: {near}")).hint(list)
            }
            Self::Missing { rule, param } => {
                let option = param.code();
                let what =
                    tr!(lang, "la règle {rule} demande --{option}.", "the rule {rule} needs --{option}.");
                CmdError::new(Exit::Usage, what)
            }
            Self::NotTaken { rule, param } => {
                let option = param.code();
                let what = tr!(
                    lang,
                    "la règle {rule} ne prend pas --{option}.",
                    "the rule {rule} does not take --{option}."
                );
                CmdError::new(Exit::Usage, what).hint(list)
            }
            Self::Below { rule, param, least } => {
                let option = param.code();
                CmdError::refused(tr!(
                    lang,
                    "la règle {rule} ne s’applique pas avec --{option} sous {least}.",
                    "the rule {rule} does not apply with --{option} below {least}."
                ))
            }
            Self::Gone { rule, on } => {
                let on = day(lang, *on);
                CmdError::refused(tr!(
                    lang,
                    "la règle {rule} n’existait pas le {on}.",
                    "there was no rule {rule} on {on}."
                ))
            }
        }
    }
}

impl Explain for ElectionError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        As(Typed::Law, self).explain(t)
    }
}

impl Explain for BadFact {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        As(Typed::Law, self).explain(t)
    }
}

/// A question about an election that has no answer, with where its facts were typed: it names the fields so.
pub(crate) struct As<E>(pub Typed, pub E);

impl Explain for As<&ElectionError> {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        match self.1 {
            ElectionError::Law(error) => error.explain(t),
            ElectionError::Fact(fact) => As(self.0, fact).explain(t),
        }
    }
}

impl Explain for As<&BadFact> {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        CmdError::refused(fact(t.lang, self.0, self.1))
    }
}

/// Says in a sentence what is wrong with a fact, naming its field as it was typed.
pub(crate) fn fact(lang: Lang, typed: Typed, fact: &BadFact) -> String {
    let what = fault_words(lang, typed, &fact.fault);
    if matches!(fact.fault, Fault::Short { .. }) {
        return what;
    }
    let field = field::words(lang, typed, &fact.field);
    tr!(lang, "{field}\u{a0}: {what}", "{field}: {what}")
}

fn fault_words(lang: Lang, typed: Typed, fault: &Fault) -> String {
    match fault {
        Fault::Zero => tr!(lang, "doit être au-dessus de zéro.", "must be above zero."),
        Fault::Above(other) => {
            let other = field::other(lang, typed, other);
            tr!(lang, "plus que {other}, ce n’est pas possible.", "is above {other}.")
        }
        Fault::Exceeds { found, other, limit } => {
            let (other, more) = (field::other(lang, typed, other), found.saturating_sub(*limit));
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
            let other = field::other(lang, typed, other);
            tr!(lang, "avant ou sous {other}, ce n’est pas possible.", "is below {other}.")
        }
        Fault::Missing => tr!(
            lang,
            "à indiquer\u{a0}; le programme ne peut pas le supposer.",
            "is missing and cannot be guessed."
        ),
        Fault::Twice => tr!(lang, "indiqué deux fois.", "is there twice."),
        Fault::Unknown(name) => {
            tr!(lang, "«\u{a0}{name}\u{a0}» n’est pas connu ici.", "`{name}` is not known here.")
        }
        Fault::Among { found, taken } => {
            let one = |(fr, en): &(&'static str, &'static str)| match lang {
                Lang::Fr => *fr,
                Lang::En => *en,
            };
            let taken = taken.iter().map(one).collect::<Vec<_>>().join(", ");
            tr!(
                lang,
                "«\u{a0}{found}\u{a0}» ne convient pas. Possibles\u{a0}: {taken}.",
                "`{found}` is none of: {taken}."
            )
        }
        Fault::NoSuch { found, there } if there.is_empty() => tr!(
            lang,
            "il n’y a pas «\u{a0}{found}\u{a0}», ni rien d’autre pour l’instant.",
            "there is no `{found}`, and nothing else so far."
        ),
        Fault::NoSuch { found, there } => {
            let there = there.join(", ");
            tr!(
                lang,
                "il n’y a pas «\u{a0}{found}\u{a0}». Il y a\u{a0}: {there}.",
                "there is no `{found}`. There are: {there}."
            )
        }
        Fault::Parts => {
            tr!(lang, "les parts ne font pas un en tout.", "the parts do not add up to one.")
        }
        Fault::Conflict(other) => {
            let other = field::other(lang, typed, other);
            tr!(lang, "ne peut pas aller avec {other}.", "does not go with {other}.")
        }
        Fault::TooLarge => {
            tr!(lang, "est trop grand pour un calcul exact.", "is too large to compute exactly.")
        }
        Fault::Form(form) => {
            let form = form.words(lang);
            tr!(lang, "n’a pas la forme voulue ({form}).", "must be {form}.")
        }
        Fault::Not { found, form } => {
            let form = form.words(lang);
            tr!(lang, "«\u{a0}{found}\u{a0}» n’a pas la forme voulue ({form}).", "`{found}` must be {form}.")
        }
        Fault::Cells { found, cells, columns } => tr!(
            lang,
            "{cells} cellules pour {columns} colonnes, de trop\u{a0}: «\u{a0}{found}\u{a0}».",
            "{cells} cells for {columns} columns, too many: `{found}`."
        ),
    }
}

/// The name of a file of facts; `-` is standard input.
fn named(lang: Lang, file: &Path) -> String {
    if file == Path::new("-") { tr!(lang, "entrée standard", "standard input") } else { shown(file) }
}

impl Explain for InputError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Form { file, line, field, wrong } => {
                let file = named(lang, file);
                let at =
                    if *line == 0 { file } else { tr!(lang, "{file}, ligne {line}", "{file}, line {line}") };
                let (field, what) =
                    (field::words(lang, Typed::File, field), clean(&wrong_words(lang, wrong), false));
                CmdError::refused(tr!(lang, "{at}, {field}\u{a0}: {what}", "{at}, {field}: {what}"))
            }
            Self::Unreadable { file, source } => {
                let file = named(lang, file);
                CmdError::refused(tr!(lang, "{file} ne peut pas être lu.", "{file} cannot be read."))
                    .because(t, source)
            }
            Self::TooLong { file } => {
                let file = named(lang, file);
                CmdError::refused(tr!(lang, "{file} dépasse 32\u{a0}Mio.", "{file} is longer than 32 MiB."))
            }
            Self::NotText { file } => {
                let file = named(lang, file);
                CmdError::refused(tr!(lang, "{file} n’est pas du texte UTF-8.", "{file} is not UTF-8 text."))
            }
        }
    }
}

/// Options that do not go together.
pub(crate) enum BadOptions {
    /// One is missing.
    Needed(&'static str),
    /// A list that was not named.
    NoList {
        /// The option that names it.
        option: &'static str,
        /// Its name.
        name: String,
    },
    /// `--to` is before `--from`.
    Backwards,
    /// A month that is not between `--from` and `--to`.
    Outside(Month),
    /// A month that is given twice.
    Twice(Month),
    /// A ground to contest that is none.
    Ground(String),
}

impl Explain for BadOptions {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let what = match self {
            Self::Needed(option) => tr!(lang, "il manque {option}.", "{option} is missing."),
            Self::NoList { option, name } => tr!(
                lang,
                "{option}\u{a0}: il n’y a pas de liste «\u{a0}{name}\u{a0}».",
                "{option}: there is no list `{name}`."
            ),
            Self::Backwards => tr!(lang, "--to est avant --from.", "--to is before --from."),
            Self::Outside(month) => tr!(
                lang,
                "--taken\u{a0}: {month} n’est pas entre --from et --to.",
                "--taken: {month} is not between --from and --to."
            ),
            Self::Twice(month) => {
                tr!(lang, "--taken\u{a0}: {month} est donné deux fois.", "--taken: {month} is given twice.")
            }
            Self::Ground(name) => {
                let name = clean(name, false);
                let what =
                    tr!(lang, "il n’y a pas de motif «\u{a0}{name}\u{a0}».", "there is no ground `{name}`.");
                return CmdError::new(Exit::Usage, what).hint("contrepoids law contest");
            }
        };
        CmdError::new(Exit::Usage, what)
    }
}

fn wrong_words(lang: Lang, wrong: &Wrong) -> String {
    match wrong {
        Wrong::Missing => fault_words(lang, Typed::File, &Fault::Missing),
        Wrong::Twice => fault_words(lang, Typed::File, &Fault::Twice),
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
