//! `dues mandate`: mandates of debit, and the page to sign.

use std::{fmt::Write as _, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::{sum, text};
use crate::{
    base::{Lang, View},
    clock,
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::dues::{
        actions::{
            self as app, DuesError,
            certificate::{self, PAGE},
            mandate::{self, Found, Said},
        },
        rules::mandate::Stands,
        views,
    },
    render::{escape_html as html, sheet},
    tr,
};

/// Mandates of debit: who lets their account be debited
///
/// A mandate is signed by the member; its reference is random and says nothing of anybody. The account lies sealed with the dues and
/// is shown by its last digits alone. Without a debit for 36 months a mandate is void.
#[derive(Debug, Args)]
pub struct MandateArgs {
    /// What to do.
    #[command(subcommand)]
    cmd: MandateCmd,
}

/// What `dues mandate` can do.
#[derive(Debug, Subcommand)]
enum MandateCmd {
    New(NewArgs),
    /// List the mandates
    List,
    Show(ShowArgs),
    End(EndArgs),
}

/// Make a mandate for a member, and the page to sign; note that it was signed
///
/// The account is asked for where --iban is missing: what is typed on a command line may stay in its history. Its check digits and the
/// key of a French account are checked; an account outside of the European economic area is refused. With --signed and no account the
/// mandate that waits for its signature is noted as signed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues mandate new camille --html mandate.html
  contrepoids dues mandate new camille --signed 2026-11-20")]
struct NewArgs {
    /// First digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
    /// The account
    #[arg(long, value_name = "IBAN")]
    iban: Option<String>,
    /// The day on which it was signed
    #[arg(long, value_name = "YYYY-MM-DD")]
    signed: Option<NaiveDate>,
    /// Who holds the account, where it is somebody else
    #[arg(long, value_name = "NAME")]
    holder: Option<String>,
    /// The reference, where the mandate has one already
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// Write the page to sign to this new file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Show a mandate with its debits; write its page
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids dues mandate show camille")]
struct ShowArgs {
    /// The reference, or the member: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
    /// Write the page to sign to this new file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// End a mandate: nothing is debited by it any more
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids dues mandate end camille --reason \"asked for it\"")]
struct EndArgs {
    /// The reference, or the member: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl MandateArgs {
    /// Returns what is safe when the command is refused.
    pub(super) const fn safe(&self) -> Safe {
        match &self.cmd {
            MandateCmd::List | MandateCmd::Show(_) => Safe::Read,
            MandateCmd::New(_) | MandateCmd::End(_) => Safe::Write,
        }
    }
}

pub(super) fn run(face: &mut Face, args: &MandateArgs) -> Result<Exit, Refusal> {
    match &args.cmd {
        MandateCmd::New(args) => new(face, args),
        MandateCmd::List => list(face),
        MandateCmd::Show(args) => {
            if let Some(path) = &args.html {
                certificate::may_be(path, PAGE)?;
            }
            let vault = face.open_read()?;
            let (_, found) = mandate::find(&vault, face.today, &args.who)?;
            drop(vault);
            shown(face, &found, args.html.as_ref())
        }
        MandateCmd::End(args) => {
            let reason = text(args.reason.as_ref())?;
            let (now, today) = (face.now_ms(), face.today);
            let mut vault = face.open_write()?;
            let found = mandate::end(&mut vault, now, today, &args.who, reason)?;
            face.note(&tr!(
                face.lang,
                "Terminé\u{a0}: plus rien ne sera prélevé.",
                "Ended: nothing is debited any more."
            ));
            shown(face, &found, None)
        }
    }
}

fn new(face: &mut Face, args: &NewArgs) -> Result<Exit, Refusal> {
    let (now, today, lang) = (face.now_ms(), face.today, face.lang);
    if let Some(path) = &args.html {
        certificate::may_be(path, PAGE)?;
    }
    let account = match &args.iban {
        Some(iban) => Some(iban.clone()),
        None if args.signed.is_none() => face.ask("IBAN : ")?.filter(|line| !line.is_empty()),
        None => None,
    };
    let said = Said {
        account,
        signed: args.signed,
        holder: text(args.holder.as_ref())?,
        reference: text(args.reference.as_ref())?,
    };
    let mut vault = face.open_write()?;
    let found = mandate::new(&mut vault, now, today, (&args.who, &said), clock::random)?;
    drop(vault);
    let reference = found.mandate.reference.clone();
    face.note(&if found.mandate.signed.is_some() {
        tr!(lang, "Enregistré\u{a0}: mandat {reference}, signé.", "Saved: mandate {reference}, signed.")
    } else {
        tr!(
            lang,
            "Enregistré\u{a0}: mandat {reference}, à signer. Une fois signé\u{a0}:\n  contrepoids dues mandate new QUI --signed JOUR",
            "Saved: mandate {reference}, to be signed. Once it is:\n  contrepoids dues mandate new WHO --signed DAY"
        )
    });
    shown(face, &found, args.html.as_ref())
}

fn shown(face: &mut Face, found: &Found, page_to: Option<&PathBuf>) -> Result<Exit, Refusal> {
    if let Some(path) = page_to {
        certificate::write(path, page(face.lang, found).as_bytes(), false)?;
        let file = crate::face::words::shown(path);
        face.note(&tr!(face.lang, "Page écrite\u{a0}: {file}", "Page written: {file}"));
    }
    face.show(&One { view: found.view(face.today) })?;
    Ok(Exit::Done)
}

fn list(face: &mut Face) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let treasury = app::read(&vault).map_err(DuesError::from)?;
    let view = views::Mandates::of(&treasury, face.today);
    if view.mandates.is_empty() && !face.json {
        face.note(&tr!(face.lang, "Aucun mandat.", "No mandate."));
    }
    face.show(&All { view })?;
    Ok(Exit::Done)
}

