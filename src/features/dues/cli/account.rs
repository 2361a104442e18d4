//! The account of a member, and where all stand.

use std::cmp::Ordering;

use chrono::NaiveDate;
use clap::Args;

use super::schedule::terms_text;
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
        table::Table,
    },
    features::dues::{
        actions::{self as app, DuesError},
        rules::{self, Account, Total, Treasury, scales},
        views,
    },
    money::{Cents, Charge, Piece},
    tr, trn,
};

/// Show what a member owes for each period, and why
///
/// Each period that has begun with its scale, its days and its sum; what was paid goes to the oldest first. What cannot be
/// told says what is missing.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids dues explain \"Camille Exemple\"")]
pub struct ExplainArgs {
    /// First digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
}

pub(super) fn explain(face: &mut Face, args: &ExplainArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let (treasury, account) = app::account(&vault, &args.who, face.today)?;
    face.show(&Explained { treasury, account, today: face.today })?;
    Ok(Exit::Done)
}

struct Explained {
    treasury: Treasury,
    account: Account,
    today: NaiveDate,
}

impl Show for Explained {
    fn view(&self, _lang: Lang) -> impl View {
        views::Owing::of(&self.account, self.today)
    }

    fn text(&self, lang: Lang) -> String {
        let account = &self.account;
        let mut out = format!("{}\n", account.name);
        if account.charges.is_empty() {
            let text = tr!(
                lang,
                "Rien n’est dû\u{a0}: pas d’adhésion notée depuis que le premier barème compte.",
                "Nothing is owed: no membership is noted since the first scale counts."
            );
            out.push_str(&finding::wrapped("  ", "  ", &text));
        }
        let known = scales::scales(&self.treasury.plan);
        let mut said = None;
        for charge in &account.charges {
            if charge.scale != said
                && let Some(scale) = charge.scale.as_deref().and_then(|name| scales::find(&known, name))
                && let Some(version) = scale.on(charge.pieces.first().map_or(charge.from, |p| p.from))
            {
                let terms = terms_text(lang, version);
                let name = &scale.name;
                let line = tr!(lang, "barème «\u{a0}{name}\u{a0}»\u{a0}: {terms}", "scale “{name}”: {terms}");
                out.push_str(&finding::wrapped("  ", "    ", &line));
                said.clone_from(&charge.scale);
            }
            out.push_str(&charge_text(lang, charge, account));
        }
        for (_, entry) in &account.entries {
            let (day, kind) = (finding::day(lang, entry.day), entry.kind.words(lang));
            let way = entry.way.map_or_else(String::new, |w| format!(", {}", w.words(lang)));
            let (amount, number) = (entry.counted().credit().text(lang), entry.receipt());
            out.push_str(&finding::wrapped(
                "  ",
                "    ",
                &format!("{day}  {amount}  {kind}{way} [{number}]"),
            ));
        }
        let reference = rules::reference(account.id);
        out.push_str(&finding::wrapped(
            "  ",
            "    ",
            &tr!(lang, "référence des virements\u{a0}: {reference}", "reference of transfers: {reference}"),
        ));
        let balance = account.standing.balance;
        let sum = balance.abs().text(lang);
        out.push_str(&match balance.cmp(&Cents::ZERO) {
            Ordering::Less => tr!(lang, "Reste dû\u{a0}: {sum}\n", "Still owed: {sum}\n"),
            Ordering::Greater => tr!(lang, "Payé d’avance\u{a0}: {sum}\n", "Paid in advance: {sum}\n"),
            Ordering::Equal => tr!(lang, "À jour.\n", "Nothing is owed.\n"),
        });
        if account.standing.open > 0 {
            let count = account.standing.open;
            let text = trn!(
                lang,
                count,
                "Sans compter {count} période dont la somme n’est pas connue.",
                "Sans compter {count} périodes dont la somme n’est pas connue.",
                "Not counting {count} period of which the sum is not known.",
                "Not counting {count} periods of which the sum is not known."
            );
            out.push_str(&finding::wrapped("", "  ", &text));
            let id = account.id.short();
            out.push_str(&tr!(
                lang,
                "À faire\u{a0}: contrepoids dues assign {id} --income SOMME --from AAAA-MM-JJ\n",
                "Next: contrepoids dues assign {id} --income AMOUNT --from YYYY-MM-DD\n"
            ));
        }
        out
    }
}

fn charge_text(lang: Lang, charge: &Charge, account: &Account) -> String {
    let (from, to) = (finding::day(lang, charge.from), finding::day(lang, charge.to));
    let amount = charge.amount.map_or_else(|| tr!(lang, "pas connu", "not known"), |a| a.text(lang));
    let rest = account.standing.unpaid.iter().find(|u| (u.from, u.due) == (charge.from, charge.due));
    let unpaid = match rest {
        Some(rest) if Some(rest.rest) == charge.amount => tr!(lang, ", pas payé", ", not paid"),
        Some(rest) => {
            let rest = rest.rest.text(lang);
            tr!(lang, ", reste {rest}", ", {rest} left")
        }
        None => String::new(),
    };
    let mut out = finding::wrapped("  ", "    ", &format!("{from} – {to}  {amount}{unpaid}"));
    let plain = |p: &Piece| {
        p.days == charge.of && p.exempt.is_none() && p.open.is_none() && p.base.is_none() && !p.at_minimum
    };
    for piece in charge.pieces.iter().filter(|p| !plain(p)) {
        out.push_str(&finding::wrapped("    ", "      ", &piece_text(lang, piece, charge)));
    }
    out
}

