//! Papers that a round makes: the draft of the minutes of disagreement, the minutes of a meeting. Markdown, French first.
//!
//! Only what was said at the table goes in. What is not recorded is a blank to be filled in by hand, and named.

use chrono::NaiveDate;

use crate::{
    bargaining::{Subject, room::papers::PaperState},
    base::{Lang, date::shown as day, word::codes},
    features::bargain::{
        records::{Meeting, Round, room::ItemState},
        rules::table::Table,
    },
};

/// Formats the French or the English words of a paper. What a face says is said elsewhere; a paper is no message.
macro_rules! say {
    ($lang:expr, $fr:literal, $en:literal) => {
        match $lang {
            Lang::Fr => format!($fr),
            Lang::En => format!($en),
        }
    };
}

codes! {
    /// What a draft leaves to be filled in.
    Blank {
        Company = "company", "le nom de l’entreprise (company set --name)", "the name of the company (company set --name)";
        Unions = "unions", "les délégations (bargain delegation)", "the delegations (bargain delegation)";
        Opened = "opened", "la première réunion (bargain open --day)", "the first meeting (bargain open --day)";
        Closed = "closed", "le jour de la fin (bargain close)", "the day of the end (bargain close)";
        Ours = "ours", "nos dernières propositions (bargain demand --ours)", "our last proposals (bargain demand --ours)";
        Theirs = "theirs",
            "les dernières propositions de l’employeur (bargain demand --theirs)",
            "the employer’s last proposals (bargain demand --theirs)";
        Unilateral = "unilateral",
            "les mesures que l’employeur appliquera seul",
            "the measures that the employer will apply alone";
    }
}

/// A draft in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The text that is signed.
    pub french: String,
    /// The same, to be read.
    pub english: String,
    /// What is left to be filled in.
    pub blanks: Vec<Blank>,
}

/// What stands where something is to be filled in.
const GAP: &str = "…………………";

impl Draft {
    fn both(&mut self, of: impl Fn(Lang) -> String) {
        for (text, lang) in [(&mut self.french, Lang::Fr), (&mut self.english, Lang::En)] {
            text.push_str(&of(lang));
            text.push('\n');
        }
    }

    fn head(&mut self, of: impl Fn(Lang) -> String) {
        self.both(|lang| format!("\n## {}\n", of(lang)));
    }

    fn line(&mut self, of: impl Fn(Lang) -> String) {
        self.both(|lang| format!("- {}", of(lang)));
    }

    fn or_gap(&mut self, value: Option<String>, blank: Blank) -> String {
        value.unwrap_or_else(|| {
            self.blanks.push(blank);
            GAP.to_owned()
        })
    }
}

/// Makes a text inert within a line of Markdown, and leaves it as readable as it can be.
#[must_use]
pub fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(8));
    for c in text.trim().chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// The subject, with its number in L2242-13.
fn subject(lang: Lang, round: &Round) -> String {
    let Some(subject) = Subject::from_code(&round.subject) else { return GAP.to_owned() };
    let number = match subject {
        Subject::Pay => "1°",
        Subject::Equality => "2°",
        Subject::Careers => "3°",
        Subject::Experienced => "4°",
    };
    let name = subject.words(lang);
    say!(lang, "{name} (article L. 2242-13, {number})", "{name} (article L. 2242-13, {number})")
}

