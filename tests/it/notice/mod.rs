//! Notices: the way of a message from the template to the server.

mod all;
mod cli;
mod fault;
mod folder;
mod golden;
mod people;
mod server;
mod smtp;
mod support;
mod templates;
