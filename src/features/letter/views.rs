//! What is shown of letters, as data.

use chrono::NaiveDate;

use crate::{
    base::{
        Id, Lang,
        view::{data, views},
    },
    features::letter::{
        records,
        rules::{self, Elsewhere, Lack, Resting},
    },
    render::{
        Letter,
        letter::{How, Moment, Need, Seen},
    },
};

views! {
    "contrepoids.letter.list/1" => Letters;
    "contrepoids.letter.show/1" => Table;
    "contrepoids.letter.write/1" => Written;
    "contrepoids.letter.sent/1" => Gone;
    "contrepoids.letter.log/1" => Log;
    "contrepoids.letter.drop/1" => Thrown;
    "contrepoids.letter.template-new/1" => NewTemplate;
    "contrepoids.letter.template-list/1" => Templates;
    "contrepoids.letter.template-check/1" => Checks;
}

data! {
    /// The letters that there are, in the order of a section's life.
    pub struct Letters {
        /// The letters.
        letters: Vec<Kind>,
        /// The papers that other commands make.
        elsewhere: Vec<ElsewhereRow>,
    }

    /// A paper that another command makes.
    pub struct ElsewhereRow {
        /// What it is.
        title: String,
        /// The command, without the name of the program.
        command: &'static str,
    }

    /// A letter that was thrown away.
    pub struct Thrown {
        /// What was kept of it.
        letter: Entry,
    }

    /// A letter that there is.
    pub struct Kind {
        /// Its name.
        name: String,
        /// What it is.
        title: String,
        /// The moment to which it belongs.
        moment: Moment,
        /// Who gets it.
        to: String,
        /// The facts that it sets into the agenda.
        facts: Vec<String>,
        /// Whether the section wrote it.
        own: bool,
    }

    /// What a letter must carry.
    pub struct Table {
        /// Its name.
        name: String,
        /// What it is.
        title: String,
        /// The moment to which it belongs.
        moment: Moment,
        /// Who sends it.
        from: String,
        /// Who gets it.
        to: String,
        /// How it goes, the best way first.
        forms: Vec<How>,
        /// Why in no other way.
        form_reason: Option<String>,
        /// What it carries.
        mentions: Vec<MentionRow>,
        /// Its variables.
        variables: Vec<VariableRow>,
        /// What it never says.
        never: Vec<NeverRow>,
        /// What makes it void, or is dangerous.
        dangers: Vec<DangerRow>,
        /// The facts that it sets into the agenda.
        facts: Vec<FactRow>,
        /// The articles on which it rests, with their versions.
        articles: Vec<ArticleRow>,
        /// What to do once it has gone.
        after: Option<String>,
        /// Whether the section wrote it.
        own: bool,
    }

    /// Something that a letter carries.
    pub struct MentionRow {
        /// What it is.
        about: String,
        /// Whether the letter is none without it.
        need: Need,
        /// The variable that holds it; none where the letter says it by itself.
        variable: Option<String>,
        /// The words of the letter that are it.
        words: Option<String>,
        /// The article or the ruling.
        ground: String,
        /// How the ground is known.
        seen: Seen,
        /// Other variables and the values with which it is not needed.
        unless: std::collections::BTreeMap<String, String>,
    }

    /// A variable of a letter.
    pub struct VariableRow {
        /// Its name.
        name: String,
        /// Its type.
        kind: &'static str,
        /// What it is.
        about: String,
        /// A value as one would type it.
        sample: Vec<String>,
        /// The only values that are taken.
        choices: Vec<String>,
        /// Whether it may be left out.
        optional: bool,
    }

    /// What a letter never says.
    pub struct NeverRow {
        /// The beginnings of words.
        words: Vec<String>,
        /// Why.
        why: String,
        /// The article or the ruling.
        ground: String,
    }

    /// What makes a letter void, or is dangerous.
    pub struct DangerRow {
        /// What.
        about: String,
        /// The article or the ruling.
        ground: String,
    }

    /// A fact that a letter sets into the agenda.
    pub struct FactRow {
        /// Its kind.
        kind: String,
        /// Its day: `sent`, `received`, or a variable.
        day: String,
    }

    /// An article on which a letter rests.
    pub struct ArticleRow {
        /// Its number.
        article: String,
        /// The version in force on the day of the letter; none where that is not known.
        version: Option<String>,
        /// Its first day.
        from: Option<NaiveDate>,
        /// Whether the letter names it.
        named: bool,
    }

    /// A letter that was written.
    pub struct Written {
        /// Its name among those that are kept; none where it was only shown.
        id: Option<Id>,
        /// Its name among the letters of the program.
        name: String,
        /// Its subject.
        subject: String,
        /// The whole text.
        text: String,
        /// How it goes.
        how: How,
        /// The file that was written.
        file: Option<String>,
        /// A name for a file that says nothing.
        proposed: String,
        /// What it usually has and lacks.
        lacks: Vec<LackRow>,
        /// The variables that were taken from the letter before.
        reused: Vec<String>,
        /// The articles on which it rests.
        articles: Vec<ArticleRow>,
    }

    /// Something that a letter usually has and lacks.
    pub struct LackRow {
        /// The variable.
        variable: String,
        /// What it is.
        about: String,
        /// The article or the ruling.
        ground: String,
    }

    /// A letter that has gone.
    pub struct Gone {
        /// What is kept of it.
        letter: Entry,
        /// The facts that entered the agenda now.
        facts: Vec<NewFact>,
        /// The facts that wait for the day of receipt.
        waiting: Vec<String>,
    }

    /// A fact that entered the agenda.
    pub struct NewFact {
        /// Its name.
        id: Id,
        /// Its kind.
        kind: String,
        /// Its day.
        day: NaiveDate,
    }

    /// The letters that are kept.
    pub struct Log {
        /// The letters, the newest first.
        letters: Vec<Entry>,
        /// The copy of the one that was asked for.
        text: Option<String>,
    }

    /// A letter of the section's own that was begun.
    pub struct NewTemplate {
        /// Its name.
        name: String,
        /// The folder of its files.
        folder: String,
        /// Its files.
        files: Vec<&'static str>,
    }

    /// The letters of the section's own.
    pub struct Templates {
        /// The folder in which each has one of its own.
        folder: String,
        /// The letters, in the order of their names.
        templates: Vec<Template>,
    }

    /// A letter of the section's own.
    pub struct Template {
        /// Its name.
        name: String,
        /// What it is; none where it cannot be read.
        title: Option<String>,
        /// Whether nothing is wrong with it.
        good: bool,
    }

    /// What a check found out about the letters of the section's own.
    pub struct Checks {
        /// The letters, in the order of their names.
        templates: Vec<CheckRow>,
    }

    /// What a check found out about a letter of the section's own.
    pub struct CheckRow {
        /// Its name.
        name: String,
        /// Whether nothing is wrong with it.
        good: bool,
        /// What is wrong.
        problem: Option<String>,
    }

    /// A letter that is kept.
    pub struct Entry {
        /// Its name among those that are kept.
        id: Id,
        /// Its name among the letters of the program.
        name: String,
        /// Its subject.
        subject: Option<String>,
        /// The day that stands on it.
        dated: Option<NaiveDate>,
        /// How it goes, or went.
        how: Option<How>,
        /// The day it was sent.
        sent: Option<NaiveDate>,
        /// The day it was received.
        received: Option<NaiveDate>,
        /// The number of the proof.
        proof: Option<String>,
        /// The kinds of facts that it set into the agenda.
        facts: Vec<String>,
    }
}

