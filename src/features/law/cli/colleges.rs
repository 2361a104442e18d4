//! `contrepoids law colleges`.

use std::fmt::Write as _;

use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::{
    election::CollegeFacts,
    face::{error::Refusal, exit::Exit, frame::Face},
    features::law::{rules as law, views},
    law::{Fraction, Open},
    tr, trn,
};

/// Compute the number of electoral colleges
///
/// Two by default, one where a single full member is elected, three from 25 cadres on. With --staff the seats are
/// spread between the colleges by the largest remainder, which is practice and not law.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law colleges --headcount 600 --cadres 25
  contrepoids law colleges --headcount 720 --cadres 120 --staff 1=400 \\
    --staff 2=200 --staff 3=120")]
pub struct CollegesArgs {
    /// Headcount: 720, 49.5 or 99/2
    #[arg(long, value_name = "N")]
    headcount: Fraction,
    /// Engineers, heads of department and cadres
    #[arg(long, value_name = "N", default_value_t = 0)]
    cadres: u64,
    /// Full members to elect, where a protocol sets another number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=1000))]
    seats: Option<i64>,
    /// Staff of a college, to spread the seats; may be repeated
    #[arg(long, value_name = "COLLEGE=N", value_parser = answer::named_count)]
    staff: Vec<(String, u64)>,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids law colleges`.
pub(super) fn run(face: &mut Face, args: &CollegesArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let facts = CollegeFacts {
        headcount: args.headcount,
        cadres: args.cadres,
        seats: args.seats,
        staff: args.staff.clone(),
    };
    let found = law::colleges(&facts, face.today)?;
    let value = &found.value;
    let view = views::Colleges::of(value);
    let (n, reserved) = (value.colleges, value.reserved_for_cadres);
    let mut text = String::new();
    let _ = writeln!(text, "{}", tr!(lang, "Collèges      {n}", "Colleges       {n}"));
    if reserved > 0 {
        let _ = writeln!(
            text,
            "{}",
            tr!(
                lang,
                "Réservé       {reserved} titulaire pour les cadres dans le second collège",
                "Reserved       {reserved} full member for the cadres in the second college"
            )
        );
    }
    for (college, seats) in value.seats() {
        let _ = writeln!(
            text,
            "{}",
            trn!(
                lang,
                *seats,
                "Collège {college:<6}{seats} siège",
                "Collège {college:<6}{seats} sièges",
                "College {college:<7}{seats} seat",
                "College {college:<7}{seats} seats"
            )
        );
    }
    let open = value.spreads.len() > 1;
    if open {
        let one = |s: &Vec<(String, i64)>| {
            s.iter().map(|(college, seats)| format!("{college}={seats}")).collect::<Vec<_>>().join(", ")
        };
        let options: Vec<String> = value.spreads.iter().map(one).collect();
        text.push_str(&answer::undetermined_text(lang, Open::SpreadOpen, &options));
    }
    answer::known(face, args.explain, &found, view, &text)?;
    Ok(if open { Exit::Undetermined } else { Exit::Done })
}
