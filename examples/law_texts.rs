//! Makes `data/law/code-travail.texts` from the published packages; `data/law/README.md` says how to call it.
#![allow(
    clippy::allow_attributes,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool of those who keep the program"
)]

use std::{collections::BTreeMap, error::Error, fs, io::Write as _};

use chrono::NaiveDate;
use contrepoids::law::{
    package::{self, Compared, Seen},
    texts::{Draft, Later, Source, Texts, VersionId},
};
use serde::Deserialize;

/// The versions of before are not kept: no table begins earlier.
const SINCE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2018, 1, 1);

const LICENCE: &str = "Légifrance (DILA), Licence Ouverte 2.0, par le paquet npm @socialgouv/legi-data";

fn pack(raw: &[u8]) -> Vec<u8> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    // Writing to memory does not fail; a packed part that is not whole would fail the check below.
    let _ = writer.write_all(raw);
    writer.into_inner()
}

/// `data/law/read.toml`.
#[derive(Deserialize)]
struct Read {
    text: Vec<ReadText>,
}

#[derive(Deserialize)]
struct ReadText {
    version: String,
    text: String,
}

/// Reads `data/law/compared.tsv`: `# 2026-08-20`, then article, identifier, version in force or `-`, and the days of the last
/// look that saw the version of before and of the first one that saw this; and `data/law/read.toml`.
fn compared(list: &str, read: &str) -> Result<Compared, Box<dyn Error>> {
    let mut lines = list.lines();
    let on = lines.next().and_then(|l| l.strip_prefix("# ")).ok_or("no day in the first line")?.parse()?;
    let mut changed = Vec::new();
    for line in lines.filter(|l| !l.starts_with('#')) {
        let [_, cid, id, after, by] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(line.into());
        };
        let later = Later { id: VersionId::read(id), after: after.parse()?, by: by.parse()? };
        changed.push(Seen { cid: VersionId::read(cid).ok_or(line)?, later });
    }
    let mut texts = BTreeMap::new();
    for text in toml::from_str::<Read>(read)?.text {
        let id = VersionId::read(&text.version).ok_or("no version")?;
        if !changed.iter().any(|seen| seen.later.id == Some(id)) {
            return Err(format!("{id} is not the version in force of any change").into());
        }
        texts.insert(id, (text.text, String::new()));
    }
    Ok(Compared { on, changed, read: texts })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let usage =
        "usage: law_texts OUT COMPARED.tsv READ.toml RELEASE=FILE.json… (the oldest first) | =FILE.texts";
    let mut next = || args.next().ok_or(usage);
    let (out, list, read) = (next()?, next()?, next()?);
    let compared = compared(&fs::read_to_string(list)?, &fs::read_to_string(read)?)?;
    let mut source = Source {
        code: "Code du travail".to_owned(),
        licence: LICENCE.to_owned(),
        releases: vec![],
        compared_on: None,
    };
    let mut releases = Vec::new();
    let mut made = None;
    for arg in args {
        match arg.split_once('=').ok_or(usage)? {
            ("", file) => made = Some(Draft::of(&Texts::open(fs::read(file)?)?)?),
            (number, file) => {
                let release = package::read(&fs::read(file)?)?;
                println!("{number}\t{}\t{} articles", release.day, release.articles.len());
                source.releases.push((number.to_owned(), release.day));
                releases.push(release);
            }
        }
    }
    let mut draft = match made {
        Some(draft) => draft,
        None => package::merge(source, releases, SINCE.ok_or("no day")?),
    };
    package::compare(&mut draft, &compared);
    let file = draft.write(pack);
    let texts = Texts::open(file.clone())?;
    texts.check()?;
    let versions: Vec<_> = texts.all().iter().flat_map(|a| &a.versions).collect();
    let held = versions.iter().filter(|v| v.is_held()).count();
    println!(
        "{} articles, {} versions, {held} with text, {} bytes",
        texts.all().len(),
        versions.len(),
        file.len()
    );
    fs::write(out, file)?;
    Ok(())
}
