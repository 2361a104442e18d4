//! `company` and `status` on a vault of their own.

mod recorded;
mod status;
