//! The words for what the roster refuses.

use std::{io, path::PathBuf};

use chrono::NaiveDate;

use crate::{
    base::{Fault, Lang, word::in_french},
    face::{
        error::{CmdError, Explain, Telling, file},
        exit::Exit,
        finding,
        words::clean,
    },
    features::member::actions::MemberError,
    roster::{
        attr::{Attr, Key},
        filter::FilterError,
        import::{BYTES_MAX, CELL_MAX, COLUMNS_MAX, ImportError, Likely, ROWS_MAX, RowFault},
        pick::{Apart, Fitting},
    },
    tr, trn,
};

fn ahead(lang: Lang, day: NaiveDate) -> CmdError {
    let day = finding::day(lang, day);
    let what = tr!(
        lang,
        "le {day} est dans plus d’un an\u{a0}: ce n’est pas un jour d’adhésion.",
        "{day} is more than a year ahead: that is no day of joining."
    );
    CmdError::new(Exit::Refused, what).hint("contrepoids member join --help")
}

impl Explain for MemberError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        match self {
            Self::Vault(error) => error.explain(t),
            Self::Agenda(error) => error.explain(t),
            Self::Outbox(error) => error.explain(t),
            Self::NothingToUndo => CmdError::refused(tr!(
                lang,
                "rien à annuler pour cette personne\u{a0}: sa fiche n’a pas changé depuis sa création, ou depuis que les clés ont changé.",
                "nothing to undo for this person: the record has not changed since it was made, or since the keys were turned."
            ))
            .hint(tr!(
                lang,
                "voyez ce qui s’est passé\u{a0}: contrepoids member history QUI",
                "see what was done: contrepoids member history WHO"
            )),
            Self::Nobody => {
                CmdError::new(Exit::Refused, tr!(lang, "personne ne correspond.", "nobody fits.")).hint(tr!(
                    lang,
                    "cherchez la personne\u{a0}: contrepoids member list --standing all MOT",
                    "look for the person: contrepoids member list --standing all WORD"
                ))
            }
            Self::MergedInto(kept) => {
                let kept = kept.short();
                let what = tr!(
                    lang,
                    "cette fiche a été fusionnée dans une autre, {kept}.",
                    "this record was merged into another, {kept}."
                );
                CmdError::new(Exit::Refused, what).hint(format!("contrepoids member show {kept}"))
            }
            Self::Removed(id) => {
                let what = tr!(
                    lang,
                    "cette fiche a été retirée\u{a0}: elle était là par erreur.",
                    "this record was removed: it was there by mistake."
                );
                let id = id.short();
                CmdError::new(Exit::Refused, what).hint(tr!(
                    lang,
                    "pour la faire revenir\u{a0}: contrepoids member undo {id}",
                    "to bring it back: contrepoids member undo {id}"
                ))
            }
            Self::JoinedAhead(day) => ahead(lang, *day),
            Self::Several(found) => several(lang, found),
            Self::Refused(refused) => CmdError::new(
                Exit::Refused,
                format!("{}{}", label(lang, &refused.key), colon(lang)) + &fault(lang, &refused.fault) + ".",
            ),
            Self::UnknownField(name) => unknown_field(lang, name),
            Self::Write(path, error) => file::not_written(t, path, error),
            Self::NotAnAssignment => CmdError::new(
                Exit::Usage,
                tr!(lang, "ce n’est pas de la forme CHAMP=VALEUR.", "this is not of the form FIELD=VALUE."),
            )
            .hint(tr!(
                lang,
                "par exemple\u{a0}: site=Lyon, étiquettes+=vélo, courriel-=ancien@example.org",
                "for example: site=Lyon, tags+=bike, email-=old@example.org"
            )),
            Self::Filter(error) => error.explain(t),
            Self::Import(error) => error.explain(t),
            &Self::RowsRefused(rows) => CmdError::new(
                Exit::Refused,
                trn!(
                    lang,
                    rows,
                    "{rows} ligne ne peut pas être prise\u{a0}; l’import est tout ou rien.",
                    "{rows} lignes ne peuvent pas être prises\u{a0}; l’import est tout ou rien.",
                    "{rows} row cannot be taken; an import is all or nothing.",
                    "{rows} rows cannot be taken; an import is all or nothing."
                ),
            )
            .hint(tr!(
                lang,
                "corrigez ces lignes dans le fichier, puis recommencez",
                "put these rows right in the file, then try again"
            )),
            Self::RejectsFile(source) => rejects_file(t, source),
            Self::SameRecord => CmdError::new(
                Exit::Refused,
                tr!(lang, "c’est deux fois la même fiche.", "this is the same record twice."),
            ),
            Self::Projection => CmdError::new(
                Exit::Damaged,
                tr!(
                    lang,
                    "les résumés du coffre viennent d’une autre version de ce programme.",
                    "the summaries of the vault come from another version of this program."
                ),
            )
            .hint("contrepoids doctor --repair"),
        }
    }
}

