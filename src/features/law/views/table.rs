//! The tables of the law and the rules of its deadlines, as data.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    base::Lang,
    calendar::{Param, Region, Rule, Ruled, rule::Reading},
    features::law::{rules::deadline, views::Window},
    law::{Amount, Citation, Entry, Fraction, Label, Row, Standing, Table, Unit},
};

/// Tables with the value of a day.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tables {
    /// The tables, in the order of their names.
    pub tables: Vec<TableEntry>,
}

impl Tables {
    /// Returns the view of tables with the values of a day.
    #[must_use]
    pub fn of<'a>(tables: impl Iterator<Item = (&'a Table, Option<&'a Entry>)>) -> Self {
        Self { tables: tables.map(|(table, entry)| TableEntry::of(table, entry)).collect() }
    }
}

/// What a table is.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Head {
    /// Its name.
    id: String,
    /// What it is, in both languages.
    label: Label,
    /// What it counts.
    unit: Unit,
}

/// A table with the value of a day.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TableEntry {
    #[serde(flatten)]
    head: Head,
    /// The value of the day; nothing where the table has none.
    current: Option<Dated>,
}

/// A table over time.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TableHistory {
    #[serde(flatten)]
    head: Head,
    /// The day asked about.
    on: NaiveDate,
    /// The value of the day.
    current: Dated,
    /// Every value.
    entries: Vec<Dated>,
}

/// A value with the days it holds and the text that carries it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Dated {
    /// The first day.
    from: NaiveDate,
    /// The last day.
    to: Option<NaiveDate>,
    /// The value: a number, a fraction, rows, `true` for a rule that holds; nothing where there is none.
    value: Value,
    #[serde(flatten)]
    citation: Citation,
    /// The words of the text by which it was read.
    quotes: Vec<String>,
    /// What a reader should know of it, in both languages.
    note: Option<Label>,
    /// Why an unverified value is one, in both languages.
    reason: Option<Label>,
}

/// A value.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum Value {
    Whole(i64),
    Share(Fraction),
    Rows(Vec<Row>),
    Rule(bool),
    Gone(()),
}

fn dated(entry: &Entry) -> Dated {
    let value = match &entry.amount {
        Amount::Whole(number) => Value::Whole(*number),
        Amount::Share(share) => Value::Share(*share),
        Amount::Rows(rows) => Value::Rows(rows.clone()),
        Amount::Rule => Value::Rule(true),
        Amount::Gone => Value::Gone(()),
    };
    Dated {
        from: entry.from,
        to: entry.to,
        value,
        citation: entry.citation.clone(),
        quotes: entry.quotes.all().map(str::to_owned).collect(),
        note: entry.note.clone(),
        reason: entry.reason.clone(),
    }
}

impl Head {
    fn of(table: &Table) -> Self {
        Self { id: table.id.clone(), label: table.label.clone(), unit: table.unit }
    }
}

impl TableEntry {
    /// Returns the view of a table with its value of a day.
    #[must_use]
    pub fn of(table: &Table, current: Option<&Entry>) -> Self {
        Self { head: Head::of(table), current: current.map(dated) }
    }
}

impl TableHistory {
    /// Returns the view of a table on a day.
    #[must_use]
    pub fn of(table: &Table, current: &Entry, on: NaiveDate) -> Self {
        let entries = table.entries.iter().map(dated).collect();
        Self { head: Head::of(table), on, current: dated(current), entries }
    }
}

/// A deadline.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Deadline {
    /// The rule.
    rule: &'static str,
    /// What is due, in the language of the run.
    label: &'static str,
    /// The day of the act.
    from: NaiveDate,
    /// The length of the period; nothing for a day of every year.
    amount: Option<u32>,
    /// What the period counts, or `date`.
    unit: &'static str,
    /// Which way it counts.
    direction: &'static str,
    /// The first day that counts.
    first_day_counted: NaiveDate,
    /// The last day by bare arithmetic.
    raw: NaiveDate,
    /// The day to keep: until midnight.
    due: NaiveDate,
    /// The open day that the raw day moves to.
    extended: NaiveDate,
    /// What was done with a closed day.
    roll: &'static str,
    /// What the day means.
    nature: &'static str,
    /// Whose act it is.
    who: &'static str,
    /// What follows where the day passes without the act, in both languages, where a text or a ruling says it.
    silence: Option<&'static Label>,
    /// What to do, in both languages.
    act: Option<&'static Label>,
    /// Whose public holidays count.
    territory: &'static str,
    /// The days between which it must be, where the rule has two.
    window: Option<Window>,
    /// The day on which something becomes possible.
    opens: Option<NaiveDate>,
    /// The readings of the law, where several are defended.
    readings: Vec<Read>,
}

