//! The words for the days of the procedure and the seats of the protocol.

use crate::{base::Lang, tr};

/// The words for an election that is not of the whole committee.
pub(super) fn nature(lang: Lang, code: &str) -> Option<(String, String)> {
    Some(match code {
        "by-election" => (
            tr!(
                lang,
                "les élu·es le sont pour le reste des mandats en cours\u{a0}; ni leur terme ni l’audience ne bougent",
                "whoever is elected serves for what is left of the running mandates; neither their end nor the audience moves"
            ),
            tr!(
                lang,
                "vérifiez que tous les sièges vacants des collèges concernés sont à pourvoir",
                "verify that all vacant seats of the colleges concerned are to be filled"
            ),
        ),
        "rerun" => (
            tr!(
                lang,
                "terme des mandats et audience d’un scrutin refait après annulation\u{a0}: indéterminés",
                "end of the mandates and audience of a vote held again after an annulment: undetermined"
            ),
            tr!(
                lang,
                "lisez le jugement\u{a0}; si toute l’élection est annulée\u{a0}: election edit --kind general",
                "read the judgment; if the whole election was annulled: election edit --kind general"
            ),
        ),
        "protocol-proportion" => (
            tr!(
                lang,
                "la proportion de femmes et d’hommes du premier protocole n’est pas notée\u{a0}: elle vaut ici, la parité est indéterminée",
                "the proportion of women and men of the first protocol is not noted: it holds here, and parity is undetermined"
            ),
            tr!(
                lang,
                "notez-la avec l’élection générale\u{a0}: election new --kind general, election edit --college",
                "note it with the general election: election new --kind general, election edit --college"
            ),
        ),
        "more-than-vacant" => (
            tr!(
                lang,
                "plus de sièges à pourvoir que le collège n’en a au protocole",
                "more seats to fill than the college has in the protocol"
            ),
            tr!(
                lang,
                "ne notez que les sièges vacants\u{a0}: election edit --college",
                "note the vacant seats only: election edit --college"
            ),
        ),
        _ => return None,
    })
}

pub(super) fn dates(lang: Lang, code: &str) -> Option<(String, String)> {
    Some(match code {
        "first-round-late" => (
            tr!(
                lang,
                "le premier tour vient plus de 90 jours après l’information du personnel",
                "the first round comes more than 90 days after the staff was told"
            ),
            tr!(lang, "demandez une date plus proche, par écrit", "ask for an earlier day, in writing"),
        ),
        "second-round-late" => (
            tr!(
                lang,
                "le second tour vient trop tard après le premier",
                "the second round comes too late after the first"
            ),
            tr!(
                lang,
                "demandez une date dans les 15 jours du premier tour",
                "ask for a day within 15 days of the first round"
            ),
        ),
        "second-round-due" => (
            tr!(lang, "un second tour est à tenir", "a second round has to be held"),
            tr!(
                lang,
                "préparez-le\u{a0}: contrepoids election new --round 2 --follows",
                "prepare it: contrepoids election new --round 2 --follows"
            ),
        ),
        "fortnight" => (
            tr!(
                lang,
                "le premier tour n’est pas dans la quinzaine qui précède le terme des mandats",
                "the first round is not in the fortnight before the mandates end"
            ),
            tr!(
                lang,
                "vérifiez le terme des mandats et ce que dit un accord de prorogation",
                "verify the end of the mandates and what an agreement to extend them says"
            ),
        ),
        "mandates-end-differs" => (
            tr!(
                lang,
                "le terme des mandats noté avec l’élection n’est pas celui de l’entreprise",
                "the end of the mandates noted with the election is not that of the company"
            ),
            tr!(
                lang,
                "corrigez l’un des deux\u{a0}: election edit --mandates-end, company set --mandates-end",
                "correct one of the two: election edit --mandates-end, company set --mandates-end"
            ),
        ),
        "invitation-late" => (
            tr!(
                lang,
                "l’invitation est arrivée moins de 15 jours avant la première réunion",
                "the invitation arrived less than 15 days before the first meeting"
            ),
            tr!(
                lang,
                "réservez vos droits et demandez le report de la réunion",
                "reserve your rights and ask for the meeting to be put off"
            ),
        ),
        "invitation-two-months" => (
            tr!(
                lang,
                "l’invitation est arrivée moins de deux mois avant le terme des mandats",
                "the invitation arrived less than two months before the mandates end"
            ),
            tr!(
                lang,
                "signalez-le par écrit avant de signer le protocole",
                "say so in writing before signing the protocol"
            ),
        ),
        "invitation-missing" => (
            tr!(
                lang,
                "aucune invitation n’est notée, et elle devait être là",
                "no invitation is recorded, and it was due"
            ),
            tr!(
                lang,
                "demandez-la, ou notez son jour (--invitation)",
                "ask for it, or record its day (--invitation)"
            ),
        ),
        "invitation-due" => (
            tr!(lang, "l’invitation à négocier est due", "the invitation to negotiate is due"),
            tr!(
                lang,
                "guettez-la, et notez son jour (--invitation)",
                "watch for it, and record its day (--invitation)"
            ),
        ),
        _ => return contests(lang, code),
    })
}

