//! Runs a template: strict about undefined values, limited in steps and in length, closed to everything outside.
//!
//! The environment is empty: no filter, no function, no test, no loader. The tags are `if` and `for`; operators
//! that could make long texts are refused. So a template can say what `notice.toml` declares, and nothing else.

use std::{collections::BTreeMap, io};

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};

use crate::{
    base::Lang,
    render::{
        Manifest, Part, Problem, RenderError, ValueKind, Values,
        markdown::{self, escaped},
        typography,
        values::{Given, is_clean, show_number},
    },
};

/// The most steps of one rendering.
const FUEL: u64 = 20_000;
/// The most words and operators of one tag, and the most blocks in one another.
const LONGEST: usize = 80;
const DEEPEST: usize = 40;
/// The most bytes of the Markdown of one message.
pub const BODY_MAX: usize = 256 * 1024;
/// The most characters of a subject.
pub const SUBJECT_MAX: usize = 150;

/// A message as rendered for one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The subject: one line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The page of HTML, of equal content.
    pub html: String,
}

/// A template of one language, checked and ready to render any number of messages.
pub struct Compiled {
    notice: String,
    tongue: Lang,
    known: Vec<String>,
    subject: TemplatePart,
    body: TemplatePart,
    environment: Environment<'static>,
}

/// A part of the file: its text and the line on which it begins.
struct TemplatePart {
    part: Part,
    text: String,
    line: usize,
}

impl Compiled {
    /// Reads and checks the file of one language.
    ///
    /// # Errors
    /// [`RenderError::Template`] for the first thing that is wrong: no subject, wrong syntax, a tag that notices do
    /// not use, a variable that the manifest does not declare.
    pub fn new(notice: &str, tongue: Lang, manifest: &Manifest, file: &str) -> Result<Self, RenderError> {
        let known = manifest.names();
        let (mut subject, mut body) = split(file).ok_or_else(|| RenderError::Template {
            notice: notice.to_owned(),
            tongue,
            part: Part::Subject,
            line: 1,
            excerpt: shortened(file.lines().next().unwrap_or_default()),
            problem: Problem::NoSubject,
            known: known.clone(),
        })?;
        for source in [&mut subject, &mut body] {
            source.text = manifest.translated(&source.text).into_owned();
        }
        let of_kind = |kind| {
            let all = manifest.variables.iter().filter(move |(_, v)| v.kind == kind);
            all.map(|(name, _)| name.as_str()).collect::<Vec<_>>()
        };
        let links = of_kind(ValueKind::Link);
        body.text = links.iter().fold(body.text, |text, name| worded(&text, name));
        let environment = environment(tongue);
        let mut out = Self { notice: notice.to_owned(), tongue, known, subject, body, environment };
        for source in [&out.subject, &out.body] {
            if let Some((at, what, problem)) = not_allowed(&source.text) {
                return Err(out.problem(source, at, what.len(), problem));
            }
            for name in of_kind(ValueKind::Number) {
                if let Some(at) = compared_with_text(&source.text, name) {
                    return Err(out.problem(source, at, name.len(), Problem::Compared(name.to_owned())));
                }
            }
        }
        for (name, source) in [("subject", &out.subject), ("body", &out.body)] {
            let added = out.environment.add_template_owned(name, source.text.clone());
            added.map_err(|e| {
                let source = if name == "subject" { &out.subject } else { &out.body };
                problem(&out.notice, out.tongue, &out.known, source, &e)
            })?;
        }
        for (name, source) in [("subject", &out.subject), ("body", &out.body)] {
            let Ok(template) = out.environment.get_template(name) else { continue };
            let mut used: Vec<String> = template.undeclared_variables(true).into_iter().collect();
            used.sort();
            let is_known = |name: &String| {
                out.known.contains(name) || name.strip_suffix(ADDRESS).is_some_and(|n| links.contains(&n))
            };
            if let Some(unknown) = used.into_iter().find(|name| !is_known(name)) {
                let at = source.text.find(&unknown).unwrap_or_default();
                return Err(out.problem(source, at, unknown.len(), Problem::Unknown(unknown)));
            }
        }
        Ok(out)
    }

    /// Returns the language of this template.
    #[must_use]
    pub fn tongue(&self) -> Lang {
        self.tongue
    }

    /// Renders the message for one set of values.
    ///
    /// # Errors
    /// [`RenderError::Template`]: the template ran out of its limits, or the subject came out empty, too long or
    /// on several lines.
    ///
    /// # Privacy
    /// The error quotes the template, never a value.
    pub fn render(&self, values: &Values) -> Result<Rendered, RenderError> {
        self.render_above(values, "")
    }

