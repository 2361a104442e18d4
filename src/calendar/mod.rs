//! Days, periods, holidays, deadlines, and what is due. Pure: `today` is an argument.
//!
//! Start reading at [`Span`] (how a period is added), then [`fn@deadline`] (how the law counts one), then [`Due`]
//! (a line of the agenda). What produces the lines lies in `election` and `bargaining`.
//!
//! Invariant: the n-th occurrence is always computed from the anchor (`anchor + n periods`), never from the
//! occurrence before it, so that the end of a month does not drift.

mod carry;
mod deadline;
mod due;
mod holiday;
pub mod ics;
pub mod kinds;
pub mod order;
pub mod pack;
mod region;
pub mod rule;
mod span;

pub use carry::{hours_kept_at_most, hours_kept_until};
pub use deadline::{Deadline, Direction, Period, Roll, counted, deadline};
pub use due::{Due, DutyKind, DutyState, Nature, Who};
pub use holiday::{Holiday, easter, holidays};
pub use region::Region;
pub use rule::{Param, Rule, RuleError, Ruled};
pub use span::{BadMonth, Month, Span, nth};
