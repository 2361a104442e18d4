//! Which column holds what: by the names of `names.toml`, by what the user says, or not at all.

use crate::roster::{
    attr::{Attr, Key},
    check,
    import::ImportError,
};

/// What the user says of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The column, as the file names it, or its number from 1.
    pub column: String,
    /// The field; `None` to leave the column out.
    pub key: Option<Key>,
}

/// The fields of which a file must have one.
pub const NAMES: [Attr; 5] = [Attr::Family, Attr::Given, Attr::BirthName, Attr::Name, Attr::NameFamilyFirst];

/// Finds the field of each column; `None` is a column that is left out.
///
/// # Errors
/// [`ImportError::UnknownColumns`] unless they may be ignored, [`ImportError::TwoColumns`],
/// [`ImportError::NoNameColumn`], [`ImportError::NoSuchColumn`], and [`ImportError::NoHeader`] when the line
/// holds a mail address: then it is a person and no header.
pub fn columns(
    header: &[String],
    line: u64,
    mappings: &[Mapping],
    ignore_unknown: bool,
) -> Result<Vec<Option<Key>>, ImportError> {
    if header.iter().any(|cell| check::address(cell).is_ok()) {
        return Err(ImportError::NoHeader { line });
    }
    let mut out: Vec<Option<Option<Key>>> = vec![None; header.len()];
    for mapping in mappings {
        let at = place(header, &mapping.column)
            .ok_or_else(|| ImportError::NoSuchColumn { line, column: mapping.column.clone() })?;
        if let Some(slot) = out.get_mut(at) {
            *slot = Some(mapping.key.clone());
        }
    }
    let mut unknown = Vec::new();
    for (slot, name) in out.iter_mut().zip(header) {
        if slot.is_none() {
            let key = Key::read(name).filter(|k| !matches!(k, Key::Attr(Attr::College)));
            // A column without a name and without a field is the margin of a spreadsheet; its cells must be empty,
            // which each row is checked for. The derived college of our own exports is left out.
            let known = key.is_some() || name.trim().is_empty() || Attr::read(name) == Some(Attr::College);
            if !known && !ignore_unknown {
                unknown.push(name.clone());
            }
            *slot = Some(key);
        }
    }
    if !unknown.is_empty() {
        return Err(ImportError::UnknownColumns { line, columns: unknown });
    }
    let mut out: Vec<Option<Key>> = out.into_iter().map(Option::flatten).collect();
    entry_is_joining(header, &mut out);
    one_column_each(&out, header, line)?;
    let names = NAMES.map(Key::Attr);
    if !out.iter().flatten().any(|k| names.contains(k)) {
        return Err(ImportError::NoNameColumn { line });
    }
    Ok(out)
}

/// "Date d'entrée" is the day of hire in most files; next to a column for that day it is the entry into the union.
fn entry_is_joining(header: &[String], columns: &mut [Option<Key>]) {
    let (hired, joined) = (Key::Attr(Attr::Hired), Key::Attr(Attr::Joined));
    let is_entry = |name: &String| says_entry(name);
    let others =
        columns.iter().zip(header).filter(|(k, n)| k.as_ref() == Some(&hired) && !is_entry(n)).count();
    if others == 0 || columns.iter().flatten().any(|k| *k == joined) {
        return;
    }
    for (slot, _) in columns.iter_mut().zip(header).filter(|(k, n)| k.as_ref() == Some(&hired) && is_entry(n))
    {
        *slot = Some(joined.clone());
    }
}

/// Tells whether a header says "entry" and not of what: into the company, or into the union.
#[must_use]
pub fn says_entry(name: &str) -> bool {
    ENTRY.contains(&crate::base::text::fold(name).as_str())
}

/// The headers that say "entry" and not of what.
const ENTRY: &[&str] = &["date d entree", "date entree", "entree", "date d arrivee"];

/// A full name next to a family name or a given name would say the same thing twice, perhaps differently.
fn one_column_each(columns: &[Option<Key>], header: &[String], line: u64) -> Result<(), ImportError> {
    let several = |key: &Key| matches!(key, Key::Attr(a) if a.is_several());
    let at = |key: &Key| columns.iter().position(|k| k.as_ref() == Some(key));
    let two = |key: &Key, first: usize, second: usize| {
        let name = |n: usize| header.get(n).map(|h| h.trim().to_owned()).unwrap_or_default();
        Err(ImportError::TwoColumns { line, key: key.clone(), columns: [name(first), name(second)] })
    };
    for (n, key) in columns.iter().enumerate().filter_map(|(n, k)| Some((n, k.as_ref()?))) {
        if let Some(first) = at(key).filter(|first| *first < n && !several(key)) {
            return two(key, first, n);
        }
    }
    let full = [Attr::Name, Attr::NameFamilyFirst].map(Key::Attr);
    if let [Some(first), Some(second)] = full.map(|key| at(&key)) {
        return two(&Attr::Name.into(), first.min(second), first.max(second));
    }
    Ok(())
}

