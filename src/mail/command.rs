//! A secret from a command of the person's own: `pass show mail`, a keyring, a program that fetches a token.
//!
//! The command is words, not a line for a shell: nothing is expanded, chained or redirected. It gets no input, and
//! what it says beside the secret goes nowhere. It has [`PATIENCE`] to end and may say [`MOST`] bytes.

use std::{
    io::Read as _,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use thiserror::Error;
use zeroize::Zeroizing;

/// How long a command may take: a person may have to unlock a keyring first.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// The most bytes that a command may say.
pub const MOST: usize = 16 * 1024;

/// Why no secret came. No variant holds what the command said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CommandError {
    /// There is no command.
    #[error("there is no command")]
    Empty,
    /// A quotation mark is not closed.
    #[error("a quotation mark is not closed")]
    Quote,
    /// It asks for a shell.
    #[error("the command holds `{0}`, which only a shell understands")]
    Shell(char),
    /// It cannot be started.
    #[error("the command cannot be started")]
    Start,
    /// It took too long.
    #[error("the command did not end in time")]
    Time,
    /// It said more than a secret has.
    #[error("the command said more than {MOST} bytes")]
    TooMuch,
    /// It failed.
    #[error("the command ended with code {0}")]
    Failed(i32),
    /// It said nothing, or nothing that can be a secret.
    #[error("the first line that the command said is not a secret")]
    NoSecret,
}

/// Cuts a command into words: spaces part them, single and double quotation marks hold them together.
///
/// # Errors
/// [`CommandError::Empty`], [`CommandError::Quote`], [`CommandError::Shell`].
pub fn words(line: &str) -> Result<Vec<String>, CommandError> {
    let mut out: Vec<String> = Vec::new();
    let (mut word, mut begun, mut quote) = (String::new(), false, None);
    for c in line.chars() {
        match (c, quote) {
            (c, Some(q)) if c == q => quote = None,
            ('\'' | '"', None) => (quote, begun) = (Some(c), true),
            ('|' | ';' | '&' | '<' | '>' | '`' | '$' | '\\' | '\n' | '\r' | '\0', None)
            | ('`' | '$' | '\\' | '\0', Some('"')) => return Err(CommandError::Shell(c)),
            (c, None) if c.is_whitespace() => {
                if begun {
                    out.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (c, _) => {
                word.push(c);
                begun = true;
            }
        }
    }
    if quote.is_some() {
        return Err(CommandError::Quote);
    }
    if begun {
        out.push(word);
    }
    if out.first().is_none_or(String::is_empty) { Err(CommandError::Empty) } else { Ok(out) }
}

/// Shows the words of a command as they can be told apart: what is not plain stands between quotation marks, what cannot
/// be seen is written by its number.
#[must_use]
pub fn shown(words: &[String]) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./:=@%+,-".contains(c);
    let one = |word: &String| {
        if !word.is_empty() && word.chars().all(plain) {
            return word.clone();
        }
        format!("'{}'", word.escape_debug())
    };
    words.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Runs a command and returns the first line that it says.
///
/// # Errors
/// [`CommandError`].
pub fn secret(words: &[String], patience: Duration) -> Result<Zeroizing<String>, CommandError> {
    let (program, args) = words.split_first().ok_or(CommandError::Empty)?;
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| CommandError::Start)?;
    let said = listen(&mut child, patience);
    if said.is_err() {
        let _ = child.kill();
    }
    let ended = ended(&mut child, patience);
    let (said, status) = (said?, ended?);
    if !status.success() {
        return Err(CommandError::Failed(status.code().unwrap_or(-1)));
    }
    let text = std::str::from_utf8(&said).map_err(|_| CommandError::NoSecret)?;
    let line = text.split('\n').next().unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() || line.chars().any(char::is_control) {
        return Err(CommandError::NoSecret);
    }
    Ok(Zeroizing::new(line.to_owned()))
}

/// Waits until a child ends; one that does not is killed.
fn ended(child: &mut Child, patience: Duration) -> Result<ExitStatus, CommandError> {
    const STEP: Duration = Duration::from_millis(10);
    for _ in 0..=patience.as_millis().checked_div(STEP.as_millis()).unwrap_or_default() {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) => thread::sleep(STEP),
            Err(_) => break,
        }
    }
    let _ = child.kill().and_then(|()| child.wait());
    Err(CommandError::Time)
}

