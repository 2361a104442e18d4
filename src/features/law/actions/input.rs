//! Facts from a file or from standard input: JSON or TOML, refused by line and field.

use std::{
    io,
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;

use crate::platform::input;

/// The longest file that is read, in bytes.
const MOST: u64 = 32 << 20;

/// Why a file of facts was not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// It cannot be read.
    #[error("the file cannot be read")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It is longer than 32 MiB.
    #[error("the file is longer than 32 MiB")]
    TooLong {
        /// The file.
        file: PathBuf,
    },
    /// It is not UTF-8.
    #[error("the file is not UTF-8 text")]
    NotText {
        /// The file.
        file: PathBuf,
    },
    /// It is not of the form.
    #[error("line {line}, field {field}: {wrong}")]
    Form {
        /// The file.
        file: PathBuf,
        /// The line, 0 where it is not known.
        line: usize,
        /// The field, as a path; a dot for the whole.
        field: String,
        /// What is wrong there.
        wrong: Wrong,
    },
}

/// What is wrong with a field of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It is not there.
    #[error("is missing")]
    Missing,
    /// It is there twice.
    #[error("is there twice")]
    Twice,
    /// There is no such field; those that there are.
    #[error("is not known, expected {0}")]
    Unknown(String),
    /// It holds something else than it should.
    #[error("is {found}, not {wanted}")]
    Value {
        /// What was found.
        found: String,
        /// What should be there.
        wanted: String,
    },
    /// The text is not JSON or TOML there: what the reader said.
    #[error("{0}")]
    Text(String),
}

/// Reads facts from a file, or from standard input for `-`.
///
/// A text that begins with `{` is JSON, any other TOML.
///
/// # Errors
/// [`InputError`]: the file, and the line and the field where they are known.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, InputError> {
    let file = || path.to_owned();
    let bytes = input::read(path, MOST).map_err(|source| InputError::Unreadable { file: file(), source })?;
    if u64::try_from(bytes.len()).is_ok_and(|len| len > MOST) {
        return Err(InputError::TooLong { file: file() });
    }
    let text = String::from_utf8(bytes).map_err(|_| InputError::NotText { file: file() })?;
    parse_text(path, &text)
}

/// Reads facts from a text that came from a file.
pub(crate) fn parse_text<T: DeserializeOwned>(file: &Path, text: &str) -> Result<T, InputError> {
    parse(text).map_err(|(line, field, wrong)| InputError::Form { file: file.to_owned(), line, field, wrong })
}

type Refusal = (usize, String, Wrong);

/// Reads facts from a text.
fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        let mut reader = serde_json::Deserializer::from_str(text);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|e| {
            let field = e.path().to_string();
            let line = e.inner().line();
            refusal(line, &field, &e.into_inner().to_string())
        })?;
        return reader.end().map(|()| value).map_err(|e| refusal(e.line(), ".", &e.to_string()));
    }
    let refused = |e: &toml::de::Error, field: &str| {
        let at = e.span().map_or(0, |s| s.start);
        let line = text.get(..at).map_or(0, |before| before.matches('\n').count().saturating_add(1));
        if e.message().starts_with("duplicate key") {
            let key = text.get(at..).and_then(|rest| rest.split(['=', ']', '\n']).next()).unwrap_or_default();
            return (line, short(key.trim()), Wrong::Twice);
        }
        refusal(line, field, e.message())
    };
    let reader = toml::Deserializer::parse(text).map_err(|e| refused(&e, "."))?;
    serde_path_to_error::deserialize(reader).map_err(|e| {
        let field = e.path().to_string();
        refused(e.inner(), &field)
    })
}

/// Takes a reader's message apart: which field, and what is wrong with it.
fn refusal(line: usize, path: &str, message: &str) -> Refusal {
    let message = message.split(" at line ").next().unwrap_or_default();
    // Where the reader stopped in the middle of a name or a value, the path ends in a question mark.
    let path = path.trim_end_matches('?').trim_end_matches('.');
    let quoted = |prefix: &str| message.strip_prefix(prefix)?.split_once('`');
    let child = |name: &str| {
        let last = path.rsplit('.').next().unwrap_or_default();
        match path {
            "" => short(name),
            _ if last == name => short(path),
            _ => short(&format!("{path}.{name}")),
        }
    };
    if let Some((name, _)) = quoted("missing field `") {
        return (line, child(name), Wrong::Missing);
    }
    if let Some((name, _)) = quoted("duplicate field `").or_else(|| quoted("duplicate key `")) {
        return (line, child(name), Wrong::Twice);
    }
    if let Some((name, rest)) = quoted("unknown field `") {
        let expected = rest.split_once("expected ").map_or(rest, |(_, names)| names);
        let expected = expected.trim_start_matches("one of ").replace('`', "");
        return (line, child(name), Wrong::Unknown(short(&expected)));
    }
    let field = if path.is_empty() { ".".to_owned() } else { short(path) };
    if let Some((_, rest)) = quoted("unknown variant `") {
        let expected = rest.split_once("expected ").map_or(rest, |(_, names)| names);
        let expected = expected.trim_start_matches("one of ").replace('`', "");
        return (line, field, Wrong::Unknown(short(&expected)));
    }
    let value = message.strip_prefix("invalid value: ").or_else(|| message.strip_prefix("invalid type: "));
    let wrong = match value.and_then(|rest| rest.split_once(", expected ")) {
        Some((found, wanted)) => Wrong::Value { found: short(found), wanted: short(wanted) },
        None => Wrong::Text(short(message)),
    };
    (line, field, wrong)
}