/// Says why the rows that were refused could not be put apart.
fn rejects_file(t: &Telling<'_>, source: &io::Error) -> CmdError {
    let lang = t.lang;
    if source.kind() == io::ErrorKind::AlreadyExists {
        let what = tr!(
            lang,
            "le fichier de --rejects est déjà là\u{a0}; il n’est pas remplacé.",
            "the file of --rejects is there already; it is not replaced."
        );
        return CmdError::refused(what).hint(tr!(lang, "donnez un autre nom", "give another name"));
    }
    let what = tr!(
        lang,
        "le fichier de --rejects ne peut pas être écrit.",
        "the file of --rejects cannot be written."
    );
    CmdError::refused(what).because(t, source)
}

/// The most people who are listed where several fit.
const LISTED: usize = 8;

/// Lists those who fit, each with what tells them apart.
fn several(lang: Lang, found: &[Fitting]) -> CmdError {
    let apart = Apart::of(found);
    let one = |f: &Fitting| {
        let mut said = vec![f.name.clone()];
        said.extend(apart.said(f, lang));
        format!("{} ({})", f.id.short(), clean(&said.join(", "), false))
    };
    let mut list: Vec<String> = found.iter().take(LISTED).map(one).collect();
    if found.len() > LISTED {
        list.push("…".to_owned());
    }
    let list = list.join(&tr!(lang, "\u{a0}; ", "; "));
    CmdError::new(
        Exit::Refused,
        tr!(lang, "{} personnes correspondent\u{a0}: {list}.", "{} people fit: {list}.", found.len()),
    )
    .hint(tr!(lang, "nommez l’une d’elles par ces chiffres", "name one of them by these digits"))
}

fn unknown_field(lang: Lang, name: &str) -> CmdError {
    CmdError::new(
        Exit::Usage,
        tr!(lang, "«\u{a0}{name}\u{a0}» n’est pas un champ.", "“{name}” is not a field."),
    )
    .hint(tr!(lang, "les champs\u{a0}: {}", "the fields: {}", fields(lang)))
}

/// Lists the names of the fields.
pub(crate) fn fields(lang: Lang) -> String {
    let names = Attr::ALL.iter().filter(|a| a.is_written()).map(|a| a.label(lang));
    let free = tr!(lang, "libre:NOM", "free:NAME");
    names.chain([free.as_str()]).collect::<Vec<_>>().join(", ")
}

fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "\u{a0}: ",
        Lang::En => ": ",
    }
}

/// Returns the name of a field.
pub(crate) fn label(lang: Lang, key: &Key) -> String {
    key.label(lang)
}

