//! A page of HTML to read in a browser and to print: one file, without a script and without anything from elsewhere.

use crate::base::Lang;

/// Returns the whole page around a body that is HTML already. The title, which the bar of the browser shows, is plain words.
#[must_use]
pub fn sheet(lang: Lang, title: &str, style: &str, body: &str) -> String {
    let lang = lang.code();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}
