//! A notice that a section makes of a text: its languages, its variables and its files, without a word of TOML.

use std::fmt::Write as _;

use crate::{
    base::{Lang, text::fold},
    render::{
        Notice, Problem, Purpose, RenderError, ValueKind, Variable, Whence,
        french::english,
        manifest::{Both, OF_MEMBER, Sample},
    },
};

/// What stands for the notice in a campaign that is a text of a person to a selection.
pub const FREE: &str = "message";

/// The subject and the Markdown of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The subject.
    pub subject: String,
    /// The rest.
    pub body: String,
}

/// What was typed, in one language or in both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// In French.
    pub french: Option<Text>,
    /// In English.
    pub english: Option<Text>,
}

impl Texts {
    /// Returns the only language, where there is but one.
    #[must_use]
    pub const fn only(&self) -> Option<Lang> {
        match (&self.french, &self.english) {
            (Some(_), None) => Some(Lang::Fr),
            (None, Some(_)) => Some(Lang::En),
            _ => None,
        }
    }

    /// Returns the text of a language.
    #[must_use]
    pub const fn of(&self, tongue: Lang) -> Option<&Text> {
        match tongue {
            Lang::Fr => self.french.as_ref(),
            Lang::En => self.english.as_ref(),
        }
    }
}

/// Tells which language a line begins, and with which subject: `Objet : …` or `Subject: …`.
fn header(line: &str) -> Option<(Lang, &str)> {
    let (word, subject) = line.trim_start_matches('\u{feff}').split_once(':')?;
    let tongue = match word.trim().to_lowercase().as_str() {
        "objet" => Lang::Fr,
        "subject" => Lang::En,
        _ => return None,
    };
    Some((tongue, subject.trim()))
}

/// Reads what a person typed: a text with its subject as first line, in one language or, with a second subject behind an empty line,
/// in both. `subject` stands for that line; `only` says that all of it is one language. Without a subject there is nothing.
#[must_use]
pub fn texts(typed: &str, subject: Option<&str>, only: Option<Lang>, usual: Lang) -> Option<Texts> {
    let typed = typed.replace("\r\n", "\n");
    let (first, rest) = typed.split_once('\n').unwrap_or((&typed, ""));
    let said = header(first);
    let tongue = only.or(said.map(|(tongue, _)| tongue)).unwrap_or(usual);
    let body = if said.is_some() { rest } else { typed.as_str() };
    let first = subject.or(said.map(|(_, subject)| subject)).map(str::trim).filter(|s| !s.is_empty())?;
    let (body, second) = match only {
        Some(_) => (body, None),
        None => parted(body, tongue),
    };
    let text = |subject: &str, body: &str| Text { subject: subject.to_owned(), body: body.trim().to_owned() };
    let (first, second) = (Some(text(first, body)), second.map(|(subject, body)| text(subject, body)));
    Some(match tongue {
        Lang::Fr => Texts { french: first, english: second },
        Lang::En => Texts { french: second, english: first },
    })
}

/// Finds where the text of the other language begins: its subject, behind an empty line.
fn parted(body: &str, tongue: Lang) -> (&str, Option<(&str, &str)>) {
    let (mut at, mut empty) = (0_usize, true);
    for line in body.split_inclusive('\n') {
        if empty
            && let Some((_, subject)) = header(line).filter(|(other, s)| *other != tongue && !s.is_empty())
        {
            let (before, rest) = body.split_at(at);
            return (before, Some((subject, rest.get(line.len()..).unwrap_or_default())));
        }
        empty = line.trim().is_empty();
        at = at.saturating_add(line.len());
    }
    (body, None)
}

