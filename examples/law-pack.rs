//! The workshop of the keeper of the law packs: `docs/law-upkeep.md` says when to use it.
//!
//! ```text
//! cargo run --release --example law-pack -- key keeper.secret        makes a pair; the public half is printed
//! cargo run --release --example law-pack -- make keeper.secret FILE  makes the pack of this checkout's law
//! cargo run --release --example law-pack -- try PUBLIC law seats …   runs the program as if PUBLIC were pinned
//! ```
//!
//! It is no part of the program that is installed: there the key is the one in `src/law/keeper.pub`, and no other.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool of a developer, whose output is these lines"
)]

use std::{ffi::OsString, path::Path, process::ExitCode};

use contrepoids::{
    base::hex,
    cli, clock, config,
    features::law::actions::pack,
    law::pack::{Key, public},
    vault::file,
};

fn secret(path: &Path) -> Result<Key, String> {
    let bytes = file::read(path, 200).map_err(|e| format!("{}: {e}", path.display()))?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    hex::read(text.trim()).ok_or_else(|| format!("{}: not 64 hexadecimal digits", path.display()))
}

fn run(args: &[OsString]) -> Result<ExitCode, String> {
    let word = |place: usize| args.get(place).and_then(|word| word.to_str());
    let path = |place: usize| args.get(place).map(Path::new);
    match (word(0), path(1), path(2)) {
        (Some("key"), Some(out), None) => {
            let mut made = Key::default();
            clock::random(&mut made);
            let text = format!("{}\n", hex::write(&made));
            file::write_whole(out, text.as_bytes(), false).map_err(|e| format!("{}: {e}", out.display()))?;
            println!("{}", hex::write(&public(&made)));
        }
        (Some("make"), Some(key), Some(out)) => {
            let bytes = pack::make(&pack::own_parts(), &secret(key)?).map_err(|e| e.to_string())?;
            file::write_whole(out, &bytes, true).map_err(|e| format!("{}: {e}", out.display()))?;
            println!("{} bytes", bytes.len());
        }
        (Some("try"), ..) => {
            let key = word(1).and_then(hex::read).ok_or("PUBLIC is 64 hexadecimal digits")?;
            let words = std::iter::once("contrepoids".into()).chain(args.iter().skip(2).cloned());
            let exit = cli::run_by(words.collect(), &config::environment(), Some(key));
            return Ok(ExitCode::from(exit as u8));
        }
        _ => return Err("key FILE | make KEY FILE | try PUBLIC COMMAND…".to_owned()),
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    run(&std::env::args_os().skip(1).collect::<Vec<_>>()).unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}
