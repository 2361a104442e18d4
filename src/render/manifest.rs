//! `notice.toml`: what a notice is for, which variables it has and of which type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    base::Lang,
    render::{RenderError, ValueKind},
};

/// A notice as its author describes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What the notice is for, in both languages.
    pub about: Both,
    /// What kind of notice it is; members opt out of some kinds.
    pub purpose: Purpose,
    /// The condition of the roster that says who gets it where the person names nobody. Without one, a selection is asked for.
    #[serde(default)]
    pub audience: Option<String>,
    /// What it asks or thanks for, where the dues are kept here: who gets it, and the variables marked `ledger`, follow from them.
    #[serde(default)]
    pub ledger: Option<Asks>,
    /// The only language of a notice that has one text: whoever reads the other language gets this one.
    #[serde(default)]
    pub only: Option<Lang>,
    /// The variables, by name.
    #[serde(rename = "variable", default)]
    pub variables: BTreeMap<String, Variable>,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Both {
    /// Returns the text of a language.
    #[must_use]
    pub fn get(&self, tongue: Lang) -> &str {
        match tongue {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

/// What kind of notice this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// What members are owed (calls to a general assembly, data rights): nobody opts out.
    Statutory,
    /// News and meetings.
    News,
    /// Dues and certificates.
    Dues,
}

impl Purpose {
    /// Returns the word for it, as written in `notice.toml`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Statutory => "statutory",
            Self::News => "news",
            Self::Dues => "dues",
        }
    }
}

/// A variable of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// The type of its value.
    pub kind: ValueKind,
    /// Who gives the value.
    #[serde(default)]
    pub from: Whence,
    /// Whether the ledger of the dues gives it for each recipient, where one is kept; otherwise it comes from where `from` says.
    #[serde(default)]
    pub ledger: bool,
    /// Whether it may be left out; it is then empty.
    #[serde(default)]
    pub optional: bool,
    /// What it means, in both languages.
    pub about: Both,
    /// A value for trying the notice, as one would type it; several for a list.
    pub sample: Sample,
    /// The same in English, where words differ.
    #[serde(default)]
    pub sample_en: Option<Sample>,
    /// The only values that are taken, for a line or a number.
    #[serde(default)]
    pub choices: Vec<String>,
    /// The amount that payments must add up to: the name of that variable.
    #[serde(default)]
    pub total: Option<String>,
    /// The year in which a date, or every payment, must lie: the name of that variable.
    #[serde(default)]
    pub within: Option<String>,
    /// The day before which this one cannot lie: the name of that variable.
    #[serde(default)]
    pub after: Option<String>,
    /// The day after which this one cannot lie: the name of that variable.
    #[serde(default)]
    pub before: Option<String>,
    /// Whether the day lies ahead when the notice is written, or behind: otherwise it is told.
    #[serde(default)]
    pub when: Option<When>,
    /// The day that the law reckons: filled in where it is not typed, refused where what is typed contradicts it.
    #[serde(default)]
    pub reckoned: Option<Reckoned>,
}

/// What a notice asks or thanks for, by the ledger of the dues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// The dues of a year.
    Call,
    /// What is late, for the first time.
    FirstReminder,
    /// What is late, for the second time.
    SecondReminder,
    /// What is late, for the last time.
    ThirdReminder,
    /// What was agreed to be paid by and by.
    Instalments,
    /// What came in.
    Thanks,
    /// A debit to come.
    Debit,
}

impl Asks {
    /// Returns which reminder it is, from 1.
    #[must_use]
    pub const fn step(self) -> Option<u8> {
        match self {
            Self::FirstReminder => Some(1),
            Self::SecondReminder => Some(2),
            Self::ThirdReminder => Some(3),
            Self::Call | Self::Instalments | Self::Thanks | Self::Debit => None,
        }
    }
}

/// On which side of today a day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// Today or later.
    Coming,
    /// Today or earlier.
    Gone,
}

impl When {
    /// Returns the word for it, as written in `notice.toml`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Coming => "coming",
            Self::Gone => "gone",
        }
    }
}

/// How the law reckons a day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reckoned {
    /// The rule, as `law deadline` knows it.
    pub rule: String,
    /// The day that it counts from: the name of that variable.
    pub of: String,
}

