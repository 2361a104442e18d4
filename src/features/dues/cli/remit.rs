//! What goes to the federation, the department, the local union, the confederation, a magazine.

use chrono::{Datelike as _, NaiveDate};
use clap::{ArgGroup, Args};

use super::{row, text, word};
use crate::{
    base::{Fraction, Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
        wanted,
    },
    features::dues::{
        actions::remit as app,
        records::ShareUp,
        rules::remit::{Statement, Terms},
        views,
    },
    money::{Cents, Way},
    tr,
};

/// Show what is due upward, set the shares, note what was declared and paid
///
/// A share is a part of what was received (--percent 25) or a price for each stamp, a month paid in full (--stamp 3.50); --first
/// for the first stamp of a member, --scale for who is on a scale of its own (retired). It counts from its day on. What came back or
/// was written late is made good by the next statement. Without LEVEL the statements until the end of the last month are shown.
#[derive(Debug, Clone, Args)]
#[command(group = ArgGroup::new("terms").args(["percent", "stamp"]))]
#[command(after_help = "Examples:
  contrepoids dues remit
  contrepoids dues remit federation --percent 25 --from 2026-01-01
  contrepoids dues remit department --stamp 3.50 --scale retired
  contrepoids dues remit --declare --until 2026-10-31
  contrepoids dues remit federation --pay 120 --day 2026-11-10")]
pub struct RemitArgs {
    /// The level: federation, department, local union, confederation, a magazine
    #[arg(value_name = "LEVEL", requires = "set")]
    level: Option<String>,
    /// Its part of what was received, in percent
    #[arg(long, value_name = "N", groups = ["set"], requires = "level")]
    percent: Option<Fraction>,
    /// Its price for each stamp
    #[arg(long, value_name = "AMOUNT", value_parser = wanted::amount, groups = ["set"], requires = "level")]
    stamp: Option<Cents>,
    /// Its price for the first stamp of a member
    #[arg(long, value_name = "AMOUNT", value_parser = wanted::amount, requires = "terms")]
    first: Option<Cents>,
    /// Only for who is on this scale
    #[arg(long, value_name = "NAME", requires = "terms")]
    scale: Option<String>,
    /// From which day on; the first of the year otherwise
    #[arg(long, value_name = "YYYY-MM-DD", requires = "terms")]
    from: Option<NaiveDate>,
    /// What was paid to it: an entry of the book
    #[arg(long, value_name = "AMOUNT", value_parser = wanted::amount, group = "set", requires = "level", conflicts_with = "terms")]
    pay: Option<Cents>,
    /// The day on which it was paid; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD", requires = "pay")]
    day: Option<NaiveDate>,
    /// How: transfer, debit, cheque, cash, card, payroll, other
    #[arg(long, value_name = "WAY", value_parser = way, requires = "pay")]
    way: Option<Way>,
    /// The last day of the statement; the end of the last month otherwise
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "level")]
    until: Option<NaiveDate>,
    /// Note that these statements were declared
    #[arg(long, conflicts_with = "level")]
    declare: bool,
}

fn way(text: &str) -> Result<Way, String> {
    word(Way::ALL, |w| [w.code(), w.words(Lang::Fr), w.words(Lang::En)], text)
}

impl RemitArgs {
    /// Whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.level.is_none() && !self.declare
    }
}

pub(super) fn remit(face: &mut Face, args: &RemitArgs) -> Result<Exit, Refusal> {
    let (now, today, lang) = (face.now_ms(), face.today, face.lang);
    // The day before the first of this month.
    let until = args.until.or_else(|| today.with_day(1)?.pred_opt()).unwrap_or(today);
    let statements = if let Some(level) = text(args.level.as_ref())? {
        let mut vault = face.open_write()?;
        if let Some(amount) = args.pay {
            let paid = (amount, args.day.unwrap_or(today), args.way);
            let entry = app::pay(&mut vault, now, today, &level, paid)?;
            let number = entry.receipt();
            face.note(&tr!(lang, "Noté\u{a0}: {number}", "Written: {number}"));
        } else {
            let terms = match (args.percent, args.stamp) {
                (Some(percent), _) => {
                    Terms::Part(percent.checked_div(Fraction::whole(100)).unwrap_or_default())
                }
                (None, stamp) => Terms::Price(stamp.unwrap_or_default()),
            };
            let share = ShareUp {
                level,
                from: args.from.or_else(|| today.with_ordinal(1)).unwrap_or(today),
                scale: text(args.scale.as_ref())?,
                terms: terms.to_stored(),
                first: args.first.map(|price| Terms::Price(price).to_stored()),
            };
            app::set(&mut vault, now, share)?;
            face.note(&tr!(lang, "Enregistré.", "Saved."));
        }
        app::statements(&vault, until)?
    } else if args.declare {
        let mut vault = face.open_write()?;
        let all = app::declare(&mut vault, now, today, until)?;
        face.note(&tr!(lang, "Noté comme déclaré.", "Noted as declared."));
        all
    } else {
        let vault = face.open_read()?;
        app::statements(&vault, until)?
    };
    face.show(&Shown { statements, until })?;
    Ok(Exit::Done)
}

struct Shown {
    statements: Vec<Statement>,
    until: NaiveDate,
}

impl Show for Shown {
    fn view(&self, _lang: Lang) -> impl View {
        views::Remitted::of(&self.statements, self.until)
    }

    fn text(&self, lang: Lang) -> String {
        let until = finding::day(lang, self.until);
        let mut out = tr!(lang, "À reverser, au {until}\n", "Due upward, on {until}\n");
        for one in &self.statements {
            out.push_str(&format!("{}\n", one.level));
            if let Some(since) = one.since {
                let since = finding::day(lang, since);
                let text = tr!(lang, "déclaré jusqu’au {since}", "declared until {since}");
                out.push_str(&row(lang, &text, one.declared));
            }
            out.push_str(&row(lang, &tr!(lang, "nouveau", "new"), one.new.amount));
            if one.carried != Cents::ZERO {
                let text = tr!(lang, "dont rectifié pour avant", "of that made good for before");
                out.push_str(&row(lang, &text, one.carried));
            }
            out.push_str(&row(lang, &tr!(lang, "payé", "paid"), one.paid));
            out.push_str(&row(lang, &tr!(lang, "reste à payer", "left to pay"), one.rest()));
            let (stamps, first) = (one.new.stamps, one.new.first);
            let mut text = tr!(
                lang,
                "timbres nouveaux\u{a0}: {stamps}, dont premiers {first}",
                "new stamps: {stamps}, of which first {first}"
            );
            for (scale, count) in one.new.apart.iter().filter(|(_, count)| **count != 0) {
                text.push_str(&format!(", {scale} {count}"));
            }
            let received = one.new.received.text(lang);
            text.push_str(&tr!(lang, "\u{a0}; reçu {received}", "; received {received}"));
            out.push_str(&finding::wrapped("  ", "  ", &text));
        }
        out
    }
}
