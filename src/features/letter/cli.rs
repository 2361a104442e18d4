//! `contrepoids letter`.

mod template;

pub use template::TemplateCmd;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::{
    base::{Id, Lang, View, text::fold},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::{
        agenda::{cli::tell_moved, messages::order_text, records as agenda},
        letter::{
            actions::{self as app, Asked, LetterError, Made, Sending, Shelf, Went},
            messages, views,
        },
    },
    render::{
        french,
        letter::{How, Need, Seen},
    },
    tr,
};

/// Write the letters of the section, note when they went, keep their copies
///
/// Each letter has a table of what it must carry, with the article or the ruling; without that it is not written.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  contrepoids letter list
  contrepoids letter show designation-rss
  contrepoids letter log")]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum LetterCmd {
    /// List the letters that there are, in the order of a section's life
    List(ListArgs),
    /// Show what a letter must carry, what voids it, what it never says, which day counts
    Show(ShowArgs),
    Write(WriteArgs),
    Sent(SentArgs),
    /// List the letters that were written, or show the copy of one
    Log(LogArgs),
    /// Throw a letter away that has not gone
    Drop(DropArgs),
    #[command(subcommand)]
    Template(TemplateCmd),
}

/// List the letters that there are, in the order of a section's life
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids letter list
  contrepoids letter list designation
  contrepoids letter list strike")]
pub struct ListArgs {
    /// Words of the name, the title or the moment
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
}

/// Show what a letter must carry, what voids it, what it never says, which day counts
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids letter show designation-rss
  contrepoids letter show petition --on 2026-12-01")]
pub struct ShowArgs {
    /// Name of the letter
    #[arg(value_name = "LETTER")]
    letter: String,
}

/// Write a letter, filled from the vault and the law
///
/// The company, the union that receives the dues, the person of --who and what was typed for the last letter are filled in. What
/// a text or a ruling asks for and is not there is listed, and nothing is written. Without --out the letter is only shown; with
/// it the file is written and the copy kept. The letter is in French; --gloss shows what it says in English.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids letter write designation-rss --who camille \\
    --set perimeter=entreprise
  contrepoids letter write section-created --out 2026-11-30-lettre.html
  contrepoids letter write section-created --out 2026-11-30-lettre.odt")]
pub struct WriteArgs {
    /// Name of the letter
    #[arg(value_name = "LETTER")]
    letter: String,
    /// Value of a variable; several times for a list
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Of whom it is: first digits of the identifier, mail address or words of the name
    #[arg(long, value_name = "WHO")]
    who: Vec<String>,
    /// How it goes: registered, hand, email, registry, board, free
    #[arg(long, value_name = "FORM", value_parser = how)]
    how: Option<How>,
    /// File to write: .html to print, .odt to edit, .txt for the text
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file where there is one
    #[arg(long, requires = "out")]
    force: bool,
    /// Keep a copy of its own beside that of the same letter that has not gone
    #[arg(long, requires = "out")]
    beside: bool,
    /// The case to which it belongs: words of its title, or its digits
    #[arg(long, value_name = "CASE", requires = "out")]
    case: Option<String>,
    /// Show what it says in English
    #[arg(long, conflicts_with = "out")]
    gloss: bool,
}

/// Note that a letter went: its dates enter the agenda
///
/// What moves in the agenda is shown, then all is saved at once. Where a delay runs from the receipt, the fact waits until --received
/// is noted; a letter handed over is received that day.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids letter sent designation-rss --how hand --day 2026-11-30
  contrepoids letter sent elections-asked --how registered --proof 1A234
  contrepoids letter sent elections-asked --received 2026-12-02")]
pub struct SentArgs {
    /// Name of the letter, or its digits in `letter log`
    #[arg(value_name = "LETTER")]
    letter: String,
    /// How it went: registered, hand, email, registry, board, free
    #[arg(long, value_name = "FORM", value_parser = how)]
    how: Option<How>,
    /// The day it was sent or handed over; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// The day it was received
    #[arg(long, value_name = "YYYY-MM-DD")]
    received: Option<NaiveDate>,
    /// Number of the registered letter, or where the receipt is kept
    #[arg(long, value_name = "NUMBER")]
    proof: Option<String>,
    /// Show what would move, and save nothing
    #[arg(long)]
    dry_run: bool,
}