/// Keeps a text to one line of a screen.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().nth(200).is_none() {
        line.to_owned()
    } else {
        line.chars().take(199).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::law::rules::HeadcountForm;

    fn refused(text: &str) -> Refusal {
        parse::<HeadcountForm>(text).map(drop).unwrap_err()
    }

    const JSON: &str = "{\n \"months\": [\n  {\"month\": \"2026-10\",\n   \"contracts\": [{\"kind\": \"cdi\", \"count\": 5}]}\n ]\n}";
    const TOML: &str = "[[months]]\nmonth = \"2026-10\"\n[[months.contracts]]\nkind = \"cdi\"\ncount = 5\n";

    #[test]
    fn json_and_toml_say_the_same() {
        let json: HeadcountForm = parse(JSON).unwrap();
        let toml: HeadcountForm = parse(TOML).unwrap();
        assert_eq!(json, toml);
        assert!(parse::<HeadcountForm>(&format!("\u{feff}{JSON}")).is_ok());
    }

    #[test]
    fn line_and_field_are_named_in_json() {
        let (line, field, _) = refused(&JSON.replace("\"count\": 5", "\"count\": -5"));
        assert_eq!((line, field.as_str()), (4, "months[0].contracts[0].count"));
        let (line, field, wrong) = refused(&JSON.replace("\"kind\"", "\"knid\""));
        assert_eq!((line, field.as_str()), (4, "months[0].contracts[0].knid"));
        assert!(matches!(wrong, Wrong::Unknown(known) if known.contains("kind, count")));
        let (line, ..) = refused(&format!("{JSON}\n}}"));
        assert_eq!(line, 7);
    }

    #[test]
    fn line_and_field_are_named_in_toml() {
        let (line, field, _) = refused(&TOML.replace("count = 5", "count = \"x\""));
        assert_eq!((line, field.as_str()), (5, "months[0].contracts[0].count"));
        let (line, field, _) = refused(&TOML.replace("kind =", "knid ="));
        assert_eq!((line, field.as_str()), (4, "months[0].contracts[0].knid"));
        let (line, field, wrong) = refused(&TOML.replace("kind =", "count ="));
        assert_eq!((line, field.as_str(), wrong), (5, "count", Wrong::Twice));
    }

    #[test]
    fn what_is_missing_or_twice_is_the_field_itself() {
        for text in ["{}", ""] {
            let (_, field, wrong) = refused(text);
            assert_eq!((field.as_str(), wrong), ("months", Wrong::Missing), "{text:?}");
        }
        let (_, field, wrong) = refused(&JSON.replace("\"month\": \"2026-10\",", ""));
        assert_eq!((field.as_str(), wrong), ("months[0].month", Wrong::Missing));
        let (_, field, wrong) = refused(&JSON.replace("\"count\"", "\"kind\""));
        assert_eq!((field.as_str(), wrong), ("months[0].contracts[0].kind", Wrong::Twice));
        let (_, field, wrong) = refused(&JSON.replace('5', "-5"));
        assert_eq!(field, "months[0].contracts[0].count");
        assert!(
            matches!(wrong, Wrong::Value { found, wanted } if found.contains("-5") && wanted.contains("number"))
        );
    }

    #[test]
    fn junk_is_refused_and_its_echo_is_short() {
        for junk in ["", "\u{0}\u{1}", "{", "{\"months\":", "[[[[", "months = 3", "{}", "null"] {
            let (_, field, wrong) = refused(junk);
            assert!(!field.is_empty() && wrong.to_string().chars().count() <= 450, "{junk}");
        }
        let long = "x".repeat(1 << 20);
        for junk in [long.clone(), format!("{{\"{long}\":1}}"), format!("{{\"months\":\"{long}\"}}")] {
            let (_, field, wrong) = refused(&junk);
            assert!(field.chars().count() <= 200 && wrong.to_string().chars().count() <= 450);
        }
        let deep = format!("{{\"months\":{}", "[".repeat(200_000));
        refused(&deep);
    }
}
