//! The words of a naming: the offices, what people are, the steps, what stands against it.

use crate::base::word::{codes, synonyms};

codes! {
    /// An office to which a union names somebody.
    #[derive(Default)]
    Mission {
        /// Union delegate (*délégué syndical*).
        #[default]
        Delegate = "delegate", "délégué·e syndical·e", "union delegate";
        /// One more, from five hundred (*délégué syndical supplémentaire*).
        Supplementary = "supplementary", "délégué·e syndical·e supplémentaire", "supplementary union delegate";
        /// Of the whole company (*délégué syndical central*).
        Central = "central", "délégué·e syndical·e central·e", "central union delegate";
        /// Representative of the section (*RSS*).
        Section = "section", "représentant·e de la section syndicale", "representative of the section";
        /// Union representative at the CSE (*RS au CSE*).
        AtCse = "at-cse", "représentant·e syndical·e au CSE", "union representative at the CSE";
        /// The same at the central committee.
        AtCentral = "at-central",
            "représentant·e syndical·e au CSE central",
            "union representative at the central committee";
    }
}

synonyms! {
    Mission {
        Delegate ["ds", "délégué syndical"];
        Supplementary ["supplémentaire", "dss"];
        Central ["dsc", "délégué central"];
        Section ["rss"];
        AtCse ["rs", "rs-cse", "representative"];
        AtCentral ["rs-central", "rscc"];
    }
}

codes! {
    /// What is known of somebody whose naming is looked at.
    Trait {
        Ours = "ours", "sur notre liste", "on our list";
        OtherList = "other-list", "sur une autre liste", "on another list";
        Member = "member", "adhérent·e", "a member";
        Former = "former", "ancien·ne élu·e", "formerly elected";
        Outsider = "outsider",
            "ni candidat·e, ni adhérent·e, ni ancien·ne élu·e",
            "no candidate, member or formerly elected";
        AtLimit = "at-limit", "à la limite des mandats successifs", "at the limit of successive mandates";
        BelowLimit = "below-limit",
            "pas à la limite des mandats successifs",
            "not at the limit of successive mandates";
        Holder = "holder", "titulaire du CSE", "full member of the CSE";
        Substitute = "substitute", "suppléant·e au CSE", "substitute at the CSE";
        NotElected = "not-elected", "pas élu·e au CSE", "not elected to the CSE";
        Hours = "hours", "a des heures", "has hours";
        NoHours = "no-hours", "sans heures", "without hours";
        SharedHours = "shared-hours", "heures partagées sans chiffres par mois", "hours shared without figures by month";
        Acting = "acting", "remplace un·e titulaire absent·e", "replaces an absent full member";
        Gone = "gone", "a quitté l’entreprise", "left the company";
        Annulled = "annulled", "élection annulée", "election annulled";
        Resigned = "resigned", "a quitté le CSE", "left the CSE";
        UnionDelegate = "union-delegate", "déjà délégué·e syndical·e (de l’établissement)", "union delegate already (of the establishment)";
        NotUnionDelegate = "not-union-delegate",
            "pas délégué·e syndical·e",
            "no union delegate";
        AtSiteCse = "at-site-cse",
            "représentant·e ou élu·e d’un comité d’établissement",
            "representative at or elected to a committee of an establishment";
        NotAtSiteCse = "not-at-site-cse",
            "ni représentant·e ni élu·e d’un comité d’établissement",
            "neither representative at nor elected to a committee of an establishment";
        Elsewhere = "elsewhere", "travaille dans un autre établissement", "works in another establishment";
        Here = "here", "travaille dans cet établissement", "works in this establishment";
        LostSection = "lost-section",
            "a perdu aux dernières élections un mandat de représentant·e de section",
            "lost an office of section representative at the last elections";
        NewPerimeter = "new-perimeter",
            "périmètre des élections changé depuis",
            "perimeter of the elections changed since";
        RightsLost = "rights-lost", "droits civiques perdus", "civic rights lost";
    }
}

