//! Every dialogue on a terminal: what is asked, what is asked again, and what stays when somebody gives up.

mod count;
mod demo;
mod key;
mod mute;
mod once;
mod person;
mod secrets;
mod shell;
mod unlock;
mod yes;
