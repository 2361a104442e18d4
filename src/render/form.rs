//! A form as one file of HTML, in both languages, that seals in the browser what is typed there.
//!
//! The page is `templates/form/page.html`; its only script is `data/form/form.js`, which the policy in its head names by its sum,
//! so that a browser runs no other. It asks for nothing from elsewhere and sends nothing anywhere.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use crate::{
    base::Lang,
    render::{escape_html as html, manifest::Both},
};

const PAGE: &str = include_str!("../../templates/form/page.html");
const STYLE: &str = include_str!("../../templates/form/page.css");
/// The script, as `.ci/form` builds it.
pub const SCRIPT: &str = include_str!("../../data/form/form.js");
const LICENCES: &str = include_str!("../../data/form/LICENSES");
/// The least size of what is sealed: it takes what most people type, and a QR code still holds it.
pub const PAD: usize = 1_024;

/// What is typed into a field, or chosen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// One line of at most so many characters.
    Line(u32),
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A day.
    Day,
    /// Several lines of at most so many characters.
    Text(u32),
    /// One of several answers: code and words.
    One(Vec<(String, Both)>),
    /// Any of several answers.
    Any(Vec<(String, Both)>),
    /// One of a list that opens: code and words.
    Pick(Vec<(String, Both)>),
    /// A box to tick; what is sealed is this value.
    Agree(String),
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in what is sealed.
    pub name: String,
    /// What is asked.
    pub label: Both,
    /// What helps to answer, paragraph by paragraph.
    pub hint: Vec<Both>,
    /// Whether the form is not sealed without it.
    pub required: bool,
    /// What is typed or chosen.
    pub entry: Entry,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormPage {
    /// What stands above it.
    pub title: Both,
    /// Paragraphs below the title.
    pub intro: Vec<Both>,
    /// The public key that it is sealed to.
    pub key: String,
    /// The six words of that key.
    pub words: Both,
    /// What tells this form from others: it comes back in what is sealed.
    pub form: String,
    /// The least size of what is sealed.
    pub pad: usize,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// Returns the page.
#[must_use]
pub fn page(form: &FormPage) -> String {
    let fields: String =
        (1_usize..).zip(&form.fields).map(|(number, field)| field_html(number, field)).collect();
    let intro = form.intro.iter().fold(String::new(), |out, text| out + "<p>" + &both(text) + "</p>\n");
    let licences = html(LICENCES);
    let pad = form.pad.to_string();
    let slots: [(&str, &str); 13] = [
        ("script-hash", &hash(SCRIPT)),
        ("style-hash", &hash(STYLE)),
        ("style", STYLE),
        ("title", &both(&form.title)),
        ("intro", &intro),
        ("words-fr", &html(&form.words.fr)),
        ("words-en", &html(&form.words.en)),
        ("key", &html(&form.key)),
        ("form", &html(&form.form)),
        ("pad", &pad),
        ("fields", &fields),
        ("licences", &licences),
        ("script", SCRIPT),
    ];
    fill(PAGE, &slots)
}

/// The sum by which a policy names a script or a style.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// Puts texts into a page; what is put there is not looked through again.
fn fill(page: &str, slots: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{ ") {
        let (name, after) = after.split_once(" }}").unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(slots.iter().find(|(slot, _)| *slot == name).map_or("", |(_, text)| text));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text in both languages, of which the page shows one.
fn both(text: &Both) -> String {
    let one =
        |lang: Lang| format!("<span class=\"t\" lang=\"{}\">{}</span>", lang.code(), html(text.get(lang)));
    format!("{}{}", one(Lang::Fr), one(Lang::En))
}

/// The words that say that an answer is needed: not by colour, nor by a star alone.
fn needed(field: &Field) -> String {
    let needed = Both { fr: " (obligatoire)".to_owned(), en: " (required)".to_owned() };
    if field.required { both(&needed) } else { String::new() }
}

fn field_html(number: usize, field: &Field) -> String {
    let id = format!("f{number}");
    let name = html(&field.name);
    let label = format!("{}{}", both(&field.label), needed(field));
    let required = if field.required { " required" } else { "" };
    let mut hint = String::new();
    for text in &field.hint {
        let _ = write!(hint, "<span class=\"p\">{}</span> ", both(text));
    }
    let (hint, by) = if hint.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("<p class=\"hint\" id=\"{id}h\">{hint}</p>\n"), format!(" aria-describedby=\"{id}h\""))
    };
    let rest = format!("id=\"{id}\" name=\"{name}\" autocomplete=\"off\"{by}{required}");
    let input = |kind: &str| {
        format!(
            "<div class=\"field\"><label for=\"{id}\">{label}</label>\n{hint}<input {kind} {rest}></div>\n"
        )
    };
    match &field.entry {
        Entry::Line(most) => input(&format!("type=\"text\" maxlength=\"{most}\" spellcheck=\"false\"")),
        Entry::Email => input("type=\"email\" maxlength=\"200\""),
        Entry::Phone => input("type=\"tel\" maxlength=\"30\""),
        Entry::Day => input("type=\"date\" min=\"1900-01-01\" max=\"2199-12-31\""),
        Entry::Text(most) => format!(
            "<div class=\"field\"><label for=\"{id}\">{label}</label>\n{hint}\
             <textarea rows=\"4\" maxlength=\"{most}\" {rest}></textarea></div>\n"
        ),
        Entry::Pick(choices) => {
            let option = |(code, words): &(String, Both)| {
                let (code, fr, en) = (html(code), html(&words.fr), html(&words.en));
                format!("<option value=\"{code}\" data-fr=\"{fr}\" data-en=\"{en}\">{fr}</option>\n")
            };
            let options: String = choices.iter().map(option).collect();
            format!(
                "<div class=\"field\"><label for=\"{id}\">{label}</label>\n{hint}<select {rest}>\
                 <option value=\"\" data-fr=\"–\" data-en=\"–\">–</option>\n{options}</select></div>\n"
            )
        }
        Entry::One(choices) => group(&id, &name, &label, &hint, "radio", required, choices),
        Entry::Any(choices) => group(&id, &name, &label, &hint, "checkbox", "", choices),
        Entry::Agree(value) => format!(
            "<div class=\"field\">{hint}<p class=\"choice\"><input type=\"checkbox\" id=\"{id}\" name=\"{name}\" \
             value=\"{}\"{by}{required}><label for=\"{id}\">{label}</label></p></div>\n",
            html(value)
        ),
    }
}

/// Several answers under one question, which a screen reader says with each.
fn group(
    id: &str,
    name: &str,
    label: &str,
    hint: &str,
    kind: &str,
    required: &str,
    choices: &[(String, Both)],
) -> String {
    let mut out = format!("<fieldset><legend>{label}</legend>\n{hint}");
    for (number, (code, words)) in choices.iter().enumerate() {
        let _ = writeln!(
            out,
            "<p class=\"choice\"><input type=\"{kind}\" id=\"{id}c{number}\" name=\"{name}\" value=\"{}\"{required}>\
             <label for=\"{id}c{number}\">{}</label></p>",
            html(code),
            both(words)
        );
    }
    out.push_str("</fieldset>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(fr: &str, en: &str) -> Both {
        Both { fr: fr.to_owned(), en: en.to_owned() }
    }

    fn field(name: &str, entry: Entry) -> Field {
        let hint = vec![words("aide", "help")];
        Field { name: name.to_owned(), label: words("été ?", "summer?"), hint, required: true, entry }
    }

    fn sample() -> FormPage {
        let two = || vec![("a".to_owned(), words("un", "one")), ("b".to_owned(), words("deux", "two"))];
        FormPage {
            title: words("Adhérer", "Join"),
            intro: vec![words("Bonjour <b>", "Hello {{ key }}")],
            key: "age1example".to_owned(),
            words: words("un deux trois", "one two three"),
            form: "0123".to_owned(),
            pad: PAD,
            fields: vec![
                field("line", Entry::Line(200)),
                field("email", Entry::Email),
                field("one", Entry::One(two())),
                field("any", Entry::Any(two())),
                field("pick", Entry::Pick(two())),
                field("text", Entry::Text(500)),
                field("agree", Entry::Agree("v\"1".to_owned())),
            ],
        }
    }

    /// What `data/form/SHA256SUMS` says of a file there.
    fn sum(name: &str) -> Option<&'static str> {
        let sums = include_str!("../../data/form/SHA256SUMS").lines();
        sums.filter_map(|line| line.split_once("  ")).find(|(_, file)| *file == name).map(|(sum, _)| sum)
    }

    #[test]
    fn the_script_is_the_one_that_was_built_of_these_sources() {
        for (name, text) in [
            ("form.js", SCRIPT),
            ("source.js", include_str!("../../data/form/source.js")),
            ("package.json", include_str!("../../data/form/package.json")),
            ("package-lock.json", include_str!("../../data/form/package-lock.json")),
        ] {
            assert_eq!(sum(name), Some(crate::base::hex::write(&Sha256::digest(text)).as_str()), "{name}");
        }
        assert_eq!(sum("other.js"), None);
        let lock = include_str!("../../data/form/package-lock.json");
        assert!(!lock.contains("resolved") && !lock.contains("http"), "a lock names sums, not places");
    }

    #[test]
    fn nothing_in_the_page_comes_from_elsewhere_or_goes_anywhere() {
        let page = page(&sample());
        let policy = page.split_once("content=\"default-src").unwrap().1.split_once('"').unwrap().0;
        assert!(policy.starts_with(" 'none'; script-src 'sha256-"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        assert!(policy.contains(&hash(SCRIPT)) && policy.contains(&hash(STYLE)));
        for sign in [" src=", "href=", "url(", "@import", " action=", "onclick", " style="] {
            assert!(!page.replace(SCRIPT, "").contains(sign), "{sign}");
        }
        // The script ends where we end it.
        assert!(!SCRIPT.to_ascii_lowercase().contains("</script") && !SCRIPT.contains("<!--"));
        assert_eq!(page.matches("</script>").count(), 1);
        for sign in
            ["fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "innerHTML", "localStorage", "eval("]
        {
            assert!(!SCRIPT.contains(sign), "{sign}");
        }
    }

    #[test]
    fn what_is_given_is_never_markup_and_no_slot_stays() {
        let page = page(&sample());
        assert!(page.contains("Bonjour &lt;b&gt;") && page.contains("value=\"v&quot;1\""));
        // A text that looks like a slot is a text.
        assert!(page.contains("Hello {{ key }}"));
        assert_eq!(page.replace(SCRIPT, "").matches("{{").count(), 1);
    }

    #[test]
    fn each_field_has_its_label_and_each_text_both_languages() {
        let page = page(&sample());
        let whole = page.replace(SCRIPT, "");
        assert_eq!(
            whole.matches("class=\"t\" lang=\"fr\"").count(),
            whole.matches("class=\"t\" lang=\"en\"").count()
        );
        for piece in whole.split("<input ").chain(whole.split("<select ")).skip(1) {
            if let Some((_, id)) = piece.split_once("id=\"").filter(|(before, _)| !before.contains('>')) {
                let id = id.split('"').next().unwrap();
                assert!(whole.contains(&format!("<label for=\"{id}\">")), "{id}");
            }
        }
        assert!(whole.contains("data-to=\"age1example\"") && whole.contains("data-pad=\"1024\""));
        assert_eq!(whole.matches("(obligatoire)").count(), 7);
    }
}
