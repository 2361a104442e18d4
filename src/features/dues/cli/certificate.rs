//! Who receives the dues, and certificates for the tax office.

use std::{fmt::Write as _, path::PathBuf};

use chrono::{Datelike as _, NaiveDate};
use clap::Args;

use super::text;
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::dues::{
        actions::{
            self as app, DuesError, Receiver,
            certificate::{self, Certificate, Certificates},
        },
        records::Plan,
        rules::year,
        views,
    },
    money::{Cents, debit},
    render::{escape_html as html, sheet},
    tr, trn,
};

/// Note which union receives the dues, and who signs certificates
///
/// A certificate is given in the name of the union that received the money, which mostly is not the section. Without an option
/// it shows what is noted.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids dues receiver --name \"Syndicat Exemple\" --address \"Lyon\" \\
    --representative-since 2013-04-01 --signatory \"Lou Essai\"")]
pub struct ReceiverArgs {
    /// Its name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Its address
    #[arg(long, value_name = "TEXT")]
    address: Option<String>,
    /// What it is affiliated to
    #[arg(long, value_name = "NAME")]
    affiliation: Option<String>,
    /// The day since which it is representative (L. 2121-1): only then do dues give a tax credit
    #[arg(long, value_name = "YYYY-MM-DD")]
    representative_since: Option<NaiveDate>,
    /// Who signs
    #[arg(long, value_name = "NAME")]
    signatory: Option<String>,
    /// In which office
    #[arg(long, value_name = "TEXT")]
    office: Option<String>,
    /// After how many days a sum that fell due is late
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(0..=366))]
    grace: Option<u32>,
    /// How many days lie between two reminders at least; 21 otherwise
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=366))]
    gap: Option<u32>,
    /// What the statutes say of members who do not pay: nobody lapses without it, and only by a decision
    #[arg(long, value_name = "TEXT")]
    lapse_rule: Option<String>,
    /// The creditor identifier (ICS) that the bank gave, to collect debits
    #[arg(long, value_name = "IDENTIFIER")]
    creditor: Option<String>,
    /// The account on which debits come in
    #[arg(long, value_name = "IBAN")]
    iban: Option<String>,
}

impl ReceiverArgs {
    /// Whether it only shows.
    pub(super) const fn shows(&self) -> bool {
        self.name.is_none()
            && self.address.is_none()
            && self.affiliation.is_none()
            && self.representative_since.is_none()
            && self.signatory.is_none()
            && self.office.is_none()
            && self.grace.is_none()
            && self.gap.is_none()
            && self.lapse_rule.is_none()
            && self.creditor.is_none()
            && self.iban.is_none()
    }
}

pub(super) fn receiver(face: &mut Face, args: &ReceiverArgs) -> Result<Exit, Refusal> {
    if args.shows() {
        let vault = face.open_read()?;
        let plan = app::read(&vault).map_err(DuesError::from)?.plan;
        face.show(&Shown { plan })?;
        return Ok(Exit::Done);
    }
    let said = Receiver {
        name: text(args.name.as_ref())?,
        address: text(args.address.as_ref())?,
        affiliation: text(args.affiliation.as_ref())?,
        representative: args.representative_since,
        signatory: text(args.signatory.as_ref())?,
        office: text(args.office.as_ref())?,
        grace: args.grace,
        gap: args.gap,
        lapse: text(args.lapse_rule.as_ref())?,
        creditor: args.creditor.clone(),
        account: args.iban.clone(),
    };
    let mut vault = face.open_write()?;
    let plan = app::receiver(&mut vault, face.now_ms(), said)?;
    face.note(&tr!(face.lang, "Enregistré.", "Saved."));
    face.show(&Shown { plan })?;
    Ok(Exit::Done)
}

struct Shown {
    plan: Plan,
}

impl Show for Shown {
    fn view(&self, _lang: Lang) -> impl View {
        views::Receiver::of(&self.plan)
    }