impl Letters {
    /// Returns what is shown of all letters.
    #[must_use]
    pub fn of(all: &[Letter], elsewhere: &[Elsewhere], lang: Lang) -> Self {
        let one = |letter: &Letter| Kind {
            name: letter.id.clone(),
            title: letter.title.get(lang).to_owned(),
            moment: letter.moment,
            to: letter.to.get(lang).to_owned(),
            facts: letter.facts.iter().map(|f| f.code.clone()).collect(),
            own: letter.own,
        };
        let other =
            |one: &Elsewhere| ElsewhereRow { title: one.title.get(lang).to_owned(), command: one.command };
        Self { letters: all.iter().map(one).collect(), elsewhere: elsewhere.iter().map(other).collect() }
    }
}

impl ArticleRow {
    /// Returns what is shown of an article.
    #[must_use]
    pub fn of(resting: &Resting) -> Self {
        Self {
            article: resting.number.clone(),
            version: resting.version.as_ref().map(|(id, _)| id.clone()),
            from: resting.version.as_ref().map(|(_, from)| *from),
            named: resting.named,
        }
    }
}

impl LackRow {
    /// Returns what is shown of something that a letter lacks.
    #[must_use]
    pub fn of(lack: &Lack, lang: Lang) -> Self {
        Self {
            variable: lack.name.clone(),
            about: lack.about.get(lang).to_owned(),
            ground: lack.ground.clone(),
        }
    }
}

