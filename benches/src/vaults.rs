//! Whole vaults: open, list, filter, import; beside SQLCipher on the same people.

use std::{error::Error, path::PathBuf};

use contrepoids::{clock, base::{Id, Stamp}, roster::{college::UNKNOWN, columns::{Form, Subject, View}, filter::{self, Filter}, import::plan::{self, Hand, Settings}, patch::{Pen, Rules}, person::Element, summary::Summary}, vault::{self, Founder, Change, Identity, Kind, Vault, Verb}};

use crate::{
    Setting, people,
    report::{Report, Took, cpu, time},
    sqlcipher,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A vault with people.
pub struct Made {
    pub dir: PathBuf,
    pub key_file: PathBuf,
    pub identity: Identity,
    pub size: usize,
}

fn empty(setting: &Setting, name: &str) -> Result<(PathBuf, PathBuf, Identity)> {
    let dir = setting.dir.path().join(name);
    let key_file = setting.dir.path().join(format!("{name}.key"));
    let identity = Identity::generate();
    vault::file::write_whole(&key_file, identity.plain_file().as_bytes(), false)?;
    vault::create(&dir, &Founder::alone(&identity), clock::random)?;
    Ok((dir, key_file, identity))
}

fn bytes_of(dir: &std::path::Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(dir) else { return 0 };
    entries
        .flatten()
        .map(|e| e.metadata().map_or(0, |m| if m.is_dir() { bytes_of(&e.path()) } else { m.len() }))
        .sum()
}

impl Made {
    pub fn new(setting: &Setting, size: usize, report: &mut Report) -> Result<Self> {
        let (dir, key_file, identity) = empty(setting, &format!("vault-{size}"))?;
        let mut vault = Vault::open(&dir, &identity, vault::Access::Write, clock::random)?;
        let mut changes = Vec::with_capacity(size);
        for n in 0..size {
            let record = people::record(&mut vault, &people::invented(n), n);
            changes.push(Change { kind: Kind::Person, id: vault.new_id(), verb: Verb::Imported, record });
        }
        let (before, start) = (cpu(), clock::instant());
        vault.commit(clock::now_ms(), changes)?;
        let spent = vec![start.elapsed().as_secs_f64() * 1e6];
        report.add(&format!("commit of {size} new records"), Took::of(spent, cpu() - before), &[]);
        Ok(Self { dir, key_file, identity, size })
    }

    fn open(&self) -> Vault {
        Vault::open(&self.dir, &self.identity, vault::Access::Read, clock::random).expect("open")
    }
}

fn today() -> chrono::NaiveDate {
    "2026-11-21".parse().expect("date")
}

/// What `member list` does: the members, in order of names, six columns as text.
fn list(vault: &Vault) -> (usize, usize) {
    let mut people = passing(vault, &mut members());
    filter::sort(&mut people, &[], today(), &UNKNOWN);
    let view = View { on: today(), form: Form::Words(contrepoids::base::Lang::Fr), colleges: &UNKNOWN };
    let keys = filter::columns("family,given,email,site,service,joined").expect("columns");
    let mut text = String::new();
    for person in &people {
        for key in &keys {
            text.push_str(&person.show(key, view));
            text.push('\t');
        }
        text.push('\n');
    }
    (people.len(), text.len())
}

fn members() -> Filter {
    let mut filter = Filter::default();
    filter.add_where("standing=member").expect("filter");
    filter
}

fn passing<'v>(vault: &'v Vault, filter: &mut Filter) -> Vec<Subject<'v>> {
    vault
        .people()
        .expect("people")
        .map(|(id, bytes)| Subject::Summary(id, Summary::of(bytes).expect("summary")))
        .filter(|person| filter.passes(person, today(), &UNKNOWN))
        .collect()
}

