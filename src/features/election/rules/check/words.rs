//! What the check of an election finds, by its code, with its words and what to do about it.

use crate::{
    base::{Lang, word::codes},
    election::{Balance, Bar},
};

/// Makes [`codes!`] that say what to do as well.
macro_rules! advised {
    (
        $(#[$doc:meta])* $name:ident {
            $( $member:ident = $code:literal, [$fr:literal, $en:literal], [$todo_fr:literal, $todo_en:literal] );* $(;)?
        }
    ) => {
        codes! { $(#[$doc])* $name { $( $member = $code, $fr, $en );* } }

        const _: () = { $( assert!(crate::base::word::said($code, $todo_fr, $todo_en), $code); )* };

        impl $name {
            /// Says what to do about it.
            #[must_use]
            pub const fn todo(self, lang: Lang) -> &'static str {
                match lang {
                    Lang::Fr => match self { $(Self::$member => $todo_fr),* },
                    Lang::En => match self { $(Self::$member => $todo_en),* },
                }
            }
        }
    };
}

advised! {
    /// What the check finds beside what the law of elections says of lists and of people.
    Concern {
        FirstRoundLate = "first-round-late", [
            "le premier tour vient plus de 90 jours après l’information du personnel",
            "the first round comes more than 90 days after the staff was told"
        ], [
            "demandez une date plus proche, par écrit",
            "ask for an earlier day, in writing"
        ];
        SecondRoundLate = "second-round-late", [
            "le second tour vient trop tard après le premier",
            "the second round comes too late after the first"
        ], [
            "demandez une date dans les 15 jours du premier tour",
            "ask for a day within 15 days of the first round"
        ];
        SecondRoundDue = "second-round-due", [
            "un second tour est à tenir",
            "a second round has to be held"
        ], [
            "préparez-le\u{a0}: contrepoids election new --round 2 --follows",
            "prepare it: contrepoids election new --round 2 --follows"
        ];
        Fortnight = "fortnight", [
            "le premier tour n’est pas dans la quinzaine qui précède le terme des mandats",
            "the first round is not in the fortnight before the mandates end"
        ], [
            "vérifiez le terme des mandats et ce que dit un accord de prorogation",
            "verify the end of the mandates and what an agreement to extend them says"
        ];
        MandatesEndDiffers = "mandates-end-differs", [
            "le terme des mandats noté avec l’élection n’est pas celui de l’entreprise",
            "the end of the mandates noted with the election is not that of the company"
        ], [
            "corrigez l’un des deux\u{a0}: election edit --mandates-end, company set --mandates-end",
            "correct one of the two: election edit --mandates-end, company set --mandates-end"
        ];
        InvitationLate = "invitation-late", [
            "l’invitation est arrivée moins de 15 jours avant la première réunion",
            "the invitation arrived less than 15 days before the first meeting"
        ], [
            "réservez vos droits et demandez le report de la réunion",
            "reserve your rights and ask for the meeting to be put off"
        ];
        InvitationTwoMonths = "invitation-two-months", [
            "l’invitation est arrivée moins de deux mois avant le terme des mandats",
            "the invitation arrived less than two months before the mandates end"
        ], [
            "signalez-le par écrit avant de signer le protocole",
            "say so in writing before signing the protocol"
        ];
        InvitationMissing = "invitation-missing", [
            "aucune invitation n’est notée, et elle devait être là",
            "no invitation is recorded, and it was due"
        ], [
            "demandez-la, ou notez son jour (--invitation)",
            "ask for it, or record its day (--invitation)"
        ];
        InvitationDue = "invitation-due", [
            "l’invitation à négocier est due",
            "the invitation to negotiate is due"
        ], [
            "guettez-la, et notez son jour (--invitation)",
            "watch for it, and record its day (--invitation)"
        ];
        ElectorateContest = "electorate-contest", [
            "la liste électorale peut être contestée",
            "the electoral list can be contested"
        ], [
            "relisez-la maintenant\u{a0}: qui manque, qui est de trop",
            "read it now: who is missing, who is too many"
        ];
        ElectionContest = "election-contest", [
            "l’élection peut être contestée",
            "the election can be contested"
        ], [
            "contrôlez le procès-verbal\u{a0}: contrepoids election minutes",
            "check the minutes: contrepoids election minutes"
        ];
        ByElection = "by-election", [
            "les élu·e·s le sont pour le reste des mandats en cours\u{a0}; ni leur terme ni l’audience ne bougent",
            "whoever is elected serves for what is left of the running mandates; neither their end nor the audience moves"
        ], [
            "vérifiez que tous les sièges vacants des collèges concernés sont à pourvoir",
            "verify that all vacant seats of the colleges concerned are to be filled"
        ];
        Designation = "designation", [
            "désignation au CSE central\u{a0}: elle ne mesure pas d’audience, et le terme des mandats ne bouge pas",
            "delegates to the central committee: no audience is measured, and the mandates’ end does not move"
        ], [
            "chaque CSE d’établissement élit parmi ses membres\u{a0}: un collège ici est un établissement",
            "each committee of an establishment elects from its members: a college here is an establishment"
        ];
        DesignationVote = "designation-vote", [
            "vote secret à un tour, tous les sièges ensemble\u{a0}; à égalité de voix, le plus âgé",
            "a secret vote of one round, all seats at once; of equals the older"
        ], [
            "notez les dates de naissance",
            "note the dates of birth"
        ];
        CentralUnequal = "central-unequal", [
            "le CSE central compte autant de titulaires que de suppléants",
            "the central committee has as many full members as substitutes"
        ], [
            "revoyez la répartition entre établissements",
            "look at the spread over the establishments again"
        ];
        CentralTooMany = "central-too-many", [
            "plus de vingt-cinq titulaires ou suppléants au CSE central",
            "more than twenty-five full members or substitutes at the central committee"
        ], [
            "vérifiez que toutes les organisations représentatives ont signé",
            "verify that all representative unions signed"
        ];
        CentralOfSite = "central-of-site", [
            "un établissement a d’autres délégué·e·s qu’un ou deux titulaires et autant de suppléants, ou un seul",
            "an establishment has other delegates than one or two full members and as many substitutes, or one alone"
        ], [
            "vérifiez que toutes les organisations représentatives ont signé",
            "verify that all representative unions signed"
        ];
        CentralCadres = "central-cadres", [
            "des sièges peuvent être dus aux cadres",
            "seats may be due to cadres"
        ], [
            "demandez-le\u{a0}: contrepoids law committee",
            "ask: contrepoids law committee"
        ];
        OfUnit = "unit", [
            "comité d’une unité économique et sociale\u{a0}: reconnue par accord collectif ou par le juge, pas par le protocole",
            "committee of an economic and social unit: recognised by collective agreement or a court, not by the protocol"
        ], [
            "vérifiez l’accord ou le jugement\u{a0}; la direction d’une société de l’unité n’est pas éligible",
            "verify the agreement or the judgment; who manages a company of the unit may not stand"
        ];
        Extended = "extended", [
            "les mandats sont prorogés par accord",
            "the mandates are extended by an agreement"
        ], [
            "vérifiez que tous les syndicats représentatifs l’ont signé, expressément\u{a0}: ni le règlement ni un vote du comité ne suffisent",
            "verify that all representative unions signed it, in so many words: neither the rules nor a vote of the committee will do"
        ];
        ExtendedByReferral = "extended-by-referral", [
            "les mandats continuent jusqu’à la proclamation des résultats, l’administration étant saisie",
            "the mandates go on until the results are proclaimed, the administration having been asked to decide"
        ], [
            "notez le jour de la décision, et demandez la date du scrutin",
            "note the day of the decision, and ask for the day of the vote"
        ];
        ExtendedByTransfer = "extended-by-transfer", [
            "les mandats suivent la date de l’entreprise d’accueil",
            "the mandates follow the date of the receiving company"
        ], [
            "vérifiez l’accord du nouvel employeur avec les syndicats représentatifs de l’établissement, ou à défaut avec les élu·e·s",
            "verify the agreement of the new employer with the representative unions of the establishment, or failing that the elected"
        ];
        Early = "early", [
            "élection avant le terme des mandats",
            "an election before the mandates end"
        ], [
            "vérifiez l’accord qui écourte les mandats\u{a0}: tous les syndicats représentatifs",
            "verify the agreement that shortens the mandates: all representative unions"
        ];
        WholeRerun = "whole-rerun", [
            "scrutin refait en entier\u{a0}: des mandats entiers commencent, l’audience est mesurée",
            "the whole vote is held again: mandates of a whole term begin, the audience is measured"
        ], [
            "relisez le jugement\u{a0}: il peut dire autre chose",
            "read the judgment: it may say otherwise"
        ];
        CarenceEarly = "carence-early", [
            "la demande d’élections vient moins de six mois après le procès-verbal de carence",
            "the request for elections comes less than six months after the minutes of no candidates"
        ], [
            "refaites la demande une fois les six mois passés",
            "ask again once the six months are over"
        ];
        Rerun = "rerun", [
            "terme des mandats et audience d’un scrutin refait après annulation\u{a0}: indéterminés",
            "end of the mandates and audience of a vote held again after an annulment: undetermined"
        ], [
            "lisez le jugement\u{a0}; si toute l’élection est annulée\u{a0}: election edit --kind general",
            "read the judgment; if the whole election was annulled: election edit --kind general"
        ];
        ProtocolProportion = "protocol-proportion", [
            "la proportion de femmes et d’hommes du premier protocole n’est pas notée\u{a0}: elle vaut ici, la parité est indéterminée",
            "the proportion of women and men of the first protocol is not noted: it holds here, and parity is undetermined"
        ], [
            "notez-la avec l’élection générale\u{a0}: election new --kind general, election edit --college",
            "note it with the general election: election new --kind general, election edit --college"
        ];
        MoreThanVacant = "more-than-vacant", [
            "plus de sièges à pourvoir que le collège n’en a au protocole",
            "more seats to fill than the college has in the protocol"
        ], [
            "ne notez que les sièges vacants\u{a0}: election edit --college",
            "note the vacant seats only: election edit --college"
        ];
        SubstitutesDiffer = "substitutes-differ", [
            "le collège n’a pas autant de suppléants que de titulaires",
            "the college does not have as many substitutes as full members"
        ], [
            "corrigez le protocole, ou la saisie",
            "correct the protocol, or what was typed"
        ];
        RegisteredMissing = "registered-missing", [
            "les inscrits du collège ne sont pas connus\u{a0}: le quorum ne se calcule pas",
            "the electors of the college are not known: no quorum can be computed"
        ], [
            "notez-les\u{a0}: contrepoids election edit --college",
            "record them: contrepoids election edit --college"
        ];
        ProportionUnknown = "proportion-unknown", [
            "la part de femmes et d’hommes du collège n’est pas connue",
            "the share of women and men in the college is not known"
        ], [
            "demandez-la à l’employeur et notez-la",
            "ask the employer for it and record it"
        ];
        SeatsBelow = "seats-below", [
            "moins de titulaires que le barème à cet effectif",
            "fewer full members than the table at this headcount"
        ], [
            "vérifiez que le total des heures de chaque collège ne baisse pas",
            "verify that no college loses hours in total"
        ];
        SeatsAbove = "seats-above", [
            "plus de titulaires que le barème à cet effectif",
            "more full members than the table at this headcount"
        ], [
            "le protocole le peut\u{a0}; gardez-en la trace",
            "the protocol may do that; keep a trace of it"
        ];
        SingleCollege = "single-college", [
            "un seul collège alors que plusieurs titulaires sont à élire",
            "a single college while several full members are elected"
        ], [
            "il faut l’accord de tous les syndicats représentatifs",
            "the agreement of all representative unions is needed"
        ];
        ThirdCollege = "third-college", [
            "vingt-cinq cadres ou plus\u{a0}: ils forment un troisième collège",
            "twenty-five cadres or more: they form a third college"
        ], [
            "demandez-le\u{a0}; aucun accord ne peut l’empêcher",
            "ask for it; no agreement can prevent it"
        ];
        ReservedMissing = "reserved-missing", [
            "aucun siège de titulaire réservé aux cadres dans le second collège",
            "no seat of a full member reserved for the cadres in the second college"
        ], [
            "demandez-le, ou notez-le\u{a0}: election edit --college 2:reserves=1",
            "ask for it, or record it: election edit --college 2:reserved=1"
        ];
        NoHolderSeat = "no-holder-seat", [
            "collège sans siège de titulaire",
            "college without a seat of a full member"
        ], [
            "aucun collège ne peut en rester sans\u{a0}: renégociez la répartition",
            "no college may be left without: negotiate the spread again"
        ];
        NoListOfOurs = "no-list-of-ours", [
            "nous n’avons pas de liste dans ce collège\u{a0}: ses voix comptent contre notre audience",
            "we have no list in this college: its votes count against our audience"
        ], [
            "cherchez des candidat·e·s, même pour une liste incomplète",
            "look for candidates, even for an incomplete list"
        ];
        FreeFirstRound = "free-first-round", [
            "une liste sans syndicat au premier tour",
            "a list without a union in the first round"
        ], [
            "demandez son retrait, ou notez son syndicat",
            "ask for it to be withdrawn, or record its union"
        ];
        NoSplit = "no-split", [
            "liste commune sans partage annoncé\u{a0}: parts égales",
            "common list without a stated split: equal parts"
        ], [
            "annoncez le partage au dépôt de la liste, aux électeurs aussi",
            "state the split when filing the list, to the electors too"
        ];
        NoCandidates = "no-candidates", [
            "aucun candidat n’est noté sur la liste",
            "no candidate is recorded on the list"
        ], [
            "ajoutez-les\u{a0}: contrepoids election lists add --replace",
            "add them: contrepoids election lists add --replace"
        ];
        TooMany = "too-many", [
            "plus de candidats que de sièges",
            "more candidates than seats"
        ], [
            "retirez les derniers avant le dépôt",
            "take the last ones off before filing"
        ];
        Incomplete = "incomplete", [
            "liste incomplète\u{a0}: des sièges gagnés resteraient vides",
            "incomplete list: seats won would stay empty"
        ], [
            "complétez-la si vous pouvez gagner plus de sièges que de candidats",
            "complete it if you may win more seats than you have candidates"
        ];
        BirthMissing = "birth-missing", [
            "des dates de naissance manquent, qui règlent la dernière égalité",
            "dates of birth are missing, which settle the last tie"
        ], [
            "demandez-les et notez-les",
            "ask for them and record them"
        ];
        SexMissing = "sex-missing", [
            "sexe non noté\u{a0}: la parité de la liste ne se vérifie pas",
            "sex not recorded: the balance of the list cannot be checked"
        ], [
            "notez-le",
            "record it"
        ];
        TwoLists = "two-lists", [
            "un syndicat de cette liste en a une autre dans le collège",
            "a union of this list has another one in the college"
        ], [
            "gardez la première déposée, sauf règle des statuts",
            "keep the one filed first, unless the statutes say otherwise"
        ];
        ParityOpen = "parity-open", [
            "aucun texte ne dit combien de femmes et d’hommes sont dus ici",
            "no text says how many women and men are due here"
        ], [
            "faites préciser la répartition dans le protocole",
            "have the spread stated in the protocol"
        ];
        NotInRoster = "not-in-roster", [
            "candidatures de notre liste tapées à la main\u{a0}: éligibilité non vérifiée",
            "candidates of our list typed by hand: eligibility not checked"
        ], [
            "vérifiez âge et ancienneté, ou prenez la fiche (--member)",
            "verify age and time in the company, or take the record (--member)"
        ];
        GoneFromRoster = "gone-from-roster", [
            "la fiche de cette personne n’est plus dans le fichier",
            "the record of this person is no longer in the roster"
        ], [
            "vérifiez la candidature avec la personne",
            "verify the candidacy with the person"
        ];
        EligibilityUnknown = "eligibility-unknown", [
            "éligibilité inconnue\u{a0}: naissance ou embauche non notée",
            "eligibility unknown: birth or hiring not recorded"
        ], [
            "notez-les\u{a0}: contrepoids member edit",
            "record them: contrepoids member edit"
        ];
        NotAMember = "not-a-member", [
            "n’est pas adhérent·e aujourd’hui",
            "is not a member today"
        ], [
            "c’est permis\u{a0}; proposez l’adhésion",
            "that is allowed; offer membership"
        ];
        OtherCollege = "other-college", [
            "sa catégorie est celle d’un autre collège",
            "their category is that of another college"
        ], [
            "vérifiez la catégorie sur la liste électorale",
            "verify the category on the electoral list"
        ];
        OnTwoLists = "on-two-lists", [
            "cette personne est déjà sur une autre liste",
            "this person is on another list already"
        ], [
            "faites-lui choisir, par écrit, avant le dépôt",
            "have them choose, in writing, before filing"
        ];
        Namesake = "namesake", [
            "même nom que sur une autre liste",
            "same name as on another list"
        ], [
            "vérifiez que ce sont deux personnes",
            "verify that these are two people"
        ];
        EntriesDiffer = "entries-differ", [
            "les deux saisies de l’urne diffèrent",
            "the two entries of the box differ"
        ], [
            "recomptez, puis tranchez\u{a0}: contrepoids election count --decide",
            "count again, then decide: contrepoids election count --decide"
        ];
        DecisionStale = "decision-stale", [
            "une saisie a changé depuis qu’on a tranché",
            "an entry changed after the decision"
        ], [
            "tranchez de nouveau\u{a0}: contrepoids election count --decide",
            "decide again: contrepoids election count --decide"
        ];
        SignaturesDiffer = "signatures-differ", [
            "émargements et bulletins trouvés ne sont pas en même nombre",
            "signatures and ballots found differ in number"
        ], [
            "faites-le noter au procès-verbal",
            "have it written into the minutes"
        ];
        ElectedAnnulled = "elected-annulled", [
            "élection annulable pour la parité de la liste",
            "election that can be annulled for the balance of the list"
        ], [
            "un syndicat ou l’employeur peut le demander dans les 15 jours",
            "a union or the employer may ask for it within 15 days"
        ];
        DelegateNeeds = "delegate-needs", [
            "un futur délégué syndical a besoin de ces voix à son nom, si tous votent",
            "a future union delegate needs these votes in their own name, if all vote"
        ], [
            "présentez-y qui vous voulez désigner",
            "let whom you mean to designate stand there"
        ];
        NoDelegate = "no-delegate", [
            "aucun des nôtres n’a 10\u{a0}% des voix à son nom",
            "none of ours has 10% of the votes in their own name"
        ], [
            "désignez dans un autre collège, ou voyez l’article L.\u{a0}2143-3",
            "designate in another college, or see article L. 2143-3"
        ];
        Delegates = "delegates", [
            "candidat·e·s des nôtres à 10\u{a0}% ou plus\u{a0}: peuvent être désigné·e·s",
            "candidates of ours at 10% or more: may be designated"
        ], [
            "gardez le procès-verbal qui le montre",
            "keep the minutes that show it"
        ];
    }
}

/// What an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// What the check itself finds.
    Concern(Concern),
    /// The balance of women and men on a list.
    Balance(Balance),
    /// Why somebody may not stand.
    Bar(Bar),
}

