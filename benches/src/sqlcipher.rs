//! The peer: SQLite with SQLCipher, a raw key, the same people in columns, as one would build it.

use std::{error::Error, path::PathBuf};

use rusqlite::{Connection, params};

use crate::{
    Setting,
    people::{self, Invented},
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const KEY: &str = "x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'";

const OTHER: &str = "x'98483C6EB40B6C31A448C22A66DED3B5E5E8D5119CAC8327B655C8B5C4836480'";

/// Bytes of one of our records, encoded; `single` prints the figure.
const RECORD: usize = 554;

/// A database with people.
pub struct Made {
    path: PathBuf,
}

/// Opens with a raw key: nothing is derived from a passphrase.
pub fn open(path: &PathBuf) -> Result<Connection> {
    let db = Connection::open(path)?;
    db.pragma_update(None, "key", KEY)?;
    Ok(db)
}

/// An empty database, durable as ours is.
pub fn create(path: &PathBuf) -> Result<Connection> {
    let db = open(path)?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.execute_batch(
        "CREATE TABLE person (id BLOB PRIMARY KEY, family TEXT, given TEXT, search TEXT, email TEXT UNIQUE,
         phone TEXT, street TEXT, postcode TEXT, town TEXT, site TEXT, service TEXT, job TEXT, hired TEXT,
         joined TEXT, ended TEXT, tag TEXT, gender INTEGER, category INTEGER, record BLOB)",
    )?;
    Ok(db)
}

/// Inserts people in one transaction. `whole`: with as many bytes beside the columns as our record has, since a peer
/// that shall merge two laptops must keep a stamp for each field too.
pub fn insert(
    db: &mut Connection,
    whole: bool,
    people: impl Iterator<Item = (usize, Invented)>,
) -> Result<()> {
    let tx = db.transaction()?;
    {
        let mut insert = tx.prepare(
            "INSERT INTO person VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19)",
        )?;
        for (n, p) in people {
            let record = whole.then(|| vec![b'r'; RECORD]);
            let mut id = [0; 16];
            contrepoids::clock::random(&mut id);
            let search = format!("{} {}", p.given, p.family).to_lowercase();
            let left = (n.is_multiple_of(10)).then_some("2026-01-31");
            insert.execute(params![
                id,
                p.family,
                p.given,
                search,
                p.email,
                p.phone,
                p.street,
                p.postcode,
                p.town,
                p.site,
                p.service,
                p.job,
                p.hired,
                p.joined,
                left,
                p.tag,
                (n % 2) as i64,
                (n % 3) as i64,
                record
            ])?;
        }
    }
    tx.commit()?;
    Ok(())
}

impl Made {
    /// Encrypts every page anew under another key, and back.
    fn rekey_twice(&self) -> Result<()> {
        let db = open(&self.path)?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "rekey", OTHER)?;
        Ok(db.pragma_update(None, "rekey", KEY)?)
    }

    /// Times one change of the key.
    pub fn rekeyed(&self, runs: usize) -> crate::report::Took {
        crate::report::time(runs, || self.rekey_twice().expect("rekey")).each(2)
    }

    pub fn new(setting: &Setting, size: usize, whole: bool) -> Result<Self> {
        let path = setting.dir.path().join(format!("peer-{size}-{whole}.db"));
        let mut db = create(&path)?;
        insert(&mut db, whole, (0..size).map(|n| (n, people::invented(n))))?;
        Ok(Self { path })
    }

    pub fn open(&self) -> Result<Connection> {
        open(&self.path)
    }

    pub fn bytes(&self) -> u64 {
        self.path.metadata().map_or(0, |m| m.len())
    }
}

/// Lists everybody in order of names; returns how many and how long the text is.
pub fn list(db: &Connection) -> Result<(usize, usize)> {
    let mut all = db.prepare(
        "SELECT family, given, email, site, service, joined FROM person
         WHERE ended IS NULL ORDER BY search",
    )?;
    let (mut rows, mut text, mut count) = (all.query([])?, String::new(), 0);
    while let Some(row) = rows.next()? {
        for column in 0..6 {
            text.push_str(row.get_ref(column)?.as_str()?);
            text.push('\t');
        }
        text.push('\n');
        count += 1;
    }
    Ok((count, text.len()))
}

/// The full scan of a filter without an index: members of one site with a word in their names.
pub fn filter(db: &Connection) -> Result<usize> {
    let mut some = db.prepare(
        "SELECT id, family, given FROM person WHERE site = 'Site 7' AND ended IS NULL AND search LIKE '%modèle za%'",
    )?;
    let mut rows = some.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += usize::from(!row.get_ref(1)?.as_str()?.is_empty());
    }
    Ok(count)
}