/// A turn of the keys: everything written anew, nothing or one person left out; beside the peer that changes its key.
pub fn turned(made: &Made, peer: &sqlcipher::Made, report: &mut Report) -> Result<()> {
    let (n, runs) = (made.size, if made.size > 10_000 { 2 } else { 5 });
    let turn = |erased: std::collections::BTreeSet<Id>| {
        let vault = Vault::open(&made.dir, &made.identity, vault::Access::Write, clock::random).expect("open");
        let reason = vault::holders::Reason::Rotate;
        let turning = vault::Turning { reason, acts: vec![], erased, writer: None, now_ms: clock::now_ms() };
        vault.turn(&turning).expect("turn");
    };
    let ours = time(runs, || turn(Default::default()));
    let theirs = peer.rekeyed(runs);
    let aim = (n == 100_000).then(|| ("not slower".to_owned(), ours.best <= theirs.best));
    report.with_aim(&format!("turn the keys of {n} records"), ours, &[("SQLCipher rekey", theirs)], aim);
    let ids: Vec<Id> = made.open().people()?.map(|(id, _)| id).take(runs + 1).collect();
    let mut next = ids.into_iter();
    let ours = time(runs, || turn(next.next().into_iter().collect()));
    report.add(&format!("erase one of {n} people"), ours, &[("SQLCipher rekey", peer.rekeyed(runs))]);
    Ok(())
}

/// Members of one site with a word in their names.
fn some(vault: &Vault) -> usize {
    let mut filter = members();
    filter.add_where("site=Site 7").expect("filter");
    filter.add_search("modèle za");
    passing(vault, &mut filter).len()
}

pub fn measure(
    setting: &Setting,
    made: &Made,
    [peer, lean]: &[sqlcipher::Made; 2],
    report: &mut Report,
) -> Result<()> {
    let (n, runs) = (made.size, setting.runs);
    let ours = time(runs, || made.open());
    let theirs =
        time(runs, || peer.open().and_then(|db| Ok(db.query_row("SELECT 1 FROM person", [], |_| Ok(()))?)));
    report.add(&format!("open, {n} members"), ours, &[("SQLCipher", theirs)]);

    let ours = time(runs, || list(&made.open()));
    let theirs = time(runs, || sqlcipher::list(&peer.open().unwrap()).unwrap());
    let leaner = time(runs, || sqlcipher::list(&lean.open().unwrap()).unwrap());
    assert_eq!(list(&made.open()).0, sqlcipher::list(&peer.open()?)?.0);
    let aim = (n == 5_000).then(|| ("below 300 ms".to_owned(), ours.best < 300e3));
    let peers = [("SQLCipher", theirs), ("columns alone", leaner)];
    report.with_aim(&format!("open + list, {n} members"), ours, &peers, aim);

    let (vault, db, lean_db) = (made.open(), peer.open()?, lean.open()?);
    assert_eq!(some(&vault), sqlcipher::filter(&db)?);
    let ours = time(runs, || some(&vault));
    let theirs = time(runs, || sqlcipher::filter(&db).unwrap());
    let leaner = time(runs, || sqlcipher::filter(&lean_db).unwrap());
    let aim = (n == 100_000).then(|| ("3 × faster".to_owned(), ours.best * 3.0 <= theirs.best));
    report.with_aim(
        &format!("filter {n} members, vault open"),
        ours,
        &[("SQLCipher full scan", theirs), ("columns alone", leaner)],
        aim,
    );
    drop(vault);
    let ours = time(runs, || some(&made.open()));
    let theirs = time(runs, || sqlcipher::filter(&peer.open().unwrap()).unwrap());
    let leaner = time(runs, || sqlcipher::filter(&lean.open().unwrap()).unwrap());
    let peers = [("SQLCipher", theirs), ("columns alone", leaner)];
    let aim = (n == 100_000).then(|| ("3 × faster".to_owned(), ours.best * 3.0 <= theirs.best));
    report.with_aim(&format!("open + filter {n} members"), ours, &peers, aim);

    let vault = made.open();
    let ids: Vec<Id> = vault.people()?.map(|(id, _)| id).collect();
    let picked: Vec<Id> = (0..200).map(|k| ids[k * 7_919 % ids.len()]).collect();
    let ours = time(runs, || {
        for id in &picked {
            vault.record(Kind::Person, id).unwrap().unwrap();
        }
    })
    .each(200);
    let mails: Vec<String> = (0..200).map(|k| format!("member{}@example.org", k * 7_919 % n)).collect();
    let mut get = db.prepare("SELECT * FROM person WHERE email = ?1")?;
    let theirs = time(runs, || {
        for mail in &mails {
            get.query_row([mail], |row| row.get::<_, String>(1)).unwrap();
        }
    })
    .each(200);
    report.add(&format!("one record of {n}, by its id"), ours, &[("SQLCipher, by an index", theirs)]);
    let ours = time(runs.min(5), || vault.records(Kind::Person).unwrap().len());
    report.add(&format!("open all {n} records"), ours, &[]);
    drop(vault);

    let mut vault = Vault::open(&made.dir, &made.identity, vault::Access::Write, clock::random)?;
    let mut k = 0;
    let ours = time(runs, || {
        k += 1;
        let mut record = vault.record(Kind::Person, &ids[k]).unwrap().unwrap();
        let stamp = vault.stamp(clock::now_ms());
        let key = contrepoids::base::FieldKey::single(contrepoids::base::field::TOWN);
        record.set(key, Some(contrepoids::base::Value::text("Ailleurs")), stamp);
        let change = Change { kind: Kind::Person, id: ids[k], verb: Verb::Edited, record };
        vault.commit(clock::now_ms(), vec![change]).unwrap();
    });
    let mut k = 0;
    db.pragma_update(None, "synchronous", "FULL")?;
    let theirs = time(runs, || {
        k += 1;
        db.execute("UPDATE person SET town = 'Ailleurs' WHERE email = ?1", [format!("member{k}@example.org")])
            .unwrap()
    });
    report.add(&format!("one durable edit, {n} members"), ours, &[("SQLCipher", theirs)]);
    let (ours, theirs) = (bytes_of(&made.dir), peer.bytes());
    eprintln!("on disk, {n} members: ours {} kB, SQLCipher {} kB", ours / 1_000, theirs / 1_000);
    Ok(())
}

