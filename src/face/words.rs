//! Both languages of a message side by side, checked by the compiler.

use std::{fmt::Write as _, path::Path};

use unicode_width::UnicodeWidthStr as _;

use crate::{base::Lang, vault::Compartment};

/// Formats the French or the English text of a message: `tr!(lang, "fr {x}", "en {x}")`.
#[macro_export]
macro_rules! tr {
    ($lang:expr, $fr:literal, $en:literal $(, $($arg:tt)*)?) => {
        match $lang {
            $crate::base::Lang::Fr => format!($fr $(, $($arg)*)?),
            $crate::base::Lang::En => format!($en $(, $($arg)*)?),
        }
    };
}

/// Formats one of four texts by a number: French takes the singular for zero and one, English for one alone.
/// `trn!(lang, n, "fr {n} mot", "fr {n} mots", "en {n} word", "en {n} words")`.
#[macro_export]
macro_rules! trn {
    ($lang:expr, $n:expr, $fr_one:literal, $fr_more:literal, $en_one:literal, $en_more:literal) => {
        match ($lang, $crate::face::words::is_one($lang, u64::try_from($n).unwrap_or(2))) {
            ($crate::base::Lang::Fr, true) => format!($fr_one),
            ($crate::base::Lang::Fr, false) => format!($fr_more),
            ($crate::base::Lang::En, true) => format!($en_one),
            ($crate::base::Lang::En, false) => format!($en_more),
        }
    };
}

/// Tells whether a number takes the singular.
#[must_use]
pub const fn is_one(lang: Lang, n: u64) -> bool {
    match lang {
        Lang::Fr => n < 2,
        Lang::En => n == 1,
    }
}

/// What a part of the vault is called.
#[must_use]
pub fn part(lang: Lang, of: Compartment) -> &'static str {
    match (lang, of) {
        (Lang::Fr, Compartment::Roster) => "fichier",
        (Lang::Fr, Compartment::Dues) => "cotisations",
        (Lang::Fr, Compartment::Organizing) => "organisation",
        (Lang::En, _) => of.name(),
    }
}

/// Says how many people there are.
#[must_use]
pub fn people(lang: Lang, n: usize) -> String {
    trn!(lang, n, "{n} personne", "{n} personnes", "{n} person", "{n} people")
}

/// Makes a text from a file or a mail harmless for a terminal: control, bidirectional and invisible characters
/// (Unicode Cc, Cf, Zl, Zp and the private use areas) become `�`, except line feed when `lines` is set.
#[must_use]
pub fn clean(text: &str, lines: bool) -> String {
    let fits = |c: char| harmless(c) || (lines && c == '\n');
    // Nearly all texts are harmless, and looking is much quicker than writing one anew sign by sign.
    if text.chars().all(fits) {
        return text.to_owned();
    }
    text.chars().map(|c| if fits(c) { c } else { '\u{fffd}' }).collect()
}

/// Puts a command that a long line ends with on a line of its own, where it can be copied whole.
#[must_use]
pub fn command_apart(line: &str) -> String {
    let wide = !line.starts_with('{') && line.lines().count() == 1 && line.width() > COLUMNS;
    match line.split_once(": contrepoids ") {
        Some((what, command)) if wide => format!("{what}:\n  contrepoids {command}"),
        _ => line.to_owned(),
    }
}

/// Fits the lines of a text to 80 columns; what goes on stands two columns further in. A command to type is not broken: it
/// takes a line of its own where it does not fit.
#[must_use]
pub fn fitted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        if bare.width() <= COLUMNS {
            out.push_str(line);
            continue;
        }
        let body = bare.trim_start_matches(' ');
        let margin = " ".repeat(bare.len().saturating_sub(body.len()));
        let mut column = margin.width();
        out.push_str(&margin);
        for (place, part) in unbroken(body).into_iter().enumerate() {
            let wide = part.width();
            if place > 0 && column.saturating_add(wide).saturating_add(1) > COLUMNS {
                out.push('\n');
                out.push_str(&margin);
                out.push_str("  ");
                column = margin.width().saturating_add(2);
            } else if place > 0 {
                out.push(' ');
                column = column.saturating_add(1);
            }
            out.push_str(&part);
            column = column.saturating_add(wide);
        }
        out.push_str(line.get(bare.len()..).unwrap_or_default());
    }
    out
}

/// How wide a screen is.
pub const COLUMNS: usize = 80;

