//! What every store must keep: one suite, run on both.

use contrepoids::vault::{
    disk::DiskStore,
    memory::MemoryStore,
    store::{Batch, LARGEST, Store, StoreError, Tree},
};

const A: Tree = Tree(0x03);
const B: Tree = Tree(0x13);

fn key(n: u8) -> [u8; 16] {
    [n; 16]
}

fn batch(ops: &[(Tree, u8, Option<&[u8]>)]) -> Batch {
    let mut batch = Batch::default();
    for (tree, k, value) in ops {
        match value {
            Some(value) => batch.put(*tree, key(*k), value.to_vec()),
            None => batch.delete(*tree, key(*k)),
        }
    }
    batch
}

fn scan(store: &dyn Store, tree: Tree) -> Vec<(u8, Vec<u8>)> {
    let mut out = Vec::new();
    store
        .scan(tree, &mut |key, value| {
            out.push((key[0], value.to_vec()));
            Ok(())
        })
        .unwrap();
    out
}

fn an_empty_store_holds_nothing(store: &mut dyn Store) {
    assert_eq!(store.get(A, &key(1)).unwrap(), None);
    assert_eq!(scan(store, A), []);
    assert_eq!(store.trees().unwrap(), []);
}

fn what_was_put_is_read(store: &mut dyn Store) {
    store.commit(&batch(&[(A, 1, Some(b"one")), (A, 2, Some(b"")), (B, 1, Some(b"other"))])).unwrap();
    assert_eq!(store.get(A, &key(1)).unwrap().unwrap(), b"one");
    assert_eq!(store.get(A, &key(2)).unwrap().unwrap(), b"");
    assert_eq!(store.get(B, &key(1)).unwrap().unwrap(), b"other");
    assert_eq!(store.get(B, &key(2)).unwrap(), None);
    store.commit(&batch(&[(A, 1, Some(b"two"))])).unwrap();
    assert_eq!(store.get(A, &key(1)).unwrap().unwrap(), b"two");
}

fn a_deleted_key_is_gone_and_an_absent_one_is_no_error(store: &mut dyn Store) {
    store.commit(&batch(&[(A, 1, Some(b"one"))])).unwrap();
    store.commit(&batch(&[(A, 1, None), (B, 9, None)])).unwrap();
    assert_eq!(store.get(A, &key(1)).unwrap(), None);
    assert_eq!(scan(store, A), []);
}

fn the_last_word_on_a_key_counts(store: &mut dyn Store) {
    store.commit(&batch(&[(A, 1, Some(b"one")), (A, 1, None), (A, 1, Some(b"three"))])).unwrap();
    assert_eq!(store.get(A, &key(1)).unwrap().unwrap(), b"three");
}

fn a_scan_goes_by_the_order_of_the_keys_and_stays_in_its_tree(store: &mut dyn Store) {
    let ops: Vec<(Tree, u8, Option<&[u8]>)> =
        [7, 0, 255, 3].iter().map(|k| (A, *k, Some(b"x".as_slice()))).collect();
    store.commit(&batch(&ops)).unwrap();
    store.commit(&batch(&[(B, 5, Some(b"y"))])).unwrap();
    assert_eq!(scan(store, A).iter().map(|(k, _)| *k).collect::<Vec<_>>(), [0, 3, 7, 255]);
}

fn a_scan_ends_at_the_first_error(store: &mut dyn Store) {
    store.commit(&batch(&[(A, 1, Some(b"x")), (A, 2, Some(b"x"))])).unwrap();
    let mut seen = 0;
    let end = store.scan(A, &mut |_, _| {
        seen += 1;
        Err(StoreError::Damaged("enough"))
    });
    assert!(matches!(end, Err(StoreError::Damaged("enough"))));
    assert_eq!(seen, 1);
}

fn trees_are_those_that_hold_something_in_order(store: &mut dyn Store) {
    store.commit(&batch(&[(B, 1, Some(b"x")), (A, 1, Some(b"x")), (Tree(0xff), 1, Some(b"x"))])).unwrap();
    assert_eq!(store.trees().unwrap(), [A, B, Tree(0xff)]);
    store.commit(&batch(&[(B, 1, None)])).unwrap();
    assert_eq!(store.trees().unwrap(), [A, Tree(0xff)]);
    // Reading makes nothing.
    assert_eq!(store.get(Tree(0x55), &key(1)).unwrap(), None);
    assert_eq!(scan(store, Tree(0x56)), []);
    assert_eq!(store.trees().unwrap(), [A, Tree(0xff)]);
}

