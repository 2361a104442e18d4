//! The months of a ledger of delegation hours, as `law hours` and `agenda hours` show them.

use std::fmt::Write as _;

use crate::{base::Lang, election::Hours, face::finding, law::Fraction, tr};

/// Returns the months as lines of at most 80 columns; `shared` adds what was given and received.
pub(crate) fn rows(lang: Lang, hours: &Hours, shared: bool) -> String {
    let number = |n| short(lang, n);
    let mut lines = vec![Row {
        month: tr!(lang, "mois", "month"),
        carried: tr!(lang, "reporté", "carried"),
        given: tr!(lang, "donné", "given"),
        received: tr!(lang, "reçu", "received"),
        usable: tr!(lang, "utilisable", "usable"),
        taken: tr!(lang, "pris", "taken"),
        over: tr!(lang, "en trop", "too many"),
        lost: tr!(lang, "perdu", "lost"),
    }];
    lines.extend(hours.months.iter().map(|m| Row {
        month: m.month.to_string(),
        carried: number(m.carried),
        given: number(m.given),
        received: number(m.received),
        usable: number(m.usable),
        taken: number(m.taken),
        over: number(m.over),
        lost: number(m.lost),
    }));
    let mut out = String::new();
    for r in lines {
        let moved = if shared { format!(" {:>8} {:>8}", r.given, r.received) } else { String::new() };
        let _ = writeln!(
            out,
            "{:<8} {:>8}{moved} {:>10} {:>8} {:>8} {:>8}",
            r.month, r.carried, r.usable, r.taken, r.over, r.lost
        );
    }
    out
}

/// Says what is left, and what is lost at the end of the month.
pub(crate) fn left(lang: Lang, hours: &Hours) -> String {
    let (left, risk) = (finding::number(lang, hours.left), finding::number(lang, hours.at_risk));
    let text = tr!(
        lang,
        "Il reste {left}\u{a0}h ce mois-ci\u{a0}; {risk}\u{a0}h de la réserve se perdent à sa fin.",
        "{left} h are left this month; {risk} h of the stock are lost at its end."
    );
    finding::wrapped("", "  ", &text)
}

struct Row {
    month: String,
    carried: String,
    given: String,
    received: String,
    usable: String,
    taken: String,
    over: String,
    lost: String,
}

/// A number for a column: exact with two decimals, else cut there, which `…` says; the JSON has it exactly.
fn short(lang: Lang, value: Fraction) -> String {
    let decimal = value.decimal();
    let text = match decimal.split_once('.') {
        Some((whole, part)) if part.len() > 2 => format!("{whole}.{}…", part.get(..2).unwrap_or_default()),
        _ => decimal,
    };
    if lang == Lang::Fr { text.replace('.', ",") } else { text }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;
    use crate::election::HoursMonth;

    #[test]
    fn thirds_keep_to_the_screen() {
        let third: Fraction = "22/3".parse().unwrap();
        let big: Fraction = "4444/3".parse().unwrap();
        let month = |n: Fraction| HoursMonth {
            month: "2026-10".parse().unwrap(),
            carried: n,
            given: n,
            received: n,
            taken: n,
            usable: n,
            over: n,
            lost: n,
        };
        let hours = Hours { months: vec![month(third), month(big)], left: third, at_risk: big };
        for lang in [Lang::Fr, Lang::En] {
            for shared in [true, false] {
                let text = rows(lang, &hours, shared) + &left(lang, &hours);
                assert!(text.lines().all(|l| l.width() <= 80), "{text}");
            }
        }
        assert!(rows(Lang::Fr, &hours, false).contains("7,33…"));
        assert_eq!(short(Lang::En, "7/2".parse().unwrap()), "3.5");
        assert_eq!(short(Lang::Fr, "5/4".parse().unwrap()), "1,25");
    }
}
