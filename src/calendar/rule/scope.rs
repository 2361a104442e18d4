//! Where a rule applies: the headcount, the dismissals and the other conditions that `rules.toml` names for it.

use serde::Deserialize;

use crate::{
    base::word::codes,
    law::{Book, Fraction, LawError},
};

codes! {
    /// A condition beside the headcount.
    Condition {
        /// There are several distinct establishments, each with a committee.
        Establishments = "establishments", "CSE central et CSE d’établissement", "there are a central and establishment CSEs";
        /// There is no committee.
        NoCse = "no-cse", "aucun CSE n’est en place", "there is no CSE";
        /// A quorum was missed, or seats are left.
        QuorumMissed = "quorum-missed", "le quorum a été manqué ou des sièges sont vacants\u{a0}: à noter", "a quorum was missed or seats are left: to be recorded";
        /// An expert was named.
        ExpertNamed = "expert-named", "un expert est désigné", "an expert is named";
        /// The expert looks at a redundancy plan.
        ExpertPse = "expert-pse", "l’expertise porte sur un plan social", "the expertise is on a redundancy plan";
        /// The expert looks at anything else.
        ExpertOther = "expert-other", "l’expertise porte sur autre chose qu’un plan social", "the expertise is on anything else";
        /// No agreement says otherwise.
        NoAgreement = "no-agreement", "aucun accord n’en dispose autrement", "no agreement says otherwise";
        /// The company has a board.
        Board = "board", "la société a un conseil d’administration ou de surveillance", "the company has a board";
        /// A thousand employees or more, in the company or its group.
        LargeGroup = "large-group", "l’entreprise ou son groupe compte mille salarié·e·s ou plus", "the company or its group has a thousand employees or more";
        /// Fewer than eleven employees, or up to twenty without elected members.
        WithoutElected = "without-elected", "moins de 11 salarié·e·s, ou 20 au plus sans élu·e", "below 11 employees, or up to 20 without elected members";
    }
}

/// Where a rule applies, by names of law tables: no number stands here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scope {
    /// The headcount from which it applies.
    pub from: Option<String>,
    /// The headcount above which it applies; exactly there it is undetermined.
    pub above: Option<String>,
    /// The headcount below which it applies.
    pub below: Option<String>,
    /// The last headcount to which it applies.
    pub up_to: Option<String>,
    /// The number of dismissals from which it applies.
    pub dismissals_from: Option<String>,
    /// The number of dismissals below which it applies.
    pub dismissals_below: Option<String>,
    /// Whether the recorded fact itself shows the headcount, so that an unknown one is no condition, or that there is no
    /// committee.
    pub presumed: bool,
    /// The other conditions.
    pub only_if: Vec<Condition>,
}

/// A condition of which it is not known whether it is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Open {
    /// The headcount lies between these, both included.
    Headcount {
        /// The least.
        from: Option<i64>,
        /// The most.
        to: Option<i64>,
    },
    /// Another condition.
    Other(Condition),
}

impl Open {
    /// Returns the stable code, as written in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Headcount { .. } => "headcount",
            Self::Other(condition) => condition.code(),
        }
    }
}

/// What is known where a rule might apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// The headcount.
    pub headcount: Option<Fraction>,
    /// The number of dismissals.
    pub dismissals: Option<u64>,
    /// Whether there are several distinct establishments.
    pub establishments: Option<bool>,
    /// Whether there is a committee.
    pub cse: Option<bool>,
    /// Whether a quorum was missed or seats are left.
    pub quorum_missed: Option<bool>,
    /// Whether an expert was named.
    pub expert_named: Option<bool>,
    /// Whether the expert looks at a redundancy plan.
    pub expert_pse: Option<bool>,
    /// Whether an agreement says otherwise.
    pub agreement: Option<bool>,
    /// Whether the company has a board.
    pub board: Option<bool>,
    /// Whether the company or its group has a thousand employees or more.
    pub large_group: Option<bool>,
}

/// Whether a rule applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Applies,
    /// It does not.
    Outside,
    /// It does where these hold, which is not known.
    If(Vec<Open>),
}

