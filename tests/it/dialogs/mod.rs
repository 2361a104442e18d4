//! Every dialogue on a terminal: what is asked, what is asked again, and what stays when somebody gives up.

mod count;
mod once;
mod mute;
mod person;
mod secrets;
mod shell;
mod unlock;
mod yes;
