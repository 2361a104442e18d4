//! The text of what `action` shows.

use crate::{
    base::{Lang, View},
    face::{finding, frame::Show, table::Table},
    features::action::{messages::words, views},
    tr, trn,
};

fn row(lang: Lang, one: &views::ActRow, named: bool) -> String {
    let (day, kind) = (finding::day(lang, one.day), words(lang, &one.kind));
    let whom = one.whom.as_ref().map(|whom| format!(" ({whom})")).unwrap_or_default();
    let name = if named { format!("{}\u{a0}: ", one.name) } else { String::new() };
    finding::wrapped(&format!("{}  {day}  ", one.id.short()), &" ".repeat(22), &format!("{name}{kind}{whom}"))
}

pub(super) struct Acts {
    pub(super) value: views::Acts,
}

impl Show for Acts {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        if self.value.acts.is_empty() {
            return tr!(lang, "Aucun acte n’est noté.\n", "No act is noted.\n");
        }
        self.value.acts.iter().map(|one| row(lang, one, true)).collect()
    }
}

fn level(lang: Lang, one: &views::LevelRow) -> String {
    let acts = one.acts.iter().map(|kind| words(lang, kind)).collect::<Vec<_>>().join(", ");
    let months = one.months;
    let said = trn!(
        lang,
        months,
        "{acts}, il y a moins de {months} mois",
        "{acts}, il y a moins de {months} mois",
        "{acts}, less than {months} month ago",
        "{acts}, less than {months} months ago"
    );
    format!("{}  {said}", one.level)
}

pub(super) struct Stands {
    pub(super) value: views::Stands,
}

impl Show for Stands {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let one = &self.value;
        let name = &one.name;
        let Some(at) = one.level else {
            let said =
                tr!(lang, "{name}\u{a0}: aucun acte n’en dit rien.", "{name}: no act says anything of that.");
            return format!("{said}\n") + &one.acts.iter().map(|a| row(lang, a, false)).collect::<String>();
        };
        let moved = one.trend.map(|trend| format!(", {}", trend.words(lang))).unwrap_or_default();
        let mut out = tr!(lang, "{name}\u{a0}: {at} sur 5{moved}\n", "{name}: {at} of 5{moved}\n");
        if let Some(rule) = &one.rule {
            let rule = level(lang, rule);
            out.push_str(&finding::wrapped("  ", "     ", &tr!(lang, "règle\u{a0}: {rule}", "rule: {rule}")));
        }
        let because = tr!(lang, "Parce que\u{a0}:\n", "Because:\n");
        out.push_str(&because);
        out.extend(one.because.iter().map(|a| row(lang, a, false)));
        out
    }
}

pub(super) struct TheRule {
    pub(super) value: views::TheRule,
}

impl Show for TheRule {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let mut out: String =
            self.value.levels.iter().map(|one| finding::wrapped("", "   ", &level(lang, one))).collect();
        out.push_str(&finding::wrapped(
            "",
            "",
            &tr!(
                lang,
                "De ce que l’on a fait, l’acte le plus fort compte\u{a0}; entre un oui et un non, le dernier mot.",
                "Of what one did, the strongest act counts; between a yes and a no, the last word."
            ),
        ));
        out
    }
}

fn test(lang: Lang, one: &views::Structure) -> String {
    let (name, kind, asked, done) = (&one.name, words(lang, &one.kind), one.asked, one.done);
    let day = one.day.map(|day| finding::day(lang, day)).unwrap_or_default();
    let unasked = one.unasked;
    let beside = match unasked {
        0 => String::new(),
        _ => tr!(lang, "\u{a0}; {unasked} sans être sollicité·e·s", "; {unasked} without being asked"),
    };
    finding::wrapped(
        "",
        "  ",
        &tr!(
            lang,
            "{name} ({kind}, pour le {day})\u{a0}: {done} sur {asked} sollicité·e·s{beside}",
            "{name} ({kind}, by {day}): {done} of {asked} asked{beside}"
        ),
    )
}

pub(super) struct Structure {
    pub(super) value: views::Structure,
}

impl Show for Structure {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = test(lang, &self.value);
        let mut table = Table::new([
            tr!(lang, "service", "service"),
            tr!(lang, "sollicité·e·s", "asked"),
            tr!(lang, "fait", "done"),
            tr!(lang, "de soi-même", "unasked"),
        ]);
        for row in &self.value.services {
            table.row([
                unknown(lang, &row.name),
                row.asked.to_string(),
                row.done.to_string(),
                row.unasked.to_string(),
            ]);
        }
        if !self.value.services.is_empty() {
            out.push_str(&table.text());
        }
        out
    }
}

pub(super) struct Structures {
    pub(super) value: views::Structures,
}

