//! Makes `data/law/code-travail.texts` from the published packages; `data/law/README.md` says how to call it.
#![allow(
    clippy::allow_attributes,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool of those who keep the program"
)]

use std::{error::Error, fs, io::Write as _};

use chrono::NaiveDate;
use contrepoids::law::{
    package::{self, Compared},
    texts::{Source, Texts, VersionId},
};

/// The versions of before are not kept: no table begins earlier.
const SINCE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2018, 1, 1);

const LICENCE: &str = "Légifrance (DILA), Licence Ouverte 2.0, par le paquet npm @socialgouv/legi-data";

fn pack(raw: &[u8]) -> Vec<u8> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    // Writing to memory does not fail; a packed part that is not whole would fail the check below.
    let _ = writer.write_all(raw);
    writer.into_inner()
}

/// Reads `data/law/compared.tsv`: `# 2026-08-20`, then article, identifier and version in force, or `-`.
fn compared(text: &str) -> Result<Compared, Box<dyn Error>> {
    let mut lines = text.lines();
    let on = lines.next().and_then(|l| l.strip_prefix("# ")).ok_or("no day in the first line")?.parse()?;
    let mut changed = Vec::new();
    for line in lines.filter(|l| !l.starts_with('#')) {
        let [_, cid, id] = line.split('\t').collect::<Vec<_>>()[..] else { return Err(line.into()) };
        changed.push((VersionId::read(cid).ok_or(line)?, VersionId::read(id)));
    }
    Ok(Compared { on, changed })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: law_texts OUT COMPARED.tsv RELEASE=FILE.json… (the oldest first)";
    let (out, list) = (args.next().ok_or(usage)?, args.next().ok_or(usage)?);
    let compared = compared(&fs::read_to_string(list)?)?;
    let mut source = Source {
        code: "Code du travail".to_owned(),
        licence: LICENCE.to_owned(),
        releases: vec![],
        compared_on: Some(compared.on),
    };
    let mut releases = Vec::new();
    for arg in args {
        let (number, file) = arg.split_once('=').ok_or(usage)?;
        let release = package::read(&fs::read(file)?)?;
        println!("{number}\t{}\t{} articles", release.day, release.articles.len());
        source.releases.push((number.to_owned(), release.day));
        releases.push(release);
    }
    let draft = package::merge(source, releases, SINCE.ok_or("no day")?, Some(&compared));
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
