//! The agenda: ten thousand recorded facts, one changed for all of them, and what moves.

use std::{collections::BTreeMap, error::Error};

use contrepoids::{features::{agenda::{rules::{Basis, agenda, ripple::ripple}, actions::fact_kinds, records::Fact}, company::records::{Company, Site}}, base::Id};

use crate::{
    Setting,
    report::{Report, time},
};

const FACTS: u32 = 10_000;

pub fn measure(setting: &Setting, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let today: chrono::NaiveDate = "2026-11-21".parse()?;
    let kinds = fact_kinds()?;
    let first: chrono::NaiveDate = "2020-01-01".parse()?;
    let mut facts = BTreeMap::new();
    for (n, kind) in (0..FACTS).zip(kinds.iter().cycle()) {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&n.to_be_bytes());
        let day = first.checked_add_days(chrono::Days::new(u64::from(n) % 2_500));
        facts.insert(Id(id), Fact { code: kind.id.clone(), day, dismissals: Some(120), ..Fact::default() });
    }
    let site = |department: &str| Site {
        element: [1; 8],
        name: "A".to_owned(),
        department: Some(department.to_owned()),
        headcount: None,
        hazardous: None,
    };
    let of = |department: &str| {
        let company = Company { sites: vec![site(department)], ..Company::default() };
        Basis { company, recorded: facts.clone(), ..Basis::default() }
    };
    let (before, after) = (of("75"), of("67"));
    let old = agenda(&before, today)?;
    let ours = time(setting.runs, || ripple(&old, &agenda(&after, today).unwrap()).len());
    let lines = old.lines.len();
    let moved = ripple(&old, &agenda(&after, today)?).len();
    assert!(lines > FACTS as usize && moved > 0, "{lines} lines, {moved} moved");
    let aim = Some(("below 100 ms".to_owned(), ours.best < 100_000.0));
    report.with_aim(
        &format!("10,000 facts, {lines} dates: what moves when the place changes"),
        ours,
        &[],
        aim,
    );
    Ok(())
}
