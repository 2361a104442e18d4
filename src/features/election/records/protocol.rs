//! The negotiation of the protocol: who was invited, who came, who signed, what the invitation said.

use crate::{
    base::{
        kept::parts,
        shape::{Element, Member, coded, element_of, keyed},
        word::{codes, synonyms},
    },
    election::Clause,
    features::election::records::Known,
};

codes! {
    /// What the invitation to negotiate has to say.
    Content {
        Employer = "employer", "nom de l’employeur", "name of the employer";
        Address = "address", "adresse de l’employeur", "address of the employer";
        Establishment = "establishment", "établissement, s’il y en a", "establishment, where there is one";
        Agreement = "agreement",
            "intitulé de la convention de branche, s’il y en a une",
            "title of the branch agreement, where there is one";
        Identifier = "identifier",
            "identifiant de la convention de branche (IDCC)",
            "identifier of the branch agreement (IDCC)";
        Place = "place", "lieu de la première réunion", "place of the first meeting";
        Date = "date", "date de la première réunion", "date of the first meeting";
        Hour = "hour", "heure de la première réunion", "hour of the first meeting";
    }
}

synonyms! {
    Content {
        Employer ["employeur", "nom"];
        Address ["adresse"];
        Establishment ["établissement"];
        Agreement ["convention"];
        Identifier ["identifiant", "idcc"];
        Place ["lieu"];
        Date ["jour"];
        Hour ["heure"];
    }
}

keyed!(Content);
keyed!(Clause);

codes! {
    /// How a union was invited to negotiate.
    Invited {
        /// By letter.
        Letter = "letter", "par courrier", "by letter";
        /// By other means: a notice, a mail to all.
        Otherwise = "otherwise", "autrement", "by other means";
        /// It was not.
        No = "no", "pas invité", "not invited";
    }
}

synonyms! {
    Invited {
        Letter ["courrier", "lettre"];
        Otherwise ["autre", "affichage"];
        No ["non"];
    }
}

coded!(Invited);

codes! {
    /// How the vote is held.
    Voting {
        /// On paper.
        Paper = "paper", "sur papier", "on paper";
        /// Electronic, by an agreement of the company or of the group.
        ByAgreement = "electronic-agreement",
            "électronique, par accord d’entreprise ou de groupe",
            "electronic, by agreement of the company or the group";
        /// Electronic, as the employer decided without an agreement.
        ByEmployer = "electronic-employer",
            "électronique, par décision de l’employeur",
            "electronic, by decision of the employer";
    }
}

synonyms! {
    Voting {
        Paper ["papier"];
        ByAgreement ["électronique-accord"];
        ByEmployer ["électronique-employeur"];
    }
}

coded!(Voting);

parts! {
    /// A union around the negotiation.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Negotiator {
        /// The union.
        0 union: String,
        /// How it was invited, where that is known.
        1 invited: Option<Invited>,
        /// Whether it took part, even if it left.
        2 came: Option<Known>,
        /// Whether it signed the protocol.
        3 signed: Option<Known>,
        /// Whether it is representative in the company, where that was said.
        4 representative: Option<Known>,
        /// Its share of the valid votes at the last elections, an exact fraction as text, where that was said.
        5 share: Option<String>,
        /// Whether it has a section here, where that is known.
        6 section: Option<Known>,
    }
}

impl Member for Negotiator {
    fn element(&self) -> Element {
        element_of(&self.union)
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.union.cmp(&other.union)
    }
}
