//! Values: read as typed, written in the language of the recipient.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use crate::{
    base::{Address, Lang, text::one_line},
    render::{
        Manifest, RenderError, ValueKind, Variable, Whence,
        markdown::escaped,
        typography::{NARROW, NO_BREAK},
    },
};

/// The most characters of one line of a value.
pub const LINE_MAX: usize = 1_000;
/// The most characters of a text or a list.
pub const TEXT_MAX: usize = 200_000;

/// A value of one of the types that notices know.
#[derive(Clone, PartialEq, Eq)]
pub enum Given {
    /// One line of text.
    Line(String),
    /// Paragraphs.
    Text(String),
    /// Items.
    List(Vec<String>),
    /// A date.
    Date(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
    /// A whole number.
    Number(i64),
    /// An amount in cents of a euro.
    Money(i64),
    /// An address on the web.
    Link(String),
    /// Yes or no.
    Flag(bool),
    /// Payments, each with its day and its cents.
    Payments(Vec<(NaiveDate, i64)>),
    /// An optional value that was not given.
    Nothing,
}

/// The values of one rendering, by the name of the variable.
pub type Values = BTreeMap<String, Given>;

/// Tells whether a text may stand in a mail: no control character but tab and line feed, no character that turns
/// the direction of the text or separates lines in a hidden way.
#[must_use]
pub fn is_clean(text: &str) -> bool {
    !text.chars().any(|c| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

impl Given {
    /// Reads what was typed for a variable of a type; a list takes several.
    ///
    /// # Errors
    /// [`RenderError::BadValue`] when it is not of that type, too long or holds control characters.
    pub fn read(name: &str, kind: ValueKind, typed: &[String]) -> Result<Self, RenderError> {
        let bad = || RenderError::BadValue { name: name.to_owned(), kind };
        let length = typed.iter().map(|t| t.chars().count()).fold(0, usize::saturating_add);
        if !typed.iter().all(|t| is_clean(t)) || length > TEXT_MAX {
            return Err(bad());
        }
        if kind == ValueKind::List {
            let items: Vec<String> = typed.iter().map(|t| t.trim().to_owned()).collect();
            let fits = items.len() <= 200 && items.iter().all(|i| is_line(i));
            return fits.then_some(Self::List(items)).ok_or_else(bad);
        }
        let [one] = typed else { return Err(bad()) };
        let one = one.trim();
        match kind {
            ValueKind::Line => is_line(one).then(|| Self::Line(one.to_owned())),
            ValueKind::Text => (!one.is_empty()).then(|| Self::Text(one.to_owned())),
            ValueKind::Date => date(one).map(Self::Date),
            ValueKind::Time => time(one).map(Self::Time),
            ValueKind::Number => one.parse().ok().map(Self::Number),
            ValueKind::Year => is_year(one).then(|| Self::Line(one.to_owned())),
            ValueKind::Money => cents(one).map(Self::Money),
            ValueKind::Link => is_link(one).then(|| Self::Link(one.to_owned())),
            ValueKind::Flag => flag(one).map(Self::Flag),
            ValueKind::Payments => payments(one).map(Self::Payments),
            ValueKind::List => None,
        }
        .ok_or_else(bad)
    }

    /// Writes the value as one line of plain text, for a subject.
    #[must_use]
    pub fn plain(&self, tongue: Lang) -> String {
        match self {
            Self::Line(text) | Self::Link(text) => text.clone(),
            Self::Text(text) => one_line(text),
            Self::List(items) => items.join(", "),
            Self::Date(date) => show_date(*date, tongue),
            Self::Time(time) => show_time(*time, tongue),
            Self::Number(number) => show_number(*number, tongue),
            Self::Money(cents) => show_money(*cents, tongue),
            Self::Flag(yes) => match (tongue, yes) {
                (Lang::Fr, true) => "oui".to_owned(),
                (Lang::Fr, false) => "non".to_owned(),
                (Lang::En, true) => "yes".to_owned(),
                (Lang::En, false) => "no".to_owned(),
            },
            Self::Payments(_) => self.items(tongue).unwrap_or_default().join(", "),
            Self::Nothing => String::new(),
        }
    }

    /// Returns the items of a list as a template goes through them, plain; none for a value that is no list.
    #[must_use]
    pub fn items(&self, tongue: Lang) -> Option<Vec<String>> {
        match self {
            Self::List(items) => Some(items.clone()),
            Self::Payments(all) => Some(all.iter().map(|(day, sum)| payment(*day, *sum, tongue)).collect()),
            _ => None,
        }
    }

    /// Writes the value as Markdown in which nothing of it is markup, but for paragraphs and the link.
    #[must_use]
    pub fn markdown(&self, tongue: Lang) -> String {
        match self {
            Self::Text(text) => {
                let paragraphs = text.split("\n\n").map(|paragraph| {
                    let lines: Vec<String> =
                        paragraph.lines().map(escaped).filter(|l| !l.is_empty()).collect();
                    lines.join("\\\n")
                });
                paragraphs.filter(|p| !p.is_empty()).collect::<Vec<_>>().join("\n\n")
            }
            Self::Link(link) => format!("[{0}]({0})", escaped(link)),
            // On a telephone an address is touched.
            Self::Line(line) if Address::read(line).is_ok_and(|a| a.as_str() == line) => {
                format!("[{0}](mailto:{0})", escaped(line))
            }
            other => escaped(&other.plain(tongue)),
        }
    }
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LINE_MAX && !text.contains(['\n', '\t'])
}

/// Reads a yes or a no.
fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "oui" | "o" | "yes" | "y" | "vrai" | "true" | "1" => Some(true),
        "non" | "n" | "no" | "faux" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Reads payments: each a date and an amount, with `;`, `|` or a new line in between.
fn payments(text: &str) -> Option<Vec<(NaiveDate, i64)>> {
    let one = |item: &str| {
        let (day, sum) = item.split_once([' ', ':', NARROW, NO_BREAK])?;
        let sum = cents(sum.trim_matches(|c: char| c.is_whitespace() || c == ':')).filter(|c| *c > 0)?;
        Some((date(day.trim())?, sum))
    };
    let items = text.split([';', '|', '\n']).map(str::trim).filter(|item| !item.is_empty());
    let all = items.map(one).collect::<Option<Vec<_>>>()?;
    (!all.is_empty() && all.len() <= 200).then_some(all)
}

/// A year is no number: it is written without a separator.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|y: u16| (1900..=2200).contains(&y))
}

fn is_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    text.len() <= LINE_MAX
        && text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'\\'))
        && !host.contains('@')
        && host.contains('.')
}