/// List the letters that were written, or show the copy of one
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids letter log
  contrepoids letter log designation-rss")]
pub struct LogArgs {
    /// Name of the letter, or its digits
    #[arg(value_name = "LETTER")]
    letter: Option<String>,
}

/// Throw a letter away that has not gone
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids letter drop section-created")]
pub struct DropArgs {
    /// Name of the letter, or its digits in `letter log`
    #[arg(value_name = "LETTER")]
    letter: String,
}

impl LetterCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::List(_)
            | Self::Show(_)
            | Self::Log(_)
            | Self::Template(TemplateCmd::List | TemplateCmd::Check(_)) => Safe::Read,
            Self::Write(_) | Self::Sent(_) | Self::Drop(_) | Self::Template(TemplateCmd::New(_)) => {
                Safe::Write
            }
        }
    }

    /// Tells whether the command opens the vault.
    #[must_use]
    pub const fn opens_the_vault(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Show(_) | Self::Template(_))
    }
}

/// Reads how a letter goes, by its code or its words.
fn how(typed: &str) -> Result<How, String> {
    let key = fold(typed);
    let said = |how: How| [how.code(), how.words(Lang::Fr), how.words(Lang::En)];
    let found = How::ALL.iter().copied().find(|how| said(*how).iter().any(|word| fold(word) == key));
    let list = || How::ALL.iter().map(|h| format!("{}/{}", h.code(), h.words(Lang::Fr)));
    found.ok_or_else(|| list().collect::<Vec<_>>().join(", "))
}

/// Runs `contrepoids letter …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &LetterCmd) -> Result<Exit, Refusal> {
    match cmd {
        LetterCmd::Template(cmd) => template::run(face, cmd),
        LetterCmd::List(args) => {
            let value = app::list(&shelf(face)?, &args.words, face.lang)?;
            let named = value.letters.iter().map(|l| face.tongue.value("letter show 0", &l.name)).collect();
            face.show(&List { value, named })?;
            Ok(Exit::Done)
        }
        LetterCmd::Show(args) => {
            face.show(&OneTable { value: app::table(&shelf(face)?, &args.letter, face.today, face.lang)? })?;
            Ok(Exit::Done)
        }
        LetterCmd::Drop(args) => {
            let mut vault = face.open_write()?;
            let value = app::throw(&mut vault, face.now_ms(), &args.letter)?;
            face.show(&Dropped { value })?;
            face.note(&tr!(
                face.lang,
                "La copie n’est plus gardée\u{a0}; le fichier écrit, s’il est encore là, est à effacer vous-même.",
                "The copy is kept no longer; the file that was written, where it is still there, is yours to delete."
            ));
            Ok(Exit::Done)
        }
        LetterCmd::Write(args) => write(face, args),
        LetterCmd::Sent(args) => sent(face, args),
        LetterCmd::Log(args) => {
            let vault = face.open_read()?;
            let value = app::log(&vault, args.letter.as_deref())?;
            face.show(&Kept { value })?;
            Ok(Exit::Done)
        }
    }
}

/// The letters of the program and those of the section.
fn shelf(face: &Face) -> Result<Shelf, LetterError> {
    Shelf::read(&face.place().config)
}

struct List {
    value: views::Letters,
    /// The name of each, in the words of the person.
    named: Vec<String>,
}

impl Show for List {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        let mut moment = None;
        let wide = self.named.iter().map(|name| name.chars().count()).max().unwrap_or_default();
        for (letter, name) in self.value.letters.iter().zip(&self.named) {
            if moment != Some((letter.own, letter.moment)) {
                // Those of the section stand together, whatever the moment.
                let words = if letter.own {
                    tr!(lang, "de la section", "the section's own")
                } else {
                    letter.moment.words(lang).to_owned()
                };
                if !letter.own || moment.is_none_or(|(own, _)| !own) {
                    out.push_str(&format!("{}\n", finding::capital(&words)));
                }
                moment = Some((letter.own, letter.moment));
            }
            out.push_str(&finding::wrapped(
                &format!("  {name:<wide$}  "),
                &" ".repeat(wide.saturating_add(4)),
                &letter.title,
            ));
        }
        if !self.value.elsewhere.is_empty() {
            out.push_str(&tr!(lang, "Par une autre commande\n", "By another command\n"));
        }
        for one in &self.value.elsewhere {
            let (title, command) = (&one.title, one.command);
            // A command stands on one line, to be copied.
            out.push_str(&format!("  contrepoids {command}\n"));
            out.push_str(&finding::wrapped("    ", "    ", title));
        }
        out
    }
}

