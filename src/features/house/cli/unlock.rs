//! `contrepoids unlock` and `contrepoids lock`.

use std::time::Duration;

use clap::Args;

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
        wanted, when,
    },
    features::house::actions::unlock as app,
    tr,
};

/// Ask for the passphrase once and keep the vault open for a while
///
/// Asks for the passphrase and lets the system keep the key of this device, in memory, for the time given: commands ask no
/// more until it is over, the login ends, or `contrepoids lock`. On Linux it is the keyring of the kernel; where there is
/// none, in a container or on another system, this says so, and `contrepoids shell` does the same in one window.
///
/// Any program that you start in this login can read the key meanwhile. For less than that: `contrepoids shell`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids unlock
  contrepoids unlock --for 45m
  contrepoids lock")]
pub struct UnlockArgs {
    /// For how long: minutes (15m) or hours (2h), 12 hours at most
    #[arg(long = "for", value_name = "TIME", default_value = "15m", value_parser = wanted::span)]
    time: Duration,
}

/// Forget what `unlock` keeps
///
/// The next command asks for the passphrase.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids lock")]
pub struct LockArgs {}

struct Unlocked(app::Open);

impl Show for Unlocked {
    fn view(&self, _lang: Lang) -> impl View {
        self.0.view(when::rfc3339)
    }

    fn text(&self, lang: Lang) -> String {
        let until = when::moment(lang, self.0.until_ms);
        lines([
            tr!(
                lang,
                "Ouvert jusqu’au {until}, ou jusqu’à la fin de cette session.",
                "Open until {until}, or until this login ends."
            ),
            tr!(
                lang,
                "Tout programme lancé dans cette session peut lire la clé d’ici là.\nRefermer\u{a0}: contrepoids lock",
                "Any program started in this login can read the key until then.\nClose it: contrepoids lock"
            ),
        ])
    }
}

struct Locked(app::Closed);

impl Show for Locked {
    fn view(&self, _lang: Lang) -> impl View {
        self.0.view()
    }

    fn text(&self, lang: Lang) -> String {
        lines([if self.0.was_open {
            tr!(
                lang,
                "Refermé\u{a0}: la prochaine commande demande la phrase de passe.",
                "Closed: the next command asks for the passphrase."
            )
        } else {
            tr!(lang, "Rien n’était ouvert.", "Nothing was open.")
        }])
    }
}

/// Runs `contrepoids unlock`.
///
/// # Errors
/// What kept it closed; nothing is kept then.
pub fn unlock(face: &mut Face, args: &UnlockArgs) -> Result<Exit, Refusal> {
    let place = face.place().clone();
    // By the passphrase, and not by what was unlocked before: whoever sits down here does not make it longer.
    let ask = face.prompt().without_held();
    let open = app::unlock(&place, &ask, args.time)?;
    face.show(&Unlocked(open))?;
    Ok(Exit::Done)
}

/// Runs `contrepoids lock`.
///
/// # Errors
/// When there is no identity file.
pub fn lock(face: &mut Face, _args: &LockArgs) -> Result<Exit, Refusal> {
    let closed = app::lock(face.place())?;
    face.show(&Locked(closed))?;
    Ok(Exit::Done)
}
