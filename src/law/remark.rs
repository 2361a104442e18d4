//! What a reasoning remarks, and what it leaves open: each code with its words.

use crate::base::word::codes;

codes! {
    /// What to beware of in an answer: what it assumes, what it leaves out, what no text says.
    Remark {
        ExactlyThreeHundred = "exactly-three-hundred",
            "à exactement 300, l’article L.\u{a0}2312-34 dit «\u{a0}dépasse\u{a0}» et d’autres textes «\u{a0}au moins 300\u{a0}».",
            "at exactly 300, article L. 2312-34 says “exceeds” and other texts “at least 300”.";
        RepresentativeUnsaid = "representative-unsaid",
            "il n’est pas dit si le syndicat est représentatif ici (article L.\u{a0}2121-1)\u{a0}: il est supposé ne pas l’être. \
            Précisez --representative ou --not-representative.",
            "it is not said whether the union is representative here (article L. 2121-1): it is taken not to be. Say so with \
            --representative or --not-representative.";
        NoBudgetBelow = "no-budget-below",
            "la masse salariale ne compte pas ici\u{a0}: le budget de fonctionnement commence à cinquante salariés (article \
            L.\u{a0}2315-61).",
            "the payroll does not count here: the operating budget begins at fifty employees (article L. 2315-61).";
        StartUnwritten = "start-unwritten",
            "l’article ne dit pas mot pour mot de quel jour court ce délai.",
            "the article does not say word for word from what day this period runs.";
        MonthsAssumed = "months-assumed",
            "les douze mois d’affilée au seuil ne sont pas donnés\u{a0}: ils sont tenus pour acquis (--months pour les dire).",
            "the twelve months in a row at the threshold are not given: they are taken as met (--months says them).";
        PersonAssumed = "person-assumed",
            "l’âge ou l’ancienneté d’une personne n’est pas donné\u{a0}: dix-huit ans et le temps voulu sont tenus pour acquis.",
            "the age or the time here of somebody is not given: eighteen years and the time asked are taken as met.";
        MonthsMissing = "months-missing",
            "des mois manquent\u{a0}; un mois qui n’est pas enregistré interrompt le décompte.",
            "some months are missing; a month that is not recorded interrupts the count.";
        MandateLengthOutside = "mandate-length-outside",
            "la durée convenue sort des bornes légales\u{a0}; la durée légale est retenue.",
            "the agreed length lies outside the legal bounds; the legal length is used.";
        MandatesFromProclamation = "mandates-from-proclamation",
            "compté depuis le premier tour\u{a0}; les mandats courent de la proclamation des résultats.",
            "counted from the first round; mandates run from the proclamation of the results.";
        MandatesFromSecondRound = "mandates-from-second-round",
            "compté depuis le second tour, seul connu\u{a0}; le premier est d’avant, et le terme est le même pour les deux.",
            "counted from the second round, the only one known; the first came before it, and both have one end.";
        FortnightBounds = "fortnight-bounds",
            "que la quinzaine compte quinze jours ou quatorze n’est pas tranché.",
            "whether the fortnight counts fifteen days or fourteen is not settled.";
        SectionNotRecorded = "section-not-recorded",
            "il n’est pas enregistré si un syndicat représentatif a une section ici\u{a0}; sans elle rien n’est dû.",
            "it is not recorded whether a representative union has a section here; without one nothing is due.";
        HeadcountNotRecorded = "headcount-not-recorded",
            "l’effectif n’est pas enregistré\u{a0}; cette négociation suppose 300 salariés.",
            "the headcount is not recorded; this bargaining presupposes 300 employees.";
        EqualRemainders = "equal-remainders",
            "des restes sont égaux\u{a0}: aucun texte ne dit à quel collège va le dernier siège.",
            "remainders are equal: no text says to which college the last seat goes.";
        BallotsAssumed = "ballots-assumed",
            "les bulletins d’une liste ne sont pas donnés\u{a0}: ceux de son meilleur candidat sont retenus.",
            "the ballots of a list are not given: those of its best candidate are used.";
        TieBeyondText = "tie-beyond-text",
            "le texte ne règle que deux listes et un siège\u{a0}; ici le plus de voix décide aussi au-delà.",
            "the text settles two lists and one seat only; here more votes decides beyond it too.";
        OptionalCandidatePlace = "optional-candidate-place",
            "le texte interdit la première position à la candidature facultative, sans fixer la sienne.",
            "the text keeps the optional candidate from first place, without saying which place is theirs.";
        SeniorityWaiver = "seniority-waiver",
            "l’inspection du travail peut déroger à l’ancienneté (article L.\u{a0}2314-25).",
            "the labour inspector may waive seniority (article L. 2314-25).";
        VotesMissing = "votes-missing",
            "les voix des listes font moins que les suffrages valables.",
            "the votes of the lists are fewer than the valid ballots.";
        PrincipleNotSpelled = "principle-not-spelled",
            "aucun article ne l’écrit mot pour mot\u{a0}; c’est un principe du droit électoral, à vérifier au cas par cas.",
            "no article spells this out; it is a principle of electoral law, to be verified case by case.";
        ContractUnbroken = "contract-unbroken",
            "les mois de contrat ne sont pas donnés\u{a0}: un contrat sans coupure depuis l’embauche est supposé.",
            "the months under contract are not given: one unbroken contract since the hiring is assumed.";
        RequestConditions = "request-conditions",
            "ces jours ne courent que si la demande vient d’un syndicat représentatif, là où un tel syndicat a une section, \
            plus de douze mois (trente-six pour les emplois et pour les salariés expérimentés) après la dernière \
            négociation, ou passé l’intervalle d’un accord.",
            "these days only run when a representative union asks, where such a union has a section, more than twelve months \
            (thirty-six for jobs and careers and for experienced employees) after the last negotiation, or past the \
            interval of an agreement.";
        EarlyRequest = "early-request",
            "aucun texte ne dit si une demande faite trop tôt vaut une fois le temps venu\u{a0}: refaites-la ce jour-là.",
            "no text says whether a request made too early counts once the time has come: make it again on that day.";
        LastRoundNotRecorded = "last-round-not-recorded",
            "la dernière négociation sur ce sujet n’est pas notée\u{a0}: il est indéterminé si ces délais courent.",
            "the last negotiation on this subject is not recorded: it is undetermined whether these periods run.";
        RoundNotRecorded = "round-not-recorded",
            "le dernier tour n’est pas noté\u{a0}: le jour montré est celui depuis lequel la loi veut cette négociation.",
            "the last round is not recorded: the day shown is that since which the law wants this bargaining.";
        NeverBargained = "never-bargained",
            "le texte compte depuis la négociation précédente et ne dit rien de la première\u{a0}: aucun jour n’est fixé, le jour \
            montré est celui depuis lequel on le sait.",
            "the text counts from the negotiation before and says nothing of the first one: no day is set, the day shown is that \
            since which it is known.";
        MonthsFromRecordedRound = "months-from-recorded-round",
            "le texte ne dit pas si les mois courent du début ou de la fin de la négociation précédente\u{a0}; ici, du jour noté.",
            "the text does not say whether the months run from the beginning or the end of the negotiation before; here, from \
            the day recorded.";
        LawOfToday = "law-of-today",
            "les textes lus ne vont pas jusqu’à ce jour\u{a0}; c’est le droit d’aujourd’hui qui répond.",
            "the texts that were read do not reach that day; the law of today answers.";
        AgreedIntervalOutside = "agreed-interval-outside",
            "l’intervalle convenu dépasse quatre ans\u{a0}; quatre ans sont retenus.",
            "the agreed interval is longer than four years; four years are used.";
        MethodEndsFirst = "method-ends-first",
            "l’accord prend fin avant l’intervalle qu’il fixe\u{a0}: dès sa fin, la règle sans accord s’applique.",
            "the agreement ends before the interval that it sets: from its end the rule without one applies.";
        HoursReceived = "hours-received",
            "aucun texte ne dit si des heures reçues se reportent\u{a0}; elles sont comptées dans leur mois seul.",
            "no text says whether hours received carry over; they are counted in their month alone.";
        NoCseAssumed = "no-cse-assumed",
            "de onze à vingt, seulement sans CSE élu\u{a0}; c’est supposé.",
            "from eleven to twenty only without an elected CSE; that is assumed.";
        TermNotKnown = "term-not-known",
            "le terme des mandats n’est pas donné\u{a0}: à moins de six mois de lui, il n’y a pas d’élections partielles.",
            "the end of the mandates is not given: less than six months before it there is no by-election.";
        MonthsToCome = "months-to-come",
            "des mois ne sont pas encore finis\u{a0}: ils sont comptés comme s’ils l’étaient.",
            "some months are not over yet: they are counted as if they were.";
        FirstCommittee = "first-committee",
            "ce comité est tenu pour le premier, mis en place après le seuil (article L.\u{a0}2312-2)\u{a0}; s’il en suivait un autre, \
            les douze mois courent du seuil\u{a0}: notez l’élection d’avant.",
            "this committee is taken as the first one, set up after the threshold (article L. 2312-2); if it followed another, the \
            twelve months run from the threshold: record the election before it.";
        MonthsNotCounted = "months-not-counted",
            "des mois ne sont pas finis au jour demandé\u{a0}: ils ne comptent pas.",
            "some months are not over on the day asked about: they do not count.";
        PresenceAssumed = "presence-assumed",
            "la présence sur douze mois n’est pas donnée\u{a0}: une présence entière est supposée.",
            "presence over twelve months is not given: full presence is assumed.";
        PremisesAssumed = "premises-assumed",
            "la présence dans les locaux n’est pas donnée\u{a0}: un an est supposé.",
            "presence on the premises is not given: one year is assumed.";
        RerunOpen = "rerun-open",
            "indéterminé\u{a0}: aucun texte lu ne dit si un scrutin refait après annulation ouvre de nouveaux mandats ou finit avec les mandats en cours, ni s’il mesure l’audience\u{a0}; le jugement peut le dire",
            "undetermined: no text that we read says whether a vote held again after an annulment begins new mandates or ends with the running ones, nor whether it measures the audience; the judgment may say so";
        NoCadreToElect = "no-cadre-to-elect",
            "aucun cadre\u{a0}: le siège réservé n’a pas d’objet, personne ne pourrait l’occuper",
            "no cadre: the reserved seat has no object, nobody could hold it";
        EarlyAgreement = "early-agreement",
            "aucun texte ni arrêt lu ne parle d’écourter des mandats\u{a0}; par symétrie avec leur prorogation, il faut l’accord de tous les syndicats représentatifs",
            "no text or ruling that we read speaks of shortening mandates; by symmetry with their extension all representative unions have to agree";
        WholeRerun = "whole-rerun",
            "aucun texte ni arrêt lu ne dit quels mandats commencent après une annulation totale\u{a0}: des mandats entiers sont supposés",
            "no text or ruling that we read says which mandates begin after a whole annulment: those of a whole term are assumed";
        CarenceLastDay = "carence-last-day",
            "le texte dit «\u{a0}à l’issue\u{a0}» des six mois, sans dire si leur dernier jour suffit\u{a0}: indéterminé, refaites la demande le lendemain",
            "the text says “at the end” of the six months, not whether their last day will do: undetermined, ask again on the next day";
        RevokedReplaced = "revoked-replaced",
            "la révocation (article L.\u{a0}2314-36) est de la même section que le remplacement\u{a0}; aucun arrêt lu ne le confirme",
            "revocation (article L. 2314-36) stands in the same section as replacement; no ruling that we read confirms it";
        RequesterLetter = "requester-letter",
            "le délai court de l’envoi de la lettre recommandée du premier syndicat qui a demandé ou accepté les élections\u{a0}; sans lettre d’un syndicat, il n’y a pas de protection à ce titre",
            "the period runs from the sending of the registered letter of the first union that asked for or accepted the elections; without the letter of a union there is no protection on this ground";
        ElectorateOnly = "electorate-only",
            "les trois jours valent pour l’électorat\u{a0}; la régularité de l’élection se conteste dans les quinze jours qui la suivent (article R.\u{a0}2314-24)",
            "the three days are for the electorate; whether the election was regular is contested within the fifteen days after it (article R. 2314-24)";
        BusinessAssumed = "business-assumed",
            "entreprise prise pour ordinaire, ni d’intérim ni de portage (sinon\u{a0}: company set --kind, ou --company)",
            "the company is taken for an ordinary one, neither agency nor umbrella (else: company set --kind, or --company)";
        UmbrellaHere = "umbrella-here",
            "salarié·e porté·e dans nos locaux\u{a0}: indéterminé, pas de vote ici, ou celui des mis à disposition (article L.\u{a0}2314-23)",
            "an umbrella employee on our premises: undetermined, no vote here, or that of the seconded (article L. 2314-23)";
        SplitKnown = "split-known",
            "la répartition indiquée d’une liste commune ne compte que si l’employeur et les électeurs l’ont connue avant le vote\u{a0}; sinon, les parts sont égales",
            "the stated split of a common list counts only where the employer and the electors knew it before the vote; else the parts are equal";
        HoursWindow = "hours-window",
            "le texte ne dit pas si les douze mois comptent celui du crédit\u{a0}; ici oui, ce qui fait perdre plus tôt.",
            "the text does not say whether the twelve months count that of the credit; here they do, the earlier loss.";
        ExtensionNotProvided = "extension-not-provided",
            "aucun texte ne proroge expressément ce délai\u{a0}: retenez le premier des deux jours.",
            "no text expressly extends this period: keep the earlier of the two days.";
        LabourExtensionDoubted = "labour-extension-doubted",
            "l’article R.\u{a0}1231-1 proroge les délais de ce titre, et aucune décision lue ne l’applique à celui-ci\u{a0}: \
            agissez le jour calculé\u{a0}; n’opposez à l’autre que le jour prorogé.",
            "article R. 1231-1 extends the periods of this title, and no decision that was read applies it to this one: act on \
            the day counted; hold only the extended day against the other side.";
        AppealClear = "appeal-clear",
            "le délai du recours administratif est franc et se proroge selon la jurisprudence (CE 5 juin 2009, n°\u{a0}312682, \
            lue par une page)\u{a0}: seul le premier jour est sûr.",
            "the period of an administrative appeal is clear and is extended by case law (CE 5 June 2009, no. 312682, known by a \
            page): only the earlier day is safe.";
        ClockStands = "clock-stands",
            "le juge est saisi\u{a0}: le délai ne court plus jusqu’à la notification de son jugement. Les jours qui restaient \
            s’ajouteront alors\u{a0}; la date montrée est celle d’avant.",
            "the court was asked: the time does not run until its judgment is notified. The days that were left are then \
            added; the day shown is the one of before.";
        ClockStood = "clock-stood",
            "le délai n’a pas couru pendant que le juge était saisi\u{a0}: les jours qui restaient s’ajoutent à partir de la \
            notification du jugement.",
            "the time did not run while the court had been asked: the days that were left are added from the notice of the \
            judgment.";
        HourToHour = "hour-to-hour",
            "le délai se compte en heures, d’heure à heure, dimanches compris\u{a0}: seul le jour est montré, l’heure est celle \
            du premier acte.",
            "the period is counted in hours, from hour to hour, Sundays included: only the day is shown, the hour is that of the \
            first act.";
        ParityWithinSeats = "parity-within-seats",
            "la liste a plus de candidats que de sièges\u{a0}: la proportion est vérifiée sur les premiers, autant que de sièges\u{a0}; \
            aucun texte ne dit ce qui serait dû au-delà.",
            "the list has more candidates than seats: the proportion is checked on the first ones, as many as there are seats; no \
            text says what would be due beyond.";
        NoExpertAssumed = "no-expert-assumed",
            "il n’est pas dit si un expert intervient\u{a0}: aucun n’est supposé. S’il y en a, le délai est plus long (--expert).",
            "it is not said whether an expert is at work: none is assumed. With one the period is longer (--expert).";
        DayNotCovered = "day-not-covered",
            "les textes lus commencent le 1er janvier 2018\u{a0}: ce qui découlait de ce jour-là relève d’un droit plus ancien, et \
            aucune date n’en est tirée ici.",
            "the texts that were read begin on 1 January 2018: what followed from that day is under an older law, and no date is \
            drawn from it here.";
        MeetingMonths = "meeting-months",
            "le texte ne dit pas si les mois sont ceux du calendrier ou courent de la réunion précédente\u{a0}; ici, de la \
            réunion précédente. Si un accord (article L.\u{a0}2312-19) fixe le nombre des réunions, c’est lui qui compte.",
            "the text does not say whether the months are those of the calendar or run from the meeting before; here, from the \
            meeting before. Where an agreement (article L. 2312-19) sets the number of meetings, that counts.";
        MeetingsNoted = "meetings-noted",
            "seules les réunions notées sont comptées\u{a0}: si l’une manque ici, notez-la (agenda record cse-meeting).",
            "only meetings that are noted are counted: if one is missing here, record it (agenda record cse-meeting).";
        SaintMartinDay = "saint-martin-day",
            "à Saint-Martin, le texte dit le 27 mai\u{a0}; depuis 2018 on y chôme en pratique le 28 (lu dans la presse locale)\u{a0}: \
            retenez le premier des deux jours possibles.",
            "at Saint-Martin the text says 27 May; since 2018 it is 28 May in practice (read in the local press): keep the \
            earlier of the two days.";
        GoodFridayNotKnown = "good-friday-not-known",
            "le Vendredi saint n’est férié que dans les communes d’Alsace-Moselle qui ont un temple protestant ou une église \
            mixte, et la commune n’est pas connue\u{a0}: le premier des deux jours est retenu. Pour trancher\u{a0}: --territory \
            alsace-moselle (férié) ou alsace-moselle-no-good-friday (non férié).",
            "Good Friday is a holiday only in communes of Alsace-Moselle with a Protestant or a mixed church, and the commune \
            is not known: the earlier of the two days is kept. To settle it: --territory alsace-moselle (a holiday there) or \
            alsace-moselle-no-good-friday (none).";
        GoodFridayCommunes = "good-friday-communes",
            "le Vendredi saint n’est férié que dans les communes qui ont un temple protestant ou une église mixte.",
            "Good Friday is a holiday only in communes with a Protestant or a mixed church.";
        VoteFrom = "vote-from",
            "le texte ne dit pas d’où courent les deux mois\u{a0}; ici, de la fin des huit jours pour signer.",
            "the text does not say where the two months run from; here, from the end of the eight days to sign.";
        MinutesNextMeeting = "minutes-next-meeting",
            "avant la réunion suivante si elle se tient plus tôt.",
            "before the next meeting where that is held earlier.";
    }
}

