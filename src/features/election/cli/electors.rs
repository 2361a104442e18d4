//! `contrepoids election electors`.

use std::{fmt::Write as _, path::PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::reasoned;
use crate::{
    base::Lang,
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        explaining::Explaining,
        finding::{day, wrapped},
        frame::Face,
        table::Table,
    },
    features::{
        agenda::cli::tell_moved,
        election::{
            actions::{self as app, electors as action, electors::Checked},
            cli::words,
            rules::electors::{Absence, Counted, Dues, Verdict, file::Reading, letter},
            views::electors::{Electors, Seen},
        },
        member::{
            actions::import,
            cli::import::{sign, table},
            messages as roster,
        },
    },
    roster::import::plan,
    tr, trn,
};

/// How many lines of one kind are shown; --json has them all.
const SHOWN: usize = 50;

/// How many lines with one and the same cell are numbered.
const LINES: usize = 8;

/// Check the employer's list of electors: who may vote and stand, who of ours is missing
///
/// Reads the list as a spreadsheet (.xlsx, .ods) or a CSV file (; , or tab), with French or English headers: names, birth,
/// hired, sex, category or college, contract. Each line is checked against the law on the day of the first round: who may vote,
/// who may stand, why not, which fact is missing. Our members who are not there, people who are there twice, women and men by
/// college against what was announced, and the three days to contest with a text to copy (--letter). A cell that cannot be read
/// is told with its line and column.
///
/// Nothing of the list is kept: with --keep, of each college without figures the number of electors, and the day of --published.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election electors list.csv --published 2026-11-20
  contrepoids election electors list.csv --letter
  contrepoids election electors list.csv --map 'Coll.=college' --keep
  contrepoids election electors - < list.csv")]
pub struct ElectorsArgs {
    /// The employer's list, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The election: first digits of its identifier (4 at least) or its name; the only one when left out
    #[arg(value_name = "ELECTION")]
    election: Option<String>,
    /// Day the list was published; the one that is noted when left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    published: Option<NaiveDate>,
    /// Say which field a column is (COLUMN=FIELD), or leave it out (COLUMN=-)
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<String>,
    /// The sheet of a spreadsheet, by its name or its number; asked for where there are several
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// The sign between cells: one character, or "tab"
    #[arg(long, value_name = "SIGN", value_parser = sign)]
    delimiter: Option<u8>,
    /// The encoding of the file
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Show the request to the court, in French, to copy and complete
    #[arg(long)]
    letter: bool,
    /// Keep the number of electors of each college without figures, and the day of --published; no name
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    explain: Explaining,
}

impl ElectorsArgs {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub(super) const fn safe(&self) -> Safe {
        if self.keep { Safe::Write } else { Safe::Read }
    }
}

/// Runs `contrepoids election electors`.
pub(super) fn run(face: &mut Face, args: &ElectorsArgs) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    let mappings = args.map.iter().map(|m| import::mapping(m)).collect::<Result<Vec<_>, _>>()?;
    let reading = Reading { delimiter: args.delimiter, encoding: args.encoding.clone(), mappings };
    let bytes = app::read_bytes(&args.file)?;
    let Some(import::Table { bytes, .. }) = table(face, bytes, args.sheet.as_deref())? else {
        return Err(roster::NotTyped::Stopped.into());
    };
    let which = args.election.as_deref();
    let mut vault = if args.keep { face.open_write()? } else { face.open_read()? };
    let checked = action::check(&vault, today, which, &bytes, &reading, args.published)?;
    drop(bytes);
    let why = |refusal: &plan::Refusal| roster::row(lang, &refusal.fault);
    let seen =
        Seen { table: &checked.table, list: &checked.list, ours: &checked.ours, found: &checked.found.value };
    let mut view = Electors::of(lang, checked.dossier.id, &seen, why);
    let mut text = text(lang, &checked);
    if args.letter {
        let french = |on| day(Lang::Fr, on);
        let found = &checked.found.value;
        let letter = letter::request(found, &checked.list, &checked.ours, found.contest, &french);
        let title = tr!(lang, "À copier et à compléter\u{a0}:", "To copy and to complete (in French):");
        let _ = write!(text, "\n{title}\n\n{letter}");
        view.letter = Some(letter);
    }
    if args.keep {
        match action::keep(&vault, today, which, &checked, args.published)? {
            Some((pending, kept)) => {
                let told = pending.tell(|moved| tell_moved(face, moved));
                app::accept(&mut vault, face.now_ms(), told)?;
                face.note(&tr!(lang, "Enregistré.", "Saved."));
                if !kept.left.is_empty() {
                    let left = kept.left.join(", ");
                    face.note(&tr!(
                        lang,
                        "Annoncé autrement, laissé tel quel\u{a0}: collège {left}. Pour le changer\u{a0}: election edit --college.",
                        "Announced otherwise, left as it is: college {left}. To change it: election edit --college."
                    ));
                }
                view.kept = kept.colleges;
            }
            None => face.note(&tr!(lang, "Rien à noter.", "Nothing to keep.")),
        }
    }
    let bad = is_wrong(&checked);
    reasoned(face, args.explain, &checked.found.clone().map(drop), view, &text)?;
    Ok(if bad { Exit::Found } else { Exit::Done })
}

