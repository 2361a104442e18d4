//! The points and the information of a round, with what was noted of each.

use chrono::NaiveDate;

use crate::{
    bargaining::{
        Subject,
        room::{
            items::{Point, points},
            papers::{Owing, PaperState, owing, state},
        },
    },
    features::bargain::{
        records::{Round, room::ItemState},
        rules::demands::{Standing, standings},
    },
    law::Fraction,
};

/// A point with how it was dealt with.
#[derive(Debug, Clone)]
pub struct ItemLine {
    /// The point.
    pub point: Point,
    /// How it was dealt with.
    pub state: ItemState,
    /// A note.
    pub note: Option<String>,
}

/// A piece of information with what came of it.
#[derive(Debug, Clone)]
pub struct PaperLine {
    /// Which.
    pub owing: Owing,
    /// The day it was asked for.
    pub asked: Option<NaiveDate>,
    /// The day it is due: its own, else that which the first meeting set.
    pub due: Option<NaiveDate>,
    /// The day it came: its own, else that of all the information.
    pub received: Option<NaiveDate>,
    /// How it stands.
    pub state: PaperState,
}

/// What lies on the table of a round.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The points of the law's list.
    pub items: Vec<ItemLine>,
    /// The information to ask for.
    pub papers: Vec<PaperLine>,
    /// Our demands with the last word of each side.
    pub demands: Vec<Standing>,
}

/// Returns what lies on the table; nothing of the law's for a subject of a newer program.
///
/// The list is that of the day of the first meeting, else of today: a later law adds nothing to talks that have begun.
#[must_use]
pub fn table(round: &Round, headcount: Option<Fraction>, today: NaiveDate) -> Table {
    let demands = standings(round);
    let Some(subject) = Subject::from_code(&round.subject) else {
        return Table { demands, ..Table::default() };
    };
    let on = round.opened.unwrap_or(today);
    let item = |point: Point| {
        let mark = round.items.iter().find(|m| m.code == point.item.id);
        let state = mark.map_or(ItemState::Open, |m| m.state);
        ItemLine { point, state, note: mark.and_then(|m| m.note.clone()) }
    };
    let paper = |owing: Owing| {
        let mark = round.papers.iter().find(|m| m.code == owing.paper.id);
        let (asked, own) = (mark.and_then(|m| m.asked), mark.and_then(|m| m.due));
        // What the first meeting promised holds for what was asked for, and where nothing was named for all that is owed for certain.
        let certain = !owing.open && !owing.paper.unverified && owing.paper.below_index.is_none();
        let all = round.papers.is_empty() && certain;
        let promised = round.information_due.filter(|_| mark.is_some() || all);
        let due = own.or(promised);
        let received = mark.and_then(|m| m.received).or(round.information.filter(|_| mark.is_none()));
        PaperLine { owing, asked, due, received, state: state(asked, due, received, today) }
    };
    Table {
        items: points(subject, headcount, on).into_iter().map(item).collect(),
        papers: owing(subject, headcount, on).into_iter().map(paper).collect(),
        demands,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::bargain::records::room::{ItemMark, PaperMark};

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn at(round: &Round) -> Table {
        table(round, "120".parse().ok(), day("2026-11-30").unwrap())
    }

    fn round() -> Round {
        Round { subject: "pay".to_owned(), opened: day("2026-11-10"), ..Round::default() }
    }

    #[test]
    fn a_point_is_open_until_it_is_marked() {
        let mark = |code: &str| ItemMark { code: code.to_owned(), state: ItemState::Refused, note: None };
        let marked = at(&Round { items: vec![mark("wages"), mark("of-a-newer-program")], ..round() });
        let states: Vec<_> = marked.items.iter().map(|i| i.state).collect();
        assert_eq!(states[0], ItemState::Refused);
        assert!(states.len() == 5 && states[1..].iter().all(|s| *s == ItemState::Open));
        let before =
            Round { subject: "experienced".to_owned(), opened: day("2025-10-01"), ..Round::default() };
        assert!(at(&before).items.is_empty(), "a later law adds nothing to talks that have begun");
        assert!(at(&Round { subject: "cats".to_owned(), ..round() }).papers.is_empty());
    }

    #[test]
    fn the_day_of_the_first_meeting_holds_for_what_was_asked_for() {
        let promised = Round { information_due: day("2026-11-20"), ..round() };
        let all = at(&promised).papers;
        let state = |id: &str| all.iter().find(|p| p.owing.paper.id == id).unwrap().state;
        assert_eq!((state("gaps"), state("index")), (PaperState::Late, PaperState::Late));
        assert_eq!(state("pay-transparency"), PaperState::ToAsk, "nobody promised what no text was read for");
        let mark = PaperMark { code: "gaps".to_owned(), asked: day("2026-11-12"), ..PaperMark::default() };
        let named = at(&Round { papers: vec![mark.clone()], ..promised.clone() });
        let late: Vec<_> = named.papers.iter().filter(|p| p.state == PaperState::Late).collect();
        assert_eq!(late.iter().map(|p| p.owing.paper.id.as_str()).collect::<Vec<_>>(), ["gaps"]);
        let own = PaperMark { due: day("2026-12-10"), ..mark.clone() };
        assert!(
            at(&Round { papers: vec![own], ..promised.clone() })
                .papers
                .iter()
                .all(|p| p.state != PaperState::Late)
        );
        // What came for the whole round is no answer to what was named.
        let came = at(&Round { information: day("2026-11-19"), papers: vec![mark], ..promised });
        let state = |id: &str| came.papers.iter().find(|p| p.owing.paper.id == id).unwrap().state;
        assert_eq!((state("gaps"), state("posted")), (PaperState::Late, PaperState::Received));
    }
}
