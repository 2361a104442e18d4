//! `talk import`.

use std::path::PathBuf;

use clap::Args;

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::{
        member::{
            actions::import as tables,
            cli::import::table,
            messages::{self as roster, NotTyped},
        },
        talk::{
            actions::{TalkError, import as app},
            views,
        },
    },
    tr, trn,
};

/// How many people of a kind are named.
const SHOWN: usize = 20;

/// Take in a list of colleagues: a preview, then all or nothing
///
/// Reads .xlsx, .ods and CSV with columns such as name (or family and given name), site, service, shift, category, contract, sex,
/// remote, organizer, in French or English. Without --apply nothing is written. A name that nobody has is a new colleague: only for
/// organizers, and no member; of a member, shift, remote and organizer are kept. The same list twice changes nothing.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids talk import people.csv
  contrepoids talk import people.csv --apply")]
pub struct ImportArgs {
    /// The file, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write what the preview shows
    #[arg(long)]
    apply: bool,
    /// The sheet of a spreadsheet, by its name or its number; asked for where there are several
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
}

/// Runs `contrepoids talk import`.
pub(super) fn run(face: &mut Face, args: &ImportArgs) -> Result<Exit, Refusal> {
    let bytes = tables::read(&args.file).map_err(|error| TalkError::Unreadable(args.file.clone(), error))?;
    let Some(tables::Table { bytes, .. }) = table(face, bytes, args.sheet.as_deref())? else {
        return Err(NotTyped::Stopped.into());
    };
    let mut vault = if args.apply { face.open_write()? } else { face.open_read()? };
    let plan = app::plan(&vault, face.today, &bytes)?;
    if !plan.view.wrong.is_empty() || !plan.view.doubtful.is_empty() {
        let value = plan.view;
        face.show(&Seen { value, apply: args.apply })?;
        return Ok(if args.apply { Exit::Refused } else { Exit::Found });
    }
    let value = if args.apply { app::import(&mut vault, face.now_ms(), plan)? } else { plan.view };
    face.show(&Seen { value, apply: args.apply })?;
    Ok(Exit::Done)
}

struct Seen {
    value: views::Imported,
    apply: bool,
}

impl Show for Seen {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let (value, mut out) = (&self.value, String::new());
        for wrong in &value.wrong {
            let (line, column, cell) =
                (wrong.line, wrong.column.words(lang), roster::quoted(lang, &wrong.cell));
            let said = tr!(
                lang,
                "ligne {line}, {column}\u{a0}: {cell} ne peut pas y être",
                "line {line}, {column}: {cell} cannot be there"
            );
            out.push_str(&finding::wrapped("- ", "  ", &said));
        }
        let kinds = [
            (
                &value.doubtful,
                tr!(
                    lang,
                    "Plusieurs personnes s’appellent ainsi, précisez service ou site",
                    "Several people are called so, add service or site"
                ),
            ),
            (
                &value.twice,
                tr!(lang, "Deux fois dans la liste, laissé·e·s de côté", "Twice in the list, left out"),
            ),
            (&value.added, tr!(lang, "Ajouté·e·s", "New colleagues")),
            (&value.changed, tr!(lang, "Modifié·e·s", "Changed")),
        ];
        for (rows, title) in kinds.iter().filter(|(rows, _)| !rows.is_empty()) {
            out.push_str(&people(lang, title, rows));
        }
        let (same, left) = (value.same, value.left.join(", "));
        if same > 0 {
            out.push_str(&trn!(
                lang,
                same,
                "{same} personne comme avant\n",
                "{same} personnes comme avant\n",
                "{same} person as before\n",
                "{same} people as before\n"
            ));
        }
        if !value.passed.is_empty() {
            let lines = value.passed.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
            out.push_str(&finding::wrapped(
                "",
                "  ",
                &tr!(lang, "Lignes qui ne sont personne\u{a0}: {lines}", "Lines that are nobody: {lines}"),
            ));
        }
        if !left.is_empty() {
            out.push_str(&finding::wrapped(
                "",
                "  ",
                &tr!(lang, "Colonnes laissées de côté\u{a0}: {left}", "Columns left out: {left}"),
            ));
        }
        out.push_str(&ending(lang, value, self.apply));
        out
    }
}

fn people(lang: Lang, title: &str, rows: &[views::ImportRow]) -> String {
    let count = rows.len();
    let mut named: Vec<String> = rows.iter().take(SHOWN).map(|row| row.name.clone()).collect();
    if count > SHOWN {
        named.push("…".to_owned());
    }
    let colon = tr!(lang, "\u{a0}: ", ": ");
    finding::wrapped("", "  ", &format!("{title} ({count}){colon}{}", named.join(", ")))
}

fn ending(lang: Lang, value: &views::Imported, apply: bool) -> String {
    if value.written {
        return tr!(lang, "\nNoté.\n", "\nNoted.\n");
    }
    if apply || !value.wrong.is_empty() || !value.doubtful.is_empty() {
        return tr!(
            lang,
            "\nRien n’a été écrit\u{a0}: corrigez d’abord ces lignes.\n",
            "\nNothing was written: mend these lines first.\n"
        );
    }
    tr!(
        lang,
        "\nRien n’a été écrit. Pour le faire\u{a0}: la même commande, suivie de --apply\n",
        "\nNothing was written. To do it: the same command, followed by --apply\n"
    )
}