/// Whether something on the list is surely wrong.
fn is_wrong(checked: &Checked) -> bool {
    let found = &checked.found.value;
    found.lines.iter().any(|v| v.votes == Some(false))
        || found.absent.iter().any(|a| a.what == Absence::Missing)
        || found.doubles.iter().any(|d| d.sure)
}

fn text(lang: Lang, checked: &Checked) -> String {
    let found = &checked.found.value;
    let mut out = format!("{}\n", words::title(lang, &checked.dossier.id, &checked.dossier.poll));
    let count = |is: &dyn Fn(&Verdict) -> bool| found.lines.iter().filter(|v| is(v)).count();
    let total = found.lines.len();
    let (voters, unknown) = (count(&|v| v.votes == Some(true)), count(&|v| v.votes.is_none()));
    let stand = count(&|v| v.stands == Some(true));
    let _ = writeln!(
        out,
        "{}",
        tr!(
            lang,
            "Sur {total} lignes\u{a0}: {voters} peuvent voter, {stand} peuvent se présenter, {unknown} à préciser.",
            "Of {total} lines: {voters} may vote, {stand} may stand, {unknown} unknown."
        )
    );
    out.push_str(&columns(lang, checked));
    let title = tr!(lang, "Ne peuvent pas voter\u{a0}:", "May not vote:");
    out.push_str(&lines(lang, &title, checked, &|v| v.votes == Some(false)));
    out.push_str(&absent(lang, checked));
    out.push_str(&doubles(lang, checked));
    out.push_str(&colleges(lang, &found.colleges));
    let title = tr!(
        lang,
        "Un fait manque pour dire si elles et ils peuvent voter\u{a0}:",
        "A fact is missing to tell whether they may vote:"
    );
    out.push_str(&lines(lang, &title, checked, &|v| v.votes.is_none()));
    out.push_str(&faults(lang, checked));
    let line = if let Some(contest) = found.contest {
        let (first, last) = (day(lang, contest.first), day(lang, contest.last));
        tr!(
            lang,
            "À contester devant le tribunal judiciaire du {first} au {last} inclus (R2314-24).",
            "To contest before the judicial court from {first} to {last}, both included (R2314-24)."
        )
    } else {
        tr!(
            lang,
            "Trois jours pour contester, de la publication (R2314-24)\u{a0}: donnez son jour, --published.",
            "Three days to contest, from the publication (R2314-24): give its day, --published."
        )
    };
    let _ = write!(out, "\n{}", wrapped("", "", &line));
    out
}

/// The columns that were not looked at: one of them may be what is missing.
fn columns(lang: Lang, checked: &Checked) -> String {
    let left = checked.table.columns.iter().filter(|(name, key)| key.is_none() && !name.trim().is_empty());
    let left: Vec<String> = left.map(|(name, _)| roster::quoted(lang, name.trim())).collect();
    if left.is_empty() {
        return String::new();
    }
    let left = left.join(", ");
    let line =
        tr!(lang, "Colonnes laissées de côté (--map)\u{a0}: {left}", "Columns left out (--map): {left}");
    wrapped("", "  ", &line)
}

