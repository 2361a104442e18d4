//! `member import`.

use std::{borrow::Cow, path::PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{colleges, view};
use crate::features::member::messages::{self, NotTyped};
use crate::{
    base::{Lang, View, record::Record, text::fold, word::Standing},
    face::{
        error,
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
        table::Table,
        words::shown,
    },
    features::member::{
        actions::{
            Assignment,
            import::{self, Reading},
        },
        views,
    },
    roster::{
        attr::{Attr, Key},
        columns::Form,
        columns::Subject,
        import::{
            ImportError,
            header::{self, Dropped},
            plan::{ImportPlan, ImportRow, Refusal, Remark, RowOutcome},
        },
        person::Person,
    },
    tr, trn,
    vault::{Kind, Vault},
};

/// How many new people are shown as they would be stored.
const FIRST: usize = 3;
/// How many people are shown with what changes.
const SHOWN: usize = 20;

/// Import people from a spreadsheet: a preview, then all or nothing
///
/// Reads .xlsx and .ods as they are, and CSV with ; , or tab, in UTF-8, UTF-16 or Windows-1252, with French or English headers,
/// lines of title above them and totals below. Without --apply nothing is
/// written: it shows which column is which field, who would be added or changed, and which rows cannot be taken and why. With
/// --apply everything is written in one go, or nothing when a row cannot be taken; with --rejects the good rows are taken, and
/// the others are written into a file to be mended and imported. Empty cells change nothing. A row speaks of
/// the person with the same name and mail address, else with the same name and date of birth, else with the same name when
/// nothing speaks against it. Importing the same file twice changes nothing.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member import section.ods
  contrepoids member import section.xlsx --sheet 2021 --apply
  contrepoids member import section.csv --rejects rejects.csv --apply
  contrepoids member import list.csv --map 'Statut=category' --map 'Dog=-' \\
    --set site=Lyon --apply
  contrepoids member import - --apply < section.csv")]
pub struct ImportArgs {
    /// The file, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Write what the preview shows
    #[arg(long)]
    pub apply: bool,
    /// Say which field a column is (COLUMN=FIELD), or leave it out (COLUMN=-)
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<String>,
    /// Give rows without a value for a field this one
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// Take the good rows, and write the others with the reasons into this new file
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Leave out columns that name no field
    #[arg(long)]
    pub ignore_unknown: bool,
    /// The sheet of a spreadsheet, by its name or its number; asked for where there are several
    #[arg(long, value_name = "SHEET")]
    pub sheet: Option<String>,
    /// The sign between cells: one character, or "tab"
    #[arg(long, value_name = "SIGN", value_parser = sign)]
    pub delimiter: Option<u8>,
    /// The encoding of the file
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
}

pub(crate) fn sign(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [one] if one.is_ascii() && !one.is_ascii_alphanumeric() && !matches!(one, b'"' | b'\r' | b'\n') => {
            Ok(*one)
        }
        _ => Err("; , | tab".to_owned()),
    }
}

struct ImportScreen {
    plan: ImportPlan,
    /// The first changes, with what is there and what comes.
    changes: Vec<String>,
    /// The first people who are added, as they would be stored.
    first: Vec<String>,
    /// Those who are added without a day of joining, by name.
    contacts: Vec<String>,
    applied: bool,
    /// The sheet of a spreadsheet.
    sheet: Option<String>,
    /// The file for the rows that cannot be taken.
    rejects: Option<String>,
}