/// Tells whether a row of cells is the line of the columns: one of them is a name, or the user speaks of one of them.
#[must_use]
pub fn is_header(cells: &[String], mappings: &[Mapping]) -> bool {
    let names = NAMES.map(Key::Attr);
    let is_name = |cell: &String| Key::read(cell).is_some_and(|k| names.contains(&k));
    let spoken = |m: &Mapping| m.column.trim().parse::<usize>().is_err() && place(cells, &m.column).is_some();
    cells.iter().any(is_name) || mappings.iter().any(spoken)
}

/// Finds a column by its name, without case and accents, or by its number from 1.
fn place(header: &[String], wanted: &str) -> Option<usize> {
    let folded = crate::base::text::fold(wanted);
    let by_name = header.iter().position(|h| h.trim() == wanted.trim());
    by_name.or_else(|| header.iter().position(|h| crate::base::text::fold(h) == folded)).or_else(|| {
        let number: usize = wanted.trim().parse().ok()?;
        number.checked_sub(1).filter(|n| *n < header.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(header: &[&str], mappings: &[(&str, &str)], ignore: bool) -> Result<Vec<String>, ImportError> {
        let header: Vec<String> = header.iter().map(|h| (*h).to_owned()).collect();
        let mappings: Vec<Mapping> =
            mappings.iter().map(|(c, k)| Mapping { column: (*c).into(), key: Key::read(k) }).collect();
        let found = columns(&header, 1, &mappings, ignore)?;
        Ok(found.into_iter().map(|k| k.map_or("-".into(), |k| k.code())).collect())
    }

    #[test]
    fn known_names_need_no_help() {
        let found = find(
            &["NOM", "Prénom", "Courriel", "Date d'entrée", "Catégorie", "libre:Taille", ""],
            &[],
            false,
        );
        assert!(
            found
                == Ok(["family", "given", "email", "hired", "category", "free:Taille", "-"]
                    .map(str::to_owned)
                    .to_vec())
        );
        assert!(find(&["Nom", "E-mail", "Mail 2", "Étiquettes", "Groupe"], &[], false).is_ok());
        let birth_name = find(&["Nom de naissance", "Date de sortie"], &[], false);
        assert!(birth_name == Ok(vec!["birth-name".into(), "left".into()]));
        let both = find(&["Nom de naissance", "Nom d’usage"], &[], false);
        assert!(both == Ok(vec!["birth-name".into(), "family".into()]));
        assert!(find(&["Nom", "Collège"], &[], false) == Ok(vec!["family".into(), "-".into()]));
    }

    #[test]
    fn unknown_names_are_refused_listed_mapped_or_left_out() {
        let unknown = ImportError::UnknownColumns { line: 1, columns: vec!["Statut".into(), "Chien".into()] };
        assert!(find(&["Nom", "Statut", "Chien"], &[], false) == Err(unknown));
        assert!(
            find(&["Nom", "Statut", "Chien"], &[], true) == Ok(vec!["family".into(), "-".into(), "-".into()])
        );
        let mapped = find(&["Nom", "Statut", "Chien"], &[("STATUT", "catégorie"), ("3", "zphqx")], false);
        assert!(mapped == Ok(vec!["family".into(), "category".into(), "-".into()]));
        let missing = ImportError::NoSuchColumn { line: 1, column: "Chat".into() };
        assert!(find(&["Nom"], &[("Chat", "nom")], false) == Err(missing));
        assert!(
            find(&["Nom"], &[("0", "nom")], false).is_err()
                && find(&["Nom"], &[("2", "nom")], false).is_err()
        );
    }

    #[test]
    fn a_field_has_one_column() {
        let two = |code: &str, columns: [&str; 2]| {
            let (key, columns) = (Key::read(code).unwrap(), columns.map(str::to_owned));
            Err(ImportError::TwoColumns { line: 1, key, columns })
        };
        let family = ["Nom", "Nom de famille"];
        assert!(find(&family, &[], false) == two("family", family));
        let full = ["Prénom Nom", "Nom et prénom"];
        assert!(find(&full, &[], false) == two("name", full));
        assert!(find(&["Nom", "Prénom", "Nom complet"], &[], false).is_ok());
    }

    #[test]
    fn an_entry_beside_a_hire_is_the_entry_into_the_union() {
        let codes = |header: &[&str]| find(header, &[], false).map(|c| c.join(" ")).unwrap_or_default();
        assert_eq!(codes(&["Nom", "Date d'entrée"]), "family hired");
        assert_eq!(codes(&["Nom", "Date d’entrée", "Date d'embauche"]), "family joined hired");
        assert_eq!(codes(&["Nom", "Date d'entrée", "Date d'adhésion"]), "family hired joined");
        assert_eq!(codes(&["Nom", "Date d'entrée", "Embauche", "Adhésion"]), "", "then there are two of one");
    }

    #[test]
    fn a_header_has_a_name_and_no_person() {
        assert!(find(&["Courriel", "Site"], &[], false) == Err(ImportError::NoNameColumn { line: 1 }));
        assert!(
            find(&["Exemple", "camille@example.org"], &[], true) == Err(ImportError::NoHeader { line: 1 })
        );
    }

    #[test]
    fn errors_do_not_print_the_names_of_columns() {
        let error = find(&["Nom", "Zphqxcanari"], &[], false).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("Zphqx"));
    }
}