fn more(lang: Lang, all: usize) -> String {
    let rest = all.saturating_sub(SHOWN);
    if rest == 0 {
        return String::new();
    }
    tr!(lang, "  … et {rest} de plus (--json)\n", "  … and {rest} more (--json)\n")
}

fn lines(lang: Lang, title: &str, checked: &Checked, is: &dyn Fn(&Verdict) -> bool) -> String {
    let of: Vec<&Verdict> = checked.found.value.lines.iter().filter(|v| is(v)).collect();
    if of.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{title}\n");
    for verdict in of.iter().take(SHOWN) {
        let Some(listed) = checked.list.get(verdict.place) else { continue };
        let reasons = verdict.reasons.iter().filter(|r| !r.stands()).map(|r| r.words(lang));
        let (line, name) = (listed.line, &listed.who.name);
        let why = reasons.collect::<Vec<_>>().join(", ");
        let text = tr!(lang, "ligne {line}, {name}\u{a0}: {why}", "line {line}, {name}: {why}");
        out.push_str(&wrapped("- ", "  ", &text));
    }
    out + &more(lang, of.len())
}

fn absent(lang: Lang, checked: &Checked) -> String {
    let found = &checked.found.value;
    let present = found.present;
    let mut out = String::from("\n");
    let _ = writeln!(
        out,
        "{}",
        trn!(
            lang,
            present,
            "{present} des nôtres est sur la liste.",
            "{present} des nôtres sont sur la liste.",
            "Of ours, {present} is on the list.",
            "Of ours, {present} are on the list."
        )
    );
    for one in found.absent.iter().take(SHOWN) {
        let Some(who) = checked.ours.get(one.place).map(|c| &c.who.name) else { continue };
        let (what, sep) = (one.what.words(lang), tr!(lang, "\u{a0}: ", ": "));
        let numbers: Vec<String> = one.lines.iter().map(u64::to_string).collect();
        let numbers = numbers.join(", ");
        let at = if numbers.is_empty() {
            String::new()
        } else {
            tr!(lang, " (ligne {numbers})", " (line {numbers})")
        };
        out.push_str(&wrapped("- ", "  ", &format!("{who}{sep}{what}{at}")));
    }
    out + &more(lang, found.absent.len())
}

fn doubles(lang: Lang, checked: &Checked) -> String {
    let all = &checked.found.value.doubles;
    if all.is_empty() {
        return String::new();
    }
    let mut out = tr!(lang, "\nMême nom deux fois\u{a0}:\n", "\nThe same name twice:\n");
    for double in all.iter().take(SHOWN) {
        let lines = double.lines.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        let what = if double.sure {
            tr!(lang, "même naissance\u{a0}: une seule personne", "same birth: one person")
        } else {
            tr!(
                lang,
                "une naissance manque\u{a0}: indéterminé, demandez",
                "a birth is missing: undetermined, ask"
            )
        };
        let line = tr!(lang, "lignes {lines}\u{a0}: {what}", "lines {lines}: {what}");
        out.push_str(&wrapped("- ", "  ", &line));
    }
    out + &more(lang, all.len())
}

