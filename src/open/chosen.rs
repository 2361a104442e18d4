//! A new passphrase: proposed, asked for until one is taken, judged by what is known of who chooses it.

use zeroize::Zeroizing;

use crate::{
    open::{Ask, AskError, Place, Wanted},
    vault::{passphrase, strength},
};

/// Longest new passphrase, in bytes.
const LONGEST: usize = 4096;

/// What a new passphrase is measured against.
pub struct Against<'a> {
    /// The words drawn by lot that an empty answer takes.
    pub proposal: &'a str,
    /// What is known of the person and of their section.
    pub own: &'a [String],
    /// The passphrase that it takes the place of.
    pub before: Option<&'a str>,
}

/// Returns what the place says of the person: the names of the folders of the vault and of the settings.
#[must_use]
pub fn own(place: &Place) -> Vec<String> {
    [&place.vault, &place.identity_file()].map(|p| p.to_string_lossy().into_owned()).to_vec()
}

/// Asks for a new passphrase until one is taken: what is wrong is said, and the proposal stays the same.
///
/// # Errors
/// Why none came; a script is asked once.
pub fn new(ask: &dyn Ask, against: &Against<'_>) -> Result<Zeroizing<String>, AskError> {
    loop {
        let fault = match once(ask, against) {
            Ok(typed) => return Ok(typed),
            Err(fault) => fault,
        };
        let lost = matches!(fault, AskError::NoTerminal | AskError::BadDescriptor(_) | AskError::Stopped);
        if lost || !ask.again(&fault) {
            return Err(fault);
        }
    }
}

/// Asks for a new passphrase twice; an empty answer takes the proposal, which is then typed once to show that it was
/// written down.
fn once(ask: &dyn Ask, against: &Against<'_>) -> Result<Zeroizing<String>, AskError> {
    let typed = passphrase::normal(ask.passphrase(Wanted::New)?.text());
    let typed = match typed.is_empty() {
        true if ask.scripted() => return Err(AskError::Empty),
        true => Zeroizing::new(against.proposal.to_owned()),
        false => typed,
    };
    if typed.len() > LONGEST {
        return Err(AskError::TooLong);
    }
    if typed.contains(['\0', '\u{fffd}']) {
        return Err(AskError::NotText);
    }
    if against.before == Some(&**typed) {
        return Err(AskError::Same);
    }
    strength::judge(&typed, against.own).map_err(AskError::Weak)?;
    if ask.scripted() {
        return Ok(typed);
    }
    if *passphrase::normal(ask.passphrase(Wanted::Again)?.text()) == *typed {
        Ok(typed)
    } else {
        Err(AskError::Differ)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::open::Secret;

    const GOOD: &str = "tonneau lisible grimoire ourlet cadran hublot friche";

    /// Answers from a list.
    struct Answers(RefCell<Vec<&'static str>>, bool);

    impl Ask for Answers {
        fn passphrase(&self, _: Wanted) -> Result<Secret, AskError> {
            Ok(Secret::new(self.0.borrow_mut().remove(0).to_owned()))
        }
        fn scripted(&self) -> bool {
            self.1
        }
    }

    fn answer(list: &[&'static str], scripted: bool) -> Result<String, AskError> {
        let against = Against { proposal: "proposed words", own: &[], before: Some("the one before") };
        new(&Answers(RefCell::new(list.to_vec()), scripted), &against).map(|p| p.to_string())
    }

    #[test]
    fn asked_twice_and_compared() {
        assert_eq!(answer(&[GOOD, GOOD], false), Ok(GOOD.to_owned()));
        assert_eq!(
            answer(&[GOOD, "tonneau lisible grimoire ourlet cadran hublot"], false),
            Err(AskError::Differ)
        );
        assert_eq!(answer(&[GOOD], true), Ok(GOOD.to_owned()));
        assert!(matches!(answer(&["azerty1"], false), Err(AskError::Weak(_))));
        assert_eq!(answer(&[""], true), Err(AskError::Empty));
        assert_eq!(
            answer(&["tonneau lisible\0 grimoire ourlet cadran hublot friche"], true),
            Err(AskError::NotText)
        );
    }

    #[test]
    fn the_one_before_is_no_new_one() {
        assert_eq!(answer(&["the one before"], true), Err(AskError::Same));
    }

    #[test]
    fn an_empty_answer_takes_the_proposal_once_it_is_typed() {
        let words = "slackness uncut rogue freeing unbolted darkish revision";
        let take = |again| {
            let ask = Answers(RefCell::new(vec!["", again]), false);
            new(&ask, &Against { proposal: words, own: &[], before: None }).map(|p| p.to_string())
        };
        assert_eq!(take(words), Ok(words.to_owned()));
        assert_eq!(take("uncut"), Err(AskError::Differ));
    }
}
