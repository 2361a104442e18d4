//! A pack is looked through by the loaders that look through the program's own law.

use crate::law::{
    fit::*,
    pack::{Part, public},
    texts,
};

const SECRET: [u8; 32] = [7; 32];

fn made(parts: &[Part<'_>]) -> Vec<u8> {
    Pack::make(parts, "0.1.0", &SECRET).unwrap()
}

fn own() -> Vec<(String, &'static str)> {
    own_tables().iter().map(|(name, text)| (format!("tables/{name}"), *text)).collect()
}

fn whole(tables: &[(String, &str)]) -> Vec<u8> {
    let tables = tables.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
    made(&tables.chain([("texts", texts::OWN)]).collect::<Vec<_>>())
}

fn opened(bytes: &[u8]) -> Result<&'static Pack, PackError> {
    Ok(Box::leak(Box::new(Pack::open(bytes, Some(&public(&SECRET)))?)))
}

#[test]
fn the_own_law_as_a_pack_is_the_own_law() {
    let bytes = whole(&own());
    assert_eq!(bytes, whole(&own().into_iter().rev().collect::<Vec<_>>()), "two runs, whatever the order");
    let pack = opened(&bytes).unwrap();
    let book = check(pack).unwrap();
    assert_eq!(book.tables().unwrap(), crate::law::own_book().tables().unwrap());
    assert_eq!(Some(pack.name.law), last_reading(own_tables().iter().map(|(_, text)| *text)));
    assert_eq!(pack.length, bytes.len());
}

#[test]
fn the_loader_refuses_in_a_pack_what_it_refuses_in_the_program() {
    let without = |from: &str, to: &str| {
        let mut tables = own();
        let seats = tables.iter_mut().find(|(name, _)| name == "tables/seats").unwrap();
        let changed = seats.1.replacen(from, to, 1);
        assert_ne!(changed, seats.1, "{from}");
        seats.1 = Box::leak(changed.into_boxed_str());
        opened(&whole(&tables)).map(check).unwrap()
    };
    assert!(without("Titulaires", "Membres titulaires").is_ok());
    // A value without a source, or on another host than the official one.
    let sourceless = without("source = \"https://www.legifrance.gouv.fr/", "# \"");
    assert!(matches!(sourceless, Err(PackError::Tables(_))), "{sourceless:?}");
    let elsewhere = without("https://www.legifrance.gouv.fr/", "https://droit.example/");
    assert!(matches!(elsewhere, Err(PackError::Tables(_))), "{elsewhere:?}");
    let gap = without("from = 25,", "from = 26,");
    assert!(matches!(gap, Err(PackError::Tables(_))), "{gap:?}");
    // What this program asks for.
    let lacking = |found| matches!(found, Err(PackError::Lacks(what)) if what == "seats.table (rows)");
    assert!(lacking(without("id = \"seats.table\"", "id = \"seats.tables\"")));
    assert!(lacking(without("unit = \"rows\"", "unit = \"rule\"")));
    let mut tables = own();
    tables.retain(|(name, _)| name != "tables/seats");
    assert!(lacking(opened(&whole(&tables)).map(check).unwrap()));
    // Texts that are none, or are not there.
    let seats: Vec<Part<'_>> = own_tables().iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let named: Vec<String> = seats.iter().map(|(name, _)| format!("tables/{name}")).collect();
    let tables: Vec<Part<'_>> =
        named.iter().zip(&seats).map(|(name, (_, text))| (name.as_str(), *text)).collect();
    let lacking = opened(&made(&tables)).map(check).unwrap();
    assert_eq!(lacking.map(drop), Err(PackError::Lacks("texts".to_owned())));
    let cut = tables.iter().copied().chain([("texts", &texts::OWN[..1000])]).collect::<Vec<_>>();
    assert!(matches!(opened(&made(&cut)).map(check).unwrap(), Err(PackError::Unfit(_))));
    // The same table in two files.
    let mut tables = own();
    let seats = tables
        .iter()
        .find(|(name, _)| name == "tables/seats")
        .unwrap()
        .1
        .replace("subject = \"seats\"", "subject = \"chairs\"");
    tables.push(("tables/chairs".to_owned(), Box::leak(seats.into_boxed_str())));
    assert!(matches!(opened(&whole(&tables)).map(check).unwrap(), Err(PackError::Tables(_))));
}