/// One reading of the law.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Read {
    /// Which one.
    reading: &'static str,
    /// The same in words of the language of the run.
    text: &'static str,
    /// Its day.
    due: NaiveDate,
    /// The open day that it moves to.
    extended: NaiveDate,
}

impl Deadline {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(lang: Lang, ruled: &Ruled) -> Self {
        let (d, label) = (&ruled.deadline, &ruled.rule.label);
        let read = |r: &Reading| Read {
            reading: r.which.code(),
            text: r.which.words(lang),
            due: r.due,
            extended: r.extended,
        };
        Self {
            rule: &ruled.rule.id,
            label: match lang {
                Lang::Fr => &label.fr,
                Lang::En => &label.en,
            },
            from: ruled.from,
            amount: ruled.length.map(|l| l.amount),
            unit: ruled.length.map_or("date", |l| l.unit.code()),
            direction: ruled.rule.direction.code(),
            first_day_counted: d.first_day_counted,
            raw: d.raw,
            due: d.due,
            extended: d.extended,
            roll: d.roll.code(),
            nature: ruled.rule.nature.code(),
            who: ruled.rule.who.code(),
            silence: ruled.rule.silence.as_ref(),
            act: ruled.rule.act.as_ref(),
            territory: ruled.region.code(),
            window: ruled.window.map(Window::from),
            opens: ruled.opens,
            readings: ruled.readings.iter().map(read).collect(),
        }
    }
}

/// The rules of deadlines.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Rules {
    /// Each rule, as it stands on the day.
    rules: Vec<ListedRule>,
}

/// A rule of a deadline.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ListedRule {
    /// Its name.
    id: &'static str,
    /// What it belongs to.
    kind: &'static str,
    /// What is due, in both languages.
    label: Label,
    /// What it counts from, in both languages.
    anchor: Label,
    /// What `law deadline` takes for it.
    parameters: Vec<Parameter>,
    /// The length; nothing where a fact decides it.
    amount: Option<i64>,
    /// The lengths by that fact.
    rows: Vec<Row>,
    /// What it counts, or `date`.
    unit: &'static str,
    /// Which way it counts.
    direction: &'static str,
    /// What a closed last day does.
    roll: &'static str,
    /// What its day means.
    nature: &'static str,
    /// Whose act it is.
    who: &'static str,
    /// What follows where the day passes without the act, in both languages.
    silence: Option<&'static Label>,
    /// What to do, in both languages.
    act: Option<&'static Label>,
    /// The table of its length.
    table: &'static str,
    /// The article or the ruling.
    article: String,
    /// Its version.
    version: Option<String>,
    /// How the rule is known, its starting point with it.
    standing: Standing,
}

/// What `law deadline` takes for a rule.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Parameter {
    /// Its name.
    name: &'static str,
    /// Its option.
    option: String,
    /// Whether it is needed.
    required: bool,
    /// What it may be, where that is a closed list.
    values: Option<Vec<&'static str>>,
}

fn parameters(rule: &Rule) -> Vec<Parameter> {
    let parameter = |name: &'static str, required, values| Parameter {
        name,
        option: format!("--{name}"),
        required,
        values,
    };
    let own = rule.by.map(|p: Param| {
        let words = (!p.choices().is_empty()).then(|| p.choices().iter().map(|word| word.code()).collect());
        parameter(p.code(), p.is_needed(), words)
    });
    let territories = Region::ALL.iter().map(|r| r.code()).collect();
    let place = parameter("territory", false, Some(territories));
    [Some(parameter("from", true, None)), own, Some(place)].into_iter().flatten().collect()
}

impl Rules {
    /// Returns the view of rules on a day.
    #[must_use]
    pub fn of(rules: &[deadline::DeadlineEntry]) -> Self {
        let one = |l: &deadline::DeadlineEntry| ListedRule {
            id: &l.rule.id,
            kind: l.rule.kind.code(),
            label: l.rule.label.clone(),
            anchor: l.rule.anchor.clone(),
            parameters: parameters(l.rule),
            amount: l.amount,
            rows: l.rows.clone(),
            unit: l.unit.map_or("date", Unit::code),
            direction: l.rule.direction.code(),
            roll: l.rule.roll.code(),
            nature: l.rule.nature.code(),
            who: l.rule.who.code(),
            silence: l.rule.silence.as_ref(),
            act: l.rule.act.as_ref(),
            table: &l.rule.table,
            article: l.citation.article.clone(),
            version: l.citation.version.clone(),
            standing: l.standing,
        };
        Self { rules: rules.iter().map(one).collect() }
    }
}
