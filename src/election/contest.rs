//! What of an election can be contested before the court, from what day, and until when.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    base::{Lang, text::fold, word::codes},
    calendar::{Region, Roll, Span, deadline},
    law::{Book, FactName, Finding, LawError, Reasoning, Remark},
};

codes! {
    /// What is contested (*motif de contestation*).
    Dispute {
        /// Who may vote: the list of electors.
        Electorate = "electorate", "liste électorale\u{a0}: une personne oubliée ou de trop", "list of electors: somebody left out or too many";
        /// What the first round settled.
        FirstRound = "first-round", "premier tour\u{a0}: voix (audience), personnes élues, quorum", "first round: votes (audience), elected, quorum";
        /// The perimeter, the establishments, how the whole vote was held; a second round.
        Perimeter = "perimeter", "périmètre, établissements, déroulement du scrutin, second tour", "perimeter, establishments, how the vote was held, second round";
        /// Who is elected.
        Elected = "elected", "attribution des sièges\u{a0}: qui est élu", "allocation of seats: who is elected";
        /// Women and men on a list.
        Parity = "parity", "femmes et hommes d’une liste", "women and men of a list";
        /// Whether a category of people may stand; a list of electors that nobody published.
        Eligibility = "eligibility", "éligibilité d’une catégorie, liste électorale jamais publiée", "whether a category may stand, list of electors never published";
        /// Minutes that say that nobody stood.
        Carence = "carence", "carence\u{a0}: une candidature ignorée", "no candidates: a candidacy that was ignored";
        /// A delegate's designation, by the employer.
        DesignationEmployer = "designation-employer", "désignation d’une personne déléguée, par l’employeur", "designation of a delegate, by the employer";
        /// A delegate's designation, by a union or an employee.
        DesignationUnion = "designation-union", "désignation d’une personne déléguée, par un syndicat ou une personne salariée", "designation of a delegate, by a union or an employee";
        /// The administration's decision on colleges and seats.
        Spread = "spread", "répartition entre collèges, décidée par l’administration", "spread over colleges, decided by the administration";
        /// The administration that does not answer on colleges and seats.
        SpreadSilence = "spread-silence", "répartition entre collèges, administration restée muette", "spread over colleges, administration that did not answer";
        /// The employer's decision on distinct establishments, before the administration.
        Sites = "sites", "établissements distincts fixés par l’employeur (devant l’administration)", "distinct establishments set by the employer (before the administration)";
        /// A judgment on an election.
        Judgment = "judgment", "jugement sur l’élection (pourvoi en cassation)", "judgment on the election (appeal to the Cour de cassation)";
    }
}

impl Dispute {
    /// Returns the short name that people type.
    #[must_use]
    pub const fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, _) => self.code(),
            (Lang::Fr, Self::Electorate) => "electorat",
            (Lang::Fr, Self::FirstRound) => "premier-tour",
            (Lang::Fr, Self::Perimeter) => "perimetre",
            (Lang::Fr, Self::Elected) => "elus",
            (Lang::Fr, Self::Parity) => "parite",
            (Lang::Fr, Self::Eligibility) => "eligibilite",
            (Lang::Fr, Self::Carence) => "carence",
            (Lang::Fr, Self::DesignationEmployer) => "designation-employeur",
            (Lang::Fr, Self::DesignationUnion) => "designation-syndicat",
            (Lang::Fr, Self::Spread) => "repartition",
            (Lang::Fr, Self::SpreadSilence) => "repartition-silence",
            (Lang::Fr, Self::Sites) => "etablissements",
            (Lang::Fr, Self::Judgment) => "jugement",
        }
    }

    /// Reads the short name in either language, without case and accents.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = fold(text).replace([' ', '_'], "-");
        let said = |d: &&Self| d.name(Lang::Fr) == text || d.name(Lang::En) == text;
        Self::ALL.iter().find(said).copied()
    }
}

