use super::*;

fn random(out: &mut [u8]) {
    crate::clock::random(out);
}

/// A vault with one statement, which this byte names.
fn seen(head: u8, generation: u64, state: u8) -> Seen {
    let mark = Mark { generation, time_ms: 7, state: [state; 32] };
    Seen {
        vault: [5; 16],
        founding: [head; 32],
        heads: vec![[head; 32]],
        statements: BTreeSet::from([[head; 32]]),
        removals: Vec::new(),
        marks: BTreeMap::from([(0, mark.clone()), (2, mark)]),
        replica: [3; 8],
        founding_by: Founding::default(),
    }
}

struct Place {
    dir: tempfile::TempDir,
    identity: Identity,
}

impl Place {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), identity: Identity::generate() }
    }

    fn recall(&self) -> Recall {
        Recall::at(&self.dir.path().join("config"), &self.dir.path().join("vault"), &self.identity, random)
    }

    fn admit(&self, seen: &Seen, accept: &Accept) -> Result<Recall, VaultError> {
        let mut recall = self.recall();
        let before = recall.read(&seen.vault)?;
        recall.admit(before, seen, true, accept)?;
        Ok(recall)
    }

    fn standing(&self, seen: &Seen) -> Standing {
        self.recall().standing(seen).unwrap()
    }
}

fn file_of(recall: &Recall, vault: &[u8; 16]) -> PathBuf {
    recall.dir.join(file_name(&recall.name(vault)))
}

#[test]
fn only_this_identity_makes_one_for_this_vault() {
    let place = Place::new();
    let known = seen(1, 3, 3);
    place.admit(&known, &place.standing(&known).as_it_is()).unwrap();
    assert!(matches!(place.standing(&known), Standing::Known { .. }));
    let recall = place.recall();
    let good = fs::read(file_of(&recall, &known.vault)).unwrap();
    // Under the name of another vault, and under the name that another identity looks for.
    fs::write(file_of(&recall, &[6; 16]), &good).unwrap();
    assert!(matches!(recall.load(recall.name(&[6; 16])), Ok(Found::Damaged)));
    let stranger = Recall::at(place.dir.path(), place.dir.path(), &Identity::generate(), random);
    assert_ne!(stranger.name(&known.vault), recall.name(&known.vault));
    let stranger = Recall { dir: recall.dir.clone(), ..stranger };
    fs::write(file_of(&stranger, &known.vault), &good).unwrap();
    assert!(matches!(stranger.load(stranger.name(&known.vault)), Ok(Found::Damaged)));
}

/// A vault of ours in the place of another one of ours: neither is taken for the other.
#[test]
fn two_vaults_that_are_known_are_not_exchanged() {
    let place = Place::new();
    let one = seen(1, 3, 3);
    let two = Seen { vault: [6; 16], ..seen(2, 3, 3) };
    place.admit(&one, &place.standing(&one).as_it_is()).unwrap();
    let there = Recall { path: [9; 16], ..place.recall() };
    let mut elsewhere = there.clone();
    let before = there.read(&two.vault).unwrap();
    elsewhere.admit(before, &two, true, &there.standing(&two).unwrap().as_it_is()).unwrap();
    assert!(matches!(there.standing(&two), Ok(Standing::Known { .. })));
    // Moved to a path where nothing was: known. In the place of the other: not.
    let free = Recall { path: [8; 16], ..place.recall() };
    assert!(matches!(free.standing(&two), Ok(Standing::Known { .. })));
    let Standing::Other { known, .. } = place.standing(&two) else { panic!() };
    assert_eq!(known, one.words());
}

#[test]
fn another_key_another_number_and_an_older_state_are_told_apart() {
    let place = Place::new();
    let known = seen(1, 3, 3);
    assert!(matches!(place.standing(&known), Standing::New { damaged: false, .. }));
    assert!(place.admit(&known, &Accept::default()).is_err());
    place.admit(&known, &place.standing(&known).as_it_is()).unwrap();
    assert!(matches!(place.standing(&seen(1, 4, 9)), Standing::Known { .. }));
    assert!(matches!(place.standing(&seen(2, 9, 3)), Standing::Other { .. }));
    assert!(matches!(place.standing(&Seen { vault: [6; 16], ..known.clone() }), Standing::Other { .. }));
    // A statement more is of the same vault; one less is not.
    let mut more = seen(1, 9, 3);
    (more.heads, more.statements) = (vec![[7; 32]], BTreeSet::from([[1; 32], [7; 32]]));
    assert!(matches!(place.standing(&more), Standing::Known { .. }));
    place.admit(&more, &Accept::default()).unwrap();
    assert!(
        matches!(place.standing(&seen(1, 9, 3)), Standing::Other { words: Some(words), known, holders: true } if words != known)
    );
    fs::remove_file(file_of(&place.recall(), &known.vault)).unwrap();
    place.admit(&known, &place.standing(&known).as_it_is()).unwrap();
    // One part alone behind; or the same number, and another state.
    let mut half = seen(1, 9, 3);
    half.marks.get_mut(&2).unwrap().generation = 2;
    let Standing::Behind(behind) = place.standing(&half) else { panic!() };
    assert_eq!((behind.part, behind.found, behind.known), (Compartment::Organizing, 2, 3));
    assert!(matches!(place.standing(&seen(1, 3, 4)), Standing::Behind(b) if b.found == b.known));
}