/// The words of a line; a command, from `contrepoids` to the end of its sentence, counts as one.
fn unbroken(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut typing = false;
    for word in line.split(' ') {
        match out.last_mut() {
            Some(command) if typing => {
                command.push(' ');
                command.push_str(word);
            }
            _ => {
                typing = word.trim_start_matches(['(', '“', '`', '\'']) == "contrepoids";
                out.push(word.to_owned());
                continue;
            }
        }
        typing = !word.ends_with(['.', ',', ';', ':', ')', '”', '»', '`']);
    }
    out
}

fn harmless(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    !(c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
            | '\u{8e2}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}'))
}

/// Writes a number of bytes for people.
pub(crate) fn size(lang: Lang, bytes: u64) -> String {
    let unit = |letter: &str| match lang {
        Lang::Fr => format!("{letter}o"),
        Lang::En => format!("{letter}B"),
    };
    match bytes {
        0..1_000 => {
            format!("{bytes}\u{a0}{}", if lang == Lang::Fr { "octets" } else { "bytes" })
        }
        1_000..1_000_000 => format!("{}\u{a0}{}", bytes.div_ceil(1_000), unit("k")),
        _ => {
            let tenths = bytes.div_ceil(100_000);
            let (whole, tenth) = (tenths / 10, tenths % 10);
            let point = if lang == Lang::Fr { ',' } else { '.' };
            format!("{whole}{point}{tenth}\u{a0}{}", unit("M"))
        }
    }
}

/// Joins lines of a text, each ended by a line feed.
#[must_use]
pub fn lines<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> String {
    lines.into_iter().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{}", line.as_ref());
        out
    })
}

/// Returns a path as text for a message.
#[must_use]
pub fn shown(path: &Path) -> String {
    clean(&path.display().to_string(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_behind_a_long_line_stands_alone() {
        let long = "x".repeat(50);
        let line = format!("{long}\u{a0}: contrepoids company set --last-careers YYYY-MM-DD");
        let apart = format!("{long}\u{a0}:\n  contrepoids company set --last-careers YYYY-MM-DD");
        assert_eq!(command_apart(&line), apart);
        assert_eq!(command_apart("x: contrepoids init"), "x: contrepoids init");
    }

    #[test]
    fn a_long_line_is_broken_and_a_command_is_not() {
        let command =
            "contrepoids company set --headcount 1 --name \"a b c d e f g h i j k l m n\" --siren 123456789";
        assert!(command.width() > 80);
        assert_eq!(fitted(&format!("Hint: {command}\n")), format!("Hint:\n  {command}\n"));
        let prose = "word ".repeat(20);
        let text = format!("{prose}(contrepoids member list), {prose}end.");
        let found = fitted(&text);
        assert!(found.lines().count() > 2 && found.lines().all(|l| l.width() <= 80), "{found}");
        assert!(found.contains("(contrepoids member list),") && !found.ends_with('\n'), "{found}");
        assert_eq!(found.replace("\n  ", " "), text, "nothing is lost");
        assert_eq!(fitted("short\n  shorter\n"), "short\n  shorter\n");
        assert!(fitted(&format!("  {prose}")).lines().skip(1).all(|l| l.starts_with("    word")));
        let long = "x".repeat(200);
        assert_eq!(fitted(&long), long, "one word is not broken");
    }

    #[test]
    fn numbers_take_the_singular_of_their_language() {
        let said = |lang, n: usize| {
            trn!(
                lang,
                n,
                "{n} message attend",
                "{n} messages attendent",
                "{n} message waits",
                "{n} messages wait"
            )
        };
        assert_eq!(said(Lang::Fr, 0), "0 message attend");
        assert_eq!(said(Lang::Fr, 1), "1 message attend");
        assert_eq!(said(Lang::Fr, 2), "2 messages attendent");
        assert_eq!([said(Lang::En, 0), said(Lang::En, 1)], ["0 messages wait", "1 message waits"]);
    }

    #[test]
    fn cleans_what_could_run_or_mislead() {
        assert_eq!(clean("a\u{1b}[31mb", true), "a\u{fffd}[31mb");
        assert_eq!(clean("x\u{202e}y\u{200b}", true), "x\u{fffd}y\u{fffd}");
        assert_eq!(clean("a\nb", true), "a\nb");
        assert_eq!(clean("a\nb", false), "a\u{fffd}b");
        assert_eq!(clean("Éloïse d’Arc 🙂", false), "Éloïse d’Arc 🙂");
    }
}
