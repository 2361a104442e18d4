//! A statement of the bank: shown, decided line by line, written.

use std::path::PathBuf;

use clap::Args;

use crate::{
    base::{Lang, View, text::fold},
    clock,
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::{
        agenda::records as agenda,
        dues::actions::import::{self, Decision, Import, Row, State},
        member::actions as member,
    },
    money::{Cents, matching::Sure},
    tr, trn,
};

/// Take in a statement of the bank
///
/// CSV of French banks, CFONB 120, OFX, CAMT.053. All or nothing is read; a movement that is in the book already, from this file or
/// one that overlaps it, is left out. For each payment the member is proposed with the reasons, for one that came back the entry that
/// it undoes; on a terminal each is confirmed, without one --apply takes what is certain, strong or likely and leaves the others for
/// later. Where payments of a member come from, and of which accounts files were taken in, is remembered as keyed hashes.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues import statement.csv
  contrepoids dues import statement.csv --apply")]
pub struct ImportArgs {
    /// The file of the bank
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write what is confirmed; without it everything is only shown
    #[arg(long)]
    apply: bool,
}

pub(super) fn import(face: &mut Face, args: &ImportArgs) -> Result<Exit, Refusal> {
    let mut vault = if args.apply { face.open_write()? } else { face.open_read()? };
    let found = import::prepare(&vault, &args.file, clock::random, face.today)?;
    if !args.apply {
        face.show(&Shown { found: &found, decided: &[], applied: false })?;
        let count = found.rows.iter().filter(|r| r.state == State::New).count();
        if count > 0 {
            face.note(&tr!(
                face.lang,
                "Rien n’est noté\u{a0}: relancez avec --apply pour confirmer.",
                "Nothing is written: run it again with --apply to confirm."
            ));
        }
        return Ok(Exit::Done);
    }
    if found.other_account {
        let question = tr!(
            face.lang,
            "Ce relevé n’est pas celui d’un compte déjà repris ici. Est-ce bien un compte de la section\u{a0}?",
            "This statement is of no account that was taken in here before. Is it an account of the section?"
        );
        face.go_on(&question)?;
    }
    let decided = if face.somebody_there() && !face.json {
        ask(face, &vault, &found)?
    } else {
        let sure = |row: &Row| match (row.undoes.as_slice(), row.proposals.as_slice()) {
            ([only], _) if only.sure != Sure::Weak => Some(Decision::Back(only.entry)),
            ([], [only]) if only.sure != Sure::Weak => Some(Decision::Of(only.who)),
            _ => None,
        };
        (0..).zip(&found.rows).filter_map(|(at, row)| Some((at, sure(row)?))).collect()
    };
    let written = import::save(&mut vault, face.now_ms(), &found, &decided)?;
    let (count, lang) = (written.len(), face.lang);
    face.note(&trn!(
        lang,
        count,
        "{count} écriture notée.",
        "{count} écritures notées.",
        "{count} entry written.",
        "{count} entries written."
    ));
    face.show(&Shown { found: &found, decided: &decided, applied: true })?;
    Ok(Exit::Done)
}

/// Asks of each new movement who it is of.
fn ask(
    face: &mut Face,
    vault: &crate::vault::Vault,
    found: &Import,
) -> Result<Vec<(usize, Decision)>, Refusal> {
    let lang = face.lang;
    face.note(&tr!(
        lang,
        "Pour chaque ligne\u{a0}: Entrée confirme la proposition\u{a0}; un nom en choisit une autre\u{a0}; =catégorie met de \
         côté\u{a0}; - laisse pour plus tard\u{a0}; fin arrête là.",
        "For each line: Enter confirms the proposal; a name chooses another; =category sets it aside; - leaves it for \
         later; end stops here."
    ));
    let mut out = Vec::new();
    for (at, row) in (0..).zip(&found.rows) {
        if row.state == State::Known {
            continue;
        }
        face.note(&row_text(lang, row, found));
        let proposed = match (row.undoes.as_slice(), row.proposals.as_slice()) {
            ([only], _) => Some(Decision::Back(only.entry)),
            ([], [only]) => Some(Decision::Of(only.who)),
            _ => None,
        };
        let shown = match &proposed {
            Some(Decision::Of(id)) => found.names.get(id),
            Some(Decision::Back(id)) => found.receipts.get(id),
            _ => None,
        };
        let shown = shown.map_or("-", String::as_str);
        let question = if row.undoes.is_empty() {
            tr!(lang, "De qui\u{a0}? [{shown}] ", "Whose? [{shown}] ")
        } else {
            tr!(lang, "Quelle écriture est annulée\u{a0}? [{shown}] ", "Which entry is undone? [{shown}] ")
        };
        loop {
            let Some(answer) = face.ask(&question)? else { return Ok(out) };
            match read_answer(vault, &answer, proposed.as_ref(), found) {
                Ok(Answer::Decided(decision)) => out.push((at, decision)),
                Ok(Answer::Later) => {}
                Ok(Answer::End) => return Ok(out),
                Err(refusal) => {
                    let what = face.words(&refusal).what;
                    face.note(&what);
                    continue;
                }
            }
            break;
        }
    }
    Ok(out)
}

