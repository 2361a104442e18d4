//! `bargain signatures`, `bargain disagreement`, `bargain minutes`.

use chrono::NaiveDate;
use clap::Args;

use super::{kept, table::head};
use crate::face::explaining::Explaining;
use crate::{
    base::{Lang, View},
    election::Validity,
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::bargain::{
        actions::ending::{self as app, Drafted, Ended, SignatureEdit},
        rules::ending::UnionShare,
    },
    law::{Fraction, Reasons},
    tr,
};

/// Note who signed, and show whether that makes the agreement valid
///
/// The audience is that of the first round of the last elections of full members that are recorded. More than half of the votes
/// for representative unions makes the agreement valid; more than thirty per cent opens a vote of the staff. Where the audience is
/// not known nothing is guessed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain signatures 3f2a91c4 --signed CGT --signed CFDT
  contrepoids bargain signatures 3f2a91c4 --notified 2027-02-15")]
pub struct SignaturesArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// A union that signed; may be repeated
    #[arg(long, value_name = "UNION")]
    signed: Vec<String>,
    /// A union that did not sign after all; may be repeated
    #[arg(long, value_name = "UNION")]
    withdrawn: Vec<String>,
    /// The day the agreement was notified to all representative unions
    #[arg(long, value_name = "YYYY-MM-DD")]
    notified: Option<NaiveDate>,
    #[command(flatten)]
    explain: Explaining,
}

impl SignaturesArgs {
    /// Tells whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.signed.is_empty() && self.withdrawn.is_empty() && self.notified.is_none()
    }
}

/// Draft the minutes of disagreement from the last word of each side
///
/// Markdown on standard output, in French, for that is what is signed and filed; --english adds a text to be read. Only what was said
/// at the table goes in: no reason, no cost. What is left to be filled in is named.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain disagreement 3f2a91c4
  contrepoids bargain disagreement 3f2a91c4 --english")]
pub struct DisagreementArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// Add the same in English, to be read
    #[arg(long)]
    english: bool,
}

/// Draft the minutes of a meeting: what each side said on that day
///
/// Markdown on standard output, for the members.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain minutes 3f2a91c4 --day 2027-01-12")]
pub struct MinutesArgs {
    /// The digits that name the round in `bargain list`
    #[arg(value_name = "ID")]
    id: String,
    /// The day of the meeting; the last one where it is not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// Add the same in English
    #[arg(long)]
    english: bool,
}

/// Runs `contrepoids bargain signatures`.
pub(super) fn signatures(face: &mut Face, args: &SignaturesArgs) -> Result<Exit, Refusal> {
    let ended = if args.shows() {
        app::ended(&face.open_read()?, face.today, &args.id)?
    } else {
        let names = |all: &[String]| {
            all.iter().map(|n| kept(Some(n)).map(Option::unwrap_or_default)).collect::<Result<Vec<_>, _>>()
        };
        let edit = SignatureEdit {
            signed: names(&args.signed)?,
            withdrawn: names(&args.withdrawn)?,
            notified: args.notified,
        };
        let mut vault = face.open_write()?;
        let (now, today) = (face.now_ms(), face.today);
        let ended = app::sign(&mut vault, now, today, &args.id, edit)?;
        face.note(&tr!(face.lang, "Enregistré.", "Saved."));
        ended
    };
    face.show(&Signed { ended, explain: args.explain })?;
    Ok(Exit::Done)
}

/// Runs `contrepoids bargain disagreement`.
pub(super) fn disagreement(face: &mut Face, args: &DisagreementArgs) -> Result<Exit, Refusal> {
    let made = app::disagreement(&face.open_read()?, face.today, &args.id)?;
    if !face.json {
        let left: Vec<_> = made.draft.blanks.iter().map(|b| b.words(face.lang)).collect();
        let left = left.join("\u{a0}; ");
        face.note(&tr!(face.lang, "À remplir\u{a0}: {left}.", "To be filled in: {left}."));
        face.note(&tr!(
            face.lang,
            "Qui dépose, et ce qui suit\u{a0}: contrepoids bargain guide désaccord",
            "Who files it, and what follows: contrepoids bargain guide disagreement"
        ));
    }
    face.show(&Disagreed(made, args.english))?;
    Ok(Exit::Done)
}

/// Runs `contrepoids bargain minutes`.
pub(super) fn minutes(face: &mut Face, args: &MinutesArgs) -> Result<Exit, Refusal> {
    let made = app::minutes(&face.open_read()?, face.today, &args.id, args.day)?;
    face.show(&Minuted(made, args.english))?;
    Ok(Exit::Done)
}

struct Signed {
    ended: Ended,
    explain: Explaining,
}

impl Show for Signed {
    fn view(&self, lang: Lang) -> impl View {
        app::signatures(lang, &self.ended)
    }

    fn reasons(&self, lang: Lang) -> Option<Reasons> {
        finding::reasons(lang, &self.ended.ending, self.explain)
    }