/// Says why a value was refused, without the value.
pub(crate) fn fault(lang: Lang, fault: &Fault) -> String {
    match fault {
        Fault::Empty => tr!(lang, "c’est vide", "it is empty"),
        Fault::TooLong(most) => tr!(lang, "plus de {most} caractères", "more than {most} characters"),
        Fault::Character(code) => tr!(
            lang,
            "un caractère invisible ou de commande (U+{code:04X})",
            "an invisible or control character (U+{code:04X})"
        ),
        Fault::Address(why) => why.words(lang).to_owned(),
        Fault::EmployerDomain => tr!(
            lang,
            "une adresse de l’employeur n’est jamais prise",
            "an address of the employer is never taken"
        ),
        Fault::NotTheirAddress => {
            tr!(lang, "ce n’est pas une adresse de cette personne", "it is not an address of this person")
        }
        Fault::NotADate => {
            tr!(
                lang,
                "ce n’est pas une date, comme 31/12/2026",
                "it is not a date, such as 31/12/2026 or 2026-12-31"
            )
        }
        Fault::NoSuchDay => tr!(lang, "ce jour n’existe pas", "there is no such day"),
        Fault::ShortYear => tr!(
            lang,
            "l’année veut quatre chiffres, comme 03/09/2021",
            "the year needs four digits, such as 03/09/2021"
        ),
        Fault::NoDay => {
            tr!(lang, "il manque le jour, comme 01/09/2021", "the day is missing, such as 01/09/2021")
        }
        Fault::SheetNumber => tr!(
            lang,
            "un nombre de tableur\u{a0}: mettez la colonne au format Date, comme 31/12/1980",
            "a number of a spreadsheet: give the column the format Date, such as 31/12/1980"
        ),
        Fault::Before(day) => {
            let day = finding::day(lang, *day);
            tr!(lang, "avant le {day}", "before {day}")
        }
        Fault::After(day) => {
            let day = finding::day(lang, *day);
            tr!(lang, "après le {day}", "after {day}")
        }
        Fault::Phone => tr!(
            lang,
            "ce n’est pas un numéro de téléphone, comme 06 12 34 56 78",
            "it is not a telephone number, such as 06 12 34 56 78"
        ),
        Fault::Share => tr!(
            lang,
            "ce n’est pas une part de temps plein, comme 80 % ou 4/5",
            "it is not a share of full time, such as 80 % or 4/5"
        ),
        Fault::Word(words) => {
            let known: Vec<&str> =
                words.iter().map(|w| if lang == Lang::Fr { in_french(w) } else { w }).collect();
            tr!(lang, "pas l’un de\u{a0}: {}", "not one of: {}", known.join(", "))
        }
        Fault::ReadOnly => {
            tr!(lang, "ce champ se calcule, il ne s’écrit pas", "this field is computed, not written")
        }
        Fault::SingleValue => tr!(
            lang,
            "ce champ a une seule valeur\u{a0}: écrivez CHAMP=VALEUR",
            "this field has one value: write FIELD=VALUE"
        ),
        Fault::NoName => tr!(lang, "il faut un nom ou un prénom", "a family name or a given name is needed"),
        Fault::SplitName => tr!(
            lang,
            "on ne distingue pas nom et prénom (écrivez NOM Prénom, ou Nom, Prénom)",
            "family and given name cannot be told apart (write NAME Given, or Name, Given)"
        ),
        Fault::NotMember => tr!(
            lang,
            "n’est pas adhérent·e à ce moment. Revenu·e\u{a0}: member rejoin\u{a0}; fin mal notée\u{a0}: member edit … left=AAAA-MM-JJ",
            "not a member then. Come back: member rejoin; an end noted wrongly: member edit … left=YYYY-MM-DD"
        ),
        Fault::MemberSince(Some(day)) => {
            let day = finding::day(lang, *day);
            tr!(lang, "déjà adhérent·e, depuis le {day}", "a member already, since {day}")
        }
        Fault::MemberSince(None) => tr!(lang, "déjà adhérent·e", "a member already"),
        Fault::NeedsEnd => {
            tr!(lang, "il faut la date de fin d’adhésion", "the day on which the membership ended is needed")
        }
        Fault::EndsBeforeStart => tr!(lang, "la fin est avant le début", "it ends before it starts"),
        Fault::Overlap => {
            tr!(lang, "recouvre une autre période d’adhésion", "overlaps another span of membership")
        }
    }
}

