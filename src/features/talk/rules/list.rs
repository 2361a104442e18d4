//! A list of colleagues (liste des collègues) as a table: which column is which, each line as a colleague.

use csv::StringRecord;

use crate::{
    base::{
        text::fold,
        word::{Category, Contract, Gender, codes},
    },
    features::agenda::records::text,
    roster::{
        Colleague,
        attr::Key,
        import::{
            ImportError, decode,
            plan::{is_note, is_total},
            rows::{Row, Rows},
        },
    },
};

codes! {
    /// What a column of such a list says.
    Column {
        /// The whole name.
        Name = "name", "nom", "name";
        /// The family name.
        Family = "family", "nom de famille", "family name";
        /// The given name.
        Given = "given", "prénom", "given name";
        /// The site.
        Site = "site", "lieu de travail", "site";
        /// The service.
        Service = "service", "service ou rayon", "service";
        /// The shift.
        Shift = "shift", "équipe", "shift";
        /// The professional category.
        Category = "category", "catégorie", "category";
        /// The contract.
        Contract = "contract", "contrat", "contract";
        /// The sex as the law counts lists.
        Gender = "sex", "sexe", "sex";
        /// Whether mostly elsewhere than on a site.
        Remote = "remote", "à distance", "remote";
        /// The organizer whose turn it is.
        Organizer = "organizer", "suivi par", "organizer";
    }
}

impl Column {
    /// Reads the head of a column, as organizers write it.
    #[must_use]
    pub fn of(head: &str) -> Option<Self> {
        Some(match fold(head.trim()).as_str() {
            "name" | "full name" | "nom complet" | "nom et prenom" | "nom prenom" | "collegue"
            | "colleague" => Self::Name,
            "family" | "family name" | "last name" | "nom" | "nom de famille" | "nom d'usage" => Self::Family,
            "given" | "given name" | "first name" | "prenom" | "prenoms" => Self::Given,
            "site" | "lieu" | "lieu de travail" | "etablissement" | "magasin" => Self::Site,
            "service" | "atelier" | "unite" | "rayon" | "departement" | "department" => Self::Service,
            "shift" | "team" | "equipe" | "horaire" | "poste" => Self::Shift,
            "category" | "categorie" | "categorie professionnelle" | "statut" => Self::Category,
            "contract" | "contrat" | "type de contrat" => Self::Contract,
            "sex" | "gender" | "sexe" | "civilite" => Self::Gender,
            "remote" | "a distance" | "teletravail" => Self::Remote,
            "organizer" | "suivi par" | "referent" | "referente" | "referent·e" => Self::Organizer,
            _ => return None,
        })
    }
}

/// A cell that cannot be what its column says; nothing of the list is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column; the name where nobody is named.
    pub column: Column,
    /// The cell, as it stands there.
    pub cell: String,
}

/// A list that was read. No `Debug`: it holds people.
#[derive(Default)]
pub struct List {
    /// Each line with its number.
    pub lines: Vec<(u64, Colleague)>,
    /// Cells that cannot be taken.
    pub wrong: Vec<Wrong>,
    /// Lines that are nobody: titles, totals, remarks.
    pub passed: Vec<u64>,
    /// Columns that were not looked at.
    pub left: Vec<String>,
}

/// Reads a list of colleagues from the bytes of a table.
///
/// # Errors
/// [`ImportError`] where the file as a whole cannot be read, names nobody, or has a column twice.
pub fn read(bytes: &[u8]) -> Result<List, ImportError> {
    let decoded = decode::decode(bytes, None)?;
    let is_header = |cells: &[String]| {
        let known: Vec<Column> = cells.iter().filter_map(|cell| Column::of(cell)).collect();
        known.len() >= 2 && names(&known)
    };
    let (mut rows, passed) = Rows::below_titles(&decoded.text, None, &is_header)?;
    let columns = columns(&rows.header, rows.header_line)?;
    let left = rows.header.iter().zip(&columns).filter(|(_, column)| column.is_none());
    let left = left.map(|(head, _)| head.trim().to_owned()).filter(|head| !head.is_empty()).collect();
    let mut out = List { passed, left, ..List::default() };
    let mut row = Row { line: 0, cells: StringRecord::new() };
    while rows.next(&mut row)? {
        out.take(&row, &columns);
    }
    Ok(out)
}

fn columns(header: &[String], line: u64) -> Result<Vec<Option<Column>>, ImportError> {
    let columns: Vec<Option<Column>> = header.iter().map(|head| Column::of(head)).collect();
    if !names(&columns.iter().flatten().copied().collect::<Vec<_>>()) {
        return Err(ImportError::NoNameColumn { line });
    }
    for (at, (head, column)) in header.iter().zip(&columns).enumerate() {
        let before = columns.iter().take(at).position(|other| other.is_some() && other == column);
        if let Some(first) = before.and_then(|n| header.get(n)) {
            let columns = [first.clone(), head.clone()];
            return Err(ImportError::TwoColumns { line, key: Key::Free(head.clone()), columns });
        }
    }
    Ok(columns)
}

