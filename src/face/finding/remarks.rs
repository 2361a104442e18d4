//! The words for what a calculation assumes or leaves out, and for what to mind about a day.

use crate::{base::Lang, tr};

/// Returns the sentence for what is assumed or left out; an unknown code as it is.
#[must_use]
pub(super) fn assumed(lang: Lang, code: &str) -> String {
    match code {
        "contract-unbroken" => tr!(
            lang,
            "les mois de contrat ne sont pas donnés\u{a0}: un contrat sans coupure depuis l’embauche est supposé.",
            "the months under contract are not given: one unbroken contract since the hiring is assumed."
        ),
        "request-conditions" => tr!(
            lang,
            "ces jours ne courent que si la demande vient d’un syndicat représentatif, là où un tel syndicat a une section, \
             plus de douze mois (trente-six pour les emplois et pour les salariés expérimentés) après la dernière \
             négociation, ou passé l’intervalle d’un accord.",
            "these days only run when a representative union asks, where such a union has a section, more than twelve months \
             (thirty-six for jobs and careers and for experienced employees) after the last negotiation, or past the \
             interval of an agreement."
        ),
        "early-request" => tr!(
            lang,
            "aucun texte ne dit si une demande faite trop tôt vaut une fois le temps venu\u{a0}: refaites-la ce jour-là.",
            "no text says whether a request made too early counts once the time has come: make it again on that day."
        ),
        "last-round-not-recorded" => tr!(
            lang,
            "la dernière négociation sur ce sujet n’est pas notée\u{a0}: il est indéterminé si ces délais courent.",
            "the last negotiation on this subject is not recorded: it is undetermined whether these periods run."
        ),
        "round-not-recorded" => tr!(
            lang,
            "le dernier tour n’est pas noté\u{a0}: le jour montré est celui depuis lequel la loi veut cette négociation.",
            "the last round is not recorded: the day shown is that since which the law wants this bargaining."
        ),
        "never-bargained" => tr!(
            lang,
            "le texte compte depuis la négociation précédente et ne dit rien de la première\u{a0}: aucun jour n’est fixé, le jour \
             montré est celui depuis lequel on le sait.",
            "the text counts from the negotiation before and says nothing of the first one: no day is set, the day shown is that \
             since which it is known."
        ),
        "months-from-recorded-round" => tr!(
            lang,
            "le texte ne dit pas si les mois courent du début ou de la fin de la négociation précédente\u{a0}; ici, du jour noté.",
            "the text does not say whether the months run from the beginning or the end of the negotiation before; here, from \
             the day recorded."
        ),
        "law-of-today" => tr!(
            lang,
            "les textes lus ne vont pas jusqu’à ce jour\u{a0}; c’est le droit d’aujourd’hui qui répond.",
            "the texts that were read do not reach that day; the law of today answers."
        ),
        "agreed-interval-outside" => tr!(
            lang,
            "l’intervalle convenu dépasse quatre ans\u{a0}; quatre ans sont retenus.",
            "the agreed interval is longer than four years; four years are used."
        ),
        "method-ends-first" => tr!(
            lang,
            "l’accord prend fin avant l’intervalle qu’il fixe\u{a0}: dès sa fin, la règle sans accord s’applique.",
            "the agreement ends before the interval that it sets: from its end the rule without one applies."
        ),
        "hours-received" => tr!(
            lang,
            "aucun texte ne dit si des heures reçues se reportent\u{a0}; elles sont comptées dans leur mois seul.",
            "no text says whether hours received carry over; they are counted in their month alone."
        ),
        "no-cse-assumed" => tr!(
            lang,
            "de onze à vingt, seulement sans CSE élu\u{a0}; c’est supposé.",
            "from eleven to twenty only without an elected CSE; that is assumed."
        ),
        "term-not-known" => tr!(
            lang,
            "le terme des mandats n’est pas donné\u{a0}: à moins de six mois de lui, il n’y a pas d’élections partielles.",
            "the end of the mandates is not given: less than six months before it there is no by-election."
        ),
        "months-to-come" => tr!(
            lang,
            "des mois ne sont pas encore finis\u{a0}: ils sont comptés comme s’ils l’étaient.",
            "some months are not over yet: they are counted as if they were."
        ),
        "months-not-counted" => tr!(
            lang,
            "des mois ne sont pas finis au jour demandé\u{a0}: ils ne comptent pas.",
            "some months are not over on the day asked about: they do not count."
        ),
        "presence-assumed" => tr!(
            lang,
            "la présence sur douze mois n’est pas donnée\u{a0}: une présence entière est supposée.",
            "presence over twelve months is not given: full presence is assumed."
        ),
        "premises-assumed" => tr!(
            lang,
            "la présence dans les locaux n’est pas donnée\u{a0}: un an est supposé.",
            "presence on the premises is not given: one year is assumed."
        ),
        other => elections(lang, other),
    }
}

