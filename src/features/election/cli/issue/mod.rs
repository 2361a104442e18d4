//! The words for what the check of an election finds: what it is, and what to do.

mod procedure;

use procedure::{dates, seats};

use crate::{
    base::Lang,
    face::finding::words::{breach, elector_reason},
    tr,
};

/// Returns what an issue is, and what to do about it.
pub(super) fn words(lang: Lang, code: &str) -> (String, String) {
    known(lang, code).unwrap_or_else(|| (code.replace('-', " "), String::new()))
}

fn known(lang: Lang, code: &str) -> Option<(String, String)> {
    dates(lang, code)
        .or_else(|| procedure::nature(lang, code))
        .or_else(|| seats(lang, code))
        .or_else(|| lists(lang, code))
        .or_else(|| candidates(lang, code).or_else(|| count(lang, code)))
}

fn lists(lang: Lang, code: &str) -> Option<(String, String)> {
    Some(match code {
        "no-list-of-ours" => (
            tr!(
                lang,
                "nous n’avons pas de liste dans ce collège\u{a0}: ses voix comptent contre notre audience",
                "we have no list in this college: its votes count against our audience"
            ),
            tr!(
                lang,
                "cherchez des candidat·es, même pour une liste incomplète",
                "look for candidates, even for an incomplete list"
            ),
        ),
        "free-first-round" => (
            tr!(lang, "une liste sans syndicat au premier tour", "a list without a union in the first round"),
            tr!(
                lang,
                "demandez son retrait, ou notez son syndicat",
                "ask for it to be withdrawn, or record its union"
            ),
        ),
        "no-split" => (
            tr!(
                lang,
                "liste commune sans partage annoncé\u{a0}: parts égales",
                "common list without a stated split: equal parts"
            ),
            tr!(
                lang,
                "annoncez le partage au dépôt de la liste, aux électeurs aussi",
                "state the split when filing the list, to the electors too"
            ),
        ),
        "no-candidates" => (
            tr!(lang, "aucun candidat n’est noté sur la liste", "no candidate is recorded on the list"),
            tr!(
                lang,
                "ajoutez-les\u{a0}: contrepoids election lists add --replace",
                "add them: contrepoids election lists add --replace"
            ),
        ),
        "too-many" => (
            tr!(lang, "plus de candidats que de sièges", "more candidates than seats"),
            tr!(lang, "retirez les derniers avant le dépôt", "take the last ones off before filing"),
        ),
        "incomplete" => (
            tr!(
                lang,
                "liste incomplète\u{a0}: des sièges gagnés resteraient vides",
                "incomplete list: seats won would stay empty"
            ),
            tr!(
                lang,
                "complétez-la si vous pouvez gagner plus de sièges que de candidats",
                "complete it if you may win more seats than you have candidates"
            ),
        ),
        "birth-missing" => (
            tr!(
                lang,
                "des dates de naissance manquent, qui règlent la dernière égalité",
                "dates of birth are missing, which settle the last tie"
            ),
            tr!(lang, "demandez-les et notez-les", "ask for them and record them"),
        ),
        "sex-missing" => (
            tr!(
                lang,
                "sexe non noté\u{a0}: la parité de la liste ne se vérifie pas",
                "sex not recorded: the balance of the list cannot be checked"
            ),
            tr!(lang, "notez-le", "record it"),
        ),
        "two-lists" => (
            tr!(
                lang,
                "un syndicat de cette liste en a une autre dans le collège",
                "a union of this list has another one in the college"
            ),
            tr!(
                lang,
                "gardez la première déposée, sauf règle des statuts",
                "keep the one filed first, unless the statutes say otherwise"
            ),
        ),
        _ => return balance(lang, code),
    })
}

fn balance(lang: Lang, code: &str) -> Option<(String, String)> {
    Some(match code {
        "parity-open" => (
            tr!(
                lang,
                "aucun texte ne dit combien de femmes et d’hommes sont dus ici",
                "no text says how many women and men are due here"
            ),
            tr!(
                lang,
                "faites préciser la répartition dans le protocole",
                "have the spread stated in the protocol"
            ),
        ),
        "proportion" => (
            breach(lang, code),
            tr!(
                lang,
                "remplacez les surnuméraires\u{a0}; sinon leur élection est annulable",
                "replace those in surplus; otherwise their election can be annulled"
            ),
        ),
        "alternation" | "first-place" => (
            breach(lang, code),
            tr!(
                lang,
                "changez l’ordre avant le dépôt\u{a0}; sinon cette élection est annulable",
                "change the order before filing; otherwise this election can be annulled"
            ),
        ),
        "single-candidate" => (
            breach(lang, code),
            tr!(lang, "ajoutez une candidature de l’autre sexe", "add a candidate of the other sex"),
        ),
        _ => return None,
    })
}

