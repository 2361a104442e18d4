//! What was done, is under way or does not apply: one function for the lines of every door.
//!
//! What discharges a line, which other lines are of the same duty and where it applies is said by `rules.toml`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use super::{
    Agenda, Basis, Line, LineSource, Subject,
    deeds::Deed,
    long_past,
    rounds::{ASKED, ASKED_AND_PASSED, METHOD, SUBJECT},
    scene::Scene,
};
use crate::{
    bargaining::{self, Situation},
    base::Id,
    calendar::{
        Direction, DutyKind, Nature, RuleError, kinds,
        rule::{
            Family, Rule, RuleId,
            scope::{Condition, Open, Verdict},
        },
    },
    features::{agenda::records as diary, bargain::records::Round},
    law::book,
};

/// Takes away what was done, puts what is under way as such, and leaves one live line a duty and subject.
///
/// # Errors
/// A day that the law tables do not cover.
pub(super) fn settle(
    basis: &Basis,
    scene: &Scene,
    known: &Situation,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    scoped(basis, scene, today, out)?;
    one_a_duty(basis, scene, &mut out.lines);
    discharge(basis, scene, &mut out.lines);
    bargained(basis, known, &mut out.lines)?;
    demanded(&mut out.lines);
    Ok(())
}

/// The rule whose data hold for a line, where it has one.
fn rule_of(line: &Line) -> Option<&'static Rule> {
    line.rule.rule()
}

/// Takes away the lines of rules that do not apply, and says the conditions of those that may.
fn scoped(basis: &Basis, scene: &Scene, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    let mut kept = Vec::with_capacity(out.lines.len());
    for mut line in std::mem::take(&mut out.lines) {
        let Some(rule) = rule_of(&line) else {
            kept.push(line);
            continue;
        };
        match scene.verdict(rule, &line, basis, today)? {
            Verdict::Outside => out.outside.extend(line.root.map(|root| (root, rule.id.clone()))),
            Verdict::If(open) => {
                line.open = open;
                if line.nature == Nature::Due {
                    line.nature = Nature::Undetermined;
                }
                // Of a round that may never have been owed nothing is said for ever.
                let round = line.open.contains(&Open::Other(Condition::QuorumMissed));
                line.past |= round && long_past(line.day, today);
                kept.push(line);
            }
            Verdict::Applies => kept.push(line),
        }
    }
    out.lines = kept;
    Ok(())
}

/// The day from which a line counts: that of the fact that set it going.
fn since(line: &Line) -> NaiveDate {
    line.since.unwrap_or(match &line.source {
        LineSource::Rule { from, .. } => *from,
        _ => line.day,
    })
}

/// Takes away the lines that something done discharges.
fn discharge(basis: &Basis, scene: &Scene, lines: &mut Vec<Line>) {
    let named: BTreeSet<&str> =
        lines.iter().filter_map(rule_of).flat_map(|rule| rule.ends.iter().map(String::as_str)).collect();
    for deed in scene.deeds.iter().filter(|deed| named.contains(deed.code.as_str())) {
        let ended = |line: &Line| rule_of(line).is_some_and(|rule| rule.ends.contains(&deed.code));
        let mut rules: Vec<_> = lines.iter().filter(|l| ended(l)).map(|l| l.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        for name in rules {
            let Some(rule) = name.rule() else { continue };
            let mut fits: Vec<_> = lines
                .iter()
                .enumerate()
                .filter(|(_, line)| line.rule == name && in_time(rule, line, deed))
                .filter_map(|(at, line)| Some((at, since(line), near(basis, scene, line, deed)?)))
                .collect();
            let best = fits.iter().map(|(.., near)| *near).max();
            fits.retain(|(.., near)| Some(*near) == best);
            let gone = chosen(rule, &fits);
            let mut at = 0_usize;
            lines.retain(|_| {
                let keep = !gone.contains(&at);
                at = at.saturating_add(1);
                keep
            });
        }
    }
}

/// How surely something done belongs to a line: by what both belong to, by the same words, or by no other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    Unsaid,
    Place,
    Thing,
}

fn near(basis: &Basis, scene: &Scene, line: &Line, deed: &Deed) -> Option<Near> {
    if deed.thing.is_some() && deed.thing == thing(scene, line) {
        return Some(Near::Thing);
    }
    let person = line.root.and_then(|root| basis.recorded.get(&root)?.of);
    if person.is_some() && deed.person.is_some() && person != deed.person {
        return None;
    }
    let place = scene.things.place_of(basis, line);
    if place == deed.place {
        return Some(Near::Place);
    }
    // An establishment is not the company; elsewhere, what is said of one only may be the same.
    (line.kind != DutyKind::Election && (place.is_none() || deed.place.is_none())).then_some(Near::Unsaid)
}