/// Reads what a child says until it closes its output, in a thread of its own: a program that the child leaves
/// behind may keep the output open for ever.
fn listen(child: &mut Child, patience: Duration) -> Result<Zeroizing<Vec<u8>>, CommandError> {
    let pipe = child.stdout.take().ok_or(CommandError::Start)?;
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        // Room for all of it, so that growing leaves no copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(MOST.saturating_add(1)));
        let read = pipe.take((MOST as u64).saturating_add(1)).read_to_end(&mut bytes);
        let _ = tell.send(read.map(|_| bytes));
    });
    let bytes = told.recv_timeout(patience).map_err(|_| CommandError::Time)?;
    let bytes = bytes.map_err(|_| CommandError::NoSecret)?;
    if bytes.len() > MOST { Err(CommandError::TooMuch) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn run(line: &str, patience_ms: u64) -> Result<String, CommandError> {
        secret(&words(line)?, Duration::from_millis(patience_ms)).map(|s| s.to_string())
    }

    #[test]
    fn a_line_becomes_words_and_nothing_is_for_a_shell() {
        assert_eq!(
            words(" pass  show 'section/mail 1' \"é b\"''"),
            Ok(["pass", "show", "section/mail 1", "é b"].map(String::from).to_vec())
        );
        assert_eq!(words("a ''"), Ok(vec!["a".to_owned(), String::new()]));
        for empty in ["", "  ", "''"] {
            assert_eq!(words(empty), Err(CommandError::Empty), "{empty:?}");
        }
        assert_eq!(words("pass 'a"), Err(CommandError::Quote));
        for (bad, c) in [
            ("pass a | head", '|'),
            ("a; b", ';'),
            ("a && b", '&'),
            ("a $(b)", '$'),
            ("a `b`", '`'),
            ("a > b", '>'),
            ("a \"$HOME\"", '$'),
            ("a \\ b", '\\'),
            ("a\nb", '\n'),
        ] {
            assert_eq!(words(bad), Err(CommandError::Shell(c)), "{bad}");
        }
        assert_eq!(words("a '$(b)|'").map(|w| w[1].clone()), Ok("$(b)|".to_owned()));
    }

    #[test]
    fn a_command_is_shown_so_that_its_words_can_be_told_apart() {
        let shown = |words: &[&str]| shown(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        assert_eq!(shown(&["pass", "show", "mail/section"]), "pass show mail/section");
        assert_eq!(shown(&["sh", "-c", "a b; c"]), "sh -c 'a b; c'");
        assert_ne!(shown(&["a", "b c"]), shown(&["a", "b", "c"]));
        assert_ne!(shown(&["a' 'b"]), shown(&["a", "b"]));
        assert_eq!(shown(&["x\u{1b}[2K\r\u{202e}y", ""]), "'x\\u{1b}[2K\\r\\u{202e}y' ''");
    }

    #[test]
    fn the_first_line_is_the_secret() {
        assert_eq!(run("echo Zphqx-CANARI", 9_000).as_deref(), Ok("Zphqx-CANARI"));
        assert_eq!(run("printf '%s\\n%s\\n' one two", 9_000).err(), None);
        assert_eq!(run("printf 'one\\r\\ntwo'", 9_000).as_deref(), Ok("one"));
        // No shell: the words arrive as they are.
        assert_eq!(run("echo '$HOME' '*' '|'", 9_000).as_deref(), Ok("$HOME * |"));
    }

    #[test]
    fn what_is_no_secret_is_refused() {
        assert_eq!(run("true", 9_000), Err(CommandError::NoSecret));
        assert_eq!(run("printf '\\nlate'", 9_000), Err(CommandError::NoSecret));
        assert_eq!(run("printf 'a\\tb'", 9_000), Err(CommandError::NoSecret));
        assert_eq!(run("printf '\\377'", 9_000), Err(CommandError::NoSecret));
        assert_eq!(run("sh -c 'echo x; exit 3'", 9_000), Err(CommandError::Failed(3)));
        assert_eq!(run("/nonexistent/program", 9_000), Err(CommandError::Start));
    }

    #[test]
    fn time_and_length_are_limited() {
        let start = crate::clock::instant();
        assert_eq!(run("sleep 60", 100), Err(CommandError::Time));
        // A program that the command leaves behind holds the output open.
        assert_eq!(run("sh -c 'sleep 5 & echo x'", 100), Err(CommandError::Time));
        assert_eq!(run("sh -c 'echo x; exec >&-; sleep 60'", 100), Err(CommandError::Time));
        assert_eq!(run("yes", 9_000), Err(CommandError::TooMuch));
        assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn any_line_gives_an_answer(line: String) {
            if let Ok(words) = words(&line) {
                prop_assert!(!words[0].is_empty());
            }
        }
    }
}
