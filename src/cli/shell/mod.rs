//! `contrepoids shell`: the vault is opened once, and commands are typed one after the other.
//!
//! Each of them is this program again, so that it does here what it does outside, down to Ctrl-C and the exit code. It gets
//! the key over a pipe; the prompt keeps the key in memory, and forgets it when nobody has typed for a while. What was typed
//! stays in memory too.

mod line;
mod offer;
mod run;
#[cfg(test)]
mod tests;

use std::{
    io::{BufRead as _, IsTerminal as _, Write as _},
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    time::Duration,
};

use clap::{Args, CommandFactory as _};

pub(in crate::cli) use self::offer::offer;
use self::{
    line::{Line, Lines},
    run::Runner,
};
use crate::{
    base::Lang,
    cli::{Cli, french},
    clock,
    face::{error::Refusal, exit::Exit, frame::Face, wanted},
    features::house::actions::unlock,
    open::keeper::Keeper,
    tr,
    vault::Identity,
};

/// How often it is looked whether somebody still types.
const TICK: Duration = Duration::from_secs(5);

/// Open the vault once and type commands one after the other
///
/// Asks for the passphrase once, then takes commands without the word `contrepoids`: `member list`, `status`. The tab key
/// completes them, the arrow keys bring back what was typed, which is kept in memory alone. Ctrl-C cancels the line or the
/// command, Ctrl-D ends. The number before the prompt is the exit code of the last command, when it was not 0.
///
/// The key is forgotten by `lock`, at the end, and when nothing was typed for 15 minutes (--lock-after); `unlock`, or the
/// next command that needs the vault, asks for the passphrase again.
///
/// From a file or a pipe it runs line by line and ends with the exit code of the last one.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids shell
  contrepoids shell --lock-after 5m
  contrepoids shell --passphrase-fd 3 < commands.txt")]
pub struct ShellArgs {
    /// Forget the key when nothing was typed for so long: minutes (15m) or hours (2h)
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = wanted::span)]
    lock_after: Duration,
}

/// The keeper of the key, shared with what looks at the time.
type Shared = Arc<Mutex<Keeper>>;

fn keeper(shared: &Shared) -> MutexGuard<'_, Keeper> {
    // What it holds is whole at any moment, whoever stopped in between.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a line of the prompt asks for.
#[derive(Debug, PartialEq, Eq)]
enum Typed {
    /// Nothing.
    Nothing,
    /// The end.
    End,
    /// Forget the key, and let the system forget it too.
    Lock,
    /// Ask for the passphrase again.
    Unlock,
    /// The prompt in the prompt.
    Again,
    /// A quote is not closed.
    Quote,
    /// Something of a real shell: a pipe, a file.
    NotHere(String),
    /// A command.
    Command(Vec<String>),
}

/// Returns a line in the words of the program.
fn plain(words: &[String]) -> Vec<String> {
    let typed: Vec<_> =
        std::iter::once("contrepoids").chain(words.iter().map(String::as_str)).map(Into::into).collect();
    let line = french::read(&Cli::command(), &typed);
    line.args.into_iter().skip(1).filter_map(|word| word.into_string().ok()).collect()
}

/// Reads a line.
fn read(line: &str) -> Typed {
    let Some(mut words) = shlex::split(line) else { return Typed::Quote };
    // As the examples are written.
    if words.first().is_some_and(|w| w == "contrepoids") {
        words.remove(0);
    }
    let all = plain(&words);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    match all.as_slice() {
        [] => Typed::Nothing,
        ["exit" | "quit" | "quitter" | "sortir"] => Typed::End,
        ["lock"] => Typed::Lock,
        ["unlock"] => Typed::Unlock,
        ["shell", ..] => Typed::Again,
        all => match all.iter().find(|w| matches!(**w, "|" | ">" | ">>" | "<" | "&&" | "||" | ";" | "&")) {
            Some(sign) => Typed::NotHere((*sign).to_owned()),
            None => Typed::Command(words),
        },
    }
}

/// Runs `contrepoids shell`.
///
/// # Errors
/// When the passphrase does not come or does not open the vault.
pub fn run(face: &mut Face, args: &ShellArgs) -> Result<Exit, Refusal> {
    let person = face.somebody_there() && face.on_terminal() && std::io::stderr().is_terminal();
    face.stay();
    let mut shell = Shell {
        keeper: Arc::new(Mutex::new(Keeper::new(args.lock_after))),
        runner: Runner::new(face, person),
        last: 0,
    };
    if face.place().vault.exists() {
        shell.unlock(face)?;
    } else if person {
        face.note(&tr!(
            face.lang,
            "Il n’y a pas encore de coffre ici. Créez-le\u{a0}: init. Essayez d’abord\u{a0}: demo.",
            "There is no vault here yet. Make it: init. Try first: demo."
        ));
    }
    if person { shell.at_terminal(face) } else { shell.by_pipe(face) }
}

struct Shell {
    keeper: Shared,
    runner: Runner,
    /// The exit code of the last command.
    last: u8,
}

impl Shell {
    /// Asks for the passphrase, looks whether it opens the vault, and keeps the key.
    fn unlock(&mut self, face: &mut Face) -> Result<(), Refusal> {
        let opened = face.key().and_then(|key| {
            face.open_read()?;
            Ok(key)
        });
        // The face keeps none: what the prompt forgets is forgotten.
        face.forget_key();
        keeper(&self.keeper).take((*opened?).clone(), clock::awake_ms());
        Ok(())
    }