struct One {
    view: views::MandateView,
}

struct All {
    view: views::Mandates,
}

/// The line of a mandate.
fn line(lang: Lang, one: &views::MandateView) -> String {
    let (name, reference, account, stands) =
        (&one.name, &one.reference, &one.account, one.stands.words(lang));
    finding::wrapped("", "  ", &format!("{name}\u{a0}: {reference}, {account}, {stands}"))
}

impl Show for One {
    fn view(&self, _lang: Lang) -> impl View {
        &self.view
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = line(lang, &self.view);
        let day = |day: NaiveDate| finding::day(lang, day);
        if let (Stands::InForce, Some(until)) = (self.view.stands, self.view.void_from) {
            let until = day(until);
            out.push_str(&finding::wrapped(
                "  ",
                "  ",
                &tr!(
                    lang,
                    "Sans prélèvement, caduc à partir du {until}.",
                    "Without a debit it is void from {until} on."
                ),
            ));
        }
        for one in &self.view.debits {
            let (on, state) = (day(one.day), one.state.words(lang));
            let why = one.reason.as_ref().map_or_else(String::new, |code| format!(" ({code})"));
            out.push_str(&format!("  {on:<12}{}  {state}{why}\n", sum(lang, one.amount)));
        }
        out
    }
}

impl Show for All {
    fn view(&self, _lang: Lang) -> impl View {
        &self.view
    }

    fn text(&self, lang: Lang) -> String {
        self.view.mandates.iter().map(|one| line(lang, one)).collect()
    }
}

const STYLE: &str = "\
@page { size: A4; margin: 20mm }
body { font: 11pt/1.45 sans-serif; color: #111; background: #fff; margin: 0 auto; max-width: 44rem; padding: 1rem }
h1 { font-size: 1.35rem; text-align: center }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
th, td { border: 1px solid #999; padding: .4rem .5rem; text-align: left; vertical-align: top }
th { width: 40%; font-weight: normal }
.sign { height: 4rem }
@media print { body { max-width: none; padding: 0 } }
";

/// The page to sign: no script, nothing from elsewhere.
fn page(lang: Lang, found: &Found) -> String {
    let (mandate, plan) = (&found.mandate, &found.treasury.plan);
    let text = |t: &Option<String>| html(t.as_deref().unwrap_or_default());
    let person = mandate.person.and_then(|id| found.treasury.people.get(&found.treasury.whose(id)));
    let debtor = html(mandate.holder.as_deref().or(person.map(|p| p.name.as_str())).unwrap_or_default());
    let (creditor, address, identifier) = (text(&plan.receiver), text(&plan.address), text(&plan.creditor));
    let title = tr!(lang, "Mandat de prélèvement SEPA", "SEPA direct debit mandate");
    let rows = [
        (tr!(lang, "Référence unique du mandat", "Unique mandate reference"), html(&mandate.reference)),
        (tr!(lang, "Créancier", "Creditor"), format!("{creditor}<br>{address}")),
        (tr!(lang, "Identifiant créancier SEPA (ICS)", "Creditor identifier"), identifier),
        (tr!(lang, "Titulaire du compte", "Holder of the account"), debtor),
        (
            tr!(lang, "Numéro du compte (IBAN)", "Number of the account (IBAN)"),
            html(&grouped(&mandate.account)),
        ),
        (
            tr!(lang, "Type de paiement", "Type of payment"),
            tr!(lang, "récurrent (se répète)", "recurrent (it is repeated)"),
        ),
        (tr!(lang, "Fait à, le", "Place and day"), String::new()),
        (tr!(lang, "Signature", "Signature"), "<div class=\"sign\"></div>".to_owned()),
    ];
    let mut body = format!("<h1>{title}</h1>\n");
    let said = tr!(
        lang,
        "En signant ce mandat, vous autorisez le créancier à envoyer à votre banque des ordres de débiter votre compte, et votre banque à \
         le débiter selon ces ordres. Vous avez le droit d’être remboursé·e par votre banque, aux conditions de la convention passée avec \
         elle\u{a0}; une demande se fait dans les huit semaines qui suivent le débit. Chaque prélèvement est annoncé quatorze jours avant.",
        "By signing this mandate you allow the creditor to send orders to your bank to debit your account, and your bank to debit it \
         accordingly. You have the right to be refunded by your bank, on the terms of your agreement with it; a refund is asked for within \
         eight weeks of the debit. Each debit is announced fourteen days before."
    );
    let _ = writeln!(body, "<p>{said}</p>\n<table>");
    for (name, value) in rows {
        let _ = writeln!(body, "<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>");
    }
    body.push_str("</table>\n");
    sheet(lang, &title, STYLE, &body)
}

/// A number of an account in groups of four.
fn grouped(account: &str) -> String {
    let signs: Vec<char> = account.chars().collect();
    signs.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