impl Table {
    /// Returns what is shown of a letter.
    #[must_use]
    pub fn of(letter: &Letter, articles: &[Resting], lang: Lang) -> Self {
        Self {
            name: letter.id.clone(),
            title: letter.title.get(lang).to_owned(),
            moment: letter.moment,
            from: letter.from.get(lang).to_owned(),
            to: letter.to.get(lang).to_owned(),
            forms: letter.forms.clone(),
            form_reason: letter.form_why.as_ref().map(|why| why.get(lang).to_owned()),
            mentions: mentions(letter, lang),
            variables: variables(letter, lang),
            never: letter
                .never
                .iter()
                .map(|n| NeverRow {
                    words: n.words.clone(),
                    why: n.why.get(lang).to_owned(),
                    ground: n.ground.clone(),
                })
                .collect(),
            dangers: letter
                .dangers
                .iter()
                .map(|d| DangerRow { about: d.about.get(lang).to_owned(), ground: d.ground.clone() })
                .collect(),
            facts: letter
                .facts
                .iter()
                .map(|f| FactRow { kind: f.code.clone(), day: f.day.clone() })
                .collect(),
            articles: articles.iter().map(ArticleRow::of).collect(),
            after: letter.after.as_ref().map(|after| after.get(lang).to_owned()),
            own: letter.own,
        }
    }
}

fn mentions(letter: &Letter, lang: Lang) -> Vec<MentionRow> {
    let all = letter.mentions.iter().map(|mention| MentionRow {
        about: mention.about.get(lang).to_owned(),
        need: mention.need,
        variable: mention.variable.clone(),
        words: mention.words.clone(),
        ground: rules::ground(mention),
        seen: rules::seen(mention),
        unless: mention.unless.clone(),
    });
    all.collect()
}

fn variables(letter: &Letter, lang: Lang) -> Vec<VariableRow> {
    let all = letter.manifest.variables.iter().map(|(name, variable)| VariableRow {
        name: name.clone(),
        kind: variable.kind.word(),
        about: variable.about.get(lang).to_owned(),
        sample: variable.sample(lang).typed(),
        choices: variable.choices.clone(),
        optional: variable.optional,
    });
    all.collect()
}

impl Entry {
    /// Returns what is shown of a letter that is kept.
    #[must_use]
    pub fn of(id: Id, letter: &records::Letter) -> Self {
        Self {
            id,
            name: letter.name.clone(),
            subject: letter.subject.clone(),
            dated: letter.dated,
            how: letter.how,
            sent: letter.sent,
            received: letter.received,
            proof: letter.proof.clone(),
            facts: letter.facts.keys().cloned().collect(),
        }
    }
}