/// Says why a row was refused.
pub(crate) fn row(lang: Lang, why: &RowFault) -> String {
    match why {
        RowFault::Value { key, fault: why } => {
            format!("{}{}{}", label(lang, key), colon(lang), fault(lang, why))
        }
        RowFault::Cells { found, expected } => {
            tr!(
                lang,
                "nombre de cellules\u{a0}: {found} au lieu de {expected}",
                "cells: {found} instead of {expected}"
            )
        }
        RowFault::LongCell { column } => tr!(
            lang,
            "la cellule {column} dépasse {CELL_MAX} octets",
            "cell {column} has more than {CELL_MAX} bytes"
        ),
        RowFault::Ambiguous { found } => trn!(
            lang,
            *found,
            "{found} personne correspond (ajoutez courriel, date de naissance ou identifiant)",
            "{found} personnes correspondent (ajoutez courriel, date de naissance ou identifiant)",
            "{found} person fits (add email, date of birth or id)",
            "{found} people fit (add email, date of birth or id)"
        ),
        RowFault::Contradicts { line, key } => tr!(
            lang,
            "{}\u{a0}: autre chose que la ligne {line}, qui porte le même nom (deux personnes\u{a0}? ajoutez courriel ou date de naissance aux deux)",
            "{}: says otherwise than line {line}, of the same name (two people? add an email or a date of birth to both)",
            label(lang, key)
        ),
        RowFault::Among { key, there } => {
            let (field, there) = (label(lang, key), there.join(", "));
            tr!(lang, "{field}\u{a0}: il y a {there}", "{field}: there are {there}")
        }
        RowFault::Id { found } => {
            trn!(
                lang,
                *found,
                "l’identifiant désigne {found} personne",
                "l’identifiant désigne {found} personnes",
                "the identifier names {found} person",
                "the identifier names {found} people"
            )
        }
    }
}
impl Explain for FilterError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        condition(t.lang, self)
    }
}

/// Says why a condition cannot be understood.
pub(crate) fn condition(lang: Lang, error: &FilterError) -> CmdError {
    match error {
        FilterError::UnknownField(name) => unknown_field(lang, name),
        FilterError::NoTest => {
            CmdError::new(Exit::Usage, tr!(lang, "il manque une comparaison.", "a comparison is missing."))
                .hint(tr!(
                    lang,
                    "par exemple\u{a0}: site=Lyon, poste~dév, embauche>=2020-01-01, courriel= (aucun)",
                    "for example: site=Lyon, job~dev, hired>=2020-01-01, email= (none)"
                ))
        }
        FilterError::Value { key, fault: why } => {
            CmdError::new(Exit::Usage, format!("{}{}{}.", label(lang, key), colon(lang), fault(lang, why)))
        }
        FilterError::NotADateField(key) => CmdError::new(
            Exit::Usage,
            tr!(
                lang,
                "{}\u{a0}: seules les dates se comparent avec < et >.",
                "{}: only dates can be compared with < and >.",
                label(lang, key)
            ),
        ),
    }
}