struct Dropped {
    value: views::Thrown,
}

impl Show for Dropped {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        entry(lang, &self.value.letter)
    }
}

struct OneTable {
    value: views::Table,
}

/// A heading with lines below it; nothing without lines.
fn part(out: &mut String, heading: &str, lines: impl IntoIterator<Item = String>) {
    let lines: Vec<String> = lines.into_iter().collect();
    if !lines.is_empty() {
        out.push_str(&format!("{heading}\n"));
        for line in &lines {
            out.push_str(&finding::wrapped("  - ", "    ", line));
        }
    }
}

impl Show for OneTable {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn rests_on_law(&self) -> bool {
        true
    }

    fn text(&self, lang: Lang) -> String {
        let table = &self.value;
        let (title, from, to) = (finding::capital(&table.title), &table.from, &table.to);
        let own =
            if table.own { tr!(lang, " (de la section)", " (the section's own)") } else { String::new() };
        let mut out = format!("{title}{own}\n");
        if !(from.is_empty() && to.is_empty()) {
            out.push_str(&finding::wrapped("  ", "  ", &tr!(lang, "{from} → {to}", "{from} → {to}")));
        }
        let ways: Vec<_> = table.forms.iter().map(|form| form.words(lang)).collect();
        let (ways, why) =
            (ways.join(", "), table.form_reason.as_ref().map(|why| format!(" – {why}")).unwrap_or_default());
        out.push_str(&finding::wrapped(
            "  ",
            "  ",
            &tr!(lang, "envoi\u{a0}: {ways}{why}", "sent: {ways}{why}"),
        ));
        for (need, heading) in [
            (Need::Required, tr!(lang, "Doit porter", "Must carry")),
            (Need::Usual, tr!(lang, "Porte d’habitude", "Usually carries")),
        ] {
            let of = table.mentions.iter().filter(|m| m.need == need);
            part(&mut out, &heading, of.map(|m| mention(lang, m)));
        }
        let never = table.never.iter().map(|n| {
            let (words, why, ground) = (n.words.join("… "), &n.why, grounds(lang, &n.ground));
            tr!(lang, "{words}…\u{a0}: {why} ({ground})", "{words}…: {why} ({ground})")
        });
        part(&mut out, &tr!(lang, "Ne dit jamais", "Never says"), never);
        let dangers = table.dangers.iter().map(|d| format!("{} ({})", d.about, grounds(lang, &d.ground)));
        part(&mut out, &tr!(lang, "Nul ou dangereux", "Void or risky"), dangers);
        let facts = table.facts.iter().map(|fact| {
            let (kind, day) = (&fact.kind, counts(lang, &fact.day));
            tr!(lang, "{kind}\u{a0}: {day}", "{kind}: {day}")
        });
        part(&mut out, &tr!(lang, "Entre dans l’agenda", "Enters the agenda"), facts);
        part(&mut out, &tr!(lang, "Repose sur", "Rests on"), table.articles.iter().map(|a| article(lang, a)));
        part(&mut out, &tr!(lang, "Ensuite", "Then"), table.after.clone());
        let variables = table.variables.iter().map(|v| variable(lang, v));
        part(&mut out, &tr!(lang, "À donner avec --set", "To give with --set"), variables);
        out
    }
}

fn mention(lang: Lang, row: &views::MentionRow) -> String {
    let seen = if row.seen == Seen::Page { format!(", {}", row.seen.words(lang)) } else { String::new() };
    let ground = if row.ground.is_empty() { String::new() } else { format!(" ({}{seen})", row.ground) };
    let variable =
        row.variable.as_deref().map(|v| format!(" [{}]", french::shown(lang, v))).unwrap_or_default();
    format!("{}{ground}{variable}", row.about)
}

