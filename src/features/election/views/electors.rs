//! What the employer's list of electors comes to. Of its lines only numbers are said, of ours the names.

use chrono::NaiveDate;

use crate::{
    base::{Id, Lang, view::data},
    election::Bar,
    features::election::rules::electors::{
        Absence, Absent, Colleague, Counted, Double, Dues, Electors as Found, Listed, Verdict, file::Table,
    },
    law::Open,
    roster::import::plan::Refusal,
};

data! {
    /// The employer's list of electors, checked.
    pub struct Electors {
        /// The election.
        election: Id,
        /// The columns that were read, each with its field.
        columns: Vec<Column>,
        /// The columns that were not looked at.
        left_out: Vec<String>,
        /// How many lines there are.
        total: usize,
        /// How many may vote.
        may_vote: usize,
        /// How many may stand.
        may_stand: usize,
        /// For how many a fact is missing that decides whether they may vote.
        unknown: usize,
        /// Each line.
        lines: Vec<Line>,
        /// Cells that cannot be read: the line counts, and the fact is unknown.
        faults: Vec<Unread>,
        /// How many of ours are on the list.
        ours_present: usize,
        /// Who of ours is not surely there.
        ours_absent: Vec<Missed>,
        /// Who is there twice, or may be.
        doubles: Vec<Twice>,
        /// Each college; one without a name for the lines of no college.
        colleges: Vec<CollegeCount>,
        /// The days to contest, where the day of the publication is known.
        contest: Option<Period>,
        /// The request to the court, in French, where it was asked for.
        letter: Option<String>,
        /// The colleges whose counts were kept with the election.
        kept: Vec<String>,
    }

    /// A column that was read.
    pub struct Column {
        /// Its name in the file.
        column: String,
        /// The field.
        field: String,
    }

    /// A line of the list.
    pub struct Line {
        /// Its number in the file.
        line: u64,
        /// The college.
        college: Option<String>,
        /// Whether they may vote; nothing where a fact is missing.
        votes: Option<bool>,
        /// Whether they may stand; nothing where a fact is missing.
        stands: Option<bool>,
        /// What stands against it.
        reasons: Vec<Reason>,
    }

    /// What stands against voting or standing.
    pub struct Reason {
        /// What it is.
        code: Bar,
        /// The same in words of the language of the run.
        text: &'static str,
    }

    /// A cell that cannot be read.
    pub struct Unread {
        /// The line.
        line: u64,
        /// The column, where one is to blame.
        column: Option<String>,
        /// What stands there; of a line with more cells than there are columns, those that are too many.
        cell: Option<String>,
        /// What it is.
        code: &'static str,
        /// The same in words of the language of the run.
        text: String,
    }

    /// One of ours who is not surely there.
    pub struct Missed {
        /// Their record.
        id: Id,
        /// The name, as lists of electors have it.
        name: String,
        /// What it is.
        code: Absence,
        /// The same in words of the language of the run.
        text: &'static str,
        /// The lines of the same name.
        lines: Vec<u64>,
    }

    /// Lines that name one person, or may.
    pub struct Twice {
        /// The lines.
        lines: Vec<u64>,
        /// Whether births are equal too; else one is missing to tell.
        sure: bool,
    }

    /// A college, counted and announced.
    pub struct CollegeCount {
        /// Its name.
        college: Option<String>,
        /// The lines.
        lines: u64,
        /// The women.
        women: u64,
        /// The men.
        men: u64,
        /// Those whose sex the list does not say.
        unknown: u64,
        /// What was announced.
        announced: Announced,
        /// Whether the number of electors is another one.
        differs: bool,
        /// Whether the shares of women and men are others.
        proportion_differs: bool,
        /// Women and men due on a full list of full members by what was announced.
        due_announced: Option<Due>,
        /// The same by the list.
        due_listed: Option<Due>,
    }

    /// What was announced of a college.
    pub struct Announced {
        /// The electors.
        registered: Option<u64>,
        /// The women.
        women: Option<u64>,
        /// The men.
        men: Option<u64>,
    }

    /// Women and men due on a full list.
    pub struct Due {
        /// The women.
        women: Option<u32>,
        /// The men.
        men: Option<u32>,
        /// Those who may be either.
        either: Option<u32>,
        /// Why no text says.
        open: Option<Open>,
    }

    /// Days to contest.
    pub struct Period {
        /// The day of the publication.
        published: NaiveDate,
        /// The first day.
        first: NaiveDate,
        /// The last day.
        last: NaiveDate,
    }
}