/// Drafts the minutes of disagreement (*projet de procès-verbal de désaccord*) from what was recorded.
///
/// # Law
/// L2242-5: the proposals of each side in their last state, and the measures that the employer means to apply alone.
#[must_use]
pub fn disagreement(company: Option<&str>, round: &Round, table: &Table) -> Draft {
    let mut out = Draft::default();
    out.both(|lang| {
        say!(
            lang,
            "# Procès-verbal de désaccord (projet)\n",
            "# Minutes of disagreement (draft, to be read)\n"
        )
    });
    out.both(|lang| {
        let subject = subject(lang, round);
        say!(
            lang,
            "Négociation\u{a0}: {subject}. Article L. 2242-5 du Code du travail.",
            "Bargaining: {subject}. Article L. 2242-5."
        )
    });
    parties(&mut out, company, round);
    course(&mut out, round, table);
    positions(&mut out, round, table);
    out.head(|lang| {
        say!(lang, "Mesures que l’employeur appliquera seul", "Measures that the employer will apply alone")
    });
    out.blanks.push(Blank::Unilateral);
    out.line(|lang| {
        say!(
            lang,
            "À remplir par l’employeur (L. 2242-5)\u{a0}: {GAP}",
            "For the employer to fill in (L. 2242-5): {GAP}"
        )
    });
    out.head(|lang| say!(lang, "Réserves des organisations", "Reserves of the unions"));
    out.line(|_| GAP.to_owned());
    let closed = out.or_gap(round.closed.map(|d| day(Lang::Fr, d)), Blank::Closed);
    out.head(|lang| say!(lang, "Fin et signatures", "End and signatures"));
    out.both(|lang| {
        say!(
            lang,
            "La négociation a pris fin le {closed}. Le présent procès-verbal est déposé à l’initiative de la partie la plus diligente (L. 2242-5, R. 2242-1).\n\nFait à {GAP}, le {GAP}\n\nPour l’employeur\u{a0}: {GAP}\n\nPour les organisations syndicales\u{a0}: {GAP}",
            "Bargaining ended on {closed}. These minutes are filed by the party that is quickest (L. 2242-5, R. 2242-1).\n\nDone at {GAP}, on {GAP}\n\nFor the employer: {GAP}\n\nFor the unions: {GAP}"
        )
    });
    out
}

fn parties(out: &mut Draft, company: Option<&str>, round: &Round) {
    out.head(|lang| say!(lang, "Parties", "Parties"));
    let company = out.or_gap(company.map(inert), Blank::Company);
    out.line(|lang| {
        say!(
            lang,
            "L’employeur\u{a0}: {company}, représenté par {GAP}",
            "The employer: {company}, represented by {GAP}"
        )
    });
    if round.seats.is_empty() {
        out.blanks.push(Blank::Unions);
        out.line(|lang| say!(lang, "Les organisations syndicales\u{a0}: {GAP}", "The unions: {GAP}"));
    }
    for seat in &round.seats {
        let (union, n) = (inert(&seat.union), seat.delegates.saturating_add(seat.employees));
        out.line(|lang| {
            say!(
                lang,
                "{union}, délégation de {n}, représentée par {GAP}",
                "{union}, a delegation of {n}, represented by {GAP}"
            )
        });
    }
}

fn course(out: &mut Draft, round: &Round, table: &Table) {
    out.head(|lang| say!(lang, "Déroulement", "Course"));
    let opened = out.or_gap(round.opened.map(|d| day(Lang::Fr, d)), Blank::Opened);
    let steps = [
        (round.requested, "demande du syndicat reçue le", "request of the union received on"),
        (round.convened, "parties convoquées le", "parties convened on"),
    ];
    for (on, fr, en) in steps {
        if let Some(on) = on {
            out.line(|lang| match lang {
                Lang::Fr => format!("{fr} {}", day(lang, on)),
                Lang::En => format!("{en} {}", day(lang, on)),
            });
        }
    }
    out.line(|lang| say!(lang, "première réunion le {opened}", "first meeting on {opened}"));
    for meeting in &round.meetings {
        out.line(|lang| {
            let on = day(lang, meeting.day);
            say!(lang, "réunion du {on}", "meeting of {on}")
        });
    }
    for paper in &table.papers {
        let what = |lang: Lang| inert(paper.owing.paper.words(lang));
        match paper.state {
            PaperState::Received => out.line(|lang| {
                let what = what(lang);
                say!(lang, "information reçue\u{a0}: {what}", "information received: {what}")
            }),
            PaperState::Asked | PaperState::Late => out.line(|lang| {
                let what = what(lang);
                say!(
                    lang,
                    "information demandée et non reçue\u{a0}: {what}",
                    "information asked for and not received: {what}"
                )
            }),
            PaperState::ToAsk => {}
        }
    }
    for item in table.items.iter().filter(|i| !i.point.group.optional || i.state != ItemState::Open) {
        out.line(|lang| {
            let (what, state) = (inert(item.point.item.words(lang)), item.state.words(lang));
            say!(lang, "point\u{a0}: {what} – {state}", "point: {what} – {state}")
        });
    }
}

