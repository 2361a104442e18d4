//! Whether a person proves the section on a day, and the two bundles: what the judge sees, what the employer sees.
//!
//! # Law
//! L2142-1: several members make a section; two do (Cass. soc. 10-60.137). What identifies them goes to the judge alone (09-60.011);
//! useful evidence without names is in the debate (11-20.391). Dues that are late on the day prove no membership (18-15.442), a
//! grace of the statutes does not help (23-12.596). Signed mandates of direct debit were taken as proof (17-17.791).

use chrono::NaiveDate;

use crate::{
    base::{Lang, date},
    features::dues::rules::Account,
    money::{Cents, EntryKind, Way},
    render::{escape_html as html, sheet},
    roster::Person,
    tr,
};

/// So many members prove a section.
pub const ENOUGH: usize = 2;

/// Why a person proves nothing on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// No member on that day, or nobody knows since when.
    NotMember,
    /// Sums that had fallen due on that day were not paid on it.
    Unpaid {
        /// Since when.
        due: NaiveDate,
        /// How much, all in all.
        rest: Cents,
    },
}

/// A payment that came in by the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// When it counts.
    pub day: NaiveDate,
    /// How much.
    pub amount: Cents,
    /// How.
    pub way: Option<Way>,
}

/// What is shown of a member to the judge. No `Debug`: it holds a name.
#[derive(Clone, PartialEq, Eq)]
pub struct Witness {
    /// The name.
    pub name: String,
    /// Since when.
    pub joined: NaiveDate,
    /// Where the yes to being on file came from, and when.
    pub form: Option<(String, Option<NaiveDate>)>,
    /// The payments until the day, the latest first.
    pub paid: Vec<Paid>,
    /// The last day of the latest period that is paid whole.
    pub until: Option<NaiveDate>,
    /// The site.
    pub site: Option<String>,
}

/// Tells what a person proves on a day.
///
/// # Errors
/// [`Unfit`]: who is no member, or owes what had fallen due.
pub fn witness(person: &Person, account: Option<&Account>, day: NaiveDate) -> Result<Witness, Unfit> {
    let joined = person.member_since(day).ok_or(Unfit::NotMember)?;
    let unpaid = account.map(|a| a.standing.unpaid.as_slice()).unwrap_or_default();
    if let Some(due) = unpaid.iter().map(|one| one.due).min() {
        return Err(Unfit::Unpaid { due, rest: unpaid.iter().map(|one| one.rest).sum() });
    }
    let mut paid: Vec<Paid> = Vec::new();
    for (_, entry) in account.iter().flat_map(|a| &a.entries) {
        // What was reversed is no payment: both go.
        if entry.kind == EntryKind::Payment && entry.day <= day {
            let one = Paid { day: entry.day, amount: entry.amount, way: entry.way };
            match paid.iter().position(|p| entry.reverses.is_some() && p.amount == entry.amount.negated()) {
                Some(at) => drop(paid.remove(at)),
                None if one.amount > Cents::ZERO => paid.push(one),
                None => {}
            }
        }
    }
    paid.sort_by_key(|p| std::cmp::Reverse(p.day));
    let charged =
        account.iter().flat_map(|a| &a.charges).filter(|c| c.amount.is_some_and(|a| a > Cents::ZERO));
    let until = charged.filter(|charge| charge.due <= day).map(|charge| charge.to).max();
    Ok(Witness {
        name: person.display_name(),
        joined,
        form: person.consent.source.clone().map(|source| (source, person.consent.date)),
        until: if paid.is_empty() { None } else { until },
        paid,
        site: person.site.clone(),
    })
}

/// What a bundle lacks; the person by their place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// No payment stands in the book: the paper must prove it.
    Payment(usize),
    /// Nobody noted how the person joined.
    Form(usize),
    /// Exactly two: one of them contested, and nothing is proved.
    JustTwo,
    /// The employer's copy is not made: useful evidence must be in the debate.
    Copy,
    /// Nobody noted which union receives the dues.
    Union,
}

/// A bundle. No `Debug`: it holds names.
#[derive(Clone)]
pub struct Bundle {
    /// The day on which the members are to be proved.
    pub day: NaiveDate,
    /// The day on which the bundle was made.
    pub made: NaiveDate,
    /// The union, where it is noted.
    pub union: Option<String>,
    /// The company, where it is noted.
    pub company: Option<String>,
    /// The members.
    pub witnesses: Vec<Witness>,
}

