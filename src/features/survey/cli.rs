//! `contrepoids survey`.

mod report;
mod sheet;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
        words::shown,
    },
    features::{
        join::actions as forms,
        member::messages::NotTyped,
        survey::{actions as app, messages, views},
    },
    tr, trn,
};

/// Ask colleagues what they think, so that nobody can be told from the answers
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum SurveyCmd {
    /// List the sets of questions that there are, and the surveys
    List(ListArgs),
    New(NewArgs),
    /// Show the questions of a survey with their codes
    Show(ShowArgs),
    Form(FormArgs),
    Sheet(SheetArgs),
    Take(TakeArgs),
    Answer(AnswerArgs),
    Results(ResultsArgs),
    Voters(VotersArgs),
}

/// The arguments of `survey list`.
#[derive(Debug, Clone, Args)]
pub struct ListArgs {}

/// Make a survey of a set of questions, or of a file of your own
///
/// A file is TOML: `title = { fr = "…", en = "…" }`, then for each question `[[question]]` with `code`, `kind` (one, any, scale, text),
/// `text = { fr = "…", en = "…" }` and, for one and any, `choices = [ { code = "…", fr = "…", en = "…" }, … ]`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids survey new pay2027 --set demands
  contrepoids survey new office --file questions.toml")]
pub struct NewArgs {
    /// Name of the survey
    #[arg(value_name = "NAME")]
    name: String,
    /// Set of questions: demands, conditions, inclusion
    #[arg(long, value_name = "NAME", required_unless_present = "file")]
    set: Option<String>,
    /// File of questions
    #[arg(long, value_name = "FILE", conflicts_with = "set")]
    file: Option<PathBuf>,
}

/// The arguments of `survey show`.
#[derive(Debug, Clone, Args)]
pub struct ShowArgs {
    /// Name of the survey
    #[arg(value_name = "NAME")]
    name: String,
}

/// Write the form of a survey: one page for a browser, anonymous, encrypted to the section
///
/// It asks nothing of who answers, holds no time, and every encrypted answer is as long as every other one. How an answer reaches the
/// section may still tell whose it is: have them put into a box, on paper or on a key, or sent by somebody else.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids survey form pay2027 --out survey.html")]
pub struct FormArgs {
    /// Name of the survey
    #[arg(value_name = "NAME")]
    name: String,
    /// The file to write, .html
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
}

/// Write a sheet of paper to print and fill in by pen
///
/// Boxes and lines, no name and no number: what comes back in a box is typed in with `survey answer`. In the language of the command:
/// --lang en for the other one.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids survey sheet pay2027 --out sheet.html")]
pub struct SheetArgs {
    /// Name of the survey
    #[arg(value_name = "NAME")]
    name: String,
    /// The file to write, .html
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
}

/// Take encrypted answers, five at a time at least
///
/// They are kept in no order, without a word of when they came or in which file. Fewer than five at once wait.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids survey take pay2027 answers/*.txt")]
pub struct TakeArgs {
    /// Name of the survey
    #[arg(value_name = "NAME")]
    name: String,
    /// The files with the encrypted answers
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// Note the answers of one paper
///
/// Codes of questions and answers as `survey show` names them; several answers with commas.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids survey answer pay2027 first=pay also=hours,remote \\
    'words=More time'")]
pub struct AnswerArgs {
    /// Name of the survey
    #[arg(value_name = "NAME")]
    name: String,
    /// What the paper says
    #[arg(value_name = "QUESTION=ANSWER", required = true)]
    answers: Vec<String>,
}

/// Show the results, without groups below five: this ends the survey
///
/// From the first time on no answer is taken any more: results with one answer more would tell that answer. Answers of fewer than five
/// people are hidden, and with them what would give them away. Names of the roster, addresses and long numbers are taken out of what
/// people wrote, and are kept nowhere.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids survey results pay2027 --html results.html")]
pub struct ResultsArgs {
    /// Name of the survey
    #[arg(value_name = "NAME")]
    name: String,
    /// Write a page to read in a browser and to print (HTML)
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Replace the file where there is one
    #[arg(long, requires = "html")]
    force: bool,
}

/// Write the members as a file of voters for Belenios
///
/// One address on each line, as Belenios 2 and 3 read it. Whoever has an address that it does not take, or shares one, is named and
/// nothing is written. The file is readable: delete it when the vote is set up.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids survey voters --out voters.txt")]
pub struct VotersArgs {
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
}

impl SurveyCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        match self {
            Self::List(_) | Self::Show(_) => Safe::Read,
            Self::New(_)
            | Self::Form(_)
            | Self::Sheet(_)
            | Self::Take(_)
            | Self::Answer(_)
            | Self::Results(_) => Safe::Write,
            Self::Voters(_) => Safe::Export,
        }
    }
}