impl ImportScreen {
    /// What was decided for the user and can be decided otherwise.
    fn choices(&self, lang: Lang) -> Vec<String> {
        let mut out = Vec::new();
        for (column, key) in &self.plan.columns {
            if header::says_entry(column) && matches!(key, Some(Key::Attr(Attr::Hired))) {
                out.push(tr!(
                    lang,
                    "\n«\u{a0}{column}\u{a0}» est prise pour la date d’embauche. Si c’est l’adhésion\u{a0}:\n  --map \"{column}=joined\"",
                    "\n“{column}” is taken for the day of hire.\nIf it is the day of joining the union:\n  --map \"{column}=joined\""
                ));
            }
        }
        let contacts = self.contacts.len();
        if contacts > 0 {
            out.push(trn!(lang, contacts, "\n{contacts} sans date d’adhésion\u{a0}: un simple contact. Si c’est un·e adhérent·e,\najoutez une colonne «\u{a0}Date d’adhésion\u{a0}», ou\u{a0}: --set joined=AAAA-MM-JJ", "\n{contacts} sans date d’adhésion\u{a0}: de simples contacts. Si ce sont des adhérent·e·s,\najoutez une colonne «\u{a0}Date d’adhésion\u{a0}», ou\u{a0}: --set joined=AAAA-MM-JJ", "\n{contacts} without a day of joining: a prospect only. If they are a member, add a column\n“Date joined”, or: --set joined=YYYY-MM-DD", "\n{contacts} without a day of joining: prospects only. If they are members, add a column\n“Date joined”, or: --set joined=YYYY-MM-DD"));
            out.push(finding::wrapped("  ", "  ", &self.contacts.join(", ")).trim_end().to_owned());
        }
        out
    }

    /// Refused, changed and doubtful rows, each kind up to a number of lines.
    fn details(&self, lang: Lang) -> Vec<String> {
        let mut out = Vec::new();
        let line = |n: u64| tr!(lang, "ligne {n}", "line {n}");
        let colon = tr!(lang, "\u{a0}: ", ": ");
        if !self.plan.refusals.is_empty() {
            out.push(tr!(
                lang,
                "\nLignes qui ne peuvent pas être prises\u{a0}:",
                "\nRows that cannot be taken:"
            ));
            for refusal in self.plan.refusals.iter().take(50) {
                out.push(format!("  {}{}", line(refusal.line), told(lang, refusal)));
            }
            out.extend(others(lang, self.plan.refusals.len().saturating_sub(50)));
        }
        out.extend(self.left_out(lang));
        if !self.first.is_empty() {
            out.push(tr!(
                lang,
                "\nLes premières personnes, telles qu’elles seront notées\u{a0}:",
                "\nThe first people, as they will be stored:"
            ));
            out.extend(self.first.iter().cloned());
        }
        if !self.changes.is_empty() {
            out.push(tr!(lang, "\nChangements\u{a0}:", "\nChanges:"));
            out.extend(self.changes.iter().cloned());
            out.extend(others(lang, self.plan.changed().saturating_sub(SHOWN)));
        }
        let doubtful: Vec<String> = self
            .plan
            .lines
            .iter()
            .filter_map(|l| Some(format!("  {}{colon}{}", line(l.line), doubt(lang, l)?)))
            .chain(self.plan.remarks.iter().map(|r| remark(lang, r)))
            .collect();
        if !doubtful.is_empty() {
            out.push(tr!(lang, "\nÀ voir\u{a0}:", "\nLook:"));
            out.extend(doubtful.iter().take(SHOWN).cloned());
            out.extend(others(lang, doubtful.len().saturating_sub(SHOWN)));
        }
        out
    }

    /// Lines that are nobody, each with its reason.
    fn left_out(&self, lang: Lang) -> Vec<String> {
        let passed = &self.plan.passed;
        if passed.is_empty() {
            return Vec::new();
        }
        let mut out = vec![tr!(lang, "\nLaissées de côté\u{a0}:", "\nLeft out:")];
        out.extend(passed.iter().take(SHOWN).map(|(n, why)| {
            let why = why.words(lang);
            tr!(lang, "  ligne {n}\u{a0}: {why}", "  line {n}: {why}")
        }));
        out.extend(others(lang, passed.len().saturating_sub(SHOWN)));
        out
    }