impl Variable {
    /// Returns the sample of a language.
    #[must_use]
    pub fn sample(&self, tongue: Lang) -> &Sample {
        match (tongue, &self.sample_en) {
            (Lang::En, Some(sample)) => sample,
            _ => &self.sample,
        }
    }
}

/// One or several sample values.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Sample {
    /// One value.
    One(String),
    /// The items of a list.
    Many(Vec<String>),
}

impl Sample {
    /// Returns the values as one would type them.
    #[must_use]
    pub fn typed(&self) -> Vec<String> {
        match self {
            Self::One(value) => vec![value.clone()],
            Self::Many(values) => values.clone(),
        }
    }
}

/// Who gives the value of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Whence {
    /// The sender, once for all recipients.
    #[default]
    Sender,
    /// The roster, for each recipient.
    Member,
    /// Whoever counted or listed it for each recipient: the dues, or a file of values.
    Each,
}

impl Whence {
    /// Returns the word for it, as written in `notice.toml`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Member => "member",
            Self::Each => "each",
        }
    }
}

/// The variables that the roster gives: each a line, but for the day on which the membership ended.
pub const OF_MEMBER: &[&str] = &["email", "given_name", LEFT, "language", "name", "service", "site"];
/// The day on which the membership of a person ended.
pub const LEFT: &str = "left";

/// Returns the type of a variable that the roster gives.
fn of_member(name: &str) -> Option<ValueKind> {
    let kind = if name == LEFT { ValueKind::Date } else { ValueKind::Line };
    OF_MEMBER.contains(&name).then_some(kind)
}