    fn text(&self, lang: Lang) -> String {
        let plan = &self.plan;
        let none = || tr!(lang, "pas noté", "not noted");
        let rows = [
            (tr!(lang, "syndicat", "union"), plan.receiver.clone().unwrap_or_else(none)),
            (tr!(lang, "adresse", "address"), plan.address.clone().unwrap_or_else(none)),
            (tr!(lang, "affiliation", "affiliation"), plan.affiliation.clone().unwrap_or_else(none)),
            (
                tr!(lang, "représentatif depuis", "representative since"),
                plan.representative.map_or_else(none, |d| finding::day(lang, d)),
            ),
            (tr!(lang, "signe", "signs"), plan.signatory.clone().unwrap_or_else(none)),
            (tr!(lang, "fonction", "office"), plan.office.clone().unwrap_or_else(none)),
            (tr!(lang, "statuts, impayés", "statutes, arrears"), plan.lapse.clone().unwrap_or_else(none)),
            (tr!(lang, "identifiant ICS", "creditor id"), plan.creditor.clone().unwrap_or_else(none)),
            (tr!(lang, "compte", "account"), plan.account.as_deref().map_or_else(none, debit::masked)),
        ];
        rows.iter()
            .map(|(name, value)| finding::wrapped(&format!("  {name:<22}"), &" ".repeat(24), value))
            .collect()
    }
}

/// Write the certificates of a year for the tax office
///
/// One page for each member of whom something was received in the calendar year: each payment with its day and way, the sum,
/// who received it. --html writes them as pages to print and sign, --values the table that the notice `certificate` takes:
/// contrepoids notice queue certificate --values FILE. A second writing says that it is a copy.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues certificate --year 2026 --html certificates.html
  contrepoids dues certificate camille --year 2026 --html copy.html --copy
  contrepoids dues certificate --year 2026 --values certificates.csv")]
pub struct CertificateArgs {
    /// Only of this member: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO")]
    who: Option<String>,
    /// The calendar year; the last one otherwise
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(2018..=2199))]
    year: Option<i32>,
    /// Write pages to print
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write the table for the notice
    #[arg(long, value_name = "FILE")]
    values: Option<PathBuf>,
    /// Say on each page that it is a copy
    #[arg(long, requires = "html")]
    copy: bool,
    /// Replace the files where there are some
    #[arg(long)]
    force: bool,
}

pub(super) fn certificate(face: &mut Face, args: &CertificateArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let year = args.year.unwrap_or_else(|| face.today.year().saturating_sub(1));
    if let Some(path) = &args.html {
        certificate::may_be(path, certificate::PAGE)?;
    }
    let vault = face.open_read()?;
    let made = certificate::make(&vault, year, face.today, args.who.as_deref())?;
    drop(vault);
    let shown = |path: &Option<PathBuf>| path.as_ref().map(|p| crate::face::words::shown(p));
    if let Some(path) = &args.html {
        certificate::write(path, pages(lang, &made, args.copy).as_bytes(), args.force)?;
    }
    if let Some(path) = &args.values {
        certificate::write(path, made.values().as_bytes(), args.force)?;
    }
    for file in [shown(&args.html), shown(&args.values)].into_iter().flatten() {
        face.note(&tr!(lang, "Écrit\u{a0}: {file}", "Written: {file}"));
    }
    if year == face.today.year() {
        face.note(&tr!(lang, "L’année n’est pas finie.", "The year is not over."));
    }
    face.show(&Told { made, html: shown(&args.html), values: shown(&args.values) })?;
    Ok(Exit::Done)
}

struct Told {
    made: Certificates,
    html: Option<String>,
    values: Option<String>,
}

impl Show for Told {
    fn view(&self, _lang: Lang) -> impl View {
        self.made.view(self.html.clone(), self.values.clone())
    }