    fn text(&self, lang: Lang) -> String {
        let (found, ending) = (&self.ended.followed, &self.ended.ending.value);
        let mut out = head(lang, found);
        for union in &ending.unions {
            out.push_str(&finding::wrapped("  ", "    ", &union_line(lang, union)));
        }
        let mut row = |name: String, text: &str| {
            out.push_str(&finding::wrapped(&format!("  {name:<13}"), &" ".repeat(15), text));
        };
        let verdict = match (ending.verdict, ending.share) {
            (Some(verdict), Some(share)) => {
                let (words, share) = (verdict.words(lang), percent(lang, share));
                tr!(lang, "{words} ({share} des suffrages)", "{words} ({share} of the votes)")
            }
            _ => tr!(lang, "indéterminée", "undetermined"),
        };
        row(tr!(lang, "validité", "validity"), &verdict);
        for gap in &ending.missing {
            row(tr!(lang, "il manque", "missing"), gap.words(lang));
        }
        if let Some(clocks) = ending.clocks {
            let day = |d| finding::day(lang, d);
            let (ask, sign, vote) = (day(clocks.ask_until), day(clocks.sign_until), day(clocks.vote_until));
            row(
                tr!(lang, "vote", "vote"),
                &tr!(
                    lang,
                    "à demander d’ici au {ask}\u{a0}; demandé ce jour-là, d’autres signatures jusqu’au {sign} et vote d’ici au {vote}",
                    "to be asked for by {ask}; asked for on that day, other signatures until {sign} and the vote by {vote}"
                ),
            );
            row(
                tr!(lang, "agenda", "agenda"),
                &tr!(
                    lang,
                    "contrepoids agenda record minority-agreement",
                    "contrepoids agenda record minority-agreement"
                ),
            );
        }
        match (ending.notified, ending.nullity_until) {
            (Some(day), Some(until)) => {
                let (day, until) = (finding::day(lang, day), finding::day(lang, until));
                row(tr!(lang, "notifié", "notified"), &tr!(lang, "le {day}", "on {day}"));
                row(
                    tr!(lang, "nullité", "nullity"),
                    &tr!(
                        lang,
                        "au tribunal jusqu’au {until}, pour un syndicat qui a une section",
                        "of the court until {until}, for a union with a section"
                    ),
                );
            }
            _ if ending.verdict.is_some_and(|v| v != Validity::Invalid) => row(
                tr!(lang, "à notifier", "to notify"),
                &tr!(
                    lang,
                    "à toutes les organisations représentatives (--notified)",
                    "to all representative unions (--notified)"
                ),
            ),
            _ => {}
        }
        row(
            tr!(lang, "ensuite", "then"),
            &tr!(lang, "contrepoids bargain guide accord", "contrepoids bargain guide agreement"),
        );
        out.push_str(&finding::below(lang, &self.ended.ending, self.explain));
        out
    }
}

fn percent(lang: Lang, share: Fraction) -> String {
    let number = finding::hundredths(lang, share);
    tr!(lang, "{number}\u{a0}%", "{number} %")
}

fn union_line(lang: Lang, union: &UnionShare) -> String {
    let name = &union.name;
    let signed = if union.signed {
        tr!(lang, "a signé", "signed")
    } else {
        tr!(lang, "n’a pas signé", "did not sign")
    };
    let share = match (union.share, union.representative) {
        (Some(share), _) => percent(lang, share),
        (None, Some(_)) => tr!(lang, "non représentatif", "not representative"),
        (None, None) => tr!(lang, "inconnu de ces élections", "not known to these elections"),
    };
    tr!(lang, "{name}\u{a0}: {share}, {signed}", "{name}: {share}, {signed}")
}

struct Disagreed(Drafted, bool);

impl Show for Disagreed {
    fn view(&self, lang: Lang) -> impl View {
        app::drafted(lang, &self.0)
    }

    fn text(&self, _: Lang) -> String {
        paper(&self.0, self.1)
    }
}

struct Minuted(Drafted, bool);

impl Show for Minuted {
    fn view(&self, _: Lang) -> impl View {
        app::minuted(&self.0)
    }

    fn text(&self, _: Lang) -> String {
        paper(&self.0, self.1)
    }
}

/// The French text; below it the English one, where it is asked for.
fn paper(made: &Drafted, english: bool) -> String {
    let mut out = wrapped(&made.draft.french);
    if english {
        out.push_str("\n---\n\n");
        out.push_str(&wrapped(&made.draft.english));
    }
    out
}

/// Breaks the lines of a Markdown text as the screen is wide; a paragraph and a point stay one.
fn wrapped(markdown: &str) -> String {
    let mut out = String::new();
    for line in markdown.lines() {
        match line.strip_prefix("- ") {
            _ if line.is_empty() => out.push('\n'),
            _ if line.starts_with('#') => {
                out.push_str(line);
                out.push('\n');
            }
            Some(point) => out.push_str(&finding::wrapped("- ", "  ", point)),
            None => out.push_str(&finding::wrapped("", "", line)),
        }
    }
    out
}
