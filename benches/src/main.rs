//! Measures Contrepoids beside its peers, on the same machine, in one run, on invented people.
//!
//!     cargo run --release --manifest-path benches/Cargo.toml -- --binary target/release/contrepoids
//!
//! Prints a table in Markdown; `--json FILE` writes the figures too; `--quick` is for trying the harness out; `--only law` and
//! `--only agenda` (with the dues), `--only mail` and `--only sharing` measure the calculators, the agenda, the sending of mail, or
//! whole commands with backup and sharing of 5,000 people alone.

mod age_peers;
mod agenda;
mod command;
mod dues;
mod law;
mod mail;
mod people;
mod report;
mod sharing;
mod single;
mod sqlcipher;
mod vaults;

use std::{error::Error, path::PathBuf};

use report::Report;

/// How much is measured.
pub struct Setting {
    /// Sizes of rosters: the small one and the large one.
    pub sizes: [usize; 2],
    /// Rows of an import.
    pub rows: usize,
    /// Bytes of an export.
    pub bytes: usize,
    /// Messages to send, to see how memory grows.
    pub mails: [usize; 3],
    /// How often each thing is done; the best counts.
    pub runs: usize,
    /// The program.
    pub binary: PathBuf,
    /// Where the stores lie; a real disk.
    pub dir: tempfile::TempDir,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (mut quick, mut json, mut law_only, mut agenda_only, mut mail_only, mut sharing_only) =
        (false, None, false, false, false, false);
    let mut binary = PathBuf::from("target/release/contrepoids");
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--quick" => quick = true,
            "--json" => json = args.next().map(PathBuf::from),
            "--binary" => binary = args.next().ok_or("--binary PATH")?.into(),
            "--only" => match args.next().as_deref() {
                Some("law") => law_only = true,
                Some("agenda") => agenda_only = true,
                Some("mail") => mail_only = true,
                Some("sharing") => sharing_only = true,
                _ => return Err("--only law, agenda, mail or sharing".into()),
            },
            _ => return Err("arguments: --quick --json FILE --binary PATH --only law|agenda|mail|sharing".into()),
        }
    }
    let binary = binary.canonicalize().map_err(|e| format!("{}: {e}; build it first", binary.display()))?;
    let beside = binary.parent().ok_or("no folder")?;
    let setting = Setting {
        sizes: if quick { [500, 5_000] } else { [5_000, 100_000] },
        rows: if quick { 1_000 } else { 10_000 },
        bytes: if quick { 8 << 20 } else { 128 << 20 },
        mails: if quick { [100, 1_000, 2_000] } else { [1_000, 10_000, 100_000] },
        runs: if quick { 3 } else { 15 },
        dir: tempfile::Builder::new().prefix("benches-").tempdir_in(beside)?,
        binary,
    };
    let mut report = Report::default();
    let only = law_only || agenda_only || mail_only || sharing_only;
    if sharing_only {
        let made = vaults::Made::new(&setting, 5_000, &mut report)?;
        command::measure(&setting, &made, &mut report)?;
        sharing::measure(&setting, &made, &mut report)?;
    }
    if !mail_only && !sharing_only {
        agenda::measure(&setting, &mut report)?;
        dues::measure(&setting, &mut report)?;
    }
    if law_only || !only {
        law::measure(&setting, &mut report)?;
    }
    if mail_only || !only {
        mail::measure(&setting, &mut report)?;
    }
    if !only {
        rest(&setting, &mut report)?;
    }
    println!("{}", report.markdown());
    if let Some(path) = json {
        std::fs::write(path, report.json())?;
    }
    Ok(())
}

fn rest(setting: &Setting, report: &mut Report) -> Result<(), Box<dyn Error>> {
    single::measure(setting, report)?;
    for size in setting.sizes {
        let made = vaults::Made::new(setting, size, report)?;
        let peers = [sqlcipher::Made::new(setting, size, true)?, sqlcipher::Made::new(setting, size, false)?];
        vaults::measure(setting, &made, &peers, report)?;
        command::measure(setting, &made, report)?;
        sharing::measure(setting, &made, report)?;
        vaults::turned(&made, &peers[0], report)?;
    }
    vaults::import(setting, report)?;
    age_peers::measure(setting, report)?;
    Ok(())
}