impl Explain for ImportError {
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that can keep a file back")]
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        let refused = |what: String| CmdError::refused(what);
        match self {
            Self::TooLarge => refused(tr!(
                lang,
                "le fichier dépasse {} Mo.",
                "the file has more than {} MB.",
                BYTES_MAX >> 20
            ))
            .hint(tr!(lang, "coupez-le en plusieurs", "cut it into several")),
            Self::NotText { line } => refused(tr!(
                lang,
                "ligne {line}\u{a0}: ce n’est pas un fichier texte.",
                "line {line}: this is not a text file."
            ))
            .hint(tr!(
                lang,
                "enregistrez le tableau au format .xlsx, .ods ou CSV, puis importez ce fichier",
                "save the spreadsheet as .xlsx, .ods or CSV, then import that file"
            )),
            Self::SeveralSheets { sheets } => refused(tr!(
                lang,
                "ce classeur a plusieurs feuilles\u{a0}: {}.",
                "this spreadsheet has several sheets: {}.",
                sheets_named(lang, sheets)
            ))
            .hint(tr!(lang, "dites laquelle\u{a0}: --sheet NOM", "say which: --sheet NAME")),
            Self::NoSuchSheet { sheets } => refused(tr!(
                lang,
                "ce classeur n’a pas de feuille de ce nom. Il a\u{a0}: {}.",
                "this spreadsheet has no sheet of this name. It has: {}.",
                sheets_named(lang, sheets)
            )),
            Self::NoSheets => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "--sheet\u{a0}: ce fichier n’a pas de feuilles.",
                    "--sheet: this file has no sheets."
                ),
            ),
            Self::LargeSheet => refused(tr!(
                lang,
                "la feuille dépasse {ROWS_MAX} lignes ou {COLUMNS_MAX} colonnes.",
                "the sheet has more than {ROWS_MAX} rows or {COLUMNS_MAX} columns."
            ))
            .hint(tr!(
                lang,
                "copiez le tableau seul dans une feuille neuve",
                "copy the table alone into a new sheet"
            )),
            Self::Sheet => refused(tr!(
                lang,
                "ce classeur ne peut pas être lu, ou pas dans les limites de ce qui est lu sans risque.",
                "this spreadsheet cannot be read, or not within the limits of what is read without risk."
            ))
            .hint(tr!(
                lang,
                "copiez le tableau seul dans une feuille neuve, ou enregistrez-le au format CSV",
                "copy the table alone into a new sheet, or save it as CSV"
            )),
            Self::OldSheet => refused(tr!(
                lang,
                "c’est un classeur Excel d’avant 2007 (.xls).",
                "this is an Excel spreadsheet of before 2007 (.xls)."
            ))
            .hint(tr!(
                lang,
                "enregistrez-le au format .xlsx, .ods ou CSV, puis importez ce fichier",
                "save it as .xlsx, .ods or CSV, then import that file"
            )),
            Self::Encoding { line, encoding } => refused(tr!(
                lang,
                "ligne {line}\u{a0}: ce n’est pas du texte {encoding}.",
                "line {line}: this is not {encoding} text."
            ))
            .hint("--encoding utf-8 | windows-1252 | utf-16le | macintosh"),
            Self::WrongEncoding { line, likely, near } => wrong_encoding(lang, *line, *likely, near),
            Self::UnknownEncoding => CmdError::new(
                Exit::Usage,
                tr!(lang, "cet encodage est inconnu.", "this encoding is unknown."),
            )
            .hint("--encoding utf-8 | windows-1252 | utf-16le | macintosh"),
            Self::TooManyColumns { line, found } => refused(tr!(
                lang,
                "ligne {line}\u{a0}: {found} colonnes, plus que {COLUMNS_MAX}.",
                "line {line}: {found} columns, more than {COLUMNS_MAX}."
            )),
            Self::LongHeader { line, column } => refused(tr!(
                lang,
                "ligne {line}\u{a0}: le nom de la colonne {column} dépasse {CELL_MAX} octets.",
                "line {line}: the name of column {column} has more than {CELL_MAX} bytes."
            )),
            Self::TooManyRows { line } => refused(tr!(
                lang,
                "ligne {line}\u{a0}: plus de {ROWS_MAX} lignes.",
                "line {line}: more than {ROWS_MAX} rows."
            )),
            Self::NoRows { line } => refused(tr!(
                lang,
                "ligne {line}\u{a0}: il n’y a personne dans ce fichier.",
                "line {line}: there is nobody in this file."
            )),
            Self::NoHeader { line } => refused(tr!(
                lang,
                "ligne {line}\u{a0}: il manque la ligne des noms de colonnes.",
                "line {line}: the line with the names of the columns is missing."
            ))
            .hint(tr!(
                lang,
                "ajoutez-la\u{a0}: Nom;Prénom;Courriel",
                "add it: Name;Given name;Email"
            )),
            Self::UnknownColumns { line, columns } => {
                let name = |c: &String| {
                    let start: String = c.chars().take(60).collect();
                    tr!(lang, "«\u{a0}{start}\u{a0}»", "“{start}”")
                };
                let list = columns.iter().take(20).map(name).collect::<Vec<_>>();
                let list = list.join(", ");
                refused(tr!(
                    lang,
                    "ligne {line}\u{a0}: colonnes inconnues\u{a0}: {list}.",
                    "line {line}: unknown columns: {list}."
                ))
                .hint(tr!(
                    lang,
                    "dites ce qu’elles sont\u{a0}: --map \"COLONNE=CHAMP\" (ou COLONNE=- pour la laisser), ou --ignore-unknown",
                    "say what they are: --map \"COLUMN=FIELD\" (or COLUMN=- to leave it out), or --ignore-unknown"
                ))
                .hint(tr!(lang, "les champs\u{a0}: {}", "the fields: {}", fields(lang)))
            }
            Self::TwoColumns { line, key, columns } => {
                let [first, second] = columns.each_ref().map(|c| quoted(lang, c));
                refused(tr!(
                    lang,
                    "ligne {line}\u{a0}: deux colonnes pour {}\u{a0}: {first} et {second}.",
                    "line {line}: two columns for {}: {first} and {second}.",
                    label(lang, key)
                ))
            }
            .hint(tr!(
                lang,
                "laissez-en une\u{a0}: --map \"COLONNE=-\"",
                "leave one of them out: --map \"COLUMN=-\""
            )),
            Self::NoNameColumn { line } => refused(tr!(
                lang,
                "ligne {line}\u{a0}: aucune colonne ne contient de nom.",
                "line {line}: no column holds a name."
            ))
            .hint(tr!(
                lang,
                "dites laquelle\u{a0}: --map \"COLONNE=nom\"",
                "say which one: --map \"COLUMN=family name\""
            )),
            Self::NoSuchColumn { line, column } => refused(tr!(
                lang,
                "ligne {line}\u{a0}: le fichier n’a pas de colonne «\u{a0}{column}\u{a0}».",
                "line {line}: the file has no column “{column}”."
            )),
        }
    }
}

