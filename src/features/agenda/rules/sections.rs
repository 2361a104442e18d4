//! The agenda as it is read on a morning: what is late, what comes this week, this month, later.

use chrono::{Datelike as _, Days, NaiveDate};

use super::{Agenda, Line};
use crate::{
    base::word::codes,
    calendar::{Month, Nature},
};

codes! {
    /// A part of the agenda, by when it wants looking at.
    Section {
        /// Somebody still owes an act whose day has gone.
        Late = "late", "En retard", "Late";
        /// From today to Sunday; what is owed without a day set by a text comes last.
        Week = "week", "Cette semaine", "This week";
        /// After that Sunday, to the end of the month.
        Month = "month", "Ce mois-ci", "This month";
        /// After that.
        Later = "later", "Plus tard", "Later";
        /// It has begun: nobody is late with it.
        UnderWay = "under-way", "En cours", "Under way";
        /// Its day has gone and it is not known whether it was owed, or it cannot be made up for.
        Check = "check", "À vérifier, ou trop tard", "To check, or too late";
    }
}

/// For how many days something that can be done no more is told.
const TOLD_DAYS: i64 = 14;

impl Line {
    /// Returns the part of the agenda that the line stands in; nothing where it is done, put off or history.
    #[must_use]
    pub fn section(&self, today: NaiveDate) -> Option<Section> {
        if !self.waits(today) {
            return None;
        }
        if self.without_day() {
            return Some(Section::Week);
        }
        let gone = self.day < today;
        let ago = today.signed_duration_since(self.day).num_days();
        match self.nature {
            Nature::UnderWay => Some(Section::UnderWay),
            Nature::Due if gone => Some(Section::Late),
            Nature::Undetermined if gone => Some(Section::Check),
            Nature::Missed => Some(Section::Check),
            Nature::Lapsed => (ago <= TOLD_DAYS).then_some(Section::Check),
            Nature::Earliest | Nature::State if gone => None,
            _ => Some(coming(self.day, today)),
        }
    }
}

/// Where a day that is to come stands.
fn coming(day: NaiveDate, today: NaiveDate) -> Section {
    let to_sunday = u64::from(6_u32.saturating_sub(today.weekday().num_days_from_monday()));
    if today.checked_add_days(Days::new(to_sunday)).is_none_or(|sunday| day <= sunday) {
        Section::Week
    } else if Month::of(day) == Month::of(today) {
        Section::Month
    } else {
        Section::Later
    }
}

impl Agenda {
    /// Returns the lines of one part: of what is late our own acts first, then the longest late; else the nearest first.
    #[must_use]
    pub fn of_section(&self, section: Section, today: NaiveDate) -> Vec<&Line> {
        let mut out: Vec<_> = self.lines.iter().filter(|l| l.section(today) == Some(section)).collect();
        match section {
            Section::Late => out.sort_by_key(|l| (!l.who.is_ours(), l.day)),
            _ => out.sort_by_key(|l| (l.without_day(), l.day)),
        }
        out
    }

    /// Returns the one line to look at next.
    #[must_use]
    pub fn first(&self, today: NaiveDate) -> Option<&Line> {
        use Section as S;
        let order = [S::Late, S::Week, S::Month, S::Later];
        order.into_iter().find_map(|section| self.of_section(section, today).into_iter().next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_ends_on_sunday_and_a_month_on_its_last_day() {
        let cases = [
            ("2026-11-30", "2026-11-30", Section::Week),
            ("2026-11-30", "2026-12-06", Section::Week),
            ("2026-11-30", "2026-12-07", Section::Later),
            ("2026-11-29", "2026-11-30", Section::Month),
            ("2026-11-09", "2026-11-15", Section::Week),
            ("2026-11-09", "2026-11-16", Section::Month),
            ("2026-11-09", "2026-12-01", Section::Later),
            ("2026-02-23", "2026-03-01", Section::Week),
        ];
        for (today, due, section) in cases {
            assert_eq!(coming(day(due), day(today)), section, "{due} on {today}");
        }
    }
}
