use super::{
    list::{Asked, list},
    twice::{duplicates, history, prepare, save},
};
use crate::features::member::{actions::*, views::Deed};
use crate::{
    base::word::Standing,
    roster::{
        attr::Attr,
        columns::{Form, View},
        filter::Order,
    },
};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) const TODAY: &str = "2026-11-21";

pub(crate) fn vault() -> Vault {
    Vault::create_in_memory(crate::clock::random).unwrap()
}

fn assignments(list: &[&str]) -> Vec<Assignment> {
    list.iter().map(|t| Assignment::read(t).unwrap()).collect()
}

fn added(vault: &mut Vault, list: &[&str]) -> Id {
    add(vault, day(TODAY), 1_000, &assignments(list)).unwrap().id
}

fn names(vault: &Vault, asked: &Asked) -> Vec<String> {
    let people = list(vault, asked, &[], &[], day(TODAY)).unwrap();
    people.list.iter().map(|s| s.family().to_owned()).collect()
}

fn section() -> (Vault, Vec<Id>) {
    let mut vault = vault();
    let ids = vec![
        added(
            &mut vault,
            &[
                "nom=Exemple",
                "prénom=Éloïse",
                "courriel=e@example.org",
                "site=Lyon",
                "adhésion=2020-01-01",
                "poste=Dév",
                "étiquettes=x,y",
            ],
        ),
        added(
            &mut vault,
            &["nom=Modèle", "prénom=Jean", "site=Nantes", "adhésion=2019-01-01", "fin d'adhésion=2021-12-31"],
        ),
        added(&mut vault, &["nom=D’Essai", "prénom=Zoé", "site=Lyon", "service=Paie", "catégorie=cadre"]),
    ];
    (vault, ids)
}

#[test]
fn a_person_is_added_found_and_edited() {
    let (mut vault, ids) = section();
    for who in ["Éloïse Exemple", "exemple eloise", "e@EXAMPLE.org", &ids[0].to_string(), &ids[0].short()] {
        assert_eq!(find(&vault, who).unwrap().0, ids[0], "{who}");
    }
    assert_eq!(find(&vault, "Exemple").unwrap().0, ids[0], "one word of the name is enough");
    assert!(matches!(find(&vault, "Exem"), Err(MemberError::Nobody)));
    assert!(matches!(find(&vault, ""), Err(MemberError::Nobody)));
    assert!(matches!(find(&vault, &ids[0].to_string()[..3]), Err(MemberError::Nobody)));
    let changed =
        edit(&mut vault, day(TODAY), 2_000, "Éloïse Exemple", &assignments(&["site=Paris", "nom=Exemple"]))
            .unwrap();
    assert_eq!(changed.fields, BTreeSet::from([Attr::Site.into()]));
    assert_eq!(show(&vault, &ids[0].short()).unwrap().1.site.as_deref(), Some("Paris"));
    let log = vault.log().unwrap().len();
    let nothing =
        edit(&mut vault, day(TODAY), 3_000, "Éloïse Exemple", &assignments(&["site=Paris"])).unwrap();
    assert!(nothing.fields.is_empty() && vault.log().unwrap().len() == log, "nothing was written");
}

#[test]
fn two_of_one_name_are_not_chosen_between() {
    let (mut vault, _) = section();
    let again = add(
        &mut vault,
        day(TODAY),
        1_000,
        &assignments(&["nom=exemple", "prénom=ELOISE", "courriel=E@example.org"]),
    )
    .unwrap();
    assert!(
        matches!(&again.notices[..], [Caution::SharedAddress(a), Caution::Namesakes(b)] if a.len() == 1 && b.len() == 1)
    );
    assert!(matches!(find(&vault, "Éloïse Exemple"), Err(MemberError::Several(list)) if list.len() == 2));
    assert!(find(&vault, &again.id.short()).is_ok());
}

