//! The two rules that hide small groups, of tables of one row: what one hides the exact bounds of the other say to be unknown.

use contrepoids::features::{
    action::rules::hide::{Table, bounds},
    election::rules::hide::{SMALLEST, hide},
};

#[test]
fn what_a_survey_hides_is_not_known_to_within_two_by_exact_bounds() {
    let mut seed = 7_u64;
    let mut below = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let mut hidden_ones = 0;
    for case in 0..400 {
        let width = 2 + below(7);
        let cells: Vec<u64> = (0..width).map(|_| if below(3) == 0 { below(6) } else { below(40) }).collect();
        let all: u64 = cells.iter().sum();
        let rows: Vec<Vec<u64>> = cells.iter().map(|n| vec![*n]).collect();
        let shown = hide(&rows, SMALLEST);
        if shown.columns[0].is_none() {
            continue;
        }
        let mask: Vec<bool> = shown.cells.iter().map(|row| row[0].is_none()).collect();
        // Nobody outside knows how many could have answered so: at most all.
        let table = Table::of(std::slice::from_ref(&cells), &[vec![all; cells.len()]]).unwrap();
        for (cell, _) in mask.iter().enumerate().filter(|(_, hidden)| **hidden) {
            let (least, greatest) = bounds(&table, &mask, cell);
            assert!(greatest - least > 4, "case {case}: {cells:?} {mask:?} {least} to {greatest}");
            hidden_ones += 1;
        }
    }
    assert!(hidden_ones > 300, "{hidden_ones}");
}