/// Tells whether something was done in the time in which it discharges a line.
fn in_time(rule: &Rule, line: &Line, deed: &Deed) -> bool {
    if deed.fact.is_some() && deed.fact == line.root {
        return false;
    }
    let since = since(line);
    let chained = matches!(&line.source, LineSource::Rule { from, .. } if *from != since);
    if rule.direction != Direction::Before || chained {
        return deed.day >= since;
    }
    let back = |months: u32| since.checked_sub_months(Months::new(months));
    match &rule.reach {
        Some(table) => {
            let months = book().whole(table, deed.day).ok().and_then(|n| u32::try_from(n).ok());
            months.and_then(back).is_some_and(|from| deed.day > from)
        }
        None if rule.each => deed.day <= since,
        None => back(YEAR).is_some_and(|from| deed.day >= from),
    }
}

/// How many months before an event what was done belongs to it where no text bounds it.
const YEAR: u32 = 12;

/// Which of the lines that fit are discharged: of facts that are each a subject of its own the only one; of elections,
/// which follow each other, the last; before an event that of the next one. Where it cannot be told which is meant,
/// none is.
fn chosen(rule: &Rule, fits: &[(usize, NaiveDate, Near)]) -> Vec<usize> {
    let pick = |found: Option<&(usize, NaiveDate, Near)>| found.map(|(at, ..)| *at).into_iter().collect();
    if !rule.each {
        return fits.iter().map(|(at, ..)| *at).collect();
    }
    match fits {
        [] | [_] => pick(fits.first()),
        _ if rule.direction == Direction::Before => pick(fits.iter().min_by_key(|(_, since, _)| *since)),
        _ if rule.kind == DutyKind::Election => pick(fits.iter().max_by_key(|(_, since, _)| *since)),
        _ => Vec::new(),
    }
}

fn thing(scene: &Scene, line: &Line) -> Option<Id> {
    match (&line.subject, line.root) {
        (_, Some(root)) => Some(scene.things.thing(root)),
        (Subject::Fact(id), None) => Some(*id),
        (Subject::Text(text), None) => text.strip_prefix("poll/")?.parse().ok(),
        (Subject::Word(_), None) => None,
    }
}

/// What is being bargained on is neither late nor to be demanded, and what an agreement on the subject sets is the date of
/// the subject.
fn bargained(basis: &Basis, known: &Situation, lines: &mut Vec<Line>) -> Result<(), RuleError> {
    let last = |code: &str| {
        let subject = bargaining::Subject::from_code(code)?;
        let own = known.agreed.get(&subject).filter(|a| a.own).map(|a| a.concluded);
        known.last.get(&subject).copied().max(own)
    };
    let begun = |code: &str| {
        let open = |r: &&Round| r.subject == code && r.outcome.is_none();
        let day = |r: &Round| r.convened.into_iter().chain(r.opened).min();
        basis.rounds.values().filter(open).any(|r| day(r).is_some_and(|day| last(code) < Some(day)))
    };
    let rules = |fact: &str| {
        Ok::<_, RuleError>(kinds::rules_of(fact)?.into_iter().map(RuleId::from).collect::<Vec<_>>())
    };
    // Whoever passed a request on has only to convene.
    let (answers, convened, terms) = (rules(ASKED)?, rules(ASKED_AND_PASSED)?, rules(SUBJECT)?);
    let asked: Vec<String> = lines
        .iter()
        .filter(|l| convened.contains(&l.rule) && l.nature == Nature::Due)
        .flat_map(|l| themes(basis, l))
        .collect();
    let dated: Vec<String> = lines.iter().filter(|l| l.rule.family().is_some()).filter_map(theme).collect();
    lines.retain_mut(|line| {
        if let Some(theme) = line.rule.family().is_some().then(|| theme(line)).flatten() {
            if begun(&theme) {
                line.nature = Nature::UnderWay;
                return line.rule.family() != Some(Family::Demand);
            }
            return !asked.contains(&theme);
        }
        let themes = themes(basis, line);
        let all = |test: &dyn Fn(&String) -> bool| !themes.is_empty() && themes.iter().all(test);
        match line.rule.id() {
            _ if terms.contains(&line.rule) => !all(&|theme| dated.contains(theme)),
            _ if answers.contains(&line.rule) => {
                !all(&|theme| begun(theme) || last(theme) > Some(since(line)))
            }
            "round.request-again" | "round.request-void" => {
                let asked = line.root.and_then(|root| basis.recorded.get(&root)?.day);
                !all(&|theme| begun(theme) || asked.is_some() && last(theme) >= asked)
            }
            _ => true,
        }
    });
    Ok(())
}

