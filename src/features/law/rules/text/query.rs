//! What a person types to look for a text, in the words that the code has.

use crate::base::stems::{French, words};

/// The letters by which people name what the code writes out.
const SHORT: &[(&str, &str)] = &[
    ("ani", "accord national interprofessionnel"),
    ("apc", "accord de performance collective"),
    ("at", "accident du travail"),
    ("bdes", "base de données économiques sociales et environnementales"),
    ("bdese", "base de données économiques sociales et environnementales"),
    ("cdd", "contrat de travail à durée déterminée"),
    ("cdi", "contrat de travail à durée indéterminée"),
    ("ce", "comité social et économique"),
    ("cph", "conseil de prud'hommes"),
    ("cse", "comité social et économique"),
    ("csec", "comité social et économique central"),
    ("cssct", "commission santé sécurité et conditions de travail"),
    ("ds", "délégué syndical"),
    ("dsc", "délégué syndical central"),
    ("gepp", "gestion des emplois et des parcours professionnels"),
    ("gpec", "gestion prévisionnelle des emplois et des compétences"),
    ("irp", "institutions représentatives du personnel"),
    ("nao", "négociation obligatoire en entreprise"),
    ("pap", "protocole d'accord préélectoral"),
    ("pse", "plan de sauvegarde de l'emploi"),
    ("rcc", "rupture conventionnelle collective"),
    ("rp", "représentant de proximité"),
    ("rps", "risques psychosociaux"),
    ("rs", "représentant syndical"),
    ("rss", "représentant de la section syndicale"),
    ("rtt", "réduction du temps de travail"),
    ("smic", "salaire minimum de croissance"),
];

/// The numbers that the code writes out.
const NUMBERS: &[(u64, &str)] = &[
    (1, "un"),
    (2, "deux"),
    (3, "trois"),
    (4, "quatre"),
    (5, "cinq"),
    (6, "six"),
    (7, "sept"),
    (8, "huit"),
    (9, "neuf"),
    (10, "dix"),
    (11, "onze"),
    (12, "douze"),
    (15, "quinze"),
    (16, "seize"),
    (18, "dix-huit"),
    (20, "vingt"),
    (25, "vingt-cinq"),
    (30, "trente"),
    (35, "trente-cinq"),
    (50, "cinquante"),
    (100, "cent"),
    (150, "cent cinquante"),
    (200, "deux cents"),
    (250, "deux cent cinquante"),
    (300, "trois cents"),
    (400, "quatre cents"),
    (500, "cinq cents"),
    (1_000, "mille"),
    (2_000, "deux mille"),
    (5_000, "cinq mille"),
    (10_000, "dix mille"),
];

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The stems, each once.
    pub stems: Vec<String>,
    /// What was typed in short, and what was looked for in its place.
    pub opened: Vec<(String, String)>,
}

/// Reads what a person typed: letters that stand for words and numbers are written out as the code does.
#[must_use]
pub fn query(typed: &str) -> Query {
    let french = French::default();
    let mut out = Query { stems: vec![], opened: vec![] };
    let mut take = |word: &str| {
        if let Some(stem) = french.stem(word).filter(|stem| !out.stems.contains(stem)) {
            out.stems.push(stem);
        }
    };
    let mut opened = Vec::new();
    for word in words(typed).filter_map(|range| typed.get(range)) {
        let small = word.to_lowercase();
        let short = SHORT.iter().find(|(s, _)| *s == small).map(|(_, long)| *long);
        let number = || {
            let number: u64 = small.parse().ok()?;
            NUMBERS.iter().find(|(n, _)| *n == number).map(|(_, long)| *long)
        };
        match short.or_else(number) {
            Some(long) => {
                words(long).filter_map(|range| long.get(range)).for_each(&mut take);
                opened.push((word.to_owned(), long.to_owned()));
            }
            None => take(word),
        }
    }
    out.opened = opened;
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_in_short_is_written_out() {
        let found = query("Élections du CSE à 50 salariés");
        assert_eq!(
            found.opened,
            [
                ("CSE".to_owned(), "comité social et économique".to_owned()),
                ("50".to_owned(), "cinquante".to_owned())
            ]
        );
        assert_eq!(found.stems, query("elections comite social economique cinquante salarie").stems);
        assert_eq!(query("le de à 2018 !"), Query { stems: vec![], opened: vec![] });
    }

    #[test]
    fn what_is_written_out_has_stems() {
        for (short, long) in SHORT {
            assert!(query(long).stems.len() > 1 && query(long).opened.is_empty(), "{short}");
        }
        assert!(SHORT.windows(2).all(|w| w[0].0 < w[1].0));
        for (number, long) in NUMBERS {
            assert!(*number < 2 || !query(long).stems.is_empty(), "{number}");
        }
    }
}