/// Runs `contrepoids survey …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &SurveyCmd) -> Result<Exit, Refusal> {
    let (lang, today, now) = (face.lang, face.today, face.now_ms());
    match cmd {
        SurveyCmd::List(_) => {
            let vault = face.open_read()?;
            face.show(&List { value: app::list(&vault, lang)? })?;
        }
        SurveyCmd::New(args) => {
            let mut vault = face.open_write()?;
            let (set, file) = (args.set.as_deref(), args.file.as_deref());
            let value = app::new(&mut vault, today, now, &args.name, set, file, lang)?;
            face.show(&Asked { value })?;
        }
        SurveyCmd::Show(args) => {
            let vault = face.open_read()?;
            face.show(&Asked { value: app::questions(&vault, &args.name, lang)? })?;
        }
        SurveyCmd::Sheet(args) => {
            let value = app::questions(&face.open_read()?, &args.name, lang)?;
            app::page_name(&args.out)?;
            app::write(&args.out, args.force, sheet::page(lang, &value).as_bytes())?;
            let file = shown(&args.out);
            face.show(&Asked { value })?;
            face.note(&tr!(lang, "Feuille écrite\u{a0}: {file}", "Sheet written: {file}"));
        }
        SurveyCmd::Form(args) => {
            let mut vault = face.open_write()?;
            let value = app::form(&mut vault, today, now, &args.name, &args.out, args.force, lang)?;
            face.show(&Made { value })?;
        }
        SurveyCmd::Take(args) => return take(face, args),
        SurveyCmd::Answer(args) => {
            let mut vault = face.open_write()?;
            let value = app::answer(&mut vault, now, &args.name, &args.answers)?;
            face.show(&Taken { value, files: Vec::new() })?;
        }
        SurveyCmd::Results(args) => results(face, args)?,
        SurveyCmd::Voters(args) => {
            let vault = face.open_read()?;
            let value = app::voters(&vault, today, &args.out, args.force)?;
            face.show(&Voting { value })?;
        }
    }
    Ok(Exit::Done)
}

fn take(face: &mut Face, args: &TakeArgs) -> Result<Exit, Refusal> {
    let read = |path: &PathBuf| forms::read(path).map_err(|e| NotTyped::File(path.clone(), e));
    let files = args.files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut vault = face.open_write()?;
    let (lang, today, now) = (face.lang, face.today, face.now_ms());
    let value = app::take(&mut vault, today, now, &args.name, &files, &|why| messages::why(lang, why))?;
    let (any, bad) = (value.taken > 0, !value.refused.is_empty());
    let files = args.files.iter().map(|path| shown(path)).collect();
    face.show(&Taken { value, files })?;
    Ok(match (any, bad) {
        (_, false) => Exit::Done,
        (true, true) => Exit::Found,
        (false, true) => Exit::Refused,
    })
}

fn results(face: &mut Face, args: &ResultsArgs) -> Result<(), Refusal> {
    let (lang, today, now) = (face.lang, face.today, face.now_ms());
    args.html.as_deref().map_or(Ok(()), app::page_name)?;
    let mut vault = face.open_write()?;
    if !app::is_frozen(&vault, &args.name)? {
        face.go_on(&tr!(
            lang,
            "Montrer les résultats clôt le sondage pour de bon\u{a0}: plus aucune réponse ne sera prise. Continuer\u{a0}?",
            "Showing the results ends the survey for good: no more answers are taken. Go on?"
        ))?;
    }
    // Results end the survey for good: what keeps the page from being written is found before.
    if let Some(path) = args.html.as_deref().filter(|path| !args.force || !path.exists()) {
        app::write(path, false, b"")?;
    }
    let value = app::results(&mut vault, today, now, &args.name, lang)?;
    if let Some(path) = &args.html {
        app::write(path, true, report::page(lang, &value).as_bytes())?;
        let file = shown(path);
        face.note(&tr!(lang, "Page écrite\u{a0}: {file}", "Page written: {file}"));
    }
    face.show(&Counted { value })
}

struct List {
    value: views::Surveys,
}

impl Show for List {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = tr!(lang, "Jeux de questions\n", "Sets of questions\n");
        for set in &self.value.sets {
            let (title, questions) = (&set.title, set.questions);
            let text = tr!(lang, "{title} ({questions} questions)", "{title} ({questions} questions)");
            out.push_str(&finding::wrapped(&format!("  {:<16}", set.name), &" ".repeat(18), &text));
        }
        out.push_str(&tr!(lang, "Sondages\n", "Surveys\n"));
        for survey in &self.value.surveys {
            let answers = survey.answers;
            let count = trn!(
                lang,
                answers,
                "{answers} réponse",
                "{answers} réponses",
                "{answers} answer",
                "{answers} answers"
            );
            let end = survey.frozen.map(|on| finding::day(lang, on));
            let end = end.map(|on| tr!(lang, ", clos le {on}", ", ended {on}")).unwrap_or_default();
            let title = &survey.title;
            let text = tr!(lang, "{title} – {count}{end}", "{title} – {count}{end}");
            out.push_str(&finding::wrapped(&format!("  {:<16}", survey.name), &" ".repeat(18), &text));
        }
        if self.value.surveys.is_empty() {
            out.push_str(&tr!(lang, "  aucun\n", "  none\n"));
        }
        out
    }
}

