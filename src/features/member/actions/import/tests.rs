use crate::features::member::actions::import::*;
use crate::{
    features::member::actions::tests::{TODAY, day, vault},
    roster::import::plan::RowOutcome,
};

fn planned(vault: &mut Vault, text: &str) -> ImportPlan {
    plan(vault, text.as_bytes(), &Reading::default(), day(TODAY), 1_000, &mut |_, _| ()).unwrap()
}

/// Everything that the vault holds about people.
fn content(vault: &Vault) -> Vec<Vec<u8>> {
    let mut all: Vec<_> = vault
        .records(Kind::Person)
        .unwrap()
        .into_iter()
        .map(|(i, r)| [i.0.to_vec(), r.encode()].concat())
        .collect();
    all.sort();
    all
}

/// A file of `n` people, the row `bad` of which cannot be taken.
fn file(n: usize, bad: Option<usize>) -> String {
    let row = |k: usize| match bad {
        Some(b) if b == k => format!("Exemple{k};Camille;pas une adresse\n"),
        _ => format!("Exemple{k};Camille;c{k}@example.org\n"),
    };
    "Nom;Prénom;Courriel\n".to_owned() + &(1..=n).map(row).collect::<String>()
}

#[test]
fn one_commit_and_a_second_run_that_does_nothing() {
    let mut vault = vault();
    let mut first = planned(&mut vault, &file(50, None));
    assert!(vault.people().unwrap().next().is_none(), "a plan writes nothing");
    let generation = vault.generation().unwrap().0;
    apply(&mut vault, 1_000, &mut first, None).unwrap();
    assert_eq!(vault.generation().unwrap().0, generation.saturating_add(1), "one commit");
    assert_eq!(vault.people().unwrap().count(), 50);
    let before = content(&vault);
    let mut second = planned(&mut vault, &file(50, None));
    assert_eq!(second.count(|o| *o == RowOutcome::Same), 50);
    assert!(apply(&mut vault, 2_000, &mut second, None).unwrap().is_none());
    assert_eq!(content(&vault), before);
    assert_eq!(vault.generation().unwrap().0, generation.saturating_add(1), "no commit");
}

#[test]
fn an_error_in_the_first_a_middle_or_the_last_row_changes_nothing() {
    // security.md B2.
    let mut vault = vault();
    let mut start = planned(&mut vault, &file(3, None));
    apply(&mut vault, 1_000, &mut start, None).unwrap();
    let before = content(&vault);
    for (bad, line) in [(1, 2), (20, 21), (40, 41)] {
        let mut plan = planned(&mut vault, &file(40, Some(bad)));
        assert_eq!((plan.refused, plan.refusals[0].line), (1, line));
        assert!(matches!(apply(&mut vault, 2_000, &mut plan, None), Err(MemberError::RowsRefused(1))));
        assert_eq!(content(&vault), before);
    }
}

#[test]
fn with_a_file_for_them_only_the_bad_rows_stay_out() {
    let mut vault = vault();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("r.csv");
    let text = "Nom;Prénom;Courriel;Note\nA;B;a@example.org;=1+1\nC;D;pas une adresse;=2+2\nE;F\nG;H;g@example.org;x;trop\n";
    let mut plan = planned(&mut vault, text);
    let why = |fault: &RowFault| fault.code().to_owned();
    let content = rejects(&plan, "pourquoi refusée", &why);
    let wanted = "\u{feff}Nom;Prénom;Courriel;Note;pourquoi refusée\r\nC;D;pas une adresse;'=2+2;address\r\nG;H;g@example.org;x;trop;cells\r\n";
    assert_eq!(String::from_utf8_lossy(&content), wanted);
    std::fs::write(&path, "").unwrap();
    let there = apply(&mut vault, 2_000, &mut plan, Some((&path, &content)));
    assert!(matches!(there, Err(MemberError::RejectsFile(e)) if e.kind() == io::ErrorKind::AlreadyExists));
    assert!(vault.people().unwrap().next().is_none(), "nothing without the file");
    std::fs::remove_file(&path).unwrap();
    apply(&mut vault, 2_000, &mut plan, Some((&path, &content))).unwrap();
    assert_eq!(vault.people().unwrap().count(), 2);
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
    assert_eq!((std::fs::read(&path).unwrap(), mode & 0o777), (content.to_vec(), 0o600));
    // Mended, it is imported as it is; not mended, it says the same again, once.
    let again = planned(&mut vault, &String::from_utf8_lossy(&content));
    assert_eq!(again.refused, 2);
    assert_eq!(rejects(&again, "pourquoi refusée", &why), content);
    let mended = wanted.replace("pas une adresse", "c@example.org").replace(";trop", "");
    let mut last = planned(&mut vault, &mended);
    apply(&mut vault, 3_000, &mut last, None).unwrap();
    assert_eq!(vault.people().unwrap().count(), 4);
}

#[test]
fn words_of_the_command_line_are_read() {
    assert_eq!(mapping("Statut=catégorie").unwrap().key, Key::read("category"));
    assert_eq!(mapping("a=b=nom").unwrap().column, "a=b");
    assert_eq!(mapping("Chien=-").unwrap().key, None);
    assert!(matches!(mapping("Chien=chien"), Err(MemberError::UnknownField(_))));
    assert!(matches!(mapping("Chien"), Err(MemberError::NotAnAssignment)));
}

#[test]
fn a_file_is_read_up_to_the_limit() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.csv");
    std::fs::write(&path, vec![b'a'; BYTES_MAX.saturating_add(100)]).unwrap();
    assert_eq!(read(&path).unwrap().len(), BYTES_MAX.saturating_add(1));
    assert!(read(&dir.path().join("none.csv")).is_err());
    assert!(read(dir.path()).is_err());
}
