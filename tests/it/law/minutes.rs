//! 493 real minutes of CSE elections: sums, quorum, audience.

use std::collections::BTreeMap;

use contrepoids::{
    election::{
        self, Turnout,
        audience::{Ballot, CollegeVotes, ListVotes, audience},
    },
    law::{Fraction, book},
};

const UNIONS: [&str; 8] = ["CGT", "CFDT", "FO", "CFTC", "CFE-CGC", "SOLIDAIRES", "UNSA", "OTHER"];

struct Row {
    siret: String,
    college: String,
    date: chrono::NaiveDate,
    registered: u64,
    voters: u64,
    valid: u64,
    votes: Vec<Fraction>,
}

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_path("tests/data/law/pv-ain.csv").unwrap();
    let header: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header[7..], UNIONS);
    reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let number = |i: usize| row[i].parse::<u64>().unwrap();
            Row {
                siret: row[0].to_owned(),
                date: row[2].parse().unwrap(),
                college: row[3].to_owned(),
                registered: number(4),
                voters: number(5),
                valid: number(6),
                votes: (7..15).map(|i| row[i].parse().unwrap()).collect(),
            }
        })
        .collect()
}

fn college(row: &Row, id: String) -> CollegeVotes {
    let lists = UNIONS.iter().zip(&row.votes).filter(|(_, v)| **v > Fraction::ZERO);
    CollegeVotes {
        id,
        registered: Some(row.registered),
        voters: Some(row.voters),
        valid: Fraction::new(row.valid.into(), 1).unwrap(),
        lists: lists
            .map(|(union, votes)| ListVotes {
                unions: vec![(*union).to_owned()],
                votes: *votes,
                ..ListVotes::default()
            })
            .collect(),
        ..CollegeVotes::default()
    }
}

#[test]
fn every_sum_of_unions_is_the_valid_ballots() {
    let rows = rows();
    assert_eq!(rows.len(), 493);
    for row in &rows {
        let sum = row.votes.iter().fold(Fraction::ZERO, |s, v| s.checked_add(*v).unwrap());
        assert_eq!(sum, Fraction::new(row.valid.into(), 1).unwrap(), "{}", row.siret);
        assert!(row.valid <= row.voters && row.voters <= row.registered, "{}", row.siret);
    }
}

#[test]
fn the_quorum_of_every_row() {
    let (mut reached, mut asked) = (0, 0);
    for row in rows() {
        let turnout = Turnout { registered: row.registered, valid: row.valid };
        let found = election::quorum(book(), turnout, row.date).unwrap().value;
        assert_eq!(found.reached, 2 * row.valid >= row.registered, "{}", row.siret);
        reached += usize::from(found.reached);
        asked += 1;
    }
    assert_eq!((reached, asked), (REACHED, 493));
}

/// Counted by another program as well.
const REACHED: usize = 364;

#[test]
fn the_audience_of_every_establishment() {
    let mut by_place: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows() {
        by_place.entry(row.siret.clone()).or_default().push(row);
    }
    let mut representative = 0;
    for (siret, rows) in &by_place {
        let on = rows.iter().map(|r| r.date).max().unwrap();
        // One establishment may have two minutes for one college: a number keeps them apart.
        let colleges = rows.iter().enumerate().map(|(i, r)| college(r, format!("{}-{i}", r.college)));
        let ballot = Ballot { colleges: colleges.collect(), ..Ballot::default() };
        let found = audience(book(), &ballot, on).unwrap().value;
        let total: u64 = rows.iter().map(|r| r.valid).sum();
        assert_eq!(found.valid, Fraction::new(total.into(), 1).unwrap());
        let shares = found.unions.iter().fold(Fraction::ZERO, |s, u| s.checked_add(u.share).unwrap());
        assert!(total == 0 || shares == Fraction::ONE, "{siret}");
        for u in &found.unions {
            // The same by another way: ten times the votes against the whole.
            let ten = u.votes.checked_mul(Fraction::whole(10)).unwrap();
            assert_eq!(
                u.representative,
                ten >= Fraction::new(total.into(), 1).unwrap(),
                "{siret} {}",
                u.name
            );
            representative += usize::from(u.representative);
        }
    }
    assert_eq!((by_place.len(), representative), PLACES);
}

/// Establishments, and unions at ten per cent or more in one; counted by another program as well.
const PLACES: (usize, usize) = (272, 447);

#[test]
fn the_first_minutes_by_hand() {
    // Establishment 34329419500239: 110 and 23 valid; FO 68, CFTC 42 + 23, of 133.
    let all = rows();
    let mine: Vec<_> = all.iter().filter(|r| r.siret == "34329419500239").take(2).collect();
    let colleges = mine.iter().enumerate().map(|(i, r)| college(r, i.to_string())).collect();
    let found = audience(book(), &Ballot { colleges, ..Ballot::default() }, mine[0].date).unwrap().value;
    let shares: Vec<_> = found.unions.iter().map(|u| (u.name.as_str(), u.share.to_string())).collect();
    assert_eq!(shares, [("FO", "68/133".to_owned()), ("CFTC", "65/133".to_owned())]);
}