impl Show for Structures {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        if self.value.tests.is_empty() {
            return tr!(lang, "Aucune épreuve n’est notée.\n", "No test is noted.\n");
        }
        self.value.tests.iter().map(|one| test(lang, one)).collect()
    }
}

/// The name of a group, or that it is not known.
fn unknown(lang: Lang, name: &str) -> String {
    if name.is_empty() { tr!(lang, "(inconnu)", "(not known)") } else { name.to_owned() }
}

pub(super) struct Map {
    pub(super) value: views::Map,
}

impl Show for Map {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let map = &self.value;
        let (people, reached, led, units) = (map.people, map.reached, map.led, map.units.len());
        let mut out = tr!(
            lang,
            "{reached} personnes touchées sur {people}\u{a0}; {led} groupes sur {units} ont quelqu’un qui entraîne.\n",
            "{reached} of {people} people reached; {led} of {units} groups have somebody who brings others along.\n"
        );
        let mut table = Table::new([
            map.by.words(lang).to_owned(),
            tr!(lang, "connu·e·s", "known"),
            tr!(lang, "adhérent·e·s", "members"),
            tr!(lang, "touché·e·s", "reached"),
            tr!(lang, "ont agi", "acted"),
            tr!(lang, "qui entraîne", "who leads"),
        ]);
        for unit in &map.units {
            let counts = [unit.people, unit.members, unit.reached, unit.acted].map(|n| n.to_string());
            let [people, members, reached, acted] = counts;
            table.row([unknown(lang, &unit.name), people, members, reached, acted, unit.leaders.join(", ")]);
        }
        out.push_str(&table.text());
        for one in &map.brought {
            let (who, whom, day) = (&one.who, &one.whom, finding::day(lang, one.day));
            out.push_str(&finding::wrapped(
                "",
                "  ",
                &tr!(lang, "{day}\u{a0}: {who} a fait venir {whom}", "{day}: {who} brought {whom}"),
            ));
        }
        out
    }
}

pub(super) struct Proposed {
    pub(super) value: views::Proposed,
}

impl Show for Proposed {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        if self.value.people.is_empty() {
            return tr!(
                lang,
                "Personne à proposer\u{a0}: notez des collègues, contrepoids talk person NOM --service SERVICE\n",
                "Nobody to propose: note colleagues, contrepoids talk person NAME --service SERVICE\n"
            );
        }
        let one = |row: &views::NextRow| {
            let service = row.service.as_ref().map(|s| format!(" ({s})")).unwrap_or_default();
            let reason = row.reason.words(lang);
            let who = row.organizer.as_ref().map(|name| format!(" – {name}")).unwrap_or_default();
            let head = format!("{}  {}{service}\u{a0}: ", row.id.short(), row.name);
            finding::wrapped(&head, &" ".repeat(10), &format!("{reason}{who}"))
        };
        self.value.people.iter().map(one).collect()
    }
}

pub(super) struct Workforce {
    pub(super) value: views::Workforce,
}

impl Show for Workforce {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let mut table =
            Table::new([self.value.by.words(lang).to_owned(), tr!(lang, "effectif", "workforce")]);
        for row in &self.value.groups {
            table.row([row.name.clone(), row.count.to_string()]);
        }
        table.text()
    }
}

pub(super) struct Representation {
    pub(super) value: views::Representation,
}

impl Show for Representation {
    fn view(&self, _lang: Lang) -> impl View {
        &self.value
    }

    fn text(&self, lang: Lang) -> String {
        let of = &self.value;
        let mut table = Table::new([
            of.by.words(lang).to_owned(),
            tr!(lang, "adhérent·e·s", "members"),
            tr!(lang, "effectif", "workforce"),
            "%".to_owned(),
        ]);
        for row in &of.groups {
            let hidden = || tr!(lang, "(masqué)", "(hidden)");
            let members = row.members.map_or_else(hidden, |n| n.to_string());
            let share = row.members.and_then(|n| n.saturating_mul(100).checked_div(row.workforce));
            let share = share.map(|n| n.to_string()).unwrap_or_default();
            table.row([row.name.clone(), members, row.workforce.to_string(), share]);
        }
        let mut out = table.text();
        let (day, sum) = (finding::day(lang, of.on), of.members.unwrap_or_default());
        out.push_str(&tr!(lang, "Au {day}\u{a0}: {sum} adhérent·e·s.\n", "On {day}: {sum} members.\n"));
        if of.shared {
            out.push_str(&finding::wrapped(
                "",
                "",
                &tr!(
                    lang,
                    "Les groupes de moins de cinq sont masqués, et d’autres avec eux, pour que rien ne se recalcule.",
                    "Groups of fewer than five are hidden, and others with them, so that nothing can be computed from the rest."
                ),
            ));
        }
        out
    }
}