    fn at_terminal(&mut self, face: &mut Face) -> Result<Exit, Refusal> {
        let lang = face.lang;
        // Ctrl-C is for the command that runs, or for the line: never for the prompt itself.
        let pressed = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, pressed);
        let mut lines = Lines::new(lang)?;
        face.note(&tr!(
            lang,
            "Tapez une commande, comme «\u{a0}status\u{a0}». Tab complète, «\u{a0}help\u{a0}» aide, «\u{a0}lock\u{a0}» referme, Ctrl-D termine.",
            "Type a command, such as `status`. Tab completes, `help` helps, `lock` closes, Ctrl-D ends."
        ));
        let _watch = self.watch(lang);
        loop {
            let prompt = self.prompt(lang);
            match lines.next(&prompt)? {
                Line::Typed(line) => {
                    if keeper(&self.keeper).locked() {
                        lines.forget();
                    }
                    if !self.take(face, &line) {
                        return Ok(Exit::Done);
                    }
                    if keeper(&self.keeper).locked() {
                        lines.forget();
                    }
                }
                Line::Cancelled => self.last = 0,
                Line::End => return Ok(Exit::Done),
            }
        }
    }

    fn by_pipe(&mut self, face: &mut Face) -> Result<Exit, Refusal> {
        for line in std::io::stdin().lock().lines() {
            if !self.take(face, &line?) {
                break;
            }
        }
        let named = Exit::ALL.iter().map(|(exit, _)| *exit).find(|exit| *exit as u8 == self.last);
        Ok(named.unwrap_or(Exit::Bug))
    }

    fn prompt(&self, lang: Lang) -> String {
        let code = if self.last == 0 { String::new() } else { format!("[{}] ", self.last) };
        if keeper(&self.keeper).locked() {
            tr!(lang, "{code}contrepoids (fermé)> ", "{code}contrepoids (locked)> ")
        } else {
            format!("{code}contrepoids> ")
        }
    }

    /// Does what a line asks for; tells whether there is more to come. Nothing that fails ends the prompt.
    fn take(&mut self, face: &mut Face, line: &str) -> bool {
        let lang = face.lang;
        let said = match read(line) {
            Typed::Nothing => return true,
            Typed::End => return false,
            Typed::Lock => {
                keeper(&self.keeper).lock();
                // What the system keeps for `unlock` as well; where there is no identity it keeps none.
                let _ = unlock::lock(face.place());
                face.note(&tr!(
                    lang,
                    "Fermé\u{a0}: la prochaine commande demande la phrase de passe.",
                    "Locked: the next command asks for the passphrase."
                ));
                self.last = 0;
                return true;
            }
            Typed::Unlock => {
                self.last = self.again(face);
                return true;
            }
            Typed::Command(words) => {
                self.command(face, &words);
                return true;
            }
            Typed::Again => tr!(lang, "Vous y êtes déjà.", "You are there already."),
            Typed::Quote => tr!(
                lang,
                "Une apostrophe ou un guillemet n’est pas fermé\u{a0}: mettez le texte entre guillemets, \"l’atelier\".",
                "A quote is not closed: put the text between double quotes."
            ),
            Typed::NotHere(sign) => tr!(
                lang,
                "«\u{a0}{sign}\u{a0}» est pour le terminal\u{a0}: ici, une commande par ligne\u{a0}; pour un fichier, --out.",
                "`{sign}` belongs to the terminal: here it is one command a line; for a file, --out."
            ),
        };
        face.note(&said);
        self.last = Exit::Usage as u8;
        true
    }

    /// Asks for the passphrase again; returns the code.
    fn again(&mut self, face: &mut Face) -> u8 {
        match self.unlock(face) {
            Ok(()) => 0,
            Err(refusal) => face.finish(Err(refusal)) as u8,
        }
    }

    fn command(&mut self, face: &mut Face, words: &[String]) {
        let wanted = self.runner.parse(words).is_some_and(|command| command.opens_the_vault());
        let ours = run::same_identity(words);
        if wanted
            && ours
            && keeper(&self.keeper).key(clock::awake_ms()).is_none()
            && face.place().vault.exists()
        {
            self.last = self.again(face);
            if self.last != 0 {
                return;
            }
        }
        // No time passes between the question and its use, even where there is none to pass.
        let key = keeper(&self.keeper).used(clock::awake_ms()).filter(|_| ours).map(Identity::secret);
        self.last = self.runner.run(words, key);
        keeper(&self.keeper).tick(clock::awake_ms());
    }

    /// Looks at the time, until what is returned is dropped.
    fn watch(&self, lang: Lang) -> mpsc::Sender<()> {
        let shared = Arc::clone(&self.keeper);
        let (stop, stopped) = mpsc::channel::<()>();
        std::thread::spawn(move || {
            while stopped.recv_timeout(TICK) == Err(mpsc::RecvTimeoutError::Timeout) {
                if keeper(&shared).tick(clock::awake_ms()) {
                    let said = tr!(
                        lang,
                        "Fermé\u{a0}: rien n’a été tapé depuis un moment. La prochaine commande demande la phrase.",
                        "Locked: nothing was typed for a while. The next command asks for the passphrase."
                    );
                    // The terminal is raw while a line is typed. (The printer of the editor loses keys that come together.)
                    let _ = write!(std::io::stderr().lock(), "\r\n{said}\r\n");
                }
            }
        });
        stop
    }
}
