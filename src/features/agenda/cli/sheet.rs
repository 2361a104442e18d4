//! `agenda month` and `agenda plan`: the agenda as a sheet and as a line.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use clap::Args;

use super::{LineWords, full_title, load};
use crate::{
    base::{Lang, View},
    calendar::{DutyKind, Month, Region},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::agenda::actions::lines::{self, MonthSheet, ToldLine},
    tr,
};

/// Show a month as a sheet
///
/// Days with something due are marked with *, public holidays with °; below, what is due.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda month
  contrepoids agenda month 2027-03 --department 67")]
pub struct MonthArgs {
    /// The month; this one where none is given
    #[arg(value_name = "MONTH")]
    month: Option<Month>,
    /// Number of the department whose holidays are shown
    #[arg(long, value_name = "NN", value_parser = region)]
    department: Option<Region>,
}

fn region(text: &str) -> Result<Region, String> {
    Region::read(text).ok_or_else(|| "67, 974, …".to_owned())
}

/// Show what leads to an election or a negotiation, in order
///
/// The lines of one kind on a scale from today to the last of them.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids agenda plan
  contrepoids agenda plan bargaining")]
pub struct PlanArgs {
    /// The kind: election, bargaining, redundancy, …
    #[arg(value_name = "KIND", value_parser = super::kind, default_value = "election", hide_default_value = true)]
    kind: DutyKind,
}

struct Sheet {
    found: MonthSheet,
    today: NaiveDate,
}

impl Show for Sheet {
    fn view(&self, lang: Lang) -> impl View {
        self.found.view(self.today, &LineWords(lang))
    }

    fn rests_on_law(&self) -> bool {
        true
    }

    fn text(&self, lang: Lang) -> String {
        let first = self.found.month.first();
        let mut out = format!("{}\n", self.found.month);
        let _ = writeln!(
            out,
            "{}",
            tr!(lang, "  lu   ma   me   je   ve   sa   di", "  Mo   Tu   We   Th   Fr   Sa   Su")
        );
        let skipped = usize::try_from(first.weekday().num_days_from_monday()).unwrap_or(0);
        let mut row = "     ".repeat(skipped);
        let days = first.iter_days().take_while(|d| Month::of(*d) == self.found.month);
        for day in days {
            let due = self.found.lines.iter().any(|l| l.line.day == day);
            let holiday = self.found.holidays.iter().any(|(d, _)| *d == day);
            let mark = match (due, holiday) {
                (true, true) => "*°",
                (true, false) => "* ",
                (false, true) => "° ",
                (false, false) => "  ",
            };
            let _ = write!(row, "{:>3}{mark}", day.day());
            if day.weekday().num_days_from_monday() == 6 {
                let _ = writeln!(out, " {}", row.trim_end());
                row.clear();
            }
        }
        if !row.is_empty() {
            let _ = writeln!(out, " {}", row.trim_end());
        }
        if !self.found.lines.is_empty() {
            out.push('\n');
        }
        for told in &self.found.lines {
            out.push_str(&super::line_text(lang, told, self.today, false));
        }
        out
    }
}

/// Runs `contrepoids agenda month`.
pub(super) fn month(face: &mut Face, args: &MonthArgs) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    let diary = load(face)?;
    let month = args.month.unwrap_or_else(|| Month::of(today));
    let found = lines::month(&diary, month, args.department, today)?;
    if found.friday_in_part {
        face.note(&tr!(
            lang,
            "Le Vendredi saint est marqué, mais il n’est férié que dans les communes qui ont un temple protestant ou une \
             église mixte.",
            "Good Friday is marked, but it is a holiday only in communes with a Protestant or a mixed church."
        ));
    }
    face.show(&Sheet { found, today })?;
    Ok(Exit::Done)
}

struct CountdownScreen {
    kind: DutyKind,
    lines: Vec<ToldLine>,
    today: NaiveDate,
}

/// How many columns the scale takes.
const SCALE: usize = 21;

/// Returns the place of a day on the scale.
fn place(day: NaiveDate, from: NaiveDate, to: NaiveDate) -> usize {
    let all = to.signed_duration_since(from).num_days().max(1);
    let gone = day.signed_duration_since(from).num_days().clamp(0, all);
    let last = i64::try_from(SCALE.saturating_sub(1)).unwrap_or(0);
    let place = gone.saturating_mul(last).checked_div(all).unwrap_or(0);
    usize::try_from(place).unwrap_or(0)
}

impl Show for CountdownScreen {
    fn view(&self, lang: Lang) -> impl View {
        lines::countdown(self.kind, &self.lines, self.today, &LineWords(lang))
    }

    fn rests_on_law(&self) -> bool {
        true
    }

    fn text(&self, lang: Lang) -> String {
        let days = || self.lines.iter().map(|l| l.line.day).chain([self.today]);
        let from = days().min().unwrap_or(self.today);
        let to = days().max().unwrap_or(self.today);
        let now = place(self.today, from, to);
        let mut out = String::new();
        for told in &self.lines {
            let due = &told.line;
            let at = place(due.day, from, to);
            let start = due.window_from.map(|d| place(d, from, to));
            let cell = |n: usize| match n {
                n if n == at => '●',
                n if start.is_some_and(|s| s <= n && n < at) => '━',
                n if n == now => '│',
                _ => '·',
            };
            let scale: String = (0..SCALE).map(cell).collect();
            let away = due.day.signed_duration_since(self.today).num_days();
            let (sign, number) = (if away < 0 { "−" } else { "+" }, away.unsigned_abs());
            let unit = tr!(lang, "j", "d");
            let when = format!("{sign}{number} {unit}");
            let head = format!("{}  {when:>8}  {scale}  ", finding::day(lang, due.day));
            out.push_str(&finding::wrapped(&head, &" ".repeat(45), &full_title(lang, due)));
        }
        if !self.lines.is_empty() {
            let today = finding::day(lang, self.today);
            let _ = writeln!(out, "{}", tr!(lang, "│ aujourd’hui, {today}", "│ today, {today}"));
        }
        out
    }
}

/// Runs `contrepoids agenda plan`.
pub(super) fn plan(face: &mut Face, args: &PlanArgs) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    let diary = load(face)?;
    let lines = lines::plan(&diary, args.kind, today)?;
    if lines.is_empty() && !face.json {
        face.note(&tr!(lang, "Rien n’est dû.", "Nothing is due."));
    }
    face.show(&CountdownScreen { kind: args.kind, lines, today })?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_place_on_the_scale() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (from, to) = (day("2026-11-21"), day("2026-12-11"));
        assert_eq!(place(from, from, to), 0);
        assert_eq!(place(to, from, to), SCALE - 1);
        assert_eq!(place(day("2026-12-01"), from, to), 10);
        assert_eq!(place(day("2020-01-01"), from, to), 0);
        assert_eq!(place(from, from, from), 0);
    }
}