#[test]
fn what_is_refused_changes_nothing() {
    let (mut vault, ids) = section();
    let before = vault.record(Kind::Person, &ids[0]).unwrap().unwrap().encode();
    for bad in ["courriel=a@b", "nom=", "naissance=31/04/1990", "catégorie=roi", "adhésion=2030-01-01"] {
        let mut list = assignments(&["site=Ailleurs"]);
        list.extend(assignments(&[bad]));
        if bad == "nom=" {
            list.extend(assignments(&["prénom="]));
        }
        assert!(
            matches!(
                edit(&mut vault, day(TODAY), 2_000, &ids[0].short(), &list),
                Err(MemberError::Refused(_))
            ),
            "{bad}"
        );
        assert!(matches!(add(&mut vault, day(TODAY), 2_000, &list), Err(MemberError::Refused(_))), "{bad}");
    }
    assert_eq!(vault.record(Kind::Person, &ids[0]).unwrap().unwrap().encode(), before);
    assert_eq!(vault.people().unwrap().count(), 3);
    assert!(matches!(Assignment::read("site"), Err(MemberError::NotAnAssignment)));
    assert!(matches!(Assignment::read("zphqx=1"), Err(MemberError::UnknownField(f)) if f == "zphqx"));
}

#[test]
fn the_domains_of_the_employer_are_refused() {
    use crate::features::company::records::CompanyChange;
    let (mut vault, _) = section();
    let (id, stamp, mut record) = (vault.new_id(), vault.stamp(1_000), Record::default());
    CompanyChange::Domain("employeur.example".into(), true).apply(&mut record, stamp);
    vault.commit(1_000, vec![Change { kind: Kind::Company, id, verb: Verb::Edited, record }]).unwrap();
    let refused =
        add(&mut vault, day(TODAY), 1_000, &assignments(&["nom=X", "courriel=x@rh.employeur.example"]));
    assert!(matches!(refused, Err(MemberError::Refused(Refused { fault: Fault::EmployerDomain, .. }))));
}

#[test]
fn members_leave_and_come_back() {
    let (mut vault, ids) = section();
    let who = ids[0].short();
    let standing = |vault: &Vault, on: &str| show(vault, &who).unwrap().1.standing(day(on));
    leave(&mut vault, 2_000, &who, day("2026-06-30"), Reason::Left).unwrap();
    assert_eq!(standing(&vault, TODAY), Standing::Former);
    assert!(matches!(
        leave(&mut vault, 2_000, &who, day("2026-08-30"), Reason::Left),
        Err(MemberError::Refused(Refused { fault: Fault::NotMember, .. }))
    ));
    rejoin(&mut vault, 3_000, &who, day("2026-10-01"), Reason::Joined).unwrap();
    assert_eq!(
        (standing(&vault, TODAY), standing(&vault, "2026-08-01")),
        (Standing::Member, Standing::Former)
    );
    assert!(rejoin(&mut vault, 3_000, &who, day("2026-11-01"), Reason::Joined).is_err());
    let events = history(&vault, &who).unwrap().events;
    assert_eq!(events.iter().map(|e| e.deed).collect::<Vec<_>>(), [Deed::Added, Deed::Left, Deed::Rejoined]);
    assert_eq!(events[1].time_ms, 2_000);
}

#[test]
fn lists_leave_former_members_out_unless_asked_for() {
    let (vault, _) = section();
    let asked = |standings: &[&str]| Asked {
        standings: standings.iter().map(|s| (*s).to_owned()).collect(),
        ..Asked::default()
    };
    assert_eq!(names(&vault, &asked(&[])), ["D’Essai", "Exemple"]);
    assert_eq!(list(&vault, &asked(&[]), &[], &[], day(TODAY)).unwrap().former, 1);
    assert_eq!(names(&vault, &asked(&["tous"])).len(), 3);
    assert_eq!(names(&vault, &asked(&["ancien"])), ["Modèle"]);
    assert_eq!(names(&vault, &asked(&["adhérent", "contact"])), ["D’Essai", "Exemple"]);
    let search = Asked { search: vec!["modele".into()], ..Asked::default() };
    assert_eq!(names(&vault, &search), ["Modèle"]);
    assert!(matches!(list(&vault, &asked(&["roi"]), &[], &[], day(TODAY)), Err(MemberError::Filter(_))));
}