/// The last words of each side: by demand, and those of meetings that name no demand.
fn positions(out: &mut Draft, round: &Round, table: &Table) {
    let last = |side: fn(&Meeting) -> Option<&String>| {
        round.meetings.iter().filter_map(|m| Some((m.day, side(m)?.clone()))).max_by_key(|(day, _)| *day)
    };
    out.head(|lang| say!(lang, "Dernières propositions des organisations", "Last proposals of the unions"));
    let ours = last(|m| m.demand.as_ref());
    if table.demands.is_empty() && ours.is_none() {
        out.blanks.push(Blank::Ours);
        out.line(|_| GAP.to_owned());
    }
    for one in &table.demands {
        // Without a position of its own a demand stands as it was made.
        let said = one.ours.clone();
        let (name, text) =
            (inert(&one.demand.name), inert(said.as_ref().map_or(&one.demand.text, |(_, t)| t)));
        out.line(|lang| {
            let on = said.as_ref().map(|(d, _)| format!(" ({})", day(lang, *d))).unwrap_or_default();
            say!(lang, "{name}\u{a0}: {text}{on}", "{name}: {text}{on}")
        });
    }
    meeting_words(out, ours);
    out.head(|lang| say!(lang, "Dernières propositions de l’employeur", "Last proposals of the employer"));
    let theirs = last(|m| m.offer.as_ref());
    let mut any = theirs.is_some();
    for one in &table.demands {
        let name = inert(&one.demand.name);
        match &one.theirs {
            Some((on, text)) => {
                any = true;
                let text = inert(text);
                out.line(|lang| {
                    let on = day(lang, *on);
                    say!(lang, "{name}\u{a0}: {text} ({on})", "{name}: {text} ({on})")
                });
            }
            None => out.line(|lang| {
                say!(
                    lang,
                    "{name}\u{a0}: aucune proposition notée, {GAP}",
                    "{name}: no proposal recorded, {GAP}"
                )
            }),
        }
    }
    if !any {
        out.blanks.push(Blank::Theirs);
        if table.demands.is_empty() {
            out.line(|_| GAP.to_owned());
        }
    }
    meeting_words(out, theirs);
}

fn meeting_words(out: &mut Draft, said: Option<(NaiveDate, String)>) {
    if let Some((on, text)) = said {
        let text = inert(&text);
        out.line(|lang| {
            let on = day(lang, on);
            say!(lang, "réunion du {on}\u{a0}: {text}", "meeting of {on}: {text}")
        });
    }
}