/// Stamps and names for a plan, from the vault.
struct FromVault<'v>(&'v mut Vault);

impl Pen for FromVault<'_> {
    fn stamp(&mut self) -> Stamp {
        self.0.stamp(clock::now_ms())
    }
    fn element(&mut self) -> Element {
        self.0.new_element()
    }
}

impl Hand for FromVault<'_> {
    fn id(&mut self) -> Id {
        self.0.new_id()
    }
    fn progress(&mut self, _: u64, _: u64) {}
}

/// A file of people into an empty vault: read, checked, matched, saved. The peer reads the same file and inserts the
/// cells as they are, in one transaction.
pub fn import(setting: &Setting, report: &mut Report) -> Result<()> {
    let (rows, runs) = (setting.rows, setting.runs.min(5));
    let file = people::csv(rows);
    let (mut ours, mut planned, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    let mut cpus = [0.0; 3];
    for run in 0..runs {
        let (dir, _, identity) = empty(setting, &format!("import-{run}"))?;
        let mut vault = Vault::open(&dir, &identity, vault::Access::Write, clock::random)?;
        let (before, start) = (cpu(), clock::instant());
        let settings = Settings {
            rules: Rules { today: today(), forbidden: &[] },
            delimiter: None,
            encoding: None,
            mappings: &[],
            ignore_unknown: false,
            defaults: &[],
        };
        let plan = plan::plan(file.as_bytes(), Vec::new(), &settings, &mut FromVault(&mut vault))
            .map_err(|e| format!("{e}"))?;
        assert_eq!((plan.refused, plan.records.len()), (0, rows), "{:?}", plan.refusals.first());
        planned.push(start.elapsed().as_secs_f64() * 1e6);
        cpus[2] -= cpu() - before;
        let change = |(id, record)| Change { kind: Kind::Person, id, verb: Verb::Imported, record };
        vault.commit_each(clock::now_ms(), plan.records.into_iter().map(change))?;
        ours.push(start.elapsed().as_secs_f64() * 1e6);
        cpus[0] += cpu() - before;
        cpus[2] += cpu() - before;

        let mut db = sqlcipher::create(&setting.dir.path().join(format!("import-{run}.db")))?;
        let (before, start) = (cpu(), clock::instant());
        let cells = file.lines().skip(1).enumerate();
        sqlcipher::insert(
            &mut db,
            true,
            cells.map(|(n, line)| {
                std::hint::black_box(line.split(';').map(str::to_owned).collect::<Vec<_>>());
                (n, people::invented(n))
            }),
        )?;
        theirs.push(start.elapsed().as_secs_f64() * 1e6);
        cpus[1] += cpu() - before;
    }
    let saved: Vec<f64> = ours.iter().zip(&planned).map(|(whole, plan)| whole - plan).collect();
    let theirs = Took::of(theirs, cpus[1]);
    report.add(
        &format!("import of {rows} rows, checked, matched, saved"),
        Took::of(ours, cpus[0]),
        &[("SQLCipher, insert alone", theirs)],
    );
    report.add(
        &format!("  of which saving {rows} records"),
        Took::of(saved, cpus[2]),
        &[("SQLCipher", theirs)],
    );
    Ok(())
}