fn contests(lang: Lang, code: &str) -> Option<(String, String)> {
    Some(match code {
        "electorate-contest" => (
            tr!(lang, "la liste électorale peut être contestée", "the electoral list can be contested"),
            tr!(
                lang,
                "relisez-la maintenant\u{a0}: qui manque, qui est de trop",
                "read it now: who is missing, who is too many"
            ),
        ),
        "election-contest" => (
            tr!(lang, "l’élection peut être contestée", "the election can be contested"),
            tr!(
                lang,
                "contrôlez le procès-verbal\u{a0}: contrepoids election minutes",
                "check the minutes: contrepoids election minutes"
            ),
        ),
        _ => return None,
    })
}

pub(super) fn seats(lang: Lang, code: &str) -> Option<(String, String)> {
    Some(match code {
        "substitutes-differ" => (
            tr!(
                lang,
                "le collège n’a pas autant de suppléants que de titulaires",
                "the college does not have as many substitutes as full members"
            ),
            tr!(lang, "corrigez le protocole, ou la saisie", "correct the protocol, or what was typed"),
        ),
        "registered-missing" => (
            tr!(
                lang,
                "les inscrits du collège ne sont pas connus\u{a0}: le quorum ne se calcule pas",
                "the electors of the college are not known: no quorum can be computed"
            ),
            tr!(
                lang,
                "notez-les\u{a0}: contrepoids election edit --college",
                "record them: contrepoids election edit --college"
            ),
        ),
        "proportion-unknown" => (
            tr!(
                lang,
                "la part de femmes et d’hommes du collège n’est pas connue",
                "the share of women and men in the college is not known"
            ),
            tr!(lang, "demandez-la à l’employeur et notez-la", "ask the employer for it and record it"),
        ),
        "seats-below" => (
            tr!(
                lang,
                "moins de titulaires que le barème à cet effectif",
                "fewer full members than the table at this headcount"
            ),
            tr!(
                lang,
                "vérifiez que le total des heures de chaque collège ne baisse pas",
                "verify that no college loses hours in total"
            ),
        ),
        "seats-above" => (
            tr!(
                lang,
                "plus de titulaires que le barème à cet effectif",
                "more full members than the table at this headcount"
            ),
            tr!(
                lang,
                "le protocole le peut\u{a0}; gardez-en la trace",
                "the protocol may do that; keep a trace of it"
            ),
        ),
        "single-college" => (
            tr!(
                lang,
                "un seul collège alors que plusieurs titulaires sont à élire",
                "a single college while several full members are elected"
            ),
            tr!(
                lang,
                "il faut l’accord de tous les syndicats représentatifs",
                "the agreement of all representative unions is needed"
            ),
        ),
        _ => return None,
    })
}