/// Drafts the minutes of one meeting (*compte rendu de réunion*) for the members: what each side said on that day.
#[must_use]
pub fn meeting(round: &Round, on: NaiveDate) -> Option<Draft> {
    let held: Vec<&Meeting> = round.meetings.iter().filter(|m| m.day == on).collect();
    let said: Vec<_> = round.positions.iter().filter(|p| p.day == on).collect();
    if held.is_empty() && said.is_empty() && round.opened != Some(on) {
        return None;
    }
    let mut out = Draft::default();
    out.both(|lang| {
        let (on, subject) = (day(lang, on), subject(lang, round));
        say!(
            lang,
            "# Compte rendu de la réunion du {on}\n\n{subject}\n",
            "# Minutes of the meeting of {on}\n\n{subject}\n"
        )
    });
    for position in said {
        let name = inert(&position.demand);
        for (text, fr, en) in
            [(&position.ours, "nous", "we"), (&position.theirs, "l’employeur", "the employer")]
        {
            if let Some(text) = text {
                let text = inert(text);
                out.line(|lang| match lang {
                    Lang::Fr => format!("{name}, {fr}\u{a0}: {text}"),
                    Lang::En => format!("{name}, {en}: {text}"),
                });
            }
        }
    }
    for m in held {
        for (text, fr, en) in [
            (&m.demand, "nous avons demandé", "we asked"),
            (&m.offer, "l’employeur a offert", "the employer offered"),
            (&m.note, "note", "note"),
        ] {
            if let Some(text) = text {
                let text = inert(text);
                out.line(|lang| match lang {
                    Lang::Fr => format!("{fr}\u{a0}: {text}"),
                    Lang::En => format!("{en}: {text}"),
                });
            }
        }
    }
    if round.opened == Some(on) {
        if let Some(place) = &round.place {
            let place = inert(place);
            out.line(|lang| say!(lang, "lieu des réunions\u{a0}: {place}", "place of the meetings: {place}"));
        }
        if let Some(due) = round.information_due {
            out.line(|lang| {
                let due = day(lang, due);
                say!(lang, "informations promises pour le {due}", "information promised for {due}")
            });
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag};

    use super::*;
    use crate::features::bargain::{
        records::room::{Demand, DemandState, Position, Seat},
        rules::table::table,
    };

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn demand(name: &str, text: &str) -> Demand {
        Demand {
            name: name.to_owned(),
            text: text.to_owned(),
            reason: Some("secret de préparation".to_owned()),
            cost: Some("410 000 €".to_owned()),
            state: DemandState::Refused,
            dropped: false,
        }
    }

    fn round() -> Round {
        let said = |on: &str, ours: Option<&str>, theirs: Option<&str>| Position {
            demand: "salaires".to_owned(),
            day: d(on),
            ours: ours.map(str::to_owned),
            theirs: theirs.map(str::to_owned),
        };
        Round {
            subject: "pay".to_owned(),
            opened: Some(d("2026-12-08")),
            closed: Some(d("2027-02-10")),
            demands: vec![demand("salaires", "4 % au départ"), demand("temps", "35 h")],
            positions: vec![
                said("2026-12-08", Some("4 %"), Some("0,5 %")),
                said("2027-01-12", Some("3 %"), Some("1 %")),
            ],
            seats: vec![Seat { union: "CGT".to_owned(), delegates: 1, employees: 1, named: Some(1) }],
            ..Round::default()
        }
    }

    fn draft(round: &Round) -> Draft {
        let table = table(round, "120".parse().ok(), d("2027-02-11"));
        disagreement(Some("Mirabelle SA"), round, &table)
    }

    #[test]
    fn the_last_word_of_each_side_goes_in_and_nothing_of_our_preparation() {
        let found = draft(&round());
        for text in [
            "Mirabelle SA",
            "salaires\u{a0}: 3 % (12/01/2027)",
            "temps\u{a0}: 35 h",
            "salaires\u{a0}: 1 % (12/01/2027)",
            "temps\u{a0}: aucune proposition notée",
            "pris fin le 10/02/2027",
            "CGT, délégation de 2",
        ] {
            assert!(found.french.contains(text), "{text}\n{}", found.french);
        }
        for text in ["4 %", "0,5 %", "secret", "410 000"] {
            assert!(!found.french.contains(text) && !found.english.contains(text), "{text}");
        }
        assert_eq!(found.blanks, [Blank::Unilateral]);
        assert!(found.english.contains("salaires: 3 % (2027-01-12)"), "{}", found.english);
    }

    #[test]
    fn what_is_not_recorded_is_a_gap_that_is_named() {
        let empty = Round { subject: "equality".to_owned(), ..Round::default() };
        let table = table(&empty, None, d("2027-02-11"));
        let found = disagreement(None, &empty, &table);
        assert_eq!(
            found.blanks,
            [
                Blank::Company,
                Blank::Unions,
                Blank::Opened,
                Blank::Ours,
                Blank::Theirs,
                Blank::Unilateral,
                Blank::Closed
            ]
        );
        assert!(found.french.matches(GAP).count() >= found.blanks.len());
    }

    #[test]
    fn words_of_people_are_words_in_the_markdown() {
        let mut odd = round();
        odd.demands[0].name = "# <b>a</b> [x](http://evil) `c` *d* &lt;".to_owned();
        odd.positions.iter_mut().for_each(|p| p.demand = odd.demands[0].name.clone());
        let found = draft(&odd);
        for event in Parser::new(&found.french) {
            let bad = matches!(
                event,
                Event::Html(_)
                    | Event::InlineHtml(_)
                    | Event::Code(_)
                    | Event::Start(Tag::Link { .. } | Tag::Emphasis | Tag::Image { .. } | Tag::CodeBlock(_))
            );
            assert!(!bad, "{event:?}");
        }
        let text: String = Parser::new(&found.french)
            .filter_map(|e| if let Event::Text(t) = e { Some(t.into_string()) } else { None })
            .collect();
        assert!(text.contains("# <b>a</b> [x](http://evil) `c` *d* &lt;"), "{text}");
    }

    #[test]
    fn a_meeting_has_its_minutes_and_a_day_without_one_has_none() {
        let found = meeting(&round(), d("2027-01-12")).unwrap().french;
        assert!(
            found.contains("salaires, nous\u{a0}: 3 %") && found.contains("salaires, l’employeur\u{a0}: 1 %"),
            "{found}"
        );
        assert_eq!(meeting(&round(), d("2027-01-13")), None);
    }
}