/// Reads `2026-12-03` or `03/12/2026`, within the years that a notice can speak of.
fn date(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"))
        .ok()?;
    (1900..=2200).contains(&date.year()).then_some(date)
}

/// Reads `18:30`, `18h30` or `18h`.
fn time(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once([':', 'h', 'H'])?;
    let minute = if minute.trim().is_empty() && !text.contains(':') { "0" } else { minute.trim() };
    let number = |t: &str| (t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse().ok());
    NaiveTime::from_hms_opt(number(hour.trim())??, number(minute)??, 0)
}

/// Reads an amount as cents.
fn cents(text: &str) -> Option<i64> {
    let text: String = text.chars().filter(|c| !matches!(*c, ' ' | NARROW | NO_BREAK | '€')).collect();
    let (euros, rest) = text.split_once(['.', ',']).unwrap_or((&text, "00"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(euros.strip_prefix('-').unwrap_or(euros)) || !digits(rest) || rest.len() != 2 {
        return None;
    }
    format!("{euros}{rest}").parse().ok()
}

const MONTHS: [(&str, &str); 12] = [
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
];

const DAYS: [(&str, &str); 7] = [
    ("lundi", "Monday"),
    ("mardi", "Tuesday"),
    ("mercredi", "Wednesday"),
    ("jeudi", "Thursday"),
    ("vendredi", "Friday"),
    ("samedi", "Saturday"),
    ("dimanche", "Sunday"),
];

fn show_date(date: NaiveDate, tongue: Lang) -> String {
    let day = DAYS.get(date.weekday().num_days_from_monday() as usize).copied().unwrap_or_default();
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    let (number, year) = (date.day(), date.year());
    match tongue {
        Lang::Fr if number == 1 => format!("{} 1er {} {year}", day.0, month.0),
        Lang::Fr => format!("{} {number} {} {year}", day.0, month.0),
        Lang::En => format!("{} {number} {} {year}", day.1, month.1),
    }
}

/// Writes a payment: its day without the weekday, as receipts do, and its amount.
fn payment(day: NaiveDate, sum: i64, tongue: Lang) -> String {
    let shown = show_date(day, tongue);
    let shown = shown.split_once(' ').map_or(shown.as_str(), |(_, rest)| rest);
    let sum = show_money(sum, tongue);
    match tongue {
        Lang::Fr => format!("{shown}{NO_BREAK}: {sum}"),
        Lang::En => format!("{shown}: {sum}"),
    }
}

fn show_time(time: NaiveTime, tongue: Lang) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match (tongue, minute) {
        (Lang::Fr, 0) => format!("{hour}{NO_BREAK}h"),
        (Lang::Fr, _) => format!("{hour}{NO_BREAK}h{NO_BREAK}{minute:02}"),
        (Lang::En, _) => format!("{hour}:{minute:02}"),
    }
}

pub(super) fn show_number(number: i64, tongue: Lang) -> String {
    let separator = match tongue {
        Lang::Fr => NARROW,
        Lang::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    if number < 0 {
        out.push('\u{2212}');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len().saturating_sub(i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

fn show_money(cents: i64, tongue: Lang) -> String {
    let whole = show_number(cents.checked_div(100).unwrap_or_default(), tongue);
    let rest = cents.unsigned_abs().checked_rem(100).unwrap_or_default();
    let sign = if cents < 0 && cents > -100 { "\u{2212}" } else { "" };
    match tongue {
        Lang::Fr => format!("{sign}{whole},{rest:02}{NO_BREAK}€"),
        Lang::En => format!("{sign}€{whole}.{rest:02}"),
    }
}

impl Variable {
    /// Reads what was typed for this variable.
    ///
    /// # Errors
    /// As [`Given::read`]; [`RenderError::NotAChoice`] for a value that is none of those that are taken.
    pub fn read(&self, name: &str, typed: &[String]) -> Result<Given, RenderError> {
        let given = Given::read(name, self.kind, typed)?;
        let fits = |choice: &String| typed.iter().all(|t| t.trim() == choice);
        if !self.choices.is_empty() && !self.choices.iter().any(fits) {
            return Err(RenderError::NotAChoice { name: name.to_owned(), choices: self.choices.clone() });
        }
        Ok(given)
    }
}

/// Compares values that must agree: payments with their total, days with their year and with one another.
///
/// # Errors
/// [`RenderError::Disagree`] names the two variables, never a value.
pub fn agree(manifest: &Manifest, values: &Values) -> Result<(), RenderError> {
    for (name, variable) in &manifest.variables {
        let days: Vec<(NaiveDate, i64)> = match values.get(name) {
            Some(Given::Payments(all)) => all.clone(),
            Some(Given::Date(day)) => vec![(*day, 0)],
            _ => continue,
        };
        let differs = |with: &String| RenderError::Disagree { name: name.clone(), with: with.clone() };
        if let Some(Given::Date(day)) = values.get(name) {
            let date = |with: &String| match values.get(with) {
                Some(Given::Date(other)) => Some(*other),
                _ => None,
            };
            let early = variable.after.as_ref().filter(|with| date(with).is_some_and(|other| *day < other));
            let late = variable.before.as_ref().filter(|with| date(with).is_some_and(|other| *day > other));
            if let Some(with) = early.or(late) {
                return Err(differs(with));
            }
        }
        if let Some(total) = &variable.total {
            let sum = days.iter().try_fold(0_i64, |sum, (_, cents)| sum.checked_add(*cents));
            if !matches!(values.get(total), Some(Given::Money(cents)) if Some(*cents) == sum) {
                return Err(differs(total));
            }
        }
        if let Some(year) = &variable.within
            && let Some(Given::Line(typed)) = values.get(year)
            && days.iter().any(|(day, _)| day.year().to_string() != *typed)
        {
            return Err(differs(year));
        }
    }
    Ok(())
}

/// Reads what the sender typed for a notice: each name with the values given for it.
///
/// Optional variables that were not given are [`Given::Nothing`].
///
/// # Errors
/// [`RenderError::NotDeclared`] for a name that the sender may not set, [`RenderError::Missing`] for those left
/// out, [`RenderError::BadValue`] for a value of another type.
pub fn read_all(
    notice: &str,
    manifest: &Manifest,
    typed: &BTreeMap<String, Vec<String>>,
) -> Result<Values, RenderError> {
    let settable = manifest.settable();
    if let Some(name) = typed.keys().find(|name| !settable.contains(name)) {
        return Err(RenderError::NotDeclared { name: name.clone(), known: settable });
    }
    let mut out = Values::new();
    let mut missing = Vec::new();
    for (name, variable) in manifest.variables.iter().filter(|(_, v)| v.from == Whence::Sender) {
        match typed.get(name) {
            Some(values) => drop(out.insert(name.clone(), variable.read(name, values)?)),
            None if variable.optional || variable.reckoned.is_some() => {
                drop(out.insert(name.clone(), Given::Nothing));
            }
            None => missing.push(name.clone()),
        }
    }
    if missing.is_empty() {
        Ok(out)
    } else {
        Err(RenderError::Missing { notice: notice.to_owned(), names: missing })
    }
}

/// Reads what was typed of the variables; one that was not typed is nothing.
///
/// # Errors
/// [`RenderError::NotDeclared`] for a name that is none; as [`Variable::read`].
pub fn read_some(manifest: &Manifest, typed: &BTreeMap<String, Vec<String>>) -> Result<Values, RenderError> {
    if let Some(name) = typed.keys().find(|name| !manifest.variables.contains_key(*name)) {
        return Err(RenderError::NotDeclared { name: name.clone(), known: manifest.names() });
    }
    let one = |(name, variable): (&String, &Variable)| {
        let given = typed.get(name).map(|values| variable.read(name, values)).transpose()?;
        Ok((name.clone(), given.unwrap_or(Given::Nothing)))
    };
    manifest.variables.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: ValueKind, typed: &str) -> Option<Given> {
        Given::read("x", kind, &[typed.to_owned()]).ok()
    }

    fn both(kind: ValueKind, typed: &str) -> (String, String) {
        let given = read(kind, typed).expect(typed);
        (given.plain(Lang::Fr), given.plain(Lang::En))
    }

    #[test]
    fn writes_values_in_both_languages() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            both(ValueKind::Date, "2026-12-03"),
            pair("jeudi 3 décembre 2026", "Thursday 3 December 2026")
        );
        assert_eq!(
            both(ValueKind::Date, "01/02/2027"),
            pair("lundi 1er février 2027", "Monday 1 February 2027")
        );
        assert_eq!(both(ValueKind::Time, "18:30"), pair("18\u{a0}h\u{a0}30", "18:30"));
        assert_eq!(both(ValueKind::Time, "9h"), pair("9\u{a0}h", "9:00"));
        assert_eq!(both(ValueKind::Time, "9h05"), pair("9\u{a0}h\u{a0}05", "9:05"));
        assert_eq!(both(ValueKind::Number, "-1234567"), pair("−1\u{202f}234\u{202f}567", "−1,234,567"));
        assert_eq!(both(ValueKind::Number, "123"), pair("123", "123"));
        assert_eq!(both(ValueKind::Year, "2027"), pair("2027", "2027"));
        assert_eq!(both(ValueKind::Money, "1 234,50 €"), pair("1\u{202f}234,50\u{a0}€", "€1,234.50"));
        assert_eq!(both(ValueKind::Money, "12"), pair("12,00\u{a0}€", "€12.00"));
        assert_eq!(both(ValueKind::Money, "-0.05"), pair("−0,05\u{a0}€", "−€0.05"));
    }

    #[test]
    fn refuses_other_values() {
        for (kind, bad) in [
            (ValueKind::Date, "2026-02-30"),
            (ValueKind::Date, "demain"),
            (ValueKind::Date, "0001-01-01"),
            (ValueKind::Time, "25:00"),
            (ValueKind::Time, "18:"),
            (ValueKind::Time, "18:3000"),
            (ValueKind::Time, "1830"),
            (ValueKind::Number, "1.5"),
            (ValueKind::Year, "27"),
            (ValueKind::Year, "+202"),
            (ValueKind::Year, "9999"),
            (ValueKind::Money, "1,5"),
            (ValueKind::Money, "abc"),
            (ValueKind::Money, "--1"),
            (ValueKind::Link, "http://example.org"),
            (ValueKind::Link, "https://example"),
            (ValueKind::Link, "https://a@example.org/"),
            (ValueKind::Link, "https://example.org/ b"),
            (ValueKind::Link, "javascript:alert(1)"),
            (ValueKind::Line, ""),
            (ValueKind::Line, "a\nb"),
            (ValueKind::Line, "a\rb"),
            (ValueKind::Line, "a\u{0}b"),
            (ValueKind::Line, "a\u{202e}b"),
            (ValueKind::Text, " "),
            (ValueKind::Text, "a\u{1b}b"),
        ] {
            assert!(read(kind, bad).is_none(), "{bad:?}");
        }
        assert!(Given::read("x", ValueKind::Line, &["a".into(), "b".into()]).is_err());
        assert!(Given::read("x", ValueKind::List, &["a".into(), String::new()]).is_err());
        assert!(read(ValueKind::Line, &"a".repeat(LINE_MAX + 1)).is_none());
        assert!(read(ValueKind::Text, &"a".repeat(TEXT_MAX + 1)).is_none());
    }

    #[test]
    fn text_keeps_its_paragraphs_and_nothing_else() {
        let given = read(ValueKind::Text, "One *x*\nTwo\n\n\n# Three").unwrap();
        assert_eq!(given.markdown(Lang::En), "One \\*x\\*\\\nTwo\n\n\\# Three");
        assert_eq!(given.plain(Lang::En), "One *x* Two # Three");
    }
}
