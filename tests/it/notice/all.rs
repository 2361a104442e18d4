//! Everything is written and checked before anything is stored (E20), and what is stored is what was shown.

use std::collections::BTreeMap;

use contrepoids::{
    base::{Id, Lang},
    clock,
    features::notice::actions::{
        Audience, Composed, Library, NoticeError, Recipient, Request,
        post::{self, Alike},
    },
    mail::{Address, Forbidden, Party, outbox::Fate, read::ReadMessage, transport::Recorder},
    vault::Vault,
};

use crate::notice::support::{entropy, run_of};

fn recipient(n: u8, given: &str) -> Recipient {
    let address = Address::read(&format!("m{n}@example.net")).ok().unwrap();
    Recipient {
        id: Id([n; 16]),
        given_name: given.to_owned(),
        party: Party::new(&format!("Prénom{n} Exemple"), address).ok().unwrap(),
        tongue: if n.is_multiple_of(2) { Lang::Fr } else { Lang::En },
        site: String::new(),
        service: String::new(),
        left: None,
    }
}

fn composed() -> Composed {
    let set = BTreeMap::from([
        ("date".to_owned(), vec!["2026-12-03".to_owned()]),
        ("place".to_owned(), vec!["Salle *3* <b>".to_owned()]),
    ]);
    let from = Some("L’équipe <avis@section.example.org>".to_owned());
    let request = Request { notice: "meeting".to_owned(), set, from, ..Request::default() };
    Composed::new(&request, &Library::default(), &Forbidden::default(), "2026-11-21".parse().unwrap())
        .ok()
        .unwrap()
}

#[test]
fn an_error_on_the_fortieth_leaves_none_queued() {
    let mut vault = Vault::create_in_memory(clock::random).ok().unwrap();
    let mut post = post::open(vault.outbox().ok().unwrap(), entropy, || 1).ok().unwrap();
    let mut audience = Audience {
        recipients: (1..=40).map(|n| recipient(n, "Camille")).collect(),
        excluded: Vec::new(),
        ..Audience::default()
    };
    audience.recipients[39].given_name = "Zphqx\u{0}CANARI".to_owned();
    let error = post::queue(&mut vault, &mut post, &composed(), &audience, (&[], &Alike::default(), None), 5)
        .err()
        .unwrap();
    assert!(matches!(error, NoticeError::Member { id, .. } if id == Id([40; 16])));
    assert!(!format!("{error} {error:?}").contains("CANARI"));
    assert!(post.campaigns().ok().unwrap().is_empty());
    assert!(vault.log().ok().unwrap().iter().all(|entry| entry.changes.is_empty()));
    // Without it all are.
    audience.recipients.pop();
    let queued =
        post::queue(&mut vault, &mut post, &composed(), &audience, (&[], &Alike::default(), None), 5)
            .ok()
            .unwrap();
    assert_eq!((queued.count, post.campaigns().ok().unwrap().len()), (39, 1));
}

#[test]
fn what_is_sent_is_what_was_shown() {
    let mut vault = Vault::create_in_memory(clock::random).ok().unwrap();
    let mut post = post::open(vault.outbox().ok().unwrap(), entropy, || 1).ok().unwrap();
    let recipients: Vec<Recipient> = (1..=6).map(|n| recipient(n, "Éloïse {{ 7*7 }}")).collect();
    let audience = Audience { recipients, excluded: Vec::new(), ..Audience::default() };
    let composed = composed();
    let shown: Vec<ReadMessage> = audience
        .recipients
        .iter()
        .map(|r| {
            ReadMessage::of(&post::preview(&composed, &audience, Some(&r.id.to_string()), 5).ok().unwrap())
        })
        .collect();
    let queued = post::queue(&mut vault, &mut post, &composed, &audience, (&[], &Alike::default(), None), 5)
        .ok()
        .unwrap();
    let campaign = post::find(&post, None, post::WAITING).ok().unwrap();
    let plan = post::plan(&post, campaign, None).ok().unwrap();
    assert_eq!((plan.due.len(), plan.counts[&Fate::Queued]), (6, 6));
    let mut recorder = Recorder::default();
    run_of(&mut post, &queued.id.0, &mut recorder, false).ok().unwrap();
    assert_eq!(recorder.taken.len(), 6);
    for shown in &shown {
        // They leave in the order of the outbox, not in that of the roster.
        let to = |m: &&contrepoids::mail::Message| ReadMessage::of(m).header("To") == shown.header("To");
        let sent = ReadMessage::of(recorder.taken.iter().find(to).unwrap());
        assert!(sent.text == shown.text && sent.html == shown.html);
        for header in ["From", "To", "Subject", "Date"] {
            assert_eq!(sent.header(header), shown.header(header));
        }
        assert!(sent.text.contains("Éloïse {{ 7*7 }}") && sent.text.contains("Salle *3* <b>"));
        assert!(sent.html.contains("Salle *3* &lt;b&gt;"));
        assert_ne!(sent.header("Message-ID"), shown.header("Message-ID"));
    }
    // Each has its own identity, the same on every look.
    let ids: std::collections::BTreeSet<&str> =
        recorder.taken.iter().map(contrepoids::mail::Message::token).collect();
    assert_eq!(ids.len(), 6);
    assert!(
        post::plan(&post, post::find(&post, None, post::WAITING).ok().unwrap(), None)
            .ok()
            .unwrap()
            .due
            .is_empty()
    );
}
