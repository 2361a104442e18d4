//! Small groups hidden in a table of counts, so that nobody computes them from the rest.
//!
//! A count of 1 to 4 is hidden, one that leaves fewer than five out too, and as many others beside it as it takes: of no hidden count may the sums of rows and columns, and the
//! number of people there are in each group, leave so few values that it is known to within two. That is not estimated: for a table
//! with sums the least and the greatest value of a cell follow exactly from flows through the hidden cells.

/// Counts below this are hidden.
pub const LEAST: u64 = 5;
/// A hidden count must have more values open than these: known to within two is known.
const WIDTH: u64 = 4;

/// A table of counts whose sums are shown, with the most that each cell can be, which everybody may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: usize,
    cells: Vec<u64>,
    most: Vec<u64>,
}

impl Table {
    /// Makes a table of rows; nothing where they are not of one length, or a count is above its most.
    #[must_use]
    pub fn of(rows: &[Vec<u64>], most: &[Vec<u64>]) -> Option<Self> {
        let columns = rows.first()?.len();
        let square = rows.len() == most.len() && rows.iter().chain(most).all(|row| row.len() == columns);
        let (cells, most) = (rows.concat(), most.concat());
        (square && columns > 0 && cells.iter().zip(&most).all(|(n, most)| n <= most)).then_some(Self {
            columns,
            cells,
            most,
        })
    }

    /// The row and the column of a cell. Of a single row the columns have no sums but the cells themselves: they are one.
    fn at(&self, cell: usize) -> (usize, usize) {
        if self.cells.len() == self.columns {
            return (0, 0);
        }
        (cell.checked_div(self.columns).unwrap_or(0), cell.checked_rem(self.columns).unwrap_or(0))
    }

    fn count(&self, cell: usize) -> u64 {
        self.cells.get(cell).copied().unwrap_or(0)
    }
}

/// Which cells are hidden; nothing where the table cannot be shown at all.
#[must_use]
pub fn hidden(table: &Table) -> Option<Vec<bool>> {
    let mut hidden: Vec<bool> =
        table.cells.iter().zip(&table.most).map(|(n, most)| is_small(*n, *most)).collect();
    loop {
        let known =
            (0..table.cells.len()).find(|cell| is_hidden(&hidden, *cell) && is_known(table, &hidden, *cell));
        let Some(cell) = known else { return Some(hidden) };
        let (row, column) = table.at(cell);
        // The next smallest beside it; an empty cell helps nobody who looks for it, and hides little.
        let open = |other: &usize| !is_hidden(&hidden, *other);
        let beside = |other: &usize| {
            let (r, c) = table.at(*other);
            r == row || c == column
        };
        let open: Vec<usize> = (0..table.cells.len()).filter(open).collect();
        let rank = |other: &&usize| (table.count(**other) == 0, !beside(other), table.count(**other));
        let next = *open.iter().min_by_key(rank)?;
        *hidden.get_mut(next)? = true;
    }
}

/// Tells whether a count points at somebody: fewer than five, or all of a group but fewer than five.
fn is_small(count: u64, most: u64) -> bool {
    count > 0 && (count < LEAST || most.saturating_sub(count) < LEAST)
}

fn is_hidden(hidden: &[bool], cell: usize) -> bool {
    hidden.get(cell).copied().unwrap_or(false)
}

/// Tells whether so few values are left of a hidden cell that it is known to within two.
fn is_known(table: &Table, hidden: &[bool], cell: usize) -> bool {
    let (least, greatest) = bounds(table, hidden, cell);
    greatest.saturating_sub(least) <= WIDTH
}

/// The least and the greatest value that a hidden cell can have, by all that is shown.
#[must_use]
pub fn bounds(table: &Table, hidden: &[bool], cell: usize) -> (u64, u64) {
    let count = table.count(cell);
    let (row, column) = table.at(cell);
    let most = table.most.get(cell).copied().unwrap_or(count);
    let up =
        Flow::new(table, hidden, cell).most(Node::Column(column), Node::Row(row), most.saturating_sub(count));
    let down = Flow::new(table, hidden, cell).most(Node::Row(row), Node::Column(column), count);
    (count.saturating_sub(down), count.saturating_add(up))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    Row(usize),
    Column(usize),
}