/// Whether somebody is named by these columns.
fn names(columns: &[Column]) -> bool {
    columns.contains(&Column::Name) || columns.contains(&Column::Family)
}

impl List {
    /// Takes a line: a colleague, nobody, or one with a cell that cannot be.
    fn take(&mut self, row: &Row, columns: &[Option<Column>]) {
        let cells: Vec<&str> = row.cells.iter().map(str::trim).collect();
        let full: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
        match full.as_slice() {
            [] => return,
            [one] if is_note(one) => return self.passed.push(row.line),
            [first, ..] if is_total(first) => return self.passed.push(row.line),
            _ => {}
        }
        let mut one = Colleague::default();
        let (mut family, mut given) = ("", "");
        for (column, cell) in columns.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
            let Some(column) = *column else { continue };
            let taken = match column {
                Column::Family => take(&mut family, cell),
                Column::Given => take(&mut given, cell),
                other => put(&mut one, other, cell),
            };
            if !taken {
                self.wrong.push(Wrong { line: row.line, column, cell: (*cell).to_owned() });
            }
        }
        if one.name.is_empty() {
            format!("{given} {family}").trim().clone_into(&mut one.name);
        }
        match text(&one.name) {
            Some(name) => self.lines.push((row.line, Colleague { name, ..one })),
            None => self.wrong.push(Wrong { line: row.line, column: Column::Name, cell: one.name }),
        }
    }
}

const fn take<'a>(slot: &mut &'a str, cell: &'a str) -> bool {
    *slot = cell;
    true
}

/// Takes a cell; false where it cannot be what its column says.
fn put(one: &mut Colleague, column: Column, cell: &str) -> bool {
    let word = text(cell);
    match column {
        Column::Site => set(&mut one.site, word),
        Column::Service => set(&mut one.service, word),
        Column::Shift => set(&mut one.shift, word),
        Column::Organizer => set(&mut one.with, word),
        Column::Category => set(&mut one.category, Category::read(cell)),
        Column::Contract => set(&mut one.contract, Contract::read(cell)),
        Column::Gender => set(&mut one.gender, Gender::read(cell)),
        Column::Remote => set(&mut one.remote, yes(cell)),
        Column::Name | Column::Family | Column::Given => {
            one.name = word.unwrap_or_default();
            !one.name.is_empty()
        }
    }
}

fn set<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    *slot = value;
    slot.is_some()
}

fn yes(cell: &str) -> Option<bool> {
    match fold(cell).as_str() {
        "oui" | "o" | "x" | "yes" | "y" | "1" | "vrai" | "true" => Some(true),
        "non" | "n" | "no" | "0" | "faux" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_as_organizers_keep_it() {
        let list = read(
            "Liste du magasin;;;;;;\n\nNom;Prénom;Rayon;Équipe;Contrat;Télétravail;Couleur\n\
             EXEMPLE;Lou;caisse;matin;CDI;non;bleu\nModèle;Noa;;nuit;;oui;\n;;;;;;\nTotal;2;;;;;\n"
                .as_bytes(),
        )
        .unwrap();
        let told: Vec<_> = list
            .lines
            .iter()
            .map(|(n, c)| {
                (*n, c.name.as_str(), c.service.as_deref(), c.shift.as_deref(), c.contract, c.remote)
            })
            .collect();
        assert_eq!(
            told,
            [
                (4, "Lou EXEMPLE", Some("caisse"), Some("matin"), Some(Contract::Permanent), Some(false)),
                (5, "Noa Modèle", None, Some("nuit"), None, Some(true)),
            ]
        );
        assert_eq!((list.left, list.wrong.len()), (vec!["Couleur".to_owned()], 0));
        assert!(list.passed.contains(&1) && list.passed.contains(&7), "{:?}", list.passed);
    }

    #[test]
    fn a_cell_that_cannot_be_is_told_with_its_line_and_column() {
        let text = "name,contract,sex,remote\nLou Exemple,pirate,F,peut-être\n,cdi,,\n";
        let list = read(text.as_bytes()).unwrap();
        let wrong: Vec<_> = list.wrong.iter().map(|w| (w.line, w.column, w.cell.as_str())).collect();
        assert_eq!(
            wrong,
            [(2, Column::Contract, "pirate"), (2, Column::Remote, "peut-être"), (3, Column::Name, "")]
        );
    }

    #[test]
    fn a_table_that_names_nobody_or_has_a_column_twice_is_refused() {
        assert!(matches!(read(b"site;service\nNord;caisse\n"), Err(ImportError::NoNameColumn { .. })));
        assert!(matches!(read(b"nom;service;rayon\nA;b;c\n"), Err(ImportError::TwoColumns { .. })));
        assert!(read(b"").is_err());
    }
}
