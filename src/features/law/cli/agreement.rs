//! `contrepoids law agreement` and `contrepoids law pse`.

use std::{fmt::Write as _, path::PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::audience::percent;
use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::features::law::messages::BadOptions;
use crate::{
    base::Lang,
    election::{Clocks, Redundancy, Signatures, Terms, Validity},
    face::{error::Refusal, exit::Exit, finding, frame::Face},
    features::law::{
        rules::{self as law, AudienceForm, Base, SignaturesForm},
        views::{Pse, Signed},
    },
    law::{Finding, Fraction},
    tr,
};

/// Who signed, and how much they weigh.
#[derive(Debug, Clone, Args)]
pub(super) struct SignedArgs {
    /// A representative union and its votes in the first round; repeated for each
    #[arg(long, value_name = "NAME=VOTES", value_parser = answer::named_number)]
    union: Vec<(String, Fraction)>,
    /// The unions that signed
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    signed: Vec<String>,
    /// Results of the election, as for `law audience`: its representative unions are the base
    #[arg(long, value_name = "FILE", conflicts_with_all = ["union", "input"])]
    audience: Option<PathBuf>,
    /// File with "unions" and "signed", JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["union", "signed"])]
    input: Option<PathBuf>,
}

impl SignedArgs {
    fn is_empty(&self) -> bool {
        self.union.is_empty() && self.audience.is_none() && self.input.is_none()
    }

    fn signatures(&self, face: &Face) -> Result<Finding<Base>, Refusal> {
        let signed = self.signed.iter().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect();
        if let Some(path) = &self.audience {
            let ballot = answer::read::<AudienceForm>(path)?.ballot();
            return Ok(law::signatures(&ballot, signed, face.today)?);
        }
        let signatures = match &self.input {
            Some(path) => answer::read::<SignaturesForm>(path)?.signatures(),
            None => Signatures { unions: self.union.clone(), signed },
        };
        let value = Base { signatures, categorical_alone: false };
        Ok(Finding { value, because: Vec::new(), caveats: Vec::new() })
    }
}

/// Tell whether a company agreement is valid by its signatures
///
/// More than half of the votes for representative unions; exactly half is not enough. Above thirty per cent the staff
/// may be asked. With --signed-on the clocks of that vote are told, with --for and --against its result. Below eleven
/// employees, up to twenty without a CSE, --staff and --approved tell whether two thirds of the staff approved the
/// employer's text.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law agreement --union A=250 --union B=150 --signed A
  contrepoids law agreement --audience results.json --signed FO,CGT \\
    --signed-on 2026-11-02
  contrepoids law agreement --union A=250 --union B=150 --signed B --for 51 \\
    --against 49
  contrepoids law agreement --staff 9 --approved 6")]
pub struct AgreementArgs {
    #[command(flatten)]
    who: SignedArgs,
    /// Day of the signature
    #[arg(long, value_name = "YYYY-MM-DD")]
    signed_on: Option<NaiveDate>,
    /// An agreement that no vote of the staff can save: distinct establishments, working of the CSE
    #[arg(long)]
    majority_only: bool,
    /// Votes of the staff for the agreement
    #[arg(long = "for", value_name = "N", requires = "against")]
    for_it: Option<u64>,
    /// Votes of the staff against it
    #[arg(long, value_name = "N", requires = "for_it")]
    against: Option<u64>,
    /// Staff of a company below eleven, up to twenty without a CSE
    #[arg(long, value_name = "N", requires = "approved", conflicts_with_all = ["union", "audience", "input", "signed"])]
    staff: Option<u64>,
    /// Employees who approved
    #[arg(long, value_name = "N", requires = "staff")]
    approved: Option<u64>,
    #[command(flatten)]
    explain: Explaining,
}

/// Tell whether a redundancy plan agreement is valid, and its clocks
///
/// At least half of the votes for representative unions, exactly half included; no vote of the staff. With the number
/// of dismissals, the headcount and the first meeting of the CSE: whether a plan is due, and until when opinions are
/// given.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law pse --union A=250 --union B=250 --signed A
  contrepoids law pse --headcount 720 --dismissals 100 \\
    --first-meeting 2026-11-30")]
pub struct PseArgs {
    #[command(flatten)]
    who: SignedArgs,
    /// Headcount
    #[arg(long, value_name = "N")]
    headcount: Option<Fraction>,
    /// Dismissals planned over thirty days
    #[arg(long, value_name = "N")]
    dismissals: Option<u64>,
    /// First meeting of the CSE
    #[arg(long, value_name = "YYYY-MM-DD", requires = "dismissals")]
    first_meeting: Option<NaiveDate>,
    /// Dismissals over the last three months, without ten in thirty days
    #[arg(long, value_name = "N", requires = "dismissals", requires = "headcount")]
    over_three_months: Option<u64>,
    /// Dismissals over the last calendar year, without a plan
    #[arg(long, value_name = "N", requires = "dismissals", requires = "headcount")]
    over_year: Option<u64>,
    #[command(flatten)]
    explain: Explaining,
}

/// Adds the steps on which the signatures rest before those of the answer.
fn with_base<T>(base: Finding<Base>, found: Finding<T>) -> Finding<T> {
    let mut all = base.map(drop);
    let value = all.and(found);
    all.map(|()| value)
}

/// Runs `contrepoids law agreement`.
pub(super) fn run(face: &mut Face, args: &AgreementArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    if let (Some(staff), Some(approved)) = (args.staff, args.approved) {
        let found = law::approval(staff, approved, face.today)?;
        let (valid, needed) = (found.value.valid, found.value.needed);
        let outcome = if valid { Validity::Valid } else { Validity::Invalid };
        let view = Signed::by_staff(outcome, needed);
        let outcome = outcome.words(lang);
        let text = tr!(
            lang,
            "{approved} sur {staff}, il en fallait {needed}\u{a0}: {outcome}.\n",
            "{approved} of {staff}, {needed} were needed: {outcome}.\n"
        );
        return answer::known(face, args.explain, &found, view, &text);
    }
    if args.who.is_empty() {
        return Err(BadOptions::Needed("--union").into());
    }
    let base = args.who.signatures(face)?;
    let terms = Terms {
        signed_on: args.signed_on,
        majority_only: args.majority_only,
        categorical_alone: base.value.categorical_alone,
        vote: args.for_it.zip(args.against),
    };
    let found = law::agreement(&base.value.signatures, &terms, face.today)?;
    let found = with_base(base, found);
    let agreement = &found.value;
    let (share, outcome) = (percent(lang, agreement.share), agreement.outcome.words(lang));
    let mut text = tr!(
        lang,
        "Les signataires pèsent {share}\u{a0}: {outcome}.\n",
        "The signatories weigh {share}: {outcome}.\n"
    );
    if let Some(clocks) = agreement.clocks {
        text.push_str(&clocks_text(lang, clocks));
    }
    text.push_str(&match agreement.approved {
        None => String::new(),
        Some(true) => {
            tr!(lang, "Approuvé par le vote des salariés.\n", "Approved by the vote of the staff.\n")
        }
        Some(false) => tr!(
            lang,
            "Rejeté par le vote des salariés\u{a0}: réputé non écrit.\n",
            "Rejected by the vote of the staff: deemed unwritten.\n"
        ),
    });
    answer::known(face, args.explain, &found, Signed::by_unions(agreement), &text)
}

fn clocks_text(lang: Lang, clocks: Clocks) -> String {
    let ask = finding::day(lang, clocks.ask_until);
    let sign = finding::day(lang, clocks.sign_until);
    let vote = finding::day(lang, clocks.vote_until);
    let text = tr!(
        lang,
        "Vote demandé par les signataires jusqu’au {ask}, puis par l’employeur\u{a0}; demandé ce jour-là, \
         d’autres signent jusqu’au {sign} et le vote a lieu jusqu’au {vote}.",
        "The signatories may ask for the vote until {ask}, then the employer; asked for on that day, others \
         may sign until {sign} and the vote is held until {vote}."
    );
    finding::wrapped("", "", &text)
}

/// Runs `contrepoids law pse`.
pub(super) fn pse(face: &mut Face, args: &PseArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut facts = Redundancy {
        signatures: None,
        headcount: args.headcount,
        dismissals: args.dismissals,
        first_meeting: args.first_meeting,
        over_three_months: args.over_three_months,
        over_year: args.over_year,
    };
    let found = if args.who.is_empty() {
        if args.dismissals.is_none() {
            return Err(BadOptions::Needed("--union").into());
        }
        law::pse(&facts, face.today)?
    } else {
        let base = args.who.signatures(face)?;
        facts.signatures = Some(base.value.signatures.clone());
        let found = law::pse(&facts, face.today)?;
        with_base(base, found)
    };
    let plan = &found.value;
    let mut text = String::new();
    if let (Some(outcome), Some(share)) = (plan.outcome, plan.share) {
        let (share, outcome) = (percent(lang, share), outcome.words(lang));
        let _ = writeln!(
            text,
            "{}",
            tr!(
                lang,
                "Les signataires pèsent {share}\u{a0}: {outcome}.",
                "The signatories weigh {share}: {outcome}."
            )
        );
    }
    if let Some(required) = plan.required {
        let line = if required {
            tr!(lang, "Un plan de sauvegarde de l’emploi est dû.", "A redundancy plan is due.")
        } else {
            tr!(lang, "Un plan de sauvegarde de l’emploi n’est pas dû.", "No redundancy plan is due.")
        };
        let _ = writeln!(text, "{line}");
    }
    if let Some(months) = plan.opinion_months {
        let by = plan.opinion_by.map_or_else(String::new, |d| {
            let day = finding::day(lang, d);
            tr!(lang, ", jusqu’au {day}", ", until {day}")
        });
        let plural = if months == 1 { "" } else { "s" };
        let _ = writeln!(
            text,
            "{}",
            tr!(
                lang,
                "Avis du CSE\u{a0}: {months} mois{by}",
                "Opinions of the CSE: {months} month{plural}{by}"
            )
        );
    }
    if let (Some(meetings), Some(days)) = (plan.meetings, plan.meeting_gap) {
        let line = if plan.opinion_months.is_some() {
            tr!(
                lang,
                "Réunions du CSE\u{a0}: au moins {meetings}, séparées d’au moins {days} jours",
                "Meetings of the CSE: at least {meetings}, at least {days} days apart"
            )
        } else {
            tr!(
                lang,
                "Réunions du CSE\u{a0}: {meetings}, séparées d’au plus {days} jours",
                "Meetings of the CSE: {meetings}, at most {days} days apart"
            )
        };
        let _ = writeln!(text, "{line}");
    }
    let (validation, homologation) = (plan.validation_days, plan.homologation_days);
    let _ = writeln!(
        text,
        "{}",
        tr!(
            lang,
            "Administration\u{a0}: {validation} jours pour un accord, {homologation} pour un document unilatéral",
            "Administration: {validation} days for an agreement, {homologation} for a unilateral document"
        )
    );
    answer::known(face, args.explain, &found, Pse::of(plan), &text)
}
