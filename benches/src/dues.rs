//! The dues: the balances of 300 members over five years, and a statement of 5,000 lines read and proposed to them.

use std::{collections::BTreeSet, error::Error, fmt::Write as _};

use chrono::{Days, NaiveDate};
use contrepoids::{
    base::{Id, word::Reason},
    features::dues::{
        records::{BookEntry, Payer, Plan, ScaleVersion, Source},
        rules::{Person, Treasury},
    },
    money::{
        Cents, EntryKind, Period, Way,
        bank,
        matching::{self, Words},
    },
    roster::span::Membership,
};

use crate::{
    Setting,
    report::{Report, time},
};

const MEMBERS: u16 = 300;
const MONTHS: u64 = 60;
const LINES: u32 = 5_000;

fn id(n: u16) -> Id {
    let mut id = [1; 16];
    id[..2].copy_from_slice(&n.to_be_bytes());
    Id(id)
}

fn family(n: u16) -> String {
    format!("Exemple{}", ["a", "e", "i", "o", "u"].map(|v| v.repeat(usize::from(n % 7))).concat() + &n.to_string())
}

fn treasury(first: NaiveDate) -> Treasury {
    let version = ScaleVersion {
        scale: "ordinaire".to_owned(),
        from: first,
        period: Period::Month,
        terms: "flat 1200".to_owned(),
        minimum: None,
        part_time: false,
        whole: false,
        in_arrears: false,
    };
    let plan = Plan { scales: vec![version], usual: Some("ordinaire".to_owned()), ..Plan::default() };
    let mut out = Treasury { plan, ..Treasury::default() };
    for n in 0..MEMBERS {
        let spans = vec![Membership { start: Some(first), began: Reason::Joined, end: None }];
        let (given, family) = (vec!["Camille".to_owned()], vec![family(n)]);
        out.people.insert(id(n), Person { id: id(n), name: format!("Camille {n}"), given, family, spans });
        out.payers.insert(id(n), Payer { person: Some(id(n)), ..Payer::default() });
        for month in 0..MONTHS {
            let entry = BookEntry {
                day: first + Days::new(month * 30),
                kind: EntryKind::Payment,
                amount: Cents::new(1_200),
                person: Some(id(n)),
                way: Some(Way::Transfer),
                reference: None,
                label: None,
                series: "A".to_owned(),
                number: 1,
                before: None,
                reverses: None,
                source: Source::Bank,
                line: None,
                category: None,
                noted: 0,
            };
            out.entries.push((id(n), entry));
        }
    }
    out
}

pub fn measure(setting: &Setting, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let (first, today): (NaiveDate, NaiveDate) = ("2021-12-01".parse()?, "2026-11-21".parse()?);
    let treasury = treasury(first);
    let balances = time(setting.runs, || treasury.accounts(today).len());
    let aim = Some(("below 20 ms".to_owned(), balances.best < 20_000.0));
    report.with_aim("300 members over five years: the balance of all", balances, &[], aim);
    let mut statement = String::from("Date;Date de valeur;Montant;Libellé;Solde\n");
    for line in 0..LINES {
        let who = u16::try_from(line % u32::from(MEMBERS))?;
        writeln!(statement, "05/10/2026;;12,00;VIR SEPA RECU CAMILLE {} {line};0", family(who).to_uppercase())?;
    }
    let payers: Vec<matching::Payer<Id>> = treasury
        .people
        .values()
        .map(|person| matching::Payer {
            who: person.id,
            reference: format!("r{}", person.id),
            given: person.given.iter().map(|name| Words::of(name)).collect(),
            family: person.family.iter().map(|name| Words::of(name)).collect(),
            sums: vec![Cents::new(1_200)],
            seen: BTreeSet::new(),
        })
        .collect();
    let read = || {
        let found = bank::read(&statement).unwrap();
        let prints = bank::fingerprints(&found);
        let proposed = found.movements.iter().map(|m| matching::propose(m, None, &payers).len());
        prints.len() + proposed.sum::<usize>()
    };
    assert!(read() >= 2 * LINES as usize, "each line is proposed");
    let taken = time(setting.runs, read);
    let aim = Some(("below 2 s".to_owned(), taken.best < 2_000_000.0));
    report.with_aim("5,000 lines of a bank, proposed to 300 members", taken, &[], aim);
    Ok(())
}