    /// Renders the message with a last paragraph below it.
    ///
    /// # Errors
    /// As [`Compiled::render`].
    pub fn render_above(&self, values: &Values, below: &str) -> Result<Rendered, RenderError> {
        let (subject, mut body) = self.draft(values)?;
        if !below.is_empty() {
            body = format!("{}\n\n---\n\n{below}\n", body.trim_end());
        }
        written(&subject, &body, self.tongue).map_err(|(part, problem)| {
            let source = if part == Part::Subject { &self.subject } else { &self.body };
            self.problem(source, 0, source.text.len(), problem)
        })
    }

    /// Renders the subject and the Markdown of the body, for a person who goes on writing.
    ///
    /// # Errors
    /// As [`Compiled::render`].
    pub fn draft(&self, values: &Values) -> Result<(String, String), RenderError> {
        let plain =
            self.run("subject", &self.subject, values, |given| match (given, given.items(self.tongue)) {
                (_, Some(items)) => items.iter().map(|i| Value::from(i.as_str())).collect(),
                (Given::Flag(yes), _) => Value::from(*yes),
                (Given::Number(number), _) => Value::from(*number),
                (other, None) => Value::from(other.plain(self.tongue)),
            })?;
        let body = self.run("body", &self.body, values, |given| match (given, given.items(self.tongue)) {
            (_, Some(items)) => items.iter().map(|i| Value::from_safe_string(escaped(i))).collect(),
            (Given::Flag(yes), _) => Value::from(*yes),
            (Given::Number(number), _) => Value::from(*number),
            (Given::Nothing, _) => Value::from(""),
            (other, None) => Value::from_safe_string(other.markdown(self.tongue)),
        })?;
        Ok((plain, body))
    }

    /// Looks whether the author wrote something that a message does not hold; values never do.
    ///
    /// # Errors
    /// [`RenderError::Template`] with the line where it stands.
    pub fn whole(&self, values: &Values) -> Result<(), RenderError> {
        let (_, body) = self.draft(values)?;
        let Some((what, text)) = markdown::dropped(&body) else { return Ok(()) };
        let begins = |length: usize| {
            text.char_indices().nth(length).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
        };
        // The text of it, or as much of it as stands in the file before a value.
        let found = [200, 20, 8, 2, 1]
            .into_iter()
            .find_map(|n| Some((self.body.text.find(begins(n))?, begins(n).len())));
        let (at, length) = found.unwrap_or_default();
        Err(self.problem(&self.body, at, length, Problem::Dropped(what)))
    }

    fn run(
        &self,
        name: &str,
        source: &TemplatePart,
        values: &Values,
        show: impl Fn(&Given) -> Value,
    ) -> Result<String, RenderError> {
        let mut context: BTreeMap<String, Value> =
            values.iter().map(|(name, given)| (name.clone(), show(given))).collect();
        for name in values.keys() {
            let address = match values.get(name) {
                Some(Given::Link(link)) => link.replace('&', "&amp;"),
                _ => String::new(),
            };
            context.insert(format!("{name}{ADDRESS}"), Value::from_safe_string(address));
        }
        let whole = |problem| self.problem(source, 0, source.text.len(), problem);
        let template = self.environment.get_template(name).map_err(|_| whole(Problem::Failed))?;
        let mut out = Limited { bytes: Vec::new(), full: false };
        let done = template.render_captured_to(Value::from(context), &mut out);
        if out.full {
            return Err(whole(Problem::TooLong));
        }
        done.map_err(|e| problem(&self.notice, self.tongue, &self.known, source, &e))?;
        String::from_utf8(out.bytes).map_err(|_| whole(Problem::Failed))
    }

    fn problem(&self, source: &TemplatePart, at: usize, length: usize, problem: Problem) -> RenderError {
        located(&self.notice, self.tongue, &self.known, source, at, length, problem)
    }
}

