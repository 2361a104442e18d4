//! What a person writes who wants no more: the word of a message, or a request in words.
//!
//! The word is 32 random digits that only one recipient has; it acts. Words of a person are only shown: "stop" may mean
//! anything.

use super::{
    MOST, Wish, is_token,
    mime::{Part, decoded},
    odd,
    words::Said,
};

/// Words that ask for no more wherever they stand in what a person wrote.
const ASKS: &[&str] = &[
    "unsubscribe",
    "desabonner",
    "desabonnez",
    "desabonne",
    "desabonnement",
    "desinscrire",
    "desinscrivez",
    "desinscription",
    "ne plus recevoir",
    "veux plus recevoir",
    "souhaite plus recevoir",
    "voudrais plus recevoir",
    "veux plus de vos",
    "plus aucun message",
    "plus aucun mail",
    "arretez de m ecrire",
    "arrete de m ecrire",
    "ne m ecrivez plus",
    "ne m envoyez plus",
    "cessez de m",
    "retirez moi",
    "enlevez moi",
    "supprimez moi",
    "rayez moi",
    "supprimer mon adresse",
    "retirer mon adresse",
    "remove me",
    "take me off",
    "opt out",
    "no more messages",
    "no more emails",
    "no more mail",
    "no longer wish to receive",
    "don t want to receive",
    "do not want to receive",
    "stop writing to me",
    "stop sending",
    "stop emailing",
];
/// The most lines of a text in which a request is looked for, and the most words of a line that says nothing but "stop".
const LINES: usize = 20;
const SHORT: usize = 3;

/// Reads what a person wrote; nothing where it is no wish to stop.
pub(super) fn read(outer: &Part<'_>, parts: &[Part<'_>]) -> Option<Wish> {
    let subject = decoded(outer.header("subject"));
    let text = odd::text(parts);
    let own: Vec<&str> = text.lines().map(str::trim).take_while(|l| !begins_quote(l)).collect();
    let own: Vec<&str> =
        own.into_iter().filter(|l| !l.is_empty() && !l.starts_with('>')).take(LINES).collect();
    let mut words: Vec<String> = Vec::new();
    let alone = own.iter().copied().filter(|line| line.len() == 32);
    for word in subject.split(|c: char| !c.is_ascii_alphanumeric()).chain(alone) {
        let word = word.to_ascii_lowercase();
        if is_token(&word) && words.len() < MOST && !words.contains(&word) {
            words.push(word);
        }
    }
    // What an answering machine says is no wish; the word of a message acts whoever wrote it.
    let machine = odd::is_answer(outer) || !matches!(outer.header("auto-submitted").trim(), "" | "no");
    let asks = !machine
        && (says_stop(bare(&subject))
            || own.first().is_some_and(|line| says_stop(line))
            || Said::of(&subject).has(ASKS)
            || own.iter().any(|line| Said::of(line).has(ASKS)));
    (asks || !words.is_empty()).then(|| Wish {
        words,
        asks,
        by: super::addresses_of(outer.header("from")).into_iter().next(),
    })
}

/// Tells whether what was answered to begins here.
pub(super) fn begins_quote(line: &str) -> bool {
    let small = line.to_lowercase();
    let wrote = small.ends_with(':') && ["a écrit", "wrote", "écrivait"].iter().any(|w| small.contains(w));
    wrote || small.starts_with("-----") || small.starts_with("_____")
}

/// Takes the marks of an answer and of a message passed on off a subject, in the ways of French programs too: `RE : `.
pub(super) fn bare(subject: &str) -> &str {
    let mut rest = subject.trim();
    loop {
        let Some((mark, after)) = rest.split_once(':') else { return rest };
        let mark = mark.trim().to_lowercase();
        let mark = mark.split('[').next().unwrap_or_default();
        if !["re", "ré", "rép", "fw", "fwd", "tr", "aw", "wg"].contains(&mark) {
            return rest;
        }
        rest = after.trim();
    }
}

