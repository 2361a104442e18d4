//! The carrier over `WebDAV` against a server on loopback: what any place does, and what no server should say.

#[expect(clippy::arithmetic_side_effects, reason = "small numbers")]
#[path = "server.rs"]
mod server;

use server::{Dav, Manner, plain};

use super::*;
use crate::sync::carrier::memory::contract;

fn place(dav: &Dav) -> WebDav {
    WebDav::new(Address::read(&dav.url()).unwrap(), None).unwrap()
}

#[test]
fn it_does_what_any_place_does_whether_the_server_heeds_conditions_or_not() {
    for heeds in [true, false] {
        contract::holds_to(&place(&Dav::new(Manner::Good { heeds, login: None })));
    }
    // Base64 of Lou:secret.
    let dav = Dav::new(Manner::Good { heeds: true, login: Some("TG91OnNlY3JldA==") });
    let refused = place(&dav).list("");
    assert!(matches!(refused, Err(CarrierError::Server(ServerFault::Password))), "{refused:?}");
    let address = Address::read(&dav.url()).unwrap();
    contract::holds_to(&WebDav::new(address, Some(("Lou", "secret"))).unwrap());
}

#[test]
fn what_no_server_should_say_is_a_refusal_with_a_name() {
    let of = |manner| place(&Dav::new(manner)).list("").unwrap_err();
    let fault = |manner| match of(manner) {
        CarrierError::Server(fault) => fault,
        other => panic!("{other:?}"),
    };
    let says = |text: &str| Manner::Says(text.as_bytes().to_vec());
    assert_eq!(
        fault(says("HTTP/1.1 302 X\r\nLocation: https://elsewhere.example/\r\n\r\n")),
        ServerFault::Redirect
    );
    assert_eq!(fault(Manner::Says(plain(401))), ServerFault::Password);
    assert_eq!(fault(Manner::Says(plain(423))), ServerFault::Locked);
    assert_eq!(fault(Manner::Says(plain(405))), ServerFault::NoDav);
    assert_eq!(fault(says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")), ServerFault::NoDav);
    assert_eq!(fault(says("220 smtp ready\r\n\r\n")), ServerFault::Nonsense);
    assert_eq!(fault(says("HTTP/1.1 207 X\r\nContent-Length: 99\r\n\r\n<a/>")), ServerFault::Nonsense);
    assert_eq!(fault(says("HTTP/1.1 207 X\r\nContent-Length: 99999999999\r\n\r\n")), ServerFault::TooLarge);
    assert_eq!(fault(Manner::Endless), ServerFault::TooLarge);
    let head = format!("HTTP/1.1 207 X\r\nX: {}", "a".repeat(99_999));
    assert_eq!(fault(says(&head)), ServerFault::TooLarge);
    assert!(matches!(of(Manner::Says(plain(507))), CarrierError::Full(_)));
    assert!(matches!(of(Manner::Says(plain(403))), CarrierError::Forbidden(_)));
    for code in [429, 500, 503] {
        assert!(matches!(of(Manner::Says(plain(code))), CarrierError::Away(_)));
    }
    // Lists that are none, or that would grow.
    for xml in [
        "<d:multistatus xmlns:d=\"DAV:\"><d:response>",
        "<html>hello</html>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><d:multistatus xmlns:d=\"DAV:\"></d:multistatus>",
        "\u{0}",
    ] {
        let said = format!("HTTP/1.1 207 X\r\nContent-Length: {}\r\n\r\n{xml}", xml.len());
        assert_eq!(fault(Manner::Then(said.into_bytes())), ServerFault::Nonsense, "{xml}");
    }
    // A server that is not there is away, one that speaks no TLS proves nothing.
    let nobody = WebDav::new(Address::read("http://127.0.0.1:1/").unwrap(), None).unwrap();
    assert!(matches!(nobody.list(""), Err(CarrierError::Away(_))));
    let clear = Dav::new(says("HTTP/1.1 200 OK\r\n\r\n"));
    let address = Address { host: "127.0.0.1".into(), port: clear.port, path: "/".into(), tls: true };
    let refused = WebDav::new(address, None).unwrap().list("");
    assert!(matches!(refused, Err(CarrierError::Server(ServerFault::Distrust))), "{refused:?}");
}

#[test]
fn an_address_is_https_and_holds_no_secret() {
    let read = |typed| Address::read(typed);
    let good = read("HTTPS://Nuage.Example/remote.php/dav/files/lou/section").unwrap();
    assert_eq!(good.text(), "https://nuage.example/remote.php/dav/files/lou/section/");
    assert_eq!(Address::read(&good.text()), Ok(good));
    assert_eq!(read("https://a.example:8443").unwrap().text(), "https://a.example:8443/");
    assert_eq!(read("http://a.example/x"), Err(BadAddress::Clear));
    assert_eq!(read("http://127.0.0.1.evil.example/x"), Err(BadAddress::Clear));
    assert_eq!(read("https://lou:secret@a.example/"), Err(BadAddress::Secret));
    for bad in [
        "ftp://a",
        "https://",
        "https://a/../b",
        "https://a/x?y",
        "https://a/x y",
        "https://a:b/",
        "https://é/",
    ] {
        assert_eq!(read(bad), Err(BadAddress::Form), "{bad}");
    }
    assert!(Address::is_meant("https://a") && !Address::is_meant("/media/stick"));
}

#[test]
fn names_are_read_however_the_server_writes_them() {
    let xml = "<?xml version=\"1.0\"?><multistatus xmlns=\"DAV:\">\
        <response><href>https://a.example/dav/x/</href><propstat><prop><resourcetype><collection/></resourcetype></prop></propstat></response>\
        <response><href>/dav/x/b%20c</href></response>\
        <response><href>/dav/x/sub/</href><propstat><prop><resourcetype><collection></collection></resourcetype></prop></propstat></response>\
        </multistatus>";
    let all = entries(xml.as_bytes(), "/dav/x/").unwrap();
    let names: Vec<(&str, bool)> = all.iter().map(|e| (e.name.as_str(), e.folder)).collect();
    assert_eq!(names, [("b c", false), ("sub", true)]);
}
