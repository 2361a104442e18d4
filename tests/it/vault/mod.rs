mod contract;
mod crash;
mod doctor;
mod folder;
mod init;
mod model;
mod support;
mod vectors;