    fn text(&self, lang: Lang) -> String {
        let (year, count) = (self.made.year, self.made.all.len());
        let sum = self.made.all.iter().map(|c| c.year.total).sum::<crate::money::Cents>().text(lang);
        let mut out = trn!(
            lang,
            count,
            "{count} attestation pour {year}, {sum} en tout.\n",
            "{count} attestations pour {year}, {sum} en tout.\n",
            "{count} certificate for {year}, {sum} in all.\n",
            "{count} certificates for {year}, {sum} in all.\n"
        );
        if self.made.left_out > 0 {
            let count = self.made.left_out;
            out.push_str(&trn!(
                lang,
                count,
                "{count} personne n’en a pas\u{a0}: tout lui a été rendu.\n",
                "{count} personnes n’en ont pas\u{a0}: tout leur a été rendu.\n",
                "{count} person gets none: all was given back.\n",
                "{count} people get none: all was given back.\n"
            ));
        }
        let credit = match self.made.representative {
            Some(true) => return out,
            Some(false) => tr!(
                lang,
                "Le syndicat n’était pas représentatif cette année-là\u{a0}: pas de crédit d’impôt (CGI, art. 199 quater C).",
                "The union was not representative that year: no tax credit (CGI, art. 199 quater C)."
            ),
            None => tr!(
                lang,
                "Depuis quand le syndicat est représentatif n’est pas noté\u{a0}: le crédit d’impôt est dit sous condition \
                 (contrepoids dues receiver --representative-since).",
                "Since when the union is representative is not noted: the credit is stated on condition \
                 (contrepoids dues receiver --representative-since)."
            ),
        };
        out.push_str(&finding::wrapped("", "  ", &credit));
        out
    }
}

