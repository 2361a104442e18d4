//! Instalments that are agreed with members.

use chrono::{Months, NaiveDate};
use clap::Args;

use super::sum;
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
        wanted,
    },
    features::dues::{
        actions::agree::{self as app, Offer, Standing},
        rules::agreed,
        views,
    },
    money::Cents,
    tr,
};

/// Agree on instalments with a member, or list what is agreed
///
/// What has fallen due and is not paid (or --amount) is cut into --times equal parts, a month apart from --first on. As long as
/// they are kept no reminder goes; seven days after one that is missed, reminders begin again. The notice `instalments` tells the
/// member. Without WHO the agreements that count are listed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues agree
  contrepoids dues agree camille --times 3 --first 2026-12-15
  contrepoids dues agree camille --end")]
pub struct AgreeArgs {
    /// First digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO", requires = "what")]
    who: Option<String>,
    /// In how many parts, a month apart
    #[arg(long, value_name = "N", group = "what", requires = "who",
          value_parser = clap::value_parser!(u32).range(1..=i64::from(agreed::MOST)))]
    times: Option<u32>,
    /// The day of the first one; a month from now otherwise
    #[arg(long, value_name = "YYYY-MM-DD", requires = "times")]
    first: Option<NaiveDate>,
    /// The sum; what has fallen due and is not paid otherwise
    #[arg(long, value_name = "AMOUNT", value_parser = wanted::amount, requires = "times")]
    amount: Option<Cents>,
    /// Give it up: reminders begin again
    #[arg(long, group = "what", requires = "who")]
    end: bool,
}

impl AgreeArgs {
    /// Whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.who.is_none()
    }
}

pub(super) fn agree(face: &mut Face, args: &AgreeArgs) -> Result<Exit, Refusal> {
    let (now, today) = (face.now_ms(), face.today);
    let Some(who) = &args.who else {
        let vault = face.open_read()?;
        let all = app::all(&vault, today)?;
        if all.is_empty() && !face.json {
            face.note(&tr!(
                face.lang,
                "Aucun paiement en plusieurs fois n’est convenu.",
                "No instalments are agreed."
            ));
        }
        face.show(&Shown { all })?;
        return Ok(Exit::Done);
    };
    let mut vault = face.open_write()?;
    let one = match args.times {
        Some(times) => {
            let first = args.first.or_else(|| today.checked_add_months(Months::new(1))).unwrap_or(today);
            app::agree(&mut vault, now, today, who, Offer { times, first, amount: args.amount })?
        }
        None => app::give_up(&mut vault, now, today, who)?,
    };
    let id = one.account.id.short();
    face.note(&if args.end {
        tr!(face.lang, "Enregistré\u{a0}: ce n’est plus convenu.", "Saved: it is not agreed any more.")
    } else {
        tr!(
            face.lang,
            "Enregistré. Pour le lui écrire\u{a0}: contrepoids notice preview instalments --id {id}",
            "Saved. To write it to them: contrepoids notice preview instalments --id {id}"
        )
    });
    face.show(&Shown { all: vec![one] })?;
    Ok(Exit::Done)
}

struct Shown {
    all: Vec<Standing>,
}

impl Show for Shown {
    fn view(&self, _lang: Lang) -> impl View {
        views::Agreements::of(self.all.iter().map(|s| (&s.account, &s.agreement)))
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for Standing { account, agreement } in &self.all {
            out.push_str(&format!("{}\n", account.name));
            for (day, amount) in agreement.left() {
                let day = finding::day(lang, day);
                out.push_str(&format!("  {day:<12}{}\n", sum(lang, amount)));
            }
            if !agreement.kept() {
                let missing = agreement.missing.text(lang);
                let text =
                    tr!(lang, "Pas tenu\u{a0}: il manque {missing}.", "Not kept: {missing} is missing.");
                out.push_str(&finding::wrapped("  ", "  ", &text));
            }
        }
        out
    }
}
