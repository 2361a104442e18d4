//! Two texts word by word.

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// In both texts.
    Same,
    /// In the older alone.
    Removed,
    /// In the newer alone.
    Added,
}

/// A piece of one text or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub kind: Kind,
    /// The piece, with the spaces and line feeds of its text.
    pub text: String,
}

/// Cuts a text into words, signs, spaces and line feeds.
fn tokens(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        '\n' => 0,
        c if c.is_whitespace() => 1,
        c if c.is_alphanumeric() || c == '-' => 2,
        // Each sign is a token of its own.
        _ => 3,
    };
    let mut out = Vec::new();
    let mut from = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let now = class(c);
        if before.is_some_and(|b| b != now || now == 3 || now == 0) {
            out.extend(text.get(from..at));
            from = at;
        }
        before = Some(now);
    }
    out.extend(text.get(from..).filter(|t| !t.is_empty()));
    out
}

/// Compares two texts: what is the same and what was removed is the older, what is the same and what was added the newer.
#[must_use]
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let (a, b) = (tokens(old), tokens(new));
    let mut out: Vec<Piece> = Vec::new();
    let mut push = |kind: Kind, text: String| {
        if !text.is_empty() {
            out.push(Piece { kind, text });
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (tag, old, new) = op.as_tag_tuple();
        let old = a.get(old).unwrap_or_default().concat();
        let new = b.get(new).unwrap_or_default().concat();
        if tag == DiffTag::Equal {
            push(Kind::Same, old);
        } else {
            push(Kind::Removed, old);
            push(Kind::Added, new);
        }
    }
    joined(out)
}

/// Joins changes that only a space or a sign parts: a person reads one change, not five.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let slight =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() < 3 && !text.contains('\n');
    let mut out = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let mut rest = pieces.into_iter().peekable();
    while let Some(piece) = rest.next() {
        match piece.kind {
            Kind::Removed => removed.push_str(&piece.text),
            Kind::Added => added.push_str(&piece.text),
            // Only inside of a change of which both sides go on.
            Kind::Same
                if slight(&piece.text)
                    && !removed.is_empty()
                    && !added.is_empty()
                    && rest.peek().is_some() =>
            {
                removed.push_str(&piece.text);
                added.push_str(&piece.text);
            }
            Kind::Same => {
                flush(&mut out, &mut removed, &mut added);
                out.push(piece);
            }
        }
    }
    flush(&mut out, &mut removed, &mut added);
    by_lines(out)
}

/// Moves a change that takes a line and the end of the one before so that it takes the whole line: `a[-.-]⏎[-b-].` is
/// `a.⏎[-b.-]`. What both texts say stays the same.
fn by_lines(mut pieces: Vec<Piece>) -> Vec<Piece> {
    for at in 1..pieces.len().saturating_sub(1) {
        let Some([before, change, after]) = pieces.get_mut(at.saturating_sub(1)..at.saturating_add(2)) else {
            continue;
        };
        if (before.kind, after.kind) != (Kind::Same, Kind::Same) || !change.text.contains('\n') {
            continue;
        }
        let (mut moved, mut rest) = (String::new(), change.text.clone());
        for c in after.text.chars() {
            if rest.starts_with('\n') || !rest.starts_with(c) {
                break;
            }
            rest.remove(0);
            rest.push(c);
            moved.push(c);
        }
        if !moved.is_empty() && rest.starts_with('\n') {
            before.text.push_str(&moved);
            change.text = rest;
            after.text = after.text.get(moved.len()..).unwrap_or_default().to_owned();
        }
    }
    pieces.retain(|p| !p.text.is_empty());
    pieces
}

fn flush(out: &mut Vec<Piece>, removed: &mut String, added: &mut String) {
    for (kind, text) in [(Kind::Removed, removed), (Kind::Added, added)] {
        if !text.is_empty() {
            out.push(Piece { kind, text: std::mem::take(text) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(old: &str, new: &str) -> String {
        let pieces = words(old, new);
        let side = |other: Kind| {
            pieces.iter().filter(|p| p.kind != other).map(|p| p.text.as_str()).collect::<String>()
        };
        assert_eq!((side(Kind::Added).as_str(), side(Kind::Removed).as_str()), (old, new));
        let mark = |p: &Piece| match p.kind {
            Kind::Same => p.text.clone(),
            Kind::Removed => format!("[-{}-]", p.text),
            Kind::Added => format!("{{+{}+}}", p.text),
        };
        pieces.iter().map(mark).collect()
    }

    #[test]
    fn words_are_compared_and_both_texts_come_back() {
        for (old, new, want) in [
            ("", "", ""),
            ("a", "a", "a"),
            ("", "neuf", "{+neuf+}"),
            ("élus pour deux ans.", "élus pour quatre ans.", "élus pour [-deux-]{+quatre+} ans."),
            (
                "au tribunal d'instance, statuant",
                "au tribunal judiciaire, statuant",
                "au tribunal [-d'instance-]{+judiciaire+}, statuant",
            ),
            ("Un.\nDeux.", "Un.\nTrois.\nDeux.", "Un.\n{+Trois.\n+}Deux."),
            ("Un mot.\nPar décret.", "Un mot.", "Un mot.[-\nPar décret.-]"),
        ] {
            assert_eq!(marked(old, new), want);
        }
    }
}
