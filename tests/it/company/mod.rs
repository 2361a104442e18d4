//! `company` and `status` on a vault of their own.

mod facts;
mod status;
