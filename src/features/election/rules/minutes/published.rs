//! Minutes as the ministry publishes them: the pages of its portal, and the rows of its open data.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Official, OfficialList};
use crate::{
    base::text::fold,
    election::{BadFact, Fault, Form},
    features::{
        election::{
            records::{Post, Slate},
            rules::{Dossier, VoteOutcome, outcome::split},
        },
        law::rules::number::{Count, Number},
    },
    law::Fraction,
};

/// The minutes of one college as they were published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The establishment, by its SIRET.
    pub siret: Option<String>,
    /// The day of the vote, where it is told.
    pub day: Option<NaiveDate>,
    /// The college as it is called there.
    pub college: String,
    /// What the minutes say; its college is still to be found.
    pub official: Official,
}

/// A row of the open data: one college of one establishment, common lists split.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    #[serde(rename = "SIRET")]
    siret: Option<Text>,
    #[serde(rename = "Date")]
    date: Option<Text>,
    #[serde(rename = "Coll")]
    college: Text,
    #[serde(rename = "Inscrits")]
    registered: Count,
    #[serde(rename = "Votants")]
    voters: Count,
    #[serde(rename = "sve_total")]
    valid: Number,
    #[serde(flatten)]
    rest: BTreeMap<String, Cell>,
}

/// A page of the portal: `PvDetail` of its model. What we do not compare is not read.
#[derive(Debug, Clone, Deserialize)]
pub struct Pv {
    header: Header,
    establishment: Establishment,
    #[serde(rename = "scrutin")]
    ballot: Scrutin,
    #[serde(rename = "resultsByOrganisation", default)]
    results: Vec<Organisation>,
}

#[derive(Debug, Clone, Deserialize)]
struct Header {
    #[serde(rename = "collegeLabel")]
    college: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Establishment {
    siret: Option<Text>,
}

#[derive(Debug, Clone, Deserialize)]
struct Scrutin {
    #[serde(rename = "dateFermeture")]
    closed: Option<Text>,
    #[serde(rename = "nbInscrits")]
    registered: Option<Count>,
    #[serde(rename = "nbVotants")]
    voters: Option<Count>,
    #[serde(rename = "nbBlancsNuls")]
    blank_null: Option<Count>,
    #[serde(rename = "nbSuffragesValables")]
    valid: Option<Number>,
    carence: Option<Cell>,
    #[serde(rename = "quorumAtteint")]
    quorum: Option<Cell>,
    #[serde(rename = "nbSiegesPourvoir")]
    seats: Option<Count>,
    #[serde(rename = "quotientElectoral")]
    quotient: Option<Number>,
}

#[derive(Debug, Clone, Deserialize)]
struct Organisation {
    #[serde(rename = "syndicatLib")]
    union: Option<String>,
    #[serde(rename = "confederationLib")]
    confederation: Option<String>,
    #[serde(default)]
    candidates: Vec<CandidateResult>,
}

#[derive(Debug, Clone, Deserialize)]
struct CandidateResult {
    #[serde(rename = "nbBulletinsListe")]
    ballots: Option<Count>,
    #[serde(rename = "nbVoixObtenu")]
    votes: Option<Count>,
    elu: Option<String>,
}

/// A text that some write as a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Text {
    Text(String),
    Number(u64),
}

impl Text {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// A field that may be a number, a text, a flag or nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Cell {
    Flag(bool),
    Number(Number),
    Text(String),
    Nothing(()),
}

impl Cell {
    fn number(&self, field: &str) -> Result<Option<Fraction>, BadFact> {
        match self {
            Self::Number(number) => Ok(Some(number.0)),
            Self::Text(text) if text.trim().is_empty() => Ok(None),
            Self::Text(text) => text.trim().parse().map(Some).map_err(|_| not(field, text, Form::Published)),
            Self::Flag(_) | Self::Nothing(()) => Ok(None),
        }
    }