/// Puts a greeting and a signature around a text of one paragraph: whoever types one line means a letter.
#[must_use]
pub fn letter(line: &str, tongue: Lang) -> String {
    let line = line.trim();
    if line.contains("\n\n") {
        return line.to_owned();
    }
    match tongue {
        Lang::Fr => format!(
            "Bonjour {{{{ prénom }}}},\n\n{line}\n\n{{% if signature %}}{{{{ signature }}}}{{% else %}}L’équipe{{% endif %}}"
        ),
        Lang::En => format!(
            "Hello {{{{ given_name }}}},\n\n{line}\n\n{{% if sender %}}{{{{ sender }}}}{{% else %}}The team{{% endif %}}"
        ),
    }
}

/// Returns the name of a folder that a title makes: small letters, digits and hyphens; nothing where no letter is left.
#[must_use]
pub fn name(title: &str) -> Option<String> {
    let plain = fold(title);
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let name = words.collect::<Vec<_>>().join("-");
    let name: String = name.chars().take(40).collect();
    let name = name.trim_end_matches('-');
    (!name.is_empty()).then(|| name.to_owned())
}

/// A notice with its files, as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The notice.
    pub notice: Notice,
    /// The file that describes it.
    pub manifest: String,
}

/// The most variables of a notice that is made of a text.
const MOST: usize = 60;

/// Makes a notice of texts. A name that the notices of the program know has its type and its samples from there; what the roster
/// gives comes from the roster; any other is a line, or a list where the text goes through it.
///
/// # Errors
/// [`RenderError`]: what is wrong with a text.
pub fn make(id: &str, texts: &Texts, purpose: Purpose, audience: Option<&str>) -> Result<Made, RenderError> {
    build(id, texts, purpose, audience, usual_variable)
}

/// Makes a text for a selection: it has the variables of the roster alone, since nobody sets any.
///
/// # Errors
/// As [`make`]; [`Problem::Unknown`] for any other variable.
pub fn free(id: &str, texts: &Texts, purpose: Purpose) -> Result<Made, RenderError> {
    build(id, texts, purpose, None, |name, _, _| {
        let of_roster = OF_MEMBER.contains(&name) || name == "sender";
        of_roster.then(|| usual_variable(name, false, true)).flatten()
    })
}

fn build(
    id: &str,
    texts: &Texts,
    purpose: Purpose,
    audience: Option<&str>,
    variable: impl Fn(&str, bool, bool) -> Option<Variable>,
) -> Result<Made, RenderError> {
    let file = |tongue: Lang, word: &str| {
        let text = texts.of(tongue);
        text.map_or_else(String::new, |t| format!("{word} {}\n\n{}\n", t.subject, t.body))
    };
    let (french, english_text) = (file(Lang::Fr, "Objet :"), file(Lang::En, "Subject:"));
    let (first, other) = (texts.french.as_ref(), texts.english.as_ref());
    let about =
        |one: Option<&Text>, two: Option<&Text>| quoted(one.or(two).map_or("", |t| t.subject.as_str()));
    let mut manifest = format!("about = {{ fr = {}, en = {} }}\n", about(first, other), about(other, first));
    let _ = writeln!(manifest, "purpose = \"{}\"", purpose.word());
    if let Some(audience) = audience {
        let _ = writeln!(manifest, "audience = {}", quoted(audience));
    }
    if let Some(only) = texts.only() {
        let _ = writeln!(manifest, "only = \"{}\"", only.code());
    }
    for _ in 0..MOST {
        let notice = Notice::from_files(id, &manifest, &french, &english_text)?;
        let Some(fault) = notice.tongues().iter().find_map(|tongue| notice.compile(*tongue).err()) else {
            notice.check()?;
            return Ok(Made { notice, manifest });
        };
        let RenderError::Template { problem: Problem::Unknown(unknown), .. } = &fault else {
            return Err(fault);
        };
        let both = format!("{french}{english_text}");
        let both = notice.manifest.translated(&both);
        let name = english(unknown);
        let Some(found) = variable(&name, follows(&both, " in ", unknown), follows(&both, "if ", unknown))
        else {
            return Err(fault);
        };
        // What the program does not know keeps the name that it was given.
        let declared =
            if OF_MEMBER.contains(&name.as_str()) || known(&name).next().is_some() { &name } else { unknown };
        manifest.push_str(&entry(declared, &found));
    }
    Err(RenderError::Manifest { notice: id.to_owned(), detail: format!("more than {MOST} variables") })
}