const STYLE: &str = "\
@page { size: A4; margin: 20mm }
body { font: 11pt/1.45 sans-serif; color: #111; background: #fff; margin: 0 auto; max-width: 44rem; padding: 1rem }
article { break-after: page; padding-bottom: 2rem }
article:last-of-type { break-after: auto }
h1 { font-size: 1.35rem; margin: 2.5rem 0 1.2rem; text-align: center }
.to { margin: 2rem 0 0 55% }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
caption { text-align: left; font-weight: bold; padding: .2rem 0 }
th, td { border-bottom: 1px solid #999; padding: .25rem .5rem; text-align: left }
td.sum, th.sum { text-align: right }
.small { font-size: .85rem; color: #333 }
.sign { margin: 2.5rem 0 4rem 55% }
@media print { body { max-width: none; padding: 0 } }
";

/// The pages of all certificates, one for each member: no script, nothing from elsewhere.
fn pages(lang: Lang, made: &Certificates, copy: bool) -> String {
    let title = tr!(lang, "Attestations", "Certificates");
    let body: String = made.all.iter().map(|one| page(lang, made, one, copy)).collect();
    sheet(lang, &title, STYLE, &body)
}

/// What the sum of the certificate would give for an income, worked out as the tax office does.
fn example(lang: Lang, made: &Certificates, one: &Certificate) -> Option<String> {
    if made.representative == Some(false) {
        return None;
    }
    let income = Cents::new(2_400_000);
    let found = year::credit(one.year.total, income, made.part, made.within)?;
    let (income, credit) = (income.text(lang), found.credit.text(lang));
    Some(tr!(
        lang,
        " Par exemple, pour un revenu de {income}\u{a0}: {credit}.",
        " For an income of {income}, for example: {credit}."
    ))
}

fn page(lang: Lang, made: &Certificates, one: &Certificate, copy: bool) -> String {
    let plan = &made.plan;
    let text = |t: &Option<String>| html(t.as_deref().unwrap_or_default());
    let (receiver, address, affiliation) =
        (text(&plan.receiver), text(&plan.address), text(&plan.affiliation));
    let (year, number, name) = (made.year, html(&one.number), html(&one.name));
    let mut out = String::from("<article>\n");
    let _ = writeln!(
        out,
        "<p><strong>{receiver}</strong><br>{address}{}</p>",
        if affiliation.is_empty() { String::new() } else { format!("<br>{affiliation}") }
    );
    let to: Vec<_> =
        std::iter::once(one.name.as_str()).chain(one.address.iter().map(String::as_str)).map(html).collect();
    let _ = writeln!(out, "<p class=\"to\">{}</p>", to.join("<br>"));
    let copy = if copy { tr!(lang, " (duplicata)", " (copy)") } else { String::new() };
    let heading = tr!(
        lang,
        "Attestation de versement de cotisations syndicales, année {year}, n°\u{a0}{number}{copy}",
        "Certificate of union dues paid, year {year}, no. {number}{copy}"
    );
    let _ = writeln!(out, "<h1>{heading}</h1>");
    let sum = one.year.total.text(lang);
    let lead = tr!(
        lang,
        "{receiver} atteste avoir reçu de {name}, du 1er janvier au 31 décembre {year}, la somme de <strong>{sum}</strong> \
         au titre de la cotisation syndicale, versée ainsi\u{a0}:",
        "{receiver} certifies that it received from {name}, from 1 January to 31 December {year}, the sum of \
         <strong>{sum}</strong> as union dues, paid as follows:"
    );
    let _ = writeln!(out, "<p>{lead}</p>");
    let (caption, day, way, amount, total) = (
        tr!(lang, "Versements", "Payments"),
        tr!(lang, "date", "day"),
        tr!(lang, "moyen", "way"),
        tr!(lang, "somme", "sum"),
        tr!(lang, "total", "total"),
    );
    let _ = writeln!(
        out,
        "<table>\n<caption>{caption}</caption>\n<thead><tr><th scope=\"col\">{day}</th><th scope=\"col\">{way}</th>\
         <th scope=\"col\" class=\"sum\">{amount}</th></tr></thead>\n<tbody>"
    );
    for payment in &one.year.payments {
        let day = finding::day(lang, payment.day);
        let way = payment.way.map_or("–", |w| w.words(lang));
        let sum = payment.amount.text(lang);
        let _ =
            writeln!(out, "<tr><th scope=\"row\">{day}</th><td>{way}</td><td class=\"sum\">{sum}</td></tr>");
    }
    let _ = writeln!(
        out,
        "<tr><th scope=\"row\">{total}</th><td></td><td class=\"sum\">{sum}</td></tr>\n</tbody>\n</table>"
    );
    let [part, within] = [made.part, made.within].map(|share| finding::hundredths(lang, share));
    let credit = tr!(
        lang,
        "crédit d’impôt de {part}\u{a0}% de la somme versée, retenue dans la limite de {within}\u{a0}% du revenu brut imposable \
         (article 199 quater C du Code général des impôts)\u{a0}; déclaration 2042 RICI, case 7AC (7AE pour le ou la \
         conjoint·e, 7AG pour une personne à charge). Il n’y en a pas pour qui déduit ses frais réels.",
        "tax credit of {part}% of the sum paid, which counts up to {within}% of gross taxable income (article 199 quater C of \
         the Code général des impôts); form 2042 RICI, box 7AC (7AE for a spouse or partner, 7AG for a dependant). There is \
         none for those who deduct actual expenses."
    );
    let law = match made.representative {
        Some(true) => tr!(
            lang,
            "L’organisation est représentative au sens de l’article L.\u{a0}2121-1 du Code du travail\u{a0}: {credit}",
            "The organisation is representative within the meaning of article L. 2121-1 of the Code du travail: {credit}"
        ),
        Some(false) => tr!(
            lang,
            "L’organisation n’était pas représentative au sens de l’article L.\u{a0}2121-1 du Code du travail\u{a0}: cette somme \
             n’ouvre pas droit au crédit d’impôt de l’article 199 quater C du Code général des impôts.",
            "The organisation was not representative within the meaning of article L. 2121-1 of the Code du travail: this sum \
             gives no right to the tax credit of article 199 quater C of the Code général des impôts."
        ),
        None => tr!(
            lang,
            "À la condition que l’organisation soit représentative au sens de l’article L.\u{a0}2121-1 du Code du \
             travail\u{a0}: {credit}",
            "On condition that the organisation is representative within the meaning of article L. 2121-1 of the Code du \
             travail: {credit}"
        ),
    };
    let _ = writeln!(out, "<p class=\"small\">{law}{}</p>", example(lang, made, one).unwrap_or_default());
    let issued = finding::day(lang, made.issued);
    let (signatory, office) = (text(&plan.signatory), text(&plan.office));
    let done = tr!(lang, "Fait le {issued}", "Done on {issued}");
    let office = if office.is_empty() { String::new() } else { format!(", {office}") };
    let _ = writeln!(out, "<p class=\"sign\">{done}<br>{signatory}{office}</p>\n</article>");
    out
}