    fn flag(&self, field: &str) -> Result<Option<bool>, BadFact> {
        match self {
            Self::Flag(yes) => Ok(Some(*yes)),
            Self::Text(text) => match fold(text).as_str() {
                "oui" | "yes" | "o" | "true" | "atteint" | "1" => Ok(Some(true)),
                "non" | "no" | "n" | "false" | "non atteint" | "0" => Ok(Some(false)),
                "" => Ok(None),
                _ => Err(not(field, text, Form::YesNo)),
            },
            Self::Number(number) if number.0 == Fraction::ONE => Ok(Some(true)),
            Self::Number(number) if number.0 == Fraction::ZERO => Ok(Some(false)),
            Self::Number(number) => Err(not(field, &number.0.to_string(), Form::YesNo)),
            Self::Nothing(()) => Ok(None),
        }
    }
}

/// The fault of a cell that is not what its column says, quoted.
fn not(field: &str, found: &str, form: Form) -> BadFact {
    BadFact::new(field, Fault::Not { found: found.chars().take(60).collect(), form })
}

/// The unions of the open data, each with the names that sections give their lists.
const UNIONS: &[(&str, &[&str])] = &[
    ("CGT", &["cgt"]),
    ("CFDT", &["cfdt"]),
    ("CGT-FO", &["cgt-fo", "fo", "force ouvriere", "cgt force ouvriere"]),
    ("CFTC", &["cftc"]),
    ("CFE-CGC", &["cfe-cgc", "cgc", "cfe cgc"]),
    ("SOLIDAIRES", &["solidaires", "sud", "sud solidaires", "union syndicale solidaires"]),
    ("UNSA", &["unsa"]),
];

/// The column of the votes of everybody else.
const OTHERS: &str = "AUTRES";

/// Returns the column of the open data in which a union stands.
fn column(union: &str) -> &'static str {
    let name = fold(union);
    let known = UNIONS.iter().find(|(_, names)| names.contains(&name.as_str()));
    known.map_or(OTHERS, |(column, _)| *column)
}

impl Row {
    /// Returns what the row says.
    ///
    /// # Errors
    /// A day that is none, votes that are no number.
    pub fn published(self, post: Post) -> Result<Published, BadFact> {
        let day = match self.date.as_ref().map(Text::text) {
            Some(text) => Some(read_day(&text).ok_or_else(|| not("Date", &text, Form::Date))?),
            None => None,
        };
        let columns = UNIONS.iter().map(|(column, _)| *column).chain([OTHERS]);
        let mut unions = Vec::new();
        for name in columns {
            let votes = self.rest.get(name).map(|cell| cell.number(name)).transpose()?.flatten();
            unions.extend(votes.map(|votes| (name.to_owned(), votes)));
        }
        let official = Official {
            registered: Some(self.registered.0),
            voters: Some(self.voters.0),
            valid: Some(self.valid.0),
            unions,
            ..Official::new("", post)
        };
        Ok(Published { siret: self.siret.map(|s| s.text()), day, college: self.college.text(), official })
    }
}

impl Pv {
    /// Returns what the page says.
    ///
    /// # Errors
    /// An organisation without a name; a day or a flag that is none.
    pub fn published(self, post: Post) -> Result<Published, BadFact> {
        let Self { header, establishment, ballot, results } = self;
        let n = |n: Option<Count>| n.map(|n| n.0);
        let mut lists = Vec::new();
        for (index, of) in results.into_iter().enumerate() {
            let named = of.union.or(of.confederation).filter(|name| !name.trim().is_empty());
            let at = || format!("resultsByOrganisation[{index}].syndicatLib");
            let name = named.ok_or_else(|| BadFact::new(at(), Fault::Missing))?;
            let votes: Option<Vec<u64>> = of.candidates.iter().map(|c| c.votes.map(|v| v.0)).collect();
            let elected =
                of.candidates.iter().filter(|c| c.elu.as_deref().is_some_and(|e| !e.trim().is_empty()));
            let seats = u32::try_from(elected.count()).ok();
            lists.push(OfficialList {
                name: name.trim().to_owned(),
                ballots: of.candidates.iter().find_map(|c| c.ballots.map(|b| b.0)),
                votes: votes.filter(|v| !v.is_empty()),
                seats,
                ..OfficialList::default()
            });
        }
        let Ok(seats) = ballot.seats.map(|s| u32::try_from(s.0)).transpose() else {
            return Err(BadFact::new("scrutin.nbSiegesPourvoir", Fault::TooLarge));
        };
        let flag = |cell: Option<&Cell>, field: &str| -> Result<Option<bool>, BadFact> {
            Ok(cell.map(|cell| cell.flag(field)).transpose()?.flatten())
        };
        let official = Official {
            registered: n(ballot.registered),
            voters: n(ballot.voters),
            blank_null: n(ballot.blank_null),
            valid: ballot.valid.map(|v| v.0),
            quorum: flag(ballot.quorum.as_ref(), "scrutin.quorumAtteint")?,
            quotient: ballot.quotient.map(|q| q.0),
            seats,
            carence: flag(ballot.carence.as_ref(), "scrutin.carence")?,
            lists,
            ..Official::new("", post)
        };
        let day = match ballot.closed.as_ref().map(Text::text).filter(|text| !text.is_empty()) {
            Some(text) => {
                let none = || not("scrutin.dateFermeture", &text, Form::Date);
                Some(read_day(&text).ok_or_else(none)?)
            }
            None => None,
        };
        let siret = establishment.siret.map(|s| s.text());
        Ok(Published { siret, day, college: header.college, official })
    }
}

