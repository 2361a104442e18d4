//! Notices: the way of a message from the template to the server.

mod fault;
mod folder;
mod server;
mod smtp;
mod support;