/// Tells whether a name stands behind a word within a tag.
fn follows(text: &str, word: &str, name: &str) -> bool {
    let looked_for = format!("{word}{name}");
    text.match_indices(&looked_for).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at.saturating_add(looked_for.len())..));
        let tag = before.and_then(|b| b.rsplit_once("{%")).is_some_and(|(_, inside)| !inside.contains("%}"));
        tag && !after.is_some_and(|a| a.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}

/// Returns the variables of a name in the notices of the program, those of a meeting first.
fn known(name: &str) -> impl Iterator<Item = Variable> {
    let ids = std::iter::once("meeting").chain(Notice::built_in());
    ids.filter_map(move |id| Notice::named(id).ok()?.manifest.variables.remove(name))
}

/// Returns a variable as the notices of the program have it, or a new one of the sender.
fn usual_variable(name: &str, listed: bool, asked: bool) -> Option<Variable> {
    let of_roster = OF_MEMBER.contains(&name);
    let fits = |v: &Variable| {
        let list = matches!(v.kind, ValueKind::List | ValueKind::Payments);
        list == listed && (v.from == Whence::Member) == of_roster
    };
    let optional = asked || name == "sender";
    if let Some(found) = known(name).find(fits) {
        let bare = Variable { optional, total: None, within: None, after: None, before: None, ..found };
        return Some(Variable { reckoned: None, ..bare });
    }
    if of_roster {
        return None;
    }
    let sample = if listed { Sample::Many(vec![name.to_owned()]) } else { Sample::One(name.to_owned()) };
    let about = Both { fr: name.to_owned(), en: name.to_owned() };
    let kind = if listed { ValueKind::List } else { ValueKind::Line };
    Some(Variable {
        ledger: false,
        kind,
        from: Whence::Sender,
        optional,
        about,
        sample,
        sample_en: None,
        choices: Vec::new(),
        total: None,
        within: None,
        after: None,
        before: None,
        when: None,
        reckoned: None,
    })
}

/// Writes a variable as `notice.toml` has it.
fn entry(name: &str, variable: &Variable) -> String {
    let mut out = format!("\n[variable.{name}]\nkind = \"{}\"\n", variable.kind.word());
    if variable.from != Whence::Sender {
        let _ = writeln!(out, "from = \"{}\"", variable.from.word());
    }
    if variable.optional {
        out.push_str("optional = true\n");
    }
    if let Some(when) = variable.when {
        let _ = writeln!(out, "when = \"{}\"", when.word());
    }
    if !variable.choices.is_empty() {
        let _ = writeln!(out, "choices = {}", listed(&variable.choices));
    }
    let (fr, en) = (quoted(&variable.about.fr), quoted(&variable.about.en));
    let _ = writeln!(out, "about = {{ fr = {fr}, en = {en} }}");
    for (field, sample) in [("sample", Some(&variable.sample)), ("sample_en", variable.sample_en.as_ref())] {
        match sample {
            Some(Sample::One(value)) => drop(writeln!(out, "{field} = {}", quoted(value))),
            Some(Sample::Many(values)) => drop(writeln!(out, "{field} = {}", listed(values))),
            None => {}
        }
    }
    out
}

fn listed(values: &[String]) -> String {
    toml::Value::from(values.to_vec()).to_string()
}

