//! Lines of the agenda with their reasons, and what is shown of them.

use chrono::{Days, NaiveDate};

use crate::{
    base::Id,
    calendar::{DutyKind, Holiday, Month, Region, RuleError, holidays},
    features::agenda::{
        actions::{Diary, diary::handle, export::uid},
        rules::{Agenda, Knowledge, Line, MissingFact, Wanted, sections::Section},
        views::{AgendaList, AgendaNow, Condition, Countdown, DutyLine, Lack, Planned, Sheet},
    },
    law::{Caveat, Reasons, Step},
};

/// What a face lends a line: its words in the language of the run.
pub trait Words {
    /// Returns the title.
    fn title(&self, line: &Line) -> String;
    /// Returns what has to hold for it to be owed, where that is not known.
    fn condition(&self, line: &Line) -> Option<String>;
    /// Returns the steps that led to its day and what to beware of.
    fn reasons(&self, because: &[Step], caveats: &[Caveat]) -> Reasons;
}

/// A line with what is shown of it.
#[derive(Debug, Clone)]
pub struct ToldLine {
    /// The line.
    pub line: Line,
    /// The steps that led to its day.
    pub because: Vec<Step>,
    /// What to beware of.
    pub caveats: Vec<Caveat>,
    id: Id,
    number: Option<usize>,
    name: Id,
}

/// Returns the lines with their reasons.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn told(diary: &Diary, lines: &[Line], today: NaiveDate) -> Result<Vec<ToldLine>, RuleError> {
    let one = |line: &Line| {
        let (because, caveats) = line.why(today)?;
        let (id, number) = diary.handle(line);
        Ok(ToldLine { line: line.clone(), id, number, name: diary.name(line), because, caveats })
    };
    lines.iter().map(one).collect()
}

impl ToldLine {
    /// Returns what names the line on the screen.
    #[must_use]
    pub fn handle(&self) -> String {
        handle(self.id, self.number)
    }

    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self, today: NaiveDate, words: &dyn Words) -> DutyLine {
        let due = &self.line;
        let Reasons { because, caveats } = words.reasons(&self.because, &self.caveats);
        DutyLine {
            id: self.number.map_or(self.id, |_| self.name),
            handle: self.handle(),
            uid: uid(self.name),
            rule: due.rule.id().to_owned(),
            subject: due.subject.text(),
            about: due.about.clone(),
            role: due.role,
            person: due.whom.as_ref().map(|w| w.0.clone()),
            kind: due.kind.code(),
            who: due.who.code(),
            silence: due.rule.rule().and_then(|rule| rule.silence.as_ref()),
            act: due.rule.rule().and_then(|rule| rule.act.as_ref()),
            on: due.day,
            raw: due.raw,
            extended: due.extended,
            at: due.at.clone(),
            place: due.place.clone(),
            by: due.by.as_ref().map(|by| by.0.clone()),
            section: due.section(today).map(Section::code),
            demand_from: due.demand,
            hours_left: due.left.map(|l| l.left),
            hours_at_risk: due.left.map(|l| l.at_risk),
            window_from: due.window_from,
            nature: due.nature.code(),
            conditions: due.open.iter().map(|open| Condition::of(*open)).collect(),
            condition: words.condition(due),
            without: due.without.clone(),
            state: due.standing(today),
            overdue: due.overdue(today),
            done: due.state.done,
            snoozed: due.state.snoozed,
            note: due.state.note.clone(),
            title: words.title(due),
            because,
            caveats,
        }
    }
}

/// Returns what is shown of a list of lines, and of what is missing to tell more.
#[must_use]
pub fn list(
    lines: &[ToldLine],
    missing: &[MissingFact],
    known: Knowledge,
    today: NaiveDate,
    words: &dyn Words,
) -> AgendaList {
    AgendaList {
        lines: lines.iter().map(|line| line.view(today, words)).collect(),
        missing: missing.iter().map(Lack::of).collect(),
        known: known.code(),
    }
}

/// The agenda as it is read on a morning, part by part.
#[derive(Debug, Clone)]
pub struct Now {
    parts: Vec<(Section, Vec<ToldLine>)>,
    missing: Vec<MissingFact>,
    known: Knowledge,
}

/// Returns what is late, what comes this week, this month, later.
///
/// # Errors
/// As [`told`].
pub fn now(diary: &Diary, wanted: &Wanted, today: NaiveDate) -> Result<Now, RuleError> {
    let kept: Agenda = diary.agenda.clone().keep(wanted, today);
    let part = |section: &Section| {
        let lines: Vec<_> = kept.of_section(*section, today).into_iter().cloned().collect();
        Ok::<_, RuleError>((*section, told(diary, &lines, today)?))
    };
    Ok(Now {
        parts: Section::ALL.iter().map(part).collect::<Result<_, _>>()?,
        missing: diary.agenda.missing.clone(),
        known: diary.agenda.known,
    })
}

