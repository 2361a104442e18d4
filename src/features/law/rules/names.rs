//! The names of the fields that calculators and elections take, in both languages: a field without words does not compile.

use crate::base::word::codes;

codes! {
    /// A field of a form, or a figure that a fault names.
    Leaf {
        AgencyMonths = "agency_months", "mois de mission en agence", "agency months";
        AllStruck = "all_struck", "bulletins dont tous les noms sont rayés", "all struck";
        AtOnce = "at_once", "dressé aussitôt", "at once";
        Audience = "audience", "audience", "share of the votes";
        Average = "average", "moyenne", "average";
        Back = "back", "jour du retour", "back";
        Ballots = "ballots", "bulletins", "ballots";
        Blank = "blank", "bulletins blancs", "blank";
        BlankNull = "blank_null", "bulletins blancs et nuls", "blank and null";
        Board = "board", "proclamé par le bureau", "board";
        BoardSize = "board_size", "membres du bureau", "board size";
        Born = "born", "date de naissance", "born";
        Box = "box", "urne", "box";
        Boxes = "boxes", "urnes", "boxes";
        By = "by", "remplaçant·e", "by";
        ByAverage = "by_average", "sièges à la plus forte moyenne", "by average";
        ByQuotient = "by_quotient", "sièges au quotient", "by quotient";
        Cadre = "cadre", "ingénieur·e ou cadre", "cadre";
        Cadres = "cadres", "cadres", "cadres";
        Came = "came", "venu à la négociation", "came";
        Candidate = "candidate", "candidature", "candidate";
        Candidates = "candidates", "candidatures", "candidates";
        Carence = "carence", "carence", "no candidates";
        Categorical = "categorical", "syndicat catégoriel", "categorical";
        Category = "category", "catégorie", "category";
        Cause = "cause", "motif", "cause";
        Clauses = "clauses", "clauses du protocole", "clauses";
        Closes = "closes", "heure de clôture", "closes";
        College = "college", "collège", "college";
        Colleges = "colleges", "collèges", "colleges";
        Company = "company", "activité de l’entreprise", "company";
        CompanyHeadcount = "company_headcount", "effectif de l’entreprise", "company headcount";
        ContractEnd = "contract_end", "fin du contrat", "contract end";
        Contracts = "contracts", "contrats", "contracts";
        Count = "count", "nombre", "count";
        Date = "date", "date", "date";
        Dates = "dates", "dates de la procédure", "dates";
        Delegation = "delegation", "délégation d’autorité", "delegation";
        Departures = "departures", "départs", "departures";
        Draft = "draft", "brouillon", "draft";
        EarlierMonths = "earlier_months", "mois sous contrats antérieurs", "earlier months";
        Elected = "elected", "élu·e·s", "elected";
        Entry = "entry", "saisie", "entry";
        Erasures = "erasures", "ratures", "erasures";
        Establishment = "establishment", "établissement", "establishment";
        Establishments = "establishments", "établissements", "establishments";
        ExtendedUntil = "extended_until", "nouveau terme des mandats", "extended until";
        Extension = "extension", "prorogation", "extension";
        File = "file", "fichier", "file";
        FirstRound = "first_round", "premier tour", "first round";
        Follows = "follows", "premier tour suivi", "follows";
        Free = "free", "liste sans syndicat", "free";
        From = "from", "début", "from";
        GroupSince = "group_since", "dans le groupe depuis", "in the group since";
        Habitual = "habitual", "travail habituel", "habitual work";
        HeadDuties = "head_duties", "obligations du chef d’entreprise", "head duties";
        Headcount = "headcount", "effectif", "headcount";
        Header = "header", "ligne des colonnes", "header";
        Hired = "hired", "date d’embauche", "hired";
        Holders = "holders", "titulaires", "holders";
        Hours = "hours", "heures", "hours";
        Id = "id", "identifiant", "id";
        Invited = "invited", "invité", "invited";
        Kind = "kind", "genre", "kind";
        Lacks = "lacks", "manque à l’invitation", "lacks";
        LeaveMonths = "leave_months", "mois de congé parental", "leave months";
        LegalHours = "legal_hours", "heures légales", "legal hours";
        Line = "line", "ligne", "line";
        LinkEnded = "link_ended", "fin du lien avec l’entreprise", "link ended";
        List = "list", "liste", "list";
        Lists = "lists", "listes", "lists";
        MandateYears = "mandate_years", "durée des mandats en ans", "mandate years";
        Member = "member", "fiche", "member";
        Members = "members", "adhérent·e·s", "members";
        Men = "men", "hommes", "men";
        MissionMonths = "mission_months", "mois de mission avant l’embauche", "mission months";
        Month = "month", "mois", "month";
        Months = "months", "mois", "months";
        MonthsOnPremises = "months_on_premises", "mois dans les locaux", "months on premises";
        MonthsPresent = "months_present", "mois de présence", "months present";
        MonthsToStand = "months_to_stand", "mois d’ancienneté pour se présenter", "months to stand";
        Name = "name", "nom", "name";
        Named = "named", "jour de la désignation", "named on";
        Names = "names", "noms des élu·e·s avec leurs voix", "names";
        NextVote = "next_vote", "prochaines élections", "next vote";
        NoWorkersCollege = "no_workers_college", "pas de collège ouvriers et employés", "no workers college";
        Null = "null", "bulletins nuls", "null";
        Office = "office", "mandat", "office";
        Opened = "opened", "création ou ouverture", "opened on";
        Opens = "opens", "heure d’ouverture", "opens";
        Order = "order", "ordre", "order";
        Ours = "ours", "liste de la section", "ours";
        PartTimeElsewhere = "part_time_elsewhere", "à temps partiel ailleurs", "part time elsewhere";
        People = "people", "personnes", "people";
        Position = "position", "rang", "position";
        Presence = "presence", "présence", "presence";
        Protocol = "protocol", "protocole", "protocol";
        Quorum = "quorum", "quorum", "quorum";
        Quotient = "quotient", "quotient électoral", "electoral quotient";
        Registered = "registered", "inscrits", "registered";
        RegisteredOfCollege = "registered of the college", "inscrits du collège", "registered of the college";
        Relative = "relative", "proche de l’employeur", "relative";
        RelativeOfHead = "relative_of_head", "proche du dirigeant", "relative of head";
        Renounced = "renounced", "renonciation", "renounced on";
        Replacement = "replacement", "remplacement", "replacement";
        Representative = "representative", "représentatif", "representative";
        RepresentsEmployer = "represents_employer", "représente l’employeur", "represents employer";
        Reserved = "reserved", "sièges réservés", "reserved";
        RightsLost = "rights_lost", "droits civiques perdus", "rights lost";
        Round = "round", "tour", "round";
        RunsCompany = "runs_company", "dirige une société", "runs company";
        SafetyMeetings = "safety_meetings", "réunions de sécurité seules", "safety meetings";
        Says = "says", "dit par l’invitation", "says";
        Scenarios = "scenarios", "scénarios", "scenarios";
        Seats = "seats", "sièges", "seats";
        Section = "section", "section syndicale", "section";
        Sex = "sex", "sexe", "sex";
        Share = "share", "part", "share";
        Sheets = "sheets", "saisies", "sheets";
        Signatures = "signatures", "émargements", "signatures";
        Signed = "signed", "signataires", "signed";
        Site = "site", "établissement", "establishment";
        Sites = "sites", "établissements", "establishments";
        Size = "size", "nombre de candidatures", "size";
        Split = "split", "répartition des voix", "split";
        SplitTold = "split_told", "répartition connue de", "split told to";
        Staff = "staff", "effectif du collège", "staff";
        StandsElsewhere = "stands_elsewhere", "se présente ailleurs", "stands elsewhere";
        Struck = "struck", "ratures", "struck";
        Substitutes = "substitutes", "suppléants", "substitutes";
        TakenOver = "taken_over", "ancienneté reprise", "taken over";
        Traits = "traits", "qualités", "traits";
        Union = "union", "syndicat", "union";
        Unions = "unions", "syndicats", "unions";
        Unit = "unit", "unité économique et sociale", "unit";
        Valid = "valid", "suffrages exprimés", "valid";
        Variant = "variant", "variante", "variant";
        Vote = "vote", "vote", "vote";
        VotedHeadcount = "voted_headcount", "effectif aux dernières élections", "voted headcount";
        Voters = "voters", "votants", "voters";
        VotersLessBlank = "voters less blank", "votants moins les blancs", "voters less blank";
        Votes = "votes", "voix", "votes";
        VotesAtHost = "votes_at_host", "vote chez l’accueil", "votes at host";
        VotesHere = "votes_here", "vote ici", "votes here";
        Voting = "voting", "façon de voter", "voting";
        Who = "who", "personne", "who";
        Without = "without", "clauses absentes", "without";
        Women = "women", "femmes", "women";
        WonOthers = "won_others", "élu·e·s dans un autre collège", "won others";
        WonWorkers = "won_workers", "élu·e·s ouvriers et employés", "won workers";
        Writer = "writer", "qui a écrit le procès-verbal", "writer";
    }
}