impl Scope {
    /// Returns the tables that it names.
    pub fn tables(&self) -> impl Iterator<Item = &String> {
        let all = [
            &self.from,
            &self.above,
            &self.below,
            &self.up_to,
            &self.dismissals_from,
            &self.dismissals_below,
        ];
        all.into_iter().flatten()
    }
}

/// Returns whether a rule applies to what is known.
///
/// # Law
/// The thresholds of the tables that the scope names, on the day `on`. A headcount is never rounded up.
///
/// # Errors
/// [`LawError::NotCovered`] for a day outside the tables.
pub fn judge(book: &Book, scope: &Scope, known: &Known, on: chrono::NaiveDate) -> Result<Verdict, LawError> {
    let mut open = Vec::new();
    match headcount(book, scope, known.headcount, on)? {
        Some(Verdict::Outside) => return Ok(Verdict::Outside),
        Some(Verdict::If(more)) if !scope.presumed || known.headcount.is_some() => open.extend(more),
        _ => {}
    }
    let number = |table: &Option<String>| table.as_ref().map(|t| book.whole(t, on)).transpose();
    if let Some(planned) = known.dismissals.and_then(|n| i64::try_from(n).ok()) {
        let (least, limit) = (number(&scope.dismissals_from)?, number(&scope.dismissals_below)?);
        if least.is_some_and(|n| planned < n) || limit.is_some_and(|n| planned >= n) {
            return Ok(Verdict::Outside);
        }
    }
    for condition in &scope.only_if {
        let met = match condition {
            Condition::Establishments => known.establishments,
            Condition::NoCse => known.cse.map(|there| !there),
            Condition::QuorumMissed => known.quorum_missed,
            Condition::ExpertNamed => known.expert_named,
            Condition::ExpertPse => known.expert_pse,
            Condition::ExpertOther => known.expert_pse.map(|pse| !pse),
            Condition::NoAgreement => known.agreement.map(|there| !there),
            Condition::Board => known.board,
            Condition::LargeGroup => known.large_group,
            Condition::WithoutElected => without_elected(book, known, on)?,
        };
        match met {
            // Who asks for an election knows that there is no committee.
            None if scope.presumed && *condition == Condition::NoCse => {}
            Some(true) => {}
            Some(false) => return Ok(Verdict::Outside),
            None => open.push(Open::Other(*condition)),
        }
    }
    Ok(if open.is_empty() { Verdict::Applies } else { Verdict::If(open) })
}

/// Returns what the headcount says; nothing where the scope has no bound of it.
fn headcount(
    book: &Book,
    scope: &Scope,
    known: Option<Fraction>,
    on: chrono::NaiveDate,
) -> Result<Option<Verdict>, LawError> {
    let number = |table: &Option<String>| table.as_ref().map(|t| book.whole_or_gone(t, on)).transpose();
    let (from, above) = (number(&scope.from)?, number(&scope.above)?);
    // The duty that begins at this headcount is not there on this day.
    if from == Some(None) || above == Some(None) {
        return Ok(Some(Verdict::Outside));
    }
    let (from, above) = (from.flatten(), above.flatten());
    let number = |table: &Option<String>| table.as_ref().map(|t| book.whole(t, on)).transpose();
    // "Up to twenty" is below twenty-one: a fraction above twenty is not rounded up.
    let below = number(&scope.below)?.or(number(&scope.up_to)?.map(|n| n.saturating_add(1)));
    if from.is_none() && above.is_none() && below.is_none() {
        return Ok(None);
    }
    let range = Open::Headcount {
        from: from.or(above.map(|n| n.saturating_add(1))),
        to: below.map(|n| n.saturating_sub(1)),
    };
    let Some(size) = known else { return Ok(Some(Verdict::If(vec![range]))) };
    let outside = from.is_some_and(|n| size < Fraction::whole(n))
        || above.is_some_and(|n| size < Fraction::whole(n))
        || below.is_some_and(|n| size >= Fraction::whole(n));
    Ok(Some(if outside {
        Verdict::Outside
    } else if above.is_some_and(|n| size == Fraction::whole(n)) {
        Verdict::If(vec![range])
    } else {
        Verdict::Applies
    }))
}

