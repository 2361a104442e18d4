mod contract;
mod crash;
mod doctor;
mod init;
mod support;
mod vectors;