struct Asked {
    value: views::Questions,
}

impl Show for Asked {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let (name, title) = (&self.value.name, &self.value.title);
        let mut out = finding::wrapped("", "  ", &tr!(lang, "{name}\u{a0}: {title}", "{name}: {title}"));
        for question in &self.value.questions {
            let (text, kind) = (&question.text, question.kind.words(lang));
            let text = tr!(lang, "{text} ({kind})", "{text} ({kind})");
            out.push_str(&finding::wrapped(&format!("  {:<12}", question.code), &" ".repeat(14), &text));
            for choice in &question.choices {
                out.push_str(&finding::wrapped(
                    &format!("    {:<12}", choice.code),
                    &" ".repeat(16),
                    &choice.text,
                ));
            }
        }
        out
    }
}

struct Made {
    value: views::SurveyForm,
}

impl Show for Made {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let (file, sum, words) = (&self.value.file, &self.value.sha256, self.value.words.join(" "));
        lines([
            tr!(lang, "Écrit\u{a0}: {file}", "Written: {file}"),
            format!("  SHA-256  {sum}"),
            tr!(lang, "  6 mots   {words}", "  6 words  {words}"),
            tr!(
                lang,
                "Ce qui revient se prend à cinq au moins\u{a0}: contrepoids survey take",
                "What comes back is taken five at a time: contrepoids survey take"
            ),
        ])
    }
}

struct Taken {
    value: views::AnswersTaken,
    /// The files as typed.
    files: Vec<String>,
}

impl Show for Taken {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let (taken, all) = (self.value.taken, self.value.answers);
        let mut out = vec![tr!(lang, "prises {taken} · en tout {all}", "taken {taken} · in all {all}")];
        if !self.value.refused.is_empty() {
            out.push(tr!(lang, "Refusées\u{a0}:", "Refused:"));
        }
        for one in &self.value.refused {
            let (number, why) = (one.file, &one.text);
            let file = self.files.get(number.saturating_sub(1)).map_or("", String::as_str);
            let text = tr!(lang, "{number} ({file})\u{a0}: {why}", "{number} ({file}): {why}");
            out.push(finding::wrapped("  ", "    ", &text).trim_end().to_owned());
        }
        lines(out)
    }
}

struct Counted {
    value: views::Results,
}

impl Show for Counted {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let (title, answers) = (&self.value.title, self.value.answers);
        let mut out = finding::wrapped(
            "",
            "  ",
            &trn!(
                lang,
                answers,
                "{title}\u{a0}: {answers} réponse",
                "{title}\u{a0}: {answers} réponses",
                "{title}: {answers} answer",
                "{title}: {answers} answers"
            ),
        );
        for question in &self.value.questions {
            out.push_str(&finding::wrapped("\n", "", &question.text));
            for choice in &question.choices {
                out.push_str(&finding::wrapped(
                    &format!("  {:>5}  ", count(choice.count)),
                    "         ",
                    &choice.text,
                ));
            }
            for text in &question.texts {
                out.push_str(&finding::wrapped("  – ", "    ", text));
            }
            if question.open != Some(0) {
                let open = tr!(lang, "sans réponse", "no answer");
                out.push_str(&format!("  {:>5}  {open}\n", count(question.open)));
            }
        }
        let late = self.value.late;
        if late > 0 {
            let said = trn!(
                lang,
                late,
                "{late} réponse, venue d’un autre ordinateur après la clôture, ne compte pas.",
                "{late} réponses, venues d’un autre ordinateur après la clôture, ne comptent pas.",
                "{late} answer came from another laptop after the end and does not count.",
                "{late} answers came from another laptop after the end and do not count."
            );
            out.push_str(&finding::wrapped("\n", "", &said));
        }
        out.push_str(&finding::wrapped("\n", "", &report::hidden(lang)));
        out
    }
}

/// A count, or a sign where it is hidden.
fn count(count: Option<u64>) -> String {
    count.map_or_else(|| "–".to_owned(), |n| n.to_string())
}

struct Voting {
    value: views::Voters,
}

impl Show for Voting {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let (file, voters, without) = (&self.value.file, self.value.voters, self.value.without);
        let mut out = vec![trn!(
            lang,
            voters,
            "Écrit\u{a0}: {file}, {voters} votant·e. Effacez-le une fois le vote préparé.",
            "Écrit\u{a0}: {file}, {voters} votant·e·s. Effacez-le une fois le vote préparé.",
            "Written: {file}, {voters} voter. Delete it once the vote is set up.",
            "Written: {file}, {voters} voters. Delete it once the vote is set up."
        )];
        if without > 0 {
            out.push(trn!(
                lang,
                without,
                "{without} adhérent·e sans adresse n’y est pas.",
                "{without} adhérent·e·s sans adresse n’y sont pas.",
                "{without} member without an address is not in it.",
                "{without} members without an address are not in it."
            ));
        }
        lines(out)
    }
}
