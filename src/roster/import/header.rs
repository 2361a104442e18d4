//! Which column holds what: by the names of `names.toml`, by what the user says, or not at all.

use crate::{
    base::{Lang, text::fold, word::codes},
    roster::{
        attr::{Attr, Key},
        check,
        import::ImportError,
    },
};

codes! {
    /// Why a column is left out.
    Dropped {
        Asked = "asked", "laissée\u{a0}: demandé", "left out: as asked";
        Nameless = "nameless", "laissée\u{a0}: sans nom", "left out: it has no name";
        Unknown = "unknown", "laissée\u{a0}: aucun champ de ce nom", "left out: no field of this name";
        College = "college", "laissée\u{a0}: suit de la catégorie", "left out: the category says it";
        Age = "age", "laissée\u{a0}: suit de la naissance", "left out: the birth says it";
        Number = "number", "laissée\u{a0}: numéro de ligne", "left out: number of the line";
        StaffNumber = "staff-number", "laissée\u{a0}: donnée de l’employeur", "left out: of the employer";
        WorkMail = "work-mail", "laissée\u{a0}: jamais d’adresse de l’employeur", "left out: never an address of the employer";
        Dues = "dues", "laissée\u{a0}: pas dans la fiche d’une personne", "left out: not in the record of a person";
        Remarks = "remarks", "laissée\u{a0}: des notes sur quelqu’un se choisissent", "left out: notes on people are chosen";
        Reason = "reason", "laissée\u{a0}: motif d’un refus", "left out: the reason of a refusal";
    }
}

/// The headers of columns that lists have and records do not, folded.
const DROPPED: &[(Dropped, &[&str])] = &[
    (Dropped::College, &[]),
    (Dropped::Age, &["age", "ages", "age ans"]),
    (
        Dropped::Number,
        &[
            "n°",
            "no",
            "n",
            "num",
            "numero",
            "numero d ordre",
            "n° d ordre",
            "ordre",
            "rang",
            "#",
            "n° ligne",
            "number",
        ],
    ),
    (
        Dropped::StaffNumber,
        &[
            "matricule",
            "mat",
            "n° matricule",
            "matricule paie",
            "n° salarie",
            "numero salarie",
            "n° de matricule",
            "employee id",
            "staff number",
        ],
    ),
    (
        Dropped::WorkMail,
        &[
            "mail pro",
            "email pro",
            "e mail pro",
            "mel pro",
            "courriel pro",
            "mail professionnel",
            "email professionnel",
            "courriel professionnel",
            "adresse mail pro",
            "adresse mail professionnelle",
            "mail travail",
            "mail entreprise",
            "work email",
            "work mail",
        ],
    ),
    (
        Dropped::Dues,
        &[
            "cotisation",
            "cotisations",
            "montant cotisation",
            "cotisation mensuelle",
            "cotis",
            "a jour de cotisation",
            "a jour",
            "reglement",
            "mode de paiement",
            "paiement",
            "dues",
        ],
    ),
    (
        Dropped::Remarks,
        &[
            "observation",
            "observations",
            "remarque",
            "remarques",
            "commentaire",
            "commentaires",
            "note",
            "notes",
            "divers",
            "comments",
            "remarks",
            "comment",
        ],
    ),
    (Dropped::Reason, &["pourquoi refusee", "why refused"]),
];

/// Returns the name of the column in which a file of refused rows says why.
#[must_use]
pub fn reason(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "pourquoi refusée",
        Lang::En => "why refused",
    }
}

/// Tells why a column is left out by itself, if it is.
#[must_use]
pub fn dropped(name: &str) -> Option<Dropped> {
    if name.trim().is_empty() {
        return Some(Dropped::Nameless);
    }
    if name.len() > 200 {
        return None;
    }
    if Attr::read(name) == Some(Attr::College) {
        return Some(Dropped::College);
    }
    let folded = fold(name.trim().trim_end_matches(':'));
    DROPPED.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(why, _)| *why)
}

