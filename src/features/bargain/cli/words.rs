//! The words for whether the days of the employer run.

use crate::{bargaining::claim::Clock, base::Lang, face::finding, tr};

/// Returns whether the days of the employer run from the request.
pub(super) fn clock(lang: Lang, clock: &Clock) -> String {
    match clock {
        Clock::Runs => tr!(lang, "courent depuis la demande", "run from the request"),
        Clock::Early(from) => {
            let from = finding::day(lang, *from);
            tr!(
                lang,
                "ne courent pas\u{a0}: la demande est venue trop tôt\u{a0}; reçue à partir du {from}, elle les fait courir",
                "do not run: the request came too early; received from {from} on, it starts them"
            )
        }
        Clock::Void(void) => void.words(lang).to_owned(),
        Clock::Open(open) => {
            let what: Vec<_> = open.iter().map(|unknown| unknown.words(lang)).collect();
            let what = what.join(", ");
            tr!(lang, "indéterminés, faute de connaître {what}", "undetermined, without knowing {what}")
        }
    }
}
