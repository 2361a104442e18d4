//! The use cases of the vault itself.

pub mod destroy;
pub mod doctor;
pub mod init;
pub mod status;
pub mod unlock;
