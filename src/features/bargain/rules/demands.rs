//! Our demands, and the last word of each side.

use chrono::NaiveDate;

use crate::{
    base::text::fold,
    features::bargain::records::{
        Round,
        room::{Demand, DemandState, Position},
    },
};

/// A demand with the last word of each side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The demand.
    pub demand: Demand,
    /// What we said last, and when.
    pub ours: Option<(NaiveDate, String)>,
    /// What the employer said last, and when.
    pub theirs: Option<(NaiveDate, String)>,
}

/// Returns the demands that were made, by name, each with the last word of each side.
#[must_use]
pub fn standings(round: &Round) -> Vec<Standing> {
    let live = round.demands.iter().filter(|d| !d.dropped);
    let one = |demand: &Demand| {
        let name = fold(&demand.name);
        let said = || round.positions.iter().filter(|p| fold(&p.demand) == name);
        let last = |side: fn(&Position) -> Option<&String>| {
            said().filter_map(|p| Some((p.day, side(p)?.clone()))).max_by_key(|(day, _)| *day)
        };
        Standing {
            demand: demand.clone(),
            ours: last(|p| p.ours.as_ref()),
            theirs: last(|p| p.theirs.as_ref()),
        }
    };
    live.map(one).collect()
}

/// Returns where a demand stands after something was said: what is stated counts; else an offer makes one that was asked for, or
/// refused before, one on which something was offered. Nothing said moves what was obtained.
#[must_use]
pub fn moved(before: DemandState, stated: Option<DemandState>, offered: bool) -> DemandState {
    match (stated, before) {
        (Some(stated), _) => stated,
        (None, DemandState::Asked | DemandState::Refused) if offered => DemandState::Offered,
        (None, before) => before,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    fn demand(name: &str) -> Demand {
        Demand {
            name: name.to_owned(),
            text: "3 %".to_owned(),
            reason: None,
            cost: None,
            state: DemandState::Asked,
            dropped: false,
        }
    }

    #[test]
    fn each_side_has_its_own_last_word() {
        let said = |n, ours: Option<&str>, theirs: Option<&str>| Position {
            demand: "SALAIRES".to_owned(),
            day: day(n),
            ours: ours.map(str::to_owned),
            theirs: theirs.map(str::to_owned),
        };
        let round = Round {
            demands: vec![demand("Salaires"), Demand { dropped: true, ..demand("Chats") }, demand("Temps")],
            positions: vec![
                said(20, None, Some("1,5 %")),
                said(3, Some("3 %"), Some("0 %")),
                said(12, Some("2 %"), None),
            ],
            ..Round::default()
        };
        let found = standings(&round);
        assert_eq!(found.len(), 2, "what was taken back is not told");
        assert_eq!(found[0].ours, Some((day(12), "2 %".to_owned())));
        assert_eq!(found[0].theirs, Some((day(20), "1,5 %".to_owned())));
        assert_eq!((&found[1].ours, &found[1].theirs), (&None, &None));
    }

    fn any_state() -> impl Strategy<Value = DemandState> {
        proptest::sample::select(DemandState::ALL)
    }

    proptest! {
        #[test]
        fn what_is_stated_counts_and_nothing_said_takes_back_what_was_obtained(
            before in any_state(), stated in proptest::option::of(any_state()), offered: bool,
        ) {
            let after = moved(before, stated, offered);
            match stated {
                Some(stated) => prop_assert_eq!(after, stated),
                None if before == DemandState::Obtained => prop_assert_eq!(after, before),
                None if !offered => prop_assert_eq!(after, before),
                None => prop_assert_eq!(after, DemandState::Offered),
            }
            // Said again, it moves nothing.
            prop_assert_eq!(moved(after, stated, offered), after);
        }

        #[test]
        fn the_order_in_which_positions_come_changes_nothing(order in Just((1_u32..=8).collect::<Vec<_>>()).prop_shuffle()) {
            let said = |n: &u32| Position {
                demand: "a".to_owned(),
                day: day(*n),
                ours: n.is_multiple_of(2).then(|| n.to_string()),
                theirs: n.is_multiple_of(3).then(|| n.to_string()),
            };
            let round = Round {
                demands: vec![demand("a")],
                positions: order.iter().map(said).collect(),
                ..Round::default()
            };
            let found = standings(&round);
            prop_assert_eq!(&found[0].ours, &Some((day(8), "8".to_owned())));
            prop_assert_eq!(&found[0].theirs, &Some((day(6), "6".to_owned())));
        }
    }
}
