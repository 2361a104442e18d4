//! What a command shows and asks: the one owner of standard output, standard error and the questions.

use std::{
    io::{ErrorKind, IsTerminal, Write},
    rc::Rc,
};

use chrono::NaiveDate;
use serde::Serialize;

pub use crate::face::words::{lines, shown};
use crate::law::{
    Reasons,
    pack::{self, PackName},
};
use crate::{
    base::{Lang, View},
    clock,
    config::Environment,
    face::{
        error::{self, CmdError, Explain, Refusal, Telling, known, safe::Safe},
        exit::Exit,
        finding,
        globals::Globals,
        prompt::{self, Prompt},
        tongue::Tongue,
        words::{clean, command_apart, fitted},
    },
    open::{self, Access, Place},
    tr,
    vault::{Accept, Identity, LogBook, Vault, VaultError, disk, standing::Standing},
};

/// A result that can be shown as text and as JSON.
pub trait Show {
    /// What JSON shows: the value, under the name of its schema.
    fn view(&self, lang: Lang) -> impl View;
    /// The steps and the caveats of a legal answer, beside the value.
    fn reasons(&self, _lang: Lang) -> Option<Reasons> {
        None
    }
    /// Whether it rests on the law without giving reasons: its text then names the law pack that answers, where one does.
    fn rests_on_law(&self) -> bool {
        false
    }
    /// The text, with a line feed at the end of each line; it is cleaned before it is printed.
    fn text(&self, lang: Lang) -> String;
}

/// The one JSON object that every command prints.
#[derive(Serialize)]
struct Envelope<V> {
    schema: &'static str,
    value: V,
    #[serde(flatten)]
    reasons: Option<Reasons>,
    /// The law pack that answers, whether the command asked the law or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    law_pack: Option<&'static PackName>,
}

/// The face of one run of the program.
pub struct Face {
    /// The language of what is shown.
    pub lang: Lang,
    /// Whether results are printed as JSON.
    pub json: bool,
    /// Whether questions are answered with yes.
    pub yes: bool,
    /// Today, or the day named by `--on`.
    pub today: NaiveDate,
    /// The day that `--on` named, if it named one.
    pub named_day: Option<NaiveDate>,
    /// The user's editor, if one is set.
    pub editor: Option<String>,
    /// Where programs are looked for.
    pub programs: Option<std::ffi::OsString>,
    /// The folder of this session, if there is one.
    pub runtime_dir: Option<std::path::PathBuf>,
    /// In whose words commands are named.
    pub tongue: Tongue,
    /// Whose law packs are taken.
    pub keeper: Option<pack::Key>,
    place: Place,
    /// Who is asked for passphrases.
    prompt: Prompt,
    accept: Accept,
    /// The key of the vault, once it was asked for; wiped at the end of the run.
    key: Option<Rc<Identity>>,
    pipe_closed: bool,
    /// What is safe when the command is refused, as it declares.
    safe: Safe,
    /// How many changes this process had saved before the command began.
    commits: u64,
}

impl Face {
    /// Puts together the command line and the environment; the command line goes first.
    #[must_use]
    pub fn new(globals: Globals, env: Environment, lang: Lang, safe: Safe) -> Self {
        Self {
            lang,
            json: globals.json,
            yes: globals.yes,
            today: globals.on.unwrap_or_else(clock::today),
            named_day: globals.on,
            editor: env.editor,
            programs: env.programs.clone(),
            runtime_dir: env.runtime_dir,
            tongue: Tongue::default(),
            keeper: None,
            place: Place {
                vault: globals.vault.or(env.vault).unwrap_or(env.default_vault),
                identity: globals.identity.or(env.identity),
                config: env.config_dir,
            },
            prompt: Prompt {
                lang,
                fd: globals.passphrase_fd,
                new_fd: None,
                held: globals.key_fd.and_then(prompt::handed).map(Rc::new),
                programs: env.programs,
                age_debug: env.age_debug,
                // Who names a descriptor means that passphrase.
                unlocked: globals.passphrase_fd.is_none(),
                stays: false,
            },
            accept: Accept {
                new: globals.accept_new,
                older: globals.accept_older,
                synced: globals.allow_synced,
            },
            key: None,
            pipe_closed: false,
            safe,
            commits: disk::commits(),
        }
    }

