//! The HTML of the package as lines: a paragraph, a row of a table or a broken line is one line.

use crate::base::text::one_line;

/// Returns the text: one line for each paragraph, the cells of a row between ` | `.
pub(super) fn lines(html: &str) -> String {
    let mut out = Lines::default();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (text, tail) = rest.split_at(at);
        out.text(text);
        let is_tag = tail.chars().nth(1).is_some_and(|c| c == '/' || c == '!' || c.is_ascii_alphabetic());
        let end = match is_tag && tail.starts_with('<') {
            true => tail.find('>'),
            false if tail.starts_with('&') => tail.find(';').filter(|end| *end <= 10),
            false => None,
        };
        let Some(end) = end else {
            // Not a tag, not an entity: the sign itself.
            let mut chars = tail.chars();
            out.text(&chars.next().map(String::from).unwrap_or_default());
            rest = chars.as_str();
            continue;
        };
        let (inner, after) = (tail.get(1..end).unwrap_or_default(), tail.get(end.saturating_add(1)..));
        rest = after.unwrap_or_default();
        if tail.starts_with('&') {
            match entity(inner) {
                Some(c) => out.text(&String::from(c)),
                None => out.text(tail.get(..=end).unwrap_or_default()),
            }
        } else {
            out.tag(inner);
        }
    }
    out.text(rest);
    out.done()
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
    }
}

#[derive(Default)]
struct Lines {
    done: Vec<String>,
    line: String,
    /// How many cells the open row has; nothing outside of a row.
    row: Option<usize>,
}

impl Lines {
    fn text(&mut self, text: &str) {
        self.line.push_str(text);
    }

    fn tag(&mut self, inner: &str) {
        let name = inner.trim_start_matches('/');
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let closes = inner.starts_with('/');
        match (name.to_ascii_lowercase().as_str(), self.row) {
            ("tr", _) => {
                self.end();
                self.row = (!closes).then_some(0);
            }
            ("td" | "th", Some(cells)) if !closes => {
                if cells > 0 {
                    self.text(" | ");
                }
                self.row = Some(cells.saturating_add(1));
            }
            (
                "p" | "br" | "div" | "center" | "table" | "tbody" | "li" | "ul" | "h1" | "h2" | "h3" | "td"
                | "th",
                row,
            ) => {
                if row.is_some() {
                    self.text(" ");
                } else {
                    self.end();
                }
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        // A no-break space is a space: the publisher sets them here and there.
        let line = one_line(&std::mem::take(&mut self.line));
        if line.chars().any(|c| c != '|' && c != ' ') {
            self.done.push(line);
        }
    }

    fn done(mut self) -> String {
        self.end();
        self.done.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_rows_are_lines() {
        let html = "<p>À défaut <a href=\"/x?a=1&b=2\" title=\"é (V)\">L. 2314-1</a>,  le\n nombre.<br/><br/>Ces</p><p></p>\
                    <table><tbody><tr><th><br/>Effectif </th><th><br/>Titulaires</th></tr><tr><td align=\"x\">11 à 24</td><td>1 \
                    </td></tr></tbody></table><p>m<sup>2</sup> &amp; R&#233;&#xe9; &lt;5 &inconnu; a & b < c</p>";
        let want = "À défaut L. 2314-1, le nombre.\nCes\nEffectif | Titulaires\n11 à 24 | 1\nm2 & Réé <5 &inconnu; a & b < c";
        assert_eq!(lines(html), want);
    }

    #[test]
    fn nothing_is_nothing_and_an_open_tag_ends() {
        assert_eq!(lines(""), "");
        assert_eq!(lines("<p> </p>"), "");
        assert_eq!(lines("a <b"), "a <b");
        assert_eq!(lines("a &"), "a &");
    }
}