/// A demand that is possible is a word on the line of the duty, not a line of its own.
fn demanded(lines: &mut Vec<Line>) {
    let demand = |line: &Line| line.rule.family() == Some(Family::Demand);
    let duty = |line: &Line| line.rule.family() == Some(Family::Duty);
    let demands: Vec<_> = lines.iter().filter(|l| demand(l)).map(|l| (theme(l), l.day)).collect();
    let duties: BTreeSet<_> = lines.iter().filter(|l| duty(l)).map(theme).collect();
    for line in lines.iter_mut().filter(|l| duty(l)) {
        line.demand = demands.iter().find(|(of, _)| *of == theme(line)).map(|(_, day)| *day);
    }
    lines.retain(|l| !demand(l) || !duties.contains(&theme(l)));
}

/// The subject of a line of the company.
fn theme(line: &Line) -> Option<String> {
    match line.subject {
        Subject::Word(word) => Some(word.to_owned()),
        _ => None,
    }
}

/// The subjects of a recorded agreement or request, or of a round.
fn themes(basis: &Basis, line: &Line) -> Vec<String> {
    let Subject::Fact(id) = line.subject else { return Vec::new() };
    if let Some(round) = basis.rounds.get(&id) {
        return vec![round.subject.clone()];
    }
    let fact = basis.recorded.get(&id).filter(|f| f.code != METHOD);
    let terms = fact.and_then(|f| f.terms.as_deref()).unwrap_or_default();
    diary::terms(terms).map(|(code, _)| code.to_owned()).collect()
}

/// Of the lines of one duty and subject the newest stays; of limits that hold side by side the earliest.
fn one_a_duty(basis: &Basis, scene: &Scene, lines: &mut Vec<Line>) {
    let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(key) = key(basis, scene, line) {
            groups.entry(key).or_default().push(at);
        }
    }
    let mut gone = Vec::new();
    for (_, members) in groups.into_iter().filter(|(_, members)| members.len() > 1) {
        let age = |at: &usize| lines.get(*at).map(|l| (since(l), l.root.is_none(), l.root));
        let Some(newest) = members.iter().copied().max_by_key(age) else { continue };
        let earliest = lines.get(newest).and_then(rule_of).is_some_and(|r| r.earliest);
        let stays = if earliest { earliest_of(lines, &members, newest) } else { newest };
        gone.extend(members.into_iter().filter(|at| *at != stays));
    }
    let mut at = 0_usize;
    lines.retain(|_| {
        let keep = !gone.contains(&at);
        at = at.saturating_add(1);
        keep
    });
}

/// The earliest limit of those that are of one event, with the window in which it lies.
fn earliest_of(lines: &mut [Line], members: &[usize], newest: usize) -> usize {
    let Some(last) = lines.get(newest).map(|l| l.day) else { return newest };
    let from = last.checked_sub_months(Months::new(YEAR));
    let near = |at: &&usize| lines.get(**at).is_some_and(|l| from.is_none_or(|from| l.day >= from));
    let Some(stays) = members.iter().filter(near).copied().min_by_key(|at| lines.get(*at).map(|l| l.day))
    else {
        return newest;
    };
    let window = members.iter().filter_map(|at| lines.get(*at)?.window_from).max();
    if let Some(line) = lines.get_mut(stays)
        && line.window_from.is_none()
    {
        line.window_from = window.filter(|from| *from <= line.day);
    }
    stays
}

/// The duty and the subject of a line: only one line of both is live at once.
pub(super) fn key(basis: &Basis, scene: &Scene, line: &Line) -> Option<(String, String)> {
    let rule = rule_of(line)?;
    Some((rule.duty.clone(), subject(basis, scene, rule, line)))
}

/// What a line is about, by which lines of one duty are told apart.
fn subject(basis: &Basis, scene: &Scene, rule: &Rule, line: &Line) -> String {
    let person = line.root.and_then(|root| basis.recorded.get(&root)?.of);
    if rule.each || line.role.is_some() {
        let of = thing(scene, line);
        return of.map_or_else(|| line.subject.text(), |id| id.to_string());
    }
    let place = scene.things.place_of(basis, line).unwrap_or_default();
    format!("{place}/{}", person.map(|id| id.to_string()).unwrap_or_default())
}