#[test]
fn lists_filter_on_what_is_asked() {
    let (vault, _) = section();
    let one = |f: fn(&mut Asked, Vec<String>), value: &str| {
        let mut asked = Asked::default();
        f(&mut asked, vec![value.to_owned()]);
        names(&vault, &asked)
    };
    assert_eq!(one(|a, v| a.sites = v, "lyon"), ["D’Essai", "Exemple"]);
    assert_eq!(one(|a, v| a.services = v, "PAIE"), ["D’Essai"]);
    // Nothing that is recorded tells the college of a cadre.
    assert!(one(|a, v| a.colleges = v, "3").is_empty());
    assert!(one(|a, v| a.colleges = v, "unknown").contains(&"D’Essai".to_owned()));
    assert_eq!(one(|a, v| a.tags = v, "X"), ["Exemple"]);
    // A field outside the summaries opens the records.
    assert_eq!(one(|a, v| a.conditions = v, "poste~dev"), ["Exemple"]);
    let order = Order::read("-poste").unwrap();
    let people = list(&vault, &Asked::default(), &order, &[Key::Attr(Attr::Job)], day(TODAY)).unwrap();
    let view = View { on: day(TODAY), form: Form::Codes, colleges: &crate::roster::college::UNKNOWN };
    let jobs: Vec<_> = people.list.iter().map(|s| s.show(&Attr::Job.into(), view).into_owned()).collect();
    assert_eq!(jobs, ["Dév", ""]);
}

#[test]
fn twins_are_found_and_merged_once() {
    let (mut vault, ids) = section();
    let other = added(
        &mut vault,
        &[
            "nom=Exemple",
            "prénom=Eloise",
            "courriel=e@example.org",
            "téléphone=0612345678",
            "adhésion=2018-01-01",
        ],
    );
    let found = duplicates(&vault).unwrap();
    assert_eq!(found.iter().map(|t| t.why.code()).collect::<Vec<_>>(), ["name-and-address"]);
    let merge =
        prepare(&mut vault, 5_000, (&ids[0].short(), &other.short()), day(TODAY), Form::Codes).unwrap();
    assert_eq!(vault.people().unwrap().count(), 4, "nothing yet");
    assert_eq!(merge.outcome.differences.len(), 1, "the given name");
    save(&mut vault, 5_000, merge).unwrap();
    let (_, person) = show(&vault, &ids[0].short()).unwrap();
    assert_eq!(person.phone.as_deref(), Some("+33612345678"));
    assert_eq!(person.member_since(day(TODAY)), Some(day("2018-01-01")));
    let gone = find(&vault, &other.short());
    assert!(matches!(gone, Err(MemberError::MergedInto(kept)) if kept == ids[0]), "the pointer is nobody");
    assert!(duplicates(&vault).unwrap().is_empty());
    assert_eq!(names(&vault, &Asked { standings: vec!["all".into()], ..Asked::default() }).len(), 3);
    let events = history(&vault, &ids[0].short()).unwrap().events;
    assert_eq!(
        events.iter().map(|e| (e.deed, e.id)).collect::<Vec<_>>(),
        [(Deed::Added, ids[0]), (Deed::Added, other), (Deed::Merged, ids[0]), (Deed::Merged, other)]
    );
    assert!(matches!(
        prepare(&mut vault, 6_000, (&ids[0].short(), &ids[0].short()), day(TODAY), Form::Codes),
        Err(MemberError::SameRecord)
    ));
}

#[test]
fn errors_hold_no_personal_value() {
    let (mut vault, _) = section();
    let canary = "Zphqxcanari";
    for list in
        [vec![format!("nom={canary}"), format!("courriel={canary}@b")], vec![format!("naissance={canary}")]]
    {
        let list: Vec<_> = list.iter().map(|t| Assignment::read(t).unwrap()).collect();
        let error = add(&mut vault, day(TODAY), 1, &list).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(canary));
    }
    let error = find(&vault, canary).err().unwrap();
    assert!(!format!("{error} {error:?}").contains(canary));
}
