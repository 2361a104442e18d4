//! A small `WebDAV` server on loopback for the tests: files in memory, or an answer that no server should give.

use std::{
    collections::BTreeSet,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::Mutex,
    thread,
};

/// What it holds: files and folders by their path.
#[derive(Default)]
struct Held {
    files: std::collections::BTreeMap<String, Vec<u8>>,
    folders: BTreeSet<String>,
}

/// A server, for as long as the test runs.
pub(crate) struct Dav {
    pub(crate) port: u16,
}

/// What it does.
#[derive(Clone)]
pub(crate) enum Manner {
    /// What a server should do; whether it heeds `If-None-Match`, and who may.
    Good { heeds: bool, login: Option<&'static str> },
    /// It says this to everything.
    Says(Vec<u8>),
    /// It says this after it has answered the first question as it should.
    Then(Vec<u8>),
    /// It never ends.
    Endless,
}

impl Dav {
    pub(crate) fn new(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept = Mutex::new(Held { folders: BTreeSet::from([String::new()]), ..Held::default() });
        thread::spawn(move || {
            for (count, stream) in listener.incoming().enumerate() {
                let Ok(stream) = stream else { continue };
                let good = Manner::Good { heeds: true, login: None };
                let manner = match &manner {
                    Manner::Then(_) if count == 0 => &good,
                    Manner::Then(what) => &Manner::Says(what.clone()),
                    other => other,
                };
                answer(stream, manner, &kept);
            }
        });
        Self { port }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/dav/", self.port)
    }
}

fn answer(mut stream: TcpStream, manner: &Manner, store: &Mutex<Held>) {
    let (mut bytes, mut some) = (Vec::new(), [0; 8192]);
    let end = loop {
        match stream.read(&mut some) {
            Ok(0) | Err(_) => return,
            Ok(count) => bytes.extend_from_slice(&some[..count]),
        }
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break end + 4;
        }
        // A handshake of TLS has no end of a head: it is answered in clear.
        if bytes.first() == Some(&0x16) {
            break bytes.len();
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length: usize = head
        .lines()
        .find_map(|line| line.strip_prefix("Content-Length: "))
        .map_or(0, |length| length.trim().parse().unwrap());
    while bytes.len() < end + length {
        match stream.read(&mut some) {
            Ok(0) | Err(_) => return,
            Ok(count) => bytes.extend_from_slice(&some[..count]),
        }
    }
    let said = match manner {
        Manner::Good { heeds, login } => {
            let may = login.is_none_or(|login| head.contains(&format!("Authorization: Basic {login}\r\n")));
            if may { good(&head, &bytes[end..], *heeds, store) } else { plain(401) }
        }
        Manner::Says(what) | Manner::Then(what) => what.clone(),
        Manner::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 207 Multi-Status\r\n\r\n<d:multistatus xmlns:d=\"DAV:\">");
            while stream.write_all(&[b' '; 8192]).is_ok() {}
            return;
        }
    };
    let _ = stream.write_all(&said);
}

pub(crate) fn plain(code: u16) -> Vec<u8> {
    format!("HTTP/1.1 {code} X\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

fn with(code: u16, body: &[u8], chunked: bool) -> Vec<u8> {
    let mut out = if chunked {
        format!("HTTP/1.1 {code} X\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n", body.len()).into_bytes()
    } else {
        format!("HTTP/1.1 {code} X\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes()
    };
    out.extend_from_slice(body);
    if chunked {
        out.extend_from_slice(b"\r\n0\r\n\r\n");
    }
    out
}

fn good(head: &str, body: &[u8], heeds: bool, store: &Mutex<Held>) -> Vec<u8> {
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let Some(path) = path.strip_prefix("/dav/") else { return plain(404) };
    let (path, mut all) = (path.trim_end_matches('/').to_owned(), store.lock().unwrap());
    let above = path.rsplit_once('/').map_or("", |(above, _)| above).to_owned();
    match method {
        "PROPFIND" => {
            if !all.folders.contains(&path) {
                return plain(404);
            }
            let one = |name: &str, folder: bool| {
                let what = if folder { "<d:collection/>" } else { "" };
                format!(
                    "<d:response><d:href>/dav/{}</d:href><d:propstat><d:prop><d:resourcetype>{what}\
                     </d:resourcetype></d:prop></d:propstat></d:response>",
                    name.replace(' ', "%20")
                )
            };
            let mut xml =
                format!("<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\">{}", one(&path, true));
            if head.contains("Depth: 1") {
                let within = |name: &&String| {
                    !name.is_empty() && name.rsplit_once('/').map_or("", |(above, _)| above) == path
                };
                xml.extend(all.folders.iter().filter(within).map(|name| one(name, true)));
                xml.extend(all.files.keys().filter(within).map(|name| one(name, false)));
            }
            xml.push_str("</d:multistatus>");
            with(207, xml.as_bytes(), true)
        }
        "MKCOL" if all.folders.contains(&path) => plain(405),
        "MKCOL" | "PUT" if !all.folders.contains(&above) => plain(409),
        "MKCOL" => {
            all.folders.insert(path);
            plain(201)
        }
        "HEAD" => plain(if all.files.contains_key(&path) { 200 } else { 404 }),
        "GET" => all.files.get(&path).map_or_else(|| plain(404), |bytes| with(200, bytes, false)),
        "PUT" if heeds && head.contains("If-None-Match: *") && all.files.contains_key(&path) => plain(412),
        "PUT" => {
            all.files.insert(path, body.to_vec());
            plain(201)
        }
        "DELETE" => plain(if all.files.remove(&path).is_some() { 204 } else { 404 }),
        _ => plain(501),
    }
}
