//! `agenda list` and `agenda ics`.

mod hours;
mod ics;
mod list;
mod made;
mod meaning;
mod now;
mod old;
mod record;
mod settled;
mod views;

use crate::support::Env;

/// A company with its facts: mandates end in March 2027, 720 people.
pub(crate) fn company() -> Env {
    let env = Env::with_vault();
    env.run(["company", "set", "--mandates-end", "2027-03-31", "--representative-section", "yes"]).ok();
    env.run(["company", "set", "--last-pay", "2025-11-15", "--last-equality", "2026-02-10"]).ok();
    env.run(["company", "set", "--last-careers", "2024-05-31", "--last-experienced", "2026-02-28"]).ok();
    env.run(["company", "headcount", "2026-10=720"]).ok();
    env
}
