//! The pictures of the page: a hemicycle of seats, and bars with a line at ten per cent. Whole numbers only.

use std::{collections::BTreeMap, fmt::Write as _};

use super::text;
use crate::{base::text::fold, law::Fraction};

/// Colours that differ in brightness as well, so that they are told apart in print; the number in each seat says the same.
const COLOURS: [&str; 8] =
    ["#7a1f1f", "#e6a23c", "#1f4e7a", "#8fc1e3", "#2e6b34", "#b7dba0", "#5b3a7d", "#cfa8e0"];
/// The ink on each of them.
const INKS: [&str; 8] = ["#fff", "#111", "#fff", "#111", "#fff", "#111", "#fff", "#111"];

fn colour(number: usize) -> (&'static str, &'static str) {
    let at = number.checked_rem(COLOURS.len()).unwrap_or(0);
    (COLOURS.get(at).copied().unwrap_or("#333"), INKS.get(at).copied().unwrap_or("#fff"))
}

/// A seat of the hemicycle: its row from outside, and its angle in hundredths of a degree from the left.
fn places(seats: usize) -> Vec<(usize, i64)> {
    let rows = match seats {
        0..=10 => 1_usize,
        11..=24 => 2,
        25..=60 => 3,
        _ => 4,
    };
    // Outer rows are longer: seats go to them in the measure of their radius.
    let radius = |row: usize| 160_usize.saturating_sub(row.saturating_mul(34));
    let whole: usize = (0..rows).map(radius).sum();
    let mut counts: Vec<usize> =
        (0..rows).map(|r| seats.saturating_mul(radius(r)).checked_div(whole).unwrap_or(0)).collect();
    let mut left = seats.saturating_sub(counts.iter().sum());
    for count in &mut counts {
        let one = usize::from(left > 0);
        *count = count.saturating_add(one);
        left = left.saturating_sub(one);
    }
    let mut out = Vec::new();
    for (row, count) in counts.into_iter().enumerate() {
        let steps = i64::try_from(count.saturating_sub(1)).unwrap_or(0);
        for n in 0..count {
            let n = i64::try_from(n).unwrap_or(0);
            let angle = 18_000_i64.saturating_mul(n).checked_div(steps).unwrap_or(9_000);
            out.push((row, angle));
        }
    }
    out.sort_by_key(|(row, angle)| (*angle, *row));
    out
}

/// The number of each list or union on one page, from 0: its colour, and what its seats and its row are numbered by, is the
/// same wherever it comes back.
#[derive(Default)]
pub(super) struct Numbers(Vec<String>);

impl Numbers {
    /// Numbers lists by their votes on the whole page, most first, then by their names; unions that no list is named after
    /// come behind them.
    pub(super) fn of<'n>(
        lists: impl Iterator<Item = (&'n str, u64)>,
        unions: impl Iterator<Item = &'n str>,
    ) -> Self {
        let mut votes: BTreeMap<String, u64> = BTreeMap::new();
        for (name, ballots) in lists {
            let all = votes.entry(fold(name)).or_default();
            *all = all.saturating_add(ballots);
        }
        let mut order: Vec<(String, u64)> = votes.into_iter().collect();
        order.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
        let mut out: Vec<String> = order.into_iter().map(|(name, _)| name).collect();
        for name in unions.map(fold) {
            if !out.contains(&name) {
                out.push(name);
            }
        }
        Self(out)
    }

    /// Returns the number of a list or a union; one that is not on the page comes last.
    pub(super) fn get(&self, name: &str) -> usize {
        let name = fold(name);
        self.0.iter().position(|known| *known == name).unwrap_or(self.0.len())
    }
}

/// A hemicycle: the seats of each list from left to right, numbered like the rows of the table beside it; what is not filled
/// stays empty.
pub(super) fn hemicycle(title: &str, lists: &[(String, u32, usize)], all: u32) -> String {
    let mut owners: Vec<Option<usize>> = Vec::new();
    for (at, (_, seats, _)) in lists.iter().enumerate() {
        owners.extend((0..*seats).map(|_| Some(at)));
    }
    let all = usize::try_from(all).unwrap_or(0).max(owners.len());
    owners.resize(all, None);
    let mut out = format!(
        "<svg role=\"img\" viewBox=\"0 0 400 215\" xmlns=\"http://www.w3.org/2000/svg\">\n<title>{}</title>\n",
        text(title)
    );
    for ((row, angle), owner) in places(all).into_iter().zip(owners) {
        let turn = angle.saturating_sub(9_000);
        let degrees = |hundredths: i64| {
            let sign = if hundredths < 0 { "-" } else { "" };
            let size = hundredths.unsigned_abs();
            format!("{sign}{}.{:02}", size.checked_div(100).unwrap_or(0), size.checked_rem(100).unwrap_or(0))
        };
        let y = 40_usize.saturating_add(row.saturating_mul(34));
        let (there, back) = (degrees(turn), degrees(turn.saturating_neg()));
        let _ = write!(out, "<g transform=\"rotate({there} 200 200) translate(200 {y}) rotate({back})\">");
        match owner {
            Some(at) => {
                let (name, number) =
                    lists.get(at).map_or(("", at), |(name, _, number)| (name.as_str(), *number));
                let ((fill, ink), number) = (colour(number), number.saturating_add(1));
                let _ = writeln!(
                    out,
                    "<title>{}</title><circle r=\"14\" fill=\"{fill}\" stroke=\"#111\"/><text y=\"4\" text-anchor=\"middle\" style=\"fill:{ink}\">{number}</text></g>",
                    text(name)
                );
            }
            None => out
                .push_str("<circle r=\"14\" fill=\"none\" stroke=\"#111\" stroke-dasharray=\"3 3\"/></g>\n"),
        }
    }
    out.push_str("</svg>\n");
    out
}

