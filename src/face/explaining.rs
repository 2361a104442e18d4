//! How much of the reasoning a command shows: said once for all that have `--explain`.

use clap::Args;

/// How much of the reasoning is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Args)]
pub struct Explaining {
    /// Show the steps and their articles
    #[arg(id = "explain", long = "explain")]
    pub steps: bool,
    /// With --explain: show the text of each article under its step
    #[arg(id = "explain_text", long = "text", requires = "explain")]
    pub text: bool,
}

/// The steps without the texts.
pub const STEPS: Explaining = Explaining { steps: true, text: false };
