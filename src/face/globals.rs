//! The options that every command takes.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum, builder::PossibleValue};

use crate::base::Lang;

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Globals {
    /// Folder of the vault (or CONTREPOIDS_VAULT)
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub vault: Option<PathBuf>,
    /// File of the identity that opens the vault (or CONTREPOIDS_IDENTITY)
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    pub identity: Option<PathBuf>,
    /// Read the passphrase of the identity from this open file descriptor
    #[arg(long, global = true, value_name = "N", help_heading = "Everywhere")]
    pub passphrase_fd: Option<i32>,
    /// (the key, from the prompt of `shell`)
    #[arg(long, global = true, value_name = "N", hide = true)]
    pub key_fd: Option<i32>,
    /// Language of what is shown
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "fr|en",
        hide_possible_values = true,
        help_heading = "Everywhere"
    )]
    pub lang: Option<Lang>,
    /// Print one JSON object instead of text
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// Take this day for today
    #[arg(long, global = true, value_name = "YYYY-MM-DD", help_heading = "Everywhere")]
    pub on: Option<NaiveDate>,
    /// Open a vault that this device does not know: its six words, as they were shown
    #[arg(long, global = true, value_name = "WORDS", help_heading = "Everywhere")]
    pub accept_new: Option<String>,
    /// Open a vault older than this device knows it: the number of its last commit
    #[arg(long, global = true, value_name = "N", help_heading = "Everywhere")]
    pub accept_older: Option<u64>,
    /// Work in a folder that a program copies to a server by itself
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub allow_synced: bool,
    /// Answer yes to every question
    #[arg(long, short = 'y', global = true, help_heading = "Everywhere")]
    pub yes: bool,
}

impl ValueEnum for Lang {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.code()).help(match self {
            Self::Fr => "French",
            Self::En => "English",
        }))
    }
}
