//! What is said of the negotiation of a protocol, by its code.

use crate::base::word::codes;

codes! {
    /// What a point is about.
    Topic {
        Invitation = "invitation", "Invitation à négocier", "Invitation to negotiate";
        Signatures = "signatures", "Signataires", "Signatures";
        Clauses = "clauses", "Clauses du protocole", "Clauses";
        Colleges = "colleges", "Collèges et sièges", "Colleges and seats";
        Hours = "hours", "Heures de délégation", "Delegation hours";
        Mandates = "mandates", "Mandats", "Mandates";
        Voting = "voting", "Façon de voter", "How the vote is held";
    }
}

codes! {
    /// Where a point stands.
    State {
        Wrong = "wrong", "à corriger", "wrong";
        Open = "open", "indéterminé", "undetermined";
        Todo = "to-do", "à vérifier", "to verify";
        Fine = "fine", "en règle", "in order";
    }
}

codes! {
    /// What a point says.
    Said {
        InvitationDay = "invitation-day",
            "le jour de réception de l’invitation n’est pas noté (--invitation)",
            "the day the invitation arrived is not noted (--invitation)";
        InvitationInTime = "invitation-in-time",
            "invitation reçue quinze jours avant la première réunion",
            "invitation received fifteen days before the first meeting";
        InvitationLate = "invitation-late",
            "invitation reçue moins de quinze jours avant la première réunion",
            "invitation received less than fifteen days before the first meeting";
        MeetingDay = "meeting-day",
            "le jour de la première réunion n’est pas noté (--meeting)",
            "the day of the first meeting is not noted (--meeting)";
        ContentNotYet = "content-not-yet",
            "invitation d’avant le 8 juin 2024\u{a0}: aucun contenu n’était imposé",
            "invitation of before 8 June 2024: no content was required";
        ContentMissing = "content-missing", "l’invitation ne dit pas", "the invitation does not say";
        ContentUnknown = "content-unknown",
            "l’invitation dit-elle\u{a0}? (--says, --lacks)",
            "does the invitation say? (--says, --lacks)";
        ContentWhole = "content-whole",
            "l’invitation dit ce qu’elle doit dire à toute entreprise",
            "the invitation says what it has to say in any company";
        LetterMissing = "letter-missing",
            "représentatif ici ou avec une section, et pas invité par courrier",
            "representative here or with a section, and not invited by letter";
        NotInvited = "not-invited",
            "pas invité\u{a0}: à inviter s’il est indépendant, a deux ans et couvre l’entreprise",
            "not invited: it has to be if it is independent, two years old and covers the company";
        InvitedUnknown = "invited-unknown",
            "invité comment\u{a0}? (--union SYNDICAT:invité=courrier)",
            "invited how? (--union UNION:invited=letter)";
        Invited = "invited", "invité comme il le faut", "invited as has to be";
        NoUnions = "no-unions",
            "aucun syndicat noté (--union SYNDICAT:venu=oui,signé=non)",
            "no union is noted (--union UNION:came=yes,signed=no)";
        WhoSigns = "who-signs", "suffisent ensemble", "are enough together";
        Enough = "enough",
            "signé par plus de la moitié des syndicats venus, dont les représentatifs à plus de la moitié des voix",
            "signed by more than half of the unions that came, the representative ones with more than half of the votes";
        NotEnough = "not-enough",
            "signatures insuffisantes\u{a0}; suffirait en plus",
            "the signatures are not enough; what would be, in addition";
        NumberMissed = "number-missed",
            "pas plus de la moitié des syndicats venus à la négociation ont signé",
            "no more than half of the unions that came to the negotiation signed";
        VotesMissed = "votes-missed",
            "les représentatifs qui ont signé n’ont pas plus de la moitié des suffrages exprimés",
            "the representative ones that signed do not have more than half of the valid votes";
        HeadsMissed = "heads-missed",
            "faute de résultats\u{a0}: pas plus de la moitié des représentatifs ont signé",
            "without results: no more than half of the representative unions signed";
        FactsMissing = "facts-missing",
            "venu, représentatif ou part des voix pas noté",
            "came, representative or share of the votes not noted";
        EmployerDecides = "employer-decides",
            "aucun syndicat représentatif n’a négocié\u{a0}: l’employeur répartit le personnel et les sièges",
            "no representative union negotiated: the employer spreads staff and seats";
        Talks = "talks",
            "l’employeur négocie avec tout syndicat intéressé et donne les données sur le personnel\u{a0}; sinon, saisissez le tribunal avant le premier tour",
            "the employer negotiates with every union concerned and gives the data on the staff; else go to court before the first round";
        Refer = "refer",
            "un syndicat est venu et le protocole n’est pas valable\u{a0}: saisissez l’administration avant le vote, sinon l’élection est nulle",
            "a union came and the protocol is not valid: ask the administration before the vote, otherwise the election is void";
        Amendment = "amendment",
            "un avenant demande les mêmes majorités",
            "an amendment takes the same majorities";
        OnlyWithCandidate = "only-with-candidate",
            "de onze à vingt\u{a0}: les syndicats ne sont invités que si quelqu’un se dit candidat·e dans les trente jours de l’information",
            "from eleven to twenty: unions are invited only if somebody says they stand within thirty days of the information";
        Imminent = "imminent",
            "protégé·e dès que l’employeur connaît l’imminence de la candidature\u{a0}: écrivez-lui",
            "protected from the day the employer knows that the candidacy is imminent: write to them";
        Reserve = "reserve",
            "qui signe, ou dépose une liste, sans réserve ne peut plus contester le protocole\u{a0}: écrivez vos réserves",
            "who signs, or files a list, without reserve can no longer contest the protocol: write your reserves down";
        ClauseHolds = "clause-holds", "signée par qui il faut", "signed by whom it takes";
        ClauseVoid = "clause-void", "nulle, il y faut", "void, it takes";
        ClauseOpen = "clause-open", "il y faut", "it takes";
        HeadcountUnknown = "headcount-unknown",
            "l’effectif n’est pas noté (election edit --headcount)",
            "the headcount is not noted (election edit --headcount)";
        HeadcountOfCompany = "headcount-of-company",
            "effectif, selon la fiche de l’entreprise",
            "headcount, by the record of the company";
        CadresCounted = "cadres-counted",
            "ingénieurs, chefs de service et cadres",
            "engineers, heads of department and cadres";
        CadresOfCompany = "cadres-of-company",
            "ingénieurs, chefs de service et cadres, selon la fiche de l’entreprise",
            "engineers, heads of department and cadres, by the record of the company";
        CadresUnknown = "cadres-unknown",
            "le nombre de cadres n’est pas noté (--cadres)\u{a0}: à vingt-cinq ils ont leur collège",
            "the number of cadres is not noted (--cadres): at twenty-five they have a college of their own";
        ThirdCollege = "third-college",
            "vingt-cinq cadres ou plus\u{a0}: il faut un troisième collège, aucun accord ne l’empêche",
            "twenty-five cadres or more: a third college is due, no agreement prevents it";
        CollegesDiffer = "colleges-differ",
            "un autre nombre de collèges que celui de la loi\u{a0}: il y faut tous les représentatifs",
            "another number of colleges than that of the law: it takes all representative unions";
        CollegesDue = "colleges-due", "autant de collèges que la loi en veut", "as many colleges as the law wants";
        ReservedMissing = "reserved-missing",
            "un titulaire au moins est réservé aux cadres dans le second collège",
            "one full member at least is reserved for the cadres in the second college";
        NoCadre = "no-cadre",
            "aucun cadre\u{a0}: le siège réservé n’a pas d’objet",
            "no cadre: the reserved seat has no object";
        EmptyCollege = "empty-college",
            "un collège sans siège de titulaire\u{a0}: aucun ne peut en rester sans",
            "a college without a seat of a full member: none may be left without";
        SpreadAsPractice = "spread-as-practice",
            "sièges répartis comme au plus fort reste, qui est un usage",
            "seats spread as by the largest remainder, which is practice";
        SpreadOtherwise = "spread-otherwise",
            "sièges répartis autrement qu’au plus fort reste (un usage)\u{a0}; il donnerait",
            "seats spread otherwise than by the largest remainder (practice); it would give";
        StaffUnknown = "staff-unknown",
            "le personnel de chaque collège n’est pas noté (election edit --college 1:effectif=95)",
            "the staff of each college is not noted (election edit --college 1:staff=95)";
        HoursKept = "hours-kept", "autant d’heures que par la loi, ou plus", "as many hours as by law, or more";
        HoursLost = "hours-lost",
            "moins d’heures que par la loi\u{a0}: dans chaque collège leur total doit rester",
            "fewer hours than by law: each college has to keep their total";
        HoursOpen = "hours-open",
            "heures\u{a0}: cela dépend de la répartition des sièges légaux, qu’aucun texte ne fixe",
            "hours: it depends on how the seats of the law spread, which no text sets";
        HoursUnknown = "hours-unknown",
            "les heures du collège ne sont pas notées (election edit --college 1:heures=54)\u{a0}; par la loi",
            "the hours of the college are not noted (election edit --college 1:hours=54); by law";
        FourYears = "four-years", "mandats de quatre ans", "mandates of four years";
        AgreedYears = "agreed-years",
            "durée convenue\u{a0}: il y faut un accord d’entreprise, de groupe ou de branche",
            "an agreed length: it takes an agreement of the company, the group or the branch";
        NoLimit = "no-limit",
            "aucune limite au nombre de mandats successifs",
            "no limit to successive mandates";
        LimitUnless = "limit-unless",
            "trois mandats successifs, sauf si le protocole en dit autrement",
            "three successive mandates, unless the protocol says otherwise";
        Limit = "limit", "trois mandats successifs au plus", "three successive mandates at most";
        VotingUnknown = "voting-unknown",
            "papier ou électronique\u{a0}? (--voting)",
            "paper or electronic? (--voting)";
        OnPaper = "on-paper", "vote sur papier", "vote on paper";
        ByAgreement = "by-agreement",
            "lisez l’accord d’entreprise ou de groupe qui ouvre le vote électronique",
            "read the agreement of the company or the group that opens the electronic vote";
        ByEmployer = "by-employer",
            "sans accord l’employeur ne décide qu’à défaut\u{a0}: une négociation a-t-elle été tentée\u{a0}?",
            "without an agreement the employer decides only failing one: was a negotiation tried?";
        Specification = "specification",
            "demandez le cahier des charges, tenu au travail et sur l’intranet",
            "ask for the specification, kept at the workplace and on the intranet";
        Expert = "expert",
            "demandez le rapport de l’expertise indépendante",
            "ask for the report of the independent expert";
        Security = "security",
            "codes, émargement, vote et dépouillement\u{a0}: qui y a accès\u{a0}?",
            "credentials, signing, voting and counting: who has access?";
        Separate = "separate",
            "fichier des électeurs et urne dans deux systèmes séparés",
            "file of the electors and urn in two separate systems";
        Data = "data",
            "les représentatifs sont informés des formalités sur les données",
            "the representative unions are told of the formalities on data";
        Annex = "annex",
            "le protocole cite l’accord et le prestataire, une annexe décrit le système",
            "the protocol names the agreement and the provider, an annex describes the system";
        Help = "help", "une cellule d’assistance technique existe", "there is a technical support cell";
        Notice = "notice",
            "chacun·e a reçu la notice\u{a0}; élus et bureau de vote sont formés",
            "everybody has the notice; the elected and the polling board were trained";
        Test = "test",
            "soyez au test\u{a0}: urne vide, scellée, chiffrée, dépouillement essayé puis scellé",
            "be at the test: urn empty, sealed, encrypted, count tried and then sealed";
        Period = "period",
            "le vote a une période délimitée, à chaque tour",
            "the vote has a limited period, in each round";
        NoPartial = "no-partial",
            "aucun résultat partiel\u{a0}; la liste d’émargement au bureau de vote seul",
            "no partial result; the signing list for the polling board alone";
        Closing = "closing",
            "scellement contrôlé avant le dépouillement, devant les listes",
            "sealing checked before the count, before the lists";
        Kept = "kept",
            "tout reste sous scellés jusqu’à la fin du délai de recours",
            "all stays under seal until the period to contest ends";
    }
}