/// How wide a whole is, and where bars begin.
const WIDTH: i64 = 300;
const LEFT: i64 = 90;

fn along(share: Fraction) -> i64 {
    let at = share.checked_mul(Fraction::whole(WIDTH)).map_or(0, Fraction::round_half_up);
    i64::try_from(at).unwrap_or(0).clamp(0, WIDTH)
}

/// Bars of shares, one below the other, with a line at ten per cent; several of one name stand together.
pub(super) fn bars(
    title: &str,
    tenth: &str,
    bars: &[(String, Vec<(Fraction, String)>)],
    numbers: &Numbers,
) -> String {
    let rows: usize = bars.iter().map(|(_, parts)| parts.len()).sum();
    let height = i64::try_from(rows).unwrap_or(0).saturating_mul(22);
    let whole = height.saturating_add(40);
    let mut out = format!(
        "<svg role=\"img\" viewBox=\"0 0 460 {whole}\" xmlns=\"http://www.w3.org/2000/svg\">\n<title>{}</title>\n",
        text(title)
    );
    let mut y = 24_i64;
    for (name, parts) in bars {
        for (n, (share, label)) in parts.iter().enumerate() {
            let ((fill, _), width) = (colour(numbers.get(name)), along(*share));
            let shade = if n == 0 { "1" } else { "0.45" };
            let base = y.saturating_add(13);
            if n == 0 {
                let short: String = name.chars().take(14).collect();
                let _ = writeln!(
                    out,
                    "<text x=\"{}\" y=\"{base}\" text-anchor=\"end\">{}</text>",
                    LEFT - 6,
                    text(&short)
                );
            }
            let end = LEFT.saturating_add(width).saturating_add(5);
            let _ = writeln!(
                out,
                "<rect x=\"{LEFT}\" y=\"{y}\" width=\"{width}\" height=\"16\" fill=\"{fill}\" fill-opacity=\"{shade}\" stroke=\"#111\"/><text x=\"{end}\" y=\"{base}\">{}</text>",
                text(label)
            );
            y = y.saturating_add(22);
        }
    }
    let line = LEFT.saturating_add(along(Fraction::new(1, 10).unwrap_or(Fraction::ZERO)));
    let _ = writeln!(
        out,
        "<line x1=\"{line}\" y1=\"18\" x2=\"{line}\" y2=\"{}\" stroke=\"#111\" stroke-dasharray=\"4 3\"/><text x=\"{line}\" y=\"13\" text-anchor=\"middle\">{}</text>",
        y.saturating_add(2),
        text(tenth)
    );
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_seat_is_drawn_once_and_the_rest_is_empty() {
        for all in [1_u32, 2, 10, 11, 24, 25, 35, 70] {
            let lists = [("A & B".to_owned(), all / 2, 0), ("C".to_owned(), all / 3, 1)];
            let svg = hemicycle("Seats", &lists, all);
            let filled = svg.matches("<text y=").count();
            assert_eq!(svg.matches("<circle").count(), usize::try_from(all).unwrap(), "{all}");
            assert_eq!(filled, usize::try_from(all / 2 + all / 3).unwrap(), "{all}");
            assert!(!svg.contains("A & B"), "a name is escaped");
        }
        let two = places(2);
        assert_eq!(two, [(0, 0), (0, 18_000)]);
        assert_eq!(places(1), [(0, 9_000)]);
    }

    #[test]
    fn bars_stay_within_the_picture_and_the_line_stands_at_ten_per_cent() {
        let half = Fraction::HALF;
        let all = [("CGT".to_owned(), vec![(half, "50".to_owned()), (Fraction::whole(3), "300".to_owned())])];
        let svg = bars("Votes", "10", &all, &Numbers::default());
        assert!(svg.contains("width=\"150\"") && svg.contains("width=\"300\""), "{svg}");
        assert!(svg.contains("<line x1=\"120\""), "{svg}");
    }
}
