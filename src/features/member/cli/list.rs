//! `member list`.

use std::{fmt::Write as _, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::view;
use crate::{
    base::{Lang, cell::neutralise},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
        table::Table,
        words::{self, clean},
    },
    features::member::{
        actions::list::{self as actions, Asked, People, list},
        messages::NotTyped,
    },
    render::{Cell, Look, escape_html, sheet, workbook},
    roster::{
        attr::{Attr, Key},
        columns::{Form, Subject, View},
        filter::{self, Order},
    },
    tr, trn,
};

/// The most people that are printed on a terminal without asking.
const QUIETLY: usize = 20;

/// List people
///
/// Shows who is in the roster, former members left out unless they are asked for. WORD looks in names and mail addresses,
/// without case and accents; several words must all be there. Printing more than 20 people on a terminal asks first.
/// --format html is a sheet for a meeting, with room to sign and a title that says nothing; --format xlsx is the same as a workbook,
/// without a formula, and goes into a file; --out writes it into a file that only you may read.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member list
  contrepoids member list eloise --standing all
  contrepoids member list --site Lyon --standing member --sort service,name
  contrepoids member list --where 'hired>=2020-01-01' --where 'job~dev' \\
    --columns name,job,hired
  contrepoids member list --where email= --format csv
  contrepoids member list --site Lyon --format html --out sheet.html
  contrepoids member list --site Lyon --format xlsx --out sheet.xlsx")]
pub struct ListArgs {
    /// Words of names or mail addresses
    #[arg(value_name = "WORD")]
    pub search: Vec<String>,
    /// Only these sites
    #[arg(long, value_name = "SITE")]
    pub site: Vec<String>,
    /// Only these services
    #[arg(long, value_name = "SERVICE")]
    pub service: Vec<String>,
    /// Only these electoral colleges: 1, 2, 3, unknown
    #[arg(long, value_name = "COLLEGE")]
    pub college: Vec<String>,
    /// Only these standings: prospect, pre-member, member, former, all
    #[arg(long, value_name = "STANDING")]
    pub standing: Vec<String>,
    /// Only people with all of these tags
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only where a field compares: field=value, field!=value, field~part, field>=date; field= where nothing is known
    #[arg(long = "where", value_name = "CONDITION")]
    pub conditions: Vec<String>,
    /// Order by these fields; - before a field turns it round
    #[arg(long, value_name = "FIELDS", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// Show these fields
    #[arg(long, value_name = "FIELDS")]
    pub columns: Option<String>,
    /// Shape of the list
    #[arg(long, value_enum, default_value = "table", value_name = "table|csv|html|xlsx|json")]
    pub format: Shape,
    /// Write a sheet (csv, html, xlsx) into this file, for you alone
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// The shape of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// A table to read
    Table,
    /// A file for a spreadsheet
    Csv,
    /// A page to print, with room to sign: an attendance sheet
    Html,
    /// A workbook, with room to sign: an attendance sheet
    Xlsx,
    /// One JSON object
    Json,
}

const COLUMNS: [Attr; 7] =
    [Attr::Id, Attr::Name, Attr::Standing, Attr::Site, Attr::Service, Attr::College, Attr::Email];

/// What fits a screen; the other columns have their names (`--columns`).
const ON_SCREEN: [Attr; 5] = [Attr::Id, Attr::Name, Attr::Standing, Attr::Site, Attr::Email];

/// What a sheet to sign has.
const TO_SIGN: [Attr; 2] = [Attr::Name, Attr::Site];

struct PeopleTable<'v> {
    people: People<'v>,
    columns: Vec<Key>,
    view: View<'v>,
}

impl PeopleTable<'_> {
    fn cell(&self, subject: &Subject<'_>, key: &Key) -> String {
        match key {
            Key::Attr(Attr::Id) => subject.id().short(),
            _ => subject.show(key, self.view).into_owned(),
        }
    }

    /// Returns the list for a spreadsheet: every cell in quotes, none a formula, a mark so that accents are read.
    fn csv(&self, lang: Lang) -> String {
        let sign = if lang == Lang::Fr { ";" } else { "," };
        let cell = |text: &str| format!("\"{}\"", neutralise(&clean(text, false)).replace('"', "\"\""));
        let line = |cells: Vec<String>| cells.join(sign) + "\r\n";
        let mut out = String::from("\u{feff}");
        out.push_str(&line(self.columns.iter().map(|k| cell(&k.label(lang))).collect()));
        for subject in &self.people.list {
            out.push_str(&line(self.columns.iter().map(|k| cell(&subject.show(k, self.view))).collect()));
        }
        out
    }
}

impl PeopleTable<'_> {
    /// Returns the list as a page to print: a line for each person, with room to sign. Its title names neither a union nor a
    /// company: it may lie on a table.
    fn html(&self, lang: Lang, today: NaiveDate) -> String {
        let title = tr!(lang, "Feuille de présence", "Attendance sheet");
        let cell = |tag: &str, text: &str| format!("<{tag}>{}</{tag}>", escape_html(&clean(text, false)));
        let mut head: Vec<String> = self.columns.iter().map(|k| cell("th", &k.label(lang))).collect();
        head.push(format!("<th class=\"sign\">{}</th>", tr!(lang, "signature", "signature")));
        let mut rows = String::new();
        for subject in &self.people.list {
            let cells: String = self.columns.iter().map(|k| cell("td", &self.cell(subject, k))).collect();
            let _ = writeln!(rows, "<tr>{cells}<td></td></tr>");
        }
        let (day, count) = (finding::day(lang, today), words::people(lang, self.people.list.len()));
        let body = format!(
            "<h1>{title}</h1>\n<p>{day} – {count}</p>\n<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n",
            head.concat()
        );
        sheet(lang, &title, STYLE, &body)
    }
}