impl Bundle {
    /// Returns what it lacks.
    #[must_use]
    pub fn lacks(&self, with_copy: bool) -> Vec<Lack> {
        let mut out = Vec::new();
        for (n, one) in (1..).zip(&self.witnesses) {
            if one.paid.is_empty() {
                out.push(Lack::Payment(n));
            }
            if one.form.is_none() {
                out.push(Lack::Form(n));
            }
        }
        if self.witnesses.len() == ENOUGH {
            out.push(Lack::JustTwo);
        }
        if !with_copy {
            out.push(Lack::Copy);
        }
        if self.union.is_none() {
            out.push(Lack::Union);
        }
        out
    }

    /// Writes what the judge alone sees.
    #[must_use]
    pub fn judge(&self, lang: Lang) -> String {
        let mut out = self.head(
            lang,
            &tr!(lang, "À l’attention exclusive de la ou du magistrat·e", "For the eyes of the judge alone"),
        );
        out.push_str(&paragraph(&tr!(
            lang,
            "Ces pièces révèlent l’appartenance syndicale de personnes nommées. Elles ne sont communiquées à aucune autre \
             partie\u{a0}: le débat se tient sur la copie sans noms, aux mêmes numéros (Cass. soc. 8 juillet 2009, 09-60.011\u{a0}; \
             14 décembre 2010, 10-60.137).",
            "These exhibits reveal that the people named are members of a union. They go to no other party: the debate is held on \
             the copy without names, with the same numbers (Cass. soc. 8 July 2009, 09-60.011; 14 December 2010, 10-60.137)."
        )));
        for (n, one) in (1..).zip(&self.witnesses) {
            let name = html(&one.name);
            let member = tr!(lang, "Membre {n}\u{a0}: {name}", "Member {n}: {name}");
            out.push_str(&format!("<h2>{member}</h2>\n<table>\n<tbody>\n"));
            let day = |day: NaiveDate| date::shown(lang, day);
            out.push_str(&row(&tr!(lang, "Adhésion depuis le", "Member since"), &day(one.joined)));
            let form = one.form.as_ref().map_or_else(
                || tr!(lang, "non noté\u{a0}: à joindre (pièce 4)", "not noted: to be enclosed (exhibit 4)"),
                |(source, on)| {
                    let on = on.map(|on| format!(", {}", day(on))).unwrap_or_default();
                    format!("{source}{on}")
                },
            );
            out.push_str(&row(&tr!(lang, "Bulletin d’adhésion", "Membership form"), &form));
            if let Some(site) = &one.site {
                out.push_str(&row(&tr!(lang, "Site", "Site"), site));
            }
            let paid: Vec<String> = one.paid.iter().take(13).map(|p| payment(lang, p)).collect();
            let paid = if paid.is_empty() {
                tr!(
                    lang,
                    "pas dans le livre\u{a0}: à joindre (pièce 5)",
                    "not in the book: to be enclosed (exhibit 5)"
                )
            } else {
                paid.join("\u{a0}; ")
            };
            out.push_str(&row(&tr!(lang, "Cotisations versées", "Dues paid"), &paid));
            if let Some(until) = one.until {
                out.push_str(&row(&tr!(lang, "À jour jusqu’au", "Paid until"), &day(until)));
            }
            out.push_str("</tbody>\n</table>\n");
        }
        out.push_str(&self.exhibits(lang, true));
        sheet(lang, &tr!(lang, "Pièces", "Exhibits"), STYLE, &out)
    }

    /// Writes what goes into the debate: no name, no number of members, no sum, nothing by which anybody is found.
    #[must_use]
    pub fn employer(&self, lang: Lang) -> String {
        let mut out = self.head(lang, &tr!(lang, "Copie sans noms", "Copy without names"));
        let day = date::shown(lang, self.day);
        out.push_str(&paragraph(&tr!(
            lang,
            "Au {day}, la section compte au moins deux membres à jour de leurs cotisations (article L. 2142-1 du Code du travail). \
             Pour chacun·e\u{a0}: adhésion antérieure au {day}\u{a0}; payé, période couvrant le {day}. Les éléments qui les \
             identifient sont remis à la juridiction seule, sous les mêmes numéros.",
            "On {day} the section has at least two members whose dues are paid (article L. 2142-1 of the Code du travail). For each: \
             joined before {day}; paid, for a time that covers {day}. What identifies them is handed to the court alone, under the \
             same numbers."
        )));
        out.push_str(&self.exhibits(lang, false));
        sheet(lang, &tr!(lang, "Pièces", "Exhibits"), STYLE, &out)
    }