synonyms! {
    Trait {
        Ours ["nous", "notre-liste", "candidate", "candidat"];
        OtherList ["autre-liste"];
        Member ["adherent", "adherente"];
        Former ["ancien-elu", "ancienne-elue"];
        Outsider ["autre"];
        AtLimit ["a-la-limite"];
        BelowLimit ["sous-la-limite"];
        Holder ["titulaire"];
        Substitute ["suppleant", "suppleante"];
        NotElected ["pas-elu"];
        Hours ["heures"];
        NoHours ["sans-heures"];
        SharedHours ["heures-partagees"];
        Acting ["remplace"];
        Gone ["parti", "partie"];
        Annulled ["annulee"];
        Resigned ["demission"];
        UnionDelegate ["ds", "délégué", "delegate"];
        NotUnionDelegate ["pas-ds"];
        AtSiteCse ["comite-etablissement"];
        NotAtSiteCse ["hors-comite-etablissement"];
        Elsewhere ["ailleurs"];
        Here ["ici"];
        LostSection ["ancien-rss"];
        NewPerimeter ["perimetre-change"];
        RightsLost ["droits-perdus"];
    }
}

crate::base::shape::coded!(Trait);

/// What cannot be true of one person at once.
pub(super) const EXCLUDE: &[(Trait, Trait)] = &[
    (Trait::Ours, Trait::OtherList),
    (Trait::Ours, Trait::Outsider),
    (Trait::OtherList, Trait::Outsider),
    (Trait::Member, Trait::Outsider),
    (Trait::Former, Trait::Outsider),
    (Trait::AtLimit, Trait::BelowLimit),
    (Trait::Holder, Trait::Substitute),
    (Trait::Holder, Trait::NotElected),
    (Trait::Substitute, Trait::NotElected),
    (Trait::Hours, Trait::NoHours),
    (Trait::Hours, Trait::SharedHours),
    (Trait::NoHours, Trait::SharedHours),
    (Trait::UnionDelegate, Trait::NotUnionDelegate),
    (Trait::AtSiteCse, Trait::NotAtSiteCse),
    (Trait::Elsewhere, Trait::Here),
];

codes! {
    /// The step of the article that applies: from whom the union names.
    Stair {
        TenPercent = "ten-percent",
            "parmi les candidat·e·s qui ont 10 % dans leur collège",
            "among the candidates with 10 % in their college";
        NoneReached = "none-reached",
            "aucun·e candidat·e du syndicat n’a 10 %\u{a0}: autres candidat·e·s, adhérent·e·s, ancien·ne·s élu·e·s",
            "no candidate of the union has 10 %: other candidates, members, formerly elected";
        NoneLeft = "none-left",
            "plus aucun·e candidat·e à 10 % dans l’entreprise\u{a0}: autres candidat·e·s, adhérent·e·s, ancien·ne·s élu·e·s",
            "no candidate with 10 % is left in the company: other candidates, members, formerly elected";
        AllRenounced = "all-renounced",
            "toutes les personnes à 10 % ont renoncé à temps\u{a0}: autres candidat·e·s, adhérent·e·s, ancien·ne·s élu·e·s",
            "all who have 10 % renounced in time: other candidates, members, formerly elected";
        Elected = "elected",
            "sous cinquante salariés\u{a0}: parmi les élu·e·s du CSE qui ont des heures",
            "below fifty employees: among the elected of the CSE who have hours";
        SiteDelegates = "site-delegates",
            "parmi les délégué·e·s d’établissement du syndicat",
            "among the union’s delegates of establishments";
        AnyEmployee = "any-employee",
            "parmi les salarié·e·s, sans score personnel",
            "among the employees, no score of their own is asked";
        ByRight = "by-right",
            "de droit\u{a0}: le ou la déléguée syndicale, et personne d’autre",
            "by right: the union delegate, and nobody else";
        Committees = "committees",
            "parmi les représentant·e·s et les élu·e·s des comités d’établissement",
            "among the representatives at and the elected of the committees of establishments";
    }
}

