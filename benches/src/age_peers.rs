//! Exports beside Debian's `age` (Go) and `rage`, on the same bytes, from file to file in memory.

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::Command,
};

use contrepoids::vault::{Identity, age_file, file, identity};

use crate::{
    Setting, people,
    report::{Report, time},
};

pub fn measure(setting: &Setting, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let memory = Path::new("/dev/shm");
    let dir = tempfile::Builder::new().prefix("contrepoids-").tempdir_in(if memory.is_dir() {
        memory
    } else {
        setting.dir.path()
    })?;
    let at = |name: &str| dir.path().join(name);
    let mut content = people::csv(2_000).into_bytes();
    while content.len() < setting.bytes {
        content.extend_from_within(..content.len().min(setting.bytes - content.len()));
    }
    let size = content.len();
    std::fs::write(at("plain"), &content)?;
    let identity = Identity::generate();
    std::fs::write(at("key"), identity.plain_file().as_bytes())?;
    let readers = [age_file::Reader::read(&identity.public())?];
    let mib = size >> 20;

    for form in [age_file::Form::Binary, age_file::Form::Armored] {
        let armored = form == age_file::Form::Armored;
        let ours = time(setting.runs, || {
            let content = file::read(&at("plain"), u64::MAX - 1).unwrap();
            let sealing = age_file::Sealing::new(&readers, form).unwrap();
            file::write_whole_with(&at("ours.age"), true, |out| sealing.write(&content, out).map(drop))
                .unwrap();
        });
        let mut peers = Vec::new();
        for name in ["age", "rage"] {
            let command = || {
                let mut command = Command::new(name);
                command.args(armored.then_some("-a")).arg("-r").arg(identity.public());
                command.arg("-o").arg(at("peer.age")).arg(at("plain"));
                let _ = std::fs::remove_file(at("peer.age"));
                command.status()
            };
            match command() {
                Ok(status) if status.success() => {
                    peers.push((name, time(setting.runs, || command().unwrap())));
                }
                _ => eprintln!("{name} is not here: not measured"),
            }
        }
        let get = |name| peers.iter().find(|(n, _)| *n == name).map(|(_, us)| us.best);
        let met = get("rage").is_none_or(|us| ours.best <= us * 1.02)
            && get("age").is_none_or(|us| ours.best <= us * 2.0);
        let aim = (!armored).then(|| ("not slower than rage, within 2 × of age".to_owned(), met));
        let kind = if armored { "armored" } else { "binary" };
        report.with_aim(&format!("seal {mib} MiB to a reader, {kind}"), ours, &peers, aim);

        let ours = time(setting.runs, || {
            let sealed = file::read(&at("ours.age"), u64::MAX - 1).unwrap();
            let content = identity::open(&sealed, &[&identity]).unwrap();
            file::write_whole(&at("ours.plain"), &content, true).unwrap();
        });
        assert!(std::fs::read(at("ours.plain"))? == content);
        let mut peers = Vec::new();
        for name in ["age", "rage"] {
            let back: PathBuf = at("peer.plain");
            let command = || {
                let _ = std::fs::remove_file(&back);
                let mut command = Command::new(name);
                command.arg("-d").arg("-i").arg(at("key")).arg("-o").arg(&back).arg(at("ours.age"));
                command.status()
            };
            if command().is_ok_and(|s| s.success()) {
                assert!(std::fs::read(&back)? == content);
                peers.push((name, time(setting.runs, || command().unwrap())));
            }
        }
        report.add(&format!("open {mib} MiB, {kind}"), ours, &peers);
    }
    Ok(())
}