codes! {
    /// One of what stands in a list of a form.
    Item {
        Boxes = "boxes", "urne", "box";
        Candidates = "candidates", "candidature", "candidate";
        Colleges = "colleges", "collège", "college";
        Contracts = "contracts", "contrat", "contract";
        Departures = "departures", "départ", "departure";
        Lists = "lists", "liste", "list";
        Months = "months", "mois", "month";
        People = "people", "personne", "person";
        Scenarios = "scenarios", "scénario", "scenario";
        Sheets = "sheets", "saisie", "sheet";
        Sites = "sites", "établissement", "establishment";
        Staff = "staff", "--staff, collège", "--staff, college";
        Struck = "struck", "ratures de la candidature", "erasures of candidate";
        Unions = "unions", "syndicat", "union";
        Votes = "votes", "voix de la candidature", "votes of candidate";
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    /// The fields of the structures that are read from files, as they are written there.
    fn fields(source: &str) -> BTreeSet<String> {
        let forms = source.split("deny_unknown_fields").skip(1);
        let bodies =
            forms.filter_map(|rest| rest.split_once("struct ")?.1.split_once("{\n")?.1.split("\n}").next());
        let mut out = BTreeSet::new();
        for body in bodies {
            let mut renamed = None;
            for line in body.lines().map(str::trim) {
                if let Some((_, name)) = line.split_once("rename = \"") {
                    renamed = name.split('"').next();
                }
                let line = line.strip_prefix("pub ").or(line.strip_prefix("pub(super) ")).unwrap_or(line);
                let name = line.split_once(": ").map(|(name, _)| name);
                let is_name = |n: &&str| n.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                if let Some(name) = name.filter(is_name) {
                    out.insert(renamed.take().unwrap_or(name).to_owned());
                }
            }
        }
        out
    }

    #[test]
    fn every_field_of_a_form_has_its_words() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/features");
        let mut found = BTreeSet::new();
        for dir in ["law/rules/form", "election/actions"] {
            for entry in fs::read_dir(root.join(dir)).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|e| e == "rs") {
                    found.extend(fields(&fs::read_to_string(path).unwrap()));
                }
            }
        }
        assert!(found.len() > 70 && found.contains("months_to_stand") && found.contains("box"), "{found:?}");
        let missing: Vec<_> = found.iter().filter(|name| Leaf::from_code(name).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn the_fields_of_a_form_are_seen() {
        let source = "#[serde(deny_unknown_fields)]\npub struct A {\n    /// Doc: x\n    pub zphqx: u8,\n    \
                      #[serde(rename = \"box\")]\n    place: u8,\n}\n";
        assert_eq!(fields(source).into_iter().collect::<Vec<_>>(), ["box", "zphqx"]);
    }
}
