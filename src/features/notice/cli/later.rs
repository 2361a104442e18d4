//! `--at`: later sending.

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines},
        when::{Start, moment},
    },
    features::notice::actions::{
        hold::{self, Kept},
        shown,
    },
    tr,
};

/// Says until when a campaign waits.
pub(super) fn until(lang: Lang, after_ms: u64) -> String {
    let when = moment(lang, after_ms);
    tr!(
        lang,
        "Rien n’en part avant le {when} (heure de Paris)\u{a0}; il faudra lancer l’envoi alors.",
        "Nothing of it leaves before {when} (Paris time); the sending is to be run then."
    )
}

/// Remarks that people are disturbed at that hour.
pub(super) fn remark(face: &mut Face, at: Option<Start>) {
    if at.is_some_and(Start::disturbs) {
        let text = tr!(
            face.lang,
            "Remarque\u{a0}: hors de 8h–20h, un message dérange davantage.",
            "Remark: outside 8:00–20:00, a message disturbs people more."
        );
        face.note(&text);
    }
}

impl Show for Kept {
    fn view(&self, _lang: Lang) -> impl View {
        shown::kept(self)
    }

    fn text(&self, lang: Lang) -> String {
        let id = self.id.short();
        match self.after_ms {
            Some(after) => {
                let until = until(lang, after);
                lines([tr!(lang, "Envoi {id}\u{a0}:", "Campaign {id}:"), until])
            }
            None => lines([tr!(
                lang,
                "Envoi {id}\u{a0}: il n’attend plus d’heure. Ensuite\u{a0}: contrepoids notice send {id}",
                "Campaign {id}: it waits for no moment any more. Next: contrepoids notice send {id}"
            )]),
        }
    }
}

/// Sets when a campaign may leave.
///
/// # Errors
/// When the moment has passed, or no campaign that waits answers to what was typed.
pub(super) fn set(face: &mut Face, campaign: Option<&str>, at: Start) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let kept = hold::until(&mut vault, campaign, at.after_ms(), face.now_ms())?;
    face.show(&kept)?;
    remark(face, Some(at));
    Ok(Exit::Done)
}