enum Answer {
    Decided(Decision),
    Later,
    End,
}

fn read_answer(
    vault: &crate::vault::Vault,
    answer: &str,
    proposed: Option<&Decision>,
    found: &Import,
) -> Result<Answer, Refusal> {
    use crate::features::dues::actions::DuesError;
    if let Some(category) = answer.strip_prefix('=') {
        let category = agenda::text(category).ok_or(DuesError::Text)?;
        return Ok(Answer::Decided(Decision::Aside(category)));
    }
    // The number of an entry, for a payment that came back.
    let entry = found.receipts.iter().find(|(_, receipt)| receipt.eq_ignore_ascii_case(answer));
    Ok(match (answer, proposed) {
        ("", Some(decision)) => Answer::Decided(decision.clone()),
        ("" | "-", _) => Answer::Later,
        _ if ["fin", "end"].contains(&fold(answer).as_str()) => Answer::End,
        _ => Answer::Decided(match entry {
            Some((id, _)) => Decision::Back(*id),
            None => Decision::Of(member::find_id(vault, answer)?),
        }),
    })
}

struct Shown<'a> {
    found: &'a Import,
    decided: &'a [(usize, Decision)],
    applied: bool,
}

impl Shown<'_> {
    fn decision(&self, at: usize) -> Option<&Decision> {
        self.decided.iter().find(|(row, _)| *row == at).map(|(_, decision)| decision)
    }
}

impl Show for Shown<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        self.found.view(self.decided, self.applied)
    }

    fn text(&self, lang: Lang) -> String {
        let found = self.found;
        let form = found.statement.form.words(lang);
        let bank = found.statement.bank.as_deref().map_or_else(String::new, |bank| format!(", {bank}"));
        let all = found.rows.len();
        let known = found.rows.iter().filter(|r| r.state == State::Known).count();
        let mut out = finding::wrapped(
            "",
            "  ",
            &tr!(
                lang,
                "{form}{bank}\u{a0}: {all} mouvements, dont {known} déjà dans le livre.",
                "{form}{bank}: {all} movements, of which {known} are in the book already."
            ),
        );
        for (at, row) in (0..).zip(&found.rows).filter(|(_, r)| r.state != State::Known) {
            let decision = self.decision(at);
            if self.applied && decision.is_some() {
                continue;
            }
            out.push_str(&row_text(lang, row, found));
        }
        if self.applied {
            let left = found
                .rows
                .iter()
                .filter(|r| r.state != State::Known)
                .count()
                .saturating_sub(self.decided.len());
            if left > 0 {
                out.push_str(&finding::wrapped(
                    "",
                    "  ",
                    &tr!(
                        lang,
                        "Laissés pour plus tard\u{a0}: {left}. Le même fichier, repris, ne montre plus que ceux-là.",
                        "Left for later: {left}. The same file, taken again, shows only those."
                    ),
                ));
            }
        }
        out
    }
}

/// A movement with what is proposed for it.
fn row_text(lang: Lang, row: &Row, found: &Import) -> String {
    let movement = &row.movement;
    let (day, amount) = (finding::day(lang, movement.day), movement.amount.text(lang));
    let name = movement.name.as_deref().map_or_else(String::new, |n| format!(" – {n}"));
    let head = format!("{day}{amount:>13}  ");
    let mut out = finding::wrapped(&head, &" ".repeat(25), &format!("{}{name}", movement.label));
    if let State::Double(number) = &row.state {
        out.push_str(&finding::wrapped(
            &" ".repeat(25),
            &" ".repeat(27),
            &tr!(
                lang,
                "→ sans doute déjà noté à la main\u{a0}: {number}",
                "→ probably written by hand already: {number}"
            ),
        ));
    }
    for one in &row.undoes {
        let who = one.person.and_then(|id| found.names.get(&id)).cloned().unwrap_or_default();
        let why: Vec<_> = one.why.iter().map(|w| w.words(lang)).collect();
        let (number, why, sure) = (&one.receipt, why.join(", "), one.sure.words(lang));
        out.push_str(&finding::wrapped(
            &" ".repeat(25),
            &" ".repeat(27),
            &tr!(
                lang,
                "→ revient, et annule {number} {who} ({sure}\u{a0}: {why})",
                "→ came back, and undoes {number} {who} ({sure}: {why})"
            ),
        ));
    }
    for proposal in &row.proposals {
        let who = found.names.get(&proposal.who).cloned().unwrap_or_default();
        let why: Vec<_> = proposal.why.iter().map(|w| w.words(lang)).collect();
        let (why, sure) = (why.join(", "), proposal.sure.words(lang));
        out.push_str(&finding::wrapped(
            &" ".repeat(25),
            &" ".repeat(27),
            &tr!(lang, "→ {who} ({sure}\u{a0}: {why})", "→ {who} ({sure}: {why})"),
        ));
    }
    if row.proposals.is_empty() && row.state == State::New && movement.amount > Cents::ZERO {
        let text = tr!(lang, "→ personne n’est proposé·e", "→ nobody is proposed");
        out.push_str(&finding::wrapped(&" ".repeat(25), &" ".repeat(27), &text));
    }
    out
}