    fn ending(&self, lang: Lang) -> String {
        let (refused, rejects) = (self.plan.refused, self.rejects.as_deref());
        if let Some(file) = rejects.filter(|_| refused > 0) {
            return if self.applied {
                trn!(
                    lang,
                    refused,
                    "\nImporté. {refused} ligne est dans {file}, avec la raison\u{a0}: corrigez-la là,\npuis importez ce fichier.",
                    "\nImporté. {refused} lignes sont dans {file}, avec les raisons\u{a0}: corrigez-les là,\npuis importez ce fichier.",
                    "\nImported. {refused} row is in {file}, with the reason: mend it there,\nthen import that file.",
                    "\nImported. {refused} rows are in {file}, with the reasons: mend them there,\nthen import that file."
                )
            } else {
                tr!(
                    lang,
                    "\nRien n’a été écrit. Pour prendre les bonnes lignes et mettre les autres dans\n{file}\u{a0}: la même commande, suivie de --apply",
                    "\nNothing was written. To take the good rows and put the others into\n{file}: the same command, followed by --apply"
                )
            };
        }
        if self.applied {
            return tr!(lang, "\nImporté.", "\nImported.");
        }
        if refused > 0 {
            return tr!(
                lang,
                "\nRien n’a été écrit. Pour prendre les bonnes lignes et mettre les autres à part\u{a0}:\n--rejects rejets.csv",
                "\nNothing was written. To take the good rows and put the others apart:\n--rejects rejects.csv"
            );
        }
        tr!(
            lang,
            "\nRien n’a été écrit. Pour importer\u{a0}: la même commande, suivie de --apply",
            "\nNothing was written. To import: the same command, followed by --apply"
        )
    }
}

/// Says why a row was refused, with the cell as it is in the file.
fn told(lang: Lang, refusal: &Refusal) -> String {
    let why = messages::row(lang, &refusal.fault);
    let Some((column, cell)) = &refusal.cell else { return tr!(lang, "\u{a0}: {why}", ": {why}") };
    let (column, cell) = (messages::quoted(lang, column.trim()), messages::quoted(lang, cell));
    tr!(lang, "\u{a0}: {why}\n    colonne {column}\u{a0}: {cell}", ": {why}\n    column {column}: {cell}")
}

/// Says what a cell says that its field cannot hold.
fn remark(lang: Lang, remark: &Remark) -> String {
    let (n, what) = (remark.line, remark.what.words(lang));
    let cell = messages::quoted(lang, &remark.cell.1);
    let said = tr!(lang, "ligne {n}\u{a0}: {cell} {what}", "line {n}: {cell} {what}");
    finding::wrapped("  ", "    ", &said).trim_end().to_owned()
}

/// Says how many more there are than are shown.
fn others(lang: Lang, more: usize) -> Option<String> {
    (more > 0).then(|| {
        trn!(
            lang,
            more,
            "  … et {more} autre",
            "  … et {more} autres",
            "  … and {more} more",
            "  … and {more} more"
        )
    })
}

/// What there is to look at in a row that was taken.
fn doubt(lang: Lang, row: &ImportRow) -> Option<String> {
    if let RowOutcome::Repeated(earlier) = row.outcome {
        return Some(tr!(
            lang,
            "répète la ligne {earlier}\u{a0}: une seule personne",
            "repeats line {earlier}: one person"
        ));
    }
    Some(row.warning?.words(lang).to_owned())
}

impl Show for ImportScreen {
    fn view(&self, lang: Lang) -> impl View {
        let why = |refusal: &Refusal| messages::row(lang, &refusal.fault);
        views::Imported::of(&self.plan, self.applied, why)
    }

    fn text(&self, lang: Lang) -> String {
        let sign = match self.plan.delimiter {
            b'\t' => tr!(lang, "tabulation", "tab"),
            other => char::from(other).to_string(),
        };
        let (rows, encoding) = (self.plan.rows(), self.plan.encoding);
        let (added, changed, same, refused) =
            (self.plan.added(), self.plan.changed(), self.plan.same(), self.plan.refused);
        let mut table = Table::new([tr!(lang, "colonne", "column"), tr!(lang, "champ", "field")]);
        for ((name, key), why) in self.plan.columns.iter().zip(&self.plan.dropped) {
            let left = || format!("({})", why.unwrap_or(Dropped::Unknown).words(lang));
            let field = key.as_ref().map_or_else(left, |k| messages::label(lang, k));
            table.row([name.trim(), &field]);
        }
        let mut out = vec![
            match &self.sheet {
                Some(sheet) => {
                    let sheet = messages::quoted(lang, sheet);
                    tr!(lang, "Lignes\u{a0}: {rows} · feuille {sheet}\n", "Rows: {rows} · sheet {sheet}\n")
                }
                None => tr!(
                    lang,
                    "Lignes\u{a0}: {rows} · {encoding} · séparateur {sign}\n",
                    "Rows: {rows} · {encoding} · delimiter {sign}\n"
                ),
            },
            table.text(),
            if self.applied {
                tr!(
                    lang,
                    "ajoutées {added} · changées {changed} · déjà là {same}",
                    "added {added} · changed {changed} · there already {same}"
                )
            } else {
                tr!(
                    lang,
                    "à ajouter {added} · à changer {changed} · déjà là {same} · refusées {refused}",
                    "to add {added} · to change {changed} · there already {same} · refused {refused}"
                )
            },
        ];
        out.extend(self.choices(lang));
        out.extend(self.details(lang));
        out.push(self.ending(lang));
        lines(out)
    }
}