/// # Law
/// L2232-21 (fewer than eleven) and L2232-23 (eleven to twenty without an elected member).
fn without_elected(book: &Book, known: &Known, on: chrono::NaiveDate) -> Result<Option<bool>, LawError> {
    let Some(size) = known.headcount else { return Ok(None) };
    if size < Fraction::whole(book.whole("agreement.small-headcount", on)?) {
        return Ok(Some(true));
    }
    let most = book.whole("agreement.small-without-cse", on)?.saturating_add(1);
    if size >= Fraction::whole(most) {
        return Ok(Some(false));
    }
    Ok(known.cse.map(|there| !there))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;

    fn verdict(scope: &Scope, known: Known) -> Verdict {
        judge(book(), scope, &known, "2026-11-21".parse().unwrap()).unwrap()
    }

    fn of(size: &str) -> Known {
        Known { headcount: Some(size.parse().unwrap()), ..Known::default() }
    }

    #[test]
    fn an_unknown_headcount_is_a_condition_and_not_a_no() {
        let text = |t: &str| Some(t.to_owned());
        let small =
            Scope { from: text("threshold.cse"), up_to: text("election.candidate-most"), ..Scope::default() };
        assert_eq!(
            verdict(&small, Known::default()),
            Verdict::If(vec![Open::Headcount { from: Some(11), to: Some(20) }])
        );
        for (size, expected) in [("10.99", false), ("11", true), ("20.99", true), ("21", false)] {
            assert_eq!(verdict(&small, of(size)) == Verdict::Applies, expected, "{size}");
        }
        let presumed = Scope { presumed: true, ..small };
        assert_eq!(verdict(&presumed, Known::default()), Verdict::Applies);
        assert_eq!(verdict(&presumed, of("21")), Verdict::Outside);
    }

    #[test]
    fn exactly_three_hundred_is_not_above_and_not_below() {
        let large = Scope { above: Some("threshold.large".to_owned()), ..Scope::default() };
        assert_eq!(verdict(&large, of("299.9")), Verdict::Outside);
        assert!(matches!(verdict(&large, of("300")), Verdict::If(_)));
        assert_eq!(verdict(&large, of("300.1")), Verdict::Applies);
    }

    #[test]
    fn a_duty_that_is_not_there_yet_applies_to_nobody() {
        let index = Scope { from: Some("index.headcount".to_owned()), ..Scope::default() };
        let on = |day: &str| judge(book(), &index, &of("60"), day.parse().unwrap()).unwrap();
        assert_eq!(on("2018-12-31"), Verdict::Outside);
        assert_eq!(on("2019-01-01"), Verdict::Applies);
    }

    #[test]
    fn conditions_are_met_missed_or_open() {
        let scope = Scope { only_if: vec![Condition::NoCse], ..Scope::default() };
        let with = |cse| verdict(&scope, Known { cse, ..Known::default() });
        assert_eq!(with(Some(true)), Verdict::Outside);
        assert_eq!(with(Some(false)), Verdict::Applies);
        assert_eq!(with(None), Verdict::If(vec![Open::Other(Condition::NoCse)]));
        for (condition, known) in [
            (Condition::NoAgreement, Known { agreement: Some(false), ..Known::default() }),
            (Condition::Board, Known { board: Some(true), ..Known::default() }),
            (Condition::LargeGroup, Known { large_group: Some(true), ..Known::default() }),
        ] {
            let scope = Scope { only_if: vec![condition], ..Scope::default() };
            assert_eq!(verdict(&scope, known), Verdict::Applies);
            assert_eq!(verdict(&scope, Known::default()), Verdict::If(vec![Open::Other(condition)]));
            let not = |b: Option<bool>| b.map(|b| !b);
            let (agreement, board, large_group) =
                (not(known.agreement), not(known.board), not(known.large_group));
            let other = Known { agreement, board, large_group, ..Known::default() };
            assert_eq!(verdict(&scope, other), Verdict::Outside);
        }
        let small = Scope { only_if: vec![Condition::WithoutElected], ..Scope::default() };
        assert_eq!(verdict(&small, of("10")), Verdict::Applies);
        assert!(matches!(verdict(&small, of("15")), Verdict::If(_)));
        assert_eq!(verdict(&small, of("21")), Verdict::Outside);
    }
}