/// What a cell holds, cut, for the terminal.
pub(crate) fn quoted(lang: Lang, cell: &str) -> String {
    const MOST: usize = 40;
    let cell = clean(cell, false);
    let mut start: String = cell.chars().take(MOST).collect();
    if cell.chars().count() > MOST {
        start.push('…');
    }
    tr!(lang, "«\u{a0}{start}\u{a0}»", "“{start}”")
}

fn sheets_named(lang: Lang, sheets: &[String]) -> String {
    sheets.iter().take(20).map(|name| quoted(lang, name)).collect::<Vec<_>>().join(", ")
}

fn wrong_encoding(lang: Lang, line: u64, likely: Likely, near: &str) -> CmdError {
    let near = quoted(lang, near);
    let what = match likely {
        Likely::Mixed => tr!(lang, "le fichier est en UTF-8, sauf ici", "the file is UTF-8, but not here"),
        Likely::Twice => tr!(lang, "de l’UTF-8 encodé deux fois", "UTF-8 that was encoded twice"),
        Likely::MacRoman => tr!(lang, "sans doute du Mac Roman", "this is likely Mac Roman"),
        Likely::Dos => {
            tr!(lang, "sans doute une page de codes DOS (850)", "this is likely a DOS code page (850)")
        }
        Likely::Latin9 => tr!(lang, "sans doute de l’ISO-8859-15", "this is likely ISO-8859-15"),
        Likely::Html => tr!(lang, "du texte de page web (HTML)", "the text of a web page (HTML)"),
    };
    let error = CmdError::new(
        Exit::Refused,
        tr!(lang, "ligne {line}\u{a0}: {what}\u{a0}: {near}.", "line {line}: {what}: {near}."),
    );
    let error = match likely {
        Likely::MacRoman => error.hint("--encoding macintosh"),
        Likely::Latin9 => error.hint("--encoding iso-8859-15"),
        Likely::Mixed | Likely::Twice | Likely::Dos | Likely::Html => error,
    };
    error.hint(tr!(
        lang,
        "enregistrez le tableau de nouveau au format CSV, en UTF-8",
        "save the table again as CSV, in UTF-8"
    ))
}

/// What the command line or standard input gives that a person is not changed by.
pub(crate) enum NotTyped {
    /// Standard input cannot be read.
    Input(io::Error),
    /// The person who typed stopped before the end.
    Stopped,
    /// A day is refused.
    Day(Fault),
    /// The file of an import cannot be read.
    File(PathBuf, io::Error),
    /// A file is named for a list that is no sheet.
    NoSheet,
    /// A workbook is asked for, and no file is named for it.
    Workbook,
    /// A workbook does not hold so many rows or columns.
    TooWide,
}

