//! A line of the agenda: what is due, about what, by when, and which text says so.

use chrono::NaiveDate;

use crate::{base::word::codes, law::Finding};

codes! {
    /// What a line of the agenda belongs to.
    DutyKind {
        /// The elections of the CSE and its mandates.
        Election = "election", "élections et mandats", "elections and mandates";
        /// Union mandates: designation, protection, hours.
        Mandate = "mandate", "mandats syndicaux", "union mandates";
        /// Mandatory bargaining.
        Bargaining = "bargaining", "négociation obligatoire", "mandatory bargaining";
        /// Company agreements.
        Agreement = "agreement", "accords d’entreprise", "company agreements";
        /// Collective redundancies.
        Redundancy = "redundancy", "licenciements collectifs", "collective redundancies";
        /// The dismissal of a protected employee.
        Protection = "protection", "licenciement d’un·e salarié·e protégé·e", "dismissal of a protected employee";
        /// Discipline, dismissal, agreed endings, claims.
        Defence = "defence", "défense des salarié·e·s", "defence of employees";
        /// The life of the CSE.
        Cse = "cse", "vie du CSE", "life of the CSE";
        /// Training leave.
        Training = "training", "congés de formation", "training leave";
        /// Dues and accounts.
        Dues = "dues", "cotisations et comptes", "dues and accounts";
        /// What is kept about people.
        Data = "data", "données des personnes", "data about people";
        /// Dates that the section added itself.
        Own = "own", "dates de la section", "dates of the section";
    }
}

codes! {
    /// Whose turn it is.
    Who {
        /// The section, its members, the elected.
        Section = "section", "à nous", "ours";
        /// The employer.
        Employer = "employer", "à l’employeur", "the employer’s";
        /// The court.
        Court = "court", "au tribunal", "the court’s";
        /// The administration.
        Administration = "administration", "à l’administration", "the administration’s";
        /// The committee or one of its members.
        Cse = "cse", "au CSE", "the CSE’s";
        /// The employee concerned.
        Employee = "employee", "à la personne concernée", "the person’s concerned";
        /// The expert of the committee.
        Expert = "expert", "à l’expert", "the expert’s";
        /// The board or another body of the company.
        Board = "board", "à l’organe de direction", "the board’s";
    }
}

impl Who {
    /// Tells whether it is for the section to see to: its own act, or one of the people it stands beside.
    #[must_use]
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Section | Self::Cse | Self::Employee)
    }
}

codes! {
    /// What the day of a line means.
    #[derive(Default)]
    Nature {
        /// Something has to be done by that day: overdue once it is past.
        #[default]
        Due = "due", "au plus tard ce jour-là", "by that day";
        /// From that day on something is possible: nobody is late afterwards.
        Earliest = "earliest", "au plus tôt ce jour-là", "from that day on";
        /// On that day something is held, begins or ends: it is so, nobody has to do it.
        State = "state", "un fait, rien à faire ce jour-là", "it is so on that day; nobody has to act";
        /// A day to keep if something is owed, which the law or the facts leave open.
        Undetermined = "undetermined", "au plus tard ce jour-là, si c’est dû\u{a0}: indéterminé", "by that day, if it is owed: undetermined";
        /// Something that was owed by that day and cannot be made up for.
        Missed = "missed", "n’a pas eu lieu ce jour-là au plus tard", "was not done by that day";
        /// Something that could be done until that day, and not any more: a right to go to court, a step before an act that
        /// has taken place since.
        Lapsed = "lapsed", "pouvait se faire jusqu’à ce jour, et ne se peut plus", "could be done until that day, and cannot any more";
        /// Something that was owed by that day and was begun: nobody is late, nothing may be demanded.
        UnderWay = "under-way", "commencé\u{a0}: ni en retard, ni à exiger", "begun: neither late nor to be demanded";
    }
}

codes! {
    /// Where a duty stands.
    DutyState {
        /// Its time has not come.
        NotOpen = "not-open", "pas encore ouvert", "not yet open";
        /// It waits for an act; late once its day is past.
        Open = "open", "ouvert", "open";
        /// It was begun.
        UnderWay = "under-way", "en cours", "under way";
        /// It was done.
        Done = "done", "fait", "done";
        /// It was owed by a day and cannot be made up for.
        Missed = "missed", "manqué", "missed out";
        /// It has fallen away, or lies so far back that it is history.
        Gone = "fallen-away", "n’a plus lieu d’être", "fallen away";
        /// Whether it is owed depends on what is not known.
        Undetermined = "undetermined", "indéterminé", "not determined";
    }
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The rule that produced it, such as `mandate.end`; with the subject it names the line for ever.
    pub rule: &'static str,
    /// What it is about, such as `cse` or `pay`.
    pub subject: &'static str,
    /// What it belongs to.
    pub kind: DutyKind,
    /// The day, with the steps that led to it.
    pub day: Finding<NaiveDate>,
    /// The first day of the window that ends on the day, where there is one.
    pub window_from: Option<NaiveDate>,
}

impl Due {
    /// Returns the day.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        self.day.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a code as the data of the program spell it.
    fn of_data<T: serde::de::DeserializeOwned>(code: &str) -> T {
        serde_json::from_value(code.into()).unwrap_or_else(|_| panic!("{code}"))
    }

    #[test]
    fn codes_are_those_of_the_data_and_come_back() {
        for kind in DutyKind::ALL {
            assert_eq!((of_data(kind.code()), DutyKind::from_code(kind.code())), (*kind, Some(*kind)));
        }
        assert_eq!(DutyKind::from_code("none"), None);
        for who in Who::ALL {
            assert_eq!(of_data::<Who>(who.code()), *who);
        }
        for nature in Nature::ALL {
            assert_eq!(of_data::<Nature>(nature.code()), *nature);
        }
    }

    #[test]
    fn a_line_lies_on_its_day() {
        let on = "2026-11-21".parse().unwrap();
        let day = Finding { value: on, because: vec![], caveats: vec![] };
        let due =
            Due { rule: "mandate.end", subject: "cse", kind: DutyKind::Election, day, window_from: None };
        assert_eq!(due.on(), on);
    }
}
