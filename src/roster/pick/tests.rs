use proptest::prelude::*;

use super::*;

const fn id(first: u8) -> Id {
    Id([first; 16])
}

/// People by (first byte of the identifier, given, family, preferred, address, site).
fn people() -> Vec<Who<'static>> {
    let one = |n, given, family, preferred, email, site| Who {
        given,
        preferred,
        site,
        ..Who::named(id(n), family, Some(email))
    };
    vec![
        one(0x11, "Éloïse", "Exemple", "", "eloise@example.org", "Lyon"),
        one(0x12, "Anne-Marie", "D’Été", "", "ete@example.net", "Lyon"),
        one(0x13, "Camille", "Modèle", "Cam", "camille@example.org", "Lyon"),
        one(0x14, "Camille", "Modèle Exemple", "", "cme@example.org", "Paris"),
        one(0xab, "Abba", "Dead", "", "abba@example.org", "Paris"),
        one(0x15, "Dominique", "Double", "", "d1@example.org", "Lyon"),
        one(0x16, "Dominique", "Double", "", "d2@example.net", "Paris"),
    ]
}

fn pick(typed: &str) -> Result<u8, Vec<u8>> {
    match one(typed, people()) {
        Ok(id) => Ok(id.0[0]),
        Err(Miss::Nobody) => Err(vec![]),
        Err(Miss::Several(all)) => Err(all.iter().map(|f| f.id.0[0]).collect()),
    }
}

#[test]
fn any_words_of_the_name_in_any_order_find() {
    for typed in ["eloise", "ÉLOÏSE", " exemple  Éloïse ", "Eloise Exemple", "1111", "ELOISE@example.org"]
    {
        assert_eq!(pick(typed), Ok(0x11), "{typed}");
    }
    for typed in ["été", "d'ete anne", "Marie", "marie d ete", "anne-marie d’été"] {
        assert_eq!(pick(typed), Ok(0x12), "{typed}");
    }
    assert_eq!(pick("Cam"), Ok(0x13), "a name of use");
    assert_eq!(pick("modele cam"), Ok(0x13));
}

#[test]
fn the_surest_reading_goes_first() {
    assert_eq!(pick("Camille Modèle"), Ok(0x13), "a whole name before a part of one");
    assert_eq!(pick("Camille"), Err(vec![0x13, 0x14]));
    assert_eq!(pick("exemple modele"), Ok(0x14));
    assert_eq!(pick("dead"), Ok(0xab), "no identifier begins so: a name");
    assert_eq!(pick("abab"), Ok(0xab));
    assert_eq!(pick("double"), Err(vec![0x15, 0x16]));
    assert_eq!(pick("Éloïse E."), Ok(0x11), "a name and an initial");
    assert_eq!(pick("mod camille ex"), Ok(0x14));
    assert_eq!(pick("Camille M."), Err(vec![0x13, 0x14]));
    assert_eq!(pick("annemarie"), Ok(0x12), "written as one word");
    assert_eq!(pick("annemarie dete"), Ok(0x12));
}

#[test]
fn no_part_of_a_word_and_no_few_digits_pick() {
    for typed in ["", "  ", "élo", "xemple", "111", "Nobody Here", "eloise modele", "example.org", "é", "-"]
    {
        assert_eq!(pick(typed), Err(vec![]), "{typed}");
    }
}

#[test]
fn what_tells_them_apart_is_what_differs() {
    let Err(Miss::Several(two)) = one("double", people()) else { panic!("one") };
    let apart = Apart::of(&two);
    assert_eq!(apart, Apart(vec![By::Site, By::Domain]));
    assert_eq!(apart.said(&two[0], Lang::En), ["Lyon", "example.org"]);
    assert_eq!(apart.said(&two[1], Lang::Fr), ["Paris", "example.net"]);
    assert!(!format!("{two:?}").contains("Dominique"));
    let mut born = two.clone();
    born[0].birth = "1980-02-01".parse().ok();
    assert_eq!(Apart::of(&born).said(&born[0], Lang::Fr), ["né·e le 01/02/1980", "Lyon", "example.org"]);
    assert_eq!(Apart::of(&born).said(&born[1], Lang::En), ["Paris", "example.net"]);
    // Nothing differs but the address; then not even that.
    let mut same = two.clone();
    for (n, one) in same.iter_mut().enumerate() {
        one.site = "Lyon".to_owned();
        one.email = Some(format!("d{n}@example.org"));
    }
    assert_eq!(Apart::of(&same).said(&same[1], Lang::En), ["d1@example.org"]);
    let first = same[0].email.clone();
    same[1].email = first;
    assert_eq!(Apart::of(&same), Apart(vec![]));
    same[1].category = Some(Category::ALL[0]);
    assert!(
        Apart::of(&same) == Apart(vec![By::Category]) && Apart::of(&same).said(&same[0], Lang::Fr).is_empty()
    );
}

proptest! {
    /// Who types some of the words of a name, in any order and case, finds that person or is shown them among others.
    #[test]
    fn words_of_a_name_find_whose_it_is(
        at in 0_usize..7, from in 0_usize..3, upper: bool,
    ) {
        let all = people();
        let who = &all[at];
        let mut words: Vec<&str> = who.given.split(' ').chain(who.family.split(' ')).collect();
        let count = words.len();
        words.rotate_left(from.min(count));
        let typed = words[..count.saturating_sub(from).max(1)].join(" ");
        let typed = if upper { typed.to_uppercase() } else { typed };
        match one(&typed, people()) {
            Ok(found) => prop_assert_eq!(found, who.id),
            Err(Miss::Several(found)) => prop_assert!(found.iter().any(|f| f.id == who.id), "{}", typed),
            Err(Miss::Nobody) => prop_assert!(false, "{typed}"),
        }
    }

    #[test]
    fn any_text_gives_an_answer(text: String) {
        let _ = one(&text, people());
    }
}