/// How the other hidden cells can give way: along a row one takes what another of its column gives.
struct Flow<'a> {
    table: &'a Table,
    cells: Vec<Option<u64>>,
}

impl<'a> Flow<'a> {
    fn new(table: &'a Table, hidden: &[bool], without: usize) -> Self {
        let cell = |n: usize| (is_hidden(hidden, n) && n != without).then(|| table.count(n));
        Self { table, cells: (0..table.cells.len()).map(cell).collect() }
    }

    /// How much goes from a node to another, up to a limit.
    fn most(mut self, from: Node, to: Node, limit: u64) -> u64 {
        let mut sum = 0_u64;
        while sum < limit {
            let Some(path) = self.path(from, to) else { break };
            let room = path.iter().map(|(cell, up)| self.room(*cell, *up)).min().unwrap_or(0);
            let step = room.min(limit.saturating_sub(sum));
            if step == 0 {
                break;
            }
            for (cell, up) in path {
                if let Some(Some(count)) = self.cells.get_mut(cell) {
                    *count = if up { count.saturating_add(step) } else { count.saturating_sub(step) };
                }
            }
            sum = sum.saturating_add(step);
        }
        sum
    }

    /// How far a cell can still go up or down.
    fn room(&self, cell: usize, up: bool) -> u64 {
        let Some(Some(count)) = self.cells.get(cell) else { return 0 };
        let most = self.table.most.get(cell).copied().unwrap_or(0);
        if up { most.saturating_sub(*count) } else { *count }
    }

    /// A way from a node to another: from a row up through a cell to its column, from a column down through a cell to its row.
    fn path(&self, from: Node, to: Node) -> Option<Vec<(usize, bool)>> {
        let mut ways = vec![(from, Vec::new())];
        let mut seen = vec![from];
        while let Some((node, way)) = ways.pop() {
            if node == to {
                return Some(way);
            }
            for cell in 0..self.cells.len() {
                let (row, column) = self.table.at(cell);
                let (next, up) = match node {
                    Node::Row(r) if r == row => (Node::Column(column), true),
                    Node::Column(c) if c == column => (Node::Row(row), false),
                    _ => continue,
                };
                if self.room(cell, up) > 0 && !seen.contains(&next) {
                    seen.push(next);
                    let mut way = way.clone();
                    way.push((cell, up));
                    ways.push((next, way));
                }
            }
        }
        None
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, reason = "a test may stop")]
mod tests {
    use super::*;

    /// Numbers that follow from a seed.
    struct Random(u64);

    impl Random {
        fn below(&mut self, most: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % most
        }
    }

    /// Least and greatest value of each hidden cell by trying every table that fits what is shown.
    fn tried(table: &Table, hidden: &[bool]) -> Vec<(u64, u64)> {
        let (columns, rows) = (table.columns, table.cells.len() / table.columns);
        let sum = |cells: &[u64], row: Option<usize>, column: Option<usize>| {
            (0..cells.len())
                .filter(|n| row.is_none_or(|r| n / columns == r) && column.is_none_or(|c| n % columns == c))
                .map(|n| cells[n])
                .sum::<u64>()
        };
        let open: Vec<usize> = (0..hidden.len()).filter(|n| hidden[*n]).collect();
        let mut out: Vec<(u64, u64)> = open.iter().map(|_| (u64::MAX, 0)).collect();
        let mut cells = table.cells.clone();
        for n in &open {
            cells[*n] = 0;
        }
        loop {
            let fits = (0..rows).all(|r| sum(&cells, Some(r), None) == sum(&table.cells, Some(r), None))
                && (rows == 1
                    || (0..columns).all(|c| sum(&cells, None, Some(c)) == sum(&table.cells, None, Some(c))));
            if fits {
                for (found, n) in out.iter_mut().zip(&open) {
                    *found = (found.0.min(cells[*n]), found.1.max(cells[*n]));
                }
            }
            // The next table, as one counts.
            let mut place = 0;
            while place < open.len() {
                let n = open[place];
                if cells[n] < table.most[n].min(table.cells.iter().sum()) {
                    cells[n] += 1;
                    break;
                }
                cells[n] = 0;
                place += 1;
            }
            if place == open.len() {
                return out;
            }
        }
    }