codes! {
    /// What stands against a naming, or leaves it open.
    Hurdle {
        NotRepresentative = "not-representative", "syndicat pas représentatif ici", "the union is not representative here";
        IsRepresentative = "is-representative",
            "syndicat représentatif\u{a0}: il désigne un·e délégué·e syndical·e",
            "the union is representative: it names a union delegate";
        RepresentativeNotKnown = "representative-not-known",
            "on ne sait pas si le syndicat est représentatif ici",
            "it is not known whether the union is representative here";
        HeadcountNotKnown = "headcount-not-known", "effectif pas connu", "headcount not known";
        TooSmall = "too-small", "effectif insuffisant", "headcount too small";
        MonthsShort = "months-short",
            "cinquante salariés depuis moins de douze mois d’affilée",
            "fifty employees for fewer than twelve months in a row";
        VotedNotKnown = "voted-headcount-not-known",
            "effectif aux dernières élections pas connu",
            "headcount at the last elections not known";
        MembersShort = "members-short", "il faut au moins deux adhérent·e·s", "at least two members are needed";
        MembersNotKnown = "members-not-known", "nombre d’adhérent·e·s pas connu", "number of members not known";
        NoWorkers = "no-workers",
            "pas d’élu·e dans le collège des ouvriers et employés",
            "nobody elected in the college of workers and employees";
        NoOthers = "no-others", "pas d’élu·e dans un autre collège", "nobody elected in another college";
        WonNotKnown = "won-not-known", "collèges où le syndicat a des élu·e·s pas connus", "colleges in which the union has elected not known";
        NoWorkersCollege = "no-workers-college",
            "pas de collège d’ouvriers et employés ici\u{a0}: pas exclu de ce seul fait, et aucun texte ne tranche",
            "no college of workers and employees here: not excluded by that alone, and no text settles it";
        FewSites = "few-sites",
            "il faut deux établissements d’au moins cinquante salariés",
            "two establishments of at least fifty employees are needed";
        SitesNotKnown = "sites-not-known", "effectif des établissements pas connu", "headcounts of the establishments not known";
        AtThreeHundred = "at-three-hundred",
            "à exactement 300, les textes et les arrêts ne disent pas la même chose",
            "at exactly 300 the texts and the rulings do not say the same";
        ByRightAlone = "by-right-alone",
            "sous trois cents, seul·e le ou la déléguée syndicale l’est, de droit",
            "below three hundred only the union delegate is, by right";
        CandidatesNotKnown = "candidates-not-known",
            "candidat·e·s du syndicat et leurs voix pas donnés",
            "the candidates of the union and their votes are not given";
        LeftTheCompany = "left-the-company", "a quitté l’entreprise", "left the company";
        TooYoung = "too-young", "moins de dix-huit ans", "below eighteen";
        Seniority = "seniority", "ancienneté insuffisante", "not long enough in the company";
        CivicRights = "civic-rights", "droits civiques perdus", "civic rights lost";
        OthersRemain = "others-remain",
            "des candidat·e·s du syndicat à 10 % peuvent encore être désigné·e·s",
            "candidates of the union with 10 % may still be named";
        NotAllRenounced = "not-all-renounced",
            "toutes les personnes à 10 % n’ont pas renoncé",
            "not all who have 10 % renounced";
        RenouncedLate = "renounced-late",
            "renonciation postérieure à la désignation",
            "a renunciation came after the naming";
        RenouncedEarly = "renounced-early",
            "renonciation antérieure aux résultats du premier tour",
            "a renunciation came before the results of the first round";
        RenouncedSameDay = "renounced-same-day",
            "renonciation du même jour\u{a0}: il faut savoir laquelle vient d’abord",
            "a renunciation of the same day: which came first has to be known";
        RoundNotKnown = "first-round-not-known",
            "jour du premier tour pas connu, et une renonciation en dépend",
            "day of the first round not known, and a renunciation depends on it";
        BelowTen = "below-ten", "moins de 10 % dans son collège", "less than 10 % in their college";
        ScoreNotKnown = "score-not-known", "score personnel pas connu", "score of their own not known";
        NotOfCircle = "not-of-circle",
            "ni candidat·e, ni adhérent·e, ni ancien·ne élu·e",
            "neither candidate, nor member, nor formerly elected";
        TieNotKnown = "tie-not-known",
            "on ne sait pas si c’est un·e candidat·e, un·e adhérent·e ou un·e ancien·ne élu·e",
            "it is not known whether they are a candidate, a member or formerly elected";
        LimitNotReached = "limit-not-reached",
            "ancien·ne élu·e qui n’était pas à la limite des mandats successifs",
            "formerly elected, and not at the limit of successive mandates";
        LimitNotKnown = "limit-not-known",
            "on ne sait pas si la limite des mandats successifs était atteinte",
            "it is not known whether the limit of successive mandates was reached";
        NotElected = "not-elected", "pas élu·e au CSE", "not elected to the CSE";
        SeatNotKnown = "seat-not-known", "on ne sait pas si c’est un·e élu·e du CSE", "it is not known whether they are elected to the CSE";
        SubstituteNoHours = "substitute-without-hours",
            "suppléant·e sans heures de délégation",
            "substitute without delegation hours";
        SubstituteShared = "substitute-shared-hours",
            "suppléant·e dont les heures partagées n’ont pas de chiffres par mois",
            "substitute whose shared hours have no figures by month";
        SubstituteHoursNotKnown = "substitute-hours-not-known",
            "on ne sait pas si la suppléance donne des heures",
            "it is not known whether the substitute has hours";
        NotDistinct = "not-distinct",
            "déjà délégué·e d’un établissement\u{a0}: il faut une autre personne",
            "delegate of an establishment already: somebody else is needed";
        NoSiteDelegate = "no-site-delegate",
            "pas délégué·e d’un établissement",
            "no delegate of an establishment";
        SiteDelegateNotKnown = "site-delegate-not-known",
            "on ne sait pas si c’est un·e délégué·e d’établissement",
            "it is not known whether they are delegate of an establishment";
        AlsoElected = "also-elected",
            "élu·e du même comité\u{a0}: il faut choisir",
            "elected to the same committee: they have to choose";
        OtherPlace = "other-place",
            "travaille dans un autre établissement",
            "works in another establishment";
        PlaceNotKnown = "place-not-known",
            "on ne sait pas si la personne travaille dans cet établissement",
            "it is not known whether they work in this establishment";
        NotOfCommittee = "not-of-committee",
            "ni représentant·e ni élu·e d’un comité d’établissement",
            "neither representative at nor elected to a committee of an establishment";
        CommitteeNotKnown = "committee-not-known",
            "on ne sait pas si la personne siège à un comité d’établissement",
            "it is not known whether they sit at a committee of an establishment";
        Barred = "barred",
            "ancien·ne représentant·e de section\u{a0}: pas avant les six mois qui précèdent les prochaines élections",
            "former section representative: not before the six months that precede the next elections";
        NextVoteNotKnown = "next-vote-not-known",
            "jour des prochaines élections pas connu, et une interdiction en dépend",
            "day of the next elections not known, and a bar depends on it";
    }
}