/// Makes a message of a subject and of Markdown that a person wrote.
///
/// # Errors
/// The part that does not fit, and why.
pub fn written(subject: &str, body: &str, tongue: Lang) -> Result<Rendered, (Part, Problem)> {
    let subject = match tongue {
        Lang::Fr => typography::french(subject.trim()),
        Lang::En => subject.trim().to_owned(),
    };
    if subject.is_empty() || subject.contains(['\n', '\t']) || subject.chars().count() > SUBJECT_MAX {
        return Err((Part::Subject, Problem::BadSubject));
    }
    if !is_clean(&subject) {
        return Err((Part::Subject, Problem::Control));
    }
    if !is_clean(body) {
        return Err((Part::Body, Problem::Control));
    }
    if body.len() > BODY_MAX {
        return Err((Part::Body, Problem::TooLong));
    }
    let text = markdown::text(body, tongue);
    let html = markdown::page(body, tongue, &subject);
    Ok(Rendered { subject, text, html })
}

/// Splits a text into the subject of its first line, `Objet : …` or `Subject: …`, and the rest.
#[must_use]
pub fn parts(text: &str) -> Option<(String, String)> {
    split(text).map(|(subject, body)| (subject.text, body.text))
}

/// What the address of a link is called within a template: `[words]({{ link }})` becomes `[words](<{{ link__address }}>)`.
const ADDRESS: &str = "__address";

/// Puts the address of a link where the author gave it words.
fn worded(text: &str, name: &str) -> String {
    let mut out = text.to_owned();
    for written in [format!("]({{{{ {name} }}}})"), format!("]({{{{{name}}}}})")] {
        out = out.replace(&written, &format!("](<{{{{ {name}{ADDRESS} }}}}>)"));
    }
    out
}

/// Finds a number that is compared with a text in quotation marks.
fn compared_with_text(text: &str, name: &str) -> Option<usize> {
    let signs = ["==", "!=", "<=", ">=", "<", ">"];
    let quote = |rest: &str| rest.trim_start().starts_with(['"', '\'']);
    text.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at.saturating_add(name.len())..).unwrap_or_default();
        let inner = |c: char| c.is_alphanumeric() || c == '_';
        let whole = !before.ends_with(inner) && !after.starts_with(inner);
        let right = signs.iter().any(|s| after.trim_start().strip_prefix(s).is_some_and(quote));
        let left = signs
            .iter()
            .any(|s| before.trim_end().strip_suffix(s).is_some_and(|b| b.trim_end().ends_with(['"', '\''])));
        whole && (right || left)
    })
}

/// Makes the environment in which notices run.
fn environment(tongue: Lang) -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(32);
    // With debugging on, errors would carry the values of the member.
    environment.set_debug(false);
    environment.set_auto_escape_callback(|name| match name {
        "body" => AutoEscape::Custom("markdown".into()),
        _ => AutoEscape::None,
    });
    environment.set_formatter(move |out, state, value| {
        if value.is_undefined() || value.as_object().is_some() {
            return Err(minijinja::Error::from(ErrorKind::UndefinedError));
        }
        let number = value.is_integer().then(|| value.as_i64()).flatten();
        if let Some(number) = number {
            let shown = show_number(number, tongue);
            return out.write_str(&shown).map_err(|_| minijinja::Error::from(ErrorKind::WriteFailure));
        }
        let escape = matches!(state.auto_escape(), AutoEscape::Custom(_)) && !value.is_safe();
        let shown = if escape { escaped(&value.to_string()) } else { value.to_string() };
        out.write_str(&shown).map_err(|_| minijinja::Error::from(ErrorKind::WriteFailure))
    });
    environment
}

/// Splits a file into subject and body.
fn split(file: &str) -> Option<(TemplatePart, TemplatePart)> {
    let file = file.strip_prefix('\u{feff}').unwrap_or(file);
    let (first, rest) = file.split_once('\n').unwrap_or((file, ""));
    let (word, subject) = first.split_once(':')?;
    if !matches!(word.trim_end().to_lowercase().as_str(), "objet" | "subject") || subject.trim().is_empty() {
        return None;
    }
    let body = TemplatePart { part: Part::Body, text: rest.to_owned(), line: 2 };
    Some((TemplatePart { part: Part::Subject, text: subject.trim().to_owned(), line: 1 }, body))
}

