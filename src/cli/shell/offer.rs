//! `contrepoids` alone on a terminal: offers the prompt.

use std::{ffi::OsString, io::IsTerminal as _};

use clap::error::ErrorKind;

use crate::{
    base::Lang,
    cli::{Cli, help},
    config::Environment,
    face::{error::safe::Safe, frame::Face},
    tr,
};

/// Asks a person who typed nothing but the name whether the prompt shall open; returns the command line of it.
#[must_use]
pub(in crate::cli) fn offer(
    lang: Lang,
    typed: &[OsString],
    error: &clap::Error,
    env: &Environment,
) -> Option<Vec<OsString>> {
    let there =
        std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
    let missing = matches!(
        error.kind(),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if !missing || !there {
        return None;
    }
    let args: Vec<OsString> = typed.iter().cloned().chain(["shell".into()]).collect();
    // Only the root: after a noun the verb is missing.
    let cli = help::parse(lang, args.clone()).ok().filter(Cli::is_shell)?;
    let mut face = Face::new(cli.globals, env.clone(), lang, Safe::Read);
    let question = tr!(
        lang,
        "Ouvrir l’invite (contrepoids shell), où l’on tape plusieurs commandes avec une seule phrase de passe\u{a0}?",
        "Open the prompt (contrepoids shell), where many commands need the passphrase once?"
    );
    matches!(face.agree_to(&question), Ok(Some(true))).then_some(args)
}