/// Writes a text as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Manifest;

    fn fr(subject: &str, body: &str) -> Texts {
        Texts { french: Some(Text { subject: subject.into(), body: body.into() }), english: None }
    }

    #[test]
    fn a_text_is_read_in_one_language_or_in_both() {
        let both = "Objet : Un\n\nDeux\n\nSubject: One\n\nTwo\n";
        let read = texts(both, None, None, Lang::Fr).unwrap();
        assert_eq!(read.only(), None);
        assert_eq!(read.english, Some(Text { subject: "One".into(), body: "Two".into() }));
        assert_eq!(read.french, Some(Text { subject: "Un".into(), body: "Deux".into() }));
        // The other way round; without an empty line before it, it is a line like any other.
        let read = texts("Subject: One\nTwo\nObjet : x\nend", None, None, Lang::Fr).unwrap();
        assert_eq!(read.only(), Some(Lang::En));
        assert_eq!(texts(both, None, Some(Lang::Fr), Lang::En).unwrap().only(), Some(Lang::Fr));
        assert_eq!(texts("Deux", Some("Un"), None, Lang::En).unwrap().only(), Some(Lang::En));
        assert_eq!(texts("Objet : a\n\nDeux", Some("Un"), None, Lang::En).unwrap(), fr("Un", "Deux"));
        for bad in ["Deux", "Objet :\n\nDeux", "", "Sujet : x\n\ny"] {
            assert!(texts(bad, None, None, Lang::Fr).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_line_becomes_a_notice_that_passes_its_check() {
        let body =
            letter("On se retrouve le {{ date }} à {{ heure }}, {{ lieu }} : {{ couleur }}.", Lang::Fr);
        let made = make("fete", &fr("Rendez-vous", &body), Purpose::News, Some("standing=member")).unwrap();
        let manifest = &made.notice.manifest;
        assert_eq!(manifest.names(), ["couleur", "date", "given_name", "place", "sender", "time"]);
        assert_eq!(manifest.settable(), ["couleur", "date", "place", "sender", "time"]);
        let of = |name: &str| &manifest.variables[name];
        assert_eq!((of("date").kind, of("time").kind), (ValueKind::Date, ValueKind::Time));
        assert!(!of("time").optional && of("sender").optional);
        let shown = made.notice.check().unwrap();
        assert!(shown[0].1.text.starts_with("Bonjour Camille,"), "{}", shown[0].1.text);
        // It is read again as it was written.
        assert_eq!(Manifest::read("fete", &made.manifest).as_ref(), Ok(manifest));
    }

    #[test]
    fn lists_conditions_and_odd_subjects_are_declared_as_they_are_used() {
        let body = "{% for point in données %}- {{ point }}\n{% endfor %}{% if lieu %}in {{ lieu }}{% endif %}\
                    {% for x in machins %}{{ x }}{% endfor %}";
        let made = make("x", &fr("Un \"mot\" \\ deux", body), Purpose::Dues, None).unwrap();
        let of = |name: &str| &made.notice.manifest.variables[name];
        assert_eq!((of("held").kind, of("machins").kind), (ValueKind::List, ValueKind::List));
        assert!(of("place").optional && !of("held").optional);
        assert_eq!(made.notice.manifest.about.fr, "Un \"mot\" \\ deux");
    }

    #[test]
    fn what_is_wrong_stays_wrong() {
        for bad in ["{{ a | b }}", "{% if %}", "![x](https://example.org/a.png)", "<b>a</b>", "## a"] {
            assert!(make("x", &fr("a", bad), Purpose::News, None).is_err(), "{bad}");
        }
        assert!(free("x", &fr("a", "{{ prénom }} {{ site }}"), Purpose::News).is_ok());
        let bad = free("x", &fr("a", "\n{{ lieu }}"), Purpose::News);
        assert!(
            matches!(bad, Err(RenderError::Template { problem: Problem::Unknown(n), .. }) if n == "lieu")
        );
        let many: Vec<String> = (0..MOST + 2).map(|n| format!("{{{{ v{n} }}}}")).collect();
        let many = many.concat();
        assert!(make("x", &fr("a", &many), Purpose::News, None).is_err());
    }

    #[test]
    fn a_title_becomes_the_name_of_a_folder() {
        assert_eq!(name("Fête de Noël 2026 !").as_deref(), Some("fete-de-noel-2026"));
        assert_eq!(name(" ?! "), None);
        assert_eq!(name(&"a".repeat(60)).map(|n| n.len()), Some(40));
    }
}
