//! Facts from a file or from standard input: JSON or TOML, refused by line and field.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;

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
    #[error("line {line}, field {field}: {message}")]
    Form {
        /// The file.
        file: PathBuf,
        /// The line, 0 where it is not known.
        line: usize,
        /// The field, as a path; a dot for the whole.
        field: String,
        /// What the reader said.
        message: String,
    },
}

/// Reads facts from a file, or from standard input for `-`.
///
/// A text that begins with `{` is JSON, any other TOML.
///
/// # Errors
/// [`InputError`]: the file, and the line and the field where they are known.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, InputError> {
    let file = || path.to_owned();
    let mut bytes = Vec::new();
    let from =
        |reader: &mut dyn Read, bytes: &mut Vec<u8>| reader.take(MOST.saturating_add(1)).read_to_end(bytes);
    let result = if path == Path::new("-") {
        from(&mut io::stdin().lock(), &mut bytes)
    } else {
        File::open(path).and_then(|mut f| from(&mut f, &mut bytes))
    };
    result.map_err(|source| InputError::Unreadable { file: file(), source })?;
    if u64::try_from(bytes.len()).is_ok_and(|len| len > MOST) {
        return Err(InputError::TooLong { file: file() });
    }
    let text = String::from_utf8(bytes).map_err(|_| InputError::NotText { file: file() })?;
    parse(&text).map_err(|(line, field, message)| InputError::Form { file: file(), line, field, message })
}

type Refusal = (usize, String, String);

/// Reads facts from a text.
fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        let mut reader = serde_json::Deserializer::from_str(text);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|e| {
            let field = e.path().to_string();
            let line = e.inner().line();
            (line, field, short(&e.into_inner().to_string()))
        })?;
        return reader.end().map(|()| value).map_err(|e| (e.line(), ".".to_owned(), short(&e.to_string())));
    }
    let refused = |e: &toml::de::Error, field: String| {
        let at = e.span().map_or(0, |s| s.start);
        let line = text.get(..at).map_or(0, |before| before.matches('\n').count().saturating_add(1));
        (line, field, short(e.message()))
    };
    let reader = toml::Deserializer::parse(text).map_err(|e| refused(&e, ".".to_owned()))?;
    serde_path_to_error::deserialize(reader).map_err(|e| {
        let field = e.path().to_string();
        refused(e.inner(), field)
    })
}

/// Keeps a message to one line of a screen.
fn short(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::law::HeadcountForm;

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
        let (line, field, message) = refused(&JSON.replace("\"kind\"", "\"knid\""));
        assert_eq!((line, field.as_str()), (4, "months[0].contracts[0].knid"));
        assert!(message.contains("knid"));
        let (line, ..) = refused(&format!("{JSON}\n}}"));
        assert_eq!(line, 7);
    }

    #[test]
    fn line_and_field_are_named_in_toml() {
        let (line, field, _) = refused(&TOML.replace("count = 5", "count = \"x\""));
        assert_eq!((line, field.as_str()), (5, "months[0].contracts[0].count"));
        let (line, field, _) = refused(&TOML.replace("kind =", "knid ="));
        assert_eq!(line, 4, "{field}");
    }

    #[test]
    fn junk_is_refused_and_its_echo_is_short() {
        for junk in ["", "\u{0}\u{1}", "{", "{\"months\":", "[[[[", "months = 3", "{}", "null"] {
            let (_, _, message) = refused(junk);
            assert!(message.chars().count() <= 200, "{junk}");
        }
        let long = "x".repeat(1 << 20);
        assert!(refused(&long).2.len() <= 800);
        let deep = format!("{{\"months\":{}", "[".repeat(200_000));
        refused(&deep);
    }
}
