//! Markdown to plain text and to HTML, from the same events, so that both say the same.
//!
//! Raw HTML, images and links to anything but `https:` and `mailto:` do not come through: raw HTML shows as the
//! text it is, an image as its description, another link as its words. [`dropped`] finds them for the check of a notice.

use std::fmt::Write as _;

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html,
};

use crate::{base::Lang, render::typography};

/// Makes a text inert: every ASCII sign is escaped, so that Markdown shows it as it is.
///
/// Line ends become spaces and spaces at the ends go, so that a value can start no list, quote or code.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(8));
    for c in text.trim().chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_ascii_punctuation() => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Returns a text as it stands between tags or in an attribute of HTML.
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(8));
    // Writing to a text does not fail.
    let _ = pulldown_cmark_escape::escape_html(&mut out, text);
    out
}

/// What an author may write and a message does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// An image.
    Image,
    /// A link to anything but `https:` and `mailto:`.
    Link,
    /// Words struck through.
    Strike,
    /// A box to be ticked.
    Task,
    /// HTML.
    Html,
}

/// Finds the first thing that a message does not hold, with the text of it.
#[must_use]
pub fn dropped(markdown: &str) -> Option<(Dropped, &str)> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_ext(markdown, options).into_offset_iter().find_map(|(event, range)| {
        let what = match event {
            Event::Start(Tag::Image { .. }) => Dropped::Image,
            Event::Start(Tag::Link { link_type, dest_url, .. }) if !is_kept(link_type, &dest_url) => {
                Dropped::Link
            }
            Event::Start(Tag::Strikethrough) => Dropped::Strike,
            Event::TaskListMarker(_) => Dropped::Task,
            Event::Html(_) | Event::InlineHtml(_) => Dropped::Html,
            _ => return None,
        };
        Some((what, markdown.get(range).unwrap_or_default()))
    })
}

/// Tells whether a link may stand in a message.
fn is_kept(kind: LinkType, link: &str) -> bool {
    kind == LinkType::Email || link.starts_with("https://") || link.starts_with("mailto:")
}

/// Returns the events of a Markdown text, made safe and in the typography of the language.
pub(super) fn events(markdown: &str, tongue: Lang) -> Vec<Event<'_>> {
    let mut out = Vec::new();
    let mut links = Vec::new();
    let mut in_code = false;
    let filtered = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { link_type, ref dest_url, .. }) => {
            let keep = is_kept(link_type, dest_url);
            links.push(keep);
            keep.then_some(event)
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(event),
        // The title of the message is its subject; what stands in it begins one level below.
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: below(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(below(level)))),
        event => Some(event),
    });
    for event in TextMergeStream::new(filtered) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
        out.push(match event {
            Event::Text(text) if tongue == Lang::Fr && !in_code => {
                Event::Text(CowStr::from(typography::french(&text)))
            }
            event => event,
        });
    }
    out
}

const fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

/// Renders Markdown as plain text.
#[must_use]
pub fn text(markdown: &str, tongue: Lang) -> String {
    let mut writer = Plain::default();
    for event in events(markdown, tongue) {
        writer.event(event);
    }
    let mut out = writer.out.trim_end().to_owned();
    out.push('\n');
    out
}

/// Colours of the page, by day and by night; a reader that drops them shows its own.
pub const COLOURS: [[&str; 3]; 2] = [["#ffffff", "#1a1a1a", "#0b4a8f"], ["#161616", "#ececec", "#9cc4ff"]];