fn a_value_above_the_limit_keeps_the_whole_batch_out(store: &mut dyn Store) {
    let most = vec![7; LARGEST];
    store.commit(&batch(&[(A, 1, Some(&most))])).unwrap();
    let above = vec![7; LARGEST + 1];
    let refused = store.commit(&batch(&[(A, 1, Some(b"small")), (B, 2, Some(&above))]));
    assert!(matches!(refused, Err(StoreError::TooLarge { len }) if len == LARGEST + 1));
    assert_eq!(store.get(A, &key(1)).unwrap().unwrap(), most);
    // Nothing was tried, so the handle works on.
    store.commit(&batch(&[(A, 1, Some(b"small"))])).unwrap();
    assert_eq!(store.get(A, &key(1)).unwrap().unwrap(), b"small");
}

fn an_empty_batch_is_one(store: &mut dyn Store) {
    store.commit(&Batch::default()).unwrap();
    assert_eq!(store.trees().unwrap(), []);
}

fn many_keys_in_one_batch_are_all_there(store: &mut dyn Store) {
    let mut batch = Batch::default();
    for n in 0..5_000_u32 {
        let mut key = [0; 16];
        key[..4].copy_from_slice(&n.to_be_bytes());
        batch.put(if n % 2 == 0 { A } else { B }, key, n.to_le_bytes().to_vec());
    }
    store.commit(&batch).unwrap();
    assert_eq!(scan(store, A).len() + scan(store, B).len(), 5_000);
}

macro_rules! contract {
    ($($name:ident),* $(,)?) => {
        mod memory {
            use super::*;
            $(#[test] fn $name() { super::$name(&mut MemoryStore::new()); })*
        }
        mod disk {
            use super::*;
            $(#[test] fn $name() {
                let dir = tempfile::tempdir().unwrap();
                super::$name(&mut DiskStore::create(&dir.path().join("store")).unwrap());
            })*
        }
    };
}

contract!(
    an_empty_store_holds_nothing,
    what_was_put_is_read,
    a_deleted_key_is_gone_and_an_absent_one_is_no_error,
    the_last_word_on_a_key_counts,
    a_scan_goes_by_the_order_of_the_keys_and_stays_in_its_tree,
    a_scan_ends_at_the_first_error,
    trees_are_those_that_hold_something_in_order,
    a_value_above_the_limit_keeps_the_whole_batch_out,
    an_empty_batch_is_one,
    many_keys_in_one_batch_are_all_there,
);

/// What only a store on disk can show: it is all there again after it was closed.
#[test]
fn a_disk_store_opens_again_with_what_it_held() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let mut store = DiskStore::create(&path).unwrap();
    store.commit(&batch(&[(A, 1, Some(b"one")), (B, 2, Some(b"two"))])).unwrap();
    drop(store);
    let store = DiskStore::open(&path).unwrap();
    assert_eq!(store.get(A, &key(1)).unwrap().unwrap(), b"one");
    assert_eq!(scan(&store, B), [(2, b"two".to_vec())]);
    assert_eq!(store.trees().unwrap(), [A, B]);
}

/// What only a store for reading can show.
#[test]
fn a_read_only_store_refuses_and_keeps() {
    let mut store = MemoryStore::new();
    store.commit(&batch(&[(A, 1, Some(b"one"))])).unwrap();
    let mut store = store.read_only();
    assert!(matches!(store.commit(&batch(&[(A, 1, None)])), Err(StoreError::ReadOnly(_))));
    assert_eq!(store.get(A, &key(1)).unwrap().unwrap(), b"one");
}

/// What lies behind sled's own note of how far it has come, sled drops when a bit of it is wrong. A settling store has
/// nothing there once it is closed.
#[test]
fn a_settled_store_refuses_a_wrong_bit_where_another_forgets() {
    let mut forgotten = 0;
    for settles in [false, true] {
        for part in 1..8 {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("store");
            let mut store = DiskStore::create(&path).unwrap();
            if settles {
                store = store.settling();
            }
            store.commit(&batch(&[(A, 1, Some(&[7; 3_000])), (A, 2, Some(&[8; 3_000]))])).unwrap();
            drop(store);
            let mut bytes = std::fs::read(path.join("db")).unwrap();
            let last = bytes.iter().rposition(|b| *b != 0).unwrap();
            bytes[last / 8 * part] ^= 1;
            std::fs::write(path.join("db"), bytes).unwrap();
            let found = DiskStore::open(&path).and_then(|store| store.get(A, &key(1)));
            match found {
                Ok(None) if settles => panic!("forgotten: part {part}"),
                Ok(None) => forgotten += 1,
                Ok(Some(value)) => assert_eq!(value, [7; 3_000]),
                Err(StoreError::Damaged(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }
    assert!(forgotten > 0, "this test would not see a store that forgets");
}