/// Reads `20210202`, `2021-02-02`, `02/02/2021`, each with a time behind it or without.
fn read_day(text: &str) -> Option<NaiveDate> {
    let head = text.split([' ', 'T']).next().unwrap_or_default();
    ["%Y%m%d", "%Y-%m-%d", "%d/%m/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(head, form).ok())
}

/// Gives lists of published minutes the names of ours where one of ours alone is of that union.
pub fn rename(dossier: &Dossier, official: &mut Official) {
    let slates: Vec<&Slate> = dossier.slates_of(&official.college, official.post).map(|(_, s)| s).collect();
    for list in &mut official.lists {
        if slates.iter().any(|s| fold(&s.name) == fold(&list.name)) {
            continue;
        }
        let wanted = column(&list.name);
        let is = |name: &str| fold(name) == fold(&list.name) || wanted != OTHERS && column(name) == wanted;
        let mut fitting = slates.iter().filter(|s| s.unions.iter().any(|u| is(&u.union)) || is(&s.name));
        if let (Some(found), None) = (fitting.next(), fitting.next()) {
            list.name.clone_from(&found.name);
        }
    }
}

/// Returns the votes of a vote by union as we count them, common lists split; nothing before every box counts.
pub(super) fn by_union(
    dossier: &Dossier,
    ours: &VoteOutcome,
    post: Post,
) -> Option<BTreeMap<&'static str, Fraction>> {
    if !ours.complete || ours.valid.is_none() {
        return None;
    }
    let mut out: BTreeMap<&'static str, Fraction> = BTreeMap::new();
    for (id, slate) in dossier.slates_of(&ours.college, post) {
        let ballots = Fraction::from(ours.figures.ballots.get(id).copied().unwrap_or(0));
        let shares = split(slate);
        let count = i128::try_from(slate.unions.len().max(1)).ok()?;
        let mut add = |name: &'static str, part: Fraction| {
            let slot = out.entry(name).or_insert(Fraction::ZERO);
            *slot = slot.checked_add(ballots.checked_mul(part)?)?;
            Some(())
        };
        if slate.unions.is_empty() {
            add(OTHERS, Fraction::ONE)?;
        }
        for union in &slate.unions {
            let equal = Fraction::new(1, count)?;
            let part =
                shares.as_ref().map_or(equal, |s| s.get(&union.union).copied().unwrap_or(Fraction::ZERO));
            add(column(&union.union), part)?;
        }
    }
    Some(out)
}

/// Returns the votes that stand in a column of the open data: those of its union; those of whoever has no column of `named`
/// stand with the others.
pub(super) fn of_union(all: &BTreeMap<&'static str, Fraction>, name: &str, named: &[&str]) -> Fraction {
    let rest =
        all.iter().filter(|(column, _)| **column == name || name == OTHERS && !named.contains(*column));
    rest.fold(Fraction::ZERO, |sum, (_, votes)| sum.checked_add(*votes).unwrap_or(sum))
}