/// Finds the first thing that notices do not use, or use too often, with its place and the text that is quoted.
///
/// The engine parses, compiles and drops expressions by recursion, and blocks too: what is deep enough ends the process.
/// So what can be deep is counted before the engine sees the text.
fn not_allowed(text: &str) -> Option<(usize, String, Problem)> {
    let (mut from, mut blocks) = (0_usize, Vec::<usize>::new());
    while let Some(rest) = text.get(from..) {
        let start = from.saturating_add(rest.find('{')?);
        let inner = start.saturating_add(2);
        let (close, tag) = match text.get(start..inner) {
            Some("{{") => ("}}", false),
            Some("{%") => ("%}", true),
            Some("{#") => {
                let end = text.get(inner..)?.find("#}")?;
                from = inner.saturating_add(end).saturating_add(2);
                continue;
            }
            _ => {
                from = start.saturating_add(1);
                continue;
            }
        };
        let code = inside(text.get(inner..)?, close);
        if let Some((at, what)) = not_allowed_in(code, tag) {
            return Some((inner.saturating_add(at), what.clone(), Problem::NotAllowed(what)));
        }
        match first_word(code) {
            "if" | "for" if tag => blocks.push(1),
            // To the engine, `elif` is a block within the one before.
            "elif" if tag => blocks.iter_mut().rev().take(1).for_each(|deep| *deep = deep.saturating_add(1)),
            "endif" | "endfor" if tag => drop(blocks.pop()),
            _ => {}
        }
        if blocks.iter().sum::<usize>() > DEEPEST || parts_of(code) > LONGEST {
            return Some((start, shortened(code.trim()), Problem::TooDeep));
        }
        from = inner.saturating_add(code.len()).saturating_add(2);
    }
    None
}

/// Returns what lies before the end of a tag, as the engine finds it: a text in quotation marks does not end one.
pub(super) fn inside<'a>(tail: &'a str, close: &str) -> &'a str {
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in tail.char_indices() {
        if let Some(q) = quote {
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if c == q {
                quote = None;
            }
        } else if matches!(c, '"' | '\'') {
            quote = Some(c);
        } else if let (end, rest) = tail.split_at(at)
            && rest.starts_with(close)
        {
            return end;
        }
    }
    tail
}

fn first_word(code: &str) -> &str {
    let words = code.trim_matches(|c: char| c == '-' || c == '+' || c.is_whitespace());
    words.split_whitespace().next().unwrap_or_default()
}

/// Counts the words, texts and operators of one tag.
fn parts_of(code: &str) -> usize {
    let (mut count, mut in_word) = (0_usize, false);
    for c in code.chars() {
        let word = c.is_alphanumeric() || c == '_';
        if (word && !in_word) || !(word || c.is_whitespace()) {
            count = count.saturating_add(1);
        }
        in_word = word;
    }
    count
}

/// Looks at the inside of one tag or expression.
fn not_allowed_in(code: &str, tag: bool) -> Option<(usize, String)> {
    let words = code.trim_matches(|c: char| c == '-' || c == '+' || c.is_whitespace());
    let first = first_word(code);
    if tag && !matches!(first, "if" | "elif" | "else" | "endif" | "for" | "endfor") {
        return Some((code.find(first).unwrap_or_default(), first.to_owned()));
    }
    let inside = code.find(words).unwrap_or_default();
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in words.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => {
                if matches!(c, '*' | '~' | '+' | '|' | '(' | '[' | '{' | '/' | '%') {
                    return Some((inside.saturating_add(at), c.to_string()));
                }
            }
        }
    }
    None
}

/// Turns an error of the engine into ours, which quotes the template only.
fn problem(
    notice: &str,
    tongue: Lang,
    known: &[String],
    source: &TemplatePart,
    error: &minijinja::Error,
) -> RenderError {
    let range = error.range().unwrap_or(0..source.text.len());
    let what = match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadEscape => Problem::Syntax,
        ErrorKind::UndefinedError => Problem::Undefined,
        ErrorKind::OutOfFuel => Problem::OutOfFuel,
        ErrorKind::WriteFailure => Problem::TooLong,
        _ => Problem::Failed,
    };
    located(notice, tongue, known, source, range.start, range.len(), what)
}

fn located(
    notice: &str,
    tongue: Lang,
    known: &[String],
    source: &TemplatePart,
    at: usize,
    length: usize,
    problem: Problem,
) -> RenderError {
    let before = source.text.get(..at).unwrap_or_default();
    let excerpt = source.text.get(at..at.saturating_add(length)).unwrap_or_default();
    RenderError::Template {
        notice: notice.to_owned(),
        tongue,
        part: source.part,
        line: source.line.saturating_add(before.matches('\n').count()),
        excerpt: shortened(excerpt.trim().lines().next().unwrap_or_default()),
        problem,
        known: known.to_vec(),
    }
}

fn shortened(text: &str) -> String {
    let mut out: String = text.chars().take(60).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

/// Takes up to [`BODY_MAX`] bytes.
struct Limited {
    bytes: Vec<u8>,
    full: bool,
}

impl io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(bytes.len()) > BODY_MAX {
            self.full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
