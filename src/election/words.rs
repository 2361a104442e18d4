//! The codes of the answers about elections, with their words.

use crate::base::word::{codes, synonyms};

codes! {
    /// Why somebody may not vote or stand, or why it is not known.
    Bar {
        TooYoung = "too-young", "trop jeune pour voter", "too young to vote";
        AgeNotKnown = "age-not-known", "naissance pas connue", "birth date not known";
        StandAgeNotKnown = "stand:age-not-known",
            "naissance pas connue, pour se présenter",
            "birth date not known, to stand";
        SeniorityNotKnown = "seniority-not-known", "ancienneté pas connue", "time here not known";
        StandSeniorityNotKnown = "stand:seniority-not-known",
            "ancienneté pas connue, pour se présenter",
            "time here not known, to stand";
        CivicRights = "civic-rights", "droits civiques perdus", "civic rights lost";
        Delegation = "delegation",
            "délégation de l’employeur, pas électeur à cette date",
            "delegation of the employer, no vote on that day";
        Seniority = "seniority", "ancienneté insuffisante pour voter", "not here long enough to vote";
        VotesElsewhere = "votes-elsewhere", "vote chez son employeur", "votes at the employer";
        ChoiceNotRecorded = "choice-not-recorded",
            "choix du lieu de vote pas connu",
            "choice of where to vote not known";
        UserCompany = "user-company",
            "en mission d’intérim ici\u{a0}: ni électeur·rice ni éligible, sauf dans son agence",
            "temporary worker on a mission here: votes and stands in the agency alone";
        UmbrellaHere = "umbrella-here",
            "porté·e dans nos locaux\u{a0}: vote indéterminé",
            "umbrella employee here: vote undetermined";
        StandUmbrella = "stand:umbrella",
            "porté·e\u{a0}: pas éligible ici",
            "umbrella employee: not eligible here";
        ContractEnded = "contract-ended", "contrat fini avant les listes", "contract ended before the lists";
        NoContract = "no-contract", "contrat fini avant le premier tour", "contract ended before the first round";
        NotEmployed = "not-employed", "sans contrat de travail ici", "no contract of employment here";
        SeniorityGap = "seniority-gap",
            "contrats avec une coupure\u{a0}: aucun texte ne dit s’ils s’additionnent pour voter",
            "contracts with a gap: no text says whether they add up to vote";
        ManagerVote = "manager-vote",
            "dirige une société de l’UES\u{a0}: vote indéterminé",
            "manages a company of the unit: vote undetermined";
        StandSeniorityGap = "stand:seniority-gap",
            "contrats avec une coupure\u{a0}: aucun texte ne dit s’ils s’additionnent pour se présenter",
            "contracts with a gap: no text says whether they add up to stand";
        StandHeadDuties = "stand:head-duties",
            "exerce envers les représentants les obligations du chef d’entreprise",
            "exercises the duties of the head of the company towards the representatives";
        StandManager = "stand:manager", "dirige une société de l’UES", "manages a company of the unit";
        StandRelativeOfHead = "stand:relative-of-head",
            "proche du dirigeant, l’employeur étant une société\u{a0}: indéterminé",
            "relative of the head, the employer being a company: undetermined";
        StandChoiceNotKnown = "stand:choice-not-known",
            "travaille aussi ailleurs à temps partiel\u{a0}: choix de l’entreprise pas connu",
            "works part-time elsewhere too: choice of the company not known";
        NotHabitual = "not-habitual",
            "travail irrégulier, pas habituel ces derniers mois",
            "irregular work, not habitual over the last months";
        StandIrregular = "stand:irregular",
            "travail irrégulier\u{a0}: aucun texte ne dit comment compter l’année",
            "irregular work: no text says how the year is counted";
        VotesAtHost = "votes-at-host",
            "mis·e à disposition ailleurs, a choisi d’y voter",
            "seconded elsewhere, chose to vote there";
        StandVotesAtHost = "stand:votes-at-host",
            "vote chez l’entreprise d’accueil\u{a0}: aucun texte ne dit si l’on reste éligible ici",
            "votes at the host: no text says whether they may still stand here";
        SeniorityLeave = "seniority-leave",
            "congé parental à temps plein\u{a0}: aucun texte ne dit ce qu’il compte pour voter",
            "full-time parental leave: no text says what it counts for voting";
        StandSeniorityLeave = "stand:seniority-leave",
            "congé parental à temps plein\u{a0}: aucun texte ne dit ce qu’il compte pour se présenter",
            "full-time parental leave: no text says what it counts for standing";
        SeniorityGroup = "seniority-group",
            "temps passé dans le groupe, sans clause qui le reprend\u{a0}: aucun texte ne dit s’il compte pour voter",
            "time in the group that no clause takes over: no text says whether it counts for voting";
        StandSeniorityGroup = "stand:seniority-group",
            "temps passé dans le groupe, sans clause qui le reprend\u{a0}: aucun texte ne dit s’il compte pour se présenter",
            "time in the group that no clause takes over: no text says whether it counts for standing";
        StandTooYoung = "stand:too-young", "trop jeune pour se présenter", "too young to stand";
        StandSeniority = "stand:seniority",
            "ancienneté insuffisante pour se présenter",
            "not here long enough to stand";
        StandSeconded = "stand:seconded",
            "mis·e à disposition\u{a0}: jamais éligible ici",
            "seconded: never eligible here";
        StandRelative = "stand:relative", "proche de l’employeur", "relative of the employer";
        StandDelegation = "stand:delegation",
            "délégation écrite d’autorité",
            "written delegation of authority";
        StandRepresentsEmployer = "stand:represents-employer",
            "représente l’employeur devant le CSE",
            "represents the employer before the CSE";
        StandElsewhere = "stand:elsewhere",
            "se présente dans une autre entreprise",
            "stands in another company";
    }
}