/// Tells whether a line begins with "stop", or looks so much like it that a person should see it.
fn says_stop(line: &str) -> bool {
    let letters = |word: &str| -> String {
        let plain = word.to_lowercase().replace('0', "o").replace(['5', '$'], "s");
        let mut out: Vec<char> = plain.chars().filter(|c| c.is_alphabetic()).collect();
        out.dedup();
        out.into_iter().collect()
    };
    let first = line.split_whitespace().next().unwrap_or_default();
    let ends = first.ends_with([',', '.', '!', ';', ':', '…']);
    let all = letters(line);
    let short = line.split_whitespace().count() <= SHORT;
    all == "stop" || letters(first) == "stop" && (short || ends || first.chars().all(|c| !c.is_lowercase()))
}

#[cfg(test)]
mod tests {
    use crate::mail::bounce::{Incoming, read};

    const WORD: &str = "0123456789abcdef0123456789abcdef";

    fn wish(subject: &str, body: &str) -> Option<(usize, bool)> {
        let mail = format!("From: Camille <camille@example.net>\nSubject: {subject}\n\n{body}\n");
        match read(mail.as_bytes()) {
            Incoming::Wish(wish) => {
                assert_eq!(wish.by.as_ref().map(crate::base::Address::as_str), Some("camille@example.net"));
                Some((wish.words.len(), wish.asks))
            }
            _ => None,
        }
    }

    #[test]
    fn the_word_is_found_however_a_mail_program_writes_the_subject() {
        for subject in [
            WORD.to_owned(),
            format!("Re: {WORD}"),
            format!("RE : {WORD}"),
            format!("TR: {WORD}"),
            format!("TR : RE : {WORD}"),
            format!("Fwd: Re[2]: {WORD} (fin)"),
            format!("=?utf-8?B?UsOpcCA6IA==?= {WORD}"),
            format!("=?iso-8859-1?Q?R=E9p_:_{WORD}?="),
            WORD.to_uppercase(),
        ] {
            assert_eq!(wish(&subject, "").map(|w| w.0), Some(1), "{subject}");
        }
        assert_eq!(wish("Bonjour", &format!("\n{WORD}\n")), Some((1, false)));
        // A longer number, a word within a line, and what is quoted are none.
        for (subject, body) in [
            (format!("{WORD}0"), String::new()),
            (String::new(), format!("List-Unsubscribe: <mailto:a@b.example?subject={WORD}>")),
            (String::new(), format!("> {WORD}")),
        ] {
            assert_eq!(wish(&subject, &body).map_or(0, |w| w.0), 0, "{subject} {body}");
        }
    }

    #[test]
    fn a_wish_in_words_is_seen_and_an_answer_is_not() {
        for (subject, body) in [
            ("STOP", ""),
            ("RE : stop", "merci"),
            ("=?utf-8?Q?Se_d=C3=A9sabonner?=", ""),
            ("unsubscribe", ""),
            ("Re: Réunion", "STOP, je ne veux plus recevoir ces messages."),
            ("Re: Réunion", "Bonjour,\nje souhaite me désinscrire.\nMerci"),
            ("Re: Meeting", "please take me off the list"),
            ("St0p !!", ""),
            ("S T O P", ""),
        ] {
            assert_eq!(wish(subject, body).map(|w| w.1), Some(true), "{subject} {body}");
        }
        for (subject, body) in [
            ("Re: Réunion", "On ne doit pas stopper la grève."),
            ("Re: Réunion", "Le bus s’arrête au stop de la gare."),
            ("Re: Réunion", "Stop ou encore, telle est la question du jour."),
            (
                "Re: Réunion",
                "Oui !\n\nLe 3 décembre, l’équipe a écrit :\n> pour ne plus recevoir ces messages",
            ),
            ("Merci", ""),
        ] {
            assert_eq!(wish(subject, body), None, "{subject} {body}");
        }
    }
}