const STYLE: &str = "\
:root{color-scheme:light dark}
body{background:#ffffff;color:#1a1a1a}
li{margin:.3em 0}
@media (prefers-color-scheme:dark){
body{background:#161616;color:#ececec}
a{color:#9cc4ff!important}
}
";

/// What a page looks like where the style of its head is dropped, as some mail programs do: by tag.
const INLINE: &[(&str, &str)] = &[
    ("h2", "font-size:1.2em;line-height:1.3;margin:1.6em 0 .6em"),
    ("h3", "font-size:1.05em;line-height:1.3;margin:1.4em 0 .5em"),
    ("blockquote", "margin:1em 0;padding:0 0 0 1em;border-left:3px solid #767676"),
    ("table", "border-collapse:collapse;margin:1em 0"),
    ("th", "border:1px solid #767676;padding:.3em .6em;text-align:left"),
    ("td", "border:1px solid #767676;padding:.3em .6em"),
    ("a", "color:#0b4a8f"),
];

/// Gives the tags of a page their looks. Text holds no `<` of its own.
fn dressed(body: &str) -> String {
    INLINE.iter().fold(body.to_owned(), |page, (tag, style)| {
        let page = page.replace(&format!("<{tag}>"), &format!("<{tag} style=\"{style}\">"));
        page.replace(&format!("<{tag} href="), &format!("<{tag} style=\"{style}\" href="))
    })
}

/// Renders Markdown as a whole page of HTML: one column, no style sheet, image or script from elsewhere.
#[must_use]
pub fn page(markdown: &str, tongue: Lang, title: &str) -> String {
    let mut body = String::new();
    html::push_html(&mut body, events(markdown, tongue).into_iter());
    let body = dressed(&body);
    let head = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut out = String::with_capacity(body.len().saturating_add(600));
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{head}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n\
         <body style=\"margin:0\">\n<div lang=\"{lang}\" role=\"article\" style=\"max-width:36em;margin:0 auto;padding:1.5em;\
         font-family:Arial,Helvetica,sans-serif;font-size:1em;line-height:1.5;overflow-wrap:break-word\">\n\
         {body}</div>\n</body>\n</html>\n",
        lang = tongue.code(),
    );
    out
}

/// Renders Markdown as the HTML of a part of a page that has looks of its own.
#[must_use]
pub fn fragment(markdown: &str, tongue: Lang) -> String {
    let mut body = String::new();
    html::push_html(&mut body, events(markdown, tongue).into_iter());
    body
}

/// The writer of the plain text.
#[derive(Default)]
struct Plain {
    out: String,
    /// What each line begins with, from the outside in: quotes and list items.
    prefixes: Vec<String>,
    /// The next number of each open list, `None` for a list without numbers.
    lists: Vec<Option<u64>>,
    /// The addresses of open links with where their words begin.
    links: Vec<(String, usize)>,
    /// Whether the next text starts a line.
    fresh: bool,
    /// Whether a blank line is due before the next block.
    gap: bool,
    /// What the next line begins with instead of the last prefix.
    bullet: Option<String>,
    in_code: bool,
    /// How many cells of the row of a table are written.
    cells: usize,
}

impl Plain {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => self.lines(&text),
            Event::Text(text) | Event::Code(text) => self.put(&text),
            Event::SoftBreak => self.put(" "),
            Event::HardBreak => self.fresh = true,
            Event::Rule => {
                self.block();
                self.put("* * *");
                self.gap = true;
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_) => self.block(),
            Tag::BlockQuote(_) => {
                self.block();
                self.prefixes.push("> ".to_owned());
            }
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => {
                self.block();
                self.in_code = true;
                self.prefixes.push("    ".to_owned());
            }
            Tag::List(first) => {
                // A list inside an item follows its words without a blank line.
                self.gap = self.gap && self.lists.is_empty();
                self.lists.push(first);
            }
            Tag::Item => {
                self.block();
                self.gap = false;
                let bullet = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let bullet = format!("{number}. ");
                        *number = number.saturating_add(1);
                        bullet
                    }
                    _ => "- ".to_owned(),
                };
                self.prefixes.push(" ".repeat(bullet.len()));
                self.bullet = Some(bullet);
            }
            Tag::TableHead | Tag::TableRow => {
                self.fresh = !self.out.is_empty();
                self.cells = 0;
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.put(" | ");
                }
                self.cells = self.cells.saturating_add(1);
            }
            Tag::Link { dest_url, .. } => self.links.push((dest_url.into_string(), self.out.len())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Table => self.gap = true,
            TagEnd::BlockQuote(_) => {
                self.prefixes.pop();
                self.gap = true;
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.prefixes.pop();
                self.gap = true;
            }
            TagEnd::Item => {
                self.prefixes.pop();
                self.bullet = None;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.gap = self.lists.is_empty();
            }
            TagEnd::Link => {
                let Some((url, from)) = self.links.pop() else { return };
                let words = self.out.get(from..).unwrap_or_default();
                let address = url.strip_prefix("mailto:").unwrap_or(&url);
                if words.trim() != address && words.trim() != url {
                    let shown = format!(" <{address}>");
                    self.put(&shown);
                }
            }
            _ => {}
        }
    }

    /// Starts a block: on its own line, after a blank one where a gap is due.
    fn block(&mut self) {
        if !self.out.is_empty() {
            if self.gap {
                self.out.push('\n');
                let outer: String = self.prefixes.concat();
                self.out.push_str(outer.trim_end());
            }
            self.fresh = true;
        }
        self.gap = false;
    }

    fn put(&mut self, text: &str) {
        if self.fresh || self.out.is_empty() {
            if !self.out.is_empty() {
                self.out.push('\n');
            }
            self.fresh = false;
            let bullet = self.bullet.take();
            let last = self.prefixes.len().saturating_sub(1);
            for (i, prefix) in self.prefixes.iter().enumerate() {
                match &bullet {
                    Some(bullet) if i == last => self.out.push_str(bullet),
                    _ => self.out.push_str(prefix),
                }
            }
        }
        self.out.push_str(text);
    }

    fn lines(&mut self, text: &str) {
        for line in text.lines() {
            self.put(line);
            self.fresh = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(markdown: &str) -> String {
        text(markdown, Lang::En)
    }

    #[test]
    fn text_keeps_the_shape() {
        assert_eq!(
            plain("# Agenda\n\nOne\ntwo.\n\n- a\n- b\n    1. c\n    2. d\n\nEnd"),
            "Agenda\n\nOne two.\n\n- a\n- b\n  1. c\n  2. d\n\nEnd\n"
        );
        assert_eq!(plain("> a\n>\n> b"), "> a\n>\n> b\n");
        assert_eq!(plain("a  \nb"), "a\nb\n");
        assert_eq!(plain("    x\n     y\n\nz"), "    x\n     y\n\nz\n");
        assert_eq!(plain("a\n\n---\n\n**b** *c* `d`"), "a\n\n* * *\n\nb c d\n");
        assert_eq!(plain("- a\n\n  b\n- c"), "- a\n\n  b\n\n- c\n");
    }

    #[test]
    fn a_table_is_a_table_in_both_parts() {
        let table = "| Site | Jour |\n|---|---|\n| Lyon | lundi |\n\nFin";
        assert_eq!(plain(table), "Site | Jour\nLyon | lundi\n\nFin\n");
        let page = page(table, Lang::En, "");
        assert!(page.contains("<td style=") && page.contains(">Lyon</td>"), "{page}");
        // A value makes none.
        assert_eq!(
            plain(&format!("{}\n{}", escaped("| a | b |"), escaped("|---|---|"))),
            "| a | b | |---|---|\n"
        );
    }

    #[test]
    fn what_a_message_does_not_hold_is_found() {
        for (markdown, what, text) in [
            ("a ![plan](https://example.org/p.png)", Dropped::Image, "![plan](https://example.org/p.png)"),
            ("[ici](http://example.org)", Dropped::Link, "[ici](http://example.org)"),
            ("[ici](javascript:x)", Dropped::Link, "[ici](javascript:x)"),
            ("un ~~deux~~", Dropped::Strike, "~~deux~~"),
            ("- [ ] pain", Dropped::Task, "[ ]"),
            ("un <b>deux</b>", Dropped::Html, "<b>"),
        ] {
            assert_eq!(dropped(markdown), Some((what, text)), "{markdown}");
            assert_eq!(dropped(&escaped(markdown)), None, "a value drops nothing: {markdown}");
        }
        assert_eq!(
            dropped("# a\n\n[b](https://example.org) <c@example.org>\n\n| d | e |\n|---|---|\n| f | g |"),
            None
        );
    }

    #[test]
    fn looks_stand_beside_what_they_dress() {
        let page = page("# a\n\n> b\n\n[c](https://example.org)", Lang::Fr, "t");
        let body = page.split_once("<body").unwrap().1;
        for tag in ["<h2 style=", "<blockquote style=", "<a style="] {
            assert!(body.contains(tag), "{tag} in {body}");
        }
        assert!(!body.contains("<h1") && body.contains("role=\"article\""));
    }

    #[test]
    fn links_say_where_they_lead() {
        assert_eq!(plain("[here](https://example.org/a)"), "here <https://example.org/a>\n");
        assert_eq!(plain("<https://example.org/a>"), "https://example.org/a\n");
        assert_eq!(plain("<a@example.org>"), "a@example.org\n");
        for bad in ["[x](javascript:alert)", "[x](http://example.org)", "[x](data:a)", "[x](file:///etc)"] {
            assert_eq!(plain(bad), "x\n");
            assert!(!page(bad, Lang::En, "t").contains("href"), "{bad}");
        }
    }

    #[test]
    fn nothing_is_loaded_and_raw_html_is_text() {
        let page = page(
            "<script>a</script>\n\nx <img src=https://example.org/p.png> ![words](https://example.org/p.png)",
            Lang::En,
            "<t>",
        );
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(
            page.contains("&lt;script&gt;") && page.contains("words") && page.contains("<title>&lt;t&gt;")
        );
    }

    #[test]
    fn french_signs_are_bound_in_both_parts() {
        assert_eq!(text("Bonjour !", Lang::Fr), "Bonjour\u{202f}!\n");
        assert!(page("Bonjour !", Lang::Fr, "").contains("Bonjour\u{202f}!"));
        assert_eq!(text("Hello !", Lang::En), "Hello !\n");
        assert_eq!(text("    code !", Lang::Fr), "    code !\n");
    }

    /// Takes the words out of a page.
    fn words(page: &str) -> String {
        let (_, body) = page.split_once("<body").unwrap();
        let mut out = String::new();
        let mut inside = true;
        for c in body.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    #[test]
    fn a_value_is_shown_as_it_is() {
        for value in [
            "*a*",
            "# a",
            "- a",
            "1. a",
            "> a",
            "[a](b)",
            "<b>x</b>",
            "`a`",
            "a_b_c",
            "&amp;",
            "---",
            "a\\",
            "<a@b.fr>",
            "{{ 7*7 }}",
            "| a |",
            "~~a~~",
        ] {
            let markdown = escaped(value);
            assert_eq!(plain(&markdown).trim_end(), value, "{markdown}");
            let markdown = format!("Hi {} and {}, bye", escaped(value), escaped(value));
            let want = format!("Hi {value} and {value}, bye");
            assert_eq!(plain(&markdown).trim_end(), want);
            assert_eq!(words(&page(&markdown, Lang::En, "")).trim(), want);
        }
    }

    proptest! {
        #[test]
        fn any_value_is_shown_as_it_is(value in "[ -~éÀ«»\u{1f642}ا]{1,40}") {
            let shown: String = value.trim().to_owned();
            let markdown = format!("Hi {}, bye", escaped(&value));
            let want = format!("Hi {shown}, bye");
            let text = plain(&markdown);
            prop_assert_eq!(text.trim_end(), want.as_str());
            let shown = words(&page(&markdown, Lang::En, ""));
            prop_assert_eq!(shown.trim(), want.as_str());
        }

        #[test]
        fn any_markdown_gives_a_page_without_script(markdown in "[<>!\\[\\]()a-c/:\"' \n*_#`&;-]{0,80}") {
            let page = page(&markdown, Lang::Fr, "x");
            let (_, body) = page.split_once("<body").unwrap();
            for bad in ["<script", "<img", "<iframe", "<style", "<a", "<b>", " on"] {
                let found = body.matches(bad).count();
                let links = body.matches("<a style=\"color:#0b4a8f\" href=\"mailto:").count();
                let allowed = if bad == "<a" { links } else { 0 };
                prop_assert!(found == allowed, "{} in {}", bad, page);
            }
        }
    }
}