impl Manifest {
    /// Reads a `notice.toml`.
    ///
    /// # Errors
    /// [`RenderError::Manifest`] for anything that is not exactly such a file, an unknown field included.
    pub fn read(notice: &str, toml: &str) -> Result<Self, RenderError> {
        let bad = |detail: String| RenderError::Manifest { notice: notice.to_owned(), detail };
        let manifest: Self = toml::from_str(toml).map_err(|e| bad(e.message().to_owned()))?;
        for (name, variable) in &manifest.variables {
            let first = name.chars().next().is_some_and(|c| c.is_ascii_lowercase());
            if !first || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
                return Err(bad(format!("`{name}` is not a name of small letters, digits and _")));
            }
            if variable.from == Whence::Member && of_member(name) != Some(variable.kind) {
                let list = OF_MEMBER.join(", ");
                return Err(bad(format!(
                    "the roster does not give a `{name}` of this type; it gives {list}: lines, and the date {LEFT}"
                )));
            }
            if variable.ledger && (manifest.ledger.is_none() || variable.from == Whence::Member) {
                return Err(bad(format!(
                    "`{name}` comes from the ledger of the dues, and the notice says not for what"
                )));
            }
            manifest.bound(name, variable).map_err(&bad)?;
            let samples = [Some(&variable.sample), variable.sample_en.as_ref()];
            let is_list = variable.kind == ValueKind::List;
            if samples.into_iter().flatten().any(|s| matches!(s, Sample::Many(_)) != is_list) {
                return Err(bad(format!("the sample of `{name}` does not fit its type")));
            }
        }
        Ok(manifest)
    }

    /// Looks at what a variable says of its values and of other variables.
    fn bound(&self, name: &str, variable: &Variable) -> Result<(), String> {
        let other = |name: &String| self.variables.get(name).map(|v| v.kind);
        if !variable.choices.is_empty() && !matches!(variable.kind, ValueKind::Line | ValueKind::Number) {
            return Err(format!("`{name}` has choices, which only a line or a number has"));
        }
        if let Some(total) = &variable.total
            && (variable.kind != ValueKind::Payments || other(total) != Some(ValueKind::Money))
        {
            return Err(format!("the total of `{name}`, `{total}`, must be that of payments, and an amount"));
        }
        if let Some(year) = &variable.within
            && (!matches!(variable.kind, ValueKind::Payments | ValueKind::Date)
                || other(year) != Some(ValueKind::Year))
        {
            return Err(format!("`{name}` lies within `{year}`: a date or payments, within a year"));
        }
        let reckoned = variable.reckoned.as_ref().map(|r| &r.of);
        let days = [variable.after.as_ref(), variable.before.as_ref(), reckoned];
        if let Some(day) = days.into_iter().flatten().find(|day| other(day) != Some(ValueKind::Date)) {
            return Err(format!("`{name}` names `{day}`, which is no date"));
        }
        let of_days = variable.when.is_some() || days.iter().any(Option::is_some);
        if of_days && variable.kind != ValueKind::Date {
            return Err(format!(
                "`{name}` has `after`, `before`, `when` or `reckoned`, which only a date has"
            ));
        }
        Ok(())
    }

    /// Has the ledger of the dues give what is marked so, but for what was typed.
    pub fn by_ledger(&mut self, typed: impl Fn(&str) -> bool) {
        for (name, variable) in self.variables.iter_mut().filter(|(_, v)| v.ledger) {
            if !typed(name) {
                variable.from = Whence::Each;
            }
        }
    }

    /// Returns the names that a template may use.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.variables.keys().cloned().collect()
    }

    /// Returns the names that the sender may set, once for all recipients.
    #[must_use]
    pub fn settable(&self) -> Vec<String> {
        self.names_from(Whence::Sender)
    }

    /// Returns the names of the variables that come from there.
    #[must_use]
    pub fn names_from(&self, whence: Whence) -> Vec<String> {
        let from = self.variables.iter().filter(|(_, v)| v.from == whence);
        from.map(|(name, _)| name.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
about = { fr = "Essai", en = "Trial" }
purpose = "news"
[variable.place]
kind = "line"
about = { fr = "Lieu", en = "Place" }
sample = "Salle 3"
"#;

    #[test]
    fn reads_a_manifest() {
        let manifest = Manifest::read("x", GOOD).unwrap();
        assert_eq!(manifest.names(), ["place"]);
        assert_eq!(manifest.settable(), ["place"]);
        assert_eq!(manifest.about.get(Lang::En), "Trial");
        assert_eq!(manifest.variables["place"].sample.typed(), ["Salle 3"]);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for (from, to) in [
            ("purpose = \"news\"", "purpose = \"spam\""),
            ("purpose = \"news\"", "purpose = \"news\"\ncolour = 1"),
            ("purpose = \"news\"", "purpose = \"news\"\nonly = \"de\""),
            ("kind = \"line\"", "kind = \"lines\""),
            ("kind = \"line\"", "kind = \"list\""),
            ("sample = \"Salle 3\"", "sample = [\"a\"]"),
            ("sample = \"Salle 3\"", "sample = \"a\"\nsample_en = [\"a\"]"),
            ("sample = \"Salle 3\"", ""),
            ("[variable.place]", "[variable.Place]"),
            ("kind = \"line\"", "kind = \"line\"\nfrom = \"member\""),
            ("kind = \"line\"", "kind = \"line\"\nledger = true"),
            ("purpose = \"news\"", "purpose = \"news\"\nledger = \"everything\""),
            ("kind = \"line\"", "kind = \"line\"\ntotal = \"place\""),
            ("kind = \"line\"", "kind = \"line\"\nwithin = \"place\""),
            ("kind = \"line\"", "kind = \"text\"\nchoices = [\"a\"]"),
            ("kind = \"line\"", "kind = \"payments\"\ntotal = \"place\""),
            ("kind = \"line\"", "kind = \"date\"\nwithin = \"nowhere\""),
            ("kind = \"line\"", "kind = \"line\"\nwhen = \"coming\""),
            ("kind = \"line\"", "kind = \"date\"\nwhen = \"soon\""),
            ("kind = \"line\"", "kind = \"date\"\nafter = \"nowhere\""),
            ("kind = \"line\"", "kind = \"date\"\nbefore = \"nowhere\""),
            ("kind = \"line\"", "kind = \"date\"\nreckoned = { rule = \"x\", of = \"nowhere\" }"),
            ("[variable.place]", "[variable.\"a b\"]"),
            ("about = { fr = \"Lieu\", en = \"Place\" }", "about = { fr = \"Lieu\" }"),
        ] {
            let bad = GOOD.replacen(from, to, 1);
            assert!(matches!(Manifest::read("x", &bad), Err(RenderError::Manifest { .. })), "{to}");
        }
    }
}
