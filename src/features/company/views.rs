//! What is recorded of the company, as data.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::view::{data, views},
    features::company::records,
};

views! {
    "contrepoids.company.show/1" => Company;
}

data! {
    /// The company.
    pub struct Company {
        /// Its name.
        name: Option<String>,
        /// Its number (*SIREN*).
        siren: Option<String>,
        /// The number of its collective agreement.
        idcc: Option<String>,
        /// Its sites.
        sites: Vec<Site>,
        /// The mail domains of the employer, which nothing is sent to.
        forbidden_domains: Vec<String>,
        /// The headcounts by month.
        headcounts: BTreeMap<String, String>,
        /// The headcount at the last elections.
        voted_headcount: Option<String>,
        /// The day of the first round of the last election.
        first_round: Option<NaiveDate>,
        /// The last day of the mandates.
        mandates_end: Option<NaiveDate>,
        /// Their length in years.
        mandate_years: Option<u32>,
        /// Whether there is a section of a representative union.
        representative_section: Option<bool>,
        /// Whether it has a board.
        board: Option<bool>,
        /// Whether it or its group has a thousand employees or more.
        large_group: Option<bool>,
        /// Whether an agreement sets the information, consultations and expertise of the CSE.
        cse_agreement: Option<bool>,
        /// `ordinary`, `agency` or `umbrella`, where it was said.
        kind: Option<String>,
        /// How many *cadres* there are.
        cadres: Option<u32>,
        /// The day of the last round of bargaining by subject.
        last_rounds: BTreeMap<String, NaiveDate>,
        /// The subjects that were never bargained on.
        never_rounds: Vec<String>,
    }

    /// A site.
    pub struct Site {
        /// Its name.
        name: String,
        /// Its department, where public holidays differ.
        department: Option<String>,
        /// Its own headcount.
        headcount: Option<String>,
        /// Whether it is a nuclear or a high-risk chemical site.
        hazardous: Option<bool>,
    }
}

impl Company {
    /// Returns what is shown of a company.
    #[must_use]
    pub fn of(c: &records::Company) -> Self {
        let site = |s: &records::Site| Site {
            name: s.name.clone(),
            department: s.department.clone(),
            headcount: s.headcount.clone(),
            hazardous: s.hazardous,
        };
        Self {
            name: c.name.clone(),
            siren: c.siren.clone(),
            idcc: c.idcc.clone(),
            sites: c.sites.iter().map(site).collect(),
            forbidden_domains: c.domains.iter().cloned().collect(),
            headcounts: c.headcounts.iter().map(|(month, n)| (month.to_string(), n.clone())).collect(),
            voted_headcount: c.voted_headcount.clone(),
            first_round: c.first_round,
            mandates_end: c.mandates_end,
            mandate_years: c.mandate_years,
            representative_section: c.representative_section,
            board: c.board,
            large_group: c.large_group,
            cse_agreement: c.cse_agreement,
            kind: c.business.clone(),
            cadres: c.cadres,
            last_rounds: c.last_rounds().map(|(code, day)| (code.to_owned(), day)).collect(),
            never_rounds: c.never_rounds().map(|(code, _)| code.to_owned()).collect(),
        }
    }
}
