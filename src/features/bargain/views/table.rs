//! What is shown of the table of a round: points, information, demands, answers.

use chrono::NaiveDate;

use crate::{
    bargaining::room::papers::PaperState,
    base::{Id, Lang, view::data},
    features::bargain::{
        records::room::{DemandState, ItemState},
        rules::{
            answers::Counts,
            demands::Standing,
            table::{ItemLine, PaperLine, Table},
        },
    },
};

data! {
    /// The points of a round.
    pub struct Items {
        /// What names the round.
        id: Id,
        /// Its subject.
        subject: String,
        /// Each point.
        items: Vec<Item>,
    }

    /// A point that the law puts into the subject.
    pub struct Item {
        /// Its number in this list.
        number: usize,
        /// Its code.
        item: &'static str,
        /// Its short French name.
        name: &'static str,
        /// The article.
        article: &'static str,
        /// The version in which it was read.
        version: &'static str,
        /// Where it stands in the article.
        point: &'static str,
        /// Whether the bargaining may deal with it and need not.
        optional: bool,
        /// On what it depends, in the language of the run.
        condition: Option<&'static str>,
        /// How it was dealt with.
        state: ItemState,
        /// A note.
        note: Option<String>,
        /// What it is, in the language of the run.
        text: &'static str,
    }

    /// The information of a round.
    pub struct Information {
        /// What names the round.
        id: Id,
        /// Its subject.
        subject: String,
        /// Each piece.
        papers: Vec<Paper>,
    }

    /// A piece of information.
    pub struct Paper {
        /// Its number in this list.
        number: usize,
        /// Its code.
        paper: &'static str,
        /// Its short French name.
        name: &'static str,
        /// The article; nothing where no text was read.
        article: Option<&'static str>,
        /// The version in which it was read.
        version: Option<&'static str>,
        /// Whether no text was read.
        unverified: bool,
        /// Whether the headcount, which is not known, decides.
        undetermined: bool,
        /// The day it was asked for.
        asked: Option<NaiveDate>,
        /// The day by which it is due.
        due: Option<NaiveDate>,
        /// The day it came.
        received: Option<NaiveDate>,
        /// How it stands.
        state: PaperState,
        /// What it is, in the language of the run.
        text: &'static str,
    }

    /// The demands of a round.
    pub struct Demands {
        /// What names the round.
        id: Id,
        /// Its subject.
        subject: String,
        /// Each of them.
        demands: Vec<Demand>,
    }

    /// A demand.
    pub struct Demand {
        /// Its short name.
        name: String,
        /// What is asked.
        text: String,
        /// Why.
        reason: Option<String>,
        /// What it costs, in the section's own words.
        cost: Option<String>,
        /// Where it stands.
        state: DemandState,
        /// What we said last.
        ours: Option<Words>,
        /// What the employer said last.
        theirs: Option<Words>,
    }

    /// What a side said.
    pub struct Words {
        /// When.
        day: NaiveDate,
        /// What.
        text: String,
    }

    /// What members answered.
    pub struct Answers {
        /// What names the round.
        id: Id,
        /// The themes, most answers first.
        themes: Vec<Theme>,
        /// All answers; nothing where the number is hidden.
        all: Option<u64>,
        /// Whether groups below five are hidden.
        small_hidden: bool,
    }

    /// A theme.
    pub struct Theme {
        /// Its name.
        theme: String,
        /// How many answered for it; nothing where the number is hidden.
        count: Option<u64>,
    }
}

/// Returns what is shown of the points.
#[must_use]
pub fn items(lang: Lang, table: &Table) -> Vec<Item> {
    let one = |line: &ItemLine| {
        let (group, item) = (line.point.group, line.point.item);
        Item {
            number: line.point.number,
            item: &item.id,
            name: &item.name,
            article: &group.article,
            version: &group.version,
            point: &item.point,
            optional: group.optional,
            condition: group.when.map(|when| when.words(lang)),
            state: line.state,
            note: line.note.clone(),
            text: item.words(lang),
        }
    };
    table.items.iter().map(one).collect()
}

/// Returns what is shown of the information.
#[must_use]
pub fn papers(lang: Lang, table: &Table) -> Vec<Paper> {
    let one = |line: &PaperLine| {
        let paper = line.owing.paper;
        Paper {
            number: line.owing.number,
            paper: &paper.id,
            name: &paper.name,
            article: paper.article.as_deref(),
            version: paper.version.as_deref(),
            unverified: paper.unverified,
            undetermined: line.owing.open,
            asked: line.asked,
            due: line.due,
            received: line.received,
            state: line.state,
            text: paper.words(lang),
        }
    };
    table.papers.iter().map(one).collect()
}

/// Returns what is shown of the demands.
#[must_use]
pub fn demands(table: &Table) -> Vec<Demand> {
    let words = |said: &Option<(NaiveDate, String)>| {
        said.as_ref().map(|(day, text)| Words { day: *day, text: text.clone() })
    };
    let one = |standing: &Standing| {
        let demand = &standing.demand;
        Demand {
            name: demand.name.clone(),
            text: demand.text.clone(),
            reason: demand.reason.clone(),
            cost: demand.cost.clone(),
            state: demand.state,
            ours: words(&standing.ours),
            theirs: words(&standing.theirs),
        }
    };
    table.demands.iter().map(one).collect()
}

impl Answers {
    /// Returns what is shown of the answers.
    #[must_use]
    pub fn of(id: Id, counts: &Counts, small_hidden: bool) -> Self {
        let theme = |(theme, count): &(String, Option<u64>)| Theme { theme: theme.clone(), count: *count };
        Self { id, themes: counts.themes.iter().map(theme).collect(), all: counts.all, small_hidden }
    }
}
