//! A notice that a section wrote for itself, or was given: its manifest, its two texts, and a message typed by hand.
#![no_main]

use contrepoids::base::Lang;
use contrepoids::render::{
    Notice,
    engine::{parts, written},
    values::is_clean,
};
use libfuzzer_sys::fuzz_target;

/// A manifest that fits many texts.
const MANIFEST: &str = include_str!("../../templates/notices/meeting/notice.toml");

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut files = text.splitn(3, "\n=====\n");
    let (a, b, c) = (files.next().unwrap_or_default(), files.next(), files.next());
    let manifest = if b.is_some() { a } else { MANIFEST };
    let (french, english) = (b.unwrap_or(a), c.or(b).unwrap_or(a));
    if let Ok(notice) = Notice::from_files("fuzz", manifest, french, english) {
        for (_, rendered) in notice.check().unwrap_or_default() {
            assert!(!rendered.subject.contains(['\n', '\r']), "a subject of two lines");
            assert!(is_clean(&rendered.subject) && is_clean(&rendered.text));
        }
    }
    let (subject, body) = parts(text).unwrap_or_else(|| ("Essai".to_owned(), text.to_owned()));
    for tongue in [Lang::Fr, Lang::En] {
        if let Ok(message) = written(&subject, &body, tongue) {
            let html = message.html.to_ascii_lowercase();
            assert!(!html.contains("<script") && !html.contains("href=\"javascript:"), "it runs something");
            assert!(is_clean(&message.text));
        }
    }
});
