//! What can be wrong with a template or a value. No variant holds a value of a member.

use std::{error::Error, fmt};

use crate::{base::Lang, render::markdown::Dropped};

/// The part of a notice that an error speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The file `notice.toml`.
    Manifest,
    /// The line of the subject.
    Subject,
    /// The body.
    Body,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The template does not follow the syntax.
    Syntax,
    /// A tag or an operator that notices do not use.
    NotAllowed(String),
    /// A tag with too many operators, or too many blocks in one another.
    TooDeep,
    /// A variable that `notice.toml` does not declare.
    Unknown(String),
    /// A variable was used that has no such part.
    Undefined,
    /// The template works too long.
    OutOfFuel,
    /// The template gives too much text.
    TooLong,
    /// The first line is not `Objet : …` or `Subject: …`.
    NoSubject,
    /// The subject is empty, has several lines or is longer than 150 characters.
    BadSubject,
    /// The text holds characters that do not belong into a mail.
    Control,
    /// A heading leaves out a level: `##` without `#` before it.
    Headings,
    /// A number is compared with a text, which is never true.
    Compared(String),
    /// Something that a message does not hold.
    Dropped(Dropped),
    /// The template cannot be run.
    Failed,
}

/// What is wrong with a file of a notice that a section wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileProblem {
    /// It is not there.
    Missing,
    /// It is no ordinary file: a link, a folder, a device.
    NotAFile,
    /// It is too large.
    TooLarge,
    /// It is not text in UTF-8.
    NotText,
    /// The system does not let it be read.
    Unreadable,
    /// The name of its folder is not made of small letters, digits and hyphens.
    Name,
}

/// Why a notice cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RenderError {
    /// There is no notice of this name.
    NoSuchNotice {
        /// The name asked for.
        asked: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A file of a notice of the section cannot be taken.
    File {
        /// The notice.
        notice: String,
        /// The name of the file.
        file: &'static str,
        /// What is wrong with it.
        problem: FileProblem,
    },
    /// `notice.toml` cannot be read.
    Manifest {
        /// The notice.
        notice: String,
        /// What the reader of TOML says; it quotes the file only.
        detail: String,
    },
    /// A template is wrong.
    Template {
        /// The notice.
        notice: String,
        /// The language of the template.
        tongue: Lang,
        /// The part of the template.
        part: Part,
        /// The line within the file.
        line: usize,
        /// The place in the template, as it stands in the file.
        excerpt: String,
        /// What is wrong.
        problem: Problem,
        /// The variables that may be used.
        known: Vec<String>,
    },
    /// A variable that must be set was not.
    Missing {
        /// The notice.
        notice: String,
        /// The variables that are missing.
        names: Vec<String>,
    },
    /// A variable was set that the notice does not have.
    NotDeclared {
        /// The name that was set.
        name: String,
        /// The variables that may be set.
        known: Vec<String>,
    },
    /// A value is not of the type that the notice declares.
    BadValue {
        /// The name of the variable.
        name: String,
        /// Its type.
        kind: crate::render::ValueKind,
    },
    /// A value is none of those that the notice takes.
    NotAChoice {
        /// The name of the variable.
        name: String,
        /// What is taken.
        choices: Vec<String>,
    },
    /// Two values contradict each other: payments and their total, a day and its year.
    Disagree {
        /// The name of the variable.
        name: String,
        /// The one that it does not fit.
        with: String,
    },
    /// A day contradicts the one that the law reckons.
    Against {
        /// The name of the variable.
        name: String,
        /// The one that the law counts from.
        of: String,
        /// The rule.
        rule: String,
    },
}

impl RenderError {
    /// Returns the code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchNotice { .. } => "no-such-notice",
            Self::File { .. } => "file",
            Self::Manifest { .. } => "manifest",
            Self::Template { .. } => "template",
            Self::Missing { .. } => "missing",
            Self::NotDeclared { .. } => "not-declared",
            Self::BadValue { .. } => "bad-value",
            Self::NotAChoice { .. } => "not-a-choice",
            Self::Disagree { .. } => "disagree",
            Self::Against { .. } => "against-the-law",
        }
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchNotice { asked, .. } => write!(f, "there is no notice `{asked}`"),
            Self::File { notice, file, problem } => write!(f, "{notice}/{file}: {problem}"),
            Self::Manifest { notice, detail } => write!(f, "notice.toml of `{notice}`: {detail}"),
            Self::Template { notice, tongue, line, excerpt, problem, .. } => {
                write!(f, "{notice}/{}.md, line {line}, `{excerpt}`: {problem}", tongue.code())
            }
            Self::Missing { notice, names } => write!(f, "`{notice}` needs {}", names.join(", ")),
            Self::NotDeclared { name, .. } => write!(f, "the notice has no variable `{name}`"),
            Self::BadValue { name, kind } => write!(f, "the value of `{name}` is not a {}", kind.word()),
            Self::NotAChoice { name, choices } => {
                write!(f, "the value of `{name}` is none of {}", choices.join(", "))
            }
            Self::Disagree { name, with } => write!(f, "`{name}` does not agree with `{with}`"),
            Self::Against { name, of, rule } => write!(f, "`{name}` is not what `{rule}` gives from `{of}`"),
        }
    }
}

impl Error for RenderError {}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the file is missing",
            Self::NotAFile => "this is not an ordinary file",
            Self::TooLarge => "the file is too large",
            Self::NotText => "the file is not text in UTF-8",
            Self::Unreadable => "the file cannot be read",
            Self::Name => "the name of the folder does not fit",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("not the syntax of a template"),
            Self::NotAllowed(what) => write!(f, "`{what}` is not used in notices"),
            Self::Unknown(name) => write!(f, "the variable `{name}` is not declared"),
            Self::Undefined => f.write_str("this has no value"),
            Self::OutOfFuel => f.write_str("the template works too long"),
            Self::TooLong => f.write_str("the text becomes too long"),
            Self::NoSubject => f.write_str("the first line must be the subject"),
            Self::BadSubject => f.write_str("the subject must be one line of 1 to 150 characters"),
            Self::Control => f.write_str("the text holds control characters"),
            Self::Headings => f.write_str("a heading leaves out a level"),
            Self::TooDeep => f.write_str("too many operators in one tag, or too many blocks in one another"),
            Self::Compared(name) => write!(f, "the number `{name}` is compared with a text"),
            Self::Dropped(_) => f.write_str("a message does not hold this"),
            Self::Failed => f.write_str("the template cannot be run"),
        }
    }
}
