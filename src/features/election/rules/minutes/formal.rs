//! How minutes have to be made: what they state, who writes and signs them, and when.

use super::{Contest, Judge, Official, Said};
use crate::{
    base::word::{codes, synonyms},
    election::{ElectionError, Fault, fault::bad},
    features::election::rules::Contested,
    law::{Finding, LawError},
};

codes! {
    /// Who wrote the minutes.
    Writer {
        /// A member of the polling board.
        Board = "board", "bureau de vote", "polling board";
        /// An elector.
        Elector = "elector", "personne électrice", "an elector";
        /// Somebody else: the employer, a lawyer.
        Other = "other", "tiers", "somebody else";
    }
}

synonyms! {
    Writer {
        Board ["bureau"];
        Elector ["electeur", "electrice"];
        Other ["autre"];
    }
}

/// How the minutes of a vote were made, as far as somebody looked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Formal {
    /// Whether they state the hours of opening and closing.
    pub hours: Option<bool>,
    /// Those hours, in minutes of the day.
    pub opened: Option<u32>,
    /// The hour of closing.
    pub closed: Option<u32>,
    /// Whether they were drawn up at once after the count, in the polling room.
    pub at_once: Option<bool>,
    /// Who wrote them.
    pub writer: Option<Writer>,
    /// How many members the board has.
    pub members: Option<u32>,
    /// How many of them signed.
    pub signed: Option<u32>,
    /// Whether the elected are named with their votes.
    pub names: Option<bool>,
    /// Whether the board proclaimed the results, and not the employer.
    pub board: Option<bool>,
}

/// Each question, with the tables that it rests on.
const QUESTIONS: &[(Contested, &[&str])] = &[
    (Contested::Hours, &["minutes.hours"]),
    (Contested::AtOnce, &["minutes.at-once"]),
    (Contested::Writer, &["minutes.writer"]),
    (Contested::Signatures, &["minutes.signatures"]),
    (Contested::Names, &["minutes.content"]),
    (Contested::Board, &["minutes.content"]),
];

impl Formal {
    /// Returns what the minutes say to a question and what they should; nothing where nobody looked.
    fn answer(&self, question: Contested) -> Option<(Said, Said)> {
        let flag = |yes: Option<bool>| yes.map(|yes| (Said::Flag(yes), Said::Flag(true)));
        match question {
            Contested::Hours => {
                flag(self.hours.or((self.opened.is_some() && self.closed.is_some()).then_some(true)))
            }
            Contested::AtOnce => flag(self.at_once),
            Contested::Writer => flag(self.writer.map(|w| w != Writer::Other)),
            Contested::Signatures => {
                let (signed, members) = (self.signed?, self.members?);
                Some((Said::Number(signed.into()), Said::Number(members.into())))
            }
            Contested::Names => flag(self.names),
            Contested::Board => flag(self.board),
            _ => None,
        }
    }

    /// Checks that the answers hold together.
    pub(super) fn check(&self, at: &dyn Fn(&str) -> String) -> Result<(), ElectionError> {
        if let (Some(opened), Some(closed)) = (self.opened, self.closed)
            && closed <= opened
        {
            return Err(bad(at("closes"), Fault::Below("opens".to_owned())));
        }
        if self.hours == Some(false) && (self.opened.is_some() || self.closed.is_some()) {
            return Err(bad(at("hours"), Fault::Conflict("opens".to_owned())));
        }
        Ok(())
    }
}

impl Judge<'_> {
    /// Adds what is wrong with how the minutes were made.
    ///
    /// # Law
    /// The principles of electoral law that article R. 67 of the Code électoral states and the rulings of the tables
    /// `minutes.*` apply to the CSE: one that is broken annuls by itself, whatever the result.
    pub(super) fn form(&mut self, theirs: &Official) -> Result<(), ElectionError> {
        for (what, rules) in QUESTIONS {
            let Some((said, due)) = theirs.formal.answer(*what) else { continue };
            self.compared = self.compared.saturating_add(1);
            if said != due {
                self.contests.push(Contest {
                    college: theirs.college.clone(),
                    post: theirs.post,
                    list: None,
                    what: *what,
                    theirs: Some(said),
                    ours: None,
                    due: Some(due),
                    decisive: false,
                    law: self.law(rules)?,
                });
            }
        }
        Ok(())
    }

    /// Returns the questions that nobody answered for any vote.
    pub(super) fn unanswered(
        &self,
        official: &[Official],
    ) -> Result<Vec<(Contested, Finding<()>)>, LawError> {
        let open =
            QUESTIONS.iter().filter(|(what, _)| official.iter().all(|o| o.formal.answer(*what).is_none()));
        open.map(|(what, rules)| Ok((*what, self.law(rules)?))).collect()
    }
}