impl Bar {
    /// Tells whether it bars from standing, not from voting.
    #[must_use]
    pub fn stands(self) -> bool {
        self.code().starts_with("stand:")
    }

    /// Tells whether it only says that a fact is missing, or that no text tells.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::AgeNotKnown
                | Self::StandAgeNotKnown
                | Self::SeniorityNotKnown
                | Self::StandSeniorityNotKnown
                | Self::ChoiceNotRecorded
                | Self::UmbrellaHere
                | Self::SeniorityGap
                | Self::StandSeniorityGap
                | Self::ManagerVote
                | Self::StandRelativeOfHead
                | Self::StandChoiceNotKnown
                | Self::StandIrregular
                | Self::StandVotesAtHost
                | Self::SeniorityLeave
                | Self::StandSeniorityLeave
                | Self::SeniorityGroup
                | Self::StandSeniorityGroup
        )
    }
}

codes! {
    /// What is wrong with a list.
    Balance {
        Proportion = "proportion",
            "trop de candidats d’un sexe pour la proportion",
            "too many of one sex for the proportion";
        Alternation = "alternation",
            "même sexe que le précédent, alors qu’il en reste de l’autre",
            "same sex as the one before, while some of the other remain";
        FirstPlace = "first-place",
            "la candidature facultative ne peut être en première position",
            "the optional candidate cannot be in first place";
        SingleCandidate = "single-candidate",
            "candidature unique alors que les deux sexes sont dus",
            "a single candidate where both sexes are due";
    }
}

codes! {
    /// A commission of the CSE.
    Commission {
        Safety = "safety",
            "santé, sécurité et conditions de travail",
            "health, safety and working conditions";
        Training = "training", "formation", "training";
        Housing = "housing", "logement", "housing";
        Equality = "equality", "égalité professionnelle", "equality";
        Economic = "economic", "économique", "economic";
    }
}

codes! {
    /// Why a by-election is due or not.
    Vacancy {
        CollegeEmpty = "college-empty", "un collège n’est plus représenté", "a college has nobody left";
        HalfLost = "half-lost",
            "la moitié des titulaires ou plus est partie",
            "half of the full members or more are gone";
        EnoughLeft = "enough-left",
            "il reste plus de la moitié des titulaires",
            "more than half of the full members are left";
        TooNearTheEnd = "too-near-the-end",
            "moins de six mois avant le terme",
            "less than six months before the end";
    }
}