/// How a part of a period was found.
fn piece_text(lang: Lang, piece: &Piece, charge: &Charge) -> String {
    let mut parts = Vec::new();
    if piece.days != charge.of {
        let (from, to) = (finding::day(lang, piece.from), finding::day(lang, piece.to));
        let (days, of) = (piece.days, charge.of);
        parts.push(tr!(
            lang,
            "du {from} au {to} ({days} jours sur {of})",
            "{from} to {to} ({days} days of {of})"
        ));
    }
    if let Some(base) = piece.base {
        let base = base.text(lang);
        parts.push(tr!(lang, "revenu déclaré {base}", "declared income {base}"));
    }
    if let Some(share) = piece.share {
        let percent = finding::hundredths(lang, share);
        parts.push(tr!(lang, "temps de travail {percent}\u{a0}%", "working time {percent}%"));
    }
    if piece.at_minimum {
        parts.push(tr!(lang, "au minimum", "at the minimum"));
    }
    if let Some(reason) = &piece.exempt {
        parts.push(tr!(lang, "rien n’est dû\u{a0}: {reason}", "nothing is owed: {reason}"));
    }
    if let Some(open) = piece.open {
        parts.push(open.words(lang).to_owned());
    }
    if let Some(whole) = piece.whole.filter(|_| piece.exempt.is_none()) {
        let whole = i64::try_from(whole.round_half_up()).map(Cents::new).unwrap_or_default().text(lang);
        parts.push(tr!(lang, "{whole} la période entière", "{whole} for a whole period"));
    }
    parts.join(", ")
}

/// List where members stand: who is late, who paid too much
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues status --late
  contrepoids dues status --nothing")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
pub struct StatusArgs {
    /// Only who is late
    #[arg(long, group = "only")]
    late: bool,
    /// Only who has a sum that is not known
    #[arg(long, group = "only")]
    open: bool,
    /// Only members who paid nothing and should
    #[arg(long, group = "only")]
    nothing: bool,
    /// Only who paid in advance
    #[arg(long, group = "only")]
    ahead: bool,
}

pub(super) fn status(face: &mut Face, args: &StatusArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let treasury = app::read(&vault).map_err(DuesError::from)?;
    let accounts = treasury.accounts(face.today);
    let total = rules::total(&accounts, face.today);
    let wanted = |a: &Account| {
        !(args.late && a.late <= Cents::ZERO
            || args.open && a.standing.open == 0
            || args.nothing && !rules::pays_nothing(a)
            || args.ahead && a.standing.balance <= Cents::ZERO)
    };
    let members: Vec<_> = accounts.into_iter().filter(wanted).collect();
    if members.is_empty() && !face.json {
        face.note(&tr!(face.lang, "Personne.", "Nobody."));
    }
    face.show(&Standings { members, total, today: face.today })?;
    Ok(Exit::Done)
}

struct Standings {
    members: Vec<Account>,
    total: Total,
    today: NaiveDate,
}

impl Show for Standings {
    fn view(&self, _lang: Lang) -> impl View {
        views::Standings::of(&self.members, &self.total, self.today)
    }

    fn text(&self, lang: Lang) -> String {
        if self.members.is_empty() {
            return String::new();
        }
        let mut table = Table::new([
            tr!(lang, "nom", "name"),
            tr!(lang, "échu", "due"),
            tr!(lang, "payé", "paid"),
            tr!(lang, "solde", "balance"),
            tr!(lang, "en retard", "late"),
            tr!(lang, "depuis", "since"),
        ]);
        for account in &self.members {
            let standing = &account.standing;
            let nobody = tr!(lang, "(personne effacée)", "(erased)");
            let name = if account.name.is_empty() { nobody.as_str() } else { account.name.as_str() };
            let open = if standing.open > 0 { "\u{a0}+\u{a0}?" } else { "" };
            let since = standing.unpaid.iter().map(|u| u.due).min().filter(|_| account.late > Cents::ZERO);
            table.row([
                name.to_owned(),
                format!("{}{open}", standing.owed.text(lang)),
                standing.credit.text(lang),
                standing.balance.text(lang),
                if account.late > Cents::ZERO { account.late.text(lang) } else { String::new() },
                since.map_or_else(String::new, |day| finding::day(lang, day)),
            ]);
        }
        let mut out = table.text();
        if self.members.iter().any(|a| a.standing.open > 0) {
            out.push_str(&finding::wrapped(
                "",
                "  ",
                &tr!(
                    lang,
                    "?\u{a0}: une somme n’est pas connue (contrepoids dues explain NOM).",
                    "?: a sum is not known (contrepoids dues explain NAME)."
                ),
            ));
        }
        let ages = self.total.ages;
        let [month, quarter, half, longer] =
            [ages.month, ages.quarter, ages.half_year, ages.longer].map(|c| c.text(lang));
        out.push_str(&finding::wrapped(
            "",
            "  ",
            &tr!(
                lang,
                "Impayés de toutes et tous\u{a0}: jusqu’à 30\u{a0}jours {month}\u{a0}; 31 à 90 {quarter}\u{a0}; 91 à 180 \
                 {half}\u{a0}; au-delà {longer}.",
                "Unpaid of everybody: up to 30 days {month}; 31 to 90 {quarter}; 91 to 180 {half}; longer {longer}."
            ),
        ));
        out
    }
}