/// Articles as people write them; rulings by their numbers.
fn grounds(lang: Lang, ground: &str) -> String {
    let one = |ground: &str| {
        let is_ruling = ground.starts_with(|c: char| c.is_ascii_digit());
        if is_ruling { format!("Cass. soc. {ground}") } else { finding::short_article(lang, ground) }
    };
    ground.split(", ").map(one).collect::<Vec<_>>().join(", ")
}

fn counts(lang: Lang, day: &str) -> String {
    match day {
        "sent" => tr!(lang, "le jour de l’envoi compte", "the day of sending counts"),
        "received" => tr!(lang, "le jour de la réception compte", "the day of receipt counts"),
        variable => {
            let name = french::shown(lang, variable);
            tr!(lang, "le jour donné par {name}", "the day given by {name}")
        }
    }
}

fn article(lang: Lang, row: &views::ArticleRow) -> String {
    let article = finding::short_article(lang, &row.article);
    match (&row.version, row.from) {
        (Some(id), Some(from)) => {
            let from = finding::day(lang, from);
            tr!(lang, "{article}, depuis le {from} ({id})", "{article}, since {from} ({id})")
        }
        _ => tr!(lang, "{article}, version inconnue", "{article}, version not known"),
    }
}

fn variable(lang: Lang, row: &views::VariableRow) -> String {
    let (name, about) = (french::shown(lang, &row.name), &row.about);
    let sample = row.sample.join(", ");
    let choices =
        if row.choices.is_empty() { String::new() } else { format!(" [{}]", row.choices.join(" | ")) };
    let may = if row.optional { tr!(lang, " – facultatif", " – optional") } else { String::new() };
    tr!(lang, "{name}\u{a0}: {about}{choices}{may} – {sample}", "{name}: {about}{choices}{may} – {sample}")
}

fn write(face: &mut Face, args: &WriteArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let asked = Asked {
        name: args.letter.clone(),
        set: args.set.clone(),
        who: args.who.clone(),
        how: args.how,
        beside: args.beside,
    };
    let shelf = shelf(face)?;
    let (made, id, file) = if let Some(path) = &args.out {
        let key = args.case.as_ref().map(|_| face.key()).transpose()?;
        let mut vault = face.open_write()?;
        let made = app::make(&vault, &shelf, &asked, face.today)?;
        let case = key.as_deref().zip(args.case.as_deref());
        let place = app::Place { path, force: args.force, case };
        let id = app::keep(&mut vault, (face.now_ms(), face.today), &made, &place)?;
        (made, Some(id), Some(crate::face::words::shown(path)))
    } else {
        let vault = face.open_read()?;
        (app::make(&vault, &shelf, &asked, face.today)?, None, None)
    };
    for lack in &made.usual {
        let line = messages::lack_line(lang, lack);
        let line = line.trim();
        face.note(&tr!(lang, "Manque, d’usage\u{a0}: {line}", "Missing, though usual: {line}"));
    }
    if app::is_odd(&made.letter.forms, made.how) {
        face.note(&odd_way(lang, &made.letter.forms));
    }
    if !made.reused.is_empty() {
        let list: Vec<_> = made.reused.iter().map(|name| french::shown(lang, name)).collect();
        let list = list.join(", ");
        face.note(&tr!(
            lang,
            "Repris d’un courrier d’avant\u{a0}: {list}",
            "Taken from a letter before: {list}"
        ));
    }
    if let (Some(file), Some(id)) = (&file, id) {
        let (id, name) = (id.short(), &made.letter.id);
        face.note(&tr!(
            lang,
            "Écrit\u{a0}: {file}, copie gardée sous {id}.",
            "Written: {file}, copy kept as {id}."
        ));
        let how = made.how.code();
        face.note(&tr!(
            lang,
            "Une fois parti\u{a0}: contrepoids letter sent {name} --how {how}",
            "Once it has gone: contrepoids letter sent {name} --how {how}"
        ));
    }
    let shown = Shown { made, id, file, gloss: args.gloss };
    if shown.file.is_none() {
        face.show(&shown)?;
        let name = &shown.made.view(None, None, false, lang).proposed;
        face.note(&tr!(
            lang,
            "Rien n’est gardé. Pour l’écrire\u{a0}: --out {name}",
            "Nothing is kept. To write it: --out {name}"
        ));
    } else {
        face.show(&shown)?;
    }
    Ok(Exit::Done)
}