codes! {
    /// Why the law leaves a question open.
    Open {
        TieAgeUnknown = "tie-age-unknown",
            "moyennes et voix sont égales\u{a0}: il faut les dates de naissance des candidats qui suivent.",
            "averages and votes are equal: the birth dates of the next candidates are needed.";
        Namesake = "namesake",
            "une personne du même nom est déjà élue\u{a0}: notez les dates de naissance, pour dire si c’est la même",
            "somebody of the same name is elected already: note the dates of birth, to tell whether it is the same person";
        SitesNotKnown = "sites-not-known",
            "les établissements distincts ne sont pas donnés\u{a0}: un seul, ou plusieurs\u{a0}?",
            "the distinct establishments are not given: one, or several?";
        SpreadOpen = "spread-open",
            "restes égaux\u{a0}: aucun texte ne dit à quel collège va le dernier siège\u{a0}; c’est au protocole de le dire.",
            "equal remainders: no text says which college has the last seat; the protocol has to say.";
        ByElectionBase = "by-election-base",
            "des sièges n’ont jamais été pourvus\u{a0}: le texte ne dit pas si la moitié est celle des élus ou celle des sièges.",
            "some seats were never filled: the text does not say whether half is that of the elected or of the seats.";
        ExtendedTerm = "extended-term",
            "mandats prorogés\u{a0}: le texte ne dit pas de quel terme courent les six mois.",
            "the mandates are extended: the text does not say from which end the six months count.";
        ReplacementCategory = "replacement-category",
            "il faut les catégories professionnelles\u{a0}: la priorité va à la même catégorie.",
            "the professional categories are needed: the same category comes first.";
        ReplacementVotes = "replacement-votes",
            "il faut les voix des suppléant·e·s\u{a0}: le plus grand nombre l’emporte.",
            "the votes of the substitutes are needed: whoever has most comes in.";
        ReplacementTie = "replacement-tie",
            "voix égales\u{a0}: aucun texte ne dit si l’ordre de la liste ou l’âge l’emporte\u{a0}; le syndicat ne choisit pas.",
            "equal votes: no text says whether the order of the list or the age decides; the union may not choose.";
        ReplacementCommonList = "replacement-common-list",
            "aucun texte ne dit si chaque syndicat d’une liste commune est «\u{a0}la même organisation\u{a0}» que sur ses propres listes.",
            "no text says whether each union of a common list is “the same organisation” as on its own lists.";
        ReplacementNoUnion = "replacement-no-union",
            "la liste n’a pas de syndicat, et le texte ne connaît que les syndicats\u{a0}: sa liste d’abord, ou le plus de voix.",
            "the list has no union, and the text knows unions alone: its own list first, or the most votes.";
        ReplacementMoved = "replacement-moved",
            "la catégorie a changé depuis le vote\u{a0}: aucun texte ne dit laquelle compte.",
            "the category has changed since the vote: no text says which one counts.";
        ReplacementOtherCategory = "replacement-other-category",
            "aucun·e suppléant·e de la même catégorie\u{a0}: siège vacant selon le texte, ou un autre syndicat du même collège.",
            "no substitute of the same category: vacant by the text, or another union of the same college.";
        ReplacementOrder = "replacement-order",
            "le texte nomme qui suit le dernier élu de la liste, et ne dit rien au-delà.",
            "the text names whoever follows the last elected of the list, and says nothing beyond.";
        ReplacementBefore = "replacement-before",
            "il faut d’abord dire qui a remplacé la personne partie avant.",
            "it has to be said first who came in for the one who left before.";
        TieSameAge = "tie-same-age",
            "moyennes, voix et âges sont égaux\u{a0}: aucun texte ne dit à qui va le siège.",
            "averages, votes and ages are equal: no text says who gets the seat.";
        ReservedSeat = "reserved-seat",
            "moins de cadres sont élus que de sièges réservés\u{a0}: aucun texte ne dit quelle liste cède.",
            "fewer cadres are elected than seats are reserved: no text says which list gives way.";
        DoubleHalf = "double-half",
            "les deux produits finissent par une demie sans stricte égalité\u{a0}: l’arrondi des deux dépasse la liste.",
            "both products end in one half without strict equality: rounding both exceeds the list.";
        OddListEvenSeats = "odd-list-even-seats",
            "stricte égalité et liste impaire, mais sièges pairs\u{a0}: aucun texte ne dit quel sexe a un candidat de plus.",
            "strict equality and an odd list, but even seats: no text says which sex has one more candidate.";
        SeatsUnknown = "seats-unknown",
            "stricte égalité et liste impaire\u{a0}: il faut le nombre de sièges.",
            "strict equality and an odd list: the number of seats is needed.";
        FullListUnknown = "full-list-unknown",
            "il n’est pas certain qu’une liste complète compterait les deux sexes\u{a0}: il faut le nombre de sièges.",
            "it is not certain that a full list would hold both sexes: the number of seats is needed.";
    }
}