fn candidates(lang: Lang, code: &str) -> Option<(String, String)> {
    Some(match code {
        "not-in-roster" => (
            tr!(
                lang,
                "candidatures de notre liste tapées à la main\u{a0}: éligibilité non vérifiée",
                "candidates of our list typed by hand: eligibility not checked"
            ),
            tr!(
                lang,
                "vérifiez âge et ancienneté, ou prenez la fiche (--member)",
                "verify age and time in the company, or take the record (--member)"
            ),
        ),
        "gone-from-roster" => (
            tr!(
                lang,
                "la fiche de cette personne n’est plus dans le fichier",
                "the record of this person is no longer in the roster"
            ),
            tr!(lang, "vérifiez la candidature avec la personne", "verify the candidacy with the person"),
        ),
        "eligibility-unknown" => (
            tr!(
                lang,
                "éligibilité inconnue\u{a0}: naissance ou embauche non notée",
                "eligibility unknown: birth or hiring not recorded"
            ),
            tr!(lang, "notez-les\u{a0}: contrepoids member edit", "record them: contrepoids member edit"),
        ),
        "not-a-member" => (
            tr!(lang, "n’est pas adhérent·e aujourd’hui", "is not a member today"),
            tr!(lang, "c’est permis\u{a0}; proposez l’adhésion", "that is allowed; offer membership"),
        ),
        "other-college" => (
            tr!(
                lang,
                "sa catégorie est celle d’un autre collège",
                "their category is that of another college"
            ),
            tr!(
                lang,
                "vérifiez la catégorie sur la liste électorale",
                "verify the category on the electoral list"
            ),
        ),
        "on-two-lists" => (
            tr!(
                lang,
                "cette personne est déjà sur une autre liste",
                "this person is on another list already"
            ),
            tr!(
                lang,
                "faites-lui choisir, par écrit, avant le dépôt",
                "have them choose, in writing, before filing"
            ),
        ),
        "namesake" => (
            tr!(lang, "même nom que sur une autre liste", "same name as on another list"),
            tr!(lang, "vérifiez que ce sont deux personnes", "verify that these are two people"),
        ),
        _ => {
            let reason = elector_reason(lang, code);
            if reason == code.replace('-', " ") {
                return None;
            }
            let advice = tr!(
                lang,
                "retirez la candidature, ou faites lever l’obstacle",
                "withdraw the candidate, or have the obstacle lifted"
            );
            (reason, advice)
        }
    })
}

fn count(lang: Lang, code: &str) -> Option<(String, String)> {
    Some(match code {
        "entries-differ" => (
            tr!(lang, "les deux saisies de l’urne diffèrent", "the two entries of the box differ"),
            tr!(
                lang,
                "recomptez, puis tranchez\u{a0}: contrepoids election count --decide",
                "count again, then decide: contrepoids election count --decide"
            ),
        ),
        "decision-stale" => (
            tr!(lang, "une saisie a changé depuis qu’on a tranché", "an entry changed after the decision"),
            tr!(
                lang,
                "tranchez de nouveau\u{a0}: contrepoids election count --decide",
                "decide again: contrepoids election count --decide"
            ),
        ),
        "signatures-differ" => (
            tr!(
                lang,
                "émargements et bulletins trouvés ne sont pas en même nombre",
                "signatures and ballots found differ in number"
            ),
            tr!(lang, "faites-le noter au procès-verbal", "have it written into the minutes"),
        ),
        "elected-annulled" => (
            tr!(
                lang,
                "élection annulable pour la parité de la liste",
                "election that can be annulled for the balance of the list"
            ),
            tr!(
                lang,
                "un syndicat ou l’employeur peut le demander dans les 15 jours",
                "a union or the employer may ask for it within 15 days"
            ),
        ),
        "delegate-needs" => (
            tr!(
                lang,
                "un futur délégué syndical a besoin de ces voix à son nom, si tous votent",
                "a future union delegate needs these votes in their own name, if all vote"
            ),
            tr!(lang, "présentez-y qui vous voulez désigner", "let whom you mean to designate stand there"),
        ),
        "no-delegate" => (
            tr!(
                lang,
                "aucun des nôtres n’a 10\u{a0}% des voix à son nom",
                "none of ours has 10% of the votes in their own name"
            ),
            tr!(
                lang,
                "désignez dans un autre collège, ou voyez l’article L.\u{a0}2143-3",
                "designate in another college, or see article L. 2143-3"
            ),
        ),
        "delegates" => (
            tr!(
                lang,
                "candidat·es des nôtres à 10\u{a0}% ou plus\u{a0}: peuvent être désigné·es",
                "candidates of ours at 10% or more: may be designated"
            ),
            tr!(lang, "gardez le procès-verbal qui le montre", "keep the minutes that show it"),
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_check_has_its_words_and_its_advice() {
        let mut seen = 0;
        for source in [
            include_str!("../../rules/check/dates.rs"),
            include_str!("../../rules/check/slates.rs"),
            include_str!("../../rules/check/count.rs"),
        ] {
            for start in ["breach(\"", "risk(\"", "note(\""] {
                for rest in source.split(start).skip(1) {
                    let code = rest.split('"').next().unwrap();
                    // `why.note("rule", …)` names a rule of the law, which has a dot.
                    if code.contains('.') {
                        continue;
                    }
                    seen += 1;
                    for lang in [Lang::Fr, Lang::En] {
                        assert!(
                            known(lang, code).is_some_and(|(a, b)| !a.is_empty() && !b.is_empty()),
                            "{code}"
                        );
                    }
                }
            }
        }
        assert!(seen > 30, "{seen}");
        for code in ["contest(checker, \"electorate-contest\"", "contest(checker, \"election-contest\""] {
            assert!(known(Lang::Fr, code.split('"').nth(1).unwrap()).is_some());
        }
    }

    #[test]
    fn reasons_of_the_law_on_electors_have_words_too() {
        for code in ["stand:seniority", "stand:too-young", "seniority", "stand:seconded"] {
            assert!(known(Lang::En, code).is_some(), "{code}");
        }
        assert!(known(Lang::En, "zphqx").is_none());
    }
}
