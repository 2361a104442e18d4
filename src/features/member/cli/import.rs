//! `member import`.

use std::{borrow::Cow, path::PathBuf};

use chrono::NaiveDate;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{colleges, view};
use crate::features::member::messages::NotTyped;
use crate::{
    base::{Lang, View, record::Record, word::Standing},
    face::{
        error,
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
        table::Table,
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
            header,
            plan::{ImportPlan, ImportRow, Refusal, RowOutcome},
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

/// Import people from a CSV file: a preview, then all or nothing
///
/// Reads CSV with ; , or tab, in UTF-8, UTF-16 or Windows-1252, with French or English headers. Without --apply nothing is
/// written: it shows which column is which field, who would be added or changed, and which rows cannot be taken and why. With
/// --apply everything is written in one go, or nothing when a row cannot be taken. Empty cells change nothing. A row speaks of
/// the person with the same name and mail address, else with the same name and date of birth, else with the same name when
/// nothing speaks against it. Importing the same file twice changes nothing.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member import section.csv
  contrepoids member import section.csv --apply
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
    /// Leave out columns that name no field
    #[arg(long)]
    pub ignore_unknown: bool,
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
    applied: bool,
    today: NaiveDate,
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
        let new = self.plan.lines.iter().filter(|l| l.outcome == RowOutcome::Added);
        let contacts = new
            .filter_map(|l| self.plan.records.get(&l.id))
            .filter(|record| Person::of(record).standing(self.today) == Standing::Prospect)
            .count();
        if contacts > 0 {
            out.push(trn!(lang, contacts, "\n{contacts} sans date d’adhésion\u{a0}: un simple contact. Si c’est un·e adhérent·e,\najoutez une colonne «\u{a0}Date d’adhésion\u{a0}», ou\u{a0}: --set joined=AAAA-MM-JJ", "\n{contacts} sans date d’adhésion\u{a0}: de simples contacts. Si ce sont des adhérent·e·s,\najoutez une colonne «\u{a0}Date d’adhésion\u{a0}», ou\u{a0}: --set joined=AAAA-MM-JJ", "\n{contacts} without a day of joining: a prospect only. If they are a member, add a column\n“Date joined”, or: --set joined=YYYY-MM-DD", "\n{contacts} without a day of joining: prospects only. If they are members, add a column\n“Date joined”, or: --set joined=YYYY-MM-DD"));
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
        if self.applied {
            return tr!(lang, "\nImporté.", "\nImported.");
        }
        if self.plan.refused > 0 {
            return tr!(lang, "\nRien n’a été écrit.", "\nNothing was written.");
        }
        tr!(
            lang,
            "\nRien n’a été écrit. Pour importer\u{a0}: la même commande, suivie de --apply",
            "\nNothing was written. To import: the same command, followed by --apply"
        )
    }
}

/// Says that a column is left out; of the college, which looks like a field, also why.
fn left_column(lang: Lang, name: &str) -> String {
    if Attr::read(name) == Some(Attr::College) {
        return tr!(
            lang,
            "(laissée\u{a0}: le collège se calcule de la catégorie)",
            "(left out: the college follows from the category)"
        );
    }
    tr!(lang, "(laissée)", "(left out)")
}

/// Says why a row was refused, with the cell as it is in the file.
fn told(lang: Lang, refusal: &Refusal) -> String {
    let why = crate::features::member::messages::row(lang, &refusal.fault);
    let Some((column, cell)) = &refusal.cell else { return tr!(lang, "\u{a0}: {why}", ": {why}") };
    let (column, cell) = (
        crate::features::member::messages::quoted(lang, column.trim()),
        crate::features::member::messages::quoted(lang, cell),
    );
    tr!(lang, "\u{a0}: {why}\n    colonne {column}\u{a0}: {cell}", ": {why}\n    column {column}: {cell}")
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
        let why = |refusal: &Refusal| crate::features::member::messages::row(lang, &refusal.fault);
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
        for (name, key) in &self.plan.columns {
            let field = key.as_ref().map_or_else(
                || left_column(lang, name),
                |k| crate::features::member::messages::label(lang, k),
            );
            table.row([name.trim(), &field]);
        }
        let mut out = vec![
            tr!(
                lang,
                "Lignes\u{a0}: {rows} · {encoding} · séparateur {sign}\n",
                "Rows: {rows} · {encoding} · delimiter {sign}\n"
            ),
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
    let mut vault = if args.apply { face.open_write()? } else { face.open_read()? };
    let bar = bar(face, bytes.len());
    let now = face.now_ms();
    let plan = import::plan(&mut vault, &bytes, &reading, face.today, now, &mut |done, whole| {
        bar.set_length(whole);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let mut plan = plan?;
    let refused = plan.refused > 0;
    let changes = changes(face, &vault, &plan)?;
    let first = if args.apply { Vec::new() } else { first(face, &vault, &plan)? };
    if args.apply && !refused {
        import::apply(&mut vault, now, &mut plan)?;
    }
    face.show(&ImportScreen { plan, changes, first, applied: args.apply && !refused, today: face.today })?;
    match (refused, args.apply) {
        (false, _) => Ok(Exit::Done),
        (true, false) => Ok(Exit::Found),
        (true, true) => Ok(Exit::Refused),
    }
}

/// Says of the first people that change, field by field, what is there and what comes.
fn changes(face: &Face, vault: &Vault, plan: &ImportPlan) -> Result<Vec<String>, error::Refusal> {
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
        let person = |record: &Record| Subject::Person(line.id, Box::new(Person::of(record)));
        let (before, after) = (person(&before.unwrap_or_default()), plan.records.get(&line.id).map(person));
        let (number, name) = (line.line, before.show(&Key::Attr(Attr::Name), view));
        out.push(tr!(lang, "  ligne {number}\u{a0}: {name}", "  line {number}: {name}"));
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
fn first(face: &Face, vault: &Vault, plan: &ImportPlan) -> Result<Vec<String>, error::Refusal> {
    let lang = face.lang;
    let colleges = colleges(face, vault)?;
    let view = view(face, Form::Words(lang), &colleges);
    let added = plan.lines.iter().filter(|l| l.outcome == RowOutcome::Added).take(FIRST);
    let said = added.filter_map(|l| Some((l, plan.records.get(&l.id)?))).map(|(l, record)| {
        let person = Subject::Person(l.id, Box::new(Person::of(record)));
        let written = plan.columns.iter().filter_map(|(_, key)| key.as_ref());
        let mut said: Vec<String> = Vec::new();
        for key in written.filter(|k| **k != Key::Attr(Attr::Id)) {
            let text = person.show(key, view);
            if !text.is_empty() {
                said.push(format!("{} {text}", key.label(lang)));
            }
        }
        let (n, said) = (l.line, said.join(" · "));
        finding::wrapped("  ", "    ", &tr!(lang, "ligne {n}\u{a0}: {said}", "line {n}: {said}"))
            .trim_end()
            .to_owned()
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
