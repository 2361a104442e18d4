//! `contrepoids law audience`.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::{
    base::Lang,
    election::audience::{Audience, signatories},
    face::{error::Refusal, exit::Exit, finding, frame::Face},
    features::law::{
        rules::{self as law, AudienceForm},
        views,
    },
    law::Fraction,
    tr, trn,
};

/// Compute the audience of each union: 10 %, 30 %, 50 %
///
/// From a file with the first round of the full members. Ballots count, erasures do not; colleges and establishments
/// add up; a common list without a split is shared equally; exactly ten per cent suffices. A list may name "candidates"
/// with their votes: their own ten per cent is computed in their college.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law audience --input results.json
  contrepoids law audience --input - --json < results.toml

The file:
  {\"colleges\":[{\"id\":\"1\",\"registered\":139,\"valid\":110,\"lists\":[
    {\"unions\":[\"FO\"],\"votes\":\"68\"},
    {\"unions\":[\"CGT\",\"UNSA\"],\"votes\":\"42\",
     \"split\":{\"CGT\":\"75/100\",\"UNSA\":\"25/100\"}}]}],
   \"categorical\":{\"CFE-CGC\":[\"2\",\"3\"]}}")]
pub struct AudienceArgs {
    /// File of results, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE")]
    input: PathBuf,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids law audience`.
pub(super) fn run(face: &mut Face, args: &AudienceArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let ballot = answer::read::<AudienceForm>(&args.input)?.ballot();
    let found = law::audience(&ballot, face.today)?;
    let text = text(lang, &found.value);
    answer::known(face, args.explain, &found, views::Audience::of(&found.value), &text)
}

/// A share as a percentage with two decimals, an exact half rounded up. Where rounding reaches a whole percent that the
/// share is not, the exact share stands beside it: 9.996 % does not read as 10 %.
pub(crate) fn percent(lang: Lang, share: Fraction) -> String {
    let exact = share.checked_mul(Fraction::whole(10_000));
    let hundred = exact.map_or(0, Fraction::round_half_up);
    let (whole, part) = (hundred.checked_div(100).unwrap_or(0), hundred.checked_rem(100).unwrap_or(0));
    let beside = if part == 0 && !exact.is_some_and(Fraction::is_whole) {
        tr!(lang, "\u{a0}({share})", " ({share})")
    } else {
        String::new()
    };
    match lang {
        Lang::Fr => format!("{whole},{part:02}\u{a0}%{beside}"),
        Lang::En => format!("{whole}.{part:02}%{beside}"),
    }
}

/// What is missing to ten per cent, both ways.
fn short(lang: Lang, taken: u64, added: Option<u64>) -> String {
    let taken = trn!(
        lang,
        taken,
        "{taken} bulletin pris à une autre liste",
        "{taken} bulletins pris à une autre liste",
        "{taken} ballot taken from another list",
        "{taken} ballots taken from another list"
    );
    match added {
        Some(added) => {
            let added = trn!(
                lang,
                added,
                "{added} bulletin de plus",
                "{added} bulletins de plus",
                "{added} ballot more",
                "{added} ballots more"
            );
            tr!(lang, "il faut {added}, ou {taken}", "it takes {added}, or {taken}")
        }
        None => tr!(
            lang,
            "il faut {taken}\u{a0}; des bulletins de plus de cette liste commune n’y suffiraient pas",
            "it takes {taken}; more ballots of this common list would not do"
        ),
    }
}

/// The audience as text.
pub(crate) fn text(lang: Lang, audience: &Audience) -> String {
    let mut out = String::new();
    let valid = finding::number(lang, audience.valid);
    let _ = writeln!(out, "{}\n", tr!(lang, "Suffrages valables\u{a0}: {valid}", "Valid ballots: {valid}"));
    for u in &audience.unions {
        let votes = finding::number(lang, u.votes);
        let share = percent(lang, u.share);
        let state = if u.representative {
            let weight = percent(lang, u.weight.unwrap_or(Fraction::ZERO));
            tr!(lang, "représentatif, pèse {weight}", "representative, weighs {weight}")
        } else {
            let short = short(lang, u.to_representative, u.to_representative_added);
            tr!(lang, "non représentatif\u{a0}; {short}", "not representative; {short}")
        };
        let row = format!("{:<16}{votes:>10}  {share:>9}  ", u.name);
        out.push_str(&finding::wrapped(&row, "                ", &state));
        if let Some(inside) = &u.in_colleges {
            let (share, colleges) = (percent(lang, inside.share), inside.colleges.join(", "));
            let _ = writeln!(
                out,
                "{}",
                tr!(
                    lang,
                    "                {share} dans ses collèges ({colleges})",
                    "                {share} in its colleges ({colleges})"
                )
            );
        }
    }
    for c in &audience.candidates {
        let (name, college, share) = (&c.name, &c.college, percent(lang, c.share));
        let may = if c.may_be_delegate {
            tr!(lang, "peut être désigné·e", "may be designated")
        } else {
            tr!(lang, "sous les 10\u{a0}%", "below 10%")
        };
        let _ = writeln!(
            out,
            "{}",
            tr!(
                lang,
                "{name} (collège {college})\u{a0}: {share}, {may}",
                "{name} (college {college}): {share}, {may}"
            )
        );
    }
    let majorities: Vec<_> =
        signatories(audience, Fraction::HALF).into_iter().map(|c| c.join(" + ")).collect();
    if !majorities.is_empty() {
        let list = majorities.join(tr!(lang, "\u{a0}; ", "; ").as_str());
        out.push_str(&finding::wrapped(
            "",
            "  ",
            &tr!(lang, "Font la majorité\u{a0}: {list}", "Make the majority: {list}"),
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_rounded_and_say_where_that_would_mislead() {
        let of = |text: &str| percent(Lang::En, text.parse().unwrap());
        assert_eq!([of("62/622"), of("1/10"), of("1/3"), of("2/3")], ["9.97%", "10.00%", "33.33%", "66.67%"]);
        assert_eq!([of("1"), of("0"), of("1/80000")], ["100.00%", "0.00%", "0.00% (1/80000)"]);
        assert_eq!(of("2499/25000"), "10.00% (2499/25000)", "below ten");
        assert_eq!(percent(Lang::Fr, "1/8".parse().unwrap()), "12,50\u{a0}%");
    }
}