    fn head(&self, lang: Lang, title: &str) -> String {
        let day = date::shown(lang, self.day);
        let made = date::shown(lang, self.made);
        let mut out = format!("<h1>{title}</h1>\n");
        let of = tr!(
            lang,
            "Preuve de l’existence d’une section syndicale au {day}",
            "Proof that a union section exists on {day}"
        );
        let made = tr!(lang, "Établi le {made}", "Made on {made}");
        let parts = [Some(of), self.union.clone(), self.company.clone(), Some(made)];
        let all: Vec<String> = parts.into_iter().flatten().map(|t| html(&t).clone()).collect();
        out.push_str(&format!("<p>{}</p>\n", all.join("<br>")));
        out
    }

    fn exhibits(&self, lang: Lang, judge: bool) -> String {
        let day = date::shown(lang, self.day);
        let whole = tr!(lang, "entière", "whole");
        let hidden = tr!(lang, "entière, noms des membres masqués", "whole, names of members hidden");
        let rows: [(String, &String, String); 8] = [
            (
                tr!(
                    lang,
                    "Statuts, récépissé du dépôt, noms de la direction",
                    "Statutes, receipt of their filing, who runs it"
                ),
                &whole,
                whole.clone(),
            ),
            (tr!(lang, "Pouvoir d’agir", "Power to sue"), &whole, whole.clone()),
            (
                tr!(lang, "Comptes, procès-verbal d’approbation", "Accounts, minutes of their approval"),
                &whole,
                hidden,
            ),
            (
                tr!(lang, "Bulletins d’adhésion", "Membership forms"),
                &whole,
                tr!(
                    lang,
                    "nom, signature, coordonnées, emploi, service et sexe masqués\u{a0}; reste\u{a0}: «\u{a0}adhésion antérieure au {day}\u{a0}»",
                    "name, signature, contact, job, service and sex hidden; left: “joined before {day}”"
                ),
            ),
            (
                tr!(lang, "Paiements qui couvrent le {day}", "Payments that cover {day}"),
                &whole,
                tr!(
                    lang,
                    "payeur, IBAN, référence et montant masqués\u{a0}; reste\u{a0}: «\u{a0}payé, période couvrant le {day}\u{a0}»",
                    "payer, IBAN, reference and amount hidden; left: “paid, for a time that covers {day}”"
                ),
            ),
            (
                tr!(lang, "Appartenance à l’entreprise ce jour-là", "Belonging to the company on that day"),
                &whole,
                tr!(lang, "non communiquée, mentionnée", "not handed over, mentioned"),
            ),
            (
                tr!(lang, "Refus des membres d’être nommé·e·s", "Refusal of the members to be named"),
                &whole,
                tr!(
                    lang,
                    "«\u{a0}au moins deux\u{a0}», jamais le nombre",
                    "“at least two”, never the number"
                ),
            ),
            (tr!(lang, "Liste des pièces", "List of exhibits"), &whole, whole.clone()),
        ];
        let (head, no, what, how) = (
            tr!(lang, "Liste des pièces", "List of exhibits"),
            tr!(lang, "N°", "No."),
            tr!(lang, "Pièce", "Exhibit"),
            if judge { tr!(lang, "Ici", "Here") } else { tr!(lang, "Dans cette copie", "In this copy") },
        );
        let mut out = format!(
            "<h2>{head}</h2>\n<table>\n<thead><tr><th scope=\"col\">{no}</th><th scope=\"col\">{what}</th>\
             <th scope=\"col\">{how}</th></tr></thead>\n<tbody>\n"
        );
        for (n, (name, of_judge, of_employer)) in (1..).zip(&rows) {
            let form = if judge { *of_judge } else { of_employer };
            out.push_str(&format!("<tr><td>{n}</td><td>{}</td><td>{}</td></tr>\n", html(name), html(form)));
        }
        out.push_str("</tbody>\n</table>\n");
        out
    }
}

fn payment(lang: Lang, paid: &Paid) -> String {
    let (day, amount) = (date::shown(lang, paid.day), paid.amount.text(lang));
    let way = paid.way.map(|way| format!(" ({})", way.words(lang))).unwrap_or_default();
    format!("{day}, {amount}{way}")
}

fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", html(text))
}

fn row(name: &str, value: &str) -> String {
    format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", html(name), html(value))
}

const STYLE: &str = "\
@page { size: A4; margin: 22mm }
body { font: 11pt/1.45 sans-serif; color: #111; background: #fff; margin: 0 auto; max-width: 44rem; padding: 1rem }
h1 { font-size: 1.2rem }
h2 { font-size: 1rem; margin: 1.4rem 0 .4rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; break-inside: avoid }
th, td { border: 1px solid #767676; padding: .4rem; text-align: left; vertical-align: top }
@media print { body { max-width: none; padding: 0 } }
";
