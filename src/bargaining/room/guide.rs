//! What to do, in order: when the employer defaults, after an agreement or minutes of disagreement, without a union delegate, after
//! elections.

use std::sync::LazyLock;

use serde::Deserialize;

use super::said;
use crate::{
    bargaining::outlook::Subject,
    base::{
        Lang,
        word::{codes, synonyms},
    },
    law::Fraction,
};

codes! {
    /// What a guide is on.
    Topic {
        /// The employer does not bargain as the law asks.
        Default = "default", "l’employeur ne négocie pas", "the employer defaults";
        /// An agreement was signed.
        Agreement = "agreement", "après un accord", "after an agreement";
        /// Minutes of disagreement were drawn up.
        Disagreement = "disagreement", "après un désaccord", "after minutes of disagreement";
        /// There is no union delegate.
        WithoutDelegate = "without-delegate", "sans délégué·e syndical·e", "without a union delegate";
        /// Elections were held.
        AfterElections = "after-elections", "après les élections", "after the elections";
    }
}

synonyms! {
    Topic {
        Default ["défaut", "carence", "refus"];
        Agreement ["accord", "signature"];
        Disagreement ["désaccord"];
        WithoutDelegate ["sans-délégué", "sans-déléguée", "sans-ds", "sans délégué", "sans ds"];
        AfterElections ["élections", "après-élections", "elections"];
    }
}

/// One step.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The guide in which it stands.
    pub topic: Topic,
    /// The subjects for which it counts; all where none is named.
    #[serde(default)]
    pub subjects: Vec<Subject>,
    /// The article.
    pub article: String,
    /// The version in which its words were read.
    pub version: String,
    /// The words.
    pub quote: String,
    /// Whether a part of it rests on a text that was not read.
    #[serde(default)]
    pub unverified: bool,
    /// The words of the bound of headcount, in the article or the title around it.
    pub bound: Option<String>,
    /// The headcount from which it counts.
    pub from: Option<i64>,
    /// The headcount up to which it counts, itself included.
    pub up_to: Option<i64>,
    /// The headcount below which it counts.
    pub below: Option<i64>,
    /// Whether it needs somebody elected (`true`) or nobody (`false`).
    pub cse: Option<bool>,
    /// What to do, in French.
    pub fr: String,
    /// The same in English.
    pub en: String,
}

impl Step {
    /// Returns what to do in words.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &str {
        said(lang, &self.fr, &self.en)
    }
}

#[derive(Deserialize)]
struct File {
    step: Vec<Step>,
}

static STEPS: LazyLock<Vec<Step>> =
    LazyLock::new(|| toml::from_str::<File>(include_str!("guide.toml")).map(|f| f.step).unwrap_or_default());

/// Returns every step, as the file says them.
#[must_use]
pub fn all() -> &'static [Step] {
    &STEPS
}

/// What is known of the company; nothing is assumed of what is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// The subject of the round.
    pub subject: Option<Subject>,
    /// The headcount (*effectif*).
    pub headcount: Option<Fraction>,
    /// Whether there is somebody elected in the CSE.
    pub cse: Option<bool>,
}

codes! {
    /// What decides whether a step counts, and is not known.
    Decides {
        Headcount = "headcount", "selon l’effectif", "depending on the headcount";
        Cse = "cse", "selon qu’il y a un CSE", "depending on whether there is a CSE";
    }
}

/// A step that counts, or may.
#[derive(Debug, Clone)]
pub struct Counted {
    /// The step.
    pub step: &'static Step,
    /// What is not known and decides; nothing where it counts for certain.
    pub open: Vec<Decides>,
}

/// Returns the steps of a guide (*que faire*) for what is known, in their order. A step of which it is not known whether it counts is
/// there, with what decides.
///
/// # Law
/// Default: L2242-13, -14, -4, -6, -7, -8, -3, R2242-3, D2242-12, L2132-3, L2243-1, L2243-2. Agreement: L2231-5, D2231-2, L2231-5-1,
/// L2261-1, L2262-14, L2222-5-1, L2261-7-1, L2261-9. Without a delegate: L2143-6, L2232-21 to -26, L2143-23. After elections:
/// L2143-11, L2143-3, D2143-4, L2143-8, L2142-1-1.
#[must_use]
pub fn steps(topic: Topic, known: &Known) -> Vec<Counted> {
    all().iter().filter(|s| s.topic == topic).filter_map(|step| counted(step, known)).collect()
}

fn counted(step: &'static Step, known: &Known) -> Option<Counted> {
    let ours = known.subject.is_none_or(|s| step.subjects.is_empty() || step.subjects.contains(&s));
    if !ours {
        return None;
    }
    let mut open = Vec::new();
    if step.from.is_some() || step.up_to.is_some() || step.below.is_some() {
        match known.headcount {
            None => open.push(Decides::Headcount),
            Some(n) => {
                let fits = step.from.is_none_or(|f| n >= Fraction::whole(f))
                    && step.up_to.is_none_or(|u| n <= Fraction::whole(u))
                    && step.below.is_none_or(|b| n < Fraction::whole(b));
                if !fits {
                    return None;
                }
            }
        }
    }
    match (step.cse, known.cse) {
        (Some(needed), Some(there)) if needed != there => return None,
        (Some(_), None) => open.push(Decides::Cse),
        _ => {}
    }
    Some(Counted { step, open })
}