/// What was read, and what it comes to.
pub struct Seen<'a> {
    /// The file.
    pub table: &'a Table,
    /// Its lines.
    pub list: &'a [Listed],
    /// Our people.
    pub ours: &'a [Colleague],
    /// What it comes to.
    pub found: &'a Found,
}

impl Electors {
    /// Returns the view; `fault` says why a cell cannot be read.
    #[must_use]
    pub fn of(lang: Lang, election: Id, seen: &Seen<'_>, fault: impl Fn(&Refusal) -> String) -> Self {
        let (found, table) = (seen.found, seen.table);
        let count = |is: &dyn Fn(&Verdict) -> bool| found.lines.iter().filter(|v| is(v)).count();
        let read = table.columns.iter().filter_map(|(column, key)| {
            Some(Column { column: column.trim().to_owned(), field: key.as_ref()?.code() })
        });
        let left = table.columns.iter().filter(|(name, key)| key.is_none() && !name.trim().is_empty());
        Self {
            election,
            columns: read.collect(),
            left_out: left.map(|(name, _)| name.trim().to_owned()).collect(),
            total: found.lines.len(),
            may_vote: count(&|v| v.votes == Some(true)),
            may_stand: count(&|v| v.stands == Some(true)),
            unknown: count(&|v| v.votes.is_none()),
            lines: found.lines.iter().filter_map(|v| Some(line(lang, v, seen.list.get(v.place)?))).collect(),
            faults: table.faults.iter().map(|r| unread(r, fault(r))).collect(),
            ours_present: found.present,
            ours_absent: found.absent.iter().filter_map(|a| missed(lang, a, seen.ours)).collect(),
            doubles: found.doubles.iter().map(twice).collect(),
            colleges: found.colleges.iter().map(college).collect(),
            contest: found.contest.map(|c| Period { published: c.event, first: c.first, last: c.last }),
            letter: None,
            kept: Vec::new(),
        }
    }
}

fn line(lang: Lang, of: &Verdict, listed: &Listed) -> Line {
    let reason = |bar: &Bar| Reason { code: *bar, text: bar.words(lang) };
    Line {
        line: listed.line,
        college: listed.college.clone(),
        votes: of.votes,
        stands: of.stands,
        reasons: of.reasons.iter().map(reason).collect(),
    }
}

fn unread(refusal: &Refusal, text: String) -> Unread {
    let column = refusal.cell.as_ref().map(|(column, _)| column.trim().to_owned());
    let column = column.filter(|name| !name.is_empty());
    let cell = refusal.cell.as_ref().map(|(_, cell)| cell.clone());
    Unread { line: refusal.line, column, cell, code: refusal.fault.code(), text }
}

fn missed(lang: Lang, absent: &Absent, ours: &[Colleague]) -> Option<Missed> {
    let one = ours.get(absent.place)?;
    Some(Missed {
        id: one.id,
        name: one.who.name.clone(),
        code: absent.what,
        text: absent.what.words(lang),
        lines: absent.lines.clone(),
    })
}

fn twice(double: &Double) -> Twice {
    Twice { lines: double.lines.clone(), sure: double.sure }
}

fn college(of: &Counted) -> CollegeCount {
    let due = |dues: &Dues| match dues {
        Dues::Known(women, men, either) => {
            Due { women: Some(*women), men: Some(*men), either: Some(*either), open: None }
        }
        Dues::Open(why) => Due { women: None, men: None, either: None, open: Some(*why) },
    };
    CollegeCount {
        college: of.college.clone(),
        lines: of.lines,
        women: of.women,
        men: of.men,
        unknown: of.unknown,
        announced: Announced {
            registered: of.registered,
            women: of.announced.map(|(women, _)| women),
            men: of.announced.map(|(_, men)| men),
        },
        differs: of.differs(),
        proportion_differs: of.proportion_differs(),
        due_announced: of.due_announced.as_ref().map(due),
        due_listed: of.due_listed.as_ref().map(due),
    }
}