codes! {
    /// From what the time to contest runs.
    Start {
        ListPublished = "list-published", "publication de la liste électorale", "publication of the list of electors";
        FirstRound = "first-round", "premier tour, même si un second suit", "first round, even where a second follows";
        LastResults = "last-results", "derniers résultats\u{a0}: second tour s’il y en a un", "last results: those of the second round where there is one";
        NamesProclaimed = "names-proclaimed", "proclamation des noms (pas le procès-verbal)", "proclamation of the names (not the minutes)";
        ThatRound = "that-round", "tour où la personne a été élue", "round in which the person was elected";
        CarencePublished = "carence-published", "publication du procès-verbal de carence", "publication of the minutes of no candidates";
        LetterReceived = "letter-received", "réception de la lettre de désignation", "receipt of the letter of designation";
        NamePosted = "name-posted", "affichage du nom", "posting of the name";
        DecisionNotified = "decision-notified", "notification de la décision", "notification of the decision";
        RequestReceived = "request-received", "réception de la demande par l’administration, puis deux mois de silence", "receipt of the request by the administration, then two months of silence";
        UnionInformed = "union-informed", "information du syndicat (sans elle, le délai ne court pas)", "information of the union (without it the time does not run)";
        JudgmentNotified = "judgment-notified", "notification du jugement", "notification of the judgment";
    }
}

/// Until when something is contested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Contest {
    /// What is contested.
    pub ground: Dispute,
    /// From what the time runs.
    pub starts: Start,
    /// The day of that.
    pub event: NaiveDate,
    /// The first day that counts.
    pub first: NaiveDate,
    /// The last day by bare arithmetic.
    pub raw: NaiveDate,
    /// The last day to seize the court.
    pub last: NaiveDate,
}

/// How the time to contest something is found.
struct Period {
    starts: Start,
    table: &'static str,
    beside: &'static [&'static str],
}

const fn period(starts: Start, table: &'static str, beside: &'static [&'static str]) -> Period {
    Period { starts, table, beside }
}

impl Dispute {
    const fn period(self) -> Period {
        match self {
            Self::Electorate => period(Start::ListPublished, "contest.electorate", &[]),
            Self::FirstRound => period(Start::FirstRound, "contest.election", &["contest.first-round"]),
            Self::Perimeter => period(
                Start::LastResults,
                "contest.election",
                &["contest.last-results", "contest.one-request"],
            ),
            Self::Elected => period(Start::NamesProclaimed, "contest.election", &["contest.named-results"]),
            Self::Parity => period(Start::ThatRound, "contest.election", &[]),
            Self::Eligibility => {
                period(Start::LastResults, "contest.election", &["contest.eligibility-rule"])
            }
            Self::Carence => period(Start::CarencePublished, "contest.carence", &[]),
            Self::DesignationEmployer => {
                period(Start::LetterReceived, "delegate.contest", &["contest.designation-receipt"])
            }
            Self::DesignationUnion => period(Start::NamePosted, "delegate.contest", &[]),
            Self::Spread => period(Start::DecisionNotified, "college.spread-appeal", &[]),
            Self::SpreadSilence => period(Start::RequestReceived, "college.spread-appeal", &[]),
            Self::Sites => period(Start::UnionInformed, "sites.contest", &["contest.sites-informed"]),
            Self::Judgment => period(Start::JudgmentNotified, "contest.cassation", &[]),
        }
    }

    /// Returns the table that holds how long it may be contested.
    #[must_use]
    pub const fn table(self) -> &'static str {
        self.period().table
    }

    /// Returns from what the time to contest this runs.
    #[must_use]
    pub const fn starts(self) -> Start {
        self.period().starts
    }
}