    #[test]
    fn the_bounds_are_those_that_trying_every_table_gives() {
        let mut random = Random(1);
        for case in 0..60 {
            let (rows, columns) = (1 + random.below(2) as usize, 2 + random.below(2) as usize);
            let row = |random: &mut Random| (0..columns).map(|_| random.below(5)).collect::<Vec<_>>();
            let counts: Vec<Vec<u64>> = (0..rows).map(|_| row(&mut random)).collect();
            let most: Vec<Vec<u64>> =
                counts.iter().map(|row| row.iter().map(|n| n + random.below(3)).collect()).collect();
            let table = Table::of(&counts, &most).unwrap();
            let hidden: Vec<bool> = table.cells.iter().map(|_| random.below(4) > 0).collect();
            let found = tried(&table, &hidden);
            let open = (0..hidden.len()).filter(|n| hidden[*n]);
            for (tried, cell) in found.into_iter().zip(open) {
                assert_eq!(
                    bounds(&table, &hidden, cell),
                    tried,
                    "case {case}, cell {cell}: {table:?} {hidden:?}"
                );
            }
        }
    }

    #[test]
    fn in_two_hundred_tables_no_hidden_cell_is_known_to_within_two() {
        let mut random = Random(2);
        let (mut with, mut shown) = (0, 0);
        for case in 0..200 {
            let (rows, columns) = (1 + random.below(5) as usize, 2 + random.below(5) as usize);
            let counts: Vec<Vec<u64>> = (0..rows)
                .map(|_| {
                    (0..columns)
                        .map(|_| if random.below(3) == 0 { random.below(6) } else { random.below(60) })
                        .collect()
                })
                .collect();
            let most: Vec<Vec<u64>> =
                counts.iter().map(|row| row.iter().map(|n| n + random.below(40)).collect()).collect();
            let table = Table::of(&counts, &most).unwrap();
            let Some(hidden) = hidden(&table) else { continue };
            shown += 1;
            with += usize::from(hidden.contains(&true));
            for (cell, count) in table.cells.iter().enumerate() {
                assert!(!(1..LEAST).contains(count) || hidden[cell], "case {case}: {count} is shown");
                if hidden[cell] {
                    let (least, greatest) = bounds(&table, &hidden, cell);
                    assert!(
                        least <= *count && *count <= greatest && greatest - least > WIDTH,
                        "case {case}: {least} to {greatest}"
                    );
                }
            }
        }
        assert!(with > 100 && shown > 150, "{with} of {shown}");
    }

    #[test]
    fn the_check_sees_a_cell_that_the_sums_give_away() {
        let table = Table::of(&[vec![3, 20, 30]], &[vec![40, 40, 40]]).unwrap();
        assert_eq!(bounds(&table, &[true, false, false], 0), (3, 3));
        // The next smallest goes with it.
        assert_eq!(hidden(&table).unwrap(), [true, true, false]);
        // Three and one beside nothing are four in all, which tells too much: another goes.
        let table = Table::of(&[vec![3, 1, 30, 9]], &[vec![40; 4]]).unwrap();
        assert_eq!(hidden(&table).unwrap(), [true, true, false, true]);
        // A group of three people cannot hide behind one of four.
        let table = Table::of(&[vec![3, 4]], &[vec![3, 4]]).unwrap();
        assert_eq!(hidden(&table), None);
        assert_eq!(Table::of(&[vec![3]], &[vec![2]]), None);
    }
}