fn colleges(lang: Lang, all: &[Counted]) -> String {
    let mut table = Table::new([
        tr!(lang, "Collège", "College"),
        tr!(lang, "Lignes", "Lines"),
        tr!(lang, "Femmes", "Women"),
        tr!(lang, "Hommes", "Men"),
        tr!(lang, "Sexe ?", "Sex ?"),
        tr!(lang, "Annoncé", "Announced"),
    ]);
    let mut out = String::new();
    for one in all {
        let announced = match (one.announced, one.registered) {
            (Some((women, men)), _) => tr!(lang, "{women} F, {men} H", "{women} W, {men} M"),
            (None, Some(registered)) => registered.to_string(),
            (None, None) => "–".to_owned(),
        };
        table.row([
            one.college.clone().unwrap_or_else(|| "?".to_owned()),
            one.lines.to_string(),
            one.women.to_string(),
            one.men.to_string(),
            one.unknown.to_string(),
            announced,
        ]);
        let Some(college) = &one.college else { continue };
        if one.differs() {
            let line = tr!(
                lang,
                "collège {college}\u{a0}: ce n’est pas le nombre d’inscrits annoncé\u{a0}; demandez pourquoi",
                "college {college}: another number of electors was announced; ask why"
            );
            out.push_str(&wrapped("- ", "  ", &line));
        }
        if one.proportion_differs() {
            let line = if one.parity_changes() {
                let (before, now) =
                    (dues(lang, one.due_announced.as_ref()), dues(lang, one.due_listed.as_ref()));
                tr!(
                    lang,
                    "collège {college}\u{a0}: une liste complète de titulaires aurait {before} selon la proportion annoncée, {now} selon la liste. Celle du protocole vaut (20-60.118)",
                    "college {college}: a full list of full members would have {before} by the proportion that was announced, {now} by the list. That of the protocol holds (20-60.118)"
                )
            } else {
                tr!(
                    lang,
                    "collège {college}\u{a0}: autre proportion de femmes et d’hommes qu’annoncé\u{a0}; les listes de candidats n’en changent pas",
                    "college {college}: another proportion of women and men than was announced; lists of candidates do not change by it"
                )
            };
            out.push_str(&wrapped("- ", "  ", &line));
        }
    }
    format!("\n{}{out}", table.text())
}

fn dues(lang: Lang, due: Option<&Dues>) -> String {
    match due {
        Some(Dues::Known(women, men, 0)) => tr!(lang, "{women} F et {men} H", "{women} W and {men} M"),
        Some(Dues::Known(women, men, either)) => tr!(
            lang,
            "{women} F, {men} H et {either} de l’un ou l’autre sexe",
            "{women} W, {men} M and {either} of either sex"
        ),
        Some(Dues::Open(_)) | None => tr!(lang, "un nombre indéterminé", "an undetermined number"),
    }
}

/// What cannot be read or cannot be: what stands in many lines is said once, with their numbers.
fn faults(lang: Lang, checked: &Checked) -> String {
    let all = &checked.table.faults;
    if all.is_empty() {
        return String::new();
    }
    let mut out = tr!(
        lang,
        "\nCellules à revoir\u{a0}: le fait est inconnu, le reste de la ligne compte\u{a0}:\n",
        "\nCells to look at again: the fact is unknown, the rest of the line counts:\n"
    );
    let mut said: Vec<(String, Vec<u64>)> = Vec::new();
    for refusal in all {
        let why = roster::row(lang, &refusal.fault);
        let at = match &refusal.cell {
            None => String::new(),
            Some((column, cell)) if column.trim().is_empty() => format!(", {}", roster::quoted(lang, cell)),
            Some((column, cell)) => {
                let (column, cell) = (roster::quoted(lang, column.trim()), roster::quoted(lang, cell));
                tr!(lang, ", colonne {column}, {cell}", ", column {column}, {cell}")
            }
        };
        let text = tr!(lang, "{at}\u{a0}: {why}", "{at}: {why}");
        match said.iter_mut().find(|(known, _)| *known == text) {
            Some((_, lines)) => lines.push(refusal.line),
            None => said.push((text, vec![refusal.line])),
        }
    }
    for (text, lines) in said.iter().take(SHOWN) {
        let many = lines.len();
        let mut numbers = lines.iter().take(LINES).map(u64::to_string).collect::<Vec<_>>().join(", ");
        if many > LINES {
            numbers.push_str(&format!("… ({many})"));
        }
        let text = trn!(
            lang,
            many,
            "ligne {numbers}{text}",
            "lignes {numbers}{text}",
            "line {numbers}{text}",
            "lines {numbers}{text}"
        );
        out.push_str(&wrapped("- ", "  ", &text));
    }
    out + &more(lang, said.len())
}
