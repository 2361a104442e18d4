//! The codes of what is told about bargaining, with their words.

use crate::base::word::codes;

codes! {
    /// Where a round stands.
    Stage {
        New = "new", "pas commencée", "not begun";
        Requested = "requested", "demandée par le syndicat", "requested by the union";
        Convened = "convened", "parties convoquées", "parties convened";
        Open = "open", "en cours", "under way";
        Agreed = "agreed", "accord signé", "agreement signed";
        Disagreed = "disagreed", "désaccord", "disagreement";
        Filed = "filed", "close et déposée", "closed and filed";
    }
}

codes! {
    /// What the employer owes in a round.
    Act {
        Forward = "forward",
            "transmet la demande aux autres organisations représentatives",
            "passes the request on to the other representative unions";
        Convene = "convene", "convoque les parties", "convenes the parties";
        FirstMeeting = "first-meeting",
            "tient la première réunion et y fixe lieu, calendrier et informations",
            "holds the first meeting and sets place, calendar and information there";
        Information = "information", "remet les informations", "hands over the information";
        NoUnilateralDecision = "no-unilateral-decision",
            "ne prend aucune décision unilatérale sur ces matières, sauf urgence",
            "takes no unilateral decision on these matters, but for urgency";
        Notify = "notify",
            "notifie l’accord à toutes les organisations représentatives",
            "notifies the agreement to all representative unions";
        File = "file",
            "dépose le texte sur la plateforme du ministère",
            "files the text on the ministry’s platform";
        PayGaps = "pay-gaps",
            "joint le procès-verbal sur les écarts de rémunération",
            "adds the minutes on pay gaps";
        Minutes = "minutes",
            "établit le procès-verbal de désaccord\u{a0}: dernières propositions, mesures unilatérales",
            "draws up the minutes of disagreement: last proposals, unilateral measures";
        Plan = "plan",
            "établit et dépose le plan d’action annuel sur l’égalité, faute d’accord (L. 2242-3)",
            "draws up and files the yearly action plan on equality, for want of an agreement (L. 2242-3)";
    }
}

codes! {
    /// What to ask in a round.
    Ask {
        Request = "request",
            "demander la négociation par une lettre datée, et noter le jour de réception",
            "request bargaining by a dated letter, and record the day it is received";
        RequestAgain = "request-again",
            "de nouveau la négociation, par une lettre datée, une fois ce jour venu",
            "for the bargaining again, by a dated letter, once that day has come";
        Place = "place", "le lieu des réunions", "the place of the meetings";
        Calendar = "calendar", "le calendrier des réunions", "the calendar of the meetings";
        Information = "information",
            "quelles informations seront remises, et quel jour",
            "which information is handed over, and when";
        Content = "content",
            "que tous les points que la loi met dans ce sujet soient traités (bargain item)",
            "that every point the law puts into this subject is dealt with (bargain item)";
        LastPositions = "last-positions",
            "que les dernières propositions de chacun figurent au procès-verbal (bargain disagreement)",
            "that the last proposals of each side stand in the minutes (bargain disagreement)";
        Filing = "filing",
            "le dépôt du procès-verbal, à l’initiative de la partie la plus diligente\u{a0}: nous aussi (bargain guide désaccord)",
            "that the minutes are filed, by the party that is quickest: we may too (bargain guide disagreement)";
    }
}

codes! {
    /// Why a request starts nothing.
    Void {
        NoSection = "no-section",
            "ne courent pas\u{a0}: aucun syndicat représentatif n’a de section dans l’entreprise",
            "do not run: no representative union has a section in the company";
        BelowHeadcount = "below-headcount",
            "ne courent pas\u{a0}: cette négociation n’est due qu’à partir de 300 salariés",
            "do not run: this bargaining is only due from 300 employees on";
        NotCovered = "not-covered",
            "inconnus\u{a0}: aucun texte lu ne couvre le jour de la demande",
            "not known: no text that was read covers the day of the request";
        NoDuty = "no-duty",
            "ne courent pas\u{a0}: cette négociation n’était pas encore due ce jour-là",
            "do not run: this bargaining was not due yet on that day";
    }
}

codes! {
    /// What would settle whether the days of the employer run.
    Unknown {
        Headcount = "headcount", "l’effectif (company headcount)", "the headcount (company headcount)";
        LastRound = "last-round",
            "la dernière négociation sur ce sujet (company set --last-…)",
            "the last round on this subject (company set --last-…)";
        Section = "section",
            "s’il y a une section d’un syndicat représentatif (company set --representative-section)",
            "whether a representative union has a section (company set --representative-section)";
        Subject = "subject", "le sujet demandé", "the subject requested";
    }
}

codes! {
    /// What would settle whether a duty applies.
    Unsettled {
        Headcount = "headcount", "selon l’effectif, non noté", "depends on the headcount, not recorded";
        Section = "section",
            "selon la section représentative, non notée",
            "depends on the representative section, not recorded";
        Profits = "profits",
            "si le bénéfice net atteint 1\u{a0}% du chiffre d’affaires trois exercices de suite",
            "if the net profit reached 1 % of turnover in three years in a row";
    }
}

codes! {
    /// A duty that is no subject of bargaining.
    Besides {
        ValueSharing = "value-sharing",
            "partage de la valeur, de 11 à 49 salariés",
            "value sharing, from 11 to 49 employees";
        Index = "index", "index d’égalité, publié chaque 1er mars", "equality index, published every 1 March";
    }
}
