//! The sheet for the recovery key, to be printed: what it is, what to do with it, how to get in again.

use chrono::NaiveDate;
use zeroize::Zeroizing;

use crate::{
    base::Lang,
    face::{finding, qr},
    tr,
};

/// Returns the sheet as one page of HTML, without a script and without anything from elsewhere.
#[must_use]
pub(super) fn html(lang: Lang, secret: &str, today: NaiveDate) -> Zeroizing<String> {
    let title = tr!(lang, "Clé de secours", "Recovery key");
    let day = finding::day(lang, today);
    let made = tr!(lang, "Faite le {day}.", "Made on {day}.");
    let what = tr!(
        lang,
        "Cette clé rend l’accès au coffre quand l’appareil est perdu ou la phrase de passe oubliée. \
         Qui la lit et a une copie du coffre l’ouvre.",
        "This key gives access to the vault when the device is lost or the passphrase forgotten. Whoever reads it and has a copy \
         of the vault opens it."
    );
    let todo = [
        tr!(
            lang,
            "Gardez cette feuille sous clé, loin de l’ordinateur, jamais en photo.",
            "Keep this sheet under lock, away from the computer, never as a photo."
        ),
        tr!(
            lang,
            "Essayez-la une fois par an\u{a0}: contrepoids key recovery drill",
            "Try it once a year: contrepoids key recovery drill"
        ),
        tr!(
            lang,
            "Pour rentrer de nouveau\u{a0}: contrepoids key recover",
            "To get in again: contrepoids key recover"
        ),
        tr!(
            lang,
            "Elle ne sert qu’une fois\u{a0}: refaites-en une ensuite, et détruisez cette feuille.",
            "It serves once: make another one then, and destroy this sheet."
        ),
    ];
    let todo = format!("<li>{}</li>\n", todo.join("</li>\n<li>"));
    let (one, two) = secret.split_at_checked(secret.len() / 2).unwrap_or((secret, ""));
    let picture = Zeroizing::new(qr::on_paper(secret).unwrap_or_default());
    let code = match lang {
        Lang::Fr => "fr",
        Lang::En => "en",
    };
    Zeroizing::new(format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n\
         body {{ font: 14pt serif; max-width: 40em; margin: 3em auto; }}\n\
         code {{ font: bold 16pt monospace; overflow-wrap: anywhere; }}\n\
         pre {{ font: 8pt/1 monospace; }}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{made} {what}</p>\n\
         <p><code>{one}<br>{two}</code></p>\n<pre aria-hidden=\"true\">{}</pre>\n<ul>\n{todo}</ul>\n</body>\n</html>\n",
        *picture
    ))
}
