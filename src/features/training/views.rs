//! What is shown of courses, as data.

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        view::{data, views},
    },
    features::training::{
        records::{Factor, Stage, Training},
        rules::{self, Scale},
    },
};

views! {
    "contrepoids.training.show/1" => Page;
    "contrepoids.training.list/1" => Trainings;
    "contrepoids.training.results/1" => Results;
}

data! {
    /// A course with all that belongs to it.
    pub struct Page {
        /// The course.
        training: TrainingRow,
        /// What one can do afterwards.
        aims: Vec<String>,
        /// Whom it is for.
        personas: Vec<String>,
        /// Who takes part, by name.
        participants: Vec<ParticipantRow>,
        /// How many answers there are.
        answers: Vec<StageRow>,
    }

    /// Courses.
    pub struct Trainings {
        /// The courses, the latest first.
        trainings: Vec<TrainingRow>,
    }

    /// A course.
    pub struct TrainingRow {
        /// What names it.
        id: Id,
        /// Its title.
        title: String,
        /// The first day.
        day: Option<NaiveDate>,
        /// How many days, an exact number.
        days: String,
        /// Who gives it.
        body: Option<String>,
        /// Whether it is the economic training of a full member of the committee.
        economic: bool,
        /// The day of the questions three months later.
        later: Option<NaiveDate>,
        /// How many take part.
        participants: usize,
    }

    /// Somebody who takes part.
    pub struct ParticipantRow {
        /// The key of the person or colleague.
        id: Id,
        /// The name.
        name: String,
        /// The line of the agenda that is the course.
        course: Option<Id>,
        /// Days of leave that the law gives in the year.
        allowed: Option<i64>,
        /// Days left in the year, with this course.
        left: Option<String>,
        /// Days beyond, with this course.
        over: Option<String>,
    }

    /// How many answers there are at a stage.
    pub struct StageRow {
        /// When it was asked.
        stage: Stage,
        /// How many answered.
        answers: usize,
    }

    /// What was answered in sum.
    pub struct Results {
        /// The course.
        training: TrainingRow,
        /// When it was asked.
        stage: Stage,
        /// Whether small groups are hidden, for others to see it.
        shared: bool,
        /// How many answered.
        answers: usize,
        /// What was asked on a scale.
        scales: Vec<ScaleRow>,
        /// What helped and hindered.
        factors: Vec<FactorRow>,
    }

    /// What was answered on a scale.
    pub struct ScaleRow {
        /// What was asked: `reaction`, `learning`, `use`.
        question: String,
        /// How many gave each answer from 1 to 5; none where it is hidden; empty where the table cannot be shown.
        counts: Vec<Option<u64>>,
    }

    /// What helped and hindered.
    pub struct FactorRow {
        /// What.
        factor: Factor,
        /// How many say that it helped; none where it is hidden.
        helped: Option<u64>,
        /// How many say that it hindered; none where it is hidden.
        hindered: Option<u64>,
    }
}

impl TrainingRow {
    /// Makes the row.
    pub(crate) fn of(id: Id, training: &Training) -> Self {
        let days = training.days.parse().ok();
        Self {
            id,
            title: training.title.clone(),
            day: training.day,
            days: training.days.clone(),
            body: training.body.clone(),
            economic: training.economic,
            later: training.day.zip(days).and_then(|(day, days)| rules::later(day, days)),
            participants: training.participants.len(),
        }
    }
}

impl Page {
    /// Puts the page together.
    pub(crate) fn of(id: Id, training: &Training, mut participants: Vec<ParticipantRow>) -> Self {
        participants.sort_by(|a, b| a.name.cmp(&b.name));
        let stage =
            |stage: &Stage| StageRow { stage: *stage, answers: rules::at(&training.replies, *stage).len() };
        Self {
            training: TrainingRow::of(id, training),
            aims: training.aims.clone(),
            personas: training.personas.iter().cloned().collect(),
            participants,
            answers: Stage::ALL.iter().map(stage).collect(),
        }
    }
}

impl Results {
    /// Counts what was answered at a stage: whole, or as it is for others.
    pub(crate) fn of(id: Id, training: &Training, stage: Stage, shared: bool) -> Self {
        let replies = rules::at(&training.replies, stage);
        let scale = |scale: Scale| ScaleRow {
            question: scale.code().to_owned(),
            counts: rules::counts(&replies, scale, shared).unwrap_or_default(),
        };
        let factor = |factor: &Factor| FactorRow {
            factor: *factor,
            helped: rules::named(&replies, *factor, false, shared),
            hindered: rules::named(&replies, *factor, true, shared),
        };
        Self {
            training: TrainingRow::of(id, training),
            stage,
            shared,
            answers: replies.len(),
            scales: Scale::ALL.into_iter().map(scale).collect(),
            factors: Factor::ALL.iter().map(factor).collect(),
        }
    }

    /// Tells whether anything of it can be shown.
    pub(crate) fn shows(&self) -> bool {
        self.scales.iter().any(|scale| scale.counts.iter().any(Option::is_some))
            || self.factors.iter().any(|factor| factor.helped.is_some() || factor.hindered.is_some())
    }
}