/// Runs `member import`.
pub(super) fn run(face: &mut Face, args: &ImportArgs) -> Result<Exit, error::Refusal> {
    let reading = Reading {
        delimiter: args.delimiter,
        encoding: args.encoding.clone(),
        mappings: args.map.iter().map(|m| import::mapping(m)).collect::<Result<_, _>>()?,
        ignore_unknown: args.ignore_unknown,
        defaults: args.set.iter().map(|s| Assignment::read(s)).collect::<Result<_, _>>()?,
    };
    let bytes = import::read(&args.file).map_err(|e| NotTyped::File(args.file.clone(), e))?;
    let Some(import::Table { bytes, sheet }) = table(face, bytes, args.sheet.as_deref())? else {
        return Err(NotTyped::Stopped.into());
    };
    let mut vault = if args.apply { face.open_write()? } else { face.open_read()? };
    let bar = bar(face, bytes.len());
    let now = face.now_ms();
    let plan = import::plan(&mut vault, &bytes, &reading, face.today, now, &mut |done, whole| {
        bar.set_length(whole);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let mut plan = plan?;
    drop(bytes);
    let refused = plan.refused > 0;
    let lang = face.lang;
    let named = |n: u64| tr!(lang, "ligne {n}", "line {n}");
    let changes = changes(face, &vault, &plan, &named)?;
    let first = if args.apply { Vec::new() } else { first(face, &vault, &plan, FIRST, &named)? };
    let contacts = contacts(face, &vault, &plan)?;
    let applied = args.apply && (!refused || args.rejects.is_some());
    if applied {
        let content = import::rejects(&plan, header::reason(lang), &|fault| messages::row(lang, fault));
        let rejects = args.rejects.as_deref().map(|path| (path, content.as_slice()));
        import::apply(&mut vault, now, &mut plan, rejects)?;
    }
    let rejects = args.rejects.as_deref().map(shown);
    face.show(&ImportScreen { plan, changes, first, contacts, applied, sheet, rejects })?;
    match refused {
        false => Ok(Exit::Done),
        true if args.apply && !applied => Ok(Exit::Refused),
        true => Ok(Exit::Found),
    }
}

/// Makes the text of a table out of a file; of a spreadsheet with several sheets the one is asked for. `None` to stop.
pub(crate) fn table(
    face: &mut Face,
    bytes: Vec<u8>,
    sheet: Option<&str>,
) -> Result<Option<import::Table>, error::Refusal> {
    let lang = face.lang;
    let kept = bytes.clone();
    match import::table(bytes, sheet) {
        Err(ImportError::SeveralSheets { sheets }) if face.somebody_there() => {
            for (n, name) in (1_usize..).zip(&sheets) {
                face.note(&format!("  {n}  {name}"));
            }
            let question = tr!(lang, "Quelle feuille\u{a0}? ", "Which sheet? ");
            let wanted = face.ask_until(&question, |answer| {
                let number = answer.parse::<usize>().ok().and_then(|n| sheets.get(n.checked_sub(1)?));
                number.or_else(|| sheets.iter().find(|s| fold(s) == fold(answer))).cloned().ok_or_else(|| {
                    tr!(lang, "Un numéro de la liste, ou un nom.", "A number of the list, or a name.")
                })
            })?;
            let Some(name) = wanted else { return Ok(None) };
            Ok(Some(import::table(kept, Some(&name))?))
        }
        other => Ok(Some(other?)),
    }
}

/// Says of the first people that change, field by field, what is there and what comes.
pub(super) fn changes(
    face: &Face,
    vault: &Vault,
    plan: &ImportPlan,
    named: &dyn Fn(u64) -> String,
) -> Result<Vec<String>, error::Refusal> {
    let lang = face.lang;
    let colleges = colleges(face, vault)?;
    let view = view(face, Form::Words(lang), &colleges);
    let mut out = Vec::new();
    let changed = plan.lines.iter().filter_map(|l| match &l.outcome {
        RowOutcome::Changed(keys) => Some((l, keys)),
        _ => None,
    });
    for (line, keys) in changed.take(SHOWN) {
        let before = vault.record(Kind::Person, &line.id)?;
        let person = |record: Record| Subject::Person(line.id, Box::new(Person::of(&record)));
        let (before, after) = (person(before.unwrap_or_default()), plan.records.get(&line.id).map(person));
        let (row, name) = (named(line.line), before.show(&Key::Attr(Attr::Name), view));
        out.push(tr!(lang, "  {row}\u{a0}: {name}", "  {row}: {name}"));
        for key in keys {
            let none = || Cow::Borrowed("–");
            let old = Some(before.show(key, view)).filter(|t| !t.is_empty()).unwrap_or_else(none);
            let new = after.as_ref().map(|a| a.show(key, view)).filter(|t| !t.is_empty());
            let new = new.unwrap_or_else(none);
            out.push(format!("    {}  {old} → {new}", key.label(lang)));
        }
    }
    Ok(out)
}

/// The first people who would be added, field by field: what was taken for what shows at once.
pub(super) fn first(
    face: &Face,
    vault: &Vault,
    plan: &ImportPlan,
    most: usize,
    named: &dyn Fn(u64) -> String,
) -> Result<Vec<String>, error::Refusal> {
    let lang = face.lang;
    let colleges = colleges(face, vault)?;
    let view = view(face, Form::Words(lang), &colleges);
    let added = plan.lines.iter().filter(|l| l.outcome == RowOutcome::Added).take(most);
    let said = added.filter_map(|l| Some((l, plan.records.get(&l.id)?))).map(|(l, record)| {
        let known = Person::of(&record);
        let free = known.free.iter().map(|(_, name, _)| Key::Free(name.clone())).collect::<Vec<_>>();
        let person = Subject::Person(l.id, Box::new(known));
        let told = Attr::shown().filter(|a| *a != Attr::Id).map(Key::Attr).chain(free);
        let mut said: Vec<String> = Vec::new();
        for key in told {
            let text = person.show(&key, view);
            if !text.is_empty() {
                said.push(format!("{} {text}", key.label(lang)));
            }
        }
        let (row, said) = (named(l.line), said.join(" · "));
        finding::wrapped("  ", "    ", &tr!(lang, "{row}\u{a0}: {said}", "{row}: {said}"))
            .trim_end()
            .to_owned()
    });
    Ok(said.collect())
}

/// Those who would be added, or were, without a day of joining: each by name.
fn contacts(face: &Face, vault: &Vault, plan: &ImportPlan) -> Result<Vec<String>, error::Refusal> {
    let colleges = colleges(face, vault)?;
    let view = view(face, Form::Words(face.lang), &colleges);
    let new = plan.lines.iter().filter(|l| l.outcome == RowOutcome::Added);
    let said = new.filter_map(|l| {
        let person = Person::of(&plan.records.get(&l.id)?);
        let contact = person.standing(face.today) == Standing::Prospect;
        let subject = Subject::Person(l.id, Box::new(person));
        contact.then(|| subject.show(&Key::Attr(Attr::Name), view).into_owned())
    });
    Ok(said.collect())
}

/// A bar on standard error, on a terminal only.
fn bar(face: &Face, len: usize) -> ProgressBar {
    if !face.draws() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(u64::try_from(len).unwrap_or(u64::MAX)).with_style(style)
}
