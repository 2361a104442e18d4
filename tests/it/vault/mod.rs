mod doctor;
mod init;