/// Returns until when something of an election is contested (*délai de contestation*): by what is contested, since not every
/// time begins with the same event.
///
/// # Law
/// R2314-24 (three days for the electorate, fifteen for the regularity of the election and for a designation), L2143-8,
/// R2314-3 (the spread, also after two months of silence), R2313-1, R2314-25, with the rulings of the tables `contest.*`. Days
/// count as articles 640 to 642 of the Code de procédure civile say.
///
/// # Errors
/// [`LawError::NotCovered`]; [`LawError::Calendar`] at the end of the calendar.
pub fn contest(
    book: &Book,
    ground: Dispute,
    event: NaiveDate,
    region: Region,
) -> Result<Finding<Contest>, LawError> {
    let Period { starts, table, beside } = ground.period();
    let mut why = Reasoning::new(book, event);
    let mut from = event;
    if ground == Dispute::SpreadSilence {
        let months = whole(book, "college.spread-decision", event)?;
        from = Span::Months(months).after(event).ok_or(LawError::Calendar)?;
        why.note(
            "college.spread-decision",
            vec![(FactName::FromDay, event.into()), (FactName::Until, from.into())],
        )?;
    }
    let days = Span::Days(whole(book, table, from)?);
    let found = deadline(from, days, Roll::Extended, region).ok_or(LawError::Calendar)?;
    why.note(table, vec![(FactName::FromDay, from.into()), (FactName::Until, found.due.into())])?;
    for rule in beside {
        why.note(rule, vec![])?;
    }
    if ground == Dispute::Judgment {
        why.remark(Remark::StartUnwritten);
    }
    let (first, raw, last) = (found.first_day_counted, found.raw, found.due);
    Ok(why.conclude(Contest { ground, starts, event, first, raw, last }))
}

fn whole(book: &Book, table: &'static str, on: NaiveDate) -> Result<u32, LawError> {
    u32::try_from(book.whole(table, on)?).map_err(|_| LawError::Calendar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;

    /// The published cases (C01 to C19): what, the event, the department, the first day that counts, the last day.
    const CASES: &str = "
C01 electorate 2026-11-10 69 2026-11-11 2026-11-13
C02 electorate 2026-11-11 69 2026-11-12 2026-11-16
C04 first-round 2026-12-01 69 2026-12-02 2026-12-16
C07 perimeter 2026-12-15 69 2026-12-16 2026-12-30
C08 elected 2026-12-03 69 2026-12-04 2026-12-18
C09 parity 2026-12-10 69 2026-12-11 2026-12-28
C10 parity 2028-12-11 67 2028-12-12 2028-12-27
C10b parity 2028-12-11 69 2028-12-12 2028-12-26
C11 carence 2026-10-30 69 2026-10-31 2026-11-16
C12 designation-employer 2026-11-02 69 2026-11-03 2026-11-17
C13 designation-union 2026-11-05 69 2026-11-06 2026-11-20
C14 spread 2026-10-05 69 2026-10-06 2026-10-20
C15 spread-silence 2026-08-19 69 2026-10-20 2026-11-03
C16 sites 2026-09-01 69 2026-09-02 2026-09-16
C19 judgment 2026-12-14 69 2026-12-15 2026-12-24
C21 eligibility 2026-12-15 69 2026-12-16 2026-12-30
";

    #[test]
    fn each_ground_runs_from_its_own_event() {
        let mut met = std::collections::BTreeSet::new();
        for line in CASES.lines().filter(|l| !l.is_empty()) {
            let parts: Vec<&str> = line.split(' ').collect();
            let [name, ground, event, department, first, last] = parts[..] else { panic!("{line}") };
            let ground = Dispute::ALL.iter().copied().find(|g| g.code() == ground).unwrap();
            let region = Region::of_department(department);
            let found = contest(book(), ground, event.parse().unwrap(), region).unwrap();
            let (first, last): (NaiveDate, NaiveDate) = (first.parse().unwrap(), last.parse().unwrap());
            assert_eq!((found.value.first, found.value.last), (first, last), "{name}");
            assert!(!found.because.is_empty(), "{name}");
            met.insert(ground.code());
        }
        assert_eq!(met.len(), Dispute::ALL.len(), "each ground has a case");
    }

    #[test]
    fn a_day_beyond_the_tables_is_no_answer() {
        let early = "1999-12-01".parse().unwrap();
        assert!(contest(book(), Dispute::Elected, early, Region::Metropolitan).is_err());
        assert!(contest(book(), Dispute::Spread, NaiveDate::MAX, Region::Metropolitan).is_err());
    }
}
