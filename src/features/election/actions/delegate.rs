//! Whom our union may name, from an election that is kept.

use chrono::NaiveDate;

use crate::{
    base::{Id, text::fold},
    election::{self, Aspirant, Designation, Fault, Mission, Naming},
    features::{
        company::{actions as company, rules as company_rules},
        election::{
            actions::{PollError, analysis::person, day_of, dossier, fault, polls, replace::asked},
            records::Poll,
            rules::{
                Dossier, RoundResult,
                delegate::{people, told},
                outcome,
            },
        },
        law::rules as law,
    },
    law::{Answer, Finding, Fraction, book},
    vault::Vault,
};

/// What is asked, and what the election does not say.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct DelegateForm {
    /// The union that names; ours where it is not given.
    pub union: Option<String>,
    /// What the vault does not hold; what it holds fills the rest.
    pub naming: Naming,
}

/// Whom the union may name.
pub struct Named {
    /// The first round on which it rests.
    pub election: Id,
    /// The union.
    pub union: String,
    /// The answer.
    pub found: Finding<Designation>,
}

/// Tells whom a union may name, by the last general election of the mandates: scores, lists, seats, audience, headcount; what
/// `form` says comes before what the vault holds.
///
/// # Errors
/// No such election, or not counted; a union that is not known; as [`election::designation`].
pub fn delegate(
    vault: &Vault,
    today: NaiveDate,
    which: Option<&str>,
    form: DelegateForm,
) -> Result<Named, PollError> {
    let (id, poll) = general(vault, today, which)?;
    let union = form.union.or_else(|| poll.ours.clone()).ok_or_else(|| fault("union", Fault::Missing))?;
    let dossier = dossier(vault, id, poll)?;
    let found = outcome(book(), &dossier, None, day_of(&dossier, today))?;
    if found.votes.iter().all(|v| v.counted() == 0) {
        return Err(PollError::NotCounted);
    }
    let counted = (dossier, found);
    let said = form.naming;
    let mut naming = Naming { people: Vec::new(), ..said.clone() };
    standing(&mut naming, &counted, &union);
    seats_won(&mut naming, &counted, &union);
    headcounts(vault, today, &mut naming, &counted.0.poll)?;
    naming.first_round = naming.first_round.or(counted.0.poll.day);
    naming.people = stood(vault, &counted, &union)?;
    for one in said.people {
        told(&mut naming.people, one);
    }
    Ok(Named { election: id, union, found: law::designation(&naming, today)? })
}

/// The first round that began the mandates in which an election lies.
fn general(vault: &Vault, today: NaiveDate, which: Option<&str>) -> Result<(Id, Poll), PollError> {
    let asked = asked(vault, today, which)?;
    let place = |p: &Poll| p.establishment.as_deref().map(fold);
    let begins = |p: &Poll| p.round == 1 && p.is_general() && place(p) == place(&asked) && p.day <= asked.day;
    polls(vault)?.into_iter().rfind(|(_, p)| begins(p)).ok_or(PollError::None)
}

/// Whether the union is representative there; over the whole company only where that is one electorate.
fn standing(naming: &mut Naming, (dossier, found): &(Dossier, RoundResult), union: &str) {
    let wide = matches!(naming.mission, Mission::Central | Mission::AtCentral);
    if naming.audience.is_some() || naming.representative.is_some() {
        return;
    }
    if wide && dossier.poll.establishment.is_some() || !found.complete() {
        return;
    }
    let Some(audience) = found.audience.as_ref().map(|f| &f.value) else { return };
    match audience.unions.iter().find(|u| fold(&u.name) == fold(union)) {
        // A categorical union is measured in its colleges.
        Some(u) if u.in_colleges.is_some() => naming.representative = Some(u.representative),
        Some(u) => naming.audience = Some(u.share),
        None => naming.representative = Some(false),
    }
}

/// In which colleges the union has elected: the first one is that of workers and employees, where there are several.
fn seats_won(naming: &mut Naming, (dossier, found): &(Dossier, RoundResult), union: &str) {
    let [first, _, ..] = dossier.poll.colleges.as_slice() else { return };
    let mine = |list: &Id| {
        let slate = dossier.slates.iter().find(|(id, _)| id == list);
        slate.is_some_and(|(_, s)| s.unions.iter().any(|u| fold(&u.union) == fold(union)))
    };
    let settled = found.votes.iter().all(|v| match v.allocation.as_ref().map(|a| &a.value) {
        Some(Answer::Undetermined { .. }) => false,
        Some(Answer::Known(_)) | None => v.complete,
    });
    let won = |workers: bool| {
        let any = found.votes.iter().filter(|v| (v.college == first.id) == workers);
        let any = any.flat_map(|v| v.seated().collect::<Vec<_>>()).any(|(list, _)| mine(&list));
        if any { Some(true) } else { settled.then_some(false) }
    };
    naming.won_workers = naming.won_workers.or_else(|| won(true));
    naming.won_others = naming.won_others.or_else(|| won(false));
}

/// The headcount of the last elections and that of today, with the months at fifty.
fn headcounts(vault: &Vault, today: NaiveDate, naming: &mut Naming, poll: &Poll) -> Result<(), PollError> {
    let number = |text: &String| text.parse::<Fraction>().ok();
    let company = company::company(vault)?;
    let of_company = company.voted_headcount.as_ref().and_then(number);
    naming.voted = naming.voted.or_else(|| poll.headcount.as_ref().and_then(number));
    if naming.establishments.is_empty() {
        let known = company.sites.iter().filter_map(|s| s.headcount.as_ref().and_then(number));
        naming.establishments = known.collect();
    }
    if let Some(place) = &poll.establishment {
        let here = company.sites.iter().find(|s| fold(&s.name) == fold(place));
        let own = here.and_then(|s| s.headcount.as_ref().and_then(number));
        naming.headcount = naming.headcount.or(own);
        naming.company = naming.company.or(of_company);
        return Ok(());
    }
    naming.voted = naming.voted.or(of_company);
    if naming.headcount.is_some() {
        return Ok(());
    }
    naming.headcount = company_rules::last_headcount(&company, today).map(|(_, n)| n);
    if naming.months.is_none() {
        let found = election::crossings(book(), &company_rules::headcounts(&company), today)?;
        let fifty = book().whole("threshold.delegate", today)?;
        let known = found.value.iter().find(|c| c.threshold == fifty);
        naming.months = known.filter(|c| c.months_unknown == 0 || c.reached).map(|c| c.months_in_a_row);
    }
    Ok(())
}

/// Everybody who stood, with what the roster knows of them.
fn stood(vault: &Vault, counted: &(Dossier, RoundResult), union: &str) -> Result<Vec<Aspirant>, PollError> {
    let mut out = people(counted, union);
    for (_, slate) in &counted.0.slates {
        for candidate in &slate.candidates {
            let Some(id) = candidate.member else { continue };
            let Some((_, person)) = person(vault, id)? else { continue };
            if let Some(one) = out.iter_mut().find(|p| fold(&p.name) == fold(&candidate.name)) {
                one.born = one.born.or(person.birth);
                one.hired = one.hired.or(person.hired);
            }
        }
    }
    Ok(out)
}
