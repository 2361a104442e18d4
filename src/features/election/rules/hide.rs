//! Counts of people for eyes outside the section: small groups are hidden, and with them what would give them away.

/// A table of counts with its totals; nothing where a number is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The counts, row by row.
    pub cells: Vec<Vec<Option<u64>>>,
    /// The total of each row.
    pub rows: Vec<Option<u64>>,
    /// The total of each column.
    pub columns: Vec<Option<u64>>,
    /// The total of all.
    pub all: Option<u64>,
}

/// Groups below this are hidden.
pub const SMALLEST: u64 = 5;

/// Shows every number: for the organizers.
#[must_use]
pub fn open(cells: &[Vec<u64>]) -> Hidden {
    hide(cells, 0)
}

/// Hides the groups below `smallest`, none at all included, and what would give them away (*secret secondaire*).
///
/// A group is a cell, a total, or the cells of one sum that are hidden together. The totals of columns matter most:
/// where a hidden cell could be had by taking the others from the total of its column, the smallest other cells of the
/// column are hidden too, until at least two are and at least `smallest` people are in them; where that cannot be, the
/// total is hidden. The total of a row is shown only where all of the row is. The total of all is shown where the cells
/// hidden in columns without a total are none, or two with `smallest` people in them.
///
/// So each hidden cell is in one published sum at most, and any number from nobody to all of that sum fits it: nothing
/// but that range can be worked out. That holds for one table; two tables of different people may tell more.
#[must_use]
pub fn hide(cells: &[Vec<u64>], smallest: u64) -> Hidden {
    let width = cells.iter().map(Vec::len).max().unwrap_or(0);
    let count = |row: usize, column: usize| cells.get(row).and_then(|r| r.get(column)).copied().unwrap_or(0);
    let height = cells.len();
    let small = |n: u64| n < smallest;
    let mut hidden: Vec<Vec<bool>> =
        (0..height).map(|r| (0..width).map(|c| small(count(r, c))).collect()).collect();
    let mut columns = Vec::with_capacity(width);
    let (mut loose, mut loose_people) = (0_usize, 0_u64);
    for column in 0..width {
        let total = (0..height).map(|r| count(r, column)).fold(0, u64::saturating_add);
        let is_hidden =
            |hidden: &[Vec<bool>], r: usize| hidden.get(r).and_then(|h| h.get(column)) == Some(&true);
        let group = |hidden: &[Vec<bool>]| {
            let rows = (0..height).filter(|r| is_hidden(hidden, *r));
            rows.fold((0_usize, 0_u64), |(n, people), r| {
                (n.saturating_add(1), people.saturating_add(count(r, column)))
            })
        };
        let safe = |(n, people): (usize, u64)| n == 0 || (n > 1 && !small(people));
        let before = hidden.clone();
        while !safe(group(&hidden)) {
            let shown = (0..height).filter(|r| !is_hidden(&hidden, *r));
            let Some(next) = shown.min_by_key(|r| (count(*r, column), *r)) else { break };
            if let Some(slot) = hidden.get_mut(next).and_then(|h| h.get_mut(column)) {
                *slot = true;
            }
        }
        let shown = safe(group(&hidden)) && !small(total);
        if !shown {
            // Hiding more cells did not save the total: they need not be hidden.
            hidden = before;
            let (n, people) = group(&hidden);
            loose = loose.saturating_add(n);
            loose_people = loose_people.saturating_add(people);
        }
        columns.push(shown.then_some(total));
    }
    let all = (0..height).flat_map(|r| (0..width).map(move |c| count(r, c))).fold(0, u64::saturating_add);
    // A column without a hidden cell has its total in its cells.
    let all_shown = !small(all) && (loose == 0 || (loose > 1 && !small(loose_people)));
    let row_total = |row: usize| {
        let total = (0..width).map(|c| count(row, c)).fold(0, u64::saturating_add);
        let whole = hidden.get(row).is_some_and(|h| h.iter().all(|hidden| !hidden));
        (whole && !small(total)).then_some(total)
    };
    let rows = (0..height).map(row_total).collect();
    let shown = |row: usize, column: usize| {
        let is_hidden = hidden.get(row).and_then(|h| h.get(column)).copied().unwrap_or(true);
        (!is_hidden).then(|| count(row, column))
    };
    Hidden {
        cells: (0..height).map(|r| (0..width).map(|c| shown(r, c)).collect()).collect(),
        rows,
        columns,
        all: all_shown.then_some(all),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::arithmetic_side_effects, reason = "small numbers")]
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn organizers_see_everything() {
        let found = open(&[vec![0, 1], vec![2, 30]]);
        assert_eq!(found.cells, [[Some(0), Some(1)], [Some(2), Some(30)]]);
        assert_eq!(
            (found.rows, found.columns, found.all),
            (vec![Some(1), Some(32)], vec![Some(2), Some(31)], Some(33))
        );
    }

    #[test]
    fn a_small_group_takes_the_smallest_other_with_it() {
        // Three at the first site: the total of the column and the rest would tell.
        let found = hide(&[vec![3], vec![9], vec![20]], 5);
        assert_eq!(found.cells, [[None], [None], [Some(20)]]);
        assert_eq!((found.columns, found.all), (vec![Some(32)], Some(32)));
        assert_eq!(found.rows, [None, None, Some(20)]);
    }

    #[test]
    fn hidden_groups_that_are_small_together_take_more() {
        let found = hide(&[vec![1], vec![2], vec![9], vec![20]], 5);
        assert_eq!(found.cells, [[None], [None], [None], [Some(20)]]);
        assert_eq!(found.columns, [Some(32)]);
        let found = hide(&[vec![3], vec![4], vec![9]], 5);
        assert_eq!(found.cells, [[None], [None], [Some(9)]], "seven together are a group");
        assert_eq!(found.columns, [Some(16)]);
    }

    #[test]
    fn where_nothing_can_hide_it_the_total_goes() {
        let found = hide(&[vec![3, 40]], 5);
        assert_eq!(found.cells, [[None, Some(40)]]);
        assert_eq!((found.rows, found.columns, found.all), (vec![None], vec![None, Some(40)], None));
    }

    #[test]
    fn nobody_is_hidden_like_few() {
        assert_eq!(hide(&[vec![0], vec![8]], 5), hide(&[vec![0], vec![8]], 1));
        let found = hide(&[vec![0], vec![8], vec![9]], 5);
        assert_eq!(found.cells, [[None], [None], [Some(9)]]);
        assert_eq!(hide(&[], 5), Hidden { cells: vec![], rows: vec![], columns: vec![], all: None });
    }

    #[test]
    fn five_is_enough_and_four_is_not() {
        assert_eq!(hide(&[vec![5, 5], vec![5, 5]], 5).all, Some(20));
        assert_eq!(hide(&[vec![4, 5], vec![5, 5]], 5).cells, [[None, Some(5)], [None, Some(5)]]);
    }

    /// Every table of the same shape that fits what was published: the numbers that each hidden cell can have.
    fn fitting(published: &Hidden, most: u64) -> BTreeMap<(usize, usize), BTreeSet<u64>> {
        let unknown: Vec<(usize, usize)> = published
            .cells
            .iter()
            .enumerate()
            .flat_map(|(r, row)| {
                row.iter().enumerate().filter(|(_, c)| c.is_none()).map(move |(c, _)| (r, c))
            })
            .collect();
        let mut out: BTreeMap<(usize, usize), BTreeSet<u64>> = BTreeMap::new();
        let mut guess = vec![0_u64; unknown.len()];
        loop {
            let mut table: Vec<Vec<u64>> =
                published.cells.iter().map(|row| row.iter().map(|c| c.unwrap_or(0)).collect()).collect();
            for ((r, c), n) in unknown.iter().zip(&guess) {
                table[*r][*c] = *n;
            }
            let fits = |said: &Option<u64>, sum: u64| said.is_none_or(|s| s == sum);
            let rows = table.iter().zip(&published.rows).all(|(row, said)| fits(said, row.iter().sum()));
            let columns = (0..published.columns.len())
                .all(|c| fits(&published.columns[c], table.iter().map(|row| row[c]).sum()));
            if rows && columns && fits(&published.all, table.iter().flatten().sum()) {
                for (at, n) in unknown.iter().zip(&guess) {
                    out.entry(*at).or_default().insert(*n);
                }
            }
            let Some(next) = guess.iter().position(|n| *n < most) else { return out };
            guess[next] += 1;
            guess[..next].fill(0);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]
        #[test]
        fn nobody_can_work_out_a_hidden_number(rows in 1_usize..4, columns in 1_usize..3, numbers in proptest::collection::vec(0_u64..9, 6)) {
            let table: Vec<Vec<u64>> = (0..rows).map(|r| (0..columns).map(|c| numbers[r * 2 + c]).collect()).collect();
            let published = hide(&table, 3);
            let unknown = published.cells.iter().flatten().filter(|c| c.is_none()).count();
            prop_assume!(unknown <= 5);
            // Whoever tries all numbers up to twelve finds nobody, few, and a whole group possible for each.
            for (at, possible) in fitting(&published, 12) {
                prop_assert!(possible.contains(&0) && possible.iter().any(|n| *n >= 3), "{at:?} {published:?} {possible:?}");
                prop_assert!(possible.contains(&table[at.0][at.1]));
            }
        }

        #[test]
        fn what_is_shown_is_true_and_never_small(cells in proptest::collection::vec(proptest::collection::vec(0_u64..40, 3), 0..8)) {
            let found = hide(&cells, SMALLEST);
            let all = found.cells.iter().flatten().chain(&found.rows).chain(&found.columns).chain([&found.all]);
            prop_assert!(all.flatten().all(|n| *n >= SMALLEST));
            for (row, shown) in cells.iter().zip(&found.cells) {
                prop_assert!(row.iter().zip(shown).all(|(n, s)| s.is_none_or(|s| s == *n)));
            }
            for (row, total) in cells.iter().zip(&found.rows) {
                prop_assert!(total.is_none_or(|t| t == row.iter().sum::<u64>()));
            }
            prop_assert!(found.all.is_none_or(|t| t == cells.iter().flatten().sum::<u64>()));
        }

        #[test]
        fn a_table_of_large_groups_is_shown_whole(cells in proptest::collection::vec(proptest::collection::vec(5_u64..40, 3), 1..8)) {
            prop_assert_eq!(hide(&cells, SMALLEST), open(&cells));
        }
    }
}
