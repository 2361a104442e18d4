//! Notices: the way of a message from the template to the server.

mod account;
mod all;
mod apart;
mod attach;
mod audience;
mod bounces;
mod cli;
mod create;
mod date;
mod fault;
mod folder;
mod golden;
mod guard;
mod mentions;
mod outdated;
mod people;
mod repair;
mod server;
mod smtp;
mod suggest;
mod support;
mod templates;
mod write;