impl Now {
    /// Returns the parts, in the order of reading.
    pub fn parts(&self) -> impl Iterator<Item = (Section, &[ToldLine])> {
        self.parts.iter().map(|(section, lines)| (*section, lines.as_slice()))
    }

    /// Returns the lines that are shown one by one.
    pub fn shown(&self) -> impl Iterator<Item = &ToldLine> {
        self.parts.iter().filter(|(section, _)| *section != Section::Later).flat_map(|(_, lines)| lines)
    }

    /// Tells whether there is no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|(_, lines)| lines.is_empty())
    }

    /// Takes the names of people off the lines: for a page that is one to show.
    #[must_use]
    pub fn without_names(mut self) -> Self {
        for line in self.parts.iter_mut().flat_map(|(_, lines)| lines) {
            (line.line.whom, line.line.by) = (None, None);
        }
        self
    }

    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self, today: NaiveDate, words: &dyn Words) -> AgendaNow {
        let part = |wanted: Section| {
            let of = self.parts.iter().filter(|(section, _)| *section == wanted);
            of.flat_map(|(_, lines)| lines).map(|line| line.view(today, words)).collect()
        };
        AgendaNow {
            late: part(Section::Late),
            week: part(Section::Week),
            month: part(Section::Month),
            later: part(Section::Later),
            under_way: part(Section::UnderWay),
            check: part(Section::Check),
            missing: self.missing.iter().map(Lack::of).collect(),
            known: self.known.code(),
        }
    }
}

/// A month of the agenda.
#[derive(Debug, Clone)]
pub struct MonthSheet {
    /// The month.
    pub month: Month,
    /// Its public holidays.
    pub holidays: Vec<(NaiveDate, Holiday)>,
    /// What is due in it.
    pub lines: Vec<ToldLine>,
    /// Good Friday is among them, and is a holiday in part of the communes only.
    pub friday_in_part: bool,
}

/// Returns a month of the agenda, with the public holidays of a place.
///
/// # Errors
/// As [`told`].
pub fn month(
    diary: &Diary,
    month: Month,
    place: Option<Region>,
    today: NaiveDate,
) -> Result<MonthSheet, RuleError> {
    let wanted = Wanted { from: Some(month.first()), to: month.last(), all: true, ..Wanted::default() };
    let lines = told(diary, &diary.agenda.clone().keep(&wanted, today).lines, today)?;
    let region = place.unwrap_or_default();
    // A day that is a holiday in part of the communes is shown, and it is said.
    let region = region.readings().into_iter().next().unwrap_or(region);
    let of_year = holidays(chrono::Datelike::year(&month.first()), region).into_iter();
    let holidays: Vec<_> = of_year.filter(|(day, _)| Month::of(*day) == month).collect();
    let friday = holidays.iter().any(|(_, holiday)| *holiday == Holiday::GoodFriday);
    let friday_in_part = friday && place.is_some_and(|asked| asked != region);
    Ok(MonthSheet { month, holidays, lines, friday_in_part })
}

impl MonthSheet {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self, today: NaiveDate, words: &dyn Words) -> Sheet {
        Sheet {
            month: self.month,
            holidays: self.holidays.iter().map(|(day, _)| *day).collect(),
            lines: self.lines.iter().map(|line| line.view(today, words)).collect(),
        }
    }
}

/// What is long past would press the rest of a plan together.
const PAST_DAYS: u64 = 120;

/// Returns the lines of one kind from a little before today on.
///
/// # Errors
/// As [`told`].
pub fn plan(diary: &Diary, kind: DutyKind, today: NaiveDate) -> Result<Vec<ToldLine>, RuleError> {
    let from = today.checked_sub_days(Days::new(PAST_DAYS));
    let wanted = Wanted { from, kind: Some(kind), ..Wanted::default() };
    told(diary, &diary.agenda.clone().keep(&wanted, today).lines, today)
}

/// Returns what is shown of a plan.
#[must_use]
pub fn countdown(kind: DutyKind, lines: &[ToldLine], today: NaiveDate, words: &dyn Words) -> Countdown {
    let one = |line: &ToldLine| Planned {
        line: line.view(today, words),
        days: line.line.day.signed_duration_since(today).num_days(),
    };
    Countdown { kind: kind.code(), today, lines: lines.iter().map(one).collect() }
}