#[test]
fn nothing_is_lost_or_lowered_by_two_at_once() {
    let place = Place::new();
    let known = seen(1, 1, 1);
    place.admit(&known, &place.standing(&known).as_it_is()).unwrap();
    let (mut one, mut other) = (place.admit(&known, &Accept::default()).unwrap(), place.recall());
    other.seen = Some(known.clone());
    let root = |generation| Root { generation, ..Root::empty() };
    one.agree([1; 32], 1).unwrap();
    one.advance(Compartment::Roster, &root(8)).unwrap();
    // The other has seen less, and writes later.
    other.advance(Compartment::Roster, &root(4)).unwrap();
    other.agree([2; 32], 2).unwrap();
    other.advance(Compartment::Organizing, &root(5)).unwrap();
    let Ok(Found::Page(page)) = one.load(one.name(&known.vault)) else { panic!() };
    assert_eq!(page.marks[&0].generation, 8);
    assert_eq!(page.marks[&2].generation, 5);
    assert!([[1; 32], [2; 32]].iter().all(|hash| one.agreed(hash).unwrap()));
}

#[test]
fn consents_are_few_and_go_with_their_vault() {
    let place = Place::new();
    let known = seen(1, 1, 1);
    let recall = place.admit(&known, &place.standing(&known).as_it_is()).unwrap();
    for n in 0..=u8::try_from(CONSENTS).unwrap() {
        recall.agree([n; 32], 1).unwrap();
    }
    assert!(!recall.agreed(&[0; 32]).unwrap() && recall.agreed(&[1; 32]).unwrap());
    let other = seen(2, 1, 1);
    let taken = place.admit(&other, &place.standing(&other).as_it_is()).unwrap();
    assert!(!taken.agreed(&[1; 32]).unwrap() && !recall.agreed(&[1; 32]).unwrap());
}

/// The bytes that an independent program wrote from `docs/format.md`.
#[test]
fn reads_the_pages_of_the_other_program() {
    fn hex(value: &serde_json::Value) -> Vec<u8> {
        let text = value.as_str().unwrap();
        (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
    }
    fn part<const N: usize>(value: &serde_json::Value) -> [u8; N] {
        hex(value).try_into().unwrap()
    }
    let vectors = include_str!("../../../tests/data/vectors/format-2.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
    let (memory, place) = (&vectors["memory"], Place::new());
    let key = include_bytes!("../../../tests/data/vectors/vault-2/key.txt");
    let key = Identity::read(key, || -> Result<_, crate::vault::IdentityError> { unreachable!() }).unwrap();
    let recall = Recall::at(place.dir.path(), Path::new(memory["path"].as_str().unwrap()), &key, random);
    let vault = part(&memory["vault"]);
    assert_eq!(recall.name(&vault), part(&memory["name"]));
    let file = file_of(&recall, &vault);
    fs::create_dir(file.parent().unwrap()).unwrap();
    let read = |bytes: &serde_json::Value| {
        fs::write(&file, hex(bytes)).unwrap();
        recall.load(recall.name(&vault)).unwrap()
    };
    let marks = memory["marks"].as_array().unwrap().iter().map(|mark| {
        let number = u8::try_from(mark[0].as_u64().unwrap()).unwrap();
        let (generation, time_ms) = (mark[1].as_u64().unwrap(), mark[2].as_u64().unwrap());
        (number, Mark { generation, time_ms, state: part(&mark[3]) })
    });
    let outbox = &memory["outbox"];
    let run = Some(crate::vault::page::RunMark {
        name: part(&outbox[3][0]),
        counted: outbox[3][1].as_u64().unwrap(),
        reserved: outbox[3][2].as_u64().unwrap(),
        boot: part(&outbox[3][3]),
    });
    let consents = memory["consents"].as_array().unwrap();
    let page = Page {
        vault,
        heads: memory["heads"].as_array().unwrap().iter().map(part).collect(),
        removals: memory["removals"].as_array().unwrap().iter().map(part).collect(),
        marks: marks.collect(),
        path: recall.path,
        outbox: Some(OutboxMark {
            instance: part(&outbox[0]),
            commit: outbox[1].as_u64().unwrap(),
            state: part(&outbox[2]),
            run,
        }),
        consents: consents.iter().map(|c| (part(&c[0]), c[1].as_u64().unwrap())).collect(),
        replica: part(&memory["replica"]),
        former: memory["former"].as_array().unwrap().iter().map(part).collect(),
        backup: Some(Backup {
            time_ms: memory["backup"][0].as_u64().unwrap(),
            hash: part(&memory["backup"][1]),
        }),
        gone: None,
    };
    let gone = memory["gone"].as_u64();
    assert_eq!(read(&memory["file of a vault destroyed"]), Found::Page(Page { gone, ..page.clone() }));
    assert_eq!(read(&memory["file"]), Found::Page(page.clone()));
    assert_eq!(read(&memory["older page alone"]), Found::Page(Page { outbox: None, ..page }));
    let bad = memory["bad"].as_object().unwrap();
    assert!(bad.len() >= 5);
    for (what, bytes) in bad {
        assert_eq!(read(bytes), Found::Damaged, "{what}");
    }
}