impl Hurdle {
    /// Tells whether it only says that a fact is missing, or that no text tells.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::RepresentativeNotKnown
                | Self::HeadcountNotKnown
                | Self::VotedNotKnown
                | Self::MembersNotKnown
                | Self::WonNotKnown
                | Self::NoWorkersCollege
                | Self::SitesNotKnown
                | Self::AtThreeHundred
                | Self::CandidatesNotKnown
                | Self::RenouncedSameDay
                | Self::RoundNotKnown
                | Self::ScoreNotKnown
                | Self::TieNotKnown
                | Self::LimitNotKnown
                | Self::SeatNotKnown
                | Self::SubstituteHoursNotKnown
                | Self::SiteDelegateNotKnown
                | Self::PlaceNotKnown
                | Self::CommitteeNotKnown
                | Self::NextVoteNotKnown
        )
    }
}

impl Trait {
    /// Tells whether both cannot be true of one person.
    #[must_use]
    pub fn excludes(self, other: Self) -> bool {
        EXCLUDE.contains(&(self, other)) || EXCLUDE.contains(&(other, self))
    }
}

/// Returns what hurdles come to: nothing against it is yes, a closed one is no, open ones alone are unknown.
pub(super) fn verdict(hurdles: &[Hurdle]) -> Option<bool> {
    match (hurdles.is_empty(), hurdles.iter().all(|h| h.is_open())) {
        (true, _) => Some(true),
        (_, true) => None,
        _ => Some(false),
    }
}