impl Explain for NotTyped {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Input(source) => {
                let what = tr!(lang, "l’entrée ne peut pas être lue.", "standard input cannot be read.");
                CmdError::refused(what).because(t, source)
            }
            Self::Stopped => CmdError::refused(tr!(lang, "arrêté avant la fin.", "stopped before the end.")),
            Self::Day(why) => {
                let why = fault(lang, why);
                CmdError::refused(tr!(lang, "--date\u{a0}: {why}.", "--date: {why}."))
            }
            Self::File(path, source) => crate::face::error::file::not_read(t, path, source),
            Self::NoSheet => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "--out va avec --format csv, html ou xlsx.",
                    "--out goes with --format csv, html or xlsx."
                ),
            ),
            Self::Workbook => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "un classeur s’écrit dans un fichier\u{a0}: nommez-le.",
                    "a workbook goes into a file: name it."
                ),
            )
            .hint(tr!(lang, "--out FICHIER.xlsx", "--out FILE.xlsx")),
            Self::TooWide => CmdError::refused(tr!(
                lang,
                "un classeur n’a pas autant de lignes ou de colonnes.",
                "a workbook does not have so many rows or columns."
            ))
            .hint(tr!(lang, "--format csv les écrit toutes", "--format csv writes them all")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::address::AddressFault;
    use crate::open::Place;

    fn every_fault() -> Vec<Fault> {
        let day = chrono::NaiveDate::MIN;
        vec![
            Fault::Empty,
            Fault::TooLong(200),
            Fault::Character(0x202e),
            Fault::Address(AddressFault::At),
            Fault::EmployerDomain,
            Fault::NotTheirAddress,
            Fault::NotADate,
            Fault::NoSuchDay,
            Fault::ShortYear,
            Fault::NoDay,
            Fault::SheetNumber,
            Fault::Before(day),
            Fault::After(day),
            Fault::Phone,
            Fault::Share,
            Fault::Word(&["a", "b"]),
            Fault::ReadOnly,
            Fault::SingleValue,
            Fault::NoName,
            Fault::SplitName,
            Fault::NotMember,
            Fault::MemberSince(None),
            Fault::MemberSince(Some(day)),
            Fault::NeedsEnd,
            Fault::EndsBeforeStart,
            Fault::Overlap,
        ]
    }

    #[test]
    fn every_fault_has_words_in_both_languages() {
        for why in every_fault() {
            let (french, english) = (fault(Lang::Fr, &why), fault(Lang::En, &why));
            assert!(!french.is_empty() && !english.is_empty() && french != english, "{why:?}");
        }
    }

    #[test]
    fn every_import_error_says_its_line() {
        let (line, key) = (7, Key::Attr(Attr::Family));
        for error in [
            ImportError::NotText { line },
            ImportError::Encoding { line, encoding: "UTF-8" },
            ImportError::TooManyColumns { line, found: 300 },
            ImportError::TooManyRows { line },
            ImportError::LongHeader { line, column: 3 },
            ImportError::NoRows { line },
            ImportError::NoHeader { line },
            ImportError::UnknownColumns { line, columns: vec!["Chien".into()] },
            ImportError::TwoColumns { line, key, columns: ["Nom".into(), "Nom d'usage".into()] },
            ImportError::WrongEncoding { line, likely: Likely::Mixed, near: "Zoé".into() },
            ImportError::NoNameColumn { line },
            ImportError::NoSuchColumn { line, column: "Chat".into() },
        ] {
            for lang in [Lang::Fr, Lang::En] {
                let place = Place { vault: PathBuf::new(), identity: None, config: PathBuf::new() };
                let shown = error.explain(&Telling::new(lang, &place));
                assert!(shown.what.contains('7'), "{}", shown.what);
                assert_eq!(shown.kind, Exit::Refused);
            }
        }
    }
}
