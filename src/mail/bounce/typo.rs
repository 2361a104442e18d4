//! Domains that were probably meant: a slip of the finger away from one that everybody uses.

use crate::mail::provider;

/// Domains of many addresses beside those of the table of providers.
const COMMON: &[&str] =
    &["hotmail.fr", "yahoo.fr", "aol.com", "bbox.fr", "numericable.fr", "gmx.fr", "gmx.com", "mailo.com"];

/// Returns the domain that was probably meant; nothing for one of the usual, or one unlike all of them.
#[must_use]
pub fn meant(domain: &str) -> Option<&'static str> {
    let domain = domain.to_ascii_lowercase();
    let usual = provider::all()
        .iter()
        .flat_map(|p| p.domains.iter().map(String::as_str))
        .chain(COMMON.iter().copied());
    let mut best: Option<(usize, &'static str)> = None;
    for candidate in usual {
        if candidate == domain {
            return None;
        }
        // A short domain is near to too many others.
        let most = if candidate.len() < 9 { 1 } else { 2 };
        let far = distance(&domain, candidate);
        if far <= most && best.is_none_or(|(so_far, _)| far < so_far) {
            best = Some((far, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Counts the letters added, lost, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let short = |text: &str| text.chars().take(64).collect::<String>();
    strsim::osa_distance(&short(a), &short(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_found() {
        for (typed, want) in [
            ("gmial.com", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gmai.com", "gmail.com"),
            ("hotmial.fr", "hotmail.fr"),
            ("hotmail.ft", "hotmail.fr"),
            ("orang.fr", "orange.fr"),
            ("ornage.fr", "orange.fr"),
            ("wanadoo.ft", "wanadoo.fr"),
            ("laposte.nte", "laposte.net"),
            ("yaho.fr", "yahoo.fr"),
        ] {
            assert_eq!(meant(typed), Some(want), "{typed}");
        }
        for fine in ["gmail.com", "free.fr", "example.org", "section.example.org", "", "a.fr", "me.com"] {
            assert_eq!(meant(fine), None, "{fine}");
        }
    }

    #[test]
    fn a_swap_is_one_slip_and_no_length_takes_long() {
        assert_eq!((distance("gmial.com", "gmail.com"), distance("ca", "abc")), (1, 3));
        assert_eq!(meant(&"a".repeat(1_000_000)), None);
    }
}