fn odd_way(lang: Lang, forms: &[How]) -> String {
    let list = forms.iter().map(|form| form.words(lang)).collect::<Vec<_>>().join(", ");
    tr!(
        lang,
        "Attention\u{a0}: cette lettre part ainsi\u{a0}: {list}. Autrement, son effet n’est pas sûr.",
        "Mind: this letter goes so: {list}. Otherwise its effect is not sure."
    )
}

struct Shown {
    made: Made,
    id: Option<Id>,
    file: Option<String>,
    gloss: bool,
}

impl Show for Shown {
    fn view(&self, lang: Lang) -> impl View {
        self.made.view(self.id, self.file.clone(), self.gloss, lang)
    }

    fn rests_on_law(&self) -> bool {
        true
    }

    fn text(&self, _lang: Lang) -> String {
        match (&self.file, self.gloss) {
            (Some(_), _) => String::new(),
            (None, true) => self.made.gloss.text.clone(),
            (None, false) => self.made.page.text.clone(),
        }
    }
}

fn sent(face: &mut Face, args: &SentArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let proof = args.proof.as_ref().map(|t| agenda::text(t).ok_or(LetterError::Text)).transpose()?;
    let went =
        Went { which: args.letter.clone(), how: args.how, day: args.day, received: args.received, proof };
    let mut vault = face.open_write()?;
    let pending = app::propose(&vault, &shelf(face)?, face.today, went)?;
    let sending = pending.change().clone();
    for clash in &sending.breaches {
        face.note(&order_text(lang, clash));
    }
    if !sending.odd_way.is_empty() {
        face.note(&odd_way(lang, &sending.odd_way));
    }
    let told = pending.tell(|moved| tell_moved(face, moved));
    if !args.dry_run {
        app::accept(&mut vault, face.now_ms(), told)?;
    }
    if !sending.waiting.is_empty() {
        let (list, id) = (sending.waiting.join(", "), sending.id.short());
        face.note(&tr!(
            lang,
            "Le délai court de la réception ({list})\u{a0}: dès que l’avis revient, contrepoids letter sent {id} --received \
             JOUR",
            "The delay runs from the receipt ({list}): once the notice is back, contrepoids letter sent {id} --received DAY"
        ));
    }
    face.show(&Noted(sending))?;
    face.note(&if args.dry_run {
        tr!(lang, "Rien n’a été enregistré.", "Nothing was saved.")
    } else {
        tr!(lang, "Noté.", "Noted.")
    });
    Ok(Exit::Done)
}

struct Noted(Sending);

impl Show for Noted {
    fn view(&self, _lang: Lang) -> impl View {
        self.0.view()
    }

    fn text(&self, lang: Lang) -> String {
        entry(lang, &self.0.view().letter)
    }
}

struct Kept {
    value: views::Log,
}

impl Show for Kept {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let mut out: String = self.value.letters.iter().map(|one| entry(lang, one)).collect();
        if self.value.letters.is_empty() {
            out.push_str(&tr!(lang, "Aucun courrier n’est gardé.\n", "No letter is kept.\n"));
        }
        if let Some(text) = &self.value.text {
            out.push('\n');
            out.push_str(text);
        }
        out
    }
}

/// A letter that is kept, in lines.
fn entry(lang: Lang, one: &views::Entry) -> String {
    let day = |day: NaiveDate| finding::day(lang, day);
    let mut parts = vec![one.subject.clone().unwrap_or_else(|| one.name.clone())];
    let how = one.how.map_or("", |how| how.words(lang));
    parts.push(one.sent.map(day).map_or_else(
        || tr!(lang, "pas encore parti", "not gone yet"),
        |sent| tr!(lang, "parti le {sent} ({how})", "went on {sent} ({how})"),
    ));
    parts.extend(one.received.map(day).map(|d| tr!(lang, "reçu le {d}", "received on {d}")));
    parts.extend(one.proof.as_ref().map(|proof| tr!(lang, "preuve {proof}", "proof {proof}")));
    let head = format!("{}  {:<22}", one.id.short(), one.name);
    finding::wrapped(&head, &" ".repeat(32), &parts.join("\u{a0}; "))
}