/// Tells why each column without a field is left out.
#[must_use]
pub fn why(header: &[String], columns: &[Option<Key>], mappings: &[Mapping]) -> Vec<Option<Dropped>> {
    let asked = |at: usize| mappings.iter().any(|m| m.key.is_none() && place(header, &m.column) == Some(at));
    let one = |(at, (name, key)): (usize, (&String, &Option<Key>))| {
        let own = if asked(at) { Dropped::Asked } else { dropped(name).unwrap_or(Dropped::Unknown) };
        key.is_none().then_some(own)
    };
    header.iter().zip(columns).enumerate().map(one).collect()
}

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
            let known = key.is_some() || dropped(name).is_some();
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
    one_telephone(header, &mut out, mappings);
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

/// Of several columns of telephones the mobile one is the telephone, or the first; the others keep their name as a free field.
fn one_telephone(header: &[String], columns: &mut [Option<Key>], mappings: &[Mapping]) {
    let phone = Some(Key::Attr(Attr::Phone));
    let all: Vec<usize> = columns.iter().enumerate().filter(|(_, k)| **k == phone).map(|(n, _)| n).collect();
    let name = |n: usize| header.get(n).map(String::as_str).unwrap_or_default();
    let said = |n: usize| mappings.iter().any(|m| m.key == phone && place(header, &m.column) == Some(n));
    let mobile = |n: usize| {
        let folded = fold(name(n));
        ["portable", "mobile", "gsm", "cell"].iter().any(|w| folded.contains(w))
    };
    let by = |is: &dyn Fn(usize) -> bool| all.iter().copied().find(|n| is(*n));
    let Some(kept) = by(&said).or_else(|| by(&mobile)).or_else(|| all.first().copied()) else { return };
    for other in all.into_iter().filter(|n| *n != kept && !said(*n)) {
        let free = check::name(name(other)).ok().map(Key::Free);
        // Two of one name are still two columns for one field.
        if let (Some(free), Some(slot)) =
            (free.filter(|_| fold(name(other)) != fold(name(kept))), columns.get_mut(other))
        {
            *slot = Some(free);
        }
    }
}

/// Tells whether a header says "entry" and not of what: into the company, or into the union.
#[must_use]
pub fn says_entry(name: &str) -> bool {
    ENTRY.contains(&fold(name).as_str())
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
    let folded = fold(wanted);
    let by_name = header.iter().position(|h| h.trim() == wanted.trim());
    by_name.or_else(|| header.iter().position(|h| fold(h) == folded)).or_else(|| {
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
        let organizers = [
            "N°",
            "Matricule",
            "Nom usage",
            "Mél perso",
            "Mail pro",
            "Date entrée",
            "Cotisation",
            "Observations",
            "Tél fixe",
            "Tél. portable",
            "Âge",
        ];
        let found = find(&organizers, &[], false);
        let wanted = ["-", "-", "family", "email", "-", "hired", "-", "-", "free:Tél fixe", "phone", "-"];
        assert!(found == Ok(wanted.map(str::to_owned).to_vec()));
        assert!(find(&["Nom", "Tél fixe"], &[], false) == Ok(vec!["family".into(), "phone".into()]));
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
    fn each_column_left_out_says_why() {
        let header = ["Nom", "Collège", "", "Chien", "Mail pro", "Observations", "Chat"].map(str::to_owned);
        let mappings = [Mapping { column: "chat".into(), key: None }];
        let found = columns(&header, 1, &mappings, true).unwrap();
        let why: Vec<&str> =
            why(&header, &found, &mappings).into_iter().map(|w| w.map_or("", Dropped::code)).collect();
        assert_eq!(why, ["", "college", "nameless", "unknown", "work-mail", "remarks", "asked"]);
        // Somebody may want one of them all the same.
        let kept = [Mapping { column: "Observations".into(), key: Key::read("libre:notes") }];
        let found = columns(&header, 1, &kept, true).unwrap();
        assert!(found.get(5) == Some(&Key::read("free:notes")));
        for (_, names) in DROPPED {
            for name in *names {
                assert_eq!(Attr::read(name), None, "{name}");
                assert_eq!(fold(name), *name);
            }
        }
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