impl From<Concern> for Matter {
    fn from(concern: Concern) -> Self {
        Self::Concern(concern)
    }
}

impl From<Balance> for Matter {
    fn from(balance: Balance) -> Self {
        Self::Balance(balance)
    }
}

impl From<Bar> for Matter {
    fn from(bar: Bar) -> Self {
        Self::Bar(bar)
    }
}

impl Matter {
    /// Returns the code, as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Concern(concern) => concern.code(),
            Self::Balance(balance) => balance.code(),
            Self::Bar(bar) => bar.code(),
        }
    }

    /// Says what it is.
    #[must_use]
    pub const fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Concern(concern) => concern.words(lang),
            Self::Balance(balance) => balance.words(lang),
            Self::Bar(bar) => bar.words(lang),
        }
    }

    /// Says what to do about it.
    #[must_use]
    pub const fn todo(self, lang: Lang) -> &'static str {
        let (french, english) = match self {
            Self::Concern(concern) => return concern.todo(lang),
            Self::Balance(Balance::Proportion) => (
                "remplacez les surnuméraires\u{a0}; sinon leur élection est annulable",
                "replace those in surplus; otherwise their election can be annulled",
            ),
            Self::Balance(Balance::Alternation | Balance::FirstPlace) => (
                "changez l’ordre avant le dépôt\u{a0}; sinon cette élection est annulable",
                "change the order before filing; otherwise this election can be annulled",
            ),
            Self::Balance(Balance::SingleCandidate) => {
                ("ajoutez une candidature de l’autre sexe", "add a candidate of the other sex")
            }
            Self::Bar(_) => (
                "retirez la candidature, ou faites lever l’obstacle",
                "withdraw the candidate, or have the obstacle lifted",
            ),
        };
        match lang {
            Lang::Fr => french,
            Lang::En => english,
        }
    }
}

impl serde::Serialize for Matter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A program that reads JSON tells what an issue is by its code alone.
    #[test]
    fn no_two_matters_have_one_code() {
        let all = Concern::CODES.iter().chain(Balance::CODES).chain(Bar::CODES);
        let mut seen = BTreeSet::new();
        for code in all {
            assert!(seen.insert(*code), "{code}");
        }
        assert!(seen.len() > 60, "{}", seen.len());
    }
}