    /// Returns where the vault and the identity lie.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Returns milliseconds since 1970, for stamps and entries of the log.
    ///
    /// With `--on` the time of day stays, so that what is written in one run keeps its order.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        clock::now_ms()
    }

    /// Returns who asks for passphrases.
    #[must_use]
    pub fn prompt(&self) -> Prompt {
        self.prompt.clone()
    }

    /// Lets Ctrl-C at a question end the question alone: for who goes on afterwards.
    pub fn stay(&mut self) {
        self.prompt.stays = true;
    }

    /// Opens the vault to read. On a full disk, a read-only medium or a damaged store the copy in the journal is
    /// read instead, and a line says so.
    ///
    /// # Errors
    /// Whatever keeps the vault closed, in words.
    pub fn open_read(&mut self) -> Result<Vault, Refusal> {
        self.open(Access::Read)
    }

    /// Opens the vault to write; a second writer is refused.
    ///
    /// # Errors
    /// Whatever keeps the vault closed, in words.
    pub fn open_write(&mut self) -> Result<Vault, Refusal> {
        self.open(Access::Write)
    }

    fn open(&mut self, access: Access) -> Result<Vault, Refusal> {
        let key = self.key()?;
        self.open_by(&key, access)
    }

    /// Returns the key of the vault. A passphrase is asked for here, once in the run of a command: a person is not asked
    /// twice, and a script's descriptor has nothing more to give.
    ///
    /// # Errors
    /// As [`Face::open_read`].
    pub fn key(&mut self) -> Result<Rc<Identity>, Refusal> {
        if let Some(key) = &self.key {
            return Ok(Rc::clone(key));
        }
        // Nobody types a passphrase in vain.
        crate::vault::precheck(&self.place.vault)?;
        open::apart(&self.place, &self.accept)?;
        let key = open::key(&self.place, &self.prompt())?;
        Ok(Rc::clone(self.key.insert(Rc::new(key))))
    }

    /// Tells whether the key of the vault was read already: then nobody is asked for anything.
    #[must_use]
    pub fn holds_key(&self) -> bool {
        self.key.is_some()
    }

    /// Forgets the key, before something that takes long and needs it no more.
    pub fn forget_key(&mut self) {
        self.key = None;
        self.prompt.held = None;
    }

    /// Opens the vault by its key.
    ///
    /// # Errors
    /// As [`Face::open_read`].
    pub fn open_by(&mut self, key: &Identity, access: Access) -> Result<Vault, Refusal> {
        let lang = self.lang;
        let opened = match open::vault(&self.place, key, access, &self.accept, clock::random) {
            Err(VaultError::Strange(standing))
                if self.takes(&known::vault_in(lang, &shown(&self.place.vault)), &standing)? =>
            {
                open::vault(&self.place, key, access, &self.accept, clock::random)
            }
            other => other,
        }?;
        if let Some(why) = opened.rescue() {
            let text = error::open::rescue_note(lang, why);
            self.note(&text);
        }
        Ok(opened)
    }

    /// Asks a person whether a vault, or a backup, that is not as this device remembers it shall be taken; `--yes` is no answer
    /// to that. `of` is what it is called, as a sentence begins.
    ///
    /// # Errors
    /// As [`Face::ask`].
    pub fn takes(&mut self, of: &str, standing: &Standing) -> Result<bool, Refusal> {
        if self.json || !self.somebody_there() {
            return Ok(false);
        }
        let question = known::question(self.lang, standing);
        let what = known::what(self.lang, of, standing);
        self.note(&tr!(self.lang, "Attention\u{a0}: {what}", "Mind: {what}"));
        if self.ask(&question)?.is_none_or(|answer| !known::answers(standing, &answer)) {
            return Ok(false);
        }
        let Accept { new, older, .. } = standing.as_it_is();
        self.accept.new = new.or(self.accept.new.take());
        self.accept.older = older.or(self.accept.older);
        Ok(true)
    }

    /// Returns what a person agreed to take, besides what this device knows.
    #[must_use]
    pub fn accepted(&self) -> &Accept {
        &self.accept
    }

    /// Opens the log of the vault by its key, to write in it; a second writer is refused.
    ///
    /// # Errors
    /// As [`Face::open_write`].
    pub fn log_by(&self, key: &Identity) -> Result<LogBook, Refusal> {
        Ok(open::log(&self.place, key, &self.accept, clock::random)?)
    }

    /// Shows a result on standard output.
    ///
    /// # Errors
    /// When standard output cannot be written; a reader that has gone away is not an error.
    pub fn show(&mut self, what: &impl Show) -> Result<(), Refusal> {
        if self.json {
            return self.hand_over(what.view(self.lang), what.reasons(self.lang));
        }
        let named = self.pack_line(what.rests_on_law() || what.reasons(self.lang).is_some());
        let text = self.tongue.answer(&clean(&format!("{}{named}", what.text(self.lang)), true));
        self.raw(text.as_bytes())
    }

    /// Shows a view beside a text that is already made.
    ///
    /// # Errors
    /// As [`Face::show`].
    pub fn answer(&mut self, view: impl View, reasons: Option<Reasons>, text: &str) -> Result<(), Refusal> {
        if self.json {
            return self.hand_over(view, reasons);
        }
        let named = self.pack_line(reasons.is_some());
        let text = self.tongue.answer(&clean(&format!("{text}{named}"), true));
        self.raw(text.as_bytes())
    }

    /// Returns the line that ends a legal answer where a law pack gave it; nothing where the program's own law did.
    fn pack_line(&self, reasoned: bool) -> String {
        let Some(pack) = pack::active().filter(|_| reasoned) else { return String::new() };
        let (day, id) = (finding::day(self.lang, pack.name.law), &pack.name.id);
        tr!(
            self.lang,
            "Droit\u{a0}: paquet du {day} ({id}), par «\u{a0}law pack show\u{a0}».\n",
            "Law: pack of {day} ({id}), see `law pack show`.\n"
        )
    }

    fn hand_over(&mut self, view: impl View, reasons: Option<Reasons>) -> Result<(), Refusal> {
        let law_pack = pack::active().map(|pack| &pack.name);
        let object = Envelope { schema: view.schema(), value: view, reasons, law_pack };
        // By way of a value, whose keys are in the order of the alphabet: fields may move in a type without a trace.
        let mut text = serde_json::to_value(object)
            .and_then(|object| serde_json::to_string_pretty(&object))
            .map_err(|_| Refusal::told(|_| CmdError::new(Exit::Bug, "JSON").safe("")))?;
        text.push('\n');
        self.raw(text.as_bytes())
    }

    /// Writes bytes to standard output as they are (a CSV, an armored file).
    ///
    /// # Errors
    /// When standard output cannot be written; a reader that has gone away is not an error.
    pub fn raw(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let mut out = std::io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(e) if e.kind() == ErrorKind::BrokenPipe => {
                self.pipe_closed = true;
                Ok(())
            }
            // What was to be shown may have been done: nothing is said of what is safe.
            Err(e) => Err(Refusal::told(move |t| {
                CmdError::new(
                    Exit::Disk,
                    tr!(t.lang, "la sortie ne peut pas être écrite", "standard output cannot be written"),
                )
                .safe("")
                .because(t, &e)
            })),
        }
    }

    /// Writes a line to standard error: what is going on, what to do next.
    pub fn note(&mut self, line: &str) {
        say(&fitted(&command_apart(&self.tongue.put(line, &self.tongue.here))));
    }

    /// Tells whether standard output is a terminal.
    #[must_use]
    pub fn on_terminal(&self) -> bool {
        std::io::stdout().is_terminal()
    }

    /// Tells whether progress may be drawn on standard error.
    #[must_use]
    pub fn draws(&self) -> bool {
        std::io::stderr().is_terminal()
    }

    /// Tells whether somebody can be asked: standard input is a terminal.
    #[must_use]
    pub fn somebody_there(&self) -> bool {
        std::io::stdin().is_terminal()
    }

    /// Asks a question that is answered with yes or no; `--yes` answers it.
    ///
    /// # Errors
    /// [`Exit::Refused`] when nobody can answer: standard input is not a terminal and `--yes` was not given.
    pub fn confirm(&mut self, question: &str) -> Result<bool, Refusal> {
        if self.yes {
            return Ok(true);
        }
        if !self.somebody_there() {
            let question = question.to_owned();
            return Err(Refusal::told(move |t| {
                CmdError::refused(tr!(
                    t.lang,
                    "il faut une réponse, et personne ne peut répondre ici\u{a0}: {question}",
                    "an answer is needed and nobody can give it here: {question}"
                ))
                .safe(tr!(t.lang, "Rien n’a été fait.", "Nothing was done."))
                .hint(tr!(
                    t.lang,
                    "relancez avec --yes si c’est bien ce que vous voulez",
                    "run it again with --yes if this is what you want"
                ))
            }));
        }
        self.yes_or_no(question)
    }

    /// Asks a question without whose yes the command does nothing: a no ends it, with what the command declares to be safe.
    ///
    /// # Errors
    /// [`Exit::Refused`] for a no; as [`Face::confirm`].
    pub fn go_on(&mut self, question: &str) -> Result<(), Refusal> {
        if self.confirm(question)? { Ok(()) } else { Err(Refusal::declined()) }
    }

    /// Has a person type the end of a secret from the paper that it was written on: whoever can has written it down. False when
    /// they end the question; true at once where nobody is there to be asked.
    ///
    /// # Errors
    /// As [`Face::ask`].
    pub fn written_down(&mut self, secret: &str) -> Result<bool, Refusal> {
        if self.yes || !self.somebody_there() {
            return Ok(true);
        }
        let question = tr!(
            self.lang,
            "Recopiez depuis le papier les {ENDING} derniers caractères\u{a0}: ",
            "Type the last {ENDING} characters from the paper: "
        );
        let wrong =
            tr!(self.lang, "Ce n’est pas cela. Regardez le papier.", "This is not it. Look at the paper.");
        let read = |typed: &str| if ends_with(secret, typed) { Ok(()) } else { Err(wrong.clone()) };
        Ok(self.ask_until(&question, read)?.is_some())
    }

    fn yes_or_no(&mut self, question: &str) -> Result<bool, Refusal> {
        let question = format!("{question} {} ", tr!(self.lang, "[o/N]", "[y/N]"));
        loop {
            let Some(answer) = self.ask(&question)? else { return Ok(false) };
            match answer.to_lowercase().as_str() {
                "o" | "oui" | "y" | "yes" => return Ok(true),
                "" | "n" | "non" | "no" => return Ok(false),
                _ => self.note(&tr!(self.lang, "Répondez o (oui) ou n (non).", "Answer y (yes) or n (no).")),
            }
        }
    }

    /// Asks a question that only a person on a terminal answers, with a typed yes: `--yes` does not. Nothing when there
    /// is nobody.
    ///
    /// # Errors
    /// [`Exit::Refused`] when standard input cannot be read.
    pub fn agree_to(&mut self, question: &str) -> Result<Option<bool>, Refusal> {
        if !self.somebody_there() {
            return Ok(None);
        }
        let (text, last) = question.rsplit_once('\n').unwrap_or(("", question));
        if !text.is_empty() {
            self.note(text);
        }
        self.yes_or_no(last).map(Some)
    }

    /// Asks for a line on the terminal; it comes without the spaces and the line feed around it. `None` when there is no
    /// more to come (Ctrl-D).
    ///
    /// # Errors
    /// [`Exit::Refused`] when standard input cannot be read.
    pub fn ask(&mut self, question: &str) -> Result<Option<String>, Refusal> {
        let mut err = std::io::stderr().lock();
        let _ = write!(err, "{}", fitted(&clean(question, true))).and_then(|()| err.flush());
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line).map_err(|e| {
            Refusal::told(move |t| {
                let what = tr!(t.lang, "la réponse ne peut pas être lue", "the answer cannot be read");
                CmdError::refused(what).because(t, &e)
            })
        })?;
        if !self.somebody_there() || !line.ends_with('\n') {
            // Nobody has typed the end of the line: what follows begins its own.
            let _ = writeln!(err);
        }
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    /// Asks until the answer is one that `read` takes; what it refuses is said in its words. `None` as [`Face::ask`].
    ///
    /// # Errors
    /// As [`Face::ask`].
    pub fn ask_until<T>(
        &mut self,
        question: &str,
        mut read: impl FnMut(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Refusal> {
        loop {
            let Some(answer) = self.ask(question)? else { return Ok(None) };
            match read(&answer) {
                Ok(value) => return Ok(Some(value)),
                Err(fault) => self.note(&fault),
            }
        }
    }

    /// Puts a refusal into words, with what the command declares to be safe: unless something was saved before it failed.
    #[must_use]
    pub fn words(&self, refusal: &Refusal) -> CmdError {
        let safe = if disk::commits() == self.commits { self.safe } else { Safe::Read };
        refusal.words(&Telling::new(self.lang, &self.place), safe)
    }

    /// Returns the exit code of a refusal, for a command that goes on in spite of some.
    #[must_use]
    pub fn exit(&self, refusal: &Refusal) -> Exit {
        self.words(refusal).kind
    }

    /// Says in words why something is not as it should be, where that is part of a result.
    #[must_use]
    pub fn explain(&self, error: &dyn Explain) -> CmdError {
        error.explain(&Telling::new(self.lang, &self.place))
    }

    /// Ends the run: prints the error, if any, and gives the exit code.
    pub fn finish(&mut self, result: Result<Exit, Refusal>) -> Exit {
        match result {
            Ok(_) if self.pipe_closed => Exit::Done,
            Ok(exit) => exit,
            Err(refusal) => {
                let error = self.words(&refusal);
                let put = |text: &str| self.tongue.put(text, &self.tongue.here);
                let mut text =
                    if self.json { error.json_line() } else { error.clone().put(put).lines(self.lang) };
                if text.ends_with('\n') {
                    text.pop();
                }
                if !text.is_empty() {
                    say(&command_apart(&text));
                }
                error.kind
            }
        }
    }
}

/// How many of its last characters show that a secret was written down.
const ENDING: usize = 6;

/// Tells whether somebody typed the end of a secret; spaces and capitals do not count.
fn ends_with(secret: &str, typed: &str) -> bool {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let end = secret.len().checked_sub(ENDING).and_then(|at| secret.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(&typed))
}

/// Prints lines to standard error as they are.
fn say(lines: &str) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(std::io::stderr().lock(), "{}", clean(lines, true));
}