impl PeopleTable<'_> {
    /// Returns the list as a workbook with room to sign; nothing where a workbook cannot hold it. The name of the sheet says as
    /// little as the title of the page does.
    fn xlsx(&self, lang: Lang) -> Option<Vec<u8>> {
        let mut heads: Vec<String> = self.columns.iter().map(|k| k.label(lang)).collect();
        heads.push(tr!(lang, "signature", "signature"));
        let row = |subject: &Subject<'_>| -> Vec<Cell> {
            let cells = self.columns.iter().map(|k| Cell::Text(clean(&self.cell(subject, k), false)));
            cells.chain([Cell::Text(String::new())]).collect()
        };
        let rows: Vec<_> = self.people.list.iter().map(row).collect();
        workbook(&tr!(lang, "Feuille de présence", "Attendance sheet"), Look::ToSign, &heads, &rows)
    }
}

/// A table with lines, rows high enough to sign in, the head again on each page.
const STYLE: &str = "body { font-family: sans-serif; font-size: 11pt; }\n\
    table { border-collapse: collapse; width: 100%; }\n\
    th, td { border: 1px solid #444; padding: 0 .5em; text-align: left; height: 2.6em; }\n\
    thead { display: table-header-group; }\n\
    tr { break-inside: avoid; }\n\
    .sign { width: 35%; }\n";

impl Show for PeopleTable<'_> {
    fn view(&self, _lang: Lang) -> impl crate::base::View {
        self.people.view(&self.columns, View { form: Form::Codes, ..self.view })
    }

    fn text(&self, lang: Lang) -> String {
        let mut table = Table::new(self.columns.iter().map(|k| k.label(lang)));
        for subject in &self.people.list {
            table.row(self.columns.iter().map(|k| self.cell(subject, k)));
        }
        table.text()
    }
}

/// Asks before more than a few people are shown on a terminal, where others may look on.
pub(super) fn may_show(face: &mut Face, count: usize) -> Result<(), Refusal> {
    let lang = face.lang;
    if count <= QUIETLY || !face.on_terminal() {
        return Ok(());
    }
    face.go_on(&tr!(
        lang,
        "Afficher {count} personnes sur cet écran\u{a0}?",
        "Show {count} people on this screen?"
    ))
}

/// Runs `member list`.
pub(super) fn run(face: &mut Face, args: &ListArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let asked = Asked {
        search: args.search.clone(),
        sites: args.site.clone(),
        services: args.service.clone(),
        colleges: args.college.clone(),
        standings: args.standing.clone(),
        tags: args.tag.clone(),
        conditions: args.conditions.clone(),
    };
    let order = args.sort.as_deref().map_or(Ok(Vec::new()), Order::read);
    let order = order?;
    let columns = match args.columns.as_deref() {
        Some(text) => filter::columns(text)?,
        None if matches!(args.format, Shape::Html | Shape::Xlsx) && !face.json => {
            TO_SIGN.map(Key::Attr).to_vec()
        }
        None if face.json || args.format != Shape::Table => COLUMNS.map(Key::Attr).to_vec(),
        None => ON_SCREEN.map(Key::Attr).to_vec(),
    };
    if args.format == Shape::Xlsx && !face.json {
        actions::may_be(args.out.as_deref().ok_or(NotTyped::Workbook)?, &["xlsx"])?;
    }
    // A filter that cannot be understood is told before a passphrase is asked for.
    asked.filter()?;
    let vault = face.open_read()?;
    let people = list(&vault, &asked, &order, &columns, face.today)?;
    let (count, former) = (people.list.len(), people.former);
    if args.out.is_none() {
        may_show(face, count)?;
    }
    let (colleges, undecided) = (people.colleges.clone(), people.undecided);
    let shown = PeopleTable { people, columns, view: view(face, Form::Words(lang), &colleges) };
    let made = match args.format {
        Shape::Csv if !face.json => Some(shown.csv(lang).into_bytes()),
        Shape::Html if !face.json => Some(shown.html(lang, face.today).into_bytes()),
        Shape::Xlsx if !face.json => Some(shown.xlsx(lang).ok_or(NotTyped::TooWide)?),
        _ => None,
    };
    if args.out.is_some() && made.is_none() {
        return Err(NotTyped::NoSheet.into());
    }
    match (made, &args.out) {
        (Some(text), Some(path)) => {
            actions::write(path, &text, args.force)?;
            let file = words::shown(path);
            face.note(&tr!(lang, "Écrit\u{a0}: {file}", "Written: {file}"));
        }
        (Some(text), None) => face.raw(&text)?,
        (None, _) if args.format == Shape::Json => {
            face.json = true;
            face.show(&shown)?;
        }
        (None, _) => face.show(&shown)?,
    }
    let mut line = words::people(lang, count);
    if former > 0 {
        line.push_str(&trn!(
            lang,
            former,
            "\u{a0}; {former} ancien·ne non affiché·e (--standing all)",
            "\u{a0}; {former} ancien·ne·s non affiché·e·s (--standing all)",
            "; {former} former member not shown (--standing all)",
            "; {former} former members not shown (--standing all)"
        ));
    }
    if undecided > 0 {
        line.push_str(&tr!(
            lang,
            "\u{a0}; collège inconnu pour {undecided} de plus, hors de cette liste (--college inconnu les montre\u{a0}; notez leur catégorie, ou contrepoids company set --cadres)",
            "; college unknown for {undecided} more, who are not on this list (--college unknown shows them; note their category, or contrepoids company set --cadres)"
        ));
    }
    if !face.json {
        face.note(&line);
    }
    Ok(Exit::Done)
}