/// What is left open of elections, electors and those who asked for elections.
fn elections(lang: Lang, code: &str) -> String {
    match code {
        "rerun-open" => tr!(
            lang,
            "indéterminé\u{a0}: aucun texte lu ne dit si un scrutin refait après annulation ouvre de nouveaux mandats ou finit avec les mandats en cours, ni s’il mesure l’audience\u{a0}; le jugement peut le dire",
            "undetermined: no text that we read says whether a vote held again after an annulment begins new mandates or ends with the running ones, nor whether it measures the audience; the judgment may say so"
        ),
        "requester-letter" => tr!(
            lang,
            "le délai court de l’envoi de la lettre recommandée du premier syndicat qui a demandé ou accepté les élections\u{a0}; sans lettre d’un syndicat, il n’y a pas de protection à ce titre",
            "the period runs from the sending of the registered letter of the first union that asked for or accepted the elections; without the letter of a union there is no protection on this ground"
        ),
        "business-assumed" => tr!(
            lang,
            "entreprise prise pour ordinaire, ni d’intérim ni de portage (sinon\u{a0}: company set --kind, ou --company)",
            "the company is taken for an ordinary one, neither agency nor umbrella (else: company set --kind, or --company)"
        ),
        "umbrella-here" => tr!(
            lang,
            "salarié·e porté·e dans nos locaux\u{a0}: indéterminé, pas de vote ici, ou celui des mis à disposition (article L.\u{a0}2314-23)",
            "an umbrella employee on our premises: undetermined, no vote here, or that of the seconded (article L. 2314-23)"
        ),
        "split-known" => tr!(
            lang,
            "la répartition indiquée d’une liste commune ne compte que si l’employeur et les électeurs l’ont connue avant le vote\u{a0}; sinon, les parts sont égales",
            "the stated split of a common list counts only where the employer and the electors knew it before the vote; else the parts are equal"
        ),
        other => on_days(lang, other),
    }
}

/// Returns the sentence for a remark on a day.
fn on_days(lang: Lang, code: &str) -> String {
    match code {
        "hours-window" => tr!(
            lang,
            "le texte ne dit pas si les douze mois comptent celui du crédit\u{a0}; ici oui, ce qui fait perdre plus tôt.",
            "the text does not say whether the twelve months count that of the credit; here they do, the earlier loss."
        ),
        "extension-not-provided" => tr!(
            lang,
            "aucun texte ne proroge expressément ce délai\u{a0}: retenez le premier des deux jours.",
            "no text expressly extends this period: keep the earlier of the two days."
        ),
        "parity-within-seats" => tr!(
            lang,
            "la liste a plus de candidats que de sièges\u{a0}: la proportion est vérifiée sur les premiers, autant que de sièges\u{a0}; \
             aucun texte ne dit ce qui serait dû au-delà.",
            "the list has more candidates than seats: the proportion is checked on the first ones, as many as there are seats; no \
             text says what would be due beyond."
        ),
        "no-expert-assumed" => tr!(
            lang,
            "il n’est pas dit si un expert intervient\u{a0}: aucun n’est supposé. S’il y en a, le délai est plus long (--expert).",
            "it is not said whether an expert is at work: none is assumed. With one the period is longer (--expert)."
        ),
        "day-not-covered" => tr!(
            lang,
            "les textes lus commencent le 1er janvier 2018\u{a0}: ce qui découlait de ce jour-là relève d’un droit plus ancien, et \
             aucune date n’en est tirée ici.",
            "the texts that were read begin on 1 January 2018: what followed from that day is under an older law, and no date is \
             drawn from it here."
        ),
        "meeting-months" => tr!(
            lang,
            "le texte ne dit pas si les mois sont ceux du calendrier ou courent de la réunion précédente\u{a0}; ici, de la \
             réunion précédente. Si un accord (article L.\u{a0}2312-19) fixe le nombre des réunions, c’est lui qui compte.",
            "the text does not say whether the months are those of the calendar or run from the meeting before; here, from the \
             meeting before. Where an agreement (article L. 2312-19) sets the number of meetings, that counts."
        ),
        "meetings-noted" => tr!(
            lang,
            "seules les réunions notées sont comptées\u{a0}: si l’une manque ici, notez-la (agenda record cse-meeting).",
            "only meetings that are noted are counted: if one is missing here, record it (agenda record cse-meeting)."
        ),
        "good-friday-not-known" => tr!(
            lang,
            "le Vendredi saint n’est férié que dans les communes d’Alsace-Moselle qui ont un temple protestant ou une église \
             mixte, et la commune n’est pas connue\u{a0}: le premier des deux jours est retenu. Pour trancher\u{a0}: --territory \
             alsace-moselle (férié) ou alsace-moselle-no-good-friday (non férié).",
            "Good Friday is a holiday only in communes of Alsace-Moselle with a Protestant or a mixed church, and the commune \
             is not known: the earlier of the two days is kept. To settle it: --territory alsace-moselle (a holiday there) or \
             alsace-moselle-no-good-friday (none)."
        ),
        "good-friday-communes" => tr!(
            lang,
            "le Vendredi saint n’est férié que dans les communes qui ont un temple protestant ou une église mixte.",
            "Good Friday is a holiday only in communes with a Protestant or a mixed church."
        ),
        "vote-from" => tr!(
            lang,
            "le texte ne dit pas d’où courent les deux mois\u{a0}; ici, de la fin des huit jours pour signer.",
            "the text does not say where the two months run from; here, from the end of the eight days to sign."
        ),
        "minutes-next-meeting" => tr!(
            lang,
            "avant la réunion suivante si elle se tient plus tôt.",
            "before the next meeting where that is held earlier."
        ),
        other => other.replace('-', " "),
    }
}
