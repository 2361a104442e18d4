//! What follows from the values of a notice and the law: days that are reckoned, days on the wrong side of today; the short
//! [`answers`] to what members ask; notices that a section makes of a text ([`own`]).

pub mod answers;
pub mod own;

use chrono::NaiveDate;

use crate::{
    calendar::{
        Direction,
        rule::{self, Facts, days},
    },
    law::book,
    render::{Given, Manifest, RenderError, Values, When},
};

/// Fills in the days that the law reckons, and compares those that were typed: a last day before something may be earlier, any
/// other day is the very one. Where the law of the day is not known, nothing is said.
///
/// # Law
/// The article of each rule that the notice names.
///
/// # Errors
/// [`RenderError::Against`] names the variables and the rule, never a value.
pub fn reckon(manifest: &Manifest, values: &mut Values, today: NaiveDate) -> Result<(), RenderError> {
    for (name, variable) in &manifest.variables {
        let Some(reckoned) = &variable.reckoned else { continue };
        let (Some(rule), Some(Given::Date(from))) = (rule::known(&reckoned.rule), values.get(&reckoned.of))
        else {
            continue;
        };
        let Ok(deadline) = days(book(), rule, *from, &Facts::default(), today) else { continue };
        let fits = match (values.get(name), rule.direction) {
            (Some(Given::Date(typed)), Direction::Before) => *typed <= deadline.raw,
            (Some(Given::Date(typed)), _) => [deadline.raw, deadline.due].contains(typed),
            _ => {
                values.insert(name.clone(), Given::Date(deadline.due));
                true
            }
        };
        if !fits {
            let (name, of, rule) = (name.clone(), reckoned.of.clone(), rule.id.clone());
            return Err(RenderError::Against { name, of, rule });
        }
    }
    Ok(())
}

/// Returns a rule that a notice names and the calendar does not have, with the variable.
#[must_use]
pub fn unknown_rule(manifest: &Manifest) -> Option<(&str, &str)> {
    let all = manifest.variables.iter().filter_map(|(name, v)| Some((name.as_str(), v.reckoned.as_ref()?)));
    all.map(|(name, reckoned)| (name, reckoned.rule.as_str())).find(|(_, id)| rule::known(id).is_none())
}

/// Returns the days that lie on the wrong side of today, by the names of their variables.
#[must_use]
pub fn out_of_time(manifest: &Manifest, values: &Values, today: NaiveDate) -> Vec<(String, When)> {
    let wrong = |name: &String, when: When| match (values.get(name), when) {
        (Some(Given::Date(day)), When::Coming) => *day < today,
        (Some(Given::Date(day)), When::Gone) => *day > today,
        _ => false,
    };
    let days = manifest.variables.iter().filter_map(|(name, v)| Some((name.clone(), v.when?)));
    days.filter(|(name, when)| wrong(name, *when)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::Lang, render::Notice};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn given(days: &[(&str, &str)]) -> Values {
        days.iter().map(|(name, text)| ((*name).to_owned(), Given::Date(day(text)))).collect()
    }

    #[test]
    fn a_day_that_the_law_reckons_is_filled_in_or_compared() {
        let today = day("2026-11-30");
        let training = Notice::named("training").unwrap().manifest;
        let mut values = given(&[("date", "2027-04-06")]);
        reckon(&training, &mut values, today).unwrap();
        // Thirty days before, R2145-4: a Sunday, so the Friday.
        assert!(values.get("ask_by") == Some(&Given::Date(day("2027-03-05"))));
        for good in ["2027-03-07", "2027-02-01"] {
            reckon(&training, &mut given(&[("date", "2027-04-06"), ("ask_by", good)]), today).unwrap();
        }
        let late = reckon(&training, &mut given(&[("date", "2027-04-06"), ("ask_by", "2027-04-01")]), today);
        assert!(
            matches!(late, Err(RenderError::Against { name, of, .. }) if name == "ask_by" && of == "date")
        );

        let candidate = Notice::named("candidate").unwrap().manifest;
        let mut values = given(&[("filed", "2027-02-22")]);
        reckon(&candidate, &mut values, today).unwrap();
        let until = values.get("protected_until").map(|g| g.plain(Lang::En)).unwrap();
        assert!(until.contains("August 2027"), "{until}");
        let wrong = [("filed", "2027-02-22"), ("protected_until", "2027-05-22")];
        assert!(reckon(&candidate, &mut given(&wrong), today).is_err());
    }

    /// The samples of the program's notices hold to the law that they speak of, and every rule that they name is there.
    #[test]
    fn samples_do_not_contradict_the_law() {
        let mut seen = 0;
        for id in Notice::built_in() {
            let notice = Notice::named(id).unwrap();
            assert_eq!(unknown_rule(&notice.manifest), None, "{id}");
            seen += notice.manifest.variables.values().filter(|v| v.reckoned.is_some()).count();
            let mut values = notice.samples(Lang::Fr).unwrap();
            reckon(&notice.manifest, &mut values, day("2026-11-30")).unwrap_or_else(|e| panic!("{id}: {e}"));
        }
        assert!(seen >= 2);
    }

    #[test]
    fn a_meeting_in_the_past_and_minutes_of_one_to_come_are_told() {
        let told = |id: &str, on: &str| {
            let manifest = Notice::named(id).unwrap().manifest;
            out_of_time(&manifest, &given(&[("date", on)]), day("2026-11-30"))
        };
        assert_eq!(told("meeting", "2025-12-03"), [("date".to_owned(), When::Coming)]);
        assert_eq!(told("minutes", "2026-12-03"), [("date".to_owned(), When::Gone)]);
        for (id, on) in [("meeting", "2026-11-30"), ("meeting", "2026-12-03"), ("minutes", "2026-11-30")] {
            assert!(told(id, on).is_empty(), "{id} {on}");
        }
    }
}