codes! {
    /// What ends a mandate.
    Ending {
        EndOfMandate = "end-of-mandate", "le terme du mandat", "the end of the mandate";
        Resignation = "resignation", "la démission", "resignation";
        EndOfContract = "end-of-contract", "la fin du contrat", "the end of the contract";
        LossOfEligibility = "loss-of-eligibility", "la perte de l’éligibilité", "loss of eligibility";
        Annulment = "annulment", "l’annulation de l’élection", "annulment of the election";
        RenewalOfCse = "renewal-of-cse", "le renouvellement du CSE", "renewal of the CSE";
        WithdrawalByUnion = "withdrawal-by-union", "le retrait par le syndicat", "withdrawal by the union";
        FirstRoundOfRenewal = "first-round-of-renewal",
            "au plus tard le premier tour du renouvellement",
            "the first round of the renewal at the latest";
        LossOfRepresentativeness = "loss-of-representativeness",
            "la perte de la représentativité",
            "loss of representativeness";
        FirstElectionsAfterDesignation = "first-elections-after-designation",
            "les premières élections après la désignation, si le syndicat n’est pas représentatif",
            "the first elections after the designation, if the union is not representative";
        RepresentativenessGained = "representativeness-gained",
            "la représentativité acquise par le syndicat",
            "the union becoming representative";
        EndOfPeriod = "end-of-period", "la fin de la période", "the end of the period";
        SignatureOrFailure = "signature-or-failure",
            "la signature ou l’échec de la négociation",
            "signature or failure of the bargaining";
    }
}

codes! {
    /// Why a full member leaves the office, for good or for a time.
    Leaving {
        Resignation = "resignation", "démission", "resigned";
        Death = "death", "décès", "died";
        ContractEnded = "contract-ended", "fin du contrat de travail", "end of the employment contract";
        NotEligible = "not-eligible", "perte des conditions d’éligibilité", "no longer eligible";
        Revoked = "revoked", "révocation par le collège", "revoked by the college";
        Absence = "absence", "absence momentanée", "absent for a time";
        AnnulledParity = "annulled-parity",
            "élection annulée (femmes et hommes)",
            "election annulled (women and men)";
        Annulled = "annulled", "élection annulée", "election annulled by a court";
        AnnulmentPending = "annulment-pending",
            "départ pendant l’instance en annulation (femmes et hommes)",
            "left while a court rules on the annulment (women and men)";
    }
}

synonyms! {
    Leaving {
        Resignation ["demission", "resigns"];
        Death ["deces", "mort"];
        ContractEnded ["licenciement", "dismissal", "retirement", "retraite", "rupture", "départ"];
        NotEligible ["inéligible", "ineligible"];
        Revoked ["revocation", "révoqué·e"];
        Absence ["absent", "congé", "leave"];
        AnnulledParity ["annulation-parite", "parité", "parity"];
        Annulled ["annulation", "annulment"];
        AnnulmentPending ["instance", "pending"];
    }
}

crate::base::shape::coded!(Leaving);

codes! {
    /// By which step of the article somebody comes in for a full member, or why nobody does.
    Rung {
        SameCategory = "same-category",
            "suppléant·e du même syndicat et de la même catégorie",
            "substitute of the same union and category";
        SameCollege = "same-college",
            "suppléant·e du même syndicat, autre catégorie, même collège",
            "substitute of the same union, another category, same college";
        OtherCollege = "other-college",
            "suppléant·e du même syndicat, autre collège",
            "substitute of the same union, another college";
        NotElected = "not-elected",
            "candidat·e non élu·e du même syndicat",
            "candidate of the same union, not elected";
        OtherUnion = "other-union",
            "suppléant·e d’un autre syndicat, le plus de voix",
            "substitute of another union, most votes";
        Nobody = "nobody", "plus personne\u{a0}: siège vacant", "nobody left: the seat is vacant";
        Annulled = "annulled",
            "pas de remplacement après une annulation\u{a0}: siège vacant",
            "no replacement after an annulment: the seat is vacant";
        Pending = "pending",
            "pas de remplacement tant que le juge doit statuer",
            "no replacement while a court has to rule";
        NotAHolder = "not-a-holder",
            "pas titulaire\u{a0}: personne ne remplace un·e suppléant·e",
            "no full member: nobody replaces a substitute";
        Settled = "settled", "comme noté", "as recorded";
    }
}
