//! Both languages of a message side by side, checked by the compiler.

/// Formats the French or the English text of a message: `tr!(lang, "fr {x}", "en {x}")`.
#[macro_export]
macro_rules! tr {
    ($lang:expr, $fr:literal, $en:literal $(, $($arg:tt)*)?) => {
        match $lang {
            $crate::config::Lang::Fr => format!($fr $(, $($arg)*)?),
            $crate::config::Lang::En => format!($en $(, $($arg)*)?),
        }
    };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleans_what_could_run_or_mislead() {
        assert_eq!(clean("a\u{1b}[31mb", true), "a\u{fffd}[31mb");
        assert_eq!(clean("x\u{202e}y\u{200b}", true), "x\u{fffd}y\u{fffd}");
        assert_eq!(clean("a\nb", true), "a\nb");
        assert_eq!(clean("a\nb", false), "a\u{fffd}b");
        assert_eq!(clean("Éloïse d’Arc 🙂", false), "Éloïse d’Arc 🙂");
    }
}
